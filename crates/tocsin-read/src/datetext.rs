//! Dates as pages write them.

use jiff::civil::{Date, date};
use regex::{Captures, Regex};
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;
use tocsin_record::Published;

const MONTHS: &str = include_str!("../../../knowledge/reading/months.toml");
/// No article on the web is older.
const EARLIEST: Date = date(1990, 1, 1);
/// A date stands within this many bytes of the beginning of what is said to be one.
const LONGEST: usize = 200;

static MONTH_NUMBERS: LazyLock<HashMap<String, i8>> = LazyLock::new(|| {
    let months: BTreeMap<String, Vec<String>> = toml::from_str(MONTHS).expect("months.toml is tested");
    let numbered = months.into_iter().filter_map(|(n, words)| Some((n.parse::<i8>().ok()?, words)));
    numbered.flat_map(|(n, words)| words.into_iter().map(move |w| (w, n))).collect()
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a fixed pattern")
}

/// 2026-01-31, with or without a time and an offset.
static ISO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]|\s+|\s*,\s*)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(?:([Zz]|GMT|UTC)\b|([+-]\d{2}):?(\d{2}))?)?",
    )
});
/// 31 Jan 2026 10:15:00 +0100, as in e-mail and feeds; also 31. Januar 2026.
static DAY_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s\u{a0}-]+(?:de\s+|of\s+)?(\p{L}{3,10})\.?,?[\s\u{a0}-]+(?:de\s+|del\s+)?(\d{4})(?:[^\d+:]{0,4}(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(?:([Zz]|GMT|UTC)\b|([+-]\d{2}):?(\d{2}))?)?",
    )
});
/// January 31, 2026.
static MONTH_FIRST: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(\p{L}{3,10})\.?[\s\u{a0}]+(\d{1,2})(?:st|nd|rd|th)?(?:,|\s)[\s\u{a0}]*(\d{4})\b"));
/// 2026/01/31 and 2026.01.31 and 2026年1月31日.
static YEAR_FIRST: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b((?:19|20)\d{2})\s?[/.年년]\s?(\d{1,2})\s?[/.月월]\s?(\d{1,2})(?:\D|$)"));
/// 31.01.2026, 31/01/2026, 01/31/2026.
static NUMBERS: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(\d{1,2})([./-])(\d{1,2})[./-]((?:19|20)\d{2})\b"));
/// 20260131.
static COMPACT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(20\d{2}|19\d{2})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?([Zz])?)?$"));

/// The day, if it is one on which an article can have been published: from 1990 to tomorrow (it may be tomorrow
/// already elsewhere).
fn plausible(year: i16, month: i8, day: i8) -> Option<Date> {
    let date = Date::new(year, month, day).ok()?;
    let latest = jiff::Zoned::now().date().tomorrow().ok()?;
    (EARLIEST..=latest).contains(&date).then_some(date)
}

fn number<T: std::str::FromStr>(found: &Captures<'_>, group: usize) -> Option<T> {
    found.get(group)?.as_str().parse().ok()
}

/// The day with the time of groups `hour` to `hour + 5`, written as RFC 3339.
fn with_time(day: Date, found: &Captures<'_>, hour: usize) -> Option<Published> {
    let Some(hours) = number::<u8>(found, hour).filter(|&h| h < 24) else { return Some(day.into()) };
    let minutes = number::<u8>(found, hour + 1).filter(|&m| m < 60)?;
    let seconds = number::<u8>(found, hour + 2).filter(|&s| s < 60).unwrap_or(0);
    let offset = if found.get(hour + 3).is_some() {
        "Z".to_owned()
    } else {
        match (found.get(hour + 4), found.get(hour + 5)) {
            (Some(hours), Some(minutes)) => format!("{}:{}", hours.as_str(), minutes.as_str()),
            _ => String::new(),
        }
    };
    format!("{day}T{hours:02}:{minutes:02}:{seconds:02}{offset}").parse().ok()
}

/// Reads the first date in `text`. Of numbers that could be day and month either way, nothing is made.
pub(crate) fn parse(text: &str) -> Option<Published> {
    let text = text.trim();
    let text = &text[..crate::words::floor(text, LONGEST)];
    if let Some(found) = COMPACT.captures(text) {
        let day = plausible(number(&found, 1)?, number(&found, 2)?, number(&found, 3)?)?;
        return Some(day.into());
    }
    if text.len() >= 10 && text.len() <= 13 && text.bytes().all(|b| b.is_ascii_digit()) {
        return epoch(text);
    }
    if let Some(found) = ISO.captures(text) {
        let day = plausible(number(&found, 1)?, number(&found, 2)?, number(&found, 3)?)?;
        return with_time(day, &found, 4);
    }
    written(text).or_else(|| numeric(text))
}

/// Reads the first date with a month's name.
pub(crate) fn written(text: &str) -> Option<Published> {
    let month = |word: &str| MONTH_NUMBERS.get(&word.to_lowercase()).copied();
    for found in DAY_FIRST.captures_iter(text) {
        if let Some(month) = found.get(2).and_then(|m| month(m.as_str()))
            && let Some(day) = plausible(number(&found, 3)?, month, number(&found, 1)?)
        {
            return with_time(day, &found, 4);
        }
    }
    for found in MONTH_FIRST.captures_iter(text) {
        if let Some(month) = found.get(1).and_then(|m| month(m.as_str()))
            && let Some(day) = plausible(number(&found, 3)?, month, number(&found, 2)?)
        {
            return Some(day.into());
        }
    }
    None
}

/// Whether the first word is a month's name.
pub(crate) fn starts_with_month(text: &str) -> bool {
    let word: String = text.chars().take_while(|c| c.is_alphabetic()).take(12).flat_map(char::to_lowercase).collect();
    MONTH_NUMBERS.contains_key(&word)
}

fn numeric(text: &str) -> Option<Published> {
    if let Some(found) = YEAR_FIRST.captures(text) {
        return plausible(number(&found, 1)?, number(&found, 2)?, number(&found, 3)?).map(Published::from);
    }
    let found = NUMBERS.captures(text)?;
    let (first, second, year): (i8, i8, i16) = (number(&found, 1)?, number(&found, 3)?, number(&found, 4)?);
    // With full stops the day comes first in every country that writes so.
    let day_first = found.get(2).is_some_and(|m| m.as_str() == ".") || first > 12 || first == second;
    if day_first {
        plausible(year, second, first).map(Published::from)
    } else if second > 12 {
        plausible(year, first, second).map(Published::from)
    } else {
        None
    }
}

/// Seconds or milliseconds since 1970.
fn epoch(digits: &str) -> Option<Published> {
    let value: i64 = digits.parse().ok()?;
    let seconds = if digits.len() == 13 { value / 1000 } else { value };
    let time = jiff::Timestamp::from_second(seconds).ok()?.to_zoned(jiff::tz::TimeZone::UTC);
    plausible(time.year(), time.month(), time.day())?;
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string().parse().ok()
}

/// The day in an address's path: /2026/01/31/, /2026-01-31/, /20260131.
pub(crate) fn in_path(path: &str) -> Option<Date> {
    static PARTS: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"[/_-]((?:19|20)\d{2})(?:/|-|_)([01]?\d|\p{L}{3})(?:/|-|_)([0-3]?\d)(?:[/._-]|$)"));
    static JOINED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?:[/_-](?:19|20)\d{2})?[/_-]((?:19|20)\d{2})/?(0[1-9]|1[0-2])([0-3]\d)(?:[/._-]|$)")
    });
    for regex in [&PARTS, &JOINED] {
        for found in regex.captures_iter(path) {
            let month =
                number::<i8>(&found, 2).or_else(|| MONTH_NUMBERS.get(&found.get(2)?.as_str().to_lowercase()).copied());
            if let (Some(year), Some(month), Some(day)) = (number(&found, 1), month, number(&found, 3))
                && let Some(day) = plausible(year, month, day)
            {
                return Some(day);
            }
        }
    }
    None
}

/// The month in an address's path (/2026/01/), by its first day.
pub(crate) fn month_in_path(path: &str) -> Option<Date> {
    static MONTH: LazyLock<Regex> = LazyLock::new(|| pattern(r"/((?:19|20)\d{2})[/-](0[1-9]|1[0-2])(?:[/-]|$)"));
    MONTH.captures_iter(path).find_map(|found| plausible(number(&found, 1)?, number(&found, 2)?, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_written() {
        let cases = [
            ("2024-05-03T15:47:42.389+00:00", "2024-05-03T15:47:42+00:00"),
            ("2024-05-03T15:47:42+0200", "2024-05-03T15:47:42+02:00"),
            ("2024-05-03 15:47", "2024-05-03T15:47:00"),
            ("2024-5-3", "2024-05-03"),
            ("20240503", "2024-05-03"),
            ("Fri, 03 May 2024 23:30:00 -0500", "2024-05-03T23:30:00-05:00"),
            ("Published On 3 May 2024", "2024-05-03"),
            ("May 3rd, 2024", "2024-05-03"),
            ("Sept. 3, 2024", "2024-09-03"),
            ("3. Mai 2024", "2024-05-03"),
            ("3 de mayo de 2024", "2024-05-03"),
            ("le 3 août 2024 à 10h15", "2024-08-03"),
            ("03.05.2024", "2024-05-03"),
            ("13/05/2024", "2024-05-13"),
            ("05/13/2024", "2024-05-13"),
            ("2024年5月3日", "2024-05-03"),
            ("1714750000", "2024-05-03T15:26:40Z"),
        ];
        for (given, wanted) in cases {
            assert_eq!(parse(given).as_ref().map(Published::as_str), Some(wanted), "{given}");
        }
    }

    #[test]
    fn what_is_doubtful_gives_nothing() {
        for given in
            ["03/05/2024", "1889-01-01", "2998-01-01", "2024-13-01", "yesterday", "", "12 horses 2024", "May 2024"]
        {
            assert_eq!(parse(given), None, "{given}");
        }
    }

    #[test]
    fn days_stand_in_paths() {
        for path in [
            "/2024/05/03/story",
            "/news/2024-05-03/x",
            "/a/20240503-story",
            "/story_2024-05-03",
            "/2024/may/03/x",
            "/2024/0503/c1",
        ] {
            assert_eq!(in_path(path), Some(date(2024, 5, 3)), "{path}");
        }
        for path in
            ["/article-20241", "/2024/05/", "/2016/12/python-360", "/2011/12/kein", "/1234567890", "/p/20249999"]
        {
            assert_eq!(in_path(path), None, "{path}");
        }
        assert_eq!(month_in_path("/uploads/2024/05/x.jpg"), Some(date(2024, 5, 1)));
    }

    #[test]
    fn no_month_word_stands_twice() {
        let months: BTreeMap<String, Vec<String>> = toml::from_str(MONTHS).unwrap();
        assert_eq!(months.len(), 12);
        assert_eq!(MONTH_NUMBERS.len(), months.values().map(Vec::len).sum::<usize>());
    }
}
