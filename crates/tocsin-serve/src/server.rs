//! Binding, serving, and stopping when asked to.

use crate::problem::Problem;
use crate::site::Site;
use crate::{assets, guard, pages};
use axum::Router;
use axum::extract::Request;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;
use tocsin_store::{Access, Store, StoreError};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// How long requests under way may take when the server is told to stop.
const FAREWELL: Duration = Duration::from_secs(5);

/// Where the dashboard listens unless told otherwise.
pub const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 7878);

/// How to serve.
#[derive(Debug, Clone)]
pub struct Options {
    /// The address to listen on; port 0 takes any free one.
    pub listen: SocketAddr,
    /// Further names by which requests may call the server: `name` or `name:port`, as in the Host header.
    pub hosts: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Options { listen: DEFAULT_LISTEN, hosts: Vec::new() }
    }
}

/// Why the dashboard cannot be served: what happened, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Another program listens there already.
    #[error(
        "{0} is in use by another program, perhaps another `tocsin serve`: stop that one, or choose another port, for \
         example `--listen {1}:0` for any free one"
    )]
    InUse(SocketAddr, std::net::IpAddr),
    /// The address cannot be listened on for another reason.
    #[error(
        "cannot listen on {address}: {source}; choose an address of this machine, for example `--listen 127.0.0.1:0`"
    )]
    Bind {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The store cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system gives no random bytes, so no token can be made.
    #[error("the system gives no random bytes for the page's token: {0}")]
    Random(String),
    /// The listening socket broke.
    #[error("the server stopped: {0}")]
    Stopped(#[from] io::Error),
}

/// Every page over `site`, behind the checks that every request must pass.
pub fn app(site: Site) -> Router {
    pages::routes()
        .merge(assets::routes())
        .fallback(async |request: Request| pages::no_such_page(request.uri().path()))
        .method_not_allowed_fallback(async || Problem::not_allowed())
        .layer(axum::middleware::from_fn_with_state(site.clone(), guard::check))
        .with_state(site)
}

/// Serves the store at `store` until the process is told to stop (Ctrl-C, or SIGTERM where there is one); requests
/// under way get five seconds to be answered. A store that does not exist yet is made, empty. `ready` is called once, with the
/// address that is listened on.
///
/// # Errors
/// When the address is in use or not of this machine, or the store cannot be opened.
pub async fn serve(store: &Path, options: Options, ready: impl FnOnce(SocketAddr)) -> Result<(), ServeError> {
    let listener = TcpListener::bind(options.listen).await.map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => ServeError::InUse(options.listen, options.listen.ip()),
        _ => ServeError::Bind { address: options.listen, source },
    })?;
    let bound = listener.local_addr()?;
    if !store.exists() {
        Store::open(store, Access::WRITE)?;
    }
    let site = Site::new(store, bound, &options)?;
    let told_to_stop = told_to_stop();
    ready(bound);
    let (told, heard) = oneshot::channel();
    let stop = async move {
        told_to_stop.await;
        // The other end waits for as long as the server runs; if it is gone, so is the server.
        let _ = told.send(());
    };
    let too_long = async {
        match heard.await {
            Ok(()) => tokio::time::sleep(FAREWELL).await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        stopped = axum::serve(listener, app(site)).with_graceful_shutdown(stop) => stopped?,
        () = too_long => tracing::warn!("some requests were still under way"),
    }
    Ok(())
}

/// Comes when the process is told to stop: Ctrl-C, or SIGTERM where there is one. Both are watched from the call on,
/// which must be made inside a runtime.
pub fn told_to_stop() -> impl Future<Output = ()> + Send {
    #[cfg(unix)]
    let (mut interrupt, mut terminate) = {
        use tokio::signal::unix::{SignalKind, signal};
        (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    };
    async move {
        #[cfg(unix)]
        tokio::select! {
            () = heard(&mut interrupt) => {}
            () = heard(&mut terminate) => {}
        }
        #[cfg(not(unix))]
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::warn!(%error, "Ctrl-C cannot be watched");
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(unix)]
async fn heard(signal: &mut io::Result<tokio::signal::unix::Signal>) {
    match signal {
        Ok(signal) => {
            signal.recv().await;
        }
        Err(error) => {
            tracing::warn!(%error, "a signal cannot be watched");
            std::future::pending::<()>().await;
        }
    }
}
