//! Half-open spans in Unicode code points, and the map between code points and bytes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A half-open range `[start, end)` in Unicode code points of a document's text, written as `[start, end]` in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "[u32; 2]", into = "[u32; 2]")]
#[schemars(with = "[u32; 2]")]
pub struct Span {
    start: u32,
    end: u32,
}

/// A span whose end lies before its start.
#[derive(Debug, thiserror::Error)]
#[error("a span must not end before it starts: [{0}, {1}]")]
pub struct SpanError(u32, u32);

impl Span {
    /// A span from `start` to `end`, both in code points.
    ///
    /// # Panics
    /// When `end < start`: a span made inside the program is never turned round; use `try_from` for foreign numbers.
    pub fn new(start: u32, end: u32) -> Self {
        assert!(start <= end, "a span must not end before it starts: [{start}, {end}]");
        Span { start, end }
    }

    /// First code point.
    pub fn start(self) -> u32 {
        self.start
    }

    /// One past the last code point.
    pub fn end(self) -> u32 {
        self.end
    }

    /// Length in code points.
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the span holds nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one code point.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl TryFrom<[u32; 2]> for Span {
    type Error = SpanError;
    fn try_from([start, end]: [u32; 2]) -> Result<Self, SpanError> {
        if start <= end { Ok(Span { start, end }) } else { Err(SpanError(start, end)) }
    }
}

impl From<Span> for [u32; 2] {
    fn from(span: Span) -> Self {
        [span.start, span.end]
    }
}

/// How many code points lie between two remembered positions.
const STRIDE: usize = 64;

/// Maps between byte offsets and code-point offsets of one text, in constant time for both directions
/// (a binary search over one entry per 64 code points; nothing at all for ASCII).
#[derive(Debug, Clone)]
pub struct TextIndex {
    /// Byte offset of every `STRIDE`th code point; empty for ASCII text, where both counts agree.
    bytes: Vec<u32>,
    len_bytes: usize,
    len_chars: usize,
}

impl TextIndex {
    /// Reads `text` once.
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return TextIndex { bytes: Vec::new(), len_bytes: text.len(), len_chars: text.len() };
        }
        let mut bytes = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut len_chars = 0;
        for (at, _) in text.char_indices() {
            if len_chars % STRIDE == 0 {
                bytes.push(at as u32);
            }
            len_chars += 1;
        }
        TextIndex { bytes, len_bytes: text.len(), len_chars }
    }

    /// Length of the text in code points.
    pub fn len_chars(&self) -> usize {
        self.len_chars
    }

    /// The code-point offset of byte offset `byte` of `text` (the text this index was made from). An offset inside a
    /// character counts as that character's start; one past the end as the end.
    pub fn to_char(&self, text: &str, byte: usize) -> u32 {
        if self.bytes.is_empty() {
            return byte.min(self.len_bytes) as u32;
        }
        if byte >= self.len_bytes {
            return self.len_chars as u32;
        }
        let slot = self.bytes.partition_point(|&b| b as usize <= byte) - 1;
        let from = self.bytes[slot] as usize;
        let passed = text.as_bytes()[from + 1..=byte].iter().filter(|&&b| !is_continuation(b)).count();
        (slot * STRIDE + passed) as u32
    }

    /// The byte offset of code point `at` of `text`; past the end, the length of the text.
    pub fn to_byte(&self, text: &str, at: u32) -> usize {
        let at = at as usize;
        if at >= self.len_chars {
            return self.len_bytes;
        }
        if self.bytes.is_empty() {
            return at;
        }
        let from = self.bytes[at / STRIDE] as usize;
        text[from..].char_indices().nth(at % STRIDE).map_or(self.len_bytes, |(i, _)| from + i)
    }

    /// The span of a byte range.
    pub fn span(&self, text: &str, range: std::ops::Range<usize>) -> Span {
        Span::new(self.to_char(text, range.start), self.to_char(text, range.end.max(range.start)))
    }

    /// The text under `span`.
    pub fn slice<'t>(&self, text: &'t str, span: Span) -> &'t str {
        &text[self.to_byte(text, span.start)..self.to_byte(text, span.end)]
    }
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}
