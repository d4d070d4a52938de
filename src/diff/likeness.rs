//! Which item of a list has become which item of another.
//!
//! Everything here is symmetric: exchange the lists, and the answers are
//! exchanged.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// How alike two items must be to be one item in two wordings; sheets have much
/// wording in common.
pub(super) const ITEMS: f64 = 0.5;
pub(super) const SHEETS: f64 = 0.7;
/// Which share of their parts two items must have in common to be one item under
/// another title.
const PARTS: f64 = 1.0 / 3.0;

/// The words of a text in any order, or the titles of parts, each with its count.
struct Words {
    counts: BTreeMap<String, usize>,
    total: usize,
}

impl Words {
    fn of(text: &str) -> Self {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        Self::counted(words.map(str::to_lowercase))
    }

    fn counted(words: impl Iterator<Item = String>) -> Self {
        let mut counts = BTreeMap::new();
        words.for_each(|word| *counts.entry(word).or_default() += 1);
        Self { total: counts.values().sum(), counts }
    }

    /// How many words two texts share: 0 to 1 (the coefficient of Dice).
    fn likeness(&self, other: &Self) -> f64 {
        let both = |(word, count): (&String, &usize)| *count.min(other.counts.get(word).unwrap_or(&0));
        let shared: usize = self.counts.iter().map(both).sum();
        2.0 * shared as f64 / (self.total + other.total).max(1) as f64
    }
}

/// Pairs of items: first those that are the same, one after the other; then the
/// most alike that are alike enough, and of equally alike ones those that stand nearest to each other.
/// In the order of the first list.
pub(super) fn pairs(old: &[String], new: &[String], enough: f64) -> Vec<(usize, usize)> {
    let mut right = vec![false; new.len()];
    let mut pairs = Vec::new();
    for (at, text) in old.iter().enumerate() {
        if let Some(to) = (0..new.len()).find(|&to| !right[to] && new[to] == *text) {
            right[to] = true;
            pairs.push((at, to));
        }
    }
    let [old_words, new_words] = [old, new].map(|texts| texts.iter().map(|text| Words::of(text)).collect::<Vec<_>>());
    completed(pairs, &old_words, &new_words, enough)
}

/// The pairs with those of items that have no other and share their parts, of
/// which the titles are given.
pub(super) fn with_parts(pairs: Vec<(usize, usize)>, old: &[Vec<String>], new: &[Vec<String>]) -> Vec<(usize, usize)> {
    let counted = |items: &[Vec<String>]| -> Vec<Words> {
        items.iter().map(|titles| Words::counted(titles.iter().cloned())).collect()
    };
    completed(pairs, &counted(old), &counted(new), PARTS)
}

/// The pairs with the most alike of the rest.
fn completed(
    mut pairs: Vec<(usize, usize)>,
    old_words: &[Words],
    new_words: &[Words],
    enough: f64,
) -> Vec<(usize, usize)> {
    let (mut left, mut right) = (vec![false; old_words.len()], vec![false; new_words.len()]);
    for &(at, to) in &pairs {
        (left[at], right[to]) = (true, true);
    }
    let mut candidates: Vec<(f64, usize, usize)> = Vec::new();
    for at in (0..left.len()).filter(|&at| !left[at]) {
        let free = (0..right.len()).filter(|&to| !right[to]);
        let alike = free.map(|to| (old_words[at].likeness(&new_words[to]), at, to));
        candidates.extend(alike.filter(|(likeness, ..)| *likeness >= enough));
    }
    candidates.sort_by(|a, b| {
        let place = |(_, at, to): &(f64, usize, usize)| (at.abs_diff(*to), at + to);
        b.0.total_cmp(&a.0).then_with(|| place(a).cmp(&place(b)))
    });
    for (_, at, to) in candidates {
        if !left[at] && !right[to] {
            (left[at], right[to]) = (true, true);
            pairs.push((at, to));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// Which pairs have changed their order: all but the most that stand in the same
/// order in both lists. Of equally many, those stay that have kept their
/// numbers, then those with the longest texts, and of equally long, whatever the texts decide: the way back must be the same.
pub(super) fn moved(pairs: &[(usize, usize)], old: &[String], new: &[String]) -> Vec<bool> {
    let weight = |&(at, to): &(usize, usize)| {
        let mut both = [&old[at], &new[to]];
        both.sort_unstable();
        let mut hasher = DefaultHasher::new();
        both.hash(&mut hasher);
        // Where texts are the same, those stay that have moved least.
        let near = u64::MAX / 4 / (pairs.len() as u64 + 1) - at.abs_diff(to) as u64;
        [1, u64::from(at == to), (both[0].len() + both[1].len()) as u64, hasher.finish() >> 32, near]
    };
    let add = |a: [u64; 5], b: [u64; 5]| std::array::from_fn(|index| a[index] + b[index]);
    // The heaviest sequence that ends with each pair, and the pair before it.
    let mut best: Vec<([u64; 5], Option<usize>)> = Vec::new();
    for (index, pair) in pairs.iter().enumerate() {
        let before = (0..index).filter(|&before| pairs[before].1 < pair.1).max_by_key(|&before| best[before].0);
        best.push((add(before.map_or([0; 5], |before| best[before].0), weight(pair)), before));
    }
    let mut moved = vec![true; pairs.len()];
    let mut last = (0..pairs.len()).max_by_key(|&index| best[index].0);
    while let Some(stays) = last {
        moved[stays] = false;
        last = best[stays].1;
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    type Found = Vec<(usize, usize, bool)>;

    fn found(old: &[String], new: &[String]) -> Found {
        let pairs = pairs(old, new, ITEMS);
        let moved = moved(&pairs, old, new);
        pairs.into_iter().zip(moved).map(|((at, to), moved)| (at, to, moved)).collect()
    }

    #[track_caller]
    fn case(old: &[&str], new: &[&str], expected: &[(usize, usize, bool)]) {
        let [old, new] = [old, new].map(|texts| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>());
        assert_eq!(found(&old, &new), expected);
        let mut mirror: Found = found(&new, &old).into_iter().map(|(to, at, moved)| (at, to, moved)).collect();
        mirror.sort_unstable();
        assert_eq!(mirror, expected);
    }

    #[test]
    fn items_are_found_again() {
        case(&["satu dua", "tiga"], &["satu dua", "tiga"], &[(0, 0, false), (1, 1, false)]);
        case(&["satu dua"], &["baru sama sekali", "satu dua"], &[(0, 1, false)]);
        case(&["satu dua tiga"], &["satu dua empat"], &[(0, 0, false)]);
        case(&["satu dua tiga"], &["lain sama sekali"], &[]);
        case(&["panjang sekali", "dua"], &["dua", "panjang sekali"], &[(0, 1, false), (1, 0, true)]);
        case(
            &["a", "b", "c", "d"],
            &["d", "a", "b", "c"],
            &[(0, 1, false), (1, 2, false), (2, 3, false), (3, 0, true)],
        );
        case(&["sama", "sama"], &["sama", "sama"], &[(0, 0, false), (1, 1, false)]);
    }
}
