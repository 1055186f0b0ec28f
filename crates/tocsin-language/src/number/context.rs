//! What stands beside a number: qualifiers, units, names that it is part of, words that make it a running total.

use super::lexer::{Atoms, Kind};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Phrases {
    before: Vec<String>,
    after: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Qualifiers {
    lower: Phrases,
    upper: Phrases,
    about: Phrases,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Codes {
    list: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Units {
    signs: HashMap<String, String>,
    codes: Codes,
    words: HashMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Context {
    name_heads: Vec<String>,
    name_tails: Vec<String>,
    streets: Vec<String>,
    ordinal_tails: Vec<String>,
    cumulative_before: Vec<String>,
    cumulative_after: Vec<String>,
    one_not_after: Vec<String>,
    one_not_before: Vec<String>,
}

fn read<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> T {
    toml::from_str(text).unwrap_or_else(|error| unreachable!("knowledge/numbers/{name} is read by a test: {error}"))
}

static QUALIFIERS: LazyLock<Qualifiers> = LazyLock::new(|| {
    let mut all: Qualifiers = read("qualifiers.toml", include_str!("../../../../knowledge/numbers/qualifiers.toml"));
    for phrases in [&mut all.lower, &mut all.upper, &mut all.about] {
        phrases.before.sort_by_key(|p| std::cmp::Reverse(p.len()));
        phrases.after.sort_by_key(|p| std::cmp::Reverse(p.len()));
    }
    all
});
static UNITS: LazyLock<Units> =
    LazyLock::new(|| read("units.toml", include_str!("../../../../knowledge/numbers/units.toml")));
static CONTEXT: LazyLock<Context> =
    LazyLock::new(|| read("context.toml", include_str!("../../../../knowledge/numbers/context.toml")));

/// What a qualifier says about a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    /// There is at least so much.
    Lower,
    /// There is at most so much.
    Upper,
    /// There is about so much.
    About,
}

/// The qualifier that ends right before `at`, the longest one, and its first atom.
pub(super) fn qualifier_before(atoms: &Atoms, at: usize) -> Option<(Bound, usize)> {
    let q = &*QUALIFIERS;
    [(Bound::Lower, &q.lower), (Bound::Upper, &q.upper), (Bound::About, &q.about)]
        .into_iter()
        .filter_map(|(bound, phrases)| {
            let taken = phrases.before.iter().filter_map(|p| atoms.phrase_before(at, p)).max()?;
            Some((bound, at - taken))
        })
        .min_by_key(|(_, start)| *start)
}

/// The qualifier that begins at `at`, and one past its last atom.
pub(super) fn qualifier_after(atoms: &Atoms, at: usize) -> Option<(Bound, usize)> {
    let q = &*QUALIFIERS;
    [(Bound::Lower, &q.lower), (Bound::Upper, &q.upper), (Bound::About, &q.about)]
        .into_iter()
        .filter_map(|(bound, phrases)| {
            let taken = phrases.after.iter().filter_map(|p| atoms.phrase_at(at, p)).max()?;
            Some((bound, at + taken))
        })
        .max_by_key(|(_, end)| *end)
}

/// The unit whose sign stands right before `at`, and the first atom of the sign.
pub(super) fn sign_before<'u>(atoms: &Atoms, at: usize) -> Option<(&'u str, usize)> {
    let mut joined = String::new();
    let mut best = None;
    for back in 1..=4 {
        let Some(i) = at.checked_sub(back) else { break };
        if back > 1 && !atoms.glued(i + 1) {
            break;
        }
        joined.insert_str(0, atoms.low(i));
        if let Some(unit) = UNITS.signs.get(joined.as_str()) {
            best = Some((unit.as_str(), i));
        }
    }
    best.or_else(|| {
        let i = at.checked_sub(1)?;
        code(atoms, i).map(|unit| (unit, i))
    })
}

/// The currency whose code ("USD") is the atom at `at`.
fn code<'u>(atoms: &Atoms, at: usize) -> Option<&'u str> {
    if !atoms.capital(at) {
        return None;
    }
    UNITS.codes.list.iter().find(|c| c.eq_ignore_ascii_case(atoms.low(at))).map(String::as_str)
}

/// The unit whose word begins at `at`, and one past its last atom.
pub(super) fn unit_at<'u>(atoms: &Atoms, at: usize) -> Option<(&'u str, usize)> {
    let mut best = code(atoms, at).map(|unit| (unit, at + 1));
    let mut joined = String::new();
    for taken in 1..=5 {
        if at + taken > atoms.len() {
            break;
        }
        if taken > 1 {
            joined.push(' ');
        }
        joined.push_str(atoms.low(at + taken - 1));
        if let Some(unit) = UNITS.words.get(joined.as_str()) {
            best = Some((unit.as_str(), at + taken));
        }
    }
    best
}

/// Whether the figure at `at` (ending before `end`) is part of a name, a reference, an address, a score or a label.
pub(super) fn is_name(atoms: &Atoms, at: usize, end: usize) -> bool {
    let context = &*CONTEXT;
    let (before, after) = (atoms.before(at, 1), atoms.low(end));
    let head = |word: &str| context.name_heads.iter().any(|h| h == word);
    let glued_before = at > 0 && atoms.glued(at);
    if glued_before && (atoms.is(at - 1, Kind::Word) || matches!(before, "#" | "." | "/" | ":" | "_" | "@" | "=")) {
        return true;
    }
    // "F-35", "COVID-19", "mid-2025": a figure that hangs on a word by a hyphen.
    let hangs = glued_before && atoms.hyphen(at - 1) && atoms.glued(at - 1);
    if hangs && at >= 2 && (atoms.is(at - 2, Kind::Word) || atoms.is(at - 2, Kind::Figure)) {
        return true;
    }
    if atoms.glued(end) {
        let letter = atoms.is(end, Kind::Word);
        let runs_on = matches!(after, "/" | ":" | "_" | "@")
            || after == "." && atoms.glued(end + 1) && !atoms.is(end + 1, Kind::Mark);
        if letter || runs_on {
            return true;
        }
        // "737-800", "555-0123", "25-cv-1"
        if atoms.hyphen(end) && atoms.glued(end + 1) && atoms.is(end + 1, Kind::Word) && atoms.low(end + 1).len() < 3 {
            return true;
        }
    }
    // "Title 42", "No. 12", "H.R. 1"
    let dotted = before == "." && at > 1 && atoms.glued(at - 1);
    let named = if dotted { atoms.before(at, 2) } else { before };
    let capital = at.checked_sub(if dotted { 2 } else { 1 }).is_some_and(|i| atoms.capital(i));
    let lower_name = matches!(
        named,
        "no" | "nos"
            | "section"
            | "sections"
            | "article"
            | "articles"
            | "page"
            | "pages"
            | "chapter"
            | "aged"
            | "age"
            | "ages"
            | "paragraph"
            | "figure"
            | "point"
            | "ranked"
    );
    if head(named) && (capital || lower_name) && !(dotted && named == "no" && at < 3) {
        return true;
    }
    if dotted && named.len() == 1 && atoms.before(at, 3) == "." {
        return true;
    }
    if context.name_tails.iter().any(|t| atoms.phrase_at(end, t).is_some()) {
        return true;
    }
    // "Studio 54", "Explorer 6 Countdown": behind a capital, and nothing counted behind it.
    let counted = atoms.is(end, Kind::Word) && !atoms.capital(end) || matches!(after, "%" | "-" | "–" | "°");
    let sentence_start = at < 2 || matches!(atoms.before(at, 2), "." | "?" | "!");
    if !counted && before_capital(atoms, at) && !sentence_start {
        return true;
    }
    // "1600 Pennsylvania Avenue"
    let mut to = end;
    while to < end + 3 && atoms.capital(to) {
        to += 1;
        if context.streets.iter().any(|s| s == atoms.low(to)) && atoms.capital(to) {
            return true;
        }
    }
    // "(1)", "1." at the start of a stretch, "[3]", "(202) 555-0123"
    let dialled = atoms.is(end + 1, Kind::Figure) && atoms.hyphen(end + 2);
    let short = atoms.low(at).len() <= 2 || dialled;
    let closed = matches!(before, "(" | "[") && matches!(after, ")" | "]") && end == at + 1 && short;
    closed || at == 0 && matches!(after, "." | ")") && atoms.low(at).len() <= 2
}

/// Whether a capitalised word stands right before `at`.
fn before_capital(atoms: &Atoms, at: usize) -> bool {
    at.checked_sub(1).is_some_and(|i| atoms.capital(i) && atoms.is(i, Kind::Word))
}

/// Whether the number word at `at` is part of a name: a capital inside a sentence ("the Big Four").
pub(super) fn is_named_word(atoms: &Atoms, at: usize) -> bool {
    let inside = at.checked_sub(1).is_some_and(|i| atoms.is(i, Kind::Word));
    inside && atoms.capital(at) && !matches!(atoms.before(at, 2), "." | "?" | "!")
}

/// Whether the word "one" at `at` is a number here.
pub(super) fn is_pronoun_one(atoms: &Atoms, at: usize) -> bool {
    let listed = |list: &[String], word: &str| list.iter().any(|w| w == word);
    listed(&CONTEXT.one_not_after, atoms.before(at, 1))
        || listed(&CONTEXT.one_not_before, atoms.low(at + 1))
        || atoms.hyphen(at + 1) && atoms.glued(at + 1)
        || at + 1 >= atoms.len()
}

/// Whether the word behind an ordinal says that it does not count a run of events.
pub(super) fn is_ordinal_name(atoms: &Atoms, at: usize, end: usize) -> bool {
    let tail = |word: &str| CONTEXT.ordinal_tails.iter().any(|t| t == word);
    tail(atoms.low(end)) || atoms.hyphen(end) && atoms.glued(end) || at > 0 && atoms.capital(at) || atoms.capital(end)
}

/// Whether words near the number, from `start` to `end`, make it a running total.
pub(super) fn is_cumulative(atoms: &Atoms, start: usize, end: usize) -> bool {
    const BEFORE: usize = 6;
    const AFTER: usize = 14;
    // Another number between the cue and this one takes the cue.
    let stops = |i: usize| atoms.is(i, Kind::Figure) || matches!(atoms.low(i), ";" | ".");
    for at in (start.saturating_sub(BEFORE)..start).rev() {
        if CONTEXT.cumulative_before.iter().any(|p| atoms.phrase_at(at, p).is_some_and(|n| at + n <= start)) {
            return true;
        }
        if stops(at) {
            break;
        }
    }
    // "since" opens the sentence as often as it closes it: "Since September the navy has sunk 35 boats".
    if (0..start.min(12)).any(|at| atoms.low(at) == "since")
        && (0..start).any(|i| matches!(atoms.low(i), "has" | "have" | "had"))
    {
        return true;
    }
    for at in end..atoms.len().min(end + AFTER) {
        if CONTEXT.cumulative_after.iter().any(|p| atoms.phrase_at(at, p).is_some()) {
            return true;
        }
        if stops(at) || atoms.low(at) == "," {
            break;
        }
    }
    false
}
