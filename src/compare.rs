//! `iki diff`: two editions → what has changed between them.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, mem};

use anyhow::{Context, bail};
use tempfile::TempDir;

use crate::cli::{Diff, DiffFormat};
use crate::content::{self, Content};
use crate::diagnostic::{Changed, Diagnostic, Problems, Severity, any_galat};
use crate::diff::redline::{self, Redline};
use crate::diff::{self, Change, telling};
use crate::fonts::Fonts;
use crate::layout::{self, Laid};
use crate::markup::Job;
use crate::model::Naskah;
use crate::part::Part;
use crate::source::{SourceId, Sources};
use crate::templates::Templates;
use crate::{checks, output, report, text};

/// Tells what has changed.
///
/// # Errors
/// [`Changed`] when anything has; [`Problems`], which were printed; [`Misuse`]; or
/// what is wrong with files, or with git.
pub fn run(args: &Diff) -> anyhow::Result<()> {
    let mut old = read(&args.old, Sources::default())?;
    let mut new = read(&args.new, mem::take(&mut old.sources))?;
    let problems = [mem::take(&mut old.problems), mem::take(&mut new.problems)].concat();
    let editions = (old.naskah.take(), new.naskah.take());
    let (Some(old_naskah), Some(new_naskah)) = editions else { return stopped(problems, &new.sources) };
    if any_galat(&problems) {
        return stopped(problems, &new.sources);
    }
    for id in &args.jabatan {
        Part::sheet(id, &new_naskah).or_else(|misuse| Part::sheet(id, &old_naskah).map_err(|_| misuse))?;
    }
    let changes = diff::between(&old_naskah, &new_naskah);
    let is_asked =
        |change: &&Change| args.jabatan.is_empty() || change.jabatan.is_some_and(|id| args.jabatan.contains(id));
    let shown: Vec<Change> = changes.iter().filter(is_asked).cloned().collect();
    match args.format {
        DiffFormat::Text => tell(args, &telling::text(&shown, &new_naskah))?,
        DiffFormat::Json => tell(args, &telling::json_lines(&shown, &new.sources))?,
        DiffFormat::Pdf if shown.is_empty() => {}
        DiffFormat::Pdf => {
            let fonts = Fonts::load(args.font_dir.as_deref())?;
            let problems = unprintable(&old_naskah, &new_naskah, &fonts, &new.sources);
            if !problems.is_empty() {
                return stopped(problems, &new.sources);
            }
            let redline = redline::of(&old_naskah, &new_naskah, &changes, &args.jabatan);
            let (bytes, pages) = printed(&redline, both(old, new), &fonts)?;
            save(args.output.clone().unwrap_or_else(|| file_name(&old_naskah, &new_naskah)), &bytes, pages)?;
        }
    }
    report::compared(&shown);
    if shown.is_empty() { Ok(()) } else { Err(Changed.into()) }
}

/// Gives a text to the standard output, or to a new file.
fn tell(args: &Diff, text: &str) -> anyhow::Result<()> {
    match args.output.as_deref().filter(|path| *path != Path::new("-")) {
        None => report::answer(text),
        Some(path) => output::create(path, text.as_bytes())?,
    }
    Ok(())
}

/// Writes a redline, or gives it to the standard output.
fn save(path: PathBuf, bytes: &[u8], pages: usize) -> anyhow::Result<()> {
    if path == Path::new("-") {
        return output::write_stdout(bytes);
    }
    output::write(&path, bytes)?;
    report::note(&format!("{}: {pages} halaman", path.display()));
    Ok(())
}

fn file_name(old: &Naskah, new: &Naskah) -> PathBuf {
    let office = text::slug(&text::plain(&new.kantor.nama.value));
    PathBuf::from(format!("perubahan-{office}-{}-{}.pdf", old.tahun.value, new.tahun.value))
}

/// What the font of the new edition cannot show of either.
fn unprintable(old: &Naskah, new: &Naskah, fonts: &Fonts, sources: &Sources) -> Vec<Diagnostic> {
    let old = Naskah { huruf: new.huruf.clone(), ..old.clone() };
    let cannot = [&old, new].into_iter().filter(|naskah| !checks::can_be_printed(naskah, fonts));
    let problems = cannot.flat_map(|naskah| checks::run(naskah, fonts, sources));
    problems.filter(|problem| problem.severity == Severity::Galat).collect()
}

/// The files of both editions.
fn both(old: Content, new: Content) -> Content {
    let below = |folder: &str, files: Vec<(String, SourceId)>| {
        files.into_iter().map(|(name, source)| (format!("{folder}/{name}"), source)).collect::<Vec<_>>()
    };
    let files = [below("lama", old.files), below("baru", new.files)].concat();
    Content { naskah: None, files, sources: new.sources, problems: Vec::new() }
}

/// Shows what is in the way.
fn stopped<T>(mut problems: Vec<Diagnostic>, sources: &Sources) -> anyhow::Result<T> {
    problems.retain(|problem| problem.severity == Severity::Galat);
    report::problems(&problems, sources);
    Err(Problems.into())
}

/// Sets a redline and gives its PDF, and how many pages it has.
fn printed(redline: &Redline, mut content: Content, fonts: &Fonts) -> anyhow::Result<(Vec<u8>, usize)> {
    let templates = Templates::load(None, &mut content.sources)?;
    let Redline { naskah, summary } = redline;
    let job = Job { naskah, part: &Part::Whole, content: &content, templates: &templates, summary: Some(summary) };
    match layout::pages(job, fonts, output::pdf) {
        Ok(Laid { document, output: Ok(bytes), problems }) if problems.is_empty() => {
            Ok((bytes, document.pages.pages().len()))
        }
        Ok(Laid { output: Ok(_), problems, .. } | Laid { output: Err(problems), .. }) | Err(problems) => {
            stopped(problems, &content.sources)
        }
    }
}

/// Reads an edition: a folder, or a folder at a revision of git.
fn read(name: &Path, before: Sources) -> anyhow::Result<Content> {
    let revision = name.to_str().and_then(|name| name.split_once(':')).filter(|_| !name.exists());
    match revision {
        None => {
            let folder = content::find(name)?;
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
