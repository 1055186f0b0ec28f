//! The lines of a text: where they begin and end, and which of them go on in the next.

use super::pattern;
use crate::{phrases, words};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;
use tocsin_record::BlockKind;

/// A line without the white space around it, in bytes; empty for a blank one.
pub(super) type Line = Range<usize>;

pub(super) static HEADING: LazyLock<Regex> = LazyLock::new(|| pattern(r"^#{1,6}\s+"));
pub(super) static ITEM: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:[-*+•‣▪–]|\(?(\d{1,3}|[a-z])[.)])\s+"));
pub(super) static QUOTE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:>\s?)+"));
pub(super) static ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^!\[[^\]]*\]\([^)]*\)$|^<?(https?://|www\.)\S+>?$"));
pub(super) static LINK: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\[[^\]]+\]\([^)]+\)$"));
pub(super) static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^</?(figure|figcaption|img|iframe|video|audio|picture|source|table|thead|tbody|tfoot|tr|td|th|col|colgroup|caption|div|section|script|style|svg|blockquote|ul|ol|li|br|hr|a|p|center|form|input|button)(\s|/|>|$)|^<!--",
    )
});

/// The beginning of a line, enough for its markers.
pub(super) fn head(line: &str) -> &str {
    &line[..words::floor(line, 2000)]
}

pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}', '\u{85}']) {
        lines.push(trimmed(text, start..start + line.len()));
        start += line.len();
    }
    lines
}

/// The range without white space and byte order marks at its ends.
pub(super) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
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
/// one's first word would not have fitted. A link's address is never broken and makes its line longer than the others,
/// so lines with one are left out where there are enough without.
pub(super) fn is_wrapped(text: &str, lines: &[Line]) -> bool {
    is_full(text, lines, true) || is_full(text, lines, false)
}

fn is_full(text: &str, lines: &[Line], linked: bool) -> bool {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for pair in lines.windows(2) {
        if pair[0].is_empty() || pair[1].is_empty() || pair[0].len() > 600 {
            continue;
        }
        if !linked && text[pair[0].clone()].contains("](") {
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
pub(super) fn continues(text: &str, lines: &[Line], at: usize, kind: BlockKind) -> bool {
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
pub(super) fn markup(text: &str, lines: &[Line], from: usize, found: &mut Vec<(BlockKind, Range<usize>)>) -> usize {
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
