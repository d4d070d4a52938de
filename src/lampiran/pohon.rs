//! The tree of performance: a box for each part of the tables, below the goal
//! that it serves.

use super::{Baris, Gambar, Kotak};
use crate::checks::{self, Penjenjangan};
use crate::model::{Jabatan, Kinerja, Naskah, Teks};

/// The rules that the notes are about.
const WITHOUT_SOURCE: &str = "sasaran-tanpa-induk";
const WITHOUT_SUPPORT: &str = "sasaran-tanpa-pendukung";

/// The boxes of an edition: the office, the goals of its head, and what serves
/// them. What serves none stands below the first goal of the superior, and says
/// so.
pub(super) fn of(naskah: &Naskah) -> Gambar<'_> {
    let penjenjangan = checks::penjenjangan(naskah);
    let mut kotak = vec![box_of(None, false, vec![Baris::Jabatan(&naskah.kantor.nama)])];
    // Where the parts of each position begin.
    let mut first: Vec<usize> = Vec::new();
    for (index, jabatan) in naskah.jabatan.iter().enumerate() {
        first.push(kotak.len());
        for kinerja in &jabatan.kinerja {
            let (atasan, is_broken) = match jabatan.atasan {
                None => (0, false),
                Some(superior) => {
                    let source = source(&penjenjangan, kinerja, &naskah.jabatan[superior]);
                    let is_meant = kinerja.sasaran.iter().all(|goal| is_meant(naskah, jabatan, WITHOUT_SOURCE, goal));
                    (first[superior] + source.unwrap_or_default(), source.is_none() && !is_meant)
                }
            };
            kotak.push(box_of(Some(atasan), is_broken, rows(&penjenjangan, naskah, index, kinerja)));
        }
    }
    Gambar { kotak, is_plain: false }
}

fn box_of(atasan: Option<usize>, is_broken: bool, baris: Vec<Baris>) -> Kotak {
    Kotak { atasan, is_staff: false, is_broken, baris }
}

/// The part of the superior's table that one of the goals serves.
fn source(penjenjangan: &Penjenjangan, kinerja: &Kinerja, atasan: &Jabatan) -> Option<usize> {
    kinerja.sasaran.iter().find_map(|sasaran| penjenjangan.source(sasaran, atasan))
}

/// Whether a goal is an exception from a rule.
fn is_meant(naskah: &Naskah, jabatan: &Jabatan, kode: &str, sasaran: &Teks) -> bool {
    let mut exceptions = naskah.pengecualian.iter().chain(&jabatan.pengecualian);
    exceptions.any(|exception| exception.is_about(kode, &sasaran.value))
}

fn rows<'a>(penjenjangan: &Penjenjangan, naskah: &'a Naskah, index: usize, kinerja: &'a Kinerja) -> Vec<Baris<'a>> {
    let jabatan = &naskah.jabatan[index];
    let atasan = jabatan.atasan.map(|superior| &naskah.jabatan[superior]);
    let mut rows = vec![Baris::Jabatan(&jabatan.nama)];
    for sasaran in &kinerja.sasaran {
        rows.push(Baris::Sasaran(sasaran));
        let has_source = atasan.is_none_or(|atasan| penjenjangan.source(sasaran, atasan).is_some())
            || is_meant(naskah, jabatan, WITHOUT_SOURCE, sasaran);
        let has_support = penjenjangan.subordinates(index).is_empty()
            || penjenjangan.is_supported(index, sasaran, kinerja)
            || is_meant(naskah, jabatan, WITHOUT_SUPPORT, sasaran);
        rows.extend(match (has_source, has_support) {
            (true, true) => None,
            (false, true) => Some(Baris::Catatan("(tanpa induk)")),
            (true, false) => Some(Baris::Catatan("(tanpa pendukung)")),
            (false, false) => Some(Baris::Catatan("(tanpa induk, tanpa pendukung)")),
        });
    }
    rows.extend(kinerja.indikator.iter().map(|indikator| Baris::Indikator(&indikator.nama)));
    rows
}
