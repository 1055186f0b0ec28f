//! Pages: what stands beside and behind the text, and what of it belongs to the article.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod common;
use common::{blocks, check, one};
use tocsin_record::BlockKind::{self, *};

const FIRST: &str = "<p>The army said on Monday that its aircraft had struck three boats near the port of Acapulco, killing nine \
    people and wounding four more.</p><p>Mexico's navy sent a ship to look for survivors, the ministry said in a statement late \
    in the evening, and asked fishermen to stay away.</p><p>The president rejected the attack. She told reporters that no \
    foreign troops would be allowed to enter the country's waters.</p><p>Talks between the two governments are to begin in \
    Geneva on Thursday, a spokesman said on Tuesday morning, without naming those who will attend.</p>";
const SECOND: &str = "<p>The central bank left its main interest rate at four per cent on Wednesday, as most economists had \
    expected after the latest figures.</p><p>Inflation fell to its lowest level in three years, the statistics office reported, \
    mostly because fuel had become cheaper again.</p><p>The governor told a news conference that cuts were possible before \
    the summer if wages grew no faster than they do now.</p><p>Shares rose and the currency hardly moved after the decision, \
    which nobody on the board had opposed.</p>";

fn page(head: &str, body: &str) -> String {
    format!("<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>")
}

fn found(html: &str) -> Vec<(BlockKind, String)> {
    let document = one("a.html", html);
    check(&document, false);
    blocks(&document)
}

fn of(found: &[(BlockKind, String)], kind: BlockKind) -> Vec<&str> {
    found.iter().filter(|(k, _)| *k == kind).map(|(_, text)| text.as_str()).collect()
}

#[test]
fn the_article_that_a_scrolling_page_appends_is_cut_off() {
    let html = page(
        "<title>Nine killed off Acapulco</title>",
        &format!(
            "<main><article class='story'><h1>Nine killed off Acapulco</h1>{FIRST}</article>\
             <article class='story'><h1>Bank leaves rate at four per cent</h1>{SECOND}</article></main>"
        ),
    );
    let found = found(&html);
    assert!(
        found.iter().all(|(_, text)| !text.contains("central bank") && !text.contains("Bank leaves")),
        "{found:#?}"
    );
    assert_eq!(of(&found, Paragraph).len(), 4, "{found:#?}");
}

#[test]
fn sections_of_one_article_are_not_cut_off() {
    let html = page(
        "<title>What happened off Acapulco</title>",
        &format!(
            "<article><h1>What happened off Acapulco</h1>{FIRST}<h1>What markets made of it</h1>{SECOND}</article>"
        ),
    );
    let found = found(&html);
    assert_eq!(of(&found, Paragraph).len(), 8, "{found:#?}");
}

#[test]
fn a_row_of_a_table_is_one_block() {
    let table = "<table><tr><th>Month</th><th>Strikes</th><th>Killed</th></tr><tr><td>October</td><td>7</td>\
        <td>31</td></tr><tr><td>November</td><td>4</td><td>12</td></tr></table>";
    let (before, after) = FIRST.split_at(FIRST.find("<p>The president").unwrap());
    let html = page(
        "<title>Strikes by month</title>",
        &format!("<article><h1>Strikes by month</h1>{before}{table}{after}</article>"),
    );
    let found = found(&html);
    assert!(of(&found, List).contains(&"October 7 31"), "{found:#?}");
    assert!(!found.iter().any(|(_, text)| text == "October"), "{found:#?}");
}

#[test]
fn a_post_shown_in_the_text_is_one_quotation_with_its_signature() {
    let post = "<blockquote class='twitter-tweet'><p>We will never accept this attack on our people.</p>&mdash; Foreign \
        Ministry (@example) <a href='/status/1'>January 3, 2026</a></blockquote>";
    let (before, after) = FIRST.split_at(FIRST.find("<p>The president").unwrap());
    let html = page(
        "<title>Ministry protests</title>",
        &format!("<article><h1>Ministry protests</h1>{before}{post}{after}</article>"),
    );
    let found = found(&html);
    let quotes = of(&found, Quote);
    assert_eq!(quotes.len(), 1, "{found:#?}");
    assert!(quotes[0].starts_with("We will never accept") && quotes[0].ends_with("January 3, 2026"), "{quotes:?}");
}

#[test]
fn a_label_with_a_link_is_a_cross_link_in_any_language() {
    for label in ["FUNDA UDABA LAPHA | ", "Czytaj też: ", "Le puede interesar: "] {
        let link = format!("<p>{label}<a href='/other'>Fishermen of the port tell of the night of the strikes</a></p>");
        let (before, after) = FIRST.split_at(FIRST.find("<p>The president").unwrap());
        let html = page(
            "<title>Nine killed</title>",
            &format!("<article><h1>Nine killed</h1>{before}{link}{after}</article>"),
        );
        let found = found(&html);
        assert_eq!(of(&found, Related).len(), 1, "{label}: {found:#?}");
        assert_eq!(of(&found, Paragraph).len(), 4, "{label}: {found:#?}");
    }
}

#[test]
fn a_list_of_links_and_its_heading_are_related_and_a_card_is_one_block() {
    let list = "<div class='more'><h3>More on the strikes</h3><ul><li><a href='/a'>The night of the strikes in four maps</a></li>\
        <li><a href='/b'>What the law of the sea says of boats like these</a></li></ul></div>\
        <div class='teaser'><a href='/c'><h4>The fishermen's widows</h4></a><p>They wait at the harbour every morning.</p></div>";
    let (before, after) = FIRST.split_at(FIRST.find("<p>The president").unwrap());
    let html =
        page("<title>Nine killed</title>", &format!("<article><h1>Nine killed</h1>{before}{list}{after}</article>"));
    let found = found(&html);
    let related = of(&found, Related);
    assert_eq!(related.len(), 4, "{found:#?}");
    assert_eq!(related[0], "More on the strikes");
    assert_eq!(related[3], "The fishermen's widows They wait at the harbour every morning.");
    assert_eq!(of(&found, Paragraph).len(), 4);
}

#[test]
fn the_summary_that_metadata_repeat_is_the_standfirst() {
    let summary = "Mexico protests against the third attack in a month near its coast";
    let head = format!("<title>Nine killed</title><meta name='description' content='{summary}.'>");
    let html = page(
        &head,
        &format!("<main><h1>Nine killed</h1><div class='x1'>{summary}.</div><div class='x2'>{FIRST}</div></main>"),
    );
    let found = found(&html);
    assert_eq!(of(&found, Standfirst), [format!("{summary}.")], "{found:#?}");
}

#[test]
fn a_heading_without_text_below_it_is_none_of_the_article() {
    let html = page(
        "<title>Nine killed</title>",
        &format!("<article><h1>Nine killed</h1>{FIRST}<h2>Share your view</h2></article><h2>Top videos</h2>"),
    );
    let found = found(&html);
    assert_eq!(of(&found, Heading), Vec::<&str>::new(), "{found:#?}");
}

#[test]
fn a_text_in_two_containers_is_read_whole() {
    let html = page(
        "<title>Nine killed</title>",
        &format!(
            "<div class='chunk'><h1>Nine killed</h1><div class='body'>{FIRST}</div></div><div class='ad'>Advertisement</div>\
             <div class='chunk'><div class='body'>{}</div></div>",
            FIRST.replace("Monday", "Friday").replace("Acapulco", "Veracruz").replace("Geneva", "Vienna")
        ),
    );
    let found = found(&html);
    assert!(found.iter().any(|(k, text)| *k == Paragraph && text.contains("Veracruz")), "{found:#?}");
}

#[test]
fn running_text_in_cells_and_items_is_paragraphs() {
    let cell = format!(
        "<table><tr><td>{}</td><td>Menu</td></tr></table>",
        FIRST.replace("<p>", "").replace("</p>", "<br><br>")
    );
    let html = page("<title>Nine killed</title>", &format!("<h1>Nine killed</h1>{cell}"));
    assert_eq!(of(&found(&html), Paragraph).len(), 4, "{:#?}", found(&html));
    let entries = format!("<ul><li>{FIRST}</li><li>{SECOND}</li></ul>");
    let html = page("<title>Nine killed</title>", &format!("<article><h1>Nine killed</h1>{entries}</article>"));
    assert_eq!(of(&found(&html), Paragraph).len(), 8, "{:#?}", found(&html));
}
