//! Feeds and the pages they lead to: what is due, and what became of it. What an address is, and how it is fetched, is
//! not known here.

use crate::put::{WriteError, write};
use crate::{Store, StoreError};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde::Serialize;
use std::time::Duration;

/// What is done with a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FeedState {
    /// It is looked at when it is due.
    Active,
    /// The user wants it left alone.
    Paused,
    /// Its host says that it is gone for good.
    Gone,
}

impl FeedState {
    /// The state's name.
    pub fn name(self) -> &'static str {
        match self {
            FeedState::Active => "active",
            FeedState::Paused => "paused",
            FeedState::Gone => "gone",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [FeedState::Active, FeedState::Paused, FeedState::Gone].into_iter().find(|state| state.name() == name)
    }
}

/// A feed and its health.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FeedRow {
    /// Where it lies.
    pub address: String,
    /// Its title.
    pub title: Option<String>,
    /// The page it belongs to.
    pub site: Option<String>,
    /// The folders that the user keeps it in, from the outside in.
    pub folder: Vec<String>,
    /// What is done with it.
    pub state: FeedState,
    /// When it was added.
    pub added_at: String,
    /// When it was last looked at.
    pub polled_at: Option<String>,
    /// When that last went well.
    pub succeeded_at: Option<String>,
    /// What went wrong at the last look.
    pub error: Option<String>,
    /// How many looks in a row went wrong.
    pub failures: u64,
    /// New items at the last look that went well.
    pub items_last: u64,
    /// Items seen in all.
    pub items_total: u64,
    /// Articles of it that are still to be fetched.
    pub waiting: u64,
    /// Seconds between two looks.
    pub interval_seconds: u64,
    /// When it is looked at next; `None` while it is paused or gone.
    pub due_at: Option<String>,
}

/// A feed to add.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewFeed {
    /// Where it lies.
    pub address: String,
    /// Its title.
    pub title: Option<String>,
    /// The page it belongs to.
    pub site: Option<String>,
    /// The folders it lies in, from the outside in.
    pub folder: Vec<String>,
}

/// A feed that is to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueFeed {
    /// Its number in this store.
    pub key: i64,
    /// Where it lies.
    pub address: String,
    /// The time between two looks.
    pub interval: Duration,
    /// Looks so far.
    pub polls: u64,
    /// How many looks in a row went wrong.
    pub failures: u32,
    /// The mark of the version last had.
    pub etag: Option<String>,
    /// The host's date of the version last had.
    pub last_modified: Option<String>,
}

/// One item of a feed, as it was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedItem {
    /// What the feed calls it.
    pub guid: String,
    /// What changes with the article.
    pub digest: String,
    /// The one address by which its page is known.
    pub page: String,
    /// The address to fetch; `None` where the entry is all there is.
    pub link: Option<String>,
    /// What the feed says of it, as JSON.
    pub entry: String,
}

/// How a look at a feed ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PollOutcome {
    /// It was read.
    Read {
        /// Where it lies now.
        moved: Option<String>,
        /// Its title.
        title: Option<String>,
        /// The page it belongs to.
        site: Option<String>,
        /// The mark of this version.
        etag: Option<String>,
        /// The host's date of this version.
        last_modified: Option<String>,
        /// What is in it.
        items: Vec<FeedItem>,
        /// How many items are fetched where all are new; the others count as seen.
        backlog: usize,
    },
    /// It has not changed.
    Unchanged,
    /// It could not be had or read.
    Failed {
        /// Why, in one line.
        error: String,
        /// Whether its host says that it is gone for good.
        gone: bool,
    },
}

/// What a look brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Items that were not known.
    pub new: u64,
    /// Known items that tell of another version.
    pub changed: u64,
    /// New items beyond the backlog, which are not fetched.
    pub passed: u64,
}

/// What is known of a page that a feed leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageState {
    /// It has not been had yet.
    Waiting,
    /// It was read.
    Read,
    /// It could not be had; the feed's own text was read instead.
    FeedText,
    /// It may not be fetched or kept.
    Refused,
    /// It was tried often enough.
    Failed,
    /// It was old when its feed was added.
    Passed,
}

impl PageState {
    const ALL: [PageState; 6] = [
        PageState::Waiting,
        PageState::Read,
        PageState::FeedText,
        PageState::Refused,
        PageState::Failed,
        PageState::Passed,
    ];

    /// The state's name.
    pub fn name(self) -> &'static str {
        match self {
            PageState::Waiting => "waiting",
            PageState::Read => "read",
            PageState::FeedText => "feed-text",
            PageState::Refused => "refused",
            PageState::Failed => "failed",
            PageState::Passed => "passed",
        }
    }
}

/// A page that is to be fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuePage {
    /// Its number in this store.
    pub key: i64,
    /// The one address by which it is known.
    pub address: String,
    /// The address to fetch; `None` where the feed's entry is all there is.
    pub link: Option<String>,
    /// What is known of it.
    pub state: PageState,
    /// Tries since it was last had.
    pub tries: u32,
    /// Looks after it was first had.
    pub checks: u32,
    /// When it was found.
    pub found_at: Timestamp,
    /// The mark of the version last had.
    pub etag: Option<String>,
    /// The host's date of the version last had.
    pub last_modified: Option<String>,
}

/// What became of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageOutcome {
    /// What is known of it now.
    pub state: PageState,
    /// When it was looked at.
    pub at: Timestamp,
    /// When it is to be looked at again.
    pub due_at: Option<Timestamp>,
    /// Tries since it was last had.
    pub tries: u32,
    /// Looks after it was first had.
    pub checks: u32,
    /// The mark of the version that was had.
    pub etag: Option<String>,
    /// The host's date of the version that was had.
    pub last_modified: Option<String>,
    /// What went wrong, in one line.
    pub error: Option<String>,
    /// The id of the document that was made of it.
    pub document: Option<String>,
}

/// A time to the second, as it is kept.
fn kept(time: Timestamp) -> String {
    Timestamp::from_second(time.as_second()).unwrap_or(time).to_string()
}

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

    /// Keeps how a look at a feed ended, in one transaction with the items it brought. `schedule` is told what is new and
    /// gives the interval from now on and the time of the next look. `None` when the feed has been removed meanwhile.
    ///
    /// # Errors
    /// As [`Store::put`].
    pub fn record_poll(
        &mut self,
        feed: i64,
        outcome: &PollOutcome,
        at: Timestamp,
        schedule: impl FnOnce(Seen) -> (Duration, Timestamp),
    ) -> Result<Option<Seen>, StoreError> {
        write(self, |transaction| record_poll(transaction, feed, outcome, at, schedule))
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

    /// Keeps what became of a page. What the feed said of it is kept only while it is waiting.
    ///
    /// # Errors
    /// As [`Store::put`].
    pub fn record_page(&mut self, page: i64, outcome: &PageOutcome) -> Result<(), StoreError> {
        write(self, |transaction| {
            transaction
                .prepare_cached(
                    "UPDATE feed_pages SET state = ?2, fetched_at = ?3, due_at = ?4, tries = ?5, checks = ?6, etag = ?7,
                         last_modified = ?8, error = ?9, document = coalesce(?10, document),
                         entry = CASE WHEN ?2 = 'waiting' THEN entry END
                     WHERE key = ?1",
                )?
                .execute(params![
                    page,
                    outcome.state.name(),
                    kept(outcome.at),
                    outcome.due_at.map(kept),
                    outcome.tries,
                    outcome.checks,
                    outcome.etag,
                    outcome.last_modified,
                    outcome.error,
                    outcome.document,
                ])?;
            Ok(())
        })
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

fn record_poll(
    transaction: &Transaction<'_>,
    feed: i64,
    outcome: &PollOutcome,
    at: Timestamp,
    schedule: impl FnOnce(Seen) -> (Duration, Timestamp),
) -> Result<Option<Seen>, WriteError> {
    let known = "SELECT items_total FROM feeds WHERE key = ?1";
    let Some(before) = transaction.query_row(known, [feed], |row| row.get::<_, i64>(0)).optional()? else {
        return Ok(None);
    };
    let seen = match outcome {
        PollOutcome::Read { items, backlog, .. } => {
            see(transaction, feed, items, at, (before == 0).then_some(*backlog))?
        }
        PollOutcome::Unchanged | PollOutcome::Failed { .. } => Seen::default(),
    };
    let (interval, due_at) = schedule(seen);
    transaction
        .prepare_cached(
            "UPDATE feeds SET polls = polls + 1, polled_at = ?2, \"interval\" = ?3, due_at = ?4 WHERE key = ?1",
        )?
        .execute((feed, kept(at), interval.as_secs() as i64, kept(due_at)))?;
    match outcome {
        PollOutcome::Read { moved, title, site, etag, last_modified, .. } => {
            transaction
                .prepare_cached(
                    "UPDATE feeds SET succeeded_at = ?2, error = NULL, failures = 0, title = coalesce(?3, title),
                         site = coalesce(?4, site), etag = ?5, last_modified = ?6, items_last = ?7,
                         items_total = items_total + ?7 WHERE key = ?1",
                )?
                .execute(params![feed, kept(at), title, site, etag, last_modified, seen.new as i64])?;
            if let Some(moved) = moved {
                // Another feed that lies there already keeps its address.
                transaction.execute("UPDATE OR IGNORE feeds SET address = ?2 WHERE key = ?1", (feed, moved))?;
            }
        }
        PollOutcome::Unchanged => {
            transaction
                .prepare_cached(
                    "UPDATE feeds SET succeeded_at = ?2, error = NULL, failures = 0, items_last = 0 WHERE key = ?1",
                )?
                .execute((feed, kept(at)))?;
        }
        PollOutcome::Failed { error, gone } => {
            transaction
                .prepare_cached(
                    "UPDATE feeds SET error = ?2, failures = failures + 1,
                         state = CASE WHEN ?3 AND state = 'active' THEN 'gone' ELSE state END WHERE key = ?1",
                )?
                .execute((feed, error, gone))?;
        }
    }
    Ok(Some(seen))
}

/// Notes the items of a feed: what is new is waiting from now on, what tells of another version is looked at again.
fn see(
    transaction: &Transaction<'_>,
    feed: i64,
    items: &[FeedItem],
    at: Timestamp,
    backlog: Option<usize>,
) -> rusqlite::Result<Seen> {
    let mut seen = Seen::default();
    // Pages come in the order of the feed, which a due time to the second alone would not keep: the key does.
    for item in items {
        let known: Option<(String, i64)> = transaction
            .prepare_cached("SELECT digest, page FROM feed_items WHERE feed = ?1 AND guid = ?2")?
            .query_row((feed, &item.guid), |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let (digest, page) = match known {
            Some(known) => known,
            None => {
                let passed = backlog.is_some_and(|backlog| seen.new >= backlog as u64);
                let page = new_page(transaction, item, at, passed)?;
                transaction
                    .prepare_cached("INSERT INTO feed_items (feed, guid, page, digest) VALUES (?1, ?2, ?3, ?4)")?
                    .execute((feed, &item.guid, page, &item.digest))?;
                seen.new += 1;
                seen.passed += u64::from(passed);
                continue;
            }
        };
        if digest == item.digest {
            continue;
        }
        transaction.prepare_cached("UPDATE feed_items SET digest = ?3 WHERE feed = ?1 AND guid = ?2")?.execute((
            feed,
            &item.guid,
            &item.digest,
        ))?;
        let again = "UPDATE feed_pages SET due_at = ?2, tries = 0, entry = ?3 WHERE key = ?1 AND state <> 'passed'";
        transaction.prepare_cached(again)?.execute((page, kept(at), &item.entry))?;
        seen.changed += 1;
    }
    Ok(seen)
}

/// The page of an item: the one that another feed or item led to, or a new one.
fn new_page(transaction: &Transaction<'_>, item: &FeedItem, at: Timestamp, passed: bool) -> rusqlite::Result<i64> {
    let (state, due_at, entry) = match passed {
        true => (PageState::Passed, None, None),
        false => (PageState::Waiting, Some(kept(at)), Some(&item.entry)),
    };
    transaction
        .prepare_cached(
            "INSERT INTO feed_pages (address, link, state, found_at, due_at, tries, checks, entry)
             VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, ?6) ON CONFLICT (address) DO NOTHING",
        )?
        .execute((&item.page, &item.link, state.name(), kept(at), due_at, entry))?;
    transaction
        .prepare_cached("SELECT key FROM feed_pages WHERE address = ?1")?
        .query_row([&item.page], |row| row.get(0))
}
