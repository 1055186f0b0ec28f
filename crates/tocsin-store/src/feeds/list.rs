//! The list of feeds, and what is due.

use super::{DueFeed, DuePage, FeedRow, FeedState, NewFeed, PageState, kept};
use crate::put::write;
use crate::{Store, StoreError};
use jiff::Timestamp;
use rusqlite::{Row, params};
use std::time::Duration;

fn folder_text(folder: &[String]) -> String {
    serde_json::to_string(folder).unwrap_or_else(|_| "[]".to_owned())
}

const FEED_COLUMNS: &str = "address, title, site, folder, state, added_at, polled_at, succeeded_at, error, failures,
    items_last, items_total, \"interval\", due_at,
    (SELECT count(*) FROM feed_items JOIN feed_pages ON feed_pages.key = page
     WHERE feed = feeds.key AND feed_pages.state = 'waiting' AND feed_pages.due_at IS NOT NULL)";

impl Store {
    /// Adds feeds that are not there yet, due at once; tells for each whether it was added.
    ///
    /// # Errors
    /// As [`Store::put`].
    pub fn add_feeds(
        &mut self,
        feeds: &[NewFeed],
        interval: Duration,
        now: Timestamp,
    ) -> Result<Vec<bool>, StoreError> {
        write(self, |transaction| {
            let mut add = transaction.prepare_cached(
                "INSERT INTO feeds (address, title, site, folder, state, added_at, \"interval\", due_at, polls, failures,
                     items_total, items_last) VALUES (?1, ?2, ?3, ?4, 'active', ?5, ?6, ?5, 0, 0, 0, 0)
                 ON CONFLICT (address) DO NOTHING",
            )?;
            let mut added = Vec::with_capacity(feeds.len());
            for feed in feeds {
                let seconds = interval.as_secs() as i64;
                let folder = folder_text(&feed.folder);
                let changed = add.execute((&feed.address, &feed.title, &feed.site, folder, kept(now), seconds))?;
                added.push(changed > 0);
            }
            Ok(added)
        })
    }

    /// Takes a feed off the list, with what was seen in it; the documents stay. `false` when there is none.
    ///
    /// # Errors
    /// As [`Store::put`].
    pub fn remove_feed(&mut self, address: &str) -> Result<bool, StoreError> {
        write(self, |transaction| {
            let removed = transaction.execute("DELETE FROM feeds WHERE address = ?1", [address])? > 0;
            // What was never fetched has nobody left who wants it.
            transaction.execute(
                "DELETE FROM feed_pages WHERE NOT EXISTS (SELECT 1 FROM feed_items WHERE page = feed_pages.key)",
                [],
            )?;
            Ok(removed)
        })
    }

    /// Sets what is done with a feed; one that becomes active is due at once. `false` when there is none.
    ///
    /// # Errors
    /// As [`Store::put`].
    pub fn set_feed_state(&mut self, address: &str, state: FeedState, now: Timestamp) -> Result<bool, StoreError> {
        write(self, |transaction| {
            let changed = transaction.execute(
                "UPDATE feeds SET state = ?2, due_at = CASE WHEN ?2 = 'active' AND state <> 'active' THEN ?3 ELSE due_at END
                 WHERE address = ?1",
                (address, state.name(), kept(now)),
            )?;
            Ok(changed > 0)
        })
    }

    /// Every feed with its health, by folder and title.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn feeds(&self) -> Result<Vec<FeedRow>, StoreError> {
        let sql = format!(
            "SELECT {FEED_COLUMNS} FROM feeds ORDER BY folder, coalesce(title, address) COLLATE NOCASE, address"
        );
        let rows = self.all(&sql, [], feed_row)?;
        rows.into_iter().map(|row| row.map_err(|what| self.damaged(what))).collect()
    }

    /// The active feeds that are due at `now`, the longest due first, at most `most`; all active ones whether due or not
    /// with `all`, except those that failed and have to wait.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn due_feeds(&self, now: Timestamp, all: bool, most: usize) -> Result<Vec<DueFeed>, StoreError> {
        let sql = "SELECT key, address, \"interval\", polls, failures, etag, last_modified FROM feeds
                   WHERE state = 'active' AND (due_at <= ?1 OR (?2 AND failures = 0)) ORDER BY due_at, key LIMIT ?3";
        self.all(sql, params![kept(now), all, most as i64], |row| {
            Ok(DueFeed {
                key: row.get(0)?,
                address: row.get(1)?,
                interval: Duration::from_secs(row.get::<_, i64>(2)?.max(0).unsigned_abs()),
                polls: row.get::<_, i64>(3)?.max(0).unsigned_abs(),
                failures: u32::try_from(row.get::<_, i64>(4)?).unwrap_or(u32::MAX),
                etag: row.get(5)?,
                last_modified: row.get(6)?,
            })
        })
    }

    /// The pages that are due at `now`, the longest due first, at most `most`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn due_pages(&self, now: Timestamp, most: usize) -> Result<Vec<DuePage>, StoreError> {
        let sql = "SELECT key, address, link, state, tries, checks, found_at, etag, last_modified FROM feed_pages
                   WHERE due_at <= ?1 ORDER BY due_at, key LIMIT ?2";
        let rows = self.all(sql, params![kept(now), most as i64], |row| {
            let (state, found_at): (String, String) = (row.get(3)?, row.get(6)?);
            let Some(state) = PageState::ALL.into_iter().find(|known| known.name() == state) else {
                return Ok(Err(format!("a page has the state {state:?}")));
            };
            let Ok(found_at) = found_at.parse() else { return Ok(Err(format!("{found_at:?} is no time"))) };
            Ok(Ok(DuePage {
                key: row.get(0)?,
                address: row.get(1)?,
                link: row.get(2)?,
                state,
                tries: row.get(4)?,
                checks: row.get(5)?,
                found_at,
                etag: row.get(7)?,
                last_modified: row.get(8)?,
            }))
        })?;
        rows.into_iter().map(|row| row.map_err(|what| self.damaged(what))).collect()
    }

    /// What the feed says of a page, as JSON; `None` where that is not needed any more.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn page_entry(&self, page: i64) -> Result<Option<String>, StoreError> {
        let entry = self.all("SELECT entry FROM feed_pages WHERE key = ?1", [page], |row| row.get(0))?;
        Ok(entry.into_iter().next().flatten())
    }

    /// When the next feed or page is due; `None` when nothing ever is.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT min(due) FROM (SELECT min(due_at) AS due FROM feeds WHERE state = 'active'
                   UNION ALL SELECT min(due_at) FROM feed_pages WHERE due_at IS NOT NULL)";
        let due: Option<String> =
            self.connection.query_row(sql, [], |row| row.get(0)).map_err(|error| self.failed(error))?;
        due.map(|due| due.parse().map_err(|_| self.damaged(format!("{due:?} is no time")))).transpose()
    }

    /// Whether there is any feed.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn has_feeds(&self) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM feeds)";
        self.connection.query_row(sql, [], |row| row.get(0)).map_err(|error| self.failed(error))
    }

    fn all<T>(
        &self,
        sql: &str,
        parameters: impl rusqlite::Params,
        each: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let failed = |error| self.failed(error);
        let mut statement = self.connection.prepare_cached(sql).map_err(failed)?;
        let rows = statement.query_map(parameters, each).map_err(failed)?;
        rows.collect::<rusqlite::Result<_>>().map_err(failed)
    }
}

fn feed_row(row: &Row<'_>) -> rusqlite::Result<Result<FeedRow, String>> {
    let (folder, state): (String, String) = (row.get(3)?, row.get(4)?);
    let Some(state) = FeedState::from_name(&state) else { return Ok(Err(format!("a feed has the state {state:?}"))) };
    let Ok(folder) = serde_json::from_str(&folder) else { return Ok(Err(format!("{folder:?} is no folder"))) };
    let count = |at: usize| row.get::<_, i64>(at).map(|count| count.max(0).unsigned_abs());
    let due_at: String = row.get(13)?;
    Ok(Ok(FeedRow {
        address: row.get(0)?,
        title: row.get(1)?,
        site: row.get(2)?,
        folder,
        state,
        added_at: row.get(5)?,
        polled_at: row.get(6)?,
        succeeded_at: row.get(7)?,
        error: row.get(8)?,
        failures: count(9)?,
        items_last: count(10)?,
        items_total: count(11)?,
        interval_seconds: count(12)?,
        due_at: (state == FeedState::Active).then_some(due_at),
        waiting: count(14)?,
    }))
}
