//! How to fetch.

use crate::guard::AllowedHost;
use crate::resolve::{Lookup, SystemLookup};
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// How to fetch. The defaults suit one reader of some hundred feeds.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whom a host can turn to, told in the user agent: an address of the web or of mail.
    pub contact: Option<String>,
    /// Hosts that are fetched from although they are not public.
    pub allowed: Vec<AllowedHost>,
    /// Hosts whose pages may be mined although they reserve it, because the user has the right to.
    pub mining_allowed: Vec<AllowedHost>,
    /// Requests under way at once, over all hosts. Default 8.
    pub concurrency: usize,
    /// The pause between two requests to one host. Default 2 s.
    pub pause: Duration,
    /// How long a request waits where the host asked for a wait, rather than fail. Default 20 s.
    pub patience: Duration,
    /// A proxy for all connections. With one, names are resolved a second time by the proxy, out of the guard's sight.
    pub proxy: Option<Url>,
    /// Times.
    pub timeouts: Timeouts,
    /// Sizes.
    pub limits: Limits,
    /// Who resolves names.
    pub lookup: Arc<dyn Lookup>,
}

/// Bounds in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// Until the connection stands. Default 10 s.
    pub connect: Duration,
    /// Until the head of the answer is there. Default 20 s.
    pub head: Duration,
    /// Between two pieces of the body. Default 15 s.
    pub stall: Duration,
    /// One request, from beginning to end. Default 60 s.
    pub whole: Duration,
}

/// Bounds in size, in bytes. The head of an answer is bounded by the HTTP reader: 100 fields, 400 KiB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// A page, unpacked. Default 16 MiB.
    pub page: u64,
    /// A feed, unpacked. Default 32 MiB.
    pub feed: u64,
    /// Redirects that are followed. Default 10.
    pub redirects: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            contact: None,
            allowed: Vec::new(),
            mining_allowed: Vec::new(),
            concurrency: 8,
            pause: Duration::from_secs(2),
            patience: Duration::from_secs(20),
            proxy: None,
            timeouts: Timeouts::default(),
            limits: Limits::default(),
            lookup: Arc::new(SystemLookup),
        }
    }
}

impl Default for Timeouts {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Timeouts { connect: seconds(10), head: seconds(20), stall: seconds(15), whole: seconds(60) }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Limits { page: 16 << 20, feed: 32 << 20, redirects: 10 }
    }
}

impl Options {
    /// What the program calls itself: its name, its version, and whom to turn to.
    pub(crate) fn user_agent(&self) -> String {
        let version = env!("CARGO_PKG_VERSION");
        match self.contact.as_deref().map(str::trim).filter(|contact| !contact.is_empty()) {
            Some(contact) => {
                // A comment of a user agent ends at a bracket, a field at a line end.
                let contact: String =
                    contact.chars().filter(|c| c.is_ascii_graphic() && !"()\\".contains(*c)).collect();
                format!("{NAME}/{version} (+{contact})")
            }
            None => format!("{NAME}/{version} (news reader of a single user)"),
        }
    }
}

/// The product token, by which robots.txt may speak of the program.
pub(crate) const NAME: &str = "tocsin";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_user_agent_is_one_field_whatever_the_contact() {
        let agent = |contact: &str| Options { contact: Some(contact.into()), ..Options::default() }.user_agent();
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(agent("https://example.org/bot"), format!("tocsin/{version} (+https://example.org/bot)"));
        assert_eq!(agent("a@b.example)\r\nX: y"), format!("tocsin/{version} (+a@b.exampleX:y)"));
        assert!(agent(" ").contains("single user"));
    }
}
