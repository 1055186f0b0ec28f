//! One record of an input, and how it becomes a document.

use crate::error::ReadErrorKind;
use crate::jsonl::Record;
use crate::metadata::Metadata;
use crate::{Limits, ReadError, address, article, decode, feed, fetched, jsonl, language, phrases, text, words};
use tocsin_record::{Block, BlockKind, Document, DocumentId, GivenSpans, TextIndex};

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
    Text { bytes: Vec<u8>, markdown: bool },
    Json(Vec<u8>),
    Member(serde_json::Value),
    Entry(Box<feed::FeedEntry>),
    Fetched(Box<fetched::FetchedPage>),
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
        let reading = Reading { input, place, limits };
        match body {
            Body::Html(bytes) => {
                let digest = DocumentId::choose(None, None, &bytes);
                let html = decode::decode(bytes, &mut warnings);
                reading.html(&html, Given::default(), warnings, digest)
            }
            Body::Text { bytes, markdown } => {
                let digest = DocumentId::choose(None, None, &bytes);
                let text = decode::decode(bytes, &mut warnings);
                reading.text(text, markdown, Given::default(), warnings, digest)
            }
            Body::Json(bytes) => {
                let digest = DocumentId::choose(None, None, &bytes);
                let value = jsonl::parse(&reading.place, &bytes, &mut warnings)?;
                drop(bytes);
                reading.record(value, warnings, digest)
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
            Body::Fetched(page) => {
                let fetched::FetchedPage { bytes, source, is_text } = *page;
                let digest = DocumentId::choose(None, None, &bytes);
                let text = fetched::decode(bytes, source.charset.as_deref(), &mut warnings);
                let given = Given { url: Some(source.address), ..Given::default() };
                let document = match is_text {
                    true => reading.text(text, false, given, warnings, digest)?,
                    false => reading.html(&text, given, warnings, digest)?,
                };
                Ok(fetched::completed(document, source.entry))
            }
        }
    }
}

struct Reading {
    input: String,
    place: String,
    limits: Limits,
}

impl Reading {
    fn record(
        self,
        value: serde_json::Value,
        mut warnings: Vec<String>,
        digest: DocumentId,
    ) -> Result<Document, ReadError> {
        let Record { given, text, html } = jsonl::record(&self.place, value, &mut warnings)?;
        match (text, html) {
            (Some(text), _) => self.text(text, false, given, warnings, digest),
            (None, Some(html)) => self.html(&html, given, warnings, digest),
            (None, None) => {
                let advice = "give the article as \"text\" or \"html\"";
                let reason = "the record has neither text nor html";
                Err(ReadError::new(ReadErrorKind::Record, self.place, reason, advice))
            }
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
        Ok(self.finish(text, blocks, metadata, given, warnings, digest))
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
        Ok(self.finish(text, blocks, article.metadata, given, warnings, digest))
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
        Ok(self.finish(text, blocks, Metadata::default(), given, warnings, digest))
    }

    fn finish(
        self,
        text: String,
        blocks: Vec<Block>,
        found: Metadata,
        given: Given,
        mut warnings: Vec<String>,
        digest: DocumentId,
    ) -> Document {
        let url = found.url.or(given.url.as_deref().and_then(address::canonical));
        let published = given.published.or(found.published);
        let published_range = if published.is_none() { found.published_range } else { None };
        if published.is_none() {
            match published_range {
                Some(range) => warnings.push(format!(
                    "date-inferred: no publication date is given; by {} it lies between {} and {}",
                    found.range_from, range.start, range.end
                )),
                None => warnings.push("date-missing: no publication date is given".to_owned()),
            }
        } else {
            warnings.extend(found.date_warning);
        }
        let declared = given.lang.or(found.lang);
        let lang = language::detect(&text, &blocks, declared.as_deref());
        let id = DocumentId::choose(given.id.as_deref(), url.as_deref(), b"");
        let id = if given.id.as_deref().is_some_and(|id| !id.trim().is_empty()) || url.is_some() { id } else { digest };
        let synthetic = given.synthetic || found.synthetic || text.lines().any(|line| line.contains(SYNTHETIC));
        Document {
            id,
            input: self.input,
            url,
            outlet: given.outlet.or(found.outlet),
            title: given.title.or(found.title),
            authors: if given.authors.is_empty() { found.authors } else { given.authors },
            published,
            published_range,
            modified: found.modified,
            lang,
            translated: phrases::says_translated(&text),
            text,
            blocks,
            warnings,
            given: given.spans,
            synthetic,
        }
    }
}
