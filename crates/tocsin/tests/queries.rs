//! Asking a store, in every format, on an article written for this test.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod common;
use common::{Place, article};
use serde_json::Value;

/// A store of one article.
fn read() -> Place {
    let place = Place::new();
    place.write("one.jsonl", article("ledger:1"));
    assert_eq!(place.run(&["read", "-q", "--store", "s.db", "one.jsonl"]).fine().out, "");
    place
}

/// The store's rows of one query.
fn rows(place: &Place, options: &[&str]) -> Vec<Value> {
    let ran = place.run(&[&["events", "--store", "s.db", "--format", "jsonl"], options].concat()).fine();
    ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A store of two plain sentences, for the tables.
fn read_plain() -> Place {
    let text = "Russia expelled five French diplomats on Monday. \\\"This is a hostile act,\\\" President Emmanuel Macron \
                told reporters in Paris.";
    let place = Place::new();
    place.write(
        "plain.jsonl",
        format!("{{\"id\": \"ledger:2\", \"outlet\": \"The San Marcos Ledger\", \"published\": \"2026-01-13\", \"text\": \"{text}\"}}\n"),
    );
    assert_eq!(place.run(&["read", "-q", "--store", "s.db", "plain.jsonl"]).fine().out, "");
    place
}

#[test]
fn events_as_a_table() {
    insta::assert_snapshot!(read_plain().run(&["events", "--store", "s.db", "--format", "table"]).fine().out);
}

#[test]
fn statements_as_a_table() {
    insta::assert_snapshot!(read_plain().run(&["statements", "--store", "s.db", "--format", "table"]).fine().out);
}

#[test]
fn events_as_csv() {
    let place = read();
    let csv = place.run(&["events", "--store", "s.db", "--format", "csv"]).fine().out;
    let all = rows(&place, &[]);
    assert_eq!(csv.lines().count(), 1 + all.len(), "a header and a line for each row: {csv}");
    for (line, row) in csv.lines().skip(1).zip(&all) {
        assert!(line.contains(row["id"].as_str().unwrap()), "{line}");
    }
}

#[test]
fn jsonl_is_the_format_where_there_is_no_terminal() {
    let place = read();
    assert_eq!(place.run(&["events", "--store", "s.db"]).fine().out, place.events("s.db"));
}

#[test]
fn filters_let_through_what_they_name() {
    let place = read();
    let all = rows(&place, &[]);
    assert!(all.len() >= 3, "the article tells three acts at least");
    for (options, is_meant) in [
        (
            &["--type", "accuse,sanction"][..],
            (|row| matches!(row["type"].as_str(), Some("ACCUSE" | "SANCTION"))) as fn(&Value) -> bool,
        ),
        (&["--status", "occurred"], |row| row["status"] == "occurred"),
        (&["--actor", "rus"], |row| row["actor"].to_string().contains("RUS")),
        (&["--min-confidence", "0"], |_| true),
        (&["--since", "2026-01-01"], |_| true),
        (&["--until", "2025-12-31"], |_| false),
        (&["--reviewed"], |_| false),
        (&["--reviewed=false"], |_| true),
    ] {
        let meant: Vec<&Value> = all.iter().filter(|row| is_meant(row)).collect();
        assert_eq!(rows(&place, options).iter().collect::<Vec<_>>(), meant, "{options:?}");
    }
}

#[test]
fn a_cursor_goes_on_where_a_limit_stopped() {
    let place = read();
    let all = rows(&place, &[]);
    let mut found = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let mut arguments = vec!["events", "--store", "s.db", "--format", "jsonl", "--limit", "1"];
        arguments.extend(cursor.as_deref().iter().flat_map(|cursor| ["--cursor", cursor]));
        let ran = place.run(&arguments);
        assert_eq!(ran.code, 0, "{}", ran.err);
        found.extend(ran.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()));
        cursor = ran.err.trim_end().rsplit_once("--cursor ").map(|(_, cursor)| cursor.to_owned());
        if cursor.is_none() {
            break;
        }
        assert!(ran.err.starts_with(&format!("note: 1 of {} rows; ", all.len())), "{}", ran.err);
    }
    assert_eq!(found, all);
    place.run(&["events", "--store", "s.db", "--cursor", "nonsense"]).one_line(2, &["cursor"]);
}

#[test]
fn the_export_is_the_same_rows() {
    let place = read();
    let exported = place.run(&["export", "--store", "s.db", "--format", "jsonl"]).fine().out;
    assert_eq!(exported, place.events("s.db"));
    place.write("rows.csv", "of an earlier export");
    place.run(&["export", "--store", "s.db", "--format", "csv", "--output", "rows.csv"]).fine();
    let csv = std::fs::read_to_string(place.path("rows.csv")).unwrap();
    assert_eq!(csv, place.run(&["events", "--store", "s.db", "--format", "csv"]).fine().out);
    let ran = place.run(&["export", "--store", "s.db", "--format", "csv", "--output", "none/rows.csv"]);
    ran.one_line(1, &["error: none/rows.csv: "]);
}

#[cfg(target_os = "linux")]
#[test]
fn an_export_to_a_full_disk_says_so() {
    let place = read();
    let ran = place.run(&["export", "--store", "s.db", "--format", "csv", "--output", "/dev/full"]);
    ran.one_line(1, &["error: /dev/full: is full"]);
}

#[test]
fn explain_prints_what_decided_a_row() {
    let place = read();
    let all = rows(&place, &[]);
    let id = all[0]["id"].as_str().unwrap();
    let out = place.run(&["explain", "--store", "s.db", id]).fine().out;
    assert!(out.starts_with(&format!("{id} {}", all[0]["type"].as_str().unwrap())), "{out}");
    assert!(out.contains(all[0]["evidence"]["exact"].as_str().unwrap()), "{out}");
    for decision in all[0]["decided_by"].as_array().unwrap() {
        assert!(out.contains(decision["by"].as_str().unwrap()), "{out}");
    }
    let ran = place.run(&["explain", "--store", "s.db", "0000000000000000"]);
    ran.one_line(1, &["error: 0000000000000000: there is no such event in the store; "]);
}

#[test]
fn explain_shows_how_a_text_is_read() {
    let place = Place::new();
    let text =
        "The navy struck a boat off Venezuela on Tuesday, killing eleven people, President Trump said.\u{1b}[31m";
    place.write("a.jsonl", serde_json::json!({"id": "a", "published": "2025-09-05", "text": text}).to_string());
    let out = place.run(&["explain", "--text", "a.jsonl"]).fine().out;
    for line in [
        "a\npublished 2025-09-05\n",
        "  3 struck     VERB  VBD   strike     ccomp of 17 said\n",
        "nsubj of 3 struck\n",
        "  name      “Venezuela”  → country\n",
        "  actor     “President Trump”  → Donald Trump (USA GOV), President",
        "  place     “Venezuela”  → VEN",
        "  time      “Tuesday”  → DATE 2025-09-02, 2025-09-02 to 2025-09-02\n",
        "  number    “eleven”  → 11\n",
    ] {
        assert!(out.contains(line), "{line:?} is not in {out}");
    }
    assert!(!out.contains('\u{1b}'), "{out}");
    place.run(&["explain", "--text", "absent.txt"]).one_line(1, &["error: absent.txt: "]);
    assert_eq!(place.run(&["explain", "--text", "a.jsonl", "0000000000000000"]).code, 2);
}
