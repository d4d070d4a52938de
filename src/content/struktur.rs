//! `struktur` in `naskah.yaml`: the positions as a tree.

use std::collections::BTreeMap;

use super::indentasi::{hyphen, no_colon};
use super::keys::Reader;
use super::nilai::id_salah;
use super::tempelan;
use super::yaml::{Isi, Node};
use crate::diagnostic::Diagnostic;
use crate::model::JabatanId;
use crate::source::{Span, Spanned, line_start};
use crate::text;

const MAX_JABATAN: usize = 5000;
const MAX_DEPTH: usize = 50;

/// The tree of positions, superiors first.
#[derive(Default)]
pub(super) struct Tree {
    pub(super) entries: Vec<Entry>,
    /// Whether every name in it could be read.
    pub(super) sound: bool,
}

/// A position as the tree names it.
pub(super) struct Entry {
    pub(super) id: Spanned<JabatanId>,
    pub(super) atasan: Option<usize>,
}

/// Reads the tree: every name in it, once, below one head.
pub(super) fn read(reader: &mut Reader, node: Node) -> Option<Tree> {
    let span = node.span;
    if matches!(&node.isi, Isi::Peta(below) if below.is_empty()) {
        return reader.empty(span);
    }
    let before = reader.problems.len();
    let mut walk = Walk { reader, entries: Vec::new(), first: BTreeMap::new() };
    walk.branch(node, None)?;
    let Walk { reader, entries, .. } = walk;
    let sound = reader.problems.len() == before;
    let heads: Vec<&Entry> = entries.iter().filter(|entry| entry.atasan.is_none()).collect();
    if let [head, second, ..] = heads.as_slice()
        && sound
    {
        let problem =
            Diagnostic::galat("pimpinan-ganda", "struktur mempunyai lebih dari satu pimpinan", second.id.span)
                .related(head.id.span, "pimpinan pertama")
                .help(format!("pindahkan ke bawah `{}` dengan indentasi lebih dalam", head.id.value.as_str()));
        return reader.note(problem);
    }
    Some(Tree { entries, sound })
}

/// What was read of the tree so far.
struct Walk<'a, 'r> {
    reader: &'a mut Reader<'r>,
    entries: Vec<Entry>,
    /// Index in `entries` where a position stands first.
    first: BTreeMap<JabatanId, usize>,
}

impl Walk<'_, '_> {
    /// The positions below another; nothing if there are more than a tree may hold.
    fn branch(&mut self, node: Node, atasan: Option<usize>) -> Option<()> {
        let subordinates = match &node.isi {
            Isi::Teks(names) => Some(subordinate_text(self.reader, names, node.span)),
            _ => item(self.reader, &node),
        };
        if let Some(problem) = subordinates {
            self.reader.problems.push(problem);
            return Some(());
        }
        let Some(peta) = self.reader.peta(node) else { return Some(()) };
        let problem = atasan.and_then(|at| uneven(self.reader, peta.span, self.entries[at].id.span, &self.entries));
        self.reader.problems.extend(problem);
        for (key, below) in peta.into_entries() {
            match JabatanId::new(&key.value) {
                Some(id) => self.jabatan(Spanned { value: id, span: key.span }, below, atasan)?,
                None => self.reader.problems.push(id_salah(&key)),
            }
        }
        Some(())
    }

    fn jabatan(&mut self, id: Spanned<JabatanId>, below: Node, atasan: Option<usize>) -> Option<()> {
        let index = self.entries.len();
        if index == MAX_JABATAN {
            let message = format!("struktur berisi lebih dari {} jabatan", text::number(MAX_JABATAN));
            return self
                .reader
                .note(Diagnostic::galat("terlalu-besar", message, id.span).help("bagi menjadi beberapa naskah"));
        }
        if let Some(&first) = self.first.get(&id.value) {
            self.reader.problems.push(repeated(&id, atasan, first, &self.entries));
        } else {
            self.first.insert(id.value.clone(), index);
        }
        let span = id.span;
        self.entries.push(Entry { id, atasan });
        if superiors(&self.entries, Some(index)).count() > MAX_DEPTH {
            self.reader.problems.push(
                Diagnostic::galat("terlalu-dalam", format!("struktur lebih dari {MAX_DEPTH} tingkat"), span)
                    .help("periksa indentasi; setiap tingkat adalah atasan tingkat di bawahnya"),
            );
            return Some(());
        }
        if matches!(below.isi, Isi::Kosong) { Some(()) } else { self.branch(below, Some(index)) }
    }
}

/// Subordinates that are no keys.
fn subordinate_text(reader: &Reader, names: &str, span: Span) -> Diagnostic {
    if let Some(problem) = tempelan::problem(&reader.sources.get(span.source).text, span) {
        return problem;
    }
    let first = names.split_whitespace().next().unwrap_or_default();
    if indentation(reader, span).is_some() {
        return no_colon(first, Span { end: span.start + first.len(), ..span });
    }
    Diagnostic::galat("jenis-salah", format!("bawahan `{names}` tidak ditulis di baris sendiri"), span)
        .help(format!("tulis `{names}:` di baris baru, dengan indentasi lebih dalam, diakhiri titik dua"))
}

/// Subordinates with hyphens before them.
fn item(reader: &Reader, node: &Node) -> Option<Diagnostic> {
    let text = &reader.sources.get(node.span.source).text;
    let start = match &node.isi {
        Isi::Daftar(items) => text[..items.first()?.span.start].trim_end().strip_suffix('-')?.len(),
        Isi::Peta(entries) => entries.iter().find(|(key, _)| key.value.starts_with('-'))?.0.span.start,
        _ => return None,
    };
    Some(hyphen(text, Span { start, end: start + 1, ..node.span }))
}

/// A branch that is indented otherwise than the first one: a subordinate of
/// somebody else may have slipped into it.
fn uneven(reader: &Reader, key: Span, above: Span, entries: &[Entry]) -> Option<Diagnostic> {
    let (head, first) = (entries.first()?, entries.iter().find(|entry| entry.atasan == Some(0))?);
    let (here, outer) = (indentation(reader, key)?, indentation(reader, above)?);
    let step = indentation(reader, first.id.span)?.checked_sub(indentation(reader, head.id.span)?)?;
    (here != outer + step).then(|| {
        Diagnostic::galat("indentasi-tidak-sama", "jumlah spasi di awal baris ini berbeda dari tingkat lain", key)
            .label(format!("di sini {here} spasi"))
            .related(above, format!("di sini {outer} spasi"))
            .help(format!(
                "awali baris ini dengan {} spasi untuk bawahan, atau {outer} spasi kalau setingkat",
                outer + step
            ))
    })
}

/// How many spaces stand before a place, if nothing else does.
fn indentation(reader: &Reader, place: Span) -> Option<usize> {
    let text = &reader.sources.get(place.source).text;
    let before = &text[line_start(text, place.start)..place.start];
    before.chars().all(|c| c == ' ').then_some(before.len())
}

/// A position that stands in the tree twice, or below itself.
fn repeated(id: &Spanned<JabatanId>, atasan: Option<usize>, first: usize, entries: &[Entry]) -> Diagnostic {
    let (name, span) = (id.value.as_str(), id.span);
    let above: Vec<usize> = superiors(entries, atasan).collect();
    let problem = if above.contains(&first) {
        let mut chain: Vec<&str> = above.iter().rev().map(|&at| entries[at].id.value.as_str()).collect();
        chain.push(name);
        Diagnostic::galat(
            "struktur-melingkar",
            format!("`{name}` menjadi bawahan dirinya sendiri: {}", chain.join(" → ")),
            span,
        )
    } else {
        Diagnostic::galat("jabatan-ganda", format!("`{name}` ada dua kali dalam struktur"), span)
    };
    problem
        .related(entries[first].id.span, "pertama kali di sini")
        .help("hapus salah satunya; setiap jabatan punya satu atasan")
}

/// A position and those above it, from below.
fn superiors(entries: &[Entry], from: Option<usize>) -> impl Iterator<Item = usize> {
    std::iter::successors(from, |&at| entries[at].atasan)
}
