//! What can be asked of a store, and what it answers. Pages, exports and the command line share these.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tocsin_record::{Claim, Document, DocumentId, Event, EventType, Prediction, RevisionSummary, Statement, Status};

/// Which events, statements, predictions or claims. Empty lists and `None` do not restrict.
///
/// What only events have (`statuses`, `countries`, `min_confidence`, `reviewed`) restricts events alone; `kinds`
/// restricts events and predictions (the type of the predicted event).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Filter {
    /// Any of these on the acting side: a country, class or sector code in capitals ("COL", "UNO", "MIL"), or words
    /// of a name, in any case and with or without accents, each name word from its beginning ("erdog" finds Erdoğan,
    /// "us" does not find Russia). The acting side of a statement is its speaker, of a prediction who predicts, of a
    /// claim who makes it.
    pub actor: Vec<String>,
    /// The same for the side acted on: of a statement its addressee, of a prediction the parties of the predicted
    /// event, of a claim whom it is about.
    pub recipient: Vec<String>,
    /// Event types.
    pub kinds: Vec<EventType>,
    /// Statuses.
    pub statuses: Vec<Status>,
    /// Country codes of any of its places.
    pub countries: Vec<String>,
    /// Earliest day: rows whose time, or publication where they have none, ends on this day or later.
    pub since: Option<Date>,
    /// Latest day: rows whose time, or publication, begins on this day or earlier.
    pub until: Option<Date>,
    /// Lowest confidence.
    pub min_confidence: Option<f64>,
    /// `Some(true)`: only rows that a person has reviewed; `Some(false)`: only others.
    pub reviewed: Option<bool>,
    /// Only rows of this document.
    pub document: Option<DocumentId>,
    /// Only what was published by the end of this day, in the versions of the texts that were known by then: a
    /// version counts as known from the day its document says it was last changed, else (the first) from the day of
    /// publication or (a later one) from the day it was read.
    pub as_of: Option<Date>,
    /// Words that the evidence must hold, as in [`Store::search`](crate::Store::search).
    pub text: Option<String>,
}

/// In which order events come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Order {
    /// Newest publication first, then by place in the text.
    #[default]
    NewestPublished,
    /// Newest event time first.
    NewestEvent,
}

/// One page of rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// How many rows the filter matches in all.
    pub total: u64,
    /// Give this to get the next page; `None` at the end.
    pub next: Option<String>,
}

/// What is shown of a document beside its rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DocumentHead {
    /// Its id.
    pub id: DocumentId,
    /// Version of the text, from 1.
    pub version: u32,
    /// Address.
    pub url: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Publication date or time as given.
    pub published: Option<String>,
    /// Language.
    pub lang: Option<String>,
    /// Whether it reads as machine-translated.
    pub translated: bool,
    /// Whether it says that it was written for testing or demonstration.
    pub synthetic: bool,
    /// Whether this version, or one before it, changed the article without a new date of change.
    #[serde(default)]
    pub silent: bool,
}

/// An event with the document it stands in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventRow {
    /// The event.
    #[serde(flatten)]
    pub event: Event,
    /// Where it stands.
    pub document: DocumentHead,
    /// Which coder made it.
    pub coder_version: String,
    /// Whether a person has reviewed it.
    pub reviewed: bool,
}

/// A statement with the document it stands in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatementRow {
    /// The statement.
    #[serde(flatten)]
    pub statement: Statement,
    /// Where it stands.
    pub document: DocumentHead,
    /// Which coder made it.
    pub coder_version: String,
}

/// A prediction with the document it stands in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PredictionRow {
    /// The prediction.
    #[serde(flatten)]
    pub prediction: Prediction,
    /// Where it stands.
    pub document: DocumentHead,
    /// Which coder made it.
    pub coder_version: String,
}

/// A claim with the document it stands in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClaimRow {
    /// The claim.
    #[serde(flatten)]
    pub claim: Claim,
    /// Where it stands.
    pub document: DocumentHead,
    /// Which coder made it.
    pub coder_version: String,
}

/// A stored document with everything coded from it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredDocument {
    /// The document.
    pub document: Document,
    /// Its rows.
    pub coding: tocsin_record::Coding,
    /// Every version kept, oldest first: number, sha256 of the text, when it was read.
    pub versions: Vec<Version>,
}

/// One version of a document's text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// From 1.
    pub number: u32,
    /// sha256 of the text.
    pub text_sha256: String,
    /// When it was read into the store, RFC 3339.
    pub read_at: String,
    /// Title of that version.
    pub title: Option<String>,
    /// What it changed of the version before it; `None` for the first.
    pub revision: Option<RevisionSummary>,
}

/// Which revisions. `None` does not restrict.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevisionFilter {
    /// Only silent edits.
    pub silent: bool,
    /// Only those read on this day (in UTC) or later.
    pub since: Option<Date>,
    /// Only those read on this day or earlier.
    pub until: Option<Date>,
    /// Only those of this document.
    pub document: Option<DocumentId>,
}

/// What a version changed of the one before it, in short.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RevisionRow {
    /// The document, in the later version.
    pub document: DocumentHead,
    /// Number of the earlier version.
    pub before: u32,
    /// When the later version was read, RFC 3339.
    pub read_at: String,
    /// When the later version says that it was last changed.
    pub modified: Option<String>,
    /// What changed.
    #[serde(flatten)]
    pub summary: RevisionSummary,
}

/// A hit of the full-text search.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SearchHit {
    /// The document.
    pub document: DocumentHead,
    /// Pieces of the text around the hit; `true` for the words that were found.
    pub snippet: Vec<(String, bool)>,
    /// How many events the document holds.
    pub events: u64,
}

/// How much a store holds.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Totals {
    /// Documents (latest versions).
    pub documents: u64,
    /// Events of these.
    pub events: u64,
    /// Statements of these.
    pub statements: u64,
    /// Predictions of these.
    pub predictions: u64,
    /// Claims of these.
    pub claims: u64,
    /// Events reviewed by a person.
    pub reviewed: u64,
    /// Documents that say they are synthetic.
    pub synthetic: u64,
    /// First and last publication day.
    pub first: Option<Date>,
    /// See `first`.
    pub last: Option<Date>,
}

/// How many events a value has, for filters and small plots.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Facet {
    /// The value (a type, a status, a country, a name, a day).
    pub value: String,
    /// How many events.
    pub events: u64,
}

/// Along which field events are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FacetBy {
    /// Event type.
    Kind,
    /// Status.
    Status,
    /// Country or class of the acting side.
    ActorCountry,
    /// Country or class of the side acted on.
    RecipientCountry,
    /// Canonical name of the acting side.
    ActorName,
    /// Publication day.
    Day,
    /// Quad class number.
    Quad,
}
