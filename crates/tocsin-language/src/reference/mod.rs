//! What pronouns and descriptions refer back to.
//!
//! The noun phrases of a text are read in order. Each pronoun of the third person and each definite description is compared with the
//! phrases before it, and with having none, by a linear ranker over hashed features (Durrett and Klein 2013); the best wins. What was
//! linked before is known to later links, as the thing that both speak of.

pub mod class;
pub mod document;
mod features;
mod phrase;
pub mod weights;

use crate::actor::Directory;
use crate::{Analysis, Reference, ReferenceKind};
use document::{Text, Things};
use weights::{Weigh, Weights};

const WEIGHTS: &[u8] = include_bytes!("../../../../models/reference/model.bin");

/// The ranker.
#[derive(Debug)]
pub struct Model(Weights);

impl Model {
    /// The model built into the program.
    ///
    /// # Panics
    /// When the program was built with a file that is no model; any test finds that.
    pub fn built_in() -> Self {
        let Some(weights) = Weights::read(WEIGHTS) else { panic!("models/reference/model.bin is no table of weights") };
        Model(weights)
    }

    /// The references of a text in which names and actors were found.
    pub fn references(&self, analysis: &Analysis<'_>, directory: &Directory) -> Vec<Reference> {
        link(&Text::new(analysis, directory, &self.0), &self.0)
    }
}

/// One choice of the ranker: the features of having no antecedent, then of each candidate.
#[derive(Debug, Default)]
pub struct Choice {
    /// The candidates, the nearest first.
    pub candidates: Vec<usize>,
    /// Features of no antecedent, and of each candidate.
    pub features: Vec<Vec<u32>>,
}

/// What can be chosen for a phrase that refers.
pub fn choice(text: &Text<'_, '_>, things: &Things, phrase: usize) -> Choice {
    let candidates = text.candidates(phrase);
    let mut features = vec![Vec::new()];
    text.alone(phrase, &mut features[0]);
    let mut between = features::Between::default();
    for &candidate in &candidates {
        let mut keys = Vec::with_capacity(64);
        text.pair(things, phrase, candidate, &mut between, &mut keys);
        features.push(keys);
    }
    Choice { candidates, features }
}

/// Links the phrases of a text in order.
pub fn link(text: &Text<'_, '_>, weights: &impl Weigh) -> Vec<Reference> {
    let mut things = Things::new();
    let mut found = Vec::new();
    for phrase in 0..text.len() {
        let mut antecedent = None;
        if let Some(pronoun) = text.refers(phrase) {
            let choice = choice(text, &things, phrase);
            let none = weights.weigh(&choice.features[0]);
            let mut top = none;
            for (&candidate, features) in choice.candidates.iter().zip(&choice.features[1..]) {
                let score = weights.weigh(features);
                if score > top {
                    (top, antecedent) = (score, Some(candidate));
                }
            }
            if let Some(antecedent) = antecedent {
                let (head, group) = text.head(antecedent);
                found.push(Reference {
                    anaphor: text.head(phrase).0,
                    kind: if pronoun { ReferenceKind::Pronoun } else { ReferenceKind::Description },
                    antecedent: head,
                    tokens: text.tokens(antecedent),
                    group,
                    score: top - none,
                });
            }
        }
        things.add(text, phrase, antecedent);
    }
    found.sort_by_key(|r| r.anaphor);
    found
}
