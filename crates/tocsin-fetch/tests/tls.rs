//! https: whom the program trusts, how a user makes it trust an authority, and what it says of hosts it does not trust.
//!
//! Trust is set by `SSL_CERT_FILE`, which a process reads from its own environment; so the client of these tests is this
//! program once more, started with that variable as a user would start it.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod server;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use server::{Server, answer, get, page};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tocsin_fetch::{Answer, Ask, Fetcher, Options, Purpose, Timeouts};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::process::Command;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

const TEXT: &str = "<p>News.</p>";
const HOST: &str = "127.0.0.1";
/// Where the client finds what it is to fetch, one address a line.
const ADDRESSES: &str = "TOCSIN_TEST_ADDRESSES";

/// An authority of a network of one's own.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

impl Authority {
    fn new(name: &str) -> Authority {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, name);
        let pem = params.self_signed(&key).unwrap().pem();
        Authority { issuer: Issuer::new(params, key), pem }
    }

    /// A server's side of TLS, with a certificate for `name` that is valid until the end of a year.
    fn vouches(&self, name: &str, until: i32) -> TlsAcceptor {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new([name.to_owned()]).unwrap();
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(until, 12, 31);
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap();
        TlsAcceptor::from(Arc::new(config))
    }
}

async fn news(tls: TlsAcceptor) -> Server {
    Server::start_tls(tls, |path, _| (path == "/news").then(|| page(TEXT))).await
}

/// The https address of a server that does not know what that is.
async fn answers_in_plain_text() -> String {
    let listener = TcpListener::bind((HOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n").await;
        }
    });
    format!("https://{address}/news")
}

/// What the client says of each address, when it trusts what is in `file`.
async fn client(addresses: &[String], file: &Path) -> Vec<String> {
    let ran = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "as_a_client", "--ignored", "--nocapture"])
        .env(ADDRESSES, addresses.join("\n"))
        .env("SSL_CERT_FILE", file)
        .env_remove("SSL_CERT_DIR")
        .output()
        .await
        .unwrap();
    let out = String::from_utf8(ran.stdout).unwrap();
    assert!(ran.status.success(), "{out}{}", String::from_utf8_lossy(&ran.stderr));
    out.lines().filter_map(|line| line.split_once("said: ")).map(|(_, said)| said.to_owned()).collect()
}

#[tokio::test]
#[ignore = "the client of the other tests, which start it"]
async fn as_a_client() {
    let addresses = std::env::var(ADDRESSES).unwrap();
    let millis = Duration::from_millis;
    let fetcher = Fetcher::new(Options {
        allowed: vec![HOST.parse().unwrap()],
        pause: Duration::ZERO,
        timeouts: Timeouts { connect: millis(5000), head: millis(5000), stall: millis(5000), whole: millis(9000) },
        ..Options::default()
    })
    .unwrap();
    for address in addresses.lines() {
        let mark = Some("\"known\"");
        let ask = Ask { address, purpose: Purpose::Feed, etag: mark, last_modified: None };
        let said = match fetcher.fetch(ask).await {
            Ok(Answer::Body(fetched)) => {
                let text = String::from_utf8_lossy(&fetched.bytes).into_owned();
                format!("{text} from {}, moved to {:?}", fetched.address, fetched.moved)
            }
            Ok(Answer::Unchanged { .. }) => "unchanged".to_owned(),
            Err(error) => error.to_string(),
        };
        writeln!(std::io::stdout(), "said: {said}").unwrap();
    }
}

#[tokio::test]
async fn a_certificate_is_trusted_or_the_line_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("network.pem");
    let (own, foreign) = (Authority::new("Network of Port Salvo"), Authority::new("Nobody"));
    std::fs::write(&file, &own.pem).unwrap();
    let unknown = news(foreign.vouches(HOST, 2090)).await;
    let other_name = news(own.vouches("ledger.example", 2090)).await;
    let expired = news(own.vouches(HOST, 2021)).await;
    let no_tls = answers_in_plain_text().await;
    let good = news(own.vouches(HOST, 2090)).await;
    let addresses =
        [unknown.url("/news"), other_name.url("/news"), expired.url("/news"), no_tls.clone(), good.url("/news")];
    let said = client(&addresses, &file).await;
    assert_eq!(said.len(), addresses.len(), "each has one line, and none stops the next: {said:#?}");
    for ((address, said), words) in addresses.iter().zip(&said).zip([
        ["an authority that is not trusted here; ", "SSL_CERT_FILE"],
        ["of other hosts, not of 127.0.0.1; ", "check the address"],
        ["has run out; ", "clock"],
        ["does not speak TLS as it should", "; check the address"],
    ]) {
        assert!(said.starts_with(&format!("{address}: ")), "{said}");
        assert!(words.iter().all(|word| said.contains(word)), "{words:?} is not in {said}");
    }
    assert_eq!(said[4], format!("{TEXT} from {}, moved to None", good.url("/news")));
    for server in [&unknown, &other_name, &expired] {
        assert!(server.seen.lock().unwrap().is_empty(), "nothing was asked of {}", server.address);
    }
}

#[tokio::test]
async fn a_file_that_is_not_there_is_as_if_nobody_were_trusted() {
    let own = Authority::new("Network of Port Salvo");
    let (secure, open) = (news(own.vouches(HOST, 2090)).await, Server::start(|_, _| Some(page(TEXT))).await);
    let said = client(&[secure.url("/news"), open.url("/news")], Path::new("/no/such/file.pem")).await;
    assert!(said[0].contains("not trusted here; ") && said[0].contains("SSL_CERT_FILE"), "{said:#?}");
    assert!(said[1].starts_with(TEXT), "what needs no TLS is read all the same: {said:#?}");
}

#[tokio::test]
async fn a_redirect_from_https_to_http_tells_nothing_and_is_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("network.pem");
    let own = Authority::new("Network of Port Salvo");
    std::fs::write(&file, &own.pem).unwrap();
    let open = Server::start(|path, _| (path == "/news").then(|| page(TEXT))).await;
    let target = open.url("/news");
    let secure = Server::start_tls(own.vouches(HOST, 2090), move |path, _| match path {
        "/down" => Some(answer("301 Moved Permanently", &[("Location", &target)], "")),
        "/across" => Some(answer("301 Moved Permanently", &[("Location", "/news")], "")),
        "/news" => Some(page(TEXT)),
        _ => None,
    })
    .await;
    let said = client(&[secure.url("/down"), secure.url("/across")], &file).await;
    assert_eq!(said[0], format!("{TEXT} from {}, moved to None", open.url("/news")));
    let kept = secure.url("/news");
    assert_eq!(said[1], format!("{TEXT} from {kept}, moved to Some({kept:?})"));
    let mark = |server: &Server, path: &str| {
        let heads = server.seen.lock().unwrap();
        let head = heads.iter().find(|head| head.starts_with(&format!("GET {path} "))).unwrap();
        head.to_ascii_lowercase().contains("if-none-match: \"known\"")
    };
    assert!(mark(&secure, "/down") && mark(&secure, "/news") && !mark(&open, "/news"));
    for head in open.seen.lock().unwrap().iter().map(|head| head.to_ascii_lowercase()) {
        assert!(!["cookie", "authorization", "referer", "if-"].iter().any(|field| head.contains(field)), "{head}");
    }
}

#[tokio::test]
async fn without_the_file_the_same_authority_is_not_trusted() {
    let own = Authority::new("Network of Port Salvo");
    let server = news(own.vouches(HOST, 2090)).await;
    let error = server::error(&server.fetcher(), &server.url("/news")).await;
    assert!(error.to_string().contains("not trusted here; ") && error.is_temporary(), "{error}");
    assert!(get(&server.fetcher(), &server.url("/news")).await.is_err());
}
