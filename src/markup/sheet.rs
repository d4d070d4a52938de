//! The sheet of one position.

use std::fmt::Write as _;

use minijinja::context;
use minijinja::value::Value;

use super::Setter;
use crate::marks;
use crate::model::{Hitungan, Jabatan, Kolom, Naskah, Penomoran, Teks, tertulis};
use crate::table::{Binding, Row, Spanning, Table};

impl Setter<'_> {
    pub(super) fn sheet(&self, place: usize) -> Value {
        let jabatan = self.sheets[place];
        let Naskah { kantor, sebutan, huruf, .. } = self.naskah;
        let geometry = self.geometry;
        let has_kop = self.has_kop(place);
        let is_last = self.is_signed(place);
        // Remarks above a sheet have not been measured.
        let has_remarks = self.summary.is_some_and(|summary| !summary.remarks[&jabatan.id].is_empty());
        let one_page = !has_remarks && geometry.fits_one_page(jabatan, has_kop, is_last);
        let table = Table::new(jabatan, geometry, one_page, is_last);
        let Kolom { sasaran, indikator, formulasi, sumber_data } = &jabatan.kolom;
        let captions = [sasaran, indikator, formulasi, sumber_data].into_iter();
        context! {
            kop => has_kop.then(|| self.letterhead()),
            lambang => self.emblem(),
            kantor => context! {
                pemerintah => self.capitals(&kantor.pemerintah),
                nama => self.capitals(&kantor.nama),
            },
            huruf => context! { nama => huruf.nama.value.as_str() },
            judul => self.place(&self.naskah.judul),
            tingkat => self.level(jabatan),
            sebutan => context! {
                jabatan => self.place(&sebutan.jabatan),
                tugas => self.place(&sebutan.tugas),
                fungsi => self.place(&sebutan.fungsi),
                lanjutan => self.continuation(),
                lebar => geometry.label,
                di_atas => geometry.has_long_label,
            },
            nama => self.place(&jabatan.nama),
            tugas => self.place(&jabatan.tugas),
            fungsi => jabatan.fungsi.iter().map(|butir| self.place(butir)).collect::<Vec<_>>(),
            // Typst numbers by the same patterns.
            penomoran => tertulis(Penomoran::TERTULIS, self.naskah.penomoran),
            perubahan => self.summary.map(|summary| self.remarks(summary, jabatan)),
            kolom => context! {
                lebar => geometry.columns().to_vec(),
                judul => captions.map(|teks| self.place(teks)).collect::<Vec<_>>(),
            },
            ikatan => table.bound,
            lebar_ruang => if table.bound && !table.holds_signature { 5 } else { 4 },
            baris => table.rows.iter().map(|row| self.row(row, table.bound)).collect::<Vec<_>>(),
            pengesahan => is_last.then(|| self.signature()),
            turun => if is_last { self.adjustments.lowered } else { 0.0 },
        }
    }

    /// Levels of headings may not be skipped when sheets are left out.
    fn level(&self, jabatan: &Jabatan) -> usize {
        let superiors = self.naskah.superiors(jabatan);
        superiors.filter(|above| self.sheets.iter().any(|sheet| sheet.id == above.id)).count() + 1
    }

    fn row(&self, row: &Row, bound: bool) -> Value {
        let geometry = self.geometry;
        let sasaran = row.sasaran.as_ref().map(|cell| self.spanning(cell));
        let indikator = row.indikator.as_ref().map(|cell| self.spanning(cell));
        let formula = match &row.formulasi.hitungan {
            Hitungan::Uraian(teks) => context! { rasio => false, uraian => self.place(teks) },
            Hitungan::Rasio { pembilang, penyebut, faktor } => {
                let is_changed =
                    [pembilang, penyebut].into_iter().chain(faktor).any(|teks| marks::is_marked(&teks.value));
                let width = geometry.fraction(faktor.as_ref());
                context! {
                    rasio => true,
                    pembilang => self.place_at_rule(pembilang, width),
                    penyebut => self.place_at_rule(penyebut, width),
                    faktor => faktor.as_ref().map(|teks| self.place(teks)),
                    lebar_faktor => geometry.factor(faktor.as_ref()),
                    faktor_terlipat => faktor.as_ref().is_some_and(|teks| geometry.wraps_factor(teks)),
                    tinggi_batang => is_changed.then(|| geometry.ratio(pembilang, penyebut, faktor.as_ref())),
                    alt => spoken(pembilang, penyebut, faktor.as_ref()),
                }
            }
        };
        context! {
            sasaran,
            indikator,
            sumber_data => self.place(&row.formulasi.sumber_data),
            akhir => row.ends.clone(),
            utuh => row.whole,
            tinggi => (row.height > 0.0).then_some(row.height),
            lepas => bound && row.binding == Binding::Free,
            ikat => match row.binding {
                Binding::Starts(rows) => Some(rows),
                Binding::Free | Binding::Held => None,
            },
            ..formula
        }
    }

    fn spanning(&self, cell: &Spanning) -> Value {
        let texts: Vec<Value> = cell.texts.iter().map(|teks| self.place(teks)).collect();
        context! { jumlah => cell.rows, nomor => cell.number, kunci => cell.continued.then_some(cell.key.as_str()), isi => texts }
    }
}

/// A formula as it is read aloud.
fn spoken(pembilang: &Teks, penyebut: &Teks, faktor: Option<&Teks>) -> String {
    let mut words = format!("{} dibagi {}", marks::spoken(&pembilang.value), marks::spoken(&penyebut.value));
    if let Some(faktor) = faktor {
        let factor = marks::spoken(&faktor.value).replace('×', " dikali ").replace('%', " persen");
        let factor: Vec<&str> = factor.split_whitespace().collect();
        _ = write!(words, ", {}", factor.join(" "));
    }
    words
}
