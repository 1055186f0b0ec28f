//! Predictions and claims.

use crate::clause::Clause;
use crate::said::{Said, SpeechWords};
use std::ops::Range;
use tocsin_language::{Analysis, Rel, TimeMention};
use tocsin_record::{ClaimKind, Party, Polarity};

/// A prediction before it becomes a record.
#[derive(Debug, Clone)]
pub struct Foretold {
    /// The sentence.
    pub sentence: usize,
    /// Who predicts; empty for the outlet.
    pub who: Option<Party>,
    /// Bytes of the prediction.
    pub span: Range<usize>,
    /// Bytes of its verb.
    pub verb: Range<usize>,
    /// Token of its verb.
    pub token: usize,
    /// Will it or won't it.
    pub polarity: Polarity,
    /// "could", "will likely".
    pub strength: String,
    /// Bytes of the condition.
    pub condition: Option<Range<usize>>,
    /// By when, as written.
    pub horizon: Option<String>,
}

/// The predictions in the statements of parsed sentences: a clause about the future whose subject is not the speaker.
pub fn predictions(words: &SpeechWords, analysis: &Analysis<'_>, said: &[Said]) -> Vec<Foretold> {
    let mut found: Vec<Foretold> = Vec::new();
    for statement in said {
        let Some(clause) = Clause::new(analysis, statement.sentence) else { continue };
        let cue = statement.cue_token.map(|t| clause.lemma(clause.node(t)));
        for node in 0..clause.len() {
            let bytes = clause.token(node).bytes.clone();
            if !statement.holds(bytes.start) || found.iter().any(|f| f.token == clause.token_number(node)) {
                continue;
            }
            let Some(auxiliary) = clause.auxiliaries(node).find(|a| words.is("predictive_auxiliary", a)) else {
                continue;
            };
            let foretells = cue.is_some_and(|c| words.is("predictive", c));
            if !foretells && (matches!(auxiliary, "should") || speaks_of_self(&clause, node, statement)) {
                continue;
            }
            // One prediction a statement and sentence: the highest verb tells it.
            if found.iter().any(|f| f.sentence == statement.sentence && f.who.as_ref() == statement.speakers.first()) {
                continue;
            }
            let condition = clause
                .tree
                .children(node)
                .find(|&c| {
                    clause.rel(c) == Rel::Advcl
                        && clause.has_child(c, &[Rel::Mark], &["if", "unless", "once", "should"])
                })
                .map(|c| clause.subtree_bytes(c));
            let negated = clause.tree.children(node).any(|c| {
                clause.rel(c) == Rel::Advmod && matches!(clause.lemma(c), "not" | "never" | "n't" | "unlikely")
            });
            let likely = clause
                .tree
                .children(node)
                .find(|&c| matches!(clause.lemma(c), "likely" | "probably" | "certainly" | "possibly" | "unlikely"));
            let strength = match likely {
                Some(adverb) => format!("{auxiliary} {}", clause.lemma(adverb)),
                None => auxiliary.to_owned(),
            };
            let content = statement.content.iter().find(|r| r.contains(&bytes.start)).cloned().unwrap_or(bytes.clone());
            found.push(Foretold {
                sentence: statement.sentence,
                who: statement.speakers.first().cloned(),
                horizon: horizon(analysis, &content),
                span: content,
                verb: bytes,
                token: clause.token_number(node),
                polarity: if negated { Polarity::WillNot } else { Polarity::Will },
                strength,
                condition,
            });
        }
    }
    found
}

/// "I will", "we will", or the speaker by name: an announcement, no prediction.
fn speaks_of_self(clause: &Clause<'_, '_>, verb: usize, statement: &Said) -> bool {
    let Some(subject) = clause.agent(verb).or_else(|| clause.patient(verb)) else { return true };
    if matches!(clause.lemma(subject).to_lowercase().as_str(), "i" | "we" | "you" | "let") {
        return true;
    }
    // A pronoun under an indirect statement is most often the speaker.
    let pronoun = matches!(clause.lemma(subject), "he" | "she" | "they");
    let words = clause.analysis.word(clause.token_number(subject));
    pronoun && !statement.direct
        || statement.speakers.iter().any(|s| {
            s.name.as_deref().is_some_and(|n| n.split(' ').any(|part| part.len() > 2 && part == words))
                || s.text.as_deref().is_some_and(|t| t == words)
        })
}

fn horizon(analysis: &Analysis<'_>, content: &Range<usize>) -> Option<String> {
    let inside = |t: &&TimeMention| content.start <= t.bytes.start && t.bytes.end <= content.end;
    let published = analysis.published?;
    analysis
        .times
        .iter()
        .find(|t| inside(t) && (t.days.is_some_and(|d| d.end > published.end) || t.value.contains("FUTURE")))
        .map(|t| analysis.text[t.bytes.clone()].to_owned())
}

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
