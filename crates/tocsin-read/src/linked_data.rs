//! JSON-LD (schema.org) in pages: the object that describes the article.

use crate::page::Page;
use crate::words;
use serde_json::Value;

/// Longer scripts are data for programs, not descriptions.
const LONGEST: usize = 1 << 20;
/// How deep objects are looked for inside others.
const DEEPEST: usize = 6;

/// What JSON-LD says of the article.
#[derive(Debug, Default)]
pub(crate) struct LinkedData {
    pub headline: Option<String>,
    pub published: Option<String>,
    pub modified: Option<String>,
    pub authors: Vec<String>,
    pub publisher: Option<String>,
    pub site: Option<String>,
    pub url: Option<String>,
    pub lang: Option<String>,
}

/// Reads every JSON-LD script of the page. Of several articles the first whose headline stands in the page's title is
/// taken, else the first; articles that a list only names are left out.
pub(crate) fn read(page: &Page, page_title: &str) -> LinkedData {
    let (mut articles, mut sites, mut publishers, mut people) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for script in page.elements("script") {
        if !page.attribute(script, "type").is_some_and(|t| t.to_ascii_lowercase().contains("ld+json")) {
            continue;
        }
        let text = page.raw_text(script);
        if text.len() > LONGEST {
            continue;
        }
        if let Some(value) = lenient(&text) {
            collect(&value, 0, &mut |kind, object| match kind {
                Found::Article => articles.push(object.clone()),
                Found::Site => sites.push(object.clone()),
                Found::Publisher => publishers.push(object.clone()),
                Found::Person => people.push(object.clone()),
            });
        }
    }
    let title = words::key(page_title);
    let names_title = |article: &&Value| {
        let headline = text_of(&article["headline"]).or_else(|| text_of(&article["name"]));
        headline.is_some_and(|h| {
            let key = words::key(&h);
            key.len() > 8 && (title.contains(&key) || key.contains(&title) && title.len() > 8)
        })
    };
    let article = articles.iter().find(names_title).or(articles.first());
    let by_id = |list: &[Value], reference: &Value| -> Option<Value> {
        let id = reference["@id"].as_str()?;
        list.iter().find(|v| v["@id"].as_str() == Some(id)).cloned()
    };
    let mut data = LinkedData::default();
    if let Some(article) = article {
        data.headline = text_of(&article["headline"]);
        data.published = text_of(&article["datePublished"]).or_else(|| text_of(&article["dateCreated"]));
        data.modified = text_of(&article["dateModified"]);
        data.url = text_of(&article["url"]).or_else(|| text_of(&article["mainEntityOfPage"]["@id"]));
        data.lang = text_of(&article["inLanguage"]);
        let author = if article["author"].is_null() { &article["creator"] } else { &article["author"] };
        for author in each(author) {
            let found = by_id(&people, author).or_else(|| by_id(&publishers, author));
            let author = found.as_ref().unwrap_or(author);
            // An organisation as author is the outlet or an agency; it is kept, the caller knows the outlet.
            for name in each(&author["name"]).chain(author.is_string().then_some(author)) {
                data.authors.extend(text_of(name));
            }
        }
        let publisher = each(&article["publisher"]).next().cloned();
        let publisher = publisher.map(|p| by_id(&publishers, &p).unwrap_or(p));
        data.publisher = publisher.and_then(|p| text_of(&p["name"]).or_else(|| text_of(&p)));
    }
    data.publisher = data.publisher.or_else(|| publishers.iter().find_map(|p| text_of(&p["name"])));
    data.site = sites.iter().find_map(|s| text_of(&s["name"]));
    data
}

enum Found {
    Article,
    Site,
    Publisher,
    Person,
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
        Value::Array(members) => return members.iter().find_map(text_of),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn collect(value: &Value, depth: usize, give: &mut impl FnMut(Found, &Value)) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(members) => members.iter().for_each(|m| collect(m, depth + 1, give)),
        Value::Object(fields) => {
            let is = |test: &dyn Fn(&str) -> bool| each(&value["@type"]).filter_map(Value::as_str).any(test);
            if is(&|t| {
                t.ends_with("Article")
                    || t.ends_with("Posting")
                    || matches!(t, "Report" | "ReportageNewsArticle" | "Review")
            }) {
                give(Found::Article, value);
            } else if is(&|t| t == "WebSite") {
                give(Found::Site, value);
            } else if is(&|t| t.ends_with("Organization")) {
                give(Found::Publisher, value);
            } else if is(&|t| t == "Person") {
                give(Found::Person, value);
            }
            for (name, field) in fields {
                // Members of lists, parts and comments are other articles.
                if matches!(
                    name.as_str(),
                    "@graph" | "mainEntity" | "mainEntityOfPage" | "publisher" | "author" | "isPartOf"
                ) {
                    collect(field, depth + 1, give);
                }
            }
        }
        _ => {}
    }
}

/// Parses JSON as pages hold it: in comments or CDATA, with line ends inside texts, with a comma or semicolon too many.
fn lenient(text: &str) -> Option<Value> {
    let text = text.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
    let text = text.strip_prefix("//<![CDATA[").or(text.strip_prefix("<![CDATA[")).unwrap_or(text);
    let text = text.trim_end_matches("//]]>").trim_end_matches("]]>").trim().trim_end_matches(';');
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    let flat: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    static COMMAS: std::sync::LazyLock<regex::Regex> =
        std::sync::LazyLock::new(|| regex::Regex::new(r",\s*([}\]])").expect("a fixed pattern"));
    serde_json::from_str(&COMMAS.replace_all(&flat, "$1")).ok()
}
