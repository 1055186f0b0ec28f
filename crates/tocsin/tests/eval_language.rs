//! `tocsin eval syntax`, `entities`, `times` and `places` against small gold sets written for the test, with figures worked out by hand.

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

#[test]
fn given_words_are_not_cut_again() {
    let place = Place::new();
    let words = [("They", "they", "PRON", "PRP", 2, "nsubj"), ("left", "leave", "VERB", "VBD", 0, "root")];
    let gold = treebank("Theyleft", &words);
    place.write("one.conllu", gold);
    let ran = place.run(&["eval", "syntax", "one.conllu"]).fine();
    assert!(ran.out.contains("words_f1 0.0000\n"), "{}", ran.out);
    let ran = place.run(&["eval", "syntax", "--words", "one.conllu"]).fine();
    assert!(ran.out.contains("words_f1 1.0000\n") && ran.out.contains("uas_f1 1.0000\n"), "{}", ran.out);
}

#[test]
fn names_count_by_words_and_kind() {
    let place = Place::new();
    // The second name has a wrong kind on purpose.
    let labels = "President\tO\nClaudia\tB-politician\nSheinbaum\tI-politician\nmet\tO\nDonald\tB-event\nTrump\tI-event\n\
                  in\tO\nCanada\tB-country\n.\tO\n";
    place.write("names.txt", labels);
    let ran = place.run(&["eval", "entities", "names.txt", "--misses", "5"]).fine();
    for line in [
        "sentences 1\nwords 9\nnames 3\nprecision 0.6667\nrecall 0.6667\nf1 0.6667\nspans_f1 1.0000\n",
        "politician_f1 0.6667\n",
        "country_f1 1.0000\n",
        "miss names.txt#0 \"Donald Trump\" event said \"Donald Trump\" politician\n",
    ] {
        assert!(ran.out.contains(line), "{line} is not in {}", ran.out);
    }
    place.write("bad.txt", "Canada B-country\n");
    let ran = place.run(&["eval", "entities", "bad.txt"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("bad.txt:1: has no tab"), "{}", ran.err);
}

#[test]
fn times_count_by_overlap_and_value() {
    let place = Place::new();
    place.write(
        "one.tml",
        "<?xml version=\"1.0\"?><TimeML><DCT><TIMEX3 tid=\"t0\" type=\"DATE\" value=\"2026-01-09\" \
         functionInDocument=\"CREATION_TIME\">January 9, 2026</TIMEX3></DCT><TEXT>The navy struck a boat on \
         <TIMEX3 tid=\"t1\" type=\"DATE\" value=\"2026-01-06\">Tuesday</TIMEX3> and will leave \
         <TIMEX3 tid=\"t2\" type=\"DATE\" value=\"2026-02\">next week</TIMEX3>.</TEXT></TimeML>",
    );
    let ran = place.run(&["eval", "times", "one.tml", "--misses", "3"]).fine();
    assert_eq!(
        ran.out,
        "documents 1\ntimes 2\ntimes_said 2\nstrict_f1 1.0000\nrelaxed_f1 1.0000\ntype_f1 1.0000\nvalue_f1 0.5000\n\
         miss one.tml \"next week\" 2026-02 said 2026-W03\n"
    );
    place.write("bad.tml", "<TimeML><TEXT>never closed");
    let ran = place.run(&["eval", "times", "bad.tml", "one.tml"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("bad.tml: is no XML"), "{}", ran.err);
    assert!(ran.out.starts_with("documents 1\n"), "{}", ran.out);
}

#[test]
fn places_count_by_distance() {
    let place = Place::new();
    // One offset is off by one, one place lies elsewhere than the gold says, one toponym has no coordinates.
    place.write(
        "places.xml",
        "<articles><article><text>Floods hit Hamburg and Lyon, then Oslo.</text><toponyms>\
         <toponym><start>12</start><end>19</end><phrase>Hamburg</phrase><gaztag><lat>53.55</lat><lon>10.0</lon></gaztag></toponym>\
         <toponym><start>23</start><end>27</end><phrase>Lyon</phrase><gaztag><lat>10.0</lat><lon>10.0</lon></gaztag></toponym>\
         <toponym><start>34</start><end>38</end><phrase>Oslo</phrase></toponym></toponyms></article></articles>",
    );
    let ran = place.run(&["eval", "places", "places.xml"]).fine();
    assert_eq!(
        ran.out,
        "documents 1\ntoponyms 2\nleft_out_no_coordinates 1\nleft_out_bad_offsets 0\nplaces_said 3\nsaid_in_gold 1.0000\n\
         found 1.0000\nwithin_161_km 0.5000\nwithin_161_km_of_found 0.5000\n"
    );
}
