//! An edition as a user names it: a folder, or a folder at a revision of git.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, anyhow, bail};

use crate::content::{self, Content};
use crate::journal;
use crate::source::Sources;

/// Reads an edition beside texts that were read before.
///
/// # Errors
/// When there is no such folder, or git does not give it.
pub fn read(name: &Path, before: Sources) -> anyhow::Result<Content> {
    let revision = name.to_str().and_then(|name| name.split_once(':')).filter(|_| !name.exists());
    match revision {
        None => {
            let folder = journal::edition(Some(name))?;
            journal::read_beside(&folder, before)
        }
        Some((revision, folder)) => {
            let copy = tempfile::tempdir()?;
            let within = check_out(revision, folder, copy.path())?;
            content::read_beside(&within, name, before)
        }
    }
}

/// Puts the files of a folder as they were at a revision into another folder.
fn check_out(revision: &str, folder: &str, copy: &Path) -> anyhow::Result<PathBuf> {
    // "./" is the folder that the user is in.
    let folder = if folder == "./" { folder } else { folder.trim_end_matches('/') };
    let named = format!("{revision}:{folder}");
    let Ok(object) = git(&["rev-parse", "--verify", "--end-of-options", &named], copy)? else {
        bail!(unknown(revision, folder, copy)?);
    };
    let Ok(tree) = git(&["rev-parse", "--verify", &format!("{object}^{{tree}}")], copy)? else {
        bail!("`{folder}` pada revisi `{revision}` bukan folder");
    };
    let within = copy.join("naskah");
    fs::create_dir(&within)?;
    for arguments in [&["read-tree", &tree][..], &["checkout-index", "--all"]] {
        git(arguments, copy)?.map_err(|words| anyhow!("git tidak dapat menyalin revisi `{revision}`: {words}"))?;
    }
    Ok(within)
}

/// Why git does not know a folder.
fn unknown(revision: &str, folder: &str, copy: &Path) -> anyhow::Result<String> {
    if let Err(words) = git(&["rev-parse", "--git-dir"], copy)? {
        return Ok(format!("git tidak dapat membuka repositori dari folder ini: {words}"));
    }
    Ok(match git(&["rev-parse", "--verify", "--end-of-options", &format!("{revision}^{{tree}}")], copy)? {
        Ok(_) => format!("tidak ada folder `{folder}` pada revisi `{revision}`; folder dihitung dari akar repositori"),
        Err(_) => format!("git tidak mengenal revisi `{revision}`"),
    })
}

/// What git answers, or its words about why it does not. Files go into a folder of
/// their own, so that those of the user stay.
fn git(arguments: &[&str], copy: &Path) -> anyhow::Result<Result<String, String>> {
    let mut command = Command::new("git");
    command.args(arguments).env("GIT_INDEX_FILE", copy.join("index"));
    if arguments[0] == "checkout-index" {
        command.env("GIT_WORK_TREE", copy.join("naskah"));
    }
    let output = command.output().context("git tidak dapat dijalankan; periksa apakah sudah terpasang")?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    if output.status.success() {
        return Ok(Ok(text(&output.stdout)));
    }
    Ok(Err(text(&output.stderr).trim_start_matches("fatal: ").to_owned()))
}
