//! The figures of each page, for comparing two builds.

use super::half::Half;
use super::score::{PageScore, sum};
use crate::failure::Stop;
use std::fs::File;
use std::path::Path;

const COLUMNS: [&str; 15] = [
    "set",
    "page",
    "half",
    "answered",
    "body_precision",
    "body_recall",
    "body_f1",
    "segments_must_have",
    "segments_found",
    "segments_must_not",
    "segments_kept",
    "title_exact",
    "any_author",
    "date_right",
    "date_wrong",
];

/// A CSV file with a line for each page. What a set does not know of a page is empty.
pub struct PageTable {
    writer: csv::Writer<File>,
    place: String,
}

impl PageTable {
    /// Begins the file at `path`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn create(path: &Path) -> Result<PageTable, Stop> {
        let place = path.display().to_string();
        let file = File::create(path).map_err(|error| Stop::writing(&place, &error))?;
        let mut table = PageTable { writer: csv::Writer::from_writer(file), place };
        table.line(COLUMNS)?;
        Ok(table)
    }

    /// Adds the line of a page.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn page(&mut self, set: &str, id: &str, answered: bool, score: &PageScore) -> Result<(), Stop> {
        let s = &score.sums;
        let ratio = |part: f64, whole: f64| match s[sum::BODIES] > 0.0 {
            true => format!("{:.4}", if whole == 0.0 { 0.0 } else { part / whole }),
            false => String::new(),
        };
        let count = |of: usize, at: usize| if s[of] > 0.0 { s[at].to_string() } else { String::new() };
        let (shared, extra, lost) = (s[sum::SHARED], s[sum::EXTRA], s[sum::LOST]);
        self.line([
            set,
            id,
            Half::of(id).name(),
            if answered { "1" } else { "0" },
            &ratio(shared, shared + extra),
            &ratio(shared, shared + lost),
            &ratio(2.0 * shared, 2.0 * shared + extra + lost),
            &count(sum::MUST, sum::MUST),
            &count(sum::MUST, sum::MUST_IN),
            &count(sum::NOT, sum::NOT),
            &count(sum::NOT, sum::NOT_IN),
            &count(sum::TITLED, sum::TITLE),
            &count(sum::AUTHORED, sum::AUTHOR),
            &count(sum::DATED, sum::RIGHT),
            &count(sum::DATED, sum::WRONG),
        ])
    }

    /// Ends the file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> Result<(), Stop> {
        self.writer.flush().map_err(|error| Stop::writing(&self.place, &error))
    }

    fn line(&mut self, fields: [&str; COLUMNS.len()]) -> Result<(), Stop> {
        self.writer.write_record(fields).map_err(|error| Stop::writing(&self.place, &std::io::Error::from(error)))
    }
}
