//! What is gone and what is new, marked in a text itself.
//!
//! The texts of a redline say what they were and what they are. The marks are
//! characters that the reader of content refuses, so no text has them by chance.

use crate::text;

/// What a stretch of a text is, if it is not simply there.
#[derive(Debug, Clone, Copy, Eq, PartialEq)]
pub enum Mark {
    Gone,
    New,
    /// No words of the edition, but about them.
    Remark,
}

const MARKS: [(char, Mark); 3] = [('\u{e010}', Mark::Gone), ('\u{e011}', Mark::New), ('\u{e012}', Mark::Remark)];
const END: char = '\u{e01f}';

/// Whether a character is a mark, which takes no room.
pub fn is_mark(c: char) -> bool {
    c == END || MARKS.iter().any(|(open, _)| *open == c)
}

/// A stretch with its mark.
pub fn marked(mark: Mark, text: &str) -> String {
    let (open, _) = MARKS.iter().find(|(_, known)| *known == mark).expect("every mark has a character");
    format!("{open}{text}{END}")
}

/// The stretches of a text, each with its mark.
pub fn stretches(text: &str) -> impl Iterator<Item = (Option<Mark>, &str)> {
    let pieces = text.split_inclusive(is_mark);
    let mut mark = None;
    pieces.filter_map(move |piece| {
        let last = piece.chars().next_back()?;
        let next = MARKS.iter().find(|(open, _)| *open == last).map(|(_, mark)| *mark);
        let ends = next.is_some() || last == END;
        let words = if ends { &piece[..piece.len() - last.len_utf8()] } else { piece };
        let of = std::mem::replace(&mut mark, next);
        (!words.is_empty()).then_some((of, words))
    })
}

/// Whether any stretch of a text has a mark.
pub fn is_marked(text: &str) -> bool {
    stretches(text).any(|(mark, _)| mark.is_some())
}

/// Whether a text has one mark from its first to its last word.
pub fn is_all(mark: Mark, text: &str) -> bool {
    let mut marks = stretches(text).map(|(mark, _)| mark).peekable();
    marks.peek().is_some() && marks.all(|found| found == Some(mark))
}

/// A text as it is read aloud, without the marks of italics.
pub fn spoken(text: &str) -> String {
    let stretch = |(mark, words)| {
        let words = text::plain(words);
        match mark {
            None => words,
            Some(Mark::Gone) => format!("[dihapus: {words}]"),
            Some(Mark::New) => format!("[baru: {words}]"),
            Some(Mark::Remark) => format!("[{words}]"),
        }
    };
    stretches(text).map(stretch).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_stretches_are_found_again() {
        let text = format!("a {}{} b", marked(Mark::Gone, "lama"), marked(Mark::New, "baru"));
        let found: Vec<_> = stretches(&text).collect();
        assert_eq!(found, [(None, "a "), (Some(Mark::Gone), "lama"), (Some(Mark::New), "baru"), (None, " b")]);
        assert_eq!(spoken(&text), "a [dihapus: lama][baru: baru] b");
        let is_gone = |text: &str| is_all(Mark::Gone, text);
        assert!(!is_gone(&text) && !is_gone("") && is_gone(&marked(Mark::Gone, "lama")));
    }
}
