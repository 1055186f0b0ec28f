//! What pages say of themselves: dates, titles, authors, addresses.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

use tocsin_read::{Provenance, provenance};

const URL: &str = "https://www.example.org/world/bridge-closed";

fn read_at(url: &str, head: &str, body: &str) -> Provenance {
    let html = format!("<!DOCTYPE html><html lang='en-GB'><head>{head}</head><body>{body}</body></html>");
    provenance(&html, Some(url)).unwrap()
}

fn published(head: &str, body: &str) -> Option<String> {
    read_at(URL, head, body).published.map(|p| p.as_str().to_owned())
}

const H1: &str = "<h1>Bridge closed after strike on the port</h1>";
const TITLE: &str = "<title>Bridge closed after strike on the port | Example Times</title>";

#[test]
fn every_part_of_a_page_can_give_the_day() {
    let cases = [
        ("<meta property='article:published_time' content='2024-05-03T10:00:00+01:00'>", ""),
        (
            "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":\"2024-05-03\"}</script>",
            "",
        ),
        (
            "<script type='application/ld+json'><!-- {\"@type\":\"WebPage\",\"datePublished\":\"2024-05-03\",} --></script>",
            "",
        ),
        ("<script>dataLayer.push({'publishDate': '2024-05-03'})</script>", ""),
        ("", "<time datetime='2024-05-03'>yesterday</time>"),
        ("", "<span property='schema:datePublished' content='2024-05-03T09:00:00+01:00'></span>"),
        ("", "<div class='entry-date'>3 May 2024</div>"),
        ("", "<div class='c1'>3 May 2024</div>"),
        ("", "<span>Published:</span> <span>3 May 2024, 10:15</span>"),
        ("", "<p>Dieser Artikel wurde am 3. Mai 2024 um 14:48 von Jan Beispiel veröffentlicht</p>"),
        ("", "<div class='d'><span class='day'>3</span> May 2024</div>"),
        ("", "<span class='published'>Publié le 3 mai 2024 à 10h15</span>"),
    ];
    for (head, body) in cases {
        let found = published(&format!("{TITLE}{head}"), &format!("{H1}{body}<p>The army said so.</p>"));
        assert!(found.as_ref().is_some_and(|f| f.starts_with("2024-05-03")), "{head}{body}: {found:?}");
    }
    let by_address = read_at("https://example.org/2024/05/03/bridge-closed", TITLE, H1);
    assert_eq!(by_address.published.unwrap().as_str(), "2024-05-03");
}

#[test]
fn what_dates_something_else_is_no_date_of_the_article() {
    for body in [
        "<footer>Copyright © 3 May 2024 Example Times</footer>",
        "<p>Today is 3 May 2024, said the clock on the wall of the ministry.</p>",
        "<p>The treaty of 3 May 2024 was signed by both sides in Geneva.</p>",
        "<section class='related-articles'><h3>Other</h3><time datetime='2024-05-03'>3 May</time></section>",
        "<div class='comments'><span class='date'>3 May 2024</span></div>",
        "<div>14. - 20. May 2024</div>",
    ] {
        assert_eq!(published(TITLE, &format!("{H1}{body}")), None, "{body}");
    }
}

#[test]
fn agreement_decides_and_disagreement_is_said() {
    let head = format!(
        "{TITLE}<meta property='article:published_time' content='2024-05-03T10:00:00+01:00'>\
         <script>x = {{\"publishDate\": \"2019-01-01\"}}</script><meta name='date' content='2023-02-02'>"
    );
    let found = read_at(URL, &head, &format!("{H1}<time datetime='2024-05-03'>3 May 2024</time>"));
    assert_eq!(found.published.unwrap().as_str(), "2024-05-03T10:00:00+01:00");
    let head = format!("{TITLE}<meta property='article:published_time' content='2022-05-03'>");
    let found = read_at(URL, &head, &format!("{H1}<time datetime='2024-05-03'>3 May 2024</time>"));
    assert!(found.warnings.iter().any(|w| w.starts_with("date-conflict: ")), "{:?}", found.warnings);
}

#[test]
fn an_update_is_no_publication() {
    let body = format!("{H1}<p>Published 3 May 2024, last updated 9 June 2024</p>");
    let found = read_at(URL, TITLE, &body);
    assert_eq!(found.published.unwrap().as_str(), "2024-05-03");
    assert_eq!(found.modified.unwrap().as_str(), "2024-06-09");
    let found = read_at(URL, TITLE, &format!("{H1}<p>Last updated: 9 June 2024</p>"));
    assert_eq!(found.published.unwrap().as_str(), "2024-06-09");
    assert!(found.warnings.iter().any(|w| w.starts_with("date-of-change: ")), "{:?}", found.warnings);
}

#[test]
fn what_readers_are_shown_stands_against_copies_of_the_last_change() {
    // A time stamp that a machine renewed, over words that say when it was published.
    let body = format!("{H1}<time datetime='2024-06-09T10:00:00Z'>Published 3 May 2024</time>");
    assert_eq!(published(TITLE, &body).as_deref(), Some("2024-05-03"));
    // One "published" dates one day.
    let body = format!(
        "{H1}<span>Published on</span> <time class='entry-date' datetime='2024-05-03'>3 May 2024</time>\
         <time class='updated' datetime='2024-05-02'>2 May 2024</time>"
    );
    assert_eq!(published(TITLE, &body).as_deref(), Some("2024-05-03"));
    // The change is written into every field.
    let head = format!(
        "{TITLE}<meta property='article:published_time' content='2024-06-09T10:11:12Z'>\
         <meta property='article:modified_time' content='2024-06-09T10:11:12Z'>\
         <meta name='datepublished' content='2024-06-09T10:11:12Z'><meta name='sailthru.date' content='2024-06-09T10:11:12Z'>\
         <script type='application/ld+json'>{{\"@type\":\"WebPage\",\"datePublished\":\"2024-06-09T10:11:12Z\"}}</script>"
    );
    let body = format!("{H1}<div class='article-date'>3 May 2024</div>");
    assert_eq!(published(&head, &body).as_deref(), Some("2024-05-03"));
}

#[test]
fn a_moment_in_utc_gets_the_outlets_own_day() {
    let utc = "<meta property='article:published_time' content='2024-05-03T23:30:15Z'>";
    // By the country's clock.
    assert_eq!(published(&format!("{TITLE}{utc}"), H1).as_deref(), Some("2024-05-04T00:30:15+01:00"));
    // By the same moment in a script, by a clock without an offset, by what readers see.
    let at = |head: &str, body: &str| {
        let html = format!("<html><head>{TITLE}{utc}{head}</head><body>{H1}{body}</body></html>");
        provenance(&html, Some("https://example.com/a")).unwrap().published.unwrap().as_str().to_owned()
    };
    assert_eq!(at("<script>t=\"2024-05-03T16:30:15-07:00\"</script>", ""), "2024-05-03T16:30:15-07:00");
    assert_eq!(at("<meta name='sailthru.date' content='2024-05-03 18:30:15'>", ""), "2024-05-03T18:30:15-05:00");
    assert_eq!(at("", "<div class='date'>4 May 2024</div>"), "2024-05-04");
    assert_eq!(at("", ""), "2024-05-03T23:30:15Z");
}

#[test]
fn numbers_are_read_as_the_country_writes_them() {
    let body = format!("{H1}<div class='date'>03/05/2024</div>");
    assert_eq!(published(TITLE, &body).as_deref(), Some("2024-05-03"));
    let html = |lang: &str| format!("<html lang='{lang}'><head>{TITLE}</head><body>{body}</body></html>");
    let day =
        |lang| provenance(&html(lang), Some("https://example.com/a")).unwrap().published.map(|p| p.day().to_string());
    assert_eq!(day("en-US").as_deref(), Some("2024-03-05"));
    assert_eq!(day("fr").as_deref(), Some("2024-05-03"));
    assert_eq!(day("en"), None);
}

#[test]
fn bylines_give_names() {
    let cases = [
        ("<p class='byline'>By <a href='/author/jane'>Jane Doe</a> and John Roe</p>", &["Jane Doe", "John Roe"][..]),
        ("<div class='article-byline'><span>Jane Doe</span><span>John Roe</span></div>", &["Jane Doe", "John Roe"]),
        ("<p>Von <a href='/x'>Jane Doe</a></p>", &["Jane Doe"]),
        ("<span class='author vcard'><a rel='author' href='/a'>jdoe</a></span>", &["jdoe"]),
        ("<div class='comments'><span class='author'>Ann Other</span></div>", &[]),
        ("<form><label class='author'>Name</label></form>", &[]),
    ];
    for (body, wanted) in cases {
        let found = read_at(URL, TITLE, &format!("{H1}{body}<p>The army said so on Monday.</p>"));
        assert_eq!(found.authors, wanted, "{body}");
    }
}

#[test]
fn people_come_before_the_newsroom_that_the_data_names() {
    let head = format!(
        "{TITLE}<meta property='og:site_name' content='Example Times'><script type='application/ld+json'>\
         {{\"@type\":\"NewsArticle\",\"author\":{{\"@type\":\"Organization\",\"name\":\"Example Times\"}}}}</script>"
    );
    let signed = format!("{H1}<p class='byline'>By Jane Doe</p>");
    assert_eq!(read_at(URL, &head, &signed).authors, ["Jane Doe"]);
    assert_eq!(read_at(URL, &head, H1).authors, ["Example Times"]);
    let account = "<meta property='article:author' content='https://www.facebook.com/example'>";
    assert_eq!(read_at(URL, account, H1).authors, [""; 0]);
}

#[test]
fn a_canonical_address_is_believed_with_care() {
    let canonical = |href: &str, head: &str| {
        let head = format!("{TITLE}<link rel='canonical' href='{href}'>{head}");
        read_at(URL, &head, H1).url.unwrap()
    };
    assert_eq!(canonical("/world/bridge?utm_source=x", ""), "https://www.example.org/world/bridge");
    assert_eq!(canonical("https://www.example.org/", ""), URL);
    assert_eq!(canonical("https://other.com/bridge", ""), URL);
    let agreed = "<meta property='og:url' content='https://other.com/bridge'>";
    assert_eq!(canonical("https://other.com/bridge", agreed), "https://other.com/bridge");
}
