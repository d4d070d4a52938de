//! What stands around the sheets: metadata, cover, letterhead.

use chrono::Datelike;
use minijinja::context;
use minijinja::value::Value;

use super::{Setter, emblem_path, picture_path, sheet_path};
use crate::model::{Naskah, Status, Teks};
use crate::part::Part;
use crate::text;

impl Setter<'_> {
    fn title(&self, part: &Part) -> String {
        let kantor = &self.naskah.kantor;
        let whole = format!(
            "{} {} {} {}",
            text::plain(&self.naskah.judul.value),
            text::plain(&kantor.nama.value),
            text::plain(&kantor.daerah.value),
            self.naskah.tahun.value
        );
        match (part, part.sheets(self.naskah).next()) {
            (Part::Sheet(_), Some(only)) => format!("{} – {whole}", text::plain(&only.nama.value)),
            _ => whole,
        }
    }

    /// What both kinds of documents place: metadata, paper, font, attachments,
    /// sheets, pictures.
    pub(super) fn frame(&self, title: String, attached: Vec<Value>) -> Value {
        let Naskah { kantor, kertas, ruang_tepi: tepi, huruf, pengesahan, .. } = self.naskah;
        let tanggal = pengesahan.tanggal.value;
        context! {
            dokumen => context! {
                judul => title,
                penulis => format!("{} {}", text::plain(&kantor.nama.value), text::plain(&kantor.daerah.value)),
                tahun => tanggal.year(),
                bulan => tanggal.month(),
                hari => tanggal.day(),
            },
            tanda_air => match self.naskah.status.value {
                Status::Konsep => Some("KONSEP"),
                Status::Contoh => Some("CONTOH"),
                Status::Final => None,
            },
            kertas => context! { lebar => kertas.lebar, tinggi => kertas.tinggi },
            tepi => context! { atas => tepi.atas, bawah => tepi.bawah, kiri => tepi.kiri, kanan => tepi.kanan },
            huruf => context! { nama => huruf.nama.value.as_str(), ukuran => huruf.ukuran },
            sisipan => attached,
            ringkasan => self.summary.is_some(),
            lembar => self.sheets.iter().map(|sheet| sheet_path(sheet)).collect::<Vec<_>>(),
            gambar => self.lampiran.iter().map(|lampiran| picture_path(*lampiran)).collect::<Vec<_>>(),
        }
    }

    pub(super) fn document(&self, part: &Part, attached: Vec<Value>) -> Value {
        let kantor = &self.naskah.kantor;
        context! {
            sampul => matches!(part, Part::Whole),
            lambang => self.emblem(),
            judul => self.place(&self.naskah.judul),
            sebutan_tahun => self.place(&self.naskah.sebutan_tahun),
            tahun => self.written(self.naskah.tahun.value.to_string(), self.naskah.tahun.span),
            kantor => context! {
                pemerintah => self.capitals(&kantor.pemerintah),
                nama => self.capitals(&kantor.nama),
                daerah => self.capitals(&kantor.daerah),
                alamat => self.place(&kantor.alamat),
                kota => self.city(text::letter_spaced),
                kode_pos => self.postal_code(text::letter_spaced),
            },
            kontak_sampul => self.contacts(&[("Telp. ", &kantor.telepon), ("Fax. ", &kantor.faksimile)]),
            ..self.frame(self.title(part), attached)
        }
    }

    pub(super) fn letterhead(&self) -> Value {
        let kantor = &self.naskah.kantor;
        let mut lines = vec![vec![context! { awal => "", isi => self.place(&kantor.alamat) }]];
        lines.push(self.contacts(&[("Telepon ", &kantor.telepon), ("Faksimile ", &kantor.faksimile)]));
        lines.push(self.contacts(&[("Laman ", &kantor.laman), ("Pos-el ", &kantor.pos_el)]));
        lines.retain(|line| !line.is_empty());
        let tepi = self.naskah.ruang_tepi;
        context! {
            baris => lines,
            kota => self.city(str::to_owned),
            kode_pos => self.postal_code(str::to_owned),
            geser => tepi.kiri - tepi.kanan,
        }
    }

    /// What is given of a few contacts, each with the words before it.
    fn contacts(&self, contacts: &[(&str, &Option<Teks>)]) -> Vec<Value> {
        let given = contacts.iter().filter_map(|(before, teks)| Some((before, teks.as_ref()?)));
        given.map(|(before, teks)| context! { awal => *before, isi => self.place(teks) }).collect()
    }

    fn city(&self, spaced: impl Fn(&str) -> String) -> Value {
        let kota = &self.naskah.kantor.kota;
        self.written(spaced(&text::plain(&kota.value).to_uppercase()), kota.span)
    }

    fn postal_code(&self, spaced: impl Fn(&str) -> String) -> Value {
        let kode_pos = &self.naskah.kantor.kode_pos;
        self.written(spaced(&text::plain(&kode_pos.value)), kode_pos.span)
    }

    pub(super) fn emblem(&self) -> Value {
        let alt = format!("Lambang {}", text::plain(&self.naskah.kantor.daerah.value));
        context! { jalur => emblem_path(self.naskah), alt }
    }
}
