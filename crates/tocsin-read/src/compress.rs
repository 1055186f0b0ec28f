//! Decompression by magic bytes, with an eye on bombs.

use crate::Limits;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A foreign input, decompressed, of which the first bytes can be looked at.
pub(crate) type Source = Box<dyn BufRead + Send>;

const HEAD: u64 = 8 << 10;

/// Reads up to 8 KiB and gives them, with a reader that still begins at the start.
pub(crate) fn peek(mut reader: Source) -> io::Result<(Vec<u8>, Source)> {
    let mut head = Vec::new();
    // What came before a failure is still worth looking at; the failure comes again on the next read.
    if let Err(error) = (&mut reader).take(HEAD).read_to_end(&mut head)
        && head.is_empty()
    {
        return Err(error);
    }
    let source: Source = Box::new(Cursor::new(head.clone()).chain(reader));
    Ok((head, source))
}

/// Decompresses gzip (any number of members) and zstd; gives anything else as it is.
pub(crate) fn decompress(reader: Source, limits: Limits) -> io::Result<Source> {
    let (head, reader) = peek(reader)?;
    let packed = Arc::new(AtomicU64::new(0));
    let counted = Counted { inner: reader, count: Arc::clone(&packed) };
    let unpacked: Box<dyn Read + Send> = if head.starts_with(&[0x1f, 0x8b]) {
        Box::new(flate2::bufread::MultiGzDecoder::new(counted))
    } else if head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        let decoder = ruzstd::decoding::StreamingDecoder::new(counted)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.to_string()))?;
        Box::new(decoder)
    } else {
        return Ok(counted.inner);
    };
    Ok(Box::new(BufReader::with_capacity(
        64 << 10,
        Guarded { inner: unpacked, packed, unpacked: 0, limits, padding: false },
    )))
}

/// Counts the compressed bytes that were taken.
struct Counted {
    inner: Source,
    count: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl BufRead for Counted {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }
    fn consume(&mut self, amount: usize) {
        self.count.fetch_add(amount as u64, Ordering::Relaxed);
        self.inner.consume(amount);
    }
}

/// Stops an archive that grows out of all proportion.
struct Guarded {
    inner: Box<dyn Read + Send>,
    packed: Arc<AtomicU64>,
    unpacked: u64,
    limits: Limits,
    padding: bool,
}

impl Read for Guarded {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.padding {
            return Ok(0);
        }
        let read = match self.inner.read(into) {
            // Tape and transfer tools pad archives; gzip itself ignores what follows the last member.
            Err(error) if error.kind() == io::ErrorKind::InvalidInput && self.unpacked > 0 => {
                self.padding = true;
                return Ok(0);
            }
            other => other?,
        };
        self.unpacked += read as u64;
        let packed = self.packed.load(Ordering::Relaxed).max(1);
        if self.unpacked > self.limits.document_bytes && self.unpacked / packed > self.limits.ratio {
            return Err(io::Error::other(format!(
                "it unpacks to more than {} times its size, as a decompression bomb does",
                self.limits.ratio
            )));
        }
        Ok(read)
    }
}
