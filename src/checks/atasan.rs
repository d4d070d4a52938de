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
        let said = named_receiver(tulisan)?;
        let (kepada, end) = receiver(bahan, tulisan, said)?;
        Some(Laporan { jabatan: tulisan.jabatan?, tulisan, letak: said[0].letak.start..end, kepada })
    })
}

/// The words from the name of whom advice is given to, or tasks are given by. Where
/// that goes through another ("melalui"), it may be anybody above.
fn named_receiver<'t, 'a>(tulisan: &'t Tulisan<'a>) -> Option<&'t [Kata<'a>]> {
    let words = tulisan.kata.as_slice();
    let find = |word: &str| words.iter().position(|kata| kata.kecil == word);
    let is = |at: usize, marker: &str| words.get(at).is_some_and(|word| word.kecil == marker);
    let is_capital = |word: &Kata| tulisan.tertulis(word).starts_with(char::is_uppercase);
    let leads = |at: usize, marker: &str| is(at, marker) && words.get(at + 1).is_some_and(is_capital);
    let advice = || {
        let start = find("saran").and(find("pertimbangan"))?;
        Some((start, (start..words.len()).find(|&at| leads(at, "kepada"))?))
    };
    let order = || {
        let start = find("lain").and(find("diberikan"))?;
        leads(start + 1, "oleh").then_some((start, start + 1))
    };
    let (start, marker) = advice().or_else(order)?;
    let is_through = (start..words.len()).any(|at| is(at, "melalui"));
    (!is_through).then(|| &words[marker + 1..])
}

/// Whom words name, and where the name ends.
fn receiver(bahan: &Bahan, tulisan: &Tulisan, said: &[Kata]) -> Option<(Penerima, usize)> {
    let start = said.first()?.letak.start;
    let names = bahan.susunan.sebutan(&tulisan.teks.value, &tulisan.kata, &bahan.kamus);
    let unit = names.into_iter().find(|named| named.letak.start == start && named.jabatan);
    let head = unit.and_then(|named| Some((bahan.susunan.pimpinan(&named)?, named.letak.end)));
    let post = || {
        let (jabatan, words) = bahan.susunan.jabatan_di(without_joint(said))?;
        Some((jabatan, said[words - 1].letak.end))
    };
    if let Some((jabatan, end)) = head.or_else(post) {
        return Some((Penerima::Jabatan(jabatan), end));
    }
    Some((Penerima::Luar, end_of_title(said)?))
}

/// Without the "dan" or "atau" after the semicolon.
fn without_joint<'s, 'a>(said: &'s [Kata<'a>]) -> &'s [Kata<'a>] {
    match said {
        [rest @ .., last] if matches!(last.kecil.as_ref(), "dan" | "atau") => rest,
        _ => said,
    }
}

/// Where the title of somebody above the office ends.
fn end_of_title(said: &[Kata]) -> Option<usize> {
    let [first, rest @ ..] = said else { return None };
    match (first.kecil.as_ref(), rest.first()) {
        ("bupati" | "gubernur" | "menteri" | "presiden" | "walikota", _) => Some(first.letak.end),
        ("wali", Some(next)) if next.kecil == "kota" => Some(next.letak.end),
        _ => None,
    }
}
