//! When a page was published: what its parts say, and what to make of it.

mod decide;
mod evidence;
mod range;
mod scripts;
mod told;
mod visible;
mod words;

use crate::datetext::{self, Order, Style};
use crate::linked_data::LinkedData;
use crate::metadata::{Meta, Metadata};
use crate::page::Page;
use crate::{address, clocks};
pub(crate) use evidence::{Evidence, Said, Source};
pub(crate) use range::{Bounds, Inferred, infer};
pub(crate) use told::{Told, read as told};
use words::WORDS;

/// What is known of a page before its dates are read.
pub(crate) struct About<'a> {
    pub page: &'a Page,
    pub meta: &'a [Meta],
    pub linked: &'a LinkedData,
    /// Where it was found or what it calls its own address.
    pub address: Option<&'a str>,
    pub title: Option<&'a str>,
    /// The language it declares, region and all.
    pub lang_tag: Option<&'a str>,
}

/// Fills in `published`, `modified`, what bounds a day that is not given, and the warning.
pub(crate) fn read(about: &About<'_>, into: &mut Metadata) {
    settle(about, &collect(about), into);
}

/// The same from what [`collect`] found.
pub(crate) fn settle(about: &About<'_>, evidence: &Evidence, into: &mut Metadata) {
    let host = about.address.and_then(address::host);
    let zone = clocks::of_outlet(host.as_deref(), about.lang_tag);
    let decision = decide::decide(about.page, evidence, zone.as_ref());
    let modified = evidence.modified.first().cloned();
    match decision {
        Some(decision) => {
            into.modified = modified.filter(|m| m.day() >= decision.published.day());
            into.published = Some(decision.published);
            into.date_warning = decision.warning;
        }
        None => {
            into.modified = modified.clone();
            if let Some(changed) = modified {
                // The text as it stands was published that day, if not for the first time.
                into.date_warning = Some(format!(
                    "date-of-change: the page gives {} as the day of its last change and no other; it is taken",
                    changed.day()
                ));
                into.published = Some(changed);
            }
            into.bounds = range::bounds(about.page, path_of(about.address).as_deref());
        }
    }
}

fn path_of(address: Option<&str>) -> Option<String> {
    Some(::url::Url::parse(address?).ok()?.path().to_owned())
}

/// Everything the page says of its dates.
pub(crate) fn collect(about: &About<'_>) -> Evidence {
    let About { page, meta, linked, address, title, lang_tag } = *about;
    let mut evidence = Evidence::default();
    let style = Style { order: order(address, lang_tag), short_years: false };
    let parse = |text: &str| datetext::parse_styled(text, style);
    let linked_source = if linked.named { Source::LinkedArticle } else { Source::LinkedOther };
    for (source, text) in [
        (linked_source, &linked.published),
        (Source::LinkedCreated, &linked.created),
        (Source::LinkedPage, &linked.page_published),
    ] {
        if let Some(published) = text.as_deref().and_then(parse) {
            evidence.say(source, published);
        }
    }
    evidence.modified.extend(linked.modified.as_deref().and_then(parse));
    for meta in meta {
        let name = meta.name.as_str();
        if WORDS.meta_published.contains(name) {
            if let Some(published) = parse(&meta.content) {
                evidence.say(Source::Meta, published);
            }
        } else if WORDS.meta_loose.contains(name) {
            if let Some(published) = parse(&meta.content) {
                evidence.say(Source::MetaLoose, published);
            }
        } else if WORDS.meta_modified.contains(name) {
            evidence.modified.extend(parse(&meta.content));
        }
    }
    evidence.modified.extend(linked.page_modified.as_deref().and_then(parse));
    if let Some(day) = path_of(address).as_deref().and_then(|p| datetext::in_path(p, style.order)) {
        evidence.say(Source::Address, day.into());
    }
    let key = title.map(crate::words::key).filter(|k| !k.is_empty());
    visible::read(page, key.as_deref(), style, &mut evidence);
    scripts::read(page, &linked.broken, style, &mut evidence);
    evidence
}

/// Which number of 03/05/2024 is the day: the month only in the United States, by the region of the page's language or by
/// the language alone; English of no country says nothing.
fn order(address: Option<&str>, lang_tag: Option<&str>) -> Order {
    let host = address.and_then(address::host);
    let country = host.as_deref().and_then(|h| h.rsplit('.').next()).filter(|l| l.len() == 2);
    let region = lang_tag.and_then(clocks::region);
    let language = lang_tag.and_then(crate::language::code);
    match (country, region.as_deref(), language.as_deref()) {
        (Some("us"), ..) | (None, Some("us"), Some("en")) => Order::MonthFirst,
        (Some("uk" | "au" | "nz" | "in" | "ie" | "za" | "ng" | "ke" | "pk" | "sg" | "my" | "hk"), ..) => {
            Order::DayFirst
        }
        (_, Some("uk" | "au" | "nz" | "in" | "ie" | "za" | "ng" | "ke" | "pk" | "sg"), Some("en")) => Order::DayFirst,
        (_, _, None | Some("en")) => Order::Unknown,
        _ => Order::DayFirst,
    }
}
