//! The names and words of `knowledge/reading/dates.toml`.

use crate::datetext::{self, Style};
use serde::Deserialize;
use std::collections::HashSet;
use std::sync::LazyLock;

const DATES: &str = include_str!("../../../../knowledge/reading/dates.toml");

#[derive(Deserialize)]
pub(super) struct Words {
    pub meta_published: HashSet<String>,
    pub meta_loose: HashSet<String>,
    pub meta_modified: HashSet<String>,
    pub class_date: HashSet<String>,
    pub class_published: HashSet<String>,
    pub class_modified: HashSet<String>,
    pub says_published: Vec<String>,
    pub says_modified: Vec<String>,
    pub says_other: Vec<String>,
    pub script_published: HashSet<String>,
    pub script_modified: HashSet<String>,
}

/// The file is part of the program and is read by the tests below: it cannot fail at a user's.
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| toml::from_str(DATES).expect("dates.toml is tested"));

/// What the class and id of an element say of the dates in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Class {
    pub date: bool,
    pub published: bool,
    pub modified: bool,
}

impl Class {
    pub fn of(class_and_id: &str) -> Self {
        let mut class = Class::default();
        each_word(class_and_id, |word| {
            class.date |= WORDS.class_date.contains(word)
                || (word.ends_with("date") && !matches!(word, "update" | "candidate" | "mandate" | "validate"));
            class.published |= WORDS.class_published.contains(word);
            class.modified |= WORDS.class_modified.contains(word);
        });
        class
    }
}

/// Each run of letters in lower case, cut where a capital follows a small letter.
fn each_word(text: &str, mut give: impl FnMut(&str)) {
    let mut word = String::new();
    let mut small = false;
    for c in text.chars().chain([' ']) {
        if (!c.is_alphabetic() || (c.is_uppercase() && small)) && !word.is_empty() {
            give(&word);
            word.clear();
        }
        small = c.is_lowercase();
        if c.is_alphabetic() {
            word.extend(c.to_lowercase());
        }
    }
}

/// What the words around a date make of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Says {
    Published,
    Modified,
    /// It is the date of something else.
    Other,
    #[default]
    Nothing,
}

/// Reads the words before a date; the last that says something decides. A word for another date ("Published 3 May |")
/// is used up.
pub(super) fn before(text: &str) -> Says {
    let text = text.to_lowercase();
    let last = |list: &[String]| list.iter().filter_map(|w| last_word(&text, w)).max();
    let words = &*WORDS;
    let found = [
        (last(&words.says_other), Says::Other),
        (last(&words.says_modified), Says::Modified),
        (last(&words.says_published), Says::Published),
    ];
    // Where one phrase ends with another ("last updated"), the longer one stands for both.
    let decides = found.into_iter().filter_map(|(at, says)| Some((at?, says))).max_by_key(|(at, _)| *at);
    match decides {
        Some((at, Says::Published | Says::Modified)) if datetext::find(&text[at..], Style::default()).is_some() => {
            Says::Nothing
        }
        Some((_, says)) => says,
        None => Says::Nothing,
    }
}

/// Where the phrase ends that last stands in `text` as words of their own.
fn last_word(text: &str, phrase: &str) -> Option<usize> {
    let begins_a_word = phrase.starts_with(char::is_alphabetic) && !phrase.starts_with(|c: char| c > '\u{2e7f}');
    let mut found = text.rmatch_indices(phrase).take(5);
    let (at, _) = found.find(|(at, _)| !begins_a_word || !text[..*at].ends_with(char::is_alphabetic))?;
    Some(at + phrase.len())
}

/// Reads the words behind a date ("wurde am 3. Mai 2024 veröffentlicht").
pub(super) fn behind(text: &str) -> Says {
    let text = text.trim_start_matches([' ', ',', '-', '–', '(', '|']).to_lowercase();
    let near = |list: &[String]| list.iter().any(|w| text.find(w.as_str()).is_some_and(|at| at <= 40));
    let words = &*WORDS;
    let participle = |w: &str| near(&words.says_published) && text.contains(w);
    if participle("veröffentlicht") || participle("erstellt") || participle("verfasst") || participle("publiziert") {
        Says::Published
    } else if text.contains("geändert") || text.contains("bearbeitet") {
        Says::Modified
    } else {
        Says::Nothing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_in_lower_case_and_in_one_list() {
        let words = &*WORDS;
        let lists = [&words.meta_published, &words.meta_loose, &words.meta_modified];
        let total: usize = lists.iter().map(|l| l.len()).sum();
        let all: HashSet<&String> = lists.into_iter().flatten().collect();
        assert_eq!(all.len(), total, "a meta name stands in two lists");
        assert!(all.iter().all(|w| **w == w.to_lowercase()));
        let says = [&words.says_published, &words.says_modified, &words.says_other];
        assert!(says.into_iter().flatten().all(|w| *w == w.to_lowercase() && !w.is_empty()));
        assert!(words.script_published.is_disjoint(&words.script_modified));
    }

    #[test]
    fn classes_say_what_a_date_is() {
        assert_eq!(Class::of("entry-date published"), Class { date: true, published: true, modified: false });
        assert!(Class::of("articlePubDate").published);
        assert!(Class::of("c-article__lastUpdated").modified);
        assert!(Class::of("artdate").date);
        assert_eq!(Class::of("candidate-list"), Class::default());
        assert_eq!(Class::of("headline"), Class::default());
    }

    #[test]
    fn words_around_a_date_are_understood() {
        assert_eq!(before("Published on "), Says::Published);
        assert_eq!(before("Veröffentlicht: 3. Mai | Zuletzt aktualisiert am "), Says::Modified);
        assert_eq!(before("Last updated 4 June, originally published "), Says::Published);
        assert_eq!(before("Copyright © "), Says::Other);
        assert_eq!(before("Berlin, "), Says::Nothing);
        assert_eq!(behind(" um 14:48 von Jane Doe veröffentlicht"), Says::Published);
        assert_eq!(behind(" um 13:22 Uhr geändert."), Says::Modified);
        assert_eq!(behind(" – the minister said"), Says::Nothing);
    }
}
