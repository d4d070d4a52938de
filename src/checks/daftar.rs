//! Rules on the list of functions (EYD V: semicolons between the items of a
//! list, "dan" before the last, a stop after it).

use std::collections::BTreeMap;

use super::bahan::Bahan;
use crate::diagnostic::Diagnostic;
use crate::kata::setara;
use crate::model::Teks;
use crate::text;

/// Words that join the last item to the one before it.
const JOINTS: [&str; 4] = ["dan/atau", "dan", "atau", "serta"];

/// Words that no item ends with.
const UNFINISHED: [&str; 12] =
    ["dan", "serta", "atau", "yang", "untuk", "dengan", "dalam", "dari", "oleh", "kepada", "pada", "terhadap"];

/// An item without the mark that the others end with.
pub(super) fn tanda_butir(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for list in lists(bahan) {
        for (at, butir) in list.iter().enumerate() {
            // Before the last stands "; dan", which is a rule of its own.
            let before_last = at + 2 == list.len();
            if before_last || is_unfinished(&butir.value) {
                continue;
            }
            let (wanted, what) = if at + 1 == list.len() {
                (".", "butir terakhir tidak diakhiri titik")
            } else {
                (";", "butir ini tidak diakhiri titik koma")
            };
            let text = butir.value.as_str();
            let (stem, joint) = without_joint(text);
            let body = body(bahan, stem);
            if !text.ends_with(wanted) {
                // An "atau" may be meant, and what follows a colon too.
                let is_meant = joint.is_some_and(|joint| joint.ends_with("atau")) || body.ends_with(':');
                let place = bahan.persis(butir, body.len()..text.len()).filter(|_| !is_meant);
                let right = if body.ends_with(wanted) { "" } else { wanted };
                problems.push(
                    Diagnostic::saran("tanda-butir", what, bahan.letak(butir, last_letter(text)..text.len()))
                        .help(format!("akhiri dengan `{wanted}`"))
                        .edit(place, right),
                );
            }
        }
    }
    problems
}

/// The last item but one without "dan".
pub(super) fn dan_sebelum_butir_akhir(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for list in lists(bahan) {
        let [.., butir, _] = list else { continue };
        let text = butir.value.as_str();
        let (stem, joint) = match without_joint(without_mark(text)) {
            (stem, Some(joint)) => (stem, joint),
            (_, None) => (text, "dan"),
        };
        let body = body(bahan, before_bare_dan(list).unwrap_or(stem));
        if without_joint(text).1.is_none() && !is_unfinished(body) {
            let right = format!("; {joint}");
            let place = bahan.persis(butir, body.len()..text.len()).filter(|_| !body.ends_with(':'));
            problems.push(
                Diagnostic::saran(
                    "dan-sebelum-butir-akhir",
                    "butir sebelum yang terakhir tidak diakhiri `; dan`",
                    bahan.letak(butir, last_letter(text)..text.len()),
                )
                .help(format!("akhiri dengan `{right}`"))
                .edit(place, right),
            );
        }
    }
    problems
}

/// One item that was cut into two.
pub(super) fn butir_terpotong(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for jabatan in &bahan.naskah.jabatan {
        let list = jabatan.fungsi.as_slice();
        // There only a semicolon is missing.
        let joined = (has_semicolons(list) && before_bare_dan(list).is_some()).then(|| list.len() - 2);
        for (at, pair) in list.windows(2).enumerate() {
            let [butir, next] = pair else { continue };
            if is_unfinished(&butir.value) && joined != Some(at) {
                let last = last_word(&butir.value);
                let end = without_mark(&butir.value).len();
                let message = format!("butir ini belum selesai: berakhir dengan `{last}`");
                problems.push(
                    Diagnostic::peringatan("butir-terpotong", message, bahan.letak(butir, end - last.len()..end))
                        .related(next.span, "mungkin lanjutannya")
                        .help("gabungkan dengan butir berikutnya menjadi satu butir"),
                );
            }
        }
    }
    problems
}

/// An item in lower case where the others start with a capital.
pub(super) fn huruf_awal_butir(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for jabatan in &bahan.naskah.jabatan {
        let lower: Vec<usize> =
            (0..jabatan.fungsi.len()).filter(|&at| starts_small(&jabatan.fungsi[at].value)).collect();
        // Lists in lower case throughout are right, too.
        if 2 * lower.len() > jabatan.fungsi.len() {
            continue;
        }
        // After an unfinished item it may be the rest of that.
        let begins = |at: &usize| *at == 0 || !is_unfinished(&jabatan.fungsi[at - 1].value);
        for butir in lower.into_iter().filter(begins).map(|at| &jabatan.fungsi[at]) {
            let word = butir.value.split(' ').next().unwrap_or_default();
            let first = word.chars().next().unwrap_or_default();
            let right = first.to_uppercase().to_string();
            let whole = format!("{right}{}", &word[first.len_utf8()..]);
            let message = "butir ini diawali huruf kecil, yang lain huruf kapital";
            problems.push(
                Diagnostic::saran("huruf-awal-butir", message, bahan.letak(butir, 0..word.len()))
                    .help(format!("tulis `{whole}`"))
                    .edit(bahan.persis(butir, 0..first.len_utf8()), right),
            );
        }
    }
    problems
}

/// Whether a text starts with a word in lower case; "pH" and "a." are none.
fn starts_small(text: &str) -> bool {
    let word = text.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    word.chars().count() > 1 && word.chars().all(char::is_lowercase)
}

/// One function twice in a list.
pub(super) fn butir_kembar(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for jabatan in &bahan.naskah.jabatan {
        let mut first: BTreeMap<String, &Teks> = BTreeMap::new();
        for butir in &jabatan.fungsi {
            let text = setara(without_joint(&butir.value).0);
            match first.get(&text) {
                Some(other) => problems.push(
                    Diagnostic::peringatan("butir-kembar", "butir ini sudah ada dalam daftar ini", butir.span)
                        .related(other.span, "butir yang pertama")
                        .help("hapus salah satunya"),
                ),
                None => _ = first.insert(text, butir),
            }
        }
    }
    problems
}

/// A number or a bullet typed by hand before an item: the list is numbered already.
pub(super) fn nomor_dalam_butir(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for butir in bahan.naskah.jabatan.iter().flat_map(|jabatan| &jabatan.fungsi) {
        let Some((number, rest)) = butir.value.split_once(' ') else { continue };
        if is_number(number) || is_bullet(number) {
            let what = if is_number(number) { "nomor" } else { "tanda" };
            let place = bahan.hapus(butir, 0..number.len() + 1).filter(|_| !counts_on(rest));
            problems.push(
                Diagnostic::saran(
                    "nomor-dalam-butir",
                    format!("butir ini diawali {what} `{number}`"),
                    bahan.letak(butir, 0..number.len()),
                )
                .help(format!("hapus {what}nya: butir diberi nomor sendiri ketika dicetak"))
                .edit(place, ""),
            );
        }
    }
    problems
}

/// "1.", "12)", "a.".
fn is_number(word: &str) -> bool {
    let Some(stem) = word.strip_suffix(['.', ')']) else { return false };
    let is_letter = stem.len() == 1 && stem.bytes().all(|b| b.is_ascii_lowercase());
    is_letter || (!stem.is_empty() && stem.bytes().all(|b| b.is_ascii_digit()))
}

/// A bullet, or a dash that serves as one.
fn is_bullet(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| text::is_bullet(c) || matches!(c, '-' | '–' | '—'))
}

/// Whether further numbers follow in an item, with words after them.
fn counts_on(rest: &str) -> bool {
    let words: Vec<&str> = rest.split_whitespace().collect();
    words.iter().rev().skip(1).any(|word| is_number(word))
}

/// The lists whose items end with semicolons.
fn lists<'a>(bahan: &Bahan<'a>) -> impl Iterator<Item = &'a [Teks]> {
    bahan.naskah.jabatan.iter().map(|jabatan| jabatan.fungsi.as_slice()).filter(|list| has_semicolons(list))
}

/// Whether most items of a list end with semicolons.
fn has_semicolons(list: &[Teks]) -> bool {
    let inner = &list[..list.len() - 1];
    let marked = inner.iter().filter(|butir| without_joint(&butir.value).0.ends_with(';')).count();
    !inner.is_empty() && 2 * marked >= inner.len()
}

/// An item without the word after its semicolon that joins it to the next, and
/// that word in lower case.
fn without_joint(text: &str) -> (&str, Option<&'static str>) {
    let joint = |joint: &'static str| {
        let (stem, last) = text.split_at_checked(text.len().checked_sub(joint.len())?)?;
        let stem = stem.trim_end();
        (last.eq_ignore_ascii_case(joint) && stem.ends_with([';', ','])).then_some((stem, Some(joint)))
    };
    JOINTS.into_iter().find_map(joint).unwrap_or((text, None))
}

/// An item without the mark at its end; an abbreviation keeps its stop.
fn body<'t>(bahan: &Bahan, text: &'t str) -> &'t str {
    let body = without_mark(text);
    let has_stop = text[body.len()..].starts_with('.') && bahan.kamus.is_abbreviated(body);
    &text[..body.len() + usize::from(has_stop)]
}

/// An item without any mark at its end.
fn without_mark(text: &str) -> &str {
    text.trim_end_matches([';', '.', ',', ' '])
}

/// What stands before the "dan" of the item before the last, if that lacks its
/// semicolon: what follows begins an item of its own.
fn before_bare_dan(list: &[Teks]) -> Option<&str> {
    let [.., butir, last] = list else { return None };
    let (body, word) = without_mark(&butir.value).rsplit_once(' ')?;
    let is_bare = word.eq_ignore_ascii_case("dan") && without_joint(&butir.value).1.is_none();
    (is_bare && last.value.starts_with(char::is_uppercase)).then_some(body)
}

/// Whether an item stops in the middle of a sentence.
fn is_unfinished(text: &str) -> bool {
    without_joint(without_mark(text)).1.is_none() && UNFINISHED.contains(&last_word(text).to_lowercase().as_str())
}

/// The last word of an item, without the mark after it.
fn last_word(text: &str) -> &str {
    without_mark(text).rsplit(' ').next().unwrap_or_default()
}

/// Where the last character of a text starts.
fn last_letter(text: &str) -> usize {
    text.char_indices().next_back().map_or(0, |(at, _)| at)
}
