//! `tocsin watch`: feeds, and the articles they lead to, into the store.

use crate::config::Config;
use crate::failure::{Ending, Failure, Stop};
use crate::network::{Allowed, runtime};
use crate::watch::{Mode, Watcher};
use clap::Args;
use std::time::Duration;
use tocsin_store::{Access, Store};

/// Watches the feeds of the store: fetches what is new, reads and codes it, until Ctrl-C
///
/// Each feed is looked at when it is due, which adapts to how often it brings news. The article behind each item is
/// fetched from its page; the feed's own text is kept, and marked, only where the page cannot be had. What robots.txt
/// forbids, or a publisher reserves (TDM Reservation Protocol), is left alone; addresses that are not public are never
/// fetched unless allowed by name. A watch that was broken off is simply run again.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Look at every feed once, whether due or not, fetch what is due and end
    #[arg(long)]
    once: bool,
    #[command(flatten)]
    allowed: Allowed,
}

/// How long work under way may take once the watch is told to end.
const FAREWELL: Duration = Duration::from_secs(5);

/// Runs the command.
///
/// # Errors
/// When there is no feed, another process watches, or the store cannot be written.
pub fn run(arguments: Arguments, config: &Config) -> Result<Ending, Stop> {
    let path = config.store(true)?;
    if !path.exists() || !Store::open(&path, Access::Read)?.has_feeds()? {
        let advice = "add some with `tocsin feeds add ADDRESS` or `tocsin feeds import FILE.opml`";
        return Err(Stop::Failed(Failure::new(path.display(), "has no feeds", advice)));
    }
    let watcher = Watcher::new(config, &arguments.allowed, path)?;
    let runtime = runtime()?;
    let mode = if arguments.once { Mode::Once } else { Mode::Lasting };
    let tally = runtime.block_on(async { watcher.run(mode, tocsin_serve::told_to_stop()).await });
    runtime.shutdown_timeout(FAREWELL);
    let tally = tally?;
    Ok(if arguments.once { Ending::of(tally.failed_feeds + tally.failed_pages) } else { Ending::Complete })
}
