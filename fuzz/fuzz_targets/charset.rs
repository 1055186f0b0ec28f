//! Any bytes under any declaration: of a server, of a page, of neither. The first line is the server's.
#![no_main]

mod promises;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let at = data.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let (label, body) = data.split_at(at);
    let label: String = label.iter().take(40).filter(|b| b.is_ascii_graphic()).map(|b| char::from(*b)).collect();
    let message = [format!("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset={label}\r\n\r\n").as_bytes(), body].concat();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example.ru/a\r\nContent-Length: {}\r\n\r\n",
        message.len()
    );
    promises::stream("a.warc", &[head.as_bytes(), &message, b"\r\n\r\n"].concat());
    promises::stream("a.txt", body);
    promises::stream("a.jsonl", body);
    promises::stream("a.csv", &[b"title,text\n", body].concat());
});
