//! What changed between two versions of an article, as its page shows it.

use crate::links;
use crate::problem::Problem;
use crate::view;
use tocsin_record::{Change, Revision, WordChange};
use tocsin_store::{Store, StoredDocument};

/// Most blocks that are shown.
const MOST_BLOCKS: usize = 2_000;
/// Most bytes of words that are shown.
const MOST_BYTES: usize = 300_000;
/// How many figures and names a line names.
pub(super) const NAMED: usize = 6;

/// A stretch of words: plain, taken out or put in.
pub(super) struct Words<'r> {
    pub(super) text: &'r str,
    pub(super) removed: bool,
    pub(super) added: bool,
}

/// A block that changed, or a run of blocks that did not.
pub(super) struct ChangedBlock<'r> {
    /// How many blocks are kept here; then the rest is empty.
    pub(super) kept: usize,
    pub(super) change: &'static str,
    pub(super) kind: &'static str,
    pub(super) words: Vec<Words<'r>>,
}

/// A version to choose.
pub(super) struct Choice {
    pub(super) number: u32,
    pub(super) read: String,
    pub(super) earlier: bool,
    pub(super) later: bool,
}

/// The part of the page about two versions.
pub(super) struct Changes<'r> {
    pub(super) action: String,
    pub(super) choices: Vec<Choice>,
    pub(super) before: u32,
    pub(super) after: u32,
    pub(super) silent: bool,
    pub(super) summary: String,
    pub(super) headline: Option<(&'r str, &'r str)>,
    pub(super) blocks: Vec<ChangedBlock<'r>>,
    pub(super) cut: bool,
}

/// What changed in the shown version since `against`, or since the one before it; `None` where there is only one.
pub(super) fn find(store: &Store, stored: &StoredDocument, against: Option<u32>) -> Result<Option<Revision>, Problem> {
    let (id, shown) = (&stored.document.id, stored.coding.document_version);
    if against.is_none() && shown <= 1 {
        return Ok(None);
    }
    match (store.revision(id, against, Some(shown))?, against) {
        (None, Some(against)) => {
            Err(Problem::not_found(format!("This article has no version {against} to compare version {shown} with.")))
        }
        (revision, _) => Ok(revision),
    }
}

/// Makes ready what is shown of it.
pub(super) fn view<'r>(stored: &StoredDocument, revision: &'r Revision) -> Changes<'r> {
    let (blocks, cut) = blocks(revision);
    let choice = |version: &tocsin_store::Version| Choice {
        number: version.number,
        read: view::published(&version.read_at),
        earlier: version.number == revision.before,
        later: version.number == revision.after,
    };
    let side = |text: &'r Option<String>| text.as_deref().unwrap_or("none");
    Changes {
        action: links::article(&stored.document.id),
        choices: stored.versions.iter().map(choice).collect(),
        before: revision.before,
        after: revision.after,
        silent: revision.summary.silent,
        summary: revision.summary.in_words(NAMED),
        headline: revision.summary.headline.as_ref().map(|headline| (side(&headline.before), side(&headline.after))),
        blocks,
        cut,
    }
}

fn blocks(revision: &Revision) -> (Vec<ChangedBlock<'_>>, bool) {
    let mut shown: Vec<ChangedBlock<'_>> = Vec::new();
    let mut bytes = 0;
    for block in &revision.blocks {
        if block.change == Change::Kept {
            match shown.last_mut() {
                Some(last) if last.kept > 0 => last.kept += 1,
                _ => shown.push(ChangedBlock { kept: 1, change: "kept", kind: "", words: Vec::new() }),
            }
            continue;
        }
        bytes += block.words.iter().map(|piece| piece.text.len()).sum::<usize>();
        if shown.len() >= MOST_BLOCKS || bytes > MOST_BYTES {
            return (shown, true);
        }
        let words = block.words.iter().map(|piece| Words {
            text: &piece.text,
            removed: piece.change == WordChange::Removed,
            added: piece.change == WordChange::Added,
        });
        let (change, kind) = (block.change.name(), block.kind.name());
        shown.push(ChangedBlock { kept: 0, change, kind, words: words.collect() });
    }
    (shown, false)
}
