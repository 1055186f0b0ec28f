//! Addresses to bytes, politely: the only part of the program that opens connections to the world. It does not know what
//! the bytes mean.
//!
//! [`Fetcher::fetch`] is the one door. What goes through it
//! - leads to a public address: the guard looks at the address as it is written, at every hop of a redirect, and at
//!   every resolved address in the moment of connecting, so that a name that is rebound leads nowhere;
//! - is allowed by the host's `robots.txt` (RFC 9309), and carries the host's word about text and data mining (TDM
//!   Reservation Protocol);
//! - comes one request at a time a host, with a pause between two, and not before the host said ([`Options`]);
//! - is bounded in every size and time, after decompression too.
//!
//! [`next_poll`] tells when a feed is to be looked at again.

mod decode;
mod error;
mod fetcher;
mod guard;
mod headers;
mod options;
mod resolve;
mod schedule;
mod site;
mod tdm;
mod tls;
mod turns;

pub use error::{FetchError, FetchErrorKind};
pub use fetcher::{Answer, Ask, Fetched, Fetcher, Purpose};
pub use guard::{AllowedHost, refusal};
pub use options::{Limits, Options, Timeouts};
pub use resolve::{Found, Lookup, SystemLookup};
pub use schedule::{Bounds, Poll, next_poll};
pub use tdm::Reservations;
