//! Predictions and claims.

mod prediction;

pub use prediction::{Foretold, predictions};

use crate::clause::Clause;
use std::ops::Range;
use tocsin_language::{Analysis, Rel};
use tocsin_record::ClaimKind;

/// A claim before it becomes a record.
#[derive(Debug, Clone)]
pub struct Asserted {
    /// The sentence.
    pub sentence: usize,
    /// Of what kind.
    pub kind: ClaimKind,
    /// What of.
    pub what: String,
    /// Bytes.
    pub span: Range<usize>,
    /// Best value; a fall is negative.
    pub value: Option<f64>,
    /// Lower bound.
    pub low: Option<f64>,
    /// Upper bound.
    pub high: Option<f64>,
    /// Unit.
    pub unit: Option<String>,
}

/// Changes in percent, and statements that evidence is lacking, of the parsed sentences. (Figures of events come with
/// their rows.)
pub fn claims(analysis: &Analysis<'_>) -> Vec<Asserted> {
    const DOWN: &[&str] = &[
        "fall",
        "drop",
        "decline",
        "decrease",
        "plunge",
        "down",
        "shrink",
        "reduce",
        "cut",
        "plummet",
        "tumble",
        "sink",
        "slump",
        "reduction",
    ];
    const UP: &[&str] =
        &["rise", "increase", "grow", "surge", "jump", "climb", "soar", "up", "double", "spike", "gain", "growth"];
    let mut found = Vec::new();
    for number in 0..analysis.sentences.len() {
        let Some(clause) = Clause::new(analysis, number) else { continue };
        let sentence = analysis.sentences[number].bytes.clone();
        for figure in analysis.numbers.iter().filter(|n| sentence.start <= n.bytes.start && n.bytes.end <= sentence.end)
        {
            if figure.unit.as_deref() != Some("%") {
                continue;
            }
            let Some(at) = (0..clause.len()).find(|&n| clause.token(n).bytes.start >= figure.bytes.start) else {
                continue;
            };
            let window = at.saturating_sub(5)..(at + 4).min(clause.len());
            let turn = window.clone().rev().find(|&n| {
                let lemma = clause.lemma(n).to_lowercase();
                DOWN.contains(&lemma.as_str()) || UP.contains(&lemma.as_str())
            });
            let Some(turn) = turn else { continue };
            let falls = DOWN.contains(&clause.lemma(turn).to_lowercase().as_str());
            let sign = if falls { -1.0 } else { 1.0 };
            let subject = clause.agent(turn).or_else(|| clause.patient(turn));
            let what = subject.map_or_else(
                || analysis.text[sentence.clone()].chars().take(80).collect::<String>(),
                |s| analysis.text[clause.subtree_bytes(s)].chars().take(120).collect(),
            );
            let (a, b) = (figure.low.map(|v| v * sign), figure.high.map(|v| v * sign));
            let (low, high) = if falls { (b, a) } else { (a, b) };
            found.push(Asserted {
                sentence: number,
                kind: ClaimKind::Change,
                what,
                span: figure.bytes.clone(),
                value: figure.best.map(|v| v * sign),
                low,
                high,
                unit: Some("%".to_owned()),
            });
        }
        for node in 0..clause.len() {
            if !matches!(clause.lemma(node), "evidence" | "proof") {
                continue;
            }
            let lacking = clause.has_child(node, &[Rel::Det, Rel::Case], &["no", "without"])
                || clause.head(node).is_some_and(|h| {
                    clause.is_verb(h)
                        && clause.has_child(h, &[Rel::Advmod], &["not", "never", "n't"])
                        && matches!(
                            clause.lemma(h),
                            "provide"
                                | "offer"
                                | "give"
                                | "present"
                                | "produce"
                                | "see"
                                | "find"
                                | "have"
                                | "release"
                                | "show"
                        )
                });
            if lacking {
                found.push(Asserted {
                    sentence: number,
                    kind: ClaimKind::NoEvidence,
                    what: analysis.text[clause.subtree_bytes(node)].chars().take(160).collect(),
                    span: clause.token(node).bytes.clone(),
                    value: None,
                    low: None,
                    high: None,
                    unit: None,
                });
            }
        }
    }
    found
}
