"""The best dependency tree of arc scores: Chu and Liu 1965, Edmonds 1967; one root."""

import numpy as np


def cycle_in(heads):
    state = [0] * len(heads)
    for start in range(1, len(heads)):
        path, at = [], start
        while at > 0 and state[at] == 0:
            state[at] = 1
            path.append(at)
            at = heads[at]
        if at > 0 and state[at] == 1:
            return path[path.index(at):]
        for node in path:
            state[node] = 2
    return None


def edmonds(scores):
    """scores[d, h]; gives the heads, heads[0] = 0."""
    n = len(scores)
    scores = scores.copy()
    np.fill_diagonal(scores, -1e9)
    heads = scores.argmax(1)
    heads[0] = 0
    cycle = cycle_in(heads.tolist())
    if cycle is None:
        return heads
    inside = np.zeros(n, bool)
    inside[cycle] = True
    outside = [k for k in range(n) if not inside[k]]
    within = scores[cycle, heads[cycle]]
    m = len(outside)
    small = np.full((m + 1, m + 1), -1e9)
    small[:m, :m] = scores[np.ix_(outside, outside)]
    into = scores[np.ix_(cycle, outside)] - within[:, None]
    breaks = into.argmax(0)
    small[m, :m] = into.max(0)
    out_of = scores[np.ix_(outside, cycle)]
    leaves = out_of.argmax(1)
    small[:m, m] = out_of.max(1)
    small[0, :] = -1e9
    found = edmonds(small)
    result = heads.copy()
    for k in range(1, m):
        result[outside[k]] = cycle[leaves[k]] if found[k] == m else outside[found[k]]
    head = outside[found[m]]
    broken = cycle[breaks[found[m]]]
    result[broken] = head
    result[0] = 0
    return result


def best_tree(scores):
    scores = scores.astype(np.float64).copy()
    scores[0] = -1e9
    heads = edmonds(scores)
    roots = [d for d in range(1, len(heads)) if heads[d] == 0]
    if len(roots) <= 1:
        return heads
    best, value = None, -np.inf
    for root in roots:
        kept = scores.copy()
        kept[1:, 0] = -1e9
        kept[root, 0] = scores[root, 0]
        found = edmonds(kept)
        total = sum(kept[d, found[d]] for d in range(1, len(found)))
        if total > value:
            best, value = found, total
    return best
