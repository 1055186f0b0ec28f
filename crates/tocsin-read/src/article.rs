//! A page's article: its text in blocks.

use crate::blocks::{Candidate, candidates};
use crate::guard::unruly;
use crate::metadata::{self, Metadata};
use crate::page::Page;
use crate::phrases::{self, Marks};
use crate::{select, words};
use std::collections::HashSet;
use tocsin_record::{Block, BlockKind};

/// What a page gives.
pub(crate) struct Article {
    /// `None` when the page holds no article.
    pub text: Option<(String, Vec<Block>)>,
    pub metadata: Metadata,
}

/// Reads a page.
pub(crate) fn read(html: &str, given_url: Option<&str>, warnings: &mut Vec<String>) -> Article {
    if let Some(why) = unruly(html) {
        warnings.push(format!("markup: {why}, so only its bare text is read"));
        let parts = bare(html).into_iter().map(|line| (phrases::line(&line).unwrap_or(BlockKind::Paragraph), line));
        return Article { text: assemble(parts.collect()), metadata: Metadata::default() };
    }
    let (page, document) = Page::parse(html);
    let metadata = metadata::read(&page, given_url);
    let mut found = candidates(&page, 0);
    let selection = select::select(&page, html, document, &found, &metadata);
    let mut chosen = selection.chosen;
    if let Some(instead) = selection.instead {
        chosen = vec![true; instead.len()];
        found = instead;
    }
    let parts = arrange(&found, &chosen, metadata.title.as_deref(), metadata.description.as_deref());
    // A page of labels alone (a front page, a page filled in by a script) is no article.
    let says_something = |(kind, text): &(BlockKind, String)| {
        matches!(kind, BlockKind::Paragraph | BlockKind::Quote | BlockKind::List | BlockKind::Standfirst)
            && (text.chars().count() >= 20 || text.ends_with(['.', '!', '?', '”', '"', '。']))
    };
    let text = if parts.iter().any(says_something) { assemble(parts) } else { None };
    Article { text, metadata }
}

/// Reads HTML of which all is the article, under the given title.
pub(crate) fn fragment(html: &str, title: Option<&str>) -> Option<(String, Vec<Block>)> {
    if unruly(html).is_some() {
        return assemble(bare(html).into_iter().map(|line| (BlockKind::Paragraph, line)).collect());
    }
    let (page, _) = Page::parse(html);
    let found = candidates(&page, 0);
    assemble(arrange(&found, &vec![true; found.len()], title, None))
}

/// The text between the tags, a line for each stretch. Linear in the page's length, whatever its tags are.
fn bare(html: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for piece in html.split('<') {
        let text = match piece.find('>') {
            Some(end) => &piece[end + 1..],
            None => piece,
        };
        let text = words::squeeze(text);
        if text.split(' ').count() >= 4 {
            lines.push(text);
        }
    }
    lines
}

/// Puts the chosen blocks and what belongs to them (headline, standfirst, captions, credits) in the page's order.
fn arrange(
    found: &[Candidate],
    chosen: &[bool],
    title: Option<&str>,
    description: Option<&str>,
) -> Vec<(BlockKind, String)> {
    let title_key = title.map(words::key).filter(|k| !k.is_empty());
    let is_title = |c: &Candidate| title_key.as_ref().is_some_and(|key| words::key(&c.text) == *key);
    let is_running = |c: &Candidate| c.level == 0 && c.text.chars().count() >= 60 && c.linked < 0.5;
    let is_body = |c: &Candidate| is_running(c) && !c.marks.standfirst && !c.marks.credit;
    let first_text = found.iter().zip(chosen).position(|(c, &chosen)| chosen && is_body(c));
    let first = chosen.iter().position(|&c| c);
    let last = chosen.iter().rposition(|&c| c).map_or(0, |last| last + 1);
    let headline = found
        .iter()
        .position(|c| c.level == 1 && is_title(c))
        .or_else(|| found.iter().position(|c| c.level > 0 && is_title(c)))
        .or_else(|| {
            found[..last].iter().position(|c| c.level == 1 && !c.aside && !c.marks.navigation && title_key.is_none())
        })
        .or_else(|| found.iter().zip(chosen).position(|(c, &chosen)| chosen && is_title(c)));
    let from = match (headline, first) {
        (Some(headline), Some(first)) => headline.min(first),
        (_, first) => first.unwrap_or(0),
    };
    let trust = Trust::new(found, chosen);
    let description = description.map(words::key).filter(|k| k.len() > 20);
    let mut parts: Vec<(BlockKind, String)> = Vec::new();
    let mut seen: HashSet<u64> = HashSet::new();
    if headline.is_none_or(|h| h > last)
        && let Some(title) = title
        && !title.trim().is_empty()
    {
        seen.insert(words::hash(words::key(title).bytes()));
        parts.push((BlockKind::Headline, words::squeeze(title)));
    }
    for (n, candidate) in found.iter().enumerate().take(last).skip(from) {
        let above = first_text.is_none_or(|first| n <= first) && headline.is_none_or(|h| n > h);
        let kind = if headline == Some(n) {
            Some(BlockKind::Headline)
        } else if chosen[n] {
            Some(kind_of(candidate, &trust, above, description.as_deref()))
        } else {
            kind_beside(candidate, above, headline == n.checked_sub(1), description.as_deref())
        };
        let Some(kind) = kind else { continue };
        let key = words::hash(words::key(&candidate.text).bytes());
        // A headline, caption or credit told twice (for phones, for sharing) is one.
        if !seen.insert(key) && (!chosen[n] || !is_running(candidate)) {
            continue;
        }
        parts.push((kind, candidate.text.clone()));
    }
    parts
}

fn is_standfirst(candidate: &Candidate, description: Option<&str>) -> bool {
    let length = candidate.text.chars().count();
    if !(20..=600).contains(&length) || candidate.linked > 0.5 {
        return false;
    }
    candidate.marks.standfirst
        || description.is_some_and(|d| {
            let key = words::key(&candidate.text);
            candidate.level > 0 && (key == d || d.starts_with(&key))
        })
}

/// Which marks to believe: those that would take a good part of the article away are wrong about it (a class for all
/// text that subscribers may read, for instance).
struct Trust {
    credit: bool,
    related: bool,
    promo: bool,
    caption: bool,
}

impl Trust {
    fn new(found: &[Candidate], chosen: &[bool]) -> Self {
        let running = || found.iter().zip(chosen).filter(|(c, chosen)| **chosen && c.linked < 0.5).map(|(c, _)| c);
        let total: usize = running().map(|c| c.text.len()).sum();
        let believed = |marked: &dyn Fn(&Candidate) -> bool| {
            running().filter(|c| marked(c)).map(|c| c.text.len()).sum::<usize>() * 10 <= total * 3
        };
        Trust {
            credit: believed(&|c| c.marks.credit),
            related: believed(&|c| c.marks.related),
            promo: believed(&|c| c.marks.promo),
            caption: believed(&|c| c.kind == BlockKind::Caption),
        }
    }
}

/// The kind of a chosen block.
fn kind_of(candidate: &Candidate, trust: &Trust, above: bool, description: Option<&str>) -> BlockKind {
    let Candidate { kind, text, marks, linked, .. } = candidate;
    let length = text.chars().count();
    let sentence = text.ends_with(['.', '!', '?', '”', '"', '’', '…', ':', '。', '»']);
    if let Some(kind) = phrases::line(text) {
        return kind;
    }
    if *kind == BlockKind::Caption {
        if !trust.caption {
            return BlockKind::Paragraph;
        }
        return if marks.credit && length < 120 { BlockKind::Credit } else { BlockKind::Caption };
    }
    if marks.credit && trust.credit && length < 200 && !sentence {
        return BlockKind::Credit;
    }
    if marks.promo && trust.promo {
        return BlockKind::Promo;
    }
    if (marks.related && trust.related) || (*linked > 0.9 && length < 200 && !sentence) {
        return BlockKind::Related;
    }
    let capitals = || !text.chars().any(char::is_lowercase) && text.chars().filter(|c| c.is_uppercase()).count() >= 4;
    if *kind == BlockKind::Paragraph && length <= 90 && *linked < 0.5 && !text.ends_with('.') && capitals() {
        return BlockKind::Heading;
    }
    if above && is_standfirst(candidate, description) {
        return BlockKind::Standfirst;
    }
    *kind
}

/// The kind of a block that was not chosen but stands among those that were; `None` where it is no part of the article.
fn kind_beside(
    candidate: &Candidate,
    above: bool,
    after_headline: bool,
    description: Option<&str>,
) -> Option<BlockKind> {
    let Candidate { kind, text, marks, level, linked, aside, .. } = candidate;
    let Marks { related, promo, comments, navigation, .. } = *marks;
    if related || promo || comments || navigation || *aside {
        return None;
    }
    let length = text.chars().count();
    if *kind == BlockKind::Caption {
        let credit = marks.credit && length < 120 || phrases::line(text) == Some(BlockKind::Credit);
        return (length >= 3 && *linked < 0.8).then_some(if credit { BlockKind::Credit } else { BlockKind::Caption });
    }
    if !above {
        return None;
    }
    if is_standfirst(candidate, description) || (after_headline && *level == 2 && length >= 40 && *linked < 0.5) {
        return Some(BlockKind::Standfirst);
    }
    let credit = marks.credit || phrases::line(text) == Some(BlockKind::Credit);
    (credit && length < 150).then_some(BlockKind::Credit)
}

/// Joins the parts and counts their offsets. `None` when none of them is an article's text.
fn assemble(parts: Vec<(BlockKind, String)>) -> Option<(String, Vec<Block>)> {
    let body = [BlockKind::Paragraph, BlockKind::Quote, BlockKind::List, BlockKind::Standfirst];
    if !parts.iter().any(|(kind, _)| body.contains(kind)) {
        return None;
    }
    let mut text = String::with_capacity(parts.iter().map(|(_, t)| t.len() + 2).sum());
    let mut blocks = Vec::with_capacity(parts.len());
    let mut at = 0u32;
    for (kind, part) in parts {
        if !text.is_empty() {
            text.push_str("\n\n");
            at += 2;
        }
        let end = at + part.chars().count() as u32;
        text.push_str(&part);
        blocks.push(Block { kind, start: at, end });
        at = end;
    }
    Some((text, blocks))
}
