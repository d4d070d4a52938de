//! What the rules look at: the edition, and each of its texts taken apart.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use super::akar::akar;
use super::kamus::Kamus;
use super::unit::{Arti, Susunan};
use crate::fonts::Fonts;
use crate::kata::{Kata, kata};
use crate::model::{Formulasi, Hitungan, Indikator, Jabatan, Kantor, Kolom, Naskah, Pengesahan, Teks};
use crate::scalar;
use crate::source::{Sources, Span};

/// Everything that a rule may ask for.
pub(super) struct Bahan<'a> {
    pub(super) naskah: &'a Naskah,
    pub(super) sources: &'a Sources,
    pub(super) fonts: &'a Fonts,
    pub(super) kamus: Kamus,
    pub(super) susunan: Susunan<'a>,
    /// Every text of the edition, in reading order.
    pub(super) tulisan: Vec<Tulisan<'a>>,
}

/// A text, its part in the document, and its words.
pub(super) struct Tulisan<'a> {
    pub(super) teks: &'a Teks,
    pub(super) bagian: Bagian,
    /// Index of the position it belongs to.
    pub(super) jabatan: Option<usize>,
    pub(super) kata: Vec<Kata<'a>>,
}

/// Which part of the document a text is.
#[derive(Debug, Clone, Copy, Eq, PartialEq)]
pub(super) enum Bagian {
    /// Cover, letterhead, captions and signature.
    Bingkai,
    /// The office and what it belongs to, as the letterhead names them.
    NamaKantor,
    /// A person, a place or an address.
    NamaDiri,
    Nama,
    Tugas,
    Fungsi,
    Sasaran,
    Indikator,
    Formulasi,
    SumberData,
}

impl<'a> Bahan<'a> {
    /// Takes an edition apart.
    pub(super) fn new(naskah: &'a Naskah, sources: &'a Sources, fonts: &'a Fonts) -> Self {
        let kamus = Kamus::new();
        let susunan = Susunan::new(naskah, &kamus);
        Self { naskah, sources, fonts, tulisan: tulisan(naskah), susunan, kamus }
    }

    /// The texts whose words may be wrong: those of people, places and addresses are
    /// as they are.
    pub(super) fn kata_bebas(&self) -> impl Iterator<Item = &Tulisan<'a>> {
        self.tulisan.iter().filter(|tulisan| tulisan.bagian != Bagian::NamaDiri)
    }

    /// The texts of one part of the document.
    pub(super) fn bagian(&self, bagian: Bagian) -> impl Iterator<Item = &Tulisan<'a>> {
        self.tulisan.iter().filter(move |tulisan| tulisan.bagian == bagian)
    }

    /// Where a part of a text is written.
    pub(super) fn letak(&self, teks: &Teks, bagian: Range<usize>) -> Span {
        scalar::place(teks, bagian, self.sources)
    }

    /// The bytes to change for a correction, if they can be told.
    pub(super) fn persis(&self, teks: &Teks, bagian: Range<usize>) -> Option<Span> {
        scalar::exact(teks, bagian, self.sources)
    }

    /// The bytes to leave out for a correction, if a text stays without them.
    pub(super) fn hapus(&self, teks: &Teks, bagian: Range<usize>) -> Option<Span> {
        scalar::removable(teks, bagian, self.sources)
    }

    /// What is written at a place.
    pub(super) fn tertulis(&self, span: Span) -> &'a str {
        &self.sources.get(span.source).text[span.range()]
    }

    /// The superior of a position.
    pub(super) fn atasan(&self, jabatan: &Jabatan) -> Option<&'a Jabatan> {
        jabatan.atasan.map(|index| &self.naskah.jabatan[index])
    }

    /// Where a text names units of the structure.
    pub(super) fn nama_unit(&self, tulisan: &Tulisan) -> Vec<Range<usize>> {
        let named = self.susunan.sebutan(&tulisan.teks.value, &tulisan.kata, &self.kamus).into_iter();
        named.filter(|named| matches!(self.susunan.arti(named), Arti::Sama(_))).map(|named| named.letak).collect()
    }

    /// The roots of the words of a text that say what it is about, where an
    /// abbreviation that stands for words of another text counts as these.
    pub(super) fn singkat(&self, text: &str, other: &str) -> BTreeSet<String> {
        let words: Vec<Cow<str>> = kata(other).into_iter().map(|kata| kata.kecil).collect();
        let mut roots: BTreeSet<String> = self.kamus.pokok(text).into_iter().collect();
        for abbreviation in kata(text).iter().filter(|kata| is_abbreviation(&text[kata.letak.clone()])) {
            let letters = &*abbreviation.kecil;
            let spelled = words
                .windows(letters.len())
                .find(|window| window.iter().zip(letters.chars()).all(|(word, c)| word.starts_with(c)));
            if let Some(spelled) = spelled {
                roots.remove(&akar(letters));
                roots.extend(spelled.iter().map(|word| akar(word)));
            }
        }
        roots
    }
}

fn is_abbreviation(word: &str) -> bool {
    word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase())
}

impl<'a> Tulisan<'a> {
    fn new(teks: &'a Teks, bagian: Bagian, jabatan: Option<usize>) -> Self {
        Self { teks, bagian, jabatan, kata: kata(&teks.value) }
    }

    /// A word as it is written.
    pub(super) fn tertulis(&self, kata: &Kata) -> &'a str {
        &self.teks.value[kata.letak.clone()]
    }

    /// What stands between a word and the next.
    pub(super) fn antara(&self, index: usize) -> &'a str {
        &self.teks.value[self.kata[index].letak.end..self.kata[index + 1].letak.start]
    }
}

/// Every text of a formula but its source of data.
pub(super) fn hitungan(formulasi: &Formulasi) -> Vec<&Teks> {
    match &formulasi.hitungan {
        Hitungan::Uraian(teks) => vec![teks],
        Hitungan::Rasio { pembilang, penyebut, faktor } => [pembilang, penyebut].into_iter().chain(faktor).collect(),
    }
}

fn tulisan(naskah: &Naskah) -> Vec<Tulisan<'_>> {
    let standard = captions(&naskah.kolom);
    let frame = |teks| Tulisan::new(teks, bingkai(naskah, teks), None);
    let mut all: Vec<Tulisan> = naskah.front().chain(standard).map(frame).collect();
    for (index, jabatan) in naskah.jabatan.iter().enumerate() {
        let mut add = |teks, bagian| all.push(Tulisan::new(teks, bagian, Some(index)));
        add(&jabatan.nama, Bagian::Nama);
        add(&jabatan.tugas, Bagian::Tugas);
        jabatan.fungsi.iter().for_each(|butir| add(butir, Bagian::Fungsi));
        // A caption that a position leaves out is that of the edition.
        let own =
            captions(&jabatan.kolom).into_iter().zip(standard).filter(|(own, standard)| own.span != standard.span);
        own.for_each(|(own, _)| add(own, Bagian::Bingkai));
        for kinerja in &jabatan.kinerja {
            kinerja.sasaran.iter().for_each(|sasaran| add(sasaran, Bagian::Sasaran));
            kinerja.indikator.iter().for_each(|indikator| rows(indikator, &mut add));
        }
    }
    all.extend(naskah.pengesahan.texts().map(frame));
    all
}

/// Which part of the frame a text is.
fn bingkai(naskah: &Naskah, teks: &Teks) -> Bagian {
    let Kantor { pemerintah, nama: kantor, daerah, alamat, kota, laman, pos_el, .. } = &naskah.kantor;
    let Pengesahan { tempat, nama, gelar, .. } = &naskah.pengesahan;
    let is_teks = |other: &Teks| std::ptr::eq(other, teks);
    if [pemerintah, kantor, daerah].into_iter().any(is_teks) {
        Bagian::NamaKantor
    } else if [alamat, kota, tempat, nama].into_iter().chain([laman, pos_el, gelar].into_iter().flatten()).any(is_teks)
    {
        Bagian::NamaDiri
    } else {
        Bagian::Bingkai
    }
}

/// The captions of a table.
fn captions(Kolom { sasaran, indikator, formulasi, sumber_data }: &Kolom) -> [&Teks; 4] {
    [sasaran, indikator, formulasi, sumber_data]
}

fn rows<'a>(indikator: &'a Indikator, add: &mut impl FnMut(&'a Teks, Bagian)) {
    add(&indikator.nama, Bagian::Indikator);
    for formulasi in &indikator.formulasi {
        hitungan(formulasi).into_iter().for_each(|teks| add(teks, Bagian::Formulasi));
        // One source of data may serve several formulas.
        let shared = std::ptr::from_ref(formulasi) != &indikator.formulasi[0]
            && formulasi.sumber_data.span == indikator.formulasi[0].sumber_data.span;
        if !shared {
            add(&formulasi.sumber_data, Bagian::SumberData);
        }
    }
}
