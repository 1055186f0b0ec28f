//! What the blocks of a text are by their place: headline, standfirst, crossheads, and what stands around the article.

use super::groups;
use crate::phrases::{self, Role};
use crate::piece::Piece;
use crate::{live, second, words};
use std::collections::HashSet;
use std::ops::Range;
use tocsin_record::BlockKind;

/// A block, and where it stands in bytes.
pub(super) type Found = (BlockKind, Range<usize>);

/// A short line, as headlines and crossheads are, has at most so many code points.
const SHORT: usize = 140;
/// A headline stands among the first so many blocks.
const TOP: usize = 60;

/// Settles the kinds that words alone cannot. `marked`: headings and paragraphs carry Markdown's marks, or lines were
/// broken to a width; otherwise the lines are bare, as copied pages are.
pub(super) fn shape(text: &str, title: Option<&str>, found: &mut [Found], marked: bool) {
    let title = title.map(words::key).filter(|t| !t.is_empty());
    let mut pieces: Vec<Piece> = found.iter().map(|(kind, range)| Piece::new(*kind, &text[range.clone()], 0)).collect();
    for (piece, (kind, _)) in pieces.iter_mut().zip(found.iter_mut()) {
        if let Some(known) = piece.known
            && matches!(kind, BlockKind::Paragraph | BlockKind::Heading | BlockKind::List | BlockKind::Quote)
        {
            piece.kind = known.kind;
            *kind = known.kind;
        }
    }
    if marked {
        by_marks(text, title.as_deref(), found);
        pieces.iter_mut().zip(found.iter()).for_each(|(piece, (kind, _))| piece.kind = *kind);
    }
    let entries = live::find(&pieces);
    if !marked {
        let begins = head(&mut pieces, title.as_deref());
        if entries.is_empty() {
            groups::captions(&mut pieces, begins);
            groups::links(&mut pieces, begins);
            groups::end(&mut pieces, begins);
        }
        crossheads(&mut pieces);
    }
    for entry in &entries {
        entry.mark(|n, kind| pieces[n].kind = kind);
    }
    if let Some(from) = second::cut(&pieces, title.as_deref()) {
        pieces[from..].iter_mut().for_each(|piece| piece.kind = BlockKind::Related);
    }
    for (piece, (kind, _)) in pieces.iter().zip(found.iter_mut()) {
        *kind = piece.kind;
    }
}

/// A short line without an end mark.
pub(super) fn is_short_label(line: &str) -> bool {
    line.chars().count() <= SHORT && !line.ends_with(['.', '!', '…', ':', ';', ',', '”', '"', '。', '’', '»', '?'])
}

fn is_apart(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Credit | BlockKind::Promo | BlockKind::Related)
}

/// Headline and standfirst of a text whose headings are marked.
fn by_marks(text: &str, title: Option<&str>, found: &mut [Found]) {
    let count = found.len();
    let mut headline = None;
    for n in 0..count {
        let (kind, range) = found[n].clone();
        let part = &text[range.clone()];
        let is_title = || range.len() <= 2000 && title.is_some_and(|title| words::key(part) == title);
        if headline.is_none() && n < TOP && found[..n].iter().all(|(k, _)| is_apart(*k) || *k == BlockKind::Heading) {
            let first = found[..n].iter().all(|(k, _)| is_apart(*k));
            let marked = kind == BlockKind::Heading && text[..range.start].trim_end_matches(['*', '_']).ends_with("# ");
            let short = kind == BlockKind::Paragraph && range.len() <= 4 * SHORT && is_short_label(part);
            let heads = matches!(kind, BlockKind::Paragraph | BlockKind::Heading);
            if heads && (is_title() || first && n + 1 < count && (short || marked)) {
                found[n].0 = BlockKind::Headline;
                headline = Some(n);
                continue;
            }
        }
        // A paragraph all in emphasis right below the headline is the summary.
        if kind == BlockKind::Paragraph
            && headline.is_some_and(|h| h + 1 == n)
            && range.len() <= 1000
            && text[..range.start].ends_with(['*', '_'])
            && text[range.end..].starts_with(['*', '_'])
        {
            found[n].0 = BlockKind::Standfirst;
        }
    }
    for n in 1..count {
        let (kind, range) = &found[n];
        let above_text = found.get(n + 1).is_some_and(|(k, r)| *k == BlockKind::Paragraph && r.len() >= 100);
        if *kind == BlockKind::Paragraph && range.len() <= 400 && above_text && is_crosshead(&text[range.clone()]) {
            found[n].0 = BlockKind::Heading;
        }
    }
}

fn is_crosshead(line: &str) -> bool {
    let asks = line.ends_with('?') && !line.contains(['“', '"']);
    line.chars().count() <= 90
        && (is_short_label(line) || asks)
        && line.chars().next().is_some_and(char::is_uppercase)
        && line.split_whitespace().count() <= 14
        && !line.contains('\n')
}

/// A single label right above running text is its crosshead.
fn crossheads(pieces: &mut [Piece]) {
    for n in 1..pieces.len() {
        let above_text =
            pieces.get(n + 1).is_some_and(|p| p.kind == BlockKind::Paragraph && p.text.len() >= 100 && p.is_running());
        if pieces[n].kind == BlockKind::Paragraph && above_text && is_crosshead(pieces[n].text) {
            pieces[n].kind = BlockKind::Heading;
        }
    }
}

/// Settles what stands above the running text, and gives the number of the piece with which that begins.
fn head(pieces: &mut [Piece], title: Option<&str>) -> usize {
    let Some(begins) = (0..pieces.len()).find(|&n| pieces[n].is_running() && !groups::stands_apart(pieces, n)) else {
        // No running text: the first short line may be a headline all the same.
        if pieces.len() > 1 && pieces[0].kind == BlockKind::Paragraph && is_short_label(pieces[0].text) {
            pieces[0].kind = BlockKind::Headline;
        }
        return pieces.len();
    };
    let top = begins.min(TOP);
    let Some(headline) = headline(pieces, top, begins, title) else {
        return begins;
    };
    let key = words::key(pieces[headline].text);
    pieces[headline].kind = BlockKind::Headline;
    let mut summarised = false;
    for n in 0..begins {
        if n == headline || pieces[n].known.is_some() || !is_open(pieces[n].kind) {
            continue;
        }
        let near_credit = |n: usize| {
            let credit = |p: &Piece| p.has_role(Role::Writer) || p.has_role(Role::Stamp);
            n.checked_sub(1).is_some_and(|m| credit(&pieces[m])) || pieces.get(n + 1).is_some_and(credit)
        };
        let piece = &pieces[n];
        let label = piece.is_label();
        let kind = if words::key(piece.text) == key {
            BlockKind::Headline
        } else if let Some(known) = phrases::at_edge(piece.text) {
            known.kind
        } else if groups::is_caption_here(pieces, n) {
            BlockKind::Caption
        } else if label && piece.is_like_name() && (near_credit(n) || n > headline) {
            BlockKind::Credit
        } else if n > headline && !summarised && (label && piece.words() >= 6 || !label && piece.length >= 40) {
            summarised = true;
            BlockKind::Standfirst
        } else if n == headline + 1 && n + 1 == begins && label {
            BlockKind::Heading
        } else if label && piece.words() >= 6 {
            BlockKind::Related
        } else if label {
            BlockKind::Promo
        } else {
            continue;
        };
        pieces[n].kind = kind;
    }
    begins
}

/// Kinds that only say how a line was written, not yet what it is.
fn is_open(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Paragraph | BlockKind::Heading | BlockKind::List)
}

/// The line above the text that is its title: the given one, else the one that says most of what the text says.
fn headline(pieces: &[Piece], top: usize, begins: usize, title: Option<&str>) -> Option<usize> {
    let open =
        |n: &usize| pieces[*n].known.is_none() && matches!(pieces[*n].kind, BlockKind::Paragraph | BlockKind::Heading);
    if let Some(title) = title
        && let Some(n) = (0..top).filter(open).find(|&n| pieces[n].length <= 500 && words::key(pieces[n].text) == title)
    {
        return Some(n);
    }
    let mut told: HashSet<u64> = HashSet::new();
    for piece in pieces[begins..].iter().filter(|p| p.is_running()).take(8) {
        told.extend(words::word_hashes(&piece.text[..words::floor(piece.text, 2000)]));
    }
    let mut best: Option<(i32, usize)> = None;
    let mut signed = false;
    for n in 0..top {
        let piece = &pieces[n];
        signed |= piece.has_role(Role::Writer) || piece.has_role(Role::Stamp) && best.is_some();
        let short = piece.length <= 220 && (piece.is_label() || piece.words() >= 4 && piece.length <= 130);
        if !open(&n) || !short || piece.length < 3 || piece.text.ends_with([',', ';']) {
            continue;
        }
        let words = piece.words().min(12) as i32;
        let long: Vec<u64> = piece
            .text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| w.chars().count() >= 4)
            .map(|w| words::hash(w.to_lowercase().bytes()))
            .collect();
        let shared = long.iter().filter(|w| told.contains(w)).count().min(6) as i32;
        let key = words::key(piece.text);
        let again = words >= 4 && pieces[n + 1..top.max(n + 1)].iter().any(|p| words::key(p.text) == key);
        let mut score = words + 2 * shared + if again { 5 } else { 0 };
        score -= if signed { 5 } else { 0 };
        score -= if piece.ended && !piece.text.ends_with(['?', '!', '”', '"', '’']) { 5 } else { 0 };
        score -= if piece.is_like_name() { 4 } else { 0 };
        score -= if groups::is_caption_here(pieces, n) { 8 } else { 0 };
        // Titles come before what sums them up.
        if best.is_none_or(|(most, n)| score > most + if pieces[n].words() >= 5 { 5 } else { 1 }) {
            best = Some((score, n));
        }
    }
    best.map(|(_, n)| n)
}
