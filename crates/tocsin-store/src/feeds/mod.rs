//! Feeds and the pages they lead to: what is due, and what became of it. What an address is, and how it is fetched, is
//! not known here.

mod list;
mod record;

use jiff::Timestamp;
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
