//! One YAML text as a tree in which every key and value knows its place.
//!
//! The text of a scalar is what is written, whatever YAML would take it for:
//! `007`, `no` and `1:30` stay as they are. Anchors, merge keys and tags are
//! refused: they would put words into a document that do not stand where they
//! are printed.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::granit_parser::{ScalarStyle, Scanner, StrInput, TokenType};
use serde_yaml::options::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy};

use super::{sintaks, tempelan};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Sources, Span, Spanned, line_start};

/// How deep lists and keys may be nested; 50 levels of structure fit in.
const MAX_DEPTH: usize = 64;

/// A value of a content file.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) span: Span,
    pub(super) isi: Isi,
}

/// What a value is.
#[derive(Debug, Clone)]
pub(super) enum Isi {
    Kosong,
    Teks(String),
    Daftar(Vec<Node>),
    Peta(Vec<(Spanned<String>, Node)>),
}

/// Reads one text. A fault of the YAML itself is one problem at its place.
pub(super) fn parse(sources: &Sources, source: SourceId) -> Result<Node, Box<Diagnostic>> {
    let text = &sources.get(source).text;
    let tokens = Tokens::of(text);
    if let Some(Range { start, end }) = tokens.tag {
        return Err(Box::new(sintaks::tag(Span { source, start, end })));
    }
    let mut options = serde_yaml::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::Error,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        strict_booleans: true,
        with_snippet: false,
    };
    options.budget = serde_yaml::budget! { max_depth: MAX_DEPTH, max_anchors: 0, max_aliases: 0 };
    match serde_yaml::from_str_with_options(text, options) {
        Ok(root) => {
            let root = Place { source, text }.node(root, &tokens.blocks);
            pasted_key(text, &root).map_or(Ok(root), |problem| Err(Box::new(problem)))
        }
        Err(error) => {
            let place = error.location().map_or(Span::file(source), |location| Place { source, text }.span(location));
            Err(Box::new(sintaks::problem(text, place, &error)))
        }
    }
}

/// What the library knows of a text and does not hand over with its values.
#[derive(Default)]
struct Tokens {
    /// Where the texts begin that stand in lines of their own below `|` or `>`.
    blocks: BTreeSet<usize>,
    /// The first tag. The library refuses some, and lets others change a value.
    tag: Option<Range<usize>>,
}

impl Tokens {
    fn of(text: &str) -> Self {
        let mut tokens = Self::default();
        for token in Scanner::new(StrInput::new(text)).map_while(Result::ok) {
            let (span, kind) = token.into_parts();
            let (Some(start), Some(end)) = (span.start.byte_offset(), span.end.byte_offset()) else { continue };
            match kind {
                TokenType::Scalar(ScalarStyle::Literal | ScalarStyle::Folded, _) => _ = tokens.blocks.insert(start),
                TokenType::Tag(..) => _ = tokens.tag.get_or_insert(start..end),
                _ => {}
            }
        }
        tokens
    }
}

/// The first key with a mark of a word processor at its start, or a strange space.
fn pasted_key(text: &str, node: &Node) -> Option<Diagnostic> {
    match &node.isi {
        Isi::Kosong | Isi::Teks(_) => None,
        Isi::Daftar(items) => items.iter().find_map(|item| pasted_key(text, item)),
        Isi::Peta(entries) => entries.iter().find_map(|(key, value)| {
            tempelan::problem(text, key.span)
                .or_else(|| tempelan::in_key(text, key.span))
                .or_else(|| pasted_key(text, value))
        }),
    }
}

/// A value as the library hands it over.
enum Raw {
    Empty,
    Text(String),
    /// A number or a boolean: its text is taken from the file.
    Other,
    List(Vec<serde_yaml::Spanned<Raw>>),
    Map(Vec<(serde_yaml::Spanned<String>, serde_yaml::Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Empty)
    }

    fn visit_str<E>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Raw::Map(map))
    }
}

/// Turns places of the library into ours.
struct Place<'a> {
    source: SourceId,
    text: &'a str,
}

impl Place<'_> {
    fn node(&self, raw: serde_yaml::Spanned<Raw>, blocks: &BTreeSet<usize>) -> Node {
        let span = self.span(raw.referenced);
        let span = if blocks.contains(&span.start) { self.block(span) } else { span };
        let isi = match raw.value {
            Raw::Empty => Isi::Kosong,
            Raw::Text(text) => Isi::Teks(text),
            Raw::Other => Isi::Teks(self.text[span.range()].to_owned()),
            Raw::List(items) => Isi::Daftar(items.into_iter().map(|item| self.node(item, blocks)).collect()),
            Raw::Map(entries) => {
                let entry = |(key, value): (serde_yaml::Spanned<String>, _)| {
                    (Spanned { span: self.span(key.referenced), value: key.value }, self.node(value, blocks))
                };
                Isi::Peta(entries.into_iter().map(entry).collect())
            }
        };
        Node { span, isi }
    }

    /// A block from its `|` or `>` to its last character; the library hands over
    /// the lines below, and the indentation of what follows.
    fn block(&self, span: Span) -> Span {
        let before = self.text[..span.start].trim_end();
        let line = line_start(before, before.len());
        let is_header = |rest: &str| {
            let rest = rest.trim_start_matches(|c: char| matches!(c, '+' | '-' | '1'..='9'));
            rest.is_empty() || rest.starts_with(' ') && rest.trim_start().starts_with('#')
        };
        let mark = before[line..].match_indices(['|', '>']).find(|(at, _)| is_header(&before[line + at + 1..]));
        let end = span.start + self.text[span.range()].trim_end().len();
        Span { start: mark.map_or(span.start, |(at, _)| line + at), end, ..span }
    }

    fn span(&self, location: serde_yaml::Location) -> Span {
        let span = location.span();
        let start = match span.byte_offset() {
            Some(offset) => offset as usize,
            None => self.byte_of_char(span.offset() as usize),
        };
        let start = self.text.floor_char_boundary(start.min(self.text.len()));
        let end = start + span.byte_len().unwrap_or_default() as usize;
        Span { source: self.source, start, end: self.text.ceil_char_boundary(end.min(self.text.len())) }
    }

    /// Errors of the scanner count in characters only.
    fn byte_of_char(&self, index: usize) -> usize {
        self.text.char_indices().nth(index).map_or(self.text.len(), |(at, _)| at)
    }
}
