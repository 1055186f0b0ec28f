//! The cases of `knowledge/roles` and `knowledge/actors`, and what always holds of mentions and parties.

use jiff::civil::date;
use proptest::prelude::*;
use tocsin_language::{Analyser, Analysis};
use tocsin_record::{Document, Party, Sector};

fn analyser() -> &'static Analyser {
    static ANALYSER: std::sync::OnceLock<Analyser> = std::sync::OnceLock::new();
    ANALYSER.get_or_init(Analyser::new)
}

fn document(text: &str, published: &str, outlet: Option<&str>) -> Document {
    let mut document = Document::from_text("case", text);
    document.published = published.parse().ok();
    document.outlet = outlet.map(String::from);
    document
}

fn analyse(document: &Document) -> Analysis<'_> {
    analyser().analyse(document)
}

/// The parties of the phrase `words`: its head is the token that hangs outside it.
fn parties(analysis: &Analysis<'_>, words: &str) -> Vec<Party> {
    let at = analysis.text.find(words).unwrap_or_else(|| panic!("{words:?} stands in the text"));
    let from = analysis.tokens.partition_point(|t| t.bytes.end <= at);
    let to = analysis.tokens.partition_point(|t| t.bytes.start < at + words.len());
    let sentence = &analysis.sentences[analysis.sentence_of(from)];
    let base = sentence.tokens.start;
    let head = match &sentence.tree {
        Some(tree) => (from..to)
            .find(|&t| tree.heads[t - base].is_none_or(|h| !(from..to).contains(&(h as usize + base))))
            .unwrap_or(to - 1),
        None => to - 1,
    };
    analyser().actors().parties(analysis, head)
}

fn shown(party: &Party) -> String {
    let mut out = format!(
        "{}/{}/{}",
        party.name.as_deref().unwrap_or("-"),
        party.country.as_deref().unwrap_or("-"),
        party.sector.map_or("-", Sector::code)
    );
    if party.alleged {
        out.push_str(" alleged");
    }
    if let Some(number) = party.number {
        out.push_str(&format!(" {number}"));
    }
    out
}

/// Whether a party is as a case asks; `*` stands for anything.
fn is_as(asked: &str, party: &Party) -> bool {
    let got = shown(party);
    let (asked, got): (Vec<&str>, Vec<&str>) = (asked.split('/').collect(), got.split('/').collect());
    asked.len() == got.len() && asked.iter().zip(&got).all(|(a, g)| *a == "*" || a == g)
}

fn knowledge(folder: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../knowledge").join(folder)
}

#[test]
fn the_cases_of_the_role_files_hold() {
    let mut wrong = Vec::new();
    let mut count = 0;
    let mut files: Vec<_> =
        std::fs::read_dir(knowledge("roles")).expect("the folder").map(|e| e.expect("an entry").path()).collect();
    files.sort();
    for file in files {
        let table: toml::Table = std::fs::read_to_string(&file).expect("a file").parse().expect("TOML");
        for case in table.get("case").and_then(|c| c.as_array()).into_iter().flatten() {
            let field = |name: &str| case.get(name).and_then(|v| v.as_str()).unwrap_or_default().to_string();
            let document = document(&field("text"), &field("published"), case.get("outlet").and_then(|o| o.as_str()));
            let analysis = analyse(&document);
            let got = parties(&analysis, &field("phrase"));
            let asked: Vec<&str> = case
                .get("parties")
                .and_then(|p| p.as_array())
                .into_iter()
                .flatten()
                .filter_map(|p| p.as_str())
                .collect();
            count += 1;
            if got.len() != asked.len() || !asked.iter().zip(&got).all(|(a, g)| is_as(a, g)) {
                let got: Vec<String> = got.iter().map(shown).collect();
                wrong.push(format!("{:?} in {:?}: asked {asked:?}, got {got:?}", field("phrase"), field("text")));
            }
        }
    }
    assert!(count > 20, "cases are read");
    assert!(wrong.is_empty(), "{} of {count} cases fail:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_cases_of_the_actor_files_hold() {
    let table = std::fs::read_to_string(knowledge("actors").join("cases.tsv")).expect("the cases");
    let mut wrong = Vec::new();
    let rows: Vec<&str> = table.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).skip(1).collect();
    assert!(rows.len() > 20, "cases are read");
    for row in &rows {
        let mut cells = row.split('\t').map(str::trim);
        let [text, words, name, country, sector] = std::array::from_fn(|_| cells.next().unwrap_or(""));
        let document = document(text, "", None);
        let analysis = analyse(&document);
        if name == "none" {
            // The word may be part of a longer name, which is then somebody else's.
            let at = text.find(words).expect("the words stand in the text");
            let from = analysis.tokens.partition_point(|t| t.bytes.end <= at);
            let covers =
                |m: &&tocsin_language::Mention| m.tokens.contains(&from) && analysis.phrase(m.tokens.clone()) == words;
            if let Some(mention) = analysis.mentions.iter().find(covers) {
                wrong.push(format!("{words:?} in {text:?} is no actor, got {}", shown(&mention.party)));
            }
            continue;
        }
        let got = parties(&analysis, words);
        let fits = |p: &Party| {
            // A people is named as the text has it; the file gives its country.
            let named = p.name.as_deref() == Some(name) || p.sector == Some(Sector::Cvl);
            named
                && p.country.as_deref() == Some(country).filter(|c| !c.is_empty())
                && (sector.is_empty() || p.sector == Sector::from_code(sector))
        };
        if !got.iter().any(fits) {
            let got: Vec<String> = got.iter().map(shown).collect();
            wrong.push(format!("{words:?} in {text:?}: asked {name}/{country}/{sector}, got {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases fail:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

#[test]
fn an_office_is_the_one_held_on_the_day() {
    let actors = analyser().actors();
    assert!(actors.in_office("Donald Trump", date(2018, 5, 1)));
    assert!(!actors.in_office("Donald Trump", date(2022, 5, 1)));
    assert!(actors.in_office("Biden administration", date(2022, 5, 1)));
    assert!(!actors.in_office("Biden administration", date(2025, 5, 1)));
    let office = actors.office_on("Joe Biden", date(2022, 5, 1)).expect("an office");
    assert_eq!((office.country.as_str(), office.sector), ("USA", Some(Sector::Gov)));
    let biden = actors.look_up("Joe Biden", Some(date(2025, 5, 1))).expect("a person");
    assert_eq!(biden.sector, Some(Sector::Eli));
    assert_eq!(actors.on_day(&biden, date(2022, 5, 1)).sector, Some(Sector::Gov));
}

#[test]
fn a_publishing_office_says_i() {
    let document = document("I have ordered it. My Administration will act.", "2025-06-01", Some("White House"));
    let analysis = analyse(&document);
    let i = analyser().actors().first_person(&analysis).expect("a president");
    assert_eq!((i.name.as_deref(), i.country.as_deref()), (Some("Donald Trump"), Some("USA")));
    assert_eq!(parties(&analysis, "I").first().and_then(|p| p.name.as_deref()), Some("Donald Trump"));
    let administration = parties(&analysis, "My Administration");
    assert_eq!(administration.first().and_then(|p| p.name.as_deref()), Some("Trump administration"));
    assert_eq!(analyser().actors().publisher("Wikinews"), None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn mentions_are_ordered_disjoint_and_inside_sentences(
        parts in proptest::collection::vec(prop_oneof![
            "[A-Za-z’'.,;-]{1,9}",
            Just("President Donald J. Trump".to_string()), Just("the U.S.-led coalition".to_string()),
            Just("Élysée".to_string()), Just("Mexico’s".to_string()), Just("al-Qaeda".to_string()),
            Just("“We".to_string()), Just("Ministry of".to_string()), Just("Georgia.".to_string()),
            Just("Biden-era".to_string()), Just("\n".to_string()), Just("\u{200d}é".to_string()),
        ], 0..40)
    ) {
        let text = parts.join(" ");
        let document = document(&text, "2025-05-01", Some("White House"));
        let analysis = analyse(&document);
        let mut last = 0;
        for mention in &analysis.mentions {
            prop_assert!(mention.tokens.start >= last && !mention.tokens.is_empty());
            last = mention.tokens.end;
            let sentence = &analysis.sentences[analysis.sentence_of(mention.tokens.start)];
            prop_assert!(sentence.tokens.contains(&(mention.tokens.end - 1)));
            prop_assert_eq!(mention.party.text.as_deref(), Some(analysis.phrase(mention.tokens.clone())));
        }
        for head in 0..analysis.tokens.len() {
            for party in analyser().actors().parties(&analysis, head) {
                let span = party.span.expect("a phrase stands in the text");
                prop_assert_eq!(Some(analysis.index.slice(&text, span)), party.text.as_deref());
            }
        }
    }
}

#[test]
fn who_speaks_of_herself_has_an_end() {
    // "she" and the "I" that she says stand for one another, and nothing else says who.
    for text in [
        "\"I did it,\" she said. \"I knew that she was my friend,\" she said. She said: \"I am.\"",
        "\"My mother told me,\" she said, \"and I told her.\" \"I went,\" she added. \"They are us,\" they said.",
        "The big company fell. The big, big company, it said, was the company of its own company.",
        "He said \"he\" and she said \"she\". \"He is me,\" he said. \"It is its own,\" it said of itself.",
    ] {
        let document = Document::from_text("a", text);
        let analysis = analyse(&document);
        for token in 0..analysis.tokens.len() {
            let parties = analyser().actors().parties(&analysis, token);
            assert!(parties.len() < 3, "{text}");
        }
    }
}
