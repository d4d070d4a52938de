//! Sheets of positions as they are written: history, copies, and two in one.

use super::draft::Draft;
use crate::diagnostic::Edit;
use crate::fix;
use crate::items;
use crate::model::{Jabatan, JabatanId, Teks};
use crate::scalar;
use crate::source::{Span, line_end, line_start, lines, newline};

/// What a position goes on with, as seen from the edition before: its predecessors,
/// or itself.
pub(super) fn history(jabatan: &Jabatan) -> Vec<JabatanId> {
    match jabatan.pendahulu.as_slice() {
        [] => vec![jabatan.id.clone()],
        known => known.iter().map(|id| id.value.clone()).collect(),
    }
}

/// Writes into the sheet of a position what it goes on with.
pub(super) fn predecessors(draft: &Draft, index: usize, added: &[JabatanId]) -> Vec<Edit> {
    let jabatan = draft.jabatan(index);
    let file = &draft.sources().get(jabatan.nama.span.source).text;
    let known: Vec<&JabatanId> = jabatan.pendahulu.iter().map(|id| &id.value).collect();
    let new: Vec<&JabatanId> = added.iter().filter(|id| !known.contains(id)).collect();
    // A position that was renamed before goes on with what it went on with.
    if !known.is_empty() && (new.is_empty() || new == [&jabatan.id]) {
        return Vec::new();
    }
    let new: Vec<String> = new.iter().map(|id| id.as_str().to_owned()).collect();
    let edit = items::added(file, "pendahulu", &jabatan.pendahulu, &new).unwrap_or_else(|| {
        let end = line_end(file, jabatan.nama.span.end);
        let text = format!("{}pendahulu: [{}]", newline(file), new.join(", "));
        Edit { span: Span { start: end, end, ..jabatan.nama.span }, text }
    });
    vec![edit]
}

/// The text of a sheet for another position that goes on with the same.
pub(super) fn copied(draft: &Draft, index: usize, nama: &Teks, history: &[JabatanId]) -> String {
    let jabatan = draft.jabatan(index);
    let file = &draft.sources().get(jabatan.nama.span.source).text;
    let mut edits = vec![scalar::rewritten(&jabatan.nama, &nama.value, draft.sources())];
    edits.extend(predecessors(draft, index, history));
    fix::spliced(file, edits.iter().collect())
}

/// The edits that add functions and table of one position to those of another;
/// nothing if they are not written item by item.
pub(super) fn joined(draft: &Draft, into: usize, from: usize) -> Option<Vec<Edit>> {
    let (into, from) = (draft.jabatan(into), draft.jabatan(from));
    let functions = |jabatan: &Jabatan| block(jabatan.fungsi.iter(), "");
    let table = |jabatan: &Jabatan| block(jabatan.table(), "sasaran:");
    let functions = appended(draft, &functions(into)?, &functions(from)?)?;
    Some(vec![functions, appended(draft, &table(into)?, &table(from)?)?])
}

/// The items of a list: where the texts in them are, and the key after the first
/// hyphen.
struct Block {
    texts: Span,
    key: &'static str,
}

fn block<'a>(texts: impl Iterator<Item = &'a Teks>, key: &'static str) -> Option<Block> {
    let spans = texts.map(|teks| teks.span).reduce(|all, span| Span {
        start: all.start.min(span.start),
        end: all.end.max(span.end),
        ..all
    });
    Some(Block { texts: spans?, key })
}

/// The edit that puts the lines of a list after those of another, with the
/// indentation of that one.
fn appended(draft: &Draft, after: &Block, added: &Block) -> Option<Edit> {
    let [here, there] = [after, added].map(|block| draft.sources().get(block.texts.source).text.as_str());
    let (start, own) = first_line(there, added)?;
    let (_, wanted) = first_line(here, after)?;
    let newline = newline(here);
    let mut text = String::new();
    for line in lines(&there[start..line_end(there, added.texts.end)]) {
        let depth = line.len() - line.trim_start().len();
        let indentation = if line.trim().is_empty() { 0 } else { (depth + wanted).saturating_sub(own) };
        text.push_str(&format!("{newline}{}{}", " ".repeat(indentation), line.trim_start()));
    }
    let end = line_end(here, after.texts.end);
    Some(Edit { span: Span { start: end, end, ..after.texts }, text })
}

/// Where the line with the first hyphen of a list starts, and how far that is in.
fn first_line(text: &str, block: &Block) -> Option<(usize, usize)> {
    let mut start = line_start(text, block.texts.start);
    loop {
        let line = &text[start..line_end(text, start)];
        let item = line.trim_start().strip_prefix("- ");
        if item.is_some_and(|item| item.starts_with(block.key)) {
            return Some((start, line.len() - line.trim_start().len()));
        }
        // A goal may stand in a list of its own below its key.
        let is_below = !block.key.is_empty() && (item.is_some() || line.trim().is_empty());
        start = line_start(text, start.checked_sub(1).filter(|_| is_below)?);
    }
}
