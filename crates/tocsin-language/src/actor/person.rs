//! Persons: surnames, titles before names, and persons that no list knows.

use super::Tables;
use super::find::{Raw, Source};
use super::role::Kind;
use super::word::{self, Shape};
use crate::{Analysis, MentionKind, Upos};
use std::collections::HashMap;
use std::ops::Range;
use tocsin_record::{Party, Sector};

/// Surnames that are as often other people's, or common words: they need an introduction or a title.
pub(super) const COMMON: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "march",
    "april",
    "june",
    "july",
    "august",
    "brown",
    "may",
    "bush",
    "johnson",
    "king",
    "moon",
    "park",
    "lee",
    "kim",
    "cameron",
    "major",
    "scholz",
    "heath",
    "wilson",
    "clinton",
    "carter",
    "ford",
    "nixon",
    "young",
    "smith",
    "williams",
    "davis",
    "roberts",
    "martin",
    "thomas",
    "charles",
    "philip",
    "felipe",
    "john",
    "george",
    "michel",
    "li",
    "wang",
    "chen",
    "ma",
    "ho",
    "an",
    "lam",
    "singh",
    "khan",
    "ali",
    "hasan",
    "hassan",
    "ahmed",
    "mohamed",
    "mohammed",
    "ibrahim",
    "bola",
    "rama",
    "costa",
    "santos",
    "silva",
    "gonzalez",
    "garcia",
    "fernandez",
    "rodriguez",
    "lopez",
    "perez",
    "castillo",
    "castro",
    "mora",
    "diaz",
    "cruz",
    "ortega",
    "noboa azin",
    "marin",
    "black",
    "white",
    "green",
    "holness",
    "rowley",
    "browne",
    "drew",
    "pierre",
    "mitchell",
    "davies",
    "hill",
    "stone",
    "best",
    "prince",
    "duke",
    "bishop",
    "pope",
    "price",
    "law",
    "long",
    "day",
    "rose",
    "bell",
    "frost",
    "hunt",
    "cook",
    "barrow",
    "weah",
    "abdullah",
    "salman",
    "abbas",
    "hussein",
    "rahman",
    "aziz",
    "karim",
    "omar",
    "min",
    "sall",
    "deby",
    "keita",
    "traore",
    "toure",
    "conde",
    "ouattara",
    "tito",
    "guy",
    "frederik",
    "albert",
    "henri",
    "luxon",
    "carney",
    "stubb",
    "rutte",
    "andrew",
    "philippe",
];

/// Countries whose surnames stand first.
const SURNAME_FIRST: &[&str] = &["CHN", "PRK", "KOR", "TWN", "VNM", "KHM"];

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

/// Words between given name and surname.
pub(super) const PARTICLES: &[&str] = &[
    "al", "bin", "ben", "ibn", "bint", "de", "del", "della", "di", "da", "do", "dos", "das", "la", "las", "los", "van",
    "von", "der", "den", "el", "abu", "le", "du", "ter", "zu", "y", "st", "ould", "mac", "san", "bani", "ul", "ur",
];

/// The short forms under which a person goes once introduced, folded; the main one first.
pub(super) fn surnames(name: &str, country: Option<&str>) -> Vec<String> {
    // "Abdullah II of Jordan" goes by the name before "of".
    let folded = word::normal(name.split(" of ").next().unwrap_or(name));
    let all: Vec<&str> =
        folded.split(' ').filter(|p| !matches!(*p, "jr" | "sr" | "ii" | "iii" | "iv") && p.len() > 1).collect();
    let mut out: Vec<String> = Vec::new();
    let mut add = |short: String| {
        if short.len() > 1 && !out.contains(&short) {
            out.push(short);
        }
    };
    match all.as_slice() {
        [] => {}
        [only] => add((*only).to_string()),
        [first, .., last] => {
            if country.is_some_and(|c| SURNAME_FIRST.contains(&c)) {
                add((*first).to_string());
                if all.len() == 2 {
                    return out;
                }
            }
            // With its particles: "bin Salman", "von der Leyen".
            let mut start = all.len() - 1;
            while start > 1 && PARTICLES.contains(&all[start - 1]) {
                start -= 1;
            }
            if start < all.len() - 1 {
                add(all[start..].join(" "));
            }
            if country.is_none_or(|c| !SURNAME_FIRST.contains(&c)) {
                add((*last).to_string());
            }
            // Two surnames, the first of which is the one in use: "García Harfuch", "López Obrador".
            if all.len() >= 3 && start == all.len() - 1 {
                add(all[all.len() - 2..].join(" "));
            }
        }
    }
    out
}

/// The surname as written in the name ("Trump", "bin Salman").
pub(super) fn main_surname(name: &str, country: Option<&str>) -> String {
    let Some(short) = surnames(name, country).into_iter().next() else { return name.to_string() };
    let words: Vec<&str> = name.split_whitespace().collect();
    for from in 0..words.len() {
        for to in (from + 1..=words.len()).rev() {
            let run = words[from..to].join(" ");
            if word::normal(&run) == short {
                return run;
            }
        }
    }
    name.to_string()
}

/// What stands before a name.
#[derive(Debug, Default)]
pub(super) struct Title {
    /// First token.
    pub(super) start: usize,
    /// The title without a demonym.
    pub(super) text: Option<String>,
    pub(super) sector: Option<Sector>,
    pub(super) country: Option<String>,
    pub(super) former: bool,
}

/// The sector of the words `tokens` as a title: `None` if they are none.
fn title_sector(tables: &Tables, analysis: &Analysis<'_>, tokens: Range<usize>) -> Option<Option<Sector>> {
    let signs = tokens.clone().any(|t| matches!(analysis.word(t), "," | ";" | ":" | "(" | ")" | "\"" | "“" | "”"));
    if signs || matches!(analysis.word(tokens.end - 1), "'s" | "’s" | "-" | "of" | "the") {
        return None;
    }
    let words = analysis.phrase(tokens.clone());
    if let Some(title) = tables.roles.title(words) {
        return Some(title.sector);
    }
    let folded = word::normal(words);
    let role = tables.roles.get(&folded)?;
    let plural = word::singular(&folded) != folded && folded.ends_with('s');
    let personal = role.kind == Kind::Office
        || role.kind == Kind::People
            && matches!(role.sector, Some(Sector::Edu | Sector::Jrn | Sector::Rel))
            && ![
                "university",
                "college",
                "school",
                "institute",
                "church",
                "media",
                "press",
                "newspaper",
                "christian",
                "muslim",
                "outlet",
                "campus",
                "daily",
                "weekly",
                "magazine",
                "think tank",
                "mosque",
                "faculty",
            ]
            .contains(&folded.as_str());
    (personal && !plural).then_some(role.sector)
}

/// The title that ends where a name begins; `floor` is the first token that may belong to it, `before` are the
/// candidates to the left.
pub(super) fn title(
    tables: &Tables,
    analysis: &Analysis<'_>,
    floor: usize,
    name: usize,
    before: &[Raw],
) -> Option<Title> {
    let sentence = analysis.sentence_of(name);
    let floor_of_names = analysis.sentences.get(sentence).map_or(floor, |s| s.tokens.start);
    let demonym_at = |end: usize| before.iter().rev().take(4).find(|r| r.tokens.end == end);
    let inside =
        |token: usize| before.iter().rev().take(4).any(|r| r.tokens.contains(&token) && r.kind == MentionKind::Person);
    let mut title = Title { start: name, ..Title::default() };
    let mut at = name;
    let mut words_from = name;
    let mut found = false;
    let lowest = name.saturating_sub(12).max(floor_of_names);
    'left: while at > lowest {
        for length in (1..=4usize.min(at - lowest)).rev() {
            let tokens = at - length..at;
            if inside(tokens.start) {
                continue;
            }
            if let Some(sector) = title_sector(tables, analysis, tokens.clone()) {
                title.sector = title.sector.or(sector);
                title.country = title
                    .country
                    .or_else(|| tables.roles.title(analysis.phrase(tokens.clone())).and_then(|t| t.country.clone()));
                at = tokens.start;
                words_from = at;
                found = true;
                continue 'left;
            }
        }
        let word = analysis.word(at - 1);
        let lower = word.to_lowercase();
        if let Some(raw) = demonym_at(at).filter(|_| found) {
            if raw.kind != MentionKind::Person {
                title.country = country_of(tables, raw).or(title.country);
                at = raw.tokens.start;
            }
            break;
        }
        if found
            && matches!(
                lower.as_str(),
                "former"
                    | "acting"
                    | "interim"
                    | "deputy"
                    | "senior"
                    | "then"
                    | "ex"
                    | "late"
                    | "outgoing"
                    | "caretaker"
                    | "top"
                    | "chief"
                    | "new"
            )
        {
            title.former |= matches!(lower.as_str(), "former" | "ex" | "late");
            at -= 1;
            words_from = at;
            continue;
        }
        if found
            && matches!(word, "-" | "–")
            && at - 1 > lowest
            && ["ex", "then", "vice"].contains(&analysis.word(at - 2).to_lowercase().as_str())
        {
            title.former |= analysis.word(at - 2).eq_ignore_ascii_case("ex");
            at -= 2;
            words_from = at;
            continue;
        }
        // A portfolio: "Fisheries" before "Minister".
        let first = at - 1 == floor_of_names;
        if found
            && name - at < 8
            && word::shape(word) == Shape::Capital
            && word.len() > 2
            && !lower.ends_with('.')
            && !inside(at - 1)
            && (!first || analysis.tokens[at - 1].upos == Upos::Propn)
            && !["the", "a", "in", "on", "when", "while", "but", "and", "as", "after", "our", "under"]
                .contains(&lower.as_str())
        {
            at -= 1;
            words_from = at;
            continue;
        }
        if !found && word::is_capital(word) {
            // "Minister for Foreign Affairs", "Secretary of Fisheries": back to the title word.
            let mut back = at;
            let mut capital = false;
            while back > lowest && at - back < 7 {
                let word = analysis.word(back - 1);
                if title_sector(tables, analysis, back - 1..back).is_some()
                    && capital
                    && matches!(analysis.word(back), "of" | "for")
                {
                    title.sector = title_sector(tables, analysis, back - 1..back).flatten();
                    at = back - 1;
                    words_from = at;
                    found = true;
                    continue 'left;
                }
                if !(word::is_capital(word) || matches!(word, "of" | "for" | "the" | "and")) || inside(back - 1) {
                    break;
                }
                capital |= word::is_capital(word);
                back -= 1;
            }
        }
        break;
    }
    if !found {
        return None;
    }
    // "Mexico's Security Minister": the country counts, the words stay outside.
    if title.country.is_none() && at > floor_of_names && matches!(analysis.word(at - 1), "'s" | "’s" | "'" | "’") {
        title.country = demonym_at(at - 1).and_then(|raw| country_of(tables, raw));
    }
    title.start = at.max(floor).min(name);
    let from = words_from.max(title.start);
    title.text = (from < name).then(|| analysis.phrase(from..name).split_whitespace().collect::<Vec<_>>().join(" "));
    Some(title)
}

fn country_of(tables: &Tables, raw: &Raw) -> Option<String> {
    match &raw.source {
        Source::Name(name) => tables.entries[tables.index.names[*name].entry].country.clone(),
        Source::Party(party) => party.country.clone(),
        Source::Administration(person, _) | Source::Person(person) => {
            tables.entries[*person].terms.last().map(|t| t.country.clone())
        }
    }
}

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
            let given = length >= 2 && length <= 3 && tables.roles.gender(analysis.word(start)).is_some();
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
