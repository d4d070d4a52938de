//! An edition becomes pages that were looked over.
//!
//! Whether a word is too long for its place, or the signature alone on a page,
//! shows only in the pages. Then the edition is set once more, otherwise; what
//! is still wrong is a problem.

use crate::checks;
use crate::content::Content;
use crate::diagnostic::{Diagnostic, any_galat};
use crate::document::{self, Document};
use crate::fonts::Fonts;
use crate::frames::{self, Faults};
use crate::geometry::Geometry;
use crate::markup::{self, Adjustments, Job, Markup};
use crate::model::Naskah;

/// How often an edition is set at the most.
const ROUNDS: usize = 8;
/// How far a table is moved down at a time, in pt: some three lines.
const LOWERING: f64 = 45.0;

/// The edition, if it was read whole and its font can show it.
pub fn printable<'a>(content: &'a Content, fonts: &Fonts) -> Option<&'a Naskah> {
    let naskah = content.naskah.as_ref()?;
    (!any_galat(&content.problems) && checks::can_be_printed(naskah, fonts)).then_some(naskah)
}

/// Pages, and what is wrong with them.
pub struct Laid<'f> {
    pub document: Document<'f>,
    pub problems: Vec<Diagnostic>,
}

/// Lays pages out and looks them over.
///
/// # Errors
/// The problems of templates and of Typst. Problems of the finished pages come
/// with the pages.
pub fn pages<'f>(job: Job, fonts: &'f Fonts) -> Result<Laid<'f>, Vec<Diagnostic>> {
    let mut adjustments = Adjustments::default();
    let mut round = 1;
    loop {
        let markup = markup(job, fonts, &adjustments)?;
        let document = document::compile(markup, fonts)?;
        let Faults { problems, overflows, lonely_signature } = frames::check(&document, job.naskah);
        let good = overflows.is_empty() && !lonely_signature;
        if good || round == ROUNDS {
            return Ok(Laid { document, problems });
        }
        for (place, words) in overflows {
            let overflow = adjustments.overflows.entry(place).or_default();
            // The heights of boxes are reckoned for words that break anywhere.
            let (is_in_picture, _) = place;
            overflow.times = if is_in_picture { overflow.times.max(2) + 1 } else { overflow.times + 1 };
            overflow.words.extend(words);
        }
        if lonely_signature {
            adjustments.lowered += LOWERING;
        }
        round += 1;
    }
}

/// The markup of the job, without a look at its pages.
///
/// # Errors
/// The problems of the templates.
pub fn markup(job: Job, fonts: &Fonts, adjustments: &Adjustments) -> Result<Markup, Vec<Diagnostic>> {
    let geometry = Geometry::new(job.naskah, fonts);
    markup::render(job, &geometry, adjustments).map_err(|problem| vec![*problem])
}
