//! `tocsin eval events`: coded rows against a gold set.

use crate::command::code::FIRST_VERSION;
use crate::command::extract::record;
use crate::config::Config;
use crate::console::Console;
use crate::eval::events::{CodedDocument, Detail, Part, read_coded, read_gold, tally, write_report};
use crate::failure::{Ending, Failure, Stop};
use crate::inputs;
use crate::pipeline::{self, Failures};
use clap::Args;
use std::collections::{HashMap, HashSet};
use std::io::{self, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use tocsin_code::Coder;

/// Scores events, statements and predictions
///
/// GOLD holds one JSON object a line and document: {"doc", "sents": [[start, end], ...], "events": [...], "statements":
/// [...], "predictions": [...], "junk": [...]}. An event has "s" and "s_more" (numbers of sentences), "type", "mode",
/// "status", "actor", "recipient", "place", "date", "counts", "voice", "core", "type_alt" and "status_alt". A document's
/// "doc" is its id.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The gold set
    #[arg(value_name = "GOLD")]
    gold: PathBuf,
    /// The documents of the gold set, to be coded now
    #[arg(value_name = "INPUT", required_unless_present = "coded")]
    inputs: Vec<PathBuf>,
    /// What `tocsin code` printed earlier, in place of INPUT
    #[arg(long, value_name = "FILE", conflicts_with = "inputs")]
    coded: Option<PathBuf>,
    /// Only the documents of this part
    #[arg(long)]
    part: Option<Part>,
    /// Print each event type's counts
    #[arg(long)]
    by_type: bool,
    /// Print each document's counts
    #[arg(long)]
    by_doc: bool,
    /// Print the first N misses and extra rows
    #[arg(long, value_name = "N", default_value_t = 0)]
    misses: usize,
}

/// Runs the command.
///
/// # Errors
/// When a file cannot be read or standard output not be written.
pub fn run(arguments: Arguments, config: &Config) -> Result<Ending, Stop> {
    let console = Console::new(config.quiet);
    let gold = read_gold(&arguments.gold, arguments.part)?;
    let wanted: HashSet<&str> = gold.iter().map(|document| document.doc.as_str()).collect();
    let is_wanted = |id: &str| wanted.contains(id);
    let (coded, failed) = match &arguments.coded {
        Some(path) => (read_coded(path, is_wanted)?, 0),
        None => code(&arguments.inputs, config, &console, is_wanted)?,
    };
    let tally = tally(&gold, &coded);
    if !tally.lacking.is_empty() {
        let some = tally.lacking.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(", ");
        let lacking = tally.lacking.len();
        let words = format_args!("{lacking} of {} documents were not coded, among them {some}", gold.len());
        console.warning(&Failure::line(words));
    }
    let detail = Detail { by_type: arguments.by_type, by_doc: arguments.by_doc, misses: arguments.misses };
    let mut out = BufWriter::new(io::stdout());
    write_report(&mut out, &tally, detail).and_then(|()| out.flush()).map_err(Stop::output)?;
    Ok(Ending::of(failed))
}

/// Codes those documents of the inputs that are asked for; also how many inputs failed.
fn code(
    named: &[PathBuf],
    config: &Config,
    console: &Console,
    is_wanted: impl Fn(&str) -> bool + Sync,
) -> Result<(HashMap<String, CodedDocument>, u64), Stop> {
    let coder = Coder::new();
    let mut failures = Failures::new(console);
    let mut coded = HashMap::new();
    let work = |raw: tocsin_read::Raw, _| {
        let document = raw.read()?;
        if !is_wanted(document.id.as_str()) {
            return Ok(None);
        }
        // By way of the printed record, so that both ways of asking give the same figures.
        let line = record(&coder.code(&document, FIRST_VERSION))?;
        let answer: CodedDocument = serde_json::from_slice(&line).map_err(Failure::line)?;
        Ok(Some((document.id.as_str().to_owned(), answer)))
    };
    pipeline::run(inputs::list(named), config.threads(), work, |item| {
        coded.extend(failures.take(item.result).flatten());
        ControlFlow::Continue(())
    })?;
    Ok((coded, failures.count))
}
