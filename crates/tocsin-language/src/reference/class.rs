//! What sort of thing a phrase speaks of, as far as its words and its place tell.

use super::phrase::{Form, Phrase, word};
use super::weights::Weigh;
use crate::actor::Directory;
use crate::tagging::hash::key;
use crate::{Analysis, Rel, Upos};

/// GUM's kinds of entities; a class is its place here.
pub const CLASSES: [&str; 10] =
    ["abstract", "animal", "event", "object", "organization", "person", "place", "plant", "substance", "time"];
/// The class of persons.
pub(super) const PERSON: u8 = 5;
/// The class of organisations.
pub(super) const ORGANISATION: u8 = 4;

/// The features of a phrase that tell its class, before the class is mixed in.
pub(super) fn features(analysis: &Analysis<'_>, directory: &Directory, phrase: &Phrase, out: &mut Vec<u32>) {
    out.clear();
    let head = phrase.head;
    let mut add = |template: u32, a: u32, b: u32| out.push(key(200 + template, a, b, 0));
    let text = analysis.word(head).to_lowercase();
    let name = phrase.name.map_or(0, |n| n as u32 + 1);
    add(0, phrase.form as u32, phrase.number as u32);
    add(1, phrase.lemma, 0);
    add(2, name, u32::from(phrase.form == Form::Name));
    let letters: Vec<char> = text.chars().collect();
    for length in 2..=4 {
        if letters.len() > length + 1 {
            let end: String = letters[letters.len() - length..].iter().collect();
            add(3, word(&end), u32::from(phrase.form == Form::Name));
        }
    }
    add(4, phrase.rel as u32, phrase.form as u32);
    if let Some(governor) = phrase.governor {
        add(5, word(&analysis.tokens[governor].lemma), phrase.rel as u32);
    }
    for &modifier in &phrase.modifiers {
        add(6, modifier, 0);
    }
    if let Some(mention) = analysis.mention_at(head) {
        add(7, mention.kind as u32, mention.party.sector.map_or(0, |s| s as u32 + 1));
    }
    let (kind, gender) = directory.role_hint(&text);
    add(8, kind, gender);
    // The preposition before it: "in", "after".
    if let Some(before) = phrase.tokens.start.checked_sub(1)
        && analysis.tokens[before].upos == Upos::Adp
    {
        add(9, word(analysis.word(before)), u32::from(phrase.form == Form::Name));
    }
    let bytes = &analysis.tokens[head].bytes;
    let time = analysis.times.partition_point(|t| t.bytes.end <= bytes.start);
    add(10, u32::from(analysis.times.get(time).is_some_and(|t| t.bytes.start <= bytes.start)), 0);
    add(11, u32::from(letters.iter().any(char::is_ascii_digit)), u32::from(phrase.rel == Rel::Nummod));
}

/// The key of a feature together with a class.
pub fn with_class(feature: u32, class: u8) -> u32 {
    key(299, feature, u32::from(class), 0)
}

/// The class with the highest score; the first of several.
pub(super) fn best(weights: &impl Weigh, features: &[u32]) -> u8 {
    let mut keys = Vec::with_capacity(features.len());
    let mut top = (0, f32::MIN);
    for class in 0..CLASSES.len() as u8 {
        keys.clear();
        keys.extend(features.iter().map(|&f| with_class(f, class)));
        let score = weights.weigh(&keys);
        if score > top.1 {
            top = (class, score);
        }
    }
    top.0
}
