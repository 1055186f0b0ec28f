//! Which gold block and which answer block are the same text.

use crate::eval::pages::{squeeze, words};
use std::collections::BTreeMap;

/// The words of a text with how often each occurs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bag {
    counts: BTreeMap<String, u64>,
    /// How many words it holds.
    pub len: u64,
}

impl Bag {
    /// The words of `text`; a text of signs only is one word.
    pub fn of(text: &str) -> Self {
        let text = squeeze(text);
        let mut bag = Bag::default();
        for word in words(&text) {
            bag.add(word, 1);
        }
        if bag.len == 0 && !text.is_empty() {
            bag.add(&text, 1);
        }
        bag
    }

    fn add(&mut self, word: &str, count: u64) {
        *self.counts.entry(word.to_owned()).or_default() += count;
        self.len += count;
    }

    /// Adds the words of `other`.
    pub fn add_all(&mut self, other: &Bag) {
        other.counts.iter().for_each(|(word, count)| self.add(word, *count));
    }

    /// How many words both hold.
    pub fn common(&self, other: &Bag) -> u64 {
        let (few, many) = if self.counts.len() <= other.counts.len() { (self, other) } else { (other, self) };
        few.counts.iter().map(|(word, count)| *count.min(many.counts.get(word).unwrap_or(&0))).sum()
    }
}

/// A block as it is paired.
pub struct Side {
    /// Its kind.
    pub kind: String,
    /// Its words.
    pub bag: Bag,
}

struct Candidate {
    dice: f64,
    same_kind: bool,
    gold: usize,
    said: usize,
}

/// Pairs of places in `gold` and `said`, each used once, in the order of `gold`.
pub fn pair(gold: &[&Side], said: &[&Side]) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (g, one) in gold.iter().enumerate() {
        for (s, other) in said.iter().enumerate() {
            let both = one.bag.len + other.bag.len;
            // Even the shorter inside the longer would not do.
            if both == 0 || 5 * one.bag.len.min(other.bag.len) < 2 * both {
                continue;
            }
            let common = one.bag.common(&other.bag);
            if 5 * common >= 2 * both {
                let dice = 2.0 * common as f64 / both as f64;
                candidates.push(Candidate { dice, same_kind: one.kind == other.kind, gold: g, said: s });
            }
        }
    }
    candidates.sort_by(|a, b| {
        let order = b.dice.total_cmp(&a.dice).then(b.same_kind.cmp(&a.same_kind));
        order.then((a.gold, a.said).cmp(&(b.gold, b.said)))
    });
    let (mut used_gold, mut used_said) = (vec![false; gold.len()], vec![false; said.len()]);
    let mut pairs = Vec::new();
    for candidate in candidates {
        if !used_gold[candidate.gold] && !used_said[candidate.said] {
            used_gold[candidate.gold] = true;
            used_said[candidate.said] = true;
            pairs.push((candidate.gold, candidate.said));
        }
    }
    pairs.sort_unstable();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(kind: &str, text: &str) -> Side {
        Side { kind: kind.to_owned(), bag: Bag::of(text) }
    }

    #[test]
    fn a_pair_shares_four_words_in_five() {
        let gold = [side("paragraph", "a b c d e"), side("paragraph", "f g h i j")];
        // Dice of the first .8 exactly, of the second .6.
        let said = [side("caption", "a b c d x"), side("paragraph", "f g h x y")];
        assert_eq!(pair(&gold.each_ref(), &said.each_ref()), [(0, 0)]);
    }

    #[test]
    fn equal_texts_pair_by_kind_then_in_order() {
        let gold = [side("headline", "War ends"), side("related", "War ends"), side("related", "War ends")];
        let said = [side("related", "War ends"), side("headline", "War ends"), side("related", "War ends")];
        assert_eq!(pair(&gold.each_ref(), &said.each_ref()), [(0, 1), (1, 0), (2, 2)]);
    }

    #[test]
    fn words_count_as_often_as_they_occur() {
        assert_eq!(Bag::of("a a b").common(&Bag::of("a b b")), 2);
        assert_eq!(Bag::of("* * *").len, 1);
        assert_eq!(Bag::of(" ").len, 0);
    }
}
