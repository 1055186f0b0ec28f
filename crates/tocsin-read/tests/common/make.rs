//! Makes the archives and tables that the tests read.
#![allow(dead_code, clippy::unwrap_used, reason = "each test file uses its part")]

use std::io::Write;

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

/// An article as a page, telling of `who`.
pub fn page(who: &str) -> String {
    format!(
        "<!doctype html><html><head><title>{who} resigns</title></head><body><article><h1>{who} resigns</h1>\
         <p>Minister {who} resigned on Monday after weeks of protest in the capital, officials said.</p>\
         <p>The government of the country named a successor within hours, and the opposition called for a vote.</p>\
         <p>It is the third change in the cabinet since the elections of last year, and may not be the last one.</p>\
         </article></body></html>"
    )
}

/// An HTTP answer.
pub fn answer(fields: &str, body: &[u8]) -> Vec<u8> {
    let mut message = format!("HTTP/1.1 200 OK\r\n{fields}\r\n").into_bytes();
    message.extend_from_slice(body);
    message
}

/// A WARC record whose header has these further lines.
pub fn record(kind: &str, fields: &str, content: &[u8]) -> Vec<u8> {
    record_of_length(kind, fields, content, content.len())
}

/// One whose header gives that length.
pub fn record_of_length(kind: &str, fields: &str, content: &[u8], length: usize) -> Vec<u8> {
    let mut record = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:0>\r\nWARC-Date: 2026-01-05T10:00:00Z\r\n{fields}\
         Content-Length: {length}\r\n\r\n"
    )
    .into_bytes();
    record.extend_from_slice(content);
    record.extend_from_slice(b"\r\n\r\n");
    record
}

/// The record of a page that a server gave.
pub fn response(url: &str, page: &str) -> Vec<u8> {
    let fields = format!("WARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype=response\r\n");
    record("response", &fields, &answer("Content-Type: text/html; charset=utf-8\r\n", page.as_bytes()))
}

/// A tar archive of these members.
pub fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, content) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, name, *content).unwrap();
    }
    archive.into_inner().unwrap()
}
