//! The one door through which files of an edition are read.
//!
//! Names in the content never lead out of the edition: a path is taken apart,
//! followed to its end and compared with the folder of the edition before
//! anything is opened.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::text;

/// Why a file was not read, in words for the person who wrote its name.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) kode: &'static str,
    pub(super) message: String,
    pub(super) help: String,
}

fn refusal(kode: &'static str, message: String, help: impl Into<String>) -> Refusal {
    Refusal { kode, message, help: help.into() }
}

/// The folder of one edition.
#[derive(Debug)]
pub(super) struct Door {
    root: PathBuf,
}

impl Door {
    /// Opens the door of a folder that exists.
    pub(super) fn new(folder: &Path) -> io::Result<Self> {
        Ok(Self { root: folder.canonicalize()? })
    }

    /// Reads a file of at most `limit` bytes, named relative to the edition.
    pub(super) fn read(&self, name: &str, limit: u64) -> Result<Vec<u8>, Refusal> {
        read(&self.inside(name)?, name, limit)
    }

    /// The names in a folder of the edition, sorted; `None` if there is none.
    pub(super) fn list(&self, folder: &str) -> Result<Option<Vec<String>>, Refusal> {
        if !self.root.join(folder).exists() {
            return Ok(None);
        }
        let entries = fs::read_dir(self.inside(folder)?).map_err(|error| unreadable(folder, &error))?;
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|error| unreadable(folder, &error))?;
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(Some(names))
    }

    /// Follows a name to its end and makes sure that it stays in the edition.
    fn inside(&self, name: &str) -> Result<PathBuf, Refusal> {
        const CODE: &str = "di-luar-folder";
        let is_within = |part| matches!(part, Component::Normal(_) | Component::CurDir);
        // `C:` and `\\` are the roots of Windows.
        let is_rooted = name.get(1..2) == Some(":") || name.starts_with('\\');
        if is_rooted || !Path::new(name).components().all(is_within) {
            let help = "tulis nama berkas di dalam folder naskah, tanpa `..` dan tanpa garis miring di awal";
            return Err(refusal(CODE, format!("`{name}` menunjuk ke luar folder naskah"), help));
        }
        if let Some(mark) = name.chars().find(|c| matches!(c, '\\' | ':')) {
            let help = if mark == '\\' { "pakai `/` di antara folder dan berkas" } else { "ganti nama berkasnya" };
            return Err(refusal("nama-berkas-salah", format!("nama berkas `{name}` berisi `{mark}`"), help));
        }
        let path = self.root.join(name).canonicalize().map_err(|error| unreadable(name, &error))?;
        if !path.starts_with(&self.root) {
            let message = format!("`{name}` adalah tautan ke luar folder naskah: {}", path.display());
            return Err(refusal(CODE, message, "salin berkasnya ke dalam folder naskah"));
        }
        Ok(path)
    }
}

/// Reads a regular file of at most `limit` bytes; what is none, a pipe or a device,
/// might never end.
pub(super) fn read(path: &Path, name: &str, limit: u64) -> Result<Vec<u8>, Refusal> {
    let about = path.metadata().map_err(|error| unreadable(name, &error))?;
    if !about.is_file() {
        let help = "letakkan berkas biasa di sana, bukan folder atau berkas khusus";
        return Err(refusal("bukan-berkas", format!("`{name}` bukan berkas biasa"), help));
    }
    if about.len() > limit {
        let message = format!("`{name}` terlalu besar: {} KiB, paling besar {} KiB", kib(about.len()), kib(limit));
        return Err(refusal("terlalu-besar", message, "perkecil isinya atau bagi menjadi beberapa berkas"));
    }
    fs::read(path).map_err(|error| unreadable(name, &error))
}

fn kib(bytes: u64) -> String {
    text::number((bytes / 1024) as usize)
}

/// Says that there is no file of this name.
pub(super) fn missing(name: &str) -> Refusal {
    refusal("berkas-tidak-ada", format!("berkas `{name}` tidak ada"), "buat berkas itu atau perbaiki namanya")
}

fn unreadable(name: &str, error: &io::Error) -> Refusal {
    match error.kind() {
        io::ErrorKind::NotFound => missing(name),
        io::ErrorKind::PermissionDenied => {
            refusal("berkas-terkunci", format!("berkas `{name}` tidak boleh dibaca"), "minta hak baca untuk berkas itu")
        }
        _ => refusal(
            "berkas-tidak-terbaca",
            format!("berkas `{name}` tidak dapat dibaca: {}", text::trouble(error)),
            "periksa apakah berkas atau foldernya rusak atau tautan yang berputar",
        ),
    }
}
