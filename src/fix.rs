//! `iki check --fix`: corrections that need no decision, byte by byte.
//!
//! Only the bytes that a finding names are replaced; comments, order, quotes
//! and line ends stay as they are. What was changed is read again before it is
//! written.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Edit};
use crate::source::{SourceId, Sources};

/// The new text of every file that changes, and how many corrections it has.
pub fn texts(problems: &[Diagnostic], sources: &Sources) -> BTreeMap<SourceId, (String, usize)> {
    let mut files: BTreeMap<SourceId, Vec<&[Edit]>> = BTreeMap::new();
    for edits in problems.iter().map(|problem| problem.edits.as_slice()) {
        if let Some(first) = edits.first() {
            files.entry(first.span.source).or_default().push(edits);
        }
    }
    files.into_iter().map(|(source, corrections)| (source, corrected(&sources.get(source).text, corrections))).collect()
}

/// A text with every correction that touches no other one. What is left out
/// is found again in the next round.
fn corrected(text: &str, corrections: Vec<&[Edit]>) -> (String, usize) {
    let mut chosen: Vec<&Edit> = Vec::new();
    let mut count = 0;
    for edits in corrections {
        let is_free = |edit: &Edit| chosen.iter().all(|other| !touches(edit, other));
        if edits.iter().all(is_free) {
            chosen.extend(edits);
            count += 1;
        }
    }
    (spliced(text, chosen), count)
}

/// A text with edits that touch no other one.
pub(crate) fn spliced(text: &str, mut edits: Vec<&Edit>) -> String {
    edits.sort_by_key(|edit| edit.span);
    let mut result = String::with_capacity(text.len());
    let mut end = 0;
    for edit in edits {
        result.push_str(&text[end..edit.span.start]);
        result.push_str(&edit.text);
        end = edit.span.end;
    }
    result.push_str(&text[end..]);
    result
}

fn touches(one: &Edit, other: &Edit) -> bool {
    one.span.start <= other.span.end && other.span.start <= one.span.end
}
