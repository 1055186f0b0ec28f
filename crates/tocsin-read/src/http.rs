//! A page as a server gave it: an HTTP message kept in an archive.
//!
//! Archives hold what servers and crawlers wrote, so headers are read with patience, and a body that a crawler has
//! undone already, though its headers still say otherwise, is taken as it is.

use crate::compress::decompress_bytes;
use crate::{Limits, decode};
use std::io::{self, Read};

/// More header lines than this no message needs.
const MOST_FIELDS: usize = 500;
/// Layers of compression that are undone.
const MOST_LAYERS: usize = 4;

/// Header lines, their names in lower case.
#[derive(Debug, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The one line that names a charset.
    pub fn of_charset(charset: &str) -> Fields {
        Fields(vec![("content-type".to_owned(), format!("; charset={charset}"))])
    }

    /// Reads the lines of `head`; what is no "name: value" is passed over.
    pub fn parse(head: &[u8]) -> Fields {
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in head.split(|b| *b == b'\n').take(MOST_FIELDS) {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            let text = String::from_utf8_lossy(line);
            if line.first().is_some_and(|b| matches!(b, b' ' | b'\t')) {
                if let Some((_, value)) = fields.last_mut() {
                    value.push(' ');
                    value.push_str(text.trim());
                }
            } else if let Some((name, value)) = text.split_once(':') {
                fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        Fields(fields)
    }

    /// The first field of that name that says something.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, value)| n == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// The media type of `Content-Type`, in lower case.
    pub fn media_type(&self) -> Option<String> {
        let value = self.get("content-type")?.split(';').next()?.trim().to_ascii_lowercase();
        (!value.is_empty()).then_some(value)
    }

    /// The charset of `Content-Type`.
    pub fn charset(&self) -> Option<String> {
        let value = self.get("content-type")?.to_ascii_lowercase();
        let charset =
            value.split(';').skip(1).find_map(|part| part.trim().strip_prefix("charset=").map(str::to_owned))?;
        let charset = charset.trim().trim_matches(['"', '\'']).to_owned();
        (!charset.is_empty()).then_some(charset)
    }
}

/// An answer of a server.
#[derive(Debug)]
pub(crate) struct Response {
    pub status: u16,
    pub fields: Fields,
    /// Where the body begins.
    pub body: usize,
}

impl Response {
    /// Reads the head of the message; `None` where it is none.
    pub fn parse(message: &[u8]) -> Option<Response> {
        let (head, body) = split_head(message)?;
        let line_end = head.iter().position(|b| *b == b'\n').unwrap_or(head.len());
        let status_line = String::from_utf8_lossy(&head[..line_end]);
        let mut words = status_line.strip_prefix("HTTP/")?.split_ascii_whitespace();
        let status = words.nth(1)?.parse().ok()?;
        Some(Response { status, fields: Fields::parse(&head[line_end..]), body })
    }
}

/// The head of a message, and where its body begins.
pub(crate) fn split_head(message: &[u8]) -> Option<(&[u8], usize)> {
    let mut at = 0;
    while let Some(end) = message[at..].iter().position(|b| *b == b'\n') {
        at += end + 1;
        let rest = &message[at..];
        if rest.starts_with(b"\r\n") {
            return Some((&message[..at], at + 2));
        }
        if rest.starts_with(b"\n") {
            return Some((&message[..at], at + 1));
        }
    }
    None
}

/// Undoes the transfer and content encodings of a body. The error is a reason.
pub(crate) fn undo(
    fields: &Fields,
    mut body: Vec<u8>,
    limits: Limits,
    warnings: &mut Vec<String>,
) -> Result<Vec<u8>, String> {
    let limit = limits.html_bytes;
    let is_chunked = fields.get("transfer-encoding").is_some_and(|v| v.to_ascii_lowercase().contains("chunked"));
    if is_chunked && let Some((whole, is_complete)) = dechunk(&body) {
        body = whole;
        if !is_complete {
            warnings.push("cut-off: the page breaks off in the middle of its transfer".to_owned());
        }
    }
    let encodings = fields.get("content-encoding").unwrap_or_default().to_ascii_lowercase();
    // The last one was applied last.
    for encoding in encodings.split(',').rev().map(str::trim).take(MOST_LAYERS) {
        let undone = match encoding {
            "gzip" | "x-gzip" if body.starts_with(&[0x1f, 0x8b]) => {
                bounded(decompress_bytes(body, limits).map_err(said)?, limit)?
            }
            "zstd" if body.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) => {
                bounded(decompress_bytes(body, limits).map_err(said)?, limit)?
            }
            "deflate" if decode::looks_like_markup(&body) => continue,
            // With the two bytes of zlib in front, as prescribed, or without, as some servers do.
            "deflate" if matches!(body.as_slice(), [0x78, second, ..] if (0x7800 + u16::from(*second)) % 31 == 0) => {
                bounded(flate2::read::ZlibDecoder::new(&body[..]), limit)?
            }
            "deflate" => bounded(flate2::read::DeflateDecoder::new(&body[..]), limit)?,
            "br" if decode::looks_like_markup(&body) => continue,
            "br" => bounded(brotli_decompressor::Decompressor::new(&body[..], 16 << 10), limit)?,
            _ => continue,
        };
        let (whole, broken) = undone;
        body = whole;
        if let Some(error) = broken {
            if body.is_empty() {
                return Err(format!("its {encoding} encoding cannot be undone ({error})"));
            }
            warnings.push(format!("cut-off: the page breaks off ({error}), what came before it is read"));
        }
    }
    if body.len() as u64 > limit {
        return Err(over(limit));
    }
    Ok(body)
}

fn said(error: io::Error) -> String {
    format!("it cannot be decompressed ({error})")
}

fn over(limit: u64) -> String {
    format!("the page is over the limit of {}", crate::limits::size(limit))
}

/// Everything up to `limit`, and what went wrong behind it.
fn bounded(source: impl Read, limit: u64) -> Result<(Vec<u8>, Option<io::Error>), String> {
    let mut bytes = Vec::new();
    let error = source.take(limit.saturating_add(1)).read_to_end(&mut bytes).err();
    if bytes.len() as u64 > limit {
        return Err(over(limit));
    }
    Ok((bytes, error))
}

/// Undoes the chunks of a transfer, and says whether the last one came; `None` where there are none.
fn dechunk(body: &[u8]) -> Option<(Vec<u8>, bool)> {
    let mut whole = Vec::with_capacity(body.len());
    let mut at = 0;
    loop {
        let line_end = body[at..].iter().take(1024).position(|b| *b == b'\n').map(|end| at + end);
        let size = line_end.and_then(|end| {
            let line = std::str::from_utf8(&body[at..end]).ok()?;
            usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()
        });
        let (Some(line_end), Some(size)) = (line_end, size) else {
            // The first line decides whether the crawler has undone them already.
            return (at > 0).then_some((whole, false));
        };
        if size == 0 {
            return Some((whole, true));
        }
        let start = line_end + 1;
        let end = start.saturating_add(size);
        let Some(chunk) = body.get(start..end) else {
            whole.extend_from_slice(&body[start..]);
            return Some((whole, false));
        };
        whole.extend_from_slice(chunk);
        at = end;
        at += if body[at..].starts_with(b"\r\n") { 2 } else { usize::from(body[at..].starts_with(b"\n")) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_read_with_patience() {
        let message =
            b"HTTP/1.1 200\r\nContent-Type: Text/HTML;  Charset=\"Shift_JIS\"\r\nbroken\r\nX: a\r\n b\r\n\r\nbody";
        let response = Response::parse(message).unwrap();
        assert_eq!((response.status, &message[response.body..]), (200, &b"body"[..]));
        assert_eq!(response.fields.media_type().as_deref(), Some("text/html"));
        assert_eq!(response.fields.charset().as_deref(), Some("shift_jis"));
        assert_eq!(response.fields.get("x"), Some("a b"));
        assert_eq!(Response::parse(b"HTTP/2 404 \n\nx").unwrap().status, 404);
        assert!(Response::parse(b"HTTP/1.1 200 OK\r\nno end").is_none());
        assert!(Response::parse(b"GET / HTTP/1.1\r\n\r\n").is_none());
    }

    #[test]
    fn chunks_are_undone_where_they_are() {
        assert_eq!(dechunk(b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"), Some((b"abcde".to_vec(), true)));
        assert_eq!(dechunk(b"3\r\nabc\r\n9\r\nde"), Some((b"abcde".to_vec(), false)));
        assert_eq!(dechunk(b"ffffffffffffffff\r\nde"), Some((b"de".to_vec(), false)));
        assert_eq!(dechunk(b"<html>\nplain"), None);
    }
}
