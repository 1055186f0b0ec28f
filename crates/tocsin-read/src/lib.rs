//! Bytes to documents: typed blocks, metadata, warnings.
//!
//! [`split`] is cheap and runs in order: it decompresses, finds out what the bytes are, and cuts files of many
//! documents (JSONL, feeds) into records. [`Raw::read`] is dear and can run on as many threads as there are: it decodes,
//! finds the article, its blocks, its metadata and its language. Nothing here opens a file or a connection.
//!
//! Content never makes a reader fail where there is a text to give: doubts become warnings of the document, each
//! "code: message". A [`ReadError`] says what, where, why and what to do, on one line.
//!
//! ```
//! use tocsin_read::{Limits, split};
//! let bytes = b"{\"id\":\"a\",\"text\":\"Russia recalled its ambassador from Paris on Monday.\"}\n{\"id\":\"b\"}\n";
//! let mut records = split("two.jsonl", &bytes[..], Limits::default());
//! let first = records.next().unwrap().unwrap().read().unwrap();
//! assert_eq!(first.id.as_str(), "a");
//! let second = records.next().unwrap().unwrap().read().unwrap_err();
//! assert!(second.to_string().starts_with("two.jsonl:2: "));
//! ```

mod address;
mod article;
mod authors;
mod blocks;
mod compress;
mod dates;
mod datetext;
mod decode;
mod discover;
mod error;
mod feed;
mod feedtext;
mod fetched;
mod guard;
mod header;
mod jsonl;
mod language;
mod limits;
mod linked_data;
mod metadata;
mod opml;
mod page;
mod phrases;
mod raw;
mod select;
mod sniff;
mod split;
mod text;
mod title;

mod words;

pub use address::canonical as canonical_address;
pub use discover::{NamedFeed, feeds_of, mining_reserved};
pub use error::{ReadError, ReadErrorKind};
pub use feed::{Feed, FeedEntry, feed};
pub use fetched::{PageSource, fetched};
pub use limits::Limits;
pub use opml::{Subscription, Subscriptions, read_opml, write_opml};
pub use raw::Raw;
pub use sniff::Format;
pub use split::{Split, split};
