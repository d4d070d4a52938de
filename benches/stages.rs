//! Time of each stage, and peak memory, for editions of 16, 160 and 1,600
//! positions of distinct text: `cargo bench`.
//!
//! Every run is cold: what Typst has memoised is dropped before it. Times are
//! medians; memory is the peak of the process so far, so sizes go upwards.
//!
//! At the end, the longest position of the edition of 2021 is edited, as under
//! the eyes of a preview: from the text of its file to SVG.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints its table or fails")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use iki::diagnostic::any_galat;
use iki::fonts::Fonts;
use iki::markup::{Adjustments, Job};
use iki::model::JabatanId;
use iki::part::Part;
use iki::templates::Templates;
use iki::{checks, content, document, frames, layout, output};

/// Positions, and runs of which the median is taken.
const SIZES: [(usize, usize); 3] = [(16, 11), (160, 5), (1600, 1)];

fn main() {
    println!(
        "{:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>9} {:>10}",
        "jabatan", "read", "check", "markup", "layout", "frames", "export", "all", "PDF KiB", "peak MiB"
    );
    for (positions, runs) in SIZES {
        let folder = tempfile::tempdir().unwrap();
        write_edition(folder.path(), positions);
        let mut times: Vec<[Duration; 7]> = Vec::new();
        let mut size = 0;
        for _ in 0..runs {
            typst::comemo::evict(0);
            let (run, bytes) = build(folder.path());
            times.push(run);
            size = bytes;
        }
        let medians = (0..7).map(|stage| {
            let mut stage: Vec<Duration> = times.iter().map(|run| run[stage]).collect();
            stage.sort();
            format!("{:>8}", format!("{:.1}", stage[stage.len() / 2].as_secs_f64() * 1000.0))
        });
        let medians: Vec<String> = medians.collect();
        println!("{positions:>8} {} {:>9} {:>10}", medians.join(" "), size / 1024, peak_memory());
    }
    println!("times in ms");
    let [edited, cold] = [(50, true), (11, false)].map(|(runs, is_warm)| {
        let (mut compiled, mut all): (Vec<_>, Vec<_>) = (0..runs).map(|number| edit(number, is_warm)).unzip();
        [&mut compiled, &mut all].map(|times| {
            times.sort();
            times[times.len() / 2].as_secs_f64() * 1000.0
        })
    });
    println!("one edited position: compile {:.1} ms, from YAML to SVG {:.1} ms", edited[0], edited[1]);
    println!("the same cold:       compile {:.1} ms, from YAML to SVG {:.1} ms", cold[0], cold[1]);
}

/// The time to compile an edited position, and from its text to its pages as SVG;
/// warm, after one edit like it.
fn edit(number: u64, is_warm: bool) -> (Duration, Duration) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/diskominfo/2021");
    let fonts = Fonts::load(None).unwrap();
    let id = JabatanId::new("kasubbag-umum-dan-kepegawaian").unwrap();
    let name = format!("jabatan/{}.yaml", id.as_str());
    let text = fs::read_to_string(folder.join(&name)).unwrap();
    let part = Part::Sheet(id);
    let mut times = (Duration::ZERO, Duration::ZERO);
    typst::comemo::evict(if is_warm { 10 } else { 0 });
    for edit in if is_warm { number..number + 2 } else { number..number + 1 } {
        let changed = [(name.clone(), Some(text.replace("Merencanakan", &format!("Merencanakan{edit}"))))];
        let start = Instant::now();
        let mut content = content::read_changed(&folder, &changed.into_iter().collect()).unwrap();
        let templates = Templates::load(None, &mut content.sources).unwrap();
        let naskah = content.naskah.as_ref().unwrap();
        let job = Job { naskah, part: &part, content: &content, templates: &templates, summary: None, lampiran: &[] };
        let markup = layout::markup(job, &fonts, &Adjustments::default()).unwrap();
        let set = start.elapsed();
        let document = document::compile(markup, &fonts).unwrap();
        let compiled = start.elapsed();
        assert!(frames::check(&document, naskah).problems.is_empty());
        assert!(!output::svg(&document).is_empty());
        times = (compiled - set, start.elapsed());
    }
    times
}

/// The time of reading, checks, markup, layout, frames, export and all of them, and
/// the size of the PDF.
fn build(folder: &Path) -> ([Duration; 7], usize) {
    let fonts = Fonts::load(None).unwrap();
    let start = Instant::now();
    let mut content = content::read(folder).unwrap();
    let templates = Templates::load(None, &mut content.sources).unwrap();
    let naskah = content.naskah.as_ref().unwrap();
    let read = start.elapsed();
    assert!(!any_galat(&checks::run(&content, &fonts)));
    let reviewed = start.elapsed();
    let job =
        Job { naskah, part: &Part::Whole, content: &content, templates: &templates, summary: None, lampiran: &[] };
    let markup = layout::markup(job, &fonts, &Adjustments::default()).unwrap();
    let set = start.elapsed();
    let document = document::compile(markup, &fonts).unwrap();
    let laid_out = start.elapsed();
    let found = frames::check(&document, naskah).problems;
    assert!(found.is_empty(), "{found:#?}");
    let checked = start.elapsed();
    let pdf = output::pdf(&document).unwrap();
    let all = start.elapsed();
    ([read, reviewed - read, set - reviewed, laid_out - set, checked - laid_out, all - checked, all], pdf.len())
}

/// The most memory the process has had, in MiB.
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}

/// An edition with a head and its subordinates, each with ten duties and three
/// goals of words in an order that no other position has.
fn write_edition(folder: &Path, positions: usize) {
    let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/edisi");
    fs::copy(small.join("lambang.svg"), folder.join("lambang.svg")).unwrap();
    fs::create_dir(folder.join("jabatan")).unwrap();
    let naskah = fs::read_to_string(small.join("naskah.yaml")).unwrap();
    let mut naskah = naskah.split("struktur:").next().unwrap().to_owned();
    naskah.push_str("struktur:\n  jabatan-0:\n");
    for number in 0..positions {
        if number > 0 {
            _ = writeln!(naskah, "    jabatan-{number}:");
        }
        fs::write(folder.join(format!("jabatan/jabatan-{number}.yaml")), position(number)).unwrap();
    }
    fs::write(folder.join("naskah.yaml"), naskah).unwrap();
}

fn position(number: usize) -> String {
    let mut words = Words(number as u64 + 1);
    let mut yaml = format!("nama: Kepala Seksi {}\ntugas: {}.\nfungsi:\n", words.some(3), words.some(25));
    for _ in 0..10 {
        _ = writeln!(yaml, "  - {};", words.some(14));
    }
    yaml.push_str("kinerja:\n");
    for _ in 0..3 {
        _ = writeln!(yaml, "  - sasaran: {}\n    indikator:\n      - nama: {}", words.some(8), words.some(7));
        _ = writeln!(
            yaml,
            "        formulasi:\n          pembilang: {}\n          penyebut: {}",
            words.some(8),
            words.some(6)
        );
        _ = writeln!(yaml, "          faktor: × 100 %\n        sumber_data: {}", words.some(2));
    }
    yaml
}

/// Words of a simple generator, so that every run sees the same.
struct Words(u64);

impl Words {
    fn some(&mut self, count: usize) -> String {
        const STEMS: [&str; 16] = [
            "pelaksanaan",
            "kebijakan",
            "informasi",
            "publik",
            "penyusunan",
            "rencana",
            "program",
            "kegiatan",
            "daerah",
            "pelayanan",
            "pembinaan",
            "laporan",
            "evaluasi",
            "teknis",
            "data",
            "koordinasi",
        ];
        const ENDINGS: [&str; 8] = ["", "nya", "-nya", " itu", " lain", " baru", "/wilayah", " N"];
        let words: Vec<String> = (0..count)
            .map(|_| {
                self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let ending = ENDINGS[(self.0 >> 45) as usize % ENDINGS.len()];
                format!("{}{ending}", STEMS[(self.0 >> 33) as usize % STEMS.len()])
            })
            .collect();
        words.join(" ")
    }
}
