//! Findings that are meant: names fixed by regulation, and exceptions with
//! their reasons.

use std::collections::BTreeSet;

use super::bahan::Bahan;
use crate::diagnostic::{Diagnostic, Severity};
use crate::explain;
use crate::model::{Pengecualian, Teks};
use crate::source::{SourceId, Span};
use crate::text;

/// The rules that an official name is exempt from.
const NAMES: [&str; 9] = [
    "ejaan-tidak-baku",
    "istilah-dua-ejaan",
    "kata-asing",
    "kata-ganda",
    "nama-unit-berbeda",
    "nama-unit-huruf-kecil",
    "spasi-salah",
    "unit-sebagai-jabatan",
    "unit-tidak-dikenal",
];

/// Takes out what is meant; adds the exceptions that silence nothing, or more
/// than one place.
pub(super) fn apply(bahan: &Bahan, mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let names = official_names(bahan);
    let is_name = |span: Span| names.iter().any(|name| covers(*name, span));
    problems.retain(|problem| !NAMES.contains(&problem.kode) || !is_name(problem.place.span));
    let texts = texts(bahan);
    let everywhere = bahan.naskah.pengecualian.iter().map(|entry| (entry, None));
    let here = bahan.naskah.jabatan.iter().flat_map(|jabatan| {
        let file = jabatan.nama.span.source;
        jabatan.pengecualian.iter().map(move |entry| (entry, Some(file)))
    });
    for (entry, file) in everywhere.chain(here).collect::<Vec<_>>() {
        let meant = |problem: &Diagnostic| matches(bahan, problem, entry, file, &texts);
        let places: BTreeSet<Span> = problems
            .iter()
            .filter(|problem| meant(problem))
            .map(|problem| problem.place.span)
            .map(|place| whole(place, &texts).map_or(place, |teks| teks.span))
            .collect();
        match places.len() {
            0 => problems.push(obsolete(entry)),
            1 => problems.retain(|problem| !meant(problem)),
            count => problems.push(ambiguous(entry, count)),
        }
    }
    problems.sort_by_key(|problem| problem.place.span);
    problems
}

/// Where the official names are written.
fn official_names(bahan: &Bahan) -> Vec<Span> {
    let mut places = Vec::new();
    for name in &bahan.naskah.nama_resmi {
        for tulisan in &bahan.tulisan {
            for (at, _) in tulisan.teks.value.match_indices(name.value.as_str()) {
                places.push(bahan.letak(tulisan.teks, at..at + name.value.len()));
            }
        }
    }
    places
}

fn covers(outer: Span, inner: Span) -> bool {
    outer.source == inner.source && outer.start <= inner.start && inner.end <= outer.end
}

/// All texts in the order of their places.
fn texts<'a>(bahan: &Bahan<'a>) -> Vec<&'a Teks> {
    let mut texts: Vec<&Teks> = bahan.tulisan.iter().map(|tulisan| tulisan.teks).collect();
    texts.sort_by_key(|teks| teks.span);
    texts
}

/// The text that a place is part of.
fn whole<'a>(place: Span, texts: &[&'a Teks]) -> Option<&'a Teks> {
    let after = texts.partition_point(|teks| (teks.span.source, teks.span.start) <= (place.source, place.start));
    let before = after.checked_sub(1).map(|index| texts[index]);
    before.filter(|teks| covers(teks.span, place))
}

fn matches(bahan: &Bahan, problem: &Diagnostic, entry: &Pengecualian, file: Option<SourceId>, texts: &[&Teks]) -> bool {
    let place = problem.place.span;
    let source = bahan.sources.get(place.source);
    // A file that is not read is known by its name alone.
    let written = || if source.text.is_empty() { source.name.as_str() } else { &source.text[place.range()] };
    problem.severity != Severity::Galat
        && file.is_none_or(|file| file == place.source)
        && entry.is_about(problem.kode, whole(place, texts).map_or_else(written, |teks| &teks.value))
}

/// An exception that silences nothing.
fn obsolete(entry: &Pengecualian) -> Diagnostic {
    let kode = entry.kode.value.as_str();
    let codes = explain::codes();
    if !codes.contains(&kode) {
        let problem = Diagnostic::peringatan(
            "pengecualian-usang",
            format!("tidak ada temuan dengan kode `{kode}`"),
            entry.kode.span,
        );
        return match text::nearest(kode, &codes) {
            Some(near) => problem.help(format!("mungkin maksudnya `{near}`")),
            None => problem.help("hapus pengecualian ini"),
        };
    }
    let place = entry.pada.as_ref().unwrap_or(&entry.kode).span;
    let message = format!("pengecualian `{kode}` tidak mengenai apa pun; galat tidak dapat dikecualikan");
    Diagnostic::peringatan("pengecualian-usang", message, place)
        .help("hapus pengecualian ini, atau perbaiki `pada` menurut teks yang sekarang")
}

/// An exception that would silence more than one place.
fn ambiguous(entry: &Pengecualian, count: usize) -> Diagnostic {
    let kode = entry.kode.value.as_str();
    Diagnostic::peringatan(
        "pengecualian-rancu",
        format!("pengecualian `{kode}` mengenai {count} tempat; satu pengecualian untuk satu tempat"),
        entry.pada.as_ref().unwrap_or(&entry.kode).span,
    )
    .help("sebutkan di `pada` kata-kata yang hanya ada pada teks yang dimaksud")
}
