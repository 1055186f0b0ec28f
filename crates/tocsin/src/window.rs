//! How much may be under way at once.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

#[derive(Debug, Default)]
struct Load {
    records: usize,
    bytes: u64,
    closed: bool,
}

/// Bounds the records, and their bytes, between being read and being written.
#[derive(Debug)]
pub struct Window {
    records: usize,
    bytes: u64,
    load: Mutex<Load>,
    room: Condvar,
}

impl Window {
    /// A window for so many records and bytes. One record always fits.
    pub fn new(records: usize, bytes: u64) -> Self {
        Window { records, bytes, load: Mutex::default(), room: Condvar::new() }
    }

    fn load(&self) -> MutexGuard<'_, Load> {
        self.load.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for room and takes it; `false` when the window is closed.
    pub fn enter(&self, bytes: u64) -> bool {
        let is_full = |load: &mut Load| {
            let too_much = load.records >= self.records || load.bytes.saturating_add(bytes) > self.bytes;
            !load.closed && load.records > 0 && too_much
        };
        let mut load = self.room.wait_while(self.load(), is_full).unwrap_or_else(PoisonError::into_inner);
        if load.closed {
            return false;
        }
        load.records += 1;
        load.bytes = load.bytes.saturating_add(bytes);
        true
    }

    /// Gives the room of one record back.
    pub fn leave(&self, bytes: u64) {
        let mut load = self.load();
        load.records = load.records.saturating_sub(1);
        load.bytes = load.bytes.saturating_sub(bytes);
        self.room.notify_all();
    }

    /// Lets nothing more in.
    pub fn close(&self) {
        self.load().closed = true;
        self.room.notify_all();
    }

    /// Whether nothing more is let in.
    pub fn is_closed(&self) -> bool {
        self.load().closed
    }
}

/// Closes a window when it goes out of scope, by whatever way.
pub struct CloseAtEnd<'w>(pub &'w Window);

impl Drop for CloseAtEnd<'_> {
    fn drop(&mut self) {
        self.0.close();
    }
}
