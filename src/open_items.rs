//! What a person still has to look at, written into `belum_diperiksa`.

use crate::diagnostic::Edit;
use crate::items;
use crate::model::Naskah;
use crate::scalar;
use crate::source::{Sources, Span, line_end, newline};

/// The edit that adds items to `naskah.yaml`.
pub(crate) fn added(naskah: &Naskah, sources: &Sources, items: &[String]) -> Edit {
    let tahun = naskah.tahun.span;
    let yaml = &sources.get(tahun.source).text;
    let items: Vec<String> = items.iter().map(|item| scalar::quoted(item)).collect();
    items::added(yaml, "belum_diperiksa", &naskah.belum_diperiksa, &items).unwrap_or_else(|| {
        let newline = newline(yaml);
        let listed: String = items.iter().map(|item| format!("{newline}  - {item}")).collect();
        let end = line_end(yaml, tahun.end);
        Edit { span: Span { start: end, end, ..tahun }, text: format!("{newline}belum_diperiksa:{listed}") }
    })
}
