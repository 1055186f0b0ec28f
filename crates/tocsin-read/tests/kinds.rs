//! Kinds of blocks by what sites of many systems mark and write, on pages made for it.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod common;
use common::{blocks, check, one};
use tocsin_record::BlockKind::{self, *};

const FIRST: &str = "<p>The army said on Monday that its aircraft had struck three boats near the port of Acapulco, killing nine \
    people and wounding four more.</p><p>Mexico's navy sent a ship to look for survivors, the ministry said in a statement late \
    in the evening, and asked fishermen to stay away.</p>";
const LAST: &str = "<p>The president rejected the attack. She told reporters that no foreign troops would be allowed to enter the \
    country's waters.</p><p>Talks between the two governments are to begin in Geneva on Thursday, a spokesman said on Tuesday \
    morning, without naming those who will attend.</p>";

/// The blocks of a page with the given mark-up above, between and below its paragraphs.
fn read(above: &str, between: &str, below: &str) -> Vec<(BlockKind, String)> {
    let html = format!(
        "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>Nine killed off Acapulco</title></head><body>\
         <article>{above}{FIRST}{between}{LAST}{below}</article></body></html>"
    );
    let document = one("a.html", html);
    check(&document, false);
    blocks(&document)
}

fn of(found: &[(BlockKind, String)], kind: BlockKind) -> Vec<&str> {
    found.iter().filter(|(k, _)| *k == kind).map(|(_, text)| text.as_str()).collect()
}

const TITLE: &str = "<h1>Nine killed off Acapulco</h1>";

#[test]
fn names_for_a_sites_own_tests_tell_as_classes_do() {
    let above = format!(
        "<div data-component='headline-block'>{TITLE}</div><div class='x1' data-testid='byline'><span>Jane Doe</span></div>"
    );
    let found = read(&above, "", "");
    assert_eq!(of(&found, Credit), ["Jane Doe"], "{found:#?}");
}

#[test]
fn a_link_to_an_authors_page_is_a_byline() {
    let found = read(&format!("{TITLE}<div class='x2'><a href='/autores/juana-perez/'>Juana Pérez</a></div>"), "", "");
    assert_eq!(of(&found, Credit), ["Juana Pérez"], "{found:#?}");
    let found = read(&format!("{TITLE}<div class='x2'><a href='/news/juana-perez/'>Juana Pérez</a></div>"), "", "");
    assert!(of(&found, Credit).is_empty(), "{found:#?}");
}

#[test]
fn the_foot_of_a_figure_is_its_credit_and_what_holds_a_caption_is_none() {
    let figures = "<figure><img src='a.jpg'><figcaption>Boats in the port on Monday.</figcaption><footer>Screenshot Example/Net</footer>\
        </figure><figure><img src='b.jpg'><span class='image-source-caption'><figcaption>The bay by night after the strike</figcaption>\
        <span class='image-source'>Example Studio</span></span></figure>";
    let found = read(TITLE, figures, "");
    assert_eq!(
        of(&found, Caption),
        ["Boats in the port on Monday.", "The bay by night after the strike"],
        "{found:#?}"
    );
    assert_eq!(of(&found, Credit), ["Screenshot Example/Net", "Example Studio"], "{found:#?}");
}

#[test]
fn a_caption_and_its_credit_are_parted_by_a_break() {
    let figure =
        "<figure><img src='a.jpg'><figcaption>Boats in the port of Acapulco<br>Foto: Juana Pérez</figcaption></figure>";
    let found = read(TITLE, figure, "");
    assert_eq!(of(&found, Caption), ["Boats in the port of Acapulco"], "{found:#?}");
    assert_eq!(of(&found, Credit), ["Foto: Juana Pérez"], "{found:#?}");
}

#[test]
fn a_line_in_a_pictures_element_is_its_caption_and_a_button_is_none() {
    let picture = "<div class='article__picture'><img src='a.jpg'><p>Boats in the port of Acapulco at dawn <span>Example/Jane \
        Doe</span></p></div><div class='article__picture'><img src='b.jpg'><p>Zoom</p></div>";
    let found = read(TITLE, picture, "");
    assert_eq!(of(&found, Caption).len(), 1, "{found:#?}");
    assert!(!found.iter().any(|(_, text)| text == "Zoom"), "{found:#?}");
}

#[test]
fn a_slanted_line_right_below_a_picture_is_its_caption() {
    let picture = "<p><img src='a.jpg'></p><center><em>The bay of Acapulco via Example Maps</em></center>";
    let found = read(TITLE, picture, "");
    assert_eq!(of(&found, Caption), ["The bay of Acapulco via Example Maps"], "{found:#?}");
}

#[test]
fn pictures_further_down_may_show_the_same() {
    let figure = "<figure><img src='a.jpg'><figcaption>The minister in Geneva</figcaption></figure>";
    let twice = read(&format!("{TITLE}{figure}"), figure, "");
    assert_eq!(of(&twice, Caption).len(), 2, "{twice:#?}");
    let side_by_side = read(&format!("{TITLE}{figure}{figure}"), "", "");
    assert_eq!(of(&side_by_side, Caption).len(), 1, "{side_by_side:#?}");
}

#[test]
fn what_a_class_says_of_others_is_not_what_the_element_is() {
    let above = format!(
        "<div class='articleHeader hasCaption no-promo'>{TITLE}<p class='dates'>Publisert: 05.08.24 kl. 14:47</p></div>"
    );
    let found = read(&above, "", "");
    assert_eq!(of(&found, Credit), ["Publisert: 05.08.24 kl. 14:47"], "{found:#?}");
    assert!(of(&found, Caption).is_empty(), "{found:#?}");
}

#[test]
fn an_introduction_around_the_headline_is_no_standfirst() {
    let above = format!(
        "<header class='article-intro'>{TITLE}<time datetime='2024-08-05'>mandag 5. august kl. 14:47</time></header>"
    );
    let found = read(&above, "", "");
    assert!(of(&found, Standfirst).is_empty(), "{found:#?}");
    assert_eq!(of(&found, Credit), ["mandag 5. august kl. 14:47"], "{found:#?}");
}

#[test]
fn a_bold_first_line_titles_what_follows_its_break() {
    let between = "<p><b>What the navy found in the bay</b><br>Three empty boats drifted towards the shore on Tuesday, and nobody \
        aboard the ship could say whose they were or where the crews had gone.</p>";
    let found = read(TITLE, between, "");
    assert_eq!(of(&found, Heading), ["What the navy found in the bay"], "{found:#?}");
    assert_eq!(of(&found, Paragraph).len(), 5, "{found:#?}");
}

#[test]
fn short_headings_over_paragraphs_are_kept() {
    let found = read(TITLE, "<h3 class='wp-block-heading'>Reactions</h3>", "");
    assert_eq!(of(&found, Heading), ["Reactions"], "{found:#?}");
}

#[test]
fn bold_questions_of_an_interview_are_text() {
    let answer = "<p>They asked for time, and the other side gave them until Friday to answer, which nobody here took for generous.</p>";
    let between = format!("<p><b>What did they ask for?</b></p>{answer}<p><b>And what will they get?</b></p>{answer}");
    let found = read(TITLE, &between, "");
    assert!(of(&found, Heading).is_empty(), "{found:#?}");
    assert!(of(&found, Paragraph).contains(&"And what will they get?"), "{found:#?}");
}

#[test]
fn typed_numbers_make_a_list() {
    let between =
        "<p>1) Example kit with nine hundred parts</p><p>2) Example track, electric</p><p>3) Example set of films</p>";
    let found = read(TITLE, between, "");
    assert_eq!(of(&found, List).len(), 3, "{found:#?}");
}

#[test]
fn a_signature_below_a_quotation_is_part_of_it() {
    let found = read(
        TITLE,
        "<blockquote><p>We will never accept this attack on our people.</p></blockquote><p><strong>– Jane Doe</strong></p>",
        "",
    );
    assert_eq!(of(&found, Quote), ["We will never accept this attack on our people. – Jane Doe"], "{found:#?}");
    let boxed =
        "<blockquote><p>We will never accept this attack on our people.</p><div>Minister Jane Doe</div></blockquote>";
    let found = read(TITLE, boxed, "");
    assert_eq!(of(&found, Quote), ["We will never accept this attack on our people. Minister Jane Doe"], "{found:#?}");
}

#[test]
fn an_author_box_is_credit_by_its_heading_or_by_its_shape() {
    let box_of = |head: &str| {
        format!(
            "<section>{head}<h3>Jane Doe</h3><p>Jane Doe has written about ports and their people since 2011.</p></section>"
        )
    };
    for head in ["", "<h2>About the author</h2>", "<h2>Autor:innen</h2>"] {
        let found = read(TITLE, "", &box_of(head));
        let credits = of(&found, Credit);
        assert!(credits.iter().any(|c| c.starts_with("Jane Doe has written")), "{head}: {found:#?}");
        assert_eq!(of(&found, Paragraph).len(), 4, "{head}: {found:#?}");
    }
}

#[test]
fn letters_that_stand_for_a_name_are_credit_below_the_text_only() {
    let found = read(TITLE, "", "<p class='article__author'>amw</p>");
    assert_eq!(of(&found, Credit), ["amw"], "{found:#?}");
}

#[test]
fn who_translated_it_is_credit_and_still_says_that_no_machine_did() {
    for line in ["Translated by Jane Doe", "Translated from Spanish by Jane Doe."] {
        let html = format!(
            "<html lang='en'><head><title>Nine killed off Acapulco</title></head><body><article>{TITLE}{FIRST}{LAST}<p>{line}</p></article></body></html>"
        );
        let document = one("a.html", html);
        assert!(blocks(&document).contains(&(Credit, line.to_owned())), "{line}: {document:#?}");
        assert!(document.warnings.iter().any(|w| w.starts_with("translator: ")), "{line}: {:?}", document.warnings);
        assert!(!document.translated);
    }
    let found = read(TITLE, "", "<p>Übersetzung: Jana Muster</p>");
    assert_eq!(of(&found, Credit), ["Übersetzung: Jana Muster"], "{found:#?}");
}

#[test]
fn the_time_that_reading_takes_is_no_part_of_a_byline() {
    let found = read(&format!("{TITLE}<p class='byline'>By Jane Doe <span>2 minutes read</span></p>"), "", "");
    assert_eq!(of(&found, Credit), ["By Jane Doe"], "{found:#?}");
}

#[test]
fn a_byline_in_capitals_before_a_break_is_no_part_of_the_text() {
    let html = format!(
        "<html lang='it'><head><title>Nove morti ad Acapulco</title></head><body><article><h1>Nove morti ad Acapulco</h1>\
         <p>DALLA NOSTRA CORRISPONDENTE<br>ACAPULCO - Nove persone sono morte nella notte di lunedì davanti al porto, ha detto \
         la marina messicana in una nota.</p>{LAST}</article></body></html>"
    );
    let found = blocks(&one("a.html", html));
    assert_eq!(of(&found, Credit), ["DALLA NOSTRA CORRISPONDENTE"], "{found:#?}");
}

#[test]
fn a_promo_is_told_without_its_fine_print() {
    let between = "<div class='newsletter-signup'><h4>The morning letter</h4><p>All that matters from the coast in your inbox.</p>\
        <form><label>Email address</label></form><p class='newsletter-disclaimer'>By signing up you consent to our terms.</p></div>";
    let found = read(TITLE, between, "");
    assert_eq!(of(&found, Promo), ["The morning letter All that matters from the coast in your inbox."], "{found:#?}");
}

#[test]
fn teasers_below_readers_comments_are_not_the_article() {
    let comment = |name: &str| {
        format!("<p>{name} has seen all this before and thinks that nobody will learn anything from it.</p>")
    };
    let teaser = "<div class='entry'><p>A ferry ran aground in the bay on Saturday evening and had to be towed by two ships of the navy \
        to the port, where two hundred passengers spent the night.</p></div>";
    let html = format!(
        "<html lang='en'><head><title>Nine killed off Acapulco</title></head><body><article>{TITLE}{FIRST}{LAST}</article>\
         <div class='comments'>{}{}</div><div>{teaser}{teaser}</div></body></html>",
        comment("Jane"),
        comment("John")
    );
    let found = blocks(&one("a.html", html));
    assert!(!found.iter().any(|(_, text)| text.contains("ferry")), "{found:#?}");
    assert_eq!(of(&found, Paragraph).len(), 4, "{found:#?}");
}
