//! Query results in the formats analysts read.
use std::io::Write;
use tocsin_store::{EventRow, Filter, Order, StatementRow, Store, StoreError};
pub use tocsin_store::{public_label, public_party};

/// In which format rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values with a header line.
    Csv,
    /// One JSON object a line.
    Jsonl,
}

/// Why an export stopped.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The rows could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The rows could not be written. A closed pipe shows as its `kind()`.
    #[error("cannot write the export: {0}")]
    Write(#[from] std::io::Error),
}

/// Writes events one by one.
pub struct EventWriter<W: Write>(W);
impl<W: Write> EventWriter<W> {
    /// A writer of `format` to `out`; writes the header, where the format has one.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn new(_format: Format, _out: W) -> Result<Self, ExportError> {
        todo!()
    }
    /// Writes one event.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn write(&mut self, _row: &EventRow) -> Result<(), ExportError> {
        todo!()
    }
    /// Flushes and gives `out` back.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn finish(self) -> Result<W, ExportError> {
        todo!()
    }
}

/// Writes statements one by one.
pub struct StatementWriter<W: Write>(W);
impl<W: Write> StatementWriter<W> {
    /// A writer of `format` to `out`; writes the header, where the format has one.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn new(_format: Format, _out: W) -> Result<Self, ExportError> {
        todo!()
    }
    /// Writes one statement.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn write(&mut self, _row: &StatementRow) -> Result<(), ExportError> {
        todo!()
    }
    /// Flushes and gives `out` back.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn finish(self) -> Result<W, ExportError> {
        todo!()
    }
}

/// Writes every event that the filter lets through; returns how many.
///
/// # Errors
/// When the store cannot be read or `out` fails.
pub fn events(
    _store: &Store,
    _filter: &Filter,
    _order: Order,
    _format: Format,
    _out: impl Write,
) -> Result<u64, ExportError> {
    todo!()
}

/// Writes every statement that the filter lets through; returns how many.
///
/// # Errors
/// When the store cannot be read or `out` fails.
pub fn statements(_store: &Store, _filter: &Filter, _format: Format, _out: impl Write) -> Result<u64, ExportError> {
    todo!()
}
