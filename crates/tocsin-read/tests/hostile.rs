//! Inputs made to take time or memory without end: each costs little, says one line, and the rest goes on.
//!
//! Generous times: what is bounded takes seconds, what is not takes minutes or all memory.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;
use common::make::{answer, gzip, page, record, response, tar, zstd};
use common::records;
use std::io::{BufReader, Cursor, Read};
use std::time::{Duration, Instant};
use tocsin_read::{Limits, ReadError, split};
use tocsin_record::Document;

/// A reader that gives a beginning, something again and again up to a size, and an end, and holds none of it.
struct Endless {
    parts: Vec<(Vec<u8>, u64)>,
    at: u64,
}

impl Endless {
    /// Each part as often as it takes to give so many bytes.
    fn new(parts: &[(&str, u64)]) -> BufReader<Endless> {
        let parts = parts.iter().map(|(text, size)| (text.as_bytes().to_vec(), (*size).max(text.len() as u64)));
        BufReader::with_capacity(64 << 10, Endless { parts: parts.rev().collect(), at: 0 })
    }
}

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let Some((text, size)) = self.parts.last() else { return Ok(0) };
        let mut given = 0;
        while given < into.len() && self.at < *size {
            let from = (self.at % text.len() as u64) as usize;
            let length = (into.len() - given).min(text.len() - from).min((*size - self.at) as usize);
            into[given..given + length].copy_from_slice(&text[from..from + length]);
            given += length;
            self.at += length as u64;
        }
        if self.at == *size {
            self.parts.pop();
            self.at = 0;
        }
        if given == 0 { self.read(into) } else { Ok(given) }
    }
}

/// Bounds that make the tests quick; the proportions are those of the defaults.
fn small() -> Limits {
    Limits { document_bytes: 1 << 20, html_bytes: 1 << 18, line_bytes: 1 << 20, ..Limits::default() }
}

fn read(name: &str, bytes: Vec<u8>) -> Vec<Result<Document, ReadError>> {
    split(name, Cursor::new(bytes), small()).map(|raw| raw.and_then(tocsin_read::Raw::read)).collect()
}

/// The only failure among `records`.
#[track_caller]
fn one_failure(records: Vec<Result<Document, ReadError>>) -> (usize, String) {
    let good = records.iter().filter(|record| record.is_ok()).count();
    let failures: Vec<String> = records.into_iter().filter_map(Result::err).map(|error| error.to_string()).collect();
    assert_eq!(failures.len(), 1, "{failures:?}");
    assert!(!failures[0].contains('\n') && failures[0].len() < 400, "{failures:?}");
    (good, failures[0].clone())
}

/// What the resident memory of this process has been at most, in bytes, where that can be known.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0");
    line.trim().trim_end_matches("kB").trim().parse::<u64>().unwrap_or(0) << 10
}

#[track_caller]
fn within<T>(seconds: u64, work: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let done = work();
    assert!(started.elapsed() < Duration::from_secs(seconds), "took {:?}", started.elapsed());
    done
}

#[test]
fn bombs_of_every_packing_are_stopped() {
    let zeros = vec![b'a'; 40 << 20];
    let lines = b"{\"text\":\"One minister resigned.\"}\n";
    let bomb = [&lines[..], &zeros].concat();
    for (name, packed) in [("a.jsonl.gz", gzip(&bomb)), ("a.jsonl.zst", zstd(&bomb))] {
        let (good, line) = within(60, || one_failure(read(name, packed)));
        assert_eq!(good, 1);
        assert!(line.contains("decompression bomb") || line.contains("is over the limit of 1 MiB"), "{line}");
    }
    for (name, packed) in [("a.txt.gz", gzip(&zeros)), ("a.html.zst", zstd(&zeros))] {
        let (good, line) = within(60, || one_failure(read(name, packed)));
        assert_eq!(good, 0);
        assert!(line.contains("over the limit") || line.contains("decompression bomb"), "{line}");
    }
    // Behind much honest data, too.
    let honest: String = (0..60_000u64)
        .map(|n| format!("{{\"text\":\"Number {}.\"}}\n", n.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
        .collect();
    let packed = [gzip(honest.as_bytes()), gzip(&vec![b'\n'; 40 << 20])].concat();
    let all: Vec<_> = split("a.jsonl.gz", Cursor::new(packed), small()).collect();
    assert_eq!(all.iter().filter(|raw| raw.is_ok()).count(), 60_000);
    assert!(all.last().unwrap().as_ref().unwrap_err().to_string().contains("decompression bomb"));
    let total = Limits { unpacked_bytes: 1 << 20, ..Limits::default() };
    let failed = split("a.jsonl.gz", Cursor::new(gzip(honest.as_bytes())), total).last().unwrap().unwrap_err();
    assert!(failed.to_string().contains("it unpacks to more than 1 MiB"), "{failed}");
}

#[test]
fn a_bomb_in_an_archive_costs_its_member() {
    let bomb = gzip(&vec![b'a'; 40 << 20]);
    let archive = tar(&[
        ("1.txt", b"One minister resigned."),
        ("bomb.txt.gz", &bomb),
        ("bomb.jsonl.gz", &bomb),
        ("2.txt", b"Two ministers resigned."),
    ]);
    for (name, archive) in [("t.tar", archive.clone()), ("t.tar.gz", gzip(&archive)), ("t.tar.zst", zstd(&archive))] {
        let all = within(60, || read(name, archive));
        let lines: Vec<String> = all.into_iter().map(|r| r.map_or_else(|e| e.to_string(), |d| d.text)).collect();
        assert_eq!(lines.len(), 4, "{lines:?}");
        assert_eq!((lines[0].as_str(), lines[3].as_str()), ("One minister resigned.", "Two ministers resigned."));
        assert!(lines[1].starts_with(&format!("{name}#bomb.txt.gz: ")), "{lines:?}");
        assert!(lines[2].starts_with(&format!("{name}#bomb.jsonl.gz:1: ")) || lines[2].contains("bomb"), "{lines:?}");
    }
    // In the encoding of a page, and as the member of a record.
    let content = answer("Content-Type: text/html\r\nContent-Encoding: gzip\r\n", &bomb);
    let twice = answer("Content-Type: text/html\r\nContent-Encoding: gzip, gzip\r\n", &gzip(&bomb));
    let member = gzip(&record("response", "", &answer("Content-Type: text/html\r\n", &vec![b'a'; 40 << 20])));
    for middle in [gzip(&record("response", "", &content)), gzip(&record("response", "", &twice)), member] {
        let archive = [gzip(&response("", &page("Ana"))), middle, gzip(&response("", &page("Bo")))].concat();
        let (good, line) = within(60, || one_failure(read("a.warc.gz", archive)));
        assert_eq!(good, 2, "{line}");
        assert!(line.starts_with("a.warc.gz#2: "), "{line}");
    }
}

#[test]
fn lengths_that_lie_again_and_again_take_no_quadratic_time() {
    let lying = "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 16000000\r\n\r\n".repeat(200_000);
    let all: Vec<_> = within(120, || split("a.warc", Cursor::new(lying.into_bytes()), Limits::default()).collect());
    assert_eq!(all.len(), 200_000);
    assert!(all.iter().all(Result::is_err));
}

#[test]
fn deep_wide_and_broken_markup_takes_no_time() {
    let article = page("Ana Ruiz");
    let cases = [
        "<div>".repeat(100_000),
        "<b><i>".repeat(100_000),
        "<table><tr><td>".repeat(50_000),
        format!("<p title='{}'>", "x".repeat(5_000_000)),
        format!("<p {}>", "a=b ".repeat(500_000)),
        format!("<p {}", "a='".repeat(500_000)),
        "<!--".repeat(500_000),
        "&amp".repeat(500_000),
        "&#x1F600".repeat(300_000),
        "<".repeat(2_000_000),
        "<svg><path/>".repeat(100_000),
        format!("<script>{}</script>", "<!--<script>".repeat(200_000)),
    ];
    for case in cases {
        let start: String = case.chars().take(30).collect();
        let bytes = article.replace("</article>", &format!("{case}</article>")).into_bytes();
        let started = Instant::now();
        let all =
            split("a.html", Cursor::new(bytes), Limits::default()).map(|raw| raw.and_then(tocsin_read::Raw::read));
        for error in all.filter_map(Result::err) {
            assert!(!error.to_string().contains('\n'), "{start}: {error}");
        }
        assert!(started.elapsed() < Duration::from_secs(60), "{start}: {:?}", started.elapsed());
    }
}

#[test]
fn entities_that_expand_do_not() {
    let mut laughs = String::from("<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a0 \"ha ha ha\">");
    for n in 1..30 {
        laughs += &format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10));
    }
    laughs += "<!ENTITY file SYSTEM \"file:///etc/passwd\">]>";
    let feed = |entity: &str| {
        format!(
            "{laughs}<rss version=\"2.0\"><channel><title>&{entity};</title><item><title>One</title>\
             <description>The minister &{entity}; resigned.</description></item></channel></rss>"
        )
    };
    for entity in ["a29", "file"] {
        let all = within(20, || records("feed.xml", feed(entity)));
        for record in all {
            match record {
                Ok(document) => assert!(document.text.len() < 1000 && !document.text.contains("root:")),
                Err(error) => assert!(error.to_string().len() < 1000 && !error.to_string().contains('\n')),
            }
        }
    }
}

#[test]
fn a_feed_of_200_megabytes_and_a_line_of_200_megabytes() {
    let before = peak();
    let item = "<item><title>Talks</title><description>The minister resigned on Monday.</description></item>";
    let feed = Endless::new(&[("<rss version='2.0'><channel>", 0), (item, 200 << 20), ("</channel></rss>", 0)]);
    let (good, line) = within(120, || {
        let all = split("feed.xml", feed, Limits::default()).map(|raw| raw.and_then(tocsin_read::Raw::read));
        one_failure(all.collect())
    });
    assert_eq!((good, line.split(';').next()), (0, Some("feed.xml: it is over the limit of 64 MiB")));
    let sound = "{\"text\":\"The minister resigned.\"}\n";
    let lines = Endless::new(&[("{\"text\":\"", 0), ("talks and ", 200 << 20), ("\"}\n", 0), (sound, 0)]);
    let (good, line) = within(120, || {
        let all = split("a.jsonl", lines, Limits::default()).map(|raw| raw.and_then(tocsin_read::Raw::read));
        one_failure(all.collect())
    });
    assert_eq!((good, line.split(';').next()), (1, Some("a.jsonl:1: the line is over the limit of 64 MiB")));
    let html = Endless::new(&[("<html><body>", 0), ("<p>The minister resigned.", 200 << 20)]);
    let (_, line) = within(120, || {
        one_failure(split("a.html", html, Limits::default()).map(|raw| raw.and_then(tocsin_read::Raw::read)).collect())
    });
    assert!(line.starts_with("a.html: it is over the limit of 16 MiB"), "{line}");
    let row = Endless::new(&[("id,text\n1,\"", 0), ("talks and ", 200 << 20)]);
    let (_, line) = within(120, || {
        one_failure(split("a.csv", row, Limits::default()).map(|raw| raw.and_then(tocsin_read::Raw::read)).collect())
    });
    assert!(line.starts_with("a.csv:2: the row that begins here is over the limit of 64 MiB"), "{line}");
    // A vector that grows to 64 MiB holds up to three times that while it moves; other tests run beside this one.
    let taken = peak().saturating_sub(before);
    assert!(taken < 700 << 20, "took {} MiB", taken >> 20);
}

#[test]
fn a_large_archive_streams() {
    let before = peak();
    let content = answer("Content-Type: text/html\r\n", page("Ana Ruiz").as_bytes());
    let page = String::from_utf8(record("response", "WARC-Target-URI: https://news.example/a\r\n", &content)).unwrap();
    let picture = format!("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {}\r\n\r\n", 100 << 20);
    let archive = Endless::new(&[
        (&page, page.len() as u64 * 20_000),
        (&picture, 0),
        ("x", 100 << 20),
        ("\r\n\r\n", 0),
        (&page, 0),
    ]);
    let records: Vec<bool> =
        within(120, || split("a.warc", archive, Limits::default()).map(|raw| raw.is_ok()).collect());
    assert_eq!((records.len(), records.iter().filter(|ok| **ok).count()), (20_002, 20_001));
    let taken = peak().saturating_sub(before);
    assert!(taken < 700 << 20, "took {} MiB", taken >> 20);
}
