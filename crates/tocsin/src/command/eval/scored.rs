//! What the evaluations of the language layer share: files of gold items, each scored by itself.

use crate::config::Config;
use crate::console::Console;
use crate::eval::{Figure, Score, sums, write_figures};
use crate::failure::{Ending, Failure, Stop};
use crate::pipeline::workers;
use rayon::prelude::*;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// The scores of all items.
pub struct Scored {
    scores: Vec<Score>,
    failed: u64,
}

impl Scored {
    /// Reads each file by `read` and scores its items on all threads. A file that cannot be read is told, and the others are scored.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn of<T: Send + Sync>(
        paths: &[PathBuf],
        config: &Config,
        read: impl Fn(&Path) -> Result<Vec<T>, Failure>,
        score: impl Fn(&T) -> Score + Send + Sync,
    ) -> Result<Self, Failure> {
        let console = Console::new(config.quiet);
        let (mut items, mut failed) = (Vec::new(), 0u64);
        for path in paths {
            match read(path) {
                Ok(read) => items.extend(read),
                Err(failure) => {
                    failed += 1;
                    console.failure(&failure);
                }
            }
        }
        let scores = workers(config.threads())?.install(|| items.par_iter().map(score).collect());
        Ok(Scored { scores, failed })
    }

    /// Writes the figures that `figures` makes of the number of items and their sums, then the first `misses` misses.
    ///
    /// # Errors
    /// When standard output cannot be written.
    pub fn write(
        &self,
        intervals: bool,
        misses: usize,
        figures: impl Fn(usize, &[f64]) -> Vec<Figure>,
    ) -> Result<Ending, Stop> {
        let rows: Vec<&[f64]> = self.scores.iter().map(|score| score.sums.as_slice()).collect();
        let lines = figures(rows.len(), &sums(rows.iter().copied()));
        let mut out = BufWriter::new(io::stdout());
        let mut told = self.scores.iter().flat_map(|score| &score.misses).take(misses);
        write_figures(&mut out, &lines, &rows, intervals)
            .and_then(|()| told.try_for_each(|miss| writeln!(out, "miss {miss}")))
            .and_then(|()| out.flush())
            .map_err(Stop::output)?;
        Ok(Ending::of(self.failed))
    }
}
