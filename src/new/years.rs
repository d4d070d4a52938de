//! Years that a text names, and whether they go on with the edition.

use std::ops::Range;

use crate::text;

/// A year that a text names.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Named {
    pub place: Range<usize>,
    /// Whether it is surely that of the edition: "Tahun Anggaran 2021". Others may be
    /// fixed: "2021-2026", "Januari 2021".
    pub is_sure: bool,
}

/// Where a text names the year of its edition, or the one before, as growth does.
/// "Nomor 85 Tahun 2020" stays what it is: the name of a regulation.
pub(super) fn years(text: &str, year: i32) -> Vec<Named> {
    let named: Vec<Range<usize>> = numbers(text).filter(|place| !is_citation(&text[..place.start])).collect();
    let is_year = |place: &Range<usize>, year: i32| text[place.clone()] == year.to_string();
    let is_alone = named.iter().all(|place| is_year(place, year) || is_in_range(text, place));
    let ours = named.into_iter().filter(|place| is_year(place, year) || is_year(place, year - 1));
    ours.map(|place| Named { is_sure: is_alone && is_sure(text, &place), place }).collect()
}

/// The numbers of a text that may be years.
fn numbers(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    let runs = text.split(|c: char| !c.is_ascii_digit()).map(move |run| {
        let place = start..start + run.len();
        start = place.end;
        start += text[place.end..].chars().next().map_or(0, char::len_utf8);
        place
    });
    runs.filter(|place| matches!(&text[place.clone()], number if number.len() == 4 && (number.starts_with("19") || number.starts_with("20"))))
}

/// Whether a year is an end of "2021-2026".
fn is_in_range(text: &str, place: &Range<usize>) -> bool {
    text[..place.start].ends_with(DASHES) || text[place.end..].starts_with(DASHES)
}

const DASHES: [char; 4] = ['-', '–', '—', '/'];

/// Whether a year is that of an edition: after "tahun", without a number before, as of a
/// regulation, and without words that make it one end of a range.
fn is_sure(text: &str, place: &Range<usize>) -> bool {
    let (before, after) = (&text[..place.start], &text[place.end..]);
    let is_whole = !is_in_range(text, place) && !after.starts_with(char::is_alphabetic);
    let mut words = before.split_whitespace().rev().peekable();
    let is_after_tahun =
        before.ends_with(char::is_whitespace) && words.peek().is_some_and(|word| is_word(word, &TAHUN));
    let mut words = words.skip_while(|word| is_word(word, &TAHUN)).peekable();
    let is_open = words.peek().is_some_and(|word| is_word(word, &OPEN));
    let number = words.map(bare).find(|word| !is_letter(word));
    let is_numbered = number.is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()));
    let goes_on = after.split_whitespace().next().is_some_and(is_to);
    is_whole && is_after_tahun && !is_open && !is_numbered && !goes_on
}

const TAHUN: [&str; 4] = ["tahun", "anggaran", "ta", "t.a"];

/// Words after which a year is where something began or ends.
const OPEN: [&str; 8] = ["sejak", "semenjak", "mulai", "dari", "sampai", "dengan", "hingga", "s.d"];

/// Whether a range goes on with a word: "2021 - 2026", "2021 s.d. 2026".
fn is_to(word: &str) -> bool {
    is_word(word, &["sampai", "hingga", "s.d", "s/d", "sd"]) || word.starts_with(DASHES)
}

/// A word without the marks around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

fn is_word(word: &str, any: &[&str]) -> bool {
    any.contains(&bare(word).to_lowercase().as_str())
}

fn is_letter(word: &str) -> bool {
    word.len() == 1 && word.starts_with(char::is_alphabetic)
}

/// What regulations are called, and how their short names begin.
const REGULATIONS: [&str; 6] = ["peraturan", "keputusan", "undang-undang", "perda", "pp", "uu"];
const SHORT_REGULATIONS: [&str; 7] = ["permen", "perbup", "perwali", "pergub", "perpres", "kepmen", "inpres"];

/// Whether words end as those before the year of a regulation: "Nomor 85 Tahun",
/// "Nomor 17 dan 25 Tahun", "Permendagri 77 Tahun".
fn is_citation(before: &str) -> bool {
    let words: Vec<String> = before.split_whitespace().rev().map(|word| bare(word).to_lowercase()).collect();
    let [tahun, rest @ ..] = words.as_slice() else { return false };
    if !matches!(tahun.as_str(), "tahun" | "th") {
        return false;
    }
    let is_nomor = |word: &String| matches!(word.as_str(), "nomor" | "no");
    let has_digit = |word: &String| word.contains(|c: char| c.is_ascii_digit());
    let has_nomor = |word: &String| ["nomor.", "no."].iter().any(|nomor| word.starts_with(nomor)) && has_digit(word);
    let is_number = |word: &&String| has_digit(word) && !has_nomor(word) || is_letter(word) || *word == "dan";
    let numbers = rest.iter().take_while(is_number).count();
    let starts = rest.get(numbers).is_some_and(|word| {
        let is_regulation =
            REGULATIONS.contains(&word.as_str()) || SHORT_REGULATIONS.iter().any(|start| word.starts_with(start));
        is_nomor(word) || is_regulation
    });
    let is_numbered = rest[..numbers].iter().find(|word| !is_letter(word)).is_some_and(has_digit);
    is_numbered && starts
        || rest.get(numbers).is_some_and(has_nomor)
        || rest.get(1).is_some_and(is_nomor) && rest[0] != "dan"
}

/// A few words before and after a place in a text, without the marks of italics.
pub(super) fn around(text: &str, place: &Range<usize>) -> String {
    // No text has this character.
    const HERE: char = '\0';
    let (before, after) = text.split_at(place.start);
    let marked = text::plain(&format!("{before}{HERE}{after}"));
    let words: Vec<&str> = marked.split_whitespace().collect();
    let at = words.iter().position(|word| word.contains(HERE)).unwrap_or_default();
    words[at.saturating_sub(4)..words.len().min(at + 4)].join(" ").replace(HERE, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the years are named, and whether they are surely those of the edition.
    #[track_caller]
    fn case(text: &str, expected: &[(usize, bool)]) {
        let named: Vec<_> = years(text, 2021).iter().map(|named| (named.place.start, named.is_sure)).collect();
        assert_eq!(named, expected);
    }

    #[test]
    fn years_of_the_edition_are_told_from_others() {
        case("Tahun Anggaran 2021", &[(15, true)]);
        case("pada tahun 2021, dan tahun 2021.", &[(11, true), (27, true)]);
        case("Renstra Tahun 2021-2026", &[(14, false)]);
        case("tahun anggaran 2021/2022", &[(15, false)]);
        case("Renstra Tahun 2021 - 2026", &[(14, false)]);
        case("Renstra Tahun 2021 – 2026", &[(14, false)]);
        case("Renstra Tahun 2021 s.d. 2026", &[(14, false)]);
        case("Renstra Tahun 2021 sampai dengan Tahun 2026", &[(14, false)]);
        case("Tahun 2021 dan 2022", &[(6, false)]);
        case("Tahun 2021, 2022, dan 2023", &[(6, false)]);
        case("tahun 2020 dan tahun 2021", &[(6, false), (21, false)]);
        case("Jumlah tahun 2021 dikurangi jumlah tahun 2020", &[(13, false), (41, false)]);
        case("Jumlah pada tahun 2020", &[(18, false)]);
        case("Jumlah pada tahun 2019", &[]);
        case("Peraturan Bupati Nomor 85 Tahun 2020 pada tahun 2021", &[(48, true)]);
        case("Renstra Tahun 2016 s.d. Tahun 2021", &[(30, false)]);
        case("sejak tahun 2021", &[(12, false)]);
        case("jumlah dokumen 12 Tahun 2021", &[(24, false)]);
        case("jumlah dokumen 5 Tahun 2021", &[(23, false)]);
        case("nilai perdagangan 5 Tahun 2021", &[(26, false)]);
        case("jumlah dokumen 12 A Tahun 2021", &[(26, false)]);
        case("Tahun 2021, 12 dokumen", &[(6, true)]);
        case("sejak 2 Januari 2021", &[(16, false)]);
        case("2021 dokumen", &[(0, false)]);
        case("Peraturan Bupati Nomor 85 Tahun 2021", &[]);
        case("Perbup No.85 Th. 2021", &[]);
        case("Permendagri 77 Tahun 2021", &[]);
        case("UU 5 Tahun 2021", &[]);
        case("Nomor 17 dan 25 Tahun 2021", &[]);
        case("Nomor 17, 18, dan 25 Tahun 2021", &[]);
        case("Nomor: 85 Tahun 2021", &[]);
        case("Nomor 85 A Tahun 2021", &[]);
        case("(Nomor 3) Tahun 2021", &[]);
        case("Nomor XI/MPR Tahun 2021", &[]);
        case("Perbup No. 85 Tahun 2021", &[]);
        case("sesuai nomor dan tahun 2021", &[(23, true)]);
        case("Permendagri 12/2021", &[(15, false)]);
        case("12021 dan 20210", &[]);
    }

    #[test]
    fn the_words_around_a_year_are_those_at_its_place() {
        let case = |text: &str, year: &str, expected: &str| {
            let at = text.rfind(year).expect("the text names the year");
            assert_eq!(around(text, &(at..at + year.len())), expected);
        };
        case("Tahun 2021 a b c d e f Renstra 2021-2026 g", "2021", "d e f Renstra 2021-2026 g");
        case("a b c d *Renstra e* 2021-2026 f g h i", "2021", "c d Renstra e 2021-2026 f g h");
        case("a *2021-2026*", "2021", "a 2021-2026");
        case("(2021-2026)", "2021", "(2021-2026)");
    }
}
