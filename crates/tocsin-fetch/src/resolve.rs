//! From names to addresses, with the guard at the very end: what comes out here is what is connected to.

use crate::guard::refusal;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::fmt::Debug;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

/// The addresses of a name, when they come.
pub type Found = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Who knows the addresses of names.
pub trait Lookup: Debug + Send + Sync {
    /// The addresses of a name.
    fn lookup(&self, name: &str) -> Found;
}

/// The resolver of the system.
#[derive(Clone, Copy, Debug)]
pub struct SystemLookup;

impl Lookup for SystemLookup {
    fn lookup(&self, name: &str) -> Found {
        let name = name.to_owned();
        Box::pin(
            async move { Ok(tokio::net::lookup_host((name.as_str(), 0)).await?.map(|address| address.ip()).collect()) },
        )
    }
}

/// A name all of whose addresses are refused.
#[derive(Debug, thiserror::Error)]
#[error("leads to {why} ({address})")]
pub(crate) struct Refused {
    pub address: IpAddr,
    pub why: &'static str,
}

/// The public ones among a name's addresses.
///
/// One address that is not public is enough to refuse the name: a name with both kinds is how a guard is got around
/// (the connection falls back from one to the other).
pub(crate) fn public(found: Vec<IpAddr>) -> Result<Vec<IpAddr>, Refused> {
    match found.iter().find_map(|&address| refusal(address).map(|why| Refused { address, why })) {
        Some(refused) => Err(refused),
        None => Ok(found),
    }
}

/// Resolves for the connections.
#[derive(Debug)]
pub(crate) struct Resolver {
    pub lookup: Arc<dyn Lookup>,
    /// Whether only public addresses come out.
    pub guarded: bool,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let found = self.lookup.lookup(name.as_str());
        let guarded = self.guarded;
        Box::pin(async move {
            let mut found = found.await?;
            if guarded {
                found = public(found)?;
            }
            let addresses: Addrs = Box::new(found.into_iter().map(|address| SocketAddr::new(address, 0)));
            Ok(addresses)
        })
    }
}
