//! What every page needs: the store behind a small pool of read connections, the known hosts, the token.

use crate::counts::Counts;
use crate::guard::Hosts;
use crate::problem::Problem;
use crate::{Options, ServeError};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tocsin_store::{Access, Pool, Store};
use tokio::sync::Semaphore;

/// How many queries run at once; further ones wait.
const CONNECTIONS: usize = 4;
/// How long a click waits for another program that writes to the store.
const PATIENCE: Duration = Duration::from_secs(5);

/// The state of a running server; cheap to clone.
#[derive(Clone)]
pub struct Site(Arc<Inner>);

struct Inner {
    path: PathBuf,
    pool: Pool,
    counts: Counts,
    permits: Arc<Semaphore>,
    hosts: Hosts,
    token: String,
}

impl Site {
    /// A site over the store at `path`, called by the address it is bound to and by `options.hosts`.
    ///
    /// # Errors
    /// When the store cannot be opened for reading, or the system gives no random bytes for the token.
    pub fn new(path: &Path, bound: SocketAddr, options: &Options) -> Result<Self, ServeError> {
        let pool = Pool::open(path).map_err(ServeError::Store)?;
        let mut random = [0u8; 32];
        getrandom::fill(&mut random).map_err(|source| ServeError::Random(source.to_string()))?;
        Ok(Site(Arc::new(Inner {
            path: path.into(),
            pool,
            counts: Counts::new(path),
            permits: Arc::new(Semaphore::new(CONNECTIONS)),
            hosts: Hosts::new(bound, &options.hosts),
            token: random.iter().map(|byte| format!("{byte:02x}")).collect(),
        })))
    }

    /// The token that a writing request must carry. Random, one for each process.
    pub fn token(&self) -> &str {
        &self.0.token
    }

    pub(crate) fn hosts(&self) -> &Hosts {
        &self.0.hosts
    }

    /// The counts beside the lists.
    pub(crate) fn counts(&self) -> &Counts {
        &self.0.counts
    }

    /// The file the store lies in.
    pub(crate) fn path(&self) -> &Path {
        &self.0.path
    }

    /// Runs `query` with a read connection of its own on a thread that may block.
    pub(crate) async fn ask<T, Q>(&self, query: Q) -> Result<T, Problem>
    where
        T: Send + 'static,
        Q: FnOnce(&Store) -> Result<T, Problem> + Send + 'static,
    {
        self.blocking(|site| site.0.pool.with(query)).await
    }

    /// Opens the store for writing, runs `change`, and closes it again, so that other programs can write as well.
    pub(crate) async fn change<T, C>(&self, change: C) -> Result<T, Problem>
    where
        T: Send + 'static,
        C: FnOnce(&mut Store) -> Result<T, Problem> + Send + 'static,
    {
        self.blocking(|site| change(&mut Store::open(site.path(), Access::Write { wait: PATIENCE })?)).await
    }

    async fn blocking<T, W>(&self, work: W) -> Result<T, Problem>
    where
        T: Send + 'static,
        W: FnOnce(&Site) -> Result<T, Problem> + Send + 'static,
    {
        let permits = Arc::clone(&self.0.permits);
        let permit = permits.acquire_owned().await.map_err(|_| Problem::inside("The server is closing down."))?;
        let site = self.clone();
        let answer = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work(&site)
        });
        answer.await.unwrap_or_else(|error| {
            tracing::error!(%error, "a query did not end");
            Err(Problem::inside("The query broke off."))
        })
    }
}
