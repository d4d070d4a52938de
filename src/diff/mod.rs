//! What has changed from one edition to another.
//!
//! Compared is what is meant, not how it is written in the files. A pure
//! function gives a list of changes, in the order in which a reader of the new
//! edition meets them; from new to old, the list is the mirror of it.

mod isi;
mod likeness;
mod merge;
mod posts;
pub mod redline;
pub mod telling;
mod words;

use std::collections::BTreeSet;
use std::mem;
use std::ops::Range;

use self::isi::{Isi, below, item_path};
use self::posts::Pair;
use crate::model::{Jabatan, JabatanId, Naskah};
use crate::source::Span;

/// One thing that has changed.
#[derive(Debug, Clone)]
pub struct Change<'a> {
    pub kind: Kind,
    /// The position it is about, by its new name if there is one; none for the
    /// edition itself.
    pub jabatan: Option<&'a JabatanId>,
    /// Whether the position was found again by its likeness alone.
    pub guessed: bool,
}

/// What has become of a thing.
#[derive(Debug, Clone, Eq, PartialEq, Ord, PartialOrd)]
pub enum Kind {
    Added(Side),
    Removed(Side),
    /// Other words in the same place.
    Changed {
        before: Side,
        after: Side,
    },
    /// Another place in its list or in the structure, perhaps in other words.
    Moved {
        before: Side,
        after: Side,
    },
}

/// A thing in one edition.
#[derive(Debug, Clone, Eq, PartialEq, Ord, PartialOrd)]
pub struct Side {
    /// Where it is among the keys, such as `fungsi[2]`, counted from 0. Of a
    /// position itself: nothing; of its file: `id`; of its place in the structure:
    /// `atasan`, and `urutan` among those with the same superior.
    pub path: String,
    pub text: String,
    pub span: Span,
}

impl Change<'_> {
    /// The thing in the old edition.
    pub fn before(&self) -> Option<&Side> {
        match &self.kind {
            Kind::Added(_) => None,
            Kind::Removed(before) | Kind::Changed { before, .. } | Kind::Moved { before, .. } => Some(before),
        }
    }

    /// The thing as it is now, or as it was last.
    pub fn side(&self) -> &Side {
        match &self.kind {
            Kind::Added(side) | Kind::Removed(side) => side,
            Kind::Changed { after, .. } | Kind::Moved { after, .. } => after,
        }
    }

    /// Whether it is that a position is gone. Another may have its name now.
    pub fn is_closing(&self) -> bool {
        matches!(&self.kind, Kind::Removed(side) if side.path.is_empty())
    }
}

/// Lists what has changed.
pub fn between<'a>(old: &'a Naskah, new: &'a Naskah) -> Vec<Change<'a>> {
    let pairs = posts::pairs(old, new);
    let reordered = posts::reordered(old, new, &pairs);
    let mut changes = Changes { found: Vec::new(), jabatan: None, guessed: false, alone: Vec::new() };
    changes.compare((&isi::naskah(old), ""), (&isi::naskah(new), ""));
    changes.bring_together();
    for (to, jabatan) in new.jabatan.iter().enumerate() {
        changes.jabatan = Some(&jabatan.id);
        let pair = pairs.iter().find(|pair| pair.new == to);
        changes.guessed = pair.is_some_and(|pair| pair.guessed);
        match pair {
            Some(pair) => {
                changes.place((old, pair.old), (new, to), &pairs);
                if reordered.contains(&to) {
                    changes.push(Kind::Moved { before: order(old, pair.old), after: order(new, to) });
                }
                changes.compare((&isi::jabatan(&old.jabatan[pair.old]), ""), (&isi::jabatan(jabatan), ""));
                changes.bring_together();
            }
            None => changes.push(Kind::Added(post(jabatan))),
        }
    }
    changes.guessed = false;
    let closed = old.jabatan.iter().enumerate().filter(|(at, _)| pairs.iter().all(|pair| pair.old != *at));
    for (_, jabatan) in closed {
        changes.jabatan = Some(&jabatan.id);
        changes.push(Kind::Removed(post(jabatan)));
    }
    once(changes.found)
}

/// One text may stand for several rows; that it has changed is told once.
fn once(mut changes: Vec<Change>) -> Vec<Change> {
    let mut told = BTreeSet::new();
    changes.retain(|change| match &change.kind {
        Kind::Changed { before, after } if before.path.ends_with("sumber_data") => {
            told.insert((change.jabatan, before.span, after.span))
        }
        _ => true,
    });
    changes
}

/// A position as a whole.
fn post(jabatan: &Jabatan) -> Side {
    Side { path: String::new(), text: jabatan.nama.value.clone(), span: jabatan.nama.span }
}

/// The name of the file of a position.
fn name(jabatan: &Jabatan) -> Side {
    Side { path: "id".to_owned(), text: jabatan.id.as_str().to_owned(), span: jabatan.letak }
}

/// The place of a position in the structure: below whom it is.
fn superior(naskah: &Naskah, jabatan: &Jabatan) -> Side {
    let above = jabatan.atasan.map(|index| naskah.jabatan[index].nama.value.clone());
    Side { path: "atasan".to_owned(), text: above.unwrap_or_default(), span: jabatan.letak }
}

/// The place of a position among those with the same superior.
fn order(naskah: &Naskah, index: usize) -> Side {
    let jabatan = &naskah.jabatan[index];
    let before: Vec<_> = naskah.jabatan[..index].iter().filter(|other| other.atasan == jabatan.atasan).collect();
    let text = match before.last() {
        Some(last) => format!("ke-{}, sesudah {}", before.len() + 1, last.nama.value),
        None => "ke-1".to_owned(),
    };
    Side { path: "urutan".to_owned(), text, span: jabatan.letak }
}

/// The list while it grows.
struct Changes<'a> {
    found: Vec<Change<'a>>,
    jabatan: Option<&'a JabatanId>,
    guessed: bool,
    /// What is in one edition of a list alone, in the sheet that is compared.
    alone: Vec<Alone>,
}

/// An item that is in one edition of its list alone.
struct Alone {
    /// Its texts in the list of changes.
    told: Range<usize>,
    /// It as a whole.
    side: Side,
    /// What it says, under the name of its list.
    says: Vec<(String, String)>,
}

impl Changes<'_> {
    fn push(&mut self, kind: Kind) {
        self.found.push(Change { kind, jabatan: self.jabatan, guessed: self.guessed });
    }

    /// Compares the name of the file and the superior.
    fn place(&mut self, (old, at): (&Naskah, usize), (new, to): (&Naskah, usize), pairs: &[Pair]) {
        let (before, after) = (&old.jabatan[at], &new.jabatan[to]);
        if before.id != after.id {
            self.push(Kind::Changed { before: name(before), after: name(after) });
        }
        let is_kept = match (before.atasan, after.atasan) {
            (Some(at), Some(to)) => pairs.iter().any(|pair| (pair.old, pair.new) == (at, to)),
            (at, to) => at == to,
        };
        if !is_kept {
            self.push(Kind::Moved { before: superior(old, before), after: superior(new, after) });
        }
    }

    /// Compares two parts, each at its path.
    fn compare(&mut self, (old, at): (&Isi, &str), (new, to): (&Isi, &str)) {
        match (old, new) {
            (Isi::Teks(old, _), Isi::Teks(new, _)) if old == new => {}
            (Isi::Teks(..), Isi::Teks(..)) => {
                self.push(Kind::Changed { before: whole(old, at), after: whole(new, to) });
            }
            (Isi::Kunci(old), Isi::Kunci(new)) => self.keys((old, at), (new, to)),
            (Isi::Daftar(old), Isi::Daftar(new)) => self.items((old, at), (new, to)),
            _ => {
                self.all(old, at, Kind::Removed);
                self.all(new, to, Kind::Added);
            }
        }
    }

    fn keys(&mut self, (old, at): (&[(&str, Isi)], &str), (new, to): (&[(&str, Isi)], &str)) {
        for (key, value) in new {
            match old.iter().find(|(known, _)| known == key) {
                Some((_, before)) => self.compare((before, &below(at, key)), (value, &below(to, key))),
                None => self.all(value, &below(to, key), Kind::Added),
            }
        }
        for (key, value) in old.iter().filter(|(key, _)| new.iter().all(|(known, _)| known != key)) {
            self.all(value, &below(at, key), Kind::Removed);
        }
    }

    fn items(&mut self, (old, at): (&[Isi], &str), (new, to): (&[Isi], &str)) {
        let pairs = isi::pairs(old, new);
        for (index, item) in new.iter().enumerate() {
            let path = item_path(to, index);
            let Some(pair) = pairs.iter().find(|pair| pair.new == index) else {
                self.alone(item, &path, Kind::Added);
                continue;
            };
            let (before, path_before) = (&old[pair.old], item_path(at, pair.old));
            if pair.has_moved {
                self.push(Kind::Moved { before: whole(before, &path_before), after: whole(item, &path) });
            }
            // A text that was moved is one change, in whatever words.
            if !(pair.has_moved && matches!(item, Isi::Teks(..))) {
                self.compare((before, &path_before), (item, &path));
            }
        }
        for (index, item) in old.iter().enumerate().filter(|(index, _)| pairs.iter().all(|pair| pair.old != *index)) {
            self.alone(item, &item_path(at, index), Kind::Removed);
        }
    }

    /// Tells of an item that is in one edition of its list alone.
    fn alone(&mut self, item: &Isi, path: &str, kind: fn(Side) -> Kind) {
        let start = self.found.len();
        self.all(item, path, kind);
        let list = path.rsplit(['.', '[']).nth(1).unwrap_or_default();
        let says = item.texts(list).into_iter().map(|(path, text, _)| (path, text)).collect();
        self.alone.push(Alone { told: start..self.found.len(), side: whole(item, path), says });
    }

    /// What is gone from one list and new in another of the same name, in the same
    /// words, has moved.
    fn bring_together(&mut self) {
        let mut alone = mem::take(&mut self.alone);
        // The way back must be the same.
        alone.sort_by(|one, other| one.side.path.cmp(&other.side.path));
        let is_new = |item: &Alone| matches!(self.found[item.told.start].kind, Kind::Added(_));
        let (new, mut gone): (Vec<_>, Vec<_>) = alone.into_iter().partition(is_new);
        let mut untold = BTreeSet::new();
        for item in new {
            let Some(at) = gone.iter().position(|other| other.says == item.says) else { continue };
            let origin = gone.remove(at);
            untold.extend(origin.told.chain(item.told.start + 1..item.told.end));
            self.found[item.told.start].kind = Kind::Moved { before: origin.side, after: item.side };
        }
        let mut index = 0..;
        self.found.retain(|_| index.next().is_some_and(|index| !untold.contains(&index)));
    }

    fn all(&mut self, isi: &Isi, path: &str, kind: fn(Side) -> Kind) {
        let sides = isi.texts(path).into_iter().map(|(path, text, span)| Side { path, text, span });
        sides.for_each(|side| self.push(kind(side)));
    }
}

/// A part as a whole, by what it is about.
fn whole(isi: &Isi, path: &str) -> Side {
    let (_, _, span) = isi.texts("").into_iter().next().expect("every part has a text");
    Side { path: path.to_owned(), text: isi.title(), span }
}
