//! What can go wrong with a store, each in one line that says what to do.

use crate::lock::Holder;
use rusqlite::ErrorCode;
use std::path::{Path, PathBuf};
use tocsin_record::DocumentId;

/// Why a store could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is nothing at the path.
    #[error("there is no store at {}: read something into it first, or name another with --store", .0.display())]
    Missing(PathBuf),
    /// The file is something else.
    #[error("{} is no tocsin store, or its beginning is damaged: name another file with --store", .0.display())]
    NoStore(PathBuf),
    /// A newer program has written it.
    #[error(
        "{} was written by a newer version of tocsin (store version {found}, this program reads up to {known}): \
         update tocsin, or name another file with --store", .path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The newest version this program knows.
        known: i64,
    },
    /// Another process writes.
    #[error("{} is being written by {}; wait for it or use another --store", .path.display(), name(.holder))]
    Held {
        /// The file.
        path: PathBuf,
        /// Who holds it, where that can be told.
        holder: Option<Holder>,
    },
    /// Another process watches the feeds.
    #[error("the feeds of {} are being watched by {}; one is enough", .path.display(), name(.holder))]
    Watched {
        /// The file.
        path: PathBuf,
        /// Who watches, where that can be told.
        holder: Option<Holder>,
    },
    /// A program that does not know the lock file has the database locked.
    #[error("{} is locked by another program that has it open; close that and try again", .0.display())]
    Busy(PathBuf),
    /// The content does not hold together.
    #[error("{} is damaged ({what}): restore it from a backup, or read the inputs again into another --store", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        what: String,
    },
    /// No room.
    #[error("the disk that holds {} is full: free some space and run again, nothing that was read is lost", .0.display())]
    Full(PathBuf),
    /// The system refused.
    #[error("cannot use {} ({what}): check that the folder exists and that you may write there", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's words.
        what: String,
    },
    /// Opened for reading, asked to write.
    #[error("{} is open for reading only", .0.display())]
    ReadOnly(PathBuf),
    /// The coding was made for another version than the one that comes next.
    #[error("{id} was coded as version {coded}, but its next version is {next}: code it again with that number")]
    Version {
        /// The document.
        id: DocumentId,
        /// The number in the coding.
        coded: u32,
        /// The number it must have.
        next: u32,
    },
    /// Document and coding do not belong together, or the coding contradicts itself.
    #[error("{id} cannot be stored: {what}")]
    Mismatch {
        /// The document.
        id: DocumentId,
        /// What does not fit.
        what: String,
    },
    /// The cursor is not one that this query gave.
    #[error("this cursor belongs to no page of this query: start again without it")]
    Cursor,
    /// Any other refusal of the database.
    #[error("{}: {source}", .path.display())]
    Database {
        /// The file.
        path: PathBuf,
        /// The database's words.
        source: rusqlite::Error,
    },
}

impl StoreError {
    /// What a refusal of the database means for the file at `path`.
    pub(crate) fn database(path: &Path, source: rusqlite::Error) -> StoreError {
        let path = path.to_owned();
        match source.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => StoreError::Full(path),
            Some(ErrorCode::NotADatabase) => StoreError::NoStore(path),
            Some(ErrorCode::DatabaseCorrupt) => StoreError::Damaged { path, what: source.to_string() },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy(path),
            Some(ErrorCode::ReadOnly) => StoreError::ReadOnly(path),
            Some(ErrorCode::CannotOpen | ErrorCode::SystemIoFailure | ErrorCode::PermissionDenied) => {
                StoreError::Io { path, what: source.to_string() }
            }
            _ => StoreError::Database { path, source },
        }
    }
}

fn name(holder: &Option<Holder>) -> String {
    holder.as_ref().map_or_else(|| "another process".to_owned(), Holder::to_string)
}
