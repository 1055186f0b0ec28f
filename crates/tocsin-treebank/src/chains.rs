//! Chains of mentions: which noun phrases of a text speak of one thing, as the `Entity` column of GUM tells; and how links between
//! them are counted.

use crate::{Text, Word};
use std::collections::HashMap;
use std::ops::Range;
use tocsin_language::{Reference, ReferenceKind};

/// One mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Bytes of the text.
    pub bytes: Range<usize>,
    /// Bytes of its head word, and of the words that make one name with it.
    pub heads: Vec<Range<usize>>,
    /// Whether several are named side by side: "Ann and Bob", whose head is that of "Ann" too.
    pub group: bool,
    /// What sort of thing it is, as the file calls it: "person", "place".
    pub kind: String,
    /// Number of its chain in the text.
    pub chain: usize,
    /// What it is, if links of it are measured: a personal, possessive or reflexive pronoun of the third person, or "this", "that",
    /// "these", "those" that stand alone; or a common noun with "the", one of these four, "both", or a possessive pronoun.
    pub anaphor: Option<ReferenceKind>,
}

/// The mentions of a text, by where they begin; of those that begin together the longest first.
pub fn mentions(text: &Text) -> Vec<Mention> {
    let mut chains: HashMap<String, usize> = HashMap::new();
    let mut found = Vec::new();
    // Open brackets by group; a mention may span sentences.
    let mut open: HashMap<String, Vec<(usize, usize, String)>> = HashMap::new();
    for (number, sentence) in text.sentences.iter().enumerate() {
        for (at, word) in sentence.iter().enumerate() {
            for mark in marks(&word.misc) {
                let body = mark.trim_matches(['(', ')']);
                let mut parts = body.split('-');
                let (group, kind) = (parts.next().unwrap_or(body), parts.next().unwrap_or_default().to_owned());
                let start = if mark.starts_with('(') {
                    if !mark.ends_with(')') {
                        open.entry(group.to_owned()).or_default().push((number, at, kind));
                        continue;
                    }
                    (number, at, kind)
                } else {
                    match open.get_mut(group).and_then(Vec::pop) {
                        Some(start) => start,
                        None => continue,
                    }
                };
                if start.0 == number {
                    let next = chains.len();
                    let chain = *chains.entry(group.to_owned()).or_insert(next);
                    found.push(mention(sentence, start.1..at + 1, chain, start.2));
                }
            }
        }
    }
    found.sort_by_key(|m| (m.bytes.start, std::cmp::Reverse(m.bytes.end)));
    found
}

/// The brackets of a word: `(1-person-new...`, `1)` or both in one.
fn marks(misc: &str) -> Vec<&str> {
    let Some(mut rest) = misc.split('|').find_map(|part| part.strip_prefix("Entity=")) else { return Vec::new() };
    let mut out = Vec::new();
    while !rest.is_empty() {
        let end = match rest.strip_prefix('(') {
            Some(inside) => match inside.find(['(', ')']) {
                Some(at) if inside[at..].starts_with(')') => at + 2,
                Some(at) => at + 1,
                None => rest.len(),
            },
            None => rest.find(')').map_or(rest.len(), |at| at + 1),
        };
        out.push(&rest[..end]);
        rest = &rest[end..];
    }
    out
}

fn mention(sentence: &[Word], words: Range<usize>, chain: usize, kind: String) -> Mention {
    let outside = |n: &usize| sentence[*n].head.is_none_or(|head| !words.contains(&head));
    let head = words.clone().find(outside).unwrap_or(words.start);
    let group = words.clone().any(|n| sentence[n].head == Some(head) && sentence[n].rel == "conj");
    let name = words.clone().filter(|&n| sentence[n].head == Some(head) && sentence[n].rel == "flat");
    Mention {
        bytes: sentence[words.start].bytes.start..sentence[words.end - 1].bytes.end,
        heads: std::iter::once(head).chain(name).map(|n| sentence[n].bytes.clone()).collect(),
        group,
        kind,
        chain,
        anaphor: anaphor(sentence, &words, head),
    }
}

fn anaphor(sentence: &[Word], words: &Range<usize>, head: usize) -> Option<ReferenceKind> {
    let word = &sentence[head];
    let form = word.form.to_lowercase();
    let points = |form: &str| matches!(form, "this" | "that" | "these" | "those");
    if matches!(word.upos.as_str(), "PRON" | "DET") {
        let personal = matches!(
            form.as_str(),
            "he" | "him"
                | "his"
                | "himself"
                | "she"
                | "her"
                | "hers"
                | "herself"
                | "it"
                | "its"
                | "itself"
                | "they"
                | "them"
                | "their"
                | "theirs"
                | "themselves"
                | "themself"
        );
        let stands = points(&form) && words.len() == 1 && !matches!(word.xpos.as_str(), "WDT" | "WP" | "IN");
        return (personal && word.upos == "PRON" || stands).then_some(ReferenceKind::Pronoun);
    }
    if word.upos != "NOUN" {
        return None;
    }
    let definite = (words.start..head).map(|n| &sentence[n]).any(|w| {
        let form = w.form.to_lowercase();
        w.head == Some(head)
            && match w.rel.as_str() {
                "det" | "det:predet" => form == "the" || form == "both" || points(&form),
                "nmod:poss" => w.xpos == "PRP$",
                _ => false,
            }
    });
    definite.then_some(ReferenceKind::Description)
}

/// What is counted of each text, by place in its row of sums: as many numbers for pronouns as, behind them, for descriptions.
pub const LENGTH: usize = 2 * DESCRIPTIONS;
/// Anaphors with an earlier mention in their chain.
pub const GOLD: usize = 0;
/// Links that the program made of such words, wherever it saw any.
pub const LINKED: usize = 1;
/// Links of anaphors to an earlier mention of the same chain.
pub const RIGHT: usize = 2;
/// Mentions of the kind without an earlier one.
pub const FIRST: usize = 3;
/// Those of them that got a link.
pub const FALSE: usize = 4;
/// How far the numbers of descriptions lie behind those of pronouns.
pub const DESCRIPTIONS: usize = 5;

/// Counts the links of one text; `bytes` tells where a token stands. A link is right when it names the head of an earlier mention of
/// the same chain; "Ann and Bob" are named only by a link that says so, "Ann" only by one that does not.
pub fn score(mentions: &[Mention], references: &[Reference], bytes: impl Fn(usize) -> Range<usize>) -> Vec<f64> {
    let mut sums = vec![0.0; LENGTH];
    let links: HashMap<Range<usize>, &Reference> = references.iter().map(|r| (bytes(r.anaphor), r)).collect();
    for reference in references {
        sums[LINKED + usize::from(reference.kind == ReferenceKind::Description) * DESCRIPTIONS] += 1.0;
    }
    let mut seen: HashMap<usize, Vec<&Mention>> = HashMap::new();
    for mention in mentions {
        let before = seen.entry(mention.chain).or_default();
        if let Some(kind) = mention.anaphor {
            let at = usize::from(kind == ReferenceKind::Description) * DESCRIPTIONS;
            let link = links.get(&mention.heads[0]);
            let one = |yes: bool| f64::from(u8::from(yes));
            sums[GOLD + at] += one(!before.is_empty());
            sums[FIRST + at] += one(before.is_empty());
            sums[FALSE + at] += one(before.is_empty() && link.is_some());
            let names = |link: &&Reference| {
                let said = bytes(link.antecedent);
                before.iter().any(|m| m.group == link.group && m.heads.contains(&said))
            };
            sums[RIGHT + at] += one(link.is_some_and(names));
        }
        before.push(mention);
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(form: &str, upos: &str, xpos: &str, head: usize, rel: &str, misc: &str, at: usize) -> Word {
        Word {
            bytes: at..at + form.len(),
            form: form.to_owned(),
            lemma: form.to_owned(),
            upos: upos.to_owned(),
            xpos: xpos.to_owned(),
            head: head.checked_sub(1),
            rel: rel.to_owned(),
            misc: misc.to_owned(),
        }
    }

    fn text() -> Text {
        // "Ann and Bob met. They left."
        let first = vec![
            word(
                "Ann",
                "PROPN",
                "NNP",
                4,
                "nsubj",
                "Entity=(1-person-new-n-cf1-1,3-coref(2-person-new-n-cf2-1-sgl)",
                0,
            ),
            word("and", "CCONJ", "CC", 3, "cc", "_", 4),
            word("Bob", "PROPN", "NNP", 1, "conj", "Discourse=x|Entity=(3-person-new-n-cf3-1-sgl)1)", 8),
            word("met", "VERB", "VBD", 0, "root", "_", 12),
        ];
        let second = vec![
            word("They", "PRON", "PRP", 2, "nsubj", "Entity=(1-person-giv:act-n-cf1-1-ana)", 17),
            word("left", "VERB", "VBD", 0, "root", "_", 22),
        ];
        let document = tocsin_record::Document::from_text("one", "Ann and Bob met. They left.");
        Text { document, sentences: vec![first, second] }
    }

    #[test]
    fn brackets_open_and_close_around_mentions() {
        let found = mentions(&text());
        let told: Vec<_> = found.iter().map(|m| (m.bytes.clone(), m.group, m.kind.as_str())).collect();
        assert_eq!(
            told,
            [(0..11, true, "person"), (0..3, false, "person"), (8..11, false, "person"), (17..21, false, "person")]
        );
        assert_eq!(found[0].chain, found[3].chain);
        assert_ne!(found[0].chain, found[1].chain);
        assert_eq!(found[3].anaphor, Some(ReferenceKind::Pronoun));
        assert_eq!(found[0].anaphor, None);
    }

    #[test]
    fn a_group_is_named_only_by_a_link_that_says_so() {
        let tokens = [0..3, 4..7, 8..11, 12..15, 17..21, 22..26];
        let link = |group| Reference {
            anaphor: 4,
            kind: ReferenceKind::Pronoun,
            antecedent: 0,
            tokens: 0..3,
            group,
            score: 1.0,
        };
        let right = |references: &[Reference]| score(&mentions(&text()), references, |t| tokens[t].clone())[RIGHT];
        assert_eq!(right(&[link(true)]), 1.0);
        assert_eq!(right(&[link(false)]), 0.0);
        assert_eq!(right(&[]), 0.0);
    }
}
