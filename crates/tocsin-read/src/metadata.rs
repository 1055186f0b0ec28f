//! What a page says of itself.

use crate::linked_data::{self, LinkedData};
use crate::page::Page;
use crate::title::{self, Titles};
use crate::{address, authors, bylines, dates, language, words};
use tocsin_record::Published;

/// What was found; everything may be missing.
#[derive(Debug, Default)]
pub(crate) struct Metadata {
    pub title: Option<String>,
    pub authors: Vec<String>,
    pub outlet: Option<String>,
    /// Who publishes the outlet, where the page says so beside the outlet's name.
    pub publisher: Option<String>,
    pub url: Option<String>,
    pub published: Option<Published>,
    /// What bounds the day of publication where none is given.
    pub bounds: dates::Bounds,
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

/// What the parts of a page say of it, read once and used by all that follows.
struct Said {
    meta: Vec<Meta>,
    linked: LinkedData,
    lang_tag: Option<String>,
}

/// Reads the metadata of a page that was found at `given_url`.
pub(crate) fn read(page: &Page, given_url: Option<&str>) -> Metadata {
    let (mut found, said) = describe(page, given_url);
    let (url, title) = (found.url.clone(), found.title.clone());
    dates::read(&about(page, &said, url.as_deref().or(given_url), title.as_deref()), &mut found);
    found
}

/// What [`read`] finds, and each date with the name of its source.
pub(crate) fn read_with_sources(page: &Page, given_url: Option<&str>) -> (Metadata, dates::Evidence) {
    let (mut found, said) = describe(page, given_url);
    let (url, title) = (found.url.clone(), found.title.clone());
    let about = about(page, &said, url.as_deref().or(given_url), title.as_deref());
    let evidence = dates::collect(&about);
    dates::settle(&about, &evidence, &mut found);
    (found, evidence)
}

fn about<'a>(page: &'a Page, said: &'a Said, address: Option<&'a str>, title: Option<&'a str>) -> dates::About<'a> {
    dates::About { page, meta: &said.meta, linked: &said.linked, address, title, lang_tag: said.lang_tag.as_deref() }
}

/// All but the dates.
fn describe(page: &Page, given_url: Option<&str>) -> (Metadata, Said) {
    let meta = metas(page);
    let content = |names: &[&str]| {
        names.iter().find_map(|name| meta.iter().find(|m| m.name == *name)).map(|m| words::plain(&m.content))
    };
    let element = page.elements("title").map(|t| page.text_of(t)).find(|t| !t.is_empty());
    let open_graph = content(&[
        "og:title",
        "twitter:title",
        "dc.title",
        "dcterms.title",
        "sailthru.title",
        "parsely-title",
        "citation_title",
        "headline",
    ]);
    let linked = linked_data::read(page, open_graph.as_deref().or(element.as_deref()).unwrap_or_default(), given_url);
    let url = canonical(page, &meta, &linked, given_url);
    let outlet = outlet(&meta, &linked, url.as_deref());
    let host = url.as_deref().or(given_url).and_then(address::host);
    let titles = Titles { element, open_graph, linked: linked.headline.clone(), headings: title::headings(page) };
    let title = title::choose(&titles, outlet.as_deref(), host.as_deref());
    let lang_tag = lang_tag(page, &meta, &linked);
    let found = Metadata {
        authors: find_authors(page, &meta, &linked, outlet.as_deref(), host.as_deref(), title.as_deref()),
        description: content(&["og:description", "description", "twitter:description"]),
        synthetic: meta.iter().any(|m| m.name == "tocsin:synthetic" && m.content.trim().eq_ignore_ascii_case("true")),
        lang: lang_tag.as_deref().and_then(language::code),
        publisher: linked.publisher.clone().or_else(|| content(&["article:publisher", "dc.publisher", "publisher"])),
        title,
        outlet,
        url,
        ..Metadata::default()
    };
    (found, Said { meta, linked, lang_tag })
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

/// The address the page calls its own. A front page is nobody's canonical address when another is known, and another
/// site's is believed only where two parts of the page agree on it.
fn canonical(page: &Page, meta: &[Meta], linked: &LinkedData, given: Option<&str>) -> Option<String> {
    let given = given.and_then(address::canonical);
    let link = page
        .elements("link")
        .find(|&l| {
            page.attribute(l, "rel").is_some_and(|r| r.split_whitespace().any(|r| r.eq_ignore_ascii_case("canonical")))
        })
        .and_then(|l| page.attribute(l, "href"));
    let open_graph = meta.iter().find(|m| m.name == "og:url").map(|m| m.content.as_str());
    let said: Vec<String> = [link, open_graph, linked.url.as_deref()]
        .into_iter()
        .flatten()
        .filter_map(|a| address::resolve(a, given.as_deref()))
        .filter(|a| !address::is_front(a))
        .collect();
    let Some(given) = given else { return said.into_iter().next() };
    let kin = said.iter().find(|a| address::are_kin(a, &given));
    let agreed = || said.iter().enumerate().find(|(n, a)| said[n + 1..].contains(a)).map(|(_, a)| a);
    // An archive's copy stands at the archive; the page's own parts name the original.
    Some(kin.or_else(agreed).cloned().unwrap_or(given))
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
        of("apple-mobile-web-app-title"),
        of("dc.publisher"),
        of("publisher"),
    ];
    let mut names =
        candidates.into_iter().flatten().filter(|n| !n.is_empty() && n.chars().count() <= 80 && !n.contains("://"));
    let is_domain = |name: &str| !name.contains(' ') && name.contains('.') && !name.ends_with('.');
    match names.next() {
        Some(name) if is_domain(&name) => names.find(|n| !is_domain(n)).or(Some(name)),
        Some(name) => Some(name),
        None => host,
    }
}

/// Meta names that hold one author or all.
const AUTHOR_METAS: [&[&str]; 2] = [
    &["author", "article:author", "article:author_name", "authors", "og:author", "article.author", "og:article:author"],
    &[
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
        "creator",
        "byl",
        "dc.contributor",
        "twitter:data1",
        "citation_author",
        "cxenseparse:author",
        "rbauthors",
        "dcsext.author",
        "article_author",
    ],
];

/// The authors: people that the page's data names, else those of its byline, else the newsroom that it names as author.
fn find_authors(
    page: &Page,
    meta: &[Meta],
    linked: &LinkedData,
    outlet: Option<&str>,
    host: Option<&str>,
    title: Option<&str>,
) -> Vec<String> {
    let label = host.and_then(address::own_label).map(|(label, _)| words::key(label)).filter(|l| l.len() >= 3);
    // A word that holds the site's own is an account of the site.
    let of_site = |name: &str| {
        let key = words::key(name);
        label.as_ref().is_some_and(|l| key == *l || l.len() >= 5 && !name.contains(' ') && key.contains(l.as_str()))
    };
    let gather = |texts: &mut dyn Iterator<Item = &str>, outlet: Option<&str>| {
        let mut found: Vec<String> = Vec::new();
        for text in texts {
            for name in authors::names(text, outlet) {
                if !found.iter().any(|f| words::key(f) == words::key(&name)) {
                    found.push(name);
                }
            }
        }
        found
    };
    let metas = |group: &'static [&'static str]| {
        meta.iter()
            .filter(|m| group.contains(&m.name.as_str()) && !(m.name == "twitter:data1" && m.content.contains("min")))
            .map(|m| m.content.as_str())
    };
    // An organisation given as author is the second choice: a byline may name the people.
    let people = |names: Vec<String>| -> (Vec<String>, Vec<String>) {
        names.into_iter().partition(|n| authors::is_agency(n) || !authors::is_organisation(n) && !of_site(n))
    };
    let (mut found, mut organisations) = people(gather(&mut linked.authors.iter().map(String::as_str), outlet));
    for group in AUTHOR_METAS {
        if found.is_empty() {
            let plain: Vec<String> = metas(group).map(words::plain).collect();
            let more;
            (found, more) = people(gather(&mut plain.iter().map(String::as_str), outlet));
            organisations.extend(more);
        }
    }
    // A first name or a handle is often a byline's name cut short.
    if found.iter().all(|n| !n.contains(' ') && !authors::is_agency(n)) {
        let (byline, more) = people(bylines::find(page, title, outlet));
        let full = |n: &String| byline.iter().any(|b| b.contains(' ') && words::key(b).contains(&words::key(n)));
        let handles = found.iter().all(|n| authors::is_handle(n)) && byline.iter().any(|b| b.contains(' '));
        if !byline.is_empty() && (found.is_empty() || handles || found.iter().any(full)) {
            found = byline;
        }
        organisations.extend(more);
    }
    if found.is_empty() {
        found.extend(organisations.into_iter().next());
    }
    if found.is_empty() {
        let metas = AUTHOR_METAS.iter().flat_map(|group| metas(group)).map(words::plain);
        let given: Vec<String> = linked.newsrooms.iter().chain(&linked.authors).cloned().chain(metas).collect();
        found.extend(given.iter().find_map(|text| authors::newsroom(text)));
    }
    found
}

/// The language that the page declares, as it writes it.
fn lang_tag(page: &Page, meta: &[Meta], linked: &LinkedData) -> Option<String> {
    let html = page.elements("html").find_map(|h| page.attribute(h, "lang").or(page.attribute(h, "xml:lang")));
    let named = |name: &str| meta.iter().find(|m| m.name == name).map(|m| m.content.as_str());
    let tags = [
        html,
        linked.lang.as_deref(),
        named("content-language"),
        named("og:locale"),
        named("language"),
        named("dc.language"),
        named("inlanguage"),
    ];
    tags.into_iter().flatten().find(|tag| language::code(tag).is_some()).map(str::to_owned)
}
