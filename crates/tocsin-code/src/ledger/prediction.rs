//! Predictions: what somebody, or the outlet itself, says that others will do or that will come about.

use crate::clause::Clause;
use crate::said::{Said, SpeechWords};
use std::ops::Range;
use tocsin_language::{Analysis, Rel, Tag, TimeMention, Upos};
use tocsin_record::{Party, Polarity, Sector};

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

/// The predictions of the parsed sentences: at most one a sentence and voice.
pub fn predictions(words: &SpeechWords, analysis: &Analysis<'_>, said: &[Said]) -> Vec<Foretold> {
    let mut found: Vec<Foretold> = Vec::new();
    for number in 0..analysis.sentences.len() {
        let Some(clause) = Clause::new(analysis, number) else { continue };
        let from = said.partition_point(|s| s.sentence < number);
        let to = said.partition_point(|s| s.sentence <= number);
        let here = &said[from..to];
        let mut voiced = false;
        for statement in here {
            let foretold = in_statement(words, &clause, statement);
            if let Some(foretold) =
                foretold.filter(|f| !(from..to).is_empty() && found.last().is_none_or(|l| l.token != f.token))
            {
                found.push(foretold);
                voiced = true;
                break;
            }
        }
        if !voiced {
            found.extend(of_the_outlet(words, &clause, here));
        }
    }
    found
}

/// What tells the future at a node.
struct Future {
    strength: String,
    /// Told as certain or expected, not as merely possible or imagined.
    firm: bool,
    /// "would".
    imagined: bool,
}

/// Reads "will fall", "could fall", "is expected to fall", "is likely to fall".
fn future(words: &SpeechWords, clause: &Clause<'_, '_>, node: usize) -> Option<Future> {
    let modal = clause.auxiliaries(node).find(|a| words.is("predictive_auxiliary", a));
    if let Some(modal) = modal {
        // "would have fallen": past.
        if clause.auxiliaries(node).any(|a| a == "have") && modal != "will" {
            return None;
        }
        let likely = clause
            .tree
            .children(node)
            .find(|&c| matches!(clause.lemma(c), "likely" | "probably" | "certainly" | "possibly" | "unlikely"));
        let strength = likely.map_or_else(|| modal.to_owned(), |l| format!("{modal} {}", clause.lemma(l)));
        let firm = matches!(modal, "will" | "'ll" | "’ll" | "wo" | "shall");
        return Some(Future { strength, firm, imagined: modal == "would" });
    }
    let foreseen = words.is("foreseen", clause.lemma(node));
    let be = clause
        .tree
        .children(node)
        .find(|&c| matches!(clause.rel(c), Rel::Cop | Rel::Aux | Rel::AuxPass) && clause.lemma(c) == "be")?;
    let present = matches!(clause.token(be).tag, Tag::Vbz | Tag::Vbp);
    let to = clause.tree.children_by(node, &[Rel::Xcomp, Rel::Ccomp, Rel::Csubj]).any(|c| c > node);
    (foreseen && present && to).then(|| Future {
        strength: format!("is {}", clause.analysis.word(clause.token_number(node))),
        firm: true,
        imagined: false,
    })
}

fn in_statement(words: &SpeechWords, clause: &Clause<'_, '_>, statement: &Said) -> Option<Foretold> {
    let cue = statement.cue_token.map(|t| clause.lemma(clause.node(t)));
    // An announcement is a plan, a ruling is a right.
    if cue.is_some_and(|c| words.is("planning", c)) {
        return None;
    }
    let foretells = cue.is_some_and(|c| words.is("predictive", c));
    for node in 0..clause.len() {
        if !statement.holds(clause.token(node).bytes.start) || inner(clause, node) {
            continue;
        }
        let Some(future) = future(words, clause, node) else { continue };
        if words.is("unforetold", clause.lemma(node)) || future.strength == "should" && !foretells {
            continue;
        }
        if speaks_of_self(clause, node, statement) {
            continue;
        }
        let subject = subject(clause, node);
        let pronoun = subject.is_none_or(|s| clause.token(s).upos == Upos::Pron);
        let bound =
            condition(clause, node).is_some() || horizon(clause.analysis, &clause.subtree_bytes(node)).is_some();
        let reported =
            !statement.direct && statement.cue_token.is_some_and(|t| clause.token(clause.node(t)).tag == Tag::Vbd);
        let taken = foretells
            || future.firm
            || bound
            || future.imagined && !pronoun && (reported || indefinite(clause, node))
            || future.strength.contains("likely");
        if taken {
            return Some(told(clause, node, &future, Some(statement)));
        }
    }
    // "expects six million visitors", "estimated that ... by 2050": told by the cue alone.
    let cue_node = clause.node(statement.cue_token?);
    let lemma = clause.lemma(cue_node);
    let content = statement.content.first()?.clone();
    let later = horizon(clause.analysis, &content).is_some();
    let expected = words.is("expecting", lemma) || words.is("estimating", lemma) && later;
    let own_plan = clause.tree.children(cue_node).any(|c| clause.rel(c) == Rel::Xcomp)
        && clause.child(cue_node, &[Rel::Obj]).is_none();
    (expected && !own_plan).then(|| {
        let future = Future { strength: lemma.to_owned(), firm: true, imagined: false };
        told(clause, cue_node, &future, Some(statement))
    })
}

/// The outlet's own look ahead, an office's included: what will come about, not what the office or another state plans
/// or what a measure lays down.
fn of_the_outlet(words: &SpeechWords, clause: &Clause<'_, '_>, said: &[Said]) -> Option<Foretold> {
    for node in 0..clause.len() {
        let at = clause.token(node).bytes.start;
        if clause.analysis.is_quoted(at) || said.iter().any(|s| s.holds(at)) || inner(clause, node) {
            continue;
        }
        let Some(future) = future(words, clause, node) else { continue };
        let Some(subject) = subject(clause, node) else { continue };
        let foreseen = words.is("foreseen", clause.lemma(node));
        // "ensures that ... will": what somebody aims at or says.
        if clause.rel(node) == Rel::Ccomp && !foreseen {
            continue;
        }
        let thing = clause.token(subject).upos == Upos::Noun && !words.is("instrument", clause.lemma(subject));
        let plans = clause.analysis.mention_at(clause.token_number(subject)).is_some_and(|m| acts(&m.party));
        let bound = condition(clause, node).is_some();
        let taken = if foreseen {
            !words.is("instrument", clause.lemma(subject)) && clause.token(subject).upos != Upos::Pron
        } else if words.is("unforetold", clause.lemma(node)) || clause.token(subject).upos == Upos::Pron {
            false
        } else if future.firm {
            thing && !plans && !clause.has_child(subject, &[Rel::NmodPoss], &["we", "our"])
        } else if future.imagined {
            bound || thing && !plans
        } else {
            bound && (thing || !plans)
        };
        if taken {
            return Some(told(clause, node, &future, None));
        }
    }
    None
}

/// Whether a party acts for a state, so that what it "will" do is its plan.
fn acts(party: &Party) -> bool {
    party.country.is_some()
        && party.sector.is_none_or(|s| matches!(s, Sector::Gov | Sector::Mil | Sector::Leg | Sector::Cop))
}

/// Inside a relative clause or a clause of time, purpose or condition: no statement of its own.
fn inner(clause: &Clause<'_, '_>, node: usize) -> bool {
    match clause.rel(node) {
        Rel::AclRelcl | Rel::AdvclRelcl | Rel::Acl => true,
        Rel::Advcl => clause.has_child(
            node,
            &[Rel::Mark, Rel::Advmod],
            &["if", "unless", "when", "until", "before", "after", "once", "so", "because", "as", "while", "since"],
        ),
        Rel::Conj => clause.head(node).is_some_and(|h| h != node && h < node && inner(clause, h)),
        _ => false,
    }
}

fn subject(clause: &Clause<'_, '_>, node: usize) -> Option<usize> {
    clause
        .child(node, &[Rel::Nsubj, Rel::NsubjPass, Rel::Csubj])
        .or_else(|| clause.agent(node))
        .or_else(|| clause.patient(node))
}

/// "A cleanup would ...": an act only imagined.
fn indefinite(clause: &Clause<'_, '_>, node: usize) -> bool {
    subject(clause, node).is_some_and(|s| {
        clause.token(s).upos == Upos::Noun && clause.has_child(s, &[Rel::Det], &["a", "an", "any", "another", "such"])
    })
}

/// "If ...", "unless ...", "without ...".
fn condition(clause: &Clause<'_, '_>, node: usize) -> Option<Range<usize>> {
    clause
        .tree
        .children(node)
        .find(|&c| {
            clause.rel(c) == Rel::Advcl
                && clause.has_child(c, &[Rel::Mark], &["if", "unless", "once", "should", "without"])
                || clause.is_nominal(c) && matches!(clause.case(c).as_str(), "without" | "absent" | "in the event of")
        })
        .map(|c| clause.subtree_bytes(c))
}

fn told(clause: &Clause<'_, '_>, node: usize, future: &Future, statement: Option<&Said>) -> Foretold {
    let bytes = clause.token(node).bytes.clone();
    let analysis = clause.analysis;
    let own = clause.subtree_bytes(node);
    let span = match statement {
        Some(s) => s.content.iter().find(|r| r.contains(&bytes.start)).or(s.content.first()).cloned().unwrap_or(own),
        None => own,
    };
    let negated = clause.tree.children(node).any(|c| {
        clause.rel(c) == Rel::Advmod && matches!(clause.lemma(c), "not" | "never" | "n't" | "n’t" | "unlikely")
    }) || clause.lemma(node) == "unlikely";
    Foretold {
        sentence: clause.sentence,
        who: statement.and_then(|s| s.speakers.first().cloned()),
        horizon: horizon(analysis, &span),
        span,
        verb: bytes,
        token: clause.token_number(node),
        polarity: if negated { Polarity::WillNot } else { Polarity::Will },
        strength: future.strength.clone(),
        condition: condition(clause, node),
    }
}

/// "I will", "we will", the speaker by name, or the government speaking of its state: an announcement, no prediction.
fn speaks_of_self(clause: &Clause<'_, '_>, verb: usize, statement: &Said) -> bool {
    let Some(subject) = subject(clause, verb) else { return true };
    if matches!(clause.lemma(subject).to_lowercase().as_str(), "i" | "we" | "you" | "let" | "who" | "which" | "that") {
        return true;
    }
    // A pronoun under an indirect statement is most often the speaker.
    let pronoun = matches!(clause.lemma(subject), "he" | "she" | "they");
    let word = clause.analysis.word(clause.token_number(subject));
    let named = clause.analysis.mention_at(clause.token_number(subject)).map(|m| &m.party);
    let owned = clause.has_child(subject, &[Rel::NmodPoss], &["my", "our", "i", "we"]);
    pronoun && !statement.direct
        || owned
        || statement.speakers.iter().any(|s| {
            s.name.as_deref().is_some_and(|n| n.split(' ').any(|part| part.len() > 2 && part == word))
                || s.text.as_deref().is_some_and(|t| t == word)
                || named.is_some_and(|n| acts(n) && acts(s) && n.country == s.country)
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
