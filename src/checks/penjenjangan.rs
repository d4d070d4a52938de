//! The cascade: which goal of a subordinate serves which goal of its superior
//! (*penjenjangan*; LKE SAKIP, Permenpan RB 88/2021, criterion 1.b).

use std::collections::BTreeMap;

use super::kamus::Kamus;
use crate::kata::{kata, setara};
use crate::model::{Jabatan, Kinerja, Naskah, Teks};
use crate::source::Span;

/// Which part of the words of a goal must stand in what it is derived from.
const SHARED_WORDS: f64 = 0.5;

/// The goals and indicators of an edition, in words that can be compared.
pub(crate) struct Penjenjangan<'a> {
    pokok: BTreeMap<Span, Pokok>,
    /// The direct subordinates of each position.
    below: Vec<Vec<&'a Jabatan>>,
}

struct Pokok {
    setara: String,
    /// Roots of what a goal is about, without the change it wants.
    tujuan: Vec<String>,
    /// Roots of everything it is about.
    semua: Vec<String>,
}

impl<'a> Penjenjangan<'a> {
    pub(super) fn new(naskah: &'a Naskah, kamus: &Kamus) -> Self {
        let mut below: Vec<Vec<&Jabatan>> = vec![Vec::new(); naskah.jabatan.len()];
        for jabatan in &naskah.jabatan {
            if let Some(superior) = jabatan.atasan {
                below[superior].push(jabatan);
            }
        }
        let parts = naskah.jabatan.iter().flat_map(|jabatan| &jabatan.kinerja);
        let texts = parts.flat_map(|part| part.sasaran.iter().chain(part.indikator.iter().map(|item| &item.nama)));
        Self { pokok: texts.map(|teks| (teks.span, Pokok::new(teks, kamus))).collect(), below }
    }

    /// The direct subordinates of a position, by its index.
    pub(crate) fn subordinates(&self, index: usize) -> &[&'a Jabatan] {
        &self.below[index]
    }

    /// Index of the part of the superior's table that a goal serves.
    pub(crate) fn source(&self, goal: &Teks, atasan: &Jabatan) -> Option<usize> {
        let serves = |above: &Kinerja| above.sasaran.iter().any(|sasaran| self.serves(goal, sasaran, above));
        atasan.kinerja.iter().position(serves)
    }

    /// Whether a subordinate works for a goal of a position.
    pub(crate) fn is_supported(&self, index: usize, sasaran: &Teks, kinerja: &Kinerja) -> bool {
        let parts = self.below[index].iter().flat_map(|below| &below.kinerja);
        parts.flat_map(|part| &part.sasaran).any(|goal| self.serves(goal, sasaran, kinerja))
    }

    /// Whether a goal is one of the superior's, or derived from it or from an
    /// indicator beside it.
    fn serves(&self, goal: &Teks, sasaran: &Teks, above: &Kinerja) -> bool {
        let indicators = above.indikator.iter().map(|indikator| &indikator.nama);
        self.pokok[&goal.span].setara == self.pokok[&sasaran.span].setara
            || std::iter::once(sasaran).chain(indicators).any(|from| self.is_derived(goal, from))
    }

    /// Whether a goal speaks of the same thing as another text: the first thing
    /// it names, and half of the rest.
    fn is_derived(&self, goal: &Teks, from: &Teks) -> bool {
        let (words, known) = (&self.pokok[&goal.span].tujuan, &self.pokok[&from.span].semua);
        let shared = words.iter().filter(|word| known.contains(word)).count();
        words.first().is_some_and(|first| known.contains(first)) && shared as f64 >= SHARED_WORDS * words.len() as f64
    }
}

impl Pokok {
    fn new(teks: &Teks, kamus: &Kamus) -> Self {
        let semua = kamus.pokok(&teks.value);
        let wants = kata(&teks.value).first().is_some_and(|word| word.kecil.ends_with("nya"));
        Self { setara: setara(&teks.value), tujuan: semua[usize::from(wants).min(semua.len())..].to_vec(), semua }
    }
}
