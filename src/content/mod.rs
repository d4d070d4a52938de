//! The files of one edition become a [`Naskah`], with every problem on the way.
//!
//! `naskah.yaml` comes first: its tree says which files there must be and in
//! which order they are printed. All files are read even when some are wrong.

mod door;
mod indentasi;
mod jabatan;
mod keys;
mod lambang;
mod naskah;
mod nilai;
mod pengesahan;
mod plan;
mod rusak;
mod sintaks;
mod struktur;
mod teks;
mod tempelan;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use self::door::{Door, Refusal};
use self::keys::Reader;
pub use self::plan::{ReadPlan, read_plan};
use self::struktur::{Entry, Tree};
use self::yaml::{Isi, Node};
use crate::diagnostic::Diagnostic;
use crate::model::{JabatanId, Naskah};
use crate::source::{SourceId, Sources, Span, Spanned};
use crate::text;

/// The file that an edition begins with.
pub const NASKAH: &str = "naskah.yaml";
/// The code of faults of the YAML itself.
const SYNTAX: &str = "sintaks-yaml";
const MAX_YAML: u64 = 1024 * 1024;

/// Files by their paths below the edition: what they will hold, or nothing if they
/// go.
pub type Files = BTreeMap<String, Option<String>>;

/// What was read: the edition if it could be read whole, its texts, and the
/// problems. In the place of an emblem that cannot be drawn, which is a problem,
/// stands a drawing that says so.
pub struct Content {
    pub naskah: Option<Naskah>,
    pub sources: Sources,
    /// Every YAML file: its path below the edition, and its text.
    pub files: Vec<(String, SourceId)>,
    pub problems: Vec<Diagnostic>,
}

impl Content {
    /// The text of a file by its path below the edition.
    pub fn text(&self, name: &str) -> Option<&str> {
        let (_, source) = self.files.iter().find(|(known, _)| known == name)?;
        Some(&self.sources.get(*source).text)
    }

    /// What every file holds that was read.
    pub fn texts(&self) -> Files {
        let text = |source: SourceId| Some(self.sources.get(source).text.clone());
        self.files.iter().map(|(name, source)| (name.clone(), text(*source))).collect()
    }
}

/// The folder of the edition around a folder: itself or the nearest one above
/// that holds a `naskah.yaml`.
pub fn find(folder: &Path) -> anyhow::Result<PathBuf> {
    if folder.is_file() {
        bail!("`{}` bukan folder; sebutkan folder naskahnya", folder.display());
    }
    if !folder.is_dir() {
        bail!("folder `{}` tidak ada", folder.display());
    }
    if folder.join(NASKAH).exists() {
        return Ok(folder.to_owned());
    }
    let whole = folder.canonicalize().with_context(|| format!("folder `{}` tidak dapat dibuka", folder.display()))?;
    match whole.ancestors().position(|above| above.join(NASKAH).exists()) {
        Some(levels) => Ok(folder.join("../".repeat(levels))),
        None => {
            bail!("tidak ada `{NASKAH}` di `{}` dan folder di atasnya; sebutkan folder naskahnya", folder.display())
        }
    }
}

/// Reads the edition in a folder.
///
/// # Errors
/// When the folder or its `naskah.yaml` cannot be read at all.
pub fn read(folder: &Path) -> anyhow::Result<Content> {
    read_changed(folder, &BTreeMap::new())
}

/// Reads the edition in a folder as if some of its files, named by their paths
/// below it, held other texts, or were gone.
///
/// # Errors
/// Those of [`read`].
pub fn read_changed(folder: &Path, changed: &Files) -> anyhow::Result<Content> {
    read_with(folder, folder, changed, Sources::default())
}

/// Reads the edition in a folder that messages call otherwise. Its texts come
/// beside those that were read before, so that places in both can be told.
///
/// # Errors
/// Those of [`read`].
pub fn read_beside(folder: &Path, shown: &Path, before: Sources) -> anyhow::Result<Content> {
    read_with(folder, shown, &BTreeMap::new(), before)
}

fn read_with(folder: &Path, shown: &Path, changed: &Files, sources: Sources) -> anyhow::Result<Content> {
    let door = Door::new(folder).with_context(|| format!("folder `{}` tidak dapat dibuka", folder.display()))?;
    let mut edition = Edition { folder: shown, door, changed, sources, files: Vec::new(), problems: Vec::new() };
    let bytes = match edition.bytes(NASKAH) {
        Ok(bytes) => bytes,
        Err(refusal) => bail!("{} — {}", refusal.message, refusal.help),
    };
    let naskah = edition.edition(bytes);
    let Edition { sources, files, mut problems, .. } = edition;
    problems.sort_by_key(|problem| problem.place.span);
    Ok(Content { naskah, sources, files, problems })
}

/// An edition while it is read.
struct Edition<'a> {
    /// As messages call it.
    folder: &'a Path,
    door: Door,
    changed: &'a Files,
    sources: Sources,
    files: Vec<(String, SourceId)>,
    problems: Vec<Diagnostic>,
}

impl Edition<'_> {
    fn edition(&mut self, bytes: Vec<u8>) -> Option<Naskah> {
        let root = self.parse(NASKAH, bytes)?;
        let file = root.span.source;
        let mut reader = Reader { sources: &self.sources, problems: &mut self.problems };
        let (naskah, struktur) = naskah::read(&mut reader, root);
        let isi_lambang = naskah.as_ref().and_then(|n| self.emblem(&n.kantor.lambang.berkas));
        let kolom = naskah.as_ref().map_or_else(|| naskah::default_columns(Span::file(file)), |n| n.kolom.clone());
        let Tree { entries, sound } = struktur.unwrap_or_default();
        if sound {
            self.strangers(&entries, file);
        }
        let mut jabatan = Vec::new();
        for entry in &entries {
            let node = self.load(&entry.id.value.file(), entry.id.span);
            let mut reader = Reader { sources: &self.sources, problems: &mut self.problems };
            jabatan.extend(node.and_then(|node| jabatan::read(&mut reader, node, entry, &kolom)));
        }
        let mut naskah = naskah?;
        naskah.kantor.lambang.isi = isi_lambang.unwrap_or_else(lambang::stand_in);
        let whole = sound && !entries.is_empty() && jabatan.len() == entries.len();
        naskah.jabatan = jabatan;
        whole.then_some(naskah)
    }

    /// Reads and parses a position's file; `place` is where it is named.
    fn load(&mut self, name: &str, place: Span) -> Option<Node> {
        match self.bytes(name) {
            Ok(bytes) => self.parse(name, bytes),
            Err(refusal) => {
                self.refuse(refusal, place);
                None
            }
        }
    }

    fn bytes(&self, name: &str) -> Result<Vec<u8>, Refusal> {
        match self.changed.get(name) {
            Some(Some(text)) => Ok(text.clone().into_bytes()),
            Some(None) => Err(door::missing(name)),
            None => self.door.read(name, MAX_YAML),
        }
    }

    fn refuse(&mut self, refusal: Refusal, place: Span) {
        self.problems.push(Diagnostic::galat(refusal.kode, refusal.message, place).help(refusal.help));
    }

    fn parse(&mut self, name: &str, bytes: Vec<u8>) -> Option<Node> {
        let shown = self.shown(name);
        if let Some(text) = utf16(&bytes) {
            let source = self.sources.add(shown, text);
            self.problems.push(not_utf8("berkas ini tampaknya UTF-16, bukan UTF-8", Span::file(source)));
            return None;
        }
        let source = match String::from_utf8(bytes) {
            Ok(text) => self.sources.add(shown, text),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                let source = self.sources.add(shown, text);
                let place = Span { source, start: at, end: at + char::REPLACEMENT_CHARACTER.len_utf8() };
                let message = format!("berkas bukan teks UTF-8 (byte ke-{})", text::number(at + 1));
                self.problems.push(not_utf8(message, place));
                return None;
            }
        };
        self.files.push((name.to_owned(), source));
        let problem = match yaml::parse(&self.sources, source) {
            Ok(Node { isi: Isi::Kosong, .. }) => {
                Diagnostic::galat("teks-kosong", "berkas ini belum berisi apa-apa", Span::file(source))
                    .help("tulis kunci-kuncinya, masing-masing di baris sendiri, misalnya `nama: …`")
            }
            Ok(node) => return Some(node),
            Err(problem) => *problem,
        };
        self.problems.push(problem);
        None
    }

    /// The path of a file as the user would type it.
    fn shown(&self, name: &str) -> String {
        let path = self.folder.join(name);
        path.strip_prefix("./").unwrap_or(&path).to_string_lossy().into_owned()
    }

    /// The bytes of the emblem.
    fn emblem(&mut self, berkas: &Spanned<String>) -> Option<Vec<u8>> {
        match self.door.read(&berkas.value, lambang::MAX_BYTES) {
            Ok(bytes) => lambang::checked(berkas, bytes).map_err(|problem| self.problems.push(*problem)).ok(),
            Err(refusal) => {
                self.refuse(refusal, berkas.span);
                None
            }
        }
    }

    /// Files in `jabatan/` that the tree does not name.
    fn strangers(&mut self, entries: &[Entry], file: SourceId) {
        let names = match self.door.list("jabatan") {
            Ok(names) => names.unwrap_or_default(),
            Err(refusal) => return self.refuse(refusal, Span::file(file)),
        };
        let known: BTreeSet<&str> = entries.iter().map(|entry| entry.id.value.as_str()).collect();
        let is_gone = |name: &str| matches!(self.changed.get(&format!("jabatan/{name}")), Some(None));
        for name in names.iter().filter(|name| !is_leftover(name) && !is_gone(name)) {
            let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
            if ending == "yaml" && known.contains(stem) {
                continue;
            }
            let shown = self.shown(&format!("jabatan/{name}"));
            let place = Span::file(self.sources.add(shown, String::new()));
            self.problems.push(stranger(name, stem, ending, place));
        }
    }
}

/// A file in `jabatan/` that the tree does not name.
fn stranger(name: &str, stem: &str, ending: &str, place: Span) -> Diagnostic {
    let problem = if ending == "yaml" {
        let help = match JabatanId::new(stem) {
            Some(_) => {
                format!("tambahkan `{stem}:` di bawah atasannya pada `struktur` di naskah.yaml, atau hapus berkas ini")
            }
            None => "ganti nama berkas ini: hanya huruf kecil, angka, dan tanda hubung".to_owned(),
        };
        Diagnostic::galat("di-luar-struktur", format!("jabatan `{stem}` tidak ada dalam struktur"), place).help(help)
    } else {
        let message = format!("`jabatan/{name}` bukan berkas .yaml dan tidak dibaca");
        Diagnostic::peringatan("berkas-asing", message, place)
            .help("kalau ini sebuah jabatan, ganti akhiran namanya menjadi .yaml; kalau bukan, pindahkan")
    };
    if is_copy(stem) { problem.help("tampaknya ini salinan berkas lain; hapus kalau tidak dipakai") } else { problem }
}

fn not_utf8(message: impl Into<String>, place: Span) -> Diagnostic {
    Diagnostic::galat("bukan-utf8", message, place).help("simpan ulang berkas ini dengan pengodean (encoding) UTF-8")
}

/// A text of two bytes a letter, as some editors save it, with its mark or
/// told by the zeros in its first line.
fn utf16(bytes: &[u8]) -> Option<String> {
    let is_big = match bytes {
        [0xfe, 0xff, ..] | [0, 1..=255, 0, 1..=255, ..] => true,
        [0xff, 0xfe, ..] | [1..=255, 0, 1..=255, 0, ..] => false,
        _ => return None,
    };
    let unit = |pair: &[u8; 2]| if is_big { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) };
    let units: Vec<u16> = bytes.as_chunks().0.iter().map(unit).collect();
    Some(String::from_utf16_lossy(&units).trim_start_matches('\u{feff}').to_owned())
}

/// Whether a file is named as systems name copies of a file.
fn is_copy(stem: &str) -> bool {
    let stem = stem.to_lowercase();
    [" copy", "copy of ", " salin", "salinan"].iter().any(|mark| stem.contains(mark)) || stem.ends_with(')')
}

/// What editors and systems leave beside the files.
fn is_leftover(name: &str) -> bool {
    name.starts_with(['.', '#', '~']) || name.ends_with(['~', '#']) || name.ends_with(".swp") || name.ends_with(".bak")
}
