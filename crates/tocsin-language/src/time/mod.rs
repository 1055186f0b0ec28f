//! Time expressions in the manner of TimeML's TIMEX3, resolved against the publication day.
//!
//! `knowledge/times` holds the words and the shapes; here they are matched from left to right over each sentence and
//! resolved. The words around decide what the shapes leave open: the tense of the nearest verb says whether "on Friday"
//! lies behind or ahead, and "two days later" counts from the last day that the text named.
//!
//! In "from 3 to 7 March" both ends are expressions of their own, each with its own value; the days of both are the
//! whole range, and their precision is [`Precision::Range`]. With `since`, the days run on to the publication day.
//! With `until`, only the last of the days is said. A TIMEX3 value is that of the whole ("2025" for "late 2025"); the
//! days are those of the part.

mod calendar;
mod class;
mod lexicon;
mod pattern;
mod resolve;
mod tense;

use crate::number::lexer::{Atoms, stretches};
use crate::{Analysis, Sentence, TimeMention};
use class::Fields;
use lexicon::LEXICON;
use pattern::{Gives, Match};
use resolve::{Anchor, Resolved, resolve};
use tense::{Tense, tense};
use tocsin_record::{DateRange, Precision, TimexType};

/// One expression on its way: its atoms, the match and what it resolved to.
struct Draft {
    found: Match,
    start: usize,
    end: usize,
    anchor: Anchor,
    /// Against the first and the last possible publication day.
    resolved: [Resolved; 2],
    since: bool,
    until: bool,
    /// Whole range, for the two ends of one.
    range: Option<DateRange>,
}

/// Finds and resolves the time expressions of the text.
pub fn find(analysis: &mut Analysis<'_>) {
    let mut times = Vec::new();
    let mut named = [None, None];
    for sentence in &analysis.sentences {
        for stretch in stretches(analysis.text, sentence.bytes.clone()) {
            let atoms = Atoms::new(analysis.text, stretch);
            let mut drafts = read(analysis, sentence, &atoms, &mut named);
            link(&atoms, &mut drafts);
            times.extend(drafts.into_iter().map(|draft| mention(analysis, &atoms, draft)));
        }
    }
    analysis.times = times;
}

/// The expressions of one stretch, in order.
fn read(
    analysis: &Analysis<'_>,
    sentence: &Sentence,
    atoms: &Atoms,
    named: &mut [Option<jiff::civil::Date>; 2],
) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut here = [None, None];
    let mut year = None;
    let mut at = 0;
    while at < atoms.len() {
        let Some(found) = pattern::longest(atoms, at) else {
            at += 1;
            continue;
        };
        let tense =
            if needs_tense(&found) { tense(analysis, sentence, atoms, found.start, found.end) } else { Tense::Unknown };
        let ends = [analysis.published.map(|p| p.start), analysis.published.map(|p| p.end)];
        let anchors = [0, 1].map(|i| Anchor { published: ends[i], named: named[i], here: here[i], year, tense });
        let (Some(first), Some(last)) = (resolve(&found, &anchors[0]), resolve(&found, &anchors[1])) else {
            at += 1;
            continue;
        };
        let resolved = [first, last];
        for (i, one) in resolved.iter().enumerate() {
            let whole = one.kind != TimexType::Duration && one.kind != TimexType::Set;
            if let Some(period) = one.period.as_ref().filter(|_| whole) {
                named[i] = Some(period.first);
                if period.precision == Precision::Day {
                    here[i] = Some(period.first);
                }
            }
        }
        if found.fields.month.is_some() && found.fields.year.is_some() {
            year = found.fields.year;
        }
        let (since, until) = bounds(atoms, &found, resolved[0].kind);
        if found.pattern.gives == Gives::Range {
            drafts.extend(both_ends(&found, anchors[1], resolved));
        } else {
            let (start, end) = (found.start, found.end);
            drafts.push(Draft { found, start, end, anchor: anchors[1], resolved, since, until, range: None });
        }
        at = found.end.max(at + 1);
    }
    drafts
}

/// Whether the expression leaves open which of several days it means.
fn needs_tense(found: &Match) -> bool {
    let f = &found.fields;
    let open =
        f.month.is_some() || f.weekday.is_some() || f.season.is_some() || f.holiday.is_some() || f.ordinal.is_some();
    let weekend = found.unit() == Some(lexicon::Unit::Weekend);
    matches!(found.pattern.gives, Gives::Date | Gives::Time | Gives::Range) && (weekend || open && f.year.is_none())
}

/// The two ends of "3-5 January" or "2024-25".
fn both_ends(found: &Match, anchor: Anchor, resolved: [Resolved; 2]) -> Vec<Draft> {
    let (Some((first, first_end)), Some(second)) = (found.fields.first, found.fields.second) else { return Vec::new() };
    let mut near = found.fields;
    // The first end takes its year from the last, which the tense has settled.
    match resolved[1].period.as_ref() {
        Some(period) if near.month.is_some() => {
            near.year = Some(period.first.year());
            near.day = i8::try_from(first).ok();
        }
        Some(_) => near.year = Some(first),
        None => near.day = i8::try_from(first).ok(),
    }
    let begin = Match { fields: Fields { weekday: None, ..near }, ..*found };
    let Some(start) = resolve(&begin, &anchor) else { return Vec::new() };
    let range = match (start.period.as_ref(), resolved[1].period.as_ref()) {
        (Some(a), Some(b)) if a.first <= b.last => Some(DateRange { start: a.first, end: b.last }),
        (None, None) => None,
        _ => return Vec::new(),
    };
    let draft = |start: usize, end: usize, resolved: [Resolved; 2]| Draft {
        found: *found,
        start,
        end,
        anchor,
        resolved,
        since: false,
        until: false,
        range,
    };
    vec![draft(found.start, first_end, [start.clone(), start]), draft(second, found.end, resolved)]
}

/// Whether "since" or "until" stands before the expression.
fn bounds(atoms: &Atoms, found: &Match, kind: TimexType) -> (bool, bool) {
    if !matches!(kind, TimexType::Date | TimexType::Time) {
        return (false, false);
    }
    let words = &LEXICON.context.bound;
    let stands = |phrases: &[String]| phrases.iter().any(|p| atoms.phrase_before(found.start, p).is_some());
    let from_on = stands(&words.from) && words.on.iter().any(|w| w == atoms.low(found.end));
    (stands(&words.since) || from_on, stands(&words.until))
}

/// Joins "from March 3 to March 7" and "between May and September 2024" into ranges.
fn link(atoms: &Atoms, drafts: &mut [Draft]) {
    let words = &LEXICON.context.bound;
    for i in 1..drafts.len() {
        let (left, right) = drafts.split_at_mut(i);
        let (Some(a), Some(b)) = (left.last_mut(), right.first_mut()) else { continue };
        let dated = |d: &Draft| d.resolved[1].kind == TimexType::Date && d.range.is_none();
        if a.end + 1 != b.start || !dated(a) || !dated(b) {
            continue;
        }
        let join = atoms.low(a.end);
        let between = atoms.before(a.start, 1) == "between";
        if !words.joins.iter().any(|w| w == join) || (join == "and") != between {
            continue;
        }
        let Some(last) = b.resolved[1].period.clone() else { continue };
        let given = b.found.fields.year;
        let open = a.found.fields.year.is_none() && a.found.fields.month.is_some();
        let after = |one: &[Resolved; 2]| one[1].period.as_ref().is_none_or(|p| p.first > last.last);
        if open && (given.is_some() || after(&a.resolved)) {
            for year in [last.first.year(), last.first.year() - 1] {
                let mut found = a.found;
                found.fields.year = Some(year);
                if let Some(one) = resolve(&found, &a.anchor) {
                    a.resolved = [one.clone(), one];
                }
                if !after(&a.resolved) {
                    break;
                }
            }
        }
        let Some(first) = a.resolved[1].period.as_ref().filter(|p| p.first <= last.last) else { continue };
        let range = DateRange { start: first.first, end: last.last };
        (a.range, b.range) = (Some(range), Some(range));
        (a.since, a.until, b.since, b.until) = (false, false, false, false);
    }
}

/// The finished mention.
fn mention(analysis: &Analysis<'_>, atoms: &Atoms, draft: Draft) -> TimeMention {
    let [first, last] = &draft.resolved;
    let both = first.period.as_ref().zip(last.period.as_ref());
    let mut days = both.map(|(a, b)| DateRange { start: a.first.min(b.first), end: a.last.max(b.last) });
    if let (true, Some(days), Some(published)) = (draft.since, days.as_mut(), analysis.published) {
        days.end = days.end.max(published.end);
    }
    TimeMention {
        bytes: atoms.bytes(draft.start, draft.end),
        kind: last.kind,
        value: last.value.clone(),
        days: draft.range.or(days),
        precision: if draft.range.is_some() { Precision::Range } else { last.precision },
        since: draft.since,
        until: draft.until,
    }
}
