//! Names and words as they are compared: without case and accents.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The words of `text` in lower case and without accents, each between single spaces (" jair bolsonaro "), so that
/// a word's beginning is found behind a space; empty when there is no word.
pub(crate) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    for c in text.nfkd().filter(|c| !is_combining_mark(*c) && !is_modifier(*c)).flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            if out.is_empty() {
                out.push(' ');
            }
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') && !matches!(c, '\'' | '’' | '.') {
            out.push(' ');
        }
    }
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

/// Letters that only say how their neighbour sounds, as in Qaʿida and Hawaiʻi.
fn is_modifier(c: char) -> bool {
    matches!(c, '\u{2B0}'..='\u{2FF}')
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn case_accents_and_punctuation_do_not_matter() {
        for (given, want) in [
            ("Recep Tayyip Erdoğan", " recep tayyip erdogan "),
            ("U.S. Army", " us army "),
            ("  Al-Qaʿida  ", " al qaida "),
            ("N'Djamena", " ndjamena "),
            ("!!!", ""),
            ("", ""),
        ] {
            assert_eq!(folded(given), want);
        }
    }
}
