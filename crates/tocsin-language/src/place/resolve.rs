//! Which of several places a name means: one sense for a name in a document, chosen by size, by the countries and
//! divisions that the document is about, and by what lies near.

use super::find::{Context, Doubt, Found};
use super::table::{Entry, Kind, Table};
use std::collections::BTreeMap;

/// How much the country, the division and the neighbourhood count against the logarithm of the number of inhabitants.
const COUNTRY: f64 = 5.0;
const DIVISION: f64 = 6.0;
const NEAR: f64 = 1.5;
/// Kilometres within which places are neighbours.
const NEIGHBOUR: f64 = 250.0;
/// A name that stands alone must reach this to be one: a small town that nothing in the document points to does not.
const LEAST: f64 = 11.0;
/// The same for a name that is also a word or a person's.
const DOUBTFUL: f64 = 13.0;
/// The same for a person's name that stands where a person would.
const STRONG: f64 = 16.5;
/// Most names compared with one another, so that a gazetteer fed as a document stays linear.
const MOST: usize = 200;

/// One name of the document with its senses.
struct Sense {
    hash: u64,
    candidates: Vec<u32>,
    /// How likely each candidate is.
    likely: Vec<f64>,
    region: Option<u32>,
    division: bool,
    firm: bool,
    doubt: Doubt,
    score: f64,
}

impl Sense {
    /// The division that stands behind the name, if no place of the gazetteer lies in it: "Paris, Tennessee" is then known
    /// to lie in Tennessee and no more.
    fn outside(&self, table: &Table) -> Option<u32> {
        let region =
            self.region.and_then(|r| entry(table, r)).filter(|r| r.kind == Kind::Division && r.weight > 1e6)?;
        let inside = |&c: &u32| {
            entry(table, c).is_some_and(|e| {
                e.division == region.division || matches!(e.kind, Kind::Country | Kind::Sea | Kind::Region)
            })
        };
        self.region.filter(|_| !self.candidates.iter().any(inside))
    }
}

/// The places chosen for a document.
pub(super) struct Chosen {
    /// By the hash of the name; `None` where it is no place after all.
    pub places: BTreeMap<u64, Option<u32>>,
    /// The state of the United States that most names of the document lie in: what its counties belong to.
    pub home: Option<u32>,
}

/// What the document is about.
#[derive(Default)]
struct About<'t> {
    countries: BTreeMap<&'t str, f64>,
    divisions: BTreeMap<&'t str, f64>,
}

/// Chooses a place for each name.
pub(super) fn resolve(table: &Table, found: &[Found], countries: &[&str]) -> Chosen {
    let mut senses = senses(table, found);
    for _ in 0..3 {
        let about = about(table, &senses, countries);
        let chosen: Vec<Option<u32>> = senses.iter().map(best).collect();
        for (i, sense) in senses.iter_mut().enumerate() {
            weigh(table, sense, &about, &chosen, i);
        }
    }
    let about = about(table, &senses, countries);
    let all: f64 = about.divisions.values().sum();
    let home = about.divisions.iter().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)));
    let home = home.filter(|(code, votes)| code.starts_with("US-") && **votes >= 1.0 && **votes * 2.0 > all);
    let places = senses
        .iter()
        .map(|sense| {
            let least = match sense.doubt {
                _ if sense.firm => LEAST,
                Doubt::None => LEAST,
                Doubt::Some => DOUBTFUL,
                Doubt::Strong => STRONG,
            };
            let keep = sense.firm && sense.doubt == Doubt::None || sense.score >= least || sense.region.is_some();
            let chosen = sense.outside(table).or_else(|| best(sense));
            (sense.hash, chosen.filter(|_| keep))
        })
        .collect();
    Chosen { places, home: home.and_then(|(code, _)| table.division_number(code)) }
}

fn senses(table: &Table, found: &[Found]) -> Vec<Sense> {
    let mut by_hash: BTreeMap<u64, Sense> = BTreeMap::new();
    for one in found.iter().filter(|f| !f.candidates.is_empty()) {
        let sense = by_hash.entry(one.hash).or_insert_with(|| Sense {
            hash: one.hash,
            likely: Vec::new(),
            candidates: one.candidates.clone(),
            region: None,
            division: false,
            firm: false,
            doubt: one.doubt,
            score: 0.0,
        });
        sense.region = sense.region.or(one.region);
        sense.division |= one.division;
        sense.firm |= one.context == Context::Firm;
        sense.doubt = sense.doubt.min(one.doubt);
    }
    let mut senses: Vec<Sense> = by_hash.into_values().collect();
    for sense in &mut senses {
        let scores: Vec<f64> = sense.candidates.iter().map(|&c| prior(table, sense, c)).collect();
        sense.likely = softmax(&scores);
    }
    senses
}

fn entry(table: &Table, number: u32) -> Option<&Entry> {
    table.entry(number)
}

/// What speaks for a candidate on its own: its size, and the words beside the name.
fn prior(table: &Table, sense: &Sense, candidate: u32) -> f64 {
    let Some(place) = entry(table, candidate) else { return 0.0 };
    let mut score = f64::from(place.weight.max(1e3)).ln();
    if let Some(region) = sense.region.and_then(|r| entry(table, r)) {
        let inside = match region.kind {
            Kind::Division => place.division == region.division && place.kind != Kind::Division,
            _ => place.country == region.country && place.kind != Kind::Country,
        };
        // "Georgia, Tbilisi said": a list, not a region; then nothing fits and nothing is lost.
        if inside {
            score += 30.0;
        }
    }
    let same_name_city = || {
        sense
            .candidates
            .iter()
            .filter_map(|&c| entry(table, c))
            .any(|e| e.kind == Kind::City && e.division == place.division)
    };
    // "Reading" is the town, not the district around it.
    if place.kind == Kind::County && same_name_city() {
        score -= 6.0;
    }
    if place.kind == Kind::Division {
        if place.point.is_none() {
            score -= 3.0;
        }
        if sense.division {
            score += 10.0;
        } else if place.country != "USA" && same_name_city() {
            score -= 6.0;
        }
    }
    score
}

fn softmax(scores: &[f64]) -> Vec<f64> {
    let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let raised: Vec<f64> = scores.iter().map(|s| (s - most).exp()).collect();
    let sum: f64 = raised.iter().sum();
    raised.into_iter().map(|r| r / sum).collect()
}

fn best(sense: &Sense) -> Option<u32> {
    let most = (0..sense.candidates.len()).reduce(|a, b| if sense.likely[b] > sense.likely[a] { b } else { a })?;
    Some(sense.candidates[most])
}

/// What countries and divisions the names speak for, each name with one voice.
fn about<'t>(table: &'t Table, senses: &[Sense], countries: &[&'t str]) -> About<'t> {
    let mut about = About::default();
    for &country in countries {
        *about.countries.entry(country).or_default() += 1.0;
    }
    for sense in senses {
        let trust = trust(sense);
        for (&candidate, likely) in sense.candidates.iter().zip(&sense.likely) {
            let Some(place) = entry(table, candidate) else { continue };
            *about.countries.entry(place.country).or_default() += likely * trust;
            if !place.division.is_empty() {
                *about.divisions.entry(place.division).or_default() += likely * trust;
            }
        }
        if let Some(region) = sense.region.and_then(|r| entry(table, r)) {
            *about.countries.entry(region.country).or_default() += 1.0;
            if region.kind == Kind::Division {
                *about.divisions.entry(region.division).or_default() += 1.0;
            }
        }
    }
    about
}

/// How much a name's voice counts.
fn trust(sense: &Sense) -> f64 {
    if sense.doubt > Doubt::None && !sense.firm { 0.3 } else { 1.0 }
}

/// Weighs the candidates of a name against what the rest of the document is about.
fn weigh(table: &Table, sense: &mut Sense, about: &About<'_>, chosen: &[Option<u32>], own: usize) {
    let share = |votes: &BTreeMap<&str, f64>, key: &str, own_part: f64| {
        let all: f64 = votes.values().sum::<f64>() - 1.0;
        let mine = votes.get(key).copied().unwrap_or(0.0) - own_part;
        if all > 0.5 { (mine / all).clamp(0.0, 1.0) } else { 0.0 }
    };
    // A name does not speak for itself: what its own candidates gave to a country or a division is taken off.
    let trust = trust(sense);
    let own_part = |inside: &dyn Fn(&Entry) -> bool| -> f64 {
        let own = sense.candidates.iter().zip(&sense.likely);
        own.filter(|(c, _)| entry(table, **c).is_some_and(inside)).map(|(_, likely)| likely * trust).sum()
    };
    let scores: Vec<f64> = sense
        .candidates
        .iter()
        .map(|&candidate| {
            let Some(place) = entry(table, candidate) else { return 0.0 };
            let mut score = prior(table, sense, candidate);
            if !place.country.is_empty() {
                score += COUNTRY * share(&about.countries, place.country, own_part(&|e| e.country == place.country));
            }
            if !place.division.is_empty() {
                score +=
                    DIVISION * share(&about.divisions, place.division, own_part(&|e| e.division == place.division));
            }
            if let Some(point) = place.point.filter(|_| chosen.len() <= MOST) {
                let near = chosen
                    .iter()
                    .enumerate()
                    .filter(|(i, _)| *i != own)
                    .filter_map(|(_, c)| entry(table, (*c)?))
                    .filter(|e| matches!(e.kind, Kind::City | Kind::Point | Kind::County))
                    .filter_map(|e| e.point)
                    .filter(|other| kilometres(point, *other) < NEIGHBOUR)
                    .count();
                score += NEAR * (1.0 + near as f64).ln();
            }
            score
        })
        .collect();
    sense.score = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    sense.likely = softmax(&scores);
}

/// Great-circle distance of two points in degrees.
fn kilometres(a: (f32, f32), b: (f32, f32)) -> f64 {
    let rad = |d: f32| f64::from(d).to_radians();
    let (lat1, lon1, lat2, lon2) = (rad(a.0), rad(a.1), rad(b.0), rad(b.1));
    let half = ((lat2 - lat1) / 2.0).sin().powi(2) + lat1.cos() * lat2.cos() * ((lon2 - lon1) / 2.0).sin().powi(2);
    2.0 * 6371.0 * half.sqrt().min(1.0).asin()
}
