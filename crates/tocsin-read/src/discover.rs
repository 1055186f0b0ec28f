//! What a page says for programs: the feeds it has, and whether its text may be mined.

use crate::decode::Declared;
use crate::guard::unruly;
use crate::page::Page;
use crate::{address, decode, words};

/// A feed that a page names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedFeed {
    /// Where it lies.
    pub address: String,
    /// What the page calls it.
    pub title: Option<String>,
}

/// Feeds of one page that are told.
const MOST: usize = 50;
/// How much of a page is looked through for its head.
const HEAD: usize = 1 << 20;

/// Media types of feeds. Plain XML and JSON count too where a page calls them its alternate.
const KINDS: &[&str] = &[
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/x-rss+xml",
    "application/x-atom+xml",
    "application/xml",
    "application/json",
    "text/xml",
    "text/rss",
];

/// The feeds that a page at `base` names by `<link rel="alternate">`, in its order, each once.
pub fn feeds_of(bytes: &[u8], base: &str) -> Vec<NamedFeed> {
    let Some(page) = parsed(bytes) else { return Vec::new() };
    let own_base = page.elements("base").find_map(|node| page.attribute(node, "href"));
    let base = own_base.and_then(|own| address::resolve_whole(own, Some(base))).unwrap_or_else(|| base.to_owned());
    let mut found: Vec<NamedFeed> = Vec::new();
    for node in page.elements("link") {
        let has_rel = |wanted: &[&str]| {
            let rel = page.attribute(node, "rel").unwrap_or_default();
            rel.split_whitespace().any(|word| wanted.iter().any(|wanted| word.eq_ignore_ascii_case(wanted)))
        };
        let kind = page.attribute(node, "type").unwrap_or_default().split(';').next().unwrap_or_default();
        let kind = kind.trim().to_ascii_lowercase();
        if !has_rel(&["alternate", "feed"]) || has_rel(&["stylesheet"]) || !KINDS.contains(&kind.as_str()) {
            continue;
        }
        let Some(address) = page.attribute(node, "href").and_then(|href| address::resolve_whole(href, Some(&base)))
        else {
            continue;
        };
        // The interface of a widespread publishing system calls itself an alternate of every page; it is no feed.
        let is_interface =
            kind == "application/json" && (address.contains("/wp-json/") || address.contains("rest_route"));
        if is_interface || found.iter().any(|feed| feed.address == address) {
            continue;
        }
        let title = page.attribute(node, "title").map(words::squeeze).filter(|title| !title.is_empty());
        found.push(NamedFeed { address, title });
        if found.len() == MOST {
            break;
        }
    }
    found
}

/// Whether a page reserves text and data mining by `<meta name="tdm-reservation">`; `None` where it does not speak of it.
pub fn mining_reserved(bytes: &[u8]) -> Option<bool> {
    const NAME: &[u8] = b"tdm-reservation";
    // A look over the bytes, so that the pages that do not speak of it cost nothing.
    let speaks = bytes.windows(NAME.len()).any(|window| window.eq_ignore_ascii_case(NAME));
    if !speaks && !bytes.starts_with(b"\xff\xfe") && !bytes.starts_with(b"\xfe\xff") {
        return None;
    }
    let page = parsed(bytes)?;
    page.elements("meta").find_map(|node| {
        let name = page.attribute(node, "name").or(page.attribute(node, "property"))?;
        if !name.trim().eq_ignore_ascii_case("tdm-reservation") {
            return None;
        }
        match page.attribute(node, "content")?.trim() {
            "1" => Some(true),
            "0" => Some(false),
            _ => None,
        }
    })
}

/// A page's tree, of its first part where it is very long; `None` for what would cost too much.
fn parsed(bytes: &[u8]) -> Option<Page> {
    let text = decode::decode(bytes[..bytes.len().min(HEAD)].to_vec(), &Declared::default(), &mut Vec::new());
    // The head is all that matters: a body that is past parsing must not hide it.
    let end = text.to_ascii_lowercase().find("</head").unwrap_or(text.len());
    let head = if unruly(&text).is_none() { text.as_str() } else { &text[..end] };
    unruly(head).is_none().then(|| Page::parse(head).0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_feeds_of_a_page_are_found() {
        let page = br#"<html><head><base href="/news/"><link rel="stylesheet" type="text/xml" href="x">
            <link rel="alternate" type="application/rss+xml" title=" World  news " href="feed.xml?a=1&amp;utm_source=x">
            <LINK REL="Alternate" TYPE="application/atom+xml; charset=utf-8" HREF="https://other.example/atom">
            <link rel="alternate" type="application/feed+json" href="feed.json"><link rel="alternate" hreflang="de" href="/de">
            <link rel="alternate" type="application/json" href="https://a.example/wp-json/wp/v2/posts/1">
            <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
            <link rel="alternate" type="application/rss+xml" href="feed.xml?a=1&amp;utm_source=x"></head><body></body></html>"#;
        let found = feeds_of(page, "https://a.example/x/y");
        let addresses: Vec<&str> = found.iter().map(|feed| feed.address.as_str()).collect();
        assert_eq!(
            addresses,
            [
                "https://a.example/news/feed.xml?a=1&utm_source=x",
                "https://other.example/atom",
                "https://a.example/news/feed.json"
            ]
        );
        assert_eq!(found[0].title.as_deref(), Some("World news"));
        assert!(feeds_of(b"", "https://a.example/").is_empty());
    }

    #[test]
    fn a_body_past_parsing_does_not_hide_the_head() {
        let head =
            "<head><meta name='tdm-reservation' content='1'><link rel=alternate type=application/rss+xml href=/f>";
        let page = format!("<html>{head}</head><body>{}", "<div>".repeat(50_000));
        assert_eq!(feeds_of(page.as_bytes(), "https://a.example/").len(), 1);
        assert_eq!(mining_reserved(page.as_bytes()), Some(true));
    }

    #[test]
    fn a_page_says_whether_it_may_be_mined() {
        let said =
            |meta: &str| mining_reserved(format!("<html><head>{meta}</head><body>Text.</body></html>").as_bytes());
        assert_eq!(said("<META NAME=\"TDM-Reservation\" CONTENT=\" 1 \">"), Some(true));
        assert_eq!(said("<meta name=tdm-reservation content=0>"), Some(false));
        assert_eq!(said("<meta name=tdm-reservation content=2>"), None);
        assert_eq!(said("<!-- <meta name=tdm-reservation content=1> -->"), None);
        assert_eq!(said(""), None);
    }
}
