//! The word lists of the rules. They are data, in `kamus/`: a word a line, or
//! words separated by tabs; lines with `#` explain them.

use std::collections::{BTreeMap, BTreeSet};

use super::akar::akar;
use crate::kata::kata;

/// Every list.
pub(super) struct Kamus {
    /// A non-standard form, in lower case, and the standard one.
    pub(super) ejaan: BTreeMap<&'static str, &'static str>,
    /// A foreign word and what is said in Indonesian.
    pub(super) padanan: BTreeMap<&'static str, &'static str>,
    /// The first words of the phrases in both.
    pub(super) awal: BTreeSet<&'static str>,
    /// What an indicator begins with, and how it is computed.
    pub(super) ukuran: BTreeMap<&'static str, Ukuran>,
    /// Grades of civil servants and their ranks.
    pub(super) pangkat: BTreeMap<&'static str, &'static str>,
    /// Kinds of units.
    pub(super) unit: BTreeMap<&'static str, JenisUnit>,
    /// Units of which an office has several with the same duties.
    pub(super) upt: BTreeSet<&'static str>,
    /// Words after which a kind of unit means a field of government.
    pub(super) urusan: BTreeSet<&'static str>,
    /// Spans of time.
    pub(super) periode: BTreeSet<&'static str>,
    /// Words that say nothing about what a text is about.
    pub(super) henti: BTreeSet<&'static str>,
    /// Abbreviations that end with a stop, in lower case and without it.
    singkatan: BTreeSet<&'static str>,
    /// Words that are repeated with a hyphen.
    pub(super) ulang: BTreeSet<&'static str>,
    /// Words that name an activity, but for verbs in *me-…-kan*.
    pub(super) kegiatan: BTreeSet<&'static str>,
    /// Words that are never repeated on purpose.
    pub(super) tunggal: BTreeSet<&'static str>,
}

/// How an indicator is computed.
#[derive(Debug, Clone, Copy, Eq, PartialEq)]
pub(super) enum Ukuran {
    /// Something is divided.
    Rasio,
    /// Something is counted.
    Jumlah,
    /// A score, never a percentage.
    Skor,
    /// Either way.
    Bebas,
}

/// A kind of unit.
pub(super) struct JenisUnit {
    /// What its head is called: "Kepala", "Sekretaris", "Camat".
    pub(super) pimpinan: &'static str,
    /// Whether a unit of this kind that a text names belongs to this office.
    pub(super) sendiri: bool,
    /// Whether it may be a field of government instead: "Bidang Kesehatan".
    pub(super) urusan: bool,
}

impl Kamus {
    /// The lists that come with the program.
    pub(super) fn new() -> Self {
        let (ejaan, padanan) = (include_str!("kamus/ejaan.tsv"), include_str!("kamus/padanan.tsv"));
        let phrases = pairs(ejaan).chain(pairs(padanan)).filter_map(|(phrase, _)| phrase.split_once(' '));
        Self {
            awal: phrases.map(|(first, _)| first).collect(),
            ejaan: pairs(ejaan).collect(),
            padanan: pairs(padanan).collect(),
            ukuran: pairs(include_str!("kamus/ukuran.tsv")).map(|(kata, jenis)| (kata, ukuran(jenis))).collect(),
            pangkat: pairs(include_str!("kamus/pangkat.tsv")).collect(),
            unit: pairs(include_str!("kamus/unit.tsv")).map(|(kata, jenis)| (kata, unit(jenis))).collect(),
            upt: lines(include_str!("kamus/upt.txt")).collect(),
            urusan: lines(include_str!("kamus/urusan.txt")).collect(),
            periode: lines(include_str!("kamus/periode.txt")).collect(),
            henti: lines(include_str!("kamus/henti.txt")).collect(),
            singkatan: lines(include_str!("kamus/singkatan.txt")).collect(),
            ulang: lines(include_str!("kamus/ulang.txt")).collect(),
            kegiatan: lines(include_str!("kamus/kegiatan.txt")).collect(),
            tunggal: lines(include_str!("kamus/tunggal.txt")).collect(),
        }
    }

    /// The roots of the words of a text that say what it is about.
    pub(super) fn pokok(&self, text: &str) -> Vec<String> {
        let words = kata(text).into_iter().flat_map(|kata| parts(&kata.kecil));
        words.filter(|word| self.says_something(word)).map(|word| akar(&word)).collect()
    }

    /// Whether a text without its stop ends in an abbreviation: "dll", "S.STP".
    pub(super) fn is_abbreviated(&self, text: &str) -> bool {
        let last = text.rsplit(|c: char| !c.is_alphanumeric() && c != '.').next().unwrap_or_default();
        let is_part = |part: &str| {
            part.len() == 1 || (part.starts_with(char::is_uppercase) && (2..=4).contains(&part.chars().count()))
        };
        let is_dotted = last.contains('.') && last.split('.').all(is_part);
        is_dotted || self.singkatan.contains(last.to_lowercase().as_str())
    }

    fn says_something(&self, word: &str) -> bool {
        !self.henti.contains(word)
            && !self.periode.contains(word)
            && !self.ukuran.contains_key(word)
            && !word.bytes().all(|b| b.is_ascii_digit())
    }
}

fn parts(word: &str) -> Vec<String> {
    word.split('-').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.starts_with('#'))
}

fn pairs(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    lines(list).filter_map(|line| line.split_once('\t'))
}

fn ukuran(jenis: &str) -> Ukuran {
    match jenis {
        "rasio" => Ukuran::Rasio,
        "jumlah" => Ukuran::Jumlah,
        "skor" => Ukuran::Skor,
        _ => Ukuran::Bebas,
    }
}

fn unit(jenis: &'static str) -> JenisUnit {
    let (pimpinan, milik) = jenis.split_once('\t').unwrap_or((jenis, ""));
    JenisUnit { pimpinan, sendiri: milik != "lain", urusan: milik == "urusan" }
}
