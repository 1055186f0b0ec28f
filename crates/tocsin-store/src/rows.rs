//! The rows of a coding as the store keeps them.

use crate::fold::folded;
use crate::privacy::{is_private, public_label};
use jiff::civil::Date;
use rusqlite::{OptionalExtension, Transaction, params};
use std::collections::{BTreeMap, BTreeSet};
use tocsin_record::{Coding, Event, EventTime, Evidence, Party, Precision, Prediction, Span};

/// Kinds of rows, as numbered in the table.
pub(crate) const EVENT: i64 = 0;
pub(crate) const STATEMENT: i64 = 1;
pub(crate) const PREDICTION: i64 = 2;
pub(crate) const CLAIM: i64 = 3;

/// Where rows stand: the key of their version, and its day of publication.
pub(crate) struct Place<'a> {
    pub version: i64,
    pub day: &'a str,
}

/// One row of a coding, with what it is found by.
pub(crate) struct Row<'a> {
    pub kind: i64,
    pub id: &'a str,
    ordinal: usize,
    evidence: &'a Evidence,
    time: Option<&'a EventTime>,
    event_type: Option<&'static str>,
    event: Option<&'a Event>,
    sides: [Vec<&'a Party>; 2],
    record: Record<'a>,
}

/// What is kept as JSON.
enum Record<'a> {
    Event(&'a Event),
    Statement(&'a tocsin_record::Statement),
    Prediction(&'a Prediction),
    Claim(&'a tocsin_record::Claim),
}

impl Record<'_> {
    fn json(&self) -> serde_json::Result<String> {
        match self {
            Record::Event(record) => serde_json::to_string(record),
            Record::Statement(record) => serde_json::to_string(record),
            Record::Prediction(record) => serde_json::to_string(record),
            Record::Claim(record) => serde_json::to_string(record),
        }
    }
}

/// Every row of a coding, kind by kind, in its order.
pub(crate) fn rows(coding: &Coding) -> impl Iterator<Item = Row<'_>> {
    let events = coding.events.iter().enumerate().map(|(ordinal, event)| Row {
        kind: EVENT,
        id: event.id.as_str(),
        ordinal,
        evidence: &event.evidence,
        time: event.time.as_ref(),
        event_type: Some(event.kind.name()),
        event: Some(event),
        sides: [event.actor.iter().collect(), event.recipient.iter().collect()],
        record: Record::Event(event),
    });
    let statements = coding.statements.iter().enumerate().map(|(ordinal, statement)| Row {
        kind: STATEMENT,
        id: &statement.id,
        ordinal,
        evidence: &statement.evidence,
        time: statement.time.as_ref(),
        event_type: None,
        event: None,
        sides: [statement.speaker.iter().collect(), statement.addressee.iter().collect()],
        record: Record::Statement(statement),
    });
    let predictions = coding.predictions.iter().enumerate().map(|(ordinal, prediction)| {
        let named = prediction.event.as_ref();
        Row {
            kind: PREDICTION,
            id: &prediction.id,
            ordinal,
            evidence: &prediction.evidence,
            // A prediction is found by when it was made, not by what lies ahead.
            time: None,
            event_type: named.map(|event| event.kind.name()),
            event: None,
            sides: [
                prediction.who.iter().collect(),
                named.map_or_else(Vec::new, |event| event.actor.iter().chain(&event.recipient).collect()),
            ],
            record: Record::Prediction(prediction),
        }
    });
    let claims = coding.claims.iter().enumerate().map(|(ordinal, claim)| Row {
        kind: CLAIM,
        id: &claim.id,
        ordinal,
        evidence: &claim.evidence,
        time: None,
        event_type: None,
        event: None,
        // The innermost voice makes the claim, the others pass it on.
        sides: [
            claim.voice.last().map_or_else(Vec::new, |link| link.sources.iter().collect()),
            claim.about.iter().collect(),
        ],
        record: Record::Claim(claim),
    });
    events.chain(statements).chain(predictions).chain(claims)
}

/// The days between which a row lies, as the lists filter by them. A range that is open on one side reaches to the day
/// of publication if that lies beyond its other end; any other time with one end is that one day.
fn days(time: Option<&EventTime>, published: &str) -> (String, String) {
    let text = |day: Date| day.to_string();
    let Some(time) = time else { return (published.to_owned(), published.to_owned()) };
    let open = time.precision == Precision::Range && !published.is_empty();
    match (time.start.map(text), time.end.map(text)) {
        (Some(start), Some(end)) => (start, end),
        (Some(start), None) if open => (start.clone(), start.max(published.to_owned())),
        (None, Some(end)) if open => (end.clone().min(published.to_owned()), end),
        (Some(day), None) | (None, Some(day)) => (day.clone(), day),
        (None, None) => (published.to_owned(), published.to_owned()),
    }
}

/// Writes the rows of a coding under a version.
pub(crate) fn insert_rows(transaction: &Transaction<'_>, place: &Place<'_>, coding: &Coding) -> rusqlite::Result<()> {
    let mut passages: BTreeMap<Span, i64> = BTreeMap::new();
    for row in rows(coding) {
        let sentence = row.evidence.sentence();
        let passage = match passages.get(&sentence) {
            Some(passage) => *passage,
            None => {
                let passage = insert_passage(transaction, place.version, row.evidence)?;
                passages.insert(sentence, passage);
                passage
            }
        };
        let (from, to) = days(row.time, place.day);
        let reviewed = match row.event {
            Some(event) => is_reviewed(transaction, coding, event)?,
            None => false,
        };
        let record = row.record.json().map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))?;
        transaction
            .prepare_cached(
                "INSERT INTO rows (kind, id, version, newest, ordinal, passage, start, day, from_day, to_day, type,
                     status, quad, confidence, reviewed, record)
                 VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            )?
            .execute(params![
                row.kind,
                row.id,
                place.version,
                row.ordinal as i64,
                passage,
                sentence.start(),
                place.day,
                from,
                to,
                row.event_type,
                row.event.map(|event| event.status.name()),
                row.event.map(|event| event.quad.number()),
                row.event.map(|event| event.confidence),
                reviewed,
                record,
            ])?;
        let key = transaction.last_insert_rowid();
        insert_parties(transaction, key, &row.sides)?;
        if let Some(event) = row.event {
            insert_places(transaction, key, event)?;
        }
    }
    Ok(())
}

fn insert_passage(transaction: &Transaction<'_>, version: i64, evidence: &Evidence) -> rusqlite::Result<i64> {
    let sentence = evidence.sentence();
    transaction.prepare_cached("INSERT INTO passages (version, start, \"end\") VALUES (?1, ?2, ?3)")?.execute((
        version,
        sentence.start(),
        sentence.end(),
    ))?;
    let passage = transaction.last_insert_rowid();
    transaction
        .prepare_cached("INSERT INTO sentences (rowid, exact) VALUES (?1, ?2)")?
        .execute((passage, evidence.exact()))?;
    Ok(passage)
}

fn is_reviewed(transaction: &Transaction<'_>, coding: &Coding, event: &Event) -> rusqlite::Result<bool> {
    let sentence = tocsin_record::text_sha256(event.evidence.exact());
    transaction.prepare_cached("SELECT 1 FROM reviews WHERE document = ?1 AND type = ?2 AND sentence = ?3")?.exists((
        coding.id.as_str(),
        event.kind.name(),
        sentence,
    ))
}

fn insert_parties(transaction: &Transaction<'_>, row: i64, sides: &[Vec<&Party>; 2]) -> rusqlite::Result<()> {
    for (side, parties) in (0i64..).zip(sides) {
        let mut sectors = BTreeSet::new();
        let (mut names, mut countries) = (BTreeSet::new(), BTreeSet::new());
        for (ordinal, party) in (0i64..).zip(parties) {
            // Private persons are found by their role, as everywhere outside the text.
            let name = match public_label(party) {
                Some(label) => Some(name_key(transaction, &label)?),
                None => None,
            };
            let named = party.name.is_some() && !is_private(party);
            transaction
                .prepare_cached(
                    "INSERT INTO parties (\"row\", side, ordinal, name, named, country, new_name, new_country)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                )?
                .execute(params![
                    row,
                    side,
                    ordinal,
                    name,
                    named,
                    party.country,
                    names.insert((name, named)),
                    countries.insert(&party.country),
                ])?;
            sectors.extend(party.sector.iter().chain(&party.sectors).map(|sector| sector.code()));
        }
        for sector in sectors {
            transaction
                .prepare_cached("INSERT INTO sectors (\"row\", side, sector) VALUES (?1, ?2, ?3)")?
                .execute((row, side, sector))?;
        }
    }
    Ok(())
}

fn name_key(transaction: &Transaction<'_>, label: &str) -> rusqlite::Result<i64> {
    let known = transaction
        .prepare_cached("SELECT key FROM names WHERE label = ?1")?
        .query_row([label], |row| row.get(0))
        .optional()?;
    if let Some(key) = known {
        return Ok(key);
    }
    transaction.prepare_cached("INSERT INTO names (label, folded) VALUES (?1, ?2)")?.execute((label, folded(label)))?;
    Ok(transaction.last_insert_rowid())
}

fn insert_places(transaction: &Transaction<'_>, row: i64, event: &Event) -> rusqlite::Result<()> {
    let places = event.place.iter().chain(&event.places);
    let countries: BTreeSet<&str> = places.filter_map(|place| place.country.as_deref()).collect();
    for country in countries {
        transaction.prepare_cached("INSERT INTO places (\"row\", country) VALUES (?1, ?2)")?.execute((row, country))?;
    }
    Ok(())
}
