//! Training of the tagger.

use crate::{
    corpus::Sentence,
    learner::{Counter, Random, rows},
};
use tocsin_language::tagging::{
    lexicon::Lexicon,
    table::{CLASSES, Row, Scorer, Scores},
    tagger,
    word::{self, Word},
};

/// A sentence as the learners see it.
#[derive(Debug, Clone)]
pub struct Sample {
    pub words: Vec<Word>,
    pub labels: Vec<u8>,
}

/// The samples of `sentences`; `number` gives a label's number.
pub fn samples(sentences: &[Sentence], lexicon: &Lexicon, number: impl Fn(&Sentence, usize) -> u8) -> Vec<Sample> {
    sentences
        .iter()
        .map(|s| {
            let mut words = Vec::new();
            word::words(lexicon, s.forms.iter().map(String::as_str), &mut words);
            Sample { words, labels: (0..s.forms.len()).map(|i| number(s, i)).collect() }
        })
        .collect()
}

/// Learns to tag.
pub fn tagger(samples: &[&Sample], labels: usize, epochs: usize, least: u32, seed: u64) -> Vec<Row> {
    let mut keys = Vec::new();
    let mut counter = Counter::new();
    for sample in samples {
        for at in (0..sample.words.len()).filter(|&at| sample.words[at].certain == u8::MAX) {
            let (before, before2) = tagger::history(&sample.labels, at);
            tagger::features(&sample.words, at, before, before2, &mut keys);
            counter.add(&keys);
        }
    }
    let mut learner = counter.learner(least);
    let mut random = Random(seed);
    let mut order: Vec<usize> = (0..samples.len()).collect();
    let mut scores: Scores = [0; CLASSES];
    let mut said = Vec::new();
    for _ in 0..epochs {
        random.shuffle(&mut order);
        for &number in &order {
            let sample = samples[number];
            said.clear();
            for (at, word) in sample.words.iter().enumerate() {
                if word.certain != u8::MAX {
                    said.push(word.certain);
                    continue;
                }
                let (before, before2) = tagger::history(&said, at);
                tagger::features(&sample.words, at, before, before2, &mut keys);
                learner.score(&keys, &mut scores);
                let guess = tagger::best(&scores[..labels]);
                let gold = sample.labels[at];
                if guess != gold {
                    learner.update(&keys, gold, guess);
                }
                learner.now += 1;
                said.push(guess);
            }
        }
    }
    rows(&[learner.averages()], 4, 8)
}
