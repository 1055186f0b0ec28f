//! The store and its door: opening, and what can be asked of it.

use crate::lock::Lock;
use crate::migrate::{State, migrate, state};
use crate::put::{Known, Origin, Put, Recoded};
use crate::query::*;
use crate::{StoreError, list, put, read, revision, search};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tocsin_record::{Coding, Document, DocumentId, EventId, Revision};

/// The most rows one page holds; a larger limit counts as this.
pub const MOST_ROWS: usize = 1_000;

/// What a store is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Reading: any number at a time, also while another process writes.
    Read,
    /// Writing and reading: one process at a time.
    Write {
        /// How long to wait for another writer before giving up.
        wait: Duration,
    },
}

impl Access {
    /// Writing, with half a minute's patience for another writer.
    pub const WRITE: Access = Access::Write { wait: Duration::from_secs(30) };
}

/// An open store. It can be sent to another thread; for several threads at once see [`Pool`](crate::Pool).
#[derive(Debug)]
pub struct Store {
    // Before the lock: fields go out of scope in this order, and the file must be closed when the lock is freed.
    pub(crate) connection: Connection,
    pub(crate) path: PathBuf,
    /// Held by a writing store, and only by one.
    pub(crate) lock: Option<Lock>,
}

/// The first bytes of every SQLite file.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// How many prepared statements a store keeps.
const STATEMENTS: usize = 128;

impl Store {
    /// Opens the store at `path`; for writing, makes it if there is none, and brings one of an older version up to date.
    ///
    /// # Errors
    /// When there is no store there (reading), when the file is no store, is damaged or was written by a newer
    /// version, and when another process holds it for writing longer than the given wait.
    pub fn open(path: impl AsRef<Path>, access: Access) -> Result<Store, StoreError> {
        let path = path.as_ref();
        match access {
            Access::Read => open_reading(path),
            Access::Write { wait } => open_writing(path, wait),
        }
    }

    /// What a refusal of the database means.
    pub(crate) fn failed(&self, source: rusqlite::Error) -> StoreError {
        StoreError::database(&self.path, source)
    }

    /// A record in the file that is none.
    pub(crate) fn damaged(&self, what: impl std::fmt::Display) -> StoreError {
        StoreError::Damaged { path: self.path.clone(), what: what.to_string() }
    }

    /// Where the file lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the store knows this text, so that it need not be coded again; `origin` is where the text was had.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn known_version(
        &self,
        id: &DocumentId,
        sha256: &str,
        coder: &str,
        origin: Origin,
    ) -> Result<Known, StoreError> {
        put::known_version(self, id, sha256, coder, origin)
    }

    /// Writes a document and everything coded from it, in one transaction: all of it or nothing.
    ///
    /// The same text under the same id is written once. Another text than the newest under a known id is the next
    /// version; `coding.document_version` must then be that number, which [`Store::known_version`] tells beforehand,
    /// as it tells of copies that nothing is to be written.
    ///
    /// # Errors
    /// When document and coding do not belong together, when the version is not the next one, when the store was
    /// opened for reading, and when the file cannot be written; the store is then as before.
    pub fn put(&mut self, document: &Document, coding: &Coding) -> Result<Put, StoreError> {
        put::put(self, document, coding, jiff::Timestamp::now())
    }

    /// [`Store::put`] for a document read at a given time.
    ///
    /// # Errors
    /// As [`Store::put`].
    pub fn put_at(
        &mut self,
        document: &Document,
        coding: &Coding,
        read_at: jiff::Timestamp,
    ) -> Result<Put, StoreError> {
        put::put(self, document, coding, read_at)
    }

    /// Writes several documents as [`Store::put`] does, several times as fast: all in one transaction, so that nothing
    /// is kept before the call returns. One outcome for each, in their order; a document that is refused does not keep
    /// the others out.
    pub fn put_all(&mut self, documents: &[(Document, Coding)]) -> Vec<Result<Put, StoreError>> {
        put::put_all(self, documents, jiff::Timestamp::now())
    }

    /// Puts another coder's rows in the place of those kept for the same version of the same text.
    ///
    /// # Errors
    /// When the store does not hold that text as the newest version of the document; else as [`Store::put`].
    pub fn replace_coding(&mut self, coding: &Coding) -> Result<Recoded, StoreError> {
        put::replace_coding(self, coding)
    }

    /// Notes whether a person has reviewed an event. The note is kept by document id, quoted evidence and type, so it
    /// outlives a new version and a recode. `false` when there is no such event.
    ///
    /// # Errors
    /// As [`Store::put`].
    pub fn review(&mut self, id: &EventId, reviewed: bool) -> Result<bool, StoreError> {
        put::review(self, id, reviewed)
    }

    /// Events that the filter lets through, a page at a time.
    ///
    /// # Errors
    /// When the cursor is none of this query's, or the file cannot be read.
    pub fn events(
        &self,
        filter: &Filter,
        order: Order,
        limit: usize,
        cursor: Option<&str>,
    ) -> Result<Page<EventRow>, StoreError> {
        list::page(self, filter, order, limit, cursor)
    }

    /// Statements that the filter lets through, newest publication first.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn statements(
        &self,
        filter: &Filter,
        limit: usize,
        cursor: Option<&str>,
    ) -> Result<Page<StatementRow>, StoreError> {
        list::page(self, filter, Order::NewestPublished, limit, cursor)
    }

    /// Predictions that the filter lets through, newest publication first.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn predictions(
        &self,
        filter: &Filter,
        limit: usize,
        cursor: Option<&str>,
    ) -> Result<Page<PredictionRow>, StoreError> {
        list::page(self, filter, Order::NewestPublished, limit, cursor)
    }

    /// Claims that the filter lets through, newest publication first.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn claims(&self, filter: &Filter, limit: usize, cursor: Option<&str>) -> Result<Page<ClaimRow>, StoreError> {
        list::page(self, filter, Order::NewestPublished, limit, cursor)
    }

    /// Hands every event that the filter lets through to `each`, in one snapshot and without keeping them; returns
    /// how many. Stops at the first error.
    ///
    /// # Errors
    /// Those of `each`, and when the file cannot be read.
    pub fn each_event<E: From<StoreError>>(
        &self,
        filter: &Filter,
        order: Order,
        each: impl FnMut(EventRow) -> Result<(), E>,
    ) -> Result<u64, E> {
        list::each(self, filter, order, each)
    }

    /// Hands every statement that the filter lets through to `each`, as [`Store::each_event`] does.
    ///
    /// # Errors
    /// As [`Store::each_event`].
    pub fn each_statement<E: From<StoreError>>(
        &self,
        filter: &Filter,
        each: impl FnMut(StatementRow) -> Result<(), E>,
    ) -> Result<u64, E> {
        list::each(self, filter, Order::NewestPublished, each)
    }

    /// One event, also of a superseded version; `None` when there is none of this id.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn event(&self, id: &EventId) -> Result<Option<EventRow>, StoreError> {
        read::event(self, id)
    }

    /// Documents (their newest versions), newest publication first.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn documents(&self, limit: usize, cursor: Option<&str>) -> Result<Page<DocumentHead>, StoreError> {
        read::documents(self, limit, cursor)
    }

    /// One document with its rows, in the given version or the newest; `None` when there is none.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn document(&self, id: &DocumentId, version: Option<u32>) -> Result<Option<StoredDocument>, StoreError> {
        read::document(self, id, version)
    }

    /// What the later versions of documents changed, newest reading first.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn revisions(
        &self,
        filter: &RevisionFilter,
        limit: usize,
        cursor: Option<&str>,
    ) -> Result<Page<RevisionRow>, StoreError> {
        revision::revisions(self, filter, limit, cursor)
    }

    /// All that changed between two versions of a document: by default the newest and the one before it. `None`
    /// when it has not both of them.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn revision(
        &self,
        id: &DocumentId,
        from: Option<u32>,
        to: Option<u32>,
    ) -> Result<Option<Revision>, StoreError> {
        revision::revision(self, id, from, to)
    }

    /// Documents that hold the words, newest publication first. All words must occur, `"words in quotes"` in this
    /// order, `-word` not at all; case and accents do not matter. Nothing that a user types is an error: what holds
    /// no word finds nothing, and only the first 64 words count.
    ///
    /// # Errors
    /// As [`Store::events`].
    pub fn search(&self, query: &str, limit: usize, cursor: Option<&str>) -> Result<Page<SearchHit>, StoreError> {
        search::search(self, query, limit, cursor)
    }

    /// How much the store holds.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn totals(&self) -> Result<Totals, StoreError> {
        read::totals(self)
    }

    /// How many events of the filter each value of a field has: the `most` most frequent, most frequent first; by
    /// day the `most` latest days, earliest first. Events without a value are not counted.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn facets(&self, filter: &Filter, by: FacetBy, most: usize) -> Result<Vec<Facet>, StoreError> {
        crate::facet::facets(self, filter, by, most)
    }
}

fn open_reading(path: &Path) -> Result<Store, StoreError> {
    if !holds_bytes(path)? {
        return Err(StoreError::Missing(path.to_owned()));
    }
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    match state(&connection, path)? {
        State::Current => Ok(Store { connection, path: path.to_owned(), lock: None }),
        State::Empty => Err(StoreError::Missing(path.to_owned())),
        State::Old => {
            drop(connection);
            // An older store is brought up to date by whoever opens it first.
            let Access::Write { wait } = Access::WRITE else { return Err(StoreError::ReadOnly(path.to_owned())) };
            drop(open_writing(path, wait)?);
            let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
            Ok(Store { connection, path: path.to_owned(), lock: None })
        }
    }
}

fn open_writing(path: &Path, wait: Duration) -> Result<Store, StoreError> {
    // Before the lock, so that no lock file is left beside a file that is not ours.
    holds_bytes(path)?;
    let lock = Lock::take(path, wait)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let mut connection = connect(path, flags)?;
    let state = state(&connection, path)?;
    let failed = |e| StoreError::database(path, e);
    // With a write-ahead log readers never wait, and a commit survives the death of the process without a sync; the
    // file itself is synced whenever the log is folded into it.
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;
             PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -65536;",
        )
        .map_err(failed)?;
    if state != State::Current {
        migrate(&mut connection, path)?;
    }
    Ok(Store { connection, path: path.to_owned(), lock: Some(lock) })
}

/// Whether there is a file with something in it; an error when that is no SQLite file.
fn holds_bytes(path: &Path) -> Result<bool, StoreError> {
    let failed = |e: std::io::Error| StoreError::Io { path: path.to_owned(), what: e.to_string() };
    let file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        Err(e) => return Err(failed(e)),
    };
    let mut head = Vec::with_capacity(MAGIC.len());
    file.take(MAGIC.len() as u64).read_to_end(&mut head).map_err(failed)?;
    if !head.is_empty() && head != MAGIC {
        return Err(StoreError::NoStore(path.to_owned()));
    }
    Ok(!head.is_empty())
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    let failed = |e| StoreError::database(path, e);
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(failed)?;
    // A store may come from elsewhere: nothing in its schema is trusted to call functions or to write beside tables.
    for (config, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
    ] {
        connection.set_db_config(config, on).map_err(failed)?;
    }
    connection
        .execute_batch("PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768;")
        .map_err(failed)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}
