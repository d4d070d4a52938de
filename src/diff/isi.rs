//! An edition as what it says: texts under keys and in lists, with their places.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::likeness;
use crate::kata::setara;
use crate::model::{
    Bentuk, Formulasi, Hitungan, Indikator, Jabatan, Kantor, Kinerja, Kolom, LetakKop, Naskah, Pengesahan, Penomoran,
    Sebutan, Status, Teks, tertulis,
};
use crate::source::Span;
use crate::text;

/// A part of what an edition says.
pub(super) enum Isi {
    Teks(String, Span),
    /// Under keys; the first value says what the whole is about.
    Kunci(Vec<(&'static str, Isi)>),
    Daftar(Vec<Isi>),
}

impl Isi {
    /// Every text in it, with its place among the keys.
    pub(super) fn texts(&self, path: &str) -> Vec<(String, String, Span)> {
        match self {
            Self::Teks(text, span) => vec![(path.to_owned(), text.clone(), *span)],
            Self::Kunci(values) => values.iter().flat_map(|(key, value)| value.texts(&below(path, key))).collect(),
            Self::Daftar(items) => {
                items.iter().enumerate().flat_map(|(index, item)| item.texts(&item_path(path, index))).collect()
            }
        }
    }

    /// What it is about.
    pub(super) fn title(&self) -> String {
        match self {
            Self::Teks(text, _) => text.clone(),
            Self::Kunci(values) => values.first().map(|(_, value)| value.title()).unwrap_or_default(),
            Self::Daftar(items) => items.iter().map(Self::title).collect::<Vec<_>>().join(" "),
        }
    }

    /// The titles of what it consists of, beyond its own, in their words alone.
    fn parts(&self) -> Vec<String> {
        match self {
            Self::Kunci(values) => {
                values.iter().skip(1).flat_map(|(_, value)| value.items()).map(|item| setara(&item.title())).collect()
            }
            Self::Teks(..) | Self::Daftar(_) => Vec::new(),
        }
    }

    fn items(&self) -> &[Self] {
        match self {
            Self::Daftar(items) => items,
            Self::Teks(..) | Self::Kunci(_) => &[],
        }
    }
}

/// An item in both editions of a list, by its indices.
pub(super) struct Pair {
    pub(super) old: usize,
    pub(super) new: usize,
    /// Whether it has changed its order.
    pub(super) has_moved: bool,
}

/// Which items of two lists are the same.
pub(super) fn pairs(old: &[Isi], new: &[Isi]) -> Vec<Pair> {
    let [old_titles, new_titles] = [old, new].map(|items| items.iter().map(Isi::title).collect::<Vec<_>>());
    let pairs = likeness::pairs(&old_titles, &new_titles, likeness::ITEMS);
    let [old_parts, new_parts] = [old, new].map(|items| items.iter().map(Isi::parts).collect::<Vec<_>>());
    let pairs = likeness::with_parts(pairs, &old_parts, &new_parts);
    let moved = likeness::moved(&pairs, &old_titles, &new_titles);
    pairs.into_iter().zip(moved).map(|((old, new), has_moved)| Pair { old, new, has_moved }).collect()
}

/// The path of a key below another.
pub(super) fn below(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// The path of an item of a list, counted from 0.
pub(super) fn item_path(path: &str, index: usize) -> String {
    format!("{path}[{index}]")
}

/// What an edition says but for its positions.
pub(super) fn naskah(naskah: &Naskah) -> Isi {
    let Naskah { judul, tahun, sebutan_tahun, kertas, ruang_tepi: tepi, huruf, sebutan, pengesahan, .. } = naskah;
    // Most settings do not know where they are written.
    let setting = |text: String| Isi::Teks(text, Span::file(tahun.span.source));
    Isi::Kunci(vec![
        ("judul", teks(judul)),
        ("tahun", Isi::Teks(tahun.value.to_string(), tahun.span)),
        ("sebutan_tahun", teks(sebutan_tahun)),
        ("status", Isi::Teks(tertulis(Status::TERTULIS, naskah.status.value).to_owned(), naskah.status.span)),
        ("kantor", kantor(&naskah.kantor)),
        ("kertas", setting(format!("{} × {} mm", kertas.lebar, kertas.tinggi))),
        ("ruang_tepi", setting(format!("{}, {}, {}, {} mm", tepi.atas, tepi.bawah, tepi.kiri, tepi.kanan))),
        ("huruf", Isi::Teks(format!("{} {} pt", huruf.nama.value, huruf.ukuran), huruf.nama.span)),
        ("kop", setting(tertulis(LetakKop::TERTULIS, naskah.kop).to_owned())),
        ("kolom", Isi::Kunci(given(captions(&naskah.kolom)))),
        ("sebutan", Isi::Kunci(given(labels(sebutan)))),
        ("penomoran", setting(tertulis(Penomoran::TERTULIS, naskah.penomoran).to_owned())),
        ("pengesahan", signature(pengesahan, setting)),
    ])
}

fn captions(kolom: &Kolom) -> [(&'static str, Option<&Teks>); 4] {
    let Kolom { sasaran, indikator, formulasi, sumber_data } = kolom;
    [
        ("sasaran", Some(sasaran)),
        ("indikator", Some(indikator)),
        ("formulasi", Some(formulasi)),
        ("sumber_data", Some(sumber_data)),
    ]
}

fn labels(sebutan: &Sebutan) -> [(&'static str, Option<&Teks>); 4] {
    let Sebutan { jabatan, tugas, fungsi, lanjutan } = sebutan;
    [("jabatan", Some(jabatan)), ("tugas", Some(tugas)), ("fungsi", Some(fungsi)), ("lanjutan", Some(lanjutan))]
}

fn kantor(kantor: &Kantor) -> Isi {
    let Kantor { pemerintah, nama, daerah, lambang, alamat, telepon, faksimile, laman, pos_el, kota, kode_pos } =
        kantor;
    let mut keys = given([
        ("pemerintah", Some(pemerintah)),
        ("nama", Some(nama)),
        ("daerah", Some(daerah)),
        ("lambang", Some(&lambang.berkas)),
        ("alamat", Some(alamat)),
        ("telepon", telepon.as_ref()),
        ("faksimile", faksimile.as_ref()),
        ("laman", laman.as_ref()),
        ("pos_el", pos_el.as_ref()),
        ("kota", Some(kota)),
        ("kode_pos", Some(kode_pos)),
    ]);
    let mut hasher = DefaultHasher::new();
    lambang.isi.hash(&mut hasher);
    let picture = format!("{} byte, sidik {:08x}", lambang.isi.len(), hasher.finish() as u32);
    keys.push(("gambar_lambang", Isi::Teks(picture, lambang.berkas.span)));
    Isi::Kunci(keys)
}

fn signature(signed: &Pengesahan, setting: impl Fn(String) -> Isi) -> Isi {
    let mut keys = vec![
        ("tempat", teks(&signed.tempat)),
        ("tanggal", Isi::Teks(text::date(signed.tanggal.value), signed.tanggal.span)),
        ("bentuk", setting(tertulis(Bentuk::TERTULIS, signed.bentuk).to_owned())),
        ("atas_nama", list(&signed.atas_nama)),
        ("melalui", list(&signed.melalui)),
        ("jabatan", list(&signed.jabatan)),
        ("jabatan_definitif", list(&signed.jabatan_definitif)),
        ("koma", setting(yes_no(signed.koma))),
    ];
    keys.extend(given([
        ("nama", Some(&signed.nama)),
        ("gelar", signed.gelar.as_ref()),
        ("pangkat", signed.pangkat.as_ref()),
        ("golongan", signed.golongan.as_ref()),
        ("nip", signed.nip.as_ref()),
    ]));
    Isi::Kunci(keys)
}

/// What the sheet of a position says.
pub(super) fn jabatan(jabatan: &Jabatan) -> Isi {
    // Those of all sheets are told once.
    let is_own = |teks: &&Teks| teks.span.source == jabatan.nama.span.source;
    let captions = captions(&jabatan.kolom).map(|(key, teks)| (key, teks.filter(is_own)));
    Isi::Kunci(vec![
        ("nama", teks(&jabatan.nama)),
        ("tugas", teks(&jabatan.tugas)),
        ("fungsi", list(&jabatan.fungsi)),
        ("kolom", Isi::Kunci(given(captions))),
        ("penomoran_sasaran", Isi::Teks(yes_no(jabatan.penomoran_sasaran), Span::file(jabatan.nama.span.source))),
        ("kinerja", Isi::Daftar(jabatan.kinerja.iter().map(kinerja).collect())),
    ])
}

pub(super) fn kinerja(kinerja: &Kinerja) -> Isi {
    let indikator = kinerja.indikator.iter().map(indikator).collect();
    Isi::Kunci(vec![("sasaran", list(&kinerja.sasaran)), ("indikator", Isi::Daftar(indikator))])
}

pub(super) fn indikator(indikator: &Indikator) -> Isi {
    let formulasi = indikator.formulasi.iter().map(formulasi).collect();
    Isi::Kunci(vec![("nama", teks(&indikator.nama)), ("formulasi", Isi::Daftar(formulasi))])
}

pub(super) fn formulasi(formulasi: &Formulasi) -> Isi {
    let mut keys = match &formulasi.hitungan {
        Hitungan::Uraian(uraian) => vec![("uraian", teks(uraian))],
        Hitungan::Rasio { pembilang, penyebut, faktor } => {
            given([("pembilang", Some(pembilang)), ("penyebut", Some(penyebut)), ("faktor", faktor.as_ref())])
        }
    };
    keys.push(("sumber_data", teks(&formulasi.sumber_data)));
    Isi::Kunci(keys)
}

pub(super) fn teks(teks: &Teks) -> Isi {
    Isi::Teks(teks.value.clone(), teks.span)
}

fn list(texts: &[Teks]) -> Isi {
    Isi::Daftar(texts.iter().map(teks).collect())
}

/// The keys that have a text.
fn given<const N: usize>(keys: [(&'static str, Option<&Teks>); N]) -> Vec<(&'static str, Isi)> {
    keys.into_iter().filter_map(|(key, text)| Some((key, teks(text?)))).collect()
}

/// A choice as it is written in the YAML.
fn yes_no(is_so: bool) -> String {
    if is_so { "ya" } else { "tidak" }.to_owned()
}
