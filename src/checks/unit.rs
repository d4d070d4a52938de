//! Units and posts: those of the structure, and those that a text names.
//!
//! A unit is a kind and a name ("Seksi Kehumasan"), a post its head ("Kepala
//! Seksi Kehumasan", "Sekretaris Dinas …"). "Sub Bagian" and "Sub. Bagian" are
//! read as "Subbagian": how it is spelled is another rule's matter.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::kamus::Kamus;
use crate::kata::{Kata, kata, setara};
use crate::model::Naskah;
use crate::singkatan;
use crate::text;

/// How much two names must have in common to be one, misspelt.
const SIMILAR: f64 = 0.85;

/// The units and posts of an edition.
pub(super) struct Susunan<'a> {
    pub(super) units: Vec<Unit<'a>>,
    /// Index in `units` by kind and name.
    known: BTreeMap<(String, String), usize>,
    /// The names of all positions, for comparison, and their indices.
    posts: Vec<(String, usize)>,
}

/// A unit of the structure.
pub(super) struct Unit<'a> {
    /// Index of the position that heads it.
    pub(super) jabatan: usize,
    /// The name as the structure writes it, with its kind spelt out.
    pub(super) nama: Cow<'a, str>,
    /// The kind, in lower case.
    jenis: String,
    /// The name without its kind, in lower case.
    isi: String,
}

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
    jenis: String,
    isi: String,
}

/// What a name stands for.
#[derive(Debug, Clone, Copy, Eq, PartialEq)]
pub(super) enum Arti {
    /// A unit of the structure, by its name.
    Sama(usize),
    /// Nearly the name of a unit of the structure.
    Mirip(usize),
    Asing,
}

impl<'a> Susunan<'a> {
    /// The units that the positions of an edition head.
    pub(super) fn new(naskah: &'a Naskah, kamus: &Kamus) -> Self {
        let mut units = Vec::new();
        for (index, jabatan) in naskah.jabatan.iter().enumerate() {
            let nama = jabatan.nama.value.as_str();
            let words = kata(nama);
            // A position that bears the name of a unit stands for its head; a
            // functional post leads the group that it names last.
            let longest = |names: Vec<Calon>| names.into_iter().next();
            let is_own = |named: &Sebutan| named.letak.start == 0 || named.jenis == "subkoordinasi";
            let Some(named) = sebutan(nama, &words, kamus, longest).into_iter().find(is_own) else { continue };
            let nama = nama_unit(&nama[named.letak.clone()], &named);
            units.push(Unit { jabatan: index, nama, jenis: named.jenis, isi: named.isi });
        }
        let known = units.iter().enumerate().map(|(at, unit)| ((unit.jenis.clone(), unit.isi.clone()), at)).collect();
        let posts = naskah.jabatan.iter().enumerate().map(|(at, jabatan)| (setara(&jabatan.nama.value), at)).collect();
        Self { units, known, posts }
    }

    /// What a name in a text stands for.
    pub(super) fn arti(&self, sebutan: &Sebutan) -> Arti {
        let same = self.sama(sebutan).map(Arti::Sama);
        same.or_else(|| self.mirip(sebutan).map(Arti::Mirip)).unwrap_or(Arti::Asing)
    }

    fn sama(&self, sebutan: &Sebutan) -> Option<usize> {
        self.known.get(&(sebutan.jenis.clone(), sebutan.isi.clone())).copied()
    }

    fn mirip(&self, sebutan: &Sebutan) -> Option<usize> {
        let mut same_kind = (0..self.units.len()).filter(|&at| self.units[at].jenis == sebutan.jenis);
        same_kind.find(|&at| is_like(&self.units[at].isi, &sebutan.isi))
    }

    /// Every unit and post that a text names with capitals. What goes on after a name
    /// of the structure is no part of it.
    pub(super) fn sebutan(&self, text: &str, words: &[Kata], kamus: &Kamus) -> Vec<Sebutan> {
        sebutan(text, words, kamus, |names| self.terpilih(names))
    }

    /// The longest of several names that is known, unless a longer one is nearly that of
    /// another unit; or else the shortest that is whole.
    fn terpilih(&self, mut names: Vec<Calon>) -> Option<Calon> {
        let known = names.iter().enumerate().find_map(|(at, calon)| Some((at, self.sama(&calon.sebutan)?)));
        let same = known.map(|(at, _)| at);
        let is_like = |calon: &Calon| {
            let like = self.mirip(&calon.sebutan).filter(|_| calon.utuh);
            like.is_some() && like != known.map(|(_, unit)| unit)
        };
        let like = names[..same.unwrap_or(names.len())].iter().position(is_like);
        let at = like.or(same).or_else(|| names.iter().rposition(|calon| calon.utuh))?;
        Some(names.swap_remove(at))
    }

    /// The position that heads a unit, however it is spelled.
    pub(super) fn pimpinan(&self, sebutan: &Sebutan) -> Option<usize> {
        match self.arti(sebutan) {
            Arti::Sama(at) | Arti::Mirip(at) => Some(self.units[at].jabatan),
            Arti::Asing => None,
        }
    }

    /// The position whose name words begin with, and how many they are; a first word
    /// that only one position has ("Camat", "Inspektur") stands for it.
    pub(super) fn jabatan_di(&self, words: &[Kata]) -> Option<(usize, usize)> {
        let said: Vec<&str> = words.iter().map(|word| word.kecil.as_ref()).collect();
        let whole = |(name, _): &&(String, usize)| {
            let name: Vec<&str> = name.split(' ').collect();
            said.starts_with(&name)
        };
        let longest = self.posts.iter().filter(whole).max_by_key(|(name, _)| name.len());
        let alone = || {
            let [only] = said.as_slice() else { return None };
            let mut same = self.posts.iter().filter(|(name, _)| name.split(' ').next() == Some(only));
            same.next().filter(|_| same.next().is_none())
        };
        let (name, jabatan) = longest.or_else(alone)?;
        Some((*jabatan, name.split(' ').count().min(words.len())))
    }

    /// Whether the structure has units of a kind.
    pub(super) fn punya(&self, sebutan: &Sebutan) -> bool {
        self.units.iter().any(|unit| unit.jenis == sebutan.jenis)
    }

    /// The unit whose name has most in common with another name.
    pub(super) fn terdekat(&self, sebutan: &Sebutan) -> Option<&Unit<'a>> {
        let common = |unit: &&Unit| {
            let words: Vec<&str> = content(&unit.isi);
            content(&sebutan.isi).iter().filter(|word| words.contains(word)).count()
        };
        self.units.iter().filter(|unit| unit.jenis == sebutan.jenis).max_by_key(common).filter(|unit| common(unit) > 0)
    }

    /// The unit whose whole name, in any case, starts at a word.
    pub(super) fn tepat_di(&self, words: &[Kata], at: usize) -> Option<(usize, Range<usize>)> {
        let (jenis, first) = kind(words, at)?;
        let longest = words.len().min(first + 14);
        (first + 1..=longest).rev().find_map(|end| {
            let isi: Vec<&str> = words[first..end].iter().map(|word| word.kecil.as_ref()).collect();
            let unit = *self.known.get(&(jenis.clone(), isi.join(" ")))?;
            Some((unit, words[at].letak.start..words[end - 1].letak.end))
        })
    }
}

/// The kind of unit at a word, and where its name starts.
fn kind(words: &[Kata], at: usize) -> Option<(String, usize)> {
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

/// The words of a name without those that only join them.
fn content(name: &str) -> Vec<&str> {
    name.split(' ').filter(|word| !is_joint(word)).collect()
}

fn is_joint(word: &str) -> bool {
    matches!(word, "dan" | "dengan" | "serta" | "di" | "atau" | "pada" | "untuk")
}

/// Whether two names are meant to be one: but for the words that join, for a
/// letter or two, or for an abbreviation.
fn is_like(known: &str, other: &str) -> bool {
    let (known_words, other_words) = (content(known), content(other));
    known_words == other_words
        || strsim::normalized_levenshtein(known, other) >= SIMILAR
        || abbreviates(&other_words, &known_words)
}

/// Whether a name is another in which one word stands for the first letters
/// of several.
fn abbreviates(short: &[&str], long: &[&str]) -> bool {
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let tail = short.iter().rev().zip(long.iter().rev()).take_while(|(a, b)| a == b).count();
    if short.len() >= long.len() || same + tail + 1 < short.len() || same >= short.len() {
        return false;
    }
    let tail = tail.min(short.len() - same - 1);
    let initials: String = long[same..long.len() - tail].iter().filter_map(|word| word.chars().next()).collect();
    initials.len() > 1 && short[same] == initials
}

/// A unit that a text may name.
struct Calon {
    sebutan: Sebutan,
    /// The word after its name.
    end: usize,
    /// Whether the text shows that the name ends here, and not amid what may be its
    /// words: "Seksi X Tahun 2024".
    utuh: bool,
}

/// Every unit and post that a text names with capitals, where one of several
/// names at a word is chosen.
fn sebutan(text: &str, words: &[Kata], kamus: &Kamus, choose: impl Fn(Vec<Calon>) -> Option<Calon>) -> Vec<Sebutan> {
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
    let jabatan = heads
        || matches!(words[at].kecil.as_ref(), "sekretaris" | "subkoordinator")
        || singkatan::kepanjangan(&words[at].kecil).is_some_and(|spelt| spelt[0] == "kepala");
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
                || matches!(
                    word.kecil.as_ref(),
                    "kepala" | "sub" | "kabupaten" | "kota" | "provinsi" | "sekretaris" | "subkoordinator"
                ));
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

fn is_capital(text: &str, word: &Kata) -> bool {
    text[word.letak.clone()].starts_with(char::is_uppercase)
}

/// What a unit is called, by its head: "Seksi X" for "Kepala Seksi X" and "Kasi X",
/// "Sekretariat" for "Sekretaris Dinas X".
fn nama_unit<'a>(written: &'a str, named: &Sebutan) -> Cow<'a, str> {
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
