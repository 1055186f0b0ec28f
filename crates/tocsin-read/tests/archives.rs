//! WARC and tar archives.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;
use common::make::{answer, gzip, page, record, record_of_length, response, tar, zstd};
use common::{error, one, records};
use tocsin_read::{Limits, split};
use tocsin_record::Document;

fn titles(name: &str, bytes: Vec<u8>) -> Vec<String> {
    records(name, bytes)
        .into_iter()
        .map(|record| match record {
            Ok(document) => document.title.unwrap_or_default(),
            Err(error) => error.to_string(),
        })
        .collect()
}

/// An archive of two pages with something between them.
fn around(middle: &[u8]) -> Vec<u8> {
    let mut archive = response("https://news.example/a", &page("Ana Ruiz"));
    archive.extend_from_slice(middle);
    archive.extend(response("https://news.example/b", &page("Bo Lund")));
    archive
}

/// The lines that tell about what stands between two sound pages, of which both must come.
#[track_caller]
fn between(name: &str, archive: Vec<u8>) -> Vec<String> {
    let mut titles = titles(name, archive);
    assert_eq!(titles.first().map(String::as_str), Some("Ana Ruiz resigns"), "{titles:?}");
    assert_eq!(titles.last().map(String::as_str), Some("Bo Lund resigns"), "{titles:?}");
    titles.pop();
    titles.remove(0);
    titles
}

#[test]
fn pages_of_a_warc_are_documents_with_their_addresses() {
    let mut archive = record("warcinfo", "Content-Type: application/warc-fields\r\n", b"software: x\r\n");
    archive.extend(record("request", "Content-Type: application/http\r\n", b"GET / HTTP/1.1\r\n\r\n"));
    archive.extend(response("https://news.example/2026/01/a?utm_source=x", &page("Ana Ruiz")));
    archive.extend(record("revisit", "WARC-Target-URI: https://news.example/r\r\n", b"HTTP/1.1 200 OK\r\n\r\n"));
    let fields = "WARC-Target-URI: <https://news.example/b>\r\nContent-Type: text/html\r\n";
    archive.extend(record("resource", fields, page("Bo Lund").as_bytes()));
    let fields = "WARC-Target-URI: https://news.example/x.png\r\nContent-Type: application/http; msgtype=response\r\n";
    archive.extend(record("response", fields, &answer("Content-Type: image/png\r\n", b"\x89PNG\0\0")));
    archive.extend(record("response", fields, &answer("Content-Type: application/rss+xml\r\n", b"<rss></rss>")));
    archive.extend(record("response", fields, b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>Gone."));
    let mut split = split("a.warc", std::io::Cursor::new(archive), Limits::default());
    let documents: Vec<Document> = split.by_ref().map(|raw| raw.unwrap().read().unwrap()).collect();
    let urls: Vec<_> = documents.iter().map(|d| (d.input.as_str(), d.url.as_deref().unwrap())).collect();
    assert_eq!(urls, [("a.warc#3", "https://news.example/2026/01/a"), ("a.warc#5", "https://news.example/b")]);
    assert_eq!(documents[0].title.as_deref(), Some("Ana Ruiz resigns"));
    assert!(documents[0].text.contains("resigned on Monday after weeks of protest"));
    assert_eq!(
        split.passed_over().to_string(),
        "answers that are redirects or errors 1, pictures, scripts and other files 2, \
         records about requests and the archive 2, revisits 1"
    );
}

#[test]
fn a_member_for_each_record_or_one_for_all_make_no_difference() {
    let members: Vec<u8> =
        ["Ana Ruiz", "Bo Lund"].iter().flat_map(|who| gzip(&response("https://news.example/a", &page(who)))).collect();
    assert_eq!(between("a.warc.gz", members), [""; 0]);
    assert_eq!(between("a.warc.gz", gzip(&around(b""))), [""; 0]);
    assert_eq!(between("a.warc.zst", zstd(&around(b""))), [""; 0]);
    // What it is shows in its bytes.
    assert_eq!(between("-", around(b"")), [""; 0]);
}

#[test]
fn the_date_of_a_record_bounds_the_date_of_its_page_and_is_never_taken_for_it() {
    let page = |date: &str| {
        let meta = format!("<meta property='article:published_time' content='{date}'></head>");
        let page = page("Ana Ruiz").replace("</head>", &meta);
        one("a.warc", response("https://news.example/a", &page))
    };
    assert_eq!(page("2026-01-04T09:00:00Z").published.unwrap().as_str(), "2026-01-04T09:00:00Z");
    // A clock and a zone may differ by a day.
    assert!(page("2026-01-06").published.is_some());
    let later = page("2026-03-01");
    assert_eq!(later.published, None);
    let warning = later.warnings.iter().find(|w| w.starts_with("date: ")).unwrap();
    assert!(warning.contains("2026-03-01") && warning.contains("fetched on 2026-01-05"), "{warning}");
    let without = one("a.warc", response("https://news.example/a", &common::make::page("Ana Ruiz")));
    assert_eq!(without.published, None);
}

#[test]
fn encodings_of_the_transfer_are_undone() {
    let page = page("Zoë Müller");
    let plain = page.as_bytes();
    let chunked = format!("a\r\n{}\r\n{:x}\r\n{}\r\n0\r\n\r\n", &page[..10], page.len() - 10, &page[10..]);
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut zlib, plain).unwrap();
    let mut raw = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut raw, plain).unwrap();
    let packed = gzip(plain);
    let mut both = format!("{:x}\r\n", packed.len()).into_bytes();
    both.extend_from_slice(&packed);
    both.extend_from_slice(b"\r\n0\r\n\r\n");
    let cases: [(&str, Vec<u8>); 9] = [
        ("Transfer-Encoding: chunked\r\n", chunked.clone().into_bytes()),
        ("Content-Encoding: gzip\r\n", gzip(plain)),
        ("Content-Encoding: deflate\r\n", zlib.finish().unwrap()),
        ("Content-Encoding: deflate\r\n", raw.finish().unwrap()),
        ("Content-Encoding: zstd\r\n", zstd(plain)),
        ("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", both),
        ("Content-Encoding: gzip, gzip\r\n", gzip(&gzip(plain))),
        // What a crawler has undone already is taken as it is.
        ("Content-Encoding: br\r\nTransfer-Encoding: chunked\r\n", plain.to_vec()),
        ("Content-Encoding: gzip\r\n", plain.to_vec()),
    ];
    for (fields, body) in cases {
        let fields = format!("Content-Type: text/html\r\n{fields}");
        let content = answer(&fields, &body);
        let document = one("a.warc", record("response", "WARC-Target-URI: https://n.example/a\r\n", &content));
        assert_eq!(document.title.as_deref(), Some("Zoë Müller resigns"), "{fields}");
        assert!(!document.warnings.iter().any(|w| w.starts_with("cut-off")), "{:?}", document.warnings);
    }
    let content =
        answer("Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n", &chunked.as_bytes()[..chunked.len() - 100]);
    let document = one("a.warc", record("response", "", &content));
    assert!(document.warnings.iter().any(|w| w.starts_with("cut-off: ")), "{:?}", document.warnings);
}

#[test]
fn brotli_is_undone() {
    // "<p>" and 60 times "Minister Ruiz resigned on Monday. ", as the reference encoder packs it.
    let packed = brotli(format!("<p>{}", "Minister Ruiz resigned on Monday. ".repeat(60)).as_bytes());
    let content = answer("Content-Type: text/html\r\nContent-Encoding: br\r\n", &packed);
    let document = one("a.warc", record("response", "", &content));
    assert!(document.text.contains("Minister Ruiz resigned on Monday."), "{}", document.text);
}

/// The bytes in brotli, uncompressed blocks of which are part of the format.
fn brotli(bytes: &[u8]) -> Vec<u8> {
    // A window of 16 bits; then a block that is not the last one, its length less one in 16 bits, not compressed.
    let mut bits: Vec<bool> = vec![false];
    let mut push = |value: u32, count: u32| (0..count).for_each(|n| bits.push(value >> n & 1 == 1));
    push(0, 1);
    push(0, 2);
    push(bytes.len() as u32 - 1, 16);
    push(1, 1);
    while !bits.len().is_multiple_of(8) {
        bits.push(false);
    }
    let mut out: Vec<u8> =
        bits.chunks(8).map(|byte| byte.iter().enumerate().map(|(n, bit)| u8::from(*bit) << n).sum()).collect();
    out.extend_from_slice(bytes);
    // The last block, empty.
    out.push(3);
    out
}

#[test]
fn what_is_wrong_with_a_record_costs_that_record() {
    let content = answer("Content-Type: text/html\r\n", page("Nobody").as_bytes());
    let long = between("a.warc", around(&record_of_length("response", "", &content, content.len() + 300)));
    assert_eq!(long.len(), 1, "{long:?}");
    assert!(long[0].starts_with("a.warc#2: its Content-Length of ") && long[0].contains("into the next"), "{long:?}");
    let short = between("a.warc", around(&record_of_length("response", "", &content, content.len() - 300)));
    assert!(short[0].starts_with("a.warc#2: its Content-Length of ") && short[0].contains("too short"), "{short:?}");
    for length in ["", "Content-Length: many\r\n", "Content-Length: -7\r\n", "Content-Length: 99999999999999999999\r\n"]
    {
        let broken = format!("WARC/1.0\r\nWARC-Type: response\r\n{length}\r\ntext\r\n\r\n");
        let lines = between("a.warc", around(broken.as_bytes()));
        assert!(lines[0].starts_with("a.warc#2: its header has no Content-Length that is a number; "), "{lines:?}");
    }
    let garbage = between("a.warc", around(b"garbage\nof two lines\r\n"));
    assert_eq!(
        garbage,
        ["a.warc: 22 bytes behind record 1 are no record; nothing else is lost, the other records are read"]
    );
    let endless = between("a.warc", around(b"WARC/1.0\r\nWARC-Type: response\r\n"));
    assert!(endless[0].starts_with("a.warc#2: its header does not end; "), "{endless:?}");
    let huge = between("a.warc", around(&record_of_length("response", "", &content, 1 << 40)));
    assert!(huge[0].starts_with("a.warc#2: it is over the limit of 16 MiB for a page; "), "{huge:?}");
    assert!(long.iter().chain(&short).all(|line| !line.contains('\n')));
}

#[test]
fn a_warc_that_breaks_off_gives_what_is_there() {
    let archive = around(b"");
    let lines = titles("a.warc", archive[..archive.len() - 200].to_vec());
    assert_eq!(lines[0], "Ana Ruiz resigns");
    assert!(
        lines[1].starts_with("a.warc#2: its Content-Length of ") && lines[1].contains("beyond the end"),
        "{lines:?}"
    );
    assert_eq!(lines.len(), 2);
    let members = [gzip(&response("", &page("Ana Ruiz"))), gzip(&response("", &page("Bo Lund")))].concat();
    let lines = titles("a.warc.gz", members[..members.len() - 100].to_vec());
    assert_eq!(lines[0], "Ana Ruiz resigns");
    assert!(lines.len() == 2 && lines[1].starts_with("a.warc.gz#2: cannot be read to its end ("), "{lines:?}");
}

#[test]
fn a_damaged_member_costs_that_member() {
    let mut damaged = gzip(&response("", &page("Nobody")));
    let middle = damaged.len() / 2;
    damaged[middle..middle + 40].fill(0xaa);
    let sound = |who: &str| gzip(&response("https://news.example/a", &page(who)));
    let lines = between("a.warc.gz", [sound("Ana Ruiz"), damaged, sound("Bo Lund")].concat());
    assert!(lines.len() == 1 && lines[0].starts_with("a.warc.gz#2: is damaged ("), "{lines:?}");
    let garbage = [sound("Ana Ruiz"), b"\x1f\x8b\x08 no member".to_vec(), sound("Bo Lund")].concat();
    assert_eq!(between("a.warc.gz", garbage).len(), 1);
    let garbage = [sound("Ana Ruiz"), b"plain words".to_vec(), sound("Bo Lund")].concat();
    assert_eq!(between("a.warc.gz", garbage).len(), 1);
}

#[test]
fn an_archive_without_pages_says_what_it_holds() {
    let archive = record("revisit", "", b"HTTP/1.1 200 OK\r\n\r\n");
    assert_eq!(
        error("a.warc", archive),
        "a.warc: the archive holds no page, only revisits 1; give an archive with the answers of servers"
    );
}

#[test]
fn members_of_a_tar_are_read_by_their_own_names() {
    let lines = b"{\"id\":\"x\",\"text\":\"One.\"}\n{\"id\":\"y\",\"text\":\"Two.\"}\n";
    let warc = around(b"");
    let long = format!("news/{}page.html", "long-folder-name/".repeat(12));
    let archive = tar(&[
        ("news/a.html", page("Ana Ruiz").as_bytes()),
        ("picture.png", b"\x89PNG"),
        (".hidden.html", b"x"),
        ("README.md", b"x"),
        ("lines.jsonl.gz", &gzip(lines)),
        ("in.warc", &warc),
        ("../../etc/b.txt", b"The minister resigned on Monday."),
        (&long, page("Bo Lund").as_bytes()),
    ]
    .map(|(name, content)| (name.trim_start_matches("../"), content)));
    for (name, bytes) in
        [("t.tar", archive.clone()), ("t.tar.gz", gzip(&archive)), ("t.tgz", gzip(&archive)), ("-", zstd(&archive))]
    {
        let mut split = split(name, std::io::Cursor::new(bytes), Limits::default());
        let documents: Vec<Document> = split.by_ref().map(|raw| raw.unwrap().read().unwrap()).collect();
        let inputs: Vec<&str> = documents.iter().map(|d| d.input.strip_prefix(name).unwrap()).collect();
        let expected =
            ["#news/a.html", "#lines.jsonl.gz#1", "#lines.jsonl.gz#2", "#in.warc#1", "#in.warc#2", "#etc/b.txt"];
        assert_eq!(inputs[..6], expected);
        assert!(inputs[6].starts_with("#…") && inputs[6].ends_with("long-folder-name/page.html"), "{}", inputs[6]);
        assert_eq!(documents[6].title.as_deref(), Some("Bo Lund resigns"));
        assert_eq!(split.passed_over().to_string(), "members of other formats 3");
    }
}

#[test]
fn links_devices_and_archives_inside_are_no_pages() {
    let mut archive = tar::Builder::new(Vec::new());
    for kind in [tar::EntryType::Symlink, tar::EntryType::Link, tar::EntryType::Block, tar::EntryType::Fifo] {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_size(0);
        header.set_mode(0o644);
        archive.append_link(&mut header, "a.html", "/etc/passwd").unwrap();
    }
    let inner = tar(&[("x.txt", b"The minister resigned.")]);
    let mut header = tar::Header::new_ustar();
    header.set_size(inner.len() as u64);
    archive.append_data(&mut header, "inner.tar", &inner[..]).unwrap();
    let mut split = split("t.tar", std::io::Cursor::new(archive.into_inner().unwrap()), Limits::default());
    let lines: Vec<String> = split.by_ref().map(|record| record.unwrap_err().to_string()).collect();
    let expected = "t.tar#inner.tar: is an archive inside an archive; unpack it, and give what it holds";
    assert_eq!(lines, [expected]);
    assert_eq!(split.passed_over().to_string(), "links and devices 4");
}

#[test]
fn a_damaged_tar_gives_what_is_sound() {
    let texts = ["One minister resigned.", "Two ministers resigned.", "Three ministers resigned."];
    let names = ["1.txt", "2.txt", "3.txt"];
    let members: Vec<(&str, &[u8])> = names.into_iter().zip(texts.map(str::as_bytes)).collect();
    let archive = tar(&members);
    let text = |record: Result<Document, tocsin_read::ReadError>| record.map_or_else(|e| e.to_string(), |d| d.text);
    let read = |archive: Vec<u8>| records("t.tar", archive).into_iter().map(text).collect::<Vec<_>>();
    assert_eq!(read(archive.clone()), texts);
    // The second header.
    let mut damaged = archive.clone();
    damaged[1024..1100].fill(b'x');
    let lines = read(damaged);
    assert_eq!((lines[0].as_str(), lines[2].as_str()), (texts[0], texts[2]));
    assert!(lines[1].starts_with("t.tar: cannot be read to its end (it is damaged between the bytes "), "{}", lines[1]);
    // Off in the second member, and in its header.
    let lines = read(archive[..1024 + 512 + 5].to_vec());
    assert_eq!(lines[..2], [texts[0], "Two m"], "{lines:?}");
    assert_eq!(lines.len(), 2, "what breaks off is said once, as a warning of the text");
    let lines = read(archive[..1024 + 100].to_vec());
    assert!(lines.len() == 2 && lines[1].contains("breaks off in a header"), "{lines:?}");
    assert_eq!(
        error("t.tar", tar(&[("a.png", b"x")])).split(';').next(),
        Some("t.tar: the archive holds no file to read")
    );
}

#[test]
fn frames_and_members_follow_each_other() {
    let (one, two) = (b"{\"id\":\"a\",\"text\":\"One.\"}\n", b"{\"id\":\"b\",\"text\":\"Two.\"}\n");
    let skipped = [0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3];
    let frames = [&skipped[..], &zstd(one), &skipped, &zstd(two)].concat();
    assert_eq!(records("x.jsonl.zst", frames.clone()).iter().flatten().count(), 2);
    let cut = records("x.jsonl.zst", frames[..frames.len() - 5].to_vec());
    assert!(cut.last().unwrap().as_ref().unwrap_err().to_string().contains("cannot be read to its end"), "{cut:?}");
    let followed = [gzip(one), b"something else".to_vec()].concat();
    let lines = records("x.jsonl.gz", followed);
    assert!(lines[0].is_ok());
    assert!(lines[1].as_ref().unwrap_err().to_string().contains("what follows the compressed part is not gzip"));
    assert_eq!(lines.len(), 2);
}
