//! The redline as its readers find it: what it shows, and what it says of it.

use std::fs;
use std::path::Path;

use iki::content;
use iki::diff::{self, telling};
use tempfile::TempDir;

use crate::diff::change;
use crate::edition::{self, iki};
use crate::official::{assert_valid, squeezed};
use crate::pdf::Pdf;

/// A copy of the published edition, changed in many ways.
fn changed() -> TempDir {
    let folder = edition::copy(&edition::published());
    let change = |file: &str, from: &str, to: &str| change(&folder, file, from, to);
    change("naskah.yaml", "nama: YOGA PRATOMO", "nama: SITI RAHAYU");
    let secretary = "jabatan/sekretaris.yaml";
    change(secretary, "tugas: Merencanakan,", "tugas: Merumuskan, *merencanakan*,");
    change(secretary, "  - Pengelolaan urusan rumah tangga;\n", "");
    let after = "serta pertanggungjawaban pelaksanaan anggaran;\n";
    change(secretary, after, &format!("{after}  - Pengelolaan urusan rumah tangga;\n"));
    change(secretary, "  - Pengelolaan barang milik/kekayaan Daerah;\n", "");
    change(secretary, "pembilang: Jumlah fasilitasi Administrasi Keuangan", "pembilang: Jumlah layanan keuangan");
    let office = "jabatan/kasubbag-umum-dan-kepegawaian.yaml";
    change(office, "formulasi: Jumlah laporan lakip", "formulasi: Jumlah laporan LAKIP");
    change("naskah.yaml", "      kasi-kehumasan:\n", "");
    fs::remove_file(folder.path().join("jabatan/kasi-kehumasan.yaml")).unwrap();
    change(
        "naskah.yaml",
        "      kasi-layanan-hubungan-media:\n",
        "      kasi-arsip:\n      kasi-layanan-hubungan-media:\n",
    );
    fs::copy(edition::folder().join("edisi/jabatan/staf.yaml"), folder.path().join("jabatan/kasi-arsip.yaml")).unwrap();
    folder
}

/// The redline from the published edition to another.
fn redline(new: &Path) -> Vec<u8> {
    between(&edition::published(), new)
}

fn between(old: &Path, new: &Path) -> Vec<u8> {
    let [old, new] = [old, new].map(|path| path.to_str().unwrap().to_owned());
    let run = iki(Path::new("/"), &["diff", &old, &new, "--format", "pdf", "-o", "-"]);
    assert!(!run.stdout.is_empty(), "{}", String::from_utf8_lossy(&run.stderr));
    run.stdout
}

#[test]
fn it_says_what_the_text_says() {
    let new = changed();
    let (old, new) = (content::read(&edition::published()).unwrap(), content::read(new.path()).unwrap());
    let changes = diff::between(old.naskah.as_ref().unwrap(), new.naskah.as_ref().unwrap());
    let told = telling::text(&changes, new.naskah.as_ref().unwrap());
    let pdf = Pdf::read(&redline(Path::new(&new.sources.all().next().unwrap().1.name).parent().unwrap()));
    let structure = pdf.structure();
    let spoken = structure.with_role("Formula").into_iter().filter_map(|formula| formula.alt.clone());
    let seen = squeezed(&(structure.text() + &spoken.collect::<String>()));
    let is_about_words = |line: &&str| line.contains("[-") || line.contains("{+");
    let mut count = 0;
    for line in told.lines().filter(is_about_words) {
        let words = line.split_once(": ").unwrap().1;
        let words = words.replace("[-", "[dihapus:").replace("{+", "[baru:").replace("-]", "]").replace("+}", "]");
        assert!(seen.contains(&squeezed(&words.replace('*', ""))), "{line}");
        count += 1;
    }
    assert_eq!(count, 7, "{told}");
    assert!(seen.contains(&squeezed("[dipindahkan dari fungsi butir 4] Pengelolaan urusan rumah tangga;")));
}

#[test]
fn a_name_that_is_used_again_has_two_sheets() {
    let new = edition::copy(&edition::published());
    let jabatan = new.path().join("jabatan");
    fs::rename(jabatan.join("kasi-statistik-sektoral.yaml"), jabatan.join("kasi-kehumasan.yaml")).unwrap();
    change(&new, "naskah.yaml", "      kasi-statistik-sektoral:\n", "");
    change(&new, "jabatan/kasi-kehumasan.yaml", "\nnama:", "\npendahulu: [kasi-statistik-sektoral]\nnama:");
    let told = squeezed(&Pdf::read(&redline(new.path())).structure().text());
    let fate = "berganti nama berkas, pindah. Nama berkas: semula kasi-statistik-sektoral, menjadi kasi-kehumasan. \
                Atasan: semula Kepala Bidang Aplikasi Informatika, menjadi Kepala Bidang Komunikasi Publik.";
    assert!(told.contains(&squeezed(fate)), "{told}");
    change(&new, "jabatan/kasi-kehumasan.yaml", "\ntugas: ", "\ntugas: Sungguh ");
    let told = squeezed(&Pdf::read(&redline(new.path())).structure().text());
    assert!(told.contains("[baru:Sungguh]"), "{told}");
    assert!(told.contains("Jabataninidihapus."), "{told}");
}

#[test]
fn between_what_is_gone_and_what_is_new_is_one_gap() {
    let (old, new) = (edition::small(), edition::small());
    change(&old, "jabatan/staf.yaml", "tugas: Membantu", "tugas: Membantu; mengurus,");
    change(&new, "jabatan/staf.yaml", "tugas: Membantu", "tugas: Membantu;mengurus,");
    let told = Pdf::read(&between(old.path(), new.path())).structure().text();
    let told = told.replace('\n', "").replace('\u{a0}', " ");
    assert!(told.contains("[dihapus: Membantu;] [baru: Membantu;]mengurus"), "{told}");
}

/// A sheet with so many functions, and one formula.
fn sheet(functions: usize, formula: &str) -> String {
    let functions = "  - Penyiapan bahan.\n".repeat(functions);
    format!(
        "nama: Staf Contoh\ntugas: Membantu.\nfungsi:\n{functions}kinerja:\n  - sasaran: Layanan\n    indikator:\n      \
         - nama: Bahan\n        formulasi: {formula}\n        sumber_data: Laporan\n"
    )
}

#[test]
fn a_formula_and_the_words_that_replace_it_stay_on_one_page() {
    let formulas = ["{pembilang: Jumlah bahan yang siap, penyebut: Jumlah bahan}", "Jumlah bahan yang siap"];
    // The change of a long name is told above the sheet.
    let long = "panjang-".repeat(9);
    for names in [["staf".to_owned(), "staf".to_owned()], [format!("lama-{long}"), format!("kini-{long}")]] {
        for functions in 25..33 {
            let [old, new] = [0, 1].map(|index| {
                let (edition, name) = (edition::small(), &names[index]);
                change(&edition, "naskah.yaml", "staf:", &format!("{name}:"));
                fs::remove_file(edition.path().join("jabatan/staf.yaml")).unwrap();
                let sheet = format!("pendahulu: [{}]\n{}", names[0], sheet(functions, formulas[index]));
                fs::write(edition.path().join(format!("jabatan/{name}.yaml")), sheet).unwrap();
                edition
            });
            for page in Pdf::read(&between(old.path(), new.path())).pages {
                let text = squeezed(&page.text());
                let count = |mark: &str| text.matches(&format!("[{mark}:Laporan]")).count();
                assert_eq!(count("dihapus"), count("baru"), "{functions} functions of {}", names[1]);
            }
        }
    }
}

#[test]
fn a_caption_is_marked_whichever_sheet_has_its_own() {
    let captions = |old: &str, new: &str| {
        let [old, new] = [old, new].map(|own| {
            let edition = edition::small();
            let path = edition.path().join("jabatan/staf.yaml");
            fs::write(&path, fs::read_to_string(&path).unwrap() + own).unwrap();
            edition
        });
        let names = [&old, &new].map(|edition| edition.path().to_str().unwrap().to_owned());
        let run = iki(new.path(), &["diff", &names[0], &names[1], "--format", "pdf", "-o", "-"]);
        squeezed(&Pdf::read(&run.stdout).structure().text())
    };
    let own = "kolom:\n  formulasi: RUMUS\n";
    let other = "kolom:\n  formulasi: HITUNGAN\n";
    for (old, new, expected) in [
        ("", own, "[dihapus:FORMULASI PERHITUNGAN][baru:RUMUS]"),
        (own, "", "[dihapus:RUMUS][baru:FORMULASI PERHITUNGAN]"),
        (own, other, "[dihapus:RUMUS][baru:HITUNGAN]"),
    ] {
        let seen = captions(old, new);
        assert!(seen.contains(&squeezed(expected)), "{expected}: {seen}");
    }
}

#[test]
fn only_what_has_changed_is_printed() {
    let pdf = Pdf::read(&redline(changed().path()));
    let structure = pdf.structure();
    let headings: Vec<String> = structure
        .all()
        .into_iter()
        .filter(|element| element.role.starts_with('H'))
        .map(|element| element.text().replace(['\n', '\u{a0}'], ""))
        .collect();
    assert_eq!(
        headings,
        [
            "Jabatan",
            "Di luar lembar jabatan",
            "Sekretaris Dinas Komunikasi dan Informatika",
            "Kepala Sub. Bagian Umum dan Kepegawaian",
            "[baru:Staf Contoh]",
            "[dihapus:Kepala Seksi Kehumasan]",
        ]
    );
    let summary = squeezed(&structure.text());
    assert!(
        summary.contains(&squeezed("Dahulu 16 jabatan, kini 16: 1 baru, 1 dihapus, 2 berubah isinya, dan 13 tetap."))
    );
    assert!(summary.contains(&squeezed("TAHUN 2021")));
}

#[test]
fn it_is_accessible_and_has_both_editions_attached() {
    let new = changed();
    let bytes = redline(new.path());
    assert_valid(&bytes, "redline");
    let attached = Pdf::read(&bytes).attachments();
    for (name, folder) in [("lama", edition::published()), ("baru", new.path().to_owned())] {
        for file in ["naskah.yaml", "jabatan/sekretaris.yaml"] {
            assert_eq!(attached[&format!("sumber/{name}/{file}")], fs::read(folder.join(file)).unwrap());
        }
    }
    assert_eq!(attached.len(), 2 * 17 + 1);
    assert_eq!(bytes, redline(new.path()), "the same editions give the same bytes");
}

#[test]
fn f69_whatever_has_changed_can_be_set() {
    let everything = edition::copy(&edition::published());
    let ids = edition::copy(&edition::published());
    for name in edition::names(&everything.path().join("jabatan")) {
        let path = everything.path().join("jabatan").join(&name);
        let text = fs::read_to_string(&path).unwrap();
        let other = |(number, line): (usize, &str)| match line.split_once(": ") {
            _ if line.starts_with('#') || line.starts_with("penomoran_sasaran") => line.to_owned(),
            Some((key, _)) => format!("{key}: Lain{number}"),
            None if line.starts_with("  - ") && !line.ends_with(':') => format!("  - Lain{number}"),
            None => line.to_owned(),
        };
        fs::write(&path, text.lines().enumerate().map(other).collect::<Vec<_>>().join("\n")).unwrap();
        let jabatan = ids.path().join("jabatan");
        fs::rename(jabatan.join(&name), jabatan.join(format!("x-{name}"))).unwrap();
    }
    let tree = ids.path().join("naskah.yaml");
    let text = fs::read_to_string(&tree).unwrap();
    let (head, structure) = text.split_once("struktur:\n").unwrap();
    let renamed: String =
        structure.lines().map(|line| line.replacen(line.trim(), &format!("x-{}\n", line.trim()), 1)).collect();
    fs::write(&tree, format!("{head}struktur:\n{renamed}")).unwrap();
    for (folder, expected) in
        [(&everything, "Dahulu 16 jabatan, kini 16: "), (&ids, "Dahulu 16 jabatan, kini 16: 16 berganti nama berkas.")]
    {
        let bytes = redline(folder.path());
        assert_valid(&bytes, expected);
        let text = squeezed(&Pdf::read(&bytes).structure().text());
        assert!(text.contains(&squeezed(expected)), "{expected}");
    }
    assert!(squeezed(&Pdf::read(&redline(ids.path())).structure().text()).contains("dikenalidarikemiripannya"));
}

#[test]
fn files_that_are_there_are_not_harmed() {
    let (old, new, out) = (edition::small(), edition::small(), tempfile::tempdir().unwrap());
    let [a, b] = [&old, &new].map(|folder| folder.path().to_str().unwrap().to_owned());
    let same = iki(out.path(), &["diff", &a, &b, "--format", "pdf"]);
    assert_eq!(
        (same.status.code(), String::from_utf8_lossy(&same.stderr).as_ref()),
        (Some(0), "tidak ada perubahan\n")
    );
    assert_eq!(edition::names(out.path()), [""; 0]);
    change(&new, "jabatan/staf.yaml", "tugas:", "tugas: Sangat");
    let told = iki(out.path(), &["diff", &a, &b, "--format", "pdf"]);
    assert_eq!(told.status.code(), Some(1));
    assert_eq!(
        String::from_utf8_lossy(&told.stderr),
        "perubahan-dinas-contoh-2024-2024.pdf: 2 halaman\n1 perubahan, pada 1 jabatan\n"
    );
    assert_eq!(iki(out.path(), &["diff", &a, &b, "-o", "ubah"]).status.code(), Some(1));
    assert!(fs::read_to_string(out.path().join("ubah")).unwrap().contains("tugas diubah: {+Sangat +}"));
    for format in ["pdf", "text", "json"] {
        let run = iki(out.path(), &["diff", &a, &b, "--format", format, "-o", "ubah"]);
        assert_eq!(run.status.code(), Some(3), "{format}");
        assert!(String::from_utf8_lossy(&run.stderr).contains("`ubah`"), "{run:?}");
    }
    let unknown = iki(out.path(), &["diff", &a, &b, "--jabatan", "stap"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("mungkin maksudnya `staf`"));
}

#[test]
fn an_office_without_letters_has_a_file_too() {
    let (old, new, out) = (edition::small(), edition::small(), tempfile::tempdir().unwrap());
    change(&new, "naskah.yaml", "nama: Dinas Contoh", "nama: ...");
    let [old, new] = [&old, &new].map(|folder| folder.path().to_str().unwrap().to_owned());
    assert_eq!(iki(out.path(), &["diff", &old, &new, "--format", "pdf"]).status.code(), Some(1));
    assert_eq!(edition::names(out.path()), ["perubahan-naskah-2024-2024.pdf"]);
}
