//! What is not English is kept and never coded; what is translated is never quoted as exact words.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod common;
use common::Place;

const GERMAN: &str = "Die Regierung in Berlin hat am Montag den russischen Botschafter ausgewiesen. Der Außenminister sagte, \
    die Entscheidung sei nach langen Beratungen gefallen. Moskau kündigte am Abend eine Antwort an und warf der \
    Bundesregierung vor, die Beziehungen zu zerstören.";

const ENGLISH: &str = "The government in Berlin expelled the Russian ambassador on Monday. \"We will not accept these \
    attacks,\" Foreign Minister Anna Example said after the decision. Moscow said that it would answer in kind.";

fn record(lang: Option<&str>, text: &str) -> String {
    let mut record = serde_json::json!({"id": "one", "published": "2026-01-12", "text": text});
    if let Some(lang) = lang {
        record["lang"] = lang.into();
    }
    format!("{record}\n")
}

fn lines(out: &str) -> Vec<serde_json::Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn has_warning(record: &serde_json::Value, code: &str) -> bool {
    record["warnings"].as_array().unwrap().iter().any(|w| w.as_str().unwrap().starts_with(code))
}

#[test]
fn another_language_is_kept_marked_and_not_coded() {
    let place = Place::new();
    // Also where it is declared to be English.
    for (name, lang) in [("plain.jsonl", None), ("wrong.jsonl", Some("en"))] {
        place.write(name, record(lang, GERMAN));
        let extracted = lines(&place.run(&["extract", name]).fine().out);
        assert_eq!(extracted[0]["lang"], "de");
        assert!(has_warning(&extracted[0], "unread-language: "), "{}", extracted[0]);
        let coded = lines(&place.run(&["code", name]).fine().out);
        assert!(has_warning(&coded[0], "unread-language: "), "{}", coded[0]);
        for list in ["events", "statements", "predictions", "claims"] {
            assert_eq!(coded[0][list], serde_json::json!([]), "{list}");
        }
    }
    let read = place.run(&["read", "--store", "s.db", "plain.jsonl"]);
    assert!(read.err.contains("1 new") && read.err.contains("1 not in English: kept, not coded"), "{}", read.err);
    let again = place.run(&["read", "--store", "s.db", "plain.jsonl"]);
    assert!(again.err.contains("1 unchanged"), "{}", again.err);
    assert_eq!(place.events("s.db"), "");
}

#[test]
fn translated_words_are_never_exact() {
    let place = Place::new();
    place.write("original.jsonl", record(None, ENGLISH));
    let note = "This article was translated automatically from German.";
    place.write("translated.jsonl", record(None, &format!("{ENGLISH}\n\n{note}")));
    let wording = |name: &str| {
        let coded = lines(&place.run(&["code", name]).fine().out);
        let events = coded[0]["events"].as_array().unwrap().clone();
        let statements = coded[0]["statements"].as_array().unwrap().clone();
        assert!(!events.is_empty() && !statements.is_empty(), "{coded:?}");
        let direct = statements.iter().any(|s| s["direct"] == true);
        let of = |rows: &[serde_json::Value]| -> Vec<String> {
            rows.iter().map(|row| row["evidence"]["wording"].as_str().unwrap().to_owned()).collect()
        };
        (of(&[events, statements].concat()), direct)
    };
    let (original, direct) = wording("original.jsonl");
    assert!(original.iter().all(|w| w == "original") && direct);
    let (translated, direct) = wording("translated.jsonl");
    assert!(translated.iter().all(|w| w == "translated") && !direct, "{translated:?}");
}
