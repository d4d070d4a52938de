//! Rules on goals: the cascade from superior to subordinate (LKE SAKIP,
//! Permenpan RB 88/2021, criterion 1.b), and how a goal is worded.

use super::bahan::{Bagian, Bahan};
use super::bahasa::is_action;
use super::penjenjangan::Penjenjangan;
use crate::diagnostic::Diagnostic;

/// A goal that does not come from the superior.
pub(super) fn sasaran_tanpa_induk(bahan: &Bahan) -> Vec<Diagnostic> {
    let penjenjangan = Penjenjangan::new(bahan.naskah, &bahan.kamus);
    let mut problems = Vec::new();
    for jabatan in &bahan.naskah.jabatan {
        let Some(atasan) = bahan.atasan(jabatan) else { continue };
        for sasaran in jabatan.kinerja.iter().flat_map(|kinerja| &kinerja.sasaran) {
            if penjenjangan.source(sasaran, atasan).is_none() {
                problems.push(
                    Diagnostic::peringatan(
                        "sasaran-tanpa-induk",
                        format!("sasaran ini tidak diturunkan dari sasaran atau indikator `{}`", atasan.nama.value),
                        sasaran.span,
                    )
                    .related(atasan.kinerja[0].sasaran[0].span, "sasaran atasan")
                    .help(
                        "pakai sasaran atasan, atau turunkan dari indikatornya; \
                         kalau memang dikehendaki, tulis alasannya di `pengecualian`",
                    ),
                );
            }
        }
    }
    problems
}

/// A goal of a superior that no subordinate works for.
pub(super) fn sasaran_tanpa_pendukung(bahan: &Bahan) -> Vec<Diagnostic> {
    let penjenjangan = Penjenjangan::new(bahan.naskah, &bahan.kamus);
    let mut problems = Vec::new();
    for (index, jabatan) in bahan.naskah.jabatan.iter().enumerate() {
        let Some(first) = penjenjangan.subordinates(index).first() else { continue };
        for kinerja in &jabatan.kinerja {
            for sasaran in &kinerja.sasaran {
                if !penjenjangan.is_supported(index, sasaran, kinerja) {
                    problems.push(
                        Diagnostic::peringatan(
                            "sasaran-tanpa-pendukung",
                            "tidak ada bawahan langsung yang mendukung sasaran ini",
                            sasaran.span,
                        )
                        .related(first.kinerja[0].sasaran[0].span, "sasaran bawahan, misalnya")
                        .help("turunkan sasaran ini, atau indikatornya, kepada paling sedikit satu bawahan"),
                    );
                }
            }
        }
    }
    problems
}

/// A goal that says what is done, not what is reached.
pub(super) fn sasaran_kegiatan(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for tulisan in bahan.bagian(Bagian::Sasaran) {
        let Some(first) = tulisan.kata.first() else { continue };
        // "Pelaksanaan" is one, "Pelayanan" is not: the form alone does not tell.
        if is_action(&first.kecil) || bahan.kamus.kegiatan.contains(first.kecil.as_ref()) {
            let word = tulisan.tertulis(first);
            let place = bahan.letak(tulisan.teks, first.letak.clone());
            problems.push(
                Diagnostic::peringatan("sasaran-kegiatan", format!("sasaran diawali kegiatan: `{word}`"), place)
                    .help("nyatakan keadaan yang ingin dicapai, misalnya `Meningkatnya …` atau `Terwujudnya …`"),
            );
        }
    }
    problems
}
