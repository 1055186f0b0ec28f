//! CSV and tables parted by tabulators or semicolons, with a line of names at the top.

use crate::compress::Peeked;
use crate::error::ReadErrorKind;
use crate::fieldmap::{self, Row};
use crate::raw::{Body, Raw};
use crate::split::{Context, Records};
use crate::{ReadError, decode, sniff};
use csv::ByteRecord;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The rows of a table.
struct Rows {
    context: Context,
    reader: csv::Reader<Bounded>,
    /// How many bytes the row may still take.
    room: Arc<AtomicU64>,
    /// The cells of a sound row.
    width: usize,
    columns: BTreeMap<&'static str, usize>,
    row: u64,
    documents: u64,
    done: bool,
}

/// Stops a row that does not end, as one with a quotation mark that is not closed.
struct Bounded {
    source: Peeked,
    room: Arc<AtomicU64>,
}

/// What the parser reads ahead.
const AHEAD: u64 = 64 << 10;

impl Read for Bounded {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let room = self.room.load(Ordering::Relaxed);
        if room == 0 {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "too long"));
        }
        let wanted = into.len().min(usize::try_from(room).unwrap_or(usize::MAX));
        let read = self.source.read(&mut into[..wanted])?;
        self.room.store(room - read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Finds the columns and gives the rows.
pub(crate) fn rows(context: &Context, source: Peeked) -> Result<Records, ReadError> {
    let name = context.name.as_str();
    let head = source.head();
    let delimiter = sniff::delimiter(name, head);
    let room = Arc::new(AtomicU64::new(0));
    let mut source = source;
    if source.head().starts_with(b"\xef\xbb\xbf") {
        let mut mark = [0; 3];
        source.read_exact(&mut mark).map_err(|error| ReadError::io(name, &error))?;
    }
    let bounded = Bounded { source, room: Arc::clone(&room) };
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .buffer_capacity(AHEAD as usize)
        .from_reader(bounded);
    let columns = BTreeMap::new();
    let mut rows =
        Rows { context: context.clone(), reader, room, width: 0, columns, row: 0, documents: 0, done: false };
    let names = match rows.read() {
        Some(Ok(names)) => names,
        Some(Err(error)) => return Err(error),
        None => return Err(ReadError::empty(name)),
    };
    let names: Vec<String> = names.iter().map(|cell| decode::cell(cell).trim().to_owned()).collect();
    let found = context.options.map.columns(&names);
    rows.columns = found.map_err(|(reason, advice)| ReadError::new(ReadErrorKind::Columns, name, reason, advice))?;
    rows.width = names.len();
    Ok(Box::new(rows))
}

impl Rows {
    fn read(&mut self) -> Option<Result<ByteRecord, ReadError>> {
        let limit = self.context.limits().line_bytes;
        let mut record = ByteRecord::new();
        self.room.store(limit.saturating_add(AHEAD), Ordering::Relaxed);
        match self.reader.read_byte_record(&mut record) {
            Ok(true) => Some(Ok(record)),
            Ok(false) => None,
            Err(error) => {
                self.done = true;
                let place = format!("{}:{}", self.context.name, self.reader.position().line());
                Some(Err(match error.into_kind() {
                    csv::ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
                        let size = crate::limits::size(limit);
                        let reason = format!("the row that begins here is over the limit of {size}");
                        let advice = "close its quotation marks";
                        ReadError::new(ReadErrorKind::TooLarge, place, reason, advice)
                    }
                    csv::ErrorKind::Io(error) => ReadError::io(&place, &error),
                    other => {
                        let reason = format!("no table ({other:?})");
                        ReadError::new(ReadErrorKind::Columns, place, reason, "write it as CSV with a line of names")
                    }
                }))
            }
        }
    }
}

impl Iterator for Rows {
    type Item = Result<Raw, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            let record = match self.read() {
                Some(Ok(record)) => record,
                Some(Err(error)) => return Some(Err(error)),
                None => {
                    self.done = true;
                    return (self.documents == 0).then(|| Err(fieldmap::no_rows(&self.context.name, self.row)));
                }
            };
            self.row += 1;
            let line = record.position().map_or(0, csv::Position::line);
            let place = format!("{}:{line}", self.context.name);
            if record.len() != self.width {
                self.documents += 1;
                let reason = format!("the row has {} cells, but there are {} names", record.len(), self.width);
                let advice = "put cells that hold the separator or line ends in quotation marks";
                return Some(Err(ReadError::new(ReadErrorKind::Columns, place, reason, advice)));
            }
            let cell = |(field, column): (&&'static str, &usize)| Some((*field, record.get(*column)?.to_vec()));
            let row = Row(self.columns.iter().filter_map(cell).collect());
            if !row.has_article() {
                self.context.passed_over.add(fieldmap::WITHOUT);
                continue;
            }
            self.documents += 1;
            let input = format!("{}#{}", self.context.name, self.row);
            let limits = self.context.limits();
            return Some(Ok(Raw { input, place, body: Body::Row(Box::new(row)), limits, warnings: Vec::new() }));
        }
        None
    }
}
