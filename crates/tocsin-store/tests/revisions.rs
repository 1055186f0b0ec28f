//! What the store tells of changed texts: in lists, in full, and for stores written before it was told.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod common;

use common::{BOATS, article};
use std::path::Path;
use std::time::Duration;
use tocsin_record::{Change, Coding, Document, DocumentId};
use tocsin_store::{Access, Put, RevisionFilter, RevisionRow, Store, StoreError};

const NOW: Access = Access::Write { wait: Duration::ZERO };

/// Puts versions of documents: id, version, which lines it has, its date of change, the day it was read.
fn fill(path: &Path, versions: &[(&str, u32, usize, Option<&str>, &str)]) -> Store {
    let mut store = Store::open(path, NOW).unwrap();
    for &(id, version, lines, modified, read) in versions {
        let (mut document, coding): (Document, Coding) = article(id, "2026-01-05", version, &BOATS[..lines]);
        document.modified = modified.map(|day| day.parse().unwrap());
        let at = format!("{read}T12:00:00Z").parse().unwrap();
        assert_ne!(store.put_at(&document, &coding, at).unwrap(), Put::Unchanged);
    }
    store
}

fn all(store: &Store, filter: &RevisionFilter, limit: usize) -> Vec<RevisionRow> {
    let (mut rows, mut cursor) = (Vec::new(), None);
    loop {
        let page = store.revisions(filter, limit, cursor.as_deref()).unwrap();
        rows.extend(page.rows);
        assert!(rows.len() as u64 <= page.total);
        cursor = page.next;
        if cursor.is_none() {
            assert_eq!(rows.len() as u64, page.total);
            return rows;
        }
    }
}

fn named(rows: &[RevisionRow]) -> Vec<(&str, u32, bool)> {
    rows.iter().map(|row| (row.document.id.as_str(), row.document.version, row.summary.silent)).collect()
}

#[test]
fn changed_documents_are_listed_the_newest_reading_first() {
    let folder = tempfile::tempdir().unwrap();
    let store = fill(
        &folder.path().join("s.db"),
        &[
            ("a", 1, 2, None, "2026-01-06"),
            ("b", 1, 2, None, "2026-01-06"),
            ("a", 2, 1, None, "2026-01-07"),
            ("b", 2, 1, Some("2026-01-07"), "2026-01-08"),
            ("a", 3, 2, Some("2026-01-09"), "2026-01-09"),
            ("c", 1, 1, None, "2026-01-09"),
        ],
    );
    let everything = RevisionFilter::default();
    let wanted = [("a", 3, false), ("b", 2, false), ("a", 2, true)];
    for limit in [1, 2, 100] {
        assert_eq!(named(&all(&store, &everything, limit)), wanted);
    }
    let day = |text: &str| Some(text.parse().unwrap());
    let silent = RevisionFilter { silent: true, ..everything.clone() };
    assert_eq!(named(&all(&store, &silent, 9)), wanted[2..]);
    let days = RevisionFilter { since: day("2026-01-08"), until: day("2026-01-08"), ..everything.clone() };
    assert_eq!(named(&all(&store, &days, 9)), wanted[1..2]);
    let one = RevisionFilter { document: Some(DocumentId::from("a".to_owned())), ..everything.clone() };
    assert_eq!(named(&all(&store, &one, 9)), [wanted[0], wanted[2]]);
    // A list of documents marks what was ever changed silently, and its versions tell which it was.
    let heads = store.documents(9, None).unwrap().rows;
    let marked: Vec<(&str, bool)> = heads.iter().map(|head| (head.id.as_str(), head.silent)).collect();
    assert_eq!(marked, [("a", true), ("b", false), ("c", false)]);
    let versions = store.document(&DocumentId::from("a".to_owned()), None).unwrap().unwrap().versions;
    let told: Vec<Option<bool>> = versions.iter().map(|v| v.revision.as_ref().map(|r| r.silent)).collect();
    assert_eq!(told, [None, Some(true), Some(false)]);
    let cursor = store.revisions(&everything, 1, None).unwrap().next;
    assert!(matches!(store.revisions(&silent, 1, cursor.as_deref()), Err(StoreError::Cursor)));
}

#[test]
fn any_two_versions_are_compared() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let versions = [(1, 2), (2, 1), (3, 2)];
    let store = fill(&path, &versions.map(|(version, lines)| ("a", version, lines, None, "2026-01-06")));
    let id = DocumentId::from("a".to_owned());
    let changes = |from, to| {
        let revision = store.revision(&id, from, to).unwrap()?;
        Some((revision.before, revision.after, revision.blocks.iter().map(|b| b.change).collect::<Vec<_>>()))
    };
    assert_eq!(changes(None, None), Some((2, 3, vec![Change::Changed])));
    assert_eq!(changes(Some(1), Some(3)), Some((1, 3, vec![Change::Kept])));
    assert_eq!(changes(None, Some(2)), changes(Some(1), Some(2)));
    for (from, to) in [(None, Some(1)), (Some(4), None), (None, Some(9)), (None, Some(0))] {
        assert_eq!(changes(from, to), None);
    }
    assert_eq!(store.revision(&DocumentId::from("b".to_owned()), None, None).unwrap(), None);
}

#[test]
fn a_store_of_before_is_told_what_its_versions_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let store = fill(&path, &[("a", 1, 2, None, "2026-01-06"), ("a", 2, 1, None, "2026-01-07")]);
    let told = all(&store, &RevisionFilter::default(), 9);
    assert_eq!(told.len(), 1);
    drop(store);
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.execute_batch(
        "DROP TABLE revisions; DROP TABLE feed_items; DROP TABLE feed_pages; DROP TABLE feeds; PRAGMA user_version = 1;",
    )
    .unwrap();
    drop(raw);
    let store = Store::open(&path, Access::Read).unwrap();
    assert_eq!(all(&store, &RevisionFilter::default(), 9), told);
}
