//! The units and posts that a text names.
//!
//! A unit is a kind and a name ("Seksi Kehumasan"), a post its head ("Kepala
//! Seksi Kehumasan", "Sekretaris Dinas …"). "Sub Bagian" and "Sub. Bagian" are
//! read as "Subbagian": how it is spelled is another rule's matter.

use std::borrow::Cow;
use std::ops::Range;

use super::kamus::Kamus;
use crate::kata::{Kata, kata, setara};
use crate::singkatan;
use crate::text;

/// A unit that a text names.
#[derive(Debug)]
pub(super) struct Sebutan {
    /// The bytes in the text, with "Kepala" before it if that is there.
    pub(super) letak: Range<usize>,
    /// Whether the post is meant and not the unit.
    pub(super) jabatan: bool,
    /// Whether such a unit belongs to this office in any case.
    pub(super) sendiri: bool,
    /// Whether a field of government may be meant and no unit.
    pub(super) urusan: bool,
    /// The kind of the unit, in lower case.
    pub(super) jenis: String,
    /// The name without its kind, in lower case.
    pub(super) isi: String,
}

/// A unit that a text may name.
pub(super) struct Calon {
    pub(super) sebutan: Sebutan,
    /// The word after its name.
    end: usize,
    /// Whether the text shows that the name ends here, and not amid what may be its
    /// words: "Seksi X Tahun 2024".
    pub(super) utuh: bool,
}

/// Every unit and post that a text names with capitals, where one of several
/// names at a word is chosen.
pub(super) fn all(
    text: &str,
    words: &[Kata],
    kamus: &Kamus,
    choose: impl Fn(Vec<Calon>) -> Option<Calon>,
) -> Vec<Sebutan> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        at = match named_at(text, words, at, kamus).and_then(&choose) {
            Some(Calon { sebutan, end, .. }) => {
                found.push(sebutan);
                end
            }
            None => at + 1,
        };
    }
    found
}

/// What the unit named at a word may be called, the longest first.
fn named_at(text: &str, words: &[Kata], at: usize, kamus: &Kamus) -> Option<Vec<Calon>> {
    if !is_capital(text, &words[at]) {
        return None;
    }
    let heads = words[at].kecil == "kepala" && at + 1 < words.len();
    // "Sekretaris Dinas X" heads the secretariat of Dinas X.
    let (jenis, first) = if words[at].kecil == "sekretaris" {
        ("sekretariat".to_owned(), at + 1)
    } else {
        kind(words, at + usize::from(heads))?
    };
    let jenis_unit = kamus.unit.get(jenis.as_str())?;
    let is_secretary = jenis == "sekretariat";
    let end = name_end(text, words, first, is_secretary, kamus);
    if end == first && !is_secretary {
        return None;
    }
    let jabatan = is_head(&words[at].kecil);
    let urusan = jenis_unit.urusan && !jabatan;
    let is_field = urusan && words[..at].last().is_some_and(|word| kamus.urusan.contains(word.kecil.as_ref()));
    let sebutan = |end: usize| {
        let isi: Vec<&str> = words[first..end].iter().map(|word| word.kecil.as_ref()).collect();
        Sebutan {
            letak: words[at].letak.start..words[end - 1].letak.end,
            jabatan,
            sendiri: jenis_unit.sendiri && !is_field && !belongs_elsewhere(text, words, end, kamus),
            urusan,
            // There is one secretariat, named with its office or without.
            isi: if is_secretary { String::new() } else { isi.join(" ") },
            jenis: jenis.clone(),
        }
    };
    let longest = Calon { sebutan: sebutan(end), end, utuh: true };
    let shorter = (first + 1..end).rev().map(|end| {
        // A list may follow, or the office that the unit is one of.
        let has_comma = text[words[end - 1].letak.end..words[end].letak.start].contains(',');
        Calon { sebutan: sebutan(end), end, utuh: has_comma || words[end].kecil == "pada" }
    });
    Some(std::iter::once(longest).chain(shorter).collect())
}

/// The kind of unit at a word, and where its name starts.
pub(super) fn kind(words: &[Kata], at: usize) -> Option<(String, usize)> {
    let word = words.get(at)?.kecil.as_ref();
    let next = words.get(at + 1).map(|word| word.kecil.as_ref());
    match (word, next) {
        ("sub", Some(main @ ("bagian" | "bidang"))) => Some((format!("sub{main}"), at + 2)),
        ("subkoordinator", _) => Some(("subkoordinasi".to_owned(), at + 1)),
        _ => {
            let unit = singkatan::kepanjangan(word).and_then(<[_]>::last).map_or(word, |unit| *unit);
            Some((unit.to_owned(), at + 1))
        }
    }
}

/// Whether a word begins the name of a post.
fn is_head(word: &str) -> bool {
    matches!(word, "kepala" | "sekretaris" | "subkoordinator")
        || singkatan::kepanjangan(word).is_some_and(|spelt| spelt[0] == "kepala")
}

/// Whether a name is that of a unit of another office: "Bidang Cipta Karya
/// Dinas Pekerjaan Umum", "Bidang Anggaran BPKAD", "Subbagian Protokol pada …".
fn belongs_elsewhere(text: &str, words: &[Kata], end: usize, kamus: &Kamus) -> bool {
    let owner = words.get(end).is_some_and(|word| {
        let gap = &text[words[end - 1].letak.end..word.letak.start];
        gap == " " && (word.kecil == "pada" || (is_capital(text, word) && kamus.unit.contains_key(word.kecil.as_ref())))
    });
    let last = &text[words[end - 1].letak.clone()];
    owner || (last.len() > 3 && last.chars().all(char::is_uppercase))
}

/// The word after a name: capitals, with small words between them.
fn name_end(text: &str, words: &[Kata], first: usize, is_secretary: bool, kamus: &Kamus) -> usize {
    let mut end = first;
    let mut next = first;
    while let Some(word) = words.get(next) {
        let gap = next.checked_sub(1).map_or("", |before| &text[words[before].letak.end..word.letak.start]);
        let joined = next == first || gap.chars().all(|c| matches!(c, ' ' | '\n' | ',' | '/' | '*' | '\u{a0}'));
        let starts_another = !(is_secretary && next == first)
            && (kamus.unit.contains_key(word.kecil.as_ref())
                || singkatan::kepanjangan(&word.kecil).is_some()
                || is_head(&word.kecil)
                || matches!(word.kecil.as_ref(), "sub" | "kabupaten" | "kota" | "provinsi"));
        if !joined || starts_another {
            break;
        }
        next += 1;
        if is_capital(text, word) {
            end = next;
        } else if !is_joint(&word.kecil) {
            break;
        }
    }
    end
}

/// Whether a word only joins those of a name.
pub(super) fn is_joint(word: &str) -> bool {
    matches!(word, "dan" | "dengan" | "serta" | "di" | "atau" | "pada" | "untuk")
}

fn is_capital(text: &str, word: &Kata) -> bool {
    text[word.letak.clone()].starts_with(char::is_uppercase)
}

/// What a unit is called, by its head: "Seksi X" for "Kepala Seksi X" and "Kasi X",
/// "Sekretariat" for "Sekretaris Dinas X".
pub(super) fn nama_unit<'a>(written: &'a str, named: &Sebutan) -> Cow<'a, str> {
    let words = kata(written);
    let at = usize::from(words[0].kecil == "kepala");
    let is_spelt = words[at].kecil == "sub" || words[at].kecil == named.jenis;
    if is_spelt {
        return written[words[at].letak.start..].into();
    }
    let is_title = !written.contains(char::is_lowercase);
    let kind = if is_title { named.jenis.to_uppercase() } else { text::sentence_case(&named.jenis) };
    match words.get(at + 1).filter(|_| !named.isi.is_empty()) {
        Some(name) => format!("{kind} {}", &written[name.letak.start..]).into(),
        None => kind.into(),
    }
}

/// "Kepala Bidang X" for "Bidang X", by the kind of unit.
pub(super) fn sebutan_pimpinan(nama: &str, kamus: &Kamus) -> Option<String> {
    let words = kata(nama);
    let (jenis, first) = kind(&words, 0)?;
    let pimpinan = kamus.unit.get(jenis.as_str())?.pimpinan;
    let rest = words.get(first).map_or("", |word| &nama[word.letak.start..]);
    Some(if pimpinan == "Kepala" { format!("Kepala {nama}") } else { format!("{pimpinan} {rest}").trim().to_owned() })
}

/// A post and the kind of its UPT: "kepala" and "puskesmas" for "Kepala UPTD Puskesmas X".
pub(super) fn upt(nama: &str, kamus: &Kamus) -> Option<(String, String)> {
    let nama = setara(nama).replace("unit pelaksana teknis", "upt").replace("upt daerah", "upt");
    let words: Vec<&str> = nama.split(' ').collect();
    let at = words.iter().position(|word| kamus.upt.contains(word))?;
    let kind = words[at..].iter().find(|word| !word.starts_with("upt"))?;
    Some((words[..at].join(" "), (*kind).to_owned()))
}
