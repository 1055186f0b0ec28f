//! Query results in the formats analysts read: CSV and JSONL of events, statements and revisions, written row by row to any
//! `io::Write`, so that an export of any size needs little memory.
//!
//! **JSONL** holds one object a line: the event (or statement) record of the contract with, beside it, `document`
//! (`id`, `version`, `url`, `outlet`, `title`, `published`, `lang`, `translated`, `synthetic`, `silent`), `coder_version`
//! and, for events, `reviewed`. A line read back as [`EventRow`](tocsin_store::EventRow) is the row that was written.
//!
//! Feeds ([`feeds`]) are a small list of their own, with the columns [`FEED_COLUMNS`].
//!
//! **CSV** is UTF-8 without a byte-order mark, comma-separated, with a header line; its columns are [`EVENT_COLUMNS`],
//! [`STATEMENT_COLUMNS`] and [`REVISION_COLUMNS`], which stand fast: new ones are added at the end. An unknown value is an empty cell.
//! Lists are joined with `"; "`, a semicolon inside an element becomes a comma, and the `_names`, `_countries` and
//! `_sectors` of a side name its parties in the same order (an empty element where a party has none; an empty cell
//! where none has one; several sectors of one party are joined with `+`).
//!
//! - `counts`: `killed=6; injured>=10; troops<=500; money_usd=5[4..6]; strikes=30 cumulative 2026-01-02`, that is
//!   best value, lower bound, upper bound, best value with both bounds, running total with its day.
//! - `voice`: the chain from the outside in, links joined with `" > "`, parallel sources with `" + "`; `anonymous`
//!   for a link without a named source; empty for the outlet's own voice.
//! - `evidence`, `trigger`, `cue`, `content`: the quoted words; the `_start` and `_end` beside them are half-open and
//!   count Unicode code points of the document's text. `content` holds what lies inside the evidence sentence;
//!   `content_spans` gives all of it as `start-end`.
//! - `evidence_block`: rows whose evidence is a `caption` are included; leave them out of series.
//! - `synthetic`: `true` for rows of texts that were written for testing or demonstration and say so.
//!
//! A spreadsheet would run a cell that begins with `=`, `+`, `-`, `@`, a tab or a line break as a formula: such cells
//! get a leading apostrophe, unless they are numbers.
//!
//! Private persons are exported by their role, never by name ([`public_party`]), in every column and field but the
//! quoted words of the article.

mod csv_cells;
mod event;
mod feed;
mod public;
mod revision;
mod rows;
mod statement;

pub use event::{EVENT_COLUMNS, EventWriter};
pub use feed::{FEED_COLUMNS, feeds};
pub use public::{public_claim, public_event, public_prediction, public_statement};
pub use revision::{REVISION_COLUMNS, RevisionWriter};
pub use rows::{Exported, RowWriter};
pub use statement::{STATEMENT_COLUMNS, StatementWriter};
pub use tocsin_store::{public_label, public_party};

use serde::Serialize;
use std::io::Write;
use tocsin_store::{Filter, Order, Store, StoreError};

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
    /// The rows could not be written; a closed pipe shows as its `kind()`.
    #[error("cannot write the export: {0}")]
    Write(#[from] std::io::Error),
}

/// Writes every event that the filter lets through; returns how many.
///
/// # Errors
/// When the store cannot be read or `out` fails.
pub fn events(
    store: &Store,
    filter: &Filter,
    order: Order,
    format: Format,
    out: impl Write,
) -> Result<u64, ExportError> {
    let mut writer = EventWriter::new(format, out)?;
    let count = store.each_event(filter, order, |row| writer.write(&row))?;
    writer.finish()?;
    Ok(count)
}

/// Writes every statement that the filter lets through; returns how many.
///
/// # Errors
/// When the store cannot be read or `out` fails.
pub fn statements(store: &Store, filter: &Filter, format: Format, out: impl Write) -> Result<u64, ExportError> {
    let mut writer = StatementWriter::new(format, out)?;
    let count = store.each_statement(filter, |row| writer.write(&row))?;
    writer.finish()?;
    Ok(count)
}

/// Where rows go: one of the formats.
enum Sink<W: Write> {
    Csv(Box<csv::Writer<W>>),
    Jsonl(std::io::BufWriter<W>),
}

impl<W: Write> Sink<W> {
    fn new(format: Format, columns: &[&str], out: W) -> Result<Self, ExportError> {
        Ok(match format {
            Format::Csv => {
                let mut writer = csv::Writer::from_writer(out);
                writer.write_record(columns).map_err(csv_failed)?;
                Sink::Csv(Box::new(writer))
            }
            Format::Jsonl => Sink::Jsonl(std::io::BufWriter::new(out)),
        })
    }

    /// Writes one row: its cells, or the row itself.
    fn write(&mut self, cells: impl FnOnce() -> Vec<String>, row: &impl Serialize) -> Result<(), ExportError> {
        match self {
            Sink::Csv(writer) => writer.write_record(cells()).map_err(csv_failed)?,
            Sink::Jsonl(out) => {
                serde_json::to_writer(&mut *out, row).map_err(std::io::Error::from)?;
                out.write_all(b"\n")?;
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<W, ExportError> {
        match self {
            Sink::Csv(writer) => writer.into_inner().map_err(|e| ExportError::Write(e.into_error())),
            Sink::Jsonl(out) => out.into_inner().map_err(|e| ExportError::Write(e.into_error())),
        }
    }
}

/// The system's own error, whose kind tells a closed pipe from a full disk.
fn csv_failed(e: csv::Error) -> std::io::Error {
    match e.into_kind() {
        csv::ErrorKind::Io(e) => e,
        other => std::io::Error::other(format!("{other:?}")),
    }
}
