//! One article that a feed leads to: its page, or, where that cannot be had, the feed's own text, marked so.

use super::{Shared, later};
use crate::command::read::{Read, look};
use crate::failure::Failure;
use crate::fault::guarded;
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;
use tocsin_fetch::{Answer, Ask, FetchError, FetchErrorKind, Fetched, Fetcher, Purpose};
use tocsin_read::{FeedEntry, Limits, PageSource};
use tocsin_store::{DuePage, Origin, PageOutcome, PageState};

/// Waits between tries, where a page may well be had later; after the last it is given up.
const RETRIES: [Duration; 3] =
    [Duration::from_secs(5 * 60), Duration::from_secs(45 * 60), Duration::from_secs(6 * 3600)];

/// What became of a page.
pub struct Had {
    /// The document that was made of it.
    pub read: Option<Read>,
    pub outcome: PageOutcome,
    /// What the user is told.
    pub failure: Option<Failure>,
}

/// Why a page gave nothing.
struct Miss {
    /// In one line, with the address.
    failure: Failure,
    /// In one line, without it.
    words: String,
    /// What the page is then.
    state: PageState,
    /// Whether it may well be had later, and when the host said so.
    again: Option<Option<Duration>>,
    /// Whether the feed's text may stand in for it.
    by_feed: bool,
}

/// Has a page, whose feed says `entry` of it.
pub async fn have(shared: &Arc<Shared>, page: &DuePage, entry: Option<String>) -> Had {
    let entry: Option<FeedEntry> = entry.and_then(|entry| serde_json::from_str(&entry).ok());
    let Some(link) = &page.link else { return by_feed(shared, page, entry, None).await };
    let ask = Ask {
        address: link,
        purpose: Purpose::Page,
        etag: page.etag.as_deref().filter(|_| page.state == PageState::Read),
        last_modified: page.last_modified.as_deref().filter(|_| page.state == PageState::Read),
    };
    let miss = match shared.fetcher.fetch(ask).await {
        Ok(Answer::Unchanged { .. }) => {
            let (etag, last_modified) = (page.etag.clone(), page.last_modified.clone());
            return had(shared, page, None, etag, last_modified);
        }
        Ok(Answer::Body(fetched)) => {
            let (etag, last_modified) = (fetched.etag.clone(), fetched.last_modified.clone());
            match read(shared, *fetched, entry.clone()).await {
                Ok(read) => return had(shared, page, Some(read), etag, last_modified),
                Err(miss) => miss,
            }
        }
        Err(error) => miss_of(error),
    };
    missed(shared, page, entry, miss).await
}

/// A page that gives its text.
async fn read(shared: &Arc<Shared>, fetched: Fetched, entry: Option<FeedEntry>) -> Result<Read, Miss> {
    let here = Arc::clone(shared);
    let outcome = coding(shared, move || {
        let Fetched { address, bytes, charset, reserved, .. } = fetched;
        // A page's own word comes before that of its host.
        let reserved = tocsin_read::mining_reserved(&bytes).or(reserved) == Some(true);
        if reserved && !here.fetcher.may_mine(&address) {
            return Err(miss_of(Fetcher::reserved(&address)));
        }
        let source = PageSource { address: address.clone(), charset, entry };
        let read = guarded(&address, || {
            let raw = tocsin_read::fetched(bytes, source, Limits::default())?;
            look(raw, Origin::Fetched, &here.pool, here.coder())
        });
        read.map_err(|failure| {
            let words = failure.to_string();
            let words = words.strip_prefix(&format!("{address}: ")).unwrap_or(&words).to_owned();
            Miss { failure, words, state: PageState::Failed, again: None, by_feed: true }
        })
    });
    outcome.await
}

/// Does dear work where it holds up nothing else.
async fn coding<T: Send + 'static>(
    shared: &Shared,
    work: impl FnOnce() -> Result<T, Miss> + Send + 'static,
) -> Result<T, Miss> {
    let permit = Arc::clone(&shared.coding).acquire_owned().await.ok();
    let done = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        work()
    });
    done.await.unwrap_or_else(|error| {
        let failure = Failure::line(&error);
        Err(Miss { failure, words: error.to_string(), state: PageState::Failed, again: None, by_feed: true })
    })
}

fn miss_of(error: FetchError) -> Miss {
    let again = error.is_temporary().then_some(error.retry_after);
    let state = match error.kind {
        FetchErrorKind::Refused | FetchErrorKind::Robots | FetchErrorKind::Reserved => PageState::Refused,
        _ => PageState::Failed,
    };
    // A publisher who reserves the page reserves what the feed says of it too.
    let by_feed = error.kind != FetchErrorKind::Reserved;
    Miss { words: error.in_words(), failure: Failure::line(error), state, again, by_feed }
}

/// A page that was had: it is looked at again while news are young.
fn had(
    shared: &Shared,
    page: &DuePage,
    read: Option<Read>,
    etag: Option<String>,
    last_modified: Option<String>,
) -> Had {
    let at = Timestamp::now();
    let checks = if page.state == PageState::Read { page.checks + 1 } else { 0 };
    let outcome = PageOutcome {
        state: PageState::Read,
        at,
        due_at: next_check(shared, page, checks, at),
        tries: 0,
        checks,
        etag,
        last_modified,
        error: None,
        document: None,
    };
    Had { read, outcome, failure: None }
}

/// When a page that was had is looked at again.
fn next_check(shared: &Shared, page: &DuePage, checks: u32, now: Timestamp) -> Option<Timestamp> {
    let due = later(page.found_at, *shared.recheck.get(checks as usize)?);
    Some(due.max(now))
}

/// A page that was not had: it is tried again, or the feed's text stands in for it, or it is given up.
async fn missed(shared: &Arc<Shared>, page: &DuePage, entry: Option<FeedEntry>, miss: Miss) -> Had {
    let now = Timestamp::now();
    let tries = page.tries + 1;
    let wait = RETRIES.get(page.tries as usize).copied().zip(miss.again);
    let outcome = |state, due_at, tries| PageOutcome {
        state,
        at: now,
        due_at,
        tries,
        checks: page.checks,
        etag: page.etag.clone(),
        last_modified: page.last_modified.clone(),
        error: Some(miss.words.clone()),
        document: None,
    };
    if let Some((wait, asked)) = wait {
        let due_at = Some(later(now, asked.unwrap_or_default().max(wait)));
        return Had { read: None, outcome: outcome(page.state, due_at, tries), failure: None };
    }
    // What was had once stays; that it has gone from the web since is nothing to complain of.
    if matches!(page.state, PageState::Read | PageState::FeedText) {
        return Had { read: None, outcome: outcome(page.state, None, tries), failure: None };
    }
    let text = entry.filter(|entry| miss.by_feed && !entry.html.trim().is_empty());
    match text {
        Some(entry) => by_feed(shared, page, Some(entry), Some(&miss)).await,
        None => Had { read: None, outcome: outcome(miss.state, None, tries), failure: Some(miss.failure) },
    }
}

/// The feed's own text, in place of a page that cannot be had for the reason `miss`, or that there never was.
async fn by_feed(shared: &Arc<Shared>, page: &DuePage, entry: Option<FeedEntry>, miss: Option<&Miss>) -> Had {
    let place = page.link.clone().unwrap_or_else(|| page.address.clone());
    let why = miss.map(|miss| miss.words.clone());
    let here = Arc::clone(shared);
    let (within, reason) = (place.clone(), why.clone());
    let read = coding(shared, move || {
        let read = guarded(&within, || {
            let entry =
                entry.ok_or_else(|| Failure::new(&within, "the feed gives no text", "nothing is to be done"))?;
            let raw = entry.into_raw(&within, Limits::default(), reason.as_deref())?;
            look(raw, Origin::Fetched, &here.pool, here.coder())
        });
        read.map_err(|failure| Miss {
            words: failure.to_string(),
            failure,
            state: PageState::Failed,
            again: None,
            by_feed: false,
        })
    });
    let mut outcome = PageOutcome {
        state: PageState::FeedText,
        at: Timestamp::now(),
        due_at: None,
        tries: page.tries,
        checks: page.checks,
        etag: None,
        last_modified: None,
        error: why,
        document: None,
    };
    match read.await {
        // The article itself may be in the store by another way: a summary is never its next version.
        Ok(read) if miss.is_some() && !read.is_first() => Had { read: None, outcome, failure: None },
        Ok(read) => Had { read: Some(read), outcome, failure: None },
        Err(second) => {
            let (state, failure) = match miss {
                Some(miss) => (miss.state, miss.failure.clone()),
                None => (second.state, second.failure),
            };
            outcome.state = state;
            outcome.error = outcome.error.or(Some(second.words));
            Had { read: None, outcome, failure: Some(failure) }
        }
    }
}
