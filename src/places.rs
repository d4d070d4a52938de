//! Where the words on the pages are written: the source map, read from the
//! page.

use std::collections::BTreeMap;

use typst::layout::{Abs, Point};
use typst::text::{Glyph, TextItem};

use crate::document::{Document, Literals};
use crate::frames::PageItems;
use crate::markup::Origin;
use crate::model::{Naskah, Teks};
use crate::scalar;
use crate::source::{Sources, Span};

/// How far a line reaches above and below its baseline, in em (`design.typ`).
const ASCENT: f64 = 0.8;
const DESCENT: f64 = 0.2;
/// Where a long word may be parted; not a letter of it.
const SOFT_HYPHEN: char = '\u{ad}';

/// A text of the content as one page shows it.
pub struct PlacedText<'d> {
    pub origin: &'d Origin,
    pub words: Vec<PlacedWord>,
}

/// A word on a page, and the bytes it is written with.
pub struct PlacedWord {
    pub text: String,
    pub area: Area,
    pub span: Span,
}

/// A rectangle of a page, in pt from its upper left corner.
#[derive(Debug, Clone, Copy)]
pub struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

/// The texts of the content on each page, in the order in which it shows them.
pub fn on_pages<'d>(document: &'d Document, naskah: &Naskah, sources: &Sources) -> Vec<Vec<PlacedText<'d>>> {
    let texts: BTreeMap<Span, &Teks> = naskah.texts().map(|teks| (teks.span, teks)).collect();
    let origins = &document.markup.origins;
    let mut walk = Walk {
        literals: document.literals(),
        letters: origins.iter().map(|origin| Letters::of(origin, texts.get(&origin.span).copied(), sources)).collect(),
        open: None,
    };
    let pages = document.pages.pages().iter();
    pages
        .map(|page| {
            let mut placed: BTreeMap<usize, (usize, Vec<PlacedWord>)> = BTreeMap::new();
            for &(at, item, _) in &PageItems::of(&page.frame).texts {
                walk.item(at, item, &mut placed);
            }
            let mut placed: Vec<_> = placed.into_iter().collect();
            placed.sort_by_key(|(_, (order, _))| *order);
            placed.into_iter().map(|(index, (_, words))| PlacedText { origin: &origins[index], words }).collect()
        })
        .collect()
}

/// What a walk over the pages knows of the glyphs that came before.
struct Walk {
    literals: Literals,
    /// Of each origin.
    letters: Vec<Letters>,
    /// The origin and the baseline of a word that may go on.
    open: Option<(usize, Abs)>,
}

impl Walk {
    fn item(&mut self, at: Point, item: &TextItem, placed: &mut BTreeMap<usize, (usize, Vec<PlacedWord>)>) {
        let mut left = at.x;
        for cluster in item.glyphs.chunk_by(|one, next| one.range == next.range) {
            let right = left + cluster.iter().map(|glyph| glyph.x_advance.at(item.size)).sum::<Abs>();
            let area = Area {
                left: left.to_pt(),
                top: (at.y - item.size * ASCENT).to_pt(),
                right: right.to_pt(),
                bottom: (at.y + item.size * DESCENT).to_pt(),
            };
            left = right;
            let text = &item.text[cluster[0].range()];
            if text.starts_with(SOFT_HYPHEN) {
                continue;
            }
            match self.origin(&cluster[0]).filter(|_| !text.trim().is_empty()) {
                Some(index) => self.letter(index, at.y, text, area, placed),
                None => self.open = None,
            }
        }
    }

    fn origin(&self, glyph: &Glyph) -> Option<usize> {
        self.literals.origin(glyph.span.0)
    }

    fn letter(
        &mut self,
        index: usize,
        baseline: Abs,
        text: &str,
        area: Area,
        placed: &mut BTreeMap<usize, (usize, Vec<PlacedWord>)>,
    ) {
        let order = placed.len();
        let words = &mut placed.entry(index).or_insert_with(|| (order, Vec::new())).1;
        let span = self.letters[index].next(text);
        match words.last_mut().filter(|_| self.open == Some((index, baseline))) {
            Some(word) => {
                word.text.push_str(text);
                word.area.right = area.right;
                word.span.end = span.end.max(word.span.end);
            }
            None => words.push(PlacedWord { text: text.to_owned(), area, span }),
        }
        self.open = Some((index, baseline));
    }
}

/// Where the letters of a text are written, in the order in which pages show
/// them. A text that a further page repeats begins anew.
struct Letters {
    whole: Span,
    /// Nothing for a letter that is not written there.
    places: Vec<Option<Span>>,
    seen: usize,
}

impl Letters {
    fn of(origin: &Origin, teks: Option<&Teks>, sources: &Sources) -> Self {
        let written = teks.and_then(|teks| Some((teks, scalar::bytes(teks, sources)?)));
        let places = match written {
            Some((teks, bytes)) => follow(&teks.value, &origin.printed)
                .map(|letter| {
                    let (at, c) = letter?;
                    Some(Span { start: bytes[at], end: bytes[at + c.len_utf8()], ..origin.span })
                })
                .collect(),
            None => Vec::new(),
        };
        Self { whole: origin.span, places, seen: 0 }
    }

    fn next(&mut self, text: &str) -> Span {
        let count = letters(text).count();
        let place = |at: usize| self.places.get(at).copied().flatten();
        let span = match (place(self.seen), place(self.seen + count - 1)) {
            (Some(first), Some(last)) => Span { end: last.end, ..first },
            _ => self.whole,
        };
        self.seen += count;
        if self.seen >= self.places.len() {
            self.seen = 0;
        }
        span
    }
}

/// The letters of a text as they are printed, each with its place in the value
/// it is made from: without the marks of italics, in capitals, spaced.
fn follow<'t>(value: &'t str, printed: &'t str) -> impl Iterator<Item = Option<(usize, char)>> + 't {
    let mut rest = value.char_indices();
    letters(printed).map(move |letter| {
        let same = |c: char| c == letter || c.to_uppercase().eq(letter.to_uppercase());
        let is_passed = |c: char| c.is_whitespace() || matches!(c, '*' | '\\' | SOFT_HYPHEN);
        let mut ahead = rest.clone();
        let found = ahead.by_ref().find(|&(_, c)| same(c) || !is_passed(c)).filter(|&(_, c)| same(c))?;
        rest = ahead;
        Some(found)
    })
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|&c| !c.is_whitespace() && c != SOFT_HYPHEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(value: &str, printed: &str, expected: &[Option<usize>]) {
        let places: Vec<Option<usize>> = follow(value, printed).map(|letter| letter.map(|(at, _)| at)).collect();
        assert_eq!(places, expected);
    }

    #[test]
    fn printed_letters_are_found_in_what_was_written() {
        case("ab c", "ab c", &[Some(0), Some(1), Some(3)]);
        case("*ab* c", "ab c", &[Some(1), Some(2), Some(5)]);
        case("ab", "A B", &[Some(0), Some(1)]);
        case("ab", "AB-1", &[Some(0), Some(1), None, None]);
        case("a\u{ad}b", "ab", &[Some(0), Some(3)]);
        case("12", "NIP. 12", &[None, None, None, None, Some(0), Some(1)]);
    }
}
