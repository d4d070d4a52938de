//! What a person still has to look at, written into `belum_diperiksa`.

use crate::diagnostic::Edit;
use crate::model::Naskah;
use crate::source::{Sources, Span, line_end, line_start, newline};

/// The edit that adds items to `naskah.yaml`.
pub(crate) fn added(naskah: &Naskah, sources: &Sources, items: &[String]) -> Edit {
    let yaml = &sources.get(naskah.tahun.span.source).text;
    let newline = newline(yaml);
    let quoted = |item: &String| serde_json::to_string(item).expect("a text is plain JSON");
    let listed =
        |before: &str| items.iter().map(|item| format!("{newline}{before}{}", quoted(item))).collect::<String>();
    let at = |at: usize| Span { source: naskah.tahun.span.source, start: at, end: at };
    let Some(last) = naskah.belum_diperiksa.last() else {
        let text = format!("{newline}belum_diperiksa:{}", listed("  - "));
        return Edit { span: at(line_end(yaml, naskah.tahun.span.end)), text };
    };
    let before = &yaml[line_start(yaml, last.span.start)..last.span.start];
    if before.trim_start() == "- " {
        return Edit { span: at(line_end(yaml, last.span.end)), text: listed(before) };
    }
    // A list in brackets.
    Edit { span: at(last.span.end), text: items.iter().map(|item| format!(", {}", quoted(item))).collect() }
}
