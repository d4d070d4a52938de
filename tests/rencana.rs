//! Any valid plan: what it must not touch stays, the edition is a good one, and
//! the way back leads to the same bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use iki::content;
use iki::model::Naskah;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::edition::{self, iki};

#[test]
fn any_valid_plan_leaves_a_good_edition_and_can_be_taken_back() {
    let config = Config { cases: 40, failure_persistence: None, ..Config::default() };
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let noise = prop::collection::vec((any::<Index>(), 0..6u8), 0..30);
    let steps = prop::collection::vec((0..7u8, any::<[Index; 3]>()), 1..7);
    let result = TestRunner::new_with_rng(config, random).run(&(noise, steps), |(noise, steps)| {
        try_plan(&noise, &steps);
        Ok(())
    });
    result.unwrap();
}

fn try_plan(noise: &[(Index, u8)], steps: &[(u8, [Index; 3])]) {
    let folder = tempfile::tempdir().unwrap();
    let naskah = folder.path().join("naskah");
    fs::rename(edition::copy(&edition::published()).keep(), &naskah).unwrap();
    disturb(&naskah, noise);
    let before = files(&naskah);
    let mut office = Office::of(&content::read(&naskah).unwrap().naskah.expect("still a good edition"));
    let written: String = steps.iter().enumerate().filter_map(|(number, step)| office.step(number, *step)).collect();
    if written.is_empty() {
        return;
    }
    let plan = format!("langkah:\n{written}");
    fs::write(folder.path().join("rencana.yaml"), &plan).unwrap();

    succeed(folder.path(), &["change", "rencana.yaml", "naskah"], &plan);
    let after = files(&naskah);
    let edition = content::read(&naskah).unwrap().naskah.expect(&plan);
    let mut found: Vec<(&str, &str)> =
        edition.jabatan.iter().map(|jabatan| (jabatan.id.as_str(), jabatan.nama.value.as_str())).collect();
    let mut expected: Vec<(&str, &str)> = office.posts().map(|post| (post.id.as_str(), post.nama.as_str())).collect();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected, "{plan}");
    office.assert_untouched(&before, &after, &plan);
    succeed(folder.path(), &["build", "naskah", "-o", "naskah.pdf"], &plan);

    succeed(folder.path(), &["change", "rencana-kembali.yaml", "naskah"], &plan);
    assert_eq!(files(&naskah), before, "every byte is back\n{plan}");
}

fn succeed(folder: &Path, arguments: &[&str], plan: &str) {
    let run = iki(folder, arguments);
    assert_eq!(run.status.code(), Some(0), "{arguments:?}\n{plan}\n{}", String::from_utf8_lossy(&run.stderr));
}

/// Every text of an edition by its path.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let sheets = edition::names(&folder.join("jabatan")).into_iter().map(|name| format!("jabatan/{name}"));
    let paths = std::iter::once("naskah.yaml".to_owned()).chain(sheets);
    paths.map(|path| (path.clone(), fs::read_to_string(folder.join(path)).unwrap())).collect()
}

/// Writes into the files what people write, without another meaning.
fn disturb(folder: &Path, noise: &[(Index, u8)]) {
    for (path, mut text) in files(folder) {
        for (number, (place, kind)) in noise.iter().enumerate() {
            let lines: Vec<&str> = text.split('\n').collect();
            let at = place.index(lines.len());
            let line = lines[at];
            let is_post = line.trim_start().starts_with("ka") && line.ends_with(':');
            let is_start = is_post || line.starts_with("fungsi:") || line.starts_with("  - ");
            let tugas = line.strip_prefix("tugas: ").filter(|words| !words.starts_with(['"', '>']));
            let new = match (kind, tugas) {
                (0, _) if is_start => format!("# catatan {number}\n{line}"),
                (1, _) if is_start => format!("\n{line}"),
                (2, _) if is_post || line == "fungsi:" => format!("{line} # catatan {number}"),
                (3, _) if line.starts_with("  - ") && !line.contains([':', '\'', '#']) => {
                    format!("  - '{}'", &line[4..])
                }
                (4, Some(words)) => format!("tugas: >-\n  {}", words.replacen(" dan ", " dan\n  ", 2)),
                (5, Some(words)) => format!("tugas: \"{words}\" # catatan {number}"),
                _ => continue,
            };
            text = [&lines[..at], &[new.as_str()], &lines[at + 1..]].concat().join("\n");
        }
        if noise.len() % 2 == 1 && path.len() % 2 == 0 {
            text = text.replace('\n', "\r\n");
        }
        fs::write(folder.join(path), text).unwrap();
    }
}

/// A position on its way through a plan.
struct Post {
    id: String,
    nama: String,
    atasan: Option<usize>,
    /// Its id and name at the start, if it was there.
    first: Option<(String, String)>,
    is_gone: bool,
}

/// What is always said of a post, however its unit is written, in lower case.
fn core(nama: &str) -> String {
    let nama = nama.to_lowercase();
    if let Some(post) = ["sekretaris", "kepala dinas"].into_iter().find(|post| nama.starts_with(post)) {
        return post.to_owned();
    }
    let is_kind = |word: &&str| matches!(*word, "kepala" | "bidang" | "seksi" | "sub." | "bagian");
    nama.split(' ').skip_while(is_kind).collect::<Vec<_>>().join(" ")
}

/// What a plan makes of an office.
struct Office {
    posts: Vec<Post>,
    /// What sentences may have followed: names at the start, in lower case.
    touched: BTreeSet<String>,
}

impl Office {
    fn of(naskah: &Naskah) -> Self {
        let posts = naskah.jabatan.iter().map(|jabatan| {
            let (id, nama) = (jabatan.id.as_str().to_owned(), jabatan.nama.value.clone());
            Post { first: Some((id.clone(), nama.clone())), id, nama, atasan: jabatan.atasan, is_gone: false }
        });
        Self { posts: posts.collect(), touched: BTreeSet::new() }
    }

    fn posts(&self) -> impl Iterator<Item = &Post> {
        self.posts.iter().filter(|post| !post.is_gone)
    }

    fn children(&self, above: usize) -> Vec<usize> {
        (0..self.posts.len()).filter(|&at| !self.posts[at].is_gone && self.posts[at].atasan == Some(above)).collect()
    }

    fn is_below(&self, at: usize, above: usize) -> bool {
        std::iter::successors(Some(at), |&at| self.posts[at].atasan).any(|at| at == above)
    }

    /// One of the positions that are there and fit.
    fn pick(&self, index: Index, fits: impl Fn(usize) -> bool) -> Option<usize> {
        let there: Vec<usize> = (0..self.posts.len()).filter(|&at| !self.posts[at].is_gone && fits(at)).collect();
        (!there.is_empty()).then(|| there[index.index(there.len())])
    }

    /// Sentences about it, and about whom it reports to, may follow.
    fn touch(&mut self, at: usize) {
        for at in [Some(at), self.posts[at].atasan].into_iter().flatten() {
            if let Some((_, nama)) = &self.posts[at].first {
                self.touched.insert(core(nama));
            }
        }
    }

    fn rename(&mut self, at: usize, id: String, nama: String) {
        self.touch(at);
        (self.posts[at].id, self.posts[at].nama) = (id, nama);
    }

    fn close(&mut self, at: usize) {
        self.touch(at);
        self.posts[at].is_gone = true;
    }

    /// The line of a step, if it can be taken now.
    fn step(&mut self, number: usize, (kind, [a, b, c]): (u8, [Index; 3])) -> Option<String> {
        let word = ["Satu", "Dua", "Tiga", "Empat", "Lima", "Enam"][number];
        let is_leaf = |at| self.children(at).is_empty();
        let id = |at: usize| self.posts[at].id.clone();
        match kind {
            0 | 1 => {
                let at = self.pick(a, |at| self.posts[at].atasan.is_some() && (kind == 0 || is_leaf(at)))?;
                let (operation, nama) = if kind == 0 {
                    ("ganti-nama", format!("Kepala Seksi Urusan {word}"))
                } else {
                    ("alih-fungsional", format!("Analis Ahli Muda selaku Subkoordinator Urusan {word}"))
                };
                let line = format!("  - {operation}: {}\n    menjadi: {nama}\n    id: urusan-{number}\n", id(at));
                self.rename(at, format!("urusan-{number}"), nama);
                Some(line)
            }
            2 => {
                let at = self.pick(a, |at| self.posts[at].atasan.is_some())?;
                let to = self.pick(b, |to| !self.is_below(to, at) && self.posts[at].atasan != Some(to))?;
                let line = format!("  - pindah: {}\n    ke: {}\n", id(at), id(to));
                self.touch(at);
                self.posts[at].atasan = Some(to);
                Some(line)
            }
            3 => {
                let above = self.pick(a, |at| self.children(at).len() > 1)?;
                let mut children = self.children(above);
                let count = children.len();
                children.rotate_left(1 + b.index(count - 1));
                let order: Vec<String> = children.into_iter().map(id).collect();
                Some(format!("  - urutkan: {}\n    menjadi: [{}]\n", id(above), order.join(", ")))
            }
            4 => {
                let at = self.pick(a, |at| self.posts[at].atasan.is_some() && is_leaf(at))?;
                let heir = self.pick(b, |heir| heir != at)?;
                let line = match c.index(2) {
                    0 => format!("  - hapus: {}\n", id(at)),
                    _ => format!("  - hapus: {}\n    penerus: {}\n", id(at), id(heir)),
                };
                self.close(at);
                Some(line)
            }
            5 => {
                let at = self.pick(a, |at| self.posts[at].atasan.is_some())?;
                let fits = |other: usize| {
                    self.posts[other].atasan.is_some() && !self.is_below(other, at) && !self.is_below(at, other)
                };
                let other = self.pick(b, fits)?;
                let nama = format!("Kepala Seksi Gabungan {word}");
                let line = format!(
                    "  - gabung: [{}, {}]\n    menjadi: {nama}\n    id: gabungan-{number}\n",
                    id(at),
                    id(other)
                );
                for child in self.children(other) {
                    self.touch(child);
                    self.posts[child].atasan = Some(at);
                }
                self.rename(at, format!("gabungan-{number}"), nama);
                self.close(other);
                Some(line)
            }
            _ => {
                let at = self.pick(a, |at| self.posts[at].atasan.is_some())?;
                let nama = ["Kiri", "Kanan"].map(|side| format!("Kepala Seksi {side} {word}"));
                let line = format!(
                    "  - pecah: {}\n    menjadi: [{}]\n    id: [kiri-{number}, kanan-{number}]\n",
                    id(at),
                    nama.join(", ")
                );
                let [left, right] = nama;
                self.posts.push(Post {
                    id: format!("kanan-{number}"),
                    nama: right,
                    atasan: self.posts[at].atasan,
                    first: None,
                    is_gone: false,
                });
                self.rename(at, format!("kiri-{number}"), left);
                Some(line)
            }
        }
    }

    /// Comments, blank lines and line ends stay, and so does every line that
    /// names no post that was touched.
    fn assert_untouched(&self, before: &BTreeMap<String, String>, after: &BTreeMap<String, String>, plan: &str) {
        for post in self.posts() {
            let Some((first, _)) = &post.first else { continue };
            let (old, new) = (&before[&format!("jabatan/{first}.yaml")], &after[&format!("jabatan/{}.yaml", post.id)]);
            assert_eq!(old.contains("\r\n"), new.contains("\r\n"), "line ends of {first}\n{plan}");
            assert!(
                !new.replace("\r\n", "").contains('\r')
                    && (!new.contains("\r\n") || !new.replace("\r\n", "").contains('\n'))
            );
            let lines: Vec<&str> = old.split_inclusive('\n').collect();
            let mut rest = new.as_str();
            for (at, line) in lines.iter().enumerate() {
                // A name may go over the end of a line.
                let around = lines[at.saturating_sub(1)..(at + 2).min(lines.len())].concat().to_lowercase();
                let around = around.split_whitespace().collect::<Vec<_>>().join(" ");
                if line.starts_with("nama:") || self.touched.iter().any(|name| around.contains(name)) {
                    continue;
                }
                let found = rest.find(line).unwrap_or_else(|| panic!("{first} has lost {line:?}\n{plan}\n{new}"));
                rest = &rest[found + line.len()..];
            }
        }
        let comments = |text: &str| {
            let comments = text.lines().filter_map(|line| line.split_once("# ").map(|(_, comment)| comment.to_owned()));
            comments.collect::<BTreeSet<String>>()
        };
        let is_kept =
            |comment: &&String| !comment.starts_with("catatan") || self.posts.iter().all(|post| !post.is_gone);
        let lost: Vec<String> = comments(&before["naskah.yaml"])
            .iter()
            .filter(is_kept)
            .filter(|comment| !after["naskah.yaml"].contains(comment.as_str()))
            .cloned()
            .collect();
        assert_eq!(lost, Vec::<String>::new(), "{plan}");
    }
}
