//! The changes that matter most, named by themselves.

use super::{BlockChange, Change, Edition, WordChange};
use crate::{BlockKind, Document};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::LazyLock;
use unicode_segmentation::UnicodeSegmentation;

/// What a revision comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RevisionSummary {
    /// Whether the article changed and its page does not say so: its date of change did not move, or it gives none.
    pub silent: bool,
    /// Whether the article itself changed, not only its credits, related links and promos.
    pub article_changed: bool,
    /// The headline, if it is another.
    pub headline: Option<HeadlineChange>,
    /// Figures inside changed blocks that are others, the first 200.
    pub figures: Vec<FigureChange>,
    /// Names that one of the versions has and the other has not, the first 200 of each.
    pub names: NameChange,
    /// How many blocks became what.
    pub counts: ChangeCounts,
}

/// How many figures, and names of each side, a summary tells at most: it is kept in lists.
const MOST_TOLD: usize = 200;

/// Another headline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HeadlineChange {
    /// The earlier; `null` where there was none.
    pub before: Option<String>,
    /// The later; `null` where there is none.
    pub after: Option<String>,
}

/// Another figure in its place; `null` on one side where it was put in or taken out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FigureChange {
    /// As the earlier version writes it.
    pub before: Option<String>,
    /// As the later version writes it.
    pub after: Option<String>,
}

/// Names, in alphabetical order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NameChange {
    /// Named only in the earlier version.
    pub gone: Vec<String>,
    /// Named only in the later version.
    pub new: Vec<String>,
}

/// How many blocks became what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the names say it")]
pub struct ChangeCounts {
    pub kept: u32,
    pub changed: u32,
    pub added: u32,
    pub removed: u32,
    pub moved: u32,
}

impl ChangeCounts {
    pub(super) fn of(blocks: &[BlockChange]) -> Self {
        let mut counts = ChangeCounts::default();
        for block in blocks {
            match block.change {
                Change::Kept => counts.kept += 1,
                Change::Changed => counts.changed += 1,
                Change::Added => counts.added += 1,
                Change::Removed => counts.removed += 1,
                Change::Moved => counts.moved += 1,
            }
        }
        counts
    }
}

impl NameChange {
    pub(super) fn between(before: Edition<'_>, after: Edition<'_>) -> Self {
        // The two may have been coded by different coders, one of which knows fewer names: what the other text says is
        // not gone from it, or new.
        let only = |one: Edition<'_>, other: Edition<'_>| {
            let names = one.names.iter().filter(|(name, words)| {
                let is_said = |words: &String| other.document.text.contains(words.as_str());
                !other.names.contains_key(*name) && !words.iter().any(is_said)
            });
            names.map(|(name, _)| name.clone()).take(MOST_TOLD).collect()
        };
        NameChange { gone: only(before, after), new: only(after, before) }
    }
}

impl RevisionSummary {
    /// The summary in words, at most `most` figures and names each: "headline; 2 figures: 12 → 14, 3 → 4; 1 block changed".
    pub fn in_words(&self, most: usize) -> String {
        let mut parts = Vec::new();
        if self.headline.is_some() {
            parts.push("headline".to_owned());
        }
        let list = |all: Vec<String>| {
            let more = all.len().saturating_sub(most);
            let mut list = all.into_iter().take(most).collect::<Vec<_>>().join(", ");
            if more > 0 {
                let _ = write!(list, " and {more} more");
            }
            list
        };
        let side = |figure: &Option<String>| figure.clone().unwrap_or_else(|| "none".to_owned());
        if !self.figures.is_empty() {
            let mut figures: Vec<String> = Vec::new();
            for figure in self.figures.iter().map(|f| format!("{} → {}", side(&f.before), side(&f.after))) {
                // Most are told in the headline and again below it.
                if !figures.contains(&figure) {
                    figures.push(figure);
                }
            }
            parts.push(format!("figures {}", list(figures)));
        }
        for (what, names) in [("no longer named", &self.names.gone), ("newly named", &self.names.new)] {
            if !names.is_empty() {
                parts.push(format!("{what} {}", list(names.clone())));
            }
        }
        let counts = self.counts;
        for (count, what) in
            [(counts.changed, "changed"), (counts.added, "added"), (counts.removed, "removed"), (counts.moved, "moved")]
        {
            if count > 0 {
                parts.push(format!("{count} {} {what}", if count == 1 { "block" } else { "blocks" }));
            }
        }
        if parts.is_empty() { "white space only".to_owned() } else { parts.join("; ") }
    }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The headline where it is another: that of the text, or the title where the text holds none.
pub(super) fn headline(before: &Document, after: &Document, blocks: &[BlockChange]) -> Option<HeadlineChange> {
    let of_text = blocks.iter().find(|block| block.kind == BlockKind::Headline && block.change == Change::Changed);
    if let Some(block) = of_text {
        let said = |wanted: WordChange| {
            let pieces = block.words.iter().filter(|piece| piece.change == WordChange::Kept || piece.change == wanted);
            Some(squeezed(&pieces.map(|piece| piece.text.as_str()).collect::<String>()))
        };
        return Some(HeadlineChange { before: said(WordChange::Removed), after: said(WordChange::Added) });
    }
    let title = |document: &Document| document.title.as_deref().map(squeezed).filter(|title| !title.is_empty());
    let (before, after) = (title(before), title(after));
    (before != after).then_some(HeadlineChange { before, after })
}

/// The tables of `knowledge/numbers/words.toml` whose keys are figures written as words.
static NUMBER_WORDS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    const WORDS: &str = include_str!("../../../../knowledge/numbers/words.toml");
    let tables: BTreeMap<String, toml::Value> = toml::from_str(WORDS).unwrap_or_default();
    let keys = ["cardinals", "tens", "scales"].iter().filter_map(|name| tables.get(*name)?.as_table());
    keys.flat_map(|table| table.keys().cloned()).collect()
});

/// Whether a word is a figure, in digits or in letters.
fn is_figure(word: &str) -> bool {
    word.chars().any(char::is_numeric) || NUMBER_WORDS.contains(&word.to_lowercase())
}

fn figures_in(text: &str) -> Vec<&str> {
    text.unicode_words().filter(|word| is_figure(word)).collect()
}

/// The figures that changed in changed blocks of the article: those of each changed stretch, in their order.
pub(super) fn figures(blocks: &[BlockChange]) -> Vec<FigureChange> {
    let mut changes = Vec::new();
    for block in blocks.iter().filter(|block| block.change == Change::Changed && block.is_article()) {
        let (mut removed, mut added) = (Vec::new(), Vec::new());
        for piece in block.words.iter().map(Some).chain([None]) {
            match piece {
                Some(piece) if piece.change == WordChange::Removed => removed.extend(figures_in(&piece.text)),
                Some(piece) if piece.change == WordChange::Added => added.extend(figures_in(&piece.text)),
                _ => {
                    let (mut before, mut after) = (removed.drain(..), added.drain(..));
                    loop {
                        match (before.next(), after.next()) {
                            (None, None) => break,
                            (one, other) if one == other => {}
                            (one, other) => changes
                                .push(FigureChange { before: one.map(str::to_owned), after: other.map(str::to_owned) }),
                        }
                    }
                }
            }
        }
    }
    changes.truncate(MOST_TOLD);
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_known_in_digits_and_letters() {
        assert!(NUMBER_WORDS.len() > 25, "the tables of number words are read");
        assert_eq!(figures_in("At least twelve of 1,200 men, 3.5% of B2"), ["twelve", "1,200", "3.5", "B2"]);
    }
}
