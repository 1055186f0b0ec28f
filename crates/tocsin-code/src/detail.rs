//! When, where and how many: the circumstances of a row, taken from its own clause first.

use crate::clause::Clause;
use std::ops::Range;
use tocsin_language::{Analysis, Number, Rel, Tag, TimeMention, Upos};
use tocsin_record::{Count, CountKind, DateRange, EventTime, EventType, Place, Precision, Status, TimexType};

/// The days between publication and an event's end after which it is told as background.
const BACKGROUND_DAYS: i64 = 30;

/// Items of an ordered list that lie in a range of bytes.
fn inside<'i, T>(items: &'i [T], bytes: impl Fn(&T) -> &Range<usize>, within: &Range<usize>) -> Vec<&'i T> {
    let from = items.partition_point(|i| bytes(i).end <= within.start);
    items[from..].iter().take_while(|i| bytes(i).start < within.end).collect()
}

/// The time of the event told at `node`.
pub fn time(clause: &Clause<'_, '_>, node: usize, kind: EventType, status: Status) -> Option<EventTime> {
    let analysis = clause.analysis;
    let sentence = &analysis.sentences[clause.sentence].bytes;
    let at = clause.token(node).bytes.start;
    let times: Vec<&TimeMention> = inside(&analysis.times, |t| &t.bytes, sentence)
        .into_iter()
        .filter(|t| t.days.is_some() && matches!(t.kind, TimexType::Date | TimexType::Time))
        .collect();
    let own = clause.subtree_bytes(node);
    let distance = |t: &TimeMention| {
        let gap = t.bytes.start.abs_diff(at);
        let depth = governor_distance(clause, node, t);
        (depth, usize::from(!(own.start <= t.bytes.start && t.bytes.end <= own.end)), gap)
    };
    let best = times.into_iter().min_by_key(|t| distance(t)).filter(|t| governor_distance(clause, node, t) < FAR);
    if let Some(t) = best {
        let days = t.days?;
        let published = analysis.published;
        let (start, end, precision) = if t.since {
            (Some(days.start), published.map(|p| p.end).filter(|end| *end >= days.start), Precision::Range)
        } else if t.until {
            (None, Some(days.end), t.precision)
        } else {
            (Some(days.start), Some(days.end), t.precision)
        };
        return Some(EventTime { start, end, precision, inferred: false, span: Some(analysis.span(t.bytes.clone())) });
    }
    if status != Status::Occurred {
        return None;
    }
    // A present tense without an anchor is dated to the publication day; a past one stays undated.
    let verb = finite_verb(clause, node)?;
    let present = matches!(clause.token(verb).tag, Tag::Vbz | Tag::Vbp)
        || clause.tree.children(verb).any(|c| {
            matches!(clause.rel(c), Rel::Aux | Rel::Cop | Rel::AuxPass)
                && matches!(clause.token(c).tag, Tag::Vbz | Tag::Vbp)
                && clause.lemma(c) == "be"
        })
        || matches!(kind, EventType::Agree | EventType::Concede | EventType::Request | EventType::Threaten)
            && clause
                .tree
                .children(verb)
                .any(|c| clause.rel(c) == Rel::Aux && matches!(clause.lemma(c), "will" | "shall" | "be"));
    let published = analysis.published.filter(|_| present)?;
    Some(EventTime {
        start: Some(published.start),
        end: Some(published.end),
        precision: if published.start == published.end { Precision::Day } else { Precision::Range },
        inferred: true,
        span: None,
    })
}

const FAR: usize = 3;

/// In how many clauses up from the trigger a time is found; [`FAR`] where it belongs to another clause.
fn governor_distance(clause: &Clause<'_, '_>, node: usize, time: &TimeMention) -> usize {
    let Some(anchor) = (0..clause.len()).find(|&n| {
        let bytes = &clause.token(n).bytes;
        bytes.start >= time.bytes.start && bytes.start < time.bytes.end && clause.is_nominal_or_adverb(n)
    }) else {
        return FAR - 1;
    };
    let mut at = node;
    for steps in 0..FAR {
        if clause.tree.is_under(anchor, at) && !in_other_clause(clause, anchor, at) {
            return steps;
        }
        // The time of a report is not the time of what it reports.
        if matches!(clause.rel(at), Rel::Ccomp | Rel::AclRelcl | Rel::Parataxis) {
            return if clause.tree.is_under(anchor, at) { FAR - 1 } else { FAR };
        }
        match clause.head(at) {
            Some(head) => at = head,
            None => break,
        }
    }
    FAR - 1
}

/// Whether a clause of its own stands between `inner` and `outer`.
fn in_other_clause(clause: &Clause<'_, '_>, inner: usize, outer: usize) -> bool {
    let mut at = inner;
    for _ in 0..clause.len() {
        if at == outer {
            return false;
        }
        if matches!(clause.rel(at), Rel::Ccomp | Rel::AclRelcl | Rel::Parataxis | Rel::Advcl) && clause.is_verb(at) {
            return true;
        }
        match clause.head(at) {
            Some(head) => at = head,
            None => return false,
        }
    }
    false
}

impl Clause<'_, '_> {
    fn is_nominal_or_adverb(&self, node: usize) -> bool {
        matches!(self.token(node).upos, Upos::Noun | Upos::Propn | Upos::Num | Upos::Adv | Upos::Adj)
    }
}

fn finite_verb(clause: &Clause<'_, '_>, node: usize) -> Option<usize> {
    let mut at = node;
    for _ in 0..6 {
        let finite = matches!(clause.token(at).tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md)
            || clause.child(at, &[Rel::Aux, Rel::AuxPass, Rel::Cop]).is_some();
        if finite {
            return Some(at);
        }
        at = clause.head(at)?;
    }
    None
}

/// Whether the event is told in the simple past, by its own verb or the one that carries it.
pub fn is_past(clause: &Clause<'_, '_>, node: usize) -> bool {
    finite_verb(clause, node).is_some_and(|verb| {
        let auxiliaries: Vec<usize> =
            clause.tree.children(verb).filter(|&c| matches!(clause.rel(c), Rel::Aux | Rel::AuxPass)).collect();
        match auxiliaries.first() {
            Some(&first) => clause.token(first).tag == Tag::Vbd && clause.lemma(first) == "be",
            None => clause.token(verb).tag == Tag::Vbd,
        }
    })
}

/// Whether an event lies so far before publication that it is told as background.
pub fn is_background(time: Option<&EventTime>, published: Option<DateRange>, cumulative: bool, status: Status) -> bool {
    let (Some(time), Some(published)) = (time, published) else { return false };
    let day = if cumulative { time.start } else { time.end.or(time.start) };
    status == Status::Occurred
        && !time.inferred
        && day.is_some_and(|day| (published.start - day).get_days() as i64 > BACKGROUND_DAYS)
}

/// The places of the event told at `node`: toponyms after a preposition of place in its clause.
pub fn places(clause: &Clause<'_, '_>, node: usize) -> Vec<Place> {
    const PREPOSITIONS: &[&str] = &[
        "in",
        "at",
        "near",
        "off",
        "on",
        "around",
        "over",
        "across",
        "inside",
        "outside",
        "along",
        "through",
        "to",
        "into",
        "throughout",
        "within",
        "toward",
        "towards",
    ];
    let analysis = clause.analysis;
    let sentence = &analysis.sentences[clause.sentence].bytes;
    let mut found = Vec::new();
    for toponym in inside(&analysis.toponyms, |t| &t.bytes, sentence) {
        let Some(anchor) = (0..clause.len()).rev().find(|&n| {
            let bytes = &clause.token(n).bytes;
            bytes.start >= toponym.bytes.start && bytes.end <= toponym.bytes.end
        }) else {
            continue;
        };
        let mut at = anchor;
        let mut placed = false;
        for _ in 0..5 {
            let case = clause.case(at);
            let last = case.split(' ').next_back().unwrap_or("");
            if PREPOSITIONS.contains(&case.as_str()) || PREPOSITIONS.contains(&last) {
                // "to" is a place only of movement, "on" never of a state.
                placed = case != "to" || toponym_is_goal(clause, at);
            }
            match clause.head(at) {
                Some(head) if head == node => break,
                Some(head)
                    if matches!(
                        clause.rel(at),
                        Rel::Nmod
                            | Rel::Obl
                            | Rel::Appos
                            | Rel::Conj
                            | Rel::Flat
                            | Rel::Compound
                            | Rel::Obj
                            | Rel::NmodUnmarked
                            | Rel::OblUnmarked
                    ) =>
                {
                    at = head
                }
                _ => break,
            }
        }
        let near_trigger = clause.tree.is_under(anchor, node)
            || clause
                .head(node)
                .is_some_and(|h| clause.tree.is_under(anchor, h) && !in_other_clause(clause, anchor, h));
        if placed && near_trigger && !in_other_clause(clause, anchor, node) {
            found.push(toponym.place.clone());
        }
    }
    found
}

fn toponym_is_goal(clause: &Clause<'_, '_>, node: usize) -> bool {
    const MOVES: &[&str] = &[
        "deploy",
        "send",
        "travel",
        "fly",
        "move",
        "go",
        "deport",
        "return",
        "arrive",
        "transfer",
        "visit",
        "dispatch",
        "withdraw",
        "extradite",
    ];
    clause.head(node).is_some_and(|h| {
        MOVES.contains(&clause.lemma(h)) || clause.head(h).is_some_and(|g| MOVES.contains(&clause.lemma(g)))
    })
}

/// The figures of the event told at `node`.
pub fn counts(clause: &Clause<'_, '_>, node: usize, kind: EventType) -> Vec<Count> {
    let analysis = clause.analysis;
    let sentence = &analysis.sentences[clause.sentence].bytes;
    let mut found = Vec::new();
    for number in inside(&analysis.numbers, |n| &n.bytes, sentence) {
        let Some(anchor) = (0..clause.len()).rev().find(|&n| {
            let bytes = &clause.token(n).bytes;
            bytes.start >= number.bytes.start && bytes.end <= number.bytes.end && clause.token(n).upos != Upos::Punct
        }) else {
            continue;
        };
        let counted = counted_noun(clause, anchor);
        let Some(owner) = owning_trigger(clause, counted) else { continue };
        let belongs = owner == node
            || clause.head(node) == Some(owner) && !clause.is_verb(node)
            || clause.head(owner) == Some(node);
        if !belongs {
            continue;
        }
        if let Some(what) = what_counts(clause, owner, counted, number, kind) {
            found.push(Count {
                what,
                low: number.low,
                best: number.best,
                high: number.high,
                cumulative: number.cumulative,
                as_of: number.cumulative.then(|| analysis.published.map(|p| p.end)).flatten(),
                unit: number.unit.clone(),
                span: analysis.span(number.bytes.clone()),
            });
        }
    }
    found
}

/// The noun that a number counts.
fn counted_noun(clause: &Clause<'_, '_>, number: usize) -> usize {
    let mut at = number;
    for _ in 0..4 {
        match (clause.rel(at), clause.head(at)) {
            (Rel::Nummod | Rel::Amod | Rel::Compound | Rel::Advmod | Rel::Det | Rel::NmodUnmarked, Some(head)) => {
                at = head
            }
            _ => break,
        }
    }
    at
}

/// The verb or noun of event on which a counted noun hangs.
fn owning_trigger(clause: &Clause<'_, '_>, counted: usize) -> Option<usize> {
    let mut at = counted;
    for _ in 0..5 {
        match (clause.rel(at), clause.head(at)?) {
            (Rel::Conj | Rel::Nmod | Rel::Appos | Rel::Nummod, head) if !clause.is_verb(head) => at = head,
            (_, head) => return Some(head),
        }
    }
    None
}

fn what_counts(
    clause: &Clause<'_, '_>,
    owner: usize,
    counted: usize,
    number: &Number,
    kind: EventType,
) -> Option<CountKind> {
    if let Some(unit) = &number.unit {
        return (unit == "USD").then_some(CountKind::MoneyUsd);
    }
    let noun = clause.lemma(counted);
    if number.ordinal {
        return matches!(noun, "strike" | "attack" | "raid" | "airstrike").then_some(CountKind::Strikes);
    }
    let patient = clause.is_verb(owner)
        && clause.patient(owner).is_some_and(|p| p == counted || clause.tree.is_under(counted, p));
    let agent = clause.is_verb(owner) && !clause.is_passive(owner) && clause.agent(owner).is_some_and(|p| p == counted);
    let by_verb = match clause.lemma(owner) {
        "kill" | "assassinate" | "murder" | "massacre" | "execute" | "slaughter" if patient => Some(CountKind::Killed),
        "die" | "perish" if agent => Some(CountKind::Killed),
        "wound" | "injure" | "hurt" | "maim" if patient => Some(CountKind::Injured),
        "arrest" | "detain" | "jail" | "apprehend" if patient => Some(CountKind::Arrested),
        "capture" | "seize" if patient && kind == EventType::Assault => Some(CountKind::Captured),
        "release" | "free" if patient => Some(CountKind::Released),
        "displace" | "evacuate" if patient => Some(CountKind::Displaced),
        _ => None,
    };
    by_verb.or(match noun {
        "strike" | "attack" | "airstrike" | "raid" | "time" if kind == EventType::Assault => Some(CountKind::Strikes),
        "troop" | "soldier" | "marine" | "personnel" | "guardsman" if kind == EventType::Mobilize || patient => {
            Some(CountKind::Troops)
        }
        "officer" | "agent" if kind == EventType::Mobilize => Some(CountKind::Troops),
        "protester" | "demonstrator" | "people" if kind == EventType::Protest => Some(CountKind::Protesters),
        "vessel" | "boat" | "ship" | "warship" | "tanker" | "destroyer" => Some(CountKind::Vessels),
        "aircraft" | "jet" | "plane" | "bomber" | "helicopter" => Some(CountKind::Aircraft),
        _ if patient && !matches!(kind, EventType::Consult | EventType::Request) => Some(CountKind::Other),
        _ => None,
    })
}

/// All of the document's time expressions as records.
pub fn time_expressions(analysis: &Analysis<'_>) -> Vec<tocsin_record::TimeExpression> {
    analysis
        .times
        .iter()
        .map(|t| tocsin_record::TimeExpression {
            span: analysis.span(t.bytes.clone()),
            kind: t.kind,
            value: t.value.clone(),
        })
        .collect()
}
