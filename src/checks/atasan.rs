//! Rules on the superiors that functions name.

use std::ops::Range;

use super::bahan::{Bagian, Bahan, Tulisan};
use crate::diagnostic::Diagnostic;
use crate::kata::Kata;

/// A function that the position performs for itself.
pub(super) fn lapor_diri_sendiri(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for Laporan { jabatan, tulisan, letak, kepada } in reports(bahan) {
        if kepada == Penerima::Jabatan(jabatan) {
            let said = &tulisan.teks.value[letak.clone()];
            let message = format!("jabatan ini bertanggung jawab kepada dirinya sendiri: `{said}`");
            let problem = Diagnostic::peringatan("lapor-diri-sendiri", message, bahan.letak(tulisan.teks, letak));
            problems.push(match bahan.atasan(&bahan.naskah.jabatan[jabatan]) {
                Some(atasan) => problem
                    .related(atasan.nama.span, "atasan menurut struktur")
                    .help(format!("tulis atasannya: `{}`", atasan.nama.value)),
                None => problem.help("tulis pejabat yang menerima saran atau memberi tugas itu"),
            });
        }
    }
    problems
}

/// A function that names another superior than the structure does.
pub(super) fn atasan_berbeda(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for Laporan { jabatan, tulisan, letak, kepada } in reports(bahan) {
        let Some(superior) = bahan.naskah.jabatan[jabatan].atasan else { continue };
        if kepada != Penerima::Jabatan(jabatan) && kepada != Penerima::Jabatan(superior) {
            let atasan = &bahan.naskah.jabatan[superior];
            let said = &tulisan.teks.value[letak.clone()];
            let message = format!("atasan di sini `{said}`, bukan atasan menurut struktur");
            problems.push(
                Diagnostic::peringatan("atasan-berbeda", message, bahan.letak(tulisan.teks, letak))
                    .related(atasan.nama.span, "atasan menurut struktur")
                    .help(format!("tulis `{}`, atau perbaiki `struktur` di naskah.yaml", atasan.nama.value)),
            );
        }
    }
    problems
}

/// A function that is performed for somebody: "saran dan pertimbangan …
/// kepada X", "tugas lain yang diberikan oleh X".
struct Laporan<'b, 'a> {
    jabatan: usize,
    tulisan: &'b Tulisan<'a>,
    /// Where X is named.
    letak: Range<usize>,
    kepada: Penerima,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Penerima {
    Jabatan(usize),
    /// Somebody above the office: "Bupati".
    Luar,
}

fn reports<'b, 'a>(bahan: &'b Bahan<'a>) -> impl Iterator<Item = Laporan<'b, 'a>> {
    bahan.bagian(Bagian::Fungsi).filter_map(|tulisan| {
        let says = |word: &str| tulisan.kata.iter().any(|kata| kata.kecil == word);
        let is_report = (says("saran") && says("pertimbangan")) || (says("lain") && says("diberikan"));
        let marker = tulisan.kata.iter().rposition(|kata| matches!(kata.kecil.as_ref(), "kepada" | "oleh"))?;
        let said = &tulisan.kata[marker + 1..];
        let is_capital = said.first().is_some_and(|word| tulisan.tertulis(word).starts_with(char::is_uppercase));
        let (kepada, end) = receiver(bahan, tulisan, said).filter(|_| is_report && is_capital)?;
        Some(Laporan { jabatan: tulisan.jabatan?, tulisan, letak: said[0].letak.start..end, kepada })
    })
}

/// Whom words name, and where the name ends.
fn receiver(bahan: &Bahan, tulisan: &Tulisan, said: &[Kata]) -> Option<(Penerima, usize)> {
    let first = said.first()?;
    let unit = || {
        let names = bahan.susunan.sebutan(&tulisan.teks.value, &tulisan.kata, &bahan.kamus);
        let named = names.into_iter().find(|named| named.letak.start == first.letak.start && named.jabatan)?;
        Some((bahan.susunan.pimpinan(&named)?, named.letak.end))
    };
    let post = bahan.susunan.jabatan_di(without_joint(said)).map(|index| (index, said_end(said)));
    if let Some((index, end)) = unit().or(post) {
        return Some((Penerima::Jabatan(index), end));
    }
    let is_above = matches!(first.kecil.as_ref(), "bupati" | "gubernur" | "menteri" | "presiden" | "wali" | "walikota");
    is_above.then_some((Penerima::Luar, first.letak.end))
}

/// Without the "dan" or "atau" after the semicolon.
fn without_joint<'s, 'a>(said: &'s [Kata<'a>]) -> &'s [Kata<'a>] {
    match said {
        [rest @ .., last] if matches!(last.kecil.as_ref(), "dan" | "atau") => rest,
        _ => said,
    }
}

fn said_end(said: &[Kata]) -> usize {
    without_joint(said).last().map_or(0, |word| word.letak.end)
}
