//! To whom a role noun belongs: what stands before it ("Mexican", "its", "Hamas") and after it ("of Mexico").

use super::phrase::{Phrase, Reader};
use super::{antecedent, pronoun, word};
use crate::{MentionKind, Rel};
use std::ops::Range;
use tocsin_record::{Party, Sector};

/// People who are against, or hurt by, what "of" names.
const AGAINST: &[&str] =
    &["critic", "opponent", "enemy", "victim", "survivor", "rival", "foe", "adversary", "supporter", "fan", "ally"];

/// To whom a role belongs.
#[derive(Debug, Clone, Default)]
pub(super) struct Owner {
    pub(super) country: Option<String>,
    /// As written before the noun ("Mexican").
    pub(super) label: Option<String>,
    /// The organisation, group or person itself.
    pub(super) party: Option<Party>,
    /// Only spoken of as "its" or "the country's", or after the noun.
    pub(super) indirect: bool,
}

/// Who a role belongs to, by what stands before and after it.
pub(super) fn owners(reader: &Reader<'_, '_>, phrase: &Phrase, words: &Range<usize>, depth: usize) -> Vec<Owner> {
    let analysis = reader.analysis;
    let mut owners: Vec<Owner> = Vec::new();
    let mut last_end = None;
    let mut at = phrase.tokens.start;
    while at < words.start.min(phrase.head) {
        if let Some(mention) = analysis.mention_at(at) {
            let end = mention.tokens.end;
            let joined = last_end.is_none_or(|last: usize| {
                (last..mention.tokens.start).all(|t| {
                    matches!(reader.lower(t).as_str(), "and" | "," | "or" | "-" | "–" | "/" | "the" | "’s" | "'s")
                })
            });
            if let Some(owner) =
                owner_of(reader, mention, end, &phrase.sentence).filter(|_| joined || owners.is_empty())
            {
                owners.push(owner);
                last_end = Some(end);
            }
            at = end;
            continue;
        }
        let lower = reader.lower(at);
        if matches!(lower.as_str(), "its" | "their" | "his" | "her" | "our" | "my") && owners.is_empty() {
            if let [party] = pronoun::resolve(reader, at, depth + 1).as_slice()
                && let Some(country) = &party.country
            {
                let own = party.sector == Some(Sector::Crm) || party.sector == Some(Sector::Reb);
                owners.push(Owner {
                    country: Some(country.clone()),
                    label: None,
                    party: own.then(|| party.clone()),
                    indirect: true,
                });
            }
        } else if matches!(lower.as_str(), "country" | "nation") && owners.is_empty() && at + 1 < words.start {
            if let Some(code) = antecedent::context(reader, at) {
                owners.push(Owner { country: Some(code), indirect: true, ..Owner::default() });
            }
        } else if matches!(lower.as_str(), "republican" | "gop" | "democratic")
            && word::is_capital(analysis.word(at))
            && owners.is_empty()
        {
            owners.push(Owner {
                country: Some("USA".into()),
                label: Some(analysis.word(at).into()),
                ..Owner::default()
            });
        } else if let Some(place) = reader.toponym(at..at + 1).filter(|_| owners.is_empty())
            && let Some(country) = place.country.clone()
        {
            owners.push(Owner { country: Some(country), label: Some(place.name.clone()), ..Owner::default() });
        }
        at += 1;
    }
    if owners.is_empty() {
        owners = after(reader, phrase, words);
    }
    owners
}

/// The owner that a mention before the noun stands for.
fn owner_of(reader: &Reader<'_, '_>, mention: &crate::Mention, end: usize, sentence: &Range<usize>) -> Option<Owner> {
    // "U.S.-backed", "Iran-aligned" say who helps, not whose it is.
    if end + 1 < sentence.end && matches!(reader.analysis.word(end), "-" | "–" | "‑") {
        let next = reader.lower(end + 1);
        let helps = [
            "backed",
            "aligned",
            "made",
            "supported",
            "funded",
            "allied",
            "sponsored",
            "sanctioned",
            "trained",
            "supplied",
            "linked",
            "educated",
            "speaking",
            "built",
            "affiliated",
            "controlled",
            "friendly",
            "occupied",
            "armed",
            "led",
            "brokered",
            "dominated",
        ];
        if helps.contains(&next.as_str()) {
            return None;
        }
    }
    let label = Some(reader.analysis.phrase(mention.tokens.clone()).to_string());
    let country = mention.party.country.clone();
    Some(match mention.kind {
        MentionKind::Country | MentionKind::Demonym | MentionKind::Capital => {
            Owner { country, label, ..Owner::default() }
        }
        _ => Owner { country, label, party: Some(mention.party.clone()), indirect: false },
    })
}

/// "of Mexico", "from Venezuela", "in Yemen" after the noun.
fn after(reader: &Reader<'_, '_>, phrase: &Phrase, words: &Range<usize>) -> Vec<Owner> {
    let mut owners = Vec::new();
    let noun = word::singular(&reader.lower(phrase.head));
    if AGAINST.contains(&noun.as_str()) {
        return owners;
    }
    // Where outlaws and migrants are says nothing of whose they are.
    let sector = reader.tables.roles.get(reader.analysis.phrase(words.clone())).and_then(|r| r.sector);
    let resident = !matches!(sector, Some(Sector::Ref | Sector::Crm | Sector::Reb | Sector::Uaf | Sector::Mil));
    let mut inner: Vec<usize> = reader
        .children(phrase.head, &[Rel::Nmod, Rel::NmodPoss])
        .into_iter()
        .filter(|&c| c >= words.end && c < phrase.head + 12)
        .filter(|&c| {
            let case = reader.children(c, &[Rel::Case]);
            case.iter().any(|&k| {
                let word = reader.lower(k);
                matches!(word.as_str(), "of" | "from")
                    || resident && matches!(word.as_str(), "for" | "in" | "at" | "to" | "inside" | "across" | "within")
            })
        })
        .take(2)
        .collect();
    if inner.is_empty() && reader.tree(phrase.head).is_none() {
        let start = words.end.max(phrase.tokens.end);
        let of = (start..phrase.sentence.end.min(start + 2))
            .find(|&t| matches!(reader.lower(t).as_str(), "of" | "from" | "in" | "for" | "at"));
        if let Some(of) = of {
            inner.extend((of + 1..phrase.sentence.end.min(of + 4)).find(|&t| reader.analysis.mention_at(t).is_some()));
        }
    }
    for head in inner {
        for member in std::iter::once(head).chain(reader.children(head, &[Rel::Conj])).take(8) {
            if let Some(mention) = reader.analysis.mention_at(member) {
                if let Some(owner) = owner_of(reader, mention, mention.tokens.end, &phrase.sentence) {
                    owners.push(Owner { label: None, indirect: true, ..owner });
                }
            } else if let Some(country) = reader.toponym(member..member + 1).and_then(|p| p.country.clone()) {
                owners.push(Owner { country: Some(country), indirect: true, ..Owner::default() });
            } else if let Some(country) = reader
                .phrase(member)
                .tokens
                .filter_map(|t| reader.analysis.mention_at(t))
                .find(|m| m.kind == MentionKind::Demonym)
                .and_then(|m| m.party.country.clone())
            {
                owners.push(Owner { country: Some(country), indirect: true, ..Owner::default() });
            } else if reader.lower(member) == "country"
                && let Some(code) = antecedent::context(reader, member)
            {
                owners.push(Owner { country: Some(code), indirect: true, ..Owner::default() });
            }
        }
        if !owners.is_empty() {
            break;
        }
    }
    owners
}
