//! Writing documents and their rows.

use crate::{Store, StoreError};
use jiff::Timestamp;
use tocsin_record::{Coding, Document, DocumentId, EventId};

/// What a store knows of a text before it is coded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// Nothing: it will be version 1.
    Absent,
    /// This text, coded by this coder: nothing to do. The number is its version.
    Same(u32),
    /// This text, coded by another coder: only [`Store::replace_coding`] changes its rows.
    OtherCoder {
        /// The version of the text.
        version: u32,
        /// The coder that made its rows.
        coder: String,
    },
    /// Another text under this id, whose version is given: this one will be the next.
    Older(u32),
}

impl Known {
    /// The `document_version` to code the text with; `None` when there is nothing to code for [`Store::put`].
    pub fn next_version(&self) -> Option<u32> {
        match self {
            Known::Absent => Some(1),
            Known::Older(version) => Some(version + 1),
            Known::Same(_) | Known::OtherCoder { .. } => None,
        }
    }
}

/// What became of a document that was put into the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Put {
    /// Written for the first time.
    New,
    /// Written as this version; the one before is superseded.
    NewVersion(u32),
    /// Known already, nothing written.
    Unchanged,
    /// Known already with the rows of another coder, nothing written: see [`Store::replace_coding`].
    OtherCoder(String),
}

/// What became of a coding that was to replace another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recoded {
    /// The rows were replaced; those of this coder are gone.
    Replaced(String),
    /// The rows were this coder's already, nothing written.
    Unchanged,
}

pub(crate) fn known_version(_: &Store, _: &DocumentId, _: &str, _: &str) -> Result<Known, StoreError> {
    todo!()
}
pub(crate) fn put(_: &mut Store, _: &Document, _: &Coding, _: Timestamp) -> Result<Put, StoreError> {
    todo!()
}
pub(crate) fn replace_coding(_: &mut Store, _: &Coding) -> Result<Recoded, StoreError> {
    todo!()
}
pub(crate) fn review(_: &mut Store, _: &EventId, _: bool) -> Result<bool, StoreError> {
    todo!()
}
