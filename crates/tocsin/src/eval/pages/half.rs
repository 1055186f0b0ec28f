//! Halves of a set, so that a rule made while looking at one can be tried on the other.

use sha2::{Digest, Sha256};

/// Half of the pages of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Half {
    /// sha256 of the page's id, read as a number, is even.
    A,
    /// It is odd.
    B,
}

impl Half {
    /// The half that a page is in.
    pub fn of(id: &str) -> Half {
        match Sha256::digest(id).last() {
            Some(byte) if byte % 2 == 1 => Half::B,
            _ => Half::A,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Half::A => "a",
            Half::B => "b",
        }
    }
}
