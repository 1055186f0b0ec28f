//! What a page says of itself, and in which of its parts.

use crate::dates;
use crate::guard::unruly;
use crate::metadata;
use crate::page::Page;
use tocsin_record::{DateRange, Published};

/// A date that one part of a page gives for its publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateSaid {
    /// The part, in a few words: "its meta tags".
    pub part: &'static str,
    /// The kind of part, exactly, as a word for tables.
    pub source: String,
    /// The date as it is given.
    pub published: Published,
}

/// A page's metadata with what they were made of. Reading it takes no look at the article's text.
#[derive(Clone, Debug, Default)]
pub struct Provenance {
    /// The title.
    pub title: Option<String>,
    /// The authors' names.
    pub authors: Vec<String>,
    /// The outlet's name.
    pub outlet: Option<String>,
    /// Who publishes the outlet.
    pub publisher: Option<String>,
    /// The canonical address.
    pub url: Option<String>,
    /// The declared language.
    pub lang: Option<String>,
    /// The publication day or time that was chosen.
    pub published: Option<Published>,
    /// The range that stands in for it, by what the page has apart from its text.
    pub published_range: Option<DateRange>,
    /// When the page was last changed.
    pub modified: Option<Published>,
    /// Every date that a part of the page gives for its publication.
    pub dates: Vec<DateSaid>,
    /// Doubts, each "code: message".
    pub warnings: Vec<String>,
}

/// Reads what a page that was found at `url` says of itself; `None` where its markup is too unruly to be parsed.
pub fn provenance(html: &str, url: Option<&str>) -> Option<Provenance> {
    if unruly(html).is_some() {
        return None;
    }
    let (page, _) = Page::parse(html);
    let (found, evidence) = metadata::read_with_sources(&page, url);
    let said =
        |s: dates::Said| DateSaid { part: s.source.name(), source: format!("{:?}", s.source), published: s.published };
    Some(Provenance {
        title: found.title,
        authors: found.authors,
        outlet: found.outlet,
        publisher: found.publisher,
        url: found.url,
        lang: found.lang,
        published: found.published,
        published_range: dates::infer(&found.bounds, &dates::Told::default()).range.map(|(range, _)| range),
        modified: found.modified,
        dates: evidence.published.into_iter().map(said).collect(),
        warnings: found.date_warning.into_iter().collect(),
    })
}
