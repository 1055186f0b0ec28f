//! Bytes to documents.
//!
//! Interface (to be filled in):
//!
//! ```text
//! split(name: &str, bytes: impl BufRead + Send, limits: Limits) -> impl Iterator<Item = Result<Raw, ReadError>>
//!     cheap and sequential: decompresses, finds the format, cuts JSONL lines and feed entries
//! Raw::read(self) -> Result<Document, ReadError>
//!     dear, run in parallel: decodes, extracts, finds metadata and language
//! ```
