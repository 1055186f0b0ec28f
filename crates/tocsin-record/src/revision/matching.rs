//! Which blocks of two versions are the same.

use crate::{Block, BlockKind};
use std::collections::HashMap;

/// The least Dice coefficient of their words at which two blocks are one that changed.
const ALIKE: f64 = 0.5;
/// How many words are compared at most while blocks that changed are looked for; in longer texts they are looked for
/// near their place only.
const MOST_COMPARED: usize = 20_000_000;
/// How many blocks are looked at for each, whatever the length of the text.
const LEAST_WINDOW: usize = 4;

/// A block of one version.
pub(super) struct Side<'d> {
    pub block: &'d Block,
    pub text: &'d str,
}

/// A block of the later version is this one of the earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// Its place in the earlier version.
    pub old: usize,
    /// Whether they say the same, white space aside.
    pub same: bool,
    /// Whether it stands elsewhere among the others.
    pub moved: bool,
}

/// The blocks with their texts, without empty ones.
pub(super) fn sides<'d>(blocks: &'d [Block], text: impl Fn(&'d Block) -> &'d str) -> Vec<Side<'d>> {
    let sides = blocks.iter().map(|block| Side { block, text: text(block) });
    sides.filter(|side| !side.text.trim().is_empty()).collect()
}

/// For each block of the later version, which of the earlier it is.
pub(super) fn pair(old: &[Side<'_>], new: &[Side<'_>]) -> Vec<Option<Pair>> {
    let mut pairs: Vec<Option<Pair>> = vec![None; new.len()];
    let mut used = vec![false; old.len()];
    let mut take = |at: usize, earlier: usize, same: bool, used: &mut Vec<bool>| {
        used[earlier] = true;
        pairs[at] = Some(Pair { old: earlier, same, moved: false });
    };
    for (earlier, at) in same(old, new) {
        take(at, earlier, true, &mut used);
    }
    let rest = |sides: &[Side<'_>], free: &dyn Fn(usize) -> bool| -> Vec<usize> {
        (0..sides.len()).filter(|at| free(*at)).collect()
    };
    // A page has one headline, whatever it says.
    let headline = |sides: &[Side<'_>]| sides.iter().position(|side| side.block.kind == BlockKind::Headline);
    if let (Some(earlier), Some(at)) = (headline(old), headline(new))
        && !used[earlier]
        && pairs[at].is_none()
    {
        used[earlier] = true;
        pairs[at] = Some(Pair { old: earlier, same: false, moved: false });
    }
    let old_rest = rest(old, &|at| !used[at]);
    let new_rest = rest(new, &|at| pairs[at].is_none());
    for (earlier, at) in alike(old, &old_rest, new, &new_rest) {
        pairs[at] = Some(Pair { old: earlier, same: false, moved: false });
    }
    mark_moved(&mut pairs);
    pairs
}

/// White space squeezed: a text wrapped otherwise is the same.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Blocks that say the same; of several that do, the first with the first.
fn same(old: &[Side<'_>], new: &[Side<'_>]) -> Vec<(usize, usize)> {
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, side) in old.iter().enumerate().rev() {
        places.entry(squeezed(side.text)).or_default().push(at);
    }
    let found = |(at, side): (usize, &Side<'_>)| Some((places.get_mut(&squeezed(side.text))?.pop()?, at));
    new.iter().enumerate().filter_map(found).collect()
}

/// Blocks whose words are mostly the same, the most alike first.
fn alike(old: &[Side<'_>], old_rest: &[usize], new: &[Side<'_>], new_rest: &[usize]) -> Vec<(usize, usize)> {
    if old_rest.is_empty() || new_rest.is_empty() {
        return Vec::new();
    }
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut bag = |side: &Side<'_>| -> Vec<u32> {
        let mut words: Vec<u32> = words(side.text)
            .map(|word| {
                let next = numbers.len() as u32;
                *numbers.entry(word.to_lowercase()).or_insert(next)
            })
            .collect();
        words.sort_unstable();
        words
    };
    let old_bags: Vec<Vec<u32>> = old_rest.iter().map(|at| bag(&old[*at])).collect();
    let new_bags: Vec<Vec<u32>> = new_rest.iter().map(|at| bag(&new[*at])).collect();
    let all: usize = old_bags.iter().chain(&new_bags).map(Vec::len).sum();
    let window = (MOST_COMPARED / all.max(1)).max(LEAST_WINDOW);
    let mut candidates = Vec::new();
    for (o, one) in old_bags.iter().enumerate() {
        let middle = o * new_bags.len() / old_bags.len();
        let from = middle.saturating_sub(window / 2);
        for (n, other) in new_bags.iter().enumerate().skip(from).take(window) {
            let both = (one.len() + other.len()) as f64;
            let most = 2.0 * one.len().min(other.len()) as f64 / both.max(1.0);
            if most < ALIKE {
                continue;
            }
            let dice = 2.0 * common(one, other) as f64 / both;
            if dice >= ALIKE {
                candidates.push((dice, old_rest[o], new_rest[n]));
            }
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut used_old, mut used_new) = (vec![false; old.len()], vec![false; new.len()]);
    candidates.retain(|(_, o, n)| {
        let free = !used_old[*o] && !used_new[*n];
        if free {
            (used_old[*o], used_new[*n]) = (true, true);
        }
        free
    });
    candidates.into_iter().map(|(_, o, n)| (o, n)).collect()
}

/// The words of a text, signs left out.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// How many numbers two sorted lists share.
fn common(one: &[u32], other: &[u32]) -> usize {
    let (mut a, mut b, mut count) = (0, 0, 0);
    while let (Some(x), Some(y)) = (one.get(a), other.get(b)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => a += 1,
            std::cmp::Ordering::Greater => b += 1,
            std::cmp::Ordering::Equal => (a, b, count) = (a + 1, b + 1, count + 1),
        }
    }
    count
}

/// The longest run of pairs in the same order in both versions stays; the others have moved.
fn mark_moved(pairs: &mut [Option<Pair>]) {
    // Patience: the last pair of the best run of each length, with the pair before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    let old = |at: usize, pairs: &[Option<Pair>]| pairs[at].map_or(0, |pair| pair.old);
    for at in 0..pairs.len() {
        let Some(pair) = pairs[at] else { continue };
        let length = ends.partition_point(|end| old(*end, pairs) < pair.old);
        before[at] = length.checked_sub(1).map(|shorter| ends[shorter]);
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut stays = vec![false; pairs.len()];
    let mut at = ends.last().copied();
    while let Some(place) = at {
        stays[place] = true;
        at = before[place];
    }
    for (pair, stays) in pairs.iter_mut().zip(stays) {
        if let Some(pair) = pair {
            pair.moved = !stays;
        }
    }
}
