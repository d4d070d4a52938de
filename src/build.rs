//! `iki build`: content → official document.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

use typst::comemo;

use crate::cli::{Build, Format};
use crate::content::Content;
use crate::diagnostic::{Diagnostic, Misuse, Problems, Severity, any_galat};
use crate::fonts::Fonts;
use crate::layout;
use crate::markup::{Adjustments, Job, Markup};
use crate::misuse::Output;
use crate::model::{Naskah, Status};
use crate::part::Part;
use crate::report::{self, Made};
use crate::templates::Templates;
use crate::{checks, document, files, journal, output};

/// With more positions, memory is worth more than the time it takes to free it.
const MANY: usize = 64;

/// Makes what the arguments ask for and ends with one line about it.
///
/// # Errors
/// [`Problems`], which were printed; [`Misuse`]; or what is wrong with files.
pub fn run(args: &Build) -> anyhow::Result<()> {
    let start = Instant::now();
    refuse_contradictions(args)?;
    let folder = journal::edition(args.folder.as_deref())?;
    let (content, fonts) = rayon::join(|| journal::read(&folder), || Fonts::load(args.font_dir.as_deref()));
    let (mut content, fonts) = (content?, fonts?);
    let templates = Templates::load(args.templates.as_deref(), &mut content.sources)?;
    let parts = parts(args, content.naskah.as_ref())?;
    let mut pictures = args.lampiran.clone();
    pictures.sort_unstable();
    pictures.dedup();
    let job = |naskah, part| Job {
        naskah,
        part,
        content: &content,
        templates: &templates,
        summary: None,
        lampiran: &pictures,
    };
    let printable = layout::printable(&content, &fonts);
    let jobs = printable.into_iter().flat_map(|naskah| parts.iter().map(move |part| job(naskah, part)));
    let (drafts, mut problems) = drafts(args.format, jobs, &fonts);
    let (found, products) = finished(&drafts, &content, &fonts);
    problems.extend(found);
    let (in_full, summed_up): (Vec<_>, Vec<_>) = told_once(problems).into_iter().partition(is_shown);
    report::problems(&in_full, &content.sources);
    if any_galat(&in_full) {
        return Err(Problems.into());
    }
    let made = Made {
        folder: &folder,
        sheets: products.iter().map(|product| product.sheets).sum(),
        pages: products.iter().map(|product| product.pages).sum(),
        findings: report::counts(summed_up.iter()),
        is_unready: content.naskah.as_ref().is_some_and(|naskah| naskah.status.value == Status::Final)
            && summed_up.iter().any(|problem| problem.severity == Severity::Peringatan),
        path: &write(args.output.as_deref(), products)?,
        time: start.elapsed(),
    };
    report::made(&made);
    Ok(())
}

/// # Errors
/// Wishes that cannot be had together.
fn refuse_contradictions(args: &Build) -> Result<(), Misuse> {
    let is_one = args.format == Format::Pdf && args.jabatan.iter().collect::<BTreeSet<_>>().len() < 2;
    let output = args.output.as_deref();
    if output == Some(Path::new("-")) && !is_one {
        return Err(Misuse("keluaran standar hanya untuk satu PDF; sebutkan sebuah folder dengan -o".to_owned()));
    }
    if !args.lampiran.is_empty() && !args.jabatan.is_empty() {
        return Err(Misuse("gambar memperlihatkan seluruh naskah; pakai --lampiran tanpa --jabatan".to_owned()));
    }
    let result = if is_one { Output::Pdf } else { Output::Folder };
    result.refuse_other(output)
}

/// The products of all drafts, and what is wrong with them and with what was read: a
/// PDF is exported on one core, and beside it there is time to check.
fn finished(drafts: &[Draft], content: &Content, fonts: &Fonts) -> (Vec<Diagnostic>, Vec<Product>) {
    let check = || {
        if content.naskah.as_ref().is_some_and(|naskah| naskah.jabatan.len() > MANY) {
            // Typst keeps it for a next layout, of which there is none.
            comemo::evict(0);
        }
        checks::run(content, fonts)
    };
    let export = || drafts.iter().map(|draft| draft.export(fonts)).collect::<Vec<_>>();
    let (mut problems, exported) = rayon::join(check, export);
    let mut products = Vec::new();
    for exported in exported {
        match exported {
            Ok(product) => products.push(product),
            Err(found) => problems.extend(found),
        }
    }
    (problems, products)
}

/// A fault of a template comes back with every sheet.
fn told_once(mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let identity = |problem: &Diagnostic| (problem.place.span, problem.kode, problem.message.clone());
    problems.sort_by_cached_key(identity);
    problems.dedup_by_key(|problem| identity(problem));
    problems
}

/// What a build shows in full: what stops it, and what concerns the print and
/// not its words. `iki check` shows the rest.
pub fn is_shown(problem: &Diagnostic) -> bool {
    problem.severity == Severity::Galat
        || matches!(
            problem.kode,
            "lambang-contoh" | "huruf-campuran" | "teks-terpotong" | "kutip-melengkung" | "berkas-asing"
        )
}

/// What is laid out, and not exported yet.
struct Draft<'a> {
    job: Job<'a>,
    form: Form<'a>,
}

enum Form<'a> {
    /// The markup of the pages; where there are none, as it is, so that it can show
    /// what is wrong there.
    Project(Markup),
    Pages(Box<document::Document<'a>>, Export),
}

/// Makes the files of a document.
type Export = fn(&document::Document) -> Result<Files, Vec<Diagnostic>>;

/// One result of a build, still in memory.
struct Product {
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

/// The draft of every job, and the problems of their pages.
fn drafts<'a>(
    format: Format,
    jobs: impl Iterator<Item = Job<'a>>,
    fonts: &'a Fonts,
) -> (Vec<Draft<'a>>, Vec<Diagnostic>) {
    let (mut drafts, mut problems) = (Vec::new(), Vec::new());
    for job in jobs {
        match form(format, job, fonts, &mut problems) {
            Ok(form) => drafts.push(Draft { job, form }),
            Err(found) => problems.extend(found),
        }
    }
    (drafts, problems)
}

/// Goes as far as the format wants. Problems of finished pages stop nothing here.
fn form<'a>(
    format: Format,
    job: Job,
    fonts: &'a Fonts,
    problems: &mut Vec<Diagnostic>,
) -> Result<Form<'a>, Vec<Diagnostic>> {
    let export: Export = match format {
        Format::Typ => {
            let as_it_is = |_| layout::markup(job, fonts, &Adjustments::default());
            let markup = layout::pages(job, fonts).map(|laid| laid.document.markup).or_else(as_it_is)?;
            return Ok(Form::Project(markup));
        }
        Format::Pdf => |document| output::pdf(document).map(Files::Pdf),
        Format::Svg => |document| Ok(Files::Folder(output::svg(document))),
        Format::Png => |document| Ok(Files::Folder(output::png(document))),
    };
    let laid = layout::pages(job, fonts)?;
    problems.extend(laid.problems);
    Ok(Form::Pages(Box::new(laid.document), export))
}

impl Draft<'_> {
    fn export(&self, fonts: &Fonts) -> Result<Product, Vec<Diagnostic>> {
        let Job { naskah, part, .. } = self.job;
        let (files, pages) = match &self.form {
            Form::Project(markup) => (Files::Folder(output::project(markup, fonts, &naskah.huruf.nama.value)), None),
            Form::Pages(document, export) => (export(document)?, Some(document.pages.pages().len())),
        };
        let sheets = match part {
            Part::Sheet(_) => 1,
            Part::Whole | Part::Pictures => naskah.jabatan.len(),
        };
        Ok(Product { name: part.file_name(naskah), files, sheets, pages })
    }
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
fn write(output: Option<&Path>, mut products: Vec<Product>) -> anyhow::Result<String> {
    let Product { name, files, .. } = match products.len() {
        1 => products.remove(0),
        _ => together(products),
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
            Ok(path.join("").display().to_string())
        }
    }
}

/// Several results in one folder.
fn together(products: Vec<Product>) -> Product {
    let mut all = Vec::new();
    for Product { name, files, .. } in products {
        match files {
            Files::Pdf(bytes) => all.push((format!("{name}.pdf"), bytes)),
            Files::Folder(files) => {
                all.extend(files.into_iter().map(|(file, bytes)| (format!("{name}/{file}"), bytes)));
            }
        }
    }
    Product { name: "iki-lembar".to_owned(), files: Files::Folder(all), sheets: 0, pages: None }
}
