//! `tocsin statements`: who said what.

use super::events::labels;
use crate::config::Config;
use crate::failure::{Ending, Stop};
use crate::query::{self, Paging, Which};
use crate::table::{Row, plain};
use clap::Args;
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
    paging.print(config.quiet, page, HEADER, table_row)?;
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
