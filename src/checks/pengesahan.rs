//! Rules on the signature: NIP, rank, title, dates; and the contact data.

use std::ops::Range;

use chrono::{Datelike, NaiveDate, Weekday};

use super::bahan::Bahan;
use crate::diagnostic::Diagnostic;
use crate::kata::setara;
use crate::model::{Bentuk, Teks, tertulis};
use crate::source::Spanned;
use crate::text;

/// Ages in years between which a civil servant starts, and at which the last
/// retire (PP 48/2005: 46 for contract workers taken over; PP 11/2017: 65 for the
/// highest functional posts).
const YOUNGEST: i32 = 18;
const OLDEST_START: i32 = 46;
const RETIREMENT: i32 = 65;

/// What a person still has to look at.
pub(super) fn belum_diperiksa(bahan: &Bahan) -> Vec<Diagnostic> {
    let open = |item: &Spanned<String>| {
        Diagnostic::peringatan("belum-diperiksa", format!("belum diperiksa: {}", item.value), item.span)
            .help("periksa, perbaiki kalau perlu, lalu hapus baris ini dari `belum_diperiksa`")
    };
    bahan.naskah.belum_diperiksa.iter().map(open).collect()
}

/// A NIP that nobody can have: birth date, start of service, sex, number. A
/// spreadsheet keeps fifteen digits of a number and makes the others zeros.
pub(super) fn nip_tidak_wajar(bahan: &Bahan) -> Vec<Diagnostic> {
    let signed = &bahan.naskah.pengesahan;
    let Some(nip) = &signed.nip else { return Vec::new() };
    let reason = strange_nip(&nip.value, signed.tanggal.value);
    let problem = reason.map(|reason| {
        Diagnostic::peringatan(
            "nip-tidak-wajar",
            format!("NIP `{}` tidak wajar: {reason}", text::nip(&nip.value)),
            nip.span,
        )
        .help("salin NIP dari SK kepegawaian: tanggal lahir, bulan pengangkatan, jenis kelamin, nomor urut")
    });
    problem.into_iter().collect()
}

fn strange_nip(nip: &str, signed: NaiveDate) -> Option<String> {
    let number = |from: usize, to: usize| nip[from..to].parse::<i32>().unwrap_or_default();
    let day = |year, month: i32, day: i32| NaiveDate::from_ymd_opt(year, month as u32, day as u32);
    let Some(birth) = day(number(0, 4), number(4, 6), number(6, 8)) else {
        return Some("delapan angka pertama bukan tanggal lahir".to_owned());
    };
    let Some(start) = day(number(8, 12), number(12, 14), 1) else {
        return Some("angka ke-9 sampai ke-14 bukan tahun dan bulan pengangkatan".to_owned());
    };
    let age = |at: NaiveDate| at.years_since(birth).map_or(-1, |years| years as i32);
    if !matches!(number(14, 15), 1 | 2) {
        return Some("angka ke-15 bukan 1 (pria) atau 2 (wanita)".to_owned());
    }
    if number(15, 18) == 0 {
        return Some("nomor urutnya 000, seperti NIP yang dibulatkan lembar hitung (Excel)".to_owned());
    }
    if start < birth {
        return Some("diangkat sebelum lahir".to_owned());
    }
    if !(YOUNGEST..=OLDEST_START).contains(&age(start)) {
        return Some(format!("diangkat pada umur {} tahun", age(start)));
    }
    if start > signed {
        return Some("diangkat setelah naskah ditandatangani".to_owned());
    }
    (age(signed) > RETIREMENT).then(|| format!("berumur {} tahun ketika menandatangani", age(signed)))
}

/// A rank without its grade.
pub(super) fn golongan_tidak_ada(bahan: &Bahan) -> Vec<Diagnostic> {
    let signed = &bahan.naskah.pengesahan;
    let (Some(pangkat), None) = (&signed.pangkat, &signed.golongan) else { return Vec::new() };
    let problem = Diagnostic::peringatan("golongan-tidak-ada", "pangkat ditulis tanpa golongan ruang", pangkat.span);
    vec![match grade(bahan, &pangkat.value) {
        Some((golongan, nama)) => problem.help(format!("tambahkan `golongan: {golongan}`: {nama} ({golongan})")),
        None => problem.help("tambahkan `golongan: …`, misalnya IV/b"),
    }]
}

/// A rank that does not exist.
pub(super) fn pangkat_tidak_dikenal(bahan: &Bahan) -> Vec<Diagnostic> {
    let Some(pangkat) = &bahan.naskah.pengesahan.pangkat else { return Vec::new() };
    if grade(bahan, &pangkat.value).is_some() {
        return Vec::new();
    }
    let ranks: Vec<&str> = bahan.kamus.pangkat.values().copied().collect();
    let message = format!("tidak ada pangkat `{}`", pangkat.value);
    let problem = Diagnostic::peringatan("pangkat-tidak-dikenal", message, pangkat.span);
    vec![match text::nearest(&pangkat.value, &ranks) {
        Some(near) => problem.help(format!("mungkin maksudnya `{near}`")),
        None => problem.help("tulis pangkat menurut SK kepegawaian, misalnya Pembina Tingkat I"),
    }]
}

/// A rank and a grade that do not belong together.
pub(super) fn pangkat_tidak_cocok(bahan: &Bahan) -> Vec<Diagnostic> {
    let signed = &bahan.naskah.pengesahan;
    let (Some(pangkat), Some(golongan)) = (&signed.pangkat, &signed.golongan) else { return Vec::new() };
    let Some((right, nama)) = grade(bahan, &pangkat.value) else { return Vec::new() };
    let written = golongan.value.replace([' ', '/', '(', ')'], "").to_lowercase();
    if written == right.replace('/', "").to_lowercase() {
        return Vec::new();
    }
    let message = format!("golongan `{}` bukan golongan {nama}", golongan.value);
    let help = match bahan.kamus.pangkat.get(golongan.value.as_str()) {
        Some(other) => format!("tulis `{right}`, atau pangkat `{other}`"),
        None => format!("tulis `{right}`"),
    };
    vec![
        Diagnostic::peringatan("pangkat-tidak-cocok", message, golongan.span)
            .related(pangkat.span, "pangkat")
            .help(help),
    ]
}

/// The grade of a rank, and the rank as it is written in full: capitals and "Tk."
/// make no difference.
fn grade(bahan: &Bahan, pangkat: &str) -> Option<(&'static str, &'static str)> {
    let full = setara(pangkat).replace(" tk ", " tingkat ");
    bahan.kamus.pangkat.iter().find(|(_, nama)| setara(nama) == full).map(|(golongan, nama)| (*golongan, *nama))
}

/// A title without its last point.
pub(super) fn gelar_tanpa_titik(bahan: &Bahan) -> Vec<Diagnostic> {
    let Some(gelar) = &bahan.naskah.pengesahan.gelar else { return Vec::new() };
    let mut problems = Vec::new();
    let mut start = 0;
    for part in gelar.value.split(", ") {
        let end = start + part.len();
        if part.contains('.') && !part.ends_with(['.', ')']) {
            problems.push(
                Diagnostic::saran(
                    "gelar-tanpa-titik",
                    format!("gelar `{part}` tanpa titik di akhir"),
                    bahan.letak(gelar, start..end),
                )
                .help(format!("tulis `{part}.`"))
                .edit(bahan.persis(gelar, end..end), "."),
            );
        }
        start = end + ", ".len();
    }
    problems
}

/// What is printed of itself, and stands in the content too: "a.n.", the comma after
/// the post or the place, the title that is given in `gelar`.
pub(super) fn tercetak_dua_kali(bahan: &Bahan) -> Vec<Diagnostic> {
    let signed = &bahan.naskah.pengesahan;
    let is_delegated = matches!(signed.bentuk, Bentuk::AtasNama | Bentuk::UntukBeliau);
    let form = if signed.bentuk == Bentuk::AtasNama { None } else { Some(tertulis(Bentuk::TERTULIS, signed.bentuk)) };
    let before = [
        signed.atas_nama.first().filter(|_| is_delegated).zip(Some("a.n.")),
        signed.jabatan.first().zip(form.filter(|form| form.ends_with('.'))),
    ];
    let starts = before.into_iter().flatten().filter_map(|(teks, mark)| {
        let start = teks.value.get(..mark.len()).filter(|start| start.eq_ignore_ascii_case(mark))?;
        let rest = teks.value[start.len()..].trim_start();
        Some((teks, 0..teks.value.len() - rest.len()))
    });
    let posts = [&signed.jabatan_definitif, &signed.jabatan].into_iter().find_map(|lines| lines.last());
    let ends = [Some(&signed.tempat), posts.filter(|_| signed.koma)].into_iter().flatten().filter_map(|teks| {
        let body = teks.value.strip_suffix(',')?;
        Some((teks, body.trim_end().len()..teks.value.len()))
    });
    let title = signed.gelar.iter().flat_map(|gelar| gelar.value.split(", ")).find_map(|part| {
        let body = signed.nama.value.strip_suffix(part)?.strip_suffix(", ")?;
        Some((&signed.nama, body.len()..signed.nama.value.len()))
    });
    let problem = |(teks, place): (&Teks, Range<usize>)| {
        let what = teks.value[place.clone()].trim_matches(' ');
        let problem = Diagnostic::peringatan(
            "tercetak-dua-kali",
            format!("`{what}` akan tercetak dua kali"),
            bahan.letak(teks, place.clone()),
        );
        problem.help(format!("hapus `{what}` di sini; iki mencetaknya sendiri")).edit(bahan.hapus(teks, place), "")
    };
    starts.chain(ends).chain(title).map(problem).collect()
}

/// The year of the cover is not that of the date.
pub(super) fn tahun_tanggal_berbeda(bahan: &Bahan) -> Vec<Diagnostic> {
    let (tahun, tanggal) = (&bahan.naskah.tahun, &bahan.naskah.pengesahan.tanggal);
    let signed = tanggal.value.year();
    let in_advance = tanggal.value.month() == 12 && signed + 1 == tahun.value;
    if signed == tahun.value || in_advance {
        return Vec::new();
    }
    let message = format!("naskah tahun {} ditandatangani pada {}", tahun.value, text::date(tanggal.value));
    vec![
        Diagnostic::peringatan("tahun-tanggal-berbeda", message, tanggal.span)
            .related(tahun.span, "tahun naskah")
            .help("perbaiki tanggal pengesahan atau tahun naskah"),
    ]
}

/// Signed on a Saturday or Sunday.
pub(super) fn tanggal_akhir_pekan(bahan: &Bahan) -> Vec<Diagnostic> {
    let tanggal = &bahan.naskah.pengesahan.tanggal;
    let day = match tanggal.value.weekday() {
        Weekday::Sat => "Sabtu",
        Weekday::Sun => "Minggu",
        _ => return Vec::new(),
    };
    let message = format!("{} adalah hari {day}", text::date(tanggal.value));
    vec![
        Diagnostic::saran("tanggal-akhir-pekan", message, tanggal.span)
            .help("periksa tanggalnya: naskah biasanya ditandatangani pada hari kerja"),
    ]
}

/// A phone or fax number of an odd shape.
pub(super) fn telepon_janggal(bahan: &Bahan) -> Vec<Diagnostic> {
    let kantor = &bahan.naskah.kantor;
    let numbers = [&kantor.telepon, &kantor.faksimile].into_iter().flatten();
    let problem = |nomor: &Teks| {
        Diagnostic::saran("telepon-janggal", format!("bentuk nomor ini tidak lazim: `{}`", nomor.value), nomor.span)
            .help("tulis kode wilayah dan 5 sampai 8 angka, misalnya (0334) 881234; beberapa nomor dipisahkan koma")
    };
    numbers.filter(|nomor| !nomor.value.split([',', ';']).all(is_phone)).map(problem).collect()
}

/// "(0334) 881234", "0334-881234", "+62 334 881234", "112", "(0334) 868405/868409 psw. 12".
fn is_phone(number: &str) -> bool {
    let number = number.split(" psw").next().unwrap_or_default();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
    let (area, local) = number.split_once(')').unwrap_or(("", number));
    let known = number.trim().chars().all(|c| c.is_ascii_digit() || " ()-+./".contains(c));
    let most = if area.is_empty() { 14 } else { 8 };
    known && local.split('/').all(|local| (3..=most).contains(&digits(local)))
}

/// A signatory who signs as the head and bears the name of another post.
pub(super) fn penanda_tangan_bukan_pimpinan(bahan: &Bahan) -> Vec<Diagnostic> {
    let signed = &bahan.naskah.pengesahan;
    let head = &bahan.naskah.jabatan[0].nama;
    let lines: Vec<&str> = signed.jabatan.iter().map(|line| line.value.as_str()).collect();
    let own = matches!(
        signed.bentuk,
        Bentuk::Definitif | Bentuk::PelaksanaTugas | Bentuk::PelaksanaHarian | Bentuk::Penjabat
    );
    if !own || is_head(&lines.join(" "), &head.value, &bahan.naskah.kantor.daerah.value) {
        return Vec::new();
    }
    let message = format!("penanda tangan adalah `{}`, pimpinan dalam struktur `{}`", lines.join(" "), head.value);
    vec![
        Diagnostic::peringatan("penanda-tangan-bukan-pimpinan", message, signed.jabatan[0].span)
            .related(head.span, "pimpinan dalam struktur")
            .help("tulis jabatan pimpinan dengan nama yang sama; kalau pejabat lain yang menandatangani, pakai `bentuk: a.n.`"),
    ]
}

/// Whether a post is that of the head, whose name may end in the region: "Kepala
/// Dinas X" and "Kepala Dinas X Kabupaten Y".
fn is_head(post: &str, head: &str, daerah: &str) -> bool {
    let (post, head, daerah) = (setara(post), setara(head), setara(daerah));
    let goes_on = post.strip_prefix(&head).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    goes_on || head == format!("{post} {daerah}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(nip: &str, expected: Option<&str>) {
        let signed = NaiveDate::from_ymd_opt(2024, 1, 2).expect("a real day");
        let reason = strange_nip(nip, signed);
        assert_eq!(reason.as_deref().map(|reason| reason.split(',').next().unwrap_or_default()), expected, "{nip}");
    }

    #[test]
    fn a_nip_tells_birth_start_sex_and_number() {
        case("197001011995031001", None);
        case("197013011995031001", Some("delapan angka pertama bukan tanggal lahir"));
        case("197001011995131001", Some("angka ke-9 sampai ke-14 bukan tahun dan bulan pengangkatan"));
        case("197001011995033001", Some("angka ke-15 bukan 1 (pria) atau 2 (wanita)"));
        case("197001011995031000", Some("nomor urutnya 000"));
        case("197001011980031001", Some("diangkat pada umur 10 tahun"));
    }
}
