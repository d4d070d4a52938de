//! Rules on words: non-standard forms (KBBI, EYD V) and foreign words (UU 24/2009).

use std::ops::Range;

use super::bahan::{Bagian, Bahan, Tulisan};
use crate::diagnostic::Diagnostic;
use crate::kata::Kata;
use crate::text;

/// A form that the dictionary or the spelling rules do not have. In the name of
/// the office or of a unit it may be what a regulation says: there it is left to
/// the author.
pub(super) fn ejaan_tidak_baku(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for tulisan in bahan.kata_bebas() {
        for (letak, right) in misspelt(bahan, tulisan) {
            let shown = &tulisan.teks.value[letak.clone()];
            let right = in_case_of(shown, right, is_title(bahan, &tulisan.teks.value, &letak, right));
            let problem = Diagnostic::saran(
                "ejaan-tidak-baku",
                format!("bentuk tidak baku: `{shown}`"),
                bahan.letak(tulisan.teks, letak.clone()),
            );
            problems.push(if is_official(bahan, tulisan, &letak) {
                problem.help(format!("tulis `{right}`, atau cantumkan nama resmi menurut peraturan di `nama_resmi`"))
            } else {
                problem.help(format!("tulis `{right}`")).edit(bahan.persis(tulisan.teks, letak), right)
            });
        }
    }
    problems
}

/// Whether a part of a text belongs to the name of the office or of a unit.
fn is_official(bahan: &Bahan, tulisan: &Tulisan, part: &Range<usize>) -> bool {
    let covers = |name: &Range<usize>| name.start <= part.start && part.end <= name.end;
    tulisan.bagian == Bagian::NamaKantor || bahan.nama_unit(tulisan).iter().any(covers)
}

/// The non-standard words of a text, and pairs of words. Words in italics are
/// meant.
fn misspelt(bahan: &Bahan, tulisan: &Tulisan) -> Vec<(Range<usize>, &'static str)> {
    let mut found = Vec::new();
    for (at, word) in tulisan.kata.iter().enumerate() {
        let next = tulisan.kata.get(at + 1).filter(|_| bahan.kamus.awal.contains(word.kecil.as_ref()));
        let pair = next.filter(|_| tulisan.antara(at) == " ").and_then(|next| {
            let right = bahan.kamus.ejaan.get(format!("{} {}", word.kecil, next.kecil).as_str())?;
            Some((word.letak.start..next.letak.end, *right))
        });
        let whole = || Some((word.letak.clone(), *bahan.kamus.ejaan.get(word.kecil.as_ref())?));
        let stem = || {
            let right = bahan.kamus.ejaan.get(word.kecil.strip_suffix("nya")?)?;
            Some((word.letak.start..word.letak.end - "nya".len(), *right))
        };
        let text = tulisan.teks.value.as_str();
        let is_meant =
            |letak: &Range<usize>| is_in_address(text, letak) || is_italic(text, letak) || is_in_name(text, letak);
        found.extend(pair.or_else(whole).or_else(stem).filter(|(letak, _)| !is_meant(letak)));
    }
    found
}

/// Whether a word belongs to a name or a title if it has a capital: within a
/// sentence, and before a name at its start, as in "Walikota Malang".
fn is_title(bahan: &Bahan, text: &str, word: &Range<usize>, right: &str) -> bool {
    let before = text[..word.start].trim_end_matches(|c: char| !c.is_alphanumeric() && !".!?:".contains(c));
    let starts_sentence = match before.strip_suffix('.') {
        Some(body) => !bahan.kamus.is_abbreviated(body),
        None => before.is_empty() || before.ends_with(['!', '?', ':']),
    };
    let mut next = text[word.end..].trim_start().chars();
    let precedes_name = next.next().is_some_and(char::is_uppercase) && next.next().is_some_and(char::is_lowercase);
    let is_preposition = right.starts_with("di ") || right.starts_with("ke ");
    !starts_sentence || (precedes_name && !is_preposition)
}

/// A word with capitals where another has them; in a title, every word of it.
fn in_case_of(shown: &str, word: &str, is_title: bool) -> String {
    let mut letters = shown.chars().filter(|c| c.is_alphabetic());
    let first_is_capital = letters.next().is_some_and(char::is_uppercase);
    let rest_is_capital = letters.clone().next().is_some() && letters.all(char::is_uppercase);
    match (first_is_capital, rest_is_capital) {
        (false, _) => word.to_owned(),
        (true, true) => word.to_uppercase(),
        (true, false) if is_title => word.split(' ').map(capitalised).collect::<Vec<_>>().join(" "),
        (true, false) => capitalised(word),
    }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// A foreign word that has an Indonesian one. Words in italics are meant.
pub(super) fn kata_asing(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for tulisan in bahan.kata_bebas() {
        for at in 0..tulisan.kata.len() {
            let Some((letak, right)) = foreign(bahan, &tulisan.kata[at..]) else { continue };
            let shown = &tulisan.teks.value[letak.clone()];
            let text = tulisan.teks.value.as_str();
            if is_italic(text, &letak) || is_in_address(text, &letak) || is_in_name(text, &letak) {
                continue;
            }
            let words = text::any_of(&right.split(" atau ").collect::<Vec<_>>());
            problems.push(
                Diagnostic::saran("kata-asing", format!("kata asing: `{shown}`"), bahan.letak(tulisan.teks, letak))
                    .help(format!("tulis {words}, atau cetak miring: `*{shown}*`")),
            );
        }
    }
    problems
}

/// The foreign word or phrase that words begin with, and its equivalent.
fn foreign(bahan: &Bahan, words: &[Kata]) -> Option<(Range<usize>, &'static str)> {
    let first = words.first()?;
    let phrase = |count: usize| {
        let joined: Vec<&str> = words.get(..count)?.iter().map(|word| word.kecil.as_ref()).collect();
        let right = bahan.kamus.padanan.get(joined.join(" ").as_str())?;
        Some((first.letak.start..words[count - 1].letak.end, *right))
    };
    let single = || Some((first.letak.clone(), *bahan.kamus.padanan.get(first.kecil.as_ref())?));
    let long = bahan.kamus.awal.contains(first.kecil.as_ref()).then(|| phrase(3).or_else(|| phrase(2))).flatten();
    long.or_else(single)
}

/// Whether a word is part of a web or mail address: "kerjasama.go.id".
fn is_in_address(text: &str, word: &Range<usize>) -> bool {
    let before = text[..word.start].rsplit(char::is_whitespace).next().unwrap_or_default();
    let after = text[word.start..].split(char::is_whitespace).next().unwrap_or_default();
    text::is_address(&format!("{before}{after}"))
}

/// Whether a word belongs to a name that is abbreviated after it: "Monitoring
/// Center for Prevention (MCP)".
fn is_in_name(text: &str, word: &Range<usize>) -> bool {
    let Some((before, after)) = text[word.end..].split_once('(') else { return false };
    let letters = after.split(')').next().unwrap_or_default();
    let is_name = letters.len() > 1 && letters.chars().all(char::is_uppercase);
    let near = before.split_whitespace().count() <= letters.len() + 1;
    is_name && near && text[word.clone()].chars().next().is_some_and(|first| letters.contains(first))
}

/// Whether a part of a text is in italics.
fn is_italic(text: &str, part: &Range<usize>) -> bool {
    text.contains('*') && italics(text).iter().any(|place| place.start <= part.start && part.end <= place.end)
}

/// Where the italics of a text stand, without their stars.
fn italics(text: &str) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut at = 0;
    for segment in text::segments(text) {
        at += usize::from(segment.italic);
        let start = at;
        for c in segment.text.chars() {
            at += if text[at..].starts_with("\\*") { 2 } else { c.len_utf8() };
        }
        if segment.italic {
            places.push(start..at);
            at += 1;
        }
    }
    places
}
