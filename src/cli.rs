//! The command line as data. Its doc comments are the help that users read,
//! so they are Indonesian.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::model::JabatanId;

/// Membuat naskah resmi Indikator Kinerja Individu (IKI) dari berkas YAML
#[derive(Parser)]
#[command(name = "iki", version, disable_help_subcommand = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Cetak naskah menjadi PDF
    #[command(visible_alias = "cetak")]
    Build(Build),
}

#[derive(Args)]
pub struct Build {
    /// Folder naskah yang berisi naskah.yaml [bawaan: folder ini atau di atasnya]
    #[arg(value_name = "FOLDER")]
    pub folder: Option<PathBuf>,

    /// Berkas hasil, atau `-` untuk keluaran standar; folder untuk svg, png, dan typ
    #[arg(short, long, value_name = "BERKAS")]
    pub output: Option<PathBuf>,

    /// Bentuk hasil
    #[arg(long, value_enum, value_name = "BENTUK", default_value = "pdf", hide_possible_values = false)]
    pub format: Format,

    /// Cetak lembar jabatan ini saja; boleh diulang
    #[arg(long, value_name = "ID", value_parser = jabatan_id)]
    pub jabatan: Vec<JabatanId>,

    /// Folder huruf milik kantor, dipakai lebih dahulu
    #[arg(long, value_name = "FOLDER")]
    pub font_dir: Option<PathBuf>,

    /// Folder templat pengganti
    #[arg(long, value_name = "FOLDER")]
    pub templates: Option<PathBuf>,
}

/// What a build writes.
#[derive(Debug, Clone, Copy, Eq, PartialEq, ValueEnum)]
pub enum Format {
    /// Satu berkas PDF/A-3a dan PDF/UA-1
    Pdf,
    /// Satu gambar SVG setiap halaman
    Svg,
    /// Satu gambar PNG setiap halaman
    Png,
    /// Proyek Typst: naskah, templat, dan hurufnya
    Typ,
}

fn jabatan_id(text: &str) -> Result<JabatanId, String> {
    JabatanId::new(text).ok_or_else(|| "hanya huruf kecil, angka, dan tanda hubung".to_owned())
}
