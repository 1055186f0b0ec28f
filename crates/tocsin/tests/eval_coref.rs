//! `tocsin eval coref` against chains written for the test, with figures worked out by hand.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod common;
use common::Place;

#[test]
fn links_count_when_they_name_an_earlier_mention_of_the_chain() {
    let place = Place::new();
    let lines = [
        "# newdoc id = one",
        "# newpar",
        "# text = Ann Miller said that she had sold the house.",
        "1\tAnn\tAnn\tPROPN\tNNP\t_\t3\tnsubj\t_\tEntity=(1-person-new-nnnnn-cf1-1-coref",
        "2\tMiller\tMiller\tPROPN\tNNP\t_\t1\tflat\t_\tEntity=1)",
        "3\tsaid\tsay\tVERB\tVBD\t_\t0\troot\t_\t_",
        "4\tthat\tthat\tSCONJ\tIN\t_\t7\tmark\t_\t_",
        "5\tshe\tshe\tPRON\tPRP\t_\t7\tnsubj\t_\tEntity=(1-person-giv:act-nnnnn-cf1-1-ana)",
        "6\thad\thave\tAUX\tVBD\t_\t7\taux\t_\t_",
        "7\tsold\tsell\tVERB\tVBN\t_\t3\tccomp\t_\t_",
        "8\tthe\tthe\tDET\tDT\t_\t9\tdet\t_\tEntity=(2-place-new-nnnnn-cf2-2-sgl",
        "9\thouse\thouse\tNOUN\tNN\t_\t7\tobj\t_\tEntity=2)",
        "10\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_",
        "",
    ];
    place.write("one.conllu", lines.join("\n") + "\n");
    let ran = place.run(&["eval", "coref", "one.conllu"]).fine();
    // "she" goes back to the name; the house is spoken of for the first time, and is to get no link.
    assert_eq!(
        ran.out,
        "texts 1\npronouns 1\npronouns_accuracy 1.0000\npronouns_precision 1.0000\npronouns_false_links 0.0000\n\
         descriptions 0\ndescriptions_accuracy 0.0000\ndescriptions_precision 0.0000\ndescriptions_false_links 0.0000\n\
         both 1\nboth_accuracy 1.0000\nboth_precision 1.0000\nboth_false_links 0.0000\n"
    );
}
