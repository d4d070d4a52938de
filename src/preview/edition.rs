//! The edition as it was last read, with everything that is wrong with it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::content::{self, Content};
use crate::diagnostic::Diagnostic;
use crate::fonts::Fonts;
use crate::model::{Jabatan, JabatanId};
use crate::source::SourceId;
use crate::templates::Templates;
use crate::{checks, preview};

/// What was read last.
pub(super) struct Edition {
    pub(super) content: Content,
    pub(super) templates: Templates,
    /// Those of the content and, once it was checked, of what it says.
    pub(super) problems: Vec<Diagnostic>,
    /// Why the last reading gave nothing at all.
    pub(super) failure: Option<String>,
    /// The structure, as it was when it could last be read.
    pub(super) posts: Vec<Post>,
    /// What the office and its year are called.
    pub(super) title: String,
    /// The folder, without links and from the root.
    pub(super) folder: PathBuf,
}

/// A position in the tree.
pub(super) struct Post {
    pub(super) id: JabatanId,
    pub(super) nama: String,
    /// How many superiors are above it.
    pub(super) level: usize,
}

impl Edition {
    /// Reads content and templates.
    pub(super) fn read(paths: &preview::Paths) -> anyhow::Result<Self> {
        let mut content = content::read(&paths.folder)?;
        let templates = Templates::load(paths.templates.as_deref(), &mut content.sources)?;
        let problems = content.problems.clone();
        let naskah = content.naskah.as_ref();
        let title = naskah.map(|naskah| format!("{} {}", naskah.kantor.nama.value, naskah.tahun.value));
        let posts =
            naskah.map(|naskah| naskah.jabatan.iter().map(|jabatan| Post::new(jabatan, &naskah.jabatan)).collect());
        let folder = paths.folder.canonicalize()?;
        Ok(Self {
            posts: posts.unwrap_or_default(),
            title: title.unwrap_or_default(),
            content,
            templates,
            problems,
            failure: None,
            folder,
        })
    }

    /// The edition after an earlier one: what this one does not know of the
    /// structure is as it was.
    pub(super) fn after(self, earlier: &mut Self) -> Self {
        if self.content.naskah.is_some() {
            return self;
        }
        Self { posts: std::mem::take(&mut earlier.posts), title: std::mem::take(&mut earlier.title), ..self }
    }

    /// What is wrong with what it says.
    pub(super) fn check(&self, fonts: &Fonts) -> Vec<Diagnostic> {
        let naskah = self.content.naskah.as_ref();
        naskah.map(|naskah| checks::run(naskah, fonts, &self.content.sources)).unwrap_or_default()
    }

    /// Counts as not read; what was there stays.
    pub(super) fn fail(&mut self, failure: &anyhow::Error) {
        self.failure = Some(format!("{failure:#}"));
    }

    /// The paths below the folder of the files that were read, by the names that
    /// problems give them.
    pub(super) fn names(&self) -> BTreeMap<&str, &str> {
        let Content { files, sources, .. } = &self.content;
        files.iter().map(|(name, source)| (sources.get(*source).name.as_str(), name.as_str())).collect()
    }

    /// The position whose file a text is.
    pub(super) fn position(&self, source: SourceId) -> Option<&str> {
        let (name, _) = self.content.files.iter().find(|(_, known)| *known == source)?;
        name.strip_prefix("jabatan/")?.strip_suffix(".yaml")
    }
}

impl Post {
    fn new(jabatan: &Jabatan, all: &[Jabatan]) -> Self {
        let superior = |jabatan: &Jabatan| jabatan.atasan.map(|index| &all[index]);
        let level = std::iter::successors(superior(jabatan), |above| superior(above)).count();
        Self { id: jabatan.id.clone(), nama: jabatan.nama.value.clone(), level }
    }
}
