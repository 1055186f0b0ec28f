//! Rows of any kind, written one by one.

use crate::{ExportError, Format, Sink};
use serde::Serialize;
use std::borrow::Cow;
use std::io::Write;
use std::marker::PhantomData;

/// A row that can be exported.
pub trait Exported: Serialize + Clone {
    /// The columns of its CSV.
    const COLUMNS: &'static [&'static str];

    /// The row as it may be shown: private persons by their role.
    fn public(&self) -> Cow<'_, Self>;

    /// Its cells, one a column.
    fn cells(&self) -> Vec<String>;
}

/// Writes rows one by one.
pub struct RowWriter<R, W: Write> {
    sink: Sink<W>,
    rows: PhantomData<fn(R)>,
}

impl<R: Exported, W: Write> RowWriter<R, W> {
    /// A writer of `format` to `out`; writes the header, where the format has one.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn new(format: Format, out: W) -> Result<Self, ExportError> {
        Ok(RowWriter { sink: Sink::new(format, R::COLUMNS, out)?, rows: PhantomData })
    }

    /// Writes one row.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn write(&mut self, row: &R) -> Result<(), ExportError> {
        let row = row.public();
        self.sink.write(|| row.cells(), &*row)
    }

    /// Flushes and gives `out` back.
    ///
    /// # Errors
    /// When `out` fails.
    pub fn finish(self) -> Result<W, ExportError> {
        self.sink.finish()
    }
}
