//! Scoring coded events against a gold set.
//!
//! The rules are those by which the project measures itself, so a figure printed here can be compared with any other
//! printed by the same rules: a coded event matches a gold event when their evidence shares a sentence and the type is
//! right (for the quad row: its quad class); each is used once, best pairs first. Evidence is the row's sentence and at
//! most three of its further ones, and a span that covers half or more of three gold sentences is no evidence.
//! Precision counts every gold event, recall only the core ones (those on which careful readers agree). Rows whose
//! evidence is a caption are passed over.

mod coded;
mod gold;
mod likeness;
mod report;
mod tally;

pub use coded::{CodedDocument, read_coded};
pub use gold::{Part, read_gold};
pub use report::{Detail, write_report};
pub use tally::tally;
