//! Stretches between quotation marks.

use crate::Analysis;
use std::ops::Range;
use tocsin_record::BlockKind;

/// Finds the quotations of the text, marks left out: curly, straight and angle quotation marks, and single ones where
/// they are clearly no apostrophes. Marks pair within their block. A quotation without a closing mark ends with its
/// paragraph; where the next paragraph opens with the same mark again it is the usual style for a quotation of several
/// paragraphs, and each part is its own range. A quotation inside a quotation is part of the outer one.
pub fn find(analysis: &mut Analysis<'_>) {
    let mut found = Vec::new();
    let mut start = 0;
    let sentences = &analysis.sentences;
    while start < sentences.len() {
        let first = &sentences[start];
        let mut end = start + 1;
        while end < sentences.len() && sentences[end].block_number == first.block_number {
            end += 1;
        }
        if first.block != BlockKind::Credit {
            in_block(analysis.text, first.bytes.start..sentences[end - 1].bytes.end, &mut found);
        }
        start = end;
    }
    analysis.quotations = found;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Curly,
    Straight,
    Angle,
    Single,
    StraightSingle,
}

impl Mark {
    fn closes_with(self, c: char) -> bool {
        match self {
            // A text that mixes both kinds closes one with the other.
            Mark::Curly => matches!(c, '”' | '"'),
            Mark::Straight => matches!(c, '"' | '”'),
            Mark::Angle => c == '»',
            Mark::Single => c == '’',
            Mark::StraightSingle => c == '\'',
        }
    }
}

fn in_block(text: &str, block: Range<usize>, found: &mut Vec<Range<usize>>) {
    let part = &text[block.clone()];
    let mut open: Option<(Mark, usize)> = None;
    let mut before: Option<char> = None;
    let mut letters = part.char_indices().peekable();
    // The next blank line, found once: a paragraph's end also ends an open quotation.
    let mut blank = next_blank(part, 0);
    while let Some((at, c)) = letters.next() {
        let after = letters.peek().map(|l| l.1);
        if at >= blank {
            if let Some((_, from)) = open.take() {
                add(text, from..block.start + blank, found);
            }
            blank = next_blank(part, at);
        }
        match open {
            Some((mark, from)) if mark.closes_with(c) => {
                let single = matches!(mark, Mark::Single | Mark::StraightSingle);
                let inside_word = after.is_some_and(char::is_alphanumeric) && before.is_some_and(char::is_alphanumeric);
                // A straight mark after a space and before a letter opens again: the closing mark was forgotten.
                let opens = matches!(mark, Mark::Straight) && opens_here(before, after) && !closes_here(before, after);
                if opens {
                    add(text, from..block.start + at, found);
                    open = Some((Mark::Straight, block.start + at + 1));
                } else if !single || !inside_word && !is_possessive(part, at, before, after) {
                    add(text, from..block.start + at, found);
                    open = None;
                }
            }
            Some((Mark::Curly, from)) if c == '“' => {
                // Opened again without a closing mark, as at the head of a further paragraph.
                add(text, from..block.start + at, found);
                open = Some((Mark::Curly, block.start + at + c.len_utf8()));
            }
            Some(_) => {}
            None => {
                let kind = match c {
                    '“' | '„' => Some(Mark::Curly),
                    '"' => Some(Mark::Straight),
                    '«' => Some(Mark::Angle),
                    '‘' if opens_here(before, after) => single_close(part, at, '’').then_some(Mark::Single),
                    '\'' if opens_here(before, after) => single_close(part, at, '\'').then_some(Mark::StraightSingle),
                    _ => None,
                };
                // A straight mark after a figure is inches or seconds.
                let inches = c == '"' && before.is_some_and(|b| b.is_ascii_digit()) && !opens_here(before, after);
                if let Some(kind) = kind.filter(|_| !inches) {
                    open = Some((kind, block.start + at + c.len_utf8()));
                }
            }
        }
        before = Some(c);
    }
    if let Some((_, from)) = open {
        add(text, from..block.end, found);
    }
}

fn add(text: &str, bytes: Range<usize>, found: &mut Vec<Range<usize>>) {
    let inner = &text[bytes.clone()];
    let start = bytes.start + (inner.len() - inner.trim_start().len());
    let trimmed = inner.trim();
    if !trimmed.is_empty() {
        found.push(start..start + trimmed.len());
    }
}

/// Where the next blank line after `from` begins, or the end.
fn next_blank(part: &str, from: usize) -> usize {
    let mut newline = None;
    for (at, c) in part[from..].char_indices() {
        match c {
            '\n' => match newline {
                Some(first) if first > from => return first,
                Some(_) => {}
                None => newline = Some(from + at),
            },
            _ if c.is_whitespace() => {}
            _ => newline = None,
        }
    }
    part.len()
}

fn opens_here(before: Option<char>, after: Option<char>) -> bool {
    before.is_none_or(|c| {
        c.is_whitespace() || matches!(c, '(' | '[' | '{' | '—' | '–' | '-' | '“' | '"' | '‘' | '/' | '*' | '_')
    }) && after.is_some_and(|c| !c.is_whitespace())
}

fn closes_here(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(|c| !c.is_whitespace()) && after.is_none_or(|c| !c.is_alphanumeric())
}

/// Whether the apostrophe at `at` marks a plural's possession ("the workers’ union"): a letter s before, a word after.
fn is_possessive(part: &str, at: usize, before: Option<char>, after: Option<char>) -> bool {
    if before != Some('s') || after != Some(' ') {
        return false;
    }
    // Another closing mark further on shows that this one was not it.
    let mark = part[at..].chars().next().unwrap_or('’');
    single_close(part, at, mark)
}

/// Whether a single quotation mark that closes stands within reach after `at`, on the same paragraph's line.
fn single_close(part: &str, at: usize, close: char) -> bool {
    const REACH: usize = 600;
    let mut before = None;
    let mut letters = part[at..].chars().skip(1).take(REACH).peekable();
    while let Some(c) = letters.next() {
        if c == close && before.is_some_and(|b: char| !b.is_whitespace()) {
            let after = letters.peek();
            let ends = after.is_none_or(|a| {
                a.is_whitespace() || matches!(a, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '”' | '"' | '—')
            });
            // "the workers’ union" closes nothing; "…, the workers.’" and "‘the workers’." do.
            if ends && (before != Some('s') || after.is_none_or(|a| *a != ' ')) {
                return true;
            }
            if ends && before == Some('s') && close == '’' {
                return true;
            }
        }
        if c == '\n' && letters.peek() == Some(&'\n') {
            return false;
        }
        before = Some(c);
    }
    false
}
