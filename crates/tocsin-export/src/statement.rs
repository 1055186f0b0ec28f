//! Statements, row by row.

use crate::csv_cells::{Cells, words_at};
use crate::{Exported, RowWriter, public_statement};
use std::borrow::Cow;
use tocsin_record::Party;
use tocsin_store::StatementRow;

/// The columns of the statement CSV; the crate's page says what stands in them.
pub const STATEMENT_COLUMNS: &[&str] = &[
    "statement_id",
    "document_id",
    "document_version",
    "published",
    "outlet",
    "url",
    "title",
    "lang",
    "speaker_names",
    "speaker_countries",
    "speaker_sectors",
    "speaker_title",
    "cue",
    "content",
    "content_spans",
    "direct",
    "addressee_names",
    "addressee_countries",
    "addressee_sectors",
    "venue",
    "time_start",
    "time_end",
    "time_precision",
    "time_inferred",
    "voice",
    "evidence",
    "evidence_start",
    "evidence_end",
    "evidence_block",
    "synthetic",
    "translated",
    "coder_version",
];

/// Writes statements one by one.
pub type StatementWriter<W> = RowWriter<StatementRow, W>;

impl Exported for StatementRow {
    const COLUMNS: &'static [&'static str] = STATEMENT_COLUMNS;

    fn public(&self) -> Cow<'_, Self> {
        Cow::Owned(StatementRow { statement: public_statement(&self.statement), ..self.clone() })
    }

    fn cells(&self) -> Vec<String> {
        let StatementRow { statement, document, coder_version } = self;
        let evidence = &statement.evidence;
        let speaker: Vec<&Party> = statement.speaker.iter().collect();
        let addressee: Vec<&Party> = statement.addressee.iter().collect();
        let content: Vec<&str> = statement.content.iter().map(|span| words_at(evidence, *span)).collect();
        let content: Vec<&str> = content.into_iter().filter(|words| !words.is_empty()).collect();
        let spans: Vec<String> =
            statement.content.iter().map(|span| format!("{}-{}", span.start(), span.end())).collect();
        let mut cells = Cells::default();
        cells
            .text(&statement.id)
            .text(document.id.as_str())
            .value(document.version)
            .maybe(document.published.as_deref())
            .maybe(document.outlet.as_deref())
            .maybe(document.url.as_deref())
            .maybe(document.title.as_deref())
            .maybe(document.lang.as_deref())
            .parties(&speaker)
            .maybe(statement.speaker.as_ref().and_then(|speaker| speaker.title.as_deref()))
            .maybe(statement.cue.map(|cue| words_at(evidence, cue)))
            .text(&content.join(" … "))
            .list(spans.iter().map(|span| Some(span.as_str())))
            .value(statement.direct)
            .parties(&addressee)
            .maybe(statement.venue.as_deref())
            .time(statement.time.as_ref())
            .voice(&statement.voice)
            .text(evidence.exact())
            .value(evidence.sentence().start())
            .value(evidence.sentence().end())
            .value(evidence.block().name())
            .value(document.synthetic)
            .value(document.translated)
            .text(coder_version);
        cells.into_vec()
    }
}
