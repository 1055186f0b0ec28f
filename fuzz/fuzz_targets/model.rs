//! A tagger's file. Damaged bytes are refused; what is accepted can be used on a sentence.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use tocsin_language::Analyser;
use tocsin_language::tagging::Model;
use tocsin_record::Document;

static ANALYSER: LazyLock<Analyser> = LazyLock::new(Analyser::new);

fuzz_target!(|data: &[u8]| {
    let Ok(model) = Model::from_bytes(data) else { return };
    let document = Document::from_text("a", "The minister who resigned on Monday said that troops would leave.");
    let mut analysis = ANALYSER.analyse(&document);
    model.tag(&mut analysis);
});
