//! Bytes to documents: typed blocks, metadata, warnings.
//!
//! [`split`] is cheap and runs in order: it decompresses, finds out what the bytes are, and cuts files of many
//! documents (JSONL, tables, feeds, WARC and tar archives) into records; [`split_file`] reads Parquet as well, which has to
//! be read from its end. [`Raw::read`] is dear and can run on as many threads as there are: it decodes,
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
mod archive;
mod arrange;
mod article;
mod authors;
mod blocks;
mod bylines;
mod clocks;
mod cohesion;
mod columns;
mod compress;
mod dates;
mod datetext;
mod decode;
mod discover;
mod error;
mod feed;
mod feedtext;
mod fetched;
mod fieldmap;
mod guard;
mod header;
mod http;
mod jsonl;
mod language;
mod limits;
mod lines;
mod linked_data;
mod live;
mod mended_json;
mod metadata;
mod mojibake;
mod opml;
mod page;
mod phrases;
mod piece;
mod provenance;
mod raw;
mod second;
mod select;
mod sniff;
mod split;
mod table;
mod tally;
mod text;
mod title;
pub mod translated;
mod warc;
mod words;

pub use address::canonical as canonical_address;
pub use discover::{NamedFeed, feeds_of, mining_reserved};
pub use error::{ReadError, ReadErrorKind};
pub use feed::{Feed, FeedEntry, feed};
pub use fetched::{PageSource, fetched};
pub use fieldmap::{FieldMap, FieldMapError};
pub use limits::Limits;
pub use opml::{Subscription, Subscriptions, read_opml, write_opml};
pub use provenance::{DateSaid, Provenance, provenance};
pub use raw::Raw;
pub use sniff::{ENDINGS, Format, is_for_reading};
pub use split::{Options, Split, split, split_file};
pub use tally::PassedOver;
