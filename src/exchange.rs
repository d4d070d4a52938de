//! Problems for other programs: JSON lines, and SARIF 2.1.0 for code hosts and
//! editors. These shapes are stable. Lines and columns count from 1, columns
//! in characters; an end is the column after the last character.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use crate::diagnostic::{Diagnostic, Findings, Label, Severity};
use crate::explain;
use crate::source::{Sources, Span};

/// A problem in the shape of `--format json`.
#[derive(Serialize)]
pub(crate) struct Finding<'a> {
    code: &'a str,
    severity: Severity,
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
    help: Option<&'a str>,
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
}

/// One object a line.
pub fn json_lines(found: &[Findings]) -> String {
    let line = |problem, sources| format!("{}\n", json!(finding(problem, sources)));
    found
        .iter()
        .flat_map(|Findings { problems, sources }| problems.iter().map(|problem| line(problem, sources)))
        .collect()
}

pub(crate) fn finding<'a>(problem: &'a Diagnostic, sources: &'a Sources) -> Finding<'a> {
    let related = |label: &'a Label| Related { message: &label.text, place: place(label.span, sources) };
    Finding {
        code: problem.kode,
        severity: problem.severity,
        message: &problem.message,
        place: place(problem.place.span, sources),
        help: problem.help.as_deref(),
        related: problem.related.iter().map(related).collect(),
    }
}

fn place(span: Span, sources: &Sources) -> Place<'_> {
    let (line, column) = sources.position(span.source, span.start);
    let (end_line, end_column) = sources.position(span.source, span.end);
    Place { file: &sources.get(span.source).name, line, column, end_line, end_column }
}

/// One SARIF log with every rule that found something.
pub fn sarif(found: &[Findings]) -> String {
    let mut kode: Vec<&str> = found.iter().flat_map(|found| &found.problems).map(|problem| problem.kode).collect();
    kode.sort_unstable();
    kode.dedup();
    let results: Vec<Value> = found
        .iter()
        .flat_map(|Findings { problems, sources }| problems.iter().map(|problem| result(problem, &kode, sources)))
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "iki",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules(&kode),
            } },
            "language": "id",
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

/// The rules with their pages of the manual.
fn rules(kode: &[&str]) -> Vec<Value> {
    let pages: BTreeMap<&str, &str> = explain::sections().collect();
    let rule = |kode: &&str| {
        let page = pages.get(kode).copied().unwrap_or_default().trim();
        let summary = page.split("\n\n").next().unwrap_or_default();
        json!({ "id": kode, "shortDescription": { "text": summary }, "help": { "text": page, "markdown": page } })
    };
    kode.iter().map(rule).collect()
}

fn result(problem: &Diagnostic, rules: &[&str], sources: &Sources) -> Value {
    let advice = problem.help.as_ref().map(|help| format!(" Saran: {help}.")).unwrap_or_default();
    let related = |label: &Label| location(label.span, Some(&label.text), sources);
    json!({
        "ruleId": problem.kode,
        "ruleIndex": rules.iter().position(|kode| *kode == problem.kode),
        "level": level(problem.severity),
        "message": { "text": format!("{}.{advice}", problem.message) },
        "locations": [location(problem.place.span, None, sources)],
        "relatedLocations": problem.related.iter().map(related).collect::<Vec<_>>(),
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Galat => "error",
        Severity::Peringatan => "warning",
        Severity::Saran => "note",
    }
}

fn location(span: Span, message: Option<&str>, sources: &Sources) -> Value {
    let Place { file, line, column, end_line, end_column } = place(span, sources);
    let mut location = json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(file) },
        "region": { "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column },
    } });
    if let Some(text) = message {
        location["message"] = json!({ "text": text });
    }
    location
}

/// A path as a URI reference (RFC 3986).
fn uri(path: &str) -> String {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b"-._~/".contains(&b);
    path.bytes().map(|b| if allowed(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
