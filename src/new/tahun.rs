//! The next edition from this one.

use std::path::{Component, Path, PathBuf};

use anyhow::bail;
use chrono::{Datelike, NaiveDate};

use crate::cli::Tahun;
use crate::content::{self, Content};
use crate::diagnostic::{Edit, Problems, any_galat};
use crate::model::Naskah;
use crate::source::{Sources, Span};
use crate::{files, fix, journal, report, scalar, text};

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
    files::create_folder(&target, &files)?;
    report::answer(&told(&followed, naskah, &content.sources, args.tahun, &target));
    Ok(())
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
    let date = &naskah.pengesahan.tanggal;
    if date.value.year() == old {
        edits.push(Edit { span: date.span, text: same_day(date.value, year).to_string() });
    }
    for teks in naskah.texts() {
        for at in years(&teks.value, old) {
            let span = scalar::exact(teks, at..at + old.to_string().len(), sources);
            edits.extend(span.map(|span| Edit { span, text: year.to_string() }));
        }
    }
    edits.sort_by_key(|edit| edit.span);
    // A caption may stand for several positions.
    edits.dedup();
    edits
}

/// The same day of another year, or the last of February.
fn same_day(date: NaiveDate, year: i32) -> NaiveDate {
    let day = date.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 2, 28));
    day.expect("every year has a 28 February")
}

/// Where a text names a year, but not as part of the name of a regulation:
/// "Nomor 85 Tahun 2020" stays what it is.
fn years(text: &str, year: i32) -> Vec<usize> {
    let year = year.to_string();
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let is_year = |&at: &usize| {
        let (before, after) = (&text[..at], &text[at + year.len()..]);
        let whole = !is_digit(before.chars().next_back()) && !is_digit(after.chars().next());
        whole && !before.ends_with('/') && !is_citation(before)
    };
    text.match_indices(&year).map(|(at, _)| at).filter(is_year).collect()
}

/// Whether words end as those before the year of a regulation: "Nomor 85 Tahun".
fn is_citation(before: &str) -> bool {
    let words: Vec<String> = before.split_whitespace().rev().take(3).map(str::to_lowercase).collect();
    let [tahun, _, nomor] = words.as_slice() else { return false };
    tahun == "tahun" && matches!(nomor.as_str(), "nomor" | "no" | "no.")
}

/// The edits that make an edition a draft with things to look at.
fn draft(naskah: &Naskah, sources: &Sources, year: i32) -> Vec<Edit> {
    let file = naskah.tahun.span.source;
    let yaml = &sources.get(file).text;
    let end = naskah.tahun.span.end;
    let line_end = end + yaml[end..].find(['\r', '\n']).unwrap_or(yaml.len() - end);
    let newline = if yaml.contains("\r\n") { "\r\n" } else { "\n" };
    let after_year = Span { source: file, start: line_end, end: line_end };
    let mut edits = Vec::new();
    let mut lines = String::new();
    if naskah.status.span.range().is_empty() {
        lines.push_str(&format!("{newline}status: konsep"));
    } else {
        edits.push(Edit { span: naskah.status.span, text: "konsep".to_owned() });
    }
    lines.push_str(&format!("{newline}belum_diperiksa:"));
    open_items(naskah, year).iter().for_each(|item| lines.push_str(&format!("{newline}  - {item}")));
    edits.push(Edit { span: after_year, text: lines });
    edits
}

/// What only a person can tell, as items of YAML.
fn open_items(naskah: &Naskah, year: i32) -> Vec<String> {
    let signed = &naskah.pengesahan;
    let date = text::date(same_day(signed.tanggal.value, year));
    let quoted = |item: String| serde_json::to_string(&item).expect("a text is plain JSON");
    [
        format!("tanggal penandatanganan: {date}"),
        format!("penanda tangan: {}", text::plain(&signed.nama.value)),
        format!("tahun pada sampul: {} {year}", text::plain(&naskah.sebutan_tahun.value)),
    ]
    .map(quoted)
    .to_vec()
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
    open_items(naskah, year).iter().for_each(|item| told.push_str(&format!("  {}\n", item.trim_matches('"'))));
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &[usize]) {
        assert_eq!(years(text, 2021), expected);
    }

    #[test]
    fn regulations_keep_their_years() {
        case("Tahun Anggaran 2021", &[15]);
        case("sampai 2021, juga 2021.", &[7, 18]);
        case("Peraturan Bupati Nomor 85 Tahun 2021", &[]);
        case("Permendagri 12/2021", &[]);
        case("12021 dan 20210", &[]);
    }
}
