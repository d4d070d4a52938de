//! Every file in `tests/kasus` takes the place of one file of the small
//! edition: `….naskah.yaml` of `naskah.yaml`, `….jabatan.yaml` of
//! `jabatan/staf.yaml`. The report of its problems stands beside it in a file
//! ending `.txt`.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use iki::content;
use iki::fonts::Fonts;
use iki::markup::Part;

use crate::edition;

const NASKAH: &str = "naskah.yaml";
const STAF: &str = "jabatan/staf.yaml";

#[test]
fn wrong_files_are_reported_as_written_beside_them() {
    let bless = std::env::var_os("BLESS").is_some();
    let fonts = Fonts::load(None).unwrap();
    let cases = cases();
    assert!(cases.len() >= 150, "{} cases", cases.len());
    let mut faults = Vec::new();
    for case in cases {
        let (_, report) = report(replaced(&case), &fs::read(&case).unwrap(), &fonts);
        let expected = case.with_extension("txt");
        if bless {
            fs::write(&expected, &report).unwrap();
        }
        let current = fs::read_to_string(&expected).unwrap_or_default() == report;
        if !current || !is_placed(&report) {
            faults.push(format!("{}\n{report}", case.display()));
        }
    }
    assert!(faults.is_empty(), "not as written, or not placed (BLESS=1 cargo test --release)\n{}", faults.join("\n"));
}

/// Whether there are problems, and each says in which file, line and column.
fn is_placed(report: &str) -> bool {
    let mut lines = report.lines().peekable();
    let mut problems = 0;
    while let Some(line) = lines.next() {
        if line.starts_with("galat[") || line.starts_with("peringatan[") {
            problems += 1;
            if !lines.peek().and_then(|next| next.trim_start().strip_prefix("--> ")).is_some_and(is_place) {
                return false;
            }
        }
    }
    problems > 0
}

/// `file:line:column` of a file of the edition.
fn is_place(place: &str) -> bool {
    let mut parts = place.rsplitn(3, ':');
    let number = |part: Option<&str>| part.and_then(|part| part.parse::<usize>().ok()).is_some_and(|number| number > 0);
    let (column, line) = (number(parts.next()), number(parts.next()));
    let file = parts.next().unwrap_or_default();
    column && line && (file == NASKAH || file.starts_with("jabatan/"))
}

fn cases() -> Vec<PathBuf> {
    let folder = edition::folder().join("kasus");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|ending| ending == "yaml")).collect();
    cases.sort();
    cases
}

/// The file of the edition that a case takes the place of.
fn replaced(case: &Path) -> &'static str {
    if case.to_string_lossy().ends_with(".naskah.yaml") { NASKAH } else { STAF }
}

/// The edition with one file replaced: whether it is laid out, and the report.
fn report(file: &str, bytes: &[u8], fonts: &Fonts) -> (bool, String) {
    let edition = edition::small();
    fs::write(edition.path().join(file), bytes).unwrap();
    let (made, report) = edition::with_report(edition.path(), &Part::Whole, fonts, |_| ());
    (made.is_some(), report)
}
