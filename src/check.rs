//! `iki check`: content → findings, and the corrections that need no decision.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::bail;
use similar::TextDiff;

use crate::cli::Check;
use crate::content::{self, Content, Files};
use crate::diagnostic::{Findings, Problems, any_galat};
use crate::fix;
use crate::fonts::Fonts;
use crate::journal;
use crate::{checks, explain, report};

/// How often a corrected edition is looked over for what is left to correct.
const ROUNDS: usize = 10;

/// Checks the editions that the arguments name and prints what was found.
///
/// # Errors
/// [`Problems`] when an edition has a galat, or anything at all with
/// `--strict`; [`crate::diagnostic::Misuse`]; or what is wrong with files.
pub fn run(args: &Check) -> anyhow::Result<()> {
    if let Some(kode) = &args.explain {
        return report::answer(&explain::page(kode)?);
    }
    let fonts = Fonts::load(args.font_dir.as_deref())?;
    let here = [PathBuf::from(".")];
    let folders = if args.folders.is_empty() { &here[..] } else { &args.folders };
    let mut found = Vec::new();
    for folder in folders {
        let folder = journal::edition(Some(folder))?;
        if args.fix && any_galat(&journal::read(&folder)?.problems) {
            report::note("naskah yang masih mempunyai galat tidak diperbaiki; perbaiki dahulu galatnya");
        } else if args.fix {
            let corrected = correct(&folder, &fonts)?;
            if args.diff {
                show(&folder, &corrected)?;
            } else {
                write(&folder, &corrected)?;
            }
            report::corrected(corrected.count, corrected.files.len(), !args.diff);
        }
        found.push(check(journal::read(&folder)?, &fonts));
    }
    let fails = |found: &Findings| any_galat(&found.problems) || (args.strict && !found.problems.is_empty());
    let failed = found.iter().any(fails);
    if !args.diff || failed {
        report::findings(&found, args.format)?;
    }
    if failed { Err(Problems.into()) } else { Ok(()) }
}

/// Everything that is found in what was read, in the order of the files.
pub fn check(content: Content, fonts: &Fonts) -> Findings {
    Findings { problems: checks::run(&content, fonts), sources: content.sources }
}

/// What the corrections of an edition come to.
pub struct Corrected {
    /// How many findings they mend.
    pub count: usize,
    /// The text of each file that changes, by its path below the edition:
    /// before and after.
    pub files: BTreeMap<String, (String, String)>,
}

/// Corrects an edition, in memory, until nothing is left to correct.
///
/// # Errors
/// When the folder cannot be read, or a correction does harm or is never done.
pub fn correct(folder: &Path, fonts: &Fonts) -> anyhow::Result<Corrected> {
    let before = journal::read(folder)?;
    // What is saved from now on is not mixed with what was read.
    let mut changed = before.texts();
    let mut count = 0;
    for round in 0.. {
        let content = content::read_changed(folder, &changed)?;
        if any_galat(&content.problems) {
            bail!("perbaikan otomatis merusak naskah; tidak ada yang ditulis. Sampaikan kepada pengembang iki");
        }
        let names: BTreeMap<_, _> = content.files.iter().map(|(name, source)| (*source, name.clone())).collect();
        let found = check(content, fonts);
        let texts = fix::texts(&found.problems, &found.sources);
        if texts.is_empty() {
            break;
        }
        if round == ROUNDS {
            bail!("perbaikan otomatis tidak berakhir; tidak ada yang ditulis. Sampaikan kepada pengembang iki");
        }
        for (source, (text, corrections)) in texts {
            count += corrections;
            changed.insert(names[&source].clone(), Some(text));
        }
    }
    let texts = before.texts().into_iter().zip(changed).filter(|(old, new)| old != new);
    let files = texts.filter_map(|((name, old), (_, new))| Some((name, (old?, new?)))).collect();
    Ok(Corrected { count, files })
}

/// Prints the difference that corrections make.
fn show(folder: &Path, corrected: &Corrected) -> anyhow::Result<()> {
    for (name, (old, new)) in &corrected.files {
        let path = folder.join(name).display().to_string();
        report::patch(&TextDiff::from_lines(old.as_str(), new).unified_diff().header(&path, &path).to_string())?;
    }
    Ok(())
}

fn write(folder: &Path, corrected: &Corrected) -> anyhow::Result<()> {
    let texts = |text: fn(&(String, String)) -> &String| -> Files {
        corrected.files.iter().map(|(name, texts)| (name.clone(), Some(text(texts).clone()))).collect()
    };
    journal::change(folder, &texts(|(old, _)| old), &texts(|(_, new)| new))
}
