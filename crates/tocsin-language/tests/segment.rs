//! Where sentences end and what a token is, on the kinds of text that news and press releases are made of.

use proptest::prelude::*;
use tocsin_language::{Analysis, segment};
use tocsin_record::{Block, BlockKind, Span};

fn analysis(text: &str) -> Analysis<'_> {
    Analysis::new(text)
}

fn segmented(text: &str) -> Analysis<'_> {
    let mut analysis = analysis(text);
    segment::segment(&mut analysis, &[]);
    analysis
}

fn sentences(text: &str) -> Vec<&str> {
    segmented(text).sentences.iter().map(|s| &text[s.bytes.clone()]).collect()
}

fn tokens(text: &str) -> Vec<&str> {
    segmented(text).tokens.iter().map(|t| &text[t.bytes.clone()]).collect()
}

/// Each case is a text whose sentences are written one after another with `⏐` between them.
#[track_caller]
fn cut(cases: &[&str]) {
    for case in cases {
        let expected: Vec<&str> = case.split('⏐').collect();
        let text = expected.join(" ");
        assert_eq!(sentences(&text), expected, "in {text:?}");
    }
}

#[test]
fn short_forms_do_not_end_sentences() {
    cut(&[
        "Gen. Mark A. Milley met Lt. Gov. Dan Patrick and Sen. J. D. Vance of Ohio.⏐They talked.",
        "Mr. Biden flew to St. Louis on Jan. 6 at 9 a.m. Eastern time.⏐He left at 5 p.m. on Monday.",
        "The U.S. Navy and the U.N. mission agreed.⏐The U.S. is staying.⏐Dr. Roe said so.",
        "He moved to Washington, D.C. The talks began there.".replace("D.C. The", "D.C.⏐The").as_str(),
        "Smith v. Jones and Doe vs. Roe were cited in No. 12-345 of Apple Inc. last year.",
        "He works for Acme Corp.⏐The company said no.⏐No.⏐That is all.",
        "Officials from the U.K., the U.S., etc. attended.⏐Prime Minister Modi did not.",
        "Robert F. Kennedy Jr. and Dwight D. Eisenhower are named.⏐World War I.⏐It ended in 1918.",
        "Prof. Amy Wu, Ph.D., and Rep. Al Green (D-Texas) voted on H.R. 1234.",
    ]);
}

#[test]
fn quotations_keep_their_marks_and_their_speakers() {
    cut(&[
        "“We will act,” he said.⏐“It is time.”⏐The crowd cheered.",
        "\"We will act,\" he said.⏐\"It is time.\"⏐The crowd cheered.",
        "“Will you leave now?” Mr. Smith asked.⏐“Never!” she shouted.⏐They left.",
        "He called it “a disgrace.”⏐She disagreed (and said so).⏐(No one else did.)⏐Then they left.",
        "She said: ‘We are done.’⏐The rest is silence.",
        "“… and so it goes …” was all.⏐Nobody laughed.",
    ]);
}

#[test]
fn figures_addresses_and_signs_do_not_end_sentences() {
    cut(&[
        "It rose 3.5 percent to $2,261.75 at www.example.com yesterday.⏐See https://example.org/a.b?c=d.⏐It fell.",
        "At 10:30 a.m. GMT, 25% of 1,200 seats (about 300) were empty.⏐Why?!⏐Nobody knows...⏐The end.",
        "He paid €5 m. for it and @user wrote to a.b@example.org about it.",
        "1. Withdraw the troops.⏐2. Open the border.",
        "He died in 2014.[4]⏐She lived on.",
    ]);
}

#[test]
fn lines_and_paragraphs() {
    let wrapped = "The president said that the sanctions on the\ncompanies would stay in force until the\ngovernment releases the prisoners. It was the\nsecond such notice.";
    assert_eq!(sentences(wrapped).len(), 2);
    assert!(sentences(wrapped)[0].starts_with("The president") && sentences(wrapped)[0].ends_with("prisoners."));
    assert_eq!(sentences("No end mark here\n\nA new paragraph"), ["No end mark here", "A new paragraph"]);
    let list = "The parties agreed:\n- to meet again\n- to exchange prisoners\n• to stop\n1. now";
    assert_eq!(
        sentences(list),
        ["The parties agreed:", "- to meet again", "- to exchange prisoners", "• to stop", "1. now"]
    );
    let heading = "## What we know\nThe army struck the depot.";
    assert_eq!(sentences(heading), ["## What we know", "The army struck the depot."]);
    let bare = "BREAKING TIES\nThe two governments have broken off their relations, a spokesman said on Monday in the capital.";
    assert_eq!(sentences(bare)[0], "BREAKING TIES");
    assert_eq!(sentences("First line.\r\n\r\nSecond line."), ["First line.", "Second line."]);
}

#[test]
fn sentences_stay_inside_their_blocks() {
    let text = "Talks collapse The envoys left Geneva. Nobody spoke";
    let mut analysis = analysis(text);
    let block = |kind, start, end| Block { kind, start, end };
    segment::segment(
        &mut analysis,
        &[block(BlockKind::Heading, 0, 14), block(BlockKind::Paragraph, 15, Span::new(0, 51).end())],
    );
    let found: Vec<_> = analysis.sentences.iter().map(|s| (&text[s.bytes.clone()], s.block_number)).collect();
    assert_eq!(found, [("Talks collapse", 0), ("The envoys left Geneva.", 1), ("Nobody spoke", 1)]);
    assert_eq!(analysis.sentences[0].block, BlockKind::Heading);
}

#[test]
fn tokens_follow_the_treebanks() {
    let cases: &[(&str, &str)] = &[
        ("They don't and can’t; he's Israel's.", "They do n't and ca n’t ; he 's Israel 's ."),
        ("U.S.-led strikes, Israeli-Palestinian talks", "U.S. - led strikes , Israeli - Palestinian talks"),
        ("al-Qaeda, Kim Jong-un, MS-13, F-16s? co-founder", "al-Qaeda , Kim Jong-un , MS-13 , F - 16s ? co-founder"),
        ("$2,261 and 25% of US$5.5 bn", "$ 2,261 and 25 % of US$ 5.5 bn"),
        ("“Yes,” he said—twice…", "“ Yes , ” he said — twice …"),
        ("the workers' union and the '90s", "the workers ' union and the '90s"),
        ("and/or 9/11 on 11/28/2000, 2019-2020", "and / or 9/11 on 11/28/2000 , 2019 - 2020"),
        ("AT&T's CEO at 5pm (EST) cannot go.", "AT&T 's CEO at 5 pm ( EST ) can not go ."),
        ("O'Brien, Sana'a and Côte d’Ivoire", "O'Brien , Sana'a and Côte d’Ivoire"),
    ];
    for (text, expected) in cases {
        assert_eq!(tokens(text).join(" "), *expected, "in {text:?}");
    }
}

#[test]
fn endless_lines_are_cut() {
    let text = format!("{} {}", "x".repeat(100_000), "word ".repeat(5_000));
    let analysis = segmented(&text);
    assert!(analysis.sentences.iter().all(|s| s.tokens.len() <= 300));
    assert!(analysis.tokens.iter().all(|t| t.bytes.len() <= 200));
}

/// Tokens are in order, do not overlap, lie in their sentence and hold every visible character.
fn check(analysis: &Analysis<'_>) {
    let text = analysis.text;
    let mut at = 0;
    let mut next_token = 0;
    for sentence in &analysis.sentences {
        assert_eq!(sentence.tokens.start, next_token);
        assert!(!sentence.tokens.is_empty());
        next_token = sentence.tokens.end;
        let of = &analysis.tokens[sentence.tokens.clone()];
        assert_eq!(sentence.bytes, of[0].bytes.start..of[of.len() - 1].bytes.end);
        assert_eq!(text[sentence.bytes.clone()].trim(), &text[sentence.bytes.clone()]);
        for token in of {
            assert!(token.bytes.start >= at && token.bytes.end > token.bytes.start);
            let gap = &text[at..token.bytes.start];
            assert!(!gap.chars().any(|c| c.is_alphanumeric() || c.is_ascii_graphic()), "lost {gap:?}");
            at = token.bytes.end;
        }
    }
    assert_eq!(next_token, analysis.tokens.len());
    assert!(!text[at..].chars().any(|c| c.is_alphanumeric() || c.is_ascii_graphic()), "lost {:?}", &text[at..]);
}

proptest! {
    #[test]
    fn offsets_hold_on_any_text(text in "\\PC{0,200}") {
        check(&segmented(&text));
    }

    #[test]
    fn offsets_hold_on_text_of_marks(text in "([A-Za-z0-9.,!?'\"’“”()\\[\\]*#@/:$%&_ \n-]|U\\.S\\.|n't|https?://){0,80}") {
        check(&segmented(&text));
    }

    #[test]
    fn any_blocks_are_taken(text in "\\PC{0,60}", cuts in proptest::collection::vec((0_u32..80, 0_u32..80), 0..5)) {
        let blocks: Vec<Block> = cuts
            .iter()
            .map(|&(a, b)| Block { kind: BlockKind::Paragraph, start: a.min(b), end: a.max(b) })
            .collect();
        let mut analysis = analysis(&text);
        segment::segment(&mut analysis, &blocks);
        let mut at = 0;
        for token in &analysis.tokens {
            prop_assert!(token.bytes.start >= at);
            at = token.bytes.end;
        }
    }
}
