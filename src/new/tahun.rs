//! The next edition from this one.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use anyhow::bail;
use chrono::{Datelike, NaiveDate};

use super::pendahulu;
use crate::cli::Tahun;
use crate::content::{self, Content};
use crate::diagnostic::{Edit, Problems, any_galat};
use crate::model::{Jabatan, Naskah, Teks};
use crate::source::{Sources, Span, line_end, newline};
use crate::{files, fix, journal, open_items, report, scalar, text};

/// Copies an edition for another year. Only the bytes that have to change do.
pub(super) fn run(args: &Tahun) -> anyhow::Result<()> {
    let folder = journal::edition(args.folder.as_deref())?;
    let content = content::read(&folder)?;
    let Some(naskah) = content.naskah.as_ref().filter(|_| !any_galat(&content.problems)) else {
        report::problems(&content.problems, &content.sources);
        return Err(Problems.into());
    };
    if !naskah.belum_diperiksa.is_empty() {
        bail!(
            "`belum_diperiksa` di `{}` masih berisi; selesaikan dahulu sebelum membuat naskah berikutnya",
            folder.display()
        );
    }
    let target = sibling(&folder, args.tahun)?;
    let followed = followed(naskah, &content.sources, args.tahun);
    let mut edits = followed.clone();
    edits.extend(draft(naskah, &content.sources, args.tahun));
    let files = copied(&content, naskah, &edits);
    let texts =
        files.iter().filter_map(|(name, bytes)| Some((name.clone(), Some(String::from_utf8(bytes.clone()).ok()?))));
    let after = content::read_changed(&folder, &texts.collect())?;
    if any_galat(&after.problems) {
        report::problems(&after.problems, &after.sources);
        return Err(Problems.into());
    }
    files::create_folder(&target, &files)?;
    report::answer(&told(&followed, naskah, &content.sources, args.tahun, &target))
}

/// The folder of another year, beside that of an edition.
fn sibling(folder: &Path, year: i32) -> anyhow::Result<PathBuf> {
    let target = match folder.file_name().and(folder.parent()) {
        Some(parent) => parent.join(year.to_string()),
        // The folder itself is ".", or "../" and the like.
        None => folder
            .join("..")
            .components()
            .skip_while(|part| *part == Component::CurDir)
            .collect::<PathBuf>()
            .join(year.to_string()),
    };
    if target.exists() {
        bail!("`{}` sudah ada, jadi tidak ditimpa", target.display());
    }
    Ok(target)
}

/// The edits by which year, date and sentences follow the year.
fn followed(naskah: &Naskah, sources: &Sources, year: i32) -> Vec<Edit> {
    let old = naskah.tahun.value;
    let mut edits = vec![Edit { span: naskah.tahun.span, text: year.to_string() }];
    edits.push(Edit { span: naskah.pengesahan.tanggal.span, text: signed_on(naskah, year).to_string() });
    for teks in naskah.texts() {
        let spans = years(&teks.value, old).into_iter().filter_map(|named| followed_at(teks, &named, sources));
        edits.extend(spans.map(|span| Edit { span, text: year.to_string() }));
    }
    edits.sort_by_key(|edit| edit.span);
    // A caption may stand for several positions.
    edits.dedup();
    edits
}

/// Where a year is written that surely follows; nothing if that cannot be told.
fn followed_at(teks: &Teks, named: &Named, sources: &Sources) -> Option<Span> {
    match *named {
        Named::Edition(at) => scalar::exact(teks, at..at + 4, sources),
        Named::Doubtful(_) => None,
    }
}

/// The same day as many years later, or the last of February.
fn signed_on(naskah: &Naskah, year: i32) -> NaiveDate {
    let date = naskah.pengesahan.tanggal.value;
    let year = date.year() + year - naskah.tahun.value;
    let day = date.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 2, 28));
    day.expect("every year has a 28 February")
}

/// Where a text names a year.
#[derive(Debug, Eq, PartialEq)]
enum Named {
    /// As the year of the edition: "Tahun Anggaran 2021".
    Edition(usize),
    /// Perhaps as such, perhaps as a fixed one: "2021-2026", "Januari 2021".
    Doubtful(usize),
}

/// Where a text names a year, but not as part of the name of a regulation: "Nomor 85
/// Tahun 2020" stays what it is.
fn years(text: &str, year: i32) -> Vec<Named> {
    let year = year.to_string();
    let name = |(at, _): (usize, &str)| {
        let (before, after) = (&text[..at], &text[at + year.len()..]);
        let (last, next) = (before.chars().next_back(), after.chars().next());
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if is_digit(last) || is_digit(next) || is_citation(before) {
            return None;
        }
        let ends = next.is_none_or(|c| !matches!(c, '/' | '-' | '–' | '—') && !c.is_alphabetic());
        let is_sure = is_after_tahun(before) && ends && !is_fixed(before, after, &year);
        Some(if is_sure { Named::Edition(at) } else { Named::Doubtful(at) })
    };
    text.match_indices(&year).filter_map(name).collect()
}

fn is_after_tahun(before: &str) -> bool {
    let word = before.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    before.ends_with(char::is_whitespace) && matches!(word.as_str(), "tahun" | "anggaran" | "ta" | "t.a.")
}

/// Whether the words around "Tahun 2021" may keep it from going on with the edition: a
/// number before it, as of a regulation, a range, or another year beside it.
fn is_fixed(before: &str, after: &str, year: &str) -> bool {
    let before = before.split_whitespace().rev().skip_while(|word| is_word(word, &["tahun", "anggaran", "ta", "t.a"]));
    let before: Vec<&str> = before.collect();
    let after: Vec<&str> = after.split_whitespace().collect();
    let is_letter = |word: &&&str| bare(word).len() == 1 && bare(word).starts_with(char::is_alphabetic);
    let number = before.iter().find(|word| !is_letter(word)).map(|word| bare(word));
    let is_numbered = number.is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()));
    let is_open =
        before.first().is_some_and(|word| is_word(word, &OPEN)) || after.first().is_some_and(|word| is_to(word));
    is_numbered || is_open || [before, after].iter().any(|words| names_another_year(words, year))
}

/// Words after which a year is where something began or ends.
const OPEN: [&str; 8] = ["sejak", "semenjak", "mulai", "dari", "sampai", "dengan", "hingga", "s.d"];

/// Whether a range goes on with a word: "2021 - 2026", "2021 s.d. 2026".
fn is_to(word: &str) -> bool {
    is_word(word, &["sampai", "hingga", "s.d", "s/d", "sd"]) || word.starts_with(['-', '–', '—', '/'])
}

/// Whether words go on with another year: "dan 2022", "- 2026".
fn names_another_year(words: &[&str], year: &str) -> bool {
    let is_joint = |word: &&&str| {
        is_to(word)
            || bare(word).is_empty()
            || is_word(word, &["dan", "atau", "serta", "ke", "dengan", "tahun", "anggaran"])
    };
    let next = words.iter().find(|word| !is_joint(word)).map(|word| bare(word));
    next.is_some_and(|next| next.len() == 4 && next.chars().all(|c| c.is_ascii_digit()) && next != year)
}

/// A word without the marks around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

fn is_word(word: &str, any: &[&str]) -> bool {
    any.contains(&bare(word).to_lowercase().as_str())
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
    let is_letter = |word: &String| word.len() == 1 && !has_digit(word);
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

/// The edits that make an edition a draft with things to look at.
fn draft(naskah: &Naskah, sources: &Sources, year: i32) -> Vec<Edit> {
    let file = naskah.tahun.span.source;
    let yaml = &sources.get(file).text;
    let end = naskah.tahun.span.end;
    let after_year = line_end(yaml, end);
    let newline = newline(yaml);
    let mut edits = Vec::new();
    if naskah.status.span.range().is_empty() {
        let place = Span { source: file, start: after_year, end: after_year };
        edits.push(Edit { span: place, text: format!("{newline}status: konsep") });
    } else {
        edits.push(Edit { span: naskah.status.span, text: "konsep".to_owned() });
    }
    edits.push(open_items::added(naskah, sources, &open_items(naskah, sources, year)));
    edits.extend(naskah.jabatan.iter().filter_map(|jabatan| pendahulu::dropped(jabatan, sources)));
    edits
}

/// What only a person can tell.
fn open_items(naskah: &Naskah, sources: &Sources, year: i32) -> Vec<String> {
    let signed = &naskah.pengesahan;
    let date = text::date(signed_on(naskah, year));
    let mut items = vec![
        format!("tanggal penandatanganan: {date}"),
        format!("penanda tangan: {}", text::plain(&signed.nama.value)),
        format!("tahun pada sampul: {} {year}", text::plain(&naskah.sebutan_tahun.value)),
    ];
    let stuck = |jabatan: &&Jabatan| !jabatan.pendahulu.is_empty() && pendahulu::dropped(jabatan, sources).is_none();
    items.extend(naskah.jabatan.iter().filter(stuck).map(|jabatan| {
        format!(
            "jabatan/{}.yaml: hapus `pendahulu`, yang melanjutkan naskah sebelum {}",
            jabatan.id.as_str(),
            naskah.tahun.value
        )
    }));
    let mut seen = BTreeSet::new();
    for teks in naskah.texts().filter(|teks| seen.insert(teks.span)) {
        for named in years(&teks.value, naskah.tahun.value) {
            if followed_at(teks, &named, sources).is_none() {
                let (Named::Edition(at) | Named::Doubtful(at)) = named;
                items.push(format!("tahun dalam kalimat: {}", around(&teks.value, at)));
            }
        }
    }
    items
}

/// A few words before and after a place in a text, without the marks of italics.
fn around(text: &str, at: usize) -> String {
    // No text has this character.
    const HERE: char = '\0';
    let (before, after) = text.split_at(at);
    let marked = text::plain(&format!("{before}{HERE}{after}"));
    let words: Vec<&str> = marked.split_whitespace().collect();
    let at = words.iter().position(|word| word.contains(HERE)).unwrap_or_default();
    words[at.saturating_sub(4)..words.len().min(at + 4)].join(" ").replace(HERE, "")
}

/// The files of the new edition: path and bytes.
fn copied(content: &Content, naskah: &Naskah, edits: &[Edit]) -> Vec<(String, Vec<u8>)> {
    let file = |(name, source): &(String, _)| {
        let mine: Vec<&Edit> = edits.iter().filter(|edit| edit.span.source == *source).collect();
        (name.clone(), fix::spliced(&content.sources.get(*source).text, mine).into_bytes())
    };
    let emblem = &naskah.kantor.lambang;
    content.files.iter().map(file).chain([(emblem.berkas.value.clone(), emblem.isi.clone())]).collect()
}

/// What was done, and what is left to do.
fn told(followed: &[Edit], naskah: &Naskah, sources: &Sources, year: i32, target: &Path) -> String {
    let mut told = format!("{}: konsep untuk tahun {year}, {} jabatan\n", target.display(), naskah.jabatan.len());
    for edit in followed {
        let source = sources.get(edit.span.source);
        let (line, column) = sources.position(edit.span.source, edit.span.start);
        let before = &source.text[edit.span.range()];
        told.push_str(&format!("  {}:{line}:{column}: {before} menjadi {}\n", source.name, edit.text));
    }
    let dropped = naskah.jabatan.iter().filter(|jabatan| pendahulu::dropped(jabatan, sources).is_some()).count();
    if dropped > 0 {
        told.push_str(&format!("  `pendahulu` dihapus dari {dropped} jabatan\n"));
    }
    told.push_str("Periksa, lalu hapus dari `belum_diperiksa` di naskah.yaml:\n");
    open_items(naskah, sources, year).iter().for_each(|item| told.push_str(&format!("  {item}\n")));
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &[Named]) {
        assert_eq!(years(text, 2021), expected);
    }

    #[test]
    fn years_of_the_edition_are_told_from_others() {
        use Named::{Doubtful, Edition};
        case("Tahun Anggaran 2021", &[Edition(15)]);
        case("pada tahun 2021, dan tahun 2021.", &[Edition(11), Edition(27)]);
        case("Renstra Tahun 2021-2026", &[Doubtful(14)]);
        case("tahun anggaran 2021/2022", &[Doubtful(15)]);
        case("Renstra Tahun 2021 - 2026", &[Doubtful(14)]);
        case("Renstra Tahun 2021 – 2026", &[Doubtful(14)]);
        case("Renstra Tahun 2021 s.d. 2026", &[Doubtful(14)]);
        case("Renstra Tahun 2021 sampai dengan Tahun 2026", &[Doubtful(14)]);
        case("Tahun 2021 dan 2022", &[Doubtful(6)]);
        case("Tahun 2021, 2022, dan 2023", &[Doubtful(6)]);
        case("tahun 2020 dan tahun 2021", &[Doubtful(21)]);
        case("Renstra Tahun 2016 s.d. Tahun 2021", &[Doubtful(30)]);
        case("sejak tahun 2021", &[Doubtful(12)]);
        case("jumlah dokumen 12 Tahun 2021", &[Doubtful(24)]);
        case("jumlah dokumen 5 Tahun 2021", &[Doubtful(23)]);
        case("nilai perdagangan 5 Tahun 2021", &[Doubtful(26)]);
        case("jumlah dokumen 12 A Tahun 2021", &[Doubtful(26)]);
        case("Tahun 2021, 12 dokumen", &[Edition(6)]);
        case("sejak 2 Januari 2021", &[Doubtful(16)]);
        case("2021 dokumen", &[Doubtful(0)]);
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
        case("sesuai nomor dan tahun 2021", &[Edition(23)]);
        case("Permendagri 12/2021", &[Doubtful(15)]);
        case("12021 dan 20210", &[]);
    }
    #[test]
    fn the_words_around_a_year_are_those_at_its_place() {
        let case = |text: &str, year: &str, expected: &str| {
            let at = text.rfind(year).expect("the text names the year");
            assert_eq!(around(text, at), expected);
        };
        case("Tahun 2021 a b c d e f Renstra 2021-2026 g", "2021", "d e f Renstra 2021-2026 g");
        case("a b c d *Renstra e* 2021-2026 f g h i", "2021", "c d Renstra e 2021-2026 f g h");
        case("a *2021-2026*", "2021", "a 2021-2026");
        case("(2021-2026)", "2021", "(2021-2026)");
    }
}
