//! Where texts name a position or its unit.
//!
//! Names are found in any case, over line breaks, with "Sub. Bagian" and "Kasi"
//! for what they stand for; where a longer name stands, a shorter one does not.

use std::ops::Range;

use super::names::{self, KINDS, Names, SURE_KINDS, names};
use crate::kata::kata;
use crate::model::{Jabatan, Naskah, Pengesahan, Teks};
use crate::singkatan;
use crate::text;

/// A name in a text.
pub(super) struct Mention {
    pub(super) place: Range<usize>,
    pub(super) is_post: bool,
    /// Whether somebody else may be meant, or italics begin or end in it.
    pub(super) is_doubtful: bool,
}

/// What all positions and their units are called.
pub(super) struct Known {
    names: Vec<Name>,
    /// The office, and the units above who is asked for: "Seksi X Bidang Y" is Seksi X.
    around: Vec<Vec<String>>,
    /// The region of the office.
    regions: Vec<Vec<String>>,
}

/// What a position or its unit is called.
struct Name {
    words: Vec<String>,
    /// The marks between the words.
    gaps: Vec<String>,
    who: usize,
    is_post: bool,
}

impl Name {
    fn new(name: &str, who: usize, is_post: bool) -> Self {
        let words = words(name);
        let gaps = words.windows(2).map(|pair| gap(name, &pair[0], &pair[1])).collect();
        Self { words: words.into_iter().map(|(word, _)| word).collect(), gaps, who, is_post }
    }

    /// Whether words are this name, without other marks between them.
    fn is_here(&self, text: &str, words: &[Word]) -> bool {
        let is_joined = |(pair, own): (&[Word], &String)| {
            let gap = gap(text, &pair[0], &pair[1]);
            gap.is_empty() || gap == *own || gap == "." && is_short(text, &pair[0])
        };
        is_start(&self.words, words) && words.windows(2).zip(&self.gaps).all(is_joined)
    }

    /// Whether it is written as a name; "bidang x" may be a field, and "sekretaris"
    /// anybody's.
    fn is_written(&self, written: &str) -> bool {
        let is_capital = |word: &str| word.starts_with(char::is_uppercase);
        let [first, rest @ ..] = self.words.as_slice() else { return false };
        let is_sure = match first.as_str() {
            "kepala" | "sekretaris" => !rest.is_empty(),
            kind => SURE_KINDS.contains(&kind),
        };
        is_sure || is_capital(written) && (rest.is_empty() || written.split_whitespace().skip(1).any(is_capital))
    }
}

impl Known {
    /// "Sekretaris Dinas X" names Dinas X, unless it is the one that is asked for.
    pub(super) fn new(naskah: &Naskah, asked: usize) -> Self {
        let mut known = Vec::new();
        let is_asked = |jabatan: &Jabatan| said(&jabatan.nama.value) == said(&naskah.jabatan[asked].nama.value);
        let is_secretary = |jabatan: &Jabatan| jabatan.nama.value.starts_with("Sekretaris ");
        let others = naskah.jabatan.iter().enumerate();
        for (index, jabatan) in others.filter(|(_, jabatan)| is_asked(jabatan) || !is_secretary(jabatan)) {
            let Names { post, unit } = names(&text::plain(&jabatan.nama.value));
            known.push(Name::new(&post, index, true));
            known.extend(unit.map(|unit| Name::new(&unit, index, false)));
        }
        let above =
            naskah.superiors(&naskah.jabatan[asked]).filter_map(|above| names::unit(&text::plain(&above.nama.value)));
        let around = above.chain([text::plain(&naskah.kantor.nama.value)]).map(|name| said(&name)).collect();
        let regions = [&naskah.kantor.daerah, &naskah.kantor.pemerintah].map(|teks| said(&teks.value)).into();
        Self { names: known, around, regions }
    }

    /// Whom a name may mean.
    fn called(&self, name: &[String]) -> impl Iterator<Item = &Name> {
        self.names.iter().filter(move |known| known.words == name)
    }

    /// Whether a text is no sentence, but what a position is called.
    pub(super) fn is_name(&self, naskah: &Naskah, teks: &Teks) -> bool {
        is_nama(naskah, teks) && self.called(&said(&teks.value)).next().is_some()
    }

    /// The names of a position in a text.
    pub(super) fn mentions(&self, text: &str, index: usize) -> Vec<Mention> {
        let words = words(text);
        let mut mentions = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let here = self.names.iter().filter(|name| name.is_here(text, &words[at..]));
            let Some(longest) = here.max_by_key(|name| name.words.len()) else {
                at += 1;
                continue;
            };
            let (before, rest) = words.split_at(at);
            let (named, after) = rest.split_at(longest.words.len());
            at += named.len();
            let Some(name) = self.called(&longest.words).find(|name| name.who == index) else { continue };
            let place = named[0].1.start..named[named.len() - 1].1.end;
            let (written, before) = (&text[place.clone()], before.last().map(|(word, _)| word.as_str()));
            if before == Some("di") && is_field(written) {
                continue;
            }
            let is_doubtful = self.called(&name.words).any(|name| name.who != index)
                || !name.is_written(written)
                || name.gaps.iter().any(|gap| gap.contains(['(', ')', '"', '“', '”']))
                || matches!(before, Some("sub" | "wakil"))
                || touches_italics(text, &place)
                || self.goes_on(text, named, after);
            mentions.push(Mention { place, is_post: name.is_post, is_doubtful });
        }
        mentions
    }

    /// The lines of the signature in which a name begins that the next one goes on with.
    pub(super) fn over_lines<'a>(&self, naskah: &'a Naskah, index: usize) -> Vec<&'a Teks> {
        let Pengesahan { atas_nama, melalui, jabatan, jabatan_definitif, .. } = &naskah.pengesahan;
        let mut found = Vec::new();
        for lines in [atas_nama, melalui, jabatan, jabatan_definitif] {
            let text = lines.iter().map(|line| line.value.as_str()).collect::<Vec<_>>().join(" ");
            let mentions = self.mentions(&text, index);
            let mut start = 0;
            for line in lines {
                let end = start + line.value.len();
                let is_over =
                    |mention: &Mention| (start..end).contains(&mention.place.start) && mention.place.end > end;
                found.extend(mentions.iter().any(is_over).then_some(line));
                start = end + 1;
            }
        }
        found
    }

    /// Whether the words after a name may make it a longer one, or that of another
    /// office.
    fn goes_on(&self, text: &str, named: &[Word], after: &[Word]) -> bool {
        let ([.., last], [next, rest @ ..]) = (named, after) else { return false };
        let gap = gap(text, last, next);
        let starts = |name: &&Vec<String>| is_start(name, after);
        let is_lower = !text[named[0].1.start..last.1.end].contains(char::is_uppercase);
        let adds = |word: &Word| !self.begins_name(word) && (is_lower || is_capital(text, word));
        match (gap.as_str(), next.0.as_str()) {
            ("" | ",", _) if self.regions.iter().any(|name| starts(&name)) => false,
            ("", _) if self.around.iter().any(|name| starts(&name)) => {
                let own = self.around.iter().filter(starts).map(Vec::len).max().unwrap_or_default();
                self.goes_on(text, &after[..own], &after[own..])
            }
            ("", "pada" | "di" | "dari" | "lingkungan") => self.goes_on(text, &after[..1], rest),
            ("" | ",", "dan" | "serta") => rest.first().is_some_and(adds),
            (_, "tahun") => false,
            ("", _) => is_capital(text, next) || text[next.1.start..].starts_with(char::is_numeric),
            ("," | "/" | "&", _) => is_capital(text, next) && !self.begins_name(next),
            _ => false,
        }
    }

    /// Whether a word is the first one of another name.
    fn begins_name(&self, (word, _): &Word) -> bool {
        let is_first = |name: &Name| name.words.first() == Some(word);
        matches!(word.as_str(), "kepala" | "sekretaris")
            || KINDS.contains(&word.as_str())
            || self.names.iter().any(is_first)
    }
}

/// Whether a unit is written as a field of work may be: "di bidang x".
fn is_field(written: &str) -> bool {
    names::kind(written).ends_with("bidang") && !written.contains(char::is_uppercase)
}

/// Whether italics begin or end in a name.
fn touches_italics(text: &str, place: &Range<usize>) -> bool {
    text[place.clone()].contains('*') || text[place.end..].starts_with('*') || text[..place.start].ends_with('*')
}

/// The marks between two words.
fn gap(text: &str, (_, one): &Word, (_, next): &Word) -> String {
    let between = text.get(one.end..next.start).unwrap_or_default();
    between.chars().filter(|c| !c.is_whitespace() && *c != '*').collect()
}

/// Whether a word is written as an abbreviation, which may end in a stop.
fn is_short(text: &str, (word, place): &Word) -> bool {
    word == "sub" || text[place.clone()].to_lowercase() != *word
}

fn is_capital(text: &str, (_, place): &Word) -> bool {
    text[place.start..].starts_with(char::is_uppercase)
}

fn is_start(name: &[String], words: &[Word]) -> bool {
    words.len() >= name.len() && name.iter().zip(words).all(|(name, (word, _))| name == word)
}

fn said(name: &str) -> Vec<String> {
    words(name).into_iter().map(|(word, _)| word).collect()
}

/// A word in lower case, and where it is written.
type Word = (String, Range<usize>);

/// The words of a text, with abbreviations spelt out.
fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for found in kata(text) {
        let word = found.kecil.as_ref();
        if matches!(word, "bagian" | "bidang")
            && let Some((_, before)) = words.pop_if(|(before, _)| before == "sub")
        {
            words.push((format!("sub{word}"), before.start..found.letak.end));
            continue;
        }
        let spelt = singkatan::kepanjangan(word).unwrap_or(std::slice::from_ref(&word));
        words.extend(spelt.iter().map(|word| ((*word).to_owned(), found.letak.clone())));
    }
    words
}

/// Whether a text is what a position is called.
pub(super) fn is_nama(naskah: &Naskah, teks: &Teks) -> bool {
    naskah.jabatan.iter().any(|jabatan| jabatan.nama.span == teks.span)
}

/// Whether the words after a name are those that it ends with.
pub(super) fn is_said_again(name: &str, after: &str) -> bool {
    let (name, after) = (said(name), words(after));
    (1..name.len()).any(|start| is_start(&name[start..], &after))
}
