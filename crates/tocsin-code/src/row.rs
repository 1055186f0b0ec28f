//! Rows in the making: what a trigger becomes under the codebook's rules, inside one document.

use crate::clause::Clause;
use crate::detail;
use crate::party::{Parties, is_known};
use crate::rules::Rules;
use crate::said::{self, Said};
use crate::status::{Reality, StatusWords};
use crate::trigger::{self, Trigger, settle};
use std::ops::Range;
use tocsin_language::{Analyser, Analysis, Rel, Tag, Upos};
use tocsin_record::{BlockKind, Count, EventTime, EventType, Mode, Party, Place, Sector, Status, VoiceLink};

/// An event before it has an id.
#[derive(Debug, Clone)]
pub struct Row {
    /// Sentence number.
    pub sentence: usize,
    /// Node of the trigger in that sentence.
    pub node: usize,
    /// Token number of the trigger.
    pub token: usize,
    /// Lemma of the trigger.
    pub lemma: String,
    /// What the trigger is done to or is about: the lemma and first modifiers of its object or complement.
    pub object: Option<String>,
    /// Event type.
    pub kind: EventType,
    /// Mode.
    pub mode: Option<Mode>,
    /// Status.
    pub status: Status,
    /// A promise or concession of what is still to come.
    pub announces: bool,
    /// Told in the simple past.
    pub past: bool,
    /// Who acts.
    pub actor: Vec<Party>,
    /// Who is acted on.
    pub recipient: Vec<Party>,
    /// The text says that nobody knows who did it.
    pub actor_unknown: bool,
    /// When.
    pub time: Option<EventTime>,
    /// Where.
    pub places: Vec<Place>,
    /// How many.
    pub counts: Vec<Count>,
    /// In whose voice.
    pub voice: Vec<VoiceLink>,
    /// Bytes of the condition.
    pub condition: Option<Range<usize>>,
    /// Numbers of the rows that this row is about.
    pub about: Vec<usize>,
    /// Further sentences that tell it.
    pub more: Vec<usize>,
    /// Which rule.
    pub rule: String,
    /// What decided the status.
    pub status_by: String,
    /// How well the frame is met.
    pub score: f64,
}

/// What rows are made with.
pub struct Maker<'r> {
    /// Names and syntax.
    pub analyser: &'r Analyser,
    /// Trigger rules.
    pub rules: &'r Rules,
    /// Status words.
    pub status: &'r StatusWords,
}

/// Types that stand for what they promise, ask or concede: no second row for it (codebook rule 2).
fn swallows(kind: EventType) -> bool {
    matches!(kind, EventType::Agree | EventType::Concede | EventType::Request)
}

/// Types that point at the row of what they are about.
fn points(kind: EventType) -> bool {
    matches!(kind, EventType::Threaten | EventType::Accuse | EventType::Reject)
}

/// How many sentences a list may be away from its lead-in.
const LEAD_IN: usize = 40;

impl Maker<'_> {
    /// All rows of a document, in text order.
    pub fn rows(&self, analysis: &Analysis<'_>, said: &[Said]) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut signer: Vec<Party> = Vec::new();
        let mut lead_in: (usize, Vec<Party>) = (0, Vec::new());
        let publisher: Vec<Party> = self.analyser.actors().first_person(analysis).into_iter().collect();
        for (number, sentence) in analysis.sentences.iter().enumerate() {
            let Some(clause) = Clause::new(analysis, number) else { continue };
            let listed = sentence.block == BlockKind::List || opens_with_verb(&clause);
            let implied: &[Party] = if listed && !lead_in.1.is_empty() && number - lead_in.0 <= LEAD_IN {
                &lead_in.1
            } else if !signer.is_empty() {
                &signer
            } else {
                &publisher
            };
            let parties = Parties { analyser: self.analyser, rules: self.rules, clause, said, implied };
            let mut found = self.sentence(&parties, rows.len());
            rows.append(&mut found);
            if let Some(subject) = self.root_subject(&clause) {
                if signs(&clause) {
                    signer = subject.clone();
                }
                if sentence.block != BlockKind::List {
                    lead_in = (number, subject);
                }
            }
        }
        rows
    }

    /// The acting office of a sentence, kept for the list or the sentences that follow.
    fn root_subject(&self, clause: &Clause<'_, '_>) -> Option<Vec<Party>> {
        let root = (0..clause.len()).find(|&n| clause.rel(n) == Rel::Root)?;
        let subject = clause.agent(root)?;
        let found = self.analyser.actors().parties(clause.analysis, clause.token_number(subject));
        found.iter().any(|p| p.country.is_some() && p.sector.is_some()).then_some(found)
    }

    /// The rows of one sentence; `offset` is the number that the first will have.
    fn sentence(&self, parties: &Parties<'_, '_, '_>, offset: usize) -> Vec<Row> {
        let clause = &parties.clause;
        let sentence = &clause.analysis.sentences[clause.sentence];
        if !sentence.block.can_be_evidence()
            || (sentence.block.needs_full_sentence() && !sentence.full && !opens_with_verb(clause))
        {
            return Vec::new();
        }
        let triggers = trigger::find(self.rules, parties);
        let realities: Vec<Reality> = triggers.iter().map(|t| self.status.reality(clause, t.node)).collect();
        let mut rows: Vec<Row> = Vec::new();
        for (trigger, reality) in triggers.iter().zip(&realities) {
            if self.is_dropped(clause, trigger, reality, &triggers) {
                continue;
            }
            if let Some(row) = self.row(parties, trigger, reality)
                && !is_internal(&row)
            {
                rows.extend(partners_apart(clause, row));
            }
        }
        self.own_threats(&mut rows);
        merge_within(clause, &mut rows);
        link_about(clause, &mut rows, offset);
        rows
    }

    /// Whether the codebook gives no row for a trigger that is only aimed at, asked for, or part of another row.
    fn is_dropped(
        &self,
        clause: &Clause<'_, '_>,
        trigger: &Trigger<'_>,
        reality: &Reality,
        all: &[Trigger<'_>],
    ) -> bool {
        if reality.purpose || (reality.asked && reality.status != Status::Negated) {
            return true;
        }
        all.iter().any(|other| {
            other.node != trigger.node
                && swallows(other.rule.kind)
                && is_complement_of(clause, trigger.node, other.node)
                && other.score >= trigger.score - 0.5
        })
    }

    fn row(&self, parties: &Parties<'_, '_, '_>, trigger: &Trigger<'_>, reality: &Reality) -> Option<Row> {
        let clause = &parties.clause;
        let told = trigger.rule.status.unwrap_or(reality.status);
        let (kind, status) = settle(trigger.rule.kind, told);
        let mode = if kind == trigger.rule.kind { trigger.mode } else { None };
        let (mut actor, mut recipient) = (trigger.actor.clone(), trigger.recipient.clone());
        actor.retain(is_known);
        recipient.retain(is_known);
        dedup(&mut actor);
        dedup(&mut recipient);
        if kind.needs_recipient() && actor.len() + recipient.len() < 2 {
            return None;
        }
        let time = detail::time(clause, trigger.node, kind, status);
        let actor_unknown = kind == EventType::Assault && actor.is_empty() && unknown_perpetrator(clause, trigger.node);
        let token = clause.token_number(trigger.node);
        Some(Row {
            sentence: clause.sentence,
            node: trigger.node,
            token,
            lemma: trigger::key(clause, trigger.node),
            object: object_of(parties, trigger.node),
            kind,
            mode,
            status,
            announces: told == Status::Future && status == Status::Occurred,
            past: detail::is_past(clause, trigger.node),
            actor_unknown,
            places: detail::places(clause, trigger.node),
            counts: detail::counts(clause, trigger.node, kind),
            voice: said::voice(parties.said, clause.sentence, clause.token(trigger.node).bytes.start, token),
            actor,
            recipient,
            time,
            condition: reality.condition.clone(),
            about: Vec::new(),
            more: Vec::new(),
            rule: trigger.rule.name.clone(),
            status_by: reality.by.clone(),
            score: trigger.score,
        })
    }

    /// "We will strike them": a hostile act announced by the one who would do it is a threat as well.
    fn own_threats(&self, rows: &mut Vec<Row>) {
        let mut threats = Vec::new();
        for row in rows.iter() {
            let hostile = matches!(row.kind, EventType::Assault | EventType::Sanction);
            let own = row.voice.last().is_some_and(|link| {
                link.sources.iter().any(|s| {
                    is_known(s)
                        && row.actor.iter().any(|a| {
                            a.same_as(s)
                                || (s.country.is_some()
                                    && s.country == a.country
                                    && !link.anonymous
                                    && s.sector == a.sector)
                        })
                })
            });
            let threatened = rows.iter().any(|r| r.kind == EventType::Threaten);
            if hostile && own && !threatened && row.status == Status::Future && row.rule.contains(':') {
                let mut threat = row.clone();
                threat.kind = EventType::Threaten;
                threat.mode = Some(if row.kind == EventType::Assault { Mode::Violence } else { Mode::Restrict });
                threat.status = Status::Occurred;
                threat.voice.clear();
                threat.counts.clear();
                threat.score -= 0.1;
                threats.push(threat);
            }
        }
        rows.append(&mut threats);
    }
}

/// What a trigger is done to, as words to compare: the noun with its modifiers, or the complement's verb and object.
fn object_of(parties: &Parties<'_, '_, '_>, node: usize) -> Option<String> {
    let clause = &parties.clause;
    let described = |noun: usize| {
        let nodes = parties.content_nodes(noun);
        let noun = nodes.last().copied().unwrap_or(noun);
        let mut words: Vec<String> = clause
            .modifiers(noun)
            .filter(|&m| !matches!(clause.token(m).upos, Upos::Det | Upos::Punct | Upos::Pron))
            .map(|m| trigger::key(clause, m))
            .collect();
        words.push(trigger::key(clause, noun));
        words.extend(
            clause
                .tree
                .children(noun)
                .filter(|&c| clause.rel(c) == Rel::Nmod && c > noun)
                .map(|c| trigger::key(clause, c)),
        );
        words.join(" ")
    };
    if !clause.is_verb(node) {
        return Some(described(node));
    }
    let complement = parties.complement(node);
    clause.patient(node).map(described).or_else(|| {
        complement.map(|c| format!("{} {}", clause.lemma(c), clause.patient(c).map(described).unwrap_or_default()))
    })
}

/// A sentence or item that opens with its verb ("Declared a national emergency.").
pub fn opens_with_verb(clause: &Clause<'_, '_>) -> bool {
    (0..clause.len())
        .find(|&n| clause.token(n).upos != tocsin_language::Upos::Punct)
        .is_some_and(|n| matches!(clause.token(n).tag, Tag::Vbd | Tag::Vbn) && clause.rel(n) == Rel::Root)
}

fn signs(clause: &Clause<'_, '_>) -> bool {
    (0..clause.len()).any(|n| {
        clause.is_verb(n)
            && matches!(clause.lemma(n), "sign" | "issue" | "order" | "direct" | "announce" | "launch" | "declare")
    })
}

/// An appeal of an office to the citizens of its own state is no event, and an order to its own subordinates is only the
/// act that is ordered.
fn is_internal(row: &Row) -> bool {
    // What reporters are asked or told is how news is made.
    let press = !row.recipient.is_empty() && row.recipient.iter().all(|r| r.sector == Some(Sector::Jrn));
    if row.kind == EventType::Request && press {
        return true;
    }
    let own = |r: &Party| row.actor.iter().any(|a| a.country.is_some() && a.country == r.country);
    let subordinate = |r: &Party| {
        matches!(r.sector, Some(Sector::Gov | Sector::Mil | Sector::Spy | Sector::Cop))
            && matches!(row.lemma.as_str(), "order" | "instruct" | "tell" | "command" | "ask" | "direct")
    };
    row.kind == EventType::Request
        && row.actor.iter().any(|a| a.sector == Some(Sector::Gov))
        && !row.recipient.is_empty()
        && row.recipient.iter().all(|r| own(r) && (r.sector == Some(Sector::Cvl) || subordinate(r)))
}

/// Separate deals with separate partners ("trade deals with Ecuador and Peru") are separate events.
fn partners_apart(clause: &Clause<'_, '_>, row: Row) -> Vec<Row> {
    let deals = matches!(row.kind, EventType::Agree | EventType::Support)
        && clause.is_verb(row.node)
        && clause.patient(row.node).is_some_and(|o| matches!(clause.token(o).tag, Tag::Nns | Tag::Nnps));
    let at = clause.token(row.node).bytes.start;
    let trigger = clause.analysis.span(at..at).start();
    let after = |p: &Party| p.span.is_some_and(|s| s.start() > trigger);
    let partners: Vec<Party> = row.actor.iter().filter(|p| after(p)).cloned().collect();
    let first: Vec<Party> = row.actor.iter().filter(|p| !after(p)).cloned().collect();
    if !deals || !row.recipient.is_empty() || partners.len() < 2 || first.is_empty() {
        return vec![row];
    }
    partners
        .into_iter()
        .map(|partner| {
            let mut one = row.clone();
            one.object = one.object.map(|o| format!("{o} {}", partner.label().unwrap_or_default()));
            one.actor = first.iter().cloned().chain([partner]).collect();
            one
        })
        .collect()
}

/// Whether `inner` is told inside the complement of `outer`.
fn is_complement_of(clause: &Clause<'_, '_>, inner: usize, outer: usize) -> bool {
    let mut at = inner;
    for _ in 0..clause.len() {
        let Some(head) = clause.head(at) else { return false };
        if head == outer {
            return matches!(clause.rel(at), Rel::Xcomp | Rel::Ccomp | Rel::Obj | Rel::Obl)
                || matches!(clause.rel(at), Rel::Advcl | Rel::Acl) && clause.is_infinitive(at);
        }
        if matches!(clause.rel(at), Rel::AclRelcl | Rel::Parataxis)
            || clause.token(at).tag == Tag::Vbn && clause.rel(at) == Rel::Acl
        {
            return false;
        }
        at = head;
    }
    false
}

/// "Unknown gunmen": nobody is named and the text says so, or the passive leaves the agent out.
fn unknown_perpetrator(clause: &Clause<'_, '_>, node: usize) -> bool {
    const UNKNOWN: &[&str] = &["unknown", "unidentified", "unclear", "gunman", "gunmen", "assailant", "attacker"];
    clause.is_verb(node) && clause.is_passive(node) && clause.agent(node).is_none()
        || (0..clause.len()).any(|n| UNKNOWN.contains(&clause.lemma(n)))
}

/// One party named twice is one.
pub fn dedup(parties: &mut Vec<Party>) {
    let mut kept: Vec<Party> = Vec::new();
    for party in parties.drain(..) {
        if !kept.iter().any(|k| k.same_as(&party)) {
            kept.push(party);
        }
    }
    *parties = kept;
}

/// Whether two sides name someone in common, or one names nobody.
pub fn agree(a: &[Party], b: &[Party]) -> bool {
    if a.is_empty() || b.is_empty() {
        return true;
    }
    a.iter().any(|x| {
        b.iter().any(|y| {
            x.same_as(y)
                || (x.country.is_some()
                    && x.country == y.country
                    && (x.sector == y.sector || x.name.is_none() || y.name.is_none()))
        })
    })
}

/// Two triggers of one type in one clause that tell one event ("the strike killed four") become one row.
fn merge_within(clause: &Clause<'_, '_>, rows: &mut Vec<Row>) {
    let mut kept: Vec<Row> = Vec::new();
    for row in rows.drain(..) {
        let same = kept.iter_mut().find(|k| {
            k.kind == row.kind
                && k.status == row.status
                && agree(&k.actor, &row.actor)
                && agree(&k.recipient, &row.recipient)
                && (k.object == row.object || !apart(k.kind))
                && (near_in_tree(clause, k.node, row.node) || k.lemma == row.lemma)
        });
        match same {
            Some(k) => absorb(k, row),
            None => kept.push(row),
        }
    }
    *rows = kept;
}

/// Types whose rows differ where what they are done to differs: deals, measures, concessions.
pub fn apart(kind: EventType) -> bool {
    matches!(
        kind,
        EventType::Support
            | EventType::Agree
            | EventType::Concede
            | EventType::Sanction
            | EventType::Aid
            | EventType::Cooperate
            | EventType::Request
            | EventType::Reject
            | EventType::Coerce
    )
}

fn near_in_tree(clause: &Clause<'_, '_>, a: usize, b: usize) -> bool {
    // "fired at ships and attacked a port": coordinate verbs tell two things.
    let coordinate = |x: usize, y: usize| clause.rel(x) == Rel::Conj && clause.tree.is_under(x, y);
    if clause.is_verb(a) && clause.is_verb(b) && (coordinate(a, b) || coordinate(b, a)) {
        return false;
    }
    clause.tree.is_under(a, b) || clause.tree.is_under(b, a) || clause.head(a) == clause.head(b)
}

/// Takes over what the other row knows more.
pub fn absorb(row: &mut Row, other: Row) {
    if other.score > row.score && other.sentence == row.sentence {
        row.rule = other.rule;
        row.score = other.score;
    }
    for (mine, theirs) in [(&mut row.actor, other.actor), (&mut row.recipient, other.recipient)] {
        if mine.is_empty() {
            *mine = theirs;
        }
    }
    row.mode = row.mode.or(other.mode);
    if row.time.as_ref().is_none_or(|t| t.inferred) && other.time.is_some() {
        row.time = other.time;
    }
    if row.places.is_empty() {
        row.places = other.places;
    }
    for count in other.counts {
        if !row.counts.iter().any(|c| c.what == count.what && c.best == count.best && c.low == count.low) {
            row.counts.push(count);
        }
    }
    row.condition = row.condition.take().or(other.condition);
}

/// From a threat, an accusation or a refusal to the rows of what it is about.
fn link_about(clause: &Clause<'_, '_>, rows: &mut [Row], offset: usize) {
    for number in 0..rows.len() {
        if !points(rows[number].kind) {
            continue;
        }
        let (node, kind) = (rows[number].node, rows[number].kind);
        let found: Vec<usize> = (0..rows.len())
            .filter(|&other| other != number && !(points(rows[other].kind) && rows[other].node == node))
            .filter(|&other| {
                let inner = rows[other].node;
                (inner == node || is_complement_of(clause, inner, node))
                    && !(kind == EventType::Accuse && rows[other].kind == EventType::Threaten)
            })
            .map(|other| offset + other)
            .collect();
        for &other in &found {
            // What an accusation or a denial is about is told in the voice of the one who makes it.
            let speaker = rows[number].actor.clone();
            let inner = &mut rows[other - offset];
            if inner.voice.is_empty() && !speaker.is_empty() && kind != EventType::Threaten {
                inner.voice.push(VoiceLink { sources: speaker, anonymous: false });
            }
        }
        rows[number].about = found;
    }
}
