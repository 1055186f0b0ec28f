//! Times that are not said beside the event but follow from the document: the day of the announcement, or the nearest
//! anchor before it. All are marked inferred.

use crate::row::Row;
use tocsin_language::Analysis;
use tocsin_record::{EventTime, EventType, Precision, Status};

/// How many sentences an anchor holds for.
const REACH: usize = 6;

/// How many sentences from the start a document's lead may be.
const LEAD: usize = 3;

/// How many days before publication the affair of the lead may lie.
const FRESH_DAYS: i64 = 8;

/// Gives undated rows the time of the nearest anchor; `rows` are in text order.
pub fn infer(rows: &mut [Row], analysis: &Analysis<'_>) {
    let lead = lead(rows, analysis);
    let announced = lead.clone().or_else(|| {
        let published = analysis.published?;
        let precision = if published.start == published.end { Precision::Day } else { Precision::Range };
        Some(EventTime {
            start: Some(published.start),
            end: Some(published.end),
            precision,
            inferred: true,
            span: None,
        })
    });
    let mut near: Option<(usize, EventTime)> = None;
    for row in rows.iter_mut() {
        if row.announces {
            // What is promised lies ahead; the promise is dated by its announcement.
            row.time = announced.clone();
            continue;
        }
        if let Some(time) = row.time.as_ref().filter(|t| !t.inferred) {
            if row.status == Status::Occurred && time.start.is_some() {
                near = Some((row.sentence, EventTime { inferred: true, ..time.clone() }));
            }
            continue;
        }
        if row.time.is_some() || row.status != Status::Occurred || !row.past {
            continue;
        }
        let anchor = near.as_ref().filter(|(at, _)| row.sentence - at <= REACH).map(|(_, t)| t.clone());
        row.time = anchor.or_else(|| lead.clone().filter(|_| row.kind != EventType::Accuse));
    }
}

/// The time of the affair that the document opens with, where it lies close to publication.
fn lead(rows: &[Row], analysis: &Analysis<'_>) -> Option<EventTime> {
    let published = analysis.published?;
    let first = rows.iter().filter(|r| r.sentence < LEAD && r.status != Status::Hypothetical).find_map(|r| {
        let time = r.time.as_ref().filter(|t| !t.inferred)?;
        let days = (published.end - time.start?).get_days() as i64;
        (0..=FRESH_DAYS).contains(&days).then(|| time.clone())
    })?;
    Some(EventTime { inferred: true, ..first })
}
