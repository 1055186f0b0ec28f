//! What `tocsin code` prints for one document.

use crate::{Claim, Document, DocumentId, Event, Party, Place, Prediction, Span, Statement, text_sha256};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// TIMEX3 type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "the names say it")]
pub enum TimexType {
    Date,
    Time,
    Duration,
    Set,
}

/// A time expression with its TIMEX3 value ("2026-01", "P3D", "2025-WI", "PAST_REF").
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TimeExpression {
    /// The words.
    pub span: Span,
    /// TIMEX3 type.
    #[serde(rename = "type")]
    pub kind: TimexType,
    /// TIMEX3 value.
    pub value: String,
}

/// What kind of thing a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum EntityKind {
    Country,
    Person,
    Organisation,
    Group,
    Office,
    People,
    Other,
}

/// A named entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Entity {
    /// The words.
    pub span: Span,
    /// Of what kind.
    pub kind: EntityKind,
    /// Who it is.
    pub party: Party,
}

/// Everything coded from one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Coding {
    /// The document.
    pub id: DocumentId,
    /// Its version, from 1.
    pub document_version: u32,
    /// Which coder made this.
    pub coder_version: String,
    /// sha256 of the document's text.
    pub text_sha256: String,
    /// Every sentence.
    pub sentences: Vec<Span>,
    /// Events, in text order.
    pub events: Vec<Event>,
    /// Statements, in text order.
    pub statements: Vec<Statement>,
    /// Predictions, in text order.
    pub predictions: Vec<Prediction>,
    /// Claims, in text order.
    pub claims: Vec<Claim>,
    /// Time expressions.
    pub times: Vec<TimeExpression>,
    /// One for every toponym.
    pub places: Vec<Place>,
    /// Named entities.
    pub entities: Vec<Entity>,
    /// What a reader of the rows should know.
    pub warnings: Vec<String>,
}

impl Coding {
    /// The coding of `document` as its `version`th version before anything is found in it: no rows, and the reader's
    /// warnings.
    pub fn empty(document: &Document, version: u32, coder_version: &str) -> Self {
        Coding {
            id: document.id.clone(),
            document_version: version,
            coder_version: coder_version.to_owned(),
            text_sha256: text_sha256(&document.text),
            sentences: Vec::new(),
            events: Vec::new(),
            statements: Vec::new(),
            predictions: Vec::new(),
            claims: Vec::new(),
            times: Vec::new(),
            places: Vec::new(),
            entities: Vec::new(),
            warnings: document.warnings.clone(),
        }
    }
}
