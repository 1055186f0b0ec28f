//! The same event told twice in a document is one row with all its sentences.

use crate::row::{Row, absorb, agree, apart};
use tocsin_record::{EventTime, EventType};

/// How many further sentences a row keeps.
const MOST: usize = 3;

/// Merges rows that tell one event; `about` numbers are kept right.
pub fn merge(rows: Vec<Row>) -> Vec<Row> {
    let mut kept: Vec<Row> = Vec::new();
    // Where each of the given rows went.
    let mut place: Vec<usize> = Vec::with_capacity(rows.len());
    for row in rows {
        match kept.iter().position(|k| same_event(k, &row)) {
            Some(at) => {
                let target = &mut kept[at];
                if row.sentence != target.sentence && !target.more.contains(&row.sentence) && target.more.len() < MOST {
                    target.more.push(row.sentence);
                }
                let about = row.about.clone();
                absorb(target, row);
                target.about.extend(about);
                place.push(at);
            }
            None => {
                place.push(kept.len());
                kept.push(row);
            }
        }
    }
    for (number, row) in kept.iter_mut().enumerate() {
        let mut about: Vec<usize> = row.about.iter().filter_map(|&old| place.get(old).copied()).collect();
        about.sort_unstable();
        about.dedup();
        about.retain(|&a| a != number);
        row.about = about;
    }
    kept
}

/// Whether two rows of one document tell the same event.
fn same_event(a: &Row, b: &Row) -> bool {
    if a.kind != b.kind || a.status != b.status {
        return false;
    }
    let words = matches!(
        a.kind,
        EventType::Accuse
            | EventType::Threaten
            | EventType::Request
            | EventType::Support
            | EventType::Reject
            | EventType::Agree
    );
    let parties = strictly_agree(a, b);
    if apart(a.kind)
        && a.object != b.object
        && !(a.kind == EventType::Sanction && a.lemma == b.lemma && a.object.is_some() && last_word(a) == last_word(b))
    {
        return false;
    }
    let modes = a.mode == b.mode || a.mode.is_none() || b.mode.is_none();
    let counts = !a
        .counts
        .iter()
        .any(|x| b.counts.iter().any(|y| x.what == y.what && x.best.is_some() && y.best.is_some() && x.best != y.best));
    let condition = a.condition.is_none() || b.condition.is_none() || a.sentence == b.sentence;
    let voices = a.voice.first().map(|l| &l.sources) == b.voice.first().map(|l| &l.sources)
        || a.voice.is_empty()
        || b.voice.is_empty();
    parties
        && modes
        && counts
        && condition
        && voices
        && times_agree(a.time.as_ref(), b.time.as_ref())
        && (words || a.lemma == b.lemma || a.sentence.abs_diff(b.sentence) <= 12)
}

fn last_word(row: &Row) -> Option<&str> {
    row.object.as_deref().and_then(|o| o.split(' ').find(|w| !w.is_empty()))
}

/// Both sides must name someone in common; an empty side agrees only with an empty one, unless the other side is shared
/// and the trigger is the same word.
fn strictly_agree(a: &Row, b: &Row) -> bool {
    let side = |x: &[_], y: &[_]| x.is_empty() == y.is_empty() && agree(x, y);
    let loose = a.lemma == b.lemma
        && agree(&a.actor, &b.actor)
        && agree(&a.recipient, &b.recipient)
        && (!a.actor.is_empty() && !b.actor.is_empty() || !a.recipient.is_empty() && !b.recipient.is_empty());
    side(&a.actor, &b.actor) && side(&a.recipient, &b.recipient) || loose
}

fn times_agree(a: Option<&EventTime>, b: Option<&EventTime>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return true };
    if a.inferred || b.inferred {
        return true;
    }
    let ends = |t: &EventTime| (t.start.or(t.end), t.end.or(t.start));
    match (ends(a), ends(b)) {
        ((Some(s1), Some(e1)), (Some(s2), Some(e2))) => s1 <= e2 && s2 <= e1,
        _ => true,
    }
}
