//! Toponyms and where they lie against gold in XML, by the rules of the project's reference scorer (`measure places`): a toponym is
//! found when a place of ours overlaps it; of several the one with the largest overlap is judged.

use super::{overlap, xml};
use crate::eval::archive::gold_files;
use crate::eval::{Figure, Score};
use crate::failure::Failure;
use roxmltree::Node;
use std::path::Path;
use tocsin_code::Coder;
use tocsin_record::{Document, Place, Span};

/// How far a gold offset may be off its phrase, in code points: some sets count from one, others drift.
const DRIFT: usize = 30;
/// The mean radius of the earth and how far a place may lie from the gold's, in kilometres (100 miles).
const EARTH: f64 = 6371.0;
const NEAR: f64 = 161.0;

/// What is counted of each text, by place.
const GOLD: usize = 0;
const NO_POINT: usize = 1;
const BAD: usize = 2;
const SAID: usize = 3;
const IN_GOLD: usize = 4;
const FOUND: usize = 5;
const WITHIN: usize = 6;
const LENGTH: usize = 7;

struct Toponym {
    span: Span,
    phrase: String,
    point: Option<(f64, f64)>,
}

/// A text with its toponyms.
pub struct Text {
    document: Document,
    gold: Vec<Toponym>,
    bad: usize,
}

/// Reads a file of articles with `toponym` (LGL) or `location` (GeoVirus) elements, gzip or not.
///
/// # Errors
/// When it cannot be read or is no such file.
pub fn read(path: &Path) -> Result<Vec<Text>, Failure> {
    let mut texts = Vec::new();
    for (name, bytes) in &gold_files(path, |name| name.ends_with(".xml"))? {
        let content = xml::text(path, name, bytes)?;
        let tree = xml::tree(path, name, content)?;
        for (number, article) in tree.descendants().filter(|n| n.has_tag_name("article")).enumerate() {
            let text = text(number, article)
                .map_err(|reason| xml::broken(path, name, format_args!("article {number} {reason}")))?;
            texts.push(text);
        }
    }
    Ok(texts)
}

fn text(number: usize, article: Node<'_, '_>) -> Result<Text, String> {
    let text = xml::child(article, "text").unwrap_or("");
    let chars: Vec<char> = text.chars().collect();
    let (mut gold, mut bad) = (Vec::new(), 0);
    for mark in ["toponym", "location"].iter().flat_map(|tag| article.descendants().filter(|n| n.has_tag_name(*tag))) {
        let known = |key| xml::child(mark, key).filter(|text| !text.is_empty());
        let phrase = known("phrase").or(known("name")).unwrap_or("");
        let letters: Vec<char> = phrase.chars().collect();
        let start = xml::child(mark, "start")
            .and_then(|s| s.trim().parse::<usize>().ok())
            .ok_or("has a toponym without a start")?;
        let stands = |at: usize| chars.get(at..).is_some_and(|rest| rest.starts_with(&letters));
        let near =
            (start.saturating_sub(DRIFT)..=start + DRIFT).filter(|&at| stands(at)).min_by_key(|at| at.abs_diff(start));
        let Some(start) = near.filter(|_| !letters.is_empty()) else {
            bad += 1;
            continue;
        };
        let tag = mark.children().find(|n| n.has_tag_name("gaztag"));
        let degrees = |key| {
            let cell = known(key).or_else(|| tag.and_then(|tag| xml::child(tag, key)));
            cell.and_then(|cell| cell.trim().parse::<f64>().ok())
        };
        let span = Span::new(start as u32, (start + letters.len()) as u32);
        gold.push(Toponym { span, phrase: phrase.to_owned(), point: degrees("lat").zip(degrees("lon")) });
    }
    let mut document = Document::from_text(number.to_string(), text);
    document.lang = Some("en".to_owned());
    let day = xml::child(article, "dltime").and_then(|time| time.get(..10));
    document.published = day.and_then(|day| day.parse().ok());
    Ok(Text { document, gold, bad })
}

/// The great circle between two points in degrees, in kilometres.
fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let [lat1, lon1, lat2, lon2] = [a.0, a.1, b.0, b.1].map(f64::to_radians);
    let half = ((lat2 - lat1) / 2.0).sin().powi(2) + lat1.cos() * lat2.cos() * ((lon2 - lon1) / 2.0).sin().powi(2);
    2.0 * EARTH * half.sqrt().min(1.0).asin()
}

/// Counts one text.
pub fn score(coder: &Coder, text: &Text) -> Score {
    let coding = coder.code(&text.document, 1);
    let said: Vec<(Span, &Place)> = coding.places.iter().filter_map(|place| Some((place.span?, place))).collect();
    let mut sums = vec![0.0; LENGTH];
    let mut misses = Vec::new();
    sums[BAD] = text.bad as f64;
    sums[SAID] = said.len() as f64;
    sums[IN_GOLD] = said.iter().filter(|s| text.gold.iter().any(|gold| overlap(gold.span, s.0) > 0)).count() as f64;
    for gold in &text.gold {
        let Some(point) = gold.point else {
            sums[NO_POINT] += 1.0;
            continue;
        };
        sums[GOLD] += 1.0;
        // The first of those that overlap most.
        let best = said.iter().rev().max_by_key(|s| overlap(gold.span, s.0)).filter(|s| overlap(gold.span, s.0) > 0);
        sums[FOUND] += f64::from(u8::from(best.is_some()));
        let place = best.map(|best| best.1);
        let near =
            place.and_then(|place| place.lat.zip(place.lon)).is_some_and(|place| kilometres(point, place) <= NEAR);
        sums[WITHIN] += f64::from(u8::from(near));
        if !near {
            let answer = place.map_or("nothing".to_owned(), |p| {
                format!("{} {} {}", p.name, p.country.as_deref().unwrap_or("?"), p.admin1.as_deref().unwrap_or("?"))
            });
            misses.push(format!("{} {:?} {point:?} said {answer}", text.document.id, gold.phrase));
        }
    }
    Score { sums, misses }
}

/// The lines of the report over the sums of texts.
pub fn figures(texts: usize, sums: &[f64]) -> Vec<Figure> {
    let number = |at: usize| sums.get(at).map_or(0, |&n| n as u64);
    let share = |name: &str, part: usize, whole: usize| Figure::share(name, 4, move |s| s[part], move |s| s[whole]);
    vec![
        Figure::count("documents", texts as u64),
        Figure::count("toponyms", number(GOLD)),
        Figure::count("left_out_no_coordinates", number(NO_POINT)),
        Figure::count("left_out_bad_offsets", number(BAD)),
        Figure::count("places_said", number(SAID)),
        share("said_in_gold", IN_GOLD, SAID),
        share("found", FOUND, GOLD),
        share("within_161_km", WITHIN, GOLD),
        share("within_161_km_of_found", WITHIN, FOUND),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_of_longitude_at_the_equator() {
        assert!((kilometres((0.0, 10.0), (0.0, 11.0)) - 111.19).abs() < 0.01);
        assert!((kilometres((60.0, 10.0), (60.0, 11.0)) - 55.6).abs() < 0.1);
    }
}
