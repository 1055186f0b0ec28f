//! One SQLite file that holds the record: documents in every version, events with their evidence, statements,
//! predictions and claims, and the full-text indexes over them.
//!
//! - [`Store::open`] makes or opens the file and brings an older one up to date.
//! - [`Store::put`] writes a document and everything coded from it in one transaction, once.
//! - The lists ([`Store::events`] and its siblings) take a [`Filter`] and answer in [`Page`]s; `each_*` stream.
//! - One process writes at a time, by a lock file beside the store that names its holder; readers see snapshots and
//!   are never held up.
//! - Feeds and what was seen in them are kept beside the documents; [`Watch`] makes sure that one process watches them.
//! - [`Pool`] lends reading stores to many threads, [`Writer`] feeds one writing store from a channel.
//!
//! A row is in lists while its document's text is the newest known; [`Filter::as_of`] takes the versions that were the
//! newest on an earlier day. [`Store::document`] reads every version.
//!
//! This crate knows no HTTP and no model.

mod cursor;
mod error;
mod facet;
mod feeds;
mod fold;
mod list;
mod lock;
mod migrate;
mod pool;
mod privacy;
mod put;
mod query;
mod read;
mod revision;
mod rows;
mod search;
mod store;
mod words;
mod writer;

pub use error::StoreError;
pub use feeds::{DueFeed, DuePage, FeedItem, FeedRow, FeedState, NewFeed, PageOutcome, PageState, PollOutcome, Seen};
pub use lock::{Holder, Watch};
pub use pool::Pool;
pub use privacy::{public_label, public_party};
pub use put::{Known, Origin, Put, Recoded};
pub use query::*;
pub use store::{Access, MOST_ROWS, Store};
pub use writer::Writer;
