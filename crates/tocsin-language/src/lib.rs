//! From a [`Document`](tocsin_record::Document) to its [`Analysis`]: sentences, tokens, syntax, times, numbers,
//! places and actors.
//!
//! This crate knows language, names and places; it does not know the ontology's event types. Everything here is
//! deterministic and depends on one document alone. It never fails on content.
//!
//! The order of work: [`Analyser::begin`] takes a quick look (segmentation, part of speech and lemma by a small tagger,
//! quotations); [`Analyser::complete`] has the encoder read the sentences that the caller found worth it, since that is the dear
//! part, and then finds times, numbers, actors and toponyms in the whole text; [`Analyser::analyse`] does both for all
//! sentences. Noun phrases are resolved to parties on demand by [`actor`].

pub mod actor;
pub mod analysis;
pub mod encoder;
pub mod number;
pub mod place;
pub mod quotation;
pub mod reference;
pub mod segment;
pub mod tagging;
pub mod time;

mod analyser;

pub use analyser::Analyser;
pub use analysis::{
    Analysis, Mention, MentionKind, Name, NameKind, Number, Reference, ReferenceKind, Rel, Sentence, Tag, TimeMention,
    Token, Toponym, Tree, Upos,
};
