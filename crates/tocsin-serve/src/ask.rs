//! What a reader asks of a list: the query string of its address, read strictly, so that a page, its JSON and its CSV
//! answer the same question, and a misspelt filter is told and not ignored.

use jiff::civil::Date;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tocsin_record::{DocumentId, EventType, Quad, Status};
use tocsin_store::{Filter, Order};

/// Most rows of one page.
pub const MOST_ROWS: u32 = 500;
/// Most values of one filter.
const MOST_VALUES: usize = 50;
/// Longest value, in code points.
const LONGEST_VALUE: usize = 2_000;
/// Kept as they are in a query string, so that addresses stay readable.
const ESCAPED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/').remove(b':');

/// The filters that a list of events knows.
const EVENT_KEYS: [&str; 14] = [
    "actor",
    "recipient",
    "type",
    "status",
    "quad",
    "country",
    "since",
    "until",
    "text",
    "min_confidence",
    "reviewed",
    "document",
    "as_of",
    "order",
];

/// A question that cannot be answered, in words for its asker.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct AskError(pub(crate) String);

/// A list asked for: which rows, in which order, from where on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ask {
    /// What the store is asked for.
    pub(crate) filter: Filter,
    /// Quad classes chosen; already part of `filter.kinds`.
    pub(crate) quads: Vec<Quad>,
    /// Types chosen by name.
    pub(crate) kinds: Vec<EventType>,
    /// The chosen types all lie outside the chosen quad classes: no row can match.
    pub(crate) impossible: bool,
    /// In which order.
    pub(crate) order: Order,
    /// Rows of a page, if asked for.
    pub(crate) limit: Option<u32>,
    /// Where to go on.
    pub(crate) cursor: Option<String>,
    /// The parameters as given, without empty ones and the cursor.
    pairs: Vec<(String, String)>,
}

impl Ask {
    /// Reads the query string of a list of events.
    pub(crate) fn read(query: Option<&str>) -> Result<Ask, AskError> {
        Ask::read_plain(query, &EVENT_KEYS)
    }

    /// Reads the query string of a list that knows only `limit`, `cursor` and `extra`.
    pub(crate) fn read_plain(query: Option<&str>, extra: &[&str]) -> Result<Ask, AskError> {
        let keys: Vec<&str> = extra.iter().copied().chain(["limit", "cursor"]).collect();
        let mut ask = Ask::default();
        for (key, value) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            let value = value.trim();
            if !keys.contains(&&*key) {
                return Err(AskError(format!("There is no filter “{}”. There are: {}.", clip(&key), keys.join(", "))));
            }
            if value.is_empty() {
                continue;
            }
            if value.chars().count() > LONGEST_VALUE {
                return Err(AskError(format!("The value of “{key}” is too long.")));
            }
            ask.take(&key, value)?;
            if key != "cursor" {
                ask.pairs.push((key.into_owned(), value.to_owned()));
            }
        }
        if ask.pairs.len() > MOST_VALUES {
            return Err(AskError(format!("More than {MOST_VALUES} filter values at once.")));
        }
        ask.settle_kinds();
        Ok(ask)
    }

    fn take(&mut self, key: &str, value: &str) -> Result<(), AskError> {
        let filter = &mut self.filter;
        match key {
            "actor" => filter.actor.extend(parties(value)),
            "recipient" => filter.recipient.extend(parties(value)),
            "country" => filter.countries.extend(values(value).map(|code| code.to_uppercase())),
            "type" => {
                for name in values(value) {
                    self.kinds.push(EventType::from_name(&name).ok_or_else(|| unknown("type", &name))?);
                }
            }
            "status" => {
                for name in values(value) {
                    let status = Status::from_name(&name.to_lowercase()).ok_or_else(|| unknown("status", &name))?;
                    filter.statuses.push(status);
                }
            }
            "quad" => {
                for name in values(value) {
                    let quad = name.parse().ok().and_then(|number: u8| Quad::try_from(number).ok());
                    self.quads.push(quad.ok_or_else(|| unknown("quad class", &name))?);
                }
            }
            "since" => filter.since = Some(day(value)?),
            "until" => filter.until = Some(day(value)?),
            "as_of" => filter.as_of = Some(day(value)?),
            "text" | "q" => filter.text = Some(value.to_owned()),
            "document" => filter.document = Some(DocumentId::from(value.to_owned())),
            "min_confidence" => {
                let number: Option<f64> = value.parse().ok().filter(|number| (0.0..=1.0).contains(number));
                filter.min_confidence = Some(number.ok_or_else(|| unknown("confidence (0 to 1)", value))?);
            }
            "reviewed" => {
                filter.reviewed = Some(match value {
                    "true" | "yes" | "1" => true,
                    "false" | "no" | "0" => false,
                    _ => return Err(unknown("answer to reviewed (yes or no)", value)),
                });
            }
            "order" => {
                self.order = match value {
                    "published" => Order::NewestPublished,
                    "event" => Order::NewestEvent,
                    _ => return Err(unknown("order (published or event)", value)),
                }
            }
            "limit" => {
                let limit = value.parse().ok().filter(|limit| (1..=MOST_ROWS).contains(limit));
                self.limit = Some(limit.ok_or_else(|| unknown("limit (1 to 500)", value))?);
            }
            "cursor" => self.cursor = Some(value.to_owned()),
            _ => {}
        }
        Ok(())
    }

    /// Quad classes restrict the types; the store knows only types.
    fn settle_kinds(&mut self) {
        let fits = |kind: EventType| {
            (self.quads.is_empty() || self.quads.contains(&kind.quad()))
                && (self.kinds.is_empty() || self.kinds.contains(&kind))
        };
        if !self.quads.is_empty() || !self.kinds.is_empty() {
            self.filter.kinds = EventType::all().filter(|&kind| fits(kind)).collect();
            self.impossible = self.filter.kinds.is_empty();
        }
    }

    /// The same question without some types, for counting quad class by quad class.
    pub(crate) fn of_quad(&self, quad: Quad) -> Option<Filter> {
        let kinds: Vec<EventType> = EventType::all()
            .filter(|kind| kind.quad() == quad && (self.filter.kinds.is_empty() || self.filter.kinds.contains(kind)))
            .collect();
        (!self.impossible && !kinds.is_empty()).then(|| Filter { kinds, ..self.filter.clone() })
    }

    /// Whether any filter is set.
    pub(crate) fn is_filtered(&self) -> bool {
        self.pairs.iter().any(|(key, _)| !matches!(key.as_str(), "limit" | "order"))
    }

    /// The first value given for `key`, as it was written.
    pub(crate) fn given(&self, key: &str) -> &str {
        self.pairs.iter().find(|(k, _)| k == key).map_or("", |(_, value)| value)
    }

    /// All values given for `key`, as one line.
    pub(crate) fn all_given(&self, key: &str) -> String {
        self.pairs.iter().filter(|(k, _)| k == key).map(|(_, v)| v.as_str()).collect::<Vec<_>>().join("; ")
    }

    /// The filters that are set, each with the query string that takes it away.
    pub(crate) fn chosen(&self) -> Vec<(String, String, String)> {
        let shown = self.pairs.iter().enumerate().filter(|(_, (key, _))| !matches!(key.as_str(), "limit" | "order"));
        shown
            .map(|(at, (key, value))| {
                let rest = self.pairs.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, pair)| pair);
                (key.clone(), value.clone(), encode(rest.map(|(k, v)| (k.as_str(), v.as_str()))))
            })
            .collect()
    }

    /// The query string of this question from the beginning; empty, or with its `?`.
    pub(crate) fn query(&self) -> String {
        encode(self.pairs())
    }

    /// The query string that goes on at `cursor`.
    pub(crate) fn query_at(&self, cursor: &str) -> String {
        encode(self.pairs().chain([("cursor", cursor)]))
    }

    /// The query string with `key` set to these values alone.
    pub(crate) fn query_with(&self, key: &str, values: &[&str]) -> String {
        encode(self.pairs().filter(|(k, _)| *k != key).chain(values.iter().map(|value| (key, *value))))
    }

    fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(k, v)| (k.as_str(), v.as_str()))
    }
}

fn encode<'p>(pairs: impl Iterator<Item = (&'p str, &'p str)>) -> String {
    let query = pairs.map(|(k, v)| format!("{k}={}", utf8_percent_encode(v, ESCAPED))).collect::<Vec<_>>().join("&");
    if query.is_empty() { query } else { format!("?{query}") }
}

/// Codes are parted by commas, and a key may be given several times.
fn values(value: &str) -> impl Iterator<Item = String> {
    value.split(',').map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned)
}

/// Parties are parted by semicolons: a name may hold a comma.
fn parties(value: &str) -> impl Iterator<Item = String> {
    value.split(';').map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned)
}

fn day(value: &str) -> Result<Date, AskError> {
    value.parse().map_err(|_| AskError(format!("“{}” is no day: write it as 2026-01-31.", clip(value))))
}

fn unknown(what: &str, value: &str) -> AskError {
    AskError(format!("There is no {what} “{}”.", clip(value)))
}

fn clip(value: &str) -> String {
    value.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_strictly() {
        let ask = Ask::read(Some("actor=USA;+rebels&type=assault&type=COERCE&quad=4&since=2026-01-03&text=")).unwrap();
        assert_eq!(ask.filter.actor, ["USA", "rebels"]);
        assert_eq!(ask.filter.kinds, [EventType::Coerce, EventType::Assault]);
        assert!(ask.filter.text.is_none());
        assert_eq!(
            ask.query_at("x"),
            "?actor=USA%3B%20rebels&type=assault&type=COERCE&quad=4&since=2026-01-03&cursor=x"
        );
        for wrong in
            ["actr=USA", "type=WAR", "quad=5", "since=2026-02-30", "limit=0", "limit=501", "min_confidence=NaN"]
        {
            assert!(Ask::read(Some(wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn quad_classes_restrict_types() {
        assert_eq!(Ask::read(Some("quad=1")).unwrap().filter.kinds.len(), 4);
        assert!(Ask::read(Some("quad=1&type=ASSAULT")).unwrap().impossible);
        assert!(Ask::read(Some("quad=1&type=ASSAULT")).unwrap().of_quad(Quad::VerbalCooperation).is_none());
    }

    #[test]
    fn a_filter_can_be_taken_away_again() {
        let ask = Ask::read(Some("actor=A&actor=B&limit=10&cursor=c")).unwrap();
        assert_eq!(ask.chosen()[0], ("actor".into(), "A".into(), "?actor=B&limit=10".into()));
        assert_eq!(ask.query(), "?actor=A&actor=B&limit=10");
    }
}
