//! The next edition: what changes in its files, and what does not.

use std::fs;
use std::path::Path;

use iki::content;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value;
use similar::{ChangeTag, TextDiff};
use tempfile::TempDir;

use crate::edition::{self, iki, names};

/// A copy of the published edition in a folder `2021` of an office.
fn office() -> TempDir {
    let office = tempfile::tempdir().unwrap();
    fs::rename(edition::copy(&edition::published()).keep(), office.path().join("2021")).unwrap();
    office
}

/// The lines that a file lost and got.
fn changed_lines(old: &Path, new: &Path) -> Vec<String> {
    let (old, new) = (fs::read_to_string(old).unwrap(), fs::read_to_string(new).unwrap());
    let diff = TextDiff::from_lines(&old, &new);
    let changes = diff.iter_all_changes().filter(|change| change.tag() != ChangeTag::Equal);
    changes.map(|change| format!("{}{}", change.tag(), change.value())).collect()
}

#[test]
fn a_hint_can_be_pasted_into_a_shell() {
    let here = tempfile::tempdir().unwrap();
    let made = iki(here.path(), &["new", "kantor", "Dinas Sosial/2026"]);
    let told = String::from_utf8(made.stdout).unwrap();
    assert!(told.ends_with("  iki preview 'Dinas Sosial/2026'\n"), "{told}");
    let naskah = here.path().join("Dinas Sosial/2026/naskah.yaml");
    let text = fs::read_to_string(&naskah).unwrap();
    fs::write(&naskah, text.replace("status: konsep", "status: final")).unwrap();
    let built = iki(here.path(), &["build", "Dinas Sosial/2026", "-o", "hasil.pdf"]);
    let told = String::from_utf8(built.stderr).unwrap();
    assert!(told.ends_with("lihat `iki check 'Dinas Sosial/2026'`\n"), "{told}");
}

#[test]
fn the_next_year_differs_only_where_it_says() {
    let office = office();
    let run = iki(office.path(), &["new", "tahun", "2022", "2021"]);
    assert_eq!(run.status.code(), Some(0), "{run:?}");
    let told = String::from_utf8(run.stdout).unwrap();
    assert!(told.starts_with("2022: konsep untuk tahun 2022, 16 jabatan\n"), "{told}");
    for line in ["2022/naskah.yaml:7:8: 2021 menjadi 2022", "2022/naskah.yaml:37:12: 2021-05-07 menjadi 2022-05-07"] {
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
    let to = "  - Pengelolaan urusan rumah tangga tahun 2021 menurut Perbup Nomor 85 Tahun 2021; # sejak 2021";
    // As a Windows editor saves it.
    fs::write(&file, text.replace(from, to).replace('\n', "\r\n")).unwrap();
    assert_eq!(iki(&office.path().join("2021"), &["baru", "tahun", "2022"]).status.code(), Some(0));
    let new = fs::read_to_string(office.path().join("2022/jabatan/sekretaris.yaml")).unwrap();
    let expected = to.replacen("tahun 2021", "tahun 2022", 1);
    assert_eq!(new, text.replace(from, &expected).replace('\n', "\r\n"));
}

/// What becomes of an item, and what is listed of it, in the next year.
fn next_year(item: &str) -> (String, Vec<String>) {
    let office = office();
    let file = office.path().join("2021/jabatan/sekretaris.yaml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("  - Pengelolaan urusan rumah tangga;", &format!("  - {item}"))).unwrap();
    let run = iki(office.path(), &["new", "tahun", "2022", "2021"]);
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    let naskah = content::read(&office.path().join("2022")).unwrap().naskah.unwrap();
    let sheet = naskah.jabatan.iter().find(|jabatan| jabatan.id.as_str() == "sekretaris").unwrap();
    let items = naskah.belum_diperiksa.into_iter().map(|item| item.value);
    let listed = items.filter_map(|item| item.strip_prefix("tahun dalam kalimat: ").map(str::to_owned));
    (sheet.fungsi[3].value.clone(), listed.collect())
}

#[test]
fn years_that_may_be_others_stay_and_are_listed() {
    let cases = [
        ("Renstra Tahun 2021 - 2026;", "Renstra Tahun 2021 - 2026;"),
        ("Laporan Tahun 2021 a b c d dari *Renstra* 2021-2026;", "c d dari Renstra 2021-2026;"),
        ("\"\\u00a0Anggaran Tahun 2021;\"", "Anggaran Tahun 2021;"),
    ];
    for (item, listed) in cases {
        let (value, found) = next_year(item);
        assert!(value.contains(&listed.replace("Renstra", "*Renstra*")) || value.contains(listed), "{value}");
        assert_eq!(found, [listed], "{item}");
    }
}

#[test]
fn predecessors_are_those_of_the_edition_before() {
    // What the sheet has below `nama`, and what is left of it.
    let cases = [
        ("pendahulu: [sekretariat]\n", ""),
        ("pendahulu: [sekretariat, lama] # digabung\n\n# tugas\n", "\n# tugas\n"),
        ("# dahulu\npendahulu:\n  - sekretariat # dari 2019\n  # dan\n  - 'lama'\n# tugas\n", "# dahulu\n# tugas\n"),
        ("\"pendahulu\":\n- sekretariat\n", ""),
        ("pendahulu: [\n  pendahulu, # yang lama\n  \"lama\", # ]\n]\n", ""),
        ("", ""),
    ];
    for (written, left) in cases {
        for end in ["\n", "\r\n", "\r"] {
            let office = office();
            let [old, new] = ["2021", "2022"].map(|year| office.path().join(year).join("jabatan/sekretaris.yaml"));
            let text = fs::read_to_string(&old).unwrap();
            let with = |below: &str| text.replacen("\n\ntugas:", &format!("\n{below}tugas:"), 1).replace('\n', end);
            fs::write(&old, with(written)).unwrap();
            let run = iki(office.path(), &["new", "tahun", "2022", "2021"]);
            assert_eq!(run.status.code(), Some(0), "{written}: {}", String::from_utf8_lossy(&run.stderr));
            let expected = with(left);
            assert_eq!(fs::read_to_string(&new).unwrap(), expected, "{written}");
            let told = String::from_utf8(run.stdout).unwrap();
            assert_eq!(told.contains("  `pendahulu` dihapus dari 1 jabatan\n"), left != written, "{told}");
        }
    }
}

#[test]
fn predecessors_that_share_their_line_are_work() {
    let office = office();
    let [old, new] = ["2021", "2022"].map(|year| office.path().join(year).join("jabatan/sekretaris.yaml"));
    let table = "{sasaran: A, indikator: [{nama: B, formulasi: C, sumber_data: D}]}";
    let text = format!("{{nama: Sekretaris, pendahulu: [lama], tugas: Membantu., fungsi: [E], kinerja: [{table}]}}\n");
    fs::write(&old, &text).unwrap();
    let run = iki(office.path(), &["new", "tahun", "2022", "2021"]);
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    assert_eq!(fs::read_to_string(&new).unwrap(), text);
    let listed = "jabatan/sekretaris.yaml: hapus `pendahulu`, yang melanjutkan naskah sebelum 2021";
    assert!(String::from_utf8(run.stdout).unwrap().contains(listed));
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
    assert_eq!(again.status.code(), Some(1));
    let said = String::from_utf8(again.stderr).unwrap();
    let naskah = fs::read_to_string(office.path().join("2023/naskah.yaml")).unwrap();
    let line = naskah.lines().position(|line| line.contains("tanggal penandatanganan")).unwrap() + 1;
    assert!(said.contains("galat[belum-diperiksa]: `belum_diperiksa` masih berisi 3 hal\n"), "{said}");
    assert!(said.contains(&format!("--> 2023/naskah.yaml:{line}:5\n")), "{said}");
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

/// Where something is put into an edition, and what.
#[derive(Debug, Clone)]
struct Sprinkled {
    file: usize,
    line: usize,
    what: String,
}

fn sprinkled() -> impl Strategy<Value = (Vec<Sprinkled>, Vec<bool>)> {
    let what = prop_oneof![
        Just(String::new()),
        "# catatan( 2021)?( \\*)?",
        "  - Penyusunan laporan (tahun )?20(19|21|22)( \"dua\")?;",
        "  - 'Pelaksanaan tahun 2021, dan tahun 2021, ''ya'''",
        "  - \"Evaluasi tahun\\\\x20 2021\"",
    ];
    let one = (0..100usize, 0..100usize, what).prop_map(|(file, line, what)| Sprinkled { file, line, what });
    (prop::collection::vec(one, 0..12), prop::collection::vec(prop::bool::ANY, 17))
}

/// Puts things into an edition: functions among functions, comments and blank
/// lines anywhere; and gives some files other line ends.
fn sprinkle(folder: &Path, things: &[Sprinkled], returns: &[bool]) {
    let mut files: Vec<_> =
        names(&folder.join("jabatan")).iter().map(|name| folder.join("jabatan").join(name)).collect();
    files.push(folder.join("naskah.yaml"));
    for (index, file) in files.iter().enumerate() {
        let text = fs::read_to_string(file).unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for thing in things.iter().filter(|thing| thing.file % files.len() == index) {
            let is_item = thing.what.starts_with("  - ");
            let fits = |line: &&usize| !is_item || lines[**line].starts_with("fungsi:");
            let places: Vec<usize> = (0..lines.len()).collect();
            let places: Vec<usize> = places.iter().filter(fits).copied().collect();
            if let Some(place) = places.get(thing.line % places.len().max(1)) {
                lines.insert(place + 1, thing.what.clone());
            }
        }
        let end = if returns[index] { "\r\n" } else { "\n" };
        fs::write(file, lines.join(end) + end).unwrap();
    }
}

/// A text of the new edition as it was before the changes that were told of it.
fn before_told(told: &str, file: &str, text: &str) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    // From the end, so that places stay right.
    for change in told.lines().rev().filter_map(|line| line.strip_prefix(&format!("  2022/{file}:"))) {
        let (place, change) = change.split_once(": ").unwrap();
        let (line, column) = place.split_once(':').unwrap();
        let (before, after) = change.split_once(" menjadi ").unwrap();
        let line = &mut lines[line.parse::<usize>().unwrap() - 1];
        let column = column.parse::<usize>().unwrap() - 1;
        let start = line.char_indices().nth(column).unwrap().0;
        assert!(line[start..].starts_with(after), "{line}");
        line.replace_range(start..start + after.len(), before);
    }
    lines.concat()
}

#[test]
fn whatever_is_in_the_files_only_what_is_told_changes() {
    let config = Config { cases: 60, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let result = runner.run(&sprinkled(), |(things, returns)| {
        let office = office();
        let [old, new] = ["2021", "2022"].map(|year| office.path().join(year));
        sprinkle(&old, &things, &returns);
        let run = iki(office.path(), &["new", "tahun", "2022", "2021"]);
        prop_assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
        let told = String::from_utf8(run.stdout).unwrap();
        for name in
            names(&old.join("jabatan")).iter().map(|name| format!("jabatan/{name}")).chain(["naskah.yaml".to_owned()])
        {
            let [before, after] = [&old, &new].map(|folder| fs::read_to_string(folder.join(&name)).unwrap());
            let mut reverted = before_told(&told, &name, &after);
            if name == "naskah.yaml" {
                let start = reverted.find("status: konsep").unwrap();
                let last = reverted[start..].rfind("\n  - \"ta").unwrap() + start + 1;
                let end = last + reverted[last..].find('\n').unwrap() + 1;
                reverted.replace_range(start..end, "");
            }
            prop_assert_eq!(reverted, before, "{}", name);
        }
        prop_assert!(content::read(&new).unwrap().naskah.is_some());
        Ok(())
    });
    result.unwrap();
}

#[test]
fn a_new_office_builds_and_explains_every_key() {
    let office = tempfile::tempdir().unwrap();
    let run = iki(office.path(), &["new", "kantor", "dinsos/2027"]);
    assert_eq!(run.status.code(), Some(0), "{run:?}");
    assert!(String::from_utf8(run.stdout).unwrap().starts_with("dinsos/2027: konsep untuk tahun 2027, 2 jabatan\n"));
    let folder = office.path().join("dinsos/2027");
    assert_eq!(iki(office.path(), &["build", "dinsos/2027"]).status.code(), Some(0));
    for (file, schema) in [("naskah.yaml", "naskah"), ("jabatan/sekretaris.yaml", "jabatan")] {
        let text = fs::read_to_string(folder.join(file)).unwrap();
        let schema = fs::read_to_string(edition::folder().join(format!("../schema/{schema}.json"))).unwrap();
        let mut keys = Vec::new();
        collect_keys(&serde_json::from_str(&schema).unwrap(), &mut keys);
        assert!(keys.len() > 8);
        for key in keys {
            assert!(text.contains(&format!("{key}:")), "{file} does not explain `{key}`");
        }
    }
    let again = iki(office.path(), &["new", "kantor", "dinsos/2027"]);
    assert_eq!(again.status.code(), Some(3));
    assert!(String::from_utf8(again.stderr).unwrap().contains("`dinsos/2027` sudah ada, jadi tidak ditimpa"));
}

/// Every key that a schema knows.
fn collect_keys(schema: &Value, keys: &mut Vec<String>) {
    match schema {
        Value::Object(members) => {
            for (name, below) in members {
                if let ("properties", Value::Object(properties)) = (name.as_str(), below) {
                    keys.extend(properties.keys().cloned());
                }
                collect_keys(below, keys);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_keys(item, keys)),
        _ => {}
    }
}

#[test]
fn a_new_position_stands_last_below_its_superior() {
    let office = office();
    let naskah = office.path().join("2021/naskah.yaml");
    let text = fs::read_to_string(&naskah).unwrap().replace('\n', "\r\n");
    let text = text.replace("      kasi-kehumasan:\r\n", "      # yang tertua\r\n      kasi-kehumasan: # humas\r\n");
    fs::write(&naskah, &text).unwrap();
    let arguments = ["new", "jabatan", "kasi-arsip", "--nama", "Kepala Seksi \"Arsip\"", "--atasan"];
    let run = |superior: &str| iki(&office.path().join("2021"), &[&arguments[..], &[superior]].concat());
    let unknown = run("kabid-komunikasi");
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8(unknown.stderr).unwrap().contains("mungkin maksudnya `kabid-komunikasi-publik`"));
    assert_eq!(fs::read_to_string(&naskah).unwrap(), text);
    let made = run("kabid-komunikasi-publik");
    assert_eq!(made.status.code(), Some(0), "{}", String::from_utf8_lossy(&made.stderr));
    let after = "      kasi-layanan-hubungan-media:\r\n";
    assert_eq!(fs::read_to_string(&naskah).unwrap(), text.replace(after, &format!("{after}      kasi-arsip:\r\n")));
    let read = content::read(&office.path().join("2021")).unwrap().naskah.unwrap();
    let arsip = read.jabatan.iter().find(|jabatan| jabatan.id.as_str() == "kasi-arsip").unwrap();
    assert_eq!(arsip.nama.value, "Kepala Seksi \"Arsip\"");
    assert_eq!(read.superiors(arsip).next().unwrap().id.as_str(), "kabid-komunikasi-publik");
    assert_eq!(names(&office.path().join("2021")), ["jabatan", "lambang.svg", "naskah.yaml"]);
    let again = run("kepala-dinas");
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8(again.stderr).unwrap().contains("jabatan `kasi-arsip` sudah ada"));
}

#[test]
fn a_tree_that_is_not_written_line_by_line_is_left_alone() {
    let folder = edition::small();
    let naskah = folder.path().join("naskah.yaml");
    let text = fs::read_to_string(&naskah).unwrap();
    let (head, _) = text.split_once("struktur:").unwrap();
    for tree in [
        "struktur: {kepala: {staf: }}",
        "struktur: {\n        kepala: {\n    staf: }}",
        "struktur: {\n  kepala:\n    {\n    staf: }}",
        "struktur:\n  kepala: {\n  staf: }",
    ] {
        let text = format!("{head}{tree}\n");
        fs::write(&naskah, &text).unwrap();
        let new = iki(folder.path(), &["new", "jabatan", "baru", "--nama", "Baru", "--atasan", "kepala"]);
        let moved = iki(folder.path(), &["change", "pindah", "staf", "--ke", "kepala"]);
        for run in [new, moved] {
            assert_eq!(run.status.code(), Some(1), "{tree}");
            let said = String::from_utf8(run.stderr).unwrap();
            assert!(said.contains("galat[struktur-sebaris]: ") && said.contains("--> naskah.yaml:"), "{tree}: {said}");
        }
        assert_eq!(fs::read_to_string(&naskah).unwrap(), text);
        assert_eq!(names(&folder.path().join("jabatan")), ["kepala.yaml", "staf.yaml"]);
    }
}
