//! The forms of a day: year first, numbers alone, with a month's name.

use super::tokens::{Kind, Reader};
use super::{Found, Order, plausible};
use jiff::civil::Date;

impl Reader<'_> {
    /// The date that begins at a token, with its time.
    pub(super) fn date_at(&self, at: usize) -> Option<Found> {
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
    pub(super) fn named(&self, at: usize) -> Option<(Date, usize)> {
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
    pub(super) fn past_ordinal(&self, at: usize) -> usize {
        let ordinal = self.word(at).is_some_and(|w| matches!(w, "st" | "nd" | "rd" | "th" | "er" | "º" | "ª" | "e"));
        at + usize::from(ordinal || self.is_mark(at, &['°']))
    }

    /// Past at most one of the marks and the white space around it.
    pub(super) fn skip_marks(&self, at: usize, marks: &[char]) -> usize {
        let at = self.skip_space(at);
        self.skip_space(at + usize::from(self.is_mark(at, marks)))
    }
}
