//! All the dates of a running text.

use super::tokens::{Kind, Reader, tokens};
use super::{Found, Style};
use jiff::civil::{Date, Weekday};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

const WEEKDAYS: &str = include_str!("../../../../knowledge/reading/weekdays.toml");

static WEEKDAY_NUMBERS: LazyLock<HashMap<String, Weekday>> = LazyLock::new(|| {
    let days: BTreeMap<String, Vec<String>> = toml::from_str(WEEKDAYS).expect("weekdays.toml is tested");
    let numbered = days.into_iter().filter_map(|(n, words)| {
        let weekday = Weekday::from_monday_one_offset(n.parse().ok()?).ok()?;
        Some((weekday, words))
    });
    numbered.flat_map(|(weekday, words)| words.into_iter().map(move |w| (w, weekday))).collect()
});

/// Every full date in `text`, in order.
pub(crate) fn find_all(text: &str, style: Style) -> Vec<Found> {
    let tokens = tokens(text);
    let reader = Reader { text, tokens: &tokens, style };
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match reader.date_at(at) {
            Some(date) => {
                at += tokens[at..].partition_point(|t| t.start < date.range.end).max(1);
                found.push(date);
            }
            None => at += 1,
        }
    }
    found
}

/// A day of the week with day and month, but without a year: "Tuesday, March 3", "Dienstag, 3. März".
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WeekDate {
    weekday: Weekday,
    month: i8,
    day: i8,
    /// Its bytes.
    pub range: Range<usize>,
}

impl WeekDate {
    /// The only day between two days that it can be; `None` where none is or several are.
    pub fn between(&self, first: Date, last: Date) -> Option<Date> {
        let fits = |year| Date::new(year, self.month, self.day).ok().filter(|d| d.weekday() == self.weekday);
        let mut days = (first.year()..=last.year()).filter_map(fits).filter(|d| (first..=last).contains(d));
        let day = days.next()?;
        if days.next().is_some() { None } else { Some(day) }
    }
}

/// Every day of the week with day and month that has no year, in order.
pub(crate) fn find_week_dates(text: &str) -> Vec<WeekDate> {
    let tokens = tokens(text);
    let reader = Reader { text, tokens: &tokens, style: Style::default() };
    (0..tokens.len()).filter_map(|at| reader.week_date(at)).collect()
}

impl Reader<'_> {
    fn week_date(&self, at: usize) -> Option<WeekDate> {
        let word = self.word(at).filter(|w| w.len() <= 40)?;
        let weekday = *WEEKDAY_NUMBERS.get(word.to_lowercase().as_str())?;
        let mut next = self.skip_marks(at + 1, &[',']);
        // "Tuesday the 3rd of March", "mardi le 3 mars", "Dienstag, den 3. März".
        if self.word(next).is_some_and(|w| matches!(w, "the" | "den" | "dem" | "le" | "el" | "il" | "dia")) {
            next = self.skip_space(next + 1);
        }
        if self.date_at(next).is_some() {
            return None;
        }
        let (month, day, end) = self.month_and_day(next)?;
        // What goes on with a number ("March 3-5", "3 March 24") is something else.
        let after = self.skip_marks(end, &[',', '.', '-', '–', '\'', '’']);
        let goes_on = matches!(self.kind(after), Some(Kind::Number(..))) && !self.is_mark(after + 1, &[':', '.']);
        let range = self.tokens[at].start..self.tokens[end - 1].end;
        (!goes_on).then_some(WeekDate { weekday, month, day, range })
    }

    fn month_and_day(&self, at: usize) -> Option<(i8, i8, usize)> {
        if let Some(month) = self.month(at) {
            let day_at = self.skip_marks(at + 1, &['.']);
            let day = self.small(day_at)?;
            return Some((month, day, self.past_ordinal(day_at + 1)));
        }
        let day = self.small(at)?;
        let mut next = self.past_ordinal(at + 1);
        next = self.skip_marks(next, &['.']);
        if self.word(next).is_some_and(|w| matches!(w, "de" | "of" | "di" | "da")) {
            next = self.skip_space(next + 1);
        }
        Some((self.month(next)?, day, next + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_date_of_a_text_is_found_once() {
        let text =
            "On Jan. 5, 2026, and on 6 January 2026; el 7 de enero de 2026, am 8.1.2026 (2026-01-09). 2026年1月10日";
        let days: Vec<i8> = find_all(text, Style::default()).iter().map(|f| f.published.day().day()).collect();
        assert_eq!(days, [5, 6, 7, 8, 9, 10]);
        assert_eq!(find_all("In 2026 there were 31 of them, 5 more than in May 2025.", Style::default()), []);
    }

    #[test]
    fn a_weekday_finds_the_year_among_a_few() {
        for text in
            ["on Tuesday, March 3.", "Tuesday the 3rd of March", "am Dienstag, dem 3. März um 10 Uhr", "mardi 3 mars"]
        {
            let found = find_week_dates(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].between(date(2025, 1, 1), date(2026, 12, 31)), Some(date(2026, 3, 3)), "{text}");
            assert_eq!(found[0].between(date(2021, 1, 1), date(2025, 12, 31)), None, "{text}");
        }
        // 2015, 2020 and 2026 have that day.
        assert_eq!(find_week_dates("Tuesday, March 3")[0].between(date(2010, 1, 1), date(2026, 12, 31)), None);
        for text in
            ["Tuesday, March 3, 2026", "Tuesday, 3 March 2026", "Tuesday, March 3-5", "Tuesday", "Tuesday in March"]
        {
            assert_eq!(find_week_dates(text), [], "{text}");
        }
    }

    #[test]
    fn a_weekday_is_one_day() {
        let days: BTreeMap<String, Vec<String>> = toml::from_str(WEEKDAYS).unwrap();
        let words: Vec<&String> = days.values().flatten().collect();
        assert_eq!(words.len(), WEEKDAY_NUMBERS.len(), "a word stands twice");
        assert!(words.iter().all(|w| **w == w.to_lowercase()));
        assert_eq!(days.len(), 7);
    }
}
