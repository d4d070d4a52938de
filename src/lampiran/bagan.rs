//! The chart of the organisation: a box for each position.

use super::{Baris, Gambar, Kotak};
use crate::model::Naskah;

/// The boxes of an edition. The secretary of the head stands beside the line to
/// the other subordinates, as the charts of PP 18/2016 have it.
pub(super) fn of(naskah: &Naskah) -> Gambar<'_> {
    let is_below_head = |atasan: Option<usize>| atasan.is_some_and(|index| naskah.jabatan[index].atasan.is_none());
    let kotak = naskah.jabatan.iter().map(|jabatan| Kotak {
        atasan: jabatan.atasan,
        is_staff: is_below_head(jabatan.atasan) && jabatan.nama.value.to_lowercase().starts_with("sekretaris"),
        is_broken: false,
        baris: vec![Baris::Jabatan(&jabatan.nama)],
    });
    Gambar { kotak: kotak.collect(), is_plain: true }
}
