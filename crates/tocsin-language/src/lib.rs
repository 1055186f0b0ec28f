//! From a [`Document`](tocsin_record::Document) to its [`Analysis`]: sentences, tokens, syntax, times, numbers,
//! places and actors.
//!
//! This crate knows language, names and places; it does not know the ontology's event types. Everything here is
//! deterministic and depends on one document alone. It never fails on content.
//!
//! The order of work: [`Analyser::analyse`] does what every sentence needs (segmentation, part of speech, lemma, names,
//! times, numbers, toponyms); [`Analyser::parse`] adds the syntax of the sentences that the caller found worth it, since
//! syntax is the dear part; actors are resolved on demand from a noun phrase by [`actor`].

pub mod actor;
pub mod analysis;
pub mod encoder;
pub mod number;
pub mod place;
pub mod quotation;
mod repair;
pub mod segment;
pub mod syntax;
pub mod time;

mod analyser;

pub use analyser::Analyser;
pub use analysis::{
    Analysis, Mention, MentionKind, NameKind, Number, Rel, Sentence, Tag, TimeMention, Token, Toponym, Tree, Upos,
};
