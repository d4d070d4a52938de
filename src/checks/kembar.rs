//! Rules on positions that are alike: in name, in TUGAS, in FUNGSI.

use std::collections::BTreeMap;

use super::bahan::Bahan;
use super::kamus::Kamus;
use super::sebutan::upt;
use crate::diagnostic::Diagnostic;
use crate::kata::{Kata, kata, setara};
use crate::model::Jabatan;

/// Lists of functions are alike when they share this part of their items, and
/// at least so many.
const SHARED_ITEMS: f64 = 0.6;
const LEAST_ITEMS: usize = 4;

/// Two positions with one name.
pub(super) fn jabatan_kembar(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut first: BTreeMap<String, &Jabatan> = BTreeMap::new();
    let mut problems = Vec::new();
    for jabatan in &bahan.naskah.jabatan {
        let nama = &jabatan.nama;
        match first.get(&setara(&nama.value)) {
            Some(other) => problems.push(
                Diagnostic::peringatan("jabatan-kembar", format!("dua jabatan bernama `{}`", nama.value), nama.span)
                    .related(other.nama.span, "jabatan yang pertama")
                    .help("perbaiki nama salah satunya, atau hapus jabatan yang ganda dari `struktur`"),
            ),
            None => _ = first.insert(setara(&nama.value), jabatan),
        }
    }
    problems
}

/// TUGAS word for word that of another position.
pub(super) fn tugas_kembar(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut first: BTreeMap<String, &Jabatan> = BTreeMap::new();
    let mut problems = Vec::new();
    for jabatan in &bahan.naskah.jabatan {
        match first.get(&setara(&jabatan.tugas.value)) {
            Some(other) if are_sisters(other, jabatan, &bahan.kamus) => {}
            Some(other) => problems.push(
                Diagnostic::peringatan(
                    "tugas-kembar",
                    format!("tugas ini sama dengan tugas `{}`", other.nama.value),
                    jabatan.tugas.span,
                )
                .related(other.tugas.span, "tugas yang sama")
                .help("tulis tugas jabatan ini sendiri menurut peraturan tentang tugas dan fungsi"),
            ),
            None => _ = first.insert(setara(&jabatan.tugas.value), jabatan),
        }
    }
    problems
}

/// FUNGSI that are those of another position, all or most.
pub(super) fn fungsi_kembar(bahan: &Bahan) -> Vec<Diagnostic> {
    let all = &bahan.naskah.jabatan;
    let mut owners: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut problems = Vec::new();
    for (index, jabatan) in all.iter().enumerate() {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for butir in &jabatan.fungsi {
            let known = owners.entry(setara(&butir.value)).or_default();
            // What three or more have in common is a phrase of the office.
            if known.len() < 3 {
                let is_other = |&&other: &&usize| other != index && !are_sisters(&all[other], jabatan, &bahan.kamus);
                for &other in known.iter().filter(is_other) {
                    *shared.entry(other).or_default() += 1;
                }
            }
            known.push(index);
        }
        let Some((other, count)) = shared.into_iter().max_by_key(|&(_, count)| count) else { continue };
        let items = jabatan.fungsi.len().max(all[other].fungsi.len());
        if count >= LEAST_ITEMS && count as f64 >= SHARED_ITEMS * items as f64 {
            // A superior with the functions of a subordinate has copied them.
            let (jabatan, other) = if jabatan.atasan == Some(other) { (&all[other], index) } else { (jabatan, other) };
            let message =
                format!("{count} dari {} fungsi sama dengan fungsi `{}`", jabatan.fungsi.len(), all[other].nama.value);
            problems.push(
                Diagnostic::peringatan("fungsi-kembar", message, jabatan.fungsi[0].span)
                    .related(all[other].fungsi[0].span, "fungsi yang sama mulai di sini")
                    .help("tulis fungsi jabatan ini sendiri menurut peraturan tentang tugas dan fungsi"),
            );
        }
    }
    problems
}

/// Whether positions have the same duties by regulation: "Kepala UPTD Puskesmas A" and
/// that of B, "Lurah A" and "Lurah B", "Inspektur Pembantu Wilayah I" and that of II.
fn are_sisters(one: &Jabatan, other: &Jabatan, kamus: &Kamus) -> bool {
    let (one, other) = (one.nama.value.as_str(), other.nama.value.as_str());
    let is_of_kind = upt(one, kamus).is_some_and(|kind| upt(other, kamus) == Some(kind));
    is_of_kind || without_number(one).is_some_and(|name| without_number(other) == Some(name))
}

/// A name without its number, if it has one.
fn without_number(nama: &str) -> Option<Vec<String>> {
    let is_number = |word: &Kata| {
        let word = word.kecil.as_ref();
        word.bytes().all(|b| b.is_ascii_digit()) || word.bytes().all(|b| b"ivx".contains(&b))
    };
    let (numbers, words): (Vec<Kata>, Vec<Kata>) = kata(nama).into_iter().partition(is_number);
    (!numbers.is_empty()).then(|| words.into_iter().map(|word| word.kecil.into_owned()).collect())
}
