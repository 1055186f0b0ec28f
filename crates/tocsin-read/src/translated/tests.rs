use super::*;

#[test]
fn signs_know_their_cases() {
    let mut wrong = Vec::new();
    for sign in signs::all() {
        assert!(!sign.yes.is_empty() && !sign.no.is_empty(), "{} needs cases both ways", sign.name);
        for case in &sign.yes {
            if !signs::weigh(case).1.contains(&sign.name.as_str()) {
                wrong.push(format!("{} should know {case:?}", sign.name));
            }
        }
        for case in &sign.no {
            if signs::weigh(case).1.contains(&sign.name.as_str()) {
                wrong.push(format!("{} should not know {case:?}", sign.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Written for this test as a rule-based engine writes: articles, prepositions and forms put one by one.
const MACHINE: &str = "The minister of Foreign Affairs has been pronounced this Monday on the crisis in the zone of the north \
    and has assured that the government will not go to allow that it continue the violence. In the words of the minister, \
    the measures that have taken are of the all necessary and it will be them applied from the following week. The \
    opposition, for the his part, has criticised to the executive because of the delay and has asked that it appear before \
    of the congress to give explanations of the happened. The also leader of the party has indicated that they are the \
    citizens who suffer the consequences of the lack of a plan and that it does lack a change of the course. According \
    to him, the president has of to resign before that it finish the year.";

/// Written for this test as a news agency writes.
const ORIGINAL: &str = "The foreign minister said on Monday that the government would not let the violence in the north go \
    on. Speaking to reporters after a meeting of the cabinet, she said the measures were needed and would take effect next \
    week. The opposition accused the government of having waited too long, and called on the prime minister to answer \
    questions in parliament. \"People are paying for the lack of a plan,\" its leader, John Example, told a rally in the \
    capital. He urged the president to step down by the end of the year. A spokesman for the president's office declined \
    to comment. Police said 12 people had been arrested since Friday, most of them in two towns near the border.";

fn read(html: &str, url: &str) -> tocsin_record::Document {
    let record = serde_json::json!({"id": "a", "url": url, "html": html}).to_string() + "\n";
    crate::split("a.jsonl", std::io::Cursor::new(record.into_bytes()), crate::Limits::default())
        .next()
        .unwrap()
        .unwrap()
        .read()
        .unwrap()
}

fn page(html_attributes: &str, text: &str) -> String {
    let paragraphs: Vec<String> = text.split_inclusive(". ").map(|s| format!("<p>{s}</p>")).collect();
    format!(
        "<html {html_attributes}><head><title>A title</title></head><body><article><h1>A title</h1>{}</article></body></html>",
        paragraphs.join("")
    )
}

#[test]
fn words_alone_tell_a_rule_based_engine_from_an_agency() {
    let machine = judge(MACHINE).unwrap();
    assert!(machine.is_translated() && machine.probability() > 0.7, "{machine:?}");
    let original = judge(ORIGINAL).unwrap();
    assert!(!original.is_translated() && original.probability() < 0.5, "{original:?}");
    assert_eq!(judge("The minister resigned on Monday."), None);
}

#[test]
fn marks_decide_without_the_words() {
    for (attributes, url) in [
        ("lang=en class='translated-ltr'", "https://example.org/1"),
        ("lang=en-x-mtfrom-es", "https://example.org/1"),
        ("lang=en", "https://example-org.translate.goog/1?_x_tr_tl=en"),
    ] {
        let document = read(&page(attributes, ORIGINAL), url);
        assert!(document.translated, "{attributes} {url}");
        let warning = document.warnings.iter().find(|w| w.starts_with("translated: ")).unwrap();
        assert!(warning.ends_with("its quotations are not exact words"), "{warning}");
    }
    assert!(!read(&page("lang=en", ORIGINAL), "https://example.org/1").translated);
    assert!(read(&page("lang=en", MACHINE), "https://example.org/1").translated);
}

#[test]
fn a_translator_who_is_named_is_no_machine() {
    let with = |note: &str, text: &str| {
        let html = page("lang=en", text).replace("</article>", &format!("<p>{note}</p></article>"));
        read(&html, "https://example.org/1")
    };
    for text in [ORIGINAL, MACHINE] {
        let document = with("Translated by Maria Lopez", text);
        assert!(!document.translated, "{:?}", document.warnings);
        assert!(document.warnings.iter().any(|w| w.starts_with("translator: ")), "{:?}", document.warnings);
        assert!(document.text.ends_with("Translated by Maria Lopez"), "the credit stays");
    }
    assert!(with("Translated by Maria Lopez using DeepL", ORIGINAL).translated);
    assert!(with("Translated from Spanish by Google Translate", ORIGINAL).translated);
    // Of a translation by nobody who is named only the words can tell.
    assert!(with("Translated from the Spanish.", MACHINE).translated);
    assert!(!with("Translated from the Spanish.", ORIGINAL).translated);
}

#[test]
fn only_english_is_judged() {
    let german = "Der Außenminister sagte am Montag, die Regierung werde die Gewalt im Norden nicht länger dulden. Die \
        Maßnahmen seien nötig und würden in der nächsten Woche in Kraft treten. Die Opposition warf der Regierung vor, zu \
        lange gewartet zu haben, und forderte den Präsidenten zum Rücktritt auf.";
    let document = read(&page("lang=de class='translated-ltr'", german), "https://example.org/1");
    assert_eq!((document.lang.as_deref(), document.translated), (Some("de"), false));
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(text in ".{0,400}", times in 1usize..20) {
        let text = text.repeat(times);
        let _ = judge(&text);
        let _ = features(&text);
    }
}
