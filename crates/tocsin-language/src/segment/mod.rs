//! Sentences and tokens.

use crate::Analysis;
use tocsin_record::Block;

/// Cuts the text of `blocks` into sentences and tokens.
pub fn segment(_analysis: &mut Analysis<'_>, _blocks: &[Block]) {}
