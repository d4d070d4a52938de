//! The binary from outside: exit codes, streams, and the files it leaves.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use rustix::fs::{CWD, FileType, Mode, mknodat};
use tempfile::TempDir;

use crate::edition::{self, names};

const NAME: &str = "iki-dinas-contoh-2024.pdf";

#[test]
fn exit_codes_tell_the_kinds_of_trouble_apart() {
    let edition = edition::small();
    let result = edition.path().join("hasil.pdf");
    let good = build(edition.path(), &["-o", "hasil.pdf"]);
    assert_run(&good, 0, "hasil.pdf: 2 jabatan, ");
    assert!(is_whole_pdf(&fs::read(&result).unwrap()));
    assert_run(&build(edition.path(), &["--salah"]), 2, "--salah");
    assert_run(&build(edition.path(), &["--format", "docx"]), 2, "docx");
    assert_run(&build(edition.path(), &["tidak-ada"]), 3, "gagal: folder `tidak-ada` tidak ada\n");
    let expected = "gagal: `naskah.yaml` bukan folder; sebutkan folder naskahnya\n";
    assert_run(&build(edition.path(), &["naskah.yaml"]), 3, expected);
    let empty = tempfile::tempdir().unwrap();
    assert_run(&build(empty.path(), &[]), 3, "gagal: tidak ada `naskah.yaml` di `.` dan folder di atasnya");
    change(edition.path(), "jabatan/staf.yaml", "tugas:", "tugass:");
    assert_run(&build(edition.path(), &[]), 1, "1 galat: tidak ada yang ditulis\n");
    assert_eq!(names(edition.path()), ["hasil.pdf", "jabatan", "lambang.svg", "naskah.yaml"]);
}

#[test]
fn help_and_version_are_answers_and_a_wrong_line_is_explained() {
    let here = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| iki(here.path()).args(args).output().unwrap();
    for (args, expected) in [
        (&["--help"][..], "Pemakaian: iki PERINTAH [PILIHAN]"),
        (&["build", "--help"], "Pemakaian: iki build [FOLDER] [PILIHAN]"),
        (&["periksa", "-h"], "Pemakaian: iki check [FOLDER]... [PILIHAN]"),
        (&["--version"], concat!("iki ", env!("CARGO_PKG_VERSION"), "\n")),
    ] {
        let run = run(args);
        assert_eq!(run.status.code(), Some(0), "{args:?}");
        assert!(run.stderr.is_empty() && text(&run.stdout).contains(expected), "{}", text(&run.stdout));
    }
    assert_run(&run(&[]), 2, "Pemakaian: iki PERINTAH [PILIHAN]");
    for (args, expected) in [
        (&["buidl"][..], "perintah `buidl` tidak dikenal; mungkin maksudnya `build`\nlihat `iki --help`\n"),
        (&["build", "x", "lagi"], "argumen `lagi` tidak dikenal\nlihat `iki build --help`\n"),
        (&["cetak", "--salah"], "pilihan `--salah` tidak dikenal\nlihat `iki cetak --help`\n"),
        (&["check", "--format"], "`--format <BENTUK>` memerlukan isi\nlihat `iki check --help`\n"),
        (&["check", "--fix=ya"], "`--fix` tidak memerlukan isi\nlihat `iki check --help`\n"),
        (&["check", "--diff"], "perintah ini juga memerlukan `--fix`\nlihat `iki check --help`\n"),
        (&["build", "-o", "a", "-o", "b"], "`--output <BERKAS>` hanya boleh disebut sekali\n"),
        (&["build", "-o", "Hasil.DOCX"], "hasilnya PDF, bukan .docx; akhiri nama setelah -o dengan .pdf"),
        (&["build", "-o", "halaman.png"], "hasilnya PDF, bukan .png; akhiri nama setelah -o dengan .pdf"),
        (
            &["build", "-o", "baru/"],
            "`baru/` sebuah folder, padahal hasilnya satu berkas; tulis juga namanya: -o baru/hasil.pdf\n",
        ),
        (
            &["build", "--format", "png", "-o", "a/gbr.png"],
            "hasilnya beberapa berkas dalam satu folder, bukan satu .png; tulis nama folder: -o a/gbr\n",
        ),
        (&["build", "--jabatan", "x", "--jabatan", "y", "-o", "out.pdf"], "hasilnya beberapa berkas dalam satu folder"),
        (&["diff", "a", "b", "--format", "pdf", "-o", "x.txt"], "hasilnya PDF, bukan .txt"),
        (&["diff", "a", "b", "--format", "pdf", "-o", "baru/"], "`baru/` sebuah folder, padahal hasilnya satu berkas"),
        (&["diff", "a", "b", "-o", "x.pdf"], "hasilnya teks, bukan .pdf; tambahkan --format pdf, atau"),
        (&["diff", "a", "b", "--format", "json", "-o", "x.docx"], "hasilnya teks, bukan .docx; akhiri nama"),
        (&["new", "jabatan", "x", "--atasan", "y", "--nama", ""], "`--nama <NAMA>` memerlukan isi\n"),
        (
            &["new", "jabatan", "x", "--atasan", "y", "--nama", " "],
            "` ` tidak dapat dipakai untuk `--nama <NAMA>`: namanya kosong\n",
        ),
        (&["change", "ganti-nama", "x", ""], "`<NAMA>` memerlukan isi\n"),
        (&["check", "--explain", "x", "--strict"], "`--explain <KODE>` tidak dapat dipakai bersama"),
    ] {
        assert_run(&run(args), 2, &format!("salah pakai: {expected}"));
    }
}

#[test]
fn standard_output_gets_the_bytes_of_the_pdf_and_nothing_else() {
    let edition = edition::small();
    let run = build(edition.path(), &["-o", "-"]);
    assert!(is_whole_pdf(&run.stdout));
    assert_eq!(run.status.code(), Some(0));
    assert!(text(&run.stderr).starts_with("keluaran standar: 2 jabatan, "));
    assert_eq!(names(edition.path()), ["jabatan", "lambang.svg", "naskah.yaml"]);
    for format in ["svg", "png", "typ"] {
        assert_run(&build(edition.path(), &["-o", "-", "--format", format]), 2, "salah pakai: keluaran standar hanya");
    }
}

#[test]
fn results_are_named_after_office_or_position_in_the_current_folder() {
    let edition = edition::small();
    let here = tempfile::tempdir().unwrap();
    let folder = edition.path().to_str().unwrap();
    assert_run(&build(here.path(), &[folder]), 0, NAME);
    assert_run(&build(here.path(), &[folder, "--jabatan", "staf"]), 0, "iki-staf-2024.pdf: 1 jabatan, ");
    assert_run(&build(here.path(), &[folder, "--jabatan", "staf", "--jabatan", "staf"]), 0, "iki-staf-2024.pdf: 1");
    let both = build(here.path(), &[folder, "--jabatan", "staf", "--jabatan", "kepala", "--jabatan", "staf"]);
    assert_run(&both, 0, "iki-lembar/: 2 jabatan, 2 halaman");
    assert_eq!(names(here.path()), [NAME, "iki-lembar", "iki-staf-2024.pdf"]);
    assert_eq!(names(&here.path().join("iki-lembar")), ["iki-kepala-2024.pdf", "iki-staf-2024.pdf"]);
    let alone = fs::read(here.path().join("iki-staf-2024.pdf")).unwrap();
    assert!(fs::read(here.path().join("iki-lembar/iki-staf-2024.pdf")).unwrap() == alone);
}

#[test]
fn an_unknown_position_is_answered_with_the_nearest_one() {
    let edition = edition::small();
    let near = build(edition.path(), &["--jabatan", "stap"]);
    assert_run(&near, 2, "salah pakai: tidak ada jabatan `stap`; mungkin maksudnya `staf`\n");
    let far = build(edition.path(), &["--jabatan", "x"]);
    assert_run(&far, 2, "salah pakai: tidak ada jabatan `x`; yang ada: `kepala` atau `staf`\n");
    assert_run(&build(edition.path(), &["--jabatan", "../staf"]), 2, "hanya huruf kecil, angka, dan tanda hubung");
}

#[test]
fn the_edition_is_found_from_a_folder_inside_it() {
    let edition = edition::small();
    let run = build(&edition.path().join("jabatan"), &["-o", "../hasil.pdf"]);
    assert_run(&run, 0, "../hasil.pdf");
    assert_eq!(fs::read(edition.path().join("hasil.pdf")).unwrap(), pdf(edition.path()));
}

#[test]
fn the_command_has_an_indonesian_name() {
    let edition = edition::small();
    let run = iki(edition.path()).args(["cetak", "-o", "-"]).output().unwrap();
    assert_eq!(run.stdout, pdf(edition.path()));
}

#[test]
fn other_formats_are_folders() {
    let edition = edition::small();
    for format in ["svg", "png"] {
        assert_run(&build(edition.path(), &["--format", format, "-o", format]), 0, &format!("{format}/: 2 jabatan, "));
        let pages = names(&edition.path().join(format));
        assert_eq!(pages, [1, 2, 3].map(|page| format!("halaman-0{page}.{format}")));
    }
    assert!(fs::read(edition.path().join("png/halaman-01.png")).unwrap().starts_with(b"\x89PNG"));
    assert!(fs::read(edition.path().join("svg/halaman-01.svg")).unwrap().starts_with(b"<svg"));
    assert_run(&build(edition.path(), &["--format", "typ"]), 0, "iki-dinas-contoh-2024/: 2 jabatan, ");
    let project = edition.path().join("iki-dinas-contoh-2024");
    let top = ["design.typ", "fonts", "jabatan", "lambang.svg", "naskah.typ", "sumber"];
    assert_eq!(names(&project), top);
    assert_eq!(names(&project.join("jabatan")), ["kepala.typ", "staf.typ"]);
    for file in ["naskah.yaml", "jabatan/kepala.yaml", "jabatan/staf.yaml"] {
        let attached = fs::read(project.join("sumber").join(file)).unwrap();
        assert_eq!(attached, fs::read(edition.path().join(file)).unwrap(), "{file}");
    }
    assert!(names(&project.join("fonts")).contains(&"LiberationSans-Regular.ttf".to_owned()));
    change(edition.path(), "naskah.yaml", "kantor:", "huruf:\n  nama: liberation sans\nkantor:");
    assert_run(&build(edition.path(), &["--format", "typ"]), 0, "iki-dinas-contoh-2024/: 2 jabatan, ");
    assert!(names(&project.join("fonts")).contains(&"LiberationSans-Regular.ttf".to_owned()));
}

#[test]
fn a_project_has_the_breaks_that_its_pages_need() {
    let edition = edition::small();
    let long = "pertanggungjawabankeuangandaerah";
    change(edition.path(), "jabatan/staf.yaml", "sumber_data: ", &format!("sumber_data: {long} "));
    assert_run(&build(edition.path(), &["--format", "typ", "-o", "proyek"]), 0, "proyek/: 2 jabatan, ");
    let sheet = fs::read_to_string(edition.path().join("proyek/jabatan/staf.typ")).unwrap();
    assert!(sheet.contains('\u{ad}'), "{sheet}");
    assert_eq!(sheet.matches(long).count(), 0);
}

#[test]
fn a_folder_of_results_is_replaced_and_one_of_other_files_is_not() {
    let edition = edition::small();
    let pages = edition.path().join("halaman");
    let args = ["--format", "svg", "-o", "halaman"];
    assert_run(&build(edition.path(), &args), 0, "halaman/");
    fs::copy(pages.join("halaman-01.svg"), pages.join("halaman-99.svg")).unwrap();
    assert_run(&build(edition.path(), &args), 0, "halaman/");
    assert_eq!(names(&pages), ["halaman-01.svg", "halaman-02.svg", "halaman-03.svg"]);
    fs::write(pages.join("catatan.txt"), "penting").unwrap();
    assert_run(&build(edition.path(), &args), 3, "gagal: `halaman` sudah ada dan berisi berkas lain");
    assert_eq!(fs::read(pages.join("catatan.txt")).unwrap(), b"penting");
    let before = files(edition.path());
    assert_run(&build(edition.path(), &["--format", "svg", "-o", "."]), 3, "sudah ada dan berisi berkas lain");
    assert_eq!(files(edition.path()), before);
}

#[test]
fn files_that_only_look_like_results_are_kept() {
    let edition = edition::small();
    let page = "halaman/halaman-01.svg";
    assert_run(&build(edition.path(), &["--format", "svg", "-o", "halaman"]), 0, "halaman/");
    let drawn = fs::read(edition.path().join(page)).unwrap();
    for (format, name, bytes) in [
        // Fewer digits than a page has, or of another kind, or elsewhere.
        ("svg", "halaman-1.svg", &*drawn),
        ("png", "halaman-01.svg", &*drawn),
        ("svg", "lama/halaman-01.svg", &*drawn),
        // A page that was scanned: it says how many dots an inch has.
        ("png", "halaman-01.png", &SCANNED[..]),
        ("svg", "halaman-01.svg", b"<?xml version=\"1.0\"?>\n<svg viewBox="),
        ("typ", "design.typ", b"// milik kantor"),
        ("typ", "naskah.typ", b"// milik kantor"),
    ] {
        let folder = edition.path().join("hasil");
        fs::create_dir_all(folder.join(name).parent().unwrap()).unwrap();
        fs::write(folder.join(name), bytes).unwrap();
        let run = build(edition.path(), &["--format", format, "-o", "hasil"]);
        assert_run(&run, 3, "gagal: `hasil` sudah ada dan berisi berkas lain atau yang sudah diubah");
        assert_eq!(fs::read(folder.join(name)).unwrap(), bytes, "{name}");
        fs::remove_dir_all(folder).unwrap();
    }
}

/// How a PNG begins that a scanner has made.
const SCANNED: [u8; 41] = *b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x04\xa7\0\0\x06\x94\x08\x02\0\0\0abcd\0\0\0\tpHYs";

#[test]
fn a_typst_project_is_replaced_until_it_is_changed() {
    for (args, main) in [
        (&["--format", "typ", "-o", "proyek"][..], "proyek"),
        (&["--format", "typ", "-o", "lembar", "--jabatan", "kepala", "--jabatan", "staf"], "lembar/iki-staf-2024"),
    ] {
        let edition = edition::small();
        let project = edition.path().join(main);
        for _ in 0..3 {
            assert_run(&build(edition.path(), args), 0, "2 jabatan");
            change(edition.path(), "jabatan/staf.yaml", "Penyiapan bahan", "Penyiapan bahan dan bahan");
        }
        let design = fs::read_to_string(project.join("design.typ")).unwrap();
        for (file, by) in [
            ("design.typ", Some(design.replace("#let", "#let lain = 1\n#let"))),
            ("jabatan/staf.typ", Some(String::new())),
            ("catatan.txt", Some(String::new())),
            ("naskah.typ", Some("#include \"jabatan/staf.typ\"".to_owned())),
            ("fonts/LiberationSans-Bold.ttf", None),
        ] {
            fs::remove_dir_all(&project).unwrap();
            assert_run(&build(edition.path(), args), 0, "2 jabatan");
            match by {
                Some(text) => fs::write(project.join(file), text).unwrap(),
                None => fs::remove_file(project.join(file)).unwrap(),
            }
            let before = files(&project);
            assert_run(&build(edition.path(), args), 3, "berisi berkas lain atau yang sudah diubah");
            assert!(files(&project) == before, "{file}");
        }
    }
}

#[test]
fn a_folder_of_sheets_is_replaced_if_it_holds_no_other_pdf() {
    let edition = edition::small();
    let args = ["--jabatan", "kepala", "--jabatan", "staf", "-o", "lembar"];
    assert_run(&build(edition.path(), &args), 0, "lembar/");
    assert_run(&build(edition.path(), &args), 0, "lembar/");
    let sheets = edition.path().join("lembar");
    for (name, bytes) in [
        ("iki-staf-2023.pdf", "%PDF-lama"),
        ("iki-staf-2024.pdf", "bukan PDF"),
        ("iki-staf-2024.pdf", "%PDF-1.7 /ByteRange[0 1 2 3]"),
    ] {
        fs::write(sheets.join(name), bytes).unwrap();
        assert_run(&build(edition.path(), &args), 3, "gagal: `lembar` sudah ada dan berisi berkas lain");
        assert_eq!(fs::read(sheets.join(name)).unwrap(), bytes.as_bytes());
        fs::remove_file(sheets.join(name)).unwrap();
    }
}

#[test]
fn f40_a_file_that_comes_while_a_folder_is_written_is_kept() {
    let edition = edition::small();
    let pages = edition.path().join("halaman");
    let args = ["build", "--format", "svg", "-o", "halaman"];
    for _ in 0..8 {
        assert_run(&iki(edition.path()).args(args).output().unwrap(), 0, "halaman/");
        let mut build = iki(edition.path()).args(args).stderr(Stdio::null()).spawn().unwrap();
        let is_writing = || names(edition.path()).iter().any(|name| name.ends_with(".tmp"));
        while build.try_wait().unwrap().is_none() && !is_writing() {}
        fs::write(pages.join("catatan.txt"), "penting").unwrap();
        build.wait().unwrap();
        assert_eq!(fs::read(pages.join("catatan.txt")).unwrap(), b"penting");
        fs::remove_file(pages.join("catatan.txt")).unwrap();
    }
}

#[test]
fn f43_a_signed_document_is_never_overwritten() {
    let edition = edition::small();
    let signed = [&pdf(edition.path())[..], b"\n1 0 obj<</Type/Sig/ByteRange[0 1 2 3]>>endobj\n%%EOF\n"].concat();
    fs::write(edition.path().join("hasil.pdf"), &signed).unwrap();
    let expected = "gagal: `hasil.pdf` sudah ada dan bertanda tangan elektronik, jadi tidak ditimpa";
    assert_run(&build(edition.path(), &["-o", "hasil.pdf"]), 3, expected);
    assert!(fs::read(edition.path().join("hasil.pdf")).unwrap() == signed);
}

#[test]
fn f70_a_build_waits_for_a_change_that_is_under_way() {
    let edition = edition::small();
    let changing = File::open(edition.path()).unwrap();
    changing.lock().unwrap();
    let mut build = iki(edition.path());
    let mut build = build.args(["build", "-o", "-"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let waits = format!("READ {} ", build.id());
    let is_waiting = |line: &str| line.contains("->") && line.contains(&waits);
    while !fs::read_to_string("/proc/locks").unwrap().lines().any(is_waiting) {
        assert_eq!(build.try_wait().unwrap(), None);
    }
    change(edition.path(), "naskah.yaml", "tahun: 2024", "tahun: 2025");
    change(edition.path(), "jabatan/staf.yaml", "Penyiapan bahan", "Pengumpulan bahan");
    drop(changing);
    assert!(build.wait_with_output().unwrap().stdout == pdf(edition.path()));
}

#[test]
fn f12_a_name_from_the_content_stays_in_the_current_folder() {
    let edition = edition::small();
    for (nama, expected) in [("../../etc/passwd", "iki-etc-passwd-2024.pdf"), ("...", "iki-naskah-2024.pdf")] {
        let here = tempfile::tempdir().unwrap();
        let original = fs::read_to_string(edition::folder().join("edisi/naskah.yaml")).unwrap();
        let changed = original.replace("nama: Dinas Contoh", &format!("nama: {nama}"));
        fs::write(edition.path().join("naskah.yaml"), changed).unwrap();
        assert_run(&build(here.path(), &[edition.path().to_str().unwrap()]), 0, expected);
        assert_eq!(names(here.path()), [expected]);
    }
}

#[test]
fn f52_a_copy_of_a_position_is_to_be_removed() {
    for (name, kode) in [("staf - Copy.yaml", "di-luar-struktur"), ("staf (salinan).yml", "berkas-asing")] {
        let edition = edition::small();
        fs::copy(edition.path().join("jabatan/staf.yaml"), edition.path().join("jabatan").join(name)).unwrap();
        let run = build(edition.path(), &[]);
        let expected = format!(
            "--> jabatan/{name}:1:1\n = bantuan: tampaknya ini salinan berkas lain; hapus kalau tidak dipakai\n"
        );
        assert!(text(&run.stderr).contains(&format!("[{kode}]")), "{}", text(&run.stderr));
        assert!(text(&run.stderr).contains(&expected), "{}", text(&run.stderr));
    }
}

#[test]
fn f31_links_that_leave_the_edition_are_refused() {
    let outside = edition::small();
    let secret = outside.path().join("jabatan/staf.yaml");
    let linked = |name: &str, target: &Path| {
        let edition = edition::small();
        let path = edition.path().join(name);
        if path.is_dir() {
            fs::remove_dir_all(&path).unwrap();
        } else {
            fs::remove_file(&path).unwrap();
        }
        symlink(target, path).unwrap();
        edition
    };
    for (name, target, place) in [
        ("lambang.svg", outside.path().join("lambang.svg"), "naskah.yaml:7:12"),
        ("jabatan/staf.yaml", secret.clone(), "naskah.yaml:21:5"),
        ("jabatan", outside.path().join("jabatan"), "naskah.yaml:20:3"),
    ] {
        let edition = linked(name, &target);
        let run = build(edition.path(), &[]);
        assert_run(&run, 1, "galat[di-luar-folder]");
        assert!(text(&run.stderr).contains(&format!("--> {place}\n")), "{}", text(&run.stderr));
        assert!(text(&run.stderr).contains(target.canonicalize().unwrap().to_str().unwrap()));
        assert_eq!(fs::read(&secret).unwrap(), fs::read(edition::folder().join("edisi/jabatan/staf.yaml")).unwrap());
    }
    for name in ["lambang.svg", "jabatan/staf.yaml"] {
        let edition = linked(name, Path::new("a"));
        let folder = edition.path().join(name);
        symlink("b", folder.with_file_name("a")).unwrap();
        symlink("a", folder.with_file_name("b")).unwrap();
        assert_run(&build(edition.path(), &[]), 1, "galat[berkas-tidak-terbaca]");
    }
    // A link that stays inside is a file like any other.
    let edition = edition::small();
    fs::rename(edition.path().join("lambang.svg"), edition.path().join("asli.svg")).unwrap();
    symlink("asli.svg", edition.path().join("lambang.svg")).unwrap();
    assert_run(&build(edition.path(), &[]), 0, NAME);
}

#[test]
fn f32_only_plain_files_are_read() {
    for (name, code, expected) in [
        ("naskah.yaml", 3, "gagal: `naskah.yaml` bukan berkas biasa"),
        ("jabatan/staf.yaml", 1, "galat[bukan-berkas]: `jabatan/staf.yaml` bukan berkas biasa"),
        ("lambang.svg", 1, "galat[bukan-berkas]: `lambang.svg` bukan berkas biasa"),
    ] {
        let edition = edition::small();
        let path = edition.path().join(name);
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        assert_run(&build(edition.path(), &[]), code, expected);
        fs::remove_dir(&path).unwrap();
        mknodat(CWD, &path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        assert_run(&build(edition.path(), &[]), code, expected);
    }
}

#[test]
fn f32_a_plan_is_a_plain_file() {
    let edition = edition::small();
    mknodat(CWD, edition.path().join("pipa"), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
    for (plan, expected) in [
        ("pipa", "`pipa` bukan berkas biasa"),
        ("/dev/zero", "`/dev/zero` bukan berkas biasa"),
        ("jabatan", "`jabatan` bukan berkas biasa"),
        ("rencana.yaml", "berkas `rencana.yaml` tidak ada"),
    ] {
        let run = iki(edition.path()).args(["change", plan]).output().unwrap();
        assert_run(&run, 3, &format!("gagal: rencana tidak dapat dibaca: {expected} — "));
    }
}

#[test]
fn f35_a_font_folder_without_good_fonts_is_refused() {
    let edition = edition::small();
    let fonts = edition.path().join("huruf");
    assert_run(
        &build(edition.path(), &["--font-dir", "huruf"]),
        3,
        "gagal: folder jenis huruf `huruf` tidak dapat dibuka",
    );
    fs::create_dir(&fonts).unwrap();
    let expected = "gagal: tidak ada jenis huruf .ttf atau .otf di folder `huruf`\n";
    assert_run(&build(edition.path(), &["--font-dir", "huruf"]), 3, expected);
    fs::write(fonts.join("rusak.ttf"), "bukan huruf").unwrap();
    let expected = "gagal: berkas jenis huruf `huruf/rusak.ttf` rusak atau bukan jenis huruf TrueType/OpenType\n";
    assert_run(&build(edition.path(), &["--font-dir", "huruf"]), 3, expected);
    fs::remove_file(fonts.join("rusak.ttf")).unwrap();
    let regular = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts/tex-gyre-bonum/texgyrebonum-regular.otf");
    fs::copy(regular, fonts.join("kantor.otf")).unwrap();
    assert_run(&build(edition.path(), &["--font-dir", "huruf"]), 0, NAME);
}

#[test]
fn f37_a_result_without_a_place_is_a_failure() {
    let edition = edition::small();
    for (output, why) in [
        ("tidak/ada/hasil.pdf", "berkas atau foldernya tidak ada"),
        ("naskah.yaml/hasil.pdf", "ada berkas di tempat yang seharusnya folder"),
    ] {
        let before = files(edition.path());
        let expected = format!("gagal: `{output}` tidak dapat ditulis: {why}\n");
        assert_run(&build(edition.path(), &["-o", output]), 3, &expected);
        let folder = output.trim_end_matches(".pdf");
        assert_run(&build(edition.path(), &["-o", folder, "--format", "svg"]), 3, "tidak dapat ditulis");
        assert_eq!(files(edition.path()), before);
    }
    fs::create_dir(edition.path().join("folder")).unwrap();
    assert_run(&build(edition.path(), &["-o", "folder"]), 3, "gagal: `folder` sudah ada dan bukan PDF");
    assert!(names(&edition.path().join("folder")).is_empty());
    assert_run(&build(edition.path(), &["-o", "/dev/full"]), 3, "gagal: `/dev/full` sudah ada dan bukan PDF");
}

#[test]
fn f38_a_full_disk_leaves_the_old_file_and_nothing_else() {
    let edition = edition::small();
    let here = tempfile::tempdir().unwrap();
    let old = here.path().join("hasil.pdf");
    fs::write(&old, "%PDF-lama").unwrap();
    let folder = edition.path().to_str().unwrap();
    // No file may grow beyond a few blocks: writing fails as on a full disk.
    let limited = "trap '' XFSZ; ulimit -f 8; exec \"$0\" build \"$@\"";
    let run = shell(here.path(), limited).args([folder, "-o", "hasil.pdf"]).output().unwrap();
    assert_run(&run, 3, "gagal: `hasil.pdf` tidak dapat ditulis: berkasnya terlalu besar untuk penyimpanan itu\n");
    assert_eq!(fs::read(&old).unwrap(), b"%PDF-lama");
    let run = shell(here.path(), limited).args([folder, "-o", "halaman", "--format", "png"]).output().unwrap();
    assert_run(&run, 3, "gagal: folder `halaman` tidak dapat ditulis: ");
    assert_eq!(names(here.path()), ["hasil.pdf"]);
}

#[test]
fn f38_an_answer_that_finds_no_room_is_a_failure() {
    let content = edition::published().parent().unwrap().to_owned();
    let lines = [
        "build 2021 -o -",
        "check 2021",
        "check 2021 --fix --diff",
        "check --explain kata-asing",
        "diff 2021 2022",
        "--help",
    ];
    for line in lines {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let run = iki(&content).args(line.split(' ')).stdout(full).output().unwrap();
        let expected = "gagal: keluaran standar tidak dapat ditulis: penyimpanannya penuh\n";
        assert_run(&run, 3, expected);
    }
}

#[test]
fn f49_many_threads_in_limited_memory_do_not_abort_a_build() {
    let here = tempfile::tempdir().unwrap();
    let limited = "ulimit -v 1000000; exec \"$0\" build \"$@\"";
    let edition = edition::published();
    for threads in ["2", "8", "64"] {
        let mut run = shell(here.path(), limited);
        run.env("RAYON_NUM_THREADS", threads).arg(&edition).args(["-o", "hasil.pdf"]);
        let run = run.output().unwrap();
        assert_eq!(run.status.code(), Some(0), "{threads} threads: {}", String::from_utf8_lossy(&run.stderr));
    }
}

#[test]
fn f38_trouble_in_the_content_leaves_the_old_file() {
    let edition = edition::small();
    let old = edition.path().join("hasil.pdf");
    fs::write(&old, "%PDF-lama").unwrap();
    let indent = "\n          ";
    let long_factor =
        format!("formulasi:{indent}pembilang: a{indent}penyebut: b{indent}faktor: {}", "seratus".repeat(400));
    for (part, by, expected) in [
        ("tugas:", "tugass:", "galat[kunci-tidak-dikenal]"),
        ("Membantu", "Membantu 😀", "galat[karakter-tanpa-huruf]"),
        ("formulasi: Jumlah bahan pada tahun N", &long_factor, "galat[teks-keluar]"),
    ] {
        let edition_with_fault = edition::small();
        change(edition_with_fault.path(), "jabatan/staf.yaml", part, by);
        let folder = edition_with_fault.path().to_str().unwrap();
        assert_run(&build(edition.path(), &[folder, "-o", "hasil.pdf"]), 1, expected);
        assert_eq!(fs::read(&old).unwrap(), b"%PDF-lama");
    }
}

#[test]
fn f39_a_killed_build_leaves_the_old_or_the_new_file() {
    let (first, second) = (edition::small(), edition::small());
    change(second.path(), "naskah.yaml", "tahun: 2024", "tahun: 2025");
    let whole = [pdf(first.path()), pdf(second.path())];
    let here = tempfile::tempdir().unwrap();
    let output = here.path().join("hasil.pdf");
    fs::write(&output, &whole[0]).unwrap();
    for step in 0..20 {
        let edition = if step % 2 == 0 { &second } else { &first };
        let mut child = iki(here.path())
            .args(["build", edition.path().to_str().unwrap(), "-o", "hasil.pdf"])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // As soon as something is being written, or a few looks later.
        let mut looks = step;
        while child.try_wait().unwrap().is_none() && looks > 0 {
            looks -= usize::from(names(here.path()).iter().any(|name| name.ends_with(".tmp")));
        }
        _ = child.kill();
        child.wait().unwrap();
        assert!(whole.contains(&fs::read(&output).unwrap()), "step {step}");
    }
    build(here.path(), &[second.path().to_str().unwrap(), "-o", "hasil.pdf"]);
    assert_eq!(fs::read(&output).unwrap(), whole[1]);
    assert_eq!(names(here.path()), ["hasil.pdf"]);
}

#[test]
fn f39_what_a_killed_build_left_is_swept_away() {
    let edition = edition::small();
    fs::write(edition.path().join(".iki-abc.tmp"), "%PDF-").unwrap();
    fs::create_dir(edition.path().join(".iki-def.tmp")).unwrap();
    fs::write(edition.path().join(".iki-def.tmp/halaman-01.svg"), "<svg").unwrap();
    let busy = File::create(edition.path().join(".iki-sibuk.tmp")).unwrap();
    busy.lock().unwrap();
    fs::write(edition.path().join(".lain.tmp"), "").unwrap();
    assert_run(&build(edition.path(), &[]), 0, NAME);
    let expected = [".iki-sibuk.tmp", ".lain.tmp", NAME, "jabatan", "lambang.svg", "naskah.yaml"];
    assert_eq!(names(edition.path()), expected);
}

#[test]
fn f40_builds_into_one_place_at_once_all_end_well() {
    let (first, second) = (edition::small(), edition::small());
    change(second.path(), "naskah.yaml", "tahun: 2024", "tahun: 2025");
    let whole = [pdf(first.path()), pdf(second.path())];
    let here = tempfile::tempdir().unwrap();
    for format in ["pdf", "svg"] {
        let builds: Vec<_> = (0..8)
            .map(|number| {
                let edition = if number % 2 == 0 { &first } else { &second };
                let args = ["build", edition.path().to_str().unwrap(), "--format", format, "-o", format];
                iki(here.path()).args(args).stderr(Stdio::piped()).spawn().unwrap()
            })
            .collect();
        for build in builds {
            assert_run(&build.wait_with_output().unwrap(), 0, "2 jabatan");
        }
    }
    assert!(whole.contains(&fs::read(here.path().join("pdf")).unwrap()));
    assert_eq!(names(&here.path().join("svg")), ["halaman-01.svg", "halaman-02.svg", "halaman-03.svg"]);
    assert_eq!(names(here.path()), ["pdf", "svg"]);
}

#[test]
fn f41_an_input_is_never_overwritten() {
    let edition = edition::small();
    let before = files(edition.path());
    for input in ["naskah.yaml", "jabatan/staf.yaml", "./jabatan/../naskah.yaml"] {
        let refused = format!("gagal: `{input}` sudah ada dan bukan PDF, jadi tidak ditimpa");
        assert_run(&build(edition.path(), &["-o", input]), 3, &refused);
    }
    assert_run(&build(edition.path(), &["-o", "lambang.svg"]), 2, "salah pakai: hasilnya PDF, bukan .svg");
    assert_run(&build(edition.path(), &["-o", "jabatan", "--format", "typ"]), 3, "berisi berkas lain");
    assert_eq!(files(edition.path()), before);
}

#[test]
fn f41_a_link_stays_a_link_and_its_file_is_replaced() {
    let edition = edition::small();
    let elsewhere = tempfile::tempdir().unwrap();
    let target = elsewhere.path().join("asli.pdf");
    fs::write(&target, "%PDF-lama").unwrap();
    let link = edition.path().join("hasil.pdf");
    symlink(&target, &link).unwrap();
    assert_run(&build(edition.path(), &["-o", "hasil.pdf"]), 0, "hasil.pdf");
    assert_eq!(fs::read_link(&link).unwrap(), target);
    assert_eq!(fs::read(&target).unwrap(), pdf(edition.path()));
    assert_eq!(names(elsewhere.path()), ["asli.pdf"]);
    fs::remove_file(&target).unwrap();
    let expected = "gagal: `hasil.pdf` adalah tautan ke berkas yang tidak ada";
    assert_run(&build(edition.path(), &["-o", "hasil.pdf"]), 3, expected);
    assert_eq!(fs::read_link(&link).unwrap(), target);
    assert!(names(elsewhere.path()).is_empty());
}

#[test]
fn f41_a_link_to_a_folder_stays_a_link() {
    let edition = edition::small();
    let elsewhere = tempfile::tempdir().unwrap();
    let target = elsewhere.path().join("asli");
    fs::create_dir(&target).unwrap();
    let link = edition.path().join("halaman");
    symlink(&target, &link).unwrap();
    for _ in 0..2 {
        assert_run(&build(edition.path(), &["--format", "svg", "-o", "halaman"]), 0, "halaman/");
        assert_eq!(fs::read_link(&link).unwrap(), target);
        assert_eq!(names(&target).len(), 3);
    }
    assert_eq!(names(elsewhere.path()), ["asli"]);
    assert_eq!(names(edition.path()), ["halaman", "jabatan", "lambang.svg", "naskah.yaml"]);
}

#[test]
fn f45_nothing_but_the_content_decides_the_bytes() {
    let edition = edition::small();
    let expected = pdf(edition.path());
    let environments: [&[(&str, &str)]; 6] = [
        &[],
        &[("LANG", "C"), ("TZ", "Pacific/Kiritimati")],
        &[("LC_ALL", "tr_TR.UTF-8"), ("TERM", "dumb"), ("COLUMNS", "10")],
        &[("HOME", "/tidak/ada"), ("TMPDIR", "/tidak/ada")],
        &[("RAYON_NUM_THREADS", "1"), ("SOURCE_DATE_EPOCH", "0")],
        &[("TYPST_FONT_PATHS", "/usr/share/fonts"), ("NO_COLOR", "1")],
    ];
    for variables in environments {
        let mut command = iki(edition.path());
        let run = command.env_clear().envs(variables.iter().copied()).args(["build", "-o", "-"]).output().unwrap();
        assert!(run.stdout == expected, "{variables:?}");
    }
    let masked = shell(edition.path(), "umask 077; exec \"$0\" build -o -").output().unwrap();
    assert!(masked.stdout == expected, "umask");
}

#[test]
fn f45_a_reader_that_has_gone_away_is_no_panic() {
    let edition = edition::small();
    let closed = || io::pipe().unwrap().1;
    let run = iki(edition.path()).args(["build", "-o", "-"]).stdout(closed()).output().unwrap();
    assert_run(&run, 3, "gagal: keluaran standar tidak dapat ditulis: ");
    let run = iki(edition.path()).arg("build").stderr(closed()).output().unwrap();
    assert_eq!(run.status.code(), Some(0));
    change(edition.path(), "naskah.yaml", "tahun:", "tahunn:");
    let run = iki(edition.path()).arg("build").stderr(closed()).output().unwrap();
    assert_eq!(run.status.code(), Some(1));
    let content = edition::published().parent().unwrap().to_owned();
    for (line, code) in [("check 2021", 0), ("diff 2021 2022", 1), ("--help", 0)] {
        let run = iki(&content).args(line.split(' ')).stdout(closed()).output().unwrap();
        assert_eq!(run.status.code(), Some(code), "{line}: {}", text(&run.stderr));
    }
}

#[test]
fn f45_a_report_into_a_pipe_has_no_colours() {
    let edition = edition::small();
    change(edition.path(), "naskah.yaml", "tahun:", "tahunn:");
    for variables in [[("TERM", "xterm-256color")], [("NO_COLOR", "1")]] {
        let run = iki(edition.path()).arg("build").envs(variables).output().unwrap();
        assert_run(&run, 1, "galat[kunci-tidak-dikenal]");
        assert!(!run.stderr.contains(&0x1b), "{}", text(&run.stderr));
    }
}

#[test]
fn f46_odd_folders_are_folders() {
    let edition = edition::small();
    let expected = pdf(edition.path());
    let here = tempfile::tempdir().unwrap();
    let odd = [OsString::from("dua kata é 'kutip' #1"), OsString::from_vec(b"tidak-utf8-\xff".to_vec())];
    for name in odd {
        let folder = here.path().join(name);
        fs::rename(edition::copy(edition.path()).keep(), &folder).unwrap();
        assert!(run_in(&folder, &["-o", "-"]).stdout == expected, "{}", folder.display());
        let output = folder.join("hasil.pdf");
        let run = iki(here.path()).arg("build").arg(&folder).arg("-o").arg(&output).output().unwrap();
        assert_run(&run, 0, "hasil.pdf");
        assert!(fs::read(output).unwrap() == expected);
    }
    let gone = here.path().join("hilang");
    fs::create_dir(&gone).unwrap();
    let script = "rmdir ../hilang; exec \"$0\" build \"$@\"";
    let run = shell(&gone, script).arg(edition.path()).args(["-o", "-"]).output().unwrap();
    assert!(run.stdout == expected, "{}", text(&run.stderr));
    fs::create_dir(&gone).unwrap();
    assert_run(&shell(&gone, script).output().unwrap(), 3, "gagal: ");
}

#[test]
fn f48_permissions_are_those_of_the_old_file_or_of_the_mask() {
    let edition = edition::small();
    let mode = |name: &str| fs::metadata(edition.path().join(name)).unwrap().permissions().mode() & 0o777;
    for (mask, file, folder) in [("077", 0o600, 0o700), ("022", 0o644, 0o755), ("002", 0o664, 0o775)] {
        let (pdf, pages) = (format!("hasil-{mask}.pdf"), format!("halaman-{mask}"));
        for (format, result) in [("pdf", &pdf), ("svg", &pages)] {
            let script = format!("umask {mask}; exec \"$0\" build --format {format} -o {result}");
            assert_run(&shell(edition.path(), &script).output().unwrap(), 0, result);
        }
        assert_eq!(mode(&pdf), file, "{mask}");
        assert_eq!(mode(&pages), folder, "{mask}");
        assert_eq!(mode(&format!("{pages}/halaman-01.svg")), file, "{mask}");
    }
    fs::set_permissions(edition.path().join("hasil-077.pdf"), fs::Permissions::from_mode(0o640)).unwrap();
    assert_run(&build(edition.path(), &["-o", "hasil-077.pdf"]), 0, "hasil-077.pdf");
    assert_eq!(mode("hasil-077.pdf"), 0o640);
    let pages = ["--format", "svg", "-o", "halaman-022"];
    let allow = |bits| {
        fs::set_permissions(edition.path().join("halaman-022"), fs::Permissions::from_mode(bits)).unwrap();
    };
    allow(0o700);
    assert_run(&build(edition.path(), &pages), 0, "halaman-022");
    assert_eq!(mode("halaman-022"), 0o700);
    allow(0o500);
    assert_run(&build(edition.path(), &pages), 3, "gagal: `halaman-022` hanya boleh dibaca, jadi tidak diganti");
    allow(0o700);
}

#[test]
fn f66_faults_of_a_template_are_shown_where_they_are() {
    for (name, start, expected) in [
        ("design.typ", "#let x = (\n", "galat[templat]: Typst menolak susunan ini: "),
        ("jabatan.typ.j2", "{{ tidak_ada }}\n", "galat[templat]: templat tidak dapat dijalankan: "),
        ("jabatan.typ.j2", "{% if %}\n", "galat[templat]: templat tidak dapat dijalankan: "),
        ("naskah.typ.j2", "{{ [1, 2] }}\n", "galat[templat]: templat tidak dapat dijalankan: "),
        ("jabatan.typ.j2", ENDLESS, "galat[templat]: templat tidak dapat dijalankan: "),
        ("design.typ", "#while true {}\n", "galat[templat]: Typst menolak susunan ini: "),
    ] {
        let edition = with_template(name, "", start);
        let run = build(edition.path(), &["--templates", "templat"]);
        assert_run(&run, 1, expected);
        let report = text(&run.stderr);
        let place = format!("--> templat/{name}:1:");
        assert!(report.contains(&place), "{name}\n{report}");
    }
}

#[test]
fn f66_a_text_that_would_lose_its_place_is_not_placed() {
    for by in [
        "{{ nama|upper }}",
        "{{ nama ~ \"\" }}",
        "{{ \"%s\"|format(nama) }}",
        "{{ nama|pprint }}",
        "{{ [nama, tugas]|join(\" \") }}",
        "{% autoescape false %}{% set isi %}{{ nama }}{% endset %}{{ isi }}{% endautoescape %}",
    ] {
        let edition = with_template("jabatan.typ.j2", "{{ nama }}", by);
        let run = build(edition.path(), &["--templates", "templat"]);
        assert_run(&run, 1, "templat tidak dapat dijalankan: teks naskah hanya dapat ditempatkan utuh");
        assert!(text(&run.stderr).contains("--> templat/jabatan.typ.j2:"), "{}", text(&run.stderr));
    }
    let html = "{% autoescape 'html' %}{{ b.alt|e }}{% endautoescape %}";
    let edition = with_template("jabatan.typ.j2", "{{ b.alt }}", html);
    assert_run(
        &build(edition.path(), &["--templates", "templat"]),
        1,
        "galat[templat]: templat tidak dapat dijalankan: ",
    );
    let edition = with_template("jabatan.typ.j2", "{{ nama }}", "strong({{ nama }})");
    assert_run(&build(edition.path(), &["--templates", "templat"]), 0, NAME);
}

#[test]
fn a_fault_of_a_template_is_told_once_for_all_sheets() {
    let edition = with_template("jabatan.typ.j2", "", "{{ tidak_ada }}\n");
    let run = build(edition.path(), &["--templates", "templat", "--jabatan", "kepala", "--jabatan", "staf"]);
    assert_run(&run, 1, "galat[templat]");
    assert_eq!(text(&run.stderr).matches("galat[templat]").count(), 1, "{}", text(&run.stderr));
}

#[test]
fn a_position_whose_name_is_wrong_is_told_and_not_left_out() {
    let edition = edition::small();
    change(edition.path(), "naskah.yaml", "    staf:", "    Staf:");
    assert_run(&build(edition.path(), &[]), 1, "galat[id-salah]");
    assert_run(&build(edition.path(), &["--jabatan", "staf"]), 1, "galat[id-salah]");
}

#[test]
fn f66_a_template_that_leaves_a_text_out_is_stopped() {
    let edition = with_template("jabatan.typ.j2", "{{ tugas }}", "[]");
    let run = build(edition.path(), &["--templates", "templat"]);
    assert_run(&run, 1, "galat[teks-hilang]");
    assert!(text(&run.stderr).contains("--> jabatan/staf.yaml:2:8\n"), "{}", text(&run.stderr));
}

#[test]
fn f66_a_template_that_leaves_out_a_part_of_the_signature_is_stopped() {
    for (part, by, key) in [
        ("    \"NIP. \" + {{ pengesahan.nip }},", "", "  nip:"),
        (" + \" (\" + {{ pengesahan.golongan }} + \")\"", "", "  golongan:"),
        (" + [, ] + {{ pengesahan.tanggal }}", "", "  tanggal:"),
    ] {
        let edition = with_template("jabatan.typ.j2", part, by);
        let run = build(edition.path(), &["--templates", "templat"]);
        assert_run(&run, 1, "galat[teks-hilang]");
        let naskah = fs::read_to_string(edition.path().join("naskah.yaml")).unwrap();
        let line = naskah.lines().position(|line| line.starts_with(key)).unwrap() + 1;
        assert!(text(&run.stderr).contains(&format!("--> naskah.yaml:{line}:")), "{}", text(&run.stderr));
    }
}

#[test]
fn f66_a_template_that_leaves_out_cover_or_letterhead_is_stopped() {
    for (name, part, by, place) in [
        ("naskah.typ.j2", "alamat: {{ kantor.alamat }}", "alamat: []", "naskah.yaml:8:11"),
        ("jabatan.typ.j2", "pemerintah: {{ kantor.pemerintah }}", "pemerintah: []", "naskah.yaml:4:15"),
    ] {
        let edition = with_template(name, part, by);
        let run = build(edition.path(), &["--templates", "templat"]);
        assert_run(&run, 1, "galat[teks-hilang]");
        assert!(text(&run.stderr).contains(&format!("--> {place}\n")), "{}", text(&run.stderr));
    }
}

#[test]
fn f66_a_template_that_prints_texts_on_each_other_is_stopped() {
    let edition = with_template("design.typ", "    v(1em)\n    let bagian", "    v(-1.5em)\n    let bagian");
    let run = build(edition.path(), &["--templates", "templat"]);
    assert_run(&run, 1, "galat[teks-bertumpuk]");
    assert!(text(&run.stderr).contains("--> jabatan/kepala.yaml:1:7\n"), "{}", text(&run.stderr));
}

#[test]
fn f66_a_template_of_an_unknown_name_is_refused() {
    let edition = edition::small();
    fs::create_dir(edition.path().join("templat")).unwrap();
    fs::write(edition.path().join("templat/sampul.typ"), "").unwrap();
    let expected = "gagal: templat `templat/sampul.typ` tidak dikenal; yang dapat diganti: `naskah.typ.j2`, ";
    assert_run(&build(edition.path(), &["--templates", "templat"]), 3, expected);
    let expected = "gagal: folder templat `lain` tidak dapat dibuka: berkas atau foldernya tidak ada\n";
    assert_run(&build(edition.path(), &["--templates", "lain"]), 3, expected);
    fs::remove_file(edition.path().join("templat/sampul.typ")).unwrap();
    fs::write(edition.path().join("templat/design.typ"), b"\xff").unwrap();
    let expected = "gagal: templat `templat/design.typ` tidak dapat dibaca: isinya bukan teks UTF-8\n";
    assert_run(&build(edition.path(), &["--templates", "templat"]), 3, expected);
    fs::write(edition.path().join("templat/design.typ"), "\n".repeat(1024 * 1024 + 1)).unwrap();
    let expected = "gagal: templat `templat/design.typ` terlalu besar: paling besar 1.024 KiB\n";
    assert_run(&build(edition.path(), &["--templates", "templat"]), 3, expected);
}

/// Loops that only fuel ends.
const ENDLESS: &str = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}\n";

/// An edition with a folder `templat` of one template, changed at its start or
/// in a part.
fn with_template(name: &str, part: &str, by: &str) -> TempDir {
    let edition = edition::small();
    let folder = edition.path().join("templat");
    fs::create_dir(&folder).unwrap();
    let template = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("templates").join(name)).unwrap();
    assert!(template.contains(part), "{part}");
    fs::write(folder.join(name), template.replacen(part, by, 1)).unwrap();
    edition
}

fn iki(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_iki"));
    command.current_dir(folder).stdin(Stdio::null());
    command
}

/// A shell that knows the program as `$0`.
fn shell(folder: &Path, script: &str) -> Command {
    let mut command = Command::new("sh");
    command.current_dir(folder).args(["-c", script, env!("CARGO_BIN_EXE_iki")]);
    command
}

fn build(folder: &Path, args: &[&str]) -> Output {
    run_in(folder, args)
}

fn run_in<S: AsRef<OsStr>>(folder: &Path, args: &[S]) -> Output {
    iki(folder).arg("build").args(args).output().unwrap()
}

/// The document of an edition.
fn pdf(edition: &Path) -> Vec<u8> {
    let run = build(edition, &["-o", "-"]);
    assert!(is_whole_pdf(&run.stdout), "{}", text(&run.stderr));
    run.stdout
}

fn is_whole_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-1.7") && bytes.trim_ascii_end().ends_with(b"%%EOF")
}

/// A run that printed nothing to standard output ended with a code and said
/// something.
#[track_caller]
fn assert_run(run: &Output, code: i32, said: &str) {
    let stderr = text(&run.stderr);
    assert_eq!(run.status.code(), Some(code), "{stderr}");
    assert!(stderr.contains(said), "expected: {said}\n{stderr}");
    assert!(run.stdout.is_empty());
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Every file below a folder with its bytes.
fn files(folder: &Path) -> BTreeSet<(PathBuf, Vec<u8>)> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.extend([(path.clone(), fs::read(&path).unwrap())]);
        }
    }
    found
}

/// Replaces a part of a file.
#[track_caller]
fn change(folder: &Path, file: &str, part: &str, by: &str) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(part), "{part}");
    fs::write(path, text.replacen(part, by, 1)).unwrap();
}
