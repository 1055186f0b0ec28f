//! Any bytes as RSS, Atom or JSON Feed.
#![no_main]

mod promises;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|feed: &[u8]| {
    promises::stream("feed.xml", feed);
    promises::stream("feed.json", feed);
});
