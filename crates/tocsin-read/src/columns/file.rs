//! The bytes of a Parquet file, and a watch over its pages.

use super::thrift;
use crate::Limits;
use crate::split::ReadSeek;
use bytes::Bytes;
use parquet::basic::Encoding;
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};
use std::io::{self, Cursor, Read, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

/// The longest header of a page.
const LONGEST_HEADER: u64 = 64 << 10;
/// How many times `document_bytes` a page may take; some writers put a thousand documents on one.
const PAGE: u64 = 8;

/// A file, of which parts are read as they are needed. Headers of pages are looked at before they are decoded.
#[derive(Clone)]
pub(super) struct Chunks {
    file: Arc<Mutex<Box<dyn ReadSeek>>>,
    end: u64,
    limits: Limits,
}

impl Chunks {
    pub fn new(file: Box<dyn ReadSeek>, end: u64, limits: Limits) -> Chunks {
        Chunks { file: Arc::new(Mutex::new(file)), end, limits }
    }

    /// The length of the file.
    pub fn end(&self) -> u64 {
        self.end
    }

    /// Exactly these bytes.
    pub fn part(&self, start: u64, length: u64) -> Result<Bytes> {
        if start.checked_add(length).is_none_or(|end| end > self.end) {
            return Err(general("a part of it lies beyond its end"));
        }
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
        let read = (&mut **file).take(length).read_to_end(&mut bytes)?;
        if read as u64 != length {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "it breaks off").into());
        }
        Ok(bytes.into())
    }
}

fn general(message: &str) -> ParquetError {
    ParquetError::General(message.to_owned())
}

impl Length for Chunks {
    fn len(&self) -> u64 {
        self.end
    }
}

impl ChunkReader for Chunks {
    type T = Cursor<Bytes>;

    /// The header of the page that begins at `start`.
    fn get_read(&self, start: u64) -> Result<Self::T> {
        let header = self.part(start, self.end.saturating_sub(start).min(LONGEST_HEADER))?;
        let page = thrift::walk(&header).ok_or_else(|| general("a page has no sound header"))?;
        let size = |field| page.number(field).and_then(|size| u64::try_from(size).ok());
        let (Some(unpacked), Some(packed)) = (size(2), size(3)) else {
            return Err(general("a page does not say how large it is"));
        };
        let limit = self.limits.document_bytes;
        if unpacked > limit && unpacked / packed.max(1) > self.limits.ratio {
            let ratio = self.limits.ratio;
            let message = format!("a page unpacks to more than {ratio} times its size, as a decompression bomb does");
            return Err(ParquetError::General(message));
        }
        if unpacked > limit.saturating_mul(PAGE) {
            let size = crate::limits::size(limit.saturating_mul(PAGE));
            return Err(ParquetError::General(format!("a page is over the limit of {size}")));
        }
        Ok(Cursor::new(header))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        self.part(start, length as u64)
    }
}

/// Pages whose counts are not taken at their word.
pub(super) struct Pages<R> {
    pub inner: R,
    pub has_definition_levels: bool,
}

impl<R: PageReader> PageReader for Pages<R> {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        let page = self.inner.get_next_page()?;
        let (buffer, count, encoding) = match &page {
            None => return Ok(None),
            Some(Page::DictionaryPage { buf, num_values, .. }) => {
                // An entry takes a byte at least; the decoder takes memory for as many as there are said to be.
                if *num_values as usize > buf.len() {
                    return Err(general("a dictionary is said to hold more than its bytes can"));
                }
                return Ok(page);
            }
            Some(Page::DataPage { buf, num_values, encoding, .. }) => {
                let levels = match (self.has_definition_levels, buf.first_chunk::<4>()) {
                    (true, Some(length)) => (u32::from_le_bytes(*length) as usize).saturating_add(4),
                    (true, None) => buf.len(),
                    (false, _) => 0,
                };
                (buf.get(levels..).unwrap_or_default(), *num_values, *encoding)
            }
            Some(Page::DataPageV2 { buf, num_values, encoding, def_levels_byte_len, rep_levels_byte_len, .. }) => {
                let levels = (*def_levels_byte_len as usize).saturating_add(*rep_levels_byte_len as usize);
                (buf.get(levels..).unwrap_or_default(), *num_values, *encoding)
            }
        };
        let lists = match encoding {
            Encoding::DELTA_LENGTH_BYTE_ARRAY => 1,
            Encoding::DELTA_BYTE_ARRAY => 2,
            _ => 0,
        };
        let mut rest = buffer;
        for _ in 0..lists {
            let sound = deltas(rest).filter(|(found, _)| *found <= u64::from(count));
            let (_, end) = sound.ok_or_else(|| general("a page is said to hold more than its bytes can"))?;
            rest = rest.get(end..).unwrap_or_default();
        }
        Ok(page)
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        Err(general("pages are read one after the other"))
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.get_next_page().map(|_| ())
    }

    fn at_record_boundary(&mut self) -> Result<bool> {
        Ok(true)
    }
}

impl<R: PageReader> Iterator for Pages<R> {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

/// How many numbers a list of differences holds, and where it ends.
fn deltas(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut at = 0;
    let mut number = || {
        let (value, length) = thrift::varint(bytes.get(at..)?)?;
        at += length;
        Some(value)
    };
    let (block, parts, count) = (number()?, number()?, number()?);
    number()?;
    let parts = usize::try_from(parts).ok().filter(|parts| (1..=bytes.len()).contains(parts))?;
    let part = block / parts as u64;
    let mut left = count.saturating_sub(1);
    while left > 0 {
        let (_, length) = thrift::varint(bytes.get(at..)?)?;
        at += length;
        let widths = bytes.get(at..at.checked_add(parts)?)?;
        at += parts;
        for width in widths {
            if left == 0 {
                break;
            }
            let size = u64::from(*width).checked_mul(part)? / 8;
            at = at.checked_add(usize::try_from(size).ok()?)?;
            left = left.saturating_sub(part.max(1));
        }
        if part == 0 {
            return None;
        }
    }
    // The last part may be cut short.
    Some((count, at.min(bytes.len())))
}
