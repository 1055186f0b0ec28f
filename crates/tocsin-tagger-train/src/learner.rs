//! The averaged perceptron: integer weights, and their sums over time.

use std::collections::BTreeMap;
use tocsin_language::tagging::table::{CLASSES, Row, Scorer, Scores};

#[derive(Debug, Clone, Copy)]
struct Cell {
    class: u8,
    weight: i32,
    total: i64,
    since: u32,
}

/// Weights that are being learnt, of a fixed set of features.
#[derive(Debug)]
pub struct Learner {
    /// Key and row; key 0 is an empty slot.
    slots: Vec<(u32, u32)>,
    rows: Vec<Vec<Cell>>,
    keys: Vec<u32>,
    /// Steps so far.
    pub now: u32,
}

/// A set of features and how often each occurs.
#[derive(Debug)]
pub struct Counter {
    slots: Vec<(u32, u32)>,
    len: usize,
}

impl Counter {
    pub fn new() -> Self {
        Counter { slots: vec![(0, 0); 1 << 20], len: 0 }
    }

    pub fn add(&mut self, keys: &[u32]) {
        for &key in keys {
            let at = slot(&self.slots, key);
            if self.slots[at].0 == 0 {
                self.len += 1;
            }
            self.slots[at] = (key, self.slots[at].1 + 1);
        }
        if self.len * 2 > self.slots.len() {
            let old = std::mem::take(&mut self.slots);
            self.slots = vec![(0, 0); old.len() * 2];
            for entry in old.into_iter().filter(|e| e.0 != 0) {
                let at = slot(&self.slots, entry.0);
                self.slots[at] = entry;
            }
        }
    }

    /// A learner of the features that occurred `least` times.
    pub fn learner(&self, least: u32) -> Learner {
        let mut keys: Vec<u32> = self.slots.iter().filter(|s| s.0 != 0 && s.1 >= least).map(|s| s.0).collect();
        keys.sort_unstable();
        let mut slots = vec![(0, 0); (keys.len() * 2).next_power_of_two().max(2)];
        for (row, &key) in keys.iter().enumerate() {
            let at = slot(&slots, key);
            slots[at] = (key, row as u32);
        }
        Learner { slots, rows: vec![Vec::new(); keys.len()], keys, now: 1 }
    }
}

fn slot(slots: &[(u32, u32)], key: u32) -> usize {
    let mask = slots.len() - 1;
    let mut at = key as usize & mask;
    while slots[at].0 != 0 && slots[at].0 != key {
        at = (at + 1) & mask;
    }
    at
}

impl Learner {
    /// Moves the weights of `features` towards class `right` and away from class `wrong`.
    pub fn update(&mut self, features: &[u32], right: u8, wrong: u8) {
        let now = self.now;
        for &key in features {
            let (found, row) = self.slots[slot(&self.slots, key)];
            if found == 0 {
                continue;
            }
            let row = &mut self.rows[row as usize];
            for (class, step) in [(right, 1), (wrong, -1)] {
                let at = match row.iter().position(|c| c.class == class) {
                    Some(at) => at,
                    None => {
                        row.push(Cell { class, weight: 0, total: 0, since: now });
                        row.len() - 1
                    }
                };
                let cell = &mut row[at];
                cell.total += i64::from(cell.weight) * i64::from(now - cell.since);
                cell.since = now;
                cell.weight += step;
            }
        }
    }

    /// The averaged weights of each feature, by ascending key and class.
    pub fn averages(&self) -> Vec<(u32, Vec<(u8, f64)>)> {
        let average = |cell: &Cell| {
            let total = cell.total + i64::from(cell.weight) * i64::from(self.now - cell.since);
            (cell.class, total as f64 / f64::from(self.now))
        };
        let row = |cells: &Vec<Cell>| {
            let mut row: Vec<_> = cells.iter().map(average).collect();
            row.sort_by_key(|c| c.0);
            row
        };
        self.keys.iter().zip(&self.rows).map(|(&key, cells)| (key, row(cells))).collect()
    }
}

/// A feature key and its averaged weights by class.
pub type Averaged = (u32, Vec<(u8, f64)>);

/// The sum of several learners' averages as bytes. Weights below `small` steps are left out, and features whose largest
/// weight lies below `least`: that more than halves the model and costs nothing measurable. A weight too large for a byte
/// takes several, whose sum it is: cutting it off would cost several points of accuracy.
pub fn rows(learners: &[Vec<Averaged>], small: i32, least: i32) -> Vec<Row> {
    let mut sums: BTreeMap<u32, BTreeMap<u8, f64>> = BTreeMap::new();
    for (key, cells) in learners.iter().flatten() {
        let row = sums.entry(*key).or_default();
        for &(class, weight) in cells {
            *row.entry(class).or_default() += weight;
        }
    }
    let mut sizes: Vec<f64> = sums.values().flat_map(|r| r.values().map(|w| w.abs())).collect();
    sizes.sort_by(f64::total_cmp);
    let large = sizes.get((sizes.len() - sizes.len() / 1000).saturating_sub(1)).copied().unwrap_or(1.0);
    let scale = 127.0 / large.max(1e-9);
    let mut out = Vec::new();
    for (key, row) in sums {
        let mut cells: Vec<(u8, i8)> = Vec::new();
        let mut largest = 0;
        for (class, weight) in row {
            let mut left = (weight * scale).round() as i32;
            largest = largest.max(left.abs());
            if left.abs() < small {
                continue;
            }
            while left != 0 {
                let part = left.clamp(-127, 127);
                cells.push((class, part as i8));
                left -= part;
            }
        }
        cells.truncate(255);
        if largest >= least && !cells.is_empty() {
            out.push((key, cells));
        }
    }
    out
}

impl Scorer for Learner {
    fn score(&self, features: &[u32], scores: &mut Scores) {
        scores.fill(0);
        for &key in features {
            let slot = self.slots[slot(&self.slots, key)];
            if slot.0 != 0 {
                for cell in &self.rows[slot.1 as usize] {
                    scores[cell.class as usize & (CLASSES - 1)] += cell.weight;
                }
            }
        }
    }
}

/// A small deterministic source of numbers (xorshift).
#[derive(Debug)]
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}
