//! The command line as data. Its doc comments are the help that users read,
//! so they are Indonesian.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgAction, Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::lampiran::Lampiran;
use crate::model::{JabatanId, Naskah};

/// Membuat naskah resmi Indikator Kinerja Individu (IKI) dari berkas YAML
#[derive(Parser)]
#[command(
    name = "iki",
    version,
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true,
    override_usage = "iki PERINTAH [PILIHAN]",
    subcommand_help_heading = "Perintah",
    help_template = TEMPLATE
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,

    /// Tampilkan bantuan ini
    #[arg(short, long, action = ArgAction::Help, global = true, help_heading = "Pilihan")]
    help: Option<bool>,

    /// Tampilkan versi
    #[arg(short = 'V', long, action = ArgAction::Version, help_heading = "Pilihan")]
    version: Option<bool>,
}

const TEMPLATE: &str = "{about}\n\nPemakaian: {usage}\n\n{all-args}\n";

#[derive(Subcommand)]
pub enum Command {
    /// Cetak naskah menjadi PDF
    #[command(visible_alias = "cetak", help_template = TEMPLATE)]
    Build(Build),

    /// Periksa isi naskah kata demi kata
    #[command(visible_alias = "periksa", help_template = TEMPLATE)]
    Check(Check),

    /// Lihat lembar di peramban sambil menulis
    #[command(visible_alias = "pratinjau", help_template = TEMPLATE)]
    Preview(Preview),

    /// Bandingkan dua naskah: apa yang berubah
    #[command(visible_alias = "banding", help_template = TEMPLATE)]
    Diff(Diff),

    /// Buat naskah kantor baru, naskah tahun berikutnya, atau jabatan
    #[command(visible_alias = "baru", subcommand, help_template = TEMPLATE)]
    New(New),

    /// Ubah susunan organisasi: ganti nama, pindah, gabung, pecah, hapus
    #[command(visible_alias = "ubah", help_template = TEMPLATE)]
    Change(Change),
}

#[derive(Args)]
#[command(
    next_help_heading = "Pilihan",
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    disable_help_subcommand = true,
    subcommand_help_heading = "Satu operasi saja",
    override_usage = "iki change RENCANA [FOLDER] [PILIHAN]\n           iki change OPERASI … [FOLDER] [PILIHAN]"
)]
pub struct Change {
    #[command(subcommand)]
    pub operation: Option<Operation>,

    /// Berkas rencana (YAML) berisi langkah-langkahnya
    #[arg(value_name = "RENCANA", help_heading = "Argumen", required = true)]
    pub plan: Option<PathBuf>,

    /// Folder naskah [bawaan: folder ini atau di atasnya]
    #[arg(value_name = "FOLDER", help_heading = "Argumen")]
    pub folder: Option<PathBuf>,

    /// Tampilkan perubahannya saja, tanpa menulis
    #[arg(long, global = true)]
    pub dry_run: bool,
}

#[derive(Subcommand)]
pub enum Operation {
    /// Ganti nama jabatan; semua kalimat yang menyebutnya ikut
    #[command(help_template = TEMPLATE, next_help_heading = "Pilihan", override_usage = "iki change ganti-nama ID NAMA [FOLDER]")]
    GantiNama(NewName),

    /// Jadikan jabatan fungsional, misalnya "Pranata Humas Ahli Muda selaku Subkoordinator Kehumasan"
    #[command(help_template = TEMPLATE, next_help_heading = "Pilihan", override_usage = "iki change alih-fungsional ID NAMA [FOLDER]")]
    AlihFungsional(NewName),

    /// Pindahkan jabatan beserta bawahannya ke atasan lain
    #[command(help_template = TEMPLATE, next_help_heading = "Pilihan", override_usage = "iki change pindah ID --ke ID [FOLDER]")]
    Pindah {
        /// Nama berkas jabatannya, tanpa .yaml
        #[arg(display_order = 1, value_name = "ID", help_heading = "Argumen", value_parser = jabatan_id)]
        jabatan: JabatanId,
        /// Atasan yang baru
        #[arg(long, value_name = "ID", value_parser = jabatan_id)]
        ke: JabatanId,
        /// Tempatnya: sesudah bawahan ini [bawaan: paling akhir]
        #[arg(long, value_name = "ID", value_parser = jabatan_id)]
        sesudah: Option<JabatanId>,
        /// Folder naskah [bawaan: folder ini atau di atasnya]
        #[arg(display_order = 2, value_name = "FOLDER", help_heading = "Argumen")]
        folder: Option<PathBuf>,
    },

    /// Ubah urutan bawahan sebuah jabatan
    #[command(help_template = TEMPLATE, next_help_heading = "Pilihan", override_usage = "iki change urutkan ATASAN --menjadi ID,ID [FOLDER]")]
    Urutkan {
        /// Nama berkas atasannya, tanpa .yaml
        #[arg(display_order = 1, value_name = "ATASAN", help_heading = "Argumen", value_parser = jabatan_id)]
        atasan: JabatanId,
        /// Semua bawahannya dalam urutan baru, dipisahkan koma
        #[arg(long, value_name = "ID,ID", required = true, value_parser = jabatan_ids)]
        menjadi: Vec<Ids>,
        /// Folder naskah [bawaan: folder ini atau di atasnya]
        #[arg(display_order = 2, value_name = "FOLDER", help_heading = "Argumen")]
        folder: Option<PathBuf>,
    },

    /// Hapus jabatan yang tidak mempunyai bawahan
    #[command(help_template = TEMPLATE, next_help_heading = "Pilihan", override_usage = "iki change hapus ID [FOLDER]")]
    Hapus {
        /// Nama berkas jabatannya, tanpa .yaml
        #[arg(display_order = 1, value_name = "ID", help_heading = "Argumen", value_parser = jabatan_id)]
        jabatan: JabatanId,
        /// Jabatan yang disebut sebagai gantinya
        #[arg(long, value_name = "ID", value_parser = jabatan_id)]
        penerus: Option<JabatanId>,
        /// Folder naskah [bawaan: folder ini atau di atasnya]
        #[arg(display_order = 2, value_name = "FOLDER", help_heading = "Argumen")]
        folder: Option<PathBuf>,
    },

    /// Gabung beberapa jabatan menjadi satu, di tempat yang pertama
    #[command(help_template = TEMPLATE, next_help_heading = "Pilihan", override_usage = "iki change gabung ID,ID --menjadi NAMA [FOLDER]")]
    Gabung {
        /// Nama berkas jabatan-jabatannya, dipisahkan koma
        #[arg(display_order = 1, value_name = "ID,ID", help_heading = "Argumen", value_parser = jabatan_ids)]
        jabatan: Ids,
        /// Nama jabatan gabungan
        #[arg(long, value_name = "NAMA", value_parser = nama)]
        menjadi: String,
        /// Nama berkasnya [bawaan: menurut nama jabatan]
        #[arg(long, value_name = "ID", value_parser = jabatan_id)]
        id: Option<JabatanId>,
        /// Folder naskah [bawaan: folder ini atau di atasnya]
        #[arg(display_order = 2, value_name = "FOLDER", help_heading = "Argumen")]
        folder: Option<PathBuf>,
    },

    /// Pecah jabatan menjadi beberapa; masing-masing mendapat semua tugasnya untuk dibagi
    #[command(help_template = TEMPLATE, next_help_heading = "Pilihan", override_usage = "iki change pecah ID --menjadi NAMA --menjadi NAMA [FOLDER]")]
    Pecah {
        /// Nama berkas jabatannya, tanpa .yaml
        #[arg(display_order = 1, value_name = "ID", help_heading = "Argumen", value_parser = jabatan_id)]
        jabatan: JabatanId,
        /// Nama setiap jabatan baru; diulang
        #[arg(long, value_name = "NAMA", required = true, value_parser = nama)]
        menjadi: Vec<String>,
        /// Folder naskah [bawaan: folder ini atau di atasnya]
        #[arg(display_order = 2, value_name = "FOLDER", help_heading = "Argumen")]
        folder: Option<PathBuf>,
    },
}

#[derive(Args)]
pub struct NewName {
    /// Nama berkas jabatannya, tanpa .yaml
    #[arg(display_order = 1, value_name = "ID", help_heading = "Argumen", value_parser = jabatan_id)]
    pub jabatan: JabatanId,

    /// Nama jabatan yang baru
    #[arg(display_order = 2, value_name = "NAMA", help_heading = "Argumen", value_parser = nama)]
    pub menjadi: String,

    /// Folder naskah [bawaan: folder ini atau di atasnya]
    #[arg(display_order = 3, value_name = "FOLDER", help_heading = "Argumen")]
    pub folder: Option<PathBuf>,

    /// Nama berkasnya yang baru [bawaan: menurut nama jabatan]
    #[arg(long, value_name = "ID", value_parser = jabatan_id)]
    pub id: Option<JabatanId>,

    /// Sebutan unitnya yang baru [bawaan: menurut nama jabatan]
    #[arg(long, value_name = "NAMA", value_parser = nama)]
    pub unit: Option<String>,
}

#[derive(Subcommand)]
#[command(
    disable_help_subcommand = true,
    override_usage = "iki new PERINTAH [PILIHAN]",
    subcommand_help_heading = "Perintah"
)]
pub enum New {
    /// Buat naskah pertama sebuah kantor, dengan keterangan setiap kuncinya
    #[command(help_template = TEMPLATE)]
    Kantor(Kantor),

    /// Salin naskah ini menjadi naskah tahun lain
    #[command(help_template = TEMPLATE)]
    Tahun(Tahun),

    /// Tambah sebuah jabatan: berkasnya, dan tempatnya dalam struktur
    #[command(help_template = TEMPLATE)]
    Jabatan(Jabatan),
}

#[derive(Args)]
#[command(next_help_heading = "Pilihan", override_usage = "iki new kantor FOLDER")]
pub struct Kantor {
    /// Folder yang akan dibuat, sebaiknya dinamai menurut tahunnya, misalnya content/dinsos/2026
    #[arg(value_name = "FOLDER", help_heading = "Argumen")]
    pub folder: PathBuf,
}

#[derive(Args)]
#[command(next_help_heading = "Pilihan", override_usage = "iki new jabatan ID --nama NAMA --atasan ID [FOLDER]")]
pub struct Jabatan {
    /// Nama berkasnya tanpa .yaml: huruf kecil, angka, dan tanda hubung
    #[arg(display_order = 1, value_name = "ID", help_heading = "Argumen", value_parser = jabatan_id)]
    pub id: JabatanId,

    /// Folder naskah [bawaan: folder ini atau di atasnya]
    #[arg(display_order = 2, value_name = "FOLDER", help_heading = "Argumen")]
    pub folder: Option<PathBuf>,

    /// Nama jabatan, misalnya "Kepala Seksi Kehumasan"
    #[arg(long, value_name = "NAMA", value_parser = nama)]
    pub nama: String,

    /// Jabatan yang menjadi atasannya
    #[arg(long, value_name = "ID", value_parser = jabatan_id)]
    pub atasan: JabatanId,
}

#[derive(Args)]
#[command(next_help_heading = "Pilihan", override_usage = "iki new tahun TAHUN [FOLDER]")]
pub struct Tahun {
    /// Tahun yang baru; menjadi nama foldernya, di samping folder naskah ini
    #[arg(display_order = 1, value_name = "TAHUN", help_heading = "Argumen", value_parser = tahun)]
    pub tahun: i32,

    /// Folder naskah yang disalin [bawaan: folder ini atau di atasnya]
    #[arg(display_order = 2, value_name = "FOLDER", help_heading = "Argumen")]
    pub folder: Option<PathBuf>,
}

#[derive(Args)]
#[command(next_help_heading = "Pilihan", override_usage = "iki build [FOLDER] [PILIHAN]")]
pub struct Build {
    /// Folder naskah yang berisi naskah.yaml [bawaan: folder ini atau di atasnya]
    #[arg(value_name = "FOLDER", help_heading = "Argumen")]
    pub folder: Option<PathBuf>,

    /// Berkas hasil, atau `-` untuk keluaran standar; folder untuk svg, png, dan typ
    #[arg(short, long, value_name = "BERKAS")]
    pub output: Option<PathBuf>,

    /// Bentuk hasil: pdf, svg dan png (satu gambar setiap halaman), atau typ
    /// (proyek Typst) [bawaan: pdf]
    #[arg(
        long,
        value_enum,
        value_name = "BENTUK",
        default_value = "pdf",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub format: Format,

    /// Cetak lembar jabatan ini saja; boleh diulang
    #[arg(long, value_name = "ID", value_parser = jabatan_id)]
    pub jabatan: Vec<JabatanId>,

    /// Tambahkan gambar sesudah lembar terakhir: bagan (struktur organisasi), pohon
    /// (pohon kinerja), atau keduanya: bagan,pohon; dalam bentuk svg dan png hanya
    /// gambarnya yang dibuat
    #[arg(long, value_enum, value_name = "GAMBAR", value_delimiter = ',', hide_possible_values = true)]
    pub lampiran: Vec<Lampiran>,

    /// Folder jenis huruf milik kantor, dipakai lebih dahulu
    #[arg(long, value_name = "FOLDER")]
    pub font_dir: Option<PathBuf>,

    /// Folder templat pengganti
    #[arg(long, value_name = "FOLDER")]
    pub templates: Option<PathBuf>,
}

#[derive(Args)]
#[command(next_help_heading = "Pilihan", override_usage = "iki check [FOLDER]... [PILIHAN]")]
pub struct Check {
    /// Folder naskah; boleh lebih dari satu [bawaan: folder ini atau di atasnya]
    #[arg(value_name = "FOLDER", help_heading = "Argumen")]
    pub folders: Vec<PathBuf>,

    /// Bentuk laporan: human (dengan kutipan), short (satu baris setiap temuan),
    /// json, atau sarif [bawaan: human]
    #[arg(
        long,
        value_enum,
        value_name = "BENTUK",
        default_value = "human",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub format: ReportFormat,

    /// Perbaiki sendiri yang tidak memerlukan keputusan: spasi, tanda baca, ejaan
    #[arg(long)]
    pub fix: bool,

    /// Bersama --fix: tampilkan perubahannya saja, tanpa menulis
    #[arg(long, requires = "fix")]
    pub diff: bool,

    /// Anggap gagal (kode keluar 1) kalau ada temuan apa pun
    #[arg(long)]
    pub strict: bool,

    /// Jelaskan sebuah kode temuan: apa, mengapa, dan contohnya
    #[arg(long, value_name = "KODE", exclusive = true)]
    pub explain: Option<String>,

    /// Folder jenis huruf milik kantor, dipakai lebih dahulu
    #[arg(long, value_name = "FOLDER")]
    pub font_dir: Option<PathBuf>,
}

#[derive(Args)]
#[command(next_help_heading = "Pilihan", override_usage = "iki preview [FOLDER] [JABATAN] [PILIHAN]")]
pub struct Preview {
    /// Folder naskah yang berisi naskah.yaml [bawaan: folder ini atau di atasnya]
    #[arg(value_name = "FOLDER", help_heading = "Argumen")]
    pub folder: Option<PathBuf>,

    /// Jabatan yang dibuka pertama kali [bawaan: yang pertama]
    #[arg(value_name = "JABATAN", help_heading = "Argumen", value_parser = jabatan_id)]
    pub jabatan: Option<JabatanId>,

    /// Porta di komputer ini; jika sedang dipakai, porta bebas berikutnya; 0 berarti
    /// porta bebas mana pun [bawaan: 7021]
    #[arg(
        long,
        value_name = "NOMOR",
        default_value = "7021",
        hide_default_value = true,
        allow_hyphen_values = true,
        value_parser = port
    )]
    pub port: u16,

    /// Jangan buka peramban; alamatnya ditampilkan saja
    #[arg(long)]
    pub no_open: bool,

    /// Folder jenis huruf milik kantor, dipakai lebih dahulu
    #[arg(long, value_name = "FOLDER")]
    pub font_dir: Option<PathBuf>,

    /// Folder templat pengganti
    #[arg(long, value_name = "FOLDER")]
    pub templates: Option<PathBuf>,
}

#[derive(Args)]
#[command(next_help_heading = "Pilihan", override_usage = "iki diff LAMA BARU [PILIHAN]")]
pub struct Diff {
    /// Naskah lama: folder, atau folder pada suatu revisi git, misalnya HEAD~3:content/diskominfo/2021
    #[arg(display_order = 1, value_name = "LAMA", help_heading = "Argumen")]
    pub old: PathBuf,

    /// Naskah baru, dengan cara yang sama
    #[arg(display_order = 2, value_name = "BARU", help_heading = "Argumen")]
    pub new: PathBuf,

    /// Bentuk laporan: text, json (satu objek setiap baris), atau pdf (lembar yang
    /// berubah dengan coretan) [bawaan: text]
    #[arg(
        long,
        value_enum,
        value_name = "BENTUK",
        default_value = "text",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub format: DiffFormat,

    /// Berkas hasil, atau `-` untuk keluaran standar [bawaan: keluaran standar; untuk
    /// pdf, berkas yang dinamai menurut kantor dan tahun]
    #[arg(short, long, value_name = "BERKAS")]
    pub output: Option<PathBuf>,

    /// Perubahan jabatan ini saja; boleh diulang
    #[arg(long, value_name = "ID", value_parser = jabatan_id)]
    pub jabatan: Vec<JabatanId>,

    /// Folder jenis huruf milik kantor, dipakai lebih dahulu
    #[arg(long, value_name = "FOLDER")]
    pub font_dir: Option<PathBuf>,
}

/// How changes are shown.
#[derive(Debug, Clone, Copy, Eq, PartialEq, ValueEnum)]
pub enum DiffFormat {
    /// In words, along the tree.
    Text,
    /// One JSON object a line.
    Json,
    /// The changed sheets with both wordings: PDF/A-3a and PDF/UA-1.
    Pdf,
}

/// How findings are shown.
#[derive(Debug, Clone, Copy, Eq, PartialEq, ValueEnum)]
pub enum ReportFormat {
    /// Source lines with carets.
    Human,
    /// One line a finding.
    Short,
    /// One JSON object a line.
    Json,
    /// A SARIF 2.1.0 log.
    Sarif,
}

/// What a build writes.
#[derive(Debug, Clone, Copy, Eq, PartialEq, ValueEnum)]
pub enum Format {
    /// One file, PDF/A-3a and PDF/UA-1.
    Pdf,
    /// One SVG picture a page.
    Svg,
    /// One PNG picture a page.
    Png,
    /// The Typst project with its fonts.
    Typ,
}

/// The command that a first word names: `iki build`, or `iki` alone.
pub fn command_named(word: Option<OsString>) -> String {
    match word.filter(|word| Cli::command().find_subcommand(word).is_some()) {
        Some(word) => format!("iki {}", word.to_string_lossy()),
        None => "iki".to_owned(),
    }
}

fn tahun(text: &str) -> Result<i32, String> {
    let year = text.parse().ok().filter(|year| text.len() == 4 && Naskah::TAHUN.contains(year));
    year.ok_or_else(|| "harus empat angka, misalnya 2022".to_owned())
}

fn nama(text: &str) -> Result<String, String> {
    match text.trim() {
        "" => Err("namanya kosong".to_owned()),
        name if name.contains(char::is_control) => Err("berisi tab atau karakter kendali".to_owned()),
        name => Ok(name.to_owned()),
    }
}

fn port(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| "harus bilangan 0 sampai 65535".to_owned())
}

/// Positions in one argument, with commas between them.
#[derive(Debug, Clone)]
pub struct Ids(pub Vec<JabatanId>);

fn jabatan_ids(text: &str) -> Result<Ids, String> {
    text.split(',').map(|id| jabatan_id(id.trim())).collect::<Result<_, _>>().map(Ids)
}

fn jabatan_id(text: &str) -> Result<JabatanId, String> {
    JabatanId::new(text).ok_or_else(|| "hanya huruf kecil, angka, dan tanda hubung".to_owned())
}
