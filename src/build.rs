//! `iki build`: content → official document.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Context;

use crate::cli::{Build, Format};
use crate::content::{self, Content};
use crate::diagnostic::{Diagnostic, Problems, any_galat};
use crate::document::Document;
use crate::fonts::Fonts;
use crate::layout::{self, Job};
use crate::markup::{Adjustments, Part};
use crate::model::{JabatanId, Naskah};
use crate::report::{self, Made, Misuse};
use crate::templates::Templates;
use crate::{checks, output, text};

/// Makes what the arguments ask for and ends with one line about it.
///
/// # Errors
/// [`Problems`], which were printed; [`Misuse`]; or what is wrong with files.
pub fn run(args: &Build) -> anyhow::Result<()> {
    let start = Instant::now();
    let to_stdout = args.output.as_deref() == Some(Path::new("-"));
    if to_stdout && args.format != Format::Pdf {
        return Err(Misuse("keluaran standar hanya untuk PDF; sebutkan sebuah folder dengan -o".to_owned()).into());
    }
    let folder = content::find(args.folder.as_deref().unwrap_or(Path::new(".")))?;
    let mut content = content::read(&folder)?;
    let templates = Templates::load(args.templates.as_deref(), &mut content.sources)?;
    let fonts = Fonts::load(args.font_dir.as_deref())?;
    let part = part(&args.jabatan, content.naskah.as_ref())?;
    let mut problems = std::mem::take(&mut content.problems);
    let made = make(args.format, &content, &part, &templates, &fonts, &mut problems);
    let made = made.map_err(|found| problems.extend(found));
    report::problems(&problems, &content.sources);
    let Ok(made) = made else { return Err(Problems.into()) };
    let path = write(args.output.as_deref(), &made)?;
    let Output { sheets, pages, .. } = made;
    report::made(&Made { path: &path, sheets, pages, warnings: problems.len(), time: start.elapsed() });
    Ok(())
}

/// Everything a build writes, still in memory.
struct Output {
    /// The name of the result when the user gives none.
    name: String,
    files: Files,
    sheets: usize,
    /// None where nothing was laid out.
    pages: Option<usize>,
}

enum Files {
    Pdf(Vec<u8>),
    Folder(Vec<(String, Vec<u8>)>),
}

/// The stages from content to bytes. Problems that stop nothing are added to
/// `problems`; those that do come back.
fn make(
    format: Format,
    content: &Content,
    part: &Part,
    templates: &Templates,
    fonts: &Fonts,
    problems: &mut Vec<Diagnostic>,
) -> Result<Output, Vec<Diagnostic>> {
    let naskah = content.naskah.as_ref().ok_or_else(Vec::new)?;
    problems.extend(checks::run(naskah, fonts, &content.sources));
    stop_at_galat(problems)?;
    let job = Job { naskah, part, content, templates };
    let output = |files, pages| Output { name: name(naskah, part), files, sheets: part.sheets(naskah).count(), pages };
    if format == Format::Typ {
        // Written before the layout, so that it can show what is wrong there.
        let markup = job.markup(fonts, &Adjustments::default())?;
        return Ok(output(Files::Folder(output::project(&markup, fonts, &naskah.huruf.nama.value)), None));
    }
    let laid = layout::pages(job, fonts, |document| export(format, document))?;
    problems.extend(laid.problems);
    let files = laid.output?;
    stop_at_galat(problems)?;
    Ok(output(files, Some(laid.document.pages.pages().len())))
}

fn export(format: Format, document: &Document) -> Result<Files, Vec<Diagnostic>> {
    Ok(match format {
        Format::Svg => Files::Folder(output::svg(document)),
        Format::Png => Files::Folder(output::png(document)),
        Format::Pdf | Format::Typ => Files::Pdf(output::pdf(document)?),
    })
}

fn stop_at_galat(problems: &[Diagnostic]) -> Result<(), Vec<Diagnostic>> {
    if any_galat(problems) { Err(Vec::new()) } else { Ok(()) }
}

/// The part of the edition that the arguments name.
fn part(ids: &[JabatanId], naskah: Option<&Naskah>) -> Result<Part, Misuse> {
    let Some(naskah) = naskah.filter(|_| !ids.is_empty()) else { return Ok(Part::Whole) };
    let known: Vec<&str> = naskah.jabatan.iter().map(|jabatan| jabatan.id.as_str()).collect();
    match ids.iter().find(|id| !known.contains(&id.as_str())) {
        None => Ok(Part::Sheets(ids.to_vec())),
        Some(id) => Err(Misuse(match text::nearest(id.as_str(), &known) {
            Some(near) => format!("tidak ada jabatan `{}`; mungkin maksudnya `{near}`", id.as_str()),
            None => format!("tidak ada jabatan `{}`; yang ada: {}", id.as_str(), text::any_of(&known)),
        })),
    }
}

/// The name of a result, from office, position and year.
fn name(naskah: &Naskah, part: &Part) -> String {
    let about = match part {
        Part::Sheets(ids) if ids.len() == 1 => ids[0].as_str().to_owned(),
        _ => text::slug(&text::plain(&naskah.kantor.nama.value)),
    };
    let about = if about.is_empty() { "naskah".to_owned() } else { about };
    format!("iki-{about}-{}", naskah.tahun)
}

/// Writes the result and says where it is.
fn write(output: Option<&Path>, made: &Output) -> anyhow::Result<String> {
    match &made.files {
        Files::Pdf(bytes) if output == Some(Path::new("-")) => {
            io::stdout().write_all(bytes).context("keluaran standar tidak dapat ditulis")?;
            Ok("keluaran standar".to_owned())
        }
        Files::Pdf(bytes) => {
            let path = output.map_or_else(|| PathBuf::from(format!("{}.pdf", made.name)), Path::to_owned);
            output::write(&path, bytes)?;
            Ok(path.display().to_string())
        }
        Files::Folder(files) => {
            let path = output.map_or_else(|| PathBuf::from(&made.name), Path::to_owned);
            output::write_folder(&path, files)?;
            Ok(format!("{}/", path.display()))
        }
    }
}
