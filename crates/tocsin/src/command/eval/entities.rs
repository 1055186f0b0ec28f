//! `tocsin eval entities`: names and their kinds against files of BIO labels.

use super::scored::Scored;
use crate::config::Config;
use crate::eval::language::entities;
use crate::failure::{Ending, Stop};
use clap::Args;
use std::path::PathBuf;
use tocsin_language::Analyser;

/// Scores names and their kinds against files of BIO labels
///
/// GOLD has a word and its label a line, apart by a tab, an empty line after each sentence; the kinds are politician, person,
/// organisation, politicalparty, event, election, country, location and misc. The words are given; a name is right when its words and
/// its kind agree, for spans_f1 its words alone.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Files of labels
    #[arg(value_name = "GOLD", required = true)]
    gold: Vec<PathBuf>,
    /// Print a 95 % interval after each share: bootstrap over the sentences, 1,000 resamples, the same draws each time
    #[arg(long)]
    intervals: bool,
    /// Print the first N misses, each a line that begins with `miss`
    #[arg(long, value_name = "N", default_value_t = 0)]
    misses: usize,
}

/// Runs the command.
///
/// # Errors
/// When no thread can be started or standard output not be written.
pub fn run(arguments: Arguments, config: &Config) -> Result<Ending, Stop> {
    let analyser = Analyser::new();
    Scored::of(&arguments.gold, config, entities::read, |sentence| entities::score(&analyser, sentence))?.write(
        arguments.intervals,
        arguments.misses,
        entities::figures,
    )
}
