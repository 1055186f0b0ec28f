//! Rows as the JSON twins give them: parties as an export may name them. The article's text keeps its words.

use tocsin_export::{public_claim, public_event, public_party, public_prediction, public_statement};
use tocsin_record::Coding;
use tocsin_store::EventRow;

/// Rows of events with their parties as they may be shown.
pub(crate) fn rows(rows: &mut [EventRow]) {
    rows.iter_mut().for_each(|row| row.event = public_event(&row.event));
}

/// All rows of a document, likewise.
pub(crate) fn coding(coding: &mut Coding) {
    coding.events.iter_mut().for_each(|event| *event = public_event(event));
    coding.statements.iter_mut().for_each(|statement| *statement = public_statement(statement));
    coding.predictions.iter_mut().for_each(|prediction| *prediction = public_prediction(prediction));
    coding.claims.iter_mut().for_each(|claim| *claim = public_claim(claim));
    coding.entities.iter_mut().for_each(|entity| entity.party = public_party(&entity.party));
}
