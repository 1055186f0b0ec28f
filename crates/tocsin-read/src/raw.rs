//! One record of an input, and how it becomes a document.

use crate::dates;
use crate::decode::Declared;
use crate::error::ReadErrorKind;
use crate::feed::FeedEntry;
use crate::fieldmap::Row;
use crate::http::Fields;
use crate::jsonl::Record;
use crate::metadata::Metadata;
use crate::translated::Translation;
use crate::{
    FieldMap, Limits, ReadError, address, article, decode, fieldmap, http, jsonl, language, live, text, translated,
    words,
};
use jiff::civil::Date;
use std::sync::Arc;
use tocsin_record::{Block, BlockKind, DateRange, Document, DocumentId, GivenSpans, Published, TextIndex};

/// One record, cut but not yet understood.
#[derive(Debug)]
pub struct Raw {
    pub(crate) input: String,
    pub(crate) place: String,
    pub(crate) body: Body,
    pub(crate) limits: Limits,
    pub(crate) warnings: Vec<String>,
}

#[derive(Debug)]
pub(crate) enum Body {
    Html(Vec<u8>),
    Text {
        bytes: Vec<u8>,
        markdown: bool,
    },
    Json(Vec<u8>),
    /// A line of JSON whose fields have other names.
    Mapped {
        bytes: Vec<u8>,
        map: Arc<FieldMap>,
    },
    Member(serde_json::Value),
    Entry(Box<FeedEntry>),
    Fetched(Box<Fetched>),
    Row(Box<Row>),
}

/// A page as a server gave it, kept in an archive or fetched now.
#[derive(Debug)]
pub(crate) struct Fetched {
    /// The body, in the encodings that the header lines name.
    pub bytes: Vec<u8>,
    /// The header lines of the answer that say how the body is to be read.
    pub fields: Fields,
    pub shape: Shape,
    pub url: Option<String>,
    /// When it was fetched: no publication date lies later.
    pub fetched: Option<jiff::Timestamp>,
    /// The feed's entry that led to it.
    pub entry: Option<FeedEntry>,
}

/// What a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Html,
    Text,
}

/// What the source says of a document besides its text.
#[derive(Debug, Default)]
pub(crate) struct Given {
    pub id: Option<String>,
    pub url: Option<String>,
    pub outlet: Option<String>,
    pub title: Option<String>,
    pub published: Option<tocsin_record::Published>,
    pub lang: Option<String>,
    pub authors: Vec<String>,
    pub spans: Option<GivenSpans>,
    pub synthetic: bool,
    /// What the feed that led to a page says of it, where the page itself says nothing.
    pub by_feed: Option<Box<Given>>,
}

/// The line by which a text made for demonstration says so.
const SYNTHETIC: &str = "Synthetic example article written for the tocsin project";

impl Raw {
    /// The name of the input, with `#n` for the nth record of a file of many.
    pub fn input(&self) -> &str {
        &self.input
    }

    /// Where it stands, as errors name it: the input's name, with the line of a JSONL record.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// Reads the record: decodes it, finds the article, its blocks, its metadata and its language.
    ///
    /// # Errors
    /// When there is no text to give: nothing but white space, a page without an article, a JSON record that is broken
    /// or has neither `text` nor `html`, or something over a limit.
    pub fn read(self) -> Result<Document, ReadError> {
        let Raw { input, place, body, limits, mut warnings } = self;
        let reading = Reading { input, place, limits, not_after: None };
        match body {
            Body::Html(bytes) => {
                let digest = DocumentId::choose(None, None, &bytes);
                let html = decode::decode(bytes, &Declared::default(), &mut warnings);
                reading.html(&html, Given::default(), warnings, digest)
            }
            Body::Text { bytes, markdown } => {
                let digest = DocumentId::choose(None, None, &bytes);
                let text = decode::decode(bytes, &Declared::default(), &mut warnings);
                reading.text(text, markdown, Given::default(), warnings, digest)
            }
            Body::Json(bytes) => {
                let digest = DocumentId::choose(None, None, &bytes);
                let value = jsonl::parse(&reading.place, &bytes, &mut warnings)?;
                drop(bytes);
                reading.record(value, warnings, digest)
            }
            Body::Mapped { bytes, map } => {
                let digest = DocumentId::choose(None, None, &bytes);
                let mut value = jsonl::parse(&reading.place, &bytes, &mut warnings)?;
                drop(bytes);
                map.apply(&mut value);
                reading.record(value, warnings, digest)
            }
            Body::Fetched(fetched) => reading.fetched(*fetched, warnings),
            Body::Row(row) => {
                let digest = DocumentId::choose(None, None, &row.bytes());
                let record = row.record(&mut warnings);
                reading.taken_apart(record, warnings, digest)
            }
            Body::Member(value) => {
                let digest = DocumentId::choose(None, None, value.to_string().as_bytes());
                reading.record(value, warnings, digest)
            }
            Body::Entry(entry) => {
                let digest = DocumentId::choose(None, None, entry.html.as_bytes());
                if entry.summary_only {
                    warnings.push("summary-only: the feed gives a summary, not the article".to_owned());
                }
                let mut document = reading.fragment(&entry.html, entry.given(), warnings, digest)?;
                document.modified = document.modified.or(entry.modified);
                Ok(document)
            }
        }
    }
}

struct Reading {
    input: String,
    place: String,
    limits: Limits,
    /// When the page was there already.
    not_after: Option<jiff::Timestamp>,
}

impl Reading {
    fn record(
        self,
        value: serde_json::Value,
        mut warnings: Vec<String>,
        digest: DocumentId,
    ) -> Result<Document, ReadError> {
        let record = jsonl::record(&self.place, value, &mut warnings)?;
        self.taken_apart(record, warnings, digest)
    }

    fn taken_apart(self, record: Record, warnings: Vec<String>, digest: DocumentId) -> Result<Document, ReadError> {
        let Record { given, text, html, others } = record;
        match (text, html) {
            (Some(text), _) => self.text(text, false, given, warnings, digest),
            (None, Some(html)) => self.html(&html, given, warnings, digest),
            (None, None) => {
                let (reason, advice) = fieldmap::neither("the record has", "field", &others);
                Err(ReadError::new(ReadErrorKind::Record, self.place, reason, advice))
            }
        }
    }

    /// A page with what its server said of it.
    fn fetched(mut self, fetched: Fetched, mut warnings: Vec<String>) -> Result<Document, ReadError> {
        let Fetched { bytes, fields, shape, url, fetched, entry } = fetched;
        let bytes = http::undo(&fields, bytes, self.limits, &mut warnings).map_err(|reason| {
            ReadError::new(
                ReadErrorKind::Archive,
                &self.place,
                reason,
                "nothing else is lost, the other records are read",
            )
        })?;
        let digest = DocumentId::choose(None, None, &bytes);
        let url = url.as_deref().and_then(address::canonical);
        let declared = Declared { charset: fields.charset(), host: url.as_deref().and_then(address::host) };
        let text = decode::decode(bytes, &declared, &mut warnings);
        let given = Given { url, by_feed: entry.map(|entry| Box::new(entry.given())), ..Given::default() };
        self.not_after = fetched;
        match shape {
            Shape::Html => self.html(&text, given, warnings, digest),
            Shape::Text => self.text(text, false, given, warnings, digest),
        }
    }

    fn text(
        self,
        text: String,
        markdown: bool,
        given: Given,
        warnings: Vec<String>,
        digest: DocumentId,
    ) -> Result<Document, ReadError> {
        if text.trim().is_empty() {
            return Err(ReadError::empty(&self.place));
        }
        let (found, mut metadata) = text::blocks(&text, given.title.as_deref(), markdown);
        let index = TextIndex::new(&text);
        let blocks: Vec<Block> =
            found.into_iter().map(|(kind, range)| Block::new(kind, index.span(&text, range))).collect();
        if metadata.title.is_none()
            && let Some(headline) = blocks.iter().find(|b| b.kind == BlockKind::Headline)
        {
            metadata.title = Some(words::squeeze(index.slice(&text, headline.span())));
        }
        text::metadata(&text, &blocks, &index, &mut metadata);
        Ok(self.finish(None, text, blocks, metadata, given, warnings, digest))
    }

    fn html(
        self,
        html: &str,
        given: Given,
        mut warnings: Vec<String>,
        digest: DocumentId,
    ) -> Result<Document, ReadError> {
        if html.len() as u64 > self.limits.html_bytes {
            return Err(ReadError::too_large(&self.place, "the HTML", self.limits.html_bytes));
        }
        let article = article::read(html, given.url.as_deref(), &mut warnings);
        let Some((text, blocks)) = article.text else {
            let advice = "give the article's own page, not a front page or one that is filled in by a script";
            let reason = "the HTML holds no article text";
            return Err(ReadError::new(ReadErrorKind::NoArticle, self.place, reason, advice));
        };
        Ok(self.finish(Some(html), text, blocks, article.metadata, given, warnings, digest))
    }

    /// HTML of which all is the article: a feed's entry.
    fn fragment(
        self,
        html: &str,
        given: Given,
        warnings: Vec<String>,
        digest: DocumentId,
    ) -> Result<Document, ReadError> {
        if html.len() as u64 > self.limits.html_bytes {
            return Err(ReadError::too_large(&self.place, "the entry", self.limits.html_bytes));
        }
        let Some((text, blocks)) = article::fragment(html, given.title.as_deref()) else {
            return Err(ReadError::empty(&self.place));
        };
        Ok(self.finish(Some(html), text, blocks, Metadata::default(), given, warnings, digest))
    }

    #[expect(clippy::too_many_arguments, reason = "what the kinds of input have found, put together in one place")]
    fn finish(
        self,
        html: Option<&str>,
        text: String,
        mut blocks: Vec<Block>,
        found: Metadata,
        given: Given,
        mut warnings: Vec<String>,
        digest: DocumentId,
    ) -> Document {
        let url = found.url.clone().or(given.url.as_deref().and_then(address::canonical));
        let addresses = [given.url.as_deref(), found.url.as_deref()];
        let by_feed = given.by_feed.map(|by_feed| *by_feed).unwrap_or_default();
        let declared = given.lang.or(found.lang);
        let lang = language::detect(&text, &blocks, declared.as_deref());
        let mut published = given.published.or(found.published);
        let mut published_range = None;
        if let Some(fetched) = self.not_after {
            not_after(fetched, &mut published, &mut warnings);
        }
        let own_date = published.is_some();
        // Before live entries are dated by it.
        published = published.or(by_feed.published);
        if own_date {
            warnings.extend(found.date_warning);
        } else if published.is_none() {
            let told = dates::told(&text, &blocks, lang.as_deref());
            published_range = range(&dates::infer(&found.bounds, &told), self.not_after, &mut warnings);
        }
        let entries = live::entries_of(&text, &mut blocks, published.as_ref());
        let english = lang.as_deref().is_none_or(|lang| lang == "en");
        let mixed = if english { language::other_paragraphs(&text, &blocks) } else { None };
        if let Some(lang) = lang.as_deref().filter(|_| !english) {
            warnings.push(format!("unread-language: the text is in `{lang}`; it is kept, and only English is coded"));
        } else if let Some(share) = &mixed {
            warnings.push(format!("mixed-language: {share} of the paragraphs are not in English and may be misread"));
        }
        let translation =
            english.then(|| translated::tell(html, &addresses, &text, &blocks, mixed.is_none())).flatten();
        let translated = matches!(translation, Some(Translation::ByMachine(_)));
        warnings.extend(translation.map(|translation| translation.to_string()));
        let id = DocumentId::choose(given.id.as_deref(), url.as_deref(), b"");
        let id = if given.id.as_deref().is_some_and(|id| !id.trim().is_empty()) || url.is_some() { id } else { digest };
        let authors = [given.authors, found.authors, by_feed.authors].into_iter().find(|names| !names.is_empty());
        let authors = authors.unwrap_or_default();
        let synthetic = given.synthetic
            || found.synthetic
            || by_feed.synthetic
            || text.lines().any(|line| line.contains(SYNTHETIC));
        Document {
            id,
            input: self.input,
            url,
            outlet: given.outlet.or(found.outlet).or(by_feed.outlet),
            title: given.title.or(found.title).or(by_feed.title),
            authors,
            published,
            published_range,
            modified: found.modified,
            lang,
            translated,
            text,
            blocks,
            entries,
            warnings,
            given: given.spans,
            synthetic,
        }
    }
}

/// The last day on which a page can have been published that was fetched at a moment. A server's clock and its zone may
/// differ by a day.
fn last_day(fetched: jiff::Timestamp) -> Date {
    let day = fetched.to_zoned(jiff::tz::TimeZone::UTC).date();
    day.tomorrow().unwrap_or(day)
}

/// A page that was fetched on a day was not published after it.
fn not_after(fetched: jiff::Timestamp, published: &mut Option<Published>, warnings: &mut Vec<String>) {
    let last = last_day(fetched);
    if let Some(date) = published.take_if(|date| date.day() > last) {
        let day = fetched.to_zoned(jiff::tz::TimeZone::UTC).date();
        warnings.push(format!("date: the page says {}, but it was fetched on {day} already; left out", date.as_str()));
    }
}

/// The range that stands in for a date that is not given, with the warning that says so.
fn range(
    inferred: &dates::Inferred,
    fetched: Option<jiff::Timestamp>,
    warnings: &mut Vec<String>,
) -> Option<DateRange> {
    let last = fetched.map(last_day);
    let not_before = inferred.not_before;
    let by_fetch =
        || Some((DateRange { start: not_before?, end: last? }, "the days it tells of and the day it was fetched"));
    let found = inferred.range.or_else(by_fetch).map(|(range, from)| {
        (DateRange { start: range.start, end: last.map_or(range.end, |last| range.end.min(last)) }, from)
    });
    let found = found.filter(|(range, _)| range.start <= range.end);
    warnings.push(match (&found, not_before) {
        (Some((range, from)), _) => format!(
            "date-inferred: no publication date is given; by {from} it lies between {} and {}",
            range.start, range.end
        ),
        (None, Some(day)) => format!("date-missing: no publication date is given; it tells of {day} as past"),
        (None, None) => "date-missing: no publication date is given".to_owned(),
    });
    found.map(|(range, _)| range)
}
