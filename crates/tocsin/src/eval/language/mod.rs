//! The language layer against annotated texts.

pub mod syntax;
pub mod treebank;
