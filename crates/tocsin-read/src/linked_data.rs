//! JSON-LD (schema.org) in pages: the object that describes the article.

use crate::page::Page;
use crate::{mended_json, words};
use serde_json::Value;

/// Longer scripts are data for programs, not descriptions.
const LONGEST: usize = 1 << 20;
/// How deep objects are looked for inside others.
const DEEPEST: usize = 8;
/// More objects than this no page needs.
const MOST: usize = 400;

/// What JSON-LD says of the article.
#[derive(Debug, Default)]
pub(crate) struct LinkedData {
    pub headline: Option<String>,
    /// The other headline, where there is one.
    pub alternative: Option<String>,
    pub published: Option<String>,
    pub created: Option<String>,
    pub modified: Option<String>,
    /// Whether the article's headline is the page's own title: then it is this page's article for sure.
    pub named: bool,
    /// The dates of the page itself (WebPage), a recipe, a product.
    pub page_published: Option<String>,
    pub page_modified: Option<String>,
    pub authors: Vec<String>,
    /// Organisations that are given as authors.
    pub newsrooms: Vec<String>,
    pub publisher: Option<String>,
    pub site: Option<String>,
    pub url: Option<String>,
    pub lang: Option<String>,
    /// Scripts that hold something else than JSON.
    pub broken: Vec<u32>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Article,
    Page,
    Site,
    Organisation,
    Person,
}

/// Reads every JSON-LD script of the page. Of several articles the first whose headline stands in the page's title is
/// taken, else the first; articles that a list only names are left out.
pub(crate) fn read(page: &Page, page_title: &str, address: Option<&str>) -> LinkedData {
    let mut data = LinkedData::default();
    let mut values = Vec::new();
    for script in page.elements("script") {
        if !page.attribute(script, "type").is_some_and(|t| t.to_ascii_lowercase().contains("ld+json")) {
            continue;
        }
        let text = page.raw_text(script);
        if text.len() > LONGEST {
            continue;
        }
        match mended_json::parse(&text) {
            Some(value) => values.push(value),
            None => data.broken.push(script),
        }
    }
    let mut found: Vec<(Role, &Value)> = Vec::new();
    values.iter().for_each(|value| collect(value, 0, &mut found));
    let of = |role: Role| found.iter().filter(move |(r, _)| *r == role).map(|(_, v)| *v);
    let title = words::key(page_title);
    let names_title = |article: &&Value| {
        [&article["headline"], &article["name"], &article["alternativeHeadline"]].into_iter().filter_map(text_of).any(
            |h| {
                let key = words::key(&h);
                key.len() > 8 && (title.contains(&key) || key.contains(&title) && title.len() > 8)
            },
        )
    };
    let path = address.and_then(path_of);
    let is_here = |object: &&Value| {
        let own = url_of(object).and_then(|u| path_of(&u));
        own.is_some() && own == path
    };
    let named = of(Role::Article).find(names_title).or_else(|| of(Role::Article).find(is_here));
    data.named = named.is_some();
    if let Some(article) = named.or_else(|| of(Role::Article).next()) {
        data.headline = text_of(&article["headline"]).or_else(|| text_of(&article["name"]));
        data.alternative = text_of(&article["alternativeHeadline"]).or_else(|| text_of(&article["alternateName"]));
        data.published = text_of(&article["datePublished"]);
        data.created = text_of(&article["dateCreated"]).or_else(|| text_of(&article["uploadDate"]));
        data.modified = text_of(&article["dateModified"]);
        data.url = url_of(article);
        data.lang = language_of(article);
        read_authors(article, &found, &mut data);
        let publisher = each(&article["publisher"]).chain(each(&article["sourceOrganization"])).next();
        data.publisher = publisher.and_then(|p| name_of(by_id(&found, p).unwrap_or(p)));
    }
    let dated = |v: &&Value| text_of(&v["datePublished"]).is_some();
    let web_page = of(Role::Page).filter(dated).find(is_here).or_else(|| of(Role::Page).find(dated));
    if let Some(object) = web_page {
        data.page_published = text_of(&object["datePublished"]);
        data.page_modified = text_of(&object["dateModified"]);
        if data.authors.is_empty() && data.newsrooms.is_empty() {
            read_authors(object, &found, &mut data);
        }
    }
    data.lang = data.lang.take().or_else(|| of(Role::Page).chain(of(Role::Site)).find_map(language_of));
    let publisher = || of(Role::Organisation).find_map(name_of);
    data.publisher = data.publisher.take().or_else(publisher);
    data.site = of(Role::Site).find_map(name_of);
    data
}

fn read_authors(article: &Value, found: &[(Role, &Value)], data: &mut LinkedData) {
    let given = ["author", "creator", "contributor"].into_iter().map(|k| &article[k]).find(|v| !v.is_null());
    for author in given.into_iter().flat_map(each) {
        let author = by_id(found, author).unwrap_or(author);
        let organisation = is_a(author, |t| t.ends_with("Organization") || t == "Corporation");
        for name in each(&author["name"]).chain(author.is_string().then_some(author)) {
            let Some(name) = text_of(name) else { continue };
            if organisation {
                data.newsrooms.push(name);
            } else {
                data.authors.push(name);
            }
        }
    }
}

/// The object that another object refers to by its `@id`.
fn by_id<'v>(found: &[(Role, &'v Value)], reference: &Value) -> Option<&'v Value> {
    let id = reference["@id"].as_str()?;
    let people = found.iter().filter(|(role, _)| matches!(role, Role::Person | Role::Organisation)).map(|(_, v)| *v);
    people.filter(|v| !v["name"].is_null()).find(|v| v["@id"].as_str() == Some(id))
}

fn name_of(value: &Value) -> Option<String> {
    text_of(&value["name"]).or_else(|| text_of(value))
}

fn language_of(value: &Value) -> Option<String> {
    let language = &value["inLanguage"];
    text_of(language).or_else(|| text_of(&language["alternateName"])).or_else(|| text_of(&language["name"]))
}

fn url_of(article: &Value) -> Option<String> {
    let main = &article["mainEntityOfPage"];
    let named = [&article["url"], &main["@id"], main, &main["url"], &article["@id"]];
    named.into_iter().filter_map(text_of).find(|u| u.contains('/'))
}

/// The part of an address that tells pages of a site apart.
fn path_of(address: &str) -> Option<String> {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = rest.split_once('/').map(|(_, path)| path)?;
    let path = path.split(['#', '?']).next().unwrap_or_default().trim_matches('/');
    (!path.is_empty()).then(|| path.to_ascii_lowercase())
}

/// A value as the members of a list, or itself.
fn each(value: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match value {
        Value::Array(members) => Box::new(members.iter()),
        Value::Null => Box::new(std::iter::empty()),
        other => Box::new(std::iter::once(other)),
    }
}

fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => words::plain(&text[..words::floor(text, 2000)]),
        Value::Array(members) => return members.iter().take(20).find_map(text_of),
        Value::Number(number) => number.to_string(),
        Value::Object(fields) => return fields.get("@value").and_then(text_of),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn is_a(value: &Value, test: impl Fn(&str) -> bool) -> bool {
    let name = |t: &str| test(t.rsplit(['/', '#', ':']).next().unwrap_or(t));
    each(&value["@type"]).filter_map(Value::as_str).any(name)
}

fn role(value: &Value) -> Option<Role> {
    let is = |test: fn(&str) -> bool| is_a(value, test);
    if is(|t| t.ends_with("Article") || t.ends_with("Posting") || matches!(t, "Report" | "NewsStory")) {
        Some(Role::Article)
    } else if is(|t| {
        t.ends_with("Page")
            || matches!(
                t,
                "Recipe"
                    | "HowTo"
                    | "CreativeWork"
                    | "Product"
                    | "Review"
                    | "Dataset"
                    | "Episode"
                    | "PodcastEpisode"
                    | "Blog"
                    | "Book"
                    | "VideoObject"
                    | "Course"
                    | "Question"
            )
    }) {
        Some(Role::Page)
    } else if is(|t| t == "WebSite") {
        Some(Role::Site)
    } else if is(|t| t.ends_with("Organization") || t == "Corporation") {
        Some(Role::Organisation)
    } else if is(|t| t == "Person") {
        Some(Role::Person)
    } else {
        None
    }
}

fn collect<'v>(value: &'v Value, depth: usize, found: &mut Vec<(Role, &'v Value)>) {
    if depth > DEEPEST || found.len() >= MOST {
        return;
    }
    match value {
        Value::Array(members) => members.iter().for_each(|m| collect(m, depth + 1, found)),
        Value::Object(fields) => {
            found.extend(role(value).map(|role| (role, value)));
            for (name, field) in fields {
                // Members of lists, parts and comments are other articles.
                let within = ["@graph", "mainEntity", "mainEntityOfPage", "publisher", "author", "creator", "isPartOf"];
                if within.contains(&name.as_str()) {
                    collect(field, depth + 1, found);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_json(json: &str, title: &str) -> LinkedData {
        let html = format!("<html><head><script type='application/ld+json'>{json}</script></head><body></body></html>");
        let (page, _) = Page::parse(&html);
        read(&page, title, Some("https://example.org/news/a-1"))
    }

    #[test]
    fn the_article_is_found_among_others() {
        let data = read_json(
            r##"{"@graph": [{"@type": "WebPage", "datePublished": "2024-05-01"},
                {"@type": "NewsArticle", "headline": "Another story of the day", "datePublished": "2024-01-01"},
                {"@type": ["Report", "NewsArticle"], "headline": "Bridge closed after strike",
                 "datePublished": "2024-05-03", "author": [{"@id": "#jane"}, {"@type": "Organization", "name": "Example News"}]},
                {"@type": "Person", "@id": "#jane", "name": "Jane Doe"}]}"##,
            "Bridge closed after strike | Example",
        );
        assert_eq!(data.published.as_deref(), Some("2024-05-03"));
        assert_eq!(data.page_published.as_deref(), Some("2024-05-01"));
        assert_eq!((data.authors, data.newsrooms), (vec!["Jane Doe".to_owned()], vec!["Example News".to_owned()]));
        assert!(data.named);
    }

    #[test]
    fn an_article_of_this_address_is_this_pages() {
        let data = read_json(
            r#"[{"@type": "Article", "headline": "x", "url": "https://example.org/news/b-2", "datePublished": "2020-01-01"},
                {"@type": "Article", "headline": "y", "url": "https://example.org/news/a-1/", "datePublished": "2024-05-03"}]"#,
            "Something else entirely",
        );
        assert_eq!(data.published.as_deref(), Some("2024-05-03"));
    }

    #[test]
    fn lists_of_articles_are_no_article() {
        let json =
            r#"{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "datePublished": "2024-05-03"}]}"#;
        assert_eq!(read_json(json, "Front").published, None);
    }
}
