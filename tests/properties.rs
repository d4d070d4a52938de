//! Whatever stands in a field stands in the pages, letter for letter, and does
//! nothing else.

use std::fs;

use iki::fonts::Fonts;
use iki::part::Part;
use iki::text;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use typst::layout::{Frame, FrameItem};

use crate::edition;

/// Every field that takes a text and shows it in the small edition: the file, a
/// line of it, and the line with the field in its place.
const FIELDS: [(&str, &str, &str); 36] = [
    ("naskah.yaml", "  alamat: Jalan Contoh 1", "  alamat: {}"),
    ("naskah.yaml", "  kota: Contoh", "  kota: {}"),
    ("naskah.yaml", "  tempat: Contoh", "  tempat: {}"),
    ("naskah.yaml", "  nama: BUDI SANTOSO", "  nama: {}"),
    ("naskah.yaml", "  pangkat: Pembina Tingkat I", "  pangkat: {}"),
    ("naskah.yaml", "  golongan: IV/b", "  golongan: {}"),
    ("jabatan/kepala.yaml", "nama: Kepala Dinas Contoh", "nama: {}"),
    ("jabatan/kepala.yaml", "tugas: Memimpin Dinas Contoh.", "tugas: {}"),
    ("jabatan/kepala.yaml", "  - Pelaksanaan kebijakan.", "  - {}"),
    ("jabatan/kepala.yaml", "  - sasaran: Meningkatnya layanan", "  - sasaran: {}"),
    ("jabatan/kepala.yaml", "      - nama: Persentase layanan selesai", "      - nama: {}"),
    ("jabatan/kepala.yaml", "          pembilang: Jumlah layanan selesai", "          pembilang: {}"),
    ("jabatan/kepala.yaml", "          penyebut: Jumlah layanan", "          penyebut: {}"),
    ("jabatan/staf.yaml", "        sumber_data: Laporan", "        sumber_data: {}"),
    ("jabatan/kepala.yaml", "          faktor: × 100 %", "          faktor: {}"),
    ("jabatan/staf.yaml", "        formulasi: Jumlah bahan pada tahun N", "        formulasi: {}"),
    ("naskah.yaml", "struktur:", "judul: {}\nstruktur:"),
    ("naskah.yaml", "struktur:", "sebutan_tahun: {}\nstruktur:"),
    ("naskah.yaml", "struktur:", "sebutan:\n  jabatan: {}\nstruktur:"),
    ("naskah.yaml", "struktur:", "sebutan:\n  tugas: {}\nstruktur:"),
    ("naskah.yaml", "struktur:", "sebutan:\n  fungsi: {}\nstruktur:"),
    ("naskah.yaml", "struktur:", "kolom:\n  sasaran: {}\nstruktur:"),
    ("naskah.yaml", "struktur:", "kolom:\n  indikator: {}\nstruktur:"),
    ("naskah.yaml", "struktur:", "kolom:\n  formulasi: {}\nstruktur:"),
    ("naskah.yaml", "struktur:", "kolom:\n  sumber_data: {}\nstruktur:"),
    ("naskah.yaml", "  pemerintah: Pemerintah Kabupaten Contoh", "  pemerintah: {}"),
    ("naskah.yaml", "  nama: Dinas Contoh", "  nama: {}"),
    ("naskah.yaml", "  daerah: Kabupaten Contoh", "  daerah: {}"),
    ("naskah.yaml", "  kota: Contoh", "  telepon: {}\n  kota: Contoh"),
    ("naskah.yaml", "  kota: Contoh", "  faksimile: {}\n  kota: Contoh"),
    ("naskah.yaml", "  kota: Contoh", "  laman: {}\n  kota: Contoh"),
    ("naskah.yaml", "  kota: Contoh", "  pos_el: {}\n  kota: Contoh"),
    ("naskah.yaml", "  nama: BUDI SANTOSO", "  nama: BUDI SANTOSO\n  gelar: {}"),
    ("naskah.yaml", "  jabatan: Kepala Dinas Contoh", "  jabatan: {}"),
    ("naskah.yaml", "  jabatan: Kepala Dinas Contoh", "  bentuk: Plt.\n  jabatan: Kepala\n  jabatan_definitif: {}"),
    (
        "naskah.yaml",
        "  jabatan: Kepala Dinas Contoh",
        "  bentuk: u.b.\n  atas_nama: Bupati\n  melalui: {}\n  jabatan: Kepala",
    ),
];

#[test]
fn texts_that_once_did_not_fit_are_printed() {
    let fonts = Fonts::load(None).unwrap();
    for (field, text) in [
        (9, "\"Am .0dM0\"A0A0\"Aaa "),
        (9, "%&am\"0\"a0\"a\"0AaAaa-A"),
        (13, "*aMi[Am[,)0{m:0:r*;"),
        (9, "$$iA(MAa0aaA[0A0:A{*b a*"),
        (13, "pertanggungjawabannya pertanggungjawabannya"),
        (7, "Memimpin שלום עליכם Contoh."),
        (7, "Memimpin שלום 12 עליכם, *שלום* עליכם Contoh."),
        (13, "שלום עליכם (12) שלום עליכם (12) שלום עליכם (12)"),
    ] {
        assert_eq!(unprinted(field, text, &Part::Whole, &fonts), None, "{text}");
    }
}

#[test]
fn any_text_in_any_field_is_printed_letter_for_letter() {
    try_words(2000, 0..FIELDS.len(), &Part::Whole);
}

#[test]
fn any_text_in_a_box_of_a_picture_is_printed_letter_for_letter() {
    // Names, goals and indicators.
    try_words(300, prop::sample::select(vec![6, 9, 10]), &Part::Pictures);
}

fn try_words(cases: u32, field: impl Strategy<Value = usize>, part: &Part) {
    let fonts = Fonts::load(None).unwrap();
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, random);
    let result = runner.run(&(field, words()), |(field, text)| match unprinted(field, &text, part, &fonts) {
        None => Ok(()),
        Some(reason) => Err(TestCaseError::fail(reason)),
    });
    result.unwrap();
}

/// Why a text in a field does not reach the pages whole.
fn unprinted(field: usize, text: &str, part: &Part, fonts: &Fonts) -> Option<String> {
    let (file, line, by) = FIELDS[field];
    let edition = edition::small();
    let path = edition.path().join(file);
    let yaml = fs::read_to_string(&path).unwrap();
    let changed = yaml.replacen(line, &by.replace("{}", &quoted(text)), 1);
    assert_ne!(changed, yaml);
    fs::write(&path, changed).unwrap();
    let seen = edition::with_document(edition.path(), part, fonts, |document| {
        let mut seen = String::new();
        document.pages.pages().iter().for_each(|page| collect(&page.frame, &mut seen));
        seen
    });
    let printed = text::plain(text.trim());
    // Some fields are printed in capitals.
    let expected = [letters(&printed), letters(&printed.to_uppercase())];
    match seen {
        Ok(seen) if expected.iter().any(|expected| is_seen(expected, &letters(&seen))) => None,
        Ok(seen) => Some(format!("{printed:?} not in {seen:?}")),
        Err(report) => Some(report),
    }
}

fn is_seen(expected: &str, seen: &str) -> bool {
    seen.contains(expected)
        || expected.len() > A_PAGE_OF_A_CELL && in_order(seen, expected)
        || expected.chars().any(is_hebrew) && in_any_order(seen, expected)
}

/// Texts of all that markup, templates and YAML are made of, and ordinary ones.
fn words() -> impl Strategy<Value = String> {
    let hostile = prop::sample::select(vec![
        "#read(\"/etc/passwd\")",
        "#import \"@preview/x:1.0.0\"",
        "#panic()",
        "{{ 7*7 }}",
        "{% include 'x' %}",
        "{# x #}",
        "]",
        "[",
        "$",
        "*",
        "_",
        "@x",
        "<x>",
        "\\",
        "\"",
        "'",
        "~",
        "--",
        "...",
        "//",
        "/*",
        "*/",
        "`",
        "= x",
        "- x",
        "+ x",
        "1. x",
        "-5",
        "http://x.id",
        "a@b.id",
        "#set text(fill: white)",
        "\"#",
        ": ",
        " #",
        "%",
        "&x",
        "!x",
        "|",
        ">",
        "null",
        "kata yang *miring* di sini",
        "\\*",
        "pertanggungjawabannya",
        "a\u{a0}b",
        "a\u{ad}b",
        "é",
        "ẽ",
        "×",
        "≥",
        "–",
        "“x”",
        "a\nb",
        "1/1/2026 12-12-2026",
        "kata-\"kata\"",
        "שלום עליכם",
    ]);
    let plain = "[ -~]{1,40}";
    let long = "[a-z]{60,300}";
    let piece = prop_oneof![4 => hostile.prop_map(str::to_owned), 4 => plain.prop_map(String::from), 1 => long.prop_map(String::from)];
    prop::collection::vec(piece, 1..5)
        .prop_map(|pieces| pieces.join(" "))
        .prop_filter("not empty", |text| !letters(&text::plain(text)).is_empty())
}

/// A text between the double quotes of YAML.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

/// A text that may go on to the next page, below its number and captions.
const A_PAGE_OF_A_CELL: usize = 400;

/// Whether the letters of a text come in their order, with others between.
fn in_order(seen: &str, expected: &str) -> bool {
    let mut seen = seen.chars();
    expected.chars().all(|letter| seen.any(|c| c == letter))
}

/// Whether every letter of a text is there, as often: what runs from right to left
/// is seen in another order.
fn in_any_order(seen: &str, expected: &str) -> bool {
    let count = |text: &str, letter: char| text.chars().filter(|&c| c == letter).count();
    expected.chars().all(|letter| count(seen, letter) >= count(expected, letter))
}

fn is_hebrew(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{5ff}')
}

fn collect(frame: &Frame, seen: &mut String) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect(&group.frame, seen),
            FrameItem::Text(text) => seen.push_str(&text.text),
            _ => {}
        }
    }
}

/// A text without what a line may break or leave out.
fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{ad}').collect()
}
