//! Without a date: days between which a document was published.

use super::told::Told;
use crate::datetext;
use crate::page::{Kind, Page};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use tocsin_record::DateRange;

/// A day of the week with its date, but no year, is of the twelve months before the article.
const ONE_YEAR: i32 = 365;
/// A caption or a notice of copyright stands among the first so many of its kind.
const MOST: usize = 50;

/// What bounds the day of a page that gives none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bounds {
    /// The month of its address, by its first day.
    address: Option<Date>,
    /// The latest month of its pictures' addresses.
    pictures: Option<Date>,
    /// The month of the picture that it shows for itself elsewhere (`og:image`).
    preview: Option<Date>,
    /// The latest day of its captions.
    captions: Option<Date>,
    /// The latest year of its notices of copyright.
    copyright: Option<i16>,
}

/// What was inferred.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Inferred {
    /// The range, and from what.
    pub range: Option<(DateRange, &'static str)>,
    /// The latest day that the document tells of as past.
    pub not_before: Option<Date>,
}

/// Collects what a page has apart from its text.
pub(super) fn bounds(page: &Page, path: Option<&str>) -> Bounds {
    let sources = page.elements("img").filter_map(|i| page.attribute(i, "src"));
    let preview = page.elements("meta").filter(|&m| {
        let name = page.attribute(m, "property").or(page.attribute(m, "name"));
        name.is_some_and(|n| matches!(n, "og:image" | "og:image:secure_url" | "twitter:image" | "twitter:image:src"))
    });
    let captions = page.elements("figcaption").take(MOST).filter_map(|c| datetext::written(&page.text_of(c)));
    Bounds {
        address: path.and_then(datetext::month_in_path),
        pictures: sources.filter_map(datetext::month_in_path).max(),
        preview: preview.filter_map(|m| datetext::month_in_path(page.attribute(m, "content")?)).max(),
        captions: captions.map(|p| p.day()).max(),
        copyright: copyright(page),
    }
}

/// The latest year of the page's notices of copyright.
fn copyright(page: &Page) -> Option<i16> {
    let texts = page.nodes.iter().filter_map(|node| match &node.kind {
        Kind::Text(text) => Some(text),
        Kind::Element { .. } => None,
    });
    let notices = texts.filter_map(|text| {
        let at = ["©", "copyright", "Copyright", "COPYRIGHT"].iter().filter_map(|mark| text.find(mark)).min()?;
        let behind: String = text[at..].chars().take(60).collect();
        let years = behind.split(|c: char| !c.is_ascii_digit()).filter(|w| w.len() == 4);
        years.filter_map(|w| w.parse().ok()).filter(|year| (1990..=2099).contains(year)).max()
    });
    notices.take(MOST).max()
}

/// Infers a range from what a page has and what its text tells; never one that the text contradicts. What is told as past
/// lies before the article, the end must come from something else: from the month of the address or of the pictures, from
/// what the text announces or from the notice of copyright. Without an end there is no range.
pub(crate) fn infer(bounds: &Bounds, told: &Told) -> Inferred {
    let not_before = told.past.iter().copied().chain(bounds.captions).max();
    let in_text = |told_of: Option<Date>| told_of.is_some_and(|day| told.past.contains(&day));
    let by_month = |range: DateRange, alone: &'static str, narrowed: &'static str| {
        let start = not_before.filter(|day| (range.start..=range.end).contains(day));
        (
            DateRange { start: start.unwrap_or(range.start), end: range.end },
            if start.is_some() { narrowed } else { alone },
        )
    };
    let mut found = None;
    if let Some(month) = bounds.address {
        let range = DateRange { start: month.first_of_month(), end: month.last_of_month() };
        found = Some(by_month(range, "its address", "its address and the days it tells of"));
    } else if let Some(month) = bounds.pictures {
        // Logos are older than the article, pictures of other articles newer: another sign must name the month too.
        let agreed = bounds.preview == Some(month) || not_before.is_some_and(|d| d.first_of_month() == month);
        let end = month.last_of_month().tomorrow().map(Date::last_of_month);
        if let Some(end) = end.ok().filter(|end| agreed && not_before.is_none_or(|day| day <= *end)) {
            let range = DateRange { start: month.first_of_month(), end };
            let alone = "the addresses of its pictures";
            found = Some(by_month(range, alone, "the addresses of its pictures and the days it tells of"));
        }
    }
    if let (None, Some(start)) = (&found, not_before)
        && let Some(year) = bounds.copyright.filter(|year| *year >= start.year())
    {
        let from = if in_text(not_before) {
            "the days its text tells of and its notice of copyright"
        } else {
            "its captions and its notice of copyright"
        };
        found = Some((DateRange { start, end: date(year, 12, 31) }, from));
    }
    // A day announced before one that is past already was announced by somebody else.
    let ahead = told.ahead.iter().copied().min().filter(|day| not_before.is_none_or(|past| past <= *day));
    match (&mut found, not_before, ahead) {
        (Some((range, from)), _, Some(day)) if (range.start..range.end).contains(&day) => {
            range.end = day;
            *from = "what it shows and the days its text tells of";
        }
        (None, Some(start), Some(end)) => found = Some((DateRange { start, end }, "the days its text tells of")),
        _ => {}
    }
    if let Some((range, from)) = &mut found
        && let Ok(first) = range.start.checked_sub(ONE_YEAR.days())
    {
        let days = told.past_week_dates.iter().filter_map(|day| day.between(first, range.end));
        if let Some(day) = days.filter(|day| *day > range.start).max() {
            range.start = day;
            *from = "what it shows and the days its text tells of";
        }
    }
    Inferred { range: found, not_before }
}
