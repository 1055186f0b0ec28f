//! The title of an article, as a reader sees it.

use crate::page::Page;
use crate::words;

/// A longer title is no title.
const LONGEST: usize = 400;

/// What a page says its title is, in several places.
#[derive(Debug, Default)]
pub(crate) struct Titles {
    pub element: Option<String>,
    pub open_graph: Option<String>,
    pub linked: Option<String>,
    pub headings: Vec<String>,
}

/// Chooses: the main heading where the page's own title or description confirms it, else what the description says.
pub(crate) fn choose(titles: &Titles, outlet: Option<&str>) -> Option<String> {
    let described: Vec<&str> =
        [&titles.open_graph, &titles.linked, &titles.element].into_iter().filter_map(|t| t.as_deref()).collect();
    let outlet_key = outlet.map(words::key).unwrap_or_default();
    let confirmed = titles.headings.iter().find(|heading| {
        let key = words::key(heading);
        key != outlet_key && key.chars().count() >= 8 && described.iter().any(|d| alike(&key, &words::key(d)))
    });
    let only = (titles.headings.len() == 1).then(|| &titles.headings[0]).filter(|h| h.chars().count() >= 12);
    let named = |title: &Option<String>| {
        let title = without_outlet(title.as_deref()?, outlet);
        (words::key(&title) != outlet_key).then_some(title)
    };
    // Sites set a word or two of topic above the headline, inside the heading; the description goes without it.
    let bare = confirmed.and_then(|heading| {
        let key = words::key(heading);
        [&titles.open_graph, &titles.linked].into_iter().flatten().find(|t| {
            let described = words::key(t);
            described.len() >= 16 && described.len() < key.len() && key.ends_with(&described)
        })
    });
    bare.or(confirmed)
        .cloned()
        .or_else(|| named(&titles.open_graph))
        .or_else(|| named(&titles.linked))
        .or_else(|| only.cloned())
        .or_else(|| named(&titles.element))
        .map(|t| words::squeeze(&t))
        .filter(|t| !t.is_empty() && t.chars().count() <= LONGEST)
}

/// One holds the other, and is long enough for that to be no accident.
fn alike(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    long.contains(short) && (short.len() >= 12 || short.len() * 2 >= long.len())
}

/// Cuts the outlet's name (or a site's section names) off the end of a title: "What happened | World | Example Times".
pub(crate) fn without_outlet(title: &str, outlet: Option<&str>) -> String {
    let title = words::squeeze(title);
    let outlet = outlet.map(words::key).filter(|o| !o.is_empty());
    for separator in [" | ", " – ", " — ", " - ", " • ", " · ", " » ", " :: ", "|"] {
        if let Some((head, tail)) = title.rsplit_once(separator) {
            let tail_key = words::key(tail);
            let is_outlet = outlet.as_ref().is_some_and(|o| tail_key.contains(o.as_str()) || o.contains(&tail_key));
            let bar = separator.contains('|') && tail.chars().count() <= 40;
            if (is_outlet || bar) && head.chars().count() >= 8 {
                return without_outlet(head, None);
            }
        }
    }
    title
}

/// The page's main headings, in order.
pub(crate) fn headings(page: &Page) -> Vec<String> {
    page.elements("h1").map(|h| page.text_of(h)).filter(|t| !t.is_empty()).take(20).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outlet_is_no_part_of_the_title() {
        let outlet = Some("Example Times");
        for title in [
            "Bridge closed after strike | Example Times",
            "Bridge closed after strike - Example Times",
            "Bridge closed after strike | World | Example Times",
        ] {
            assert_eq!(without_outlet(title, outlet), "Bridge closed after strike");
        }
        assert_eq!(without_outlet("Hard-line stance - and its price", outlet), "Hard-line stance - and its price");
    }

    #[test]
    fn the_topic_above_a_headline_is_no_part_of_it() {
        let titles = Titles {
            open_graph: Some("Minister resigns over leaked letter".into()),
            headings: vec!["Cabinet crisis: Minister resigns over leaked letter".into()],
            ..Titles::default()
        };
        assert_eq!(choose(&titles, None).as_deref(), Some("Minister resigns over leaked letter"));
    }

    #[test]
    fn a_confirmed_heading_wins() {
        let titles = Titles {
            element: Some("Bridge closed after strike | Example Times".into()),
            open_graph: Some("Bridge closed".into()),
            linked: None,
            headings: vec!["Example Times".into(), "Bridge closed after strike".into()],
        };
        assert_eq!(choose(&titles, Some("Example Times")).as_deref(), Some("Bridge closed after strike"));
    }
}
