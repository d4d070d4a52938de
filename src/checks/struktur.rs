//! Rules on posts and units: their names, superiors and duties.

use std::ops::Range;

use super::bahan::{Bagian, Bahan, Tulisan};
use super::kamus::Kamus;
use super::unit::{Arti, Sebutan, sebutan_pimpinan, upt};
use crate::diagnostic::Diagnostic;
use crate::kata::{Kata, kata, setara};
use crate::model::Jabatan;

/// How many subordinates a post has at most, by the first words of its name
/// (PP 18/2016: a type A office has up to four bidang beside its sekretariat,
/// each with up to three seksi or subbagian).
const SUBORDINATES: [(&str, usize); 3] = [("kepala dinas", 5), ("sekretaris", 3), ("kepala bidang", 3)];
/// Those who head an office of their own, with as many bagian as it is given.
const OTHER_SECRETARIES: [&str; 3] = ["sekretaris daerah", "sekretaris dprd", "sekretaris dewan"];

/// A position that bears the name of a unit.
pub(super) fn unit_sebagai_jabatan(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for tulisan in bahan.bagian(Bagian::Nama) {
        let Some(named) = names(bahan, tulisan).into_iter().next() else { continue };
        let nama = tulisan.teks.value.as_str();
        if named.letak.start == 0 && !named.jabatan && named.sendiri {
            let problem = Diagnostic::peringatan(
                "unit-sebagai-jabatan",
                format!("`{nama}` adalah nama unit, bukan nama jabatan"),
                tulisan.teks.span,
            );
            let post = sebutan_pimpinan(nama, &bahan.kamus).unwrap_or_else(|| format!("Kepala {nama}"));
            problems.push(problem.help(format!("tulis `{post}`")));
        }
    }
    problems
}

/// A text that names a unit that the structure does not have.
pub(super) fn unit_tidak_dikenal(bahan: &Bahan) -> Vec<Diagnostic> {
    let susunan = &bahan.susunan;
    let mut problems = Vec::new();
    for (tulisan, named) in mentions(bahan) {
        let is_own = named.sendiri && susunan.punya(&named);
        if !is_own || susunan.arti(&named) != Arti::Asing {
            continue;
        }
        let help = match susunan.terdekat(&named) {
            Some(near) => format!("yang paling mirip dalam struktur: `{}`; tulis nama yang benar", near.nama),
            None if named.urusan => continue,
            None => "tulis nama yang ada dalam struktur".to_owned(),
        };
        let message = format!("`{}` tidak ada dalam struktur", written(tulisan, &named));
        let place = bahan.letak(tulisan.teks, named.letak);
        problems.push(Diagnostic::peringatan("unit-tidak-dikenal", message, place).help(help));
    }
    problems
}

/// A text that names a unit otherwise than the structure does.
pub(super) fn nama_unit_berbeda(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for (tulisan, named) in mentions(bahan) {
        let Arti::Mirip(unit) = bahan.susunan.arti(&named) else { continue };
        let unit = &bahan.susunan.units[unit];
        let post = named.jabatan.then(|| sebutan_pimpinan(&unit.nama, &bahan.kamus)).flatten();
        let nama = post.as_deref().unwrap_or(&unit.nama);
        let message = format!("dua nama untuk satu unit: `{}` dan `{nama}`", written(tulisan, &named));
        let place = bahan.letak(tulisan.teks, named.letak);
        problems.push(
            Diagnostic::peringatan("nama-unit-berbeda", message, place)
                .related(bahan.naskah.jabatan[unit.jabatan].nama.span, "nama dalam struktur")
                .help("pakai satu nama, di sini atau di `nama`, sesuai peraturan tentang susunan organisasi"),
        );
    }
    problems
}

/// The full name of a unit in lower case.
pub(super) fn nama_unit_huruf_kecil(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for tulisan in body(bahan) {
        for (at, word) in tulisan.kata.iter().enumerate() {
            if !matches!(tulisan.tertulis(word), "seksi" | "subbagian" | "sub" | "subbidang") {
                continue;
            }
            let Some((unit, letak)) = bahan.susunan.tepat_di(&tulisan.kata, at) else { continue };
            let nama = bahan.susunan.units[unit].nama.as_ref();
            let message = format!("nama unit `{}` ditulis dengan huruf kecil", &tulisan.teks.value[letak.clone()]);
            let place = bahan.letak(tulisan.teks, letak.clone());
            problems.push(
                Diagnostic::saran("nama-unit-huruf-kecil", message, place)
                    .help(format!("tulis `{nama}`"))
                    .edit(bahan.persis(tulisan.teks, letak), nama),
            );
        }
    }
    problems
}

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

/// TUGAS of a unit's head that names another unit of its kind.
pub(super) fn tugas_unit_lain(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for tulisan in bahan.bagian(Bagian::Tugas) {
        let Some(own) = bahan.susunan.units.iter().find(|unit| Some(unit.jabatan) == tulisan.jabatan) else { continue };
        let named = names(bahan, tulisan);
        let heads = |named: &Sebutan| bahan.susunan.pimpinan(named);
        let is_other = |named: &&Sebutan| {
            let head = heads(named).map(|head| &bahan.naskah.jabatan[head]);
            let siblings = head.is_some_and(|head| head.atasan == bahan.naskah.jabatan[own.jabatan].atasan);
            !named.jabatan && siblings && heads(named) != Some(own.jabatan)
        };
        let names_own = named.iter().any(|named| heads(named) == Some(own.jabatan));
        if let Some(other) = named.iter().find(is_other).filter(|_| !names_own) {
            let message = format!("tugas `{}` menyebut unit lain: `{}`", own.nama, written(tulisan, other));
            problems.push(
                Diagnostic::peringatan("tugas-unit-lain", message, bahan.letak(tulisan.teks, other.letak.clone()))
                    .related(bahan.naskah.jabatan[own.jabatan].nama.span, "jabatan ini")
                    .help(format!("tulis `{}`", own.nama)),
            );
        }
    }
    problems
}

/// More subordinates than the law foresees.
pub(super) fn bawahan_tidak_lazim(bahan: &Bahan) -> Vec<Diagnostic> {
    let all = &bahan.naskah.jabatan;
    let is_limited = |jabatan: &&Jabatan| {
        let nama = jabatan.nama.value.as_str();
        !is_functional(nama) && !heads_upt(nama, &bahan.kamus)
    };
    let mut counts = vec![0; all.len()];
    for superior in all.iter().filter(is_limited).filter_map(|jabatan| jabatan.atasan) {
        counts[superior] += 1;
    }
    let mut problems = Vec::new();
    for (jabatan, &count) in all.iter().zip(&counts) {
        let nama = jabatan.nama.value.as_str();
        if let Some(most) = most_subordinates(nama).filter(|&most| count > most) {
            let message = format!("`{nama}` mempunyai {count} bawahan langsung");
            problems.push(
                Diagnostic::saran("bawahan-tidak-lazim", message, jabatan.nama.span)
                    .help(format!("periksa `struktur`: paling banyak {most} menurut PP 18/2016")),
            );
        }
    }
    problems
}

/// How many subordinates a post has at most, if the law says so.
fn most_subordinates(nama: &str) -> Option<usize> {
    let nama = setara(nama);
    let is_other = OTHER_SECRETARIES.iter().any(|start| nama.starts_with(start));
    let (_, most) = SUBORDINATES.iter().find(|(start, _)| nama.starts_with(start) && !is_other)?;
    Some(*most)
}

/// Whether a post heads a UPT, and not a part of one.
fn heads_upt(nama: &str, kamus: &Kamus) -> bool {
    upt(nama, kamus).is_some_and(|(post, _)| !post.contains(' '))
}

/// Whether a post is a functional one, by its level (Permenpan RB 1/2023): the
/// law limits units.
fn is_functional(nama: &str) -> bool {
    let words = kata(nama);
    if words.first().is_some_and(|word| word.kecil == "kepala") {
        return false;
    }
    let is_expert = |pair: &[Kata]| {
        pair[0].kecil == "ahli" && matches!(pair[1].kecil.as_ref(), "pertama" | "muda" | "madya" | "utama")
    };
    let is_skilled = |word: &Kata| matches!(word.kecil.as_ref(), "pemula" | "terampil" | "mahir" | "penyelia");
    words.windows(2).any(is_expert) || words.iter().any(is_skilled)
}

/// The texts that may name units.
fn body<'b, 'a>(bahan: &'b Bahan<'a>) -> impl Iterator<Item = &'b Tulisan<'a>> {
    bahan.tulisan.iter().filter(|tulisan| !matches!(tulisan.bagian, Bagian::Bingkai | Bagian::Nama))
}

fn mentions<'b, 'a>(bahan: &'b Bahan<'a>) -> impl Iterator<Item = (&'b Tulisan<'a>, Sebutan)> {
    body(bahan).flat_map(|tulisan| names(bahan, tulisan).into_iter().map(move |named| (tulisan, named)))
}

fn names(bahan: &Bahan, tulisan: &Tulisan) -> Vec<Sebutan> {
    bahan.susunan.sebutan(&tulisan.teks.value, &tulisan.kata, &bahan.kamus)
}

fn written<'a>(tulisan: &Tulisan<'a>, named: &Sebutan) -> &'a str {
    &tulisan.teks.value[named.letak.clone()]
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
        let named =
            names(bahan, tulisan).into_iter().find(|named| named.letak.start == first.letak.start && named.jabatan)?;
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
