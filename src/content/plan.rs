//! The file of a plan, read with the same care as content.

use std::path::Path;

use anyhow::{anyhow, bail};

use super::door;
use super::keys::{Peta, Reader};
use super::yaml::{self, Isi, Node};
use crate::diagnostic::Diagnostic;
use crate::model::{JabatanId, Teks};
use crate::plan::{NamaBaru, Operasi, Plan};
use crate::source::{Sources, Spanned};
use crate::text;

/// Reads an operation from the keys of its step, of which the first is its name.
type Read = fn(&mut Reader, &mut Peta, &'static str) -> Option<Operasi>;

const OPERATIONS: [(&str, Read); 8] = [
    ("ganti-nama", |reader, peta, name| nama_baru(reader, peta, name).map(Operasi::GantiNama)),
    ("alih-fungsional", |reader, peta, name| nama_baru(reader, peta, name).map(Operasi::AlihFungsional)),
    ("pindah", pindah),
    ("urutkan", urutkan),
    ("hapus", hapus),
    ("gabung", gabung),
    ("pecah", pecah),
    ("pulihkan", pulihkan),
];

/// A plan, if it could be read whole; its text; and the problems.
pub struct ReadPlan {
    pub plan: Option<Plan>,
    pub sources: Sources,
    pub problems: Vec<Diagnostic>,
}

impl ReadPlan {
    /// How many MiB may be read: plans that give back files hold their texts.
    pub const MAX_MIB: u64 = 16;
    const MAX_BYTES: u64 = Self::MAX_MIB * 1024 * 1024;

    /// Whether a plan of so many bytes can be read.
    pub fn fits(bytes: u64) -> bool {
        bytes <= Self::MAX_BYTES
    }
}

/// Reads the file of a plan.
///
/// # Errors
/// When it cannot be read, or is no text.
pub fn read_plan(path: &Path) -> anyhow::Result<ReadPlan> {
    let name = path.display().to_string();
    let bytes = match door::read(path, &name, ReadPlan::MAX_BYTES) {
        Ok(bytes) => bytes,
        Err(refusal) => bail!("rencana tidak dapat dibaca: {} — {}", refusal.message, refusal.help),
    };
    let text = String::from_utf8(bytes).map_err(|_| anyhow!("rencana `{name}` bukan teks UTF-8"))?;
    let mut sources = Sources::default();
    let source = sources.add(name, text);
    let mut problems = Vec::new();
    let plan = match yaml::parse(&sources, source) {
        Ok(node) => plan(&mut Reader { sources: &sources, problems: &mut problems }, node),
        Err(problem) => {
            problems.push(*problem);
            None
        }
    };
    let plan = plan.filter(|_| problems.is_empty());
    Ok(ReadPlan { plan, sources, problems })
}

fn plan(reader: &mut Reader, node: Node) -> Option<Plan> {
    let mut peta = reader.peta(node)?;
    let alasan = reader.pilihan(&mut peta, "alasan", Reader::keterangan);
    let dasar = reader.pilihan(&mut peta, "dasar", Reader::keterangan);
    let langkah = reader.wajib(&mut peta, "langkah", |r, node| r.daftar(node, langkah));
    reader.selesai(peta);
    Some(Plan { alasan, dasar, langkah: langkah? })
}

fn langkah(reader: &mut Reader, node: Node) -> Option<Operasi> {
    let mut peta = reader.peta(node)?;
    let span = peta.span;
    let Some((name, operasi)) = OPERATIONS.into_iter().find(|(name, _)| peta.has(name)) else {
        let names = OPERATIONS.map(|(name, _)| name);
        let problem = Diagnostic::galat("langkah-tidak-dikenal", "langkah ini tidak menyebut operasinya", span);
        return reader.note(problem.help(format!("awali dengan {}", text::any_of(&names))));
    };
    let operasi = operasi(reader, &mut peta, name);
    reader.selesai(peta);
    operasi
}

fn pindah(reader: &mut Reader, peta: &mut Peta, name: &'static str) -> Option<Operasi> {
    let jabatan = reader.wajib(peta, name, Reader::id);
    let ke = reader.wajib(peta, "ke", Reader::id);
    let sesudah = reader.pilihan(peta, "sesudah", Reader::id);
    Some(Operasi::Pindah { jabatan: jabatan?, ke: ke?, sesudah })
}

fn urutkan(reader: &mut Reader, peta: &mut Peta, name: &'static str) -> Option<Operasi> {
    let atasan = reader.wajib(peta, name, Reader::id);
    let urutan = reader.wajib(peta, "menjadi", ids);
    Some(Operasi::Urutkan { atasan: atasan?, urutan: urutan? })
}

fn hapus(reader: &mut Reader, peta: &mut Peta, name: &'static str) -> Option<Operasi> {
    let jabatan = reader.wajib(peta, name, Reader::id);
    let penerus = reader.pilihan(peta, "penerus", Reader::id);
    Some(Operasi::Hapus { jabatan: jabatan?, penerus })
}

fn gabung(reader: &mut Reader, peta: &mut Peta, name: &'static str) -> Option<Operasi> {
    let jabatan = reader.wajib(peta, name, ids);
    let menjadi = reader.wajib(peta, "menjadi", Reader::teks);
    let id = reader.pilihan(peta, "id", Reader::id);
    Some(Operasi::Gabung { jabatan: jabatan?, menjadi: menjadi?, id })
}

fn pecah(reader: &mut Reader, peta: &mut Peta, name: &'static str) -> Option<Operasi> {
    let jabatan = reader.wajib(peta, name, Reader::id);
    let menjadi: Option<Vec<Teks>> = reader.wajib(peta, "menjadi", |r, node| r.daftar(node, Reader::teks));
    let id = reader.pilihan(peta, "id", ids);
    Some(Operasi::Pecah { jabatan: jabatan?, menjadi: menjadi?, id: id.unwrap_or_default() })
}

fn pulihkan(reader: &mut Reader, peta: &mut Peta, name: &'static str) -> Option<Operasi> {
    let berkas = reader.wajib(peta, name, Reader::kata);
    let kini = reader.pilihan(peta, "kini", whole);
    let menjadi = reader.pilihan(peta, "menjadi", whole);
    Some(Operasi::Pulihkan { berkas: berkas?, kini, menjadi })
}

fn nama_baru(reader: &mut Reader, peta: &mut Peta, name: &'static str) -> Option<NamaBaru> {
    let jabatan = reader.wajib(peta, name, Reader::id);
    let menjadi = reader.wajib(peta, "menjadi", Reader::teks);
    let id = reader.pilihan(peta, "id", Reader::id);
    let unit = reader.pilihan(peta, "unit", Reader::teks);
    Some(NamaBaru { jabatan: jabatan?, menjadi: menjadi?, id, unit })
}

fn ids(reader: &mut Reader, node: Node) -> Option<Vec<Spanned<JabatanId>>> {
    reader.daftar(node, Reader::id)
}

/// The text of a file, as it is.
fn whole(reader: &mut Reader, node: Node) -> Option<String> {
    match node.isi {
        Isi::Teks(text) => Some(text),
        _ => reader.kata(node).map(|word| word.value),
    }
}
