//! Which coded row answers which gold event.

use super::coded::{CodedEvent, countries};
use super::gold::GoldEvent;
use std::collections::BTreeSet;

/// How many of a row's further sentences count as its evidence.
const MORE: usize = 3;

/// What must agree for a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The type.
    Type,
    /// The type's quad class.
    Quad,
}

/// The quad class of a type; what is no PLOVER type counts as 4.
pub fn quad(kind: &str) -> u8 {
    match kind {
        "AGREE" | "CONSULT" | "SUPPORT" | "CONCEDE" => 1,
        "COOPERATE" | "AID" | "RETREAT" => 2,
        "REQUEST" | "ACCUSE" | "REJECT" | "THREATEN" => 3,
        _ => 4,
    }
}

/// Whether all parties of an event of this type stand on one side.
pub fn mutual(kind: &str) -> bool {
    matches!(kind, "CONSULT" | "COOPERATE" | "AGREE")
}

/// Numbers of the gold sentences that overlap `span` by at least half of the shorter of the two; none for a span over
/// too many.
pub fn sentences_of(span: [i64; 2], sentences: &[[i64; 2]]) -> BTreeSet<i64> {
    let mut found = BTreeSet::new();
    let mut covered = 0;
    for (number, &[start, end]) in sentences.iter().enumerate() {
        let shared = end.min(span[1]) - start.max(span[0]);
        if shared > 0 {
            covered += usize::from(shared * 2 >= end - start);
            if shared * 2 >= (end - start).min(span[1] - span[0]) {
                found.insert(number as i64);
            }
        }
    }
    if covered < 3 { found } else { BTreeSet::new() }
}

/// Numbers of the gold sentences on which a row stands.
pub fn evidence_of(event: &CodedEvent, sentences: &[[i64; 2]]) -> BTreeSet<i64> {
    let more = event.evidence.more.iter().flatten().take(MORE);
    std::iter::once(&event.evidence.sentence).chain(more).flat_map(|&span| sentences_of(span, sentences)).collect()
}

/// How alike a gold event and a coded row are; 0 when they cannot match.
fn likeness(
    gold: &GoldEvent,
    gold_at: &BTreeSet<i64>,
    coded: &CodedEvent,
    coded_at: &BTreeSet<i64>,
    level: Level,
) -> f64 {
    let right = |answer: u8, of: fn(&str) -> u8| gold.types().iter().any(|kind| of(kind) == answer);
    let agrees = match level {
        Level::Type => gold.types().contains(&coded.kind),
        Level::Quad => right(quad(&coded.kind), quad),
    };
    if !agrees || gold_at.is_disjoint(coded_at) {
        return 0.0;
    }
    let mine = countries(gold.actor.iter().chain(&gold.recipient).flatten());
    let theirs = countries(coded.actor.iter().chain(&coded.recipient).flatten());
    let union = mine.union(&theirs).count();
    let shared = if union == 0 { 1.0 } else { mine.intersection(&theirs).count() as f64 / union as f64 };
    let whole = 1
        + 2 * u8::from(gold.kind == coded.kind)
        + u8::from(gold.statuses().contains(&coded.status))
        + u8::from(coded_at.contains(&gold.s));
    f64::from(whole) + shared
}

/// Pairs of places in `gold` and `coded`, each used once, best pairs first; of equals the first in the text.
pub fn pair(
    gold: &[(&GoldEvent, BTreeSet<i64>)],
    coded: &[(&CodedEvent, BTreeSet<i64>)],
    level: Level,
) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (i, (g, gold_at)) in gold.iter().enumerate() {
        for (j, (c, coded_at)) in coded.iter().enumerate() {
            let score = likeness(g, gold_at, c, coded_at, level);
            if score > 0.0 {
                pairs.push((score, i, j));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let (mut used_gold, mut used_coded) = (vec![false; gold.len()], vec![false; coded.len()]);
    let mut result = Vec::new();
    for (_, i, j) in pairs {
        if !used_gold[i] && !used_coded[j] {
            used_gold[i] = true;
            used_coded[j] = true;
            result.push((i, j));
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENTENCES: [[i64; 2]; 4] = [[0, 10], [11, 21], [22, 32], [33, 43]];

    #[test]
    fn half_of_the_shorter_is_enough() {
        assert_eq!(sentences_of([0, 10], &SENTENCES), BTreeSet::from([0]));
        assert_eq!(sentences_of([5, 8], &SENTENCES), BTreeSet::from([0]));
        assert_eq!(sentences_of([5, 16], &SENTENCES), BTreeSet::from([0, 1]));
        assert_eq!(sentences_of([6, 15], &SENTENCES), BTreeSet::new());
    }

    #[test]
    fn a_span_over_three_sentences_is_no_evidence() {
        assert_eq!(sentences_of([0, 32], &SENTENCES), BTreeSet::new());
        assert_eq!(sentences_of([0, 26], &SENTENCES), BTreeSet::from([0, 1]));
    }
}
