//! Reading into a store: once, in any number of threads, broken off, against a full disk, a held lock, another version.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod common;
use common::{Place, Ran, Running, article, project};
use std::io::Write;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// The summary's line about documents.
fn documents(ran: &Ran) -> &str {
    ran.err.lines().find(|line| line.starts_with("documents")).unwrap_or(&ran.err)
}

fn articles(count: usize) -> String {
    (0..count).map(|n| article(&format!("a{n}"))).collect()
}

/// All that a store holds of events and statements.
fn content(place: &Place, store: &str) -> String {
    let statements = place.run(&["statements", "--store", store, "--format", "jsonl"]).fine().out;
    place.events(store) + &statements
}

#[test]
fn reading_twice_changes_nothing() {
    let place = Place::new();
    place.write("in/a.jsonl", articles(3));
    place.write("in/b.txt", "The government of Chad closed its border with Sudan on Friday, officials said.");
    let first = place.run(&["read", "--store", "s.db", "in"]);
    assert_eq!((first.code, first.out.as_str()), (0, ""));
    assert_eq!(documents(&first), "documents   4 new, 0 new versions, 0 unchanged, 0 failed");
    let held = content(&place, "s.db");
    let second = place.run(&["read", "--store", "s.db", "in"]);
    assert_eq!(documents(&second), "documents   0 new, 0 new versions, 4 unchanged, 0 failed");
    assert_eq!(content(&place, "s.db"), held);
}

#[test]
fn the_summary_counts_what_was_read() {
    let place = Place::new();
    place.write("in.jsonl", articles(2) + "{}\n");
    let ran = place.run(&["read", "--store", "s.db", "in.jsonl"]);
    assert_eq!(ran.code, 1);
    let lines: Vec<&str> = ran.err.lines().collect();
    assert!(lines[0].starts_with("error: in.jsonl:3: "), "{}", ran.err);
    assert_eq!(lines[1], "documents   2 new, 0 new versions, 0 unchanged, 1 failed");
    let events = place.events("s.db").lines().count();
    let of_events = lines[2].strip_prefix("events").unwrap().trim_start();
    assert!(of_events.starts_with(&events.to_string()), "{of_events}, {events} in the store");
    assert!(lines[3].starts_with("statements  "), "{}", ran.err);
    assert!(lines[4].starts_with("time        ") && lines[4].ends_with(" documents a second"), "{}", ran.err);
    let quiet = place.run(&["read", "--quiet", "--store", "s.db", "in.jsonl"]);
    quiet.one_line(1, &["error: in.jsonl:3: "]);
}

#[test]
fn another_text_under_the_same_id_is_its_next_version() {
    let place = Place::new();
    let other = article("a").replace("five French", "seven French");
    // The first text comes again at the end: a copy of what is known, whatever the threads do.
    place.write("in.jsonl", article("a") + &other + &article("b") + &article("a"));
    for (threads, store) in [("1", "one.db"), ("2", "two.db")] {
        let ran = place.run(&["read", "--threads", threads, "--store", store, "in.jsonl"]);
        assert_eq!(documents(&ran), "documents   2 new, 1 new version, 1 unchanged, 0 failed");
    }
    let held = content(&place, "one.db");
    assert_eq!(held, content(&place, "two.db"));
    let of_a: Vec<&str> = held.lines().filter(|row| row.contains("\"id\":\"a\"")).collect();
    assert!(!of_a.is_empty() && !of_a.iter().any(|row| row.contains("five French")), "superseded rows are not listed");
}

#[test]
fn the_number_of_threads_never_shows() {
    let place = Place::new();
    let examples = project().join("examples");
    let examples = examples.to_str().unwrap();
    for command in ["extract", "code"] {
        let one = place.run(&[command, "--threads", "1", examples]).fine().out;
        assert_eq!(one.lines().count(), 31, "one record a document");
        assert_eq!(place.run(&[command, "--threads", "2", examples]).fine().out, one);
        assert_eq!(place.run(&[command, "--threads", "7", examples]).fine().out, one);
    }
    for (threads, store) in [("1", "one.db"), ("2", "two.db")] {
        assert_eq!(place.run(&["read", "-q", "--threads", threads, "--store", store, examples]).fine().out, "");
    }
    assert_eq!(content(&place, "one.db"), content(&place, "two.db"));
}

#[test]
fn a_batch_never_changes_a_result() {
    let place = Place::new();
    let lines: Vec<String> = (0..3).map(|n| article(&format!("a{n}"))).collect();
    let together = place.run_on(&["code", "-"], lines.concat().as_bytes()).fine().out;
    let alone: String = lines.iter().map(|line| place.run_on(&["code", "-"], line.as_bytes()).fine().out).collect();
    assert_eq!(together, alone);
}

#[test]
fn killed_half_way_and_run_again_loses_and_doubles_nothing() {
    let place = Place::new();
    let all = articles(200);
    place.write("all.jsonl", &all);
    let mut child = place.command();
    let child = child.args(["read", "-q", "--store", "killed.db", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut child = Running(child);
    let half = all.len() / 2;
    let mut stdin = child.0.stdin.take().unwrap();
    stdin.write_all(&all.as_bytes()[..half]).unwrap();
    stdin.flush().unwrap();
    // Until some are written; the pipe stays open, so the program cannot have come to its end.
    let patience = Instant::now() + Duration::from_secs(60);
    while place.run(&["events", "--store", "killed.db", "--limit", "1", "--format", "jsonl", "-q"]).out.is_empty() {
        assert!(Instant::now() < patience, "nothing was written in a minute");
        std::thread::sleep(Duration::from_millis(20));
    }
    child.0.kill().unwrap();
    child.0.wait().unwrap();
    let before = place.events("killed.db").lines().count();
    assert_eq!(place.run(&["read", "-q", "--store", "killed.db", "all.jsonl"]).fine().out, "");
    assert_eq!(place.run(&["read", "-q", "--store", "whole.db", "all.jsonl"]).fine().out, "");
    assert_eq!(content(&place, "killed.db"), content(&place, "whole.db"));
    assert!(before < place.events("whole.db").lines().count(), "the kill came too late to show anything");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_the_store() {
    let place = Place::new();
    place.write("few.jsonl", articles(2));
    place.write("many.jsonl", articles(400));
    assert_eq!(place.run(&["read", "-q", "--store", "s.db", "few.jsonl"]).fine().out, "");
    let held = content(&place, "s.db");
    // No file may grow over some 512 KiB: the same refusal as a full disk, without one.
    let line = "trap '' XFSZ; ulimit -f 1024; exec \"$TOCSIN\" read -q --store s.db many.jsonl";
    Ran::of(place.shell(line).output().unwrap()).one_line(1, &["error: ", "s.db"]);
    let after = content(&place, "s.db");
    assert!(after.len() >= held.len(), "what was there is still there");
    assert_eq!(place.run(&["read", "-q", "--store", "s.db", "many.jsonl"]).fine().out, "");
    assert_eq!(place.run(&["read", "-q", "--store", "t.db", "few.jsonl", "many.jsonl"]).fine().out, "");
    assert_eq!(content(&place, "s.db"), content(&place, "t.db"));
}

#[test]
fn a_store_that_another_program_writes() {
    let place = Place::new();
    place.write("a.jsonl", articles(1));
    let child =
        place.command().args(["read", "--store", "s.db", "-"]).stdin(Stdio::piped()).stderr(Stdio::null()).spawn();
    let holder = Running(child.unwrap());
    let patience = Instant::now() + Duration::from_secs(60);
    while std::fs::metadata(place.path("s.db")).map_or(0, |file| file.len()) == 0 {
        assert!(Instant::now() < patience, "no store was made in a minute");
        std::thread::sleep(Duration::from_millis(10));
    }
    let process = format!("process {} ", holder.0.id());
    let ran = place.run(&["read", "--wait", "0", "--store", "s.db", "a.jsonl"]);
    ran.one_line(1, &["error: s.db is being written by tocsin (", &process]);
    place.run(&["events", "--store", "s.db", "--format", "jsonl"]).fine();
    drop(holder);
    assert_eq!(place.run(&["read", "-q", "--store", "s.db", "a.jsonl"]).fine().out, "");
}

#[test]
fn a_store_of_a_newer_version() {
    let place = Place::new();
    place.write("a.jsonl", articles(1));
    assert_eq!(place.run(&["read", "-q", "--store", "s.db", "a.jsonl"]).fine().out, "");
    // SQLite keeps the version of the content at byte 60 of the file.
    let mut bytes = std::fs::read(place.path("s.db")).unwrap();
    bytes[60..64].copy_from_slice(&9_999u32.to_be_bytes());
    std::fs::write(place.path("s.db"), bytes).unwrap();
    for arguments in [&["events", "--store", "s.db"][..], &["read", "--store", "s.db", "a.jsonl"]] {
        place.run(arguments).one_line(1, &["error: s.db was written by a newer version of tocsin", "update tocsin"]);
    }
}

#[test]
fn what_is_no_store() {
    let place = Place::new();
    place.write("a.jsonl", articles(1));
    place.run(&["events", "--store", "none.db"]).one_line(1, &["error: there is no store at none.db"]);
    place.run(&["read", "--store", "a.jsonl", "a.jsonl"]).one_line(1, &["error: a.jsonl is no tocsin store"]);
    place.run(&["read", "--store", "no/such/folder/s.db", "a.jsonl"]).one_line(1, &["error: ", "no/such/folder"]);
}

#[test]
fn the_default_store_lies_in_the_data_folder() {
    let place = Place::new();
    place.write("a.jsonl", articles(1));
    assert_eq!(place.run(&["read", "-q", "a.jsonl"]).fine().out, "");
    if cfg!(target_os = "linux") {
        assert!(place.path(".local/share/tocsin/tocsin.db").is_file());
    }
    let by_variable = place.command().args(["events"]).env("TOCSIN_STORE", "other.db").output().unwrap();
    Ran::of(by_variable).one_line(1, &["there is no store at other.db"]);
}
