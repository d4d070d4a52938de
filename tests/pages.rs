//! What the pages of odd but valid editions look like.

use std::fs;

use iki::content;
use iki::fonts::Fonts;
use iki::geometry;
use iki::part::Part;
use iki::text;
use rayon::prelude::*;
use tempfile::TempDir;
use typst::layout::{Frame, FrameItem};
use typst::text::FontStyle;
use typst::visualize::{Geometry, Shape};

use crate::edition;
use crate::pdf::Pdf;

#[test]
fn the_signature_of_a_short_table_never_stops_a_build() {
    let fonts = Fonts::load(None).unwrap();
    let around_the_page_breaks = (18..=45).chain(62..=80).chain(115..=125);
    let cases: Vec<_> = around_the_page_breaks.flat_map(|count| [("F4", count), ("A4", count)]).collect();
    cases.into_par_iter().for_each(|(paper, count)| {
        let edition = alone(paper, count);
        let built = edition::with_document(edition.path(), &Part::Whole, &fonts, |_| ());
        assert!(built.is_ok(), "{count} functions on {paper}\n{}", built.unwrap_err());
    });
}

#[test]
fn the_cover_is_one_page_on_every_paper() {
    for (width, height) in [(330, 215), (297, 210), (165, 210)] {
        let edition = edition::small();
        let paper = format!("kertas: {{ lebar: {width}, tinggi: {height} }}\nhuruf:\n  ukuran: 14\nstruktur:");
        change(&edition, "naskah.yaml", "struktur:", &paper);
        let name = "nama: Dinas Pemberdayaan Perempuan, Perlindungan Anak, dan Keluarga Berencana";
        change(&edition, "naskah.yaml", "nama: Dinas Contoh", name);
        let pages = Pdf::read(&edition::build(edition.path(), &Part::Whole).unwrap()).pages;
        assert!(pages[0].text().contains("1 2 3 4 5"), "the foot of the cover on {width} × {height}");
        assert!(pages[1].text().contains("JABATAN"), "a sheet after the cover on {width} × {height}");
    }
}

#[test]
fn a_single_letter_and_the_end_of_an_item_are_never_alone_on_a_line() {
    for (line, expected) in [
        ("Jumlah aduan tahun N", vec!["Jumlah ", "aduan ", "tahun N"]),
        ("pada tahun ke-N dan", vec!["pada ", "tahun ", "ke-N ", "dan"]),
        ("(tahun ke-N);", vec!["(tahun ", "ke-N);"]),
        ("sub-bagian a - b/c d e", vec!["sub-", "bagian ", "a ", "-", " ", "b/", "c ", "d ", "e"]),
        ("N", vec!["N"]),
        ("aplikasi e-Kinerja", vec!["aplikasi ", "e-Kinerja"]),
        ("surat dan arsip; dan", vec!["surat ", "dan ", "arsip; dan"]),
        ("tanggal 1/1/2026", vec!["tanggal ", "1/1/2026"]),
        ("tahun 2025-2026/a", vec!["tahun ", "2025-2026/", "a"]),
    ] {
        assert_eq!(text::pieces(line), expected);
    }
    let fonts = Fonts::load(None).unwrap();
    for paper in ["F4", "A4"] {
        let edition = edition::copy(&edition::published());
        change(&edition, "naskah.yaml", "kertas: F4", &format!("kertas: {paper}"));
        let lines = lines(&edition, &fonts);
        assert!(!lines.iter().any(|line| line == "N"), "on {paper}");
        let post = lines.iter().position(|line| line == "KEPALA DINAS KOMUNIKASI").unwrap();
        assert_eq!(lines[post + 1], "DAN INFORMATIKA");
    }
}

#[test]
fn every_form_of_signing_has_its_lines() {
    let own = "\n  jabatan_definitif: Sekretaris Dinas";
    let behalf = "\n  atas_nama: Bupati Contoh";
    let through = "\n  atas_nama: Bupati Contoh\n  melalui: Sekretaris Daerah";
    let (head, secretary) = ("KEPALA DINAS CONTOH,", "SEKRETARIS DINAS,");
    for (form, posts, expected) in [
        ("definitif", "", vec![head]),
        ("Plt.", own, vec!["Plt. KEPALA DINAS CONTOH", secretary]),
        ("Plh.", own, vec!["Plh. KEPALA DINAS CONTOH", secretary]),
        ("Pj.", "", vec!["Pj. KEPALA DINAS CONTOH,"]),
        ("a.n.", behalf, vec!["a.n. BUPATI CONTOH", head]),
        ("u.b.", through, vec!["a.n. BUPATI CONTOH", "SEKRETARIS DAERAH", "u.b.", head]),
    ] {
        let post = "  jabatan: Kepala Dinas Contoh";
        let lines = changed("naskah.yaml", post, &format!("{post}\n  bentuk: {form}{posts}"));
        let first = lines.iter().position(|line| line == "Contoh, 2 Januari 2024").unwrap() + 1;
        assert_eq!(lines[first..first + expected.len()], expected);
        assert_eq!(lines[first + expected.len()], "BUDI SANTOSO");
    }
}

#[test]
fn the_letterhead_stands_where_it_is_wanted() {
    for (place, expected) in [("lembar-pertama", 1), ("setiap-lembar", 2), ("tanpa", 0)] {
        let lines = changed("naskah.yaml", "struktur:", &format!("kop: {place}\nstruktur:"));
        assert_eq!(lines.iter().filter(|line| *line == "CONTOH-12345").count(), expected, "{place}");
    }
}

#[test]
fn functions_can_be_numbered_with_letters() {
    let lines = changed("naskah.yaml", "struktur:", "penomoran: \"a.\"\nstruktur:");
    let second = lines.iter().position(|line| line == "b.").unwrap();
    assert_eq!(lines[second + 1], "Pelaksanaan kebijakan.");
}

#[test]
fn contacts_stay_with_their_labels() {
    let address = "  alamat: Jalan Contoh 1";
    let fax = changed("naskah.yaml", address, &format!("{address}0\n  faksimile: (0334) 12"));
    let street = fax.iter().position(|line| line == "Jalan Contoh 10").unwrap();
    assert_eq!(fax[street + 1], "Fax. (0334) 12");
    assert!(fax.contains(&"Faksimile (0334) 12".to_owned()));
    let site = "informasi-publik-dinas-contoh.kabupaten-contoh.go.id";
    let both = format!("{address}\n  laman: {site}\n  pos_el: dinas@{site}");
    let lines = changed("naskah.yaml", address, &both);
    for expected in [format!("Laman {site},"), format!("Pos-el dinas@{site}")] {
        assert!(lines.contains(&expected), "{expected} is not in {lines:?}");
    }
}

#[test]
fn what_does_not_fit_is_reported_once() {
    let fonts = Fonts::load(None).unwrap();
    let report = |file: &str, part: &str, by: &str| {
        let edition = edition::small();
        change(&edition, file, part, by);
        edition::with_document(edition.path(), &Part::Whole, &fonts, |_| ()).unwrap_err()
    };
    let factor = report("jabatan/kepala.yaml", "× 100 %", &"× 100 % ".repeat(80));
    assert_eq!(factor.matches("galat[").count(), 1, "{factor}");
    let long = "× 100 % ".repeat(80);
    let ratio = format!("pembilang: Jumlah\n          penyebut: Jumlah\n          faktor: {long}");
    let row = |at: usize| {
        format!("      - nama: Jumlah {at}\n        formulasi:\n          {ratio}\n        sumber_data: Laporan\n")
    };
    let rows = format!("    indikator:\n{}", (1..=12).map(row).collect::<String>());
    let many = report("jabatan/kepala.yaml", "    indikator:\n", &rows);
    assert_eq!(many.matches("galat[teks-keluar]: teks keluar").count(), 10, "{many}");
    assert!(many.contains("galat[teks-keluar]: 2 teks lain juga keluar"), "{many}");
}

#[test]
fn a_word_that_is_too_long_is_parted_between_syllables() {
    for (source, expected) in [
        ("Laporan pertanggungjawaban", vec!["Laporan", "pertanggung-", "jawaban"]),
        ("Laporan PERTANGGUNGJAWABANNYA", vec!["Laporan", "PERTANG-", "GUNGJAWA-", "BANNYA"]),
        ("Keputusan 188.45/12/2026/DPA-PERUBAHAN", vec!["Keputusan", "188.45/12/2026/", "DPA-", "PERUBAHAN"]),
        ("Laporan", vec!["Laporan"]),
    ] {
        let lines = changed("jabatan/staf.yaml", "sumber_data: Laporan", &format!("sumber_data: {source}"));
        // The hyphen that is seen is an item of its own.
        let texts = lines.iter().filter(|line| *line != "\u{ad}");
        let hyphen = |line: &str| if line.ends_with('\u{ad}') { "-" } else { "" };
        let lines: Vec<String> = texts.map(|line| line.replace('\u{ad}', "") + hyphen(line)).collect();
        let start = lines.iter().rposition(|line| line == expected[0]).unwrap_or_else(|| panic!("{source}: {lines:?}"));
        assert_eq!(lines[start..start + expected.len()], expected, "{source}");
    }
}

#[test]
fn a_fraction_that_is_higher_than_a_page_stops_the_build() {
    let fonts = Fonts::load(None).unwrap();
    for words in [60, 100] {
        let edition = edition::small();
        let long = "perangkat daerah ".repeat(words);
        change(&edition, "jabatan/kepala.yaml", "pembilang: Jumlah layanan selesai", &format!("pembilang: {long}"));
        change(&edition, "jabatan/kepala.yaml", "penyebut: Jumlah layanan", &format!("penyebut: {long}"));
        let report = edition::with_document(edition.path(), &Part::Whole, &fonts, |_| ()).unwrap_err();
        assert!(report.contains("galat[teks-keluar]"), "{words}: {report}");
    }
}

#[test]
fn a_long_factor_leaves_room_for_its_fraction() {
    let lines = changed("jabatan/kepala.yaml", "faktor: × 100 %", "faktor: × nilai penimbang setiap unsur");
    let fraction: Vec<&str> = lines.iter().map(String::as_str).skip_while(|line| *line != "Jumlah layanan").collect();
    let expected = ["Jumlah layanan", "selesai", "Jumlah layanan", "× nilai", "penimbang", "setiap", "unsur"];
    assert_eq!(fraction[..expected.len()], expected);
}

#[test]
fn no_word_of_a_fraction_is_longer_than_its_rule() {
    let edition = edition::small();
    change(&edition, "jabatan/kepala.yaml", "penyebut: Jumlah layanan", "penyebut: Jumlah dipertanggungjawabkannya");
    change(&edition, "jabatan/kepala.yaml", "faktor: × 100 %", "faktor: × jumlah bobot");
    let lines = lines(&edition, &Fonts::load(None).unwrap());
    let word = lines.iter().position(|line| line.starts_with("dipertanggung")).unwrap();
    assert!(lines[word..word + 4].iter().any(|line| line.starts_with("jawabkannya")), "{lines:?}");
}

#[test]
fn a_high_last_row_comes_with_a_long_signature() {
    let fonts = Fonts::load(None).unwrap();
    let words = "pekerja sosial, psikolog klinis, konselor hukum, dan tenaga pendamping korban kekerasan ".repeat(2);
    let post = "Asisten Perekonomian dan Pembangunan Sekretaris Daerah Kabupaten Contoh";
    (8..30usize).into_par_iter().for_each(|functions| {
        let edition = alone("A4", functions);
        let ratio = format!("\n          pembilang: Jumlah {words}\n          penyebut: Jumlah {words}");
        change(&edition, "jabatan/kepala.yaml", " Jumlah layanan\n", &format!("{ratio}\n"));
        let signer = format!("bentuk: Plt.\n  jabatan_definitif: {post}\n  jabatan: Kepala Dinas Contoh");
        change(&edition, "naskah.yaml", "jabatan: Kepala Dinas Contoh", &signer);
        change(&edition, "naskah.yaml", "struktur:", "huruf: {nama: TeX Gyre Bonum, ukuran: 11}\nstruktur:");
        let built = edition::with_document(edition.path(), &Part::Whole, &fonts, |_| ());
        assert!(built.is_ok(), "{functions} functions\n{}", built.unwrap_err());
    });
}

#[test]
fn a_goal_beside_a_high_indicator_needs_no_other_row() {
    let long = "layanan yang terdata dan terlaporkan ".repeat(4);
    let rows: String = (1..=6)
        .map(|n| {
            let name = if n == 1 { format!("Persentase {long}{long}") } else { format!("Layanan {n}") };
            format!("      - nama: {name}\n        formulasi: Jumlah {n}\n        sumber_data: Laporan\n")
        })
        .collect();
    let can_part = (10..40).any(|functions| {
        let edition = alone("A4", functions);
        let path = edition.path().join("jabatan/kepala.yaml");
        let text = fs::read_to_string(&path).unwrap();
        let (head, _) = text.split_once("kinerja:").unwrap();
        fs::write(&path, format!("{head}kinerja:\n  - sasaran: Meningkatnya {long}\n    indikator:\n{rows}")).unwrap();
        let pages = Pdf::read(&edition::build(edition.path(), &Part::Whole).unwrap()).pages;
        pages.iter().any(|page| page.text().contains("Jumlah 1") && !page.text().contains("Jumlah 2"))
    });
    assert!(can_part, "the first row is never last on its page");
}

#[test]
fn the_mark_of_continuation_stands_behind_the_last_goal() {
    let lines = lines(&edition::copy(&edition::published()), &Fonts::load(None).unwrap());
    assert!(lines.iter().any(|line| line == "terpadu (lanjutan)"), "a numbered goal");
}

#[test]
fn usual_labels_stand_in_one_line_beside_their_texts() {
    let labels = "sebutan: {jabatan: NAMA JABATAN, tugas: TUGAS POKOK, fungsi: URAIAN FUNGSI}\nstruktur:";
    let lines = changed("naskah.yaml", "struktur:", labels);
    for label in ["NAMA JABATAN", "TUGAS POKOK", "URAIAN FUNGSI"] {
        assert!(lines.iter().any(|line| line == label), "{label}: {lines:?}");
    }
    let long = "sebutan: {tugas: URAIAN TUGAS POKOK DAN FUNGSI JABATAN SEKALIAN}\nstruktur:";
    let lines = changed("naskah.yaml", "struktur:", long);
    let label = lines.iter().position(|line| line == "URAIAN TUGAS POKOK DAN FUNGSI JABATAN SEKALIAN").unwrap();
    assert!(lines[label + 1] == ":" && lines[label + 2].starts_with("Memimpin"), "{lines:?}");
}

#[test]
fn whatever_the_last_source_of_data_is_the_table_ends_above_the_signature() {
    let fonts = Fonts::load(None).unwrap();
    (0..16usize).into_par_iter().for_each(|length| {
        let edition = alone("A4", 12);
        let goal =
            "sasaran: Mulaisasaran yang dicapai bersama seluruh perangkat daerah dengan baik sampai akhirsasaran";
        change(&edition, "jabatan/kepala.yaml", "sasaran: Layanan", goal);
        let source = "buku register layanan, ".repeat(3 * length);
        let row = "      - nama: Persentase\n        formulasi: Jumlah\n";
        let path = edition.path().join("jabatan/kepala.yaml");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("{text}{row}        sumber_data: \"{source}laporan\"\n")).unwrap();
        edition::with_document(edition.path(), &Part::Whole, &fonts, |document| {
            for page in document.pages.pages() {
                let mut lines = Vec::new();
                collect(&page.frame, &mut lines);
                let has = |word: &str| lines.iter().any(|line| line.contains(word));
                assert_eq!(has("Mulaisasaran"), has("akhirsasaran"), "{length}: a goal is torn");
            }
            let last = &document.pages.pages().last().unwrap().frame;
            let (mut rules, mut signature) = (Vec::new(), None);
            ends(last, 0.0, &mut rules, &mut signature);
            let lowest = rules.into_iter().fold(0.0, f64::max);
            assert!(lowest < signature.unwrap(), "{length}: a rule stands beside the signature");
        })
        .unwrap();
    });
}

#[test]
fn rows_are_as_high_as_they_were_foreseen() {
    let fonts = Fonts::load(None).unwrap();
    let long = "Jumlah perangkat daerah yang menyampaikan laporan tepat waktu ".repeat(2);
    let ratio = |parts: &str, faktor: &str| {
        format!("\n          pembilang: {parts}\n          penyebut: {parts}\n          faktor: {faktor}")
    };
    let dates = (10..40).map(|year| format!("1/1/20{year} ")).collect::<String>();
    let weighed = "× nilai penimbang setiap unsur yang dinilai menurut tabel";
    for (font, size) in [("Liberation Sans", 8), ("Liberation Sans", 11), ("TeX Gyre Bonum", 14)] {
        for (formula, source) in [
            (ratio(&long, "× 100 %"), "Laporan"),
            (ratio("Jumlah", weighed), "Laporan"),
            (ratio(&long, weighed), "Laporan"),
            (ratio("Jumlah", "\"× 100\\n× 2\\n× 3\\n× 4\""), "Laporan"),
            (" Jumlah".to_owned(), long.as_str()),
            (" Jumlah".to_owned(), dates.as_str()),
        ] {
            let edition = alone("F4", 1);
            change(&edition, "jabatan/kepala.yaml", " Jumlah layanan\n", &format!("{formula}\n"));
            change(&edition, "jabatan/kepala.yaml", "sumber_data: Laporan", &format!("sumber_data: {source}"));
            let look = format!("kop: tanpa\nhuruf: {{nama: {font}, ukuran: {size}}}\nstruktur:");
            change(&edition, "naskah.yaml", "struktur:", &look);
            let naskah = content::read(edition.path()).unwrap().naskah.unwrap();
            let row = &naskah.jabatan[0].kinerja[0].indikator[0].formulasi[0];
            let foreseen = geometry::Geometry::new(&naskah, &fonts).row(row);
            let mut rules = Vec::new();
            edition::with_document(edition.path(), &Part::Whole, &fonts, |document| {
                ends(&document.pages.pages().last().unwrap().frame, 0.0, &mut rules, &mut None);
            })
            .unwrap();
            rules.sort_by(f64::total_cmp);
            rules.dedup_by(|one, other| (*one - *other).abs() < 0.1);
            let [_, start, .., end] = rules[..] else { panic!("{rules:?}") };
            let (least, most) = (foreseen * 0.9, foreseen + 0.5);
            assert!((least..=most).contains(&(end - start)), "{font} {size}: {} of {foreseen} pt", end - start);
        }
    }
}

#[test]
fn a_signature_of_many_lines_has_room_on_high_paper() {
    let edition = alone("{ lebar: 215, tinggi: 420 }", 1);
    let posts: String = (1..=40).map(|n| format!("\n    - Jabatan {n}")).collect();
    change(&edition, "naskah.yaml", " Kepala Dinas Contoh", &posts);
    let lines = lines(&edition, &Fonts::load(None).unwrap());
    let first = lines.iter().position(|line| line == "JABATAN 1").unwrap();
    assert_eq!(lines[first + 39], "JABATAN 40,");
}

#[test]
fn a_row_is_at_least_as_high_as_its_source_of_data() {
    let fonts = Fonts::load(None).unwrap();
    for (word, times, others) in [("1/1/2026 ", 30, 120), ("abc-'def' ", 25, 60)] {
        let edition = alone("A4", 2);
        let source = "buku register layanan ".repeat(others);
        let rows = [word.repeat(times), source].map(|source| {
            format!("      - nama: Layanan\n        formulasi: Jumlah\n        sumber_data: \"{source}\"\n")
        });
        let goal = "layanan masyarakat daerah ".repeat(14);
        let path = edition.path().join("jabatan/kepala.yaml");
        let text = fs::read_to_string(&path).unwrap();
        let (head, _) = text.split_once("kinerja:").unwrap();
        let table = format!("{head}kinerja:\n  - sasaran: {goal}\n    indikator:\n{}", rows.concat());
        fs::write(&path, table).unwrap();
        let built = edition::with_document(edition.path(), &Part::Whole, &fonts, |_| ());
        assert!(built.is_ok(), "{word}\n{}", built.unwrap_err());
    }
}

#[test]
fn a_sheet_with_long_factors_is_not_torn_on_its_one_page() {
    let fonts = Fonts::load(None).unwrap();
    let weighed = "× nilai penimbang setiap unsur yang dinilai menurut tabel";
    let formula = format!("\n          pembilang: Jumlah A\n          penyebut: Jumlah B\n          faktor: {weighed}");
    let row =
        |n: usize| format!("      - nama: Layanan {n}\n        formulasi:{formula}\n        sumber_data: Laporan\n");
    let rows: String = (1..=6).map(row).collect();
    for functions in 1..8 {
        let edition = alone("A4", functions);
        change(&edition, "naskah.yaml", "struktur:", "kop: tanpa\nstruktur:");
        let path = edition.path().join("jabatan/kepala.yaml");
        let text = fs::read_to_string(&path).unwrap();
        let (head, _) = text.split_once("    indikator:").unwrap();
        fs::write(&path, format!("{head}    indikator:\n{rows}")).unwrap();
        let lines = lines(&edition, &fonts);
        let goals = lines.iter().filter(|line| line.contains("(lanjutan)")).count();
        let sheets = lines.iter().filter(|line| *line == "DATA").count();
        assert_eq!(goals + 1, sheets, "{functions}: {lines:?}");
    }
}

#[test]
fn a_label_of_several_lines_has_room_for_them() {
    for label in ["\"NAMA\\nJABATAN\"", "\"A\\nB\\nC\""] {
        let lines = changed("naskah.yaml", "struktur:", &format!("sebutan: {{jabatan: {label}}}\nstruktur:"));
        let at = lines.iter().position(|line| line == "TUGAS").unwrap();
        assert_eq!(lines[at - 1], "Kepala Dinas Contoh", "{lines:?}");
        assert_eq!(lines[at - 2], ":", "{lines:?}");
    }
}

#[test]
fn a_goal_higher_than_its_rows_goes_on_above_the_signature() {
    let fonts = Fonts::load(None).unwrap();
    let goal =
        "        - Meningkatnya kualitas layanan informasi publik yang cepat, tepat, dan terbuka bagi masyarakat\n";
    let numbered = [("A4", 4), ("A4", 5), ("F4", 5)].map(|(paper, goals)| (paper, goals, true));
    let plain = [("A4", 4), ("A4", 5), ("A4", 8), ("F4", 7), ("F4", 9)].map(|(paper, goals)| (paper, goals, false));
    for (paper, goals, is_numbered) in numbered.into_iter().chain(plain) {
        let edition = alone(paper, 8);
        let text = goal.repeat(goals);
        change(&edition, "jabatan/kepala.yaml", "sasaran: Layanan", &format!("sasaran:\n{text}"));
        let source = "        sumber_data: Laporan\n";
        let next =
            format!("{source}      - nama: Jumlah dokumen yang disusun dan ditetapkan\n        formulasi: Jumlah\n");
        if is_numbered {
            change(&edition, "jabatan/kepala.yaml", source, &format!("{next}{source}"));
            change(&edition, "jabatan/kepala.yaml", "kinerja:", "penomoran_sasaran: true\nkinerja:");
        }
        let built = edition::with_document(edition.path(), &Part::Whole, &fonts, |_| ());
        assert!(built.is_ok(), "{goals} on {paper}\n{}", built.unwrap_err());
    }
}

#[test]
fn a_label_stands_on_the_page_of_its_first_line() {
    (45..75usize).into_par_iter().for_each(|words| {
        let edition = alone("A4", 1);
        let duties = format!("tugas: {}Contoh.", "Memimpin urusan pemerintahan daerah ".repeat(words));
        change(&edition, "jabatan/kepala.yaml", "tugas: Memimpin Dinas Contoh.", &duties);
        let pages = edition::build(edition.path(), &Part::Whole).unwrap();
        for page in Pdf::read(&pages).pages {
            assert_eq!(page.text().contains("FUNGSI"), page.text().contains("Pelaksanaan"), "{words}");
        }
    });
}

#[test]
fn the_page_number_stays_on_its_page() {
    for above in [5, 9, 12, 20, 40] {
        let edition = edition::small();
        change(&edition, "naskah.yaml", "struktur:", &format!("ruang_tepi: {{atas: {above}}}\nstruktur:"));
        edition::with_document(edition.path(), &Part::Whole, &Fonts::load(None).unwrap(), |document| {
            let size = 11.0;
            let line = number(&document.pages.pages()[1].frame, 0.0).unwrap();
            let text = f64::from(above) * 72.0 / 25.4;
            assert!(line >= 0.7 * size && line + 0.2 * size <= text, "{line} pt from above of {text} pt");
        })
        .unwrap();
    }
}

/// The base of the page number, in pt from the top.
fn number(frame: &Frame, above: f64) -> Option<f64> {
    frame.items().find_map(|(at, item)| match item {
        FrameItem::Group(group) => number(&group.frame, above + at.y.to_pt()),
        FrameItem::Text(text) if text.text == "- 2 -" => Some(above + at.y.to_pt()),
        _ => None,
    })
}

#[test]
fn an_address_is_never_hyphenated() {
    let address = "sekretariat.dinaspemberdayaanperempuandanperlindungananak@pemerintahkabupatencontoh.go.id";
    let edition = edition::small();
    change(&edition, "naskah.yaml", "struktur:", "kertas: {lebar: 165, tinggi: 250}\nstruktur:");
    change(&edition, "naskah.yaml", "  kota:", &format!("  pos_el: {address}\n  kota:"));
    let lines = lines(&edition, &Fonts::load(None).unwrap());
    assert!(lines.concat().contains(address), "{lines:?}");
}

#[test]
fn words_in_italics_are_so_in_the_signature_too() {
    let edition = edition::small();
    change(&edition, "naskah.yaml", "jabatan: Kepala Dinas Contoh", "jabatan: Kepala *Smart City*");
    edition::with_document(edition.path(), &Part::Whole, &Fonts::load(None).unwrap(), |document| {
        let page = &document.pages.pages().last().unwrap().frame;
        assert_eq!(slanted(page), ["SMART CITY"]);
    })
    .unwrap();
}

/// The texts of a frame in italics.
fn slanted(frame: &Frame) -> Vec<String> {
    let of = |item: &FrameItem| match item {
        FrameItem::Group(group) => slanted(&group.frame),
        FrameItem::Text(text) if text.font.font().info().variant.style == FontStyle::Italic => {
            vec![text.text.to_string()]
        }
        _ => Vec::new(),
    };
    frame.items().flat_map(|(_, item)| of(item)).collect()
}

#[test]
fn a_factor_is_read_aloud_however_it_is_spaced() {
    for factor in ["× 100%", "×100 %", "× 100 %"] {
        let edition = edition::small();
        change(&edition, "jabatan/kepala.yaml", "faktor: × 100 %", &format!("faktor: {factor}"));
        let structure = Pdf::read(&edition::build(edition.path(), &Part::Whole).unwrap()).structure();
        let alt = structure.with_role("Formula")[0].alt.clone().unwrap();
        assert!(alt.ends_with(", dikali 100 persen"), "{alt}");
    }
}

/// Where the rules of a frame end, and where the place and date of signing stand, in
/// pt from the top.
fn ends(frame: &Frame, above: f64, rules: &mut Vec<f64>, signature: &mut Option<f64>) {
    for (at, item) in frame.items() {
        let y = above + at.y.to_pt();
        match item {
            FrameItem::Group(group) => ends(&group.frame, y, rules, signature),
            FrameItem::Text(text) if text.text.contains("Januari 2024") => *signature = Some(y),
            FrameItem::Shape(Shape { geometry: Geometry::Line(to), .. }, _) => rules.push(y + to.y.to_pt()),
            _ => {}
        }
    }
}

/// The lines of the small edition after a change.
fn changed(file: &str, part: &str, by: &str) -> Vec<String> {
    let edition = edition::small();
    change(&edition, file, part, by);
    lines(&edition, &Fonts::load(None).unwrap())
}

/// The lines of an edition from the first page to the last.
fn lines(edition: &TempDir, fonts: &Fonts) -> Vec<String> {
    edition::with_document(edition.path(), &Part::Whole, fonts, |document| {
        let mut lines = Vec::new();
        document.pages.pages().iter().for_each(|page| collect(&page.frame, &mut lines));
        lines
    })
    .unwrap()
}

fn collect(frame: &Frame, lines: &mut Vec<String>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect(&group.frame, lines),
            FrameItem::Text(text) => lines.push(text.text.trim().to_owned()),
            _ => {}
        }
    }
}

fn change(edition: &TempDir, file: &str, part: &str, by: &str) {
    let path = edition.path().join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(part), "{file} has no {part:?}");
    fs::write(path, text.replacen(part, by, 1)).unwrap();
}

/// The small edition with its head alone: so many functions and one row.
fn alone(paper: &str, functions: usize) -> TempDir {
    let edition = edition::small();
    change(&edition, "naskah.yaml", "    staf:\n", "");
    change(&edition, "naskah.yaml", "struktur:", &format!("kertas: {paper}\nstruktur:"));
    fs::remove_file(edition.path().join("jabatan/staf.yaml")).unwrap();
    let functions = "  - Pelaksanaan.\n".repeat(functions);
    let row = "        formulasi: Jumlah layanan\n        sumber_data: Laporan\n";
    let table = format!("kinerja:\n  - sasaran: Layanan\n    indikator:\n      - nama: Layanan\n{row}");
    let head = format!("nama: Kepala Dinas Contoh\ntugas: Memimpin Dinas Contoh.\nfungsi:\n{functions}{table}");
    fs::write(edition.path().join("jabatan/kepala.yaml"), head).unwrap();
    edition
}
