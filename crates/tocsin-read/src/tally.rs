//! What an archive holds besides documents: counted, so that nobody wonders where it went.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// Things that were passed over on purpose, by what they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PassedOver(BTreeMap<&'static str, u64>);

impl PassedOver {
    /// Whether nothing was.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many of each kind, sorted by their names.
    pub fn counts(&self) -> impl Iterator<Item = (&'static str, u64)> {
        self.0.iter().map(|(kind, count)| (*kind, *count))
    }

    /// Adds those of another input.
    pub fn add(&mut self, other: &PassedOver) {
        for (kind, count) in other.counts() {
            *self.0.entry(kind).or_default() += count;
        }
    }
}

/// "links and devices 3, revisits 12"
impl fmt::Display for PassedOver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, (kind, count)) in self.counts().enumerate() {
            let comma = if n == 0 { "" } else { ", " };
            write!(f, "{comma}{kind} {count}")?;
        }
        Ok(())
    }
}

/// A count that the parts of a nested archive share.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally(Arc<Mutex<PassedOver>>);

impl Tally {
    /// Counts one more; `kind` is in the plural.
    pub fn add(&self, kind: &'static str) {
        // A count is never half written.
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.0.entry(kind).or_default() += 1;
    }

    pub fn so_far(&self) -> PassedOver {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
