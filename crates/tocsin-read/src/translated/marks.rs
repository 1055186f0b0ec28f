//! What says outright who translated a text: its address, its page, a note.

use super::signs::{FILE, plain_boundaries};
use aho_corasick::AhoCorasick;
use memchr::memmem::Finder;
use regex::{Regex, RegexBuilder};
use serde::Deserialize;
use std::sync::OnceLock;

/// Notes stand at the top or at the bottom; the bytes that are looked at there.
const TOP: usize = 2000;
const BOTTOM: usize = 1500;
/// No more of a page is looked at, in bytes.
const PAGE: usize = 4 << 20;

#[derive(Deserialize)]
struct File {
    address: Vec<Mark>,
    markup: Vec<Mark>,
    note: Vec<Mark>,
    translator: Vec<Mark>,
}

#[derive(Deserialize)]
struct Mark {
    name: String,
    /// How often it must stand there.
    #[serde(default = "once")]
    fewest: usize,
    /// One of these stands in every text that a pattern fits.
    needs: Vec<String>,
    patterns: Vec<String>,
    #[cfg(test)]
    yes: Vec<String>,
    #[cfg(test)]
    no: Vec<String>,
}

fn once() -> usize {
    1
}

/// One kind of marks.
struct Kind {
    marks: Vec<Mark>,
    caseless: bool,
    /// What the marks need, all at once, and the mark that needs it: most texts hold none, so that no pattern is asked.
    needs: Needs,
    needed_by: Vec<usize>,
    /// The patterns of each mark, built when first asked.
    patterns: Vec<OnceLock<Vec<Regex>>>,
}

/// A search for all needs. Whole pages are looked through letter by letter several times as fast for one need after the other
/// as for all together.
enum Needs {
    Caseless(AhoCorasick),
    Exact(Vec<Finder<'static>>),
}

pub(super) struct Marks {
    address: Kind,
    markup: Kind,
    note: Kind,
    translator: Kind,
}

impl Marks {
    /// From the file that is part of the program and is tested: it cannot fail at a user's.
    pub(super) fn built_in() -> Self {
        let file: File = toml::from_str(FILE).expect("translated.toml is tested");
        Marks {
            address: Kind::compile(file.address, false),
            markup: Kind::compile(file.markup, false),
            note: Kind::compile(file.note, true),
            translator: Kind::compile(file.translator, true),
        }
    }

    /// The name of the proxy that an address belongs to.
    pub(super) fn address(&self, url: &str) -> Option<&str> {
        self.address.find(url)
    }

    /// The name of what a page's HTML shows.
    pub(super) fn markup(&self, html: &str) -> Option<&str> {
        self.markup.find(&html[..crate::words::floor(html, PAGE)])
    }

    /// The name of what a text says of itself.
    pub(super) fn note(&self, text: &str) -> Option<&str> {
        ends(text).into_iter().find_map(|end| self.note.find(end))
    }

    /// Whether a text names a person who translated it.
    pub(super) fn names_a_translator(&self, text: &str) -> bool {
        ends(text).into_iter().any(|end| self.translator.find(end).is_some())
    }
}

/// Where notes stand.
fn ends(text: &str) -> [&str; 2] {
    let top = crate::words::floor(text, TOP);
    let bottom = crate::words::floor(text, text.len().saturating_sub(BOTTOM)).max(top);
    [&text[..top], &text[bottom..]]
}

impl Kind {
    fn compile(marks: Vec<Mark>, caseless: bool) -> Self {
        let needs = marks.iter().flat_map(|mark| &mark.needs);
        let needs = if caseless {
            let all = AhoCorasick::builder().ascii_case_insensitive(true).build(needs);
            Needs::Caseless(all.expect("translated.toml is tested"))
        } else {
            Needs::Exact(needs.map(|need| Finder::new(need).into_owned()).collect())
        };
        let needed_by = marks.iter().enumerate().flat_map(|(n, mark)| mark.needs.iter().map(move |_| n)).collect();
        let patterns = marks.iter().map(|_| OnceLock::new()).collect();
        Kind { marks, caseless, needs, needed_by, patterns }
    }

    fn find(&self, text: &str) -> Option<&str> {
        let mut asked = vec![false; self.marks.len()];
        match &self.needs {
            Needs::Caseless(all) => {
                for found in all.find_overlapping_iter(text) {
                    asked[self.needed_by[found.pattern().as_usize()]] = true;
                }
            }
            Needs::Exact(each) => {
                for (need, &mark) in each.iter().zip(&self.needed_by) {
                    asked[mark] |= need.find(text.as_bytes()).is_some();
                }
            }
        }
        (0..self.marks.len()).filter(|&n| asked[n] && self.fits(n, text)).map(|n| self.marks[n].name.as_str()).next()
    }

    fn fits(&self, number: usize, text: &str) -> bool {
        let mark = &self.marks[number];
        let build = |pattern: &String| {
            let mut builder = RegexBuilder::new(&plain_boundaries(pattern));
            let regex = builder.case_insensitive(self.caseless).multi_line(true).size_limit(64 << 20).build();
            regex.expect("translated.toml is tested")
        };
        let patterns = self.patterns[number].get_or_init(|| mark.patterns.iter().map(build).collect());
        patterns.iter().any(|regex| regex.find_iter(text).take(mark.fewest).count() == mark.fewest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_know_their_cases() {
        let marks = Marks::built_in();
        let mut wrong = Vec::new();
        for kind in [&marks.address, &marks.markup, &marks.note, &marks.translator] {
            for mark in &kind.marks {
                assert!(!mark.yes.is_empty() && !mark.no.is_empty(), "{} needs cases both ways", mark.name);
                for case in &mark.yes {
                    if kind.find(&case.repeat(mark.fewest)) != Some(mark.name.as_str()) {
                        wrong.push(format!("{} should know {case:?}", mark.name));
                    }
                }
                for case in &mark.no {
                    if kind.find(&case.repeat(mark.fewest)).is_some() {
                        wrong.push(format!("{} should not know {case:?}", mark.name));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn a_note_counts_at_the_ends_only() {
        let marks = Marks::built_in();
        let filler = "The council met on Monday. ".repeat(200);
        let (machine, person) = ("Translated from Arabic using DeepL.", "Translated from Arabic by Lina Example.");
        let found = |text: &str| marks.note(text).is_some() || marks.names_a_translator(text);
        for note in [machine, person] {
            assert!(found(&format!("{note}\n{filler}")));
            assert!(found(&format!("{filler}\n{note}")));
            assert!(!found(&format!("{filler}\n{note}\n{filler}")));
        }
        assert!(marks.note(person).is_none() && !marks.names_a_translator(machine));
    }
}
