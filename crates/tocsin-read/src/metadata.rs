//! What a page says of itself.

use crate::linked_data::{self, LinkedData};
use crate::page::Page;
use crate::title::{self, Titles};
use crate::{address, authors, dates, language, phrases, words};
use tocsin_record::{DateRange, Published};

/// What was found; everything may be missing.
#[derive(Debug, Default)]
pub(crate) struct Metadata {
    pub title: Option<String>,
    pub authors: Vec<String>,
    pub outlet: Option<String>,
    pub url: Option<String>,
    pub published: Option<Published>,
    pub published_range: Option<DateRange>,
    /// What `published_range` was inferred from.
    pub range_from: &'static str,
    pub modified: Option<Published>,
    pub lang: Option<String>,
    pub description: Option<String>,
    pub date_warning: Option<String>,
    pub synthetic: bool,
}

/// A `<meta>` element.
#[derive(Debug)]
pub(crate) struct Meta {
    /// Its name, property or itemprop, in lower case.
    pub name: String,
    pub content: String,
}

/// More `<meta>` elements than this no page needs.
const MOST_METAS: usize = 2000;

/// Reads the metadata of a page that was found at `given_url`.
pub(crate) fn read(page: &Page, given_url: Option<&str>) -> Metadata {
    let meta = metas(page);
    let content = |names: &[&str]| {
        names.iter().find_map(|name| meta.iter().find(|m| m.name == *name)).map(|m| words::plain(&m.content))
    };
    let element = page.elements("title").map(|t| page.text_of(t)).find(|t| !t.is_empty());
    let open_graph = content(&["og:title", "twitter:title", "dc.title", "sailthru.title", "parsely-title"]);
    let linked = linked_data::read(page, open_graph.as_deref().or(element.as_deref()).unwrap_or_default());
    let url = canonical(page, &meta, &linked, given_url);
    let outlet = outlet(&meta, &linked, url.as_deref());
    let titles = Titles { element, open_graph, linked: linked.headline.clone(), headings: title::headings(page) };
    let mut found = Metadata {
        title: title::choose(&titles, outlet.as_deref()),
        authors: find_authors(page, &meta, &linked, outlet.as_deref()),
        description: content(&["og:description", "description", "twitter:description"]),
        synthetic: meta.iter().any(|m| m.name == "tocsin:synthetic" && m.content.trim().eq_ignore_ascii_case("true")),
        lang: find_language(page, &meta, &linked),
        ..Metadata::default()
    };
    dates::read(page, &meta, &linked, url.as_deref().or(given_url), &mut found);
    found.outlet = outlet;
    found.url = url;
    found
}

fn metas(page: &Page) -> Vec<Meta> {
    let mut metas = Vec::new();
    for node in page.elements("meta").take(MOST_METAS) {
        let Some(content) = page.attribute(node, "content").filter(|c| !c.trim().is_empty() && c.len() < 4000) else {
            continue;
        };
        for key in ["property", "name", "itemprop", "http-equiv"] {
            if let Some(name) = page.attribute(node, key) {
                metas.push(Meta { name: name.trim().to_ascii_lowercase(), content: content.to_owned() });
            }
        }
    }
    metas
}

/// The address the page calls its own; a front page is nobody's canonical address when another is known.
fn canonical(page: &Page, meta: &[Meta], linked: &LinkedData, given: Option<&str>) -> Option<String> {
    let given = given.and_then(address::canonical);
    let link = page
        .elements("link")
        .find(|&l| {
            page.attribute(l, "rel").is_some_and(|r| r.split_whitespace().any(|r| r.eq_ignore_ascii_case("canonical")))
        })
        .and_then(|l| page.attribute(l, "href"));
    let open_graph = meta.iter().find(|m| m.name == "og:url").map(|m| m.content.as_str());
    let said = [link, open_graph, linked.url.as_deref()];
    let mut found = said.into_iter().flatten().filter_map(|a| address::resolve(a, given.as_deref()));
    let found = found.find(|a| !address::is_front(a));
    match (found, given) {
        (Some(found), Some(given)) => {
            // A page that names another site's copy is still the page it was taken from only if the hosts are kin.
            let kin = match (address::host(&found), address::host(&given)) {
                (Some(a), Some(b)) => a.ends_with(&b) || b.ends_with(&a) || registrable(&a) == registrable(&b),
                _ => false,
            };
            Some(if kin { found } else { given })
        }
        (found, given) => found.or(given),
    }
}

/// The last two labels of a host.
fn registrable(host: &str) -> String {
    let labels: Vec<&str> = host.rsplit('.').take(2).collect();
    labels.join(".")
}

/// The outlet's name: never a bare domain where a name is given.
fn outlet(meta: &[Meta], linked: &LinkedData, url: Option<&str>) -> Option<String> {
    let host = url.and_then(address::host);
    let of = |name: &str| meta.iter().find(|m| m.name == name).map(|m| words::plain(&m.content));
    let candidates = [
        of("og:site_name"),
        linked.publisher.clone(),
        linked.site.clone(),
        of("application-name"),
        of("dc.publisher"),
        of("publisher"),
    ];
    let mut names =
        candidates.into_iter().flatten().filter(|n| !n.is_empty() && n.chars().count() <= 80 && !n.contains("://"));
    let is_domain = |name: &str| !name.contains(' ') && name.contains('.') && !name.ends_with('.');
    let first = names.next();
    match first {
        Some(name) if is_domain(&name) => names.find(|n| !is_domain(n)).or(Some(name)),
        Some(name) => Some(name),
        None => host,
    }
}

fn find_authors(page: &Page, meta: &[Meta], linked: &LinkedData, outlet: Option<&str>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |names: Vec<String>| {
        for name in names {
            if !found.iter().any(|f| words::key(f) == words::key(&name)) {
                found.push(name);
            }
        }
        !found.is_empty()
    };
    for name in &linked.authors {
        add(authors::names(name, outlet));
    }
    for group in [
        &["author", "article:author", "article:author_name", "authors"][..],
        &[
            "parsely-author",
            "sailthru.author",
            "dc.creator",
            "dcterms.creator",
            "byl",
            "dc.contributor",
            "twitter:data1",
            "citation_author",
            "cxenseparse:author",
        ],
    ] {
        if !add(Vec::new()) {
            for meta in meta.iter().filter(|m| {
                group.contains(&m.name.as_str()) && !(m.name == "twitter:data1" && m.content.contains("min"))
            }) {
                add(authors::names(&words::plain(&meta.content), outlet));
            }
        }
    }
    if add(Vec::new()) {
        return found;
    }
    let mut bylines: Vec<String> = Vec::new();
    for node in 0..page.nodes.len() as u32 {
        let tag = page.tag(node);
        if !matches!(
            tag,
            "a" | "span" | "div" | "p" | "address" | "li" | "cite" | "h5" | "h6" | "h4" | "strong" | "em" | "b"
        ) {
            continue;
        }
        let rel = page.attribute(node, "rel").is_some_and(|r| r.split_whitespace().any(|r| r == "author"));
        let property = page.attribute(node, "itemprop").is_some_and(|p| p == "author" || p == "creator");
        let words = page.marks(node).to_ascii_lowercase();
        let class = (words.contains("byline") || words.contains("author"))
            && !words.contains("authors-list")
            && !phrases::marks(&words).comments;
        if (rel || property || class) && page.nodes[node as usize].end - node < 40 {
            let text = page.text_of(node);
            if text.chars().count() <= 120 {
                bylines.push(text);
            }
        }
        if bylines.len() > 5 {
            break;
        }
    }
    for line in bylines {
        if add(authors::names(&line, outlet)) {
            break;
        }
    }
    found
}

fn find_language(page: &Page, meta: &[Meta], linked: &LinkedData) -> Option<String> {
    let html = page.elements("html").find_map(|h| page.attribute(h, "lang").or(page.attribute(h, "xml:lang")));
    let named = |name: &str| meta.iter().find(|m| m.name == name).map(|m| m.content.as_str());
    [html, linked.lang.as_deref(), named("content-language"), named("og:locale")]
        .into_iter()
        .flatten()
        .find_map(language::code)
}
