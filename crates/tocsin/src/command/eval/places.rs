//! `tocsin eval places`: toponyms against a gold set.

use super::scored::Scored;
use crate::config::Config;
use crate::eval::language::places;
use crate::failure::{Ending, Stop};
use clap::Args;
use std::path::PathBuf;
use tocsin_code::Coder;

/// Scores toponyms and where they lie against annotated articles
///
/// GOLD is a file of articles in XML with toponym elements (as in LGL) or location elements (as in GeoVirus), gzip or not.
/// A toponym is found when a place overlaps it, and near when that place lies within 161 km of it; toponyms without
/// coordinates are left out.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Annotated files
    #[arg(value_name = "GOLD", required = true)]
    gold: Vec<PathBuf>,
    /// Print a 95 % interval after each share: bootstrap over the texts, 1,000 resamples, the same draws each time
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
    let coder = Coder::new();
    Scored::of(&arguments.gold, config, places::read, |text| places::score(&coder, text))?.write(
        arguments.intervals,
        arguments.misses,
        places::figures,
    )
}
