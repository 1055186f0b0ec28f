//! Trains the tagger of `tocsin-language` from unpacked treebanks, and prints what they score on the parts
//! that are only measured. Same treebanks, same bytes.
#![allow(clippy::print_stdout, missing_docs, reason = "a tool for this repository alone")]

mod corpus;
mod learner;
mod train;
mod vocabulary;

use anyhow::{Context, Result};
use clap::Parser;
use corpus::Sentence;
use learner::Random;
use std::{collections::BTreeMap, path::PathBuf, time::Instant};
use tocsin_language::{
    Tag, Upos,
    tagging::{file::Stored, tagger, word},
};

/// Trains the tagger.
#[derive(Debug, Parser)]
struct Arguments {
    /// Folder of GUM's CoNLL-U files and splits.md.
    #[arg(long)]
    gum: PathBuf,
    /// Folder of EWT's repository.
    #[arg(long)]
    ewt: PathBuf,
    /// Where the model goes.
    #[arg(long)]
    out: PathBuf,
    /// Train nothing: only measure the model that is at `--out`.
    #[arg(long)]
    measure: bool,
    /// Measure GUM's news instead of training on it.
    #[arg(long)]
    hold_out_news: bool,
    /// Rounds of the tagger.
    #[arg(long, default_value_t = 8)]
    tag_epochs: usize,
    /// Features of the tagger that occur less often are left out.
    #[arg(long, default_value_t = 2)]
    tag_least: u32,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let start = Instant::now();
    let corpora = corpus::load(&arguments.gum, &arguments.ewt, arguments.hold_out_news)?;
    let tokens: usize = corpora.train.iter().map(|s| s.forms.len()).sum();
    if arguments.measure {
        let bytes =
            std::fs::read(&arguments.out).with_context(|| format!("cannot read {}", arguments.out.display()))?;
        return measure_all(&corpora, &bytes);
    }
    println!("train: {} sentences, {tokens} tokens", corpora.train.len());
    let labels = vocabulary::labels(&corpora.train, 25);
    let lexicon = vocabulary::lexicon(&corpora.train, &labels, &BTreeMap::new());
    let lemmas = vocabulary::lemmas(&corpora.train);
    println!("{} labels, {} forms, {} lemmas", labels.len(), lexicon.len(), lemmas.len());
    let sentences = with_other_cases(&corpora.train);
    let samples = train::samples(&sentences, &lexicon, |s, i| vocabulary::number(&labels, s.labels[i]));
    let all: Vec<_> = samples.iter().collect();
    let mut stored = Stored { labels, lexicon, lemmas, ..Stored::default() };
    stored.tagger = train::tagger(&all, stored.labels.len(), arguments.tag_epochs, arguments.tag_least, 3);
    println!("tagger: {} features, {:?}", stored.tagger.len(), start.elapsed());
    let bytes = tocsin_language::tagging::file::write(&stored);
    std::fs::write(&arguments.out, &bytes).with_context(|| format!("cannot write {}", arguments.out.display()))?;
    println!("model: {} bytes", bytes.len());
    measure_all(&corpora, &bytes)
}

/// Prints the scores of a model file as the program reads it.
fn measure_all(corpora: &corpus::Corpora, bytes: &[u8]) -> Result<()> {
    let loading = Instant::now();
    let stored = tocsin_language::tagging::file::read(bytes)?;
    println!("loaded in {:?}", loading.elapsed());
    for (name, sentences) in &corpora.measured {
        measure(name, sentences, &stored);
    }
    Ok(())
}

/// The sentences, and some of them again in capitals, in title case or with their head in capitals.
fn with_other_cases(sentences: &[Sentence]) -> Vec<Sentence> {
    let mut random = Random(0xca5e_ca5e);
    let mut all = sentences.to_vec();
    for sentence in sentences {
        let kind = random.below(100);
        let head = 2 + random.below(7);
        let mut other = sentence.clone();
        for (at, form) in other.forms.iter_mut().enumerate() {
            let title = form.len() > 3 || at == 0;
            match kind {
                0..5 => *form = form.to_uppercase(),
                5..8 if at < head => *form = form.to_uppercase(),
                8..11 if title => {
                    let mut letters = form.chars();
                    if let Some(first) = letters.next() {
                        *form = first.to_uppercase().chain(letters).collect();
                    }
                }
                _ => {}
            }
        }
        if kind < 11 {
            all.push(other);
        }
    }
    all
}

fn measure(name: &str, sentences: &[Sentence], stored: &Stored) {
    let table = tocsin_language::tagging::table::Table::new(&stored.tagger);
    let lemmatiser = tocsin_language::tagging::lemma::Lemmatiser::new(
        stored.lemmas.iter().map(|(f, t, l)| (f.as_str(), *t, l.as_str())),
    );
    let (mut words, mut labels) = (Vec::new(), Vec::new());
    let (mut all, mut tags, mut uposes, mut lemmas) = (0, 0, 0, 0);
    let mut tagging = 0.0;
    for sentence in sentences {
        let start = Instant::now();
        word::words(&stored.lexicon, sentence.forms.iter().map(String::as_str), &mut words);
        tagger::tag(&table, stored.labels.len(), &words, &mut labels);
        tagging += start.elapsed().as_secs_f64();
        for (at, &label) in labels.iter().enumerate() {
            let (tag, upos): (Tag, Upos) = stored.labels[label as usize];
            all += 1;
            tags += usize::from(tag == sentence.labels[at].0);
            uposes += usize::from(upos == sentence.labels[at].1);
            lemmas += usize::from(lemmatiser.lemma(&sentence.forms[at], tag, upos) == sentence.lemmas[at]);
        }
    }
    let share = |n: usize| n as f64 / all.max(1) as f64;
    println!(
        "{name}: {all} tokens, tag {:.4}, UPOS {:.4}, lemma {:.4}; {:.0} tokens a second",
        share(tags),
        share(uposes),
        share(lemmas),
        all as f64 / tagging,
    );
}
