//! One thread that writes what many threads code.

use crate::{Put, Store, StoreError};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;
use tocsin_record::{Coding, Document};

/// The most documents written in one transaction.
const TOGETHER: usize = 64;

/// A thread that owns a writing store and is fed through a bounded channel, so that coding never waits for the disk
/// unless it runs far ahead. Documents are written in the order in which they are sent; those that wait together are
/// written together ([`Store::put_all`]).
#[derive(Debug)]
pub struct Writer {
    sender: SyncSender<(Document, Coding)>,
    thread: JoinHandle<Store>,
}

impl Writer {
    /// Starts the thread. At most `depth` documents wait in the channel. `done` is called there for each once it is
    /// safe in the file, with what became of it; after an error the next documents are still tried.
    pub fn start(
        mut store: Store,
        depth: usize,
        mut done: impl FnMut(Document, Result<Put, StoreError>) + Send + 'static,
    ) -> Writer {
        let (sender, receiver) = sync_channel::<(Document, Coding)>(depth);
        let thread = std::thread::spawn(move || {
            while let Ok(first) = receiver.recv() {
                let mut documents = vec![first];
                documents.extend(receiver.try_iter().take(TOGETHER - 1));
                let outcomes = store.put_all(&documents);
                for ((document, _), put) in documents.into_iter().zip(outcomes) {
                    done(document, put);
                }
            }
            store
        });
        Writer { sender, thread }
    }

    /// Hands one document over; waits while the channel is full. `false` when the thread has ended, which happens only
    /// if `done` panicked.
    pub fn send(&self, document: Document, coding: Coding) -> bool {
        self.sender.send((document, coding)).is_ok()
    }

    /// Waits until all is written and gives the store back; `None` if `done` panicked.
    pub fn finish(self) -> Option<Store> {
        drop(self.sender);
        self.thread.join().ok()
    }
}
