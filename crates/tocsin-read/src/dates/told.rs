//! The days that an article's own text tells of: what is told as past was there before the article, what is announced
//! comes after it.

use crate::datetext::{self, Order, Style, WeekDate};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;
use tocsin_record::{Block, BlockKind, TextIndex};

const TENSES: &str = include_str!("../../../../knowledge/reading/tenses.toml");
/// Longer texts are read so far, in bytes.
const LONGEST: usize = 400_000;
/// A word like "until" stands so close before or behind a date that it governs.
const NEAR_WORDS: usize = 3;

#[derive(Deserialize)]
struct Tenses {
    words: BTreeMap<String, Words>,
}

#[derive(Deserialize)]
struct Words {
    past: Vec<String>,
    ahead: Vec<String>,
    /// Words of a present that can mean either: they keep a clause from being past.
    #[serde(default)]
    present: Vec<String>,
    open: Vec<String>,
}

/// The file is part of the program and is read by the tests below: it cannot fail at a user's.
static WORDS: LazyLock<BTreeMap<String, Words>> = LazyLock::new(|| {
    let tenses: Tenses = toml::from_str(TENSES).expect("tenses.toml is tested");
    tenses.words
});

/// What a text says of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tense {
    Past,
    Ahead,
}

/// The days a text tells of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// Full dates told as past.
    pub past: Vec<Date>,
    /// Full dates that are announced.
    pub ahead: Vec<Date>,
    /// Days of the week with day and month, told as past.
    pub past_week_dates: Vec<WeekDate>,
}

/// Reads the article's running text in `lang`.
pub(crate) fn read(text: &str, blocks: &[Block], lang: Option<&str>) -> Told {
    let mut told = Told::default();
    let Some(words) = lang.and_then(|lang| WORDS.get(lang)) else { return told };
    let own = [BlockKind::Paragraph, BlockKind::Standfirst, BlockKind::List, BlockKind::Headline, BlockKind::Heading];
    let index = TextIndex::new(text);
    let mut left = LONGEST;
    for block in blocks.iter().filter(|b| own.contains(&b.kind)) {
        let text = index.slice(text, block.span());
        let Some(rest) = left.checked_sub(text.len()) else { break };
        left = rest;
        if text.bytes().any(|b| b.is_ascii_digit()) {
            block_tells(text, words, &mut told);
        }
    }
    told
}

fn block_tells(text: &str, words: &Words, told: &mut Told) {
    let style = Style { order: Order::Unknown, short_years: false };
    let found = datetext::find_all(text, style);
    let ranges: Vec<Range<usize>> = found.iter().map(|f| f.range.clone()).collect();
    for date in found {
        match tense(text, &date.range, &ranges, words) {
            Some(Tense::Past) => told.past.push(date.published.day()),
            Some(Tense::Ahead) => told.ahead.push(date.published.day()),
            None => {}
        }
    }
    for date in datetext::find_week_dates(text) {
        if tense(text, &date.range, &ranges, words) == Some(Tense::Past) {
            told.past_week_dates.push(date);
        }
    }
}

/// The tense in which the clause around a date is told, or else its sentence. `dates`: all dates of the text, whose
/// own marks end nothing.
fn tense(text: &str, date: &Range<usize>, dates: &[Range<usize>], words: &Words) -> Option<Tense> {
    let inside = |at: usize| dates.iter().any(|d| d.contains(&at)) || date.contains(&at);
    let sentence = around(text, date, |at, c| !inside(at) && ends_sentence(text, at, c));
    let clause = around(text, date, |at, c| {
        !inside(at)
            && (ends_sentence(text, at, c) || matches!(c, ',' | ';' | ':' | '(' | ')' | '–' | '—' | '，' | '、' | '،'))
    });
    let before = &text[sentence.start..date.start];
    let behind = &text[date.end..sentence.end];
    if is_open(before, behind, &words.open) {
        return None;
    }
    // The words of other dates ("March", "mars") are none of the clause's.
    let cues = |range: &Range<usize>| {
        let mut part = String::with_capacity(range.len());
        let mut at = range.start;
        for date in dates.iter().chain([date]).filter(|d| d.start >= range.start && d.end <= range.end) {
            if date.start >= at {
                part.push_str(&text[at..date.start]);
                part.push(' ');
                at = date.end;
            }
        }
        part.push_str(&text[at..range.end]);
        let part = without_ahead_participles(&part.to_lowercase(), &words.ahead);
        let present = holds(&part, &words.present, &[]);
        let past = holds(&part, &words.past, &[words.ahead.as_slice(), &words.present].concat());
        // A present beside either tense leaves none.
        (past || present, holds(&part, &words.ahead, &[]) || present)
    };
    match cues(&clause) {
        (true, false) => return Some(Tense::Past).filter(|_| !cues(&sentence).1),
        (false, true) => return Some(Tense::Ahead).filter(|_| !cues(&sentence).0),
        (true, true) => return None,
        (false, false) => {}
    }
    match cues(&sentence) {
        (true, false) => Some(Tense::Past),
        (false, true) => Some(Tense::Ahead),
        _ => None,
    }
}

/// Of "will be held" and "will have been closed" the words behind "be" and "been" tell of nothing past.
fn without_ahead_participles(clause: &str, ahead: &[String]) -> String {
    let mut out = String::with_capacity(clause.len());
    // Words since one that looks ahead; an adverb or "not" may stand between it and "be".
    let mut since = usize::MAX;
    let mut passive = false;
    for word in clause.split_inclusive(char::is_whitespace) {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let participle = std::mem::take(&mut passive);
        since = if ahead.iter().any(|w| w == bare) { 0 } else { since.saturating_add(1) };
        if since <= 3 && matches!(bare, "be" | "been") {
            passive = true;
            // "been" is itself a word of the past elsewhere.
            if bare == "been" {
                continue;
            }
        } else if participle {
            // An adverb between: "will be officially opened".
            passive = bare.ends_with("ly");
            if !passive {
                continue;
            }
        }
        out.push_str(word);
    }
    out
}

/// The text around a date up to the nearest ends on both sides.
fn around(text: &str, date: &Range<usize>, is_end: impl Fn(usize, char) -> bool) -> Range<usize> {
    let before = text[..date.start].char_indices().rev().find(|&(at, c)| is_end(at, c));
    let start = before.map_or(0, |(at, c)| at + c.len_utf8());
    let behind = text[date.end..].char_indices().find(|&(at, c)| is_end(date.end + at, c));
    let end = behind.map_or(text.len(), |(at, c)| date.end + at + c.len_utf8());
    start..end
}

/// Whether a sentence ends with this character. Short words with a full stop ("Mr.", "Nr.", "U.S.", "3.") do not end
/// one.
fn ends_sentence(text: &str, at: usize, c: char) -> bool {
    match c {
        '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '।' | '\n' => true,
        '.' => {
            let behind = text[at + 1..].trim_start_matches(['"', '”', '’', '»', '“', ')', '\'']);
            let word = text[..at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
            let short = word.chars().count() <= 2;
            (behind.is_empty() || behind.starts_with(char::is_whitespace))
                && (!short || behind.trim().is_empty())
                && !behind.trim_start().starts_with(char::is_lowercase)
        }
        _ => false,
    }
}

fn is_spaced(word: &str) -> bool {
    !word.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'))
}

/// Whether a lower-case text holds one of the words, phrases or endings; a word that `except` has does not count by its
/// ending.
fn holds(text: &str, words: &[String], except: &[String]) -> bool {
    let in_text = || text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').filter(|w| !w.is_empty());
    words.iter().any(|word| {
        if let Some(ending) = word.strip_prefix('-') {
            in_text().any(|w| w.ends_with(ending) && w.chars().count() >= 5 && !except.iter().any(|e| e == w))
        } else if !is_spaced(word) {
            text.contains(word.as_str())
        } else if word.contains([' ', '\'']) {
            text.match_indices(word.as_str()).any(|(at, _)| {
                !text[..at].ends_with(char::is_alphanumeric)
                    && !text[at + word.len()..].starts_with(char::is_alphanumeric)
            })
        } else {
            in_text().any(|w| w == word)
        }
    })
}

/// Whether a word like "until" stands right before or behind the date.
fn is_open(before: &str, behind: &str, open: &[String]) -> bool {
    let before = before.to_lowercase();
    let behind = behind.to_lowercase();
    let mut near: Vec<&str> = before.split_whitespace().rev().take(NEAR_WORDS).collect();
    near.reverse();
    let near = near.join(" ");
    let next = behind.split_whitespace().next().unwrap_or("");
    let first: String = behind.trim_start().chars().take(3).collect();
    let touches = |word: &String| !is_spaced(word) && first.starts_with(word.as_str());
    let spaced: Vec<String> = open.iter().filter(|w| is_spaced(w)).cloned().collect();
    holds(&near, &spaced, &[]) || holds(next, &spaced, &[]) || open.iter().any(touches)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Cases {
        case: Vec<Case>,
    }

    #[derive(Deserialize)]
    struct Case {
        lang: String,
        text: String,
        past: Option<String>,
        ahead: Option<String>,
    }

    fn told(text: &str, lang: &str) -> Told {
        let index = TextIndex::new(text);
        let block = Block::new(BlockKind::Paragraph, index.span(text, 0..text.len()));
        read(text, &[block], Some(lang))
    }

    #[test]
    fn the_cases_of_the_file_hold() {
        let cases: Cases = toml::from_str(TENSES).unwrap();
        for case in &cases.case {
            let told = told(&case.text, &case.lang);
            let days = |days: &[Date]| days.iter().map(Date::to_string).collect::<Vec<_>>();
            assert_eq!(days(&told.past), case.past.iter().cloned().collect::<Vec<_>>(), "{}", case.text);
            assert_eq!(days(&told.ahead), case.ahead.iter().cloned().collect::<Vec<_>>(), "{}", case.text);
        }
    }

    #[test]
    fn every_language_of_the_file_has_words_in_lower_case_and_in_one_list() {
        for (lang, words) in &*WORDS {
            assert_eq!(lang.len(), 2);
            for word in words.past.iter().chain(&words.ahead).chain(&words.present).chain(&words.open) {
                assert_eq!(*word, word.to_lowercase(), "{lang}");
            }
            for word in &words.past {
                assert!(
                    !words.ahead.contains(word) && !words.present.contains(word),
                    "{lang}: {word} stands in two lists"
                );
            }
        }
    }

    #[test]
    fn a_clause_of_two_tenses_says_nothing() {
        let text = "The court, which ruled on 3 March 2024, will sit again. She said it would open on 4 May 2024.";
        assert_eq!(told(text, "en"), Told::default());
    }

    #[test]
    fn a_text_in_a_language_that_is_not_known_tells_nothing() {
        assert_eq!(told("It was closed on 3 March 2024.", "xx"), Told::default());
    }
}
