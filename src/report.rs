//! The only file that prints: problems, the summary line, failures.
//!
//! Results go to standard output, everything about the run to standard error.

use std::any::Any;
use std::borrow::Cow;
use std::error::Error as _;
use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::time::Duration;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use clap::error::{ContextKind, ErrorKind};

use crate::diagnostic::{Diagnostic, Label, Problems, Severity};
use crate::source::Sources;

/// How wide the report is when nobody says how wide the terminal is.
const WIDTH: usize = 100;

/// Problems as a person reads them: source lines with carets, and a summary.
pub fn human(problems: &[Diagnostic], sources: &Sources, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(WIDTH);
    let mut text = String::new();
    for problem in problems {
        text.push_str(&renderer.render(&groups(problem, sources)));
        text.push_str("\n\n");
    }
    text
}

fn groups<'a>(problem: &'a Diagnostic, sources: &'a Sources) -> Vec<Group<'a>> {
    let level = match problem.severity {
        Severity::Galat => Level::ERROR.with_name("galat"),
        Severity::Peringatan => Level::WARNING.with_name("peringatan"),
    };
    let mut group = level.primary_title(&problem.message).id(problem.kode).element(snippet(
        &problem.place,
        sources,
        AnnotationKind::Primary,
    ));
    for label in &problem.related {
        group = group.element(snippet(label, sources, AnnotationKind::Context));
    }
    if let Some(help) = &problem.help {
        group = group.element(Level::HELP.with_name("saran").message(help));
    }
    vec![group]
}

fn snippet<'a>(
    label: &'a Label,
    sources: &'a Sources,
    kind: AnnotationKind,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let source = sources.get(label.span.source);
    let (text, skipped) = shown(&source.text);
    let range = label.span.range();
    let annotation = kind.span(range.start.max(skipped) - skipped..range.end.max(skipped) - skipped);
    let annotation = if label.text.is_empty() { annotation } else { annotation.label(&label.text) };
    Snippet::source(text).path(&source.name).annotation(annotation)
}

/// A text as an editor shows it: without a byte order mark, and with a line
/// end for every lone `\r`; and how many bytes were left out at the start.
fn shown(text: &str) -> (Cow<'_, str>, usize) {
    let shown = text.strip_prefix('\u{feff}').unwrap_or(text);
    let skipped = text.len() - shown.len();
    if !shown.contains('\r') {
        return (Cow::Borrowed(shown), skipped);
    }
    // A space keeps the places of what follows.
    (Cow::Owned(shown.replace("\r\n", " \n").replace('\r', "\n")), skipped)
}

/// Prints problems to standard error.
pub fn problems(problems: &[Diagnostic], sources: &Sources) {
    say(&human(problems, sources, colourful()));
    let count = |severity| problems.iter().filter(|problem| problem.severity == severity).count();
    let (galat, peringatan) = (count(Severity::Galat), count(Severity::Peringatan));
    if galat > 0 {
        say(&format!("{galat} galat, {peringatan} peringatan: tidak ada yang ditulis\n"));
    }
}

/// What a build has made.
pub struct Made<'a> {
    pub path: &'a str,
    pub sheets: usize,
    pub pages: Option<usize>,
    pub warnings: usize,
    pub time: Duration,
}

/// The line that a build ends with.
pub fn made(made: &Made) {
    let Made { path, sheets, pages, warnings, time } = made;
    let warnings = if *warnings > 0 { format!(", {warnings} peringatan") } else { String::new() };
    let pages = pages.map(|pages| format!(", {pages} halaman")).unwrap_or_default();
    say(&format!("{path}: {sheets} jabatan{pages}{warnings}, {:.2} detik\n", time.as_secs_f64()));
}

/// The command line asks for something that cannot be.
#[derive(Debug)]
pub struct Misuse(pub String);

impl fmt::Display for Misuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Misuse {}

/// Prints why the run stopped, and says so in the exit code: 1 for problems
/// in the content, 2 for wrong use, 3 for trouble with files and folders.
pub fn failure(error: &anyhow::Error) -> ExitCode {
    if error.is::<Problems>() {
        return ExitCode::from(1);
    }
    if error.is::<Misuse>() {
        say(&format!("salah pakai: {error}\n"));
        return ExitCode::from(2);
    }
    say(&format!("gagal: {error:#}\n"));
    ExitCode::from(3)
}

/// Prints the help that was asked for, or what is wrong with a command line.
pub fn misuse(error: &clap::Error) -> ExitCode {
    let context = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg);
    let message = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            _ = io::stdout().write_all(error.render().to_string().as_bytes());
            return ExitCode::SUCCESS;
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            say(&error.render().to_string());
            return ExitCode::from(2);
        }
        ErrorKind::UnknownArgument => format!("pilihan `{argument}` tidak dikenal"),
        ErrorKind::InvalidSubcommand => format!("perintah `{}` tidak dikenal", context(ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = context(ContextKind::InvalidValue);
            match context(ContextKind::ValidValue).as_str() {
                _ if value.is_empty() => format!("`{argument}` memerlukan isi"),
                "" => {
                    let reason = error.source().map(|reason| format!(": {reason}")).unwrap_or_default();
                    format!("`{value}` tidak dapat dipakai untuk `{argument}`{reason}")
                }
                valid => format!("`{value}` tidak dapat dipakai untuk `{argument}`; pilih: {valid}"),
            }
        }
        ErrorKind::ArgumentConflict => format!("`{argument}` hanya boleh disebut sekali"),
        _ => "susunan perintah tidak dikenal".to_owned(),
    };
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand].map(context).concat();
    let near = if near.is_empty() { near } else { format!("; mungkin maksudnya `{near}`") };
    say(&format!("salah pakai: {message}{near}\nlihat `iki --help`\n"));
    ExitCode::from(2)
}

/// Prints that the program itself is at fault.
pub fn own_fault(cause: &(dyn Any + Send)) -> ExitCode {
    let text = cause.downcast_ref::<String>().map(String::as_str);
    let what = text.or_else(|| cause.downcast_ref::<&str>().copied()).unwrap_or("tanpa keterangan");
    say(&format!(
        "kekurangan program, bukan kesalahan Anda: {what}\n\
         Tidak ada berkas yang diubah. Sampaikan pesan ini kepada pengembang iki.\n"
    ));
    ExitCode::from(4)
}

fn colourful() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

/// A reader that has gone away is not an error.
fn say(text: &str) {
    _ = io::stderr().write_all(text.as_bytes());
}
