//! A page's tree, laid flat: every node in document order, each knowing where its subtree ends.

use crate::phrases::{self, Marks};
use std::cell::RefCell;
use std::collections::HashMap;
use trafilatura::dom;

/// Pages with more nodes than this are read without scoring: no article needs them.
const MAX_NODES: usize = 150_000;

/// A node of a page.
#[derive(Debug)]
pub(crate) struct Node {
    pub kind: Kind,
    /// One past the last node of its subtree.
    pub end: u32,
}

#[derive(Debug)]
pub(crate) enum Kind {
    Text(String),
    Element { tag: &'static str, attributes: Vec<(&'static str, String)> },
}

/// A parsed page; node 0 is its root.
#[derive(Debug)]
pub(crate) struct Page {
    pub nodes: Vec<Node>,
    /// What classes and ids mean, once looked up: pages repeat them.
    meanings: RefCell<HashMap<String, Marks>>,
}

macro_rules! tags {
    ($($tag:literal)*) => {
        fn tag_of(name: &str) -> &'static str {
            match name {
                $($tag => $tag,)*
                "" => "",
                _ => "other",
            }
        }
    };
}

tags! {
    "html" "head" "body" "title" "meta" "link" "script" "style" "noscript" "template" "svg" "math" "iframe" "object"
    "canvas" "audio" "video" "picture" "img" "source" "form" "button" "select" "option" "textarea" "input" "label"
    "div" "section" "article" "main" "header" "footer" "nav" "aside" "address" "p" "h1" "h2" "h3" "h4" "h5" "h6"
    "ul" "ol" "li" "dl" "dt" "dd" "blockquote" "q" "pre" "figure" "figcaption" "table" "caption" "thead" "tbody" "tfoot"
    "tr" "td" "th" "br" "hr" "a" "b" "i" "em" "strong" "span" "time" "details" "summary" "center" "fieldset" "abbr"
    "base" "del" "cite" "small" "sup" "sub" "dialog" "menu" "hgroup" "search" "font" "u" "s" "strike" "tt" "code" "kbd"
    "mark" "ins" "bdo" "big" "embed" "wbr" "var" "samp" "data" "legend" "frame" "frameset" "param" "col" "colgroup"
}

/// The attributes that are kept.
const ATTRIBUTES: &[&str] =
    &["class", "id", "itemprop", "hidden", "style", "aria-hidden", "rel", "role", "data-testid", "data-component"];

fn extra_attributes(tag: &str) -> &'static [&'static str] {
    match tag {
        "meta" => &["name", "property", "content", "http-equiv", "charset"],
        "link" => &["href", "type", "title"],
        "a" | "base" => &["href"],
        "time" => &["datetime", "pubdate", "property", "content"],
        "abbr" | "span" | "div" | "p" | "li" | "dd" | "small" | "i" | "em" | "h5" | "h6" => {
            &["datetime", "content", "title", "data-datetime", "data-published", "data-date", "property"]
        }
        "script" => &["type"],
        "html" | "body" => &["lang", "xml:lang"],
        "img" => &["src", "alt"],
        _ => &[],
    }
}

impl Page {
    /// Parses a page that [`crate::guard::unruly`] has let pass; also gives the tree it was made of.
    pub fn parse(html: &str) -> (Page, dom::Document) {
        let document = dom::Document::parse(html);
        let mut nodes: Vec<Node> = Vec::new();
        // `Close` ends the subtree of the node with that number.
        enum Step {
            Open(dom::NodeId),
            Close(u32),
        }
        let mut steps = vec![Step::Open(document.root())];
        while let Some(step) = steps.pop() {
            match step {
                Step::Close(number) => nodes[number as usize].end = nodes.len() as u32,
                Step::Open(id) => {
                    let number = nodes.len() as u32;
                    let kind = if document.is_text(id) {
                        Kind::Text(document.text_content(id))
                    } else if document.is_element(id) || number == 0 {
                        let tag = tag_of(document.tag_name(id));
                        let mut attributes = Vec::new();
                        // Asking for one by name is dear, and most elements have few.
                        let present = document.attribute_names(id);
                        let kept = ATTRIBUTES.iter().chain(extra_attributes(tag));
                        for &name in kept.filter(|name| present.iter().any(|p| p == *name)) {
                            if let Some(value) = document.get_attribute(id, name) {
                                attributes.push((name, value));
                            }
                        }
                        Kind::Element { tag, attributes }
                    } else {
                        continue;
                    };
                    nodes.push(Node { kind, end: number + 1 });
                    if !document.is_text(id) {
                        steps.push(Step::Close(number));
                        steps.extend(document.child_nodes(id).into_iter().rev().map(Step::Open));
                    }
                }
            }
        }
        (Page { nodes, meanings: RefCell::default() }, document)
    }

    /// Whether the page is small enough for scoring.
    pub fn can_be_scored(&self) -> bool {
        self.nodes.len() <= MAX_NODES
    }

    /// The element's name; empty for text.
    pub fn tag(&self, node: u32) -> &'static str {
        match &self.nodes[node as usize].kind {
            Kind::Element { tag, .. } => tag,
            Kind::Text(_) => "",
        }
    }

    /// An attribute, where it is given and kept.
    pub fn attribute(&self, node: u32, name: &str) -> Option<&str> {
        match &self.nodes[node as usize].kind {
            Kind::Element { attributes, .. } => attributes.iter().find(|(n, _)| *n == name).map(|(_, v)| v.as_str()),
            Kind::Text(_) => None,
        }
    }

    /// The elements of the given name, in document order.
    pub fn elements<'p>(&'p self, tag: &'p str) -> impl Iterator<Item = u32> + 'p {
        (0..self.nodes.len() as u32).filter(move |&n| self.tag(n) == tag)
    }

    /// Class and id in lower case, for looking words up in.
    pub fn marks(&self, node: u32) -> String {
        let mut marks = String::new();
        for name in ["class", "id"] {
            if let Some(value) = self.attribute(node, name) {
                marks.push_str(&value[..crate::words::floor(value, 300)]);
                marks.push(' ');
            }
        }
        marks
    }

    /// What class and id say of an element.
    pub fn meaning(&self, node: u32) -> Marks {
        self.look_up(self.marks(node))
    }

    /// What class and id say of an element, its property, and the names that sites with unreadable classes give it for
    /// their own tests.
    pub fn full_meaning(&self, node: u32) -> Marks {
        let mut words = self.marks(node);
        for name in ["itemprop", "data-testid", "data-component"] {
            if let Some(value) = self.attribute(node, name) {
                words.push_str(&value[..crate::words::floor(value, 100)]);
                words.push(' ');
            }
        }
        self.look_up(words)
    }

    fn look_up(&self, words: String) -> Marks {
        if words.is_empty() {
            return Marks::default();
        }
        *self.meanings.borrow_mut().entry(words).or_insert_with_key(|words| phrases::marks(words))
    }

    /// The text under a node as it stands, scripts included.
    pub fn raw_text(&self, node: u32) -> String {
        let end = self.nodes[node as usize].end;
        (node..end)
            .filter_map(|n| match &self.nodes[n as usize].kind {
                Kind::Text(text) => Some(text.as_str()),
                Kind::Element { .. } => None,
            })
            .collect()
    }

    /// The visible text under a node, squeezed; elements that begin a line of their own are set off by a space.
    pub fn text_of(&self, node: u32) -> String {
        let mut out = String::new();
        let end = self.nodes[node as usize].end;
        let mut at = node;
        while at < end {
            match &self.nodes[at as usize].kind {
                Kind::Text(text) => text.chars().for_each(|c| crate::words::push(&mut out, c)),
                Kind::Element { tag, .. } if is_skipped(tag) && *tag != "head" => {
                    at = self.nodes[at as usize].end;
                    continue;
                }
                Kind::Element { tag, .. } if is_block(tag) || *tag == "br" => crate::words::push(&mut out, ' '),
                Kind::Element { .. } => {}
            }
            at += 1;
        }
        out.truncate(out.trim_end().len());
        out
    }
}

/// Elements whose text a reader does not see as text.
pub(crate) fn is_skipped(tag: &str) -> bool {
    matches!(
        tag,
        "head"
            | "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "math"
            | "iframe"
            | "object"
            | "canvas"
            | "audio"
            | "video"
            | "button"
            | "select"
            | "textarea"
            | "input"
            | "dialog"
    )
}

/// Elements that begin and end a block of text.
pub(crate) fn is_block(tag: &str) -> bool {
    let other = matches!(
        tag,
        "html"
            | "body"
            | "div"
            | "section"
            | "article"
            | "main"
            | "header"
            | "footer"
            | "nav"
            | "aside"
            | "address"
            | "p"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "blockquote"
            | "pre"
            | "figure"
            | "figcaption"
            | "table"
            | "caption"
            | "thead"
            | "tbody"
            | "tfoot"
            | "tr"
            | "td"
            | "th"
            | "hr"
            | "form"
            | "fieldset"
            | "details"
            | "summary"
            | "center"
            | "menu"
            | "hgroup"
            | "search"
            | "label"
    );
    other || is_heading(tag)
}

/// Whether an element is a heading.
pub(crate) fn is_heading(tag: &str) -> bool {
    matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}
