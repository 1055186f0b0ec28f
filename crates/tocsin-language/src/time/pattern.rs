//! The shapes of time expressions: `knowledge/times/patterns.toml` compiled into one trie.

use super::lexicon::{Direction, LEXICON, Modifier, Season, Unit};
use crate::number::lexer::{Atoms, Kind};
use crate::number::words::{digits, quantity};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a pattern gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Gives {
    Date,
    Shift,
    Duration,
    Set,
    Time,
    Ref,
    Range,
}

/// What the ordinal of a pattern counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum OrdinalOf {
    Quarter,
    Half,
    Century,
}

/// One shape.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pattern {
    /// Its name.
    pub id: String,
    form: String,
    pub gives: Gives,
    pub value: Option<String>,
    pub n: Option<f64>,
    pub sign: Option<i8>,
    pub unit: Option<Unit>,
    pub part: Option<String>,
    pub ordinal: Option<OrdinalOf>,
    /// Counted from the last day named, not from the publication day.
    #[serde(default)]
    pub named: bool,
    /// A weekday inside a directed week.
    #[serde(default)]
    pub week: bool,
    /// The close of the period that runs.
    #[serde(default)]
    pub close: bool,
    /// An unknown number of units.
    #[serde(default)]
    pub some: bool,
    #[serde(default)]
    some_if_plural: bool,
    /// Atoms at the start that belong to the shape but not to the expression.
    #[serde(default)]
    trim: usize,
    trim_word: Option<String>,
    after: Option<String>,
    before: Option<String>,
    not_after: Option<String>,
    not_before: Option<String>,
    #[serde(default)]
    after_figure: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    parts: HashMap<String, Vec<String>>,
    pattern: Vec<Pattern>,
}

/// A class of words, written `<name>` in a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Month,
    PlainMonth,
    Weekday,
    ShortWeekday,
    Day,
    DayA,
    DayB,
    DayWord,
    Year,
    YearA,
    YearB,
    Year2,
    Season,
    Unit,
    Units,
    Period,
    Number,
    Article,
    Some,
    Ordinal,
    Quarter,
    Decade,
    Part,
    Holiday,
    Modifier,
    Direction,
    Clock,
    ClockFigure,
    Noon,
    Meridiem,
    Zone,
    Set,
    Iso,
    Slashed,
}

impl Class {
    fn from_name(name: &str) -> Option<Class> {
        Some(match name {
            "month" => Class::Month,
            "plainmonth" => Class::PlainMonth,
            "weekday" => Class::Weekday,
            "wday" => Class::ShortWeekday,
            "day" => Class::Day,
            "day:a" => Class::DayA,
            "day:b" => Class::DayB,
            "dayword" => Class::DayWord,
            "year" => Class::Year,
            "year:a" => Class::YearA,
            "year:b" => Class::YearB,
            "year2" => Class::Year2,
            "season" => Class::Season,
            "unit" => Class::Unit,
            "units" => Class::Units,
            "period" => Class::Period,
            "n" => Class::Number,
            "an" => Class::Article,
            "some" => Class::Some,
            "ord" => Class::Ordinal,
            "q" => Class::Quarter,
            "decade" => Class::Decade,
            "part" => Class::Part,
            "holiday" => Class::Holiday,
            "mod" => Class::Modifier,
            "dir" => Class::Direction,
            "clock" => Class::Clock,
            "hhmm" => Class::ClockFigure,
            "noon" => Class::Noon,
            "ampm" => Class::Meridiem,
            "zone" => Class::Zone,
            "set" => Class::Set,
            "iso" => Class::Iso,
            "slashed" => Class::Slashed,
            _ => return None,
        })
    }
}

/// How many of a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Amount {
    Exactly(f64),
    Some,
}

/// What the words of an expression say.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Fields {
    pub year: Option<i16>,
    pub month: Option<i8>,
    pub day: Option<i8>,
    pub weekday: Option<i8>,
    pub season: Option<Season>,
    pub ordinal: Option<i16>,
    pub quarter: Option<i8>,
    pub decade: Option<i16>,
    pub unit: Option<Unit>,
    pub plural: bool,
    pub amount: Option<Amount>,
    pub modifier: Option<Modifier>,
    pub direction: Option<Direction>,
    pub part: Option<&'static str>,
    pub hour: Option<i8>,
    pub minute: Option<i8>,
    pub afternoon: Option<bool>,
    pub universal: bool,
    pub holiday: Option<usize>,
    pub set: Option<&'static str>,
    /// First end of a range: day or year, and one past its last atom.
    pub first: Option<(i16, usize)>,
    /// Where the second end of a range begins.
    pub second: Option<usize>,
}

/// A match.
#[derive(Debug, Clone, Copy)]
pub(super) struct Match {
    pub pattern: &'static Pattern,
    pub fields: Fields,
    /// First atom of the expression.
    pub start: usize,
    /// One past its last atom.
    pub end: usize,
}

#[derive(Default)]
struct Node {
    words: HashMap<String, usize>,
    classes: Vec<(Class, usize)>,
    accepts: Vec<usize>,
}

struct Trie {
    nodes: Vec<Node>,
    patterns: Vec<Pattern>,
}

static TRIE: LazyLock<Trie> = LazyLock::new(|| {
    let text = include_str!("../../../../knowledge/times/patterns.toml");
    let file: File = toml::from_str(text)
        .unwrap_or_else(|error| unreachable!("knowledge/times/patterns.toml is read by a test: {error}"));
    let mut trie = Trie { nodes: vec![Node::default()], patterns: Vec::new() };
    for (number, pattern) in file.pattern.iter().enumerate() {
        for sequence in expand(&pattern.form, &file.parts, 0) {
            trie.insert(&sequence, number);
        }
    }
    trie.patterns = file.pattern;
    trie
});

/// All sequences of elements that a form stands for.
fn expand(form: &str, parts: &HashMap<String, Vec<String>>, depth: usize) -> Vec<Vec<String>> {
    let mut sequences = vec![Vec::new()];
    for element in elements(form) {
        let optional = element.len() > 1 && element.ends_with('?');
        let core = if optional { &element[..element.len() - 1] } else { element };
        let choices: Vec<Vec<String>> = if let Some(name) = core.strip_prefix('{').and_then(|c| c.strip_suffix('}')) {
            let forms = parts.get(name).map(Vec::as_slice).unwrap_or_default();
            debug_assert!(!forms.is_empty() && depth < 4, "no part named {name}");
            forms.iter().flat_map(|f| expand(f, parts, depth + 1)).collect()
        } else if let Some(inner) = core.strip_prefix('(').and_then(|c| c.strip_suffix(')')) {
            inner.split('|').flat_map(|f| expand(f, parts, depth + 1)).collect()
        } else {
            vec![vec![core.to_owned()]]
        };
        let mut next = Vec::new();
        for sequence in &sequences {
            for choice in &choices {
                next.push(sequence.iter().chain(choice).cloned().collect());
            }
            if optional {
                next.push(sequence.clone());
            }
        }
        sequences = next;
    }
    sequences
}

/// The elements of a form: split at spaces outside brackets.
fn elements(form: &str) -> Vec<&str> {
    let (mut found, mut depth, mut start) = (Vec::new(), 0usize, 0);
    for (at, c) in form.char_indices() {
        match c {
            '(' | '{' => depth += 1,
            ')' | '}' => depth = depth.saturating_sub(1),
            ' ' if depth == 0 => {
                found.push(&form[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&form[start..]);
    found.retain(|e| !e.is_empty());
    found
}

impl Trie {
    fn insert(&mut self, sequence: &[String], pattern: usize) {
        let mut node = 0;
        for element in sequence {
            let class = element.strip_prefix('<').and_then(|e| e.strip_suffix('>'));
            let fresh = self.nodes.len();
            node = match class {
                Some(name) => {
                    let Some(class) = Class::from_name(name) else {
                        unreachable!("knowledge/times/patterns.toml: no class <{name}>")
                    };
                    match self.nodes[node].classes.iter().find(|(c, _)| *c == class) {
                        Some((_, next)) => *next,
                        None => {
                            self.nodes[node].classes.push((class, fresh));
                            fresh
                        }
                    }
                }
                None => *self.nodes[node].words.entry(element.clone()).or_insert(fresh),
            };
            if node == fresh {
                self.nodes.push(Node::default());
            }
        }
        if !self.nodes[node].accepts.contains(&pattern) {
            self.nodes[node].accepts.push(pattern);
        }
    }
}

/// The longest match that begins at atom `at`.
pub(super) fn longest(atoms: &Atoms, at: usize) -> Option<Match> {
    let mut best = None;
    walk(&TRIE, 0, atoms, at, at, Fields::default(), &mut best);
    best.map(|(number, end, fields): (usize, usize, Fields)| {
        let pattern = &TRIE.patterns[number];
        let word = pattern.trim_word.as_deref().is_some_and(|w| atoms.low(at) == w);
        Match { pattern, fields, start: at + pattern.trim + usize::from(word), end }
    })
}

fn walk(
    trie: &'static Trie,
    node: usize,
    atoms: &Atoms,
    start: usize,
    at: usize,
    fields: Fields,
    best: &mut Option<(usize, usize, Fields)>,
) {
    let node = &trie.nodes[node];
    for &number in &node.accepts {
        let better = best.as_ref().is_none_or(|(n, end, _)| at > *end || at == *end && number < *n);
        if better && allowed(&trie.patterns[number], atoms, start, at, &fields) {
            *best = Some((number, at, fields));
        }
    }
    if at >= atoms.len() {
        return;
    }
    if let Some(&next) = node.words.get(atoms.low(at)) {
        walk(trie, next, atoms, start, at + 1, fields, best);
    }
    for &(class, next) in &node.classes {
        let mut with = fields;
        if let Some(end) = take(class, atoms, at, &mut with) {
            walk(trie, next, atoms, start, end, with, best);
        }
    }
}

/// Whether the words around a match allow it.
fn allowed(pattern: &Pattern, atoms: &Atoms, start: usize, end: usize, fields: &Fields) -> bool {
    let listed = |list: &Option<String>, word: &str| list.as_deref().map(|l| LEXICON.listed(l, word));
    let before = atoms.before(start, 1);
    if listed(&pattern.after, before) == Some(false)
        || listed(&pattern.not_after, before) == Some(true)
        || listed(&pattern.before, atoms.low(end)) == Some(false)
        || listed(&pattern.not_before, atoms.low(end)) == Some(true)
    {
        return false;
    }
    if pattern.after_figure && !start.checked_sub(1).is_some_and(|i| atoms.is(i, Kind::Figure)) {
        return false;
    }
    // "16-year-old" is an age.
    let old = if atoms.hyphen(end) { atoms.low(end + 1) } else { atoms.low(end) };
    if matches!(pattern.gives, Gives::Duration) && matches!(old, "old" | "olds") {
        return false;
    }
    // "two second strikes", "a five day": a singular unit needs a hyphen or one of it.
    if matches!(pattern.gives, Gives::Duration | Gives::Shift) && fields.unit.is_some() && !fields.plural {
        let last = end.saturating_sub(1);
        let hyphened = (start..last).any(|i| atoms.hyphen(i));
        let one = matches!(fields.amount, None | Some(Amount::Exactly(..=1.5)));
        if !(hyphened || one) {
            return false;
        }
        // "one day" in a story, "a second" time.
        if fields.unit == Some(Unit::Second) && !hyphened {
            return false;
        }
    }
    // A figure that runs on ("10.2026-01") or hangs on a word ("B2024") is no date.
    let glued_left = start > 0
        && atoms.glued(start)
        && atoms.is(start, Kind::Figure)
        && (atoms.is(start - 1, Kind::Word) || atoms.is(start - 1, Kind::Figure) || matches!(before, "." | "$" | "€" | "£" | "#"));
    let glued_right = atoms.glued(end)
        && atoms.is(end - 1, Kind::Figure)
        && (atoms.is(end, Kind::Word) || atoms.is(end, Kind::Figure) || matches!(atoms.low(end), "%" | "°"));
    !(glued_left || glued_right)
}

/// Whether a digit-only figure without separators stands at `at`; its number.
fn plain_number(atoms: &Atoms, at: usize) -> Option<u32> {
    let text = atoms.low(at);
    (atoms.is(at, Kind::Figure) && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

fn year_at(atoms: &Atoms, at: usize) -> Option<i16> {
    let year = plain_number(atoms, at).filter(|_| atoms.low(at).len() == 4)?;
    (1400..=2199).contains(&year).then_some(year as i16)
}

fn day_at(atoms: &Atoms, at: usize) -> Option<(i8, usize)> {
    let day = plain_number(atoms, at).filter(|d| (1..=31).contains(d) && atoms.low(at).len() <= 2)?;
    let suffix = atoms.glued(at + 1) && matches!(atoms.low(at + 1), "st" | "nd" | "rd" | "th");
    Some((day as i8, at + 1 + usize::from(suffix)))
}

/// Reads one word or more of `class` at `at` into `fields`; one past the last atom read.
fn take(class: Class, atoms: &Atoms, at: usize, fields: &mut Fields) -> Option<usize> {
    let word = atoms.low(at);
    let next = at + 1;
    let end = match class {
        Class::Month => {
            let (number, _, end) = LEXICON.month(atoms, at)?;
            fields.month = Some(number);
            end
        }
        Class::PlainMonth => {
            let (number, plain, end) = LEXICON.month(atoms, at)?;
            fields.month = Some(number).filter(|_| plain);
            fields.month.map(|_| end)?
        }
        Class::Weekday => {
            fields.weekday = Some(LEXICON.weekday(atoms, at)?);
            next
        }
        Class::ShortWeekday => {
            let (number, end) = LEXICON.weekday_short(atoms, at)?;
            fields.weekday = Some(number);
            end
        }
        Class::Day | Class::DayB => {
            let (day, end) = day_at(atoms, at)?;
            fields.day = Some(day);
            if class == Class::DayB {
                fields.second = Some(at);
            }
            end
        }
        Class::DayA => {
            let (day, end) = day_at(atoms, at)?;
            fields.first = Some((i16::from(day), end));
            end
        }
        Class::DayWord | Class::Ordinal => {
            let found = quantity(atoms, at).filter(|q| q.ordinal)?;
            let value = found.value.filter(|v| (1.0..=31.0).contains(v))?;
            if class == Class::DayWord {
                fields.day = Some(value as i8);
            } else {
                fields.ordinal = Some(value as i16);
            }
            found.end
        }
        Class::Year => {
            fields.year = Some(year_at(atoms, at)?);
            next
        }
        Class::YearA => {
            fields.first = Some((year_at(atoms, at)?, next));
            next
        }
        Class::YearB => {
            let (first, _) = fields.first?;
            let last = match year_at(atoms, at) {
                Some(year) => year,
                None => first / 100 * 100 + plain_number(atoms, at).filter(|_| word.len() == 2)? as i16,
            };
            if last <= first || !atoms.glued(at) && word.len() == 2 {
                return None;
            }
            fields.year = Some(last);
            fields.second = Some(at);
            next
        }
        Class::Year2 => {
            let figure = plain_number(atoms, next).filter(|_| atoms.low(next).len() == 2)?;
            if !matches!(word, "'" | "’" | "‘") || !atoms.glued(next) || atoms.glued(at) || atoms.glued(next + 1) && atoms.is(next + 1, Kind::Word) {
                return None;
            }
            fields.year = Some(if figure < 50 { 2000 } else { 1900 } + figure as i16);
            next + 1
        }
        Class::Season => {
            fields.season = Some(LEXICON.season(word)?);
            next
        }
        Class::Unit | Class::Units | Class::Period => {
            let (unit, plural) = LEXICON.unit(word)?;
            let small = matches!(unit, Unit::Second | Unit::Minute | Unit::Hour | Unit::Night);
            if class == Class::Units && !plural || class == Class::Period && (plural || small) {
                return None;
            }
            if unit == Unit::Second && atoms.low(next) == "-" && !plural {
                return None;
            }
            fields.unit = Some(unit);
            fields.plural = plural;
            next
        }
        Class::Number => {
            let found = quantity(atoms, at).filter(|q| !q.ordinal)?;
            fields.amount = Some(found.value.map_or(Amount::Some, Amount::Exactly));
            found.end
        }
        Class::Article => {
            fields.amount = Some(Amount::Exactly(1.0)).filter(|_| matches!(word, "a" | "an" | "one"));
            fields.amount.map(|_| next)?
        }
        Class::Some => {
            let vague = matches!(word, "some" | "many" | "several" | "few" | "couple" | "multiple");
            fields.amount = vague.then_some(Amount::Some);
            fields.amount.map(|_| next)?
        }
        Class::Quarter => {
            let figure = plain_number(atoms, next).filter(|n| (1..=4).contains(n));
            fields.quarter = Some(figure.filter(|_| word == "q" && atoms.glued(next))? as i8);
            at + 2
        }
        Class::Decade => decade(atoms, at, fields)?,
        Class::Part => {
            fields.part = Some(LEXICON.part(word)?);
            next
        }
        Class::Holiday => {
            let (number, end) = LEXICON.holiday(atoms, at)?;
            fields.holiday = Some(number);
            end
        }
        Class::Modifier => {
            fields.modifier = Some(LEXICON.modifier(word)?);
            next
        }
        Class::Direction => {
            fields.direction = Some(LEXICON.direction(word)?);
            next
        }
        Class::Clock | Class::ClockFigure => clock(class, atoms, at, fields)?,
        Class::Noon => {
            fields.hour = Some(match word {
                "noon" | "midday" => 12,
                "midnight" => 24,
                _ => return None,
            });
            fields.minute = Some(0);
            next
        }
        Class::Meridiem => {
            let letter = word.chars().next()?;
            fields.afternoon = Some(letter == 'p');
            match word {
                "am" | "pm" => next,
                "a" | "p" if atoms.low(next) == "." && atoms.low(next + 1) == "m" => {
                    next + 2 + usize::from(atoms.low(next + 2) == "." && atoms.glued(next + 2))
                }
                _ => return None,
            }
        }
        Class::Zone => {
            let (universal, end) = LEXICON.zone(atoms, at)?;
            fields.universal = universal;
            end
        }
        Class::Set => {
            fields.set = Some(LEXICON.set(word)?);
            next
        }
        Class::Iso => iso(atoms, at, fields)?,
        Class::Slashed => slashed(atoms, at, fields)?,
    };
    Some(end)
}

/// "1990s", "'90s", "nineties" is left to prose.
fn decade(atoms: &Atoms, at: usize, fields: &mut Fields) -> Option<usize> {
    let marked = matches!(atoms.low(at), "'" | "’" | "‘");
    let figure = if marked { at + 1 } else { at };
    let number = plain_number(atoms, figure)?;
    let mut end = figure + 1;
    if matches!(atoms.low(end), "'" | "’") && atoms.glued(end) {
        end += 1;
    }
    if atoms.low(end) != "s" || !atoms.glued(end) || number % 10 != 0 {
        return None;
    }
    let the = atoms.before(at, 1) == "the";
    let year = match atoms.low(figure).len() {
        4 if (1400..=2190).contains(&number) => number as i16,
        2 if (marked || the) && number >= 20 => 1900 + number as i16,
        _ => return None,
    };
    fields.decade = Some(year / 10);
    Some(end + 1)
}

/// A clock time: "14:00", "6.40", "6" (which needs a.m. or p.m. behind it), "noon".
fn clock(class: Class, atoms: &Atoms, at: usize, fields: &mut Fields) -> Option<usize> {
    let (hour, minute, end) = if let Some(hour) = plain_number(atoms, at) {
        if atoms.low(at + 1) == ":" && atoms.glued(at + 1) && atoms.glued(at + 2) && atoms.low(at + 2).len() == 2 {
            (hour, plain_number(atoms, at + 2)?, at + 3)
        } else if atoms.low(at).len() == 4 && class == Class::Clock {
            (hour / 100, hour % 100, at + 1)
        } else {
            (hour, 0, at + 1)
        }
    } else {
        let (hour, minute) = atoms.low(at).split_once('.').filter(|_| atoms.is(at, Kind::Figure))?;
        (hour.parse().ok()?, Some(minute).filter(|m| m.len() == 2)?.parse().ok()?, at + 1)
    };
    if hour > 24 || minute > 59 {
        return None;
    }
    // Without "p.m." or a zone only a colon makes a time, and a preposition ("at 14:00", but no score).
    if class == Class::ClockFigure {
        let after = LEXICON.listed("clock_after", atoms.before(at, 1));
        if end != at + 3 || !after || atoms.low(end) == ":" {
            return None;
        }
    }
    fields.hour = Some(hour as i8);
    fields.minute = Some(minute as i8);
    Some(end)
}

fn iso(atoms: &Atoms, at: usize, fields: &mut Fields) -> Option<usize> {
    let year = year_at(atoms, at)?;
    let part = |i: usize, most: u32| {
        plain_number(atoms, i).filter(|n| (1..=most).contains(n) && atoms.low(i).len() == 2 && atoms.glued(i))
    };
    if atoms.low(at + 1) != "-" || atoms.low(at + 3) != "-" {
        return None;
    }
    fields.year = Some(year);
    fields.month = Some(part(at + 2, 12)? as i8);
    fields.day = Some(part(at + 4, 31)? as i8);
    Some(at + 5)
}

/// "7/8/07", "03/15/2026": month first, unless the first number cannot be one.
fn slashed(atoms: &Atoms, at: usize, fields: &mut Fields) -> Option<usize> {
    if atoms.low(at + 1) != "/" || atoms.low(at + 3) != "/" || !(at + 1..at + 5).all(|i| atoms.glued(i)) {
        return None;
    }
    let year = match atoms.low(at + 4).len() {
        4 => year_at(atoms, at + 4)?,
        2 => 2000 + digits(atoms.low(at + 4))? as i16,
        _ => return None,
    };
    let (a, b) = (plain_number(atoms, at)?, plain_number(atoms, at + 2)?);
    let (month, day) = if a > 12 { (b, a) } else { (a, b) };
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    fields.year = Some(year);
    fields.month = Some(month as i8);
    fields.day = Some(day as i8);
    Some(at + 5)
}

impl Match {
    /// The amount: that of the pattern, else that of the words.
    pub fn amount(&self) -> Option<Amount> {
        if self.pattern.some || self.pattern.some_if_plural && self.fields.plural {
            return Some(Amount::Some);
        }
        self.pattern.n.map(Amount::Exactly).or(self.fields.amount)
    }

    /// The unit: that of the pattern, else that of the words.
    pub fn unit(&self) -> Option<Unit> {
        self.pattern.unit.or(self.fields.unit)
    }
}
