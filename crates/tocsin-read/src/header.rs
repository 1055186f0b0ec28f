//! The head of a text file: front matter between `---` lines, or lines of "Key: value" above the article.

use crate::metadata::Metadata;
use crate::{address, authors, datetext, language, words};
use std::ops::Range;
use tocsin_record::{BlockKind, Published};

/// A head has no more lines than this.
const MOST_LINES: usize = 40;
/// A longer line is no field of a head.
const LONGEST: usize = 1000;

const KEYS: &[&str] = &[
    "title",
    "headline",
    "subtitle",
    "outlet",
    "source",
    "publisher",
    "site",
    "url",
    "link",
    "canonical",
    "published",
    "date",
    "pubdate",
    "modified",
    "updated",
    "author",
    "authors",
    "byline",
    "by",
    "lang",
    "language",
    "synthetic",
    "tags",
    "category",
    "categories",
    "section",
    "layout",
    "slug",
    "description",
    "id",
    "image",
    "draft",
    "copyright",
];

/// What a head says, and where it ends.
#[derive(Debug, Default)]
pub(crate) struct Header {
    /// Each line of the head that says something, and what it is.
    pub lines: Vec<(BlockKind, Range<usize>)>,
    /// The number of the first line below it.
    pub below: usize,
    pub found: Metadata,
}

/// Reads the head of a text whose lines (without the white space around them) are `lines`.
pub(crate) fn read(text: &str, lines: &[Range<usize>]) -> Header {
    let mut header = Header::default();
    let Some(first) = lines.iter().position(|l| !l.is_empty()) else { return header };
    let fenced = &text[lines[first].clone()] == "---";
    let mut fields = 0;
    let mut closed = false;
    let mut at = first;
    for line in lines.iter().enumerate().skip(first).take(MOST_LINES).map(|(n, line)| {
        at = n;
        line.clone()
    }) {
        let content = &text[line.clone()];
        if fenced && fields > 0 && content == "---" {
            header.lines.push((BlockKind::Promo, line));
            closed = true;
            at += 1;
            break;
        }
        if content.is_empty() {
            if fenced {
                continue;
            }
            closed = true;
            break;
        }
        if line.len() > LONGEST {
            return Header::default();
        }
        match field(content) {
            Some((key, value)) => {
                fields += 1;
                take(&key, value, &mut header.found);
                let credit =
                    matches!(key.as_str(), "author" | "authors" | "byline" | "by" | "published" | "date" | "source");
                header.lines.push((if credit { BlockKind::Credit } else { BlockKind::Promo }, line));
            }
            // A fence holds what it likes; a head without one holds fields, below a notice in brackets at most.
            None if fenced || (fields == 0 && content.starts_with('[') && content.ends_with(']')) => {
                header.lines.push((BlockKind::Promo, line));
            }
            None => return Header::default(),
        }
    }
    // One field alone is a line of the article ("Source: Reuters"); several are a head.
    if fields < 2 || !closed {
        return Header::default();
    }
    header.below = at;
    header
}

fn field(line: &str) -> Option<(String, &str)> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim().to_ascii_lowercase();
    let value = value.trim().trim_matches(['"', '\'']);
    KEYS.contains(&key.as_str()).then_some((key, value))
}

fn take(key: &str, value: &str, into: &mut Metadata) {
    let text = || Some(words::squeeze(value)).filter(|v| !v.is_empty());
    match key {
        "title" | "headline" => into.title = into.title.take().or_else(text),
        "outlet" | "source" | "publisher" | "site" => into.outlet = into.outlet.take().or_else(text),
        "url" | "link" | "canonical" => into.url = into.url.take().or_else(|| address::canonical(value)),
        "published" | "date" | "pubdate" => {
            let exact = value.parse::<Published>().ok();
            into.published = into.published.take().or(exact).or_else(|| datetext::parse(value));
        }
        "modified" | "updated" => into.modified = value.parse::<Published>().ok().or_else(|| datetext::parse(value)),
        "author" | "authors" | "byline" | "by" => {
            into.authors = authors::names(value.trim_matches(['[', ']']), None);
        }
        "lang" | "language" => into.lang = language::code(value),
        "synthetic" => into.synthetic = value.eq_ignore_ascii_case("true"),
        _ => {}
    }
}
