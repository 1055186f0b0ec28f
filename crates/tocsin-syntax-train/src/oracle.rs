//! What each step of the parser would cost: how many arcs of the gold tree it puts out of reach.
//!
//! Goldberg and Nivre (2012), "A Dynamic Oracle for Arc-Eager Dependency Parsing".

use tocsin_language::{
    Rel,
    syntax::parser::{Action, NONE, State},
};

/// A projective gold tree.
#[derive(Debug)]
pub struct Gold {
    pub heads: Vec<Option<u32>>,
    pub rels: Vec<Rel>,
    children: Vec<Vec<u32>>,
}

/// The costs of shifting, reducing, and of an arc to the left or right, labels aside.
#[derive(Debug, Clone, Copy)]
pub struct Costs {
    shift: u32,
    reduce: u32,
    left: u32,
    right: u32,
    left_rel: Option<Rel>,
    right_rel: Option<Rel>,
}

impl Gold {
    pub fn new(heads: Vec<Option<u32>>, rels: Vec<Rel>) -> Self {
        let mut children = vec![Vec::new(); heads.len()];
        for (word, head) in heads.iter().enumerate() {
            if let Some(head) = head {
                children[*head as usize].push(word as u32);
            }
        }
        Gold { heads, rels, children }
    }

    /// The costs of the steps from `state`. `in_stack[w]` says whether word `w` is on the stack.
    pub fn costs(&self, state: &State, in_stack: &[bool]) -> Costs {
        let next = state.next;
        let top = state.top();
        let head_next = self.heads[next as usize];
        let waiting = |word: u32| in_stack[word as usize] && state.nodes[word as usize].head == NONE;
        // Words on the stack that still want the next word as their head.
        let wanted = self.children[next as usize].iter().filter(|&&c| c < next && waiting(c)).count() as u32;
        let head_in_stack = head_next.is_some_and(|h| h < next && in_stack[h as usize]);
        let mut costs = Costs {
            shift: wanted + u32::from(head_in_stack),
            reduce: 0,
            left: 0,
            right: 0,
            left_rel: None,
            right_rel: None,
        };
        if top != NONE {
            let gold_top = self.heads[top as usize];
            let ahead = self.children[top as usize].iter().filter(|&&c| c >= next).count() as u32;
            costs.reduce = ahead;
            costs.left = ahead + u32::from(gold_top.is_some_and(|h| h > next));
            if gold_top == Some(next) {
                costs.left_rel = Some(self.rels[top as usize]);
            }
            costs.right = wanted;
            if head_next == Some(top) {
                costs.right_rel = Some(self.rels[next as usize]);
            } else {
                // The root's arc comes from nowhere and is lost as well once it has another head.
                costs.right += u32::from(head_in_stack || head_next.is_none_or(|h| h > next));
            }
            if gold_top.is_none() {
                costs.left += 1;
            }
        }
        costs
    }
}

impl Costs {
    /// The cost of one action, a wrong label on a right arc counting as one.
    pub fn of(&self, action: Action) -> u32 {
        match action {
            Action::Shift => self.shift,
            Action::Reduce => self.reduce,
            Action::Left(rel) => self.left + u32::from(self.left_rel.is_some_and(|r| r != rel)),
            Action::Right(rel) => self.right + u32::from(self.right_rel.is_some_and(|r| r != rel)),
        }
    }
}
