//! Training of the tagger and the parser.

use crate::{
    corpus::{Sentence, projective},
    learner::{Counter, Learner, Random, rows},
    oracle::Gold,
};
use tocsin_language::syntax::{
    lexicon::Lexicon,
    parser::{self, Action, State},
    table::{CLASSES, Row, Scorer, Scores, Table},
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

/// Tags for every training sentence from models that have not seen it.
pub fn jackknife(samples: &[Sample], labels: usize, epochs: usize, least: u32, folds: usize) -> Vec<Vec<u8>> {
    let mut out = vec![Vec::new(); samples.len()];
    for fold in 0..folds {
        let seen: Vec<&Sample> =
            samples.iter().enumerate().filter(|(i, _)| i % folds != fold).map(|(_, s)| s).collect();
        let table = Table::new(&tagger(&seen, labels, epochs, least, 7 + fold as u64));
        for (at, sample) in samples.iter().enumerate().filter(|(i, _)| i % folds == fold) {
            tagger::tag(&table, labels, &sample.words, &mut out[at]);
        }
    }
    out
}

/// Learns to parse: `tags` are the labels that the parser sees. One learner for each of `seeds`, each on a thread of its
/// own; the weights are the sum of theirs, which is better than any one of them.
pub fn parser(
    sentences: &[Sentence],
    samples: &[Sample],
    tags: &[Vec<u8>],
    actions: &[Action],
    epochs: usize,
    least: u32,
    seeds: &[u64],
) -> Vec<Row> {
    let golds: Vec<Gold> = sentences.iter().map(|s| Gold::new(projective(s), s.rels.clone())).collect();
    let mut keys = Vec::new();
    let mut counter = Counter::new();
    for (number, sample) in samples.iter().enumerate() {
        follow(&golds[number], actions, sample.words.len(), |state| {
            parser::features(state, &sample.words, &tags[number], &mut keys);
            counter.add(&keys);
        });
    }
    let learn =
        &|seed: u64| one_parser(counter.learner(least), samples, tags, &golds, actions, epochs, seed).averages();
    let learners: Vec<_> = std::thread::scope(|scope| {
        let running: Vec<_> = seeds.iter().map(|&seed| scope.spawn(move || learn(seed))).collect();
        running.into_iter().filter_map(|thread| thread.join().ok()).collect()
    });
    assert_eq!(learners.len(), seeds.len(), "a learner failed");
    rows(&learners, 12, 20)
}

fn one_parser(
    mut learner: Learner,
    samples: &[Sample],
    tags: &[Vec<u8>],
    golds: &[Gold],
    actions: &[Action],
    epochs: usize,
    seed: u64,
) -> Learner {
    let mut random = Random(seed);
    let mut order: Vec<usize> = (0..samples.len()).collect();
    let mut keys = Vec::new();
    let mut scores: Scores = [0; CLASSES];
    for epoch in 0..epochs {
        random.shuffle(&mut order);
        for &number in &order {
            let words = &samples[number].words;
            let gold = &golds[number];
            let mut state = State::new(words.len());
            let mut in_stack = vec![false; words.len()];
            while !state.is_done() {
                if state.stack.is_empty() {
                    step(&mut state, &mut in_stack, Action::Shift);
                    continue;
                }
                parser::features(&state, words, &tags[number], &mut keys);
                learner.score(&keys, &mut scores);
                let Some(guess) = parser::best(&state, actions, &scores) else { break };
                let costs = gold.costs(&state, &in_stack);
                let open = |class: &usize| state.allows(actions[*class]);
                let least_cost = (0..actions.len()).filter(open).map(|c| costs.of(actions[c])).min().unwrap_or(0);
                let mut take = guess;
                if costs.of(actions[guess]) > least_cost {
                    let right = (0..actions.len())
                        .filter(open)
                        .filter(|&c| costs.of(actions[c]) == least_cost)
                        .max_by_key(|&c| (scores[c], std::cmp::Reverse(c)));
                    if let Some(right) = right {
                        learner.update(&keys, right as u8, guess as u8);
                        // Errors are followed most of the time, so that the parser learns to go on after them.
                        if epoch < 1 || random.below(10) == 0 {
                            take = right;
                        }
                    }
                }
                learner.now += 1;
                step(&mut state, &mut in_stack, actions[take]);
            }
        }
    }
    learner
}

/// Calls `see` with each state on a way to the gold tree at which there is a choice.
fn follow(gold: &Gold, actions: &[Action], words: usize, mut see: impl FnMut(&State)) {
    let mut state = State::new(words);
    let mut in_stack = vec![false; words];
    while !state.is_done() {
        let mut action = Action::Shift;
        if !state.stack.is_empty() {
            see(&state);
            let costs = gold.costs(&state, &in_stack);
            let open = actions.iter().copied().filter(|&a| state.allows(a));
            action = open.min_by_key(|&a| costs.of(a)).unwrap_or(Action::Shift);
        }
        step(&mut state, &mut in_stack, action);
    }
}

/// Takes `action` and keeps account of what is on the stack.
fn step(state: &mut State, in_stack: &mut [bool], action: Action) {
    match action {
        Action::Shift | Action::Right(_) => in_stack[state.next as usize] = true,
        Action::Reduce | Action::Left(_) => in_stack[state.top() as usize] = false,
    }
    state.take(action);
}
