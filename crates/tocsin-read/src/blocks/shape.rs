//! What elements are by what they hold, and lines by what stands in them.

use super::{LARGE, LARGEST_ROW, LONGEST_BYLINE, LONGEST_CELL, LONGEST_PICTURED, LONGEST_ROW};
use crate::datetext;
use crate::page::{Kind, Page, is_block, is_heading, is_skipped};
use crate::phrases::{self, Marks};
use tocsin_record::BlockKind;

/// Whether `label` and after it nothing but a link stand in a line, as cross-links inside a text do.
pub(super) fn is_cross_link(label: &str, rest: usize, linked: usize) -> bool {
    let label = label.trim();
    (4..=60).contains(&label.len())
        && label.ends_with([':', '|', '»', '>', '►', '→'])
        && rest >= 20
        && linked + 4 >= rest
}

pub(super) fn is_author(page: &Page, node: u32, tag: &str) -> bool {
    page.attribute(node, "itemprop").is_some_and(|p| p == "author" || p == "copyrightHolder")
        || tag == "a"
            && (page.attribute(node, "rel").is_some_and(|r| r.split_whitespace().any(|r| r == "author"))
                || page.attribute(node, "href").is_some_and(leads_to_author))
}

/// Whether an address has a part that sites give to the pages of their authors, and something after it.
pub(super) fn leads_to_author(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let mut parts = path.rsplit('/').filter(|part| !part.is_empty()).take(3);
    let own = parts.next().is_some();
    own && parts.any(|part| {
        matches!(
            part,
            "author"
                | "authors"
                | "autor"
                | "autoren"
                | "autorin"
                | "autores"
                | "autori"
                | "autore"
                | "auteur"
                | "auteurs"
                | "by"
                | "byline"
                | "contributor"
                | "contributors"
                | "columnist"
                | "journalist"
                | "journalists"
                | "journaliste"
                | "journalistes"
                | "firmas"
                | "forfatter"
                | "redakteur"
                | "redaktion"
                | "reporter"
                | "reporters"
                | "staff"
                | "skribent"
        )
    })
}

/// Whether an element holds a caption of its own.
pub(super) fn holds_caption(page: &Page, node: u32) -> bool {
    (node + 1..page.nodes[node as usize].end).any(|n| page.tag(n) == "figcaption" || page.full_meaning(n).caption)
}

/// Whether an element holds so many paragraphs.
pub(super) fn holds_paragraphs(page: &Page, node: u32, number: usize) -> bool {
    (node + 1..page.nodes[node as usize].end).filter(|&n| page.tag(n) == "p").take(number).count() == number
}

/// A picture with a line or two of text and nothing that has a title or a date of its own.
pub(super) fn is_picture(page: &Page, sizes: &Sizes, node: u32) -> bool {
    let other = |tag: &str| is_heading(tag) || matches!(tag, "li" | "form" | "article" | "time" | "nav" | "table");
    let (all, linked) = sizes.of(page, node);
    (1..=LONGEST_PICTURED).contains(&all)
        && linked * 2 <= all
        && holds(page, node, |tag| matches!(tag, "img" | "picture"))
        && !holds(page, node, other)
}

/// A quotation set apart, without a heading, a list or a picture's story in it.
pub(super) fn is_quotation(page: &Page, sizes: &Sizes, node: u32) -> bool {
    let other = |tag: &str| {
        matches!(tag, "h1" | "h2" | "h3" | "h4" | "li" | "form" | "article" | "figcaption" | "table" | "blockquote")
    };
    (20..=LARGE).contains(&sizes.of(page, node).0) && !holds(page, node, other)
}

/// Whether text of an element's own stands before the first block inside it.
pub(super) fn begins_with_text(page: &Page, node: u32) -> bool {
    (node + 1..page.nodes[node as usize].end)
        .find_map(|n| match &page.nodes[n as usize].kind {
            Kind::Text(text) => (!text.trim().is_empty()).then_some(true),
            Kind::Element { tag, .. } => is_block(tag).then_some(false),
        })
        .unwrap_or(false)
}

/// Whether a block inside an element is marked as a date.
pub(super) fn holds_date(page: &Page, node: u32) -> bool {
    (node + 1..page.nodes[node as usize].end).any(|n| {
        if !is_block(page.tag(n)) {
            return false;
        }
        let text = page.text_of(n);
        let marked = || page.meaning(n).credit || (n + 1..page.nodes[n as usize].end).any(|n| page.tag(n) == "time");
        text.chars().filter(char::is_ascii_digit).count() >= 3 && (marked() || datetext::parse(&text).is_some())
    })
}

/// Whether an item of a list holds paragraphs, as the entries of a report do.
pub(super) fn is_story(page: &Page, sizes: &Sizes, item: u32) -> bool {
    let paragraphs = (item + 1..page.nodes[item as usize].end).filter(|&n| page.tag(n) == "p").take(2).count();
    sizes.running(page, item) > 400 && paragraphs == 2
}

/// A row of figures or names, as against a page that is laid out by a table.
pub(super) fn is_data_row(page: &Page, sizes: &Sizes, row: u32) -> bool {
    let end = page.nodes[row as usize].end;
    if sizes.of(page, row).0 > LONGEST_ROW || end - row > LARGEST_ROW {
        return false;
    }
    let cells: Vec<u32> = (row + 1..end).filter(|&n| matches!(page.tag(n), "td" | "th")).collect();
    let short = cells.iter().all(|&cell| sizes.of(page, cell).0 <= LONGEST_CELL);
    let laid_out = |tag: &str| {
        is_heading(tag) || matches!(tag, "table" | "ul" | "ol" | "blockquote" | "figure" | "form" | "article")
    };
    cells.len() >= 2 && short && !holds(page, row, laid_out)
}

/// A link around blocks (a title, a teaser, a picture) is one line of a list of links.
pub(super) fn is_card(page: &Page, sizes: &Sizes, link: u32) -> bool {
    (1..=LONGEST_ROW).contains(&sizes.of(page, link).0)
        && page.nodes[link as usize].end - link <= LARGEST_ROW
        && holds(page, link, is_block)
        && !holds(page, link, |tag| matches!(tag, "h1" | "figcaption"))
}

/// Whether an element holds blocks with a mark.
pub(super) fn holds_mark(page: &Page, node: u32, mark: impl Fn(Marks) -> bool) -> bool {
    (node + 1..page.nodes[node as usize].end)
        .any(|n| matches!(page.tag(n), "div" | "article" | "li" | "section") && mark(page.meaning(n)))
}

/// Whether an element holds one of the given names.
pub(super) fn holds(page: &Page, node: u32, names: impl Fn(&str) -> bool) -> bool {
    (node + 1..page.nodes[node as usize].end).any(|n| names(page.tag(n)))
}

/// Whether a bold first line titles the text after it.
pub(super) fn is_title_of(line: &str, text: &str, strong: usize) -> bool {
    strong + 1 >= line.len()
        && (8..=100).contains(&line.len())
        && !line.ends_with(['.', '!', '?', ':', ',', ';'])
        && text.trim().len() >= 120
}

/// Whether a first line is known for a byline of the text after it.
pub(super) fn is_signing(line: &str, text: &str) -> bool {
    line.len() <= 80
        && text.trim().len() >= 60
        && phrases::in_page(line).is_some_and(|known| known.kind == BlockKind::Credit)
}

/// Whether the first of two lines of a caption is its credit; `None` where neither is, or both are.
pub(super) fn parted_credit(first: &str, second: &str) -> Option<bool> {
    let credit = |line: &str| {
        line.trim().len() <= LONGEST_BYLINE as usize
            && phrases::in_page(line).is_some_and(|known| known.kind == BlockKind::Credit)
    };
    let (first, second) = (credit(first), credit(second));
    (first != second).then_some(first)
}

/// How much text stands under each node, so that it need not be read again for every element around it.
pub(super) struct Sizes {
    /// For each node, the bytes of text before it, and of these the bytes in links.
    before: Vec<(u32, u32)>,
    root: u32,
}

impl Sizes {
    pub fn new(page: &Page, root: u32) -> Self {
        let mut before = Vec::with_capacity(page.nodes.len() + 1);
        let (mut all, mut linked, mut link_end) = (0u32, 0u32, 0u32);
        let mut skip_end = 0u32;
        for (n, node) in page.nodes.iter().enumerate() {
            before.push((all, linked));
            match &node.kind {
                Kind::Text(text) if n as u32 >= skip_end => {
                    let length = text.trim().len() as u32;
                    all += length;
                    if (n as u32) < link_end {
                        linked += length;
                    }
                }
                Kind::Text(_) => {}
                Kind::Element { tag: "a", .. } => link_end = link_end.max(node.end),
                Kind::Element { tag, .. } if is_skipped(tag) => skip_end = skip_end.max(node.end),
                Kind::Element { .. } => {}
            }
        }
        before.push((all, linked));
        Sizes { before, root }
    }

    /// Bytes of text under a node, and of these the bytes in links.
    pub fn of(&self, page: &Page, node: u32) -> (u32, u32) {
        let (from, to) = (self.before[node as usize], self.before[page.nodes[node as usize].end as usize]);
        (to.0 - from.0, to.1 - from.1)
    }

    /// Bytes of text under a node that are no links.
    pub fn running(&self, page: &Page, node: u32) -> u32 {
        let (all, linked) = self.of(page, node);
        all - linked
    }

    /// The share of the page's text under a node.
    pub fn share(&self, page: &Page, node: u32) -> f32 {
        self.of(page, node).0 as f32 / self.of(page, self.root).0.max(1) as f32
    }
}
