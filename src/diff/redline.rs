//! Changes become one edition that says what was and what is.
//!
//! Every text of a changed sheet carries marks, and what is gone stands where
//! it was. What marks cannot say is told in words.

use std::collections::{BTreeMap, BTreeSet};

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::merge::{self, Merge};
use super::posts::{self, Pair};
use super::{Change, Kind, Side, telling, words};
use crate::marks::{self, Mark};
use crate::model::{Jabatan, JabatanId, LetakKop, Naskah, Teks};
use crate::source::Spanned;
use crate::text;

/// Where a position stands, which does not show on its sheet.
const PLACES: [&str; 3] = ["id", "atasan", "urutan"];
const GUESSED: &str =
    "Jabatan ini dikenali dari kemiripannya dengan yang lama; periksa apakah memang jabatan yang sama.";

/// What a redline is set from.
pub struct Redline {
    /// The changed sheets, with marks in their texts.
    pub naskah: Naskah,
    pub summary: Summary,
}

/// What a redline says in words.
pub struct Summary {
    /// The years of both editions, and how many positions they have.
    pub years: [i32; 2],
    pub sizes: [usize; 2],
    /// How many positions have met with what.
    pub counts: Vec<(usize, &'static str)>,
    /// Whether only some of the changed sheets were asked for.
    pub is_partial: bool,
    /// Both structures side by side, superiors first.
    pub structure: Vec<Row>,
    /// What has changed outside the sheets: where, and both wordings with marks.
    pub around: Vec<(String, Teks)>,
    /// What the marks on a sheet cannot say.
    pub remarks: BTreeMap<JabatanId, Vec<String>>,
}

/// A position in the old structure, in the new one, or at the same place in both.
pub struct Row {
    pub old: Option<Branch>,
    pub new: Option<Branch>,
    /// What has become of it, in words; empty if nothing has.
    pub fate: String,
    /// The sheet that shows it.
    pub sheet: Option<JabatanId>,
}

/// A position in a structure.
pub struct Branch {
    /// How many superiors it has.
    pub level: usize,
    /// Its name, marked if it is gone or new.
    pub nama: String,
}

/// Brings both editions together, with the sheets of some positions, or of all.
pub fn of(old: &Naskah, new: &Naskah, changes: &[Change], only: &[JabatanId]) -> Redline {
    let mut both = Both { old, new, changes, pairs: posts::pairs(old, new), fates: Vec::new() };
    both.fates = (0..new.jabatan.len()).map(|to| both.fates(to)).collect();
    let mut sheets = both.sheets();
    sheets.retain(|(jabatan, _)| only.is_empty() || only.contains(&jabatan.id));
    let shown: Vec<JabatanId> = sheets.iter().map(|(jabatan, _)| jabatan.id.clone()).collect();
    let (mut jabatan, remarks): (Vec<Jabatan>, Vec<_>) = sheets.into_iter().unzip();
    jabatan.iter_mut().for_each(|sheet| sheet.atasan = both.superior(&sheet.id, &shown));
    let summary = Summary {
        years: [old.tahun.value, new.tahun.value],
        sizes: [old.jabatan.len(), new.jabatan.len()],
        counts: both.counts(),
        is_partial: !only.is_empty(),
        structure: both.structure(&shown),
        around: if only.is_empty() { around(changes) } else { Vec::new() },
        remarks: shown.into_iter().zip(remarks).collect(),
    };
    Redline { naskah: Naskah { jabatan, kop: LetakKop::Tanpa, ..new.clone() }, summary }
}

/// What has changed outside the sheets.
fn around(changes: &[Change]) -> Vec<(String, Teks)> {
    let marked = |change: &Change| {
        let Side { path, text, span } = change.side();
        let value = match &change.kind {
            Kind::Added(_) => marks::marked(Mark::New, text),
            Kind::Removed(_) => marks::marked(Mark::Gone, text),
            Kind::Changed { before, .. } | Kind::Moved { before, .. } => words::marked(&before.text, text),
        };
        (text::sentence_case(&telling::place(path)), Spanned { value, span: *span })
    };
    changes.iter().filter(|change| change.jabatan.is_none()).map(marked).collect()
}

/// What may become of a position that is kept.
const FATES: [&str; 6] = [JOINED, DIVIDED, RENAMED, REFILED, MOVED, REWORDED];
const REFILED: &str = "berganti nama berkas";
const RENAMED: &str = "berganti nama";
const REWORDED: &str = "berubah isinya";
const MOVED: &str = "pindah";
const JOINED: &str = "gabungan";
const DIVIDED: &str = "pecahan";
const OPENED: &str = "baru";
const CLOSED: &str = "dihapus";

/// Two editions and what lies between them.
struct Both<'a> {
    old: &'a Naskah,
    new: &'a Naskah,
    changes: &'a [Change<'a>],
    pairs: Vec<Pair>,
    /// What has become of each position of the new edition.
    fates: Vec<Vec<&'static str>>,
}

impl<'a> Both<'a> {
    fn about(&self, id: &JabatanId) -> Vec<&'a Change<'a>> {
        self.changes.iter().filter(|change| change.jabatan == Some(id) && !change.is_closing()).collect()
    }

    fn closed(&self) -> impl Iterator<Item = (usize, &'a Jabatan)> {
        let is_closed = |&(at, _): &(usize, &Jabatan)| self.pairs.iter().all(|pair| pair.old != at);
        self.old.jabatan.iter().enumerate().filter(is_closed)
    }

    /// Every changed sheet, and what is to be said above it; those that are gone
    /// come last.
    fn sheets(&self) -> Vec<(Jabatan, Vec<String>)> {
        let mut sheets = Vec::new();
        for (to, jabatan) in self.new.jabatan.iter().enumerate() {
            match self.pairs.iter().find(|pair| pair.new == to) {
                Some(pair) => sheets.extend(self.changed(pair)),
                None => {
                    let remark = format!("Jabatan ini {}.", self.opened(jabatan));
                    sheets.push((merge::sheet(jabatan, Mark::New), vec![remark]));
                }
            }
        }
        sheets.extend(self.closed().map(|(_, jabatan)| {
            let remark = format!("Jabatan ini {}.", self.is_closed(jabatan));
            (Jabatan { id: self.closed_id(jabatan), ..merge::sheet(jabatan, Mark::Gone) }, vec![remark])
        }));
        sheets
    }

    /// The name of a position that is gone, beside those of the new edition.
    fn closed_id(&self, jabatan: &Jabatan) -> JabatanId {
        let is_taken = self.new.jabatan.iter().any(|new| new.id == jabatan.id);
        if is_taken { jabatan.id.former() } else { jabatan.id.clone() }
    }

    /// That a position is new, and what it goes on with.
    fn opened(&self, jabatan: &Jabatan) -> String {
        let before = self.old.jabatan.iter().filter(|old| jabatan.pendahulu.iter().any(|id| id.value == old.id));
        let names: Vec<String> = before.map(|old| text::plain(&old.nama.value)).collect();
        if names.is_empty() { OPENED.to_owned() } else { format!("{OPENED}, melanjutkan {}", text::all_of(&names)) }
    }

    /// That a position is gone, and who goes on with it.
    fn is_closed(&self, jabatan: &Jabatan) -> String {
        let names: Vec<String> = telling::successors(&jabatan.id, self.new).collect();
        if names.is_empty() {
            CLOSED.to_owned()
        } else {
            format!("{CLOSED}, dilanjutkan oleh {}", text::all_of(&names))
        }
    }

    fn changed(&self, pair: &Pair) -> Option<(Jabatan, Vec<String>)> {
        let (before, after) = (&self.old.jabatan[pair.old], &self.new.jabatan[pair.new]);
        let changes = self.about(&after.id);
        changes.iter().find(|change| !PLACES.contains(&change.side().path.as_str()))?;
        let guess = pair.guessed.then(|| GUESSED.to_owned());
        // The name of the file goes with that of the position.
        let is_renamed = changes.iter().any(|change| change.side().path.as_str() == "nama");
        let is_told = |change: &&&Change| match change.side().path.as_str() {
            "id" => !is_renamed,
            path => PLACES.contains(&path) || path == "penomoran_sasaran",
        };
        let told = changes.iter().filter(is_told).filter_map(|change| remark(change));
        let remarks = guess.into_iter().chain(told).collect();
        Some((Merge(&changes).sheets(before, after), remarks))
    }

    /// The nearest superior that has a sheet, by its place among the sheets.
    fn superior(&self, id: &JabatanId, shown: &[JabatanId]) -> Option<usize> {
        let jabatan = self.new.jabatan.iter().find(|jabatan| jabatan.id == *id)?;
        self.new.superiors(jabatan).find_map(|above| shown.iter().position(|id| *id == above.id))
    }

    fn fates(&self, to: usize) -> Vec<&'static str> {
        if self.pairs.iter().all(|pair| pair.new != to) {
            return vec![OPENED];
        }
        let changes = self.about(&self.new.jabatan[to].id);
        let mut found: BTreeSet<&str> = changes.iter().filter_map(|change| fate(change.side().path.as_str())).collect();
        found.extend(self.origin(&self.new.jabatan[to]));
        let is_told = |fate: &&str| found.contains(fate) && (*fate != REFILED || !found.contains(RENAMED));
        FATES.into_iter().filter(is_told).collect()
    }

    /// Whether a position goes on with several, or with a part of one.
    fn origin(&self, jabatan: &Jabatan) -> Option<&'static str> {
        let goes_on = |id: &JabatanId| self.old.jabatan.iter().any(|old| old.id == *id);
        let before: Vec<&JabatanId> = jabatan.pendahulu.iter().map(|id| &id.value).filter(|id| goes_on(id)).collect();
        let shares =
            |other: &Jabatan| other.id != jabatan.id && other.pendahulu.iter().any(|id| before.contains(&&id.value));
        match before.len() {
            0 => None,
            1 => self.new.jabatan.iter().any(shares).then_some(DIVIDED),
            _ => Some(JOINED),
        }
    }

    fn counts(&self) -> Vec<(usize, &'static str)> {
        let count = |fate| (self.fates.iter().filter(|fates| fates.contains(&fate)).count(), fate);
        let same = self.fates.iter().filter(|fates| fates.is_empty()).count();
        let mut counts = vec![count(OPENED), (self.closed().count(), CLOSED)];
        counts.extend(FATES.map(count));
        counts.push((same, "tetap"));
        counts
    }

    /// Both structures; a position that has kept its place stands in one row.
    fn structure(&self, shown: &[JabatanId]) -> Vec<Row> {
        // What has kept its place has the same number in both editions.
        let count = self.new.jabatan.len();
        let stays = |pair: &&Pair| !self.fates[pair.new].contains(&MOVED);
        let number =
            |at: usize| self.pairs.iter().filter(stays).find(|pair| pair.old == at).map_or(count + at, |pair| pair.new);
        let old: Vec<usize> = (0..self.old.jabatan.len()).map(number).collect();
        let new: Vec<usize> = (0..count).collect();
        let row = |op: DiffOp| {
            op.iter_changes(&old, &new)
                .map(|change| self.row(change.old_index(), change.new_index(), shown))
                .collect::<Vec<_>>()
        };
        capture_diff_slices(Algorithm::Myers, &old, &new).into_iter().flat_map(row).collect()
    }

    fn row(&self, at: Option<usize>, to: Option<usize>, shown: &[JabatanId]) -> Row {
        let pair = self.pairs.iter().find(|pair| Some(pair.old) == at || Some(pair.new) == to);
        let mark = if at.is_some() { Mark::Gone } else { Mark::New };
        let branch = |naskah: &Naskah, index: usize| {
            let jabatan = &naskah.jabatan[index];
            let name = &jabatan.nama.value;
            let nama = if pair.is_none() { marks::marked(mark, name) } else { name.clone() };
            Branch { level: naskah.superiors(jabatan).count(), nama }
        };
        let (old, new) = (at.map(|at| branch(self.old, at)), to.map(|to| branch(self.new, to)));
        let guess = pair.filter(|pair| pair.guessed).map(|_| "dikenali dari kemiripannya");
        let mut fate = match (pair, at, to) {
            (Some(pair), ..) => self.fates[pair.new].iter().copied().chain(guess).collect::<Vec<_>>().join(", "),
            (None, _, Some(to)) => self.opened(&self.new.jabatan[to]),
            (None, Some(at), None) => self.is_closed(&self.old.jabatan[at]),
            (None, None, None) => String::new(),
        };
        let id = match (to, at) {
            (Some(to), _) => Some(self.new.jabatan[to].id.clone()),
            (None, at) => at.map(|at| self.closed_id(&self.old.jabatan[at])),
        };
        let sheet = id.filter(|id| shown.contains(id));
        if let (None, Some(to)) = (&sheet, to) {
            // What no sheet says.
            let changes = self.about(&self.new.jabatan[to].id);
            let told = changes
                .iter()
                .filter(|change| PLACES.contains(&change.side().path.as_str()))
                .filter_map(|change| remark(change));
            told.for_each(|told| fate = format!("{}. {told}", fate.trim_end_matches('.')));
        }
        Row { old, new, fate, sheet }
    }
}

/// What a change at a path makes of a position.
fn fate(path: &str) -> Option<&'static str> {
    match path {
        "" => None,
        "id" => Some(REFILED),
        "nama" => Some(RENAMED),
        "atasan" | "urutan" => Some(MOVED),
        _ => Some(REWORDED),
    }
}

/// A change that the sheet does not show, as a sentence.
fn remark(change: &Change) -> Option<String> {
    let (Kind::Changed { before, after } | Kind::Moved { before, after }) = &change.kind else { return None };
    let place = text::sentence_case(&telling::place(&after.path));
    Some(format!("{place}: semula {}, menjadi {}.", text::plain(&before.text), text::plain(&after.text)))
}
