//! Templates run here: every value becomes a Typst literal, and every text
//! keeps the place in the YAML it came from.

use std::fmt::{self, Write as _};
use std::ops::Range;
use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Object, ObjectRepr, Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior};

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Sources, Span};
use crate::templates::{Template, Templates};

/// Around a text while a template runs: `OPEN`, its number, `MIDDLE`, its
/// markup, `CLOSE`. The reader of the content refuses these characters.
const OPEN: char = '\u{e000}';
const MIDDLE: char = '\u{e001}';
const CLOSE: char = '\u{e002}';
/// Before each letter of a text that a filter or `~` has taken in.
const STRAY: char = '\u{e003}';
/// Steps that one template may take.
const FUEL: u64 = 5_000_000;

/// A text on its way through a template.
#[derive(Clone)]
pub(crate) struct Placed {
    /// Typst markup that is made of literals.
    pub(crate) markup: String,
    pub(crate) span: Span,
    /// What is to be seen in the pages.
    pub(crate) printed: String,
    /// Whether it is to be seen at all.
    pub(crate) required: bool,
}

impl Object for Placed {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn is_true(self: &Arc<Self>) -> bool {
        true
    }
}

/// What filters and `~` get: no part of a text is placed without where it comes from.
impl fmt::Debug for Placed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.printed.chars().try_for_each(|c| write!(f, "{STRAY}{c}"))
    }
}

/// A string literal of Typst.
pub(crate) fn literal(text: &str) -> String {
    let mut literal = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                literal.push('\\');
                literal.push(c);
            }
            c if c.is_control() => _ = write!(literal, "\\u{{{:x}}}", c as u32),
            c => literal.push(c),
        }
    }
    literal.push('"');
    literal
}

/// Runs the templates.
pub(crate) struct Engine<'a> {
    environment: Environment<'a>,
    templates: &'a Templates,
}

/// The texts that a run of a template has placed so far.
#[derive(Default)]
struct PlacedTexts(Vec<Placed>);

impl<'a> Engine<'a> {
    pub(crate) fn new(sources: &'a Sources, templates: &'a Templates) -> Result<Self, Box<Diagnostic>> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::Custom("typst".into()));
        environment.set_syntax(
            SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().expect("the default delimiters"),
        );
        environment.set_debug(true);
        environment.set_fuel(Some(FUEL));
        // Nothing but the formatter makes markup of a value.
        for filter in ["safe", "escape", "e"] {
            environment.remove_filter(filter);
        }
        environment.set_formatter(|out, state, value| {
            if let Some(text) = value.downcast_object_ref::<Placed>() {
                let placed = state.get_or_insert_extension_with(PlacedTexts::default);
                placed.0.push(text.clone());
                return Ok(write!(out, "{OPEN}{}{MIDDLE}{}{CLOSE}", placed.0.len() - 1, text.markup)?);
            }
            Ok(out.write_str(&plain_literal(value)?)?)
        });
        for template in [Template::Naskah, Template::Jabatan, Template::Lampiran] {
            let source = templates.get(template);
            let text = &sources.get(source).text;
            environment.add_template(template.name(), text).map_err(|error| problem(&error, source))?;
        }
        Ok(Self { environment, templates })
    }

    /// Runs one template.
    pub(crate) fn run(&self, template: Template, values: Value) -> Result<Rendered, Box<Diagnostic>> {
        let source = self.templates.get(template);
        let rendered =
            self.environment.get_template(template.name()).and_then(|template| template.render_captured(values));
        let mut rendered = rendered.map_err(|error| problem(&error, source))?;
        let placed =
            rendered.with_state_mut(|state| std::mem::take(state.get_or_insert_extension_with(PlacedTexts::default)).0);
        Ok(unmarked(&rendered.into_output(), &placed, source))
    }
}

/// What a template has given: its text, and the texts placed in it.
pub(crate) struct Rendered {
    pub(crate) text: String,
    pub(crate) placed: Vec<(Range<usize>, Placed)>,
    pub(crate) template: SourceId,
}

/// Takes the marks out and keeps where they stood.
fn unmarked(marked: &str, placed: &[Placed], template: SourceId) -> Rendered {
    let mut rendered = Rendered { text: String::with_capacity(marked.len()), placed: Vec::new(), template };
    for (index, part) in marked.split(OPEN).enumerate() {
        let marks = part.split_once(MIDDLE).and_then(|(number, rest)| Some((number, rest.split_once(CLOSE)?)));
        let Some((number, (inner, after))) = marks.filter(|_| index > 0) else {
            rendered.text.push_str(part);
            continue;
        };
        let range = rendered.text.len()..rendered.text.len() + inner.len();
        rendered.text.push_str(inner);
        rendered.text.push_str(after);
        let number: Option<usize> = number.parse().ok();
        let text = number.and_then(|number| placed.get(number));
        rendered.placed.extend(text.map(|text| (range, text.clone())));
    }
    rendered
}

fn plain_literal(value: &Value) -> Result<String, Error> {
    let is_marked = |text: &str| text.contains(STRAY) || !value.is_safe() && text.contains([OPEN, MIDDLE, CLOSE]);
    match value.kind() {
        ValueKind::String if value.as_str().is_some_and(is_marked) => Err(Error::new(
            ErrorKind::InvalidOperation,
            "teks naskah hanya dapat ditempatkan utuh, tanpa filter dan tanpa `~`; \
             rupanya diatur dengan fungsi Typst, misalnya `strong({{ nama }})`",
        )),
        ValueKind::String if value.is_safe() => Ok(value.to_string()),
        ValueKind::String => Ok(literal(value.as_str().unwrap_or_default())),
        ValueKind::Number => Ok(value.to_string()),
        ValueKind::Bool => Ok(value.is_true().to_string()),
        kind => Err(Error::new(ErrorKind::InvalidOperation, format!("nilai jenis {kind} tidak dapat ditempatkan"))),
    }
}

fn problem(error: &Error, source: SourceId) -> Box<Diagnostic> {
    let range = error.range().unwrap_or_default();
    let detail = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    let place = Span { source, start: range.start, end: range.end };
    let problem = Diagnostic::galat("templat", format!("templat tidak dapat dijalankan: {detail}"), place);
    Box::new(problem.help("perbaiki templat di baris ini, atau jalankan tanpa --templates"))
}
