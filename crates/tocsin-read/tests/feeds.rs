//! Feeds of every dialect and in every state, lists of feeds, and pages that were fetched.

#![allow(clippy::unwrap_used, reason = "a test ends where something is missing")]

mod common;
use common::check;
use tocsin_read::{Feed, FeedEntry, Limits, PageSource, ReadError, Subscription, feed, fetched, read_opml, write_opml};
use tocsin_record::Document;

fn parsed(text: &str) -> Feed {
    feed("f", text.as_bytes(), Some("https://times.example/feeds/world.xml"), Limits::default()).unwrap()
}

fn entries(text: &str) -> Vec<FeedEntry> {
    parsed(text).entries.into_iter().map(Result::unwrap).collect()
}

fn rss(item: &str) -> String {
    format!(
        "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:sy=\"http://purl.org/rss/1.0/modules/syndication/\"><channel>\
         <title>Times</title><link>https://times.example/</link><ttl>45</ttl>{item}</channel></rss>"
    )
}

#[test]
fn every_version_of_rss_is_read() {
    for version in ["0.91", "0.92", "0.93", "0.94", "1.0", "2.0", "2.0.10"] {
        let text = rss("<item><title>One</title><link>/1</link></item>").replace("2.0\"", &format!("{version}\""));
        let found = entries(&text);
        assert_eq!(found[0].link.as_deref(), Some("https://times.example/1"), "{version}");
    }
    let rdf = r#"<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>T</title><link>https://t.example/</link></channel>
        <item><title>One</title><link>https://t.example/1</link></item></rdf:RDF>"#;
    assert_eq!(entries(rdf)[0].title.as_deref(), Some("One"));
}

#[test]
fn what_a_feed_says_of_an_entry_is_kept() {
    let feed = parsed(&rss(
        "<item><title>Talks &amp;amp; threats</title><guid>https://times.example/2026/talks?utm_source=rss</guid>\
         <author>jane@times.example (Jane Doe)</author><dc:date>2026-01-05T23:30:00-06:00</dc:date>\
         <description>Short.</description><content:encoded><![CDATA[<p>Long.</p>]]></content:encoded></item>",
    ));
    assert_eq!((feed.title.as_deref(), feed.asked_seconds), (Some("Times"), Some(45 * 60)));
    assert_eq!(feed.site.as_deref(), Some("https://times.example/"));
    let entry = feed.entries[0].as_ref().unwrap();
    assert_eq!(
        entry.link.as_deref(),
        Some("https://times.example/2026/talks?utm_source=rss"),
        "a guid that is an address"
    );
    assert_eq!(entry.title.as_deref(), Some("Talks & threats"));
    assert_eq!(entry.authors, ["Jane Doe"]);
    assert_eq!(entry.published.as_ref().unwrap().as_str(), "2026-01-05T23:30:00-06:00");
    assert_eq!((entry.html.as_str(), entry.summary_only), ("<p>Long.</p>", false));
    let kept = serde_json::to_string(entry).unwrap();
    assert_eq!(&serde_json::from_str::<FeedEntry>(&kept).unwrap(), entry, "it can be kept as JSON");
}

#[test]
fn links_are_chosen_and_resolved() {
    let atom = |links: &str| {
        let text = format!(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:base=\"https://a.example/x/\"><title>T</title><id>t</id>\
             <entry><title>One</title><id>tag:a,2026:1</id>{links}<updated>2026-01-05T10:00:00Z</updated></entry></feed>"
        );
        entries(&text).remove(0).link
    };
    let page = "<link rel=\"alternate\" type=\"text/html\" href=\"1.html\"/>";
    let others = "<link rel=\"self\" href=\"/s\"/><link rel=\"enclosure\" href=\"/a.mp3\"/><link rel=\"edit\" href=\"/e\"/>\
                  <link rel=\"replies\" href=\"/r\"/><link rel=\"alternate\" type=\"application/pdf\" href=\"/p.pdf\"/>";
    assert_eq!(atom(&format!("{others}{page}")).as_deref(), Some("https://a.example/x/1.html"));
    assert_eq!(atom("<link rel=\"self\" href=\"/s\"/>"), None);
    assert_eq!(atom("<link href=\"javascript:alert(1)\"/>"), None);
    assert_eq!(
        atom("<content type=\"text/html\" src=\"https://a.example/c\"/>").as_deref(),
        Some("https://a.example/c")
    );
    let json = r#"{"version":"https://jsonfeed.org/version/1","title":"T","home_page_url":"https://j.example/",
        "items":[{"id":"1","url":"/1","content_text":"Text."}]}"#;
    let found = feed("f", json.as_bytes(), None, Limits::default()).unwrap();
    assert_eq!(found.entries[0].as_ref().unwrap().link.as_deref(), Some("https://j.example/1"), "relative to the site");
}

#[test]
fn an_entry_has_the_same_name_every_time() {
    for item in [
        "<item><title>No link</title></item>",
        "<item><link>https://t.example/1</link></item>",
        "<item><description>x</description></item>",
    ] {
        let twice = [entries(&rss(item)), entries(&rss(item))].map(|found| found[0].guid.clone());
        assert_eq!(twice[0], twice[1], "{item}");
        assert!(!twice[0].is_empty());
    }
    let long = "x".repeat(100_000);
    assert!(entries(&rss(&format!("<item><guid>{long}</guid></item>")))[0].guid.len() < 600);
    let digest = |item: &str| entries(&rss(item))[0].digest();
    let item = "<item><title>A</title><guid>1</guid><description>3 comments</description></item>";
    assert_eq!(digest(item), digest(&item.replace('3', "4")), "counts in the text are no new version");
    assert_ne!(digest(item), digest(&item.replace(">A<", ">B<")));
}

#[test]
fn charsets_that_are_declared_wrongly() {
    let text = rss("<item><title>Zażółć – “quoted”</title></item>");
    let declared = format!("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n{text}");
    assert_eq!(entries(&declared)[0].title.as_deref(), Some("Zażółć – “quoted”"), "UTF-8 that calls itself Latin 1");
    let (latin, ..) = encoding_rs::WINDOWS_1252
        .encode("<rss version=\"2.0\"><channel><item><title>Café – naïve</title></item></channel></rss>");
    let found = feed("f", &latin, None, Limits::default()).unwrap();
    assert_eq!(found.entries[0].as_ref().unwrap().title.as_deref(), Some("Café – naïve"), "nothing is declared");
    let mut wide = vec![0xff, 0xfe];
    wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let found = feed("f", &wide, None, Limits::default()).unwrap();
    assert_eq!(found.entries[0].as_ref().unwrap().title.as_deref(), Some("Zażółć – “quoted”"));
}

#[test]
fn feeds_that_are_not_well_formed_give_what_they_can() {
    let good = "<item><title>Good</title><link>https://t.example/1</link></item>";
    let stray = rss("<item><title>AT&T & B &nbsp;c</title><link>https://t.example/?a=1&b=2</link></item>");
    let found = parsed(&stray);
    assert!(found.warnings.iter().any(|warning| warning.starts_with("feed: ")), "{:?}", found.warnings);
    let entry = found.entries[0].as_ref().unwrap();
    assert_eq!(
        (entry.title.as_deref(), entry.link.as_deref()),
        (Some("AT&T & B c"), Some("https://t.example/?a=1&b=2"))
    );
    let cut = rss(&format!("{good}<item><title>Half"));
    let cut = &cut[..cut.find("Half").unwrap() + 4];
    assert_eq!(parsed(cut).entries.iter().filter(|entry| entry.is_ok()).count(), 1, "broken off");
    let bad = rss(&format!("{good}<item><title>Bad<b></title></item>{}", good.replace("/1", "/2")));
    let found = parsed(&bad);
    let read: Vec<bool> = found.entries.iter().map(Result::is_ok).collect();
    assert_eq!(read, [true, false, true], "one bad entry among others");
    assert_eq!(found.entries[2].as_ref().unwrap().outlet.as_deref(), Some("Times"));
    for text in ["", "<html><body>no feed</body></html>", "<rss version=\"2.0\"></rss>", "{\"version\": 1}", "plain"] {
        let error = feed("f", text.as_bytes(), None, Limits::default()).unwrap_err().to_string();
        assert!(error.starts_with("f: ") && error.contains("; ") && !error.contains('\n'), "{error}");
    }
}

#[test]
fn hostile_feeds_are_bounded() {
    let begin = std::time::Instant::now();
    let expanding = "<!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;\">\
                     <!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
    let text = format!("{expanding}{}", rss("<item><title>&c;&x;</title><guid>1</guid></item>"));
    let title = entries(&text).remove(0).title.unwrap();
    assert!(title.len() < 20 && !title.contains("root"), "{title}");
    let deep = rss(&format!("<item><title>{}x{}</title></item>", "<b>".repeat(100_000), "</b>".repeat(100_000)));
    let error = feed("f", deep.as_bytes(), None, Limits::default()).unwrap_err().to_string();
    assert!(error.contains("too deep"), "{error}");
    let escaped = rss(&format!("<item><title>{}</title></item>", "&lt;div&gt;".repeat(200_000)));
    let _ = parsed(&escaped);
    let many = rss(&"<item><title>x</title></item>".repeat(60_000));
    let found = parsed(&many);
    assert!(found.entries.len() == 10_000 && found.warnings.iter().any(|warning| warning.contains("60000 entries")));
    let broken = rss(&"<item><title>x<b></title></item>".repeat(60_000));
    assert!(feed("f", broken.as_bytes(), None, Limits::default()).is_err());
    let small = Limits { document_bytes: 1000, ..Limits::default() };
    assert!(feed("f", many.as_bytes(), None, small).is_err());
    assert!(begin.elapsed().as_secs() < 60, "{:?}", begin.elapsed());
}

/// A page of an article.
fn page(head: &str) -> String {
    let text =
        "The foreign ministry recalled its ambassador on Monday, two days after the talks had ended without a result. ";
    format!(
        "<html lang=\"en\"><head><title>Talks end</title>{head}</head><body><article><h1>Talks end</h1><p>{}</p><p>{}</p></article></body></html>",
        text.repeat(3),
        text.repeat(2)
    )
}

fn read(html: &str, source: PageSource) -> Result<Document, ReadError> {
    fetched(html.as_bytes().to_vec(), source, Limits::default())?.read()
}

#[test]
fn a_page_is_read_and_the_feed_fills_in_what_it_lacks() {
    let entry = entries(&rss(
        "<item><title>Talks end in Geneva</title><link>https://t.example/1</link><dc:creator>Jane Doe</dc:creator>\
         <pubDate>Mon, 05 Jan 2026 23:30:00 -0600</pubDate><description>Short.</description></item>",
    ))
    .remove(0);
    let source = |entry| PageSource { address: "https://t.example/1?utm_source=rss".into(), charset: None, entry };
    let document = read(&page(""), source(Some(entry.clone()))).unwrap();
    check(&document, false);
    assert_eq!(document.id.as_str(), "https://t.example/1");
    assert_eq!(document.title.as_deref(), Some("Talks end"), "the page's own title");
    assert_eq!(document.published.as_ref().unwrap().as_str(), "2026-01-05T23:30:00-06:00");
    assert_eq!(document.authors, ["Jane Doe"]);
    assert!(document.warnings.iter().all(|warning| !warning.starts_with("date-") && !warning.starts_with("summary")));
    assert!(document.text.contains("recalled its ambassador") && !document.text.contains("Short."));
    let dated = page("<meta property=\"article:published_time\" content=\"2026-01-06T08:00:00+01:00\">");
    let document = read(&dated, source(Some(entry.clone()))).unwrap();
    assert_eq!(document.published.unwrap().as_str(), "2026-01-06T08:00:00+01:00", "the page knows better");
    let alone =
        entry.into_raw("https://t.example/1", Limits::default(), Some("is gone (404)")).unwrap().read().unwrap();
    assert!(alone.warnings.iter().any(|warning| warning.starts_with("feed-text: ") && warning.contains("(404)")));
    assert!(alone.warnings.iter().any(|warning| warning.starts_with("summary-only: ")));
    assert_eq!(alone.id.as_str(), "https://t.example/1");
}

#[test]
fn the_entries_of_an_undated_live_page_have_the_feeds_day() {
    let entry = entries(&rss(
        "<item><title>Talks, live</title><link>https://t.example/live</link><pubDate>Mon, 05 Jan 2026 12:00:00 GMT</pubDate></item>",
    ))
    .remove(0);
    let report =
        "The foreign ministry said that the delegations had met again and that nothing had been agreed so far.";
    let parts: String = ["11:45 GMT", "11:10 GMT", "10:30 GMT", "09:05 GMT"]
        .map(|time| format!("<h3>{time}</h3><p>The talks go on. {report} At {time} they had a break.</p>"))
        .concat();
    let html = format!(
        "<html lang=\"en\"><head><title>Talks, live</title></head><body><article><h1>Talks, live</h1>{parts}</article></body></html>"
    );
    let source = |entry| PageSource { address: "https://t.example/live".into(), charset: None, entry };
    let times = |document: &Document| {
        document.entries.iter().map(|entry| entry.at.as_ref().map(|at| at.as_str().to_owned())).collect::<Vec<_>>()
    };
    let alone = read(&html, source(None)).unwrap();
    assert_eq!(times(&alone), vec![None; 4], "{:?}", alone.entries);
    let dated = read(&html, source(Some(entry))).unwrap();
    let wanted = ["11:45", "11:10", "10:30", "09:05"].map(|time| Some(format!("2026-01-05T{time}:00Z")));
    assert_eq!(times(&dated), wanted);
    assert_eq!(dated.published.unwrap().as_str(), "2026-01-05T12:00:00Z");
}

#[test]
fn the_hosts_charset_counts_where_the_page_has_none() {
    let russian = page("").replace("Talks end", "Переговоры завершены");
    let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(&russian);
    let source =
        PageSource { address: "https://t.example/1".into(), charset: Some("windows-1251".into()), entry: None };
    let document = fetched(bytes.to_vec(), source.clone(), Limits::default()).unwrap().read().unwrap();
    assert_eq!(document.title.as_deref(), Some("Переговоры завершены"));
    let document = read(&russian, source).unwrap();
    assert_eq!(document.title.as_deref(), Some("Переговоры завершены"), "UTF-8 is seen to be UTF-8");
}

#[test]
fn what_is_no_page_is_told() {
    let source = || PageSource { address: "https://t.example/1".into(), ..PageSource::default() };
    for (bytes, words) in [
        (&b"%PDF-1.7"[..], "is a PDF"),
        (b"  \n", "holds no text"),
        (b"<rss version=\"2.0\"></rss>", "is a feed"),
        (b"{\"a\": 1}", "is JSON"),
    ] {
        let error = fetched(bytes.to_vec(), source(), Limits::default()).unwrap_err().to_string();
        assert!(error.starts_with("https://t.example/1: ") && error.contains(words), "{error}");
    }
}

#[test]
fn a_list_comes_back_as_it_was_written() {
    let one = |address: &str, title: &str, folder: &[&str]| Subscription {
        address: address.into(),
        title: Some(title.into()),
        site: Some("https://a.example/".into()),
        folder: folder.iter().map(|name| (*name).to_owned()).collect(),
    };
    let feeds = [
        one("https://a.example/1?a=1&b=\"2\"", "A & <B> \"C\" 'd'", &["World", "Asia / Pacific"]),
        one("https://a.example/2", "Two", &[]),
        one("https://a.example/3", "Drei – Straße", &["World"]),
    ];
    let text = write_opml("Feeds & more", &feeds);
    let list = read_opml("l.opml", text.as_bytes()).unwrap();
    assert!(list.warnings.is_empty(), "{:?}", list.warnings);
    let mut back = list.feeds;
    back.sort_by(|a, b| a.address.cmp(&b.address));
    let mut expected = feeds.to_vec();
    expected[0].address = "https://a.example/1?a=1&b=%222%22".into();
    assert_eq!(back, expected);
}

#[test]
fn lists_of_other_readers_are_read() {
    let text = r#"<?xml version="1.0" encoding="ISO-8859-1"?>
        <OPML version="1.1"><head><title>x</title></head><body>
        <outline text="News" title="News"><outline type="rss" TEXT="One &amp; only" XMLURL="https://a.example/1" htmlUrl="https://a.example/"/>
        <outline text="Deep"><outline text="Two" xmlUrl="https://a.example/2?a=1&b=2"></outline></outline></outline>
        <outline text="Three &eacute; &nbsp;" xmlUrl="https://a.example/3"/>
        <outline text="twice" xmlUrl="https://a.example/1"/><outline text="bad" xmlUrl="file:///etc/passwd"/>
        <outline text="bad" xmlUrl="feed://a.example/4"/></body></OPML>"#;
    let list = read_opml("l.opml", text.as_bytes()).unwrap();
    let found: Vec<(&str, String)> = list.feeds.iter().map(|f| (f.address.as_str(), f.folder.join("/"))).collect();
    assert_eq!(
        found,
        [
            ("https://a.example/1", "News".to_owned()),
            ("https://a.example/2?a=1&b=2", "News/Deep".to_owned()),
            ("https://a.example/3", String::new())
        ]
    );
    assert_eq!(list.feeds[0].title.as_deref(), Some("One & only"));
    assert!(list.warnings.iter().any(|warning| warning.contains("2 entries")), "{:?}", list.warnings);
}

#[test]
fn hostile_lists_are_bounded() {
    let begin = std::time::Instant::now();
    let feed = "<outline text=\"x\" xmlUrl=\"https://a.example/1\"/>";
    let expanding = format!(
        "<!DOCTYPE opml [<!ENTITY a \"{}\">]><opml><body><outline text=\"&a;\" xmlUrl=\"https://a.example/1\"/></body></opml>",
        "x".repeat(1000)
    );
    let list = read_opml("l", expanding.as_bytes()).unwrap();
    assert_eq!(list.feeds[0].title.as_deref(), Some("&a;"), "nothing is expanded");
    let deep = format!("<opml><body>{}{feed}", "<outline text=\"d\">".repeat(200_000));
    let list = read_opml("l", deep.as_bytes()).unwrap();
    assert!(list.feeds.len() == 1 && list.feeds[0].folder.len() <= 16);
    let cut = format!("<opml><body>{feed}<outline text=\"y\" xmlUrl=\"https");
    let list = read_opml("l", cut.as_bytes()).unwrap();
    assert!(list.feeds.len() == 1 && list.warnings.iter().any(|warning| warning.contains("breaks off at line 1")));
    assert!(read_opml("l", &vec![b' '; 17 << 20]).unwrap_err().to_string().contains("over the limit"));
    for bytes in [&b""[..], b"<rss/>", b"\xff\xfe\x00", b"<outline xmlUrl='https://a.example/'/>", b"{}"] {
        assert!(read_opml("l", bytes).unwrap_err().to_string().contains("is no OPML"), "{bytes:?}");
    }
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
}

proptest::proptest! {
    #[test]
    fn any_list_comes_back(titles in proptest::collection::vec("\\PC{1,30}", 1..6), folder in "[^\\pC/]{0,10}") {
        let feeds: Vec<Subscription> = titles.iter().enumerate().map(|(n, title)| Subscription {
            address: format!("https://a.example/{n}"), title: Some(title.clone()), site: None,
            folder: if folder.trim().is_empty() { Vec::new() } else { vec![folder.clone()] },
        }).collect();
        let list = read_opml("l", write_opml("x", &feeds).as_bytes()).unwrap();
        proptest::prop_assert_eq!(list.feeds.len(), feeds.len());
    }

    #[test]
    fn no_bytes_make_a_reader_of_feeds_panic(bytes: Vec<u8>, head in "(<rss|<feed|<opml|<html|\\{)?") {
        let bytes = [head.as_bytes(), &bytes].concat();
        let _ = feed("f", &bytes, None, Limits::default());
        let _ = read_opml("l", &bytes);
        let _ = tocsin_read::feeds_of(&bytes, "https://a.example/");
        let _ = tocsin_read::mining_reserved(&bytes);
    }
}
