//! `iki diff`: two editions → what has changed between them.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail};
use tempfile::TempDir;

use crate::cli::{Diff, DiffFormat};
use crate::content::{self, Content};
use crate::diagnostic::{Changed, Problems, any_galat};
use crate::diff::{self, telling};
use crate::report;

/// Prints what has changed.
///
/// # Errors
/// [`Changed`] when anything has; [`Problems`], which were printed; or what is
/// wrong with files, or with git.
pub fn run(args: &Diff) -> anyhow::Result<()> {
    let (old, new) = (read(&args.old)?, read(&args.new)?);
    for content in [&old, &new] {
        if any_galat(&content.problems) {
            report::problems(&content.problems, &content.sources);
        }
    }
    let (Some(old_naskah), Some(new_naskah)) = (&old.naskah, &new.naskah) else { return Err(Problems.into()) };
    let mut changes = diff::between(old_naskah, new_naskah);
    if !args.jabatan.is_empty() {
        changes.retain(|change| change.jabatan.is_some_and(|id| args.jabatan.contains(id)));
    }
    report::answer(&match args.format {
        DiffFormat::Text => telling::text(&changes, new_naskah),
        DiffFormat::Json => telling::json_lines(&changes, &old.sources, &new.sources),
    });
    report::compared(&changes);
    if changes.is_empty() { Ok(()) } else { Err(Changed.into()) }
}

/// Reads an edition: a folder, or a folder at a revision of git.
fn read(name: &Path) -> anyhow::Result<Content> {
    let revision = name.to_str().and_then(|name| name.split_once(':')).filter(|_| !name.exists());
    match revision {
        None => content::read(&content::find(name)?),
        Some((revision, folder)) => {
            let copy = checked_out(revision, folder)?;
            content::read_as(copy.path(), name)
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
