//! Habits of translation engines, from `knowledge/reading/translated.toml`.

use super::quotes;
use regex::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use serde::Deserialize;
use std::sync::LazyLock;

pub(super) const FILE: &str = include_str!("../../../../knowledge/reading/translated.toml");

#[derive(Deserialize)]
struct File {
    sign: Vec<Sign>,
}

#[derive(Deserialize)]
pub(super) struct Sign {
    pub name: String,
    #[expect(dead_code, reason = "for the readers of the file")]
    habit: String,
    weight: f32,
    most: usize,
    patterns: Vec<String>,
    #[cfg(test)]
    pub yes: Vec<String>,
    #[cfg(test)]
    pub no: Vec<String>,
}

struct Signs {
    signs: Vec<Sign>,
    /// All patterns at once, to pass over those that are not there; most texts have none.
    any: RegexSet,
    /// The patterns one by one, each with the number of its sign.
    each: Vec<(usize, Regex)>,
}

/// The file is part of the program and a test reads it: it cannot fail at a user's.
static SIGNS: LazyLock<Signs> = LazyLock::new(|| {
    let file: File = toml::from_str(FILE).expect("translated.toml is tested");
    let mut each = Vec::new();
    for (number, sign) in file.sign.iter().enumerate() {
        for pattern in &sign.patterns {
            let regex = RegexBuilder::new(&plain_boundaries(pattern)).multi_line(true).build();
            let regex = regex.expect("translated.toml is tested");
            each.push((number, regex));
        }
    }
    let mut any = RegexSetBuilder::new(each.iter().map(|(_, regex)| regex.as_str()));
    let any = any.multi_line(true).size_limit(64 << 20).build().expect("translated.toml is tested");
    Signs { signs: file.sign, any, each }
});

/// `\b` as the end of a run of ASCII letters: with all of Unicode's, the regular expressions leave their fast path at the
/// first curly quotation mark.
pub(super) fn plain_boundaries(pattern: &str) -> String {
    pattern.replace(r"\b", r"(?-u:\b)")
}

/// The sum of the weights of what is found, and the names of the signs, in the order of the file.
pub(super) fn weigh(text: &str) -> (f32, Vec<&'static str>) {
    let text = quotes::directed(text);
    let all = &*SIGNS;
    let mut counts = vec![0; all.signs.len()];
    for found in &all.any.matches(&text) {
        let (number, regex) = &all.each[found];
        counts[*number] += regex.find_iter(&text).take(all.signs[*number].most).count();
    }
    let mut sum = 0.0;
    let mut names = Vec::new();
    for (sign, count) in all.signs.iter().zip(counts) {
        if count > 0 {
            sum += sign.weight * count.min(sign.most) as f32;
            names.push(sign.name.as_str());
        }
    }
    (sum, names)
}

#[cfg(test)]
pub(super) fn all() -> &'static [Sign] {
    &SIGNS.signs
}
