//! Which block is the headline.

use super::Blocks;
use crate::blocks::Candidate;
use crate::words;

/// The number of the block that is the headline, among those before `end` where nothing else tells.
pub(super) fn find(blocks: &Blocks<'_>, title: Option<&str>, end: usize) -> Option<usize> {
    let found = blocks.found;
    let title = title.map(words::key).filter(|k| !k.is_empty());
    let is_title = |c: &Candidate| title.as_ref().is_some_and(|title| words::key(&c.text) == *title);
    // With a kicker before it, or shortened for search engines.
    let is_near = |c: &Candidate| {
        let key = words::key(&c.text);
        title.as_ref().is_some_and(|title| {
            key.len() >= 20 && title.len() >= 20 && (key.contains(title.as_str()) || title.contains(&key))
        })
    };
    let plain = |c: &Candidate| !c.aside && !c.marks.navigation;
    found
        .iter()
        .position(|c| c.level == 1 && is_title(c))
        .or_else(|| found.iter().position(|c| c.level > 0 && is_title(c)))
        .or_else(|| found[..end].iter().position(|c| c.level == 1 && plain(c) && (title.is_none() || is_near(c))))
        .or_else(|| found.iter().zip(blocks.chosen).position(|(c, &chosen)| chosen && is_title(c)))
}
