//! Rules on the list of functions (EYD V: semicolons between the items of a
//! list, "dan" before the last, a stop after it).

use super::bahan::Bahan;
use crate::diagnostic::Diagnostic;
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
            if text[body.len()..].trim() != wanted {
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

/// Items of one list that start partly with a capital.
pub(super) fn huruf_awal_butir(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for jabatan in &bahan.naskah.jabatan {
        let cased = |butir: &&Teks| first_letter(butir).is_some();
        let small = |butir: &&Teks| first_letter(butir).is_some_and(char::is_lowercase);
        let (total, lower) = (jabatan.fungsi.iter().filter(cased).count(), jabatan.fungsi.iter().filter(small).count());
        if lower == 0 || lower == total {
            continue;
        }
        let to_lower = 2 * lower > total;
        let after_cut = |at: usize| at > 0 && is_unfinished(&jabatan.fungsi[at - 1].value);
        for (at, butir) in jabatan.fungsi.iter().enumerate() {
            if small(&butir) == to_lower || after_cut(at) {
                continue;
            }
            let Some(letter) = first_letter(butir) else { continue };
            let start = butir.value.find(letter).unwrap_or_default();
            let letak = start..start + letter.len_utf8();
            let (what, right) = if to_lower {
                ("butir ini diawali huruf kapital, yang lain huruf kecil", letter.to_lowercase().to_string())
            } else {
                ("butir ini diawali huruf kecil, yang lain huruf kapital", letter.to_uppercase().to_string())
            };
            problems.push(
                Diagnostic::saran("huruf-awal-butir", what, bahan.letak(butir, letak.clone()))
                    .help(format!("tulis `{right}`"))
                    .edit(bahan.persis(butir, letak), right),
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

fn first_letter(butir: &Teks) -> Option<char> {
    butir.value.chars().find(|c| c.is_alphanumeric()).filter(|c| c.is_alphabetic())
}

/// Where the last character of a text starts.
fn last_letter(text: &str) -> usize {
    text.char_indices().next_back().map_or(0, |(at, _)| at)
}
