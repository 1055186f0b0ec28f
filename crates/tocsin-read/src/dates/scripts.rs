//! Dates in the data that scripts carry: the state of page frameworks, data layers of counters.

use super::evidence::{Evidence, Source};
use super::words::WORDS;
use crate::datetext::{self, Style};
use crate::page::{Kind, Page};
use jiff::civil::Date;
use memchr::memmem;
use std::collections::BTreeMap;
use tocsin_record::Published;

/// Scripts hold no more text than this together that is looked at.
const BUDGET: usize = 6 << 20;
/// More dates by the same key than this are a list of articles.
const MOST: usize = 200;
/// A key or value is no longer.
const LONGEST: usize = 60;

/// Reads the dates of keys such as "publishedAt". A key that gives several days dates several articles and is not
/// believed; `broken`: JSON-LD scripts that could not be read as JSON.
pub(super) fn read(page: &Page, broken: &[u32], style: Style, evidence: &mut Evidence) {
    let mut keys: BTreeMap<(bool, String), Vec<Published>> = BTreeMap::new();
    let needles: Vec<memmem::Finder<'_>> =
        ["ubli", "ubDat", "ubdat", "ublic", "reat", "elease", "ostDate", "osted", "rticle_date", "odif", "pdate"]
            .iter()
            .map(memmem::Finder::new)
            .collect();
    each_script(page, broken, |text| {
        let mut last = 0;
        let mut hits: Vec<usize> = needles.iter().flat_map(|n| n.find_iter(text.as_bytes()).take(MOST)).collect();
        hits.sort_unstable();
        for at in hits {
            if at < last {
                continue;
            }
            let Some((key, from)) = key_around(text, at) else { continue };
            last = from;
            let published = WORDS.script_published.contains(&key);
            if !published && !WORDS.script_modified.contains(&key) {
                continue;
            }
            if let Some(value) = value_at(text, from)
                && let Some(date) = datetext::parse_styled(value, style)
            {
                let dates = keys.entry((published, key)).or_default();
                if dates.len() < MOST {
                    dates.push(date);
                }
            }
        }
    });
    for ((published, key), dates) in keys {
        let mut days: Vec<Date> = dates.iter().map(Published::day).collect();
        days.sort();
        days.dedup();
        let Some(first) = dates.into_iter().max_by_key(|d| d.as_str().len()) else { continue };
        if days.len() != 1 {
            continue;
        }
        if !published {
            evidence.modified.push(first);
        } else {
            let created = key.contains("creat") || key == "published" || key == "releasedate";
            let source = if created { Source::ScriptCreated } else { Source::Script };
            evidence.say(source, first);
        }
    }
}

/// The texts of all scripts that are no JSON-LD (or broken JSON-LD), within the budget.
fn each_script(page: &Page, broken: &[u32], mut give: impl FnMut(&str)) {
    let mut left = BUDGET;
    for script in page.elements("script") {
        let linked = page.attribute(script, "type").is_some_and(|t| t.to_ascii_lowercase().contains("ld+json"));
        if linked && !broken.contains(&script) {
            continue;
        }
        for node in script..page.nodes[script as usize].end {
            if let Kind::Text(text) = &page.nodes[node as usize].kind {
                let Some(rest) = left.checked_sub(text.len()) else { return };
                left = rest;
                give(text);
            }
        }
    }
}

/// The identifier around byte `at`, without case and marks, and where the text goes on behind it.
fn key_around(text: &str, at: usize) -> Option<(String, usize)> {
    let bytes = text.as_bytes();
    let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    let start = at - bytes[..at].iter().rev().take(LONGEST).take_while(|b| part(b)).count();
    let end = at + bytes[at..].iter().take(LONGEST).take_while(|b| part(b)).count();
    let key: String =
        text.get(start..end)?.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    (key.len() <= LONGEST).then_some((key, end))
}

/// The value behind a key: `": "2024-05-03"`, `\":\"2024-05-03\"`, `', '2024-05-03'`, `=1714750000`.
fn value_at(text: &str, from: usize) -> Option<&str> {
    let bytes = text.as_bytes();
    let mut at = from;
    let mut separated = false;
    while let Some(&b) = bytes.get(at).filter(|_| at - from < 16) {
        match b {
            b'"' | b'\'' | b'\\' | b' ' | b'\n' | b'\t' | b'[' | b'(' => {}
            b':' | b'=' | b',' if !separated => separated = true,
            b'&' => {
                let quote = text[at..].strip_prefix("&quot;")?;
                at = text.len() - quote.len();
                continue;
            }
            _ => break,
        }
        at += 1;
    }
    if !separated {
        return None;
    }
    let end = bytes[at..]
        .iter()
        .take(LONGEST)
        .position(|b| matches!(b, b'"' | b'\'' | b'\\' | b'}' | b'&' | b';' | b'\n' | b'<'));
    let value = text.get(at..at + end?)?;
    value.starts_with(|c: char| c.is_ascii_digit()).then(|| value.trim_end_matches(','))
}

/// Times in scripts whose minute and second are these (":09:55"), with what stands around them parsed.
pub(super) fn moments(page: &Page, minute_second: &str) -> Vec<Published> {
    let finder = memmem::Finder::new(minute_second);
    let mut found: Vec<Published> = Vec::new();
    let mut left = BUDGET;
    for script in page.elements("script") {
        for node in script..page.nodes[script as usize].end {
            let Kind::Text(text) = &page.nodes[node as usize].kind else { continue };
            let Some(rest) = left.checked_sub(text.len()) else { return found };
            left = rest;
            for at in finder.find_iter(text.as_bytes()).take(50) {
                // "2023-11-08T18" before it, ".000-07:00" behind.
                let Some(start) = at.checked_sub(13) else { continue };
                let end = (at + minute_second.len() + 10).min(text.len());
                if let Some(window) = text.get(start..crate::words::floor(text, end))
                    && let Some(time) = datetext::parse(window.split(['"', '\'', '\\', '&']).next().unwrap_or_default())
                    && !found.contains(&time)
                {
                    found.push(time);
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(script: &str) -> Vec<(Source, String)> {
        let (page, _) = Page::parse(&format!("<html><head><script>{script}</script></head></html>"));
        let mut evidence = Evidence::default();
        read(&page, &[], Style::default(), &mut evidence);
        evidence.published.into_iter().map(|s| (s.source, s.published.as_str().to_owned())).collect()
    }

    #[test]
    fn keys_of_data_layers_are_read() {
        for script in [
            "window.x = {\"publishedAt\": \"2024-05-03T10:00:00Z\"}",
            "d.push(JSON.parse('{\\\"published_at\\\":\\\"2024-05-03T10:00:00Z\\\"}'))",
            "layer = {'first-publication':'2024-05-03T10:00:00Z'}",
            "datePublished = '2024-05-03T10:00:00Z';",
            "x({&quot;publishDate&quot;:&quot;2024-05-03T10:00:00Z&quot;})",
        ] {
            assert_eq!(evidence(script), [(Source::Script, "2024-05-03T10:00:00Z".to_owned())], "{script}");
        }
    }

    #[test]
    fn a_list_of_articles_is_not_believed() {
        let script = "[{\"publishedAt\":\"2024-05-03\"},{\"publishedAt\":\"2024-05-02\"}]";
        assert_eq!(evidence(script), []);
        assert_eq!(evidence("{\"republishedAtNight\": \"2024-05-03\"}"), []);
    }
}
