//! Who is who: identifiers and versions, as the contract defines them.

use crate::EventType;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A document's id: the given `id`, else its canonical URL, else `sha256:` of the input bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct DocumentId(String);

impl DocumentId {
    /// Chooses the id of a document by the contract's order.
    pub fn choose(given: Option<&str>, canonical_url: Option<&str>, input: &[u8]) -> Self {
        let known = |s: &&str| !s.trim().is_empty();
        match given.filter(known).or(canonical_url.filter(known)) {
            // As given, white space and all: whoever gave it looks for it by that.
            Some(id) => DocumentId(id.to_owned()),
            None => DocumentId(format!("sha256:{}", hex(&Sha256::digest(input)))),
        }
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for DocumentId {
    fn from(id: String) -> Self {
        DocumentId(id)
    }
}

impl std::fmt::Display for DocumentId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// An event's id: the first 16 hex digits of sha256 over document id, document version, type, trigger start and
/// ordinal. A recode keeps it while these agree.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct EventId(String);

impl EventId {
    /// The id of the `ordinal`th event (from 0) of `kind` whose trigger starts at `trigger_start`.
    pub fn new(document: &DocumentId, version: u32, kind: EventType, trigger_start: u32, ordinal: u32) -> Self {
        EventId(derived_id(document, version, kind.name(), trigger_start, ordinal))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for EventId {
    fn from(id: String) -> Self {
        EventId(id)
    }
}

impl std::fmt::Display for EventId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The id of any row of a document: 16 hex digits over document, version, the row's kind, where it starts, and its
/// ordinal among rows of that kind and start.
pub fn derived_id(document: &DocumentId, version: u32, kind: &str, start: u32, ordinal: u32) -> String {
    let mut hash = Sha256::new();
    // The separator cannot occur in a number or a kind, so no two different rows give the same bytes.
    hash.update(format!("{document}\u{1f}{version}\u{1f}{kind}\u{1f}{start}\u{1f}{ordinal}"));
    hex(&hash.finalize()[..8])
}

/// sha256 of a document's text, in hex.
pub fn text_sha256(text: &str) -> String {
    hex(&Sha256::digest(text))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
