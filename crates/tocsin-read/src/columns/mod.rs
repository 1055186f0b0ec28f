//! Parquet: only the columns that are wanted, row group by row group, some rows at a time.

mod cell;
mod file;
mod thrift;

use crate::ReadError;
use crate::error::ReadErrorKind;
use crate::fieldmap::Row;
use crate::raw::{Body, Raw};
use crate::split::{Context, ReadSeek, Records};
use cell::{Cell, Kind};
use file::{Chunks, Pages};
use parquet::column::reader::{ColumnReader, get_column_reader};
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader, RowGroupMetaData};
use parquet::file::properties::ReaderProperties;
use parquet::file::serialized_reader::SerializedPageReader;
use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Rows that are decoded at once. As many at most are lost before a damaged page.
const ROWS: usize = 8;
/// The longest table of contents.
const LONGEST_FOOTER: u64 = 16 << 20;

/// The rows of a file.
struct Rows {
    context: Context,
    chunks: Arc<Chunks>,
    about: ParquetMetaData,
    columns: BTreeMap<&'static str, usize>,
    group: usize,
    open: Option<Group>,
    row: u64,
    /// Bytes that were handed on.
    given: u64,
    documents: u64,
    done: bool,
}

/// A row group that is being read.
struct Group {
    columns: Vec<Column>,
    promised: u64,
    rows: u64,
}

/// One column of it.
struct Column {
    field: &'static str,
    reader: ColumnReader,
    kind: Kind,
    full: i16,
    ready: VecDeque<Option<Cell>>,
}

fn wrong(place: &str, reason: String) -> ReadError {
    let advice = "check that the file is complete, or write it again";
    ReadError::new(ReadErrorKind::Columns, place, reason, advice)
}

fn said(error: &ParquetError) -> String {
    match error {
        ParquetError::General(message) | ParquetError::EOF(message) | ParquetError::NYI(message) => message.clone(),
        other => other.to_string(),
    }
}

/// Damage that the decoder did not foresee makes it panic; here that is damage like any other.
fn caught<T>(decode: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(decode)).unwrap_or_else(|_| Err("its bytes make no sense".to_owned()))
}

/// Reads what the file says of itself and finds the columns. `end` is its length.
pub(crate) fn of_file(context: &Context, file: Box<dyn ReadSeek>, end: u64) -> Result<Records, ReadError> {
    let name = context.name.as_str();
    let chunks = Chunks::new(file, end, context.limits());
    let about = caught(|| footer(&chunks, end).map_err(|error| said(&error)));
    let about = about.map_err(|reason| wrong(name, format!("cannot be read as Parquet ({reason})")))?;
    let schema = about.file_metadata().schema_descr();
    let names: Vec<String> = schema
        .columns()
        .iter()
        .map(|column| match column.max_rep_level() {
            0 => column.path().string(),
            // A list is called by its own name, not by those of the levels inside.
            _ => column.path().parts().first().cloned().unwrap_or_default(),
        })
        .collect();
    let found = context.options.map.columns(&names);
    let mut columns = found.map_err(|(reason, advice)| ReadError::new(ReadErrorKind::Columns, name, reason, advice))?;
    for (field, column) in columns.clone() {
        if schema.column(column).max_rep_level() > 0 {
            if field == "text" || field == "html" {
                let reason = format!("its column {:?} holds lists, not texts", names[column]);
                let advice = "name another column with --map, or join the lists when you write the file";
                return Err(ReadError::new(ReadErrorKind::Columns, name, reason, advice));
            }
            columns.remove(field);
        }
    }
    Ok(Box::new(Rows {
        context: context.clone(),
        chunks: Arc::new(chunks),
        about,
        columns,
        group: 0,
        open: None,
        row: 0,
        given: 0,
        documents: 0,
        done: false,
    }))
}

/// The table of contents at the end of the file.
fn footer(chunks: &Chunks, end: u64) -> Result<ParquetMetaData, ParquetError> {
    let general = |message: &str| ParquetError::General(message.to_owned());
    let tail = chunks.part(end.checked_sub(8).ok_or_else(|| general("it is too short"))?, 8)?;
    let (length, magic) = tail.split_at(4);
    if magic != crate::sniff::PARQUET {
        let what = if magic == b"PARE" { "it is encrypted" } else { "it breaks off: its table of contents is missing" };
        return Err(general(what));
    }
    let length = u64::from(length.try_into().map_or(0, u32::from_le_bytes));
    if length > LONGEST_FOOTER {
        return Err(general("its table of contents is too long"));
    }
    let start = (end - 8).checked_sub(length).ok_or_else(|| general("its table of contents is damaged"))?;
    let contents = chunks.part(start, length)?;
    thrift::walk(&contents).ok_or_else(|| general("its table of contents is damaged"))?;
    ParquetMetaDataReader::decode_metadata(&contents)
}

impl Rows {
    /// Opens the next row group; `None` behind the last.
    fn next_group(&mut self) -> Result<Option<Group>, String> {
        let number = self.group;
        if number == self.about.num_row_groups() {
            return Ok(None);
        }
        self.group += 1;
        let group = self.about.row_group(number);
        let promised = u64::try_from(group.num_rows()).map_err(|_| "it promises less than no rows".to_owned())?;
        let columns: Result<Vec<Column>, String> =
            self.columns.iter().map(|(field, column)| open(&self.chunks, group, field, *column)).collect();
        Ok(Some(Group { columns: columns?, promised, rows: 0 }))
    }

    /// The next row; `None` at the end of the file.
    fn next_row(&mut self) -> Result<Option<Row>, String> {
        loop {
            let Some(group) = &mut self.open else {
                match self.next_group()? {
                    Some(group) => self.open = Some(group),
                    None => return Ok(None),
                }
                continue;
            };
            for column in &mut group.columns {
                if column.ready.is_empty() {
                    column.fill().map_err(|error| format!("column {:?}: {}", column.field, said(&error)))?;
                }
            }
            let ready = group.columns.iter().filter(|column| !column.ready.is_empty()).count();
            if ready == 0 {
                let (rows, promised) = (group.rows, group.promised);
                self.open = None;
                if rows != promised {
                    return Err(format!("it promises {promised} rows and holds {rows}"));
                }
                continue;
            }
            if ready < group.columns.len() {
                return Err(format!("its columns are not of one length, {} rows and more", group.rows));
            }
            group.rows += 1;
            let mut row = Row::default();
            for column in &mut group.columns {
                if let Some(Some(cell)) = column.ready.pop_front() {
                    row.0.insert(column.field, cell.into_bytes());
                }
            }
            return Ok(Some(row));
        }
    }

    /// A page of few bytes can stand for rows without end.
    fn weigh(&mut self, row: &Row) -> Result<(), String> {
        let limits = self.context.limits();
        self.given += row.0.values().map(|cell| cell.len() as u64).sum::<u64>();
        let size = self.chunks.end();
        if self.given > limits.document_bytes && self.given / size.max(1) > limits.ratio {
            return Err(format!(
                "it unpacks to more than {} times its size, as a decompression bomb does",
                limits.ratio
            ));
        }
        Ok(())
    }
}

fn open(chunks: &Arc<Chunks>, group: &RowGroupMetaData, field: &'static str, column: usize) -> Result<Column, String> {
    let about = group.columns().get(column).ok_or("a row group lacks a column")?;
    // The reader takes these for granted.
    let start = about.dictionary_page_offset().unwrap_or(about.data_page_offset());
    if start < 0 || about.compressed_size() < 0 || about.data_page_offset() < 0 {
        return Err(format!("column {field:?}: it begins nowhere"));
    }
    let described = about.column_descr_ptr();
    let kind = Kind::of(&described);
    let full = described.max_def_level();
    let rows = usize::try_from(group.num_rows()).map_err(|_| "it promises too many rows".to_owned())?;
    let properties = Arc::new(ReaderProperties::builder().set_read_page_statistics(false).build());
    let pages = SerializedPageReader::new_with_properties(Arc::clone(chunks), about, rows, None, properties);
    let pages = pages.map_err(|error| format!("column {field:?}: {}", said(&error)))?;
    let pages = Pages { inner: pages, has_definition_levels: full > 0 };
    let reader = get_column_reader(described, Box::new(pages));
    Ok(Column { field, reader, kind, full, ready: VecDeque::new() })
}

impl Column {
    /// Decodes some rows.
    fn fill(&mut self) -> Result<(), ParquetError> {
        let mut levels: Vec<i16> = Vec::new();
        macro_rules! read {
            ($reader:expr, $cell:expr) => {{
                let mut values = Vec::new();
                let (rows, ..) = $reader.read_records(ROWS, Some(&mut levels), None, &mut values)?;
                (rows, values.into_iter().map($cell).collect::<Vec<Option<Cell>>>())
            }};
        }
        let kind = self.kind;
        let (rows, cells) = match &mut self.reader {
            ColumnReader::BoolColumnReader(reader) => read!(reader, |value: bool| kind.boolean(value)),
            ColumnReader::Int32ColumnReader(reader) => read!(reader, |value: i32| kind.number(value.into())),
            ColumnReader::Int64ColumnReader(reader) => read!(reader, |value: i64| kind.number(value)),
            ColumnReader::Int96ColumnReader(reader) => read!(reader, |value| kind.old_time(&value)),
            ColumnReader::FloatColumnReader(reader) => read!(reader, |value: f32| kind.float(value.into())),
            ColumnReader::DoubleColumnReader(reader) => read!(reader, |value: f64| kind.float(value)),
            ColumnReader::ByteArrayColumnReader(reader) => read!(reader, |value| kind.bytes(value)),
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                read!(reader, |value: parquet::data_type::FixedLenByteArray| kind.bytes(value.into()))
            }
        };
        if self.full == 0 {
            self.ready.extend(cells);
            return Ok(());
        }
        let mut cells = cells.into_iter();
        for level in levels.into_iter().take(rows) {
            self.ready.push_back(if level == self.full { cells.next().flatten() } else { None });
        }
        Ok(())
    }
}

impl Iterator for Rows {
    type Item = Result<Raw, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            let place = format!("{}#{}", self.context.name, self.row + 1);
            let row = caught(|| {
                let row = self.next_row()?;
                if let Some(row) = &row {
                    self.weigh(row)?;
                }
                Ok(row)
            });
            let row = match row {
                Ok(Some(row)) => row,
                Ok(None) => break,
                Err(reason) => {
                    self.done = true;
                    self.documents += 1;
                    return Some(Err(wrong(&place, format!("cannot be read from here on ({reason})"))));
                }
            };
            self.row += 1;
            if !row.has_article() {
                self.context.passed_over.add(crate::fieldmap::WITHOUT);
                continue;
            }
            self.documents += 1;
            let limits = self.context.limits();
            let body = Body::Row(Box::new(row));
            return Some(Ok(Raw { input: place.clone(), place, body, limits, warnings: Vec::new() }));
        }
        if !self.done && self.documents == 0 {
            self.done = true;
            return Some(Err(crate::fieldmap::no_rows(&self.context.name, self.row)));
        }
        self.done = true;
        None
    }
}
