//! `tocsin explain`: what decided each field of a row; how a text is read.

use super::analysis;
use super::events::labels;
use super::extract::print_records;
use crate::arguments::Named;
use crate::config::Config;
use crate::failure::{Ending, Failure, Stop};
use crate::query;
use crate::table::plain;
use clap::Args;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use tocsin_language::Analyser;
use tocsin_record::{EventId, TextIndex};
use tocsin_store::EventRow;

/// Prints what decided each field of a stored event, or how a text is read
///
/// Of an event: the rule or the model, and the words it went by. Of a text (--text): each sentence with its words, their parts of
/// speech and their places in its tree, then the names, times, numbers and places in it, each with what it was taken for.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The event, as `tocsin events` names it
    #[arg(value_name = "ID", required_unless_present = "text")]
    id: Option<String>,
    /// Print how this file, or `-` for standard input, is read; nothing is stored
    #[arg(long, value_name = "FILE", conflicts_with = "id")]
    text: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// When there is no such row, or the store cannot be read.
pub fn run(arguments: Arguments, config: &Config) -> Result<Ending, Stop> {
    if let Some(path) = arguments.text {
        let analyser = Analyser::new();
        return print_records(Named::only(path), config, |raw| Ok(analysis::print(&analyser, &raw.read()?)));
    }
    let store = query::open(config)?;
    let id = EventId::from(arguments.id.unwrap_or_default().trim().to_ascii_lowercase());
    let Some(row) = store.event(&id)? else {
        let advice = "`tocsin events` prints the ids there are";
        return Err(Failure::new(id, "there is no such event in the store", advice).into());
    };
    let document = store.document(&row.document.id, Some(row.document.version))?;
    let text = document.map(|stored| stored.document.text).unwrap_or_default();
    let mut out = BufWriter::new(io::stdout());
    write(&mut out, &row, &text).and_then(|()| out.flush()).map_err(Stop::output)?;
    Ok(Ending::Complete)
}

fn write(out: &mut impl Write, row: &EventRow, text: &str) -> io::Result<()> {
    let event = &row.event;
    let mode = event.mode.map_or(String::new(), |mode| format!("/{}", mode.name()));
    writeln!(out, "{} {}{mode} {} {:.2}", event.id, event.kind.name(), event.status.name(), event.confidence)?;
    writeln!(out, "{} → {}", labels(&event.actor), labels(&event.recipient))?;
    writeln!(out, "{}", plain(event.evidence.exact()))?;
    let head = &row.document;
    let outlet = head.outlet.as_deref().unwrap_or("outlet unknown");
    let published = head.published.as_deref().unwrap_or("undated");
    let (id, version) = (plain(head.id.as_str()), head.version);
    writeln!(out, "{}, {}, {id} version {version}, coder {}", plain(outlet), plain(published), row.coder_version)?;
    let index = TextIndex::new(text);
    for decision in &event.decided_by {
        let words = decision.span.map(|span| plain(index.slice(text, span))).filter(|words| !words.is_empty());
        let words = words.map_or(String::new(), |words| format!("  “{words}”"));
        writeln!(out, "  {:12} {}{words}", decision.field, decision.by)?;
    }
    Ok(())
}
