//! A text made ready for linking: its phrases with what is known of each, and the things that were linked so far.

use super::class;
use super::phrase::{self, Form, Number, Phrase, word};
use super::weights::Weigh;
use crate::actor::Directory;
use crate::{Analysis, Rel, Upos};
use std::collections::HashMap;
use std::ops::Range;

/// Most phrases that are looked back over, and sentences for a pronoun.
const PHRASES_BACK: usize = 110;
const SENTENCES_BACK: usize = 7;
/// Most phrases with the same word that are looked at beyond that.
const SAME_BACK: usize = 4;

/// Gender as `Directory::role_hint` numbers it.
pub(super) const WOMAN: u32 = 1;
pub(super) const MAN: u32 = 2;

/// Nouns that are said of women, and of men.
const WOMEN: &[&str] = &[
    "woman",
    "girl",
    "mother",
    "daughter",
    "sister",
    "wife",
    "queen",
    "lady",
    "aunt",
    "princess",
    "actress",
    "widow",
    "niece",
    "grandmother",
    "girlfriend",
    "mom",
    "mum",
    "mrs",
    "ms",
    "miss",
    "empress",
];
const MEN: &[&str] = &[
    "man",
    "boy",
    "father",
    "son",
    "brother",
    "husband",
    "king",
    "gentleman",
    "uncle",
    "prince",
    "actor",
    "nephew",
    "grandfather",
    "boyfriend",
    "dad",
    "mr",
    "sir",
    "emperor",
    "guy",
    "lord",
];

/// What the phrases of a text are; the links come to it one by one.
#[derive(Debug)]
pub struct Text<'a, 'd> {
    pub(super) analysis: &'a Analysis<'d>,
    pub(super) phrases: Vec<Phrase>,
    pub(super) classes: Vec<u8>,
    pub(super) genders: Vec<u32>,
    /// Whether each stands in a quotation: its number from 1.
    pub(super) quotes: Vec<u32>,
    /// Whether each is the first of its sentence that is a subject.
    pub(super) leads: Vec<bool>,
    /// Earlier phrases by the words in them that are nouns.
    words: HashMap<u32, Vec<usize>>,
}

/// One thing spoken of.
#[derive(Debug, Clone, Default)]
pub(super) struct Thing {
    pub(super) count: u32,
    pub(super) last: usize,
    pub(super) name: bool,
    pub(super) gender: u32,
    pub(super) many: u32,
    pub(super) one: u32,
    pub(super) person: bool,
    pub(super) lemmas: Vec<u32>,
}

/// Which phrases speak of one thing, as far as the text was read.
#[derive(Debug, Default)]
pub struct Things {
    of: Vec<usize>,
    list: Vec<Thing>,
}

impl<'a, 'd> Text<'a, 'd> {
    /// Finds the phrases of the text and what is known of each.
    pub fn new(analysis: &'a Analysis<'d>, directory: &Directory, weights: &impl Weigh) -> Self {
        let phrases = phrase::find(analysis);
        let mut features = Vec::new();
        let mut text = Text {
            analysis,
            classes: Vec::new(),
            genders: Vec::new(),
            quotes: Vec::new(),
            leads: Vec::new(),
            words: HashMap::new(),
            phrases: Vec::new(),
        };
        let mut led = usize::MAX;
        for (number, phrase) in phrases.iter().enumerate() {
            class::features(analysis, directory, phrase, &mut features);
            let class = match phrase.form {
                Form::He | Form::She | Form::First | Form::Second => class::PERSON,
                _ => class::best(weights, &features),
            };
            text.classes.push(class);
            text.genders.push(gender(analysis, directory, phrase, class));
            let at = analysis.tokens[phrase.head].bytes.start;
            let quote = analysis.quotations.partition_point(|q| q.end <= at);
            let inside = analysis.quotations.get(quote).is_some_and(|q| q.contains(&at));
            text.quotes.push(if inside { quote as u32 + 1 } else { 0 });
            let leads = led != phrase.sentence && is_subject(phrase.rel);
            if leads {
                led = phrase.sentence;
            }
            text.leads.push(leads);
            for token in phrase.tokens.clone().take(40) {
                if matches!(analysis.tokens[token].upos, Upos::Noun | Upos::Propn) && !phrase.group {
                    let places = text.words.entry(word(&analysis.tokens[token].lemma)).or_default();
                    if places.last() != Some(&number) {
                        places.push(number);
                    }
                }
            }
        }
        text.phrases = phrases;
        text
    }

    /// How many phrases there are.
    pub fn len(&self) -> usize {
        self.phrases.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.phrases.is_empty()
    }

    /// The head of a phrase, as a token of the analysis, and whether it is several side by side.
    pub fn head(&self, phrase: usize) -> (usize, bool) {
        (self.phrases[phrase].head, self.phrases[phrase].group)
    }

    /// The tokens of a phrase.
    pub fn tokens(&self, phrase: usize) -> Range<usize> {
        self.phrases[phrase].tokens.clone()
    }

    /// Whether a phrase may refer back: a pronoun (`Some(true)`) or a description (`Some(false)`).
    pub fn refers(&self, phrase: usize) -> Option<bool> {
        let form = self.phrases[phrase].form;
        if form.is_pronoun() {
            Some(true)
        } else {
            (form.is_description() && !self.phrases[phrase].group).then_some(false)
        }
    }

    /// The features of a phrase's class, for the trainer.
    pub fn class_features(&self, directory: &Directory, phrase: usize) -> Vec<u32> {
        let mut out = Vec::new();
        class::features(self.analysis, directory, &self.phrases[phrase], &mut out);
        out
    }

    /// The earlier phrases that `phrase` may refer to, the nearest first.
    pub fn candidates(&self, phrase: usize) -> Vec<usize> {
        let this = &self.phrases[phrase];
        let pronoun = this.form.is_pronoun();
        let from = phrase.saturating_sub(PHRASES_BACK);
        let fits = |&p: &usize| {
            let other = &self.phrases[p];
            other.head != this.head
                && other.form != Form::Other
                && !(pronoun && this.sentence - other.sentence > SENTENCES_BACK)
        };
        let mut found: Vec<usize> = (from..phrase).rev().filter(fits).collect();
        if !pronoun && let Some(same) = self.words.get(&this.lemma) {
            let until = same.partition_point(|&p| p < from);
            found.extend(same[until.saturating_sub(SAME_BACK)..until].iter().rev().filter(|&p| fits(p)));
        }
        found
    }

    /// How many earlier phrases have the head word of this one as head, and how many have it at all.
    pub(super) fn same_before(&self, phrase: usize) -> (usize, usize) {
        let lemma = self.phrases[phrase].lemma;
        let Some(same) = self.words.get(&lemma) else { return (0, 0) };
        let until = same.partition_point(|&p| p < phrase);
        let heads = same[until.saturating_sub(12)..until].iter().filter(|&&p| self.phrases[p].lemma == lemma).count();
        (heads, until)
    }

    /// Whether the words of `phrase` have this one among them.
    pub(super) fn has_word(&self, phrase: usize, lemma: u32) -> bool {
        self.words.get(&lemma).is_some_and(|places| places.binary_search(&phrase).is_ok())
    }

    /// What a phrase that needs no ranking goes together with: a name that was given before, in full or in part.
    fn named_before(&self, phrase: usize) -> Option<usize> {
        let this = &self.phrases[phrase];
        if this.form != Form::Name || this.group {
            return None;
        }
        let last = word(&self.analysis.tokens[self.last_of_name(phrase)].lemma);
        let same = self.words.get(&last)?;
        let until = same.partition_point(|&p| p < phrase);
        same[until.saturating_sub(6)..until].iter().rev().copied().find(|&p| {
            let other = &self.phrases[p];
            other.form == Form::Name
                && !other.group
                && self.analysis.tokens[self.last_of_name(p)].lemma
                    == self.analysis.tokens[self.last_of_name(phrase)].lemma
        })
    }

    /// The last token of the name that holds the head.
    fn last_of_name(&self, phrase: usize) -> usize {
        let head = self.phrases[phrase].head;
        self.analysis.name_at(head).map_or(head, |n| n.tokens.end - 1)
    }
}

fn is_subject(rel: Rel) -> bool {
    matches!(rel, Rel::Nsubj | Rel::NsubjPass | Rel::NsubjOuter)
}

fn gender(analysis: &Analysis<'_>, directory: &Directory, phrase: &Phrase, class: u8) -> u32 {
    if phrase.group {
        return 0;
    }
    let of_word = |token: usize| {
        let word = analysis.word(token).trim_end_matches('.').to_lowercase();
        if WOMEN.contains(&word.as_str()) || word.ends_with("woman") {
            WOMAN
        } else if MEN.contains(&word.as_str()) || word.ends_with("man") && analysis.tokens[token].upos == Upos::Noun {
            MAN
        } else {
            directory.role_hint(&word).1
        }
    };
    match phrase.form {
        Form::She => WOMAN,
        Form::He => MAN,
        Form::Name => {
            let name = analysis.name_at(phrase.head).map_or(phrase.tokens.clone(), |n| n.tokens.clone());
            let before = name.start.saturating_sub(1).max(phrase.tokens.start.min(name.start));
            let titled = (before..name.end.min(before + 4)).map(of_word).find(|&g| g != 0);
            let given = || if class == class::PERSON { directory.name_hint(analysis.word(name.start)) } else { 0 };
            titled.unwrap_or_else(given)
        }
        _ if phrase.form.is_pronoun() => 0,
        _ => of_word(phrase.head),
    }
}

impl Things {
    /// Nothing was spoken of yet.
    pub fn new() -> Self {
        Things::default()
    }

    pub(super) fn of(&self, phrase: usize) -> &Thing {
        &self.list[self.of[phrase]]
    }

    /// Takes in the next phrase, which speaks of the same thing as `antecedent`, or by itself of what its name tells.
    pub fn add(&mut self, text: &Text<'_, '_>, phrase: usize, antecedent: Option<usize>) {
        let known = antecedent.or_else(|| text.named_before(phrase));
        let number = match known {
            Some(before) => self.of[before],
            None => {
                self.list.push(Thing::default());
                self.list.len() - 1
            }
        };
        self.of.push(number);
        let thing = &mut self.list[number];
        let this = &text.phrases[phrase];
        thing.count += 1;
        thing.last = phrase;
        thing.name |= this.form == Form::Name;
        if thing.gender == 0 {
            thing.gender = text.genders[phrase];
        }
        thing.many += u32::from(this.number == Number::Many);
        thing.one += u32::from(this.number == Number::One);
        thing.person |= text.classes[phrase] == class::PERSON;
        if thing.lemmas.len() < 8 && !this.form.is_pronoun() && !thing.lemmas.contains(&this.lemma) {
            thing.lemmas.push(this.lemma);
        }
    }
}
