//! `tocsin eval pages`: article text and metadata against sets of stored pages.

use crate::config::Config;
use crate::console::Console;
use crate::eval::pages::{Answer, Half, Page, PageScore, PageTable, Set, figures, read_all, read_answers, score};
use crate::eval::{Figure, Value, sums, write_figures};
use crate::failure::{Ending, Failure, Stop};
use clap::Args;
use std::collections::HashMap;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Scores article text, title, authors and date against sets of stored pages
///
/// PATH is a folder with ground-truth.json and html/, a tar archive (bare, .gz or .xz) with evaldata.json or
/// eval_default.json, or the folder of one such archive; eval/README.md tells their forms. Each figure is a line, name and
/// value; with several PATHs each one's figures follow a line `set NAME`. A page that gives no document counts as an empty
/// answer.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The sets
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Score what `tocsin extract` printed earlier, in place of reading the pages now; goes with one PATH
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// Only half of the pages, by the parity of sha256 of their ids: make rules with one, try them on the other
    #[arg(long)]
    half: Option<Half>,
    /// Print a 95 % interval after each share: bootstrap over the pages, 1,000 resamples, the same draws each time
    #[arg(long)]
    intervals: bool,
    /// Print the first N misses of each set, each a line that begins with `miss`
    #[arg(long, value_name = "N", default_value_t = 0)]
    misses: usize,
    /// Write each page's figures to a CSV file, for comparing two builds
    #[arg(long, value_name = "FILE")]
    by_page: Option<PathBuf>,
    /// Name the page that took longest, and its seconds
    #[arg(long, conflicts_with = "answers")]
    slow: bool,
}

/// Runs the command.
///
/// # Errors
/// When a set cannot be read or an output not be written.
pub fn run(arguments: Arguments, config: &Config) -> Result<Ending, Stop> {
    if arguments.answers.is_some() && arguments.paths.len() > 1 {
        return Err(Stop::Usage(Failure::new("--answers", "goes with one PATH", "score one set at a time")));
    }
    let console = Console::new(config.quiet);
    let given = arguments.answers.as_deref().map(read_answers).transpose()?;
    let mut table = arguments.by_page.as_deref().map(PageTable::create).transpose()?;
    let mut out = BufWriter::new(io::stdout());
    for path in &arguments.paths {
        let set = Set::load(path, &console)?;
        let pages: Vec<&Page> =
            set.pages.iter().filter(|page| arguments.half.is_none_or(|half| Half::of(&page.id) == half)).collect();
        let answered = match &given {
            Some(given) => Answered::given(&pages, given),
            None => Answered::now(&pages, config.threads(), &console)?,
        };
        let scores = answered.scores(&pages);
        if let Some(table) = &mut table {
            for ((page, score), answer) in pages.iter().zip(&scores).zip(&answered.answers) {
                table.page(&set.name, &page.id, answer.is_some(), score)?;
            }
        }
        if arguments.paths.len() > 1 {
            writeln!(out, "set {}", set.name).map_err(Stop::output)?;
        }
        answered.write(&mut out, &arguments, &pages, &scores).map_err(Stop::output)?;
    }
    table.map_or(Ok(()), PageTable::finish)?;
    out.flush().map_err(Stop::output)?;
    Ok(Ending::Complete)
}

/// What was answered to the pages of a set, in their order.
struct Answered {
    answers: Vec<Option<Answer>>,
    /// How long reading took: all of it, and each page.
    spent: Option<(Duration, Vec<Duration>)>,
}

impl Answered {
    /// What was answered earlier.
    fn given(pages: &[&Page], given: &HashMap<String, Answer>) -> Self {
        let answers = pages.iter().map(|page| given.get(&page.id).cloned()).collect();
        Answered { answers, spent: None }
    }

    /// Reads the pages; those that give no document are named in a warning.
    fn now(pages: &[&Page], threads: usize, console: &Console) -> Result<Self, Stop> {
        let started = Instant::now();
        let readings = read_all(pages, threads)?;
        let all = started.elapsed();
        let (mut answers, mut each, mut failed) = (Vec::new(), Vec::new(), Vec::new());
        for reading in readings {
            each.push(reading.spent);
            answers.push(reading.answer.map_err(|failure| failed.push(failure)).ok());
        }
        if let Some(first) = failed.first() {
            let words = format_args!("{} of {} pages gave no document, the first: {first}", failed.len(), pages.len());
            console.warning(&Failure::line(words));
        }
        Ok(Answered { answers, spent: Some((all, each)) })
    }

    fn scores(&self, pages: &[&Page]) -> Vec<PageScore> {
        let nothing = Answer::default();
        pages.iter().zip(&self.answers).map(|(page, answer)| score(page, answer.as_ref().unwrap_or(&nothing))).collect()
    }

    fn write(
        &self,
        out: &mut impl Write,
        arguments: &Arguments,
        pages: &[&Page],
        scores: &[PageScore],
    ) -> io::Result<()> {
        let rows: Vec<&[f64]> = scores.iter().map(|score| score.sums.as_slice()).collect();
        let mut figures = figures(&sums(rows.iter().copied()));
        figures.push(Figure::count("inputs", pages.len() as u64));
        figures.push(Figure::count("answered", self.answers.iter().flatten().count() as u64));
        if let Some((all, each)) = &self.spent {
            let rate = pages.len() as f64 / all.as_secs_f64().max(1e-9);
            figures.push(Figure::new("pages_per_second", Value::Number(rate, 1)));
            let slowest = each.iter().zip(pages).max_by_key(|(spent, _)| **spent).filter(|_| arguments.slow);
            if let Some((spent, page)) = slowest {
                figures.push(Figure::new("slowest_page_seconds", Value::Number(spent.as_secs_f64(), 3)));
                figures.push(Figure::new("slowest_page", Value::Words(page.id.clone())));
            }
        }
        write_figures(out, &figures, &rows, arguments.intervals)?;
        for miss in scores.iter().flat_map(|score| &score.misses).take(arguments.misses) {
            writeln!(out, "{miss}")?;
        }
        Ok(())
    }
}
