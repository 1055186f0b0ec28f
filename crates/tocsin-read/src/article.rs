//! A page's article: its text in blocks.

use crate::arrange::{self, Blocks, Part};
use crate::blocks::candidates;
use crate::guard::unruly;
use crate::metadata::{self, Metadata};
use crate::page::Page;
use crate::piece::Piece;
use crate::select::Paths;
use crate::{phrases, second, select, words};
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
        let parts = bare(html).into_iter().map(|text| Part {
            kind: phrases::line(&text).unwrap_or(BlockKind::Paragraph),
            text,
            level: 0,
        });
        return Article { text: assemble(parts.collect()), metadata: Metadata::default() };
    }
    let (mut page, document) = Page::parse(html);
    let metadata = metadata::read(&page, given_url);
    let mut found = candidates(&page, 0);
    let mut paths = Paths::new(&page);
    let selection = select::select(&page, &paths, document, &found, &metadata);
    if let Some((answer, instead)) = selection.instead {
        paths = Paths::new(&answer);
        (page, found) = (answer, instead);
    }
    let blocks = Blocks { found: &found, chosen: &selection.chosen, standing: &selection.standing, paths: &paths };
    let mut parts = arrange::arrange(&page, &blocks, metadata.title.as_deref(), &metadata.authors);
    let pieces: Vec<Piece> = parts.iter().map(|p| Piece::new(p.kind, &p.text, p.level)).collect();
    if let Some(from) = second::cut(&pieces, metadata.title.as_deref()) {
        warnings.push(format!("second-article: another article follows, \"{}\"; it is left out", pieces[from].text));
        parts.truncate(from);
    }
    // A page of labels alone (a front page, a page filled in by a script) is no article.
    let says_something = |Part { kind, text, .. }: &Part| {
        matches!(kind, BlockKind::Paragraph | BlockKind::Quote | BlockKind::List | BlockKind::Standfirst)
            && (text.chars().count() >= 20 || text.ends_with(['.', '!', '?', '”', '"', '。']))
    };
    let text = if parts.iter().any(says_something) { assemble(parts) } else { None };
    Article { text, metadata }
}

/// Reads HTML of which all is the article, under the given title.
pub(crate) fn fragment(html: &str, title: Option<&str>) -> Option<(String, Vec<Block>)> {
    if unruly(html).is_some() {
        let parts = bare(html).into_iter().map(|text| Part { kind: BlockKind::Paragraph, text, level: 0 });
        return assemble(parts.collect());
    }
    let (page, _) = Page::parse(html);
    let found = candidates(&page, 0);
    let standing = select::unknown(&found);
    let paths = Paths::new(&page);
    let blocks = Blocks { found: &found, chosen: &vec![true; found.len()], standing: &standing, paths: &paths };
    assemble(arrange::arrange(&page, &blocks, title, &[]))
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

/// Joins the parts and counts their offsets. `None` when none of them is an article's text.
fn assemble(parts: Vec<Part>) -> Option<(String, Vec<Block>)> {
    let body = [BlockKind::Paragraph, BlockKind::Quote, BlockKind::List, BlockKind::Standfirst];
    if !parts.iter().any(|part| body.contains(&part.kind)) {
        return None;
    }
    let mut text = String::with_capacity(parts.iter().map(|part| part.text.len() + 2).sum());
    let mut blocks = Vec::with_capacity(parts.len());
    let mut at = 0u32;
    for Part { kind, text: part, .. } in parts {
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
