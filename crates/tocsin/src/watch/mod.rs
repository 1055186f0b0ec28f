//! Watching feeds: what is due is fetched, read, coded and kept, one writer for all of it.
//!
//! Everything that was fetched is kept in the store in small steps, so a watch that was killed goes on where it was.

mod page;
mod poll;
mod turn;

use crate::command::read::{self, Read, Summary};
use crate::config::Config;
use crate::console::Console;
use crate::failure::{Failure, Stop};
use crate::network::Allowed;
use jiff::{SignedDuration, Timestamp};
pub use poll::against_robots;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};
use tocsin_code::Coder;
use tocsin_fetch::{Bounds, Fetcher};
use tocsin_store::{Access, DueFeed, DuePage, PageOutcome, Pool, Store, StoreError, Watch};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use turn::InHand;

/// How long the watch sleeps at most before it looks whether something was added.
const LOOK: Duration = Duration::from_secs(15);
/// How long another writer is waited for.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often a lasting watch tells what it did, when it never comes to rest.
const TELL: Duration = Duration::from_secs(60);
/// What is kept at once.
const TOGETHER: usize = 32;

/// How a watch goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Every feed is looked at, and all that is due fetched; then it ends.
    Once,
    /// It goes on until it is told to stop.
    Lasting,
}

/// Watches the feeds of one store.
pub struct Watcher {
    shared: Arc<Shared>,
    path: PathBuf,
    concurrency: usize,
    bounds: Bounds,
    quiet: bool,
}

/// What the tasks need.
struct Shared {
    fetcher: Fetcher,
    coder: OnceLock<Coder>,
    /// Opened with the store.
    pool: Pool,
    recheck: Vec<Duration>,
    backlog: usize,
    /// How many documents are coded at once.
    coding: Arc<Semaphore>,
}

impl Shared {
    /// The coder, loaded when the first document comes.
    fn coder(&self) -> &Coder {
        self.coder.get_or_init(Coder::new)
    }
}

/// What was done.
#[derive(Debug, Default)]
pub struct Tally {
    feeds: u64,
    with_news: u64,
    unchanged: u64,
    /// Feeds that failed.
    pub failed_feeds: u64,
    /// Articles that came to nothing.
    pub failed_pages: u64,
    documents: Summary,
}

/// What the user is told when a step has been kept.
#[derive(Debug, Default)]
struct Told {
    failures: Vec<Failure>,
    notices: Vec<Failure>,
}

/// The end of a task.
enum Done {
    Feed(DueFeed, Box<poll::Polled>),
    Page(DuePage, Box<page::Had>),
}

impl Watcher {
    /// A watcher over the store of this run, which is made if there is none.
    ///
    /// # Errors
    /// When the store cannot be opened, or the network cannot be set up.
    pub fn new(config: &Config, allowed: &Allowed, path: PathBuf) -> Result<Watcher, Stop> {
        let fetcher = config.fetch.fetcher(allowed)?;
        // Made, or brought up to date.
        drop(Store::open(&path, Access::Write { wait: PATIENCE })?);
        let shared = Shared {
            fetcher,
            coder: OnceLock::new(),
            pool: Pool::open(&path)?,
            recheck: config.watch.recheck(),
            backlog: config.watch.backlog(),
            coding: Arc::new(Semaphore::new(config.threads())),
        };
        Ok(Watcher {
            shared: Arc::new(shared),
            path,
            concurrency: config.fetch.concurrency(),
            bounds: config.watch.bounds(),
            quiet: config.quiet,
        })
    }

    /// Watches until all that is due is done, or until `stop`.
    ///
    /// # Errors
    /// When another process watches already, or the store cannot be read or written.
    pub async fn run(&self, mode: Mode, stop: impl Future<Output = ()>) -> Result<Tally, Stop> {
        let started = Instant::now();
        let console = Console::new(self.quiet);
        let console = if mode == Mode::Once { console.with_progress(None) } else { console };
        let mut stop = std::pin::pin!(stop);
        let _watch = loop {
            if mode == Mode::Once || self.shared.pool.with(Store::has_feeds)? {
                break Watch::take(&self.path)?;
            }
            // Nobody has added a feed yet.
            tokio::select! {
                () = &mut stop => return Ok(Tally::default()),
                () = tokio::time::sleep(LOOK) => {}
            }
        };
        if mode == Mode::Lasting {
            let feeds = self.shared.pool.with(Store::feeds)?.len();
            console.lines(&format!("watching {feeds} feeds of {}\n", self.path.display()));
        }
        let mut told = Instant::now();
        let (mut all, mut since) = (Tally::default(), Tally::default());
        let mut tasks: JoinSet<Done> = JoinSet::new();
        let mut hand = InHand::new(self.concurrency);
        let began = Timestamp::now();
        loop {
            self.begin(&mut tasks, &mut hand, (mode == Mode::Once).then_some(began))?;
            if mode == Mode::Lasting && !since.is_empty() && (tasks.is_empty() || told.elapsed() >= TELL) {
                console.lines(&format!("{}  {}\n", jiff::Zoned::now().strftime("%H:%M:%S"), since.line()));
                all.add(std::mem::take(&mut since));
                told = Instant::now();
            }
            if mode == Mode::Once && tasks.is_empty() {
                break;
            }
            let sleep = self.sleep(tasks.is_empty())?;
            let first = tokio::select! {
                () = &mut stop => break,
                Some(done) = tasks.join_next() => done,
                () = tokio::time::sleep(sleep) => continue,
            };
            let mut ended = vec![first];
            while ended.len() < TOGETHER
                && let Some(done) = tasks.try_join_next()
            {
                ended.push(done);
            }
            let ended: Vec<Done> = ended.into_iter().filter_map(Result::ok).collect();
            ended.iter().for_each(|done| hand.put_down(done));
            match self.keep(ended, &mut since, &console).await {
                Ok(()) => console.progress(0, all.documents.documents() + since.documents.documents()),
                // Another program writes for long: what was fetched now is fetched again later.
                Err(StoreError::Held { .. } | StoreError::Busy(_)) if mode == Mode::Lasting => {
                    let words =
                        format_args!("{} is being written by another program, the watch waits", self.path.display());
                    console.warning(&words);
                    tokio::time::sleep(PATIENCE).await;
                }
                Err(error) => return Err(error.into()),
            }
        }
        // What is under way is let go: the store knows that it is still due.
        tasks.abort_all();
        all.add(since);
        console.finish();
        if mode == Mode::Once || all.documents.new + all.documents.versions > 0 {
            console.lines(&all.table(started.elapsed()));
        }
        Ok(all)
    }

    /// Starts what is due, as far as there is room.
    fn begin(&self, tasks: &mut JoinSet<Done>, hand: &mut InHand, once: Option<Timestamp>) -> Result<(), Stop> {
        let now = Timestamp::now();
        self.shared.pool.with::<_, StoreError>(|store| {
            for feed in hand.feeds(store, now, once)? {
                let shared = Arc::clone(&self.shared);
                tasks.spawn(async move {
                    let polled = poll::look(&shared, &feed).await;
                    Done::Feed(feed, Box::new(polled))
                });
            }
            for page in hand.pages(store, now)? {
                let shared = Arc::clone(&self.shared);
                let entry = store.page_entry(page.key)?;
                tasks.spawn(async move {
                    let had = page::have(&shared, &page, entry).await;
                    Done::Page(page, Box::new(had))
                });
            }
            Ok(())
        })?;
        Ok(())
    }

    /// How long there is nothing to begin.
    fn sleep(&self, idle: bool) -> Result<Duration, Stop> {
        let due = if idle { self.shared.pool.with(Store::next_due)? } else { None };
        let left = due.map(|due| due.duration_since(Timestamp::now()));
        let left = left.and_then(|left| Duration::try_from(left).ok()).unwrap_or(LOOK);
        Ok(left.clamp(Duration::from_millis(500), LOOK))
    }

    /// Keeps what tasks brought: the store is opened for writing, and closed again for others.
    async fn keep(&self, ended: Vec<Done>, tally: &mut Tally, console: &Console) -> Result<(), StoreError> {
        let (path, shared, bounds) = (self.path.clone(), Arc::clone(&self.shared), self.bounds);
        let taken = std::mem::take(tally);
        let kept = Arc::new(Mutex::new((taken, Told::default())));
        let within = Arc::clone(&kept);
        let written = tokio::task::spawn_blocking(move || {
            let mut within = within.lock().unwrap_or_else(PoisonError::into_inner);
            let (tally, told) = &mut *within;
            let mut store = Store::open(&path, Access::Write { wait: PATIENCE })?;
            for done in ended {
                match done {
                    Done::Feed(feed, polled) => poll::record(&mut store, &feed, *polled, bounds, tally, told)?,
                    Done::Page(page, had) => record_page(&mut store, &shared, &page, *had, tally, &mut told.failures)?,
                }
            }
            Ok(())
        })
        .await;
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        *tally = std::mem::take(&mut kept.0);
        kept.1.failures.iter().for_each(|failure| console.failure(failure));
        kept.1.notices.iter().for_each(|notice| console.warning(notice));
        written.unwrap_or_else(|_| Ok(()))
    }
}

/// Keeps a page: its document first, so that nothing is lost if the process dies in between.
fn record_page(
    store: &mut Store,
    shared: &Shared,
    page: &DuePage,
    had: page::Had,
    tally: &mut Tally,
    failures: &mut Vec<Failure>,
) -> Result<(), StoreError> {
    let page::Had { read, mut outcome, failure } = had;
    if let Some(read) = read {
        let Read { document, .. } = &read;
        outcome.document = Some(document.id.as_str().to_owned());
        if let Err(failure) = read::keep(store, shared.coder(), read, &mut tally.documents)? {
            outcome = PageOutcome { state: tocsin_store::PageState::Failed, due_at: None, ..outcome };
            outcome.error = Some(failure.to_string());
            failures.push(failure);
            tally.failed_pages += 1;
        }
    }
    if let Some(failure) = failure {
        failures.push(failure);
        tally.failed_pages += 1;
    }
    store.record_page(page.key, &outcome)
}

/// So long after `from`.
fn later(from: Timestamp, wait: Duration) -> Timestamp {
    let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::MAX);
    from.saturating_add(wait).unwrap_or(Timestamp::MAX)
}

impl Tally {
    fn is_empty(&self) -> bool {
        self.with_news + self.failed_feeds + self.failed_pages + self.documents.documents() == 0
    }

    fn add(&mut self, other: Tally) {
        self.feeds += other.feeds;
        self.with_news += other.with_news;
        self.unchanged += other.unchanged;
        self.failed_feeds += other.failed_feeds;
        self.failed_pages += other.failed_pages;
        self.documents.add_all(other.documents);
    }

    /// What was done, on one line.
    fn line(&self) -> String {
        let Summary { new, versions, .. } = &self.documents;
        format!(
            "{} feeds looked at, {} with news, {} failed; {new} new documents, {versions} new versions, {} articles failed",
            self.feeds, self.with_news, self.failed_feeds, self.failed_pages
        )
    }

    /// What is said at the end.
    fn table(&self, spent: Duration) -> String {
        let Tally { feeds, with_news, unchanged, failed_feeds, .. } = self;
        let documents = self.documents.table(self.failed_pages, spent);
        format!(
            "feeds       {feeds} looked at: {with_news} with news, {unchanged} without, {failed_feeds} failed\n{documents}"
        )
    }
}
