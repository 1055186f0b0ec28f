//! Claims: figures, changes, characterisations, and statements that evidence is lacking.

use crate::{EventId, Evidence, Party, Span, VoiceLink};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a claim claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClaimKind {
    /// A figure.
    Count,
    /// A change over a period ("down 50%").
    Change,
    /// A part of a whole.
    Share,
    /// A legal or factual characterisation ("an armed conflict").
    Characterisation,
    /// What someone can do.
    Capability,
    /// Why something happened.
    Cause,
    /// That evidence is lacking.
    NoEvidence,
}

/// A legal characterisation's act and instrument.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Legal {
    /// What is characterised.
    pub act: Option<String>,
    /// Under which law, treaty or order.
    pub instrument: Option<String>,
}

/// One claim, with who makes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    /// 16 hex digits, as [`crate::derived_id`] makes them.
    pub id: String,
    /// Of what kind.
    pub kind: ClaimKind,
    /// What is counted, changed or characterised.
    pub what: String,
    /// Best value; for a change in percent, signed.
    pub value: Option<f64>,
    /// Lower bound.
    pub low: Option<f64>,
    /// Upper bound.
    pub high: Option<f64>,
    /// Unit.
    pub unit: Option<String>,
    /// Period, as written.
    pub period: Option<String>,
    /// For a legal characterisation.
    pub legal: Option<Legal>,
    /// The row it belongs to.
    pub event: Option<EventId>,
    /// The party it is about.
    pub about: Option<Party>,
    /// Who makes it.
    pub voice: Vec<VoiceLink>,
    /// The words.
    pub span: Span,
    /// The sentence.
    pub evidence: Evidence,
}
