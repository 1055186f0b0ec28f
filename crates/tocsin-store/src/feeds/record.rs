//! What became of feeds and pages, kept in small steps.

use super::{FeedItem, PageOutcome, PageState, PollOutcome, Seen, kept};
use crate::put::{WriteError, write};
use crate::{Store, StoreError};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};
use std::time::Duration;

impl Store {
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
