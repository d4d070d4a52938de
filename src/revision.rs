//! An edition as a user names it: a folder, or a folder at a revision of git.

use std::fs;
use std::path::{Component, Path};
use std::process::Command;

use anyhow::{Context, bail};
use tempfile::TempDir;

use crate::content::{self, Content};
use crate::journal;
use crate::source::Sources;

/// Reads an edition beside texts that were read before.
///
/// # Errors
/// When there is no such folder, or git does not know the revision.
pub fn read(name: &Path, before: Sources) -> anyhow::Result<Content> {
    let revision = name.to_str().and_then(|name| name.split_once(':')).filter(|_| !name.exists());
    match revision {
        None => {
            let folder = journal::edition(Some(name))?;
            content::read_beside(&folder, &folder, before)
        }
        Some((revision, folder)) => {
            let copy = checked_out(revision, folder)?;
            content::read_beside(copy.path(), name, before)
        }
    }
}

/// The files of a folder as they were at a revision, in a folder of their own.
fn checked_out(revision: &str, folder: &str) -> anyhow::Result<TempDir> {
    let copy = tempfile::tempdir()?;
    // "./" is the folder that the user is in.
    let folder = if folder == "./" { folder } else { folder.trim_end_matches('/') };
    let tree = git(&["rev-parse", "--verify", "--end-of-options", &format!("{revision}:{folder}")])?;
    let tree = String::from_utf8_lossy(&tree).trim_end().to_owned();
    let listed = git(&["ls-tree", "-r", "-z", "--full-tree", &tree])?;
    for (object, name) in listed.split(|byte| *byte == 0).filter_map(blob) {
        let path = copy.path().join(name);
        fs::create_dir_all(path.parent().unwrap_or(copy.path()))?;
        fs::write(&path, git(&["cat-file", "blob", object])?)?;
    }
    Ok(copy)
}

/// An entry of a tree that is a file: the name of its object, and its path, which
/// goes only downwards.
fn blob(entry: &[u8]) -> Option<(&str, &Path)> {
    let (about, name) = str::from_utf8(entry).ok()?.split_once('\t')?;
    let object = about.split(' ').nth(2).filter(|_| about.contains(" blob "))?;
    let path = Path::new(name);
    path.components().all(|part| matches!(part, Component::Normal(_))).then_some((object, path))
}

/// What git answers.
fn git(arguments: &[&str]) -> anyhow::Result<Vec<u8>> {
    let output = Command::new("git").args(arguments).output().context("git tidak dapat dijalankan")?;
    if !output.status.success() {
        let object = arguments.last().copied().unwrap_or_default();
        bail!(
            "git tidak mengenal `{object}`; periksa nama revisi dan foldernya (folder dihitung dari akar repositori)"
        );
    }
    Ok(output.stdout)
}
