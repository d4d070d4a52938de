//! Rules on the language: spelling, spaces, stops, doubled words (EYD V, KBBI).

use std::collections::BTreeMap;
use std::ops::Range;

use super::bahan::{Bagian, Bahan, Tulisan};
use crate::diagnostic::Diagnostic;
use crate::text;

/// Marks that stand for something still to be written.
const PLACEHOLDERS: [&str; 9] = ["${", "{{", "…", "....", "____", "xxx", "XXX", "[isi", "<isi"];

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
            .help(format!("tulis `{right}`: tugas adalah kalimat"))
            .edit(bahan.persis(tulisan.teks, letak), right),
        );
    }
    problems
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
        if is_abbreviated(body) {
            continue;
        }
        let letak = body.len()..text.len();
        problems.push(
            Diagnostic::saran(
                "titik-akhir-berlebih",
                "isi tabel ini diakhiri titik",
                bahan.letak(tulisan.teks, letak.clone()),
            )
            .help("hapus titiknya: ini bukan kalimat")
            .edit(bahan.persis(tulisan.teks, letak), ""),
        );
    }
    problems
}

/// "dll.", "Tk. I." and the like keep their stop.
fn is_abbreviated(body: &str) -> bool {
    let last = body.rsplit(' ').next().unwrap_or_default();
    last.contains('.') || matches!(last, "dll" | "dsb" | "dst" | "dkk" | "Tbk")
}

/// A space too many or too few.
pub(super) fn spasi_salah(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for tulisan in &bahan.tulisan {
        for (letak, right, what) in spacing(&tulisan.teks.value) {
            let place = bahan.letak(tulisan.teks, letak.clone());
            problems.push(
                Diagnostic::saran("spasi-salah", what, place)
                    .help(format!("tulis `{right}`"))
                    .edit(bahan.persis(tulisan.teks, letak), right),
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
            if matches!(after, ';' | ',' | ')') || (after == '.' && !at(next + 1).is_alphanumeric()) {
                found.push((start..end + after.len_utf8(), after.to_string(), "ada spasi sebelum tanda baca"));
            } else if next > index + 1 && after != '\0' {
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
    for tulisan in &bahan.tulisan {
        for at in 1..tulisan.kata.len() {
            let (first, second) = (&tulisan.kata[at - 1], &tulisan.kata[at]);
            let blank = tulisan.antara(at - 1).chars().all(|c| matches!(c, ' ' | '\n'));
            let is_word = first.kecil.len() > 1 && first.kecil.chars().all(char::is_alphabetic);
            if first.kecil != second.kecil || !blank || !is_word {
                continue;
            }
            let whole = first.letak.start..second.letak.end;
            let shown = &tulisan.teks.value[whole.clone()];
            let right = if bahan.kamus.ulang.contains(first.kecil.as_str()) {
                format!("{}-{}", tulisan.tertulis(first), second.kecil)
            } else {
                tulisan.tertulis(first).to_owned()
            };
            problems.push(
                Diagnostic::peringatan(
                    "kata-ganda",
                    format!("kata tertulis dua kali: `{shown}`"),
                    bahan.letak(tulisan.teks, whole.clone()),
                )
                .help(format!("tulis `{right}`"))
                .edit(bahan.persis(tulisan.teks, whole), right),
            );
        }
    }
    problems
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
                if !is_run {
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

/// A form that the dictionary or the spelling rules do not have.
pub(super) fn ejaan_tidak_baku(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for tulisan in &bahan.tulisan {
        for (letak, right) in misspelt(bahan, tulisan) {
            let shown = &tulisan.teks.value[letak.clone()];
            let right = in_case_of(shown, right);
            problems.push(
                Diagnostic::saran(
                    "ejaan-tidak-baku",
                    format!("bentuk tidak baku: `{shown}`"),
                    bahan.letak(tulisan.teks, letak.clone()),
                )
                .help(format!("tulis `{right}`"))
                .edit(bahan.persis(tulisan.teks, letak), right),
            );
        }
    }
    problems
}

/// The non-standard words of a text, and pairs of words.
fn misspelt(bahan: &Bahan, tulisan: &Tulisan) -> Vec<(Range<usize>, &'static str)> {
    let mut found = Vec::new();
    for (at, word) in tulisan.kata.iter().enumerate() {
        let pair = tulisan.kata.get(at + 1).filter(|_| tulisan.antara(at) == " ").and_then(|next| {
            let right = bahan.kamus.ejaan.get(format!("{} {}", word.kecil, next.kecil).as_str())?;
            Some((word.letak.start..next.letak.end, *right))
        });
        let single = || bahan.kamus.ejaan.get(word.kecil.as_str()).map(|right| (word.letak.clone(), *right));
        found.extend(pair.or_else(single));
    }
    found
}

/// A word with capitals where another has them.
fn in_case_of(shown: &str, word: &str) -> String {
    let mut letters = shown.chars().filter(|c| c.is_alphabetic());
    let first_is_capital = letters.next().is_some_and(char::is_uppercase);
    let rest_is_capital = letters.clone().next().is_some() && letters.all(char::is_uppercase);
    if first_is_capital && rest_is_capital {
        return word.to_uppercase();
    }
    let mut chars = word.chars();
    match chars.next().filter(|_| first_is_capital) {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => word.to_owned(),
    }
}

/// A foreign word that has an Indonesian one. Words in italics are meant.
pub(super) fn kata_asing(bahan: &Bahan) -> Vec<Diagnostic> {
    let longest = bahan.kamus.padanan.keys().map(|key| key.split(' ').count()).max().unwrap_or(1);
    let mut problems = Vec::new();
    for tulisan in &bahan.tulisan {
        for at in 0..tulisan.kata.len() {
            let found = (1..=longest.min(tulisan.kata.len() - at)).rev().find_map(|count| {
                let words = &tulisan.kata[at..at + count];
                let joined: Vec<&str> = words.iter().map(|word| word.kecil.as_str()).collect();
                let right = bahan.kamus.padanan.get(joined.join(" ").as_str())?;
                Some((words[0].letak.start..words[count - 1].letak.end, *right))
            });
            let Some((letak, right)) = found else { continue };
            let shown = &tulisan.teks.value[letak.clone()];
            if is_italic(&tulisan.teks.value, shown) {
                continue;
            }
            problems.push(
                Diagnostic::saran("kata-asing", format!("kata asing: `{shown}`"), bahan.letak(tulisan.teks, letak))
                    .help(format!("tulis `{right}`, atau cetak miring: `*{shown}*`")),
            );
        }
    }
    problems
}

fn is_italic(text: &str, part: &str) -> bool {
    text.contains('*') && text::segments(text).iter().any(|segment| segment.italic && segment.text.contains(part))
}

/// One term in two spellings: apart and together, with a point or a hyphen.
pub(super) fn istilah_dua_ejaan(bahan: &Bahan) -> Vec<Diagnostic> {
    type Places<'b, 'a> = Vec<(&'b Tulisan<'a>, Range<usize>)>;
    let mut terms: BTreeMap<String, BTreeMap<String, Places>> = BTreeMap::new();
    let pairs: Vec<_> = bahan.tulisan.iter().flat_map(pairs_of_words).collect();
    for (tulisan, letak, term) in &pairs {
        let form = tulisan.teks.value[letak.clone()].to_lowercase();
        terms.entry(term.clone()).or_default().entry(form).or_default().push((tulisan, letak.clone()));
    }
    for tulisan in &bahan.tulisan {
        for word in &tulisan.kata {
            let term = word.kecil.replace('-', "");
            if let Some(forms) = terms.get_mut(&term) {
                forms.entry(word.kecil.clone()).or_default().push((tulisan, word.letak.clone()));
            }
        }
    }
    let mut problems = Vec::new();
    for mut forms in terms.into_values() {
        forms.retain(|form, _| !bahan.kamus.ejaan.contains_key(form.as_str()));
        let Some((usual, places)) = forms.iter().max_by_key(|(_, places)| places.len()) else { continue };
        let (first, letak) = &places[0];
        for (form, places) in forms.iter().filter(|(form, _)| *form != usual) {
            let (tulisan, rare) = &places[0];
            let message = format!(
                "`{form}` ({} kali) dan `{usual}` ({} kali) dalam satu naskah",
                places.len(),
                forms[usual].len()
            );
            problems.push(
                Diagnostic::saran("istilah-dua-ejaan", message, bahan.letak(tulisan.teks, rare.clone()))
                    .related(bahan.letak(first.teks, letak.clone()), "ejaan yang lebih sering")
                    .help("pakai satu ejaan di seluruh naskah; nama resmi boleh dicantumkan di `nama_resmi`"),
            );
        }
    }
    problems
}

/// Two words that might be written as one.
fn pairs_of_words<'b, 'a>(tulisan: &'b Tulisan<'a>) -> impl Iterator<Item = (&'b Tulisan<'a>, Range<usize>, String)> {
    (1..tulisan.kata.len()).filter_map(move |at| {
        let (first, second) = (&tulisan.kata[at - 1], &tulisan.kata[at]);
        let joined = matches!(tulisan.antara(at - 1), " " | ". " | "\n");
        let is_word = |text: &str| text.chars().all(char::is_alphabetic);
        let term = format!("{}{}", first.kecil, second.kecil);
        let whole = first.letak.start..second.letak.end;
        (joined && first.kecil != second.kecil && term.len() > 6 && is_word(&term)).then_some((tulisan, whole, term))
    })
}

/// Something that was to be filled in.
pub(super) fn isian_tertinggal(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for tulisan in &bahan.tulisan {
        let text = tulisan.teks.value.as_str();
        let found = PLACEHOLDERS.iter().filter_map(|mark| Some((text.find(mark)?, mark.len()))).min();
        if let Some((start, length)) = found.or_else(|| ellipsis(text)) {
            problems.push(
                Diagnostic::peringatan(
                    "isian-tertinggal",
                    "ada isian yang belum dilengkapi",
                    bahan.letak(tulisan.teks, start..start + length),
                )
                .help("lengkapi isinya; kalau tanda ini memang dikehendaki, tulis alasannya di `pengecualian`"),
            );
        }
    }
    problems
}

fn ellipsis(text: &str) -> Option<(usize, usize)> {
    Some((text.find("...")?, 3))
}
