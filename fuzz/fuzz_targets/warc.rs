//! Any bytes as an archive: WARC, bare and as compressed members, and tar. The first byte chooses. What is wrong in the
//! middle must not keep the sound record at the end from being found.
#![no_main]

mod promises;
use libfuzzer_sys::fuzz_target;
use std::io::{Cursor, Write};
use tocsin_read::split;

const LAST: &[u8] = b"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://news.example/last\r\n\
    Content-Type: text/plain\r\nContent-Length: 31\r\n\r\nThe last minister has resigned.\r\n\r\n";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory can be written");
    encoder.finish().expect("memory can be written")
}

/// Whether the last record comes out of an archive that begins with `begun`.
fn finds_last(name: &str, begun: &[u8], last: &[u8]) -> bool {
    let archive = [begun, last].concat();
    let records = split(name, Cursor::new(archive), promises::limits());
    let documents = records.filter_map(|record| record.and_then(|raw| raw.read()).ok());
    documents.filter(|document| document.url.as_deref() == Some("https://news.example/last")).count() > 0
}

fuzz_target!(|data: &[u8]| {
    let Some((&choice, bytes)) = data.split_first() else { return };
    match choice % 4 {
        0 => promises::stream("a.warc", bytes),
        1 => promises::stream("a.tar", bytes),
        2 => {
            promises::stream("a.warc.gz", &gzip(bytes));
            promises::stream("a.warc.gz", bytes);
        }
        _ => {
            // A record whose content may be anything, but whose length is right or a little wrong.
            let wrong = usize::from(choice >> 4) * 5;
            let mut archive = format!(
                "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: {}\r\n\r\n",
                (bytes.len() + wrong).saturating_sub(30)
            )
            .into_bytes();
            archive.extend_from_slice(bytes);
            archive.extend_from_slice(b"\r\n\r\n");
            // Unless the bytes begin a record themselves, which may claim the last one as its own.
            if !bytes.windows(5).any(|window| window == b"WARC/") {
                assert!(finds_last("a.warc", &archive, LAST), "the last record is lost");
                assert!(finds_last("a.warc.gz", &gzip(&archive), &gzip(LAST)), "the last member is lost");
            }
        }
    }
});
