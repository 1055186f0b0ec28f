//! Trains the tagger and the parser of `tocsin-language` from unpacked treebanks, and prints what they score on the parts
//! that are only measured. Same treebanks, same bytes.
#![allow(clippy::print_stdout, missing_docs, reason = "a tool for this repository alone")]

mod corpus;
mod learner;
mod oracle;
mod train;
mod vocabulary;

use anyhow::{Context, Result};
use clap::Parser;
use corpus::Sentence;
use learner::Random;
use std::{collections::BTreeMap, path::PathBuf, time::Instant};
use tocsin_language::{
    Rel, Tag, Upos,
    syntax::{Model, file::Stored, parser, tagger, word},
};

/// Trains the syntax model.
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
    /// Rounds of the parser.
    #[arg(long, default_value_t = 8)]
    parse_epochs: usize,
    /// Features of the tagger that occur less often are left out.
    #[arg(long, default_value_t = 2)]
    tag_least: u32,
    /// Features of the parser that occur less often are left out.
    #[arg(long, default_value_t = 4)]
    parse_least: u32,
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
    let tags = train::jackknife(&samples, stored.labels.len(), arguments.tag_epochs.min(5), arguments.tag_least, 5);
    println!("tags for the parser: {:?}", start.elapsed());
    stored.rels = relations(&sentences);
    let actions = parser::actions(&stored.rels);
    println!("{} actions", actions.len());
    stored.parser = train::parser(
        &sentences,
        &samples,
        &tags,
        &actions,
        arguments.parse_epochs,
        arguments.parse_least,
        &[0x5eed_0f70_c51e, 0x0dd5_eed5],
    );
    println!("parser: {} features, {:?}", stored.parser.len(), start.elapsed());
    let bytes = tocsin_language::syntax::file::write(&stored);
    std::fs::write(&arguments.out, &bytes).with_context(|| format!("cannot write {}", arguments.out.display()))?;
    println!("model: {} bytes", bytes.len());
    measure_all(&corpora, &bytes)
}

/// Prints the scores of a model file as the program reads it.
fn measure_all(corpora: &corpus::Corpora, bytes: &[u8]) -> Result<()> {
    let loading = Instant::now();
    let stored = tocsin_language::syntax::file::read(bytes)?;
    let model = Model::new(stored.clone());
    println!("loaded in {:?}", loading.elapsed());
    for (name, sentences) in &corpora.measured {
        measure(name, sentences, &stored, &model);
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

/// The labelled arcs that occur, most frequent first.
fn relations(sentences: &[Sentence]) -> Vec<(bool, Rel)> {
    let mut counts: BTreeMap<(bool, Rel), usize> = BTreeMap::new();
    for sentence in sentences {
        for (at, (head, rel)) in sentence.heads.iter().zip(&sentence.rels).enumerate() {
            if let Some(head) = head {
                *counts.entry((*head as usize > at, *rel)).or_default() += 1;
            }
        }
    }
    let mut all: Vec<_> = counts.into_iter().filter(|c| c.1 >= 5).collect();
    all.sort_by_key(|&(arc, count)| (std::cmp::Reverse(count), arc));
    all.into_iter().map(|c| c.0).take(tocsin_language::syntax::table::CLASSES - 2).collect()
}

fn measure(name: &str, sentences: &[Sentence], stored: &Stored, model: &Model) {
    let table = tocsin_language::syntax::table::Table::new(&stored.tagger);
    let lemmatiser = tocsin_language::syntax::lemma::Lemmatiser::new(
        stored.lemmas.iter().map(|(f, t, l)| (f.as_str(), *t, l.as_str())),
    );
    let (mut words, mut labels) = (Vec::new(), Vec::new());
    let (mut all, mut tags, mut uposes, mut lemmas) = (0, 0, 0, 0);
    let (mut arcs, mut heads, mut rels) = (0, 0, 0);
    let (mut tagging, mut parsing) = (0.0, 0.0);
    for sentence in sentences {
        let start = Instant::now();
        word::words(&stored.lexicon, sentence.forms.iter().map(String::as_str), &mut words);
        tagger::tag(&table, stored.labels.len(), &words, &mut labels);
        tagging += start.elapsed().as_secs_f64();
        let start = Instant::now();
        let tree = model.tree(&words, &labels);
        parsing += start.elapsed().as_secs_f64();
        for (at, &label) in labels.iter().enumerate() {
            let (tag, upos): (Tag, Upos) = stored.labels[label as usize];
            all += 1;
            tags += usize::from(tag == sentence.labels[at].0);
            uposes += usize::from(upos == sentence.labels[at].1);
            lemmas += usize::from(lemmatiser.lemma(&sentence.forms[at], tag, upos) == sentence.lemmas[at]);
            arcs += 1;
            let same = tree.heads[at] == sentence.heads[at];
            heads += usize::from(same);
            rels += usize::from(same && tree.rels[at] == sentence.rels[at]);
        }
    }
    let share = |n: usize, of: usize| n as f64 / of.max(1) as f64;
    println!(
        "{name}: {all} tokens, tag {:.4}, UPOS {:.4}, lemma {:.4}, UAS {:.4}, LAS {:.4}; {:.0} tokens/s tagged, {:.0} parsed",
        share(tags, all),
        share(uposes, all),
        share(lemmas, all),
        share(heads, arcs),
        share(rels, arcs),
        all as f64 / tagging,
        all as f64 / parsing,
    );
}
