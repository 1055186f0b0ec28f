//! Bytes under every ending that an input can have: cutting them into records and reading each. The first byte chooses
//! the ending. Whatever comes out must keep what a `Document` promises.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::io::Cursor;
use tocsin_read::{Limits, split};

const NAMES: [&str; 10] = [
    "page.html",
    "text.txt",
    "text.md",
    "feed.xml",
    "feed.json",
    "lines.jsonl",
    "page.html.gz",
    "lines.jsonl.gz",
    "text.txt.zst",
    "-",
];

fuzz_target!(|data: &[u8]| {
    let Some((&choice, bytes)) = data.split_first() else { return };
    let name = NAMES[choice as usize % NAMES.len()];
    let limits = Limits { document_bytes: 1 << 20, html_bytes: 1 << 20, line_bytes: 1 << 20, ..Limits::default() };
    for record in split(name, Cursor::new(bytes.to_vec()), limits) {
        let Ok(document) = record.and_then(|raw| raw.read()) else { continue };
        let chars = document.text.chars().count();
        let mut end = 0;
        for block in &document.blocks {
            assert!(block.start >= end && block.end >= block.start, "blocks overlap or run backwards");
            end = block.end;
        }
        assert!(end as usize <= chars, "a block ends behind the text");
    }
});
