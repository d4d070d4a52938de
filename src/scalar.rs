//! How a text is written in its file: where each part of it stands, and what
//! another wording would be.
//!
//! What YAML makes of a scalar is not what is written: lines are folded,
//! quotes doubled, characters escaped. A problem and its correction point at
//! the bytes that were written.

use std::ops::Range;

use crate::diagnostic::Edit;
use crate::model::Teks;
use crate::source::{Sources, Span, line_end};

/// The place of a part of a text, in bytes of its value; the place of the whole
/// text if the part cannot be found in it.
pub(crate) fn place(teks: &Teks, part: Range<usize>, sources: &Sources) -> Span {
    exact(teks, part, sources).unwrap_or(teks.span)
}

/// The bytes that a part of a text was written with, if they can be told.
pub(crate) fn exact(teks: &Teks, part: Range<usize>, sources: &Sources) -> Option<Span> {
    let bytes = bytes(teks, sources)?;
    Some(Span { start: bytes[part.start], end: bytes[part.end], ..teks.span })
}

/// The bytes of a part that may go: not if nothing stays of the text, or what stays
/// is something else to YAML.
pub(crate) fn removable(teks: &Teks, part: Range<usize>, sources: &Sources) -> Option<Span> {
    let rest = [&teks.value[..part.start], &teks.value[part.end..]].concat();
    let is_quoted = sources.get(teks.span.source).text[teks.span.range()].starts_with(['"', '\'']);
    let starts_well = part.start > 0 || rest.starts_with(char::is_alphanumeric);
    let stays = rest.contains(char::is_alphanumeric) && (is_quoted || (starts_well && !is_value(&rest)));
    exact(teks, part, sources).filter(|_| stays)
}

/// Words that are no text to YAML, or not to every program that reads it.
fn is_value(text: &str) -> bool {
    let values = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    values.iter().any(|value| text.eq_ignore_ascii_case(value))
}

/// Where in its file each byte of a text stands, and the end of the text.
pub(crate) fn bytes(teks: &Teks, sources: &Sources) -> Option<Vec<usize>> {
    let mut places = places(&sources.get(teks.span.source).text[teks.span.range()], &teks.value)?;
    places.iter_mut().for_each(|place| *place += teks.span.start);
    Some(places)
}

/// Where each byte of a value, and its end, stands in what was written.
fn places(written: &str, value: &str) -> Option<Vec<usize>> {
    let quote = written.chars().next().filter(|c| matches!(c, '"' | '\''));
    let mut at = start(written);
    let mut places = Vec::with_capacity(value.len() + 1);
    // The line end of a block is not among its bytes.
    let mut rest = value.trim_end_matches(is_fold);
    while let Some(c) = rest.chars().next() {
        // In double quotes a line may end in a backslash: nothing comes of it.
        while quote == Some('"') && written[at..].starts_with(['\\']) && written[at + 1..].starts_with(['\n', '\r']) {
            at += 1 + leading_space(&written[at + 1..]);
        }
        let here = at;
        let mut taken = c.len_utf8();
        let gap = leading_space(&written[at..]);
        if written[at..at + gap].contains(['\n', '\r']) && is_fold(c) {
            taken = rest.len() - rest.trim_start_matches(is_fold).len();
            at += gap;
        } else {
            at += width(&written[at..], c, quote)?;
        }
        places.extend(std::iter::repeat_n(here, taken));
        rest = &rest[taken..];
    }
    places.resize(value.len() + 1, at);
    Some(places)
}

/// Where the first letter of a text stands in what was written.
fn start(written: &str) -> usize {
    let before = match written.chars().next() {
        Some('"' | '\'') => 1,
        _ if is_block(written) => line_end(written, 0),
        _ => 0,
    };
    before + leading_space(&written[before..])
}

fn leading_space(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t', '\n', '\r']).len()
}

/// What a line end becomes in a value.
fn is_fold(c: char) -> bool {
    matches!(c, ' ' | '\n')
}

/// How many bytes a character was written with.
fn width(written: &str, c: char, quote: Option<char>) -> Option<usize> {
    let next = written.chars().next()?;
    match quote {
        Some('\'') if c == '\'' => written.starts_with("''").then_some(2),
        Some('"') if next == '\\' => {
            let digits = match written[1..].chars().next()? {
                'x' => 2,
                'u' => 4,
                'U' => 8,
                _ => 0,
            };
            let width = 2 + digits;
            written.is_char_boundary(width).then_some(width)
        }
        _ => (next == c).then_some(c.len_utf8()),
    }
}

/// The edit that gives a text another wording, in its own kind of quotes.
pub(crate) fn rewritten(teks: &Teks, value: &str, sources: &Sources) -> Edit {
    let written = &sources.get(teks.span.source).text[teks.span.range()];
    let text = match written.chars().next() {
        // Quotes are quotes there.
        _ if is_block(written) => {
            let span = Span { start: teks.span.start + start(written), ..teks.span };
            return Edit { span, text: value.to_owned() };
        }
        Some('\'') => format!("'{}'", value.replace('\'', "''")),
        Some('"') => quoted(value),
        _ if may_be_plain(value) => value.to_owned(),
        _ => quoted(value),
    };
    Edit { span: teks.span, text }
}

/// Whether a text stands in lines of its own below `|` or `>`.
pub(crate) fn is_block(written: &str) -> bool {
    written.starts_with(['|', '>'])
}

/// Whether a text is written without quotes, and not as a block.
pub(crate) fn is_plain(written: &str) -> bool {
    !written.starts_with(['"', '\'', '|', '>'])
}

/// A text in double quotes.
pub(crate) fn quoted(value: &str) -> String {
    serde_json::to_string(value).expect("a text is plain JSON")
}

/// Whether a text may stand in YAML as it is.
pub(crate) fn may_be_plain(value: &str) -> bool {
    let starts_well = value.starts_with(char::is_alphabetic);
    starts_well && !value.contains([':', '#', '[', ']', '{', '}', ',', '"', '\'', '\n'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(written: &str, value: &str, part: &str, expected: &str) {
        let start = value.find(part).expect("the part is in the value");
        let places = places(written, value).expect("the value can be followed");
        assert_eq!(&written[places[start]..places[start + part.len()]], expected);
    }

    #[test]
    fn parts_of_a_text_are_found_as_they_were_written() {
        case("satu dua", "satu dua", "dua", "dua");
        case("satu\n    dua tiga", "satu dua tiga", "dua", "dua");
        case("satu\n    dua tiga", "satu dua tiga", "satu dua", "satu\n    dua");
        case("'ke''satu dua'", "ke'satu dua", "e's", "e''s");
        case("\"a\\u00e9b c\"", "aéb c", "é", "\\u00e9");
        case("|\n  satu\n  dua", "satu\ndua", "dua", "dua");
        case("| # tua\n\n  \"satu\" dua", "\"satu\" dua\n", "dua\n", "dua");
        case(">-\n  satu\n  dua", "satu dua", "dua", "dua");
        case("' satu'", "satu", "satu", "satu");
        case("\"satu \\\n  dua\"", "satu dua", "dua", "dua");
    }

    #[test]
    fn a_text_that_cannot_be_followed_has_no_parts() {
        assert_eq!(places("satu", "dua"), None);
    }
}
