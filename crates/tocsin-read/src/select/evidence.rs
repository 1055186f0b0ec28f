//! What a page shows of each block beside the votes.

use super::voters::Votes;
use crate::blocks::Candidate;
use crate::metadata::Metadata;
use crate::page::{Kind, Page, is_block};
use crate::words;
use std::collections::HashMap;

/// The container holds at least this share of what both voters take.
const CONTAINER: f32 = 0.75;
/// From this share of the sure text on, a block's layout is the text's own.
const TEXT_LAYOUT: f32 = 0.4;
/// A shorter block (code points) says nothing of how the text is laid out.
const TELLING: usize = 40;
/// A summary is at least so long (letters and digits).
const SUMMARY: usize = 25;

/// Where a block stands: before, among or after the blocks that both voters take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Before,
    Among,
    After,
}

/// What is known of one block.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    /// Share of the sure text that is laid out like this block: in elements of the same names and classes.
    pub alike: f32,
    /// The outermost article element around it; 0 where there is none.
    pub article: u32,
    /// Inside the element that holds the sure text.
    pub inside: bool,
    pub place: Place,
    /// It is the summary that the page's metadata give.
    pub summary: bool,
    /// It is the page's title.
    pub title: bool,
    /// Its length as it reads, in code points; a Chinese or Japanese character counts for more.
    pub length: usize,
}

impl Standing {
    /// Whether its layout is the text's own.
    pub fn is_laid_out_as_text(&self) -> bool {
        self.alike >= TEXT_LAYOUT
    }
}

pub(super) struct Evidence {
    pub blocks: Vec<Standing>,
}

impl Evidence {
    pub fn gather(page: &Page, paths: &Paths, found: &[Candidate], votes: &Votes, metadata: &Metadata) -> Evidence {
        let lengths: Vec<usize> = found.iter().map(|c| reading_length(&c.text)).collect();
        let layouts: Vec<u64> = found.iter().map(|c| paths.layout(page, c.at)).collect();
        let agreed = (0..found.len()).any(|n| votes.both(n));
        let is_sure = |n: usize| if agreed { votes.both(n) } else { votes.any(n) };
        let sure: Vec<usize> = (0..found.len()).filter(|&n| is_sure(n)).collect();

        let mut alike: HashMap<u64, usize> = HashMap::new();
        let mut total = 0;
        for &n in sure.iter().filter(|&&n| lengths[n] >= TELLING && found[n].linked < 0.5) {
            *alike.entry(layouts[n]).or_default() += lengths[n];
            total += lengths[n];
        }
        let container = paths.container(page, sure.iter().map(|&n| (found[n].at, lengths[n])), CONTAINER);
        let mut telling = sure.iter().filter(|&&n| lengths[n] >= TELLING);
        let first = telling.next().copied();
        let last = telling.next_back().copied().or(first);

        let title = metadata.title.as_deref().map(words::key).filter(|k| k.len() > 4);
        let summary = metadata.description.as_deref().map(words::key).filter(|k| k.len() >= SUMMARY);
        let blocks = found.iter().enumerate().map(|(n, candidate)| {
            let key = words::key(&candidate.text);
            Standing {
                alike: alike.get(&layouts[n]).map_or(0.0, |&length| length as f32 / total.max(1) as f32),
                article: paths.around(page, candidate.at).filter(|&n| page.tag(n) == "article").last().unwrap_or(0),
                inside: container.contains(&candidate.at),
                place: match (first, last) {
                    (Some(first), _) if n < first => Place::Before,
                    (_, Some(last)) if n > last => Place::After,
                    _ => Place::Among,
                },
                summary: summary.as_ref().is_some_and(|s| is_summary(&key, s)),
                title: title.as_ref().is_some_and(|title| key == *title),
                length: lengths[n],
            }
        });
        Evidence { blocks: blocks.collect() }
    }
}

/// Metadata cut summaries short, pages go on; sometimes the other way round.
fn is_summary(key: &str, summary: &str) -> bool {
    if key.len() < SUMMARY {
        return false;
    }
    let beginning = &summary[..words::floor(summary, summary.len().saturating_sub(6).max(40))];
    key == summary || summary.len() > 40 && key.starts_with(beginning) || key.len() > 40 && summary.starts_with(key)
}

/// Code points, where each that stands for a syllable or a word counts as two and a half.
fn reading_length(text: &str) -> usize {
    let (mut plain, mut dense) = (0, 0);
    for c in text.chars() {
        match c {
            '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' => dense += 1,
            _ => plain += 1,
        }
    }
    plain + dense * 5 / 2
}

/// The elements around each node.
pub(crate) struct Paths {
    parents: Vec<u32>,
}

impl Paths {
    pub fn new(page: &Page) -> Paths {
        let mut parents = Vec::with_capacity(page.nodes.len());
        let mut open: Vec<u32> = Vec::new();
        for n in 0..page.nodes.len() as u32 {
            while open.last().is_some_and(|&o| page.nodes[o as usize].end <= n) {
                open.pop();
            }
            parents.push(open.last().copied().unwrap_or(0));
            if matches!(page.nodes[n as usize].kind, Kind::Element { .. }) {
                open.push(n);
            }
        }
        Paths { parents }
    }

    /// The block elements around a node, innermost first.
    pub fn around<'p>(&'p self, page: &'p Page, node: u32) -> impl Iterator<Item = u32> + 'p {
        let mut at = node;
        std::iter::from_fn(move || {
            (at != 0).then(|| {
                at = self.parents[at as usize];
                at
            })
        })
        .filter(|&n| is_block(page.tag(n)))
    }

    /// The names and classes of the two innermost block elements around a node; numbers in classes do not count.
    fn layout(&self, page: &Page, node: u32) -> u64 {
        let mut layout = String::new();
        for element in self.around(page, node).take(2) {
            layout.push_str(page.tag(element));
            let class = page.attribute(element, "class").unwrap_or_default();
            let mut names: Vec<String> = class[..words::floor(class, 300)]
                .split_whitespace()
                .map(|name| name.chars().filter(|c| !c.is_ascii_digit()).collect())
                .collect();
            names.sort();
            for name in names {
                layout.push('.');
                layout.push_str(&name);
            }
            layout.push(' ');
        }
        words::hash(layout.bytes())
    }

    /// The nodes of the innermost block element that holds `share` of the lengths of the given text nodes.
    pub fn container(&self, page: &Page, sure: impl Iterator<Item = (u32, usize)>, share: f32) -> std::ops::Range<u32> {
        let mut held: HashMap<u32, usize> = HashMap::new();
        let mut total = 0;
        for (node, length) in sure {
            total += length;
            for element in self.around(page, node) {
                *held.entry(element).or_default() += length;
            }
        }
        let enough = total as f32 * share;
        // Elements are numbered in document order: the last one that holds enough is the innermost.
        let innermost = held.into_iter().filter(|&(_, length)| length as f32 >= enough).map(|(n, _)| n).max();
        let element = innermost.unwrap_or(0);
        element..page.nodes[element as usize].end
    }
}
