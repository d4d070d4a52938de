//! What a person still has to look at, written into `belum_diperiksa`.

use crate::diagnostic::Edit;
use crate::model::Naskah;
use crate::source::{Sources, Span};

/// The edit that adds items to `naskah.yaml`.
pub(crate) fn added(naskah: &Naskah, sources: &Sources, items: &[String]) -> Edit {
    let yaml = &sources.get(naskah.tahun.span.source).text;
    let newline = if yaml.contains("\r\n") { "\r\n" } else { "\n" };
    let quoted = |item: &String| serde_json::to_string(item).expect("a text is plain JSON");
    let listed =
        |before: &str| items.iter().map(|item| format!("{newline}{before}{}", quoted(item))).collect::<String>();
    let at = |at: usize| Span { source: naskah.tahun.span.source, start: at, end: at };
    let Some(last) = naskah.belum_diperiksa.last() else {
        let text = format!("{newline}belum_diperiksa:{}", listed("  - "));
        return Edit { span: at(line_end(yaml, naskah.tahun.span.end)), text };
    };
    let line = &yaml[..last.span.start];
    let before = &line[line.rfind('\n').map_or(0, |end| end + 1)..];
    if before.trim_start() == "- " {
        return Edit { span: at(line_end(yaml, last.span.end)), text: listed(before) };
    }
    // A list in brackets.
    Edit { span: at(last.span.end), text: items.iter().map(|item| format!(", {}", quoted(item))).collect() }
}

fn line_end(text: &str, at: usize) -> usize {
    at + text[at..].find(['\r', '\n']).unwrap_or(text.len() - at)
}
