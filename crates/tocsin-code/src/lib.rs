//! Analyses to codings: which events, statements, predictions and claims a document holds, by the codebook.
//!
//! The work in order: a cheap first look picks the sentences that hold a trigger or a cue of saying ([`rules`], [`said`]);
//! these go through the encoder; statements are found; every trigger whose frame is met becomes a row ([`trigger`], [`row`]) with its
//! parties ([`party`]), status ([`status`]) and circumstances ([`detail`]); rows that tell one event are merged
//! ([`merge`]); and all becomes a [`Coding`]. The coder knows one document at a time and no storage.

pub mod anchor;
pub mod clause;
pub mod context;
pub mod detail;
pub mod given;
mod knowledge;
pub mod ledger;
pub mod merge;
pub mod party;
mod record;
pub mod row;
pub mod rules;
pub mod said;
pub mod status;
pub mod trigger;

use context::ContextWords;
use row::Maker;
use rules::{Rules, TriggerPart};
use said::SpeechWords;
use status::StatusWords;
use tocsin_language::{Analyser, Analysis, Upos};
use tocsin_record::{Coding, Document};

/// The version of the coder: changes whenever a row of any document may change.
pub const CODER_VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+rules.3");

/// Codes documents; loaded once, shared between threads.
#[derive(Debug)]
pub struct Coder {
    analyser: Analyser,
    rules: Rules,
    status: StatusWords,
    speech: SpeechWords,
    contexts: ContextWords,
}

impl Coder {
    /// Loads models and rules.
    ///
    /// # Panics
    /// When a knowledge file that is built into the program is broken: a mistake of the build, which any test finds.
    pub fn new() -> Self {
        fn sound<T>(loaded: Result<T, String>) -> T {
            loaded.unwrap_or_else(|e| panic!("a built-in knowledge file is broken: {e}"))
        }
        Coder {
            analyser: Analyser::new(),
            rules: sound(Rules::built_in()),
            status: sound(StatusWords::built_in()),
            speech: sound(SpeechWords::built_in()),
            contexts: sound(ContextWords::built_in()),
        }
    }

    /// The trigger rules, for explanations and for running their cases.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The language analysis that the coder works with.
    pub fn analyser(&self) -> &Analyser {
        &self.analyser
    }

    /// Codes one document as its `version`th version (from 1). Never fails on content: what could not be read is said
    /// in `warnings`.
    pub fn code(&self, document: &Document, version: u32) -> Coding {
        let mut coding = Coding::empty(document, version, CODER_VERSION);
        if let Some(lang) = document.lang.as_deref().filter(|_| !is_read(document)) {
            coding.warnings.push(format!("unread-language: the text is in `{lang}`; only English is coded"));
            return coding;
        }
        let mut analysis = self.analyser.begin(document);
        let chosen = match document.given {
            Some(_) => (0..analysis.sentences.len()).collect(),
            None => self.first_look(&analysis),
        };
        self.analyser.complete(&mut analysis, &chosen);
        coding.warnings.append(&mut analysis.warnings);
        let said = said::find(&self.analyser, &self.speech, &analysis);
        let maker = Maker { analyser: &self.analyser, rules: &self.rules, status: &self.status };
        let rows = match &document.given {
            Some(given) => given::between(&maker, &analysis, &said, given).into_iter().collect(),
            None => {
                let mut rows = maker.rows(&analysis, &said);
                anchor::infer(&mut rows, &analysis);
                merge::merge(rows)
            }
        };
        record::Recorder { coder: self, document, version, analysis: &analysis, said: &said }.fill(&mut coding, rows);
        coding
    }

    /// The sentences worth the encoder: those that can be evidence and hold a cue of saying, or a trigger together with the
    /// other words that one of its rules needs.
    fn first_look(&self, analysis: &Analysis<'_>) -> Vec<usize> {
        (0..analysis.sentences.len())
            .filter(|&number| {
                let sentence = &analysis.sentences[number];
                sentence.block.can_be_evidence()
                    && sentence.tokens.len() >= 3
                    && (analysis.is_quoted(sentence.bytes.start) || self.is_worth_a_look(analysis, number))
            })
            .collect()
    }

    fn is_worth_a_look(&self, analysis: &Analysis<'_>, sentence: usize) -> bool {
        let tokens = analysis.sentences[sentence].tokens.clone();
        let words: Vec<String> =
            tokens.clone().map(|t| trigger::look_up_form(&analysis.tokens[t], analysis.word(t))).collect();
        let quoted = || {
            let bytes = &analysis.sentences[sentence].bytes;
            let next = analysis.quotations.partition_point(|q| q.end <= bytes.start);
            analysis.quotations.get(next).is_some_and(|q| q.start < bytes.end)
        };
        tokens.zip(&words).any(|(number, word)| {
            let token = &analysis.tokens[number];
            let triggers = |word: &str, part| {
                self.rules.of(word).any(|(p, rule)| {
                    (p == part || p == TriggerPart::Adjective && part == TriggerPart::Verb) && rule.can_be_met(&words)
                })
            };
            let part = match token.upos {
                Upos::Verb if self.speech.is("plain", &token.lemma) => return true,
                Upos::Verb if self.speech.is("say", &token.lemma) && quoted() => return true,
                Upos::Verb => Some(TriggerPart::Verb),
                Upos::Noun | Upos::Propn => Some(TriggerPart::Noun),
                Upos::Adj => Some(TriggerPart::Adjective),
                _ => None,
            };
            let told = part.is_some_and(|part| {
                matches!(word.as_str(), "accord" | "according" | "evidence" | "proof") || triggers(word, part)
            });
            // The quick look's tagger takes many a past for an adjective or a noun; the encoder will tell.
            told || !matches!(token.upos, Upos::Punct | Upos::Num)
                && self.analyser.past_of(analysis.word(number)).is_some_and(|verb| triggers(&verb, TriggerPart::Verb))
        })
    }
}

/// Whether a document is coded: English is, and what does not say its language.
pub fn is_read(document: &Document) -> bool {
    document.lang.as_deref().is_none_or(is_english)
}

fn is_english(lang: &str) -> bool {
    lang.split(['-', '_']).next().is_some_and(|l| l.eq_ignore_ascii_case("en") || l.eq_ignore_ascii_case("eng"))
}

impl Default for Coder {
    fn default() -> Self {
        Coder::new()
    }
}
