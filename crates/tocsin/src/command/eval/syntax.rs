//! `tocsin eval syntax`: parts of speech and dependencies against treebanks.

use crate::config::Config;
use crate::console::Console;
use crate::eval::language::{syntax, treebank};
use crate::eval::{sums, write_figures};
use crate::failure::{Ending, Stop};
use crate::pipeline::workers;
use clap::Args;
use rayon::prelude::*;
use std::io::{self, BufWriter, Write};
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
    /// Print a 95 % interval after each share: bootstrap over the texts, 1,000 resamples, the same draws each time
    #[arg(long)]
    intervals: bool,
}

/// Runs the command.
///
/// # Errors
/// When no thread can be started or standard output not be written.
pub fn run(arguments: Arguments, config: &Config) -> Result<Ending, Stop> {
    let console = Console::new(config.quiet);
    let (mut texts, mut failed) = (Vec::new(), 0);
    for path in &arguments.gold {
        match treebank::read(path) {
            Ok(read) => texts.extend(read),
            Err(failure) => {
                failed += 1;
                console.failure(&failure);
            }
        }
    }
    let analyser = Analyser::new();
    let pool = workers(config.threads())?;
    let scored: Vec<Vec<f64>> = pool.install(|| texts.par_iter().map(|text| syntax::score(&analyser, text)).collect());
    let rows: Vec<&[f64]> = scored.iter().map(Vec::as_slice).collect();
    let lines = syntax::figures(texts.len(), &sums(rows.iter().copied()));
    let mut out = BufWriter::new(io::stdout());
    let written = write_figures(&mut out, &lines, &rows, arguments.intervals).and_then(|()| out.flush());
    written.map_err(Stop::output)?;
    Ok(Ending::of(failed))
}
