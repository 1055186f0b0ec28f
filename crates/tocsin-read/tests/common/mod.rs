//! What the tests share.
#![allow(dead_code, reason = "each test file uses its part")]

pub mod make;

use tocsin_read::{Limits, ReadError, split};
use tocsin_record::{BlockKind, Document, TextIndex};

pub fn records(name: &str, bytes: impl Into<Vec<u8>>) -> Vec<Result<Document, ReadError>> {
    let bytes = std::io::Cursor::new(bytes.into());
    split(name, bytes, Limits::default()).map(|raw| raw.and_then(tocsin_read::Raw::read)).collect()
}

pub fn one(name: &str, bytes: impl Into<Vec<u8>>) -> Document {
    let mut all = records(name, bytes);
    assert_eq!(all.len(), 1, "one record");
    all.remove(0).unwrap()
}

pub fn error(name: &str, bytes: impl Into<Vec<u8>>) -> String {
    let mut all = records(name, bytes);
    assert_eq!(all.len(), 1, "one record");
    all.remove(0).unwrap_err().to_string()
}

/// The blocks as (kind, text).
pub fn blocks(document: &Document) -> Vec<(BlockKind, String)> {
    let index = TextIndex::new(&document.text);
    document.blocks.iter().map(|b| (b.kind, index.slice(&document.text, b.span()).to_owned())).collect()
}

/// Checks what every document promises of its blocks.
pub fn check(document: &Document, markers: bool) {
    let length = document.text.chars().count() as u32;
    let mut before = 0;
    let chars: Vec<char> = document.text.chars().collect();
    let allowed = |c: &char| c.is_whitespace() || *c == '\u{feff}' || markers && !c.is_alphabetic();
    for block in &document.blocks {
        assert!(before <= block.start && block.start < block.end && block.end <= length, "{block:?} in {length}");
        let gap = &chars[before as usize..block.start as usize];
        assert!(gap.len() > 200 || gap.iter().all(|c| allowed(c) || markers), "between blocks: {gap:?}");
        before = block.end;
    }
    let mut before = 0;
    for entry in &document.entries {
        assert!(before <= entry.start && entry.start < entry.end && entry.end <= length, "{entry:?} in {length}");
        before = entry.end;
    }
}
