//! Wording: counts, lists, dates and numbers as official Indonesian writes them.

use std::io::{self, ErrorKind};
use std::path::Path;

use chrono::{Locale, NaiveDate};
use rustix::io::Errno;

/// "`a`", "`a` atau `b`", "`a`, `b`, atau `c`".
pub fn any_of(items: &[&str]) -> String {
    let ticked: Vec<String> = items.iter().map(|item| format!("`{item}`")).collect();
    match ticked.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first, second] => format!("{first} atau {second}"),
        [rest @ .., last] => format!("{}, atau {last}", rest.join(", ")),
    }
}

/// "a", "a dan b", "a, b, dan c".
pub fn all_of(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first, second] => format!("{first} dan {second}"),
        [rest @ .., last] => format!("{}, dan {last}", rest.join(", ")),
    }
}

/// The candidate most like a word, if one is like enough to be meant. Capitals make
/// no difference.
pub fn nearest<'a>(word: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let word = word.to_lowercase();
    let likeness = |candidate: &str| strsim::jaro_winkler(&word, &candidate.to_lowercase());
    let best = candidates.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(best) > 0.8).then_some(*best)
}

/// Why the system did not do something with a file or a folder.
pub fn trouble(error: &io::Error) -> String {
    const CANNOT: &str = "penyimpanannya tidak mendukung itu; pakai nama lain, atau folder di penyimpanan lain";
    let known = match error.kind() {
        ErrorKind::NotFound => "berkas atau foldernya tidak ada",
        ErrorKind::PermissionDenied => "tidak ada izin",
        ErrorKind::AlreadyExists => "nama itu sudah dipakai",
        ErrorKind::NotADirectory => "ada berkas di tempat yang seharusnya folder",
        ErrorKind::IsADirectory => "itu sebuah folder",
        ErrorKind::DirectoryNotEmpty => "foldernya masih berisi",
        ErrorKind::InvalidData => "isinya bukan teks UTF-8",
        ErrorKind::InvalidFilename => "nama itu tidak dapat dipakai",
        ErrorKind::ReadOnlyFilesystem => "penyimpanannya hanya dapat dibaca",
        ErrorKind::StorageFull => "penyimpanannya penuh",
        ErrorKind::QuotaExceeded => "jatah penyimpanannya habis",
        ErrorKind::FileTooLarge => "berkasnya terlalu besar untuk penyimpanan itu",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "sedang dipakai program lain",
        ErrorKind::BrokenPipe => "pembacanya sudah tidak ada",
        // What network drives and memory sticks often cannot do.
        ErrorKind::InvalidInput | ErrorKind::Unsupported => CANNOT,
        _ if error.raw_os_error() == Some(Errno::NOLCK.raw_os_error()) => CANNOT,
        _ => match error.raw_os_error() {
            Some(code) => return format!("sistem menolaknya (kode {code})"),
            None => "sistem menolaknya",
        },
    };
    known.to_owned()
}

/// "20.000".
pub fn number(number: usize) -> String {
    let digits = number.to_string();
    let group = |(index, digit): (usize, char)| {
        let ends_group = index > 0 && (digits.len() - index).is_multiple_of(3);
        ends_group.then_some('.').into_iter().chain([digit])
    };
    digits.chars().enumerate().flat_map(group).collect()
}

/// "7 Mei 2021".
pub fn date(date: NaiveDate) -> String {
    date.format_localized("%-d %B %Y", Locale::id_ID).to_string()
}

/// Eighteen digits as they are printed: groups of 8, 6, 1 and 3.
pub fn nip(digits: &str) -> String {
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if matches!(index, 8 | 14 | 15) {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    grouped
}

/// "L U M A J A N G - 6 7 3 1 6", with more room between words.
pub fn letter_spaced(text: &str) -> String {
    let spaced = |word: &str| word.chars().map(String::from).collect::<Vec<_>>().join(" ");
    text.split_whitespace().map(spaced).collect::<Vec<_>>().join("   ")
}

/// Lower-case ASCII words joined by hyphens, at most 80 characters, so that
/// a text of the content can stand in a file name. Empty if no letter is left.
pub fn slug(text: &str) -> String {
    let words: Vec<String> = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let mut slug = words.join("-");
    slug.truncate(80);
    slug.trim_end_matches('-').to_owned()
}

/// A text with a capital letter at its start.
pub fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// A path as it can be pasted into a shell.
pub fn argument(path: &Path) -> String {
    let path = path.to_string_lossy();
    let is_plain = path.chars().all(|c| c.is_alphanumeric() || "/._-:@%+=,".contains(c));
    if is_plain { path.into_owned() } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

/// Whether a character belongs to the letter before it.
pub fn is_accent(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Whether a character is a bullet, as word processors put them before items;
/// the private ones are those of the fonts Symbol and Wingdings.
pub fn is_bullet(c: char) -> bool {
    matches!(c, '•' | '◦' | '‣' | '·' | '●' | '○' | '■' | '□' | '▪' | '➢' | '❖' | '✓' | '\u{f000}'..='\u{f0ff}')
}

/// A text without the marks of italics.
pub fn plain(text: &str) -> String {
    segments(text).into_iter().map(|segment| segment.text).collect()
}

/// A stretch of a text, in italics or not.
#[derive(Debug, Eq, PartialEq)]
pub struct Segment {
    pub text: String,
    pub italic: bool,
}

/// Takes `*…*` and `\*` apart. A star opens italics only before a letter or
/// the like, not before the end of a bracket or a sentence; it closes only after
/// one, and stays a star without its partner.
pub fn segments(text: &str) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("\\*") {
            plain.push('*');
            rest = after;
        } else if let Some((inner, after)) = italic(rest) {
            push(&mut segments, std::mem::take(&mut plain), false);
            push(&mut segments, inner, true);
            rest = after;
        } else {
            plain.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    push(&mut segments, plain, false);
    segments
}

fn push(segments: &mut Vec<Segment>, text: String, italic: bool) {
    if !text.is_empty() {
        segments.push(Segment { text, italic });
    }
}

/// The text between a star at the start and its partner, and what follows.
fn italic(text: &str) -> Option<(String, &str)> {
    let body = text.strip_prefix('*')?;
    if body.starts_with(|c: char| c.is_whitespace() || matches!(c, '*' | ')' | ']' | ',' | '.' | ';' | ':')) {
        return None;
    }
    let mut inner = String::new();
    let mut chars = body.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' if body[at..].starts_with("\\*") => {
                inner.push('*');
                chars.next();
            }
            '*' if !inner.ends_with(char::is_whitespace) => return Some((inner, &body[at + 1..])),
            _ => inner.push(c),
        }
    }
    None
}

/// The pieces of a line between which it may break. A single letter stays with
/// what it is joined to, `e-Kinerja` and `ke-N`, and at the end with what is before
/// it: `tahun N`, like the last word of an item, `kearsipan; dan`. A digit stays with
/// the hyphen or slash before it.
pub fn pieces(line: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, found) in line.match_indices([' ', '-', '/']) {
        let end = at + found.len();
        let after = line[end..].split(' ').next().unwrap_or_default();
        let is_letter = after.trim_end_matches(|c: char| !c.is_alphanumeric()).chars().count() == 1;
        let is_last = line[end..].trim_end() == after;
        let is_after_letter = line[start..at].chars().count() == 1 && line[start..at].chars().all(char::is_alphabetic);
        let leads_on = matches!(after, "dan" | "atau") && line[..at].ends_with(';');
        let is_joined = match found {
            "-" | "/" if after.starts_with(|c: char| c.is_ascii_digit()) => true,
            "-" => at > start && (is_letter || is_after_letter),
            // Spaced letters are no words.
            " " => at > start + 1 && (is_letter || leads_on) && is_last,
            _ => false,
        };
        if !is_joined {
            pieces.push(&line[start..end]);
            start = end;
        }
    }
    pieces.push(&line[start..]);
    pieces
}

/// Whether a word is a web or mail address: "dinas@contoh.go.id".
pub fn is_address(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ',', ';', ')']);
    word.contains('@') || word.contains("://") || word.split('.').filter(|part| part.len() > 1).count() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn marked(text: &str, expected: &str) {
        let shown: String =
            segments(text).iter().map(|s| if s.italic { format!("<{}>", s.text) } else { s.text.clone() }).collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn stars_mark_italics_only_in_pairs() {
        marked("a *b c* d", "a <b c> d");
        marked("*b*, *c*", "<b>, <c>");
        marked("3 * 4 * 5", "3 * 4 * 5");
        marked("catatan*", "catatan*");
        marked("anak*) dan lansia*)", "anak*) dan lansia*)");
        marked("anak*, lansia*; dan *e-mail*.", "anak*, lansia*; dan <e-mail>.");
        marked(r"a \* b \*", "a * b *");
        marked(r"*a \* b*", "<a * b>");
        marked("**", "**");
        marked("*a", "*a");
    }

    #[test]
    fn numbers_and_dates_are_printed_officially() {
        assert_eq!(nip("197809101998021001"), "19780910 199802 1 001");
        assert_eq!([7, 999, 1000, 20_000, 1_234_567].map(number), ["7", "999", "1.000", "20.000", "1.234.567"]);
        assert_eq!(letter_spaced("LUMAJANG-67316"), "L U M A J A N G - 6 7 3 1 6");
        assert_eq!(letter_spaced("KOTA BATU"), "K O T A   B A T U");
        let day = NaiveDate::from_ymd_opt(2021, 5, 7).expect("a real day");
        assert_eq!(date(day), "7 Mei 2021");
    }

    #[test]
    fn paths_can_be_pasted_into_a_shell() {
        let argument = |path| argument(Path::new(path));
        assert_eq!(argument("content/dinsos/2026"), "content/dinsos/2026");
        assert_eq!(argument("Naskah IKI/2026"), "'Naskah IKI/2026'");
        assert_eq!(argument("Jum'at $1"), r"'Jum'\''at $1'");
    }

    #[test]
    fn slugs_keep_to_a_small_alphabet() {
        assert_eq!(slug("Dinas Komunikasi & Informatika"), "dinas-komunikasi-informatika");
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug("✓"), "");
        assert!(slug(&"a ".repeat(300)).len() <= 80);
    }

    #[test]
    fn the_nearest_name_is_offered_only_when_it_is_near() {
        assert_eq!(nearest("tugass", &["nama", "tugas"]), Some("tugas"));
        assert_eq!(nearest("warna", &["tugas", "kinerja"]), None);
        assert_eq!(nearest("PEMBINA", &["Penata", "Pembina"]), Some("Pembina"));
    }
}
