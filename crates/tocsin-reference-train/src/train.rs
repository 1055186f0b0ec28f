//! Training: classes of phrases by a softmax, then the ranker by the marginal likelihood of the right antecedents, with costs of the
//! kinds of errors (Durrett and Klein 2013).

use crate::learner::{Learner, Random, softmax};
use clap::Args;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use tocsin_language::Analysis;
use tocsin_language::actor::Directory;
use tocsin_language::reference::document::{Text as Prepared, Things};
use tocsin_language::reference::weights::{Weigh, Weights};
use tocsin_language::reference::{choice, class, link};
use tocsin_treebank::{Text, chains};

/// How training goes.
#[derive(Debug, Args)]
pub struct Options {
    /// Rounds of the ranker
    #[arg(long, default_value_t = 8)]
    rounds: usize,
    /// Rounds of the classes
    #[arg(long, default_value_t = 8)]
    class_rounds: usize,
    /// Features that occur in fewer examples are left out
    #[arg(long, default_value_t = 5)]
    least: u32,
    /// How far a step goes
    #[arg(long, default_value_t = 0.05)]
    rate: f32,
    /// What it costs to leave a pronoun without its antecedent, and to give it a wrong one where it has none
    #[arg(long, num_args = 2, default_values_t = [2.5, 0.5])]
    pronoun_costs: Vec<f32>,
    /// The same for descriptions
    #[arg(long, num_args = 2, default_values_t = [2.2, 0.5])]
    description_costs: Vec<f32>,
}

/// A document with its chains.
#[derive(Debug)]
pub struct Example<'a, 'd> {
    analysis: &'a Analysis<'d>,
    mentions: Vec<chains::Mention>,
    /// Chain and kind of the mention with a head at these bytes, apart for groups.
    gold: HashMap<(Range<usize>, bool), (usize, String)>,
}

impl<'a, 'd> Example<'a, 'd> {
    pub fn new(text: &Text, analysis: &'a Analysis<'d>) -> Self {
        let mentions = chains::mentions(text);
        let mut gold = HashMap::new();
        for mention in &mentions {
            for head in &mention.heads {
                gold.entry((head.clone(), mention.group)).or_insert((mention.chain, mention.kind.clone()));
            }
        }
        Example { analysis, mentions, gold }
    }

    fn of(&self, head: (usize, bool)) -> Option<&(usize, String)> {
        self.gold.get(&(self.analysis.tokens[head.0].bytes.clone(), head.1))
    }

    /// Counts the links that these weights make.
    pub fn score(&self, directory: &Directory, weights: &Weights) -> Vec<f64> {
        let text = Prepared::new(self.analysis, directory, weights);
        let references = link(&text, weights);
        chains::score(&self.mentions, &references, |token| self.analysis.tokens[token].bytes.clone())
    }
}

/// Weights of nothing.
struct Nothing;

impl Weigh for Nothing {
    fn weigh(&self, _: &[u32]) -> f32 {
        0.0
    }
}

/// How many parts the documents are cut into, so that the ranker sees classes as they are told of unseen documents.
const PARTS: usize = 5;

/// The rows of the file of weights, by key, and what a step of theirs is worth.
pub fn train(examples: &[&Example<'_, '_>], directory: &Directory, options: &Options) -> (Vec<(u32, i16)>, f32) {
    let classes = |keep: &dyn Fn(usize) -> bool| {
        let kept = examples.iter().enumerate().filter(|(n, _)| keep(*n)).map(|(_, e)| *e).collect::<Vec<_>>();
        quantised(&train_classes(&kept, directory, options))
    };
    let parts: Vec<Weights> = (0..PARTS)
        .map(|part| {
            let (rows, step) = classes(&|n| n % PARTS != part);
            Weights::new(&rows, step)
        })
        .collect();
    let texts: Vec<Prepared<'_, '_>> =
        examples.iter().enumerate().map(|(n, e)| Prepared::new(e.analysis, directory, &parts[n % PARTS])).collect();
    let mut all = train_classes(examples, directory, options);
    all.extend(train_ranker(examples, &texts, options));
    quantised(&all)
}

/// Whole numbers in place of the weights; small ones are left out.
fn quantised(weights: &BTreeMap<u32, f32>) -> (Vec<(u32, i16)>, f32) {
    let step = 1.0 / 512.0;
    let row = |(&key, &weight): (&u32, &f32)| (key, (weight / step).round().clamp(-32767.0, 32767.0) as i16);
    (weights.iter().map(row).filter(|(_, weight)| weight.abs() >= 4).collect(), step)
}

fn train_classes(examples: &[&Example<'_, '_>], directory: &Directory, options: &Options) -> BTreeMap<u32, f32> {
    let mut samples = Vec::new();
    for example in examples {
        let text = Prepared::new(example.analysis, directory, &Nothing);
        for phrase in 0..text.len() {
            let gold = example.of(text.head(phrase)).and_then(|(_, k)| class::CLASSES.iter().position(|c| c == k));
            let Some(gold) = gold else { continue };
            let features = text.class_features(directory, phrase);
            let all: Vec<Vec<u32>> = (0..class::CLASSES.len() as u8)
                .map(|c| features.iter().map(|&f| class::with_class(f, c)).collect())
                .collect();
            samples.push((gold, all));
        }
    }
    // A feature counts where it goes with its class.
    let mut learner = Learner::new(samples.iter().map(|(gold, all)| &all[*gold..=*gold]), 1, options.rate);
    let mut order: Vec<usize> = (0..samples.len()).collect();
    let mut random = Random(7);
    for _ in 0..options.class_rounds {
        random.shuffle(&mut order);
        for &n in &order {
            let (gold, all) = &samples[n];
            let scores: Vec<f32> = all.iter().map(|f| learner.weigh(f)).collect();
            let mut gradients = softmax(&scores);
            gradients[*gold] -= 1.0;
            learner.step(all, &gradients);
        }
    }
    learner.averages()
}

fn train_ranker(examples: &[&Example<'_, '_>], texts: &[Prepared<'_, '_>], options: &Options) -> BTreeMap<u32, f32> {
    // What is there to choose from, linked as in the gold: only to see which features occur.
    let mut seen = Vec::new();
    for (example, text) in examples.iter().zip(texts) {
        let mut things = Things::new();
        let mut last: HashMap<usize, usize> = HashMap::new();
        for phrase in 0..text.len() {
            let chain = example.of(text.head(phrase)).map(|g| g.0);
            if text.refers(phrase).is_some() {
                seen.push(choice(text, &things, phrase).features);
            }
            things.add(text, phrase, chain.and_then(|c| last.get(&c).copied()));
            if let Some(chain) = chain {
                last.insert(chain, phrase);
            }
        }
    }
    let mut learner = Learner::new(seen.iter().map(Vec::as_slice), options.least, options.rate);
    drop(seen);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = Random(11);
    for _ in 0..options.rounds {
        random.shuffle(&mut order);
        for &n in &order {
            train_document(examples[n], &texts[n], &mut learner, options);
        }
    }
    learner.averages()
}

/// One walk through a document: links are made with the weights of the moment, as they will be.
fn train_document(example: &Example<'_, '_>, text: &Prepared<'_, '_>, learner: &mut Learner, options: &Options) {
    let mut things = Things::new();
    let chains: Vec<Option<usize>> = (0..text.len()).map(|p| example.of(text.head(p)).map(|g| g.0)).collect();
    let mut seen: HashMap<usize, usize> = HashMap::new();
    for phrase in 0..text.len() {
        let chain = chains[phrase];
        let mut antecedent = None;
        if let Some(pronoun) = text.refers(phrase) {
            let choice = choice(text, &things, phrase);
            let scores: Vec<f32> = choice.features.iter().map(|f| learner.weigh(f)).collect();
            let mut top = scores[0];
            for (&candidate, &score) in choice.candidates.iter().zip(&scores[1..]) {
                if score > top {
                    (top, antecedent) = (score, Some(candidate));
                }
            }
            let right = |c: usize| chain.is_some() && chains[c] == chain;
            let has = choice.candidates.iter().any(|&c| right(c));
            let known = chain.is_some_and(|c| seen.contains_key(&c));
            // Where its antecedent is none of the candidates there is nothing to learn.
            if has || !known {
                let costs = if pronoun { &options.pronoun_costs } else { &options.description_costs };
                let good: Vec<bool> =
                    std::iter::once(!has).chain(choice.candidates.iter().map(|&c| has && right(c))).collect();
                let cost = |n: usize| match (good[n], n, has) {
                    (true, ..) => 0.0,
                    (false, 0, _) => costs[0],
                    (false, _, true) => 1.0,
                    (false, _, false) => costs[1],
                };
                let with: Vec<f32> = scores.iter().enumerate().map(|(n, s)| s + cost(n)).collect();
                let mut gradients = softmax(&with);
                let best: Vec<f32> =
                    scores.iter().zip(&good).map(|(&s, &good)| if good { s } else { f32::NEG_INFINITY }).collect();
                for (gradient, p) in gradients.iter_mut().zip(softmax(&best)) {
                    *gradient -= p;
                }
                learner.step(&choice.features, &gradients);
            }
        }
        things.add(text, phrase, antecedent);
        if let Some(chain) = chain {
            seen.insert(chain, phrase);
        }
    }
}
