//! Pronouns: who "he", "they", "I" and "we" are, where the document makes it clear.

use super::antecedent::{self, CandidateKind};
use super::phrase::Reader;
use super::role::Gender;
use super::{Tables, word};
use crate::{Analysis, Rel, Upos};
use tocsin_record::{Party, Sector};

/// Verbs of saying, as lemmas.
const SAYING: &[&str] = &[
    "say", "tell", "add", "state", "write", "declare", "announce", "warn", "claim", "insist", "argue", "note",
    "explain", "vow", "ask", "reply", "respond", "stress", "continue", "post", "tweet", "remark", "comment", "report",
    "pledge", "promise", "urge", "demand",
];

/// How much better than none a link must be to be followed, in the ranker's log odds: what is unclear goes by the rules below it.
const SURE: f32 = 1.0;

/// Whether a token is a pronoun that can stand for a party.
pub(super) fn is_pronoun(analysis: &Analysis<'_>, token: usize) -> bool {
    let word = analysis.word(token);
    if !matches!(analysis.tokens[token].upos, Upos::Pron | Upos::Det | Upos::X | Upos::Sconj) || word == "US" {
        return false;
    }
    kind(&word.to_lowercase()).is_some()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pronoun {
    He,
    She,
    It,
    They,
    I,
    We,
    Relative,
}

fn kind(word: &str) -> Option<Pronoun> {
    Some(match word {
        "he" | "him" | "his" | "himself" => Pronoun::He,
        "she" | "her" | "hers" | "herself" => Pronoun::She,
        "it" | "its" | "itself" => Pronoun::It,
        "they" | "them" | "their" | "theirs" | "themselves" => Pronoun::They,
        "i" | "me" | "my" | "mine" | "myself" => Pronoun::I,
        "we" | "us" | "our" | "ours" | "ourselves" => Pronoun::We,
        "who" | "which" | "that" | "whom" | "whose" => Pronoun::Relative,
        _ => return None,
    })
}

/// How many phrases are followed, one from the other.
const DEEPEST: usize = 4;

/// The party of a pronoun: one without a name when it stays unclear, none when it stands for nothing ("it rains").
pub(super) fn resolve(reader: &Reader<'_, '_>, token: usize, depth: usize) -> Vec<Party> {
    let Some(pronoun) = kind(&reader.lower(token)) else { return Vec::new() };
    if depth > DEEPEST {
        return Vec::new();
    }
    let found = match pronoun {
        Pronoun::Relative => return relative(reader, token, depth),
        Pronoun::I | Pronoun::We => first(reader, token, pronoun, depth),
        _ => third(reader, token, pronoun, depth),
    };
    if pronoun == Pronoun::It && (found.is_none() || matches!(reader.link(token), Some((Rel::Expl, _)))) {
        return Vec::new();
    }
    let mut party = found.unwrap_or_else(Party::unknown);
    party.number = None;
    reader.place(&mut party, token..token + 1);
    vec![party]
}

/// "who", "which", "that": the noun that the clause hangs on.
fn relative(reader: &Reader<'_, '_>, token: usize, depth: usize) -> Vec<Party> {
    let mut at = token;
    for _ in 0..8 {
        let Some((rel, Some(up))) = reader.link(at) else { return Vec::new() };
        if matches!(rel, Rel::AclRelcl | Rel::Acl) {
            return if up == token { Vec::new() } else { reader.read(up, depth + 1) };
        }
        at = up;
    }
    Vec::new()
}

/// "I" and "we": inside a quotation whoever says it, outside whoever publishes.
fn first(reader: &Reader<'_, '_>, token: usize, pronoun: Pronoun, depth: usize) -> Option<Party> {
    let analysis = reader.analysis;
    if analysis.is_quoted(analysis.tokens[token].bytes.start) {
        return speaker(reader, token, depth);
    }
    let own = first_person(reader.tables, analysis)?;
    if pronoun == Pronoun::I {
        return Some(own);
    }
    let mut office = analysis.publisher.clone()?;
    let day = analysis.published.map(|r| r.end);
    if let Some(leader) =
        office.country.as_deref().filter(|c| *c == "USA").and_then(|c| reader.tables.leader(c, day, "president"))
    {
        office.name = Some(format!("{} administration", super::person::main_surname(&leader.name, Some("USA"))));
        office.sector = Some(Sector::Gov);
    }
    Some(office)
}

/// See [`super::Directory::first_person`].
pub(super) fn first_person(tables: &Tables, analysis: &Analysis<'_>) -> Option<Party> {
    let publisher = analysis.publisher.as_ref()?;
    let day = analysis.published.map(|r| r.end);
    let name = word::normal(publisher.name.as_deref().unwrap_or_default());
    let office = match name.as_str() {
        n if ["white house", "kremlin", "elysee", "presidency", "office of the president", "president"]
            .iter()
            .any(|w| n.contains(w)) =>
        {
            "president"
        }
        n if ["prime minister", "downing street"].iter().any(|w| n.contains(w)) => "prime minister",
        _ => return Some(publisher.clone()),
    };
    let leader = publisher.country.as_deref().and_then(|c| tables.leader(c, day, office));
    Some(leader.map_or_else(|| publisher.clone(), |entry| entry.party(day)))
}

/// Who says the quotation that holds `token`: the person beside a verb of saying outside the marks, in this or the
/// neighbouring sentences.
fn speaker(reader: &Reader<'_, '_>, token: usize, depth: usize) -> Option<Party> {
    let analysis = reader.analysis;
    let here = analysis.sentence_of(token);
    let outside = |t: usize| !analysis.is_quoted(analysis.tokens[t].bytes.start);
    for sentence in [Some(here), here.checked_sub(1), Some(here + 1), here.checked_sub(2)].into_iter().flatten() {
        let Some(range) = analysis.sentences.get(sentence).map(|s| s.tokens.clone()) else { continue };
        for verb in range.clone().take(300).filter(|&t| outside(t)) {
            let said = matches!(analysis.tokens[verb].upos, Upos::Verb | Upos::X)
                && (SAYING.contains(&analysis.tokens[verb].lemma.as_str())
                    || matches!(analysis.word(verb), "said" | "told" | "added" | "wrote"));
            if !said {
                continue;
            }
            let subject = reader.children(verb, &[Rel::Nsubj]).into_iter().find(|&t| outside(t));
            let near = subject.and_then(|t| analysis.mention_at(t)).or_else(|| {
                if subject.is_some() {
                    return None;
                }
                let close = verb.saturating_sub(8).max(range.start)..(verb + 6).min(range.end);
                analysis.mentions[analysis.mentions.partition_point(|m| m.tokens.end <= close.start)..]
                    .iter()
                    .take_while(|m| m.tokens.start < close.end)
                    .find(|m| outside(m.tokens.start) && !matches!(m.kind, crate::MentionKind::Demonym))
            });
            if let Some(mention) = near {
                return Some(mention.party.clone());
            }
            if let Some(subject) = subject {
                if is_pronoun(analysis, subject) {
                    return kind(&reader.lower(subject))
                        .filter(|p| matches!(p, Pronoun::He | Pronoun::She))
                        .and_then(|p| third(reader, subject, p, depth + 1));
                }
                return reader.read(subject, 4).into_iter().next();
            }
        }
    }
    None
}

/// Third persons: by number, gender, place and function among the parties spoken of; where these give none, what the pronoun was linked
/// to. The links know less of who acts in news: after "Trump told reporters" they let "he" be whoever the text speaks of most.
fn third(reader: &Reader<'_, '_>, token: usize, pronoun: Pronoun, depth: usize) -> Option<Party> {
    by_place(reader, token, pronoun).or_else(|| linked(reader, token, pronoun, depth))
}

fn by_place(reader: &Reader<'_, '_>, token: usize, pronoun: Pronoun) -> Option<Party> {
    let candidates = antecedent::candidates(reader, token);
    let quoted = |t: usize| reader.analysis.is_quoted(reader.analysis.tokens[t].bytes.start);
    let here = quoted(token);
    // Not the other party of the same verb: in "Trump told him", "him" is not Trump.
    let clause = match reader.link(token) {
        Some((Rel::Obj | Rel::Iobj | Rel::Obl | Rel::Nsubj | Rel::NsubjPass, Some(verb)))
            if !reader.lower(token).contains("sel") =>
        {
            Some(verb)
        }
        _ => None,
    };
    let apart = |head: usize| {
        clause.is_some_and(|verb| matches!(reader.link(head), Some((Rel::Nsubj | Rel::NsubjPass | Rel::Obj | Rel::Iobj | Rel::Obl, Some(v))) if v == verb))
    };
    let fits = |c: &antecedent::Candidate| {
        let number = match pronoun {
            Pronoun::He => c.kind == CandidateKind::Person && c.gender != Some(Gender::F) && !c.plural,
            Pronoun::She => c.kind == CandidateKind::Person && c.gender != Some(Gender::M) && !c.plural,
            Pronoun::It => c.kind == CandidateKind::Body && !c.plural,
            _ => c.kind == CandidateKind::People || c.plural || c.kind == CandidateKind::Body && c.salience > 0,
        };
        number && !apart(c.head) && (here || !quoted(c.head))
    };
    // "they" is a plural before it is a body.
    if pronoun == Pronoun::They
        && let Some(found) = antecedent::best(&candidates, |c| fits(c) && (c.plural || c.kind == CandidateKind::People))
    {
        return Some(found.party.clone());
    }
    antecedent::best(&candidates, fits).map(|c| c.party.clone())
}

/// The one party of the phrase that the pronoun was linked to, where it has a name.
fn linked(reader: &Reader<'_, '_>, token: usize, pronoun: Pronoun, depth: usize) -> Option<Party> {
    // "She" may be linked to an "I" of which she is the speaker: each step goes deeper, and there is an end to it.
    let reference = reader.analysis.reference_of(token).filter(|r| depth <= DEEPEST && !r.group && r.score >= SURE)?;
    let found = reader.read(reference.antecedent, depth + 1);
    let [party] = found.as_slice() else { return None };
    let person = reader.analysis.mention_at(reference.antecedent).is_none_or(|m| {
        !matches!(pronoun, Pronoun::He | Pronoun::She)
            || matches!(m.kind, crate::MentionKind::Person | crate::MentionKind::Unlisted)
    });
    (party.name.is_some() && person).then(|| party.clone())
}
