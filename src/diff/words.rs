//! Two wordings in one, word by word.

use similar::{Algorithm, ChangeTag, DiffableStr, capture_diff_slices};

use crate::marks::{self, Mark};
use crate::text;

/// Both wordings in one: `[-…-]` is gone, `{+…+}` is new.
pub(super) fn bracketed(before: &str, after: &str) -> String {
    let runs = runs(&before.tokenize_unicode_words(), &after.tokenize_unicode_words());
    let bracketed = runs.into_iter().map(|(tag, words)| match tag {
        ChangeTag::Equal => words,
        ChangeTag::Delete => format!("[-{words}-]"),
        ChangeTag::Insert => format!("{{+{words}+}}"),
    });
    bracketed.collect()
}

/// Both wordings in one, with marks. Italics keep to single words, so that
/// each stretch has its own.
pub(super) fn marked(before: &str, after: &str) -> String {
    let [before, after] = [before, after].map(styled_words);
    let marked = with_words(runs(&before, &after)).into_iter().map(|(tag, words)| match tag {
        ChangeTag::Equal => words,
        ChangeTag::Delete => marks::marked(Mark::Gone, &words),
        ChangeTag::Insert => marks::marked(Mark::New, &words),
    });
    marked.collect()
}

/// A space or a comma alone is hard to see: it takes the word before it along.
fn with_words(runs: Vec<(ChangeTag, String)>) -> Vec<(ChangeTag, String)> {
    let mut seen: Vec<(ChangeTag, String)> = Vec::new();
    for (tag, words) in runs {
        let is_small = tag != ChangeTag::Equal && !words.contains(char::is_alphanumeric);
        // A sign after a space is no part of the word before.
        let follows = |before: &str| words.trim().is_empty() || !before.ends_with(char::is_whitespace);
        match seen.last_mut() {
            Some((ChangeTag::Equal, before)) if is_small && follows(before) && !before.trim().is_empty() => {
                let gap = before.trim_end().rfind(char::is_whitespace);
                let word = before.split_off(gap.map_or(0, |at| at + 1));
                let [gone, new] = match tag {
                    ChangeTag::Delete => [format!("{word}{words}"), word],
                    _ => [word.clone(), format!("{word}{words}")],
                };
                seen.extend([(ChangeTag::Delete, gone), (ChangeTag::Insert, new)]);
            }
            _ => seen.push((tag, words)),
        }
    }
    seen.retain(|(_, words)| !words.is_empty());
    seen
}

/// The words of a text, each with its own marks of italics, which signs alone have
/// not.
fn styled_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for segment in text::segments(text) {
        let is_italic = |word: &str| segment.italic && word.contains(char::is_alphanumeric);
        let styled = whole_words(&segment.text).into_iter().map(|word| {
            let escaped = word.replace('*', "\\*");
            if is_italic(&word) { format!("*{escaped}*") } else { escaped }
        });
        words.extend(styled);
    }
    words
}

/// The words of a text; what hyphens join is one, so that no line begins with a
/// hyphen, and what backslashes join, so that none stands before a mark of italics.
fn whole_words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.tokenize_unicode_words() {
        let is_joined = |last: &str| {
            let by = |c: char| last.ends_with(c) || word.starts_with(c);
            by('\\') || by('-') && !word.starts_with(char::is_whitespace) && !last.ends_with(char::is_whitespace)
        };
        match words.last_mut() {
            Some(last) if is_joined(last) => last.push_str(word),
            _ => words.push(word.to_owned()),
        }
    }
    words
}

/// Stretches of words that stayed, went or came. A gap between two words that
/// were replaced goes with them.
fn runs<T: AsRef<str> + Eq + Ord + std::hash::Hash>(before: &[T], after: &[T]) -> Vec<(ChangeTag, String)> {
    let mut runs: Vec<(ChangeTag, String)> = Vec::new();
    let joined = |words: &[T]| words.iter().map(T::as_ref).collect::<String>();
    for op in capture_diff_slices(Algorithm::Myers, before, after) {
        for (tag, words) in op.iter_slices(before, after) {
            let words = joined(words);
            let bridged = match runs.as_slice() {
                [
                    ..,
                    (ChangeTag::Delete, gone),
                    (ChangeTag::Insert, new),
                    (ChangeTag::Equal, gap),
                    (ChangeTag::Delete, more),
                ] if tag == ChangeTag::Insert && gap.trim().is_empty() => {
                    Some([format!("{gone}{gap}{more}"), format!("{new}{gap}{words}")])
                }
                _ => None,
            };
            match bridged {
                Some([gone, new]) => {
                    runs.truncate(runs.len() - 4);
                    runs.extend([(ChangeTag::Delete, gone), (ChangeTag::Insert, new)]);
                }
                None => runs.push((tag, words)),
            }
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(before: &str, after: &str, expected: &str) {
        assert_eq!(bracketed(before, after), expected);
    }

    #[test]
    fn words_that_changed_are_shown_and_no_others() {
        case("satu dua tiga", "satu dua tiga", "satu dua tiga");
        case("satu dua tiga", "satu tiga", "satu [-dua -]tiga");
        case("satu tiga", "satu dua tiga", "satu {+dua +}tiga");
        case(
            "Bidang Komunikasi Publik",
            "Bidang Aplikasi Informatika",
            "Bidang [-Komunikasi Publik-]{+Aplikasi Informatika+}",
        );
        case("menyiapkan data", "menyiapkannya data", "[-menyiapkan-]{+menyiapkannya+} data");
        case("a, b dan c", "a, b, dan c", "a, b{+,+} dan c");
    }

    #[track_caller]
    fn seen(before: &str, after: &str, expected: &str) {
        let told = marks::stretches(&marked(before, after))
            .map(|(mark, words)| match mark {
                Some(Mark::Gone) => format!("[-{words}-]"),
                Some(Mark::New) => format!("{{+{words}+}}"),
                _ => words.to_owned(),
            })
            .collect::<String>();
        assert_eq!(told, expected);
    }

    #[test]
    fn no_mark_is_about_a_space_or_a_hyphen_alone() {
        seen("surat masuk", "surat-menyurat masuk", "[-surat-]{+surat-menyurat+} masuk");
        seen("pada tribulan ke-N", "pada tribulan ke-2", "pada tribulan [-ke-N-]{+ke-2+}");
        seen("data - informasi", "data - arsip", "data - [-informasi-]{+arsip+}");
        seen("surat; masuk", "surat;masuk", "[-surat; -]{+surat;+}masuk");
        seen("tata kelola (SPBE)", "tata kelola SPBE", "tata kelola [-(-][-SPBE)-]{+SPBE+}");
        seen("bahan (  baru)", "bahan (baru)", "bahan [-(  -]{+(+}baru)");
    }

    #[track_caller]
    fn italics(before: &str, after: &str, expected: &str) {
        let told = marks::stretches(&marked(before, after))
            .map(|(mark, words)| match mark {
                Some(Mark::Gone) => format!("<-{words}>"),
                Some(Mark::New) => format!("<+{words}>"),
                _ => words.to_owned(),
            })
            .collect::<String>();
        assert_eq!(told, expected);
    }

    #[test]
    fn italics_belong_to_the_words() {
        italics("pusat *data center* baru", "pusat *data* baru", "pusat *data* <-*center* >baru");
        italics(
            r"pusat *server\data\umum, dan lain* lama",
            r"pusat *server\data\umum, dan lain* baru",
            r"pusat *server\data\umum*, *dan* *lain* <-lama><+baru>",
        );
        italics("*a* \\* b", "a \\* b", "<-*a*><+a> \\* b");
    }
}
