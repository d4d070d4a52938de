//! `iki change`: a plan → an edition with another structure, all of it or nothing.

mod draft;
mod follow;
mod mentions;
mod names;
mod sheet;
mod single;
mod steps;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::bail;
use similar::TextDiff;

use self::draft::{Done, Draft, Hindrance};
use crate::cli::Change;
use crate::content::{self, Files, ReadPlan};
use crate::diagnostic::{Diagnostic, Problems, any_galat};
use crate::diff::{self, telling};
use crate::journal;
use crate::model::Naskah;
use crate::plan::{Operasi, Plan};
use crate::source::{Sources, Spanned};
use crate::{files, open_items, report, scalar, text};

/// Does what a plan says, or shows what would be done.
///
/// # Errors
/// [`Problems`], which were printed; or what is wrong with files.
pub fn run(args: &Change) -> anyhow::Result<()> {
    let mut order = order(args)?;
    let folder = journal::edition(order.folder.as_deref())?;
    order.inverse = beside_sheets(&folder, order.inverse);
    match changed(&folder, &order.plan) {
        Ok(changed) if args.dry_run => {
            show(&folder, &order.plan, &changed)?;
            Ok(())
        }
        Ok(changed) => write(&folder, &order, &changed),
        Err(hindrance) => Err(stopped(hindrance, &order.sources)),
    }
}

/// What is asked for.
struct Order {
    plan: Plan,
    /// Where the plan is written.
    sources: Sources,
    folder: Option<PathBuf>,
    /// The file of the plan that takes it back.
    inverse: PathBuf,
}

fn order(args: &Change) -> anyhow::Result<Order> {
    if let Some(operation) = &args.operation {
        let (plan, sources, folder) = single::plan(operation);
        return Ok(Order { plan, sources, folder, inverse: PathBuf::from("kembali.yaml") });
    }
    let path = args.plan.as_deref().unwrap_or(Path::new(""));
    let ReadPlan { plan, sources, problems } = content::read_plan(path)?;
    report::problems(&problems, &sources);
    // What is only doubtful is not carried out either.
    if plan.is_none() && !any_galat(&problems) {
        report::note(&format!("{}: tidak ada yang ditulis", report::counts(problems.iter())));
    }
    let name = format!("{}-kembali.yaml", path.file_stem().unwrap_or_default().to_string_lossy());
    let plan = plan.ok_or(Problems)?;
    Ok(Order { plan, sources, folder: args.folder.clone(), inverse: path.with_file_name(name) })
}

/// The path of a plan, but in the folder of the edition if it would be among the sheets,
/// where every file is one of a position.
fn beside_sheets(folder: &Path, plan: PathBuf) -> PathBuf {
    let within = plan.parent().filter(|within| !within.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let is_same = |sheets: PathBuf| within.canonicalize().is_ok_and(|within| within == sheets);
    let (Ok(true), Some(name)) = (folder.join("jabatan").canonicalize().map(is_same), plan.file_name()) else {
        return plan;
    };
    let moved = folder.join(name);
    moved.strip_prefix("./").map_or_else(|_| moved.clone(), Path::to_owned)
}

/// What a plan makes of an edition.
struct Changed {
    old: Naskah,
    new: Naskah,
    /// What the files will hold that change, and what all held when they were read.
    files: Files,
    before: Files,
    /// Files that get another name, with the one they have.
    renamed: BTreeMap<String, String>,
    followed: Vec<String>,
    work: Vec<String>,
}

impl Changed {
    /// What a file held when it was read, if it was there.
    fn before(&self, name: &str) -> Option<&str> {
        self.before.get(name)?.as_deref()
    }
}

fn changed(folder: &Path, plan: &Plan) -> Done<Changed> {
    let mut draft = Draft::new(folder)?;
    let old = draft.naskah.clone();
    let is_restore = |step: &Operasi| matches!(step, Operasi::Pulihkan { .. });
    for steps in plan.langkah.chunk_by(|one, next| is_restore(one) == is_restore(next)) {
        for step in steps {
            steps::run(&mut draft, step)?;
        }
        // Files that are given back fit together when all of them are.
        draft.read()?;
    }
    let work = draft.work();
    if !work.is_empty() {
        let edit = open_items::added(&draft.naskah, draft.sources(), &work);
        draft.edit(&[edit])?;
    }
    let new = draft.naskah.clone();
    let (followed, renamed) = (draft.followed(), draft.renamed().clone());
    let (files, before) = draft.changed();
    let changed = Changed { old, new, files, before, renamed, followed, work };
    refuse_too_large(&changed)?;
    Ok(changed)
}

/// A change that could not be taken back is not made.
fn refuse_too_large(changed: &Changed) -> anyhow::Result<()> {
    if !ReadPlan::fits(inverse(changed).len() as u64) {
        bail!(
            "perubahan ini terlalu besar untuk dapat dibatalkan: rencana kembalinya melebihi {} MiB; \
             pendekkan berkas yang berubah, atau bagi rencananya",
            ReadPlan::MAX_MIB
        );
    }
    Ok(())
}

/// Says that the tree cannot be changed as it is written.
pub(crate) fn not_line_by_line(naskah: &Naskah) -> Diagnostic {
    let message = "`struktur` di naskah.yaml tidak ditulis satu jabatan satu baris";
    let place = naskah.jabatan.first().map_or(naskah.tahun.span, |first| first.letak);
    Diagnostic::galat("struktur-sebaris", message, place)
        .help("tulis setiap jabatan di baris sendiri, diakhiri titik dua, atau ubah `struktur` dengan tangan")
}

/// Shows why nothing was changed.
fn stopped(hindrance: Hindrance, plan: &Sources) -> anyhow::Error {
    match hindrance {
        Hindrance::Plan(problem) => report::problems(std::slice::from_ref::<Diagnostic>(&problem), plan),
        Hindrance::Content(problems, sources) => report::problems(&problems, &sources),
        Hindrance::Failure(failure) => return failure,
    }
    Problems.into()
}

/// Prints the difference in the files, and what it means for each position.
fn show(folder: &Path, plan: &Plan, changed: &Changed) -> anyhow::Result<()> {
    for (name, text) in &changed.files {
        if text.is_none() && changed.renamed.values().any(|before| before == name) {
            continue;
        }
        let name_before = changed.renamed.get(name).unwrap_or(name);
        let before = changed.before(name_before);
        let header = |name: &str, text: Option<&str>| match text {
            Some(_) => folder.join(name).display().to_string(),
            None => "/dev/null".to_owned(),
        };
        let (old, new) = (before.unwrap_or_default(), text.as_deref().unwrap_or_default());
        let patch = TextDiff::from_lines(old, new);
        let headers = (header(name_before, before), header(name, text.as_deref()));
        report::patch(&patch.unified_diff().header(&headers.0, &headers.1).to_string())?;
    }
    report::answer(&telling::text(&diff::between(&changed.old, &changed.new), &changed.new))?;
    report::answer(&told(plan, changed))?;
    report::note("tidak ada yang ditulis");
    Ok(())
}

fn write(folder: &Path, order: &Order, changed: &Changed) -> anyhow::Result<()> {
    if changed.files.is_empty() {
        report::note("tidak ada yang berubah");
        return Ok(());
    }
    let inverse = files::create_free(&order.inverse, inverse(changed).as_bytes())?;
    if let Err(failure) = journal::change(folder, &changed.before, &changed.files) {
        files::remove(&inverse);
        return Err(failure);
    }
    let answered = report::answer(&told(&order.plan, changed));
    report::note(&format!(
        "{} berkas diubah; untuk membatalkannya: iki change {} {}",
        changed.files.len(),
        text::argument(&inverse),
        text::argument(folder)
    ));
    answered
}

/// Why it is done, where sentences follow, and what is left to do.
fn told(plan: &Plan, changed: &Changed) -> String {
    let line = |title: &str, text: &Option<Spanned<String>>| {
        text.as_ref().map(|text| format!("{title}: {}\n", text.value.trim())).unwrap_or_default()
    };
    let why = line("Alasan", &plan.alasan) + &line("Dasar", &plan.dasar);
    let list = |title: &str, lines: &[String]| {
        if lines.is_empty() { String::new() } else { format!("{title}\n  {}\n", lines.join("\n  ")) }
    };
    let followed = list("Kalimat yang ikut berubah:", &changed.followed);
    why + &followed + &list("Masih harus dikerjakan, dan dicatat di `belum_diperiksa`:", &changed.work)
}

/// The plan that gives back every byte.
fn inverse(changed: &Changed) -> String {
    let mut plan = "# Mengembalikan naskah seperti sebelum perubahan.\nlangkah:\n".to_owned();
    for (name, text) in &changed.files {
        plan.push_str(&format!("  - pulihkan: {}\n", scalar::quoted(name)));
        for (key, text) in [("kini", text.as_deref()), ("menjadi", changed.before(name))] {
            if let Some(text) = text {
                plan.push_str(&format!("    {key}: {}\n", scalar::quoted(text)));
            }
        }
    }
    plan
}
