//! Any text as an article. The coder must give a coding that can be read back, with every span inside the text, twice
//! the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use tocsin_code::Coder;
use tocsin_record::{Coding, Document};

static CODER: LazyLock<Coder> = LazyLock::new(Coder::new);

fuzz_target!(|text: &str| {
    let mut document = Document::from_text("a", text);
    document.published = "2026-01-31".parse().ok();
    let coding = CODER.code(&document, 1);
    assert_eq!(coding, CODER.code(&document, 1));
    let chars = text.chars().count();
    let mut end = 0;
    for span in &coding.sentences {
        assert!(span.start() >= end && span.end() >= span.start(), "sentences overlap or run backwards");
        end = span.end();
    }
    assert!(end as usize <= chars, "a sentence ends behind the text");
    for event in &coding.events {
        assert!(coding.sentences.contains(&event.evidence.sentence()), "evidence that is no sentence of the record");
    }
    let written = serde_json::to_vec(&coding).expect("a coding can be written");
    assert_eq!(coding, serde_json::from_slice::<Coding>(&written).expect("a written coding can be read"));
});
