//! What people type into a search box, filters and cursors. The store must answer or refuse; only a refusal of the
//! database itself is a fault. The input is cut at its first two line ends: search words, filter words, cursor.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::cell::OnceCell;
use std::time::Duration;
use tocsin_code::Coder;
use tocsin_record::Document;
use tocsin_store::{Access, Filter, Order, Store, StoreError};

const TEXT: &str = "France recalled its ambassador from Niger on Monday. \"We will close the border,\" Interior Minister \
    Ana Ruiz said. Niger's army denied that its troops had fired on the convoy near Agadez, killing three people.";

thread_local! {
    static STORE: OnceCell<(tempfile::TempDir, Store)> = const { OnceCell::new() };
}

fn made() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut store =
        Store::open(folder.path().join("fuzz.db"), Access::Write { wait: Duration::ZERO }).expect("a store");
    let coder = Coder::new();
    for (id, day) in [("a", "2026-01-31"), ("b", "2026-02-01"), ("c", "")] {
        let mut document = Document::from_text(id, TEXT);
        document.title = Some("Ambassador recalled".into());
        document.published = day.parse().ok();
        store.put(&document, &coder.code(&document, 1)).expect("a document is written");
    }
    (folder, store)
}

/// Passes over answers and refusals of what was asked; stops at faults of the database.
fn answered<T>(answer: Result<T, StoreError>) -> Option<T> {
    match answer {
        Ok(value) => Some(value),
        Err(error @ (StoreError::Database { .. } | StoreError::Damaged { .. })) => panic!("{error}"),
        Err(_) => None,
    }
}

fuzz_target!(|text: &str| {
    let mut parts = text.splitn(3, '\n');
    let search = parts.next().unwrap_or_default();
    let words = parts.next().unwrap_or_default();
    let cursor = parts.next();
    STORE.with(|cell| {
        let (_, store) = cell.get_or_init(made);
        answered(store.search(search, 2, cursor));
        if let Some(page) = answered(store.search(search, 1, None)) {
            if let Some(next) = page.next {
                assert!(answered(store.search(search, 1, Some(&next))).is_some(), "its own cursor is refused");
            }
        }
        for filter in [
            Filter { actor: vec![words.into()], ..Filter::default() },
            Filter { recipient: vec![words.into()], countries: vec![words.into()], ..Filter::default() },
            Filter { text: Some(search.into()), ..Filter::default() },
        ] {
            answered(store.events(&filter, Order::default(), 2, cursor));
        }
    });
});
