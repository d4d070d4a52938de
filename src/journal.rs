//! Several files of an edition change together, or none does.
//!
//! All that will be is written into a folder beside the files first; that folder
//! gets its name in one step, and from then on the change has happened. Putting the
//! files into their places may be interrupted: whoever reads the edition next
//! finishes it.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use rustix::fs::{Access, access};
use serde::{Deserialize, Serialize};

use crate::content::{self, Content, Files};
use crate::files::{self, folder_of, is_same};
use crate::model::JabatanId;
use crate::report;
use crate::source::Sources;

/// The folder of a change that has happened, below the edition.
const JOURNAL: &str = ".iki-perubahan";
const LIST: &str = "daftar.json";

/// What is to be done with one file.
#[derive(Serialize, Deserialize)]
struct Step {
    /// Its path below the edition.
    path: String,
    /// What it holds before, and what after; without a text there is no file.
    before: Option<String>,
    after: Option<String>,
}

/// The folder of the edition around a folder, or around the current one, with a
/// change finished that was interrupted.
///
/// # Errors
/// When there is none, or the change cannot be finished.
pub fn edition(folder: Option<&Path>) -> anyhow::Result<PathBuf> {
    let folder = content::find(folder.unwrap_or(Path::new(".")))?;
    settle(&folder)?;
    Ok(folder)
}

/// Reads the edition in a folder, while no change puts files into their places.
///
/// # Errors
/// Those of [`content::read`]; or a change cannot be finished.
pub fn read(folder: &Path) -> anyhow::Result<Content> {
    read_beside(folder, Sources::default())
}

/// The same, beside texts that were read before.
///
/// # Errors
/// As of [`read`].
pub fn read_beside(folder: &Path, before: Sources) -> anyhow::Result<Content> {
    let _still = still(folder)?;
    content::read_beside(folder, folder, before)
}

/// As long as it lives, no change of an edition begins. Where there are no locks, there
/// is none.
fn still(folder: &Path) -> anyhow::Result<Option<File>> {
    loop {
        let lock = File::open(folder).ok().filter(|folder| folder.lock_shared().is_ok());
        // One that was interrupted left no lock behind, and is finished first.
        if !settle(folder)? {
            return Ok(lock);
        }
    }
}

/// Changes files of an edition, all or none, if these and all that were read still
/// hold what they held then.
///
/// # Errors
/// When something cannot be written; before anything has changed, or with words that
/// say how it will be finished.
pub(crate) fn change(folder: &Path, read: &Files, changed: &Files) -> anyhow::Result<()> {
    settle(folder)?;
    let failed = || format!("perubahan di `{}` tidak dapat ditulis", folder.display());
    let before = |path: &String| read.get(path).and_then(Option::as_ref);
    // One at a time.
    let alone = File::open(folder).with_context(failed)?;
    alone.lock().with_context(failed)?;
    for path in read.keys().chain(changed.keys().filter(|path| !read.contains_key(*path))) {
        let target = target(folder, path)?;
        if held(&target).with_context(failed)?.as_ref() != before(path) {
            bail!("`{}` berubah selama perintah ini bekerja; jalankan lagi", target.display());
        }
    }
    let mut pieces = Vec::new();
    let mut steps = Vec::new();
    for (number, (path, after)) in changed.iter().enumerate() {
        let target = target(folder, path)?;
        refuse_readonly(&target)?;
        if after.is_none() {
            refuse_link(&folder.join(path))?;
        }
        pieces.extend(after.as_ref().map(|text| (number.to_string(), text.clone().into_bytes())));
        steps.push(Step { path: path.clone(), before: before(path).cloned(), after: after.clone() });
    }
    pieces.push((LIST.to_owned(), serde_json::to_vec(&steps).context("the list is plain JSON")?));
    let (fresh, lock) = files::filled_folder(folder, &pieces).with_context(failed)?;
    for (number, step) in steps.iter().enumerate().filter(|(_, step)| step.after.is_some()) {
        keep_permissions(&folder.join(&step.path), &fresh.path().join(number.to_string())).with_context(failed)?;
    }
    // A journal that is there is not empty, so that none is replaced.
    fs::rename(fresh.path(), folder.join(JOURNAL)).and_then(|()| lock.sync_all()).with_context(failed)?;
    alone.sync_all().with_context(failed)?;
    // From here on anybody may finish it.
    drop(lock);
    finish(folder).map(|_| ())
}

/// Finishes what an earlier run began, and says so, to everybody and in return.
fn settle(folder: &Path) -> anyhow::Result<bool> {
    let is_finished = finish(folder)?;
    if is_finished {
        report::note(&format!("perubahan yang terputus di `{}` diselesaikan", folder.display()));
    }
    Ok(is_finished)
}

/// What a file holds, if it is there.
fn held(path: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        read => read.map(Some),
    }
}

/// What could not be put into its place in the end is not begun.
fn refuse_readonly(path: &Path) -> anyhow::Result<()> {
    let is_readonly = |place: &Path| fs::metadata(place).is_ok_and(|about| about.permissions().readonly());
    let folder = folder_of(path);
    let readonly = match path {
        file if is_readonly(file) => file,
        _ if is_readonly(folder) || access(folder, Access::WRITE_OK).is_err() => folder,
        _ => return Ok(()),
    };
    bail!("`{}` hanya boleh dibaca, jadi tidak ada yang diubah; ubah izinnya dahulu", readonly.display())
}

/// What is given back in the place of a link would be a file.
fn refuse_link(path: &Path) -> anyhow::Result<()> {
    if path.is_symlink() {
        bail!(
            "`{}` hanya tautan (symlink), jadi tidak ada yang diubah; ganti dahulu dengan berkas yang ditujunya",
            path.display()
        );
    }
    Ok(())
}

fn keep_permissions(path: &Path, piece: &Path) -> io::Result<()> {
    fs::metadata(path).map_or(Ok(()), |old| fs::set_permissions(piece, old.permissions()))
}

/// Finishes a change that is named, if there is one, and says whether there was.
///
/// # Errors
/// When it cannot be finished; it can be tried again.
fn finish(folder: &Path) -> anyhow::Result<bool> {
    let journal = folder.join(JOURNAL);
    let failed = || format!("perubahan yang terputus di `{}` belum dapat diselesaikan", folder.display());
    while let Some(lock) = opened(&journal).with_context(failed)? {
        lock.lock().with_context(failed)?;
        // It may be another one than the one that was opened.
        if is_same(&lock, &journal).with_context(failed)? {
            applied(folder, &journal).with_context(failed)?;
            return Ok(true);
        }
    }
    Ok(false)
}

/// The folder of a journal, if there is one.
fn opened(journal: &Path) -> anyhow::Result<Option<File>> {
    match fs::symlink_metadata(journal) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Ok(about) if !about.is_dir() => bail!("`{}` bukan folder", journal.display()),
        about => about.and_then(|_| File::open(journal)).map(Some).map_err(Into::into),
    }
}

/// Puts the files of a journal into their places, and removes it.
fn applied(folder: &Path, journal: &Path) -> anyhow::Result<()> {
    let list = journal.join(LIST);
    let steps: Vec<Step> = match fs::read(&list) {
        // All is in its place.
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        read => serde_json::from_slice(&read?)
            .map_err(|_| anyhow!("folder `{}` rusak; hapus folder itu, lalu periksa naskahnya", journal.display()))?,
    };
    for (number, step) in steps.iter().enumerate() {
        let target = target(folder, &step.path)?;
        let now = held(&target)?;
        if now == step.after {
            // It was done before the interruption.
            continue;
        }
        if now != step.before {
            bail!(
                "`{}` diubah sesudahnya; simpan isinya di tempat lain, atau hapus folder `{}` untuk membatalkan sisanya",
                target.display(),
                journal.display()
            );
        }
        let done = match step.after {
            Some(_) => fs::rename(journal.join(number.to_string()), &target),
            None => fs::remove_file(&target),
        };
        done.and_then(|()| File::open(folder_of(&target))?.sync_all())?;
    }
    // All is in its place. The list goes before the rest, which may be interrupted too: without
    // a list nothing is compared again, and a file that is edited meanwhile is in nobody's way.
    _ = fs::remove_file(list);
    Ok(fs::remove_dir_all(journal)?)
}

/// Whether a path below the edition is that of one of its YAML files.
pub(crate) fn is_of_edition(path: &str) -> bool {
    path == content::NASKAH || JabatanId::of_file(path).is_some()
}

/// Where a file of the edition is, and never one elsewhere: a journal may come from
/// somebody else.
fn target(folder: &Path, path: &str) -> anyhow::Result<PathBuf> {
    if !is_of_edition(path) {
        bail!("`{path}` bukan berkas naskah");
    }
    let target = folder.join(path);
    let real = match fs::canonicalize(&target) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            fs::canonicalize(folder_of(&target))?.join(target.file_name().unwrap_or_default())
        }
        real => real?,
    };
    if !real.starts_with(fs::canonicalize(folder)?) {
        bail!("`{}` berada di luar naskah", target.display());
    }
    Ok(real)
}
