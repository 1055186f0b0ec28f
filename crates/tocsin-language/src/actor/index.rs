//! One trie over the folded pieces of all names.

use super::entry::Entry;
use super::word::{self, Shape};
use crate::{Analysis, MentionKind};
use std::collections::HashMap;
use std::ops::Range;

/// Longest name in pieces: bounds the walk at each token.
const DEEPEST: usize = 16;

/// How a name must be cased in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// Letter by letter, points and spaces aside: acronyms.
    Exact,
    /// With at least one capital letter.
    Capital,
    /// Any way.
    Any,
}

impl Case {
    /// What a name's own writing asks for.
    pub(super) fn of(name: &str) -> Self {
        let letters: Vec<char> = name.chars().filter(|c| c.is_alphabetic()).collect();
        if !letters.iter().any(|c| c.is_uppercase()) {
            Case::Any
        } else if letters.len() <= 6 && letters.iter().all(|c| c.is_uppercase()) && !name.contains(' ') {
            Case::Exact
        } else {
            Case::Capital
        }
    }
}

/// One way to write an actor.
#[derive(Debug)]
pub(super) struct Name {
    pub(super) entry: usize,
    pub(super) kind: MentionKind,
    pub(super) case: Case,
    /// Names the people, not the state.
    pub(super) people: bool,
    pub(super) surface: String,
}

/// A piece of a token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    id: u32,
    /// Number of the token.
    pub(super) token: usize,
    first: bool,
    last: bool,
    pub(super) shape: Shape,
    /// A single letter.
    initial: bool,
}

/// The trie.
#[derive(Debug)]
pub(super) struct Index {
    ids: HashMap<String, u32>,
    edges: HashMap<(u32, u32), u32>,
    /// Names that end at a node.
    ends: HashMap<u32, Vec<u32>>,
    pub(super) names: Vec<Name>,
}

/// A name found in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    /// Number of the name.
    pub(super) name: usize,
    /// First token past it.
    pub(super) end: usize,
}

impl Index {
    pub(super) fn new(mut names: Vec<Name>, entries: &[Entry]) -> Self {
        let mut index = Index { ids: HashMap::new(), edges: HashMap::new(), ends: HashMap::new(), names: Vec::new() };
        let mut nodes = 1u32;
        let mut buffer = String::new();
        for (number, name) in names.iter_mut().enumerate() {
            let bare = name.surface.strip_prefix("the ").or_else(|| name.surface.strip_prefix("The "));
            if let Some(bare) = bare.filter(|bare| bare.contains(' ')) {
                name.surface = bare.to_string();
            }
            let mut node = 0u32;
            let mut depth = 0;
            word::pieces(&name.surface, &mut buffer, |piece, _| {
                // A middle initial is passed over on both sides.
                if depth > 0 && name.kind == MentionKind::Person && piece.len() == 1 {
                    return;
                }
                let next_id = index.ids.len() as u32 + 1;
                let id = match index.ids.get(piece) {
                    Some(&id) => id,
                    None => {
                        index.ids.insert(piece.to_string(), next_id);
                        next_id
                    }
                };
                node = *index.edges.entry((node, id)).or_insert_with(|| {
                    nodes += 1;
                    nodes
                });
                depth += 1;
            });
            if depth > 0 && depth <= DEEPEST {
                index.ends.entry(node).or_default().push(number as u32);
            }
        }
        // Of several actors of one name the better known kind comes first, then the order of the files.
        for ends in index.ends.values_mut() {
            ends.sort_by_key(|&n| {
                let name = &names[n as usize];
                let current = entries[name.entry].last_head_day();
                (rank(name.kind), std::cmp::Reverse(current), n)
            });
            ends.dedup();
        }
        index.names = names;
        index
    }

    /// The pieces of a run of tokens.
    pub(super) fn pieces(&self, analysis: &Analysis<'_>, tokens: Range<usize>, out: &mut Vec<Piece>) {
        out.clear();
        let mut buffer = String::new();
        for token in tokens {
            let from = out.len();
            word::pieces(analysis.word(token), &mut buffer, |piece, raw| {
                out.push(Piece {
                    id: self.ids.get(piece).copied().unwrap_or(0),
                    token,
                    first: false,
                    last: false,
                    shape: word::shape(raw),
                    initial: piece.len() == 1 && raw.starts_with(|c: char| c.is_alphabetic()),
                });
            });
            if let [first, ..] = &mut out[from..] {
                first.first = true;
            }
            if let Some(last) = out[from..].last_mut() {
                last.last = true;
            }
        }
    }

    /// All names that begin at piece `at` and end with a token, the longest last.
    pub(super) fn walk(&self, analysis: &Analysis<'_>, pieces: &[Piece], at: usize, out: &mut Vec<Found>) {
        out.clear();
        if !pieces[at].first || pieces[at].id == 0 {
            return;
        }
        let mut node = 0u32;
        let mut capital = false;
        for (depth, piece) in pieces[at..].iter().enumerate().take(DEEPEST) {
            match self.edges.get(&(node, piece.id)) {
                Some(&next) if piece.id != 0 => node = next,
                _ if depth > 0 && piece.initial && piece.shape == Shape::Capital => continue,
                _ => break,
            }
            capital |= matches!(piece.shape, Shape::Capital | Shape::Upper);
            if !piece.last {
                continue;
            }
            let Some(ends) = self.ends.get(&node) else { continue };
            let end = piece.token + 1;
            for &name in ends {
                let known = &self.names[name as usize];
                let fits = match known.case {
                    Case::Any => true,
                    Case::Capital => capital || (depth > 0 && known.kind == MentionKind::Person),
                    Case::Exact => same_letters(analysis.phrase(pieces[at].token..end), &known.surface),
                };
                // A lower-case entry of one word needs no capital; any other name of one word needs its own.
                if fits && (depth > 0 || known.case != Case::Capital || pieces[at].shape != Shape::Lower) {
                    out.push(Found { name: name as usize, end });
                }
            }
        }
    }

    /// The name that is the whole of `text`, in any case.
    pub(super) fn whole(&self, text: &str) -> Option<&Name> {
        let mut node = 0u32;
        let mut buffer = String::new();
        let mut lost = text.len() > 300;
        let text = text.trim();
        let text = text.strip_prefix("the ").or_else(|| text.strip_prefix("The ")).unwrap_or(text);
        word::pieces(text, &mut buffer, |piece, _| {
            if lost
                || (node > 0
                    && piece.len() == 1
                    && !self.ids.get(piece).is_some_and(|&id| self.edges.contains_key(&(node, id))))
            {
                return;
            }
            match self.ids.get(piece).and_then(|&id| self.edges.get(&(node, id))) {
                Some(&next) => node = next,
                None => lost = true,
            }
        });
        if lost {
            return None;
        }
        self.ends.get(&node)?.first().map(|&name| &self.names[name as usize])
    }
}

/// Which kind wins where two actors have one name.
fn rank(kind: MentionKind) -> u8 {
    match kind {
        MentionKind::Country => 0,
        MentionKind::Demonym => 1,
        MentionKind::Capital => 5,
        MentionKind::Person => 2,
        MentionKind::Organisation => 3,
        MentionKind::Group => 4,
        MentionKind::Unlisted => 6,
    }
}

/// Whether two writings have the same letters and digits in the same case.
fn same_letters(a: &str, b: &str) -> bool {
    let letters = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).collect::<Vec<_>>();
    letters(a) == letters(b)
}
