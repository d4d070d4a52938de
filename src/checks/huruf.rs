//! Rules on what is printed with: the emblem, the alphabet and the font.

use std::collections::BTreeSet;

use typst::text::Font;
use unicode_script::{Script, UnicodeScript};

use super::bahan::Bahan;
use crate::diagnostic::Diagnostic;
use crate::model::Naskah;
use crate::text;

/// The emblem that is shipped stands for the one of the office.
pub(super) fn lambang_contoh(bahan: &Bahan) -> Vec<Diagnostic> {
    const MARK: &[u8] = b"id=\"lambang-contoh\"";
    let lambang = &bahan.naskah.kantor.lambang;
    let is_placeholder = lambang.isi.windows(MARK.len()).any(|window| window == MARK);
    let problem = is_placeholder.then(|| {
        Diagnostic::peringatan(
            "lambang-contoh",
            format!("`{}` masih lambang contoh", lambang.berkas.value),
            lambang.berkas.span,
        )
        .help("ganti berkas itu dengan lambang daerah yang resmi (SVG atau PNG)")
    });
    problem.into_iter().collect()
}

/// A word with letters of two alphabets: it looks right and is not.
pub(super) fn huruf_campuran(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for tulisan in bahan.tulisan.iter().filter(|tulisan| !tulisan.teks.value.is_ascii()) {
        for kata in &tulisan.kata {
            let word = tulisan.tertulis(kata);
            let mut scripts: Vec<Script> = Vec::new();
            for script in word.chars().map(|c| c.script()) {
                if !matches!(script, Script::Common | Script::Inherited) && !scripts.contains(&script) {
                    scripts.push(script);
                }
            }
            if scripts.len() > 1 {
                let names: BTreeSet<&str> = scripts.into_iter().map(script_name).collect();
                let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
                let message = format!("kata `{word}` mencampur huruf {}", text::all_of(&names));
                let place = bahan.letak(tulisan.teks, kata.letak.clone());
                problems.push(
                    Diagnostic::peringatan("huruf-campuran", message, place)
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
        Script::Latin => "Latin",
        _ => "abjad lain",
    }
}

/// A font that nobody has.
pub(super) fn huruf_tidak_ada(bahan: &Bahan) -> Vec<Diagnostic> {
    let nama = &bahan.naskah.huruf.nama;
    if bahan.fonts.regular(&nama.value).is_some() {
        return Vec::new();
    }
    let known = text::any_of(&bahan.fonts.families());
    vec![
        Diagnostic::galat("huruf-tidak-ada", format!("huruf `{}` tidak ada", nama.value), nama.span)
            .help(format!("pakai {known}, atau sebutkan folder hurufnya dengan --font-dir")),
    ]
}

/// A character that the font cannot show.
pub(super) fn karakter_tanpa_huruf(bahan: &Bahan) -> Vec<Diagnostic> {
    let Some(font) = bahan.fonts.regular(&bahan.naskah.huruf.nama.value) else { return Vec::new() };
    let missing = missing(bahan.naskah, font);
    let mut problems = Vec::new();
    for teks in bahan.naskah.texts().filter(|_| !missing.is_empty()) {
        for (c, at) in missing.iter().filter_map(|&c| Some((c, teks.value.find(c)?))) {
            let message = format!("huruf {} tidak mempunyai karakter `{c}` (U+{:04X})", font.info().family, c as u32);
            let mut having = bahan.fonts.families();
            having.retain(|name| bahan.fonts.regular(name).is_some_and(|font| has_glyph(font, c)));
            let help = match having.as_slice() {
                [] => "ganti karakter itu; tidak ada huruf bawaan yang mempunyainya".to_owned(),
                names => format!("ganti karakter itu, atau pakai huruf {} di naskah.yaml", text::any_of(names)),
            };
            let place = bahan.letak(teks, at..at + c.len_utf8());
            problems.push(Diagnostic::galat("karakter-tanpa-huruf", message, place).help(help));
        }
    }
    problems
}

/// The characters of an edition that a font does not have.
pub(super) fn missing(naskah: &Naskah, font: &Font) -> Vec<char> {
    let mut ascii = [false; 128];
    let mut used = BTreeSet::new();
    for text in naskah.texts().map(|teks| teks.value.as_str()) {
        text.bytes().filter(u8::is_ascii).for_each(|b| ascii[usize::from(b)] = true);
        used.extend(text.chars().filter(|c| !c.is_ascii()));
    }
    used.extend((0..128u8).filter(|&b| ascii[usize::from(b)]).map(char::from));
    let invisible = |c: char| matches!(c, '\n' | '\u{ad}');
    used.into_iter().filter(|&c| !invisible(c) && !has_glyph(font, c)).collect()
}

fn has_glyph(font: &Font, c: char) -> bool {
    font.info().coverage.contains(c as u32)
}
