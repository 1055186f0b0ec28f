//! `tocsin eval blocks`: the kinds of blocks against a gold of blocks.

use crate::config::Config;
use crate::console::Console;
use crate::eval::blocks::{BlockScore, GoldHalf, GoldPage, confusions, figures, read_doubtful, read_gold, score};
use crate::eval::pages::{Answer, Page, Set, read_all, read_answers};
use crate::eval::{sums, write_figures};
use crate::failure::{Ending, Failure, Stop};
use clap::Args;
use std::collections::HashMap;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

/// Scores the kinds of an article's blocks against a gold of blocks
///
/// GOLD holds one JSON object a line and page: {"set", "id", "sha256", "half": "dev", "dev2", "dev3" or "held-out", "blocks":
/// [{"kind", "start", "end"}]}, the offsets counting code points of the page's source; eval/blocks/README.md tells more.
/// Blocks are paired one to one where they share four words in five, and a pair of one kind is right. An extra block of
/// kind related or promo counts against its own kind only.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The gold
    #[arg(value_name = "GOLD")]
    gold: PathBuf,
    /// The sets that hold its pages, as for `eval pages`; what GOLD does not name is passed over
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Score what `tocsin extract` printed earlier, in place of reading the pages now; goes with one PATH
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// Only the pages of this part of the gold
    #[arg(long)]
    half: Option<GoldHalf>,
    /// Leave out the stretches that this file of the gold names as doubtful, and the answer blocks that pair with them
    #[arg(long, value_name = "FILE")]
    without: Option<PathBuf>,
    /// Print a 95 % interval after each share: bootstrap over the pages, 1,000 resamples, the same draws each time
    #[arg(long)]
    intervals: bool,
    /// Print how often one kind was taken for another
    #[arg(long)]
    confusions: bool,
    /// Print the first N misses, each a line that begins with `miss`; those of held-out pages are never shown
    #[arg(long, value_name = "N", default_value_t = 0)]
    misses: usize,
}

/// Runs the command.
///
/// # Errors
/// When a file cannot be read or standard output not be written.
pub fn run(arguments: Arguments, config: &Config) -> Result<Ending, Stop> {
    if arguments.answers.is_some() && arguments.paths.len() > 1 {
        return Err(Stop::Usage(Failure::new("--answers", "goes with one PATH", "score one set at a time")));
    }
    let console = Console::new(config.quiet);
    let gold = read_gold(&arguments.gold)?;
    let gold: Vec<&GoldPage> = gold.iter().filter(|page| arguments.half.is_none_or(|half| page.half == half)).collect();
    let given = arguments.answers.as_deref().map(read_answers).transpose()?;
    let doubtful = arguments.without.as_deref().map(read_doubtful).transpose()?.unwrap_or_default();
    let mut failed = 0;
    let mut scored: Vec<(GoldHalf, BlockScore)> = Vec::new();
    let mut found = 0;
    for path in &arguments.paths {
        let set = Set::load(path, &console)?;
        let by_id: HashMap<&str, &Page> = set.pages.iter().map(|page| (page.id.as_str(), page)).collect();
        let pages: Vec<(&GoldPage, &Page)> = gold
            .iter()
            .filter(|page| page.set == set.name)
            .filter_map(|gold| Some((*gold, *by_id.get(gold.id.as_str())?)))
            .collect();
        found += pages.len();
        let sources: Vec<&Page> = pages.iter().map(|(_, page)| *page).collect();
        let answers: Vec<Option<Answer>> = match &given {
            Some(given) => sources.iter().map(|page| given.get(&page.id).cloned()).collect(),
            None => {
                let readings = read_all(&sources, config.threads())?;
                readings
                    .into_iter()
                    .map(|reading| reading.answer.map_err(|failure| console.warning(&failure)).ok())
                    .collect()
            }
        };
        for ((gold, page), answer) in pages.into_iter().zip(answers) {
            match page.source().and_then(|source| gold.blocks(&source, &doubtful)) {
                Ok(blocks) => {
                    let answer = answer.unwrap_or_default();
                    scored.push((gold.half, score(&gold.id, &blocks, &answer.blocks())));
                }
                Err(failure) => {
                    failed += 1;
                    console.failure(&failure);
                }
            }
        }
    }
    if found < gold.len() {
        let words = format_args!("{} of {} pages of the gold are in none of the sets", gold.len() - found, gold.len());
        console.warning(&Failure::line(words));
    }
    write(&arguments, &scored).map_err(Stop::output)?;
    Ok(Ending::of(failed))
}

fn write(arguments: &Arguments, scored: &[(GoldHalf, BlockScore)]) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout());
    let rows: Vec<&[f64]> = scored.iter().map(|(_, score)| score.sums.as_slice()).collect();
    let mut lines = figures(rows.len(), &sums(rows.iter().copied()));
    if arguments.confusions {
        lines.extend(confusions(scored.iter().map(|(_, score)| score)));
    }
    write_figures(&mut out, &lines, &rows, arguments.intervals)?;
    let shown = scored.iter().filter(|(half, _)| *half != GoldHalf::HeldOut).flat_map(|(_, score)| &score.misses);
    for miss in shown.take(arguments.misses) {
        writeln!(out, "{miss}")?;
    }
    out.flush()
}
