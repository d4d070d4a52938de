//! Several files of an edition change together, or none does.
//!
//! All that will be is written into a folder beside the files first; that folder
//! gets its name in one step, and from then on the change has happened. Putting the
//! files into their places may be interrupted: whoever reads the edition next
//! finishes it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, bail};
use rustix::fs::{CWD, RenameFlags, renameat_with};
use serde::{Deserialize, Serialize};

use crate::content;
use crate::files::{self, folder_of};

/// The folder of a change that has happened, below the edition.
const JOURNAL: &str = ".iki-perubahan";
const LIST: &str = "daftar.json";

/// Files by their paths below the edition: what they will hold, or nothing if they
/// go.
pub type Files = BTreeMap<String, Option<String>>;

/// What is to be done with one file.
#[derive(Serialize, Deserialize)]
struct Step {
    /// Its path below the edition.
    path: String,
    /// The file of the journal that takes its place; without, it goes.
    piece: Option<String>,
}

/// The folder of the edition around a folder, or around the current one, with a
/// change finished that was interrupted.
///
/// # Errors
/// When there is none, or the change cannot be finished.
pub fn edition(folder: Option<&Path>) -> anyhow::Result<PathBuf> {
    let folder = content::find(folder.unwrap_or(Path::new(".")))?;
    finish(&folder)?;
    Ok(folder)
}

/// Changes files of an edition, all or none.
///
/// # Errors
/// When something cannot be written; before anything has changed, or with words that
/// say how it will be finished.
pub(crate) fn change(folder: &Path, changed: &Files) -> anyhow::Result<()> {
    finish(folder)?;
    let failed = || format!("perubahan di `{}` tidak dapat ditulis", folder.display());
    let mut pieces = Vec::new();
    let mut steps = Vec::new();
    for (number, (path, text)) in changed.iter().enumerate() {
        refuse_readonly(&folder.join(path))?;
        let piece = text.as_ref().map(|text| {
            pieces.push((number.to_string(), text.clone().into_bytes()));
            number.to_string()
        });
        steps.push(Step { path: path.clone(), piece });
    }
    pieces.push((LIST.to_owned(), serde_json::to_vec(&steps).context("the list is plain JSON")?));
    let (fresh, lock) = files::filled_folder(folder, &pieces).with_context(failed)?;
    for step in &steps {
        keep_permissions(&folder.join(&step.path), fresh.path(), step).with_context(failed)?;
    }
    let named = renameat_with(CWD, fresh.path(), CWD, folder.join(JOURNAL), RenameFlags::NOREPLACE);
    named.map_err(io::Error::from).and_then(|()| File::open(folder)?.sync_all()).with_context(failed)?;
    // From here on anybody may finish it.
    drop(lock);
    finish(folder)
}

fn refuse_readonly(path: &Path) -> anyhow::Result<()> {
    if fs::metadata(path).is_ok_and(|about| about.permissions().readonly()) {
        bail!("`{}` hanya boleh dibaca, jadi tidak ada yang diubah; ubah izinnya dahulu", path.display());
    }
    Ok(())
}

fn keep_permissions(path: &Path, journal: &Path, step: &Step) -> io::Result<()> {
    match (fs::metadata(path), &step.piece) {
        (Ok(old), Some(piece)) => fs::set_permissions(journal.join(piece), old.permissions()),
        _ => Ok(()),
    }
}

/// Finishes a change that was interrupted, if there is one.
///
/// # Errors
/// When it cannot be finished; it can be tried again.
fn finish(folder: &Path) -> anyhow::Result<()> {
    let journal = folder.join(JOURNAL);
    let Ok(lock) = File::open(&journal) else { return Ok(()) };
    let failed = || {
        format!(
            "perubahan yang terputus di `{}` belum dapat diselesaikan; jalankan lagi perintah ini",
            folder.display()
        )
    };
    lock.lock().with_context(failed)?;
    let list = match fs::read(journal.join(LIST)) {
        // All is in its place; only the empty folder is left, if anything.
        Err(error) if error.kind() == ErrorKind::NotFound => {
            _ = fs::remove_dir_all(&journal);
            return Ok(());
        }
        read => read.with_context(failed)?,
    };
    let steps: Vec<Step> = serde_json::from_slice(&list).with_context(failed)?;
    for step in &steps {
        let target = target(folder, &step.path).with_context(failed)?;
        let done = match &step.piece {
            Some(piece) => fs::rename(journal.join(plain(piece).with_context(failed)?), &target),
            None => fs::remove_file(&target),
        };
        match done {
            // It was done before the interruption.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            done => done.with_context(failed)?,
        }
    }
    File::open(folder).and_then(|folder| folder.sync_all()).with_context(failed)?;
    // The list goes last, so that it is there as long as anything else is.
    fs::remove_file(journal.join(LIST)).and_then(|()| fs::remove_dir_all(&journal)).with_context(failed)
}

/// A file of the edition, and never one elsewhere.
fn target(folder: &Path, path: &str) -> anyhow::Result<PathBuf> {
    let target = folder.join(plain(path)?);
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

/// A path that goes only downwards.
fn plain(path: &str) -> anyhow::Result<&Path> {
    let path = Path::new(path);
    if !path.components().all(|part| matches!(part, Component::Normal(_))) {
        bail!("`{}` bukan nama berkas naskah", path.display());
    }
    Ok(path)
}
