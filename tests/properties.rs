//! Whatever stands in a field stands in the pages, letter for letter, and does
//! nothing else.

use std::fs;

use iki::fonts::Fonts;
use iki::markup::Part;
use iki::text;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
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
fn any_text_in_any_field_is_printed_letter_for_letter() {
    let fonts = Fonts::load(None).unwrap();
    let mut runner = TestRunner::new(Config { cases: 2000, failure_persistence: None, ..Config::default() });
    let field = 0..FIELDS.len();
    let result = runner.run(&(field, words()), |(field, text)| {
        let (file, key, line) = FIELDS[field];
        let edition = edition::small();
        let path = edition.path().join(file);
        let yaml = fs::read_to_string(&path).unwrap();
        let indent = &line[..line.len() - line.trim_start().len()];
        let changed = yaml.replacen(line, &format!("{indent}{key}{}", quoted(&text)), 1);
        prop_assert_ne!(&changed, &yaml);
        fs::write(&path, changed).unwrap();
        let seen = edition::with_document(edition.path(), &Part::Whole, &fonts, |document| {
            let mut seen = String::new();
            document.pages.pages().iter().for_each(|page| collect(&page.frame, &mut seen));
            seen
        });
        let seen = seen.map_err(TestCaseError::fail)?;
        let printed = text::plain(text.trim());
        let expected = letters(&if key == "kota: " { printed.to_uppercase() } else { printed });
        prop_assert!(letters(&seen).contains(&expected), "{expected:?} not in {seen:?}");
        Ok(())
    });
    result.unwrap();
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
