//! Whether two stretches of text are about the same things, by the names and the longer words that they share.

use crate::words;
use std::collections::HashSet;

/// Words of running text are compared by so many of their first letters, so that endings do not part them.
const STEM: usize = 6;
/// Two stretches with fewer names or words than this say nothing of each other.
const FEW_NAMES: usize = 5;
const FEW_WORDS: usize = 8;
/// No more text than this is looked at (bytes).
const MOST: usize = 200_000;

/// The names and longer words of a stretch of text.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    names: HashSet<u64>,
    words: HashSet<u64>,
    read: usize,
}

/// How two stretches hang together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bond {
    /// They share hardly a name or a word.
    Apart,
    /// They share what texts about one affair share.
    Close,
    /// Neither, or there is too little to tell.
    Open,
}

impl Vocabulary {
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut found = Vocabulary::default();
        texts.into_iter().for_each(|text| found.add(text));
        found
    }

    pub fn add(&mut self, text: &str) {
        if self.read > MOST {
            return;
        }
        self.read += text.len();
        // A capital at the beginning of a sentence is no sign of a name.
        let mut begins = true;
        for piece in text.split_inclusive(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '\'' | '’'))) {
            let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
            let word = ["'s", "’s"].iter().find_map(|own| word.strip_suffix(own)).unwrap_or(word);
            let ends = piece.ends_with(['.', '!', '?', ':', '\n', '“', '”', '"', '„', '«']);
            if !word.is_empty() {
                let length = word.chars().count();
                if word.starts_with(char::is_uppercase) {
                    if length >= 3 && !begins {
                        self.names.insert(hash(word));
                    }
                } else if length >= STEM && word.starts_with(char::is_alphabetic) {
                    let stem: String = word.chars().take(STEM).collect();
                    self.words.insert(hash(&stem));
                }
                begins = false;
            }
            begins |= ends;
        }
    }

    /// How this stretch hangs together with another.
    pub fn bond(&self, other: &Vocabulary) -> Bond {
        let few = |a: &HashSet<u64>, b: &HashSet<u64>| a.len().min(b.len());
        let shared = |a: &HashSet<u64>, b: &HashSet<u64>| a.intersection(b).count();
        let (names, words) = (few(&self.names, &other.names), few(&self.words, &other.words));
        let shared_names = shared(&self.names, &other.names);
        let shared_all = shared_names + shared(&self.words, &other.words);
        let all = (self.names.len() + self.words.len()).min(other.names.len() + other.words.len());
        if names >= FEW_NAMES && shared_names * 3 >= names {
            return Bond::Close;
        }
        if words < FEW_WORDS {
            return Bond::Open;
        }
        if shared_all * 4 >= all {
            return Bond::Close;
        }
        if names >= FEW_NAMES && shared_names * 10 <= names && shared_all * 100 < all * 15 {
            return Bond::Apart;
        }
        Bond::Open
    }
}

fn hash(word: &str) -> u64 {
    words::hash(word.to_lowercase().bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PORT: &str = "The port of Halmar was closed on Monday after a drone hit a tanker, the harbour master Tomas Berg said. \
        Officials in Halmar and the navy of Vestria blamed the Northern Front, which has attacked tankers before. The tanker, \
        the Aurora, was carrying diesel from Vestria to Port Said; its captain Lena Holt was wounded.";
    const PORT_LATER: &str = "By Tuesday the harbour of Halmar was open again, and Tomas Berg said that tankers would sail with \
        an escort of the Vestria navy. The Northern Front denied that it had attacked the Aurora. In Port Said the owners of \
        the tanker waited for word from Lena Holt.";
    const CUP: &str = "The goalkeeper Jorge Pinto saved two penalties as Estrela beat Sporting Lagoa in the quarter-final of \
        the national trophy. Coach Marta Reis praised her youngsters, who had trained in Braga for weeks. The midfielder Paulo \
        Nunes scored from twenty metres before the interval and again after the restart in front of the supporters.";

    #[test]
    fn one_affair_holds_together_and_another_does_not() {
        let (port, later, cup) = (Vocabulary::of([PORT]), Vocabulary::of([PORT_LATER]), Vocabulary::of([CUP]));
        assert_eq!(port.bond(&later), Bond::Close);
        assert_eq!(port.bond(&cup), Bond::Apart);
        assert_eq!(port.bond(&Vocabulary::of(["It rained."])), Bond::Open);
    }
}
