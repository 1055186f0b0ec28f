//! A server that does what it is told, well or badly.
#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tocsin_fetch::{Answer, Ask, FetchError, Fetched, Fetcher, Options, Purpose, Timeouts};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// What is done with one request.
pub enum Act {
    /// These bytes, then the connection is closed.
    Send(Vec<u8>),
    /// These bytes, one at a time with a pause after each.
    Drip(Vec<u8>, Duration),
    /// These bytes, then this piece again and again, so many times.
    Repeat(Vec<u8>, Vec<u8>, usize),
    /// These bytes, then nothing, with the connection open.
    Hold(Vec<u8>),
    /// These bytes, then the sending side is closed while the other stays open.
    HalfClose(Vec<u8>),
}

/// A running server.
pub struct Server {
    pub address: SocketAddr,
    scheme: &'static str,
    /// The heads of the requests that came.
    pub seen: Arc<Mutex<Vec<String>>>,
}

/// An answer with a length.
pub fn answer(status: &str, fields: &[(&str, &str)], body: impl AsRef<[u8]>) -> Act {
    let body = body.as_ref();
    let mut out = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n", body.len());
    for (name, value) in fields {
        out += &format!("{name}: {value}\r\n");
    }
    out += "\r\n";
    Act::Send([out.as_bytes(), body].concat())
}

/// A page.
pub fn page(body: &str) -> Act {
    answer("200 OK", &[("Content-Type", "text/html; charset=utf-8")], body)
}

impl Server {
    /// Starts a server; `act` is given path and head of each request. Where it gives nothing, there is nothing (404).
    pub async fn start(act: impl Fn(&str, &str) -> Option<Act> + Send + Sync + 'static) -> Server {
        Server::listen(None, act).await
    }

    /// Starts a server that speaks TLS.
    pub async fn start_tls(
        tls: TlsAcceptor,
        act: impl Fn(&str, &str) -> Option<Act> + Send + Sync + 'static,
    ) -> Server {
        Server::listen(Some(tls), act).await
    }

    async fn listen(
        tls: Option<TlsAcceptor>,
        act: impl Fn(&str, &str) -> Option<Act> + Send + Sync + 'static,
    ) -> Server {
        let scheme = if tls.is_some() { "https" } else { "http" };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (act, noted) = (Arc::new(act), Arc::clone(&seen));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (act, noted, tls) = (Arc::clone(&act), Arc::clone(&noted), tls.clone());
                tokio::spawn(async move {
                    match tls {
                        None => serve(stream, &*act, &noted).await,
                        // A client that does not trust the certificate hangs up: that is what is tested.
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                serve(stream, &*act, &noted).await;
                            }
                        }
                    }
                });
            }
        });
        Server { address, scheme, seen }
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme, self.address)
    }

    /// How often a path was asked for.
    pub fn asked(&self, path: &str) -> usize {
        let line = format!("GET {path} ");
        self.seen.lock().unwrap().iter().filter(|head| head.starts_with(&line)).count()
    }

    /// Options that allow this server and are in a hurry.
    pub fn options(&self) -> Options {
        let millis = Duration::from_millis;
        Options {
            allowed: vec![self.address.to_string().parse().unwrap()],
            pause: Duration::ZERO,
            patience: millis(100),
            timeouts: Timeouts { connect: millis(500), head: millis(700), stall: millis(500), whole: millis(2500) },
            ..Options::default()
        }
    }

    pub fn fetcher(&self) -> Fetcher {
        Fetcher::new(self.options()).unwrap()
    }
}

async fn serve(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    act: &(impl Fn(&str, &str) -> Option<Act> + Send + Sync),
    seen: &Mutex<Vec<String>>,
) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let Ok(byte) = stream.read_u8().await else { return };
        head.push(byte);
    }
    let head = String::from_utf8(head).unwrap();
    let path = head.split(' ').nth(1).unwrap().to_owned();
    seen.lock().unwrap().push(head.clone());
    // What the client does not wait for cannot be sent: that is no failure of the test.
    let _ = match act(&path, &head).unwrap_or_else(|| answer("404 Not Found", &[], "")) {
        Act::Send(bytes) => stream.write_all(&bytes).await,
        Act::Drip(bytes, pause) => {
            for byte in bytes {
                if stream.write_u8(byte).await.is_err() {
                    return;
                }
                tokio::time::sleep(pause).await;
            }
            Ok(())
        }
        Act::Repeat(first, piece, times) => {
            let mut sent = stream.write_all(&first).await;
            for _ in 0..times {
                if sent.is_err() {
                    return;
                }
                sent = stream.write_all(&piece).await;
            }
            sent
        }
        Act::Hold(bytes) => {
            let sent = stream.write_all(&bytes).await;
            tokio::time::sleep(Duration::from_secs(30)).await;
            sent
        }
        Act::HalfClose(bytes) => {
            let sent = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
            tokio::time::sleep(Duration::from_secs(30)).await;
            sent
        }
    };
}

/// Fetches a page.
pub async fn get(fetcher: &Fetcher, address: &str) -> Result<Fetched, FetchError> {
    let ask = Ask { address, purpose: Purpose::Page, etag: None, last_modified: None };
    match fetcher.fetch(ask).await? {
        Answer::Body(fetched) => Ok(*fetched),
        Answer::Unchanged { .. } => panic!("{address} was asked for without a known version"),
    }
}

/// The error of a page that is not to be had, on one line that says what to do.
pub async fn error(fetcher: &Fetcher, address: &str) -> FetchError {
    let error = get(fetcher, address).await.expect_err(address);
    let line = error.to_string();
    assert!(!line.contains('\n') && line.contains("; "), "{line}");
    error
}
