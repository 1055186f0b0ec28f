//! Events, row by row.

use crate::csv_cells::{Cells, word};
use crate::{ExportError, Format, Sink, public_event};
use std::io::Write;
use tocsin_record::Party;
use tocsin_store::EventRow;

/// The columns of the event CSV; the crate's page says what stands in them.
pub const EVENT_COLUMNS: &[&str] = &[
    "event_id",
    "document_id",
    "document_version",
    "published",
    "outlet",
    "url",
    "title",
    "lang",
    "type",
    "mode",
    "contexts",
    "quad",
    "intensity",
    "status",
    "historical",
    "actor_names",
    "actor_countries",
    "actor_sectors",
    "actor_unknown",
    "recipient_names",
    "recipient_countries",
    "recipient_sectors",
    "time_start",
    "time_end",
    "time_precision",
    "time_inferred",
    "place_name",
    "place_country",
    "place_admin1",
    "lat",
    "lon",
    "place_precision",
    "counts",
    "voice",
    "about",
    "evidence",
    "trigger",
    "evidence_start",
    "evidence_end",
    "evidence_block",
    "confidence",
    "reviewed",
    "synthetic",
    "translated",
    "coder_version",
];

/// Writes events one by one.
pub struct EventWriter<W: Write>(Sink<W>);

impl<W: Write> EventWriter<W> {
    /// A writer of `format` to `out`; writes the header, where the format has one.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn new(format: Format, out: W) -> Result<Self, ExportError> {
        Ok(EventWriter(Sink::new(format, EVENT_COLUMNS, out)?))
    }

    /// Writes one event.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn write(&mut self, row: &EventRow) -> Result<(), ExportError> {
        let row = EventRow { event: public_event(&row.event), ..row.clone() };
        self.0.write(|| cells(&row), &row)
    }

    /// Flushes and gives `out` back.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn finish(self) -> Result<W, ExportError> {
        self.0.finish()
    }
}

fn cells(row: &EventRow) -> Vec<String> {
    let EventRow { event, document, coder_version, reviewed } = row;
    let (actor, recipient): (Vec<&Party>, Vec<&Party>) =
        (event.actor.iter().collect(), event.recipient.iter().collect());
    let contexts: Vec<String> = event.contexts.iter().map(word).collect();
    let place = event.place.as_ref();
    let evidence = &event.evidence;
    let mut cells = Cells::default();
    cells
        .text(event.id.as_str())
        .text(document.id.as_str())
        .value(document.version)
        .maybe(document.published.as_deref())
        .maybe(document.outlet.as_deref())
        .maybe(document.url.as_deref())
        .maybe(document.title.as_deref())
        .maybe(document.lang.as_deref())
        .value(event.kind.name())
        .maybe(event.mode.map(|mode| mode.name()))
        .list(contexts.iter().map(|context| Some(context.as_str())))
        .value(event.quad.number())
        .value(event.intensity)
        .value(event.status.name())
        .value(event.historical)
        .parties(&actor)
        .value(event.actor_unknown)
        .parties(&recipient)
        .time(event.time.as_ref())
        .maybe(place.map(|place| place.name.as_str()))
        .maybe(place.and_then(|place| place.country.as_deref()))
        .maybe(place.and_then(|place| place.admin1.as_deref()))
        .maybe_value(place.and_then(|place| place.lat))
        .maybe_value(place.and_then(|place| place.lon))
        .maybe_value(place.map(|place| word(&place.precision)))
        .counts(&event.counts)
        .voice(&event.voice)
        .list(event.about.iter().map(|id| Some(id.as_str())))
        .text(evidence.exact())
        .text(evidence.trigger_text())
        .value(evidence.sentence().start())
        .value(evidence.sentence().end())
        .value(evidence.block().name())
        .value(event.confidence)
        .value(reviewed)
        .value(document.synthetic)
        .value(document.translated)
        .text(coder_version);
    cells.into_vec()
}
