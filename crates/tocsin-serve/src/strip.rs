//! The strip of events over time, drawn here: deeds and words that bring together above the line, those that set
//! against each other below.

use jiff::civil::Date;
use jiff::{ToSpan, Unit};
use std::collections::BTreeMap;
use tocsin_record::Quad;
use tocsin_store::Facet;

/// Most bars of a strip.
const MOST_BARS: usize = 120;
/// Height of the drawing, half of it above the line.
const HEIGHT: f64 = 100.0;
/// Width of a bar's slot.
const SLOT: f64 = 10.0;

/// How much time one bar stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bin {
    Day,
    Week,
    Month,
}

/// One bar: the days it stands for and how many events of each quad class were published then.
pub(crate) struct Bar {
    pub(crate) x: f64,
    pub(crate) first: String,
    pub(crate) last: String,
    pub(crate) counts: [u64; 4],
    pub(crate) rects: Vec<Rect>,
}

impl Bar {
    /// All its events.
    pub(crate) fn total(&self) -> u64 {
        self.counts.iter().sum()
    }
    /// Its days in words.
    pub(crate) fn label(&self) -> String {
        if self.first == self.last { self.first.clone() } else { format!("{} to {}", self.first, self.last) }
    }
}

/// A piece of a bar.
pub(crate) struct Rect {
    pub(crate) quad: u8,
    pub(crate) y: String,
    pub(crate) height: String,
}

/// The strip.
pub(crate) struct Strip {
    pub(crate) unit: &'static str,
    pub(crate) width: f64,
    pub(crate) bars: Vec<Bar>,
    pub(crate) most: u64,
}

/// Draws the days of each quad class; `None` where there is no day.
pub(crate) fn draw(days: &[(Quad, Vec<Facet>)]) -> Option<Strip> {
    let mut counts: BTreeMap<Date, [u64; 4]> = BTreeMap::new();
    for (quad, facets) in days {
        for facet in facets {
            // A day that cannot be read has no place on an axis.
            if let Ok(day) = facet.value.parse::<Date>() {
                counts.entry(day).or_default()[quad.number() as usize - 1] += facet.events;
            }
        }
    }
    let (&first, &last) = (counts.keys().next()?, counts.keys().next_back()?);
    let span = first.until((Unit::Day, last)).map_or(i32::MAX, |span| span.get_days());
    let bin = match span {
        ..=91 => Bin::Day,
        92..=730 => Bin::Week,
        _ => Bin::Month,
    };
    let mut bins: BTreeMap<Date, [u64; 4]> = BTreeMap::new();
    for (day, of_day) in counts {
        let bin_counts = bins.entry(start_of(bin, day)).or_default();
        bin_counts.iter_mut().zip(of_day).for_each(|(sum, n)| *sum += n);
    }
    let mut starts = Vec::new();
    let mut at = start_of(bin, last);
    while at >= start_of(bin, first) && starts.len() < MOST_BARS {
        starts.push(at);
        let Ok(before) = at.yesterday() else { break };
        at = start_of(bin, before);
    }
    starts.reverse();
    let side = |counts: &[u64; 4], up: bool| if up { counts[0] + counts[1] } else { counts[2] + counts[3] };
    let shown = starts.iter().filter_map(|start| bins.get(start));
    let most = shown.map(|counts| side(counts, true).max(side(counts, false))).max()?.max(1);
    let bars = starts
        .iter()
        .enumerate()
        .map(|(at, &start)| {
            let counts = bins.get(&start).copied().unwrap_or_default();
            bar(at as f64 * SLOT, start, end_of(bin, start), counts, most)
        })
        .collect();
    let unit = match bin {
        Bin::Day => "day",
        Bin::Week => "week",
        Bin::Month => "month",
    };
    Some(Strip { unit, width: starts.len() as f64 * SLOT, bars, most })
}

fn bar(x: f64, first: Date, last: Date, counts: [u64; 4], most: u64) -> Bar {
    let scale = HEIGHT / 2.0 / most as f64;
    let heights = counts.map(|n| n as f64 * scale);
    let middle = HEIGHT / 2.0;
    // Deeds lie next to the line, words outside them.
    let tops = [middle - heights[1] - heights[0], middle - heights[1], middle + heights[3], middle];
    let rects = (0..4)
        .filter(|&i| counts[i] > 0)
        .map(|i| Rect { quad: i as u8 + 1, y: format!("{:.2}", tops[i]), height: format!("{:.2}", heights[i]) })
        .collect();
    Bar { x, first: first.to_string(), last: last.to_string(), counts, rects }
}

fn start_of(bin: Bin, day: Date) -> Date {
    match bin {
        Bin::Day => day,
        Bin::Week => {
            let back = i64::from(day.weekday().to_monday_zero_offset());
            day.checked_sub(back.days()).unwrap_or(day)
        }
        Bin::Month => day.first_of_month(),
    }
}

fn end_of(bin: Bin, start: Date) -> Date {
    match bin {
        Bin::Day => start,
        Bin::Week => start.checked_add(6.days()).unwrap_or(start),
        Bin::Month => start.last_of_month(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facet(value: &str, events: u64) -> Facet {
        Facet { value: value.into(), events }
    }

    #[test]
    fn every_event_of_the_shown_time_is_in_a_bar() {
        let days = [
            (Quad::VerbalConflict, vec![facet("2026-01-01", 2), facet("2026-01-05", 1)]),
            (Quad::MaterialConflict, vec![facet("2026-01-05", 4)]),
        ];
        let strip = draw(&days).unwrap();
        assert_eq!((strip.unit, strip.bars.len(), strip.most), ("day", 5, 5));
        assert_eq!(strip.bars.iter().map(Bar::total).sum::<u64>(), 7);
        assert_eq!(strip.bars[4].counts, [0, 0, 1, 4]);
    }

    #[test]
    fn long_times_are_gathered_and_bounded() {
        let years = [(Quad::MaterialConflict, vec![facet("1900-01-01", 1), facet("2026-01-05", 4)])];
        let strip = draw(&years).unwrap();
        assert_eq!((strip.unit, strip.bars.len()), ("month", MOST_BARS));
        assert_eq!(strip.bars[119].label(), "2026-01-01 to 2026-01-31");
        assert!(draw(&[]).is_none());
        assert!(draw(&[(Quad::VerbalConflict, vec![facet("-9999-01-01", 1), facet("9999-12-31", 1)])]).is_some());
    }
}
