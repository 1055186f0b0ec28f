//! Files that are none of ours, other processes, and processes that are killed.

mod common;
use common::*;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tocsin_record::*;
use tocsin_store::*;

const NOW: Access = Access::Write { wait: Duration::ZERO };

fn message(opened: Result<Store, StoreError>) -> String {
    let message = opened.expect_err("it cannot be opened").to_string();
    assert!(!message.contains('\n'), "one line: {message}");
    message
}

#[test]
fn what_is_no_store_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    assert!(message(Store::open(at("none.db"), Access::Read)).contains("there is no store at"));
    assert!(!at("none.db").exists(), "reading makes nothing");
    assert!(message(Store::open(at("no/folder.db"), NOW)).contains("check that the folder exists"));
    std::fs::write(at("text.db"), "Dear diary, this is not a database at all.").unwrap();
    rusqlite::Connection::open(at("other.db")).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    for name in ["text.db", "other.db"] {
        let before = std::fs::read(at(name)).unwrap();
        for access in [Access::Read, NOW] {
            assert!(message(Store::open(at(name), access)).contains("is no tocsin store"), "{name}");
        }
        assert_eq!(std::fs::read(at(name)).unwrap(), before, "{name}");
    }
    assert!(!at("text.db.lock").exists());
    assert!(Store::open(folder.path(), Access::Read).is_err());
    std::fs::write(at("empty.db"), "").unwrap();
    assert!(message(Store::open(at("empty.db"), Access::Read)).contains("there is no store at"));
    assert!(Store::open(at("empty.db"), NOW).is_ok(), "an empty file becomes a store");
}

#[test]
fn a_store_of_a_newer_version_is_refused() {
    let (_folder, path, store) = store();
    drop(store);
    rusqlite::Connection::open(&path).unwrap().pragma_update(None, "user_version", 999).unwrap();
    for access in [Access::Read, NOW] {
        let message = message(Store::open(&path, access));
        assert!(message.contains("newer version of tocsin (store version 999") && message.contains("update tocsin"));
    }
}

#[test]
fn a_damaged_store_says_so_in_one_line() {
    let (_folder, path, mut store) = store();
    for n in 0..200 {
        let (document, coding) = article(&format!("d{n}"), "2026-01-05", 1, BOATS);
        store.put(&document, &coding).unwrap();
    }
    drop(store);
    let mut bytes = std::fs::read(&path).unwrap();
    // Everything but the header and the schema.
    let from = bytes.len() / 3;
    bytes[from..].fill(0xA5);
    std::fs::write(&path, bytes).unwrap();
    let store = Store::open(&path, Access::Read).unwrap();
    let mut failures = 0;
    for outcome in [
        store.events(&Filter::default(), Order::default(), 100, None).map(|_| ()),
        store.search("navy", 10, None).map(|_| ()),
        store.document(&DocumentId::from("d7".to_owned()), None).map(|_| ()),
        store.totals().map(|_| ()),
    ] {
        if let Err(e) = outcome {
            failures += 1;
            let said = e.to_string();
            assert!(said.contains("is damaged (") && said.contains("restore it from a backup"), "{said}");
            assert!(!said.contains('\n') && said.contains("tocsin.db"), "{said}");
        }
    }
    assert!(failures >= 3, "{failures} of 4 noticed");
}

#[test]
fn readers_see_snapshots_and_never_wait() {
    let (_folder, path, mut store) = store();
    let put = |store: &mut Store, id: &str| {
        let (document, coding) = article(id, "2026-01-05", 1, BOATS);
        store.put(&document, &coding).unwrap();
    };
    put(&mut store, "a");
    let reader = Store::open(&path, Access::Read).unwrap();
    let mut seen = 0;
    reader
        .each_event::<StoreError>(&Filter::default(), Order::default(), |_| {
            // Written while the reader is in the middle of its list.
            put(&mut store, &format!("while-{seen}"));
            seen += 1;
            Ok(())
        })
        .unwrap();
    assert_eq!(seen, 2, "what came in meanwhile is not in the list");
    assert_eq!(reader.totals().unwrap().documents, 3, "it is in the next");
}

/// Runs one of the ignored tests below as a process of its own.
fn child(name: &str, path: &Path) -> Child {
    Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", name, "--ignored", "--nocapture", "--test-threads=1"])
        .env("TOCSIN_TEST_STORE", path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a second process")
}

fn told() -> Option<PathBuf> {
    std::env::var_os("TOCSIN_TEST_STORE").map(PathBuf::from)
}

#[test]
#[ignore = "run by another test as a second process"]
fn hold_the_store() {
    let Some(path) = told() else { return };
    let _store = Store::open(path, NOW).unwrap();
    let mut out = std::io::stdout();
    writeln!(out, "\nheld").unwrap();
    out.flush().unwrap();
    std::thread::sleep(Duration::from_secs(60));
}

#[test]
fn a_second_writer_is_told_who_writes() {
    let (_folder, path, store) = store();
    drop(store);
    let mut holder = child("hold_the_store", &path);
    let lines = BufReader::new(holder.stdout.take().unwrap()).lines();
    assert!(lines.map_while(Result::ok).any(|line| line == "held"));
    let message = message(Store::open(&path, Access::Write { wait: Duration::from_millis(120) }));
    let process = format!("(process {} since ", holder.id());
    assert!(message.contains("is being written by lasting") && message.contains(&process), "{message}");
    assert!(message.ends_with("; wait for it or use another --store"), "{message}");
    assert!(Store::open(&path, Access::Read).is_ok(), "readers are let in");
    // A holder that dies frees the lock, and a waiting writer gets it.
    let waiting = std::thread::spawn({
        let path = path.clone();
        move || Store::open(path, Access::WRITE).is_ok()
    });
    holder.kill().unwrap();
    holder.wait().unwrap();
    assert!(waiting.join().unwrap());
    let first = Store::open(&path, NOW).unwrap();
    assert!(matches!(Store::open(&path, NOW), Err(StoreError::Held { .. })), "also inside one process");
    drop(first);
    assert!(Store::open(&path, NOW).is_ok());
}

#[test]
#[ignore = "run by another test as a second process"]
fn write_until_killed() {
    let Some(path) = told() else { return };
    let mut store = Store::open(&path, Access::WRITE).unwrap();
    let mut out = std::io::stdout();
    writeln!(out).unwrap();
    for n in 0.. {
        let (document, coding) = article(&format!("d{n}"), "2026-01-05", 1, BOATS);
        store.put(&document, &coding).unwrap();
        writeln!(out, "put {n}").unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn killed_at_any_moment_nothing_is_lost_or_doubled() {
    let (_folder, path, store) = store();
    drop(store);
    let mut most = 0;
    for round in 0..10 {
        let mut writer = child("write_until_killed", &path);
        let mut lines = BufReader::new(writer.stdout.take().unwrap()).lines().map_while(Result::ok);
        // Killed at ever other moments, after the known documents were passed over.
        let until = most + 3 + round * 2;
        for line in lines.by_ref() {
            if let Some(n) = line.strip_prefix("put ").and_then(|n| n.parse::<u64>().ok()) {
                most = most.max(n + 1);
                if most >= until {
                    break;
                }
            }
        }
        std::thread::sleep(Duration::from_micros(700 * round));
        writer.kill().unwrap();
        writer.wait().unwrap();
        // What was said before the kill came through but was not yet read.
        most = lines.filter_map(|line| line.strip_prefix("put ")?.parse::<u64>().ok()).fold(most, |m, n| m.max(n + 1));
        let store = Store::open(&path, Access::Read).unwrap();
        let totals = store.totals().unwrap();
        assert!(totals.documents == most || totals.documents == most + 1, "{} of {most}", totals.documents);
        assert_eq!((totals.events, totals.statements), (totals.documents * 2, totals.documents * 2));
        assert_eq!(store.search("navy", 1, None).unwrap().total, totals.documents);
    }
    let check = rusqlite::Connection::open(&path).unwrap();
    let ok: String = check.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(ok, "ok");
    let broken = check.prepare("PRAGMA foreign_key_check").unwrap().exists([]).unwrap();
    assert!(!broken, "every row hangs on its version");
    check.execute_batch("INSERT INTO texts (texts, rank) VALUES ('integrity-check', 0)").unwrap();
}

/// The store of each old version, as `make_the_fixture` wrote it then.
fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

#[test]
fn stores_of_old_versions_open_and_hold_what_they_held() {
    // The second step had its third for company from the beginning: no store was ever left between them.
    for number in [1, 3] {
        let name = &format!("v{number}.sqlite");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::copy(fixture(name), &path).unwrap();
        let (_, second) = article("a", "2026-01-05", 2, &BOATS[..1]);
        let store = Store::open(&path, Access::Read).unwrap();
        assert_eq!(store.totals().unwrap().events, 1, "{name}");
        let id = DocumentId::from("a".to_owned());
        assert_eq!(store.document(&id, None).unwrap().unwrap().coding, second);
        assert_eq!(store.document(&id, Some(1)).unwrap().unwrap().coding.events.len(), 2);
        assert_eq!(store.search("guiria", 9, None).unwrap().total, 1);
        drop(store);
        let mut store = Store::open(&path, NOW).unwrap();
        let (document, third) = article("a", "2026-01-05", 3, BOATS);
        assert_eq!(store.put(&document, &third).unwrap(), Put::NewVersion(3));
    }
}

/// Writes `tests/fixtures/vN.sqlite` for the present version N; run by hand once per version:
/// `cargo test -p tocsin-store --test lasting make_the_fixture -- --ignored`.
#[test]
#[ignore = "writes a fixture"]
fn make_the_fixture() {
    if told().is_some() {
        return;
    }
    let (folder, path, mut store) = store();
    let at = "2026-01-06T12:00:00Z".parse().unwrap();
    for (version, lines) in [(1, BOATS), (2, &BOATS[..1])] {
        let (document, coding) = article("a", "2026-01-05", version, lines);
        store.put_at(&document, &coding, at).unwrap();
    }
    drop(store);
    let small = rusqlite::Connection::open(&path).unwrap();
    let version: i64 = small.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    small.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA page_size = 512; VACUUM;").unwrap();
    drop(small);
    std::fs::copy(folder.path().join("tocsin.db"), fixture(&format!("v{version}.sqlite"))).unwrap();
}
