//! One term in two spellings.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hasher};
use std::ops::Range;

use super::bahan::{Bagian, Bahan, Tulisan};
use crate::diagnostic::Diagnostic;
use crate::kata::Kata;

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
    let is_address = |text: &str| text.contains('.') && !text.contains(char::is_whitespace);
    let is_free = |tulisan: &Tulisan| tulisan.bagian != Bagian::NamaDiri && !is_address(&tulisan.teks.value);
    let texts = bahan.tulisan.iter().enumerate().filter(|(_, tulisan)| is_free(tulisan));
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
            form: hash(words.iter().map(|word| word.kecil.as_ref()).chain([if count > 1 {
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
