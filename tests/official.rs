//! The published document of 2021 as its readers get it: every word, in
//! reading order, for eyes and for reading programs, and always the same bytes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use iki::content;
use iki::model::{Formulasi, Hitungan, Indikator, Jabatan, Naskah, Teks};
use iki::part::Part;
use iki::text::plain;
use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};

use crate::edition;
use crate::pdf::{Bookmark, Element, Pdf};

const COVER: [&str; 7] = [
    "PEMERINTAH KABUPATEN LUMAJANG",
    "INDIKATOR KINERJA INDIVIDU",
    "DINAS KOMUNIKASI DAN INFORMATIKA",
    "KABUPATEN LUMAJANG",
    "TAHUN ANGGARAN 2021",
    "Jl. Alun-Alun Utara No. 7 Telp. (0334) 8780990, Fax. (0334) 887461-88534",
    "L U M A J A N G - 6 7 3 1 6",
];
const LETTERHEAD: [&str; 5] = [
    "PEMERINTAH KABUPATEN LUMAJANG",
    "DINAS KOMUNIKASI DAN INFORMATIKA",
    "Jl. Alun-Alun Utara No. 7",
    "Telepon (0334) 8780990, Faksimile (0334) 887461-88534",
    "LUMAJANG-67316",
];
const SIGNATURE: [&str; 6] = [
    "Lumajang, 7 Mei 2021",
    "KEPALA DINAS KOMUNIKASI DAN INFORMATIKA",
    "KABUPATEN LUMAJANG",
    "YOGA PRATOMO, S.STP",
    "Pembina Tk. I",
    "NIP. 19780910 199802 1 001",
];
const TITLE: &str = "INDIKATOR KINERJA INDIVIDU Dinas Komunikasi dan Informatika Kabupaten Lumajang 2021";
const AUTHOR: &str = "Dinas Komunikasi dan Informatika Kabupaten Lumajang";

static NASKAH: LazyLock<Naskah> =
    LazyLock::new(|| content::read(&edition::published()).unwrap().naskah.expect("the edition can be read"));
static PUBLISHED: LazyLock<Vec<u8>> = LazyLock::new(|| built(&edition::published(), &Part::Whole));
/// The same with more page breaks.
static ON_A4: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let copy = edition::copy(&edition::published());
    let path = copy.path().join("naskah.yaml");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("kertas: F4"));
    fs::write(&path, text.replace("kertas: F4", "kertas: A4")).unwrap();
    built(copy.path(), &Part::Whole)
});

#[test]
fn the_document_is_small() {
    assert!(PUBLISHED.len() <= 300_000, "{} bytes", PUBLISHED.len());
}

#[test]
fn the_reading_order_is_that_of_the_content() {
    let sheets = NASKAH.jabatan.iter().flat_map(sheet);
    let (cover, letterhead, signature) = (texts(&COVER), texts(&LETTERHEAD), texts(&SIGNATURE));
    let expected = [cover, letterhead, sheets.collect(), signature].concat();
    assert_reads(&Pdf::read(&PUBLISHED), &expected);
    assert_reads(&Pdf::read(&ON_A4), &expected);
}

#[test]
fn a_sheet_alone_has_letterhead_and_signature() {
    for (jabatan, bytes) in alone() {
        let expected = [texts(&LETTERHEAD), sheet(jabatan), texts(&SIGNATURE)].concat();
        assert_reads(&Pdf::read(&bytes), &expected);
    }
}

#[test]
fn the_published_text_is_there_word_by_word() {
    let published = fs::read_to_string(edition::folder().join("terbit-2021.txt")).unwrap();
    let read = Pdf::read(&PUBLISHED).structure().text();
    let counted = words(&read);
    let missing: Vec<_> =
        words(&published).into_iter().filter(|(word, count)| counted.get(word).unwrap_or(&0) < count).collect();
    assert_eq!(missing, []);

    let read = squeezed(&read);
    let mut at = 0;
    for line in published.lines() {
        let found = read[at..].find(&squeezed(line));
        at += found.unwrap_or_else(|| panic!("`{line}` does not follow")) + squeezed(line).len();
    }
}

#[test]
fn what_reading_programs_leave_out_only_repeats() {
    let captions: Vec<String> = NASKAH.jabatan.iter().map(|jabatan| squeezed(&captions(jabatan).concat())).collect();
    let spanning: Vec<String> =
        NASKAH.jabatan.iter().flat_map(cells).filter(|cell| cell.1 > 1).map(|cell| squeezed(&cell.0)).collect();
    let mut continued = 0;
    let pages = [&PUBLISHED, &ON_A4].map(|bytes| Pdf::read(bytes).pages);
    for (index, page) in pages.iter().flat_map(|pages| pages.iter().enumerate()) {
        let left_out = squeezed(&page.artifacts.concat());
        let number = if index == 0 { String::new() } else { format!("-{}-", index + 1) };
        let rest = left_out.strip_prefix(&number).expect("the number comes first");
        let caption = captions.iter().find(|caption| rest.starts_with(caption.as_str()));
        for repeated in rest[caption.map_or(0, String::len)..].split_terminator("(lanjutan)") {
            assert!(spanning.iter().any(|cell| cell == repeated), "`{repeated}` on page {}", index + 1);
            continued += 1;
        }
    }
    assert!(continued > 0, "no goal goes on to a further page");
}

#[test]
fn every_document_is_accessible_and_fit_for_archives() {
    assert_valid(&PUBLISHED, "all sheets");
    assert_valid(&ON_A4, "all sheets on A4");
    for (jabatan, bytes) in alone() {
        assert_valid(&bytes, jabatan.id.as_str());
    }
}

#[test]
fn metadata_come_from_the_content() {
    let pdf = Pdf::read(&PUBLISHED);
    assert_eq!(pdf.language().as_deref(), Some("id-ID"));
    assert_eq!(pdf.info("Title").as_deref(), Some(TITLE));
    assert_eq!(pdf.info("Author").as_deref(), Some(AUTHOR));
    assert_eq!(pdf.info("CreationDate").as_deref(), Some("D:20210507000000Z"));
    assert_eq!(pdf.info("ModDate").as_deref(), Some("D:20210507000000Z"));
    let xmp = pdf.xmp();
    for part in [
        format!("<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{TITLE}</rdf:li>"),
        format!("<dc:creator><rdf:Seq><rdf:li>{AUTHOR}</rdf:li>"),
        "<dc:language><rdf:Bag><rdf:li>id-ID</rdf:li>".to_owned(),
        "<xmp:CreateDate>2021-05-07T00:00:00Z</xmp:CreateDate>".to_owned(),
    ] {
        assert!(xmp.contains(&part), "{part} is not in {xmp}");
    }
    for (jabatan, bytes) in alone() {
        let title = format!("{} – {TITLE}", plain(&jabatan.nama.value));
        assert_eq!(Pdf::read(&bytes).info("Title"), Some(title));
    }
}

#[test]
fn bookmarks_are_the_tree_of_positions() {
    let pdf = Pdf::read(&PUBLISHED);
    let bookmarks = pdf.bookmarks();
    let tree: Vec<(usize, String)> =
        NASKAH.jabatan.iter().map(|jabatan| (depth(jabatan), plain(&jabatan.nama.value))).collect();
    let shown: Vec<(usize, String)> = bookmarks.iter().map(|entry| (entry.depth, entry.title.clone())).collect();
    assert_eq!(shown, tree);
    for Bookmark { title, page, .. } in &bookmarks {
        let place = format!("JABATAN:{}", squeezed(title));
        assert!(squeezed(&pdf.pages[*page].text()).contains(&place), "`{title}` is not on page {}", page + 1);
    }
    for (jabatan, bytes) in alone() {
        let only = Bookmark { depth: 0, title: plain(&jabatan.nama.value), page: 0 };
        assert_eq!(Pdf::read(&bytes).bookmarks(), [only]);
    }
}

#[test]
fn headings_are_the_tree_of_positions() {
    let structure = Pdf::read(&PUBLISHED).structure();
    let is_heading = |element: &&Element| element.role.starts_with('H') && element.role.len() == 2;
    let headings: Vec<(String, String)> = structure
        .all()
        .into_iter()
        .filter(is_heading)
        .map(|heading| (heading.role.clone(), squeezed(&heading.text())))
        .collect();
    let heading = |jabatan: &Jabatan| (format!("H{}", depth(jabatan) + 1), squeezed(&plain(&jabatan.nama.value)));
    assert_eq!(headings, NASKAH.jabatan.iter().map(heading).collect::<Vec<_>>());
}

#[test]
fn pages_are_labelled_with_their_numbers() {
    let pdf = Pdf::read(&PUBLISHED);
    let numbers: Vec<String> = (1..=pdf.pages.len()).map(|number| number.to_string()).collect();
    assert_eq!(pdf.page_labels(), numbers);
}

#[test]
fn the_files_it_was_made_from_are_attached() {
    assert_attached(&PUBLISHED, &NASKAH.jabatan.iter().collect::<Vec<_>>());
    for (jabatan, bytes) in alone() {
        assert_attached(&bytes, &[jabatan]);
    }
}

#[test]
fn formulas_and_emblems_are_spoken() {
    let structure = Pdf::read(&PUBLISHED).structure();
    let alts = |role| structure.with_role(role).iter().map(|element| element.alt.clone()).collect::<Vec<_>>();
    let spoken = |formulasi: &Formulasi| match &formulasi.hitungan {
        Hitungan::Uraian(_) => None,
        Hitungan::Rasio { pembilang, penyebut, faktor } => {
            let factor = faktor.as_ref().map(|faktor| match faktor.value.as_str() {
                "× 100 %" => ", dikali 100 persen",
                other => panic!("how is `{other}` spoken?"),
            });
            let (above, below) = (plain(&pembilang.value), plain(&penyebut.value));
            Some(format!("{above} dibagi {below}{}", factor.unwrap_or_default()))
        }
    };
    let formulas = NASKAH.jabatan.iter().flat_map(indicators).flat_map(|indikator| &indikator.formulasi);
    let formulas: Vec<_> = formulas.filter_map(spoken).map(Some).collect();
    assert!(!formulas.is_empty());
    assert_eq!(alts("Formula"), formulas);
    assert_eq!(alts("Figure"), vec![Some("Lambang Kabupaten Lumajang".to_owned()); 2]);
}

#[test]
fn tables_have_header_cells_and_spans() {
    let structure = Pdf::read(&PUBLISHED).structure();
    let tables = structure.with_role("Table");
    assert_eq!(tables.len(), NASKAH.jabatan.len());
    for (table, jabatan) in tables.iter().zip(&NASKAH.jabatan) {
        let header: Vec<String> = table.with_role("TH").iter().map(|cell| squeezed(&cell.text())).collect();
        assert_eq!(header, captions(jabatan).map(|caption| squeezed(&caption)));
        let body = table.with_role("TD").into_iter().map(|cell| (squeezed(&cell.text()), cell.row_span));
        // Cells without text only hold rows together.
        let body: Vec<_> = body.filter(|(text, _)| !text.is_empty()).collect();
        let expected = cells(jabatan).into_iter().map(|(text, rows)| (squeezed(&text), rows));
        assert_eq!(body, expected.collect::<Vec<_>>(), "{}", jabatan.id.as_str());
    }
}

#[test]
fn the_same_content_gives_the_same_bytes() {
    let folder = edition::published();
    assert!(built(&folder, &Part::Whole) == *PUBLISHED, "a second time");
    assert!(built(edition::copy(&folder).path(), &Part::Whole) == *PUBLISHED, "from another folder");
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        assert!(pool.install(|| built(&folder, &Part::Whole)) == *PUBLISHED, "with {threads} threads");
    }
    let mut program = Command::new(env!("CARGO_BIN_EXE_iki"));
    program.envs([("TZ", "Asia/Jakarta"), ("LANG", "id_ID.UTF-8"), ("SOURCE_DATE_EPOCH", "0")]);
    let output = program.arg("build").arg(&folder).args(["-o", "-"]).output().unwrap();
    assert!(output.stdout == *PUBLISHED, "by the program: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn pages_have_the_size_of_the_paper() {
    assert_paper(&PUBLISHED, 215.0, 330.0);
    assert_paper(&ON_A4, 210.0, 297.0);
}

fn built(folder: &Path, part: &Part) -> Vec<u8> {
    edition::build(folder, part).unwrap_or_else(|report| panic!("{report}"))
}

/// Every sheet with the document that holds nothing else.
fn alone() -> impl Iterator<Item = (&'static Jabatan, Vec<u8>)> {
    let document = |jabatan: &Jabatan| built(&edition::published(), &Part::Sheet(jabatan.id.clone()));
    NASKAH.jabatan.iter().map(move |jabatan| (jabatan, document(jabatan)))
}

/// What is to be read on a sheet, in order.
pub(crate) fn sheet(jabatan: &Jabatan) -> Vec<String> {
    let labelled = |label, teks: &Teks| format!("{label} : {}", plain(&teks.value));
    let mut texts = vec![
        "INDIKATOR KINERJA INDIVIDU".to_owned(),
        labelled("JABATAN", &jabatan.nama),
        labelled("TUGAS", &jabatan.tugas),
        "FUNGSI :".to_owned(),
    ];
    texts.extend(jabatan.fungsi.iter().zip(1..).map(|(butir, number)| format!("{number}. {}", plain(&butir.value))));
    texts.extend(captions(jabatan));
    texts.extend(cells(jabatan).into_iter().map(|(text, _)| text));
    texts
}

/// The cells below the header, each with the number of its rows.
fn cells(jabatan: &Jabatan) -> Vec<(String, i64)> {
    let rows = |count: usize| i64::try_from(count).unwrap();
    let mut cells = Vec::new();
    for (kinerja, goal) in jabatan.kinerja.iter().zip(goals(jabatan)) {
        cells.push((goal, rows(kinerja.indikator.iter().map(|indikator| indikator.formulasi.len()).sum())));
        for indikator in &kinerja.indikator {
            cells.push((plain(&indikator.nama.value), rows(indikator.formulasi.len())));
            for formulasi in &indikator.formulasi {
                cells.push((formula(formulasi), 1));
                cells.push((plain(&formulasi.sumber_data.value), 1));
            }
        }
    }
    cells
}

/// The texts of the first column, with their numbers.
fn goals(jabatan: &Jabatan) -> impl Iterator<Item = String> {
    let mut numbers = 1..;
    jabatan.kinerja.iter().map(move |kinerja| {
        let goal = |teks: &Teks| match jabatan.penomoran_sasaran {
            true => format!("{}. {}", numbers.next().unwrap(), plain(&teks.value)),
            false => plain(&teks.value),
        };
        kinerja.sasaran.iter().map(goal).collect::<Vec<_>>().join("\n")
    })
}

fn captions(jabatan: &Jabatan) -> [String; 4] {
    let kolom = &jabatan.kolom;
    [&kolom.sasaran, &kolom.indikator, &kolom.formulasi, &kolom.sumber_data].map(|teks| plain(&teks.value))
}

fn formula(formulasi: &Formulasi) -> String {
    match &formulasi.hitungan {
        Hitungan::Uraian(teks) => plain(&teks.value),
        Hitungan::Rasio { pembilang, penyebut, faktor } => {
            let parts = [Some(pembilang), Some(penyebut), faktor.as_ref()].into_iter().flatten();
            parts.map(|teks| plain(&teks.value)).collect::<Vec<_>>().join("\n")
        }
    }
}

fn indicators(jabatan: &Jabatan) -> impl Iterator<Item = &Indikator> {
    jabatan.kinerja.iter().flat_map(|kinerja| &kinerja.indikator)
}

/// How many superiors a position has.
fn depth(jabatan: &Jabatan) -> usize {
    let superior = |at: &Jabatan| at.atasan.map(|index| &NASKAH.jabatan[index]);
    std::iter::successors(superior(jabatan), |&at| superior(at)).count()
}

fn texts(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|&line| line.to_owned()).collect()
}

pub(crate) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// How often each word occurs. Words go on after a line that ends with a
/// slash or a hyphen.
fn words(text: &str) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    for word in text.replace("/\n", "/").replace("-\n", "-").split_whitespace() {
        *words.entry(word.to_owned()).or_default() += 1;
    }
    words
}

/// The texts, whole words and nothing else, stand in this order.
#[track_caller]
fn assert_reads(pdf: &Pdf, expected: &[String]) {
    let (read, expected) = (pdf.structure().text(), expected.join("\n"));
    let (read_chars, expected_chars) = (squeezed(&read), squeezed(&expected));
    let same = read_chars.chars().zip(expected_chars.chars()).take_while(|(a, b)| a == b).count();
    let from_there = |text: &str| text.chars().skip(same).take(80).collect::<String>();
    assert_eq!(from_there(&read_chars), from_there(&expected_chars), "after {same} characters");
    assert_eq!(words(&read), words(&expected));
    let in_pages: usize = pdf.pages.iter().map(|page| squeezed(&page.text()).len()).sum();
    assert_eq!(in_pages, read_chars.len(), "a text is neither in the structure nor left out of it");
}

#[track_caller]
pub(crate) fn assert_valid(bytes: &[u8], name: &str) {
    for profile in [ValidationProfile::PdfUa1, ValidationProfile::PdfA3a] {
        let report = validate_pdf_bytes(bytes, &ValidationOptions::default().profile(profile)).unwrap();
        // The validator takes a carriage return that ends compressed data for a
        // part of the line end after it, and then finds the data too short.
        let ends_in_return = bytes.windows(11).any(|end| end == b"\r\nendstream");
        let excused = |rule: &str| ends_in_return && rule == "ISO 19005-3:2012:6.1.7.1:1";
        let failures: Vec<_> = report.failures.iter().filter(|failure| !excused(&failure.rule_id)).collect();
        assert!(failures.is_empty(), "{name}: {failures:#?}");
    }
}

#[track_caller]
fn assert_attached(bytes: &[u8], sheets: &[&Jabatan]) {
    let folder = edition::published();
    let sheets = sheets.iter().map(|jabatan| format!("jabatan/{}.yaml", jabatan.id.as_str()));
    let yaml = sheets.chain(["naskah.yaml".to_owned()]).map(|name| (format!("sumber/{name}"), folder.join(name)));
    let files = yaml.chain([("lambang.svg".to_owned(), folder.join("lambang.svg"))]);
    let expected: BTreeMap<_, _> = files.map(|(name, path)| (name, fs::read(path).unwrap())).collect();
    let attached = Pdf::read(bytes).attachments();
    assert_eq!(attached.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    assert!(attached == expected, "an attached file differs from its source");
}

#[track_caller]
fn assert_paper(bytes: &[u8], width: f32, height: f32) {
    for page in Pdf::read(bytes).pages {
        let millimetres = [page.size.0, page.size.1].map(|length| length * 25.4 / 72.0);
        assert!((millimetres[0] - width).abs() < 0.01 && (millimetres[1] - height).abs() < 0.01, "{millimetres:?}");
    }
}
