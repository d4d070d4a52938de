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

/// Every field that takes a text: the file, and the line that is replaced.
const FIELDS: [(&str, &str, &str); 14] = [
    ("naskah.yaml", "alamat: ", "  alamat: Jalan Contoh 1"),
    ("naskah.yaml", "kota: ", "  kota: Contoh"),
    ("naskah.yaml", "tempat: ", "  tempat: Contoh"),
    ("naskah.yaml", "nama: ", "  nama: BUDI SANTOSO"),
    ("naskah.yaml", "pangkat: ", "  pangkat: Pembina Tingkat I"),
    ("naskah.yaml", "golongan: ", "  golongan: IV/b"),
    ("jabatan/kepala.yaml", "nama: ", "nama: Kepala Dinas Contoh"),
    ("jabatan/kepala.yaml", "tugas: ", "tugas: Memimpin Dinas Contoh."),
    ("jabatan/kepala.yaml", "- ", "  - Pelaksanaan kebijakan."),
    ("jabatan/kepala.yaml", "- sasaran: ", "  - sasaran: Meningkatnya layanan"),
    ("jabatan/kepala.yaml", "- nama: ", "      - nama: Persentase layanan selesai"),
    ("jabatan/kepala.yaml", "pembilang: ", "          pembilang: Jumlah layanan selesai"),
    ("jabatan/kepala.yaml", "penyebut: ", "          penyebut: Jumlah layanan"),
    ("jabatan/staf.yaml", "sumber_data: ", "        sumber_data: Laporan"),
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
    let (file, key, line) = FIELDS[field];
    let edition = edition::small();
    let path = edition.path().join(file);
    let yaml = fs::read_to_string(&path).unwrap();
    let indent = &line[..line.len() - line.trim_start().len()];
    let changed = yaml.replacen(line, &format!("{indent}{key}{}", quoted(text)), 1);
    assert_ne!(changed, yaml);
    fs::write(&path, changed).unwrap();
    let seen = edition::with_document(edition.path(), part, fonts, |document| {
        let mut seen = String::new();
        document.pages.pages().iter().for_each(|page| collect(&page.frame, &mut seen));
        seen
    });
    let printed = text::plain(text.trim());
    let expected = letters(&if key == "kota: " { printed.to_uppercase() } else { printed });
    match seen {
        Ok(seen) if is_seen(&expected, &letters(&seen)) => None,
        Ok(seen) => Some(format!("{expected:?} not in {seen:?}")),
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
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
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
