//! The next edition from this one.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use anyhow::bail;
use chrono::{Datelike, NaiveDate};

use crate::cli::Tahun;
use crate::content::{self, Content};
use crate::diagnostic::{Edit, Problems, any_galat};
use crate::model::Naskah;
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
        for named in years(&teks.value, old) {
            let Named::Edition(at) = named else { continue };
            let span = scalar::exact(teks, at..at + old.to_string().len(), sources);
            edits.extend(span.map(|span| Edit { span, text: year.to_string() }));
        }
    }
    edits.sort_by_key(|edit| edit.span);
    // A caption may stand for several positions.
    edits.dedup();
    edits
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
        let word = before.split_whitespace().next_back().unwrap_or_default().to_lowercase();
        let is_after_tahun =
            last.is_some_and(char::is_whitespace) && matches!(word.as_str(), "tahun" | "anggaran" | "ta" | "t.a.");
        let ends = next.is_none_or(|c| !matches!(c, '/' | '-' | '–' | '—') && !c.is_alphabetic());
        Some(if is_after_tahun && ends { Named::Edition(at) } else { Named::Doubtful(at) })
    };
    text.match_indices(&year).filter_map(name).collect()
}

/// Whether words end as those before the year of a regulation: "Nomor 85 Tahun".
fn is_citation(before: &str) -> bool {
    let words: Vec<String> = before.split_whitespace().rev().take(3).map(str::to_lowercase).collect();
    let is_number =
        |word: &String| word.strip_prefix("no.").is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()));
    let [tahun, rest @ ..] = words.as_slice() else { return false };
    let is_nomor = |word: &String| matches!(word.as_str(), "nomor" | "no" | "no.");
    let is_numbered = rest.first().is_some_and(is_number) || rest.get(1).is_some_and(is_nomor);
    matches!(tahun.as_str(), "tahun" | "th" | "th.") && is_numbered
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
    edits.push(open_items::added(naskah, sources, &open_items(naskah, year)));
    edits
}

/// What only a person can tell.
fn open_items(naskah: &Naskah, year: i32) -> Vec<String> {
    let signed = &naskah.pengesahan;
    let date = text::date(signed_on(naskah, year));
    let mut items = vec![
        format!("tanggal penandatanganan: {date}"),
        format!("penanda tangan: {}", text::plain(&signed.nama.value)),
        format!("tahun pada sampul: {} {year}", text::plain(&naskah.sebutan_tahun.value)),
    ];
    let mut seen = BTreeSet::new();
    for teks in naskah.texts().filter(|teks| seen.insert(teks.span)) {
        for named in years(&teks.value, naskah.tahun.value) {
            if let Named::Doubtful(at) = named {
                items.push(format!(
                    "tahun dalam kalimat: {}",
                    around(&text::plain(&teks.value), &teks.value[at..at + 4])
                ));
            }
        }
    }
    items
}

/// A few words before and after a part of a text.
fn around(text: &str, part: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = words.iter().position(|word| word.contains(part)).unwrap_or_default();
    words[at.saturating_sub(4)..words.len().min(at + 4)].join(" ")
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
    told.push_str("Periksa, lalu hapus dari `belum_diperiksa` di naskah.yaml:\n");
    open_items(naskah, year).iter().for_each(|item| told.push_str(&format!("  {item}\n")));
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
        case("sejak 2 Januari 2021", &[Doubtful(16)]);
        case("2021 dokumen", &[Doubtful(0)]);
        case("Peraturan Bupati Nomor 85 Tahun 2021", &[]);
        case("Perbup No.85 Th. 2021", &[]);
        case("Permendagri 12/2021", &[Doubtful(15)]);
        case("12021 dan 20210", &[]);
    }
}
