//! The words of a text.

use std::borrow::Cow;
use std::ops::Range;

/// One word: its bytes in the text, and its letters in lower case.
#[derive(Debug, Clone)]
pub(crate) struct Kata<'a> {
    pub(crate) letak: Range<usize>,
    pub(crate) kecil: Cow<'a, str>,
}

/// The words of a text: letters and digits, with hyphens between them.
pub(crate) fn kata(text: &str) -> Vec<Kata<'_>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let within = c.is_alphanumeric()
            || c == '\u{ad}'
            || (c == '-' && start.is_some() && text[at + 1..].starts_with(char::is_alphanumeric));
        match start {
            None if within => start = Some(at),
            Some(first) if !within => {
                words.push(Kata { letak: first..at, kecil: lowercase(&text[first..at]) });
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// A word in lower case; most are as they stand.
fn lowercase(word: &str) -> Cow<'_, str> {
    let is_lower = word.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase());
    if is_lower { word.into() } else { word.to_lowercase().into() }
}

/// A text without regard to case, spaces and the stop at its end.
pub(crate) fn setara(text: &str) -> String {
    let words: Vec<Cow<str>> = kata(text).into_iter().map(|kata| kata.kecil).collect();
    words.join(" ")
}
