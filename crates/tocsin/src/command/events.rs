//! `tocsin events`: the coded events of a store.

use crate::config::Config;
use crate::failure::{Ending, Stop};
use crate::query::{self, Paging, Which};
use crate::table::{Row, plain};
use clap::Args;
use tocsin_export::public_label;
use tocsin_record::Party;
use tocsin_store::{EventRow, Order};

/// Lists the events of the store, newest publication first
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    paging: Paging,
}

const HEADER: &[&str] = &["DATE", "TYPE", "STATUS", "CONF", "WHO → WHOM", "WHERE"];

/// Runs the command.
///
/// # Errors
/// When the store cannot be read or standard output not be written.
pub fn run(arguments: Arguments, config: &Config) -> Result<Ending, Stop> {
    let store = query::open(config)?;
    let filter = arguments.which.filter(config);
    let paging = arguments.paging;
    let page = |limit, cursor: Option<&str>| store.events(&filter, Order::NewestPublished, limit, cursor);
    paging.print(config.quiet, page, HEADER, table_row)?;
    Ok(Ending::Complete)
}

/// The parties of one side, as a page may name them.
pub fn labels(parties: &[Party]) -> String {
    let label = |party: &Party| {
        let name = public_label(party).map(|name| plain(&name));
        name.or_else(|| party.country.clone()).unwrap_or_else(|| "?".to_owned())
    };
    if parties.is_empty() { "?".to_owned() } else { parties.iter().map(label).collect::<Vec<_>>().join(", ") }
}

fn table_row(row: &EventRow) -> Row {
    let event = &row.event;
    let day = event.time.as_ref().and_then(|time| time.start).map(|day| day.to_string());
    let kind = match event.mode {
        Some(mode) => format!("{}/{}", event.kind.name(), mode.name()),
        None => event.kind.name().to_owned(),
    };
    let parties = match event.recipient.is_empty() {
        true => labels(&event.actor),
        false => format!("{} → {}", labels(&event.actor), labels(&event.recipient)),
    };
    let place = event.place.as_ref().map_or(String::new(), |place| plain(&place.name));
    Row {
        cells: vec![
            day.unwrap_or_else(|| "?".to_owned()),
            kind,
            event.status.name().to_owned(),
            format!("{:.2}", event.confidence),
            parties,
            place,
        ],
        below: format!("{}  {}", event.id, plain(event.evidence.exact())),
    }
}
