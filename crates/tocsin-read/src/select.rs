//! Which blocks of a page are its article.
//!
//! The choice is made by trafilatura (Barbaresi 2021, ACL demo), whose answer is flat and loses kinds, captions and
//! headlines. So its words are looked up in the page's own blocks: a block is taken when the answer holds it. Where that
//! cannot be had (a tree too large, a failure inside the crate, nothing found), blocks are chosen by their own length,
//! links and surroundings.

use crate::blocks::{Candidate, candidates};
use crate::page::Page;
use crate::words;
use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use tocsin_record::BlockKind;
use trafilatura::{ExtractionFocus, HtmlDateMode, Options, dom};

/// Less article text than this (code points) is looked for again, in other ways.
const TOO_LITTLE: usize = 200;
/// A run of this many words is looked up.
const RUN: usize = 4;

/// What was chosen.
pub(crate) struct Selection {
    /// For each candidate, whether it is of the article's text.
    pub chosen: Vec<bool>,
    /// The answer's own blocks, when the page's blocks hold too little of it (text from scripts, for instance).
    pub instead: Option<Vec<Candidate>>,
}

/// Chooses the article's blocks among `found`.
pub(crate) fn select(page: &Page, document: dom::Document, found: &[Candidate]) -> Selection {
    let answer = if page.can_be_scored() { ask(document) } else { None };
    let mut selection = match &answer {
        Some(html) => look_up(html, found),
        None => Selection { chosen: vec![false; found.len()], instead: None },
    };
    let length = |chosen: &[bool]| -> usize {
        found.iter().zip(chosen).filter(|(_, c)| **c).map(|(b, _)| b.text.chars().count()).sum()
    };
    if selection.instead.is_none() && length(&selection.chosen) < TOO_LITTLE {
        let own = by_density(found);
        if length(&own) > 2 * length(&selection.chosen) {
            selection.chosen = own;
        }
    }
    selection
}

/// trafilatura's answer as HTML.
fn ask(document: dom::Document) -> Option<String> {
    let options = Options::default()
        .with_fallback(true)
        .with_exclude_comments(true)
        .with_focus(ExtractionFocus::Balanced)
        .with_html_date_mode(HtmlDateMode::Disabled);
    // A foreign crate on foreign bytes: a panic there costs its answer, not the run.
    let result = catch_unwind(AssertUnwindSafe(|| trafilatura::extract_document(document, &options))).ok()?.ok()?;
    (!result.content_text.trim().is_empty()).then_some(result.content_html)
}

fn look_up(html: &str, found: &[Candidate]) -> Selection {
    let (answer, _) = Page::parse(html);
    let answer = candidates(&answer, 0);
    let mut lines: HashMap<u64, u32> = HashMap::new();
    let mut runs: HashSet<u64> = HashSet::new();
    let mut all: Vec<u64> = Vec::new();
    for block in &answer {
        let words = words::word_hashes(&block.text);
        *lines.entry(combine(&words)).or_default() += 1;
        all.extend(words);
    }
    for run in all.windows(RUN) {
        runs.insert(combine(run));
    }
    let mut taken: HashSet<u64> = HashSet::new();
    let mut chosen = vec![false; found.len()];
    let mut held = 0;
    for (block, chosen) in found.iter().zip(&mut chosen) {
        let words = words::word_hashes(&block.text);
        if words.is_empty() {
            continue;
        }
        let whole = combine(&words);
        *chosen = match lines.get_mut(&whole) {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            Some(_) => false,
            None if words.len() >= RUN && !taken.contains(&whole) => {
                let hits = words.windows(RUN).filter(|run| runs.contains(&combine(run))).count();
                hits * 5 >= (words.len() - RUN + 1) * 3
            }
            None => false,
        };
        if *chosen {
            taken.insert(whole);
            held += words.len();
        }
    }
    let instead = (held * 10 < all.len() * 6).then_some(answer);
    Selection { chosen, instead }
}

fn combine(words: &[u64]) -> u64 {
    words::hash(words.iter().flat_map(|w| w.to_le_bytes()))
}

/// The plain way: sentences rather than labels, few links, outside what surrounds articles.
fn by_density(found: &[Candidate]) -> Vec<bool> {
    found
        .iter()
        .map(|block| {
            let marks = block.marks;
            let outside = block.aside || marks.navigation || marks.comments || marks.promo || marks.related;
            let text = matches!(block.kind, BlockKind::Paragraph | BlockKind::Quote | BlockKind::List);
            let length = block.text.chars().count();
            text && !outside
                && block.linked < 0.4
                && (length >= 80 || length >= 40 && block.text.ends_with(['.', '!', '?', '”', '"']))
        })
        .collect()
}
