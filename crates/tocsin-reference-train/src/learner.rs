//! Weights of hashed features that are being learnt, by AdaGrad, averaged over all steps.

use std::collections::BTreeMap;
use tocsin_language::reference::weights::Weigh;

/// How many steps a weight's part in the average is behind is made up when it changes.
#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    key: u32,
    weight: f32,
    /// Sum of the squares of its gradients.
    spent: f32,
    /// Sum of the weight over the steps before `since`.
    total: f64,
    since: u32,
}

/// Learns the weights of a fixed set of features.
#[derive(Debug, Clone)]
pub struct Learner {
    cells: Vec<Cell>,
    rate: f32,
    now: u32,
}

impl Learner {
    /// A learner of the features that occur in at least `least` of `examples`.
    pub fn new<'e>(examples: impl Iterator<Item = &'e [Vec<u32>]>, least: u32, rate: f32) -> Self {
        let mut counts: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
        for (number, example) in examples.enumerate() {
            for &key in example.iter().flatten() {
                let count = counts.entry(key).or_insert((u32::MAX, 0));
                if count.0 != number as u32 {
                    *count = (number as u32, count.1 + 1);
                }
            }
        }
        let keys: Vec<u32> = counts.into_iter().filter(|(_, (_, count))| *count >= least).map(|(key, _)| key).collect();
        let mut cells = vec![Cell::default(); (keys.len() * 2).next_power_of_two().max(2)];
        let mask = cells.len() - 1;
        for key in keys {
            let mut at = key as usize & mask;
            while cells[at].key != 0 {
                at = (at + 1) & mask;
            }
            cells[at].key = key;
        }
        Learner { cells, rate, now: 0 }
    }

    fn slot(&self, key: u32) -> Option<usize> {
        let mask = self.cells.len() - 1;
        let mut at = key as usize & mask;
        while self.cells[at].key != 0 {
            if self.cells[at].key == key {
                return Some(at);
            }
            at = (at + 1) & mask;
        }
        None
    }

    /// Moves the scores of the choices of one example against these gradients.
    pub fn step(&mut self, choices: &[Vec<u32>], gradients: &[f32]) {
        self.now += 1;
        let mut sums: BTreeMap<usize, f32> = BTreeMap::new();
        for (features, &gradient) in choices.iter().zip(gradients) {
            if gradient.abs() > 1e-4 {
                for slot in features.iter().filter_map(|&key| self.slot(key)) {
                    *sums.entry(slot).or_default() += gradient;
                }
            }
        }
        for (slot, gradient) in sums {
            let cell = &mut self.cells[slot];
            cell.total += f64::from(cell.weight) * f64::from(self.now - cell.since);
            cell.since = self.now;
            cell.spent += gradient * gradient;
            cell.weight -= self.rate * gradient / (cell.spent.sqrt() + 1e-2);
        }
    }

    /// The weights, averaged over the steps.
    pub fn averages(&self) -> BTreeMap<u32, f32> {
        let average = |cell: &Cell| {
            let total = cell.total + f64::from(cell.weight) * f64::from(self.now - cell.since);
            (total / f64::from(self.now.max(1))) as f32
        };
        self.cells.iter().filter(|c| c.key != 0 && c.spent > 0.0).map(|c| (c.key, average(c))).collect()
    }
}

impl Weigh for Learner {
    fn weigh(&self, features: &[u32]) -> f32 {
        features.iter().filter_map(|&key| self.slot(key)).map(|slot| self.cells[slot].weight).sum()
    }
}

/// The probabilities that go with these scores.
pub fn softmax(scores: &[f32]) -> Vec<f32> {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let parts: Vec<f32> = scores.iter().map(|s| (s - top).exp()).collect();
    let sum: f32 = parts.iter().sum();
    parts.into_iter().map(|p| p / sum).collect()
}

/// A small deterministic source of numbers (xorshift).
#[derive(Debug)]
pub struct Random(pub u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) as usize % bound.max(1)
    }

    /// Puts the items in another order.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}
