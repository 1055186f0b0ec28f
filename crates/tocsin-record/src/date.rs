//! Publication times and date ranges.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A date or time that cannot be read.
#[derive(Debug, Clone, thiserror::Error)]
#[error("`{0}` is no date: write it as 2026-01-31 or 2026-01-31T08:15:00-05:00")]
pub struct DateError(pub String);

/// When a document was published: a date, or a time with or without an offset, kept as it was given.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Published {
    text: String,
    #[schemars(skip)]
    day: Date,
}

impl Published {
    /// The publication day: the local date of the given time, in its own offset.
    pub fn day(&self) -> Date {
        self.day
    }

    /// The moment, where it has a time with an offset.
    pub fn instant(&self) -> Option<Timestamp> {
        self.text.parse().ok()
    }

    /// The date or time as it was given.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl std::str::FromStr for Published {
    type Err = DateError;
    /// Reads `2026-01-31`, `2026-01-31T08:15:00-05:00` and the same with a space for the `T` and with or without
    /// seconds and offset. The offset never moves the day.
    fn from_str(given: &str) -> Result<Self, DateError> {
        let text = given.trim();
        let wrong = || DateError(given.chars().take(60).collect());
        let head = text.get(..10).ok_or_else(wrong)?;
        let day: Date = head.parse().map_err(|_| wrong())?;
        let rest = &text[10..];
        if !rest.is_empty() {
            if !rest.starts_with(['T', 't', ' ']) {
                return Err(wrong());
            }
            let time = rest[1..].split(['+', 'Z', 'z']).next().unwrap_or_default();
            let time = time.split_once('-').map_or(time, |(time, _)| time).trim();
            format!("{day}T{time}").parse::<DateTime>().map_err(|_| wrong())?;
        }
        Ok(Published { text: text.to_owned(), day })
    }
}

impl TryFrom<String> for Published {
    type Error = DateError;
    fn try_from(text: String) -> Result<Self, DateError> {
        text.parse()
    }
}

impl From<Published> for String {
    fn from(published: Published) -> String {
        published.text
    }
}

impl From<Date> for Published {
    fn from(day: Date) -> Self {
        Published { text: day.to_string(), day }
    }
}

/// A range of days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct DateRange {
    /// First day.
    #[schemars(with = "String")]
    pub start: Date,
    /// Last day.
    #[schemars(with = "String")]
    pub end: Date,
}

/// The unit in which the text gives a time; `range` only where it gives two ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Precision {
    Day,
    Week,
    Month,
    Season,
    Year,
    Range,
    Unknown,
}
