//! Analyses to codings.

use tocsin_record::{Coding, Document};

/// Codes documents; loaded once, shared between threads.
#[derive(Debug)]
pub struct Coder {}

impl Coder {
    /// Loads models and rules.
    pub fn new() -> Self {
        Coder {}
    }

    /// Codes one document as its `version`th version.
    pub fn code(&self, document: &Document, version: u32) -> Coding {
        Coding {
            id: document.id.clone(),
            document_version: version,
            coder_version: String::new(),
            text_sha256: tocsin_record::text_sha256(&document.text),
            sentences: Vec::new(),
            events: Vec::new(),
            statements: Vec::new(),
            predictions: Vec::new(),
            claims: Vec::new(),
            times: Vec::new(),
            places: Vec::new(),
            entities: Vec::new(),
            warnings: Vec::new(),
        }
    }
}

impl Default for Coder {
    fn default() -> Self {
        Coder::new()
    }
}
