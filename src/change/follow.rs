//! Sentences that name a post or its unit follow when the name changes.
//!
//! Where another office may be meant, or no unit at all, nothing follows.

use super::mentions::{Known, Mention, is_nama, is_said_again};
use super::names::Names;
use crate::diagnostic::Edit;
use crate::model::{Naskah, Teks};
use crate::scalar;
use crate::source::{SourceId, Sources};

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
    let known = Known::new(naskah, index);
    let mut followed = Followed { edits: Vec::new(), stuck: Vec::new() };
    let exceptions = naskah.pengecualian.iter().chain(naskah.jabatan.iter().flat_map(|jabatan| &jabatan.pengecualian));
    let exceptions = exceptions.flat_map(|meant| meant.pada.iter().chain([&meant.alasan]));
    let texts = naskah.texts().chain(exceptions).filter(|teks| !teks.span.range().is_empty());
    for teks in texts.filter(|teks| only.is_none_or(|only| teks.span.source == only)) {
        let mentions = known.mentions(&teks.value, index);
        if mentions.is_empty() || known.is_name(naskah, teks) {
            continue;
        }
        let edits = edits(teks, &mentions, new, sources);
        // What others are called follows the office only: "Sekretaris Dinas X".
        match edits.filter(|_| index == 0 || !is_nama(naskah, teks)) {
            Some(edits) => followed.edits.extend(edits),
            None => followed.stuck.push(teks),
        }
    }
    let is_here = |teks: &&Teks| only.is_none_or(|only| teks.span.source == only);
    followed.stuck.extend(known.over_lines(naskah, index).into_iter().filter(is_here));
    followed.edits.sort_by_key(|edit| edit.span);
    followed.edits.dedup();
    followed
}

/// The texts of an edition that name a position.
pub(super) fn naming(naskah: &Naskah, index: usize) -> Vec<&Teks> {
    let known = Known::new(naskah, index);
    let file = naskah.jabatan[index].nama.span.source;
    let others = naskah.texts().filter(|teks| teks.span.source != file && !known.is_name(naskah, teks));
    let naming = others.filter(|teks| !known.mentions(&teks.value, index).is_empty());
    naming.chain(known.over_lines(naskah, index)).collect()
}

/// The edits that let a text name a position otherwise, unless that cannot be told.
fn edits(teks: &Teks, mentions: &[Mention], new: &Names, sources: &Sources) -> Option<Vec<Edit>> {
    let replacement = |mention: &Mention| {
        let name = if mention.is_post { Some(&new.post) } else { new.unit.as_ref() };
        let name =
            name.filter(|name| !mention.is_doubtful && !is_said_again(name, &teks.value[mention.place.end..]))?;
        Some(in_case(name, &teks.value[mention.place.clone()]))
    };
    let replacements: Vec<String> = mentions.iter().map(replacement).collect::<Option<_>>()?;
    let written = &sources.get(teks.span.source).text[teks.span.range()];
    if !scalar::is_block(written) && !replacements.iter().all(|name| scalar::may_be_plain(name)) {
        let mut value = teks.value.clone();
        for (mention, name) in mentions.iter().zip(&replacements).rev() {
            value.replace_range(mention.place.clone(), name);
        }
        return Some(vec![scalar::rewritten(teks, &value, sources)]);
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
        (false, true) => {
            // Abbreviations stay.
            let is_short = |word: &&str| word.len() > 1 && !word.contains(char::is_lowercase);
            let lower = |word| if is_short(&word) { word.to_owned() } else { word.to_lowercase() };
            name.split(' ').map(lower).collect::<Vec<_>>().join(" ")
        }
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_the_case_of_what_it_replaces() {
        assert_eq!(in_case("Seksi Baru", "SEKSI LAMA"), "SEKSI BARU");
        assert_eq!(in_case("Seksi Baru", "seksi lama"), "seksi baru");
        assert_eq!(in_case("Seksi Baru", "Seksi lama"), "Seksi Baru");
    }
}
