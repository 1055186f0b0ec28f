//! Organisations that no list knows, by the form of their names ("Greek Ministry of Culture", "the Foo Institute").

use super::find::{Raw, Source};
use super::word::{self, Shape};
use super::{Tables, role::Kind};
use crate::{Analysis, MentionKind, Upos};
use std::ops::Range;
use tocsin_record::{Party, Sector};

/// Most tokens on either side of the word that gives the form.
const REACH: usize = 7;

/// Capitalised words that belong to no organisation's name.
const NO_PART: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "the",
    "a",
    "an",
    "in",
    "on",
    "at",
    "by",
    "this",
    "that",
    "our",
    "my",
    "his",
    "her",
    "its",
    "their",
    "when",
    "while",
    "after",
    "before",
    "but",
    "and",
    "as",
    "if",
    "under",
    "for",
    "former",
    "president",
    "mr",
    "mr.",
    "mrs.",
    "ms.",
    "dr.",
    "with",
    "from",
    "since",
    "however",
    "according",
    "west",
    "left",
    "i",
    "soviet",
    "european",
];

/// Adds the organisations among the tokens.
pub(super) fn organisations(
    tables: &Tables,
    analysis: &Analysis<'_>,
    range: Range<usize>,
    title_case: bool,
    raws: &mut Vec<Raw>,
) {
    if title_case {
        return;
    }
    let known = raws.clone();
    for at in range.clone() {
        let word = analysis.word(at);
        if !word::is_capital(word) || word.len() < 2 {
            continue;
        }
        let Some(sector) = tables.roles.form(word) else { continue };
        let start = left(analysis, &range, at, &known);
        let end = right(analysis, &range, at);
        if start == at && end == at + 1 {
            continue;
        }
        let tokens = start..end;
        let Some(country) = country(tables, analysis, &tokens, &known) else { continue };
        // "The Times" after a demonym, or one demonym and a listed body, say no more than the list does.
        if known.iter().any(|r| r.tokens == tokens || (r.tokens.start <= start && r.tokens.end >= end)) {
            continue;
        }
        let name = analysis.phrase(tokens.clone()).split_whitespace().collect::<Vec<_>>().join(" ");
        let mut party = Party::named(name);
        party.country = country;
        party.sector = Some(sector_of(tables, analysis, at, end, sector));
        raws.push(Raw { tokens, kind: MentionKind::Unlisted, source: Source::Party(Box::new(party)) });
    }
}

/// The role words that the name ends with tell the sector better than the last alone ("Supreme Court", "Foreign Ministry").
fn sector_of(tables: &Tables, analysis: &Analysis<'_>, at: usize, end: usize, sector: Sector) -> Sector {
    if end == at + 1 && at > 0 {
        let two = analysis.phrase(at - 1..at + 1);
        if let Some(role) = tables.roles.get(two).filter(|r| matches!(r.kind, Kind::Body | Kind::Force)) {
            return role.sector.unwrap_or(sector);
        }
    }
    sector
}

/// Where the capitalised words before begin.
fn left(analysis: &Analysis<'_>, range: &Range<usize>, at: usize, known: &[Raw]) -> usize {
    let mut start = at;
    while start > range.start && at - start < REACH {
        let before = start - 1;
        let word = analysis.word(before);
        if let Some(raw) = known.iter().find(|r| r.tokens.contains(&before)) {
            if matches!(raw.kind, MentionKind::Country | MentionKind::Demonym | MentionKind::Capital) {
                start = raw.tokens.start.max(range.start);
                if raw.kind == MentionKind::Demonym {
                    break;
                }
                continue;
            }
            if raw.kind == MentionKind::Person {
                break;
            }
        }
        let joint = word == "&" && before > range.start && word::is_capital(analysis.word(before - 1)) && start == at;
        let proper = word::is_capital(word)
            && !NO_PART.contains(&word.to_lowercase().as_str())
            && (before > range.start
                || analysis.tokens[before].upos == Upos::Propn
                || word::shape(word) == Shape::Upper);
        if !(proper || joint) {
            break;
        }
        start = before;
    }
    start
}

/// Where the words after "of" or "for" end.
fn right(analysis: &Analysis<'_>, range: &Range<usize>, at: usize) -> usize {
    let mut end = at + 1;
    loop {
        let mut next = end;
        if next >= range.end || end - at > REACH {
            return end;
        }
        let word = analysis.word(next);
        let joins = match word {
            "of" | "for" => true,
            "and" | "&" | "," => end > at + 1 && word != ",",
            _ => false,
        };
        if !joins {
            return end;
        }
        next += 1;
        if next < range.end && matches!(analysis.word(next), "the" | "The") && word != "and" {
            next += 1;
        }
        let first = next;
        while next < range.end
            && next - at <= REACH + 3
            && word::is_capital(analysis.word(next))
            && analysis.word(next).len() > 1
        {
            next += 1;
        }
        if next == first {
            return end;
        }
        // After "and" only a word of the same name follows, no name or title of its own.
        if word == "and" && next < range.end && matches!(analysis.word(next), "of" | "for") {
            return end;
        }
        end = next;
    }
}

/// The country named inside; `Some(None)` when none is. `None` when the tokens are no name at all.
fn country(tables: &Tables, analysis: &Analysis<'_>, tokens: &Range<usize>, known: &[Raw]) -> Option<Option<String>> {
    let mut of_body = None;
    for raw in known.iter().filter(|r| tokens.start <= r.tokens.start && r.tokens.end <= tokens.end) {
        match &raw.source {
            Source::Name(name) => {
                let entry = &tables.entries[tables.index.names[*name].entry];
                match raw.kind {
                    MentionKind::Person => return None,
                    MentionKind::Country | MentionKind::Demonym | MentionKind::Capital => {
                        return Some(entry.country.clone());
                    }
                    // "Democratic Party of the North" is not the party that the list knows.
                    _ if raw.tokens.end < tokens.end && analysis.word(raw.tokens.end) == "of" => {}
                    _ => of_body = of_body.or_else(|| entry.country.clone()),
                }
            }
            Source::Party(_) => {}
            _ => return None,
        }
    }
    if of_body.is_some() {
        return Some(of_body);
    }
    let last = analysis.word(tokens.end - 1);
    (!NO_PART.contains(&last.to_lowercase().as_str())).then_some(None)
}
