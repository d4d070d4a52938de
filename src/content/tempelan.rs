//! Marks that a word processor or a browser puts where YAML has its own: curly
//! quotes, bullets, spaces that are none to YAML, and what is not seen at all.

use super::SYNTAX;
use crate::diagnostic::Diagnostic;
use crate::source::{Span, line_end, line_start};
use crate::text;

/// The mark that a line or a value begins with at a place, or that follows its
/// hyphen or its key.
pub(super) fn problem(text: &str, place: Span) -> Option<Diagnostic> {
    let line = &text[place.start..line_end(text, place.start)];
    let (at, c) = mark(line)?;
    let length = line[at..].len() - line[at..].trim_start_matches(c).len();
    let start = place.start + at;
    Some(strange(c, Span { start, end: start + length, ..place }))
}

/// Such a mark: its byte in the line.
pub(super) fn mark(line: &str) -> Option<(usize, char)> {
    let first = line.chars().next()?;
    let after = &line[first.len_utf8()..];
    let is_item = (text::is_bullet(first) || is_dash(first)) && after.starts_with(char::is_whitespace);
    if is_space(first) || is_quote(first) || is_item {
        return Some((0, first));
    }
    let name = line.len() - line.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-')).len();
    let end = if first == '-' { 1 } else { name + 1 };
    let next = line.get(end..)?.chars().next().filter(|&c| is_space(c))?;
    (first == '-' || line[name..].starts_with(':')).then_some((end, next))
}

/// The curly quote at the end of a value that begins with a straight one, in the
/// last such line down to a fault.
pub(super) fn closing(text: &str, fault: Span) -> Option<Diagnostic> {
    let opens = |line: &str| [": \"", ": '", "- \"", "- '"].iter().any(|start| line.contains(start));
    let is_last = |&(at, quote): &(usize, &str)| {
        let after = &text[at + quote.len()..line_end(text, at)];
        after.trim().is_empty() && opens(&text[line_start(text, at)..at])
    };
    let (at, quote) = text[..line_end(text, fault.start)].rmatch_indices(is_quote).find(is_last)?;
    Some(strange(quote.chars().next()?, Span { start: at, end: at + quote.len(), ..fault }))
}

/// The first such space in the name of a key.
pub(super) fn in_key(text: &str, key: Span) -> Option<Diagnostic> {
    let (at, c) = text[key.range()].char_indices().find(|&(_, c)| is_space(c))?;
    let start = key.start + at;
    Some(strange(c, Span { start, end: start + c.len_utf8(), ..key }))
}

/// A character in the place of a mark of YAML, and what to type.
pub(super) fn strange(c: char, place: Span) -> Diagnostic {
    let code = format!("U+{:04X}", c as u32);
    let (message, help) = if is_quote(c) {
        (format!("`{c}` adalah kutip melengkung, bukan tanda kutip YAML"), "ganti dengan kutip lurus: `\"…\"`")
    } else if is_unseen(c) {
        let help = "hapus; teks yang ditempel dari peramban atau percakapan sering membawanya";
        (format!("di sini ada karakter tak terlihat ({code})"), help)
    } else if is_space(c) {
        let name = if matches!(c, '\u{a0}' | '\u{202f}') { "spasi tak putus" } else { "spasi khusus" };
        let help = "hapus, lalu ketik spasi biasa; teks yang ditempel dari pengolah kata sering membawanya";
        (format!("di sini ada {name} ({code}), bukan spasi biasa"), help)
    } else {
        let is_private = matches!(c, '\u{e000}'..='\u{f8ff}');
        let name = if is_private { "bulatan".to_owned() } else { format!("`{c}`") };
        let help = "awali setiap butir dengan tanda hubung dan spasi: `- …`";
        (format!("{name} ({code}) bukan tanda hubung yang mengawali butir"), help)
    };
    Diagnostic::galat(SYNTAX, message, place).help(help)
}

pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '\u{2018}'..='\u{201f}')
}

/// Spaces that do not count as such in YAML, and those without width.
pub(super) fn is_space(c: char) -> bool {
    is_unseen(c) || matches!(c, '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

/// Dashes in the place of a hyphen.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}')
}
