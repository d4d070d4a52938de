//! Files are written whole or not at all, and nothing that was there is harmed.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use rustix::fs::{CWD, Mode, OFlags, RenameFlags, renameat_with};
use rustix::io::Errno;
use tempfile::{NamedTempFile, TempDir};

use crate::earlier;

/// How the names of temporary files begin.
const TEMPORARY: &str = ".iki-";

/// Writes a file beside its place and then puts it there in one step. What
/// stood there before stays whole until then, and keeps its permissions. A
/// symbolic link stays a link: the file it names is replaced.
///
/// # Errors
/// When it cannot be written, or something other than a PDF stands there, or one
/// that is signed.
pub fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let failed = || format!("`{}` tidak dapat ditulis", path.display());
    if path.is_symlink() && !path.exists() {
        bail!(
            "`{}` adalah tautan ke berkas yang tidak ada; hapus tautan itu atau sebutkan nama lain dengan -o",
            path.display()
        );
    }
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if target.exists()
        && let Some(what) = earlier::hindrance(&target).with_context(failed)?
    {
        bail!("`{}` sudah ada dan {what}, jadi tidak ditimpa; sebutkan nama lain dengan -o", path.display());
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
        keep_permissions(file.as_file(), &old).with_context(failed)?;
    }
    file.persist(&target).map_err(|error| error.error).with_context(|| {
        format!("`{}` tidak dapat diganti; kalau sedang dibuka di program lain, tutup dahulu", path.display())
    })?;
    Ok(())
}

/// Gives a file or a folder the permissions of the one it replaces. Drives that know
/// none may refuse to set any.
fn keep_permissions(fresh: &File, old: &Metadata) -> io::Result<()> {
    let permissions = old.permissions();
    if fresh.metadata()?.permissions() == permissions { Ok(()) } else { fresh.set_permissions(permissions) }
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
    persist_new(file, path).with_context(failed)
}

/// Gives a file its name, unless something has it. Where a drive cannot do that in one
/// step, an empty file takes the name first.
fn persist_new(file: NamedTempFile, path: &Path) -> io::Result<()> {
    let refused = match file.persist_noclobber(path) {
        Err(refused) if refused.error.kind() != ErrorKind::AlreadyExists => refused.file,
        persisted => return Ok(persisted.map(drop)?),
    };
    File::create_new(path)?;
    refused.persist(path).map(drop).map_err(|refused| {
        remove(path);
        refused.error
    })
}

/// Writes a new file; if its name is taken, one with a number after it. Its path.
///
/// # Errors
/// When it cannot be written.
pub fn create_free(path: &Path, bytes: &[u8]) -> anyhow::Result<PathBuf> {
    let path = free(path);
    create(&path, bytes)?;
    Ok(path)
}

/// A path that nothing has: this one, or one with a number after its name.
fn free(path: &Path) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().unwrap_or_default();
    let numbered = (2..).map(|number| path.with_file_name(format!("{stem}-{number}")).with_added_extension(ending));
    let mut free = std::iter::once(path.to_owned()).chain(numbered).filter(|path| !path.exists());
    free.next().expect("numbers never end")
}

/// Takes back a file that was just made. If that fails, it does no harm.
pub fn remove(path: &Path) {
    _ = fs::remove_file(path);
}

/// Writes a folder of files in one step: all of them, or none. A folder that
/// stood there before is replaced if it holds only what builds have put there; its
/// permissions stay as they were.
///
/// Where a drive cannot exchange two folders, an interruption may leave the old one
/// beside its place, under a name that ends with `-lama`.
///
/// # Errors
/// When it cannot be written, or holds anything else.
pub fn write_folder(path: &Path, files: &[(String, Vec<u8>)]) -> anyhow::Result<()> {
    let failed = || format!("folder `{}` tidak dapat ditulis", path.display());
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    cleared(path, files)?;
    let (fresh, lock) = filled_folder(folder_of(&target), files).with_context(failed)?;
    // Much may have come in meanwhile.
    let old = cleared(path, files)?;
    if let Some(old) = &old {
        old.metadata().and_then(|old| keep_permissions(&lock, &old)).with_context(failed)?;
    }
    put(fresh.path(), &target).with_context(failed)
}

/// Makes sure that a folder may be replaced; no other run does so as long as the file
/// lives.
fn cleared(path: &Path, files: &[(String, Vec<u8>)]) -> anyhow::Result<Option<File>> {
    let failed = || format!("folder `{}` tidak dapat ditulis", path.display());
    let old = held(path).with_context(failed)?;
    if fs::metadata(path).is_ok_and(|about| about.permissions().readonly()) {
        bail!("`{}` hanya boleh dibaca, jadi tidak diganti; ubah izinnya atau sebutkan folder lain", path.display());
    }
    if old.is_some() && !earlier::is_ours(path, files).with_context(failed)? {
        bail!(
            "`{}` sudah ada dan berisi berkas lain atau yang sudah diubah, jadi tidak diganti; \
             sebutkan folder lain dengan -o, atau hapus dahulu folder itu",
            path.display()
        );
    }
    Ok(old)
}

/// The folder at a path, if there is one, locked where the drive knows locks.
fn held(path: &Path) -> io::Result<Option<File>> {
    loop {
        let folder = match rustix::fs::open(path, OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty()) {
            Err(Errno::NOENT) => return Ok(None),
            opened => File::from(opened?),
        };
        _ = folder.lock();
        if is_same(&folder, path)? {
            return Ok(Some(folder));
        }
    }
}

/// Whether a folder that was opened is the one that has the name now.
pub(crate) fn is_same(folder: &File, path: &Path) -> io::Result<bool> {
    let opened = folder.metadata()?;
    match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        about => about.map(|about| (about.dev(), about.ino()) == (opened.dev(), opened.ino())),
    }
}

/// Puts a temporary folder into its place. The one that was there becomes the
/// temporary one, and is removed with it.
fn put(fresh: &Path, target: &Path) -> io::Result<()> {
    match fs::rename(fresh, target) {
        // Drives do not agree on how they say that a folder is not empty.
        Err(_) if target.is_dir() => {}
        renamed => return renamed,
    }
    match renameat_with(CWD, fresh, CWD, target, RenameFlags::EXCHANGE) {
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => exchange(fresh, target),
        exchanged => Ok(exchanged?),
    }
}

/// Exchanges two folders where the drive cannot do it in one step.
fn exchange(fresh: &Path, target: &Path) -> io::Result<()> {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push("-lama");
    let aside = free(&target.with_file_name(name));
    fs::rename(target, &aside)?;
    if let Err(error) = fs::rename(fresh, target) {
        fs::rename(&aside, target)?;
        return Err(error);
    }
    fs::rename(aside, fresh)
}

/// Makes a folder of files in one step: all of them, or none. Folders above it are
/// made as needed.
///
/// # Errors
/// When it cannot be written, or anything but an empty folder has that name.
pub fn create_folder(path: &Path, files: &[(String, Vec<u8>)]) -> anyhow::Result<()> {
    let failed = || format!("folder `{}` tidak dapat dibuat", path.display());
    fs::create_dir_all(folder_of(path)).with_context(failed)?;
    let (fresh, _lock) = filled_folder(folder_of(path), files).with_context(failed)?;
    fs::rename(fresh.path(), path).with_context(failed)
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

/// A temporary file that no other run takes for abandoned: it is locked, or the
/// drive knows no locks and nothing is swept away. One that was swept away before is
/// made again.
fn locked_file(folder: &Path) -> io::Result<NamedTempFile> {
    loop {
        let file = temporary().permissions(fs::Permissions::from_mode(0o666)).tempfile_in(folder)?;
        _ = file.as_file().lock();
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
                _ = lock.lock();
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
