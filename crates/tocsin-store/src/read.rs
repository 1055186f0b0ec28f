//! Reading single things back, the list of documents, and totals.

use crate::cursor::{Cursor, mark};
use crate::query::*;
use crate::rows::{CLAIM, EVENT, PREDICTION, STATEMENT};
use crate::store::MOST_ROWS;
use crate::{Store, StoreError};
use rusqlite::{OptionalExtension, Row, params};
use tocsin_record::{Coding, Document, DocumentId, EventId};

/// The columns of a [`DocumentHead`], in the order in which [`head`] reads them.
pub(crate) const HEAD: &str = "d.id, v.number, v.url, v.outlet, v.title, v.published, v.lang, v.translated, v.synthetic, EXISTS (SELECT 1 FROM \
     revisions e WHERE e.document = d.key AND e.silent = 1 AND e.number <= v.number)";
/// How many columns that are.
pub(crate) const HEAD_COLUMNS: usize = 10;

pub(crate) fn head(row: &Row<'_>, from: usize) -> rusqlite::Result<DocumentHead> {
    Ok(DocumentHead {
        id: DocumentId::from(row.get::<_, String>(from)?),
        version: row.get(from + 1)?,
        url: row.get(from + 2)?,
        outlet: row.get(from + 3)?,
        title: row.get(from + 4)?,
        published: row.get(from + 5)?,
        lang: row.get(from + 6)?,
        translated: row.get(from + 7)?,
        synthetic: row.get(from + 8)?,
        silent: row.get(from + 9)?,
    })
}

pub(crate) fn event(store: &Store, id: &EventId) -> Result<Option<EventRow>, StoreError> {
    let read = || {
        store
            .connection
            .prepare_cached(&format!(
                "SELECT {HEAD}, r.record, v.coder_version, r.reviewed
                 FROM rows r JOIN versions v ON v.key = r.version JOIN documents d ON d.key = v.document
                 WHERE r.id = ?1 AND r.kind = {EVENT}"
            ))?
            .query_row([id.as_str()], |row| {
                let record: String = row.get(HEAD_COLUMNS)?;
                Ok((record, head(row, 0)?, row.get(HEAD_COLUMNS + 1)?, row.get(HEAD_COLUMNS + 2)?))
            })
            .optional()
    };
    let Some((record, document, coder_version, reviewed)) = read().map_err(|e| store.failed(e))? else {
        return Ok(None);
    };
    let event = serde_json::from_str(&record).map_err(|e| store.damaged(e))?;
    Ok(Some(EventRow { event, document, coder_version, reviewed }))
}

pub(crate) fn documents(store: &Store, limit: usize, cursor: Option<&str>) -> Result<Page<DocumentHead>, StoreError> {
    let mark = mark("documents", &());
    let after = cursor.map(|given| Cursor::read(given, &mark)).transpose()?;
    let limit = limit.clamp(1, MOST_ROWS);
    let keyset = if after.is_some() { "AND v.day <= ?2 AND (v.day < ?2 OR d.id > ?3)" } else { "" };
    let read = || {
        let snapshot = store.connection.unchecked_transaction()?;
        let total: i64 = snapshot.query_row("SELECT count(*) FROM versions WHERE newest = 1", [], |row| row.get(0))?;
        let mut statement = snapshot.prepare_cached(&format!(
            "SELECT {HEAD}, v.day FROM versions v JOIN documents d ON d.key = v.document
             WHERE v.newest = 1 {keyset} ORDER BY v.day DESC, d.id LIMIT ?1"
        ))?;
        let more = limit as i64 + 1;
        let each = |row: &Row<'_>| Ok((head(row, 0)?, row.get::<_, String>(HEAD_COLUMNS)?));
        let rows = match &after {
            Some(after) => statement.query_map(params![more, after.day, after.document], each)?.collect(),
            None => statement.query_map([more], each)?.collect::<rusqlite::Result<Vec<_>>>(),
        };
        rows.map(|rows| (total, rows))
    };
    let (total, mut rows) = read().map_err(|e| store.failed(e))?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|(head, day)| {
        Cursor { day: day.clone(), document: head.id.as_str().to_owned(), start: 0, row: String::new() }.write(&mark)
    });
    Ok(Page { rows: rows.into_iter().map(|(head, _)| head).collect(), total: total as u64, next })
}

pub(crate) fn document(
    store: &Store,
    id: &DocumentId,
    version: Option<u32>,
) -> Result<Option<StoredDocument>, StoreError> {
    let read = || {
        // One snapshot, so that text, rows and versions belong together.
        let snapshot = store.connection.unchecked_transaction()?;
        let found = snapshot
            .prepare_cached(
                "SELECT v.key, v.record, v.text, v.coding FROM documents d JOIN versions v ON v.document = d.key
                 WHERE d.id = ?1 AND v.number = coalesce(?2, d.version)",
            )?
            .query_row(params![id.as_str(), version], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get::<_, String>(3)?))
            })
            .optional()?;
        let Some((key, record, text, coding)) = found else { return Ok(None) };
        let rows = snapshot
            .prepare_cached("SELECT kind, record FROM rows WHERE version = ?1 ORDER BY kind, ordinal")?
            .query_map([key], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<Vec<(i64, String)>>>()?;
        let versions = snapshot
            .prepare_cached(
                "SELECT v.number, v.text_sha256, v.read_at, v.title, x.summary FROM documents d
                 JOIN versions v ON v.document = d.key LEFT JOIN revisions x ON x.version = v.key
                 WHERE d.id = ?1 ORDER BY v.number",
            )?
            .query_map([id.as_str()], |row| {
                let version = Version {
                    number: row.get(0)?,
                    text_sha256: row.get(1)?,
                    read_at: row.get(2)?,
                    title: row.get(3)?,
                    revision: None,
                };
                Ok((version, row.get(4)?))
            })?
            .collect::<rusqlite::Result<Vec<(Version, Option<String>)>>>()?;
        Ok(Some((record, text, coding, rows, versions)))
    };
    let Some((record, text, coding, rows, versions)) = read().map_err(|e| store.failed(e))? else { return Ok(None) };
    let build = || -> serde_json::Result<StoredDocument> {
        let document = Document { text, ..serde_json::from_str(&record)? };
        let mut coding: Coding = serde_json::from_str(&coding)?;
        for (kind, record) in &rows {
            match *kind {
                EVENT => coding.events.push(serde_json::from_str(record)?),
                STATEMENT => coding.statements.push(serde_json::from_str(record)?),
                PREDICTION => coding.predictions.push(serde_json::from_str(record)?),
                _ => coding.claims.push(serde_json::from_str(record)?),
            }
        }
        let version = |(version, summary): &(Version, Option<String>)| {
            let revision = summary.as_deref().map(serde_json::from_str).transpose()?;
            Ok(Version { revision, ..version.clone() })
        };
        let versions = versions.iter().map(version).collect::<serde_json::Result<_>>()?;
        Ok(StoredDocument { document, coding, versions })
    };
    build().map(Some).map_err(|e| store.damaged(e))
}

pub(crate) fn totals(store: &Store) -> Result<Totals, StoreError> {
    let read = || {
        let snapshot = store.connection.unchecked_transaction()?;
        let mut totals = snapshot.query_row(
            "SELECT count(*), coalesce(sum(synthetic), 0), min(nullif(day, '')), max(nullif(day, ''))
             FROM versions WHERE newest = 1",
            [],
            |row| {
                // A day that cannot be read is no day; the columns are written from days only.
                let day = |text: Option<String>| text.and_then(|text| text.parse().ok());
                Ok(Totals {
                    documents: row.get::<_, i64>(0)? as u64,
                    synthetic: row.get::<_, i64>(1)? as u64,
                    first: day(row.get(2)?),
                    last: day(row.get(3)?),
                    ..Totals::default()
                })
            },
        )?;
        let mut counts =
            snapshot.prepare_cached("SELECT kind, count(*), sum(reviewed) FROM rows WHERE newest = 1 GROUP BY kind")?;
        let mut counts = counts.query([])?;
        while let Some(row) = counts.next()? {
            let count = row.get::<_, i64>(1)? as u64;
            match row.get(0)? {
                EVENT => (totals.events, totals.reviewed) = (count, row.get::<_, i64>(2)? as u64),
                STATEMENT => totals.statements = count,
                PREDICTION => totals.predictions = count,
                CLAIM => totals.claims = count,
                _ => {}
            }
        }
        Ok(totals)
    };
    read().map_err(|e| store.failed(e))
}
