//! Articles copied from pages: captions, credits, links, promos and whole second articles stand as bare lines.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod common;
use common::{blocks, check, one};
use tocsin_record::{BlockKind::*, Document};

fn read(text: &str) -> Document {
    let document = one("pasted.txt", text);
    assert_eq!(document.text, text, "a given text is never changed");
    check(&document, true);
    document
}

/// The kinds of the lines, as text: one line "kind text" a block.
fn listed(text: &str) -> Vec<String> {
    blocks(&read(text)).iter().map(|(kind, text)| format!("{} {}", kind.name(), text)).collect()
}

fn body(text: &str) -> Vec<String> {
    blocks(&read(text))
        .into_iter()
        .filter(|(kind, _)| matches!(kind, Standfirst | Paragraph | Heading | Quote | List))
        .map(|(_, text)| text)
        .collect()
}

const FIRST: &str = "The port of Halmar was closed on Monday after a drone hit the tanker Aurora at its berth, the harbour \
    master Tomas Berg said.";
const THEN: &str = "Officials in Vestria blamed the Northern Front, which has attacked tankers in the strait before, and called \
    the envoy of Norland to the ministry.";
const LAST: &str = "Lena Holt, the captain of the Aurora, was wounded, and the owners in Halmar said that the tanker would \
    stay where it is.";

#[test]
fn what_stands_above_the_text_is_told_apart() {
    let text = format!(
        "The Example Times\nWorld\nPort of Halmar closed after drone hits tanker\nPort of Halmar closed after drone hits tanker\n\
         Vestria blames the Northern Front for the attack on the Aurora\nJane Doe\nPublished On 3 Jan 2026\nShare\nFacebook\nTwitter\n\
         Smoke rises over the harbour on January 3, 2026 [John Roe/Reuters]\nListen 5 min\n{FIRST}\n{THEN}\n{LAST}"
    );
    assert_eq!(
        listed(&text),
        [
            "promo The Example Times",
            "promo World",
            "headline Port of Halmar closed after drone hits tanker",
            "headline Port of Halmar closed after drone hits tanker",
            "standfirst Vestria blames the Northern Front for the attack on the Aurora",
            "credit Jane Doe",
            "credit Published On 3 Jan 2026",
            "promo Share",
            "promo Facebook",
            "promo Twitter",
            "caption Smoke rises over the harbour on January 3, 2026 [John Roe/Reuters]",
            "promo Listen 5 min",
            &format!("paragraph {FIRST}"),
            &format!("paragraph {THEN}"),
            &format!("paragraph {LAST}"),
        ]
    );
    let document = read(&text);
    assert_eq!(document.title.as_deref(), Some("Port of Halmar closed after drone hits tanker"));
    assert_eq!(document.published.map(|p| p.as_str().to_owned()).as_deref(), Some("2026-01-03"));
}

#[test]
fn links_between_paragraphs_are_none_of_the_text() {
    let text = format!(
        "{FIRST}\nRecommended Stories\nlist of 3 items\nlist 1 of 3\nWhat is the Northern Front and who is behind it?\nlist 2 of 3\n\
         Norland recalls its envoy from Vestria\nlist 3 of 3\nHow the strait became a front line\nend of list\nThe owners wait\n\
         {THEN}\nNORLAND MINISTER RESIGNS OVER LEAKED LETTER TO VESTRIA, SAYS REPORT\n{LAST}\nMore from The Example Times\nFerry runs \
         aground off Port Said in heavy fog\nThree ministers leave the cabinet of Norland"
    );
    assert_eq!(body(&text), [FIRST, "The owners wait", THEN, LAST]);
}

#[test]
fn what_stands_below_the_text_is_none_of_it() {
    let text = format!(
        "Port of Halmar closed after drone hits tanker\n{FIRST}\n{THEN}\nExample News has contacted the ministry for comment.\nThe \
         ministry of Norland did not respond to a request for comment.\n{LAST}\n(Reporting by Jane Doe; editing by John Roe)\nJane \
         Doe is a correspondent of The Example Times in Halmar.\n(This story has been refiled to correct a name in paragraph 2)\n\
         Comments\nMax\nJanuary 4, 2026 at 6:34 am\nI have been to Halmar and the harbour is not what it was, believe me.\nReply\n\
         Kim\nJanuary 4, 2026 at 7:01 am\nWho pays for all of this? Not the Northern Front, that much is sure."
    );
    assert_eq!(body(&text), [FIRST, THEN, "The ministry of Norland did not respond to a request for comment.", LAST]);
    assert!(listed(&text).iter().any(|line| line.starts_with("credit Jane Doe is a correspondent")));
}

#[test]
fn comments_that_nothing_announces_are_none_of_the_text() {
    let comments: String = (0..5)
        .map(|n| format!("\nmax{n} says:\nJanuary 4, 2026 at 6:3{n} am\nI have been to Halmar {n} times and the harbour is not what it was."))
        .collect();
    assert_eq!(
        body(&format!("Port of Halmar closed after drone hits tanker\n{FIRST}\n{THEN}\n{LAST}{comments}")),
        [FIRST, THEN, LAST]
    );
}

const CUP: &str = "The goalkeeper Jorge Pinto saved two penalties as Estrela beat Sporting Lagoa in the quarter-final of the \
    national trophy on Sunday evening in front of a full house.";
const CUP_THEN: &str = "Coach Marta Reis praised her youngsters, who had trained in Braga for weeks, and said that the midfielder \
    Paulo Nunes would be ready for the next round.";

#[test]
fn a_second_article_is_cut_off() {
    let text = format!(
        "Port of Halmar closed after drone hits tanker\nBy Jane Doe\nPublished 3 January 2026\n{FIRST}\n{THEN}\n{LAST}\n(Reporting by \
         Jane Doe; editing by John Roe)\nGoalkeeper saves two penalties as Estrela goes through\nBy John Roe\n4 January 2026\n{CUP}\n{CUP_THEN}"
    );
    assert_eq!(body(&text), [FIRST, THEN, LAST]);
    let found = listed(&text);
    assert!(found.contains(&"related Goalkeeper saves two penalties as Estrela goes through".to_owned()), "{found:?}");
    assert!(found.contains(&format!("related {CUP}")), "{found:?}");
}

#[test]
fn a_long_article_is_never_cut_at_its_crossheads() {
    // A new subject below a crosshead, a date of its own and even a name are not enough together with the same affair.
    let sections = format!(
        "Port of Halmar closed after drone hits tanker\nBy Jane Doe\n3 January 2026\n{FIRST}\n{THEN}\nWhat the insurers of the ship \
         say\n{LAST}\n{THEN}\nFootball is played all the same\n{CUP}\n{CUP_THEN}\nHow the tanker came to Halmar\nThe Aurora left Port \
         Said in the night, Tomas Berg said, and its captain Lena Holt had asked the navy of Vestria for an escort."
    );
    let kept = body(&sections);
    assert!(kept.contains(&CUP.to_owned()) && kept.last().unwrap().starts_with("The Aurora left"), "{kept:?}");
}

const ENTRIES: [(&str, &str, &str); 4] = [
    ("11:20 GMT", "Envoy called to the ministry", THEN),
    ("10:05 GMT", "Captain wounded", LAST),
    ("00:40 GMT", "Port closed", FIRST),
    (
        "23:15 GMT",
        "Blast heard in Halmar",
        "Residents of Halmar said that they had heard a loud blast from the port before midnight.",
    ),
];

fn live(line: impl Fn(&str, &str) -> String) -> String {
    let entries: Vec<String> =
        ENTRIES.iter().map(|(time, heading, text)| format!("{}\n{text}\n", line(time, heading))).collect();
    format!("Drone attack on Halmar: live updates\nPublished 2 January 2026\n{}", entries.concat())
}

#[test]
fn entries_of_a_live_blog_are_dated() {
    let forms: [fn(&str, &str) -> String; 3] = [
        |time, heading| format!("{time}\n{heading}"),
        |time, heading| format!("{heading}\nPosted at {time}"),
        |time, heading| format!("{time} – {heading}"),
    ];
    for form in forms {
        let document = read(&live(form));
        let at: Vec<&str> = document.entries.iter().map(|entry| entry.at.as_ref().unwrap().as_str()).collect();
        assert_eq!(
            at,
            ["2026-01-03T11:20:00Z", "2026-01-03T10:05:00Z", "2026-01-03T00:40:00Z", "2026-01-02T23:15:00Z"]
        );
        let chars: Vec<char> = document.text.chars().collect();
        for (entry, (_, heading, text)) in document.entries.iter().zip(ENTRIES) {
            let part: String = chars[entry.start as usize..entry.end as usize].iter().collect();
            assert!(part.contains(heading) && part.ends_with(text), "{part:?}");
        }
        let found = blocks(&document);
        for (_, heading, text) in ENTRIES {
            assert!(found.iter().any(|(kind, part)| *kind == Heading && part.ends_with(heading)), "{found:?}");
            assert!(found.iter().any(|(kind, part)| *kind == Paragraph && part == text), "{found:?}");
        }
    }
}

#[test]
fn titles_with_times_and_a_chronicle_are_no_live_blog() {
    let list = format!(
        "Port of Halmar closed\n{FIRST}\n{THEN}\nLatest news\n14:53\nFerry runs aground off Port Said\n14:34\nThree ministers leave\n\
         14:12\nEnvoy recalled"
    );
    assert!(read(&list).entries.is_empty());
    let chronicle = format!("How the port of Halmar fell\n{FIRST}\n06:10\n{THEN}\n07:45\n{LAST}\n09:30\n{FIRST}");
    assert!(read(&chronicle).entries.is_empty());
}

#[test]
fn an_entry_without_a_day_has_no_date() {
    let text = live(|time, heading| format!("{time}\n{heading}")).replace("Published 2 January 2026\n", "");
    let document = read(&text);
    assert_eq!(document.entries.len(), 4);
    assert!(document.entries.iter().all(|entry| entry.at.is_none()));
}
