//! What every document promises, and bounds under which a fuzzer gets far.

use std::io::Cursor;
use tocsin_read::{FieldMap, Limits, Options, ReadError, split, split_file};
use tocsin_record::Document;

/// Small bounds: what is to be found is found in small inputs.
pub fn limits() -> Limits {
    Limits { document_bytes: 1 << 20, html_bytes: 1 << 18, line_bytes: 1 << 18, ..Limits::default() }
}

/// Reads an input as a stream and checks everything that comes out.
#[allow(dead_code)]
pub fn stream(name: &str, bytes: &[u8]) {
    for record in split(name, Cursor::new(bytes.to_vec()), limits()) {
        check(record.and_then(|raw| raw.read()));
    }
}

/// Reads a file in which one can go back and forth, its columns named by `map`.
#[allow(dead_code)]
pub fn file(name: &str, bytes: &[u8], map: FieldMap) {
    let options = Options { limits: limits(), map: map.into() };
    for record in split_file(name, Cursor::new(bytes.to_vec()), options) {
        check(record.and_then(|raw| raw.read()));
    }
}

fn check(result: Result<Document, ReadError>) {
    let document = match result {
        Ok(document) => document,
        Err(error) => {
            let line = error.to_string();
            assert!(!line.chars().any(char::is_control), "a message of more than one line: {line:?}");
            return;
        }
    };
    let chars = document.text.chars().count();
    let mut end = 0;
    for block in &document.blocks {
        assert!(block.start >= end && block.end >= block.start, "blocks overlap or run backwards");
        end = block.end;
    }
    assert!(end as usize <= chars, "a block ends behind the text");
    if let Some(range) = &document.published_range {
        assert!(range.start <= range.end, "a range that ends before it begins");
    }
}
