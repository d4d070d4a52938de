//! Letters that an editor has spoilt: it took the bytes of one for several letters
//! of Windows, as in `Ã—` for `×`, and saved them as such.

use std::ops::Range;

/// The letters of Windows that are not those of Unicode, from 0x80 on.
const HIGH: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// The first letters that were one before, with that one. Only letters that come
/// first where others are foreign to a text: `×` may well stand before a space.
pub(super) fn first(text: &str) -> Option<(Range<usize>, char)> {
    let starts = text.char_indices().filter(|(_, c)| matches!(c, 'Â' | 'Ã' | 'â'));
    starts.map(|(at, _)| at).find_map(|at| {
        let bytes: Vec<u8> = text[at..].chars().map_while(byte).take(3).collect();
        let letter = [2, 3].into_iter().find_map(|length| str::from_utf8(bytes.get(..length)?).ok())?;
        let length: usize = text[at..].chars().take(letter.len()).map(char::len_utf8).sum();
        Some((at..at + length, letter.chars().next()?))
    })
}

/// The byte that a letter is on Windows.
fn byte(c: char) -> Option<u8> {
    let high = || HIGH.chars().position(|high| high == c).and_then(|at| u8::try_from(0x80 + at).ok());
    u8::try_from(c).ok().or_else(high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: Option<(&str, char)>) {
        assert_eq!(first(text).map(|(place, letter)| (&text[place], letter)), expected, "{text}");
    }

    #[test]
    fn letters_that_were_one_are_found() {
        case("Ã— 100 %", Some(("Ã—", '×')));
        case("2020 â€“ 2024", Some(("â€“", '–')));
        case("â€œKepalaâ€\u{9d}", Some(("â€œ", '“')));
        case("layanan â‰¥ 80", Some(("â‰¥", '≥')));
        case("Â\u{a0}", Some(("Â\u{a0}", '\u{a0}')));
        case("cafÃ©", Some(("Ã©", 'é')));
    }

    #[test]
    fn foreign_letters_are_left_alone() {
        for text in ["×\u{a0}100 %", "Ãnderung", "«château»", "Â »", "â€", "“ÂÃâ”", "ß”"] {
            case(text, None);
        }
    }
}
