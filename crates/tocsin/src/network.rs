//! How the world is reached: the sections `fetch` and `watch` of the configuration file, the options that add to them,
//! and pages that are named as inputs.

use crate::config::Config;
use crate::failure::{Failure, Stop};
use clap::Args;
use jiff::SignedDuration;
use serde::{Deserialize, Deserializer};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tocsin_fetch::{AllowedHost, Answer, Ask, Bounds, Fetched, Fetcher, Options, Purpose};
use tocsin_read::{Limits, PageSource, Raw};
use tokio::runtime::Runtime;
use url::Url;

/// Hosts that an option allows.
#[derive(Clone, Debug, Default, Args)]
pub struct Allowed {
    /// Fetch from this host although it is not public; repeat for others
    #[arg(long = "allow-host", value_name = "HOST[:PORT]")]
    hosts: Vec<AllowedHost>,
}

/// `[fetch]`: how addresses are fetched.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FetchSection {
    /// Whom a host can turn to; told to every host.
    contact: Option<String>,
    /// Hosts that are not public and fetched from all the same.
    #[serde(default)]
    allowed_hosts: Vec<Host>,
    /// Hosts whose pages may be mined although they reserve it.
    #[serde(default)]
    mining_allowed: Vec<Host>,
    /// Requests at once, over all hosts.
    concurrency: Option<u16>,
    /// The pause between two requests to one host.
    pause: Option<Wait>,
    /// A proxy for all of it.
    proxy: Option<Url>,
}

/// `[watch]`: how feeds are watched.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WatchSection {
    /// Where the interval of a new feed begins.
    interval: Option<Wait>,
    /// Never sooner than this.
    min_interval: Option<Wait>,
    /// Never later than this.
    max_interval: Option<Wait>,
    /// How long after an article was first had it is looked at again, for silent edits.
    recheck: Option<Vec<Wait>>,
    /// How many articles of a new feed are fetched.
    backlog: Option<usize>,
}

/// A host in the file.
#[derive(Clone, Debug)]
struct Host(AllowedHost);

impl<'de> Deserialize<'de> for Host {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map(Host).map_err(serde::de::Error::custom)
    }
}

/// A time in the file, as "30m" or "1h 30m".
#[derive(Clone, Copy, Debug)]
struct Wait(Duration);

impl<'de> Deserialize<'de> for Wait {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let wait = text.parse::<SignedDuration>().ok().and_then(|wait| Duration::try_from(wait).ok());
        wait.map(Wait).ok_or_else(|| {
            serde::de::Error::custom(format!("{text:?} is no time: write it as 30s, 10m, 24h or 1h 30m"))
        })
    }
}

/// Looks at an article again so long after it was first had.
const RECHECK: [Duration; 2] = [Duration::from_secs(6 * 3600), Duration::from_secs(48 * 3600)];
/// Articles that are fetched of a new feed.
const BACKLOG: usize = 200;

impl FetchSection {
    /// The fetcher of this run.
    ///
    /// # Errors
    /// When the system's TLS or the proxy cannot be set up.
    pub fn fetcher(&self, allowed: &Allowed) -> Result<Fetcher, Stop> {
        let hosts = |hosts: &[Host]| hosts.iter().map(|host| host.0.clone()).collect::<Vec<_>>();
        let default = Options::default();
        let options = Options {
            contact: self.contact.clone(),
            allowed: [hosts(&self.allowed_hosts), allowed.hosts.clone()].concat(),
            mining_allowed: hosts(&self.mining_allowed),
            concurrency: self.concurrency.map_or(default.concurrency, |count| usize::from(count.max(1))),
            pause: self.pause.map_or(default.pause, |wait| wait.0),
            proxy: self.proxy.clone(),
            ..default
        };
        Fetcher::new(options).map_err(|error| Stop::Failed(Failure::line(error)))
    }

    /// How many tasks may be at it.
    pub fn concurrency(&self) -> usize {
        self.concurrency.map_or(Options::default().concurrency, |count| usize::from(count.max(1)))
    }
}

impl WatchSection {
    /// Between which bounds the intervals of feeds move.
    pub fn bounds(&self) -> Bounds {
        let default = Bounds::default();
        let least = self.min_interval.map_or(default.least, |wait| wait.0);
        let most = self.max_interval.map_or(default.most, |wait| wait.0).max(least);
        let first = self.interval.map_or(default.first, |wait| wait.0).clamp(least, most);
        Bounds { least, first, most }
    }

    /// How long after an article was first had it is looked at again.
    pub fn recheck(&self) -> Vec<Duration> {
        match &self.recheck {
            Some(waits) => waits.iter().map(|wait| wait.0).collect(),
            None => RECHECK.to_vec(),
        }
    }

    /// How many articles of a new feed are fetched.
    pub fn backlog(&self) -> usize {
        self.backlog.unwrap_or(BACKLOG)
    }
}

/// The web, for commands that wait for each page.
#[derive(Debug)]
pub struct Web {
    fetcher: Fetcher,
    runtime: Runtime,
}

impl Web {
    /// The web as the configuration has it.
    ///
    /// # Errors
    /// When the system's TLS, the proxy or threads cannot be had.
    pub fn new(config: &Config, allowed: &Allowed) -> Result<Web, Stop> {
        Ok(Web { fetcher: config.fetch.fetcher(allowed)?, runtime: runtime()? })
    }
}

/// Stack of a thread, as in the pipeline.
const STACK: usize = 32 << 20;

/// A runtime whose threads have room for deeply nested pages.
///
/// # Errors
/// When the system gives no threads.
pub fn runtime() -> Result<Runtime, Stop> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(STACK).build();
    runtime.map_err(|error| Stop::Failed(Failure::new("network", error, "close other programs and try again")))
}

/// A page of the web that is named as an input.
#[derive(Clone, Debug)]
pub struct WebPage {
    web: Arc<Web>,
    address: String,
}

impl PartialEq for WebPage {
    fn eq(&self, other: &Self) -> bool {
        self.address == other.address
    }
}

impl Eq for WebPage {}

impl WebPage {
    /// The page at an address.
    pub fn new(web: &Arc<Web>, address: String) -> Self {
        WebPage { web: Arc::clone(web), address }
    }

    /// Its address.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Fetches it; its bytes are added to `taken`.
    ///
    /// # Errors
    /// When it may not or cannot be fetched, or is no page.
    pub fn record(&self, taken: &AtomicU64) -> Result<Raw, Failure> {
        let Web { fetcher, runtime } = &*self.web;
        let ask = Ask { address: &self.address, purpose: Purpose::Page, etag: None, last_modified: None };
        let fetched = match runtime.block_on(fetcher.fetch(ask))? {
            Answer::Body(fetched) => *fetched,
            Answer::Unchanged { .. } => {
                return Err(Failure::new(&self.address, "is answered with nothing", "try again later"));
            }
        };
        let Fetched { address, bytes, charset, reserved, .. } = fetched;
        taken.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        let reserved = tocsin_read::mining_reserved(&bytes).or(reserved) == Some(true);
        if reserved && !fetcher.may_mine(&address) {
            return Err(Fetcher::reserved(&address).into());
        }
        let source = PageSource { address, charset, entry: None };
        Ok(tocsin_read::fetched(bytes, source, Limits::default())?)
    }
}
