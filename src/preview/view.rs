//! What a tab shows of an edition: pages, structure, problems.

use std::collections::BTreeMap;

use axum::body::Bytes;
use rayon::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};
use typst::utils::hash128;
use typst_layout::Page;

use super::edition::{Edition, FilePath, Read};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::exchange::{self, Finding};
use crate::fonts::Fonts;
use crate::layout::{self, Laid};
use crate::markup::Job;
use crate::model::{Jabatan, JabatanId, Naskah};
use crate::part::Part;
use crate::places::{self, PlacedText};
use crate::source::Sources;
use crate::{output, text};

/// How many problems are listed: more than anybody reads at once.
const LISTED: usize = 300;

/// A part of the edition as its pages show it.
pub(super) struct View {
    part: Part,
    pages: Vec<PageView>,
    /// What is wrong with the pages.
    problems: Vec<Diagnostic>,
    /// Whether the pages could be made of what was read last.
    is_laid: bool,
}

#[derive(Serialize)]
struct PageView {
    /// The picture, as SVG.
    image: Piece,
    /// Where its words are written, as JSON.
    map: Piece,
    /// In pt.
    width: f64,
    height: f64,
    /// What the picture was made of.
    #[serde(skip)]
    frame: u128,
}

/// A part of a page that is fetched by a name made of its content.
#[derive(Clone)]
struct Piece {
    name: String,
    bytes: Bytes,
}

/// What the script of the page is told.
#[derive(Serialize)]
struct State<'a> {
    title: String,
    /// The position shown; none for the whole document.
    jabatan: Option<&'a JabatanId>,
    struktur: Vec<Post<'a>>,
    pages: &'a [PageView],
    problems: Vec<Listed<'a>>,
    /// How many problems of the part are not listed.
    unlisted: usize,
    /// Of the whole edition, and of the pages shown.
    totals: Count,
    is_stale: bool,
    failure: Option<&'a str>,
    files: &'a BTreeMap<String, FilePath>,
}

/// A position in the tree.
#[derive(Serialize)]
struct Post<'a> {
    id: &'a JabatanId,
    nama: String,
    /// How many superiors are above it.
    level: usize,
    problems: Count,
}

#[derive(Clone, Copy, Default, Serialize)]
struct Count {
    galat: usize,
    peringatan: usize,
    saran: usize,
}

#[derive(Serialize)]
struct Listed<'a> {
    #[serde(flatten)]
    finding: Finding<'a>,
    /// The position in whose file it is.
    jabatan: Option<JabatanId>,
}

impl View {
    /// Lays a part out for the first time.
    pub(super) fn new(part: Part, edition: &Edition, fonts: &Fonts) -> Self {
        let mut view = Self { part, pages: Vec::new(), problems: Vec::new(), is_laid: false };
        view.lay_out(edition, fonts);
        view
    }

    /// Lays the part out anew. Where that cannot be done, its pages stay.
    pub(super) fn lay_out(&mut self, edition: &Edition, fonts: &Fonts) {
        let Read { content, templates } = edition.best();
        let naskah = content.naskah.as_ref().filter(|naskah| {
            fonts.regular(&naskah.huruf.nama.value).is_some() && self.part.sheets(naskah).next().is_some()
        });
        self.is_laid = false;
        self.problems.clear();
        let Some(naskah) = naskah else { return };
        let job = Job { naskah, part: &self.part, content, templates, summary: None, lampiran: &[] };
        match layout::pages(job, fonts) {
            Ok(Laid { document, problems }) => {
                self.pages = pages(&document, naskah, &content.sources, &self.pages);
                self.problems = problems;
                self.is_laid = true;
            }
            Err(problems) => self.problems = problems,
        }
        if !edition.is_current() {
            // They are about files that have changed since.
            self.problems.clear();
        }
    }

    /// What its pages consist of, by name.
    pub(super) fn pieces(&self) -> impl Iterator<Item = (String, Bytes)> {
        let pieces = self.pages.iter().flat_map(|page| [&page.image, &page.map]);
        pieces.map(|piece| (piece.name.clone(), piece.bytes.clone()))
    }

    /// What the script of the page is told, as JSON.
    pub(super) fn state(&self, edition: &Edition) -> String {
        let naskah = edition.naskah();
        let problems: Vec<&Diagnostic> = edition.found.iter().chain(&self.problems).collect();
        let title = naskah.map(|naskah| format!("{} {}", text::plain(&naskah.kantor.nama.value), naskah.tahun.value));
        let mut listed = self.listed(edition, &problems);
        let unlisted = listed.len().saturating_sub(LISTED);
        listed.truncate(LISTED);
        let state = State {
            title: title.unwrap_or_default(),
            jabatan: self.jabatan(),
            struktur: naskah.map(|naskah| posts(naskah, edition, &problems)).unwrap_or_default(),
            pages: &self.pages,
            totals: Count::of(problems.iter().copied()),
            problems: listed,
            unlisted,
            is_stale: !self.is_laid || !edition.is_current(),
            failure: edition.failure.as_deref(),
            files: &edition.paths,
        };
        serde_json::to_string(&state).expect("a state is plain JSON")
    }

    fn jabatan(&self) -> Option<&JabatanId> {
        match &self.part {
            Part::Sheet(id) => Some(id),
            Part::Whole | Part::Pictures => None,
        }
    }

    /// The problems of the part, and whatever else stops a build.
    fn listed<'a>(&self, edition: &'a Edition, problems: &[&'a Diagnostic]) -> Vec<Listed<'a>> {
        let shown = self.jabatan();
        let listed = |problem: &&'a Diagnostic| {
            let jabatan = edition.jabatan(problem.place.span.source);
            let is_listed = shown.is_none() || jabatan.as_ref() == shown || problem.severity == Severity::Galat;
            is_listed.then(|| Listed { finding: exchange::finding(problem, &edition.now.content.sources), jabatan })
        };
        problems.iter().filter_map(listed).collect()
    }
}

fn posts<'a>(naskah: &'a Naskah, edition: &Edition, problems: &[&Diagnostic]) -> Vec<Post<'a>> {
    let mut found: BTreeMap<JabatanId, Vec<&Diagnostic>> = BTreeMap::new();
    for problem in problems {
        if let Some(jabatan) = edition.jabatan(problem.place.span.source) {
            found.entry(jabatan).or_default().push(problem);
        }
    }
    let post = |jabatan: &'a Jabatan| Post {
        id: &jabatan.id,
        nama: text::plain(&jabatan.nama.value),
        level: naskah.superiors(jabatan).count(),
        problems: Count::of(found.remove(&jabatan.id).unwrap_or_default().into_iter()),
    };
    naskah.jabatan.iter().map(post).collect()
}

impl Count {
    fn of<'a>(problems: impl Iterator<Item = &'a Diagnostic>) -> Self {
        let mut count = Self::default();
        for problem in problems {
            match problem.severity {
                Severity::Galat => count.galat += 1,
                Severity::Peringatan => count.peringatan += 1,
                Severity::Saran => count.saran += 1,
            }
        }
        count
    }
}

impl Piece {
    fn new(bytes: Vec<u8>, ending: &str) -> Self {
        Self { name: format!("{:032x}.{ending}", hash128(&bytes)), bytes: bytes.into() }
    }
}

impl Serialize for Piece {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.name)
    }
}

/// The pages of a document, and where their words are written. Pictures are
/// taken from the pages before, where these were the same.
fn pages(document: &Document, naskah: &Naskah, sources: &Sources, before: &[PageView]) -> Vec<PageView> {
    let known: BTreeMap<u128, &Piece> = before.iter().map(|page| (page.frame, &page.image)).collect();
    let placed = places::on_pages(document, naskah, sources);
    let page = |(page, placed): (&Page, &Vec<PlacedText>)| {
        let frame = hash128(page);
        let drawn = || Piece::new(output::page_svg(page), "svg");
        PageView {
            image: known.get(&frame).map_or_else(drawn, |&piece| piece.clone()),
            map: Piece::new(map(placed, sources).to_string().into_bytes(), "json"),
            width: page.frame.width().to_pt(),
            height: page.frame.height().to_pt(),
            frame,
        }
    };
    document.pages.pages().par_iter().zip(&placed).map(page).collect()
}

/// Each text of a page: its file, what is to be read, and its words: left, top,
/// width and height in pt, line, first column, the column after the last. Words
/// that stand in no file, because they are those of a default, have line 0.
fn map(placed: &[PlacedText], sources: &Sources) -> Value {
    let mut texts = Vec::new();
    for PlacedText { origin, words } in placed {
        let source = origin.span.source;
        let spoken: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        let words = words.iter().map(|word| {
            let area = word.area;
            let is_default = word.span.range().is_empty();
            let (line, column) = if is_default { (0, 0) } else { sources.position(source, word.span.start) };
            let (end_line, end) = sources.position(source, word.span.end);
            // What goes on in the next line ends nowhere in this one.
            let end = if end_line == line { end } else { END_OF_LINE };
            let [left, top, width, height] =
                [area.left, area.top, area.right - area.left, area.bottom - area.top].map(tenths);
            json!([left, top, width, height, line, column, end])
        });
        let words: Vec<Value> = words.collect();
        texts.push(json!({ "file": sources.get(source).name, "text": spoken.join(" "), "words": words }));
    }
    Value::from(texts)
}

/// A column that no line has.
const END_OF_LINE: usize = 1_000_000;

fn tenths(length: f64) -> f64 {
    (length * 10.0).round() / 10.0
}
