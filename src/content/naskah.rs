//! `naskah.yaml`: the office, the look, the signatory and the structure.

use super::indentasi::{hyphen, no_colon};
use super::keys::{Peta, Reader, id_salah};
use super::yaml::{Isi, Node};
use super::{Entry, MAX_JABATAN, Tree};
use crate::diagnostic::Diagnostic;
use crate::model::{
    Bentuk, Huruf, JabatanId, Kantor, Kertas, Kolom, Lambang, LetakKop, Naskah, Pengesahan, Penomoran, RuangTepi,
    Sebutan, Status, Teks,
};
use crate::source::{Span, Spanned, line_start};
use crate::text;

const MAX_DEPTH: usize = 50;

/// The edition without its positions and the bytes of its emblem, and the tree
/// of positions.
pub(super) fn read(reader: &mut Reader, node: Node) -> (Option<Naskah>, Option<Tree>) {
    let file = Span::file(node.span.source);
    let Some(mut peta) = reader.peta(node) else { return (None, None) };
    let default = |text: &str| Spanned { value: text.to_owned(), span: file };
    let struktur = reader.wajib(&mut peta, "struktur", struktur);
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
    let pengesahan = reader.wajib(&mut peta, "pengesahan", pengesahan);
    let nama_resmi = reader.pilihan(&mut peta, "nama_resmi", |r, node| r.daftar(node, Reader::teks));
    let pengecualian = reader.pilihan(&mut peta, "pengecualian", Reader::pengecualian);
    let belum_diperiksa = reader.pilihan(&mut peta, "belum_diperiksa", |r, node| r.daftar(node, Reader::kata));
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
    let word = reader.teks(node)?;
    let word = reader.lurus(word)?;
    if word.value.len() == 5 && word.value.bytes().all(|b| b.is_ascii_digit()) {
        return Some(word);
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

fn pengesahan(reader: &mut Reader, node: Node) -> Option<Pengesahan> {
    let mut peta = reader.peta(node)?;
    let place = peta.place("bentuk").unwrap_or(peta.span);
    let is_default = !peta.has("bentuk");
    let bentuk = reader.pilihan(&mut peta, "bentuk", |r, node| r.salah_satu(node, Bentuk::TERTULIS));
    if is_default || bentuk.is_some() {
        fitting_keys(reader, &peta, bentuk.unwrap_or(Bentuk::Definitif), place);
    }
    let bentuk = bentuk.unwrap_or(Bentuk::Definitif);
    let lines = |reader: &mut Reader, peta: &mut Peta, kunci| {
        reader.pilihan(peta, kunci, Reader::satu_atau_banyak).unwrap_or_default()
    };
    let atas_nama = lines(reader, &mut peta, "atas_nama");
    let melalui = lines(reader, &mut peta, "melalui");
    let jabatan_definitif = lines(reader, &mut peta, "jabatan_definitif");
    let tempat = reader.wajib(&mut peta, "tempat", Reader::teks);
    let tanggal = reader.wajib(&mut peta, "tanggal", Reader::tanggal);
    let jabatan = reader.wajib(&mut peta, "jabatan", Reader::satu_atau_banyak);
    let koma = reader.pilihan(&mut peta, "koma", Reader::ya_tidak).unwrap_or(true);
    let nama = reader.wajib(&mut peta, "nama", Reader::teks);
    let gelar = reader.pilihan(&mut peta, "gelar", Reader::teks);
    let (pangkat, golongan) = pangkat(reader, &mut peta);
    let nip = reader.pilihan(&mut peta, "nip", nip);
    reader.selesai(peta);
    Some(Pengesahan {
        tempat: tempat?,
        tanggal: tanggal?,
        bentuk,
        atas_nama,
        melalui,
        jabatan: jabatan?,
        jabatan_definitif,
        koma,
        nama: nama?,
        gelar,
        pangkat,
        golongan,
        nip,
    })
}

/// The rank, and the grade that is printed behind it.
fn pangkat(reader: &mut Reader, peta: &mut Peta) -> (Option<Teks>, Option<Teks>) {
    if let Some(place) = peta.place("golongan").filter(|_| !peta.has("pangkat")) {
        reader.problems.push(
            Diagnostic::galat("kunci-kurang", "`golongan` memerlukan `pangkat`", place)
                .help("tambahkan baris `pangkat: …`; golongan dicetak di belakang pangkat"),
        );
    }
    (reader.pilihan(peta, "pangkat", Reader::teks), reader.pilihan(peta, "golongan", Reader::teks))
}

/// Which keys a form needs, and which have no place in it.
fn fitting_keys(reader: &mut Reader, peta: &Peta, bentuk: Bentuk, written: Span) {
    use Bentuk::{AtasNama, PelaksanaHarian, PelaksanaTugas, Penjabat, UntukBeliau};

    let forms: [(&str, &[Bentuk], bool); 3] = [
        ("atas_nama", &[AtasNama, UntukBeliau], true),
        ("melalui", &[UntukBeliau], true),
        ("jabatan_definitif", &[PelaksanaTugas, PelaksanaHarian, Penjabat], false),
    ];
    let name = Bentuk::TERTULIS.iter().find(|(_, form)| *form == bentuk).map_or("", |(name, _)| name);
    for (kunci, fitting, needed) in forms {
        let fits = fitting.contains(&bentuk);
        if let Some(place) = peta.place(kunci).filter(|_| !fits) {
            reader.problems.push(
                Diagnostic::galat("bentuk-tidak-cocok", format!("`{kunci}` tidak dipakai pada bentuk `{name}`"), place)
                    .help("hapus kunci ini, atau perbaiki `bentuk`"),
            );
        }
        if fits && needed && !peta.has(kunci) {
            reader.problems.push(
                Diagnostic::galat("kunci-kurang", format!("bentuk `{name}` memerlukan `{kunci}`"), written)
                    .help(format!("tambahkan baris `{kunci}: …`")),
            );
        }
    }
}

/// Eighteen digits, however they are grouped.
fn nip(reader: &mut Reader, node: Node) -> Option<Teks> {
    let word = reader.istilah(node)?;
    let digits: String = word.value.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
    if digits.len() == 18 && digits.bytes().all(|b| b.is_ascii_digit()) {
        return Some(Spanned { value: digits, span: word.span });
    }
    let written = &reader.sources.get(word.span.source).text[word.span.range()];
    let strange = digits.chars().find(|c| !c.is_ascii_digit());
    let place = strange.and_then(|c| written.find(c).map(|at| (word.span.start + at, c.len_utf8())));
    let place = place.map_or(word.span, |(start, length)| Span { start, end: start + length, ..word.span });
    let found = match strange {
        Some(letter) => format!("ada `{letter}`"),
        None => format!("ada {} angka", digits.len()),
    };
    reader.note(
        Diagnostic::galat("nip-salah", format!("NIP tidak terdiri atas 18 angka: {found}"), place)
            .help("tulis 18 angka, misalnya 19780910 199802 1 001; huruf O bukan angka 0"),
    )
}

/// The tree of positions, superiors first.
fn struktur(reader: &mut Reader, node: Node) -> Option<Tree> {
    let span = node.span;
    let mut entries: Vec<Entry> = Vec::new();
    if matches!(&node.isi, Isi::Peta(below) if below.is_empty()) {
        return reader.empty(span);
    }
    let before = reader.problems.len();
    branch(reader, node, None, &mut entries);
    let sound = reader.problems.len() == before;
    let heads: Vec<&Entry> = entries.iter().filter(|entry| entry.atasan.is_none()).collect();
    if let [head, second, ..] = heads.as_slice()
        && sound
    {
        let problem =
            Diagnostic::galat("pimpinan-ganda", "struktur mempunyai lebih dari satu pimpinan", second.id.span)
                .related(head.id.span, "pimpinan pertama")
                .help(format!("pindahkan ke bawah `{}` dengan indentasi lebih dalam", head.id.value.as_str()));
        return reader.note(problem);
    }
    if entries.len() > MAX_JABATAN {
        let count = text::number(entries.len());
        let message = format!("struktur berisi {count} jabatan; paling banyak {}", text::number(MAX_JABATAN));
        return reader.note(Diagnostic::galat("terlalu-besar", message, span).help("bagi menjadi beberapa naskah"));
    }
    Some(Tree { entries, sound })
}

fn branch(reader: &mut Reader, node: Node, atasan: Option<usize>, entries: &mut Vec<Entry>) {
    if let Isi::Teks(names) = &node.isi {
        let problem = subordinate_text(reader, names, node.span);
        return reader.problems.push(problem);
    }
    if let Some(problem) = item(reader, &node) {
        return reader.problems.push(problem);
    }
    let Some(peta) = reader.peta(node) else { return };
    let problem = atasan.and_then(|at| uneven(reader, peta.span, entries[at].id.span, entries));
    reader.problems.extend(problem);
    for (key, below) in peta.into_entries() {
        let Some(id) = JabatanId::new(&key.value) else {
            reader.problems.push(id_salah(&key));
            continue;
        };
        let index = entries.len();
        repeated(reader, &id, key.span, atasan, entries);
        entries.push(Entry { id: Spanned { value: id, span: key.span }, atasan });
        let depth = superiors(entries, Some(index)).count();
        if depth > MAX_DEPTH {
            reader.problems.push(
                Diagnostic::galat("terlalu-dalam", format!("struktur lebih dari {MAX_DEPTH} tingkat"), key.span)
                    .help("periksa indentasi; setiap tingkat adalah atasan tingkat di bawahnya"),
            );
        } else if !matches!(below.isi, Isi::Kosong) {
            branch(reader, below, Some(index), entries);
        }
    }
}

/// Subordinates that are no keys.
fn subordinate_text(reader: &Reader, names: &str, span: Span) -> Diagnostic {
    let first = names.split_whitespace().next().unwrap_or_default();
    if indentation(reader, span).is_some() {
        return no_colon(first, Span { end: span.start + first.len(), ..span });
    }
    Diagnostic::galat("jenis-salah", format!("bawahan `{names}` tidak ditulis di baris sendiri"), span)
        .help(format!("tulis `{names}:` di baris baru, dengan indentasi lebih dalam, diakhiri titik dua"))
}

/// Subordinates with hyphens before them.
fn item(reader: &Reader, node: &Node) -> Option<Diagnostic> {
    let text = &reader.sources.get(node.span.source).text;
    let start = match &node.isi {
        Isi::Daftar(items) => text[..items.first()?.span.start].trim_end().strip_suffix('-')?.len(),
        Isi::Peta(entries) => entries.iter().find(|(key, _)| key.value.starts_with('-'))?.0.span.start,
        _ => return None,
    };
    Some(hyphen(text, Span { start, end: start + 1, ..node.span }))
}

/// A branch that is indented otherwise than the first one: a subordinate of
/// somebody else may have slipped into it.
fn uneven(reader: &Reader, key: Span, above: Span, entries: &[Entry]) -> Option<Diagnostic> {
    let (head, first) = (entries.first()?, entries.iter().find(|entry| entry.atasan == Some(0))?);
    let (here, outer) = (indentation(reader, key)?, indentation(reader, above)?);
    let step = indentation(reader, first.id.span)?.checked_sub(indentation(reader, head.id.span)?)?;
    (here != outer + step).then(|| {
        Diagnostic::galat("indentasi-tidak-sama", "jumlah spasi di awal baris ini berbeda dari tingkat lain", key)
            .label(format!("di sini {here} spasi"))
            .related(above, format!("di sini {outer} spasi"))
            .help(format!(
                "awali baris ini dengan {} spasi untuk bawahan, atau {outer} spasi kalau setingkat",
                outer + step
            ))
    })
}

/// How many spaces stand before a place, if nothing else does.
fn indentation(reader: &Reader, place: Span) -> Option<usize> {
    let text = &reader.sources.get(place.source).text;
    let before = &text[line_start(text, place.start)..place.start];
    before.chars().all(|c| c == ' ').then_some(before.len())
}

/// A position that stands in the tree twice, or below itself.
fn repeated(reader: &mut Reader, id: &JabatanId, span: Span, atasan: Option<usize>, entries: &[Entry]) {
    let Some(first) = entries.iter().position(|entry| entry.id.value == *id) else { return };
    let name = id.as_str();
    let above: Vec<usize> = superiors(entries, atasan).collect();
    let problem = if above.contains(&first) {
        let mut chain: Vec<&str> = above.iter().rev().map(|&at| entries[at].id.value.as_str()).collect();
        chain.push(name);
        Diagnostic::galat(
            "struktur-melingkar",
            format!("`{name}` menjadi bawahan dirinya sendiri: {}", chain.join(" → ")),
            span,
        )
    } else {
        Diagnostic::galat("jabatan-ganda", format!("`{name}` ada dua kali dalam struktur"), span)
    };
    reader.problems.push(
        problem
            .related(entries[first].id.span, "pertama kali di sini")
            .help("hapus salah satunya; setiap jabatan punya satu atasan"),
    );
}

/// A position and those above it, from below.
fn superiors(entries: &[Entry], from: Option<usize>) -> impl Iterator<Item = usize> {
    std::iter::successors(from, |&at| entries[at].atasan)
}
