//! WARC archives (1.0 and 1.1), as a stream: the pages that servers gave become records.
//!
//! What is wrong with one record costs that record: reading goes on at the next line that begins one, or at the next
//! compressed member. Requests, revisits, pictures and answers that are no pages are passed over and counted.

use crate::compress::{Peeked, Unpacked};
use crate::error::ReadErrorKind;
use crate::http::{Fields, Response};
use crate::raw::{Body, Fetched, Raw, Shape};
use crate::split::Context;
use crate::{ReadError, sniff};
use jiff::Timestamp;
use std::io::{self, BufRead, Read};

/// The longest header of a record.
const LONGEST_HEAD: u64 = 256 << 10;
/// What the head of an HTTP message may take beside the page.
const HTTP_HEAD: u64 = 1 << 20;
/// How many bytes are read again because a length reached into other records.
const MOST_READ_AGAIN: u64 = 256 << 20;
const STEP: u64 = 64 << 10;
/// What of a look stays for the next one, so that no beginning of a record is cut in two.
const BEFORE: usize = 64;
const MAGIC: &[u8] = b"WARC/";

/// Whether an input that begins with `head` is such an archive.
pub(crate) fn begins(head: &[u8]) -> bool {
    matches!(head.trim_ascii_start(), [b'W', b'A', b'R', b'C', b'/', digit, ..] if digit.is_ascii_digit())
}

/// The records of an archive.
pub(crate) struct Warc {
    context: Context,
    source: Peeked,
    /// The number of the last record that began.
    number: u64,
    pages: u64,
    failures: u64,
    read_again: u64,
    done: bool,
}

/// Why a record gives no page.
enum Trouble {
    /// It is wrong, for this reason; what comes next is sound.
    Record(String),
    /// The bytes cannot be read on.
    Broken(io::Error),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Trouble {
        Trouble::Broken(error)
    }
}

impl Warc {
    pub fn new(context: &Context, source: Peeked) -> Warc {
        Warc { context: context.clone(), source, number: 0, pages: 0, failures: 0, read_again: 0, done: false }
    }

    fn place(&self) -> String {
        format!("{}#{}", self.context.name, self.number)
    }

    fn failure(&mut self, place: String, reason: String) -> ReadError {
        self.failures += 1;
        let advice = "nothing else is lost, the other records are read";
        ReadError::new(ReadErrorKind::Archive, place, reason, advice)
    }

    /// The bytes cannot be read on: goes on at the next member, or ends.
    fn broken(&mut self, place: String, what: &str, error: &io::Error) -> ReadError {
        self.failures += 1;
        loop {
            match self.source.next_member() {
                Ok(true) => {
                    // Within compressed bytes, some look like the beginning of a member.
                    if self.source.fill_buf().is_ok_and(begins) {
                        let reason = format!("{what} ({error})");
                        return self.failure(place, reason);
                    }
                }
                Ok(false) | Err(_) => {
                    self.done = true;
                    return ReadError::io(&place, error);
                }
            }
        }
    }

    /// Passes over everything before the line that begins the next record; gives how many bytes that were, blank ones
    /// apart, and whether a record follows.
    fn find_record(&mut self) -> io::Result<(u64, bool)> {
        let mut garbage = 0;
        loop {
            let start = self.source.look(MAGIC.len() + 1);
            match (start.first().copied(), begins(start)) {
                // Nothing is left, or it cannot be read.
                (None, _) if self.source.fill_buf()?.is_empty() => return Ok((garbage, false)),
                (None, _) => continue,
                (Some(first), _) if first.is_ascii_whitespace() => {
                    let blank = self.source.fill_buf()?.iter().take_while(|b| b.is_ascii_whitespace()).count();
                    self.source.consume(blank);
                    continue;
                }
                (Some(_), true) => return Ok((garbage, true)),
                (Some(_), false) => {}
            }
            loop {
                let buffer = self.source.fill_buf()?;
                let end = memchr::memchr(b'\n', buffer);
                let taken = end.map_or(buffer.len(), |end| end + 1);
                garbage += taken as u64;
                self.source.consume(taken);
                if end.is_some() || taken == 0 {
                    break;
                }
            }
        }
    }

    /// The header of a record, its first line included.
    fn head(&mut self) -> Result<Fields, Trouble> {
        let mut head = Vec::new();
        loop {
            let before = head.len();
            let room = LONGEST_HEAD.saturating_sub(before as u64);
            (&mut self.source).take(room).read_until(b'\n', &mut head)?;
            let line = &head[before..];
            if !line.ends_with(b"\n") {
                let reason =
                    if room <= line.len() as u64 { "its header is too long" } else { "it breaks off in its header" };
                return Err(Trouble::Record(reason.to_owned()));
            }
            if line.trim_ascii().is_empty() {
                return Ok(Fields::parse(&head));
            }
            if before > 0 && begins(line) {
                self.source.put_back(line.to_vec());
                return Err(Trouble::Record("its header does not end".to_owned()));
            }
        }
    }

    /// The content of a record, checked to be followed by the next one. `None` if it is over `limit`.
    fn block(&mut self, length: u64, limit: u64) -> Result<Option<Vec<u8>>, Trouble> {
        if length > limit {
            self.pass_over(length)?;
            return Ok(None);
        }
        let mut block = Vec::new();
        if self.read_again < MOST_READ_AGAIN {
            (&mut self.source).take(length).read_to_end(&mut block)?;
        } else {
            // So many lengths were wrong that the first record inside is believed.
            let mut looked_at: usize = 0;
            while (block.len() as u64) < length
                && !is_version_line(&block)
                && find_inside(&block[looked_at.saturating_sub(BEFORE)..]).is_none()
            {
                looked_at = block.len();
                let step = STEP.min(length - block.len() as u64);
                if (&mut self.source).take(step).read_to_end(&mut block)? == 0 {
                    break;
                }
            }
        }
        let complete = block.len() as u64 == length;
        if complete {
            let follows = self.source.look(4 + MAGIC.len() + 1);
            let rest = follows.trim_ascii_start();
            // Some writers put one line end behind a record, or none at all behind an empty one.
            let is_end =
                follows.starts_with(b"\r\n\r\n") || begins(follows) && (rest.len() < follows.len() || length == 0);
            if is_end || rest.is_empty() {
                return Ok(Some(block));
            }
        }
        // The length is wrong. If it is too great, the next record lies inside.
        let inside = if is_version_line(&block) { Some(0) } else { find_inside(&block) };
        if let Some(inside) = inside {
            self.read_again += (block.len() - inside) as u64;
            self.source.put_back(block.split_off(inside));
            return Err(Trouble::Record(format!("its Content-Length of {length} reaches into the next record")));
        }
        Err(Trouble::Record(if complete {
            format!("its Content-Length of {length} is too short, or bytes follow that are no record")
        } else {
            format!("its Content-Length of {length} reaches beyond the end of the archive")
        }))
    }

    /// Passes over `length` bytes without holding them, but stops at a record that begins inside.
    fn pass_over(&mut self, mut length: u64) -> io::Result<()> {
        let mut window: Vec<u8> = Vec::new();
        while length > 0 {
            let buffer = self.source.fill_buf()?;
            if buffer.is_empty() {
                return Ok(());
            }
            let taken = usize::try_from(length).unwrap_or(usize::MAX).min(buffer.len());
            window.extend_from_slice(&buffer[..taken]);
            self.source.consume(taken);
            length -= taken as u64;
            if let Some(inside) = find_inside(&window) {
                self.source.put_back(window.split_off(inside));
                return Ok(());
            }
            let keep = window.len().saturating_sub(BEFORE);
            window.drain(..keep);
        }
        Ok(())
    }

    /// Reads the record that begins here; `None` if it is passed over.
    fn record(&mut self) -> Result<Option<Raw>, Trouble> {
        let fields = self.head()?;
        let limits = self.context.limits();
        let length = fields.get("content-length").and_then(|length| length.parse::<u64>().ok());
        let Some(length) = length else {
            return Err(Trouble::Record("its header has no Content-Length that is a number".to_owned()));
        };
        let kind = fields.get("warc-type").unwrap_or_default().to_ascii_lowercase();
        let block = self.block(length, limits.html_bytes.saturating_add(HTTP_HEAD))?;
        let passed_over = match kind.as_str() {
            "response" | "resource" | "conversion" => None,
            "revisit" => Some("revisits"),
            _ => Some("records about requests and the archive"),
        };
        if let Some(kind) = passed_over {
            self.context.passed_over.add(kind);
            return Ok(None);
        }
        let Some(block) = block else {
            let is_http = kind == "response";
            if !is_http && fields.media_type().is_none_or(|media| shape(&media).is_none()) {
                self.context.passed_over.add(NO_PAGES);
                return Ok(None);
            }
            let limit = crate::limits::size(limits.html_bytes);
            return Err(Trouble::Record(format!("it is over the limit of {limit} for a page")));
        };
        Ok(self.page(&kind, fields, block))
    }

    /// The page of a record, if it holds one.
    fn page(&mut self, kind: &str, fields: Fields, mut block: Vec<u8>) -> Option<Raw> {
        let is_http = kind == "response"
            && fields
                .media_type()
                .is_none_or(|media| media == "application/http" || media == "application/octet-stream");
        let answer = if is_http { Response::parse(&block) } else { None };
        if let Some(answer) = &answer
            && !(200..300).contains(&answer.status)
        {
            self.context.passed_over.add("answers that are redirects or errors");
            return None;
        }
        let http = match answer {
            Some(answer) => {
                block.drain(..answer.body);
                answer.fields
            }
            // Without an HTTP message, the record's own header says what it is.
            None if kind == "response" => Fields::default(),
            None => {
                Fields::parse(format!("content-type: {}", fields.get("content-type").unwrap_or_default()).as_bytes())
            }
        };
        let url = fields.get("warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned());
        let is_rules = url.as_deref().is_some_and(|url| url.ends_with("/robots.txt"));
        let shape = match http.media_type() {
            Some(media) => shape(&media),
            None => sniff::is_page(&block).then_some(Shape::Html),
        };
        let Some(shape) = shape.filter(|_| !is_rules && !block.is_empty()) else {
            self.context.passed_over.add(NO_PAGES);
            return None;
        };
        let mut warnings = Vec::new();
        if let Some(reason) = fields.get("warc-truncated") {
            warnings.push(format!("cut-off: the crawler cut the page short ({reason})"));
        }
        let fetched = fields.get("warc-date").and_then(|date| date.parse::<Timestamp>().ok());
        self.pages += 1;
        let place = self.place();
        let body = Body::Fetched(Box::new(Fetched { bytes: block, fields: http, shape, url, fetched, entry: None }));
        Some(Raw { input: place.clone(), place, body, limits: self.context.limits(), warnings })
    }
}

const NO_PAGES: &str = "pictures, scripts and other files";

/// What a page of this media type is; `None` where it is no page.
fn shape(media: &str) -> Option<Shape> {
    match media {
        "text/html" | "application/xhtml+xml" => Some(Shape::Html),
        "text/plain" => Some(Shape::Text),
        _ => None,
    }
}

impl Iterator for Warc {
    type Item = Result<Raw, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            let (garbage, found) = match self.find_record() {
                Ok(found) => found,
                Err(error) => {
                    let what = format!("is damaged behind record {}", self.number);
                    return Some(Err(self.broken(self.context.name.clone(), &what, &error)));
                }
            };
            self.done = !found;
            if garbage > 0 {
                let reason = format!("{} behind record {} are no record", crate::limits::size(garbage), self.number);
                return Some(Err(self.failure(self.context.name.clone(), reason)));
            }
            if !found {
                break;
            }
            self.number += 1;
            match self.record() {
                Ok(Some(raw)) => return Some(Ok(raw)),
                Ok(None) => {}
                Err(Trouble::Record(reason)) => {
                    let place = self.place();
                    return Some(Err(self.failure(place, reason)));
                }
                Err(Trouble::Broken(error)) => {
                    let place = self.place();
                    return Some(Err(self.broken(place, "is damaged", &error)));
                }
            }
        }
        if self.pages == 0 && self.failures == 0 {
            self.failures = 1;
            let (name, passed) = (self.context.name.as_str(), self.context.passed_over.so_far());
            let reason = "the archive holds no page".to_owned();
            let reason = if passed.is_empty() { reason } else { format!("{reason}, only {passed}") };
            let advice = "give an archive with the answers of servers";
            return Some(Err(ReadError::new(ReadErrorKind::Empty, name, reason, advice)));
        }
        None
    }
}

/// Where in a record's content another record begins.
fn find_inside(block: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = memchr::memmem::find(&block[at..], b"\nWARC/1.") {
        at += found + 1;
        if is_version_line(&block[at..]) {
            return Some(at);
        }
    }
    None
}

/// Whether a line with a version of WARC is followed by a field of WARC.
fn is_version_line(bytes: &[u8]) -> bool {
    let line_end = bytes.iter().take(16).position(|b| *b == b'\n');
    begins(bytes) && line_end.is_some_and(|end| bytes[end + 1..].starts_with(b"WARC-"))
}
