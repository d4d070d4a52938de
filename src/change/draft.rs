//! An edition while it is changed, in memory.

use std::collections::BTreeMap;
use std::path::Path;

use super::not_line_by_line;
use crate::content::{self, Content, Files};
use crate::diagnostic::{Diagnostic, Edit, any_galat};
use crate::fix;
use crate::journal;
use crate::model::{Jabatan, JabatanId, Naskah, Teks};
use crate::source::{SourceId, Sources, Span, Spanned};
use crate::text;
use crate::tree::Tree;

/// An edition with all that was changed so far.
pub(super) struct Draft<'a> {
    folder: &'a Path,
    /// What the files held when they were read, and what they hold now.
    before: Files,
    files: Files,
    content: Content,
    pub(super) naskah: Naskah,
    /// Files that have another name now, with their first one.
    renamed: BTreeMap<String, String>,
    followed: Vec<Followed>,
    work: Vec<Work>,
}

/// What only a person can decide: the files it is about, and what to do.
pub(super) struct Work {
    files: Vec<String>,
    what: String,
}

impl Work {
    pub(super) fn new(sheets: &[&JabatanId], what: String) -> Self {
        Self { files: sheets.iter().map(|id| id.file()).collect(), what }
    }
}

/// A sentence that names somebody otherwise.
struct Followed {
    file: String,
    before: String,
    after: String,
}

/// Why a step cannot be done.
pub(super) enum Hindrance {
    /// In the plan.
    Plan(Box<Diagnostic>),
    /// In the edition as it would be.
    Content(Vec<Diagnostic>, Sources),
    Failure(anyhow::Error),
}

impl From<Diagnostic> for Hindrance {
    fn from(problem: Diagnostic) -> Self {
        Self::Plan(Box::new(problem))
    }
}

impl From<anyhow::Error> for Hindrance {
    fn from(failure: anyhow::Error) -> Self {
        Self::Failure(failure)
    }
}

pub(super) type Done<T = ()> = Result<T, Hindrance>;

impl<'a> Draft<'a> {
    pub(super) fn new(folder: &'a Path) -> Done<Self> {
        let (naskah, content) = sound(journal::read(folder)?)?;
        let (before, files) = (content.texts(), content.texts());
        let (renamed, followed, work) = (BTreeMap::new(), Vec::new(), Vec::new());
        Ok(Self { folder, before, files, content, naskah, renamed, followed, work })
    }

    /// What the files will hold that change, and what all held when they were read.
    pub(super) fn changed(self) -> (Files, Files) {
        let Self { before, mut files, .. } = self;
        files.retain(|name, text| before.get(name).unwrap_or(&None) != text);
        (files, before)
    }

    pub(super) fn sources(&self) -> &Sources {
        &self.content.sources
    }

    /// The positions directly below another.
    pub(super) fn subordinates(&self, index: usize) -> Vec<JabatanId> {
        let below = self.naskah.jabatan.iter().filter(|jabatan| jabatan.atasan == Some(index));
        below.map(|jabatan| jabatan.id.clone()).collect()
    }

    /// A position of the edition, by its place.
    pub(super) fn find(&self, id: &Spanned<JabatanId>) -> Done<usize> {
        let found = self.naskah.jabatan.iter().position(|jabatan| jabatan.id == id.value);
        Ok(found.ok_or_else(|| self.unknown(id))?)
    }

    pub(super) fn jabatan(&self, index: usize) -> &Jabatan {
        &self.naskah.jabatan[index]
    }

    fn unknown(&self, id: &Spanned<JabatanId>) -> Diagnostic {
        let name = id.value.as_str();
        let known: Vec<&str> = self.naskah.jabatan.iter().map(|jabatan| jabatan.id.as_str()).collect();
        let problem = Diagnostic::galat("jabatan-tidak-ada", format!("tidak ada jabatan `{name}`"), id.span);
        let is_it = |(_, first): &(&String, &String)| **first == id.value.file();
        let now = self.renamed.iter().find(is_it).and_then(|(now, _)| JabatanId::of_file(now));
        if let Some(now) = now {
            return problem.help(format!("langkah sebelumnya memberinya nama `{}`", now.as_str()));
        }
        match text::nearest(name, &known) {
            Some(near) => problem.help(format!("mungkin maksudnya `{near}`")),
            None => problem.help(format!("yang ada: {}", text::any_of(&known))),
        }
    }

    /// The tree, to be changed.
    pub(super) fn tree(&self) -> Done<Tree> {
        let problem = || Hindrance::Content(vec![not_line_by_line(&self.naskah)], self.sources().clone());
        Tree::read(&self.naskah, self.sources()).ok_or_else(problem)
    }

    /// Where something is written, as users read it.
    pub(super) fn place(&self, span: Span) -> String {
        let (line, column) = self.sources().position(span.source, span.start);
        format!("{}:{line}:{column}", self.sources().get(span.source).name)
    }

    /// What is to be done about a sentence.
    pub(super) fn about(&self, teks: &Teks, what: &str) -> Work {
        let file = self.name(teks.span.source).unwrap_or_default().to_owned();
        Work { files: vec![file], what: format!("“{}”: {what}", text::plain(&teks.value)) }
    }

    /// Keeps in mind what only a person can decide.
    pub(super) fn leave(&mut self, work: impl IntoIterator<Item = Work>) {
        self.work.extend(work);
    }

    /// What is left to do in files that are there, in words.
    pub(super) fn work(&self) -> Vec<String> {
        let is_there = |work: &&Work| work.files.iter().any(|file| self.text(file).is_some());
        let line = |work: &Work| format!("{}: {}", text::all_of(&work.files), work.what);
        self.work.iter().filter(is_there).map(line).collect()
    }

    /// The text of a file below the edition, as it is now.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.content.text(name)
    }

    /// The path of a file below the edition.
    fn name(&self, source: SourceId) -> Option<&str> {
        self.content.files.iter().find(|(_, known)| *known == source).map(|(name, _)| name.as_str())
    }

    /// Notes edits by which sentences follow.
    pub(super) fn note(&mut self, edits: &[Edit]) {
        for edit in edits {
            let before = &self.sources().get(edit.span.source).text[edit.span.range()];
            let before = before.split_whitespace().collect::<Vec<_>>().join(" ");
            let Some(file) = self.name(edit.span.source).map(str::to_owned).filter(|_| before != edit.text) else {
                continue;
            };
            let earlier = self.followed.iter_mut().find(|known| known.file == file && known.after == before);
            match earlier {
                Some(earlier) => earlier.after.clone_from(&edit.text),
                None => self.followed.push(Followed { file, before, after: edit.text.clone() }),
            }
        }
    }

    /// Where sentences follow, as the files are now, in words.
    pub(super) fn followed<'s>(&'s self) -> Vec<String> {
        // Where the last of the same words were found.
        let mut found: BTreeMap<(&String, &String), usize> = BTreeMap::new();
        let line = |sentence: &'s Followed| {
            let Followed { file, before, after } = sentence;
            let (_, source) = self.content.files.iter().find(|(name, _)| name == file)?;
            let text = &self.sources().get(*source).text;
            let from = found.entry((file, after)).or_default();
            let places = text.match_indices(after.as_str()).map(|(at, _)| at);
            // A unit is part of the name of its head, who has a line of its own.
            let start = places.filter(|at| at >= from).find(|at| !text[..*at].ends_with("Kepala "));
            *from = start.map_or(*from, |start| start + after.len());
            let start = start.unwrap_or_default();
            let span = Span { source: *source, start, end: start };
            Some(format!("{}: {before} menjadi {after}", self.place(span)))
        };
        self.followed.iter().filter_map(line).collect()
    }

    /// Files that have another name now, with their first one.
    pub(super) fn renamed(&self) -> &BTreeMap<String, String> {
        &self.renamed
    }

    /// Makes edits.
    pub(super) fn edit(&mut self, edits: &[Edit]) -> Done {
        self.splice(edits);
        self.read()
    }

    /// Makes edits, and gives a sheet another name; what is said of it goes with it.
    pub(super) fn rename(&mut self, edits: &[Edit], from: &JabatanId, to: &JabatanId) -> Done {
        self.splice(edits);
        let (from, to) = (from.file(), to.file());
        let files = self.work.iter_mut().flat_map(|work| &mut work.files);
        let followed = self.followed.iter_mut().map(|known| &mut known.file);
        files.chain(followed).filter(|file| **file == from).for_each(|file| file.clone_from(&to));
        let text = self.files.insert(from.clone(), None).flatten();
        self.files.insert(to.clone(), text);
        let first = self.renamed.remove(&from).unwrap_or(from);
        self.renamed.insert(to, first);
        self.read()
    }

    /// Makes edits, and adds a sheet.
    pub(super) fn add(&mut self, edits: &[Edit], id: &JabatanId, text: String) -> Done {
        self.splice(edits);
        self.files.insert(id.file(), Some(text));
        self.read()
    }

    /// Makes edits, and takes a sheet away.
    pub(super) fn remove(&mut self, edits: &[Edit], id: &JabatanId) -> Done {
        self.splice(edits);
        self.files.insert(id.file(), None);
        self.read()
    }

    fn splice(&mut self, edits: &[Edit]) {
        let mut by_file: BTreeMap<_, Vec<&Edit>> = BTreeMap::new();
        edits.iter().for_each(|edit| by_file.entry(edit.span.source).or_default().push(edit));
        for (source, edits) in by_file {
            if let Some(name) = self.name(source).map(str::to_owned) {
                let text = fix::spliced(&self.sources().get(source).text, edits);
                self.files.insert(name, Some(text));
            }
        }
    }

    /// Gives a file another text, or takes it away; nothing is read anew.
    pub(super) fn put(&mut self, name: String, text: Option<String>) {
        self.files.insert(name, text);
    }

    /// Reads all anew.
    pub(super) fn read(&mut self) -> Done {
        (self.naskah, self.content) = sound(content::read_changed(self.folder, &self.files)?)?;
        Ok(())
    }
}

/// An edition that was read, which has to be without `galat`.
fn sound(mut content: Content) -> Done<(Naskah, Content)> {
    match content.naskah.take() {
        Some(naskah) if !any_galat(&content.problems) => Ok((naskah, content)),
        _ => Err(Hindrance::Content(content.problems, content.sources)),
    }
}
