//! JSONL, line by line.

use crate::ReadError;
use crate::compress::Peeked;
use crate::raw::{Body, Raw};
use crate::split::Context;
use std::io::{self, BufRead, Read};
use std::sync::Arc;

/// The lines of a JSONL file.
pub(crate) struct Lines {
    context: Context,
    source: Option<Peeked>,
    line: u64,
    record: u64,
}

impl Lines {
    pub fn new(context: &Context, source: Peeked) -> Lines {
        Lines { context: context.clone(), source: Some(source), line: 0, record: 0 }
    }

    /// Ends with a failure.
    fn end(&mut self, error: ReadError) -> Option<Result<Raw, ReadError>> {
        self.source = None;
        Some(Err(error))
    }
}

impl Iterator for Lines {
    type Item = Result<Raw, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        let limit = self.context.limits().line_bytes;
        loop {
            let source = self.source.as_mut()?;
            self.line += 1;
            let place = format!("{}:{}", self.context.name, self.line);
            let mut bytes = Vec::new();
            match source.take(limit.saturating_add(1)).read_until(b'\n', &mut bytes) {
                Ok(0) if self.record == 0 => return self.end(ReadError::empty(&self.context.name)),
                Ok(0) => return None,
                Ok(_) => {}
                Err(error) => return self.end(ReadError::io(&place, &error)),
            }
            let mut content = bytes.as_slice();
            if self.line == 1 {
                content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
            }
            content = content.trim_ascii();
            if content.is_empty() && bytes.len() as u64 <= limit {
                continue;
            }
            self.record += 1;
            if bytes.len() as u64 > limit {
                return match skip_line(source) {
                    Ok(()) => Some(Err(ReadError::too_large(&place, "the line", limit))),
                    Err(error) => self.end(ReadError::io(&place, &error)),
                };
            }
            let map = &self.context.options.map;
            let bytes = content.to_vec();
            let body = if map.is_empty() { Body::Json(bytes) } else { Body::Mapped { bytes, map: Arc::clone(map) } };
            let input = format!("{}#{}", self.context.name, self.record);
            return Some(Ok(Raw { input, place, body, limits: self.context.limits(), warnings: Vec::new() }));
        }
    }
}

/// Passes over the rest of a line without holding it.
fn skip_line(source: &mut Peeked) -> io::Result<()> {
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
