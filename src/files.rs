//! Files are written whole or not at all, and nothing that was there is harmed.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use rustix::fs::{CWD, RenameFlags, renameat_with};
use tempfile::{NamedTempFile, TempDir};

use crate::output::PAGE;

/// How the names of temporary files begin.
const TEMPORARY: &str = ".iki-";

/// Writes a file beside its place and then puts it there in one step. What
/// stood there before stays whole until then, and keeps its permissions. A
/// symbolic link stays a link: the file it names is replaced.
///
/// # Errors
/// When it cannot be written, or something other than a PDF stands there.
pub fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let failed = || format!("`{}` tidak dapat ditulis", path.display());
    if path.is_symlink() && !path.exists() {
        bail!(
            "`{}` adalah tautan ke berkas yang tidak ada; hapus tautan itu atau sebutkan nama lain dengan -o",
            path.display()
        );
    }
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if target.exists() && !is_replaceable(&target).with_context(failed)? {
        bail!("`{}` sudah ada dan bukan PDF, jadi tidak ditimpa; sebutkan nama lain dengan -o", path.display());
    }
    replace(path, bytes)
}

/// Writes a PDF to standard output.
///
/// # Errors
/// When nobody reads it, or it cannot be written.
pub fn write_stdout(bytes: &[u8]) -> anyhow::Result<()> {
    let mut stdout = io::stdout();
    stdout.write_all(bytes).and_then(|()| stdout.flush()).context("keluaran standar tidak dapat ditulis")
}

/// Writes a file whole or not at all, in the place of one of the same name.
/// Its permissions stay as they were.
///
/// # Errors
/// When the file cannot be written; what was there is then unharmed.
pub fn replace(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let failed = || format!("`{}` tidak dapat ditulis", path.display());
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let old = fs::metadata(&target).ok();
    if old.as_ref().is_some_and(|old| old.permissions().readonly()) {
        bail!("`{}` hanya boleh dibaca, jadi tidak diganti; ubah izinnya atau sebutkan nama lain", path.display());
    }
    let folder = folder_of(&target);
    sweep(folder);
    let mut file = locked_file(folder).with_context(failed)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).with_context(failed)?;
    if let Some(old) = old {
        file.as_file().set_permissions(old.permissions()).with_context(failed)?;
    }
    file.persist(&target).map_err(|error| error.error).with_context(|| {
        format!("`{}` tidak dapat diganti; kalau sedang dibuka di program lain, tutup dahulu", path.display())
    })?;
    Ok(())
}

/// Writes a new file whole or not at all.
///
/// # Errors
/// When it cannot be written, or anything of that name is there.
pub fn create(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let failed = || format!("`{}` tidak dapat ditulis", path.display());
    let folder = folder_of(path);
    sweep(folder);
    let mut file = locked_file(folder).with_context(failed)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).with_context(failed)?;
    file.persist_noclobber(path).map_err(|error| error.error).with_context(failed)?;
    Ok(())
}

/// Writes a new file; if its name is taken, one with a number after it. Its path.
///
/// # Errors
/// When it cannot be written.
pub fn create_free(path: &Path, bytes: &[u8]) -> anyhow::Result<PathBuf> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let numbered = (2..).map(|number| path.with_file_name(format!("{stem}-{number}.{ending}")));
    let mut free = std::iter::once(path.to_owned()).chain(numbered).filter(|path| !path.exists());
    let path = free.next().expect("numbers never end");
    create(&path, bytes)?;
    Ok(path)
}

/// Takes back a file that was just made. If that fails, it does no harm.
pub fn remove(path: &Path) {
    _ = fs::remove_file(path);
}

/// Whether a file that exists is a PDF or empty, so that no input is lost.
fn is_replaceable(path: &Path) -> io::Result<bool> {
    if !fs::metadata(path)?.is_file() {
        return Ok(false);
    }
    let mut start = Vec::new();
    File::open(path)?.take(5).read_to_end(&mut start)?;
    Ok(start.is_empty() || start == b"%PDF-")
}

/// Writes a folder of files in one step: all of them, or none. A folder that
/// stood there before is replaced if it holds only such files.
///
/// # Errors
/// When it cannot be written, or holds anything else.
pub fn write_folder(path: &Path, files: &[(String, Vec<u8>)]) -> anyhow::Result<()> {
    let failed = || format!("folder `{}` tidak dapat ditulis", path.display());
    if path.exists() && !is_ours(path, files).with_context(failed)? {
        bail!(
            "`{}` sudah ada dan berisi berkas lain, jadi tidak diganti; sebutkan folder lain dengan -o",
            path.display()
        );
    }
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let (fresh, _lock) = filled_folder(folder_of(&target), files).with_context(failed)?;
    match fs::rename(fresh.path(), &target) {
        // The old folder becomes the temporary one and is removed with it.
        Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {
            let swapped = renameat_with(CWD, fresh.path(), CWD, &target, RenameFlags::EXCHANGE);
            swapped.map_err(io::Error::from).with_context(failed)
        }
        renamed => renamed.with_context(failed),
    }
}

/// Makes a folder of files in one step: all of them, or none. Folders above it are
/// made as needed.
///
/// # Errors
/// When it cannot be written, or anything of that name is there.
pub fn create_folder(path: &Path, files: &[(String, Vec<u8>)]) -> anyhow::Result<()> {
    let failed = || format!("folder `{}` tidak dapat dibuat", path.display());
    fs::create_dir_all(folder_of(path)).with_context(failed)?;
    let (fresh, _lock) = filled_folder(folder_of(path), files).with_context(failed)?;
    let created = renameat_with(CWD, fresh.path(), CWD, path, RenameFlags::NOREPLACE);
    created.map_err(io::Error::from).with_context(failed)
}

/// A temporary folder with files in it, beside its place.
pub(crate) fn filled_folder(parent: &Path, files: &[(String, Vec<u8>)]) -> io::Result<(TempDir, File)> {
    sweep(parent);
    let (fresh, lock) = locked_folder(parent)?;
    for (name, bytes) in files {
        let file = fresh.path().join(name);
        fs::create_dir_all(folder_of(&file))?;
        let mut file = File::create_new(&file)?;
        file.write_all(bytes).and_then(|()| file.sync_all())?;
    }
    Ok((fresh, lock))
}

/// Whether everything in a folder is of the kind that is about to replace it.
fn is_ours(folder: &Path, files: &[(String, Vec<u8>)]) -> io::Result<bool> {
    let known: BTreeSet<&Path> = files.iter().map(|(name, _)| Path::new(name)).collect();
    let mut folders = vec![PathBuf::new()];
    while let Some(below) = folders.pop() {
        for entry in fs::read_dir(folder.join(&below))? {
            let entry = entry?;
            let name = below.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                folders.push(name);
            } else if !known.contains(name.as_path()) && !is_page(&name.to_string_lossy()) {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// Whether a file is named as an earlier build named its pages.
fn is_page(name: &str) -> bool {
    let name = name.rsplit('/').next().unwrap_or_default();
    let number = name.strip_prefix(PAGE).and_then(|name| name.strip_suffix(".svg").or(name.strip_suffix(".png")));
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

pub(crate) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn temporary<'a>() -> tempfile::Builder<'a, 'a> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY).suffix(".tmp");
    builder
}

/// A temporary file that no other run takes for abandoned. One that was swept
/// away before it was locked is made again.
fn locked_file(folder: &Path) -> io::Result<NamedTempFile> {
    loop {
        let file = temporary().permissions(fs::Permissions::from_mode(0o666)).tempfile_in(folder)?;
        file.as_file().lock()?;
        if file.path().exists() {
            return Ok(file);
        }
    }
}

/// The same for a folder; it is locked as long as the file lives.
fn locked_folder(parent: &Path) -> io::Result<(TempDir, File)> {
    loop {
        let folder = temporary().permissions(fs::Permissions::from_mode(0o777)).tempdir_in(parent)?;
        match File::open(folder.path()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            opened => {
                let lock = opened?;
                lock.lock()?;
                if folder.path().exists() {
                    return Ok((folder, lock));
                }
            }
        }
    }
}

/// Removes what a run that was killed has left in a folder. A file that is
/// still being written is locked and stays.
fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let ours = name.starts_with(TEMPORARY) && name.ends_with(".tmp");
        // The lock is held until the file is gone.
        let Some(file) = ours.then(|| File::open(&path).ok()).flatten() else { continue };
        if file.try_lock().is_ok() {
            // What cannot be removed does no harm.
            _ = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        }
    }
}
