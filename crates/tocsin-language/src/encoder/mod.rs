//! One pass of a small transformer over a sentence, and heads for part of speech, dependencies and names.
//!
//! The encoder is all-MiniLM-L6-v2, trained further with its heads (`training/encoder`, `models/reader/CARD.md`). Sentences
//! of one length run together. What a sentence gives does not depend on which others it ran with, nor on threads: its length is
//! filled up to a multiple of [`STEP`] by its own size alone, and each run has one thread.

mod labels;
mod pieces;
mod tree;

pub use labels::{Labels, Mark};
pub use pieces::Pieces;

use crate::{Rel, Tag, Tree, Upos};
use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, Value};
use rten_tensor::{Layout, NdTensor, NdTensorView};
use std::{cell::OnceCell, collections::BTreeMap, ops::Range, sync::Arc};
use tree::Arcs;

/// Lengths of input, in pieces, are multiples of this.
const STEP: usize = 8;

/// Most pieces of one run.
const BUDGET: usize = 1_024;

/// Most words of a sentence that are seen together. A longer one is cut, and the later parts hang on the first one's root.
pub const LONGEST: usize = 120;

/// Most pieces of a stretch: what the encoder has places for, less its two marks.
const MOST_PIECES: usize = 510;

thread_local! {
    /// Sentences run beside each other in the caller's threads, so each thread's runs have one of their own.
    static POOL: OnceCell<Arc<ThreadPool>> = const { OnceCell::new() };
}

/// Why the encoder could not be loaded or run.
#[derive(Debug, thiserror::Error)]
pub enum EncoderError {
    /// The weights are no such model.
    #[error("the weights cannot be loaded: {0}")]
    Load(String),
    /// The labels or the vocabulary are not those of the weights.
    #[error("{0}")]
    Parts(String),
    /// A run failed.
    #[error("a run of the encoder failed: {0}")]
    Run(String),
}

/// What the heads say of the words of one stretch.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Part of speech of each word.
    pub upos: Vec<Upos>,
    /// Penn tag of each word.
    pub tags: Vec<Tag>,
    /// The tree.
    pub tree: Tree,
    /// Names, as ranges of words.
    pub names: Vec<(Range<usize>, crate::NameKind)>,
}

/// The encoder with its heads; loaded once, shared between threads.
pub struct Encoder {
    model: Model,
    inputs: [NodeId; 5],
    outputs: [NodeId; 5],
    pieces: Pieces,
    labels: Labels,
}

impl std::fmt::Debug for Encoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Encoder").field("parameters", &self.model.total_params()).finish_non_exhaustive()
    }
}

/// One stretch of words, spelled.
#[derive(Debug, Default)]
struct Spelled {
    ids: Vec<i32>,
    shapes: Vec<i32>,
    firsts: Vec<usize>,
    lasts: Vec<usize>,
}

impl Encoder {
    /// An encoder of its weights (ONNX, as `training/encoder/export.py` writes them), its labels and its vocabulary.
    ///
    /// # Errors
    /// When they are not of this form or do not belong together.
    pub fn new(weights: Vec<u8>, labels: &str, vocabulary: &str) -> Result<Self, EncoderError> {
        let model = ModelOptions::with_all_ops()
            .prepack_weights(true)
            .load(weights)
            .map_err(|e| EncoderError::Load(e.to_string()))?;
        let node = |name: &str| model.node_id(name).map_err(|e| EncoderError::Load(e.to_string()));
        let inputs = [node("ids")?, node("shapes")?, node("bias")?, node("firsts")?, node("lasts")?];
        let outputs = [node("upos")?, node("xpos")?, node("names")?, node("arcs")?, node("rels")?];
        let pieces = Pieces::new(vocabulary).map_err(EncoderError::Parts)?;
        let labels = Labels::read(labels).map_err(EncoderError::Parts)?;
        Ok(Encoder { inputs, outputs, pieces, labels, model })
    }

    /// Reads stretches of words, each at most [`LONGEST`] words long; empty ones give empty readings.
    ///
    /// # Errors
    /// When a run fails, which it does for lack of memory alone.
    pub fn read(&self, stretches: &[Vec<&str>]) -> Result<Vec<Reading>, EncoderError> {
        let spelled: Vec<Spelled> = stretches.iter().map(|words| self.spell(words)).collect();
        let mut by_length: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, stretch) in spelled.iter().enumerate() {
            by_length.entry(stretch.ids.len().div_ceil(STEP) * STEP).or_default().push(at);
        }
        let empty = Reading {
            upos: Vec::new(),
            tags: Vec::new(),
            tree: Tree { heads: Vec::new(), rels: Vec::new() },
            names: Vec::new(),
        };
        let mut out = vec![empty; stretches.len()];
        for (length, members) in by_length {
            for batch in members.chunks((BUDGET / length).max(1)) {
                self.run(length, batch, &spelled, &mut out)?;
            }
        }
        Ok(out)
    }

    fn spell(&self, words: &[&str]) -> Spelled {
        let mut out = Spelled::default();
        let mut pieces = Vec::new();
        out.ids.push(self.pieces.first as i32);
        out.shapes.push(pieces::SHAPES as i32);
        out.firsts.push(0);
        out.lasts.push(0);
        for word in words.iter().take(LONGEST) {
            pieces.clear();
            self.pieces.spell(word, &mut pieces);
            // No stretch is cut for its pieces: beyond the encoder's places words go without.
            if out.ids.len() + pieces.len() > MOST_PIECES {
                pieces.truncate(1);
            }
            if out.ids.len() > MOST_PIECES {
                out.firsts.push(MOST_PIECES);
                out.lasts.push(MOST_PIECES);
                continue;
            }
            out.firsts.push(out.ids.len());
            out.ids.extend(pieces.iter().map(|&p| p as i32));
            out.shapes.resize(out.ids.len(), pieces::shape(word) as i32);
            out.lasts.push(out.ids.len() - 1);
        }
        out.ids.push(self.pieces.last as i32);
        out.shapes.push(pieces::SHAPES as i32);
        out
    }

    /// One run: stretches that fill up to the same length.
    fn run(&self, t: usize, batch: &[usize], spelled: &[Spelled], out: &mut [Reading]) -> Result<(), EncoderError> {
        let b = batch.len();
        let w = batch.iter().map(|&n| spelled[n].firsts.len()).max().unwrap_or(1);
        let mut ids = NdTensor::<i32, 2>::zeros([b, t]);
        let mut shapes = NdTensor::<i32, 2>::full([b, t], pieces::SHAPES as i32);
        let mut bias = NdTensor::<f32, 4>::full([b, 1, 1, t], -1e4);
        let mut firsts = NdTensor::<i32, 2>::zeros([b, w]);
        let mut lasts = NdTensor::<i32, 2>::zeros([b, w]);
        for (row, &n) in batch.iter().enumerate() {
            let stretch = &spelled[n];
            for (at, (&id, &shape)) in stretch.ids.iter().zip(&stretch.shapes).enumerate() {
                ids[[row, at]] = id;
                shapes[[row, at]] = shape;
                bias[[row, 0, 0, at]] = 0.0;
            }
            for at in 0..w {
                // Pieces are numbered through the whole batch.
                let place = |places: &[usize]| (row * t + places.get(at).copied().unwrap_or(0)) as i32;
                firsts[[row, at]] = place(&stretch.firsts);
                lasts[[row, at]] = place(&stretch.lasts);
            }
        }
        let [i, s, m, f, l] = self.inputs;
        let inputs = vec![(i, ids.into()), (s, shapes.into()), (m, bias.into()), (f, firsts.into()), (l, lasts.into())];
        let pool = POOL.with(|pool| pool.get_or_init(|| Arc::new(ThreadPool::with_num_threads(1))).clone());
        let options = RunOptions::default().with_thread_pool(Some(pool));
        let found =
            self.model.run_n(inputs, self.outputs, Some(options)).map_err(|e| EncoderError::Run(e.to_string()))?;
        let [upos, xpos, names, arcs, rels] = &found;
        let (upos, xpos, names) = (view::<3>(upos)?, view::<3>(xpos)?, view::<3>(names)?);
        let (arcs, rels) = (view::<3>(arcs)?, view::<4>(rels)?);
        for (row, &n) in batch.iter().enumerate() {
            let size = spelled[n].firsts.len();
            let choose = |scores: &NdTensorView<f32, 3>, at: usize| {
                best((0..scores.size(2)).map(|label| scores[[row, at, label]]))
            };
            let grid = (0..size).flat_map(|d| (0..size).map(move |h| [row, d, h])).map(|at| arcs[at]).collect();
            let heads = Arcs::new(size, grid).best_tree();
            let said =
                |d: usize| self.labels.rels[best((0..rels.size(1)).map(|label| rels[[row, label, d, heads[d]]]))];
            let mut found: Vec<Rel> = (0..size).map(|d| if d == 0 { Rel::Root } else { said(d) }).collect();
            // What has a preposition is no subject and no object.
            for d in 1..size {
                let marked = || (1..d).any(|c| heads[c] == d && found[c] == Rel::Case);
                if is_core(found[d]) && marked() {
                    let score = |label: usize| match self.labels.rels[label] {
                        rel if is_core(rel) => f32::NEG_INFINITY,
                        _ => rels[[row, label, d, heads[d]]],
                    };
                    found[d] = self.labels.rels[best((0..rels.size(1)).map(score))];
                }
            }
            out[n] = Reading {
                upos: (1..size).map(|at| self.labels.upos[choose(&upos, at)]).collect(),
                tags: (1..size).map(|at| self.labels.tags[choose(&xpos, at)]).collect(),
                names: labels::spans((1..size).map(|at| self.labels.names[choose(&names, at)])),
                tree: Tree {
                    heads: (1..size).map(|d| heads[d].checked_sub(1).map(|h| h as u32)).collect(),
                    rels: (1..size)
                        .map(|d| match (heads[d], found[d]) {
                            (0, _) => Rel::Root,
                            (_, Rel::Root) => Rel::Dep,
                            (_, rel) => rel,
                        })
                        .collect(),
                },
            };
        }
        Ok(())
    }
}

fn view<const N: usize>(value: &Value) -> Result<NdTensorView<'_, f32, N>, EncoderError> {
    let of = |e: String| EncoderError::Run(e);
    let view: NdTensorView<'_, f32, N> =
        rten::ValueView::from(value).try_into().map_err(|e: rten::TryFromValueError| of(e.to_string()))?;
    Ok(view)
}

fn is_core(rel: Rel) -> bool {
    matches!(rel, Rel::Nsubj | Rel::NsubjPass | Rel::Obj | Rel::Iobj)
}

/// The first of the highest scores.
fn best(scores: impl Iterator<Item = f32>) -> usize {
    let mut best = (0, f32::NEG_INFINITY);
    for (at, score) in scores.enumerate() {
        if score > best.1 {
            best = (at, score);
        }
    }
    best.0
}
