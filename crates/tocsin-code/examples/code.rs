//! Codes JSONL documents from standard input without the rest of the program, for quick looks while working on rules:
//! `cargo run --release -p tocsin-code --example code < documents.jsonl`.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a tool for working on rules, fed by its author")]

use std::io::BufRead;
use tocsin_code::Coder;
use tocsin_record::{Document, Published};

fn main() {
    let coder = Coder::new();
    for line in std::io::stdin().lock().lines() {
        let value: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let mut document = Document::from_text(value["id"].as_str().unwrap(), value["text"].as_str().unwrap());
        document.published = value["published"].as_str().and_then(|p| p.parse::<Published>().ok());
        document.outlet = value["outlet"].as_str().map(str::to_owned);
        document.given = serde_json::from_value(value["given"].clone()).ok();
        println!("{}", serde_json::to_string(&coder.code(&document, 1)).unwrap());
    }
}
