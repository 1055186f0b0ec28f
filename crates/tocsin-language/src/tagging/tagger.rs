//! Part of speech: a greedy averaged perceptron from left to right over hashed features.
//!
//! Collins (2002), "Discriminative Training Methods for Hidden Markov Models"; ambiguity classes after Choi and Palmer
//! (2012). A label is a Penn tag together with a universal part of speech.

use super::{
    hash::key,
    table::{Scorer, Scores},
    word::Word,
};

/// What stands before the first and after the last word.
const EDGE: Word =
    Word { form: 2, suffix: [2; 4], prefix: [2; 3], shape: 2, class: 255, cluster: 255, certain: u8::MAX };

/// The label before the first word.
const EDGE_LABEL: u32 = 254;

/// Appends the features of word `at`, given the labels of the two words before.
pub fn features(words: &[Word], at: usize, before: u32, before2: u32, out: &mut Vec<u32>) {
    let get = |i: isize| if i < 0 { &EDGE } else { words.get(i as usize).unwrap_or(&EDGE) };
    let i = at as isize;
    let (p2, p1, w, n1, n2) = (get(i - 2), get(i - 1), &words[at], get(i + 1), get(i + 2));
    let class = |w: &Word| u32::from(w.class);
    let cluster = |w: &Word| u32::from(w.cluster);
    let first = u32::from(at == 0);
    let f = w.form;
    out.clear();
    out.extend_from_slice(&[
        key(1, 0, 0, 0),
        key(2, f, 0, 0),
        key(3, w.suffix[0], 0, 0),
        key(4, w.suffix[1], 0, 0),
        key(5, w.suffix[2], 0, 0),
        key(6, w.suffix[3], 0, 0),
        key(7, w.prefix[0], 0, 0),
        key(8, w.prefix[1], 0, 0),
        key(9, w.prefix[2], 0, 0),
        key(10, w.shape, first, 0),
        key(11, w.shape, class(w), 0),
        key(12, class(w), 0, 0),
        key(13, p1.form, 0, 0),
        key(14, p2.form, 0, 0),
        key(15, n1.form, 0, 0),
        key(16, n2.form, 0, 0),
        key(17, before, 0, 0),
        key(18, before, before2, 0),
        key(19, before, f, 0),
        key(20, before, class(w), 0),
        key(21, p1.form, f, 0),
        key(22, f, n1.form, 0),
        key(23, class(n1), 0, 0),
        key(24, class(n1), class(n2), 0),
        key(25, class(w), class(n1), class(p1)),
        key(26, class(w), class(n1), before),
        key(27, n1.suffix[2], 0, 0),
        key(28, p1.suffix[2], 0, 0),
        key(29, before, w.suffix[2], 0),
        key(30, before, n1.form, 0),
        key(31, cluster(w), before, 0),
        key(32, cluster(p1), 0, 0),
        key(33, cluster(n1), cluster(w), 0),
        key(34, n1.shape, w.shape, 0),
        key(35, p1.shape, w.shape, 0),
        key(36, before, before2, class(w)),
        key(37, class(w), class(n1), class(n2)),
        key(38, w.suffix[2], w.shape, n1.shape),
    ]);
}

/// Labels the words from left to right. `labels` is how many labels the scorer knows (at most 128).
pub fn tag(scorer: &impl Scorer, labels: usize, words: &[Word], out: &mut Vec<u8>) {
    let mut keys = Vec::with_capacity(48);
    let mut scores: Scores = [0; super::table::CLASSES];
    out.clear();
    for (at, word) in words.iter().enumerate() {
        if word.certain != u8::MAX {
            out.push(word.certain);
            continue;
        }
        let (before, before2) = history(out, at);
        features(words, at, before, before2, &mut keys);
        scorer.score(&keys, &mut scores);
        out.push(best(&scores[..labels.min(scores.len())]));
    }
}

/// The labels of the two words before `at`.
pub fn history(labels: &[u8], at: usize) -> (u32, u32) {
    let label = |back: usize| if at >= back { u32::from(labels[at - back]) } else { EDGE_LABEL };
    (label(1), label(2))
}

/// The class with the highest score; of equal ones the first.
pub fn best(scores: &[i32]) -> u8 {
    let mut best = 0;
    for (class, &score) in scores.iter().enumerate() {
        if score > scores[best] {
            best = class;
        }
    }
    best as u8
}
