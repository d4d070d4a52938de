//! Which part of an edition is asked for: the whole, one sheet, or the pictures.

use crate::diagnostic::Misuse;
use crate::model::{Jabatan, JabatanId, Naskah};
use crate::text;

/// A part of an edition that is a document of its own.
#[derive(Debug, Clone, Eq, PartialEq, Ord, PartialOrd)]
pub enum Part {
    /// One sheet, without a cover.
    Sheet(JabatanId),
    /// Cover and all sheets.
    Whole,
    /// Only what is drawn behind the sheets.
    Pictures,
}

impl Part {
    /// The sheet of a position.
    ///
    /// # Errors
    /// [`Misuse`] when the edition does not have it, with the most similar name.
    pub fn sheet(id: &JabatanId, naskah: &Naskah) -> Result<Self, Misuse> {
        let known: Vec<&str> = naskah.jabatan.iter().map(|jabatan| jabatan.id.as_str()).collect();
        if known.contains(&id.as_str()) {
            return Ok(Self::Sheet(id.clone()));
        }
        Err(Misuse(match text::nearest(id.as_str(), &known) {
            Some(near) => format!("tidak ada jabatan `{}`; mungkin maksudnya `{near}`", id.as_str()),
            None => format!("tidak ada jabatan `{}`; yang ada: {}", id.as_str(), text::any_of(&known)),
        }))
    }

    /// The positions of the part, in the order of the edition.
    pub fn sheets<'a>(&self, naskah: &'a Naskah) -> impl Iterator<Item = &'a Jabatan> {
        naskah.jabatan.iter().filter(move |jabatan| match self {
            Self::Whole => true,
            Self::Sheet(id) => *id == jabatan.id,
            Self::Pictures => false,
        })
    }

    /// The name of its file, from office or position, and year; without an
    /// ending.
    pub fn file_name(&self, naskah: &Naskah) -> String {
        let about = match self {
            Self::Sheet(id) => id.as_str().to_owned(),
            Self::Whole => office(naskah),
            Self::Pictures => format!("lampiran-{}", office(naskah)),
        };
        format!("iki-{about}-{}", naskah.tahun.value)
    }
}

/// The office in the name of a file.
pub(crate) fn office(naskah: &Naskah) -> String {
    match text::slug(&text::plain(&naskah.kantor.nama.value)) {
        slug if slug.is_empty() => "naskah".to_owned(),
        slug => slug,
    }
}
