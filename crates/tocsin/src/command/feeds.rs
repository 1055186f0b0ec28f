//! `tocsin feeds`: the list of feeds and their health.

use crate::config::Config;
use crate::console::Console;
use crate::failure::{Ending, Failure, Stop};
use crate::network::{Allowed, runtime};
use crate::query::{self, Format};
use crate::table::{self, Row, plain};
use crate::watch::against_robots;
use clap::{Args, Subcommand};
use jiff::Timestamp;
use std::io::{self, BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tocsin_fetch::{Answer, Ask, Fetched, Fetcher, Purpose};
use tocsin_read::{Limits, Subscription};
use tocsin_store::{Access, FeedRow, FeedState, NewFeed, Store};

/// Lists the feeds of the store with their health, and changes the list
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Arguments {
    #[command(subcommand)]
    change: Option<Change>,
    /// The format [default: table on a terminal, else jsonl]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
}

/// What is done with the list.
#[derive(Debug, Subcommand)]
enum Change {
    /// Adds feeds, given by their own addresses or by those of pages that name them
    Add {
        /// Addresses of feeds or pages
        #[arg(value_name = "ADDRESS", required = true)]
        addresses: Vec<String>,
        #[command(flatten)]
        allowed: Allowed,
    },
    /// Takes feeds off the list; what was read of them stays
    Remove(Named),
    /// Leaves feeds alone until they are resumed
    Pause(Named),
    /// Watches feeds again that were paused or gone
    Resume(Named),
    /// Adds the feeds of a list (OPML), which are first fetched when they are watched
    Import {
        /// The list; `-` for standard input
        #[arg(value_name = "FILE.opml")]
        file: PathBuf,
    },
    /// Writes the list as OPML to standard output
    Export,
}

/// Feeds by name.
#[derive(Debug, Args)]
struct Named {
    /// Addresses as the list shows them
    #[arg(value_name = "ADDRESS", required = true)]
    addresses: Vec<String>,
}

/// How long another writer is waited for.
const WRITE: Access = Access::WRITE;
/// The longest list that is read.
const MOST_BYTES: u64 = 64 << 20;

/// Runs the command.
///
/// # Errors
/// When the store cannot be read or written, or standard output not be written.
pub fn run(arguments: Arguments, config: &Config) -> Result<Ending, Stop> {
    match arguments.change {
        None => list(arguments.format, config),
        Some(Change::Add { addresses, allowed }) => add(&addresses, &allowed, config),
        Some(Change::Import { file }) => import(&file, config),
        Some(Change::Export) => export(config),
        Some(Change::Remove(named)) => each(&named, config, "removed", |store, feed| store.remove_feed(feed)),
        Some(Change::Pause(named)) => each(&named, config, "paused", |store, feed| {
            store.set_feed_state(feed, FeedState::Paused, Timestamp::now())
        }),
        Some(Change::Resume(named)) => each(&named, config, "resumed", |store, feed| {
            store.set_feed_state(feed, FeedState::Active, Timestamp::now())
        }),
    }
}

const HEADER: &[&str] = &["FEED", "STATE", "LAST SUCCESS", "NEW", "ITEMS", "WAITING", "NEXT"];

fn list(format: Option<Format>, config: &Config) -> Result<Ending, Stop> {
    let rows = query::open(config)?.feeds()?;
    let by_default = || if io::stdout().is_terminal() { Format::Table } else { Format::Jsonl };
    let out = BufWriter::new(io::stdout());
    let format = match format.unwrap_or_else(by_default) {
        Format::Table => {
            let mut out = out;
            let rows: Vec<Row> = rows.iter().map(row).collect();
            table::write(&mut out, HEADER, &rows, table::terminal_width()).map_err(Stop::output)?;
            out.flush().map_err(Stop::output)?;
            return Ok(Ending::Complete);
        }
        Format::Jsonl => tocsin_export::Format::Jsonl,
        Format::Csv => tocsin_export::Format::Csv,
    };
    tocsin_export::feeds(&rows, format, out)?.flush().map_err(Stop::output)?;
    Ok(Ending::Complete)
}

fn row(feed: &FeedRow) -> Row {
    let minute = |time: &Option<String>| time.as_deref().map_or("never".to_owned(), minute);
    let state = match (feed.state, feed.failures) {
        (FeedState::Active, 0) if feed.polled_at.is_none() => "new".to_owned(),
        (FeedState::Active, 0) => "well".to_owned(),
        (FeedState::Active, failures) => format!("failed {failures}×"),
        (state, _) => state.name().to_owned(),
    };
    let below = match &feed.error {
        Some(error) => format!("{}  {}", plain(&feed.address), plain(error)),
        None => plain(&feed.address),
    };
    Row {
        cells: vec![
            table::cut(&plain(feed.title.as_deref().unwrap_or(&feed.address)), 40),
            state,
            minute(&feed.succeeded_at),
            feed.items_last.to_string(),
            feed.items_total.to_string(),
            feed.waiting.to_string(),
            feed.due_at.as_deref().map_or(String::new(), self::minute),
        ],
        below,
    }
}

/// A time to the minute, in UTC as it is kept.
fn minute(time: &str) -> String {
    match (time.get(..10), time.get(11..16)) {
        (Some(day), Some(minute)) => format!("{day} {minute}Z"),
        _ => time.to_owned(),
    }
}

/// Adds what is at these addresses: each is fetched, so that a mistake is told at once.
fn add(addresses: &[String], allowed: &Allowed, config: &Config) -> Result<Ending, Stop> {
    let console = Console::new(config.quiet);
    let fetcher = config.fetch.fetcher(allowed)?;
    let mut failed = 0;
    let mut found = Vec::new();
    let runtime = runtime()?;
    for address in addresses {
        match runtime.block_on(find(&fetcher, address, &console)) {
            Ok(feed) => found.push(feed),
            Err(failure) => {
                console.failure(&failure);
                failed += 1;
            }
        }
    }
    if !found.is_empty() {
        let mut store = Store::open(config.store(true)?, WRITE)?;
        let added = store.add_feeds(&found, config.watch.bounds().first, Timestamp::now())?;
        for (feed, added) in found.iter().zip(added) {
            let words = if added { "added" } else { "is on the list already" };
            let title = feed.title.as_deref().map_or(String::new(), |title| format!(" ({})", plain(title)));
            console.lines(&format!("{}{title}: {words}\n", plain(&feed.address)));
        }
    }
    Ok(Ending::of(failed))
}

/// The feed at an address, or the first one that the page there names.
async fn find(fetcher: &Fetcher, address: &str, console: &Console) -> Result<NewFeed, Failure> {
    let page = fetch(fetcher, address).await?;
    let refused = match read(address, &page) {
        Ok(feed) => {
            warn(&feed, &page, console);
            return Ok(feed);
        }
        Err(failure) => failure,
    };
    let named = tocsin_read::feeds_of(&page.bytes, &page.address);
    let Some(first) = named.first() else {
        let looks_like_a_page = page.content_type.as_deref().is_some_and(|kind| kind.contains("html"));
        return Err(match looks_like_a_page {
            true => Failure::new(address, "is a page that names no feed", "give the address of the feed itself"),
            false => refused,
        });
    };
    if let [_, others @ ..] = named.as_slice()
        && !others.is_empty()
    {
        let others: Vec<&str> = others.iter().take(5).map(|feed| feed.address.as_str()).collect();
        let words = format_args!("{address} names more feeds, add them by their own addresses: {}", others.join(" "));
        console.warning(&Failure::line(words));
    }
    let feed = fetch(fetcher, &first.address).await?;
    let mut found = read(&first.address, &feed)?;
    warn(&found, &feed, console);
    found.site = found.site.or(Some(page.address));
    Ok(found)
}

/// Says what the host would rather not have.
fn warn(feed: &NewFeed, fetched: &Fetched, console: &Console) {
    if fetched.against_robots {
        console.warning(&against_robots(&feed.address));
    }
}

async fn fetch(fetcher: &Fetcher, address: &str) -> Result<Fetched, Failure> {
    let ask = Ask { address, purpose: Purpose::Feed, etag: None, last_modified: None };
    match fetcher.fetch(ask).await? {
        Answer::Body(fetched) => Ok(*fetched),
        Answer::Unchanged { .. } => Err(Failure::new(address, "is answered with nothing", "try again later")),
    }
}

fn read(address: &str, fetched: &Fetched) -> Result<NewFeed, Failure> {
    let feed = tocsin_read::feed(address, &fetched.bytes, Some(&fetched.address), Limits::default())?;
    let own = url::Url::parse(address).map_or_else(|_| address.to_owned(), String::from);
    let address = fetched.moved.clone().unwrap_or(own);
    Ok(NewFeed { address, title: feed.title, site: feed.site, folder: Vec::new() })
}

fn import(file: &Path, config: &Config) -> Result<Ending, Stop> {
    let console = Console::new(config.quiet);
    let name = file.display().to_string();
    let mut bytes = Vec::new();
    let taken = if name == "-" {
        io::stdin().take(MOST_BYTES).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file).and_then(|file| file.take(MOST_BYTES).read_to_end(&mut bytes))
    };
    taken.map_err(|error| Failure::reading(file, &error))?;
    let list = tocsin_read::read_opml(&name, &bytes).map_err(Failure::from)?;
    for warning in &list.warnings {
        console.warning(&format_args!("{name}: {warning}"));
    }
    let feeds: Vec<NewFeed> = list.feeds.into_iter().map(new_feed).collect();
    let mut store = Store::open(config.store(true)?, WRITE)?;
    let added = store.add_feeds(&feeds, config.watch.bounds().first, Timestamp::now())?;
    let new = added.iter().filter(|added| **added).count();
    console.lines(&format!("feeds  {new} added, {} on the list already\n", added.len() - new));
    Ok(Ending::Complete)
}

fn new_feed(feed: Subscription) -> NewFeed {
    NewFeed { address: feed.address, title: feed.title, site: feed.site, folder: feed.folder }
}

fn export(config: &Config) -> Result<Ending, Stop> {
    let rows = query::open(config)?.feeds()?;
    let subscription =
        |row: FeedRow| Subscription { address: row.address, title: row.title, site: row.site, folder: row.folder };
    let feeds: Vec<Subscription> = rows.into_iter().map(subscription).collect();
    let mut out = io::stdout().lock();
    let text = tocsin_read::write_opml("Feeds of tocsin", &feeds);
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(Stop::output)?;
    Ok(Ending::Complete)
}

/// Does something to each feed that is named.
fn each(
    named: &Named,
    config: &Config,
    done: &str,
    mut change: impl FnMut(&mut Store, &str) -> Result<bool, tocsin_store::StoreError>,
) -> Result<Ending, Stop> {
    let console = Console::new(config.quiet);
    // The list is not made by asking for something on it.
    drop(query::open(config)?);
    let mut store = Store::open(config.store(false)?, Access::Write { wait: Duration::from_secs(30) })?;
    let mut failed = 0;
    for address in &named.addresses {
        let own = url::Url::parse(address).map_or_else(|_| address.to_owned(), String::from);
        if change(&mut store, address)? || (own != *address && change(&mut store, &own)?) {
            console.lines(&format!("{}: {done}\n", plain(address)));
        } else {
            console.failure(&Failure::new(address, "is not on the list", "`tocsin feeds` shows the addresses"));
            failed += 1;
        }
    }
    Ok(Ending::of(failed))
}
