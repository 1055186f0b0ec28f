//! `tocsin code`: events, statements, predictions and claims, without a store.

use super::extract::{print_records, record};
use crate::arguments::Named;
use crate::config::Config;
use crate::failure::{Ending, Stop};
use crate::query::RecordFormat;
use clap::Args;
use tocsin_code::Coder;

/// Codes each document and prints one record a line, in input order, without a store
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    named: Named,
    /// The format
    #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
    format: RecordFormat,
}

/// The version a document has where no store knows another.
pub const FIRST_VERSION: u32 = 1;

/// Runs the command.
///
/// # Errors
/// When standard output cannot be written.
pub fn run(arguments: Arguments, config: &Config) -> Result<Ending, Stop> {
    let RecordFormat::Jsonl = arguments.format;
    let coder = Coder::new();
    print_records(arguments.named, config, |raw| record(&coder.code(&raw.read()?, FIRST_VERSION)))
}
