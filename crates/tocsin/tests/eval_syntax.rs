//! `tocsin eval syntax` against a treebank written for the test, with figures worked out by hand.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod common;
use common::Place;

/// Lines of a treebank: number, form, lemma, part of speech, tag, head, relation.
fn treebank(text: &str, words: &[(&str, &str, &str, &str, u32, &str)]) -> String {
    let mut out = format!("# newdoc id = one\n# newpar\n# text = {text}\n");
    for (n, (form, lemma, upos, tag, head, rel)) in words.iter().enumerate() {
        out.push_str(&format!("{}\t{form}\t{lemma}\t{upos}\t{tag}\t_\t{head}\t{rel}\t_\t_\n", n + 1));
    }
    out + "\n"
}

#[test]
fn a_short_sentence_counts_word_by_word() {
    let place = Place::new();
    // As any parser of English has it, but for two marks that are wrong on purpose: the subject's subtype, and the mark's head.
    let gold = treebank(
        "Mexico rejected the offer.",
        &[
            ("Mexico", "Mexico", "PROPN", "NNP", 2, "nsubj:pass"),
            ("rejected", "reject", "VERB", "VBD", 0, "root"),
            ("the", "the", "DET", "DT", 4, "det"),
            ("offer", "offer", "NOUN", "NN", 2, "obj"),
            (".", ".", "PUNCT", ".", 4, "punct"),
        ],
    );
    place.write("one.conllu", gold);
    let ran = place.run(&["eval", "syntax", "one.conllu"]).fine();
    assert_eq!(
        ran.out,
        "texts 1\nwords 5\nsentences_f1 1.0000\nwords_f1 1.0000\nupos_f1 1.0000\ntag_f1 1.0000\nlemma_f1 1.0000\n\
         uas_f1 0.8000\nlas_f1 0.8000\nlas_subtypes_f1 0.6000\n"
    );
}

#[test]
fn what_is_no_treebank_is_said_and_the_rest_goes_on() {
    let place = Place::new();
    place.write("bad.conllu", "1\tword\n");
    place.write(
        "good.conllu",
        treebank("Yes.", &[("Yes", "yes", "INTJ", "UH", 0, "root"), (".", ".", "PUNCT", ".", 1, "punct")]),
    );
    let ran = place.run(&["eval", "syntax", "bad.conllu", "absent.conllu", "good.conllu"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("bad.conllu:1: has 2 columns"), "{}", ran.err);
    assert!(ran.err.contains("absent.conllu: there is no such file"), "{}", ran.err);
    assert!(ran.out.starts_with("texts 1\nwords 2\n"), "{}", ran.out);
}
