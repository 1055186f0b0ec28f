//! Servers that misbehave: whatever they do, it is over soon, takes little memory, and ends in one clear line.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod server;

use server::{Act, Server, answer, error, get, page};
use std::io::Write;
use std::time::{Duration, Instant};
use tocsin_fetch::{Ask, FetchErrorKind, Fetcher, Options, Purpose};

const TEXT: &str = "<p>News.</p>";

#[tokio::test]
async fn endless_redirects() {
    let server = Server::start(|path, _| {
        let number: usize = path.strip_prefix("/r")?.parse().ok()?;
        Some(answer("302 Found", &[("Location", &format!("/r{}", number + 1))], ""))
    })
    .await;
    let refused = error(&server.fetcher(), &server.url("/r0")).await;
    assert_eq!(refused.kind, FetchErrorKind::Redirects, "{refused}");
    assert_eq!(refused.address, server.url("/r0"));
    assert!(server.seen.lock().unwrap().len() < 20);
}

#[tokio::test]
async fn a_redirect_that_is_none() {
    for (fields, kind) in [
        (vec![], FetchErrorKind::Redirects),
        (vec![("Location", "http://[")], FetchErrorKind::Redirects),
        (vec![("Location", "file:///etc/passwd")], FetchErrorKind::Address),
        (vec![("Location", "http://user:pw@example.org/")], FetchErrorKind::Address),
    ] {
        let given: Vec<(&'static str, &'static str)> = fields.clone();
        let server = Server::start(move |path, _| (path == "/").then(|| answer("301 Moved", &given, ""))).await;
        assert_eq!(error(&server.fetcher(), &server.url("/")).await.kind, kind, "{fields:?}");
    }
}

#[tokio::test]
async fn a_redirect_to_an_address_that_is_not_public() {
    let inner = Server::start(|_, _| Some(page("secret"))).await;
    for target in [
        inner.url("/secret"),
        format!("http://localhost:{}/secret", inner.address.port()),
        format!("http://[::ffff:127.0.0.1]:{}/", inner.address.port()),
        format!("http://0x7f000001:{}/", inner.address.port()),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://[fd00:ec2::254]/".to_owned(),
    ] {
        let location = target.clone();
        let outer =
            Server::start(move |path, _| (path == "/").then(|| answer("302 Found", &[("Location", &location)], "")))
                .await;
        let refused = error(&outer.fetcher(), &outer.url("/")).await;
        assert_eq!(refused.kind, FetchErrorKind::Refused, "{target}: {refused}");
        assert_eq!(refused.address, outer.url("/"), "the user knows that address");
        assert!(refused.to_string().contains("--allow-host"), "{refused}");
    }
    assert!(inner.seen.lock().unwrap().is_empty(), "not even its robots.txt was asked for");
}

#[tokio::test]
async fn another_port_of_an_allowed_host_is_not_allowed() {
    let (one, other) = (Server::start(|_, _| Some(page(TEXT))).await, Server::start(|_, _| Some(page(TEXT))).await);
    assert_eq!(error(&one.fetcher(), &other.url("/")).await.kind, FetchErrorKind::Refused);
    assert!(other.seen.lock().unwrap().is_empty());
    let all = Options { allowed: vec!["127.0.0.1".parse().unwrap()], ..one.options() };
    assert_eq!(get(&Fetcher::new(all).unwrap(), &other.url("/")).await.unwrap().bytes, TEXT.as_bytes());
}

fn gzip_of_zeros(megabytes: usize) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let zeros = vec![0; 1 << 20];
    (0..megabytes).for_each(|_| encoder.write_all(&zeros).unwrap());
    encoder.finish().unwrap()
}

#[tokio::test]
async fn compression_bombs() {
    let gzip = gzip_of_zeros(200);
    let mut brotli = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 5, ..Default::default() };
    brotli::BrotliCompress(&mut std::io::Read::take(std::io::repeat(0), 200 << 20), &mut brotli, &parameters).unwrap();
    assert!(gzip.len() < 1 << 20 && brotli.len() < 1 << 20);
    let server = Server::start(move |path, _| match path {
        "/gzip" => Some(answer("200 OK", &[("Content-Encoding", "gzip")], &gzip)),
        "/br" => Some(answer("200 OK", &[("Content-Encoding", "br")], &brotli)),
        _ => None,
    })
    .await;
    let fetcher = server.fetcher();
    for path in ["/gzip", "/br"] {
        let begin = Instant::now();
        let refused = error(&fetcher, &server.url(path)).await;
        assert_eq!(refused.kind, FetchErrorKind::TooLarge, "{refused}");
        assert!(begin.elapsed() < Duration::from_secs(20), "{path}: {:?}", begin.elapsed());
    }
}

#[tokio::test]
async fn a_feed_of_200_megabytes() {
    let server = Server::start(|path, _| {
        let item = b"<item><title>News</title></item>".repeat(32 << 10);
        let length = format!("Content-Length: {}\r\n", 200 << 20);
        match path {
            "/told" => Some(Act::Repeat(format!("HTTP/1.1 200 OK\r\n{length}\r\n").into(), item, 200)),
            "/untold" => Some(Act::Repeat(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_vec(), item, 200)),
            _ => None,
        }
    })
    .await;
    let mut options = server.options();
    options.timeouts.whole = Duration::from_secs(30);
    let fetcher = Fetcher::new(options).unwrap();
    for path in ["/told", "/untold"] {
        let address = server.url(path);
        let ask = Ask { address: &address, purpose: Purpose::Feed, etag: None, last_modified: None };
        let refused = fetcher.fetch(ask).await.unwrap_err();
        assert_eq!(refused.kind, FetchErrorKind::TooLarge, "{refused}");
    }
}

#[tokio::test]
async fn slow_and_silent_servers() {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n";
    let server = Server::start(move |path, _| match path {
        "/head" => Some(Act::Drip(head.into(), Duration::from_millis(200))),
        "/body" => Some(Act::Drip([head, &"x".repeat(1000)].concat().into(), Duration::from_millis(4))),
        "/stall" => Some(Act::Hold([head, "half"].concat().into())),
        "/silent" => Some(Act::Hold(Vec::new())),
        _ => None,
    })
    .await;
    let fetcher = server.fetcher();
    for (path, words) in [
        ("/head", "does not answer"),
        ("/body", "to its end"),
        ("/stall", "stops half-way"),
        ("/silent", "does not answer"),
    ] {
        let begin = Instant::now();
        let slow = error(&fetcher, &server.url(path)).await;
        assert_eq!(slow.kind, FetchErrorKind::Timeout, "{path}: {slow}");
        assert!(slow.is_temporary() && slow.to_string().contains(words), "{path}: {slow}");
        assert!(begin.elapsed() < Duration::from_secs(5), "{path}: {:?}", begin.elapsed());
    }
}

#[tokio::test]
async fn connections_that_end_too_soon() {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf of it";
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf \r\n";
    let bad_chunk = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhalf \r\n";
    let server = Server::start(move |path, _| {
        Some(match path {
            "/length" => Act::HalfClose(head.into()),
            "/chunked" => Act::HalfClose(chunked.into()),
            "/bad-chunk" => Act::HalfClose(bad_chunk.into()),
            "/head" => Act::HalfClose("HTTP/1.1 200 OK\r\nContent-".into()),
            "/nothing" => Act::HalfClose(Vec::new()),
            "/no-http" => Act::Send("SSH-2.0-OpenSSH_9.2\r\n".into()),
            "/two-lengths" => Act::Send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nhalf".into()),
            "/minus" => Act::Send("HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\nhalf".into()),
            "/huge" => Act::Send("HTTP/1.1 200 OK\r\nContent-Length: 9000000000000000000\r\n\r\nhalf".into()),
            "/no-number" => Act::Send("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nhalf".into()),
            _ => return None,
        })
    })
    .await;
    let fetcher = server.fetcher();
    for path in [
        "/length",
        "/chunked",
        "/bad-chunk",
        "/head",
        "/nothing",
        "/no-http",
        "/two-lengths",
        "/minus",
        "/no-number",
        "/huge",
    ] {
        let begin = Instant::now();
        let broken = error(&fetcher, &server.url(path)).await;
        let expected = if path == "/huge" { FetchErrorKind::TooLarge } else { FetchErrorKind::Connection };
        assert!(broken.kind == expected, "{path}: {broken}");
        assert!(begin.elapsed() < Duration::from_secs(3), "{path}");
    }
}

#[tokio::test]
async fn more_bytes_than_were_told_are_not_taken() {
    let server = Server::start(|path, _| {
        (path == "/").then(|| Act::Send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhalf, and then some".into()))
    })
    .await;
    assert_eq!(get(&server.fetcher(), &server.url("/")).await.unwrap().bytes, b"half");
}

#[tokio::test]
async fn never_ending_heads() {
    let line = format!("X-Long: {}\r\n", "x".repeat(8_000));
    let server = Server::start(move |path, _| match path {
        "/many" => Some(Act::Repeat("HTTP/1.1 200 OK\r\n".into(), "X-Field: y\r\n".into(), 1_000_000)),
        "/long" => Some(Act::Repeat("HTTP/1.1 200 OK\r\n".into(), line.clone().into(), 100_000)),
        "/one" => Some(Act::Repeat("HTTP/1.1 200 OK\r\nX-Field: ".into(), vec![b'x'; 4096], 100_000)),
        _ => None,
    })
    .await;
    let fetcher = server.fetcher();
    for path in ["/many", "/long", "/one"] {
        let begin = Instant::now();
        let broken = error(&fetcher, &server.url(path)).await;
        assert!(matches!(broken.kind, FetchErrorKind::Connection | FetchErrorKind::Timeout), "{path}: {broken}");
        assert!(begin.elapsed() < Duration::from_secs(4), "{path}: {:?}", begin.elapsed());
    }
}

#[tokio::test]
async fn bodies_that_do_not_unpack() {
    let mut cut = gzip_of_zeros(1);
    cut.truncate(100);
    let server = Server::start(move |path, _| match path {
        "/cut" => Some(answer("200 OK", &[("Content-Encoding", "gzip")], &cut)),
        "/zstd" => Some(answer("200 OK", &[("Content-Encoding", "zstd")], "x")),
        _ => None,
    })
    .await;
    let fetcher = server.fetcher();
    for path in ["/cut", "/zstd"] {
        assert_eq!(error(&fetcher, &server.url(path)).await.kind, FetchErrorKind::Encoding, "{path}");
    }
}

#[tokio::test]
async fn a_host_that_is_not_there() {
    let server = Server::start(|_, _| None).await;
    let gone = server.address;
    let fetcher = server.fetcher();
    drop(server);
    // The port of a listener that has just been closed; nobody else takes it so soon.
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let options = Options { allowed: vec!["127.0.0.1".parse().unwrap()], ..Options::default() };
    let lost = error(&Fetcher::new(options).unwrap(), &format!("http://{closed}/")).await;
    assert_eq!(lost.kind, FetchErrorKind::Connection, "{lost}");
    assert!(lost.is_temporary() && lost.retry_after.is_some());
    assert!(!lost.to_string().contains("robots.txt"), "the host is the reason: {lost}");
    drop((gone, fetcher));
}
