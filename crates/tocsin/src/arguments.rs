//! The command line. What stands here is what `--help` says; its text is under snapshot tests.

use crate::command::{code, eval, events, explain, export, extract, feeds, read, serve, statements, versions, watch};
use crate::config::Config;
use crate::failure::Stop;
use crate::inputs::{self, Input, Inputs};
use crate::network::{Allowed, Web, WebPage};
use clap::{Args, Parser, Subcommand};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, LazyLock};
use tocsin_read::{FieldMap, Options};

/// Reads the news and keeps the record: who did, said or threatened what, to whom, where, when, according to whom, with
/// the sentence that says so.
#[derive(Debug, Parser)]
#[command(name = "tocsin", version = version(), max_term_width = 100, disable_help_subcommand = true, subcommand_required = true)]
#[command(after_help = "Exit status: 0 when all was done, 1 when an input failed (the others are still done), 2 on \
                        wrong usage.")]
pub struct Arguments {
    /// What holds for every command.
    #[command(flatten)]
    pub common: Common,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What holds for every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Common options")]
pub struct Common {
    /// The store [default: tocsin.db in the user's data folder]
    #[arg(long, global = true, value_name = "FILE", env = "TOCSIN_STORE", hide_env_values = true)]
    pub store: Option<PathBuf>,
    /// A TOML file with the keys store, threads, listen and min_confidence and the sections fetch and watch [default:
    /// config.toml in the user's configuration folder, if it is there]
    #[arg(long, global = true, value_name = "FILE", env = "TOCSIN_CONFIG", hide_env_values = true)]
    pub config: Option<PathBuf>,
    /// How many threads work [default: one for each core]; the output never depends on it
    #[arg(long, global = true, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// Say failures only: no progress, no warnings, no summary
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

/// Every command.
#[derive(Debug, Subcommand)]
pub enum Command {
    Read(read::Arguments),
    Extract(extract::Arguments),
    Code(code::Arguments),
    Events(events::Arguments),
    Statements(statements::Arguments),
    Versions(versions::Arguments),
    Export(export::Arguments),
    Explain(explain::Arguments),
    Serve(serve::Arguments),
    Watch(watch::Arguments),
    Feeds(feeds::Arguments),
    Eval(eval::Arguments),
}

/// What to read.
#[derive(Debug, Args)]
pub struct Named {
    /// Files, folders with all below them, and `-` for standard input: HTML, plain text, Markdown, RSS, Atom, JSON Feed,
    /// JSONL, CSV, Parquet, WARC and tar archives of these, and .gz and .zst of each; http(s) addresses of articles
    #[arg(value_name = "INPUT", required = true)]
    pub inputs: Vec<PathBuf>,
    /// Which columns or JSON fields hold what, where they are not called id, url, outlet, title, published, lang and text
    /// or html: text=body,published=meta.date
    #[arg(long, value_name = "FIELD=COLUMN,...")]
    pub map: Option<FieldMap>,
    #[command(flatten)]
    allowed: Allowed,
}

impl Named {
    /// One file, without any option.
    pub fn only(path: PathBuf) -> Self {
        Named { inputs: vec![path], map: None, allowed: Allowed::default() }
    }

    /// How the inputs are to be cut.
    pub fn options(&self) -> Options {
        Options { map: Arc::new(self.map.clone().unwrap_or_default()), ..Options::default() }
    }

    /// What is to be read, in order. Nothing is fetched yet.
    ///
    /// # Errors
    /// When addresses are among it and the network cannot be set up.
    pub fn list(&self, config: &Config) -> Result<Inputs, Stop> {
        let address = |path: &PathBuf| {
            let text = path.to_str()?;
            (text.starts_with("http://") || text.starts_with("https://")).then(|| text.to_owned())
        };
        if !self.inputs.iter().any(|path| address(path).is_some()) {
            return Ok(inputs::list(&self.inputs));
        }
        let web = Arc::new(Web::new(config, &self.allowed)?);
        let list = |path: &PathBuf| match address(path) {
            Some(address) => vec![Ok(Input::Page(WebPage::new(&web, address)))],
            None => inputs::list(std::slice::from_ref(path)),
        };
        Ok(self.inputs.iter().flat_map(list).collect())
    }
}

/// The program's version and the coder's, which says when rows may differ.
fn version() -> &'static str {
    static VERSION: LazyLock<String> =
        LazyLock::new(|| format!("{} (coder {})", env!("CARGO_PKG_VERSION"), tocsin_code::CODER_VERSION));
    &VERSION
}

/// Reads the command line.
///
/// # Errors
/// On wrong usage, and when help or the version was asked for: both are said already.
pub fn parse() -> Result<Arguments, Stop> {
    Arguments::try_parse().map_err(|error| {
        // Nothing is left to do when even that cannot be written.
        let _ = error.print();
        Stop::Said(if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS })
    })
}
