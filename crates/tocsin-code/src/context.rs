//! Contexts of a row: why, told by the words of its sentence and of the document.

use crate::knowledge;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use tocsin_language::Analysis;
use tocsin_record::Context;

/// The words of `knowledge/contexts`, by context.
#[derive(Debug)]
pub struct ContextWords(Vec<(Context, BTreeSet<String>)>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContextFile {
    context: BTreeMap<Context, Vec<String>>,
}

/// A context holds for a document where its words stand this often, and for a row where one stands in its sentence as well
/// or they stand `STRONG` times in the document.
const ENOUGH: usize = 3;
const STRONG: usize = 8;

impl ContextWords {
    /// Reads the words built into the program.
    ///
    /// # Errors
    /// Names the file and what is wrong with it.
    pub fn built_in() -> Result<Self, String> {
        let mut all: BTreeMap<Context, BTreeSet<String>> = BTreeMap::new();
        for (name, source) in knowledge::CONTEXTS {
            let file: ContextFile =
                toml::from_str(source).map_err(|e| format!("knowledge/contexts/{name}.toml: {e}"))?;
            for (context, words) in file.context {
                all.entry(context).or_default().extend(words);
            }
        }
        Ok(ContextWords(all.into_iter().collect()))
    }

    /// How often each context's words stand in the document.
    pub fn of_document(&self, analysis: &Analysis<'_>) -> Vec<usize> {
        let mut seen: HashMap<String, usize> = HashMap::new();
        for token in &analysis.tokens {
            *seen.entry(token.lemma.to_lowercase()).or_default() += 1;
        }
        self.0.iter().map(|(_, words)| words.iter().map(|w| seen.get(w).copied().unwrap_or(0)).sum()).collect()
    }

    /// The contexts of a row in `sentence`.
    pub fn of_sentence(&self, analysis: &Analysis<'_>, document: &[usize], sentence: usize) -> Vec<Context> {
        let lemmas: BTreeSet<String> = analysis.tokens[analysis.sentences[sentence].tokens.clone()]
            .iter()
            .map(|t| t.lemma.to_lowercase())
            .collect();
        self.0
            .iter()
            .zip(document)
            .filter(|((_, words), count)| {
                **count >= STRONG || (**count >= ENOUGH && words.iter().any(|w| lemmas.contains(w)))
            })
            .map(|((context, _), _)| *context)
            .collect()
    }
}
