//! The plain types of tocsin: documents, spans, parties, events with their evidence, statements,
//! claims, predictions, the PLOVER ontology, and what changed between two versions of a document.
//!
//! This crate knows no I/O and no model. Its serde forms are the record formats that users and
//! scripts read: every key is always present, unknown is `null`, a list may be `[]`, offsets are
//! half-open and count Unicode code points of the document's `text`.

mod claim;
mod coding;
mod date;
mod document;
mod event;
mod evidence;
mod identity;
mod linked;
mod ontology;
mod party;
mod place;
mod revision;
pub mod schema;
mod span;
mod statement;

pub use claim::{Claim, ClaimKind, Legal};
pub use coding::{Coding, Entity, EntityKind, TimeExpression, TimexType};
pub use date::{DateError, DateRange, Precision, Published};
pub use document::{Block, BlockKind, Document, Entry, GivenSpans};
pub use event::{Condition, Count, CountKind, Decision, Event, EventTime, Relation, RelationKind, Status};
pub use evidence::{Evidence, EvidenceError, EvidenceParts, Wording};
pub use identity::{DocumentId, EventId, derived_id, text_sha256};
pub use linked::{Incident, IncidentCount, IncidentValue, Story};
pub use ontology::{Context, EventType, Mode, Quad};
pub use party::{Party, Sector, VoiceLink};
pub use place::{Place, PlacePrecision};
pub use revision::{
    BlockChange, Change, ChangeCounts, Edition, FigureChange, HeadlineChange, NameChange, Names, Revision,
    RevisionSummary, WordChange, WordPiece,
};
pub use span::{Span, SpanError, TextIndex};
pub use statement::{Polarity, PredictedEvent, Prediction, Statement};
