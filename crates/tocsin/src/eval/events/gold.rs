//! Gold sets: one JSON object a line and document.

use super::coded::{Counted, PartyView, truthy};
use crate::failure::Failure;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::io::BufRead;
use std::path::Path;

/// Which half of a gold set: a document whose sha256(id), read as a number, is odd belongs to `test`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    /// For developing and measuring.
    Dev,
    /// For measuring only.
    Test,
}

impl Part {
    /// The part a document belongs to.
    pub fn of(id: &str) -> Part {
        match Sha256::digest(id).last() {
            Some(byte) if byte % 2 == 1 => Part::Test,
            _ => Part::Dev,
        }
    }
}

/// All that careful readers found in one document.
#[derive(Debug, Deserialize)]
pub struct GoldDocument {
    /// The document's id.
    pub doc: String,
    /// Sentences as half-open spans in code points.
    pub sents: Vec<[i64; 2]>,
    /// Events.
    pub events: Vec<GoldEvent>,
    /// Statements.
    #[serde(default)]
    pub statements: Option<Vec<GoldSaying>>,
    /// Predictions.
    #[serde(default)]
    pub predictions: Option<Vec<GoldSaying>>,
    /// Numbers of sentences that no row may stand on.
    #[serde(default)]
    pub junk: Option<Vec<i64>>,
}

/// One gold event.
#[derive(Debug, Deserialize)]
pub struct GoldEvent {
    /// Number of its sentence.
    pub s: i64,
    /// Numbers of further sentences that tell it.
    #[serde(default)]
    pub s_more: Option<Vec<i64>>,
    /// The word that tells it.
    #[serde(default)]
    pub trigger: Option<String>,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub kind: String,
    /// What else is right; empty: only `kind`.
    #[serde(default)]
    pub type_alt: Option<Vec<String>>,
    /// Mode.
    #[serde(default)]
    pub mode: Option<String>,
    /// Status.
    pub status: String,
    /// What else is right; empty: only `status`.
    #[serde(default)]
    pub status_alt: Option<Vec<String>>,
    /// The acting side.
    #[serde(default)]
    pub actor: Option<Vec<PartyView>>,
    /// The side acted on.
    #[serde(default)]
    pub recipient: Option<Vec<PartyView>>,
    /// Where.
    #[serde(default)]
    pub place: Option<GoldPlace>,
    /// Start day, or its year and month.
    #[serde(default)]
    pub date: Option<String>,
    /// Figures.
    #[serde(default)]
    pub counts: Option<Vec<Counted>>,
    /// `"outlet"` or the chain of voices.
    #[serde(default)]
    pub voice: serde_json::Value,
    /// False where a careful reader could go either way.
    #[serde(default = "core")]
    pub core: bool,
}

fn core() -> bool {
    true
}

/// Where a gold event took place.
#[derive(Debug, Deserialize)]
pub struct GoldPlace {
    /// Country code, if known.
    #[serde(default)]
    pub country: Option<String>,
}

/// A gold statement or prediction.
#[derive(Debug, Deserialize)]
pub struct GoldSaying {
    /// Number of its sentence.
    pub s: i64,
    /// Who said it.
    #[serde(default)]
    pub speaker: Option<String>,
}

impl GoldEvent {
    /// Numbers of all its sentences.
    pub fn at(&self) -> BTreeSet<i64> {
        self.s_more.iter().flatten().copied().chain([self.s]).collect()
    }

    /// Whether `kind` is right.
    pub fn types(&self) -> &[String] {
        match &self.type_alt {
            Some(types) if !types.is_empty() => types,
            _ => std::slice::from_ref(&self.kind),
        }
    }

    /// Whether `status` is right.
    pub fn statuses(&self) -> &[String] {
        match &self.status_alt {
            Some(statuses) if !statuses.is_empty() => statuses,
            _ => std::slice::from_ref(&self.status),
        }
    }

    /// Whether someone other than the outlet tells it.
    pub fn told_by_others(&self) -> bool {
        truthy(&self.voice) && self.voice != "outlet"
    }

    /// The start day as far as it is given.
    pub fn day(&self) -> Option<&str> {
        let date = self.date.as_deref().filter(|date| !date.is_empty())?;
        Some(super::coded::first_chars(date, 10))
    }
}

/// Reads a gold set; of `part` only, when one is asked for: the other part's documents are dropped as they are read.
///
/// # Errors
/// When the file cannot be read or a line is no gold document.
pub fn read_gold(path: &Path, part: Option<Part>) -> Result<Vec<GoldDocument>, Failure> {
    let mut documents: Vec<GoldDocument> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for (number, line) in super::coded::open(path)?.lines().enumerate() {
        let line = line.map_err(|error| Failure::reading(path, &error))?;
        if line.trim().is_empty() {
            continue;
        }
        let document: GoldDocument = serde_json::from_str(&line).map_err(|error| {
            let place = format!("{}:{}", path.display(), number + 1);
            Failure::new(
                place,
                format!("is no gold document ({error})"),
                "see `tocsin eval events --help` for the form",
            )
        })?;
        if part.is_some_and(|part| Part::of(&document.doc) != part) {
            continue;
        }
        match places.get(&document.doc) {
            Some(&place) => documents[place] = document,
            None => {
                places.insert(document.doc.clone(), documents.len());
                documents.push(document);
            }
        }
    }
    Ok(documents)
}
