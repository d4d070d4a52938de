//! The first edition of an office.

use std::path::Path;

use anyhow::bail;

use super::skeleton;
use crate::cli::Kantor;
use crate::model::Naskah;
use crate::{files, report, text};

/// The year of an edition whose folder has another name.
const YEAR: i32 = 2026;

/// Makes an edition that builds, to be filled in.
pub(super) fn run(args: &Kantor) -> anyhow::Result<()> {
    let folder = &args.folder;
    if folder.exists() {
        bail!("`{}` sudah ada, jadi tidak ditimpa; sebutkan folder yang belum ada", folder.display());
    }
    let year = year(folder);
    let jabatan = |nama, atasan| skeleton::jabatan(folder, nama, atasan).into_bytes();
    files::create_folder(
        folder,
        &[
            ("naskah.yaml".to_owned(), skeleton::naskah(folder, year).into_bytes()),
            ("lambang.svg".to_owned(), skeleton::LAMBANG.as_bytes().to_vec()),
            ("jabatan/kepala-dinas.yaml".to_owned(), jabatan("Kepala Dinas Contoh", "Bupati Contoh")),
            ("jabatan/sekretaris.yaml".to_owned(), jabatan("Sekretaris Dinas Contoh", "Kepala Dinas Contoh")),
        ],
    )?;
    report::answer(&format!(
        "{}: konsep untuk tahun {year}, 2 jabatan\n\
         Isi naskah.yaml dan berkas di folder jabatan, ganti lambang.svg, lalu jalankan:\n  \
         iki preview {}\n",
        folder.display(),
        text::argument(folder)
    ))
}

/// The year that a folder is named after.
fn year(folder: &Path) -> i32 {
    let name = folder.file_name().and_then(|name| name.to_str()).and_then(|name| name.parse().ok());
    name.filter(|year| Naskah::TAHUN.contains(year)).unwrap_or(YEAR)
}
