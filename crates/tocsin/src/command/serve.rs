//! `tocsin serve`: the dashboard.

use crate::config::Config;
use crate::console::Console;
use crate::failure::{Ending, Failure, Stop};
use clap::Args;
use std::net::SocketAddr;
use tocsin_serve::{DEFAULT_LISTEN, Options, ServeError};

/// Serves the dashboard over the store until Ctrl-C
#[derive(Debug, Args)]
pub struct Arguments {
    /// The address to listen on; port 0 takes any free one [default: 127.0.0.1:7878]
    #[arg(long, value_name = "ADDR:PORT")]
    listen: Option<SocketAddr>,
}

/// Runs the command.
///
/// # Errors
/// When the address is in use, or the store cannot be opened.
pub fn run(arguments: Arguments, config: &Config) -> Result<Ending, Stop> {
    let listen = arguments.listen.or(config.listen).unwrap_or(DEFAULT_LISTEN);
    let store = config.store(true)?;
    let console = Console::new(config.quiet);
    if !listen.ip().is_loopback() {
        let words = format_args!("{listen} can be reached from other machines: whoever reaches it reads the store");
        console.warning(&words);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::new("serve", error, "close other programs and try again"))?;
    // Scripts wait for this line, so it comes even when all else is quiet.
    let ready = |address| {
        let words = format_args!("{} at http://{address}/ (Ctrl-C ends it)", store.display());
        crate::console::write_line("serving", &words);
    };
    let options = Options { listen, ..Options::default() };
    runtime.block_on(tocsin_serve::serve(&store, options, ready)).map_err(|error| match error {
        ServeError::Store(error) => error.into(),
        error => Stop::Failed(Failure::line(error)),
    })?;
    Ok(Ending::Complete)
}
