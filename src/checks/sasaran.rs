//! Rules on goals: the cascade from superior to subordinate (LKE SAKIP,
//! Permenpan RB 88/2021, criterion 1.b), and how a goal is worded.

use std::collections::BTreeMap;

use super::bahan::{Bagian, Bahan, Tulisan};
use crate::diagnostic::Diagnostic;
use crate::kata::setara;
use crate::model::{Jabatan, Kinerja, Teks};
use crate::source::Span;

/// Which part of the words of a goal must stand in what it is derived from.
const SHARED_WORDS: f64 = 0.5;

/// A goal that does not come from the superior.
pub(super) fn sasaran_tanpa_induk(bahan: &Bahan) -> Vec<Diagnostic> {
    let isi = Isi::new(bahan);
    let mut problems = Vec::new();
    for jabatan in &bahan.naskah.jabatan {
        let Some(atasan) = bahan.atasan(jabatan) else { continue };
        for sasaran in jabatan.kinerja.iter().flat_map(|kinerja| &kinerja.sasaran) {
            if !atasan.kinerja.iter().any(|above| isi.serves(sasaran, above)) {
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
    let all = &bahan.naskah.jabatan;
    let mut below: Vec<Vec<&Jabatan>> = vec![Vec::new(); all.len()];
    for jabatan in all {
        if let Some(superior) = jabatan.atasan {
            below[superior].push(jabatan);
        }
    }
    let isi = Isi::new(bahan);
    let mut problems = Vec::new();
    for (jabatan, below) in all.iter().zip(&below).filter(|(_, below)| !below.is_empty()) {
        for kinerja in &jabatan.kinerja {
            let goals = || below.iter().flat_map(|sub| &sub.kinerja).flat_map(|kinerja| &kinerja.sasaran);
            for sasaran in &kinerja.sasaran {
                if !goals().any(|goal| isi.serves_goal(goal, sasaran, kinerja)) {
                    problems.push(
                        Diagnostic::peringatan(
                            "sasaran-tanpa-pendukung",
                            "tidak ada bawahan langsung yang mendukung sasaran ini",
                            sasaran.span,
                        )
                        .related(below[0].kinerja[0].sasaran[0].span, "sasaran bawahan, misalnya")
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
        if is_activity(&first.kecil) {
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

/// *Melaksanakan*, *Pelaksanaan*: but not *Meningkatnya* or *Terwujudnya*.
fn is_activity(word: &str) -> bool {
    let verb = ["meng", "meny", "mem", "men", "mela", "mere"].iter().any(|start| word.starts_with(start));
    let noun = word.starts_with("pe") && word.ends_with("an") && word.len() > 8;
    (verb || noun) && !word.ends_with("nya")
}

/// The goals and indicators of an edition, in words that can be compared.
struct Isi(BTreeMap<Span, Pokok>);

struct Pokok {
    setara: String,
    /// Roots of what a goal is about, without the change it wants.
    tujuan: Vec<String>,
    /// Roots of everything it is about.
    semua: Vec<String>,
}

impl Isi {
    fn new(bahan: &Bahan) -> Self {
        let goals = bahan.bagian(Bagian::Sasaran).chain(bahan.bagian(Bagian::Indikator));
        Self(goals.map(|tulisan| (tulisan.teks.span, Pokok::new(bahan, tulisan))).collect())
    }

    /// Whether a goal serves one part of the superior's table.
    fn serves(&self, goal: &Teks, above: &Kinerja) -> bool {
        above.sasaran.iter().any(|sasaran| self.serves_goal(goal, sasaran, above))
    }

    /// Whether a goal is one of the superior's, or derived from it or from an
    /// indicator beside it.
    fn serves_goal(&self, goal: &Teks, sasaran: &Teks, above: &Kinerja) -> bool {
        let indicators = above.indikator.iter().map(|indikator| &indikator.nama);
        self.0[&goal.span].setara == self.0[&sasaran.span].setara
            || std::iter::once(sasaran).chain(indicators).any(|from| self.is_derived(goal, from))
    }

    /// Whether a goal speaks of the same thing as another text: the first thing
    /// it names, and half of the rest.
    fn is_derived(&self, goal: &Teks, from: &Teks) -> bool {
        let (words, known) = (&self.0[&goal.span].tujuan, &self.0[&from.span].semua);
        let shared = words.iter().filter(|word| known.contains(word)).count();
        words.first().is_some_and(|first| known.contains(first)) && shared as f64 >= SHARED_WORDS * words.len() as f64
    }
}

impl Pokok {
    fn new(bahan: &Bahan, tulisan: &Tulisan) -> Self {
        let semua = bahan.pokok(&tulisan.teks.value);
        let wants = tulisan.kata.first().is_some_and(|word| word.kecil.ends_with("nya"));
        Self {
            setara: setara(&tulisan.teks.value),
            tujuan: semua[usize::from(wants).min(semua.len())..].to_vec(),
            semua,
        }
    }
}
