//! Plain text, Markdown and JSONL.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod common;
use common::{blocks, check, one, records};
use tocsin_record::BlockKind::{self, *};

fn jsonl(text: &str) -> tocsin_record::Document {
    one("a.jsonl", serde_json::json!({"text": text}).to_string())
}

fn kinds(text: &str) -> Vec<(BlockKind, String)> {
    let document = jsonl(text);
    assert_eq!(document.text, text, "a given text is never changed");
    check(&document, true);
    blocks(&document)
}

fn expect(text: &str, wanted: &[(BlockKind, &str)]) {
    let found = kinds(text);
    let found: Vec<(BlockKind, &str)> = found.iter().map(|(k, t)| (*k, t.as_str())).collect();
    assert_eq!(found, wanted);
}

#[test]
fn wrapped_markdown_is_joined_and_markers_stay_outside() {
    let text = "## What was agreed\n\nThe governments of both countries said on Monday that they had\nagreed on a \
        timetable for the withdrawal of all the forces that\nremain in the buffer zone along the border.\n\n-   The \
        northern crossing opens in March, under the eyes of\n    observers from third countries.\n-   Prisoners are \
        exchanged.\n\n1.  Talks on water begin.\n\n> We will hold both sides to their word, said the mediator,\n> who \
        had travelled to the capital.\n\n<!-- -->\n\n**Next steps**\n\nA commission meets on Friday in the old town \
        hall by the river\nand is to report before the summer.\n\n\\###";
    expect(
        text,
        &[
            (Headline, "What was agreed"),
            (
                Paragraph,
                "The governments of both countries said on Monday that they had\nagreed on a timetable for the withdrawal of all the forces that\nremain in the buffer zone along the border.",
            ),
            (List, "The northern crossing opens in March, under the eyes of\n    observers from third countries."),
            (List, "Prisoners are exchanged."),
            (List, "Talks on water begin."),
            (Quote, "We will hold both sides to their word, said the mediator,\n> who had travelled to the capital."),
            (Promo, "<!-- -->"),
            (Heading, "Next steps"),
            (
                Paragraph,
                "A commission meets on Friday in the old town hall by the river\nand is to report before the summer.",
            ),
            (Promo, "\\###"),
        ],
    );
}

#[test]
fn bare_lines_of_a_copied_page_are_told_apart() {
    let long = "The ministry said on Monday that the crossing had been closed after shots were fired at a patrol, and \
        that it would stay closed until the two sides had spoken.";
    let text = format!(
        "Crossing closed after shots at patrol\nPublished 5 January 2026\nBy Jane Doe\nImage: Soldiers at the crossing on \
         Sunday\n{long}\nAdvertisement\n{long}\nPhoto: Reuters\nRead more: Why the crossing matters\nlist of 4 items\nSign \
         up for our newsletter\nWhat happens next?\n{long}\nA patrol leaves the village [Getty Images]\nhttps://x.example/a.jpg\n{long}"
    );
    let found: Vec<BlockKind> = kinds(&text).into_iter().map(|(k, _)| k).collect();
    assert_eq!(
        found,
        [
            Headline, Credit, Credit, Caption, Paragraph, Promo, Paragraph, Caption, Related, Related, Promo, Heading,
            Paragraph, Caption, Promo, Paragraph
        ]
    );
    let document = one("copied.txt", text);
    assert_eq!(document.title.as_deref(), Some("Crossing closed after shots at patrol"));
    assert_eq!(document.published.map(|p| p.as_str().to_owned()).as_deref(), Some("2026-01-05"));
    assert_eq!(document.authors, ["Jane Doe"]);
}

#[test]
fn acts_of_government_have_their_formulas() {
    let text = "By the President of the United States of America\n\nA Proclamation\n\nThis week the nation honours those \
        who keep its harbours safe, and calls upon all officials to mark it.";
    let found: Vec<BlockKind> = kinds(text).into_iter().map(|(k, _)| k).collect();
    assert_eq!(found, [Heading, Heading, Paragraph]);
}

#[test]
fn raw_markup_in_text_is_no_evidence() {
    let text = "The list of those nominated follows below this line.\n\n<figure>\n<img\nsrc=\"https://x.example/a.jpg\" \
        alt=\"A flag\" />\n<figcaption>The hall on Monday</figcaption>\n</figure>\n\n<table>\n<tr>\n<td>Jane Doe</td>\n\
        </tr>\n</table>";
    let found = kinds(text);
    assert!(found.contains(&(List, "Jane Doe".to_owned())), "{found:?}");
    assert!(found.contains(&(Caption, "The hall on Monday".to_owned())), "{found:?}");
    for (kind, part) in found {
        assert!(!part.contains('<') || kind == Promo, "{kind:?} {part}");
    }
}

#[test]
fn records_of_government_files_are_read_whole() {
    let line = serde_json::json!({
        "id": "a/b.md", "kind": "statements", "date": "2025-01-01", "published": "2025-01-01 22:59:48-05:00",
        "url": "https://example.gov/a/?utm_source=x", "title": "Statement", "affair": "",
        "text": "The border was closed on Monday."
    });
    let document = one("wh.jsonl", line.to_string());
    assert_eq!(document.id.as_str(), "a/b.md");
    assert_eq!(document.published.as_ref().unwrap().day().to_string(), "2025-01-01");
    assert_eq!(document.published.unwrap().as_str(), "2025-01-01 22:59:48-05:00");
    assert_eq!(document.url.as_deref(), Some("https://example.gov/a/"));
    assert_eq!(document.title.as_deref(), Some("Statement"));
    assert_eq!(document.input, "wh.jsonl#1");
}

#[test]
fn a_given_text_is_not_touched() {
    let text = "\u{feff}  A\u{301} \r\n\r\n\u{a0}Soft\u{ad}hyphen 😀 said.\t\n";
    let document = jsonl(text);
    assert_eq!(document.text, text);
    check(&document, false);
    assert_eq!(blocks(&document).last().unwrap().1, "Soft\u{ad}hyphen 😀 said.");
}

#[test]
fn given_spans_are_kept_and_checked() {
    let good = r#"{"text":"Russia hit Kyiv.","given":{"actor":[[0,6]],"recipient":[[11,15]]},"synthetic":true}"#;
    let document = one("g.jsonl", good);
    let given = document.given.unwrap();
    assert_eq!((given.actor[0].start(), given.recipient[0].end()), (0, 15));
    assert!(document.synthetic);
    let outside = good.replace("[11,15]", "[11,99]");
    let message = records("g.jsonl", outside).remove(0).unwrap_err().to_string();
    assert!(message.starts_with("g.jsonl:1: given.recipient is no list of spans inside the text; "), "{message}");
}

#[test]
fn a_head_of_fields_is_read_and_is_no_evidence() {
    let text = "---\ntitle: \"Water deal reached\"\nurl: https://herald.example/water\npublished: 2025-12-13T08:00:00-06:00\n\
        author: Jane Doe\nlang: en\n---\n\n# Water deal reached\n\nMexico agreed on Friday to deliver water to its neighbour.\n";
    let document = one("deal.md", text);
    assert_eq!(document.id.as_str(), "https://herald.example/water");
    assert_eq!(document.title.as_deref(), Some("Water deal reached"));
    assert_eq!(document.published.as_ref().unwrap().as_str(), "2025-12-13T08:00:00-06:00");
    assert_eq!(document.authors, ["Jane Doe"]);
    let running: Vec<String> =
        blocks(&document).into_iter().filter(|(k, _)| k.can_be_evidence()).map(|(_, t)| t).collect();
    assert_eq!(running, ["Mexico agreed on Friday to deliver water to its neighbour."]);
}

#[test]
fn the_text_decides_its_language() {
    let spanish = "El presidente rechazó el lunes la propuesta del gobierno vecino y dijo que no aceptaría tropas \
        extranjeras en el territorio nacional, según un comunicado difundido por la cancillería en la tarde. La oposición \
        pidió que el congreso se reúna esta semana para debatir la respuesta del país a las amenazas.";
    let line = serde_json::json!({"text": spanish, "lang": "en"}).to_string();
    assert_eq!(one("a.jsonl", line).lang.as_deref(), Some("es"));
    let short = serde_json::json!({"text": "No.", "lang": "en-US"}).to_string();
    assert_eq!(one("a.jsonl", short).lang.as_deref(), Some("en"));
}

#[test]
fn a_plain_text_without_a_date_is_bounded_by_the_days_it_tells_of() {
    let cases = [
        (
            "Brücke von Altstein gesperrt\n\nDie Brücke von Altstein wurde am 3. März 2026 gesperrt, weil Risse gefunden \
             wurden. Der Bürgermeister hatte das lange verlangt.\n",
            None,
        ),
        (
            "Bridge at Oldstone closed\n\nThe bridge at Oldstone was closed on Jan. 5, 2026 after cracks had been found \
             by the inspectors. The council will meet about the repairs on 20 January 2026.\n",
            Some("2026-01-05/2026-01-20"),
        ),
        (
            "Fermé pour travaux\n\nLe pont de Vieillepierre a été fermé le 5 janvier 2026 après la découverte de fissures. \
             La réunion du conseil sur les travaux se tiendra le 20 janvier 2026 à la mairie.\n",
            Some("2026-01-05/2026-01-20"),
        ),
    ];
    for (text, wanted) in cases {
        let document = one("a.txt", text);
        assert_eq!(document.published, None, "{text}");
        let range = document.published_range.map(|r| format!("{}/{}", r.start, r.end));
        assert_eq!(range.as_deref(), wanted, "{text}");
        assert!(document.warnings.iter().any(|w| w.starts_with("date-")), "{text}");
    }
}
