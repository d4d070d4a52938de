//! `iki build`: content → official document.

use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::cli::{Build, Format};
use crate::content::{self, Content};
use crate::diagnostic::{Diagnostic, Misuse, Problems, Severity, any_galat};
use crate::fonts::Fonts;
use crate::lampiran::Lampiran;
use crate::layout;
use crate::markup::{Adjustments, Job};
use crate::model::{Naskah, Status};
use crate::part::Part;
use crate::report::{self, Made};
use crate::templates::Templates;
use crate::{checks, files, journal, output};

/// Makes what the arguments ask for and ends with one line about it.
///
/// # Errors
/// [`Problems`], which were printed; [`Misuse`]; or what is wrong with files.
pub fn run(args: &Build) -> anyhow::Result<()> {
    let start = Instant::now();
    let to_stdout = args.output.as_deref() == Some(Path::new("-"));
    if to_stdout && (args.format != Format::Pdf || args.jabatan.len() > 1) {
        return Err(Misuse("keluaran standar hanya untuk satu PDF; sebutkan sebuah folder dengan -o".to_owned()).into());
    }
    if !args.lampiran.is_empty() && !args.jabatan.is_empty() {
        return Err(Misuse("gambar memperlihatkan seluruh naskah; pakai --lampiran tanpa --jabatan".to_owned()).into());
    }
    let folder = journal::edition(args.folder.as_deref())?;
    let (content, fonts) = rayon::join(|| content::read(&folder), || Fonts::load(args.font_dir.as_deref()));
    let (mut content, fonts) = (content?, fonts?);
    let templates = Templates::load(args.templates.as_deref(), &mut content.sources)?;
    let parts = parts(args, content.naskah.as_ref())?;
    let mut pictures = args.lampiran.clone();
    pictures.sort_unstable();
    pictures.dedup();
    let mut problems = content.problems.clone();
    // What the document says is checked while it is laid out.
    let (found, (documents, laid)) = rayon::join(
        || content.naskah.as_ref().map(|naskah| checks::run(naskah, &fonts, &content.sources)),
        || documents(args.format, &pictures, &content, &parts, &templates, &fonts),
    );
    problems.extend(found.into_iter().flatten().chain(laid));
    let (in_full, summed_up): (Vec<_>, Vec<_>) = problems.into_iter().partition(is_shown);
    report::problems(&in_full, &content.sources);
    if any_galat(&in_full) {
        return Err(Problems.into());
    }
    let made = Made {
        folder: &folder.display().to_string(),
        sheets: documents.iter().map(|document| document.sheets).sum(),
        pages: documents.iter().map(|document| document.pages).sum(),
        findings: report::counts(summed_up.iter()),
        is_unready: content.naskah.as_ref().is_some_and(|naskah| naskah.status.value == Status::Final)
            && summed_up.iter().any(|problem| problem.severity == Severity::Peringatan),
        path: &write(args.output.as_deref(), documents)?,
        time: start.elapsed(),
    };
    report::made(&made);
    Ok(())
}

/// What a build shows in full: what stops it, and what concerns the print and
/// not its words. `iki check` shows the rest.
pub fn is_shown(problem: &Diagnostic) -> bool {
    problem.severity == Severity::Galat
        || matches!(problem.kode, "lambang-contoh" | "huruf-campuran" | "teks-terpotong" | "berkas-asing")
}

/// One result of a build, still in memory.
struct Document {
    /// Its name when the user gives none, without an ending.
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

/// Every document that is asked for, and the problems of their pages.
fn documents(
    format: Format,
    pictures: &[Lampiran],
    content: &Content,
    parts: &[Part],
    templates: &Templates,
    fonts: &Fonts,
) -> (Vec<Document>, Vec<Diagnostic>) {
    let (mut documents, mut problems) = (Vec::new(), Vec::new());
    if let Some(naskah) = layout::printable(content, fonts) {
        for part in parts {
            let job = Job { naskah, part, content, templates, summary: None, lampiran: pictures };
            documents.extend(document(format, job, fonts, &mut problems));
        }
    }
    (documents, problems)
}

/// The stages from an edition to bytes. Nothing if a problem stops them.
fn document(format: Format, job: Job, fonts: &Fonts, problems: &mut Vec<Diagnostic>) -> Option<Document> {
    let made = match format {
        Format::Typ => project(job, fonts).map(|files| (files, None)),
        Format::Pdf => pages(job, fonts, problems, |document| output::pdf(document).map(Files::Pdf)),
        Format::Svg => pages(job, fonts, problems, |document| Ok(Files::Folder(output::svg(document)))),
        Format::Png => pages(job, fonts, problems, |document| Ok(Files::Folder(output::png(document)))),
    };
    let (files, pages) = made.map_err(|found| problems.extend(found)).ok()?;
    let sheets = match job.part {
        Part::Sheet(_) => 1,
        Part::Whole | Part::Pictures => job.naskah.jabatan.len(),
    };
    Some(Document { name: job.part.file_name(job.naskah), files, sheets, pages })
}

/// The Typst project, as it is before its pages were looked over, so that it
/// can show what is wrong there.
fn project(job: Job, fonts: &Fonts) -> Result<Files, Vec<Diagnostic>> {
    let markup = layout::markup(job, fonts, &Adjustments::default())?;
    Ok(Files::Folder(output::project(&markup, fonts, &job.naskah.huruf.nama.value)))
}

fn pages(
    job: Job,
    fonts: &Fonts,
    problems: &mut Vec<Diagnostic>,
    export: impl Fn(&crate::document::Document) -> Result<Files, Vec<Diagnostic>> + Sync,
) -> Result<(Files, Option<usize>), Vec<Diagnostic>> {
    let laid = layout::pages(job, fonts, export)?;
    problems.extend(laid.problems);
    Ok((laid.output?, Some(laid.document.pages.pages().len())))
}

/// The documents that the arguments ask for: the whole, the pictures alone, or a
/// sheet each, in the order of the edition.
fn parts(args: &Build, naskah: Option<&Naskah>) -> Result<Vec<Part>, Misuse> {
    if !args.lampiran.is_empty() && matches!(args.format, Format::Svg | Format::Png) {
        return Ok(vec![Part::Pictures]);
    }
    let Some(naskah) = naskah.filter(|_| !args.jabatan.is_empty()) else { return Ok(vec![Part::Whole]) };
    let mut parts = args.jabatan.iter().map(|id| Part::sheet(id, naskah)).collect::<Result<Vec<_>, _>>()?;
    let place = |part: &Part| naskah.jabatan.iter().position(|jabatan| part.sheets(naskah).any(|s| s.id == jabatan.id));
    parts.sort_by_key(place);
    parts.dedup();
    Ok(parts)
}

/// Writes the results and says where they are: one file or folder, or a folder
/// with all of them.
fn write(output: Option<&Path>, mut documents: Vec<Document>) -> anyhow::Result<String> {
    let Document { name, files, .. } = match documents.len() {
        1 => documents.remove(0),
        _ => together(documents),
    };
    match files {
        Files::Pdf(bytes) if output == Some(Path::new("-")) => {
            files::write_stdout(&bytes)?;
            Ok("keluaran standar".to_owned())
        }
        Files::Pdf(bytes) => {
            let path = output.map_or_else(|| PathBuf::from(format!("{name}.pdf")), Path::to_owned);
            files::write(&path, &bytes)?;
            Ok(path.display().to_string())
        }
        Files::Folder(files) => {
            let path = output.map_or_else(|| PathBuf::from(&name), Path::to_owned);
            files::write_folder(&path, &files)?;
            Ok(format!("{}/", path.display()))
        }
    }
}

/// Several results in one folder.
fn together(documents: Vec<Document>) -> Document {
    let mut all = Vec::new();
    for Document { name, files, .. } in documents {
        match files {
            Files::Pdf(bytes) => all.push((format!("{name}.pdf"), bytes)),
            Files::Folder(files) => {
                all.extend(files.into_iter().map(|(file, bytes)| (format!("{name}/{file}"), bytes)));
            }
        }
    }
    Document { name: "iki-lembar".to_owned(), files: Files::Folder(all), sheets: 0, pages: None }
}
