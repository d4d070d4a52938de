//! Nodes become values here, and everything wrong with them is noted.
//!
//! A function that finds no good value says why and gives `None`; the reading
//! goes on, so that one run shows all problems.

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};

use super::yaml::{Isi, Node};
use super::{SYNTAX, tempelan};
use crate::diagnostic::Diagnostic;
use crate::model::{JabatanId, Naskah, Pengecualian, Teks};
use crate::source::{Sources, Span, Spanned, line_end, line_start};
use crate::text;

/// The longest text, in characters.
const MAX_TEXT: usize = 20_000;
/// The longest list.
const MAX_ITEMS: usize = 500;

/// Turns nodes into values and notes the problems it meets.
pub(super) struct Reader<'a> {
    pub(super) sources: &'a Sources,
    pub(super) problems: &'a mut Vec<Diagnostic>,
}

/// The keys of one mapping that were not read yet.
pub(super) struct Peta {
    pub(super) span: Span,
    entries: Vec<(Spanned<String>, Node)>,
    known: Vec<&'static str>,
    /// Known keys that must be there and are not.
    missing: Vec<&'static str>,
}

/// A kind of value, and how it is written.
struct Expected {
    what: &'static str,
    help: &'static str,
}

const KEYS: Expected = Expected {
    what: "kunci-kunci",
    help: "tulis setiap kunci di baris sendiri, diikuti titik dua dan isinya, dengan indentasi yang sama dan tanpa `- `",
};
const LIST: Expected = Expected {
    what: "sebuah daftar",
    help: "tulis setiap butir di baris sendiri, diawali tanda hubung dan spasi: `- …`",
};
const TEXT: Expected =
    Expected { what: "sebuah teks", help: "tulis satu teks; kalau diawali `[`, apit seluruh teks dengan tanda kutip" };

impl Reader<'_> {
    /// Notes a problem; the value is lost.
    pub(super) fn note<T>(&mut self, problem: Diagnostic) -> Option<T> {
        self.problems.push(problem);
        None
    }

    /// A mapping; a key that stands twice is a problem.
    pub(super) fn peta(&mut self, node: Node) -> Option<Peta> {
        let Isi::Peta(found) = node.isi else {
            return self.wrong_kind(&node, &KEYS);
        };
        let mut entries: Vec<(Spanned<String>, Node)> = Vec::new();
        for (key, value) in found {
            if let Some((first, _)) = entries.iter().find(|(known, _)| known.value == key.value) {
                let problem =
                    Diagnostic::galat("kunci-ganda", format!("kunci `{}` ditulis dua kali", key.value), key.span)
                        .label("kedua kali")
                        .related(first.span, "pertama kali di sini")
                        .help("hapus salah satunya");
                self.problems.push(problem);
            } else {
                entries.push((key, value));
            }
        }
        let span = entries.first().map_or(node.span, |(key, _)| key.span);
        Some(Peta { span, entries, known: Vec::new(), missing: Vec::new() })
    }

    /// The value of a key that must be there.
    pub(super) fn wajib<T>(
        &mut self,
        peta: &mut Peta,
        kunci: &'static str,
        read: impl FnOnce(&mut Self, Node) -> Option<T>,
    ) -> Option<T> {
        let node = peta.take(kunci);
        if node.is_none() {
            peta.missing.push(kunci);
        }
        read(self, node?)
    }

    /// The value of a key that may be left out.
    pub(super) fn pilihan<T>(
        &mut self,
        peta: &mut Peta,
        kunci: &'static str,
        read: impl FnOnce(&mut Self, Node) -> Option<T>,
    ) -> Option<T> {
        peta.take(kunci).and_then(|node| read(self, node))
    }

    /// Notes every key that nobody asked for, and every key that is missing. A
    /// key that is only misspelt is not missing too.
    pub(super) fn selesai(&mut self, mut peta: Peta) {
        for (key, _) in &peta.entries {
            if let Some(problem) = self.decimals(key) {
                self.problems.push(problem);
                continue;
            }
            let near = text::nearest(&key.value, &peta.known);
            peta.missing.retain(|kunci| Some(*kunci) != near);
            let help = match near {
                Some(near) => format!("mungkin maksudnya `{near}`"),
                None => format!("kunci yang dikenal di sini: {}", text::any_of(&peta.known)),
            };
            self.problems.push(
                Diagnostic::galat("kunci-tidak-dikenal", format!("kunci `{}` tidak dikenal", key.value), key.span)
                    .help(help),
            );
        }
        for kunci in peta.missing {
            self.problems.push(
                Diagnostic::galat("kunci-kurang", format!("kunci `{kunci}` tidak ada"), peta.span)
                    .label(format!("di sini seharusnya juga ada `{kunci}`"))
                    .help(format!("tambahkan baris `{kunci}: …` dengan indentasi yang sama")),
            );
        }
    }

    /// A key that is the decimals of the number before it: `{ukuran: 11,5}`.
    fn decimals(&self, key: &Spanned<String>) -> Option<Diagnostic> {
        let before = &self.sources.get(key.span.source).text[..key.span.start];
        let whole = before.strip_suffix(',')?;
        let start = whole.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let is_number = start < whole.len() && key.value.bytes().all(|b| b.is_ascii_digit());
        let place = Span { start, ..key.span };
        is_number.then(|| decimal_comma(&format!("{},{}", &whole[start..], key.value), place))
    }

    /// A text to print.
    pub(super) fn teks(&mut self, node: Node) -> Option<Teks> {
        let text = self.kata(node)?;
        let trimmed = text.value.trim();
        let length = trimmed.chars().count();
        if length > MAX_TEXT {
            return self.note(
                Diagnostic::galat(
                    "terlalu-besar",
                    format!("teks terlalu panjang: {} huruf", text::number(length)),
                    text.span,
                )
                .help(format!(
                    "bagi menjadi beberapa butir; satu teks paling panjang {} huruf",
                    text::number(MAX_TEXT)
                )),
            );
        }
        self.cut_off(text.span);
        self.swallowed(text.span)?;
        let teks = Spanned { value: trimmed.to_owned(), span: text.span };
        self.quoted(&teks);
        Some(teks)
    }

    /// Any text that is not empty, as written.
    pub(super) fn kata(&mut self, node: Node) -> Option<Spanned<String>> {
        match node.isi {
            Isi::Teks(text) if !text.trim().is_empty() => {
                self.characters(text.trim(), node.span)?;
                Some(Spanned { value: text, span: node.span })
            }
            Isi::Teks(_) | Isi::Kosong => self.no_text(node.span),
            Isi::Peta(_) => self.note(
                Diagnostic::galat("jenis-salah", "di sini seharusnya ada sebuah teks, bukan kunci-kunci", node.span)
                    .help("kalau teks berisi titik dua, apit seluruh teks dengan tanda kutip"),
            ),
            Isi::Daftar(_) => self.wrong_kind(&node, &TEXT),
        }
    }

    /// A word that means something to the program, and is not printed.
    pub(super) fn istilah(&mut self, node: Node) -> Option<Spanned<String>> {
        let word = self.kata(node)?;
        self.lurus(word)
    }

    /// A word that is not in the quotes of a word processor.
    pub(super) fn lurus(&mut self, word: Spanned<String>) -> Option<Spanned<String>> {
        match word.value.chars().next().filter(|&c| tempelan::is_quote(c)) {
            Some(c) => self.note(tempelan::strange(c, word.span)),
            None => Some(word),
        }
    }

    /// Notes that a text is not there, or that it is a comment to YAML because
    /// it starts with `#`.
    fn no_text<T>(&mut self, span: Span) -> Option<T> {
        let text = &self.sources.get(span.source).text;
        let start = line_start(text, span.start);
        let line = text[start..line_end(text, start)].trim_end();
        let comment = line.find(" #").filter(|&at| line[..at].trim_end().ends_with([':', '-']));
        let Some(at) = comment else { return self.empty(span) };
        let place = Span { start: start + at + 1, end: start + line.len(), ..span };
        self.note(
            Diagnostic::galat("teks-kosong", "teks yang diawali `#` tidak terbaca", place)
                .label("dibaca sebagai komentar")
                .help("apit seluruh teks dengan tanda kutip; kalau memang komentar, tulis isinya di depannya"),
        )
    }

    /// A list with at least one item.
    pub(super) fn daftar<T>(
        &mut self,
        node: Node,
        mut read: impl FnMut(&mut Self, Node) -> Option<T>,
    ) -> Option<Vec<T>> {
        let items = match node.isi {
            Isi::Daftar(items) if !items.is_empty() => items,
            Isi::Daftar(_) | Isi::Kosong => return self.empty(node.span),
            _ => return self.wrong_kind(&node, &LIST),
        };
        if items.len() > MAX_ITEMS {
            return self.note(
                Diagnostic::galat(
                    "terlalu-besar",
                    format!("daftar terlalu panjang: {} butir", text::number(items.len())),
                    node.span,
                )
                .help(format!("satu daftar paling banyak {MAX_ITEMS} butir")),
            );
        }
        let count = items.len();
        let values: Vec<T> = items.into_iter().filter_map(|item| read(self, item)).collect();
        (values.len() == count).then_some(values)
    }

    /// One text, or a list of texts.
    pub(super) fn satu_atau_banyak(&mut self, node: Node) -> Option<Vec<Teks>> {
        match node.isi {
            Isi::Daftar(_) => self.daftar(node, Self::teks),
            _ => Some(vec![self.teks(node)?]),
        }
    }

    /// Findings that are meant.
    pub(super) fn pengecualian(&mut self, node: Node) -> Option<Vec<Pengecualian>> {
        self.daftar(node, |reader, item| {
            let mut peta = reader.peta(item)?;
            let kode = reader.wajib(&mut peta, "kode", Self::kata);
            let pada = reader.pilihan(&mut peta, "pada", Self::kata);
            let alasan = reader.wajib(&mut peta, "alasan", Self::kata);
            reader.selesai(peta);
            Some(Pengecualian { kode: kode?, pada, alasan: alasan? })
        })
    }

    /// The name of a position.
    pub(super) fn id(&mut self, node: Node) -> Option<Spanned<JabatanId>> {
        let word = self.istilah(node)?;
        match JabatanId::new(&word.value) {
            Some(value) => Some(Spanned { value, span: word.span }),
            None => self.note(id_salah(&word)),
        }
    }

    /// One of a few words.
    pub(super) fn salah_satu<T: Copy>(&mut self, node: Node, choices: &[(&str, T)]) -> Option<T> {
        let word = self.istilah(node)?;
        if let Some((_, value)) = choices.iter().find(|(name, _)| *name == word.value) {
            return Some(*value);
        }
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        self.note(
            Diagnostic::galat("pilihan-salah", format!("`{}` bukan pilihan di sini", word.value), word.span)
                .help(format!("tulis {}", text::any_of(&names))),
        )
    }

    /// `true` or `false`.
    pub(super) fn ya_tidak(&mut self, node: Node) -> Option<bool> {
        self.salah_satu(node, &[("true", true), ("false", false)])
    }

    /// A number between two others.
    pub(super) fn angka(&mut self, node: Node, limits: RangeInclusive<f64>) -> Option<f64> {
        let word = self.istilah(node)?;
        let plain = word.value.chars().all(|c| c.is_ascii_digit() || c == '.');
        match word.value.parse::<f64>() {
            Ok(number) if plain && limits.contains(&number) => Some(number),
            _ if is_decimal(&word.value) => self.note(decimal_comma(&word.value, word.span)),
            _ => self.note(
                Diagnostic::galat(
                    "angka-salah",
                    format!("`{}` bukan angka yang dapat dipakai di sini", word.value),
                    word.span,
                )
                .help(format!(
                    "tulis angka dari {} sampai {} tanpa satuan; pecahan memakai titik",
                    limits.start(),
                    limits.end()
                )),
            ),
        }
    }

    /// A year of four digits.
    pub(super) fn tahun(&mut self, node: Node) -> Option<Spanned<i32>> {
        let word = self.istilah(node)?;
        let four_digits = word.value.len() == 4 && word.value.bytes().all(|b| b.is_ascii_digit());
        match word.value.parse() {
            Ok(year) if four_digits && Naskah::TAHUN.contains(&year) => Some(Spanned { value: year, span: word.span }),
            _ => self.note(Diagnostic::galat("tahun-salah", format!("`{}` bukan tahun", word.value), word.span).help(
                format!(
                    "tulis empat angka, dari {} sampai {}, misalnya 2021",
                    Naskah::TAHUN.start(),
                    Naskah::TAHUN.end()
                ),
            )),
        }
    }

    /// A day, written `2021-05-07`.
    pub(super) fn tanggal(&mut self, node: Node) -> Option<Spanned<NaiveDate>> {
        let word = self.istilah(node)?;
        let shape = word.value.len() == 10 && word.value.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        match NaiveDate::parse_from_str(&word.value, "%Y-%m-%d") {
            Ok(day) if shape && Naskah::TAHUN.contains(&day.year()) => Some(Spanned { value: day, span: word.span }),
            _ => self.note(
                Diagnostic::galat("tanggal-salah", format!("`{}` bukan tanggal", word.value), word.span)
                    .help("tulis TAHUN-BULAN-HARI dengan angka dan hari yang memang ada, misalnya 2021-05-07"),
            ),
        }
    }

    /// Notes that nothing is written where something must be.
    pub(super) fn empty<T>(&mut self, span: Span) -> Option<T> {
        self.note(
            Diagnostic::galat("teks-kosong", "isi di sini kosong", span)
                .label("kosong")
                .help("tulis isinya di sini; butir dan kunci yang tidak wajib boleh dihapus"),
        )
    }

    fn wrong_kind<T>(&mut self, node: &Node, expected: &Expected) -> Option<T> {
        let found = match node.isi {
            Isi::Kosong => return self.empty(node.span),
            Isi::Teks(_) => "sebuah teks",
            Isi::Daftar(_) => "sebuah daftar",
            Isi::Peta(_) => "kunci-kunci",
        };
        let text = &self.sources.get(node.span.source).text;
        let pasted = tempelan::problem(text, node.span);
        if let Some(problem) = pasted.filter(|_| !text[node.span.start..].starts_with(tempelan::is_quote)) {
            return self.note(problem);
        }
        let Expected { what, help } = expected;
        self.note(
            Diagnostic::galat("jenis-salah", format!("di sini seharusnya ada {what}, bukan {found}"), node.span)
                .help(*help),
        )
    }

    /// Characters that would be invisible, turn the reading order, or have no
    /// place in an archived document (PDF/A forbids the private ones).
    fn characters(&mut self, text: &str, span: Span) -> Option<()> {
        let lone_mark = text.chars().next().filter(|&c| text::is_accent(c));
        let bad = text.chars().find(|&c| forbidden(c)).or(lone_mark);
        let Some(c) = bad else { return Some(()) };
        let written = &self.sources.get(span.source).text[span.range()];
        let place = match written.find(c) {
            Some(at) => Span { start: span.start + at, end: span.start + at + c.len_utf8(), ..span },
            None => span,
        };
        self.note(
            Diagnostic::galat(
                "karakter-terlarang",
                format!("teks berisi {} (U+{:04X})", character_name(c), c as u32),
                place,
            )
            .help(if c == '\t' {
                "ganti dengan spasi"
            } else {
                "hapus karakter itu, lalu ketik ulang kata di sekitarnya"
            }),
        )
    }

    /// A hyphen that is further in than the other ones, or a bullet, is part of
    /// the text above.
    fn swallowed(&mut self, span: Span) -> Option<()> {
        let text = &self.sources.get(span.source).text[span.range()];
        let lines = text.match_indices(['\n', '\r']).map(|(at, _)| at + 1);
        let bodies = lines.map(|at| text[at..].trim_start_matches(|c| c == ' ' || tempelan::is_space(c)));
        let is_item = |body: &&str| body.starts_with("- ") || body.starts_with(text::is_bullet);
        let Some(body) = bodies.into_iter().find(is_item).filter(|_| !text.starts_with(['"', '\'', '|', '>'])) else {
            return Some(());
        };
        let start = span.end - body.len();
        let above = Span { end: span.start, ..span };
        if let Some(bullet) = body.chars().next().filter(|&c| c != '-') {
            let place = Span { start, end: start + bullet.len_utf8(), ..span };
            let problem = tempelan::strange(bullet, place);
            return self.note(problem.related(above, "butir itu menyatu dengan teks yang mulai di sini"));
        }
        let message = "tanda hubung ini tidak sejajar, sehingga butirnya menyatu dengan teks di atasnya";
        self.note(
            Diagnostic::galat(SYNTAX, message, Span { start, end: start + 1, ..span })
                .related(above, "teks itu mulai di sini")
                .help("sejajarkan dengan tanda hubung lain; kalau memang bagian teks, apit seluruh teks dengan tanda kutip"),
        )
    }

    /// Quotes of a word processor around a whole text are printed.
    fn quoted(&mut self, text: &Teks) {
        let inner = text.value.strip_prefix(tempelan::is_quote).and_then(|text| text.strip_suffix(tempelan::is_quote));
        let written = &self.sources.get(text.span.source).text[text.span.range()];
        if inner.is_some_and(|inner| !inner.contains(tempelan::is_quote)) && written.starts_with(tempelan::is_quote) {
            self.problems.push(
                Diagnostic::peringatan("kutip-melengkung", "kutip melengkung yang mengapit teks ini ikut dicetak", text.span)
                    .help("kalau dimaksudkan sebagai kutip YAML, ganti dengan kutip lurus: `\"…\"`; kalau memang dicetak, apit lagi: `'“…”'`"),
            );
        }
    }

    /// `Seksi #1` without quotes loses ` #1`: it is a comment to YAML.
    fn cut_off(&mut self, span: Span) {
        let text = &self.sources.get(span.source).text;
        if matches!(text.as_bytes().get(span.start), Some(b'"' | b'\'' | b'|' | b'>')) {
            return;
        }
        let line = &text[span.end..line_end(text, span.end)];
        // After a finished sentence or item a comment is a comment.
        let is_finished = text[span.range()].ends_with(['.', ';']);
        if line.trim_start().starts_with('#') && !is_finished {
            let comment = Span { start: span.end, end: span.end + line.trim_end().len(), ..span };
            let help = if text[span.start..].starts_with(tempelan::is_quote) {
                "ganti kutip melengkung yang mengapit teks dengan kutip lurus: `\"…\"`"
            } else {
                "apit seluruh teks dengan tanda kutip; kalau memang komentar, pindahkan ke baris sendiri"
            };
            self.problems.push(
                Diagnostic::peringatan("teks-terpotong", "teks setelah ` #` tidak dicetak", comment)
                    .label("dibaca sebagai komentar")
                    .help(help),
            );
        }
    }
}

impl Peta {
    /// Every key and value, for mappings whose keys are free.
    pub(super) fn into_entries(self) -> Vec<(Spanned<String>, Node)> {
        self.entries
    }

    fn take(&mut self, kunci: &'static str) -> Option<Node> {
        self.known.push(kunci);
        let at = self.entries.iter().position(|(key, _)| key.value == kunci)?;
        Some(self.entries.remove(at).1)
    }

    /// Whether a key is written and was not read yet.
    pub(super) fn has(&self, kunci: &str) -> bool {
        self.entries.iter().any(|(key, _)| key.value == kunci)
    }

    /// The place of a key that is written and was not read yet.
    pub(super) fn place(&self, kunci: &str) -> Option<Span> {
        self.entries.iter().find(|(key, _)| key.value == kunci).map(|(key, _)| key.span)
    }
}

/// A number with a comma before its decimals.
fn is_decimal(word: &str) -> bool {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    word.split_once(',').is_some_and(|(whole, decimals)| is_digits(whole) && is_digits(decimals))
}

fn decimal_comma(number: &str, place: Span) -> Diagnostic {
    Diagnostic::galat("angka-salah", format!("pecahan `{number}` ditulis dengan koma"), place)
        .help(format!("pakai titik: `{}`", number.replace(',', ".")))
}

fn forbidden(c: char) -> bool {
    matches!(c,
        '\0'..='\u{9}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}'
    ) || (c as u32) & 0xfffe == 0xfffe
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
}

fn character_name(c: char) -> &'static str {
    match c {
        '\t' => "tab",
        '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => "karakter tak terlihat",
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "pengubah arah baca",
        '\u{2028}' | '\u{2029}' => "pemisah baris yang tidak biasa",
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => "karakter yang hanya berarti pada jenis huruf tertentu",
        c if text::is_accent(c) => "aksen tanpa huruf",
        c if c.is_control() => "karakter kendali",
        _ => "karakter yang tidak dapat dicetak",
    }
}

/// A name that no file of a position can have.
pub(super) fn id_salah(name: &Spanned<String>) -> Diagnostic {
    let message = format!("`{}` tidak dapat menjadi nama berkas jabatan", name.value);
    Diagnostic::galat("id-salah", message, name.span)
        .help("pakai huruf kecil, angka, dan tanda hubung, misalnya `kasi-kehumasan`; paling panjang 80 huruf")
}
