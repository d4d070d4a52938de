//! The finished pages are looked over once more: what Typst does not warn
//! about must not reach a signed document.
//!
//! Every text of the content has to be seen in the pages, whole; no text may
//! leave the text area, cross a rule or lie on another text; the signature may
//! not stand alone.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU64;

use rayon::prelude::*;
use typst::layout::{Abs, Frame, FrameItem, Point, Transform};
use typst::text::TextItem;
use typst::visualize::{Curve, Geometry, Shape};

use crate::diagnostic::Diagnostic;
use crate::document::{Document, Literals};
use crate::markup::{self, Origin, Overflows};
use crate::model::Naskah;
use crate::source::Span;

/// Lengths below this, in pt, are rounding.
const SLACK: Abs = Abs::raw(0.5);
/// Height of capital letters, in sizes of the font.
const CAPITAL: f64 = 0.7;
/// From the line to the end of the letters below it, likewise.
const DESCENT: f64 = 0.2;
/// Letters this near a vertical rule, in pt, touch it.
const NEAR: Abs = Abs::raw(2.0);
/// How many texts that leave their place are shown one by one: where there are
/// more, paper, margins or font are at fault.
const SHOWN: usize = 10;

/// What is wrong with the pages of a document.
pub struct Faults {
    pub problems: Vec<Diagnostic>,
    /// Texts that are too wide for their place, with the longest words of their
    /// lines; each is among the problems, too.
    pub overflows: Overflows,
    /// Whether the signature stands alone, which is among the problems, too.
    pub lonely_signature: bool,
}

/// Looks over the pages of a document.
pub fn check(document: &Document, naskah: &Naskah) -> Faults {
    let origins = &document.markup.origins;
    let seen = Seen::in_pages(document, naskah);
    let mut outside: Vec<Span> = Vec::new();
    let mut overflows = Overflows::new();
    let mut absent: BTreeSet<Span> = BTreeSet::new();
    for (origin, sighting) in origins.iter().zip(&seen.sightings) {
        if sighting.is_outside && !outside.contains(&origin.span) {
            outside.push(origin.span);
        }
        if !sighting.too_wide.is_empty() {
            let key = (origin.file.starts_with(markup::PICTURES), origin.span);
            overflows.entry(key).or_default().extend(sighting.too_wide.iter().cloned());
        }
        if origin.required && !sighting.is_whole(origin) {
            absent.insert(origin.span);
        }
    }
    let placed: BTreeSet<(&str, Span)> = origins.iter().map(|origin| (origin.file.as_str(), origin.span)).collect();
    let left_out = document.markup.printed.iter().filter(|(file, span)| !placed.contains(&(file, *span)));
    absent.extend(left_out.map(|&(_, span)| span));
    let mut problems = shortened(outside.into_iter().map(overflow).collect(), "keluar dari kolom atau halamannya");
    let stacked: BTreeMap<Span, Span> =
        seen.stacked.iter().map(|&(below, above)| (origins[above].span, origins[below].span)).collect();
    problems.extend(shortened(stacked.into_iter().map(stack).collect(), "bertumpuk dengan teks lain"));
    problems.extend(absent.into_iter().map(missing));
    // Where a row is too high for a page, the signature is not what is wrong.
    let is_too_high = |sighting: &Sighting| sighting.is_outside && sighting.too_wide.is_empty();
    let lonely = if seen.sightings.iter().any(is_too_high) { None } else { lonely_signature(origins, &seen, naskah) };
    let lonely_signature = lonely.is_some();
    if overflows.is_empty() {
        problems.extend(lonely);
    }
    Faults { problems, overflows, lonely_signature }
}

/// What was seen of the texts of the content.
struct Seen {
    /// Of each origin.
    sightings: Vec<Sighting>,
    /// The origins on each page with their heights, without what a page only
    /// repeats: header of the table, goals that go on.
    lines: Vec<Vec<(usize, Abs)>>,
    /// The origins that lie on each other, the earlier one of each two first.
    stacked: Vec<(usize, usize)>,
}

/// What was seen of one text of the content.
#[derive(Debug, Clone, Default)]
struct Sighting {
    text: String,
    /// The last page it stands on, and its last line there.
    page: usize,
    height: Abs,
    line: String,
    /// Whether earlier pages have all of it.
    repeated: bool,
    /// Whether a line leaves its place.
    is_outside: bool,
    /// The longest words of the lines that are too wide for it.
    too_wide: Vec<String>,
}

impl Seen {
    fn in_pages(document: &Document, naskah: &Naskah) -> Self {
        let origins = &document.markup.origins;
        let literals = document.literals();
        let sightings = vec![Sighting::default(); origins.len()];
        let mut seen = Self { sightings, lines: Vec::new(), stacked: Vec::new() };
        let pages: Vec<PageRuns> =
            document.pages.pages().par_iter().map(|page| PageRuns::of(&page.frame, naskah, &literals)).collect();
        for (number, page) in pages.into_iter().enumerate() {
            let mut lines = Vec::new();
            for run in &page.runs {
                let &Run { origin, height, .. } = run;
                let sighting = &mut seen.sightings[origin];
                sighting.turn_to(number, &origins[origin]);
                sighting.add(run);
                if !sighting.repeated {
                    lines.push((origin, height));
                }
            }
            seen.lines.push(lines);
            seen.stacked.extend(page.stacked);
        }
        seen
    }
}

/// A stretch of a line that comes from one text of the content.
struct Run<'a> {
    origin: usize,
    text: &'a str,
    /// Where it begins in the markup.
    start: Place,
    /// Where its line stands on the page.
    height: Abs,
    /// Whether its line leaves its place, and whether for being too wide.
    is_outside: bool,
    is_too_wide: bool,
}

/// What a page shows of the texts of the content.
struct PageRuns<'a> {
    runs: Vec<Run<'a>>,
    /// The origins that lie on each other.
    stacked: Vec<(usize, usize)>,
}

impl<'a> PageRuns<'a> {
    fn of(frame: &'a Frame, naskah: &Naskah, literals: &Literals) -> Self {
        let items = PageItems::of(frame);
        let page = Area::of(frame, naskah);
        let mut runs: Vec<Run> = Vec::new();
        let mut printed = Vec::new();
        for &(at, item, edges) in &items.texts {
            let place = Area::printed(at, item);
            // In a box, shorter lines would be fewer, too.
            let is_too_wide = page.is_left_sideways(place)
                || items.rules.iter().any(|rule| rule.is_touched(place, at.y))
                || edges.is_some_and(|edges| edges.is_left_sideways(place) || edges.is_left_upright(place));
            let is_outside = is_too_wide || page.is_left_upright(place);
            let first = runs.len();
            let run = |(origin, start, text)| Run { origin, text, start, height: at.y, is_outside, is_too_wide };
            runs.extend(origins(item, literals).map(run));
            printed.extend(runs.get(first).filter(|_| !is_outside).map(|run| (place, run.origin)));
        }
        // A line shows words that run from right to left in another order.
        for line in runs.chunk_by_mut(|one, next| one.height == next.height) {
            line.sort_by_key(|run| (run.origin, run.start));
        }
        Self { runs, stacked: stacked(printed) }
    }
}

/// The texts that lie on each other, the earlier one of each two first.
fn stacked(mut printed: Vec<(Area, usize)>) -> Vec<(usize, usize)> {
    printed.sort_by_key(|(place, _)| place.top);
    let mut stacked = Vec::new();
    for (index, &(place, origin)) in printed.iter().enumerate() {
        let next = printed[index + 1..].iter().take_while(|(next, _)| next.top + SLACK < place.bottom);
        let on_it = next.filter(|(next, _)| place.lies_on(*next));
        stacked.extend(on_it.map(|&(_, other)| (origin.min(other), origin.max(other))));
    }
    stacked
}

/// A literal of the markup, and the bytes before a place in it.
type Place = (NonZeroU64, u16);

/// The stretches of a line that come from one text each, and where that has them.
fn origins<'a>(item: &'a TextItem, literals: &Literals) -> impl Iterator<Item = (usize, Place, &'a str)> {
    item.glyphs.chunk_by(|one, other| one.span.0 == other.span.0).filter_map(|glyphs| {
        // The glyphs of Hebrew or Arabic stand in the order in which they are seen.
        let ends = [glyphs.first()?, glyphs.last()?];
        let [first, last] = if ends[0].range.start <= ends[1].range.start { ends } else { [ends[1], ends[0]] };
        let origin = literals.origin(first.span.0)?;
        let start = (first.span.0.into_raw(), first.span.1);
        Some((origin, start, &item.text[first.range().start..last.range().end]))
    })
}

impl Sighting {
    fn turn_to(&mut self, page: usize, origin: &Origin) {
        if self.page != page {
            self.repeated = !self.text.is_empty() && self.is_whole(origin);
            self.page = page;
            self.line.clear();
        }
    }

    fn add(&mut self, run: &Run) {
        if self.height != run.height {
            self.height = run.height;
            self.line.clear();
        }
        self.text.push_str(run.text);
        self.line.extend(run.text.chars().filter(|&c| c != '\u{ad}'));
        self.is_outside |= run.is_outside;
        if run.is_too_wide {
            let longest = self.line.split_whitespace().max_by_key(|part| part.len());
            self.too_wide.extend(longest.map(str::to_owned));
        }
    }

    fn is_whole(&self, origin: &Origin) -> bool {
        letters(&self.text).contains(&letters(&origin.printed))
    }
}

/// The first ones of many problems of one kind, and how many other texts do the
/// same.
fn shortened(mut problems: Vec<Diagnostic>, what: &str) -> Vec<Diagnostic> {
    let others = problems.split_off(problems.len().min(SHOWN));
    if let Some(next) = others.first() {
        let message = format!("{} teks lain juga {what}", others.len());
        problems.push(
            Diagnostic::galat(next.kode, message, next.place.span)
                .label("salah satunya")
                .help("periksa ukuran kertas, ruang tepi, dan ukuran huruf di naskah.yaml"),
        );
    }
    problems
}

fn overflow(span: Span) -> Diagnostic {
    Diagnostic::galat("teks-keluar", "teks keluar dari kolom atau halamannya", span)
        .label("tidak muat di tempatnya")
        .help("pendekkan teks ini, atau pecah kata yang terlalu panjang dengan spasi")
}

fn stack((above, below): (Span, Span)) -> Diagnostic {
    let problem = Diagnostic::galat("teks-bertumpuk", "teks ini tercetak bertumpuk dengan teks lain", above).help(
        "kalau templat diganti dengan --templates, beri jarak di sana; kalau tidak, ini kekurangan program: pendekkan salah satunya",
    );
    if above == below { problem } else { problem.related(below, "bertumpuk dengan teks ini") }
}

fn missing(span: Span) -> Diagnostic {
    Diagnostic::galat("teks-hilang", "teks ini tidak tercetak utuh di halaman", span).help(
        "kalau templat diganti dengan --templates, tempatkan teks ini di sana; kalau tidak, ini kekurangan program",
    )
}

/// The signature stands with at least two rows or lines of the last sheet; the
/// header of a table counts where the table begins.
fn lonely_signature(origins: &[Origin], seen: &Seen, naskah: &Naskah) -> Option<Diagnostic> {
    let signature = naskah.pengesahan.nama.span;
    // In the summary of a redline it is only told.
    let index = origins.iter().position(|origin| origin.span == signature && origin.file != markup::MAIN)?;
    let signed: BTreeSet<Span> = naskah.pengesahan.spans().collect();
    let on_page = seen.lines.get(seen.sightings[index].page)?;
    let beside = on_page.iter().filter(|&&(index, _)| !signed.contains(&origins[index].span));
    let mut heights: Vec<Abs> = beside.map(|&(_, height)| height).collect();
    heights.sort();
    heights.dedup();
    (heights.len() < 2).then(|| {
        Diagnostic::galat("pengesahan-sendiri", "tanda tangan berdiri sendiri di halaman terakhir", signature)
            .help("ubah sedikit isi lembar terakhir, atau perbaiki templatnya")
    })
}

/// A text without what a page may break, join or leave out.
fn letters(text: &str) -> String {
    let invisible = |c: char| c.is_whitespace() || c == '\u{ad}';
    text.chars().filter(|&c| !invisible(c)).collect()
}

/// The texts of a page with the innermost box that each is in, if that has edges,
/// and the vertical rules; in the coordinates of the page.
#[derive(Default)]
pub(crate) struct PageItems<'a> {
    pub(crate) texts: Vec<(Point, &'a TextItem, Option<Area>)>,
    rules: Vec<Rule>,
}

impl<'a> PageItems<'a> {
    pub(crate) fn of(frame: &'a Frame) -> Self {
        let mut items = Self::default();
        items.collect(frame, Transform::identity(), None);
        items
    }

    fn collect(&mut self, frame: &'a Frame, transform: Transform, edges: Option<Area>) {
        for (at, item) in frame.items() {
            match item {
                FrameItem::Group(group) => {
                    let moved = transform.pre_concat(Transform::translate(at.x, at.y)).pre_concat(group.transform);
                    let edges = group.clip.as_ref().map(|clip| Area::within(clip, moved)).or(edges);
                    self.collect(&group.frame, moved, edges);
                }
                FrameItem::Text(text) => self.texts.push((at.transform(transform), text, edges)),
                FrameItem::Shape(shape, _) => self.rules.extend(Rule::of(shape, at.transform(transform))),
                _ => {}
            }
        }
    }
}

/// A vertical rule of a table.
struct Rule {
    x: Abs,
    top: Abs,
    bottom: Abs,
}

impl Rule {
    fn of(shape: &Shape, start: Point) -> Option<Self> {
        let Geometry::Line(to) = shape.geometry else { return None };
        let upright = to.x.abs() < SLACK && to.y.abs() > SLACK;
        let end = start.y + to.y;
        upright.then(|| Self { x: start.x, top: start.y.min(end), bottom: start.y.max(end) })
    }

    /// Whether a text on a line touches it.
    fn is_touched(&self, text: Area, line: Abs) -> bool {
        let beside = line > self.top && line < self.bottom;
        beside && text.left + SLACK < self.x && text.right > self.x - NEAR
    }
}

/// Where a text stands, or texts may stand: on a page, or in a box with edges.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Area {
    left: Abs,
    right: Abs,
    top: Abs,
    bottom: Abs,
}

impl Area {
    fn of(frame: &Frame, naskah: &Naskah) -> Self {
        let tepi = naskah.ruang_tepi;
        // A page that lies on its side has its margins turned with it.
        let is_upright = (frame.width() - Abs::mm(naskah.kertas.lebar)).abs() < SLACK;
        let (left, right, bottom) =
            if is_upright { (tepi.kiri, tepi.kanan, tepi.bawah) } else { (tepi.bawah, tepi.atas, tepi.kanan) };
        Self {
            left: Abs::mm(left),
            right: frame.width() - Abs::mm(right),
            top: Abs::zero(),
            bottom: frame.height() - Abs::mm(bottom),
        }
    }

    /// What is to be seen of a box that cuts off the rest.
    fn within(clip: &Curve, transform: Transform) -> Self {
        let edges = clip.bbox(None);
        let (start, end) = (edges.min.transform(transform), edges.max.transform(transform));
        Self { left: start.x, right: end.x, top: start.y, bottom: end.y }
    }

    /// What the letters of a text cover.
    fn printed(at: Point, item: &TextItem) -> Self {
        Self {
            left: at.x,
            right: at.x + item.width(),
            top: at.y - CAPITAL * item.size,
            bottom: at.y + DESCENT * item.size,
        }
    }

    fn is_left_sideways(self, text: Self) -> bool {
        text.left + SLACK < self.left || text.right > self.right + SLACK
    }

    fn is_left_upright(self, text: Self) -> bool {
        text.top + SLACK < self.top || text.bottom > self.bottom + SLACK
    }

    fn lies_on(self, other: Self) -> bool {
        let is_more = |start: Abs, end: Abs| end - start > SLACK;
        is_more(self.left.max(other.left), self.right.min(other.right))
            && is_more(self.top.max(other.top), self.bottom.min(other.bottom))
    }
}
