//! The kinds of blocks that were chosen as text.

use super::pictures::Pictures;
use super::signed::{Authors, goes_on_about, is_at_the_end, is_name};
use super::{Blocks, Parts};
use crate::blocks::Candidate;
use crate::phrases::{self, Role};
use crate::select::Standing;
use tocsin_record::BlockKind;

/// A heading that is only a bold line has no more code points.
const LONGEST_HEADING: usize = 120;

/// Which marks to believe: those that would take a good part of the article away are wrong about it (a class for all
/// text that subscribers may read, for instance).
pub(super) struct Trust {
    credit: bool,
    related: bool,
    promo: bool,
    caption: bool,
}

impl Trust {
    pub fn new(found: &[Candidate], chosen: &[bool]) -> Self {
        let running = || found.iter().zip(chosen).filter(|(c, chosen)| **chosen && c.linked < 0.5).map(|(c, _)| c);
        let total: usize = running().map(|c| c.text.len()).sum();
        let believed = |marked: &dyn Fn(&Candidate) -> bool| {
            running().filter(|c| marked(c)).map(|c| c.text.len()).sum::<usize>() * 10 <= total * 3
        };
        Trust {
            credit: believed(&|c| c.marks.credit),
            related: believed(&|c| c.marks.related),
            promo: believed(&|c| c.marks.promo),
            caption: believed(&|c| c.kind == BlockKind::Caption),
        }
    }
}

/// What is known of the whole page.
pub(super) struct Known<'a> {
    pub parts: &'a Parts,
    pub trust: &'a Trust,
    pub authors: &'a Authors,
    pub pictures: &'a Pictures<'a>,
    /// Whether the text asks in bold.
    pub asks: bool,
}

/// The kind of a chosen block.
pub(super) fn kind(blocks: &Blocks<'_>, n: usize, page: &Known<'_>) -> BlockKind {
    let Known { parts, trust, authors, pictures, .. } = page;
    let above = parts.is_above(n);
    let candidate = &blocks.found[n];
    let standing = &blocks.standing[n];
    let Candidate { kind, text, marks, linked, .. } = candidate;
    let length = text.chars().count();
    // "Up next" above a paragraph titles it.
    let titles = |known: &phrases::Known| {
        let next = blocks.found.get(n + 1).filter(|_| blocks.chosen[n + 1]);
        known.role == Some(Role::List) && next.is_some_and(|next| next.level == 0 && next.linked < 0.3 && !next.card)
    };
    let in_page = phrases::in_page(text);
    if in_page.as_ref().is_some_and(titles) {
        return BlockKind::Heading;
    }
    if let Some(known) = in_page
        && (known.kind != BlockKind::Paragraph || *kind == BlockKind::Caption)
    {
        return known.kind;
    }
    if above && authors.sign(text) && !candidate.ends_sentence() {
        return BlockKind::Credit;
    }
    let about = || authors.are_told_of(text) && !standing.is_laid_out_as_text();
    if is_at_the_end(blocks, n) && length < 900 && about() {
        return BlockKind::Credit;
    }
    if length < 900 && is_in_author_box(blocks, n) {
        return BlockKind::Credit;
    }
    // Some sites give their pictures a paragraph of the text for alternative text.
    let apart = candidate.level == 0 && *kind == BlockKind::Paragraph && !standing.is_laid_out_as_text();
    if apart && length < 400 && pictures.repeat(candidate) {
        return BlockKind::Caption;
    }
    if candidate.slanted > 0.9 && length < 250 && candidate.linked < 0.8 && pictures.precede(candidate) {
        return BlockKind::Caption;
    }
    if *kind == BlockKind::Caption {
        if !trust.caption {
            return BlockKind::Paragraph;
        }
        return if marks.credit && length < 120 { BlockKind::Credit } else { BlockKind::Caption };
    }
    if marks.credit && trust.credit && length < 200 && !candidate.ends_sentence() {
        return BlockKind::Credit;
    }
    if marks.promo && trust.promo {
        return BlockKind::Promo;
    }
    if (marks.related && trust.related) || (*linked > 0.9 && length < 200 && !candidate.ends_sentence()) {
        return BlockKind::Related;
    }
    if candidate.cross_link && length < 300 {
        return BlockKind::Related;
    }
    let first = || !blocks.chosen[..n].contains(&true);
    let deck = candidate.level == 2 && length >= 50 && !text.ends_with('?') && first();
    if above && (deck || is_standfirst(candidate, standing) || first() && is_bold_lead(blocks, n, parts.headline)) {
        return BlockKind::Standfirst;
    }
    let crosshead = (marks.crosshead || marks.standfirst && !above) && parts.first_text < Some(n);
    if *kind == BlockKind::Paragraph && crosshead && length <= LONGEST_HEADING && !candidate.ends_sentence() {
        return BlockKind::Heading;
    }
    if *kind == BlockKind::Paragraph && *linked < 0.5 && !(page.asks && text.ends_with('?')) && is_titling(blocks, n) {
        return BlockKind::Heading;
    }
    if *kind == BlockKind::Paragraph && is_numbered(blocks, n) {
        return BlockKind::List;
    }
    *kind
}

/// A wholly bold paragraph that opens the text, where the next one is not bold.
fn is_bold_lead(blocks: &Blocks<'_>, n: usize, headline: Option<usize>) -> bool {
    let strong = |n: usize| blocks.found[n].strong > 0.9;
    let next = (n + 1..blocks.found.len()).find(|&n| blocks.chosen[n] && blocks.found[n].level == 0);
    let length = blocks.found[n].text.chars().count();
    headline.is_some_and(|h| h < n)
        && blocks.found[n].level == 0
        && (80..=700).contains(&length)
        && strong(n)
        && next.is_some_and(|next| !strong(next))
}

/// Whether wholly bold questions stand between the paragraphs, as in an interview: they are text then, not headings.
pub(super) fn asks(blocks: &Blocks<'_>) -> bool {
    let question = |c: &Candidate| c.level == 0 && c.strong > 0.9 && c.text.ends_with('?');
    blocks.found.iter().zip(blocks.chosen).filter(|(c, chosen)| **chosen && question(c)).count() >= 2
}

/// A line of an enumeration that is typed, not marked up: it is no sentence, and its number follows or precedes a neighbour's.
fn is_numbered(blocks: &Blocks<'_>, n: usize) -> bool {
    let number = |n: usize| {
        let candidate = &blocks.found[n];
        let digits = candidate.text.bytes().take_while(u8::is_ascii_digit).count();
        let rest = candidate.text.get(digits..).filter(|rest| rest.starts_with([')', '.']))?;
        let line = candidate.level == 0 && candidate.text.chars().count() < 250 && !rest.ends_with(['.', '!', '?']);
        (line && rest[1..].starts_with(char::is_whitespace)).then(|| candidate.text[..digits].parse::<u16>().ok())?
    };
    let Some(own) = number(n) else { return false };
    let neighbour = |n: usize, wanted: Option<u16>| wanted.is_some() && number(n) == wanted;
    // A link or a picture may stand between two items.
    let before = (n.saturating_sub(2)..n).any(|n| neighbour(n, own.checked_sub(1)));
    before || (n + 1..blocks.found.len().min(n + 3)).any(|n| neighbour(n, own.checked_add(1)))
}

/// Whether a block is among the last of the text and stands below the heading "About the author", or is a name over a line
/// that tells of its bearer, or that line.
fn is_in_author_box(blocks: &Blocks<'_>, n: usize) -> bool {
    let tail = blocks.chosen[n..].iter().filter(|chosen| **chosen).count();
    if tail > 3 {
        return false;
    }
    let heads = |name: usize, line: usize| {
        let (name, line) = (&blocks.found[name], &blocks.found[line]);
        name.level > 0 && is_name(&name.text) && goes_on_about(&name.text, &line.text)
    };
    let boxed = match tail {
        2 => n + 1 < blocks.found.len() && blocks.chosen[n + 1] && heads(n, n + 1),
        1 => n > 0 && blocks.chosen[n - 1] && heads(n - 1, n),
        _ => false,
    };
    // Where several headings are names, the text tells of these people.
    let names =
        || blocks.found.iter().zip(blocks.chosen).filter(|(c, chosen)| **chosen && c.level > 0 && is_name(&c.text));
    is_under_author_label(blocks, n) || boxed && names().count() == 1
}

/// Whether a heading such as "About the author" stands close above, with text of the article before it.
pub(super) fn is_under_author_label(blocks: &Blocks<'_>, n: usize) -> bool {
    let label = |c: &Candidate| {
        c.text.chars().count() < 40 && phrases::in_page(&c.text).is_some_and(|known| known.role == Some(Role::About))
    };
    (n.saturating_sub(4)..n).any(|m| {
        let candidate = &blocks.found[m];
        (candidate.level > 0 || candidate.strong > 0.9) && label(candidate) && blocks.chosen[..m].contains(&true)
    })
}

/// A summary set apart from the text by its mark-up or layout.
pub(super) fn is_standfirst(candidate: &Candidate, standing: &Standing) -> bool {
    let length = candidate.text.chars().count();
    if !(20..=800).contains(&length) || candidate.linked > 0.5 {
        return false;
    }
    candidate.marks.standfirst || standing.summary && (candidate.level > 0 || !standing.is_laid_out_as_text())
}

/// A line of its own, in capitals or bold, that titles the text below it.
fn is_titling(blocks: &Blocks<'_>, n: usize) -> bool {
    let candidate = &blocks.found[n];
    let text = &candidate.text;
    let length = text.chars().count();
    let capitals = || !text.chars().any(char::is_lowercase) && text.chars().filter(|c| c.is_uppercase()).count() >= 4;
    if length <= 90 && !text.ends_with('.') && capitals() {
        return true;
    }
    // A few words of somebody's as a crosshead are none of the quotations in bold.
    let said = text.starts_with(['„', '“', '"', '«', '»']) && (length > 60 || text.split(' ').count() > 6);
    let ends = text.ends_with(['.', '!', ':', ',', ';']) || text.ends_with(['”', '"', '“', '»']) && said;
    let label = length <= LONGEST_HEADING && !ends;
    let strong = |c: &Candidate| c.strong > 0.9;
    // Where bold lines follow each other, bold is the manner of the text.
    let next = (n + 1..blocks.found.len()).find(|&next| blocks.chosen[next]).map(|next| &blocks.found[next]);
    label && strong(candidate) && next.is_some_and(|next| !strong(next) && next.level == 0)
}
