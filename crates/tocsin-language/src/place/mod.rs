//! Place names.

use crate::Analysis;

/// The places that the knowledge files know.
#[derive(Debug)]
pub struct Gazetteer {}

impl Gazetteer {
    /// The gazetteer built into the program.
    pub fn built_in() -> Self {
        Gazetteer {}
    }

    /// Finds and resolves the toponyms of the text.
    pub fn find(&self, _analysis: &mut Analysis<'_>) {}
}
