//! A text as small words and shapes: what is left of it when topic and names are taken out.

use std::collections::HashSet;
use std::sync::LazyLock;

/// The small words that are kept as they are. The model was trained with this list: another list needs other weights.
static SMALL_WORDS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("../../../../models/translated/words.txt").lines().collect());

/// More is not looked at.
const MOST: usize = 4000;

/// The shapes of a text.
pub(super) struct Shapes<'t> {
    pub tokens: Vec<&'t str>,
    /// How many of them stand for words.
    pub words: usize,
}

/// Reads a text: a small word stays itself, another becomes its ending, a name `X`, a number `#`, and marks of
/// one kind become one mark, so that an outlet's typography does not tell.
pub(super) fn of(text: &str) -> Shapes<'static> {
    let mut shapes = Shapes { tokens: Vec::new(), words: 0 };
    for paragraph in text.split('\n').filter(|p| !p.trim().is_empty()) {
        shapes.tokens.push("<p>");
        let mut first = true;
        let mut rest = paragraph;
        while let Some(c) = rest.chars().next() {
            if shapes.tokens.len() >= MOST {
                return shapes;
            }
            let end = if c.is_alphabetic() {
                word_end(rest)
            } else if c.is_numeric() {
                number_end(rest)
            } else {
                c.len_utf8()
            };
            let (token, after) = rest.split_at(end);
            rest = after;
            if c.is_alphabetic() {
                shapes.words += 1;
                word(token, first, &mut shapes.tokens);
                first = false;
            } else if c.is_numeric() {
                shapes.tokens.push("#");
                first = false;
            } else if let Some(mark) = mark(c) {
                shapes.tokens.push(mark);
                first |= matches!(mark, "." | "!" | "?" | ":" | "\"");
            }
        }
    }
    shapes
}

/// Letters, with apostrophes and marks between them.
fn word_end(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let inside = matches!(c, '\'' | '’') && chars.peek().is_some_and(|(_, next)| next.is_alphabetic());
        if !c.is_alphabetic() && !inside && !is_combining(c) {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn number_end(text: &str) -> usize {
    text.find(|c: char| !c.is_numeric() && !matches!(c, '.' | ',' | ':')).unwrap_or(text.len())
}

fn word(token: &str, first: bool, out: &mut Vec<&'static str>) {
    let lower = token.to_lowercase().replace('’', "'");
    let is_small = |word: &str| SMALL_WORDS.get(word).copied();
    let (base, owns) = match lower.strip_suffix("'s") {
        Some(base) if is_small(&lower).is_none() => (base, true),
        _ => (lower.as_str(), false),
    };
    out.push(match is_small(base) {
        Some(word) => word,
        None if !first && token.chars().next().is_some_and(char::is_uppercase) => "X",
        None => ending(base),
    });
    if owns {
        out.push("'s");
    }
}

fn ending(word: &str) -> &'static str {
    for (ending, shape) in [("ing", "~ing"), ("ed", "~ed"), ("ly", "~ly"), ("ion", "~ion"), ("s", "~s")] {
        if word.len() > ending.len() + 2 && word.ends_with(ending) {
            return shape;
        }
    }
    "~"
}

fn mark(c: char) -> Option<&'static str> {
    Some(match c {
        '"' | '“' | '”' | '„' | '«' | '»' => "\"",
        '\'' | '’' | '‘' | '`' | '‚' => "'",
        '-' | '–' | '—' => "-",
        '.' | '…' => ".",
        ',' => ",",
        ';' => ";",
        ':' => ":",
        '!' => "!",
        '?' => "?",
        '(' | '[' => "(",
        ')' | ']' => ")",
        '/' => "/",
        '%' => "%",
        '&' => "&",
        '$' | '€' | '£' | '¥' => "$",
        c if c.is_whitespace() || c.is_control() => return None,
        _ => "?other",
    })
}
