//! Comparing the blocks of a page with its gold.

use super::gold::GoldBlock;
use super::pairing::{Bag, Side, pair};
use crate::eval::figure::Figure;
use crate::eval::pages::repr;
use std::collections::BTreeMap;
use tocsin_record::BlockKind;

/// What is counted of each kind, by its place.
const GOLD: usize = 0;
const SAID: usize = 1;
const RIGHT: usize = 2;
/// Answer blocks without a partner that no figure over all kinds counts.
const HARMLESS: usize = 3;
const GOLD_WORDS: usize = 4;
const SAID_WORDS: usize = 5;
const RIGHT_WORDS: usize = 6;
const OF_KIND: usize = 7;
/// Pairs of any kinds.
const PAIRED: usize = BlockKind::ALL.len() * OF_KIND;
const WIDTH: usize = PAIRED + 1;

/// What one page adds.
#[derive(Debug, Clone, PartialEq)]
pub struct BlockScore {
    /// What is counted, kind by kind.
    pub sums: Vec<f64>,
    /// What is wrong with it, each a line.
    pub misses: Vec<String>,
    /// How often a gold kind was said to be another.
    confused: BTreeMap<(String, String), u64>,
}

fn at(kind: usize, what: usize) -> usize {
    kind * OF_KIND + what
}

/// The place of a kind; an answer from elsewhere may hold kinds that there are not.
fn place(kind: &str) -> Option<usize> {
    BlockKind::ALL.iter().position(|known| known.name() == kind)
}

type Block<'t> = (Side, &'t str);

/// The blocks of both sides and their pairs, without the doubtful ones and what pairs with them.
fn settled<'t>(
    want: Vec<Block<'t>>,
    have: Vec<Block<'t>>,
    doubtful: &[bool],
) -> (Vec<Block<'t>>, Vec<Block<'t>>, Vec<(usize, usize)>) {
    let (gold, said): (Vec<&Side>, Vec<&Side>) =
        (want.iter().map(|(side, _)| side).collect(), have.iter().map(|(side, _)| side).collect());
    let pairs = pair(&gold, &said);
    let mut keep_said = vec![true; have.len()];
    pairs.iter().filter(|(g, _)| doubtful[*g]).for_each(|(_, s)| keep_said[*s] = false);
    // The places of those that stay, among themselves.
    let places = |keep: &mut dyn Iterator<Item = bool>| -> Vec<Option<usize>> {
        let mut next = 0..;
        keep.map(|keep| if keep { next.next() } else { None }).collect()
    };
    let gold_places = places(&mut doubtful.iter().map(|doubtful| !doubtful));
    let said_places = places(&mut keep_said.iter().copied());
    let pairs = pairs.into_iter().filter_map(|(g, s)| Some((gold_places[g]?, said_places[s]?))).collect();
    let kept = |blocks: Vec<Block<'t>>, places: &[Option<usize>]| {
        blocks.into_iter().zip(places).filter_map(|(block, place)| place.map(|_| block)).collect()
    };
    (kept(want, &gold_places), kept(have, &said_places), pairs)
}

/// Compares the answer's blocks (kind and text) of the page `id` with the gold's.
pub fn score(id: &str, gold: &[GoldBlock], answer: &[(&str, &str)]) -> BlockScore {
    let side = |kind: &str, text: &str| Side { kind: kind.to_owned(), bag: Bag::of(text) };
    let (want, have, pairs) = {
        let want: Vec<(Side, &str)> =
            gold.iter().map(|block| (side(block.kind.name(), &block.text), block.text.as_str())).collect();
        let have: Vec<(Side, &str)> = answer
            .iter()
            .filter(|(kind, _)| place(kind).is_some())
            .map(|(kind, text)| (side(kind, text), *text))
            .filter(|(side, _)| side.bag.len > 0)
            .collect();
        let doubtful: Vec<bool> = gold.iter().map(|block| block.doubtful).collect();
        settled(want, have, &doubtful)
    };
    let (want, golds): (Vec<Side>, Vec<&str>) = want.into_iter().unzip();
    let (have, texts): (Vec<Side>, Vec<&str>) = have.into_iter().unzip();
    let mut score = BlockScore { sums: vec![0.0; WIDTH], misses: Vec::new(), confused: BTreeMap::new() };
    score.words(&want, &have);
    let mut add = |kind: &str, what: usize| {
        if let Some(kind) = place(kind) {
            score.sums[at(kind, what)] += 1.0;
        }
    };
    want.iter().for_each(|side| add(&side.kind, GOLD));
    have.iter().for_each(|side| add(&side.kind, SAID));
    let (mut missed, mut extra) = (vec![true; want.len()], vec![true; have.len()]);
    for &(g, s) in &pairs {
        (missed[g], extra[s]) = (false, false);
        if want[g].kind == have[s].kind {
            add(&want[g].kind, RIGHT);
        }
    }
    for (side, _) in have.iter().zip(&extra).filter(|(_, extra)| **extra) {
        if matches!(side.kind.as_str(), "related" | "promo") {
            add(&side.kind, HARMLESS);
        }
    }
    score.sums[PAIRED] = pairs.len() as f64;
    let shown = |text: &str| repr(&text.chars().take(60).collect::<String>());
    for &(g, s) in pairs.iter().filter(|(g, s)| want[*g].kind != have[*s].kind) {
        score.confuse(&want[g].kind, &have[s].kind);
        let (want, have) = (&want[g].kind, &have[s].kind);
        score.misses.push(format!("miss kind {id} gold {want} said {have} {}", shown(golds[g])));
    }
    for g in (0..want.len()).filter(|g| missed[*g]) {
        score.confuse(&want[g].kind, "missed");
        score.misses.push(format!("miss lost {id} {} {}", want[g].kind, shown(golds[g])));
    }
    for s in (0..have.len()).filter(|s| extra[*s]) {
        score.confuse("extra", &have[s].kind);
        score.misses.push(format!("miss extra {id} {} {}", have[s].kind, shown(texts[s])));
    }
    score
}

impl BlockScore {
    fn words(&mut self, want: &[Side], have: &[Side]) {
        let of_kind = |sides: &[Side], kind: &str| {
            sides.iter().filter(|side| side.kind == kind).fold(Bag::default(), |mut all, side| {
                all.add_all(&side.bag);
                all
            })
        };
        for (kind, name) in BlockKind::ALL.iter().map(|kind| kind.name()).enumerate() {
            let (want, have) = (of_kind(want, name), of_kind(have, name));
            self.sums[at(kind, GOLD_WORDS)] = want.len as f64;
            self.sums[at(kind, SAID_WORDS)] = have.len as f64;
            self.sums[at(kind, RIGHT_WORDS)] = want.common(&have) as f64;
        }
    }

    fn confuse(&mut self, gold: &str, said: &str) {
        *self.confused.entry((gold.to_owned(), said.to_owned())).or_default() += 1;
    }
}

/// The sum of one count over all kinds.
fn all(sums: &[f64], what: usize) -> f64 {
    (0..BlockKind::ALL.len()).map(|kind| sums[at(kind, what)]).sum()
}

/// Answer blocks that count in the figures over all kinds.
fn counted(sums: &[f64]) -> f64 {
    all(sums, SAID) - all(sums, HARMLESS)
}

fn f1_of(sums: &[f64], kind: usize) -> f64 {
    let both = sums[at(kind, GOLD)] + sums[at(kind, SAID)];
    if both == 0.0 { 0.0 } else { 2.0 * sums[at(kind, RIGHT)] / both }
}

/// The figures of pages whose sums are `totals`.
pub fn figures(pages: usize, totals: &[f64]) -> Vec<Figure> {
    let mut figures = vec![Figure::count("pages", pages as u64)];
    if totals.len() != WIDTH {
        return figures;
    }
    let kinds = 0..BlockKind::ALL.len();
    let has_gold = |sums: &[f64], kind: usize| sums[at(kind, GOLD)] > 0.0;
    figures.extend([
        Figure::count("gold_blocks", all(totals, GOLD) as u64),
        Figure::count("said_blocks", all(totals, SAID) as u64),
        Figure::count("paired_blocks", totals[PAIRED] as u64),
        Figure::share("kind_right_of_paired", 4, |s| all(s, RIGHT), |s| s[PAIRED]),
        Figure::share("block_kind_precision", 4, |s| all(s, RIGHT), counted),
        Figure::share("block_kind_recall", 4, |s| all(s, RIGHT), |s| all(s, GOLD)),
        Figure::share("block_kind_f1", 4, |s| 2.0 * all(s, RIGHT), |s| counted(s) + all(s, GOLD)),
        Figure::share("block_kind_f1_strict", 4, |s| 2.0 * all(s, RIGHT), |s| all(s, SAID) + all(s, GOLD)),
        Figure::share(
            "block_kind_macro_f1",
            4,
            {
                let kinds = kinds.clone();
                move |s| kinds.clone().filter(|kind| has_gold(s, *kind)).map(|kind| f1_of(s, kind)).sum()
            },
            {
                let kinds = kinds.clone();
                move |s| kinds.clone().filter(|kind| has_gold(s, *kind)).count() as f64
            },
        ),
        Figure::share("word_kind_f1", 4, |s| 2.0 * all(s, RIGHT_WORDS), |s| all(s, GOLD_WORDS) + all(s, SAID_WORDS)),
    ]);
    for kind in kinds {
        let name = BlockKind::ALL[kind].name();
        let of = move |what: usize| move |s: &[f64]| s[at(kind, what)];
        let both = move |one: usize, other: usize| move |s: &[f64]| s[at(kind, one)] + s[at(kind, other)];
        let twice = move |what: usize| move |s: &[f64]| 2.0 * s[at(kind, what)];
        if totals[at(kind, GOLD)] + totals[at(kind, SAID)] > 0.0 {
            figures.extend([
                Figure::count(format!("{name}_gold"), totals[at(kind, GOLD)] as u64),
                Figure::count(format!("{name}_said"), totals[at(kind, SAID)] as u64),
                Figure::share(format!("{name}_precision"), 4, of(RIGHT), of(SAID)),
                Figure::share(format!("{name}_recall"), 4, of(RIGHT), of(GOLD)),
                Figure::share(format!("{name}_f1"), 4, twice(RIGHT), both(GOLD, SAID)),
                Figure::share(format!("{name}_word_f1"), 4, twice(RIGHT_WORDS), both(GOLD_WORDS, SAID_WORDS)),
            ]);
        }
    }
    figures
}

/// How often each gold kind was said to be another, was missed, or was said of what is no block; the most frequent first.
pub fn confusions<'s>(scores: impl IntoIterator<Item = &'s BlockScore>) -> Vec<Figure> {
    let mut together: BTreeMap<&(String, String), u64> = BTreeMap::new();
    for (kinds, count) in scores.into_iter().flat_map(|score| &score.confused) {
        *together.entry(kinds).or_default() += count;
    }
    let mut sorted: Vec<_> = together.into_iter().collect();
    sorted.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    sorted
        .into_iter()
        .map(|((gold, said), count)| Figure::count(format!("confusion_{gold}_as_{said}"), count))
        .collect()
}
