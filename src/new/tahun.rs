//! The next edition from this one.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use anyhow::bail;
use chrono::{Datelike, NaiveDate};

use super::pendahulu;
use super::years::{Named, around, years};
use crate::cli::Tahun;
use crate::content::{self, Content};
use crate::diagnostic::{Diagnostic, Edit, Problems, any_galat};
use crate::model::{Jabatan, Naskah, Teks};
use crate::source::{SourceId, Sources, Span, line_end, newline};
use crate::{files, fix, journal, open_items, report, scalar, text};

/// Copies an edition for another year. Only the bytes that have to change do.
pub(super) fn run(args: &Tahun) -> anyhow::Result<()> {
    let folder = journal::edition(args.folder.as_deref())?;
    let content = journal::read(&folder)?;
    let Some(naskah) = content.naskah.as_ref().filter(|_| !any_galat(&content.problems)) else {
        report::problems(&content.problems, &content.sources);
        return Err(Problems.into());
    };
    if let Some(first) = naskah.belum_diperiksa.first() {
        let message = format!("`belum_diperiksa` masih berisi {} hal", naskah.belum_diperiksa.len());
        let problem = Diagnostic::galat("belum-diperiksa", message, first.span)
            .help("periksa, lalu hapus barisnya; setelah itu naskah tahun berikutnya dapat dibuat");
        report::problems(&[problem], &content.sources);
        return Err(Problems.into());
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
    let mut answer =
        format!("{}: konsep untuk tahun {}, {} jabatan\n", target.display(), args.tahun, naskah.jabatan.len());
    followed.iter().for_each(|edit| answer.push_str(&told(edit, &edits, [&content, &after], &target)));
    answer.push_str(&left(naskah, &content.sources, args.tahun));
    report::answer(&answer)
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
        let spans = years(&teks.value, old).into_iter().filter_map(|named| followed_at(teks, named, sources));
        edits.extend(spans.map(|span| Edit { span, text: year.to_string() }));
    }
    edits.sort_by_key(|edit| edit.span);
    // A caption may stand for several positions.
    edits.dedup();
    edits
}

/// Where a year is written that surely follows; nothing if that cannot be told.
fn followed_at(teks: &Teks, named: Named, sources: &Sources) -> Option<Span> {
    named.is_sure.then(|| scalar::exact(teks, named.place, sources)).flatten()
}

/// The same day as many years later, or the last of February.
fn signed_on(naskah: &Naskah, year: i32) -> NaiveDate {
    let date = naskah.pengesahan.tanggal.value;
    let year = date.year() + year - naskah.tahun.value;
    let day = date.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 2, 28));
    day.expect("every year has a 28 February")
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
        format!("{}: hapus `pendahulu`, yang melanjutkan naskah sebelum {}", jabatan.id.file(), naskah.tahun.value)
    }));
    let mut seen = BTreeSet::new();
    for teks in naskah.texts().filter(|teks| seen.insert(teks.span)) {
        for named in years(&teks.value, naskah.tahun.value) {
            let words = around(&teks.value, &named.place);
            if followed_at(teks, named, sources).is_none() {
                items.push(format!("tahun dalam kalimat: {words}"));
            }
        }
    }
    items
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

/// What an edit has made of the old edition, at its place in the new one.
fn told(edit: &Edit, edits: &[Edit], [old, new]: [&Content; 2], target: &Path) -> String {
    let source = edit.span.source;
    let above = edits.iter().filter(|above| above.span.source == source && above.span < edit.span);
    let at = above.fold(edit.span.start, |at, above| at + above.text.len() - above.span.range().len());
    let name = |(_, id): &&(String, SourceId)| *id == source;
    let (name, _) = old.files.iter().find(name).expect("edits are in files of the edition");
    let (_, source) = new.files.iter().find(|(new, _)| new == name).expect("the new edition has the same files");
    let (line, column) = new.sources.position(*source, at);
    let before = &old.sources.get(edit.span.source).text[edit.span.range()];
    format!("  {}:{line}:{column}: {before} menjadi {}\n", target.join(name).display(), edit.text)
}

/// What was dropped, and what is left to do.
fn left(naskah: &Naskah, sources: &Sources, year: i32) -> String {
    let mut left = String::new();
    let dropped = naskah.jabatan.iter().filter(|jabatan| pendahulu::dropped(jabatan, sources).is_some()).count();
    if dropped > 0 {
        left.push_str(&format!("  `pendahulu` dihapus dari {dropped} jabatan\n"));
    }
    left.push_str("Periksa, lalu hapus dari `belum_diperiksa` di naskah.yaml:\n");
    open_items(naskah, sources, year).iter().for_each(|item| left.push_str(&format!("  {item}\n")));
    left
}
