//! The best dependency tree of arc scores without crossing arcs (Eisner 1996) and with one root. English news has few crossing arcs: the
//! best tree of any kind (Chu and Liu, Edmonds) scores .001 less on both treebanks.

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

    /// The head of each node in the best tree; that of the root is itself.
    pub fn best_tree(&self) -> Vec<usize> {
        let n = self.size;
        let mut heads = vec![0; n];
        if n < 2 {
            return heads;
        }
        // Over the words from `i` to `j`: [arc from the left end, arc from the right end], each open (the arc itself has just been
        // added) or closed, with the place where its two parts meet.
        let at = |i: usize, j: usize| i * n + j;
        let mut open = vec![[(0.0_f32, 0_usize); 2]; n * n];
        let mut closed = vec![[(0.0_f32, 0_usize); 2]; n * n];
        for width in 1..n - 1 {
            for i in 1..n - width {
                let j = i + width;
                let mut joined = (f32::NEG_INFINITY, i);
                for k in i..j {
                    let score = closed[at(i, k)][0].0 + closed[at(k + 1, j)][1].0;
                    if score > joined.0 {
                        joined = (score, k);
                    }
                }
                open[at(i, j)] = [(joined.0 + self.get(j, i), joined.1), (joined.0 + self.get(i, j), joined.1)];
                let mut best = [(f32::NEG_INFINITY, i); 2];
                for k in i..=j {
                    if k > i {
                        let score = open[at(i, k)][0].0 + closed[at(k, j)][0].0;
                        if score > best[0].0 {
                            best[0] = (score, k);
                        }
                    }
                    if k < j {
                        let score = closed[at(i, k)][1].0 + open[at(k, j)][1].0;
                        if score > best[1].0 {
                            best[1] = (score, k);
                        }
                    }
                }
                closed[at(i, j)] = best;
            }
        }
        let total = |root: usize| closed[at(1, root)][1].0 + closed[at(root, n - 1)][0].0 + self.get(root, 0);
        let root = best((1..n).map(|root| (root, total(root))));
        let mut todo = vec![(1, root, 1, false), (root, n - 1, 0, false)];
        while let Some((i, j, side, is_open)) = todo.pop() {
            if i == j {
                continue;
            }
            if is_open {
                let k = open[at(i, j)][side].1;
                let (head, dependent) = if side == 0 { (i, j) } else { (j, i) };
                heads[dependent] = head;
                todo.extend([(i, k, 0, false), (k + 1, j, 1, false)]);
            } else {
                let k = closed[at(i, j)][side].1;
                todo.extend(if side == 0 {
                    [(i, k, 0, true), (k, j, 0, false)]
                } else {
                    [(i, k, 1, false), (k, j, 1, true)]
                });
            }
        }
        heads
    }
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

    /// Whether every word is reached from the root, and no arc crosses another or covers the root.
    fn is_tree(heads: &[usize]) -> bool {
        let n = heads.len();
        let reaches_root = |mut at: usize| {
            (0..n).any(|_| {
                at = heads[at];
                at == 0
            })
        };
        let arcs: Vec<(usize, usize)> = (1..n).map(|d| (d.min(heads[d]), d.max(heads[d]))).collect();
        let cross = |a: &(usize, usize), b: &(usize, usize)| a.0 < b.0 && b.0 < a.1 && a.1 < b.1;
        (1..n).filter(|&d| heads[d] == 0).count() == 1
            && (1..n).all(|d| heads[d] != d && reaches_root(d))
            && !arcs.iter().any(|a| arcs.iter().any(|b| cross(a, b)))
    }

    /// The score of the best tree by trying all.
    fn by_hand(arcs: &Arcs) -> f32 {
        let n = arcs.size;
        let mut heads = vec![0; n];
        let mut best = f32::NEG_INFINITY;
        loop {
            if is_tree(&heads) {
                best = best.max((1..n).map(|d| arcs.get(d, heads[d])).sum());
            }
            let Some(at) = (1..n).find(|&d| heads[d] + 1 < n) else { return best };
            heads[at] += 1;
            heads[1..at].fill(0);
        }
    }

    proptest! {
        #[test]
        fn no_tree_is_better(n in 2_usize..7, scores in proptest::collection::vec(-5.0_f32..5.0, 36)) {
            let arcs = Arcs::new(n, scores[..n * n].to_vec());
            let heads = arcs.best_tree();
            prop_assert!(is_tree(&heads), "{:?}", heads);
            let total: f32 = (1..n).map(|d| arcs.get(d, heads[d])).sum();
            prop_assert!((total - by_hand(&arcs)).abs() < 1e-3, "{} against {}", total, by_hand(&arcs));
        }
    }

    #[test]
    fn scores_that_are_no_numbers_still_give_a_tree() {
        assert!(is_tree(&Arcs::new(4, vec![f32::NAN; 16]).best_tree()));
        assert_eq!(Arcs::new(2, vec![0.0; 4]).best_tree(), [0, 0]);
        assert_eq!(Arcs::new(1, vec![0.0]).best_tree(), [0]);
    }
}
