//! An edition becomes Typst markup, and every text in it keeps its origin.
//!
//! The templates place values; the environment writes each `{{ value }}` as a
//! Typst literal and refuses what has none, so content is never code. Beside
//! the markup grows a map from its bytes to the places in the YAML.

mod document;
mod engine;
mod lampiran;
mod redline;
mod sheet;
mod signature;
mod texts;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use minijinja::context;
use minijinja::value::Value;
use rayon::prelude::*;

use self::engine::{Engine, Placed, Rendered};
use crate::content::Content;
use crate::diagnostic::Diagnostic;
use crate::diff::redline::Summary;
use crate::geometry::Geometry;
use crate::lampiran::Lampiran;
use crate::model::{Jabatan, JabatanId, LetakKop, Naskah};
use crate::part::Part;
use crate::source::{SourceId, Span};
use crate::templates::{Template, Templates};

/// The main file.
pub(crate) const MAIN: &str = "/naskah.typ";
/// What every other file imports.
pub(crate) const DESIGN: &str = "/design.typ";
/// Where the files of pictures are.
pub(crate) const PICTURES: &str = "/lampiran/";

/// The files of a Typst project.
pub struct Markup {
    /// Markup by path; `/naskah.typ` is the main file.
    pub files: BTreeMap<String, MarkupFile>,
    /// Everything else that the markup names, by path.
    pub assets: BTreeMap<String, Vec<u8>>,
    /// Where a problem is shown that has no smaller place.
    pub main: Span,
    /// Every text that the files place.
    pub origins: Vec<Origin>,
    /// Every text of the content that has to be placed, with the file that has to
    /// place it.
    pub printed: Vec<(String, Span)>,
}

/// One file of markup.
pub struct MarkupFile {
    pub text: String,
    /// The template it comes from.
    pub template: SourceId,
    /// Whether it is the template itself, so that places in it are the same.
    pub verbatim: bool,
}

/// A range of markup that prints a text of the content.
pub struct Origin {
    /// The file of the markup, and the bytes in it.
    pub file: String,
    pub range: Range<usize>,
    pub span: Span,
    /// What is to be seen in the pages, without the marks of italics.
    pub printed: String,
    /// Whether it is to be seen at all.
    pub required: bool,
}

/// A text with lines that were too long.
#[derive(Debug, Default)]
pub struct Overflow {
    /// The longest words, or parts of words, of these lines.
    pub words: BTreeSet<String>,
    /// How often it did not fit: once, and each of these words may have a hyphen;
    /// twice, several; three times, and they may break anywhere; more, and so may
    /// every word.
    pub times: usize,
}

/// Words by whether they stand in a picture, where others are too long, and by
/// their text.
pub type Overflows = BTreeMap<(bool, Span), BTreeSet<String>>;

/// What pages that were looked over ask to be set otherwise.
#[derive(Debug, Default)]
pub struct Adjustments {
    /// Texts that did not fit in their place.
    pub overflows: BTreeMap<(bool, Span), Overflow>,
    /// How far the table of the last sheet is moved down, in pt, so that some
    /// of it comes with the signature.
    pub lowered: f64,
}

/// What pages are made of.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    pub naskah: &'a Naskah,
    pub part: &'a Part,
    /// Where the edition comes from.
    pub content: &'a Content,
    pub templates: &'a Templates,
    /// For a redline: what stands before its sheets, instead of a cover.
    pub summary: Option<&'a Summary>,
    /// What is drawn behind the sheets.
    pub lampiran: &'a [Lampiran],
}

/// Sets an edition, or part of it, with the templates.
pub fn render(job: Job, geometry: &Geometry, adjustments: &Adjustments) -> Result<Markup, Box<Diagnostic>> {
    let Job { naskah, part, content, templates, summary, lampiran } = job;
    let sources = &content.sources;
    let sheets: Vec<&Jabatan> = part.sheets(naskah).collect();
    let setter = Setter { naskah, sheets, summary, lampiran, is_drawing: false, geometry, adjustments };
    let engine = Engine::new(sources, templates)?;
    let place = Span::file(templates.get(Template::Naskah));
    let mut markup = Markup {
        files: BTreeMap::new(),
        assets: BTreeMap::new(),
        main: place,
        origins: Vec::new(),
        printed: setter.printed(part),
    };
    let set = |place| engine.run(Template::Jabatan, setter.sheet(place));
    let rendered: Vec<_> = (0..setter.sheets.len()).into_par_iter().map(set).collect::<Result<_, _>>()?;
    for (sheet, rendered) in setter.sheets.iter().zip(rendered) {
        markup.add(sheet_path(sheet), rendered);
    }
    for &picture in lampiran {
        let drawer = Setter { sheets: Vec::new(), is_drawing: true, ..setter };
        let (values, printed) = drawer.pictures(picture);
        let path = picture_path(picture);
        markup.printed.extend(printed.into_iter().map(|span| (path.clone(), span)));
        markup.add(path, engine.run(Template::Lampiran, values)?);
    }
    let design = templates.get(Template::Design);
    let text = sources.get(design).text.clone();
    markup.files.insert(DESIGN.to_owned(), MarkupFile { text, template: design, verbatim: true });
    let attached = markup.attach(&setter, content);
    let values = match summary {
        Some(summary) => setter.redline(summary, attached),
        None => setter.document(part, attached),
    };
    markup.add(MAIN.to_owned(), engine.run(Template::Naskah, values)?);
    Ok(markup)
}

impl Markup {
    /// Takes in what a template has given.
    fn add(&mut self, file: String, rendered: Rendered) {
        let Rendered { text, placed, template } = rendered;
        for (range, Placed { span, printed, required, .. }) in placed {
            self.origins.push(Origin { file: file.clone(), range, span, printed, required });
        }
        self.files.insert(file, MarkupFile { text, template, verbatim: false });
    }

    /// Takes in emblem and sources, and tells how they are attached.
    fn attach(&mut self, setter: &Setter, content: &Content) -> Vec<Value> {
        let emblem = &setter.naskah.kantor.lambang;
        let path = emblem_path(setter.naskah);
        let mut attached = vec![attachment(&path, emblem_type(setter.naskah), "Lambang daerah")];
        self.assets.insert(path, emblem.isi.clone());
        for (name, source) in content.files.iter().filter(|(name, _)| setter.is_shown(name)) {
            let path = format!("/sumber/{name}");
            attached.push(attachment(&path, "application/yaml", &format!("Sumber naskah: {name}")));
            self.assets.insert(path, content.sources.get(*source).text.clone().into_bytes());
        }
        attached
    }
}

fn attachment(path: &str, kind: &str, description: &str) -> Value {
    context! { jalur => path, jenis => kind, keterangan => description }
}

fn sheet_path(jabatan: &Jabatan) -> String {
    format!("/jabatan/{}.typ", jabatan.id.as_str())
}

fn picture_path(lampiran: Lampiran) -> String {
    format!("{PICTURES}{}.typ", lampiran.name())
}

fn emblem_type(naskah: &Naskah) -> &'static str {
    if naskah.kantor.lambang.isi.starts_with(b"\x89PNG") { "image/png" } else { "image/svg+xml" }
}

fn emblem_path(naskah: &Naskah) -> String {
    if emblem_type(naskah) == "image/png" { "/lambang.png".to_owned() } else { "/lambang.svg".to_owned() }
}

/// Prepares the values that the templates place.
struct Setter<'a> {
    naskah: &'a Naskah,
    sheets: Vec<&'a Jabatan>,
    summary: Option<&'a Summary>,
    lampiran: &'a [Lampiran],
    /// Whether the values are for a picture.
    is_drawing: bool,
    geometry: &'a Geometry,
    adjustments: &'a Adjustments,
}

impl Setter<'_> {
    /// Only the files that a document is made from are attached to it.
    fn is_shown(&self, name: &str) -> bool {
        JabatanId::of_file(name).is_none_or(|id| self.sheets.iter().any(|sheet| sheet.id == id))
    }

    /// Whether the sheet at a place has the letterhead.
    fn has_kop(&self, place: usize) -> bool {
        match self.naskah.kop {
            LetakKop::LembarPertama => place == 0,
            LetakKop::SetiapLembar => true,
            LetakKop::Tanpa => false,
        }
    }

    /// Whether the sheet at a place has the signature.
    fn is_signed(&self, place: usize) -> bool {
        place + 1 == self.sheets.len() && self.summary.is_none()
    }

    /// Every text that has to be placed, with the file that has to place it.
    fn printed(&self, part: &Part) -> Vec<(String, Span)> {
        let kantor = &self.naskah.kantor;
        let office = || [&kantor.pemerintah, &kantor.nama, &kantor.alamat, &kantor.kota, &kantor.kode_pos];
        let phones = || [&kantor.telepon, &kantor.faksimile].into_iter().flatten();
        let mut printed = Vec::new();
        let mut require = |file: &str, spans: &mut dyn Iterator<Item = Span>| {
            printed.extend(spans.map(|span| (file.to_owned(), span)));
        };
        match self.summary {
            Some(summary) => require(MAIN, &mut summary.around.iter().map(|(_, teks)| teks.span)),
            None if *part == Part::Whole => {
                let titles = [&self.naskah.judul, &self.naskah.sebutan_tahun, &kantor.daerah];
                let cover = titles.into_iter().chain(office()).chain(phones()).map(|teks| teks.span);
                require(MAIN, &mut cover.chain([self.naskah.tahun.span]));
            }
            None => {}
        }
        for (place, sheet) in self.sheets.iter().enumerate() {
            let file = sheet_path(sheet);
            require(&file, &mut sheet.texts().map(|teks| teks.span));
            if self.has_kop(place) {
                let contacts = phones().chain([&kantor.laman, &kantor.pos_el].into_iter().flatten());
                require(&file, &mut office().into_iter().chain(contacts).map(|teks| teks.span));
            }
            if self.is_signed(place) {
                require(&file, &mut self.naskah.pengesahan.spans());
            }
        }
        printed
    }
}
