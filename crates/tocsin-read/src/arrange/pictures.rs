//! Which blocks tell of a picture: what its alternative text repeats, and what shares a small element with it.

use crate::blocks::Candidate;
use crate::page::{Kind, Page, is_heading};
use crate::select::Paths;
use crate::words;
use std::collections::HashMap;

/// A caption stands within so many nodes of its picture.
const NEAR: u32 = 80;
/// So few nodes stand between a picture and the line below it.
const BEFORE: u32 = 12;
/// A shorter text (letters and digits) may be anything.
const SHORTEST: usize = 12;
/// An element that holds a picture and its caption has no more nodes and no more bytes of text,
const MOST_NODES: u32 = 60;
const MOST_TEXT: usize = 500;
/// and is among so many that are around the caption.
const AROUND: usize = 3;

/// The pictures of a page.
pub(super) struct Pictures<'a> {
    page: &'a Page,
    paths: &'a Paths,
    /// Where pictures with an alternative text stand, by its hash.
    told: HashMap<u64, Vec<u32>>,
}

impl<'a> Pictures<'a> {
    pub fn new(page: &'a Page, paths: &'a Paths) -> Pictures<'a> {
        let mut told: HashMap<u64, Vec<u32>> = HashMap::new();
        for picture in page.elements("img") {
            let key = words::key(page.attribute(picture, "alt").unwrap_or_default());
            if key.len() >= SHORTEST {
                told.entry(words::hash(key.bytes())).or_default().push(picture);
            }
        }
        Pictures { page, paths, told }
    }

    /// Whether a picture close by has the block's text for its alternative text.
    pub fn repeat(&self, block: &Candidate) -> bool {
        let key = words::key(&block.text);
        key.len() >= SHORTEST
            && block.text.split(' ').count() >= 3
            && self
                .told
                .get(&words::hash(key.bytes()))
                .is_some_and(|pictures| pictures.iter().any(|picture| picture.abs_diff(block.at) <= NEAR))
    }

    /// Whether there is any picture close before the block or right after it.
    pub fn are_near(&self, block: &Candidate) -> bool {
        let all = self.page.nodes.len() as u32;
        (block.at.saturating_sub(NEAR / 2)..all.min(block.at + BEFORE))
            .any(|n| matches!(self.page.tag(n), "img" | "picture" | "video"))
    }

    /// Whether the block comes right after a picture, with no text between them.
    pub fn precede(&self, block: &Candidate) -> bool {
        let from = block.at.saturating_sub(BEFORE);
        for n in (from..block.at).rev() {
            match &self.page.nodes[n as usize].kind {
                Kind::Text(text) if text.trim().is_empty() => {}
                Kind::Text(_) => return false,
                Kind::Element { tag: "img" | "picture", .. } => return true,
                Kind::Element { .. } => {}
            }
        }
        false
    }

    /// Whether the block shares a small element with a picture and nothing that is a story of its own.
    pub fn share_element(&self, block: &Candidate) -> bool {
        let end = |n: u32| self.page.nodes[n as usize].end;
        let pictured = |n: &u32| (*n..end(*n)).any(|n| matches!(self.page.tag(n), "img" | "picture"));
        let around = self.paths.around(self.page, block.at).take(AROUND);
        let small = around.take_while(|&n| end(n) - n <= MOST_NODES);
        small.into_iter().find(pictured).is_some_and(|n| {
            let alone = |tag: &str| !is_heading(tag) && !matches!(tag, "time" | "li" | "form");
            (n..end(n)).all(|n| alone(self.page.tag(n))) && self.page.text_of(n).len() <= MOST_TEXT
        })
    }
}
