//! An edition as a user names it: a folder, or a folder at a revision of git.

use std::fs;
use std::path::Path;
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
    let tree = format!("{revision}:{}", folder.trim_end_matches('/'));
    // At the root of a repository, nothing stands between.
    let between = if tree.ends_with(':') { "" } else { "/" };
    let names = git(&["ls-tree", "-r", "-z", "--name-only", "--end-of-options", &tree])?;
    for name in String::from_utf8_lossy(&names).split('\0').filter(|name| !name.is_empty()) {
        let path = copy.path().join(name);
        fs::create_dir_all(path.parent().unwrap_or(copy.path()))?;
        fs::write(&path, git(&["show", "--end-of-options", &format!("{tree}{between}{name}")])?)?;
    }
    Ok(copy)
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
