//! What to make of the dates that a page's parts give.

use super::evidence::{Evidence, Family, Said, Source};
use super::scripts;
use crate::page::Page;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use tocsin_record::Published;

/// With less trust than this behind it no date is given.
const ENOUGH: u32 = 4;
/// A source that gives another day with this trust is worth a warning.
const WORTH_SAYING: u32 = 20;
/// No clock is further than this from UTC.
const FURTHEST: i64 = 14 * 3600;

pub(super) struct Decision {
    pub published: Published,
    pub warning: Option<String>,
}

/// Sources that give the same day stand together, each family by its most trusted member; the day with most trust behind
/// it wins. `zone`: the clock of the outlet's country.
pub(super) fn decide(page: &Page, evidence: &Evidence, zone: Option<&TimeZone>) -> Option<Decision> {
    let said = &without_changes(evidence);
    let best =
        said.iter().max_by_key(|s| (score(said, s.published.day()), s.source.trust(), std::cmp::Reverse(s.source)))?;
    let day = best.published.day();
    if score(said, day) < ENOUGH {
        return None;
    }
    // A time says more than a day; of times the one with the outlet's own offset.
    let timed = said.iter().filter(|s| s.published.day() == day && s.published.as_str().len() > 10);
    let chosen = timed
        .max_by_key(|s| (offset_of(&s.published).is_some(), s.source.trust(), std::cmp::Reverse(s.source)))
        .unwrap_or(best);
    let published = localised(page, evidence, chosen, zone).unwrap_or_else(|| chosen.published.clone());
    let other = said
        .iter()
        .filter(|s| s.source.trust() >= WORTH_SAYING && days_apart(s.published.day(), published.day()) > 1)
        .max_by_key(|s| (s.source.trust(), std::cmp::Reverse(s.source)));
    let warning = other.map(|other| {
        format!(
            "date-conflict: the page gives {} by {} and {} by {}; the first is taken",
            published.day(),
            chosen.source.name(),
            other.published.day(),
            other.source.name()
        )
    });
    Some(Decision { published, warning })
}

/// Without the times that repeat the last change to the second, where two parts of the page's data agree on an earlier
/// day or readers are shown one: some systems write the change into every field they have.
fn without_changes(evidence: &Evidence) -> Vec<Said> {
    let data = |s: &&Said| s.source.family() == Family::Machine && s.source.trust() > Source::Script.trust();
    let repeats = |s: &Said| s.published.as_str().len() > 10 && evidence.modified.contains(&s.published);
    let mut first: Vec<(Date, Source)> =
        evidence.published.iter().filter(data).filter(|s| !repeats(s)).map(|s| (s.published.day(), s.source)).collect();
    first.sort();
    first.dedup();
    let agreed = first.windows(2).find(|pair| pair[0].0 == pair[1].0).map(|pair| pair[0].0);
    // Or readers are shown one earlier day by the headline.
    let near = [Source::SaysNear, Source::TimePublished, Source::TimeNear, Source::ClassNear];
    let shown = evidence.published.iter().filter(|s| near.contains(&s.source) && !repeats(s));
    let mut shown: Vec<Date> = shown.map(|s| s.published.day()).collect();
    shown.dedup();
    let agreed = agreed.or(if let [day] = shown[..] { Some(day) } else { None });
    let copied = |s: &Said| repeats(s) && agreed.is_some_and(|day| day < s.published.day());
    // Nothing is published after its last change: what is no more than likely and says so dates something else.
    let last = evidence.modified.iter().map(Published::day).max();
    let likely = |s: &Said| s.source.trust() < Source::Script.trust() && s.source != Source::SaysFar;
    let late = |s: &Said| likely(s) && last.is_some_and(|last| s.published.day() > last);
    evidence.published.iter().filter(|s| !copied(s) && !late(s)).cloned().collect()
}

/// The trust behind a day. What gives the day before or after may mean the same moment on another clock and counts half.
fn score(said: &[Said], day: Date) -> u32 {
    [Family::Machine, Family::Visible, Family::Address]
        .into_iter()
        .map(|family| {
            let mut trusts: Vec<u32> = Vec::new();
            for s in said.iter().filter(|s| s.source.family() == family) {
                let same = s.published.day() == day || s.shown == Some(day);
                if same {
                    trusts.push(s.source.trust());
                } else if days_apart(s.published.day(), day) <= 1 {
                    trusts.push(s.source.trust() / 2);
                }
            }
            trusts.sort_unstable_by(|a, b| b.cmp(a));
            let first = trusts.first().copied().unwrap_or(0);
            first + trusts.iter().skip(1).take(3).sum::<u32>() / 4
        })
        .sum()
}

fn days_apart(a: Date, b: Date) -> i32 {
    a.until(b).map_or(i32::MAX, |span| span.get_days().abs())
}

/// The offset a time is given with, in its own characters; `None` for days and times without.
fn offset_of(published: &Published) -> Option<&str> {
    let rest = published.as_str().get(11..)?;
    rest.find(['+', '-', 'Z', 'z']).map(|at| &rest[at..])
}

fn is_utc(published: &Published) -> bool {
    offset_of(published).is_some_and(|o| matches!(o, "Z" | "z" | "+00:00" | "-00:00"))
}

fn instant(published: &Published) -> Option<Timestamp> {
    offset_of(published)?;
    published.as_str().parse().ok()
}

/// A moment given in UTC, as programs store it, in the outlet's own clock, so that its day is the one readers saw: as
/// another part of the page writes the same moment, or else by the country's clock, or else only the day that address
/// and text agree on. `None` where nothing says more than UTC.
fn localised(page: &Page, evidence: &Evidence, chosen: &Said, zone: Option<&TimeZone>) -> Option<Published> {
    if !is_utc(&chosen.published) {
        return None;
    }
    let moment = instant(&chosen.published)?;
    let text = chosen.published.as_str();
    let elsewhere = scripts::moments(page, text.get(13..19)?);
    let all = || evidence.published.iter().map(|s| &s.published).chain(&evidence.modified).chain(&elsewhere);
    // The very moment in another offset.
    if let Some(same) = all().find(|p| !is_utc(p) && instant(p) == Some(moment)) {
        return Some(same.clone());
    }
    // The same minute (and second) on a clock that says no offset, whole quarters of an hour away.
    let utc = TimeZone::UTC.to_datetime(moment);
    let bare = all().filter(|p| p.as_str().len() > 10 && offset_of(p).is_none());
    let mut offsets: Vec<i64> = bare.filter_map(|p| offset_between(p.as_str(), utc)).collect();
    offsets.sort_unstable();
    offsets.dedup();
    if let [seconds] = offsets[..] {
        return with_offset(moment, seconds);
    }
    let day = chosen.published.day();
    // What readers are shown, or the address, is of the same day: the page's own clock is UTC.
    let same = |s: &Said| s.shown == Some(day) || s.source == Source::Address && s.published.day() == day;
    if evidence.published.iter().any(same) {
        return None;
    }
    if let Some(zone) = zone {
        let local = zone.to_datetime(moment);
        if local.date() != day {
            return with_offset(moment, i64::from(zone.to_offset(moment).seconds()));
        }
        return None;
    }
    // The address, or what the text shows, gives the day before or after, and that day can be it somewhere.
    let shown = evidence.published.iter().filter_map(|s| match s.source {
        Source::Address | Source::SaysNear | Source::TimePublished | Source::TimeNear | Source::ClassNear
            if s.published.as_str().len() == 10 =>
        {
            Some(s.published.day())
        }
        _ => s.shown,
    });
    let mut days: Vec<Date> = shown.filter(|d| days_apart(*d, day) <= 1).collect();
    days.sort();
    days.dedup();
    match days[..] {
        [other] if other != day && reaches(utc, other) => Some(other.into()),
        _ => None,
    }
}

/// Whether some clock showed that day at that moment.
fn reaches(utc: DateTime, day: Date) -> bool {
    let far = |seconds: i64| utc.checked_add(jiff::SignedDuration::from_secs(seconds)).map(|t| t.date());
    far(-12 * 3600).is_ok_and(|d| d == day) || far(FURTHEST).is_ok_and(|d| d == day)
}

/// How far a clock that shows `local` is from `utc`: a quarter of an hour or a multiple, and not nothing.
fn offset_between(local: &str, utc: DateTime) -> Option<i64> {
    let local: DateTime = local.parse().ok()?;
    let exact = local.second() == utc.second() || local.second() == 0;
    let utc = utc.with().second(local.second()).subsec_nanosecond(0).build().ok()?;
    let seconds = utc.duration_until(local).as_secs();
    (exact && seconds != 0 && seconds % 900 == 0 && seconds.abs() <= FURTHEST).then_some(seconds)
}

fn with_offset(moment: Timestamp, seconds: i64) -> Option<Published> {
    let offset = jiff::tz::Offset::from_seconds(i32::try_from(seconds).ok()?).ok()?;
    let local = offset.to_datetime(moment);
    let (sign, seconds) = if seconds < 0 { ('-', -seconds) } else { ('+', seconds) };
    let text = format!("{}{sign}{:02}:{:02}", local.strftime("%Y-%m-%dT%H:%M:%S"), seconds / 3600, seconds / 60 % 60);
    text.parse().ok()
}
