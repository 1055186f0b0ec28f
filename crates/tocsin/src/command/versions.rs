//! `tocsin versions`: what changed in documents that were read again.

use super::extract::record;
use crate::config::Config;
use crate::failure::{Ending, Failure, Stop};
use crate::query::{self, Format, Paging};
use crate::table::{Row, plain};
use clap::Args;
use jiff::civil::Date;
use std::io::{self, BufWriter, IsTerminal, Write};
use tocsin_record::{BlockChange, Change, DocumentId, Revision, RevisionSummary, WordChange};
use tocsin_store::{RevisionFilter, RevisionRow, Store};

/// Lists the documents whose text changed since it was first read, or shows what changed in one
///
/// An edit is silent when the article changed and its page gives no later date of change. Changes of credits, related
/// links and promos alone are no edit of the article.
#[derive(Debug, Args)]
pub struct Arguments {
    /// A document's id: show what changed from version to version, oldest first
    #[arg(value_name = "ID", conflicts_with_all = ["silent", "since", "until", "limit", "cursor"])]
    id: Option<String>,
    /// The earlier of the two versions to compare [default: the one before the later]
    #[arg(long, value_name = "N", requires = "id")]
    from: Option<u32>,
    /// The later of the two versions to compare [default: the newest]
    #[arg(long, value_name = "N", requires = "id")]
    to: Option<u32>,
    /// Only silent edits
    #[arg(long)]
    silent: bool,
    /// Only what was read on this day, in UTC, or later, as 2026-01-31
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Only what was read on this day or earlier
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    #[command(flatten)]
    paging: Paging,
}

const HEADER: &[&str] = &["READ", "VERSION", "EDIT", "OUTLET", "TITLE"];
/// How many figures and names a line of the list names.
const NAMED: usize = 4;

/// Runs the command.
///
/// # Errors
/// When the store cannot be read, has no such document or version, or standard output cannot be written.
pub fn run(arguments: Arguments, config: &Config) -> Result<Ending, Stop> {
    let store = query::open(config)?;
    match &arguments.id {
        Some(id) => show(&store, &DocumentId::from(id.clone()), &arguments)?,
        None => list(&store, &arguments, config)?,
    }
    Ok(Ending::Complete)
}

fn list(store: &Store, arguments: &Arguments, config: &Config) -> Result<(), Stop> {
    let filter = RevisionFilter {
        silent: arguments.silent,
        since: arguments.since,
        until: arguments.until,
        ..RevisionFilter::default()
    };
    let paging = &arguments.paging;
    let page = |limit, cursor: Option<&str>| store.revisions(&filter, limit, cursor);
    paging.print(config.quiet, page, HEADER, table_row)
}

/// How an edit is called.
fn edit(summary: &RevisionSummary) -> &'static str {
    match summary {
        RevisionSummary { silent: true, .. } => "silent",
        RevisionSummary { article_changed: true, .. } => "dated",
        _ => "not the article",
    }
}

fn table_row(row: &RevisionRow) -> Row {
    let (document, summary) = (&row.document, &row.summary);
    let known = |text: Option<&str>| text.map_or_else(|| "?".to_owned(), plain);
    Row {
        cells: vec![
            row.read_at.chars().take(10).collect(),
            format!("{} → {}", row.before, document.version),
            edit(summary).to_owned(),
            known(document.outlet.as_deref()),
            known(document.title.as_deref()),
        ],
        below: format!("{}  {}", plain(document.id.as_str()), plain(&summary.in_words(NAMED))),
    }
}

fn show(store: &Store, id: &DocumentId, arguments: &Arguments) -> Result<(), Stop> {
    let place = id.as_str();
    let stored = store.document(id, None)?.ok_or_else(|| {
        Failure::new(place, "there is no such document in the store", "take an id that `tocsin versions` lists")
    })?;
    let numbers: Vec<u32> = stored.versions.iter().map(|version| version.number).collect();
    let is_known = |number: &Option<u32>| number.is_none_or(|number| numbers.contains(&number));
    if !is_known(&arguments.from) || !is_known(&arguments.to) {
        let has = numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
        let reason = format_args!("has no such version; it has {has}");
        return Err(Failure::new(place, reason, "name two of these with --from and --to").into());
    }
    let steps: Vec<(Option<u32>, Option<u32>)> = match (arguments.from, arguments.to) {
        (None, None) => numbers.windows(2).map(|pair| (Some(pair[0]), Some(pair[1]))).collect(),
        asked => vec![asked],
    };
    let mut out = BufWriter::new(io::stdout());
    for (from, to) in steps {
        let Some(revision) = store.revision(id, from, to)? else {
            let advice = "leave --to away, or name a later one";
            return Err(Failure::new(place, "there is no version before this one", advice).into());
        };
        let written = match arguments.paging.format() {
            Format::Table => write_revision(&mut out, &revision, Marks::of_terminal()),
            Format::Jsonl => out.write_all(&record(&revision)?),
            Format::Csv => {
                let advice = "use --format table or jsonl, or ask for the list without an ID";
                return Err(Stop::Usage(Failure::new("--format", "csv is for the list of versions", advice)));
            }
        };
        written.map_err(Stop::output)?;
    }
    out.flush().map_err(Stop::output)
}

/// What stands around removed and added words.
#[derive(Clone, Copy)]
struct Marks {
    removed: (&'static str, &'static str),
    added: (&'static str, &'static str),
}

impl Marks {
    /// Signs alone, so that nothing is lost on paper or to whoever does not see the colours.
    const PLAIN: Marks = Marks { removed: ("[-", "-]"), added: ("{+", "+}") };
    const COLOURED: Marks = Marks { removed: ("\u{1b}[31m[-", "-]\u{1b}[0m"), added: ("\u{1b}[32m{+", "+}\u{1b}[0m") };

    /// Coloured on a terminal, unless `NO_COLOR` asks for none.
    fn of_terminal() -> Self {
        let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        if io::stdout().is_terminal() && !unwanted { Marks::COLOURED } else { Marks::PLAIN }
    }
}

fn write_revision(out: &mut impl Write, revision: &Revision, marks: Marks) -> io::Result<()> {
    let Revision { id, before, after, summary, blocks } = revision;
    writeln!(out, "{}  {before} → {after}  {}", plain(id.as_str()), edit(summary))?;
    writeln!(out, "{}", plain(&summary.in_words(usize::MAX)))?;
    if let Some(headline) = &summary.headline {
        let side = |headline: &Option<String>| headline.as_deref().map_or_else(|| "none".to_owned(), plain);
        writeln!(out, "headline  {} → {}", side(&headline.before), side(&headline.after))?;
    }
    let mut kept = 0;
    for block in blocks {
        if block.change == Change::Kept {
            kept += 1;
            continue;
        }
        write_kept(out, &mut kept)?;
        write_block(out, block, marks)?;
    }
    write_kept(out, &mut kept)
}

/// Tells how many kept blocks are passed over.
fn write_kept(out: &mut impl Write, kept: &mut u32) -> io::Result<()> {
    match std::mem::take(kept) {
        0 => Ok(()),
        1 => writeln!(out, "    … 1 block kept"),
        n => writeln!(out, "    … {n} blocks kept"),
    }
}

fn write_block(out: &mut impl Write, block: &BlockChange, marks: Marks) -> io::Result<()> {
    let sign = match block.change {
        Change::Kept => ' ',
        Change::Changed => '~',
        Change::Added => '+',
        Change::Removed => '-',
        Change::Moved => '>',
    };
    write!(out, "{sign} {:10} ", block.kind.name())?;
    for piece in &block.words {
        let text = plain(&piece.text);
        match piece.change {
            WordChange::Kept => write!(out, "{text}")?,
            WordChange::Removed => write!(out, "{}{text}{}", marks.removed.0, marks.removed.1)?,
            WordChange::Added => write!(out, "{}{text}{}", marks.added.0, marks.added.1)?,
        }
    }
    writeln!(out)
}
