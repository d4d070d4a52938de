//! Nodes become values, and everything wrong with them is noted: here the keys of
//! mappings and the items of lists, in `teks` and `nilai` what they hold.
//!
//! A function that finds no good value says why and gives `None`; the reading
//! goes on, so that one run shows all problems.

use std::collections::BTreeMap;

use super::tempelan;
use super::yaml::{Isi, Node};
use crate::diagnostic::Diagnostic;
use crate::model::Pengecualian;
use crate::source::{Sources, Span, Spanned};
use crate::text;

/// The longest list.
const MAX_ITEMS: usize = 500;

/// Turns nodes into values and notes the problems it meets.
pub(super) struct Reader<'a> {
    pub(super) sources: &'a Sources,
    pub(super) problems: &'a mut Vec<Diagnostic>,
}

/// The keys of one mapping that were not read yet.
pub(super) struct Peta {
    pub(super) span: Span,
    entries: Vec<(Spanned<String>, Node)>,
    known: Vec<&'static str>,
    /// Known keys that must be there and are not.
    missing: Vec<&'static str>,
}

/// A kind of value, and how it is written.
pub(super) struct Expected {
    what: &'static str,
    help: &'static str,
}

const KEYS: Expected = Expected {
    what: "kunci-kunci",
    help: "tulis setiap kunci di baris sendiri, diikuti titik dua dan isinya, dengan indentasi yang sama dan tanpa `- `",
};
const LIST: Expected = Expected {
    what: "sebuah daftar",
    help: "tulis setiap butir di baris sendiri, diawali tanda hubung dan spasi: `- …`",
};
pub(super) const TEXT: Expected =
    Expected { what: "sebuah teks", help: "tulis satu teks; kalau diawali `[`, apit seluruh teks dengan tanda kutip" };

impl Reader<'_> {
    /// Notes a problem; the value is lost.
    pub(super) fn note<T>(&mut self, problem: Diagnostic) -> Option<T> {
        self.problems.push(problem);
        None
    }

    /// A mapping; a key that stands twice is a problem.
    pub(super) fn peta(&mut self, node: Node) -> Option<Peta> {
        let Isi::Peta(found) = node.isi else {
            return self.wrong_kind(&node, &KEYS);
        };
        let mut entries: Vec<(Spanned<String>, Node)> = Vec::new();
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        for (key, value) in found {
            if let Some(&first) = seen.get(&key.value) {
                let problem =
                    Diagnostic::galat("kunci-ganda", format!("kunci `{}` ditulis dua kali", key.value), key.span)
                        .label("kedua kali")
                        .related(first, "pertama kali di sini")
                        .help("hapus salah satunya");
                self.problems.push(problem);
            } else {
                seen.insert(key.value.clone(), key.span);
                entries.push((key, value));
            }
        }
        let span = entries.first().map_or(node.span, |(key, _)| key.span);
        Some(Peta { span, entries, known: Vec::new(), missing: Vec::new() })
    }

    /// The value of a key that must be there.
    pub(super) fn wajib<T>(
        &mut self,
        peta: &mut Peta,
        kunci: &'static str,
        read: impl FnOnce(&mut Self, Node) -> Option<T>,
    ) -> Option<T> {
        let node = peta.take(kunci);
        if node.is_none() {
            peta.missing.push(kunci);
        }
        read(self, node?)
    }

    /// The value of a key that may be left out.
    pub(super) fn pilihan<T>(
        &mut self,
        peta: &mut Peta,
        kunci: &'static str,
        read: impl FnOnce(&mut Self, Node) -> Option<T>,
    ) -> Option<T> {
        peta.take(kunci).and_then(|node| read(self, node))
    }

    /// Notes every key that nobody asked for, and every key that is missing. A
    /// key that is only misspelt is not missing too.
    pub(super) fn selesai(&mut self, mut peta: Peta) {
        for (key, _) in &peta.entries {
            if let Some(problem) = self.decimals(key) {
                self.problems.push(problem);
                continue;
            }
            let near = text::nearest(&key.value, &peta.known);
            peta.missing.retain(|kunci| Some(*kunci) != near);
            let help = match near {
                Some(near) => format!("mungkin maksudnya `{near}`"),
                None => format!("kunci yang dikenal di sini: {}", text::any_of(&peta.known)),
            };
            self.problems.push(
                Diagnostic::galat("kunci-tidak-dikenal", format!("kunci `{}` tidak dikenal", key.value), key.span)
                    .help(help),
            );
        }
        for kunci in peta.missing {
            self.problems.push(
                Diagnostic::galat("kunci-kurang", format!("kunci `{kunci}` tidak ada"), peta.span)
                    .label(format!("di sini seharusnya juga ada `{kunci}`"))
                    .help(format!("tambahkan baris `{kunci}: …` dengan indentasi yang sama")),
            );
        }
    }

    /// A key that is the decimals of the number before it: `{ukuran: 11,5}`.
    fn decimals(&self, key: &Spanned<String>) -> Option<Diagnostic> {
        let before = &self.sources.get(key.span.source).text[..key.span.start];
        let whole = before.strip_suffix(',')?;
        let start = whole.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let is_whole = start < whole.len() && !whole[..start].ends_with('.');
        let is_number = is_whole && key.value.bytes().all(|b| b.is_ascii_digit());
        let place = Span { start, ..key.span };
        is_number.then(|| decimal_comma(&format!("{},{}", &whole[start..], key.value), place))
    }

    /// A list with at least one item.
    pub(super) fn daftar<T>(
        &mut self,
        node: Node,
        mut read: impl FnMut(&mut Self, Node) -> Option<T>,
    ) -> Option<Vec<T>> {
        let items = match node.isi {
            Isi::Daftar(items) if !items.is_empty() => items,
            Isi::Daftar(_) | Isi::Kosong => return self.empty(node.span),
            _ => return self.wrong_kind(&node, &LIST),
        };
        if items.len() > MAX_ITEMS {
            return self.note(
                Diagnostic::galat(
                    "terlalu-besar",
                    format!("daftar terlalu panjang: {} butir", text::number(items.len())),
                    node.span,
                )
                .help(format!("satu daftar paling banyak {MAX_ITEMS} butir")),
            );
        }
        let count = items.len();
        let values: Vec<T> = items.into_iter().filter_map(|item| read(self, item)).collect();
        (values.len() == count).then_some(values)
    }

    /// Findings that are meant.
    pub(super) fn pengecualian(&mut self, node: Node) -> Option<Vec<Pengecualian>> {
        self.daftar(node, |reader, item| {
            let mut peta = reader.peta(item)?;
            let kode = reader.wajib(&mut peta, "kode", Self::kata);
            let pada = reader.pilihan(&mut peta, "pada", Self::keterangan);
            let alasan = reader.wajib(&mut peta, "alasan", Self::keterangan);
            reader.selesai(peta);
            Some(Pengecualian { kode: kode?, pada, alasan: alasan? })
        })
    }

    /// Notes that nothing is written where something must be.
    pub(super) fn empty<T>(&mut self, span: Span) -> Option<T> {
        self.note(
            Diagnostic::galat("teks-kosong", "isi di sini kosong", span)
                .label("kosong")
                .help("tulis isinya di sini; butir dan kunci yang tidak wajib boleh dihapus"),
        )
    }

    pub(super) fn wrong_kind<T>(&mut self, node: &Node, expected: &Expected) -> Option<T> {
        let found = match node.isi {
            Isi::Kosong => return self.empty(node.span),
            Isi::Teks(_) => "sebuah teks",
            Isi::Daftar(_) => "sebuah daftar",
            Isi::Peta(_) => "kunci-kunci",
        };
        let text = &self.sources.get(node.span.source).text;
        let pasted = tempelan::problem(text, node.span);
        if let Some(problem) = pasted.filter(|_| !text[node.span.start..].starts_with(tempelan::is_quote)) {
            return self.note(problem);
        }
        let Expected { what, help } = expected;
        self.note(
            Diagnostic::galat("jenis-salah", format!("di sini seharusnya ada {what}, bukan {found}"), node.span)
                .help(*help),
        )
    }
}

impl Peta {
    /// Every key and value, for mappings whose keys are free.
    pub(super) fn into_entries(self) -> Vec<(Spanned<String>, Node)> {
        self.entries
    }

    fn take(&mut self, kunci: &'static str) -> Option<Node> {
        self.known.push(kunci);
        let at = self.entries.iter().position(|(key, _)| key.value == kunci)?;
        Some(self.entries.remove(at).1)
    }

    /// Whether a key is written and was not read yet.
    pub(super) fn has(&self, kunci: &str) -> bool {
        self.entries.iter().any(|(key, _)| key.value == kunci)
    }

    /// The place of a key that is written and was not read yet.
    pub(super) fn place(&self, kunci: &str) -> Option<Span> {
        self.entries.iter().find(|(key, _)| key.value == kunci).map(|(key, _)| key.span)
    }
}

/// A number with a comma before its decimals.
pub(super) fn decimal_comma(number: &str, place: Span) -> Diagnostic {
    Diagnostic::galat("angka-salah", format!("pecahan `{number}` ditulis dengan koma"), place)
        .help(format!("pakai titik: `{}`", number.replace(',', ".")))
}
