//! What hosts can rely on: robots.txt, reservations, conditional requests, waits; and what the user can: no name leads
//! into the own network, however often it changes its mind.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod server;

use server::{Server, answer, error, get, page};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tocsin_fetch::{Answer, Ask, FetchErrorKind, Fetcher, Found, Lookup, Options, Purpose};

const TEXT: &str = "<p>News.</p>";

#[tokio::test]
async fn robots_txt_is_heeded_and_asked_for_once() {
    let server = Server::start(|path, _| match path {
        "/robots.txt" => Some(answer(
            "200 OK",
            &[],
            "User-agent: *\nDisallow: /\n\nUser-agent: Tocsin\nDisallow: /private/*.html$\nAllow: /private/open.html\n",
        )),
        _ => Some(page(TEXT)),
    })
    .await;
    let fetcher = server.fetcher();
    assert!(get(&fetcher, &server.url("/news")).await.is_ok());
    assert!(get(&fetcher, &server.url("/private/open.html")).await.is_ok());
    assert!(get(&fetcher, &server.url("/private/a.html?x")).await.is_ok());
    let refused = error(&fetcher, &server.url("/private/a.html")).await;
    assert!(refused.kind == FetchErrorKind::Robots && !refused.is_temporary(), "{refused}");
    assert_eq!(server.asked("/private/a.html"), 0);
    assert_eq!(server.asked("/robots.txt"), 1);
}

#[tokio::test]
async fn a_robots_txt_that_cannot_be_had_forbids_all() {
    for status in ["500 Internal Server Error", "503 Service Unavailable", "429 Too Many Requests"] {
        let server = Server::start(move |path, _| match path {
            "/robots.txt" => Some(answer(status, &[], "")),
            _ => Some(page(TEXT)),
        })
        .await;
        let refused = error(&server.fetcher(), &server.url("/news")).await;
        assert!(refused.kind == FetchErrorKind::Robots && refused.is_temporary(), "{status}: {refused}");
        assert_eq!(server.asked("/news"), 0, "{status}");
    }
    for status in ["404 Not Found", "403 Forbidden", "410 Gone"] {
        let server = Server::start(move |path, _| match path {
            "/robots.txt" => Some(answer(status, &[], "User-agent: *\nDisallow: /")),
            _ => Some(page(TEXT)),
        })
        .await;
        assert!(get(&server.fetcher(), &server.url("/news")).await.is_ok(), "{status}");
    }
}

#[tokio::test]
async fn a_robots_txt_counts_where_a_redirect_leads() {
    let other = Server::start(|path, _| match path {
        "/robots.txt" => Some(answer("200 OK", &[], "User-agent: *\nDisallow: /")),
        _ => Some(page(TEXT)),
    })
    .await;
    let target = other.url("/there");
    let server = Server::start(move |path, _| match path {
        "/robots.txt" => Some(answer("301 Moved", &[("Location", "/robots2.txt")], "")),
        "/robots2.txt" => Some(answer("200 OK", &[], "User-agent: *\nDisallow: /no")),
        "/here" => Some(answer("302 Found", &[("Location", &target)], "")),
        _ => Some(page(TEXT)),
    })
    .await;
    let both = [server.address, other.address].map(|address| address.to_string().parse().unwrap());
    let fetcher = Fetcher::new(Options { allowed: both.to_vec(), ..server.options() }).unwrap();
    let refused = error(&fetcher, &server.url("/here")).await;
    assert!(refused.kind == FetchErrorKind::Robots && refused.to_string().contains(&other.url("/there")), "{refused}");
    assert_eq!(other.asked("/there"), 0);
    assert_eq!(error(&fetcher, &server.url("/no")).await.kind, FetchErrorKind::Robots, "the redirected file counts");
}

#[tokio::test]
async fn a_feed_is_fetched_at_its_readers_demand() {
    for (status, robots, asks) in [("200 OK", "User-agent: *\nDisallow: /", true), ("503 Unavailable", "", false)] {
        let server = Server::start(move |path, _| match path {
            "/robots.txt" => Some(answer(status, &[], robots)),
            "/.well-known/tdmrep.json" => {
                Some(answer("200 OK", &[], r#"[{"location": "/feed", "tdm-reservation": 1}]"#))
            }
            _ => Some(page(TEXT)),
        })
        .await;
        let fetcher = server.fetcher();
        let (feed, news) = (server.url("/feed"), server.url("/news"));
        assert_eq!(error(&fetcher, &news).await.kind, FetchErrorKind::Robots, "{status}");
        assert_eq!(
            server.asked("/.well-known/tdmrep.json"),
            0,
            "nothing was to be taken, so nothing else was asked for"
        );
        let ask = Ask { address: &feed, purpose: Purpose::Feed, etag: None, last_modified: None };
        let Answer::Body(fetched) = fetcher.fetch(ask).await.unwrap() else { panic!("{status}") };
        assert_eq!(fetched.against_robots, asks, "{status}: of what it asks the user is to be told");
        assert_eq!(fetched.reserved, Some(true), "{status}: what is reserved stays so");
        assert_eq!(error(&fetcher, &news).await.kind, FetchErrorKind::Robots, "{status}: a page is not fetched");
        assert_eq!(server.asked("/news"), 0, "{status}");
    }
    let server = Server::start(|path, _| (path == "/feed").then(|| page(TEXT))).await;
    assert!(!get(&server.fetcher(), &server.url("/feed")).await.unwrap().against_robots);
}

#[tokio::test]
async fn of_a_long_robots_txt_500_kib_are_heeded() {
    let long = |before: usize| {
        let mut text = "User-agent: *\n".to_owned();
        while text.len() < before {
            text += "Disallow: /some/other/path/that/nobody/asks/for\n";
        }
        text + "Disallow: /news\n"
    };
    for (length, allowed) in [(400 << 10, false), (600 << 10, true)] {
        let text = long(length);
        let server = Server::start(move |path, _| match path {
            "/robots.txt" => Some(answer("200 OK", &[], &text)),
            _ => Some(page(TEXT)),
        })
        .await;
        assert_eq!(get(&server.fetcher(), &server.url("/news")).await.is_ok(), allowed, "{length}");
    }
}

#[tokio::test]
async fn reservations_by_file_and_by_field() {
    let server = Server::start(|path, _| match path {
        "/.well-known/tdmrep.json" => Some(answer(
            "200 OK",
            &[],
            r#"[{"location": "/free/", "tdm-reservation": 0}, {"location": "/kept/", "tdm-reservation": 1}]"#,
        )),
        "/free/field" | "/else/field" => Some(answer("200 OK", &[("TDM-Reservation", "1")], TEXT)),
        "/else/zero" => Some(answer("200 OK", &[("TDM-Reservation", "0")], TEXT)),
        "/robots.txt" => None,
        _ => Some(page(TEXT)),
    })
    .await;
    let fetcher = server.fetcher();
    let reserved = async |path: &str| get(&fetcher, &server.url(path)).await.unwrap().reserved;
    assert_eq!(reserved("/free/a").await, Some(false));
    assert_eq!(reserved("/else/a").await, None);
    assert_eq!(reserved("/else/zero").await, Some(false));
    assert_eq!(reserved("/free/field").await, Some(true), "the field comes before the file");
    assert_eq!(reserved("/else/field").await, Some(true));
    let kept = error(&fetcher, &server.url("/kept/a")).await;
    assert!(kept.kind == FetchErrorKind::Reserved && kept.to_string().contains("mining_allowed"), "{kept}");
    assert_eq!(server.asked("/kept/a"), 0, "the file is looked at before anything is taken");
    assert_eq!(server.asked("/.well-known/tdmrep.json"), 1);
    let allowed = vec![server.address.to_string().parse().unwrap()];
    let fetcher = Fetcher::new(Options { mining_allowed: allowed, ..server.options() }).unwrap();
    assert_eq!(get(&fetcher, &server.url("/kept/a")).await.unwrap().reserved, Some(true));
    assert!(fetcher.may_mine(&server.url("/kept/a")) && !fetcher.may_mine("https://example.org/"));
}

#[tokio::test]
async fn what_is_known_is_not_sent_again() {
    let server = Server::start(|path, head| {
        let head = head.to_ascii_lowercase();
        let known = head.contains("if-none-match: \"v1\"") && head.contains("if-modified-since: mon, 05 jan 2026");
        match path {
            "/feed" if known => Some(answer("304 Not Modified", &[("Cache-Control", "max-age=900")], "")),
            "/feed" => Some(answer(
                "200 OK",
                &[("ETag", "\"v1\""), ("Last-Modified", "Mon, 05 Jan 2026 08:00:00 GMT"), ("Content-Type", "text/xml")],
                "<rss/>",
            )),
            "/unasked" => Some(answer("304 Not Modified", &[], "")),
            _ => None,
        }
    })
    .await;
    let fetcher = server.fetcher();
    let first = get(&fetcher, &server.url("/feed")).await.unwrap();
    assert_eq!((first.etag.as_deref(), first.content_type.as_deref()), (Some("\"v1\""), Some("text/xml")));
    let address = server.url("/feed");
    let (etag, last_modified) = (first.etag.as_deref(), first.last_modified.as_deref());
    let again = fetcher.fetch(Ask { address: &address, purpose: Purpose::Feed, etag, last_modified }).await.unwrap();
    assert!(matches!(again, Answer::Unchanged { fresh_for: Some(wait) } if wait.as_secs() == 900), "{again:?}");
    let refused = error(&fetcher, &server.url("/unasked")).await;
    assert_eq!(refused.kind, FetchErrorKind::Status(304), "nobody asked whether it had changed");
}

#[tokio::test]
async fn a_wait_that_a_host_asks_for_is_kept() {
    let server = Server::start(|path, _| match path {
        "/busy" => Some(answer("503 Service Unavailable", &[("Retry-After", "3600")], "")),
        "/robots.txt" => None,
        _ => Some(page(TEXT)),
    })
    .await;
    let fetcher = server.fetcher();
    let busy = error(&fetcher, &server.url("/busy")).await;
    assert_eq!((busy.kind, busy.retry_after), (FetchErrorKind::Status(503), Some(Duration::from_secs(3600))));
    let later = error(&fetcher, &server.url("/news")).await;
    assert_eq!(later.kind, FetchErrorKind::Later, "{later}");
    assert!(later.retry_after.is_some_and(|wait| wait > Duration::from_secs(3500)));
    assert_eq!(server.asked("/news"), 0);
}

#[tokio::test]
async fn one_request_at_a_time_with_a_pause() {
    let server = Server::start(|path, _| (path != "/robots.txt").then(|| page(TEXT))).await;
    let pause = Duration::from_millis(150);
    let fetcher = Fetcher::new(Options { pause, ..server.options() }).unwrap();
    let begin = Instant::now();
    let tasks = (0..4).map(|n| {
        let (fetcher, address) = (fetcher.clone(), server.url(&format!("/{n}")));
        tokio::spawn(async move { get(&fetcher, &address).await.is_ok() })
    });
    for task in tasks.collect::<Vec<_>>() {
        assert!(task.await.unwrap());
    }
    // robots.txt, tdmrep.json and four pages: five pauses.
    assert!(begin.elapsed() >= pause * 5, "{:?}", begin.elapsed());
}

#[tokio::test]
async fn the_program_says_who_it_is() {
    let server = Server::start(|path, _| (path == "/").then(|| page(TEXT))).await;
    let contact = Some("https://example.org/about".to_owned());
    get(&Fetcher::new(Options { contact, ..server.options() }).unwrap(), &server.url("/")).await.unwrap();
    let seen = server.seen.lock().unwrap();
    let agent = format!("user-agent: tocsin/{} (+https://example.org/about)", env!("CARGO_PKG_VERSION"));
    assert!(seen.len() == 3 && seen.iter().all(|head| head.to_ascii_lowercase().contains(&agent)), "{seen:?}");
    for head in seen.iter() {
        let head = head.to_ascii_lowercase();
        assert!(!head.contains("cookie") && !head.contains("referer"), "{head}");
    }
}

#[tokio::test]
async fn a_feed_that_has_moved_for_good() {
    let server = Server::start(|path, _| match path {
        "/old" => Some(answer("301 Moved Permanently", &[("Location", "/new")], "")),
        "/detour" => Some(answer("301 Moved Permanently", &[("Location", "/today")], "")),
        "/today" => Some(answer("302 Found", &[("Location", "/new")], "")),
        "/new" => Some(page(TEXT)),
        _ => None,
    })
    .await;
    let fetcher = server.fetcher();
    let old = get(&fetcher, &server.url("/old")).await.unwrap();
    assert_eq!((old.address, old.moved), (server.url("/new"), Some(server.url("/new"))));
    let detour = get(&fetcher, &server.url("/detour")).await.unwrap();
    assert_eq!((detour.address, detour.moved), (server.url("/new"), Some(server.url("/today"))));
}

/// A name that has one address the first time it is asked for, and others later.
#[derive(Debug)]
struct Rebinding {
    calls: AtomicUsize,
    answers: Vec<Vec<IpAddr>>,
}

impl Lookup for Rebinding {
    fn lookup(&self, _name: &str) -> Found {
        let call = self.calls.fetch_add(1, Ordering::SeqCst);
        let found = self.answers[call.min(self.answers.len() - 1)].clone();
        Box::pin(async move { Ok(found) })
    }
}

#[tokio::test]
async fn a_name_that_is_rebound_leads_nowhere() {
    let inner = Server::start(|_, _| Some(page("secret"))).await;
    let port = inner.address.port();
    // Public as far as numbers tell; a sink for requests that should not be (RFC 7534).
    let public: IpAddr = "2620:4f:8000::1".parse().unwrap();
    let own: IpAddr = "127.0.0.1".parse().unwrap();
    let mapped: IpAddr = "::ffff:127.0.0.1".parse().unwrap();
    let fetcher = |answers: Vec<Vec<IpAddr>>| {
        let lookup: Arc<dyn Lookup> = Arc::new(Rebinding { calls: AtomicUsize::new(0), answers });
        Fetcher::new(Options { lookup, allowed: Vec::new(), ..inner.options() }).unwrap()
    };
    // A check that looks a name up before the connection does would be passed by the first answer.
    let rebound = fetcher(vec![vec![public], vec![own]]);
    let first = error(&rebound, &format!("http://news.example:{port}/")).await;
    assert!(matches!(first.kind, FetchErrorKind::Connection | FetchErrorKind::Timeout), "{first}");
    // Another origin, so that nothing is remembered of the first.
    let second = error(&rebound, &format!("http://other.example:{port}/")).await;
    assert_eq!(second.kind, FetchErrorKind::Refused, "{second}");
    assert!(second.to_string().contains("127.0.0.1") && second.to_string().contains("--allow-host"), "{second}");
    for answers in [vec![own], vec![mapped], vec![public, own], vec![own, public]] {
        let refused = error(&fetcher(vec![answers.clone()]), &format!("http://news.example:{port}/")).await;
        assert_eq!(refused.kind, FetchErrorKind::Refused, "{answers:?}: {refused}");
    }
    assert!(inner.seen.lock().unwrap().is_empty(), "nothing reached it");
    // Allowed by its name, it is reached; so the test would fail if nothing ever were.
    let lookup: Arc<dyn Lookup> = Arc::new(Rebinding { calls: AtomicUsize::new(0), answers: vec![vec![own]] });
    let allowed = vec![format!("news.example:{port}").parse().unwrap()];
    let open = Fetcher::new(Options { lookup, allowed, ..inner.options() }).unwrap();
    assert_eq!(get(&open, &format!("http://news.example:{port}/")).await.unwrap().bytes, b"secret");
}

#[tokio::test]
async fn a_proxy_is_used_where_one_is_configured() {
    let server = Server::start(|path, _| (path == "/").then(|| page(TEXT))).await;
    let proxy = Server::start(|_, _| Some(page("by proxy"))).await;
    let options = Options { proxy: Some(proxy.url("/").parse().unwrap()), ..server.options() };
    let by_proxy = get(&Fetcher::new(options).unwrap(), &server.url("/")).await.unwrap();
    assert_eq!(by_proxy.bytes, b"by proxy", "one that is configured is");
    assert_eq!(get(&server.fetcher(), &server.url("/")).await.unwrap().bytes, TEXT.as_bytes());
}
