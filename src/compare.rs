//! `iki diff`: two editions → what has changed between them.

use std::mem;
use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::cli::{Diff, DiffFormat};
use crate::content::Content;
use crate::diagnostic::{Changed, Diagnostic, Problems, Severity, any_galat};
use crate::diff::redline::{self, Redline};
use crate::diff::{self, Change, telling};
use crate::fonts::Fonts;
use crate::layout::{self, Laid};
use crate::markup::Job;
use crate::misuse::Output;
use crate::model::{JabatanId, Naskah};
use crate::part::{self, Part};
use crate::source::{SourceId, Sources};
use crate::templates::Templates;
use crate::{checks, files, output, report, revision};

/// Two editions that were read whole, and all their files.
struct Editions {
    old: Naskah,
    new: Naskah,
    content: Content,
    templates: Templates,
}

/// Tells what has changed.
///
/// # Errors
/// [`Changed`] when anything has; [`Problems`], which were printed; [`Misuse`]; or
/// what is wrong with files, or with git.
///
/// [`Misuse`]: crate::diagnostic::Misuse
pub fn run(args: &Diff) -> anyhow::Result<()> {
    let result = if args.format == DiffFormat::Pdf { Output::Pdf } else { Output::Text };
    result.refuse_other(args.output.as_deref())?;
    let editions = Editions::read(&args.old, &args.new)?;
    let Editions { old, new, content, .. } = &editions;
    for id in &args.jabatan {
        Part::sheet(id, new).or_else(|misuse| Part::sheet(id, old).map_err(|_| misuse))?;
    }
    let all = diff::between(old, new);
    let asked: Vec<JabatanId> = args.jabatan.iter().map(|id| today(id, new, &all)).collect();
    let is_shown = |change: &&Change| asked.is_empty() || change.jabatan.is_some_and(|id| asked.contains(id));
    let changes: Vec<Change> = all.iter().filter(is_shown).cloned().collect();
    match args.format {
        DiffFormat::Text => tell(args, &telling::text(&changes, new))?,
        DiffFormat::Json => tell(args, &telling::json_lines(&changes, &content.sources))?,
        DiffFormat::Pdf if changes.is_empty() => {}
        DiffFormat::Pdf => editions.print(args, &all, &asked)?,
    }
    report::compared(&changes);
    if changes.is_empty() { Ok(()) } else { Err(Changed.into()) }
}

/// The name of a position in the new edition, if only the old one called it so.
fn today(id: &JabatanId, new: &Naskah, changes: &[Change]) -> JabatanId {
    if Part::sheet(id, new).is_ok() {
        return id.clone();
    }
    let was = |change: &&Change| change.before().is_some_and(|side| side.path == "id" && side.text == id.as_str());
    changes.iter().find(was).and_then(|change| change.jabatan).unwrap_or(id).clone()
}

impl Editions {
    fn read(old: &Path, new: &Path) -> anyhow::Result<Self> {
        let mut old = revision::read(old, Sources::default())?;
        let mut new = revision::read(new, mem::take(&mut old.sources))?;
        let templates = Templates::load(None, &mut new.sources)?;
        let problems = [old.problems, mem::take(&mut new.problems)].concat();
        let below = |folder: &str, files: Vec<(String, SourceId)>| {
            files.into_iter().map(|(name, source)| (format!("{folder}/{name}"), source)).collect::<Vec<_>>()
        };
        new.files = [below("lama", old.files), below("baru", new.files)].concat();
        match (old.naskah, new.naskah.take()) {
            (Some(old), Some(naskah)) if !any_galat(&problems) => {
                Ok(Self { old, new: naskah, content: new, templates })
            }
            _ => stopped(problems, &new.sources),
        }
    }

    /// Writes a redline, or gives it to the standard output.
    fn print(&self, args: &Diff, changes: &[Change], only: &[JabatanId]) -> anyhow::Result<()> {
        let Self { old, new, content, templates } = self;
        let fonts = Fonts::load(args.font_dir.as_deref())?;
        let problems = unprintable(old, new, &fonts, &content.sources);
        if !problems.is_empty() {
            return stopped(problems, &content.sources);
        }
        let Redline { naskah, summary } = &redline::of(old, new, changes, only);
        let job = Job { naskah, part: &Part::Whole, content, templates, summary: Some(summary), lampiran: &[] };
        let (bytes, pages) = match pdf(job, &fonts) {
            Ok(made) => made,
            Err(problems) => return stopped(problems, &content.sources),
        };
        let path = args.output.clone().unwrap_or_else(|| file_name(old, new));
        if path == Path::new("-") {
            return files::write_stdout(&bytes);
        }
        files::write(&path, &bytes)?;
        report::note(&format!("{}: {pages} halaman", path.display()));
        Ok(())
    }
}

/// The bytes of a redline, and the number of its pages.
fn pdf(job: Job, fonts: &Fonts) -> Result<(Vec<u8>, usize), Vec<Diagnostic>> {
    let Laid { document, problems } = layout::pages(job, fonts)?;
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok((output::pdf(&document)?, document.pages.pages().len()))
}

/// Gives a text to the standard output, or to a new file.
fn tell(args: &Diff, text: &str) -> anyhow::Result<()> {
    match args.output.as_deref().filter(|path| *path != Path::new("-")) {
        None => report::answer(text)?,
        Some(path) if path.exists() => {
            bail!("`{}` sudah ada, jadi tidak ditimpa; sebutkan nama lain dengan -o", path.display())
        }
        Some(path) => files::create(path, text.as_bytes())?,
    }
    Ok(())
}

fn file_name(old: &Naskah, new: &Naskah) -> PathBuf {
    PathBuf::from(format!("perubahan-{}-{}-{}.pdf", part::office(new), old.tahun.value, new.tahun.value))
}

/// What the font of the new edition cannot show of either.
fn unprintable(old: &Naskah, new: &Naskah, fonts: &Fonts, sources: &Sources) -> Vec<Diagnostic> {
    let old = Naskah { huruf: new.huruf.clone(), ..old.clone() };
    let cannot = [&old, new].into_iter().filter(|naskah| !checks::can_be_printed(naskah, fonts));
    let problems = cannot.flat_map(|naskah| checks::rules(naskah, fonts, sources));
    problems.filter(|problem| problem.severity == Severity::Galat).collect()
}

/// Shows what is in the way.
fn stopped<T>(mut problems: Vec<Diagnostic>, sources: &Sources) -> anyhow::Result<T> {
    problems.retain(|problem| problem.severity == Severity::Galat);
    report::problems(&problems, sources);
    Err(Problems.into())
}
