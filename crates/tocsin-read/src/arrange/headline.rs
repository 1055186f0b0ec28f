//! Which block is the headline.

use super::Blocks;
use crate::blocks::Candidate;
use crate::words;

/// The number of the block that is the headline, among those before `end` where nothing else tells.
pub(super) fn find(blocks: &Blocks<'_>, title: Option<&str>, end: usize) -> Option<usize> {
    let found = blocks.found;
    let whole = title.map(str::to_owned);
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
        .or_else(|| {
            // Titled otherwise for search engines.
            let first = blocks.chosen.iter().position(|&c| c).map_or(0, |first| (first + 1).min(end));
            let title = whole.as_ref()?;
            let rank = |n: &usize| (found[*n].level, std::cmp::Reverse(*n));
            let headings = (0..first).filter(|&n| matches!(found[n].level, 1 | 2) && plain(&found[n]));
            headings.filter(|&n| share_words(title, &found[n].text)).min_by_key(rank)
        })
        .or_else(|| found.iter().zip(blocks.chosen).position(|(c, &chosen)| chosen && is_title(c)))
}

/// Whether two titles have at least half of the words of the shorter one in common, and three.
fn share_words(one: &str, other: &str) -> bool {
    let (one, other) = (words::word_hashes(one), words::word_hashes(other));
    let shared = one.iter().filter(|word| other.contains(word)).count();
    shared >= 3 && shared * 2 >= one.len().min(other.len())
}
