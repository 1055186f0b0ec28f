//! Cursors: where the next page begins, bound to the query that gave them.

use crate::StoreError;
use serde::{Deserialize, Serialize};

/// The longest cursor that is looked at.
const MOST_BYTES: usize = 32_768;

/// The place of a page's last row in the order of its list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cursor {
    /// First key, descending.
    pub day: String,
    /// Then the document's id, ascending.
    pub document: String,
    /// Then where the evidence starts.
    pub start: i64,
    /// Then the row's id.
    pub row: String,
}

/// A query's mark in its cursors: eight hex digits of a digest.
pub(crate) fn mark(list: &str, query: &impl Serialize) -> String {
    // Filters hold nothing that JSON cannot say.
    let said = serde_json::to_string(&(list, query)).unwrap_or_default();
    tocsin_record::text_sha256(&said).chars().take(8).collect()
}

impl Cursor {
    /// The cursor as users see it: letters and digits that mean nothing to them.
    pub(crate) fn write(&self, mark: &str) -> String {
        use std::fmt::Write;
        let said = serde_json::to_string(self).unwrap_or_default();
        said.bytes().fold(mark.to_owned(), |mut out, byte| {
            let _ = write!(out, "{byte:02x}");
            out
        })
    }

    /// Reads a cursor back; refuses what is none or another query's.
    pub(crate) fn read(given: &str, mark: &str) -> Result<Cursor, StoreError> {
        let said = given.strip_prefix(mark).filter(|hex| hex.len() <= MOST_BYTES).ok_or(StoreError::Cursor)?;
        let digits: Option<Vec<u8>> = said.bytes().map(|b| char::from(b).to_digit(16).map(|d| d as u8)).collect();
        let digits = digits.filter(|digits| digits.len() % 2 == 0).ok_or(StoreError::Cursor)?;
        let bytes: Vec<u8> = digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
        serde_json::from_slice(&bytes).map_err(|_| StoreError::Cursor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_cursor_survives_and_noise_is_refused(document in "\\PC{0,60}", start in 0i64..9_000_000, noise in "\\PC{0,60}") {
            let cursor = Cursor { day: "2026-01-31".into(), document, start, row: "0123456789abcdef".into() };
            let (mine, other) = (mark("events", &1), mark("events", &2));
            let written = cursor.write(&mine);
            prop_assert!(written.bytes().all(|b| b.is_ascii_alphanumeric()));
            prop_assert_eq!(Cursor::read(&written, &mine).ok(), Some(cursor));
            prop_assert!(matches!(Cursor::read(&written, &other), Err(StoreError::Cursor)));
            prop_assert!(Cursor::read(&noise, &mine).is_err());
            let begun = format!("{mine}{noise}");
            prop_assert!(Cursor::read(&begun, &mine).is_err());
        }
    }
}
