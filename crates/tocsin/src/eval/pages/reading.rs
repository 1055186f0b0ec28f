//! Reading the pages of a set now, on all threads, as `tocsin extract` would read them from JSONL.

use super::answer::Answer;
use super::set::Page;
use crate::failure::{Failure, Stop};
use crate::fault::guarded;
use crate::pipeline::workers;
use rayon::prelude::*;
use serde::Serialize;
use std::io::Cursor;
use std::time::{Duration, Instant};
use tocsin_read::{Limits, ReadError, split};

/// What became of a page.
pub struct Reading {
    /// Its document.
    pub answer: Result<Answer, Failure>,
    /// How long it took.
    pub spent: Duration,
}

/// A page as the reader is given it.
#[derive(Serialize)]
struct Input<'p> {
    id: &'p str,
    html: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'p str>,
}

/// Reads every page, in their order.
///
/// # Errors
/// When no thread can be started.
pub fn read_all(pages: &[&Page], threads: usize) -> Result<Vec<Reading>, Stop> {
    let pool = workers(threads)?;
    Ok(pool.install(|| pages.par_iter().map(|page| read(page)).collect()))
}

fn read(page: &Page) -> Reading {
    let line = || -> Result<Vec<u8>, Failure> {
        let input = Input { id: &page.id, html: page.source()?, url: page.url.as_deref() };
        let mut line = serde_json::to_vec(&input).map_err(Failure::line)?;
        line.push(b'\n');
        Ok(line)
    };
    let line = match line() {
        Ok(line) => line,
        Err(failure) => return Reading { answer: Err(failure), spent: Duration::ZERO },
    };
    let started = Instant::now();
    let answer = guarded(&page.id, || {
        // The line of a file that is none would tell nothing.
        let named = |error: ReadError| Failure::new(&page.id, error.reason, error.advice);
        let nothing = || Failure::line(format_args!("{}: the reader gave nothing for it", page.id));
        let raw =
            split("pages.jsonl", Cursor::new(line), Limits::default()).next().ok_or_else(nothing)?.map_err(named)?;
        let answer = Answer::from(raw.read().map_err(named)?);
        // The scorer looks for answers by their ids.
        let other = || Failure::line(format_args!("{}: the reader gave it another id", page.id));
        if answer.is_of(&page.id) { Ok(answer) } else { Err(other()) }
    });
    Reading { answer, spent: started.elapsed() }
}
