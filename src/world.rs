//! All that Typst may see: the markup, its assets, the fonts.
//!
//! There is no file system behind it, no package, no network and no clock.

use std::collections::BTreeMap;

use rayon::prelude::*;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::fonts::Fonts;
use crate::markup::{self, Markup};

/// The closed world of one document.
pub(crate) struct Dunia<'a> {
    library: LazyHash<Library>,
    fonts: &'a Fonts,
    main: FileId,
    sources: BTreeMap<String, Source>,
    assets: BTreeMap<String, Bytes>,
}

impl<'a> Dunia<'a> {
    pub(crate) fn new(markup: &Markup, fonts: &'a Fonts) -> Self {
        Self {
            library: LazyHash::new(Library::default()),
            fonts,
            main: file_id(markup::MAIN),
            sources: markup
                .files
                .par_iter()
                .map(|(path, file)| (path.clone(), Source::new(file_id(path), file.text.clone())))
                .collect(),
            assets: markup.assets.iter().map(|(path, bytes)| (path.clone(), Bytes::new(bytes.clone()))).collect(),
        }
    }
}

impl Dunia<'_> {
    /// A file of the markup as Typst reads it.
    pub(crate) fn markup(&self, path: &str) -> &Source {
        &self.sources[path]
    }

    /// The files of sheets and pictures.
    pub(crate) fn parts(&self) -> Vec<&Source> {
        let is_part = |path: &str| path != markup::MAIN && path != markup::DESIGN;
        self.sources.iter().filter(|(path, _)| is_part(path)).map(|(_, source)| source).collect()
    }
}

/// The id of a path. Ids are never freed by Typst, so paths are made only from
/// the names of positions, which stay the same from build to build.
fn file_id(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("paths of the markup are plain");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl World for Dunia<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        find(&self.sources, id).cloned()
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match find(&self.sources, id) {
            Ok(source) => Ok(Bytes::from_string(source.clone())),
            Err(_) => find(&self.assets, id).cloned(),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn find<T>(files: &BTreeMap<String, T>, id: FileId) -> FileResult<&T> {
    let path = id.vpath().get_with_slash();
    let known = matches!(id.root(), VirtualRoot::Project).then(|| files.get(path)).flatten();
    known.ok_or_else(|| FileError::NotFound(path.into()))
}
