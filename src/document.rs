//! Markup becomes a document of laid-out pages, and what Typst finds wrong
//! with it becomes our kind of problem, at the place in the YAML.

use std::collections::BTreeMap;
use std::num::NonZeroU64;

use rayon::prelude::*;
use typst::comemo::Track;
use typst::diag::SourceDiagnostic;
use typst::engine::{Route, Sink, Traced};
use typst::syntax::{DiagSpan, Span as TypstSpan, SyntaxKind, SyntaxNode};
use typst::{World, WorldExt};
use typst_layout::PagedDocument;

use crate::diagnostic::Diagnostic;
use crate::fonts::Fonts;
use crate::markup::{Markup, MarkupFile, Origin};
use crate::source::Span;
use crate::world::Dunia;

/// A laid-out document, and what it was made from.
pub struct Document<'a> {
    pub pages: PagedDocument,
    pub markup: Markup,
    dunia: Dunia<'a>,
}

/// Which text of the content a glyph belongs to: string literals of the markup
/// by their span, and the index of the origin they are in.
pub struct Literals(BTreeMap<NonZeroU64, usize>);

/// Lays a document out.
///
/// # Errors
/// The problems that Typst found, each where its text was written. A warning
/// of Typst counts: nothing may be laid out other than intended.
pub fn compile(markup: Markup, fonts: &Fonts) -> Result<Document<'_>, Vec<Diagnostic>> {
    let dunia = Dunia::new(&markup, fonts);
    evaluate_ahead(&dunia);
    let result = typst::compile::<PagedDocument>(&dunia);
    match result.output {
        Err(errors) => Err(problems(&errors, &dunia, &markup)),
        Ok(_) if !result.warnings.is_empty() => Err(problems(&result.warnings, &dunia, &markup)),
        Ok(pages) => Ok(Document { pages, markup, dunia }),
    }
}

/// Evaluates sheets and pictures, all at the same time. Typst goes through them
/// one by one, and finds their results in its memory.
fn evaluate_ahead(dunia: &Dunia) {
    let world: &dyn World = dunia;
    let parts = dunia.parts();
    // A single file gains nothing.
    if parts.len() == 1 {
        return;
    }
    parts.par_iter().for_each(|source| {
        let (traced, route, mut sink) = (Traced::default(), Route::default(), Sink::new());
        // An error is found again, by the way that leads to it.
        _ = typst_eval::eval(world.track(), world.library(), traced.track(), sink.track_mut(), route.track(), source);
    });
}

impl Document<'_> {
    /// Finds the string literals in every origin.
    pub fn literals(&self) -> Literals {
        let mut literals = BTreeMap::new();
        let mut origins = self.markup.origins.iter().enumerate().peekable();
        while let Some((_, first)) = origins.peek() {
            let file = &first.file;
            let mut strings = Vec::new();
            collect_strings(self.dunia.markup(file).root(), 0, &mut strings);
            let mut strings = strings.into_iter().peekable();
            while let Some((index, origin)) = origins.next_if(|(_, origin)| origin.file == *file) {
                while let Some((at, span)) = strings.next_if(|(at, _)| *at < origin.range.end) {
                    if at >= origin.range.start {
                        literals.insert(span.into_raw(), index);
                    }
                }
            }
        }
        Literals(literals)
    }

    /// Problems of an export, at their places.
    pub fn problems(&self, errors: &[SourceDiagnostic]) -> Vec<Diagnostic> {
        problems(errors, &self.dunia, &self.markup)
    }
}

impl Literals {
    /// The index of the text of the content that a glyph belongs to.
    pub fn origin(&self, span: TypstSpan) -> Option<usize> {
        self.0.get(&span.into_raw()).copied()
    }
}

/// The string literals below a node: where they start, and their spans.
fn collect_strings(node: &SyntaxNode, start: usize, strings: &mut Vec<(usize, TypstSpan)>) {
    if node.kind() == SyntaxKind::Str {
        strings.push((start, node.span()));
    }
    let mut start = start;
    for child in node.children() {
        collect_strings(child, start, strings);
        start += child.len();
    }
}

/// The text of the content that a place in the markup belongs to.
fn origin<'m>(span: DiagSpan, dunia: &Dunia, markup: &'m Markup) -> Option<&'m Origin> {
    let file = span.id()?;
    let range = dunia.range(span)?;
    let within = |origin: &&Origin| {
        origin.file == file.vpath().get_with_slash()
            && origin.range.start <= range.start
            && range.end <= origin.range.end
    };
    markup.origins.iter().find(within)
}

fn problems(errors: &[SourceDiagnostic], dunia: &Dunia, markup: &Markup) -> Vec<Diagnostic> {
    errors.iter().map(|error| problem(error, dunia, markup)).collect()
}

fn problem(error: &SourceDiagnostic, dunia: &Dunia, markup: &Markup) -> Diagnostic {
    let calls = || std::iter::once(error.span).chain(error.trace.iter().map(|point| point.span.into()));
    let in_content = calls().find_map(|span| origin(span, dunia, markup)).map(|origin| origin.span);
    let in_template = calls().find_map(|span| template_place(span, dunia, markup));
    let template = calls().find_map(|span| Some(Span::file(file_of(span, markup)?.template)));
    let place = in_template.or(in_content).or(template).unwrap_or(markup.main);
    let mut problem = Diagnostic::galat("templat", format!("Typst menolak susunan ini: {}", error.message), place)
        .help("kalau templat diganti dengan --templates, perbaiki di sini; kalau tidak, ini kesalahan program");
    if let Some(content) = in_content.filter(|&content| content != place) {
        problem = problem.related(content, "saat menyusun teks ini");
    }
    problem
}

/// A place in a template that is used as it is.
fn template_place(span: DiagSpan, dunia: &Dunia, markup: &Markup) -> Option<Span> {
    let file = file_of(span, markup)?;
    let range = dunia.range(span)?;
    file.verbatim.then_some(Span { source: file.template, start: range.start, end: range.end })
}

fn file_of(span: DiagSpan, markup: &Markup) -> Option<&MarkupFile> {
    markup.files.get(span.id()?.vpath().get_with_slash())
}
