//! A problem in the content, a template or the design, as a value.
//!
//! Every stage speaks of trouble in this one type; `report` alone decides how
//! it looks. The words are those of the reader: official, friendly Indonesian.

use std::fmt;

use serde::Serialize;

use crate::source::{Sources, Span};

/// How much a problem weighs.
#[derive(Debug, Clone, Copy, Eq, PartialEq, Ord, PartialOrd, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Stops a build.
    Galat,
    /// Somebody should decide whether it is meant.
    Peringatan,
    /// Would be better otherwise.
    Saran,
}

/// A place with a few words on it.
#[derive(Debug, Clone)]
pub struct Label {
    pub span: Span,
    pub text: String,
}

/// One problem: what is wrong, where, and what to do.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// Names the bad thing; never changes once published.
    pub kode: &'static str,
    pub severity: Severity,
    /// What is wrong, true when read alone, without advice.
    pub message: String,
    /// The smallest piece of text that is wrong.
    pub place: Label,
    /// Other places that the problem is about.
    pub related: Vec<Label>,
    /// What to do, if possible with the text to write.
    pub help: Option<String>,
    /// The correction, where it needs no decision.
    pub edits: Vec<Edit>,
}

/// Bytes of a file, and the text to write in their place.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

impl Diagnostic {
    /// A problem that stops a build.
    pub fn galat(kode: &'static str, message: impl Into<String>, span: Span) -> Self {
        Self {
            kode,
            severity: Severity::Galat,
            message: message.into(),
            place: Label { span, text: String::new() },
            related: Vec::new(),
            help: None,
            edits: Vec::new(),
        }
    }

    /// A problem that does not stop a build.
    pub fn peringatan(kode: &'static str, message: impl Into<String>, span: Span) -> Self {
        Self { severity: Severity::Peringatan, ..Self::galat(kode, message, span) }
    }

    /// An advice.
    pub fn saran(kode: &'static str, message: impl Into<String>, span: Span) -> Self {
        Self { severity: Severity::Saran, ..Self::galat(kode, message, span) }
    }

    /// Words at the place itself.
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.place.text = text.into();
        self
    }

    /// Another place that the problem is about.
    pub fn related(mut self, span: Span, text: impl Into<String>) -> Self {
        self.related.push(Label { span, text: text.into() });
        self
    }

    /// A correction that needs no decision, if its place is known to the byte.
    pub fn edit(mut self, span: Option<Span>, text: impl Into<String>) -> Self {
        self.edits.extend(span.map(|span| Edit { span, text: text.into() }));
        self
    }

    /// What to do.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }
}

/// What was found in one edition, and the texts it was found in.
pub struct Findings {
    pub problems: Vec<Diagnostic>,
    pub sources: Sources,
}

/// Problems stopped the run; they were reported.
#[derive(Debug)]
pub struct Problems;

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("isi naskah bermasalah")
    }
}

impl std::error::Error for Problems {}

/// Two editions are not the same; what has changed was reported.
#[derive(Debug)]
pub struct Changed;

impl fmt::Display for Changed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("kedua naskah berbeda")
    }
}

impl std::error::Error for Changed {}

/// The command line asks for something that cannot be.
#[derive(Debug)]
pub struct Misuse(pub String);

impl fmt::Display for Misuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Misuse {}

/// Whether any of the problems stops a build.
pub fn any_galat(problems: &[Diagnostic]) -> bool {
    problems.iter().any(|problem| problem.severity == Severity::Galat)
}
