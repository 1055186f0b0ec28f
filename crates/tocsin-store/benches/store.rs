//! How fast a store writes and answers: `cargo bench -p tocsin-store [-- DOCUMENTS [FOLDER]]` prints one line a
//! measure; with a folder the store is kept there.
#![allow(clippy::print_stdout, reason = "the figures are the output")]

#[path = "../tests/common/mod.rs"]
mod common;

use common::{Line, article};
use std::time::Instant;
use tocsin_record::EventType;
use tocsin_store::{Access, FacetBy, Filter, Order, Store};

const ACTORS: &[&str] = &[
    "United States/USA/GOV",
    "Venezuela/VEN/GOV",
    "Russia/RUS/MIL",
    "Ukraine/UKR/MIL",
    "Israel/ISR/MIL",
    "Hamas/PSE/REB",
    "China/CHN/GOV",
    "European Union/EUR/",
    "United Nations/UNO/",
    "Iran/IRN/GOV",
    "Turkey/TUR/GOV",
    "Colombia/COL/GOV",
];

fn main() {
    let documents: usize = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(20_000);
    let kinds: Vec<EventType> = EventType::all().collect();
    // About 600 words, 6 events and 6 statements a document; the words vary as in a real vocabulary.
    let made: Vec<_> = (0..documents)
        .map(|n| {
            let sentences: Vec<String> = (0..28)
                .map(|s| {
                    let words: Vec<String> =
                        (0..19).map(|w| format!("word{}", (n * 7919 + s * 104_729 + w * w * 31) % 40_000)).collect();
                    format!("{} acted {}.", words.join(" "), n + s)
                })
                .collect();
            let lines: Vec<Line<'_>> = sentences
                .iter()
                .enumerate()
                .map(|(s, sentence)| {
                    let of = |at: usize| ACTORS[at % ACTORS.len()];
                    (sentence.as_str(), "acted", kinds[(n + s) % kinds.len()], of(n + s), of(n * 3 + s + 1))
                })
                .collect();
            let day = format!("2025-{:02}-{:02}", n / 28 % 12 + 1, n % 28 + 1);
            let (document, mut coding) = article(&format!("https://example.org/{n}"), &day, 1, &lines);
            coding.events.truncate(6);
            coding.statements.truncate(6);
            (document, coding)
        })
        .collect();
    let folder = tempfile::tempdir().expect("a folder");
    let kept = std::env::args().nth(2).filter(|arg| !arg.starts_with('-'));
    let path = kept.map_or_else(|| folder.path().to_owned(), std::path::PathBuf::from).join("bench.db");
    let mut store = Store::open(&path, Access::WRITE).expect("a store");
    let (alone, together) = made.split_at(documents / 10);
    let start = Instant::now();
    for (document, coding) in alone {
        store.put(document, coding).expect("written");
    }
    println!("put: {:.0} documents a second", alone.len() as f64 / start.elapsed().as_secs_f64());
    let start = Instant::now();
    for some in together.chunks(64) {
        assert!(store.put_all(some).iter().all(Result::is_ok), "written");
    }
    println!("put_all of 64: {:.0} documents a second", together.len() as f64 / start.elapsed().as_secs_f64());
    let size = std::fs::metadata(&path).map_or(0, |file| file.len()) / 1_000_000;
    println!("{documents} documents with {} events take {size} MB", documents * 6);
    let start = Instant::now();
    for (document, coding) in &made {
        store.put(document, coding).expect("unchanged");
    }
    println!("put again: {:.0} a second", documents as f64 / start.elapsed().as_secs_f64());
    drop(store);
    let store = Store::open(&path, Access::Read).expect("a store");
    let all = Filter::default();
    let actor = Filter { actor: vec!["RUS".into()], kinds: vec![EventType::Assault], ..Filter::default() };
    let name = Filter { actor: vec!["ukrai".into()], ..Filter::default() };
    let text = Filter { text: Some("word17".into()), ..Filter::default() };
    let as_of = Filter { as_of: "2025-06-30".parse().ok(), ..Filter::default() };
    let ask = |what: &str, ask: &dyn Fn() -> u64| {
        let start = Instant::now();
        let found = ask();
        println!("{what}: {found} found in {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    };
    for round in ["first", "second"] {
        for (what, filter) in
            [("all", &all), ("code and type", &actor), ("name", &name), ("words", &text), ("as of", &as_of)]
        {
            for order in [Order::NewestPublished, Order::NewestEvent] {
                ask(&format!("{round}: events, {what}, {order:?}"), &|| {
                    store.events(filter, order, 50, None).expect("a page").total
                });
            }
            for by in [FacetBy::Kind, FacetBy::ActorCountry, FacetBy::ActorName, FacetBy::Day] {
                ask(&format!("{round}: facets, {what}, {by:?}"), &|| {
                    store.facets(filter, by, 20).expect("facets").len() as u64
                });
            }
        }
        ask(&format!("{round}: search, rare"), &|| store.search("word17 word40", 20, None).expect("hits").total);
        ask(&format!("{round}: search, in every text"), &|| store.search("acted", 20, None).expect("hits").total);
        ask(&format!("{round}: totals"), &|| store.totals().expect("totals").events);
        ask(&format!("{round}: documents"), &|| store.documents(50, None).expect("a page").total);
    }
}
