//! The drawn pages as their readers find them.

use std::fs;

use iki::fonts::Fonts;
use iki::part::Part;
use iki::{checks, content};
use tempfile::TempDir;
use typst::layout::{Frame, FrameItem, GroupItem};

use crate::edition::{self, iki};
use crate::official::{assert_valid, squeezed};
use crate::pdf::Pdf;

/// The published edition with both pictures.
fn published() -> Vec<u8> {
    let folder = edition::published();
    let run = iki(&folder, &["build", "--lampiran", "bagan,pohon", "-o", "-"]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    run.stdout
}

/// An edition with a head, a secretary, and bidang with five seksi each; beyond
/// forty each seksi has two posts below it.
fn office(posts: usize) -> TempDir {
    let folder = edition::small();
    let naskah = fs::read_to_string(folder.path().join("naskah.yaml")).unwrap();
    let staff = fs::read_to_string(folder.path().join("jabatan/staf.yaml")).unwrap();
    let mut tree = "struktur:\n  kepala:\n    sekretaris:\n".to_owned();
    let mut ids = vec![("sekretaris".to_owned(), "Sekretaris Dinas Contoh".to_owned())];
    while ids.len() + 1 < posts {
        let number = ids.len();
        let (depth, kind) = match (number - 1) % 6 {
            _ if posts > 200 => (4 + 2 * ((number - 1) % 2), "Kepala Unit"),
            0 => (4, "Kepala Bidang Pelayanan Terpadu"),
            _ if posts > 40 && (number - 1) % 6 > 1 && number.is_multiple_of(2) => (8, "Pengelola Layanan Operasional"),
            _ => (6, "Kepala Seksi Pengembangan Sistem"),
        };
        tree.push_str(&format!("{:depth$}post-{number}:\n", ""));
        ids.push((format!("post-{number}"), format!("{kind} {number}")));
    }
    for (id, nama) in &ids {
        let yaml = staff
            .lines()
            .map(|line| if line.starts_with("nama: ") { format!("nama: {nama}\n") } else { format!("{line}\n") });
        fs::write(folder.path().join(format!("jabatan/{id}.yaml")), yaml.collect::<String>()).unwrap();
    }
    fs::remove_file(folder.path().join("jabatan/staf.yaml")).unwrap();
    let start = naskah.find("struktur:\n").unwrap();
    let rest = naskah[start..].lines().skip(1).skip_while(|line| line.starts_with(' '));
    let naskah = format!("{}{tree}{}\n", &naskah[..start], rest.collect::<Vec<_>>().join("\n"));
    fs::write(folder.path().join("naskah.yaml"), naskah).unwrap();
    folder
}

#[test]
fn they_stand_behind_the_sheets_of_an_accessible_document() {
    let bytes = published();
    assert_valid(&bytes, "the document with its pictures");
    let pdf = Pdf::read(&bytes);
    let pages: Vec<String> = pdf.pages.iter().map(|page| page.text()).collect();
    let chart = pages.iter().position(|page| page.contains("BAGAN STRUKTUR ORGANISASI")).unwrap();
    assert!(pages[chart - 1].contains("NIP."), "the signature stands before the pictures");
    assert!(pages[chart + 1].contains("POHON KINERJA TAHUN 2021"));
    let naskah = content::read(&edition::published()).unwrap().naskah.unwrap();
    for jabatan in &naskah.jabatan {
        assert!(squeezed(&pages[chart]).contains(&squeezed(&jabatan.nama.value)), "{}", jabatan.nama.value);
    }
    let structure = pdf.structure();
    let told: Vec<&str> = structure
        .all()
        .into_iter()
        .filter(|element| element.role == "Figure")
        .filter_map(|figure| figure.alt.as_deref())
        .collect();
    let chart = told.iter().find(|alt| alt.starts_with("Bagan Struktur Organisasi. ")).unwrap();
    assert!(
        chart.contains(
            "Kepala Dinas Komunikasi dan Informatika membawahi Sekretaris Dinas Komunikasi dan Informatika, \
         Bidang Informasi Publik, Kepala Bidang Komunikasi Publik, dan Kepala Bidang Aplikasi Informatika."
        ),
        "{chart}"
    );
    let bookmarks = pdf.bookmarks();
    assert!(bookmarks.iter().any(|mark| mark.title == "BAGAN STRUKTUR ORGANISASI"), "{bookmarks:?}");
}

#[test]
fn alone_they_are_made_as_svg_and_png() {
    for format in ["svg", "png"] {
        let folder = tempfile::tempdir().unwrap();
        let edition = edition::published();
        let run = iki(folder.path(), &["build", edition.to_str().unwrap(), "--lampiran", "bagan", "--format", format]);
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let made = folder.path().join("iki-lampiran-dinas-komunikasi-dan-informatika-2021");
        assert_eq!(edition::names(&made), [format!("halaman-01.{format}")]);
        assert!(String::from_utf8_lossy(&run.stderr).contains("16 jabatan, 1 halaman"));
    }
}

#[test]
fn a_picture_that_is_asked_for_twice_is_drawn_once() {
    let folder = edition::published();
    let pages = |pictures: &str| {
        let run = iki(&folder, &["build", "--lampiran", pictures, "-o", "-"]);
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        Pdf::read(&run.stdout).pages.len()
    };
    assert_eq!(pages("bagan,bagan"), pages("bagan"));
}

/// The small edition, with another name for its second position.
fn with_staff_called(nama: &str) -> TempDir {
    let folder = edition::small();
    let path = folder.path().join("jabatan/staf.yaml");
    let text = fs::read_to_string(&path).unwrap();
    let line = text.lines().find(|line| line.starts_with("nama: ")).unwrap();
    fs::write(&path, text.replace(line, &format!("nama: {nama}"))).unwrap();
    folder
}

#[test]
fn a_word_that_is_too_long_for_a_box_stays_whole_on_its_sheet() {
    let folder = with_staff_called("Staf pemeliharaan-sarana_prasarana_perkantoran_dan_perlengkapan");
    let sheet = |arguments: &[&str]| {
        let run = iki(folder.path(), &[&["build", "-o", "-"], arguments].concat());
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let pdf = Pdf::read(&run.stdout);
        pdf.pages.iter().map(|page| page.text()).find(|page| page.contains("JABATAN") && page.contains("Staf")).unwrap()
    };
    assert_eq!(sheet(&["--lampiran", "bagan"]), sheet(&[]));
}

#[test]
fn what_has_no_room_on_a_page_is_told_where_it_is_written() {
    let folder = with_staff_called(&format!("Staf {}", "pengelola layanan ".repeat(1000)));
    let run = iki(folder.path(), &["build", "--lampiran", "bagan", "--format", "svg", "-o", "gambar"]);
    assert_eq!(run.status.code(), Some(1));
    let said = String::from_utf8(run.stderr).unwrap();
    assert!(said.contains("galat[teks-keluar]") && said.contains("jabatan/staf.yaml:"), "{said}");
    assert!(!folder.path().join("gambar").exists());
}

#[test]
fn a_sheet_alone_has_no_pictures() {
    let folder = edition::published();
    let run = iki(&folder, &["build", "--lampiran", "bagan", "--jabatan", "sekretaris"]);
    assert_eq!(run.status.code(), Some(2));
    assert_eq!(
        String::from_utf8_lossy(&run.stderr),
        "salah pakai: gambar memperlihatkan seluruh naskah; pakai --lampiran tanpa --jabatan\n"
    );
}

#[test]
fn a_goal_without_source_is_drawn_as_broken() {
    let content = content::read(&edition::published()).unwrap();
    let found = checks::run(&content, &Fonts::load(None).unwrap());
    let pdf = Pdf::read(&published());
    let pages = pdf.pages.iter().map(|page| page.text()).filter(|page| page.contains("POHON KINERJA"));
    let drawn = pages.collect::<String>();
    for (kode, note) in [("sasaran-tanpa-induk", "(tanpa induk"), ("sasaran-tanpa-pendukung", "tanpa pendukung)")] {
        let expected = found.iter().filter(|problem| problem.kode == kode).count();
        assert!(expected > 0);
        assert_eq!(squeezed(&drawn).matches(&squeezed(note)).count(), expected, "{kode}");
    }
}

#[test]
fn a_goal_that_is_meant_to_have_no_source_is_not_drawn_as_broken() {
    let folder = edition::copy(&edition::published());
    let sheet = folder.path().join("jabatan/kasi-kehumasan.yaml");
    let goal =
        "Kepala Seksi Kehumasan Meningkatnya implementasi keterbukaan informasi publik oleh badan publik (tanpa induk)";
    let is_broken = || {
        let run = iki(folder.path(), &["build", "--lampiran", "pohon", "-o", "-"]);
        let pages = Pdf::read(&run.stdout).pages;
        squeezed(&pages.iter().map(|page| page.text()).collect::<String>()).contains(&squeezed(goal))
    };
    assert!(is_broken());
    let meant = "pengecualian:\n  - kode: sasaran-tanpa-induk\n    pada: meningkatnya IMPLEMENTASI keterbukaan\n    \
                 alasan: perjanjian kinerja\n";
    fs::write(&sheet, fs::read_to_string(&sheet).unwrap() + meant).unwrap();
    assert!(!is_broken());
}

#[test]
fn boxes_are_hardly_higher_than_their_texts() {
    let folder = edition::published().with_file_name("2022");
    let empty = edition::with_document(&folder, &Part::Pictures, &Fonts::load(None).unwrap(), |document| {
        document.pages.pages().iter().flat_map(|page| empty_lines(&page.frame)).collect::<Vec<_>>()
    });
    let empty = empty.unwrap();
    assert!(empty.len() > 30, "{} boxes", empty.len());
    assert!(empty.iter().all(|lines| *lines < 1.5), "{empty:?}");
    assert!(empty.iter().filter(|lines| **lines > 0.5).count() < 3, "{empty:?}");
}

/// How many lines the boxes of a frame are higher than their texts.
fn empty_lines(frame: &Frame) -> Vec<f64> {
    let lines = |group: &GroupItem| match (&group.clip, ink(&group.frame, 0.0)) {
        (Some(_), Some((top, bottom, size))) => vec![(group.frame.height().to_pt() - top - bottom) / size],
        _ => empty_lines(&group.frame),
    };
    let groups = frame.items().filter_map(|(_, item)| match item {
        FrameItem::Group(group) => Some(lines(group)),
        _ => None,
    });
    groups.flatten().collect()
}

/// Where the first and the last line of a frame are, in pt, and the size of its letters.
fn ink(frame: &Frame, above: f64) -> Option<(f64, f64, f64)> {
    let lines = frame.items().filter_map(|(point, item)| {
        let y = above + point.y.to_pt();
        match item {
            FrameItem::Group(group) => ink(&group.frame, y),
            FrameItem::Text(item) => Some((y, y, item.size.to_pt())),
            _ => None,
        }
    });
    lines.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1), a.2.max(b.2)))
}

#[test]
fn forty_posts_fit_one_page_and_more_go_on() {
    let fonts = Fonts::load(None).unwrap();
    let charts = |posts: usize| {
        let folder = office(posts);
        let pages = edition::with_document(folder.path(), &Part::Pictures, &fonts, |document| {
            let pages = document.pages.pages().iter();
            pages
                .map(|page| {
                    let mut text = String::new();
                    let smallest = letters(&page.frame, &mut text);
                    (text, smallest)
                })
                .collect::<Vec<_>>()
        });
        let pages = pages.unwrap();
        assert!(pages.iter().all(|(_, smallest)| *smallest >= 7.0), "{posts} posts");
        let texts: Vec<&str> = pages.iter().map(|(text, _)| text.as_str()).collect();
        texts.iter().filter(|text| text.contains("BAGAN")).for_each(|text| assert_refers(text, &texts));
        let charts: Vec<String> =
            pages.into_iter().map(|(text, _)| text).filter(|text| text.contains("BAGAN")).collect();
        let all = charts.concat();
        let words: Vec<&str> = all.split(' ').collect();
        for number in 1..posts - 1 {
            assert!(words.contains(&number.to_string().as_str()), "post {number} of {posts}");
        }
        charts.len()
    };
    assert_eq!(charts(16), 1);
    assert_eq!(charts(40), 1);
    let many = charts(120);
    assert!((2..20).contains(&many), "{many} pages for 120 posts");
    // A hundred units with one post each.
    let wide = charts(202);
    assert!((4..20).contains(&wide), "{wide} pages for 202 posts");
}

/// Where the posts below another are on a further page, the page is the right one.
fn assert_refers(text: &str, pages: &[&str]) {
    let parts: Vec<&str> = text.split("bawahan: hlm. ").collect();
    for pair in parts.windows(2) {
        let numbers = |text: &str| -> Vec<usize> { text.split(' ').filter_map(|word| word.parse().ok()).collect() };
        let (post, page) = (*numbers(pair[0]).last().unwrap(), numbers(pair[1])[0]);
        let words: Vec<&str> = pages[page - 1].split(' ').collect();
        for expected in [post, post + 1] {
            assert!(words.contains(&expected.to_string().as_str()), "post {expected} on page {page}");
        }
    }
}

/// The smallest letters of a frame in pt, and its text.
fn letters(frame: &Frame, text: &mut String) -> f64 {
    frame.items().fold(f64::MAX, |smallest, (_, item)| match item {
        FrameItem::Group(group) => letters(&group.frame, text).min(smallest),
        FrameItem::Text(item) => {
            text.push_str(&item.text);
            text.push(' ');
            item.size.to_pt().min(smallest)
        }
        _ => smallest,
    })
}
