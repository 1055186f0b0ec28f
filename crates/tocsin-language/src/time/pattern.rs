//! The shapes of time expressions: `knowledge/times/patterns.toml` compiled into one trie.

use super::class::{Amount, Class, Fields, take};
use super::lexicon::{LEXICON, Unit};
use crate::number::lexer::{Atoms, Kind};
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
    // "Johnnie Christmas" is a person; "a decades-long war" is no decade.
    if fields.holiday.is_some() && start > 1 && atoms.capital(start - 1) {
        return false;
    }
    if fields.plural && fields.article {
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
        && (atoms.is(start - 1, Kind::Word)
            || atoms.is(start - 1, Kind::Figure)
            || matches!(before, "." | "$" | "€" | "£" | "#"));
    let glued_right = atoms.glued(end)
        && atoms.is(end - 1, Kind::Figure)
        && (atoms.is(end, Kind::Word) || atoms.is(end, Kind::Figure) || matches!(atoms.low(end), "%" | "°"));
    !(glued_left || glued_right)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_that_a_pattern_names_is_there() {
        let lists = &LEXICON.context.lists;
        for pattern in &TRIE.patterns {
            for list in [&pattern.after, &pattern.before, &pattern.not_after, &pattern.not_before].into_iter().flatten()
            {
                assert!(lists.contains_key(list), "{}: no list {list}", pattern.id);
            }
            if let Some(part) = &pattern.part {
                assert!(matches!(part.as_str(), "MO" | "AF" | "EV" | "NI" | "MI"), "{}: no part {part}", pattern.id);
            }
        }
    }

    #[test]
    fn forms_are_expanded_to_every_reading() {
        let parts = HashMap::from([("wd".to_owned(), vec!["<weekday> ,?".to_owned()])]);
        let mut got: Vec<String> = expand("{wd}? (a|b c) d?", &parts, 0).iter().map(|s| s.join(" ")).collect();
        got.sort_unstable();
        assert_eq!(got.len(), 12);
        assert!(got.contains(&"<weekday> , b c d".to_owned()) && got.contains(&"a".to_owned()));
    }
}
