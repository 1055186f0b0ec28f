//! A page's text, cut into blocks where its markup begins and ends them.

use crate::page::{Kind, Page, is_block, is_skipped};
use crate::phrases::{self, Marks};
use crate::words;
use tocsin_record::BlockKind;

/// A stretch of a page's text that its markup sets apart.
#[derive(Debug)]
pub(crate) struct Candidate {
    pub kind: BlockKind,
    pub text: String,
    /// The element it stands in.
    pub node: u32,
    /// What its element and those around it say of themselves.
    pub marks: Marks,
    /// 1 to 6 for h1 to h6, else 0.
    pub level: u8,
    /// Inside header, footer, nav or aside.
    pub aside: bool,
    /// Share of its letters that are links.
    pub linked: f32,
}

/// What an open element means for the text inside it.
#[derive(Clone, Copy)]
struct Context {
    end: u32,
    node: u32,
    kind: BlockKind,
    marks: Marks,
    level: u8,
    aside: bool,
    link: bool,
    pre: bool,
}

/// Cuts the page under `root` into blocks, in document order.
pub(crate) fn candidates(page: &Page, root: u32) -> Vec<Candidate> {
    let mut walk = Walk { found: Vec::new(), text: String::new(), linked: 0, breaks: 0 };
    let ground = Context {
        end: page.nodes[root as usize].end,
        node: root,
        kind: BlockKind::Paragraph,
        marks: Marks::default(),
        level: 0,
        aside: false,
        link: false,
        pre: false,
    };
    let mut open = vec![ground];
    let mut at = root;
    while at < ground.end {
        while let Some(context) = open.last().copied().filter(|c| c.end <= at) {
            open.pop();
            if is_block(page.tag(context.node)) {
                walk.flush(&context);
            }
        }
        let Some(context) = open.last().copied() else { break };
        let node = &page.nodes[at as usize];
        match &node.kind {
            Kind::Text(text) => walk.add(text, &context),
            Kind::Element { tag, .. } if is_skipped(tag) || is_hidden(page, at) => {
                at = node.end;
                continue;
            }
            Kind::Element { tag: "br", .. } => walk.line_break(&context),
            Kind::Element { tag, .. } => {
                let inner = enter(page, at, tag, &context);
                if inner.marks.hidden {
                    at = node.end;
                    continue;
                }
                if is_block(tag) {
                    walk.flush(&context);
                }
                if node.end > at + 1 {
                    open.push(inner);
                }
            }
        }
        at += 1;
    }
    while let Some(context) = open.pop() {
        if is_block(page.tag(context.node)) || open.is_empty() {
            walk.flush(&context);
        }
    }
    walk.found
}

fn is_hidden(page: &Page, node: u32) -> bool {
    page.attribute(node, "hidden").is_some()
        || page.attribute(node, "style").is_some_and(|style| {
            let style: String = style.chars().take(200).filter(|c| !c.is_whitespace()).collect();
            style.contains("display:none")
        })
}

/// The context inside element `node`.
fn enter(page: &Page, node: u32, tag: &'static str, outer: &Context) -> Context {
    let mut inner = Context { end: page.nodes[node as usize].end, node: outer.node, ..*outer };
    let own = phrases::marks(&page.marks(node));
    if is_block(tag) {
        inner.node = node;
        inner.level = 0;
        inner.pre = tag == "pre";
        inner.kind = match tag {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => BlockKind::Heading,
            "blockquote" => BlockKind::Quote,
            "li" | "dd" | "dt" | "td" | "th" => BlockKind::List,
            "figcaption" => BlockKind::Caption,
            "figure" if outer.kind == BlockKind::Paragraph => BlockKind::Caption,
            // A paragraph in a list item is the item; in a quotation, the quotation.
            _ => match outer.kind {
                BlockKind::Heading => BlockKind::Paragraph,
                kind => kind,
            },
        };
        if inner.kind == BlockKind::Heading {
            inner.level = tag.as_bytes().get(1).map_or(0, |d| d.saturating_sub(b'0'));
        }
        if matches!(tag, "blockquote" | "table") && outer.kind == BlockKind::Caption {
            // Sites wrap quotations and tables in figures too.
            inner.kind = if tag == "blockquote" { BlockKind::Quote } else { BlockKind::Paragraph };
        }
        inner.aside |= matches!(tag, "nav" | "footer" | "aside");
    }
    if tag == "cite" && outer.kind == BlockKind::Caption {
        inner.marks.credit = true;
    }
    inner.link |= tag == "a";
    // The body's and the whole article's own words say what kind of page it is, not what the text in it is.
    if !matches!(tag, "html" | "body" | "article" | "main") {
        inner.marks.caption |= own.caption;
        inner.marks.credit |= own.credit;
        inner.marks.related |= own.related;
        inner.marks.promo |= own.promo;
        inner.marks.standfirst |= own.standfirst;
        inner.marks.hidden |= own.hidden;
        inner.marks.comments |= own.comments;
        inner.marks.navigation |= own.navigation;
    }
    inner
}

struct Walk {
    found: Vec<Candidate>,
    text: String,
    /// Bytes of `text` that are links.
    linked: usize,
    breaks: u32,
}

impl Walk {
    fn add(&mut self, text: &str, context: &Context) {
        let before = self.text.len();
        for c in text.chars() {
            if context.pre && c == '\n' {
                if !self.text.is_empty() && !self.text.ends_with('\n') {
                    self.text.push('\n');
                }
                continue;
            }
            words::push(&mut self.text, c);
        }
        if self.text.len() > before && !text.chars().all(char::is_whitespace) {
            self.breaks = 0;
            if context.link {
                self.linked += self.text.len() - before;
            }
        }
    }

    /// One break is a new line of the same block, two begin a new block.
    fn line_break(&mut self, context: &Context) {
        self.breaks += 1;
        if self.breaks >= 2 {
            self.flush(context);
        } else if !self.text.trim_end().is_empty() {
            self.text.truncate(self.text.trim_end().len());
            self.text.push('\n');
        }
    }

    fn flush(&mut self, context: &Context) {
        self.breaks = 0;
        let linked = std::mem::take(&mut self.linked);
        let text = std::mem::take(&mut self.text);
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let kind = if context.kind != BlockKind::Heading && context.marks.caption && !context.marks.credit {
            BlockKind::Caption
        } else {
            context.kind
        };
        self.found.push(Candidate {
            kind,
            text: text.to_owned(),
            node: context.node,
            marks: context.marks,
            level: context.level,
            aside: context.aside,
            linked: linked as f32 / text.len() as f32,
        });
    }
}
