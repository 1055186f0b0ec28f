//! Events and what hangs on them.

use crate::{Context, EventId, EventType, Evidence, Mode, Party, Place, Precision, Quad, Span, VoiceLink};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How real an event is, as told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Told as having happened or happening.
    Occurred,
    /// Announced, planned, ordered, promised or threatened, not yet done.
    Future,
    /// Conditional, possible, considered, feared, predicted.
    Hypothetical,
    /// Denied, refused, called off, did not happen.
    Negated,
}

impl Status {
    /// Every status.
    pub const ALL: [Status; 4] = [Status::Occurred, Status::Future, Status::Hypothetical, Status::Negated];

    /// The name used in records.
    pub fn name(self) -> &'static str {
        match self {
            Status::Occurred => "occurred",
            Status::Future => "future",
            Status::Hypothetical => "hypothetical",
            Status::Negated => "negated",
        }
    }

    /// The status of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Status::ALL.into_iter().find(|s| s.name() == name)
    }
}

/// When an event took or takes place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EventTime {
    /// First day; `None` when the text gives no start.
    #[schemars(with = "Option<String>")]
    pub start: Option<Date>,
    /// Last day, included.
    #[schemars(with = "Option<String>")]
    pub end: Option<Date>,
    /// The unit in which the text gives the time.
    pub precision: Precision,
    /// Whether the time was taken from the publication day or the nearest anchor instead of being said.
    pub inferred: bool,
    /// The words that give it.
    pub span: Option<Span>,
}

/// What a count counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum CountKind {
    Killed,
    Injured,
    Captured,
    Arrested,
    Released,
    Displaced,
    Missing,
    Strikes,
    Troops,
    Protesters,
    Vessels,
    Aircraft,
    MoneyUsd,
    Other,
}

/// A figure that belongs to an event, with its bounds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Count {
    /// What is counted.
    pub what: CountKind,
    /// Lower bound ("at least", "more than").
    pub low: Option<f64>,
    /// Best value.
    pub best: Option<f64>,
    /// Upper bound ("up to", "nearly").
    pub high: Option<f64>,
    /// Whether it is a running total.
    pub cumulative: bool,
    /// For a running total: as of which day.
    #[schemars(with = "Option<String>")]
    pub as_of: Option<Date>,
    /// The unit, where it is neither persons nor things counted one by one ("USD", "kg").
    pub unit: Option<String>,
    /// The words that give it.
    pub span: Span,
}

/// "If ...": the words of a condition, and the event it names where that is a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Condition {
    /// The words.
    pub span: Span,
    /// The row of the conditional event, if coded.
    pub event: Option<EventId>,
}

/// How one event relates to another, where the text states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum RelationKind {
    Answers,
    MotivatedBy,
    Precedent,
    CausedBy,
}

/// A stated relation to another row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Relation {
    /// Of what kind.
    pub kind: RelationKind,
    /// To which row.
    pub event: EventId,
}

/// What decided one field of a row: a rule of a knowledge file, or a model's score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// The field.
    pub field: String,
    /// The rule or model that decided it, as `file:entry`.
    pub by: String,
    /// The words it went by.
    pub span: Option<Span>,
}

/// One event: one type, one set of actors and recipients, one time, one place, one status, told by one piece of
/// evidence.
///
/// There is no `Default` and no way to leave the evidence out: an event without a sentence cannot be built.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// See [`EventId`].
    pub id: EventId,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// Mode, where one fits.
    pub mode: Option<Mode>,
    /// Why: none to many.
    pub contexts: Vec<Context>,
    /// Quad class of the type.
    pub quad: Quad,
    /// PLOVER intensity of type and mode, from -10 to 10.
    pub intensity: f64,
    /// How real.
    pub status: Status,
    /// Told as background: it ended (a running total: began) more than 30 days before publication.
    pub historical: bool,
    /// Who acted; all parties of a mutual event.
    pub actor: Vec<Party>,
    /// Who was acted on.
    pub recipient: Vec<Party>,
    /// Violence whose perpetrator the text says is unknown.
    pub actor_unknown: bool,
    /// When.
    pub time: Option<EventTime>,
    /// Where: the first of `places`.
    pub place: Option<Place>,
    /// Every place named for it.
    pub places: Vec<Place>,
    /// Figures.
    pub counts: Vec<Count>,
    /// Who tells it: `[]` for the outlet, else the chain from the outside in.
    pub voice: Vec<VoiceLink>,
    /// What it depends on.
    pub condition: Option<Condition>,
    /// From a threat, an accusation or a denial to the row of what it is about.
    pub about: Vec<EventId>,
    /// Stated relations to other rows.
    pub relations: Vec<Relation>,
    /// The sentence that says so.
    pub evidence: Evidence,
    /// Calibrated probability that the row is right, from 0 to 1.
    pub confidence: f64,
    /// What decided each field.
    pub decided_by: Vec<Decision>,
}

impl Event {
    /// A row of `kind` told by `evidence`, with every other field unknown or empty.
    pub fn new(id: EventId, kind: EventType, mode: Option<Mode>, status: Status, evidence: Evidence) -> Self {
        Event {
            id,
            kind,
            mode,
            contexts: Vec::new(),
            quad: kind.quad(),
            intensity: kind.intensity(mode),
            status,
            historical: false,
            actor: Vec::new(),
            recipient: Vec::new(),
            actor_unknown: false,
            time: None,
            place: None,
            places: Vec::new(),
            counts: Vec::new(),
            voice: Vec::new(),
            condition: None,
            about: Vec::new(),
            relations: Vec::new(),
            evidence,
            confidence: 0.5,
            decided_by: Vec::new(),
        }
    }

    /// Whether the row counts as an act in a series: it occurred, and not only a caption says so.
    pub fn counts_as_act(&self) -> bool {
        self.status == Status::Occurred && self.evidence.block() != crate::BlockKind::Caption
    }
}
