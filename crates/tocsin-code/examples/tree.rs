//! Prints the syntax of sentences, one a line of standard input, for working on rules.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a tool for working on rules, fed by its author")]

use std::io::BufRead;
use tocsin_language::Analyser;
use tocsin_record::Document;

fn main() {
    let analyser = Analyser::new();
    for line in std::io::stdin().lock().lines() {
        let document = Document::from_text("tree", line.unwrap());
        let analysis = analyser.analyse(&document);
        for sentence in &analysis.sentences {
            let Some(tree) = &sentence.tree else { continue };
            for (i, t) in sentence.tokens.clone().enumerate() {
                let token = &analysis.tokens[t];
                let party = analyser.actors().parties(&analysis, t);
                let names: Vec<String> = party
                    .iter()
                    .map(|p| {
                        format!(
                            "{}/{}/{}",
                            p.label().unwrap_or("?"),
                            p.country.as_deref().unwrap_or("?"),
                            p.sector.map_or("?", |s| s.code())
                        )
                    })
                    .collect();
                println!(
                    "{i:3} {:18} {:16} {:6} {:5} {:3} {:14} {}",
                    analysis.word(t),
                    token.lemma,
                    token.upos.name(),
                    token.tag.name(),
                    tree.heads[i].map_or(-1, |h| h as i64),
                    tree.rels[i].name(),
                    names.join("; ")
                );
            }
            println!();
        }
    }
}
