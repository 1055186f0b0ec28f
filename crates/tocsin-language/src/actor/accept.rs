//! Whether a name in its place means the actor: "Jordan" the state, not Michael Jordan; "US", not "us".

use super::find::{Finder, NO_ACTOR_AFTER, NOT_THE_PERSON, Raw};
use super::index::Case;
use super::person;
use super::word::{self, Shape};
use crate::{Analysis, MentionKind, Upos};
use std::ops::Range;

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

impl Finder<'_> {
    /// Whether a name in its place means the actor.
    pub(super) fn accepts(
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
    pub(super) fn follows_a_name(
        &self,
        analysis: &Analysis<'_>,
        range: &Range<usize>,
        start: usize,
        raws: &[Raw],
    ) -> bool {
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
    pub(super) fn begins_a_name(&self, analysis: &Analysis<'_>, range: &Range<usize>, end: usize) -> bool {
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
    pub(super) fn is_georgia(&self, analysis: &Analysis<'_>, range: &Range<usize>, start: usize, end: usize) -> bool {
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
    pub(super) fn accepts_surname(
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
}

/// The first part of a text, for a look at what it is about.
fn head(text: &str) -> &str {
    let mut end = text.len().min(6000);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
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
