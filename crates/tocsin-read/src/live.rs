//! The entries of live blogs and tickers, by the times that stand at their heads.

use crate::datetext;
use crate::phrases::Role;
use crate::piece::Piece;
use crate::words;
use jiff::civil::{Date, Weekday};
use regex::{Captures, Regex};
use std::sync::LazyLock;
use tocsin_record::{Block, BlockKind, Published, TextIndex};

/// Fewer entries are no live blog.
const FEWEST: usize = 3;
/// A longer line is no entry's head.
const LONGEST: usize = 220;
/// A change of more than this many minutes against the order of the entries is midnight.
const MIDNIGHT: i32 = 9 * 60;

/// An entry: its pieces, and what its head says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its first piece.
    pub from: usize,
    /// One past its last piece.
    pub to: usize,
    /// The piece with its time.
    pub line: usize,
    /// What that piece is: a credit where it is nothing but the time and a name, a heading where that follows.
    pub line_kind: BlockKind,
    /// The piece that is its heading.
    pub heading: Option<usize>,
    pub clock: Clock,
}

impl Entry {
    /// What its head makes of its pieces: the time is a credit, the heading a heading.
    pub fn mark(&self, mut set: impl FnMut(usize, BlockKind)) {
        set(self.line, self.line_kind);
        if let Some(heading) = self.heading {
            set(heading, BlockKind::Heading);
        }
    }
}

/// A time of day, as an entry gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Clock {
    /// Minutes since midnight; for "3h ago", nothing.
    minutes: Option<i32>,
    date: Option<Date>,
    zone: Option<Zone>,
    /// For "3h ago": minutes.
    ago: Option<i32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Zone {
    /// Minutes east of Greenwich.
    Fixed(i32),
    /// The United States' own, with daylight saving time: minutes east of Greenwich in winter.
    American(i32),
}

static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    let date = r"(?P<date>(?:(?-i:[LETTER]){3,10}\.?,? )?(?:[0-9]{1,2}(?:st|nd|rd|th|\.)? (?:de )?(?-i:[LETTER]){3,10}\.?,?(?: de)? [0-9]{4}|(?-i:[LETTER]){3,9}\.? [0-9]{1,2}(?:st|nd|rd|th)?,? [0-9]{4}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}))"
        .replace("LETTER", words::LETTER);
    let after = date.replace("date", "after");
    let zone = r"(?P<zone>gmt|utc|z|bst|cet|cest|mez|mesz|eet|eest|msk|est|edt|et|pst|pdt|pt|ct|mt|jst|hkt|sgt|aest|aedt|ist|sast|wat|eat|cst|cdt)(?P<shift> ?[+-][0-9]{1,2}(?::?[0-9]{2})?)?";
    let text = format!(
        r"(?i)^[+•*\s]*(?:(?:key event|key moment|posted|post|published|latest|breaking|new|now)\s*(?:at|on)?\s*:?\s*)?(?:{date}[ ,|·•–—-]*(?:at |um |à )?)?(?P<hour>[0-9]{{1,2}})(?P<mark>[:.h])(?P<minute>[0-9]{{2}})(?::[0-9]{{2}})?(?: ?(?P<half>[ap])\.?m\.?)?(?: ?uhr\b)?(?: ?\(?{zone}\)?(?:\b|$))?(?:[ ,|·•–—-]+(?:on )?{after})?(?P<rest>.*)$"
    );
    Regex::new(&text).expect("a fixed pattern")
});

static AGO: LazyLock<Regex> = LazyLock::new(|| {
    let text = r"(?i)^(?:key event\s*)?(?:(?:posted|published) )?(?P<count>[0-9]{1,3}) ?(?P<unit>m|min|mins|minutes?|h|hr|hrs|hours?|d|days?) ago\b(?P<rest>.*)$";
    Regex::new(text).expect("a fixed pattern")
});

/// A piece that may be the head of an entry.
struct Mark {
    piece: usize,
    clock: Clock,
    /// The heading stands in the same piece.
    with_heading: bool,
}

/// Finds the entries in a document's blocks, settles what their heads are, and dates them.
pub(crate) fn entries_of(text: &str, blocks: &mut [Block], published: Option<&Published>) -> Vec<tocsin_record::Entry> {
    let index = TextIndex::new(text);
    let part = |block: &Block| index.slice(text, block.span());
    let begins_with_time = |block: &&Block| {
        let head = part(block).trim_start();
        let head = &head[..words::floor(head, 80)];
        head.contains(|c: char| c.is_ascii_digit()) && (HEAD.is_match(head) || AGO.is_match(head))
    };
    if blocks.iter().filter(begins_with_time).take(FEWEST).count() < FEWEST {
        return Vec::new();
    }
    let pieces: Vec<Piece> = blocks.iter().map(|block| Piece::new(block.kind, part(block), 0)).collect();
    let entries = find(&pieces);
    drop(pieces);
    let dates = dated(&entries, published);
    for entry in &entries {
        entry.mark(|n, kind| blocks[n].kind = kind);
    }
    entries
        .iter()
        .zip(dates)
        .map(|(entry, at)| tocsin_record::Entry { start: blocks[entry.from].start, end: blocks[entry.to - 1].end, at })
        .collect()
}

/// The entries of a live blog, in the pieces' order; none where the pieces are none.
pub(crate) fn find(pieces: &[Piece]) -> Vec<Entry> {
    let running: Vec<bool> = pieces.iter().map(Piece::is_running).collect();
    let mut marks: Vec<Mark> = Vec::new();
    for (n, piece) in pieces.iter().enumerate() {
        if piece.has_role(Role::End) && marks.is_empty() && n * 2 > pieces.len() {
            return Vec::new();
        }
        if let Some(mark) = mark(n, piece) {
            marks.push(mark);
        }
    }
    // Where the entries give times alone, a time with a date above them is the whole report's.
    let dated = marks.iter().filter(|mark| mark.clock.date.is_some()).count();
    if dated * 2 < marks.len() {
        let above = marks.iter().take_while(|mark| mark.clock.date.is_some()).count();
        marks.drain(..above);
    }
    // Below each head there is text before the next one: else it is a list of titles with their times.
    let told: Vec<&Mark> = marks
        .iter()
        .enumerate()
        .filter(|(n, mark)| {
            let next = marks.get(n + 1).map_or(pieces.len(), |next| next.piece);
            let after = if mark.with_heading { mark.piece } else { mark.piece + 1 };
            running[after.min(next)..next].iter().any(|&r| r)
                || pieces[after.min(next)..next].iter().any(|p| p.ended && p.known.is_none() && p.length >= 25)
        })
        .map(|(_, mark)| mark)
        .collect();
    if told.len() < FEWEST || told.len() * 3 < marks.len() * 2 || !is_in_order(&told, pieces) {
        return Vec::new();
    }
    entries(pieces, &running, &told)
}

fn mark(n: usize, piece: &Piece) -> Option<Mark> {
    if piece.length > LONGEST || matches!(piece.kind, BlockKind::Headline | BlockKind::Standfirst | BlockKind::Caption)
    {
        return None;
    }
    let text = piece.text.trim();
    let is_head = |rest: &str| -> Option<bool> {
        let rest = rest.trim_end_matches(['+', ' ']);
        let name = rest.trim_start_matches([' ', '|', '·', '•', ',', '/']);
        if rest.is_empty() || name.is_empty() || name.eq_ignore_ascii_case("key event") {
            return Some(false);
        }
        // Behind a mark, a heading or the first sentence; without one, at most the author's name.
        let told = rest.trim_start();
        if let Some(heading) = told.strip_prefix([':', '–', '—', '|', '+']).or_else(|| rest.strip_prefix(" - ")) {
            return (heading.trim().chars().count() >= 8).then_some(true);
        }
        let names = name.split_whitespace().count() <= 5
            && name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\'' | '’' | ','))
            && name.split_whitespace().all(|w| w.starts_with(char::is_uppercase) || w == "by" || w == "and");
        if names && !name.is_empty() {
            return Some(false);
        }
        // A ticker's head between its marks: "+++ 14:05 Minister resigns +++".
        (text.starts_with("++") && text.ends_with("++")).then_some(true)
    };
    if let Some(found) = HEAD.captures(text) {
        let with_heading = is_head(found.name("rest").map_or("", |m| m.as_str()))?;
        let clock = clock(&found)?;
        return Some(Mark { piece: n, clock, with_heading });
    }
    let found = AGO.captures(text)?;
    let with_heading = is_head(found.name("rest").map_or("", |m| m.as_str()))?;
    let count: i32 = found.name("count")?.as_str().parse().ok()?;
    let unit = match found.name("unit")?.as_str().as_bytes().first().map(u8::to_ascii_lowercase) {
        Some(b'm') => 1,
        Some(b'h') => 60,
        _ => 24 * 60,
    };
    let clock = Clock { minutes: None, date: None, zone: None, ago: Some(count * unit) };
    Some(Mark { piece: n, clock, with_heading })
}

fn clock(found: &Captures<'_>) -> Option<Clock> {
    let number = |name: &str| found.name(name).and_then(|m| m.as_str().parse::<i32>().ok());
    let (mut hour, minute) = (number("hour")?, number("minute")?);
    if let Some(half) = found.name("half") {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + if half.as_str().eq_ignore_ascii_case("p") { 12 } else { 0 };
    }
    if hour > 23 || minute > 59 {
        return None;
    }
    let date = found.name("date").or_else(|| found.name("after"));
    let date = match date {
        // What looks like a date and is none makes the whole line doubtful.
        Some(date) => Some(datetext::parse(date.as_str())?.day()),
        None => None,
    };
    let shift = found.name("shift").and_then(|m| shift(m.as_str()));
    let zone = found.name("zone").and_then(|m| zone(m.as_str(), shift));
    Some(Clock { minutes: Some(hour * 60 + minute), date, zone, ago: None })
}

/// "+3", "-0330": minutes.
fn shift(text: &str) -> Option<i32> {
    let text = text.trim();
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = digits.split_at(if digits.len() > 2 { digits.len() - 2 } else { digits.len() });
    let hours: i32 = hours.parse().ok()?;
    let minutes: i32 = if minutes.is_empty() { 0 } else { minutes.parse().ok()? };
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

/// What a zone's letters mean; nothing where they mean several (IST, CST).
fn zone(letters: &str, shift: Option<i32>) -> Option<Zone> {
    Some(match letters.to_ascii_lowercase().as_str() {
        "gmt" | "utc" | "z" => Zone::Fixed(shift.unwrap_or(0)),
        "bst" | "cet" | "mez" | "wat" => Zone::Fixed(60),
        "cest" | "mesz" | "eet" | "sast" => Zone::Fixed(120),
        "eest" | "msk" | "eat" => Zone::Fixed(180),
        "est" => Zone::Fixed(-300),
        "edt" => Zone::Fixed(-240),
        "pst" => Zone::Fixed(-480),
        "pdt" => Zone::Fixed(-420),
        "et" => Zone::American(-300),
        "ct" => Zone::American(-360),
        "mt" => Zone::American(-420),
        "pt" => Zone::American(-480),
        "hkt" | "sgt" => Zone::Fixed(480),
        "jst" => Zone::Fixed(540),
        "aest" => Zone::Fixed(600),
        "aedt" => Zone::Fixed(660),
        _ => return None,
    })
}

impl Zone {
    fn minutes(self, day: Date) -> i32 {
        match self {
            Zone::Fixed(minutes) => minutes,
            // From the second Sunday of March to the first of November.
            Zone::American(winter) => {
                let sunday = |month: i8, nth: i8| {
                    Date::new(day.year(), month, 1).and_then(|first| first.nth_weekday_of_month(nth, Weekday::Sunday))
                };
                let summer = sunday(3, 2).is_ok_and(|from| day >= from) && sunday(11, 1).is_ok_and(|to| day < to);
                if summer { winter + 60 } else { winter }
            }
        }
    }
}

impl Clock {
    /// How much later than the one before, in minutes, as far as the two say; a change by many hours is midnight.
    fn step(&self, before: &Clock) -> i32 {
        match (self.minutes, before.minutes, self.ago, before.ago) {
            (Some(now), Some(then), _, _) => {
                let days = match (self.date, before.date) {
                    (Some(now), Some(then)) => now.since(then).map_or(0, |span| span.get_days()),
                    _ => 0,
                };
                now - then + days * 24 * 60
            }
            (_, _, Some(now), Some(then)) => then - now,
            _ => 0,
        }
    }
}

/// Whether the times run one way, as entries do: newest first, or, where the text calls itself live, oldest first.
fn is_in_order(marks: &[&Mark], pieces: &[Piece]) -> bool {
    let steps: Vec<i32> = marks.windows(2).map(|pair| pair[1].clock.step(&pair[0].clock)).collect();
    let days: Vec<Date> = marks.iter().filter_map(|mark| mark.clock.date).collect();
    if let (Some(first), Some(last)) = (days.iter().min(), days.iter().max())
        && last.since(*first).map_or(true, |span| span.get_days() > 4)
    {
        return false;
    }
    let falls = steps.iter().filter(|step| !(1..=MIDNIGHT).contains(*step)).count();
    let rises = steps.iter().filter(|step| !(-MIDNIGHT..0).contains(*step)).count();
    if falls * 10 >= steps.len() * 9 && falls >= rises {
        return true;
    }
    // Rising times are as often a chronicle of what happened, whose times are no times of posting.
    rises * 10 >= steps.len() * 9 && pieces[..marks[0].piece].iter().any(|piece| says_live(piece.text))
}

fn says_live(text: &str) -> bool {
    static LIVE: LazyLock<Regex> = LazyLock::new(|| {
        let words = r"(?i)\b(live ?blog|live ?ticker|news ?ticker|ticker|live updates?|as it happened|minute by minute|en direct|en directo|en vivo|minuto a minuto|live coverage|live reporting)\b|\bLIVE\b|^live\b";
        Regex::new(words).expect("a fixed pattern")
    });
    text.len() <= 400 && LIVE.is_match(text)
}

fn entries(pieces: &[Piece], running: &[bool], marks: &[&Mark]) -> Vec<Entry> {
    // Where most times stand between a label and running text, the label is the heading.
    let above = |mark: &&&Mark| {
        mark.piece > 0
            && !mark.with_heading
            && pieces[mark.piece - 1].is_label()
            && below(pieces, mark.piece).is_none_or(|n| running[n])
    };
    let headed_above = marks.iter().filter(above).count() * 10 >= marks.len() * 6;
    let starts: Vec<(usize, Option<usize>)> = marks
        .iter()
        .map(|mark| {
            if mark.with_heading {
                (mark.piece, None)
            } else if headed_above && mark.piece > 0 && pieces[mark.piece - 1].is_label() {
                (mark.piece - 1, Some(mark.piece - 1))
            } else {
                (mark.piece, below(pieces, mark.piece).filter(|&n| pieces[n].is_label()))
            }
        })
        .collect();
    let end = |from: usize| {
        let over = |p: &Piece| p.has_role(Role::End) || p.has_role(Role::List);
        pieces[from + 1..].iter().position(over).map_or(pieces.len(), |n| from + 1 + n)
    };
    let last = starts.last().map_or(0, |(from, _)| end(*from));
    marks
        .iter()
        .zip(&starts)
        .enumerate()
        .map(|(n, (mark, &(from, heading)))| {
            let to = starts.get(n + 1).map_or(last.max(from + 1), |next| next.0.max(from + 1));
            let heading = heading.filter(|&h| h < to);
            let line_kind = match mark.with_heading {
                false => BlockKind::Credit,
                true if running[mark.piece] => pieces[mark.piece].kind,
                true => BlockKind::Heading,
            };
            Entry { from, to, line: mark.piece, line_kind, heading, clock: mark.clock }
        })
        .collect()
}

/// The first piece below `line` that is not the author's name or a button.
fn below(pieces: &[Piece], line: usize) -> Option<usize> {
    let apart = |p: &Piece| matches!(p.kind, BlockKind::Credit | BlockKind::Promo) || p.known.is_some();
    (line + 1..pieces.len().min(line + 4)).find(|&n| !apart(&pieces[n]))
}

/// When each entry was posted. The report was published with its earliest entry, whose day is the publication day; the
/// others follow from it. `None` where neither entry nor document gives a day.
pub(crate) fn dated(entries: &[Entry], published: Option<&Published>) -> Vec<Option<Published>> {
    let mut found = vec![None; entries.len()];
    let (Some(first), Some(last)) = (entries.first(), entries.last()) else { return found };
    let upward = entries.windows(2).map(|pair| pair[1].clock.step(&pair[0].clock).signum()).sum::<i32>() < 0;
    let order: Vec<usize> = if upward { (0..entries.len()).rev().collect() } else { (0..entries.len()).collect() };
    let earliest = if upward { last } else { first };
    let mut day = earliest.clock.date.or_else(|| published.map(|published| starting_day(published, &earliest.clock)));
    let mut before: Option<i32> = None;
    for n in order {
        let clock = entries[n].clock;
        let Some(minutes) = clock.minutes else { continue };
        if clock.date.is_some() {
            day = clock.date;
        } else if before.is_some_and(|before| before - minutes > MIDNIGHT) {
            day = day.and_then(|day| day.tomorrow().ok());
        }
        before = Some(minutes);
        found[n] = day.and_then(|day| written(day, minutes, clock.zone));
    }
    found
}

/// The day of the earliest entry: that of publication, or the next if the report went online late in the evening.
fn starting_day(published: &Published, clock: &Clock) -> Date {
    let time = published.as_str().get(11..16).and_then(|time| {
        let (hours, minutes) = time.split_once(':')?;
        Some(hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?)
    });
    match (time, clock.minutes) {
        (Some(time), Some(minutes)) if time - minutes > MIDNIGHT => {
            published.day().tomorrow().unwrap_or(published.day())
        }
        _ => published.day(),
    }
}

fn written(day: Date, minutes: i32, zone: Option<Zone>) -> Option<Published> {
    let offset = match zone.map(|zone| zone.minutes(day)) {
        None => String::new(),
        Some(0) => "Z".to_owned(),
        Some(offset) => {
            let sign = if offset < 0 { '-' } else { '+' };
            format!("{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60)
        }
    };
    format!("{day}T{:02}:{:02}:00{offset}", minutes / 60, minutes % 60).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock_of(line: &str) -> Option<Clock> {
        mark(0, &Piece::new(BlockKind::Paragraph, line, 0)).map(|mark| mark.clock)
    }

    #[test]
    fn heads_of_entries_are_read_as_written() {
        let day: Date = "2026-01-04".parse().unwrap();
        let cases = [
            ("10:45 GMT", "2026-01-04T10:45:00Z"),
            ("10.45 CET", "2026-01-04T10:45:00+01:00"),
            ("Posted at 2:03 pm ET", "2026-01-04T14:03:00-05:00"),
            ("12:10 a.m. PDT", "2026-01-04T00:10:00-07:00"),
            ("10:45 GMT+3", "2026-01-04T10:45:00+03:00"),
            ("16.20 Uhr: Minister tritt zurück", "2026-01-04T16:20:00"),
            ("+++ 14:05 Minister tritt zurück +++", "2026-01-04T14:05:00"),
            ("20:42KEY EVENT", "2026-01-04T20:42:00"),
            ("09:15 Jane Doe", "2026-01-04T09:15:00"),
        ];
        for (line, wanted) in cases {
            let clock = clock_of(line).unwrap_or_else(|| panic!("{line}"));
            let at = written(day, clock.minutes.unwrap(), clock.zone);
            assert_eq!(at.as_ref().map(Published::as_str), Some(wanted), "{line}");
        }
        assert_eq!(clock_of("4 January 2026, 10:45 GMT").unwrap().date, Some(day));
        assert_eq!(clock_of("3h ago").unwrap().ago, Some(180));
        for line in [
            "10.45 million people fled",
            "25:10",
            "10:45 GMT was the hour of the truce.",
            "At 10:45 the bells rang.",
            "3:2 for the hosts",
        ] {
            assert_eq!(clock_of(line), None, "{line}");
        }
    }

    #[test]
    fn the_united_states_change_their_clocks() {
        let eastern = |day: &str| Zone::American(-300).minutes(day.parse().unwrap());
        assert_eq!(["2026-03-07", "2026-03-08", "2026-10-31", "2026-11-01"].map(eastern), [-300, -240, -240, -300]);
    }
}
