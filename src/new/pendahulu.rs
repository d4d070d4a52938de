//! What the positions of an edition went on with is nothing to the next one.

use crate::diagnostic::Edit;
use crate::model::Jabatan;
use crate::source::{Sources, Span, line_end, line_start, next_line};

/// The edit that takes the lines of the key `pendahulu` out of a sheet; nothing if it
/// does not stand in lines of its own.
pub(super) fn dropped(jabatan: &Jabatan, sources: &Sources) -> Option<Edit> {
    let (first, last) = (jabatan.pendahulu.first()?.span, jabatan.pendahulu.last()?.span);
    let text = &sources.get(first.source).text;
    let start = key_line(text, first.start)?;
    let end = list_end(text, last.end);
    let line_end = line_end(text, end);
    let is_alone = is_nothing(&text[end..line_end]);
    is_alone.then(|| Edit { span: Span { start, end: next_line(text, line_end), ..first }, text: String::new() })
}

/// Where the line with the key above a value starts.
fn key_line(text: &str, value: usize) -> Option<usize> {
    let mut start = line_start(text, value);
    loop {
        let line = text[start..line_end(text, start)].trim_start().trim_start_matches(['"', '\'']);
        let rest = line.strip_prefix("pendahulu").map(|rest| rest.trim_start_matches(['"', '\'']).trim_start());
        if rest.is_some_and(|rest| rest.starts_with(':')) {
            return Some(start);
        }
        // Only items, comments and blank lines are between them.
        start = line_start(text, start.checked_sub(1)?);
    }
}

/// Where a list ends after its last item: there, or behind its bracket.
fn list_end(text: &str, item: usize) -> usize {
    let mut end = item;
    loop {
        let rest = &text[end..];
        let next = end + rest.len()
            - rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '"' | '\'')).len();
        match text[next..].chars().next() {
            Some(']') => return next + 1,
            Some('#') => end = line_end(text, next),
            _ => return item,
        }
    }
}

/// Whether the rest of a line says nothing.
fn is_nothing(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['"', '\'', ',', ' ', '\t']);
    rest.is_empty() || rest.starts_with('#')
}
