//! The templates: embedded, or replaced file by file from a folder.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};

use crate::source::{SourceId, Sources};
use crate::text;

const EMBEDDED: [(&str, &str); 4] = [
    (Templates::NASKAH, include_str!("../templates/naskah.typ.j2")),
    (Templates::JABATAN, include_str!("../templates/jabatan.typ.j2")),
    (Templates::LAMPIRAN, include_str!("../templates/lampiran.typ.j2")),
    (Templates::DESIGN, include_str!("../templates/design.typ")),
];

/// The texts of all templates, by name.
pub struct Templates([SourceId; EMBEDDED.len()]);

impl Templates {
    /// The whole document, or a redline.
    pub const NASKAH: &str = "naskah.typ.j2";
    /// The sheet of one position.
    pub const JABATAN: &str = "jabatan.typ.j2";
    /// The drawn pages of one kind.
    pub const LAMPIRAN: &str = "lampiran.typ.j2";
    /// The look of all.
    pub const DESIGN: &str = "design.typ";

    /// The embedded templates; a file of the same name in the folder wins.
    ///
    /// # Errors
    /// When the folder cannot be read or holds a template of another name.
    pub fn load(folder: Option<&Path>, sources: &mut Sources) -> anyhow::Result<Self> {
        let mut texts: [(String, String); EMBEDDED.len()] =
            EMBEDDED.map(|(name, text)| (format!("templates/{name}"), text.to_owned()));
        if let Some(folder) = folder {
            let found = names(folder)?;
            if found.is_empty() {
                bail!(
                    "tidak ada templat di folder `{}`; yang dapat diganti: {}",
                    folder.display(),
                    text::any_of(&EMBEDDED.map(|(known, _)| known))
                );
            }
            for name in found {
                let path = folder.join(&name);
                let text = fs::read_to_string(&path)
                    .with_context(|| format!("templat `{}` tidak dapat dibaca", path.display()))?;
                match EMBEDDED.iter().position(|(known, _)| *known == name) {
                    Some(index) => texts[index] = (path.display().to_string(), text),
                    None => bail!(
                        "templat `{}` tidak dikenal; yang dapat diganti: {}",
                        path.display(),
                        text::any_of(&EMBEDDED.map(|(known, _)| known)),
                    ),
                }
            }
        }
        Ok(Self(texts.map(|(name, text)| sources.add(name, text))))
    }

    /// The text of a template by its name.
    pub fn get(&self, name: &str) -> Option<SourceId> {
        let index = EMBEDDED.iter().position(|(known, _)| *known == name)?;
        Some(self.0[index])
    }
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
