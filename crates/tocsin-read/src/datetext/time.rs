//! The time of day behind a date, and its distance from UTC.

use super::Found;
use super::tokens::{Kind, Reader};
use crate::clocks;
use jiff::civil::Date;

impl Reader<'_> {
    /// The date with the time that stands right behind it.
    pub(super) fn with_time(&self, date: Date, first: usize, next: usize) -> Found {
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
