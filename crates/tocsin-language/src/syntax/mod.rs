//! Part of speech, lemma and dependencies.

use crate::Analysis;

/// The trained tagger and parser.
#[derive(Debug)]
pub struct Model {}

impl Model {
    /// The model built into the program.
    pub fn built_in() -> Self {
        Model {}
    }

    /// Sets part of speech, tag and lemma of every token.
    pub fn tag(&self, _analysis: &mut Analysis<'_>) {}

    /// Sets the tree of one sentence.
    pub fn parse(&self, _analysis: &mut Analysis<'_>, _sentence: usize) {}
}
