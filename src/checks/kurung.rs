//! The rule on brackets and quotation marks (EYD V).

use super::bahan::Bahan;
use crate::diagnostic::Diagnostic;

/// A bracket or a quotation mark without its partner.
pub(super) fn kurung_tidak_berpasangan(bahan: &Bahan) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for tulisan in &bahan.tulisan {
        let text = tulisan.teks.value.as_str();
        for (open, close) in [('(', ')'), ('“', '”')] {
            let Some((at, mark)) = lone(text, open, close).filter(|_| text.contains(open)) else { continue };
            problems.push(
                Diagnostic::saran(
                    "kurung-tidak-berpasangan",
                    format!("tanda `{mark}` tidak berpasangan"),
                    bahan.letak(tulisan.teks, at..at + mark.len_utf8()),
                )
                .help(format!("tulis `{open}` dan `{close}` berpasangan")),
            );
        }
    }
    problems
}

/// A mark that has no partner, whichever way the text is read: a mark after the
/// number of an item may close a bracket, or none.
fn lone(text: &str, open: char, close: char) -> Option<(usize, char)> {
    let mut opened: Vec<usize> = Vec::new();
    // How many more are open if the marks after numbers close none.
    let mut unsure = 0;
    for (at, mark) in text.char_indices() {
        if mark == open {
            opened.push(at);
        } else if mark == close {
            let closes_one = opened.pop().is_some();
            match (counts(&text[..at]), closes_one) {
                (true, true) => unsure += 1,
                (false, false) if unsure == 0 => return Some((at, close)),
                (false, false) => unsure -= 1,
                _ => {}
            }
        }
    }
    opened.pop().map(|at| (at, open))
}

/// Whether a text ends in the number of an item, as in "1)", "a)", "iv)".
fn counts(text: &str) -> bool {
    let word = text.rsplit([' ', '\n']).next().unwrap_or_default();
    let is_roman = |c: char| matches!(c, 'i' | 'v' | 'x');
    let is_letter = word.len() == 1 && word.starts_with(|c: char| c.is_ascii_alphabetic());
    is_letter || (!word.is_empty() && (word.bytes().all(|b| b.is_ascii_digit()) || word.chars().all(is_roman)))
}
