//! Dates as pages write them.
//!
//! A text is cut into numbers, words and marks once; every date begins at a number or a month's name.

use crate::clocks;
use jiff::civil::{Date, date};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::LazyLock;
use tocsin_record::Published;

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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A number and how many digits it has.
    Number(u32, u8),
    Word,
    Mark(char),
    Space,
}

#[derive(Clone, Copy, Debug)]
struct Token {
    kind: Kind,
    start: usize,
    end: usize,
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

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(24);
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let mut end = start + c.len_utf8();
        let kind = if c.is_ascii_digit() {
            let (mut value, mut digits) = (c as u32 - '0' as u32, 1u8);
            while let Some(&(at, c)) = chars.peek().filter(|(_, c)| c.is_ascii_digit()) {
                value = value.saturating_mul(10).saturating_add(c as u32 - '0' as u32);
                digits = digits.saturating_add(1);
                end = at + 1;
                chars.next();
            }
            Kind::Number(value, digits)
        } else if c.is_alphabetic() {
            while let Some(&(at, c)) = chars.peek().filter(|(_, c)| c.is_alphabetic()) {
                end = at + c.len_utf8();
                chars.next();
            }
            Kind::Word
        } else if c.is_whitespace() {
            if matches!(tokens.last().map(|t| t.kind), Some(Kind::Space)) {
                continue;
            }
            Kind::Space
        } else {
            Kind::Mark(c)
        };
        tokens.push(Token { kind, start, end });
    }
    tokens
}

struct Reader<'t> {
    text: &'t str,
    tokens: &'t [Token],
    style: Style,
}

impl Reader<'_> {
    fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|t| t.kind)
    }

    fn word(&self, at: usize) -> Option<&str> {
        self.tokens.get(at).filter(|t| t.kind == Kind::Word).map(|t| &self.text[t.start..t.end])
    }

    fn is_mark(&self, at: usize, marks: &[char]) -> bool {
        matches!(self.kind(at), Some(Kind::Mark(c)) if marks.contains(&c))
    }

    fn skip_space(&self, at: usize) -> usize {
        at + usize::from(self.kind(at) == Some(Kind::Space))
    }

    /// A day or month in one or two digits.
    fn small(&self, at: usize) -> Option<i8> {
        match self.kind(at)? {
            Kind::Number(value @ 1..=31, 1 | 2) => Some(value as i8),
            _ => None,
        }
    }

    fn year(&self, at: usize) -> Option<i16> {
        match self.kind(at)? {
            Kind::Number(value @ 1990..=2099, 4) => Some(value as i16),
            _ => None,
        }
    }

    fn short_year(&self, at: usize) -> Option<i16> {
        match self.kind(at)? {
            Kind::Number(value @ 0..=69, 2) => Some(2000 + value as i16),
            Kind::Number(value @ 90..=99, 2) => Some(1900 + value as i16),
            _ => None,
        }
    }

    fn month(&self, at: usize) -> Option<i8> {
        let word = self.word(at)?;
        // No month is named in one letter or in more than fourteen.
        if word.len() > 30 || (word.len() < 3 && word.is_ascii()) {
            return None;
        }
        MONTH_NUMBERS.get(word.to_lowercase().as_str()).copied()
    }

    fn date_at(&self, at: usize) -> Option<Found> {
        let (date, next) = self.year_first(at).or_else(|| self.numbers(at)).or_else(|| self.named(at))?;
        Some(self.with_time(date, at, next))
    }

    /// Whether a number goes on before this token ("12.03.05.2024", "1,2024-05-03" are none of ours).
    fn continues_a_number(&self, at: usize) -> bool {
        at >= 2
            && self.is_mark(at - 1, &['.', ',', '/', ':'])
            && matches!(self.kind(at - 2), Some(Kind::Number(..)))
            && self.tokens[at - 2].end + 1 == self.tokens[at].start
    }

    /// 2026-01-31, 2026/1/31, 2026. 1. 31., 2026年1月31日, 2026-Jan-31.
    fn year_first(&self, at: usize) -> Option<(Date, usize)> {
        let year = self.year(at)?;
        if self.continues_a_number(at) {
            return None;
        }
        let separator = |at: usize, words: &[&str]| -> Option<usize> {
            let marked = self.is_mark(at, &['-', '/', '.', '‑', '–']);
            let worded = self.word(at).is_some_and(|w| words.contains(&w));
            (marked || worded).then(|| self.skip_space(at + 1))
        };
        let second = separator(self.skip_space(at + 1), &["年", "년"])?;
        let month = self.small(second).or_else(|| self.month(second))?;
        let third = separator(self.skip_space(second + 1), &["月", "월"])?;
        let day = self.small(third)?;
        let worded = self.word(third + 1).is_some_and(|w| w.starts_with(['日', '일']));
        Some((plausible(year, month, day)?, third + 1 + usize::from(worded)))
    }

    /// 31.01.2026, 31/01/2026, 01/31/2026, 31.1.26.
    fn numbers(&self, at: usize) -> Option<(Date, usize)> {
        let first = self.small(at)?;
        if self.continues_a_number(at) || self.ends_a_range(at) {
            return None;
        }
        let Some(Kind::Mark(mark @ ('.' | '/' | '-'))) = self.kind(at + 1) else { return None };
        // A space after the mark only where the day is an ordinal: 3. 5. 2024.
        let skip = |at: usize| if mark == '.' { self.skip_space(at) } else { at };
        let second_at = skip(at + 2);
        let second = self.small(second_at)?;
        if self.kind(second_at + 1) != Some(Kind::Mark(mark)) {
            return None;
        }
        let year_at = skip(second_at + 2);
        let year = match self.year(year_at) {
            Some(year) => year,
            // 1.5.24 and 05/01/24, but no version "1-2-24" and nothing with a space in it.
            None if self.style.short_years && mark != '-' && year_at == second_at + 2 => {
                let further = self.is_mark(year_at + 1, &['.', '/', '-', ','])
                    && matches!(self.kind(year_at + 2), Some(Kind::Number(..)));
                if further {
                    return None;
                }
                self.short_year(year_at)?
            }
            None => return None,
        };
        // A version: "1.12.2024.5".
        if self.is_mark(year_at + 1, &['.']) && matches!(self.kind(year_at + 2), Some(Kind::Number(..))) {
            return None;
        }
        let day_first = match self.style.order {
            _ if first > 12 || first == second => true,
            _ if second > 12 => false,
            // With full stops the day comes first in every country that writes so.
            _ if mark == '.' => true,
            Order::DayFirst => true,
            Order::MonthFirst => false,
            Order::Unknown => return None,
        };
        let (day, month) = if day_first { (first, second) } else { (second, first) };
        Some((plausible(year, month, day)?, year_at + 1))
    }

    /// 31 January 2026, 31. Januar 2026, 31 de enero de 2026, 31-Jan-2026, January 31st, 2026.
    fn named(&self, at: usize) -> Option<(Date, usize)> {
        if let Some(day) = self.small(at) {
            return self.day_first(at, day);
        }
        let month = self.month(at)?;
        let mut next = at + 1;
        next += usize::from(self.is_mark(next, &['.']));
        next = self.skip_space(next);
        let day = self.small(next)?;
        next = self.past_ordinal(next + 1);
        if self.is_mark(next, &[':', '-', '–', '/']) {
            // "Jan 20 09:49:32 UTC 2026" is read from the day on, ranges of days are no day.
            return None;
        }
        if let Some((year, end)) = self.year_behind_time(next) {
            return Some((plausible(year, month, day)?, end));
        }
        next = self.skip_marks(next, &[',', '.']);
        if self.word(next).is_some_and(|w| matches!(w, "de" | "del" | "of")) {
            next = self.skip_space(next + 1);
        }
        Some((plausible(self.year(next)?, month, day)?, next + 1))
    }

    /// "20 09:49:32 UTC 2026": the year behind the time, as programs print it.
    fn year_behind_time(&self, at: usize) -> Option<(i16, usize)> {
        let at = self.skip_space(at);
        let two = |at: usize| matches!(self.kind(at), Some(Kind::Number(_, 2)));
        if !(two(at) && self.is_mark(at + 1, &[':']) && two(at + 2)) {
            return None;
        }
        let seconds = self.is_mark(at + 3, &[':']) && two(at + 4);
        let mut next = self.skip_space(at + if seconds { 5 } else { 3 });
        if self.word(next).is_some() {
            next = self.skip_space(next + 1);
        }
        Some((self.year(next)?, next + 1))
    }

    /// Whether the day is the end of a range ("14. - 20. Januar 2022"): that is no day.
    fn ends_a_range(&self, at: usize) -> bool {
        let back = |at: usize| if at > 0 && self.kind(at - 1) == Some(Kind::Space) { at - 1 } else { at };
        let dash = back(at);
        if dash == 0
            || !(self.is_mark(dash - 1, &['-', '–', '—'])
                || self.word(dash - 1).is_some_and(|w| matches!(w, "bis" | "to")))
        {
            return false;
        }
        let mut before = back(dash - 1);
        if before > 0 && self.is_mark(before - 1, &['.']) {
            before -= 1;
        }
        before > 0 && self.small(before - 1).is_some() && !(before > 1 && self.is_mark(before - 2, &[':']))
    }

    fn day_first(&self, at: usize, day: i8) -> Option<(Date, usize)> {
        if self.continues_a_number(at) || self.ends_a_range(at) {
            return None;
        }
        let mut next = self.past_ordinal(at + 1);
        next = self.skip_marks(next, &['.', '-', '/', '–', ',']);
        if self.word(next).is_some_and(|w| matches!(w, "de" | "of" | "di" | "da" | "בינואר")) {
            next = self.skip_space(next + 1);
        }
        let month = self.month(next)?;
        let dashed = self.is_mark(next + 1, &['-', '/']);
        next = self.skip_marks(next + 1, &['.', '-', '/', '–', ',']);
        if self.word(next).is_some_and(|w| matches!(w, "de" | "del" | "of")) {
            next = self.skip_space(next + 1);
        }
        let apostrophe = self.is_mark(next, &['\'', '’']);
        let short = || if dashed || apostrophe { self.short_year(next + usize::from(apostrophe)) } else { None };
        let year = self.year(next).or_else(short)?;
        Some((plausible(year, month, day)?, next + 1 + usize::from(apostrophe)))
    }

    /// "1st", "2nd", "1er", "3º".
    fn past_ordinal(&self, at: usize) -> usize {
        let ordinal = self.word(at).is_some_and(|w| matches!(w, "st" | "nd" | "rd" | "th" | "er" | "º" | "ª" | "e"));
        at + usize::from(ordinal || self.is_mark(at, &['°']))
    }

    /// Past at most one of the marks and the white space around it.
    fn skip_marks(&self, at: usize, marks: &[char]) -> usize {
        let at = self.skip_space(at);
        self.skip_space(at + usize::from(self.is_mark(at, marks)))
    }

    /// The date with the time that stands right behind it.
    fn with_time(&self, date: Date, first: usize, next: usize) -> Found {
        let start = self.tokens[first].start;
        let day_end = self.tokens[next - 1].end;
        let day = Found { published: date.into(), range: start..day_end };
        let Some((time, end)) = self.time(next) else { return day };
        match format!("{date}T{time}").parse() {
            Ok(published) => Found { published, range: start..self.tokens[end - 1].end },
            Err(_) => day,
        }
    }

    /// A time at or a little behind `at`: "T10:15:00Z", ", 10:15", "um 10.15 Uhr", "à 10h15", "at 10:15 p.m.".
    fn time(&self, at: usize) -> Option<(String, usize)> {
        let mut next = at;
        if self.word(next).is_some_and(|w| matches!(w, "T" | "t")) {
            next += 1;
        } else {
            let mut steps = 0;
            while steps < 8 && !matches!(self.kind(next), Some(Kind::Number(..)) | None) {
                let skipped = match self.kind(next)? {
                    Kind::Space => true,
                    Kind::Mark(c) => matches!(c, ',' | '-' | '–' | '—' | '|' | '/' | '·' | '•' | '(' | '@' | '.'),
                    Kind::Word => self.word(next).is_some_and(clocks::is_between),
                    Kind::Number(..) => false,
                };
                if !skipped {
                    return None;
                }
                next += 1;
                steps += 1;
            }
        }
        let hour = match self.kind(next)? {
            Kind::Number(value @ 0..=23, 1 | 2) => value,
            _ => return None,
        };
        next += 1;
        let two = |at: usize| match self.kind(at) {
            Some(Kind::Number(value @ 0..=59, 2)) => Some(value),
            _ => None,
        };
        let hour_word = |at: usize| self.word(at).is_some_and(clocks::is_hour);
        let (mut minute, mut second) = (0, 0);
        if self.is_mark(next, &[':']) || self.word(next).is_some_and(|w| matches!(w, "h" | "H")) {
            match two(next + 1) {
                Some(value) => (minute, next) = (value, next + 2),
                None if self.word(next).is_some() => next += 1,
                None => return None,
            }
            if self.is_mark(next, &[':'])
                && let Some(value) = two(next + 1)
            {
                (second, next) = (value, next + 2);
                // Parts of a second.
                if self.is_mark(next, &['.', ',', ':']) && matches!(self.kind(next + 1), Some(Kind::Number(..))) {
                    next += 2;
                }
            }
        } else if self.is_mark(next, &['.']) {
            // "10.15 Uhr": without the word it is some other number.
            minute = two(next + 1)?;
            next += 2;
            if !hour_word(self.skip_space(next)) && self.half_of_day(self.skip_space(next)).is_none() {
                return None;
            }
        } else if !hour_word(self.skip_space(next)) && self.half_of_day(self.skip_space(next)).is_none() {
            return None;
        }
        let mut hour = hour;
        let after = self.skip_space(next);
        if let Some((afternoon, end)) = self.half_of_day(after) {
            if hour == 0 || hour > 12 {
                return None;
            }
            hour = hour % 12 + if afternoon { 12 } else { 0 };
            next = end;
        } else if hour_word(after) {
            next = after + 1;
        }
        let (offset, end) = self.offset(next);
        Some((format!("{hour:02}:{minute:02}:{second:02}{offset}"), end))
    }

    /// "am", "p.m.": whether it is the afternoon, and where it ends.
    fn half_of_day(&self, at: usize) -> Option<(bool, usize)> {
        let word = self.word(at)?.to_ascii_lowercase();
        match word.as_str() {
            "am" => Some((false, at + 1)),
            "pm" => Some((true, at + 1)),
            "a" | "p" if self.is_mark(at + 1, &['.']) && matches!(self.word(at + 2), Some("m" | "M")) => {
                let end = at + 3;
                Some((word == "p", end + usize::from(self.is_mark(end, &['.']))))
            }
            _ => None,
        }
    }

    /// "Z", "+01:00", " +0100", " GMT", "-05": written as RFC 3339 has it; empty where none is given.
    fn offset(&self, at: usize) -> (String, usize) {
        let spaced = self.skip_space(at);
        if let Some(offset) = self.word(spaced).and_then(clocks::offset) {
            // "GMT+2" says more than "GMT".
            if self.is_mark(spaced + 1, &['+', '-'])
                && let Some((offset, end)) = self.signed(spaced + 1)
            {
                return (offset, end);
            }
            return (offset.to_owned(), spaced + 1);
        }
        // A minus after a space is a dash.
        let sign_at = if self.is_mark(spaced, &['+']) { spaced } else { at };
        let signed = if self.is_mark(sign_at, &['+', '-', '−']) { self.signed(sign_at) } else { None };
        // E-mail sets a space before the minus, too: "10:15:00 -0500".
        let mailed = || match self.kind(spaced + 1) {
            Some(Kind::Number(_, 4)) if spaced > at && self.is_mark(spaced, &['-']) => self.signed(spaced),
            _ => None,
        };
        signed.or_else(mailed).unwrap_or((String::new(), at))
    }

    fn signed(&self, at: usize) -> Option<(String, usize)> {
        let sign = if self.is_mark(at, &['+']) { '+' } else { '-' };
        let (hours, minutes, end) = match self.kind(at + 1)? {
            Kind::Number(value, 4) => (value / 100, value % 100, at + 2),
            Kind::Number(value, 1 | 2) => match self.kind(at + 3) {
                Some(Kind::Number(minutes, 2)) if self.is_mark(at + 2, &[':']) => (value, minutes, at + 4),
                _ => (value, 0, at + 2),
            },
            _ => return None,
        };
        (hours <= 14 && minutes < 60).then(|| (format!("{sign}{hours:02}:{minutes:02}"), end))
    }
}

/// The day in an address's path: /2026/01/31/, /2026-01-31/, /20260131.
/// Day first (/31-01-2026) only where the order says so.
pub(crate) fn in_path(path: &str, order: Order) -> Option<Date> {
    let tokens = tokens(&path[..crate::words::floor(path, 2000)]);
    let kind = |at: usize| tokens.get(at).map(|t| t.kind);
    let reader = Reader { text: path, tokens: &tokens, style: Style::default() };
    let apart = |at: usize| matches!(kind(at), Some(Kind::Mark('/' | '-' | '_')));
    for at in 1..tokens.len() {
        if !apart(at - 1) {
            continue;
        }
        let Some(Kind::Number(value, digits)) = kind(at) else { continue };
        let ends = |at: usize| matches!(kind(at), None | Some(Kind::Mark('/' | '-' | '_' | '.')));
        let found = match digits {
            4 if (1990..=2099).contains(&value) => {
                if !apart(at + 1) {
                    continue;
                }
                let month = reader.small(at + 2).or_else(|| reader.month(at + 2));
                match (month, kind(at + 2)) {
                    // In "/2026/10/3-questions" the number begins the next part.
                    (Some(month), _)
                        if apart(at + 3)
                            && ends(at + 5)
                            && !(kind(at + 3) == Some(Kind::Mark('/'))
                                && matches!(kind(at + 5), Some(Kind::Mark('-' | '_')))) =>
                    {
                        reader.small(at + 4).and_then(|day| plausible(value as i16, month, day))
                    }
                    // /2026/0131/
                    (None, Some(Kind::Number(rest, 4))) if ends(at + 3) => {
                        plausible(value as i16, (rest / 100) as i8, (rest % 100) as i8)
                    }
                    _ => None,
                }
            }
            1 | 2 if order == Order::DayFirst && kind(at + 1) == Some(Kind::Mark('-')) && ends(at + 5) => {
                match (reader.small(at), kind(at + 3), reader.small(at + 2), reader.year(at + 4)) {
                    (Some(day), Some(Kind::Mark('-')), Some(month), Some(year)) => plausible(year, month, day),
                    _ => None,
                }
            }
            8 if ends(at + 1) => plausible((value / 10_000) as i16, (value / 100 % 100) as i8, (value % 100) as i8),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// The month in an address's path (/2026/01/), by its first day.
pub(crate) fn month_in_path(path: &str) -> Option<Date> {
    let mut parts = path.split(['/', '-']).skip(1).peekable();
    while let Some(part) = parts.next() {
        if part.len() == 4
            && let Ok(year @ 1990..=2099) = part.parse::<i16>()
            && let Some(next) = parts.peek().filter(|n| n.len() == 2)
            && let Ok(month @ 1..=12) = next.parse::<i8>()
        {
            return plausible(year, month, 1);
        }
    }
    None
}

#[path = "datetext_running.rs"]
mod running;
pub(crate) use running::{WeekDate, find_all, find_week_dates};

#[cfg(test)]
#[path = "datetext_tests.rs"]
mod tests;
