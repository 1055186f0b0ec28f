//! tocsin on the command line: arguments, a configuration file, inputs, progress and exit codes. What is done with the
//! news is the business of the other crates.
//!
//! Exit codes: 0 when all was done, 1 when an input failed (the others are still done) or nothing could be done, 2 on
//! wrong usage. A closed pipe on standard output ends the program quietly and well.

mod arguments;
mod command;
mod config;
mod console;
mod eval;
mod failure;
mod fault;
mod inputs;
mod network;
mod pipeline;
mod query;
mod table;
mod watch;
mod window;

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    fault::install();
    let run = || arguments::parse().and_then(command::run).map_or_else(failure::Stop::exit, failure::Ending::exit);
    // The fault has been told in one line by then.
    std::panic::catch_unwind(run).unwrap_or(ExitCode::from(1))
}
