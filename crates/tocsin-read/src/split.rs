//! Cuts an input into records, in order and without reading more of them than is asked for.

use crate::compress::{Source, decompress, peek};
use crate::error::ReadErrorKind;
use crate::raw::{Body, Raw};
use crate::sniff::{Format, binary, sniff};
use crate::{Limits, ReadError, feed, jsonl};
use std::collections::VecDeque;
use std::io::{BufRead, Read};

/// Splits the input called `name` (a path, an address, or `-`) into records, each to be read by [`Raw::read`].
///
/// gzip and zstd are undone by their magic bytes; the format is found by the beginning and the name's ending. JSONL is
/// cut line by line as it streams, feeds into entries, a JSON list into its members; anything else is one record.
/// A bad line or entry is an error of its own, and the others still come.
pub fn split(name: &str, reader: impl BufRead + Send + 'static, limits: Limits) -> Split {
    Split { name: name.to_owned(), limits, state: State::New(Box::new(reader)) }
}

/// The records of one input; made by [`split`].
pub struct Split {
    name: String,
    limits: Limits,
    state: State,
}

impl std::fmt::Debug for Split {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Split").field("name", &self.name).finish_non_exhaustive()
    }
}

enum State {
    New(Source),
    Lines { source: Source, line: u64, record: u64 },
    Ready(VecDeque<Result<Raw, ReadError>>),
    Done,
}

impl Iterator for Split {
    type Item = Result<Raw, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::New(source) => match self.open(source) {
                    Ok(state) => self.state = state,
                    Err(error) => return Some(Err(error)),
                },
                State::Lines { source, line, record } => return self.next_line(source, line, record),
                State::Ready(mut ready) => {
                    let next = ready.pop_front();
                    self.state = State::Ready(ready);
                    return next;
                }
                State::Done => return None,
            }
        }
    }
}

impl Split {
    fn open(&self, source: Source) -> Result<State, ReadError> {
        let io = |error: std::io::Error| ReadError::io(&self.name, &error);
        let source = decompress(source, self.limits).map_err(io)?;
        let (head, source) = peek(source).map_err(io)?;
        if let Some(what) = binary(&head) {
            let advice = "give it as text, HTML, JSONL or a feed";
            return Err(ReadError::new(ReadErrorKind::Binary, &self.name, format!("is {what}, not text"), advice));
        }
        let format = sniff(&self.name, &head);
        if format == Format::Jsonl {
            return Ok(State::Lines { source, line: 0, record: 0 });
        }
        let limit = if format == Format::Html { self.limits.html_bytes } else { self.limits.document_bytes };
        let mut warnings = Vec::new();
        let bytes = self.whole(source, limit, &mut warnings)?;
        let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        if start.iter().all(u8::is_ascii_whitespace) {
            return Err(ReadError::empty(&self.name));
        }
        Ok(State::Ready(match format {
            Format::Feed => feed::entries(&self.name, &bytes, self.limits, &warnings),
            Format::Json => jsonl::members(&self.name, bytes, self.limits, &warnings),
            Format::Html => self.one(Body::Html(bytes), warnings),
            Format::Markdown => self.one(Body::Text { bytes, markdown: true }, warnings),
            Format::Text | Format::Jsonl => self.one(Body::Text { bytes, markdown: false }, warnings),
        }))
    }

    fn one(&self, body: Body, warnings: Vec<String>) -> VecDeque<Result<Raw, ReadError>> {
        let raw = Raw { input: self.name.clone(), place: self.name.clone(), body, limits: self.limits, warnings };
        VecDeque::from([Ok(raw)])
    }

    /// Everything to the end, up to `limit`. Where reading fails half-way, what came before is worth having.
    fn whole(&self, source: Source, limit: u64, warnings: &mut Vec<String>) -> Result<Vec<u8>, ReadError> {
        let mut bytes = Vec::new();
        if let Err(error) = source.take(limit.saturating_add(1)).read_to_end(&mut bytes) {
            if bytes.is_empty() || error.kind() == std::io::ErrorKind::Other {
                return Err(ReadError::io(&self.name, &error));
            }
            warnings.push(format!("cut-off: the input breaks off ({error}), what came before it is read"));
        }
        if bytes.len() as u64 > limit {
            return Err(ReadError::too_large(&self.name, "it", limit));
        }
        Ok(bytes)
    }

    fn next_line(&mut self, mut source: Source, mut line: u64, mut record: u64) -> Option<Result<Raw, ReadError>> {
        let limit = self.limits.line_bytes;
        loop {
            line += 1;
            let place = format!("{}:{line}", self.name);
            let mut bytes = Vec::new();
            match (&mut source).take(limit.saturating_add(1)).read_until(b'\n', &mut bytes) {
                Ok(0) if record == 0 => return Some(Err(ReadError::empty(&self.name))),
                Ok(0) => return None,
                Ok(_) => {}
                Err(error) => return Some(Err(ReadError::io(&place, &error))),
            }
            let mut content = bytes.as_slice();
            if line == 1 {
                content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
            }
            content = content.trim_ascii();
            if content.is_empty() {
                continue;
            }
            record += 1;
            let too_long = bytes.len() as u64 > limit;
            if too_long && let Err(error) = skip_line(&mut source) {
                return Some(Err(ReadError::io(&place, &error)));
            }
            let result = if too_long {
                Err(ReadError::too_large(&place, "the line", limit))
            } else {
                let body = Body::Json(content.to_vec());
                let input = format!("{}#{record}", self.name);
                Ok(Raw { input, place, body, limits: self.limits, warnings: Vec::new() })
            };
            self.state = State::Lines { source, line, record };
            return Some(result);
        }
    }
}

/// Passes over the rest of a line without holding it.
fn skip_line(source: &mut Source) -> std::io::Result<()> {
    loop {
        let buffer = source.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let end = buffer.iter().position(|&b| b == b'\n');
        let length = buffer.len();
        source.consume(end.map_or(length, |end| end + 1));
        if end.is_some() {
            return Ok(());
        }
    }
}
