//! What holds for any input.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod common;
use common::{check, records};
use proptest::prelude::*;

fn piece() -> impl Strategy<Value = String> {
    let markup = [
        "<p>",
        "</p>",
        "<div class='caption'>",
        "</div>",
        "<h1>",
        "</h1>",
        "<h2>",
        "<li>",
        "<ul>",
        "<br>",
        "<br/>",
        "<a href='/x'>",
        "</a>",
        "<figure>",
        "<figcaption>",
        "</figure>",
        "<blockquote>",
        "<table><tr><td>",
        "<b>",
        "</b>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<span class=promo>",
        "<time datetime='2026-01-05'>",
        "&amp;",
        "&#x1F600;",
        "&shy;",
        "<",
        ">",
        "\u{ad}",
        "<title>",
        "</title>",
        "<meta property='article:published_time' content='2026-01-05'>",
        "</body>",
        "<svg>",
        "<p hidden>",
        "\n\n",
        "\n",
        "# ",
        "- ",
        "> ",
        "1. ",
        "**",
        "\\###",
        "Image: ",
        "Read more: ",
        "By Jane Doe",
        "---\n",
        "title: x\n",
        "\r\n",
        "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":\"2026-01-05\"}</script>",
        "Recommended stories\n",
        "10:45 GMT\n",
        "3h ago\n",
        "Comments\n",
        "By Jane Doe\n3 January 2026\n",
        "(Reporting by Jane Doe)\n",
        "Getty Images\n",
        "Minister resigns over leaked letter\n",
        "\u{feff}",
        "\0",
        "The minister resigned on Monday after the talks in Geneva had failed, officials said. ",
    ];
    prop_oneof![3 => prop::sample::select(markup.to_vec()).prop_map(str::to_owned), 2 => "\\PC{0,12}", 1 => "[a-z ]{1,40}[.]"]
}

fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_html_gives_blocks_in_order_or_one_line(soup in soup()) {
        for record in records("x.html", soup.into_bytes()) {
            match record {
                Ok(document) => {
                    check(&document, false);
                    prop_assert!(document.text.chars().all(|c| c == '\n' || !c.is_control()));
                }
                Err(error) => prop_assert!(!error.to_string().contains('\n')),
            }
        }
    }

    #[test]
    fn any_text_keeps_its_offsets(soup in soup()) {
        let line = serde_json::json!({"text": soup}).to_string();
        for document in records("x.jsonl", line.into_bytes()).into_iter().flatten() {
            prop_assert_eq!(&document.text, &soup);
            check(&document, true);
        }
    }

    #[test]
    fn any_bytes_under_any_name_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..400), ending in prop::sample::select(vec!["html", "txt", "md", "jsonl", "json", "xml", "gz"])) {
        for document in records(&format!("x.{ending}"), bytes).into_iter().flatten() {
            check(&document, true);
        }
    }

    #[test]
    fn the_same_bytes_give_the_same_document(soup in soup()) {
        let read = || format!("{:?}", records("x.html", soup.clone().into_bytes()));
        prop_assert_eq!(read(), read());
    }
}
