//! Rules on the language: spelling, spaces, stops, doubled words (EYD V, KBBI).

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hasher};
use std::ops::Range;

use super::bahan::{Bagian, Bahan, Tulisan};
use super::kamus::Kamus;
use super::kata::Kata;
use crate::diagnostic::Diagnostic;
use crate::text;

/// Marks that stand for something still to be written.
const PLACEHOLDERS: [&str; 11] = ["${", "{{", "…", "...", ". . .", "____", "xxx", "XXX", "20XX", "TODO", "[…]"];

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
            let text = tulisan.teks.value.as_str();
            let before = text[..letak.start].rsplit(' ').next().unwrap_or_default();
            let after = text[letak.end..].split(' ').next().unwrap_or_default();
            problems.push(
                Diagnostic::saran("spasi-salah", what, place)
                    .help(format!("tulis `{before}{right}{after}`"))
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
            let is_lone_stop = after == '.' && !at(next + 1).is_alphanumeric() && at(next + 1) != ' ';
            if matches!(after, ';' | ',' | ')') || is_lone_stop {
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
/// purpose are corrected without asking.
fn doubled(bahan: &Bahan, tulisan: &Tulisan, first: &Kata, second: &Kata) -> Diagnostic {
    let whole = first.letak.start..second.letak.end;
    let word = first.kecil.as_str();
    let (single, hyphened) = (tulisan.tertulis(first), format!("{}-{word}", tulisan.tertulis(first)));
    let problem = Diagnostic::peringatan(
        "kata-ganda",
        format!("kata tertulis dua kali: `{}`", &tulisan.teks.value[whole.clone()]),
        bahan.letak(tulisan.teks, whole.clone()),
    );
    let place = bahan.persis(tulisan.teks, whole);
    let Kamus { henti, unit, periode, ulang, .. } = &bahan.kamus;
    if ulang.contains(word) {
        problem.help(format!("tulis `{hyphened}`")).edit(place, hyphened)
    } else if henti.contains(word) || unit.contains_key(word) || periode.contains(word) {
        problem.help(format!("tulis `{single}`")).edit(place, single)
    } else {
        problem.help(format!("tulis `{single}`, atau `{hyphened}` kalau maksudnya kata ulang"))
    }
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

/// A form that the dictionary or the spelling rules do not have.
pub(super) fn ejaan_tidak_baku(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for tulisan in &bahan.tulisan {
        for (letak, right) in misspelt(bahan, tulisan) {
            let shown = &tulisan.teks.value[letak.clone()];
            let before = tulisan.teks.value[..letak.start].split_whitespace().next_back();
            let in_name = before.is_some_and(|word| word.starts_with(char::is_uppercase) && word.len() > 1);
            let right = in_case_of(shown, right, in_name);
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
        let next = tulisan.kata.get(at + 1).filter(|_| bahan.kamus.awal.contains(word.kecil.as_str()));
        let pair = next.filter(|_| tulisan.antara(at) == " ").and_then(|next| {
            let right = bahan.kamus.ejaan.get(format!("{} {}", word.kecil, next.kecil).as_str())?;
            Some((word.letak.start..next.letak.end, *right))
        });
        let stem = word.kecil.strip_suffix("nya").unwrap_or(&word.kecil);
        let single = || {
            let right = bahan.kamus.ejaan.get(word.kecil.as_str()).or_else(|| bahan.kamus.ejaan.get(stem));
            let length =
                if bahan.kamus.ejaan.contains_key(word.kecil.as_str()) { word.kecil.len() } else { stem.len() };
            right.map(|right| (word.letak.start..word.letak.start + length, *right))
        };
        found.extend(pair.or_else(single).filter(|(letak, _)| !is_in_address(&tulisan.teks.value, letak)));
    }
    found
}

/// A word with capitals where another has them; in a name, every word of it.
fn in_case_of(shown: &str, word: &str, in_name: bool) -> String {
    let mut letters = shown.chars().filter(|c| c.is_alphabetic());
    let first_is_capital = letters.next().is_some_and(char::is_uppercase);
    let rest_is_capital = letters.clone().next().is_some() && letters.all(char::is_uppercase);
    match (first_is_capital, rest_is_capital) {
        (false, _) => word.to_owned(),
        (true, true) => word.to_uppercase(),
        (true, false) if in_name => word.split(' ').map(capitalised).collect::<Vec<_>>().join(" "),
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
    for tulisan in &bahan.tulisan {
        for at in 0..tulisan.kata.len() {
            let Some((letak, right)) = foreign(bahan, &tulisan.kata[at..]) else { continue };
            let shown = &tulisan.teks.value[letak.clone()];
            let text = tulisan.teks.value.as_str();
            if is_italic(text, shown) || is_in_address(text, &letak) || is_in_name(text, &letak) {
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
        let joined: Vec<&str> = words.get(..count)?.iter().map(|word| word.kecil.as_str()).collect();
        let right = bahan.kamus.padanan.get(joined.join(" ").as_str())?;
        Some((first.letak.start..words[count - 1].letak.end, *right))
    };
    let single = || Some((first.letak.clone(), *bahan.kamus.padanan.get(first.kecil.as_str())?));
    let long = bahan.kamus.awal.contains(first.kecil.as_str()).then(|| phrase(3).or_else(|| phrase(2))).flatten();
    long.or_else(single)
}

/// Whether a word is part of a web or mail address: "kerjasama.go.id".
fn is_in_address(text: &str, word: &Range<usize>) -> bool {
    let before = text[..word.start].rsplit(char::is_whitespace).next().unwrap_or_default();
    let after = text[word.start..].split(char::is_whitespace).next().unwrap_or_default();
    let token = format!("{before}{after}");
    let token = token.trim_end_matches(['.', ',', ';', ')']);
    token.contains('@') || token.contains("://") || token.split('.').filter(|part| part.len() > 1).count() > 1
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

fn is_italic(text: &str, part: &str) -> bool {
    text.contains('*') && text::segments(text).iter().any(|segment| segment.italic && segment.text.contains(part))
}

/// A word, or two that might be one: hashes of its letters and of how it is
/// written, and where it stands.
#[derive(Clone, Copy, Eq, PartialEq, Ord, PartialOrd)]
struct Istilah {
    letters: u64,
    form: u64,
    tulisan: usize,
    word: usize,
    words: usize,
}

/// One term in two spellings: apart and together, with a point or a hyphen.
pub(super) fn istilah_dua_ejaan(bahan: &Bahan) -> Vec<Diagnostic> {
    let texts = bahan.tulisan.iter().enumerate();
    let mut terms: Vec<Istilah> = texts.flat_map(|(at, tulisan)| terms_of(at, tulisan)).collect();
    terms.sort_unstable();
    let several = terms
        .chunk_by(|one, other| one.letters == other.letters)
        .filter(|term| term.iter().any(|other| other.form != term[0].form));
    several.flat_map(|term| rarer_forms(bahan, forms(bahan, term))).collect()
}

/// The forms of a term, and where each stands.
fn forms<'b, 'a>(bahan: &'b Bahan<'a>, term: &[Istilah]) -> BTreeMap<String, Vec<(&'b Tulisan<'a>, Range<usize>)>> {
    let mut forms: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for &Istilah { tulisan, word, words, .. } in term {
        let tulisan = &bahan.tulisan[tulisan];
        let letak = tulisan.kata[word].letak.start..tulisan.kata[word + words - 1].letak.end;
        let form = tulisan.teks.value[letak.clone()].to_lowercase();
        forms.entry(form).or_default().push((tulisan, letak));
    }
    forms
}

/// What is said of every form of a term but the usual one.
fn rarer_forms(bahan: &Bahan, mut forms: BTreeMap<String, Vec<(&Tulisan, Range<usize>)>>) -> Vec<Diagnostic> {
    forms.retain(|form, _| !bahan.kamus.ejaan.contains_key(form.as_str()));
    let Some((usual, places)) = forms.iter().max_by_key(|(_, places)| places.len()) else { return Vec::new() };
    let (first, letak) = &places[0];
    let usual_place = bahan.letak(first.teks, letak.clone());
    let rarer = forms.iter().filter(|(form, _)| *form != usual);
    let problem = |(form, rare): (&String, &Vec<(&Tulisan, Range<usize>)>)| {
        let (tulisan, letak) = &rare[0];
        let message = format!("`{form}` ({} kali) dan `{usual}` ({} kali) dalam satu naskah", rare.len(), places.len());
        Diagnostic::saran("istilah-dua-ejaan", message, bahan.letak(tulisan.teks, letak.clone()))
            .related(usual_place, "ejaan yang lain")
            .help("pakai satu ejaan di seluruh naskah; nama resmi boleh dicantumkan di `nama_resmi`")
    };
    rarer.map(problem).collect()
}

/// Every word, and every pair that might be written as one word.
fn terms_of<'b>(index: usize, tulisan: &'b Tulisan) -> impl Iterator<Item = Istilah> + 'b {
    let is_word = |word: &Kata| word.kecil.chars().all(|c| c.is_alphabetic() || c == '-');
    let kata = tulisan.kata.as_slice();
    let joined = |at: &usize| matches!(tulisan.antara(*at), " " | ". " | "\n") && kata[*at].kecil != kata[at + 1].kecil;
    let pairs = (0..kata.len().saturating_sub(1)).filter(joined).map(|at| (at, 2));
    let terms = pairs.chain((0..kata.len()).map(|at| (at, 1)));
    terms.filter_map(move |(word, count)| {
        let words = &kata[word..word + count];
        let is_term = words.iter().map(|word| word.kecil.len()).sum::<usize>() > 6 && words.iter().all(is_word);
        is_term.then(|| Istilah {
            letters: hash(words.iter().flat_map(|word| word.kecil.split('-'))),
            form: hash(words.iter().map(|word| word.kecil.as_str()).chain([if count > 1 {
                tulisan.antara(word)
            } else {
                ""
            }])),
            tulisan: index,
            word,
            words: count,
        })
    })
}

/// A hash of texts one after the other, wherever they are cut.
fn hash<'t>(texts: impl Iterator<Item = &'t str>) -> u64 {
    let mut hasher = DefaultHasher::new();
    texts.for_each(|text| hasher.write(text.as_bytes()));
    hasher.finish()
}

/// Something that was to be filled in.
pub(super) fn isian_tertinggal(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for tulisan in &bahan.tulisan {
        let text = tulisan.teks.value.as_str();
        let marks = PLACEHOLDERS.iter().filter_map(|mark| Some((text.find(mark)?, mark.len())));
        if let Some((start, length)) = marks.min().or_else(|| bracketed(text)) {
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

/// "[nama jabatan]", "<nama bidang>".
fn bracketed(text: &str) -> Option<(usize, usize)> {
    [('[', ']'), ('<', '>')].into_iter().find_map(|(open, close)| {
        let start = text.find(open)?;
        let length = text[start..].find(close)? + 1;
        text[start + 1..].starts_with(char::is_alphabetic).then_some((start, length))
    })
}

/// A bracket or a quotation mark without its partner.
pub(super) fn kurung_tidak_berpasangan(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for tulisan in &bahan.tulisan {
        for (open, close) in [('(', ')'), ('“', '”')] {
            let text = tulisan.teks.value.as_str();
            let (opened, closed) = (text.matches(open).count(), text.matches(close).count());
            // "a)" counts items.
            let lone = if opened > closed { text.rfind(open).map(|at| (at, open)) } else { None };
            let lone = lone
                .or_else(|| if closed > opened && opened > 0 { text.rfind(close).map(|at| (at, close)) } else { None });
            if let Some((at, mark)) = lone {
                problems.push(
                    Diagnostic::saran(
                        "kurung-tidak-berpasangan",
                        format!("tanda `{mark}` tidak berpasangan"),
                        bahan.letak(tulisan.teks, at..at + mark.len_utf8()),
                    )
                    .help(format!("tulis `{open}` dan `{close}` berpasangan")),
                );
            }
        }
    }
    problems
}
