//! Parties of a trigger: the nouns in a rule's slots, resolved to who they are.

use crate::clause::{Clause, Oblique};
use crate::rules::{Rules, Slot};
use crate::said::Said;
use tocsin_language::{Analyser, MentionKind, Rel, Upos};
use tocsin_record::{Party, Sector};

/// On which side of an event a party is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Who acts.
    Acting,
    /// Who is acted on.
    ActedOn,
    /// Who is blamed or refused in words.
    Blamed,
}

/// Resolves slots of one sentence.
pub struct Parties<'r, 'a, 'd> {
    /// Names and phrases.
    pub analyser: &'r Analyser,
    /// Word classes.
    pub rules: &'r Rules,
    /// The sentence.
    pub clause: Clause<'a, 'd>,
    /// The statements of the document.
    pub said: &'r [Said],
    /// Who acts where the text names nobody: the lead-in of a list, the office whose order it is.
    pub implied: &'r [Party],
}

/// Nouns that only measure the noun after their "of".
const PARTITIVE: &[&str] = &[
    "series", "number", "dozen", "hundred", "thousand", "package", "round", "wave", "set", "variety", "range", "pair",
    "kind", "type", "million", "billion", "score", "string", "total", "lot", "majority", "most", "some", "many", "one",
    "each", "all", "any", "handful", "several", "two", "three", "four", "couple", "part", "form", "portion", "half",
    "campaign", "batch", "member", "piece", "place", "year", "month", "week", "day",
];

/// How a party is known at all.
pub fn is_known(party: &Party) -> bool {
    party.country.is_some() || party.sector.is_some() || party.name.is_some()
}

impl Parties<'_, '_, '_> {
    /// The node and, where it only measures, the noun that it measures.
    pub fn content_nodes(&self, node: usize) -> Vec<usize> {
        let clause = &self.clause;
        let mut all = Vec::new();
        for member in clause.conjuncts(node) {
            all.push(member);
            if PARTITIVE.contains(&clause.lemma(member).to_lowercase().as_str()) {
                all.extend(
                    clause.tree.children(member).filter(|&c| clause.rel(c) == Rel::Nmod && clause.case(c) == "of"),
                );
            }
        }
        all
    }

    /// The nodes that a slot of `trigger` points at.
    pub fn nodes(&self, trigger: usize, slot: &Slot) -> Vec<usize> {
        let clause = &self.clause;
        let noun = !clause.is_verb(trigger);
        match slot {
            Slot::Subject if clause.token(trigger).upos == Upos::Adj => {
                clause.child(trigger, &[Rel::Nsubj]).into_iter().collect()
            }
            Slot::Subject if noun => self.carrier(trigger).and_then(|v| clause.agent(v)).into_iter().collect(),
            Slot::Subject => clause.agent(trigger).into_iter().collect(),
            Slot::Object if noun => Vec::new(),
            Slot::Object => clause.patient(trigger).into_iter().collect(),
            Slot::Indirect => clause.receiver(trigger).into_iter().collect(),
            Slot::Owner => clause.owner(trigger).into_iter().collect(),
            Slot::Modifier => clause
                .modifiers(trigger)
                .filter(|&m| clause.analysis.mention_at(clause.token_number(m)).is_some())
                .collect(),
            Slot::ComplementSubject => self
                .complement(trigger)
                .and_then(|c| if clause.is_passive(c) { clause.patient(c) } else { clause.agent(c) })
                .into_iter()
                .collect(),
            Slot::ComplementObject => {
                let Some(complement) = self.complement(trigger) else { return Vec::new() };
                let goal =
                    |o: &Oblique| matches!(o.case.as_str(), "against" | "on" | "at" | "from" | "with" | "to" | "for");
                let mut nodes: Vec<usize> = clause.receiver(complement).into_iter().collect();
                nodes.extend(clause.patient(complement));
                nodes.extend(clause.obliques(complement).into_iter().filter(goal).map(|o| o.node));
                nodes
            }
            Slot::After(prep) if prep == "speaker" => Vec::new(),
            Slot::After(prep) if prep == "between-subject" => clause
                .agent(trigger)
                .into_iter()
                .flat_map(|s| clause.obliques(s))
                .filter(|o| o.case == "between")
                .map(|o| o.node)
                .collect(),
            Slot::After(prep) => {
                let mut found: Vec<usize> =
                    clause.obliques(trigger).into_iter().filter(|o| o.case == *prep).map(|o| o.node).collect();
                if noun
                    && found.is_empty()
                    && let Some(carrier) = self.carrier(trigger)
                {
                    found = clause.obliques(carrier).into_iter().filter(|o| o.case == *prep).map(|o| o.node).collect();
                }
                if found.is_empty()
                    && clause.is_verb(trigger)
                    && clause.tree.children(trigger).any(|c| clause.rel(c) == Rel::Xcomp)
                {
                    found = Vec::new();
                }
                found
            }
        }
    }

    /// The verb that carries a noun of event out: its object's verb.
    fn carrier(&self, noun: usize) -> Option<usize> {
        let clause = &self.clause;
        let mut at = noun;
        for _ in 0..4 {
            let head = clause.head(at)?;
            match clause.rel(at) {
                Rel::Obj | Rel::NsubjPass if clause.is_verb(head) => {
                    let carries = self.rules.words().class("carrying").has(clause.lemma(head));
                    return carries.then_some(head);
                }
                // "arrived for talks": who arrives talks.
                Rel::Obl if clause.is_verb(head) && clause.case(at) == "for" => return Some(head),
                Rel::Conj => at = head,
                Rel::Nmod if PARTITIVE.contains(&clause.lemma(head)) => at = head,
                _ => return None,
            }
        }
        None
    }

    /// The clause that hangs on a trigger as its complement.
    pub fn complement(&self, trigger: usize) -> Option<usize> {
        let clause = &self.clause;
        clause.tree.children(trigger).find(|&c| matches!(clause.rel(c), Rel::Xcomp | Rel::Ccomp)).or_else(|| {
            // Behind an object an infinitive says what for ("refused a request to").
            let object = clause.child(trigger, &[Rel::Obj]).is_some();
            clause.tree.children(trigger).find(|&c| {
                (matches!(clause.rel(c), Rel::Advcl) && !(object && clause.is_infinitive(c))
                    || clause.rel(c) == Rel::Acl)
                    && (clause.is_infinitive(c)
                        || clause.has_child(c, &[Rel::Mark, Rel::Case], &["of", "for", "from", "over"]))
            })
        })
    }

    /// Whether a verb and its complement have one subject: none of its own, a pronoun that the text resolves to it, or the
    /// same name.
    pub fn same_subject(&self, verb: usize, complement: usize) -> bool {
        let clause = &self.clause;
        let (Some(outer), Some(inner)) = (clause.agent(verb), clause.agent(complement)) else { return true };
        if outer == inner {
            return true;
        }
        let parties = |n| self.analyser.actors().parties(clause.analysis, clause.token_number(n));
        let (outer, inner) = (parties(outer), parties(inner));
        inner.iter().any(|i| {
            outer.iter().any(|o| o.name.is_some() && o.name == i.name || o.country.is_some() && o.country == i.country)
        })
    }

    /// The parties in the first of `slots` that names any.
    pub fn in_slots(&self, trigger: usize, slots: &[Slot], side: Side) -> Vec<Party> {
        let acting = side == Side::Acting;
        for slot in slots {
            if matches!(slot, Slot::After(name) if name == "speaker") {
                let found = self.speaker(trigger);
                if !found.is_empty() {
                    return found;
                }
                continue;
            }
            let mut found = Vec::new();
            for node in self.nodes(trigger, slot) {
                if node == trigger {
                    continue;
                }
                found.extend(self.at(node, side));
                // Of several places where the complement's party may stand, the first that names one.
                if *slot == Slot::ComplementObject && found.iter().any(is_known) {
                    break;
                }
            }
            if found.iter().any(is_known) {
                return found;
            }
            if acting
                && *slot == Slot::Subject
                && self.is_instrument(self.nodes(trigger, slot).first().copied())
                && !self.implied.is_empty()
            {
                return self.implied.to_vec();
            }
        }
        Vec::new()
    }

    /// Who speaks around the trigger: the innermost statement that holds it, else the office that publishes the text.
    fn speaker(&self, trigger: usize) -> Vec<Party> {
        let at = self.clause.token(trigger).bytes.start;
        let token = self.clause.token_number(trigger);
        self.said
            .iter()
            .rfind(|s| s.sentence == self.clause.sentence && s.holds(at) && s.cue_token != Some(token))
            .map(|s| s.speakers.clone())
            .or_else(|| self.analyser.actors().first_person(self.clause.analysis).map(|p| vec![p]))
            .unwrap_or_default()
    }

    /// Whether a subject is an order, a law or a programme: what an office acts by.
    fn is_instrument(&self, node: Option<usize>) -> bool {
        node.is_some_and(|n| {
            let lemma = self.clause.lemma(n).to_lowercase();
            self.rules.words().class("instrument").has(&lemma) || matches!(lemma.as_str(), "it" | "this")
        })
    }

    /// Whether a phrase names a party by itself.
    pub fn is_party(&self, node: usize) -> bool {
        self.analyser.actors().parties(self.clause.analysis, self.clause.token_number(node)).iter().any(is_known)
    }

    /// The parties of the noun phrase at `node`; where it is no party itself, whose it is, what name stands before it, or
    /// (of someone acted on) where it is.
    fn at(&self, node: usize, side: Side) -> Vec<Party> {
        let clause = &self.clause;
        let actors = self.analyser.actors();
        let mut direct = actors.parties(clause.analysis, clause.token_number(node));
        if direct.iter().any(is_known) {
            // "prosecutors in New York": a role without a country has that of the place it is in.
            for party in direct.iter_mut().filter(|p| p.country.is_none() && p.sector.is_some()) {
                let places = clause.obliques(node).into_iter().map(|o| (o.case, o.node)).chain(self.phrase_after(node));
                party.country = places
                    .filter(|(case, _)| matches!(case.as_str(), "in" | "of" | "from" | "at"))
                    .find_map(|(_, place)| self.place_owner(place))
                    .and_then(|owner| owner.country);
            }
            return direct;
        }
        let mut found = Vec::new();
        for content in self.content_nodes(node) {
            if content != node {
                found.extend(actors.parties(clause.analysis, clause.token_number(content)));
            }
            if found.iter().any(is_known) {
                continue;
            }
            if let Some(owner) = clause.owner(content) {
                found.extend(actors.parties(clause.analysis, clause.token_number(owner)));
            }
            if !found.iter().any(is_known) {
                for modifier in clause.modifiers(content) {
                    if let Some(mention) = clause.analysis.mention_at(clause.token_number(modifier)) {
                        let mut party = mention.party.clone();
                        if party.sector.is_none()
                            && matches!(
                                mention.kind,
                                MentionKind::Demonym | MentionKind::Country | MentionKind::Capital
                            )
                        {
                            party.sector = Some(Sector::Gov);
                        }
                        found.push(party);
                    }
                }
            }
            if !found.iter().any(is_known) {
                let deed = self.rules.words().class("attack").has(&crate::trigger::key(clause, content));
                let cases: &[&str] = match side {
                    Side::Acting => &["of", "by", "from"],
                    // Who is blamed for an attack is not whom it was on.
                    Side::Blamed if deed => &["by", "from"],
                    Side::Blamed => &["of", "by", "from"],
                    Side::ActedOn => &["of", "by", "from", "in", "at", "near", "on", "against", "off", "with"],
                };
                for oblique in clause.obliques(content) {
                    if cases.contains(&oblique.case.as_str()) && !found.iter().any(is_known) {
                        found.extend(actors.parties(clause.analysis, clause.token_number(oblique.node)));
                        if side == Side::ActedOn && found.is_empty() {
                            found.extend(self.place_owner(oblique.node));
                        }
                    }
                }
            }
            if side == Side::ActedOn && !found.iter().any(is_known) {
                found.extend(self.place_owner(content));
            }
            // "bombed a depot in southern Lebanon", where the place hangs on the verb.
            if side == Side::ActedOn && !found.iter().any(is_known) {
                let place =
                    self.phrase_after(content).filter(|(case, _)| matches!(case.as_str(), "in" | "at" | "near"));
                found.extend(place.and_then(|(_, place)| self.place_owner(place)));
            }
        }
        if found.is_empty() { direct } else { found }
    }

    /// The prepositional phrase right behind a noun, wherever the parser hung it.
    fn phrase_after(&self, node: usize) -> Option<(String, usize)> {
        let clause = &self.clause;
        let case = node + 1;
        if case >= clause.len() || clause.rel(case) != Rel::Case {
            return None;
        }
        clause.head(case).filter(|&h| h > case).map(|h| (clause.lemma(case).to_owned(), h))
    }

    /// The country of the place named at `node`, as a party acted on.
    fn place_owner(&self, node: usize) -> Option<Party> {
        let clause = &self.clause;
        let bytes = &clause.token(node).bytes;
        let at = clause.analysis.toponyms.partition_point(|t| t.bytes.end <= bytes.start);
        let toponym = clause.analysis.toponyms.get(at).filter(|t| t.bytes.start <= bytes.start)?;
        let country = toponym.place.country.clone()?;
        let name = self.analyser.actors().country_name(&country)?.to_owned();
        let span = clause.analysis.span(toponym.bytes.clone());
        let text = clause.analysis.text[toponym.bytes.clone()].to_owned();
        Some(Party { span: Some(span), text: Some(text), country: Some(country), ..Party::named(name) })
    }
}
