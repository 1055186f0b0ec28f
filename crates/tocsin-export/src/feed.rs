//! Feeds and their health.

use crate::csv_cells::Cells;
use crate::{ExportError, Format, Sink};
use std::io::Write;
use tocsin_store::FeedRow;

/// The columns of the feed CSV: the fields of the record, in its order; folders are joined with `"; "`.
pub const FEED_COLUMNS: &[&str] = &[
    "address",
    "title",
    "site",
    "folder",
    "state",
    "added_at",
    "polled_at",
    "succeeded_at",
    "error",
    "failures",
    "items_last",
    "items_total",
    "waiting",
    "interval_seconds",
    "due_at",
];

/// Writes feeds; gives `out` back.
///
/// # Errors
/// When `out` fails.
pub fn feeds<W: Write>(rows: &[FeedRow], format: Format, out: W) -> Result<W, ExportError> {
    let mut sink = Sink::new(format, FEED_COLUMNS, out)?;
    for row in rows {
        sink.write(|| cells(row), row)?;
    }
    sink.finish()
}

fn cells(row: &FeedRow) -> Vec<String> {
    let mut cells = Cells::default();
    cells
        .text(&row.address)
        .maybe(row.title.as_deref())
        .maybe(row.site.as_deref())
        .list(row.folder.iter().map(|folder| Some(folder.as_str())))
        .value(row.state.name())
        .text(&row.added_at)
        .maybe(row.polled_at.as_deref())
        .maybe(row.succeeded_at.as_deref())
        .maybe(row.error.as_deref())
        .value(row.failures)
        .value(row.items_last)
        .value(row.items_total)
        .value(row.waiting)
        .value(row.interval_seconds)
        .maybe(row.due_at.as_deref());
    cells.into_vec()
}
