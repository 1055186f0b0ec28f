//! Whether the words around a time expression put it behind or ahead.

use super::lexicon::LEXICON;
use crate::number::lexer::Atoms;
use crate::{Analysis, Sentence, Tag};
use tocsin_record::BlockKind;

/// Where a time expression lies, going by the verb that it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Present,
    Future,
    Unknown,
}

/// How many words to either side are looked at.
const REACH: usize = 30;

/// The tense at byte `at` of `sentence`: that of the nearest verb to the left, else of the nearest to the right.
pub(super) fn tense(analysis: &Analysis<'_>, sentence: &Sentence, atoms: &Atoms, start: usize, end: usize) -> Tense {
    let bytes = atoms.bytes(start, end);
    let tokens = &analysis.tokens[sentence.tokens.clone()];
    if tokens.first().is_none_or(|t| t.tag == Tag::Xx) {
        return by_words(atoms, start, end);
    }
    let first = tokens.partition_point(|t| t.bytes.start < bytes.start);
    let behind = tokens.partition_point(|t| t.bytes.end <= bytes.end);
    let base = sentence.tokens.start;
    let left = (first.saturating_sub(REACH)..first).rev().map(|i| verb(analysis, base + i, sentence));
    let right = (behind..tokens.len().min(behind + REACH)).map(|i| verb(analysis, base + i, sentence));
    match left.chain(right).flatten().next() {
        // Captions and headlines tell what has happened in the present tense: "Protesters gather in Caracas on Saturday".
        Some(Tense::Present) if matches!(sentence.block, BlockKind::Caption | BlockKind::Headline) => Tense::Past,
        found => found.unwrap_or(Tense::Unknown),
    }
}

/// What the token says about time, if it is a finite verb, an infinitive, a participle or a word that points ahead.
fn verb(analysis: &Analysis<'_>, token: usize, sentence: &Sentence) -> Option<Tense> {
    let word = analysis.word(token).to_ascii_lowercase();
    let tag = analysis.tokens[token].tag;
    let before = |back: usize| token.checked_sub(back).filter(|t| sentence.tokens.contains(t));
    let ahead = |lemma: &str| {
        matches!(lemma, "scheduled" | "slated" | "expected" | "due" | "planned" | "set" | "upcoming" | "forthcoming")
    };
    match tag {
        Tag::Md => Some(Tense::Future),
        Tag::Vbd => Some(Tense::Past),
        Tag::Vbn if ahead(&word) => Some(Tense::Future),
        Tag::Vbn => {
            // "will be held", "to be held": what stands before decides.
            let helper = (1..=4).filter_map(before).find(|t| {
                matches!(
                    analysis.tokens[*t].tag,
                    Tag::Md | Tag::To | Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Nn | Tag::Nns | Tag::Nnp
                )
            });
            match helper.map(|t| analysis.tokens[t].tag) {
                Some(Tag::Md | Tag::To) => Some(Tense::Future),
                _ => Some(Tense::Past),
            }
        }
        Tag::Vb => {
            let to =
                (1..=3).filter_map(before).find(|t| matches!(analysis.tokens[*t].tag, Tag::To | Tag::Md | Tag::Vbd))?;
            match analysis.tokens[to].tag {
                // "did not attend"
                Tag::Vbd => Some(Tense::Past),
                Tag::Md => Some(Tense::Future),
                _ => {
                    let governor = before(token - to + 1)?;
                    let done = matches!(analysis.tokens[governor].tag, Tag::Vbd | Tag::Vbn)
                        && LEXICON.context.tense.done.iter().any(|l| *l == analysis.tokens[governor].lemma);
                    Some(if done { Tense::Past } else { Tense::Future })
                }
            }
        }
        Tag::Vbz | Tag::Vbp => {
            let perfect = matches!(word.as_str(), "has" | "have" | "'ve" | "’ve" | "'s" | "’s")
                && (1..=3).any(|n| analysis.tokens.get(token + n).is_some_and(|t| t.tag == Tag::Vbn));
            let to_come = matches!(word.as_str(), "is" | "are" | "'re" | "’re")
                && (1..=3).any(|n| analysis.tokens.get(token + n).is_some_and(|t| t.tag == Tag::To));
            let lemma = analysis.tokens[token].lemma.as_str();
            let verb_of_saying = matches!(lemma, "say" | "tell");
            let expecting = LEXICON.context.tense.ahead.iter().any(|l| l == lemma);
            Some(if perfect || verb_of_saying {
                Tense::Past
            } else if to_come || expecting {
                Tense::Future
            } else {
                Tense::Present
            })
        }
        _ if matches!(word.as_str(), "upcoming" | "forthcoming" | "ahead" | "due" | "deadline") => Some(Tense::Future),
        _ => None,
    }
}

/// The same from words alone, for text without parts of speech.
fn by_words(atoms: &Atoms, start: usize, end: usize) -> Tense {
    let words = &LEXICON.context.tense;
    let of = |at: usize| {
        let word = atoms.low(at);
        if words.future.iter().any(|w| w == word) {
            Some(Tense::Future)
        } else if words.past.iter().any(|w| w == word) || word.len() > 4 && word.ends_with("ed") {
            // "to be held", "will be launched"
            let back = if atoms.before(at, 1) == "be" { 2 } else { 1 };
            let ahead = matches!(atoms.before(at, back), "will" | "to" | "would");
            Some(if ahead { Tense::Future } else { Tense::Past })
        } else if at > 0
            && atoms.before(at, 1) == "to"
            && matches!(word, "be" | "meet" | "hold" | "begin" | "take" | "visit" | "go" | "vote")
        {
            Some(Tense::Future)
        } else {
            None
        }
    };
    let left = (start.saturating_sub(REACH)..start).rev();
    let right = end..atoms.len().min(end + REACH);
    left.chain(right).find_map(of).unwrap_or(Tense::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Token, Upos};

    /// The tense at the first "Friday" of a text given as words with their tags ("will/MD meet/VB on/IN Friday/NNP").
    fn at_friday(tagged: &str, block: BlockKind) -> Tense {
        let pairs: Vec<(&str, &str)> = tagged.split(' ').filter_map(|w| w.rsplit_once('/')).collect();
        let text = pairs.iter().map(|p| p.0).collect::<Vec<_>>().join(" ");
        let mut tokens = Vec::new();
        let mut at = 0;
        for (word, tag) in &pairs {
            let tag = Tag::from_name(tag).unwrap_or(Tag::Xx);
            let lemma = word.trim_end_matches("ed").to_owned();
            tokens.push(Token { bytes: at..at + word.len(), upos: Upos::X, tag, lemma });
            at += word.len() + 1;
        }
        let sentence =
            Sentence { bytes: 0..text.len(), block, block_number: 0, tokens: 0..tokens.len(), full: true, tree: None };
        let analysis = Analysis { sentences: vec![sentence.clone()], tokens, ..Analysis::new(&text) };
        let atoms = Atoms::new(&text, 0..text.len());
        let friday = (0..atoms.len()).find(|&i| atoms.low(i) == "friday").unwrap_or(0);
        tense(&analysis, &sentence, &atoms, friday, friday + 1)
    }

    #[test]
    fn the_nearest_verb_decides() {
        for (tagged, expected) in [
            ("They/PRP will/MD meet/VB on/IN Friday/NNP", Tense::Future),
            ("They/PRP met/VBD on/IN Friday/NNP", Tense::Past),
            ("On/IN Friday/NNP they/PRP will/MD meet/VB", Tense::Future),
            ("He/PRP said/VBD they/PRP plan/VBP to/TO meet/VB on/IN Friday/NNP", Tense::Future),
            ("He/PRP failed/VBD to/TO appear/VB on/IN Friday/NNP", Tense::Past),
            ("It/PRP will/MD be/VB held/VBN on/IN Friday/NNP", Tense::Future),
            ("Men/NNS killed/VBN on/IN Friday/NNP were/VBD soldiers/NNS", Tense::Past),
            ("A/DT vote/NN scheduled/VBN for/IN Friday/NNP was/VBD cancelled/VBN", Tense::Future),
            ("They/PRP did/VBD not/RB meet/VB on/IN Friday/NNP", Tense::Past),
            ("They/PRP have/VBP met/VBN on/IN Friday/NNP", Tense::Past),
            ("Talks/NNS begin/VBP on/IN Friday/NNP", Tense::Present),
        ] {
            assert_eq!(at_friday(tagged, BlockKind::Paragraph), expected, "{tagged}");
        }
    }

    #[test]
    fn captions_tell_the_past_in_the_present() {
        assert_eq!(at_friday("Crowds/NNS gather/VBP on/IN Friday/NNP", BlockKind::Caption), Tense::Past);
    }
}
