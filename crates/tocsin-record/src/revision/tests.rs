use super::*;
use proptest::prelude::*;

fn document(paragraphs: &[(BlockKind, &str)]) -> Document {
    let mut document = Document::from_text("d", "");
    document.blocks.clear();
    for (kind, text) in paragraphs {
        if !document.text.is_empty() {
            document.text += "\n\n";
        }
        let start = document.text.chars().count() as u32;
        document.text += text;
        document.blocks.push(Block { kind: *kind, start, end: start + text.chars().count() as u32 });
    }
    document
}

fn paragraphs(texts: &[&str]) -> Document {
    document(&texts.iter().map(|text| (BlockKind::Paragraph, *text)).collect::<Vec<_>>())
}

fn between(before: &Document, after: &Document) -> Revision {
    named(before, &[], after, &[])
}

/// The revision of two versions that have these names, said by their last words.
fn named(before: &Document, old: &[&str], after: &Document, new: &[&str]) -> Revision {
    let last = |name: &str| name.rsplit(' ').take(1).map(str::to_owned).collect();
    let names = |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), last(name))).collect::<Names>();
    let (old, new) = (names(old), names(new));
    let earlier = Edition { version: 1, document: before, names: &old };
    Revision::between(earlier, Edition { version: 2, document: after, names: &new })
}

/// What became of the blocks, in order.
fn changes(revision: &Revision) -> Vec<Change> {
    revision.blocks.iter().map(|block| block.change).collect()
}

const A: &str = "At least 12 people died when the ferry sank off Port Salvo on Monday, the harbour office said.";
const B: &str = "Rescuers searched the strait through the night with two cutters and a helicopter.";
const C: &str = "The ferry had left the island with more passengers than it was licensed for.";

#[test]
fn blocks_are_kept_changed_added_removed_and_moved() {
    let now = "At least 14 people died when the ferry sank off Port Salvo on Monday, the harbour office said.";
    let revision = between(&paragraphs(&[A, B, C]), &paragraphs(&[now, B, "Its owner could not be reached."]));
    assert_eq!(changes(&revision), [Change::Changed, Change::Kept, Change::Removed, Change::Added]);
    let words: Vec<(WordChange, &str)> =
        revision.blocks[0].words.iter().map(|piece| (piece.change, piece.text.as_str())).collect();
    assert_eq!(words[1..3], [(WordChange::Removed, "12"), (WordChange::Added, "14")]);
    assert_eq!(words.len(), 4);
    let first = between(&paragraphs(&[C, A]), &paragraphs(&["Its owner could not be reached.", A]));
    assert_eq!(changes(&first), [Change::Removed, Change::Added, Change::Kept]);
    let moved = between(&paragraphs(&[A, B, C]), &paragraphs(&[C, A, B]));
    assert_eq!(changes(&moved), [Change::Moved, Change::Kept, Change::Kept]);
}

#[test]
fn what_matters_is_named() {
    let before = document(&[(BlockKind::Headline, "Ferry sinks, 12 dead"), (BlockKind::Paragraph, A)]);
    let after = document(&[
        (BlockKind::Headline, "Overloaded ferry sinks"),
        (BlockKind::Paragraph, &A.replace("12", "fourteen").replace("Monday", "Sunday")),
    ]);
    // Only the later coder knows Port Salvo, but both texts name it.
    let summary = named(&before, &["Ada Roe"], &after, &["Ben Low", "Port Salvo"]).summary;
    let headline = summary.headline.as_ref().expect("another headline");
    assert_eq!(headline.before.as_deref(), Some("Ferry sinks, 12 dead"));
    assert_eq!(headline.after.as_deref(), Some("Overloaded ferry sinks"));
    assert_eq!(
        summary.in_words(5),
        "headline; figures 12 → none, 12 → fourteen; no longer named Ada Roe; newly named Ben Low; 2 blocks changed"
    );
    assert!(summary.silent);
}

#[test]
fn an_edit_is_silent_where_the_date_of_change_did_not_move() {
    let dated = |text: &str, published: Option<&str>, modified: Option<&str>| {
        let parse = |date: &str| date.parse::<Published>().expect("a date");
        Document { published: published.map(parse), modified: modified.map(parse), ..paragraphs(&[text]) }
    };
    let first = "2026-01-12T08:00:00Z";
    for (before, after, silent) in [
        ((None, None), (None, None), true),
        ((Some(first), None), (Some(first), None), true),
        ((Some(first), Some(first)), (Some(first), Some(first)), true),
        ((Some(first), None), (Some(first), Some(first)), true),
        ((Some(first), Some(first)), (Some(first), Some("2026-01-12T09:00:00+01:00")), true),
        ((Some(first), Some(first)), (Some(first), Some("2026-01-12T09:00:00Z")), false),
        ((Some(first), None), (Some(first), Some("2026-01-13")), false),
        ((None, None), (None, Some("2026-01-13")), false),
    ] {
        let revision = between(&dated(A, before.0, before.1), &dated(B, after.0, after.1));
        assert_eq!(revision.summary.silent, silent, "{before:?} {after:?}");
    }
}

#[test]
fn what_pages_change_by_themselves_is_no_edit() {
    let page = |link: &'static str| document(&[(BlockKind::Paragraph, A), (BlockKind::Related, link)]);
    let summary = between(&page("Storm closes port"), &page("Elections near")).summary;
    assert!(!summary.silent && !summary.article_changed);
    let wrapped = between(&paragraphs(&[A]), &paragraphs(&[&A.replace(" when", "\nwhen")])).summary;
    assert_eq!((wrapped.silent, wrapped.in_words(3).as_str()), (false, "white space only"));
}

#[test]
fn long_texts_that_share_nothing_are_compared_in_bounded_time() {
    let text = |word: &str| (0..60_000).map(|n| format!("{word}{} ", n % 7_919)).collect::<String>();
    let (one, other) = (text("a"), text("b"));
    let revision = between(&document(&[(BlockKind::Headline, &one)]), &document(&[(BlockKind::Headline, &other)]));
    assert_eq!(revision.apply(&one), Some(vec![other]));
    let many = |word: &str| (0..20_000).map(|n| format!("{word} said {n} of {}", n / 3)).collect::<Vec<_>>();
    let (one, other) = (many("Roe"), many("Low"));
    let before = paragraphs(&one.iter().map(String::as_str).collect::<Vec<_>>());
    let after = paragraphs(&other.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(between(&before, &after).apply(&before.text), Some(other));
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    // Few words, so that versions share some; some characters of more than one byte.
    let word = prop_oneof!["[a-d]{1,2}", Just("é".to_owned()), Just("12".to_owned()), "\\PC{1,3}"];
    let block = prop::collection::vec(word, 1..8).prop_map(|words| words.join(" "));
    prop::collection::vec(block, 0..8)
}

proptest! {
    #[test]
    fn a_revision_makes_the_later_text_of_the_earlier(before in texts(), after in texts()) {
        let of = |texts: &[String]| paragraphs(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        let (before, after) = (of(&before), of(&after));
        let revision = between(&before, &after);
        let index = TextIndex::new(&after.text);
        let wanted: Vec<String> = after
            .blocks
            .iter()
            .map(|block| index.slice(&after.text, block.span()).to_owned())
            .filter(|text| !text.trim().is_empty())
            .collect();
        prop_assert_eq!(revision.apply(&before.text), Some(wanted));
        let json = serde_json::to_string(&revision).expect("it can be written");
        prop_assert_eq!(serde_json::from_str::<Revision>(&json).expect("it can be read"), revision);
    }
}
