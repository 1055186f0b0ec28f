//! What training knew of word forms.

/// What is known of one form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Which set of labels the form had: a number from 1; 0 for unknown.
    pub class: u8,
    /// Distributional cluster, 0 for none.
    pub cluster: u8,
    /// The one label the form always had, where it was common; else 255.
    pub certain: u8,
}

impl Default for Known {
    fn default() -> Self {
        Known { class: 0, cluster: 0, certain: u8::MAX }
    }
}

/// Forms by their hash, in an open table.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    slots: Vec<(u32, Known)>,
    len: usize,
}

impl Lexicon {
    /// A lexicon of the given forms; of two entries with one hash the first stays.
    pub fn new(entries: impl IntoIterator<Item = (u32, Known)>) -> Self {
        let entries: Vec<_> = entries.into_iter().filter(|e| e.0 != 0).collect();
        let size = (entries.len() * 2).next_power_of_two().max(2);
        let mut lexicon = Lexicon { slots: vec![(0, Known::default()); size], len: 0 };
        for (form, known) in entries {
            let mut at = form as usize & (size - 1);
            while lexicon.slots[at].0 != 0 && lexicon.slots[at].0 != form {
                at = (at + 1) & (size - 1);
            }
            if lexicon.slots[at].0 == 0 {
                lexicon.slots[at] = (form, known);
                lexicon.len += 1;
            }
        }
        lexicon
    }

    /// What is known of the form with hash `form`.
    #[inline]
    pub fn get(&self, form: u32) -> Known {
        if self.slots.is_empty() {
            return Known::default();
        }
        let mask = self.slots.len() - 1;
        let mut at = form as usize & mask;
        while self.slots[at].0 != 0 {
            if self.slots[at].0 == form {
                return self.slots[at].1;
            }
            at = (at + 1) & mask;
        }
        Known::default()
    }

    /// Number of forms.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no form.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// All entries, sorted by hash.
    pub fn entries(&self) -> Vec<(u32, Known)> {
        let mut all: Vec<_> = self.slots.iter().filter(|s| s.0 != 0).copied().collect();
        all.sort_by_key(|e| e.0);
        all
    }
}
