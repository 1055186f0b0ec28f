//! Runs the parts in order.

use crate::{Analysis, actor, number, place, quotation, repair, segment, syntax, time};
use tocsin_record::{DateRange, Document, TextIndex};

/// Holds what is loaded once (models, knowledge); shared between threads.
#[derive(Debug)]
pub struct Analyser {
    syntax: syntax::Model,
    actors: actor::Directory,
    places: place::Gazetteer,
}

impl Analyser {
    /// Loads the models and the knowledge that are built into the program.
    pub fn new() -> Self {
        Analyser {
            syntax: syntax::Model::built_in(),
            actors: actor::Directory::built_in(),
            places: place::Gazetteer::built_in(),
        }
    }

    /// The actors that the knowledge files know.
    pub fn actors(&self) -> &actor::Directory {
        &self.actors
    }

    /// Sentences, tokens with part of speech and lemma, quotations, times, numbers, toponyms and mentions of `document`.
    pub fn analyse<'d>(&self, document: &'d Document) -> Analysis<'d> {
        let day = document.published.as_ref().map(|p| DateRange { start: p.day(), end: p.day() });
        let text = document.text.as_str();
        let mut analysis = Analysis {
            text,
            index: TextIndex::new(text),
            published: day.or(document.published_range),
            publisher: document.outlet.as_deref().and_then(|outlet| self.actors.publisher(outlet)),
            sentences: Vec::new(),
            tokens: Vec::new(),
            times: Vec::new(),
            numbers: Vec::new(),
            toponyms: Vec::new(),
            mentions: Vec::new(),
            quotations: Vec::new(),
        };
        segment::segment(&mut analysis, &document.blocks);
        self.syntax.tag(&mut analysis);
        repair::words(&mut analysis);
        quotation::find(&mut analysis);
        time::find(&mut analysis);
        number::find(&mut analysis);
        self.actors.find(&mut analysis);
        self.places.find(&mut analysis);
        analysis
    }

    /// Adds the syntax of the given sentences (numbers into [`Analysis::sentences`]); those parsed already are left alone.
    pub fn parse(&self, analysis: &mut Analysis<'_>, sentences: &[usize]) {
        for &sentence in sentences {
            if analysis.sentences[sentence].tree.is_none() {
                self.syntax.parse(analysis, sentence);
                repair::repair(analysis, sentence);
            }
        }
    }
}

impl Default for Analyser {
    fn default() -> Self {
        Analyser::new()
    }
}
