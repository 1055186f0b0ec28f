//! Bylines that readers see: links to an author's page, elements that a class calls a byline, lines that begin with "By".

use crate::page::{self, Kind, Page};
use crate::{authors, words};

/// A byline is no longer, in characters.
const LONGEST: usize = 120;
/// An element of a byline has no more nodes.
const MOST_NODES: u32 = 40;
/// Candidates that are looked at.
const MOST: usize = 12;
/// A line that begins with "By" stands within so many nodes of the headline.
const NEAR: u32 = 120;

/// The parts of one byline stand within so many nodes of each other.
const BESIDE: u32 = 16;

/// How surely a text is a byline.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Sign {
    /// `rel=author`, `itemprop=author`.
    Marked,
    /// A line by the headline that begins with "By".
    Line,
    /// A class that says byline or author.
    Class,
    /// A line elsewhere in the article.
    LineBelow,
}

struct Candidate {
    sign: Sign,
    /// How far from the headline, in nodes.
    distance: u32,
    text: String,
}

/// The names of the page's best byline. `title`: the article's title.
pub(crate) fn find(page: &Page, title: Option<&str>, outlet: Option<&str>) -> Vec<String> {
    let headline = headline(page, title);
    let mut candidates = collect(page, headline);
    candidates.sort_by_key(|c| (c.sign, c.distance));
    let names_of = |candidate: &Candidate| {
        let mut names = authors::names(&candidate.text, outlet);
        // A class or a word alone is a weak sign: what follows must look like a name.
        if candidate.sign != Sign::Marked {
            names.retain(|n| authors::is_written_like_a_name(n) || authors::is_agency(n) || is_signed(candidate, n));
        }
        names
    };
    let Some((first, mut names)) = candidates.iter().map(|c| (c, names_of(c))).find(|(_, names)| !names.is_empty())
    else {
        return Vec::new();
    };
    // The others of the same byline: its next links, or the line that holds the first name and more.
    for other in candidates.iter().filter(|c| c.distance.abs_diff(first.distance) <= BESIDE) {
        let more = names_of(other);
        let holds = names.iter().all(|n| more.contains(n)) && more.iter().all(|n| authors::is_written_like_a_name(n));
        if holds && more.len() > names.len() {
            names = more;
        } else if other.sign == Sign::Marked && first.sign == Sign::Marked {
            names.extend(more.into_iter().filter(|n| authors::is_written_like_a_name(n)));
            let mut seen: Vec<String> = Vec::new();
            names.retain(|n| {
                let key = words::key(n);
                let new = !seen.contains(&key);
                seen.push(key);
                new
            });
        }
    }
    names
}

/// A single name is believed where the line says "By" in so many words and nothing else.
fn is_signed(candidate: &Candidate, name: &str) -> bool {
    let Some(rest) = authors::after_lead(&candidate.text) else { return false };
    candidate.sign <= Sign::Class && words::key(rest) == words::key(name) && !name.contains(' ')
}

/// The node where the headline ends.
fn headline(page: &Page, title: Option<&str>) -> Option<u32> {
    let title = title.map(words::key).filter(|t| t.len() >= 4)?;
    let mut headings = page.elements("h1").chain(page.elements("h2")).take(40);
    let node = headings.find(|&h| {
        let key = words::key(&page.text_of(h));
        !key.is_empty() && (key == title || key.len() >= 12 && (title.contains(&key) || key.contains(&title)))
    })?;
    Some(page.nodes[node as usize].end)
}

fn collect(page: &Page, headline: Option<u32>) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    let count = page.nodes.len() as u32;
    // What the classes that were met say; pages repeat the same few.
    let mut node = 0u32;
    while node < count && found.len() < MOST {
        let end = page.nodes[node as usize].end;
        let distance = headline.map_or(node, |h| h.abs_diff(node));
        let tag = match &page.nodes[node as usize].kind {
            Kind::Text(text) => {
                let near = headline.is_some_and(|h| node + 30 > h && node < h + NEAR);
                let text = text.trim();
                if text.len() <= 4 * LONGEST && authors::after_lead_quick(text) && is_line(text) {
                    // The name may stand in a link behind the word.
                    let open = authors::after_lead(text).is_some_and(str::is_empty);
                    let full = if open { format!("{text} {}", behind(page, node)) } else { text.to_owned() };
                    if full.chars().count() <= LONGEST {
                        let sign = if near { Sign::Line } else { Sign::LineBelow };
                        found.push(Candidate { sign, distance, text: full });
                    }
                }
                node += 1;
                continue;
            }
            Kind::Element { tag, .. } => *tag,
        };
        if node > 0 && (page::is_skipped(tag) || matches!(tag, "form" | "label" | "nav" | "footer")) {
            node = end;
            continue;
        }
        let marks = page.marks(node);
        if !marks.trim().is_empty() {
            let kind = page.meaning(node);
            // A class of the body or of a wrapper around all says nothing of the article inside.
            let small = match headline {
                Some(headline) => !(node..end).contains(&(headline - 1)),
                None => (end - node) as usize * 5 < count as usize * 2,
            };
            if small && (kind.comments || kind.related || kind.promo || kind.navigation && !marks.contains("author")) {
                node = end;
                continue;
            }
        }
        if end - node < MOST_NODES
            && BYLINE_TAGS.contains(&tag)
            && let Some(sign) = sign_of(page, node, tag, &marks, distance)
        {
            let text = text_of(page, node);
            if (2..=LONGEST).contains(&text.chars().count()) {
                found.push(Candidate { sign, distance, text });
                if sign == Sign::Marked {
                    node = end;
                    continue;
                }
            }
        }
        node += 1;
    }
    found
}

const BYLINE_TAGS: &[&str] = &[
    "a", "span", "div", "p", "address", "li", "cite", "h2", "h3", "h4", "h5", "h6", "strong", "em", "b", "dd", "td",
    "small", "section", "ul", "i",
];

/// Whether an element is a byline by its attributes.
fn sign_of(page: &Page, node: u32, tag: &str, marks: &str, distance: u32) -> Option<Sign> {
    let rel = page.attribute(node, "rel").is_some_and(|r| r.split_whitespace().any(|r| r == "author"));
    let is = |name: &str| {
        page.attribute(node, name)
            .is_some_and(|p| p.rsplit(':').next().is_some_and(|p| matches!(p, "author" | "creator")))
    };
    if rel || is("itemprop") || is("property") {
        return Some(Sign::Marked);
    }
    // A link by the headline to somebody's page.
    if tag == "a" && distance < NEAR {
        let to = page.attribute(node, "href").unwrap_or_default().to_ascii_lowercase();
        if AUTHOR_PATHS.iter().any(|path| to.contains(path)) {
            return Some(Sign::Marked);
        }
    }
    let lower = marks.to_ascii_lowercase();
    let aside = [
        "authors-list",
        "authority",
        "authoriz",
        "author-bio",
        "authorbox",
        "author-box",
        "about-author",
        "description",
    ];
    if marks.trim().is_empty() || aside.iter().any(|w| lower.contains(w)) {
        return None;
    }
    // "vcard" and "fn" are the words of hCard: all of the element is the name.
    let card = lower.split_whitespace().any(|w| matches!(w, "vcard" | "fn"))
        || lower.contains("author-name")
        || lower.contains("authorname");
    if card && tag != "div" {
        return Some(Sign::Marked);
    }
    let words = ["byline", "author", "autor", "auteur", "writer", "verfasser", "redakteur", "username", "poster"];
    (card || words.iter().any(|w| lower.contains(w))).then_some(Sign::Class)
}

/// Parts of the addresses of authors' pages.
const AUTHOR_PATHS: &[&str] = &[
    "/author/",
    "/authors/",
    "/autor/",
    "/autoren/",
    "/auteur/",
    "/autore/",
    "/autores/",
    "/writer/",
    "/writers/",
    "/staff/",
    "/by/",
    "/redaktion/",
    "/reporter/",
    "/journalist/",
    "/contributor/",
    "/contributors/",
];

/// The text under a node; names in elements of their own are set off by commas, and where it is too long for a byline
/// only the first text that looks like a name is taken.
fn text_of(page: &Page, node: u32) -> String {
    let mut texts: Vec<String> = Vec::new();
    for n in node..page.nodes[node as usize].end {
        if let Kind::Text(text) = &page.nodes[n as usize].kind {
            let text = words::squeeze(text);
            if !text.is_empty() {
                texts.push(text);
            }
        }
    }
    let named: Vec<&String> = texts.iter().filter(|t| authors::is_written_like_a_name(t)).collect();
    let whole = page.text_of(node);
    if named.len() >= 2 && named.len() * 2 > texts.len() {
        return named.into_iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    }
    if whole.chars().count() > LONGEST {
        return named.first().map(|n| (*n).clone()).unwrap_or(whole);
    }
    whole
}

/// The text of the nodes right behind a text that is only "By".
fn behind(page: &Page, node: u32) -> String {
    let mut text = String::new();
    for next in node + 1..(node + 12).min(page.nodes.len() as u32) {
        if let Kind::Text(part) = &page.nodes[next as usize].kind {
            text.push(' ');
            text.push_str(part);
            if text.trim().chars().count() >= 3 && !text.trim().ends_with([',', '&']) {
                break;
            }
        }
    }
    words::squeeze(&text)
}

/// A line of its own, not the beginning of a sentence.
fn is_line(text: &str) -> bool {
    !text.ends_with(['.', '!', '?', ':']) || text.chars().count() < 40
}
