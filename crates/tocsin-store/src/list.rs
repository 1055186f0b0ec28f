//! Lists of rows: filters in SQL, pages by keyset.

use crate::cursor::{Cursor, mark};
use crate::fold::folded;
use crate::query::*;
use crate::read::{HEAD, HEAD_COLUMNS, head};
use crate::rows::{CLAIM, EVENT, PREDICTION, STATEMENT};
use crate::store::MOST_ROWS;
use crate::words::Words;
use crate::{Store, StoreError};
use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};
use serde::Serialize;

/// A kind of row that can be listed.
pub(crate) trait Listed: Sized {
    /// Its number in the table.
    const KIND: i64;
    /// Its name in cursors.
    const NAME: &'static str;
    fn read(record: &str, document: DocumentHead, coder_version: String, reviewed: bool) -> serde_json::Result<Self>;
}

impl Listed for EventRow {
    const KIND: i64 = EVENT;
    const NAME: &'static str = "events";
    fn read(record: &str, document: DocumentHead, coder_version: String, reviewed: bool) -> serde_json::Result<Self> {
        Ok(EventRow { event: serde_json::from_str(record)?, document, coder_version, reviewed })
    }
}

impl Listed for StatementRow {
    const KIND: i64 = STATEMENT;
    const NAME: &'static str = "statements";
    fn read(record: &str, document: DocumentHead, coder_version: String, _: bool) -> serde_json::Result<Self> {
        Ok(StatementRow { statement: serde_json::from_str(record)?, document, coder_version })
    }
}

impl Listed for PredictionRow {
    const KIND: i64 = PREDICTION;
    const NAME: &'static str = "predictions";
    fn read(record: &str, document: DocumentHead, coder_version: String, _: bool) -> serde_json::Result<Self> {
        Ok(PredictionRow { prediction: serde_json::from_str(record)?, document, coder_version })
    }
}

impl Listed for ClaimRow {
    const KIND: i64 = CLAIM;
    const NAME: &'static str = "claims";
    fn read(record: &str, document: DocumentHead, coder_version: String, _: bool) -> serde_json::Result<Self> {
        Ok(ClaimRow { claim: serde_json::from_str(record)?, document, coder_version })
    }
}

/// A condition on `rows r`, with its values in the order of its question marks.
pub(crate) struct Condition {
    pub sql: String,
    pub values: Vec<Value>,
    /// Whether few rows are expected to be left.
    narrow: bool,
}

impl Condition {
    fn and(&mut self, sql: &str, values: impl IntoIterator<Item = Value>) {
        self.sql.push_str(" AND ");
        self.sql.push_str(sql);
        self.values.extend(values);
    }
}

/// Which rows of a kind a filter lets through. Lists go in as one JSON value each, so that the statement's text, and
/// with it the prepared statement, does not depend on their length.
pub(crate) fn condition(filter: &Filter, kind: i64) -> Condition {
    // Where the filter names parties, places, words or a document, few rows are left: they are found by these and then
    // sorted. Otherwise the index by day gives the newest at once. The plus signs keep the other indexes out.
    let narrow = !(filter.actor.is_empty() && filter.recipient.is_empty() && filter.document.is_none())
        || (kind == EVENT && !filter.countries.is_empty())
        || filter.text.is_some();
    let plus = if narrow { "+" } else { "" };
    let mut condition = Condition { sql: format!("{plus}r.kind = {kind}"), values: Vec::new(), narrow };
    match filter.as_of {
        None => condition.and(&format!("{plus}r.newest = 1"), []),
        Some(day) => {
            let day = Value::Text(day.to_string());
            condition.and(
                "r.day <= ? AND +r.version IN
                 (SELECT key FROM versions WHERE known_from <= ? AND (known_until IS NULL OR known_until > ?))",
                [day.clone(), day.clone(), day],
            );
        }
    }
    for (side, parties) in [(0, &filter.actor), (1, &filter.recipient)] {
        if !parties.is_empty() {
            party(&mut condition, side, parties);
        }
    }
    let named = |names: Vec<&'static str>| json(&names);
    if !filter.kinds.is_empty() && matches!(kind, EVENT | PREDICTION) {
        let kinds = filter.kinds.iter().map(|kind| kind.name()).collect();
        condition.and("r.type IN (SELECT value FROM json_each(?))", [named(kinds)]);
    }
    if kind == EVENT {
        if !filter.statuses.is_empty() {
            let statuses = filter.statuses.iter().map(|status| status.name()).collect();
            condition.and("r.status IN (SELECT value FROM json_each(?))", [named(statuses)]);
        }
        if !filter.countries.is_empty() {
            condition.and(
                "r.key IN (SELECT \"row\" FROM places WHERE country IN (SELECT value FROM json_each(?)))",
                [json(&filter.countries)],
            );
        }
        if let Some(least) = filter.min_confidence {
            condition.and("r.confidence >= ?", [Value::Real(least)]);
        }
        if let Some(reviewed) = filter.reviewed {
            condition.and("r.reviewed = ?", [Value::Integer(reviewed.into())]);
        }
    }
    if let Some(since) = filter.since {
        condition.and("r.to_day >= ?", [Value::Text(since.to_string())]);
    }
    if let Some(until) = filter.until {
        condition.and("r.from_day <= ? AND r.from_day <> ''", [Value::Text(until.to_string())]);
    }
    if let Some(document) = &filter.document {
        condition.and(
            "r.version IN (SELECT v.key FROM versions v JOIN documents d ON d.key = v.document WHERE d.id = ?)",
            [Value::Text(document.as_str().to_owned())],
        );
    }
    if let Some(text) = &filter.text {
        words(&mut condition, text);
    }
    condition
}

fn json(values: &impl Serialize) -> Value {
    Value::Text(serde_json::to_string(values).unwrap_or_else(|_| "[]".to_owned()))
}

/// Any of the given codes or names on one side.
fn party(condition: &mut Condition, side: i64, given: &[String]) {
    let (mut codes, mut names) = (Vec::new(), Vec::new());
    for given in given {
        let words = folded(given);
        if given.len() == 3 && given.bytes().all(|b| b.is_ascii_uppercase()) {
            // Many organisations are called by three letters: as a name they must stand alone ("ICE", not "Iceland").
            codes.push(given.as_str());
            names.push(words);
        } else if !words.is_empty() {
            names.push(words.trim_end().to_owned());
        }
    }
    let side = Value::Integer(side);
    condition.and(
        "r.key IN (SELECT \"row\" FROM parties WHERE side = ? AND country IN (SELECT value FROM json_each(?))
         UNION ALL SELECT \"row\" FROM sectors WHERE side = ? AND sector IN (SELECT value FROM json_each(?))
         UNION ALL SELECT p.\"row\" FROM parties p WHERE p.side = ? AND p.name IN
            (SELECT n.key FROM names n WHERE EXISTS (SELECT 1 FROM json_each(?) q WHERE instr(n.folded, q.value) > 0)))",
        [side.clone(), json(&codes), side.clone(), json(&codes), side, json(&names)],
    );
}

/// Words that the evidence holds.
fn words(condition: &mut Condition, text: &str) {
    let Some(words) = Words::parse(text) else {
        condition.and("0", []);
        return;
    };
    const MATCH: &str = "(SELECT rowid FROM sentences WHERE sentences MATCH ?)";
    if let Some(all) = words.all {
        condition.and(&format!("r.passage IN {MATCH}"), [Value::Text(all)]);
    }
    if let Some(none) = words.none {
        condition.and(&format!("r.passage NOT IN {MATCH}"), [Value::Text(none)]);
    }
}

/// The statement that lists rows, and where in the order the sort day stands.
fn select(condition: &mut Condition, order: Order, after: Option<&Cursor>, limit: Option<usize>) -> String {
    let (day, index) = match order {
        Order::NewestPublished => ("r.day", "INDEXED BY rows_by_day"),
        Order::NewestEvent => ("r.from_day", "INDEXED BY rows_by_time"),
    };
    let index = if condition.narrow { "" } else { index };
    if let Some(after) = after {
        let (first, text) = (Value::Text(after.day.clone()), |text: &String| Value::Text(text.clone()));
        condition.and(
            &format!("{day} <= ? AND ({day} < ? OR (d.id, r.start, r.id) > (?, ?, ?))"),
            [first.clone(), first, text(&after.document), Value::Integer(after.start), text(&after.row)],
        );
    }
    let limit = limit.map_or_else(String::new, |limit| format!("LIMIT {limit}"));
    format!(
        "SELECT {HEAD}, r.record, v.coder_version, r.reviewed, {day}, r.start, r.id
         FROM rows r {index} CROSS JOIN versions v ON v.key = r.version CROSS JOIN documents d ON d.key = v.document
         WHERE {} ORDER BY {day} DESC, d.id, r.start, r.id {limit}",
        condition.sql
    )
}

/// A row as it comes, before its record is read.
struct Raw {
    document: DocumentHead,
    record: String,
    coder_version: String,
    reviewed: bool,
    day: String,
    start: i64,
    id: String,
}

impl Raw {
    fn from(row: &Row<'_>) -> rusqlite::Result<Raw> {
        Ok(Raw {
            document: head(row, 0)?,
            record: row.get(HEAD_COLUMNS)?,
            coder_version: row.get(HEAD_COLUMNS + 1)?,
            reviewed: row.get(HEAD_COLUMNS + 2)?,
            day: row.get(HEAD_COLUMNS + 3)?,
            start: row.get(HEAD_COLUMNS + 4)?,
            id: row.get(HEAD_COLUMNS + 5)?,
        })
    }

    fn read<T: Listed>(self, store: &Store) -> Result<T, StoreError> {
        T::read(&self.record, self.document, self.coder_version, self.reviewed).map_err(|e| store.damaged(e))
    }
}

pub(crate) fn page<T: Listed>(
    store: &Store,
    filter: &Filter,
    order: Order,
    limit: usize,
    cursor: Option<&str>,
) -> Result<Page<T>, StoreError> {
    let mark = mark(T::NAME, &(filter, order));
    let after = cursor.map(|given| Cursor::read(given, &mark)).transpose()?;
    let limit = limit.clamp(1, MOST_ROWS);
    let mut condition = condition(filter, T::KIND);
    let read = || {
        // One snapshot, so that the total is that of the rows.
        let snapshot = store.connection.unchecked_transaction()?;
        let total: i64 = snapshot
            .prepare_cached(&format!("SELECT count(*) FROM rows r WHERE {}", condition.sql))?
            .query_row(params_from_iter(&condition.values), |row| row.get(0))?;
        let sql = select(&mut condition, order, after.as_ref(), Some(limit + 1));
        let rows = snapshot
            .prepare_cached(&sql)?
            .query_map(params_from_iter(&condition.values), Raw::from)?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        Ok((total, rows))
    };
    let (total, mut rows) = { read }().map_err(|e| store.failed(e))?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|last| {
        let document = last.document.id.as_str().to_owned();
        Cursor { day: last.day.clone(), document, start: last.start, row: last.id.clone() }.write(&mark)
    });
    let rows = rows.into_iter().map(|row| row.read(store)).collect::<Result<_, _>>()?;
    Ok(Page { rows, total: total as u64, next })
}

pub(crate) fn each<T: Listed, E: From<StoreError>>(
    store: &Store,
    filter: &Filter,
    order: Order,
    mut each: impl FnMut(T) -> Result<(), E>,
) -> Result<u64, E> {
    let failed = |e| store.failed(e);
    let mut condition = condition(filter, T::KIND);
    let sql = select(&mut condition, order, None, None);
    let mut statement = store.connection.prepare_cached(&sql).map_err(failed)?;
    let mut rows = statement.query(params_from_iter(&condition.values)).map_err(failed)?;
    let mut count = 0;
    while let Some(row) = rows.next().map_err(failed)? {
        each(Raw::from(row).map_err(failed)?.read(store)?)?;
        count += 1;
    }
    Ok(count)
}
