//! What is drawn behind the sheets: the chart of the organisation and the tree
//! of performance.
//!
//! ```text
//! Naskah ─ bagan::of, pohon::of ─▶ Gambar ─ halaman::pages ─▶ Halaman ─▶ markup
//!                                  (boxes)   (tidy::draw)     (places on pages)
//! ```

pub(crate) mod alt;
mod bagan;
pub(crate) mod halaman;
mod pohon;
pub(crate) mod tidy;

use clap::ValueEnum;

use crate::model::{Naskah, Teks};

/// A kind of picture.
#[derive(Debug, Clone, Copy, Eq, PartialEq, Ord, PartialOrd, ValueEnum)]
pub enum Lampiran {
    /// The chart of the organisation.
    Bagan,
    /// The tree of performance (*pohon kinerja*, Permenpan RB 89/2021).
    Pohon,
}

impl Lampiran {
    /// The word by which users name it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Bagan => "bagan",
            Self::Pohon => "pohon",
        }
    }

    /// Its title.
    pub(crate) fn title(self, naskah: &Naskah) -> String {
        match self {
            Self::Bagan => "Bagan Struktur Organisasi".to_owned(),
            Self::Pohon => format!("Pohon Kinerja Tahun {}", naskah.tahun.value),
        }
    }

    /// What it shows of an edition.
    pub(crate) fn draw(self, naskah: &Naskah) -> Gambar<'_> {
        match self {
            Self::Bagan => bagan::of(naskah),
            Self::Pohon => pohon::of(naskah),
        }
    }
}

/// A picture: boxes that form a tree. The first has no superior, and every
/// other comes after its own.
pub(crate) struct Gambar<'a> {
    pub(crate) kotak: Vec<Kotak<'a>>,
    /// Whether the texts stand in the middle of boxes that are alike.
    pub(crate) is_plain: bool,
}

/// One box of a picture.
pub(crate) struct Kotak<'a> {
    /// Index of the box above it.
    pub(crate) atasan: Option<usize>,
    /// Whether it stands beside the line to the others, as a secretary does.
    pub(crate) is_staff: bool,
    /// Whether nothing in the superior's box leads to it.
    pub(crate) is_broken: bool,
    pub(crate) baris: Vec<Baris<'a>>,
}

/// One text in a box.
#[derive(Clone, Copy)]
pub(crate) enum Baris<'a> {
    Jabatan(&'a Teks),
    Sasaran(&'a Teks),
    Indikator(&'a Teks),
    /// What is wrong with the goal before it.
    Catatan(&'static str),
}

impl<'a> Baris<'a> {
    /// The text of the content that it shows.
    pub(crate) fn teks(&self) -> Option<&'a Teks> {
        match self {
            Self::Jabatan(teks) | Self::Sasaran(teks) | Self::Indikator(teks) => Some(teks),
            Self::Catatan(_) => None,
        }
    }
}

impl Gambar<'_> {
    /// The boxes below a box.
    pub(crate) fn below(&self, above: usize) -> impl Iterator<Item = usize> {
        (0..self.kotak.len()).filter(move |&index| self.kotak[index].atasan == Some(above))
    }
}
