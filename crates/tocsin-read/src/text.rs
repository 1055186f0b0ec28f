//! Plain text and Markdown: blocks are found in the text as it stands, which is never changed.

use crate::metadata::Metadata;
use crate::{authors, datetext, header, phrases, words};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;
use tocsin_record::{Block, BlockKind, TextIndex};

/// A line without the white space around it, in bytes; empty for a blank one.
type Line = Range<usize>;

/// A short line, as headlines and crossheads are, has at most so many code points.
const SHORT: usize = 140;

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a fixed pattern")
}

static HEADING: LazyLock<Regex> = LazyLock::new(|| pattern(r"^#{1,6}\s+"));
static ITEM: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:[-*+•‣▪–]|\(?(\d{1,3}|[a-z])[.)])\s+"));
static QUOTE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:>\s?)+"));
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^!\[[^\]]*\]\([^)]*\)$|^<?(https?://|www\.)\S+>?$"));
static LINK: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\[[^\]]+\]\([^)]+\)$"));
static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^</?(figure|figcaption|img|iframe|video|audio|picture|source|table|thead|tbody|tfoot|tr|td|th|col|colgroup|caption|div|section|script|style|svg|blockquote|ul|ol|li|br|hr|a|p|center|form|input|button)(\s|/|>|$)|^<!--",
    )
});

/// The blocks of `text`, in order, as byte ranges. Markers of headings, items and quotations stand outside them.
/// `markdown`: whether lines that follow each other are one paragraph in any case.
/// Also gives what a head of the file says.
pub(crate) fn blocks(text: &str, title: Option<&str>, markdown: bool) -> (Vec<(BlockKind, Range<usize>)>, Metadata) {
    let lines = lines(text);
    let header = header::read(text, &lines);
    let wrapped = markdown || is_wrapped(text, &lines[header.below..]);
    let mut found: Vec<(BlockKind, Range<usize>)> = header.lines;
    let mut at = header.below;
    while at < lines.len() {
        if lines[at].is_empty() {
            at += 1;
            continue;
        }
        let line = &text[lines[at].clone()];
        let after_item = at > 0 && (lines[at - 1].is_empty() || matches!(found.last(), Some((BlockKind::List, _))));
        if MARKUP.is_match(head(line)) {
            at = markup(text, &lines, at, &mut found);
            continue;
        }
        let first = lines[at].start;
        let (kind, marker) = if let Some(m) = HEADING.find(head(line)) {
            (BlockKind::Heading, m.end())
        } else if let Some(m) = QUOTE.find(head(line)) {
            (BlockKind::Quote, m.end())
        } else if let Some(m) = ITEM.find(head(line)).filter(|_| !wrapped || at == 0 || after_item) {
            (BlockKind::List, m.end())
        } else {
            (BlockKind::Paragraph, 0)
        };
        let mut end = at + 1;
        if wrapped && kind != BlockKind::Heading {
            while end < lines.len() && continues(text, &lines, end, kind) {
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
    shape(text, title.or(header.found.title.as_deref()), &mut found);
    (found, header.found)
}

/// The beginning of a line, enough for its markers.
fn head(line: &str) -> &str {
    &line[..words::floor(line, 2000)]
}

fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}', '\u{85}']) {
        lines.push(trimmed(text, start..start + line.len()));
        start += line.len();
    }
    lines
}

/// The range without white space and byte order marks at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let unseen = |c: char| c.is_whitespace() || c == '\u{feff}';
    let kept = part.trim_start_matches(unseen);
    let start = range.end - kept.len();
    start..start + kept.trim_end_matches(unseen).len()
}

fn length(text: &str, line: &Line) -> usize {
    text[line.clone()].chars().count()
}

/// Whether the lines were broken to a width: nearly every line that is followed by another is so full that the next
/// one's first word would not have fitted.
fn is_wrapped(text: &str, lines: &[Line]) -> bool {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for pair in lines.windows(2) {
        if pair[0].is_empty() || pair[1].is_empty() || pair[0].len() > 600 {
            continue;
        }
        let next = text[pair[1].clone()].split_whitespace().next().map_or(0, |w| w.chars().count());
        pairs.push((length(text, &pair[0]), next));
    }
    if pairs.len() < 2 {
        return false;
    }
    let mut lengths: Vec<usize> = pairs.iter().map(|p| p.0).collect();
    lengths.sort_unstable();
    let width = lengths[(lengths.len() - 1) * 9 / 10];
    let full = pairs.iter().filter(|(length, next)| length + 1 + next > width * 9 / 10).count();
    (45..=125).contains(&width) && full * 10 >= pairs.len() * 7
}

/// Whether line `at` carries on the block of kind `kind` before it.
fn continues(text: &str, lines: &[Line], at: usize, kind: BlockKind) -> bool {
    let line = &text[lines[at].clone()];
    if line.is_empty() || HEADING.is_match(head(line)) || MARKUP.is_match(head(line)) && line.ends_with('>') {
        return false;
    }
    let before = &text[lines[at - 1].clone()];
    // A line of its own above running text (a label, an address) is no part of it.
    if kind == BlockKind::Paragraph && length(text, &lines[at - 1]) < 45 && phrases::line(before).is_some() {
        return false;
    }
    match kind {
        BlockKind::Quote => QUOTE.is_match(line),
        BlockKind::List => !ITEM.is_match(head(line)) && !QUOTE.is_match(line),
        _ => !QUOTE.is_match(line),
    }
}

/// Lines of raw HTML up to the next blank line: what a reader would see of them is a list item or caption, the tags
/// themselves are nothing to read. Returns the line after them.
fn markup(text: &str, lines: &[Line], from: usize, found: &mut Vec<(BlockKind, Range<usize>)>) -> usize {
    let mut inside_tag = false;
    let mut caption = false;
    let mut at = from;
    while at < lines.len() && !lines[at].is_empty() {
        let line = lines[at].clone();
        let (mut first, mut last) = (None, line.start);
        for (offset, c) in text[line.clone()].char_indices() {
            let here = line.start + offset;
            match c {
                '<' if !inside_tag => {
                    inside_tag = true;
                    let tag = &text.as_bytes()[here..line.end];
                    if tag.len() > 10 && tag[..11].eq_ignore_ascii_case(b"<figcaption") {
                        caption = true;
                    } else if tag.len() > 11 && tag[..12].eq_ignore_ascii_case(b"</figcaption") {
                        // Text after it stands in the same line only by accident.
                        caption = first.is_some();
                    }
                }
                '>' if inside_tag => inside_tag = false,
                c if !inside_tag && c.is_alphanumeric() => {
                    first.get_or_insert(here);
                    last = here + c.len_utf8();
                }
                c if !inside_tag && first.is_some() && !c.is_whitespace() => last = here + c.len_utf8(),
                _ => {}
            }
        }
        match first {
            Some(first) => {
                let kind = if caption { BlockKind::Caption } else { BlockKind::List };
                found.push((phrases::line(&text[first..last]).unwrap_or(kind), first..last));
            }
            None => match found.last_mut() {
                Some((BlockKind::Promo, range)) if at > from && text[range.end..line.start].trim().is_empty() => {
                    range.end = line.end;
                }
                _ => found.push((BlockKind::Promo, line)),
            },
        }
        at += 1;
    }
    at
}

/// A block's kind by its words, and its range without the marks of emphasis around it.
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
    match phrases::line(&text[inner.clone()]) {
        Some(line) => (line, inner),
        None => (kind, inner),
    }
}

/// A short line without an end mark.
fn is_short_label(line: &str) -> bool {
    line.chars().count() <= SHORT && !line.ends_with(['.', '!', '…', ':', ';', ',', '”', '"', '。', '’', '»', '?'])
}

/// Headline and crossheads, which plain text marks by their place alone.
fn shape(text: &str, title: Option<&str>, found: &mut [(BlockKind, Range<usize>)]) {
    let part = |range: &Range<usize>| &text[range.clone()];
    let title = title.map(words::key).filter(|t| !t.is_empty());
    let is_title = |range: &Range<usize>| {
        range.len() <= 2000 && title.as_ref().is_some_and(|title| words::key(part(range)) == *title)
    };
    let count = found.len();
    let mut headline = None;
    for n in 0..count {
        let (kind, range) = found[n].clone();
        let apart = |k: BlockKind| matches!(k, BlockKind::Credit | BlockKind::Promo | BlockKind::Related);
        if headline.is_none() && n < 60 && found[..n].iter().all(|(k, _)| apart(*k) || *k == BlockKind::Heading) {
            let first = found[..n].iter().all(|(k, _)| apart(*k));
            let marked = kind == BlockKind::Heading && text[..range.start].trim_end_matches(['*', '_']).ends_with("# ");
            let short = kind == BlockKind::Paragraph && range.len() <= 4 * SHORT && is_short_label(part(&range));
            let heads = matches!(kind, BlockKind::Paragraph | BlockKind::Heading);
            if heads && (is_title(&range) || first && n + 1 < count && (short || marked)) {
                found[n].0 = BlockKind::Headline;
                headline = Some(n);
                continue;
            }
        }
        // A paragraph all in emphasis right below the headline is the summary.
        if kind == BlockKind::Paragraph
            && headline.is_some_and(|h| h + 1 == n)
            && range.len() <= 1000
            && text[..range.start].ends_with(['*', '_'])
            && text[range.end..].starts_with(['*', '_'])
        {
            found[n].0 = BlockKind::Standfirst;
            continue;
        }
        if kind == BlockKind::Paragraph && n > 0 && range.len() <= 400 {
            let line = part(&range);
            let length = line.chars().count();
            let asks = line.ends_with('?') && !line.contains(['“', '"']);
            let label =
                length <= 90 && (is_short_label(line) || asks) && line.chars().next().is_some_and(char::is_uppercase);
            let above_text = found.get(n + 1).is_some_and(|(k, r)| *k == BlockKind::Paragraph && r.len() >= 100);
            if label && above_text && line.split_whitespace().count() <= 14 && !line.contains('\n') {
                found[n].0 = BlockKind::Heading;
            }
        }
    }
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
