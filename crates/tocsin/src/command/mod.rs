//! The commands, one a file.

mod analysis;
pub mod code;
pub mod eval;
pub mod events;
pub mod explain;
pub mod export;
pub mod extract;
pub mod feeds;
pub mod read;
pub mod serve;
pub mod statements;
pub mod versions;
pub mod watch;

use crate::arguments::{Arguments, Command};
use crate::config::Config;
use crate::failure::{Ending, Failure, Stop};
use tracing_subscriber::EnvFilter;

/// Does what the arguments ask for.
///
/// # Errors
/// When it cannot be done.
pub fn run(arguments: Arguments) -> Result<Ending, Stop> {
    log()?;
    let config = Config::load(arguments.common)?;
    match arguments.command {
        Command::Read(arguments) => read::run(arguments, &config),
        Command::Extract(arguments) => extract::run(arguments, &config),
        Command::Code(arguments) => code::run(arguments, &config),
        Command::Events(arguments) => events::run(arguments, &config),
        Command::Statements(arguments) => statements::run(arguments, &config),
        Command::Versions(arguments) => versions::run(arguments, &config),
        Command::Export(arguments) => export::run(arguments, &config),
        Command::Explain(arguments) => explain::run(arguments, &config),
        Command::Serve(arguments) => serve::run(arguments, &config),
        Command::Watch(arguments) => watch::run(arguments, &config),
        Command::Feeds(arguments) => feeds::run(arguments, &config),
        Command::Eval(arguments) => eval::run(arguments, &config),
    }
}

/// Logs to standard error what `TOCSIN_LOG` asks for.
fn log() -> Result<(), Stop> {
    let asked = std::env::var_os("TOCSIN_LOG").unwrap_or_else(|| "off".into());
    let filter = asked.to_str().and_then(|asked| EnvFilter::try_new(asked).ok()).ok_or_else(|| {
        let advice = "set it to a level such as info, or tocsin_read=debug";
        Stop::Usage(Failure::new("TOCSIN_LOG", "is no filter", advice))
    })?;
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    Ok(())
}
