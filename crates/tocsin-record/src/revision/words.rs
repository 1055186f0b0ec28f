//! The words that changed inside a block.

use super::{WordChange, WordPiece};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

/// What comparing may cost in all, as the square of the words compared. The time of comparing grows with it at worst.
const MOST: u64 = 400_000_000;

/// What is left of it for one pair of documents.
pub(super) struct Budget(u64);

impl Default for Budget {
    fn default() -> Self {
        Budget(MOST)
    }
}

impl Budget {
    /// Takes the cost of comparing so many words with so many others; `false` when there is not enough left.
    fn take(&mut self, old: usize, new: usize) -> bool {
        let both = (old + new) as u64;
        let cost = both.saturating_mul(both);
        let enough = cost <= self.0;
        if enough {
            self.0 -= cost;
        }
        enough
    }
}

/// How `old` becomes `new`, word by word. White space and signs are words too, so nothing is lost. Beyond the budget all
/// between the words that both begin and end with is taken for changed.
pub(super) fn diff(old: &str, new: &str, budget: &mut Budget) -> Vec<WordPiece> {
    if old == new {
        return vec![WordPiece { change: WordChange::Kept, text: old.to_owned() }];
    }
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split_word_bounds().collect(), new.split_word_bounds().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (old_middle, new_middle) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    let mut steps = Steps::default();
    steps.kept(&old[..head]);
    if budget.take(old_middle.len(), new_middle.len()) {
        for op in capture_diff_slices(Algorithm::Myers, old_middle, new_middle) {
            match op {
                DiffOp::Equal { old_index, len, .. } => steps.kept(&old_middle[old_index..old_index + len]),
                DiffOp::Delete { old_index, old_len, .. } => {
                    steps.changed(&old_middle[old_index..old_index + old_len], &[]);
                }
                DiffOp::Insert { new_index, new_len, .. } => {
                    steps.changed(&[], &new_middle[new_index..new_index + new_len]);
                }
                DiffOp::Replace { old_index, old_len, new_index, new_len } => steps
                    .changed(&old_middle[old_index..old_index + old_len], &new_middle[new_index..new_index + new_len]),
            }
        }
    } else {
        steps.changed(old_middle, new_middle);
    }
    steps.kept(&old[old.len() - tail..]);
    steps.pieces()
}

/// Kept words, then removed and added ones, in turn.
#[derive(Default)]
struct Steps(Vec<Step>);

#[derive(Default)]
struct Step {
    kept: String,
    removed: String,
    added: String,
}

impl Steps {
    fn kept(&mut self, words: &[&str]) {
        let text = words.concat();
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(step) if step.removed.is_empty() && step.added.is_empty() => step.kept += &text,
            _ => self.0.push(Step { kept: text, ..Step::default() }),
        }
    }

    fn changed(&mut self, removed: &[&str], added: &[&str]) {
        if self.0.is_empty() {
            self.0.push(Step::default());
        }
        if let Some(step) = self.0.last_mut() {
            step.removed += &removed.concat();
            step.added += &added.concat();
        }
    }

    fn pieces(self) -> Vec<WordPiece> {
        let mut joined: Vec<Step> = Vec::with_capacity(self.0.len());
        for step in self.0 {
            match joined.last_mut() {
                // White space alone between two changes would tear what reads as one.
                Some(last) if is_space(&step.kept) && !(step.removed.is_empty() && step.added.is_empty()) => {
                    last.removed += &(step.kept.clone() + &step.removed);
                    last.added += &(step.kept + &step.added);
                }
                _ => joined.push(step),
            }
        }
        let piece = |change, text: String| (!text.is_empty()).then_some(WordPiece { change, text });
        let pieces = joined.into_iter().flat_map(|step| {
            [
                piece(WordChange::Kept, step.kept),
                piece(WordChange::Removed, step.removed),
                piece(WordChange::Added, step.added),
            ]
        });
        pieces.flatten().collect()
    }
}

fn is_space(text: &str) -> bool {
    !text.is_empty() && text.chars().all(char::is_whitespace)
}
