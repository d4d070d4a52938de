//! One operation on the command line, as a plan of one step.

use std::path::PathBuf;

use crate::cli::{NewName, Operation};
use crate::model::JabatanId;
use crate::plan::{NamaBaru, Operasi, Plan};
use crate::source::{SourceId, Sources, Spanned};

/// The words of a command so far, as the place of what is wrong with them.
struct Words {
    sources: Sources,
    source: SourceId,
}

impl Words {
    fn place<T>(&mut self, value: T, word: &str) -> Spanned<T> {
        Spanned { value, span: self.sources.append(self.source, word) }
    }

    fn id(&mut self, id: &JabatanId) -> Spanned<JabatanId> {
        self.place(id.clone(), id.as_str())
    }

    fn text(&mut self, text: &str) -> Spanned<String> {
        self.place(text.to_owned(), text)
    }

    fn name(&mut self, new: &NewName) -> NamaBaru {
        NamaBaru {
            jabatan: self.id(&new.jabatan),
            menjadi: self.text(&new.menjadi),
            id: new.id.as_ref().map(|id| self.id(id)),
            unit: new.unit.as_ref().map(|unit| self.text(unit)),
        }
    }
}

/// The plan, where it is written, and the folder that is named.
pub(super) fn plan(operation: &Operation) -> (Plan, Sources, Option<PathBuf>) {
    let mut sources = Sources::default();
    let source = sources.add("perintah".to_owned(), String::new());
    let mut words = Words { sources, source };
    let (operasi, folder) = match operation {
        Operation::GantiNama(new) => (Operasi::GantiNama(words.name(new)), &new.folder),
        Operation::AlihFungsional(new) => (Operasi::AlihFungsional(words.name(new)), &new.folder),
        Operation::Pindah { jabatan, ke, sesudah, folder } => {
            let (jabatan, ke) = (words.id(jabatan), words.id(ke));
            let sesudah = sesudah.as_ref().map(|id| words.id(id));
            (Operasi::Pindah { jabatan, ke, sesudah }, folder)
        }
        Operation::Urutkan { atasan, menjadi, folder } => {
            let atasan = words.id(atasan);
            let urutan = menjadi.iter().flat_map(|ids| &ids.0).map(|id| words.id(id)).collect();
            (Operasi::Urutkan { atasan, urutan }, folder)
        }
        Operation::Hapus { jabatan, penerus, folder } => {
            let jabatan = words.id(jabatan);
            let penerus = penerus.as_ref().map(|id| words.id(id));
            (Operasi::Hapus { jabatan, penerus }, folder)
        }
        Operation::Gabung { jabatan, menjadi, id, folder } => {
            let jabatan = jabatan.0.iter().map(|id| words.id(id)).collect();
            let menjadi = words.text(menjadi);
            let id = id.as_ref().map(|id| words.id(id));
            (Operasi::Gabung { jabatan, menjadi, id }, folder)
        }
        Operation::Pecah { jabatan, menjadi, folder } => {
            let jabatan = words.id(jabatan);
            let menjadi = menjadi.iter().map(|name| words.text(name)).collect();
            (Operasi::Pecah { jabatan, menjadi, id: Vec::new() }, folder)
        }
    };
    let langkah = vec![operasi];
    (Plan { langkah, ..Plan::default() }, words.sources, folder.clone())
}
