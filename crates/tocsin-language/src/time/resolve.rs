//! What day a time expression means.

use super::calendar::{self, Period};
use super::class::{Amount, Fields};
use super::lexicon::{Direction, LEXICON, Modifier, Unit};
use super::pattern::{Gives, Match, OrdinalOf};
use super::tense::Tense;
use jiff::civil::Date;
use tocsin_record::{Precision, TimexType};

/// What an expression is resolved against.
#[derive(Debug, Clone, Copy)]
pub(super) struct Anchor {
    /// The publication day.
    pub published: Option<Date>,
    /// The last day that the text named.
    pub named: Option<Date>,
    /// The last day that this sentence named.
    pub here: Option<Date>,
    /// A year that this sentence gave with a month.
    pub year: Option<i16>,
    /// Where the verb puts it.
    pub tense: Tense,
}

/// A resolved expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Resolved {
    pub kind: TimexType,
    pub value: String,
    pub period: Option<Period>,
    pub precision: Precision,
}

/// How many days a day without a year must lie back, and how soon its next return must come, for the coming one to be meant
/// after all: after a past tense ("was moved to January 20"), and where no verb tells.
const FAR_AND_SOON: [(i32, i32); 2] = [(335, 21), (300, 60)];

impl Resolved {
    fn date(period: Period) -> Self {
        Resolved {
            kind: TimexType::Date,
            value: period.value.clone(),
            precision: period.precision,
            period: Some(period),
        }
    }

    fn bare(kind: TimexType, value: impl Into<String>, precision: Precision) -> Self {
        Resolved { kind, value: value.into(), period: None, precision }
    }
}

/// The precision of a unit.
fn precision(unit: Unit) -> Precision {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day | Unit::Night | Unit::Weekend => Precision::Day,
        Unit::Week | Unit::Fortnight => Precision::Week,
        Unit::Month => Precision::Month,
        Unit::Quarter => Precision::Season,
        Unit::Year | Unit::Decade | Unit::Century => Precision::Year,
    }
}

/// Days or months that one unit is, for units that a calendar can be shifted by.
fn shift(date: Date, n: f64, unit: Unit) -> Option<Date> {
    let (days, months) = match unit {
        Unit::Second | Unit::Minute => (Some(0.0), None),
        Unit::Hour => (Some(1.0 / 24.0), None),
        Unit::Day | Unit::Night => (Some(1.0), None),
        Unit::Week | Unit::Weekend => (Some(7.0), None),
        Unit::Fortnight => (Some(14.0), None),
        Unit::Month => (None, Some(1.0)),
        Unit::Quarter => (None, Some(3.0)),
        Unit::Year => (None, Some(12.0)),
        Unit::Decade => (None, Some(120.0)),
        Unit::Century => (None, Some(1200.0)),
    };
    let whole = |each: f64| Some((n * each).round()).filter(|v| v.abs() < 1e7).map(|v| v as i64);
    match (days, months) {
        (Some(each), _) => calendar::shift(date, whole(each)?, Some(1), None),
        (_, Some(each)) => calendar::shift(date, whole(each)?, None, Some(1)),
        _ => None,
    }
}

/// The stretch of `unit` that holds `date`.
fn around(date: Date, unit: Unit) -> Option<Period> {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day | Unit::Night => Some(calendar::day(date)),
        Unit::Week | Unit::Fortnight => calendar::week(date),
        Unit::Weekend => calendar::weekend(date),
        Unit::Month => calendar::month(date.year(), date.month()),
        Unit::Quarter => calendar::quarter(date.year(), (date.month() + 2) / 3),
        Unit::Year => calendar::year(date.year()),
        Unit::Decade => calendar::decade(date.year().div_euclid(10)),
        Unit::Century => calendar::century(date.year().div_euclid(100)),
    }
}

/// The TIMEX3 value of a duration.
fn duration_value(amount: Amount, unit: Unit) -> String {
    let (code, times, part) = unit.code();
    let number = match amount {
        Amount::Some => "X".to_owned(),
        Amount::Exactly(n) => format!("{}", n * times),
    };
    format!("P{}{number}{code}", if part { "T" } else { "" })
}

/// Resolves a match; `None` where the words turn out to name no day ("30 February").
pub(super) fn resolve(found: &Match, anchor: &Anchor) -> Option<Resolved> {
    let fields = &found.fields;
    match found.pattern.gives {
        Gives::Date | Gives::Range => date(found, anchor),
        Gives::Shift => shifted(found, anchor),
        Gives::Duration => duration(found, anchor),
        Gives::Set => set(found),
        Gives::Time => time(found, anchor),
        Gives::Ref => {
            let value = found.pattern.value.as_deref()?;
            let year = fields.year.map(|y| y.to_string()).unwrap_or_default();
            let value = value.replace("{year}", &year);
            Some(match value.parse::<Date>() {
                Ok(date) => Resolved::date(calendar::day(date)),
                Err(_) => {
                    let unit = fields.unit.map_or(Precision::Unknown, precision);
                    Resolved::bare(TimexType::Date, value, if fields.year.is_some() { Precision::Year } else { unit })
                }
            })
        }
    }
}

fn date(found: &Match, anchor: &Anchor) -> Option<Resolved> {
    let fields = &found.fields;
    if fields.direction.is_some_and(|d| d.span) && fields.month.is_none() && fields.weekday.is_none() {
        // "the past year"
        return fields.unit.and_then(|_| duration(found, anchor));
    }
    let period = match date_period(found, anchor)? {
        Ok(period) => period,
        Err((value, precision)) => return Some(Resolved::bare(TimexType::Date, value, precision)),
    };
    let period = match fields.modifier {
        Some(modifier) => period.part(modifier, anchor.published),
        None => period,
    };
    Some(Resolved::date(period))
}

/// A period, or the value of one that the publication day would be needed for.
type Found = Result<Period, (String, Precision)>;

fn date_period(found: &Match, anchor: &Anchor) -> Option<Found> {
    let (fields, pattern) = (&found.fields, found.pattern);
    let known = |period: Option<Period>| period.map(Ok);
    let unknown = |value: &str, precision| Some(Err((value.to_owned(), precision)));
    if let Some(decade) = fields.decade {
        return known(calendar::decade(decade));
    }
    if pattern.ordinal == Some(OrdinalOf::Century) {
        return known(calendar::century(fields.ordinal? - 1));
    }
    if pattern.ordinal == Some(OrdinalOf::Half) && fields.month.is_some() {
        let Ok(month) = month_period(fields, anchor)? else { return unknown("XXXX-XX", Precision::Month) };
        let middle = month.first.with().day(15).build().ok()?;
        let (first, last) =
            if fields.ordinal == Some(1) { (month.first, middle) } else { (middle.tomorrow().ok()?, month.last) };
        return known(Some(Period { first, last, ..month }));
    }
    let part = fields.quarter.or(fields.ordinal.and_then(|o| i8::try_from(o).ok()));
    if pattern.ordinal.is_some() || fields.quarter.is_some() {
        let half = pattern.ordinal == Some(OrdinalOf::Half);
        let make =
            |year: i16| part.and_then(|n| if half { calendar::half(year, n) } else { calendar::quarter(year, n) });
        let letter = if half { 'H' } else { 'Q' };
        let year = match (fields.year, fields.direction) {
            (Some(year), _) => Some(year),
            (None, Some(direction)) => anchor.published.map(|day| day.year() + i16::from(direction.step)),
            (None, None) => None,
        };
        return match (year, anchor.published) {
            (Some(year), _) => known(make(year)),
            (None, Some(day)) => known(nearest(day, anchor.tense, &make)),
            (None, None) => part.map(|n| Err((format!("XXXX-{letter}{n}"), Precision::Season))),
        };
    }
    if let Some(holiday) = fields.holiday.and_then(|h| LEXICON.holidays.get(h)) {
        let with = Fields { month: Some(holiday.month), day: Some(holiday.day), ..*fields };
        return day_period(&with, anchor);
    }
    if fields.day.is_some() && fields.month.is_some() {
        return day_period(fields, anchor);
    }
    if fields.month.is_some() {
        return month_period(fields, anchor);
    }
    if let Some(weekday) = fields.weekday {
        return weekday_period(weekday, found, anchor);
    }
    if let Some(season) = fields.season {
        let make = |year: i16| calendar::season(year, season);
        return match (fields.year, anchor.published) {
            (Some(year), _) => known(make(year)),
            (None, Some(day)) => known(directed(day, fields.direction, anchor.tense, &make)),
            (None, None) => Some(Err((format!("XXXX-{}", season.code), Precision::Season))),
        };
    }
    if let Some(year) = fields.year {
        return known(calendar::year(year));
    }
    unit_period(found, anchor)
}

/// "last year", "the end of the month", "the weekend", "the following day".
fn unit_period(found: &Match, anchor: &Anchor) -> Option<Found> {
    let fields = &found.fields;
    if found.pattern.close {
        let unit = if found.pattern.id.starts_with("year") { Unit::Year } else { Unit::Month };
        let day = anchor.published;
        return match day.and_then(|d| around(d, unit)) {
            Some(period) => Some(Ok(period.part(Modifier::Close, anchor.published))),
            None => Some(Err(("XXXX".to_owned(), Precision::Year))),
        };
    }
    let unit = found.unit()?;
    let direction = fields.direction.unwrap_or(Direction { step: 0, named: false, span: false });
    let small = matches!(unit, Unit::Day | Unit::Night);
    if small && !direction.named && direction.step != 1 {
        // "this day", "the last day" point at nothing that could be counted from.
        return None;
    }
    let base = if direction.named || small { anchor.named } else { anchor.published };
    let Some(base) = base.or(anchor.published) else {
        let value = match unit {
            Unit::Year => "XXXX",
            Unit::Month | Unit::Quarter => "XXXX-XX",
            Unit::Week | Unit::Fortnight => "XXXX-WXX",
            Unit::Weekend => "XXXX-WXX-WE",
            _ => "XXXX-XX-XX",
        };
        return Some(Err((value.to_owned(), precision(unit))));
    };
    let mut step = f64::from(direction.step);
    // On a Monday to Wednesday a past tense looks back: "over the weekend".
    let early = base.weekday().to_monday_one_offset() <= 3;
    let loose = fields.direction.is_none_or(|d| d.step == 0 && !d.named);
    if unit == Unit::Weekend && early && loose && anchor.tense == Tense::Past {
        step = -1.0;
    }
    shift(base, step, unit).and_then(|day| around(day, unit)).map(Ok)
}

/// Of the periods that `make` gives for the years around `day`, the one that the tense points at.
fn nearest(day: Date, tense: Tense, make: &dyn Fn(i16) -> Option<Period>) -> Option<Period> {
    let year = day.year();
    let mut near = (year - 1..=year + 1).filter_map(make);
    let all: Vec<Period> = near.by_ref().collect();
    let past = all.iter().rev().find(|p| p.first <= day);
    let future = all.iter().find(|p| p.last >= day);
    let gap = |p: &Period| if p.first > day { (p.first - day).get_days() } else { (day - p.last).get_days().max(0) };
    let chosen = match tense {
        Tense::Past | Tense::Unknown => past.or(future),
        Tense::Future => future.or(past),
        Tense::Present => match (past, future) {
            (Some(p), Some(f)) => Some(if gap(f) <= gap(p) { f } else { p }),
            (p, f) => p.or(f),
        },
    };
    chosen.cloned()
}

/// As [`nearest`], with "last", "next", "this" where the words say so.
fn directed(
    day: Date,
    direction: Option<Direction>,
    tense: Tense,
    make: &dyn Fn(i16) -> Option<Period>,
) -> Option<Period> {
    let year = day.year();
    match direction.map(|d| d.step) {
        Some(-1) => (year - 2..=year).rev().filter_map(make).find(|p| p.last < day),
        Some(1) => (year..=year + 2).filter_map(make).find(|p| p.first > day),
        // "this winter" in January began last year.
        Some(_) => (year - 1..=year).filter_map(make).find(|p| p.first <= day && day <= p.last).or_else(|| make(year)),
        None => nearest(day, tense, make),
    }
}

/// The year that the words give beside a month: outright, or by "last year".
fn given_year(fields: &Fields, anchor: &Anchor) -> Option<i16> {
    let by_direction = || {
        let direction = fields.direction.filter(|_| fields.unit == Some(Unit::Year))?;
        let base = if direction.named { anchor.named.or(anchor.published) } else { anchor.published };
        base.map(|day| day.year() + i16::from(direction.step))
    };
    fields.year.or_else(by_direction)
}

fn month_period(fields: &Fields, anchor: &Anchor) -> Option<Found> {
    let month = fields.month?;
    let make = |year: i16| calendar::month(year, month);
    if let Some(year) = given_year(fields, anchor) {
        return make(year).map(Ok);
    }
    // "that April": of the year last named.
    if let Some(year) = fields.direction.filter(|d| d.named).and(anchor.named).map(|day| day.year()) {
        let step = fields.direction.map_or(0, |d| i16::from(d.step));
        return make(year + step).map(Ok);
    }
    let direction = fields.direction;
    if let Some(year) = anchor.year.filter(|_| direction.is_none() && anchor.tense != Tense::Future) {
        return make(year).map(Ok);
    }
    match anchor.published {
        Some(day) => directed(day, direction, anchor.tense, &make).map(Ok),
        None => Some(Err((format!("XXXX-{month:02}"), Precision::Month))),
    }
}

fn day_period(fields: &Fields, anchor: &Anchor) -> Option<Found> {
    let (month, day) = (fields.month?, fields.day?);
    let make = |year: i16| Date::new(year, month, day).ok().map(calendar::day);
    if let Some(year) = given_year(fields, anchor) {
        return make(year).map(Ok);
    }
    if let Some(year) =
        anchor.year.filter(|y| anchor.published.is_none_or(|p| *y < p.year()) && anchor.tense != Tense::Future)
    {
        return make(year).map(Ok);
    }
    let Some(published) = anchor.published else {
        // A day that no year has is none.
        return make(2024).map(|_| Err((format!("XXXX-{month:02}-{day:02}"), Precision::Day)));
    };
    // 29 February and a weekday beside the day narrow the years.
    let make =
        |year: i16| make(year).filter(|p| fields.weekday.is_none_or(|w| p.first.weekday().to_monday_one_offset() == w));
    let direction = fields.direction.filter(|d| !d.named && fields.unit.is_none());
    let chosen = directed(published, direction, anchor.tense, &make)
        .or_else(|| (1..=4).find_map(|n| make(published.year() - n)));
    let (far, soon_days) = FAR_AND_SOON[usize::from(anchor.tense != Tense::Past)];
    let soon = nearest(published, Tense::Future, &make).filter(|p| {
        anchor.tense != Tense::Future && (p.first - published).get_days() <= soon_days && direction.is_none()
    });
    match (chosen, soon) {
        (Some(back), Some(soon)) if (published - back.first).get_days() > far => Some(Ok(soon)),
        (Some(chosen), _) => Some(Ok(chosen)),
        // The weekday fits no year near: a slip of the writer's; the day counts.
        (None, _) => {
            let plain = Fields { weekday: None, ..*fields };
            fields.weekday.and_then(|_| day_period(&plain, anchor))
        }
    }
}

fn weekday_period(weekday: i8, found: &Match, anchor: &Anchor) -> Option<Found> {
    let fields = &found.fields;
    let Some(published) = anchor.published else {
        return Some(Err((format!("XXXX-WXX-{weekday}"), Precision::Day)));
    };
    let ahead = matches!(anchor.tense, Tense::Future | Tense::Present);
    let day = match fields.direction {
        Some(direction) if found.pattern.week => {
            let base = shift(published, f64::from(direction.step), Unit::Week)?;
            let monday = calendar::week(base)?.first;
            shift(monday, f64::from(weekday - 1), Unit::Day)
        }
        Some(Direction { named: true, step, .. }) => {
            let base = anchor.named.unwrap_or(published);
            let from = shift(base, f64::from(step), Unit::Day)?;
            calendar::weekday(from, weekday, step < 0)
        }
        Some(Direction { step: -1, .. }) => calendar::weekday(published.yesterday().ok()?, weekday, true),
        Some(Direction { step: 1, .. }) => calendar::weekday(published.tomorrow().ok()?, weekday, false),
        _ => calendar::weekday(published, weekday, !ahead),
    };
    day.map(calendar::day).map(Ok)
}

fn shifted(found: &Match, anchor: &Anchor) -> Option<Resolved> {
    let fields = &found.fields;
    let unit = found.unit()?;
    let sign = f64::from(found.pattern.sign.unwrap_or(1));
    let indefinite = if sign < 0.0 { "PAST_REF" } else { "FUTURE_REF" };
    let n = match found.amount()? {
        Amount::Exactly(n) => n * sign,
        Amount::Some => return Some(Resolved::bare(TimexType::Date, indefinite, precision(unit))),
    };
    let n = n + fields.direction.map_or(0.0, |d| f64::from(d.step));
    let base = if found.pattern.named { anchor.named.or(anchor.published) } else { anchor.published };
    let Some(base) = base else {
        let value = if found.pattern.sign.is_some() { indefinite } else { "XXXX-XX-XX" };
        return Some(Resolved::bare(TimexType::Date, value, precision(unit)));
    };
    let Some(day) = shift(base, n, unit) else {
        return Some(Resolved::bare(TimexType::Date, indefinite, precision(unit)));
    };
    if matches!(unit, Unit::Second | Unit::Minute | Unit::Hour) {
        let period = calendar::day(day);
        return Some(Resolved {
            kind: TimexType::Time,
            value: format!("{}TXX:XX", period.value),
            precision: Precision::Day,
            period: Some(period),
        });
    }
    // Half a year back is a month, not a year.
    let unit = if n.fract() != 0.0 && unit == Unit::Year { Unit::Month } else { unit };
    around(day, unit).map(Resolved::date)
}

fn duration(found: &Match, anchor: &Anchor) -> Option<Resolved> {
    let unit = found.unit()?;
    let amount = found.amount().unwrap_or(if found.fields.plural { Amount::Some } else { Amount::Exactly(1.0) });
    let period = || {
        let (day, direction) = (anchor.published?, found.fields.direction.filter(|d| !d.named)?);
        let Amount::Exactly(n) = amount else { return None };
        let n = if unit == Unit::Hour { (n / 24.0).ceil() * 24.0 } else { n };
        let other = shift(day, n * f64::from(direction.step), unit)?;
        let (first, last) = (other.min(day), other.max(day));
        Some(Period { first, last, value: String::new(), precision: precision(unit) })
    };
    let value = duration_value(amount, unit);
    Some(Resolved { kind: TimexType::Duration, value, period: period(), precision: precision(unit) })
}

fn set(found: &Match) -> Option<Resolved> {
    let fields = &found.fields;
    let (value, unit) = if let Some(value) = fields.set {
        (value.to_owned(), Unit::Day)
    } else if let Some(weekday) = fields.weekday {
        (format!("XXXX-WXX-{weekday}"), Unit::Day)
    } else {
        let unit = found.unit()?;
        (duration_value(found.amount()?, unit), unit)
    };
    Some(Resolved::bare(TimexType::Set, value, precision(unit)))
}

fn time(found: &Match, anchor: &Anchor) -> Option<Resolved> {
    let fields = &found.fields;
    let day = if fields.weekday.is_some() || fields.month.is_some() {
        match date_period(found, anchor)? {
            Ok(period) => Some(period.first),
            Err((value, _)) => return Some(Resolved::bare(TimexType::Time, value, Precision::Day)),
        }
    } else if let Some(n) = found.pattern.n {
        anchor.published.and_then(|day| shift(day, n, Unit::Day))
    } else {
        anchor.here.or(anchor.published)
    };
    let clock = match (fields.hour, found.pattern.part.as_deref().or(fields.part)) {
        (Some(hour), _) => {
            let hour = match fields.afternoon {
                Some(true) if hour < 12 => hour + 12,
                Some(false) if hour == 12 => 0,
                _ => hour,
            };
            if fields.afternoon.is_some() && fields.hour.is_some_and(|h| h > 12 || h == 0) {
                return None;
            }
            let zone = if fields.universal { "Z" } else { "" };
            format!("{hour:02}:{:02}{zone}", fields.minute.unwrap_or(0))
        }
        (None, Some(part)) => part.to_owned(),
        (None, None) => return None,
    };
    Some(match day {
        Some(day) => Resolved {
            kind: TimexType::Time,
            value: format!("{day}T{clock}"),
            period: Some(calendar::day(day)),
            precision: Precision::Day,
        },
        None => Resolved::bare(TimexType::Time, format!("XXXX-XX-XXT{clock}"), Precision::Day),
    })
}
