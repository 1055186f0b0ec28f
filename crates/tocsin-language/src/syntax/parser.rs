//! Dependencies: a greedy arc-eager transition parser over hashed features.
//!
//! Nivre (2003) for the transitions, Goldberg and Nivre (2012) for training with a dynamic oracle, Zhang and Nivre
//! (2011) for most of the features. It takes two steps a word at most, so it is linear in the sentence.

use super::{
    hash::key,
    table::{CLASSES, Scorer, Scores},
    word::Word,
};
use crate::{Rel, Tree};

/// A step of the parser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// The next word goes on the stack.
    Shift,
    /// The top of the stack, which has its head, leaves it.
    Reduce,
    /// The next word becomes the head of the top of the stack, which leaves it.
    Left(Rel),
    /// The top of the stack becomes the head of the next word, which goes on the stack.
    Right(Rel),
}

/// Nobody: no head yet, no dependent, nothing there.
pub const NONE: u32 = u32::MAX;

/// What is known of a word and its dependents so far.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    /// Head, or [`NONE`].
    pub head: u32,
    /// Relation to the head, meaningless without one.
    pub rel: Rel,
    left: [u32; 2],
    right: [u32; 2],
    left_count: u8,
    right_count: u8,
    left_rels: u64,
    right_rels: u64,
}

const BARE: Node = Node {
    head: NONE,
    rel: Rel::Dep,
    left: [NONE; 2],
    right: [NONE; 2],
    left_count: 0,
    right_count: 0,
    left_rels: 0,
    right_rels: 0,
};

/// A state of the parser over one sentence.
#[derive(Debug, Clone)]
pub struct State {
    /// The stack, its top last.
    pub stack: Vec<u32>,
    /// The next word.
    pub next: u32,
    /// What is known of each word.
    pub nodes: Vec<Node>,
}

impl State {
    /// The state before the first word of `words`.
    pub fn new(words: usize) -> Self {
        State { stack: Vec::with_capacity(32), next: 0, nodes: vec![BARE; words] }
    }

    /// Whether all words were read.
    pub fn is_done(&self) -> bool {
        self.next as usize >= self.nodes.len()
    }

    /// The top of the stack, or [`NONE`].
    pub fn top(&self) -> u32 {
        self.stack.last().copied().unwrap_or(NONE)
    }

    /// Whether `action` can be taken here; the state must not be done.
    pub fn allows(&self, action: Action) -> bool {
        let top = self.top();
        match action {
            Action::Shift => true,
            Action::Right(_) => top != NONE,
            Action::Left(_) => top != NONE && self.nodes[top as usize].head == NONE,
            Action::Reduce => top != NONE && self.nodes[top as usize].head != NONE,
        }
    }

    /// Takes `action`, which must be allowed.
    pub fn take(&mut self, action: Action) {
        let next = self.next;
        match action {
            Action::Shift => {
                self.stack.push(next);
                self.next += 1;
            }
            Action::Reduce => {
                self.stack.pop();
            }
            Action::Left(rel) => {
                let top = self.top();
                self.stack.pop();
                self.attach(next, top, rel);
            }
            Action::Right(rel) => {
                let top = self.top();
                self.attach(top, next, rel);
                self.stack.push(next);
                self.next += 1;
            }
        }
    }

    fn attach(&mut self, head: u32, word: u32, rel: Rel) {
        let dependent = &mut self.nodes[word as usize];
        dependent.head = head;
        dependent.rel = rel;
        let node = &mut self.nodes[head as usize];
        let (sides, count, rels) = if word < head {
            (&mut node.left, &mut node.left_count, &mut node.left_rels)
        } else {
            (&mut node.right, &mut node.right_count, &mut node.right_rels)
        };
        sides[1] = sides[0];
        sides[0] = word;
        *count = count.saturating_add(1);
        *rels |= 1 << (rel as u32 & 63);
    }
}

/// Appends the features of `state`; `labels` are the words' parts of speech as the tagger numbers them.
pub fn features(state: &State, words: &[Word], labels: &[u8], out: &mut Vec<u32>) {
    let node = |i: u32| state.nodes.get(i as usize).unwrap_or(&BARE);
    let form = |i: u32| words.get(i as usize).map_or(2, |w| w.form);
    let tag = |i: u32| labels.get(i as usize).map_or(250, |&l| u32::from(l));
    let cluster = |i: u32| words.get(i as usize).map_or(255, |w| u32::from(w.cluster));
    let suffix = |i: u32| words.get(i as usize).map_or(2, |w| w.suffix[2]);
    let rel = |i: u32| state.nodes.get(i as usize).map_or(99, |n| if n.head == NONE { 98 } else { n.rel as u32 });
    let n0 = state.next;
    let (n1, n2, n3) = (n0 + 1, n0 + 2, n0 + 3);
    let s0 = state.top();
    let s1 = state.stack.len().checked_sub(2).map_or(NONE, |i| state.stack[i]);
    let (sn, nn) = (node(s0), node(n0));
    let (sl, sl2, sr, sr2) = (sn.left[0], sn.left[1], sn.right[0], sn.right[1]);
    let (nl, nl2) = (nn.left[0], nn.left[1]);
    let sh = sn.head;
    let sh2 = node(sh).head;
    let (after_s, before_n) = (s0.saturating_add(1), n0.wrapping_sub(1));
    let distance = if s0 == NONE { 0 } else { (n0 - s0).min(12) };
    let (sw, st, nw, nt) = (form(s0), tag(s0), form(n0), tag(n0));
    let (n1t, n2t) = (tag(n1), tag(n2));
    let pair = st << 8 | nt;
    let (vl, vr, nv) = (u32::from(sn.left_count), u32::from(sn.right_count), u32::from(nn.left_count));
    let set = |rels: u64| (rels ^ rels >> 32).wrapping_mul(0x9e37_79b9) as u32;
    let (ssl, ssr, nsl) = (set(sn.left_rels), set(sn.right_rels), set(nn.left_rels));
    out.clear();
    out.extend_from_slice(&[
        // single words
        key(100, sw, st, 0),
        key(101, sw, 0, 0),
        key(102, st, 0, 0),
        key(103, nw, nt, 0),
        key(104, nw, 0, 0),
        key(105, nt, 0, 0),
        key(106, form(n1), n1t, 0),
        key(107, form(n1), 0, 0),
        key(108, n1t, 0, 0),
        key(109, form(n2), n2t, 0),
        key(111, n2t, 0, 0),
        key(112, form(s1), tag(s1), 0),
        key(113, tag(s1), rel(s1), 0),
        // pairs
        key(114, sw, nw, pair),
        key(115, sw, st, nw),
        key(116, sw, nw, nt),
        key(117, sw, st, nt),
        key(118, st, nw, nt),
        key(119, sw, nw, 0),
        key(120, pair, 0, 0),
        key(121, nt, n1t, 0),
        key(122, suffix(s0), nt, 0),
        key(123, suffix(n0), st, 0),
        // triples
        key(124, nt, n1t, n2t),
        key(125, pair, n1t, 0),
        key(126, tag(sh), pair, 0),
        key(127, tag(sl), pair, 0),
        key(128, tag(sr), pair, 0),
        key(129, tag(nl), pair, 0),
        key(130, tag(s1), pair, 0),
        key(131, pair, n1t << 8 | n2t, 0),
        key(132, tag(after_s), tag(before_n), pair),
        key(133, pair, n1t << 16 | n2t << 8 | tag(n3), 0),
        key(134, pair, tag(s1) << 8 | n1t, 0),
        // distance
        key(135, sw, distance, 0),
        key(136, st, distance, 0),
        key(137, nw, distance, 0),
        key(138, nt, distance, 0),
        key(139, sw, nw, distance + 1),
        key(140, pair, distance, 0),
        // valency
        key(141, sw, vr, 0),
        key(142, st, vr, 0),
        key(143, sw, vl, 0),
        key(144, st, vl, 0),
        key(145, nw, nv, 0),
        key(146, nt, nv, 0),
        // heads and dependents
        key(147, form(sh), 0, 0),
        key(148, tag(sh), 0, 0),
        key(149, rel(s0), st, 0),
        key(150, form(sl), 0, 0),
        key(151, tag(sl), 0, 0),
        key(152, rel(sl), 0, 0),
        key(153, form(sr), 0, 0),
        key(154, tag(sr), 0, 0),
        key(155, rel(sr), st, 0),
        key(156, form(nl), 0, 0),
        key(157, tag(nl), 0, 0),
        key(158, rel(nl), nt, 0),
        key(159, form(sh2), 0, 0),
        key(160, tag(sh2), rel(sh), 0),
        key(161, form(sl2), tag(sl2), rel(sl2)),
        key(162, form(sr2), tag(sr2), rel(sr2)),
        key(163, form(nl2), tag(nl2), rel(nl2)),
        key(164, tag(sl2), rel(sl2), 0),
        key(165, tag(sr2), rel(sr2), 0),
        key(166, st, tag(sl) << 8 | tag(sl2), 0),
        key(167, st, tag(sr) << 8 | tag(sr2), 0),
        key(168, st, tag(sh) << 8 | tag(sh2), 0),
        key(169, nt, tag(nl) << 8 | tag(nl2), 0),
        key(170, sw, ssr, 0),
        key(171, st, ssr, 0),
        key(172, sw, ssl, 0),
        key(173, st, ssl, 0),
        key(174, nw, nsl, 0),
        key(175, nt, nsl, 0),
        key(176, pair, ssl, ssr),
        key(177, pair, ssr, nsl),
        key(178, pair, rel(s0), rel(nl)),
        // clusters
        key(179, cluster(s0), nt, 0),
        key(180, st, cluster(n0), 0),
        key(181, cluster(s0), cluster(n0), pair),
        key(182, form(sr), sw, nw),
        key(183, form(sr), nw, st),
        key(184, sw, nt, n1t),
        key(185, sw, nt, form(n1)),
        // the word's own preposition, conjunction or complementiser against where it could hang
        key(186, sw, form(nl), nt),
        key(187, st, form(nl), nw),
        key(188, pair, form(nl), 0),
        key(189, sw, form(nl), nw),
        key(190, form(sh), form(nl), pair),
        key(191, form(s1), form(nl), nt),
        key(192, tag(s1) << 16 | pair, form(nl), 0),
        key(193, pair, form(nl), distance),
    ]);
}

/// The actions in the order of their classes.
pub fn actions(rels: &[(bool, Rel)]) -> Vec<Action> {
    let labelled = rels.iter().map(|&(left, rel)| if left { Action::Left(rel) } else { Action::Right(rel) });
    [Action::Shift, Action::Reduce].into_iter().chain(labelled).take(CLASSES).collect()
}

/// The best action that the state allows, by score; of equal ones the first.
pub fn best(state: &State, actions: &[Action], scores: &Scores) -> Option<usize> {
    let top = state.top();
    let (left, reduce) = match state.nodes.get(top as usize) {
        None => (false, false),
        Some(node) => (node.head == NONE, node.head != NONE),
    };
    let mut best: Option<usize> = None;
    for (class, action) in actions.iter().enumerate() {
        let allowed = match action {
            Action::Shift => true,
            Action::Reduce => reduce,
            Action::Left(_) => left,
            Action::Right(_) => top != NONE,
        };
        if allowed && best.is_none_or(|b| scores[class] > scores[b]) {
            best = Some(class);
        }
    }
    best
}

/// Parses one sentence. Exactly one word has no head, unless there is no word.
pub fn parse(
    scorer: &impl Scorer,
    actions: &[Action],
    words: &[Word],
    labels: &[u8],
    is_punct: impl Fn(u8) -> bool,
    is_verb: impl Fn(u8) -> bool,
) -> Tree {
    let mut state = State::new(words.len());
    let mut keys = Vec::with_capacity(96);
    let mut scores: Scores = [0; CLASSES];
    while !state.is_done() {
        if state.stack.is_empty() {
            state.take(Action::Shift);
            continue;
        }
        features(&state, words, labels, &mut keys);
        scorer.score(&keys, &mut scores);
        let action = best(&state, actions, &scores).map_or(Action::Shift, |class| actions[class]);
        state.take(action);
    }
    tree(&state, labels, is_punct, is_verb)
}

/// The tree of a finished state: words without a head hang on the root, which is the first verb among them, else the
/// first that is no punctuation.
pub fn tree(state: &State, labels: &[u8], is_punct: impl Fn(u8) -> bool, is_verb: impl Fn(u8) -> bool) -> Tree {
    let loose = || (0..state.nodes.len()).filter(|&i| state.nodes[i].head == NONE);
    let root = loose()
        .find(|&i| is_verb(labels[i]))
        .or_else(|| loose().find(|&i| !is_punct(labels[i])))
        .or_else(|| loose().next());
    let mut tree = Tree { heads: Vec::with_capacity(labels.len()), rels: Vec::with_capacity(labels.len()) };
    for (at, node) in state.nodes.iter().enumerate() {
        let (head, rel) = match root {
            Some(root) if root == at => (None, Rel::Root),
            Some(root) if node.head == NONE => {
                (Some(root as u32), if is_punct(labels[at]) { Rel::Punct } else { Rel::Parataxis })
            }
            _ => (Some(node.head), node.rel),
        };
        tree.heads.push(head);
        tree.rels.push(rel);
    }
    tree
}
