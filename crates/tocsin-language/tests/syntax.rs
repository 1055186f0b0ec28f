//! Parts of speech, lemmas and the relations that a coder of events reads, on sentences of news.

use std::sync::LazyLock;
use tocsin_language::{
    Analyser, Rel, Tag, Upos,
    tagging::{Model, file::ModelError},
};
use tocsin_record::Document;

static ANALYSER: LazyLock<Analyser> = LazyLock::new(Analyser::new);

fn document(text: &str) -> Document {
    Document::from_text("a", text)
}

/// Checks `word -rel-> head` for each triple, in a text of one sentence; the head of the root is "".
#[track_caller]
fn relations(text: &str, expected: &[(&str, Rel, &str)]) {
    let document = document(text);
    let analysis = ANALYSER.analyse(&document);
    assert_eq!(analysis.sentences.len(), 1, "{text}");
    let tree = analysis.sentences[0].tree.as_ref().expect("parsed");
    for &(word, rel, head) in expected {
        let found: Vec<_> = (0..tree.heads.len())
            .filter(|&i| analysis.word(i) == word)
            .map(|i| (tree.rels[i], tree.heads[i].map_or("", |h| analysis.word(h as usize))))
            .collect();
        assert!(found.contains(&(rel, head)), "{word} is {found:?}, not {rel:?} of {head:?}, in {text}");
    }
}

#[test]
fn the_relations_a_coder_needs() {
    use Rel::*;
    let check = |text, expected: &[_]| relations(text, expected);
    check(
        "Israeli forces struck a weapons depot in southern Lebanon on Monday.",
        &[("struck", Root, ""), ("forces", Nsubj, "struck"), ("depot", Obj, "struck"), ("Monday", Obl, "struck")],
    );
    check(
        "Two soldiers were killed by a roadside bomb near the border.",
        &[("soldiers", NsubjPass, "killed"), ("were", AuxPass, "killed"), ("bomb", OblAgent, "killed")],
    );
    check(
        "The United States will impose sanctions on Iran if it enriches uranium.",
        &[
            ("States", Nsubj, "impose"),
            ("will", Aux, "impose"),
            ("sanctions", Obj, "impose"),
            ("if", Mark, "enriches"),
            ("enriches", Advcl, "impose"),
        ],
    );
    check(
        "France and Germany condemned the attack.",
        &[
            ("France", Nsubj, "condemned"),
            ("Germany", Conj, "France"),
            ("attack", Obj, "condemned"),
            ("and", Cc, "Germany"),
        ],
    );
    check(
        "The minister said that troops would leave the region.",
        &[("minister", Nsubj, "said"), ("leave", Ccomp, "said"), ("troops", Nsubj, "leave"), ("region", Obj, "leave")],
    );
    check(
        "Sergei Lavrov, the foreign minister of Russia, met his counterpart in Geneva.",
        &[
            ("Sergei", Nsubj, "met"),
            ("minister", Appos, "Sergei"),
            ("counterpart", Obj, "met"),
            ("Russia", Nmod, "minister"),
        ],
    );
    check(
        "Police arrested dozens of protesters in the capital.",
        &[("Police", Nsubj, "arrested"), ("dozens", Obj, "arrested"), ("protesters", Nmod, "dozens")],
    );
    check(
        "The rebels did not attack the convoy.",
        &[("rebels", Nsubj, "attack"), ("not", Advmod, "attack"), ("convoy", Obj, "attack")],
    );
    check(
        "China has accused Washington of violating its airspace.",
        &[("China", Nsubj, "accused"), ("Washington", Obj, "accused")],
    );
    check(
        "The sailors who were captured last week have been released.",
        &[("sailors", NsubjPass, "released"), ("captured", AclRelcl, "sailors")],
    );
    check(
        "Turkey agreed to send humanitarian aid to Gaza.",
        &[("Turkey", Nsubj, "agreed"), ("send", Xcomp, "agreed"), ("aid", Obj, "send"), ("Gaza", Obl, "send")],
    );
    check(
        "Militants killed at least 12 people and wounded 30 others.",
        &[
            ("Militants", Nsubj, "killed"),
            ("people", Obj, "killed"),
            ("wounded", Conj, "killed"),
            ("12", Nummod, "people"),
        ],
    );
    check(
        "Nigeria's army freed 50 hostages from a forest camp.",
        &[("army", Nsubj, "freed"), ("Nigeria", NmodPoss, "army"), ("hostages", Obj, "freed")],
    );
    check("There were no casualties, the ministry said.", &[("There", Expl, "were"), ("ministry", Nsubj, "said")]);
}

#[test]
fn tags_and_lemmas() {
    let text = "The navy struck two boats, said officials who had sought talks; rebels withdrew and held \
                cities. Iran is holding hostages and has threatened companies.";
    let document = document(text);
    let analysis = ANALYSER.analyse(&document);
    let lemma = |word: &str| {
        let at = (0..analysis.tokens.len()).find(|&i| analysis.word(i) == word).expect("in the text");
        analysis.tokens[at].lemma.as_str()
    };
    for (word, expected) in [
        ("struck", "strike"),
        ("boats", "boat"),
        ("said", "say"),
        ("sought", "seek"),
        ("withdrew", "withdraw"),
        ("held", "hold"),
        ("cities", "city"),
        ("Iran", "Iran"),
        ("is", "be"),
        ("holding", "hold"),
        ("has", "have"),
        ("threatened", "threaten"),
        ("companies", "company"),
    ] {
        assert_eq!(lemma(word), expected, "of {word}");
    }
    let iran = (0..analysis.tokens.len()).find(|&i| analysis.word(i) == "Iran").expect("in the text");
    assert_eq!((analysis.tokens[iran].tag, analysis.tokens[iran].upos), (Tag::Nnp, Upos::Propn));
    assert_eq!(analysis.tokens[iran + 1].tag, Tag::Vbz);
    assert!(analysis.sentences.iter().all(|s| s.full));
}

#[test]
fn headings_in_capitals_are_read_as_words() {
    let document = document("STRENGTHENING OUR PARTNERSHIP: Today, President Smith signed an order.");
    let analysis = ANALYSER.analyse(&document);
    assert_eq!(analysis.tokens[0].tag, Tag::Vbg, "STRENGTHENING");
    assert_eq!(analysis.tokens[1].tag, Tag::PrpPoss, "OUR");
    assert_eq!(analysis.tokens[2].tag, Tag::Nn, "PARTNERSHIP");
}

#[test]
fn what_is_a_full_sentence() {
    let full = |text: &str| ANALYSER.analyse(&document(text)).sentences[0].full;
    assert!(full("The army withdrew."));
    assert!(full("Government forces have retaken the airport"));
    assert!(!full("A safer border for all"));
    assert!(!full("Talks in Geneva."));
}

#[test]
fn every_sentence_gets_a_tree_of_one_root_without_loops() {
    let mut text = String::from("( ) , . \" -- 12 ??? of the and and and said said said he\n\nx\n\n,\n\n");
    text.push_str(&"the army of the state of ".repeat(400));
    let document = document(&text);
    let analysis = ANALYSER.analyse(&document);
    for sentence in &analysis.sentences {
        let tree = sentence.tree.as_ref().expect("parsed");
        assert_eq!(tree.heads.len(), sentence.tokens.len());
        let roots: Vec<usize> = (0..tree.heads.len()).filter(|&i| tree.heads[i].is_none()).collect();
        assert_eq!(roots.len(), 1);
        assert!((0..tree.heads.len()).all(|i| tree.is_under(i, roots[0])));
        assert_eq!(tree.rels[roots[0]], Rel::Root);
    }
}

#[test]
fn the_same_text_gives_the_same_analysis() {
    let text = "Russia’s deputy minister told reporters in Moscow that talks would resume “within days.” They did not.";
    let [first, second] = [(); 2].map(|()| {
        let document = document(text);
        let analysis = ANALYSER.analyse(&document);
        let trees: Vec<_> = analysis.sentences.iter().map(|s| s.tree.clone()).collect();
        let tokens: Vec<_> = analysis.tokens.iter().map(|t| (t.tag, t.upos, t.lemma.clone())).collect();
        (trees, tokens)
    });
    assert_eq!(first, second);
}

#[test]
fn a_broken_model_is_refused_with_a_reason() {
    let bytes =
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/tagger/model.bin")).expect("the model");
    assert!(Model::from_bytes(&bytes).is_ok());
    let error = |bytes: &[u8]| Model::from_bytes(bytes).expect_err("refused");
    assert_eq!(error(b""), ModelError::Magic);
    assert_eq!(error(b"PK\x03\x04 something else"), ModelError::Magic);
    assert_eq!(error(&bytes[..12]), ModelError::Short("header"));
    assert_eq!(error(&bytes[..bytes.len() / 2]), ModelError::Checksum);
    let mut turned = bytes.clone();
    turned[bytes.len() / 3] ^= 1;
    assert_eq!(error(&turned), ModelError::Checksum);
    assert!(error(&turned).to_string().contains("damaged"));
}

#[test]
fn quotations() {
    let found = |text: &str| -> Vec<String> {
        ANALYSER.begin(&document(text)).quotations.iter().map(|q| text[q.clone()].to_owned()).collect()
    };
    assert_eq!(found("“We will act,” he said. “It is time.”"), ["We will act,", "It is time."]);
    assert_eq!(found("\"We will act,\" he said. \"It is time.\""), ["We will act,", "It is time."]);
    assert_eq!(found("He called the vote a « farce » and a “sham”."), ["farce", "sham"]);
    assert_eq!(found("The workers’ union said it’s ‘a good day’ for all."), ["a good day"]);
    assert_eq!(found("It isn't the mayor's fault, said the players' coach."), Vec::<String>::new());
    assert_eq!(found("“One never ends.\n\n“Two does,” she said.\n\nNo more."), ["One never ends.", "Two does,"]);
    assert_eq!(found("She said: “He told me ‘no’ twice.”"), ["He told me ‘no’ twice."]);
}

#[test]
fn given_words_are_kept() {
    let document = document("Troops ca n't leave . Why ?");
    let words = [vec![0..6, 7..9, 10..13, 14..19, 20..21], vec![22..25, 26..27]];
    let analysis = ANALYSER.analyse_words(&document, &words);
    assert_eq!(analysis.tokens.iter().map(|t| t.bytes.clone()).collect::<Vec<_>>(), words.concat());
    assert_eq!(analysis.sentences.len(), 2);
    let tree = analysis.sentences[0].tree.as_ref().expect("read");
    assert_eq!((tree.heads[0], tree.rels[0]), (Some(3), Rel::Nsubj));
}

#[test]
fn names_and_their_kinds() {
    use tocsin_language::NameKind::{self, *};
    let document = document(
        "Claudia Sheinbaum, the president of Mexico, met senators of the Democratic Party in Washington on Monday.",
    );
    let analysis = ANALYSER.analyse(&document);
    let names: Vec<(&str, NameKind)> =
        analysis.names.iter().map(|n| (analysis.phrase(n.tokens.clone()), n.kind)).collect();
    assert_eq!(
        names,
        [("Claudia Sheinbaum", Politician), ("Mexico", Country), ("Democratic Party", Party), ("Washington", Location)]
    );
}

#[test]
fn only_the_chosen_sentences_are_read_by_the_encoder() {
    let document = document("The army withdrew. Rebels took the town. Nobody was hurt.");
    let mut analysis = ANALYSER.begin(&document);
    assert!(analysis.sentences.iter().all(|s| s.tree.is_none()));
    ANALYSER.complete(&mut analysis, &[1]);
    assert_eq!(analysis.sentences.iter().map(|s| s.tree.is_some()).collect::<Vec<_>>(), [false, true, false]);
    assert!(analysis.tokens.iter().all(|t| !t.lemma.is_empty()));
}
