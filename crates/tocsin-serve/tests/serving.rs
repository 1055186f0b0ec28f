//! Binding: any free port, a port in use, an address of another machine, a file that is no store.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::mpsc;
use std::time::Duration;
use tocsin_serve::{Options, ServeError, serve};

fn options(listen: SocketAddr) -> Options {
    Options { listen, ..Options::default() }
}

/// What `serve` answers where it cannot serve.
fn refusal(path: PathBuf, listen: SocketAddr) -> ServeError {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let never = |bound| panic!("it listens on {bound}");
    runtime.block_on(serve(&path, options(listen), never)).unwrap_err()
}

#[test]
fn a_free_port_is_told_and_a_store_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.db");
    let (sender, receiver) = mpsc::channel();
    let store = path.clone();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(serve(&store, options(([127, 0, 0, 1], 0).into()), |bound| sender.send(bound).unwrap()))
    });
    let bound = receiver.recv_timeout(Duration::from_secs(30)).unwrap();
    assert!(bound.ip().is_loopback() && bound.port() != 0);
    assert!(path.exists());
    let mut stream = TcpStream::connect(bound).unwrap();
    write!(stream, "GET / HTTP/1.1\r\nHost: {bound}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("Nothing has been read yet"));
}

#[test]
fn what_is_wrong_is_one_line_that_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = other.local_addr().unwrap();
    let store = folder.path().join("x.db");
    let error = refusal(store.clone(), taken);
    assert!(matches!(error, ServeError::InUse(..)));
    assert!(!store.exists(), "nothing is made where nothing can be served");
    let elsewhere = refusal(store, "192.0.2.1:7878".parse().unwrap());
    assert!(matches!(elsewhere, ServeError::Bind { .. }));
    let text = folder.path().join("text.db");
    std::fs::write(&text, "no store at all, only a text that is long enough to look at").unwrap();
    let no_store = refusal(text, ([127, 0, 0, 1], 0).into());
    assert!(matches!(no_store, ServeError::Store(_)));
    for error in [error, elsewhere, no_store] {
        let line = error.to_string();
        assert!(!line.contains('\n') && (line.contains("--listen") || line.contains("--store")), "{line}");
    }
}
