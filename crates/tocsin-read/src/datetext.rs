//! Dates as pages write them.
//!
//! A text is cut into numbers, words and marks once; every date begins at a number or a month's name.

mod day;
mod path;
mod running;
#[cfg(test)]
mod tests;
mod time;
mod tokens;

use jiff::civil::{Date, date};
pub(crate) use path::{in_path, month_in_path};
pub(crate) use running::{WeekDate, find_all, find_week_dates};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::LazyLock;
use tocsin_record::Published;
use tokens::{Reader, tokens};

const MONTHS: &str = include_str!("../../../knowledge/reading/months.toml");
/// No article on the web is older.
const EARLIEST: Date = date(1990, 1, 1);
/// What is later is no date of a page; a reader without a clock cannot be stricter.
const LATEST: Date = date(2099, 12, 31);
/// A date stands within this many bytes of the beginning of what is said to be one.
const LONGEST: usize = 300;

static MONTH_NUMBERS: LazyLock<HashMap<String, i8>> = LazyLock::new(|| {
    let months: BTreeMap<String, Vec<String>> = toml::from_str(MONTHS).expect("months.toml is tested");
    let numbered = months.into_iter().filter_map(|(n, words)| Some((n.parse::<i8>().ok()?, words)));
    numbered.flat_map(|(n, words)| words.into_iter().map(move |w| (w, n))).collect()
});

/// Which number of 03/05/2024 is the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Order {
    DayFirst,
    MonthFirst,
    /// Of numbers that could be either, nothing is made.
    #[default]
    Unknown,
}

/// How a text writes its dates.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Style {
    pub order: Order,
    /// Whether 3.5.24 is a date: only where a date is expected.
    pub short_years: bool,
}

/// A date in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub published: Published,
    /// Its bytes, time and offset included.
    pub range: Range<usize>,
}

/// The first date in `text`, where it is one on which an article can have been published.
pub(crate) fn find(text: &str, style: Style) -> Option<Found> {
    let text = &text[..crate::words::floor(text, LONGEST)];
    // No date has less than three digits, and looking is cheaper than cutting.
    if text.bytes().filter(u8::is_ascii_digit).take(3).count() < 3 {
        return None;
    }
    let tokens = tokens(text);
    let reader = Reader { text, tokens: &tokens, style };
    (0..tokens.len()).find_map(|at| reader.date_at(at))
}

/// Reads the first date in `text`. Of numbers that could be day and month either way, nothing is made.
pub(crate) fn parse(text: &str) -> Option<Published> {
    parse_styled(text, Style::default())
}

/// The same for a value (of an attribute or field) that may also be 20260131 or seconds since 1970.
pub(crate) fn parse_styled(text: &str, style: Style) -> Option<Published> {
    let text = text.trim();
    if text.bytes().all(|b| b.is_ascii_digit()) {
        match text.len() {
            10 | 13 => return epoch(text),
            // 202601311015
            12 | 14 => return compact(&text[..8], Some(&text[8..])),
            _ => {}
        }
    }
    if text.len() >= 8 && text.is_char_boundary(8) && text[..8].bytes().all(|b| b.is_ascii_digit()) {
        let rest = &text[8..];
        if rest.is_empty() {
            return compact(&text[..8], None);
        }
        let time = rest.strip_prefix(['T', 't']).unwrap_or_default().trim_end_matches(['Z', 'z']);
        if matches!(time.len(), 4 | 6) && time.bytes().all(|b| b.is_ascii_digit()) {
            let zoned = rest.ends_with(['Z', 'z']);
            let published = compact(&text[..8], Some(time))?;
            return if zoned { format!("{}Z", published.as_str()).parse().ok() } else { Some(published) };
        }
    }
    find(text, style).map(|found| found.published)
}

/// Reads the first date with a month's name.
pub(crate) fn written(text: &str) -> Option<Published> {
    let text = &text[..crate::words::floor(text, LONGEST)];
    let tokens = tokens(text);
    let reader = Reader { text, tokens: &tokens, style: Style::default() };
    (0..tokens.len()).find_map(|at| {
        let (date, next) = reader.named(at)?;
        Some(reader.with_time(date, at, next).published)
    })
}

/// Whether the first word is a month's name.
pub(crate) fn starts_with_month(text: &str) -> bool {
    let word: String = text.chars().take_while(|c| c.is_alphabetic()).take(12).flat_map(char::to_lowercase).collect();
    MONTH_NUMBERS.contains_key(&word)
}

/// The day, if it is one on which an article can have been published.
fn plausible(year: i16, month: i8, day: i8) -> Option<Date> {
    let date = Date::new(year, month, day).ok()?;
    (EARLIEST..=LATEST).contains(&date).then_some(date)
}

fn compact(day: &str, time: Option<&str>) -> Option<Published> {
    let day = plausible(day[..4].parse().ok()?, day[4..6].parse().ok()?, day[6..8].parse().ok()?)?;
    let part = |time: &str, at: usize| time.get(at..at + 2).and_then(|p| p.parse::<u32>().ok());
    let clock = time.and_then(|t| Some((part(t, 0)?, part(t, 2)?, part(t, 4).unwrap_or(0))));
    match clock {
        Some((hour, minute, second)) if hour < 24 && minute < 60 && second < 60 => {
            format!("{day}T{hour:02}:{minute:02}:{second:02}").parse().ok()
        }
        _ => Some(day.into()),
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
