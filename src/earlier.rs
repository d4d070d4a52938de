//! What earlier builds have left. Only that is replaced, so that nothing else is
//! ever lost.
//!
//! A PDF is known by its start; a page by its name and its start; a Typst project by
//! a seal, a line that follows from every byte of it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use typst::utils::hash128;

use crate::output::PAGE;

/// Files by their names below a folder.
type Files = [(String, Vec<u8>)];

/// The main file of a Typst project, which ends with the seal.
const MAIN: &str = "naskah.typ";
/// How the seal begins.
const SEAL: &str = "// Dibuat oleh iki, yang hanya mengganti folder ini selama isinya tidak diubah. Segel: ";
/// How many digits it ends with.
const DIGITS: usize = 32;

/// Why a file that is there may not be replaced by a PDF, if it may not.
pub(crate) fn hindrance(path: &Path) -> io::Result<Option<&'static str>> {
    const OTHER: Option<&str> = Some("bukan PDF");
    if !fs::metadata(path)?.is_file() {
        return Ok(OTHER);
    }
    let mut file = File::open(path)?;
    let mut bytes = Vec::new();
    file.by_ref().take(5).read_to_end(&mut bytes)?;
    if !bytes.is_empty() && bytes != b"%PDF-" {
        return Ok(OTHER);
    }
    file.read_to_end(&mut bytes)?;
    Ok(is_signed(&bytes).then_some("bertanda tangan elektronik"))
}

/// Whether a PDF says which of its bytes a signature is for.
fn is_signed(pdf: &[u8]) -> bool {
    const KEY: &[u8] = b"/ByteRange";
    pdf.windows(KEY.len()).any(|bytes| bytes == KEY)
}

/// Whether a folder holds nothing but what builds into it have written, of the kind
/// that is written now.
pub(crate) fn is_ours(folder: &Path, files: &Files) -> io::Result<bool> {
    is_ours_below(folder, Path::new(""), files)
}

fn is_ours_below(folder: &Path, below: &Path, files: &Files) -> io::Result<bool> {
    let is_new = |name: &Path| files.iter().any(|(new, _)| Path::new(new) == name);
    if is_new(&below.join(MAIN)) {
        return is_sealed(&folder.join(below));
    }
    for entry in fs::read_dir(folder.join(below))? {
        let entry = entry?;
        let name = below.join(entry.file_name());
        let is_ours = match entry.file_type()? {
            kind if kind.is_dir() => {
                let is_known = files.iter().any(|(new, _)| Path::new(new).starts_with(&name));
                is_known && is_ours_below(folder, &name, files)?
            }
            kind if !kind.is_file() => false,
            _ if is_new(&name) && name.extension().is_some_and(|ending| ending == "pdf") => {
                hindrance(&entry.path())?.is_none()
            }
            _ => is_page_like(&name, files) && is_drawn(&entry.path())?,
        };
        if !is_ours {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a file is named as a page of the same kind and in the same folder as one
/// of the new pages.
fn is_page_like(name: &Path, files: &Files) -> bool {
    let is_alike = |new: &Path| is_page(new) && new.parent() == name.parent() && new.extension() == name.extension();
    is_page(name) && files.iter().any(|(new, _)| is_alike(Path::new(new)))
}

fn is_page(name: &Path) -> bool {
    let number = name.file_stem().and_then(|name| name.to_str()).and_then(|name| name.strip_prefix(PAGE));
    number.is_some_and(|number| number.len() > 1 && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a page starts as `iki` draws it: others begin with words about themselves.
fn is_drawn(path: &Path) -> io::Result<bool> {
    let mut start = Vec::new();
    File::open(path)?.take(41).read_to_end(&mut start)?;
    let is_png = start.starts_with(b"\x89PNG") && start.ends_with(b"IDAT");
    Ok(is_png || start.starts_with(b"<svg viewBox="))
}

/// Seals the files of a Typst project.
pub(crate) fn sealed(mut project: BTreeMap<String, Vec<u8>>) -> Vec<(String, Vec<u8>)> {
    let seal = seal(&project);
    project.entry(MAIN.to_owned()).or_default().extend_from_slice(seal.as_bytes());
    project.into_iter().collect()
}

fn seal(project: &BTreeMap<String, Vec<u8>>) -> String {
    format!("\n{SEAL}{:0DIGITS$x}\n", hash128(project))
}

/// Whether a folder is empty or holds a project as it was sealed.
fn is_sealed(folder: &Path) -> io::Result<bool> {
    let main = folder.join(MAIN);
    if !fs::symlink_metadata(&main).is_ok_and(|about| about.is_file()) {
        return Ok(fs::read_dir(folder)?.next().is_none());
    }
    let mut text = fs::read(main)?;
    let end = text.split_off(text.len().saturating_sub(SEAL.len() + DIGITS + 2));
    // Only then what else is there can be ours, and is not too much to be read.
    if !end.trim_ascii_start().starts_with(SEAL.as_bytes()) {
        return Ok(false);
    }
    let mut project = BTreeMap::new();
    let is_plain = collect(folder, "", &mut project)?;
    project.insert(MAIN.to_owned(), text);
    Ok(is_plain && end == seal(&project).as_bytes())
}

/// Takes in every file below a folder; whether there are only folders and plain files.
fn collect(folder: &Path, below: &str, files: &mut BTreeMap<String, Vec<u8>>) -> io::Result<bool> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type()?;
        if kind.is_file() {
            files.insert(name, fs::read(entry.path())?);
        } else if !kind.is_dir() || !collect(&entry.path(), &format!("{name}/"), files)? {
            return Ok(false);
        }
    }
    Ok(true)
}
