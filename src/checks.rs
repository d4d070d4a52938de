//! What is wrong with an edition that could be read.
//!
//! A check is a function from the edition to problems. To add one: write the
//! function, and a case in `tests/kasus`.

use std::collections::BTreeSet;

use typst::text::Font;
use unicode_script::{Script, UnicodeScript};

use crate::diagnostic::Diagnostic;
use crate::fonts::Fonts;
use crate::model::{Naskah, Teks};
use crate::source::{Sources, Span};
use crate::text;

/// Every problem of an edition.
pub fn run(naskah: &Naskah, fonts: &Fonts, sources: &Sources) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    problems.extend(placeholder_emblem(naskah));
    problems.extend(mixed_scripts(naskah, sources));
    match fonts.regular(&naskah.huruf.nama.value) {
        None => problems.push(unknown_font(naskah, fonts)),
        Some(font) => problems.extend(missing_glyphs(naskah, font, fonts, sources)),
    }
    problems.sort_by_key(|problem| problem.place.span);
    problems
}

/// The emblem that is shipped stands for the one of the office.
fn placeholder_emblem(naskah: &Naskah) -> Option<Diagnostic> {
    const MARK: &[u8] = b"id=\"lambang-contoh\"";
    let lambang = &naskah.kantor.lambang;
    lambang.isi.windows(MARK.len()).any(|window| window == MARK).then(|| {
        Diagnostic::peringatan(
            "lambang-contoh",
            format!("`{}` masih lambang contoh", lambang.berkas.value),
            lambang.berkas.span,
        )
        .help("ganti berkas itu dengan lambang daerah yang resmi (SVG atau PNG)")
    })
}

/// A word with letters of two alphabets: it looks right and is not.
fn mixed_scripts(naskah: &Naskah, sources: &Sources) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for teks in naskah.texts().filter(|teks| !teks.value.is_ascii()) {
        let words = teks.value.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
        for word in words {
            let scripts: BTreeSet<&str> = word
                .chars()
                .map(|c| c.script())
                .filter(|script| !matches!(script, Script::Common | Script::Inherited))
                .map(script_name)
                .collect();
            if scripts.len() > 1 {
                let names: Vec<&str> = scripts.into_iter().collect();
                let message = format!("kata `{word}` mencampur huruf {}", names.join(" dan "));
                problems.push(
                    Diagnostic::peringatan("huruf-campuran", message, written(teks, word, sources))
                        .help("ketik ulang kata itu dengan huruf Latin"),
                );
            }
        }
    }
    problems
}

fn script_name(script: Script) -> &'static str {
    match script {
        Script::Cyrillic => "Kiril",
        Script::Greek => "Yunani",
        other => other.full_name(),
    }
}

fn unknown_font(naskah: &Naskah, fonts: &Fonts) -> Diagnostic {
    let nama = &naskah.huruf.nama;
    Diagnostic::galat("huruf-tidak-ada", format!("huruf `{}` tidak ada", nama.value), nama.span)
        .help(format!("pakai {}, atau sebutkan folder hurufnya dengan --font-dir", text::any_of(&fonts.families())))
}

/// A character that the font cannot show.
fn missing_glyphs(naskah: &Naskah, font: &Font, fonts: &Fonts, sources: &Sources) -> Vec<Diagnostic> {
    let invisible = |c: char| matches!(c, '\n' | '\u{ad}' | '\u{200c}' | '\u{200d}');
    let used: BTreeSet<char> = naskah.texts().flat_map(|teks| teks.value.chars()).filter(|&c| !invisible(c)).collect();
    let missing: Vec<char> = used.into_iter().filter(|&c| !has_glyph(font, c)).collect();
    let mut problems = Vec::new();
    for teks in naskah.texts() {
        for &c in missing.iter().filter(|&&c| teks.value.contains(c)) {
            let message = format!("huruf {} tidak mempunyai karakter `{c}` (U+{:04X})", font.info().family, c as u32);
            let mut having = fonts.families();
            having.retain(|name| fonts.regular(name).is_some_and(|font| has_glyph(font, c)));
            let help = match having.as_slice() {
                [] => "ganti karakter itu; tidak ada huruf bawaan yang mempunyainya".to_owned(),
                names => format!("ganti karakter itu, atau pakai huruf {} di naskah.yaml", text::any_of(names)),
            };
            let place = written(teks, c.encode_utf8(&mut [0; 4]), sources);
            problems.push(Diagnostic::galat("karakter-tanpa-huruf", message, place).help(help));
        }
    }
    problems
}

fn has_glyph(font: &Font, c: char) -> bool {
    font.info().coverage.contains(c as u32)
}

/// The place of a part of a text, or of the whole text if it is written with
/// escapes.
fn written(teks: &Teks, part: &str, sources: &Sources) -> Span {
    let Span { source, start, .. } = teks.span;
    match sources.get(source).text[teks.span.range()].find(part) {
        Some(at) => Span { source, start: start + at, end: start + at + part.len() },
        None => teks.span,
    }
}
