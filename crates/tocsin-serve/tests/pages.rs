//! What readers, scripts and hostile web pages get from the server, over a store filled by hand.

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod demo;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use serde_json::Value;
use std::net::SocketAddr;
use tocsin_serve::{Options, Site, TOKEN_HEADER, app};
use tower::ServiceExt;

const HOST: &str = "127.0.0.1:7878";

struct Server {
    app: Router,
    token: String,
    folder: tempfile::TempDir,
}

struct Answer {
    status: StatusCode,
    headers: axum::http::HeaderMap,
    body: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.body))
    }
}

impl Server {
    fn over(fill: impl FnOnce(&std::path::Path)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.db");
        fill(&path);
        let bound: SocketAddr = HOST.parse().unwrap();
        let site = Site::new(&path, bound, &Options::default()).unwrap();
        Server { token: site.token().to_owned(), app: app(site), folder }
    }

    fn filled() -> Self {
        Server::over(|path| demo::fill(path, 70))
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).header(header::HOST, HOST).body(Body::empty()).unwrap()).await
    }

    async fn ok(&self, path: &str) -> Answer {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        answer
    }

    /// A request that writes, with these headers and this form.
    async fn write(&self, method: Method, path: &str, headers: &[(&str, &str)], form: &str) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, HOST);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form.to_owned())).unwrap()).await
    }
}

/// An id as one path segment: every byte but letters and digits encoded.
fn segment(id: &str) -> String {
    id.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

fn csv_rows(body: &str) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(body.as_bytes()).records().map(Result::unwrap).collect()
}

/// The ids of the events on a page, in order.
fn shown(body: &str) -> Vec<String> {
    body.split("<li class=\"row\" id=\"e").skip(1).map(|rest| rest.chars().take(16).collect()).collect()
}

fn ids(json: &Value) -> Vec<String> {
    json["rows"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

async fn first_event(server: &Server, query: &str) -> String {
    ids(&server.ok(&format!("/events.json{query}")).await.json()).remove(0)
}

#[tokio::test]
async fn every_page_answers_and_carries_the_security_headers() {
    let server = Server::filled();
    let event = first_event(&server, "").await;
    let paths = [
        "/".to_owned(),
        "/events".to_owned(),
        "/articles".to_owned(),
        "/search".to_owned(),
        "/search?q=harbour".to_owned(),
        "/feeds".to_owned(),
        "/method".to_owned(),
        format!("/events/{event}"),
        format!("/articles/{}", segment(demo::RAID_ID)),
    ];
    for path in &paths {
        let answer = server.ok(path).await;
        assert!(answer.body.contains("<h1"), "{path}");
        assert!(answer.body.contains(&server.token), "{path} carries the token");
        assert!(!answer.body.contains("style=\"") && !answer.body.contains("<script>"), "{path} obeys its own policy");
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
        assert!(!policy.contains("unsafe"));
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        assert!(!answer.headers.contains_key("access-control-allow-origin"));
    }
    for list in ["/", "/events", "/articles", "/search?q=harbour"] {
        let body = server.ok(list).await.body;
        assert!(body.contains("80 events in 73 documents, none reviewed by a person; read by tocsin "), "{list}");
    }
}

#[tokio::test]
async fn assets_are_served_and_may_be_kept() {
    let server = Server::filled();
    let page = server.ok("/").await.body;
    let style = page.split("href=\"").find(|rest| rest.starts_with("/assets/tocsin.css")).unwrap();
    let answer = server.ok(style.split('"').next().unwrap()).await;
    assert_eq!(answer.headers["content-type"], "text/css; charset=utf-8");
    assert!(answer.headers["cache-control"].to_str().unwrap().contains("immutable"));
}

#[tokio::test]
async fn a_page_and_its_twins_give_the_same_rows() {
    let server = Server::filled();
    for query in [
        "",
        "?type=ASSAULT",
        "?quad=1&quad=2",
        "?status=hypothetical,negated",
        "?actor=NOR&since=2025-12-01",
        "?recipient=EST&until=2025-11-20&order=event",
        "?country=EST",
        "?text=hospital",
        "?min_confidence=0.9",
        "?reviewed=yes",
        "?quad=1&type=ASSAULT",
        "?limit=3",
        "?document=corrected",
    ] {
        let json = server.ok(&format!("/events.json{query}")).await.json();
        let page = server.ok(&format!("/events{query}")).await.body;
        assert_eq!(shown(&page), ids(&json), "{query}");
        let csv = server.ok(&format!("/events.csv{query}")).await;
        assert_eq!(csv.headers["content-type"], "text/csv; charset=utf-8");
        let column = csv.body.lines().next().unwrap().split(',').position(|name| name == "event_id").unwrap();
        let of_csv: Vec<String> = csv_rows(&csv.body).iter().map(|row| row[column].to_owned()).collect();
        assert_eq!(of_csv, ids(&json), "{query}");
    }
    let front = server.ok("/index.json").await.json();
    assert_eq!(ids(&front), shown(&server.ok("/").await.body));
    assert_eq!(front["totals"]["events"], 80);
    assert_eq!(front["facets"]["status"][0]["value"], "occurred");
    assert_eq!(ids(&server.ok("/.json").await.json()), ids(&front));
}

#[tokio::test]
async fn every_facet_count_leads_to_that_many_rows() {
    let server = Server::filled();
    let facets = server.ok("/index.json").await.json()["facets"].clone();
    let keys = [
        ("type", "type"),
        ("quad", "quad"),
        ("status", "status"),
        ("actor_country", "actor"),
        ("recipient_country", "recipient"),
    ];
    for (facet, key) in keys {
        for value in facets[facet].as_array().unwrap() {
            let query = format!("/events.json?{key}={}", segment(value["value"].as_str().unwrap()));
            assert_eq!(server.ok(&query).await.json()["total"], value["events"], "{query}");
        }
    }
}

#[tokio::test]
async fn counts_follow_what_is_written() {
    let server = Server::filled();
    let path = server.folder.path().join("test.db");
    // As if the last writing were long ago: from then on counts are kept.
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(60);
    for file in [path.clone(), path.with_extension("db-wal")].iter().filter(|file| file.exists()) {
        std::fs::File::options().append(true).open(file).unwrap().set_modified(long_ago).unwrap();
    }
    let event = first_event(&server, "").await;
    let reviewed = async || {
        let front = server.ok("/index.json?reviewed=yes").await.json();
        front["facets"]["status"].as_array().unwrap().iter().map(|facet| facet["events"].as_u64().unwrap()).sum::<u64>()
    };
    assert_eq!((reviewed().await, reviewed().await), (0, 0));
    let mut other = tocsin_store::Store::open(&path, tocsin_store::Access::WRITE).unwrap();
    assert!(other.review(&event.into(), true).unwrap());
    assert_eq!(reviewed().await, 1);
}

#[tokio::test]
async fn paging_shows_every_row_once() {
    let server = Server::filled();
    let (mut seen, mut path) = (Vec::new(), "/events.json?limit=30".to_owned());
    loop {
        let answer = server.ok(&path).await;
        seen.extend(ids(&answer.json()));
        let Some(link) = answer.headers.get(header::LINK) else { break };
        path = link.to_str().unwrap().split(['<', '>']).nth(1).unwrap().to_owned();
    }
    let all = ids(&server.ok("/events.json?limit=500").await.json());
    assert_eq!(seen, all);
    assert_eq!(all.len(), 80);
}

#[tokio::test]
async fn text_from_outside_is_never_markup() {
    let server = Server::filled();
    let article = format!("/articles/{}", segment(demo::AWKWARD_ID));
    let hostile = server.ok(&format!("/events.json?document={}", segment(demo::AWKWARD_ID))).await.json();
    let mut paths = vec!["/".into(), "/events".into(), "/articles".into(), "/search?q=rebels".into(), article.clone()];
    paths.push(format!("/events?actor={}&text={}", segment(demo::HOSTILE), segment(demo::HOSTILE)));
    paths.push(format!("/search?q={}", segment(demo::HOSTILE)));
    paths.extend(ids(&hostile).iter().map(|id| format!("/events/{id}")));
    for path in paths {
        let body = server.ok(&path).await.body;
        for bad in ["<script>alert", "<img", "<b>", "href=\"javascript:", " onload=\"x"] {
            // The trigger of a listed sentence is the one bold word of our own.
            let found = if bad == "<b>" { body.contains("<b></") } else { body.contains(bad) };
            assert!(!found, "{path} holds {bad}");
        }
    }
    for path in [format!("/events/{}", segment(demo::HOSTILE)), "/%3Cscript%3E".to_owned()] {
        let answer = server.get(&path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert!(!answer.body.contains("<script>alert"));
    }
    let bad = server.get(&format!("/events?{}=1", segment(demo::HOSTILE))).await;
    assert_eq!(bad.status, StatusCode::BAD_REQUEST);
    assert!(!bad.body.contains("<script>alert"));
}

#[tokio::test]
async fn ids_with_slashes_percent_signs_and_endings_find_their_article() {
    let server = Server::filled();
    let address = format!("/articles/{}", segment(demo::AWKWARD_ID));
    assert!(server.ok(&address).await.body.contains("Rebels"));
    let json = server.ok(&format!("{address}.json")).await.json();
    assert_eq!(json["document"]["id"], demo::AWKWARD_ID);
    assert_eq!(csv_rows(&server.ok(&format!("{address}.csv")).await.body).len(), 2);
    // The links of the pages lead there as well.
    let list = server.ok("/articles").await.body;
    let link = list.split("href=\"").find(|rest| rest.starts_with("/articles/https%3A%2F%2Foutlet")).unwrap();
    assert!(server.ok(link.split('"').next().unwrap()).await.body.contains("Rebels"));
    // So does an address that someone encoded without a thought for the ending of the id.
    assert!(server.ok(&address.replace("%2Ejson", ".json")).await.body.contains("<h1"));
    // An address typed with its slashes is understood, too.
    assert!(server.ok(&format!("/articles/{}", demo::RAID_ID)).await.body.contains("Port Sella"));
    for broken in ["/articles/%ff", "/articles/%zz", "/articles/.json"] {
        assert_eq!(server.get(broken).await.status, StatusCode::BAD_REQUEST, "{broken}");
    }
}

#[tokio::test]
async fn an_event_shows_its_sentence_its_roles_and_leads_into_the_article() {
    let server = Server::filled();
    let event = first_event(&server, "?type=ASSAULT&status=occurred").await;
    let page = server.ok(&format!("/events/{event}")).await.body;
    for part in ["data-tag=\"trigger\">struck", "m-actor", "recipient, place", "data-tag=\"count\"", "(anonymous)"] {
        assert!(page.contains(part), "{part}");
    }
    assert!(page.contains("Synthetic."), "a synthetic text says so");
    assert!(page.contains("https://courier.example/2026/01/03/raid#:~:text=Norland%E2%80%99s"));
    let link = page.split("href=\"").find(|rest| rest.starts_with("/articles/") && rest.contains("#s")).unwrap();
    let (article, anchor) = link.split('"').next().unwrap().split_once('#').unwrap();
    assert!(server.ok(article).await.body.contains(&format!("id=\"{anchor}\"")));
    let text = server.ok(article).await.body;
    assert!(text.contains("class=\"m-statement\"") && text.contains(">said</mark>"), "statements are marked");
    let threat = first_event(&server, "?type=THREATEN").await;
    let about = server.ok(&format!("/events/{threat}")).await.body;
    assert!(about.contains("ASSAULT (hypothetical): “answer”"), "a threat leads to what it is about");
}

#[tokio::test]
async fn what_a_version_changed_is_shown_and_told() {
    let server = Server::filled();
    let page = server.ok("/articles/corrected").await.body;
    assert!(page.contains("Estmark released <del>three</del><ins>two</ins> prisoners"), "{page}");
    assert!(page.contains("From version 1 to version 2: <bdi>figures three → two; 1 block changed</bdi>"), "{page}");
    assert!(page.contains("silent edit"));
    let json = server.ok("/articles/corrected.json").await.json();
    assert_eq!(json["revision"]["silent"], true);
    assert_eq!(json["revision"]["figures"][0]["after"], "two");
    assert_eq!(json["versions"][1]["revision"]["counts"]["changed"], 1);
    assert_eq!(json["versions"][0]["revision"], Value::Null);
    // Any two, also backwards; a first version alone has nothing to be compared with.
    let back = server.ok("/articles/corrected?against=2&version=1").await.body;
    assert!(back.contains("<del>two</del><ins>three</ins>"), "{back}");
    assert!(back.contains("/articles/corrected.json?version=1&#38;against=2"), "{back}");
    assert!(!server.ok("/articles/corrected?version=1").await.body.contains("id=\"changes\""));
    assert_eq!(server.ok("/articles/corrected.json?version=1").await.json()["revision"], Value::Null);
    for (query, status) in [("against=9", StatusCode::NOT_FOUND), ("against=x", StatusCode::BAD_REQUEST)] {
        assert_eq!(server.get(&format!("/articles/corrected?{query}")).await.status, status);
        assert_eq!(server.get(&format!("/articles/corrected.json?{query}")).await.status, status);
    }
    let list = server.ok("/articles.json?limit=500").await.json();
    let silent: Vec<&Value> = list["rows"].as_array().unwrap().iter().filter(|row| row["silent"] == true).collect();
    assert_eq!(silent.len(), 1);
    assert_eq!(silent[0]["id"], "corrected");
    assert_eq!(server.ok("/articles?limit=500").await.body.matches("silent edit").count(), 1);
}

#[tokio::test]
async fn a_hostile_text_changed_is_still_text() {
    let server = Server::over(|path| {
        let mut store = tocsin_store::Store::open(path, tocsin_store::Access::WRITE).unwrap();
        for (version, words) in [(1, "said"), (2, demo::HOSTILE)] {
            let sentence = format!("The {} men {words} it on Friday {}.", 10 + version, demo::HOSTILE);
            let mut maker = demo::Maker::new("hostile", demo::HOSTILE, &sentence, "2026-01-02")
                .block(tocsin_record::BlockKind::Headline, &[&sentence])
                .block(tocsin_record::BlockKind::Paragraph, &[&sentence]);
            maker.coding.document_version = version;
            maker.coding.text_sha256 = tocsin_record::text_sha256(&maker.document.text);
            store.put(&maker.document, &maker.coding).unwrap();
        }
    });
    let page = server.ok("/articles/hostile").await.body;
    assert!(page.contains("<ins>12</ins>") && page.contains("id=\"changes\""), "{page}");
    assert!(!page.contains("<script>") && !page.contains("<img"), "{page}");
}

#[tokio::test]
async fn a_superseded_version_stays_readable_and_says_so() {
    let server = Server::filled();
    let newest = server.ok("/articles/corrected").await.body;
    assert!(newest.contains("two prisoners") && !newest.contains("Superseded."));
    assert!(newest.contains("Translated."));
    let older = server.ok("/articles/corrected?version=1").await.body;
    assert!(older.contains("three prisoners") && older.contains("Superseded."));
    assert_eq!(server.get("/articles/corrected?version=3").await.status, StatusCode::NOT_FOUND);
    assert_eq!(server.get("/articles/corrected?version=x").await.status, StatusCode::BAD_REQUEST);
    let json = server.ok("/articles/corrected.json?version=1").await.json();
    assert_eq!(json["coding"]["document_version"], 1);
    let old_event = json["coding"]["events"][0]["id"].as_str().unwrap().to_owned();
    assert!(server.ok(&format!("/events/{old_event}")).await.body.contains("Superseded."));
}

#[tokio::test]
async fn what_cannot_be_answered_says_why_in_the_form_that_was_asked_for() {
    let server = Server::filled();
    for (path, status) in [
        ("/events?cursor=nonsense", StatusCode::BAD_REQUEST),
        ("/events?actr=USA", StatusCode::BAD_REQUEST),
        ("/events?type=WAR", StatusCode::BAD_REQUEST),
        ("/events?limit=100000", StatusCode::BAD_REQUEST),
        ("/articles?cursor=nonsense", StatusCode::BAD_REQUEST),
        ("/events/0000000000000000", StatusCode::NOT_FOUND),
        ("/articles/unknown", StatusCode::NOT_FOUND),
        ("/nowhere", StatusCode::NOT_FOUND),
    ] {
        let answer = server.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        assert!(answer.body.contains("<h1>"), "{path}");
    }
    for path in ["/events.json?actr=USA", "/events/0000000000000000.json", "/nowhere.json"] {
        let problem = server.get(path).await.json();
        assert!(problem["status"].as_u64().unwrap() >= 400 && problem["detail"].is_string(), "{path}");
    }
    let long = format!("/events?text={}", "a".repeat(9_000));
    assert_eq!(server.get(&long).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn only_requests_to_a_known_host_are_answered() {
    let server = Server::filled();
    for host in ["localhost:7878", "127.0.0.1:7878", "[::1]:7878"] {
        let request = Request::get("/").header(header::HOST, host).body(Body::empty()).unwrap();
        assert_eq!(server.send(request).await.status, StatusCode::OK, "{host}");
    }
    for host in ["evil.example", "evil.example:7878", "localhost", "127.0.0.1:80", "127.0.0.1.evil.example:7878"] {
        for path in ["/", "/events.json", "/assets/tocsin.css", "/nowhere"] {
            let request = Request::get(path).header(header::HOST, host).body(Body::empty()).unwrap();
            assert_eq!(server.send(request).await.status, StatusCode::MISDIRECTED_REQUEST, "{host}{path}");
        }
    }
    let none = Request::get("/").body(Body::empty()).unwrap();
    assert_eq!(server.send(none).await.status, StatusCode::MISDIRECTED_REQUEST);
    let two = Request::get("/").header(header::HOST, HOST).header(header::HOST, "evil.example");
    assert_eq!(server.send(two.body(Body::empty()).unwrap()).await.status, StatusCode::MISDIRECTED_REQUEST);
    let whole = Request::get("http://evil.example/").header(header::HOST, HOST).body(Body::empty()).unwrap();
    assert_eq!(server.send(whole).await.status, StatusCode::MISDIRECTED_REQUEST);
}

#[tokio::test]
async fn writing_needs_the_token_and_the_own_origin() {
    let server = Server::filled();
    let (own, token) = (format!("http://{HOST}"), server.token.clone());
    let allowed = [("origin", own.as_str()), (TOKEN_HEADER, token.as_str())];
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        for path in ["/nowhere", "/events"] {
            let refused: [&[(&str, &str)]; 6] = [
                &[],
                &[("origin", &own)],
                &[(TOKEN_HEADER, &token)],
                &[("origin", &own), (TOKEN_HEADER, "wrong")],
                &[("origin", "http://evil.example"), (TOKEN_HEADER, &token)],
                &[("origin", &own), (TOKEN_HEADER, &token), ("sec-fetch-site", "cross-site")],
            ];
            for headers in refused {
                let answer = server.write(method.clone(), path, headers, "").await;
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{method} {path} {headers:?}");
            }
        }
        assert_eq!(server.write(method.clone(), "/nowhere", &allowed, "").await.status, StatusCode::NOT_FOUND);
        assert_eq!(server.write(method, "/events", &allowed, "").await.status, StatusCode::METHOD_NOT_ALLOWED);
    }
    let in_form = format!("token={token}");
    let answer = server.write(Method::POST, "/nowhere", &[("origin", &own)], &in_form).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND, "a form carries the token in a field");
}

#[tokio::test]
async fn a_person_can_mark_a_row_as_reviewed_and_take_it_back() {
    let server = Server::filled();
    let event = first_event(&server, "").await;
    let (own, path) = (format!("http://{HOST}"), format!("/events/{event}/review"));
    let page = format!("/events/{event}");
    let refused = server.write(Method::POST, &path, &[("origin", &own)], "reviewed=yes").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(server.ok(&page).await.body.contains("I have checked this row"));
    for (reviewed, count) in [("yes", 1), ("no", 0)] {
        let form = format!("token={}&reviewed={reviewed}", server.token);
        let answer = server.write(Method::POST, &path, &[("origin", &own)], &form).await;
        assert_eq!(
            (answer.status, answer.headers["location"].to_str().unwrap()),
            (StatusCode::SEE_OTHER, page.as_str())
        );
        assert_eq!(server.ok("/events.json?reviewed=yes").await.json()["total"], count);
    }
    let nowhere = format!("token={}&reviewed=yes", server.token);
    let answer = server.write(Method::POST, "/events/0000000000000000/review", &[("origin", &own)], &nowhere).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_empty_store_says_what_to_type() {
    let server = Server::over(|path| drop(tocsin_store::Store::open(path, tocsin_store::Access::WRITE).unwrap()));
    for path in ["/", "/events"] {
        assert!(server.ok(path).await.body.contains("tocsin read --store"), "{path}");
    }
    assert_eq!(server.ok("/events.json").await.json()["total"], 0);
    assert_eq!(server.ok("/index.json").await.json()["totals"]["documents"], 0);
    for path in ["/articles", "/search?q=x", "/method", "/events.csv"] {
        server.ok(path).await;
    }
}

#[tokio::test]
async fn search_finds_words_and_marks_them() {
    let server = Server::filled();
    let page = server.ok("/search?q=hospital").await.body;
    assert!(page.contains("<mark class=\"hit\">hospital</mark>"));
    let json = server.ok("/search.json?q=hospital").await.json();
    assert_eq!((json["total"].as_u64(), json["rows"][0]["events"].as_u64()), (Some(1), Some(7)));
    assert_eq!(csv_rows(&server.ok("/search.csv?q=hospital").await.body).len(), 1);
    assert_eq!(csv_rows(&server.ok("/articles.csv?limit=500").await.body).len(), 73);
    assert_eq!(server.ok("/articles.json?limit=10").await.json()["rows"].as_array().unwrap().len(), 10);
}

#[tokio::test]
async fn feeds_are_shown_with_their_health() {
    let server = Server::over(|path| {
        let mut store = tocsin_store::Store::open(path, tocsin_store::Access::WRITE).unwrap();
        let feed = |address: &str, title: &str| tocsin_store::NewFeed {
            address: address.to_owned(),
            title: Some(title.to_owned()),
            site: Some("javascript:alert(1)".to_owned()),
            folder: vec!["World".to_owned()],
        };
        let feeds = [feed("https://a.example/feed?x=1&y=2", demo::HOSTILE), feed("https://b.example/feed", "Quiet")];
        let (hour, now) = (std::time::Duration::from_secs(3600), "2026-01-05T08:00:00Z".parse().unwrap());
        store.add_feeds(&feeds, hour, now).unwrap();
        let key = store.due_feeds(now, false, 1).unwrap()[0].key;
        let error = format!("cannot be read {}; try later", demo::HOSTILE);
        let outcome = tocsin_store::PollOutcome::Failed { error, gone: false };
        store.record_poll(key, &outcome, now, |_| (hour, now)).unwrap();
    });
    let page = server.ok("/feeds").await.body;
    assert!(page.contains("2 feeds") && page.contains("failed at the last look") && page.contains("not looked at yet"));
    assert!(page.contains("cannot be read") && page.contains("last success never"), "{page}");
    assert!(!page.contains("<script>alert") && !page.contains("<img") && !page.contains("javascript:"), "{page}");
    assert!(page.contains("<a href=\"/feeds\">Feeds</a>"), "in the navigation");
    let json = server.ok("/feeds.json").await.json();
    assert_eq!(
        (json["total"].as_u64(), json["rows"][1]["address"].as_str()),
        (Some(2), Some("https://b.example/feed"))
    );
    assert_eq!(json["rows"][0]["failures"].as_u64(), Some(1));
    let rows = csv_rows(&server.ok("/feeds.csv").await.body);
    assert!(rows.len() == 2 && rows[0].iter().any(|cell| cell == "https://a.example/feed?x=1&y=2"));
    assert_eq!(server.get("/feeds?limit=x").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(server.get("/feeds?state=gone").await.status, StatusCode::BAD_REQUEST);
}
