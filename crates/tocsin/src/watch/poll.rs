//! One look at one feed.

use super::{Shared, Tally, Told, later};
use crate::failure::Failure;
use crate::fault::guarded;
use jiff::Timestamp;
use std::time::Duration;
use tocsin_fetch::{Answer, Ask, Bounds, FetchErrorKind, Fetched, Poll, Purpose, next_poll};
use tocsin_read::{Feed, FeedEntry, Limits, canonical_address};
use tocsin_store::{DueFeed, FeedItem, PollOutcome, Store, StoreError};

/// The longest entry that is kept until its article has been had; of a longer one only what stands beside its text.
const LONGEST_ENTRY: usize = 1 << 20;

/// What a look brought.
pub struct Polled {
    pub outcome: PollOutcome,
    /// How long feed and host ask to be left alone.
    asked: Option<Duration>,
    retry_after: Option<Duration>,
    /// What the user is told.
    failure: Option<Failure>,
    /// What the user is told although nothing failed.
    notice: Option<Failure>,
}

/// What is said of a feed that robots.txt asks programs to keep away from.
pub fn against_robots(address: &str) -> Failure {
    let reason = "its host's robots.txt asks programs to keep away; it is read at your demand, its articles are not where that forbids them";
    Failure::new(address, reason, "take it off the list with `tocsin feeds remove` if you would rather not")
}

/// Fetches a feed and lists what is in it.
pub async fn look(shared: &Shared, feed: &DueFeed) -> Polled {
    let ask = Ask {
        address: &feed.address,
        purpose: Purpose::Feed,
        etag: feed.etag.as_deref(),
        last_modified: feed.last_modified.as_deref(),
    };
    match shared.fetcher.fetch(ask).await {
        Ok(Answer::Unchanged { fresh_for }) => {
            Polled { outcome: PollOutcome::Unchanged, asked: fresh_for, retry_after: None, failure: None, notice: None }
        }
        Ok(Answer::Body(fetched)) => {
            let (address, backlog) = (feed.address.clone(), shared.backlog);
            let may_keep = !matches!(fetched.reserved, Some(true)) || shared.fetcher.may_mine(&address);
            // Said once: the second look is no news.
            let notice = (fetched.against_robots && feed.polls == 0).then(|| against_robots(&feed.address));
            let read = tokio::task::spawn_blocking(move || {
                let polled = guarded(&address, || read(&address, *fetched, backlog, may_keep))?;
                Ok(Polled { notice, ..polled })
            });
            read.await.unwrap_or_else(|error| Err(Failure::line(error))).unwrap_or_else(|failure| {
                // The reason alone is kept: the address stands beside it.
                let words = failure.to_string();
                let error = words.strip_prefix(&format!("{}: ", feed.address)).unwrap_or(&words).to_owned();
                failed(error, false, None, failure)
            })
        }
        Err(error) => {
            let gone = error.kind == FetchErrorKind::Status(410);
            failed(error.in_words(), gone, error.retry_after, Failure::line(&error))
        }
    }
}

fn failed(error: String, gone: bool, retry_after: Option<Duration>, failure: Failure) -> Polled {
    Polled {
        outcome: PollOutcome::Failed { error, gone },
        asked: None,
        retry_after,
        failure: Some(failure),
        notice: None,
    }
}

/// Reads a feed. Where it reserves text and data mining the texts in it are not kept, only where they lead.
fn read(name: &str, fetched: Fetched, backlog: usize, may_keep: bool) -> Result<Polled, Failure> {
    let Fetched { address, moved, bytes, etag, last_modified, fresh_for, .. } = fetched;
    let Feed { title, site, asked_seconds, entries, .. } =
        tocsin_read::feed(name, &bytes, Some(&address), Limits::default())?;
    let entries = entries.into_iter().filter_map(Result::ok);
    let items = entries.filter_map(|entry| item(name, entry, may_keep)).collect();
    let asked = asked_seconds.map(Duration::from_secs).into_iter().chain(fresh_for).max();
    let outcome = PollOutcome::Read { moved, title, site, etag, last_modified, items, backlog };
    Ok(Polled { outcome, asked, retry_after: None, failure: None, notice: None })
}

/// An entry as an item of the store; `None` for one that leads nowhere and says nothing.
fn item(feed: &str, mut entry: FeedEntry, may_keep: bool) -> Option<FeedItem> {
    if !may_keep || entry.html.len() > LONGEST_ENTRY {
        entry.html.clear();
    }
    if entry.link.is_none() && entry.html.trim().is_empty() {
        return None;
    }
    let canonical = entry.link.as_deref().and_then(canonical_address);
    let page = canonical.unwrap_or_else(|| format!("{feed}#{}", entry.guid));
    if entry.link.is_none() {
        // Without a page the entry is the document: another text of it is its next version.
        entry.id = Some(page.clone());
    }
    Some(FeedItem {
        guid: entry.guid.clone(),
        digest: entry.digest(),
        page,
        link: entry.link.clone(),
        entry: serde_json::to_string(&entry).ok()?,
    })
}

/// Keeps what a look brought, and when the next one is due.
pub fn record(
    store: &mut Store,
    feed: &DueFeed,
    polled: Polled,
    bounds: Bounds,
    tally: &mut Tally,
    told: &mut Told,
) -> Result<(), StoreError> {
    let now = Timestamp::now();
    let Polled { outcome, asked, retry_after, failure, notice } = polled;
    let schedule = |seen: tocsin_store::Seen| {
        let poll = match &outcome {
            PollOutcome::Read { .. } => Poll::New(seen.new),
            PollOutcome::Unchanged => Poll::Unchanged,
            PollOutcome::Failed { .. } => Poll::Failed { times: feed.failures.saturating_add(1), retry_after },
        };
        // What a first look brings says nothing about how often news comes.
        let poll = if feed.polls == 0 && matches!(poll, Poll::New(_)) { Poll::New(1) } else { poll };
        let (interval, wait) = next_poll(feed.interval, poll, asked, bounds, &feed.address, feed.polls);
        (interval, later(now, wait))
    };
    let Some(seen) = store.record_poll(feed.key, &outcome, now, schedule)? else { return Ok(()) };
    tally.feeds += 1;
    match outcome {
        PollOutcome::Failed { .. } => tally.failed_feeds += 1,
        _ if seen.new + seen.changed > 0 => tally.with_news += 1,
        _ => tally.unchanged += 1,
    }
    told.failures.extend(failure);
    told.notices.extend(notice);
    Ok(())
}
