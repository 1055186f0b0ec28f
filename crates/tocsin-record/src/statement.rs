//! Statements and predictions.

use crate::{Condition, EventTime, EventType, Evidence, Mode, Party, Place, Span, VoiceLink};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who said what, in which words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Statement {
    /// 16 hex digits, as [`crate::derived_id`] makes them.
    pub id: String,
    /// Who said it; `None` where the text does not make it clear.
    pub speaker: Option<Party>,
    /// "said", "told", "according to"; `None` for a quotation that carries on without one.
    pub cue: Option<Span>,
    /// What was said, possibly over several stretches.
    pub content: Vec<Span>,
    /// Whether in the speaker's own words.
    pub direct: bool,
    /// To whom.
    pub addressee: Option<Party>,
    /// Where or through what ("on X", "at a press conference").
    pub venue: Option<String>,
    /// When.
    pub time: Option<EventTime>,
    /// Who tells it.
    pub voice: Vec<VoiceLink>,
    /// The sentence.
    pub evidence: Evidence,
}

/// The event that a prediction names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PredictedEvent {
    /// PLOVER type.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// Mode, where one fits.
    pub mode: Option<Mode>,
    /// Who would act.
    pub actor: Vec<Party>,
    /// Who would be acted on.
    pub recipient: Vec<Party>,
    /// Where.
    pub place: Option<Place>,
    /// When.
    pub time: Option<EventTime>,
}

/// Whether the event is predicted to happen or not to happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Polarity {
    #[serde(rename = "will")]
    Will,
    #[serde(rename = "will not")]
    WillNot,
}

/// A statement about the future by someone other than the actor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Prediction {
    /// 16 hex digits, as [`crate::derived_id`] makes them.
    pub id: String,
    /// Who predicts; `None` where the outlet itself does.
    pub who: Option<Party>,
    /// What: `None` where no checkable event is named.
    pub event: Option<PredictedEvent>,
    /// Will it or won't it.
    pub polarity: Polarity,
    /// "If ...".
    pub condition: Option<Condition>,
    /// The words of its strength ("could", "will likely").
    pub strength: Option<String>,
    /// By when, as written.
    pub horizon: Option<String>,
    /// The words of the prediction.
    pub span: Span,
    /// Who tells it.
    pub voice: Vec<VoiceLink>,
    /// The sentence.
    pub evidence: Evidence,
}
