//! One operation on the command line, as a plan of one step.

use std::path::PathBuf;

use crate::cli::{NewName, Operation};
use crate::model::JabatanId;
use crate::plan::{Langkah, NamaBaru, Operasi, Plan};
use crate::source::{SourceId, Sources, Span, Spanned};

/// The words of a command, as the place of what is wrong with them.
struct Words {
    sources: Sources,
    source: SourceId,
}

impl Words {
    fn new(words: &[&str]) -> Self {
        let mut sources = Sources::default();
        let source = sources.add("perintah".to_owned(), words.join(" "));
        Self { sources, source }
    }

    fn place<T>(&self, value: T, word: &str) -> Spanned<T> {
        let start = self.sources.get(self.source).text.find(word).unwrap_or_default();
        Spanned { value, span: Span { source: self.source, start, end: start + word.len() } }
    }

    fn id(&self, id: &JabatanId) -> Spanned<JabatanId> {
        self.place(id.clone(), id.as_str())
    }

    fn text(&self, text: &str) -> Spanned<String> {
        self.place(text.to_owned(), text)
    }

    fn name(&self, new: &NewName) -> NamaBaru {
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
    let all = words(operation);
    let words = Words::new(&all.iter().map(String::as_str).collect::<Vec<_>>());
    let (operasi, folder) = match operation {
        Operation::GantiNama(new) => (Operasi::GantiNama(words.name(new)), &new.folder),
        Operation::AlihFungsional(new) => (Operasi::AlihFungsional(words.name(new)), &new.folder),
        Operation::Pindah { jabatan, ke, sesudah, folder } => {
            let sesudah = sesudah.as_ref().map(|id| words.id(id));
            (Operasi::Pindah { jabatan: words.id(jabatan), ke: words.id(ke), sesudah }, folder)
        }
        Operation::Urutkan { atasan, menjadi, folder } => {
            let urutan = menjadi.iter().map(|id| words.id(id)).collect();
            (Operasi::Urutkan { atasan: words.id(atasan), urutan }, folder)
        }
        Operation::Hapus { jabatan, penerus, folder } => {
            let penerus = penerus.as_ref().map(|id| words.id(id));
            (Operasi::Hapus { jabatan: words.id(jabatan), penerus }, folder)
        }
        Operation::Gabung { jabatan, menjadi, id, folder } => {
            let jabatan = jabatan.iter().map(|id| words.id(id)).collect();
            let id = id.as_ref().map(|id| words.id(id));
            (Operasi::Gabung { jabatan, menjadi: words.text(menjadi), id }, folder)
        }
        Operation::Pecah { jabatan, menjadi, folder } => {
            let menjadi = menjadi.iter().map(|name| words.text(name)).collect();
            (Operasi::Pecah { jabatan: words.id(jabatan), menjadi, id: Vec::new() }, folder)
        }
    };
    let langkah = vec![Langkah { operasi, span: Span::file(words.source) }];
    (Plan { langkah, ..Plan::default() }, words.sources, folder.clone())
}

/// Everything that an operation names.
fn words(operation: &Operation) -> Vec<String> {
    let ids = |ids: &[JabatanId]| ids.iter().map(|id| id.as_str().to_owned()).collect::<Vec<_>>();
    match operation {
        Operation::GantiNama(new) | Operation::AlihFungsional(new) => {
            let rest = [new.id.as_ref().map(|id| id.as_str().to_owned()), new.unit.clone()];
            [new.jabatan.as_str().to_owned(), new.menjadi.clone()]
                .into_iter()
                .chain(rest.into_iter().flatten())
                .collect()
        }
        Operation::Pindah { jabatan, ke, sesudah, .. } => {
            [Some(jabatan), Some(ke), sesudah.as_ref()].into_iter().flatten().map(|id| id.as_str().to_owned()).collect()
        }
        Operation::Urutkan { atasan, menjadi, .. } => [ids(std::slice::from_ref(atasan)), ids(menjadi)].concat(),
        Operation::Hapus { jabatan, penerus, .. } => {
            [Some(jabatan), penerus.as_ref()].into_iter().flatten().map(|id| id.as_str().to_owned()).collect()
        }
        Operation::Gabung { jabatan, menjadi, id, .. } => {
            let id = id.as_ref().map(|id| id.as_str().to_owned());
            ids(jabatan).into_iter().chain([menjadi.clone()]).chain(id).collect()
        }
        Operation::Pecah { jabatan, menjadi, .. } => {
            std::iter::once(jabatan.as_str().to_owned()).chain(menjadi.iter().cloned()).collect()
        }
    }
}
