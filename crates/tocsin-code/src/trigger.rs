//! Finds the triggers of a sentence: which words meet the frame of which rule, and who stands in it.

use crate::clause::Clause;
use crate::party::{Parties, Side, is_known};
use crate::row::opens_with_verb;
use crate::rules::{Complement, Needs, Rule, Rules, TriggerPart, WordSet};
use tocsin_language::{Rel, Tag, Token, Upos};
use tocsin_record::{EventType, Mode, Party, Quad, Status};

/// A rule that a word meets, with its parties.
#[derive(Debug, Clone)]
pub struct Trigger<'r> {
    /// The rule.
    pub rule: &'r Rule,
    /// The word's node.
    pub node: usize,
    /// Who acts.
    pub actor: Vec<Party>,
    /// Who is acted on.
    pub recipient: Vec<Party>,
    /// The mode, by the rule or by the words beside it.
    pub mode: Option<Mode>,
    /// How well the frame is met.
    pub score: f64,
}

/// The best trigger of every word of the sentence, in text order.
pub fn find<'r>(rules: &'r Rules, parties: &Parties<'_, '_, '_>) -> Vec<Trigger<'r>> {
    let clause = &parties.clause;
    let mut found = Vec::new();
    for node in (0..clause.len()).filter(|&n| !is_shouted(clause, n)) {
        let best = rules
            .of(&key(clause, node))
            .filter(|(part, rule)| fits(rules, parties, *part, rule, node))
            .filter_map(|(_, rule)| fill(rules, parties, rule, node))
            .max_by(|a, b| a.score.total_cmp(&b.score).then_with(|| b.rule.name.cmp(&a.rule.name)));
        found.extend(best);
    }
    found
}

/// A word of a run in capitals ("DEFENDING AMERICA: Today, ..."): a heading inside the line, no telling.
fn is_shouted(clause: &Clause<'_, '_>, node: usize) -> bool {
    let shouted = |n: usize| {
        let word = clause.analysis.word(clause.token_number(n));
        word.chars().filter(|c| c.is_alphabetic()).count() >= 4 && !word.chars().any(char::is_lowercase)
    };
    shouted(node)
        && (node.checked_sub(1).is_some_and(shouted)
            || node + 1 < clause.len() && shouted(node + 1)
            || node + 2 < clause.len() && shouted(node + 2))
}

/// The lemma by which a node is looked up: lower-cased, names included ("the Agreement").
pub fn key(clause: &Clause<'_, '_>, node: usize) -> String {
    look_up_form(clause.token(node), clause.analysis.word(clause.token_number(node)))
}

/// The lemma by which a token is looked up; nouns whose lemma kept its plural lose it here.
pub fn look_up_form(token: &Token, word: &str) -> String {
    let lower = token.lemma.to_lowercase();
    let plural = matches!(token.upos, Upos::Propn | Upos::Noun)
        && lower == word.to_lowercase()
        && lower.len() > 4
        && lower.ends_with('s')
        && !["ss", "us", "is"].iter().any(|ending| lower.ends_with(ending));
    if !plural {
        return lower;
    }
    let sibilant = ["ches", "shes", "sses", "xes", "zes"].iter().any(|ending| lower.ends_with(ending));
    lower[..lower.len() - if sibilant { 2 } else { 1 }].to_owned()
}

fn matches(clause: &Clause<'_, '_>, set: &WordSet, node: usize) -> bool {
    set.has(clause.lemma(node))
        || set.has(&key(clause, node))
        || set.has(clause.analysis.word(clause.token_number(node)))
}

/// Whether a part of the name that `node` heads is one of the words ("President" of "President Nicolás Maduro").
fn named(clause: &Clause<'_, '_>, set: &WordSet, node: usize) -> bool {
    clause
        .tree
        .children_by(node, &[Rel::Flat, Rel::Compound, Rel::NmodDesc, Rel::Appos])
        .any(|c| clause.token(c).upos == Upos::Propn && matches(clause, set, c))
}

/// Whether one of the words stands anywhere in the sentence.
fn near(clause: &Clause<'_, '_>, set: &WordSet, except: usize) -> bool {
    (0..clause.len()).any(|n| n != except && (matches(clause, set, n) || set.has(&clause.lemma(n).to_lowercase())))
}

fn fits(rules: &Rules, parties: &Parties<'_, '_, '_>, part: TriggerPart, rule: &Rule, node: usize) -> bool {
    let clause = &parties.clause;
    let token = clause.token(node);
    let right_part = match part {
        TriggerPart::Verb => {
            token.upos == Upos::Verb && !matches!(clause.rel(node), Rel::Amod | Rel::Compound | Rel::Case | Rel::Aux)
        }
        TriggerPart::Noun => {
            matches!(token.upos, Upos::Noun | Upos::Propn) && !matches!(clause.rel(node), Rel::Compound | Rel::Flat)
        }
        TriggerPart::Adjective => {
            matches!(token.upos, Upos::Adj | Upos::Verb) && clause.child(node, &[Rel::Cop, Rel::AuxPass]).is_some()
        }
    };
    if !right_part {
        return false;
    }
    if let Some(particle) = &rule.particle
        && !clause.has_child(node, &[Rel::CompoundPrt, Rel::Advmod, Rel::Case], &[particle])
    {
        return false;
    }
    if !rule.near.is_empty() && !near(clause, &rule.near, usize::MAX) {
        return false;
    }
    if !rule.not_near.is_empty() && near(clause, &rule.not_near, node) {
        return false;
    }
    if !rule.modifier.is_empty() && !clause.modifiers(node).any(|m| matches(clause, &rule.modifier, m)) {
        return false;
    }
    let complement = parties.complement(node);
    match rule.complement {
        Some(Complement::Inf) => {
            let Some(c) = complement.filter(|&c| clause.is_infinitive(c)) else { return false };
            // A hostile or meaningful infinitive, not "threatened to rain".
            if rule.kind == EventType::Threaten && !rules.words().class("hostile").has(clause.lemma(c)) {
                return false;
            }
        }
        Some(Complement::Clause) if complement.is_none() => return false,
        Some(Complement::None) if complement.is_some_and(|c| clause.is_infinitive(c)) => return false,
        _ => {}
    }
    if !rule.complement_verb.is_empty() {
        let meets = complement.is_some_and(|c| {
            clause.conjuncts(c).into_iter().any(|n| matches(clause, &rule.complement_verb, n))
                || clause.patient(c).is_some_and(|o| matches(clause, &rule.complement_verb, o))
        });
        if !meets {
            return false;
        }
    }
    let objects: Vec<usize> = if part == TriggerPart::Verb {
        let asked = || complement.and_then(|c| clause.child(c, &[Rel::Nsubj]));
        clause.patient(node).or_else(asked).map(|o| parties.content_nodes(o)).unwrap_or_default()
    } else {
        Vec::new()
    };
    if part == TriggerPart::Verb
        && !rule.object.is_empty()
        && !objects.iter().any(|&o| matches(clause, &rule.object, o) || named(clause, &rule.object, o))
    {
        return false;
    }
    if objects.iter().any(|&o| matches(clause, &rule.not_object, o)) {
        return false;
    }
    if rule.object_party && !objects.iter().any(|&o| parties.is_party(o)) {
        return false;
    }
    let agent = clause.agent(node);
    let natural = |s: usize| rules.words().class("natural").has(clause.lemma(s)) && !parties.is_party(s);
    if agent.is_some_and(|s| matches(clause, &rule.not_subject, s) || natural(s)) {
        return false;
    }
    if !rule.auxiliary.is_empty() && !clause.auxiliaries(node).any(|a| rule.auxiliary.has(a)) {
        return false;
    }
    if rule.negated && !clause.has_child(node, &[Rel::Advmod], &["not", "never", "n't", "n’t"]) {
        return false;
    }
    if !rule.auxiliary_below.is_empty() {
        let below = |c: usize| clause.auxiliaries(c).any(|a| rule.auxiliary_below.has(a));
        if !complement.is_some_and(below) {
            return false;
        }
    }
    if rule.own_complement && !complement.is_some_and(|c| parties.same_subject(node, c)) {
        return false;
    }
    if !rule.subject.is_empty() && !agent.is_some_and(|s| matches(clause, &rule.subject, s)) {
        return false;
    }
    if !rule.prep.is_empty() {
        let obliques = clause.obliques(node);
        let meets = obliques.iter().any(|o| {
            rule.prep.contains(&o.case)
                && (rule.prep_noun.is_empty()
                    || parties.content_nodes(o.node).into_iter().any(|n| matches(clause, &rule.prep_noun, n)))
        }) || (rule.prep_noun.is_empty()
            && clause.has_child(
                node,
                &[Rel::CompoundPrt, Rel::Advmod],
                &rule.prep.iter().map(String::as_str).collect::<Vec<_>>(),
            ));
        if !meets {
            return false;
        }
    }
    // A bare auxiliary use or a nominal participle is no telling.
    !(token.tag == Tag::Vbg && matches!(clause.rel(node), Rel::Nmod | Rel::Compound))
}

fn fill<'r>(rules: &'r Rules, parties: &Parties<'_, '_, '_>, rule: &'r Rule, node: usize) -> Option<Trigger<'r>> {
    let clause = &parties.clause;
    let mut actor = parties.in_slots(node, &rule.actor, Side::Acting);
    let mut recipient = parties.in_slots(
        node,
        &rule.recipient,
        if rule.kind == EventType::Accuse { Side::Blamed } else { Side::ActedOn },
    );
    if actor.is_empty() && !parties.implied.is_empty() && is_bare(clause, node) {
        actor = parties.implied.to_vec();
    }
    if !rule.mutual {
        recipient.retain(|r| !actor.iter().any(|a| a.same_as(r)));
    }
    if rule.mutual {
        for party in std::mem::take(&mut recipient) {
            if is_known(&party) && !actor.iter().any(|a| a.same_as(&party)) {
                actor.push(party);
            }
        }
    }
    let (acting, acted_on) =
        (actor.iter().filter(|p| is_known(p)).count(), recipient.iter().filter(|p| is_known(p)).count());
    let met = match rule.needs {
        Needs::Either => acting + acted_on > 0,
        Needs::Actor => acting > 0,
        Needs::Recipient => acted_on > 0,
        Needs::Both => acting > 0 && acted_on > 0,
        Needs::Two => acting + acted_on >= 2 && acting > 0,
    };
    if !met
        || !actor.iter().chain(&recipient).any(|p| is_political(p, rule.kind))
        || acting == 0 && done_by_a_thing(rules, parties, rule, node)
    {
        return None;
    }
    let mode = rule.mode.or_else(|| mode_by_words(rules, parties, rule.kind, node));
    let score = rule.confidence + 0.08 * acting.min(1) as f64 + 0.08 * acted_on.min(1) as f64;
    Some(Trigger { rule, node, actor, recipient, mode, score })
}

/// Whether a party makes a row political: a state's, or one of a sector that is so by itself.
fn is_political(party: &Party, kind: EventType) -> bool {
    use tocsin_record::Sector as S;
    let bare = matches!(
        party.sector,
        None | Some(S::Cvl | S::Edu | S::Bus | S::Jrn | S::Med | S::Rel | S::Lab | S::Agr | S::Soc | S::Eli)
    );
    // Protesters are political by what they do.
    party.country.is_some() || !bare || kind == EventType::Protest && party.sector.is_some()
}

/// Whether a deed has a subject that is no party and no means of one ("crashes kill", "fentanyl killed").
fn done_by_a_thing(rules: &Rules, parties: &Parties<'_, '_, '_>, rule: &Rule, node: usize) -> bool {
    let clause = &parties.clause;
    if rule.kind.quad() != Quad::MaterialConflict || !clause.is_verb(node) {
        return false;
    }
    let Some(subject) = clause.agent(node) else { return false };
    let means = parties.content_nodes(subject).into_iter().any(|n| {
        matches(clause, rules.words().class("attack"), n)
            || matches(clause, rules.words().class("force"), n)
            || matches(clause, rules.words().class("instrument"), n)
    });
    let named = !parties.analyser.actors().parties(clause.analysis, clause.token_number(subject)).is_empty();
    !means && !named
}

/// A verb that opens a list item or a sentence without a subject ("Declared a national emergency.").
fn is_bare(clause: &Clause<'_, '_>, node: usize) -> bool {
    if !opens_with_verb(clause) {
        return false;
    }
    let mut at = node;
    for _ in 0..4 {
        if clause.child(at, &[Rel::Nsubj, Rel::NsubjPass]).is_some() {
            return false;
        }
        match (clause.rel(at), clause.head(at)) {
            (Rel::Root, _) | (_, None) => {
                return matches!(clause.token(at).tag, Tag::Vbd | Tag::Vbn | Tag::Vbg | Tag::Vbp | Tag::Vb);
            }
            (Rel::Conj | Rel::Xcomp | Rel::Advcl | Rel::Obj | Rel::Parataxis, Some(head)) => at = head,
            _ => return false,
        }
    }
    false
}

/// The mode that words below or beside the trigger tell.
fn mode_by_words(rules: &Rules, parties: &Parties<'_, '_, '_>, kind: EventType, node: usize) -> Option<Mode> {
    let clause = &parties.clause;
    if kind == EventType::Threaten {
        return threatened_mode(rules, parties, node);
    }
    let mut reach = clause.tree.subtree(node);
    if let Some(head) = clause.head(node).filter(|_| matches!(clause.rel(node), Rel::Obj | Rel::NsubjPass | Rel::Nsubj))
    {
        reach.push(head);
    }
    rules
        .mode_words(kind)
        .iter()
        .find(|(_, set)| reach.iter().any(|&n| set.has(&clause.lemma(n).to_lowercase())))
        .map(|(mode, _)| *mode)
}

/// The mode of a threat is the kind of act that is threatened.
fn threatened_mode(rules: &Rules, parties: &Parties<'_, '_, '_>, node: usize) -> Option<Mode> {
    let clause = &parties.clause;
    let mut mode = None;
    for n in clause.tree.subtree(node) {
        if n == node {
            continue;
        }
        let lemma = key(clause, n);
        if matches!(lemma.as_str(), "tariff" | "sanction" | "embargo" | "restrict" | "ban" | "duty" | "penalty" | "cut")
        {
            mode = mode.or(Some(Mode::Restrict));
        }
        if matches!(lemma.as_str(), "retaliate" | "force" | "war" | "annex" | "military" | "destroy" | "obliterate") {
            mode = mode.or(Some(if lemma == "annex" { Mode::Territory } else { Mode::Violence }));
        }
        for (part, rule) in rules.of(&lemma) {
            let verb = clause.is_verb(n) && part == TriggerPart::Verb;
            let noun = clause.token(n).upos == Upos::Noun && part == TriggerPart::Noun;
            if verb || noun {
                mode = mode.or(match (rule.kind, rule.mode) {
                    (EventType::Assault, _) => Some(Mode::Violence),
                    (EventType::Coerce, Some(Mode::Arrest)) => Some(Mode::Arrest),
                    (EventType::Coerce, Some(Mode::Deport)) | (EventType::Sanction, Some(Mode::Expel)) => {
                        Some(Mode::Expel)
                    }
                    (EventType::Sanction, Some(Mode::Withdraw)) => Some(Mode::Relations),
                    (EventType::Sanction | EventType::Coerce, _) => Some(Mode::Restrict),
                    _ => None,
                });
            }
        }
    }
    mode
}

/// What a planned, promised or asked act becomes by the codebook: future cooperation is AGREE, a future withdrawal CONCEDE,
/// both occurred with their announcement. `None` when it is no row at all.
pub fn settle(kind: EventType, status: Status) -> (EventType, Status) {
    use EventType as T;
    match (kind, status) {
        (T::Consult | T::Support | T::Cooperate | T::Aid, Status::Future) => (T::Agree, Status::Occurred),
        (T::Retreat, Status::Future) => (T::Concede, Status::Occurred),
        (T::Agree | T::Concede | T::Request | T::Threaten, Status::Future) => (kind, Status::Occurred),
        other => other,
    }
}
