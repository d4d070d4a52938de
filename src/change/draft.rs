//! An edition while it is changed, in memory.

use std::collections::BTreeMap;
use std::path::Path;

use crate::content::{self, Content, Files};
use crate::diagnostic::{Diagnostic, Edit, any_galat};
use crate::fix;
use crate::model::{Jabatan, JabatanId, Naskah, Teks};
use crate::source::{SourceId, Sources, Span, Spanned};
use crate::text;
use crate::tree::Tree;

/// An edition with all that was changed so far.
pub(super) struct Draft<'a> {
    folder: &'a Path,
    /// What the files hold that were changed.
    files: Files,
    content: Content,
    pub(super) naskah: Naskah,
    /// Files that have another name now, with their first one.
    renamed: BTreeMap<String, String>,
    followed: Vec<Followed>,
    /// What only a person can decide.
    pub(super) work: Vec<String>,
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
        let (naskah, content) = read(folder, &Files::new())?;
        let (renamed, followed, work) = (BTreeMap::new(), Vec::new(), Vec::new());
        Ok(Self { folder, files: Files::new(), content, naskah, renamed, followed, work })
    }

    /// What the files will hold that differ from what they hold now, and what that is.
    pub(super) fn changed(self) -> Done<(Files, Files)> {
        let (_, before) = read(self.folder, &Files::new())?;
        let held = |name: &str| before.text(name).map(str::to_owned);
        let mut changed = self.files;
        changed.retain(|name, text| held(name) != *text);
        let now = changed.keys().map(|name| (name.clone(), held(name))).collect();
        Ok((changed, now))
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
        let first = format!("jabatan/{name}.yaml");
        if let Some((now, _)) = self.renamed.iter().find(|(_, before)| **before == first) {
            let now = now.trim_start_matches("jabatan/").trim_end_matches(".yaml");
            return problem.help(format!("langkah sebelumnya memberinya nama `{now}`"));
        }
        match text::nearest(name, &known) {
            Some(near) => problem.help(format!("mungkin maksudnya `{near}`")),
            None => problem.help(format!("yang ada: {}", text::any_of(&known))),
        }
    }

    /// The tree, to be changed.
    pub(super) fn tree(&self, span: Span) -> Done<Tree> {
        let problem = || {
            Diagnostic::galat(
                "struktur-sebaris",
                "`struktur` di naskah.yaml tidak ditulis satu jabatan satu baris",
                span,
            )
            .help("tulis setiap jabatan di baris sendiri, diakhiri titik dua")
        };
        Ok(Tree::read(&self.naskah, self.sources()).ok_or_else(problem)?)
    }

    /// Where something is written, as users read it.
    pub(super) fn place(&self, span: Span) -> String {
        let (line, column) = self.sources().position(span.source, span.start);
        format!("{}:{line}:{column}", self.sources().get(span.source).name)
    }

    /// A sentence with its file, as something to look at.
    pub(super) fn sentence(&self, teks: &Teks) -> String {
        let file = self.name(teks.span.source).unwrap_or_default();
        format!("{file}: “{}”", text::plain(&teks.value))
    }

    /// Forgets what is to be done in files that are gone.
    pub(super) fn forget_gone(&mut self) {
        let Self { work, content, .. } = self;
        let is_there = |item: &String| {
            let about = item.split(": ").next().unwrap_or_default();
            let mut files = about.split([' ', ',']).filter(|word| word.starts_with("jabatan/")).peekable();
            files.peek().is_none() || files.any(|file| content.text(file).is_some())
        };
        work.retain(is_there);
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

    /// Makes edits, and gives files other texts, or other names; and reads all anew.
    pub(super) fn change(&mut self, edits: &[Edit], files: Files, moved: Option<(String, String)>) -> Done {
        let mut by_file: BTreeMap<_, Vec<&Edit>> = BTreeMap::new();
        edits.iter().for_each(|edit| by_file.entry(edit.span.source).or_default().push(edit));
        for (source, edits) in by_file {
            if let Some(name) = self.name(source).map(str::to_owned) {
                let text = fix::spliced(&self.sources().get(source).text, edits);
                self.files.insert(name, Some(text));
            }
        }
        if let Some((from, to)) = moved {
            let text = self.files.get(&from).cloned().flatten().or_else(|| self.text(&from).map(str::to_owned));
            // What is said of a file goes with it.
            for item in &mut self.work {
                *item = item.replace(&from, &to);
            }
            self.followed.iter_mut().filter(|known| known.file == from).for_each(|known| known.file.clone_from(&to));
            let first = self.renamed.remove(&from).unwrap_or_else(|| from.clone());
            self.renamed.insert(to.clone(), first);
            self.files.insert(from, None);
            self.files.insert(to, text);
        }
        self.files.extend(files);
        self.read()
    }

    /// Gives a file another text, or takes it away; nothing is read anew.
    pub(super) fn put(&mut self, name: String, text: Option<String>) {
        self.files.insert(name, text);
    }

    /// Reads all anew.
    pub(super) fn read(&mut self) -> Done {
        (self.naskah, self.content) = read(self.folder, &self.files)?;
        Ok(())
    }
}

/// Reads the edition as it will be, which has to be without `galat`.
fn read(folder: &Path, files: &Files) -> Done<(Naskah, Content)> {
    let mut content = content::read_changed(folder, files)?;
    match content.naskah.take() {
        Some(naskah) if !any_galat(&content.problems) => Ok((naskah, content)),
        _ => Err(Hindrance::Content(content.problems, content.sources)),
    }
}
