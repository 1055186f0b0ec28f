//! What was spoken of before: candidates for pronouns and definite descriptions, and the country at hand.

use super::phrase::{Phrase, Reader, is_of_state};
use super::role::{Gender, Kind, Role};
use super::word;
use crate::{Mention, MentionKind, Rel, Upos};
use std::ops::Range;
use tocsin_record::{Party, Sector};

/// How many sentences back an antecedent may lie.
const SENTENCES_BACK: usize = 4;
/// How many mentions back a description's name may lie.
const MENTIONS_BACK: usize = 60;
/// How many tokens a look back covers at most.
const TOKENS_BACK: usize = 240;

/// One thing spoken of before.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) party: Party,
    pub(super) kind: CandidateKind,
    pub(super) plural: bool,
    pub(super) gender: Option<Gender>,
    /// How well it fits by place and function; higher is better.
    pub(super) salience: i32,
    pub(super) head: usize,
}

/// What pronouns can stand for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CandidateKind {
    Person,
    Body,
    People,
}

/// The token of a mention that hangs outside it.
pub(super) fn mention_head(reader: &Reader<'_, '_>, mention: &Mention) -> usize {
    mention
        .tokens
        .clone()
        .find(|&t| matches!(reader.link(t), Some((_, up)) if up.is_none_or(|up| !mention.tokens.contains(&up))))
        .unwrap_or(mention.tokens.end - 1)
}

/// Whether a token is the subject of its clause, by its tree or by standing before the first verb.
fn is_subject(reader: &Reader<'_, '_>, token: usize, sentence: &Range<usize>) -> bool {
    match reader.link(token) {
        Some((rel, _)) => matches!(rel, Rel::Nsubj | Rel::NsubjPass | Rel::NsubjOuter),
        None => !(sentence.start..token).any(|t| matches!(reader.analysis.tokens[t].upos, Upos::Verb | Upos::Aux)),
    }
}

/// Whether a mention only modifies the noun after it ("the Israeli army", "Trump's lawyer").
fn is_modifier(reader: &Reader<'_, '_>, mention: &Mention) -> bool {
    let head = mention_head(reader, mention);
    match reader.link(head) {
        Some((rel, _)) => matches!(rel, Rel::Amod | Rel::Compound),
        None => {
            mention.kind == MentionKind::Demonym
                && reader
                    .analysis
                    .tokens
                    .get(mention.tokens.end)
                    .is_some_and(|t| matches!(t.upos, Upos::Noun | Upos::Propn | Upos::Adj))
        }
    }
}

/// Everything spoken of before token `at`, the nearest first.
pub(super) fn candidates(reader: &Reader<'_, '_>, at: usize) -> Vec<Candidate> {
    let analysis = reader.analysis;
    let here = analysis.sentence_of(at);
    let floor_sentence = here.saturating_sub(SENTENCES_BACK);
    let floor =
        analysis.sentences.get(floor_sentence).map_or(at, |s| s.tokens.start).max(at.saturating_sub(TOKENS_BACK));
    let mut out = Vec::new();
    let mut token = at;
    while token > floor {
        token -= 1;
        if let Some(mention) = analysis.mention_at(token) {
            token = mention.tokens.start;
            if mention.tokens.end > at || is_modifier(reader, mention) {
                continue;
            }
            let head = mention_head(reader, mention);
            let kind = match mention.kind {
                MentionKind::Person => CandidateKind::Person,
                MentionKind::Unlisted
                    if reader.tables.roles.form(analysis.word(mention.tokens.end - 1)).is_none()
                        && !analysis.phrase(mention.tokens.clone()).contains(" of ") =>
                {
                    CandidateKind::Person
                }
                MentionKind::Demonym if mention.party.sector == Some(Sector::Cvl) => CandidateKind::People,
                MentionKind::Capital
                    if analysis.tokens.get(mention.tokens.start.wrapping_sub(1)).is_some()
                        && in_place(reader, mention.tokens.start) =>
                {
                    continue;
                }
                _ => CandidateKind::Body,
            };
            let last = reader.lower(mention.tokens.end - 1);
            let many = word::singular(&last) != last
                && (mention.kind == MentionKind::Group
                    || reader
                        .tables
                        .roles
                        .get(&last)
                        .is_some_and(|r| matches!(r.kind, Kind::Force | Kind::People | Kind::Office)));
            let plural = kind == CandidateKind::People || kind == CandidateKind::Body && many;
            let gender = (kind == CandidateKind::Person).then(|| gender(reader, &mention.party)).flatten();
            out.push(Candidate {
                salience: salience(reader, head, here),
                party: mention.party.clone(),
                kind,
                plural,
                gender,
                head,
            });
            continue;
        }
        // Roles without a name: "the soldiers".
        if matches!(analysis.tokens[token].upos, Upos::Noun) {
            let word = reader.lower(token);
            let Some(role) = reader.tables.roles.get(&word) else { continue };
            if matches!(role.kind, Kind::Instrument)
                || analysis.tokens.get(token + 1).is_some_and(|t| t.upos == Upos::Propn)
            {
                continue;
            }
            let plural = word::singular(&word) != word || matches!(word.as_str(), "police" | "people");
            let phrase = reader.phrase(token);
            let mut party = Party::unknown();
            party.sector = role.sector;
            party.country = (phrase.tokens.start..token)
                .filter_map(|t| analysis.mention_at(t))
                .find_map(|m| m.party.country.clone());
            if let Some(code) = party.country.clone().or_else(|| role.country.clone()) {
                party.country = Some(code);
                party.name = Some(super::description::bare(reader, &phrase, phrase.tokens.end));
            } else if plural {
                party.name = Some(super::description::bare(reader, &phrase, phrase.tokens.end));
            }
            let kind = match role.kind {
                Kind::Office if !plural => CandidateKind::Person,
                Kind::People
                    if !plural
                        && !matches!(
                            role.sector,
                            Some(Sector::Crm | Sector::Reb | Sector::Jrn | Sector::Edu | Sector::Rel)
                        ) =>
                {
                    CandidateKind::Person
                }
                Kind::Office | Kind::People | Kind::Force => CandidateKind::People,
                _ => CandidateKind::Body,
            };
            out.push(Candidate {
                salience: salience(reader, token, here) - 2,
                party,
                kind,
                plural,
                gender: role.gender,
                head: token,
            });
        }
    }
    out
}

fn in_place(reader: &Reader<'_, '_>, start: usize) -> bool {
    start > 0 && matches!(reader.lower(start - 1).as_str(), "in" | "at" | "near" | "from" | "to")
}

fn salience(reader: &Reader<'_, '_>, head: usize, here: usize) -> i32 {
    let sentence = reader.analysis.sentence_of(head);
    let tokens = reader.sentence_tokens(head);
    let first = !(tokens.start..head).any(|t| reader.analysis.mention_at(t).is_some_and(|m| !m.tokens.contains(&head)));
    -12 * (here - sentence.min(here)) as i32
        + if is_subject(reader, head, &tokens) { 9 } else { 0 }
        + if first { 3 } else { 0 }
        - i32::from(matches!(reader.link(head), Some((Rel::NmodPoss, _)))) * 2
}

/// The gender that a person's title or given name tells.
pub(super) fn gender(reader: &Reader<'_, '_>, party: &Party) -> Option<Gender> {
    if let Some(title) = &party.title {
        let title = title.to_lowercase();
        if ["mrs", "ms", "queen", "princess", "first lady", "congresswoman", "spokeswoman", "sister", "madame"]
            .iter()
            .any(|w| title.starts_with(w) || title.ends_with(w))
        {
            return Some(Gender::F);
        }
        if [
            "mr",
            "king",
            "crown prince",
            "prince",
            "sheikh",
            "emir",
            "pope",
            "father",
            "congressman",
            "spokesman",
            "imam",
            "sir",
        ]
        .iter()
        .any(|w| title.trim_end_matches('.').starts_with(w) && !title.starts_with("princess") || title.ends_with(w))
        {
            return Some(Gender::M);
        }
    }
    let given = party.name.as_deref()?.split_whitespace().next()?;
    reader.tables.roles.gender(given)
}

/// The most salient candidate that `fits`; nothing when two different ones fit equally well.
pub(super) fn best(candidates: &[Candidate], fits: impl Fn(&Candidate) -> bool) -> Option<&Candidate> {
    let top = candidates.iter().filter(|c| fits(c)).max_by_key(|c| (c.salience, c.head))?;
    let rival = candidates.iter().any(|c| {
        fits(c)
            && c.salience == top.salience
            && !c.party.same_as(&top.party)
            && c.party.name != top.party.name
            && top.head < c.head
    });
    (!rival).then_some(top)
}

/// The antecedent of "the president", "the cartel", "both countries".
pub(super) fn description(reader: &Reader<'_, '_>, phrase: &Phrase, role: &Role, noun: &str) -> Option<Party> {
    let analysis = reader.analysis;
    let plural = word::singular(&reader.lower(phrase.head)) != reader.lower(phrase.head);
    if plural {
        return None;
    }
    let until = analysis.mentions.partition_point(|m| m.tokens.end <= phrase.tokens.start);
    let window = &analysis.mentions[until.saturating_sub(MENTIONS_BACK)..until];
    let named = |m: &Mention| {
        let mut party = m.party.clone();
        reader.place(&mut party, phrase.tokens.clone());
        if role.kind == Kind::Office {
            party.title = Some(noun.to_string());
        }
        party
    };
    let day = analysis.published.map(|r| r.end);
    match role.kind {
        Kind::Office => {
            // Someone called so before, or known to hold that office.
            let holder = window.iter().rev().find(|m| {
                let titled = m.party.title.as_deref().is_some_and(|t| holds(&word::normal(t), noun));
                let known = m.kind == MentionKind::Person
                    && m.party.name.as_deref().and_then(|n| reader.tables.person(n)).is_some_and(|e| match day {
                        Some(day) => e.terms.iter().any(|t| t.holds(day) && holds(&word::normal(&t.office), noun)),
                        None => e.terms.iter().any(|t| t.to.is_none() && holds(&word::normal(&t.office), noun)),
                    });
                matches!(m.kind, MentionKind::Person | MentionKind::Unlisted) && (titled || known)
            });
            if let Some(mention) = holder {
                return Some(named(mention));
            }
            if !role.head || noun == "leader" || noun == "ruler" {
                return None;
            }
            let publisher = analysis.publisher.as_ref().and_then(|p| p.country.clone());
            let code = publisher.or_else(|| context(reader, phrase.head))?;
            let leader = reader.tables.leader(&code, day, noun)?;
            let mut party = leader.party(day);
            party.title = Some(noun.to_string());
            reader.place(&mut party, phrase.tokens.clone());
            Some(party)
        }
        Kind::State => {
            let wanted: fn(&Mention) -> bool = match noun {
                "country" | "nation" | "state" | "republic" | "kingdom" => |m| {
                    matches!(m.kind, MentionKind::Country | MentionKind::Demonym) && m.party.sector == Some(Sector::Gov)
                },
                "alliance" | "bloc" | "coalition" | "union" => |m| {
                    m.kind == MentionKind::Organisation
                        && matches!(m.party.country.as_deref(), Some("IGO" | "IMG" | "EUR"))
                },
                _ => return None,
            };
            if matches!(noun, "country" | "nation") {
                // Only where one country is spoken of.
                let code = context(reader, phrase.head)?;
                let entry = reader.tables.country(&code)?;
                let mut party = entry.party(None);
                reader.place(&mut party, phrase.tokens.clone());
                return Some(party);
            }
            window.iter().rev().take(20).find(|m| wanted(m)).map(named)
        }
        Kind::Instrument | Kind::Force => None,
        Kind::People | Kind::Body | Kind::Company => {
            let general = matches!(
                noun,
                "government"
                    | "state"
                    | "regime"
                    | "authorities"
                    | "parliament"
                    | "congress"
                    | "senate"
                    | "opposition"
                    | "judiciary"
                    | "leadership"
                    | "public"
                    | "media"
                    | "press"
            );
            if general {
                return None;
            }
            let kinds = [MentionKind::Organisation, MentionKind::Group, MentionKind::Unlisted];
            let loose = matches!(noun, "group" | "organization" | "organisation" | "movement" | "network");
            window
                .iter()
                .rev()
                .take(25)
                .find(|m| {
                    let same = m.party.sector == role.sector
                        || loose && m.kind == MentionKind::Group
                        || role.sector == Some(Sector::Gov) && role.kind == Kind::Body && is_of_state(m.party.sector)
                        || matches!(role.sector, Some(Sector::Crm | Sector::Reb)) && m.kind == MentionKind::Group;
                    let fits_word = role.kind != Kind::Body
                        || role.sector != Some(Sector::Gov)
                        || m.party.name.as_deref().is_some_and(|n| word::normal(n).contains(noun));
                    kinds.contains(&m.kind) && same && fits_word
                })
                .map(named)
        }
    }
}

/// "both countries", "the two leaders": the last two states or leaders spoken of, in text order.
pub(super) fn pair(reader: &Reader<'_, '_>, phrase: &Phrase, role: &Role, noun: &str) -> Option<Vec<Party>> {
    let analysis = reader.analysis;
    let two = (phrase.tokens.start..phrase.head).any(|t| matches!(reader.lower(t).as_str(), "both" | "two"));
    let states = role.kind == Kind::State && role.class.is_none();
    let leaders = role.kind == Kind::Office && role.head;
    if !two || !(states || leaders) || matches!(noun, "power" | "superpower") {
        return None;
    }
    let until = analysis.mentions.partition_point(|m| m.tokens.end <= phrase.tokens.start);
    let here = analysis.sentence_of(phrase.head);
    let mut found: Vec<Party> = Vec::new();
    for mention in analysis.mentions[..until].iter().rev().take(MENTIONS_BACK) {
        let near = here - analysis.sentence_of(mention.tokens.start).min(here) <= 2;
        let fits = if states {
            mention.party.sector == Some(Sector::Gov)
                && matches!(mention.kind, MentionKind::Country | MentionKind::Demonym | MentionKind::Capital)
        } else {
            mention.kind == MentionKind::Person && mention.party.sector == Some(Sector::Gov)
        };
        if near && fits && !found.iter().any(|p| p.name == mention.party.name) {
            found.insert(0, mention.party.clone());
        }
    }
    // With three or more it is not clear which two.
    (found.len() == 2).then(|| {
        for party in &mut found {
            reader.place(party, phrase.tokens.clone());
        }
        found
    })
}

/// Whether an office's name is that of a role ("prime minister of spain" is a "prime minister", no "minister").
fn holds(office: &str, noun: &str) -> bool {
    if office == noun
        || office.ends_with(&format!(" {noun}"))
            && !(noun == "president" && office.contains("vice"))
            && !(noun == "minister" && office == "prime minister")
    {
        return true;
    }
    office.strip_prefix(noun).is_some_and(|rest| rest.starts_with(" of"))
}

/// The one country that this and the sentences before speak of: `None` when it is none, or not clear which.
pub(super) fn context(reader: &Reader<'_, '_>, at: usize) -> Option<String> {
    let analysis = reader.analysis;
    let publisher = || analysis.publisher.as_ref().filter(|p| is_of_state(p.sector)).and_then(|p| p.country.clone());
    let here = analysis.sentence_of(at);
    let until = analysis.mentions.partition_point(|m| m.tokens.start < at);
    for back in 0..=3usize {
        let Some(sentence) = here.checked_sub(back).and_then(|s| analysis.sentences.get(s)) else { break };
        let mut found: Option<&str> = None;
        let mut others: Option<&str> = None;
        let mut clear = true;
        for mention in analysis.mentions[..until]
            .iter()
            .rev()
            .take(MENTIONS_BACK)
            .filter(|m| sentence.tokens.contains(&m.tokens.start))
        {
            let Some(code) = mention.party.country.as_deref().filter(|c| reader.tables.country(c).is_some()) else {
                continue;
            };
            // Companies, media and people speak of a country as well: they make it less clear, never clear alone.
            clear &= found.is_none_or(|f| f == code) && others.is_none_or(|o| o == code);
            if mention.kind != MentionKind::Unlisted && is_of_state(mention.party.sector) {
                found = Some(code);
            } else {
                others = Some(code);
                clear &= found.is_none_or(|f| f == code);
            }
        }
        match (found, clear) {
            (Some(code), true) => return Some(code.to_string()),
            (Some(_), false) => return publisher(),
            _ => {}
        }
    }
    publisher()
}
