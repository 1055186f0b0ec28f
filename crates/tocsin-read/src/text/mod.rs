//! Plain text and Markdown: blocks are found in the text as it stands, which is never changed.

mod groups;
mod lines;
mod shape;

use crate::metadata::Metadata;
use crate::phrases::Role;
use crate::{authors, datetext, header, phrases};
use lines::{ADDRESS, HEADING, ITEM, LINK, MARKUP, QUOTE, head, trimmed};
use regex::Regex;
use shape::{Found, is_short_label};
use std::ops::Range;
use std::sync::LazyLock;
use tocsin_record::{Block, BlockKind, TextIndex};

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a fixed pattern")
}

/// The blocks of `text`, in order, as byte ranges. Markers of headings, items and quotations stand outside them.
/// `markdown`: whether lines that follow each other are one paragraph in any case.
/// Also gives what a head of the file says.
pub(crate) fn blocks(text: &str, title: Option<&str>, markdown: bool) -> (Vec<Found>, Metadata) {
    let lines = lines::lines(text);
    let header = header::read(text, &lines);
    let wrapped = markdown || lines::is_wrapped(text, &lines[header.below..]);
    let mut found: Vec<Found> = header.lines;
    let mut at = header.below;
    let mut marked = wrapped || text.contains("](http");
    while at < lines.len() {
        if lines[at].is_empty() {
            at += 1;
            continue;
        }
        let line = &text[lines[at].clone()];
        let after_item = at > 0 && (lines[at - 1].is_empty() || matches!(found.last(), Some((BlockKind::List, _))));
        if MARKUP.is_match(head(line)) {
            marked = true;
            at = lines::markup(text, &lines, at, &mut found);
            continue;
        }
        let first = lines[at].start;
        let (kind, marker) = if let Some(m) = HEADING.find(head(line)) {
            marked = true;
            (BlockKind::Heading, m.end())
        } else if let Some(m) = QUOTE.find(head(line)) {
            (BlockKind::Quote, m.end())
        } else if let Some(m) = ITEM.find(head(line)).filter(|_| (!wrapped || at == 0 || after_item) && !is_stamp(line))
        {
            (BlockKind::List, m.end())
        } else {
            (BlockKind::Paragraph, 0)
        };
        let mut end = at + 1;
        if wrapped && kind != BlockKind::Heading {
            while end < lines.len() && lines::continues(text, &lines, end, kind) {
                end += 1;
            }
        }
        let range = trimmed(text, first + marker..lines[end - 1].end);
        at = end;
        if range.is_empty() {
            continue;
        }
        let (kind, range) = refine(text, kind, range);
        found.push((kind, range));
    }
    shape::shape(text, title.or(header.found.title.as_deref()), &mut found, marked);
    (found, header.found)
}

/// "12. März 2025" is a day, not the twelfth item.
fn is_stamp(line: &str) -> bool {
    line.len() <= 60 && phrases::known(line).is_some_and(|known| known.role == Some(Role::Stamp))
}

/// A block's kind by its marks, and its range without the marks of emphasis around it.
fn refine(text: &str, kind: BlockKind, range: Range<usize>) -> (BlockKind, Range<usize>) {
    let part = &text[range.clone()];
    if part.len() > 2000 {
        return (kind, range);
    }
    if ADDRESS.is_match(part) {
        return (BlockKind::Promo, range);
    }
    if LINK.is_match(part) && kind != BlockKind::Heading {
        return (BlockKind::Related, range);
    }
    let mut inner = range.clone();
    for mark in ["***", "**", "__", "*", "_"] {
        let part = &text[inner.clone()];
        if part.len() > 2 * mark.len()
            && let Some(bare) = part.strip_prefix(mark).and_then(|p| p.strip_suffix(mark))
            && !bare.contains(mark)
            && bare.trim() == bare
        {
            inner = inner.start + mark.len()..inner.end - mark.len();
            let strong = mark.len() > 1 && kind == BlockKind::Paragraph;
            if strong && is_short_label(&text[inner.clone()]) {
                return (phrases::line(&text[inner.clone()]).unwrap_or(BlockKind::Heading), inner);
            }
        }
    }
    (kind, inner)
}

/// What the lines around a plain text's article say: its authors and its date.
pub(crate) fn metadata(text: &str, blocks: &[Block], index: &TextIndex, into: &mut Metadata) {
    static BY: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^by\s"));
    static PUBLISHED: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^(first )?(published|posted)\b"));
    let ends = blocks.iter().take(12).chain(blocks.iter().skip(12.max(blocks.len().saturating_sub(3))));
    let mut days = Vec::new();
    for block in ends.filter(|b| b.kind == BlockKind::Credit) {
        let line = index.slice(text, block.span());
        if BY.is_match(line) && into.authors.is_empty() {
            into.authors = authors::names(line, None);
        }
        if line.chars().count() <= 110
            && !line.to_lowercase().starts_with("updated")
            && let Some(published) = datetext::parse(line)
        {
            days.push((!PUBLISHED.is_match(line), published));
        }
    }
    let day = days.into_iter().min_by_key(|(unsaid, _)| *unsaid).map(|(_, published)| published);
    into.published = into.published.take().or(day);
}
