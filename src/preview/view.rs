//! What a tab shows of an edition: pages, structure, problems.

use axum::body::Bytes;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use typst::utils::hash128;

use super::edition::Edition;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::exchange::{self, Finding};
use crate::fonts::Fonts;
use crate::layout::{self, Job};
use crate::markup::Part;
use crate::model::Naskah;
use crate::places::{self, PlacedText};
use crate::source::{Lines, SourceId, Sources};
use crate::{output, text};

/// A part of the edition as its pages show it.
pub(super) struct View {
    part: Part,
    pages: Vec<Page>,
    /// What is wrong with the pages.
    problems: Vec<Diagnostic>,
    /// Whether the pages are those of an earlier content.
    is_stale: bool,
}

struct Page {
    image: Asset,
    map: Asset,
    /// In pt.
    width: f64,
    height: f64,
    /// The position it belongs to.
    position: Option<String>,
}

/// A file of a page, named after its content.
struct Asset {
    name: String,
    bytes: Bytes,
}

/// What the script of the page is told.
#[derive(Serialize)]
struct State<'a> {
    title: &'a str,
    /// The position shown; none for the whole document.
    position: Option<&'a str>,
    structure: Vec<Entry<'a>>,
    pages: Vec<Sheet<'a>>,
    problems: Vec<Listed<'a>>,
    /// Of the whole edition.
    totals: Count,
    /// Galat in the whole edition: as long as there are any, nothing is printed.
    galat: usize,
    is_stale: bool,
    failure: Option<&'a str>,
    /// The folder of the edition, and where in it the files are that problems and
    /// maps name.
    folder: String,
    names: BTreeMap<&'a str, &'a str>,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    name: String,
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
struct Sheet<'a> {
    image: &'a str,
    map: &'a str,
    width: f64,
    height: f64,
    position: Option<&'a str>,
}

#[derive(Serialize)]
struct Listed<'a> {
    #[serde(flatten)]
    finding: Finding<'a>,
    position: Option<&'a str>,
}

impl View {
    /// Lays a part out for the first time.
    pub(super) fn new(part: Part, edition: &Edition, fonts: &Fonts) -> Self {
        let mut view = Self { part, pages: Vec::new(), problems: Vec::new(), is_stale: true };
        view.lay_out(edition, fonts);
        view
    }

    /// Lays the part out anew. Where that cannot be done, its pages stay.
    pub(super) fn lay_out(&mut self, edition: &Edition, fonts: &Fonts) {
        let Edition { content, templates, .. } = edition;
        let naskah = content.naskah.as_ref().filter(|naskah| {
            fonts.regular(&naskah.huruf.nama.value).is_some() && self.part.sheets(naskah).next().is_some()
        });
        self.is_stale = true;
        self.problems.clear();
        let Some(naskah) = naskah else { return };
        let job = Job { naskah, part: &self.part, content, templates };
        match layout::pages(job, fonts, |document| pages(document, naskah, &content.sources)) {
            Ok(laid) => (self.pages, self.problems, self.is_stale) = (laid.output, laid.problems, false),
            Err(problems) => self.problems = problems,
        }
    }

    /// The files that its pages consist of, by name.
    pub(super) fn assets(&self) -> impl Iterator<Item = (String, Bytes)> {
        let assets = self.pages.iter().flat_map(|page| [&page.image, &page.map]);
        assets.map(|asset| (asset.name.clone(), asset.bytes.clone()))
    }

    /// What the script of the page is told, as JSON.
    pub(super) fn state(&self, edition: &Edition) -> String {
        let problems = || edition.problems.iter().chain(&self.problems);
        let mut counts: BTreeMap<Option<&str>, Count> = BTreeMap::new();
        let mut totals = Count::default();
        for problem in problems() {
            totals.add(problem.severity);
            counts.entry(edition.position(problem.place.span.source)).or_default().add(problem.severity);
        }
        let shown = match &self.part {
            Part::Sheet(id) => Some(id.as_str()),
            Part::Whole => None,
        };
        let is_listed = |listed: &Listed| {
            shown.is_none() || listed.position == shown || listed.finding.severity() == Severity::Galat
        };
        let sources = &edition.content.sources;
        let listed = |problem| Listed {
            finding: exchange::finding(problem, sources),
            position: edition.position(problem.place.span.source),
        };
        let state = State {
            title: &edition.title,
            position: shown,
            structure: edition
                .posts
                .iter()
                .map(|post| Entry {
                    id: post.id.as_str(),
                    name: text::plain(&post.nama),
                    level: post.level,
                    problems: counts.remove(&Some(post.id.as_str())).unwrap_or_default(),
                })
                .collect(),
            pages: self.pages.iter().map(Page::sheet).collect(),
            problems: problems().map(listed).filter(is_listed).collect(),
            galat: totals.galat,
            totals,
            is_stale: self.is_stale || edition.failure.is_some(),
            failure: edition.failure.as_deref(),
            folder: edition.folder.display().to_string(),
            names: edition.names(),
        };
        json!(state).to_string()
    }
}

impl Count {
    fn add(&mut self, severity: Severity) {
        *match severity {
            Severity::Galat => &mut self.galat,
            Severity::Peringatan => &mut self.peringatan,
            Severity::Saran => &mut self.saran,
        } += 1;
    }
}

impl Page {
    fn sheet(&self) -> Sheet<'_> {
        Sheet {
            image: &self.image.name,
            map: &self.map.name,
            width: self.width,
            height: self.height,
            position: self.position.as_deref(),
        }
    }
}

impl Asset {
    fn new(bytes: Vec<u8>, ending: &str) -> Self {
        Self { name: format!("{:032x}.{ending}", hash128(&bytes)), bytes: bytes.into() }
    }
}

/// The pages of a document, and where their words are written.
fn pages(document: &Document, naskah: &Naskah, sources: &Sources) -> Vec<Page> {
    let (images, placed) = rayon::join(|| output::svg(document), || places::on_pages(document, naskah, sources));
    let frames = document.pages.pages().iter().map(|page| page.frame.size());
    let page = |((size, (_, image)), placed): (_, Vec<PlacedText>)| {
        let size: typst::layout::Size = size;
        Page {
            image: Asset::new(image, "svg"),
            map: Asset::new(map(&placed, sources).to_string().into_bytes(), "json"),
            width: size.x.to_pt(),
            height: size.y.to_pt(),
            position: placed.iter().find_map(|text| position(&text.origin.file)),
        }
    };
    frames.zip(images).zip(placed).map(page).collect()
}

/// The position whose sheet a file of the markup is.
fn position(file: &str) -> Option<String> {
    Some(file.strip_prefix("/jabatan/")?.strip_suffix(".typ")?.to_owned())
}

/// Each text of a page: its file, line and column, what is to be read, and its
/// words: left, top, width and height in pt, line, first column, the column after
/// the last.
fn map(placed: &[PlacedText], sources: &Sources) -> Value {
    let mut lines: BTreeMap<SourceId, Lines> = BTreeMap::new();
    let mut texts = Vec::new();
    for PlacedText { origin, words } in placed {
        let source = origin.span.source;
        let lines = lines.entry(source).or_insert_with(|| sources.lines(source));
        let (line, column) = lines.position(origin.span.start);
        let spoken: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        let words = words.iter().map(|word| {
            let area = word.area;
            let (line, column) = lines.position(word.span.start);
            let (end_line, end) = lines.position(word.span.end);
            let end = if end_line == line { end } else { usize::MAX >> 12 };
            let [left, top, right, bottom] = [area.left, area.top, area.right, area.bottom].map(tenths);
            json!([left, top, tenths(right - left), tenths(bottom - top), line, column, end])
        });
        let words: Vec<Value> = words.collect();
        let file = &sources.get(source).name;
        texts.push(json!({ "file": file, "line": line, "column": column, "text": spoken.join(" "), "words": words }));
    }
    Value::from(texts)
}

fn tenths(length: f64) -> f64 {
    (length * 10.0).round() / 10.0
}
