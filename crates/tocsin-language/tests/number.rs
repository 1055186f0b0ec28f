//! The cases of `knowledge/numbers/cases.toml`, and what holds for any text.

use proptest::prelude::*;
use serde::Deserialize;
use std::sync::LazyLock;
use tocsin_language::{Analyser, Number};
use tocsin_record::Document;

static ANALYSER: LazyLock<Analyser> = LazyLock::new(Analyser::new);

#[derive(Deserialize, Debug, PartialEq)]
#[serde(deny_unknown_fields)]
struct Found {
    words: String,
    low: Option<f64>,
    best: Option<f64>,
    high: Option<f64>,
    unit: Option<String>,
    #[serde(default)]
    ordinal: bool,
    #[serde(default)]
    cumulative: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    finds: Vec<Found>,
}

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

fn found(text: &str, number: &Number) -> Found {
    Found {
        words: text[number.bytes.clone()].to_owned(),
        low: number.low,
        best: number.best,
        high: number.high,
        unit: number.unit.clone(),
        ordinal: number.ordinal,
        cumulative: number.cumulative,
    }
}

#[test]
fn cases_of_the_knowledge_file() -> Result<(), toml::de::Error> {
    let cases: Cases = toml::from_str(include_str!("../../../knowledge/numbers/cases.toml"))?;
    let mut wrong = Vec::new();
    for case in &cases.case {
        let mut document = Document::from_text("case", case.text.clone());
        document.published = "2026-01-07".parse().ok();
        let analysis = ANALYSER.analyse(&document);
        let got: Vec<Found> = analysis.numbers.iter().map(|n| found(&case.text, n)).collect();
        if got != case.finds {
            wrong.push(format!("{}\n  expected {:?}\n  found    {got:?}", case.text, case.finds));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases are wrong:\n{}", wrong.len(), cases.case.len(), wrong.join("\n"));
    Ok(())
}

proptest! {
    #[test]
    fn numbers_lie_in_the_text_in_order(text in r"(\PC{0,6}|[0-9.,$%+-]{1,8}|dozens of |more than |half a |[a-z]{1,6} |million|\n| ){0,40}") {
        let document = Document::from_text("any", text.clone());
        let analysis = ANALYSER.analyse(&document);
        let mut last = 0;
        for number in &analysis.numbers {
            prop_assert!(number.bytes.start >= last && number.bytes.start < number.bytes.end);
            prop_assert!(text.get(number.bytes.clone()).is_some());
            for value in [number.low, number.best, number.high].into_iter().flatten() {
                prop_assert!(value.is_finite() && value >= 0.0);
            }
            if let (Some(low), Some(high)) = (number.low, number.high) {
                prop_assert!(low <= high);
            }
            last = number.bytes.end;
        }
    }
}
