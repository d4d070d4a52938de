//! Changes in words along the tree, and as JSON lines.

use std::fmt::Write as _;

use serde::Serialize;

use super::{Change, Kind, Side, words};
use crate::model::{Jabatan, JabatanId, Naskah};
use crate::source::Sources;
use crate::text;

/// Changes as a person reads them: position by position, indented as in the
/// structure. `[-…-]` is gone, `{+…+}` is new.
pub fn text(changes: &[Change], new: &Naskah) -> String {
    let mut told = String::new();
    let is_same = |one: &Change, other: &Change| one.jabatan == other.jabatan && one.is_closing() == other.is_closing();
    for about in changes.chunk_by(is_same) {
        let id = about[0].jabatan.filter(|_| !about[0].is_closing());
        let jabatan = id.and_then(|id| new.jabatan.iter().find(|jabatan| jabatan.id == *id));
        let indent = "  ".repeat(jabatan.map_or(0, |jabatan| new.superiors(jabatan).count()));
        let heading = match (jabatan, about[0].jabatan) {
            (Some(jabatan), _) => text::plain(&jabatan.nama.value),
            // It is closed: its name is all that is said of it.
            (None, Some(_)) => text::plain(&about[0].side().text),
            (None, None) => "Naskah".to_owned(),
        };
        let guess = if about[0].guessed { " (dikenali dari kemiripannya)" } else { "" };
        _ = writeln!(told, "{indent}{heading}{guess}");
        for change in about {
            _ = writeln!(told, "{indent}  {}{}", sentence(change), line(change, new));
        }
    }
    told
}

/// What an opened position goes on with, or who goes on with a closed one.
fn line(change: &Change, new: &Naskah) -> String {
    let Some(id) = change.jabatan else { return String::new() };
    let (words, names): (_, Vec<String>) = match &change.kind {
        Kind::Added(side) if side.path.is_empty() => {
            let jabatan = new.jabatan.iter().filter(|jabatan| jabatan.id == *id);
            let before = jabatan.flat_map(|jabatan| &jabatan.pendahulu).map(|id| id.value.as_str().to_owned());
            ("melanjutkan", before.collect())
        }
        Kind::Removed(_) if change.is_closing() => ("dilanjutkan oleh", successors(id, new).collect()),
        _ => return String::new(),
    };
    if names.is_empty() { String::new() } else { format!(", {words} {}", text::all_of(&names)) }
}

/// The names of the positions that go on with a closed one.
pub(super) fn successors<'a>(id: &'a JabatanId, new: &'a Naskah) -> impl Iterator<Item = String> + 'a {
    let goes_on = move |jabatan: &&Jabatan| jabatan.pendahulu.iter().any(|before| before.value == *id);
    new.jabatan.iter().filter(goes_on).map(|jabatan| text::plain(&jabatan.nama.value))
}

fn sentence(change: &Change) -> String {
    let place = place(&change.side().path);
    match &change.kind {
        Kind::Added(after) => format!("{place} baru: {{+{}+}}", after.text),
        Kind::Removed(before) => format!("{place} dihapus: [-{}-]", before.text),
        Kind::Changed { before, after } | Kind::Moved { before, after } => {
            let words = words::bracketed(&before.text, &after.text);
            let is_moved = matches!(change.kind, Kind::Moved { .. });
            if is_moved && before.path != after.path {
                format!("{place} dipindahkan dari {}: {words}", self::place(&before.path))
            } else if is_moved && is_item(&after.path) {
                format!("{place} berpindah urutan: {words}")
            } else {
                format!("{place} diubah: {words}")
            }
        }
    }
}

/// Whether a path is that of an item of a list.
pub(super) fn is_item(path: &str) -> bool {
    path.ends_with(']')
}

/// `fungsi[2]` as "fungsi butir 3".
pub(super) fn place(path: &str) -> String {
    match path {
        "" => return "jabatan".to_owned(),
        "id" => return "nama berkas".to_owned(),
        "pengesahan.nip" => return "pengesahan, NIP".to_owned(),
        "kantor.pos_el" => return "kantor, pos-el".to_owned(),
        _ => {}
    }
    let keys = path.split('.').map(|key| match key.split_once('[') {
        None => key.replace('_', " "),
        Some((name, index)) => {
            let number = index.trim_end_matches(']').parse::<usize>().map_or(0, |index| index + 1);
            let item = if matches!(name, "fungsi" | "sasaran") { "butir " } else { "" };
            format!("{name} {item}{number}")
        }
    });
    keys.collect::<Vec<_>>().join(", ")
}

#[derive(Serialize)]
struct Told<'a> {
    kind: &'a str,
    jabatan: Option<&'a str>,
    path: &'a str,
    before: Option<&'a str>,
    after: Option<&'a str>,
    guessed: bool,
    before_place: Option<Place<'a>>,
    after_place: Option<Place<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    path: &'a str,
    file: &'a str,
    /// A default is not written in the file.
    #[serde(flatten)]
    position: Option<Position>,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

/// One object a line. `path` is that of the new edition, if there is one.
pub fn json_lines(changes: &[Change], sources: &Sources) -> String {
    let line = |change: &Change| {
        let (kind, before, after) = match &change.kind {
            Kind::Added(after) => ("added", None, Some(after)),
            Kind::Removed(before) => ("removed", Some(before), None),
            Kind::Changed { before, after } => ("changed", Some(before), Some(after)),
            Kind::Moved { before, after } => ("moved", Some(before), Some(after)),
        };
        let told = Told {
            kind,
            jabatan: change.jabatan.map(|id| id.as_str()),
            path: &change.side().path,
            before: before.map(|side| side.text.as_str()),
            after: after.map(|side| side.text.as_str()),
            guessed: change.guessed,
            before_place: before.map(|side| written(side, sources)),
            after_place: after.map(|side| written(side, sources)),
        };
        serde_json::to_string(&told).expect("a change is plain JSON") + "\n"
    };
    changes.iter().map(line).collect()
}

fn written<'a>(side: &'a Side, sources: &'a Sources) -> Place<'a> {
    let span = side.span;
    let position = (!span.range().is_empty()).then(|| {
        let (line, column) = sources.position(span.source, span.start);
        Position { line, column }
    });
    Place { path: &side.path, file: &sources.get(span.source).name, position }
}
