//! Editions for tests, and what building them gives.

use std::fs;
use std::path::{Path, PathBuf};

use iki::diagnostic::any_galat;
use iki::document::{self, Document};
use iki::fonts::Fonts;
use iki::geometry::Geometry;
use iki::markup::{self, Part};
use iki::source::Sources;
use iki::templates::Templates;
use iki::{checks, content, frames, output, report};
use tempfile::TempDir;

/// The folder of the tests.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// The published edition of 2021.
pub fn published() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("content/diskominfo/2021")
}

/// A copy of the small edition in a folder of its own.
pub fn small() -> TempDir {
    copy(&folder().join("edisi"))
}

/// A copy of an edition in a folder of its own.
pub fn copy(edition: &Path) -> TempDir {
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
pub fn build(folder: &Path, part: &Part) -> Result<Vec<u8>, String> {
    let fonts = Fonts::load(None).unwrap();
    with_document(folder, part, &fonts, |document| output::pdf(document).expect("what was laid out can be exported"))
}

/// Lays an edition out and hands the document on; else the report.
pub fn with_document<T>(
    folder: &Path,
    part: &Part,
    fonts: &Fonts,
    then: impl FnOnce(&Document) -> T,
) -> Result<T, String> {
    let mut content = content::read(folder).map_err(|error| format!("{error:#}"))?;
    let templates = Templates::load(None, &mut content.sources).unwrap();
    let report = |problems: &[_], sources: &Sources| {
        report::human(problems, sources, false).replace(&format!("{}/", folder.display()), "")
    };
    let mut problems = std::mem::take(&mut content.problems);
    let Some(naskah) = &content.naskah else { return Err(report(&problems, &content.sources)) };
    problems.extend(checks::run(naskah, fonts, &content.sources));
    if any_galat(&problems) {
        return Err(report(&problems, &content.sources));
    }
    let geometry = Geometry::new(naskah, fonts.regular(&naskah.huruf.nama.value).unwrap());
    let markup = markup::render(naskah, part, &content.files, &content.sources, &templates, &geometry);
    let markup = markup.map_err(|problem| report(&[*problem], &content.sources))?;
    let document = document::compile(markup, fonts).map_err(|found| report(&found, &content.sources))?;
    problems.extend(frames::check(&document, naskah));
    if any_galat(&problems) {
        return Err(report(&problems, &content.sources));
    }
    Ok(then(&document))
}
