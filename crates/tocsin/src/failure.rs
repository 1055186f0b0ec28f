//! What went wrong, in one line: where, what, and what to do. And how the program ends.

use crate::console;
use std::fmt::{self, Display};
use std::io;
use std::path::Path;
use std::process::ExitCode;

/// One line for standard error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure(String);

impl Failure {
    /// A failure at `place` (a file, an option) for `reason`, with what to do about it.
    pub fn new(place: impl Display, reason: impl Display, advice: impl Display) -> Self {
        Failure::line(format_args!("{place}: {reason}; {advice}"))
    }

    /// A failure whose words are complete already. A foreign name in them never breaks the line.
    pub fn line(words: impl Display) -> Self {
        Failure(words.to_string().chars().map(|c| if c.is_control() { ' ' } else { c }).collect())
    }

    /// A file or folder that cannot be read.
    pub fn reading(path: &Path, error: &io::Error) -> Self {
        let place = path.display();
        match error.kind() {
            io::ErrorKind::NotFound => Failure::new(place, "there is no such file or folder", "check the name"),
            io::ErrorKind::PermissionDenied => {
                Failure::new(place, "may not be read", "ask for the right to read it, or leave it out")
            }
            _ => Failure::new(place, format_args!("cannot be read ({error})"), "check the disk and try again"),
        }
    }

    /// An output that cannot be written.
    pub fn writing(place: impl Display, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::FileTooLarge | io::ErrorKind::QuotaExceeded => {
                Failure::new(place, format_args!("is full ({error})"), "free some space and run again")
            }
            _ => Failure::new(place, format_args!("cannot be written ({error})"), "check where it goes"),
        }
    }
}

impl Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<tocsin_read::ReadError> for Failure {
    fn from(error: tocsin_read::ReadError) -> Self {
        Failure::line(error)
    }
}

impl From<tocsin_store::StoreError> for Failure {
    fn from(error: tocsin_store::StoreError) -> Self {
        Failure::line(error)
    }
}

impl From<tocsin_fetch::FetchError> for Failure {
    fn from(error: tocsin_fetch::FetchError) -> Self {
        Failure::line(error)
    }
}

impl From<tocsin_treebank::TreebankError> for Failure {
    fn from(error: tocsin_treebank::TreebankError) -> Self {
        match error {
            tocsin_treebank::TreebankError::Reading { path, error } => Failure::reading(&path, &error),
            other => Failure::line(other),
        }
    }
}

/// How a command came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// All was done.
    Complete,
    /// Something failed, and was said; the rest was done.
    Incomplete,
}

impl Ending {
    /// Complete when nothing failed.
    pub fn of(failed: u64) -> Self {
        if failed == 0 { Ending::Complete } else { Ending::Incomplete }
    }

    /// The exit code.
    pub fn exit(self) -> ExitCode {
        match self {
            Ending::Complete => ExitCode::SUCCESS,
            Ending::Incomplete => ExitCode::from(1),
        }
    }
}

/// Why a command stopped before its end.
#[derive(Debug)]
pub enum Stop {
    /// Wrong usage: an option or the configuration file.
    Usage(Failure),
    /// It cannot go on.
    Failed(Failure),
    /// The reader of standard output has gone; nothing is wrong.
    ClosedPipe,
    /// The argument parser has said what is to be said.
    Said(ExitCode),
}

impl Stop {
    /// Says why, and gives the exit code.
    pub fn exit(self) -> ExitCode {
        let (failure, code) = match self {
            Stop::Usage(failure) => (failure, ExitCode::from(2)),
            Stop::Failed(failure) => (failure, ExitCode::from(1)),
            Stop::ClosedPipe => return ExitCode::SUCCESS,
            Stop::Said(code) => return code,
        };
        console::write_line("error", &failure);
        code
    }

    /// Standard output (or `place`) cannot be written.
    pub fn writing(place: &str, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Stop::ClosedPipe,
            _ => Stop::Failed(Failure::writing(place, error)),
        }
    }

    /// Standard output cannot be written.
    pub fn output(error: io::Error) -> Self {
        Stop::writing("standard output", &error)
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Stop::Failed(failure)
    }
}

impl From<tocsin_store::StoreError> for Stop {
    fn from(error: tocsin_store::StoreError) -> Self {
        match error {
            tocsin_store::StoreError::Cursor => Stop::Usage(error.into()),
            _ => Stop::Failed(error.into()),
        }
    }
}

impl From<tocsin_export::ExportError> for Stop {
    fn from(error: tocsin_export::ExportError) -> Self {
        match error {
            tocsin_export::ExportError::Store(error) => error.into(),
            tocsin_export::ExportError::Write(error) => Stop::output(error),
        }
    }
}
