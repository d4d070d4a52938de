//! Rules on the list of functions (EYD V: semicolons between the items of a
//! list, "dan" before the last, a stop after it).

use std::collections::BTreeMap;

use super::bahan::Bahan;
use crate::diagnostic::Diagnostic;
use crate::kata::setara;
use crate::model::Teks;

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
            let body = without_joint(text).0.trim_end_matches([';', '.', ',', ' ']);
            if !text.ends_with(wanted) {
                problems.push(
                    Diagnostic::saran("tanda-butir", what, bahan.letak(butir, last_letter(text)..text.len()))
                        .help(format!("akhiri dengan `{wanted}`"))
                        .edit(bahan.persis(butir, body.len()..text.len()), wanted),
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
        if without_joint(text).1.is_none() {
            let body = text.trim_end_matches([';', '.', ',', ' ']);
            problems.push(
                Diagnostic::saran(
                    "dan-sebelum-butir-akhir",
                    "butir sebelum yang terakhir tidak diakhiri `; dan`",
                    bahan.letak(butir, last_letter(text)..text.len()),
                )
                .help("akhiri dengan `; dan`")
                .edit(bahan.persis(butir, body.len()..text.len()), "; dan"),
            );
        }
    }
    problems
}

/// One item that was cut into two.
pub(super) fn butir_terpotong(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for jabatan in &bahan.naskah.jabatan {
        for pair in jabatan.fungsi.windows(2) {
            let [butir, next] = pair else { continue };
            if is_unfinished(&butir.value) {
                let last = butir.value.rfind(' ').map_or(0, |at| at + 1);
                let message = format!("butir ini belum selesai: berakhir dengan `{}`", &butir.value[last..]);
                problems.push(
                    Diagnostic::peringatan("butir-terpotong", message, bahan.letak(butir, last..butir.value.len()))
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
        let lower: Vec<&Teks> = jabatan.fungsi.iter().filter(|butir| starts_small(&butir.value)).collect();
        // Lists in lower case throughout are right, too.
        if 2 * lower.len() > jabatan.fungsi.len() {
            continue;
        }
        for butir in lower {
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

/// A number typed by hand before an item: the list is numbered already.
pub(super) fn nomor_dalam_butir(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for butir in bahan.naskah.jabatan.iter().flat_map(|jabatan| &jabatan.fungsi) {
        let Some((number, _)) = butir.value.split_once(' ') else { continue };
        let Some(stem) = number.strip_suffix(['.', ')']) else { continue };
        let counts = stem.bytes().all(|b| b.is_ascii_digit())
            || (stem.len() == 1 && stem.bytes().all(|b| b.is_ascii_lowercase()));
        if counts && !stem.is_empty() {
            let place = bahan.letak(butir, 0..number.len());
            problems.push(
                Diagnostic::saran("nomor-dalam-butir", format!("butir ini diawali nomor `{number}`"), place)
                    .help("hapus nomornya: butir diberi nomor sendiri ketika dicetak")
                    .edit(bahan.persis(butir, 0..number.len() + 1), ""),
            );
        }
    }
    problems
}

/// The lists whose items end with semicolons, most of them.
fn lists<'a>(bahan: &Bahan<'a>) -> impl Iterator<Item = &'a [Teks]> {
    bahan.naskah.jabatan.iter().map(|jabatan| jabatan.fungsi.as_slice()).filter(|list| {
        let inner = &list[..list.len() - 1];
        let marked = inner.iter().filter(|butir| without_joint(&butir.value).0.ends_with(';')).count();
        !inner.is_empty() && 2 * marked >= inner.len()
    })
}

/// An item without the "dan" or "atau" after its semicolon, and that word.
fn without_joint(text: &str) -> (&str, Option<&str>) {
    for joint in ["dan", "atau"] {
        let stem = text.strip_suffix(joint).map(str::trim_end);
        if let Some(stem) = stem.filter(|stem| stem.ends_with([';', ','])) {
            return (stem, Some(joint));
        }
    }
    (text, None)
}

fn is_unfinished(text: &str) -> bool {
    without_joint(text).1.is_none() && text.rsplit(' ').next().is_some_and(|word| UNFINISHED.contains(&word))
}

/// Where the last character of a text starts.
fn last_letter(text: &str) -> usize {
    text.char_indices().next_back().map_or(0, |(at, _)| at)
}
