//! `tocsin extract`: article text and metadata.

use crate::arguments::Named;
use crate::config::Config;
use crate::console::Console;
use crate::failure::{Ending, Failure, Stop};
use crate::pipeline::{self, Failures};
use crate::query::RecordFormat;
use clap::Args;
use serde::Serialize;
use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use tocsin_read::{PassedOver, Raw};

/// Prints the article text and metadata of each document, one record a line, without a store
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    named: Named,
    /// The format
    #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
    format: RecordFormat,
}

/// Runs the command.
///
/// # Errors
/// When standard output cannot be written.
pub fn run(arguments: Arguments, config: &Config) -> Result<Ending, Stop> {
    let RecordFormat::Jsonl = arguments.format;
    print_records(arguments.named, config, |raw| record(&raw.read()?))
}

/// A record as one line.
///
/// # Errors
/// Never for the records of this program; there is no panic all the same.
pub fn record(record: &impl Serialize) -> Result<Vec<u8>, Failure> {
    let mut line = serde_json::to_vec(record).map_err(Failure::line)?;
    line.push(b'\n');
    Ok(line)
}

/// Makes a line of every record of the inputs, and prints the lines in input order as they come.
///
/// # Errors
/// When standard output cannot be written.
pub fn print_records(
    named: Named,
    config: &Config,
    make: impl Fn(Raw) -> Result<Vec<u8>, Failure> + Sync,
) -> Result<Ending, Stop> {
    let console = Console::new(config.quiet);
    let mut failures = Failures::new(&console);
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout());
    let mut written = Ok(());
    let passed_over = |name: &str, passed: &PassedOver| console.passed_over(name, passed);
    let (inputs, options) = (named.list(config)?, named.options());
    pipeline::run_with(
        inputs,
        &options,
        config.threads(),
        passed_over,
        |raw, _| make(raw),
        |item| {
            let line = failures.take(item.result).unwrap_or_default();
            written = out.write_all(&line);
            // Whoever reads along sees a record as soon as no other is waiting.
            if written.is_ok() && item.last_for_now {
                written = out.flush();
            }
            if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        },
    )?;
    written.and_then(|()| out.flush()).map_err(Stop::output)?;
    Ok(Ending::of(failures.count))
}
