//! Trains the ranker of references from GUM's chains over the program's own analyses, and prints what it scores on documents that it
//! was not trained on. Same documents and same models before it, same bytes.
#![allow(clippy::print_stdout, missing_docs, reason = "a tool for this repository alone")]

mod learner;
mod train;

use anyhow::{Context, Result};
use clap::Parser;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::{collections::HashSet, fs, path::PathBuf};
use tocsin_language::reference::weights::Weights;
use tocsin_language::{Analyser, Analysis};
use tocsin_treebank::{Text, chains};
use train::{Example, Options};

/// Trains the ranker of references.
#[derive(Debug, Parser)]
struct Arguments {
    /// Folder of GUM's CoNLL-U files and splits.md
    #[arg(long)]
    gum: PathBuf,
    /// Where the weights go
    #[arg(long)]
    out: Option<PathBuf>,
    /// Measure by turns on each of so many parts of the training documents, trained on the others
    #[arg(long, default_value_t = 0)]
    parts: usize,
    #[command(flatten)]
    options: Options,
}

/// Whether a document belongs to the part of the event gold that nobody reads.
fn is_reserved(name: &str) -> bool {
    let digest = Sha256::digest(format!("gum:{name}"));
    name.starts_with("GUM_news_") && digest.last().is_some_and(|byte| byte % 2 == 1)
}

/// The documents to train on, and those that are only measured.
fn load(arguments: &Arguments) -> Result<(Vec<Text>, Vec<Text>)> {
    let splits = fs::read_to_string(arguments.gum.join("splits.md")).context("GUM's splits.md")?;
    let dev: HashSet<&str> = splits
        .lines()
        .skip_while(|l| l.trim() != "## dev")
        .skip(1)
        .take_while(|l| !l.starts_with("##"))
        .filter_map(|l| l.trim().strip_prefix("* "))
        .collect();
    let mut paths: Vec<PathBuf> = fs::read_dir(&arguments.gum)?.map(|e| Ok(e?.path())).collect::<Result<_>>()?;
    paths.retain(|p| p.extension().is_some_and(|e| e == "conllu"));
    paths.sort();
    let (mut train, mut measured) = (Vec::new(), Vec::new());
    for path in paths {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if is_reserved(&name) {
            continue;
        }
        let texts = tocsin_treebank::read(&path)?;
        if dev.contains(name.as_str()) { &mut measured } else { &mut train }.extend(texts);
    }
    Ok((train, measured))
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let (train_texts, dev_texts) = load(&arguments)?;
    let analyser = Analyser::new();
    let (train_analyses, dev_analyses) = (analyse(&analyser, &train_texts), analyse(&analyser, &dev_texts));
    let train_set: Vec<Example<'_, '_>> =
        train_texts.iter().zip(&train_analyses).map(|(text, analysis)| Example::new(text, analysis)).collect();
    let dev_set: Vec<Example<'_, '_>> =
        dev_texts.iter().zip(&dev_analyses).map(|(text, analysis)| Example::new(text, analysis)).collect();
    println!("{} documents to train on, {} to measure", train_set.len(), dev_set.len());
    let directory = analyser.actors();
    if arguments.parts > 1 {
        let mut sums = vec![0.0; chains::LENGTH];
        for part in 0..arguments.parts {
            let (held, kept): (Vec<_>, Vec<_>) =
                train_set.iter().enumerate().partition(|(n, _)| n % arguments.parts == part);
            let kept: Vec<&Example<'_, '_>> = kept.into_iter().map(|(_, e)| e).collect();
            let (rows, step) = train::train(&kept, directory, &arguments.options);
            let weights = Weights::new(&rows, step);
            for (_, example) in held {
                add(&mut sums, &example.score(directory, &weights));
            }
        }
        report("by parts of the training documents", &sums);
    }
    let all: Vec<&Example<'_, '_>> = train_set.iter().collect();
    let (rows, step) = train::train(&all, directory, &arguments.options);
    let weights = Weights::new(&rows, step);
    for (name, set) in [("trained on", &train_set), ("GUM dev", &dev_set)] {
        let mut sums = vec![0.0; chains::LENGTH];
        for example in set {
            add(&mut sums, &example.score(directory, &weights));
        }
        report(name, &sums);
    }
    println!("{} weights", rows.len());
    if let Some(out) = &arguments.out {
        fs::write(out, Weights::write(&rows, step)).with_context(|| format!("cannot write {}", out.display()))?;
    }
    Ok(())
}

fn analyse<'t>(analyser: &Analyser, texts: &'t [Text]) -> Vec<Analysis<'t>> {
    texts.par_iter().map(|text| analyser.analyse(&text.document)).collect()
}

fn add(sums: &mut [f64], more: &[f64]) {
    sums.iter_mut().zip(more).for_each(|(sum, value)| *sum += value);
}

fn report(name: &str, sums: &[f64]) {
    use chains::{DESCRIPTIONS, FALSE, FIRST, GOLD, LINKED, RIGHT};
    println!("{name}:");
    let line = |name: &str, at: &[usize]| {
        let of = |n: usize| at.iter().map(|a| sums[a + n]).sum::<f64>();
        println!(
            "  {name}: accuracy {:.3} of {}, precision {:.3}, false links {:.3}",
            of(RIGHT) / of(GOLD),
            of(GOLD),
            of(RIGHT) / of(LINKED),
            of(FALSE) / of(FIRST)
        );
    };
    line("pronouns", &[0]);
    line("descriptions", &[DESCRIPTIONS]);
    line("both", &[0, DESCRIPTIONS]);
}
