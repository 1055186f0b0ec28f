//! Revisions, row by row.

use crate::csv_cells::Cells;
use crate::{ExportError, Format, Sink};
use std::io::Write;
use tocsin_record::FigureChange;
use tocsin_store::RevisionRow;

/// The columns of the CSV of revisions. `figures` joins `before > after`, an empty side where there was none.
pub const REVISION_COLUMNS: &[&str] = &[
    "document_id",
    "document_version",
    "before",
    "read_at",
    "published",
    "modified",
    "outlet",
    "url",
    "title",
    "silent",
    "article_changed",
    "headline_before",
    "headline_after",
    "figures",
    "names_gone",
    "names_new",
    "kept",
    "changed",
    "added",
    "removed",
    "moved",
];

/// Writes revisions one by one.
pub struct RevisionWriter<W: Write>(Sink<W>);

impl<W: Write> RevisionWriter<W> {
    /// A writer of `format` to `out`; writes the header, where the format has one.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn new(format: Format, out: W) -> Result<Self, ExportError> {
        Ok(RevisionWriter(Sink::new(format, REVISION_COLUMNS, out)?))
    }

    /// Writes one revision.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn write(&mut self, row: &RevisionRow) -> Result<(), ExportError> {
        self.0.write(|| cells(row), row)
    }

    /// Flushes and gives `out` back.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn finish(self) -> Result<W, ExportError> {
        self.0.finish()
    }
}

fn cells(row: &RevisionRow) -> Vec<String> {
    let RevisionRow { document, before, read_at, modified, summary } = row;
    let headline = summary.headline.as_ref();
    let figure = |figure: &FigureChange| {
        format!("{} > {}", figure.before.as_deref().unwrap_or_default(), figure.after.as_deref().unwrap_or_default())
    };
    let figures: Vec<String> = summary.figures.iter().map(figure).collect();
    let counts = summary.counts;
    let mut cells = Cells::default();
    cells
        .text(document.id.as_str())
        .value(document.version)
        .value(before)
        .text(read_at)
        .maybe(document.published.as_deref())
        .maybe(modified.as_deref())
        .maybe(document.outlet.as_deref())
        .maybe(document.url.as_deref())
        .maybe(document.title.as_deref())
        .value(summary.silent)
        .value(summary.article_changed)
        .maybe(headline.and_then(|headline| headline.before.as_deref()))
        .maybe(headline.and_then(|headline| headline.after.as_deref()))
        .list(figures.iter().map(|figure| Some(figure.as_str())))
        .list(summary.names.gone.iter().map(|name| Some(name.as_str())))
        .list(summary.names.new.iter().map(|name| Some(name.as_str())))
        .value(counts.kept)
        .value(counts.changed)
        .value(counts.added)
        .value(counts.removed)
        .value(counts.moved);
    cells.into_vec()
}
