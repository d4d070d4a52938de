//! Every file in `tests/kasus` takes the place of one file of the small
//! edition: `….naskah.yaml` of `naskah.yaml`, `….jabatan.yaml` of
//! `jabatan/staf.yaml`, `….lambang.svg` or `.png` of the emblem. The report of
//! its problems stands beside it in a file ending `.txt`.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use iki::content;
use iki::fonts::Fonts;
use iki::part::Part;

use crate::edition;

const NASKAH: &str = "naskah.yaml";
const STAF: &str = "jabatan/staf.yaml";

#[test]
fn wrong_files_are_reported_as_written_beside_them() {
    let bless = std::env::var_os("BLESS").is_some();
    let fonts = Fonts::load(None).unwrap();
    let cases = cases();
    assert!(cases.len() >= 150, "{} cases", cases.len());
    let mut faults = Vec::new();
    for case in cases {
        let (_, report) = report(replaced(&case), &fs::read(&case).unwrap(), &fonts);
        let expected = case.with_extension("txt");
        if bless {
            fs::write(&expected, &report).unwrap();
        }
        let current = fs::read_to_string(&expected).unwrap_or_default() == report;
        if !current || !is_placed(&report) {
            faults.push(format!("{}\n{report}", case.display()));
        }
    }
    assert!(faults.is_empty(), "not as written, or not placed (BLESS=1 cargo test --release)\n{}", faults.join("\n"));
}

/// Whether there are problems, and each says in which file, line and column.
fn is_placed(report: &str) -> bool {
    let mut lines = report.lines().peekable();
    let mut problems = 0;
    while let Some(line) = lines.next() {
        if line.starts_with("galat[") || line.starts_with("peringatan[") {
            problems += 1;
            if !lines.peek().and_then(|next| next.trim_start().strip_prefix("--> ")).is_some_and(is_place) {
                return false;
            }
        }
    }
    problems > 0
}

/// `file:line:column` of a file of the edition.
fn is_place(place: &str) -> bool {
    let mut parts = place.rsplitn(3, ':');
    let number = |part: Option<&str>| part.and_then(|part| part.parse::<usize>().ok()).is_some_and(|number| number > 0);
    let (column, line) = (number(parts.next()), number(parts.next()));
    let file = parts.next().unwrap_or_default();
    column && line && (file == NASKAH || file.starts_with("jabatan/"))
}

fn cases() -> Vec<PathBuf> {
    let folder = edition::folder().join("kasus");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|ending| ending != "txt")).collect();
    cases.sort();
    cases
}

/// The file of the edition that a case takes the place of.
fn replaced(case: &Path) -> &'static str {
    let name = case.to_string_lossy();
    let kinds = [(".naskah.yaml", NASKAH), (".lambang.svg", "lambang.svg"), (".lambang.png", "lambang.png")];
    kinds.into_iter().find(|(ending, _)| name.ends_with(ending)).map_or(STAF, |(_, file)| file)
}

/// The edition with one file replaced: whether it is laid out, and the report.
fn report(file: &str, bytes: &[u8], fonts: &Fonts) -> (bool, String) {
    let edition = edition::small();
    fs::write(edition.path().join(file), bytes).unwrap();
    if let "lambang.png" | "LAMBANG.SVG" | "lambang.PNG" = file {
        fs::write(edition.path().join(NASKAH), naskah("lambang.svg", file)).unwrap();
    }
    let (made, report) = edition::with_report(edition.path(), &Part::Whole, fonts, |_| ());
    (made.is_some(), report)
}

#[test]
fn f14_f15_f16_excess_is_refused_quickly_with_its_limit() {
    let fonts = Fonts::load(None).unwrap();
    let aliases = |level: usize| format!("k{level}: &k{level} [{}]\n", format!("*k{}, ", level - 1).repeat(9));
    let bomb = format!("k0: &k0 [isi]\n{}", (1..10).map(aliases).collect::<String>());
    let list = |count: usize| staf("  - Penyiapan bahan.\n", &"  - a\n".repeat(count));
    let text = |length: usize| staf("Membantu Kepala Dinas Contoh.", &"kata ".repeat(length / 5));
    let tree = |depth: usize| {
        let levels = (1..=depth).map(|level| format!("{}tingkat-{level}:\n", "  ".repeat(level)));
        naskah("  kepala:\n    staf:\n", &levels.collect::<String>())
    };
    let wide = (0..45_000).map(|number| format!("    jabatan-{number}:\n")).collect::<String>();
    for (file, text, expected) in [
        (STAF, bomb, "galat[jangkar-yaml]: jangkar `&` dan rujukan `*` YAML tidak dipakai di sini"),
        (STAF, "[".repeat(200_000), "galat[terlalu-dalam]: isi bertingkat terlalu dalam"),
        (STAF, "{a: ".repeat(200_000), "galat[terlalu-dalam]: isi bertingkat terlalu dalam"),
        (STAF, "- ".repeat(200_000), "galat[terlalu-dalam]: isi bertingkat terlalu dalam"),
        (
            STAF,
            text(10_000_000),
            "galat[terlalu-besar]: `jabatan/staf.yaml` terlalu besar: 9.765 KiB, paling besar 1.024 KiB",
        ),
        (STAF, text(21_000), "galat[terlalu-besar]: teks terlalu panjang: 20.999 huruf"),
        (STAF, list(100_000), "galat[terlalu-besar]: daftar terlalu panjang: 100.000 butir"),
        (STAF, list(501), "galat[terlalu-besar]: daftar terlalu panjang: 501 butir"),
        (NASKAH, tree(51), "galat[terlalu-dalam]: struktur lebih dari 50 tingkat"),
        (NASKAH, naskah("    staf:\n", &wide), "galat[terlalu-besar]: struktur berisi lebih dari 5.000 jabatan"),
    ] {
        let start = Instant::now();
        let (made, report) = report(file, text.as_bytes(), &fonts);
        assert!(start.elapsed() < Duration::from_secs(1), "{expected}: {:?}", start.elapsed());
        let shown = &report[..report.len().min(2000)];
        assert!(!made && report.lines().any(|line| line == expected), "{expected}\n{shown}");
        assert!(is_placed(&report), "{shown}");
    }
}

#[test]
fn f01_f04_f11_f22_strange_texts_are_accepted() {
    let texts = [
        // F01: commands of Typst.
        r##"'#read("/etc/passwd") #include "x" #panic() #plugin("a.wasm")'"##,
        r##"'#import "@preview/x:1.0.0": *'"##,
        r##"'a ] b [ c $x$ _y_ <label> @ref `kode` ~ -- --- ... // x /* y */ \'"##,
        // F02: commands of the templates.
        "'{{ 7*7 }} {% include \"x\" %} {# x #}'",
        // F03: starts of lines in Typst.
        "= x",
        "'- x'",
        "+ x",
        "/ x",
        "1. x",
        "x // y",
        "x *",
        "5 * 3 < 20 > 1 & 2 | 3",
        // F04: ends and quotes.
        r"x\",
        r#"x""#,
        r##"x"# y"##,
        r#"x"x""x"""x""""x"#,
        // F20: hyphens, bullets and comments below and in a block.
        "|\n          satu:\n          - dua;\n          • tiga\n# Komentar",
        "|-\n          satu:\n          - dua;\n          • tiga\n\n# Komentar",
        ">-\n          satu #1\n          - dua\n          # tiga",
        // F06: a no-break space and soft hyphens.
        "Dinas\u{a0}Contoh",
        "ke\u{ad}tata\u{ad}usaha\u{ad}an",
        // F10: a letter and its accent.
        "cafe\u{301}",
        // F11: addresses.
        "https://contoh.go.id/a?b=c&d",
        "dinas@contoh.go.id",
        // F22: what YAML takes for something else.
        "true",
        "no",
        "1e3",
        "0x10",
        "1:30",
        "2021-05-07",
        ".inf",
        "007",
        "123456789012345678901234567890",
    ];
    let fonts = Fonts::load(None).unwrap();
    for text in texts {
        let (made, report) = report(STAF, staf("Membantu Kepala Dinas Contoh.", text).as_bytes(), &fonts);
        assert!(made && report.is_empty(), "{text}\n{report}");
    }
}

#[test]
fn f20_hyphens_bullets_and_comments_are_accepted_in_any_block() {
    let fonts = Fonts::load(None).unwrap();
    for (part, block) in [
        (" Jumlah bahan pada tahun N", " |\n          Jumlah bahan:\n          - satu;"),
        (" Jumlah bahan pada tahun N", " |\n          Jumlah bahan\n\n        # Komentar"),
        (" Jumlah bahan pada tahun N", " >- # tua: |\n\n          \"satu\" #1\n          • dua\n        # Komentar"),
        (" Penyiapan bahan.", " Penyiapan bahan. # Komentar 1"),
        (" Penyiapan bahan.", " Penyiapan bahan Senin\n    – Jumat."),
        (" Penyiapan bahan.", " Penyiapan bahan;\n    *e-mail* dinas."),
        (" Penyiapan bahan.", " Penyiapan bahan, yaitu\n    a. satu;\n    b. dua."),
        (" Penyiapan bahan.", "\n    >2\n    - Penyiapan bahan.\n  # Komentar"),
        (" Laporan\n", " |\n          Laporan:\n          - satu"),
    ] {
        let (made, report) = report(STAF, staf(part, block).as_bytes(), &fonts);
        assert!(made && report.is_empty(), "{block}\n{report}");
    }
}

#[test]
fn f19_any_even_indentation_is_accepted() {
    let fonts = Fonts::load(None).unwrap();
    let whole: String = naskah("", "").lines().map(|line| format!("   {line}\n")).collect();
    let tree = |tree: &str| naskah("  kepala:\n    staf:\n", tree);
    for text in [whole, tree(" kepala:\n     staf:\n"), tree("  {kepala: {staf: }}\n"), tree("  kepala: {staf: }\n")] {
        let (made, report) = report(NASKAH, text.as_bytes(), &fonts);
        assert!(made && report.is_empty(), "{text}\n{report}");
    }
}

#[test]
fn f27_line_ends_and_the_byte_order_mark_change_nothing() {
    let plain = staf("", "");
    let expected = texts(plain.as_bytes());
    assert!(expected.contains(&"Membantu Kepala Dinas Contoh.".to_owned()));
    for variant in [
        format!("\u{feff}{plain}"),
        plain.replace('\n', "\r\n"),
        format!("\u{feff}{}", plain.replace('\n', "\r\n")),
        plain.replace('\n', "\r"),
        plain.trim_end().to_owned(),
        format!("---\n{plain}...\n"),
        format!("%YAML 1.2\n---\n{plain}"),
        format!("{plain}\n\n# Komentar\n"),
    ] {
        assert_eq!(texts(variant.as_bytes()), expected, "{variant:?}");
    }
}

#[test]
fn f29_a_nip_is_eighteen_digits_however_they_are_grouped() {
    for written in [
        "197001011995031001",
        "'1970 0101 1995 0310 01'",
        "19700101.199503.1.001",
        "19700101\u{a0}199503\u{a0}1\u{a0}001",
    ] {
        let edition = edition::small();
        fs::write(edition.path().join(NASKAH), naskah("19700101 199503 1 001", written)).unwrap();
        let nip = content::read(edition.path()).unwrap().naskah.and_then(|naskah| naskah.pengesahan.nip);
        assert_eq!(nip.map(|nip| nip.value).as_deref(), Some("197001011995031001"), "{written}");
    }
}

#[test]
fn f31_the_path_of_an_emblem_may_start_at_the_folder() {
    let fonts = Fonts::load(None).unwrap();
    let (made, report) = report(NASKAH, naskah("lambang.svg", "./lambang.svg").as_bytes(), &fonts);
    assert!(made && report.is_empty(), "{report}");
}

#[test]
fn f34_the_ending_of_an_emblem_may_be_in_capitals() {
    let fonts = Fonts::load(None).unwrap();
    let svg = fs::read(edition::folder().join("edisi/lambang.svg")).unwrap();
    let png = fs::read(edition::folder().join("titik.png")).unwrap();
    for (file, bytes) in [("LAMBANG.SVG", &svg), ("lambang.png", &png), ("lambang.PNG", &png)] {
        let (made, report) = report(file, bytes, &fonts);
        assert!(made && report.is_empty(), "{file}\n{report}");
    }
}

#[test]
fn f54_long_parts_of_a_ratio_are_accepted() {
    let ratio = format!("\n          pembilang: {0}\n          penyebut: {0}", "kata ".repeat(100));
    let fonts = Fonts::load(None).unwrap();
    let (made, report) = report(STAF, staf(" Jumlah bahan pada tahun N", &ratio).as_bytes(), &fonts);
    assert!(made && report.is_empty(), "{report}");
}

/// Every text that an edition with another file of the position prints.
fn texts(bytes: &[u8]) -> Vec<String> {
    let edition = edition::small();
    fs::write(edition.path().join(STAF), bytes).unwrap();
    let content = content::read(edition.path()).unwrap();
    content.naskah.map(|naskah| naskah.texts().map(|teks| teks.value.clone()).collect()).unwrap_or_default()
}

/// The file of the small edition's position with a part replaced.
fn staf(part: &str, by: &str) -> String {
    changed(STAF, part, by)
}

fn naskah(part: &str, by: &str) -> String {
    changed(NASKAH, part, by)
}

#[track_caller]
fn changed(file: &str, part: &str, by: &str) -> String {
    let text = fs::read_to_string(edition::folder().join("edisi").join(file)).unwrap();
    assert!(text.contains(part), "{part}");
    text.replacen(part, by, 1)
}
