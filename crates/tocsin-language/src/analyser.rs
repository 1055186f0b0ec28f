//! Runs the parts in order.

use crate::encoder::{Encoder, EncoderError, LONGEST, Reading};
use crate::{
    Analysis, Name, Sentence, Tag, Token, Upos, actor, number, place, quotation, reference, segment, tagging, time,
};
use std::ops::Range;
use tocsin_record::{BlockKind, DateRange, Document};

const WEIGHTS: &[u8] = include_bytes!("../../../models/reader/reader.onnx");
const LABELS: &str = include_str!("../../../models/reader/labels.toml");
const VOCABULARY: &str = include_str!("../../../models/reader/vocabulary.txt");

/// Holds what is loaded once (models, knowledge); shared between threads.
#[derive(Debug)]
pub struct Analyser {
    tagger: tagging::Model,
    encoder: Encoder,
    actors: actor::Directory,
    places: place::Gazetteer,
    references: reference::Model,
}

impl Analyser {
    /// Loads the models and the knowledge that are built into the program.
    ///
    /// # Panics
    /// When the program was built with files that are no models; any test finds that.
    pub fn new() -> Self {
        let encoder = Encoder::new(WEIGHTS.to_vec(), LABELS, VOCABULARY);
        Analyser {
            tagger: tagging::Model::built_in(),
            encoder: encoder.unwrap_or_else(|error| panic!("models/reader cannot be used: {error}")),
            actors: actor::Directory::built_in(),
            places: place::Gazetteer::built_in(),
            references: reference::Model::built_in(),
        }
    }

    /// The actors that the knowledge files know.
    pub fn actors(&self) -> &actor::Directory {
        &self.actors
    }

    /// The quick look at `document`: sentences, tokens with part of speech and lemma as the small tagger sees them, and quotations.
    pub fn begin<'d>(&self, document: &'d Document) -> Analysis<'d> {
        let mut analysis = Analysis::new(&document.text);
        let day = document.published.as_ref().map(|p| DateRange { start: p.day(), end: p.day() });
        analysis.published = day.or(document.published_range);
        analysis.publisher = document.outlet.as_deref().and_then(|outlet| self.actors.publisher(outlet));
        segment::segment(&mut analysis, &document.blocks);
        self.tagger.tag(&mut analysis);
        quotation::find(&mut analysis);
        analysis
    }

    /// The verb whose past a word may be, whatever it was tagged as; `None` where no known verb has such a past.
    pub fn past_of(&self, word: &str) -> Option<String> {
        self.tagger.past_of(word)
    }

    /// Has the encoder read the given sentences (numbers into [`Analysis::sentences`], in order, each once): part of speech, lemma,
    /// syntax and names; then finds times, numbers, actors and toponyms in the whole text, and what refers back to what.
    pub fn complete(&self, analysis: &mut Analysis<'_>, sentences: &[usize]) {
        if let Err(error) = self.read(analysis, sentences) {
            analysis.warnings.push(format!("unread-syntax: {error}; the rows of this text rest on its words alone"));
        }
        time::find(analysis);
        number::find(analysis);
        self.actors.find(analysis);
        self.places.find(analysis);
        analysis.references = self.references.references(analysis, &self.actors);
    }

    /// All that is found in `document`, with every sentence read by the encoder.
    pub fn analyse<'d>(&self, document: &'d Document) -> Analysis<'d> {
        let mut analysis = self.begin(document);
        let all: Vec<usize> = (0..analysis.sentences.len()).collect();
        self.complete(&mut analysis, &all);
        analysis
    }

    /// The analysis of `document` with given sentences, each the byte ranges of its words in text order, in place of its own: for
    /// measuring against annotated texts. Blocks do not count.
    pub fn analyse_words<'d>(&self, document: &'d Document, sentences: &[Vec<Range<usize>>]) -> Analysis<'d> {
        let mut analysis = Analysis::new(&document.text);
        for words in sentences.iter().filter(|words| !words.is_empty()) {
            let start = analysis.tokens.len();
            analysis.tokens.extend(words.iter().map(|word| Token {
                bytes: word.clone(),
                upos: Upos::X,
                tag: Tag::Xx,
                lemma: String::new(),
            }));
            analysis.sentences.push(Sentence {
                bytes: words[0].start..words[words.len() - 1].end,
                block: BlockKind::Paragraph,
                block_number: 0,
                tokens: start..analysis.tokens.len(),
                full: false,
                tree: None,
            });
        }
        self.tagger.tag(&mut analysis);
        quotation::find(&mut analysis);
        let all: Vec<usize> = (0..analysis.sentences.len()).collect();
        self.complete(&mut analysis, &all);
        analysis
    }

    fn read(&self, analysis: &mut Analysis<'_>, sentences: &[usize]) -> Result<(), EncoderError> {
        let cuts: Vec<(usize, Range<usize>)> =
            sentences.iter().flat_map(|&s| stretches(&analysis.sentences[s].tokens).map(move |cut| (s, cut))).collect();
        let words: Vec<Vec<&str>> =
            cuts.iter().map(|(_, cut)| cut.clone().map(|token| analysis.word(token)).collect()).collect();
        let readings = self.encoder.read(&words)?;
        for ((sentence, cut), reading) in cuts.into_iter().zip(readings) {
            self.take(analysis, sentence, cut, reading);
        }
        let text = analysis.text;
        for &sentence in sentences {
            let sentence = &mut analysis.sentences[sentence];
            if let Some(tree) = &mut sentence.tree {
                for verb in tree.verbs_before_numbers() {
                    let token = &mut analysis.tokens[sentence.tokens.start + verb];
                    (token.upos, token.tag) = (Upos::Verb, Tag::Vbd);
                }
                tree.small_clauses();
                tree.lone_recipients();
            }
            sentence.full = tagging::is_full(text, sentence, &analysis.tokens[sentence.tokens.clone()]);
        }
        Ok(())
    }

    /// Takes over what the encoder says of one stretch of a sentence.
    fn take(&self, analysis: &mut Analysis<'_>, sentence: usize, cut: Range<usize>, reading: Reading) {
        for (token, (&upos, &tag)) in cut.clone().zip(reading.upos.iter().zip(&reading.tags)) {
            let lemma = self.tagger.lemma(analysis.word(token), tag, upos);
            let token = &mut analysis.tokens[token];
            (token.upos, token.tag, token.lemma) = (upos, tag, lemma);
        }
        let named =
            |(words, kind): (Range<usize>, _)| Name { tokens: cut.start + words.start..cut.start + words.end, kind };
        analysis.names.extend(reading.names.into_iter().map(named));
        match &mut analysis.sentences[sentence].tree {
            Some(tree) => tree.append(reading.tree),
            tree => *tree = Some(reading.tree),
        }
    }
}

/// Cuts a sentence that is too long for the encoder into equal stretches.
fn stretches(tokens: &Range<usize>) -> impl Iterator<Item = Range<usize>> + use<> {
    let (start, length) = (tokens.start, tokens.len());
    let parts = length.div_ceil(LONGEST);
    (0..parts).map(move |part| start + length * part / parts..start + length * (part + 1) / parts)
}

impl Default for Analyser {
    fn default() -> Self {
        Analyser::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_sentences_are_cut_into_equal_stretches() {
        let cut = |length: usize| stretches(&(7..7 + length)).map(|s| s.len()).collect::<Vec<_>>();
        assert_eq!(cut(LONGEST), [LONGEST]);
        assert_eq!(cut(LONGEST + 1), [60, 61]);
        assert!(cut(0).is_empty());
        assert_eq!(stretches(&(5..305)).collect::<Vec<_>>(), [5..105, 105..205, 205..305]);
    }
}
