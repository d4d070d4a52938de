//! Rules on posts and units: their names, subordinates and duties.

use super::bahan::{Bagian, Bahan, Tulisan};
use super::kamus::Kamus;
use super::sebutan::{Sebutan, sebutan_pimpinan, upt};
use super::unit::Arti;
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
            let unit = &bahan.susunan.units[unit];
            // A name in capitals does not tell which words have one.
            if !bahan.naskah.jabatan[unit.jabatan].nama.value.contains(char::is_lowercase) {
                continue;
            }
            let nama = unit.nama.as_ref();
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
    use Bagian::{Bingkai, Nama, NamaDiri, NamaKantor};
    bahan.tulisan.iter().filter(|tulisan| !matches!(tulisan.bagian, Bingkai | NamaKantor | NamaDiri | Nama))
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
