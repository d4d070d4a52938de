//! `pengesahan` in `naskah.yaml`: where, when and by whom the edition is signed.

use super::keys::{Peta, Reader};
use super::yaml::Node;
use crate::diagnostic::Diagnostic;
use crate::model::{Bentuk, Pengesahan, Teks, tertulis};
use crate::source::{Span, Spanned};

/// Place, date and signatory, with the keys that fit the form.
pub(super) fn read(reader: &mut Reader, node: Node) -> Option<Pengesahan> {
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
    let name = tertulis(Bentuk::TERTULIS, bentuk);
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
