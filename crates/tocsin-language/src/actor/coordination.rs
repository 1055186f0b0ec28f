//! Coordination: which phrases stand side by side in one function, and what one lends to another.

use super::phrase::Reader;
use super::word;
use crate::{Mention, MentionKind, Rel, Upos};
use tocsin_record::Party;

/// Most members of one coordination.
const MOST_MEMBERS: usize = 48;

impl Reader<'_, '_> {
    /// The head and what is coordinated with it, in text order.
    pub(super) fn members(&self, head: usize) -> Vec<usize> {
        let inside = self.analysis.mention_at(head).map(|m| m.tokens.clone());
        let mut members = vec![head];
        let mut open = vec![head];
        if let Some(range) = &inside {
            open.extend(range.clone().filter(|t| *t != head).take(16));
        }
        while let Some(at) = open.pop() {
            for child in self.children(at, &[Rel::Conj]) {
                let nominal = matches!(
                    self.analysis.tokens[child].upos,
                    Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Adj | Upos::X
                ) || self.analysis.mention_at(child).is_some();
                if members.len() < MOST_MEMBERS
                    && nominal
                    && !members.contains(&child)
                    && !inside.as_ref().is_some_and(|r| r.contains(&child))
                {
                    members.push(child);
                    open.push(child);
                    if let Some(mention) = self.analysis.mention_at(child) {
                        open.extend(mention.tokens.clone().filter(|t| *t != child).take(16));
                    }
                }
            }
        }
        for sibling in self.siblings(head) {
            if !members.contains(&sibling) {
                members.push(sibling);
            }
        }
        members[1..].sort_unstable();
        members
    }

    /// Later tokens in the same function of the same verb, joined by "and": trees often miss the coordination.
    fn siblings(&self, head: usize) -> Vec<usize> {
        let Some((rel @ (Rel::Nsubj | Rel::NsubjPass | Rel::Obj), Some(verb))) = self.link(head) else {
            return Vec::new();
        };
        let sentence = self.sentence_tokens(head);
        let mut out = Vec::new();
        let mut joined = false;
        for token in head + 1..sentence.end.min(head + 30) {
            if matches!(self.analysis.tokens[token].upos, Upos::Verb | Upos::Aux) {
                break;
            }
            joined |= matches!(self.analysis.word(token), "and" | "or" | "&");
            let nominal = matches!(self.analysis.tokens[token].upos, Upos::Noun | Upos::Propn);
            if joined && nominal && self.link(token) == Some((rel, Some(verb))) {
                out.push(token);
            }
        }
        out
    }

    /// Whether a conjunction or comma stands after a noun, which then heads a phrase of its own.
    pub(super) fn parts_nouns(&self, token: usize) -> bool {
        let joins = matches!(self.analysis.word(token), "and" | "or" | "," | "&");
        joins && token > 0 && matches!(self.analysis.tokens[token - 1].upos, Upos::Noun | Upos::Propn) && {
            let demonyms = self
                .analysis
                .mention_at(token - 1)
                .is_some_and(|m| matches!(m.kind, MentionKind::Country | MentionKind::Demonym));
            let word = self.lower(token - 1);
            !demonyms && word::singular(&word) != word
        }
    }

    /// "Chinese and Russian forces": a name that begins with a demonym lends its last words to the demonym before.
    pub(super) fn shared_role(&self, mention: &Mention) -> Option<Party> {
        let start = mention.tokens.start;
        if mention.tokens.len() < 2 || start < 2 || !matches!(self.analysis.word(start - 1), "and" | "or" | "," | "&") {
            return None;
        }
        let other = self
            .analysis
            .mention_at(start - 2)
            .filter(|m| matches!(m.kind, MentionKind::Demonym | MentionKind::Country))?;
        let own = self.tables.index.whole(self.analysis.word(start))?;
        if !matches!(own.kind, MentionKind::Demonym | MentionKind::Country) {
            return None;
        }
        let words = self.analysis.phrase(start + 1..mention.tokens.end);
        let role = self.tables.roles.get(words)?;
        let demonym = self.analysis.phrase(other.tokens.clone());
        let named =
            self.tables.index.whole(&format!("{demonym} {words}")).map(|n| self.tables.entries[n.entry].party(None));
        let mut party = named.unwrap_or_else(|| Party::named(format!("{demonym} {words}")));
        party.country.clone_from(&other.party.country);
        party.sector = party.sector.or(role.sector);
        self.place(&mut party, other.tokens.clone());
        Some(party)
    }
}
