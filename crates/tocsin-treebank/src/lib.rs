//! Annotated texts as the program measures itself by them and is trained on them: CoNLL-U files with the running text that they
//! were made of, and the chains of mentions in GUM's `Entity` column.

pub mod chains;
mod text;

pub use text::{Text, TreebankError, Word, read};
