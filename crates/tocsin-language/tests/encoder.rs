//! What the encoder gives: the same for a sentence alone and among others, in any thread; a tree for anything.

use proptest::prelude::*;
use std::sync::LazyLock;
use tocsin_language::encoder::{Encoder, Reading};

// Random weights (`training/encoder/tiny.py`): what it says is nonsense, but it says it as the trained one does.
const WEIGHTS: &[u8] = include_bytes!("tiny/reader.onnx");
const LABELS: &str = include_str!("tiny/labels.toml");
const VOCABULARY: &str = include_str!("tiny/vocabulary.txt");

static ENCODER: LazyLock<Encoder> =
    LazyLock::new(|| Encoder::new(WEIGHTS.to_vec(), LABELS, VOCABULARY).expect("the tiny model is one"));

fn read(sentences: &[&str]) -> Vec<Reading> {
    let words: Vec<Vec<&str>> = sentences.iter().map(|s| s.split(' ').collect()).collect();
    ENCODER.read(&words).expect("the encoder runs")
}

const SENTENCES: &[&str] = &[
    "The United States struck a boat off Venezuela on Tuesday , killing eleven people .",
    "Mexico rejected the offer .",
    "Troops entered the town at dawn .",
    "\" We will not negotiate , \" Sheinbaum said at a news conference in Mexico City .",
    "Why ?",
    "Officials who were briefed on the plan said that the strikes could begin within weeks unless the cartels laid down their arms .",
];

#[test]
fn a_sentence_reads_the_same_alone_and_among_others() {
    let together = read(SENTENCES);
    for (sentence, reading) in SENTENCES.iter().zip(&together) {
        assert_eq!(&read(&[sentence])[0], reading, "{sentence}");
    }
    let many: Vec<&str> = SENTENCES.iter().cycle().take(60).copied().collect();
    for (n, reading) in read(&many).iter().enumerate() {
        assert_eq!(reading, &together[n % SENTENCES.len()]);
    }
}

#[test]
fn threads_do_not_change_a_reading() {
    let expected = read(SENTENCES);
    std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4).map(|_| scope.spawn(|| read(SENTENCES))).collect();
        for run in runs {
            assert_eq!(run.join().expect("no panic"), expected);
        }
    });
}

#[test]
fn what_is_no_model_is_said() {
    let no = |weights: &[u8], labels: &str, vocabulary: &str| match Encoder::new(weights.to_vec(), labels, vocabulary) {
        Ok(_) => panic!("this is no encoder"),
        Err(error) => error.to_string(),
    };
    assert!(no(b"nothing", LABELS, VOCABULARY).starts_with("the weights cannot be loaded"));
    assert!(no(WEIGHTS, LABELS, "a\nb").contains("[UNK]"));
    assert!(no(WEIGHTS, &LABELS.replace("NOUN", "WORD"), VOCABULARY).contains("there is no label WORD"));
}

#[test]
fn no_words_have_an_empty_reading() {
    let readings = ENCODER.read(&[vec![], vec!["a"]]).expect("the encoder runs");
    assert!(readings[0].upos.is_empty() && readings[0].tree.heads.is_empty() && readings[0].names.is_empty());
    assert_eq!(readings[1].tree.heads, [None]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn anything_gets_a_tree(words in proptest::collection::vec("\\PC{1,12}", 1..30)) {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let reading = &ENCODER.read(std::slice::from_ref(&words)).expect("the encoder runs")[0];
        prop_assert_eq!(reading.tree.heads.len(), words.len());
        prop_assert_eq!(reading.upos.len(), words.len());
        prop_assert_eq!(reading.tree.heads.iter().filter(|h| h.is_none()).count(), 1);
        prop_assert!(reading.names.windows(2).all(|n| n[0].0.end <= n[1].0.start));
    }
}
