//! The noun phrases of a text: what can refer, and what can be referred to.

use crate::tagging::hash;
use crate::{Analysis, NameKind, Rel, Sentence, Tag, Tree, Upos};
use std::ops::Range;

/// How many heads a word's place in a tree is followed up.
const DEEPEST: usize = 48;
/// How many tokens before its head a phrase reaches where there is no tree.
const REACH: usize = 12;

/// What a phrase is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    He,
    She,
    It,
    They,
    /// "this", "that"
    This,
    /// "these", "those"
    These,
    /// "I", "we"
    First,
    /// "you"
    Second,
    /// "one", "everybody"
    Other,
    Name,
    /// "the ship"
    Definite,
    /// "this ship"
    Pointing,
    /// "her ship"
    Owned,
    /// "Ann's ship"
    OfOne,
    /// "a ship", "three ships"
    Indefinite,
    /// "ships"
    Bare,
}

impl Form {
    /// Whether it is a pronoun that stands for something spoken of.
    pub(super) fn is_pronoun(self) -> bool {
        self <= Form::These
    }

    /// Whether it is a common noun that may take up what was spoken of.
    pub(super) fn is_description(self) -> bool {
        matches!(self, Form::Definite | Form::Pointing | Form::Owned)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Number {
    One,
    Many,
    Unclear,
}

/// One noun phrase.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    /// The token that it hangs on the rest by.
    pub(super) head: usize,
    /// Its first to last token, without prepositions before it.
    pub(super) tokens: Range<usize>,
    pub(super) sentence: usize,
    pub(super) form: Form,
    /// Whether it is several side by side.
    pub(super) group: bool,
    pub(super) number: Number,
    pub(super) name: Option<NameKind>,
    /// Hash of the head's dictionary form, in lower case.
    pub(super) lemma: u32,
    /// Hashes of the adjectives, nouns and numbers before the head, in text order.
    pub(super) modifiers: Vec<u32>,
    /// Whether a relative clause, an "of" or the like comes after the head.
    pub(super) has_more: bool,
    pub(super) rel: Rel,
    /// What the head hangs on.
    pub(super) governor: Option<usize>,
}

/// Hash of a word in lower case.
pub(super) fn word(text: &str) -> u32 {
    hash::text(text.chars().flat_map(char::to_lowercase).flat_map(|c| {
        let mut buffer = [0; 4];
        c.encode_utf8(&mut buffer).bytes().collect::<Vec<_>>()
    }))
}

/// The phrases of the text by where they begin; of those that begin together the longest first.
pub(super) fn find(analysis: &Analysis<'_>) -> Vec<Phrase> {
    let mut found = Vec::new();
    for (number, sentence) in analysis.sentences.iter().enumerate() {
        match &sentence.tree {
            Some(tree) if tree.heads.len() == sentence.tokens.len() => {
                in_tree(analysis, number, sentence, tree, &mut found);
            }
            _ => in_words(analysis, number, sentence, &mut found),
        }
    }
    found.sort_by_key(|p| (p.tokens.start, std::cmp::Reverse(p.tokens.end), p.head, !p.group));
    found
}

/// Whether what hangs by this relation stands outside the phrase of its head.
fn stands_outside(rel: Rel) -> bool {
    matches!(
        rel,
        Rel::Case
            | Rel::Cc
            | Rel::Conj
            | Rel::Punct
            | Rel::Mark
            | Rel::Cop
            | Rel::Aux
            | Rel::AuxPass
            | Rel::Nsubj
            | Rel::NsubjPass
            | Rel::NsubjOuter
            | Rel::Csubj
            | Rel::CsubjPass
            | Rel::Expl
            | Rel::Parataxis
            | Rel::Discourse
            | Rel::Vocative
            | Rel::Dislocated
            | Rel::Advcl
            | Rel::Appos
            | Rel::List
            | Rel::Orphan
            | Rel::Reparandum
    )
}

fn in_tree(analysis: &Analysis<'_>, number: usize, sentence: &Sentence, tree: &Tree, found: &mut Vec<Phrase>) {
    let base = sentence.tokens.start;
    let count = tree.heads.len();
    let mut bounds: Vec<Range<usize>> = (0..count).map(|n| n..n + 1).collect();
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); count];
    for token in 0..count {
        if let Some(head) = tree.heads[token] {
            children[head as usize].push(token);
        }
        let mut at = token;
        for _ in 0..DEEPEST {
            let Some(up) = tree.heads[at].map(|h| h as usize) else { break };
            if !stands_outside(tree.rels[at]) {
                let bounds = &mut bounds[up];
                *bounds = bounds.start.min(token)..bounds.end.max(token + 1);
            }
            at = up;
        }
    }
    for token in 0..count {
        if !is_head(analysis, base + token, tree.rels[token], &children[token], tree, base) {
            continue;
        }
        let span = bounds[token].clone();
        let before: Vec<usize> = children[token].iter().copied().filter(|&c| c < token).collect();
        let mut phrase = Phrase {
            head: base + token,
            tokens: base + span.start..base + span.end,
            sentence: number,
            form: Form::Bare,
            group: false,
            number: number_of(analysis, base + token),
            name: analysis.name_at(base + token).map(|n| n.kind),
            lemma: lemma(analysis, base + token),
            modifiers: Vec::new(),
            has_more: children[token].iter().any(|&c| {
                c > token
                    && matches!(
                        tree.rels[c],
                        Rel::Nmod | Rel::AclRelcl | Rel::Acl | Rel::Ccomp | Rel::Nummod | Rel::NmodUnmarked
                    )
            }),
            rel: tree.rels[token],
            governor: tree.heads[token].map(|h| base + h as usize),
        };
        let determiners = before.iter().filter_map(|&c| {
            let owner = tree.rels[c] == Rel::NmodPoss;
            (owner || matches!(tree.rels[c], Rel::Det | Rel::DetPredet)).then_some((base + c, owner))
        });
        phrase.form = form(analysis, base + token, determiners);
        let is_modifier =
            |&&c: &&usize| matches!(tree.rels[c], Rel::Amod | Rel::Compound | Rel::Nummod | Rel::NmodDesc | Rel::Flat);
        phrase.modifiers =
            children[token].iter().filter(is_modifier).map(|&c| lemma(analysis, base + c)).take(8).collect();
        // "Ann and Bob" is spoken of as well as each of them.
        let last = children[token]
            .iter()
            .copied()
            .filter(|&c| c > token && tree.rels[c] == Rel::Conj && is_nominal(analysis.tokens[base + c].upos))
            .max();
        if let Some(last) = last {
            let mut group = phrase.clone();
            (group.group, group.number) = (true, Number::Many);
            group.tokens.end = group.tokens.end.max(base + bounds[last].end);
            found.push(group);
        }
        found.push(phrase);
    }
}

/// Phrases of a sentence without a tree: runs of nouns with what may stand before them.
fn in_words(analysis: &Analysis<'_>, number: usize, sentence: &Sentence, found: &mut Vec<Phrase>) {
    let upos = |t: usize| analysis.tokens[t].upos;
    for token in sentence.tokens.clone() {
        let noun = matches!(upos(token), Upos::Noun | Upos::Propn);
        let next = token + 1;
        let goes_on = next < sentence.tokens.end && matches!(upos(next), Upos::Noun | Upos::Propn);
        if !(noun && !goes_on || upos(token) == Upos::Pron && is_spoken_of(analysis, token)) {
            continue;
        }
        let mut start = token;
        while noun && start > sentence.tokens.start && token - start < REACH {
            let before = start - 1;
            let possessive = analysis.tokens[before].tag == Tag::PrpPoss;
            if !(matches!(upos(before), Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num) || possessive) {
                break;
            }
            start = before;
            if upos(before) == Upos::Det || possessive {
                break;
            }
        }
        let first = [(start, analysis.tokens[start].tag == Tag::PrpPoss)];
        let determiners = first.into_iter().filter(|_| start < token && matches!(upos(start), Upos::Det | Upos::Pron));
        found.push(Phrase {
            head: token,
            tokens: start..token + 1,
            sentence: number,
            form: form(analysis, token, determiners),
            group: false,
            number: number_of(analysis, token),
            name: analysis.name_at(token).map(|n| n.kind),
            lemma: lemma(analysis, token),
            modifiers: (start..token)
                .filter(|&t| matches!(upos(t), Upos::Adj | Upos::Noun | Upos::Propn | Upos::Num))
                .map(|t| lemma(analysis, t))
                .take(8)
                .collect(),
            has_more: false,
            rel: Rel::Dep,
            governor: None,
        });
    }
}

fn is_nominal(upos: Upos) -> bool {
    matches!(upos, Upos::Noun | Upos::Propn | Upos::Pron)
}

/// Whether the pronoun stands for something: no relative, no question word.
fn is_spoken_of(analysis: &Analysis<'_>, token: usize) -> bool {
    !matches!(analysis.tokens[token].tag, Tag::Wdt | Tag::Wp | Tag::WpPoss | Tag::Ex | Tag::In)
}

fn is_head(analysis: &Analysis<'_>, token: usize, rel: Rel, children: &[usize], tree: &Tree, base: usize) -> bool {
    if matches!(
        rel,
        Rel::Flat | Rel::Fixed | Rel::Goeswith | Rel::NmodDesc | Rel::Punct | Rel::Cc | Rel::Case | Rel::Mark
    ) {
        return false;
    }
    match analysis.tokens[token].upos {
        Upos::Propn => true,
        Upos::Noun => rel != Rel::Compound,
        Upos::Pron => is_spoken_of(analysis, token) && rel != Rel::Det,
        Upos::Det => {
            !matches!(rel, Rel::Det | Rel::DetPredet | Rel::Advmod)
                && matches!(analysis.tokens[token].tag, Tag::Dt)
                && Form::of_word(analysis.word(token)).is_some()
        }
        // "the poor", "the two"
        Upos::Adj | Upos::Num => {
            matches!(rel, Rel::Nsubj | Rel::NsubjPass | Rel::Obj | Rel::Obl | Rel::Nmod)
                && children
                    .iter()
                    .any(|&c| tree.rels[c] == Rel::Det && analysis.word(base + c).eq_ignore_ascii_case("the"))
        }
        _ => false,
    }
}

impl Form {
    /// The form of a pronoun of the third person.
    fn of_word(word: &str) -> Option<Form> {
        Some(match word.to_ascii_lowercase().as_str() {
            "he" | "him" | "his" | "himself" => Form::He,
            "she" | "her" | "hers" | "herself" => Form::She,
            "it" | "its" | "itself" => Form::It,
            "they" | "them" | "their" | "theirs" | "themselves" | "themself" | "'em" => Form::They,
            "this" | "that" => Form::This,
            "these" | "those" => Form::These,
            _ => return None,
        })
    }
}

/// The form of the phrase with this head and these determiners, each with whether it is an owner.
fn form(analysis: &Analysis<'_>, head: usize, determiners: impl Iterator<Item = (usize, bool)>) -> Form {
    let word = analysis.word(head);
    match analysis.tokens[head].upos {
        Upos::Pron | Upos::Det => {
            return Form::of_word(word).unwrap_or_else(|| match word.to_ascii_lowercase().as_str() {
                "i" | "me" | "my" | "mine" | "myself" | "we" | "us" | "our" | "ours" | "ourselves" => Form::First,
                "you" | "your" | "yours" | "yourself" | "yourselves" => Form::Second,
                _ => Form::Other,
            });
        }
        Upos::Propn => return Form::Name,
        _ => {}
    }
    let mut form = Form::Bare;
    for (token, owner) in determiners {
        let word = analysis.word(token).to_ascii_lowercase();
        let this = match word.as_str() {
            _ if owner && analysis.tokens[token].tag == Tag::PrpPoss => Form::Owned,
            _ if owner => Form::OfOne,
            "the" | "both" => Form::Definite,
            "this" | "that" | "these" | "those" => Form::Pointing,
            _ => Form::Indefinite,
        };
        form = form.min(this);
    }
    form
}

fn lemma(analysis: &Analysis<'_>, token: usize) -> u32 {
    word(&analysis.tokens[token].lemma)
}

fn number_of(analysis: &Analysis<'_>, head: usize) -> Number {
    match analysis.tokens[head].tag {
        Tag::Nns | Tag::Nnps => Number::Many,
        Tag::Nn | Tag::Nnp => Number::One,
        _ => match analysis.word(head).to_ascii_lowercase().as_str() {
            "they" | "them" | "their" | "theirs" | "themselves" | "these" | "those" | "we" | "us" | "our" | "ours"
            | "ourselves" | "both" | "others" => Number::Many,
            "you" | "your" | "yours" | "all" | "some" | "any" => Number::Unclear,
            _ => Number::One,
        },
    }
}
