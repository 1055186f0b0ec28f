//! Archives and tables as a user gives them.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod common;
use common::{Place, article};

fn record(url: &str, body: &str) -> String {
    let message = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}");
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-01-14T08:00:00Z\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{message}\r\n\r\n",
        message.len()
    )
}

fn page(title: &str) -> String {
    let text = "Russia expelled five French diplomats on Monday, and France recalled its ambassador from Moscow.";
    format!(
        "<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p><p>{text}</p></article></body></html>"
    )
}

#[test]
fn a_damaged_archive_is_one_line_and_the_rest_goes_on() {
    let place = Place::new();
    let revisit = "WARC/1.0\r\nWARC-Type: revisit\r\nContent-Length: 0\r\n\r\n\r\n\r\n";
    let broken = "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 700\r\n\r\nHTTP/1.1 200 OK\r\n\r\n";
    let first = record("https://news.example/a", &page("Diplomats expelled"));
    let last = record("https://news.example/b", &page("Ambassador recalled"));
    place.write("news.warc", format!("{first}{revisit}{broken}{last}"));
    place.write("good.jsonl", article("good"));
    let ran = place.run(&["extract", "--quiet", "news.warc", "good.jsonl"]);
    let ran = ran.one_line(1, &["error: news.warc#3: its Content-Length of 700 "]);
    let urls = ["https://news.example/a", "https://news.example/b", "good"];
    assert_eq!(ran.out.lines().count(), 3);
    assert!(ran.out.lines().zip(urls).all(|(line, id)| line.starts_with(&format!("{{\"id\":\"{id}\""))), "{}", ran.out);
    let ran = place.run(&["extract", "news.warc"]);
    assert!(ran.err.lines().any(|line| line == "note: news.warc: passed over revisits 1"), "{}", ran.err);
    // From standard input, and into a store twice.
    let ran = place.run_on(&["extract", "--quiet", "-"], format!("{first}{last}").as_bytes()).fine();
    assert_eq!(ran.out.lines().count(), 2);
    place.write("sound.warc", format!("{first}{last}"));
    let ran = place.run(&["read", "--store", "a.db", "sound.warc"]);
    assert!(ran.code == 0 && ran.err.contains("2 new"), "{}", ran.err);
    let ran = place.run(&["read", "--store", "a.db", "sound.warc"]);
    assert!(ran.code == 0 && ran.err.contains("2 unchanged"), "{}", ran.err);
}

#[test]
fn a_table_needs_its_columns_named() {
    let place = Place::new();
    place.write("good.jsonl", article("good"));
    place.write("table.csv", "day,body\n2026-01-13,\"Russia expelled five French diplomats on Monday.\"\n");
    let ran = place.run(&["extract", "table.csv", "good.jsonl"]).one_line(
        1,
        &["error: table.csv: has neither text nor html; name the column with --map text=body; it has: day, body"],
    );
    assert_eq!(ran.out.lines().count(), 1);
    let ran = place.run(&["code", "table.csv", "--map", "text=body,published=day"]).fine();
    assert!(ran.out.contains("2026-01-12"), "Monday is the day before publication: {}", ran.out);
    let ran = place.run(&["extract", "table.csv", "--map", "txt=body"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("a document has no field \"txt\""), "{}", ran.err);
    let ran = place.run(&["extract", "table.csv", "--map", "text=bdoy"]);
    ran.one_line(1, &["error: table.csv: has no column \"bdoy\", which --map names for text; ", "it has: day, body"]);
    place.write("deep.jsonl", "{\"doc\": {\"body\": \"Russia expelled five French diplomats.\"}}\n");
    let ran = place.run(&["extract", "deep.jsonl", "--map", "text=doc.body"]).fine();
    assert!(ran.out.contains("five French diplomats"), "{}", ran.out);
}

#[test]
fn a_broken_parquet_file_is_one_line() {
    let place = Place::new();
    place.write("good.jsonl", article("good"));
    place.write("broken.parquet", b"PAR1 and then nothing of that kind");
    let ran = place.run(&["extract", "broken.parquet", "good.jsonl"]);
    let ran = ran.one_line(1, &["error: broken.parquet: cannot be read as Parquet (it breaks off"]);
    assert_eq!(ran.out.lines().count(), 1);
}

#[test]
fn the_number_of_threads_does_not_show() {
    let place = Place::new();
    let archive: String =
        (0..60).map(|n| record(&format!("https://news.example/{n}"), &page(&format!("Number {n}")))).collect();
    place.write("many.warc", archive);
    let one = place.run(&["extract", "--threads", "1", "many.warc"]).fine().out;
    assert_eq!(one.lines().count(), 60);
    assert_eq!(one, place.run(&["extract", "--threads", "5", "many.warc"]).fine().out);
}
