//! A reorganisation as it is planned, step by step.

use schemars::JsonSchema;

use crate::model::{JabatanId, Teks};
use crate::source::Spanned;

/// What is to be done, in this order.
#[derive(Debug, Default, JsonSchema)]
#[schemars(title = "Rencana perubahan struktur", deny_unknown_fields)]
#[schemars(description = "Perubahan susunan organisasi, untuk `iki change`.")]
pub struct Plan {
    #[schemars(with = "Option<String>", description = "Alasan perubahan; ditampilkan saat rencana dijalankan.")]
    pub alasan: Option<Spanned<String>>,
    /// The regulation behind it.
    #[schemars(with = "Option<String>", description = "Peraturan yang menjadi dasarnya.")]
    pub dasar: Option<Spanned<String>>,
    #[schemars(length(min = 1), description = "Langkah-langkahnya; dikerjakan berurutan.")]
    pub langkah: Vec<Operasi>,
}

type Id = Spanned<JabatanId>;

/// One step: what is done to positions.
#[derive(Debug)]
pub enum Operasi {
    GantiNama(NamaBaru),
    /// From a structural to a functional post.
    AlihFungsional(NamaBaru),
    /// Below another superior, after one of those there, or last.
    Pindah {
        jabatan: Id,
        ke: Id,
        sesudah: Option<Id>,
    },
    /// Another order of all that have the same superior.
    Urutkan {
        atasan: Id,
        urutan: Vec<Id>,
    },
    /// Sentences that name it then name the successor, if there is one.
    Hapus {
        jabatan: Id,
        penerus: Option<Id>,
    },
    /// Several positions into one, in the place of the first.
    Gabung {
        jabatan: Vec<Id>,
        menjadi: Teks,
        id: Option<Id>,
    },
    /// One position into several, the first in its place.
    Pecah {
        jabatan: Id,
        menjadi: Vec<Teks>,
        id: Vec<Id>,
    },
    /// A file gets back what it held, or goes, if it holds what is said here.
    Pulihkan {
        berkas: Spanned<String>,
        kini: Option<String>,
        menjadi: Option<String>,
    },
}

/// A position and its new name.
#[derive(Debug)]
pub struct NamaBaru {
    pub jabatan: Id,
    pub menjadi: Teks,
    /// The new name of its file; without, it follows from the name.
    pub id: Option<Id>,
    /// What its unit is called from now on; without, it follows from the name.
    pub unit: Option<Teks>,
}
