//! What is wrong with the start of a line, where the scanner of YAML stumbles.
//!
//! The lines down to the fault are read once more, only for how far they are
//! indented: a level opens below a key or a hyphen that has no value, and every
//! further line has to stand at a level that is open. Below `struktur` every
//! level is a key.

use super::{SYNTAX, tempelan};
use crate::diagnostic::Diagnostic;
use crate::source::{Span, line_end};

/// The first line down to a fault that stands where it cannot, or lacks its
/// colon.
pub(super) fn problem(text: &str, fault: Span) -> Option<Diagnostic> {
    let place = |mark: Mark| Span { start: mark.start, end: mark.start + mark.length, ..fault };
    match slip(text, fault.start)? {
        Slip::NoColon(word) => Some(no_colon(&text[place(word).range()], place(word))),
        Slip::Hyphen(start) => Some(hyphen(text, Span { start, end: start + 1, ..fault })),
        Slip::Pasted(start) => tempelan::problem(text, Span { start, ..fault }),
        Slip::Crooked { here, fitting } => {
            let message = "indentasi baris ini tidak sejajar dengan baris di atasnya";
            let problem = Diagnostic::galat(SYNTAX, message, place(here)).label(spaces(here)).help(advice(&fitting));
            Some(fitting.into_iter().fold(problem, |problem, level| problem.related(place(level), spaces(level))))
        }
    }
}

/// A key that lacks its colon.
pub(super) fn no_colon(name: &str, place: Span) -> Diagnostic {
    Diagnostic::galat(SYNTAX, format!("tidak ada titik dua setelah `{name}`"), place).help(format!("tulis `{name}:`"))
}

/// A position in the tree that is written as an item.
pub(super) fn hyphen(text: &str, place: Span) -> Diagnostic {
    let after = text[place.end..line_end(text, place.end)].trim_start_matches(['-', ' ']);
    let name = after.split([':', ' ']).next().unwrap_or_default();
    Diagnostic::galat("jenis-salah", "jabatan dalam `struktur` tidak diawali tanda hubung", place).help(format!(
        "tulis `{name}:` di baris sendiri tanpa tanda hubung, dengan indentasi lebih dalam daripada atasannya"
    ))
}

fn spaces(mark: Mark) -> String {
    let which = if mark.is_first { "di sini" } else { "di sini setara" };
    format!("{which} {} spasi", mark.column)
}

fn advice(fitting: &[Mark]) -> String {
    let columns: Vec<String> = fitting.iter().rev().map(|level| level.column.to_string()).collect();
    match columns.as_slice() {
        [] => "samakan jumlah spasi di awal baris ini dengan baris yang setingkat".to_owned(),
        columns => format!(
            "awali baris ini dengan {} spasi; kalau sudah benar, perbaiki indentasi baris di atasnya",
            columns.join(" atau ")
        ),
    }
}

/// What the author did.
#[derive(Debug)]
enum Slip {
    /// A line stands at no level; the nearest ones that it might stand at.
    Crooked { here: Mark, fitting: Vec<Mark> },
    /// A word alone in its line, where a key has to be.
    NoColon(Mark),
    /// An item in the tree of positions.
    Hyphen(usize),
    /// A mark of a word processor is there in the place of one of YAML.
    Pasted(usize),
}

/// A hyphen or a key: its bytes, and how far it is from the margin.
#[derive(Debug, Clone, Copy)]
struct Mark {
    start: usize,
    length: usize,
    column: usize,
    /// Whether it is the first in its line.
    is_first: bool,
    is_item: bool,
}

/// The first slip in the lines that start before `end`.
fn slip(text: &str, end: usize) -> Option<Slip> {
    let lines: Vec<Line> = lines(text).collect();
    let mut levels = Levels { text, open: Vec::new(), waits: false, block: None, quote: None };
    let upto = lines.iter().enumerate().take_while(|(_, line)| line.start <= end);
    upto.filter_map(|(index, line)| levels.take(line, lines.get(index + 1))).next()
}

/// One line that is neither empty nor a comment.
struct Line<'a> {
    /// Where its first character stands, and how far from the margin.
    start: usize,
    column: usize,
    /// The hyphens and the key that it starts with; where they end, and what follows.
    marks: Vec<Mark>,
    end: usize,
    rest: &'a str,
}

fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let content = text.trim_start_matches('\u{feff}');
    let mut start = text.len() - content.len();
    content.split_inclusive(['\n', '\r']).filter_map(move |line| {
        let here = start;
        start += line.len();
        let body = line.trim_start_matches(' ');
        let before = &line[..line.len() - body.len()];
        // Spaces that are none to YAML are content.
        let body = body.trim_ascii_end();
        let is_content = !body.is_empty() && !body.starts_with(['#', '%']) && !body.starts_with("---");
        is_content.then(|| marked(here + before.len(), before.matches(' ').count(), body))
    })
}

fn marked(start: usize, column: usize, body: &str) -> Line<'_> {
    let mut marks = Vec::new();
    let mut at = 0;
    let mut push = |at: usize, length, is_item| {
        marks.push(Mark { start: start + at, length, column: column + at, is_first: at == 0, is_item });
    };
    while &body[at..] == "-" || body[at..].starts_with("- ") {
        push(at, 1, true);
        at = body.len() - body[at + 1..].trim_start_matches(' ').len();
    }
    let name = body[at..].split([':', ' ']).next().unwrap_or_default();
    let after = &body[at + name.len()..];
    if is_word(name) && (after == ":" || after.starts_with(": ")) {
        push(at, name.len(), false);
        at = body.len() - after[1..].trim_start_matches(' ').len();
    }
    Line { start, column, marks, end: start + at, rest: &body[at..] }
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

/// The levels that are open after a line.
struct Levels<'a> {
    text: &'a str,
    open: Vec<Mark>,
    /// Whether that line left its value to the lines below it.
    waits: bool,
    /// Lines further from the margin than this belong to a text.
    block: Option<usize>,
    /// The quote that has not ended.
    quote: Option<char>,
}

impl Levels<'_> {
    fn take(&mut self, line: &Line, next: Option<&Line>) -> Option<Slip> {
        if self.is_text(line) {
            return None;
        }
        if self.is_pasted(line) {
            return Some(Slip::Pasted(line.end));
        }
        if let Some(start) = self.hyphen(line) {
            return Some(Slip::Hyphen(start));
        }
        let Some(&first) = line.marks.first() else { return self.word(line, next) };
        if !self.fits(first) {
            return Some(Slip::Crooked { here: first, fitting: self.fitting(first) });
        }
        self.open.extend(&line.marks);
        self.waits = line.rest.is_empty() || line.rest.starts_with('#');
        self.block = self.open.last().filter(|_| line.rest.starts_with(['|', '>'])).map(|level| level.column);
        let quote = line.rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        self.quote = quote.filter(|&quote| line.rest.len() == 1 || !line.rest.ends_with(quote));
        None
    }

    /// Whether a mark of a word processor is in the way, and not part of a text.
    fn is_pasted(&self, line: &Line) -> bool {
        let Some((at, c)) = tempelan::mark(line.rest) else { return false };
        if tempelan::is_quote(c) {
            return line.rest.contains(": ") || line.rest.ends_with(':');
        }
        if let Some(mark) = line.marks.last() {
            return mark.is_item && at > 0;
        }
        let after = line.rest[at..].trim_start_matches(c).trim_start();
        let is_below = self.open.last().is_some_and(|level| level.column < line.column);
        !is_below || self.waits && after.is_empty() || !marked(0, 0, after).marks.is_empty()
    }

    /// The hyphen before a name in the tree, or before its subordinate in the same line.
    fn hyphen(&self, line: &Line) -> Option<usize> {
        let is_tree = |root: &Mark| &self.text[root.start..root.start + root.length] == "struktur";
        self.open.first().filter(|root| is_tree(root))?;
        [line.start, line.end].into_iter().find(|&at| self.text[at..].starts_with('-'))
    }

    fn is_text(&mut self, line: &Line) -> bool {
        if let Some(quote) = self.quote {
            self.quote = (!line.rest.ends_with(quote)).then_some(quote);
            return true;
        }
        self.block = self.block.filter(|&column| line.column > column);
        self.block.is_some()
    }

    /// A line without a mark is a key if it stands where keys do.
    fn word(&self, line: &Line, next: Option<&Line>) -> Option<Slip> {
        let is_among_keys = self.open.iter().any(|level| !level.is_item && level.column == line.column);
        let is_below_key = self.open.last().is_none_or(|level| self.waits && level.column < line.column);
        let is_above_key =
            || next.is_some_and(|next| next.column >= line.column && next.marks.first().is_some_and(|m| !m.is_item));
        let is_key = is_word(line.rest) && (is_among_keys || is_below_key && is_above_key());
        let Line { start, column, rest, .. } = *line;
        is_key.then_some(Slip::NoColon(Mark { start, length: rest.len(), column, is_first: true, is_item: false }))
    }

    /// Whether a mark stands at an open level or may open one; it closes those
    /// that are further in.
    fn fits(&mut self, mark: Mark) -> bool {
        let same = |level: &Mark| level.column == mark.column && level.is_item == mark.is_item;
        if let Some(at) = self.open.iter().rposition(same) {
            self.open.truncate(at);
            return true;
        }
        self.open.last().is_none_or(|last| {
            let is_below = last.column < mark.column || last.column == mark.column && !last.is_item && mark.is_item;
            self.waits && is_below
        })
    }

    /// The nearest open levels of the same kind to the right and to the left.
    fn fitting(&self, mark: Mark) -> Vec<Mark> {
        let alike = |level: &&Mark| level.is_item == mark.is_item;
        let right = self.open.iter().filter(alike).find(|level| level.column > mark.column);
        let left = self.open.iter().filter(alike).rfind(|level| level.column < mark.column);
        right.into_iter().chain(left).copied().collect()
    }
}
