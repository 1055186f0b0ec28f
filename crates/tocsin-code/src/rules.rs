//! Trigger rules: which word, in which frame, tells an event of which type, and where its parties stand.
//!
//! A rule file (`knowledge/triggers/*.toml`) holds rules of one event type, each with its own cases. The form is
//! described in `knowledge/README.md`.

use crate::knowledge;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use tocsin_record::{EventType, Mode, Status};

/// Where a party of an event is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// Who does what the verb says; of a noun, who carries it out by a light verb.
    Subject,
    /// Whom the verb is done to.
    Object,
    /// The second object ("gave Ukraine missiles").
    Indirect,
    /// Whose the noun is ("Iran's attack").
    Owner,
    /// A demonym or name before the noun ("the Israeli strikes").
    Modifier,
    /// The subject of the complement clause.
    ComplementSubject,
    /// The object of the complement clause.
    ComplementObject,
    /// The noun after this preposition.
    After(String),
}

impl Slot {
    fn from_name(name: &str) -> Self {
        match name {
            "subject" => Slot::Subject,
            "object" => Slot::Object,
            "indirect" => Slot::Indirect,
            "owner" => Slot::Owner,
            "modifier" => Slot::Modifier,
            "complement-subject" => Slot::ComplementSubject,
            "complement-object" => Slot::ComplementObject,
            preposition => Slot::After(preposition.to_owned()),
        }
    }
}

/// What a row of a rule must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Needs {
    /// A party on either side.
    Either,
    /// An actor.
    Actor,
    /// A recipient.
    Recipient,
    /// Both.
    Both,
    /// Two parties, on whichever side.
    Two,
}

/// What must hang on the trigger as a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Complement {
    /// An infinitive.
    Inf,
    /// A clause with or without "that", or an infinitive.
    Clause,
    /// None may.
    None,
}

/// A test inside a knowledge file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The text.
    pub text: String,
    /// `-`: no row of this type; else `TYPE[/mode] status ACTORS > RECIPIENTS` with country codes.
    pub want: String,
    /// Publication day; 2026-01-10 where none is given.
    pub published: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    r#type: EventType,
    #[serde(default)]
    mode_words: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    rule: Vec<RuleSource>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleSource {
    id: String,
    #[serde(default)]
    verb: Vec<String>,
    #[serde(default)]
    noun: Vec<String>,
    #[serde(default)]
    adjective: Vec<String>,
    mode: Option<String>,
    particle: Option<String>,
    #[serde(default)]
    object: Vec<String>,
    #[serde(default)]
    not_object: Vec<String>,
    #[serde(default)]
    subject: Vec<String>,
    #[serde(default)]
    not_subject: Vec<String>,
    #[serde(default)]
    auxiliary: Vec<String>,
    #[serde(default)]
    auxiliary_below: Vec<String>,
    #[serde(default)]
    own_complement: bool,
    #[serde(default)]
    negated: bool,
    #[serde(default)]
    prep: Vec<String>,
    #[serde(default)]
    prep_noun: Vec<String>,
    #[serde(default)]
    modifier: Vec<String>,
    #[serde(default)]
    near: Vec<String>,
    #[serde(default)]
    not_near: Vec<String>,
    #[serde(default)]
    object_party: bool,
    complement: Option<Complement>,
    #[serde(default)]
    complement_verb: Vec<String>,
    actor: Option<Vec<String>>,
    recipient: Option<Vec<String>>,
    #[serde(default)]
    mutual: bool,
    needs: Option<Needs>,
    status: Option<Status>,
    confidence: Option<f64>,
    #[serde(default)]
    cases: Vec<Case>,
}

/// Words, some of them by class.
#[derive(Debug, Clone, Default)]
pub struct WordSet(BTreeSet<String>);

impl WordSet {
    /// Whether the lemma is one of them.
    pub fn has(&self, lemma: &str) -> bool {
        self.0.contains(lemma)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The words.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

/// The part of speech of a trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TriggerPart {
    /// A verb.
    Verb,
    /// A noun.
    Noun,
    /// An adjective that is said of someone ("is critical of").
    Adjective,
}

/// A rule, ready for use.
#[derive(Debug)]
pub struct Rule {
    /// `file:id`, as `decided_by` names it.
    pub name: String,
    /// The event type.
    pub kind: EventType,
    /// The mode, if the rule settles it.
    pub mode: Option<Mode>,
    /// A verb's particle ("carry out").
    pub particle: Option<String>,
    /// Lemmas one of which must head the object.
    pub object: WordSet,
    /// Lemmas none of which may head the object.
    pub not_object: WordSet,
    /// Lemmas one of which must head the subject.
    pub subject: WordSet,
    /// Lemmas none of which may head the subject.
    pub not_subject: WordSet,
    /// Auxiliaries one of which the verb must have.
    pub auxiliary: WordSet,
    /// Auxiliaries one of which the complement's verb must have.
    pub auxiliary_below: WordSet,
    /// Whether the complement must be done by the subject itself.
    pub own_complement: bool,
    /// Whether the verb must be negated.
    pub negated: bool,
    /// Prepositions one of which must follow.
    pub prep: Vec<String>,
    /// Lemmas one of which must stand after that preposition.
    pub prep_noun: WordSet,
    /// Lemmas one of which must stand before a noun trigger.
    pub modifier: WordSet,
    /// Lemmas one of which must stand in the sentence.
    pub near: WordSet,
    /// Lemmas none of which may stand in the sentence.
    pub not_near: WordSet,
    /// Whether the object must be a party.
    pub object_party: bool,
    /// What clause must hang on it.
    pub complement: Option<Complement>,
    /// Lemmas one of which must head that clause.
    pub complement_verb: WordSet,
    /// Where the actor stands; the first that gives a party counts.
    pub actor: Vec<Slot>,
    /// Where the recipient stands, likewise.
    pub recipient: Vec<Slot>,
    /// Whether every party is an actor.
    pub mutual: bool,
    /// What the row must have.
    pub needs: Needs,
    /// A status that the rule settles.
    pub status: Option<Status>,
    /// How far the rule can be trusted, from 0 to 1.
    pub confidence: f64,
}

impl Rule {
    /// Whether a sentence of these words can meet the rule at all: a cheap test before any syntax.
    pub fn can_be_met(&self, words: &[String]) -> bool {
        let holds = |set: &WordSet| set.is_empty() || words.iter().any(|w| set.has(w));
        // Sets that also match words as they are written cannot be tested on lemmas alone.
        let written = |set: &WordSet| set.iter().any(|w| w.contains(char::is_uppercase));
        [&self.object, &self.near, &self.prep_noun, &self.complement_verb]
            .into_iter()
            .all(|set| written(set) || holds(set))
            && holds(&self.auxiliary)
    }
}

/// Every rule, by trigger lemma.
#[derive(Debug)]
pub struct Rules {
    rules: Vec<Rule>,
    index: HashMap<String, Vec<(TriggerPart, usize)>>,
    mode_words: BTreeMap<EventType, Vec<(Mode, WordSet)>>,
    words: Words,
    cases: Vec<(String, EventType, Case)>,
}

/// Word classes (`knowledge/words/*.toml`), by name.
#[derive(Debug, Default)]
pub struct Words(BTreeMap<String, WordSet>);

impl Words {
    /// Reads the classes built into the program.
    ///
    /// # Errors
    /// Names the file and what is wrong with it.
    pub fn built_in() -> Result<Self, String> {
        let mut words = BTreeMap::new();
        for (name, source) in knowledge::WORDS {
            let classes: BTreeMap<String, Vec<String>> =
                toml::from_str(source).map_err(|e| format!("knowledge/words/{name}.toml: {e}"))?;
            for (class, list) in classes {
                if words.insert(class.clone(), WordSet(list.into_iter().collect())).is_some() {
                    return Err(format!("knowledge/words/{name}.toml: the class `{class}` is defined twice"));
                }
            }
        }
        Ok(Words(words))
    }

    /// A class by name.
    ///
    /// # Panics
    /// When no file defines the class: a mistake in the program, found by any test.
    pub fn class(&self, name: &str) -> &WordSet {
        self.0.get(name).unwrap_or_else(|| panic!("no word class `{name}`"))
    }

    fn expand(&self, list: &[String], at: &str) -> Result<WordSet, String> {
        let mut all = BTreeSet::new();
        for word in list {
            match word.strip_prefix('@') {
                Some(class) => {
                    let set = self.0.get(class).ok_or_else(|| format!("{at}: no word class `{class}`"))?;
                    all.extend(set.0.iter().cloned());
                }
                None => {
                    all.insert(word.clone());
                }
            }
        }
        Ok(WordSet(all))
    }
}

fn slots(names: Option<Vec<String>>, default: &[&str]) -> Vec<Slot> {
    match names {
        Some(names) => names.iter().map(|n| Slot::from_name(n)).collect(),
        None => default.iter().map(|n| Slot::from_name(n)).collect(),
    }
}

impl Rules {
    /// Reads the rules built into the program.
    ///
    /// # Errors
    /// Names the file and what is wrong with it.
    pub fn built_in() -> Result<Self, String> {
        let words = Words::built_in()?;
        let mut all = Rules {
            rules: Vec::new(),
            index: HashMap::new(),
            mode_words: BTreeMap::new(),
            words: Words::default(),
            cases: Vec::new(),
        };
        for (name, source) in knowledge::TRIGGERS {
            let at = format!("knowledge/triggers/{name}.toml");
            let file: RuleFile = toml::from_str(source).map_err(|e| format!("{at}: {e}"))?;
            for (mode, list) in &file.mode_words {
                let mode = mode_of(file.r#type, mode, &at)?;
                let set = words.expand(list, &at)?;
                all.mode_words.entry(file.r#type).or_default().push((mode, set));
            }
            for rule in file.rule {
                all.add(name, file.r#type, rule, &words)?;
            }
        }
        all.words = words;
        Ok(all)
    }

    fn add(&mut self, file: &str, kind: EventType, source: RuleSource, words: &Words) -> Result<(), String> {
        let name = format!("{file}:{}", source.id);
        let at = format!("knowledge/triggers/{file}.toml, rule {}", source.id);
        if self.rules.iter().any(|r| r.name == name) {
            return Err(format!("{at}: the id stands twice"));
        }
        if source.cases.is_empty() {
            return Err(format!("{at}: a rule needs at least one case"));
        }
        let mode = source.mode.as_deref().map(|m| mode_of(kind, m, &at)).transpose()?;
        let noun = !source.noun.is_empty() && source.verb.is_empty();
        let default_actor: &[&str] = if noun { &["owner", "by", "modifier", "subject"] } else { &["subject"] };
        let default_recipient: &[&str] = if noun { &["on", "against"] } else { &["object"] };
        let number = self.rules.len();
        for (part, list) in [
            (TriggerPart::Verb, &source.verb),
            (TriggerPart::Noun, &source.noun),
            (TriggerPart::Adjective, &source.adjective),
        ] {
            for lemma in words.expand(list, &at)?.iter() {
                self.index.entry(lemma.to_owned()).or_default().push((part, number));
            }
        }
        self.cases.extend(source.cases.into_iter().map(|case| (name.clone(), kind, case)));
        self.rules.push(Rule {
            name,
            kind,
            mode,
            particle: source.particle,
            object: words.expand(&source.object, &at)?,
            not_object: words.expand(&source.not_object, &at)?,
            subject: words.expand(&source.subject, &at)?,
            not_subject: words.expand(&source.not_subject, &at)?,
            auxiliary: words.expand(&source.auxiliary, &at)?,
            auxiliary_below: words.expand(&source.auxiliary_below, &at)?,
            own_complement: source.own_complement,
            negated: source.negated,
            prep: source.prep,
            prep_noun: words.expand(&source.prep_noun, &at)?,
            modifier: words.expand(&source.modifier, &at)?,
            near: words.expand(&source.near, &at)?,
            not_near: words.expand(&source.not_near, &at)?,
            object_party: source.object_party,
            complement: source.complement,
            complement_verb: words.expand(&source.complement_verb, &at)?,
            actor: slots(source.actor, default_actor),
            recipient: slots(source.recipient, default_recipient),
            mutual: source.mutual,
            needs: source.needs.unwrap_or(if kind.needs_recipient() { Needs::Two } else { Needs::Actor }),
            status: source.status,
            confidence: source.confidence.unwrap_or(0.6),
        });
        Ok(())
    }

    /// The rules that a lemma may trigger.
    pub fn of<'s>(&'s self, lemma: &str) -> impl Iterator<Item = (TriggerPart, &'s Rule)> {
        self.index.get(lemma).into_iter().flatten().map(|&(part, number)| (part, &self.rules[number]))
    }

    /// The words by which modes of a type are told.
    pub fn mode_words(&self, kind: EventType) -> &[(Mode, WordSet)] {
        self.mode_words.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// The word classes.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Every case of every rule: the rule's name, its type, the case.
    pub fn cases(&self) -> &[(String, EventType, Case)] {
        &self.cases
    }
}

fn mode_of(kind: EventType, name: &str, at: &str) -> Result<Mode, String> {
    let mode = Mode::from_name(name).ok_or_else(|| format!("{at}: no mode `{name}`"))?;
    if kind.modes().any(|m| m == mode) { Ok(mode) } else { Err(format!("{at}: {kind} has no mode `{name}`")) }
}
