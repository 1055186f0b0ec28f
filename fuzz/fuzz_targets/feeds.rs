//! Any bytes as a feed, as a list of feeds and as a page that names some. What is read of a list comes back when it is
//! written; what is kept of an entry comes back from its JSON; addresses lead to the web alone.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tocsin_read::{FeedEntry, Limits, feed, feeds_of, mining_reserved, read_opml, write_opml};

const BASE: &str = "https://base.example/a/b";

fn is_of_the_web(address: &str) -> bool {
    address.starts_with("http://") || address.starts_with("https://")
}

fuzz_target!(|data: &[u8]| {
    let limits = Limits { document_bytes: 1 << 20, html_bytes: 1 << 20, line_bytes: 1 << 20, ..Limits::default() };
    if let Ok(found) = feed("feed", data, Some(BASE), limits) {
        for entry in found.entries.into_iter().flatten() {
            assert!(!entry.guid.is_empty() && entry.link.as_deref().is_none_or(is_of_the_web));
            let kept = serde_json::to_string(&entry).expect("an entry can be written");
            assert_eq!(serde_json::from_str::<FeedEntry>(&kept).expect("and read"), entry);
        }
    }
    if let Ok(list) = read_opml("list", data) {
        assert!(list.feeds.iter().all(|feed| is_of_the_web(&feed.address)));
        let mut again =
            read_opml("list", write_opml("x", &list.feeds).as_bytes()).expect("what was written is a list").feeds;
        let mut feeds = list.feeds;
        // Feeds of one folder come together.
        again.sort_by(|a, b| a.address.cmp(&b.address));
        feeds.sort_by(|a, b| a.address.cmp(&b.address));
        let addresses =
            |feeds: &[tocsin_read::Subscription]| feeds.iter().map(|f| f.address.clone()).collect::<Vec<_>>();
        assert_eq!(addresses(&again), addresses(&feeds));
    }
    assert!(feeds_of(data, BASE).iter().all(|feed| is_of_the_web(&feed.address)));
    let _ = mining_reserved(data);
});
