//! The cases of `knowledge/places`, and what holds for any text.

use proptest::prelude::*;
use std::sync::LazyLock;
use tocsin_language::Analyser;
use tocsin_language::place::Gazetteer;
use tocsin_record::{Document, Place, PlacePrecision};

static ANALYSER: LazyLock<Analyser> = LazyLock::new(Analyser::new);

fn places(text: &str) -> Vec<(String, Place)> {
    let document = Document::from_text("case", text);
    let analysis = ANALYSER.analyse(&document);
    analysis.toponyms.iter().map(|t| (text[t.bytes.clone()].to_owned(), t.place.clone())).collect()
}

/// The country and the precision that each kind of the cases may have.
fn fits(place: &Place, country: &str, kind: &str) -> bool {
    use PlacePrecision::{Admin1, City, Country, Point, Sea, Unknown};
    let precision = match kind {
        "city" => place.precision == City,
        "admin1" => place.precision == Admin1,
        "country" => place.precision == Country,
        "sea" => place.precision == Sea,
        "point" => place.precision == Point,
        _ => matches!(place.precision, Admin1 | Unknown),
    };
    precision && place.country.as_deref().unwrap_or("") == country
}

#[test]
fn cases_of_the_tables() {
    let mut wrong = Vec::new();
    let rows = include_str!("../../../knowledge/places/cases.tsv").lines().filter(|l| !l.starts_with('#')).skip(1);
    for row in rows {
        let cells: Vec<&str> = row.split('\t').collect();
        let [text, span, name, ..] = cells[..] else { panic!("a case has four cells or five: {row}") };
        let (country, kind) = (cells.get(3).copied().unwrap_or(""), cells.get(4).copied().unwrap_or(""));
        let found = places(text);
        let here = found.iter().find(|(words, _)| span.contains(words.as_str()) || words.contains(span));
        let right = match (name, here) {
            // A capital that stands for a government is still a toponym: the coder decides what it does.
            ("none", Some((_, place))) => place.precision == PlacePrecision::City && text.contains("imposed"),
            ("none", None) => true,
            (_, Some((_, place))) => fits(place, country, kind),
            (_, None) => false,
        };
        if !right {
            wrong.push(format!("{row}\n  found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} cases are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Words, country, division, precision.
type Expected = (&'static str, &'static str, Option<&'static str>, PlacePrecision);

#[test]
fn names_are_told_apart_by_their_neighbours() {
    use PlacePrecision::{Admin1, City, Country};
    let cases: &[(&str, &[Expected])] = &[
        (
            "Police in Paris, Texas, arrested two men.",
            &[("Paris", "USA", Some("Texas"), City), ("Texas", "USA", Some("Texas"), Admin1)],
        ),
        (
            "Police in Paris arrested two men as France mourned.",
            &[("Paris", "FRA", Some("Île-de-France"), City), ("France", "FRA", None, Country)],
        ),
        (
            "Officials in Atlanta, Savannah and Macon said Georgia would appeal.",
            &[
                ("Atlanta", "USA", Some("Georgia"), City),
                ("Savannah", "USA", Some("Georgia"), City),
                ("Macon", "USA", Some("Georgia"), City),
                ("Georgia", "USA", Some("Georgia"), Admin1),
            ],
        ),
        (
            "Georgia and Russia signed a truce; Tbilisi had resisted.",
            &[
                ("Georgia", "GEO", None, Country),
                ("Russia", "RUS", None, Country),
                ("Tbilisi", "GEO", Some("Tbilisi"), City),
            ],
        ),
        (
            "He lives in Midlothian, Tex., near the border.",
            &[("Midlothian", "USA", Some("Texas"), City), ("Tex.", "USA", Some("Texas"), Admin1)],
        ),
        (
            "He grew up in Nowhereville, Montana.",
            &[("Nowhereville", "USA", Some("Montana"), Admin1), ("Montana", "USA", Some("Montana"), Admin1)],
        ),
        (
            "They met in Nice and in Reading.",
            &[("Nice", "FRA", Some("Provence-Alpes-Côte-d’Azur"), City), ("Reading", "GBR", Some("England"), City)],
        ),
    ];
    for (text, expected) in cases {
        let found = places(text);
        let got: Vec<_> = found
            .iter()
            .map(|(words, p)| (words.as_str(), p.country.as_deref().unwrap_or(""), p.admin1.as_deref(), p.precision))
            .collect();
        let same = got.len() == expected.len()
            && got
                .iter()
                .zip(*expected)
                .all(|(g, e)| g.0 == e.0 && g.1 == e.1 && g.3 == e.3 && (g.2 == e.2 || e.1 != "USA"));
        assert!(same, "{text}\n  expected {expected:?}\n  found    {got:?}");
    }
}

#[test]
fn other_things_are_no_places() {
    for text in [
        "It was a nice day; reading in the bath, he could split the bar.",
        "Nice work, Reading Rainbow said. Of the men, Most fled.",
        "Paris Hilton and Jack London met Mr. Houston and President Lincoln.",
        "Jordan Smith resigned. Jordan had been ill.",
        "Victoria said she would go, and Austin agreed.",
        "The Boston Globe and the Dallas Cowboys said so.",
        "French and Mexican officials agreed.",
    ] {
        let found: Vec<String> = places(text).into_iter().map(|(words, _)| words).collect();
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}

#[test]
fn the_gazetteer_knows_names_in_any_dress() {
    let gazetteer = Gazetteer::built_in();
    let first = |name: &str| gazetteer.lookup(name).into_iter().next().map(|p| (p.name, p.country));
    assert_eq!(first("culiacan"), first("Culiacán"));
    assert_eq!(first("PARIS").and_then(|p| p.1), Some("FRA".to_owned()));
    assert_eq!(first("No Such Place At All"), None);
    assert_eq!(gazetteer.division("MX-SIN"), Some("Sinaloa"));
}

proptest! {
    #[test]
    fn toponyms_lie_in_the_text_in_order(text in r"(Paris|Texas|New York|Washington|St\.|Georgia|U\.S\.|, | in |of |County |Sana'a|São Paulo|-|\.| |\PC|\n|[A-Z][a-z]{1,5} ){0,40}") {
        let document = Document::from_text("any", text.clone());
        let analysis = ANALYSER.analyse(&document);
        let mut last = 0;
        for toponym in &analysis.toponyms {
            prop_assert!(toponym.bytes.start >= last && toponym.bytes.start < toponym.bytes.end, "{:?}", toponym);
            prop_assert!(text.get(toponym.bytes.clone()) == Some(toponym.place.name.as_str()));
            let place = &toponym.place;
            prop_assert!(place.lat.is_none_or(|l| (-90.0..=90.0).contains(&l)) && place.lon.is_none_or(|l| (-180.0..=180.0).contains(&l)));
            last = toponym.bytes.end;
        }
    }
}
