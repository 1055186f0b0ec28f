//! What changed between two versions of a document: its blocks matched by their text, the words inside the changed ones,
//! and the changes that matter most named by themselves.
//!
//! An edit is *silent* when the article changed and the page did not say so: its date of change did not move, or it gives
//! none. Blocks of kind credit, related and promo are not the article: pages change these by themselves.

mod matching;
mod summary;
mod words;

use crate::{Block, BlockKind, Document, DocumentId, Published, Span, TextIndex};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

pub use summary::{ChangeCounts, FigureChange, HeadlineChange, NameChange, RevisionSummary};

/// What became of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The same words in the same place among the others.
    Kept,
    /// Some of its words are others.
    Changed,
    /// It was not there before.
    Added,
    /// It is there no more.
    Removed,
    /// The same words in another place.
    Moved,
}

impl Change {
    /// The name used in records.
    pub fn name(self) -> &'static str {
        match self {
            Change::Kept => "kept",
            Change::Changed => "changed",
            Change::Added => "added",
            Change::Removed => "removed",
            Change::Moved => "moved",
        }
    }
}

/// Whether a stretch of words stands in both versions or in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WordChange {
    /// In both.
    Kept,
    /// Only in the earlier.
    Removed,
    /// Only in the later.
    Added,
}

/// A stretch of words of a block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WordPiece {
    /// In which version it stands.
    pub change: WordChange,
    /// The words.
    pub text: String,
}

/// One block of either version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BlockChange {
    /// What became of it.
    pub change: Change,
    /// What it is, in the later version where it is there.
    pub kind: BlockKind,
    /// Where it stands in the earlier version's text.
    pub before: Option<Span>,
    /// Where it stands in the later version's text.
    pub after: Option<Span>,
    /// Its words, of both versions, in order: those kept and added are the later text, those kept and removed the
    /// earlier one.
    pub words: Vec<WordPiece>,
}

impl BlockChange {
    /// Whether it is of the article itself, not one of what pages change by themselves.
    pub fn is_article(&self) -> bool {
        !matches!(self.kind, BlockKind::Credit | BlockKind::Related | BlockKind::Promo)
    }
}

/// The names that a version has, each with the words by which its text says it.
pub type Names = BTreeMap<String, BTreeSet<String>>;

/// One of two versions to be compared.
#[derive(Clone, Copy, Debug)]
pub struct Edition<'d> {
    /// Its number.
    pub version: u32,
    /// What it says.
    pub document: &'d Document,
    /// The names in it that may be shown.
    pub names: &'d Names,
}

/// All that changed from one version of a document to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Revision {
    /// The document.
    pub id: DocumentId,
    /// The earlier version's number.
    pub before: u32,
    /// The later version's number.
    pub after: u32,
    /// What matters most of it.
    #[serde(flatten)]
    pub summary: RevisionSummary,
    /// The blocks in the order of the later version; one that is gone stands behind what stood before it.
    pub blocks: Vec<BlockChange>,
}

impl Revision {
    /// What changed from `earlier` to `later`.
    pub fn between(earlier: Edition<'_>, later: Edition<'_>) -> Revision {
        let (before, after) = (earlier.document, later.document);
        let blocks = blocks(before, after);
        let article_changed = blocks.iter().any(|block| block.change != Change::Kept && block.is_article());
        let summary = RevisionSummary {
            silent: article_changed && !says_so(before, after),
            article_changed,
            headline: summary::headline(before, after, &blocks),
            figures: summary::figures(&blocks),
            names: NameChange::between(earlier, later),
            counts: ChangeCounts::of(&blocks),
        };
        Revision { id: after.id.clone(), before: earlier.version, after: later.version, summary, blocks }
    }

    /// The texts of the later version's blocks, made from the earlier version's text by this revision; `None` where that
    /// text is not the one it was made from.
    pub fn apply(&self, before: &str) -> Option<Vec<String>> {
        let index = TextIndex::new(before);
        let mut texts = Vec::new();
        for block in &self.blocks {
            let said = |wanted: [WordChange; 2]| -> String {
                let pieces = block.words.iter().filter(|piece| wanted.contains(&piece.change));
                pieces.map(|piece| piece.text.as_str()).collect()
            };
            let earlier = said([WordChange::Kept, WordChange::Removed]);
            let there = block.before.map_or("", |span| index.slice(before, span));
            if earlier != there {
                return None;
            }
            if block.after.is_some() {
                texts.push(said([WordChange::Kept, WordChange::Added]));
            }
        }
        Some(texts)
    }
}

/// Whether the later version's page says that it was changed since the earlier.
fn says_so(before: &Document, after: &Document) -> bool {
    let Some(now) = &after.modified else { return false };
    // A page that gave no date of change had its date of publication.
    match before.modified.as_ref().or(before.published.as_ref()) {
        Some(then) => is_later(now, then),
        None => true,
    }
}

fn is_later(now: &Published, then: &Published) -> bool {
    match (now.instant(), then.instant()) {
        (Some(now), Some(then)) => now > then,
        // Where one of them has no time of day, another way of writing the same day is no later one.
        _ => now.day() > then.day(),
    }
}

/// Every block of both versions with what became of it.
fn blocks(before: &Document, after: &Document) -> Vec<BlockChange> {
    let (old_index, new_index) = (TextIndex::new(&before.text), TextIndex::new(&after.text));
    let old = matching::sides(&before.blocks, |block: &Block| old_index.slice(&before.text, block.span()));
    let new = matching::sides(&after.blocks, |block: &Block| new_index.slice(&after.text, block.span()));
    let pairs = matching::pair(&old, &new);
    let mut budget = words::Budget::default();
    let whole = |change, text: &str| vec![WordPiece { change, text: text.to_owned() }];
    let mut changes = Vec::with_capacity(old.len() + new.len());
    let mut gone = vec![true; old.len()];
    pairs.iter().flatten().for_each(|pair| gone[pair.old] = false);
    let mut removed = old.iter().enumerate().filter(|(at, _)| gone[*at]).map(|(at, side)| (at, side.block)).peekable();
    let mut remove_until = |end: usize, changes: &mut Vec<BlockChange>| {
        while let Some((at, block)) = removed.next_if(|(at, _)| *at < end) {
            changes.push(BlockChange {
                change: Change::Removed,
                kind: block.kind,
                before: Some(block.span()),
                after: None,
                words: whole(WordChange::Removed, old[at].text),
            });
        }
    };
    // Those that kept their places, by which the ones that are gone are put among the others.
    let mut stays = pairs.iter().flatten().filter(|pair| !pair.moved).map(|pair| pair.old).skip(1);
    let first = pairs.iter().flatten().find(|pair| !pair.moved).map_or(old.len(), |pair| pair.old);
    remove_until(first, &mut changes);
    for (side, pair) in new.iter().zip(&pairs) {
        let Some(pair) = pair else {
            changes.push(BlockChange {
                change: Change::Added,
                kind: side.block.kind,
                before: None,
                after: Some(side.block.span()),
                words: whole(WordChange::Added, side.text),
            });
            continue;
        };
        let earlier = &old[pair.old];
        changes.push(BlockChange {
            change: match (pair.same, pair.moved) {
                (true, false) => Change::Kept,
                (true, true) => Change::Moved,
                (false, _) => Change::Changed,
            },
            kind: side.block.kind,
            before: Some(earlier.block.span()),
            after: Some(side.block.span()),
            words: words::diff(earlier.text, side.text, &mut budget),
        });
        if !pair.moved {
            remove_until(stays.next().unwrap_or(old.len()), &mut changes);
        }
    }
    changes
}

#[cfg(test)]
mod tests;
