//! Numbers with bounds and units.
//!
//! A number is what counts or measures something: dates, times, durations, ages, names ("Title 42", "F-35", "G7"),
//! addresses and references are left out. Bounds follow the words: "nearly 300" has only an upper one, "more than 100"
//! only a lower one, "dozens" a lower one and no best value; a range has both and no best value.

mod context;
pub(crate) mod lexer;
pub(crate) mod words;

use crate::{Analysis, Number};
use context::Bound;
use lexer::{Atoms, Kind, stretches};
use words::{Quantity, fraction_end, quantity};

/// Finds the numbers of the text; [`Analysis::times`] must be there already.
pub fn find(analysis: &mut Analysis<'_>) {
    let mut numbers = Vec::new();
    for sentence in &analysis.sentences {
        for stretch in stretches(analysis.text, sentence.bytes.clone()) {
            let atoms = Atoms::new(analysis.text, stretch);
            read(analysis, &atoms, &mut numbers);
        }
    }
    analysis.numbers = numbers;
}

fn read(analysis: &Analysis<'_>, atoms: &Atoms, numbers: &mut Vec<Number>) {
    let mut at = 0;
    let mut free = 0;
    while at < atoms.len() {
        if let Some(end) = time_end(analysis, atoms, at) {
            at = end;
            free = end;
            continue;
        }
        if let Some(end) = fraction_end(atoms, at).filter(|end| quantity(atoms, at).is_none_or(|q| q.end < *end)) {
            at = end;
            free = end;
            continue;
        }
        let Some(found) = quantity(atoms, at) else {
            at += 1;
            continue;
        };
        let (number, end) = number(atoms, at, free, found);
        // "more than two years" is a time, and so is a number that reaches into one.
        let timed = (at..end).any(|i| time_end(analysis, atoms, i).is_some());
        if let Some(number) = number.filter(|_| !timed) {
            numbers.push(number);
            free = end;
        }
        at = end.max(at + 1);
    }
}

/// One past the last atom of the time expression that covers the atom at `at`.
fn time_end(analysis: &Analysis<'_>, atoms: &Atoms, at: usize) -> Option<usize> {
    let bytes = &atoms.get(at)?.bytes;
    let next = analysis.times.partition_point(|t| t.bytes.end <= bytes.start);
    let time = analysis.times.get(next).filter(|t| t.bytes.start < bytes.end)?;
    let mut end = at + 1;
    while atoms.get(end).is_some_and(|a| a.bytes.start < time.bytes.end) {
        end += 1;
    }
    Some(end)
}

/// The number that begins with `found` at `at`, if it counts something, and where to go on. It may not reach back
/// before the atom `free`.
fn number(atoms: &Atoms, at: usize, free: usize, found: Quantity) -> (Option<Number>, usize) {
    if found.ordinal {
        return ordinal(atoms, at, found);
    }
    let mut end = found.end;
    if found.digits && context::is_name(atoms, at, end) {
        if let Some((_, last)) = second(atoms, at, found) {
            return (None, last.end);
        }
        // A chain of figures ("555-0123", "10.2.1") is skipped as one.
        while atoms.glued(end)
            && (atoms.is(end, Kind::Figure)
                || matches!(atoms.low(end), "-" | "." | "/" | ":") && atoms.is(end + 1, Kind::Figure))
        {
            end += 1;
        }
        return (None, end);
    }
    if atoms.low(at) == "one" && end == at + 1 && context::is_pronoun_one(atoms, at) {
        return (None, end);
    }
    if !found.digits && context::is_named_word(atoms, at) {
        return (None, end);
    }
    let sign = context::sign_before(atoms, at).filter(|(_, start)| *start >= free && found.digits);
    let mut start = sign.map_or(at, |(_, start)| start);
    let mut unit = sign.map(|(unit, _)| unit);
    let range = second(atoms, at, found);
    // "220-211", "555-0123": a score or a reference.
    let chained = found.digits && atoms.hyphen(end) && atoms.glued(end) && atoms.glued(end + 1);
    if range.is_none() && chained && atoms.is(end + 1, Kind::Figure) {
        while atoms.glued(end) && (atoms.is(end, Kind::Figure) || atoms.hyphen(end)) {
            end += 1;
        }
        return (None, end);
    }
    if range.is_some() && start > free && atoms.before(start, 1) == "between" {
        start -= 1;
    }
    if let Some((_, last)) = range {
        end = last.end;
    }
    if let Some((word, after)) = unit_word(atoms, end, unit.is_some(), found) {
        unit = unit.or(Some(word));
        end = after;
    } else if found.value.is_none() && atoms.low(end) == "of" {
        end += 1;
    }
    if is_timed(atoms, end) {
        return (None, end);
    }
    let before = context::qualifier_before(atoms, start).filter(|(_, from)| *from >= free);
    let after = context::qualifier_after(atoms, end);
    let bound = match (before, after) {
        (Some((bound, from)), _) => {
            start = from;
            Some(bound)
        }
        (None, Some((bound, to))) => {
            end = to;
            Some(bound)
        }
        (None, None) => None,
    };
    let (low, best, high) = match (range, found.value) {
        (Some((low, last)), _) => (Some(low), None, last.value),
        (None, None) => (found.low, None, found.high),
        (None, Some(value)) => match bound {
            None => (Some(value), Some(value), Some(value)),
            Some(Bound::Lower) => (Some(value), Some(value), None),
            Some(Bound::Upper) => (None, Some(value), Some(value)),
            Some(Bound::About) => (None, Some(value), None),
        },
    };
    let number = Number {
        bytes: atoms.bytes(start, end),
        low,
        best,
        high,
        unit: unit.map(str::to_owned),
        ordinal: false,
        cumulative: unit != Some("%") && context::is_cumulative(atoms, start, end),
    };
    (Some(number), end)
}

fn ordinal(atoms: &Atoms, at: usize, found: Quantity) -> (Option<Number>, usize) {
    let Some(value) = found.value.filter(|_| !context::is_ordinal_name(atoms, at, found.end)) else {
        return (None, found.end);
    };
    // "second" the unit, "third" the fraction, "first" the adverb count nothing.
    let definite = matches!(
        atoms.before(at, 1),
        "the" | "its" | "their" | "his" | "her" | "a" | "at" | "this" | "our" | "another"
    );
    if !definite {
        return (None, found.end);
    }
    let number = Number {
        bytes: atoms.bytes(at, found.end),
        low: Some(value),
        best: Some(value),
        high: Some(value),
        unit: None,
        ordinal: true,
        cumulative: value > 3.0,
    };
    (Some(number), found.end)
}

/// The second end of a range that begins with `found` at `at` ("10 to 15", "$10-15 million", "five or six"): the lower
/// value in full, and the upper number.
fn second(atoms: &Atoms, at: usize, found: Quantity) -> Option<(f64, Quantity)> {
    let low = found.value?;
    let join = atoms.low(found.end);
    let dash = matches!(join, "-" | "–" | "—") && atoms.glued(found.end) == atoms.glued(found.end + 1);
    // "rose from 10 to 15" are two figures, not a range.
    let from = context::qualifier_before(atoms, at).map_or(at, |(_, start)| start);
    let change = (1..=2).any(|back| atoms.before(from, back) == "from");
    let between = (1..=3).any(|back| atoms.before(from, back) == "between");
    let joined = dash || join == "to" && !change || join == "or" || join == "and" && between;
    if !joined {
        return None;
    }
    let mut next = found.end + 1;
    if let Some(sign) = Some(next).filter(|i| atoms.is(*i, Kind::Mark) && atoms.is(i + 1, Kind::Figure)) {
        next = sign + 1;
    }
    let last = quantity(atoms, next).filter(|q| !q.ordinal)?;
    let high = last.value?;
    if dash && last.digits && context::is_name(atoms, found.end + 2, last.end) && !atoms.hyphen(found.end) {
        return None;
    }
    // "10 to 15 million": the scale belongs to both.
    let low = if found.scale == 1.0 && last.scale > 1.0 && low < 1000.0 { low * last.scale } else { low };
    // "$3 or 4" is near; "5 or 600" is no range of one thing.
    (low < high && (join != "or" || high <= low * 3.0)).then_some((low, last))
}

/// The unit behind a number; a currency word only where no sign stood before, a measure only behind a figure or a full
/// number word.
fn unit_word(atoms: &Atoms, end: usize, signed: bool, found: Quantity) -> Option<(&'static str, usize)> {
    let at = if atoms.hyphen(end) && atoms.glued(end) { end + 1 } else { end };
    // "dozens of kilograms", "millions of dollars"
    let at = if found.value.is_none() && atoms.low(at) == "of" { at + 1 } else { at };
    let (unit, after) = context::unit_at(atoms, at)?;
    if signed || atoms.capital(at) && atoms.low(at).len() > 3 {
        return None;
    }
    let short = atoms.low(at).len() <= 2 && atoms.is(at, Kind::Word);
    if short && !found.digits {
        return None;
    }
    Some((unit, after))
}

/// Whether a unit of time or "-fold" follows: "a 20 minute walk", "18-fold".
fn is_timed(atoms: &Atoms, end: usize) -> bool {
    let at = if atoms.hyphen(end) { end + 1 } else { end };
    matches!(
        atoms.low(at),
        "second"
            | "seconds"
            | "minute"
            | "minutes"
            | "hour"
            | "hours"
            | "day"
            | "days"
            | "week"
            | "weeks"
            | "month"
            | "months"
            | "year"
            | "years"
            | "decade"
            | "decades"
            | "century"
            | "centuries"
            | "fold"
    )
}
