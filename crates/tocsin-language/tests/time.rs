//! The cases of `knowledge/times/cases.toml`, and what holds for any text.

use proptest::prelude::*;
use serde::Deserialize;
use std::sync::LazyLock;
use tocsin_language::Analyser;
use tocsin_record::{DateRange, Document, TimexType};

static ANALYSER: LazyLock<Analyser> = LazyLock::new(Analyser::new);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    published: Option<String>,
    finds: Vec<(String, String, String)>,
    days: Option<Vec<String>>,
    precision: Option<Vec<String>>,
    since: Option<Vec<bool>>,
    until: Option<Vec<bool>>,
}

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

fn document(text: &str, published: Option<&str>) -> Document {
    let mut document = Document::from_text("case", text);
    match published.and_then(|p| p.split_once('/')) {
        Some((start, end)) => {
            let days = start.parse().ok().zip(end.parse().ok());
            document.published_range = days.map(|(start, end)| DateRange { start, end });
        }
        None => document.published = published.and_then(|p| p.parse().ok()),
    }
    document
}

fn kind(kind: TimexType) -> &'static str {
    match kind {
        TimexType::Date => "DATE",
        TimexType::Time => "TIME",
        TimexType::Duration => "DURATION",
        TimexType::Set => "SET",
    }
}

#[test]
fn cases_of_the_knowledge_file() -> Result<(), toml::de::Error> {
    let cases: Cases = toml::from_str(include_str!("../../../knowledge/times/cases.toml"))?;
    let mut wrong = Vec::new();
    for case in &cases.case {
        let document = document(&case.text, case.published.as_deref());
        let analysis = ANALYSER.analyse(&document);
        let times = &analysis.times;
        let mut check = |name: &str, expected: String, got: String| {
            if expected != got {
                wrong.push(format!("{}\n  {name} expected {expected}\n  {name} found    {got}", case.text));
            }
        };
        let got: Vec<_> = times
            .iter()
            .map(|t| (case.text[t.bytes.clone()].to_owned(), kind(t.kind).to_owned(), t.value.clone()))
            .collect();
        check("times", format!("{:?}", case.finds), format!("{got:?}"));
        if let Some(days) = &case.days {
            let got: Vec<_> =
                times.iter().map(|t| t.days.map(|d| format!("{}/{}", d.start, d.end)).unwrap_or_default()).collect();
            check("days", format!("{days:?}"), format!("{got:?}"));
        }
        if let Some(precision) = &case.precision {
            let got: Vec<_> = times.iter().map(|t| format!("{:?}", t.precision).to_lowercase()).collect();
            check("precision", format!("{precision:?}"), format!("{got:?}"));
        }
        if let Some(since) = &case.since {
            check("since", format!("{since:?}"), format!("{:?}", times.iter().map(|t| t.since).collect::<Vec<_>>()));
        }
        if let Some(until) = &case.until {
            check("until", format!("{until:?}"), format!("{:?}", times.iter().map(|t| t.until).collect::<Vec<_>>()));
        }
    }
    assert!(wrong.is_empty(), "{} checks are wrong:\n{}", wrong.len(), wrong.join("\n"));
    Ok(())
}

const WORDS: &str = r"(Jan\. |May |[0-9]{1,4}|-|–| to | and |between |from |next |last |Friday|two |weeks? |ago|later|the | of |early |years?|half |quarter |'9|0s|:|\.|,| am|a\.m\.|/|99999999999999999999 |\PC| |\n){0,30}";

proptest! {
    #[test]
    fn times_lie_in_the_text_in_order(text in WORDS, published in prop::option::of(0i32..9000)) {
        let mut document = Document::from_text("any", text.clone());
        // Days near both ends of the calendar as well.
        document.published = published.and_then(|year| format!("{year:04}-12-31").parse().ok());
        let analysis = ANALYSER.analyse(&document);
        let mut last = 0;
        for time in &analysis.times {
            prop_assert!(time.bytes.start >= last && time.bytes.start < time.bytes.end, "{:?}", time);
            prop_assert!(text.get(time.bytes.clone()).is_some());
            prop_assert!(!time.value.is_empty());
            if let Some(days) = time.days {
                prop_assert!(days.start <= days.end, "{:?}", time);
            }
            last = time.bytes.end;
        }
    }
}
