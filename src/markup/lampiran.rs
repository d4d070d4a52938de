//! The drawn pages behind the sheets.

use minijinja::context;
use minijinja::value::Value;

use super::Setter;
use crate::lampiran::halaman::{self, Halaman};
use crate::lampiran::{Baris, Gambar, Lampiran, alt};
use crate::source::Span;
use crate::text;

/// What a broken line means.
const BROKEN: &str = "Kotak bergaris putus-putus dengan tanda silang: sasaran tidak diturunkan dari sasaran atasan.";

impl Setter<'_> {
    /// What the pages of a picture place, and the texts among it.
    pub(super) fn pictures(&self, lampiran: Lampiran) -> (Value, Vec<Span>) {
        let gambar = lampiran.draw(self.naskah);
        let kantor = &self.naskah.kantor;
        let titles = [lampiran.title(self.naskah), text::plain(&kantor.nama.value), text::plain(&kantor.daerah.value)];
        let pages = halaman::pages(&gambar, self.geometry, &titles.map(|title| title.to_uppercase()));
        let page = |page: &Halaman| self.picture(lampiran, &gambar, page);
        let tepi = self.naskah.ruang_tepi;
        let value = context! {
            tepi => context! { atas => tepi.atas, bawah => tepi.bawah, kiri => tepi.kiri, kanan => tepi.kanan },
            judul => lampiran.title(self.naskah).to_uppercase(),
            kantor => context! { nama => self.capitals(&kantor.nama), daerah => self.capitals(&kantor.daerah) },
            lanjutan => self.continuation(),
            halaman => pages.iter().map(page).collect::<Vec<_>>(),
        };
        let rows = gambar.kotak.iter().flat_map(|kotak| &kotak.baris);
        (value, rows.filter_map(|row| Some(row.teks()?.span)).collect())
    }

    fn picture(&self, lampiran: Lampiran, gambar: &Gambar, halaman: &Halaman) -> Value {
        let key = |node: usize| format!("{}/{node}", lampiran.name());
        let boxes = halaman.kotak.iter().map(|placed| {
            let kotak = &gambar.kotak[placed.node];
            let rows: Vec<Value> = kotak.baris.iter().map(|row| self.line(row)).collect();
            context! {
                x => rounded(placed.x),
                y => rounded(placed.y),
                lebar => rounded(placed.width),
                tinggi => rounded(placed.height),
                putus => kotak.is_broken,
                baris => rows,
                lanjut => halaman.cut.contains(&placed.node).then(|| key(placed.node)),
            }
        });
        let lines = halaman.garis.iter().map(|line| {
            let [(x1, y1), (x2, y2)] = [line.from, line.to].map(|(x, y)| (rounded(x), rounded(y)));
            context! { x1, y1, x2, y2, putus => line.is_broken }
        });
        context! {
            kunci => halaman.here.iter().map(|&node| key(node)).collect::<Vec<_>>(),
            lanjutan => halaman.here != [0],
            rebah => halaman.is_turned,
            ukuran => halaman.ukuran,
            lebar => rounded(halaman.lebar),
            tinggi => rounded(halaman.tinggi),
            alt => format!("{}. {}", lampiran.title(self.naskah), alt::told(gambar, halaman)),
            keterangan => halaman.kotak.iter().any(|placed| gambar.kotak[placed.node].is_broken).then_some(BROKEN),
            garis => lines.collect::<Vec<_>>(),
            kotak => boxes.collect::<Vec<_>>(),
            terpusat => gambar.is_plain,
        }
    }

    fn line(&self, baris: &Baris) -> Value {
        let (jenis, isi) = match baris {
            Baris::Jabatan(teks) => ("jabatan", self.place(teks)),
            Baris::Sasaran(teks) => ("sasaran", self.place(teks)),
            Baris::Indikator(teks) => ("indikator", self.place(teks)),
            Baris::Catatan(catatan) => ("catatan", Value::from(*catatan)),
        };
        context! { jenis, isi }
    }
}

/// To a hundredth of a pt.
fn rounded(length: f64) -> f64 {
    (length * 100.0).round() / 100.0
}
