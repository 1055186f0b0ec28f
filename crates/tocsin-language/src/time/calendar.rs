//! Stretches of the calendar and their TIMEX3 values.

use super::lexicon::{Modifier, Season};
use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use tocsin_record::Precision;

/// A stretch of the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Period {
    pub first: Date,
    pub last: Date,
    /// TIMEX3 value.
    pub value: String,
    pub precision: Precision,
}

impl Period {
    fn new(first: Date, last: Date, value: String, precision: Precision) -> Self {
        Period { first, last, value, precision }
    }

    /// The part of the period that `modifier` means: a third of it ("late 2025"), its first or last month or week ("the
    /// end of the year"), or what lies on one side of the publication day ("later this year"). The TIMEX3 value stays
    /// that of the whole.
    pub fn part(mut self, modifier: Modifier, published: Option<Date>) -> Self {
        let (first, last) = (self.first, self.last);
        let days = (last - first).get_days() + 1;
        let months = i32::from(last.year() - first.year()) * 12 + i32::from(last.month() - first.month()) + 1;
        let by_month = days > 31 && months >= 3;
        let (whole, third, edge) =
            if by_month { (months, months / 3, (months / 12).max(1)) } else { (days, days / 3, (days / 4).max(1)) };
        // The day `n` months or days from the first.
        let at =
            |n: i32| if by_month { first.checked_add(n.months()) } else { first.checked_add(n.days()) }.unwrap_or(last);
        let before = |day: Date| day.yesterday().unwrap_or(day);
        if matches!(modifier, Modifier::Before | Modifier::After) {
            match published.filter(|day| first <= *day && *day <= last) {
                Some(day) if modifier == Modifier::Before => self.last = day,
                Some(day) => self.first = day,
                None => {}
            }
        } else if third > 0 {
            match modifier {
                Modifier::Start => self.last = before(at(third)),
                Modifier::Middle => (self.first, self.last) = (at(third), before(at(whole - third))),
                Modifier::End => self.first = at(whole - third),
                Modifier::Open => self.last = before(at(edge)),
                _ => self.first = at(whole - edge),
            }
        }
        self
    }
}

pub(super) fn day(date: Date) -> Period {
    Period::new(date, date, date.to_string(), Precision::Day)
}

/// The ISO week that holds `date`.
pub(super) fn week(date: Date) -> Option<Period> {
    let iso = date.iso_week_date();
    let first = ISOWeekDate::new(iso.year(), iso.week(), Weekday::Monday).ok()?.date();
    let last = first.checked_add(6.days()).ok()?;
    Some(Period::new(first, last, format!("{:04}-W{:02}", iso.year(), iso.week()), Precision::Week))
}

/// The weekend of the ISO week that holds `date`.
pub(super) fn weekend(date: Date) -> Option<Period> {
    let week = week(date)?;
    let first = week.first.checked_add(5.days()).ok()?;
    Some(Period::new(first, week.last, format!("{}-WE", week.value), Precision::Day))
}

pub(super) fn month(year: i16, month: i8) -> Option<Period> {
    let first = Date::new(year, month, 1).ok()?;
    Some(Period::new(first, first.last_of_month(), format!("{year:04}-{month:02}"), Precision::Month))
}

/// `count` months from `first_month` of `year` on.
fn months(year: i16, first_month: i8, count: i32, value: String, precision: Precision) -> Option<Period> {
    let first = Date::new(year, first_month, 1).ok()?;
    let last = first.checked_add((count - 1).months()).ok()?.last_of_month();
    Some(Period::new(first, last, value, precision))
}

pub(super) fn quarter(year: i16, quarter: i8) -> Option<Period> {
    if !(1..=4).contains(&quarter) {
        return None;
    }
    months(year, quarter * 3 - 2, 3, format!("{year:04}-Q{quarter}"), Precision::Season)
}

pub(super) fn half(year: i16, half: i8) -> Option<Period> {
    if !(1..=2).contains(&half) {
        return None;
    }
    months(year, half * 6 - 5, 6, format!("{year:04}-H{half}"), Precision::Year)
}

/// A season; winter is that which begins in `year`.
pub(super) fn season(year: i16, season: Season) -> Option<Period> {
    months(year, season.month, 3, format!("{year:04}-{}", season.code), Precision::Season)
}

pub(super) fn year(year: i16) -> Option<Period> {
    months(year, 1, 12, format!("{year:04}"), Precision::Year)
}

/// A decade by its first three digits (198 = the 1980s).
pub(super) fn decade(decade: i16) -> Option<Period> {
    let first = decade.checked_mul(10)?;
    months(first, 1, 120, format!("{decade:03}"), Precision::Year)
}

/// A century by its first two digits (20 = the 2000s, the 21st century).
pub(super) fn century(century: i16) -> Option<Period> {
    let first = century.checked_mul(100)?;
    months(first, 1, 1200, format!("{century:02}"), Precision::Year)
}

/// The date `n` of `unit` away, for whole units up to a bound; `None` out of the calendar.
pub(super) fn shift(date: Date, n: i64, days_each: Option<i64>, months_each: Option<i64>) -> Option<Date> {
    match (days_each, months_each) {
        (Some(days), _) => date.checked_add(jiff::Span::new().try_days(n.checked_mul(days)?).ok()?).ok(),
        (_, Some(months)) => date.checked_add(jiff::Span::new().try_months(n.checked_mul(months)?).ok()?).ok(),
        _ => None,
    }
}

/// The nearest `weekday` (Monday 1) from `date` on, `date` included; `back`: going back.
pub(super) fn weekday(date: Date, weekday: i8, back: bool) -> Option<Date> {
    let here = date.weekday().to_monday_one_offset();
    let step =
        if back { -i64::from((here - weekday).rem_euclid(7)) } else { i64::from((weekday - here).rem_euclid(7)) };
    shift(date, step, Some(1), None)
}
