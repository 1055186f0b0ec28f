//! Pages that were fetched: bytes that come with an address, and with what a feed said of them.

use crate::error::ReadErrorKind;
use crate::feed::FeedEntry;
use crate::http::Fields;
use crate::raw::{Body, Fetched, Raw, Shape};
use crate::sniff::{Format, binary, sniff};
use crate::{Limits, ReadError};

/// What is known of a page besides its bytes.
#[derive(Clone, Debug, Default)]
pub struct PageSource {
    /// The address that gave it.
    pub address: String,
    /// The charset that its host named.
    pub charset: Option<String>,
    /// The feed's entry that led to it.
    pub entry: Option<FeedEntry>,
}

/// A fetched page as a record. It is read as the page of its address; what it does not say itself (a title, authors, a
/// date, the outlet) is taken from the feed's entry.
///
/// # Errors
/// When it is empty, over the limit, or no page: a binary file, a feed, JSON, a table.
pub fn fetched(bytes: Vec<u8>, source: PageSource, limits: Limits) -> Result<Raw, ReadError> {
    let place = source.address.clone();
    if bytes.len() as u64 > limits.html_bytes {
        return Err(ReadError::too_large(&place, "the page", limits.html_bytes));
    }
    let head = &bytes[..bytes.len().min(8 << 10)];
    if head.iter().all(u8::is_ascii_whitespace) && bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::empty(&place));
    }
    if let Some(what) = binary(head) {
        let advice = "it is passed over";
        return Err(ReadError::new(ReadErrorKind::Binary, place, format!("is {what}, not a page"), advice));
    }
    let shape = match sniff("-", head) {
        Format::Html => Shape::Html,
        Format::Text | Format::Markdown => Shape::Text,
        Format::Feed => return Err(not_an_article(place, "a feed")),
        Format::Json | Format::Jsonl => return Err(not_an_article(place, "JSON")),
        Format::Csv => return Err(not_an_article(place, "a table")),
    };
    let PageSource { address, charset, entry } = source;
    let fields = charset.as_deref().map(Fields::of_charset).unwrap_or_default();
    let fetched = Fetched { bytes, fields, shape, url: Some(address), fetched: None, entry };
    let body = Body::Fetched(Box::new(fetched));
    Ok(Raw { input: place.clone(), place, body, limits, warnings: Vec::new() })
}

fn not_an_article(place: String, what: &str) -> ReadError {
    let advice = "it is passed over";
    ReadError::new(ReadErrorKind::NoArticle, place, format!("is {what}, not an article's page"), advice)
}
