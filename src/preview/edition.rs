//! The edition as it was last read, with everything that is wrong with it.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

use super::Paths;
use crate::content::{self, Content};
use crate::diagnostic::Diagnostic;
use crate::fonts::Fonts;
use crate::model::{JabatanId, Naskah};
use crate::source::SourceId;
use crate::templates::Templates;
use crate::{checks, report};

/// What was read last.
pub(super) struct Edition {
    /// What the files say now.
    pub(super) now: Arc<Read>,
    /// What they said when an edition could last be made of them, if that
    /// cannot be done now.
    before: Option<Arc<Read>>,
    /// Everything that is wrong with what the files say now, but with its pages.
    pub(super) found: Vec<Diagnostic>,
    /// Why the last reading gave nothing at all, as a sentence.
    pub(super) failure: Option<String>,
    /// Where an editor finds the files that problems name.
    pub(super) paths: BTreeMap<String, FilePath>,
}

/// Content, and the templates to set it with.
pub(super) struct Read {
    pub(super) content: Content,
    pub(super) templates: Templates,
}

/// A file in two forms.
#[derive(serde::Serialize)]
pub(super) struct FilePath {
    /// Below the edition, for its own files.
    short: String,
    /// From the root.
    whole: String,
}

impl Edition {
    /// Reads content and templates.
    ///
    /// # Errors
    /// When there is no edition to read, or a template cannot be read.
    pub(super) fn read(paths: &Paths) -> anyhow::Result<Self> {
        let mut content = content::read(&paths.folder)?;
        let templates = Templates::load(paths.templates.as_deref(), &mut content.sources)?;
        let paths = file_paths(paths, &content);
        Ok(Self { now: Arc::new(Read { content, templates }), before: None, found: Vec::new(), failure: None, paths })
    }

    /// The edition after an earlier one, which is kept if it is the better one.
    pub(super) fn after(mut self, earlier: &Self) -> Self {
        if self.now.content.naskah.is_none() {
            let is_whole = earlier.now.content.naskah.is_some();
            self.before = if is_whole { Some(earlier.now.clone()) } else { earlier.before.clone() };
        }
        self
    }

    /// Counts as not read; what was there stays.
    pub(super) fn fail(&mut self, failure: &anyhow::Error) {
        self.failure = Some(report::reason(failure));
    }

    /// What pages are made of: the files as they are, or as they were.
    pub(super) fn best(&self) -> &Read {
        self.before.as_ref().unwrap_or(&self.now)
    }

    /// Whether pages are made of the files as they are.
    pub(super) fn is_current(&self) -> bool {
        self.before.is_none() && self.failure.is_none()
    }

    /// The edition as values, if there ever was one.
    pub(super) fn naskah(&self) -> Option<&Naskah> {
        self.best().content.naskah.as_ref()
    }

    /// Looks for what is wrong with what the files say.
    pub(super) fn check(&self, fonts: &Fonts) -> Vec<Diagnostic> {
        checks::run(&self.now.content, fonts)
    }

    /// The position whose file a text is.
    pub(super) fn jabatan(&self, source: SourceId) -> Option<JabatanId> {
        let (name, _) = self.now.content.files.iter().find(|(_, known)| *known == source)?;
        JabatanId::of_file(name)
    }
}

fn file_paths(paths: &Paths, content: &Content) -> BTreeMap<String, FilePath> {
    let root = fs::canonicalize(&paths.folder).unwrap_or_default();
    let path = |name: &str| {
        // The embedded templates are in no file.
        let whole = fs::canonicalize(name).ok()?;
        let short = whole.strip_prefix(&root).map_or_else(|_| name.to_owned(), |short| short.display().to_string());
        Some((name.to_owned(), FilePath { short, whole: whole.display().to_string() }))
    };
    content.sources.all().filter_map(|(_, source)| path(&source.name)).collect()
}
