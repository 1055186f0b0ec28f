//! What changed from version to version: told in short when a version is written, in full when it is asked for.

use crate::cursor::{Cursor, mark};
use crate::privacy::public_label;
use crate::query::{DocumentHead, Page, RevisionFilter, RevisionRow};
use crate::read::{HEAD, HEAD_COLUMNS, head};
use crate::store::MOST_ROWS;
use crate::{Store, StoreError};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params, params_from_iter};
use tocsin_record::{Coding, Document, DocumentId, Edition, Names, Revision, TextIndex};

/// A version as it is compared.
struct Stored {
    number: u32,
    document: Document,
    names: Names,
}

impl Stored {
    fn edition(&self) -> Edition<'_> {
        Edition { version: self.number, document: &self.document, names: &self.names }
    }
}

/// The names of a coding that may be shown, each with the words by which the text says it.
fn names(document: &Document, coding: &Coding) -> Names {
    let index = TextIndex::new(&document.text);
    let mut names = Names::new();
    for entity in &coding.entities {
        if let Some(label) = public_label(&entity.party) {
            let words = index.slice(&document.text, entity.span).to_owned();
            names.entry(label.into_owned()).or_default().insert(words);
        }
    }
    names
}

/// Columns of a version in the order in which [`stored`] reads them.
const COLUMNS: &str = "v.number, v.record, v.text, v.coding";

fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let broken = |column, e: serde_json::Error| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(e))
    };
    let (record, text, coding): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(3)?);
    let document: Document = serde_json::from_str(&record).map_err(|e| broken(1, e))?;
    let document = Document { text, ..document };
    let coding: Coding = serde_json::from_str(&coding).map_err(|e| broken(3, e))?;
    Ok(Stored { number: row.get(0)?, names: names(&document, &coding), document })
}

fn version(connection: &Connection, document: i64, number: u32) -> rusqlite::Result<Option<Stored>> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM versions v WHERE v.document = ?1 AND v.number = ?2"))?
        .query_row((document, number), stored)
        .optional()
}

/// Notes what the version `later` (by its key) changed of the one before it.
pub(crate) fn note(transaction: &Transaction<'_>, later: i64) -> rusqlite::Result<()> {
    let (document, number, read_at): (i64, u32, String) = transaction
        .prepare_cached("SELECT document, number, read_at FROM versions WHERE key = ?1")?
        .query_row([later], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let before = number.checked_sub(1).map(|before| version(transaction, document, before)).transpose()?.flatten();
    let (Some(before), Some(after)) = (before, version(transaction, document, number)?) else { return Ok(()) };
    let summary = Revision::between(before.edition(), after.edition()).summary;
    let told = serde_json::to_string(&summary).map_err(|e| rusqlite::Error::ToSqlConversionFailure(Box::new(e)))?;
    transaction
        .prepare_cached(
            "INSERT OR REPLACE INTO revisions (version, document, number, silent, read_at, summary)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![later, document, number, summary.silent, read_at, told])?;
    Ok(())
}

/// Notes what the versions of a store changed that was written before revisions were noted.
pub(crate) fn note_all(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let later: Vec<i64> = transaction
        .prepare("SELECT key FROM versions WHERE number > 1 ORDER BY key")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    later.into_iter().try_for_each(|later| note(transaction, later))
}

pub(crate) fn revision(
    store: &Store,
    id: &DocumentId,
    from: Option<u32>,
    to: Option<u32>,
) -> Result<Option<Revision>, StoreError> {
    let read = || {
        // One snapshot, so that both versions are of one state.
        let snapshot = store.connection.unchecked_transaction()?;
        let known: Option<(i64, u32)> = snapshot
            .prepare_cached("SELECT key, version FROM documents WHERE id = ?1")?
            .query_row([id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((document, newest)) = known else { return Ok(None) };
        let to = to.unwrap_or(newest);
        let Some(from) = from.or(to.checked_sub(1)) else { return Ok(None) };
        Ok(version(&snapshot, document, from)?.zip(version(&snapshot, document, to)?))
    };
    let versions = read().map_err(|e| store.failed(e))?;
    Ok(versions.map(|(before, after)| Revision::between(before.edition(), after.edition())))
}

/// A row as it comes, before its summary is read.
struct Raw {
    head: DocumentHead,
    read_at: String,
    summary: String,
    modified: Option<String>,
}

pub(crate) fn revisions(
    store: &Store,
    filter: &RevisionFilter,
    limit: usize,
    cursor: Option<&str>,
) -> Result<Page<RevisionRow>, StoreError> {
    let mark = mark("revisions", filter);
    let after = cursor.map(|given| Cursor::read(given, &mark)).transpose()?;
    let limit = limit.clamp(1, MOST_ROWS);
    let mut condition = "1".to_owned();
    let mut values: Vec<Value> = Vec::new();
    let mut and = |sql: &str, given: &mut Vec<Value>| {
        condition += " AND ";
        condition += sql;
        values.append(given);
    };
    if filter.silent {
        and("x.silent = 1", &mut Vec::new());
    }
    if let Some(since) = filter.since {
        and("x.read_at >= ?", &mut vec![Value::Text(since.to_string())]);
    }
    if let Some(until) = filter.until {
        and("substr(x.read_at, 1, 10) <= ?", &mut vec![Value::Text(until.to_string())]);
    }
    if let Some(id) = &filter.document {
        let of = "x.document = (SELECT key FROM documents WHERE id = ?)";
        and(of, &mut vec![Value::Text(id.as_str().to_owned())]);
    }
    let counted = (condition.clone(), values.clone());
    if let Some(after) = after {
        condition += " AND x.read_at <= ? AND (x.read_at < ? OR (d.id, x.number) > (?, ?))";
        let day = Value::Text(after.day);
        values.extend([day.clone(), day, Value::Text(after.document), Value::Integer(after.start)]);
    }
    let read = || {
        let snapshot = store.connection.unchecked_transaction()?;
        let total: i64 = snapshot
            .prepare_cached(&format!("SELECT count(*) FROM revisions x WHERE {}", counted.0))?
            .query_row(params_from_iter(&counted.1), |row| row.get(0))?;
        let rows = snapshot
            .prepare_cached(&format!(
                "SELECT {HEAD}, x.read_at, x.summary, v.record ->> '$.modified'
                 FROM revisions x CROSS JOIN versions v ON v.key = x.version CROSS JOIN documents d ON d.key = x.document
                 WHERE {condition} ORDER BY x.read_at DESC, d.id, x.number LIMIT {}",
                limit + 1
            ))?
            .query_map(params_from_iter(&values), |row| {
                Ok(Raw {
                    head: head(row, 0)?,
                    read_at: row.get(HEAD_COLUMNS)?,
                    summary: row.get(HEAD_COLUMNS + 1)?,
                    modified: row.get(HEAD_COLUMNS + 2)?,
                })
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        Ok((total, rows))
    };
    let (total, mut rows) = read().map_err(|e| store.failed(e))?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|last| {
        let (document, start) = (last.head.id.as_str().to_owned(), i64::from(last.head.version));
        Cursor { day: last.read_at.clone(), document, start, row: String::new() }.write(&mark)
    });
    let row = |raw: Raw| {
        let summary = serde_json::from_str(&raw.summary).map_err(|e| store.damaged(e))?;
        let before = raw.head.version.saturating_sub(1);
        Ok(RevisionRow { document: raw.head, before, read_at: raw.read_at, modified: raw.modified, summary })
    };
    let rows = rows.into_iter().map(row).collect::<Result<_, StoreError>>()?;
    Ok(Page { rows, total: total as u64, next })
}
