//! A page that is read, read again after it was changed without a word, and read once more.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod common;
use common::Place;
use serde_json::Value;

/// A page of an outlet that does not exist.
fn page(headline: &str, dead: &str, promo: &str, modified: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><title>{headline}</title>\
         <link rel=\"canonical\" href=\"https://ledger.example/ferry\">\
         <meta property=\"article:published_time\" content=\"2026-01-12T08:00:00Z\">{modified}</head><body>\
         <article><h1>{headline}</h1>\
         <p>At least {dead} people died when the ferry Santa Clara sank off Port Salvo on Monday, the harbour office said.</p>\
         <p>Rescuers searched the strait through the night with two cutters and a helicopter, and found some thirty survivors.</p>\
         <p>The ferry had left the island with more passengers than it was licensed for, a former captain told reporters.</p>\
         <p>{promo}</p></article></body></html>"
    )
}

const FIRST: (&str, &str) = ("Ferry sinks off Port Salvo, 12 dead", "12");
const SECOND: (&str, &str) = ("Overloaded ferry sinks off Port Salvo", "fourteen");

fn read(place: &Place, html: &str) -> String {
    place.write("ferry.html", html);
    let ran = place.run(&["read", "--store", "s.db", "ferry.html"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.err.lines().next().unwrap_or_default().to_owned()
}

fn rows(place: &Place, arguments: &[&str]) -> Vec<Value> {
    let ran = place.run(&[&["versions", "--store", "s.db"], arguments].concat()).fine();
    ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn changed() -> Place {
    let place = Place::new();
    let silent = page(SECOND.0, SECOND.1, "The search goes on today.", "");
    let first = read(&place, &page(FIRST.0, FIRST.1, "The search goes on today.", ""));
    assert_eq!(first, "documents   1 new, 0 new versions, 0 unchanged, 0 failed");
    assert_eq!(read(&place, &silent), "documents   0 new, 1 new version, 0 unchanged, 0 failed");
    assert_eq!(read(&place, &silent), "documents   0 new, 0 new versions, 1 unchanged, 0 failed");
    place
}

#[test]
fn a_silent_edit_is_seen_once() {
    let place = changed();
    let listed = rows(&place, &[]);
    assert_eq!(listed.len(), 1);
    assert_eq!(rows(&place, &["--silent"]), listed);
    assert_eq!(rows(&place, &["--since", "2026-01-01"]), listed);
    assert!(rows(&place, &["--until", "2026-01-01"]).is_empty());
    let row = &listed[0];
    assert_eq!(row["document"]["id"], "https://ledger.example/ferry");
    assert_eq!((&row["before"], &row["document"]["version"]), (&Value::from(1), &Value::from(2)));
    assert_eq!(row["headline"]["before"], FIRST.0);
    assert_eq!(row["headline"]["after"], SECOND.0);
    let figure = |before: &str, after: &str| serde_json::json!({"before": before, "after": after});
    assert!(row["figures"].as_array().unwrap().contains(&figure("12", "fourteen")), "{row}");
    assert_eq!(row["silent"], true);
    // The same by the day of change: a page that tells of its change is not silent.
    let told = "<meta property=\"article:modified_time\" content=\"2026-01-13T09:30:00Z\">";
    read(&place, &page(SECOND.0, "15", "The search goes on today.", told));
    let listed = rows(&place, &[]);
    let silent: Vec<&Value> = listed.iter().map(|row| &row["silent"]).collect();
    assert_eq!(silent, [false, true], "{listed:?}");
    assert_eq!(rows(&place, &["--silent"]), listed[1..]);
}

#[test]
fn the_difference_is_shown_in_each_form() {
    let place = changed();
    let id = "https://ledger.example/ferry";
    let table = place.run(&["versions", "--store", "s.db", id, "--format", "table"]).fine().out;
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines[0], format!("{id}  1 → 2  silent"));
    assert!(table.contains("~ paragraph  At least [-12-]{+fourteen+} people died"), "{table}");
    assert!(!table.contains('\u{1b}'), "colours are for terminals");
    assert!(table.contains("    … 3 blocks kept"), "{table}");
    let json = rows(&place, &[id]);
    assert_eq!(json.len(), 1);
    assert_eq!(json[0]["counts"]["changed"], 2);
    assert_eq!(rows(&place, &[id, "--from", "1", "--to", "2"]), json);
    let same = rows(&place, &[id, "--from", "2", "--to", "2"]);
    assert_eq!((&same[0]["silent"], &same[0]["counts"]["changed"]), (&Value::from(false), &Value::from(0)));
    let csv = place.run(&["versions", "--store", "s.db", "--format", "csv"]).fine().out;
    assert!(csv.starts_with("document_id,document_version,before,read_at,"), "{csv}");
    assert!(csv.contains("12 > fourteen"), "{csv}");
    let list = place.run(&["versions", "--store", "s.db", "--format", "table"]).fine().out;
    assert!(list.lines().nth(1).unwrap().contains("1 → 2    silent"), "{list}");
}

#[test]
fn what_cannot_be_shown_is_told_in_one_line() {
    let place = changed();
    let versions = |arguments: &[&str]| place.run(&[&["versions", "--store", "s.db"], arguments].concat());
    versions(&["nowhere"]).one_line(1, &["error: nowhere: there is no such document in the store; "]);
    let id = "https://ledger.example/ferry";
    versions(&[id, "--to", "7"]).one_line(1, &["has no such version; it has 1, 2; "]);
    versions(&[id, "--to", "1"]).one_line(1, &["there is no version before this one"]);
    versions(&[id, "--format", "csv"]).one_line(2, &["csv is for the list of versions"]);
    for wrong in [&["--from", "1"][..], &[id, "--silent"], &["--since", "soon"]] {
        assert_eq!(versions(wrong).code, 2, "{wrong:?}");
    }
}

#[test]
fn a_change_outside_the_article_is_no_edit_of_it() {
    let place = Place::new();
    let text = |link: &str| {
        let text = format!(
            "At least 12 people died when the ferry Santa Clara sank off Port Salvo on Monday, the harbour office \
             said.\n\nREAD MORE: {link}\n\nRescuers searched the strait through the night with two cutters."
        );
        format!("{}\n", serde_json::json!({"id": "a", "published": "2026-01-12", "text": text}))
    };
    for link in ["Storm closes the port", "Elections near"] {
        place.write("in.jsonl", text(link));
        assert_eq!(place.run(&["read", "-q", "--store", "s.db", "in.jsonl"]).fine().out, "");
    }
    let listed = rows(&place, &[]);
    assert_eq!(listed.len(), 1);
    assert_eq!((&listed[0]["silent"], &listed[0]["article_changed"]), (&Value::from(false), &Value::from(false)));
    assert_eq!(listed[0]["counts"]["removed"], 1);
    assert!(rows(&place, &["--silent"]).is_empty());
}

#[test]
fn a_folder_of_several_states_is_read_once() {
    let place = Place::new();
    place.write("in/1.html", page(FIRST.0, FIRST.1, "The search goes on today.", ""));
    place.write("in/2.html", page(SECOND.0, SECOND.1, "The search goes on today.", ""));
    let read = || place.run(&["read", "--store", "s.db", "in"]).err.lines().next().unwrap_or_default().to_owned();
    assert_eq!(read(), "documents   1 new, 1 new version, 0 unchanged, 0 failed");
    let listed = rows(&place, &[]);
    assert_eq!(listed.len(), 1);
    for _ in 0..2 {
        assert_eq!(read(), "documents   0 new, 0 new versions, 2 unchanged, 0 failed");
        assert_eq!(rows(&place, &[]), listed);
    }
    // A third state is new all the same.
    place.write("in/3.html", page(SECOND.0, "15", "The search goes on today.", ""));
    assert_eq!(read(), "documents   0 new, 1 new version, 2 unchanged, 0 failed");
}
