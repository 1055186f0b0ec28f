//! Pages that were fetched: bytes that come with an address, and with what a feed said of them.

use crate::error::ReadErrorKind;
use crate::feed::FeedEntry;
use crate::raw::{Body, Raw};
use crate::sniff::{Format, binary, sniff};
use crate::{Limits, ReadError, decode};
use encoding_rs::Encoding;
use tocsin_record::Document;

/// What is known of a page besides its bytes.
#[derive(Clone, Debug, Default)]
pub struct PageSource {
    /// The address that gave it.
    pub address: String,
    /// The charset that its host named; what the page itself says comes first.
    pub charset: Option<String>,
    /// The feed's entry that led to it.
    pub entry: Option<FeedEntry>,
}

/// A page on its way to a document.
#[derive(Debug)]
pub(crate) struct FetchedPage {
    pub bytes: Vec<u8>,
    pub source: PageSource,
    /// Whether it is text without marks.
    pub is_text: bool,
}

/// A fetched page as a record. It is read as the page of its address; what it does not say itself (a title, authors, a
/// date, the outlet) is taken from the feed's entry.
///
/// # Errors
/// When it is empty or no page: a binary file, a feed, JSON.
pub fn fetched(bytes: Vec<u8>, source: PageSource, limits: Limits) -> Result<Raw, ReadError> {
    let place = source.address.clone();
    let head = &bytes[..bytes.len().min(8 << 10)];
    if head.iter().all(u8::is_ascii_whitespace) && bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::empty(&place));
    }
    if let Some(what) = binary(head) {
        let advice = "it is passed over";
        return Err(ReadError::new(ReadErrorKind::Binary, place, format!("is {what}, not a page"), advice));
    }
    let is_text = match sniff("-", head) {
        Format::Html => false,
        Format::Text | Format::Markdown => true,
        Format::Feed => return Err(not_an_article(place, "a feed")),
        Format::Json | Format::Jsonl => return Err(not_an_article(place, "JSON")),
    };
    let body = Body::Fetched(Box::new(FetchedPage { bytes, source, is_text }));
    Ok(Raw { input: place.clone(), place, body, limits, warnings: Vec::new() })
}

fn not_an_article(place: String, what: &str) -> ReadError {
    let advice = "it is passed over";
    ReadError::new(ReadErrorKind::NoArticle, place, format!("is {what}, not an article's page"), advice)
}

/// Decodes a page. The host's word counts where the page itself says nothing and is not plain UTF-8.
pub(crate) fn decode(bytes: Vec<u8>, charset: Option<&str>, warnings: &mut Vec<String>) -> String {
    let encoding = charset.and_then(|label| Encoding::for_label(label.as_bytes()));
    match encoding {
        Some(encoding)
            if Encoding::for_bom(&bytes).is_none()
                && decode::declared(&bytes).is_none()
                && std::str::from_utf8(&bytes).is_err() =>
        {
            let (text, broken) = encoding.decode_without_bom_handling(&bytes);
            if !broken {
                return text.into_owned();
            }
            drop(text);
            decode::decode(bytes, warnings)
        }
        _ => decode::decode(bytes, warnings),
    }
}

/// Adds to a document what only the feed said of it.
pub(crate) fn completed(mut document: Document, entry: Option<FeedEntry>) -> Document {
    let Some(entry) = entry else { return document };
    if document.published.is_none() && entry.published.is_some() {
        document.published = entry.published;
        document.published_range = None;
        let of_date = |warning: &String| warning.starts_with("date-missing:") || warning.starts_with("date-inferred:");
        document.warnings.retain(|warning| !of_date(warning));
    }
    document.title = document.title.or(entry.title);
    document.outlet = document.outlet.or(entry.outlet);
    if document.authors.is_empty() {
        document.authors = entry.authors;
    }
    document.synthetic |= entry.synthetic;
    document
}
