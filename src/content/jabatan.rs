//! The files in `jabatan/`: one position each.

use super::keys::{Peta, Reader};
use super::naskah::columns;
use super::struktur::Entry;
use super::yaml::{Isi, Node};
use crate::diagnostic::Diagnostic;
use crate::model::{Formulasi, Hitungan, Indikator, Jabatan, Kinerja, Kolom, Teks};
use crate::source::Span;

/// One position; captions it does not name are those of the edition.
pub(super) fn read(reader: &mut Reader, node: Node, entry: &Entry, standard: &Kolom) -> Option<Jabatan> {
    let mut peta = reader.peta(node)?;
    let nama = reader.wajib(&mut peta, "nama", Reader::teks);
    let pendahulu = reader.pilihan(&mut peta, "pendahulu", |r, node| r.daftar(node, Reader::id));
    let tugas = reader.wajib(&mut peta, "tugas", Reader::teks);
    let fungsi = reader.wajib(&mut peta, "fungsi", |r, node| r.daftar(node, Reader::teks));
    let kolom = reader.pilihan(&mut peta, "kolom", |r, node| columns(r, node, standard));
    let penomoran_sasaran = reader.pilihan(&mut peta, "penomoran_sasaran", Reader::ya_tidak);
    let kinerja = reader.wajib(&mut peta, "kinerja", |r, node| r.daftar(node, kinerja));
    let pengecualian = reader.pilihan(&mut peta, "pengecualian", Reader::pengecualian);
    reader.selesai(peta);
    Some(Jabatan {
        id: entry.id.value.clone(),
        letak: entry.id.span,
        atasan: entry.atasan,
        nama: nama?,
        pendahulu: pendahulu.unwrap_or_default(),
        tugas: tugas?,
        fungsi: fungsi?,
        kolom: kolom.unwrap_or_else(|| standard.clone()),
        penomoran_sasaran: penomoran_sasaran.unwrap_or(false),
        kinerja: kinerja?,
        pengecualian: pengecualian.unwrap_or_default(),
    })
}

fn kinerja(reader: &mut Reader, node: Node) -> Option<Kinerja> {
    let mut peta = reader.peta(node)?;
    let sasaran = reader.wajib(&mut peta, "sasaran", Reader::satu_atau_banyak);
    let indikator = reader.wajib(&mut peta, "indikator", |r, node| r.daftar(node, indikator));
    reader.selesai(peta);
    Some(Kinerja { sasaran: sasaran?, indikator: indikator? })
}

fn indikator(reader: &mut Reader, node: Node) -> Option<Indikator> {
    let mut peta = reader.peta(node)?;
    let nama = reader.wajib(&mut peta, "nama", Reader::teks);
    let shared = sumber_data(reader, &mut peta);
    let formulasi = reader.wajib(&mut peta, "formulasi", |r, node| match node.isi {
        Isi::Daftar(_) => r.daftar(node, |r, item| formulasi(r, item, shared.as_ref())),
        _ => Some(vec![formulasi(r, node, shared.as_ref())?]),
    });
    reader.selesai(peta);
    Some(Indikator { nama: nama?, formulasi: formulasi? })
}

/// A text, or a mapping with `uraian` or with `pembilang` and `penyebut`.
fn formulasi(reader: &mut Reader, node: Node, shared: Option<&Sumber>) -> Option<Formulasi> {
    let span = node.span;
    if !matches!(node.isi, Isi::Peta(_)) {
        let uraian = reader.teks(node)?;
        let sumber_data = source_of_data(reader, None, shared, span)?;
        return Some(Formulasi { hitungan: Hitungan::Uraian(uraian), sumber_data });
    }
    let mut peta = reader.peta(node)?;
    if let Some(problem) = both_ways(&peta) {
        return reader.note(problem);
    }
    let hitungan = if peta.has("uraian") {
        reader.wajib(&mut peta, "uraian", Reader::teks).map(Hitungan::Uraian)
    } else {
        rasio(reader, &mut peta)
    };
    let own = sumber_data(reader, &mut peta);
    let place = peta.span;
    reader.selesai(peta);
    let sumber_data = source_of_data(reader, own.as_ref(), shared, place);
    Some(Formulasi { hitungan: hitungan?, sumber_data: sumber_data? })
}

/// Words and a ratio in one formula.
fn both_ways(peta: &Peta) -> Option<Diagnostic> {
    let uraian = peta.place("uraian")?;
    let (part, place) = ["pembilang", "penyebut"].into_iter().find_map(|kunci| Some((kunci, peta.place(kunci)?)))?;
    let message = format!("formulasi ini berisi `uraian` dan `{part}` sekaligus");
    let problem = Diagnostic::galat("formulasi-ganda", message, place).related(uraian, "`uraian` di sini");
    Some(problem.help("pilih salah satu: `uraian` untuk kata-kata, atau `pembilang` dan `penyebut` untuk pecahan"))
}

fn rasio(reader: &mut Reader, peta: &mut Peta) -> Option<Hitungan> {
    let pembilang = reader.wajib(peta, "pembilang", Reader::teks);
    let penyebut = reader.wajib(peta, "penyebut", Reader::teks);
    let faktor = reader.pilihan(peta, "faktor", Reader::teks);
    Some(Hitungan::Rasio { pembilang: pembilang?, penyebut: penyebut?, faktor })
}

/// A source of data as it is written; nothing if it is no good text, which was noted.
type Sumber = Option<Teks>;

/// The source of data, if one is written here.
fn sumber_data(reader: &mut Reader, peta: &mut Peta) -> Option<Sumber> {
    let is_written = peta.has("sumber_data");
    let found = reader.pilihan(peta, "sumber_data", Reader::teks);
    is_written.then_some(found)
}

/// The source of data of one formula, its own or that of its indicator.
fn source_of_data(reader: &mut Reader, own: Option<&Sumber>, shared: Option<&Sumber>, place: Span) -> Option<Teks> {
    if let Some(found) = own.or(shared) {
        return found.clone();
    }
    reader.note(
        Diagnostic::galat("kunci-kurang", "sumber data formulasi ini tidak ada", place)
            .help("tambahkan baris `sumber_data: …` pada indikatornya, atau pada formulasi ini"),
    )
}
