//! Reads figures and number words ("1.5 million", "two and a half", "tens of thousands").

use super::lexer::{Atoms, Kind};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A number as the text gives it, without qualifiers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Quantity {
    /// The number, where it gives one.
    pub value: Option<f64>,
    /// What a vague word promises at least.
    pub low: Option<f64>,
    /// What a vague word promises at most.
    pub high: Option<f64>,
    /// One past its last atom.
    pub end: usize,
    /// Whether it is written in digits.
    pub digits: bool,
    /// Factor of a scale word behind a figure ("1.5 million": 1e6), 1 without.
    pub scale: f64,
    /// Whether it is an ordinal.
    pub ordinal: bool,
}

impl Quantity {
    fn exact(value: f64, end: usize) -> Self {
        Quantity { value: Some(value), low: None, high: None, end, digits: false, scale: 1.0, ordinal: false }
    }

    fn vague(low: Option<f64>, high: Option<f64>, end: usize) -> Self {
        Quantity { value: None, low, high, end, digits: false, scale: 1.0, ordinal: false }
    }
}

#[derive(Deserialize)]
struct Several {
    words: Vec<String>,
    couple: Vec<String>,
}

#[derive(Deserialize, Clone, Copy)]
struct Plural {
    low: f64,
    times: f64,
}

#[derive(Deserialize)]
struct Words {
    cardinals: HashMap<String, f64>,
    tens: HashMap<String, f64>,
    scales: HashMap<String, f64>,
    short_scales: HashMap<String, f64>,
    groups: HashMap<String, f64>,
    several: Several,
    plurals: HashMap<String, Plural>,
    ordinals: HashMap<String, f64>,
    fractions: HashMap<String, f64>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../../knowledge/numbers/words.toml")).unwrap_or_else(|error| {
        unreachable!("knowledge/numbers/words.toml is read by a test: {error}");
    })
});

/// Most atoms that one number may take; longer runs of number words are cut.
const LONGEST: usize = 24;

/// The number that begins at atom `at`, the longest reading of it.
pub(crate) fn quantity(atoms: &Atoms, at: usize) -> Option<Quantity> {
    if atoms.is(at, Kind::Figure) { figure(atoms, at) } else { words(atoms, at) }
}

/// The value of a figure's digits, separators of thousands left out.
pub(crate) fn digits(text: &str) -> Option<f64> {
    let plain: String = text.chars().filter(|c| *c != ',').take(40).collect();
    plain.parse::<f64>().ok().filter(|v| v.is_finite())
}

/// The factor of the scale word at `at`.
fn scale(atoms: &Atoms, at: usize) -> Option<f64> {
    WORDS.scales.get(atoms.low(at)).copied()
}

fn figure(atoms: &Atoms, at: usize) -> Option<Quantity> {
    let value = digits(atoms.low(at))?;
    let mut found = Quantity { digits: true, ..Quantity::exact(value, at + 1) };
    let next = atoms.low(at + 1);
    if atoms.glued(at + 1) && matches!(next, "st" | "nd" | "rd" | "th") {
        return Some(Quantity { ordinal: true, end: at + 2, ..found });
    }
    let spaced = if atoms.hyphen(at + 1) && atoms.glued(at + 1) { at + 2 } else { at + 1 };
    if let Some(factor) = scale(atoms, spaced) {
        found.end = spaced + 1;
        found.scale = factor;
        // "5 hundred thousand" and the like stay rare; one scale word is enough but for "hundred thousand".
        if let Some(more) = scale(atoms, found.end).filter(|m| *m > factor) {
            found.scale *= more;
            found.end += 1;
        }
    } else if let Some(factor) = WORDS.short_scales.get(next)
        && (atoms.glued(at + 1) || next.len() > 1)
        && !(atoms.glued(at + 2) && (atoms.is(at + 2, Kind::Word) || atoms.is(at + 2, Kind::Figure)))
    {
        found.end = at + 2;
        found.scale = *factor;
    }
    found.value = Some(value * found.scale);
    Some(found)
}

fn words(atoms: &Atoms, at: usize) -> Option<Quantity> {
    let first = atoms.low(at);
    if let Some(plural) = WORDS.plurals.get(first) {
        return Some(plurals(atoms, at, *plural));
    }
    if let Some(found) = several(atoms, at) {
        return Some(found);
    }
    if let Some(found) = halves(atoms, at) {
        return Some(found);
    }
    let begins = WORDS.cardinals.contains_key(first) || WORDS.tens.contains_key(first);
    if begins || (matches!(first, "a" | "an") && is_scale_or_group(atoms, at + 1)) {
        return cardinal(atoms, at);
    }
    // "30th" is a figure; here the written ones, alone or after tens ("twenty-first").
    WORDS.ordinals.get(first).map(|v| Quantity { ordinal: true, ..Quantity::exact(*v, at + 1) })
}

fn is_scale_or_group(atoms: &Atoms, at: usize) -> bool {
    WORDS.groups.contains_key(atoms.low(at)) || scale(atoms, at).is_some()
}

/// "dozens of", "tens of thousands of", "hundreds of millions".
fn plurals(atoms: &Atoms, at: usize, plural: Plural) -> Quantity {
    let (mut low, mut end, mut nested) = (plural.low, at + 1, false);
    if atoms.low(end) == "of"
        && let Some(outer) = WORDS.plurals.get(atoms.low(end + 1))
        && outer.times > plural.times
    {
        low = plural.low * outer.times;
        end += 2;
        nested = true;
    }
    // "tens of thousands" has five digits; "hundreds of billions" sets no useful upper bound, money least of all.
    let high = (nested && low < 1e5).then_some(low / plural.low * 100.0 - 1.0);
    Quantity::vague(Some(low), high, end)
}

/// "several", "a few hundred", "a couple of".
fn several(atoms: &Atoms, at: usize) -> Option<Quantity> {
    if let Some(taken) = longest(atoms, at, &WORDS.several.couple) {
        let end = at + taken;
        return Some(match group(atoms, end) {
            Some((factor, end)) => Quantity::exact(2.0 * factor, end),
            None => Quantity::exact(2.0, end),
        });
    }
    let end = at + longest(atoms, at, &WORDS.several.words)?;
    Some(match group(atoms, end) {
        Some((factor, end)) => Quantity::vague(Some(2.0 * factor), None, end),
        None => Quantity::vague(None, None, end),
    })
}

/// Length of the longest of `phrases` that stands at `at`.
fn longest(atoms: &Atoms, at: usize, phrases: &[String]) -> Option<usize> {
    phrases.iter().filter_map(|p| atoms.phrase_at(at, p)).max()
}

/// A scale or a dozen at `at`: its factor and the atom behind it.
fn group(atoms: &Atoms, at: usize) -> Option<(f64, usize)> {
    let factor = WORDS.groups.get(atoms.low(at)).copied().or_else(|| scale(atoms, at))?;
    match scale(atoms, at + 1).filter(|more| *more > factor) {
        Some(more) => Some((factor * more, at + 2)),
        None => Some((factor, at + 1)),
    }
}

/// "half a million", "a half million", "half a dozen", "a quarter of a million".
fn halves(atoms: &Atoms, at: usize) -> Option<Quantity> {
    let part_at = if matches!(atoms.low(at), "a" | "an") { at + 1 } else { at };
    let part = match atoms.low(part_at) {
        "half" => 0.5,
        "quarter" => 0.25,
        _ => return None,
    };
    let mut next = part_at + 1;
    if atoms.low(next) == "of" {
        next += 1;
    }
    if atoms.hyphen(next) || matches!(atoms.low(next), "a" | "an") {
        next += 1;
    }
    group(atoms, next).filter(|(factor, _)| *factor != 100.0).map(|(factor, end)| Quantity::exact(part * factor, end))
}

/// A written cardinal: "one hundred and twenty-five thousand", "two and a half million", "a dozen".
fn cardinal(atoms: &Atoms, at: usize) -> Option<Quantity> {
    let (mut total, mut current, mut i) = (0.0, 0.0, at);
    let (mut seen, mut last_small) = (false, false);
    while i < at + LONGEST {
        let word = atoms.low(i);
        if let Some(ten) = WORDS.tens.get(word).filter(|_| !last_small) {
            current += ten;
            last_small = true;
            i += 1;
            let joined = if atoms.hyphen(i) && atoms.glued(i) { i + 1 } else { i };
            if let Some(unit) = WORDS.cardinals.get(atoms.low(joined)).filter(|u| **u > 0.0 && **u < 10.0) {
                current += unit;
                i = joined + 1;
            } else if let Some(unit) = WORDS.ordinals.get(atoms.low(joined)).filter(|u| **u < 10.0) {
                return Some(Quantity { ordinal: true, ..Quantity::exact(total + current + unit, joined + 1) });
            }
        } else if let Some(unit) = WORDS.cardinals.get(word).filter(|_| !last_small) {
            current += unit;
            last_small = true;
            i += 1;
        } else if let Some(factor) = scale(atoms, i).filter(|_| seen || word_is_article(atoms, at)) {
            if current == 0.0 {
                current = 1.0;
            }
            current *= factor;
            if factor >= 1000.0 {
                total += current;
                current = 0.0;
            }
            last_small = false;
            i += 1;
        } else if let Some(dozen) = WORDS.groups.get(word).filter(|_| total == 0.0) {
            let value = if current == 0.0 { 1.0 } else { current } * dozen;
            return Some(Quantity::exact(value, i + 1));
        } else if i == at && word_is_article(atoms, at) {
            i += 1;
        } else if word == "and" && seen && i > at {
            // "two and a half", "three and a quarter (million)"
            if matches!(atoms.low(i + 1), "a" | "one") && matches!(atoms.low(i + 2), "half" | "quarter") {
                current += WORDS.fractions.get(atoms.low(i + 2)).copied()?;
                last_small = true;
                i += 3;
                continue;
            }
            // "hundred and twenty": only behind a scale word.
            let next = atoms.low(i + 1);
            let joins = scale(atoms, i - 1).is_some()
                && (WORDS.cardinals.contains_key(next) || WORDS.tens.contains_key(next))
                && scale(atoms, i + 2).is_none_or(|s| s < 1000.0);
            if !joins {
                break;
            }
            i += 1;
            continue;
        } else if atoms.hyphen(i) && atoms.glued(i) && scale(atoms, i + 1).is_some() {
            i += 1;
            continue;
        } else {
            break;
        }
        seen = true;
    }
    let read = i > at + usize::from(word_is_article(atoms, at));
    (seen && read).then(|| Quantity::exact(total + current, i))
}

fn word_is_article(atoms: &Atoms, at: usize) -> bool {
    matches!(atoms.low(at), "a" | "an")
}

/// Whether a fraction stands at `at` ("half of", "two-thirds", "three quarters"); one past its last atom.
pub(crate) fn fraction_end(atoms: &Atoms, at: usize) -> Option<usize> {
    let mut next = at;
    if WORDS.cardinals.contains_key(atoms.low(at)) || matches!(atoms.low(at), "a") {
        next += 1;
        if atoms.hyphen(next) {
            next += 1;
        }
    }
    let word = atoms.low(next);
    let named = WORDS.fractions.contains_key(word);
    let plural = word.ends_with('s') && WORDS.ordinals.contains_key(word.trim_end_matches('s'));
    let alone = word == "half" || (next > at && (word.ends_with('s') || atoms.low(next + 1) == "of"));
    ((named || plural) && alone && word != "second").then_some(next + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Value, low, high, and one past the last atom.
    type Read = (Option<f64>, Option<f64>, Option<f64>, usize);

    fn read(text: &str) -> Option<Read> {
        let atoms = Atoms::new(text, 0..text.len());
        quantity(&atoms, 0).map(|q| (q.value, q.low, q.high, q.end))
    }

    #[test]
    fn cardinals() {
        for (text, value) in [
            ("eleven", 11.0),
            ("twenty-five", 25.0),
            ("one hundred and twenty-five thousand", 125_000.0),
            ("two and a half million", 2.5e6),
            ("a dozen", 12.0),
            ("two dozen", 24.0),
            ("half a million", 5e5),
            ("half a dozen", 6.0),
            ("a hundred", 100.0),
            ("a couple of", 2.0),
            ("1.5 million", 1.5e6),
            ("25bn", 25e9),
            ("3m", 3e6),
            ("1,234,567", 1_234_567.0),
            ("nineteen hundred", 1900.0),
            ("three hundred thousand", 3e5),
            ("2-million", 2e6),
        ] {
            assert_eq!(read(text).and_then(|r| r.0), Some(value), "{text}");
        }
    }

    #[test]
    fn vague_words_have_bounds() {
        assert_eq!(read("dozens"), Some((None, Some(24.0), None, 1)));
        assert_eq!(read("tens of thousands"), Some((None, Some(20_000.0), Some(99_999.0), 3)));
        assert_eq!(read("hundreds of billions"), Some((None, Some(2e11), None, 3)));
        assert_eq!(read("billions"), Some((None, Some(1e9), None, 1)));
        assert_eq!(read("several hundred"), Some((None, Some(200.0), None, 2)));
        assert_eq!(read("several"), Some((None, None, None, 1)));
    }

    #[test]
    fn words_are_no_numbers_where_they_stand_alone() {
        assert_eq!(read("a man"), None);
        assert_eq!(read("million"), None);
        assert_eq!(read("and"), None);
    }
}
