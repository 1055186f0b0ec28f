//! `tocsin watch` and `tocsin feeds` over a small site on this machine: once filled, nothing is read twice, and what
//! changes is seen.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod common;
use common::{Place, Ran, Running};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A site of pages that can be changed while it runs; every page has a mark, so it can be asked for conditionally.
struct Site {
    address: SocketAddr,
    pages: Arc<Mutex<BTreeMap<String, Page>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

#[derive(Clone)]
struct Page {
    status: u16,
    kind: &'static str,
    fields: String,
    body: String,
}

impl Site {
    fn new() -> Site {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let pages: Arc<Mutex<BTreeMap<String, Page>>> = Arc::default();
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let (given, noted) = (Arc::clone(&pages), Arc::clone(&asked));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (given, noted) = (Arc::clone(&given), Arc::clone(&noted));
                std::thread::spawn(move || answer(stream, &given, &noted));
            }
        });
        Site { address, pages, asked }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn put(&self, path: &str, kind: &'static str, body: impl Into<String>) {
        self.put_with(path, 200, kind, "", body);
    }

    fn put_with(&self, path: &str, status: u16, kind: &'static str, fields: &str, body: impl Into<String>) {
        let page = Page { status, kind, fields: fields.to_owned(), body: body.into() };
        self.pages.lock().unwrap().insert(path.to_owned(), page);
    }

    fn take_away(&self, path: &str) {
        self.pages.lock().unwrap().remove(path);
    }

    /// How often a path was asked for, however it was answered.
    fn asked(&self, path: &str) -> usize {
        self.asked.lock().unwrap().iter().filter(|asked| *asked == path).count()
    }

    /// A feed of these items: path, title, time of change.
    fn put_feed(&self, items: &[(&str, &str, &str)]) {
        let item = |(path, title, changed): &(&str, &str, &str)| {
            let link = self.url(path);
            format!(
                "<entry><id>{link}</id><title>{title}</title><link href=\"{link}\"/>\
                 <published>2026-01-12T08:00:00+01:00</published><updated>{changed}</updated>\
                 <summary>The summary of {title} says that Chad recalled its ambassador.</summary></entry>"
            )
        };
        let items: String = items.iter().map(item).collect();
        let title = "The San Marcos Ledger";
        let feed = format!(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>f</id><title>{title}</title><updated>2026-01-12T08:00:00Z</updated>\
             <link href=\"{}\"/>{items}</feed>",
            self.url("/")
        );
        self.put("/feed", "application/atom+xml", feed);
    }

    fn host(&self) -> String {
        self.address.to_string()
    }
}

fn answer(mut stream: TcpStream, pages: &Mutex<BTreeMap<String, Page>>, asked: &Mutex<Vec<String>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).unwrap_or(0) == 0 {
            return;
        }
    }
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    asked.lock().unwrap().push(path.clone());
    let page = pages.lock().unwrap().get(&path).cloned();
    let Some(Page { status, kind, fields, body }) = page else {
        let _ = write!(stream, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        return;
    };
    let mark = format!("\"{}\"", body.bytes().fold(7u64, |mark, b| mark.wrapping_mul(31).wrapping_add(u64::from(b))));
    let known = head.to_ascii_lowercase().contains(&format!("if-none-match: {mark}"));
    let _ = match known {
        true => write!(stream, "HTTP/1.1 304 Not Modified\r\nETag: {mark}\r\nConnection: close\r\n\r\n"),
        false => write!(
            stream,
            "HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nETag: {mark}\r\n{fields}Content-Length: {}\r\nConnection: \
             close\r\n\r\n{body}",
            body.len()
        ),
    };
}

/// An article's page.
fn article(title: &str, diplomats: &str) -> String {
    format!(
        "<html lang=\"en\"><head><title>{title}</title></head><body><article><h1>{title}</h1>\
         <p>SAN MARCOS, Jan. 12 - Russia expelled {diplomats} French diplomats on Monday, the foreign ministry said.</p>\
         <p>President Emmanuel Macron condemned the decision. \u{201c}This is a hostile act,\u{201d} Macron told reporters in \
         Paris. France will recall its ambassador from Moscow, the foreign ministry said.</p></article></body></html>"
    )
}

const HTML: &str = "text/html; charset=utf-8";

/// A place whose configuration does not wait between two requests.
fn place(more: &str) -> Place {
    let place = Place::new();
    place.write("c.toml", format!("store = \"s.db\"\n[fetch]\npause = \"0s\"\n{more}"));
    place
}

fn run(place: &Place, site: &Site, arguments: &[&str]) -> Ran {
    let (host, mut all) = (site.host(), arguments.to_vec());
    all.extend(["--config", "c.toml"]);
    if matches!(arguments[0], "watch" | "read") || arguments.get(1) == Some(&"add") {
        all.extend(["--allow-host", &host]);
    }
    // A proxy of the environment would get around the guard: it is not used.
    let mut command = place.command();
    command.args(&all).env("http_proxy", "http://127.0.0.1:9/").env("ALL_PROXY", "http://127.0.0.1:9/");
    Ran::of(command.output().unwrap())
}

/// A line of the summary.
fn line<'r>(ran: &'r Ran, key: &str) -> &'r str {
    let line = ran.err.lines().find(|line| line.starts_with(key)).unwrap_or_else(|| panic!("no {key} in {}", ran.err));
    line[key.len()..].trim()
}

fn feed(place: &Place, site: &Site) -> serde_json::Value {
    let ran = run(place, site, &["feeds", "--format", "jsonl"]).fine();
    serde_json::from_str(ran.out.lines().next().unwrap()).unwrap()
}

#[test]
fn a_site_is_watched() {
    let (place, site) = (place(""), Site::new());
    site.put(
        "/",
        HTML,
        "<html><head><link rel=alternate type=application/atom+xml href=/feed></head><body>x</body></html>",
    );
    site.put("/1", HTML, article("One", "five"));
    site.put("/2", HTML, article("Two", "six"));
    site.put_feed(&[("/1", "One", "2026-01-12T08:00:00Z"), ("/2", "Two", "2026-01-12T08:00:00Z")]);

    let empty = Ran::of(place.command().args(["watch", "--once", "--config", "c.toml"]).output().unwrap());
    empty.one_line(1, &["s.db", "has no feeds", "tocsin feeds add"]);
    // The address of the page, which names its feed.
    let added = run(&place, &site, &["feeds", "add", &site.url("/")]);
    assert_eq!((added.code, added.out.as_str()), (0, ""), "{}", added.err);
    assert!(added.err.contains(&format!("{} (The San Marcos Ledger): added", site.url("/feed"))), "{}", added.err);
    let new = feed(&place, &site);
    assert_eq!((new["polled_at"].is_null(), new["items_total"].as_u64()), (true, Some(0)));

    let first = run(&place, &site, &["watch", "--once"]);
    assert_eq!((first.code, first.out.as_str()), (0, ""), "{}", first.err);
    assert_eq!(line(&first, "feeds"), "1 looked at: 1 with news, 0 without, 0 failed");
    assert_eq!(line(&first, "documents"), "2 new, 0 new versions, 0 unchanged, 0 failed");
    let events = place.events("s.db");
    assert!(events.contains(&site.url("/1")) && events.contains("five French diplomats"), "{events}");
    assert!(!events.contains("summary of"), "the articles are read, not the feed's summaries");
    let health = feed(&place, &site);
    assert_eq!((health["items_total"].as_u64(), health["items_last"].as_u64()), (Some(2), Some(2)));
    assert_eq!(
        (health["failures"].as_u64(), health["waiting"].as_u64(), health["error"].is_null()),
        (Some(0), Some(0), true)
    );
    assert!(health["succeeded_at"].is_string() && health["due_at"].is_string());

    let second = run(&place, &site, &["watch", "--once"]);
    assert_eq!(line(&second, "feeds"), "1 looked at: 0 with news, 1 without, 0 failed");
    assert_eq!(line(&second, "documents"), "0 new, 0 new versions, 0 unchanged, 0 failed");
    assert_eq!(place.events("s.db"), events);
    assert_eq!((site.asked("/1"), site.asked("/2")), (1, 1), "no page is fetched twice");

    // A page that the feed says has changed, and a new one.
    site.put("/1", HTML, article("One", "seven"));
    site.put("/3", HTML, article("Three", "eight"));
    site.put_feed(&[
        ("/3", "Three", "2026-01-12T09:00:00Z"),
        ("/1", "One", "2026-01-12T09:00:00Z"),
        ("/2", "Two", "2026-01-12T08:00:00Z"),
    ]);
    let third = run(&place, &site, &["watch", "--once"]);
    assert_eq!(line(&third, "documents"), "1 new, 1 new version, 0 unchanged, 0 failed");
    let events = place.events("s.db");
    assert!(events.contains("seven French diplomats") && !events.contains("five French diplomats"), "{events}");
    assert_eq!(site.asked("/2"), 1);
}

#[test]
fn a_silent_edit_is_seen() {
    // A look every second: however slow the machine is, one is due at the second run.
    let waits: Vec<String> = (1..300).map(|seconds| format!("\"{seconds}s\"")).collect();
    let (place, site) = (place(&format!("[watch]\nrecheck = [{}]\n", waits.join(", "))), Site::new());
    site.put("/1", HTML, article("One", "five"));
    site.put_feed(&[("/1", "One", "2026-01-12T08:00:00Z")]);
    assert_eq!(run(&place, &site, &["feeds", "add", &site.url("/feed")]).code, 0);
    let first = run(&place, &site, &["watch", "--once"]);
    assert_eq!(line(&first, "documents"), "1 new, 0 new versions, 0 unchanged, 0 failed");
    site.put("/1", HTML, article("One", "six"));
    std::thread::sleep(Duration::from_millis(2100));
    let second = run(&place, &site, &["watch", "--once"]);
    assert_eq!(line(&second, "feeds"), "1 looked at: 0 with news, 1 without, 0 failed", "the feed says nothing of it");
    assert_eq!(line(&second, "documents"), "0 new, 1 new version, 0 unchanged, 0 failed");
    assert!(place.events("s.db").contains("six French diplomats"));
}

#[test]
fn a_page_that_goes_back_to_its_older_text_is_a_version() {
    let (place, site) = (place(""), Site::new());
    let read = |diplomats: &str| {
        site.put("/1", HTML, article("One", diplomats));
        line(&run(&place, &site, &["read", &site.url("/1")]), "documents").to_owned()
    };
    assert_eq!(read("five"), "1 new, 0 new versions, 0 unchanged, 0 failed");
    assert_eq!(read("six"), "0 new, 1 new version, 0 unchanged, 0 failed");
    assert_eq!(read("five"), "0 new, 1 new version, 0 unchanged, 0 failed");
    assert_eq!(read("five"), "0 new, 0 new versions, 1 unchanged, 0 failed");
    let versions = run(&place, &site, &["versions", "--format", "jsonl"]).fine().out;
    assert_eq!(versions.lines().count(), 2, "the third version against the second, the second against the first");
    assert!(place.events("s.db").contains("five French diplomats"));
}

#[test]
fn what_may_not_be_had_is_told_and_left_alone() {
    let (place, site) = (place(""), Site::new());
    site.put("/robots.txt", "text/plain", "User-agent: tocsin\nDisallow: /forbidden\n");
    site.put("/.well-known/tdmrep.json", "application/json", "[{\"location\": \"/by-file\", \"tdm-reservation\": 1}]");
    site.put("/forbidden", HTML, article("Forbidden", "five"));
    site.put("/by-file", HTML, article("By file", "five"));
    site.put_with("/by-field", 200, HTML, "TDM-Reservation: 1\r\n", article("By field", "five"));
    let meta = "<head><meta name=\"tdm-reservation\" content=\"1\">";
    site.put("/by-page", HTML, article("By page", "five").replace("<head>", meta));
    site.put_with("/gone", 410, HTML, "", "");
    let paths = ["/forbidden", "/by-file", "/by-field", "/by-page", "/gone"];
    let items: Vec<(&str, &str, &str)> = paths.iter().map(|path| (*path, &path[1..], "2026-01-12T08:00:00Z")).collect();
    site.put_feed(&items);
    assert_eq!(run(&place, &site, &["feeds", "add", &site.url("/feed")]).code, 0);
    let ran = run(&place, &site, &["watch", "--once"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let errors: Vec<&str> = ran.err.lines().filter(|line| line.starts_with("error: ")).collect();
    assert_eq!(errors.len(), 3, "{}", ran.err);
    for path in ["/by-file", "/by-field", "/by-page"] {
        let told =
            errors.iter().any(|line| line.contains(&site.url(path)) && line.contains("reserves text and data mining"));
        assert!(told, "{path}: {}", ran.err);
    }
    assert_eq!((site.asked("/forbidden"), site.asked("/by-file")), (0, 0));
    // Of the two others the feed gives a summary, which is kept and marked.
    assert_eq!(line(&ran, "documents"), "2 new, 0 new versions, 0 unchanged, 3 failed");
    let events = place.events("s.db");
    assert!(!events.contains("five French diplomats"), "no reserved text is stored: {events}");
    assert!(!std::fs::read(place.path("s.db")).unwrap().windows(12).any(|bytes| bytes == b"hostile act,"));
    // The user has the right to, and says so.
    let mining = format!("store = \"t.db\"\n[fetch]\npause = \"0s\"\nmining_allowed = [\"{}\"]\n", site.host());
    place.write("c.toml", mining);
    assert_eq!(run(&place, &site, &["feeds", "add", &site.url("/feed")]).code, 0);
    let ran = run(&place, &site, &["watch", "--once"]);
    assert_eq!(line(&ran, "documents"), "5 new, 0 new versions, 0 unchanged, 0 failed");
}

#[test]
fn a_feed_is_read_at_the_users_demand_and_its_articles_are_not() {
    let (place, site) = (place(""), Site::new());
    site.put("/robots.txt", "text/plain", "User-agent: *\nDisallow: /\n");
    site.put("/1", HTML, article("One", "five"));
    site.put_feed(&[("/1", "One", "2026-01-12T08:00:00Z")]);
    let warning = format!("warning: {}: its host's robots.txt asks programs to keep away; ", site.url("/feed"));
    let added = run(&place, &site, &["feeds", "add", &site.url("/feed")]);
    assert!(added.code == 0 && added.err.contains(&warning), "{}", added.err);
    let first = run(&place, &site, &["watch", "--once"]);
    assert!(first.code == 0 && first.err.contains(&warning), "{}", first.err);
    assert_eq!(line(&first, "documents"), "1 new, 0 new versions, 0 unchanged, 0 failed", "the feed's own summary");
    assert_eq!(site.asked("/1"), 0, "the article is the crawler's, not the user's");
    assert!(!place.events("s.db").contains("five French diplomats"));
    let second = run(&place, &site, &["watch", "--once"]);
    assert!(second.code == 0 && !second.err.contains("robots.txt"), "said once: {}", second.err);
}

#[test]
fn entries_without_a_page_are_documents_themselves() {
    let (place, site) = (place(""), Site::new());
    let feed_of = |diplomats: &str, title: &str| {
        format!(
            "<rss version=\"2.0\"><channel><title>T</title><item><guid isPermaLink=\"false\">one</guid><title>{title}</title>\
             <description>Russia expelled {diplomats} French diplomats on Monday.</description></item></channel></rss>"
        )
    };
    site.put("/feed", "application/rss+xml", feed_of("five", "One"));
    assert_eq!(run(&place, &site, &["feeds", "add", &site.url("/feed")]).code, 0);
    let ran = run(&place, &site, &["watch", "--once"]);
    assert_eq!(line(&ran, "documents"), "1 new, 0 new versions, 0 unchanged, 0 failed");
    site.put("/feed", "application/rss+xml", feed_of("six", "One, corrected"));
    let ran = run(&place, &site, &["watch", "--once"]);
    assert_eq!(line(&ran, "documents"), "0 new, 1 new version, 0 unchanged, 0 failed");
    assert!(place.events("s.db").contains(&format!("\"{}#one\"", site.url("/feed"))));
}

#[test]
fn a_page_that_fails_for_now_is_tried_again() {
    let (place, site) = (place(""), Site::new());
    site.put("/1", HTML, article("One", "five"));
    site.put_with("/2", 503, HTML, "", "");
    site.put_feed(&[("/1", "One", "2026-01-12T08:00:00Z"), ("/2", "Two", "2026-01-12T08:00:00Z")]);
    assert_eq!(run(&place, &site, &["feeds", "add", &site.url("/feed")]).code, 0);
    let ran = run(&place, &site, &["watch", "--once"]);
    assert_eq!((ran.code, line(&ran, "documents")), (0, "1 new, 0 new versions, 0 unchanged, 0 failed"));
    assert_eq!(feed(&place, &site)["waiting"].as_u64(), Some(1));
    site.take_away("/feed");
    let ran = run(&place, &site, &["watch", "--once"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains(&format!("error: {}: is not there (404); ", site.url("/feed"))), "{}", ran.err);
    let health = feed(&place, &site);
    assert_eq!(
        (health["failures"].as_u64(), health["error"].as_str()),
        (Some(1), Some("is not there (404); check the address"))
    );
    let table = run(&place, &site, &["feeds", "--format", "table"]).fine().out;
    assert!(table.contains("failed 1×") && table.contains("is not there (404)"), "{table}");
    assert_eq!(site.asked("/2"), 1, "not before it is due");
}

#[test]
fn addresses_that_are_not_public_are_refused() {
    let (place, site) = (place(""), Site::new());
    site.put_feed(&[]);
    let add = |address: &str| {
        let ran = place.command().args(["feeds", "add", address, "--config", "c.toml"]).output().unwrap();
        Ran::of(ran).one_line(1, &["error: ", "--allow-host"])
    };
    add(&site.url("/feed"));
    add(&site.url("/feed").replace("127.0.0.1", "localhost"));
    add("http://169.254.169.254/latest/meta-data/");
    assert_eq!(site.asked("/feed"), 0);
    let ran = place.command().args(["feeds", "add", "ftp://example.org/feed", "--config", "c.toml"]).output().unwrap();
    Ran::of(ran).one_line(1, &["error: ftp://example.org/feed: is no address of the web"]);
    assert_eq!(place.run(&["watch", "--allow-host", "a b"]).code, 2);
}

#[test]
fn a_page_is_read_by_its_address() {
    let (place, site) = (place(""), Site::new());
    site.put("/robots.txt", "text/plain", "User-agent: *\nDisallow: /forbidden\n");
    site.put("/1", HTML, article("One", "five"));
    site.put("/feed", "application/rss+xml", "<rss version=\"2.0\"><channel></channel></rss>");
    let ran = run(&place, &site, &["read", &site.url("/1")]);
    assert_eq!((ran.code, line(&ran, "documents")), (0, "1 new, 0 new versions, 0 unchanged, 0 failed"));
    assert!(place.events("s.db").contains(&format!("\"{}\"", site.url("/1"))));
    place.write("a.txt", "The government of Chad closed its border with Sudan on Friday, officials said.");
    let ran = run(&place, &site, &["read", &site.url("/forbidden"), &site.url("/feed"), &site.url("/none"), "a.txt"]);
    assert_eq!((ran.code, line(&ran, "documents")), (1, "1 new, 0 new versions, 0 unchanged, 3 failed"));
    for words in [
        "/forbidden: may not be fetched by programs (robots.txt); ",
        "/feed: is a feed, not an article's page; ",
        "/none: is not there (404); ",
    ] {
        assert!(ran.err.contains(words), "{words:?} is not in {}", ran.err);
    }
    let refused = Ran::of(place.command().args(["extract", &site.url("/1")]).output().unwrap());
    refused.one_line(1, &["error: ", "--allow-host"]);
}

#[test]
fn lists_go_in_and_out() {
    let (place, site) = (place(""), Site::new());
    let list = "<opml version=\"2.0\"><body><outline text=\"World\"><outline text=\"A &amp; B\" xmlUrl=\"https://a.example/feed\"/>\
                </outline><outline text=\"C\" xmlUrl=\"https://c.example/feed\"/></body></opml>";
    place.write("l.opml", list);
    let ran = run(&place, &site, &["feeds", "import", "l.opml"]);
    assert_eq!((ran.code, line(&ran, "feeds")), (0, "2 added, 0 on the list already"));
    let ran = run(&place, &site, &["feeds", "import", "l.opml"]);
    assert_eq!(line(&ran, "feeds"), "0 added, 2 on the list already");
    let out = run(&place, &site, &["feeds", "export"]).fine().out;
    assert!(out.contains("<outline text=\"World\">") && out.contains("title=\"A &amp; B\""), "{out}");
    place.write("again.opml", &out);
    let ran = run(&place, &site, &["feeds", "import", "again.opml"]);
    assert_eq!(line(&ran, "feeds"), "0 added, 2 on the list already");
    assert_eq!(run(&place, &site, &["feeds", "pause", "https://a.example/feed"]).code, 0);
    let csv = run(&place, &site, &["feeds", "--format", "csv"]).fine().out;
    assert!(csv.starts_with("address,title,") && csv.contains(",paused,") && csv.contains(",active,"), "{csv}");
    assert_eq!(run(&place, &site, &["feeds", "remove", "https://c.example/feed"]).code, 0);
    run(&place, &site, &["feeds", "remove", "https://c.example/feed"]).one_line(1, &["is not on the list"]);
    assert_eq!(run(&place, &site, &["feeds"]).fine().out.lines().count(), 1);
    place.write("none.opml", "no list");
    run(&place, &site, &["feeds", "import", "none.opml"]).one_line(1, &["none.opml: is no OPML; "]);
    place.write("bad.toml", "[watch]\ninterval = \"soon\"\n");
    Ran::of(place.command().args(["feeds", "--config", "bad.toml"]).output().unwrap())
        .one_line(2, &["bad.toml:2", "no time"]);
}

/// Waits until `done`, but not for ever.
fn wait_for(what: &str, mut done: impl FnMut() -> bool) {
    let patience = Instant::now() + Duration::from_secs(60);
    while !done() {
        assert!(Instant::now() < patience, "{what} did not come in a minute");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[cfg(unix)]
#[test]
fn a_watch_ends_well_and_one_is_enough() {
    let (place, site) = (place(""), Site::new());
    site.put("/1", HTML, article("One", "five"));
    site.put_feed(&[("/1", "One", "2026-01-12T08:00:00Z")]);
    assert_eq!(run(&place, &site, &["feeds", "add", &site.url("/feed")]).code, 0);
    let host = site.host();
    let child =
        place.command().args(["watch", "--config", "c.toml", "--allow-host", &host]).stderr(Stdio::piped()).spawn();
    let mut watch = Running(child.unwrap());
    wait_for("the article", || {
        place.run(&["events", "--store", "s.db", "--format", "jsonl", "-q"]).out.contains("five French")
    });
    run(&place, &site, &["watch", "--once"]).one_line(1, &["are being watched by tocsin (process"]);
    assert!(std::process::Command::new("kill").args(["-INT", &watch.0.id().to_string()]).status().unwrap().success());
    assert_eq!(watch.0.wait().unwrap().code(), Some(0));
    let mut said = String::new();
    watch.0.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(
        said.contains("1 new documents") && said.lines().any(|line| line.starts_with("documents   1 new")),
        "{said}"
    );
}

#[test]
fn a_killed_watch_goes_on_where_it_was() {
    let (place, site) = (place(""), Site::new());
    let paths: Vec<String> = (0..30).map(|n| format!("/{n}")).collect();
    for path in &paths {
        site.put(path, HTML, article(path, "five"));
    }
    let items: Vec<(&str, &str, &str)> =
        paths.iter().map(|path| (path.as_str(), &path[..], "2026-01-12T08:00:00Z")).collect();
    site.put_feed(&items);
    assert_eq!(run(&place, &site, &["feeds", "add", &site.url("/feed")]).code, 0);
    let host = site.host();
    let child = place.command().args(["watch", "-q", "--once", "--config", "c.toml", "--allow-host", &host]).spawn();
    let mut watch = Running(child.unwrap());
    wait_for("a document", || {
        !place.run(&["events", "--store", "s.db", "--limit", "1", "-q", "--format", "jsonl"]).out.is_empty()
    });
    watch.0.kill().unwrap();
    watch.0.wait().unwrap();
    let ran = run(&place, &site, &["watch", "--once"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(feed(&place, &site)["waiting"].as_u64(), Some(0));
    let events = place.events("s.db");
    for path in &paths {
        assert!(events.contains(&format!("\"{}\"", site.url(path))), "{path} is there");
        assert!(site.asked(path) <= 2, "{path}: what was kept is not fetched again");
    }
    assert!(paths.iter().filter(|path| site.asked(path) == 1).count() > 20);
}

#[test]
fn serve_watches_too() {
    let (place, site) = (place(""), Site::new());
    site.put("/1", HTML, article("One", "five"));
    site.put_feed(&[("/1", "One", "2026-01-12T08:00:00Z")]);
    assert_eq!(run(&place, &site, &["feeds", "add", &site.url("/feed")]).code, 0);
    let host = site.host();
    let arguments = ["serve", "--config", "c.toml", "--listen", "127.0.0.1:0", "--allow-host", &host];
    let mut running = Running(place.command().args(arguments).stderr(Stdio::piped()).spawn().unwrap());
    let mut said = String::new();
    BufReader::new(running.0.stderr.take().unwrap()).read_line(&mut said).unwrap();
    let address = said.split("http://").nth(1).and_then(|rest| rest.split('/').next()).unwrap().to_owned();
    let page = || {
        let mut stream = TcpStream::connect(&address).unwrap();
        write!(stream, "GET /feeds HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
        let mut page = String::new();
        stream.read_to_string(&mut page).unwrap();
        page
    };
    wait_for("the feed's health", || page().contains("1 new at the last look, 1 in all"));
    wait_for("the article", || {
        place.run(&["events", "--store", "s.db", "--format", "jsonl", "-q"]).out.contains("five French")
    });
}
