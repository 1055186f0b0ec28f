//! Without a date: days between which a page was published.

use crate::datetext;
use crate::page::Page;
use jiff::ToSpan;
use jiff::civil::Date;
use tocsin_record::DateRange;

/// Infers a range, and says from what: the month of the address or of the page's pictures, narrowed by the days that
/// captions give.
pub(super) fn infer(page: &Page, path: Option<&str>) -> Option<(DateRange, &'static str)> {
    let month_of = |day: Date| DateRange { start: day.first_of_month(), end: day.last_of_month() };
    let mut range = path.and_then(datetext::month_in_path).map(|m| (month_of(m), "its address"));
    if range.is_none() {
        let sources = page.elements("img").filter_map(|i| page.attribute(i, "src"));
        // Pictures from the archive are older than the article, none is newer.
        let last = sources.filter_map(datetext::month_in_path).max();
        range = last.map(|last| (month_of(last), "the addresses of its pictures"));
    }
    let captions = page.elements("figcaption").take(50).filter_map(|c| datetext::written(&page.text_of(c)));
    if let Some(latest) = captions.map(|p| p.day()).max() {
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
    range
}
