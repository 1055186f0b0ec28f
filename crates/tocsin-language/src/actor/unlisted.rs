//! Persons that no list knows: by a title, by what is said beside the name, or by a common given name.

use super::Tables;
use super::find::{Raw, Source};
use super::person::{PARTICLES, Title, country_of, surnames, title, title_sector};
use super::word::{self, Shape};
use crate::{Analysis, MentionKind, Upos};
use std::collections::HashMap;
use std::ops::Range;
use tocsin_record::{Party, Sector};

/// Last words of names that are no person's.
const NO_SURNAMES: &[&str] = &[
    "affairs",
    "defense",
    "defence",
    "studies",
    "policy",
    "convention",
    "conference",
    "act",
    "agreement",
    "order",
    "treaty",
    "day",
    "war",
    "plan",
    "program",
    "programme",
    "prize",
    "award",
    "street",
    "avenue",
    "city",
    "river",
    "sea",
    "island",
    "islands",
    "week",
    "month",
    "report",
    "rights",
    "security",
    "relations",
    "services",
    "operations",
    "resources",
    "declaration",
    "protocol",
    "project",
    "summit",
    "forum",
    "festival",
    "cup",
    "games",
    "league",
    "series",
    "center",
    "centre",
    "building",
    "airport",
    "base",
    "bridge",
    "hall",
    "road",
    "proclamation",
    "deal",
    "accord",
    "accords",
    "constitution",
    "amendment",
    "memorandum",
    "law",
    "code",
    "tour",
    "house",
    "state",
    "states",
    "emergency",
    "background",
    "sheet",
    "statement",
    "release",
    "update",
    "republic",
    "kingdom",
    "revolution",
    "district",
    "province",
    "county",
];

/// Adds persons that no list knows: with a title, with an apposition that says what they are, or by a known given name.
pub(super) fn unlisted(
    tables: &Tables,
    analysis: &Analysis<'_>,
    range: Range<usize>,
    title_case: bool,
    raws: &mut Vec<Raw>,
    introduced: &mut HashMap<String, Source>,
) {
    if title_case {
        return;
    }
    let known = raws.clone();
    let mut at = range.start;
    while at < range.end {
        let free = |token: usize| !known.iter().any(|r| r.tokens.contains(&token));
        if !is_name_part(analysis, at) || !free(at) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < range.end
            && end - at < 8
            && free(end)
            && (is_name_part(analysis, end) || is_joint(analysis, end, range.end))
        {
            end += 1;
        }
        let stop = end;
        // Titles at the front of the run are no part of the name.
        let mut start = at;
        for token in at..end {
            if title_sector(tables, analysis, token..token + 1).is_some() || analysis.word(token).ends_with("Minister")
            {
                start = token + 1;
            }
        }
        // "Secretary of State" before the name, the run beginning at "State".
        for cut in at + 1..end.min(at + 3) {
            if (2..=5usize).any(|length| {
                cut >= range.start + length
                    && cut - length < at
                    && title_sector(tables, analysis, cut - length..cut).is_some()
            }) {
                start = start.max(cut);
            }
        }
        let length = end.saturating_sub(start);
        let last_ok = length > 0
            && !NO_SURNAMES.contains(&analysis.word(end - 1).to_lowercase().as_str())
            && tables.roles.form(analysis.word(end - 1)).is_none()
            && tables.roles.get(analysis.word(end - 1)).is_none();
        let first_ok = length > 0
            && (start > range.start
                || analysis.tokens[start].upos == Upos::Propn
                || tables.roles.gender(analysis.word(start)).is_some());
        if (1..=5).contains(&length) && last_ok && first_ok {
            let alone = end >= range.end || !word::is_capital(analysis.word(end));
            let titled = title(tables, analysis, range.start, start, &known)
                .filter(|t| length >= 2 || alone && t.text.as_deref().is_some_and(word::is_capital));
            let said = (length >= 2).then(|| apposition(tables, analysis, end, range.end, &known)).flatten();
            let given = (2..=3).contains(&length) && tables.roles.gender(analysis.word(start)).is_some();
            if titled.is_some() || said.is_some() || given {
                let tokens = start..end;
                let name = analysis.phrase(tokens.clone()).split_whitespace().collect::<Vec<_>>().join(" ");
                let mut party = Party::named(name);
                if let Some(title) = &titled {
                    party.country.clone_from(&title.country);
                    party.sector = title.sector;
                    party.title.clone_from(&title.text);
                }
                if let Some(said) = said {
                    party.country = party.country.or(said.country);
                    party.sector = party.sector.or(said.sector);
                    party.title = party.title.or(said.text);
                }
                let source = Source::Party(Box::new(party));
                if length >= 2 {
                    for short in surnames(analysis.phrase(tokens.clone()), None) {
                        introduced.entry(short).or_insert_with(|| source.clone());
                    }
                }
                raws.push(Raw { tokens, kind: MentionKind::Unlisted, source });
            }
        }
        at = stop;
    }
}

/// A capitalised word of letters.
fn is_name_part(analysis: &Analysis<'_>, token: usize) -> bool {
    let word = analysis.word(token);
    let capital = matches!(word::shape(word), Shape::Capital) || (word.len() > 2 && word::shape(word) == Shape::Upper);
    let letters = word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'));
    let function = matches!(
        analysis.tokens[token].upos,
        Upos::Det | Upos::Adp | Upos::Pron | Upos::Sconj | Upos::Cconj | Upos::Adv | Upos::Aux
    );
    capital && letters && !function && (!word.ends_with('.') || word.len() <= 3)
}

/// A particle or hyphen between two parts of a name.
fn is_joint(analysis: &Analysis<'_>, token: usize, end: usize) -> bool {
    let word = analysis.word(token);
    token + 1 < end
        && (PARTICLES.contains(&word) || matches!(word, "-" | "‑"))
        && (is_name_part(analysis, token + 1) || PARTICLES.contains(&analysis.word(token + 1)))
}

/// Reads ", a professor at the University of X" after a name.
fn apposition(tables: &Tables, analysis: &Analysis<'_>, mut at: usize, end: usize, known: &[Raw]) -> Option<Title> {
    if at >= end || analysis.word(at) != "," {
        return None;
    }
    at += 1;
    // An age between commas.
    if at + 1 < end && analysis.word(at).bytes().all(|b| b.is_ascii_digit()) && analysis.word(at + 1) == "," {
        at += 2;
    }
    let from = at;
    let mut title = Title::default();
    let mut role_at = None;
    while at < end && at < from + 16 {
        let word = analysis.word(at);
        if matches!(word, "," | "." | ";" | "(" | "“" | "\"" | "—") {
            break;
        }
        if role_at.is_none() {
            if matches!(analysis.tokens[at].upos, Upos::Verb | Upos::Aux | Upos::Pron)
                || word::is_capital(word) && at > from + 8
            {
                break;
            }
            for length in (1..=4usize.min(end - at)).rev() {
                if let Some(sector) = title_sector(tables, analysis, at..at + length) {
                    title.sector = sector;
                    title.text = Some(analysis.phrase(at..at + length).to_string());
                    role_at = Some(at);
                    at += length - 1;
                    break;
                }
            }
        }
        at += 1;
    }
    let role_at = role_at?;
    // "Jane Roe, Texas Governor John Doe" goes on with someone else.
    if word::is_capital(analysis.word(from))
        && !(role_at..at).any(|t| matches!(analysis.word(t), "of" | "for" | "at" | "in"))
        && at < end
        && analysis.word(at) != ","
    {
        return None;
    }
    if known.iter().any(|r| from <= r.tokens.start && r.tokens.start < at && r.kind == MentionKind::Person) {
        return None;
    }
    let mut body = None;
    for raw in known.iter().filter(|r| from <= r.tokens.start && r.tokens.end <= at) {
        title.country = title.country.or_else(|| country_of(tables, raw));
        if matches!(raw.kind, MentionKind::Organisation | MentionKind::Group | MentionKind::Unlisted) {
            body = match &raw.source {
                Source::Name(name) => tables.entries[tables.index.names[*name].entry].sector,
                Source::Party(party) => party.sector,
                _ => None,
            };
        }
    }
    // A spokesman or director is of what he speaks for.
    if title.sector == Some(Sector::Gov) {
        title.sector = body.or(title.sector);
    }
    if analysis.word(from).eq_ignore_ascii_case("former") {
        title.sector = Some(Sector::Eli);
    }
    Some(title)
}
