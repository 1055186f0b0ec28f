//! Printing the figures, three places, one kind a line.

use super::coded::first_chars;
use super::tally::{Found, Hits, Tally};
use std::io::{self, Write};

/// What to print beside the figures.
#[derive(Clone, Copy, Debug, Default)]
pub struct Detail {
    /// A line for each event type.
    pub by_type: bool,
    /// A line for each document.
    pub by_doc: bool,
    /// How many misses and extra rows.
    pub misses: usize,
}

fn fraction(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// A line with precision, recall and their harmonic mean.
fn write_prf(out: &mut impl Write, label: &str, p: f64, r: f64) -> io::Result<()> {
    let f1 = if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) };
    writeln!(out, "{label:26} P {p:.3}  R {r:.3}  F1 {f1:.3}")
}

/// Writes the figures of `tally`.
///
/// # Errors
/// When `out` fails.
pub fn write_report(out: &mut impl Write, tally: &Tally, detail: Detail) -> io::Result<()> {
    let t = tally;
    writeln!(out, "documents {}, gold events {} (core {}), coded {}", t.documents, t.gold, t.core, t.coded)?;
    let hits = |hits: &Hits| (fraction(hits.any, t.coded), fraction(hits.core, t.core));
    for (label, (p, r)) in [("quad", hits(&t.quad)), ("type", hits(&t.kind)), ("whole row", hits(&t.row))] {
        write_prf(out, label, p, r)?;
    }
    write_fields(out, t)?;
    let found = |found: &Found| (fraction(found.hit, found.coded), fraction(found.hit, found.gold));
    for (label, counts) in [
        ("  counts (what, best)", &t.counts),
        ("statements (sentences)", &t.statements),
        ("predictions (sentences)", &t.predictions),
    ] {
        let (p, r) = found(counts);
        write_prf(out, label, p, r)?;
    }
    writeln!(out, "speaker {:.3} of {}", fraction(t.speaker.right, t.speaker.given), t.speaker.given)?;
    let (coded, gold) = (fraction(t.coded_sentences, t.coded), fraction(t.gold_sentences, t.gold));
    writeln!(out, "rows on junk sentences {}; evidence sentences a row {coded:.2} (gold {gold:.2})", t.on_junk)?;
    write_detail(out, t, detail)
}

/// How the fields of the matched core events agree.
fn write_fields(out: &mut impl Write, t: &Tally) -> io::Result<()> {
    let matched = t.kind.core;
    let of_matched = |right: u64| fraction(right, matched);
    writeln!(out, "of the {matched} matched core events:")?;
    let mut sum = 0.0;
    for (_, right, all) in &t.statuses {
        sum += fraction(*right, *all);
    }
    let of_statuses = if t.statuses.is_empty() { 0.0 } else { sum / t.statuses.len() as f64 };
    writeln!(
        out,
        "  status {:.3}  macro {of_statuses:.3}  not occurred but coded occurred {}",
        of_matched(t.status),
        t.taken_for_acts
    )?;
    for (name, country, sector) in [("actor", t.actor, t.actor_sector), ("recipient", t.recipient, t.recipient_sector)]
    {
        writeln!(out, "  {name} country {:.3}  with sector {:.3}", of_matched(country), of_matched(sector))?;
    }
    writeln!(out, "  mode {:.3}  voice (outlet or another) {:.3}", of_matched(t.mode), of_matched(t.voice))?;
    for (label, field) in [("date (start day)", &t.date), ("place (country)", &t.place)] {
        let share = fraction(field.right, field.given);
        writeln!(out, "  {label} {share:.3} of {}, given where gold has none {}", field.given, field.unasked)?;
    }
    Ok(())
}

fn write_detail(out: &mut impl Write, t: &Tally, detail: Detail) -> io::Result<()> {
    if detail.by_type {
        for (kind, c) in &t.by_type {
            let (p, r) = (fraction(c.matched, c.coded), fraction(c.hit, c.core));
            let (coded, core, matched) = (c.coded, c.core, c.matched);
            writeln!(out, "  {kind:10} coded {coded:4} core {core:4} matched {matched:4} P {p:.2} R {r:.2}")?;
        }
    }
    if detail.by_doc {
        for d in &t.by_document {
            let name = first_chars(&d.id, 70);
            writeln!(out, "  {name:70} matched {:3} gold {:3} coded {:3}", d.matched, d.gold, d.coded)?;
        }
    }
    for miss in t.misses.iter().take(detail.misses) {
        let what = if miss.missed { "missed" } else { "extra" };
        let at: Vec<String> = miss.at.iter().map(i64::to_string).collect();
        let name = first_chars(&miss.document, 50);
        writeln!(out, "  {what} {name} {} {} at [{}] {}", miss.kind, miss.status, at.join(", "), miss.words)?;
    }
    Ok(())
}
