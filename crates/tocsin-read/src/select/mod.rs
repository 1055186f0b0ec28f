//! Which blocks of a page are its article.
//!
//! Two readers give their votes (see [`voters`]); what both take is nearly always text, and shows how this page lays its
//! text out. Every block is then weighed ([`weigh`]) by the votes and by its own evidence ([`evidence`]): whether it is
//! laid out like the text, how long it is, how much of it is links, what its markup and its words say.

mod evidence;
mod voters;
mod weigh;

use crate::blocks::{Candidate, candidates};
use crate::metadata::Metadata;
use crate::page::Page;
use evidence::Evidence;
pub(crate) use evidence::{Paths, Place, Standing};
use tocsin_record::BlockKind;
use trafilatura::dom;

/// Less article text than this (code points) is looked for again, in other ways.
const TOO_LITTLE: usize = 200;

/// What was chosen.
pub(crate) struct Selection {
    /// For each candidate, whether it is of the article's text.
    pub chosen: Vec<bool>,
    /// What is known of each candidate.
    pub standing: Vec<Standing>,
    /// A voter's own page and blocks, all of them chosen, when the page's blocks hold too little of its answer (text from
    /// scripts, for instance).
    pub instead: Option<(Page, Vec<Candidate>)>,
}

/// Chooses the article's blocks among `found`, the blocks of `page`, which was made of `document`.
pub(crate) fn select(
    page: &Page,
    paths: &Paths,
    document: dom::Document,
    found: &[Candidate],
    metadata: &Metadata,
) -> Selection {
    let votes = voters::ask(page, document, found);
    let evidence = Evidence::gather(page, paths, found, &votes, metadata);
    let mut chosen = weigh::choose(found, &votes, &evidence);
    let length = |chosen: &[bool]| -> usize {
        found.iter().zip(chosen).filter(|(_, c)| **c).map(|(b, _)| b.text.chars().count()).sum()
    };
    if length(&chosen) < TOO_LITTLE {
        let own = by_density(found);
        if length(&own) > 2 * length(&chosen) {
            chosen = own;
        }
    }
    if let Some(answer) = votes.instead {
        let (answer, _) = Page::parse(&answer);
        let instead = candidates(&answer, 0);
        if instead.iter().map(|b| b.text.chars().count()).sum::<usize>() > 2 * length(&chosen) {
            let standing = unknown(&instead);
            return Selection { chosen: vec![true; instead.len()], standing, instead: Some((answer, instead)) };
        }
    }
    Selection { chosen, standing: evidence.blocks, instead: None }
}

/// What is known of blocks of which all are the article.
pub(crate) fn unknown(found: &[Candidate]) -> Vec<Standing> {
    let standing = |c: &Candidate| Standing {
        alike: 0.0,
        article: 0,
        inside: true,
        place: Place::Among,
        summary: false,
        title: false,
        length: c.text.chars().count(),
    };
    found.iter().map(standing).collect()
}

/// The plain way: sentences rather than labels, few links, outside what surrounds articles.
fn by_density(found: &[Candidate]) -> Vec<bool> {
    found
        .iter()
        .map(|block| {
            let marks = block.marks;
            let outside = block.aside || marks.navigation || marks.comments || marks.promo || marks.related;
            let text = matches!(block.kind, BlockKind::Paragraph | BlockKind::Quote | BlockKind::List);
            let length = block.text.chars().count();
            text && !outside
                && block.linked < 0.4
                && (length >= 80 || length >= 40 && block.text.ends_with(['.', '!', '?', '”', '"']))
        })
        .collect()
}
