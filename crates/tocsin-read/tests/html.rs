//! Pages: blocks and metadata.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod common;
use common::{blocks, check, error, one};
use tocsin_record::BlockKind::{self, *};

const BODY: &str = "<p>The army said on Monday that its <b>aircraft</b> had struck three boats near the port of <a \
    href='/p'>Acapulco</a>, kill&shy;ing nine people &amp; wounding four.</p>
    <p>Mexico&#8217;s navy sent a ship to look for survivors, the ministry said in a statement late in the evening.</p>
    <h2>Reactions</h2>
    <p>The president rejected the attack. She told reporters that no foreign troops would be allowed to enter.</p>
    <blockquote><p>We will never accept this, and we have told Washington so in plain words.</p></blockquote>
    <ul><li>Nine people were killed in the attack on the boats.</li><li>Four were taken to a hospital in the port.</li></ul>
    <p>Talks between the two governments are to begin in Geneva on Thursday, a spokesman said on Tuesday morning.</p>";

fn page(head: &str, body: &str) -> String {
    format!("<!DOCTYPE html><html lang='en-GB'><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>")
}

fn article(extra: &str) -> String {
    page(
        "<title>Nine killed off Acapulco | Example Times</title>",
        &format!(
            "<nav><a href='/'>Home</a> <a href='/w'>World</a></nav><main><article><h1>Nine killed off Acapulco</h1>\
             <p class='standfirst'>Mexico protests against the third attack in a month near its coast</p>\
             <div class='byline'>By Jane Doe</div>{BODY}{extra}</article></main><footer>All rights reserved</footer>"
        ),
    )
}

fn kinds(html: &str, kind: BlockKind) -> Vec<String> {
    blocks(&one("a.html", html)).into_iter().filter(|(k, _)| *k == kind).map(|(_, text)| text).collect()
}

#[test]
fn blocks_have_the_kinds_of_their_markup() {
    let document = one("a.html", article(""));
    check(&document, false);
    let found = blocks(&document);
    let kinds: Vec<BlockKind> = found.iter().map(|(k, _)| *k).collect();
    assert_eq!(
        kinds,
        [Headline, Standfirst, Credit, Paragraph, Paragraph, Heading, Paragraph, Quote, List, List, Paragraph],
        "{found:#?}"
    );
    assert_eq!(
        found[3].1,
        "The army said on Monday that its aircraft had struck three boats near the port of Acapulco, killing nine \
         people & wounding four."
    );
    assert!(document.text.contains("Mexico’s navy"));
    assert_eq!(document.text.matches("Nine killed off Acapulco").count(), 1);
    assert!(!document.text.contains("All rights reserved") && !document.text.contains("Home"));
}

#[test]
fn captions_and_credits_are_kept_apart() {
    let figure = "<figure><img src='/x.jpg'><figcaption>Smoke rises over the port on Monday <span class='credit'>Jane \
        Doe/Reuters</span></figcaption></figure><p>The search goes on, officials of the harbour said on Tuesday at \
        noon.</p>";
    let as_block = figure.replace("<span class='credit'>", "<div class='credit'>").replace("</span>", "</div>");
    for figure in [figure, &as_block] {
        assert_eq!(kinds(&article(figure), Caption), ["Smoke rises over the port on Monday"]);
        assert!(kinds(&article(figure), Credit).contains(&"Jane Doe/Reuters".to_owned()));
    }
    // One run of text is one block.
    let run_in = figure.replace("<span class='credit'>", "").replace("</span>", "");
    assert_eq!(kinds(&article(&run_in), Caption), ["Smoke rises over the port on Monday Jane Doe/Reuters"]);
}

#[test]
fn what_stands_around_the_text_needs_no_telling_class() {
    let above = "<div class='x1'><a href='/who/7'>Jana Muster</a></div><div class='x2'>Examplecity - 29/05/2025 20:00</div>\
        <div class='x3'><a class='x4'><img src='/x.jpg' alt='Smoke over the port of Acapulco'>\
        <div>Smoke over the port of Acapulco</div></a><div>Photo: John Roe, AP</div></div>";
    let below = "<p>(This story has been refiled to correct the name of the port)</p>\
        <p>Enjoyed this story? Support our work by becoming a member.</p>\
        <div><p>Jana Muster is a reporter in Examplecity.</p></div>";
    let html = page(
        "<title>Nine killed off Acapulco</title><meta name='author' content='Jana Muster'>",
        &format!("<main><article><h1>Nine killed off Acapulco</h1>{above}{BODY}{below}</article></main>"),
    );
    assert_eq!(
        kinds(&html, Credit),
        [
            "Jana Muster",
            "Examplecity - 29/05/2025 20:00",
            "Photo: John Roe, AP",
            "Jana Muster is a reporter in Examplecity."
        ]
    );
    assert_eq!(kinds(&html, Caption), ["Smoke over the port of Acapulco"]);
    assert_eq!(kinds(&html, Promo), ["Enjoyed this story? Support our work by becoming a member."]);
    // A note about the text is of the text.
    assert!(kinds(&html, Paragraph).iter().any(|text| text.starts_with("(This story has been refiled")));
}

#[test]
fn links_and_promotion_are_no_evidence() {
    let extra = "<p>Read more: <a href='/x'>Why the strait matters to both sides</a></p><p>Sign up for our newsletter</p>\
        <p>Advertisement</p><p>The search goes on, officials of the harbour said on Tuesday at noon.</p>";
    let found = blocks(&one("a.html", article(extra)));
    for (kind, text) in &found {
        let sold = text.starts_with("Read more") || text.starts_with("Sign up") || text.starts_with("Advert");
        assert!(!sold || !kind.can_be_evidence(), "{kind:?} {text}");
    }
    assert!(found.iter().any(|(k, t)| *k == Paragraph && t.starts_with("The search goes on")));
}

#[test]
fn two_breaks_begin_a_block_and_one_a_line() {
    let sentence = "The ministry said on Monday that the border would be closed to lorries until further notice";
    let html = page(
        "<title>Border closed to lorries</title>",
        &format!(
            "<h1>Border closed to lorries</h1><div>{sentence} one.<br><br>{sentence} two,<br>{sentence} three.<br/> <br/>{sentence} four.</div>"
        ),
    );
    let paragraphs = kinds(&html, Paragraph);
    assert_eq!(paragraphs.len(), 3, "{paragraphs:#?}");
    assert_eq!(paragraphs[1], format!("{sentence} two,\n{sentence} three."));
}

#[test]
fn a_class_that_covers_the_article_is_not_believed() {
    let html = article("").replace("<p>", "<p class='newsletter paywall promo'>");
    assert!(kinds(&html, Paragraph).len() >= 3);
}

#[test]
fn a_page_cut_in_the_middle_gives_what_is_there() {
    let html = article("");
    let cut = &html[..html.find("She told").unwrap()];
    let document = one("a.html", cut);
    assert!(document.text.ends_with("The president rejected the attack."), "{}", document.text);
}

#[test]
fn a_page_without_text_is_an_error_that_says_so() {
    let empty =
        page("<title>Example</title>", "<nav><a href='/a'>A</a><a href='/b'>B</a></nav><script>render()</script>");
    assert!(error("x.html", empty).starts_with("x.html: the HTML holds no article text; "));
}

#[test]
fn a_page_that_nests_without_end_is_read_as_bare_text() {
    let html = format!("<html><body>{}<p>The minister resigned on Monday after the talks.", "<div>".repeat(100_000));
    let document = one("deep.html", html);
    assert!(document.warnings.iter().any(|w| w.starts_with("markup: ")), "{:?}", document.warnings);
    assert_eq!(document.text, "The minister resigned on Monday after the talks.");
}

#[test]
fn metadata_comes_from_linked_data() {
    let head = r#"<title>x</title><link rel="canonical" href="https://times.example/world/nine-killed?utm_source=x">
        <script type="application/ld+json">{"@context":"https://schema.org","@graph":[
        {"@type":"WebSite","name":"Example Times Online"},
        {"@type":["NewsArticle"],"headline":"Nine killed off Acapulco","datePublished":"2026-01-05T23:30:00-06:00",
         "dateModified":"2026-01-06T08:00:00-06:00","author":[{"@type":"Person","name":"Jane Doe"},{"@type":"Person","name":"John Roe"}],
         "publisher":{"@type":"Organization","name":"Example Times"}},]}</script>"#;
    let document = one("a.html", page(head, &format!("<article><h1>Nine killed off Acapulco</h1>{BODY}</article>")));
    assert_eq!(document.id.as_str(), "https://times.example/world/nine-killed");
    assert_eq!(document.title.as_deref(), Some("Nine killed off Acapulco"));
    assert_eq!(document.authors, ["Jane Doe", "John Roe"]);
    assert_eq!(document.outlet.as_deref(), Some("Example Times"));
    let published = document.published.unwrap();
    assert_eq!(published.as_str(), "2026-01-05T23:30:00-06:00");
    assert_eq!(published.day().to_string(), "2026-01-05");
    assert_eq!(document.modified.unwrap().as_str(), "2026-01-06T08:00:00-06:00");
    assert_eq!(document.lang.as_deref(), Some("en"));
}

#[test]
fn metadata_comes_from_meta_tags_and_the_text() {
    let head = "<title>Nine killed off Acapulco - Example Times</title><meta property='og:site_name' content='Example Times'>\
        <meta property='article:published_time' content='2026-01-05T10:00:00Z'><meta name='author' content='By Jane Doe'>";
    let document = one("a.html", page(head, &format!("<article><h1>Nine killed off Acapulco</h1>{BODY}</article>")));
    assert_eq!(document.published.as_ref().map(|p| p.as_str()), Some("2026-01-05T10:00:00Z"));
    assert_eq!(document.authors, ["Jane Doe"]);
    assert_eq!(document.outlet.as_deref(), Some("Example Times"));
    assert!(document.id.as_str().starts_with("sha256:"));

    let visible = "<article><h1>Nine killed off Acapulco</h1><p>Published 5 January 2026</p>";
    let document = one("a.html", page("<title>x</title>", &format!("{visible}{BODY}</article>")));
    assert_eq!(document.published.as_ref().map(|p| p.as_str()), Some("2026-01-05"));
}

#[test]
fn sources_that_disagree_are_outvoted_with_a_warning() {
    let head = "<title>x</title><meta property='article:published_time' content='2024-03-01'>\
        <link rel=canonical href='https://times.example/2026/01/05/nine'>";
    let body = format!(
        "<article><h1>Nine killed off Acapulco</h1><time datetime='2026-01-05T10:00:00Z' pubdate>5 Jan</time>{BODY}</article>"
    );
    let document = one("a.html", page(head, &body));
    assert_eq!(document.published.as_ref().map(|p| p.day().to_string()), Some("2026-01-05".to_owned()));
    assert!(document.warnings.iter().any(|w| w.starts_with("date-conflict: ")), "{:?}", document.warnings);
}

#[test]
fn impossible_dates_are_dropped() {
    for date in ["2999-01-01", "1970-01-01", "0000-00-00", "soon"] {
        let head = format!("<title>x</title><meta property='article:published_time' content='{date}'>");
        let document =
            one("a.html", page(&head, &format!("<article><h1>Nine killed off Acapulco</h1>{BODY}</article>")));
        assert_eq!(document.published, None, "{date}");
        assert!(document.warnings.iter().any(|w| w.starts_with("date-missing: ")));
    }
}

#[test]
fn without_a_date_the_month_of_the_pictures_bounds_it() {
    let figure = "<figure><img src='/uploads/2026/01/port.jpg'><figcaption>The port of Acapulco on January 12, \
        2026</figcaption></figure>";
    let document = one(
        "a.html",
        page("<title>x</title>", &format!("<article><h1>Nine killed off Acapulco</h1>{figure}{BODY}</article>")),
    );
    assert_eq!(document.published, None);
    let range = document.published_range.unwrap();
    // A picture may have lain there for a while.
    assert_eq!((range.start.to_string(), range.end.to_string()), ("2026-01-12".to_owned(), "2026-02-28".to_owned()));
    assert!(document.warnings.iter().any(|w| w.starts_with("date-inferred: ")));
}

/// What is inferred for a page without a date: "start/end", or the beginning of the warning.
fn inferred(head: &str, body: &str) -> String {
    let body = format!("<article><h1>Nine killed off Acapulco</h1>{BODY}{body}</article>");
    let document = one("a.html", page(&format!("<title>x</title>{head}"), &body));
    assert_eq!(document.published, None, "an inferred day is no day");
    match document.published_range {
        Some(range) => format!("{}/{}", range.start, range.end),
        None => document.warnings.iter().find(|w| w.starts_with("date-")).unwrap().clone(),
    }
}

#[test]
fn a_picture_alone_bounds_nothing() {
    let picture = "<img src='/uploads/2019/03/logo.png'>";
    assert_eq!(inferred("", picture), "date-missing: no publication date is given");
    let preview = "<meta property='og:image' content='https://times.example/uploads/2019/03/port.jpg'>";
    assert_eq!(inferred(preview, picture), "2019-03-01/2019-04-30");
}

#[test]
fn days_told_as_past_begin_a_range_and_other_signs_end_it() {
    let told = "<p>The port was closed on 3 March 2026, and the governor resigned on March 9, 2026.</p>";
    let missing = "date-missing: no publication date is given; it tells of 2026-03-09 as past";
    assert_eq!(inferred("", told), missing);
    assert_eq!(inferred("", &format!("{told}<p>A hearing will be held on 12 May 2026.</p>")), "2026-03-09/2026-05-12");
    let notice = "<footer>Copyright © 2019-2026 Example Times</footer>";
    assert_eq!(inferred("", &format!("{told}{notice}")), "2026-03-09/2026-12-31");
    // A notice that is older than what is told is no sign of anything.
    assert_eq!(inferred("", &format!("{told}<footer>© 2019 Example Times</footer>")), missing);
}

#[test]
fn a_synthetic_page_says_so() {
    let page = article("").replace("<title>", "<meta name='tocsin:synthetic' content='true'><title>");
    assert!(one("a.html", page).synthetic);
    assert!(!one("a.html", article("")).synthetic);
}

#[test]
fn charsets_are_found() {
    let html = article("").replace("utf-8", "windows-1252").replace("Reactions", "Réactions de l'Élysée");
    let bytes = encoding_rs::WINDOWS_1252.encode(&html).0.into_owned();
    let document = one("a.html", bytes);
    assert!(document.text.contains("Réactions de l'Élysée"));
    assert!(document.warnings.iter().all(|w| !w.starts_with("encoding")));

    let mut broken = article("").into_bytes();
    let at = broken.windows(9).position(|w| w == b"Reactions").unwrap();
    broken[at] = 0xff;
    let document = one("a.html", broken);
    assert!(document.warnings.iter().any(|w| w.starts_with("encoding: ")), "{:?}", document.warnings);
}
