//! Weights of hashed features.

/// How the file begins.
const MAGIC: &[u8; 8] = b"tocsinR1";

/// A read-only table from feature to weight.
#[derive(Debug, Clone, Default)]
pub struct Weights {
    /// Key and weight; key 0 is an empty slot.
    slots: Vec<(u32, i16)>,
    /// What one step of a weight is worth.
    step: f32,
}

impl Weights {
    /// A table of `rows`, whose keys are distinct and not 0.
    pub fn new(rows: &[(u32, i16)], step: f32) -> Self {
        let size = (rows.len() * 2).next_power_of_two().max(2);
        let mut slots = vec![(0, 0); size];
        for &(key, weight) in rows {
            let mut at = key as usize & (size - 1);
            while slots[at].0 != 0 {
                at = (at + 1) & (size - 1);
            }
            slots[at] = (key, weight);
        }
        Weights { slots, step }
    }

    /// Reads a file of weights; `None` when it is none.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (step, rows) = bytes.strip_prefix(MAGIC)?.split_first_chunk::<4>()?;
        let rows = rows.as_chunks::<6>();
        let row = |[a, b, c, d, e, f]: &[u8; 6]| (u32::from_le_bytes([*a, *b, *c, *d]), i16::from_le_bytes([*e, *f]));
        rows.1.is_empty().then(|| Weights::new(&rows.0.iter().map(row).collect::<Vec<_>>(), f32::from_le_bytes(*step)))
    }

    /// The file that [`Weights::read`] reads, of `rows` by ascending key.
    pub fn write(rows: &[(u32, i16)], step: f32) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend(step.to_le_bytes());
        for (key, weight) in rows {
            out.extend(key.to_le_bytes());
            out.extend(weight.to_le_bytes());
        }
        out
    }

    fn get(&self, key: u32) -> i16 {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = key as usize & mask;
        while let Some(&(found, weight)) = self.slots.get(at) {
            if found == key {
                return weight;
            }
            if found == 0 {
                break;
            }
            at = (at + 1) & mask;
        }
        0
    }
}

/// Anything that knows the weight of features: the table of the program, or the trainer's.
pub trait Weigh {
    /// The sum of the weights of these features.
    fn weigh(&self, features: &[u32]) -> f32;
}

impl Weigh for Weights {
    fn weigh(&self, features: &[u32]) -> f32 {
        // Whole numbers, so that the sum does not depend on the order.
        features.iter().map(|&key| i32::from(self.get(key))).sum::<i32>() as f32 * self.step
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_table_reads_back() {
        let rows = [(3, 7), (5, -2), (u32::MAX, 1)];
        let table = Weights::read(&Weights::write(&rows, 0.5)).unwrap();
        assert_eq!(table.weigh(&[3, 3, 5, 4]), 6.0);
        assert_eq!(table.weigh(&[u32::MAX]), 0.5);
        assert!(Weights::read(b"tocsinR1\0\0\0\0abc").is_none());
        assert!(Weights::read(b"something").is_none());
    }
}
