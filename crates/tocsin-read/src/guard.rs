//! Markup that would cost a parser time out of all proportion is found before a tree is built of it.
//!
//! HTML parsing is quadratic in the depth of open elements and in the attributes of one tag, and slow on stray `<` and
//! `&`. One look over the bytes, as the HTML tokeniser reads them, bounds all of these; it errs on the strict side.

use std::collections::HashMap;

/// Open elements, not counting those whose end tag may be left out. Articles stay under 100.
const MAX_DEPTH: usize = 400;
/// Attributes of one tag.
const MAX_ATTRIBUTES: usize = 1000;
/// Stray `<` and `&` together.
const MAX_STRAY: usize = 500_000;

/// Elements that close themselves when the next one of their kind opens, or have no content.
const UNCOUNTED: &[&str] = &[
    "p", "li", "td", "th", "tr", "dd", "dt", "option", "br", "img", "meta", "link", "input", "hr", "source", "wbr",
    "area", "base", "col", "embed", "param", "track", "html", "head", "body", "tbody", "thead", "tfoot", "colgroup",
];
/// Elements of drawings that can close themselves.
const SHAPES: &[&str] = &[
    "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "use", "stop", "g", "image", "symbol", "defs",
    "animate", "mask", "svg",
];

/// Why a page is not to be parsed; `None` for any page of an article.
pub(crate) fn unruly(html: &str) -> Option<&'static str> {
    let bytes = html.as_bytes();
    let mut open: HashMap<&str, usize> = HashMap::new();
    let names = html.to_ascii_lowercase();
    let (mut depth, mut drawing, mut stray, mut at) = (0usize, 0usize, 0usize, 0usize);
    while let Some(next) = bytes[at..].iter().position(|&b| b == b'<' || b == b'&') {
        at += next + 1;
        if stray > MAX_STRAY {
            return Some("it holds too many stray marks for a page");
        }
        if bytes[at - 1] == b'&' {
            stray += 1;
            continue;
        }
        if bytes[at..].starts_with(b"!--") {
            at = end_of_comment(bytes, at + 1);
            continue;
        }
        let closing = bytes.get(at) == Some(&b'/');
        let start = at + usize::from(closing);
        if !bytes.get(start).is_some_and(u8::is_ascii_alphabetic) {
            stray += 1;
            continue;
        }
        let end_of_name = |b: &u8| b.is_ascii_whitespace() || *b == b'/' || *b == b'>';
        let end = bytes[start..].iter().position(end_of_name).map_or(bytes.len(), |length| start + length);
        let name = &names[start..end];
        let Some(tag) = attributes(bytes, end) else { return Some("a tag of it holds too many attributes") };
        at = tag.end;
        if UNCOUNTED.contains(&name) {
            continue;
        }
        if closing {
            // An end tag without its start tag ends nothing.
            if let Some(count) = open.get_mut(name).filter(|count| **count > 0) {
                *count -= 1;
                depth -= 1;
                drawing -= usize::from(name == "svg" && drawing > 0);
            }
            continue;
        }
        // Inside a drawing, and only there, an element can close itself.
        if tag.closes_itself && (drawing > 0 || name == "svg") && SHAPES.contains(&name) {
            continue;
        }
        match name {
            "script" | "style" | "textarea" | "title" => {
                // Their content is no markup.
                at = find(&names, at, &format!("</{name}")).unwrap_or(bytes.len());
                continue;
            }
            "svg" => drawing += 1,
            // HTML begins again.
            "foreignobject" | "desc" => drawing = 0,
            _ => {}
        }
        *open.entry(name).or_default() += 1;
        depth += 1;
        if depth > MAX_DEPTH {
            return Some("its elements nest too deep for a page");
        }
    }
    None
}

fn find(text: &str, from: usize, needle: &str) -> Option<usize> {
    memchr_find(&text.as_bytes()[from.min(text.len())..], needle.as_bytes()).map(|at| from + at)
}

fn memchr_find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    let first = *needle.first()?;
    let mut at = 0;
    while let Some(next) = hay[at..].iter().position(|&b| b == first) {
        at += next;
        if hay[at..].starts_with(needle) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// One past the `-->` or `--!>` at or after `from`.
fn end_of_comment(bytes: &[u8], from: usize) -> usize {
    let ends = |at: &usize| bytes[*at..].starts_with(b"-->") || bytes[*at..].starts_with(b"--!>");
    (from..bytes.len()).find(ends).map_or(bytes.len(), |at| at + if bytes[at + 2] == b'>' { 3 } else { 4 })
}

struct Tag {
    /// One past its `>`.
    end: usize,
    closes_itself: bool,
}

/// Reads the attributes from `at` to the end of the tag; `None` when there are too many.
fn attributes(bytes: &[u8], mut at: usize) -> Option<Tag> {
    let mut count = 0;
    let mut closes_itself = false;
    loop {
        while bytes.get(at).is_some_and(|b| b.is_ascii_whitespace() || *b == b'/') {
            closes_itself = bytes[at] == b'/';
            at += 1;
        }
        match bytes.get(at) {
            None => return Some(Tag { end: bytes.len(), closes_itself: false }),
            Some(b'>') => return Some(Tag { end: at + 1, closes_itself }),
            Some(_) => {}
        }
        closes_itself = false;
        count += 1;
        if count > MAX_ATTRIBUTES {
            return None;
        }
        // A name takes at least one byte, even if that is `=`.
        at += 1;
        while bytes.get(at).is_some_and(|b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>' | b'=')) {
            at += 1;
        }
        let mut value = at;
        while bytes.get(value).is_some_and(u8::is_ascii_whitespace) {
            value += 1;
        }
        if bytes.get(value) != Some(&b'=') {
            continue;
        }
        value += 1;
        while bytes.get(value).is_some_and(u8::is_ascii_whitespace) {
            value += 1;
        }
        at = match bytes.get(value) {
            Some(&quote @ (b'"' | b'\'')) => {
                let rest = &bytes[value + 1..];
                rest.iter().position(|&b| b == quote).map_or(bytes.len(), |end| value + 1 + end + 1)
            }
            _ => {
                let rest = &bytes[value..];
                rest.iter().position(|b| b.is_ascii_whitespace() || *b == b'>').map_or(bytes.len(), |end| value + end)
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::unruly;

    #[test]
    fn pages_pass() {
        let page = "<!DOCTYPE html><html><head><title>a < b</title><script>if (a<b) {'<div><div>'}</script></head>\
                    <body><!-- <div> --><svg><title>x</title><path d='M0'/><path d='M1'/></svg><p title='<b><i>'>Text\
                    <p>More<br>text &amp; more</body>";
        assert_eq!(unruly(page), None);
        assert_eq!(unruly(&"<div><p>a".repeat(300)), None);
        assert_eq!(unruly(&"<svg><path/><g/></svg><div/></div>".repeat(5000)), None);
    }

    #[test]
    fn what_would_cost_too_much_is_found() {
        for markup in
            ["<div>", "<div></b>", "<b><p>", "<svg><path>", "<!--><div><!-- -->", "<!-- --!><div><!-- -->", "<x-y>"]
        {
            assert!(unruly(&markup.repeat(2000)).is_some(), "{markup}");
        }
        assert!(unruly(&format!("<p {}>", "a=1 ".repeat(2000))).is_some());
        assert!(unruly(&"<".repeat(1_000_000)).is_some());
        assert!(unruly(&"&amp;".repeat(1_000_000)).is_some());
    }
}
