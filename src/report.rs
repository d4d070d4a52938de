//! The only file that prints words: problems, the summary line, failures.
//!
//! Results go to standard output, everything about the run to standard error.

use std::any::Any;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Write};
use std::ops::Range;
use std::os::fd::AsFd;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use anyhow::Context;

use clap::error::ErrorKind;
use rustix::termios::tcgetwinsize;

use crate::cli::ReportFormat;
use crate::diagnostic::{Changed, Diagnostic, Findings, Label, Misuse, Problems, Severity, any_galat};
use crate::diff::Change;
use crate::source::Sources;
use crate::{exchange, misuse, text};

/// How wide a report is at the most, and when nobody says how wide the
/// terminal is; and how narrow at the least.
const WIDTH: usize = 100;
const NARROWEST: usize = 40;

/// Problems as a person reads them: source lines with carets.
pub fn human(problems: &[Diagnostic], sources: &Sources, look: Look) -> String {
    let renderer = if look.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(look.width);
    let render = |problem| format!("{}\n\n", renderer.render(&[group(problem, sources, look.width)]));
    problems.iter().map(render).collect()
}

/// How a report is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    pub colour: bool,
    /// In columns of the terminal.
    pub width: usize,
}

impl Look {
    /// Without colour, for files and tests.
    pub const PLAIN: Self = Self { colour: false, width: WIDTH };

    /// As a stream of this process can show it.
    fn of(stream: &(impl IsTerminal + AsFd)) -> Self {
        let width = tcgetwinsize(stream).map_or(WIDTH, |size| usize::from(size.ws_col));
        let width = if width == 0 { WIDTH } else { width.clamp(NARROWEST, WIDTH) };
        Self { colour: stream.is_terminal() && std::env::var_os("NO_COLOR").is_none(), width }
    }
}

fn group<'a>(problem: &'a Diagnostic, sources: &'a Sources, width: usize) -> Group<'a> {
    let level = match problem.severity {
        Severity::Galat => Level::ERROR,
        Severity::Peringatan => Level::WARNING,
        Severity::Saran => Level::INFO,
    };
    let level = level.with_name(name(problem.severity));
    let title = level.primary_title(&problem.message).id(problem.kode);
    let source = sources.get(problem.place.span.source);
    let mut group = if source.text.is_empty() {
        title.element(Origin::path(&source.name).line(1).char_column(1))
    } else {
        title.element(snippet(&problem.place, sources, AnnotationKind::Primary, width))
    };
    for label in &problem.related {
        group = group.element(snippet(label, sources, AnnotationKind::Context, width));
    }
    if let Some(help) = &problem.help {
        group = group.element(Level::HELP.with_name("bantuan").message(help));
    }
    group
}

fn snippet<'a>(
    label: &'a Label,
    sources: &'a Sources,
    kind: AnnotationKind,
    width: usize,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let source = sources.get(label.span.source);
    let (text, skipped) = shown(&source.text);
    let range = label.span.range();
    let range = range.start.max(skipped) - skipped..range.end.max(skipped) - skipped;
    let annotation = kind.span(range.start..shortened(&text, range, width));
    let annotation = if label.text.is_empty() { annotation } else { annotation.label(&label.text) };
    Snippet::source(text).path(&source.name).annotation(annotation)
}

/// Where the mark under a place ends: a place that is wider than the terminal
/// is marked at its start.
fn shortened(text: &str, place: Range<usize>, width: usize) -> usize {
    let most = width * 2 / 3;
    let line = text[place.clone()].split('\n').next().unwrap_or_default();
    let is_wide = line.chars().count() > most;
    line.char_indices().nth(most).filter(|_| is_wide).map_or(place.end, |(at, _)| place.start + at)
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

/// Prints problems to standard error, and what follows from them.
pub fn problems(problems: &[Diagnostic], sources: &Sources) {
    say(&human(problems, sources, Look::of(&io::stderr())));
    if any_galat(problems) {
        say(&format!("{}: tidak ada yang ditulis\n", counts(problems.iter())));
    }
}

/// Prints findings to standard output, and their number to standard error.
///
/// # Errors
/// When standard output cannot be written.
pub fn findings(found: &[Findings], format: ReportFormat) -> anyhow::Result<()> {
    let text: String = match format {
        ReportFormat::Human => {
            found.iter().map(|found| human(&found.problems, &found.sources, Look::of(&io::stdout()))).collect()
        }
        ReportFormat::Short => found.iter().map(|found| short(&found.problems, &found.sources)).collect(),
        ReportFormat::Json => exchange::json_lines(found),
        ReportFormat::Sarif => exchange::sarif(found),
    };
    answer(&text)?;
    let problems = || found.iter().flat_map(|found| &found.problems);
    let files: usize = found.iter().map(|found| found.sources.all().count()).sum();
    let with: usize = found.iter().map(|found| files_with(&found.problems)).sum();
    match problems().count() {
        0 => say(&format!("tidak ada temuan dalam {files} berkas\n")),
        _ => say(&format!("{} dalam {with} dari {files} berkas\n", counts(problems()))),
    }
    Ok(())
}

/// One line for each problem.
pub fn short(problems: &[Diagnostic], sources: &Sources) -> String {
    let line = |problem: &Diagnostic| {
        let Diagnostic { kode, severity, message, place, help, .. } = problem;
        let (line, column) = sources.position(place.span.source, place.span.start);
        let help = help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
        let file = &sources.get(place.span.source).name;
        let text = format!("{file}:{line}:{column}: {}[{kode}]: {message}{help}", name(*severity));
        text.replace(['\n', '\r'], " ") + "\n"
    };
    problems.iter().map(line).collect()
}

fn files_with(problems: &[Diagnostic]) -> usize {
    problems.iter().map(|problem| problem.place.span.source).collect::<BTreeSet<_>>().len()
}

/// "2 galat, 13 peringatan, dan 5 saran".
pub fn counts<'a>(problems: impl Iterator<Item = &'a Diagnostic>) -> String {
    let kinds = [Severity::Galat, Severity::Peringatan, Severity::Saran];
    let found: Vec<Severity> = problems.map(|problem| problem.severity).collect();
    let count = |severity| found.iter().filter(|found| **found == severity).count();
    let counted = kinds.into_iter().map(|kind| (count(kind), name(kind))).filter(|(count, _)| *count > 0);
    text::all_of(&counted.map(|(count, name)| format!("{count} {name}")).collect::<Vec<_>>())
}

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Galat => "galat",
        Severity::Peringatan => "peringatan",
        Severity::Saran => "saran",
    }
}

/// Prints what a command was asked for. A reader that has gone away is not an error.
///
/// # Errors
/// When standard output cannot be written.
pub fn answer(text: &str) -> anyhow::Result<()> {
    let mut stdout = io::stdout();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("keluaran standar tidak dapat ditulis"),
    }
}

/// Prints what changes in a file, as `patch` reads it; in colour for a person.
///
/// # Errors
/// As of [`answer`].
pub fn patch(patch: &str) -> anyhow::Result<()> {
    if !Look::of(&io::stdout()).colour {
        return answer(patch);
    }
    let coloured = patch.split_inclusive('\n').map(|line| match line.as_bytes().first() {
        Some(b'+') => format!("\x1b[32m{line}\x1b[0m"),
        Some(b'-') => format!("\x1b[31m{line}\x1b[0m"),
        Some(b'@') => format!("\x1b[36m{line}\x1b[0m"),
        _ => line.to_owned(),
    });
    answer(&coloured.collect::<String>())
}

/// Prints how much has changed.
pub fn compared(changes: &[Change]) {
    let jabatan: BTreeSet<_> =
        changes.iter().filter_map(|change| Some((change.jabatan?, change.is_closing()))).collect();
    match changes.len() {
        0 => say("tidak ada perubahan\n"),
        count => say(&format!("{count} perubahan, pada {} jabatan\n", jabatan.len())),
    }
}

/// Prints where a preview is; `taken` is the port that was asked for in vain, and
/// the one that is used.
pub fn previewing(url: &str, taken: Option<(u16, u16)>) {
    if let Some((asked, port)) = taken {
        say(&format!("porta {asked} sedang dipakai; porta {port} digunakan\n"));
    }
    say(&format!("pratinjau: {url}\ntekan Ctrl-C untuk berhenti\n"));
}

/// Prints why something was not done.
pub fn note(text: &str) {
    say(&format!("{text}\n"));
}

/// Prints what a correction did, or would do.
pub fn corrected(corrections: usize, files: usize, is_written: bool) {
    let what = if is_written { "diperbaiki" } else { "dapat diperbaiki; tidak ada yang ditulis" };
    say(&format!("{corrections} temuan dalam {files} berkas {what}\n"));
}

/// What a build has made.
pub struct Made<'a> {
    /// The edition, as the user named it.
    pub folder: &'a Path,
    pub path: &'a str,
    pub sheets: usize,
    pub pages: Option<usize>,
    /// What is left of the findings, in words; empty if nothing.
    pub findings: String,
    /// Whether it counts as final in spite of warnings.
    pub is_unready: bool,
    pub time: Duration,
}

/// The line that a build ends with.
pub fn made(made: &Made) {
    let Made { folder, path, sheets, pages, findings, is_unready, time } = made;
    let but = if *is_unready { "berstatus final, tetapi masih ada " } else { "" };
    let findings = match findings.as_str() {
        "" => String::new(),
        findings => format!("; {but}{findings}, lihat `iki check {}`", text::argument(folder)),
    };
    let pages = pages.map(|pages| format!(", {pages} halaman")).unwrap_or_default();
    say(&format!("{path}: {sheets} jabatan{pages}, {:.2} detik{findings}\n", time.as_secs_f64()));
}

/// Prints why the run stopped, and says so in the exit code: 1 for problems
/// in the content or changes between editions, 2 for wrong use, 3 for trouble with files and folders.
pub fn failure(error: &anyhow::Error) -> ExitCode {
    if error.is::<Problems>() || error.is::<Changed>() {
        return ExitCode::from(1);
    }
    if error.is::<Misuse>() {
        say(&format!("salah pakai: {error}\n"));
        return ExitCode::from(2);
    }
    say(&format!("gagal: {}\n", reason(error)));
    ExitCode::from(3)
}

/// What was intended and why it failed, without the words of the system.
pub(crate) fn reason(error: &anyhow::Error) -> String {
    let mut parts = Vec::new();
    for cause in error.chain() {
        if let Some(error) = cause.downcast_ref::<io::Error>() {
            parts.push(text::trouble(error));
            break;
        }
        parts.push(cause.to_string());
    }
    parts.join(": ")
}

/// Prints the help that was asked for, or what is wrong with a command line;
/// `command` is the one whose help says more.
pub fn misuse(error: &clap::Error, command: &str) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            return match answer(&error.render().to_string()) {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => failure(&error),
            };
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => say(&error.render().to_string()),
        _ => say(&format!("salah pakai: {}\nlihat `{command} --help`\n", misuse::told(error))),
    }
    ExitCode::from(2)
}

/// Prints that the program itself is at fault, and where, if that is known.
pub fn own_fault(cause: &(dyn Any + Send), place: Option<&String>) -> ExitCode {
    let text = cause.downcast_ref::<String>().map(String::as_str);
    let what = text.or_else(|| cause.downcast_ref::<&str>().copied()).unwrap_or("tanpa keterangan");
    let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
    say(&format!(
        "kesalahan program, bukan kesalahan Anda: {what}{place}\n\
         Sampaikan pesan ini kepada pengembang iki.\n"
    ));
    ExitCode::from(4)
}

/// A reader that has gone away is not an error.
fn say(text: &str) {
    _ = io::stderr().write_all(text.as_bytes());
}
