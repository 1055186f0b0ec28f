//! The title of an article, as a reader sees it.

use crate::page::{self, Kind, Page};
use crate::{address, words};
use serde::Deserialize;
use std::collections::HashSet;
use std::sync::LazyLock;

const HEADLINES: &str = include_str!("../../../knowledge/reading/headlines.toml");

#[derive(Deserialize)]
struct Headlines {
    beside: HashSet<String>,
    headline: HashSet<String>,
}

/// The file is part of the program and is read by the tests below: it cannot fail at a user's.
static KNOWN: LazyLock<Headlines> = LazyLock::new(|| toml::from_str(HEADLINES).expect("headlines.toml is tested"));

/// A longer title is no title.
const LONGEST: usize = 400;
/// A topic before a headline is no longer (bytes).
const LONGEST_TOPIC: usize = 40;
/// Headings that are looked at.
const MOST: usize = 30;

/// A heading of the page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Heading {
    pub level: u8,
    pub text: String,
    /// The text with what stands beside the headline in it.
    pub whole: String,
    /// The text of each line or element in it: a topic, the headline, a subtitle.
    pub parts: Vec<String>,
}

/// What a page says its title is, in several places.
#[derive(Debug, Default)]
pub(crate) struct Titles {
    pub element: Option<String>,
    pub open_graph: Option<String>,
    pub linked: Option<String>,
    pub headings: Vec<Heading>,
}

/// Chooses: the heading that the page's own title or description confirms, else its only main heading, else what the
/// description says. `host`: where the page stands, without "www.".
pub(crate) fn choose(titles: &Titles, outlet: Option<&str>, host: Option<&str>) -> Option<String> {
    let site = Site::new(outlet, host);
    let described: Vec<String> = [&titles.open_graph, &titles.linked, &titles.element]
        .into_iter()
        .flatten()
        .map(|t| without_outlet(t, &site))
        .collect();
    let keys: Vec<String> =
        described.iter().map(|t| words::key(t)).filter(|k| !k.is_empty() && !site.is_name(k)).collect();
    let confirmed = confirmed(titles, &keys, &site);
    let named = |title: &Option<String>| {
        let title = without_outlet(title.as_deref()?, &site);
        let key = words::key(&title);
        (!key.is_empty() && !site.is_name(&key)).then_some(title)
    };
    let mains: Vec<&Heading> =
        titles.headings.iter().filter(|h| h.level == 1 && !site.is_name(&words::key(&h.text))).collect();
    let only = || match mains[..] {
        [only] if only.text.chars().count() >= 12 => Some(only.text.clone()),
        _ => None,
    };
    confirmed
        .or_else(only)
        .or_else(|| named(&titles.open_graph))
        .or_else(|| named(&titles.linked))
        .or_else(|| named(&titles.element))
        .or_else(|| titles.element.clone())
        .map(|t| words::squeeze(&with_agreed_topic(t, &described, &titles.headings)))
        .filter(|t| !t.is_empty() && t.chars().count() <= LONGEST)
}

/// The heading, or the part of one, that one of the described titles holds or is held by.
fn confirmed(titles: &Titles, described: &[String], site: &Site) -> Option<String> {
    let mut mains = titles.headings.iter().filter(|h| h.level == 1 && !site.is_name(&words::key(&h.text)));
    let long = mains.any(|h| h.text.chars().count() >= 20);
    // A section's name in a lesser heading may be all that a page's own title says beside the site's.
    let believed = |h: &&Heading| h.level == 1 || !long || h.text.chars().count() >= 25;
    // A window's title may be a section's name; where a description says something else, so much is no headline.
    let section = |key: &String| {
        key.chars().count() < 12 && described.first().is_some_and(|d| d != key && d.chars().count() >= 12)
    };
    for heading in titles.headings.iter().filter(believed) {
        let is = |text: &str| {
            let key = words::key(text);
            described.contains(&key) && !section(&key)
        };
        if is(&heading.text) {
            return Some(without_topic(titles, heading));
        }
        if let Some(part) = heading.parts.iter().find(|p| is(p)) {
            return Some(part.clone());
        }
    }
    let alike_any = |text: &str| {
        let key = words::key(text);
        key.chars().count() >= 8 && !site.is_name(&key) && described.iter().any(|d| alike(&key, d))
    };
    let found = titles.headings.iter().filter(|h| h.level == 1).find(|h| alike_any(&h.text))?;
    Some(without_topic(titles, found))
}

/// Sites set a word or two of topic above the headline, inside the heading; where the description goes without it, the
/// title does.
fn without_topic(titles: &Titles, heading: &Heading) -> String {
    let key = words::key(&heading.text);
    // Other data often writes all of it or, cut down, for machines; OpenGraph is what readers are shown elsewhere.
    let bare = titles.open_graph.as_ref().or(titles.linked.as_ref()).filter(|t| {
        let described = words::key(t);
        described.len() >= 16 && described.len() < key.len() && key.ends_with(&described)
    });
    let Some(bare) = bare else { return heading.text.clone() };
    // As the heading writes it, where it does.
    let part = heading.parts.iter().find(|p| words::key(p) == words::key(bare));
    part.unwrap_or(bare).clone()
}

/// A topic before the headline ("After the vote: ...") is part of the title where three of the page's descriptions and
/// main headings have it.
fn with_agreed_topic(title: String, described: &[String], headings: &[Heading]) -> String {
    let key = words::key(&title);
    let with_topic = |text: &&String| {
        let longer = words::key(text);
        longer.len() > key.len()
            && longer.ends_with(&key)
            && text.find(": ").is_some_and(|at| at <= LONGEST_TOPIC && words::key(&text[at..]) == key)
    };
    let mains = headings.iter().filter(|h| h.level == 1).map(|h| &h.whole).take(1);
    let agreed: Vec<&String> = described.iter().chain(mains).filter(with_topic).collect();
    match agreed[..] {
        [first, ..] if agreed.iter().filter(|t| words::key(t) == words::key(first)).count() >= 3 => first.clone(),
        _ => title,
    }
}

/// One holds the other, and is long enough for that to be no accident.
fn alike(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    long.contains(short) && (short.len() >= 12 || short.len() * 2 >= long.len())
}

/// The names a site goes by, as keys.
pub(crate) struct Site {
    outlet: Option<String>,
    /// The host's own label: "example" of "news.example.co.uk".
    label: Option<String>,
}

impl Site {
    pub fn new(outlet: Option<&str>, host: Option<&str>) -> Self {
        let outlet = outlet.map(words::key).filter(|o| !o.is_empty());
        Site { outlet, label: host.and_then(address::own_label).map(|(l, _)| words::key(l)).filter(|l| l.len() >= 3) }
    }

    /// Whether a text (as a key) is nothing but the site's name.
    fn is_name(&self, key: &str) -> bool {
        self.outlet.as_deref() == Some(key) || self.label.as_deref() == Some(key)
    }

    /// Whether an end of a title is the site's name, with something of its own at most.
    fn is_end(&self, key: &str) -> bool {
        let like = |name: &str| {
            let (short, long) = if name.len() < key.len() { (name, key) } else { (key, name) };
            long.contains(short) && (short.len() >= 4 || short.len() * 2 >= long.len())
        };
        !key.is_empty()
            && (self.outlet.as_deref().is_some_and(like)
                || self
                    .label
                    .as_deref()
                    .is_some_and(|l| key == l || key.starts_with(l) && l.len() >= 4 || key.contains(l) && l.len() >= 7))
    }
}

/// Cuts the outlet's name (or a site's section names) off the ends of a title: "What happened | World | Example Times",
/// "Example Times: What happened".
pub(crate) fn without_outlet(title: &str, site: &Site) -> String {
    let mut title = words::squeeze(title);
    // Each round cuts one end; a title has few.
    for _ in 0..4 {
        let Some(shorter) = one_end_less(&title, site) else { break };
        title = shorter;
    }
    title
}

const SEPARATORS: [&str; 16] =
    [" | ", " │ ", " ｜ ", " – ", " — ", " - ", " • ", " · ", " » ", " « ", " :: ", " // ", " > ", " / ", "|", "-"];

fn one_end_less(title: &str, site: &Site) -> Option<String> {
    for separator in SEPARATORS {
        let Some((head, tail)) = title.rsplit_once(separator) else { continue };
        let (head, tail) = (head.trim(), tail.trim());
        // Without spaces around it a stroke joins words, except where words have none.
        if separator == "-" && !(head.ends_with(is_ideograph) && tail.starts_with(is_ideograph)) {
            continue;
        }
        let bar = separator.contains(['|', '│', '｜']) && tail.chars().count() <= 40;
        if (site.is_end(&words::key(tail)) || bar) && head.chars().count() >= if bar { 8 } else { 4 } {
            return Some(head.to_owned());
        }
        if let Some((head, tail)) = title.split_once(separator)
            && (site.is_name(&words::key(head))
                || separator.contains(['|', '»']) && head.chars().count() <= 25 && site.is_end(&words::key(head)))
            && tail.trim().chars().count() >= 4
        {
            return Some(tail.trim().to_owned());
        }
    }
    None
}

fn is_ideograph(c: char) -> bool {
    ('\u{3040}'..='\u{9fff}').contains(&c)
}

/// The page's headings of the first three levels, in order.
pub(crate) fn headings(page: &Page) -> Vec<Heading> {
    let nodes = (0..page.nodes.len() as u32).filter_map(|node| match page.tag(node) {
        "h1" => Some((1, node)),
        "h2" => Some((2, node)),
        "h3" => Some((3, node)),
        _ => None,
    });
    let mut mains = 0;
    let mut found = Vec::new();
    for (level, node) in nodes.take(400) {
        if level > 1 && found.len() >= MOST || mains >= 20 {
            continue;
        }
        let text = page.text_of(node);
        if text.is_empty() || text.len() > 4 * LONGEST {
            continue;
        }
        mains += usize::from(level == 1);
        let parts = parts(page, node);
        let whole = text.clone();
        let text = headline_of(&parts).unwrap_or(text);
        let parts = parts.into_iter().map(|p| p.text).filter(|p| p.chars().count() >= 4 && *p != text).collect();
        found.push(Heading { level, text, whole, parts });
    }
    found
}

/// A line or element of a heading.
struct Part {
    text: String,
    beside: bool,
    headline: bool,
}

/// The headline without the parts that a class calls a topic, a date or a subtitle; `None` where there are none.
fn headline_of(parts: &[Part]) -> Option<String> {
    if !parts.iter().any(|p| p.beside) {
        return None;
    }
    let marked = parts.iter().any(|p| p.headline);
    let kept: Vec<&str> =
        parts.iter().filter(|p| if marked { p.headline } else { !p.beside }).map(|p| p.text.as_str()).collect();
    let marks = |c: char| c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—' | '|' | '•' | '+');
    let text = kept.join(" ");
    let text = words::squeeze(text.trim_start_matches(marks).trim_end_matches(|c| marks(c) && c != '+'));
    (text.chars().count() >= 4).then_some(text)
}

/// The texts of the elements and lines of a heading, in order.
fn parts(page: &Page, heading: u32) -> Vec<Part> {
    let end = page.nodes[heading as usize].end;
    let mut parts: Vec<Part> = Vec::new();
    let mut line = String::new();
    let mut at = heading + 1;
    let push = |parts: &mut Vec<Part>, text: &str, beside: bool, headline: bool| {
        let text = words::squeeze(text);
        if !text.is_empty() {
            parts.push(Part { text, beside, headline });
        }
    };
    while at < end {
        match &page.nodes[at as usize].kind {
            Kind::Text(text) => line.push_str(text),
            Kind::Element { tag: "br", .. } => push(&mut parts, &std::mem::take(&mut line), false, false),
            Kind::Element { tag, .. } if page::is_skipped(tag) => {
                at = page.nodes[at as usize].end;
                continue;
            }
            Kind::Element { tag: "b" | "i" | "em" | "strong" | "abbr" | "a", .. } => {}
            Kind::Element { tag, .. } => {
                // An element's own text, apart from what stands before it and behind it.
                push(&mut parts, &std::mem::take(&mut line), false, false);
                let text = page.text_of(at);
                let (mut beside, headline) = marks_of(page, at);
                beside |= matches!(*tag, "small" | "time" | "sup");
                let whole = at == heading + 1 && page.nodes[at as usize].end >= end;
                if whole && !beside {
                    // A wrapper around all of it.
                    at += 1;
                    continue;
                }
                push(&mut parts, &text, beside && !headline, headline);
                at = page.nodes[at as usize].end;
                continue;
            }
        }
        at += 1;
    }
    push(&mut parts, &line, false, false);
    parts
}

/// Whether the class of an element inside a heading says that it stands beside the headline, and that it is the headline.
fn marks_of(page: &Page, node: u32) -> (bool, bool) {
    let marks = page.marks(node);
    let mut words: Vec<String> = vec![String::new()];
    let mut small = false;
    for c in marks.chars() {
        if !c.is_alphabetic() || c.is_uppercase() && small {
            words.push(String::new());
        }
        small = c.is_lowercase();
        if let Some(word) = words.last_mut().filter(|_| c.is_alphabetic()) {
            word.extend(c.to_lowercase());
        }
    }
    // The last word of a name says what the element is: "article-heading__kicker", "headline__date".
    let last = words.iter().rev().find(|w| !w.is_empty());
    let is = |set: &HashSet<String>| words.iter().any(|w| set.contains(w));
    let headline = page.attribute(node, "itemprop").is_some_and(|p| p.contains("headline"));
    (is(&KNOWN.beside), headline || last.is_some_and(|w| KNOWN.headline.contains(w)) && !is(&KNOWN.beside))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn main(text: &str) -> Heading {
        Heading { level: 1, text: text.into(), whole: text.into(), parts: Vec::new() }
    }

    #[test]
    fn the_outlet_is_no_part_of_the_title() {
        let site = Site::new(Some("Example Times"), Some("times.example.co.uk"));
        for title in [
            "Bridge closed after strike | Example Times",
            "Bridge closed after strike - Example Times",
            "Bridge closed after strike | World | Example Times",
            "Example Times - Bridge closed after strike",
            "Bridge closed after strike – example.co.uk",
        ] {
            assert_eq!(without_outlet(title, &site), "Bridge closed after strike");
        }
        assert_eq!(without_outlet("Hard-line stance - and its price", &site), "Hard-line stance - and its price");
    }

    #[test]
    fn the_topic_above_a_headline_is_no_part_of_it() {
        let titles = Titles {
            open_graph: Some("Minister resigns over leaked letter".into()),
            headings: vec![main("Cabinet crisis: Minister resigns over leaked letter")],
            ..Titles::default()
        };
        assert_eq!(choose(&titles, None, None).as_deref(), Some("Minister resigns over leaked letter"));
    }

    #[test]
    fn a_topic_that_three_parts_of_the_page_have_stays() {
        let with = "After the vote: Minister resigns over leaked letter";
        let mut titles = Titles {
            element: Some(with.into()),
            open_graph: Some(with.into()),
            linked: Some(with.into()),
            headings: vec![main("Minister resigns over leaked letter")],
        };
        assert_eq!(choose(&titles, None, None).as_deref(), Some(with));
        titles.linked = None;
        assert_eq!(choose(&titles, None, None).as_deref(), Some("Minister resigns over leaked letter"));
    }

    #[test]
    fn a_confirmed_heading_wins() {
        let titles = Titles {
            element: Some("Bridge closed after strike | Example Times".into()),
            open_graph: Some("Bridge closed".into()),
            linked: None,
            headings: vec![main("Example Times"), main("Bridge closed after strike")],
        };
        assert_eq!(choose(&titles, Some("Example Times"), None).as_deref(), Some("Bridge closed after strike"));
    }

    #[test]
    fn what_a_class_sets_beside_the_headline_is_left_out() {
        for html in [
            "<h1><span class='dachzeile'>War</span> <span class='headline'>Bridge closed after strike</span></h1>",
            "<h1><span class='h__kicker'>War</span><span class='hidden'>: </span><span>Bridge closed after strike</span></h1>",
            "<h1>Bridge closed after strike <small>3 May</small></h1>",
            "<h1><span>Bridge closed after strike</span><span class='entry-subtitle'>Nobody was hurt</span></h1>",
        ] {
            let (page, _) = Page::parse(html);
            assert_eq!(headings(&page)[0].text, "Bridge closed after strike", "{html}");
        }
        let known = &*KNOWN;
        assert!(known.beside.iter().chain(&known.headline).all(|w| *w == w.to_lowercase()));
    }

    #[test]
    fn a_heading_is_read_in_its_parts() {
        let html =
            "<title>Bridge closed – Example</title><h1><span>War</span><span>Bridge closed</span></h1><h2>More</h2>";
        let (page, _) = Page::parse(html);
        let titles =
            Titles {
                element: Some("Bridge closed – Example".into()), headings: headings(&page), ..Titles::default()
            };
        assert_eq!(choose(&titles, None, Some("example.org")).as_deref(), Some("Bridge closed"));
    }
}
