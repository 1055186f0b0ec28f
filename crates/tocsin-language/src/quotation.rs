//! Stretches between quotation marks.

use crate::Analysis;

/// Finds the quotations of the text.
pub fn find(_analysis: &mut Analysis<'_>) {}
