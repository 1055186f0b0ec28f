//! Revisions, row by row.

use crate::csv_cells::Cells;
use crate::{Exported, RowWriter};
use std::borrow::Cow;
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
pub type RevisionWriter<W> = RowWriter<RevisionRow, W>;

impl Exported for RevisionRow {
    const COLUMNS: &'static [&'static str] = REVISION_COLUMNS;

    fn public(&self) -> Cow<'_, Self> {
        Cow::Borrowed(self)
    }

    fn cells(&self) -> Vec<String> {
        let RevisionRow { document, before, read_at, modified, summary } = self;
        let headline = summary.headline.as_ref();
        let figure = |figure: &FigureChange| {
            format!(
                "{} > {}",
                figure.before.as_deref().unwrap_or_default(),
                figure.after.as_deref().unwrap_or_default()
            )
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
}
