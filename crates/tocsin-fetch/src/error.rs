//! Why an address could not be fetched, in one line.

use std::time::Duration;

/// What kind of trouble it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FetchErrorKind {
    /// No address of the web.
    Address,
    /// It leads to a machine or port that is not public.
    Refused,
    /// The host's robots.txt forbids it, or cannot be had.
    Robots,
    /// Its publisher reserves text and data mining.
    Reserved,
    /// Too many redirects, or one that leads nowhere.
    Redirects,
    /// The host answered with this status.
    Status(u16),
    /// The host asked to be left alone for a time.
    Later,
    /// More bytes than one answer may have.
    TooLarge,
    /// The answer cannot be unpacked.
    Encoding,
    /// It took too long.
    Timeout,
    /// No connection, or one that broke.
    Connection,
}

/// One line: what, why, and what to do.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{address}: {reason}; {advice}")]
pub struct FetchError {
    /// What kind of trouble it is.
    pub kind: FetchErrorKind,
    /// The address that was asked for.
    pub address: String,
    /// What is wrong.
    pub reason: String,
    /// What to do about it.
    pub advice: String,
    /// When the host said one may come again.
    pub retry_after: Option<Duration>,
}

/// The longest piece of foreign text that is quoted in an error.
const LONGEST: usize = 300;

impl FetchError {
    pub(crate) fn new(
        kind: FetchErrorKind,
        address: impl AsRef<str>,
        reason: impl AsRef<str>,
        advice: impl Into<String>,
    ) -> Self {
        FetchError {
            kind,
            address: one_line(address.as_ref()),
            reason: one_line(reason.as_ref()),
            advice: advice.into(),
            retry_after: None,
        }
    }

    /// Whether the same may well work later.
    pub fn is_temporary(&self) -> bool {
        match self.kind {
            FetchErrorKind::Status(code) => matches!(code, 408 | 425 | 429 | 500..),
            FetchErrorKind::Later | FetchErrorKind::Timeout | FetchErrorKind::Connection => true,
            // A robots.txt that could not be had may be there tomorrow; one that forbids says so for good.
            FetchErrorKind::Robots => self.retry_after.is_some(),
            _ => false,
        }
    }

    /// The reason and what to do, without the address.
    pub fn in_words(&self) -> String {
        format!("{}; {}", self.reason, self.advice)
    }
}

/// Foreign words never break the line.
fn one_line(text: &str) -> String {
    let mut line: String = text.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if line.len() < text.len() && text.chars().nth(LONGEST).is_some() {
        line.push('…');
    }
    line
}
