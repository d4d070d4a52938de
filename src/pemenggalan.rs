//! Where an Indonesian word may be parted at the end of a line (EYD V, Pemenggalan
//! Kata): between syllables.

/// Letters before and after a hyphen at the least: more than the rule asks, so
/// that a word is parted once and near its middle.
const LEAST: usize = 5;
/// Two letters for one sound.
const DIGRAPHS: [&str; 4] = ["ng", "ny", "sy", "kh"];
/// Two vowels that may be one syllable, `kalau`, or two, `tata usaha`. No word is
/// parted between them; after them another syllable begins in both cases.
const DIPHTHONGS: [&str; 4] = ["ai", "au", "ei", "oi"];

/// The places where a word of letters alone may be parted, in bytes.
pub(crate) fn pemenggalan(word: &str) -> Vec<usize> {
    if !word.chars().all(|c| c.is_ascii_alphabetic()) {
        return Vec::new();
    }
    let lower = word.to_lowercase();
    let vowels: Vec<(usize, usize)> = syllables(&lower);
    let between = vowels.windows(2).map(|pair| parted(&lower, pair[0].1, pair[1].0));
    between.filter(|&at| at >= LEAST && at + LEAST <= word.len()).collect()
}

/// The vowels of every syllable: where they start and end.
fn syllables(word: &str) -> Vec<(usize, usize)> {
    let mut vowels: Vec<(usize, usize)> = Vec::new();
    for (at, _) in word.match_indices(['a', 'e', 'i', 'o', 'u']) {
        match vowels.last_mut() {
            Some((start, end)) if *end == at && DIPHTHONGS.contains(&&word[*start..=at]) => *end = at + 1,
            _ => vowels.push((at, at + 1)),
        }
    }
    vowels
}

/// Where two syllables part, of which one's vowels end and the next one's start:
/// before a single consonant, after the first of several.
fn parted(word: &str, end: usize, start: usize) -> usize {
    let consonants = &word[end..start];
    let first = if DIGRAPHS.iter().any(|pair| consonants.starts_with(pair)) { 2 } else { 1 };
    if consonants.len() <= first { end } else { end + first }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn parts(word: &str, expected: &str) {
        let mut shown = word.to_owned();
        pemenggalan(word).into_iter().rev().for_each(|at| shown.insert(at, '-'));
        assert_eq!(shown, expected);
    }

    #[test]
    fn long_words_part_between_syllables() {
        parts("Pertanggungjawaban", "Pertang-gung-ja-waban");
        parts("penyelenggaraan", "penye-leng-garaan");
        parts("pengarusutamaan", "penga-ru-su-tamaan");
        parts("mempertanggungjawabkan", "memper-tang-gung-ja-wabkan");
        parts("PENGADMINISTRASIAN", "PENGAD-MI-NIS-TRASIAN");
        parts("mendiskusikannya", "mendis-ku-si-kannya");
        parts("ketatausahaan", "ketatau-sahaan");
    }

    #[test]
    fn other_words_do_not() {
        parts("laporan", "laporan");
        parts("keuangan", "keuangan");
        parts("DPA/A.1/1.06/2026", "DPA/A.1/1.06/2026");
        parts("", "");
    }
}
