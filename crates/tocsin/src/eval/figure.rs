//! Figures made of sums over pages, and how sure they are.

use std::io::{self, Write};

/// A figure as a function of the sums; `None` where it has nothing to be a share of.
type OfSums = Box<dyn Fn(&[f64]) -> Option<f64>>;

/// What stands after a figure's name.
pub enum Value {
    /// How many.
    Count(u64),
    /// A number with so many decimals that has no interval: a time, a speed.
    Number(f64, usize),
    /// Words.
    Words(String),
    /// A share of the sums, with so many decimals.
    Share(usize, OfSums),
}

/// One line of a report.
pub struct Figure {
    name: String,
    value: Value,
}

impl Figure {
    /// A figure called `name`.
    pub fn new(name: impl Into<String>, value: Value) -> Self {
        Figure { name: name.into(), value }
    }

    /// A count.
    pub fn count(name: impl Into<String>, count: u64) -> Self {
        Figure::new(name, Value::Count(count))
    }

    /// The share of `part` in `whole`, both made from the sums.
    pub fn share(
        name: impl Into<String>,
        digits: usize,
        part: impl Fn(&[f64]) -> f64 + 'static,
        whole: impl Fn(&[f64]) -> f64 + 'static,
    ) -> Self {
        let of = move |sums: &[f64]| {
            let whole = whole(sums);
            (whole != 0.0).then(|| part(sums) / whole)
        };
        Figure::new(name, Value::Share(digits, Box::new(of)))
    }
}

/// What was counted of a gold item, and what was missed in it.
#[derive(Debug, Default)]
pub struct Score {
    /// Its row of sums.
    pub sums: Vec<f64>,
    /// A line for each gold answer that was missed.
    pub misses: Vec<String>,
}

/// The sums of all rows, in their order.
pub fn sums<'r>(rows: impl IntoIterator<Item = &'r [f64]>) -> Vec<f64> {
    let mut rows = rows.into_iter();
    let first = rows.next().map_or_else(Vec::new, <[f64]>::to_vec);
    rows.fold(first, |mut sums, row| {
        sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
        sums
    })
}

/// The figure over these sums; there is none over no rows.
fn share(of: &OfSums, sums: &[f64]) -> Option<f64> {
    if sums.is_empty() { None } else { of(sums) }
}

/// How many times the pages are drawn anew.
const RESAMPLES: usize = 1_000;
/// Where the draws begin, so that an interval is the same whenever it is asked for.
const SEED: u64 = 0x746F_6373_696E;

/// SplitMix64. The sequence is part of the printed figures, so it is not left to a library's next version.
struct Draws(u64);

impl Draws {
    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`, each as likely as the other to within 2⁻⁶⁴ of `end`.
    fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.draw()) * end as u128) >> 64) as usize
    }
}

/// The sums of each resample: as many rows as there are, drawn with replacement.
fn resampled(rows: &[&[f64]]) -> Vec<Vec<f64>> {
    let mut draws = Draws(SEED);
    (0..RESAMPLES).map(|_| sums((0..rows.len()).map(|_| rows[draws.below(rows.len())]))).collect()
}

/// The middle 95 % of a figure over the resamples in which it can be made; `None` when there is none.
fn interval(resamples: &[Vec<f64>], of: &OfSums) -> Option<(f64, f64)> {
    let mut values: Vec<f64> = resamples.iter().filter_map(|sums| share(of, sums)).collect();
    values.sort_by(f64::total_cmp);
    let out = values.len() / 40;
    Some((*values.get(out)?, *values.get(values.len().checked_sub(1 + out)?)?))
}

/// Writes `figures`, a line each: name, value and, if asked for, the bootstrap interval over the rows, one a page.
///
/// # Errors
/// When `out` fails.
pub fn write_figures(out: &mut impl Write, figures: &[Figure], rows: &[&[f64]], intervals: bool) -> io::Result<()> {
    let totals = sums(rows.iter().copied());
    let resamples = if intervals { resampled(rows) } else { Vec::new() };
    for Figure { name, value } in figures {
        match value {
            Value::Count(count) => writeln!(out, "{name} {count}")?,
            Value::Number(number, digits) => writeln!(out, "{name} {number:.digits$}")?,
            Value::Words(words) => writeln!(out, "{name} {words}")?,
            Value::Share(digits, of) => {
                write!(out, "{name} {:.digits$}", share(of, &totals).unwrap_or(0.0))?;
                if let Some((low, high)) = interval(&resamples, of) {
                    write!(out, " [{low:.digits$}, {high:.digits$}]")?;
                }
                writeln!(out)?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(rows: &[Vec<f64>]) -> String {
        let figures = [Figure::count("pages", rows.len() as u64), Figure::share("hit", 4, |s| s[0], |s| s[1])];
        let rows: Vec<&[f64]> = rows.iter().map(Vec::as_slice).collect();
        let mut out = Vec::new();
        write_figures(&mut out, &figures, &rows, true).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn an_interval_is_as_wide_as_the_binomial_says() {
        // Of 400 pages 300 are right: half the width of the 95 % interval is 1.96 * sqrt(.75 * .25 / 400) = .0424.
        let rows: Vec<Vec<f64>> = (0..400).map(|n| vec![f64::from(n % 4 != 0), 1.0]).collect();
        let line = printed(&rows);
        let (low, high) = line.trim_end().rsplit_once('[').unwrap().1.trim_end_matches(']').split_once(", ").unwrap();
        let (low, high): (f64, f64) = (low.parse().unwrap(), high.parse().unwrap());
        assert!((low - 0.7076).abs() < 0.008 && (high - 0.7924).abs() < 0.008, "{line}");
        assert_eq!(printed(&rows), line, "the draws are the same each time");
    }

    #[test]
    fn a_share_of_nothing_is_zero_without_an_interval() {
        assert_eq!(printed(&[vec![0.0, 0.0]]), "pages 1\nhit 0.0000\n");
        assert_eq!(printed(&[]), "pages 0\nhit 0.0000\n");
    }
}
