//! A plan from outside: what follows, what is refused, and what an interruption
//! leaves.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Instant;

use iki::content;
use iki::model::Naskah;
use tempfile::TempDir;

use crate::edition::{self, iki};

/// All operations, on the published edition.
const PLAN: &str = "
alasan: Penyetaraan jabatan
dasar: Peraturan Bupati Nomor 1 Tahun 2022
langkah:
  - ganti-nama: kabid-informasi-publik
    menjadi: Kepala Bidang Informasi dan Statistik Publik
  - pindah: kasi-statistik-sektoral
    ke: kabid-informasi-dan-statistik-publik
  - alih-fungsional: kasi-kehumasan
    menjadi: Pranata Humas Ahli Muda selaku Subkoordinator Kehumasan
    id: pranata-humas
  - gabung: [kasi-pengelolaan-media-publik, kasi-layanan-hubungan-media]
    menjadi: Kepala Seksi Media
  - pecah: kasi-tata-kelola-spbe
    menjadi: [Kepala Seksi Tata Kelola SPBE, Kepala Seksi Aplikasi SPBE]
  - hapus: kasi-penyelenggaraan-persandian
  - urutkan: kabid-komunikasi-publik
    menjadi: [kasi-media, pranata-humas]
";

/// A folder with the published edition in `naskah`, and a plan beside it.
fn planned(plan: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::rename(edition::copy(&edition::published()).keep(), folder.path().join("naskah")).unwrap();
    fs::write(folder.path().join("rencana.yaml"), plan).unwrap();
    folder
}

/// Every file of an edition.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let sheets = edition::names(&folder.join("jabatan")).into_iter().map(|name| format!("jabatan/{name}"));
    let all =
        edition::names(folder).into_iter().filter(|name| name != "jabatan" && !name.starts_with(".iki-")).chain(sheets);
    all.map(|name| (name.clone(), fs::read(folder.join(&name)).unwrap())).collect()
}

#[test]
fn all_operations_together_leave_a_good_edition_and_can_be_taken_back() {
    let folder = planned(PLAN);
    let naskah = folder.path().join("naskah");
    let before = files(&naskah);
    let dry = iki(folder.path(), &["change", "rencana.yaml", "naskah", "--dry-run"]);
    assert_eq!(dry.status.code(), Some(0), "{}", String::from_utf8_lossy(&dry.stderr));
    assert_eq!(files(&naskah), before, "a dry run writes nothing");
    let run = iki(folder.path(), &["ubah", "rencana.yaml", "naskah"]);
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    let told = String::from_utf8(run.stdout).unwrap();
    assert!(
        told.contains("Kepala Bidang Informasi Publik menjadi Kepala Bidang Informasi dan Statistik Publik"),
        "{told}"
    );
    assert!(told.starts_with("Alasan: Penyetaraan jabatan\nDasar: Peraturan Bupati Nomor 1 Tahun 2022\n"), "{told}");
    assert!(told.contains("seksi pengelolaan media publik menjadi seksi media"), "the case stays: {told}");

    let read = content::read(&naskah).unwrap();
    let edition = read.naskah.unwrap();
    let ids: Vec<&str> = edition.jabatan.iter().map(|jabatan| jabatan.id.as_str()).collect();
    let below = |id: &str| {
        let above = ids.iter().position(|known| *known == id);
        let children = edition.jabatan.iter().filter(|jabatan| jabatan.atasan == above);
        children.map(|jabatan| jabatan.id.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(below("kabid-komunikasi-publik"), ["kasi-media", "pranata-humas"]);
    assert_eq!(
        below("kabid-aplikasi-informatika"),
        ["kasi-tata-kelola-spbe", "kasi-aplikasi-spbe", "kasi-infrastruktur-spbe"]
    );
    assert_eq!(
        below("kabid-informasi-dan-statistik-publik"),
        ["kasi-pelayanan-informasi-publik", "kasi-kemitraan-dengan-pemangku-kepentingan", "kasi-statistik-sektoral"]
    );
    let history = |id: &str| {
        let jabatan = edition.jabatan.iter().find(|jabatan| jabatan.id.as_str() == id).unwrap();
        jabatan.pendahulu.iter().map(|id| id.value.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(history("kasi-media"), ["kasi-pengelolaan-media-publik", "kasi-layanan-hubungan-media"]);
    assert_eq!(history("kasi-aplikasi-spbe"), ["kasi-tata-kelola-spbe"]);
    let gone = [
        "informasi publik",
        "kehumasan",
        "pengelolaan media publik",
        "layanan hubungan media",
        "penyelenggaraan persandian",
        "tata kelola sistem pemerintahan berbasis elektronik",
    ];
    for teks in edition.texts() {
        let text = teks.value.to_lowercase();
        for name in gone {
            assert!(!text.contains(&format!("seksi {name}")), "{text}");
        }
        assert!(!text.contains("bidang informasi publik"), "{text}");
    }
    assert_eq!(iki(folder.path(), &["build", "naskah"]).status.code(), Some(0));
    let check = iki(folder.path(), &["check", "naskah", "--format", "short"]);
    assert_eq!(
        String::from_utf8(check.stdout).unwrap().matches("[belum-diperiksa]").count(),
        edition.belum_diperiksa.len()
    );
    assert!(edition.belum_diperiksa.iter().any(|item| item.value.contains("bagi tugas")));

    let back = iki(folder.path(), &["change", "rencana-kembali.yaml", "naskah"]);
    assert_eq!(back.status.code(), Some(0), "{}", String::from_utf8_lossy(&back.stderr));
    assert_eq!(files(&naskah), before, "every byte is back");
}

#[test]
fn a_change_is_the_same_with_any_line_ends() {
    let results = ["\n", "\r\n", "\r"].map(|end| {
        let folder = planned(PLAN);
        let naskah = folder.path().join("naskah");
        let all = files(&naskah);
        for (name, bytes) in all.iter().filter(|(name, _)| name.ends_with(".yaml")) {
            let text = String::from_utf8(bytes.clone()).unwrap();
            let text = text.replace("kasi-kehumasan:\n", "# humas\n\n      kasi-kehumasan: # tua\n");
            let text = text.replace("tahun: 2021\n", "tahun: 2021\nbelum_diperiksa:\n  - tanggal\n");
            let post = "nama: Kepala Seksi Pengelolaan Media Publik\n";
            let text = text.replace(post, &format!("{post}pendahulu:\n  - kasi-media\n"));
            fs::write(naskah.join(name), text.replace('\n', end)).unwrap();
        }
        let before = files(&naskah);
        let run = iki(folder.path(), &["change", "rencana.yaml", "naskah"]);
        assert_eq!(run.status.code(), Some(0), "{end:?}: {}", String::from_utf8_lossy(&run.stderr));
        let arsip = ["new", "jabatan", "arsip", "--nama", "Arsiparis", "--atasan", "sekretaris", "naskah"];
        let after = files(&naskah);
        let back = iki(folder.path(), &["change", "rencana-kembali.yaml", "naskah"]);
        assert_eq!((back.status.code(), files(&naskah) == before), (Some(0), true), "{end:?}");
        assert_eq!(iki(folder.path(), &arsip).status.code(), Some(0), "{end:?}");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let sheet = fs::read(naskah.join("jabatan/arsip.yaml")).unwrap();
        let written = after.into_iter().filter(|(name, _)| name.ends_with(".yaml")).map(|(_, bytes)| bytes);
        let all = written.chain([sheet]).map(text);
        all.map(|text| text.split(end).map(str::to_owned).collect()).collect::<Vec<Vec<_>>>()
    });
    for other in &results[1..] {
        for (found, expected) in other.iter().zip(&results[0]) {
            assert_eq!(found, expected);
        }
    }
}

#[test]
fn a_reason_that_is_cut_off_stops_a_plan() {
    let step = "langkah: [{hapus: kasi-kehumasan}]";
    for (reason, code) in [("Perbup #12", 1), ("Penyederhanaan. # Perbup", 0), ("'Perbup #12'", 0)] {
        let folder = planned(&format!("alasan: {reason}\n{step}"));
        let run = iki(folder.path(), &["change", "rencana.yaml", "naskah"]);
        let said = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(code), "{reason}: {said}");
        let is_told =
            said.contains("peringatan[teks-terpotong]") && said.ends_with("1 peringatan: tidak ada yang ditulis\n");
        assert_eq!(is_told, code == 1, "{reason}: {said}");
    }
}

#[test]
fn a_plan_is_not_carried_out_in_part() {
    let cases = [
        ("langkah: [{ganti-nama: kasi-humas, menjadi: X}]", "1:24", "tidak ada jabatan `kasi-humas`"),
        (
            "langkah:\n  - hapus: kasi-kehumasan\n  - hapus: kabid-aplikasi-informatika\n",
            "3:12",
            "masih mempunyai bawahan",
        ),
        (
            "langkah: [{pecah: kepala-dinas, menjadi: [X, Y]}]",
            "1:19",
            "`kepala-dinas` adalah pimpinan, dan tidak dapat",
        ),
        ("langkah: [{alih-fungsional: kepala-dinas, menjadi: X}]", "1:29", "`kepala-dinas` adalah pimpinan, dan tidak"),
        ("langkah: [{hapus: kepala-dinas}]", "1:19", "`kepala-dinas` adalah pimpinan"),
        (
            "langkah: [{pindah: sekretaris, ke: kasubbag-umum-dan-kepegawaian}]",
            "1:36",
            "berada di bawah `sekretaris` sendiri",
        ),
        (
            "langkah: [{pindah: kasi-kehumasan, ke: sekretaris, sesudah: kasi-statistik-sektoral}]",
            "1:61",
            "`kasi-statistik-sektoral` bukan bawahan `sekretaris`",
        ),
        ("langkah: [{urutkan: sekretaris, menjadi: [kasubbag-umum-dan-kepegawaian]}]", "1:21", "tidak disebut"),
        (
            "langkah:\n  - {ganti-nama: kasi-kehumasan, menjadi: Kepala Seksi Berita}\n  - {hapus: kasi-kehumasan}\n",
            "3:13",
            "langkah sebelumnya memberinya nama `kasi-berita`",
        ),
        (
            "langkah: [{urutkan: kabid-komunikasi-publik, menjadi: [kasi-kehumasan]}]",
            "1:21",
            "`kasi-pengelolaan-media-publik` dan `kasi-layanan-hubungan-media` tidak disebut",
        ),
        ("langkah: [{gabung: [kasi-kehumasan], menjadi: X}]", "1:21", "memerlukan dua jabatan"),
        ("langkah: [{pecah: kasi-kehumasan, menjadi: [X]}]", "1:19", "memerlukan dua nama"),
        (
            "langkah: [{ganti-nama: kasi-kehumasan, menjadi: X, id: sekretaris}]",
            "1:56",
            "jabatan `sekretaris` sudah ada",
        ),
        ("langkah: [{naikkan: kasi-kehumasan}]", "1:12", "tidak menyebut operasinya"),
        ("langkah: []\nalasn: x", "2:1", "kunci `alasn` tidak dikenal"),
    ];
    for (plan, place, message) in cases {
        let folder = planned(plan);
        let before = files(&folder.path().join("naskah"));
        let run = iki(folder.path(), &["change", "rencana.yaml", "naskah"]);
        let said = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(1), "{plan}: {said}");
        assert!(said.contains(&format!("rencana.yaml:{place}\n")) && said.contains(message), "{plan}: {said}");
        assert_eq!(files(&folder.path().join("naskah")), before, "{plan}");
        assert_eq!(edition::names(folder.path()), ["naskah", "rencana.yaml"], "{plan}");
    }
}

#[test]
fn one_operation_needs_no_plan() {
    let folder = planned("");
    let naskah = folder.path().join("naskah");
    let file = naskah.join("jabatan/kasi-pelayanan-informasi-publik.yaml");
    // As written by hand, over two lines and in quotes.
    let text = fs::read_to_string(&file).unwrap();
    let text = text.replace(
        "kepada Kepala Bidang Informasi Publik; dan",
        "kepada Kepala Bidang\n    Informasi Publik; dan # atasan",
    );
    fs::write(&file, text.replace('\n', "\r\n")).unwrap();
    let arguments = ["change", "ganti-nama", "kabid-informasi-publik", "Kepala Bidang Data", "naskah"];
    let run = iki(folder.path(), &arguments);
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    let expected = text
        .replace("Kepala Bidang\n    Informasi Publik; dan # atasan", "Kepala Bidang Data; dan # atasan")
        .replace("Kepala Bidang Informasi Publik", "Kepala Bidang Data")
        .replace('\n', "\r\n");
    assert_eq!(fs::read_to_string(&file).unwrap(), expected);
    assert!(naskah.join("jabatan/kabid-data.yaml").is_file());
    fs::write(&file, "nama: lain\n").unwrap();
    let back = iki(folder.path(), &["change", "kembali.yaml", "naskah"]);
    assert_eq!(back.status.code(), Some(1), "what was changed since is not lost");
    let wrong = iki(folder.path(), &["change", "hapus", "kasi-humas", "naskah"]);
    assert_eq!(wrong.status.code(), Some(1));
}

#[test]
fn every_operation_finds_the_edition_around_it() {
    let media = "kasi-pengelolaan-media-publik, kasi-layanan-hubungan-media";
    for operation in [
        &["ganti-nama", "kabid-informasi-publik", "Kepala Bidang Data"][..],
        &["alih-fungsional", "kasi-kehumasan", "Pranata Humas Ahli Muda selaku Subkoordinator Kehumasan"],
        &["pindah", "kasi-statistik-sektoral", "--ke", "kabid-informasi-publik"],
        &["urutkan", "sekretaris", "--menjadi", "kasubbag-perencanaan-dan-keuangan, kasubbag-umum-dan-kepegawaian"],
        &["hapus", "kasi-penyelenggaraan-persandian", "--penerus", "kasi-statistik-sektoral"],
        &["gabung", media, "--menjadi", "Kepala Seksi Media"],
        &["pecah", "kasi-kehumasan", "--menjadi", "Kepala Seksi Humas", "--menjadi", "Kepala Seksi Protokol"],
    ] {
        let folder = planned("");
        let naskah = folder.path().join("naskah");
        let before = files(&naskah);
        let run = iki(&naskah.join("jabatan"), &[&["change"], operation].concat());
        assert_eq!(run.status.code(), Some(0), "{operation:?}: {}", String::from_utf8_lossy(&run.stderr));
        assert_ne!(files(&naskah), before, "{operation:?}");
    }
}

#[test]
fn the_way_back_leads_from_every_folder() {
    for (below, plan) in [("", "kembali.yaml"), ("naskah", "kembali.yaml"), ("naskah/jabatan", "../kembali.yaml")] {
        let folder = planned("");
        let (naskah, from) = (folder.path().join("naskah"), folder.path().join(below));
        let before = files(&naskah);
        let edition = if below.is_empty() { &["naskah"][..] } else { &[] };
        let run = iki(&from, &[&["change", "hapus", "kasi-kehumasan"], edition].concat());
        let said = String::from_utf8(run.stderr).unwrap();
        assert!(said.contains(&format!("untuk membatalkannya: iki change {plan} ")), "{said}");
        assert_eq!(iki(folder.path(), &["build", "naskah"]).status.code(), Some(0), "{below}");
        let back = iki(&from, &[&["change", plan], edition].concat());
        assert_eq!(back.status.code(), Some(0), "{below}: {}", String::from_utf8_lossy(&back.stderr));
        let mut after = files(&naskah);
        after.retain(|name, _| !name.contains("kembali"));
        assert_eq!(after, before, "{below}");
    }
}

#[test]
fn a_link_is_followed_but_not_taken_away() {
    let cases = [
        (["ganti-nama", "kasi-kehumasan", "Kepala Seksi Berita"].as_slice(), 3),
        (&["hapus", "kasi-kehumasan"], 3),
        (&["ganti-nama", "kabid-komunikasi-publik", "Kepala Bidang Berita"], 0),
    ];
    for (operation, code) in cases {
        let folder = planned("");
        let naskah = folder.path().join("naskah");
        let (link, kept) = (naskah.join("jabatan/kasi-kehumasan.yaml"), naskah.join("kehumasan.yaml"));
        fs::rename(&link, &kept).unwrap();
        symlink("../kehumasan.yaml", &link).unwrap();
        let before = files(&naskah);
        let run = iki(folder.path(), &[&["change"], operation, &["naskah"]].concat());
        let said = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(code), "{said}");
        if code == 0 {
            assert!(fs::read_to_string(&kept).unwrap().contains("Kepala Bidang Berita"));
            assert_eq!(iki(folder.path(), &["change", "kembali.yaml", "naskah"]).status.code(), Some(0));
        } else {
            assert!(said.contains("`naskah/jabatan/kasi-kehumasan.yaml` hanya tautan (symlink)"), "{said}");
            assert_eq!(edition::names(folder.path()), ["naskah", "rencana.yaml"]);
        }
        assert!(link.is_symlink());
        assert_eq!(files(&naskah), before);
    }
}

#[test]
fn a_change_that_could_not_be_taken_back_is_not_made() {
    // How many sheets change, each of nearly a MiB that stands twice in the way back.
    for (sheets, code) in [(8, 0), (9, 3)] {
        let folder = planned("");
        let naskah = folder.path().join("naskah");
        let comment = format!("# {}\n", "catatan ".repeat(120)).repeat(1000);
        for name in edition::names(&naskah.join("jabatan")).iter().filter(|name| name.starts_with("kas")).take(sheets) {
            let id = name.trim_end_matches(".yaml");
            set(&naskah, id, "tugas", "Membantu Kepala Bidang Aplikasi Informatika.");
            let file = naskah.join("jabatan").join(name);
            fs::write(&file, fs::read_to_string(&file).unwrap() + &comment).unwrap();
        }
        let before = files(&naskah);
        let arguments = ["change", "ganti-nama", "kabid-aplikasi-informatika", "Kepala Bidang Data", "naskah"];
        let run = iki(folder.path(), &arguments);
        let said = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(code), "{said}");
        if code == 0 {
            assert_eq!(iki(folder.path(), &["change", "kembali.yaml", "naskah"]).status.code(), Some(0));
        } else {
            assert!(said.contains("terlalu besar untuk dapat dibatalkan"), "{said}");
            assert_eq!(edition::names(folder.path()), ["naskah", "rencana.yaml"]);
        }
        assert_eq!(files(&naskah), before);
    }
}

#[test]
fn a_file_that_the_structure_names_is_not_taken_away() {
    let id = "kasi-kehumasan";
    let folder = planned("");
    let naskah = folder.path().join("naskah");
    let before = files(&naskah);
    let file = format!("jabatan/{id}.yaml");
    let text = fs::read_to_string(naskah.join(&file)).unwrap().replace('\n', "\n      ");
    fs::write(
        folder.path().join("rencana.yaml"),
        format!("langkah:\n  - pulihkan: {file}\n    kini: |\n      {text}\n"),
    )
    .unwrap();
    let run = iki(folder.path(), &["change", "rencana.yaml", "naskah"]);
    let report = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(1), "{report}");
    assert!(report.contains("galat[berkas-tidak-ada]: berkas `jabatan/kasi-kehumasan.yaml` tidak ada"), "{report}");
    assert_eq!(files(&naskah), before);
}

#[test]
fn what_is_given_back_stays_when_a_post_is_renamed_then() {
    let folder = planned("langkah:\n  - ganti-nama: kabid-informasi-publik\n    menjadi: Kepala Bidang Data\n");
    let naskah = folder.path().join("naskah");
    let succeed = |plan: &str| {
        let run = iki(folder.path(), &["change", plan, "naskah"]);
        assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    };
    succeed("rencana.yaml");
    let inverse = fs::read_to_string(folder.path().join("rencana-kembali.yaml")).unwrap();
    let further =
        "  - ganti-nama: kabid-informasi-publik\n    menjadi: Kepala Bidang Arsip\n    id: kabid-informasi-publik\n";
    fs::write(folder.path().join("lanjut.yaml"), inverse + further).unwrap();
    succeed("lanjut.yaml");
    let now = files(&naskah);
    assert!(now.values().all(|text| !String::from_utf8_lossy(text).contains("Bidang Data")), "all of it is given back");
    let head = String::from_utf8_lossy(&now["jabatan/kabid-informasi-publik.yaml"]).into_owned();
    assert!(head.contains("nama: Kepala Bidang Arsip\n"), "{head}");
}

#[test]
fn work_follows_a_post_that_is_renamed_later() {
    let plan = "langkah:
  - gabung: [kasi-pengelolaan-media-publik, kasi-layanan-hubungan-media]
    menjadi: Kepala Seksi Media
  - pecah: kasi-tata-kelola-spbe
    menjadi: [Kepala Seksi Tata Kelola SPBE, Kepala Seksi Aplikasi SPBE]
  - alih-fungsional: kasi-media
    menjadi: Pranata Humas Ahli Muda selaku Subkoordinator Media
    id: pranata-humas
  - ganti-nama: kasi-aplikasi-spbe
    menjadi: Kepala Seksi Aplikasi
";
    let folder = planned(plan);
    let run = iki(folder.path(), &["change", "rencana.yaml", "naskah"]);
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    let naskah = content::read(&folder.path().join("naskah")).unwrap().naskah.unwrap();
    let work: Vec<String> = naskah.belum_diperiksa.into_iter().map(|item| item.value).collect();
    let begins = |start: &str| work.iter().any(|item| item.starts_with(start));
    assert!(begins("jabatan/pranata-humas.yaml: satukan dengan tugas kasi-layanan-hubungan-media"), "{work:#?}");
    assert!(begins("jabatan/pranata-humas.yaml: susun kembali fungsi"), "{work:#?}");
    assert!(
        begins("jabatan/kasi-tata-kelola-spbe.yaml dan jabatan/kasi-aplikasi.yaml: bagi tugas, fungsi, dan sasaran"),
        "{work:#?}"
    );
}

/// The duty of a position after an operation, and what is left to do.
fn followed(id: &str, tugas: &str, operation: &[&str]) -> (String, Vec<String>) {
    let folder = planned("");
    let naskah = folder.path().join("naskah");
    set(&naskah, id, "tugas", tugas);
    let run = iki(folder.path(), &[&["change"], operation, &["naskah"]].concat());
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    let read = content::read(&naskah).unwrap().naskah.unwrap();
    let jabatan = read
        .jabatan
        .iter()
        .find(|jabatan| jabatan.id.as_str() == id || jabatan.pendahulu.iter().any(|old| old.value.as_str() == id));
    (jabatan.unwrap().tugas.value.clone(), read.belum_diperiksa.into_iter().map(|item| item.value).collect())
}

#[test]
fn names_follow_where_they_are_surely_meant() {
    let rename = ["ganti-nama", "kasi-kehumasan", "Kepala Seksi Berita, Data"];
    let cases = [
        ("Membina Seksi Kehumasan.", "Membina Seksi Berita, Data."),
        (
            "Membina Kasie Kehumasan dan Ka. Seksi Kehumasan.",
            "Membina Kepala Seksi Berita, Data dan Kepala Seksi Berita, Data.",
        ),
        ("|\n  Membina Seksi\n  Kehumasan.", "Membina Seksi Berita, Data."),
        (">-\n  Membina SEKSI\n  KEHUMASAN.", "Membina SEKSI BERITA, DATA."),
        ("'Membina ''seksi kehumasan''.'", "Membina 'seksi berita, data'."),
    ];
    for (before, after) in cases {
        let (tugas, work) = followed("kabid-komunikasi-publik", before, &rename);
        assert_eq!((tugas.as_str(), work.len()), (after, 0), "{before}: {work:?}");
    }
    let doubtful = [
        "Membina Seksi Kehumasan dan Protokol.",
        "Membina Seksi Kehumasan, Protokol, dan Media.",
        "Membina Seksi Kehumasan/Protokol.",
        "MEMBINA SEKSI KEHUMASAN DAN PROTOKOL.",
        "membina seksi kehumasan dan protokol.",
        "Membina Sub Seksi Kehumasan.",
        "Membina Kepala Seksi *Kehumasan* Dinas.",
        "Membina Kepala Seksi Kehumasan Provinsi Jawa Timur.",
        "Membina Seksi Kehumasan pada Dinas Kominfo Kabupaten Jember.",
    ];
    for before in doubtful {
        let (tugas, work) = followed("kabid-komunikasi-publik", before, &rename);
        assert_eq!((tugas.as_str(), work.len()), (before, 1), "{work:?}");
        assert!(work[0].contains(&before.replace('*', "")), "{work:?}");
    }
}

/// What becomes of a sentence that may not mean the post.
#[derive(Debug, Clone, Copy, Eq, PartialEq)]
enum Fate {
    Follows,
    Work,
    /// It is about something else.
    Stays,
}

#[test]
fn sentences_about_something_else_stay() {
    use Fate::{Follows, Stays, Work};
    let cases = [
        ("kabid-informasi-publik", "Bidang Informasi Publik", "Kebijakan di bidang informasi publik.", Stays),
        (
            "kabid-informasi-publik",
            "Bidang Informasi Publik",
            "Kebijakan di bidang informasi, publik, dan media.",
            Stays,
        ),
        ("kabid-informasi-publik", "Bidang Informasi Publik", "Membina Bidang Informasi. Publik dilayani.", Stays),
        ("kabid-informasi-publik", "Bidang Informasi Publik", "Kebijakan di bidang Informasi Publik.", Work),
        ("kabid-informasi-publik", "Bidang Informasi Publik", "Urusan bidang informasi publik.", Work),
        ("kabid-informasi-publik", "Bidang Informasi Publik", "Membina kepala bidang informasi publik.", Follows),
        ("kabid-informasi-publik", "Bidang Informasi Publik", "Membina Kabid. Informasi Publik.", Follows),
        (
            "kabid-informasi-publik",
            "Bidang Informasi Publik",
            "Bidang Informasi Publik Dinas Kominfo Kabupaten Jember.",
            Work,
        ),
        (
            "kabid-informasi-publik",
            "Bidang Informasi Publik",
            "Bidang Informasi Publik Dinas Komunikasi dan Informatika Kabupaten Jember.",
            Work,
        ),
        (
            "kabid-informasi-publik",
            "Bidang Informasi Publik",
            "Bidang Informasi Publik Dinas Komunikasi dan Informatika Kabupaten Lumajang.",
            Follows,
        ),
        ("kabid-informasi-publik", "Bidang Informasi Publik", "Laporan Bidang Informasi Publik Tahun N.", Follows),
        ("kepala-dinas", "Kepala Dinas Kominfo", "Dinas Komunikasi dan Informatika Kabupaten Jember.", Work),
        ("kepala-dinas", "Kepala Dinas Kominfo", "Dinas Komunikasi dan Informatika, Kabupaten Lumajang.", Follows),
        ("sekretaris", "Sekretaris", "Membantu Sekretaris Daerah.", Work),
        ("sekretaris", "Sekretaris", "Membantu sekretaris tim.", Work),
        ("sekretaris", "Sekretaris", "Membantu Wakil Sekretaris.", Work),
        ("sekretaris", "Sekretaris", "Membantu Sekretaris dan Kepala Dinas.", Follows),
        ("kasi-kehumasan", "Inspektur", "Membantu Inspektur Pembantu.", Work),
        ("kasi-kehumasan", "Inspektur", "Membantu Inspektur; Pembantu lain.", Follows),
        ("kasi-kehumasan", "Kepala Subbagian Keuangan", "Subbagian Keuangan Daerah pada BPKAD.", Work),
        ("kasi-kehumasan", "Kepala Subbagian Keuangan", "Subbagian Keuangan pada BPKAD.", Work),
        ("kasi-kehumasan", "Kepala Subbagian Keuangan", "Sub. Bagian Keuangan Bidang Komunikasi Publik.", Follows),
        ("kasi-kehumasan", "Kepala UPT (Pusat) Data", "Membina UPT (Pusat) Data.", Work),
        ("kasi-kehumasan", "Kepala UPT Pers & Data", "Membina UPT Pers & Data.", Follows),
    ];
    for (id, nama, tugas, fate) in cases {
        let folder = planned("");
        let naskah = folder.path().join("naskah");
        if id != "kepala-dinas" {
            set(&naskah, id, "nama", nama);
        }
        set(&naskah, "kasi-statistik-sektoral", "tugas", tugas);
        let run = iki(folder.path(), &["change", "ganti-nama", id, "Kepala Badan Lain", "naskah"]);
        assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
        let read = content::read(&naskah).unwrap().naskah.unwrap();
        let sheet = read
            .jabatan
            .iter()
            .find(|jabatan| jabatan.id.as_str() == "kasi-statistik-sektoral")
            .unwrap()
            .tugas
            .value
            .as_str();
        let is_work = read.belum_diperiksa.iter().any(|item| item.value.contains(tugas));
        let found = if is_work {
            Work
        } else if sheet == tugas {
            Stays
        } else {
            Follows
        };
        assert_eq!((found, is_work && sheet != tugas), (fate, false), "{nama}: {tugas}: {sheet}");
    }
}

#[test]
fn no_word_of_a_new_name_is_said_twice() {
    let long = "Sekretaris Dinas Komunikasi dan Informatika";
    let cases = [
        (format!("Membantu {long}."), format!("Membantu {long}."), 1),
        ("Membantu Sekretaris dalam dinas.".to_owned(), format!("Membantu {long} dalam dinas."), 0),
    ];
    for (before, after, listed) in cases {
        let folder = planned("");
        let naskah = folder.path().join("naskah");
        set(&naskah, "sekretaris", "nama", "Sekretaris");
        set(&naskah, "kasi-kehumasan", "tugas", &before);
        let run = iki(folder.path(), &["change", "ganti-nama", "sekretaris", long, "naskah"]);
        assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
        let read = content::read(&naskah).unwrap().naskah.unwrap();
        let sheet = read.jabatan.iter().find(|jabatan| jabatan.id.as_str() == "kasi-kehumasan").unwrap();
        let about = read.belum_diperiksa.iter().filter(|item| item.value.contains(&before)).count();
        assert_eq!((&sheet.tugas.value, about), (&after, listed));
    }
}

#[test]
fn a_signature_in_several_lines_follows_or_is_work() {
    let cases = [
        ("Kepala Dinas Komunikasi dan Informatika", true),
        ("[Kepala Dinas Komunikasi dan Informatika, Kabupaten Lumajang]", true),
        ("[Kepala Dinas Komunikasi, dan Informatika]", false),
        ("[Kepala, Dinas Komunikasi dan, Informatika Kabupaten Lumajang]", false),
    ];
    for (written, follows) in cases {
        let folder = planned("");
        let file = folder.path().join("naskah/naskah.yaml");
        let text = fs::read_to_string(&file).unwrap();
        let lines = "jabatan:\n    - Kepala Dinas Komunikasi dan Informatika\n    - Kabupaten Lumajang\n";
        fs::write(&file, text.replace(lines, &format!("jabatan: {written}\n"))).unwrap();
        let run = iki(folder.path(), &["change", "ganti-nama", "kepala-dinas", "Kepala Dinas Kominfo", "naskah"]);
        assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
        let naskah = content::read(&folder.path().join("naskah")).unwrap().naskah.unwrap();
        let signed = naskah.pengesahan.jabatan.iter().map(|line| line.value.as_str()).collect::<Vec<_>>().join(" ");
        let is_work = naskah.belum_diperiksa.iter().any(|item| item.value.starts_with("naskah.yaml: “Kepala"));
        assert_eq!((signed.starts_with("Kepala Dinas Kominfo"), is_work), (follows, !follows), "{written}: {signed}");
    }
}

/// Writes another value for a key at the start of a line of a sheet.
fn set(naskah: &Path, id: &str, key: &str, value: &str) {
    let file = naskah.join(format!("jabatan/{id}.yaml"));
    let text = fs::read_to_string(&file).unwrap();
    let line = text.lines().find(|line| line.starts_with(key)).unwrap();
    fs::write(&file, text.replace(line, &format!("{key}: {value}"))).unwrap();
}

#[test]
fn who_has_the_same_name_keeps_it() {
    let rename = |id| vec!["ganti-nama", id, "Kepala Seksi Data"];
    let close = |id| vec!["hapus", id, "--penerus", "kabid-informasi-publik"];
    let [first, second] = ["kasi-kehumasan", "kasi-statistik-sektoral"];
    let post = "Pranata Komputer Ahli Muda";
    let secretary = "Sekretaris Dinas Komunikasi dan Informatika";
    let cases = [
        (post, rename(first), second),
        (post, rename(second), first),
        (post, close(first), second),
        (post, close(second), first),
        (post, vec!["hapus", first], second),
        (secretary, rename(first), second),
        (secretary, rename(second), "sekretaris"),
    ];
    for (name, operation, other) in cases {
        let folder = planned("");
        let naskah = folder.path().join("naskah");
        set(&naskah, first, "nama", name);
        set(&naskah, second, "nama", name);
        let sentence = format!("Membina {name}.");
        set(&naskah, "kabid-komunikasi-publik", "tugas", &sentence);
        let before = fs::read_to_string(naskah.join(format!("jabatan/{other}.yaml"))).unwrap();
        let run = iki(folder.path(), &[&["change"], &operation[..], &["naskah"]].concat());
        assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
        assert_eq!(fs::read_to_string(naskah.join(format!("jabatan/{other}.yaml"))).unwrap(), before, "{operation:?}");
        let read = content::read(&naskah).unwrap().naskah.unwrap();
        let bidang = read.jabatan.iter().find(|jabatan| jabatan.id.as_str() == "kabid-komunikasi-publik").unwrap();
        assert_eq!(bidang.tugas.value, sentence, "{operation:?}");
        let about = |text: &str| read.belum_diperiksa.iter().filter(|item| item.value.contains(text)).count();
        assert_eq!((about(&format!("“{sentence}”")), about(&format!("“{name}”"))), (1, 0), "{operation:?}");
    }
}

/// The edition after a plan.
fn planned_edition(steps: &str) -> (TempDir, Naskah) {
    let folder = planned(&format!("langkah:\n{steps}"));
    let run = iki(folder.path(), &["change", "rencana.yaml", "naskah"]);
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    let naskah = content::read(&folder.path().join("naskah")).unwrap().naskah.unwrap();
    (folder, naskah)
}

#[test]
fn what_is_told_is_where_it_will_be() {
    let plan = "langkah:
  - ganti-nama: kabid-informasi-publik
    menjadi: Kepala Bidang Data
  - pindah: kasi-penyelenggaraan-persandian
    ke: kabid-aplikasi-informatika
  - ganti-nama: kasi-penyelenggaraan-persandian
    menjadi: Kepala Seksi Sandi
";
    let folder = planned(plan);
    let dry = iki(folder.path(), &["change", "rencana.yaml", "naskah", "--dry-run"]);
    let run = iki(folder.path(), &["change", "rencana.yaml", "naskah"]);
    let (dry, told) = (String::from_utf8(dry.stdout).unwrap(), String::from_utf8(run.stdout).unwrap());
    assert!(dry.ends_with(&told), "{dry}");
    let renamed = "--- naskah/jabatan/kasi-penyelenggaraan-persandian.yaml\n+++ naskah/jabatan/kasi-sandi.yaml\n";
    assert!(dry.contains(renamed), "{dry}");
    let places =
        told.lines().filter_map(|line| line.trim().split_once(": ")).filter(|(_, said)| said.contains(" menjadi "));
    let mut count = 0;
    for (place, said) in places {
        let [file, line, column] = place.split(':').collect::<Vec<_>>()[..] else { panic!("{place}") };
        let text = fs::read_to_string(folder.path().join(file)).unwrap();
        let line = text.lines().nth(line.parse::<usize>().unwrap() - 1).unwrap();
        let rest: String = line.chars().skip(column.parse::<usize>().unwrap() - 1).collect();
        assert!(rest.starts_with(said.split_once(" menjadi ").unwrap().1), "{place}: {said}\n{rest}");
        count += 1;
    }
    assert!(count > 5, "{told}");
    let superior = "Kepala Bidang Informasi Publik menjadi Kepala Bidang Aplikasi Informatika";
    assert_eq!(told.matches(superior).count(), 2, "one line for what follows twice: {told}");
}

#[test]
fn the_group_of_a_functional_post_follows_it() {
    let (folder, naskah) = planned_edition(
        "  - alih-fungsional: kasi-kehumasan
    menjadi: Pranata Humas Ahli Muda selaku Subkoordinator Kehumasan
    id: humas
  - ganti-nama: humas
    menjadi: Pranata Humas Ahli Muda selaku Subkoordinator Berita
    id: berita
",
    );
    let berita = naskah.jabatan.iter().find(|jabatan| jabatan.id.as_str() == "berita").unwrap();
    assert!(berita.tugas.value.ends_with("kegiatan di Subkoordinasi Berita."), "{}", berita.tugas.value);
    let sheet = folder.path().join("naskah/jabatan/berita.yaml");
    let text = fs::read_to_string(&sheet).unwrap().replace("di Subkoordinasi Berita.", "di Subkoordinasi Kehumasan.");
    fs::write(&sheet, text).unwrap();
    let check = iki(folder.path(), &["check", "naskah", "--format", "short"]);
    let found = String::from_utf8(check.stdout).unwrap();
    assert!(found.contains("[unit-tidak-dikenal]: `Subkoordinasi Kehumasan` tidak ada dalam struktur"), "{found}");
}

#[test]
fn what_goes_with_a_closed_or_moved_post_is_work() {
    let (_folder, naskah) = planned_edition(
        "  - hapus: kasi-kehumasan
    penerus: kasi-layanan-hubungan-media
  - pindah: kasi-penyelenggaraan-persandian
    ke: kabid-aplikasi-informatika
",
    );
    let heir = naskah.jabatan.iter().find(|jabatan| jabatan.id.as_str() == "kasi-layanan-hubungan-media").unwrap();
    let history: Vec<&str> = heir.pendahulu.iter().map(|id| id.value.as_str()).collect();
    assert_eq!(history, ["kasi-layanan-hubungan-media", "kasi-kehumasan"]);
    let work: Vec<&str> = naskah.belum_diperiksa.iter().map(|item| item.value.as_str()).collect();
    assert_eq!(
        work,
        [
            "jabatan/kasi-layanan-hubungan-media.yaml: tampung tugas, fungsi, dan indikator Kepala Seksi Kehumasan, yang dihapus",
            "jabatan/kabid-komunikasi-publik.yaml: periksa kalimat tentang urusan Kepala Seksi Kehumasan, yang dihapus",
            "jabatan/kabid-informasi-publik.yaml dan jabatan/kabid-aplikasi-informatika.yaml: periksa kalimat tentang urusan Kepala Seksi Penyelenggaraan Persandian, yang pindah",
        ]
    );
}

#[test]
fn who_is_merged_into_another_branch_reports_to_its_superior() {
    let (_folder, naskah) = planned_edition(
        "  - gabung: [kasi-kehumasan, kasi-penyelenggaraan-persandian]
    menjadi: Kepala Seksi Kehumasan dan Persandian
    id: kasi-gabungan
",
    );
    let merged = naskah.jabatan.iter().find(|jabatan| jabatan.id.as_str() == "kasi-gabungan").unwrap();
    let reports = merged.fungsi.iter().filter(|butir| butir.value.contains("Kepala Bidang Komunikasi Publik")).count();
    assert_eq!(reports, 4, "{:#?}", merged.fungsi);
    assert!(merged.fungsi.iter().all(|butir| !butir.value.contains("Kepala Bidang Informasi Publik")));
}

#[test]
fn a_unit_that_is_called_otherwise_is_work() {
    let rename = ["ganti-nama", "kabid-aplikasi-informatika", "Kepala Bidang Sistem Elektronik"];
    let (_, work) = followed("sekretaris", "Membantu.", &rename);
    let named = "diberikan oleh Kepala Bidang Aplikasi dan Informatika”: periksa nama jabatan; kini Kepala Bidang Sistem Elektronik";
    let (all, of_the_statistician) = (work.join("\n"), "jabatan/kasi-statistik-sektoral.yaml: ");
    assert!(all.contains(of_the_statistician) && all.replace(".”", "”").contains(named), "{all}");
}

#[test]
fn exceptions_follow_and_official_names_stay() {
    let folder = planned("");
    let naskah = folder.path().join("naskah");
    let (top, sheet) = (naskah.join("naskah.yaml"), naskah.join("jabatan/sekretaris.yaml"));
    let append = |file: &Path, text: &str| fs::write(file, fs::read_to_string(file).unwrap() + text).unwrap();
    append(&top, "nama_resmi:\n  - Forum Seksi Kehumasan Jatim\n");
    append(
        &sheet,
        "pengecualian:\n  - kode: kata-asing\n    pada: Forum Seksi Kehumasan\n    alasan: usul Seksi Kehumasan\n",
    );
    let run = iki(folder.path(), &["change", "ganti-nama", "kasi-kehumasan", "Kepala Seksi Berita", "naskah"]);
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(fs::read_to_string(&top).unwrap().contains("Forum Seksi Kehumasan Jatim"));
    let sheet = fs::read_to_string(&sheet).unwrap();
    assert!(sheet.contains("pada: Forum Seksi Berita\n    alasan: usul Seksi Berita\n"), "{sheet}");
}

#[test]
fn new_items_stand_behind_the_old_ones_however_they_are_written() {
    let items = ["tanggal surat", "pangkat, golongan"];
    for written in [
        "\n  - tanggal surat\n  - pangkat, golongan # nanti",
        "\n  -   tanggal surat\n  -   pangkat, golongan",
        "\n- tanggal surat\n-\n  pangkat, golongan",
        "\n  - tanggal surat\n  - # nanti\n    pangkat,\n    golongan",
        "\n  - tanggal surat\n  - |\n    pangkat, golongan\n  # nanti",
        " [tanggal surat, 'pangkat, golongan']",
        " [ # nanti\n  tanggal surat,\n  \"pangkat, golongan\",\n  ]",
    ] {
        let folder = planned("");
        let naskah = folder.path().join("naskah");
        let file = naskah.join("naskah.yaml");
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, text.replace("tahun: 2021\n", &format!("tahun: 2021\nbelum_diperiksa:{written}\n"))).unwrap();
        let run = iki(folder.path(), &["change", "hapus", "kasi-kehumasan", "naskah"]);
        assert_eq!(run.status.code(), Some(0), "{written}: {}", String::from_utf8_lossy(&run.stderr));
        let work = content::read(&naskah).unwrap().naskah.unwrap().belum_diperiksa;
        let first: Vec<&str> = work.iter().map(|item| item.value.trim()).take(2).collect();
        assert!(first == items && work.len() > 2, "{written}: {work:?}");
    }
}

#[test]
fn a_block_stays_a_block() {
    let folder = planned("");
    let naskah = folder.path().join("naskah");
    set(&naskah, "kasi-kehumasan", "nama", "|\n  Kepala Seksi Kehumasan");
    let file = naskah.join("jabatan/kabid-komunikasi-publik.yaml");
    let text = fs::read_to_string(&file).unwrap();
    let (head, _) = text.split_once("kinerja:").unwrap();
    let table = "kinerja:
  - sasaran: Terbinanya seksi
    indikator:
      - nama: Jumlah kegiatan
        formulasi: |
          Jumlah kegiatan Seksi Kehumasan
        sumber_data: >-
          Seksi
          Kehumasan
";
    fs::write(&file, head.to_owned() + table).unwrap();
    let arguments = ["change", "ganti-nama", "kasi-kehumasan", "Kepala Seksi Berita, Data", "naskah"];
    let run = iki(folder.path(), &arguments);
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    let now = fs::read_to_string(&file).unwrap();
    let followed = table.replace("Seksi\n          Kehumasan", "Seksi Kehumasan").replace("Kehumasan", "Berita, Data");
    assert!(now.ends_with(&followed), "{now}");
    let sheet = fs::read_to_string(naskah.join("jabatan/kasi-berita-data.yaml")).unwrap();
    assert!(sheet.contains("nama: |\n  Kepala Seksi Berita, Data\npendahulu: [kasi-kehumasan]\n"), "{sheet}");
}

#[test]
fn the_office_stays_when_a_position_moves() {
    let office = "Melayani Dinas Komunikasi dan Informatika, di bawah Kepala Dinas Komunikasi dan Informatika.";
    let (tugas, work) =
        followed("kabid-komunikasi-publik", office, &["pindah", "kabid-komunikasi-publik", "--ke", "sekretaris"]);
    assert_eq!(tugas, office);
    assert!(work.iter().any(|item| item.contains("Melayani")), "{work:?}");
}

#[test]
fn the_secretary_follows_the_office() {
    let (_, work) = followed("sekretaris", "Membantu.", &["ganti-nama", "kepala-dinas", "Kepala Dinas Kominfo"]);
    assert_eq!(work, [""; 0]);
    let folder = planned("");
    iki(folder.path(), &["change", "ganti-nama", "kepala-dinas", "Kepala Dinas Kominfo", "naskah"]);
    let sheet = fs::read_to_string(folder.path().join("naskah/jabatan/sekretaris.yaml")).unwrap();
    assert!(sheet.contains("nama: Sekretaris Dinas Kominfo\n"), "{sheet}");
}

#[test]
fn f70_a_killed_change_leaves_the_old_edition_or_the_new_one() {
    let folder = planned(PLAN);
    let [first, second] = ["naskah", "jadi"].map(|name| folder.path().join(name));
    let before = files(&first);
    fs::rename(edition::copy(&first).keep(), &second).unwrap();
    let start = Instant::now();
    assert_eq!(iki(folder.path(), &["change", "rencana.yaml", "jadi"]).status.code(), Some(0));
    let whole = start.elapsed();
    let after = files(&second);
    let mut done = 0;
    for round in 0..200u32 {
        let mut command = Command::new(env!("CARGO_BIN_EXE_iki"));
        command.args(["change", "rencana.yaml", "naskah"]).current_dir(folder.path());
        let mut change = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(whole * (round * 37 % 100) / 80);
        change.kill().unwrap();
        change.wait().unwrap();
        // Whoever reads it next finishes it.
        assert_eq!(
            iki(folder.path(), &["diff", "naskah", "jadi", "--format", "json"]).status.code().map(|code| code < 2),
            Some(true)
        );
        let now = files(&first);
        assert!(now == before || now == after, "round {round}: a mixture");
        if now == after {
            done += 1;
            for name in edition::names(folder.path()).iter().filter(|name| name.contains("kembali")) {
                fs::remove_file(folder.path().join(name)).unwrap();
            }
            fs::remove_dir_all(&first).unwrap();
            fs::rename(edition::copy(&edition::published()).keep(), &first).unwrap();
        }
    }
    assert!(done > 0 && done < 200, "{done} of 200 were done in time");
}

#[test]
fn what_is_saved_while_a_change_runs_is_not_lost() {
    let folder = planned(PLAN);
    let start = Instant::now();
    assert_eq!(iki(folder.path(), &["change", "rencana.yaml", "naskah", "--dry-run"]).status.code(), Some(0));
    let whole = start.elapsed();
    let mut stopped = 0;
    for (round, file) in (0..40u32).flat_map(|round| [(round, "naskah.yaml"), (round, "jabatan/sekretaris.yaml")]) {
        let folder = planned(PLAN);
        let naskah = folder.path().join("naskah");
        let before = files(&naskah);
        let (saved, fresh) = (naskah.join(file), folder.path().join("baru.yaml"));
        let text = fs::read_to_string(&saved).unwrap() + "# disimpan\n";
        fs::write(&fresh, &text).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_iki"));
        command.args(["change", "rencana.yaml", "naskah"]).current_dir(folder.path());
        let change = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        thread::sleep(whole * (round * 37 % 40) / 40);
        fs::rename(&fresh, &saved).unwrap();
        let run = change.wait_with_output().unwrap();
        assert!(fs::read_to_string(&saved).unwrap().ends_with("# disimpan\n"), "round {round}: {file} is lost");
        if String::from_utf8(run.stderr).unwrap().contains("berubah selama perintah ini bekerja") {
            assert_eq!(run.status.code(), Some(3));
            let mut after = files(&naskah);
            assert_eq!(after.insert(file.to_owned(), before[file].clone()), Some(text.into_bytes()));
            assert_eq!(after, before, "nothing is written");
            assert_eq!(edition::names(folder.path()), ["naskah", "rencana.yaml"]);
            stopped += 1;
        }
    }
    assert!(stopped > 0);
}

#[test]
fn a_change_that_could_not_be_finished_is_not_begun() {
    let folder = planned("");
    let naskah = folder.path().join("naskah");
    let allow = |bits| fs::set_permissions(naskah.join("jabatan"), fs::Permissions::from_mode(bits)).unwrap();
    let before = files(&naskah);
    allow(0o555);
    let run = iki(folder.path(), &["change", "ganti-nama", "sekretaris", "Sekretaris Utama", "naskah"]);
    allow(0o755);
    let said = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(3), "{said}");
    assert!(said.contains("jabatan` hanya boleh dibaca, jadi tidak ada yang diubah"), "{said}");
    assert_eq!(files(&naskah), before);
    assert_eq!(edition::names(folder.path()), ["naskah", "rencana.yaml"]);
    assert!(!naskah.join(".iki-perubahan").exists());
}

#[test]
fn a_change_from_elsewhere_touches_no_other_file() {
    let folder = planned("");
    let naskah = folder.path().join("naskah");
    let outside = folder.path().join("rencana.yaml");
    for path in ["../rencana.yaml", ".git/hooks/post-commit", "lambang.svg", "jabatan/../../rencana.yaml", ""] {
        let journal = naskah.join(".iki-perubahan");
        fs::create_dir_all(&journal).unwrap();
        fs::write(journal.join("0"), "lain").unwrap();
        fs::write(journal.join("daftar.json"), format!("[{{\"path\":\"{path}\",\"before\":\"\",\"after\":\"lain\"}}]"))
            .unwrap();
        let run = iki(folder.path(), &["check", "naskah"]);
        assert_eq!(run.status.code(), Some(3), "{path}");
        assert!(String::from_utf8(run.stderr).unwrap().contains("bukan berkas naskah"), "{path}");
        assert_eq!(fs::read_to_string(&outside).unwrap(), "");
        fs::remove_dir_all(journal).unwrap();
    }
}

#[test]
fn an_interrupted_change_does_not_undo_what_was_written_since() {
    let folder = planned("");
    let naskah = folder.path().join("naskah");
    let file = naskah.join("naskah.yaml");
    let before = fs::read_to_string(&file).unwrap();
    let after = before.replace("YOGA PRATOMO", "SITI RAHAYU");
    let journal = naskah.join(".iki-perubahan");
    let interrupt = || {
        fs::create_dir(&journal).unwrap();
        fs::write(journal.join("0"), &after).unwrap();
        let list = serde_json::json!([{"path": "naskah.yaml", "before": before, "after": after}]);
        fs::write(journal.join("daftar.json"), list.to_string()).unwrap();
    };
    interrupt();
    let finished = iki(folder.path(), &["check", "naskah"]);
    assert_ne!(finished.status.code(), Some(3));
    assert!(
        String::from_utf8(finished.stderr).unwrap().starts_with("perubahan yang terputus di `naskah` diselesaikan\n")
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), after, "it is finished");
    assert!(!journal.exists());
    let edited = before.replace("Lumajang", "Malang");
    fs::write(&file, &edited).unwrap();
    interrupt();
    let run = iki(folder.path(), &["check", "naskah"]);
    assert_eq!(run.status.code(), Some(3));
    let said = String::from_utf8(run.stderr).unwrap();
    assert!(said.contains("diubah sesudahnya") && !said.contains("jalankan lagi"), "{said}");
    assert_eq!(fs::read_to_string(&file).unwrap(), edited);
}
