//! `iki check --explain`: what a code means.
//!
//! The pages in `docs/aturan` are the manual, and here they are in the program:
//! a section for each code.

use std::fmt::Write as _;

use crate::diagnostic::Misuse;
use crate::text;

const PAGES: [&str; 8] = [
    include_str!("../docs/aturan/struktur.md"),
    include_str!("../docs/aturan/sasaran.md"),
    include_str!("../docs/aturan/indikator.md"),
    include_str!("../docs/aturan/daftar.md"),
    include_str!("../docs/aturan/bahasa.md"),
    include_str!("../docs/aturan/pengesahan.md"),
    include_str!("../docs/aturan/berkas.md"),
    include_str!("../docs/aturan/rencana.md"),
];

/// Every code that is explained, in the order of the pages.
pub fn codes() -> Vec<&'static str> {
    sections().map(|(kode, _)| kode).collect()
}

/// What a code means, as a person reads it in a terminal.
///
/// # Errors
/// [`Misuse`] when there is no such code.
pub fn page(kode: &str) -> Result<String, Misuse> {
    match sections().find(|(known, _)| *known == kode) {
        Some((_, section)) => Ok(plain(kode, section)),
        None => Err(Misuse(match text::nearest(kode, &codes()) {
            Some(near) => format!("tidak ada kode `{kode}`; mungkin maksudnya `{near}`"),
            None => format!("tidak ada kode `{kode}`; kode tertulis dalam kurung siku pada setiap temuan"),
        })),
    }
}

/// The codes and their sections, in Markdown.
pub fn sections() -> impl Iterator<Item = (&'static str, &'static str)> {
    PAGES.into_iter().flat_map(|page| page.split("\n## ").skip(1)).filter_map(|section| section.split_once('\n'))
}

/// A section without the marks of Markdown.
fn plain(kode: &str, section: &str) -> String {
    let mut text = format!("{kode}\n");
    let mut is_example = false;
    for line in section.trim().lines().filter(|line| !line.starts_with("<!--")) {
        if line.starts_with("```") {
            is_example = !is_example;
        } else {
            let indent = if is_example && !line.is_empty() { "    " } else { "" };
            _ = write!(text, "\n{indent}{line}");
        }
    }
    while text.contains("\n\n\n") {
        text = text.replace("\n\n\n", "\n\n");
    }
    text.push('\n');
    text
}
