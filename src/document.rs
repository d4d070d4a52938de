//! Markup becomes a document of laid-out pages, and what Typst finds wrong
//! with it becomes our kind of problem, at the place in the YAML.

use typst::WorldExt;
use typst::comemo;
use typst::diag::SourceDiagnostic;
use typst::syntax::{DiagSpan, Span as TypstSpan};
use typst_layout::PagedDocument;

use crate::diagnostic::Diagnostic;
use crate::fonts::Fonts;
use crate::markup::{Markup, Origin};
use crate::source::Span;
use crate::world::Dunia;

/// A laid-out document, and what it was made from.
pub struct Document<'a> {
    pub pages: PagedDocument,
    pub markup: Markup,
    dunia: Dunia<'a>,
}

/// Lays a document out.
///
/// # Errors
/// The problems that Typst found, each where its text was written. A warning
/// of Typst counts: nothing may be laid out other than intended.
pub fn compile(markup: Markup, fonts: &Fonts) -> Result<Document<'_>, Vec<Diagnostic>> {
    let dunia = Dunia::new(&markup, fonts);
    let result = typst::compile::<PagedDocument>(&dunia);
    comemo::evict(10);
    match result.output {
        Err(errors) => Err(problems(&errors, &dunia, &markup)),
        Ok(_) if !result.warnings.is_empty() => Err(problems(&result.warnings, &dunia, &markup)),
        Ok(pages) => Ok(Document { pages, markup, dunia }),
    }
}

impl Document<'_> {
    /// The text of the content that a glyph or shape comes from.
    pub fn origin(&self, span: TypstSpan) -> Option<&Origin> {
        origin(span.into(), &self.dunia, &self.markup)
    }

    /// Problems of an export, at their places.
    pub fn problems(&self, errors: &[SourceDiagnostic]) -> Vec<Diagnostic> {
        problems(errors, &self.dunia, &self.markup)
    }
}

fn origin<'m>(span: DiagSpan, dunia: &Dunia, markup: &'m Markup) -> Option<&'m Origin> {
    let file = markup.files.get(span.id()?.vpath().get_with_slash())?;
    let range = dunia.range(span)?;
    let after = file.origins.partition_point(|origin| origin.range.start <= range.start);
    let origin = file.origins[..after].last()?;
    (range.end <= origin.range.end).then_some(origin)
}

fn problems(errors: &[SourceDiagnostic], dunia: &Dunia, markup: &Markup) -> Vec<Diagnostic> {
    errors.iter().map(|error| problem(error, dunia, markup)).collect()
}

fn problem(error: &SourceDiagnostic, dunia: &Dunia, markup: &Markup) -> Diagnostic {
    let calls = || std::iter::once(error.span).chain(error.trace.iter().map(|point| point.span.into()));
    let in_content = calls().find_map(|span| origin(span, dunia, markup)).map(|origin| origin.span);
    let in_template = calls().find_map(|span| template_place(span, dunia, markup));
    let place = in_template.or(in_content).unwrap_or(markup.main);
    let mut problem = Diagnostic::galat("templat", format!("Typst menolak susunan ini: {}", error.message), place)
        .help("kalau templat diganti dengan --templates, perbaiki di sini; kalau tidak, ini kekurangan program");
    if let Some(content) = in_content.filter(|&content| content != place) {
        problem = problem.related(content, "saat menyusun teks ini");
    }
    problem
}

/// A place in a template that is used as it is.
fn template_place(span: DiagSpan, dunia: &Dunia, markup: &Markup) -> Option<Span> {
    let file = markup.files.get(span.id()?.vpath().get_with_slash())?;
    let range = dunia.range(span)?;
    Some(Span { source: file.source?, start: range.start, end: range.end })
}
