//! Texts of files, and places in them.
//!
//! Every value that a reader may have to be shown keeps its [`Span`]: the file
//! and the bytes it was written in. Lines and columns are worked out only when
//! something is shown.

use std::ops::Range;
use std::sync::OnceLock;

/// Names one text in [`Sources`].
#[derive(Debug, Clone, Copy, Eq, PartialEq, Ord, PartialOrd, Hash)]
pub struct SourceId(usize);

/// Bytes `start..end` of one source.
#[derive(Debug, Clone, Copy, Eq, PartialEq, Ord, PartialOrd, Hash)]
pub struct Span {
    pub source: SourceId,
    pub start: usize,
    pub end: usize,
}

impl Span {
    /// The place of a whole file, for problems that have no smaller one.
    pub fn file(source: SourceId) -> Self {
        Self { source, start: 0, end: 0 }
    }

    /// The bytes of the source that the span covers.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// A value and the place where it was written.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Spanned<T> {
    pub value: T,
    pub span: Span,
}

/// One text that was read: its path as the user knows it, and its content.
#[derive(Debug, Clone)]
pub struct Source {
    pub name: String,
    pub text: String,
    /// Where its lines start, once somebody asks.
    starts: OnceLock<Vec<usize>>,
}

impl Source {
    /// Line and column of a byte, both counted from 1, the column in
    /// characters. A byte order mark is not a character.
    fn position(&self, at: usize) -> (usize, usize) {
        let starts = self.starts.get_or_init(|| starts(&self.text));
        let at = self.text.floor_char_boundary(at);
        let line = starts.partition_point(|&start| start <= at);
        let before = &self.text[starts[line - 1]..at];
        (line, before.chars().filter(|&c| c != '\u{feff}').count() + 1)
    }
}

/// Where the lines of a text start.
fn starts(text: &str) -> Vec<usize> {
    let end = |(at, end): (usize, &str)| (end != "\r" || !text[at + 1..].starts_with('\n')).then_some(at + 1);
    std::iter::once(0).chain(text.match_indices(['\n', '\r']).filter_map(end)).collect()
}

/// Every text of one run.
#[derive(Debug, Clone, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Keeps a text under the path that messages will show.
    pub fn add(&mut self, name: String, text: String) -> SourceId {
        self.0.push(Source { name, text, starts: OnceLock::new() });
        SourceId(self.0.len() - 1)
    }

    /// Adds a word to a text, and says where it is then.
    pub(crate) fn append(&mut self, id: SourceId, word: &str) -> Span {
        let Source { text, starts, .. } = &mut self.0[id.0];
        starts.take();
        if !text.is_empty() {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(word);
        Span { source: id, start, end: text.len() }
    }

    /// The text of an id.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.0[id.0]
    }

    /// Line and column of a byte of a text, both counted from 1, the column in
    /// characters.
    pub fn position(&self, source: SourceId, at: usize) -> (usize, usize) {
        self.get(source).position(at)
    }

    /// Every text with its id, in the order they were read.
    pub fn all(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.0.iter().enumerate().map(|(index, source)| (SourceId(index), source))
    }
}

/// Where the line of a place in a text ends.
pub(crate) fn line_end(text: &str, at: usize) -> usize {
    at + text[at..].find(['\r', '\n']).unwrap_or(text.len() - at)
}

/// Where the line of a place in a text starts.
pub(crate) fn line_start(text: &str, at: usize) -> usize {
    let before = &text[..at];
    let before = before.strip_suffix('\r').filter(|_| text[at..].starts_with('\n')).unwrap_or(before);
    before.rfind(['\r', '\n']).map_or(0, |end| end + 1)
}

/// Where the line after the one that ends at a place starts.
pub(crate) fn next_line(text: &str, end: usize) -> usize {
    let rest = &text[end..];
    end + if rest.starts_with("\r\n") { 2 } else { usize::from(!rest.is_empty()) }
}

/// The lines of a text without their ends.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let from = start;
        let end = line_end(text, from);
        start = next_line(text, end);
        (from < text.len()).then(|| &text[from..end])
    })
}

/// How the lines of a text end.
pub(crate) fn newline(text: &str) -> &'static str {
    match (text.contains('\r'), text.contains('\n')) {
        (true, false) => "\r",
        _ if text.contains("\r\n") => "\r\n",
        _ => "\n",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, start: usize, expected: (usize, usize)) {
        let mut sources = Sources::default();
        let source = sources.add("a.yaml".to_owned(), text.to_owned());
        assert_eq!(sources.position(source, start), expected);
    }

    #[test]
    fn positions_count_lines_and_characters() {
        case("", 0, (1, 1));
        case("a\nb", 0, (1, 1));
        case("a\nb", 2, (2, 1));
        case("a\r\nbc", 4, (2, 2));
        case("a\rb", 2, (2, 1));
        case("é: x", 2, (1, 2));
        case("\u{feff}a: x", 3, (1, 1));
        case("a\n\n\nb", 4, (4, 1));
    }

    #[test]
    fn lines_end_as_they_are_written() {
        // A text, how its lines end, and where the line of its last letter starts.
        let cases = [
            ("a", "\n", 0),
            ("a\nb", "\n", 2),
            ("a\r\nb", "\r\n", 3),
            ("a\rb", "\r", 2),
            ("a\r\rb", "\r", 3),
            ("a\r\n\r\nb", "\r\n", 5),
        ];
        for (text, end, start) in cases {
            assert_eq!((newline(text), line_start(text, text.len())), (end, start), "{text:?}");
            let expected: Vec<&str> = text.split(end).collect();
            assert_eq!(lines(text).collect::<Vec<_>>(), expected, "{text:?}");
            assert_eq!(lines(&format!("{text}{end}")).collect::<Vec<_>>(), expected, "{text:?}");
        }
        assert_eq!(line_start("a\r\nb", 2), 0, "a line end is one");
        assert_eq!(lines("").count(), 0);
    }
}
