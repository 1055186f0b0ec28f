//! `tocsin eval coref`: links of pronouns and descriptions against chains of mentions.

use super::scored::Scored;
use crate::config::Config;
use crate::eval::language::coref;
use crate::failure::{Ending, Stop};
use clap::Args;
use std::path::PathBuf;
use tocsin_language::Analyser;

/// Scores what pronouns and descriptions are linked to against chains of mentions
///
/// GOLD is a CoNLL-U file with the running text of each sentence and the chains in its last column (`Entity=...`), as GUM writes
/// them. Counted are pronouns of the third person, "this" and "that" among them, and nouns with "the", "this", "both" or a possessive
/// pronoun. Accuracy is the share of those with an earlier mention that are linked to one of their chain; precision the share of
/// links that are such; false links the share of those without an earlier mention that got a link.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Treebank files
    #[arg(value_name = "GOLD", required = true)]
    gold: Vec<PathBuf>,
    /// Print a 95 % interval after each share: bootstrap over the texts, 1,000 resamples, the same draws each time
    #[arg(long)]
    intervals: bool,
}

/// Runs the command.
///
/// # Errors
/// When no thread can be started or standard output not be written.
pub fn run(arguments: Arguments, config: &Config) -> Result<Ending, Stop> {
    let analyser = Analyser::new();
    Scored::of(&arguments.gold, config, |path| Ok(tocsin_treebank::read(path)?), |text| coref::score(&analyser, text))?
        .write(arguments.intervals, 0, coref::figures)
}
