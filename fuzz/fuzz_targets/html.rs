//! Any text as a web page.
#![no_main]

mod promises;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|page: &str| promises::stream("page.html", page.as_bytes()));
