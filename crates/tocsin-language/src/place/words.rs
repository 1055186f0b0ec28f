//! The words of `knowledge/places/ambiguous.toml`.

use super::table::hash_name;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Words that tell places from other things.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub common: HashSet<String>,
    pub names: HashSet<String>,
    pub firmly_before: HashSet<String>,
    pub before: HashSet<String>,
    pub kinds: HashSet<String>,
    pub divisions: HashSet<String>,
    pub organisations: HashSet<String>,
    pub institutions: HashSet<String>,
    pub speaking: HashSet<String>,
    pub titles: HashSet<String>,
    pub given: HashSet<String>,
    pub abbreviations: HashMap<String, String>,
}

pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../knowledge/places/ambiguous.toml"))
        .unwrap_or_else(|error| unreachable!("knowledge/places/ambiguous.toml is read by a test: {error}"))
});

/// Hashes of `knowledge/places/words.txt`, in order.
static LOWER: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let lines = include_str!("../../../../knowledge/places/words.txt").lines().filter(|l| !l.starts_with('#'));
    let mut hashes: Vec<u64> = lines.map(hash_name).collect();
    hashes.sort_unstable();
    hashes
});

/// Whether the name of this hash is also written as a common word.
pub(super) fn is_word(hash: u64) -> bool {
    LOWER.binary_search(&hash).is_ok()
}
