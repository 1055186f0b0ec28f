//! One writer at a time: a lock file beside the store that names its holder.

use jiff::Zoned;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::StoreError;

/// How long a waiting writer sleeps between two tries.
const PAUSE: Duration = Duration::from_millis(50);
/// The most bytes read of a lock file: it is a short line, whatever else lies there is not ours.
const MOST_BYTES: u64 = 4_096;

/// Who holds a store for writing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Its program.
    pub program: String,
    /// Its process.
    pub process: u32,
    /// Since when, RFC 3339 in UTC.
    pub since: jiff::Timestamp,
}

impl Holder {
    fn myself() -> Holder {
        let program = std::env::current_exe().ok();
        let program = program.as_deref().and_then(Path::file_stem).map(|name| name.to_string_lossy().into_owned());
        Holder {
            program: program.unwrap_or_else(|| "tocsin".to_owned()),
            process: std::process::id(),
            since: jiff::Timestamp::now(),
        }
    }
}

impl std::fmt::Display for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let since = self.since.to_zoned(TimeZone::system());
        // The day is said only where it is another one: a lock is mostly minutes old.
        let shape = if since.date() == Zoned::now().date() { "%H:%M:%S" } else { "%Y-%m-%d %H:%M:%S" };
        write!(f, "{} (process {} since {})", self.program, self.process, since.strftime(shape))
    }
}

/// A held lock; letting it go out of scope, or the end of the process in whatever way, frees it.
#[derive(Debug)]
pub(crate) struct Lock {
    file: File,
}

impl Lock {
    /// Takes the lock of the store at `path`, trying for as long as `wait`.
    pub(crate) fn take(path: &Path, wait: Duration) -> Result<Lock, StoreError> {
        let held = |holder| StoreError::Held { path: path.to_owned(), holder };
        Lock::take_beside(path, ".lock", wait, held)
    }

    fn take_beside(
        path: &Path,
        ending: &str,
        wait: Duration,
        held: impl FnOnce(Option<Holder>) -> StoreError,
    ) -> Result<Lock, StoreError> {
        let beside = beside(path, ending);
        let failed = |e: std::io::Error| StoreError::Io { path: beside.clone(), what: e.to_string() };
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&beside).map_err(failed)?;
        let until = Instant::now() + wait;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(e)) => return Err(failed(e)),
                Err(TryLockError::WouldBlock) if Instant::now() < until => std::thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => {
                    return Err(held(holder(&mut file)));
                }
            }
        }
        // The name is for other people's messages only: a full disk must not keep anyone from the store.
        let line = serde_json::to_string(&Holder::myself()).unwrap_or_default();
        let _ = file.set_len(0).and_then(|()| file.write_all(line.as_bytes()));
        Ok(Lock { file })
    }
}

/// The right to watch the feeds of a store: one process has it at a time. It has nothing to do with writing.
#[derive(Debug)]
pub struct Watch {
    _lock: Lock,
}

impl Watch {
    /// Takes the right for the store at `path`; it is given back when this goes out of scope or the process ends.
    ///
    /// # Errors
    /// When another process has it ([`StoreError::Watched`]), or the lock file cannot be made.
    pub fn take(path: &Path) -> Result<Watch, StoreError> {
        let held = |holder| StoreError::Watched { path: path.to_owned(), holder };
        Ok(Watch { _lock: Lock::take_beside(path, ".watch", Duration::ZERO, held)? })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.file.set_len(0);
        let _ = self.file.unlock();
    }
}

/// The lock file of a store. It stays when the lock is free: taking it away could free a lock that another process has
/// just taken.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// What the lock file says of its holder; a nameless one where it says nothing readable.
fn holder(file: &mut File) -> Option<Holder> {
    let mut line = String::new();
    file.seek(SeekFrom::Start(0)).ok()?;
    Read::take(file, MOST_BYTES).read_to_string(&mut line).ok()?;
    serde_json::from_str(&line).ok()
}
