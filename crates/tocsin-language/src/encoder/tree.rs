//! The best dependency tree of arc scores (Chu and Liu 1965, Edmonds 1967) with one root.

/// Scores of arcs between `words` words and the root: row of the dependent, column of the head; number 0 is the root.
#[derive(Debug, Clone, PartialEq)]
pub struct Arcs {
    size: usize,
    scores: Vec<f32>,
}

const NEVER: f32 = -1e9;

impl Arcs {
    /// Scores of `size` nodes, the root among them, row by row; each row becomes log-probabilities over heads.
    ///
    /// # Panics
    /// When there are not `size * size` scores, or no node.
    pub fn new(size: usize, mut scores: Vec<f32>) -> Self {
        assert!(size > 0 && scores.len() == size * size, "a square of scores");
        for (dependent, row) in scores.chunks_mut(size).enumerate() {
            if dependent == 0 {
                row.fill(NEVER);
                continue;
            }
            row[dependent] = NEVER;
            for score in row.iter_mut().filter(|s| s.is_nan()) {
                *score = NEVER;
            }
            let most = row.iter().copied().fold(NEVER, f32::max);
            let sum: f32 = row.iter().map(|s| (s - most).exp()).sum();
            for score in row.iter_mut() {
                *score -= most + sum.ln();
            }
            row[dependent] = NEVER;
        }
        Arcs { size, scores }
    }

    fn get(&self, dependent: usize, head: usize) -> f32 {
        self.scores[dependent * self.size + head]
    }

    /// The head of each node; that of the root is itself.
    pub fn best_tree(&self) -> Vec<usize> {
        let heads = edmonds(self);
        let roots: Vec<usize> = (1..self.size).filter(|&d| heads[d] == 0).collect();
        if roots.len() <= 1 {
            return heads;
        }
        // More than one word hangs on the root: the best tree of those where a single one does.
        let mut best = (f32::NEG_INFINITY, heads);
        for root in roots {
            let mut kept = self.clone();
            for dependent in (1..self.size).filter(|&d| d != root) {
                kept.scores[dependent * self.size] = NEVER;
            }
            let heads = edmonds(&kept);
            let total = (1..self.size).map(|d| kept.get(d, heads[d])).sum();
            if total > best.0 {
                best = (total, heads);
            }
        }
        best.1
    }
}

/// A node that lies on a cycle, if the heads hold one.
fn cycle(heads: &[usize]) -> Option<Vec<usize>> {
    // 0: not seen, else the walk in which it was seen.
    let mut seen = vec![0_usize; heads.len()];
    for start in 1..heads.len() {
        let mut at = start;
        while at != 0 && seen[at] == 0 {
            seen[at] = start;
            at = heads[at];
        }
        if at != 0 && seen[at] == start {
            let mut all = vec![at];
            let mut next = heads[at];
            while next != at {
                all.push(next);
                next = heads[next];
            }
            all.sort_unstable();
            return Some(all);
        }
    }
    None
}

/// The best arborescence from node 0: cycles of best heads are drawn together to one node until there is none.
fn edmonds(arcs: &Arcs) -> Vec<usize> {
    let n = arcs.size;
    let mut heads: Vec<usize> = (0..n)
        .map(|d| if d == 0 { 0 } else { best((0..n).filter(|&h| h != d).map(|h| (h, arcs.get(d, h)))) })
        .collect();
    let Some(cycle) = cycle(&heads) else { return heads };
    let outside: Vec<usize> = (0..n).filter(|k| cycle.binary_search(k).is_err()).collect();
    let m = outside.len();
    // The nodes outside, then the cycle as one.
    let size = m + 1;
    let mut small = Arcs { size, scores: vec![NEVER; size * size] };
    let mut breaks = vec![0; m];
    let mut leaves = vec![0; m];
    for (a, &dependent) in outside.iter().enumerate() {
        for (b, &head) in outside.iter().enumerate() {
            small.scores[a * size + b] = if a == b { NEVER } else { arcs.get(dependent, head) };
        }
        // From the cycle to a node outside.
        leaves[a] = best(cycle.iter().map(|&h| (h, arcs.get(dependent, h))));
        small.scores[a * size + m] = arcs.get(dependent, leaves[a]);
        // From a node outside into the cycle: what it gains over the arc that it breaks.
        breaks[a] = best(cycle.iter().map(|&d| (d, arcs.get(d, dependent) - arcs.get(d, heads[d]))));
        small.scores[m * size + a] = arcs.get(breaks[a], dependent) - arcs.get(breaks[a], heads[breaks[a]]);
    }
    small.scores[..size].fill(NEVER);
    let found = edmonds(&small);
    for a in 1..m {
        heads[outside[a]] = if found[a] == m { leaves[a] } else { outside[found[a]] };
    }
    heads[breaks[found[m]]] = outside[found[m]];
    heads
}

/// The first of the best.
fn best(scored: impl Iterator<Item = (usize, f32)>) -> usize {
    let mut best = (0, f32::NEG_INFINITY);
    for (node, score) in scored {
        if score > best.1 {
            best = (node, score);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The best tree by trying all.
    fn by_hand(arcs: &Arcs) -> f32 {
        let n = arcs.size;
        let mut heads = vec![0; n];
        let mut best = f32::NEG_INFINITY;
        loop {
            let one_root = (1..n).filter(|&d| heads[d] == 0).count() == 1;
            if one_root && (1..n).all(|d| heads[d] != d) && cycle(&heads).is_none() {
                best = best.max((1..n).map(|d| arcs.get(d, heads[d])).sum());
            }
            let Some(at) = (1..n).find(|&d| heads[d] + 1 < n) else { return best };
            heads[at] += 1;
            heads[1..at].fill(0);
        }
    }

    proptest! {
        #[test]
        fn no_tree_is_better(n in 2_usize..6, scores in proptest::collection::vec(-5.0_f32..5.0, 25)) {
            let arcs = Arcs::new(n, scores[..n * n].to_vec());
            let heads = arcs.best_tree();
            prop_assert!(cycle(&heads).is_none());
            prop_assert_eq!((1..n).filter(|&d| heads[d] == 0).count(), 1);
            let total: f32 = (1..n).map(|d| arcs.get(d, heads[d])).sum();
            prop_assert!((total - by_hand(&arcs)).abs() < 1e-3, "{} against {}", total, by_hand(&arcs));
        }
    }

    #[test]
    fn scores_that_are_no_numbers_still_give_a_tree() {
        let heads = Arcs::new(4, vec![f32::NAN; 16]).best_tree();
        assert_eq!((1..4).filter(|&d| heads[d] == 0).count(), 1);
        assert!(cycle(&heads).is_none());
    }
}
