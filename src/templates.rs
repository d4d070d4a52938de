//! The templates: embedded, or replaced file by file from a folder.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};

use crate::source::{SourceId, Sources};
use crate::text;

/// A template, by what it gives.
#[derive(Clone, Copy)]
pub enum Template {
    /// The whole document, or a redline.
    Naskah,
    /// The sheet of one position.
    Jabatan,
    /// The drawn pages of one kind.
    Lampiran,
    /// The look of all.
    Design,
}

impl Template {
    const ALL: [Self; 4] = [Self::Naskah, Self::Jabatan, Self::Lampiran, Self::Design];

    /// The name of its file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Naskah => "naskah.typ.j2",
            Self::Jabatan => "jabatan.typ.j2",
            Self::Lampiran => "lampiran.typ.j2",
            Self::Design => "design.typ",
        }
    }

    fn embedded(self) -> &'static str {
        match self {
            Self::Naskah => include_str!("../templates/naskah.typ.j2"),
            Self::Jabatan => include_str!("../templates/jabatan.typ.j2"),
            Self::Lampiran => include_str!("../templates/lampiran.typ.j2"),
            Self::Design => include_str!("../templates/design.typ"),
        }
    }
}

/// How large a template may be, in KiB.
const MAX_KIB: u64 = 1024;

/// The texts of all templates.
pub struct Templates([SourceId; Template::ALL.len()]);

impl Templates {
    /// The embedded templates; a file of the same name in the folder wins.
    ///
    /// # Errors
    /// When the folder cannot be read, or holds a template of another name or one that
    /// is too large.
    pub fn load(folder: Option<&Path>, sources: &mut Sources) -> anyhow::Result<Self> {
        let mut texts =
            Template::ALL.map(|template| (format!("templates/{}", template.name()), template.embedded().to_owned()));
        let known = text::any_of(&Template::ALL.map(Template::name));
        if let Some(folder) = folder {
            let found = names(folder)?;
            if found.is_empty() {
                bail!("tidak ada templat di folder `{}`; yang dapat diganti: {known}", folder.display());
            }
            for name in found {
                let path = folder.join(&name);
                let text = read(&path)?;
                match Template::ALL.iter().position(|template| template.name() == name) {
                    Some(index) => texts[index] = (path.display().to_string(), text),
                    None => bail!("templat `{}` tidak dikenal; yang dapat diganti: {known}", path.display()),
                }
            }
        }
        Ok(Self(texts.map(|(name, text)| sources.add(name, text))))
    }

    /// The text of a template.
    pub fn get(&self, template: Template) -> SourceId {
        self.0[template as usize]
    }
}

fn read(path: &Path) -> anyhow::Result<String> {
    let failed = || format!("templat `{}` tidak dapat dibaca", path.display());
    if fs::metadata(path).with_context(failed)?.len() > MAX_KIB * 1024 {
        bail!("templat `{}` terlalu besar: paling besar {} KiB", path.display(), text::number(MAX_KIB as usize));
    }
    fs::read_to_string(path).with_context(failed)
}

/// The templates in a folder, sorted.
fn names(folder: &Path) -> anyhow::Result<Vec<String>> {
    let failed = || format!("folder templat `{}` tidak dapat dibuka", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).with_context(failed)? {
        let entry = entry.with_context(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".typ") || name.ends_with(".j2") {
            if !entry.path().is_file() {
                bail!("templat `{}` bukan berkas biasa", entry.path().display());
            }
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}
