//! What the pages of odd but valid editions look like.

use std::fs;

use iki::fonts::Fonts;
use iki::markup::Part;
use rayon::prelude::*;
use tempfile::TempDir;

use crate::edition;

#[test]
fn the_signature_of_a_short_table_never_stops_a_build() {
    let fonts = Fonts::load(None).unwrap();
    let around_the_page_breaks = (18..=45).chain(62..=80).chain(115..=125);
    let cases: Vec<_> = around_the_page_breaks.flat_map(|count| [("F4", count), ("A4", count)]).collect();
    cases.into_par_iter().for_each(|(paper, count)| {
        let edition = alone(paper, count);
        let built = edition::with_document(edition.path(), &Part::Whole, &fonts, |_| ());
        assert!(built.is_ok(), "{count} functions on {paper}\n{}", built.unwrap_err());
    });
}

/// The small edition with its head alone: so many functions and one row.
fn alone(paper: &str, functions: usize) -> TempDir {
    let edition = edition::small();
    let naskah = fs::read_to_string(edition.path().join("naskah.yaml")).unwrap();
    let naskah = naskah.replace("    staf:\n", "").replace("struktur:", &format!("kertas: {paper}\nstruktur:"));
    fs::write(edition.path().join("naskah.yaml"), naskah).unwrap();
    fs::remove_file(edition.path().join("jabatan/staf.yaml")).unwrap();
    let functions = "  - Pelaksanaan.\n".repeat(functions);
    let row = "        formulasi: Jumlah layanan\n        sumber_data: Laporan\n";
    let table = format!("kinerja:\n  - sasaran: Layanan\n    indikator:\n      - nama: Layanan\n{row}");
    let head = format!("nama: Kepala Dinas Contoh\ntugas: Memimpin Dinas Contoh.\nfungsi:\n{functions}{table}");
    fs::write(edition.path().join("jabatan/kepala.yaml"), head).unwrap();
    edition
}
