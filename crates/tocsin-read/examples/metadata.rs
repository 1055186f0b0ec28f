//! Reads the metadata of pages, one JSON record {"id", "url", "html"} a line, and prints one record a page: what
//! `tocsin extract` would say of it, with every date that a part of the page gives. For tabulating how far each part
//! is to be believed.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program's output")]

use serde_json::{Value, json};
use std::io::{BufRead, Write};
use std::time::{Duration, Instant};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let (mut pages, mut spent) = (0u32, Duration::ZERO);
    for line in std::io::stdin().lock().lines() {
        let record: Value = serde_json::from_str(&line?)?;
        let html = record["html"].as_str().unwrap_or_default();
        let start = Instant::now();
        let found = tocsin_read::provenance(html, record["url"].as_str()).unwrap_or_default();
        spent += start.elapsed();
        pages += 1;
        let day = |p: &tocsin_record::Published| p.as_str().to_owned();
        let dates: Vec<Value> =
            found.dates.iter().map(|d| json!({"source": d.source, "published": day(&d.published)})).collect();
        let answer = json!({
            "id": record["id"], "title": found.title, "authors": found.authors, "outlet": found.outlet,
            "publisher": found.publisher, "url": found.url, "lang": found.lang,
            "published": found.published.as_ref().map(day), "modified": found.modified.as_ref().map(day),
            "published_range": found.published_range.map(|r| format!("{}/{}", r.start, r.end)),
            "dates": dates, "warnings": found.warnings,
        });
        writeln!(out, "{answer}")?;
    }
    eprintln!("{pages} pages, {:.1} a second", f64::from(pages) / spent.as_secs_f64().max(1e-9));
    Ok(())
}
