//! Editions for tests, and what building them gives.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use clap::ValueEnum;
use iki::content;
use iki::diagnostic::any_galat;
use iki::document::Document;
use iki::fonts::Fonts;
use iki::lampiran::Lampiran;
use iki::layout;
use iki::markup::Job;
use iki::part::Part;
use iki::report::{self, Look};
use iki::templates::Templates;
use iki::{build, checks, output};
use tempfile::TempDir;

/// The folder of the tests.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// The published edition of 2021.
pub(crate) fn published() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("content/diskominfo/2021")
}

/// A copy of the small edition in a folder of its own.
pub(crate) fn small() -> TempDir {
    copy(&folder().join("edisi"))
}

/// Runs the program in a folder.
pub(crate) fn iki(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_iki")).args(arguments).current_dir(folder).output().unwrap()
}

/// The names in a folder, sorted.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = entries.collect();
    names.sort();
    names
}

/// A copy of an edition in a folder of its own.
pub(crate) fn copy(edition: &Path) -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    fs::create_dir(copy.path().join("jabatan")).unwrap();
    for below in ["", "jabatan"] {
        for entry in fs::read_dir(edition.join(below)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::copy(&path, copy.path().join(below).join(path.file_name().unwrap())).unwrap();
            }
        }
    }
    copy
}

/// Builds an edition: the PDF, or the report of its problems with the path of
/// the folder left out.
pub(crate) fn build(folder: &Path, part: &Part) -> Result<Vec<u8>, String> {
    let fonts = Fonts::load(None).unwrap();
    with_document(folder, part, &fonts, |document| output::pdf(document).expect("what was laid out can be exported"))
}

/// Lays an edition out and hands the document on; else the report.
pub(crate) fn with_document<T>(
    folder: &Path,
    part: &Part,
    fonts: &Fonts,
    then: impl FnOnce(&Document) -> T,
) -> Result<T, String> {
    let (made, report) = with_report(folder, part, fonts, then);
    made.ok_or(report)
}

/// Lays an edition out and hands the document on, if there is one; with the
/// report of everything that was found, warnings too.
pub(crate) fn with_report<T>(
    folder: &Path,
    part: &Part,
    fonts: &Fonts,
    then: impl FnOnce(&Document) -> T,
) -> (Option<T>, String) {
    let mut content = match content::read(folder) {
        Ok(content) => content,
        Err(error) => return (None, format!("{error:#}")),
    };
    let templates = Templates::load(None, &mut content.sources).unwrap();
    let mut problems = checks::run(&content, fonts);
    let laid = layout::printable(&content, fonts).map(|naskah| {
        let lampiran = if *part == Part::Pictures { Lampiran::value_variants() } else { &[] };
        let job = Job { naskah, part, content: &content, templates: &templates, summary: None, lampiran };
        layout::pages(job, fonts).map_err(|found| problems.extend(found))
    });
    let laid = laid.and_then(Result::ok);
    problems.extend(laid.iter().flat_map(|laid| laid.problems.clone()));
    let made = laid.filter(|_| !any_galat(&problems)).map(|laid| then(&laid.document));
    problems.retain(build::is_shown);
    let report = report::human(&problems, &content.sources, Look::PLAIN);
    (made, report.replace(&format!("{}/", folder.display()), ""))
}
