//! The editions in `content/`, and the example among them.

use std::fs;
use std::path::{Path, PathBuf};

use iki::content;
use iki::model::Naskah;

use crate::edition::{self, iki};
use crate::official::{assert_valid, sheet, squeezed};
use crate::pdf::Pdf;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn example() -> PathBuf {
    root().join("content/diskominfo/2022")
}

fn read(folder: &Path) -> Naskah {
    content::read(folder).unwrap().naskah.expect("the edition can be read")
}

/// Every edition of every office.
fn editions() -> Vec<PathBuf> {
    let below = |folder: &Path| -> Vec<PathBuf> {
        let entries = edition::names(folder).into_iter().map(|name| folder.join(name));
        entries.filter(|path| path.is_dir()).collect()
    };
    below(&root().join("content")).iter().flat_map(|office| below(office)).collect()
}

#[test]
fn every_edition_is_a_valid_document_with_all_its_words() {
    assert!(editions().len() > 1);
    for folder in editions() {
        let run = iki(&folder, &["build", "--lampiran", "bagan,pohon", "-o", "-"]);
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        assert_valid(&run.stdout, &folder.display().to_string());
        let text = squeezed(&Pdf::read(&run.stdout).structure().text());
        for jabatan in &read(&folder).jabatan {
            assert!(text.contains(&squeezed(&sheet(jabatan).concat())), "{}", jabatan.id.as_str());
        }
    }
}

#[test]
fn the_example_has_no_findings_and_says_on_every_page_what_it_is() {
    let checked = iki(&example(), &["check", "--strict"]);
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    let run = iki(&example(), &["build", "--lampiran", "bagan,pohon", "-o", "-"]);
    for (index, page) in Pdf::read(&run.stdout).pages.iter().enumerate() {
        assert!(page.artifacts.concat().contains("CONTOH"), "page {}", index + 1);
    }
}

/// The posts with their superiors and what they go on with.
fn structure(naskah: &Naskah) -> Vec<(String, String, Option<usize>, Vec<String>)> {
    let posts = naskah.jabatan.iter().map(|jabatan| {
        let before = jabatan.pendahulu.iter().map(|id| id.value.as_str().to_owned());
        (jabatan.id.as_str().to_owned(), jabatan.nama.value.clone(), jabatan.atasan, before.collect())
    });
    posts.collect()
}

#[test]
fn the_example_was_made_with_the_commands_that_it_tells() {
    let folder = tempfile::tempdir().unwrap();
    let office = folder.path().join("content/diskominfo");
    fs::create_dir_all(&office).unwrap();
    fs::rename(edition::copy(&edition::published()).keep(), office.join("2021")).unwrap();
    fs::copy(root().join("content/diskominfo/rencana-2022.yaml"), office.join("rencana-2022.yaml")).unwrap();
    let naskah = fs::read_to_string(example().join("naskah.yaml")).unwrap();
    let commands: Vec<&str> = naskah.lines().filter_map(|line| line.strip_prefix("#   iki ")).collect();
    assert_eq!(commands.len(), 4);
    for command in commands {
        let run = iki(folder.path(), &command.split(' ').collect::<Vec<_>>());
        assert!(run.status.code().is_some_and(|code| code < 2), "{command}\n{}", String::from_utf8_lossy(&run.stderr));
    }
    assert_eq!(structure(&read(&office.join("2022"))), structure(&read(&example())));
}

#[test]
fn its_redline_tells_what_has_become_of_every_post() {
    let [old, new] = [edition::published(), example()].map(|path| path.to_str().unwrap().to_owned());
    let run = iki(Path::new("/"), &["diff", &old, &new, "--format", "pdf", "-o", "-"]);
    assert_valid(&run.stdout, "the redline of the example");
    let pdf = Pdf::read(&run.stdout);
    let summary = squeezed(&pdf.pages[..2].iter().map(|page| page.text()).collect::<String>());
    for told in [
        "Dahulu 16 jabatan, kini 16: 1 baru, 1 dihapus, 1 gabungan, 1 pecahan, 11 berganti nama, 1 pindah, dan 15 berubah isinya.",
        "baru, melanjutkan Kepala Sub. Bagian Perencanaan dan Keuangan",
        "dihapus, dilanjutkan oleh Pranata Hubungan Masyarakat Ahli Muda selaku Subkoordinator Pengelolaan dan Hubungan Media",
    ] {
        assert!(summary.contains(&squeezed(told)), "{told}\n{summary}");
    }
}
