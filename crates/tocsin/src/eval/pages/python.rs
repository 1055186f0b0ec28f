//! What the reference scorer's language means by a word, by white space and by the printed form of a string.

use regex::Regex;
use std::fmt::Write;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// A class of characters; the expression is fixed, so it cannot fail.
fn class(expression: &str) -> Option<Regex> {
    Regex::new(expression).ok()
}

/// The words of a text: letters, numbers and underscores in a row. Combining marks are no part of a word.
pub fn words(text: &str) -> Vec<&str> {
    static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| class(r"[\p{L}\p{N}_]+"));
    WORD.as_ref().map_or_else(Vec::new, |word| word.find_iter(text).map(|found| found.as_str()).collect())
}

/// White space as `str.split` sees it: also the four separators of ASCII.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// One space for every run of white space, no soft hyphens, one Unicode form.
pub fn squeeze(text: &str) -> String {
    let text: String = text.nfkc().filter(|c| *c != '\u{ad}').collect();
    let mut out = String::with_capacity(text.len());
    for part in text.split(is_space).filter(|part| !part.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(part);
    }
    out
}

/// Squeezed, and without case.
pub fn fold(text: &str) -> String {
    caseless::default_case_fold_str(&squeeze(text))
}

/// A string as the reference prints it: in quotes, with escapes for what cannot be seen.
pub fn repr(text: &str) -> String {
    static UNSEEN: LazyLock<Option<Regex>> = LazyLock::new(|| class(r"^[\p{C}\p{Z}]$"));
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::from(quote);
    let mut buffer = [0; 4];
    for c in text.chars() {
        let unseen = |c: char, buffer: &mut [u8]| {
            c != ' ' && UNSEEN.as_ref().is_some_and(|unseen| unseen.is_match(c.encode_utf8(buffer)))
        };
        // Writing into a string cannot fail.
        let _ = match c {
            '\\' => write!(out, "\\\\"),
            '\n' => write!(out, "\\n"),
            '\r' => write!(out, "\\r"),
            '\t' => write!(out, "\\t"),
            c if c == quote => write!(out, "\\{c}"),
            c if !unseen(c, &mut buffer) => write!(out, "{c}"),
            c if u32::from(c) < 0x100 => write!(out, "\\x{:02x}", u32::from(c)),
            c if u32::from(c) < 0x1_0000 => write!(out, "\\u{:04x}", u32::from(c)),
            c => write!(out, "\\U{:08x}", u32::from(c)),
        };
    }
    out.push(quote);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_holds_letters_numbers_and_underscores() {
        assert_eq!(words("Don't x_1—½ e\u{301}t 北京"), ["Don", "t", "x_1", "½", "e", "t", "北京"]);
    }

    #[test]
    fn squeezing_takes_out_soft_hyphens_and_forms() {
        assert_eq!(squeeze(" a\u{a0}\u{1f}b\n co\u{ad}op ﬁn "), "a b coop fin");
        assert_eq!(fold("Groß  É"), "gross é");
    }

    #[test]
    fn a_string_is_printed_with_its_quotes_and_escapes() {
        assert_eq!(repr("a'b"), "\"a'b\"");
        assert_eq!(repr("a'b\"c\\"), "'a\\'b\"c\\\\'");
        assert_eq!(repr("é\u{a0}\n\u{200b}\u{1f}\u{e0001}"), "'é\\xa0\\n\\u200b\\x1f\\U000e0001'");
    }
}
