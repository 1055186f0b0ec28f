//! RSS, Atom and JSON Feed.

use crate::decode::Declared;
use crate::error::ReadErrorKind;
use crate::raw::{Body, Given, Raw};
use crate::{Limits, ReadError, address, authors, datetext, decode, feedtext, words};
use feed_rs::model;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use tocsin_record::Published;

/// Entries of one feed that are read.
const MOST_ENTRIES: usize = 10_000;
/// Titles and names are looked at no further than this.
const LONGEST_TITLE: usize = 2_000;
/// A longer name of an entry is replaced by its digest.
const LONGEST_GUID: usize = 500;

/// A feed: what it says of itself, and its entries.
#[derive(Debug)]
pub struct Feed {
    /// Its title.
    pub title: Option<String>,
    /// The page it belongs to.
    pub site: Option<String>,
    /// How long it asks to be left alone between two looks, in seconds: its ttl, or its update period.
    pub asked_seconds: Option<u64>,
    /// Its entries, in its order; what cannot be read of them is an error in its place.
    pub entries: Vec<Result<FeedEntry, ReadError>>,
    /// Doubts about the whole.
    pub warnings: Vec<String>,
}

/// One entry of a feed. It can be kept as JSON until its article has been had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedEntry {
    /// What the feed calls it; the same every time.
    pub guid: String,
    /// The id of its document, where that is not to be its page's address; a feed never gives one.
    #[serde(default)]
    pub id: Option<String>,
    /// The page it tells of.
    pub link: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// The feed's title.
    pub outlet: Option<String>,
    /// When it was published.
    pub published: Option<Published>,
    /// When it was changed.
    pub modified: Option<Published>,
    /// The language that the feed names.
    pub lang: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// The text that the feed gives, as HTML; may be empty.
    pub html: String,
    /// Whether that is a summary, not the article.
    pub summary_only: bool,
    /// Whether the feed says it was made for demonstration.
    pub synthetic: bool,
}

impl FeedEntry {
    /// The entry's own text as a record called `place`, where its page cannot be had for the reason `instead_of`.
    ///
    /// # Errors
    /// When the feed gives no text.
    pub fn into_raw(self, place: &str, limits: Limits, instead_of: Option<&str>) -> Result<Raw, ReadError> {
        if self.html.trim().is_empty() {
            let advice = "read the page it links to instead";
            return Err(ReadError::new(ReadErrorKind::Empty, place, "the entry holds no text", advice));
        }
        let mut warnings = Vec::new();
        if let Some(why) = instead_of {
            let why: String = why.chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect();
            warnings
                .push(format!("feed-text: the article's own page could not be had ({why}), this is the feed's text"));
        }
        let place = place.to_owned();
        Ok(Raw { input: place.clone(), place, body: Body::Entry(Box::new(self)), limits, warnings })
    }

    /// What changes when the feed tells of another version of the article: a digest of title and times. The text is no
    /// part of it, for many feeds weave counts of comments and the like into it.
    pub fn digest(&self) -> String {
        let times = [&self.published, &self.modified].map(|time| time.as_ref().map_or("", Published::as_str));
        let told = [self.title.as_deref().unwrap_or_default(), times[0], times[1]].join("\u{1f}");
        format!("{:016x}", words::hash(told.bytes()))
    }

    /// What the source says of the document, for the reader.
    pub(crate) fn given(&self) -> Given {
        Given {
            id: self.id.clone(),
            url: self.link.clone(),
            outlet: self.outlet.clone(),
            title: self.title.clone(),
            published: self.published.clone(),
            lang: self.lang.clone(),
            authors: self.authors.clone(),
            spans: None,
            synthetic: self.synthetic,
            by_feed: None,
        }
    }
}

/// Reads a feed that lies at `base` (relative links are relative to it, else to the feed's site).
///
/// # Errors
/// When it is no feed, or one from which nothing can be read.
pub fn feed(name: &str, bytes: &[u8], base: Option<&str>, limits: Limits) -> Result<Feed, ReadError> {
    if bytes.len() as u64 > limits.document_bytes {
        return Err(ReadError::too_large(name, "the feed", limits.document_bytes));
    }
    let mut warnings = Vec::new();
    let text = feedtext::plain(&decode::decode(bytes.to_vec(), &Declared::default(), &mut warnings));
    let base = base.and_then(|base| address::resolve_whole(base, None));
    if feedtext::too_deep(&text) {
        let reason = "nests its elements too deep for a feed";
        return Err(ReadError::new(ReadErrorKind::Feed, name, reason, "it is passed over"));
    }
    let refused = match parse(&text, base.as_deref()) {
        Ok((feed, times)) => return Ok(convert(&text, feed, &times, base.as_deref(), warnings)),
        Err(error) => error,
    };
    // Many feeds are not well-formed. A stray mark is mended; else each entry is read by itself.
    let mended = feedtext::mended(&text);
    if feedtext::too_deep(&mended) {
        return Err(ReadError::new(
            ReadErrorKind::Feed,
            name,
            format!("cannot be read as a feed ({refused})"),
            "it is passed over",
        ));
    }
    if let Ok((feed, times)) = parse(&mended, base.as_deref()) {
        warnings.push(format!("feed: it is not well-formed ({refused}), mended"));
        return Ok(convert(&text, feed, &times, base.as_deref(), warnings));
    }
    let advice = "check that it is complete RSS, Atom or JSON Feed";
    let no_feed = || ReadError::new(ReadErrorKind::Feed, name, format!("cannot be read as a feed ({refused})"), advice);
    let pieces = feedtext::pieces(&mended).ok_or_else(no_feed)?;
    warnings.push(format!("feed: it is not well-formed ({refused}), read entry by entry"));
    one_by_one(name, &pieces, base.as_deref(), warnings).ok_or_else(no_feed)
}

/// The entries of a feed that is not well-formed; `None` when not one can be read.
fn one_by_one(name: &str, pieces: &feedtext::Pieces<'_>, base: Option<&str>, warnings: Vec<String>) -> Option<Feed> {
    let (head, times) = parse(&pieces.head(), base).ok()?;
    let mut feed = convert(&pieces.head(), head, &times, base, warnings);
    for (n, entry) in pieces.entries().take(MOST_ENTRIES).enumerate() {
        let place = format!("{name}#{}", n + 1);
        let read = parse(&entry, base).map_err(|error| {
            let reason = format!("the entry cannot be read ({error})");
            ReadError::new(ReadErrorKind::Feed, place.as_str(), reason, "nothing is to be done unless it matters")
        });
        feed.entries.push(read.and_then(|(one, times)| {
            let mut one = convert(&entry, one, &times, base, Vec::new());
            let first = if one.entries.is_empty() { None } else { Some(one.entries.remove(0)) };
            let mut first = first.unwrap_or_else(|| Err(ReadError::empty(&place)))?;
            first.outlet = feed.title.clone();
            Ok(first)
        }));
    }
    feed.entries.iter().any(Result::is_ok).then_some(feed)
}

/// The times of a feed as they were written, by their instant. The parser turns every time into UTC; the publication
/// day is the one of the time as it was written.
type Times = BTreeMap<String, Published>;

fn parse(text: &str, base: Option<&str>) -> Result<(model::Feed, Times), feed_rs::parser::ParseFeedError> {
    let written: Rc<RefCell<Times>> = Rc::default();
    let seen = Rc::clone(&written);
    let parser = feed_rs::parser::Builder::new()
        .base_uri(base)
        .sanitize_content(false)
        .id_generator(|links, title, _| name_of(links, title.as_ref().map(|title| title.content.as_str())))
        .timestamp_parser(move |text| {
            let published = datetext::parse(text)?;
            let time = instant(&published)?;
            seen.borrow_mut().entry(time.clone()).or_insert(published);
            time.parse().ok()
        })
        .build();
    let feed = parser.parse(text.as_bytes())?;
    drop(parser);
    let times = written.take();
    Ok((feed, times))
}

/// The name of what the feed gives no name: its link and its title, so that it is the same every time.
fn name_of(links: &[model::Link], title: Option<&str>) -> String {
    let link = links.first().map_or("", |link| link.href.as_str());
    let title = title.unwrap_or_default();
    if !link.is_empty() {
        return link.to_owned();
    }
    if title.is_empty() { String::new() } else { format!("{:016x}", words::hash(title.bytes())) }
}

/// The entries of a feed as records, in its order.
pub(crate) fn entries(
    name: &str,
    bytes: &[u8],
    limits: Limits,
    warnings: &[String],
) -> VecDeque<Result<Raw, ReadError>> {
    let feed = match feed(name, bytes, None, limits) {
        Ok(feed) => feed,
        Err(error) => return VecDeque::from([Err(error)]),
    };
    if feed.entries.is_empty() {
        let advice = "nothing is to be done unless it should have some";
        return VecDeque::from([Err(ReadError::new(ReadErrorKind::Empty, name, "the feed has no entries", advice))]);
    }
    let raw = |(n, entry): (usize, Result<FeedEntry, ReadError>)| {
        let mut raw = entry?.into_raw(&format!("{name}#{}", n + 1), limits, None)?;
        raw.warnings.extend(warnings.iter().chain(&feed.warnings).cloned());
        Ok(raw)
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

fn convert(text: &str, feed: model::Feed, times: &Times, base: Option<&str>, mut warnings: Vec<String>) -> Feed {
    // The parser knows no foreign elements; a feed made for demonstration marks all its entries.
    let synthetic = text.contains("<tocsin:synthetic>true<");
    let title = feed.title.as_ref().and_then(|title| line(&title.content));
    let site = site(&feed, base);
    let near = base.or(site.as_deref());
    if feed.entries.len() > MOST_ENTRIES {
        warnings.push(format!("feed: it has {} entries, the first {MOST_ENTRIES} are read", feed.entries.len()));
    }
    let asked_seconds = feed.ttl.map(|minutes| u64::from(minutes) * 60).or_else(|| feedtext::update_period(text));
    let read = |entry: model::Entry| {
        let lang = entry.language.clone().or_else(|| feed.language.clone());
        entry_of(entry, times, near, title.as_deref(), lang, synthetic)
    };
    let entries = feed.entries.into_iter().take(MOST_ENTRIES).map(|entry| Ok(read(entry))).collect();
    Feed { title, site, asked_seconds, entries, warnings }
}

/// The page of a feed.
fn site(feed: &model::Feed, base: Option<&str>) -> Option<String> {
    let is_page = |link: &&model::Link| {
        link.rel.as_deref().is_none_or(|rel| rel == "alternate")
            && link.media_type.as_deref().is_none_or(|kind| kind.contains("html"))
    };
    feed.links.iter().filter(is_page).find_map(|link| address::resolve_whole(&link.href, base))
}

/// A title or a name on one line.
fn line(text: &str) -> Option<String> {
    let text = &text[..words::floor(text, LONGEST_TITLE)];
    Some(words::plain(text)).filter(|line| !line.is_empty())
}

fn entry_of(
    entry: model::Entry,
    times: &Times,
    base: Option<&str>,
    outlet: Option<&str>,
    lang: Option<String>,
    synthetic: bool,
) -> FeedEntry {
    let written = |time: String| times.get(&time.parse::<jiff::Timestamp>().ok()?.to_string()).cloned();
    let (first, last) = (entry.published.map(|time| time.to_rfc3339()), entry.updated.map(|time| time.to_rfc3339()));
    let link = link_of(&entry, base);
    let published = first.or_else(|| last.clone()).and_then(written);
    let modified = last.and_then(written).filter(|modified| Some(modified) != published.as_ref());
    let authors = entry.authors.iter().flat_map(|person| authors_of(person, outlet)).collect();
    let content = entry.content.and_then(|content| content.body).filter(|body| !body.trim().is_empty());
    let summary_only = content.is_none();
    let html = content.or(entry.summary.map(|summary| summary.content)).unwrap_or_default();
    let title = entry.title.and_then(|title| line(&title.content));
    FeedEntry {
        guid: guid(&entry.id, link.as_deref(), title.as_deref(), &html),
        id: None,
        link,
        title,
        outlet: outlet.map(str::to_owned),
        published,
        modified,
        lang,
        authors,
        html,
        summary_only,
        synthetic,
    }
}

/// The page an entry tells of: its alternate link, else any that is not the feed's own business, else the place its
/// content lies at, else a name that is an address.
fn link_of(entry: &model::Entry, base: Option<&str>) -> Option<String> {
    let rank = |link: &model::Link| match link.rel.as_deref() {
        None | Some("alternate") if link.media_type.as_deref().is_none_or(|kind| kind.contains("html")) => Some(0),
        None | Some("alternate") => Some(1),
        Some("related" | "via" | "canonical") => Some(2),
        _ => None,
    };
    let mut links: Vec<(u8, &str)> =
        entry.links.iter().filter_map(|link| Some((rank(link)?, link.href.as_str()))).collect();
    links.sort_by_key(|(rank, _)| *rank);
    let elsewhere = entry.content.as_ref().filter(|content| content.body.is_none()).and_then(|c| c.src.as_ref());
    let named = entry.id.trim();
    let named = named.starts_with("http").then_some(named);
    let places = links.iter().map(|(_, href)| *href).chain(elsewhere.map(|link| link.href.as_str())).chain(named);
    places.map(str::trim).filter(|place| !place.is_empty()).find_map(|place| address::resolve_whole(place, base))
}

/// The names of a person of a feed. RSS writes "jane@example.org (Jane Doe)".
fn authors_of(person: &model::Person, outlet: Option<&str>) -> Vec<String> {
    let text = match (&person.email, person.name.as_str()) {
        (Some(text), "author") => {
            let inside = text.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(inside, _)| inside);
            inside.unwrap_or(text)
        }
        (_, name) => name,
    };
    authors::names(text, outlet)
}

/// What the entry is called, so that it is known again.
fn guid(id: &str, link: Option<&str>, title: Option<&str>, html: &str) -> String {
    let id = id.trim();
    let name = match (id.is_empty(), link, title) {
        (false, ..) => id.to_owned(),
        (true, Some(link), _) => link.to_owned(),
        (true, None, title) => format!("{:016x}", words::hash(title.unwrap_or(html).bytes())),
    };
    if name.len() <= LONGEST_GUID { name } else { format!("{:016x}", words::hash(name.bytes())) }
}
