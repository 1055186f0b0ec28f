//! Weights of hashed features, and how they add up.

/// Most classes of one table; a score buffer has this length.
pub const CLASSES: usize = 128;

/// Scores of all classes for a set of features.
pub type Scores = [i32; CLASSES];

/// Anything that can score a set of feature keys: the table of the program, or the trainer's.
pub trait Scorer {
    /// Adds up the weights of `features` into `scores`, which are overwritten.
    fn score(&self, features: &[u32], scores: &mut Scores);
}

/// One row of weights as it is stored: its key, and the classes whose weight is not 0.
pub type Row = (u32, Vec<(u8, i8)>);

/// A read-only table: an open index of keys, and rows of (class, weight) behind one another.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Key and start of the row; key 0 is an empty slot.
    slots: Vec<(u32, u32)>,
    /// Rows: a count, then as many times weight and class in one number.
    rows: Vec<u16>,
    len: usize,
}

impl Table {
    /// A table of `rows`, whose keys are distinct and not 0, and whose classes are below [`CLASSES`].
    pub fn new(rows: &[Row]) -> Self {
        let size = (rows.len() * 2).next_power_of_two().max(2);
        let mut table = Table { slots: vec![(0, 0); size], rows: Vec::new(), len: rows.len() };
        table.rows.reserve(rows.iter().map(|r| r.1.len() + 1).sum());
        for (key, weights) in rows {
            let mut at = *key as usize & (size - 1);
            while table.slots[at].0 != 0 {
                at = (at + 1) & (size - 1);
            }
            table.slots[at] = (*key, table.rows.len() as u32);
            table.rows.push(weights.len() as u16);
            let packed = |&(class, weight): &(u8, i8)| {
                debug_assert!((class as usize) < CLASSES);
                u16::from(weight as u8) << 8 | u16::from(class)
            };
            table.rows.extend(weights.iter().map(packed));
        }
        table
    }

    /// Number of features.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no feature.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    #[inline]
    fn row(&self, key: u32) -> Option<u32> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = key as usize & mask;
        loop {
            let (found, row) = *self.slots.get(at)?;
            if found == key {
                return Some(row);
            }
            if found == 0 {
                return None;
            }
            at = (at + 1) & mask;
        }
    }
}

impl Scorer for Table {
    fn score(&self, features: &[u32], scores: &mut Scores) {
        scores.fill(0);
        // Two passes, so that the look-ups do not wait for one another.
        let mut found = [0_u32; 128];
        for chunk in features.chunks(found.len()) {
            let mut count = 0;
            for &key in chunk {
                if let Some(row) = self.row(key) {
                    found[count] = row;
                    count += 1;
                }
            }
            for &row in &found[..count] {
                let start = row as usize;
                let length = self.rows[start] as usize;
                for &packed in &self.rows[start + 1..start + 1 + length] {
                    scores[packed as usize & (CLASSES - 1)] += i32::from((packed >> 8) as u8 as i8);
                }
            }
        }
    }
}
