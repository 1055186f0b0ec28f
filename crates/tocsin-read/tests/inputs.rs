//! Formats, archives, feeds and errors.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod common;
use common::{blocks, check, error, one, records};
use std::io::Write;
use tocsin_read::{Limits, ReadErrorKind, split};
use tocsin_record::BlockKind;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn errors_say_what_where_and_what_to_do() {
    let cases: &[(&str, &[u8], &str)] = &[
        ("a.txt", b"", "a.txt: holds no text; "),
        ("a.txt", b" \n\t ", "a.txt: holds no text; "),
        ("a.jsonl", b"\n\n", "a.jsonl: holds no text; "),
        (
            "a.pdf",
            b"%PDF-1.7 \n%\xe2\xe3",
            "a.pdf: is a PDF, not text; give it as text, HTML, JSONL, a table, an archive or a feed",
        ),
        ("a.html", b"PK\x03\x04rest", "a.html: is a zip archive or office document, not text; "),
        ("-", b"ab\0cd", "-: is a binary file, not text; "),
        ("a.jsonl", b"[1]", "a.jsonl:1: the record is no JSON object; "),
        ("a.jsonl", b"{\"text\": ", "a.jsonl:1: no JSON (EOF while parsing a value at column 8); "),
        ("a.jsonl", b"{\"id\":\"x\"}", "a.jsonl:1: the record has neither text nor html; "),
        ("a.jsonl", b"{\"text\":\"\"}", "a.jsonl:1: holds no text; "),
        ("a.jsonl", b"{\"text\":7}", "a.jsonl:1: \"text\" is a number, not text; "),
        ("a.jsonl", b"{\"text\":\"x\",\"title\":[]}", "a.jsonl:1: \"title\" is a list, not text; "),
        (
            "a.xml",
            b"<?xml version='1.0'?><rss version='2.0'><channel></channel></rss>",
            "a.xml: the feed has no entries; ",
        ),
    ];
    for (name, bytes, start) in cases {
        let message = error(name, *bytes);
        assert!(message.starts_with(start), "{message}");
        assert!(!message.contains('\n'), "{message}");
    }
}

#[test]
fn a_bad_line_costs_only_itself() {
    let lines = "{\"id\":1,\"text\":\"One.\"}\n\nnonsense\n{\"id\":\"2\",\"text\":\"Two.\"}\r\n{\"text\":\"Three.\"}";
    let all = records("l.jsonl", lines);
    assert_eq!(all.len(), 4);
    let ids: Vec<String> = all.iter().flatten().map(|d| d.id.to_string()).collect();
    assert_eq!(ids[..2], ["1", "2"]);
    assert!(ids[2].starts_with("sha256:"));
    assert!(all[1].as_ref().unwrap_err().to_string().starts_with("l.jsonl:3: no JSON ("));
    assert_eq!(all[2].as_ref().unwrap().input, "l.jsonl#3");
}

#[test]
fn a_bad_date_is_a_warning() {
    let document = one("l.jsonl", "{\"text\":\"One.\",\"published\":\"yesterday\"}");
    assert_eq!(document.published, None);
    assert!(document.warnings.iter().any(|w| w.starts_with("date: published `yesterday` is no date")));
}

#[test]
fn json_may_be_one_object_or_a_list() {
    let pretty = "{\n  \"id\": \"a\",\n  \"text\": \"The minister resigned.\"\n}\n";
    assert_eq!(one("a.json", pretty).id.as_str(), "a");
    assert_eq!(one("-", pretty).id.as_str(), "a");
    let list =
        records("a.json", "[{\"id\":\"a\",\"text\":\"One.\"},{\"id\":\"b\"},{\"id\":\"c\",\"text\":\"Three.\"}]");
    assert_eq!(list.len(), 3);
    assert_eq!(list[2].as_ref().unwrap().input, "a.json#3");
    assert!(list[1].as_ref().unwrap_err().to_string().starts_with("a.json#2: "));
    // Without a telling name, JSONL is known by its lines, and what only looks like it is text.
    assert_eq!(records("-", "{\"text\":\"One.\"}\n{\"text\":\"Two.\"}\n").len(), 2);
    assert_eq!(one("-", "[Editor's note: this text was updated.]\n\nThe minister resigned.").blocks.len(), 2);
}

#[test]
fn archives_are_undone() {
    let lines = b"{\"id\":\"a\",\"text\":\"One.\"}\n";
    let more = b"{\"id\":\"b\",\"text\":\"Two.\"}\n";
    let mut members = gzip(lines);
    members.extend(gzip(more));
    assert_eq!(records("x.jsonl.gz", members.clone()).len(), 2);
    members.extend([0; 512]);
    assert_eq!(records("x.jsonl.gz", members).iter().filter(|r| r.is_ok()).count(), 2);
    let frame = ruzstd::encoding::compress_to_vec(&lines[..], ruzstd::encoding::CompressionLevel::Fastest);
    assert_eq!(one("x.jsonl.zst", frame).id.as_str(), "a");
}

#[test]
fn an_archive_cut_in_the_middle_gives_what_is_there() {
    let mut text = String::new();
    for n in 0..20_000 {
        text.push_str(&format!("Sentence number {n} was spoken by minister {} on that day.\n\n", n * 7919 % 1000));
    }
    let packed = gzip(text.as_bytes());
    let document = one("x.txt.gz", &packed[..packed.len() / 2]);
    assert!(document.text.starts_with("Sentence number 0 was"));
    assert!(document.warnings.iter().any(|w| w.starts_with("cut-off: ")), "{:?}", document.warnings);
}

#[test]
fn limits_hold() {
    let limits = Limits { document_bytes: 1000, html_bytes: 1000, line_bytes: 100, ratio: 20, ..Limits::default() };
    let read = |name: &str, bytes: Vec<u8>| -> Vec<_> {
        split(name, std::io::Cursor::new(bytes), limits).map(|raw| raw.and_then(tocsin_read::Raw::read)).collect()
    };
    let long = read("a.txt", "word ".repeat(500).into_bytes());
    assert_eq!(long[0].as_ref().unwrap_err().kind, ReadErrorKind::TooLarge);
    let lines = format!("{{\"text\":\"{}\"}}\n{{\"text\":\"Short.\"}}\n", "x".repeat(5000));
    let lines = read("a.jsonl", lines.into_bytes());
    assert_eq!(
        lines[0].as_ref().unwrap_err().to_string().split(';').next(),
        Some("a.jsonl:1: the line is over the limit of 100 bytes")
    );
    assert_eq!(lines[1].as_ref().unwrap().text, "Short.");
    let bomb = read("a.txt.gz", gzip(&vec![b'a'; 5_000_000]));
    let message = bomb[0].as_ref().unwrap_err().to_string();
    assert!(message.contains("over the limit") || message.contains("decompression bomb"), "{message}");
    let bomb = read("a.jsonl.gz", gzip(&vec![b'a'; 5_000_000]));
    assert!(bomb.iter().all(Result::is_err) && bomb.len() <= 2, "{bomb:?}");
}

#[test]
fn feeds_give_their_entries() {
    let rss = r#"<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel><title>Example Times</title><link>https://times.example/</link><language>en</language>
        <item><title>Talks &amp; threats</title><link>https://times.example/a?utm_source=rss</link><dc:creator>Jane Doe</dc:creator>
        <pubDate>Mon, 05 Jan 2026 23:30:00 -0600</pubDate><description>Short.</description>
        <content:encoded><![CDATA[<p>Talks began on <b>Monday</b> in Geneva.</p><p>Both sides spoke of progress.</p>]]></content:encoded></item>
        <item><title>Second</title><link>https://times.example/b</link><description>The &lt;b&gt;minister&lt;/b&gt; resigned on Tuesday.</description></item>
        <item><title>Third</title><link>https://times.example/c</link></item></channel></rss>"#;
    let all = records("feed.xml", rss);
    assert_eq!(all.len(), 3);
    let first = all[0].as_ref().unwrap();
    check(first, false);
    assert_eq!(first.id.as_str(), "https://times.example/a");
    assert_eq!(first.title.as_deref(), Some("Talks & threats"));
    assert_eq!(first.published.as_ref().unwrap().as_str(), "2026-01-05T23:30:00-06:00");
    assert_eq!(first.authors, ["Jane Doe"]);
    assert_eq!(first.outlet.as_deref(), Some("Example Times"));
    let found = blocks(first);
    assert_eq!(found[0], (BlockKind::Headline, "Talks & threats".to_owned()));
    assert_eq!(found[1], (BlockKind::Paragraph, "Talks began on Monday in Geneva.".to_owned()));
    assert!(first.warnings.iter().all(|w| !w.starts_with("summary-only")));
    let second = all[1].as_ref().unwrap();
    assert!(second.text.ends_with("The minister resigned on Tuesday."));
    assert!(second.warnings.iter().any(|w| w.starts_with("summary-only: ")));
    assert!(all[2].as_ref().unwrap_err().to_string().starts_with("feed.xml#3: the entry holds no text; "));
}

#[test]
fn atom_and_json_feeds_are_feeds_too() {
    let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Example Times</title><id>f</id><updated>2026-01-05T10:00:00Z</updated>
        <entry><title>One</title><id>1</id><link href="https://times.example/1"/><published>2026-01-05T09:00:00+03:00</published>
        <content type="html">&lt;p&gt;Talks began on Monday.&lt;/p&gt;</content></entry></feed>"#;
    let document = one("a.atom", atom);
    assert_eq!(document.published.unwrap().as_str(), "2026-01-05T09:00:00+03:00");
    let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"Example Times","items":[{"id":"1","url":"https://times.example/1",
        "title":"One","content_html":"<p>Talks began on Monday.</p>","date_published":"2026-01-05T09:00:00+03:00"}]}"#;
    let document = one("-", json);
    assert_eq!(document.id.as_str(), "https://times.example/1");
    assert!(document.text.ends_with("Talks began on Monday."));
}

#[test]
fn real_feeds_are_read() {
    let data = std::env::var("TOCSIN_DATA")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data").to_owned());
    let path = std::path::Path::new(&data).join("feeds/fixtures.tar.gz");
    let Ok(packed) = std::fs::read(&path) else {
        println!("skipped: {} is not there (set TOCSIN_DATA)", path.display());
        return;
    };
    let mut tar = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&packed[..]), &mut tar).unwrap();
    let (mut at, mut feeds, mut good, mut entries) = (0, 0, 0, 0);
    let mut refused = Vec::new();
    while at + 512 <= tar.len() && tar[at] != 0 {
        let field = |from: usize, length: usize| {
            String::from_utf8_lossy(&tar[at + from..at + from + length]).trim_matches(['\0', ' ']).to_owned()
        };
        let (name, size) = (field(0, 100), usize::from_str_radix(&field(124, 12), 8).unwrap_or(0));
        let content = tar[at + 512..at + 512 + size].to_vec();
        at += 512 + size.div_ceil(512) * 512;
        if size == 0 || !(name.ends_with(".xml") || name.ends_with(".json")) {
            continue;
        }
        feeds += 1;
        // Whatever a feed holds, it is a feed; a few files are XML of another kind, and one breaks off before its
        // first entry.
        let feed = tocsin_read::feed(&name, &content, Some("https://feeds.example/x"), tocsin_read::Limits::default());
        match feed {
            Ok(feed) => {
                for entry in &feed.entries {
                    let entry = entry.as_ref().unwrap_or_else(|error| panic!("{error}"));
                    let link = entry.link.as_ref().is_none_or(|link| link.starts_with("http"));
                    assert!(!entry.guid.is_empty() && link, "{name}: {entry:?}");
                }
            }
            Err(_) if name.contains("/xml_") || name.contains("_invalid_") => {}
            Err(error) => refused.push(error.to_string()),
        }
        let documents: Vec<_> = records(&name, content).into_iter().flatten().collect();
        documents.iter().for_each(|d| check(d, false));
        entries += documents.len();
        good += usize::from(!documents.is_empty());
    }
    println!("{good} of {feeds} feeds give {entries} documents");
    assert!(refused.is_empty(), "{refused:#?}");
    // The others have no entries, or entries of pictures and sound alone.
    assert!(good * 10 >= feeds * 7, "{good} of {feeds}");
}
