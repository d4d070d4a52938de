//! One edition as values: valid once built, in the order it will be printed.
//!
//! Field names are the keys of the YAML files; the `description` of a field is
//! what an editor shows to the people who write them, so it is Indonesian.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

use crate::shapes::{Cabang, SatuAtauBanyak};
use crate::source::{Span, Spanned};

/// A printed text: never empty, `*…*` for italics, without control characters but
/// line breaks.
pub type Teks = Spanned<String>;

/// One edition: the unit that is built.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(title = "Naskah IKI", deny_unknown_fields)]
#[schemars(description = "Naskah IKI satu tahun: kantor, tampilan, pengesahan, dan susunan organisasi.")]
pub struct Naskah {
    /// Title on the cover and on every sheet.
    #[schemars(
        with = "Option<String>",
        description = "Judul naskah, dicetak di sampul dan di atas setiap lembar. Bawaan: INDIKATOR KINERJA INDIVIDU."
    )]
    pub judul: Teks,
    #[schemars(
        with = "i32",
        range(min = *Naskah::TAHUN.start(), max = *Naskah::TAHUN.end()),
        description = "Tahun naskah, empat angka."
    )]
    pub tahun: Spanned<i32>,
    #[schemars(
        with = "Option<Status>",
        description = "Status naskah: konsep, final, atau contoh. Konsep dan contoh diberi tanda air. Bawaan: final."
    )]
    pub status: Spanned<Status>,
    /// Printed before the year on the cover.
    #[schemars(with = "Option<String>", description = "Kata-kata sebelum tahun di sampul. Bawaan: TAHUN ANGGARAN.")]
    pub sebutan_tahun: Teks,
    #[schemars(description = "Kantor dan isi kop suratnya.")]
    pub kantor: Kantor,
    #[schemars(
        with = "Option<Kertas>",
        description = "Ukuran kertas: F4 (215 × 330 mm), A4 (210 × 297 mm), atau lebar dan tinggi dalam milimeter. Bawaan: A4."
    )]
    pub kertas: Kertas,
    #[schemars(
        with = "Option<RuangTepi>",
        description = "Ruang tepi dalam milimeter. Bawaan: atas 20, bawah 25, kiri 30, kanan 20."
    )]
    pub ruang_tepi: RuangTepi,
    #[schemars(with = "Option<Huruf>", description = "Jenis huruf naskah.")]
    pub huruf: Huruf,
    #[schemars(
        with = "Option<LetakKop>",
        description = "Letak kop surat: lembar-pertama, setiap-lembar, atau tanpa. Bawaan: lembar-pertama."
    )]
    pub kop: LetakKop,
    #[schemars(
        with = "Option<Kolom>",
        description = "Judul kolom tabel untuk semua jabatan; satu jabatan boleh menggantinya di berkasnya sendiri."
    )]
    pub kolom: Kolom,
    #[schemars(with = "Option<Sebutan>", description = "Sebutan bagian-bagian lembar.")]
    pub sebutan: Sebutan,
    #[schemars(
        with = "Option<Penomoran>",
        description = "Penomoran daftar fungsi: \"1.\" atau \"a.\". Bawaan: \"1.\"."
    )]
    pub penomoran: Penomoran,
    #[schemars(description = "Tempat, tanggal, dan penanda tangan di akhir naskah.")]
    pub pengesahan: Pengesahan,
    /// Names fixed by regulation, which no rule on spelling or names touches.
    #[schemars(
        with = "Option<Vec<String>>",
        description = "Nama resmi menurut peraturan, misalnya nama seksi dalam Perbup; ejaannya tidak diperiksa."
    )]
    pub nama_resmi: Vec<Teks>,
    #[schemars(
        with = "Option<Vec<Pengecualian>>",
        description = "Temuan `iki check` yang memang dikehendaki, di berkas mana pun, dengan alasannya."
    )]
    pub pengecualian: Vec<Pengecualian>,
    /// What a person still has to look at.
    #[schemars(
        with = "Option<Vec<String>>",
        description = "Hal yang masih harus diperiksa orang, misalnya setelah `iki new tahun`. Hapus barisnya setelah diperiksa."
    )]
    pub belum_diperiksa: Vec<Spanned<String>>,
    /// Every position, superiors before their subordinates.
    #[schemars(
        rename = "struktur",
        with = "Cabang",
        description = "Susunan organisasi sebagai pohon: setiap jabatan ditulis di bawah atasannya, diakhiri titik dua. Namanya adalah nama berkas di folder jabatan/ tanpa .yaml."
    )]
    pub jabatan: Vec<Jabatan>,
}

/// The office and what its letterhead says.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(description = "Kantor dan isi kop suratnya.")]
pub struct Kantor {
    #[schemars(
        description = "Pemerintah daerah, misalnya Pemerintah Kabupaten Lumajang. Dicetak dengan huruf kapital."
    )]
    pub pemerintah: Teks,
    #[schemars(description = "Nama kantor, misalnya Dinas Komunikasi dan Informatika. Dicetak dengan huruf kapital.")]
    pub nama: Teks,
    #[schemars(description = "Daerah di bawah nama kantor pada sampul, misalnya Kabupaten Lumajang.")]
    pub daerah: Teks,
    #[schemars(
        with = "String",
        description = "Berkas lambang daerah di samping naskah.yaml: SVG atau PNG, paling besar 8 MiB."
    )]
    pub lambang: Lambang,
    #[schemars(description = "Alamat kantor: jalan dan nomor.")]
    pub alamat: Teks,
    #[schemars(description = "Nomor telepon, misalnya (0334) 8780990.")]
    pub telepon: Option<Teks>,
    #[schemars(description = "Nomor faksimile.")]
    pub faksimile: Option<Teks>,
    #[schemars(description = "Laman (situs web) kantor.")]
    pub laman: Option<Teks>,
    #[schemars(description = "Alamat pos-el (surat elektronik) kantor.")]
    pub pos_el: Option<Teks>,
    #[schemars(description = "Kota tempat kantor.")]
    pub kota: Teks,
    #[schemars(with = "String", regex(pattern = "^[0-9]{5}$"), description = "Kode pos, lima angka.")]
    pub kode_pos: Teks,
}

/// The emblem: its file below the edition, and its bytes.
#[derive(Debug, Clone)]
pub struct Lambang {
    pub berkas: Spanned<String>,
    pub isi: Vec<u8>,
}

/// Width and height of the paper in mm.
#[derive(Debug, Clone, Copy)]
pub struct Kertas {
    pub lebar: f64,
    pub tinggi: f64,
}

impl Kertas {
    /// What width and height may measure: on less, a row of the table and the
    /// signature do not fit on one page.
    pub const LEBAR: RangeInclusive<f64> = 165.0..=1000.0;
    pub const TINGGI: RangeInclusive<f64> = 210.0..=1000.0;
    pub const A4: Self = Self { lebar: 210.0, tinggi: 297.0 };
    /// Folio as Indonesian offices use it.
    pub const F4: Self = Self { lebar: 215.0, tinggi: 330.0 };
}

/// Margins in mm; the defaults are those of Permendagri 1/2023, article 34.
#[derive(Debug, Clone, Copy, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(description = "Ruang tepi dalam milimeter.")]
pub struct RuangTepi {
    #[schemars(
        with = "Option<f64>",
        range(min = *RuangTepi::LEBAR.start(), max = *RuangTepi::LEBAR.end()),
        description = "Ruang tepi atas dalam milimeter."
    )]
    pub atas: f64,
    #[schemars(
        with = "Option<f64>",
        range(min = *RuangTepi::LEBAR.start(), max = *RuangTepi::LEBAR.end()),
        description = "Ruang tepi bawah dalam milimeter."
    )]
    pub bawah: f64,
    #[schemars(
        with = "Option<f64>",
        range(min = *RuangTepi::LEBAR.start(), max = *RuangTepi::LEBAR.end()),
        description = "Ruang tepi kiri dalam milimeter."
    )]
    pub kiri: f64,
    #[schemars(
        with = "Option<f64>",
        range(min = *RuangTepi::LEBAR.start(), max = *RuangTepi::LEBAR.end()),
        description = "Ruang tepi kanan dalam milimeter."
    )]
    pub kanan: f64,
}

impl RuangTepi {
    /// What a margin may measure.
    pub const LEBAR: RangeInclusive<f64> = 5.0..=40.0;
}

impl Default for RuangTepi {
    fn default() -> Self {
        Self { atas: 20.0, bawah: 25.0, kiri: 30.0, kanan: 20.0 }
    }
}

/// Font family of the text, and its size in pt.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(description = "Jenis huruf naskah.")]
pub struct Huruf {
    #[schemars(
        with = "Option<String>",
        description = "Nama jenis huruf: Liberation Sans (seukuran Arial), TeX Gyre Bonum (serupa Bookman Old Style), atau yang ada di --font-dir."
    )]
    pub nama: Spanned<String>,
    #[schemars(
        with = "Option<f64>",
        range(min = *Huruf::UKURAN.start(), max = *Huruf::UKURAN.end()),
        description = "Ukuran huruf dalam pt. Bawaan: 11."
    )]
    pub ukuran: f64,
}

impl Huruf {
    /// Sizes that leave the tables legible.
    pub const UKURAN: RangeInclusive<f64> = 8.0..=14.0;
}

/// How far an edition has come. All but the final one carry a watermark.
#[derive(Debug, Clone, Copy, Eq, PartialEq, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
#[schemars(description = "Status naskah.")]
pub enum Status {
    Konsep,
    Final,
    Contoh,
}

impl Status {
    /// As they are written in the YAML.
    pub const TERTULIS: &[(&str, Self)] = &[("konsep", Self::Konsep), ("final", Self::Final), ("contoh", Self::Contoh)];
}

/// Which sheets carry the letterhead.
#[derive(Debug, Clone, Copy, Eq, PartialEq, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
#[schemars(description = "Lembar yang memakai kop surat.")]
pub enum LetakKop {
    LembarPertama,
    SetiapLembar,
    Tanpa,
}

impl LetakKop {
    /// As they are written in the YAML.
    pub const TERTULIS: &[(&str, Self)] =
        &[("lembar-pertama", Self::LembarPertama), ("setiap-lembar", Self::SetiapLembar), ("tanpa", Self::Tanpa)];
}

/// Captions of the four columns.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(description = "Judul keempat kolom tabel.")]
pub struct Kolom {
    #[schemars(with = "Option<String>", description = "Judul kolom pertama. Bawaan: SASARAN/KINERJA UTAMA.")]
    pub sasaran: Teks,
    #[schemars(with = "Option<String>", description = "Judul kolom kedua. Bawaan: INDIKATOR KINERJA UTAMA.")]
    pub indikator: Teks,
    #[schemars(with = "Option<String>", description = "Judul kolom ketiga. Bawaan: FORMULASI PERHITUNGAN.")]
    pub formulasi: Teks,
    #[schemars(with = "Option<String>", description = "Judul kolom keempat. Bawaan: SUMBER DATA.")]
    pub sumber_data: Teks,
}

/// What the parts of a sheet are called.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(description = "Sebutan bagian-bagian lembar.")]
pub struct Sebutan {
    #[schemars(with = "Option<String>", description = "Bawaan: JABATAN.")]
    pub jabatan: Teks,
    #[schemars(with = "Option<String>", description = "Bawaan: TUGAS.")]
    pub tugas: Teks,
    #[schemars(with = "Option<String>", description = "Bawaan: FUNGSI.")]
    pub fungsi: Teks,
    #[schemars(
        with = "Option<String>",
        description = "Ditulis pada sasaran dan indikator yang bersambung ke halaman berikutnya. Bawaan: (lanjutan)."
    )]
    pub lanjutan: Teks,
}

/// How the items of a list are numbered.
#[derive(Debug, Clone, Copy, Eq, PartialEq)]
pub enum Penomoran {
    Angka,
    Huruf,
}

impl Penomoran {
    /// As they are written in the YAML.
    pub const TERTULIS: &[(&str, Self)] = &[("1.", Self::Angka), ("a.", Self::Huruf)];
}

/// Where, when and by whom the document is signed.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(description = "Tempat, tanggal, dan penanda tangan.")]
pub struct Pengesahan {
    #[schemars(description = "Tempat penandatanganan, misalnya Lumajang.")]
    pub tempat: Teks,
    #[schemars(with = "String", extend("format" = "date"), description = "Tanggal penandatanganan: TAHUN-BULAN-HARI, misalnya 2021-05-07.")]
    pub tanggal: Spanned<NaiveDate>,
    #[schemars(
        with = "Option<Bentuk>",
        description = "Bentuk penandatanganan: definitif, Plt., Plh., Pj., a.n., atau u.b. Bawaan: definitif."
    )]
    pub bentuk: Bentuk,
    /// On whose behalf; never empty for `a.n.` and `u.b.`, else empty.
    #[schemars(with = "Option<SatuAtauBanyak>", description = "Jabatan yang diatasnamakan; wajib untuk a.n. dan u.b.")]
    pub atas_nama: Vec<Teks>,
    /// The post between; never empty for `u.b.`, else empty.
    #[schemars(
        with = "Option<SatuAtauBanyak>",
        description = "Jabatan yang menerima pelimpahan sebelum penanda tangan; wajib untuk u.b."
    )]
    pub melalui: Vec<Teks>,
    /// The post that signs, one text a line.
    #[schemars(
        with = "SatuAtauBanyak",
        description = "Jabatan penanda tangan; boleh beberapa baris. Dicetak dengan huruf kapital."
    )]
    pub jabatan: Vec<Teks>,
    /// The own post of a `Plt.`, `Plh.` or `Pj.`.
    #[schemars(
        with = "Option<SatuAtauBanyak>",
        description = "Jabatan penanda tangan sendiri, untuk Plt., Plh., dan Pj."
    )]
    pub jabatan_definitif: Vec<Teks>,
    #[schemars(with = "Option<bool>", description = "Koma setelah baris jabatan terakhir. Bawaan: true.")]
    pub koma: bool,
    #[schemars(description = "Nama penanda tangan tanpa gelar di belakang nama.")]
    pub nama: Teks,
    #[schemars(description = "Gelar di belakang nama, misalnya S.STP.")]
    pub gelar: Option<Teks>,
    #[schemars(description = "Pangkat, misalnya Pembina Tingkat I.")]
    pub pangkat: Option<Teks>,
    #[schemars(description = "Golongan ruang, misalnya IV/b.")]
    pub golongan: Option<Teks>,
    /// Eighteen digits, without spaces.
    #[schemars(description = "NIP: 18 angka, boleh dengan spasi.")]
    pub nip: Option<Teks>,
}

/// In what capacity somebody signs (Permendagri 1/2023, article 44; local
/// rules on `a.n.` and `u.b.`).
#[derive(Debug, Clone, Copy, Eq, PartialEq)]
pub enum Bentuk {
    Definitif,
    PelaksanaTugas,
    PelaksanaHarian,
    Penjabat,
    AtasNama,
    UntukBeliau,
}

impl Bentuk {
    /// As they are written in the YAML.
    pub const TERTULIS: &[(&str, Self)] = &[
        ("definitif", Self::Definitif),
        ("Plt.", Self::PelaksanaTugas),
        ("Plh.", Self::PelaksanaHarian),
        ("Pj.", Self::Penjabat),
        ("a.n.", Self::AtasNama),
        ("u.b.", Self::UntukBeliau),
    ];
}

/// The word for a choice, of those in its `TERTULIS`.
pub fn tertulis<T: Copy + PartialEq>(words: &[(&'static str, T)], choice: T) -> &'static str {
    words.iter().find(|(_, known)| *known == choice).map_or("", |(word, _)| word)
}

/// A finding that is meant, at one place.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(description = "Satu temuan `iki check` yang memang dikehendaki.")]
pub struct Pengecualian {
    #[schemars(with = "String", description = "Kode temuan, misalnya kata-asing.")]
    pub kode: Spanned<String>,
    /// Words of the text that is meant; not needed where there is one finding.
    #[schemars(
        with = "Option<String>",
        description = "Kata-kata dari teks yang dimaksud; wajib kalau temuan dengan kode itu ada di beberapa tempat."
    )]
    pub pada: Option<Spanned<String>>,
    #[schemars(with = "String", description = "Alasannya, misalnya dasar hukumnya.")]
    pub alasan: Spanned<String>,
}

impl Pengecualian {
    /// Whether it is about findings with this code in this text. Capitals and
    /// line breaks make no difference.
    pub fn is_about(&self, kode: &str, text: &str) -> bool {
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        self.kode.value == kode && self.pada.as_ref().is_none_or(|pada| one_line(text).contains(&one_line(&pada.value)))
    }
}

/// The stable name of a position: the name of its file without the ending.
#[derive(Debug, Clone, Eq, PartialEq, Ord, PartialOrd, Serialize)]
pub struct JabatanId(String);

impl JabatanId {
    /// Lower-case letters, digits and hyphens, 1 to 80 of them; else nothing.
    pub fn new(text: &str) -> Option<Self> {
        let allowed = |c: char| matches!(c, 'a'..='z' | '0'..='9' | '-');
        let valid = (1..=80).contains(&text.len()) && text.chars().all(allowed);
        valid.then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path of its file below the edition.
    pub fn file(&self) -> String {
        format!("jabatan/{}.yaml", self.0)
    }

    /// The position that a file below the edition is of, if it is of one.
    pub fn of_file(path: &str) -> Option<Self> {
        Self::new(path.strip_prefix("jabatan/")?.strip_suffix(".yaml")?)
    }

    /// A name that no file has, for a position whose name another has taken over.
    pub(crate) fn former(&self) -> Self {
        Self(format!("{}/lama", self.0))
    }
}

/// One position and its sheet.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(title = "Jabatan dalam naskah IKI", deny_unknown_fields)]
#[schemars(description = "Satu jabatan: tugas, fungsi, dan tabel kinerjanya.")]
pub struct Jabatan {
    #[schemars(skip)]
    pub id: JabatanId,
    /// Where the tree names it.
    #[schemars(skip)]
    pub letak: Span,
    /// Index of the superior in [`Naskah::jabatan`]; the head has none.
    #[schemars(skip)]
    pub atasan: Option<usize>,
    #[schemars(description = "Nama jabatan, misalnya Kepala Seksi Kehumasan.")]
    pub nama: Teks,
    /// Whose work it goes on with: names of positions of the edition before.
    #[schemars(
        with = "Option<Vec<String>>",
        description = "Nama berkas jabatan-jabatan pada naskah sebelumnya yang dilanjutkan jabatan ini, kalau namanya berbeda."
    )]
    pub pendahulu: Vec<Spanned<JabatanId>>,
    #[schemars(description = "Tugas jabatan: satu kalimat.")]
    pub tugas: Teks,
    #[schemars(length(min = 1), description = "Fungsi jabatan: satu teks untuk setiap butir.")]
    pub fungsi: Vec<Teks>,
    #[schemars(with = "Option<Kolom>", description = "Judul kolom tabel jabatan ini, bila berbeda dari naskah.yaml.")]
    pub kolom: Kolom,
    #[schemars(
        with = "Option<bool>",
        description = "Apakah sasaran diberi nomor 1., 2., dan seterusnya. Bawaan: false."
    )]
    pub penomoran_sasaran: bool,
    #[schemars(length(min = 1), description = "Tabel kinerja: sasaran dengan indikatornya.")]
    pub kinerja: Vec<Kinerja>,
    #[schemars(
        with = "Option<Vec<Pengecualian>>",
        description = "Temuan `iki check` di berkas ini yang memang dikehendaki, dengan alasannya."
    )]
    pub pengecualian: Vec<Pengecualian>,
}

/// One goal, or several in one cell, and what it is measured by.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[schemars(description = "Satu sasaran dengan indikatornya.")]
pub struct Kinerja {
    #[schemars(
        with = "SatuAtauBanyak",
        description = "Sasaran atau kinerja utama: satu teks, atau daftar teks dalam satu sel."
    )]
    pub sasaran: Vec<Teks>,
    #[schemars(length(min = 1), description = "Indikator sasaran ini.")]
    pub indikator: Vec<Indikator>,
}

/// One indicator and how it is computed.
#[derive(Debug, Clone)]
pub struct Indikator {
    pub nama: Teks,
    /// One row of the table each, at least one.
    pub formulasi: Vec<Formulasi>,
}

/// One way of computing, and where its data come from.
#[derive(Debug, Clone)]
pub struct Formulasi {
    pub hitungan: Hitungan,
    pub sumber_data: Teks,
}

/// What stands in the cell of the formula.
#[derive(Debug, Clone)]
pub enum Hitungan {
    Uraian(Teks),
    Rasio { pembilang: Teks, penyebut: Teks, faktor: Option<Teks> },
}

impl Naskah {
    /// The years that an edition may be for.
    pub const TAHUN: RangeInclusive<i32> = 1945..=2999;

    /// Every text of the edition that is printed, in reading order.
    pub fn texts(&self) -> impl Iterator<Item = &Teks> {
        self.front().chain(self.jabatan.iter().flat_map(Jabatan::texts)).chain(self.pengesahan.texts())
    }

    /// The superiors of a position, from its own up to the head.
    pub fn superiors<'a>(&'a self, jabatan: &'a Jabatan) -> impl Iterator<Item = &'a Jabatan> {
        let superior = |at: &Jabatan| at.atasan.map(|index| &self.jabatan[index]);
        std::iter::successors(superior(jabatan), move |at| superior(at))
    }

    /// The texts of cover, letterhead and labels.
    pub fn front(&self) -> impl Iterator<Item = &Teks> {
        let Kantor { pemerintah, nama, daerah, alamat, telepon, faksimile, laman, pos_el, kota, kode_pos, .. } =
            &self.kantor;
        let Sebutan { jabatan, tugas, fungsi, lanjutan } = &self.sebutan;
        let front = [&self.judul, &self.sebutan_tahun, pemerintah, nama, daerah, alamat, kota, kode_pos];
        let contacts = [telepon, faksimile, laman, pos_el].into_iter().flatten();
        front.into_iter().chain(contacts).chain([jabatan, tugas, fungsi, lanjutan])
    }
}

impl Pengesahan {
    /// Every text of the signature.
    pub fn texts(&self) -> impl Iterator<Item = &Teks> {
        let posts = [&self.atas_nama, &self.melalui, &self.jabatan, &self.jabatan_definitif];
        let details = [&self.gelar, &self.pangkat, &self.golongan, &self.nip].into_iter().flatten();
        [&self.tempat].into_iter().chain(posts.into_iter().flatten()).chain([&self.nama]).chain(details)
    }

    /// Where everything that is printed in the signature is written.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        self.texts().map(|teks| teks.span).chain([self.tanggal.span])
    }
}

impl Jabatan {
    /// Every text of the sheet, in reading order.
    pub fn texts(&self) -> impl Iterator<Item = &Teks> {
        let Kolom { sasaran, indikator, formulasi, sumber_data } = &self.kolom;
        [&self.nama, &self.tugas]
            .into_iter()
            .chain(&self.fungsi)
            .chain([sasaran, indikator, formulasi, sumber_data])
            .chain(self.table())
    }

    /// Every text of the table, in reading order.
    pub fn table(&self) -> impl Iterator<Item = &Teks> {
        self.kinerja
            .iter()
            .flat_map(|kinerja| kinerja.sasaran.iter().chain(kinerja.indikator.iter().flat_map(Indikator::texts)))
    }
}

impl Indikator {
    fn texts(&self) -> impl Iterator<Item = &Teks> {
        std::iter::once(&self.nama).chain(self.formulasi.iter().flat_map(Formulasi::texts))
    }
}

impl Formulasi {
    fn texts(&self) -> impl Iterator<Item = &Teks> {
        let hitungan = match &self.hitungan {
            Hitungan::Uraian(teks) => vec![teks],
            Hitungan::Rasio { pembilang, penyebut, faktor } => {
                [pembilang, penyebut].into_iter().chain(faktor).collect()
            }
        };
        hitungan.into_iter().chain([&self.sumber_data])
    }
}
