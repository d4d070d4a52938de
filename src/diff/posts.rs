//! Which position of one edition is which of another.

use std::collections::{BTreeMap, BTreeSet};

use super::likeness;
use crate::model::{Jabatan, Naskah};

/// A position in both editions, by its indices.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub(super) old: usize,
    pub(super) new: usize,
    /// Whether only likeness brings the two together.
    pub(super) guessed: bool,
}

/// Brings positions together: by name, unless one goes on with another; by the
/// predecessor that one names; by name after all; then by likeness.
pub(super) fn pairs(old: &Naskah, new: &Naskah) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    let is_named = |one: &Jabatan, other: &Jabatan| one.pendahulu.iter().any(|id| id.value == other.id);
    let has_another =
        |one: &Jabatan, others: &Naskah| !is_named(one, one) && others.jabatan.iter().any(|other| is_named(one, other));
    let same_name = |one: &Jabatan, other: &Jabatan| one.id == other.id;
    let stays =
        |one: &Jabatan, other: &Jabatan| same_name(one, other) && !has_another(one, new) && !has_another(other, old);
    let successor = |one: &Jabatan, other: &Jabatan| is_named(one, other) || is_named(other, one);
    for is_same in [&stays as &dyn Fn(&Jabatan, &Jabatan) -> bool, &successor, &same_name] {
        let (olds, news) = free(&pairs, old, new);
        for (at, to) in olds.iter().flat_map(|&at| news.iter().map(move |&to| (at, to))) {
            let is_free = || pairs.iter().all(|pair| pair.old != at && pair.new != to);
            if is_same(&old.jabatan[at], &new.jabatan[to]) && is_free() {
                pairs.push(Pair { old: at, new: to, guessed: false });
            }
        }
    }
    let (olds, news) = free(&pairs, old, new);
    let [old_words, new_words] = [(&olds, old), (&news, new)]
        .map(|(indices, naskah)| indices.iter().map(|&index| words(&naskah.jabatan[index])).collect::<Vec<_>>());
    let guessed = likeness::pairs(&old_words, &new_words, likeness::SHEETS);
    pairs.extend(guessed.into_iter().map(|(at, to)| Pair { old: olds[at], new: news[to], guessed: true }));
    pairs
}

/// The positions, by their indices in the new edition, that have changed their
/// order among those with the same superior.
pub(super) fn reordered(old: &Naskah, new: &Naskah, pairs: &[Pair]) -> BTreeSet<usize> {
    let mut families: BTreeMap<Option<usize>, Vec<Pair>> = BTreeMap::new();
    for pair in pairs {
        let (before, after) = (old.jabatan[pair.old].atasan, new.jabatan[pair.new].atasan);
        let superior = before.and_then(|at| pairs.iter().find(|pair| pair.old == at)).map(|pair| pair.new);
        if superior == after {
            families.entry(after).or_default().push(*pair);
        }
    }
    families.into_values().flat_map(|family| out_of_order(old, new, family)).collect()
}

/// Those of a family that have moved.
fn out_of_order(old: &Naskah, new: &Naskah, mut family: Vec<Pair>) -> impl Iterator<Item = usize> {
    family.sort_by_key(|pair| pair.old);
    let mut order: Vec<usize> = family.iter().map(|pair| pair.new).collect();
    order.sort_unstable();
    let rank = |pair: &Pair| order.iter().position(|new| *new == pair.new).expect("it is in the family");
    let ranks: Vec<(usize, usize)> = family.iter().enumerate().map(|(at, pair)| (at, rank(pair))).collect();
    let name = |jabatan: &Jabatan| jabatan.nama.value.clone();
    let olds: Vec<String> = family.iter().map(|pair| name(&old.jabatan[pair.old])).collect();
    let news: Vec<String> = order.iter().map(|new_index| name(&new.jabatan[*new_index])).collect();
    let moved = likeness::moved(&ranks, &olds, &news);
    family.into_iter().zip(moved).filter(|(_, moved)| *moved).map(|(pair, _)| pair.new)
}

/// The positions of both editions that are in no pair.
fn free(pairs: &[Pair], old: &Naskah, new: &Naskah) -> (Vec<usize>, Vec<usize>) {
    let olds = (0..old.jabatan.len()).filter(|at| pairs.iter().all(|pair| pair.old != *at));
    let news = (0..new.jabatan.len()).filter(|to| pairs.iter().all(|pair| pair.new != *to));
    (olds.collect(), news.collect())
}

fn words(jabatan: &Jabatan) -> String {
    jabatan.texts().map(|teks| teks.value.as_str()).collect::<Vec<_>>().join(" ")
}
