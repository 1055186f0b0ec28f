//! A page's text, cut into blocks where its markup begins and ends them.

use crate::datetext;
use crate::page::{Kind, Page, is_block, is_skipped};
use crate::phrases::{self, Marks};
use crate::words;
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
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => BlockKind::Heading,
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
        own.credit &= !(inner.block && own.caption && holds_caption(page, node));
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

/// Whether `label` and after it nothing but a link stand in a line, as cross-links inside a text do.
fn is_cross_link(label: &str, rest: usize, linked: usize) -> bool {
    let label = label.trim();
    (4..=60).contains(&label.len())
        && label.ends_with([':', '|', '»', '>', '►', '→'])
        && rest >= 20
        && linked + 4 >= rest
}

fn is_author(page: &Page, node: u32, tag: &str) -> bool {
    page.attribute(node, "itemprop").is_some_and(|p| p == "author" || p == "copyrightHolder")
        || tag == "a"
            && (page.attribute(node, "rel").is_some_and(|r| r.split_whitespace().any(|r| r == "author"))
                || page.attribute(node, "href").is_some_and(leads_to_author))
}

/// Whether an address has a part that sites give to the pages of their authors, and something after it.
fn leads_to_author(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let mut parts = path.rsplit('/').filter(|part| !part.is_empty()).take(3);
    let own = parts.next().is_some();
    own && parts.any(|part| {
        matches!(
            part,
            "author"
                | "authors"
                | "autor"
                | "autoren"
                | "autorin"
                | "autores"
                | "autori"
                | "autore"
                | "auteur"
                | "auteurs"
                | "by"
                | "byline"
                | "contributor"
                | "contributors"
                | "columnist"
                | "journalist"
                | "journalists"
                | "journaliste"
                | "journalistes"
                | "firmas"
                | "forfatter"
                | "redakteur"
                | "redaktion"
                | "reporter"
                | "reporters"
                | "staff"
                | "skribent"
        )
    })
}

/// Whether an element holds a caption of its own.
fn holds_caption(page: &Page, node: u32) -> bool {
    (node + 1..page.nodes[node as usize].end).any(|n| page.tag(n) == "figcaption" || page.full_meaning(n).caption)
}

/// Whether an element holds so many paragraphs.
fn holds_paragraphs(page: &Page, node: u32, number: usize) -> bool {
    (node + 1..page.nodes[node as usize].end).filter(|&n| page.tag(n) == "p").take(number).count() == number
}

/// A quotation set apart, without a heading, a list or a picture's story in it.
fn is_quotation(page: &Page, sizes: &Sizes, node: u32) -> bool {
    let other = |tag: &str| {
        matches!(tag, "h1" | "h2" | "h3" | "h4" | "li" | "form" | "article" | "figcaption" | "table" | "blockquote")
    };
    (20..=LARGE).contains(&sizes.of(page, node).0) && !holds(page, node, other)
}

/// A picture with a line or two of text and nothing that has a title or a date of its own.
fn is_picture(page: &Page, sizes: &Sizes, node: u32) -> bool {
    let other = |tag: &str| {
        matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "li" | "form" | "article" | "time" | "nav" | "table")
    };
    let (all, linked) = sizes.of(page, node);
    (1..=LONGEST_PICTURED).contains(&all)
        && linked * 2 <= all
        && holds(page, node, |tag| matches!(tag, "img" | "picture"))
        && !holds(page, node, other)
}

/// Whether the first of two lines of a caption is its credit; `None` where neither is, or both are.
fn parted_credit(first: &str, second: &str) -> Option<bool> {
    let credit = |line: &str| {
        line.trim().len() <= LONGEST_BYLINE as usize
            && phrases::in_page(line).is_some_and(|known| known.kind == BlockKind::Credit)
    };
    let (first, second) = (credit(first), credit(second));
    (first != second).then_some(first)
}

/// Whether a first line is known for a byline of the text after it.
fn is_signing(line: &str, text: &str) -> bool {
    line.len() <= 80
        && text.trim().len() >= 60
        && phrases::in_page(line).is_some_and(|known| known.kind == BlockKind::Credit)
}

/// Whether a bold first line titles the text after it.
fn is_title_of(line: &str, text: &str, strong: usize) -> bool {
    strong + 1 >= line.len()
        && (8..=100).contains(&line.len())
        && !line.ends_with(['.', '!', '?', ':', ',', ';'])
        && text.trim().len() >= 120
}

/// Whether text of an element's own stands before the first block inside it.
fn begins_with_text(page: &Page, node: u32) -> bool {
    (node + 1..page.nodes[node as usize].end)
        .find_map(|n| match &page.nodes[n as usize].kind {
            Kind::Text(text) => (!text.trim().is_empty()).then_some(true),
            Kind::Element { tag, .. } => is_block(tag).then_some(false),
        })
        .unwrap_or(false)
}

/// Whether a block inside an element is marked as a date.
fn holds_date(page: &Page, node: u32) -> bool {
    (node + 1..page.nodes[node as usize].end).any(|n| {
        if !is_block(page.tag(n)) {
            return false;
        }
        let text = page.text_of(n);
        let marked = || page.meaning(n).credit || (n + 1..page.nodes[n as usize].end).any(|n| page.tag(n) == "time");
        text.chars().filter(char::is_ascii_digit).count() >= 3 && (marked() || datetext::parse(&text).is_some())
    })
}

/// Whether an item of a list holds paragraphs, as the entries of a report do.
fn is_story(page: &Page, sizes: &Sizes, item: u32) -> bool {
    let paragraphs = (item + 1..page.nodes[item as usize].end).filter(|&n| page.tag(n) == "p").take(2).count();
    sizes.running(page, item) > 400 && paragraphs == 2
}

/// A row of figures or names, as against a page that is laid out by a table.
fn is_data_row(page: &Page, sizes: &Sizes, row: u32) -> bool {
    let end = page.nodes[row as usize].end;
    if sizes.of(page, row).0 > LONGEST_ROW || end - row > LARGEST_ROW {
        return false;
    }
    let cells: Vec<u32> = (row + 1..end).filter(|&n| matches!(page.tag(n), "td" | "th")).collect();
    let short = cells.iter().all(|&cell| sizes.of(page, cell).0 <= LONGEST_CELL);
    let laid_out = |tag: &str| {
        matches!(
            tag,
            "table"
                | "ul"
                | "ol"
                | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "h5"
                | "h6"
                | "blockquote"
                | "figure"
                | "form"
                | "article"
        )
    };
    cells.len() >= 2 && short && !holds(page, row, laid_out)
}

/// A link around blocks (a title, a teaser, a picture) is one line of a list of links.
fn is_card(page: &Page, sizes: &Sizes, link: u32) -> bool {
    (1..=LONGEST_ROW).contains(&sizes.of(page, link).0)
        && page.nodes[link as usize].end - link <= LARGEST_ROW
        && holds(page, link, is_block)
        && !holds(page, link, |tag| matches!(tag, "h1" | "figcaption"))
}

/// Whether an element holds blocks with a mark.
fn holds_mark(page: &Page, node: u32, mark: impl Fn(Marks) -> bool) -> bool {
    (node + 1..page.nodes[node as usize].end)
        .any(|n| matches!(page.tag(n), "div" | "article" | "li" | "section") && mark(page.meaning(n)))
}

/// Whether an element holds one of the given names.
fn holds(page: &Page, node: u32, names: impl Fn(&str) -> bool) -> bool {
    (node + 1..page.nodes[node as usize].end).any(|n| names(page.tag(n)))
}

/// How much text stands under each node, so that it need not be read again for every element around it.
struct Sizes {
    /// For each node, the bytes of text before it, and of these the bytes in links.
    before: Vec<(u32, u32)>,
    root: u32,
}

impl Sizes {
    fn new(page: &Page, root: u32) -> Self {
        let mut before = Vec::with_capacity(page.nodes.len() + 1);
        let (mut all, mut linked, mut link_end) = (0u32, 0u32, 0u32);
        let mut skip_end = 0u32;
        for (n, node) in page.nodes.iter().enumerate() {
            before.push((all, linked));
            match &node.kind {
                Kind::Text(text) if n as u32 >= skip_end => {
                    let length = text.trim().len() as u32;
                    all += length;
                    if (n as u32) < link_end {
                        linked += length;
                    }
                }
                Kind::Text(_) => {}
                Kind::Element { tag: "a", .. } => link_end = link_end.max(node.end),
                Kind::Element { tag, .. } if is_skipped(tag) => skip_end = skip_end.max(node.end),
                Kind::Element { .. } => {}
            }
        }
        before.push((all, linked));
        Sizes { before, root }
    }

    /// Bytes of text under a node, and of these the bytes in links.
    fn of(&self, page: &Page, node: u32) -> (u32, u32) {
        let (from, to) = (self.before[node as usize], self.before[page.nodes[node as usize].end as usize]);
        (to.0 - from.0, to.1 - from.1)
    }

    /// Bytes of text under a node that are no links.
    fn running(&self, page: &Page, node: u32) -> u32 {
        let (all, linked) = self.of(page, node);
        all - linked
    }

    /// The share of the page's text under a node.
    fn share(&self, page: &Page, node: u32) -> f32 {
        self.of(page, node).0 as f32 / self.of(page, self.root).0.max(1) as f32
    }
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
