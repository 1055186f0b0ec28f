//! Bare lines by their neighbours: captions beside credits, lists of links, and what follows the end of an article.

use crate::cohesion::{Bond, Vocabulary};
use crate::datetext;
use crate::phrases::{self, Role};
use crate::piece::Piece;
use crate::words;
use std::collections::HashSet;
use tocsin_record::BlockKind;

/// Two copies of a caption (for the page and for its gallery) stand within so many lines.
const COPIES: usize = 14;
/// Fewer comments than this are told by their heading alone.
const COMMENTS: usize = 4;
/// No more lines than this are weighed as the end of the article.
const MOST_ENDS: usize = 24;
/// Links have titles of this many words or more on average.
const TITLE_WORDS: usize = 5;

/// Whether a running piece above the text is none of it: a summary above byline and date, a caption, an author's note.
pub(super) fn stands_apart(pieces: &[Piece], at: usize) -> bool {
    let piece = &pieces[at];
    if piece.length > 450 {
        return false;
    }
    if is_caption_here(pieces, at) || phrases::at_edge(piece.text).is_some() {
        return true;
    }
    // Below a summary stand names and dates, and then the text.
    let below = pieces[at + 1..].iter().take(8).take_while(|p| !p.is_running());
    let signed = below.clone().any(|p| p.has_role(Role::Writer) || p.has_role(Role::Stamp) && p.length >= 12);
    piece.length <= 350
        && signed
        && at <= 20
        && pieces[at + 1..].iter().take(12).filter(|p| p.is_running()).count() >= 2
        && !pieces[..at].iter().any(|p| p.has_role(Role::Writer) || p.has_role(Role::Stamp) && p.length >= 12)
}

/// Whether the piece tells what a picture shows: its wording says so and a picture's credit stands beside it, or it is
/// told again nearby.
pub(super) fn is_caption_here(pieces: &[Piece], at: usize) -> bool {
    let piece = &pieces[at];
    if piece.length > 450 || piece.length < 12 {
        return false;
    }
    // Between a caption and its credit there may be another copy of it.
    let own = beginning(piece.text);
    let mut below = pieces[at + 1..].iter().take(3).skip_while(|p| beginning(p.text) == own);
    let credit = |p: &Piece| p.has_role(Role::Picture) || p.kind == BlockKind::Caption && p.length <= 60;
    let beside = below
        .next()
        .is_some_and(|p| credit(p) || is_gallery(p.text) || below.next().is_some_and(|p| is_gallery(p.text)))
        || at > 0 && (is_gallery(pieces[at - 1].text) || pieces[at - 1].has_role(Role::Picture) && piece.is_label());
    beside && (phrases::shows_picture(piece.text) || piece.length >= 40 && is_copied(pieces, at))
}

/// Enough of a text to know a copy of it by.
fn beginning(text: &str) -> String {
    text.chars().take(60).collect()
}

fn is_gallery(line: &str) -> bool {
    line.len() <= 24 && {
        let small = line.to_lowercase();
        matches!(small.as_str(), "caption" | "hide caption" | "toggle caption" | "enlarge" | "back to gallery")
            || ["image ", "photo ", "slide ", "bild "].iter().any(|begin| {
                small.strip_prefix(begin).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
            })
    }
}

/// Whether the piece, or all but its end, is told again within a few lines.
fn is_copied(pieces: &[Piece], at: usize) -> bool {
    let own = beginning(pieces[at].text);
    let from = at.saturating_sub(COPIES);
    let to = pieces.len().min(at + COPIES);
    (from..to).any(|n| n != at && beginning(pieces[n].text) == own)
        && pieces[from..to].iter().any(|p| is_gallery(p.text))
}

/// Lines beside a picture's credit that tell what the picture shows.
pub(super) fn captions(pieces: &mut [Piece], begins: usize) {
    let mut found = Vec::new();
    for n in 0..pieces.len() {
        let open = matches!(pieces[n].kind, BlockKind::Paragraph | BlockKind::Heading) && pieces[n].known.is_none();
        // A label right above a credit is the caption even where its wording could be a crosshead's.
        let label = n > begins
            && pieces[n].is_label()
            && pieces[n].words() >= 3
            && pieces.get(n + 1).is_some_and(|p| p.has_role(Role::Picture));
        if open && (label || is_caption_here(pieces, n)) {
            found.push(n);
        }
    }
    for n in found {
        pieces[n].kind = BlockKind::Caption;
    }
}

/// A stretch of pieces between running text.
struct Group {
    from: usize,
    to: usize,
}

fn groups(pieces: &[Piece], begins: usize) -> Vec<Group> {
    let mut found: Vec<Group> = Vec::new();
    for (n, piece) in pieces.iter().enumerate().skip(begins) {
        if piece.is_running() {
            continue;
        }
        match found.last_mut() {
            Some(group) if group.to == n => group.to = n + 1,
            _ => found.push(Group { from: n, to: n + 1 }),
        }
    }
    found
}

/// The link titles below "Recommended stories" and the like, and titles told twice.
pub(super) fn links(pieces: &mut [Piece], begins: usize) {
    let shouts = shouts_crossheads(pieces);
    for group in groups(pieces, begins) {
        let range = group.from..group.to;
        let opener = range.clone().find(|&n| pieces[n].has_role(Role::List));
        if let Some(opener) = opener {
            let close = range.clone().rfind(|&n| pieces[n].has_role(Role::Close)).unwrap_or(group.to);
            let titles: Vec<usize> = (opener + 1..close).filter(|&n| pieces[n].is_label()).collect();
            // The last line above running text may be a crosshead of its own.
            let words: usize = titles.iter().map(|&n| pieces[n].words()).sum();
            let crosshead = titles.last().copied().filter(|&last| {
                let short = pieces[last].words() <= 6;
                let above_text = close == group.to && last + 1 == group.to && group.to < pieces.len();
                let longer = titles.len() >= 2 && (words - pieces[last].words()) >= 7 * (titles.len() - 1);
                let before = &pieces[last - 1];
                let apart = before.known.is_some() && !before.has_role(Role::List) && !before.has_role(Role::Stamp);
                short && above_text && (longer || apart && titles.len() == 1)
            });
            for n in titles.into_iter().filter(|n| Some(*n) != crosshead) {
                pieces[n].kind = BlockKind::Related;
            }
            continue;
        }
        let labels: Vec<usize> =
            range.clone().filter(|&n| pieces[n].kind == BlockKind::Paragraph && pieces[n].is_label()).collect();
        for &n in &labels {
            if !shouts && pieces[n].words() >= 6 && pieces[n].is_in_capitals_mostly() {
                // "MINISTER RESIGNS OVER LEAKED LETTER, SAYS HE WAS BETRAYED" leads to another article.
                pieces[n].kind = BlockKind::Related;
            }
        }
        // Several short lines in a row are a list, whose marks were lost; the last may be a crosshead.
        if labels.len() >= 3 {
            let last = labels.last().copied().filter(|&last| last + 1 == group.to && group.to < pieces.len());
            for n in labels {
                if Some(n) != last && pieces[n].kind == BlockKind::Paragraph {
                    pieces[n].kind = BlockKind::List;
                }
            }
        }
    }
    told_twice(pieces, begins);
}

/// Whether the text writes its own crossheads in capitals.
fn shouts_crossheads(pieces: &[Piece]) -> bool {
    let short = |p: &&Piece| p.words() <= 5 && p.is_in_capitals() && (p.kind == BlockKind::Heading || p.is_label());
    pieces.iter().any(|p| p.kind == BlockKind::Heading && short(&p)) || pieces.iter().filter(short).count() >= 2
}

/// Titles of links are told again elsewhere on a page, and so is the headline; the text's own lines are not.
fn told_twice(pieces: &mut [Piece], begins: usize) {
    let key_of = |p: &Piece| (p.is_label() && p.words() >= 4).then(|| words::key(p.text));
    let headline = pieces.iter().find(|p| p.kind == BlockKind::Headline).map(|p| words::key(p.text));
    let links: HashSet<String> = pieces.iter().filter(|p| p.kind == BlockKind::Related).filter_map(key_of).collect();
    for piece in &mut pieces[begins..] {
        let open = matches!(piece.kind, BlockKind::Paragraph | BlockKind::Heading | BlockKind::List);
        if let Some(key) = key_of(piece).filter(|_| open) {
            if headline.as_ref() == Some(&key) {
                piece.kind = BlockKind::Headline;
            } else if links.contains(&key) {
                piece.kind = BlockKind::Related;
            }
        }
    }
}

/// What follows the article: its author's note, comments, lists of other articles with their summaries.
pub(super) fn end(pieces: &mut [Piece], begins: usize) {
    let running: Vec<usize> = (begins..pieces.len()).filter(|&n| pieces[n].is_running()).collect();
    let Some(&first) = running.first() else { return };
    let over = [find_end(pieces, &running, first), find_thread(pieces, first)].into_iter().flatten().min();
    let stop = over.unwrap_or(pieces.len());
    let ends_in_list = over.is_some_and(|n| pieces[n].has_role(Role::List));
    if let Some(over) = over {
        for piece in &mut pieces[over..] {
            if piece.known.is_some()
                || !matches!(piece.kind, BlockKind::Paragraph | BlockKind::Heading | BlockKind::List | BlockKind::Quote)
            {
                continue;
            }
            piece.kind = match phrases::at_edge(piece.text) {
                Some(known) => known.kind,
                None if piece.is_running() && !ends_in_list => BlockKind::Promo,
                None => BlockKind::Related,
            };
        }
    }
    // The last paragraphs may say who wrote the text.
    for &n in running.iter().rev().skip_while(|&&n| n >= stop).take(3) {
        match phrases::at_edge(pieces[n].text).filter(|_| running.len() > 3) {
            Some(known) => pieces[n].kind = known.kind,
            None => break,
        }
    }
    // Titles below the last paragraph, without a heading of their own.
    let Some(&last) = running.iter().rev().find(|&&n| n < stop) else { return };
    let tail: Vec<usize> = (last + 1..stop)
        .filter(|&n| {
            pieces[n].is_label()
                && matches!(pieces[n].kind, BlockKind::Paragraph | BlockKind::Heading | BlockKind::List)
        })
        .collect();
    let words: usize = tail.iter().map(|&n| pieces[n].words()).sum();
    // A list of dates, of wares or of what was decided may be the article's last part.
    let listed = pieces[last].text.trim_end().ends_with(':')
        || tail.iter().any(|&n| pieces[n].text.starts_with(|c: char| c.is_ascii_digit() || c == '—'))
        || tail.iter().any(|&n| datetext::starts_with_month(pieces[n].text));
    if (2..=8).contains(&tail.len()) && words >= TITLE_WORDS * tail.len() && !listed {
        for n in tail {
            pieces[n].kind = BlockKind::Related;
        }
    }
}

/// Where readers' comments begin that nothing announces: name, time and text, again and again.
fn find_thread(pieces: &[Piece], first: usize) -> Option<usize> {
    let is_name = |p: &Piece| {
        let says =
            ["says:", "said:", "wrote:", "says", "schreibt:", "dice:", "dit :"].iter().any(|w| p.text.ends_with(w));
        p.length <= 50 && !p.is_running() && (says || p.is_label() && p.words() <= 4)
    };
    let told = |p: &Piece| p.known.is_none() && p.length >= 10;
    let mut heads = (first + 2..pieces.len().saturating_sub(1)).filter(|&n| {
        let time = pieces[n].has_role(Role::Stamp) && pieces[n].text.contains(':');
        time && is_name(&pieces[n - 1]) && told(&pieces[n + 1])
    });
    let begins = heads.next()? - 1;
    (heads.take(COMMENTS - 1).count() == COMMENTS - 1 && pieces[begins - 1].ended).then_some(begins)
}

/// The first line that ends the article: one that says so, with nothing but a little unrelated text below it.
fn find_end(pieces: &[Piece], running: &[usize], first: usize) -> Option<usize> {
    let total: usize = running.iter().map(|&n| pieces[n].length).sum();
    let mut before = 0;
    let mut weighed = 0;
    for n in first..pieces.len() {
        let piece = &pieces[n];
        let says = if piece.is_running() {
            before += piece.length;
            before >= 500 && phrases::at_edge(piece.text).is_some_and(|known| known.role == Some(Role::End))
        } else {
            piece.has_role(Role::End) || piece.has_role(Role::List) || piece.has_role(Role::Writer) && piece.length > 30
        };
        if !says || before < 120 {
            continue;
        }
        weighed += 1;
        if weighed > MOST_ENDS {
            return None;
        }
        // The same line further down shows that this one is a button, not the end.
        let button = !piece.is_running()
            && pieces[n + 1..]
                .iter()
                .skip_while(|p| !p.is_running())
                .any(|p| p.known.is_some() && p.text == piece.text);
        if button {
            continue;
        }
        // A list that says where it ends stands inside the text.
        if piece.has_role(Role::List)
            && pieces[n + 1..].iter().take_while(|p| !p.is_running()).any(|p| p.has_role(Role::Close))
        {
            continue;
        }
        let after: Vec<usize> = running.iter().copied().filter(|&r| r > n).collect();
        if after.is_empty() {
            return Some(n);
        }
        if is_beyond(pieces, n, &after, before, total - before) {
            return Some(n);
        }
    }
    None
}

/// Whether the running text below line `at` is none of the article's.
fn is_beyond(pieces: &[Piece], at: usize, after: &[usize], before: usize, length: usize) -> bool {
    // Under comments, names and times alternate with text.
    let stamps = pieces[at..].iter().filter(|p| p.has_role(Role::Stamp)).count();
    if pieces[at].has_role(Role::End) && stamps >= 2 && stamps * 4 >= after.len() {
        return true;
    }
    // Summaries of other articles: each alone below its title.
    let is_alone = |n: usize| !pieces[n - 1].is_running() && pieces.get(n + 1).is_none_or(|p| !p.is_running());
    let is_below_title = |n: usize| pieces[n - 1].is_label() || pieces[n - 1].has_role(Role::Stamp);
    let alone = after.iter().filter(|&&n| is_alone(n)).count();
    if after.iter().all(|&n| is_alone(n) && is_below_title(n)) && (after.len() >= 2 || !is_text_of(pieces, at, after)) {
        return true;
    }
    if pieces[at].has_role(Role::List) {
        return after.len() <= 4 && length * 4 < before && alone * 2 >= after.len() && !is_text_of(pieces, at, after);
    }
    length * 4 < before && after.len() <= 6 && !is_text_of(pieces, at, after)
}

/// Whether the text below goes on with what the text above is about.
fn is_text_of(pieces: &[Piece], at: usize, after: &[usize]) -> bool {
    let above = Vocabulary::of(pieces[..at].iter().filter(|p| p.is_running()).map(|p| p.text));
    let below = Vocabulary::of(after.iter().map(|&n| pieces[n].text));
    above.bond(&below) == Bond::Close
}
