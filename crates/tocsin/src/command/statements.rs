//! `tocsin statements`: who said what.

use super::events::labels;
use crate::config::Config;
use crate::failure::{Ending, Stop};
use crate::query::{self, Format, Paging, Which};
use crate::table::{self, Row, plain};
use clap::Args;
use std::io::{self, BufWriter, Write};
use tocsin_export::StatementWriter;
use tocsin_store::StatementRow;

/// Lists the statements of the store, newest publication first
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    paging: Paging,
}

const HEADER: &[&str] = &["PUBLISHED", "WHO", "HOW", "OUTLET"];

/// Runs the command.
///
/// # Errors
/// When the store cannot be read or standard output not be written.
pub fn run(arguments: Arguments, config: &Config) -> Result<Ending, Stop> {
    let store = query::open(config)?;
    let filter = arguments.which.filter(config);
    let paging = arguments.paging;
    let page = |limit, cursor: Option<&str>| store.statements(&filter, limit, cursor);
    let mut out = BufWriter::new(io::stdout());
    let format = match paging.format() {
        Format::Table => {
            let mut rows = Vec::new();
            paging.each(config.quiet, page, |row| {
                rows.push(table_row(&row));
                Ok(())
            })?;
            table::write(&mut out, HEADER, &rows, table::terminal_width()).map_err(Stop::output)?;
            out.flush().map_err(Stop::output)?;
            return Ok(Ending::Complete);
        }
        Format::Jsonl => tocsin_export::Format::Jsonl,
        Format::Csv => tocsin_export::Format::Csv,
    };
    let mut writer = StatementWriter::new(format, out)?;
    paging.each(config.quiet, page, |row| Ok(writer.write(&row)?))?;
    writer.finish()?;
    Ok(Ending::Complete)
}

fn table_row(row: &StatementRow) -> Row {
    let statement = &row.statement;
    let published = row.document.published.as_deref().map_or("?", |day| day.get(..10).unwrap_or(day));
    Row {
        cells: vec![
            published.to_owned(),
            labels(statement.speaker.as_slice()),
            if statement.direct { "in own words" } else { "in other words" }.to_owned(),
            row.document.outlet.as_deref().map_or(String::new(), plain),
        ],
        below: format!("{}  {}", statement.id, plain(statement.evidence.exact())),
    }
}
