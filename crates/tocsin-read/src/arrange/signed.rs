//! Lines that name the article's authors, whom the page's metadata give.

use super::Blocks;
use crate::{authors, words};

/// A line that names an author has no more code points,
const LONGEST: usize = 140;
/// and no more words beside the names: an office, a place, a date.
const MOST_OTHERS: usize = 9;

/// The article's authors.
pub(super) struct Authors {
    /// The words of each name.
    names: Vec<Vec<String>>,
}

impl Authors {
    pub fn new(names: &[String]) -> Authors {
        let names = names.iter().map(|name| words_of(name)).filter(|words| {
            // One short word may stand anywhere.
            words.len() >= 2 || words.first().is_some_and(|word| word.chars().count() >= 5)
        });
        Authors { names: names.collect() }
    }

    /// Whether a line names an author and says little else.
    pub fn sign(&self, text: &str) -> bool {
        if self.names.is_empty() || text.chars().count() > LONGEST || text.ends_with(['?', '!', ':']) {
            return false;
        }
        let words = words_of(text);
        let named: usize = self.names.iter().filter(|name| holds(&words, name)).map(Vec::len).sum();
        let longest = if self.names.iter().any(|name| name.len() > 1 && holds(&words, name)) { MOST_OTHERS } else { 3 };
        named > 0 && words.len() <= named + longest
    }

    /// Whether a text begins with an author's name and goes on about them.
    pub fn are_told_of(&self, text: &str) -> bool {
        let words = words_of(&text[..words::floor(text, 400)]);
        let begins = |name: &Vec<String>| {
            name.len() > 1
                && (words.starts_with(name) || words.len() > name.len() && words[1..].starts_with(name))
                && words.len() > name.len() + 3
        };
        self.names.iter().any(begins)
    }
}

fn words_of(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

fn holds(words: &[String], name: &[String]) -> bool {
    words.windows(name.len()).any(|run| run == name)
}

/// Whether block `n` is the last of the text or stands below it.
pub(super) fn is_at_the_end(blocks: &Blocks<'_>, n: usize) -> bool {
    !blocks.chosen[n + 1..].contains(&true)
}

/// Whether block `n`, right below the text and marked as a credit, is letters that stand for an author ("amw", "jd/dpa").
pub(super) fn is_initials(blocks: &Blocks<'_>, n: usize) -> bool {
    let candidate = &blocks.found[n];
    let letters = |c: char| c.is_alphabetic() || c == '/';
    let known = candidate.marks.credit && candidate.text.chars().count() >= 2 && candidate.text.chars().all(letters);
    known
        && is_at_the_end(blocks, n)
        && n > 0
        && (n.saturating_sub(3)..n).any(|n| blocks.chosen[n])
        && authors::after_lead(&candidate.text).is_none()
}

/// Whether a line begins as bylines do and goes on with names and little else.
pub(super) fn leads_to_names(text: &str) -> bool {
    if text.chars().count() > LONGEST || text.ends_with(['.', '?', '!', ':']) || !authors::after_lead_quick(text) {
        return false;
    }
    let Some(rest) = authors::after_lead(text).filter(|rest| !rest.is_empty()) else { return false };
    let names = authors::names(rest, None);
    let named: usize = names.iter().map(|name| name.split(' ').count()).sum();
    !names.is_empty()
        && names.iter().all(|name| authors::is_written_like_a_name(name) || authors::is_agency(name))
        && words_of(rest).len() <= named + 4
}

/// Two to four words in capitals, as a person's name is written.
pub(super) fn is_name(text: &str) -> bool {
    let plain = |c: char| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\'' | '’');
    text.chars().count() <= 40
        && text.chars().all(plain)
        && authors::is_written_like_a_name(text)
        && text.split(' ').count() <= 4
}

/// Whether a text goes on about the person whom the line before it names.
pub(super) fn goes_on_about(name: &str, text: &str) -> bool {
    let (name, words) = (words_of(name), words_of(&text[..words::floor(text, 200)]));
    let Some(last) = name.last() else { return false };
    words.len() > name.len() + 3 && (words.starts_with(&name) || words.iter().take(5).any(|word| word == last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_signed_by_those_whom_the_metadata_name() {
        let authors = Authors::new(&["Jane Doe".to_owned(), "AP".to_owned()]);
        for line in
            ["Jane Doe", "JANE DOE", "By Jane Doe, Examplecity", "Jane Doe · Example News · Posted: Aug 08, 2024"]
        {
            assert!(authors.sign(line), "{line}");
        }
        for line in [
            "John Roe",
            "AP",
            "Was Jane Doe right?",
            "Jane Doe said on Monday that the bridge would be closed for a year",
        ] {
            assert!(!authors.sign(line), "{line}");
        }
        assert!(authors.are_told_of("Jane Doe is a reporter in Examplecity."));
        assert!(authors.are_told_of("Dr. Jane Doe has lived in Examplecity for years."));
        assert!(!authors.are_told_of("The minister met Jane Doe on Monday."));
    }
}
