//! Bad inputs: each is one line on standard error and exit status 1, and the others are still done.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod common;
use common::{Place, Ran, article};

/// Extracts `name` beside a sound document, which must come out whatever the other does.
#[track_caller]
fn beside_a_good_one(place: &Place, name: &str) -> Ran {
    place.write("good.jsonl", article("good"));
    let ran = place.run(&["extract", name, "good.jsonl"]);
    assert!(ran.out.lines().last().unwrap_or("").starts_with(r#"{"id":"good""#), "{}{}", ran.out, ran.err);
    ran
}

#[test]
fn an_empty_file() {
    let place = Place::new();
    place.write("empty.html", "");
    let ran = beside_a_good_one(&place, "empty.html").one_line(1, &["error: empty.html: ", "; "]);
    assert_eq!(ran.out.lines().count(), 1);
}

#[test]
fn a_binary_file() {
    let place = Place::new();
    place.write("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    beside_a_good_one(&place, "picture.txt").one_line(1, &["error: picture.txt: ", "PNG"]);
    place.write("noise.txt", (0..20_000u32).map(|n| ((n * 7919) >> 3) as u8).collect::<Vec<u8>>());
    beside_a_good_one(&place, "noise.txt").one_line(1, &["error: noise.txt: "]);
}

#[test]
fn broken_utf8_is_read_with_a_warning() {
    let place = Place::new();
    let mut text = b"The parliament of Georgia passed the law on Tuesday. ".repeat(20);
    text.extend(b"caf\xe9 \xff\xfe \xf0\x9f");
    place.write("broken.txt", &text);
    let ran = beside_a_good_one(&place, "broken.txt").fine();
    let first = ran.out.lines().next().unwrap();
    assert!(first.contains("The parliament of Georgia") && !first.contains(r#""warnings":[]"#), "{first}");
}

#[test]
fn a_line_of_50_megabytes() {
    let place = Place::new();
    place.write("long.txt", "The minister spoke again and ".repeat(50_000_000 / 29));
    let ran = beside_a_good_one(&place, "long.txt");
    assert!(ran.code == 0 || ran.err.lines().count() == 1, "{}", ran.err);
    place.write("long.jsonl", "x".repeat(50_000_000));
    beside_a_good_one(&place, "long.jsonl").one_line(1, &["error: long.jsonl:1: "]);
}

#[test]
fn html_cut_in_the_middle() {
    let place = Place::new();
    let paragraph =
        "<p>The government of Peru declared a state of emergency in Lima on Tuesday after weeks of protest.</p>";
    let page = format!("<html><head><title>Emergency</title></head><body><article>{}", paragraph.repeat(8));
    place.write("cut.html", format!("{page}<p>The opposi<a href=\"htt"));
    let ran = beside_a_good_one(&place, "cut.html").fine();
    assert!(ran.out.contains("state of emergency in Lima"), "{}", ran.out);
}

#[test]
fn jsonl_with_one_bad_line() {
    let place = Place::new();
    let lines = format!("{}{{\"id\": \"b\", \"text\":\n{}", article("a"), article("c"));
    place.write("three.jsonl", lines);
    let ran = beside_a_good_one(&place, "three.jsonl").one_line(1, &["error: three.jsonl:2: "]);
    assert_eq!(ran.out.lines().count(), 3);
}

#[test]
fn a_missing_file() {
    let ran = beside_a_good_one(&Place::new(), "missing.txt");
    ran.one_line(1, &["error: missing.txt: there is no such file or folder; check the name"]);
}

#[test]
fn a_folder_without_articles() {
    let place = Place::new();
    place.write("pictures/one.png", "x");
    beside_a_good_one(&place, "pictures").one_line(1, &["error: pictures: holds no file to read; "]);
}

#[cfg(unix)]
#[test]
fn a_folder_without_rights() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    place.write("locked/one.txt", "x");
    let locked = place.path("locked");
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read_dir(&locked).is_ok() {
        println!("skipped: this user (root?) may read a folder without rights");
        return;
    }
    beside_a_good_one(&place, "locked").one_line(1, &["error: locked: may not be read; "]);
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o700)).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_fails_while_it_is_read() {
    // Reading the memory of a process from its start fails for root as well.
    beside_a_good_one(&Place::new(), "/proc/self/mem").one_line(1, &["error: /proc/self/mem: "]);
}

#[test]
fn a_name_that_would_steer_the_terminal() {
    let ran = Place::new().run(&["extract", "a\u{1b}[31m\nb.txt"]);
    ran.one_line(1, &["error: a [31m b.txt: "]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output() {
    let place = Place::new();
    place.write("good.jsonl", article("good"));
    let ran = Ran::of(place.shell("\"$TOCSIN\" extract good.jsonl > /dev/full").output().unwrap());
    ran.one_line(1, &["error: standard output: is full (", "; free some space and run again"]);
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_success() {
    let place = Place::new();
    place.write("many.jsonl", (0..3000).map(|n| article(&format!("a{n}"))).collect::<String>());
    let line = "{ \"$TOCSIN\" extract many.jsonl; echo \"status $?\" >&2; } | head -n 1 > /dev/null";
    let ran = Ran::of(place.shell(line).output().unwrap());
    assert_eq!(ran.err, "status 0\n");
}

#[test]
fn the_configuration_file() {
    let place = Place::new();
    place.write("bad.toml", "store = \"a.db\"\n\ncolour = \"red\"\n");
    place.run(&["events", "--config", "bad.toml"]).one_line(2, &["error: bad.toml:3: ", "colour"]);
    place.write("worse.toml", "threads = 0\n");
    place.run(&["events", "--config", "worse.toml"]).one_line(2, &["error: worse.toml:1: "]);
    place.write("worst.toml", "min_confidence = 7\n");
    place.run(&["events", "--config", "worst.toml"]).one_line(2, &["min_confidence is not between 0 and 1"]);
    place.run(&["events", "--config", "none.toml"]).one_line(2, &["error: none.toml: there is no such file"]);
    place.write("settings/tocsin.toml", "store = \"kept.db\"\n");
    let said = place.run(&["events", "--config", "settings/tocsin.toml"]);
    said.one_line(1, &["there is no store at settings/kept.db"]);
    let default = place.path(".config/tocsin/config.toml");
    place.write(".config/tocsin/config.toml", "stor = \"kept.db\"\n");
    if cfg!(target_os = "linux") {
        place.run(&["events"]).one_line(2, &[&format!("error: {}:1: ", default.display()), "stor"]);
    }
}

#[test]
fn a_log_filter_that_is_none() {
    let place = Place::new();
    let output = place.command().args(["events"]).env("TOCSIN_LOG", "a=b=c").output().unwrap();
    Ran::of(output).one_line(2, &["error: TOCSIN_LOG: is no filter; "]);
}
