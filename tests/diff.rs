//! What has changed between two editions, from the list and from outside.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use iki::content::{self, Content};
use iki::diff::{self, Change, Kind, redline, telling};
use iki::marks::{self, Mark};
use iki::model::Naskah;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use serde_json::Value;
use tempfile::TempDir;

use crate::edition::{self, iki};

/// Writes other words into a file.
pub(crate) fn change(folder: &TempDir, file: &str, from: &str, to: &str) {
    let path = folder.path().join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file}: {from}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

/// What is told of the changes from the published edition to a changed copy.
#[track_caller]
fn case(prepare: impl Fn(&TempDir), expected: &str) {
    let folder = edition::copy(&edition::published());
    prepare(&folder);
    let (old, new) = (content::read(&edition::published()).unwrap(), content::read(folder.path()).unwrap());
    let changes = between(&old, &new);
    assert_eq!(telling::text(&changes, new.naskah.as_ref().unwrap()), expected);
    assert_eq!(mirrored(&changes), sorted(&between(&new, &old)));
}

fn between<'a>(old: &'a Content, new: &'a Content) -> Vec<Change<'a>> {
    diff::between(old.naskah.as_ref().unwrap(), new.naskah.as_ref().unwrap())
}

fn sorted(changes: &[Change]) -> Vec<(Kind, bool)> {
    let mut plain: Vec<_> = changes.iter().map(|change| (change.kind.clone(), change.guessed)).collect();
    plain.sort();
    plain
}

/// The changes of the way back.
fn mirrored(changes: &[Change]) -> Vec<(Kind, bool)> {
    let turned = changes.iter().map(|change| {
        let kind = match change.kind.clone() {
            Kind::Added(side) => Kind::Removed(side),
            Kind::Removed(side) => Kind::Added(side),
            Kind::Changed { before, after } => Kind::Changed { before: after, after: before },
            Kind::Moved { before, after } => Kind::Moved { before: after, after: before },
        };
        Change { kind, ..change.clone() }
    });
    sorted(&turned.collect::<Vec<_>>())
}

#[test]
fn an_edition_is_the_same_as_itself() {
    let content = content::read(&edition::published()).unwrap();
    assert!(between(&content, &content).is_empty());
}

#[test]
fn what_is_reworded_in_every_position_is_told_and_nothing_else() {
    let folder = edition::copy(&edition::published());
    let old = content::read(folder.path()).unwrap();
    for jabatan in &old.naskah.as_ref().unwrap().jabatan {
        change(&folder, &format!("jabatan/{}.yaml", jabatan.id.as_str()), "\ntugas: ", "\ntugas: Sungguh ");
    }
    let new = content::read(folder.path()).unwrap();
    let changes = between(&old, &new);
    assert_eq!(changes.len(), 16);
    assert!(changes.iter().all(|change| change.side().path == "tugas"));
    let told = telling::text(&changes, new.naskah.as_ref().unwrap());
    assert_eq!(told.matches("tugas diubah: {+Sungguh +}").count(), 16);
    assert_eq!(telling::json_lines(&changes, &new.sources).lines().count(), 16);
}

#[test]
fn a_reworded_item_shows_its_words_and_a_moved_one_its_places() {
    case(
        |folder| {
            let file = "jabatan/sekretaris.yaml";
            change(folder, file, "  - Pengelolaan urusan rumah tangga;\n", "");
            let after = "serta pertanggungjawaban pelaksanaan anggaran;\n";
            change(folder, file, after, &format!("{after}  - Pengelolaan urusan rumah tangga;\n"));
            change(
                folder,
                file,
                "Pemeliharaan dan pengadaan sarana",
                "Pemeliharaan, pengadaan, dan penghapusan sarana",
            );
        },
        "  Sekretaris Dinas Komunikasi dan Informatika
    fungsi butir 6 dipindahkan dari fungsi butir 4: Pengelolaan urusan rumah tangga;
    fungsi butir 9 diubah: Pemeliharaan{+, pengadaan,+} dan [-pengadaan-]{+penghapusan+} sarana prasarana;
",
    );
}

#[test]
fn positions_are_closed_opened_renamed_and_moved() {
    case(
        |folder| {
            let jabatan = folder.path().join("jabatan");
            fs::rename(jabatan.join("kasi-kehumasan.yaml"), jabatan.join("kasi-humas.yaml")).unwrap();
            change(folder, "naskah.yaml", "kasi-kehumasan", "kasi-humas");
            fs::rename(jabatan.join("kasi-tata-kelola-spbe.yaml"), jabatan.join("kasi-spbe.yaml")).unwrap();
            change(folder, "naskah.yaml", "kasi-tata-kelola-spbe", "kasi-spbe");
            change(folder, "jabatan/kasi-spbe.yaml", "\nnama:", "\npendahulu: [kasi-tata-kelola-spbe]\nnama:");
            fs::remove_file(jabatan.join("kasi-statistik-sektoral.yaml")).unwrap();
            change(folder, "naskah.yaml", "      kasi-statistik-sektoral:\n", "");
            change(folder, "naskah.yaml", "      kasi-layanan-hubungan-media:\n", "");
            change(
                folder,
                "naskah.yaml",
                "    kabid-aplikasi-informatika:\n",
                "    kabid-aplikasi-informatika:\n      kasi-layanan-hubungan-media:\n",
            );
        },
        "    Kepala Seksi Kehumasan (dikenali dari kemiripannya)
      nama berkas diubah: kasi-[-kehumasan-]{+humas+}
    Kepala Seksi Layanan Hubungan Media
      atasan diubah: Kepala Bidang [-Komunikasi Publik-]{+Aplikasi Informatika+}
    Kepala Seksi Tata Kelola Sistem Pemerintahan Berbasis Elektronik
      nama berkas diubah: kasi-[-tata-kelola--]spbe
Kepala Seksi Penyelenggaraan Statistik Sektoral
  jabatan dihapus: [-Kepala Seksi Penyelenggaraan Statistik Sektoral-]
",
    );
}

#[test]
fn what_goes_on_with_what_is_told() {
    case(
        |folder| {
            let jabatan = folder.path().join("jabatan");
            fs::remove_file(jabatan.join("kasi-kehumasan.yaml")).unwrap();
            change(folder, "naskah.yaml", "      kasi-kehumasan:\n", "");
            let media = "jabatan/kasi-pengelolaan-media-publik.yaml";
            change(folder, media, "\nnama:", "\npendahulu: [kasi-pengelolaan-media-publik, kasi-kehumasan]\nnama:");
            change(folder, "jabatan/sekretaris.yaml", "sumber_data: Renstra", "sumber_data: RPJMD, Renstra");
        },
        "  Sekretaris Dinas Komunikasi dan Informatika
    kinerja 1, indikator 1, formulasi 1, sumber data diubah: {+RPJMD, +}Renstra dan Laporan Kinerja
Kepala Seksi Kehumasan
  jabatan dihapus: [-Kepala Seksi Kehumasan-], dilanjutkan oleh Kepala Seksi Pengelolaan Media Publik
",
    );
}

#[test]
fn a_named_predecessor_counts_more_than_a_name_that_is_used_again() {
    case(
        |folder| {
            let jabatan = folder.path().join("jabatan");
            fs::rename(jabatan.join("kasi-statistik-sektoral.yaml"), jabatan.join("kasi-kehumasan.yaml")).unwrap();
            change(folder, "naskah.yaml", "      kasi-statistik-sektoral:\n", "");
            change(folder, "jabatan/kasi-kehumasan.yaml", "\nnama:", "\npendahulu: [kasi-statistik-sektoral]\nnama:");
        },
        "    Kepala Seksi Penyelenggaraan Statistik Sektoral
      nama berkas diubah: kasi-[-statistik-sektoral-]{+kehumasan+}
      atasan diubah: Kepala Bidang [-Aplikasi Informatika-]{+Komunikasi Publik+}
Kepala Seksi Kehumasan
  jabatan dihapus: [-Kepala Seksi Kehumasan-]
",
    );
}

#[test]
fn office_signatory_and_table_are_compared() {
    case(
        |folder| {
            change(folder, "naskah.yaml", "tanggal: 2021-05-07", "tanggal: 2022-01-10");
            change(folder, "naskah.yaml", "  pangkat: Pembina Tk. I\n", "  pangkat: Pembina Tk. I\n  golongan: IV/b\n");
            change(folder, "jabatan/kabid-informasi-publik.yaml", "tribulan", "triwulan");
        },
        "Naskah
  pengesahan, tanggal diubah: [-7 Mei 2021-]{+10 Januari 2022+}
  pengesahan, golongan baru: {+IV/b+}
  Bidang Informasi Publik
    kinerja 1, indikator 1, formulasi 1, pembilang diubah: Jumlah KIM yang mengikuti kegiatan peningkatan kapasitas pada [-tribulan-]{+triwulan+} N
",
    );
}

#[test]
fn the_command_tells_by_its_exit_code() {
    let folder = edition::small();
    let other = edition::small();
    change(&other, "jabatan/staf.yaml", "tugas:", "tugas: Sangat");
    let [old, new] = [folder.path(), other.path()].map(|path| path.to_str().unwrap().to_owned());
    let run =
        |arguments: &[&str]| Command::new(env!("CARGO_BIN_EXE_iki")).arg("diff").args(arguments).output().unwrap();
    let same = run(&[&old, &old]);
    assert_eq!((same.status.code(), same.stdout.len()), (Some(0), 0));
    assert_eq!(String::from_utf8_lossy(&same.stderr), "tidak ada perubahan\n");
    let changed = run(&[&old, &new, "--format", "json"]);
    assert_eq!(changed.status.code(), Some(1));
    let told: Value = serde_json::from_slice(&changed.stdout).unwrap();
    assert_eq!((&told["kind"], &told["jabatan"], &told["path"]), (&"changed".into(), &"staf".into(), &"tugas".into()));
    assert_eq!(told["after_place"]["file"], format!("{new}/jabatan/staf.yaml"));
    assert_eq!(run(&[&old, &new, "--jabatan", "kepala"]).status.code(), Some(0));
    assert_eq!(run(&[&old, "tidak-ada"]).status.code(), Some(3));
}

#[test]
fn a_value_has_a_line_only_where_it_is_written() {
    let folder = edition::small();
    let old = content::read(&edition::folder().join("edisi")).unwrap();
    change(&folder, "naskah.yaml", "\nkantor:", "\nstatus: konsep\nkop: tanpa\njudul: IKI\nkantor:");
    let new = content::read(folder.path()).unwrap();
    let told = telling::json_lines(&between(&old, &new), &new.sources);
    let places = told.lines().map(|line| {
        let told: Value = serde_json::from_str(line).unwrap();
        let [before, after] =
            ["before_place", "after_place"].map(|side| told[side].get("line").and_then(Value::as_u64));
        (told["path"].as_str().unwrap().to_owned(), before, after)
    });
    let expected = [("judul", None, Some(5)), ("status", None, Some(3)), ("kop", None, None)];
    assert_eq!(places.collect::<Vec<_>>(), expected.map(|(path, before, after)| (path.to_owned(), before, after)));
}

/// The small edition as the first revision of a repository.
fn repository() -> TempDir {
    let folder = edition::small();
    commit(folder.path());
    folder
}

/// Makes a folder a repository with one revision.
fn commit(folder: &Path) {
    let git = |arguments: &[&str]| {
        let status = Command::new("git")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .args(["-c", "user.name=uji", "-c", "user.email=uji@contoh.id"])
            .args(arguments)
            .current_dir(folder)
            .output()
            .unwrap();
        assert!(status.status.success(), "{arguments:?}");
    };
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "awal"]);
}

#[test]
fn an_edition_of_a_revision_is_read_from_git() {
    let folder = repository();
    change(&folder, "jabatan/staf.yaml", "tugas:", "tugas: Sangat");
    let changed = iki(folder.path(), &["diff", "HEAD:", "."]);
    assert!(String::from_utf8_lossy(&changed.stdout).contains("tugas diubah: {+Sangat +}"), "{changed:?}");
    let below = iki(&folder.path().join("jabatan"), &["diff", "HEAD:./", ".."]);
    assert!(String::from_utf8_lossy(&below.stderr).contains("naskah.yaml"), "the folder the user is in: {below:?}");
}

#[test]
fn links_are_followed_in_a_revision_too() {
    let folder = edition::small();
    let sheet = folder.path().join("jabatan/staf.yaml");
    fs::rename(&sheet, folder.path().join("staf.yaml")).unwrap();
    symlink("../staf.yaml", &sheet).unwrap();
    commit(folder.path());
    let run = iki(folder.path(), &["diff", "HEAD:", "."]);
    assert_eq!(run.status.code(), Some(0), "{run:?}");
}

#[test]
fn every_file_of_a_revision_is_read() {
    let folder = edition::small();
    let sheet = folder.path().join("jabatan").join(OsStr::from_bytes(b"st\xe1f.yaml"));
    fs::write(&sheet, "nama: Staf\n").unwrap();
    commit(folder.path());
    fs::remove_file(sheet).unwrap();
    let run = iki(folder.path(), &["diff", "HEAD:", "."]);
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.code() == Some(1) && said.contains("[di-luar-struktur]"), "{said}");
}

#[test]
fn why_git_does_not_give_a_revision_is_told() {
    let [with, without] = [repository(), edition::small()];
    let cases = [
        (&with, "HEAD~7:", "git tidak mengenal revisi `HEAD~7`\n"),
        (&with, "HEAD:2021", "tidak ada folder `2021` pada revisi `HEAD`; folder dihitung dari akar repositori\n"),
        (&with, "HEAD:naskah.yaml", "`naskah.yaml` pada revisi `HEAD` bukan folder\n"),
        (&without, "HEAD:", "git tidak dapat membuka repositori dari folder ini: "),
    ];
    for (folder, old, expected) in cases {
        let run = iki(folder.path(), &["diff", old, "."]);
        let said = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(3), "{said}");
        assert!(said.starts_with(&format!("gagal: {expected}")), "{said}");
    }
    let mut without_git = Command::new(env!("CARGO_BIN_EXE_iki"));
    let run = without_git.args(["diff", "HEAD:", "."]).env("PATH", "").current_dir(with.path()).output().unwrap();
    let said = String::from_utf8(run.stderr).unwrap();
    assert!(said.starts_with("gagal: git tidak dapat dijalankan"), "{said}");
}

/// The small edition with another sheet of its lowest position.
fn with_sheet(folder: &Path, sheet: &str) -> Content {
    content::read_changed(folder, &BTreeMap::from([("jabatan/staf.yaml".to_owned(), Some(sheet.to_owned()))])).unwrap()
}

/// The texts of the sheet in a redline: what is gone in `[-…-]`, what is new in
/// `{+…+}`, what is said of it in `[…]`.
fn marked(old: &Content, new: &Content) -> Vec<String> {
    let (before, after) = (old.naskah.as_ref().unwrap(), new.naskah.as_ref().unwrap());
    let redline = redline::of(before, after, &between(old, new), &[]);
    let stretch = |(mark, words): (Option<Mark>, &str)| match mark {
        None => words.to_owned(),
        Some(Mark::Gone) => format!("[-{words}-]"),
        Some(Mark::New) => format!("{{+{words}+}}"),
        Some(Mark::Remark) => format!("[{words}]"),
    };
    let texts = redline.naskah.jabatan.iter().flat_map(|sheet| sheet.texts());
    texts.map(|teks| marks::stretches(&teks.value).map(stretch).collect()).collect()
}

#[test]
fn a_shared_source_of_data_is_marked_only_where_it_is_another() {
    let folder = edition::small();
    let head = "nama: Staf Contoh\ntugas: Membantu\nfungsi: [Penyiapan]\nkinerja:\n  - sasaran: Layanan\n    indikator:\n      - nama: Bahan\n";
    let own = "        formulasi: [{uraian: Satu, sumber_data: Renja}, {uraian: Dua, sumber_data: Laporan}]\n";
    let shared = "        formulasi: [Satu, Dua]\n        sumber_data: Laporan\n";
    let [own, shared] = [own, shared].map(|rows| with_sheet(folder.path(), &format!("{head}{rows}")));
    let rows = |texts: Vec<String>| texts[9..].join(" | ");
    assert_eq!(rows(marked(&own, &shared)), "Satu | [-Renja-]{+Laporan+} | Dua | Laporan");
    assert_eq!(rows(marked(&shared, &own)), "Satu | [-Laporan-]{+Renja+} | Dua | Laporan");
}

#[test]
fn an_indicator_of_another_goal_has_moved() {
    let folder = edition::small();
    let head = "nama: Staf Contoh\ntugas: Membantu\nfungsi: [Penyiapan]\nkinerja:\n";
    let goal = |name: &str| format!("  - sasaran: {name}\n    indikator:\n");
    let indicator = |name: &str| format!("      - nama: {name}\n        formulasi: Satu\n        sumber_data: Renja\n");
    let [one, other, third, fourth] = ["Jumlah bahan", "Angka rapat", "Nilai arsip", "Indeks data"].map(indicator);
    let [first, second] = ["Layanan", "Tata kelola"].map(goal);
    let [old, new] = [
        format!("{head}{first}{one}{other}{fourth}{second}{third}"),
        format!("{head}{first}{one}{second}{other}{third}"),
    ]
    .map(|sheet| with_sheet(folder.path(), &sheet));
    let told = telling::text(&between(&old, &new), new.naskah.as_ref().unwrap());
    assert!(told.contains("  kinerja 2, indikator 1 dipindahkan dari kinerja 1, indikator 2: Angka rapat\n"), "{told}");
    let mut table = marked(&old, &new).split_off(7);
    table.retain(|text| !matches!(text.as_str(), "Satu" | "Renja"));
    assert_eq!(
        table,
        [
            "Layanan",
            "Jumlah bahan",
            "[-Indeks data-]",
            "[-Satu-]",
            "[-Renja-]",
            "Tata kelola",
            "[dipindahkan dari kinerja 1, indikator 2]Angka rapat",
            "Nilai arsip",
        ]
    );
}

/// Sheets that are much alike.
fn sheets() -> impl Strategy<Value = String> {
    let words = || "(satu|dua|tiga|empat)( (lima|enam|tujuh|delapan)){0,3}";
    let list = |most: usize| prop::collection::vec(words(), 1..most);
    let formula = (words(), words(), prop::option::of(words()), prop::bool::ANY).prop_map(|(a, b, c, is_ratio)| {
        let faktor = c.map(|c| format!(", faktor: {c}")).unwrap_or_default();
        if is_ratio { format!("pembilang: {a}, penyebut: {b}{faktor}") } else { format!("uraian: {a}") }
    });
    let rows = prop::collection::vec((formula, words()), 1..3);
    let indicators = prop::collection::vec((words(), rows), 1..4);
    let table = prop::collection::vec((list(3), indicators), 1..3);
    (words(), list(8), table).prop_map(|(tugas, fungsi, table)| {
        let mut yaml = format!("nama: Staf Contoh\ntugas: {tugas}\nfungsi: [{}]\nkinerja:\n", fungsi.join(", "));
        for (sasaran, indicators) in table {
            yaml += &format!("  - sasaran: [{}]\n    indikator:\n", sasaran.join(", "));
            for (nama, rows) in indicators {
                let rows: Vec<String> =
                    rows.iter().map(|(formula, data)| format!("{{{formula}, sumber_data: {data}}}")).collect();
                yaml += &format!("      - {{nama: {nama}, formulasi: [{}]}}\n", rows.join(", "));
            }
        }
        yaml
    })
}

/// Runs a property over pairs of editions, always the same ones.
fn for_pairs(property: impl Fn(&Content, &Content) -> Result<(), TestCaseError>) {
    let config = Config { cases: 1000, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let folder = edition::small();
    let result = runner.run(&(sheets(), sheets()), |(old, new)| {
        property(&with_sheet(folder.path(), &old), &with_sheet(folder.path(), &new))
    });
    result.unwrap();
}

#[test]
fn the_way_back_is_the_mirror_of_the_way_there() {
    for_pairs(|old, new| {
        prop_assert_eq!(mirrored(&between(old, new)), sorted(&between(new, old)));
        prop_assert!(between(old, old).is_empty());
        Ok(())
    });
}

#[test]
fn both_editions_can_be_read_from_a_redline() {
    for_pairs(|old, new| {
        let (before, after) = (old.naskah.as_ref().unwrap(), new.naskah.as_ref().unwrap());
        let redline = redline::of(before, after, &between(old, new), &[]);
        let Some(sheet) = redline.naskah.jabatan.first() else { return Ok(()) };
        let read = |left_out: Mark| {
            let stretch = |(mark, words): (Option<Mark>, &str)| {
                (mark != Some(left_out) && mark != Some(Mark::Remark)).then(|| words.to_owned())
            };
            let texts = sheet.texts().map(|teks| marks::stretches(&teks.value).filter_map(stretch).collect::<String>());
            texts.filter(|text| !text.is_empty()).collect::<Vec<_>>()
        };
        let written = |naskah: &Naskah| naskah.jabatan[1].texts().map(|teks| teks.value.clone()).collect::<Vec<_>>();
        prop_assert_eq!(read(Mark::Gone), written(after));
        // What was moved stands in its new place.
        let [mut told, mut expected] = [read(Mark::New), written(before)];
        told.sort();
        expected.sort();
        prop_assert_eq!(told, expected);
        Ok(())
    });
}
