//! Feeds and the pages they lead to: kept in small steps, so that nothing is fetched twice and nothing is lost.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod common;
use common::*;
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;
use tocsin_store::*;

const HALF_HOUR: Duration = Duration::from_secs(1800);

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn now() -> Timestamp {
    time("2026-01-05T08:00:00.5Z")
}

fn feed(address: &str) -> NewFeed {
    NewFeed { address: address.to_owned(), ..NewFeed::default() }
}

fn item(name: &str, digest: &str) -> FeedItem {
    FeedItem {
        guid: name.to_owned(),
        digest: digest.to_owned(),
        page: format!("https://a.example/{name}"),
        link: Some(format!("https://a.example/{name}?utm_source=feed")),
        entry: format!("{{\"title\":\"{name}\"}}"),
    }
}

fn read(items: Vec<FeedItem>) -> PollOutcome {
    PollOutcome::Read {
        moved: None,
        title: Some("A".to_owned()),
        site: None,
        etag: Some("\"1\"".to_owned()),
        last_modified: None,
        items,
        backlog: 10,
    }
}

fn poll(store: &mut Store, key: i64, outcome: &PollOutcome, at: Timestamp) -> Seen {
    let due = at + SignedDuration::from_secs(1800);
    store.record_poll(key, outcome, at, |_| (HALF_HOUR, due)).unwrap().unwrap()
}

fn had(state: PageState, due_at: Option<Timestamp>) -> PageOutcome {
    PageOutcome {
        state,
        at: now(),
        due_at,
        tries: 0,
        checks: 0,
        etag: None,
        last_modified: None,
        error: None,
        document: Some("d".to_owned()),
    }
}

#[test]
fn a_feed_is_on_the_list_once() {
    let (_folder, path, mut store) = store();
    let folders =
        NewFeed {
            folder: vec!["A/B".into(), "“C”".into()], title: Some("X".into()), ..feed("https://a.example/f")
        };
    assert_eq!(
        store.add_feeds(&[folders.clone(), feed("https://b.example/")], HALF_HOUR, now()).unwrap(),
        [true, true]
    );
    assert_eq!(store.add_feeds(&[feed("https://a.example/f")], HALF_HOUR, now()).unwrap(), [false]);
    let rows = Store::open(&path, Access::Read).unwrap().feeds().unwrap();
    assert_eq!(rows.len(), 2);
    let row = rows.iter().find(|row| row.address == "https://a.example/f").unwrap();
    assert_eq!((row.folder.clone(), row.title.as_deref()), (folders.folder, Some("X")));
    assert_eq!(
        (row.state, row.polled_at.as_deref(), row.due_at.as_deref()),
        (FeedState::Active, None, Some("2026-01-05T08:00:00Z"))
    );
    assert!(store.remove_feed("https://a.example/f").unwrap());
    assert!(!store.remove_feed("https://a.example/f").unwrap());
    assert_eq!(store.feeds().unwrap().len(), 1);
}

#[test]
fn items_are_new_once_and_their_pages_due_once() {
    let (_folder, _path, mut store) = store();
    store.add_feeds(&[feed("https://a.example/f"), feed("https://a.example/g")], HALF_HOUR, now()).unwrap();
    let due = store.due_feeds(now(), false, 10).unwrap();
    assert_eq!(due.len(), 2);
    let seen = poll(&mut store, due[0].key, &read(vec![item("one", "x"), item("two", "x")]), now());
    assert_eq!(seen, Seen { new: 2, changed: 0, passed: 0 });
    // The other feed tells of one of them too, under a name of its own.
    let again = FeedItem { guid: "other".into(), ..item("two", "y") };
    assert_eq!(poll(&mut store, due[1].key, &read(vec![again]), now()).new, 1);
    let pages = store.due_pages(now(), 10).unwrap();
    let addresses: Vec<&str> = pages.iter().map(|page| page.address.as_str()).collect();
    assert_eq!(addresses, ["https://a.example/one", "https://a.example/two"], "in the feed's order, each once");
    assert_eq!(store.page_entry(pages[0].key).unwrap().as_deref(), Some("{\"title\":\"one\"}"));
    store.record_page(pages[0].key, &had(PageState::Read, None)).unwrap();
    assert_eq!(store.page_entry(pages[0].key).unwrap(), None, "the feed's words are not kept beside the article");
    assert_eq!(store.due_pages(now(), 10).unwrap().len(), 1);
    // The feed again, as it was: nothing is new. And with another version of the first.
    assert_eq!(poll(&mut store, due[0].key, &read(vec![item("one", "x"), item("two", "x")]), now()), Seen::default());
    let seen = poll(&mut store, due[0].key, &read(vec![item("one", "z"), item("two", "x")]), now());
    assert_eq!(seen, Seen { new: 0, changed: 1, passed: 0 });
    let pages = store.due_pages(now(), 10).unwrap();
    assert_eq!(pages.len(), 2);
    assert!(pages.iter().any(|page| page.address.ends_with("/one") && page.state == PageState::Read));
    let row = &store.feeds().unwrap()[0];
    assert_eq!((row.items_total, row.items_last, row.waiting), (2, 0, 1));
}

#[test]
fn of_a_new_feed_only_the_first_items_are_fetched() {
    let (_folder, _path, mut store) = store();
    store.add_feeds(&[feed("https://a.example/f")], HALF_HOUR, now()).unwrap();
    let key = store.due_feeds(now(), false, 1).unwrap()[0].key;
    let items: Vec<FeedItem> = (0..15).map(|n| item(&format!("{n}"), "x")).collect();
    assert_eq!(poll(&mut store, key, &read(items.clone()), now()), Seen { new: 15, changed: 0, passed: 5 });
    assert_eq!(store.due_pages(now(), 100).unwrap().len(), 10);
    let more: Vec<FeedItem> = (0..30).map(|n| item(&format!("{n}"), "x")).collect();
    assert_eq!(
        poll(&mut store, key, &read(more), now()),
        Seen { new: 15, changed: 0, passed: 0 },
        "later ones all are"
    );
    assert_eq!(store.due_pages(now(), 100).unwrap().len(), 25);
}

#[test]
fn failures_count_until_the_next_success() {
    let (_folder, _path, mut store) = store();
    store.add_feeds(&[feed("https://a.example/f")], HALF_HOUR, now()).unwrap();
    let key = store.due_feeds(now(), false, 1).unwrap()[0].key;
    let failed = |gone| PollOutcome::Failed { error: "no answer; later".into(), gone };
    poll(&mut store, key, &failed(false), now());
    poll(&mut store, key, &failed(false), now());
    let row = &store.feeds().unwrap()[0];
    assert_eq!((row.failures, row.error.as_deref(), row.succeeded_at.as_deref()), (2, Some("no answer; later"), None));
    assert!(store.due_feeds(now(), true, 10).unwrap().is_empty(), "what failed waits, asked for or not");
    let then = time("2026-01-05T09:00:00Z");
    assert_eq!(store.due_feeds(then, false, 10).unwrap()[0].failures, 2);
    poll(&mut store, key, &PollOutcome::Unchanged, then);
    let row = &store.feeds().unwrap()[0];
    assert_eq!(
        (row.failures, row.error.as_deref(), row.succeeded_at.as_deref()),
        (0, None, Some("2026-01-05T09:00:00Z"))
    );
    assert!(store.due_feeds(then, false, 10).unwrap().is_empty());
    assert_eq!(store.due_feeds(then, true, 10).unwrap().len(), 1, "whether due or not");
    poll(&mut store, key, &failed(true), then);
    let row = &store.feeds().unwrap()[0];
    assert_eq!((row.state, row.due_at.as_deref()), (FeedState::Gone, None));
    assert!(store.set_feed_state("https://a.example/f", FeedState::Active, then).unwrap());
    assert_eq!(store.due_feeds(then, false, 10).unwrap().len(), 1, "resumed, it is due at once");
    assert!(!store.set_feed_state("https://x.example/", FeedState::Paused, then).unwrap());
}

#[test]
fn what_is_due_next_is_known() {
    let (_folder, _path, mut store) = store();
    assert!(!store.has_feeds().unwrap());
    assert_eq!(store.next_due().unwrap(), None);
    store.add_feeds(&[feed("https://a.example/f")], HALF_HOUR, now()).unwrap();
    assert!(store.has_feeds().unwrap());
    let key = store.due_feeds(now(), false, 1).unwrap()[0].key;
    poll(&mut store, key, &read(vec![item("one", "x")]), now());
    let page = store.due_pages(now(), 1).unwrap().remove(0);
    store.record_page(page.key, &had(PageState::Waiting, Some(time("2026-01-05T08:10:00Z")))).unwrap();
    assert_eq!(store.next_due().unwrap(), Some(time("2026-01-05T08:10:00Z")));
    store.set_feed_state("https://a.example/f", FeedState::Paused, now()).unwrap();
    store.record_page(page.key, &had(PageState::Failed, None)).unwrap();
    assert_eq!(store.next_due().unwrap(), None);
}

#[test]
fn a_feed_that_moves_keeps_what_was_seen() {
    let (_folder, _path, mut store) = store();
    store.add_feeds(&[feed("https://a.example/f"), feed("https://b.example/f")], HALF_HOUR, now()).unwrap();
    let key = store.due_feeds(now(), false, 1).unwrap()[0].key;
    let moved = |to: &str| match read(vec![item("one", "x")]) {
        PollOutcome::Read { title, site, etag, last_modified, items, backlog, .. } => {
            PollOutcome::Read { moved: Some(to.to_owned()), title, site, etag, last_modified, items, backlog }
        }
        other => other,
    };
    assert_eq!(poll(&mut store, key, &moved("https://c.example/f"), now()).new, 1);
    assert_eq!(poll(&mut store, key, &moved("https://b.example/f"), now()).new, 0, "another feed lies there: it stays");
    let addresses: Vec<String> = store.feeds().unwrap().into_iter().map(|row| row.address).collect();
    assert_eq!(addresses, ["https://c.example/f", "https://b.example/f"]);
    store.remove_feed("https://c.example/f").unwrap();
    let gone = store.record_poll(key, &PollOutcome::Unchanged, now(), |_| (HALF_HOUR, now())).unwrap();
    assert_eq!(gone, None, "removed while it was being looked at");
    assert!(store.due_pages(now(), 10).unwrap().is_empty(), "its pages go with it");
}

#[test]
fn one_process_watches_at_a_time() {
    let (_folder, path, _store) = store();
    let watch = Watch::take(&path).unwrap();
    let refused = Watch::take(&path).unwrap_err().to_string();
    assert!(refused.contains("are being watched by") && refused.contains("process"), "{refused}");
    drop(watch);
    assert!(Watch::take(&path).is_ok());
}

#[test]
fn stores_of_versions_without_feeds_get_their_lists() {
    for name in ["v1.sqlite", "v3.sqlite"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.db");
        std::fs::copy(format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR")), &path).unwrap();
        let store = Store::open(&path, Access::Read).unwrap();
        assert!(store.feeds().unwrap().is_empty(), "{name}");
        assert!(store.totals().unwrap().documents > 0, "{name}: what was there is still there");
    }
}
