//! Evidence: the sentence that says so. An [`Event`](crate::Event) cannot be built without one.

use crate::{BlockKind, Span, TextIndex};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whether the quoted words are the source's own or a translation's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Wording {
    Original,
    Translated,
}

/// Why a piece of text is no evidence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvidenceError {
    /// The sentence is empty or lies outside the text.
    #[error("the evidence sentence {0:?} is empty or lies outside the text")]
    Sentence(Span),
    /// The trigger is empty or lies outside the sentence.
    #[error("the trigger {0:?} is empty or lies outside its sentence {1:?}")]
    Trigger(Span, Span),
    /// The block is a headline, a credit, a list of links or a promo line.
    #[error("a {} is never evidence", .0.name())]
    Block(BlockKind),
    /// The quoted words are empty.
    #[error("evidence without words")]
    Empty,
}

/// What a reader would read to check a row: one sentence, its trigger, and the words around for finding it again.
///
/// Built only by [`Evidence::quote`], which checks every span against the text, or read back from a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "EvidenceParts", into = "EvidenceParts")]
#[schemars(with = "EvidenceParts")]
pub struct Evidence(EvidenceParts);

/// The record form of [`Evidence`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Evidence")]
pub struct EvidenceParts {
    /// The sentence; one of the record's `sentences`.
    pub sentence: Span,
    /// Further sentences that tell the same event again or complete it.
    pub more: Vec<Span>,
    /// The block the sentence stands in.
    pub block: BlockKind,
    /// The word or words that tell the event.
    pub trigger: Span,
    /// The words of the sentence.
    pub exact: String,
    /// Up to 32 code points before it.
    pub prefix: String,
    /// Up to 32 code points after it.
    pub suffix: String,
    /// Original or translated.
    pub wording: Wording,
}

/// How much of the surroundings a quotation keeps, in code points.
const AROUND: u32 = 32;

impl Evidence {
    /// Quotes `sentence` of `text`.
    ///
    /// # Errors
    /// When the sentence is empty or outside the text, the trigger is empty or outside the sentence, or the block
    /// can never be evidence.
    pub fn quote(
        text: &str,
        index: &TextIndex,
        block: BlockKind,
        sentence: Span,
        trigger: Span,
        wording: Wording,
    ) -> Result<Self, EvidenceError> {
        if sentence.end() as usize > index.len_chars() {
            return Err(EvidenceError::Sentence(sentence));
        }
        let before = Span::new(sentence.start().saturating_sub(AROUND), sentence.start());
        let after = Span::new(sentence.end(), (sentence.end() + AROUND).min(index.len_chars() as u32));
        EvidenceParts {
            sentence,
            more: Vec::new(),
            block,
            trigger,
            exact: index.slice(text, sentence).to_owned(),
            prefix: index.slice(text, before).to_owned(),
            suffix: index.slice(text, after).to_owned(),
            wording,
        }
        .try_into()
    }

    /// The same evidence with further sentences.
    pub fn with_more(mut self, mut more: Vec<Span>) -> Self {
        more.retain(|s| *s != self.0.sentence && !s.is_empty());
        more.sort();
        more.dedup();
        self.0.more = more;
        self
    }

    /// The sentence.
    pub fn sentence(&self) -> Span {
        self.0.sentence
    }

    /// Further sentences that tell the same event.
    pub fn more(&self) -> &[Span] {
        &self.0.more
    }

    /// The block the sentence stands in.
    pub fn block(&self) -> BlockKind {
        self.0.block
    }

    /// The trigger's span.
    pub fn trigger(&self) -> Span {
        self.0.trigger
    }

    /// The words of the sentence.
    pub fn exact(&self) -> &str {
        &self.0.exact
    }

    /// The trigger's words.
    pub fn trigger_text(&self) -> &str {
        let index = TextIndex::new(&self.0.exact);
        let (at, trigger) = (self.0.sentence.start(), self.0.trigger);
        let local = Span::new(trigger.start() - at, trigger.end() - at);
        let (from, to) = (index.to_byte(&self.0.exact, local.start()), index.to_byte(&self.0.exact, local.end()));
        &self.0.exact[from..to]
    }

    /// All fields, for exports.
    pub fn parts(&self) -> &EvidenceParts {
        &self.0
    }
}

impl TryFrom<EvidenceParts> for Evidence {
    type Error = EvidenceError;
    fn try_from(parts: EvidenceParts) -> Result<Self, EvidenceError> {
        if parts.sentence.is_empty() {
            return Err(EvidenceError::Sentence(parts.sentence));
        }
        if parts.trigger.is_empty() || !parts.sentence.contains(parts.trigger) {
            return Err(EvidenceError::Trigger(parts.trigger, parts.sentence));
        }
        if !parts.block.can_be_evidence() {
            return Err(EvidenceError::Block(parts.block));
        }
        if parts.exact.trim().is_empty() {
            return Err(EvidenceError::Empty);
        }
        Ok(Evidence(parts))
    }
}

impl From<Evidence> for EvidenceParts {
    fn from(evidence: Evidence) -> Self {
        evidence.0
    }
}
