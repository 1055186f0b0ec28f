//! Part of speech, lemma and dependencies.
//!
//! A greedy tagger and a greedy arc-eager parser, both linear models over hashed features, trained on the English
//! Universal Dependencies treebanks EWT and GUM (see `models/syntax/CARD.md`). The modules are public because the
//! trainer uses the same features.

pub mod file;
pub mod hash;
pub mod lemma;
pub mod lexicon;
pub mod parser;
pub mod table;
pub mod tagger;
pub mod word;

use crate::{Analysis, Sentence, Tag, Token, Tree, Upos};
use file::{ModelError, Stored};
use lemma::Lemmatiser;
use lexicon::Lexicon;
use parser::Action;
use table::Table;
use word::Word;

const BUILT_IN: &[u8] = include_bytes!("../../../../models/syntax/model.bin");

/// The trained tagger and parser.
#[derive(Debug)]
pub struct Model {
    labels: Vec<(Tag, Upos)>,
    actions: Vec<Action>,
    lexicon: Lexicon,
    lemmas: Lemmatiser,
    tagger: Table,
    parser: Table,
}

impl Model {
    /// The model built into the program.
    ///
    /// # Panics
    /// When the program was built with a file that is no model; a test keeps that from being released.
    pub fn built_in() -> Self {
        match Model::from_bytes(BUILT_IN) {
            Ok(model) => model,
            Err(error) => panic!("models/syntax/model.bin cannot be used: {error}"),
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
            actions: parser::actions(&stored.rels),
            tagger: Table::new(&stored.tagger),
            parser: Table::new(&stored.parser),
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

    /// Sets the tree of one sentence, from the parts of speech that its tokens carry; does nothing where there is one.
    pub fn parse(&self, analysis: &mut Analysis<'_>, sentence: usize) {
        let text = analysis.text;
        let Some(sentence) = analysis.sentences.get_mut(sentence).filter(|s| s.tree.is_none()) else { return };
        let tokens = &analysis.tokens[sentence.tokens.clone()];
        let mut words = Vec::with_capacity(tokens.len());
        word::words(&self.lexicon, tokens.iter().map(|t| &text[t.bytes.clone()]), &mut words);
        let labels: Vec<u8> = tokens.iter().map(|t| self.label(t.tag, t.upos)).collect();
        sentence.tree = Some(self.tree(&words, &labels));
    }

    /// The tree over words whose labels are given by number.
    pub fn tree(&self, words: &[Word], labels: &[u8]) -> Tree {
        let upos = |label: u8| self.labels.get(label as usize).map(|l| l.1);
        let is_punct = |label| upos(label) == Some(Upos::Punct);
        parser::parse(&self.parser, &self.actions, words, labels, is_punct, |label| upos(label) == Some(Upos::Verb))
    }

    /// The number of a label; that of another label of the same tag where the pair never occurred in training.
    fn label(&self, tag: Tag, upos: Upos) -> u8 {
        let exact = self.labels.iter().position(|&l| l == (tag, upos));
        let near = || self.labels.iter().position(|l| l.0 == tag);
        exact.or_else(near).map_or(tagger::NO_LABEL, |at| at as u8)
    }
}

/// Whether a sentence reads as a full one: it has a finite verb, and an end mark or four tokens and a subject before it.
fn is_full(text: &str, sentence: &Sentence, tokens: &[Token]) -> bool {
    let finite = |t: &Token| matches!(t.tag, Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md);
    let Some(verb) = tokens.iter().position(finite) else { return false };
    let last = text[sentence.bytes.clone()].trim_end_matches(['"', '”', '’', '\'', ')', ']', '*', '_']);
    if last.ends_with(['.', '!', '?', '…']) {
        return true;
    }
    let nominal = |t: &Token| matches!(t.upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num);
    tokens.len() >= 4 && tokens[..verb].iter().any(nominal)
}
