//! Weighs votes and evidence for each block, as the logarithm of the odds that it is text of the article: what is above
//! nought is taken. The weights are round figures set by hand; `eval/README.md` says on which pages they were looked at.

use super::evidence::{Evidence, Place, Standing};
use super::voters::Votes;
use crate::blocks::Candidate;
use crate::phrases;
use tocsin_record::BlockKind;

/// An article has at least so much text (code points).
const ARTICLE: usize = 400;

/// For each candidate, whether it is of the article.
pub(super) fn choose(found: &[Candidate], votes: &Votes, evidence: &Evidence) -> Vec<bool> {
    let mut chosen: Vec<bool> = (0..found.len())
        .map(|n| weigh(&found[n], votes.trafilatura[n], votes.readability[n], &evidence.blocks[n]) > 0.0)
        .collect();
    drop_second_articles(found, evidence, &mut chosen);
    drop_after_comments(found, evidence, &mut chosen);
    drop_bare_headings(found, evidence, &mut chosen);
    chosen
}

/// What readers wrote ends an article: teasers of other stories follow it. Text after it in the same article element stays.
fn drop_after_comments(found: &[Candidate], evidence: &Evidence, chosen: &mut [bool]) {
    let written = |n: &usize| found[*n].marks.comments && found[*n].ends_sentence() && evidence.blocks[*n].length >= 40;
    let Some(from) = (0..found.len()).filter(written).nth(1) else { return };
    let Some(first) = chosen.iter().position(|&chosen| chosen) else { return };
    let article = evidence.blocks[first].article;
    let before: usize = (0..from).filter(|&n| chosen[n]).map(|n| evidence.blocks[n].length).sum();
    if article == 0 || before < ARTICLE {
        return;
    }
    for (chosen, block) in chosen.iter_mut().zip(&evidence.blocks).skip(from) {
        *chosen &= block.article == article;
    }
}

/// Pages that go on with the next article when a reader scrolls: from a second headline to the end, where it has an
/// article element or a byline of its own, and text stands before and after it.
fn drop_second_articles(found: &[Candidate], evidence: &Evidence, chosen: &mut [bool]) {
    let text = |range: std::ops::Range<usize>, chosen: &[bool]| -> usize {
        range.filter(|&n| chosen[n] && found[n].level == 0).map(|n| evidence.blocks[n].length).sum()
    };
    let plain =
        |c: &Candidate| !c.aside && !c.marks.related && !c.marks.promo && !c.marks.navigation && !c.marks.comments;
    let headlines: Vec<usize> = (0..found.len()).filter(|&n| found[n].level == 1 && plain(&found[n])).collect();
    let Some(&first) = headlines.iter().find(|&&n| evidence.blocks[n].title).or(headlines.first()) else { return };
    let second = headlines.iter().find(|&&n| {
        let byline = || (n + 1..found.len().min(n + 6)).any(|n| found[n].marks.credit || found[n].time);
        let apart = evidence.blocks[n].article != evidence.blocks[first].article;
        n > first
            && (apart && evidence.blocks[n].article != 0 || byline())
            && found[n].text != found[first].text
            && text(first..n, chosen) >= ARTICLE
            && text(n..found.len(), chosen) >= ARTICLE
    });
    if let Some(&second) = second {
        chosen[second..].fill(false);
    }
}

fn weigh(candidate: &Candidate, trafilatura: bool, readability: bool, block: &Standing) -> f32 {
    let &Candidate { kind, marks, linked, aside, embedded, row, .. } = candidate;
    let &Standing { alike, length, place, .. } = block;
    let mut odds: f32 = match (trafilatura, readability) {
        (true, true) => 2.0,
        // An embedded post inside the text is quoted there, though one voter or both drop it.
        _ if embedded && block.inside && place == Place::Among => 1.5,
        // Voters drop tables by their figures; one that stands between paragraphs belongs to them.
        (true, false) | (false, true) if row && block.inside && place == Place::Among => 1.0,
        (true, false) => -0.3,
        (false, true) => -1.5,
        (false, false) => -4.5,
    };
    odds += match alike {
        _ if block.is_laid_out_as_text() => 2.5,
        s if s >= 0.15 => 1.5,
        s if s >= 0.04 => 0.5,
        _ => -0.7,
    };
    odds += match length {
        240.. => 1.5,
        120.. => 0.8,
        60.. => 0.0,
        _ if row => 0.0,
        _ => -0.8,
    };
    // A second part of the article in another container: voters pick one container.
    let unmarked = !marks.any() && !aside && linked < 0.3;
    if !trafilatura && !readability && block.is_laid_out_as_text() && length >= 160 && unmarked {
        odds += 2.5;
    }
    odds -= match linked {
        l if l >= 0.8 => 3.0,
        l if l >= 0.45 => 2.0,
        l if l >= 0.25 => 0.5,
        _ => 0.0,
    };
    if candidate.cross_link {
        odds -= 4.0;
    }
    if candidate.card {
        odds -= 3.0;
    }
    if length < 200 && linked >= 0.55 {
        odds -= if linked >= 0.8 { 2.0 } else { 1.5 };
    }
    let trust = if block.is_laid_out_as_text() { 0.5 } else { 1.0 };
    for (marked, weight) in [
        (marks.credit, 3.0),
        (marks.related, 2.0),
        (marks.promo, 2.0),
        (marks.caption, 2.0),
        (marks.comments, 2.0),
        (marks.navigation, 1.5),
    ] {
        if marked {
            odds -= weight * trust;
        }
    }
    if marks.credit {
        odds -= 2.0;
    }
    if place == Place::Before {
        if marks.standfirst {
            odds += 1.5;
        }
        if block.summary && !aside {
            odds += 5.0;
        }
    }
    odds += match kind {
        BlockKind::Caption => -2.5,
        BlockKind::List if !row => -0.5,
        BlockKind::Heading => 0.8,
        BlockKind::Quote => 0.5,
        _ => 0.0,
    };
    if aside {
        odds -= 1.5;
    }
    if !block.inside && place == Place::After {
        odds -= 1.0;
    }
    if block.inside && place == Place::Among && trafilatura && readability {
        odds += 0.5;
    }
    if length >= 40 && candidate.ends_sentence() {
        odds += 0.5;
    }
    if block.title {
        odds -= 4.0;
    }
    // Last, for looking up a line's words is dear and can only speak against it.
    let is_told_apart = || {
        let line = phrases::in_page(&candidate.text).map(|known| known.kind);
        matches!(line, Some(BlockKind::Credit | BlockKind::Related | BlockKind::Promo | BlockKind::Caption))
    };
    if odds > 0.0 && is_told_apart() {
        odds -= 4.0;
    }
    odds
}

/// A heading is of the article only with text of its own below it.
fn drop_bare_headings(found: &[Candidate], evidence: &Evidence, chosen: &mut [bool]) {
    let mut next: Option<usize> = None;
    for n in (0..found.len()).rev() {
        if !chosen[n] {
            continue;
        }
        let heading = |n: usize| found[n].kind == BlockKind::Heading && found[n].level > 0;
        if heading(n) && !found[n].marks.standfirst && !evidence.blocks[n].summary {
            let bare = next.is_none_or(|next| heading(next) && found[next].level <= found[n].level);
            if bare {
                chosen[n] = false;
                continue;
            }
        }
        next = Some(n);
    }
}
