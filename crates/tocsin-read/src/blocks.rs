//! A page's text, cut into blocks where its markup begins and ends them.

mod shape;

use crate::page::{Kind, Page, is_block, is_heading, is_skipped};
use crate::phrases::{self, Marks};
use crate::words;
use shape::{
    Sizes, begins_with_text, holds, holds_caption, holds_date, holds_mark, holds_paragraphs, is_author, is_card,
    is_cross_link, is_data_row, is_picture, is_quotation, is_signing, is_story, is_title_of, parted_credit,
};
use tocsin_record::BlockKind;

/// An element with more running text than this (bytes) may be the article, whatever its class says.
const LARGE: u32 = 1000;
/// A cell of a table of data has no more text (bytes).
const LONGEST_CELL: u32 = 160;
/// A row of data has no more text (bytes) and no more nodes.
const LONGEST_ROW: u32 = 600;
const LARGEST_ROW: u32 = 200;
/// A picture's caption and credit have no more text (bytes).
const LONGEST_PICTURED: u32 = 500;
/// A shorter line beside a picture (bytes) is a button's label, where nothing says that it is a caption.
const SHORTEST_PICTURED: usize = 20;
/// A byline has no more text (bytes).
const LONGEST_BYLINE: u32 = 160;

/// A stretch of a page's text that its markup sets apart.
#[derive(Debug)]
pub(crate) struct Candidate {
    pub kind: BlockKind,
    pub text: String,
    /// What its element and those around it say of themselves.
    pub marks: Marks,
    /// 1 to 6 for h1 to h6, else 0.
    pub level: u8,
    /// Inside header, footer, nav or aside.
    pub aside: bool,
    /// Share of its letters that are links.
    pub linked: f32,
    /// Its first text node.
    pub at: u32,
    /// A post of another site that the page shows.
    pub embedded: bool,
    /// A caption only because it shares an element with a picture.
    pub pictured: bool,
    /// Share of its letters that are in bold.
    pub strong: f32,
    /// Share of its letters that are in italics, small or centred.
    pub slanted: f32,
    /// Holds a `<time>` and little else.
    pub time: bool,
    /// A label ("See also:") and a link to the end.
    pub cross_link: bool,
    /// A row of a table.
    pub row: bool,
    /// A link to another story with its picture, teaser or date.
    pub card: bool,
}

impl Candidate {
    /// Whether it ends as a sentence or a lead-in to one does.
    pub fn ends_sentence(&self) -> bool {
        self.text.ends_with(['.', '!', '?', '”', '"', '’', '…', ':', '。', '»', '“'])
    }
}

/// What an open element means for the text inside it.
#[derive(Clone, Copy)]
struct Context {
    end: u32,
    kind: BlockKind,
    marks: Marks,
    level: u8,
    aside: bool,
    link: bool,
    pre: bool,
    /// Whether the element itself begins and ends blocks.
    block: bool,
    /// Whether elements inside begin and end none: a table's row and an embedded post are one block each.
    whole: bool,
    embedded: bool,
    strong: bool,
    slanted: bool,
    time: bool,
    /// In an element of the line that is marked as a credit.
    credited: bool,
    /// In an element around a picture, with no mark-up of a caption.
    pictured: bool,
    row: bool,
    card: bool,
    /// In a link to a place of the same page.
    anchor: bool,
}

/// Cuts the page under `root` into blocks, in document order.
pub(crate) fn candidates(page: &Page, root: u32) -> Vec<Candidate> {
    let mut walk = Walk::default();
    let ground = Context {
        end: page.nodes[root as usize].end,
        kind: BlockKind::Paragraph,
        marks: Marks::default(),
        level: 0,
        aside: false,
        link: false,
        pre: false,
        block: true,
        whole: false,
        embedded: false,
        strong: false,
        slanted: false,
        time: false,
        credited: false,
        pictured: false,
        row: false,
        card: false,
        anchor: false,
    };
    let sizes = Sizes::new(page, root);
    let mut open = vec![ground];
    let mut at = root;
    while at < ground.end {
        while let Some(context) = open.last().copied().filter(|c| c.end <= at) {
            open.pop();
            if context.block {
                walk.flush(&context);
            }
        }
        let Some(context) = open.last().copied() else { break };
        let node = &page.nodes[at as usize];
        match &node.kind {
            Kind::Text(text) => walk.add(at, text, &context),
            Kind::Element { tag, .. } if is_skipped(tag) || is_hidden(page, at) => {
                at = node.end;
                continue;
            }
            Kind::Element { tag: "br", .. } => walk.line_break(&context),
            Kind::Element { tag, .. } => {
                let inner = enter(page, &sizes, at, tag, &context);
                if inner.marks.hidden {
                    at = node.end;
                    continue;
                }
                if inner.block {
                    walk.flush(&context);
                } else if is_block(tag) {
                    words::push(&mut walk.text, ' ');
                }
                if node.end > at + 1 {
                    open.push(inner);
                }
            }
        }
        at += 1;
    }
    while let Some(context) = open.pop() {
        if context.block {
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
fn enter(page: &Page, sizes: &Sizes, node: u32, tag: &'static str, outer: &Context) -> Context {
    let mut inner = Context { end: page.nodes[node as usize].end, ..*outer };
    inner.block = is_block(tag) && !outer.whole;
    if inner.block {
        inner.level = 0;
        inner.pre = tag == "pre";
        inner.kind = match tag {
            tag if is_heading(tag) => BlockKind::Heading,
            "blockquote" => BlockKind::Quote,
            // Running text in a cell of a page that is laid out by a table, or in an item that is a story of its own.
            "td" | "th" if sizes.of(page, node).0 > LONGEST_CELL => BlockKind::Paragraph,
            "li" | "dd" if is_story(page, sizes, node) => BlockKind::Paragraph,
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
        // The foot of a figure is its credit, that of a quotation its signature.
        let foot = tag == "footer" && matches!(outer.kind, BlockKind::Caption | BlockKind::Quote);
        inner.aside |= matches!(tag, "nav" | "footer" | "aside") && !foot;
        inner.marks.credit |= foot && outer.kind == BlockKind::Caption;
        inner.credited = false;
        if tag == "tr" && is_data_row(page, sizes, node) {
            inner.kind = BlockKind::List;
            inner.whole = true;
            inner.row = true;
        }
    }
    if tag == "cite" && outer.kind == BlockKind::Caption || tag == "address" || is_author(page, node, tag) {
        inner.marks.credit = true;
        inner.credited = !inner.block;
    }
    if tag == "blockquote" && !outer.whole && holds(page, node, |tag| matches!(tag, "cite" | "footer")) {
        // The signature is part of the quotation.
        inner.whole |= sizes.of(page, node).0 <= LARGE;
    }
    if outer.kind == BlockKind::Caption
        && !outer.whole
        && matches!(tag, "span" | "cite" | "small" | "em" | "i" | "b" | "strong" | "font")
    {
        let short = sizes.of(page, node).0 <= LONGEST_BYLINE;
        if short && phrases::in_page(&page.text_of(node)).is_some_and(|known| known.kind == BlockKind::Credit) {
            inner.block = true;
            inner.marks.credit = true;
        }
    }
    // A link inside the page leads to no other story.
    let inside_page = || page.attribute(node, "href").is_some_and(|href| href.starts_with('#') && href.len() > 1);
    if tag == "a" && inside_page() {
        inner.anchor = true;
    }
    inner.link |= tag == "a" && !inner.anchor && page.attribute(node, "href").is_some();
    inner.strong |= matches!(tag, "b" | "strong");
    inner.slanted |= matches!(tag, "i" | "em" | "small" | "center");
    inner.time |= tag == "time";
    // What a form asks for is no part of what a promo says.
    inner.marks.hidden |= outer.marks.promo && outer.whole && matches!(tag, "label" | "legend");
    if tag == "a" && !outer.whole && is_card(page, sizes, node) {
        inner.block = true;
        inner.whole = true;
    }
    // The words of an element that holds the article itself say what kind of page it is, not what its text is.
    let mut own = page.full_meaning(node);
    if own != Marks::default() && !matches!(tag, "html" | "body" | "article" | "main") {
        // "image-source-caption" is around both: what stands in it says what it is.
        own.credit &= !(own.caption && holds_caption(page, node));
        // An introduction that holds the headline or several paragraphs is the head of the page, or the text.
        own.standfirst &= !inner.block || !holds(page, node, |tag| tag == "h1") && !holds_paragraphs(page, node, 3);
        if own.caption && !own.credit && inner.block && outer.kind == BlockKind::Caption {
            inner.marks.credit = false;
        }
        inner.credited |= own.credit && !inner.block;
        if own.picture && inner.block && outer.kind == BlockKind::Paragraph && is_picture(page, sizes, node) {
            inner.kind = BlockKind::Caption;
            inner.pictured = true;
        }
        if own.quote && inner.block && inner.kind == BlockKind::Paragraph && is_quotation(page, sizes, node) {
            inner.kind = BlockKind::Quote;
            inner.whole = true;
        }
        inner.marks.hidden |= own.fineprint && outer.marks.promo;
        inner.pictured &= !own.caption && !own.credit;
        let few = |most: u32| !outer.whole && inner.block && (1..=most).contains(&sizes.of(page, node).0);
        if own.card && few(LONGEST_ROW) && holds(page, node, |tag| tag == "a") && !holds_mark(page, node, |m| m.card) {
            inner.whole = true;
            inner.card = true;
        }
        if own.promo && few(LONGEST_ROW) {
            inner.whole = true;
        }
        if own.embedded && tag == "blockquote" {
            inner.whole = true;
            inner.embedded = true;
        }
        let captioned = outer.kind == BlockKind::Caption || outer.marks.caption && outer.kind == BlockKind::Paragraph;
        if own.credit && captioned && !outer.whole && !inner.block {
            // The credit of a picture, in an element of its own inside the caption.
            inner.block = true;
        }
        let small = sizes.running(page, node) <= LARGE;
        inner.marks.caption |= own.caption && small;
        inner.marks.credit |= own.credit && small;
        inner.marks.related |= own.related && small;
        inner.marks.promo |= own.promo && small;
        inner.marks.standfirst |= own.standfirst && small;
        inner.marks.navigation |= own.navigation && small;
        inner.marks.comments |= own.comments;
        inner.marks.hidden |= own.hidden && small || own.consent && sizes.share(page, node) < 0.4;
        if own.credit && inner.block && !outer.whole && outer.kind != BlockKind::Caption {
            // "By" and the name in an element of its own are one line.
            inner.whole |=
                sizes.of(page, node).0 <= LONGEST_BYLINE && begins_with_text(page, node) && !holds_date(page, node);
        }
    }
    if inner.marks.related && matches!(tag, "li" | "article") && !outer.whole {
        inner.whole |=
            sizes.of(page, node).0 <= LONGEST_ROW && !holds(page, node, |tag| matches!(tag, "li" | "article"));
    }
    inner
}

#[derive(Default)]
struct Walk {
    found: Vec<Candidate>,
    text: String,
    /// Bytes of `text` that are links, in bold, in a `<time>`, links inside the page.
    linked: usize,
    strong: usize,
    slanted: usize,
    timed: usize,
    credited: usize,
    anchored: usize,
    /// Where the first line ends, and the first text node after it, where that line is wholly in bold.
    titled: Option<(usize, Option<u32>)>,
    /// Where the first link in `text` begins.
    first_link: usize,
    breaks: u32,
    /// The first text node of `text`.
    at: u32,
}

impl Walk {
    fn add(&mut self, node: u32, text: &str, context: &Context) {
        if self.text.trim_end().is_empty() {
            self.at = node;
        }
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
            let added = self.text.len() - before;
            if context.link && self.linked == 0 {
                self.first_link = before;
            }
            self.linked += if context.link { added } else { 0 };
            self.strong += if context.strong { added } else { 0 };
            self.slanted += if context.slanted { added } else { 0 };
            self.credited += if context.credited { added } else { 0 };
            if let Some((_, rest @ None)) = &mut self.titled {
                *rest = Some(node);
            }
            self.timed += if context.time { added } else { 0 };
            self.anchored += if context.anchor { added } else { 0 };
        }
    }

    /// One break is a new line of the same block, two begin a new block.
    fn line_break(&mut self, context: &Context) {
        self.breaks += 1;
        let length = self.text.trim_end().len();
        let bold = self.strong + 1 >= length && !context.strong && self.linked == 0;
        // "FROM OUR CORRESPONDENT" is a line of its own too.
        let capitals = length >= 12 && !self.text.chars().any(char::is_lowercase);
        let captioned = context.kind == BlockKind::Caption || context.marks.caption;
        if (bold || capitals || captioned)
            && length > 0
            && self.titled.is_none()
            && !self.text.contains('\n')
            && !context.whole
        {
            self.titled = Some((length, None));
        }
        if self.breaks >= 2 && !context.whole {
            self.flush(context);
        } else if !self.text.trim_end().is_empty() {
            self.text.truncate(self.text.trim_end().len());
            self.text.push('\n');
        }
    }

    /// A part of a block that a break parts from the rest.
    fn push_line(&mut self, text: &str, at: u32, strong: f32, linked: usize, context: &Context) {
        self.found.push(Candidate {
            kind: context.kind,
            text: text.to_owned(),
            marks: context.marks,
            level: context.level,
            aside: context.aside,
            linked: linked as f32 / text.len().max(1) as f32,
            at,
            embedded: false,
            pictured: false,
            strong,
            slanted: 0.0,
            time: false,
            cross_link: false,
            row: false,
            card: false,
        });
    }

    fn flush(&mut self, context: &Context) {
        self.breaks = 0;
        let linked = std::mem::take(&mut self.linked);
        let strong = std::mem::take(&mut self.strong);
        let slanted = std::mem::take(&mut self.slanted);
        let credited = std::mem::take(&mut self.credited);
        let titled = std::mem::take(&mut self.titled);
        let timed = std::mem::take(&mut self.timed);
        let anchored = std::mem::take(&mut self.anchored);
        let whole = std::mem::take(&mut self.text);
        let text = whole.trim();
        // "Skip to the comments" is for machines that read aloud.
        let skips = anchored * 10 >= text.len() * 9 && text.len() < 80 && context.kind == BlockKind::Paragraph;
        if text.is_empty() || skips {
            return;
        }
        let kind = if context.kind != BlockKind::Heading && context.marks.caption && !context.marks.credit {
            BlockKind::Caption
        } else {
            context.kind
        };
        // A button's label, not a caption.
        let short = context.pictured && text.len() < SHORTEST_PICTURED && credited == 0;
        let kind = if short { BlockKind::Paragraph } else { kind };
        let mut marks = context.marks;
        marks.credit |= text.len() <= LONGEST_BYLINE as usize && credited * 10 >= text.len() * 6;
        if let Some((end, Some(rest))) = titled
            && kind == BlockKind::Caption
            && !marks.credit
            && let Some(credit_first) = parted_credit(&text[..end], &text[end..])
        {
            // A caption and its credit, parted by a break.
            for (line, at, credit) in [(&text[..end], self.at, credit_first), (text[end..].trim(), rest, !credit_first)]
            {
                let mut context = *context;
                context.kind = kind;
                context.marks.credit = credit;
                self.push_line(line, at, 0.0, 0, &context);
            }
            return;
        }
        if let Some((end, Some(rest))) = titled
            && kind == BlockKind::Paragraph
            && (is_title_of(&text[..end], &text[end..], strong) || is_signing(&text[..end], &text[end..]))
        {
            // A bold line with a break before the text that it titles, or a byline before the text.
            self.push_line(&text[..end], self.at, 1.0, 0, context);
            self.push_line(text[end..].trim(), rest, 0.0, linked, context);
            return;
        }
        self.found.push(Candidate {
            kind,
            text: text.to_owned(),
            marks,
            level: context.level,
            aside: context.aside,
            linked: linked as f32 / text.len() as f32,
            at: self.at,
            embedded: context.embedded,
            pictured: context.pictured,
            row: context.row,
            card: context.card,
            strong: strong as f32 / text.len() as f32,
            slanted: slanted as f32 / text.len() as f32,
            time: timed * 3 >= text.len(),
            cross_link: linked > 0 && is_cross_link(&whole[..self.first_link], whole.len() - self.first_link, linked),
        });
    }
}
