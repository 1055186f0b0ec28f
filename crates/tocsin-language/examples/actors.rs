//! Compares the parties that noun phrases resolve to with a gold set of events.
//!
//! `actors DOCS.jsonl GOLD.jsonl [--misses]`: for each party of each gold event that has a text, finds the text in its
//! sentence, resolves it, and compares country and sector. Documents are `{"id","title","published","outlet","text"}`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line example")]

use serde_json::Value;
use std::collections::HashMap;
use tocsin_language::{Analyser, Analysis, Upos};
use tocsin_record::{Block, BlockKind, Document, Party, Sector, Span};

/// Lines of text as paragraphs.
fn document(record: &Value) -> Document {
    let text = record["text"].as_str().unwrap_or_default();
    let mut document = Document::from_text(record["id"].as_str().unwrap_or_default(), text);
    document.outlet = record["outlet"].as_str().map(String::from);
    document.published = record["published"].as_str().and_then(|p| p.parse().ok());
    let mut at = 0u32;
    document.blocks.clear();
    for line in text.split('\n') {
        let length = line.chars().count() as u32;
        if !line.trim().is_empty() {
            document.blocks.push(Block::new(BlockKind::Paragraph, Span::new(at, at + length)));
        }
        at += length + 1;
    }
    document
}

/// The nominal tokens of `bytes` that hang outside it: one, unless the tree errs.
fn heads_of(analysis: &Analysis<'_>, bytes: std::ops::Range<usize>) -> Vec<usize> {
    let from = analysis.tokens.partition_point(|t| t.bytes.end <= bytes.start);
    let to = analysis.tokens.partition_point(|t| t.bytes.start < bytes.end);
    let Some(sentence) = analysis.sentences.get(analysis.sentence_of(from)) else { return Vec::new() };
    let base = sentence.tokens.start;
    let Some(tree) = &sentence.tree else { return vec![to - 1] };
    let outside = |t: &usize| {
        tree.heads.get(*t - base).is_some_and(|h| h.is_none_or(|h| !(from..to).contains(&(h as usize + base))))
    };
    let nominal =
        |t: &usize| matches!(analysis.tokens[*t].upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num | Upos::Adj);
    (from..to).filter(outside).filter(nominal).take(6).collect()
}

/// Where `words` stand in `text` as whole words, white space of any kind between them.
fn occurrences(text: &str, words: &str) -> Vec<std::ops::Range<usize>> {
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut out = Vec::new();
    let Some(first) = words.first() else { return out };
    for (at, _) in text.match_indices(first) {
        let mut end = at;
        let mut whole = !text[..at].ends_with(char::is_alphanumeric);
        for (number, word) in words.iter().enumerate() {
            let rest = &text[end..];
            let gap = if number == 0 { 0 } else { rest.len() - rest.trim_start_matches([' ', '\n', '>', '\t']).len() };
            if !rest[gap..].starts_with(word) || (number > 0 && gap == 0) {
                whole = false;
                break;
            }
            end += gap + word.len();
        }
        if whole && !text[end..].starts_with(char::is_alphanumeric) && out.len() < 5 {
            out.push(at..end);
        }
    }
    out
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, docs, gold, rest @ ..] = arguments.as_slice() else {
        eprintln!("usage: actors DOCS.jsonl GOLD.jsonl [--misses]");
        std::process::exit(2);
    };
    let mut documents = HashMap::new();
    for line in std::fs::read_to_string(docs)?.lines() {
        let record: Value = serde_json::from_str(line)?;
        documents.insert(record["id"].as_str().unwrap_or_default().to_string(), document(&record));
    }
    let analyser = Analyser::new();
    let (mut all, mut found, mut country_right, mut both_right, mut name_right) = (0, 0, 0, 0, 0);
    for line in std::fs::read_to_string(gold)?.lines() {
        let record: Value = serde_json::from_str(line)?;
        let Some(document) = record["doc"].as_str().and_then(|id| documents.get(id)) else { continue };
        let analysis = analyser.analyse(document);
        for event in record["events"].as_array().into_iter().flatten() {
            let Some(span) = event["s"].as_u64().and_then(|s| record["sents"].get(s as usize)) else { continue };
            let edge = |n: usize| analysis.index.to_byte(analysis.text, span[n].as_u64().unwrap_or(0) as u32);
            let (start, end) = (edge(0), edge(1));
            for party in ["actor", "recipient"].iter().flat_map(|side| event[*side].as_array()).flatten() {
                let Some(text) = party["text"].as_str() else { continue };
                all += 1;
                let places = occurrences(&analysis.text[start..end], text);
                if places.is_empty() {
                    continue;
                }
                found += 1;
                // The gold gives words, not offsets: any place of theirs in the sentence will do.
                let given: Vec<Party> = places
                    .into_iter()
                    .map(|at| heads_of(&analysis, at.start + start..at.end + start))
                    .flat_map(|heads| {
                        heads.into_iter().map(|head| analyser.actors().parties(&analysis, head)).find(|p| !p.is_empty())
                    })
                    .flatten()
                    .collect();
                let country = party["country"].as_str().filter(|c| *c != "UNK");
                let sector = party["sector"].as_str().and_then(Sector::from_code);
                let by_country = given.iter().any(|p: &Party| p.country.as_deref() == country);
                let by_both = given.iter().any(|p| p.country.as_deref() == country && p.sector == sector);
                country_right += usize::from(by_country);
                both_right += usize::from(by_both);
                name_right += usize::from(given.iter().any(|p| {
                    p.name
                        .as_deref()
                        .is_some_and(|n| Some(n.to_lowercase()) == party["name"].as_str().map(str::to_lowercase))
                }));
                if !by_both && rest.iter().any(|r| r == "--misses") {
                    let shown: Vec<String> = given
                        .iter()
                        .map(|p| {
                            format!(
                                "{}/{}/{}",
                                p.name.as_deref().unwrap_or("-"),
                                p.country.as_deref().unwrap_or("-"),
                                p.sector.map_or("-", Sector::code)
                            )
                        })
                        .collect();
                    println!(
                        "{text:?}: gold {}/{}/{} got {shown:?}   in: {}",
                        party["name"].as_str().unwrap_or("-"),
                        country.unwrap_or("-"),
                        sector.map_or("-", Sector::code),
                        &analysis.text[start..end].chars().take(160).collect::<String>()
                    );
                }
            }
        }
    }
    let share = |n: usize| n as f64 / found.max(1) as f64;
    println!(
        "parties {all}, located {found}, country {:.3}, country and sector {:.3}, name {:.3}",
        share(country_right),
        share(both_right),
        share(name_right)
    );
    Ok(())
}
