//! What is wrong with an edition that could be read.
//!
//! A rule is a function from the edition to problems. To add one: write the
//! function, put it into the table below, and explain its code in `docs/aturan`:
//! the examples there are its cases.

mod akar;
mod atasan;
mod bahan;
mod bahasa;
mod daftar;
mod ejaan;
mod huruf;
mod indikator;
mod istilah;
mod kamus;
mod kembar;
mod kurung;
mod pengecualian;
mod pengesahan;
mod penjenjangan;
mod sasaran;
mod sebutan;
mod struktur;
mod unit;

use std::collections::BTreeSet;

use rayon::prelude::*;

use self::bahan::Bahan;
use self::kamus::Kamus;
pub(crate) use self::penjenjangan::Penjenjangan;
use self::sebutan::Sebutan;
use self::unit::{Arti, Susunan};
use crate::content::Content;
use crate::diagnostic::Diagnostic;
use crate::fonts::Fonts;
use crate::kata::kata;
use crate::model::{Naskah, Teks};
use crate::source::Sources;

/// Every rule.
const ATURAN: &[fn(&Bahan) -> Vec<Diagnostic>] = &[
    huruf::lambang_contoh,
    huruf::huruf_campuran,
    huruf::huruf_tidak_ada,
    huruf::karakter_tanpa_huruf,
    struktur::unit_sebagai_jabatan,
    kembar::jabatan_kembar,
    struktur::unit_tidak_dikenal,
    struktur::nama_unit_berbeda,
    struktur::nama_unit_huruf_kecil,
    atasan::lapor_diri_sendiri,
    atasan::atasan_berbeda,
    kembar::tugas_kembar,
    struktur::tugas_unit_lain,
    kembar::fungsi_kembar,
    struktur::bawahan_tidak_lazim,
    sasaran::sasaran_tanpa_induk,
    sasaran::sasaran_tanpa_pendukung,
    sasaran::sasaran_kegiatan,
    indikator::indikator_tanpa_ukuran,
    indikator::indikator_terlalu_banyak,
    indikator::indikator_banyak_rasio,
    indikator::jumlah_dengan_rasio,
    indikator::ukuran_tanpa_rasio,
    indikator::faktor_tidak_ada,
    indikator::indeks_dengan_persen,
    indikator::formula_kembar,
    indikator::formula_lain_pokok,
    indikator::pembilang_sama_penyebut,
    indikator::periode_berbeda,
    indikator::nilai_bukan_formula,
    indikator::indikator_kembar,
    indikator::sumber_data_kosong,
    indikator::judul_kolom_berbeda,
    daftar::tanda_butir,
    daftar::dan_sebelum_butir_akhir,
    daftar::butir_terpotong,
    daftar::huruf_awal_butir,
    daftar::butir_kembar,
    daftar::nomor_dalam_butir,
    bahasa::huruf_kecil_di_awal,
    bahasa::tanpa_titik_akhir,
    bahasa::titik_akhir_berlebih,
    bahasa::spasi_salah,
    bahasa::kata_ganda,
    bahasa::kata_kerja_berulang,
    bahasa::tanda_baca_ganda,
    ejaan::ejaan_tidak_baku,
    ejaan::kata_asing,
    istilah::istilah_dua_ejaan,
    bahasa::isian_tertinggal,
    kurung::kurung_tidak_berpasangan,
    pengesahan::belum_diperiksa,
    pengesahan::nip_tidak_wajar,
    pengesahan::golongan_tidak_ada,
    pengesahan::pangkat_tidak_dikenal,
    pengesahan::pangkat_tidak_cocok,
    pengesahan::gelar_tanpa_titik,
    pengesahan::tercetak_dua_kali,
    pengesahan::tahun_tanggal_berbeda,
    pengesahan::tanggal_akhir_pekan,
    pengesahan::telepon_janggal,
    pengesahan::penanda_tangan_bukan_pimpinan,
];

/// Every problem of what was read, met in reading or found by a rule, but those that
/// are meant, in the order of the files.
pub fn run(content: &Content, fonts: &Fonts) -> Vec<Diagnostic> {
    let Content { naskah, sources, problems, .. } = content;
    let Some(naskah) = naskah else { return problems.clone() };
    let bahan = Bahan::new(naskah, sources, fonts);
    pengecualian::apply(&bahan, [problems.clone(), found(&bahan)].concat())
}

/// What the rules find in an edition, also what is meant.
pub(crate) fn rules(naskah: &Naskah, fonts: &Fonts, sources: &Sources) -> Vec<Diagnostic> {
    found(&Bahan::new(naskah, sources, fonts))
}

fn found(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems: Vec<Diagnostic> = ATURAN.par_iter().flat_map_iter(|rule| rule(bahan)).collect();
    problems.sort_by_key(|problem| problem.place.span);
    // Captions and sources of data may stand for several positions or rows.
    let mut seen = BTreeSet::new();
    problems.retain(|problem| seen.insert((problem.place.span, problem.kode)));
    problems
}

/// Which goals of an edition serve which.
pub(crate) fn penjenjangan(naskah: &Naskah) -> Penjenjangan<'_> {
    Penjenjangan::new(naskah, &Kamus::new())
}

/// The texts that call the unit of a position nearly as it is called.
pub(crate) fn misnaming(naskah: &Naskah, index: usize) -> Vec<&Teks> {
    let kamus = Kamus::new();
    let susunan = Susunan::new(naskah, &kamus);
    let is_it =
        |named: &Sebutan| matches!(susunan.arti(named), Arti::Mirip(unit) if susunan.units[unit].jabatan == index);
    let names_it = |teks: &&Teks| susunan.sebutan(&teks.value, &kata(&teks.value), &kamus).iter().any(is_it);
    naskah.texts().filter(names_it).collect()
}

/// Whether the font of an edition is there and has every character.
pub fn can_be_printed(naskah: &Naskah, fonts: &Fonts) -> bool {
    fonts.regular(&naskah.huruf.nama.value).is_some_and(|font| huruf::missing(naskah, font).is_empty())
}
