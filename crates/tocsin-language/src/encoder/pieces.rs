//! Word pieces: how the encoder's vocabulary spells a token (lower case, no accents), and the shape that this hides.
//!
//! The same rules as `training/encoder/pieces.py`; a test compares both on the same words.

use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

/// Most pieces that one token may take; of longer ones the beginning and the end are kept, since endings carry grammar.
pub const MOST: usize = 8;

/// Longest word in characters that the vocabulary is asked for.
const LONGEST_WORD: usize = 100;

/// Classes of shape; the number one above the last stands for the marks around a sentence.
pub const SHAPES: usize = 6;

/// The vocabulary: pieces by number.
#[derive(Debug)]
pub struct Pieces {
    numbers: HashMap<Box<str>, u32>,
    /// Number of the piece for what no piece spells.
    unknown: u32,
    /// Number of the mark before a sentence.
    pub first: u32,
    /// Number of the mark after a sentence.
    pub last: u32,
}

impl Pieces {
    /// The vocabulary of a list with one piece a line.
    ///
    /// # Errors
    /// When the list lacks one of the marks; the error names it.
    pub fn new(list: &str) -> Result<Self, String> {
        let numbers: HashMap<Box<str>, u32> = list.lines().map(Box::from).zip(0..).collect();
        let mark = |name: &str| numbers.get(name).copied().ok_or_else(|| format!("the vocabulary has no {name}"));
        let (unknown, first, last) = (mark("[UNK]")?, mark("[CLS]")?, mark("[SEP]")?);
        Ok(Pieces { numbers, unknown, first, last })
    }

    /// Appends the pieces of one token to `out`: at least one, at most [`MOST`].
    pub fn spell(&self, token: &str, out: &mut Vec<u32>) {
        let from = out.len();
        let mut word = String::new();
        for c in token.to_lowercase().nfd() {
            if is_nothing(c) {
                continue;
            }
            if c.is_whitespace() {
                self.word(&mut word, out);
            } else if is_mark(c) {
                self.word(&mut word, out);
                word.push(c);
                self.word(&mut word, out);
            } else {
                word.push(c);
            }
        }
        self.word(&mut word, out);
        let count = out.len() - from;
        if count == 0 {
            out.push(self.unknown);
        } else if count > MOST {
            out.drain(from + MOST / 2..out.len() - MOST / 2);
        }
    }

    /// Appends the pieces of one word, the longest first at every step, and empties it.
    fn word(&self, word: &mut String, out: &mut Vec<u32>) {
        if word.is_empty() {
            return;
        }
        let from = out.len();
        if word.chars().count() > LONGEST_WORD {
            out.push(self.unknown);
            word.clear();
            return;
        }
        let mut at = 0;
        let mut piece = String::with_capacity(word.len() + 2);
        while at < word.len() {
            let found = (at + 1..=word.len()).rev().filter(|&end| word.is_char_boundary(end)).find_map(|end| {
                piece.clear();
                if at > 0 {
                    piece.push_str("##");
                }
                piece.push_str(&word[at..end]);
                self.numbers.get(piece.as_str()).map(|&number| (number, end))
            });
            match found {
                Some((number, end)) => {
                    out.push(number);
                    at = end;
                }
                None => {
                    out.truncate(from);
                    out.push(self.unknown);
                    break;
                }
            }
        }
        word.clear();
    }
}

/// What is left out of every word: accents that decomposition set free, controls and signs without width.
fn is_nothing(c: char) -> bool {
    c.is_control() || is_format(c) || unicode_normalization::char::is_combining_mark(c) && !is_spacing(c)
}

/// Signs of the Unicode class Cf that texts hold.
fn is_format(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// Combining marks of the class Mc take room of their own and stay. Those of Indic scripts are all that texts in English hold.
fn is_spacing(c: char) -> bool {
    matches!(c, '\u{903}' | '\u{93b}' | '\u{93e}'..='\u{940}' | '\u{949}'..='\u{94c}' | '\u{94e}' | '\u{94f}')
}

/// Marks of which each is a word of its own.
fn is_mark(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}' | '\u{37e}' | '\u{387}'
            | '\u{55a}'..='\u{55f}' | '\u{589}' | '\u{58a}' | '\u{5be}' | '\u{5c0}' | '\u{5c3}' | '\u{5f3}' | '\u{5f4}'
            | '\u{60c}' | '\u{60d}' | '\u{61b}' | '\u{61e}' | '\u{61f}' | '\u{66a}'..='\u{66d}' | '\u{6d4}'
            | '\u{964}' | '\u{965}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{2043}' | '\u{2045}'..='\u{2051}'
            | '\u{2053}'..='\u{205e}' | '\u{207d}' | '\u{207e}' | '\u{2329}' | '\u{232a}' | '\u{2e00}'..='\u{2e4f}'
            | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}' | '\u{3030}' | '\u{30fb}'
            | '\u{ff01}'..='\u{ff03}' | '\u{ff05}'..='\u{ff0a}' | '\u{ff0c}'..='\u{ff0f}' | '\u{ff1a}' | '\u{ff1b}'
            | '\u{ff1f}' | '\u{ff20}' | '\u{ff3b}'..='\u{ff3d}' | '\u{ff3f}' | '\u{ff5b}' | '\u{ff5d}' | '\u{ff5f}'..='\u{ff65}')
}

/// The shape class of a token: small, Capital, CAPITALS, mIxed, number, other.
pub fn shape(token: &str) -> u32 {
    let mut letters = token.chars().filter(|c| c.is_alphabetic()).peekable();
    if letters.peek().is_none() {
        return if token.chars().any(char::is_numeric) { 4 } else { 5 };
    }
    let (mut count, mut capitals, mut later) = (0, 0, 0);
    for letter in letters {
        let capital = letter.is_uppercase();
        capitals += u32::from(capital);
        later += u32::from(capital && count > 0);
        count += 1;
    }
    let begins = token.chars().next().is_some_and(char::is_uppercase);
    match () {
        () if capitals == 0 => 0,
        () if capitals == count => {
            if count > 1 {
                2
            } else {
                1
            }
        }
        () if begins && later == 0 => 1,
        () => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_spelled_as_in_training() {
        let pieces = Pieces::new(include_str!("../../../../models/reader/vocabulary.txt")).unwrap();
        let mut cases = 0;
        for line in include_str!("pieces.tsv").lines().filter(|l| !l.starts_with('#')) {
            let [word, numbers, class] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("three columns: {line}")
            };
            let mut out = Vec::new();
            pieces.spell(word, &mut out);
            let expected: Vec<u32> = numbers.split(' ').map(|n| n.parse().unwrap()).collect();
            assert_eq!(out, expected, "{word}");
            assert_eq!(shape(word).to_string(), class, "{word}");
            cases += 1;
        }
        assert!(cases > 30);
    }
}
