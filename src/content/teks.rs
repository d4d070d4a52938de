//! Texts that are printed, and what may be wrong in them.

use super::keys::{Reader, TEXT};
use super::yaml::{Isi, Node};
use super::{SYNTAX, rusak, tempelan};
use crate::diagnostic::Diagnostic;
use crate::model::Teks;
use crate::scalar;
use crate::source::{Span, Spanned, line_end, line_start};
use crate::text;

/// The longest text, in characters.
const MAX_TEXT: usize = 20_000;

impl Reader<'_> {
    /// A text to print.
    pub(super) fn teks(&mut self, node: Node) -> Option<Teks> {
        let text = self.keterangan(node)?;
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
        self.swallowed(text.span)?;
        let teks = Spanned { value: trimmed.to_owned(), span: text.span };
        self.quoted(&teks);
        Some(teks)
    }

    /// A text in free words, as written, whether it is printed or not.
    pub(super) fn keterangan(&mut self, node: Node) -> Option<Spanned<String>> {
        let text = self.kata(node)?;
        self.cut_off(text.span);
        Some(text)
    }

    /// Any text that is not empty, as written.
    pub(super) fn kata(&mut self, node: Node) -> Option<Spanned<String>> {
        match node.isi {
            Isi::Teks(text) if !text.trim().is_empty() => {
                self.spoilt(&text, node.span)?;
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

    /// One text, or a list of texts.
    pub(super) fn satu_atau_banyak(&mut self, node: Node) -> Option<Vec<Teks>> {
        match node.isi {
            Isi::Daftar(_) => self.daftar(node, Self::teks),
            _ => Some(vec![self.teks(node)?]),
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

    /// Letters that an editor has spoilt.
    fn spoilt(&mut self, text: &str, span: Span) -> Option<()> {
        let Some((place, letter)) = rusak::first(text) else { return Some(()) };
        let found = &text[place];
        let message = format!("`{found}` tampaknya `{letter}` yang rusak karena salah pengodean (encoding)");
        self.note(
            Diagnostic::galat("huruf-rusak", message, self.written(found, span))
                .help("ketik ulang, juga huruf rusak lain di berkas ini, lalu simpan dengan pengodean UTF-8"),
        )
    }

    /// Where a part of a text is written; the place of the whole if it is escaped.
    fn written(&self, part: &str, span: Span) -> Span {
        let text = &self.sources.get(span.source).text[span.range()];
        let place = |at| Span { start: span.start + at, end: span.start + at + part.len(), ..span };
        text.find(part).map_or(span, place)
    }

    /// Characters that would be invisible, turn the reading order, or have no
    /// place in an archived document (PDF/A forbids the private ones).
    fn characters(&mut self, text: &str, span: Span) -> Option<()> {
        let lone_mark = text.chars().next().filter(|&c| text::is_accent(c));
        let bad = text.chars().find(|&c| forbidden(c)).or(lone_mark);
        let Some(c) = bad else { return Some(()) };
        let place = self.written(c.encode_utf8(&mut [0; 4]), span);
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

    /// A hyphen that is further in than the other ones, a bullet, or the next number
    /// of a list is part of the text above.
    fn swallowed(&mut self, span: Span) -> Option<()> {
        let text = &self.sources.get(span.source).text[span.range()];
        let Some(at) = swallowed_item(text).filter(|_| scalar::is_plain(text)) else { return Some(()) };
        let mark = text[at..].chars().next()?;
        let place = Span { start: span.start + at, end: span.start + at + mark.len_utf8(), ..span };
        let above = Span { end: span.start, ..span };
        let problem = if mark == '-' {
            let message = "tanda hubung ini tidak sejajar, sehingga butirnya menyatu dengan teks di atasnya";
            Diagnostic::galat(SYNTAX, message, place).related(above, "teks itu mulai di sini").help(
                "sejajarkan dengan tanda hubung lain; kalau memang bagian teks, apit seluruh teks dengan tanda kutip",
            )
        } else if mark.is_ascii_alphanumeric() {
            let message = "butir bernomor ini menyatu dengan teks di atasnya";
            Diagnostic::galat(SYNTAX, message, place)
                .related(above, "teks itu mulai di sini")
                .help("awali setiap butir dengan `- ` tanpa nomor; kalau memang satu teks, apit dengan tanda kutip")
        } else {
            tempelan::strange(mark, place).related(above, "butir itu menyatu dengan teks yang mulai di sini")
        };
        self.note(problem)
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
        let written = &text[span.range()];
        let line = &text[span.end..line_end(text, span.end)];
        let Some(comment) = line.trim_start().strip_prefix('#').filter(|_| scalar::is_plain(written)) else { return };
        // After a finished sentence or item a comment is a comment, but `#1` is a number.
        let is_number = comment.starts_with(|c: char| c.is_ascii_digit());
        if written.ends_with(['.', ';']) && !leads_on(written) && !is_number {
            return;
        }
        let place = Span { start: span.end, end: span.end + line.trim_end().len(), ..span };
        let help = if written.starts_with(tempelan::is_quote) {
            "ganti kutip melengkung yang mengapit teks dengan kutip lurus: `\"…\"`"
        } else {
            "apit seluruh teks dengan tanda kutip; kalau memang komentar, pindahkan ke baris sendiri"
        };
        self.problems.push(
            Diagnostic::peringatan("teks-terpotong", "teks setelah ` #` tidak terbaca", place)
                .label("dibaca sebagai komentar")
                .help(help),
        );
    }
}

/// Where in a text of several lines an item begins that was to be one of its own.
fn swallowed_item(text: &str) -> Option<usize> {
    let second = ordinal(text).and_then(|first| first.checked_add(1));
    let lines = text.match_indices(['\n', '\r']).map(|(at, _)| at + 1);
    let bodies = lines.map(|at| text[at..].trim_start_matches(|c| c == ' ' || tempelan::is_space(c)));
    let is_item = |body: &&str| {
        let above = text[..text.len() - body.len()].trim_end();
        let is_after_item = [";", "; dan", "; atau"].iter().any(|end| above.ends_with(end));
        body.starts_with("- ")
            || body.starts_with(text::is_bullet)
            || is_after_item && (body.starts_with("* ") || body.starts_with(|c| c == '-' || tempelan::is_dash(c)))
            || second.is_some() && ordinal(body) == second
    };
    bodies.into_iter().find(is_item).map(|body| text.len() - body.len())
}

/// The place in a list that a line begins with: 2 for `2. ` and for `b) `.
fn ordinal(line: &str) -> Option<u32> {
    let (number, rest) = line.split_once(['.', ')'])?;
    let letter = || match number.as_bytes() {
        [letter @ b'a'..=b'z'] => Some(u32::from(letter - b'a') + 1),
        _ => None,
    };
    number.parse().ok().or_else(letter).filter(|_| rest.starts_with(' '))
}

/// Whether a text ends in an abbreviation that never stands last.
fn leads_on(text: &str) -> bool {
    let last = text.split_whitespace().next_back().unwrap_or_default().trim_end_matches('.').to_lowercase();
    matches!(last.as_str(), "no" | "jl" | "jln" | "gg" | "kel" | "kec" | "kab" | "prov" | "psl" | "tgl" | "a.n" | "u.b")
}

fn forbidden(c: char) -> bool {
    matches!(c,
        '\0'..='\u{9}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{34f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffd}'
        | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}'
    ) || (c as u32) & 0xfffe == 0xfffe
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
}

fn character_name(c: char) -> &'static str {
    match c {
        '\t' => "tab",
        '\u{34f}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => "karakter tak terlihat",
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => "pengubah arah baca",
        '\u{2028}' | '\u{2029}' => "pemisah baris yang tidak biasa",
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' => "karakter yang hanya berarti pada jenis huruf tertentu",
        '\u{fffc}' => "tanda gambar yang tidak ikut tersalin",
        '\u{fffd}' => "tanda huruf yang hilang",
        c if text::is_accent(c) => "aksen tanpa huruf",
        c if c.is_control() => "karakter kendali",
        _ => "karakter yang tidak dapat dicetak",
    }
}
