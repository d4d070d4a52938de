//! `iki` makes the official *Indikator Kinerja Individu* (IKI) document of a
//! regional office from YAML: one file for the office, one for each position.
//!
//! ```text
//! naskah.yaml ──────┐
//! jabatan/*.yaml ─ content::read ─▶ Naskah ─ checks::run ─▶ problems ─▶ report
//!                                     │
//!                                     └─ markup::render ─▶ Markup ─ document::compile ─▶ Document ─▶ output
//!                                          (minijinja)     ▲  (typst)     │             PDF · SVG · PNG
//!                                                          └── frames::check (once more, if a text did not fit)
//!
//! pictures: Naskah ─ lampiran ─▶ boxes and lines on pages ─ markup …
//! diff: Naskah, Naskah ─ diff::between ─▶ changes ─▶ report
//!                                            └─ redline::of ─▶ Naskah with marks ─▶ markup …
//! new, change: files to be ─ content::read_changed ─▶ no galat ─▶ journal ─▶ all of them, or none
//! preview: watch ─▶ worker (the stages up to SVG, and places) ─▶ server ─▶ browser
//! ```
//!
//! Data moves one way through a few named types, and each file owns one arrow.
//! A stage knows none that comes later; `layout` alone turns back, when the
//! finished pages show that a text does not fit. What holds:
//!
//! - Content is never code: every `{{ value }}` of a template is written as a
//!   Typst literal, and keeps the place in the YAML it came from.
//! - Nothing but the arguments decides the output: no clock, no network, no
//!   fonts of the system, no file outside the edition. Same content, same bytes.
//! - Problems are collected, failures are returned. A problem has a place.
//! - [`content`], [`templates`] and [`fonts`] read files, [`files`] and [`journal`]
//!   write them, [`report`] prints every word and [`files`] a PDF that is asked for
//!   there, [`preview`] has the only socket and the only asynchronous code.
//!   [`revision`] asks git, in a folder that goes again; [`threads`] and [`report`]
//!   look at the environment. Commands put these together with the stages between
//!   them, which are functions of their arguments.
//!
//! # Glossary
//!
//! | word | meaning |
//! | --- | --- |
//! | `Naskah` | one edition of the document: an office in one year |
//! | `Jabatan` | a position; its page in the document is a sheet |
//! | `Tugas`, `Fungsi` | the duty of a position, and its functions |
//! | `Kinerja` | one part of its table: goals (`Sasaran`) and their `Indikator` |
//! | `Formulasi` | how an indicator is computed: words, or a `Rasio` |
//! | `Pembilang`, `Penyebut`, `Faktor` | the parts of a ratio |
//! | `Lampiran` | a picture behind the sheets: `Bagan` of the organisation, `Pohon` of performance |
//! | `Kop` | letterhead; `Sampul` is the cover, `Lambang` the emblem |
//! | `Pengesahan` | place, date and signature |
//! | `Galat`, `Peringatan`, `Saran` | a problem that stops a build, one that does not, an advice |
//! | `Pengecualian` | a finding that is meant, with its reason |

mod advances;
pub mod build;
pub mod change;
pub mod check;
pub mod checks;
pub mod cli;
pub mod compare;
pub mod content;
pub mod diagnostic;
pub mod diff;
pub mod document;
mod earlier;
pub mod exchange;
pub mod explain;
pub mod files;
pub mod fix;
pub mod fonts;
pub mod frames;
pub mod geometry;
mod items;
pub mod journal;
mod kata;
pub mod lampiran;
pub mod layout;
pub mod marks;
pub mod markup;
mod misuse;
pub mod model;
pub mod new;
mod open_items;
pub mod output;
pub mod part;
mod pemenggalan;
pub mod places;
pub mod plan;
pub mod preview;
pub mod report;
pub mod revision;
mod scalar;
pub mod schema;
mod shapes;
mod singkatan;
pub mod source;
pub mod table;
pub mod templates;
pub mod text;
pub mod threads;
mod tree;
mod world;

use cli::{Cli, Command};

/// Runs one command.
///
/// # Errors
/// [`diagnostic::Problems`], which were printed; [`diagnostic::Misuse`]; or what is
/// wrong with files and folders.
pub fn run(cli: &Cli) -> anyhow::Result<()> {
    match &cli.command {
        Command::Build(args) => build::run(args),
        Command::Check(args) => check::run(args),
        Command::Preview(args) => preview::run(args),
        Command::Diff(args) => compare::run(args),
        Command::New(args) => new::run(args),
        Command::Change(args) => change::run(args),
    }
}
