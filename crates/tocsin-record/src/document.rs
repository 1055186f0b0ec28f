//! A document: the article's text in typed blocks, and what is known about it.

use crate::{DateRange, DocumentId, Published, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a block of a document's text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// The article's title.
    Headline,
    /// The summary under the title.
    Standfirst,
    /// Running text.
    Paragraph,
    /// A crosshead inside the text.
    Heading,
    /// A block quotation.
    Quote,
    /// A list item.
    List,
    /// A picture's caption.
    Caption,
    /// Who took or made something.
    Credit,
    /// Links to other articles.
    Related,
    /// Newsletters, apps, subscriptions, agency notes.
    Promo,
}

impl BlockKind {
    /// Every kind.
    pub const ALL: [BlockKind; 10] = [
        BlockKind::Headline,
        BlockKind::Standfirst,
        BlockKind::Paragraph,
        BlockKind::Heading,
        BlockKind::Quote,
        BlockKind::List,
        BlockKind::Caption,
        BlockKind::Credit,
        BlockKind::Related,
        BlockKind::Promo,
    ];

    /// Whether a sentence of this block can be evidence; `Some(true)` only when it is a full sentence.
    /// Headlines, credits, related links and promo lines never are. Captions are, but their rows say so.
    pub fn can_be_evidence(self) -> bool {
        !matches!(self, BlockKind::Headline | BlockKind::Credit | BlockKind::Related | BlockKind::Promo)
    }

    /// Whether only a full sentence of this block can be evidence.
    pub fn needs_full_sentence(self) -> bool {
        matches!(self, BlockKind::Standfirst | BlockKind::Heading | BlockKind::List | BlockKind::Caption)
    }

    /// The name used in records.
    pub fn name(self) -> &'static str {
        match self {
            BlockKind::Headline => "headline",
            BlockKind::Standfirst => "standfirst",
            BlockKind::Paragraph => "paragraph",
            BlockKind::Heading => "heading",
            BlockKind::Quote => "quote",
            BlockKind::List => "list",
            BlockKind::Caption => "caption",
            BlockKind::Credit => "credit",
            BlockKind::Related => "related",
            BlockKind::Promo => "promo",
        }
    }
}

/// A block: a kind and where it stands in the document's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
}

impl Block {
    /// A block of `kind` over `span`.
    pub fn new(kind: BlockKind, span: Span) -> Self {
        Block { kind, start: span.start(), end: span.end() }
    }

    /// Where it stands.
    pub fn span(&self) -> Span {
        Span::new(self.start, self.end.max(self.start))
    }
}

/// An entry of a running report (a live blog, a ticker): what was posted at one time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Entry {
    /// First code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// When it was posted, in the zone that the page gives, if it gives one; `None` where the day is not known.
    pub at: Option<Published>,
}

impl Entry {
    /// Where it stands.
    pub fn span(&self) -> Span {
        Span::new(self.start, self.end.max(self.start))
    }
}

/// "Code only what passes between these spans": the question put with a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GivenSpans {
    /// Spans of the acting side.
    pub actor: Vec<Span>,
    /// Spans of the side acted on.
    pub recipient: Vec<Span>,
}

/// A document as `tocsin extract` prints it: metadata, text and typed blocks.
///
/// Blocks are in text order, do not overlap, and lie inside `text`; what lies between two blocks is white
/// space or, in plain text and Markdown, the marks of lists, headings and emphasis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// The given id, else the canonical URL, else `sha256:` of the input bytes.
    pub id: DocumentId,
    /// The name of the input it was read from: a path, with `#n` for the nth record of a file, or `-`.
    pub input: String,
    /// Canonical address.
    pub url: Option<String>,
    /// The outlet's name.
    pub outlet: Option<String>,
    /// The title, as a reader sees it.
    pub title: Option<String>,
    /// The authors' names.
    pub authors: Vec<String>,
    /// When it was first published.
    pub published: Option<Published>,
    /// Where `published` is missing: the days between which it must have been published, inferred from the document.
    pub published_range: Option<DateRange>,
    /// When it was last changed.
    pub modified: Option<Published>,
    /// ISO 639-1 code of the language.
    pub lang: Option<String>,
    /// The whole text; every offset counts its code points.
    pub text: String,
    /// Whether the text reads as machine-translated into English.
    pub translated: bool,
    /// The typed blocks of `text`.
    pub blocks: Vec<Block>,
    /// The entries of a running report, in text order and apart from each other; empty for any other text.
    #[serde(default)]
    pub entries: Vec<Entry>,
    /// What a reader of the rows should know, each "code: message".
    pub warnings: Vec<String>,
    /// The question put with the document, if any; no part of its record.
    #[serde(skip)]
    #[schemars(skip)]
    pub given: Option<GivenSpans>,
    /// Whether the text was written for testing or demonstration and says so; shown wherever its rows are shown.
    #[serde(default)]
    pub synthetic: bool,
}

impl Document {
    /// A document of one running text, without metadata.
    pub fn from_text(id: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let end = text.chars().count() as u32;
        Document {
            id: DocumentId::from(id.into()),
            input: String::new(),
            url: None,
            outlet: None,
            title: None,
            authors: Vec::new(),
            published: None,
            published_range: None,
            modified: None,
            lang: None,
            text,
            translated: false,
            blocks: vec![Block { kind: BlockKind::Paragraph, start: 0, end }],
            entries: Vec::new(),
            warnings: Vec::new(),
            given: None,
            synthetic: false,
        }
    }
}
