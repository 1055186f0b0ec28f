//! Finds the mentions of a document in one walk.

use super::entry::Entry;
use super::index::{Case, Found, Piece};
use super::word::{self, Shape};
use super::{Tables, form, person};
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
    seen: HashSet<usize>,
    mentions: Vec<Mention>,
}

/// Words after a country's or person's name that make it a sea, a street or a building.
const NO_ACTOR_AFTER: &[&str] = &[
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
const NOT_THE_PERSON: &[&str] = &[
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

/// Short common words that look like acronyms where everything is upper case.
const SHOUTED: &[&str] =
    &["us", "who", "it", "is", "ice", "un", "all", "aim", "act", "pop", "pm", "am", "pan", "pa", "mas", "far", "sat"];

/// Capitals that are better known as other places or as names; they count only where their country has been named.
const OTHER_PLACES: &[&str] = &[
    "male",
    "victoria",
    "hamilton",
    "stanley",
    "kingston",
    "georgetown",
    "plymouth",
    "douglas",
    "san jose",
    "santiago",
    "st georges",
    "st johns",
    "saint johns",
    "san juan",
    "the valley",
    "george town",
    "road town",
    "kingstown",
    "nassau",
    "castries",
    "majuro",
    "lome",
    "rome ga",
    "san salvador",
    "santo domingo",
    "saint helier",
    "san marino",
    "westminster",
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
            person::unlisted(tables, analysis, tokens.clone(), title_case, &mut raws, &mut finder.introduced);
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
            {
                if let Some(raw) = self.surname(analysis, &range, token, title_case, raws) {
                    end = raw.tokens.end;
                    let raw = self.administration(analysis, &range, raw);
                    end = end.max(raw.tokens.end);
                    raws.push(raw);
                }
            }
            at += 1;
            while at < pieces.len() && pieces[at].token < end {
                at += 1;
            }
        }
    }

    fn entry(&self, name: usize) -> &'k Entry {
        &self.tables.entries[self.tables.index.names[name].entry]
    }

    /// Whether a name in its place means the actor.
    fn accepts(
        &self,
        analysis: &Analysis<'_>,
        range: &Range<usize>,
        title_case: bool,
        raw: &Raw,
        name: usize,
        raws: &[Raw],
    ) -> bool {
        let known = &self.tables.index.names[name];
        let (start, end) = (raw.tokens.start, raw.tokens.end);
        let single = raw.tokens.len() == 1;
        let words = analysis.phrase(raw.tokens.clone());
        let folded = word::normal(words);
        let after = (end < range.end).then(|| analysis.word(end));
        let before = (start > range.start).then(|| analysis.word(start - 1));
        if known.case == Case::Exact && SHOUTED.contains(&folded.as_str()) && is_shouting(analysis, range, start) {
            return false;
        }
        if known.surface.starts_with("the ") && !words.to_lowercase().starts_with("the") {
            return false;
        }
        let next_is = |list: &[&str]| after.is_some_and(|w| list.contains(&w.to_lowercase().as_str()));
        match known.kind {
            MentionKind::Country | MentionKind::Capital => {
                if before.is_some_and(|w| w == "New") || (single && before_is_sea(analysis, range, start)) {
                    return false;
                }
                if next_is(NO_ACTOR_AFTER) && after.is_some_and(word::is_capital) {
                    return false;
                }
                if single && !title_case && self.follows_a_name(analysis, range, start, raws) {
                    return false;
                }
                let entry = self.entry(name);
                if single
                    && next_is(&[
                        "sandwich",
                        "sandwiches",
                        "dish",
                        "dishes",
                        "plate",
                        "plates",
                        "dinner",
                        "pig",
                        "pigs",
                        "breast",
                        "shop",
                    ])
                {
                    return false;
                }
                let doubtful =
                    known.kind == MentionKind::Capital || entry.ambiguous || folded == "israel" || folded == "india";
                if doubtful && single && !title_case {
                    let named = start == range.start + 1
                        && before.is_some_and(|w| {
                            word::shape(w) == Shape::Capital && w.len() > 2 && self.tables.roles.get(w).is_none()
                        })
                        && analysis.tokens[range.start].upos == Upos::Propn
                        && raws.last().is_none_or(|r| r.tokens.end != start);
                    if named || self.begins_a_name(analysis, range, end) {
                        return false;
                    }
                }
                if known.kind == MentionKind::Capital
                    && OTHER_PLACES.contains(&folded.as_str())
                    && !self.seen.contains(&known.entry)
                {
                    return false;
                }
                !(entry.ambiguous && folded == "georgia") || self.is_georgia(analysis, range, start, end)
            }
            MentionKind::Demonym => {
                let apart = ["african", "native", "latin", "asian", "central", "south", "north", "all", "mexican"];
                let hyphen = before.is_some_and(|w| matches!(w, "-" | "–")) && start >= range.start + 2;
                let prior = if hyphen { Some(analysis.word(start - 2)) } else { before };
                if folded == "american"
                    && prior.is_some_and(|w| word::is_capital(w) && apart.contains(&w.to_lowercase().as_str()))
                {
                    return false;
                }
                if next_is(&["language", "literature", "grammar"])
                    || next_is(NO_ACTOR_AFTER) && after.is_some_and(word::is_capital)
                {
                    return false;
                }
                let speaks = before.is_some_and(|w| {
                    matches!(w.to_lowercase().as_str(), "in" | "speak" | "speaks" | "spoke" | "speaking")
                });
                let ends = after.is_none_or(|w| !w.starts_with(char::is_alphabetic));
                !(speaks && ends && analysis.tokens[start].upos != Upos::Adj && !known.people)
            }
            MentionKind::Person => {
                if next_is(NOT_THE_PERSON) && single {
                    return false;
                }
                !single || folded.contains(' ') || self.accepts_surname(analysis, range, start, title_case, raws)
            }
            _ => {
                // A common word at the start of a sentence is not a name because of its capital.
                let tag = analysis.tokens[start].upos;
                let common =
                    matches!(tag, Upos::Noun | Upos::Verb | Upos::Adj | Upos::Adv | Upos::Adp | Upos::Aux | Upos::Pron);
                !(single && known.case == Case::Capital && start == range.start && common && !words.ends_with('s'))
                    && !(single && known.case == Case::Exact && tag == Upos::Pron)
            }
        }
    }

    /// Whether the token before is part of a person's or other name ("Denzel Washington").
    fn follows_a_name(&self, analysis: &Analysis<'_>, range: &Range<usize>, start: usize, raws: &[Raw]) -> bool {
        if start == range.start || raws.last().is_some_and(|r| r.tokens.end == start) {
            return false;
        }
        let before = analysis.word(start - 1);
        if !word::is_capital(before) || before.ends_with('.') && before.len() > 2 {
            return false;
        }
        let roles = &self.tables.roles;
        if roles.gender(before).is_some() {
            return true;
        }
        if roles.get(before).is_some() {
            return false;
        }
        let titled = roles.title(before).is_some();
        titled && before.len() < 8 || (start - 1 > range.start && analysis.tokens[start - 1].upos == Upos::Propn)
    }

    /// Whether the next token goes on with a person's name ("Chad Smith").
    fn begins_a_name(&self, analysis: &Analysis<'_>, range: &Range<usize>, end: usize) -> bool {
        if end >= range.end {
            return false;
        }
        let next = analysis.word(end);
        word::shape(next) == Shape::Capital
            && next.len() > 2
            && analysis.tokens[end].upos == Upos::Propn
            && self.tables.roles.get(next).is_none()
            && self.tables.roles.title(next).is_none()
            && self.tables.roles.form(next).is_none()
            && self.tables.index.whole(next).is_none()
            && !person::COMMON[..12].contains(&next.to_lowercase().as_str())
    }

    /// Georgia the country, not the state of the United States.
    fn is_georgia(&self, analysis: &Analysis<'_>, range: &Range<usize>, start: usize, end: usize) -> bool {
        let comma =
            start >= range.start + 2 && analysis.word(start - 1) == "," && word::is_capital(analysis.word(start - 2));
        let capital = comma && analysis.word(start - 2) == "Tbilisi";
        let of_state = start >= range.start + 2
            && analysis.word(start - 1) == "of"
            && analysis.word(start - 2).eq_ignore_ascii_case("state");
        let after = if end < range.end { analysis.word(end).to_lowercase() } else { String::new() };
        let state_after = [
            "gov.",
            "governor",
            "sen.",
            "republican",
            "republicans",
            "democrat",
            "democrats",
            "secretary",
            "legislature",
            "voters",
            "state",
            "rep.",
        ];
        if comma && !capital || of_state || state_after.contains(&after.as_str()) {
            return false;
        }
        if ["Tbilisi", "Georgian", "Caucasus", "Abkhazia", "Ossetia", "Armenia", "Azerbaijan", "Russia", "Moldova"]
            .iter()
            .any(|w| head(analysis.text).contains(w))
        {
            return true;
        }
        !["Atlanta", "Savannah", "Gov. ", "Texas", "Florida", "Alabama"].iter().any(|w| head(analysis.text).contains(w))
            && analysis.publisher.as_ref().is_none_or(|p| p.country.as_deref() != Some("USA"))
    }

    /// Whether a surname alone can stand for a person here.
    fn accepts_surname(
        &self,
        analysis: &Analysis<'_>,
        range: &Range<usize>,
        start: usize,
        title_case: bool,
        raws: &[Raw],
    ) -> bool {
        if start == range.start || title_case || raws.last().is_some_and(|r| r.tokens.end == start) {
            return true;
        }
        let before = analysis.word(start - 1);
        let roles = &self.tables.roles;
        if !word::is_capital(before) || roles.title(before).is_some() || roles.get(before).is_some() {
            return true;
        }
        // "Melania Trump" is someone else; "Yesterday Trump" is not.
        roles.gender(before).is_none() && (start - 1 == range.start || analysis.tokens[start - 1].upos != Upos::Propn)
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
                if let Some(leader) = self.tables.leader_of_administration(&entry.name) {
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

/// The first part of a text, for a look at what it is about.
fn head(text: &str) -> &str {
    let mut end = text.len().min(6000);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
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

/// "Gulf of X", "Sea of X", "Bay of X".
fn before_is_sea(analysis: &Analysis<'_>, range: &Range<usize>, start: usize) -> bool {
    start >= range.start + 2
        && analysis.word(start - 1) == "of"
        && ["Gulf", "Sea", "Bay", "Strait", "Voice"].contains(&analysis.word(start - 2))
}

/// Whether the words around a token are all upper case.
fn is_shouting(analysis: &Analysis<'_>, range: &Range<usize>, at: usize) -> bool {
    let from = at.saturating_sub(4).max(range.start);
    let mut upper = 0;
    for token in from..(at + 5).min(range.end) {
        match word::shape(analysis.word(token)) {
            Shape::Lower => return false,
            Shape::Capital if analysis.word(token).len() > 1 => return false,
            Shape::Upper if token != at => upper += 1,
            _ => {}
        }
    }
    upper >= 2
}
