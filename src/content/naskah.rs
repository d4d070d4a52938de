//! `naskah.yaml`: the office and the look; its tree and its signature have files of their own.

use super::keys::Reader;
use super::pengesahan;
use super::struktur::{self, Tree};
use super::yaml::{Isi, Node};
use crate::diagnostic::Diagnostic;
use crate::model::{
    Huruf, Kantor, Kertas, Kolom, Lambang, LetakKop, Naskah, Penomoran, RuangTepi, Sebutan, Status, Teks,
};
use crate::source::{Span, Spanned};

/// The edition without its positions and the bytes of its emblem, and the tree
/// of positions.
pub(super) fn read(reader: &mut Reader, node: Node) -> (Option<Naskah>, Option<Tree>) {
    let file = Span::file(node.span.source);
    let Some(mut peta) = reader.peta(node) else { return (None, None) };
    let default = |text: &str| Spanned { value: text.to_owned(), span: file };
    let struktur = reader.wajib(&mut peta, "struktur", struktur::read);
    let judul = reader.pilihan(&mut peta, "judul", Reader::teks);
    let tahun = reader.wajib(&mut peta, "tahun", Reader::tahun);
    let status = reader.pilihan(&mut peta, "status", |r, node| {
        let span = node.span;
        r.salah_satu(node, Status::TERTULIS).map(|value| Spanned { value, span })
    });
    let sebutan_tahun = reader.pilihan(&mut peta, "sebutan_tahun", Reader::teks);
    let kantor = reader.wajib(&mut peta, "kantor", kantor);
    let kertas = reader.pilihan(&mut peta, "kertas", kertas);
    let ruang_tepi = reader.pilihan(&mut peta, "ruang_tepi", ruang_tepi);
    let huruf = reader.pilihan(&mut peta, "huruf", |r, node| huruf(r, node, file));
    let kop = reader.pilihan(&mut peta, "kop", |r, node| r.salah_satu(node, LetakKop::TERTULIS));
    let standard = default_columns(file);
    let kolom = reader.pilihan(&mut peta, "kolom", |r, node| columns(r, node, &standard));
    let sebutan = reader.pilihan(&mut peta, "sebutan", |r, node| sebutan(r, node, file));
    let penomoran = reader.pilihan(&mut peta, "penomoran", |r, node| r.salah_satu(node, Penomoran::TERTULIS));
    let pengesahan = reader.wajib(&mut peta, "pengesahan", pengesahan::read);
    let nama_resmi = reader.pilihan(&mut peta, "nama_resmi", |r, node| r.daftar(node, Reader::teks));
    let pengecualian = reader.pilihan(&mut peta, "pengecualian", Reader::pengecualian);
    let belum_diperiksa = reader.pilihan(&mut peta, "belum_diperiksa", |r, node| r.daftar(node, Reader::keterangan));
    reader.selesai(peta);
    let naskah = (|| {
        Some(Naskah {
            judul: judul.unwrap_or_else(|| default("INDIKATOR KINERJA INDIVIDU")),
            tahun: tahun?,
            status: status.unwrap_or(Spanned { value: Status::Final, span: file }),
            sebutan_tahun: sebutan_tahun.unwrap_or_else(|| default("TAHUN ANGGARAN")),
            kantor: kantor?,
            kertas: kertas.unwrap_or(Kertas::A4),
            ruang_tepi: ruang_tepi.unwrap_or_default(),
            huruf: huruf.unwrap_or_else(|| default_font(file)),
            kop: kop.unwrap_or(LetakKop::LembarPertama),
            kolom: kolom.unwrap_or(standard),
            sebutan: sebutan.unwrap_or_else(|| default_names(file)),
            penomoran: penomoran.unwrap_or(Penomoran::Angka),
            pengesahan: pengesahan?,
            nama_resmi: nama_resmi.unwrap_or_default(),
            pengecualian: pengecualian.unwrap_or_default(),
            belum_diperiksa: belum_diperiksa.unwrap_or_default(),
            jabatan: Vec::new(),
        })
    })();
    (naskah, struktur)
}

/// The captions of an edition that names none.
pub(super) fn default_columns(file: Span) -> Kolom {
    let default = |text: &str| Spanned { value: text.to_owned(), span: file };
    Kolom {
        sasaran: default("SASARAN/KINERJA UTAMA"),
        indikator: default("INDIKATOR KINERJA UTAMA"),
        formulasi: default("FORMULASI PERHITUNGAN"),
        sumber_data: default("SUMBER DATA"),
    }
}

/// Captions, where a caption left out is that of `standard`.
pub(super) fn columns(reader: &mut Reader, node: Node, standard: &Kolom) -> Option<Kolom> {
    let mut peta = reader.peta(node)?;
    let mut column = |reader: &mut Reader, kunci, standard: &Teks| {
        reader.pilihan(&mut peta, kunci, Reader::teks).unwrap_or_else(|| standard.clone())
    };
    let kolom = Kolom {
        sasaran: column(reader, "sasaran", &standard.sasaran),
        indikator: column(reader, "indikator", &standard.indikator),
        formulasi: column(reader, "formulasi", &standard.formulasi),
        sumber_data: column(reader, "sumber_data", &standard.sumber_data),
    };
    reader.selesai(peta);
    Some(kolom)
}

fn kantor(reader: &mut Reader, node: Node) -> Option<Kantor> {
    let mut peta = reader.peta(node)?;
    let pemerintah = reader.wajib(&mut peta, "pemerintah", Reader::teks);
    let nama = reader.wajib(&mut peta, "nama", Reader::teks);
    let daerah = reader.wajib(&mut peta, "daerah", Reader::teks);
    let berkas = reader.wajib(&mut peta, "lambang", Reader::istilah);
    let alamat = reader.wajib(&mut peta, "alamat", Reader::teks);
    let telepon = reader.pilihan(&mut peta, "telepon", Reader::teks);
    let faksimile = reader.pilihan(&mut peta, "faksimile", Reader::teks);
    let laman = reader.pilihan(&mut peta, "laman", Reader::teks);
    let pos_el = reader.pilihan(&mut peta, "pos_el", Reader::teks);
    let kota = reader.wajib(&mut peta, "kota", Reader::teks);
    let kode_pos = reader.wajib(&mut peta, "kode_pos", kode_pos);
    reader.selesai(peta);
    Some(Kantor {
        pemerintah: pemerintah?,
        nama: nama?,
        daerah: daerah?,
        lambang: Lambang { berkas: berkas?, isi: Vec::new() },
        alamat: alamat?,
        telepon,
        faksimile,
        laman,
        pos_el,
        kota: kota?,
        kode_pos: kode_pos?,
    })
}

/// Five digits.
fn kode_pos(reader: &mut Reader, node: Node) -> Option<Teks> {
    let word = reader.istilah(node)?;
    let digits = word.value.trim();
    if digits.len() == 5 && digits.bytes().all(|b| b.is_ascii_digit()) {
        return Some(Spanned { value: digits.to_owned(), span: word.span });
    }
    reader.note(
        Diagnostic::galat("kode-pos-salah", format!("`{}` bukan kode pos", word.value), word.span)
            .help("tulis lima angka, misalnya 67316"),
    )
}

fn kertas(reader: &mut Reader, node: Node) -> Option<Kertas> {
    if matches!(node.isi, Isi::Teks(_)) {
        return reader.salah_satu(node, &[("F4", Kertas::F4), ("A4", Kertas::A4)]);
    }
    let mut peta = reader.peta(node)?;
    let lebar = reader.wajib(&mut peta, "lebar", |r, node| r.angka(node, Kertas::LEBAR));
    let tinggi = reader.wajib(&mut peta, "tinggi", |r, node| r.angka(node, Kertas::TINGGI));
    reader.selesai(peta);
    Some(Kertas { lebar: lebar?, tinggi: tinggi? })
}

fn ruang_tepi(reader: &mut Reader, node: Node) -> Option<RuangTepi> {
    let standard = RuangTepi::default();
    let mut peta = reader.peta(node)?;
    let mut margin = |reader: &mut Reader, kunci, standard: f64| {
        reader.pilihan(&mut peta, kunci, |r, node| r.angka(node, RuangTepi::LEBAR)).unwrap_or(standard)
    };
    let tepi = RuangTepi {
        atas: margin(reader, "atas", standard.atas),
        bawah: margin(reader, "bawah", standard.bawah),
        kiri: margin(reader, "kiri", standard.kiri),
        kanan: margin(reader, "kanan", standard.kanan),
    };
    reader.selesai(peta);
    Some(tepi)
}

fn default_font(file: Span) -> Huruf {
    Huruf { nama: Spanned { value: "Liberation Sans".to_owned(), span: file }, ukuran: 11.0 }
}

fn huruf(reader: &mut Reader, node: Node, file: Span) -> Option<Huruf> {
    let standard = default_font(file);
    let mut peta = reader.peta(node)?;
    let nama = reader.pilihan(&mut peta, "nama", Reader::teks).unwrap_or(standard.nama);
    let ukuran = reader.pilihan(&mut peta, "ukuran", |r, node| r.angka(node, Huruf::UKURAN)).unwrap_or(standard.ukuran);
    reader.selesai(peta);
    Some(Huruf { nama, ukuran })
}

fn default_names(file: Span) -> Sebutan {
    let default = |text: &str| Spanned { value: text.to_owned(), span: file };
    Sebutan {
        jabatan: default("JABATAN"),
        tugas: default("TUGAS"),
        fungsi: default("FUNGSI"),
        lanjutan: default("(lanjutan)"),
    }
}

fn sebutan(reader: &mut Reader, node: Node, file: Span) -> Option<Sebutan> {
    let standard = default_names(file);
    let mut peta = reader.peta(node)?;
    let mut name =
        |reader: &mut Reader, kunci, standard: Teks| reader.pilihan(&mut peta, kunci, Reader::teks).unwrap_or(standard);
    let sebutan = Sebutan {
        jabatan: name(reader, "jabatan", standard.jabatan),
        tugas: name(reader, "tugas", standard.tugas),
        fungsi: name(reader, "fungsi", standard.fungsi),
        lanjutan: name(reader, "lanjutan", standard.lanjutan),
    };
    reader.selesai(peta);
    Some(sebutan)
}
