//! RSS, Atom and JSON Feed.

use crate::error::ReadErrorKind;
use crate::raw::{Body, Given, Raw};
use crate::{Limits, ReadError, datetext, words};
use feed_rs::model;
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use tocsin_record::Published;

/// One entry of a feed.
#[derive(Debug)]
pub(crate) struct Entry {
    pub html: String,
    pub given: Given,
    pub summary_only: bool,
}

/// The entries of a feed, in its order.
pub(crate) fn entries(
    name: &str,
    bytes: &[u8],
    limits: Limits,
    warnings: &[String],
) -> VecDeque<Result<Raw, ReadError>> {
    // The parser turns every time into UTC; the publication day is the one of the time as it was written.
    let written: Rc<RefCell<BTreeMap<String, Published>>> = Rc::default();
    let seen = Rc::clone(&written);
    let parser = feed_rs::parser::Builder::new().sanitize_content(false).timestamp_parser(move |text| {
        let published = datetext::parse(text)?;
        let time = instant(&published)?;
        seen.borrow_mut().entry(time.clone()).or_insert(published);
        time.parse().ok()
    });
    let parser = parser.build();
    let feed = match parser.parse(bytes) {
        Ok(feed) => feed,
        Err(error) => {
            let advice = "check that it is complete RSS, Atom or JSON Feed";
            let reason = format!("cannot be read as a feed ({error})");
            return VecDeque::from([Err(ReadError::new(ReadErrorKind::Feed, name, reason, advice))]);
        }
    };
    if feed.entries.is_empty() {
        let advice = "nothing is to be done unless it should have some";
        return VecDeque::from([Err(ReadError::new(ReadErrorKind::Empty, name, "the feed has no entries", advice))]);
    }
    // The parser knows no foreign elements; a feed made for demonstration marks all its entries.
    let marker = b"<tocsin:synthetic>true<";
    let synthetic = bytes.windows(marker.len()).any(|window| window == marker);
    let outlet = feed.title.as_ref().map(|t| words::plain(&t.content)).filter(|t| !t.is_empty());
    let feed_language = feed.language.clone();
    let raw = |(n, entry): (usize, model::Entry)| {
        let place = format!("{name}#{}", n + 1);
        let time = entry.published.or(entry.updated).and_then(|t| {
            let time = t.to_rfc3339().parse::<jiff::Timestamp>().ok()?;
            written.borrow().get(&time.to_string()).cloned()
        });
        let mut entry = convert(entry, time, outlet.as_deref(), feed_language.as_deref());
        entry.given.synthetic = synthetic;
        if entry.html.trim().is_empty() {
            let advice = "read the page it links to instead";
            return Err(ReadError::new(ReadErrorKind::Empty, place, "the entry holds no text", advice));
        }
        let body = Body::Entry(Box::new(entry));
        Ok(Raw { input: place.clone(), place, body, limits, warnings: warnings.to_vec() })
    };
    feed.entries.into_iter().enumerate().map(raw).collect()
}

/// The instant of a time, as RFC 3339 in UTC; a day counts as its beginning, a time without an offset as UTC.
fn instant(published: &Published) -> Option<String> {
    let text = published.as_str();
    let full = match text.len() {
        10 => format!("{text}T00:00:00Z"),
        19 => format!("{text}Z"),
        _ => text.to_owned(),
    };
    full.parse::<jiff::Timestamp>().ok().map(|t| t.to_string())
}

fn convert(entry: model::Entry, published: Option<Published>, outlet: Option<&str>, language: Option<&str>) -> Entry {
    let url = entry
        .links
        .iter()
        .find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"))
        .or(entry.links.first())
        .and_then(|link| crate::address::canonical(&link.href));
    let content = entry.content.and_then(|c| c.body).filter(|b| !b.trim().is_empty());
    let summary_only = content.is_none();
    let html = content.or(entry.summary.map(|s| s.content)).unwrap_or_default();
    let given = Given {
        id: None,
        url,
        outlet: outlet.map(str::to_owned),
        title: entry.title.map(|t| words::plain(&t.content)).filter(|t| !t.is_empty()),
        published,
        lang: entry.language.or(language.map(str::to_owned)),
        authors: entry.authors.iter().flat_map(|p| crate::authors::names(&p.name, outlet)).collect(),
        spans: None,
        synthetic: false,
    };
    Entry { html, given, summary_only }
}
