//! What the query commands have in common: which rows, how many, and in which format.

use crate::config::Config;
use crate::failure::{Failure, Stop};
use crate::table::{self, Row};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use std::io::{self, BufWriter, IsTerminal, Write};
use tocsin_export::{Exported, RowWriter};
use tocsin_record::{EventType, Status};
use tocsin_store::{Access, Filter, Page, Store, StoreError};

/// Which rows.
#[derive(Debug, Args)]
#[command(next_help_heading = "Which rows")]
pub struct Which {
    /// The acting side: a country or class code, a sector code, or any part of a name; repeat for alternatives
    #[arg(long, value_name = "PARTY")]
    actor: Vec<String>,
    /// The side acted on, likewise
    #[arg(long, value_name = "PARTY")]
    recipient: Vec<String>,
    /// Event types, comma-separated
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',', value_parser = event_type)]
    kinds: Vec<EventType>,
    /// Statuses, comma-separated
    #[arg(long, value_name = "STATUS", value_delimiter = ',', value_parser = status())]
    status: Vec<Status>,
    /// Country codes of the place, comma-separated
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    country: Vec<String>,
    /// From this day on, as 2026-01-31: the day of the event, or of publication where the event has none
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Up to this day, likewise
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// Only rows that a person has reviewed; with =false only the others
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    reviewed: Option<bool>,
    /// Only rows of at least this confidence, from 0 to 1
    #[arg(long, value_name = "X", value_parser = confidence)]
    min_confidence: Option<f64>,
    /// What was known at the end of this day
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
}

/// How many rows, and from where.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct Paging {
    /// At most so many rows [default: 50 in a table, else all]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Go on where an earlier call stopped
    #[arg(long, value_name = "CURSOR")]
    cursor: Option<String>,
    /// The format [default: table on a terminal, else jsonl]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
}

/// The format of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading.
    Table,
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values with a header.
    Csv,
}

/// The only format of the commands that read documents.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum RecordFormat {
    /// One JSON object a line.
    Jsonl,
}

/// How many rows a table shows unless told otherwise.
const TABLE_ROWS: usize = 50;

fn event_type(given: &str) -> Result<EventType, String> {
    let found = EventType::all().find(|kind| kind.name().eq_ignore_ascii_case(given.trim()));
    found.ok_or_else(|| {
        let names: Vec<&str> = EventType::all().map(EventType::name).collect();
        format!("the types are {}", names.join(", "))
    })
}

fn status() -> impl TypedValueParser<Value = Status> {
    let names = PossibleValuesParser::new(Status::ALL.map(Status::name));
    names.try_map(|name| Status::from_name(&name).ok_or("no status"))
}

fn confidence(given: &str) -> Result<f64, String> {
    let value = given.parse().ok().filter(|value| (0.0..=1.0).contains(value));
    value.ok_or_else(|| "give a number between 0 and 1".to_owned())
}

impl Which {
    /// The filter of the store.
    pub fn filter(self, config: &Config) -> Filter {
        Filter {
            actor: self.actor,
            recipient: self.recipient,
            kinds: self.kinds,
            statuses: self.status,
            countries: self.country.iter().map(|code| code.trim().to_uppercase()).collect(),
            since: self.since,
            until: self.until,
            min_confidence: self.min_confidence.or(config.min_confidence),
            reviewed: self.reviewed,
            as_of: self.as_of,
            ..Filter::default()
        }
    }
}

/// Opens the store of this run for reading.
///
/// # Errors
/// When there is none, or it cannot be read.
pub fn open(config: &Config) -> Result<Store, Stop> {
    Ok(Store::open(config.store(false)?, Access::Read)?)
}

impl Paging {
    /// The format of this run.
    pub fn format(&self) -> Format {
        let by_default = || if io::stdout().is_terminal() { Format::Table } else { Format::Jsonl };
        self.format.unwrap_or_else(by_default)
    }

    /// Prints the rows of all pages that are asked for: to people as a table, with a row of it by `table_row`, to programs
    /// as records.
    ///
    /// # Errors
    /// As [`Paging::each`], and when standard output cannot be written.
    pub fn print<R: Exported>(
        &self,
        quiet: bool,
        page: impl FnMut(usize, Option<&str>) -> Result<Page<R>, StoreError>,
        header: &[&str],
        table_row: impl Fn(&R) -> Row,
    ) -> Result<(), Stop> {
        let mut out = BufWriter::new(io::stdout());
        let format = match self.format() {
            Format::Table => {
                let mut rows = Vec::new();
                self.each(quiet, page, |row| {
                    rows.push(table_row(&row));
                    Ok(())
                })?;
                table::write(&mut out, header, &rows, table::terminal_width()).map_err(Stop::output)?;
                return out.flush().map_err(Stop::output);
            }
            Format::Jsonl => tocsin_export::Format::Jsonl,
            Format::Csv => tocsin_export::Format::Csv,
        };
        let mut writer = RowWriter::new(format, out)?;
        self.each(quiet, page, |row| Ok(writer.write(&row)?))?;
        writer.finish()?;
        Ok(())
    }

    /// Asks for one page after the other until there are rows enough, and gives each row to `each`. What lies beyond is
    /// told on standard error.
    ///
    /// # Errors
    /// When the store cannot be read, the cursor is no good, or `each` fails.
    fn each<T>(
        &self,
        quiet: bool,
        mut page: impl FnMut(usize, Option<&str>) -> Result<Page<T>, StoreError>,
        mut each: impl FnMut(T) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let most = match (self.limit, self.format()) {
            (Some(limit), _) => limit,
            (None, Format::Table) => TABLE_ROWS,
            (None, _) => usize::MAX,
        };
        let mut cursor = self.cursor.clone();
        let (mut given, mut total) = (0, 0);
        while given < most {
            let page = page((most - given).min(tocsin_store::MOST_ROWS), cursor.as_deref())?;
            total = page.total;
            given += page.rows.len();
            page.rows.into_iter().try_for_each(&mut each)?;
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        if let (Some(cursor), true) = (cursor, given > 0 && !quiet) {
            let words = format_args!("{given} of {total} rows; for the next ones add --cursor {cursor}");
            crate::console::write_line("note", &Failure::line(words));
        }
        Ok(())
    }
}
