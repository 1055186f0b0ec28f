//! `tocsin eval syntax`: parts of speech and dependencies against treebanks.

use super::scored::Scored;
use crate::config::Config;
use crate::eval::language::syntax;
use crate::failure::{Ending, Stop};
use clap::Args;
use std::path::PathBuf;
use tocsin_language::Analyser;

/// Scores parts of speech and dependencies against treebanks
///
/// GOLD is a CoNLL-U file with the running text of each sentence (`# text = ...`). That text is read as any article is: sentences,
/// words and what is said of each word are counted by F1 over equal stretches of it, relations without their subtypes and once
/// more with them.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Treebank files
    #[arg(value_name = "GOLD", required = true)]
    gold: Vec<PathBuf>,
    /// Read with the treebank's sentences and words, not the running text
    #[arg(long)]
    words: bool,
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
    Scored::of(
        &arguments.gold,
        config,
        |path| Ok(tocsin_treebank::read(path)?),
        |text| syntax::score(&analyser, text, arguments.words),
    )?
    .write(arguments.intervals, 0, syntax::figures)
}
