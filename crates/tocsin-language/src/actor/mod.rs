//! Actors: names that the knowledge files know, and noun phrases resolved to parties.

use crate::Analysis;
use tocsin_record::Party;

/// The actors that the knowledge files know.
#[derive(Debug)]
pub struct Directory {}

impl Directory {
    /// The directory built into the program.
    pub fn built_in() -> Self {
        Directory {}
    }

    /// Finds the mentions of the text.
    pub fn find(&self, _analysis: &mut Analysis<'_>) {}

    /// The parties that the noun phrase headed by token `head` (a number into [`Analysis::tokens`], of a parsed sentence) stands for: one, or
    /// several for a coordination ("the United States and Israel"). Pronouns, titles and definite descriptions are
    /// resolved to their antecedents where the document makes it clear. Empty when the phrase names no party at all
    /// ("the weather"); a party without a name when it is one that stays unresolved ("he", "officials").
    pub fn parties(&self, _analysis: &Analysis<'_>, _head: usize) -> Vec<Party> {
        Vec::new()
    }
}
