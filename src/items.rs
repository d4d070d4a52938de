//! Lists as they are written, item by item or in brackets.

use crate::diagnostic::Edit;
use crate::source::{Span, Spanned, line_end, lines, newline};

/// The edit that adds items to the list of a key; nothing if it has none so far.
pub(crate) fn added<T>(yaml: &str, key: &str, known: &[Spanned<T>], new: &[String]) -> Option<Edit> {
    let (first, last) = (known.first()?.span, known.last()?.span);
    let (_, list) = yaml[..first.start].rsplit_once(key)?;
    let at = |at: usize| Span { start: at, end: at, ..last };
    if list.trim_start_matches(['"', '\'', ' ', ':']).starts_with('[') {
        return Some(Edit { span: at(last.end), text: format!(", {}", new.join(", ")) });
    }
    let is_item = |line: &&str| line.trim_start().starts_with("- ") || line.trim() == "-";
    let item = lines(&yaml[..last.start]).filter(is_item).last()?;
    let before = &item[..=item.find('-')?];
    let newline = newline(yaml);
    let text = new.iter().map(|item| format!("{newline}{before} {item}")).collect();
    Some(Edit { span: at(line_end(yaml, last.end)), text })
}
