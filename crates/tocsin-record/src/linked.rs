//! What several documents tell together.

use crate::{DocumentId, EventId, EventTime, EventType, Party, Place, Status, VoiceLink};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The run of documents about one affair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Story {
    /// Stable id.
    pub id: String,
    /// The headline most typical of it.
    pub title: Option<String>,
    /// Its documents.
    pub documents: Vec<DocumentId>,
    /// Copies and rewrites of one text, grouped.
    pub voices: Vec<Vec<DocumentId>>,
    /// First publication day.
    #[schemars(with = "Option<String>")]
    pub first: Option<Date>,
    /// Last publication day.
    #[schemars(with = "Option<String>")]
    pub last: Option<Date>,
}

/// One value of a count, with who gives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct IncidentValue {
    /// Who gives it.
    pub voice: Vec<VoiceLink>,
    /// The value.
    pub value: f64,
    /// As of which day.
    #[schemars(with = "Option<String>")]
    pub as_of: Option<Date>,
    /// The row it comes from.
    pub event: EventId,
}

/// A count over independent voices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct IncidentCount {
    /// Lowest.
    pub low: Option<f64>,
    /// Best.
    pub best: Option<f64>,
    /// Highest.
    pub high: Option<f64>,
    /// Every value.
    pub by: Vec<IncidentValue>,
}

/// One real-world event told by many documents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Incident {
    /// Stable id.
    pub id: String,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// How real.
    pub status: Status,
    /// Everyone in it.
    pub parties: Vec<Party>,
    /// When.
    pub time: Option<EventTime>,
    /// Where.
    pub places: Vec<Place>,
    /// Figures by what they count.
    pub counts: BTreeMap<String, IncidentCount>,
    /// Its rows.
    pub events: Vec<EventId>,
    /// How many independent publishers tell it.
    pub publishers: u32,
    /// On what they contradict each other.
    pub contradictions: Vec<String>,
}
