//! What is wrong where YAML itself cannot be read: the fault that the library met
//! becomes what the author did, in the author's words.

use std::ops::Range;

use serde_yaml::granit_parser::ErrorKind;
use serde_yaml::localizer::ExternalMessageSource;

use super::{SYNTAX, indentasi, tempelan};
use crate::diagnostic::Diagnostic;
use crate::source::{Span, line_end, line_start};

/// The problem of a text that could not be read, with the place of the fault.
pub(super) fn problem(text: &str, place: Span, error: &serde_yaml::Error) -> Diagnostic {
    let fault = Fault { text, place };
    let explanation = explanation(error);
    if matches!(explanation, UNCLOSED | TRAILING)
        && let Some(problem) = tempelan::closing(text, place)
    {
        return problem;
    }
    let is_layout = matches!(explanation, GENERAL | KEY_EXPECTED | CROOKED | COLON | ITEM);
    if is_layout
        && fault.tab_above().is_none()
        && !text.contains(is_unprintable)
        && let Some(problem) = indentasi::problem(text, place)
    {
        return problem;
    }
    let (place, (kode, message, help)) = fault.cause(explanation).unwrap_or((place, explanation));
    Diagnostic::galat(kode, message, place).help(help)
}

/// The problem of a tag, which may change what a value is.
pub(super) fn tag(place: Span) -> Diagnostic {
    let (kode, message, help) = TAG;
    Diagnostic::galat(kode, message, place).help(help)
}

/// Where the library stumbled over a text.
struct Fault<'a> {
    text: &'a str,
    place: Span,
}

impl Fault<'_> {
    /// What the author did, where the scanner stumbles over it only later or
    /// knows no better than that it stumbled.
    fn cause(&self, found: Explanation) -> Option<(Span, Explanation)> {
        if let Some((at, c)) = self.text.char_indices().find(|&(_, c)| is_unprintable(c)) {
            return Some((self.part(at, c.len_utf8()), CONTROL));
        }
        let before = &self.text[..self.place.start];
        match found {
            TAG | ANCHOR => {
                let token = before.split_whitespace().next_back().filter(|token| token.starts_with(['!', '&']))?;
                Some((self.part(before.rfind(token)?, token.len()), found))
            }
            UNCLOSED => {
                let opened =
                    [": \"", ": '", "- \"", "- '"].into_iter().filter_map(|quote| before.rfind(quote)).max()?;
                Some((self.part(opened + 2, 1), found))
            }
            MULTIPLE => Some((self.part(before.rfind("\n---")? + 1, 3), found)),
            TAB => self.tab(line_start(self.text, self.place.start)..self.text.len()),
            GENERAL | KEY_EXPECTED | CROOKED | COLON | ITEM if self.tab_above().is_some() => self.tab_above(),
            GENERAL | KEY_EXPECTED => self.special_start(),
            ITEM if self.text[self.place.start..line_end(self.text, self.place.start)].trim_end() == "-" => {
                Some((self.part(self.place.start, 1), ONLY_HYPHEN))
            }
            _ => None,
        }
    }

    /// A tab that may be why the library stumbled further down.
    fn tab_above(&self) -> Option<(Span, Explanation)> {
        self.tab(0..line_end(self.text, self.place.start))
    }

    /// A tab before the first word of one of these lines.
    fn tab(&self, lines: Range<usize>) -> Option<(Span, Explanation)> {
        let mut start = lines.start;
        for line in self.text[lines].split_inclusive(['\n', '\r']) {
            let body = line.trim_start_matches([' ', '\t']);
            let indent = &line[..line.len() - body.len()];
            if let Some(tab) = indent.find('\t').filter(|_| !body.trim_end().is_empty()) {
                return Some((self.part(start + tab, 1), TAB));
            }
            start += line.len();
        }
        None
    }

    /// A text in the line of a fault that starts with a mark of YAML.
    fn special_start(&self) -> Option<(Span, Explanation)> {
        let start = line_start(self.text, self.place.start);
        let line = &self.text[start..line_end(self.text, start)];
        let value = [": ", "- "].into_iter().filter_map(|before| line.find(before)).min()? + 2;
        let special = line[value..].starts_with(['{', '[', '>', '|', '?']);
        special.then(|| (self.part(start + value, 1), SPECIAL))
    }

    fn part(&self, start: usize, length: usize) -> Span {
        Span { start, end: start + length, ..self.place }
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

const ONLY_HYPHEN: Explanation = (
    "teks-kosong",
    "isi di sini hanya tanda hubung",
    "tulis isinya; kunci yang tidak wajib boleh dihapus; kalau memang dicetak, apit dengan tanda kutip: '-'",
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
        | ErrorKind::TabInPlainScalar
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
