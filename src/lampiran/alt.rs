//! A page of a picture in words, for those who do not see it.

use super::halaman::Halaman;
use super::{Baris, Gambar, Kotak};
use crate::text;

/// What a page shows: every box, and which are below it.
pub(crate) fn told(gambar: &Gambar, halaman: &Halaman) -> String {
    let is_shown = |index: &usize| halaman.kotak.iter().any(|placed| placed.node == *index);
    let sentences = halaman.kotak.iter().filter_map(|placed| {
        let kotak = &gambar.kotak[placed.node];
        let all: Vec<usize> = gambar.below(placed.node).collect();
        let mut below: Vec<String> =
            all.iter().filter(|index| is_shown(index)).map(|&index| gambar.kotak[index].name()).collect();
        // Parts of one table.
        below.dedup();
        let here = if all.iter().all(is_shown) { "" } else { "di halaman ini " };
        let is_cut = halaman.cut.contains(&placed.node);
        let sentence = match (gambar.is_plain, below.is_empty()) {
            // It was named with its superior.
            (true, true) if !is_cut && halaman.kotak.len() > 1 => return None,
            (true, true) => format!("{}.", kotak.name()),
            (true, false) => format!("{} {here}membawahi {}.", kotak.name(), text::all_of(&below)),
            (false, true) => format!("{}.", kotak.told()),
            (false, false) => format!("{}. Di bawahnya {here}ada {}.", kotak.told(), below.join("; ")),
        };
        Some(if is_cut { sentence + " Bawahannya di halaman lain." } else { sentence })
    });
    sentences.collect::<Vec<_>>().join(" ")
}

impl Kotak<'_> {
    /// The first text, by which others speak of the box.
    fn name(&self) -> String {
        self.baris.first().map(Baris::told).unwrap_or_default()
    }

    fn told(&self) -> String {
        self.baris.iter().map(Baris::told).collect::<Vec<_>>().join(", ")
    }
}

impl Baris<'_> {
    fn told(&self) -> String {
        match self {
            Self::Jabatan(nama) => text::plain(&nama.value),
            Self::Sasaran(sasaran) => format!("sasaran “{}”", text::plain(&sasaran.value)),
            Self::Indikator(indikator) => format!("indikator “{}”", text::plain(&indikator.value)),
            Self::Catatan(catatan) => (*catatan).to_owned(),
        }
    }
}
