//! Runs the cases of `knowledge/speech/cases.toml` through the whole coder.

use serde::Deserialize;
use tocsin_code::Coder;
use tocsin_record::{Document, Polarity, Prediction, Span, Statement};

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    #[serde(default)]
    want: Vec<String>,
    foretold: Option<Vec<String>>,
    #[serde(default)]
    nothing: bool,
}

fn words(text: &str, span: Span) -> String {
    text.chars().skip(span.start() as usize).take((span.end() - span.start()) as usize).collect()
}

fn statement(text: &str, said: &Statement) -> String {
    let speaker = said.speaker.as_ref().and_then(|p| p.span).map_or("-".to_owned(), |s| words(text, s));
    let cue = said.cue.map_or("-".to_owned(), |s| words(text, s));
    let content: Vec<String> = said.content.iter().map(|s| words(text, *s)).collect();
    format!("{speaker} | {cue} | {} | {}", content.join(" ... "), if said.direct { "direct" } else { "indirect" })
}

fn prediction(text: &str, told: &Prediction) -> String {
    let who = told.who.as_ref().and_then(|p| p.span).map_or("-".to_owned(), |s| words(text, s));
    let polarity = if told.polarity == Polarity::Will { "will" } else { "will not" };
    format!("{who} | {} | {polarity}", told.strength.as_deref().unwrap_or("-"))
}

#[test]
fn statements_and_predictions_meet_their_cases() {
    let source = include_str!("../../../knowledge/speech/cases.toml");
    let cases: Cases = toml::from_str(source).expect("a sound file of cases");
    let coder = Coder::new();
    let mut failures = Vec::new();
    for case in &cases.case {
        let mut document = Document::from_text("case", case.text.as_str());
        document.published = Some("2026-01-10".parse().unwrap());
        let coding = coder.code(&document, 1);
        let said: Vec<String> = coding.statements.iter().map(|s| statement(&case.text, s)).collect();
        let told: Vec<String> = coding.predictions.iter().map(|p| prediction(&case.text, p)).collect();
        let right = case.want.iter().all(|w| said.contains(w))
            && case.foretold.as_ref().is_none_or(|f| *f == told)
            && !(case.nothing && !(said.is_empty() && told.is_empty()));
        if !right {
            failures
                .push(format!("{}\n  want {:?} {:?}\n  have {said:?} {told:?}", case.text, case.want, case.foretold));
        }
    }
    assert!(failures.is_empty(), "{} of {} cases fail:\n{}", failures.len(), cases.case.len(), failures.join("\n"));
}
