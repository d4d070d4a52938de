//! The next edition: what changes in its files, and what does not.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use iki::content;
use similar::{ChangeTag, TextDiff};
use tempfile::TempDir;

use crate::edition::{self, names};

/// A copy of the published edition in a folder `2021` of an office.
fn office() -> TempDir {
    let office = tempfile::tempdir().unwrap();
    fs::rename(edition::copy(&edition::published()).keep(), office.path().join("2021")).unwrap();
    office
}

fn iki(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_iki")).args(arguments).current_dir(folder).output().unwrap()
}

/// The lines that a file lost and got.
fn changed_lines(old: &Path, new: &Path) -> Vec<String> {
    let (old, new) = (fs::read_to_string(old).unwrap(), fs::read_to_string(new).unwrap());
    let diff = TextDiff::from_lines(&old, &new);
    let changes = diff.iter_all_changes().filter(|change| change.tag() != ChangeTag::Equal);
    changes.map(|change| format!("{}{}", change.tag(), change.value())).collect()
}

#[test]
fn the_next_year_differs_only_where_it_says() {
    let office = office();
    let run = iki(office.path(), &["new", "tahun", "2022", "2021"]);
    assert_eq!(run.status.code(), Some(0), "{run:?}");
    let told = String::from_utf8(run.stdout).unwrap();
    assert!(told.starts_with("2022: konsep untuk tahun 2022, 16 jabatan\n"), "{told}");
    for line in ["2021/naskah.yaml:7:8: 2021 menjadi 2022", "2021/naskah.yaml:32:12: 2021-05-07 menjadi 2022-05-07"] {
        assert!(told.contains(line), "{told}");
    }
    let [old, new] = ["2021", "2022"].map(|year| office.path().join(year));
    assert_eq!(
        changed_lines(&old.join("naskah.yaml"), &new.join("naskah.yaml")).concat(),
        "-tahun: 2021
+tahun: 2022
+status: konsep
+belum_diperiksa:
+  - \"tanggal penandatanganan: 7 Mei 2022\"
+  - \"penanda tangan: YOGA PRATOMO\"
+  - \"tahun pada sampul: TAHUN ANGGARAN 2022\"
-  tanggal: 2021-05-07
+  tanggal: 2022-05-07
"
    );
    assert_eq!(names(&new.join("jabatan")), names(&old.join("jabatan")));
    for name in names(&old.join("jabatan")) {
        assert_eq!(changed_lines(&old.join("jabatan").join(&name), &new.join("jabatan").join(&name)), [""; 0]);
    }
    assert_eq!(fs::read(old.join("lambang.svg")).unwrap(), fs::read(new.join("lambang.svg")).unwrap());
    assert_eq!(iki(office.path(), &["build", "2022"]).status.code(), Some(0));
    let check = iki(office.path(), &["check", "2022", "--format", "short"]);
    assert_eq!(String::from_utf8(check.stdout).unwrap().matches("[belum-diperiksa]").count(), 3);
}

#[test]
fn sentences_follow_the_year_and_regulations_do_not() {
    let office = office();
    let file = office.path().join("2021/jabatan/sekretaris.yaml");
    let text = fs::read_to_string(&file).unwrap();
    let from = "  - Pengelolaan urusan rumah tangga;";
    let to = "  - Pengelolaan urusan rumah tangga 2021 menurut Perbup Nomor 85 Tahun 2021; # sejak 2021";
    // As a Windows editor saves it.
    fs::write(&file, text.replace(from, to).replace('\n', "\r\n")).unwrap();
    assert_eq!(iki(&office.path().join("2021"), &["baru", "tahun", "2022"]).status.code(), Some(0));
    let new = fs::read_to_string(office.path().join("2022/jabatan/sekretaris.yaml")).unwrap();
    let expected = to.replacen("tangga 2021", "tangga 2022", 1);
    assert_eq!(new, text.replace(from, &expected).replace('\n', "\r\n"));
}

#[test]
fn nothing_is_overwritten_and_nothing_half_made() {
    let office = office();
    fs::create_dir(office.path().join("2022")).unwrap();
    let run = |year: &str| {
        let run = iki(office.path(), &["new", "tahun", year, "2021"]);
        (run.status.code(), String::from_utf8(run.stderr).unwrap())
    };
    assert_eq!(run("2022"), (Some(3), "gagal: `2022` sudah ada, jadi tidak ditimpa\n".to_owned()));
    assert_eq!(names(&office.path().join("2022")), [""; 0]);
    let (code, said) = run("22");
    assert!(code == Some(2) && said.contains("harus empat angka"), "{said}");
    assert_eq!(run("2023").0, Some(0));
    let again = iki(office.path(), &["new", "tahun", "2024", "2023"]);
    assert_eq!(again.status.code(), Some(3));
    assert!(String::from_utf8(again.stderr).unwrap().contains("`belum_diperiksa` di `2023` masih berisi"));
    let file = office.path().join("2021/naskah.yaml");
    fs::write(&file, fs::read_to_string(&file).unwrap().replace("kantor:", "kantr:")).unwrap();
    assert_eq!(run("2025").0, Some(1));
    assert_eq!(names(office.path()), ["2021", "2022", "2023"]);
}

#[test]
fn the_29th_of_february_becomes_the_28th() {
    let office = office();
    let file = office.path().join("2021/naskah.yaml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("tahun: 2021", "tahun: 2024").replace("2021-05-07", "2024-02-29")).unwrap();
    assert_eq!(iki(office.path(), &["new", "tahun", "2025", "2021"]).status.code(), Some(0));
    let content = content::read(&office.path().join("2025")).unwrap();
    assert_eq!(content.naskah.unwrap().pengesahan.tanggal.value.to_string(), "2025-02-28");
}
