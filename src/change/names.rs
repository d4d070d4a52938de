//! Sentences that name a post or its unit follow when the name changes.
//!
//! Names are found in any case, over line breaks, with "Sub. Bagian" and "Kasi"
//! for what they stand for; where a longer name stands, a shorter one does not.

use std::ops::Range;

use crate::diagnostic::Edit;
use crate::kata::kata;
use crate::model::{Naskah, Teks};
use crate::scalar;
use crate::source::{SourceId, Sources};
use crate::text;

/// A post and its unit, as they are called.
#[derive(Debug, Clone)]
pub(super) struct Names {
    pub(super) post: String,
    /// None where a post is no head of a unit.
    pub(super) unit: Option<String>,
}

/// What a post is called, and what its unit.
pub(super) fn names(post: &str) -> Names {
    let unit = unit(post);
    // Some positions bear the name of their unit.
    let is_unit = unit.as_deref() == Some(post);
    Names { post: if is_unit { format!("Kepala {post}") } else { post.to_owned() }, unit }
}

fn unit(post: &str) -> Option<String> {
    const KINDS: [&str; 8] = ["bidang", "seksi", "subbagian", "bagian", "dinas", "badan", "subbidang", "sub"];
    let rest = post.strip_prefix("Kepala ").unwrap_or(post);
    let first = rest.split([' ', '.']).next().unwrap_or_default().to_lowercase();
    KINDS.contains(&first.as_str()).then(|| rest.to_owned())
}

/// A name in a text.
struct Mention {
    place: Range<usize>,
    is_post: bool,
}

/// Edits of every sentence that names a position, in one file or in all; and the
/// sentences that could not be followed.
pub(super) struct Followed<'a> {
    pub(super) edits: Vec<Edit>,
    pub(super) stuck: Vec<&'a Teks>,
}

/// Lets sentences name a position otherwise.
pub(super) fn follow<'a>(
    naskah: &'a Naskah,
    sources: &Sources,
    index: usize,
    new: &Names,
    only: Option<SourceId>,
) -> Followed<'a> {
    let known = Known::new(naskah);
    let mut followed = Followed { edits: Vec::new(), stuck: Vec::new() };
    let own = naskah.jabatan[index].nama.span;
    let texts =
        naskah.texts().chain(&naskah.nama_resmi).filter(|teks| teks.span != own && !teks.span.range().is_empty());
    for teks in texts.filter(|teks| only.is_none_or(|only| teks.span.source == only)) {
        let mentions = known.mentions(&teks.value, index);
        if mentions.is_empty() {
            continue;
        }
        match edits(teks, &mentions, new, sources) {
            Some(edits) => followed.edits.extend(edits),
            None => followed.stuck.push(teks),
        }
    }
    followed.edits.sort_by_key(|edit| edit.span);
    followed.edits.dedup();
    followed
}

/// The texts of an edition that name a position.
pub(super) fn naming(naskah: &Naskah, index: usize) -> Vec<&Teks> {
    let known = Known::new(naskah);
    let file = naskah.jabatan[index].nama.span.source;
    let others = naskah.texts().filter(|teks| teks.span.source != file);
    others.filter(|teks| !known.mentions(&teks.value, index).is_empty()).collect()
}

/// The edit that gives a text another wording, in its own kind of quotes.
pub(super) fn rewritten(teks: &Teks, value: &str, sources: &Sources) -> Edit {
    let written = &sources.get(teks.span.source).text[teks.span.range()];
    let text = match written.chars().next() {
        Some('\'') => format!("'{}'", value.replace('\'', "''")),
        Some('"' | '|' | '>') => quoted(value),
        _ if is_plain(value) => value.to_owned(),
        _ => quoted(value),
    };
    Edit { span: teks.span, text }
}

fn quoted(value: &str) -> String {
    serde_json::to_string(value).expect("a text is plain JSON")
}

/// Whether a text may stand in YAML as it is.
fn is_plain(value: &str) -> bool {
    let starts_well = value.starts_with(char::is_alphabetic);
    starts_well && !value.contains([':', '#', '[', ']', '{', '}', ',', '"', '\'', '\n'])
}

fn edits(teks: &Teks, mentions: &[Mention], new: &Names, sources: &Sources) -> Option<Vec<Edit>> {
    let written = &sources.get(teks.span.source).text[teks.span.range()];
    let replacement = |mention: &Mention| {
        let name = if mention.is_post { &new.post } else { new.unit.as_ref().unwrap_or(&new.post) };
        in_case(name, &teks.value[mention.place.clone()])
    };
    let replacements: Vec<String> = mentions.iter().map(replacement).collect();
    let style = written.chars().next();
    if !replacements.iter().all(|name| is_plain(name)) {
        let mut value = teks.value.clone();
        for (mention, name) in mentions.iter().zip(&replacements).rev() {
            value.replace_range(mention.place.clone(), name);
        }
        let is_block = matches!(style, Some('|' | '>'));
        return (!is_block).then(|| vec![rewritten(teks, &value, sources)]);
    }
    let edit = |(mention, name): (&Mention, String)| {
        Some(Edit { span: scalar::exact(teks, mention.place.clone(), sources)?, text: name })
    };
    mentions.iter().zip(replacements).map(edit).collect()
}

/// A name in the case of what it replaces.
fn in_case(name: &str, old: &str) -> String {
    let is_upper = !old.contains(char::is_lowercase);
    let is_lower = !old.contains(char::is_uppercase);
    match (is_upper, is_lower) {
        (true, false) => name.to_uppercase(),
        (false, true) => name.to_lowercase(),
        _ => name.to_owned(),
    }
}

/// What all positions and their units are called, in words.
struct Known {
    names: Vec<(Vec<String>, usize, bool)>,
}

impl Known {
    fn new(naskah: &Naskah) -> Self {
        let mut known = Vec::new();
        for (index, jabatan) in naskah.jabatan.iter().enumerate() {
            let Names { post, unit } = names(&text::plain(&jabatan.nama.value));
            known.push((said(&post), index, true));
            known.extend(unit.map(|unit| (said(&unit), index, false)));
        }
        Self { names: known }
    }

    fn mentions(&self, text: &str, index: usize) -> Vec<Mention> {
        let words = words(text);
        let mut mentions = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let is_here = |(name, ..): &&(Vec<String>, usize, bool)| {
                let named = words.get(at..at + name.len());
                named.is_some_and(|named| named.iter().map(|(word, _)| word).eq(name) && are_joined(text, named))
            };
            let Some((name, who, is_post)) = self.names.iter().filter(is_here).max_by_key(|(name, ..)| name.len())
            else {
                at += 1;
                continue;
            };
            if *who == index {
                let place = words[at].1.start..words[at + name.len() - 1].1.end;
                mentions.push(Mention { place, is_post: *is_post });
            }
            at += name.len();
        }
        mentions
    }
}

/// Whether only spaces and the like stand between words.
fn are_joined(text: &str, words: &[(String, Range<usize>)]) -> bool {
    words.windows(2).all(|pair| {
        let gap = text.get(pair[0].1.end..pair[1].1.start).unwrap_or_default();
        gap.chars().all(|c| c.is_whitespace() || matches!(c, '.' | '*' | ',' | '/'))
    })
}

fn said(name: &str) -> Vec<String> {
    words(name).into_iter().map(|(word, _)| word).collect()
}

/// The words of a text in lower case, with abbreviations spelt out.
fn words(text: &str) -> Vec<(String, Range<usize>)> {
    let mut words: Vec<(String, Range<usize>)> = Vec::new();
    for found in kata(text) {
        let spelt: &[&str] = match found.kecil.as_str() {
            "kasi" => &["kepala", "seksi"],
            "kabid" => &["kepala", "bidang"],
            "kadis" => &["kepala", "dinas"],
            "kasubbag" | "kasubag" => &["kepala", "subbagian"],
            "subbag" | "subag" => &["subbagian"],
            word @ ("bagian" | "bidang") => match words.pop_if(|(before, _)| before == "sub") {
                Some((_, before)) => {
                    words.push((format!("sub{word}"), before.start..found.letak.end));
                    continue;
                }
                None => &[word],
            },
            word => &[word],
        };
        words.extend(spelt.iter().map(|word| ((*word).to_owned(), found.letak.clone())));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_and_units_are_named_after_each_other() {
        let of = |post| {
            let Names { post, unit } = names(post);
            (post, unit.unwrap_or_default())
        };
        assert_eq!(of("Kepala Seksi Kehumasan"), ("Kepala Seksi Kehumasan".into(), "Seksi Kehumasan".into()));
        assert_eq!(
            of("Bidang Informasi Publik"),
            ("Kepala Bidang Informasi Publik".into(), "Bidang Informasi Publik".into())
        );
        assert_eq!(of("Sekretaris Dinas X"), ("Sekretaris Dinas X".into(), String::new()));
    }

    #[test]
    fn a_name_keeps_the_case_of_what_it_replaces() {
        assert_eq!(in_case("Seksi Baru", "SEKSI LAMA"), "SEKSI BARU");
        assert_eq!(in_case("Seksi Baru", "seksi lama"), "seksi baru");
        assert_eq!(in_case("Seksi Baru", "Seksi lama"), "Seksi Baru");
    }
}
