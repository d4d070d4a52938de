//! Rules on indicators: what they measure, and whether the formula measures it
//! (LKE SAKIP, Permenpan RB 88/2021, criteria 1.b and 2.a).

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::bahan::{Bagian, Bahan, hitungan};
use super::kamus::Ukuran;
use crate::diagnostic::Diagnostic;
use crate::kata::{Kata, kata, setara};
use crate::model::{Formulasi, Hitungan, Indikator, Teks};

/// More indicators than this are hard to steer by.
const MOST_INDICATORS: usize = 10;
/// Which part of the words of an indicator and its formula must be the same.
const SHARED_WORDS: f64 = 0.4;

/// An indicator that does not begin with a measure.
pub(super) fn indikator_tanpa_ukuran(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for tulisan in bahan.bagian(Bagian::Indikator) {
        let is_rate = [" per ", " rate"].iter().any(|word| tulisan.teks.value.to_lowercase().contains(word));
        if measure(bahan, tulisan.teks).is_none() && !is_rate {
            let message = format!("indikator ini tidak menyebutkan ukuran: `{}`", tulisan.teks.value);
            problems.push(
                Diagnostic::peringatan("indikator-tanpa-ukuran", message, tulisan.teks.span)
                    .help("awali dengan ukurannya: Persentase, Jumlah, Indeks, Nilai, Rata-rata, Tingkat, …"),
            );
        }
    }
    problems
}

/// More indicators than one can steer by.
pub(super) fn indikator_terlalu_banyak(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for jabatan in &bahan.naskah.jabatan {
        let mut all = jabatan.kinerja.iter().flat_map(|kinerja| &kinerja.indikator);
        let count = all.clone().count();
        if let Some(extra) = all.nth(MOST_INDICATORS) {
            let message = format!("`{}` mempunyai {count} indikator", jabatan.nama.value);
            problems.push(
                Diagnostic::saran("indikator-terlalu-banyak", message, extra.nama.span)
                    .label(format!("indikator ke-{}", MOST_INDICATORS + 1))
                    .help(format!("pilih yang paling penting, paling banyak {MOST_INDICATORS}")),
            );
        }
    }
    problems
}

/// "Persentase …" with several ratios.
pub(super) fn indikator_banyak_rasio(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for indikator in indicators(bahan) {
        let count = indikator.formulasi.iter().filter(|formulasi| ratio(formulasi).is_some()).count();
        if count > 1 && measure(bahan, &indikator.nama) == Some(Ukuran::Rasio) {
            let message = format!("satu indikator dihitung dengan {count} rasio yang berbeda");
            problems.push(
                Diagnostic::peringatan("indikator-banyak-rasio", message, indikator.nama.span)
                    .related(hitungan(&indikator.formulasi[1])[0].span, "rasio kedua")
                    .help("tulis satu rasio, misalnya rata-ratanya, atau pecah menjadi beberapa indikator"),
            );
        }
    }
    problems
}

/// "Jumlah …" with a ratio.
pub(super) fn jumlah_dengan_rasio(bahan: &Bahan) -> Vec<Diagnostic> {
    each_ratio(bahan, Ukuran::Jumlah, |indikator, ratio| {
        Some(
            Diagnostic::peringatan(
                "jumlah-dengan-rasio",
                "indikator jumlah dihitung dengan rasio",
                ratio.pembilang.span,
            )
            .related(indikator.nama.span, "indikator")
            .help("tulis apa yang dijumlahkan, tanpa penyebut, atau ganti indikatornya menjadi `Persentase …`"),
        )
    })
}

/// "Persentase …" whose formula divides nothing.
pub(super) fn ukuran_tanpa_rasio(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for indikator in indicators(bahan).filter(|it| measure(bahan, &it.nama) == Some(Ukuran::Rasio)) {
        // What stands beside a division is a note.
        if indikator.formulasi.iter().any(divides) {
            continue;
        }
        for formulasi in &indikator.formulasi {
            let Hitungan::Uraian(uraian) = &formulasi.hitungan else { continue };
            if !is_value(&uraian.value) {
                let first = indikator.nama.value.split(' ').next().unwrap_or_default();
                problems.push(
                    Diagnostic::peringatan(
                        "ukuran-tanpa-rasio",
                        format!("indikator `{first} …` dihitung tanpa pembagian"),
                        uraian.span,
                    )
                    .related(indikator.nama.span, "indikator")
                    .help("tulis `pembilang`, `penyebut`, dan bila perlu `faktor: × 100 %`"),
                );
            }
        }
    }
    problems
}

/// Whether a formula is a ratio, or tells one in words.
fn divides(formulasi: &Formulasi) -> bool {
    let Hitungan::Uraian(uraian) = &formulasi.hitungan else { return true };
    ["dibagi", "÷", "×", "%", ":", "dibanding", " / "].iter().any(|sign| uraian.value.contains(sign))
}

/// "Persentase …" with a ratio that is not multiplied by 100 %.
pub(super) fn faktor_tidak_ada(bahan: &Bahan) -> Vec<Diagnostic> {
    each_ratio(bahan, Ukuran::Rasio, |indikator, ratio| {
        let is_percentage = kata(&indikator.nama.value).first().is_some_and(|word| word.kecil.starts_with("per"));
        let has_factor = ratio.faktor.is_some_and(|faktor| faktor.value.contains("100"));
        (is_percentage && !has_factor).then(|| {
            let place = ratio.faktor.map_or(ratio.pembilang.span, |faktor| faktor.span);
            Diagnostic::peringatan("faktor-tidak-ada", "rasio persentase ini tanpa × 100 %", place)
                .related(indikator.nama.span, "indikator")
                .help("tulis `faktor: × 100 %` di bawah `penyebut`")
        })
    })
}

/// "Indeks …", "Nilai …" as a percentage.
pub(super) fn indeks_dengan_persen(bahan: &Bahan) -> Vec<Diagnostic> {
    each_ratio(bahan, Ukuran::Skor, |indikator, ratio| {
        let faktor = ratio.faktor.filter(|faktor| faktor.value.contains('%'))?;
        Some(
            Diagnostic::peringatan(
                "indeks-dengan-persen",
                "indeks atau nilai dihitung sebagai persentase",
                faktor.span,
            )
            .related(indikator.nama.span, "indikator")
            .help("hapus persennya, atau ganti indikatornya menjadi `Persentase …`"),
        )
    })
}

/// One formula under two indicators of a position.
pub(super) fn formula_kembar(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for jabatan in &bahan.naskah.jabatan {
        let mut first: BTreeMap<String, &Indikator> = BTreeMap::new();
        for indikator in jabatan.kinerja.iter().flat_map(|kinerja| &kinerja.indikator) {
            for formulasi in &indikator.formulasi {
                let texts = hitungan(formulasi);
                let whole: Vec<String> = texts.iter().map(|teks| setara(&teks.value)).collect();
                let other = *first.entry(whole.join(" / ")).or_insert(indikator);
                if !std::ptr::eq(other, indikator) && !is_value(&texts[0].value) {
                    problems.push(
                        Diagnostic::peringatan(
                            "formula-kembar",
                            format!("formulasi ini juga dipakai untuk `{}`", other.nama.value),
                            texts[0].span,
                        )
                        .related(other.nama.span, "indikator dengan formulasi yang sama")
                        .help("tulis formulasi yang menghitung indikator ini"),
                    );
                }
            }
        }
    }
    problems
}

/// A count of something else than the indicator counts.
///
/// Only counts are compared: indices and scores have formulas of their own,
/// and a percentage may be worded in many ways.
pub(super) fn formula_lain_pokok(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for indikator in indicators(bahan) {
        let [Formulasi { hitungan: Hitungan::Uraian(uraian), .. }] = indikator.formulasi.as_slice() else { continue };
        let counts = measure(bahan, uraian) == Some(Ukuran::Jumlah);
        let counted = matches!(measure(bahan, &indikator.nama), Some(Ukuran::Jumlah) | None);
        if counts && counted && !is_about(bahan, &indikator.nama.value, &uraian.value) {
            problems.push(
                Diagnostic::peringatan(
                    "formula-lain-pokok",
                    "formulasi ini tampaknya menghitung hal lain daripada indikatornya",
                    uraian.span,
                )
                .related(indikator.nama.span, "indikator")
                .help("tulis formulasi dengan kata-kata indikatornya, atau perbaiki indikatornya"),
            );
        }
    }
    problems
}

/// Numerator and denominator in the same words, but for the period.
pub(super) fn pembilang_sama_penyebut(bahan: &Bahan) -> Vec<Diagnostic> {
    every_ratio(bahan, |_, ratio| {
        let (above, below) = (without_period(bahan, ratio.pembilang), without_period(bahan, ratio.penyebut));
        (above == below).then(|| {
            Diagnostic::peringatan(
                "pembilang-sama-penyebut",
                "pembilang dan penyebut menghitung hal yang sama",
                ratio.pembilang.span,
            )
            .related(ratio.penyebut.span, "penyebut")
            .help("tulis di penyebut jumlah seluruhnya atau targetnya, misalnya `Jumlah seluruh …`")
        })
    })
}

/// Numerator and denominator of different spans of time.
pub(super) fn periode_berbeda(bahan: &Bahan) -> Vec<Diagnostic> {
    every_ratio(bahan, |_, ratio| {
        let above = period(bahan, ratio.pembilang)?;
        let below = period(bahan, ratio.penyebut)?;
        (above.kecil != below.kecil).then(|| {
            let message = format!("pembilang per {}, penyebut per {}", above.kecil, below.kecil);
            Diagnostic::peringatan("periode-berbeda", message, bahan.letak(ratio.pembilang, above.letak))
                .related(bahan.letak(ratio.penyebut, below.letak), "periode penyebut")
                .help("pakai periode yang sama di pembilang dan penyebut")
        })
    })
}

/// A bare value in the place of a formula.
pub(super) fn nilai_bukan_formula(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for formulasi in indicators(bahan).flat_map(|indikator| &indikator.formulasi) {
        let Hitungan::Uraian(uraian) = &formulasi.hitungan else { continue };
        if is_value(&uraian.value) {
            let message = format!("`{}` adalah target, bukan cara menghitung", uraian.value);
            problems.push(
                Diagnostic::peringatan("nilai-bukan-formula", message, uraian.span)
                    .help("tulis apa yang dihitung, misalnya `Jumlah … pada tahun N`"),
            );
        }
    }
    problems
}

/// One indicator twice in a position.
pub(super) fn indikator_kembar(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for jabatan in &bahan.naskah.jabatan {
        let mut first: BTreeMap<String, &Teks> = BTreeMap::new();
        for nama in jabatan.kinerja.iter().flat_map(|kinerja| &kinerja.indikator).map(|indikator| &indikator.nama) {
            match first.get(&setara(&nama.value)) {
                Some(other) => problems.push(
                    Diagnostic::peringatan("indikator-kembar", "indikator ini sudah ada pada jabatan ini", nama.span)
                        .related(other.span, "indikator yang pertama")
                        .help("hapus salah satunya, atau tulis dengan kata-kata yang membedakannya"),
                ),
                None => _ = first.insert(setara(&nama.value), nama),
            }
        }
    }
    problems
}

/// "-" where the source of the data should be named.
pub(super) fn sumber_data_kosong(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for tulisan in bahan.bagian(Bagian::SumberData) {
        let words: Vec<&str> = tulisan.kata.iter().map(|kata| kata.kecil.as_ref()).collect();
        if !matches!(words.as_slice(), [] | ["n", "a"] | ["tbd"] | ["belum", "ada"] | ["tidak", "ada"]) {
            continue;
        }
        problems.push(
            Diagnostic::peringatan("sumber-data-kosong", "sumber data tidak disebutkan", tulisan.teks.span)
                .help("tulis dokumen atau sistem tempat datanya, misalnya `Laporan Kinerja`"),
        );
    }
    problems
}

/// A position with captions of its own.
pub(super) fn judul_kolom_berbeda(bahan: &Bahan) -> Vec<Diagnostic> {
    let standard = &bahan.naskah.kolom;
    let mut problems = Vec::new();
    for jabatan in &bahan.naskah.jabatan {
        let own = &jabatan.kolom;
        for (own, standard) in [
            (&own.sasaran, &standard.sasaran),
            (&own.indikator, &standard.indikator),
            (&own.formulasi, &standard.formulasi),
            (&own.sumber_data, &standard.sumber_data),
        ] {
            if own.value != standard.value {
                let message = format!("judul kolom `{}` berbeda dari judul di naskah.yaml", own.value);
                problems.push(
                    Diagnostic::saran("judul-kolom-berbeda", message, own.span)
                        .related(standard.span, "judul kolom naskah")
                        .help(format!("hapus judul kolom ini, supaya semua lembar memakai `{}`", standard.value)),
                );
            }
        }
    }
    problems
}

/// The parts of a ratio.
struct Ratio<'a> {
    pembilang: &'a Teks,
    penyebut: &'a Teks,
    faktor: Option<&'a Teks>,
}

fn ratio(formulasi: &Formulasi) -> Option<Ratio<'_>> {
    match &formulasi.hitungan {
        Hitungan::Uraian(_) => None,
        Hitungan::Rasio { pembilang, penyebut, faktor } => Some(Ratio { pembilang, penyebut, faktor: faktor.as_ref() }),
    }
}

fn indicators<'a>(bahan: &Bahan<'a>) -> impl Iterator<Item = &'a Indikator> {
    bahan.naskah.jabatan.iter().flat_map(|jabatan| &jabatan.kinerja).flat_map(|kinerja| &kinerja.indikator)
}

/// What a rule says of every ratio.
fn every_ratio(bahan: &Bahan, rule: impl Fn(&Indikator, Ratio) -> Option<Diagnostic>) -> Vec<Diagnostic> {
    indicators(bahan)
        .flat_map(|indikator| indikator.formulasi.iter().filter_map(ratio).filter_map(|ratio| rule(indikator, ratio)))
        .collect()
}

/// What a rule says of every ratio under one kind of indicator.
fn each_ratio(bahan: &Bahan, kind: Ukuran, rule: impl Fn(&Indikator, Ratio) -> Option<Diagnostic>) -> Vec<Diagnostic> {
    every_ratio(bahan, |indikator, ratio| {
        (measure(bahan, &indikator.nama) == Some(kind)).then(|| rule(indikator, ratio)).flatten()
    })
}

/// The measure that an indicator begins with, also if it is misspelt.
fn measure(bahan: &Bahan, nama: &Teks) -> Option<Ukuran> {
    let words = kata(&nama.value);
    let first = words.first()?.kecil.as_ref();
    let first = bahan.kamus.ejaan.get(first).unwrap_or(&first);
    bahan.kamus.ukuran.get(first).copied()
}

/// "1 sistem", "85 %", "12,5".
fn is_value(text: &str) -> bool {
    let words = kata(text);
    text.starts_with(|c: char| c.is_ascii_digit())
        && words.first().is_some_and(|word| is_number(&word.kecil))
        && words.iter().skip_while(|word| is_number(&word.kecil)).count() <= 2
}

/// Whether two texts share enough words, an abbreviation standing for its
/// words. A text without a measure is a slip of its own: one word is enough.
fn is_about(bahan: &Bahan, one: &str, other: &str) -> bool {
    let office: BTreeSet<String> = bahan.kamus.pokok(&bahan.naskah.kantor.nama.value).into_iter().collect();
    let roots =
        |text: &str, other: &str| bahan.singkat(text, other).difference(&office).cloned().collect::<BTreeSet<_>>();
    let (left, right) = (roots(one, other), roots(other, one));
    let shared = left.intersection(&right).count();
    let shorter = left.len().min(right.len());
    let has_measure = kata(one).first().is_some_and(|word| bahan.kamus.ukuran.contains_key(word.kecil.as_ref()));
    let wanted = if has_measure { SHARED_WORDS * shorter as f64 } else { 1.0 };
    shorter == 0 || shared as f64 >= wanted
}

/// The words of a text but for those that say when.
fn without_period<'a>(bahan: &Bahan, teks: &'a Teks) -> Vec<Cow<'a, str>> {
    let says_when = |word: &str| {
        matches!(word, "pada" | "dalam" | "di" | "ke" | "n" | "ke-n")
            || bahan.kamus.periode.contains(word)
            || is_number(word)
    };
    kata(&teks.value).into_iter().map(|word| word.kecil).filter(|word| !says_when(word)).collect()
}

/// The first span of time that a text counts: "tribulan N", "tahun ke-N",
/// "semester 1". An age ("0–11 bulan") is none, nor a span that is summed up.
fn period<'a>(bahan: &Bahan, teks: &'a Teks) -> Option<Kata<'a>> {
    let words = kata(&teks.value);
    let counted =
        |next: &Kata| matches!(next.kecil.as_ref(), "n" | "ke" | "ke-n" | "berjalan") || is_number(&next.kecil);
    let at = (0..words.len())
        .find(|&at| bahan.kamus.periode.contains(words[at].kecil.as_ref()) && words.get(at + 1).is_some_and(counted))?;
    let is_sum = at > 0 && matches!(words[at - 1].kecil.as_ref(), "d" | "dengan" | "hingga" | "sampai");
    (!is_sum).then(|| words[at].clone())
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_digit())
}
