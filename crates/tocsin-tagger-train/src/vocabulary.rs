//! What training keeps of single forms: their labels, and lemmas that no rule gives.

use crate::corpus::Sentence;
use std::collections::{BTreeMap, BTreeSet};
use tocsin_language::{
    Tag, Upos,
    tagging::{
        lemma::Lemmatiser,
        lexicon::{Known, Lexicon},
        word,
    },
};

/// The labels that occur often enough to be learnt, most frequent first.
pub fn labels(sentences: &[Sentence], least: usize) -> Vec<(Tag, Upos)> {
    let mut counts: BTreeMap<(Tag, Upos), usize> = BTreeMap::new();
    for label in sentences.iter().flat_map(|s| &s.labels) {
        *counts.entry(*label).or_default() += 1;
    }
    let mut all: Vec<_> = counts.into_iter().filter(|c| c.1 >= least).collect();
    all.sort_by_key(|&(label, count)| (std::cmp::Reverse(count), label));
    all.into_iter().map(|c| c.0).collect()
}

/// The number of a label; rare ones count as the most frequent label of their tag.
pub fn number(labels: &[(Tag, Upos)], label: (Tag, Upos)) -> u8 {
    let exact = labels.iter().position(|&l| l == label);
    let near = || labels.iter().position(|l| l.0 == label.0);
    exact.or_else(near).unwrap_or(0) as u8
}

/// The lexicon: the set of labels of each frequent form, and the one label of those that never vary.
pub fn lexicon(sentences: &[Sentence], labels: &[(Tag, Upos)], clusters: &BTreeMap<u32, u8>) -> Lexicon {
    let mut forms: BTreeMap<u32, BTreeMap<u8, usize>> = BTreeMap::new();
    for sentence in sentences {
        for (form, &label) in sentence.forms.iter().zip(&sentence.labels) {
            *forms.entry(word::form_hash(form)).or_default().entry(number(labels, label)).or_default() += 1;
        }
    }
    let mut classes: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
    let mut of_form: BTreeMap<u32, (Vec<u8>, u8)> = BTreeMap::new();
    for (&form, counts) in &forms {
        let total: usize = counts.values().sum();
        if total < 4 {
            continue;
        }
        let mut ranked: Vec<_> = counts.iter().filter(|c| c.1 * 25 >= total).map(|c| (*c.1, *c.0)).collect();
        ranked.sort_by_key(|&(count, label)| (std::cmp::Reverse(count), label));
        let set: Vec<u8> = ranked.iter().take(4).map(|r| r.1).collect();
        let (most, label) = ranked[0];
        let closed = !matches!(labels[label as usize].1, Upos::Noun | Upos::Propn | Upos::Verb | Upos::Adj);
        let certain = if closed && total >= 40 && most * 400 >= total * 399 { label } else { u8::MAX };
        *classes.entry(set.clone()).or_default() += total;
        of_form.insert(form, (set, certain));
    }
    let mut ranked: Vec<_> = classes.into_iter().collect();
    ranked.sort_by_key(|(set, count)| (std::cmp::Reverse(*count), set.clone()));
    let numbers: BTreeMap<Vec<u8>, u8> =
        ranked.iter().take(240).enumerate().map(|(i, c)| (c.0.clone(), i as u8 + 1)).collect();
    let class = |set: &[u8]| (1..=set.len()).rev().find_map(|n| numbers.get(&set[..n]).copied()).unwrap_or(0);
    let keys: BTreeSet<u32> = of_form.keys().chain(clusters.keys()).copied().collect();
    Lexicon::new(keys.into_iter().map(|form| {
        let cluster = clusters.get(&form).copied().unwrap_or(0);
        let known = match of_form.get(&form) {
            Some((set, certain)) => Known { class: class(set), cluster, certain: *certain },
            None => Known { cluster, ..Known::default() },
        };
        (form, known)
    }))
}

/// Lemmas that the rules get wrong, and the base forms of verbs.
pub fn lemmas(sentences: &[Sentence]) -> Vec<(String, Tag, String)> {
    let mut counts: BTreeMap<(String, Tag), BTreeMap<&str, usize>> = BTreeMap::new();
    let mut bases: BTreeMap<&str, usize> = BTreeMap::new();
    for sentence in sentences {
        for (at, form) in sentence.forms.iter().enumerate() {
            let (tag, upos) = sentence.labels[at];
            let lemma = sentence.lemmas[at].as_str();
            let plain = form.chars().all(|c| c.is_alphabetic() || c == '\'' || c == '’') && form.len() < 40;
            if matches!(tag, Tag::Nnp | Tag::Nnps) || upos == Upos::Propn || !plain || lemma == "_" {
                continue;
            }
            if matches!(tag, Tag::Vb | Tag::Vbd | Tag::Vbn | Tag::Vbg | Tag::Vbz | Tag::Vbp)
                && lemma.chars().all(|c| c.is_ascii_lowercase())
            {
                *bases.entry(lemma).or_default() += 1;
            }
            *counts.entry((form.to_lowercase().replace('’', "'"), tag)).or_default().entry(lemma).or_default() += 1;
        }
    }
    let mut out: Vec<(String, Tag, String)> =
        bases.iter().filter(|b| *b.1 > 1).map(|(base, _)| ((*base).to_owned(), Tag::Vb, (*base).to_owned())).collect();
    let rules = Lemmatiser::new(out.iter().map(|(f, t, l)| (f.as_str(), *t, l.as_str())));
    for ((form, tag), lemmas) in &counts {
        let total: usize = lemmas.values().sum();
        let Some((lemma, count)) = lemmas.iter().max_by_key(|l| (l.1, std::cmp::Reverse(l.0))) else { continue };
        // Single occurrences are as often slips as exceptions.
        if total < 2 || count * 2 <= total || lemma.is_empty() || *tag == Tag::Vb && lemma == form {
            continue;
        }
        if rules.lemma(form, *tag, Upos::X) != *lemma {
            out.push((form.clone(), *tag, (*lemma).to_owned()));
        }
    }
    out
}
