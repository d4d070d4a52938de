//! One YAML text as a tree in which every key and value knows its place.
//!
//! The text of a scalar is what is written, whatever YAML would take it for:
//! `007`, `no` and `1:30` stay as they are. Anchors, merge keys and tags are
//! refused: they would put words into a document that do not stand where they
//! are printed.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::granit_parser::{ErrorKind, ScalarStyle, Scanner, StrInput, Token, TokenType};
use serde_yaml::localizer::ExternalMessageSource;
use serde_yaml::options::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy};

use super::{SYNTAX, indentasi, tempelan};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Sources, Span, Spanned, line_end, line_start};

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
    let mut options = serde_yaml::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::Error,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        reject_unsupported_tags: true,
        strict_booleans: true,
        ignore_binary_tag_for_string: true,
        with_snippet: false,
    };
    options.budget = serde_yaml::budget! { max_depth: MAX_DEPTH, max_anchors: 0, max_aliases: 0 };
    match serde_yaml::from_str_with_options(text, options) {
        Ok(root) => {
            let root = Place { source, text }.node(root, &blocks(text));
            pasted_key(text, &root).map_or(Ok(root), |problem| Err(Box::new(problem)))
        }
        Err(error) => Err(Box::new(Place { source, text }.problem(&error))),
    }
}

/// Where the texts begin that stand in lines of their own below `|` or `>`.
fn blocks(text: &str) -> BTreeSet<usize> {
    let start = |token: Token| match token.into_parts() {
        (span, TokenType::Scalar(ScalarStyle::Literal | ScalarStyle::Folded, _)) => span.start.byte_offset(),
        _ => None,
    };
    Scanner::new(StrInput::new(text)).map_while(Result::ok).filter_map(start).collect()
}

/// The first key that begins with a mark of a word processor.
fn pasted_key(text: &str, node: &Node) -> Option<Diagnostic> {
    match &node.isi {
        Isi::Kosong | Isi::Teks(_) => None,
        Isi::Daftar(items) => items.iter().find_map(|item| pasted_key(text, item)),
        Isi::Peta(entries) => entries
            .iter()
            .find_map(|(key, value)| tempelan::problem(text, key.span).or_else(|| pasted_key(text, value))),
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

    fn problem(&self, error: &serde_yaml::Error) -> Diagnostic {
        let span = error.location().map_or(Span::file(self.source), |location| self.span(location));
        let explanation = explanation(error);
        if matches!(explanation, UNCLOSED | TRAILING)
            && let Some(problem) = tempelan::closing(self.text, span)
        {
            return problem;
        }
        let is_layout = matches!(explanation, GENERAL | KEY_EXPECTED | CROOKED | COLON | ITEM);
        if is_layout
            && self.tab().is_none()
            && !self.text.contains(is_unprintable)
            && let Some(problem) = indentasi::problem(self.text, span)
        {
            return problem;
        }
        let (place, (kode, message, help)) = self.cause(span, explanation).unwrap_or((span, explanation));
        Diagnostic::galat(kode, message, place).help(help)
    }

    /// What the author did, where the scanner stumbles over it only later or
    /// knows no better than that it stumbled.
    fn cause(&self, span: Span, found: Explanation) -> Option<(Span, Explanation)> {
        if let Some((at, c)) = self.text.char_indices().find(|&(_, c)| is_unprintable(c)) {
            return Some((self.place(at, c.len_utf8()), CONTROL));
        }
        let before = &self.text[..span.start];
        match found {
            TAG | ANCHOR => {
                let token = before.split_whitespace().next_back().filter(|token| token.starts_with(['!', '&']))?;
                Some((self.place(before.rfind(token)?, token.len()), found))
            }
            UNCLOSED => {
                let opened =
                    [": \"", ": '", "- \"", "- '"].into_iter().filter_map(|quote| before.rfind(quote)).max()?;
                Some((self.place(opened + 2, 1), found))
            }
            MULTIPLE => Some((self.place(before.rfind("\n---")? + 1, 3), found)),
            TAB => self.tab(),
            GENERAL | KEY_EXPECTED | CROOKED | COLON | ITEM if self.tab().is_some() => self.tab(),
            GENERAL | KEY_EXPECTED => self.special_start(span),
            _ => None,
        }
    }

    /// A tab before the first word of a line.
    fn tab(&self) -> Option<(Span, Explanation)> {
        let mut start = 0;
        for line in self.text.split_inclusive(['\n', '\r']) {
            let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
            if let Some(tab) = indent.find('\t') {
                return Some((self.place(start + tab, 1), TAB));
            }
            start += line.len();
        }
        None
    }

    /// A text in the line of a fault that starts with a mark of YAML.
    fn special_start(&self, span: Span) -> Option<(Span, Explanation)> {
        let start = line_start(self.text, span.start);
        let line = &self.text[start..line_end(self.text, start)];
        let value = [": ", "- "].into_iter().filter_map(|before| line.find(before)).min()? + 2;
        let special = line[value..].starts_with(['{', '[', '>', '|', '?']);
        special.then(|| (self.place(start + value, 1), SPECIAL))
    }

    fn place(&self, start: usize, length: usize) -> Span {
        Span { source: self.source, start, end: start + length }
    }
}

/// Characters that YAML has no place for outside of escapes.
fn is_unprintable(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}')
}

/// Code, headline and help.
type Explanation = (&'static str, &'static str, &'static str);

/// Code, headline and help for a fault of the YAML itself.
fn explanation(error: &serde_yaml::Error) -> Explanation {
    use serde_yaml::Error;

    match error {
        Error::ExternalMessage { source, .. } => match &**source {
            ExternalMessageSource::Parser(error) => scanner_explanation(error.kind()),
            _ => GENERAL,
        },
        Error::MultipleDocuments { .. } => MULTIPLE,
        Error::MergeKeyNotAllowed { .. } => (
            "jangkar-yaml",
            "kunci gabungan `<<` tidak dipakai di sini",
            "tulis semua kunci dengan lengkap di tempatnya",
        ),
        Error::Budget { breach: serde_yaml::budget::BudgetBreach::Depth { .. }, .. } => TOO_DEEP,
        Error::Budget { .. } | Error::UnknownAnchor { .. } => ANCHOR,
        Error::UnsupportedTag { .. }
        | Error::TaggedScalarCannotDeserializeIntoString { .. }
        | Error::InvalidScalar { .. } => TAG,
        _ => GENERAL,
    }
}

const GENERAL: Explanation = (
    SYNTAX,
    "susunan YAML tidak terbaca di sini",
    "periksa indentasi, titik dua, dan tanda kutip di baris ini dan baris sebelumnya",
);

const SPECIAL: Explanation = (
    SYNTAX,
    "teks diawali tanda yang punya arti khusus dalam YAML",
    "apit seluruh teks dengan tanda kutip, misalnya '@contoh'",
);

const KEY_EXPECTED: Explanation = (
    SYNTAX,
    "di sini seharusnya ada kunci yang diikuti titik dua",
    "tulis `kunci: isi` dengan spasi setelah titik dua, dan `- isi` dengan spasi setelah tanda hubung",
);

const ITEM: Explanation = (
    SYNTAX,
    "butir daftar tidak boleh dimulai di sini",
    "mulai daftar di baris baru, dengan indentasi dua spasi di bawah kuncinya",
);

const CROOKED: Explanation =
    (SYNTAX, "indentasi baris ini tidak sejajar", "samakan jumlah spasi di awal baris ini dengan baris yang setingkat");

const COLON: Explanation = (
    SYNTAX,
    "titik dua tidak boleh berada di sini",
    "apit teks yang berisi titik dua dengan tanda kutip; kalau ini kunci, periksa indentasi dan spasi \
     setelah titik dua, juga di baris sebelumnya",
);

const UNCLOSED: Explanation =
    (SYNTAX, "tanda kutip tidak ditutup", "tambahkan tanda kutip penutup yang sama di akhir teks");

const TRAILING: Explanation = (
    SYNTAX,
    "ada teks setelah tanda kutip penutup",
    "apit seluruh teks dengan tanda kutip; tanda kutip tunggal di dalamnya ditulis dua kali",
);

const TAB: Explanation =
    ("tab-yaml", "indentasi memakai tab", "ganti tab dengan spasi: dua spasi untuk setiap tingkat");

const CONTROL: Explanation = (
    "karakter-terlarang",
    "berkas berisi karakter kendali yang tidak terlihat",
    "hapus karakter itu; kalau ada di seluruh berkas, simpan ulang berkas dengan pengodean (encoding) UTF-8",
);

const MULTIPLE: Explanation = (
    "dokumen-ganda",
    "berkas berisi lebih dari satu dokumen YAML",
    "hapus baris `---` dan pindahkan isi sesudahnya ke berkas sendiri",
);

const TOO_DEEP: Explanation =
    ("terlalu-dalam", "isi bertingkat terlalu dalam", "kurangi tingkatnya; paling banyak 64 tingkat");

const ANCHOR: Explanation = (
    "jangkar-yaml",
    "jangkar `&` dan rujukan `*` YAML tidak dipakai di sini",
    "tulis teksnya dengan lengkap; kalau teks memang diawali `&` atau `*`, apit dengan tanda kutip",
);

const TAG: Explanation = (
    "tag-yaml",
    "tag YAML `!` tidak dipakai di sini",
    "hapus tag itu; kalau teks memang diawali `!`, apit dengan tanda kutip",
);

fn scanner_explanation(kind: &ErrorKind) -> Explanation {
    match kind {
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart => TAB,
        ErrorKind::UnknownAnchor | ErrorKind::MissingAnchorOrAliasName => ANCHOR,
        ErrorKind::RecursionLimitExceeded => TOO_DEEP,
        ErrorKind::UndeclaredTagHandle | ErrorKind::ExpectedTagBang | ErrorKind::InvalidTagTerminator => TAG,
        ErrorKind::UnexpectedCharacter { .. } => SPECIAL,
        ErrorKind::UnclosedQuotedScalar
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::DocumentIndicatorInQuotedScalar => UNCLOSED,
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => TRAILING,
        ErrorKind::UnknownQuotedScalarEscape | ErrorKind::InvalidQuotedScalarHexEscape => (
            SYNTAX,
            "garis miring terbalik di dalam kutip ganda tidak dikenal",
            "pakai kutip tunggal ('…'), atau tulis garis miring itu dua kali",
        ),
        ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::ExpectedFlowSequenceSeparator
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::MismatchedFlowCollectionEnd { .. }
        | ErrorKind::MisplacedFlowCollectionEnd => (
            SYNTAX,
            "kurung `[` atau `{` tidak berpasangan",
            "tutup kurungnya; kalau kurung itu bagian teks, apit teks dengan tanda kutip",
        ),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey | ErrorKind::ExpectedBlockMappingKey => KEY_EXPECTED,
        ErrorKind::BlockSequenceEntryNotAllowed => ITEM,
        ErrorKind::InvalidIndentation | ErrorKind::ExpectedBlockSequenceEntry => CROOKED,
        ErrorKind::MappingValueNotAllowed => COLON,
        _ => GENERAL,
    }
}
