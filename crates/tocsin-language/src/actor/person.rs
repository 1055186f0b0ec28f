//! Persons: surnames, titles before names, and persons that no list knows.

use super::Tables;
use super::find::{Raw, Source};
use super::role::Kind;
use super::word::{self, Shape};
use crate::{Analysis, MentionKind, Upos};
use std::ops::Range;
use tocsin_record::Sector;

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
pub(super) fn title_sector(tables: &Tables, analysis: &Analysis<'_>, tokens: Range<usize>) -> Option<Option<Sector>> {
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

pub(super) fn country_of(tables: &Tables, raw: &Raw) -> Option<String> {
    match &raw.source {
        Source::Name(name) => tables.entries[tables.index.names[*name].entry].country.clone(),
        Source::Party(party) => party.country.clone(),
        Source::Administration(person, _) | Source::Person(person) => {
            tables.entries[*person].terms.last().map(|t| t.country.clone())
        }
    }
}
