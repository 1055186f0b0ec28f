//! Full-text search over the newest versions of documents.

use crate::cursor::{Cursor, mark};
use crate::query::*;
use crate::read::{HEAD, HEAD_COLUMNS, head};
use crate::rows::EVENT;
use crate::store::MOST_ROWS;
use crate::words::Words;
use crate::{Store, StoreError};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Transaction, params_from_iter};

/// Marks around found words in what the database returns: code points that no text should hold. Where one does, the
/// text still comes out right, since it is read from a second copy without marks.
const MARKS: [char; 2] = ['\u{FDD0}', '\u{FDD1}'];
/// How many words a snippet has.
const SNIPPET_WORDS: u32 = 32;
/// The most code points of a snippet: a text without spaces is one word.
const SNIPPET_CHARS: usize = 400;

pub(crate) fn search(
    store: &Store,
    query: &str,
    limit: usize,
    cursor: Option<&str>,
) -> Result<Page<SearchHit>, StoreError> {
    let mark = mark("search", &query);
    let after = cursor.map(|given| Cursor::read(given, &mark)).transpose()?;
    let Some(words) = Words::parse(query) else { return Ok(Page { rows: Vec::new(), total: 0, next: None }) };
    let limit = limit.clamp(1, MOST_ROWS);
    let read = || {
        let snapshot = store.connection.unchecked_transaction()?;
        let mut condition = "v.newest = 1".to_owned();
        let mut values = Vec::new();
        for (words, with) in [(&words.all, "IN"), (&words.none, "NOT IN")] {
            if let Some(words) = words {
                condition.push_str(&format!(" AND v.key {with} (SELECT rowid FROM texts WHERE texts MATCH ?)"));
                values.push(Value::Text(words.clone()));
            }
        }
        let total: i64 = snapshot
            .prepare_cached(&format!("SELECT count(*) FROM versions v WHERE {condition}"))?
            .query_row(params_from_iter(&values), |row| row.get(0))?;
        if let Some(after) = &after {
            condition.push_str(" AND v.day <= ? AND (v.day < ? OR d.id > ?)");
            let day = Value::Text(after.day.clone());
            values.extend([day.clone(), day, Value::Text(after.document.clone())]);
        }
        let rows = snapshot
            .prepare_cached(&format!(
                "SELECT {HEAD}, v.key, v.day, (SELECT count(*) FROM rows r WHERE r.version = v.key AND r.kind = {EVENT})
                 FROM versions v JOIN documents d ON d.key = v.document
                 WHERE {condition} ORDER BY v.day DESC, d.id LIMIT {}",
                limit + 1
            ))?
            .query_map(params_from_iter(&values), |row| {
                let key: i64 = row.get(HEAD_COLUMNS)?;
                let day: String = row.get(HEAD_COLUMNS + 1)?;
                Ok((head(row, 0)?, key, day, row.get::<_, i64>(HEAD_COLUMNS + 2)? as u64))
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        let more = rows.len() > limit;
        let mut hits = Vec::with_capacity(rows.len());
        let mut last = None;
        for (document, key, day, events) in rows.into_iter().take(limit) {
            let snippet = snippet(&snapshot, key, words.all.as_deref())?;
            last = Some((document.id.as_str().to_owned(), day));
            hits.push(SearchHit { document, snippet, events });
        }
        let next = last
            .filter(|_| more)
            .map(|(document, day)| Cursor { day, document, start: 0, row: String::new() }.write(&mark));
        Ok(Page { rows: hits, total: total as u64, next })
    };
    read().map_err(|e| store.failed(e))
}

/// Words around the hit; the beginning of the text where only its title was found, or only exclusions were asked.
fn snippet(snapshot: &Transaction<'_>, key: i64, words: Option<&str>) -> rusqlite::Result<Vec<(String, bool)>> {
    let found = match words {
        Some(words) => snapshot
            .prepare_cached(
                "SELECT snippet(texts, 1, ?3, ?4, '…', ?5), snippet(texts, 1, '', '', '…', ?5)
                 FROM texts WHERE texts MATCH ?1 AND rowid = ?2",
            )?
            .query_row((words, key, MARKS[0].to_string(), MARKS[1].to_string(), SNIPPET_WORDS), |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
            })
            .optional()?,
        None => None,
    };
    match found {
        Some((marked, plain)) => Ok(pieces(&marked, &plain)),
        None => {
            let start: String = snapshot
                .prepare_cached("SELECT substr(text, 1, ?2) FROM versions WHERE key = ?1")?
                .query_row((key, SNIPPET_CHARS as i64), |row| row.get(0))?;
            Ok(pieces(&start, &start))
        }
    }
}

/// Cuts a marked snippet at its marks, with its text from the copy without marks.
fn pieces(marked: &str, plain: &str) -> Vec<(String, bool)> {
    let mut pieces: Vec<(String, bool)> = Vec::new();
    let mut found = false;
    let mut marked = marked.chars().peekable();
    for c in plain.chars().take(SNIPPET_CHARS) {
        while let Some(mark) = marked.next_if(|m| MARKS.contains(m) && *m != c) {
            found = mark == MARKS[0];
        }
        marked.next();
        let c = if c.is_whitespace() { ' ' } else { c };
        match pieces.last_mut() {
            Some((text, was)) if *was == found => text.push(c),
            _ => pieces.push((c.to_string(), found)),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::pieces;

    #[test]
    fn marks_become_pieces_and_text_stays_text() {
        let piece = |text: &str, found| (text.to_owned(), found);
        assert_eq!(
            pieces("a \u{FDD0}boat\u{FDD1} sank", "a boat sank"),
            [piece("a ", false), piece("boat", true), piece(" sank", false)]
        );
        assert_eq!(pieces("\u{FDD0}é\u{FDD1}", "é"), [piece("é", true)]);
        assert_eq!(pieces("", ""), []);
        // A text that holds a mark keeps it.
        let joined: String = pieces("x\u{FDD0}y", "x\u{FDD0}y").into_iter().map(|(text, _)| text).collect();
        assert_eq!(joined, "x\u{FDD0}y");
    }
}
