//! The classes of words in the shapes of time expressions (`<month>`, `<day>`, ...), and what they say.

use super::lexicon::{Direction, LEXICON, Modifier, Season, Unit};
use crate::number::lexer::{Atoms, Kind};
use crate::number::words::{digits, quantity};

/// A class of words, written `<name>` in a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Month,
    PlainMonth,
    Weekday,
    ShortWeekday,
    Day,
    DayA,
    DayB,
    DayWord,
    Year,
    YearA,
    YearB,
    Year2,
    Season,
    Unit,
    Units,
    Period,
    Number,
    Article,
    Some,
    Ordinal,
    Quarter,
    Decade,
    Part,
    Holiday,
    Modifier,
    Direction,
    Clock,
    ClockFigure,
    Noon,
    Meridiem,
    Zone,
    Set,
    Iso,
    Slashed,
}

impl Class {
    /// The class of the name in a form.
    pub fn from_name(name: &str) -> Option<Class> {
        Some(match name {
            "month" => Class::Month,
            "plainmonth" => Class::PlainMonth,
            "weekday" => Class::Weekday,
            "wday" => Class::ShortWeekday,
            "day" => Class::Day,
            "day:a" => Class::DayA,
            "day:b" => Class::DayB,
            "dayword" => Class::DayWord,
            "year" => Class::Year,
            "year:a" => Class::YearA,
            "year:b" => Class::YearB,
            "year2" => Class::Year2,
            "season" => Class::Season,
            "unit" => Class::Unit,
            "units" => Class::Units,
            "period" => Class::Period,
            "n" => Class::Number,
            "an" => Class::Article,
            "some" => Class::Some,
            "ord" => Class::Ordinal,
            "q" => Class::Quarter,
            "decade" => Class::Decade,
            "part" => Class::Part,
            "holiday" => Class::Holiday,
            "mod" => Class::Modifier,
            "dir" => Class::Direction,
            "clock" => Class::Clock,
            "hhmm" => Class::ClockFigure,
            "noon" => Class::Noon,
            "ampm" => Class::Meridiem,
            "zone" => Class::Zone,
            "set" => Class::Set,
            "iso" => Class::Iso,
            "slashed" => Class::Slashed,
            _ => return None,
        })
    }
}

/// How many of a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Amount {
    Exactly(f64),
    Some,
}

/// What the words of an expression say.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Fields {
    pub year: Option<i16>,
    pub month: Option<i8>,
    pub day: Option<i8>,
    pub weekday: Option<i8>,
    pub season: Option<Season>,
    pub ordinal: Option<i16>,
    pub quarter: Option<i8>,
    pub decade: Option<i16>,
    pub unit: Option<Unit>,
    pub plural: bool,
    pub amount: Option<Amount>,
    /// Whether the amount is "a" or "an".
    pub article: bool,
    pub modifier: Option<Modifier>,
    pub direction: Option<Direction>,
    pub part: Option<&'static str>,
    pub hour: Option<i8>,
    pub minute: Option<i8>,
    pub afternoon: Option<bool>,
    pub universal: bool,
    pub holiday: Option<usize>,
    pub set: Option<&'static str>,
    /// First end of a range: day or year, and one past its last atom.
    pub first: Option<(i16, usize)>,
    /// Where the second end of a range begins.
    pub second: Option<usize>,
}

/// Whether a digit-only figure without separators stands at `at`; its number.
fn plain_number(atoms: &Atoms, at: usize) -> Option<u32> {
    let text = atoms.low(at);
    (atoms.is(at, Kind::Figure) && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

fn year_at(atoms: &Atoms, at: usize) -> Option<i16> {
    let year = plain_number(atoms, at).filter(|_| atoms.low(at).len() == 4)?;
    (1400..=2199).contains(&year).then_some(year as i16)
}

fn day_at(atoms: &Atoms, at: usize) -> Option<(i8, usize)> {
    let day = plain_number(atoms, at).filter(|d| (1..=31).contains(d) && atoms.low(at).len() <= 2)?;
    let suffix = atoms.glued(at + 1) && matches!(atoms.low(at + 1), "st" | "nd" | "rd" | "th");
    Some((day as i8, at + 1 + usize::from(suffix)))
}

/// Reads one word or more of `class` at `at` into `fields`; one past the last atom read.
pub(super) fn take(class: Class, atoms: &Atoms, at: usize, fields: &mut Fields) -> Option<usize> {
    let word = atoms.low(at);
    let next = at + 1;
    let end = match class {
        Class::Month => {
            let (number, _, end) = LEXICON.month(atoms, at)?;
            fields.month = Some(number);
            end
        }
        Class::PlainMonth => {
            let (number, plain, end) = LEXICON.month(atoms, at)?;
            fields.month = Some(number).filter(|_| plain);
            fields.month.map(|_| end)?
        }
        Class::Weekday => {
            fields.weekday = Some(LEXICON.weekday(atoms, at)?);
            next
        }
        Class::ShortWeekday => {
            let (number, end) = LEXICON.weekday_short(atoms, at)?;
            fields.weekday = Some(number);
            end
        }
        Class::Day | Class::DayB => {
            let (day, end) = day_at(atoms, at)?;
            fields.day = Some(day);
            if class == Class::DayB {
                fields.second = Some(at);
            }
            end
        }
        Class::DayA => {
            let (day, end) = day_at(atoms, at)?;
            fields.first = Some((i16::from(day), end));
            end
        }
        Class::DayWord | Class::Ordinal => {
            let found = quantity(atoms, at).filter(|q| q.ordinal)?;
            let value = found.value.filter(|v| (1.0..=31.0).contains(v))?;
            if class == Class::DayWord {
                fields.day = Some(value as i8);
            } else {
                fields.ordinal = Some(value as i16);
            }
            found.end
        }
        Class::Year => {
            fields.year = Some(year_at(atoms, at)?);
            next
        }
        Class::YearA => {
            fields.first = Some((year_at(atoms, at)?, next));
            next
        }
        Class::YearB => {
            let (first, _) = fields.first?;
            let last = match year_at(atoms, at) {
                Some(year) => year,
                None => first / 100 * 100 + plain_number(atoms, at).filter(|_| word.len() == 2)? as i16,
            };
            if last <= first || !atoms.glued(at) && word.len() == 2 {
                return None;
            }
            fields.year = Some(last);
            fields.second = Some(at);
            next
        }
        Class::Year2 => {
            let figure = plain_number(atoms, next).filter(|_| atoms.low(next).len() == 2)?;
            if !matches!(word, "'" | "’" | "‘")
                || !atoms.glued(next)
                || atoms.glued(at)
                || atoms.glued(next + 1) && atoms.is(next + 1, Kind::Word)
            {
                return None;
            }
            fields.year = Some(if figure < 50 { 2000 } else { 1900 } + figure as i16);
            next + 1
        }
        Class::Season => {
            fields.season = Some(LEXICON.season(word)?);
            next
        }
        Class::Unit | Class::Units | Class::Period => {
            let (unit, plural) = LEXICON.unit(word)?;
            let small = matches!(unit, Unit::Second | Unit::Minute | Unit::Hour | Unit::Night);
            if class == Class::Units && !plural || class == Class::Period && (plural || small) {
                return None;
            }
            if unit == Unit::Second && atoms.low(next) == "-" && !plural {
                return None;
            }
            fields.unit = Some(unit);
            fields.plural = plural;
            next
        }
        Class::Number => {
            let found = quantity(atoms, at).filter(|q| !q.ordinal)?;
            fields.amount = Some(found.value.map_or(Amount::Some, Amount::Exactly));
            found.end
        }
        Class::Article => {
            fields.article = true;
            fields.amount = Some(Amount::Exactly(1.0)).filter(|_| matches!(word, "a" | "an" | "one"));
            fields.amount.map(|_| next)?
        }
        Class::Some => {
            let vague = matches!(word, "some" | "many" | "several" | "few" | "couple" | "multiple");
            fields.amount = vague.then_some(Amount::Some);
            fields.amount.map(|_| next)?
        }
        Class::Quarter => {
            let figure = plain_number(atoms, next).filter(|n| (1..=4).contains(n));
            fields.quarter = Some(figure.filter(|_| word == "q" && atoms.glued(next))? as i8);
            at + 2
        }
        Class::Decade => decade(atoms, at, fields)?,
        Class::Part => {
            fields.part = Some(LEXICON.part(word)?);
            next
        }
        Class::Holiday => {
            let (number, end) = LEXICON.holiday(atoms, at)?;
            fields.holiday = Some(number);
            end
        }
        Class::Modifier => {
            fields.modifier = Some(LEXICON.modifier(word)?);
            next
        }
        Class::Direction => {
            fields.direction = Some(LEXICON.direction(word)?);
            next
        }
        Class::Clock | Class::ClockFigure => clock(class, atoms, at, fields)?,
        Class::Noon => {
            fields.hour = Some(match word {
                "noon" | "midday" => 12,
                "midnight" => 24,
                _ => return None,
            });
            fields.minute = Some(0);
            next
        }
        Class::Meridiem => {
            let letter = word.chars().next()?;
            fields.afternoon = Some(letter == 'p');
            match word {
                "am" | "pm" => next,
                "a" | "p" if atoms.low(next) == "." && atoms.low(next + 1) == "m" => {
                    next + 2 + usize::from(atoms.low(next + 2) == "." && atoms.glued(next + 2))
                }
                _ => return None,
            }
        }
        Class::Zone => {
            let (universal, end) = LEXICON.zone(atoms, at)?;
            fields.universal = universal;
            end
        }
        Class::Set => {
            fields.set = Some(LEXICON.set(word)?);
            next
        }
        Class::Iso => iso(atoms, at, fields)?,
        Class::Slashed => slashed(atoms, at, fields)?,
    };
    Some(end)
}

/// "1990s", "'90s", "nineties" is left to prose.
fn decade(atoms: &Atoms, at: usize, fields: &mut Fields) -> Option<usize> {
    let marked = matches!(atoms.low(at), "'" | "’" | "‘");
    let figure = if marked { at + 1 } else { at };
    let number = plain_number(atoms, figure)?;
    let mut end = figure + 1;
    if matches!(atoms.low(end), "'" | "’") && atoms.glued(end) {
        end += 1;
    }
    if atoms.low(end) != "s" || !atoms.glued(end) || number % 10 != 0 {
        return None;
    }
    let the = atoms.before(at, 1) == "the";
    let year = match atoms.low(figure).len() {
        4 if (1400..=2190).contains(&number) => number as i16,
        2 if (marked || the) && number >= 20 => 1900 + number as i16,
        _ => return None,
    };
    fields.decade = Some(year / 10);
    Some(end + 1)
}

/// A clock time: "14:00", "6.40", "6" (which needs a.m. or p.m. behind it), "noon".
fn clock(class: Class, atoms: &Atoms, at: usize, fields: &mut Fields) -> Option<usize> {
    let (hour, minute, end) = if let Some(hour) = plain_number(atoms, at) {
        if atoms.low(at + 1) == ":" && atoms.glued(at + 1) && atoms.glued(at + 2) && atoms.low(at + 2).len() == 2 {
            (hour, plain_number(atoms, at + 2)?, at + 3)
        } else if atoms.low(at).len() == 4 && class == Class::Clock {
            (hour / 100, hour % 100, at + 1)
        } else {
            (hour, 0, at + 1)
        }
    } else {
        let (hour, minute) = atoms.low(at).split_once('.').filter(|_| atoms.is(at, Kind::Figure))?;
        (hour.parse().ok()?, Some(minute).filter(|m| m.len() == 2)?.parse().ok()?, at + 1)
    };
    if hour > 24 || minute > 59 {
        return None;
    }
    // Without "p.m." or a zone only a colon makes a time, and a preposition ("at 14:00", but no score).
    if class == Class::ClockFigure {
        let after = LEXICON.listed("clock_after", atoms.before(at, 1));
        if end != at + 3 || !after || atoms.low(end) == ":" {
            return None;
        }
    }
    fields.hour = Some(hour as i8);
    fields.minute = Some(minute as i8);
    Some(end)
}

fn iso(atoms: &Atoms, at: usize, fields: &mut Fields) -> Option<usize> {
    let year = year_at(atoms, at)?;
    let part = |i: usize, most: u32| {
        plain_number(atoms, i).filter(|n| (1..=most).contains(n) && atoms.low(i).len() == 2 && atoms.glued(i))
    };
    if atoms.low(at + 1) != "-" || atoms.low(at + 3) != "-" {
        return None;
    }
    fields.year = Some(year);
    fields.month = Some(part(at + 2, 12)? as i8);
    fields.day = Some(part(at + 4, 31)? as i8);
    Some(at + 5)
}

/// "7/8/07", "03/15/2026": month first, unless the first number cannot be one.
fn slashed(atoms: &Atoms, at: usize, fields: &mut Fields) -> Option<usize> {
    if atoms.low(at + 1) != "/" || atoms.low(at + 3) != "/" || !(at + 1..at + 5).all(|i| atoms.glued(i)) {
        return None;
    }
    let year = match atoms.low(at + 4).len() {
        4 => year_at(atoms, at + 4)?,
        2 => 2000 + digits(atoms.low(at + 4))? as i16,
        _ => return None,
    };
    let (a, b) = (plain_number(atoms, at)?, plain_number(atoms, at + 2)?);
    let (month, day) = if a > 12 { (b, a) } else { (a, b) };
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    fields.year = Some(year);
    fields.month = Some(month as i8);
    fields.day = Some(day as i8);
    Some(at + 5)
}
