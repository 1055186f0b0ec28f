//! Numbers with bounds and units.

use crate::Analysis;

/// Finds the numbers of the text.
pub fn find(_analysis: &mut Analysis<'_>) {}
