//! Part of speech and dependencies against a treebank, from the running text or with given words: a word counts as found when its bytes agree (the
//! way of the CoNLL 2018 shared task: F1 over words, relations without their subtypes).

use crate::eval::{Figure, Score};
use std::collections::{HashMap, HashSet};
use tocsin_language::Analyser;
use tocsin_treebank::{Text, Word};

/// What is counted of each text, by place in its row of sums: words in the treebank, in the analysis, in both.
const GOLD: usize = 0;
const SAID: usize = 1;
const BOTH: usize = 2;
/// Of the words in both: those whose property of this name agrees.
const RIGHT: usize = 3;
const PROPERTIES: [&str; 6] = ["upos", "tag", "lemma", "uas", "las", "las_subtypes"];
/// Sentences: in the treebank, in the analysis, in both.
const SENTENCES: usize = RIGHT + PROPERTIES.len();
const LENGTH: usize = SENTENCES + 3;

fn plain(rel: &str) -> &str {
    rel.split(':').next().unwrap_or(rel)
}

/// Counts one text, read from its running text or, with `given`, with the treebank's sentences and words.
pub fn score(analyser: &Analyser, text: &Text, given: bool) -> Score {
    let mut sums = vec![0.0; LENGTH];
    let analysis = if given {
        let words = |sentence: &Vec<Word>| sentence.iter().map(|word| word.bytes.clone()).collect();
        analyser.analyse_words(&text.document, &text.sentences.iter().map(words).collect::<Vec<_>>())
    } else {
        analyser.analyse(&text.document)
    };
    let mut found = HashMap::new();
    for sentence in &analysis.sentences {
        for (n, number) in sentence.tokens.clone().enumerate() {
            let bytes = |t: usize| analysis.tokens[t].bytes.clone();
            let link = sentence
                .tree
                .as_ref()
                .map(|tree| (tree.heads[n].map(|h| bytes(sentence.tokens.start + h as usize)), tree.rels[n].name()));
            found.insert(bytes(number), (&analysis.tokens[number], link));
        }
    }
    let ours: HashSet<_> = analysis.sentences.iter().map(|s| s.bytes.clone()).collect();
    sums[SAID] = analysis.tokens.len() as f64;
    sums[SENTENCES + 1] = ours.len() as f64;
    for sentence in &text.sentences {
        sums[GOLD] += sentence.len() as f64;
        sums[SENTENCES] += 1.0;
        if let (Some(first), Some(last)) = (sentence.first(), sentence.last())
            && ours.contains(&(first.bytes.start..last.bytes.end))
        {
            sums[SENTENCES + 2] += 1.0;
        }
        for word in sentence {
            let Some((token, link)) = found.get(&word.bytes) else { continue };
            sums[BOTH] += 1.0;
            let head = word.head.map(|h| sentence[h].bytes.clone());
            let same_head = link.as_ref().is_some_and(|(h, _)| *h == head);
            let rel = link.as_ref().map_or("", |(_, rel)| rel);
            let right = [
                token.upos.name() == word.upos,
                token.tag.name() == word.xpos,
                token.lemma == word.lemma,
                same_head,
                same_head && plain(rel) == plain(&word.rel),
                same_head && rel == word.rel,
            ];
            for (sum, right) in sums[RIGHT..].iter_mut().zip(right) {
                *sum += f64::from(u8::from(right));
            }
        }
    }
    Score { sums, misses: Vec::new() }
}

/// The lines of the report over the sums of texts.
pub fn figures(texts: usize, sums: &[f64]) -> Vec<Figure> {
    let f1 = |name: &str, both: usize, gold: usize, said: usize| {
        Figure::share(format!("{name}_f1"), 4, move |s: &[f64]| 2.0 * s[both], move |s: &[f64]| s[gold] + s[said])
    };
    let mut lines = vec![
        Figure::count("texts", texts as u64),
        Figure::count("words", sums.get(GOLD).map_or(0, |&words| words as u64)),
        f1("sentences", SENTENCES + 2, SENTENCES, SENTENCES + 1),
        f1("words", BOTH, GOLD, SAID),
    ];
    lines.extend(PROPERTIES.into_iter().enumerate().map(|(n, name)| f1(name, RIGHT + n, GOLD, SAID)));
    lines
}
