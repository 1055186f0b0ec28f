//! How words are compared: without case, diacritics and points.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words that make a leader's name the name of a government.
pub(super) const ADMINISTRATIONS: &[&str] = &["administration", "government", "regime", "cabinet", "presidency"];

/// How the letters of a word are cased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// No upper-case letter at its start.
    Lower,
    /// Upper case at the start.
    Capital,
    /// Two or more letters, all upper case.
    Upper,
    /// No letters.
    Other,
}

/// The shape of a word.
pub(super) fn shape(word: &str) -> Shape {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else { return Shape::Other };
    if !first.is_uppercase() {
        return Shape::Lower;
    }
    let mut more = false;
    for letter in letters {
        if letter.is_lowercase() {
            return Shape::Capital;
        }
        more = true;
    }
    if more { Shape::Upper } else { Shape::Capital }
}

/// Whether a word begins with an upper-case letter.
pub(super) fn is_capital(word: &str) -> bool {
    matches!(shape(word), Shape::Capital | Shape::Upper)
}

/// Appends the folded form of one letter: lower case, without marks; nothing for points and other marks.
fn fold(letter: char, out: &mut String) {
    if letter.is_ascii_alphanumeric() {
        out.push(letter.to_ascii_lowercase());
    } else if letter == '&' {
        out.push_str("and");
    } else if !letter.is_ascii() {
        match letter {
            'ł' | 'Ł' => out.push('l'),
            'ø' | 'Ø' => out.push('o'),
            'đ' | 'Đ' => out.push('d'),
            'ı' | 'İ' => out.push('i'),
            'ß' => out.push_str("ss"),
            _ if letter.is_alphanumeric() => {
                for part in letter.nfd().filter(|c| !is_combining_mark(*c)) {
                    out.extend(part.to_lowercase().filter(|c| c.is_alphanumeric()));
                }
            }
            _ => {}
        }
    }
}

/// Whether a sign parts a word into pieces that are compared one by one.
fn parts(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(
            letter,
            '-' | '‐'
                | '‑'
                | '–'
                | '—'
                | '\''
                | '’'
                | 'ʼ'
                | '`'
                | '‘'
                | ','
                | '/'
                | ':'
                | '"'
                | '“'
                | '”'
                | '('
                | ')'
        )
}

/// Calls `each` with every folded piece of `text`, the raw piece beside it.
pub(super) fn pieces<'t>(text: &'t str, buffer: &mut String, mut each: impl FnMut(&str, &'t str)) {
    for raw in text.split(parts) {
        buffer.clear();
        for letter in raw.chars() {
            fold(letter, buffer);
        }
        if !buffer.is_empty() {
            each(buffer, raw);
        }
    }
}

/// The folded pieces of `text`, a space between.
pub(super) fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut buffer = String::new();
    pieces(text, &mut buffer, |piece, _| {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(piece);
    });
    out
}

/// The singular of a lower-cased English noun, as far as its ending tells.
pub(super) fn singular(word: &str) -> String {
    match word {
        "people" | "police" | "troops" | "forces" | "authorities" | "media" | "press" | "congress" | "clergy" => {
            return word.strip_suffix("oops").map_or_else(
                || {
                    if word == "forces" {
                        "force".into()
                    } else if word == "authorities" {
                        "authority".into()
                    } else {
                        word.into()
                    }
                },
                |stem| format!("{stem}oop"),
            );
        }
        "children" => return "child".into(),
        "wives" => return "wife".into(),
        "allies" => return "ally".into(),
        "chiefs" => return "chief".into(),
        "staff" | "personnel" | "crew" | "class" | "business" => return word.into(),
        _ => {}
    }
    if let Some(stem) = word.strip_suffix("men") {
        return format!("{stem}man");
    }
    if let Some(stem) = word.strip_suffix("ies") {
        return if stem.len() > 2 { format!("{stem}y") } else { format!("{stem}ie") };
    }
    for ending in ["sses", "ches", "shes", "xes", "zzes"] {
        if word.ends_with(ending) {
            return word[..word.len() - 2].to_string();
        }
    }
    match word.strip_suffix('s') {
        Some(stem) if !stem.ends_with(['s', 'u', 'i']) && stem.len() > 2 => stem.into(),
        _ => word.into(),
    }
}
