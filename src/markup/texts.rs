//! Texts of the content as string literals of Typst.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use minijinja::value::Value;

use super::engine::{Placed, literal};
use super::{Overflow, Setter};
use crate::marks::{self, Mark};
use crate::model::Teks;
use crate::pemenggalan::pemenggalan;
use crate::source::{Span, Spanned};
use crate::text;

/// A place where a long word may break. Typst overlooks a width of zero.
const BREAK: &str = "#h(0.001pt);";

impl Setter<'_> {
    /// A text as it stands in the content, with its marks.
    pub(super) fn place(&self, teks: &Teks) -> Value {
        self.place_parted(teks, self.overflow(teks.span))
    }

    /// A text above or below the rule of a fraction, of which only `width` is sure, in
    /// sizes of its font. Longer words are parted.
    pub(super) fn place_at_rule(&self, teks: &Teks, width: f64) -> Value {
        let known = self.overflow(teks.span);
        let plain = text::plain(&teks.value);
        let regular = &self.geometry.regular;
        let is_too_long = |word: &&str| regular.longest_word(word) > width;
        let mut words: BTreeSet<String> = plain.split_whitespace().filter(is_too_long).map(str::to_owned).collect();
        if words.is_empty() {
            return self.place_parted(teks, known);
        }
        let times = if regular.longest_word(&plain) > 2.0 * width { 2 } else { 1 };
        words.extend(known.iter().flat_map(|known| known.words.iter().cloned()));
        let times = times + known.map_or(0, |known| known.times);
        self.place_parted(teks, Some(&Overflow { words, times }))
    }

    fn overflow(&self, span: Span) -> Option<&Overflow> {
        self.adjustments.overflows.get(&(self.is_drawing, span))
    }

    fn place_parted(&self, teks: &Teks, overflow: Option<&Overflow>) -> Value {
        let mut printed = String::new();
        let mut markup = String::new();
        let mut before = None;
        let mut is_marked = false;
        for (mark, words) in marks::stretches(&teks.value) {
            is_marked |= mark.is_some();
            // A struck space looks like a hyphen, and after one a line may break.
            let core = if mark.is_some() && !words.trim().is_empty() { words.trim() } else { words };
            let start = words.find(core).unwrap_or_default();
            let call = match mark {
                None => "",
                Some(Mark::Gone) => "#buang[",
                Some(Mark::New) if before == Some(Mark::Gone) && start == 0 => "#ganti[",
                Some(Mark::New) => "#baru[",
                Some(Mark::Remark) => "#catatan[",
            };
            markup.push_str(&literals(&words[..start], overflow));
            markup.push_str(call);
            printed.push_str(&words[..start]);
            for segment in text::segments(core) {
                printed.push_str(&segment.text);
                let literals = literals(&segment.text, overflow);
                if segment.italic {
                    _ = write!(markup, "#emph[{literals}];");
                } else {
                    markup.push_str(&literals);
                }
            }
            markup.push_str(if mark.is_some() { "];" } else { "" });
            let end = &words[start + core.len()..];
            // After a space the next stretch needs no gap.
            before = mark.filter(|_| end.is_empty());
            markup.push_str(&literals(end, overflow));
            printed.push_str(end);
        }
        let markup = if is_marked { format!("ubah[{markup}]") } else { format!("[{markup}]") };
        Value::from_object(Placed { markup, span: teks.span, printed, required: true })
    }

    /// A text made from the content, with the place it mostly comes from.
    pub(super) fn written(&self, line: String, span: Span) -> Value {
        let markup = format!("[{}]", literals(&line, self.overflow(span)));
        Value::from_object(Placed { markup, span, printed: line, required: true })
    }

    /// The mark of continuation is seen only where something goes on.
    pub(super) fn continuation(&self) -> Value {
        let lanjutan = &self.naskah.sebutan.lanjutan;
        let printed = text::plain(&lanjutan.value);
        let markup = format!("[{}]", literals(&printed, self.overflow(lanjutan.span)));
        Value::from_object(Placed { markup, span: lanjutan.span, printed, required: false })
    }

    pub(super) fn capitals(&self, teks: &Teks) -> Value {
        self.place(&Spanned { value: teks.value.to_uppercase(), span: teks.span })
    }
}

/// A text as string literals, with places to break if it did not fit.
fn literals(text: &str, overflow: Option<&Overflow>) -> String {
    let mut markup = String::new();
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            markup.push_str("#linebreak();");
        }
        let Some(overflow) = overflow else {
            markup.push_str(&unbroken(line));
            continue;
        };
        for word in line.split_inclusive(' ') {
            markup.push_str(&breakable(word, overflow));
        }
    }
    markup
}

/// A word with soft hyphens between the syllables of long stretches of letters; or
/// with the one near the middle of each. Copied words have those that are not seen.
fn hyphenated(word: &str, once: bool) -> String {
    let mut hyphenated = String::new();
    for stretch in word.split_inclusive(|c: char| !c.is_alphabetic()) {
        let letters = stretch.trim_end_matches(|c: char| !c.is_alphabetic());
        let mut ends = pemenggalan(letters);
        if once {
            let middle = ends.iter().rev().copied().min_by_key(|end| (2 * end).abs_diff(letters.len()));
            ends.retain(|end| middle == Some(*end));
        }
        let mut start = 0;
        for end in ends {
            hyphenated.push_str(&letters[start..end]);
            hyphenated.push('\u{ad}');
            start = end;
        }
        hyphenated.push_str(&stretch[start..]);
    }
    hyphenated
}

/// A line, with boxes around what Typst would break and should not.
fn unbroken(line: &str) -> String {
    let mut markup = String::new();
    let mut loose = String::new();
    for piece in text::pieces(line) {
        let letters = piece.trim_end();
        if !is_broken(letters.trim_end_matches('-')) {
            loose.push_str(piece);
            continue;
        }
        if !loose.is_empty() {
            _ = write!(markup, "#{};", literal(&loose));
        }
        _ = write!(markup, "#box[#{};]", literal(letters));
        loose = piece[letters.len()..].to_owned();
    }
    if !loose.is_empty() {
        _ = write!(markup, "#{};", literal(&loose));
    }
    markup
}

/// Whether Typst breaks a line after a space in it, or after a hyphen, which it does
/// not before a digit.
fn is_broken(line: &str) -> bool {
    line.contains(' ') || line.split('-').skip(1).any(|after| !after.starts_with(|c: char| c.is_ascii_digit()))
}

/// A word that may break after it; if it was too long, also after a slash and with
/// a hyphen near its middle, then between all syllables, then everywhere. An address
/// has no hyphens.
fn breakable(word: &str, overflow: &Overflow) -> String {
    let letters = word.trim_end();
    let is_part = |long: &String| letters.contains(long.as_str()) || letters.len() > 3 && long.contains(letters);
    if overflow.times < 4 && !overflow.words.iter().any(is_part) {
        return format!("#{};{BREAK}", literal(word));
    }
    if overflow.times < 3 {
        // A hyphen in an address would be part of it.
        let is_address = text::is_address(letters);
        let ends: &[char] = if is_address { &['/', '.', '@'] } else { &['/'] };
        let hyphened = |part: &str| if is_address { part.to_owned() } else { hyphenated(part, overflow.times == 1) };
        return word.split_inclusive(ends).map(|part| format!("#{};{BREAK}", literal(&hyphened(part)))).collect();
    }
    let starts = word.char_indices().filter(|&(_, c)| !text::is_accent(c)).map(|(at, _)| at);
    let mut ends: Vec<usize> = starts.skip(1).collect();
    ends.push(word.len());
    let mut start = 0;
    let pieces = ends.into_iter().map(|end| &word[std::mem::replace(&mut start, end)..end]);
    pieces.map(|piece| format!("#{};{BREAK}", literal(piece))).collect()
}
