//! Cuts a stretch of text into words, figures and marks. Times and numbers need finer pieces than the tokens of a
//! treebank ("3-day", "$25bn", "1990s", "5pm"), and the same pieces whatever the tokeniser does.

use std::ops::Range;

/// What an [`Atom`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A run of letters.
    Word,
    /// A run of digits, with separators of thousands and a decimal point inside.
    Figure,
    /// Any other single character that is no white space.
    Mark,
}

/// A word, a figure or a mark.
#[derive(Debug, Clone)]
pub(crate) struct Atom {
    /// Bytes of the whole text.
    pub bytes: Range<usize>,
    pub kind: Kind,
    /// Whether no white space stands before it.
    pub glued: bool,
    /// Whether it begins with an upper-case letter.
    pub capital: bool,
    /// Whether it has no lower-case letter.
    pub shouting: bool,
    lower: Range<u32>,
}

/// The atoms of one stretch of text.
#[derive(Debug, Default)]
pub(crate) struct Atoms {
    atoms: Vec<Atom>,
    lower: String,
}

/// Longest stretch lexed at once; longer ones are cut at white space, so that memory stays bounded.
const STRETCH: usize = 1 << 16;

/// Cuts `range` of `text` into stretches of bounded length, at white space where there is any.
pub(crate) fn stretches(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = range.start;
    while range.end - start > STRETCH {
        let mut end = start + STRETCH;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let cut = text[start..end].rfind(char::is_whitespace).map_or(end, |at| start + at);
        let cut = if cut == start { end } else { cut };
        found.push(start..cut);
        start = cut;
    }
    found.push(start..range.end);
    found
}

impl Atoms {
    /// Lexes `range` of `text`.
    pub fn new(text: &str, range: Range<usize>) -> Self {
        let mut atoms = Atoms::default();
        let end = range.end;
        let bytes = text.as_bytes();
        let mut at = range.start;
        let mut glued = false;
        while at < end {
            let Some(first) = text[at..end].chars().next() else { break };
            if first.is_whitespace() {
                glued = false;
                at += first.len_utf8();
                continue;
            }
            let start = at;
            let kind = if first.is_ascii_digit() {
                at = figure_end(bytes, at, end);
                Kind::Figure
            } else if first.is_alphabetic() {
                at += text[at..end].find(|c: char| !c.is_alphabetic()).unwrap_or(end - at);
                Kind::Word
            } else {
                at += first.len_utf8();
                Kind::Mark
            };
            let from = atoms.lower.len();
            for c in text[start..at].chars() {
                if c.is_ascii() {
                    atoms.lower.push(c.to_ascii_lowercase());
                } else {
                    atoms.lower.extend(c.to_lowercase());
                }
            }
            let lower = from as u32..atoms.lower.len() as u32;
            let shouting = kind == Kind::Word && !text[start..at].chars().any(char::is_lowercase);
            atoms.atoms.push(Atom { bytes: start..at, kind, glued, capital: first.is_uppercase(), shouting, lower });
            glued = true;
        }
        atoms
    }

    pub fn len(&self) -> usize {
        self.atoms.len()
    }

    /// The atom at `at`, if there is one.
    pub fn get(&self, at: usize) -> Option<&Atom> {
        self.atoms.get(at)
    }

    /// Lower-cased text of the atom at `at`; empty past the end.
    pub fn low(&self, at: usize) -> &str {
        self.atoms.get(at).map_or("", |a| &self.lower[a.lower.start as usize..a.lower.end as usize])
    }

    /// Lower-cased text of the atom `back` places before `at` (1 = the one before); empty before the start.
    pub fn before(&self, at: usize, back: usize) -> &str {
        at.checked_sub(back).map_or("", |i| self.low(i))
    }

    /// Whether the atom at `at` exists, is of `kind`.
    pub fn is(&self, at: usize, kind: Kind) -> bool {
        self.atoms.get(at).is_some_and(|a| a.kind == kind)
    }

    /// Whether the atom at `at` exists and has no white space before it.
    pub fn glued(&self, at: usize) -> bool {
        self.atoms.get(at).is_some_and(|a| a.glued)
    }

    /// Whether the atom at `at` exists and begins with a capital.
    pub fn capital(&self, at: usize) -> bool {
        self.atoms.get(at).is_some_and(|a| a.capital)
    }

    /// Whether the atom at `at` is a word without lower-case letters.
    pub fn shouting(&self, at: usize) -> bool {
        self.atoms.get(at).is_some_and(|a| a.shouting)
    }

    /// Whether the atom at `at` is a hyphen or a dash that may join words or figures.
    pub fn hyphen(&self, at: usize) -> bool {
        matches!(self.low(at), "-" | "\u{2010}" | "\u{2011}" | "\u{2013}")
    }

    /// The bytes from the atom `from` up to, not including, the atom `to`.
    pub fn bytes(&self, from: usize, to: usize) -> Range<usize> {
        match (self.atoms.get(from), to.checked_sub(1).and_then(|i| self.atoms.get(i))) {
            (Some(first), Some(last)) if first.bytes.start <= last.bytes.end => first.bytes.start..last.bytes.end,
            _ => 0..0,
        }
    }

    /// How many atoms the words of `phrase` (lower case, one space between) take from `at`, if they stand there.
    pub fn phrase_at(&self, at: usize, phrase: &str) -> Option<usize> {
        let mut to = at;
        for word in phrase.split(' ') {
            if self.low(to) != word {
                return None;
            }
            to += 1;
        }
        Some(to - at)
    }

    /// How many atoms the words of `phrase` take right before `at`, if they stand there.
    pub fn phrase_before(&self, at: usize, phrase: &str) -> Option<usize> {
        let words = phrase.split(' ').count();
        self.phrase_at(at.checked_sub(words)?, phrase)
    }
}

/// End of the figure that begins at `at`: digits, commas before three digits, one decimal point before a digit.
fn figure_end(bytes: &[u8], mut at: usize, end: usize) -> usize {
    let digits = |mut at: usize| {
        let from = at;
        while at < end && bytes[at].is_ascii_digit() {
            at += 1;
        }
        at - from
    };
    let lead = digits(at);
    at += lead;
    if lead <= 3 {
        while at < end && bytes[at] == b',' && digits(at + 1) == 3 {
            at += 4;
        }
    }
    if at + 1 < end && bytes[at] == b'.' && digits(at + 1) > 0 {
        at += 1 + digits(at + 1);
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lex(text: &str) -> Vec<&str> {
        let atoms = Atoms::new(text, 0..text.len());
        (0..atoms.len()).filter_map(|i| atoms.get(i)).map(|a| &text[a.bytes.clone()]).collect()
    }

    #[test]
    fn figures_keep_their_separators() {
        assert_eq!(
            lex("$1,250.5m, 1990s; Jan. 3,2026"),
            ["$", "1,250.5", "m", ",", "1990", "s", ";", "Jan", ".", "3", ",", "2026"]
        );
        assert_eq!(lex("12,3456 2026-01-03 à 5"), ["12", ",", "3456", "2026", "-", "01", "-", "03", "à", "5"]);
    }

    #[test]
    fn long_stretches_are_cut_at_white_space() {
        let text = "word ".repeat(40_000);
        let cut = stretches(&text, 0..text.len());
        assert!(cut.len() > 1 && cut.iter().all(|r| r.len() <= STRETCH));
        assert!(cut.windows(2).all(|w| w[0].end == w[1].start && text[w[1].clone()].starts_with(' ')));
    }
}
