//! The tree of the structure as it is written, line by line.
//!
//! Positions are put in, taken out and moved with the comments above them and
//! behind them; the indentation follows. What is not touched stays byte for byte.

use std::ops::Range;

use crate::diagnostic::Edit;
use crate::model::{JabatanId, Naskah};
use crate::source::{Sources, Span, line_end, line_start, lines, newline, next_line};

/// The lines of the tree, superiors before their subordinates.
pub(crate) struct Tree {
    place: Span,
    base: usize,
    step: usize,
    newline: &'static str,
    pub(crate) branches: Vec<Branch>,
}

/// One position in its line.
pub(crate) struct Branch {
    pub(crate) id: JabatanId,
    /// How many superiors it has.
    pub(crate) depth: usize,
    /// How many it had when it was read.
    was: usize,
    /// The lines of comments above it.
    above: Vec<String>,
    /// What follows the name: the colon, and perhaps a comment.
    after: String,
}

impl Branch {
    pub(crate) fn new(id: JabatanId, depth: usize) -> Self {
        Self { id, depth, was: depth, above: Vec::new(), after: ":".to_owned() }
    }
}

impl Tree {
    /// Reads the tree of an edition; nothing if a position has no line of its own.
    pub(crate) fn read(naskah: &Naskah, sources: &Sources) -> Option<Self> {
        let first = naskah.jabatan.first()?.letak;
        let text = sources.get(first.source).text.as_str();
        let mut branches = Vec::new();
        let mut indentations = Vec::new();
        let start = line_start(text, first.start);
        let mut end = start;
        for jabatan in &naskah.jabatan {
            let Range { start: name, end: name_end } = jabatan.letak.range();
            let line = line_start(text, name);
            let line_end = line_end(text, name_end);
            let (indentation, after) = (&text[line..name], &text[name_end..line_end]);
            let above = text.get(end..line)?;
            let is_plain = text[name..name_end] == *jabatan.id.as_str() && indentation.chars().all(|c| c == ' ');
            let is_alone = after.strip_prefix(':').is_some_and(is_comment);
            if !is_plain || !is_alone || !lines(above).all(is_comment) {
                return None;
            }
            branches.push(Branch {
                id: jabatan.id.clone(),
                depth: naskah.superiors(jabatan).count(),
                was: naskah.superiors(jabatan).count(),
                above: lines(above).map(str::to_owned).collect(),
                after: after.to_owned(),
            });
            indentations.push(indentation.len());
            end = next_line(text, line_end);
        }
        let base = *indentations.first()?;
        let step = match branches.iter().position(|branch| branch.depth == 1) {
            Some(child) => indentations[child].checked_sub(base)?,
            None => 2,
        };
        Some(Self { place: Span { source: first.source, start, end }, base, step, newline: newline(text), branches })
    }

    /// Where a position is among the branches.
    pub(crate) fn position(&self, id: &JabatanId) -> Option<usize> {
        self.branches.iter().position(|branch| branch.id == *id)
    }

    /// A position with all below it, by their places.
    pub(crate) fn below(&self, index: usize) -> Range<usize> {
        let depth = self.branches[index].depth;
        let after = self.branches[index + 1..].iter().position(|branch| branch.depth <= depth);
        index..after.map_or(self.branches.len(), |after| index + 1 + after)
    }

    /// The edit that writes the tree as it is now.
    pub(crate) fn edit(&self) -> Edit {
        let mut text = String::new();
        for branch in &self.branches {
            let indentation = " ".repeat(self.base + branch.depth * self.step);
            for line in &branch.above {
                let stays = branch.depth == branch.was || line.trim().is_empty();
                let line = if stays { line.clone() } else { format!("{indentation}{}", line.trim_start()) };
                text.push_str(&(line + self.newline));
            }
            text.push_str(&format!("{indentation}{}{}{}", branch.id.as_str(), branch.after, self.newline));
        }
        Edit { span: self.place, text }
    }
}

fn is_comment(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}
