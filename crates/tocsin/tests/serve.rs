//! `tocsin serve`: it says where it listens, answers there, and says what to do when it cannot.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod common;
use common::{Place, Ran, Running, article};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Stdio;

/// Starts the program on a free port; the address it says.
fn serve(place: &Place, store: &str) -> (Running, String) {
    let child =
        place.command().args(["serve", "--store", store, "--listen", "127.0.0.1:0"]).stderr(Stdio::piped()).spawn();
    let mut child = Running(child.unwrap());
    let mut line = String::new();
    BufReader::new(child.0.stderr.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next());
    (child, address.unwrap_or_else(|| panic!("no address in {line:?}")).to_owned())
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn it_serves_what_was_read() {
    let place = Place::new();
    place.write("one.jsonl", article("ledger:1"));
    assert_eq!(place.run(&["read", "-q", "--store", "s.db", "one.jsonl"]).fine().out, "");
    let (_running, address) = serve(&place, "s.db");
    let page = get(&address, "/events");
    assert!(page.starts_with("HTTP/1.1 200 "), "{page}");
    assert!(page.contains("five French diplomats"), "{page}");
}

#[test]
fn a_store_that_is_missing_is_made() {
    let place = Place::new();
    let (_running, address) = serve(&place, "new.db");
    assert!(get(&address, "/").starts_with("HTTP/1.1 200 "));
    assert!(place.path("new.db").is_file());
}

#[cfg(unix)]
#[test]
fn it_ends_well_when_asked_to() {
    let place = Place::new();
    let (mut running, _) = serve(&place, "new.db");
    let pid = running.0.id().to_string();
    assert!(std::process::Command::new("kill").arg(&pid).status().unwrap().success());
    assert_eq!(running.0.wait().unwrap().code(), Some(0));
}

#[test]
fn a_port_in_use() {
    let place = Place::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let ran = place.run(&["serve", "--store", "s.db", "--listen", &address]);
    ran.one_line(1, &[&format!("error: {address} is in use by another program"), "--listen"]);
    let config = place.write("c.toml", format!("listen = \"{address}\"\n"));
    let ran = place.run(&["serve", "--store", "s.db", "--config", config.to_str().unwrap()]);
    ran.one_line(1, &[&address, "is in use"]);
}

#[test]
fn a_store_that_is_none() {
    let place = Place::new();
    place.write("text.db", "no database");
    let ran =
        Ran::of(place.command().args(["serve", "--store", "text.db", "--listen", "127.0.0.1:0"]).output().unwrap());
    ran.one_line(1, &["error: text.db is no tocsin store"]);
}
