//! Reading stores for many threads.

use crate::{Access, Store, StoreError};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// How many idle reading stores are kept open.
const IDLE: usize = 8;

/// Lends reading stores of one file to any number of threads: each call gets its own, opened when none is idle.
#[derive(Debug)]
pub struct Pool {
    path: PathBuf,
    idle: Mutex<Vec<Store>>,
}

impl Pool {
    /// A pool over the store at `path`, which must exist.
    ///
    /// # Errors
    /// As [`Store::open`] for reading.
    pub fn open(path: impl AsRef<Path>) -> Result<Pool, StoreError> {
        let store = Store::open(&path, Access::Read)?;
        Ok(Pool { path: path.as_ref().to_owned(), idle: Mutex::new(vec![store]) })
    }

    /// Runs `ask` with a reading store.
    ///
    /// # Errors
    /// Those of `ask`, and those of opening one more store.
    pub fn with<T, E: From<StoreError>>(&self, ask: impl FnOnce(&Store) -> Result<T, E>) -> Result<T, E> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let store = match idle {
            Some(store) => store,
            None => Store::open(&self.path, Access::Read)?,
        };
        let answer = ask(&store);
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < IDLE {
            idle.push(store);
        }
        answer
    }
}
