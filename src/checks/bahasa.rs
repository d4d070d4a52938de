//! Rules on sentences: capitals, stops, spaces, doubled words, what was left
//! to be filled in (EYD V).

use std::ops::Range;

use super::bahan::{Bagian, Bahan, Tulisan};
use crate::diagnostic::Diagnostic;
use crate::kata::Kata;
use crate::text;

/// Marks that stand for something still to be written.
const PLACEHOLDERS: [&str; 7] = ["${", "{{", "…", "...", ". . .", "____", "[…]"];

/// TUGAS that starts in lower case.
pub(super) fn huruf_kecil_di_awal(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for tulisan in bahan.bagian(Bagian::Tugas) {
        let Some(first) = tulisan.teks.value.chars().next().filter(|c| c.is_lowercase()) else { continue };
        let letak = 0..first.len_utf8();
        let right = first.to_uppercase().to_string();
        problems.push(
            Diagnostic::saran(
                "huruf-kecil-di-awal",
                "tugas diawali huruf kecil",
                bahan.letak(tulisan.teks, letak.clone()),
            )
            .help(format!(
                "tulis `{right}{}`: tugas adalah kalimat",
                first_word(&tulisan.teks.value[first.len_utf8()..])
            ))
            .edit(bahan.persis(tulisan.teks, letak), right),
        );
    }
    problems
}

fn first_word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default()
}

/// TUGAS without a stop.
pub(super) fn tanpa_titik_akhir(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for tulisan in bahan.bagian(Bagian::Tugas) {
        let text = tulisan.teks.value.as_str();
        if text.ends_with(char::is_alphanumeric) || text.ends_with(')') {
            let last = text.char_indices().next_back().map_or(0, |(at, _)| at);
            problems.push(
                Diagnostic::saran(
                    "tanpa-titik-akhir",
                    "tugas tidak diakhiri titik",
                    bahan.letak(tulisan.teks, last..text.len()),
                )
                .help("akhiri dengan titik: tugas adalah kalimat")
                .edit(bahan.persis(tulisan.teks, text.len()..text.len()), "."),
            );
        }
    }
    problems
}

/// A stop after what is not a sentence.
pub(super) fn titik_akhir_berlebih(bahan: &Bahan) -> Vec<Diagnostic> {
    let cells = [Bagian::Nama, Bagian::Sasaran, Bagian::Indikator, Bagian::Formulasi, Bagian::SumberData];
    let mut problems = Vec::new();
    for tulisan in bahan.tulisan.iter().filter(|tulisan| cells.contains(&tulisan.bagian)) {
        let text = tulisan.teks.value.as_str();
        let Some(body) = text.strip_suffix('.').filter(|body| !body.ends_with('.')) else { continue };
        if bahan.kamus.is_abbreviated(body) || has_sentences(bahan, body) {
            continue;
        }
        let letak = body.len()..text.len();
        let what = if tulisan.bagian == Bagian::Nama { "nama jabatan" } else { "isi tabel" };
        problems.push(
            Diagnostic::saran(
                "titik-akhir-berlebih",
                format!("{what} ini diakhiri titik"),
                bahan.letak(tulisan.teks, letak.clone()),
            )
            .help("hapus titiknya: ini bukan kalimat")
            .edit(bahan.hapus(tulisan.teks, letak), ""),
        );
    }
    problems
}

/// Whether one sentence ends in a text and another begins.
fn has_sentences(bahan: &Bahan, text: &str) -> bool {
    let ends_at = |(at, _): (usize, &str)| {
        let (before, after) = (&text[..at], &text[at + 1..]);
        // "1." and "a." count items.
        let is_number = before.rsplit(' ').next().is_some_and(|word| word.chars().count() < 3);
        after.starts_with([' ', '\n'])
            && after.trim_start().starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            && !is_number
            && !bahan.kamus.is_abbreviated(before)
    };
    text.match_indices(['.', '!', '?']).any(ends_at)
}

/// A space too many or too few.
pub(super) fn spasi_salah(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for tulisan in &bahan.tulisan {
        for (letak, right, what) in spacing(&tulisan.teks.value) {
            let place = bahan.letak(tulisan.teks, letak.clone());
            let text = tulisan.teks.value.as_str();
            let exact =
                bahan.persis(tulisan.teks, letak.clone()).filter(|&span| bahan.tertulis(span) == &text[letak.clone()]);
            let before = text[..letak.start].rsplit([' ', '\n']).next().unwrap_or_default();
            let after = text[letak.end..].split([' ', '\n']).next().unwrap_or_default();
            problems.push(
                Diagnostic::saran("spasi-salah", what, place)
                    .help(format!("tulis `{before}{right}{after}`"))
                    .edit(exact, right),
            );
        }
    }
    problems
}

/// Where spaces are wrong, what to write there, and what is wrong.
fn spacing(text: &str) -> Vec<(Range<usize>, String, &'static str)> {
    let mut found = Vec::new();
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let at = |index: usize| chars.get(index).map_or('\0', |&(_, c)| c);
    let mut index = 0;
    while index < chars.len() {
        let (start, c) = chars[index];
        let mut next = index + 1;
        if c == ' ' {
            while at(next) == ' ' {
                next += 1;
            }
            let after = at(next);
            let end = chars.get(next).map_or(text.len(), |&(end, _)| end);
            // Stops apart from each other are to be filled in.
            let is_row = text[..start].ends_with(" .");
            let is_lone_stop = after == '.' && !at(next + 1).is_alphanumeric() && at(next + 1) != ' ' && !is_row;
            if matches!(after, ';' | ',' | ')') || is_lone_stop {
                found.push((start..end + after.len_utf8(), after.to_string(), "ada spasi sebelum tanda baca"));
            } else if next > index + 1 && !matches!(after, '\0' | '\n') && !text[..start].ends_with('\n') {
                found.push((start..end, " ".to_owned(), "ada lebih dari satu spasi"));
            }
        } else if matches!(c, ';' | ',') && at(next).is_alphabetic() {
            found.push((start..start + 1, format!("{c} "), "tidak ada spasi setelah tanda baca"));
        } else if c == '/' && at(next) == ' ' && index > 0 && at(index - 1) != ' ' {
            found.push((start..start + 2, "/".to_owned(), "ada spasi setelah garis miring"));
            next += 1;
        } else if c == '(' && at(next) == ' ' {
            found.push((start..start + 2, "(".to_owned(), "ada spasi setelah kurung buka"));
            next += 1;
        }
        index = next;
    }
    found
}

/// A word that stands twice.
pub(super) fn kata_ganda(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for tulisan in bahan.kata_bebas() {
        for at in 1..tulisan.kata.len() {
            let (first, second) = (&tulisan.kata[at - 1], &tulisan.kata[at]);
            let blank = tulisan.antara(at - 1).chars().all(|c| c == ' ');
            let is_word = first.kecil.len() > 1 && first.kecil.chars().all(char::is_alphabetic);
            if first.kecil == second.kecil && blank && is_word {
                problems.push(doubled(bahan, tulisan, first, second));
            }
        }
    }
    problems
}

/// What is said of a doubled word. Only words that are never repeated on
/// purpose are corrected without asking: elsewhere a hyphen may be missing.
fn doubled(bahan: &Bahan, tulisan: &Tulisan, first: &Kata, second: &Kata) -> Diagnostic {
    let word = first.kecil.as_ref();
    let whole = first.letak.start..second.letak.end;
    let (single, again) = (tulisan.tertulis(first), tulisan.tertulis(second));
    let hyphened = format!("{single}-{again}");
    let problem = Diagnostic::peringatan(
        "kata-ganda",
        format!("kata tertulis dua kali: `{}`", &tulisan.teks.value[whole.clone()]),
        bahan.letak(tulisan.teks, whole.clone()),
    );
    // "tugas Tugas Pembantuan" may be two words.
    if single != again && single != text::sentence_case(again) {
        return problem.help(format!("hapus salah satunya kalau `{word}` memang terulang"));
    }
    let place = bahan.persis(tulisan.teks, whole);
    let names_unit = || bahan.nama_unit(tulisan).iter().any(|name| name.start == second.letak.start);
    if bahan.kamus.ulang.contains(word) {
        problem.help(format!("tulis `{hyphened}`")).edit(place, hyphened)
    } else if bahan.kamus.tunggal.contains(word) || names_unit() {
        problem.help(format!("tulis `{single}`")).edit(place, single)
    } else {
        problem.help(format!("tulis `{single}`, atau `{hyphened}` kalau maksudnya kata ulang"))
    }
}

/// A duty or a function that wants the same thing done twice, in one sentence.
pub(super) fn kata_kerja_berulang(bahan: &Bahan) -> Vec<Diagnostic> {
    let standard = |word: &Kata| {
        bahan.kamus.ejaan.get(word.kecil.as_ref()).map_or(word.kecil.to_string(), |&right| right.to_owned())
    };
    let mut problems = Vec::new();
    for tulisan in &bahan.tulisan {
        if !matches!(tulisan.bagian, Bagian::Tugas | Bagian::Fungsi) {
            continue;
        }
        let verbs: Vec<(&Kata, String)> = tulisan
            .kata
            .iter()
            .enumerate()
            .filter(|(at, word)| is_action(&word.kecil) && (*at == 0 || tulisan.kata[at - 1].kecil != "yang"))
            .map(|(_, word)| (word, standard(word)))
            .collect();
        for (at, (word, verb)) in verbs.iter().enumerate() {
            let Some((before, _)) = verbs[..at].iter().rfind(|(_, before)| before == verb) else { continue };
            // Next to each other they are a `kata-ganda`.
            let between = &tulisan.teks.value[before.letak.end..word.letak.start];
            if between.chars().all(|c| c == ' ') || between.contains(['.', ';']) {
                continue;
            }
            let place = |word: &Kata| bahan.letak(tulisan.teks, word.letak.clone());
            let message =
                format!("kata kerja `{}` tertulis dua kali dalam satu kalimat atau butir", tulisan.tertulis(word));
            problems.push(
                Diagnostic::saran("kata-kerja-berulang", message, place(word))
                    .related(place(before), "sudah tertulis di sini")
                    .help("tulis satu kali saja; periksa juga apakah kata-kata di antara keduanya memang diperlukan"),
            );
        }
    }
    problems
}

/// Verbs in *me-…-kan*, like *melaksanakan*.
pub(super) fn is_action(word: &str) -> bool {
    word.starts_with("me") && word.ends_with("kan") && !matches!(word, "melainkan" | "merupakan")
}

/// A mark that stands twice.
pub(super) fn tanda_baca_ganda(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for tulisan in &bahan.tulisan {
        let text = tulisan.teks.value.as_str();
        for mark in ["..", ",,", ";;", "::"] {
            for (at, _) in text.match_indices(mark) {
                let single = &mark[..1];
                // Three points are a placeholder, not a slip.
                let is_run = text[..at].ends_with(single) || text[at + 2..].starts_with(single);
                if !is_run && text[..at].ends_with(|c: char| c.is_alphabetic() || c == ')') {
                    let letak = at..at + 2;
                    problems.push(
                        Diagnostic::saran(
                            "tanda-baca-ganda",
                            format!("tanda baca tertulis dua kali: `{mark}`"),
                            bahan.letak(tulisan.teks, letak.clone()),
                        )
                        .help(format!("tulis `{single}`"))
                        .edit(bahan.persis(tulisan.teks, letak), single),
                    );
                }
            }
        }
    }
    problems
}

/// Something that was to be filled in.
pub(super) fn isian_tertinggal(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for tulisan in &bahan.tulisan {
        let text = tulisan.teks.value.as_str();
        let marks = PLACEHOLDERS.iter().filter_map(|mark| Some((text.find(mark)?, mark.len())));
        let words = tulisan.kata.iter().filter(|kata| is_unwritten(tulisan.tertulis(kata)));
        let words = words.map(|kata| (kata.letak.start, kata.letak.len()));
        if let Some((start, length)) = marks.chain(words).min().or_else(|| bracketed(tulisan)) {
            problems.push(
                Diagnostic::peringatan(
                    "isian-tertinggal",
                    format!("ada isian yang belum dilengkapi: `{}`", &text[start..start + length]),
                    bahan.letak(tulisan.teks, start..start + length),
                )
                .help("lengkapi isinya; kalau tanda ini memang dikehendaki, tulis alasannya di `pengecualian`"),
            );
        }
    }
    problems
}

/// "TODO", "xxx", "20XX", "1978xxxx": but not "METODOLOGI" or "XXXII".
fn is_unwritten(word: &str) -> bool {
    let is_mark = |part: &str| {
        let letters = part.trim_matches(|c: char| c.is_ascii_digit());
        part == "TODO"
            || part.eq_ignore_ascii_case("20XX")
            || (letters.len() > 2 && letters.chars().all(|c| matches!(c, 'x' | 'X')))
    };
    word.split('-').any(is_mark)
}

/// `[nama jabatan]`, `<nama bidang>`. In a formula square brackets hold parts of it
/// together.
fn bracketed(tulisan: &Tulisan) -> Option<(usize, usize)> {
    let text = tulisan.teks.value.as_str();
    [('[', ']'), ('<', '>')].into_iter().find_map(|(open, close)| {
        let start = text.find(open)?;
        let length = text[start..].find(close)? + 1;
        let is_part = open == '[' && tulisan.bagian == Bagian::Formulasi && length < text.len();
        (!is_part && text[start + 1..].starts_with(char::is_alphabetic)).then_some((start, length))
    })
}
