//! Two readers that vote: trafilatura (Barbaresi 2021, ACL demo) and Readability (the algorithm of Firefox's reader
//! view). Their answers are flat and lose kinds, captions and headlines. So their words are looked up in the page's own
//! blocks: a block has a vote when the answer holds it.

use crate::blocks::{Candidate, candidates};
use crate::page::{Kind, Page};
use crate::words;
use dom_smoothie::{Config, Readability};
use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use trafilatura::{ExtractionFocus, HtmlDateMode, Options, dom};

/// A run of this many words is looked up.
const RUN: usize = 4;

/// For each block, who takes it.
pub(super) struct Votes {
    pub trafilatura: Vec<bool>,
    pub readability: Vec<bool>,
    /// The answer of a voter, as HTML, of which the page's blocks hold too little.
    pub instead: Option<String>,
}

impl Votes {
    pub fn both(&self, block: usize) -> bool {
        self.trafilatura[block] && self.readability[block]
    }

    pub fn any(&self, block: usize) -> bool {
        self.trafilatura[block] || self.readability[block]
    }
}

/// Asks both; where a tree is too large or a voter fails, its votes are all against.
pub(super) fn ask(page: &Page, document: dom::Document, found: &[Candidate]) -> Votes {
    let mut votes =
        Votes { trafilatura: vec![false; found.len()], readability: vec![false; found.len()], instead: None };
    if !page.can_be_scored() {
        return votes;
    }
    if let Some(answer) = trafilatura(document) {
        let (taken, held) = look_up(&answer, found);
        votes.trafilatura = taken;
        if !held {
            votes.instead = Some(answer);
        }
    }
    if let Some(answer) = readability(page) {
        votes.readability = look_up(&answer, found).0;
    }
    votes
}

// Foreign crates on foreign bytes: a panic there costs their answer, not the run.

fn trafilatura(document: dom::Document) -> Option<String> {
    let options = Options::default()
        .with_fallback(false)
        .with_exclude_comments(true)
        .with_focus(ExtractionFocus::Balanced)
        .with_html_date_mode(HtmlDateMode::Disabled)
        // Nothing is looked up in its cache unless duplicates are asked for.
        .with_config(trafilatura::Config::default().with_cache_size(1));
    let result = catch_unwind(AssertUnwindSafe(|| trafilatura::extract_document(document, &options))).ok()?.ok()?;
    (!result.content_text.trim().is_empty()).then_some(result.content_html)
}

fn readability(page: &Page) -> Option<String> {
    let config = Config { disable_json_ld: true, ..Config::default() };
    let parse = || Readability::with_document(tree_of(page), None, Some(config)).ok()?.parse().ok();
    let article = catch_unwind(AssertUnwindSafe(parse)).ok()??;
    Some(article.content.to_string())
}

/// The page as Readability's own tree, without what it drops at once: copying a tree costs a third of parsing again.
fn tree_of(page: &Page) -> dom_query::Document {
    let document = dom_query::Document::default();
    let tree = &document.tree;
    // The open elements: where each ends, and its node there.
    let mut open = vec![(page.nodes[0].end, tree.root().id)];
    let mut at = 1;
    while let Some(node) = page.nodes.get(at as usize) {
        while open.len() > 1 && open.last().is_some_and(|&(end, _)| end <= at) {
            open.pop();
        }
        let parent = open.last().map_or(tree.root().id, |&(_, id)| id);
        match &node.kind {
            Kind::Text(text) => {
                let child = tree.new_text(text.as_str()).id;
                tree.append_child_of(&parent, &child);
            }
            Kind::Element { tag: "script" | "style" | "noscript" | "template" | "svg", .. } => {
                at = node.end;
                continue;
            }
            Kind::Element { tag, attributes } => {
                let child = tree.new_element(tag);
                for (name, value) in attributes {
                    child.set_attr(name, value);
                }
                tree.append_child_of(&parent, &child.id);
                open.push((node.end, child.id));
            }
        }
        at += 1;
    }
    document
}

/// For each block whether the answer holds it; and whether the blocks so found hold the most of the answer.
fn look_up(answer: &str, found: &[Candidate]) -> (Vec<bool>, bool) {
    let (answer, _) = Page::parse(answer);
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
    let mut votes = vec![false; found.len()];
    let mut held = 0;
    for (block, vote) in found.iter().zip(&mut votes) {
        let words = words::word_hashes(&block.text);
        if words.is_empty() {
            continue;
        }
        let whole = combine(&words);
        *vote = match lines.get_mut(&whole) {
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
        if *vote {
            taken.insert(whole);
            held += words.len();
        }
    }
    (votes, held * 10 >= all.len() * 6)
}

fn combine(words: &[u64]) -> u64 {
    words::hash(words.iter().flat_map(|w| w.to_le_bytes()))
}
