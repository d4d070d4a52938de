//! Two wordings of a sheet become one sheet with marks.

use super::isi::{self, Isi, below, item_path};
use super::{Change, Kind, telling, words};
use crate::marks::{self, Mark};
use crate::model::{Formulasi, Hitungan, Indikator, Jabatan, Kinerja, Kolom, Teks};
use crate::source::Spanned;

/// A sheet that is wholly gone or new.
pub(super) fn sheet(jabatan: &Jabatan, mark: Mark) -> Jabatan {
    Jabatan {
        nama: jabatan.nama.marked(mark),
        tugas: jabatan.tugas.marked(mark),
        fungsi: all(&jabatan.fungsi, mark),
        kinerja: all(&jabatan.kinerja, mark),
        ..jabatan.clone()
    }
}

/// The changes of one position.
pub(super) struct Merge<'a>(pub(super) &'a [&'a Change<'a>]);

impl Merge<'_> {
    /// Both wordings of a sheet.
    pub(super) fn sheets(&self, old: &Jabatan, new: &Jabatan) -> Jabatan {
        let caption = |of: fn(&Kolom) -> &Teks, path: &str| self.caption((of(&old.kolom), of(&new.kolom)), path);
        Jabatan {
            nama: text(&old.nama, &new.nama),
            tugas: text(&old.tugas, &new.tugas),
            fungsi: self.list((&old.fungsi, "fungsi"), (&new.fungsi, "fungsi")),
            kolom: Kolom {
                sasaran: caption(|kolom| &kolom.sasaran, "kolom.sasaran"),
                indikator: caption(|kolom| &kolom.indikator, "kolom.indikator"),
                formulasi: caption(|kolom| &kolom.formulasi, "kolom.formulasi"),
                sumber_data: caption(|kolom| &kolom.sumber_data, "kolom.sumber_data"),
            },
            kinerja: self.list((&old.kinerja, "kinerja"), (&new.kinerja, "kinerja")),
            ..new.clone()
        }
    }

    /// A caption of the new sheet with what stood there before. Where either sheet
    /// has none of its own, those of all sheets stood there.
    fn caption(&self, (old, new): (&Teks, &Teks), path: &str) -> Teks {
        if self.0.iter().any(|change| change.side().path == path) { text(old, new) } else { new.clone() }
    }

    /// Both wordings of a list; what is gone stands after what it followed.
    fn list<T: Merged>(&self, (old, at): (&[T], &str), (new, to): (&[T], &str)) -> Vec<T> {
        let [olds, news] = [old, new].map(|items| items.iter().map(T::isi).collect::<Vec<_>>());
        let pairs = isi::pairs(&olds, &news);
        let gone_from = |start: usize| {
            let alone = (start..old.len()).take_while(|&index| pairs.iter().all(|pair| pair.old != index));
            let gone = alone.filter(|&index| !self.is_elsewhere(&item_path(at, index)));
            gone.map(|index| old[index].marked(Mark::Gone)).collect::<Vec<_>>()
        };
        let mut merged = gone_from(0);
        for (index, item) in new.iter().enumerate() {
            let path = item_path(to, index);
            let Some(pair) = pairs.iter().find(|pair| pair.new == index) else {
                merged.push(match self.origin(&path) {
                    Some(origin) => remarked(item.clone(), origin, &path),
                    None => item.marked(Mark::New),
                });
                continue;
            };
            let origin = item_path(at, pair.old);
            merged.extend(T::merged(self, (&old[pair.old], &origin), (item, &path)));
            if let Some(last) = merged.pop_if(|_| pair.has_moved) {
                merged.push(remarked(last, &origin, &path));
            }
            merged.extend(gone_from(pair.old + 1));
        }
        merged
    }

    /// Where an item of a list stood that has moved.
    fn origin(&self, path: &str) -> Option<&str> {
        self.moved().find(|(_, to)| *to == path).map(|(from, _)| from)
    }

    /// Whether an item of a list has moved.
    fn is_elsewhere(&self, path: &str) -> bool {
        self.moved().any(|(from, _)| from == path)
    }

    fn moved(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().filter_map(|change| match &change.kind {
            Kind::Moved { before, after } => Some((before.path.as_str(), after.path.as_str())),
            _ => None,
        })
    }
}

/// An item that has moved, and what is said of that.
fn remarked<T: Merged>(mut item: T, from: &str, to: &str) -> T {
    let remark =
        if from == to { "berpindah urutan".to_owned() } else { format!("dipindahkan dari {}", telling::place(from)) };
    item.first().value.insert_str(0, &marks::marked(Mark::Remark, &remark));
    item
}

/// A text with what it was before.
fn text(old: &Teks, new: &Teks) -> Teks {
    let value = if old.value == new.value { new.value.clone() } else { words::marked(&old.value, &new.value) };
    Spanned { value, span: new.span }
}

fn all<T: Merged>(items: &[T], mark: Mark) -> Vec<T> {
    items.iter().map(|item| item.marked(mark)).collect()
}

/// A part of a sheet that may be gone, new, or in both editions.
trait Merged: Clone {
    fn isi(&self) -> Isi;

    /// Its first text.
    fn first(&mut self) -> &mut Teks;

    /// It as a whole, gone or new.
    fn marked(&self, mark: Mark) -> Self;

    /// Both wordings in one; in two where one cannot hold both.
    fn merged(merge: &Merge, old: (&Self, &str), new: (&Self, &str)) -> Vec<Self>;
}

impl Merged for Teks {
    fn isi(&self) -> Isi {
        isi::teks(self)
    }

    fn first(&mut self) -> &mut Teks {
        self
    }

    fn marked(&self, mark: Mark) -> Self {
        Spanned { value: marks::marked(mark, &self.value), span: self.span }
    }

    fn merged(_: &Merge, (old, _): (&Self, &str), (new, _): (&Self, &str)) -> Vec<Self> {
        vec![text(old, new)]
    }
}

impl Merged for Kinerja {
    fn isi(&self) -> Isi {
        isi::kinerja(self)
    }

    fn first(&mut self) -> &mut Teks {
        &mut self.sasaran[0]
    }

    fn marked(&self, mark: Mark) -> Self {
        Self { sasaran: all(&self.sasaran, mark), indikator: all(&self.indikator, mark) }
    }

    fn merged(merge: &Merge, (old, at): (&Self, &str), (new, to): (&Self, &str)) -> Vec<Self> {
        let [goals_at, goals_to] = [at, to].map(|path| below(path, "sasaran"));
        let [indicators_at, indicators_to] = [at, to].map(|path| below(path, "indikator"));
        vec![Self {
            sasaran: merge.list((&old.sasaran, &goals_at), (&new.sasaran, &goals_to)),
            indikator: merge.list((&old.indikator, &indicators_at), (&new.indikator, &indicators_to)),
        }]
    }
}

impl Merged for Indikator {
    fn isi(&self) -> Isi {
        isi::indikator(self)
    }

    fn first(&mut self) -> &mut Teks {
        &mut self.nama
    }

    fn marked(&self, mark: Mark) -> Self {
        Self { nama: self.nama.marked(mark), formulasi: all(&self.formulasi, mark) }
    }

    fn merged(merge: &Merge, (old, at): (&Self, &str), (new, to): (&Self, &str)) -> Vec<Self> {
        let [rows_at, rows_to] = [at, to].map(|path| below(path, "formulasi"));
        vec![Self {
            nama: text(&old.nama, &new.nama),
            formulasi: merge.list((&old.formulasi, &rows_at), (&new.formulasi, &rows_to)),
        }]
    }
}

impl Merged for Formulasi {
    fn isi(&self) -> Isi {
        isi::formulasi(self)
    }

    fn first(&mut self) -> &mut Teks {
        match &mut self.hitungan {
            Hitungan::Uraian(teks) => teks,
            Hitungan::Rasio { pembilang, .. } => pembilang,
        }
    }

    fn marked(&self, mark: Mark) -> Self {
        let hitungan = match &self.hitungan {
            Hitungan::Uraian(teks) => Hitungan::Uraian(teks.marked(mark)),
            Hitungan::Rasio { pembilang, penyebut, faktor } => Hitungan::Rasio {
                pembilang: pembilang.marked(mark),
                penyebut: penyebut.marked(mark),
                faktor: faktor.as_ref().map(|teks| teks.marked(mark)),
            },
        };
        Self { hitungan, sumber_data: self.sumber_data.marked(mark) }
    }

    fn merged(_: &Merge, (old, _): (&Self, &str), (new, _): (&Self, &str)) -> Vec<Self> {
        let hitungan = match (&old.hitungan, &new.hitungan) {
            (Hitungan::Uraian(old), Hitungan::Uraian(new)) => Hitungan::Uraian(text(old, new)),
            (
                Hitungan::Rasio { pembilang: old_above, penyebut: old_below, faktor: old_factor },
                Hitungan::Rasio { pembilang, penyebut, faktor },
            ) => Hitungan::Rasio {
                pembilang: text(old_above, pembilang),
                penyebut: text(old_below, penyebut),
                faktor: match (old_factor, faktor) {
                    (Some(old), Some(new)) => Some(text(old, new)),
                    (None, Some(new)) => Some(new.marked(Mark::New)),
                    (Some(old), None) => Some(old.marked(Mark::Gone)),
                    (None, None) => None,
                },
            },
            // A cell holds words or a fraction.
            _ => return vec![old.marked(Mark::Gone), new.marked(Mark::New)],
        };
        vec![Self { hitungan, sumber_data: text(&old.sumber_data, &new.sumber_data) }]
    }
}
