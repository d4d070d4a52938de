//! `iki check`: content → findings, and the corrections that need no decision.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::bail;
use similar::TextDiff;

use crate::cli::Check;
use crate::content::{self, Content};
use crate::diagnostic::{Diagnostic, Findings, Problems, any_galat};
use crate::fix;
use crate::fonts::Fonts;
use crate::{checks, explain, output, report};

/// How often a corrected edition is looked over for what is left to correct.
const ROUNDS: usize = 10;

/// Checks the editions that the arguments name and prints what was found.
///
/// # Errors
/// [`Problems`] when an edition has a galat, or anything at all with
/// `--strict`; [`report::Misuse`]; or what is wrong with files.
pub fn run(args: &Check) -> anyhow::Result<()> {
    if let Some(kode) = &args.explain {
        report::answer(&explain::page(kode)?);
        return Ok(());
    }
    let fonts = Fonts::load(args.font_dir.as_deref())?;
    let here = [PathBuf::from(".")];
    let folders = if args.folders.is_empty() { &here[..] } else { &args.folders };
    let mut found = Vec::new();
    for folder in folders {
        let folder = content::find(folder)?;
        if args.fix {
            correct(&folder, &fonts, args.diff)?;
        }
        found.push(check(content::read(&folder)?, &fonts));
    }
    if !args.diff {
        report::findings(&found, args.format);
    }
    let fails = |found: &Findings| any_galat(&found.problems) || (args.strict && !found.problems.is_empty());
    if found.iter().any(fails) { Err(Problems.into()) } else { Ok(()) }
}

/// Everything that is found in what was read.
pub fn check(content: Content, fonts: &Fonts) -> Findings {
    let Content { naskah, sources, mut problems, .. } = content;
    problems.extend(naskah.iter().flat_map(|naskah| checks::run(naskah, fonts, &sources)));
    problems.sort_by_key(|problem: &Diagnostic| problem.place.span);
    Findings { problems, sources }
}

/// Corrects an edition until nothing is left to correct; writes it, or only
/// shows the difference.
fn correct(folder: &Path, fonts: &Fonts, only_diff: bool) -> anyhow::Result<()> {
    let before = content::read(folder)?;
    let mut changed: BTreeMap<String, String> = BTreeMap::new();
    let mut corrections = 0;
    for _ in 0..ROUNDS {
        let content = content::read_changed(folder, &changed)?;
        let names: BTreeMap<_, _> = content.files.iter().map(|(name, source)| (*source, name.clone())).collect();
        let found = check(content, fonts);
        let texts = fix::texts(&found.problems, &found.sources);
        if texts.is_empty() {
            break;
        }
        for (source, (text, count)) in texts {
            corrections += count;
            changed.insert(names[&source].clone(), text);
        }
    }
    let after = content::read_changed(folder, &changed)?;
    if any_galat(&after.problems) && !any_galat(&before.problems) {
        bail!("perbaikan otomatis merusak naskah; tidak ada yang ditulis. Sampaikan kepada pengembang iki");
    }
    for (name, text) in &changed {
        if only_diff {
            let old = original(&before, name);
            let path = folder.join(name);
            let diff = TextDiff::from_lines(old, text);
            let header = path.display().to_string();
            report::answer(&diff.unified_diff().header(&header, &header).to_string());
        } else {
            output::replace(&folder.join(name), text.as_bytes())?;
        }
    }
    report::corrected(corrections, changed.len(), !only_diff);
    Ok(())
}

fn original<'a>(content: &'a Content, name: &str) -> &'a str {
    let source = content.files.iter().find(|(known, _)| known == name).map(|(_, source)| *source);
    source.map_or("", |source| content.sources.get(source).text.as_str())
}
