//! `iki check`: what it finds in the published edition, how it says so, and
//! what it corrects.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Output;

use iki::diagnostic::{Diagnostic, Findings, any_galat};
use iki::fonts::Fonts;
use iki::model::Naskah;
use iki::report::{self, Look};
use iki::{check, content};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;
use tempfile::TempDir;

use crate::edition::{self, iki};

/// What a careful reviewer marks in the document of 2021: the code, the file,
/// and words of the line.
const REVIEW: &[(&str, &str, &str)] = &[
    // The formula does not fit its indicator.
    ("formula-lain-pokok", "kasubbag-umum", "Jumlah jenis pelayanan administrasi dan operasional"),
    ("formula-lain-pokok", "kasubbag-umum", "Jumlah sarana dan prasarana yang tersedia"),
    ("formula-lain-pokok", "kasubbag-umum", "Jumlah sarana dan prasarana yang terpelihara"),
    ("formula-lain-pokok", "kasubbag-umum", "Jumlah laporan lakip"),
    ("formula-lain-pokok", "kasubbag-umum", "Jumlah laporan IKM"),
    ("formula-kembar", "kasi-kehumasan", "Jumlah Dialog interakti/talkshow"),
    // "Jumlah" with a ratio, six times; one "Persentase" with eight.
    ("jumlah-dengan-rasio", "kasi-pelayanan", "Jumlah PPID"),
    ("jumlah-dengan-rasio", "kasi-pelayanan", "Jumlah saluran opini"),
    ("jumlah-dengan-rasio", "kasi-kemitraan", "Jumlah KIM"),
    ("jumlah-dengan-rasio", "kasi-kemitraan", "Jumlah unsur pemangku"),
    ("jumlah-dengan-rasio", "kasi-penyelenggaraan-persandian", "sandi dalam komunikasi radio"),
    ("jumlah-dengan-rasio", "kasi-penyelenggaraan-persandian", "jaring komunikasi sandi"),
    ("indikator-banyak-rasio", "sekretaris", "Persentase pemenuhan fasilitasi"),
    // Different periods: "tribulan N" over "tahun N" seven times, "semester N" once.
    ("periode-berbeda", "kabid-informasi-publik", "KIM yang mengikuti kegiatan peningkatan kapasitas pada tribulan"),
    ("periode-berbeda", "kabid-informasi-publik", "jaring komunikasi sandi pada tribulan"),
    ("periode-berbeda", "kasi-pelayanan", "PPID yang mengikuti kegiatan peningkatan kapasitas pada tribulan"),
    ("periode-berbeda", "kasi-pelayanan", "saluran opini yang dipantau pada tribulan"),
    ("periode-berbeda", "kasi-kemitraan", "KIM yang mengikuti kegiatan peningkatan kapasitas pada tribulan"),
    ("periode-berbeda", "kasi-kemitraan", "dalam semester N"),
    ("periode-berbeda", "kasi-penyelenggaraan-persandian", "komunikasi radio pada tribulan"),
    ("periode-berbeda", "kasi-penyelenggaraan-persandian", "jaring komunikasi sandi pada tribulan"),
    ("pembilang-sama-penyebut", "kabid-informasi-publik", "jaring komunikasi sandi pada tribulan"),
    ("pembilang-sama-penyebut", "kasi-penyelenggaraan-persandian", "komunikasi radio pada tribulan"),
    ("pembilang-sama-penyebut", "kasi-penyelenggaraan-persandian", "jaring komunikasi sandi pada tribulan"),
    ("nilai-bukan-formula", "kabid-aplikasi-informatika", "1 sistem"),
    ("nilai-bukan-formula", "kasi-infrastruktur-spbe", "1 domain"),
    ("nilai-bukan-formula", "kasi-statistik-sektoral", "1 Sistem"),
    ("indikator-tanpa-ukuran", "kasi-kehumasan", "Agenda prioritas"),
    // Posts, units and superiors.
    ("fungsi-kembar", "kabid-aplikasi-informatika", "Mempersiapkan bahan"),
    ("lapor-diri-sendiri", "kabid-aplikasi-informatika", "Memberikan saran dan pertimbangan"),
    ("lapor-diri-sendiri", "kabid-aplikasi-informatika", "Melaksanakan tugas-tugas lain"),
    ("unit-tidak-dikenal", "kabid-aplikasi-informatika", "Seksi Pengelolaan dan Pengembangan Informatika"),
    ("nama-unit-berbeda", "kabid-aplikasi-informatika", "Memberikan saran"),
    ("nama-unit-berbeda", "kabid-aplikasi-informatika", "Melaksanakan tugas-tugas lain"),
    ("nama-unit-berbeda", "kasi-tata-kelola-spbe", "Memberikan saran"),
    ("nama-unit-berbeda", "kasi-tata-kelola-spbe", "Melaksanakan tugas-tugas lain"),
    ("nama-unit-berbeda", "kasi-infrastruktur-spbe", "Memberikan saran"),
    ("nama-unit-berbeda", "kasi-infrastruktur-spbe", "Melaksanakan tugas-tugas lain"),
    ("nama-unit-berbeda", "kasi-statistik-sektoral", "Memberikan saran"),
    ("nama-unit-berbeda", "kasi-statistik-sektoral", "Melaksanakan tugas-tugas lain"),
    ("unit-sebagai-jabatan", "kabid-informasi-publik", "Bidang Informasi Publik"),
    ("istilah-dua-ejaan", "kasubbag-umum", "Sub Bagian"),
    // Goals that do not come from the superior.
    ("sasaran-tanpa-induk", "kasubbag-umum", "keterbukaan informasi publik"),
    ("sasaran-tanpa-induk", "kasubbag-umum", "berbasis TIK"),
    ("sasaran-tanpa-induk", "kasubbag-perencanaan", "keterbukaan informasi publik"),
    ("sasaran-tanpa-induk", "kasubbag-perencanaan", "berbasis TIK"),
    ("sasaran-tanpa-induk", "kasi-kehumasan", "keterbukaan informasi publik"),
    ("sasaran-tanpa-induk", "kasi-pengelolaan-media-publik", "keterbukaan informasi publik"),
    ("sasaran-tanpa-induk", "kasi-layanan-hubungan-media", "keterbukaan informasi publik"),
    ("sasaran-tanpa-induk", "kabid-komunikasi-publik", "diseminasi informasi publik"),
    ("sasaran-tanpa-pendukung", "kabid-komunikasi-publik", "diseminasi informasi publik"),
    // Lists.
    ("butir-terpotong", "kasubbag-perencanaan", "penyiapan pertanggungjawaban dan"),
    ("butir-terpotong", "kasi-pengelolaan-media-publik", "pengelolaan, pengembangan dan"),
    ("spasi-salah", "kasubbag-umum", "Sekretaris;dan"),
    ("spasi-salah", "kasubbag-umum", "daerah ;"),
    ("dan-sebelum-butir-akhir", "kasi-layanan-hubungan-media", "Memberikan saran"),
    ("dan-sebelum-butir-akhir", "kasi-statistik-sektoral", "Memberikan saran"),
    ("tanda-baca-ganda", "kepala-dinas", "informatika.."),
    // Language.
    ("ejaan-tidak-baku", "kepala-dinas", "Presentase badan publik"),
    ("ejaan-tidak-baku", "kasi-kehumasan", "Dialog interakti/talkshow"),
    ("ejaan-tidak-baku", "kasi-penyelenggaraan-persandian", "dilingkup"),
    ("ejaan-tidak-baku", "kasi-penyelenggaraan-persandian", "antar kabupaten"),
    ("ejaan-tidak-baku", "kasi-kemitraan", "diantaranya"),
    ("ejaan-tidak-baku", "sekretaris", "tatalaksana"),
    ("ejaan-tidak-baku", "sekretaris", "kerjasama"),
    ("ejaan-tidak-baku", "kasi-kehumasan", "mengkoordinasikan"),
    ("kata-ganda", "kasi-kemitraan", "Seksi Seksi"),
    ("kata-kerja-berulang", "kasi-kehumasan", "menyelenggarakan, mengkoordinasikan"),
    ("kata-kerja-berulang", "kasi-pengelolaan-media-publik", "menyelenggarakan, mengkoordinasikan"),
    ("kata-kerja-berulang", "kasi-penyelenggaraan-persandian", "menyelenggarakan, mengkoordinasikan"),
    ("kata-ganda", "kasi-statistik-sektoral", "tahun tahun ke N"),
    ("titik-akhir-berlebih", "kabid-aplikasi-informatika", "yang dikembangkan."),
    ("titik-akhir-berlebih", "sekretaris", "kinerja dan keuangan."),
    ("tanpa-titik-akhir", "sekretaris", "tugas: "),
    ("tanpa-titik-akhir", "kasi-infrastruktur-spbe", "tugas: "),
    ("huruf-kecil-di-awal", "kabid-informasi-publik", "tugas: merumuskan"),
    ("huruf-kecil-di-awal", "kabid-komunikasi-publik", "tugas: merumuskan"),
    ("huruf-kecil-di-awal", "kasi-pengelolaan-media-publik", "tugas: merencanakan"),
    // Captions, numbers of indicators, signatory.
    ("judul-kolom-berbeda", "kepala-dinas", "PENJELASAN"),
    ("judul-kolom-berbeda", "sekretaris", "PENJELASAN"),
    ("judul-kolom-berbeda", "kasubbag-umum", "PENJELASAN"),
    ("judul-kolom-berbeda", "kasubbag-perencanaan", "PENJELASAN"),
    ("judul-kolom-berbeda", "kasi-layanan-hubungan-media", "PENJELASAN"),
    ("indikator-terlalu-banyak", "kasubbag-umum", "peralatan dan mesin lainnya yang disediakan"),
    ("indikator-terlalu-banyak", "kasubbag-perencanaan", "peraturan perundangan"),
    ("golongan-tidak-ada", "naskah", "Pembina Tk. I"),
    ("gelar-tanpa-titik", "naskah", "S.STP"),
    ("telepon-janggal", "naskah", "887461-88534"),
    ("lambang-contoh", "naskah", "lambang.svg"),
];

#[test]
fn every_slip_of_2021_is_found_at_its_line() {
    let found = findings(&edition::published());
    let lines: Vec<(&str, String, &str)> = found
        .problems
        .iter()
        .map(|problem| {
            let span = problem.place.span;
            let source = found.sources.get(span.source);
            let (line, _) = found.sources.position(span.source, span.start);
            let file = Path::new(&source.name).file_stem().unwrap().to_string_lossy().into_owned();
            (problem.kode, file, source.text.lines().nth(line - 1).unwrap())
        })
        .collect();
    for (kode, file, words) in REVIEW {
        let is_it = |(known, name, line): &&(&str, String, &str)| {
            known == kode && name.starts_with(file) && line.contains(words)
        };
        assert!(lines.iter().any(|line| is_it(&line)), "{kode} in {file}: {words}");
    }
}

#[test]
fn what_is_found_in_2021_is_what_was_read_and_agreed() {
    let found = findings(&edition::published());
    let root = format!("{}/", edition::published().display());
    let report = report::short(&found.problems, &found.sources).replace(&root, "");
    let agreed = edition::folder().join("temuan-2021.txt");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&agreed, &report).unwrap();
    }
    assert_eq!(report, fs::read_to_string(agreed).unwrap());
}

#[test]
fn the_corrected_edition_has_no_finding() {
    let found = findings(&edition::folder().join("terkoreksi"));
    assert_eq!(report::short(&found.problems, &found.sources), "");
}

#[test]
fn a_correction_changes_what_it_says_and_nothing_else() {
    let copy = edition::copy(&edition::published());
    let before = texts(copy.path());
    let comments = comments(copy.path());
    let shown = iki(copy.path(), &["check", "--fix", "--diff"]);
    assert!(
        stdout(&shown).contains("-      - nama: Presentase badan") && stderr(&shown).contains("tidak ada yang ditulis")
    );
    assert_eq!(texts(copy.path()), before, "--diff only shows");
    let run = iki(copy.path(), &["check", "--fix", "--format", "json"]);
    assert!(stderr(&run).starts_with("77 temuan dalam 17 berkas diperbaiki\n"), "{}", stderr(&run));
    let mechanical = ["spasi-salah", "tanda-baca-ganda", "ejaan-tidak-baku", "dan-sebelum-butir-akhir"];
    assert!(!mechanical.iter().any(|kode| stdout(&run).contains(kode)));
    // Only the author knows whether several years are meant.
    let doubled =
        stdout(&run).lines().filter(|line| line.contains("kata-ganda")).map(str::to_owned).collect::<Vec<_>>();
    assert!(matches!(&doubled[..], [only] if only.contains("`tahun tahun`")), "{doubled:?}");
    assert_eq!(self::comments(copy.path()), comments);
    let after = texts(copy.path());
    assert_eq!(after.len(), before.len());
    let changed = after.iter().zip(&before).filter(|(after, before)| after != before).count();
    assert_eq!(changed, 66);
    let again = iki(copy.path(), &["check", "--fix"]);
    assert!(stderr(&again).starts_with("0 temuan dalam 0 berkas diperbaiki\n"));
    assert_eq!(texts(copy.path()), after);
    assert!(iki(copy.path(), &["build", "-o", "hasil.pdf"]).status.success());
}

#[test]
fn a_correction_keeps_quotes_comments_and_line_ends() {
    let edition = edition::small();
    let path = edition.path().join("jabatan/staf.yaml");
    let text = fs::read_to_string(&path).unwrap();
    let slips = text
        .replace("Membantu Kepala Dinas Contoh.", "'Presentase ''kerja'' kerjasama  baik.' # Presentase\r")
        .replace("- Penyiapan bahan.", "- \"Menyusun analisa\\u0020data\r\n    secara  berkala.\"");
    fs::write(&path, slips).unwrap();
    assert!(iki(edition.path(), &["check", "--fix"]).status.success());
    let expected = text
        .replace("Membantu Kepala Dinas Contoh.", "'Persentase ''kerja'' kerja sama baik.' # Presentase\r")
        .replace("- Penyiapan bahan.", "- \"Menyusun analisis\\u0020data\r\n    secara berkala.\"");
    assert_eq!(fs::read_to_string(&path).unwrap(), expected);
}

/// Slips as they are written, and what `--fix` makes of them.
const CORRECTIONS: &[(&str, &str)] = &[
    ("gelar: S.Pd.I., S.Pd", "gelar: S.Pd.I., S.Pd."),
    ("tugas: Membantu . . . . . . . . . . . . .", "tugas: Membantu . . . . . . . . . . . . ."),
    (
        "fungsi:\n  - A;\n  - Penyiapan bahan dan\n  - Pelaporan.",
        "fungsi:\n  - A;\n  - Penyiapan bahan; dan\n  - Pelaporan.",
    ),
    (
        "fungsi:\n  - A;\n  - Penyiapan bahan dan;\n  - Pelaporan.",
        "fungsi:\n  - A;\n  - Penyiapan bahan; dan\n  - Pelaporan.",
    ),
    (
        "fungsi:\n  - A;\n  - Penyiapan bahan dan\n  - pelaporan.",
        "fungsi:\n  - A;\n  - Penyiapan bahan dan\n  - pelaporan.",
    ),
    (
        "fungsi:\n  - A;\n  - Penyiapan bahan untuk\n  - Pelaporan.",
        "fungsi:\n  - A;\n  - Penyiapan bahan untuk\n  - Pelaporan.",
    ),
    (
        "fungsi:\n  - A;\n  - Penyiapan; dan/atau\n  - Pelaporan.",
        "fungsi:\n  - A;\n  - Penyiapan; dan/atau\n  - Pelaporan.",
    ),
    ("fungsi:\n  - A;\n  - Penyiapan; serta\n  - Pelaporan.", "fungsi:\n  - A;\n  - Penyiapan; serta\n  - Pelaporan."),
    ("fungsi:\n  - A;\n  - Penyiapan; DAN\n  - Pelaporan.", "fungsi:\n  - A;\n  - Penyiapan; DAN\n  - Pelaporan."),
    (
        "fungsi:\n  - A;\n  - Penyiapan; dan;\n  - pelaporan;\n  - Z.",
        "fungsi:\n  - A;\n  - Penyiapan; dan;\n  - Pelaporan; dan\n  - Z.",
    ),
    ("fungsi:\n  - A; atau\n  - B; dan\n  - C.", "fungsi:\n  - A; atau\n  - B; dan\n  - C."),
    ("fungsi:\n  - A;\n  - Penyiapan; atau;\n  - Pelaporan.", "fungsi:\n  - A;\n  - Penyiapan; atau\n  - Pelaporan."),
    ("fungsi:\n  - 1. *Smart city* dibangun.", "fungsi:\n  - 1. *Smart city* dibangun."),
    ("fungsi:\n  - 1. null", "fungsi:\n  - 1. null"),
    ("fungsi:\n  - 1. Yes", "fungsi:\n  - 1. Yes"),
    ("fungsi:\n  - '1. null'", "fungsi:\n  - 'null'"),
    ("fungsi:\n  - • Penyiapan bahan.", "fungsi:\n  - Penyiapan bahan."),
    ("fungsi:\n  - '1. *Smart city* dibangun.'", "fungsi:\n  - '*Smart city* dibangun.'"),
    ("fungsi:\n  - a. Penyusunan; b. pelaksanaan.", "fungsi:\n  - a. Penyusunan; b. pelaksanaan."),
    ("fungsi:\n  - a. Penyusunan bahan tahun 2021.", "fungsi:\n  - Penyusunan bahan tahun 2021."),
    ("fungsi:\n  - Surat, dll.\n  - B; dan\n  - C.", "fungsi:\n  - Surat, dll.;\n  - B; dan\n  - C."),
    ("fungsi:\n  - A;\n  - Surat, dll.\n  - C.", "fungsi:\n  - A;\n  - Surat, dll.; dan\n  - C."),
    ("fungsi:\n  - A; dan\n  - Surat, dll.;", "fungsi:\n  - A; dan\n  - Surat, dll."),
    ("fungsi:\n  - 'Meliputi:'\n  - B; dan\n  - C.", "fungsi:\n  - 'Meliputi:'\n  - B; dan\n  - C."),
    ("fungsi:\n  - B;\n  - 'Meliputi:'\n  - C.", "fungsi:\n  - B;\n  - 'Meliputi:'\n  - C."),
    (
        "tugas: Menyusun *Standard Operating Procedure* dan standard.",
        "tugas: Menyusun *Standard Operating Procedure* dan standar.",
    ),
    ("tugas: Melapor kepada Walikota Malang.", "tugas: Melapor kepada Wali Kota Malang."),
    ("tugas: Melapor kepada walikota.", "tugas: Melapor kepada wali kota."),
    ("tugas: Walikota Malang dibantu.", "tugas: Wali Kota Malang dibantu."),
    ("tugas: Walikota dibantu.", "tugas: Wali kota dibantu."),
    ("tugas: Membantu Plt. Walikota.", "tugas: Membantu Plt. Wali Kota."),
    ("tugas: Kerjasama TIK diatur.", "tugas: Kerja sama TIK diatur."),
    ("tugas: Diantara Kepala Dinas Contoh.", "tugas: Di antara Kepala Dinas Contoh."),
    ("tugas: Melaksanakan Undang Undang Nomor 14.", "tugas: Melaksanakan Undang-Undang Nomor 14."),
    ("tugas: MEMBINA ANAK ANAK.", "tugas: MEMBINA ANAK-ANAK."),
    ("tugas: Tugas tugas dilaksanakan.", "tugas: Tugas-tugas dilaksanakan."),
    ("tugas: Melaksanakan tugas Tugas Pembantuan.", "tugas: Melaksanakan tugas Tugas Pembantuan."),
    (
        "formulasi: Dihitung tiap triwulan. Hasilnya dirata-ratakan.",
        "formulasi: Dihitung tiap triwulan. Hasilnya dirata-ratakan.",
    ),
    ("formulasi: 1. Jumlah bahan. 2. Jumlah surat.", "formulasi: 1. Jumlah bahan. 2. Jumlah surat."),
    ("formulasi: Jumlah Sub. Bagian.", "formulasi: Jumlah Sub. Bagian"),
    ("formulasi: Jumlah desa se-Kab.", "formulasi: Jumlah desa se-Kab."),
    ("formulasi: Jumlah PT.", "formulasi: Jumlah PT."),
    ("formulasi: Jumlah berkas dll.", "formulasi: Jumlah berkas dll."),
    ("formulasi: Jumlah berkas.", "formulasi: Jumlah berkas"),
    ("tugas: |\n  Membantu:\n    Bupati.", "tugas: |\n  Membantu:\n    Bupati."),
    ("tugas: |\n  Membantu  \n  Bupati.", "tugas: |\n  Membantu  \n  Bupati."),
    ("tugas: |\n  Membantu  Bupati.", "tugas: |\n  Membantu Bupati."),
    ("tugas: |\n  \"Membantu\"  Bupati.", "tugas: |\n  \"Membantu\" Bupati."),
    ("tugas: Menyusun prakte\u{212a}, dan prakte\u{212a}nya.", "tugas: Menyusun praktik, dan praktiknya."),
    ("tugas: |\n  Membantu\n    ; Bupati.", "tugas: |\n  Membantu\n    ; Bupati."),
    // A plural without its hyphen, and what is always written twice.
    (
        "tugas: Membina bidang bidang, seksi seksi, dan jenis jenis laporan pada tahun tahun sebelumnya.",
        "tugas: Membina bidang bidang, seksi seksi, dan jenis jenis laporan pada tahun tahun sebelumnya.",
    ),
    ("tugas: Membagi agar agar secara secara merata.", "tugas: Membagi agar agar secara merata."),
    ("tugas: Membantu Dinas Dinas Contoh.", "tugas: Membantu Dinas Contoh."),
    ("tugas: Membantu Dinas Dinas Teknis.", "tugas: Membantu Dinas Dinas Teknis."),
    (
        "tugas: Membantu Sekretaris Daerah Daerah Istimewa Yogyakarta.",
        "tugas: Membantu Sekretaris Daerah Daerah Istimewa Yogyakarta.",
    ),
    // Nothing would be left, or nothing that is a text to YAML.
    ("sumber_data: .", "sumber_data: ."),
    ("sumber_data: '.'", "sumber_data: '.'"),
    ("sumber_data: ~.", "sumber_data: ~."),
    ("sumber_data: null.", "sumber_data: null."),
    ("sumber_data: 'null.'", "sumber_data: 'null'"),
    ("sumber_data: (Laporan).", "sumber_data: (Laporan)"),
    (
        "bentuk: Plt.\n  jabatan:\n    - Plt.\n    - Kepala Dinas Contoh",
        "bentuk: Plt.\n  jabatan:\n    - Plt.\n    - Kepala Dinas Contoh",
    ),
    ("bentuk: Plt.\n  jabatan: Plt. Kepala Dinas Contoh,", "bentuk: Plt.\n  jabatan: Kepala Dinas Contoh"),
    ("tugas: Menyusun Sub Kegiatan dan sub domain.", "tugas: Menyusun Sub Kegiatan dan subdomain."),
];

#[test]
fn corrections_are_made_where_they_are_right_and_only_there() {
    let fonts = Fonts::load(None).unwrap();
    for (written, expected) in CORRECTIONS {
        let (edition, file, head, tail) = with_slip(written);
        let old = fs::read_to_string(edition.path().join(file)).unwrap();
        let mut files = check::correct(edition.path(), &fonts).unwrap().files;
        let new = files.remove(file).map_or(old, |(_, new)| new);
        assert_eq!(new, format!("{head}{expected}{tail}"));
    }
}

/// The small edition with a key in the place of its own, the file that it
/// stands in, and what stands before and after it there.
fn with_slip(written: &str) -> (TempDir, &'static str, String, String) {
    let (file, own) = match written.split(':').next().unwrap() {
        "tugas" => ("jabatan/staf.yaml", "tugas: Membantu Kepala Dinas Contoh."),
        "fungsi" => ("jabatan/staf.yaml", "fungsi:\n  - Penyiapan bahan."),
        "nama" => ("jabatan/staf.yaml", "nama: Staf Contoh"),
        "sasaran" => ("jabatan/staf.yaml", "sasaran: Meningkatnya layanan"),
        "formulasi" => ("jabatan/staf.yaml", "formulasi: Jumlah bahan pada tahun N"),
        "sumber_data" => ("jabatan/staf.yaml", "sumber_data: Laporan"),
        "bentuk" => ("naskah.yaml", "jabatan: Kepala Dinas Contoh"),
        "pangkat" => ("naskah.yaml", "pangkat: Pembina Tingkat I"),
        "gelar" => ("naskah.yaml", "golongan: IV/b"),
        key => panic!("no place for {key}"),
    };
    let edition = edition::small();
    let text = fs::read_to_string(edition.path().join(file)).unwrap();
    let (head, tail) = text.split_once(own).unwrap();
    fs::write(edition.path().join(file), format!("{head}{written}{tail}")).unwrap();
    (edition, file, head.to_owned(), tail.to_owned())
}

/// What is found of one code in the small edition with a slip in it.
fn found(kode: &str, written: &str) -> Vec<Diagnostic> {
    let (edition, ..) = with_slip(written);
    findings(edition.path()).problems.into_iter().filter(|problem| problem.kode == kode).collect()
}

#[test]
fn an_item_with_a_bare_joint_is_cut_off_only_before_lower_case() {
    let count = |fungsi: &str| {
        let (edition, ..) = with_slip(fungsi);
        findings(edition.path()).problems.iter().filter(|problem| problem.kode == "butir-terpotong").count()
    };
    assert_eq!(count("fungsi:\n  - A;\n  - Penyiapan bahan dan\n  - Pelaporan."), 0);
    assert_eq!(count("fungsi:\n  - A;\n  - Penyiapan bahan dan\n  - pelaporan."), 1);
    assert_eq!(count("fungsi:\n  - A;\n  - Penyiapan bahan untuk\n  - Pelaporan."), 1);
    assert_eq!(count("fungsi:\n  - Penyiapan bahan dan\n  - Pelaporan."), 1);
}

#[test]
fn a_note_beside_a_ratio_need_not_divide() {
    let count = |formulasi: &str| {
        let (edition, ..) = with_slip(&format!("formulasi:\n{formulasi}"));
        change(edition.path(), "jabatan/staf.yaml", "nama: Jumlah bahan", "nama: Persentase bahan");
        findings(edition.path()).problems.iter().filter(|problem| problem.kode == "ukuran-tanpa-rasio").count()
    };
    let ratio = "          - pembilang: Jumlah bahan siap\n            penyebut: Jumlah bahan\n";
    let note = "          - Bahan dihitung pada akhir tahun N";
    assert_eq!(count(&format!("{ratio}{note}")), 0);
    assert_eq!(count(&format!("          - Jumlah bahan siap dibagi jumlah bahan\n{note}")), 0);
    assert_eq!(count(note), 1);
}

#[test]
fn a_list_after_the_name_of_a_unit_is_no_part_of_it() {
    let none: [&str; 0] = [];
    assert_eq!(about_units("Kepala Seksi Jaminan Sosial", "Seksi Jaminan Sosial, Tagana, dan PSM"), none);
    let unknown = ["`Seksi Bantuan Sosial` tidak ada dalam struktur"];
    assert_eq!(about_units("Kepala Seksi Jaminan Sosial", "Seksi Bantuan Sosial, Tagana, dan PSM"), unknown);
    let long = "Seksi Jaminan, Bantuan, dan Rehabilitasi Sosial";
    assert_eq!(about_units(&format!("Kepala {long}"), &format!("{long}, Tagana, dan PSM")), none);
    let slip = long.replace("Rehabilitasi", "Rehabilitas");
    let other = format!("dua nama untuk satu unit: `{slip}` dan `{long}`");
    assert_eq!(about_units(&format!("Kepala {long}"), &slip), [other]);
}

#[test]
fn what_is_said_after_the_name_of_a_unit_is_no_part_of_it() {
    let none: [&str; 0] = [];
    for after in [
        "dan Kelompok Jabatan Fungsional",
        "dan Kasubbag Umum",
        "serta Pejabat Fungsional",
        "untuk Program Prioritas Nasional",
        "pada Pemerintah Kabupaten Contoh",
        "di Lingkungan Dinas Contoh",
        "Tahun 2024",
    ] {
        assert_eq!(about_units("Kepala Seksi Kehumasan", &format!("Seksi Kehumasan {after}")), none);
        let long = "Seksi Pengelolaan dan Pengembangan Infrastruktur Sistem Pemerintahan Berbasis Elektronik";
        assert_eq!(about_units(&format!("Kepala {long}"), &format!("{long} {after}")), none);
    }
    let other = "Seksi Persandian pada Kementerian Komunikasi dan Digital";
    assert_eq!(about_units("Kepala Seksi Kehumasan", other), none);
}

#[test]
fn a_field_of_government_is_no_unit() {
    let none: [&str; 0] = [];
    let head = "Kepala Bidang Kesehatan Masyarakat";
    for said in [
        "capaian SPM Bidang Kesehatan",
        "Urusan Bidang Kesehatan",
        "Standar Pelayanan Minimal Bidang Kesehatan",
        "DAK Fisik Bidang Pendidikan",
        "Dana Bidang Pekerjaan Umum",
        "kerja sama Bidang Pariwisata",
    ] {
        assert_eq!(about_units(head, said), none, "{said}");
    }
    let unknown = |said: &str| {
        let named = &said[said.find("Bidang").unwrap()..];
        assert_eq!(about_units(head, said), [format!("`{named}` tidak ada dalam struktur")]);
    };
    unknown("Bidang Kesehatan Lingkungan");
    unknown("laporan Bidang Kesehatan Lingkungan");
    assert_eq!(about_units(head, "Kepala Bidang Pariwisata"), ["`Kepala Bidang Pariwisata` tidak ada dalam struktur"]);
}

#[test]
fn a_longer_name_of_a_unit_is_still_a_slip() {
    let two = |said: &str, known: &str| format!("dua nama untuk satu unit: `{said}` dan `{known}`");
    let known = "Seksi Kehumasan dan Dokumentasi";
    let unknown = ["`Seksi Kehumasan dan Media` tidak ada dalam struktur"];
    assert_eq!(about_units(&format!("Kepala {known}"), "Seksi Kehumasan dan Media"), unknown);
    let slip = two("Seksi Kehumasann", "Seksi Kehumasan");
    assert_eq!(about_units("Kepala Seksi Kehumasan", "Seksi Kehumasann dan Kasubbag Umum"), [slip]);
    let edition = with_head("Kepala Seksi Kehumasan", "Membina Seksi Kehumasan dan Dokumentasii.");
    change(edition.path(), "jabatan/kepala.yaml", "nama: Kepala Dinas Contoh", &format!("nama: Kepala {known}"));
    assert_eq!(unit_findings(&edition), [two("Seksi Kehumasan dan Dokumentasii", known)]);
}

#[test]
fn abbreviated_posts_are_posts() {
    let unknown = ["`Kasie Bantuan Sosial` tidak ada dalam struktur"];
    assert_eq!(about_units("Kepala Seksi Jaminan Sosial", "Kasie Bantuan Sosial"), unknown);
}

#[test]
fn a_post_is_called_as_its_kind_of_unit_is_headed() {
    let two = |nama: &str, said: &str, known: &str| {
        let expected = format!("dua nama untuk satu unit: `{said}` dan `{known}`");
        assert_eq!(about_units(nama, said), [expected], "{nama}");
    };
    two("Kasi Kehumasan", "Kasi Kehumasann", "Kepala Seksi Kehumasan");
    two("Kasi Kehumasan", "Seksi Kehumasann", "Seksi Kehumasan");
    two("Kepala Sub Bagian Keuangan", "Kasubbag Keuangann", "Kepala Sub Bagian Keuangan");
    two("Subkoordinator Kehumasan", "Subkoordinator Kehumasann", "Subkoordinator Kehumasan");
    let expert = "Analis Ahli Muda selaku Subkoordinator Kehumasan";
    two(expert, "Subkoordinasi Kehumasann", "Subkoordinasi Kehumasan");
}

#[test]
fn the_unit_of_an_abbreviated_post_is_spelt_out() {
    let corrected = |nama: &str, tugas: &str| {
        let edition = with_head(nama, tugas);
        let files = check::correct(edition.path(), &Fonts::load(None).unwrap()).unwrap().files;
        let (_, new) = &files["jabatan/staf.yaml"];
        new.lines().find_map(|line| line.strip_prefix("tugas: ")).unwrap().to_owned()
    };
    assert_eq!(corrected("Kasi Kehumasan", "Memimpin seksi kehumasan."), "Memimpin Seksi Kehumasan.");
    assert_eq!(corrected("Kasubbag. Umum", "Memimpin sub bagian umum."), "Memimpin Subbagian Umum.");
    assert_eq!(corrected("Kepala Sub Bagian Umum", "Memimpin subbagian umum."), "Memimpin Sub Bagian Umum.");
}

#[test]
fn a_unit_in_capitals_does_not_tell_how_sentences_write_it() {
    let none: [&str; 0] = [];
    assert_eq!(unit_findings(&with_head("KEPALA SEKSI KEHUMASAN", "Memimpin seksi kehumasan.")), none);
    assert_eq!(unit_findings(&with_head("KASI KEHUMASAN", "Memimpin seksi kehumasan.")), none);
}

/// What is found about units where a head of one has this duty.
fn about_units(nama: &str, membina: &str) -> Vec<String> {
    unit_findings(&with_head(nama, &format!("Membina {membina}.")))
}

fn unit_findings(edition: &TempDir) -> Vec<String> {
    let problems = findings(edition.path()).problems;
    problems.into_iter().filter(|problem| problem.kode.contains("unit-")).map(|problem| problem.message).collect()
}

/// The small edition in which a head of a unit has a duty.
fn with_head(nama: &str, tugas: &str) -> TempDir {
    let (edition, ..) = with_slip(&format!("tugas: {tugas}"));
    change(edition.path(), "jabatan/staf.yaml", "nama: Staf Contoh", &format!("nama: {nama}"));
    edition
}

#[test]
fn only_the_words_in_italics_are_meant() {
    let count = |tugas: &str| {
        let (edition, ..) = with_slip(tugas);
        findings(edition.path()).problems.iter().filter(|problem| problem.kode == "kata-asing").count()
    };
    assert_eq!(count("tugas: Melaksanakan *monitoring* rapat."), 0);
    assert_eq!(count("tugas: Melaksanakan *monitoring* dan monitoring rapat."), 1);
    assert_eq!(count("tugas: Melaksanakan \\*monitoring* dan *\\*monitoring* é* rapat."), 1);
}

#[test]
fn corrections_that_do_not_end_are_refused() {
    let (edition, ..) = with_slip(&format!("tugas: Membantu {}bupati.", "dan ".repeat(1500)));
    let refused = check::correct(edition.path(), &Fonts::load(None).unwrap()).err().unwrap();
    assert!(refused.to_string().starts_with("perbaikan otomatis tidak berakhir"), "{refused}");
}

#[test]
fn captions_are_read_once_where_they_are_written() {
    let edition = edition::small();
    change(edition.path(), "naskah.yaml", "struktur:", "kolom:\n  sasaran: SASARAN TODO\nstruktur:");
    change(edition.path(), "jabatan/staf.yaml", "kinerja:", "kolom:\n  indikator: '[isi]'\nkinerja:");
    let found = findings(edition.path());
    let left = found.problems.iter().filter(|problem| problem.kode == "isian-tertinggal");
    let files: Vec<&str> = left.map(|problem| found.sources.get(problem.place.span.source).name.as_str()).collect();
    assert!(matches!(files[..], [edition, staf] if edition.ends_with("naskah.yaml") && staf.ends_with("staf.yaml")));
}

#[test]
fn an_exception_silences_one_place_and_says_when_it_is_obsolete() {
    let edition = edition::small();
    let path = edition.path().join("jabatan/staf.yaml");
    let text = fs::read_to_string(&path).unwrap();
    let with = |exception: &str| {
        let tugas = "'Menyusun laporan ''monitoring'' kegiatan.'\nfungsi:\n  - Penyusunan bahan monitoring;\n  - ";
        let slips = text.replace("Membantu Kepala Dinas Contoh.\nfungsi:\n  - ", tugas);
        fs::write(&path, format!("{slips}pengecualian:\n{exception}")).unwrap();
        let found = findings(edition.path());
        let shown = report::short(&found.problems, &found.sources);
        let count = |kode: &str| shown.matches(&format!("[{kode}]")).count();
        (count("kata-asing"), count("pengecualian-usang"), count("pengecualian-rancu"))
    };
    let entry = |kode: &str, pada: &str| format!("  - kode: {kode}\n{pada}    alasan: istilah peraturan\n");
    assert_eq!(with(&entry("kata-asing", "    pada: laporan 'Monitoring'\n")), (1, 0, 0));
    assert_eq!(with(&entry("kata-asing", "")), (2, 0, 1));
    assert_eq!(with(&entry("kata-asing", "    pada: laporan evaluasi\n")), (2, 1, 0));
    assert_eq!(with(&entry("kata-aseng", "")), (2, 1, 0));
}

#[test]
fn names_and_addresses_are_no_slips() {
    let edition = edition::small();
    let tugas = "Membantu Dinas Contoh menyusun Standard Operating Procedure (SOP) dan public hearing.";
    change(edition.path(), "jabatan/staf.yaml", "Membantu Kepala Dinas Contoh.", tugas);
    change(
        edition.path(),
        "naskah.yaml",
        "  kota:",
        "  laman: dinas-contoh.go.id\n  pos_el: dinascontoh@go.id\n  kota:",
    );
    let found = findings(edition.path());
    let shown = report::short(&found.problems, &found.sources);
    assert!(!shown.contains("ejaan-tidak-baku") && !shown.contains("istilah-dua-ejaan"), "{shown}");
}

#[test]
fn sister_units_have_the_same_duties() {
    let said = |names: [&str; 2]| {
        let edition = edition::small();
        let staf = fs::read_to_string(edition.path().join("jabatan/staf.yaml")).unwrap();
        let items =
            "  - Penyusunan bahan;\n  - Penyusunan laporan;\n  - Pengelolaan arsip; dan\n  - Penyiapan rapat.\n";
        for (id, nama) in ["a", "b"].into_iter().zip(names) {
            let text = staf.replace("Staf Contoh", nama).replace("  - Penyiapan bahan.\n", items);
            fs::write(edition.path().join(format!("jabatan/{id}.yaml")), text).unwrap();
        }
        fs::remove_file(edition.path().join("jabatan/staf.yaml")).unwrap();
        change(edition.path(), "naskah.yaml", "    staf:\n", "    a:\n    b:\n");
        let problems = findings(edition.path()).problems;
        ["tugas-kembar", "fungsi-kembar"].map(|kode| problems.iter().filter(|problem| problem.kode == kode).count())
    };
    for names in [
        ["Kepala UPTD Puskesmas Tempeh", "Kepala UPTD Puskesmas Pronojiwo"],
        ["Kepala Puskesmas Tempeh", "Kepala UPT Puskesmas Pronojiwo"],
        ["Kepala Unit Pelaksana Teknis Daerah Pasar Tempeh", "Kepala UPTD Pasar Pronojiwo"],
        ["Inspektur Pembantu Wilayah I", "Inspektur Pembantu Wilayah II"],
        ["Inspektur Pembantu 1", "Inspektur Pembantu 2"],
        ["Lurah Tompokersan", "Lurah Jogotrunan"],
        ["Sekretaris Kelurahan Tompokersan", "Sekretaris Kelurahan Jogotrunan"],
    ] {
        assert_eq!(said(names), [0, 0], "{names:?}");
    }
    for names in [
        ["Kepala UPTD Puskesmas Tempeh", "Kepala UPTD Pasar Pronojiwo"],
        ["Kepala Puskesmas Tempeh", "Kepala Subbagian Tata Usaha Puskesmas Tempeh"],
        ["Lurah Tompokersan", "Sekretaris Kelurahan Tompokersan"],
        ["Inspektur Pembantu Wilayah I", "Inspektur Pembantu Investigasi II"],
        ["Kepala Seksi Arsip", "Kepala Seksi Umum"],
    ] {
        assert_eq!(said(names), [1, 1], "{names:?}");
    }
}

#[test]
fn a_function_is_performed_for_whom_its_sentence_says() {
    let said = |fungsi: &str| {
        let (edition, ..) = with_slip(&format!("fungsi:\n  - {fungsi}."));
        change(edition.path(), "jabatan/staf.yaml", "nama: Staf Contoh", "nama: Sekretaris");
        let problems = findings(edition.path()).problems.into_iter();
        let problems = problems.filter(|problem| matches!(problem.kode, "atasan-berbeda" | "lapor-diri-sendiri"));
        problems.map(|problem| problem.message).collect::<Vec<_>>()
    };
    let (advice, task) = ("Pemberian saran dan pertimbangan", "Pelaksanaan tugas lain yang diberikan");
    for fungsi in [
        format!("{task} oleh Kepala Dinas Contoh kepada Sekretaris"),
        format!("{task} kepada Sekretaris"),
        format!("{task} oleh Bupati melalui Kepala Dinas Contoh"),
        format!("{advice} kepada Kepala Dinas Contoh atas usul yang disusun oleh Kepala Seksi Umum"),
        format!("{advice} kepada Kepala Dinas Contoh atas usul yang disusun oleh Sekretaris"),
        format!("{advice} kepada Bupati melalui Kepala Dinas Contoh"),
        format!("{advice} melalui Kepala Dinas Contoh kepada Bupati"),
    ] {
        assert_eq!(said(&fungsi), [""; 0], "{fungsi}");
    }
    let other = |who: &str| [format!("atasan di sini `{who}`, bukan atasan menurut struktur")];
    assert_eq!(said(&format!("{task} oleh Wali Kota Contoh")), other("Wali Kota"));
    assert_eq!(said(&format!("{task} oleh Bupati kepada Sekretaris")), other("Bupati"));
    assert_eq!(said(&format!("{advice} tentang layanan kepada warga kepada Bupati Contoh")), other("Bupati"));
    let own = ["jabatan ini bertanggung jawab kepada dirinya sendiri: `Sekretaris`"];
    assert_eq!(said(&format!("{advice} kepada Sekretaris atas laporan Kepala Dinas Contoh")), own);
    assert_eq!(said(&format!("{task} oleh Sekretaris")), own);
}

#[test]
fn the_head_signs_with_the_region_or_without() {
    let count = |signed: &str, head: &str| {
        let edition = edition::small();
        change(edition.path(), "naskah.yaml", "jabatan: Kepala Dinas Contoh", &format!("jabatan: {signed}"));
        change(edition.path(), "jabatan/kepala.yaml", "nama: Kepala Dinas Contoh", &format!("nama: {head}"));
        let problems = findings(edition.path()).problems;
        problems.iter().filter(|problem| problem.kode == "penanda-tangan-bukan-pimpinan").count()
    };
    let (short, long) = ("Kepala Dinas Tata Kota", "Kepala Dinas Tata Kota Kabupaten Contoh");
    assert_eq!(count(short, long), 0);
    assert_eq!(count(long, short), 0);
    assert_eq!(count("Kepala Dinas Tata", short), 1);
    assert_eq!(count("Kepala Dinas Tata Kotaraja", short), 1);
    assert_eq!(count("Kepala Dinas", long), 1);
}

#[test]
fn a_verb_is_repeated_only_within_a_sentence_and_in_either_spelling() {
    let edition = edition::small();
    let path = edition.path().join("jabatan/staf.yaml");
    let text = fs::read_to_string(&path).unwrap();
    for (tugas, expected) in [
        ("Mengoordinasikan rapat dan mengoordinasikan laporan.", 1),
        ("Mengkoordinasikan rapat dan mengoordinasikan laporan.", 1),
        ("Melaksanakan rapat, melaksanakan laporan, dan melaksanakan arsip.", 2),
        ("Melaksanakan rapat. Unit lain melaksanakan laporan.", 0),
        ("Melaksanakan rapat bagi unit yang melaksanakan laporan.", 0),
        ("Melaksanakan melaksanakan rapat.", 0),
        ("Rapat merupakan tugas dan merupakan kewajiban.", 0),
    ] {
        fs::write(&path, text.replace("Membantu Kepala Dinas Contoh.", tugas)).unwrap();
        let found = findings(edition.path()).problems;
        let count = found.iter().filter(|problem| problem.kode == "kata-kerja-berulang").count();
        assert_eq!(count, expected, "{tugas}");
    }
}

#[test]
fn official_names_are_left_alone() {
    let edition = edition::small();
    let staf = fs::read_to_string(edition.path().join("jabatan/staf.yaml")).unwrap();
    fs::write(
        edition.path().join("jabatan/staf.yaml"),
        staf.replace("bahan.", "bahan Forum Kerjasama; dan\n  - Kerjasama."),
    )
    .unwrap();
    let count =
        || findings(edition.path()).problems.iter().filter(|problem| problem.kode == "ejaan-tidak-baku").count();
    assert_eq!(count(), 2);
    let naskah = fs::read_to_string(edition.path().join("naskah.yaml")).unwrap();
    fs::write(edition.path().join("naskah.yaml"), format!("{naskah}nama_resmi:\n  - Forum Kerjasama\n")).unwrap();
    assert_eq!(count(), 1);
}

#[test]
fn an_official_name_may_have_a_word_twice() {
    let (edition, ..) = with_slip("tugas: Membantu Sekretaris Daerah Daerah Istimewa Yogyakarta.");
    let count = || findings(edition.path()).problems.iter().filter(|problem| problem.kode == "kata-ganda").count();
    assert_eq!(count(), 1);
    let naskah = fs::read_to_string(edition.path().join("naskah.yaml")).unwrap();
    let name = "nama_resmi:\n  - Sekretaris Daerah Daerah Istimewa Yogyakarta\n";
    fs::write(edition.path().join("naskah.yaml"), format!("{naskah}{name}")).unwrap();
    assert_eq!(count(), 0);
}

#[test]
fn names_of_people_and_places_are_left_alone() {
    let edition = edition::small();
    for (part, by) in [
        ("nama: BUDI SANTOSO", "nama: ANAK ANAK JAMAN\n  gelar: S.Praktek."),
        ("alamat: Jalan Contoh 1", "alamat: Jalan Jaman Jaman 1, Propinsi Contoh\n  laman: kerjasama monitoring"),
        ("kota: Contoh", "kota: Negri Negri"),
        ("tempat: Contoh", "tempat: Negri Negri"),
    ] {
        change(edition.path(), "naskah.yaml", part, by);
    }
    let found = findings(edition.path());
    assert_eq!(report::short(&found.problems, &found.sources), "");
}

#[test]
fn names_of_the_office_and_its_units_are_corrected_by_their_author() {
    let edition = edition::small();
    change(edition.path(), "naskah.yaml", "Pemerintah Kabupaten", "Pemerintah Propinsi");
    change(edition.path(), "naskah.yaml", "daerah: Kabupaten", "daerah: Propinsi");
    change(edition.path(), "naskah.yaml", "nama: Dinas Contoh", "nama: Dinas Perijinan");
    change(edition.path(), "naskah.yaml", "jabatan: Kepala Dinas Contoh", "jabatan: KEPALA DINAS PERIJINAN");
    change(edition.path(), "jabatan/kepala.yaml", "nama: Kepala Dinas Contoh", "nama: Kepala Dinas Perijinan");
    let tugas = "Kepala Dinas Contoh.";
    change(edition.path(), "jabatan/staf.yaml", tugas, "Kepala Dinas Perijinan mengurus perijinan.");
    let found = findings(edition.path()).problems;
    assert_eq!(found.iter().filter(|problem| problem.kode == "ejaan-tidak-baku").count(), 7);
    let files = check::correct(edition.path(), &Fonts::load(None).unwrap()).unwrap().files;
    let changed: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(changed, ["jabatan/staf.yaml"]);
    let (_, staf) = &files["jabatan/staf.yaml"];
    assert!(staf.contains("Kepala Dinas Perijinan mengurus perizinan."), "{staf}");
}

#[test]
fn marks_of_letters_are_to_be_filled_in_only_as_words() {
    for (written, expected) in [
        ("tugas: Menyusun METODOLOGI bersama SUTODO.", 0),
        ("tugas: Mengikuti pelatihan angkatan XXXII.", 0),
        ("tugas: Menyusun laporan (TODO).", 1),
        ("tugas: Menyusun laporan nomor 188/XXX/2024.", 1),
        ("tugas: Menyusun laporan tahun 20XX-20XX.", 1),
        ("tugas: Membantu pemegang NIP 1978xxxx.", 1),
        ("tugas: Membantu [nama jabatan].", 1),
        ("formulasi: '[Jumlah bahan selesai] dibagi [jumlah bahan]'", 0),
        ("formulasi: '[isi rumus]'", 1),
    ] {
        assert_eq!(found("isian-tertinggal", written).len(), expected, "{written}");
    }
}

#[test]
fn brackets_that_count_items_need_no_partner() {
    for (written, expected) in [
        ("sumber_data: 1) Laporan Kinerja (LKj); 2) Laporan bulanan", None),
        ("sumber_data: a) bahan rapat (tercetak); b) bahan lain", None),
        ("sumber_data: i) bahan rapat; ii) bahan lain (tercetak)", None),
        ("sumber_data: Laporan (lihat a) dan 2)", None),
        ("sumber_data: Rencana Kerja (Tahun 2024)", None),
        ("sumber_data: (1) Laporan; (2) Rencana", None),
        ("sumber_data: bahan rapat*) dan bahan lain*)", None),
        ("sumber_data: (Laporan) dan Rencana (Renja", Some(('(', 22))),
        ("sumber_data: Rencana Kerja (Renja)) dan (RKA)", Some((')', 21))),
        ("sumber_data: 1) Rencana Kerja (Renja; Laporan", Some(('(', 17))),
        ("sumber_data: “Laporan dan “Rencana”", Some(('“', 0))),
    ] {
        let start = |problem: &Diagnostic| problem.place.span.start - value_start(written);
        let found = found("kurung-tidak-berpasangan", written);
        let shown: Vec<(String, usize)> =
            found.iter().map(|problem| (problem.message.clone(), start(problem))).collect();
        let expected = expected.map(|(mark, at)| (format!("tanda `{mark}` tidak berpasangan"), at));
        assert_eq!(shown, Vec::from_iter(expected), "{written}");
    }
}

/// Where the value of a slip starts in its file.
fn value_start(written: &str) -> usize {
    let (_, _, head, _) = with_slip(written);
    head.len() + written.find(": ").unwrap() + ": ".len()
}

#[test]
fn goals_that_name_a_state_are_no_activities() {
    for state in [
        "Pelayanan publik yang prima",
        "Perumahan layak huni",
        "Perempuan berdaya",
        "Pertanian yang maju",
        "Perekonomian tumbuh",
        "Pendapatan asli daerah yang meningkat",
        "Menteri menilai baik",
        "Mekanisasi pertanian yang merata",
        "Meranti yang lestari",
        "Memadainya sarana",
        "Terlaksananya pelayanan",
    ] {
        assert!(found("sasaran-kegiatan", &format!("sasaran: {state}")).is_empty(), "{state}");
    }
    for activity in [
        "Pelaksanaan layanan",
        "Penyusunan laporan",
        "Peningkatan layanan",
        "Pengoordinasian rapat",
        "Melaksanakan layanan",
        "Mengkoordinasikan layanan",
        "Menyusun laporan",
        "Membina aparatur",
        "Memfasilitasi rapat",
    ] {
        assert_eq!(found("sasaran-kegiatan", &format!("sasaran: {activity}")).len(), 1, "{activity}");
    }
}

#[test]
fn a_name_with_a_stop_is_called_a_name() {
    let message = |written: &str| found("titik-akhir-berlebih", written)[0].message.clone();
    assert_eq!(message("nama: Staf Contoh."), "nama jabatan ini diakhiri titik");
    assert_eq!(message("sumber_data: Laporan."), "isi tabel ini diakhiri titik");
}

#[test]
fn ranks_are_known_in_capitals_and_abbreviated() {
    for pangkat in ["PEMBINA TINGKAT I", "Pembina Tk.I", "Pembina Tk. I", "PEMBINA TK I"] {
        assert!(found("pangkat-tidak-dikenal", &format!("pangkat: {pangkat}")).is_empty(), "{pangkat}");
    }
    let near = |pangkat: &str| found("pangkat-tidak-dikenal", &format!("pangkat: {pangkat}"))[0].help.clone();
    assert_eq!(near("PEMBINA TINGKAT 1").as_deref(), Some("mungkin maksudnya `Pembina Tingkat I`"));
    let (edition, ..) = with_slip("pangkat: PENATA TK. I");
    let found = findings(edition.path()).problems;
    assert!(matches!(&found[..], [problem] if problem.kode == "pangkat-tidak-cocok"), "{found:#?}");
}

#[test]
fn what_is_found_in_reading_can_be_an_exception_too() {
    let edition = edition::small();
    fs::write(edition.path().join("jabatan/catatan.md"), "").unwrap();
    fs::write(edition.path().join("jabatan/konsep.txt"), "").unwrap();
    change(edition.path(), "jabatan/staf.yaml", "sumber_data: Laporan", "sumber_data: “Laporan” # kata Plt.");
    let count = || findings(edition.path()).problems.len();
    assert_eq!(count(), 4);
    let entry = |kode: &str, pada: &str| format!("  - {{kode: {kode}, pada: {pada}, alasan: memang begitu}}\n");
    let foreign = entry("berkas-asing", "catatan.md") + &entry("berkas-asing", "konsep.txt");
    let naskah = fs::read_to_string(edition.path().join("naskah.yaml")).unwrap();
    fs::write(edition.path().join("naskah.yaml"), format!("{naskah}pengecualian:\n{foreign}")).unwrap();
    assert_eq!(count(), 2);
    let staf = fs::read_to_string(edition.path().join("jabatan/staf.yaml")).unwrap();
    let cut = entry("kutip-melengkung", "“Laporan”") + &entry("teks-terpotong", "kata Plt.");
    fs::write(edition.path().join("jabatan/staf.yaml"), format!("{staf}pengecualian:\n{cut}")).unwrap();
    assert_eq!(count(), 0);
    assert!(iki(edition.path(), &["check", "--strict"]).status.success());
    let built = iki(edition.path(), &["build", "-o", "hasil.pdf"]);
    assert!(built.status.success() && !stderr(&built).contains("peringatan"), "{}", stderr(&built));
}

#[test]
fn json_lines_and_short_lines_tell_the_place() {
    let edition = edition::small();
    change(edition.path(), "jabatan/staf.yaml", "tugas: Membantu", "tugas: é dan dan");
    let json = iki(edition.path(), &["check", "--format", "json"]);
    let lines: Vec<Value> = stdout(&json).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let found = lines.iter().find(|line| line["code"] == "kata-ganda").unwrap();
    let expected = serde_json::json!({
        "code": "kata-ganda", "severity": "peringatan", "message": "kata tertulis dua kali: `dan dan`",
        "file": "jabatan/staf.yaml", "line": 2, "column": 10, "end_line": 2, "end_column": 17,
        "help": "tulis `dan`", "related": [],
    });
    assert_eq!(*found, expected);
    let short = iki(edition.path(), &["periksa", "--format", "short"]);
    let line = "jabatan/staf.yaml:2:10: peringatan[kata-ganda]: kata tertulis dua kali: `dan dan`; tulis `dan`\n";
    assert!(stdout(&short).contains(line));
}

#[test]
fn a_short_report_has_one_line_for_each_finding() {
    let edition = edition::small();
    change(edition.path(), "jabatan/staf.yaml", "nama: Jumlah bahan", "nama: |\n          Kualitas\n          bahan");
    let short = stdout(&iki(edition.path(), &["check", "--format", "short"]));
    assert!(short.contains("`Kualitas bahan`"), "{short}");
    assert!(short.lines().all(|line| line.starts_with("jabatan/staf.yaml:")), "{short}");
}

#[test]
fn sarif_is_valid_and_complete() {
    let published = edition::published();
    let run = iki(&published, &["check", "--format", "sarif"]);
    let log: Value = serde_json::from_slice(&run.stdout).unwrap();
    let schema = fs::read_to_string(edition::folder().join("sarif-2.1.0.json")).unwrap();
    // One pattern of the published schema is no regular expression.
    let schema: Value = serde_json::from_str(&schema.replace("{2}]?$", "{2}$")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&log).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), findings(&published).problems.len());
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    assert!(rules.iter().all(|rule| !rule["shortDescription"]["text"].as_str().unwrap().is_empty()));
}

#[test]
fn exit_codes_tell_what_was_found() {
    let edition = edition::small();
    assert_eq!(iki(edition.path(), &["check"]).status.code(), Some(0));
    assert_eq!(iki(&edition::published(), &["check", "--strict"]).status.code(), Some(1));
    assert_eq!(iki(&edition::folder().join("terkoreksi"), &["check", "--strict"]).status.code(), Some(0));
    assert_eq!(iki(edition.path(), &["check", "--diff"]).status.code(), Some(2));
    assert_eq!(iki(edition.path(), &["check", "--explain", "kata-gandaa"]).status.code(), Some(2));
    let page = iki(edition.path(), &["check", "--explain", "kata-ganda"]);
    assert!(stdout(&page).starts_with("kata-ganda\n\n") && !stdout(&page).contains("```"));
    change(edition.path(), "jabatan/staf.yaml", "tugas:", "tugass:");
    let broken = iki(edition.path(), &["check"]);
    assert_eq!(broken.status.code(), Some(1));
    assert_eq!(stderr(&broken), "1 galat dalam 1 dari 3 berkas\n");
    assert!(stdout(&broken).contains("mungkin maksudnya `tugas`"));
}

fn findings(folder: &Path) -> Findings {
    check::check(content::read(folder).unwrap(), &Fonts::load(None).unwrap())
}

/// Every printed text of an edition.
fn texts(folder: &Path) -> Vec<String> {
    let naskah = content::read(folder).unwrap().naskah.unwrap();
    naskah.texts().map(|teks| teks.value.clone()).collect()
}

/// The lines of comments in every file.
fn comments(folder: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let content = content::read(folder).unwrap();
    let lines = |text: &str| text.lines().filter(|line| line.contains('#')).map(str::to_owned).collect();
    content.files.iter().map(|(name, source)| (name.clone(), lines(&content.sources.get(*source).text))).collect()
}

fn change(folder: &Path, file: &str, part: &str, by: &str) {
    let text = fs::read_to_string(folder.join(file)).unwrap();
    assert!(text.contains(part), "{part}");
    fs::write(folder.join(file), text.replacen(part, by, 1)).unwrap();
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Words that are right wherever they stand, and as often as they are written.
const GOOD: [&str; 12] = [
    "bidang",
    "jenis",
    "tahun",
    "target",
    "bahan",
    "menyusun",
    "é",
    "(RKA)",
    "50 %",
    "Kepala Dinas Contoh",
    "'kutip'",
    "*analisa*",
];

/// Slips, words that may be one, and marks, as authors mix them.
const SLIPS: [&str; 27] = [
    "Presentase",
    "kerjasama",
    "analisa",
    "masing masing",
    "Seksi Seksi",
    "tahun ke N",
    "data  ganda",
    "baik ;",
    "ini;itu",
    "program/ kegiatan",
    "..",
    "laporan.",
    "monitoring",
    "dan",
    "*miring*",
    "\u{1f600}",
    "mengkoordinasikan",
    "dll.",
    "dan/atau",
    "; serta",
    "1.",
    "b.",
    "meliputi:",
    "untuk",
    "Walikota",
    "Undang Undang",
    "anak Anak",
];

/// Ways to write a text.
fn written(text: &str, style: usize) -> String {
    match style {
        0 => format!("'{}'", text.replace('\'', "''")),
        1 => format!("\"{text}\""),
        2 => format!("'{}'", text.replace('\'', "''").replacen(' ', "\n      ", 1)),
        3 => format!(">-\n      {}", text.replacen(' ', "\n      ", 2)),
        _ => format!("|-\n      {text}"),
    }
}

#[test]
fn corrections_of_any_text_leave_every_good_word_and_all_names() {
    let words = prop_oneof![proptest::sample::select(&GOOD[..]), proptest::sample::select(&SLIPS[..])];
    let texts = proptest::collection::vec((proptest::collection::vec(words, 1..8), 0..5usize), 3..6);
    let config = Config { cases: 300, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let fonts = Fonts::load(None).unwrap();
    let result = runner.run(&texts, |texts| {
        let edition = edition::small();
        change(edition.path(), "naskah.yaml", "nama: BUDI SANTOSO", "nama: ANAK ANAK JAMAN");
        change(edition.path(), "naskah.yaml", "alamat: Jalan Contoh", "alamat: Jalan Propinsi Propinsi");
        let path = edition.path().join("jabatan/staf.yaml");
        let items: Vec<String> = texts
            .iter()
            .map(|(words, style)| format!("  # komentar\n  - {}\n", written(&words.join(" "), *style)))
            .collect();
        let text = fs::read_to_string(&path).unwrap().replace("  - Penyiapan bahan.\n", &items.concat());
        fs::write(&path, &text).unwrap();
        let before = findings(edition.path());
        if any_galat(&before.problems) {
            return Ok(());
        }
        let old = content::read(edition.path()).unwrap().naskah.unwrap();
        for (name, (_, new)) in check::correct(edition.path(), &fonts).unwrap().files {
            fs::write(edition.path().join(name), new).unwrap();
        }
        let new = content::read(edition.path()).unwrap().naskah.unwrap();
        prop_assert_eq!(old.texts().count(), new.texts().count());
        let others = |naskah: &Naskah| {
            let fungsi = &naskah.jabatan[1].fungsi;
            let others = naskah.texts().filter(|teks| fungsi.iter().all(|butir| butir.span != teks.span));
            others.map(|teks| teks.value.clone()).collect::<Vec<_>>()
        };
        prop_assert_eq!(others(&old), others(&new));
        for (old, new) in old.jabatan[1].fungsi.iter().zip(&new.jabatan[1].fungsi) {
            prop_assert_eq!(good_words(&old.value), good_words(&new.value), "{} became {}", &old.value, &new.value);
        }
        prop_assert_eq!(fs::read_to_string(&path).unwrap().matches("# komentar").count(), items.len());
        Ok(())
    });
    result.unwrap();
}

/// The words of a text that are good ones, whatever stands around them.
fn good_words(text: &str) -> Vec<String> {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric() && c != '*');
        words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    let good: Vec<String> = GOOD.iter().flat_map(|text| words(text)).collect();
    words(text).into_iter().filter(|word| good.contains(word)).collect()
}

#[test]
fn any_bytes_as_a_file_are_answered_without_a_panic() {
    let edition = edition::small();
    let path = edition.path().join("jabatan/staf.yaml");
    let good = fs::read(&path).unwrap();
    let config = Config { cases: 1500, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let change = (0..good.len(), 0..12usize, proptest::collection::vec(any::<u8>(), 0..12), any::<bool>());
    let result = runner.run(&change, |(at, length, bytes, is_text)| {
        let inserted: Vec<u8> =
            if is_text { bytes.iter().map(|b| b"-: '\"#|>[]{}&*!%\n\tab"[*b as usize % 20]).collect() } else { bytes };
        let end = (at + length).min(good.len());
        let text = [&good[..at], &inserted, &good[end..]].concat();
        fs::write(&path, text).unwrap();
        let found = findings(edition.path());
        // The report must stand any place.
        let human = report::human(&found.problems, &found.sources, Look::PLAIN);
        prop_assert_eq!(human.is_empty(), found.problems.is_empty());
        Ok(())
    });
    result.unwrap();
}
