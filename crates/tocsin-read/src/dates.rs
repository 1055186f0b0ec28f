//! When a page was published: what its parts say, and what to make of it.

use crate::linked_data::LinkedData;
use crate::metadata::{Meta, Metadata};
use crate::page::Page;
use crate::{datetext, phrases};
use jiff::ToSpan;
use jiff::civil::Date;
use regex::Regex;
use std::sync::LazyLock;
use tocsin_record::{DateRange, Published};

/// Where a date comes from; the first is trusted most where nothing else decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Source {
    LinkedData,
    Meta,
    Property,
    Marked,
    Address,
    Visible,
    Time,
    Loose,
}

impl Source {
    fn weight(self) -> u32 {
        match self {
            Source::LinkedData | Source::Meta => 6,
            Source::Address => 5,
            Source::Property | Source::Marked | Source::Visible => 4,
            Source::Time => 2,
            Source::Loose => 1,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Source::LinkedData => "its linked data",
            Source::Meta => "its meta tags",
            Source::Property => "its microdata",
            Source::Marked | Source::Time => "its time stamp",
            Source::Address => "its address",
            Source::Visible => "its text",
            Source::Loose => "its layout",
        }
    }
}

struct Said {
    source: Source,
    published: Published,
}

/// Meta names that say when the article was first published, and those that may mean any date of the page.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "article:published",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_time",
    "pubdate",
    "publication_date",
    "publicationdate",
    "article.published",
    "article:publicationdate",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "citation_publication_date",
    "citation_date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "cse_publishdate",
    "ptime",
    "rnews:datepublished",
    "article_date_original",
    "shareaholic:article_published_time",
    "bt:pubdate",
    "blog:published",
    "iptc.created",
    "displaydate",
    "originalpublicationdate",
    "article.created",
    "article:post_date",
    "dateposted",
    "vr:published_time",
    "weibo: article:create_at",
    "date_published",
    "release_date",
    "datecreated",
    "created",
];
const LOOSE: &[&str] = &[
    "date",
    "dc.date",
    "dcterms.date",
    "dc.date.published",
    "dc:date",
    "last-modified-original",
    "time",
    "timestamp",
    "cdate",
    "content_date",
];
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "article:modified",
    "datemodified",
    "lastmod",
    "last-modified",
    "dcterms.modified",
    "dc.date.modified",
    "dateupdated",
    "modified_time",
    "lastmodified",
    "revised",
    "updated_time",
];

/// Fills in `published`, `modified`, `published_range` and the warning.
pub(crate) fn read(page: &Page, meta: &[Meta], linked: &LinkedData, address: Option<&str>, into: &mut Metadata) {
    let mut said: Vec<Said> = Vec::new();
    let mut say = |source: Source, text: &str| {
        if let Some(published) = datetext::parse(text) {
            said.push(Said { source, published });
        }
    };
    if let Some(text) = &linked.published {
        say(Source::LinkedData, text);
    }
    for meta in meta {
        match meta.name.as_str() {
            name if PUBLISHED.contains(&name) => say(Source::Meta, &meta.content),
            name if LOOSE.contains(&name) => say(Source::Loose, &meta.content),
            _ => {}
        }
    }
    let path = address.and_then(|a| ::url::Url::parse(a).ok()).map(|url| url.path().to_owned());
    if let Some(day) = path.as_deref().and_then(datetext::in_path) {
        said.push(Said { source: Source::Address, published: day.into() });
    }
    elements(page, &mut said);
    let modified = meta.iter().filter(|m| MODIFIED.contains(&m.name.as_str())).map(|m| m.content.as_str());
    let modified = linked.modified.as_deref().into_iter().chain(modified).find_map(datetext::parse);
    decide(said, into);
    if let (Some(modified), Some(published)) = (&modified, &into.published)
        && modified.day() >= published.day()
    {
        into.modified = Some(modified.clone());
    } else if into.published.is_none() {
        into.modified = modified;
        infer(page, path.as_deref(), into);
    }
}

/// Dates in the page's elements: microdata, `<time>`, elements whose class says date, "Published ..." lines.
fn elements(page: &Page, said: &mut Vec<Said>) {
    static DATE_CLASS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)(^|[^a-z])(pub|post|article|entry|story|news|content|publish(ed)?|created?|byline|meta|blog|submitted|single|page)?[-_]*(date|time|datum|fecha|published|publish|pubdate|timestamp|datetime|dateline|posted|postdate|artdate|postmetadata|submitted|createdate|publishdate)([^a-z]|$)").expect("a fixed pattern")
    });
    static MODIFIED_CLASS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)(updat|modif|expire|current|today|event|comment|aktualis)").expect("a fixed pattern")
    });
    static SAYS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^\s*(first )?(published|posted|publié|publicado|veröffentlicht|erstellt|created|submitted|date|datum|fecha|gepubliceerd|pubblicato|yayınlanma|on)\b.{0,12}?[\s:]").expect("a fixed pattern")
    });
    let mut at = 0u32;
    let (mut times, mut loose, mut visible, mut properties, mut bare) = (0, 0, 0, 0, 0);
    while (at as usize) < page.nodes.len() {
        let node = at;
        at += 1;
        let tag = page.tag(node);
        if tag.is_empty() || matches!(tag, "meta" | "script" | "style" | "link" | "html" | "body" | "head") {
            continue;
        }
        let words = page.marks(node);
        let marks = phrases::marks(&words);
        // What stands among other articles, comments and navigation dates those.
        if marks.related || marks.comments || matches!(tag, "aside" | "nav" | "footer" | "figure") {
            at = page.nodes[node as usize].end;
            continue;
        }
        let property = page.attribute(node, "itemprop").map(str::to_ascii_lowercase);
        let short = page.nodes[node as usize].end - node <= 24;
        let own = |name: &str| page.attribute(node, name).and_then(datetext::parse);
        let by_text = || short.then(|| page.text_of(node)).filter(|t| t.chars().count() <= 120);
        if property.as_deref().is_some_and(|p| p.contains("datepublished") || p.contains("datecreated"))
            && properties < 2
        {
            let found =
                own("datetime").or_else(|| own("content")).or_else(|| by_text().as_deref().and_then(datetext::parse));
            if let Some(published) = found {
                properties += 1;
                said.push(Said { source: Source::Property, published });
                continue;
            }
        }
        if property.as_deref().is_some_and(|p| p.contains("datemodified")) || MODIFIED_CLASS.is_match(&words) {
            continue;
        }
        if tag == "time" {
            let marked = page.attribute(node, "pubdate").is_some() || DATE_CLASS.is_match(&words);
            let found = own("datetime").or_else(|| by_text().as_deref().and_then(datetext::parse));
            if times < 3
                && let Some(published) = found
            {
                // Only the first time stamp is the article's own for sure; later ones may date other articles.
                let source = if marked && times == 0 { Source::Marked } else { Source::Time };
                times += 1;
                said.push(Said { source, published });
            }
            continue;
        }
        if DATE_CLASS.is_match(&words) && loose < 2 && short {
            let found = own("datetime")
                .or_else(|| own("data-datetime"))
                .or_else(|| own("title"))
                .or_else(|| by_text().as_deref().and_then(datetext::parse));
            if let Some(published) = found {
                let source = if loose == 0 { Source::Time } else { Source::Loose };
                loose += 1;
                said.push(Said { source, published });
                continue;
            }
        }
        if visible == 0
            && short
            && matches!(tag, "p" | "div" | "span" | "li" | "small" | "em" | "i" | "td" | "h6" | "h5")
            && let Some(text) = by_text().filter(|t| SAYS.is_match(t))
            && let Some(published) = datetext::parse(&text)
        {
            visible += 1;
            said.push(Said { source: Source::Visible, published });
            continue;
        }
        // An element that holds nothing but a date and a word or two.
        if bare == 0
            && page.nodes[node as usize].end - node <= 4
            && let Some(text) = by_text().filter(|t| t.chars().count() <= 45 && t.split(' ').count() <= 6)
            && let Some(published) = datetext::parse(&text)
        {
            bare += 1;
            said.push(Said { source: Source::Loose, published });
        }
    }
}

fn days_apart(a: Date, b: Date) -> i32 {
    a.until(b).map_or(i32::MAX, |span| span.get_days().abs())
}

/// Sources that agree to a day stand together; the heaviest group wins, and in it the most trusted date with a time.
fn decide(said: Vec<Said>, into: &mut Metadata) {
    let weight_near = |day: Date| -> u32 {
        let mut sources: Vec<Source> =
            said.iter().filter(|s| days_apart(s.published.day(), day) <= 1).map(|s| s.source).collect();
        sources.sort();
        sources.dedup();
        sources.into_iter().map(Source::weight).sum()
    };
    let Some(best) = said.iter().min_by_key(|s| (u32::MAX - weight_near(s.published.day()), s.source)) else { return };
    let day = best.published.day();
    let with_time = |s: &&Said| s.published.as_str().len() > 10;
    let group = || said.iter().filter(|s| days_apart(s.published.day(), day) <= 1);
    let chosen = group().filter(with_time).min_by_key(|s| s.source);
    // A bare day and a time of the next day are one moment seen from two time zones: the time is kept as it is.
    let chosen = chosen.filter(|c| c.source <= best.source || c.published.day() == day).unwrap_or(best);
    let other = said
        .iter()
        .filter(|s| s.source.weight() >= 4 && days_apart(s.published.day(), day) > 1)
        .min_by_key(|s| s.source);
    into.date_warning = other.map(|other| {
        format!(
            "date-conflict: the page gives {} by {} and {} by {}; the first is taken",
            chosen.published.day(),
            chosen.source.name(),
            other.published.day(),
            other.source.name()
        )
    });
    into.published = Some(chosen.published.clone());
}

/// Without a date: the month of the address or of its pictures, narrowed by the days its captions give.
fn infer(page: &Page, path: Option<&str>, into: &mut Metadata) {
    let month_of = |day: Date| DateRange { start: day.first_of_month(), end: day.last_of_month() };
    let mut range = path.and_then(datetext::month_in_path).map(|m| (month_of(m), "its address"));
    if range.is_none() {
        let mut months: Vec<Date> =
            page.elements("img").filter_map(|i| page.attribute(i, "src")).filter_map(datetext::month_in_path).collect();
        months.sort();
        // Pictures from the archive are older than the article, none is newer.
        if let Some(&last) = months.last() {
            range = Some((month_of(last), "the addresses of its pictures"));
        }
    }
    let captions: Vec<Date> = page
        .elements("figcaption")
        .take(50)
        .filter_map(|c| datetext::written(&page.text_of(c)))
        .map(|p| p.day())
        .collect();
    if let Some(&latest) = captions.iter().max() {
        match &mut range {
            Some((range, from)) if latest >= range.start && latest <= range.end => {
                range.start = latest;
                *from = "its address or pictures and its captions";
            }
            Some(_) => {}
            None => {
                if let Ok(end) = latest.checked_add(7.days()) {
                    range = Some((DateRange { start: latest, end }, "its captions"));
                }
            }
        }
    }
    if let Some((range, from)) = range {
        into.published_range = Some(range);
        into.range_from = from;
    }
}
