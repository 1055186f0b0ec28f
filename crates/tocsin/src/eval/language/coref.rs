//! Links of pronouns and descriptions to what they refer back to, from the running text, against the chains of a treebank.

use crate::eval::{Figure, Score};
use tocsin_language::Analyser;
use tocsin_treebank::Text;
use tocsin_treebank::chains::{self, DESCRIPTIONS, FALSE, FIRST, GOLD, LINKED, RIGHT};

/// Counts one text.
pub fn score(analyser: &Analyser, text: &Text) -> Score {
    let analysis = analyser.analyse(&text.document);
    let bytes = |token: usize| analysis.tokens[token].bytes.clone();
    let sums = chains::score(&chains::mentions(text), &analysis.references, bytes);
    Score { sums, misses: Vec::new() }
}

/// The lines of the report over the sums of texts.
pub fn figures(texts: usize, sums: &[f64]) -> Vec<Figure> {
    let mut lines = vec![Figure::count("texts", texts as u64)];
    let kinds: [(&str, &'static [usize]); 3] =
        [("pronouns", &[0]), ("descriptions", &[DESCRIPTIONS]), ("both", &[0, DESCRIPTIONS])];
    for (name, at) in kinds {
        let of = move |n: usize| move |s: &[f64]| at.iter().map(|a| s[a + n]).sum::<f64>();
        let count = if sums.is_empty() { 0 } else { of(GOLD)(sums) as u64 };
        lines.push(Figure::count(name, count));
        lines.push(Figure::share(format!("{name}_accuracy"), 4, of(RIGHT), of(GOLD)));
        lines.push(Figure::share(format!("{name}_precision"), 4, of(RIGHT), of(LINKED)));
        lines.push(Figure::share(format!("{name}_false_links"), 4, of(FALSE), of(FIRST)));
    }
    lines
}
