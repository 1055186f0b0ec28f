//! Comparing what was read with what is known, page by page.

use super::answer::Answer;
use super::day;
use super::python::{fold, repr, squeeze, words};
use super::set::{Gold, Page};
use crate::eval::figure::Figure;
use std::collections::{HashMap, HashSet};

/// The kinds of block that make an article's body.
const BODY: [&str; 5] = ["standfirst", "paragraph", "heading", "quote", "list"];

/// The numbers that are summed over the pages, by their place in [`PageScore::sums`].
pub mod sum {
    pub const BODIES: usize = 0;
    pub const SHARED: usize = 1;
    pub const EXTRA: usize = 2;
    pub const LOST: usize = 3;
    pub const MUST: usize = 4;
    pub const MUST_IN: usize = 5;
    pub const NOT: usize = 6;
    pub const NOT_IN: usize = 7;
    pub const TITLED: usize = 8;
    pub const TITLE: usize = 9;
    pub const AUTHORED: usize = 10;
    pub const AUTHOR: usize = 11;
    pub const DATED: usize = 12;
    pub const RIGHT: usize = 13;
    pub const WRONG: usize = 14;
    pub const ALL: usize = 15;
}

/// What one page adds.
#[derive(Debug, Clone, PartialEq)]
pub struct PageScore {
    /// By [`sum`].
    pub sums: Vec<f64>,
    /// What is wrong with it, each a line.
    pub misses: Vec<String>,
}

type Gram<'t> = [Option<&'t str>; 4];

/// How often each run of four words occurs; of fewer words there is one run, of all.
fn four_grams(text: &str) -> HashMap<Gram<'_>, u64> {
    let words = words(text);
    let mut grams: HashMap<Gram<'_>, u64> = HashMap::new();
    if (1..4).contains(&words.len()) {
        let at = |n: usize| words.get(n).copied();
        grams.insert([at(0), at(1), at(2), at(3)], 1);
    }
    for run in words.windows(4) {
        *grams.entry([Some(run[0]), Some(run[1]), Some(run[2]), Some(run[3])]).or_default() += 1;
    }
    grams
}

/// Compares one page with its gold.
pub fn score(page: &Page, answer: &Answer) -> PageScore {
    let (id, gold) = (&page.id, &page.gold);
    let mut score = PageScore { sums: vec![0.0; sum::ALL], misses: Vec::new() };
    let parts = answer.blocks().into_iter().filter(|(kind, _)| BODY.contains(kind));
    let body = parts.map(|(_, text)| text).collect::<Vec<_>>().join("\n");
    score.body(id, gold, &body);
    score.segments(id, gold, &body);
    let is = |right: bool| f64::from(u8::from(right));
    if let Some(title) = &gold.title {
        score.sums[sum::TITLED] = 1.0;
        score.sums[sum::TITLE] = is(squeeze(title) == squeeze(answer.title.as_deref().unwrap_or_default()));
    }
    if !gold.authors.is_empty() {
        let said: HashSet<String> = answer.authors().iter().map(|name| fold(name)).collect();
        let named = gold.authors.iter().map(|name| fold(name)).any(|name| !name.is_empty() && said.contains(&name));
        score.sums[sum::AUTHORED] = 1.0;
        score.sums[sum::AUTHOR] = is(named);
    }
    if let Some(date) = &gold.date {
        let said = answer.published();
        let right = !said.is_empty() && day::is_right(date, said);
        score.sums[sum::DATED] = 1.0;
        score.sums[sum::RIGHT] = is(right);
        if !said.is_empty() && !right {
            score.sums[sum::WRONG] = 1.0;
            score.misses.push(format!("miss date {id} gold {date} said {said}"));
        }
    }
    score
}

impl PageScore {
    fn body(&mut self, id: &str, gold: &Gold, body: &str) {
        let Some(want) = &gold.body else { return };
        let body = body.replace('\u{ad}', "");
        let (want, have) = (four_grams(want), four_grams(&body));
        let both: u64 = want.iter().map(|(gram, count)| count.min(have.get(gram).unwrap_or(&0))).sum();
        let (want, have): (u64, u64) = (want.values().sum(), have.values().sum());
        let total = want + have - both;
        self.sums[sum::BODIES] = 1.0;
        if total == 0 {
            return;
        }
        let share = |part: u64| part as f64 / total as f64;
        self.sums[sum::SHARED] = share(both);
        self.sums[sum::EXTRA] = share(have - both);
        self.sums[sum::LOST] = share(want - both);
        if both * 10 < total * 9 {
            self.misses.push(format!("miss body {id} like {:.2}", share(both)));
        }
    }

    fn segments(&mut self, id: &str, gold: &Gold, body: &str) {
        if gold.with.is_empty() && gold.without.is_empty() {
            return;
        }
        let flat = squeeze(body);
        let shown = |segment: &str| repr(&segment.chars().take(60).collect::<String>());
        for segment in &gold.with {
            self.sums[sum::MUST] += 1.0;
            if flat.contains(&squeeze(segment)) {
                self.sums[sum::MUST_IN] += 1.0;
            } else {
                self.misses.push(format!("miss lost {id} {}", shown(segment)));
            }
        }
        for segment in &gold.without {
            self.sums[sum::NOT] += 1.0;
            if flat.contains(&squeeze(segment)) {
                self.sums[sum::NOT_IN] += 1.0;
                self.misses.push(format!("miss kept {id} {}", shown(segment)));
            }
        }
    }
}

/// The figures of a set whose sums are `totals`: those of which the set knows something.
pub fn figures(totals: &[f64]) -> Vec<Figure> {
    use sum::*;
    let mut figures = Vec::new();
    if totals.len() != ALL {
        return figures;
    }
    let count = |name: &str, at: usize| Figure::count(name, totals[at] as u64);
    if totals[BODIES] > 0.0 {
        figures.extend([
            count("body_pages", BODIES),
            Figure::share("body_precision", 4, |s| s[SHARED], |s| s[SHARED] + s[EXTRA]),
            Figure::share("body_recall", 4, |s| s[SHARED], |s| s[SHARED] + s[LOST]),
            Figure::share("body_f1", 4, |s| 2.0 * s[SHARED], |s| 2.0 * s[SHARED] + s[EXTRA] + s[LOST]),
        ]);
    }
    if totals[MUST] > 0.0 {
        figures.extend([
            count("segments_must_have", MUST),
            count("segments_must_not", NOT),
            Figure::share("segment_precision", 4, |s| s[MUST_IN], |s| s[MUST_IN] + s[NOT_IN]),
            Figure::share("segment_recall", 4, |s| s[MUST_IN], |s| s[MUST]),
            Figure::share("segment_f1", 4, |s| 2.0 * s[MUST_IN], |s| s[MUST_IN] + s[NOT_IN] + s[MUST]),
        ]);
    }
    if totals[TITLED] > 0.0 {
        figures.extend([count("titled_pages", TITLED), Figure::share("title_exact", 3, |s| s[TITLE], |s| s[TITLED])]);
    }
    if totals[AUTHORED] > 0.0 {
        figures.extend([
            count("authored_pages", AUTHORED),
            Figure::share("any_author", 3, |s| s[AUTHOR], |s| s[AUTHORED]),
        ]);
    }
    if totals[DATED] > 0.0 {
        figures.extend([
            count("dated_pages", DATED),
            Figure::share("date_right", 3, |s| s[RIGHT], |s| s[DATED]),
            Figure::share("date_wrong", 3, |s| s[WRONG], |s| s[DATED]),
        ]);
    }
    figures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_grams_are_a_multiset() {
        let grams = four_grams("a b c d a b c d");
        assert_eq!(grams[&[Some("a"), Some("b"), Some("c"), Some("d")]], 2);
        assert_eq!(grams.values().sum::<u64>(), 5);
        assert_eq!(four_grams("a b").into_iter().collect::<Vec<_>>(), [([Some("a"), Some("b"), None, None], 1)]);
        assert!(four_grams(" - ").is_empty());
    }
}
