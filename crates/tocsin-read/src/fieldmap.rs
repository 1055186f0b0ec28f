//! Which fields and columns hold what, and rows of tables.

use crate::error::ReadErrorKind;
use crate::jsonl::{self, Record};
use crate::{ReadError, decode};
use serde_json::Value;
use std::collections::BTreeMap;
use std::str::FromStr;

/// The fields of a document, as the contract names them.
pub(crate) const FIELDS: [&str; 8] = ["id", "url", "outlet", "title", "published", "lang", "text", "html"];

/// Names under which tables of others hold an article's text, the surest first. They are suggested, never taken.
const LIKELY_TEXTS: &[&str] = &[
    "body",
    "article_body",
    "articlebody",
    "maintext",
    "content",
    "article",
    "full_text",
    "fulltext",
    "article_text",
    "plain_text",
    "plaintext",
    "clean_text",
    "story",
    "raw_content",
    "raw_text",
    "description",
    "summary",
    "abstract",
];
/// The same for mark-up.
const LIKELY_HTML: &[&str] = &["html_content", "raw_html", "page", "content_html", "body_html", "markup", "source"];

/// So many columns are named in an error.
const MOST_NAMED: usize = 30;

/// Fields and columns that do not have the names of the contract, as `text=body,published=meta.date`.
///
/// ```
/// use tocsin_read::FieldMap;
/// let map: FieldMap = "text=body, published=meta.date".parse().unwrap();
/// assert!("txet=body".parse::<FieldMap>().is_err());
/// assert!(FieldMap::default().is_empty() && !map.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldMap(BTreeMap<&'static str, String>);

/// Why a map cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct FieldMapError(String);

impl FromStr for FieldMap {
    type Err = FieldMapError;

    fn from_str(text: &str) -> Result<Self, FieldMapError> {
        let mut map = BTreeMap::new();
        for pair in text.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
            let Some((field, column)) = pair.split_once('=') else {
                return Err(FieldMapError(format!("{pair:?} is no FIELD=COLUMN")));
            };
            let (field, column) = (field.trim(), column.trim());
            let Some(known) = FIELDS.iter().find(|known| **known == field) else {
                return Err(FieldMapError(format!("a document has no field {field:?}, only {}", FIELDS.join(", "))));
            };
            if column.is_empty() {
                return Err(FieldMapError(format!("{pair:?} names no column")));
            }
            if map.insert(*known, column.to_owned()).is_some() {
                return Err(FieldMapError(format!("{field:?} is given twice")));
            }
        }
        Ok(FieldMap(map))
    }
}

impl FieldMap {
    /// Whether all fields have their own names.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Moves the fields of a JSON record to where they are looked for. A dot leads into an object, unless a key has it.
    pub(crate) fn apply(&self, value: &mut Value) {
        if !value.is_object() {
            return;
        }
        let found: Vec<(&str, Option<Value>)> =
            self.0.iter().map(|(field, path)| (*field, find(value, path).cloned())).collect();
        let Value::Object(fields) = value else { return };
        for field in FIELDS {
            let is_mapped = self.0.contains_key(field);
            // Who says where the HTML is does not mean another field that happens to be called text.
            if is_mapped || field == "text" && self.0.contains_key("html") {
                fields.remove(field);
            }
        }
        for (field, value) in found {
            if let Some(value) = value {
                fields.insert(field.to_owned(), value);
            }
        }
    }

    /// For each field the number of the column that holds it. The error is a reason and an advice.
    pub(crate) fn columns(&self, names: &[String]) -> Result<BTreeMap<&'static str, usize>, (String, String)> {
        let mut columns = BTreeMap::new();
        for field in FIELDS {
            let position = match self.0.get(field) {
                Some(name) => {
                    let found = names.iter().position(|n| n == name);
                    if found.is_none() {
                        let reason = format!("has no column {name:?}, which --map names for {field}");
                        return Err((reason, advice(field, "column", names)));
                    }
                    found
                }
                None if field == "text" && self.0.contains_key("html") => None,
                None => {
                    let same = names.iter().position(|n| n == field);
                    same.or_else(|| names.iter().position(|n| n.trim().eq_ignore_ascii_case(field)))
                }
            };
            if let Some(position) = position {
                columns.insert(field, position);
            }
        }
        if !columns.contains_key("text") && !columns.contains_key("html") {
            return Err(neither("has", "column", names));
        }
        Ok(columns)
    }
}

fn find<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    let fields = value.as_object()?;
    if let Some(found) = fields.get(path) {
        return Some(found);
    }
    path.match_indices('.').find_map(|(dot, _)| find(fields.get(&path[..dot])?, &path[dot + 1..]))
}

/// What to say of something that has neither text nor html, though it has other columns.
pub(crate) fn neither(has: &str, what: &str, others: &[String]) -> (String, String) {
    let reason = format!("{has} neither text nor html");
    (reason, advice("text", what, others))
}

/// What there is, and how to say that one of them is meant.
fn advice(field: &str, what: &str, names: &[String]) -> String {
    if names.is_empty() {
        return "give the article as \"text\" or \"html\"".to_owned();
    }
    let shown: Vec<String> = names.iter().take(MOST_NAMED).map(|name| name.chars().take(60).collect()).collect();
    let more = if names.len() > MOST_NAMED { format!(" and {} more", names.len() - MOST_NAMED) } else { String::new() };
    let like = |likely: &[&str]| {
        let same = |wanted: &&str| names.iter().find(|name| name.trim().to_ascii_lowercase() == *wanted);
        likely.iter().find_map(same)
    };
    let (field, likely) = match field {
        "text" => match (like(LIKELY_TEXTS), like(LIKELY_HTML)) {
            (None, Some(html)) => ("html", Some(html)),
            (text, _) => ("text", text),
        },
        field => (field, None),
    };
    let likely = likely.map_or(what.to_uppercase(), Clone::clone);
    format!("name the {what} with --map {field}={likely}; it has: {}{more}", shown.join(", "))
}

/// What rows without an article are called where they are counted.
pub(crate) const WITHOUT: &str = "rows without a text";

/// A table of which no row holds an article.
pub(crate) fn no_rows(name: &str, rows: u64) -> ReadError {
    let reason = if rows == 0 { "has no rows".to_owned() } else { format!("none of its {rows} rows holds a text") };
    ReadError::new(ReadErrorKind::Empty, name, reason, "name another column with --map, or leave it out")
}

/// A row of a table, under the names of the contract.
#[derive(Debug, Default)]
pub(crate) struct Row(pub BTreeMap<&'static str, Vec<u8>>);

impl Row {
    /// Whether it holds more than white space as text or HTML.
    pub fn has_article(&self) -> bool {
        ["text", "html"].iter().any(|field| self.0.get(field).is_some_and(|cell| !cell.trim_ascii().is_empty()))
    }

    /// All of it, for an identity.
    pub fn bytes(&self) -> Vec<u8> {
        let mut all = Vec::new();
        for (field, content) in &self.0 {
            all.extend_from_slice(field.as_bytes());
            all.push(0);
            all.extend_from_slice(&(content.len() as u64).to_be_bytes());
            all.extend_from_slice(content);
        }
        all
    }

    /// Decodes the cells.
    pub fn record(self, warnings: &mut Vec<String>) -> Record {
        let others = self.0.keys().map(|field| (*field).to_owned()).collect();
        let mut fields: BTreeMap<&'static str, String> = decode::cells(self.0, warnings);
        let mut take = |field: &str| fields.remove(field).filter(|value| !value.trim().is_empty());
        let (html, id, url) = (take("html"), take("id"), take("url"));
        let (outlet, title, lang) = (take("outlet"), take("title"), take("lang"));
        let published = take("published");
        let mut given = crate::raw::Given { id, url, outlet, title, lang, ..Default::default() };
        jsonl::check_url(&mut given, warnings);
        given.published = published.and_then(|date| jsonl::date(&date, warnings));
        // An empty text is kept, so that the error can say that it is empty rather than missing.
        let text = fields.remove("text").filter(|text| html.is_none() || !text.trim().is_empty());
        Record { given, text, html, others }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &str) -> Vec<String> {
        names.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn columns_are_found_by_the_map_and_else_by_their_own_names() {
        let map: FieldMap = "text=body".parse().unwrap();
        let found = map.columns(&names("ID body text Published")).unwrap();
        assert_eq!(found.into_iter().collect::<Vec<_>>(), [("id", 0), ("published", 3), ("text", 1)]);
        let map: FieldMap = "html=page".parse().unwrap();
        assert_eq!(map.columns(&names("page text")).unwrap().into_iter().collect::<Vec<_>>(), [("html", 0)]);
    }

    #[test]
    fn what_is_missing_is_said_with_what_there_is() {
        let (reason, advice) = FieldMap::default().columns(&names("date maintext")).unwrap_err();
        assert_eq!(reason, "has neither text nor html");
        assert_eq!(advice, "name the column with --map text=maintext; it has: date, maintext");
        let map: FieldMap = "text=body,published=day".parse().unwrap();
        let (reason, advice) = map.columns(&names("body date")).unwrap_err();
        assert_eq!(reason, "has no column \"day\", which --map names for published");
        assert_eq!(advice, "name the column with --map published=COLUMN; it has: body, date");
        let (_, advice) = FieldMap::default().columns(&names("raw_html n")).unwrap_err();
        assert!(advice.starts_with("name the column with --map html=raw_html; "), "{advice}");
    }

    #[test]
    fn a_dot_leads_into_an_object_unless_a_key_has_it() {
        let map: FieldMap = "text=a.b,title=a.b.c,lang=x.y".parse().unwrap();
        let mut value = serde_json::json!({"a.b": "one", "a": {"b.c": "two"}, "lang": "en"});
        map.apply(&mut value);
        assert_eq!(value["text"], "one");
        assert_eq!(value["title"], "two");
        assert_eq!(value.get("lang"), None);
    }
}
