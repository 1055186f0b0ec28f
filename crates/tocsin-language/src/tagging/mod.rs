//! The quick look at words: part of speech and lemma.
//!
//! A greedy tagger, a linear model over hashed features, trained on the English Universal Dependencies treebanks EWT and GUM (see
//! `models/tagger/CARD.md`). It sees every sentence; the encoder corrects it in those that are read closely. The modules are
//! public because the trainer uses the same features.

pub mod file;
pub mod hash;
pub mod lemma;
pub mod lexicon;
pub mod table;
pub mod tagger;
pub mod word;

use crate::{Analysis, Sentence, Tag, Token, Upos};
use file::{ModelError, Stored};
use lemma::Lemmatiser;
use lexicon::Lexicon;
use table::Table;

const BUILT_IN: &[u8] = include_bytes!("../../../../models/tagger/model.bin");

/// The trained tagger, and what it knows of forms.
#[derive(Debug)]
pub struct Model {
    labels: Vec<(Tag, Upos)>,
    lexicon: Lexicon,
    lemmas: Lemmatiser,
    tagger: Table,
}

impl Model {
    /// The model built into the program.
    ///
    /// # Panics
    /// When the program was built with a file that is no model; a test keeps that from being released.
    pub fn built_in() -> Self {
        match Model::from_bytes(BUILT_IN) {
            Ok(model) => model,
            Err(error) => panic!("models/tagger/model.bin cannot be used: {error}"),
        }
    }

    /// Reads a model from the bytes of its file.
    ///
    /// # Errors
    /// When they are no model of this version, are damaged or end too early.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        Ok(Model::new(file::read(bytes)?))
    }

    /// A model of its parts.
    pub fn new(stored: Stored) -> Self {
        Model {
            tagger: Table::new(&stored.tagger),
            lemmas: Lemmatiser::new(stored.lemmas.iter().map(|(f, t, l)| (f.as_str(), *t, l.as_str()))),
            labels: stored.labels,
            lexicon: stored.lexicon,
        }
    }

    /// Sets part of speech, tag and lemma of every token, and whether each sentence is a full one.
    pub fn tag(&self, analysis: &mut Analysis<'_>) {
        let text = analysis.text;
        let mut words = Vec::new();
        let mut labels = Vec::new();
        for sentence in &mut analysis.sentences {
            let tokens = &mut analysis.tokens[sentence.tokens.clone()];
            word::words(&self.lexicon, tokens.iter().map(|t| &text[t.bytes.clone()]), &mut words);
            tagger::tag(&self.tagger, self.labels.len(), &words, &mut labels);
            for (token, &label) in tokens.iter_mut().zip(&labels) {
                (token.tag, token.upos) = self.labels[label as usize];
                token.lemma = self.lemmas.lemma(&text[token.bytes.clone()], token.tag, token.upos);
            }
            sentence.full = is_full(text, sentence, tokens);
        }
    }

    /// The verb whose past a word may be.
    pub(crate) fn past_of(&self, form: &str) -> Option<String> {
        self.lemmas.past_of(form)
    }

    /// The dictionary form of a word of this part of speech.
    pub(crate) fn lemma(&self, form: &str, tag: Tag, upos: Upos) -> String {
        self.lemmas.lemma(form, tag, upos)
    }
}

/// Whether a sentence reads as a full one: it has a finite verb, and an end mark or four tokens and a subject before it.
pub(crate) fn is_full(text: &str, sentence: &Sentence, tokens: &[Token]) -> bool {
    let finite = |t: &Token| matches!(t.tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md);
    let Some(verb) = tokens.iter().position(finite) else { return false };
    let last = text[sentence.bytes.clone()].trim_end_matches(['"', '”', '’', '\'', ')', ']', '*', '_']);
    if last.ends_with(['.', '!', '?', '…']) {
        return true;
    }
    let nominal = |t: &Token| matches!(t.upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num);
    tokens.len() >= 4 && tokens[..verb].iter().any(nominal)
}
