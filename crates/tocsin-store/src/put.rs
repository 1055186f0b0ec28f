//! Writing documents and their rows.

use crate::rows::{Place, insert_rows, rows};
use crate::{Store, StoreError, revision};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use std::collections::BTreeSet;
use tocsin_record::{Coding, Document, DocumentId, EventId};

/// Where a text was had. It decides what a text means that an older version of its document has already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// From where it is published, now: its publisher has gone back to the older text, which is a version of its own.
    Fetched,
    /// From a file, an archive or a table, which may be of any time: the text is known, whatever came after it.
    Copy,
}

/// What a store knows of a text before it is coded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// Nothing: it will be version 1.
    Absent,
    /// This text, coded by this coder: nothing to do. The number is its version, an older one only for a copy.
    Same(u32),
    /// This text, coded by another coder: only [`Store::replace_coding`] changes its rows.
    OtherCoder {
        /// The version of the text.
        version: u32,
        /// The coder that made its rows.
        coder: String,
    },
    /// Another text under this id, whose version is given: this one will be the next.
    Older(u32),
}

impl Known {
    /// The `document_version` to code the text with; `None` when there is nothing to code for [`Store::put`].
    pub fn next_version(&self) -> Option<u32> {
        match self {
            Known::Absent => Some(1),
            Known::Older(version) => Some(version + 1),
            Known::Same(_) | Known::OtherCoder { .. } => None,
        }
    }
}

/// What became of a document that was put into the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Put {
    /// Written for the first time.
    New,
    /// Written as this version; the one before is superseded.
    NewVersion(u32),
    /// Known already, nothing written.
    Unchanged,
    /// Known already with the rows of another coder, nothing written: see [`Store::replace_coding`].
    OtherCoder(String),
}

/// What became of a coding that was to replace another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recoded {
    /// The rows were replaced; those of this coder are gone.
    Replaced(String),
    /// The rows were this coder's already, nothing written.
    Unchanged,
}

/// The newest version that the store has of a document.
struct Newest {
    document: i64,
    key: i64,
    number: u32,
    sha256: String,
    coder: String,
    known_from: String,
    day: String,
}

fn newest(connection: &Connection, id: &DocumentId) -> rusqlite::Result<Option<Newest>> {
    connection
        .prepare_cached(
            "SELECT d.key, v.key, v.number, v.text_sha256, v.coder_version, v.known_from, v.day
             FROM documents d JOIN versions v ON v.document = d.key AND v.number = d.version WHERE d.id = ?1",
        )?
        .query_row([id.as_str()], |row| {
            Ok(Newest {
                document: row.get(0)?,
                key: row.get(1)?,
                number: row.get(2)?,
                sha256: row.get(3)?,
                coder: row.get(4)?,
                known_from: row.get(5)?,
                day: row.get(6)?,
            })
        })
        .optional()
}

/// The last version of a document that has this text, and who coded it.
fn version_of(connection: &Connection, document: i64, sha256: &str) -> rusqlite::Result<Option<(u32, String)>> {
    connection
        .prepare_cached(
            "SELECT number, coder_version FROM versions WHERE document = ?1 AND text_sha256 = ?2
             ORDER BY number DESC LIMIT 1",
        )?
        .query_row((document, sha256), |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
}

pub(crate) fn known_version(
    store: &Store,
    id: &DocumentId,
    sha256: &str,
    coder: &str,
    origin: Origin,
) -> Result<Known, StoreError> {
    let Some(newest) = newest(&store.connection, id).map_err(|e| store.failed(e))? else { return Ok(Known::Absent) };
    let same = if newest.sha256 == sha256 {
        Some((newest.number, newest.coder))
    } else if origin == Origin::Copy {
        version_of(&store.connection, newest.document, sha256).map_err(|e| store.failed(e))?
    } else {
        None
    };
    Ok(match same {
        None => Known::Older(newest.number),
        Some((version, by)) if by == coder => Known::Same(version),
        Some((version, coder)) => Known::OtherCoder { version, coder },
    })
}

/// Runs `write` in one transaction: all of it is kept, or nothing.
pub(crate) fn write<T>(
    store: &mut Store,
    write: impl FnOnce(&Transaction<'_>) -> Result<T, WriteError>,
) -> Result<T, StoreError> {
    let path = &store.path;
    if store.lock.is_none() {
        return Err(StoreError::ReadOnly(path.clone()));
    }
    let failed = |e| StoreError::database(path, e);
    let transaction = store.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    match write(&transaction) {
        Ok(done) => transaction.commit().map_err(failed).map(|()| done),
        Err(WriteError::Database(e)) => Err(failed(e)),
        Err(WriteError::Store(e)) => Err(e),
    }
}

/// Why a transaction is given up.
pub(crate) enum WriteError {
    Database(rusqlite::Error),
    Store(StoreError),
}

impl From<rusqlite::Error> for WriteError {
    fn from(e: rusqlite::Error) -> Self {
        WriteError::Database(e)
    }
}

impl From<StoreError> for WriteError {
    fn from(e: StoreError) -> Self {
        WriteError::Store(e)
    }
}

pub(crate) fn put(
    store: &mut Store,
    document: &Document,
    coding: &Coding,
    read_at: Timestamp,
) -> Result<Put, StoreError> {
    check(document, coding)?;
    write(store, |transaction| put_in(transaction, document, coding, read_at))
}

/// Writes several documents in one transaction, which costs a fraction of as many. What is wrong with one document
/// keeps only that one out; when the file refuses, each is tried by itself, so that what fits is kept.
pub(crate) fn put_all(
    store: &mut Store,
    documents: &[(Document, Coding)],
    read_at: Timestamp,
) -> Vec<Result<Put, StoreError>> {
    let together = write(store, |transaction| {
        let mut outcomes = Vec::with_capacity(documents.len());
        for (document, coding) in documents {
            let outcome = check(document, coding).map_err(WriteError::Store);
            outcomes.push(match outcome.and_then(|()| put_in(transaction, document, coding, read_at)) {
                Ok(put) => Ok(put),
                // Both are found before anything of the document is written.
                Err(WriteError::Store(e @ (StoreError::Mismatch { .. } | StoreError::Version { .. }))) => Err(e),
                Err(e) => return Err(e),
            });
        }
        Ok(outcomes)
    });
    together
        .unwrap_or_else(|_| documents.iter().map(|(document, coding)| put(store, document, coding, read_at)).collect())
}

fn put_in(
    transaction: &Transaction<'_>,
    document: &Document,
    coding: &Coding,
    read_at: Timestamp,
) -> Result<Put, WriteError> {
    let known = newest(transaction, &document.id)?;
    let number = match &known {
        Some(known) if known.sha256 != coding.text_sha256 => known.number + 1,
        Some(known) if known.coder == coding.coder_version => return Ok(Put::Unchanged),
        Some(known) => return Ok(Put::OtherCoder(known.coder.clone())),
        None => 1,
    };
    if coding.document_version != number {
        let (id, coded) = (document.id.clone(), coding.document_version);
        return Err(StoreError::Version { id, coded, next: number }.into());
    }
    // Made first, so that what cannot be written as JSON is found before anything is written.
    let (record, frame) =
        (json(&Document { text: String::new(), ..document.clone() }, &document.id)?, json(&frame(coding), &coding.id)?);
    let known_from = known_from(document, known.as_ref(), read_at);
    let key = match &known {
        None => {
            transaction
                .prepare_cached("INSERT INTO documents (id, version) VALUES (?1, 1)")?
                .execute([document.id.as_str()])?;
            transaction.last_insert_rowid()
        }
        Some(known) => {
            supersede(transaction, known, &known_from)?;
            transaction
                .prepare_cached("UPDATE documents SET version = ?2 WHERE key = ?1")?
                .execute((known.document, number))?;
            known.document
        }
    };
    let parts = Parts { record, frame, known_from, read_at };
    let version = insert_version(transaction, key, document, coding, &parts)?;
    insert_rows(transaction, &Place { version, day: &day(document) }, coding)?;
    if known.is_some() {
        revision::note(transaction, version)?;
    }
    Ok(if known.is_none() { Put::New } else { Put::NewVersion(number) })
}

/// Document and coding must speak of the same text, and no two rows of a kind share an id.
fn check(document: &Document, coding: &Coding) -> Result<(), StoreError> {
    let wrong = |what: &str| Err(StoreError::Mismatch { id: document.id.clone(), what: what.to_owned() });
    if document.id.as_str().is_empty() || document.id.as_str().len() > MOST_ID_BYTES {
        return wrong("its id is empty or longer than 4,096 bytes");
    }
    if coding.id != document.id {
        return wrong("its coding is another document's");
    }
    if coding.text_sha256 != tocsin_record::text_sha256(&document.text) {
        return wrong("its coding was made from another text");
    }
    check_ids(coding)
}

fn check_ids(coding: &Coding) -> Result<(), StoreError> {
    let mut seen = BTreeSet::new();
    for row in rows(coding) {
        if !seen.insert((row.kind, row.id)) {
            let what = format!("two of its rows have the id {}", row.id);
            return Err(StoreError::Mismatch { id: coding.id.clone(), what });
        }
    }
    Ok(())
}

/// The longest document id.
const MOST_ID_BYTES: usize = 4_096;

/// Day of publication: the last it can have been where only a range is known, "" where nothing is.
fn day(document: &Document) -> String {
    let exact = document.published.as_ref().map(|published| published.day());
    exact.or(document.published_range.map(|range| range.end)).map_or_else(String::new, |day| day.to_string())
}

/// From which day this version counts as known; see [`crate::Filter::as_of`].
fn known_from(document: &Document, before: Option<&Newest>, read_at: Timestamp) -> String {
    let read = read_at.to_zoned(TimeZone::UTC).date().to_string();
    let modified = document.modified.as_ref().map(|modified| modified.day().to_string());
    match before {
        None => {
            let published = Some(day(document)).filter(|day| !day.is_empty());
            let published = published.unwrap_or_else(|| read.clone());
            // A date of change in the future is a mistake of the page.
            modified.filter(|day| *day > published && *day <= read).unwrap_or(published)
        }
        // Many pages change without a new date of change: then only the day of reading is sure.
        Some(before) => {
            let changed = modified.filter(|day| *day > before.known_from && *day <= read).unwrap_or(read);
            changed.max(before.known_from.clone())
        }
    }
}

/// Takes a version out of the lists and of the full-text index of documents; it stays readable.
fn supersede(transaction: &Transaction<'_>, old: &Newest, until: &str) -> rusqlite::Result<()> {
    unindex(transaction, old.key)?;
    transaction
        .prepare_cached("UPDATE versions SET newest = 0, known_until = ?2 WHERE key = ?1")?
        .execute((old.key, until))?;
    transaction.prepare_cached("UPDATE rows SET newest = 0 WHERE version = ?1")?.execute([old.key])?;
    Ok(())
}

/// The index keeps no copy of the text, so it must be told what it forgets.
fn unindex(transaction: &Transaction<'_>, version: i64) -> rusqlite::Result<()> {
    transaction
        .prepare_cached(
            "INSERT INTO texts (texts, rowid, title, text) SELECT 'delete', key, title, text FROM versions WHERE key = ?1",
        )?
        .execute([version])?;
    Ok(())
}

/// What a version row holds beside document and coding.
struct Parts {
    record: String,
    frame: String,
    known_from: String,
    read_at: Timestamp,
}

fn insert_version(
    transaction: &Transaction<'_>,
    key: i64,
    document: &Document,
    coding: &Coding,
    parts: &Parts,
) -> rusqlite::Result<i64> {
    transaction
        .prepare_cached(
            "INSERT INTO versions (document, number, newest, text_sha256, read_at, known_from, day, url, outlet, title,
                 published, lang, translated, synthetic, coder_version, coding, record, text)
             VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        )?
        .execute(params![
            key,
            coding.document_version,
            coding.text_sha256,
            parts.read_at.to_string(),
            parts.known_from,
            day(document),
            document.url,
            document.outlet,
            document.title,
            document.published.as_ref().map(|published| published.as_str()),
            document.lang,
            document.translated,
            document.synthetic,
            coding.coder_version,
            parts.frame,
            parts.record,
            document.text,
        ])?;
    let version = transaction.last_insert_rowid();
    transaction.prepare_cached("INSERT INTO texts (rowid, title, text) VALUES (?1, ?2, ?3)")?.execute((
        version,
        &document.title,
        &document.text,
    ))?;
    Ok(version)
}

/// A coding without its rows, which have a table of their own.
fn frame(coding: &Coding) -> Coding {
    let mut frame = coding.clone();
    frame.events.clear();
    frame.statements.clear();
    frame.predictions.clear();
    frame.claims.clear();
    frame
}

fn json(record: &impl serde::Serialize, id: &DocumentId) -> Result<String, StoreError> {
    serde_json::to_string(record).map_err(|e| StoreError::Mismatch { id: id.clone(), what: e.to_string() })
}

pub(crate) fn replace_coding(store: &mut Store, coding: &Coding) -> Result<Recoded, StoreError> {
    check_ids(coding)?;
    write(store, |transaction| {
        let wrong = |what: String| StoreError::Mismatch { id: coding.id.clone(), what };
        let known =
            newest(transaction, &coding.id)?.ok_or_else(|| wrong("the store has no such document".to_owned()))?;
        if known.sha256 != coding.text_sha256 || known.number != coding.document_version {
            let what = format!("the coding was made from another text than its newest version, {}", known.number);
            return Err(wrong(what).into());
        }
        if known.coder == coding.coder_version {
            return Ok(Recoded::Unchanged);
        }
        transaction
            .prepare_cached("DELETE FROM sentences WHERE rowid IN (SELECT key FROM passages WHERE version = ?1)")?
            .execute([known.key])?;
        transaction.prepare_cached("DELETE FROM rows WHERE version = ?1")?.execute([known.key])?;
        transaction.prepare_cached("DELETE FROM passages WHERE version = ?1")?.execute([known.key])?;
        transaction.prepare_cached("UPDATE versions SET coder_version = ?2, coding = ?3 WHERE key = ?1")?.execute((
            known.key,
            &coding.coder_version,
            json(&frame(coding), &coding.id)?,
        ))?;
        insert_rows(transaction, &Place { version: known.key, day: &known.day }, coding)?;
        Ok(Recoded::Replaced(known.coder))
    })
}

pub(crate) fn review(store: &mut Store, id: &EventId, reviewed: bool) -> Result<bool, StoreError> {
    let Some(row) = crate::read::event(store, id)? else { return Ok(false) };
    let document = row.document.id.as_str();
    let kind = row.event.kind.name();
    let sentence = tocsin_record::text_sha256(row.event.evidence.exact());
    write(store, |transaction| {
        let note = if reviewed {
            "INSERT OR IGNORE INTO reviews (document, type, sentence) VALUES (?1, ?2, ?3)"
        } else {
            "DELETE FROM reviews WHERE document = ?1 AND type = ?2 AND sentence = ?3"
        };
        transaction.execute(note, (document, kind, &sentence))?;
        transaction.execute("UPDATE rows SET reviewed = ?2 WHERE id = ?1 AND kind = 0", (id.as_str(), reviewed))?;
        Ok(true)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Access, Filter, Order};

    fn document(n: usize) -> (Document, Coding) {
        let text = format!("The navy struck boat number {n}. ").repeat(200);
        let document = Document::from_text(format!("d{n}"), text.as_str());
        let coding = serde_json::from_value(serde_json::json!({
            "id": document.id, "document_version": 1, "coder_version": "test",
            "text_sha256": tocsin_record::text_sha256(&text), "sentences": [], "events": [], "statements": [],
            "predictions": [], "claims": [], "times": [], "places": [], "entities": [], "warnings": [],
        }));
        (document, coding.expect("a coding"))
    }

    #[test]
    fn a_full_disk_loses_nothing_and_the_store_stays_usable() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("full.db");
        let mut store = Store::open(&path, Access::WRITE).expect("a store");
        let pages: i64 = store.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).expect("a count");
        store.connection.pragma_update(None, "max_page_count", pages + 40).expect("a limit");
        let (mut written, mut refused) = (0, None);
        for n in 0..100 {
            let (document, coding) = document(n);
            match store.put(&document, &coding) {
                Ok(put) => {
                    assert_eq!(put, Put::New);
                    written += 1;
                }
                Err(e) => {
                    refused = Some((e, document, coding));
                    break;
                }
            }
        }
        let (e, document, coding) = refused.expect("the disk fills up");
        assert!(matches!(e, StoreError::Full(_)), "{e}");
        assert!(e.to_string().contains("full.db is full: free some space"), "{e}");
        assert_eq!(store.totals().expect("still readable").documents, written);
        assert!(store.document(&document.id, None).expect("still readable").is_none(), "nothing of it is there");
        store.connection.pragma_update(None, "max_page_count", 1_000_000).expect("room");
        assert_eq!(store.put(&document, &coding).expect("it goes on"), Put::New);
        assert_eq!(store.search("navy", 1, None).expect("a search").total, written + 1);
        assert!(store.events(&Filter::default(), Order::default(), 1, None).is_ok());
    }
}
