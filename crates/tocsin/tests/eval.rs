//! `tocsin eval events` against figures worked out by hand, and against the project's reference scorer where it is.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod common;
use common::{Place, Ran, data, project};
use std::path::Path;
use std::process::Command;

/// Two documents of five and two sentences; the gold set's forms of nothing (null, missing, empty) all occur.
const GOLD: &str = r#"{"doc": "one", "sents": [[0, 20], [21, 40], [41, 60], [61, 80], [81, 100]], "events": [{"s": 0, "s_more": [1], "trigger": "struck", "type": "ASSAULT", "mode": "aerial", "status": "occurred", "actor": [{"country": "USA", "sector": "MIL"}], "recipient": [{"country": "VEN", "sector": "GOV"}], "date": "2026-01-03", "place": {"text": "Caracas", "country": "VEN"}, "counts": [{"what": "killed", "low": 40, "best": null}], "voice": "outlet", "core": true, "status_alt": ["occurred"], "type_alt": ["ASSAULT"]}, {"s": 2, "trigger": "met", "type": "CONSULT", "mode": null, "status": "occurred", "actor": [{"country": "MEX", "sector": "GOV"}], "recipient": [{"country": "USA", "sector": "GOV"}], "date": null, "place": null, "counts": [], "voice": [{"name": "an official"}], "core": true}, {"s": 3, "trigger": "could strike", "type": "ASSAULT", "status": "hypothetical", "actor": [], "recipient": [], "core": false}, {"s": 4, "trigger": "refused", "type": "REJECT", "status": "occurred", "actor": [{"country": "MEX"}], "recipient": [], "core": true}], "statements": [{"s": 2, "speaker": "Claudia Sheinbaum"}], "predictions": [{"s": 3}], "junk": [1]}
{"doc": "four", "sents": [[0, 10], [11, 20]], "events": [{"s": 0, "trigger": "marched", "type": "PROTEST", "status": "occurred", "actor": [{"country": "MEX", "sector": "CVL"}], "core": true}]}
"#;

const CODED: &str = r#"{"id": "one", "events": [{"type": "ASSAULT", "mode": "aerial", "status": "occurred", "actor": [{"country": "USA", "sector": "GOV"}], "recipient": [{"country": "VEN", "sector": "GOV"}], "time": {"start": "2026-01-03"}, "place": {"country": "VEN"}, "counts": [{"what": "killed", "low": null, "best": 40}], "voice": [], "evidence": {"sentence": [0, 20], "more": [], "block": "paragraph", "exact": "US forces struck Car"}}, {"type": "CONSULT", "mode": null, "status": "future", "actor": [{"country": "USA", "sector": "GOV"}, {"country": "MEX", "sector": "GOV"}], "recipient": [], "time": {"start": "2026-01-04"}, "place": null, "counts": [], "voice": [], "evidence": {"sentence": [41, 60], "more": [], "block": "paragraph", "exact": "They met."}}, {"type": "AID", "status": "occurred", "actor": [], "recipient": [], "voice": [], "evidence": {"sentence": [21, 40], "block": "paragraph", "exact": "Read more: ten ways"}}, {"type": "ASSAULT", "status": "occurred", "evidence": {"sentence": [61, 80], "block": "caption", "exact": "A picture."}}], "statements": [{"content": [[41, 60]], "speaker": {"name": "President Sheinbaum"}}], "predictions": [{"span": [81, 100]}]}
{"id": "elsewhere", "events": [{"type": "AID", "status": "occurred", "evidence": {"sentence": [0, 10]}}]}
"#;

/// One row of each of the two documents is right in type; of the five gold events four are core.
const TABLE: &str = "\
documents 2, gold events 5 (core 4), coded 3
quad                       P 0.667  R 0.500  F1 0.571
type                       P 0.667  R 0.500  F1 0.571
whole row                  P 0.333  R 0.250  F1 0.286
of the 2 matched core events:
  status 0.500  macro 0.500  not occurred but coded occurred 0
  actor country 1.000  with sector 0.500
  recipient country 1.000  with sector 1.000
  mode 1.000  voice (outlet or another) 0.500
  date (start day) 1.000 of 1, given where gold has none 1
  place (country) 1.000 of 1, given where gold has none 0
  counts (what, best)      P 1.000  R 1.000  F1 1.000
statements (sentences)     P 1.000  R 1.000  F1 1.000
predictions (sentences)    P 0.000  R 0.000  F1 0.000
speaker 1.000 of 1
rows on junk sentences 1; evidence sentences a row 1.00 (gold 1.20)
";

const DETAIL: &str = "  AID        coded    1 core    0 matched    0 P 0.00 R 0.00
  ASSAULT    coded    1 core    1 matched    1 P 1.00 R 1.00
  CONSULT    coded    1 core    1 matched    1 P 1.00 R 1.00
  PROTEST    coded    0 core    1 matched    0 P 0.00 R 0.00
  REJECT     coded    0 core    1 matched    0 P 0.00 R 0.00
  one                                                                    matched   2 gold   4 coded   3
  four                                                                   matched   0 gold   1 coded   0
  missed one REJECT occurred at [4] refused
  extra one AID occurred at [1] Read more: ten ways
";

fn reference() -> Option<std::path::PathBuf> {
    let script = data()?.join("../score_events");
    let runs = Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success());
    Some(script).filter(|script| script.is_file() && runs)
}

#[test]
fn the_figures_of_a_small_gold_set() {
    let place = Place::new();
    place.write("gold.jsonl", GOLD);
    place.write("coded.jsonl", CODED);
    let ran = place.run(&["eval", "events", "gold.jsonl", "--coded", "coded.jsonl"]);
    assert_eq!(ran.out, TABLE);
    let ran = ran.one_line(0, &["warning: 1 of 2 documents were not coded, among them four"]);
    assert!(ran.err.ends_with('\n'));
    let detail =
        ["eval", "events", "gold.jsonl", "--coded", "coded.jsonl", "--by-type", "--by-doc", "--misses", "2", "-q"];
    assert_eq!(place.run(&detail).fine().out, format!("{TABLE}{DETAIL}"));
}

#[test]
fn the_small_gold_set_by_the_reference_scorer() {
    let Some(script) = reference() else {
        println!("skipped: the reference scorer is not beside $TOCSIN_DATA, or there is no python3");
        return;
    };
    let place = Place::new();
    place.write("gold.jsonl", GOLD);
    place.write("coded.jsonl", CODED);
    let options = ["--by-type", "--by-doc", "--misses", "2"];
    let files = [place.path("gold.jsonl"), place.path("coded.jsonl")];
    let by_script = Command::new("python3").arg(script).args(files).args(options).output().unwrap();
    assert_eq!(Ran::of(by_script).out, format!("{TABLE}{DETAIL}"));
}

#[test]
fn a_part_holds_the_documents_of_its_parity_only() {
    let place = Place::new();
    // sha256("one") ends in d, sha256("four") in 0.
    place.write("gold.jsonl", GOLD);
    place.write("coded.jsonl", CODED);
    let first = |part: &str| {
        let ran = place.run(&["eval", "events", "gold.jsonl", "--coded", "coded.jsonl", "-q", "--part", part]).fine();
        ran.out.lines().next().unwrap().to_owned()
    };
    assert_eq!(first("test"), "documents 1, gold events 4 (core 3), coded 3");
    assert_eq!(first("dev"), "documents 1, gold events 1 (core 1), coded 0");
}

#[test]
fn bad_gold_and_bad_answers_are_named_by_their_line() {
    let place = Place::new();
    place.write("gold.jsonl", GOLD);
    place.write("bad.jsonl", "{\"doc\": \"a\", \"sents\": [], \"events\": []}\n{\"doc\"\n");
    place
        .run(&["eval", "events", "bad.jsonl", "--coded", "bad.jsonl"])
        .one_line(1, &["bad.jsonl:2: is no gold document"]);
    place
        .run(&["eval", "events", "gold.jsonl", "--coded", "bad.jsonl"])
        .one_line(1, &["bad.jsonl:2: is no coded record"]);
}

/// Scores `coded` by both and compares every byte; only the part that may be looked at.
fn compare(place: &Place, script: &Path, gold: &str, coded: &str) {
    for options in [&[][..], &["--by-type", "--by-doc", "--misses", "100000"]] {
        let by_script =
            Command::new("python3").arg(script).args([gold, coded, "--part", "dev"]).args(options).output().unwrap();
        let arguments = ["eval", "events", gold, "--coded", coded, "--part", "dev", "-q"];
        let ours = place.run(&[&arguments[..], options].concat()).fine();
        assert_eq!(Ran::of(by_script).out, ours.out);
    }
}

#[test]
fn every_byte_is_as_the_reference_scorer_prints_it() {
    let Some((data, script)) = data().zip(reference()) else {
        println!(
            "skipped: $TOCSIN_DATA (default {}) or its scorer is absent",
            project().join("../shared/data").display()
        );
        return;
    };
    let place = Place::new();
    let gold = data.join("events/dev_gold.jsonl");
    let gold = gold.to_str().unwrap();
    let perfect =
        Command::new("python3").arg(&script).args([gold, "--gold-as-coded", "--part", "dev"]).output().unwrap();
    let perfect = place.write("perfect.jsonl", perfect.stdout);
    compare(&place, &script, gold, perfect.to_str().unwrap());

    // What is coded of the documents that may be looked at; the two ways to ask must agree as well.
    let documents = std::fs::read_to_string(data.join("events/dev_docs.jsonl")).unwrap();
    let ids: Vec<String> = std::fs::read_to_string(&perfect).unwrap().lines().map(id).collect();
    let documents: String =
        documents.lines().filter(|line| ids.contains(&id(line))).fold(String::new(), |mut all, line| {
            all += line;
            all.push('\n');
            all
        });
    place.write("documents.jsonl", documents);
    let coded = place.run(&["code", "documents.jsonl"]).fine().out;
    let coded = place.write("coded.jsonl", coded);
    compare(&place, &script, gold, coded.to_str().unwrap());
    let now = place.run(&["eval", "events", gold, "documents.jsonl", "--part", "dev", "-q"]).fine().out;
    let then = place.run(&["eval", "events", gold, "--coded", "coded.jsonl", "--part", "dev", "-q"]).fine().out;
    assert_eq!(now, then);
}

/// The `id` of a JSON line.
fn id(line: &str) -> String {
    let record: serde_json::Value = serde_json::from_str(line).unwrap();
    record["id"].as_str().unwrap().to_owned()
}
