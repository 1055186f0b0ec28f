//! The words of the calendar, read from `knowledge/times`.

use crate::number::lexer::{Atoms, Kind};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Night,
    Week,
    Fortnight,
    Weekend,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// The TIMEX3 letters, how many of them one is, and whether they stand behind a `T`.
    pub fn code(self) -> (&'static str, f64, bool) {
        match self {
            Unit::Second => ("S", 1.0, true),
            Unit::Minute => ("M", 1.0, true),
            Unit::Hour => ("H", 1.0, true),
            Unit::Day | Unit::Night => ("D", 1.0, false),
            Unit::Week => ("W", 1.0, false),
            Unit::Fortnight => ("W", 2.0, false),
            Unit::Weekend => ("WE", 1.0, false),
            Unit::Month => ("M", 1.0, false),
            Unit::Quarter => ("Q", 1.0, false),
            Unit::Year => ("Y", 1.0, false),
            Unit::Decade => ("DE", 1.0, false),
            Unit::Century => ("CE", 1.0, false),
        }
    }
}

/// A part of a period: "early", "mid-", "late".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Modifier {
    /// "early"
    Start,
    /// "mid-"
    Middle,
    /// "late"
    End,
    /// "the beginning of"
    Open,
    /// "the end of"
    Close,
    /// "earlier this year"
    Before,
    /// "later this year"
    After,
}

/// "last", "next", "that": how far, and whether from a day named before instead of the publication day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Direction {
    pub step: i8,
    #[serde(default)]
    pub named: bool,
    #[serde(default)]
    pub span: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Season {
    pub code: &'static str,
    pub month: i8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MonthEntry {
    number: i8,
    names: Vec<String>,
    short: Vec<String>,
    plain: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeasonEntry {
    code: String,
    month: i8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HolidayEntry {
    words: Vec<String>,
    pub month: i8,
    pub day: i8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ZoneEntry {
    words: Vec<String>,
    universal: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CalendarFile {
    month: Vec<MonthEntry>,
    weekday: HashMap<String, i8>,
    weekday_short: HashMap<String, i8>,
    season: HashMap<String, SeasonEntry>,
    part: HashMap<String, String>,
    holiday: Vec<HolidayEntry>,
    zone: ZoneEntry,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitsFile {
    unit: Vec<Unit>,
    plural: HashMap<String, Unit>,
    set: HashMap<String, String>,
}

/// Words beside a time expression.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Context {
    modifier: HashMap<String, Modifier>,
    direction: HashMap<String, Direction>,
    pub bound: Bound,
    pub lists: HashMap<String, Vec<String>>,
    pub tense: TenseWords,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bound {
    pub since: Vec<String>,
    pub until: Vec<String>,
    pub from: Vec<String>,
    pub on: Vec<String>,
    pub joins: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TenseWords {
    pub future: Vec<String>,
    pub past: Vec<String>,
    pub ahead: Vec<String>,
    pub done: Vec<String>,
}

/// Everything that `knowledge/times` says about words.
pub(super) struct Lexicon {
    months: HashMap<String, (i8, bool, bool)>,
    weekdays: HashMap<String, i8>,
    weekdays_short: HashMap<String, i8>,
    seasons: HashMap<String, Season>,
    parts: HashMap<String, String>,
    pub holidays: Vec<HolidayEntry>,
    zone: ZoneEntry,
    singular: HashMap<String, Unit>,
    plural: HashMap<String, Unit>,
    sets: HashMap<String, String>,
    pub context: Context,
}

fn read<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> T {
    toml::from_str(text).unwrap_or_else(|error| unreachable!("knowledge/times/{name} is read by a test: {error}"))
}

pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::built_in);

impl Lexicon {
    fn built_in() -> Self {
        let calendar: CalendarFile = read("calendar.toml", include_str!("../../../../knowledge/times/calendar.toml"));
        let units: UnitsFile = read("units.toml", include_str!("../../../../knowledge/times/units.toml"));
        let context: Context = read("context.toml", include_str!("../../../../knowledge/times/context.toml"));
        let mut months = HashMap::new();
        for month in calendar.month {
            for name in month.names {
                months.insert(name, (month.number, month.plain, false));
            }
            for name in month.short {
                months.insert(name, (month.number, false, true));
            }
        }
        let seasons = calendar
            .season
            .into_iter()
            .filter_map(|(name, entry)| {
                let code = ["SP", "SU", "FA", "WI"].into_iter().find(|c| *c == entry.code)?;
                Some((name, Season { code, month: entry.month }))
            })
            .collect();
        let singular = units.unit.iter().map(|unit| (format!("{unit:?}").to_lowercase(), *unit)).collect();
        Lexicon {
            months,
            weekdays: calendar.weekday,
            weekdays_short: calendar.weekday_short,
            seasons,
            parts: calendar.part,
            holidays: calendar.holiday,
            zone: calendar.zone,
            singular,
            plural: units.plural,
            sets: units.set,
            context,
        }
    }

    /// The month at `at`: its number, whether the name alone is safe, and one past its last atom ("Jan." takes two).
    pub fn month(&self, atoms: &Atoms, at: usize) -> Option<(i8, bool, usize)> {
        let (number, plain, short) = *self.months.get(atoms.low(at)).filter(|_| atoms.capital(at))?;
        let dotted = short && atoms.low(at + 1) == "." && atoms.glued(at + 1);
        Some((number, plain || dotted && number != 3, if dotted { at + 2 } else { at + 1 }))
    }

    /// The weekday at `at` by its full name.
    pub fn weekday(&self, atoms: &Atoms, at: usize) -> Option<i8> {
        self.weekdays.get(atoms.low(at)).copied().filter(|_| atoms.capital(at))
    }

    /// The weekday at `at` by its short name, and one past its last atom.
    pub fn weekday_short(&self, atoms: &Atoms, at: usize) -> Option<(i8, usize)> {
        let number = *self.weekdays_short.get(atoms.low(at)).filter(|_| atoms.capital(at))?;
        let dotted = atoms.low(at + 1) == "." && atoms.glued(at + 1);
        Some((number, if dotted { at + 2 } else { at + 1 }))
    }

    pub fn season(&self, word: &str) -> Option<Season> {
        self.seasons.get(word).copied()
    }

    /// The TIMEX3 letters of a part of the day.
    pub fn part(&self, word: &str) -> Option<&str> {
        self.parts.get(word.strip_suffix('s').unwrap_or(word)).or_else(|| self.parts.get(word)).map(String::as_str)
    }

    /// The holiday at `at`, as a number into [`Lexicon::holidays`], and one past its last atom.
    pub fn holiday(&self, atoms: &Atoms, at: usize) -> Option<(usize, usize)> {
        let lengths = self.holidays.iter().enumerate().filter_map(|(i, holiday)| {
            let taken = holiday.words.iter().filter_map(|words| atoms.phrase_at(at, words)).max()?;
            Some((i, at + taken))
        });
        let first = atoms.low(at);
        (atoms.capital(at) || first == "the").then(|| lengths.max_by_key(|(_, end)| *end)).flatten()
    }

    /// The unit of a word, and whether the word is a plural.
    pub fn unit(&self, word: &str) -> Option<(Unit, bool)> {
        self.plural.get(word).map(|u| (*u, true)).or_else(|| self.singular.get(word).map(|u| (*u, false)))
    }

    /// The TIMEX3 value of an adverb that is a set.
    pub fn set(&self, word: &str) -> Option<&str> {
        self.sets.get(word).map(String::as_str)
    }

    pub fn modifier(&self, word: &str) -> Option<Modifier> {
        self.context.modifier.get(word).copied()
    }

    pub fn direction(&self, word: &str) -> Option<Direction> {
        self.context.direction.get(word).copied()
    }

    /// Whether a time zone stands at `at`: whether it is universal time, and one past its last atom.
    pub fn zone(&self, atoms: &Atoms, at: usize) -> Option<(bool, usize)> {
        let open = usize::from(atoms.low(at) == "(");
        let word = atoms.low(at + open);
        if !atoms.capital(at + open) || !self.zone.words.iter().any(|w| w == word) {
            return None;
        }
        let mut end = at + open + 1;
        if matches!(atoms.low(end), "+" | "-" | "\u{2212}") && atoms.is(end + 1, Kind::Figure) {
            end += 2;
        }
        if open == 1 {
            if atoms.low(end) != ")" {
                return None;
            }
            end += 1;
        }
        Some((self.zone.universal.iter().any(|w| w == word), end))
    }

    /// Whether the word or phrase before (`back`) or at `at` is in a list of `context.toml`.
    pub fn listed(&self, list: &str, word: &str) -> bool {
        self.context.lists.get(list).is_some_and(|words| words.iter().any(|w| w == word))
    }
}
