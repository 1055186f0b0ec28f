//! Prints the time expressions, numbers and places of the JSONL documents on standard input, one record a line in the
//! shape of `tocsin code`: to measure these parts alone. A line end begins a new block.
#![allow(clippy::print_stdout, reason = "an example prints")]

use serde_json::{Value, json};
use std::io::BufRead;
use tocsin_language::Analyser;
use tocsin_record::{Block, BlockKind, Document, Span};

/// The blocks of a text: its lines.
fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let length = line.chars().count() as u32;
        if !line.trim().is_empty() {
            blocks.push(Block::new(BlockKind::Paragraph, Span::new(start, start + length)));
        }
        start += length + 1;
    }
    blocks
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let analyser = Analyser::new();
    for line in std::io::stdin().lock().lines() {
        let given: Value = serde_json::from_str(&line?)?;
        let id = given["id"].as_str().unwrap_or("-");
        let mut document = Document::from_text(id, given["text"].as_str().unwrap_or(""));
        document.published = given["published"].as_str().and_then(|day| day.parse().ok());
        document.outlet = given["outlet"].as_str().map(str::to_owned);
        document.blocks = blocks(&document.text);
        let analysis = analyser.analyse(&document);
        let times: Vec<Value> = analysis
            .times
            .iter()
            .map(|t| {
                json!({"span": analysis.span(t.bytes.clone()), "type": t.kind, "value": t.value, "days": t.days,
                    "precision": t.precision, "since": t.since, "until": t.until})
            })
            .collect();
        let numbers: Vec<Value> = analysis
            .numbers
            .iter()
            .map(|n| {
                json!({"span": analysis.span(n.bytes.clone()), "text": &analysis.text[n.bytes.clone()], "low": n.low,
                    "best": n.best, "high": n.high, "unit": n.unit, "ordinal": n.ordinal, "cumulative": n.cumulative})
            })
            .collect();
        let places: Vec<&tocsin_record::Place> = analysis.toponyms.iter().map(|t| &t.place).collect();
        println!("{}", json!({"id": id, "times": times, "numbers": numbers, "places": places}));
    }
    Ok(())
}
