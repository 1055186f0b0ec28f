//! `tocsin serve`: the dashboard.

use crate::config::Config;
use crate::console::Console;
use crate::failure::{Ending, Failure, Stop};
use crate::network::{Allowed, runtime};
use crate::watch::{Mode, Watcher};
use clap::Args;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;
use tocsin_serve::{DEFAULT_LISTEN, Options, ServeError};
use tokio::sync::oneshot;

/// Serves the dashboard over the store until Ctrl-C, and watches the store's feeds meanwhile
#[derive(Debug, Args)]
pub struct Arguments {
    /// The address to listen on; port 0 takes any free one [default: 127.0.0.1:7878]
    #[arg(long, value_name = "ADDR:PORT")]
    listen: Option<SocketAddr>,
    /// Do not watch the feeds
    #[arg(long)]
    no_watch: bool,
    #[command(flatten)]
    allowed: Allowed,
}

/// How long the watch may take to end once the server has.
const FAREWELL: Duration = Duration::from_secs(3);

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
    let runtime = runtime()?;
    let (listening, heard) = oneshot::channel();
    // Scripts wait for this line, so it comes even when all else is quiet.
    let ready = |address| {
        let words = format_args!("{} at http://{address}/ (Ctrl-C ends it)", store.display());
        crate::console::write_line("serving", &words);
        // Nobody listens where nothing is watched.
        let _ = listening.send(());
    };
    let options = Options { listen, ..Options::default() };
    let served = runtime.block_on(async {
        let (end, ended) = oneshot::channel::<()>();
        let watching = async {
            if !arguments.no_watch && heard.await.is_ok() {
                watch(config, &arguments.allowed, &store, ended, &console).await;
            }
        };
        let serving = async {
            let served = tocsin_serve::serve(&store, options, ready).await;
            drop(end);
            served
        };
        let mut watching = std::pin::pin!(watching);
        let mut serving = std::pin::pin!(serving);
        tokio::select! {
            served = &mut serving => {
                let _ = tokio::time::timeout(FAREWELL, watching).await;
                served
            }
            () = &mut watching => serving.await,
        }
    });
    // Work that has not ended by then is under way in threads: it is let go.
    runtime.shutdown_timeout(FAREWELL);
    served.map_err(|error| match error {
        ServeError::Store(error) => error.into(),
        error => Stop::Failed(Failure::line(error)),
    })?;
    Ok(Ending::Complete)
}

/// Watches the feeds beside the server. That it cannot is told, and the server goes on.
async fn watch(config: &Config, allowed: &Allowed, store: &Path, ended: oneshot::Receiver<()>, console: &Console) {
    let stop = async {
        let _ = ended.await;
    };
    let watched = match Watcher::new(config, allowed, store.to_owned()) {
        Ok(watcher) => watcher.run(Mode::Lasting, stop).await,
        Err(stop) => Err(stop),
    };
    if let Err(Stop::Failed(failure) | Stop::Usage(failure)) = watched {
        console.warning(&format_args!("the feeds are not watched: {failure}"));
    }
}
