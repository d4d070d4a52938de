//! Every code is explained, and the examples of the pages in `docs/aturan` are
//! what the pages say: the wrong one is found, the right one is not.
//!
//! An example replaces keys of the small edition's `jabatan/staf.yaml`, or of
//! `naskah.yaml` if its first key is one of these. A line `# path.yaml` starts
//! another file.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use iki::diagnostic::Diagnostic;
use iki::fonts::Fonts;
use iki::{check, content, explain};

use crate::edition;

#[test]
fn the_examples_of_every_rule_are_right_and_wrong() {
    let fonts = Fonts::load(None).unwrap();
    let mut tried = 0;
    for (kode, section) in explain::sections().filter(|(_, section)| !section.contains("tanpa uji")) {
        let [wrong, right] = examples(section).try_into().unwrap_or_else(|other: Vec<_>| {
            assert!(other.is_empty(), "{kode} has an example without its counterpart");
            Default::default()
        });
        if wrong.is_empty() {
            assert!(section.contains("Perbaikan:"), "{kode} has neither examples nor a remedy");
            continue;
        }
        tried += 1;
        let (found, report) = codes(&wrong, &fonts);
        assert!(found.contains(&kode), "the wrong example of {kode} is not found: {found:?}\n{report}");
        let (found, report) = codes(&right, &fonts);
        assert!(!found.contains(&kode), "the right example of {kode} is found\n{report}");
        assert!(!report.contains("galat["), "the right example of {kode} cannot be built\n{report}");
    }
    assert!(tried > 48, "{tried}");
}

/// Rules on several positions, whose examples on the pages are only parts.
#[test]
fn rules_on_several_positions_see_all_of_them() {
    let fonts = Fonts::load(None).unwrap();
    let folder = edition::small();
    let staf = fs::read_to_string(folder.path().join("jabatan/staf.yaml")).unwrap();
    let add = |id: &str, nama: &str, fungsi: &str| {
        let text = staf.replace("Staf Contoh", nama).replace("  - Penyiapan bahan.\n", fungsi);
        fs::write(folder.path().join(format!("jabatan/{id}.yaml")), text).unwrap();
    };
    let naskah = fs::read_to_string(folder.path().join("naskah.yaml")).unwrap();
    let tree = "  kepala:\n    sekretaris:\n      umum:\n      keuangan:\n    kabid:\n";
    fs::write(folder.path().join("naskah.yaml"), naskah.replace("  kepala:\n    staf:\n", tree)).unwrap();
    fs::remove_file(folder.path().join("jabatan/staf.yaml")).unwrap();
    let items = "  - Penyusunan bahan;\n  - Penyusunan laporan;\n  - Pengelolaan arsip;\n  - Penyiapan rapat; dan\n";
    add("sekretaris", "Sekretaris Dinas Contoh", "  - Penyiapan bahan.\n");
    add(
        "umum",
        "Kepala Subbagian Umum",
        &format!("{items}  - Pemberian saran dan pertimbangan kepada Kepala Dinas Contoh.\n"),
    );
    add(
        "keuangan",
        "Kepala Subbagian Keuangan",
        &format!("{items}  - Pelaksanaan tugas lain yang diberikan oleh Sekretaris.\n"),
    );
    add("kabid", "Kepala Bidang Contoh", "  - Penyiapan bahan.\n");
    let places = |kode: &str| {
        let found = check::check(content::read(folder.path()).unwrap(), &fonts);
        let report = iki::report::short(&found.problems, &found.sources);
        let lines = report.lines().filter(|line| line.contains(&format!("[{kode}]")));
        lines.map(|line| line.split(".yaml").next().unwrap().rsplit('/').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(places("atasan-berbeda"), ["umum"]);
    assert_eq!(places("fungsi-kembar"), ["keuangan"]);
    assert!(places("bawahan-tidak-lazim").is_empty());
    let naskah = fs::read_to_string(folder.path().join("naskah.yaml")).unwrap();
    fs::write(
        folder.path().join("naskah.yaml"),
        naskah.replace("      umum:\n", "      umum:\n      arsip:\n      rapat:\n"),
    )
    .unwrap();
    add("arsip", "Kepala Subbagian Arsip", "  - Penyiapan bahan.\n");
    add("rapat", "Kepala Subbagian Rapat", "  - Penyiapan bahan.\n");
    assert_eq!(places("bawahan-tidak-lazim"), ["sekretaris"]);
    add("rapat", "Arsiparis Ahli Muda selaku Subkoordinator Rapat", "  - Penyiapan bahan.\n");
    assert!(places("bawahan-tidak-lazim").is_empty());
    for upt in ["Kepala UPTD Rapat", "Kepala Puskesmas Contoh", "Kepala Unit Pelaksana Teknis Daerah Rapat"] {
        add("rapat", upt, "  - Penyiapan bahan.\n");
        assert!(places("bawahan-tidak-lazim").is_empty(), "{upt}");
    }
    add("rapat", "Kepala Subbagian Rapat", "  - Penyiapan bahan.\n");
    for (nama, expected) in [("Sekretaris DPRD", 0), ("Sekretaris Daerah", 0), ("Sekretaris Dinas Contoh", 1)] {
        add("sekretaris", nama, "  - Penyiapan bahan.\n");
        assert_eq!(places("bawahan-tidak-lazim").len(), expected, "{nama}");
    }
    assert!(places("tugas-unit-lain").is_empty());
    let arsip = folder.path().join("jabatan/arsip.yaml");
    let text = fs::read_to_string(&arsip).unwrap();
    fs::write(&arsip, text.replace("Membantu Kepala Dinas Contoh", "Melaksanakan kegiatan Subbagian Rapat")).unwrap();
    assert_eq!(places("tugas-unit-lain"), ["arsip"]);
}

#[test]
fn every_code_in_the_program_is_explained_and_every_explained_code_is_in_it() {
    let explained = explain::codes();
    let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    for kode in &explained {
        assert!(sources.contains(&format!("\"{kode}\"")), "no problem has the code {kode}");
    }
    let compact: String = sources.split_whitespace().collect();
    for call in ["galat(\"", "peringatan(\"", "saran(\""] {
        for written in compact.split(call).skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(explained.contains(&written), "{written} is not explained in docs/aturan");
        }
    }
}

/// The text of every source file in a folder and the folders in it.
fn sources(folder: &Path) -> String {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let text = |path: PathBuf| match path.extension() {
        _ if path.is_dir() => sources(&path),
        Some(ending) if ending == "rs" => fs::read_to_string(path).unwrap(),
        _ => String::new(),
    };
    paths.map(text).collect()
}

#[test]
fn every_section_says_what_why_and_whence() {
    for (kode, section) in explain::sections() {
        assert!(section.contains("\nMengapa: "), "{kode}");
        assert!(section.contains("\nSumber: ") || section.contains("\nPerbaikan: "), "{kode}");
    }
}

/// The YAML of a section.
fn examples(section: &str) -> Vec<String> {
    let blocks = section.split("```yaml\n").skip(1);
    blocks.map(|block| block.split("```").next().unwrap_or_default().to_owned()).collect()
}

/// The codes found in the small edition with an example in it, and the report.
fn codes(example: &str, fonts: &Fonts) -> (Vec<&'static str>, String) {
    let folder = edition::small();
    for (name, keys) in files(example) {
        let path = folder.path().join(name);
        let old = fs::read_to_string(&path).unwrap_or_default();
        fs::write(path, replaced(&old, &keys)).unwrap();
    }
    let found = check::check(content::read(folder.path()).unwrap(), fonts);
    let report = iki::report::short(&found.problems, &found.sources);
    (found.problems.iter().map(|Diagnostic { kode, .. }| *kode).collect(), report)
}

/// The files that an example changes.
fn files(example: &str) -> BTreeMap<String, String> {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let first = example.split(':').next().unwrap_or_default();
    let of_edition = ["tahun", "kantor", "pengesahan", "struktur", "huruf", "nama_resmi", "belum_diperiksa", "status"]
        .contains(&first);
    let mut name = if of_edition { "naskah.yaml" } else { "jabatan/staf.yaml" };
    for line in example.lines() {
        match line.strip_prefix("# ").filter(|name| name.ends_with(".yaml")) {
            Some(file) => name = file,
            None => *files.entry(name.to_owned()).or_default() += &format!("{line}\n"),
        }
    }
    files
}

/// A file with other values for the keys at its outermost level.
fn replaced(old: &str, keys: &str) -> String {
    let mut blocks = blocks(old);
    for (key, block) in self::blocks(keys) {
        blocks.retain(|(known, _)| *known != key);
        blocks.push((key, block));
    }
    blocks.into_iter().map(|(_, block)| block).collect()
}

fn blocks(text: &str) -> Vec<(String, String)> {
    let mut blocks: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        let key = line.split(':').next().filter(|_| !line.starts_with([' ', '#', '-']) && line.contains(':'));
        match (key, blocks.last_mut()) {
            (Some(key), _) => blocks.push((key.to_owned(), format!("{line}\n"))),
            (None, Some((_, block))) => *block += &format!("{line}\n"),
            (None, None) => {}
        }
    }
    blocks
}
