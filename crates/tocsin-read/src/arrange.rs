//! Puts the chosen blocks and what belongs to them (headline, standfirst, captions, credits, links to other stories,
//! promos) in the page's order, each with its kind.

mod beside;
mod chosen;
mod headline;
mod pictures;
mod signed;

use crate::blocks::Candidate;
use crate::page::{Page, is_block};
use crate::select::{Paths, Standing};
use crate::{authors, words};
use beside::Beside;
use chosen::{Known, Trust};
use pictures::Pictures;
use regex::{Regex, RegexBuilder};
use signed::Authors;
use std::collections::HashMap;
use std::sync::LazyLock;
use tocsin_record::BlockKind;

/// A promo's card has no more nodes and bytes of text.
const MOST_NODES: u32 = 120;
const LONGEST_CARD: usize = 700;

/// A page's blocks and what is known of each.
pub(crate) struct Blocks<'a> {
    pub found: &'a [Candidate],
    /// Whether each is of the article's text.
    pub chosen: &'a [bool],
    pub standing: &'a [Standing],
    /// The elements around each node of the page.
    pub paths: &'a Paths,
}

/// What parts of a page are where, as numbers of blocks.
struct Parts {
    headline: Option<usize>,
    /// The first block of running text.
    first_text: Option<usize>,
    /// The headline, or the first chosen block if that comes first.
    begin: usize,
    /// One past the last chosen block.
    end: usize,
}

/// A block of the article.
pub(crate) struct Part {
    pub kind: BlockKind,
    pub text: String,
    /// 1 to 6 for the headings of a page, else 0.
    pub level: u8,
}

/// The blocks of the article in order; `authors`: whom the page's metadata name.
pub(crate) fn arrange(page: &Page, blocks: &Blocks<'_>, title: Option<&str>, authors: &[String]) -> Vec<Part> {
    let &Blocks { found, chosen, standing, .. } = blocks;
    let is_running = |c: &Candidate| c.level == 0 && c.text.chars().count() >= 60 && c.linked < 0.5;
    let is_body = |c: &Candidate| is_running(c) && !c.marks.standfirst && !c.marks.credit;
    let first = chosen.iter().position(|&c| c);
    let end = chosen.iter().rposition(|&c| c).map_or(0, |last| last + 1);
    let headline = headline::find(blocks, title, end);
    let is_text = |n: &usize| chosen[*n] && !standing[*n].summary && is_body(&found[*n]);
    // What was taken for text above the headline is not the text's beginning.
    let under = headline.filter(|h| *h < end).map_or(0, |h| h + 1);
    let first_text = (under..found.len()).find(is_text).or_else(|| (0..found.len()).find(is_text));
    let begin = match (headline, first) {
        (Some(headline), Some(first)) => headline.min(first),
        (_, first) => first.unwrap_or(0),
    };
    let parts = Parts { headline, first_text, begin, end };
    let trust = Trust::new(found, chosen);
    let pictures = Pictures::new(page, blocks.paths);
    let authors = Authors::new(authors);
    let asks = chosen::asks(blocks);
    let known = Known { parts: &parts, trust: &trust, authors: &authors, pictures: &pictures, asks };
    let mut beside = Beside::new(page, blocks, &parts, &pictures, &authors);
    let mut arranged: Vec<Part> = Vec::new();
    let mut last: Option<usize> = None;
    let is_caption = |part: &Part| part.kind == BlockKind::Caption;
    // How many parts there were when a text was first seen.
    let mut seen: HashMap<u64, usize> = HashMap::new();
    if headline.is_none_or(|h| h > end)
        && let Some(title) = title
        && !title.trim().is_empty()
    {
        seen.insert(words::hash(words::key(title).bytes()), 0);
        arranged.push(Part { kind: BlockKind::Headline, text: words::squeeze(title), level: 1 });
    }
    for (n, candidate) in found.iter().enumerate() {
        let kind = if headline == Some(n) {
            Some(BlockKind::Headline)
        } else if chosen[n] {
            Some(chosen::kind(blocks, n, &known))
        } else {
            beside.kind(n)
        };
        let Some(kind) = kind else { continue };
        let text = if kind == BlockKind::Credit { without_reading_time(&candidate.text) } else { &candidate.text };
        // "By" without its name; below the text, letters that stand for a name.
        let short = candidate.text.chars().count() < 5 && !authors::is_agency(&candidate.text);
        if kind == BlockKind::Credit && short && candidate.kind != BlockKind::Caption && !signed::is_initials(blocks, n)
        {
            continue;
        }
        // A topic above the headline, taken for text.
        let label = candidate.text.chars().count() < 30 && !candidate.ends_sentence();
        if kind == BlockKind::Paragraph && label && headline.is_some_and(|h| n < h && h < end) {
            continue;
        }
        let key = words::hash(words::key(text).bytes());
        // A headline, caption or byline told twice (for phones, for sharing) is one; pictures may share a credit.
        let captioned = candidate.kind == BlockKind::Caption || candidate.marks.caption;
        let pictured = kind == BlockKind::Credit && captioned && arranged.last().is_some_and(is_caption);
        let told_twice = !chosen[n] || !is_running(candidate) || kind == BlockKind::Standfirst;
        // Another picture further down may show the same.
        let text_since = |from: usize| arranged[from..].iter().any(|part| part.kind == BlockKind::Paragraph);
        let first = seen.get(&key).copied();
        let picture = kind == BlockKind::Caption || kind == BlockKind::Credit && captioned;
        let another = picture && first.is_some_and(text_since);
        seen.entry(key).or_insert(arranged.len());
        if first.is_some() && !pictured && !another && told_twice {
            continue;
        }
        let after = last.replace(n);
        match arranged.last_mut() {
            Some(before) if joins(page, blocks.paths, found, before, kind, after, n) => {
                if before.kind != BlockKind::Quote {
                    before.kind = kind;
                }
                before.text.push(' ');
                before.text.push_str(text);
                seen.insert(words::hash(words::key(&before.text).bytes()), 0);
            }
            _ => arranged.push(Part { kind, text: text.to_owned(), level: candidate.level }),
        }
    }
    arranged
}

/// Whether block `n` goes on with the part before it, which was made of block `after`: a name after "Photo:", another line
/// of one promo's card.
fn joins(
    page: &Page,
    paths: &Paths,
    found: &[Candidate],
    before: &Part,
    kind: BlockKind,
    after: Option<usize>,
    n: usize,
) -> bool {
    let Some(after) = after else { return false };
    match (before.kind, kind) {
        (BlockKind::Credit, BlockKind::Credit) if is_one_line(page, &found[after], &found[n]) => true,
        (BlockKind::Caption | BlockKind::Credit, BlockKind::Credit | BlockKind::Caption) => {
            before.text.ends_with(':') && before.text.chars().count() <= 20 && after + 1 == n
        }
        // The signature of a quotation.
        (BlockKind::Quote, BlockKind::Quote) => {
            let both = [(found[after].at, 1), (found[n].at, 1)];
            let inside = paths.container(page, both.into_iter(), 1.0);
            let label = found[n].text.chars().count() <= 80 && !found[n].ends_sentence();
            after + 1 == n && label && page.tag(inside.start) == "blockquote"
        }
        (BlockKind::Quote, BlockKind::Paragraph | BlockKind::Heading | BlockKind::Credit) => {
            let signature = found[n].text.starts_with(['–', '—', '―']) && found[n].text.chars().count() <= 80;
            after + 1 == n && found[n].level == 0 && signature && !found[n].ends_sentence()
        }
        (BlockKind::Promo, BlockKind::Promo) => {
            let both = [(found[after].at, 1), (found[n].at, 1)];
            let card = paths.container(page, both.into_iter(), 1.0);
            card.end - card.start <= MOST_NODES && page.text_of(card.start).len() <= LONGEST_CARD
        }
        _ => false,
    }
}

/// A byline without the time that reading takes.
fn without_reading_time(text: &str) -> &str {
    static TIME: LazyLock<Regex> = LazyLock::new(|| {
        let words = r"[\s|•·,–—-]+\d{1,3}[ -]?(min|mins|minutes?|minuten|minutos|minuti)\.?[ -]?(read|lesezeit|de lectura|de lecture|di lettura|de leitura)\W*$";
        RegexBuilder::new(words).case_insensitive(true).build().expect("a fixed pattern")
    });
    // Most bylines say nothing of minutes.
    let said = text.chars().any(|c| c.is_ascii_digit()) && text.to_ascii_lowercase().contains("min");
    if !said {
        return text;
    }
    TIME.find(text).filter(|time| time.start() > 0).map_or(text, |time| &text[..time.start()])
}

/// Whether two credits of one caption stand in one line: no element parts them that begins a line of its own.
fn is_one_line(page: &Page, one: &Candidate, other: &Candidate) -> bool {
    one.kind == BlockKind::Caption
        && other.kind == BlockKind::Caption
        && (one.at + 1..other.at).all(|n| !is_block(page.tag(n)) && page.tag(n) != "br")
}

impl Parts {
    /// Between headline and text.
    fn is_above(&self, n: usize) -> bool {
        self.first_text.is_none_or(|first| n <= first) && self.headline.is_none_or(|h| n > h)
    }
}
