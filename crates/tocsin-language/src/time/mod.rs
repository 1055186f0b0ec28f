//! Time expressions.

use crate::Analysis;

/// Finds and resolves the time expressions of the text.
pub fn find(_analysis: &mut Analysis<'_>) {}
