//! `tocsin eval times`: time expressions against a gold set.

use super::scored::Scored;
use crate::config::Config;
use crate::eval::language::times;
use crate::failure::{Ending, Stop};
use clap::Args;
use std::path::PathBuf;
use tocsin_code::Coder;

/// Scores time expressions against TimeML
///
/// GOLD is TempEval-3 (.tml) and MEANTIME (.xml) files, one or those of a folder or a tar archive. Gold and answers are
/// paired one to one, largest overlap first: relaxed_f1 counts any overlap, strict_f1 the same span, type_f1 and value_f1
/// any overlap with the same TIMEX3 type or value. What says when the text was published is not counted.
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
    Scored::of(&arguments.gold, config, times::read, |text| times::score(&coder, text))?.write(
        arguments.intervals,
        arguments.misses,
        times::figures,
    )
}
