//! Events, row by row.

use crate::csv_cells::{Cells, word};
use crate::{Exported, RowWriter, public_event};
use std::borrow::Cow;
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
pub type EventWriter<W> = RowWriter<EventRow, W>;

impl Exported for EventRow {
    const COLUMNS: &'static [&'static str] = EVENT_COLUMNS;

    fn public(&self) -> Cow<'_, Self> {
        Cow::Owned(EventRow { event: public_event(&self.event), ..self.clone() })
    }

    fn cells(&self) -> Vec<String> {
        let EventRow { event, document, coder_version, reviewed } = self;
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
}
