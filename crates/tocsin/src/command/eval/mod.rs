//! `tocsin eval`: scores against a gold set, one kind a file.

mod blocks;
mod coref;
mod entities;
mod events;
mod pages;
mod places;
mod scored;
mod syntax;
mod times;

use crate::config::Config;
use crate::failure::{Ending, Stop};
use clap::{Args, Subcommand};

/// Scores what is read or coded against a gold set and prints the figures
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    kind: Kind,
}

#[derive(Debug, Subcommand)]
enum Kind {
    Events(events::Arguments),
    Pages(pages::Arguments),
    Blocks(blocks::Arguments),
    Syntax(syntax::Arguments),
    Entities(entities::Arguments),
    Times(times::Arguments),
    Places(places::Arguments),
    Coref(coref::Arguments),
}

/// Runs the command.
///
/// # Errors
/// When a file cannot be read or standard output not be written.
pub fn run(arguments: Arguments, config: &Config) -> Result<Ending, Stop> {
    match arguments.kind {
        Kind::Events(arguments) => events::run(arguments, config),
        Kind::Pages(arguments) => pages::run(arguments, config),
        Kind::Blocks(arguments) => blocks::run(arguments, config),
        Kind::Syntax(arguments) => syntax::run(arguments, config),
        Kind::Entities(arguments) => entities::run(arguments, config),
        Kind::Times(arguments) => times::run(arguments, config),
        Kind::Places(arguments) => places::run(arguments, config),
        Kind::Coref(arguments) => coref::run(arguments, config),
    }
}
