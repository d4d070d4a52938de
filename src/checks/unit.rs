//! The units and posts of the structure, and what a name in a text stands for.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::kamus::Kamus;
use super::sebutan::{self, Calon, Sebutan, is_joint, kind, nama_unit};
use crate::kata::{Kata, kata, setara};
use crate::model::Naskah;

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
            let Some(named) = sebutan::all(nama, &words, kamus, longest).into_iter().find(is_own) else { continue };
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
        sebutan::all(text, words, kamus, |names| self.terpilih(names))
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

/// The words of a name without those that only join them.
fn content(name: &str) -> Vec<&str> {
    name.split(' ').filter(|word| !is_joint(word)).collect()
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
