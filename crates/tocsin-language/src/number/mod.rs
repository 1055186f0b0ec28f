//! Numbers with bounds and units.

pub(crate) mod lexer;
pub(crate) mod words;

use crate::Analysis;

/// Finds the numbers of the text.
pub fn find(_analysis: &mut Analysis<'_>) {}
