//! Finds the mentions of a document in one walk.

use super::entry::Entry;
use super::index::{Found, Piece};
use super::word::{self, Shape};
use super::{Tables, form, person, unlisted};
use crate::{Analysis, Mention, MentionKind, Upos};
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use tocsin_record::{BlockKind, Party, Sector};

/// Longest sentence, in tokens, that is searched for names known by their form alone.
const LONGEST_SENTENCE: usize = 400;

/// What a candidate goes back to.
#[derive(Debug, Clone)]
pub(super) enum Source {
    /// A name of the index.
    Name(usize),
    /// A person by surname.
    Person(usize),
    /// The government of a leader.
    Administration(usize, &'static str),
    /// Known by its form, or introduced before.
    Party(Box<Party>),
}

/// A candidate of one sentence.
#[derive(Debug, Clone)]
pub(super) struct Raw {
    pub(super) tokens: Range<usize>,
    pub(super) kind: MentionKind,
    pub(super) source: Source,
}

/// The search through one document.
pub(super) struct Finder<'k> {
    pub(super) tables: &'k Tables,
    day: Option<Date>,
    /// Surnames and short names that the document has introduced.
    introduced: HashMap<String, Source>,
    /// Entries of the countries named so far.
    pub(super) seen: HashSet<usize>,
    mentions: Vec<Mention>,
}

/// Words after a country's or person's name that make it a sea, a street or a building.
pub(super) const NO_ACTOR_AFTER: &[&str] = &[
    "sea",
    "gulf",
    "ocean",
    "peninsula",
    "river",
    "canal",
    "strait",
    "straits",
    "desert",
    "tower",
    "towers",
    "hotel",
    "plaza",
    "jr",
    "jr.",
    "sr.",
    "pig",
    "pigs",
    "street",
    "avenue",
    "county",
    "basin",
    "coast",
    "hills",
    "valley",
    "island",
    "islands",
    "beach",
    "bay",
    "mountains",
    "lake",
    "falls",
    "university",
    "college",
];

/// Words after a surname that make it a building's, a firm's or a son's name.
pub(super) const NOT_THE_PERSON: &[&str] = &[
    "jr",
    "jr.",
    "tower",
    "towers",
    "organization",
    "organisation",
    "hotel",
    "plaza",
    "center",
    "foundation",
    "university",
];

/// Words that stay lower-case in titles.
const FUNCTION_WORDS: &[&str] = &[
    "of", "the", "and", "in", "for", "on", "to", "a", "an", "at", "by", "with", "as", "or", "but", "from", "vs", "via",
];

pub(super) fn find(tables: &Tables, analysis: &mut Analysis<'_>) {
    let day = analysis.published.map(|range| range.end);
    let mut finder = Finder { tables, day, introduced: HashMap::new(), seen: HashSet::new(), mentions: Vec::new() };
    let (mut pieces, mut found, mut raws) = (Vec::new(), Vec::new(), Vec::new());
    for sentence in 0..analysis.sentences.len() {
        let tokens = analysis.sentences[sentence].tokens.clone();
        tables.index.pieces(analysis, tokens.clone(), &mut pieces);
        raws.clear();
        let title_case = is_title_case(analysis, sentence);
        finder.names(analysis, sentence, title_case, &pieces, &mut found, &mut raws);
        if tokens.len() <= LONGEST_SENTENCE {
            form::organisations(tables, analysis, tokens.clone(), title_case, &mut raws);
        }
        let mut raws = disjoint(std::mem::take(&mut raws));
        if tokens.len() <= LONGEST_SENTENCE {
            unlisted::unlisted(tables, analysis, tokens.clone(), title_case, &mut raws, &mut finder.introduced);
            raws = disjoint(raws);
        }
        finder.keep(analysis, tokens.start, raws);
    }
    analysis.mentions = finder.mentions;
}

/// Longest first, then by place; what overlaps a kept one goes. The result is in text order.
pub(super) fn disjoint(mut raws: Vec<Raw>) -> Vec<Raw> {
    raws.sort_by_key(|r| (std::cmp::Reverse(r.tokens.len()), r.tokens.start));
    let mut kept: std::collections::BTreeMap<usize, Raw> = std::collections::BTreeMap::new();
    for raw in raws {
        let before = kept.range(..raw.tokens.end).next_back().is_some_and(|(_, k)| k.tokens.end > raw.tokens.start);
        if !before && !raw.tokens.is_empty() {
            kept.insert(raw.tokens.start, raw);
        }
    }
    kept.into_values().collect()
}

/// Whether most words of a sentence are capitalised, so that capitals tell nothing.
fn is_title_case(analysis: &Analysis<'_>, sentence: usize) -> bool {
    let sentence = &analysis.sentences[sentence];
    let (mut words, mut capital) = (0, 0);
    for token in sentence.tokens.clone().take(80) {
        match word::shape(analysis.word(token)) {
            Shape::Other => {}
            Shape::Lower => words += usize::from(!FUNCTION_WORDS.contains(&analysis.word(token))),
            _ => {
                words += 1;
                capital += 1;
            }
        }
    }
    let stopped = analysis.text[sentence.bytes.clone()].ends_with(['.', '!', '?', '”', '"']);
    sentence.block == BlockKind::Headline || (words >= 4 && !stopped && capital * 10 >= words * 8)
}

impl<'k> Finder<'k> {
    /// Names of the index and introduced surnames.
    fn names(
        &mut self,
        analysis: &Analysis<'_>,
        sentence: usize,
        title_case: bool,
        pieces: &[Piece],
        found: &mut Vec<Found>,
        raws: &mut Vec<Raw>,
    ) {
        let range = analysis.sentences[sentence].tokens.clone();
        let mut at = 0;
        while at < pieces.len() {
            let token = pieces[at].token;
            let mut end = token + 1;
            self.tables.index.walk(analysis, pieces, at, found);
            let mut taken = false;
            // Longest first; within one length the walk keeps the order of the index.
            found.sort_by_key(|f| std::cmp::Reverse(f.end));
            for candidate in found.iter() {
                let source = Source::Name(candidate.name);
                let kind = self.tables.index.names[candidate.name].kind;
                let raw = Raw { tokens: token..candidate.end, kind, source };
                if self.accepts(analysis, &range, title_case, &raw, candidate.name, raws) {
                    end = candidate.end;
                    let raw = self.administration(analysis, &range, raw);
                    end = end.max(raw.tokens.end);
                    self.introduce(&raw);
                    raws.push(raw);
                    taken = true;
                    break;
                }
            }
            if !taken && let Some(raw) = self.nicknamed(analysis, &range, token) {
                end = raw.tokens.end;
                self.introduce(&raw);
                raws.push(raw);
                taken = true;
            }
            if !taken
                && (matches!(pieces[at].shape, Shape::Capital | Shape::Upper)
                    || person::PARTICLES.contains(&analysis.word(token)))
                && let Some(raw) = self.surname(analysis, &range, token, title_case, raws)
            {
                end = raw.tokens.end;
                let raw = self.administration(analysis, &range, raw);
                end = end.max(raw.tokens.end);
                raws.push(raw);
            }
            at += 1;
            while at < pieces.len() && pieces[at].token < end {
                at += 1;
            }
        }
    }

    pub(super) fn entry(&self, name: usize) -> &'k Entry {
        &self.tables.entries[self.tables.index.names[name].entry]
    }

    /// A person by surname: introduced before, or leading a state on the publication day.
    fn surname(
        &self,
        analysis: &Analysis<'_>,
        range: &Range<usize>,
        start: usize,
        title_case: bool,
        raws: &[Raw],
    ) -> Option<Raw> {
        if !self.accepts_surname(analysis, range, start, title_case, raws) {
            return None;
        }
        let after = |end: usize| if end < range.end { analysis.word(end).to_lowercase() } else { String::new() };
        for length in (1..=3usize.min(range.end - start)).rev() {
            let tokens = start..start + length;
            if !word::is_capital(analysis.word(tokens.end - 1)) {
                continue;
            }
            let key = word::normal(analysis.phrase(tokens.clone()));
            let next = after(tokens.end);
            if key.len() < 2 || NOT_THE_PERSON.contains(&next.as_str()) || NO_ACTOR_AFTER.contains(&next.as_str()) {
                continue;
            }
            // The given name or middle name of someone else ("Governor Martin H. Glynn").
            let initial = next.len() <= 2
                && next.ends_with('.')
                && tokens.end < range.end
                && word::is_capital(analysis.word(tokens.end));
            if !title_case && (initial || self.begins_a_name(analysis, range, tokens.end)) {
                continue;
            }
            let heads = self.tables.heads.get(&key).map_or(&[][..], Vec::as_slice);
            let mut now = heads.iter().filter(|&&e| {
                self.tables.entries[e]
                    .terms
                    .iter()
                    .any(|t| t.is_head() && self.day.map_or(t.to.is_none(), |day| t.holds(day)))
            });
            let leader = match (now.next(), now.next()) {
                (Some(&person), None) => Some(person),
                _ => None,
            };
            // A leader's surname alone is the leader's, even after a relative was named.
            let stranger = |source: &&Source| {
                leader.is_none() || !matches!(source, Source::Party(_)) || person::COMMON.contains(&key.as_str())
            };
            if let Some(source) = self.introduced.get(&key).filter(stranger) {
                let kind = match source {
                    Source::Party(_) => MentionKind::Unlisted,
                    Source::Name(n) => self.tables.index.names[*n].kind,
                    _ => MentionKind::Person,
                };
                return Some(Raw { tokens, kind, source: source.clone() });
            }
            if analysis.tokens[start].upos != Upos::Propn && start == range.start {
                continue;
            }
            let titled = start > range.start
                && self.tables.roles.title(analysis.word(start - 1)).is_some_and(|t| t.sector == Some(Sector::Gov));
            if self.tables.roles.get(&key).is_some() || (person::COMMON.contains(&key.as_str()) && !titled) {
                continue;
            }
            if let Some(person) = leader {
                return Some(Raw { tokens, kind: MentionKind::Person, source: Source::Person(person) });
            }
            // With a title any person of the files, if there is but one of the name.
            if let (true, Some([person])) = (titled, self.tables.surnames.get(&key).map(Vec::as_slice)) {
                return Some(Raw { tokens, kind: MentionKind::Person, source: Source::Person(*person) });
            }
        }
        None
    }

    /// A given name, a nickname in quotation marks, a surname: "Joaquín ‘El Chapo’ Guzmán".
    fn nicknamed(&self, analysis: &Analysis<'_>, range: &Range<usize>, start: usize) -> Option<Raw> {
        let mark = |t: usize| matches!(analysis.word(t), "“" | "”" | "\"" | "‘" | "’" | "'" | "``" | "''");
        if start + 3 >= range.end || !mark(start + 1) || !word::is_capital(analysis.word(start)) {
            return None;
        }
        let close = (start + 3..(start + 8).min(range.end)).find(|&t| mark(t))?;
        let surname = Some(close + 1).filter(|&t| t < range.end && word::is_capital(analysis.word(t)))?;
        let name =
            self.tables.names.get(&word::normal(&format!("{} {}", analysis.word(start), analysis.word(surname))))?;
        let number = self.tables.index.names.iter().position(|n| n.entry == *name && n.kind == MentionKind::Person)?;
        Some(Raw { tokens: start..surname + 1, kind: MentionKind::Person, source: Source::Name(number) })
    }

    /// Takes "administration" and the like after a leader's name into the mention.
    fn administration(&self, analysis: &Analysis<'_>, range: &Range<usize>, raw: Raw) -> Raw {
        let person = match (raw.kind, &raw.source) {
            (MentionKind::Person, Source::Name(name)) => self.tables.index.names[*name].entry,
            (MentionKind::Person, Source::Person(person)) => *person,
            _ => return raw,
        };
        let mut at = raw.tokens.end;
        if at < range.end && matches!(analysis.word(at), "-" | "–" | "-era") {
            at += 1;
        }
        if at >= range.end || self.tables.entries[person].last_head_day().is_none() {
            return raw;
        }
        let next = analysis.word(at).to_lowercase();
        let Some(kind) = word::ADMINISTRATIONS.iter().find(|w| **w == next) else { return raw };
        Raw {
            tokens: raw.tokens.start..at + 1,
            kind: MentionKind::Organisation,
            source: Source::Administration(person, kind),
        }
    }

    /// Remembers the short names of a person.
    fn introduce(&mut self, raw: &Raw) {
        let Source::Name(name) = raw.source else { return };
        let entry_number = self.tables.index.names[name].entry;
        let entry = &self.tables.entries[entry_number];
        if entry.kind == MentionKind::Country {
            self.seen.insert(entry_number);
        }
        if entry.is_person() {
            let surface = &self.tables.index.names[name].surface;
            let country = entry.terms.first().map(|t| t.country.as_str());
            for short in person::surnames(&entry.name, country).into_iter().chain(person::surnames(surface, country)) {
                self.introduced.insert(short, Source::Person(entry_number));
            }
        }
    }

    /// Makes mentions of the candidates, titles taken in.
    fn keep(&mut self, analysis: &Analysis<'_>, first: usize, raws: Vec<Raw>) {
        for (number, raw) in raws.iter().enumerate() {
            let mut party = self.party(analysis, raw);
            let mut tokens = raw.tokens.clone();
            if matches!(raw.kind, MentionKind::Person)
                || matches!(raw.source, Source::Party(_)) && raw.kind == MentionKind::Unlisted
            {
                let title = person::title(self.tables, analysis, first, tokens.start, &raws[..number]);
                if let Some(title) = title {
                    tokens.start = title.start;
                    // A demonym taken into the title is no mention of its own.
                    while self.mentions.last().is_some_and(|m| m.tokens.start >= title.start.max(first)) {
                        self.mentions.pop();
                    }
                    tokens.start = tokens.start.max(self.mentions.last().map_or(0, |m| m.tokens.end));
                    if raw.kind == MentionKind::Unlisted && party.title.is_none() {
                        party.country = title.country.or(party.country);
                        party.sector = title.sector.or(party.sector);
                    }
                    if title.former && super::phrase::is_of_state(party.sector) && raw.kind == MentionKind::Unlisted {
                        party.sector = Some(Sector::Eli);
                    }
                    let text = if tokens.start > title.start {
                        Some(analysis.phrase(tokens.start..raw.tokens.start).to_string()).filter(|t| !t.is_empty())
                    } else {
                        title.text
                    };
                    party.title = text.or(party.title);
                }
            }
            party.span = Some(analysis.token_span(tokens.clone()));
            party.text = Some(analysis.phrase(tokens.clone()).to_string());
            self.mentions.push(Mention { source: self.source(raw, &party), tokens, kind: raw.kind, party });
        }
    }

    fn party(&self, analysis: &Analysis<'_>, raw: &Raw) -> Party {
        match &raw.source {
            Source::Name(name) => {
                let known = &self.tables.index.names[*name];
                let entry = &self.tables.entries[known.entry];
                let mut party = entry.party(self.day);
                if known.people && known.kind == MentionKind::Demonym && is_plural_people(analysis, raw.tokens.end - 1)
                {
                    party.name = Some(analysis.phrase(raw.tokens.clone()).to_string());
                    party.sector = Some(Sector::Cvl);
                    party.wikidata = None;
                }
                // The list's "Maduro regime" is the government of that leader, not of the state at any time.
                let surface =
                    if known.kind == MentionKind::Organisation { analysis.phrase(raw.tokens.clone()) } else { "" };
                if let Some(leader) = self.tables.leader_of_administration(surface) {
                    let kind = surface.rsplit(' ').next().unwrap_or_default().to_lowercase();
                    let country = leader.terms.first().map(|t| t.country.as_str());
                    party.name = Some(format!("{} {kind}", person::main_surname(&leader.name, country)));
                    party.wikidata = None;
                    self.as_administration(&mut party, leader);
                } else if let Some(leader) = self.tables.leader_of_administration(&entry.name) {
                    self.as_administration(&mut party, leader);
                }
                party
            }
            Source::Person(entry) => self.tables.entries[*entry].party(self.day),
            Source::Administration(entry, kind) => {
                let leader = &self.tables.entries[*entry];
                let mut party = Party::named(format!(
                    "{} {kind}",
                    person::main_surname(&leader.name, leader.terms.first().map(|t| t.country.as_str()))
                ));
                self.as_administration(&mut party, leader);
                party
            }
            Source::Party(party) => (**party).clone(),
        }
    }

    /// A government while its leader leads; a former one has no office.
    fn as_administration(&self, party: &mut Party, leader: &Entry) {
        let term = leader.terms.iter().rev().find(|t| t.is_head());
        party.country = term.map(|t| t.country.clone()).or(party.country.take());
        let holds = leader.terms.iter().any(|t| t.is_head() && self.day.map_or(t.to.is_none(), |day| t.holds(day)));
        party.sector = Some(if holds { Sector::Gov } else { Sector::Eli });
        party.name = party.name.take().map(|n| n.replace(" Administration", " administration"));
    }

    fn source(&self, raw: &Raw, party: &Party) -> String {
        match &raw.source {
            Source::Name(name) => self.entry(*name).source.clone(),
            Source::Person(entry) | Source::Administration(entry, _) => self.tables.entries[*entry].source.clone(),
            Source::Party(_) => format!("form:{}", party.name.as_deref().unwrap_or_default()),
        }
    }
}

/// Whether a word names a people rather than being an adjective ("the Chinese say", "Mexicans").
fn is_plural_people(analysis: &Analysis<'_>, token: usize) -> bool {
    let word = analysis.word(token);
    if word.ends_with('s') && !word.ends_with("ss") {
        return true;
    }
    let next = analysis.tokens.get(token + 1).map(|t| t.upos);
    analysis.tokens[token].upos != Upos::Adj
        && !matches!(next, Some(Upos::Noun | Upos::Propn | Upos::Adj))
        && token > 0
        && analysis.word(token - 1).eq_ignore_ascii_case("the")
}
