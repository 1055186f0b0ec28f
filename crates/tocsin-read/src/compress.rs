//! Decompression by magic bytes, with an eye on bombs.

use crate::Limits;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::io::{self, BufRead, Read};

/// A foreign input, unpacked, that may be able to go on behind damage.
pub(crate) trait Unpacked: BufRead + Send {
    /// Leaves the compressed member that is being read and goes to the beginning of the next one; false where there is
    /// none, or where the input is not made of members.
    fn next_member(&mut self) -> io::Result<bool>;
}

/// Any foreign input.
pub(crate) type Source = Box<dyn Unpacked>;

/// An input that is not compressed.
pub(crate) struct Plain<R>(pub R);

impl<R: Read> Read for Plain<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into)
    }
}

impl<R: BufRead> BufRead for Plain<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.fill_buf()
    }
    fn consume(&mut self, amount: usize) {
        self.0.consume(amount);
    }
}

impl<R: BufRead + Send> Unpacked for Plain<R> {
    fn next_member(&mut self) -> io::Result<bool> {
        Ok(false)
    }
}

const HEAD: usize = 8 << 10;

/// An input of which some bytes have been looked at, or put back.
pub(crate) struct Peeked {
    head: Vec<u8>,
    at: usize,
    rest: Source,
    /// What went wrong behind the head. A decompressor says that once and then looks as if it had ended.
    failed: Option<io::Error>,
}

impl Peeked {
    /// Reads up to 8 KiB, to be looked at by [`Peeked::head`].
    pub fn new(rest: Source) -> io::Result<Peeked> {
        let mut peeked = Peeked { head: Vec::new(), at: 0, rest, failed: None };
        peeked.look(HEAD);
        // What came before a failure is still worth looking at.
        match peeked.failed.take_if(|_| peeked.head.is_empty()) {
            Some(error) => Err(error),
            None => Ok(peeked),
        }
    }

    /// What has been looked at and not yet been taken.
    pub fn head(&self) -> &[u8] {
        &self.head[self.at..]
    }

    /// The next bytes, `length` of them unless the input ends or fails before; they are not taken.
    pub fn look(&mut self, length: usize) -> &[u8] {
        // What has been taken does not pile up; moving the rest is cheap where most of it has been.
        if self.at >= (self.head.len() / 2).max(1) {
            self.head.drain(..self.at);
            self.at = 0;
        }
        let missing = length.saturating_sub(self.head().len());
        if missing > 0 && self.failed.is_none() {
            self.failed = (&mut self.rest).take(missing as u64).read_to_end(&mut self.head).err();
        }
        let end = self.head.len().min(self.at + length);
        &self.head[self.at..end]
    }

    /// Puts bytes back, to be read again.
    pub fn put_back(&mut self, mut bytes: Vec<u8>) {
        // Mostly they were taken from here; moving all that follows each time would cost too much.
        if let Some(start) = self.at.checked_sub(bytes.len()) {
            self.head[start..self.at].copy_from_slice(&bytes);
            self.at = start;
            return;
        }
        bytes.extend_from_slice(self.head());
        self.head = bytes;
        self.at = 0;
    }
}

/// Reads what is buffered.
fn read_buffered(source: &mut impl BufRead, into: &mut [u8]) -> io::Result<usize> {
    let buffer = source.fill_buf()?;
    let length = buffer.len().min(into.len());
    into[..length].copy_from_slice(&buffer[..length]);
    source.consume(length);
    Ok(length)
}

impl Read for Peeked {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        read_buffered(self, into)
    }
}

impl BufRead for Peeked {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.head.len() {
            return Ok(&self.head[self.at..]);
        }
        match self.failed.take() {
            Some(error) => Err(error),
            None => self.rest.fill_buf(),
        }
    }
    fn consume(&mut self, amount: usize) {
        if self.at == self.head.len() {
            self.rest.consume(amount);
        } else {
            self.at += amount;
        }
    }
}

impl Unpacked for Peeked {
    fn next_member(&mut self) -> io::Result<bool> {
        self.at = self.head.len();
        self.failed = None;
        self.rest.next_member()
    }
}

/// Decompresses gzip (any number of members) and zstd (any number of frames); gives anything else as it is.
pub(crate) fn decompress(reader: Source, limits: Limits) -> io::Result<Peeked> {
    let reader = Peeked::new(reader)?;
    let packed = Counted { inner: reader, count: 0 };
    let source: Source = if packed.inner.head().starts_with(&GZIP[..2]) {
        let gzip = Gzip { state: Member::Open(Box::new(flate2::bufread::GzDecoder::new(packed))) };
        Box::new(Unpacking::new(gzip, limits))
    } else if is_zstd(packed.inner.head()) {
        let zstd = Zstd { packed, decoder: FrameDecoder::new(), open: false };
        Box::new(Unpacking::new(zstd, limits))
    } else {
        return Ok(packed.inner);
    };
    Peeked::new(source)
}

/// Undoes one layer of compression of bytes that are held already.
pub(crate) fn decompress_bytes(bytes: Vec<u8>, limits: Limits) -> io::Result<Peeked> {
    decompress(Box::new(Plain(io::Cursor::new(bytes))), limits)
}

/// The beginning of a gzip member: its magic bytes and the only method there is.
const GZIP: [u8; 3] = [0x1f, 0x8b, 8];

/// A frame, or one that is to be skipped, which may stand first.
fn is_zstd(head: &[u8]) -> bool {
    head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd])
        || matches!(head, [first, 0x2a, 0x4d, 0x18, ..] if (0x50..=0x5f).contains(first))
}

/// Counts the compressed bytes that were taken.
struct Counted {
    inner: Peeked,
    count: u64,
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.count += read as u64;
        Ok(read)
    }
}

impl BufRead for Counted {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }
    fn consume(&mut self, amount: usize) {
        self.count += amount as u64;
        self.inner.consume(amount);
    }
}

/// A decompressor.
trait Unpack: Send {
    fn unpack(&mut self, into: &mut [u8]) -> io::Result<usize>;
    /// How many compressed bytes it has taken.
    fn packed(&self) -> u64;
    fn next_member(&mut self) -> io::Result<bool>;
}

/// The members of a gzip file, one after the other.
struct Gzip {
    state: Member,
}

enum Member {
    Open(Box<flate2::bufread::GzDecoder<Counted>>),
    Ended(Counted),
    /// Only while the state changes.
    Moving,
}

impl Unpack for Gzip {
    fn unpack(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(&mut self.state, Member::Moving) {
                Member::Open(mut decoder) => {
                    let read = decoder.read(into);
                    self.state = match read {
                        Ok(0) if !into.is_empty() => Member::Ended(decoder.into_inner()),
                        _ => Member::Open(decoder),
                    };
                    if !matches!(self.state, Member::Ended(_)) {
                        return read;
                    }
                }
                Member::Ended(mut packed) => {
                    // Tape and transfer tools pad files with zeros.
                    let follows = skip_zeros(&mut packed);
                    let is_member = matches!(follows, Ok(Some(0x1f)));
                    self.state = if is_member {
                        Member::Open(Box::new(flate2::bufread::GzDecoder::new(packed)))
                    } else {
                        Member::Ended(packed)
                    };
                    match follows? {
                        None => return Ok(0),
                        Some(_) if !is_member => {
                            let message = "what follows the compressed part is not gzip";
                            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
                        }
                        Some(_) => {}
                    }
                }
                Member::Moving => return Ok(0),
            }
        }
    }

    fn packed(&self) -> u64 {
        match &self.state {
            Member::Open(decoder) => decoder.get_ref().count,
            Member::Ended(packed) => packed.count,
            Member::Moving => 0,
        }
    }

    fn next_member(&mut self) -> io::Result<bool> {
        let mut packed = match std::mem::replace(&mut self.state, Member::Moving) {
            Member::Open(decoder) => decoder.into_inner(),
            Member::Ended(packed) => packed,
            Member::Moving => return Ok(false),
        };
        let found = find_member(&mut packed);
        self.state = if matches!(found, Ok(true)) {
            Member::Open(Box::new(flate2::bufread::GzDecoder::new(packed)))
        } else {
            Member::Ended(packed)
        };
        found
    }
}

/// Passes over zeros, and gives the byte that follows them.
fn skip_zeros(source: &mut impl BufRead) -> io::Result<Option<u8>> {
    loop {
        let buffer = source.fill_buf()?;
        let Some(&first) = buffer.first() else { return Ok(None) };
        if first != 0 {
            return Ok(Some(first));
        }
        let zeros = buffer.iter().take_while(|b| **b == 0).count();
        source.consume(zeros);
    }
}

/// Passes over everything before what looks like the beginning of a member; false at the end.
fn find_member(packed: &mut Counted) -> io::Result<bool> {
    let mut matched = 0;
    loop {
        let buffer = packed.fill_buf()?;
        if buffer.is_empty() {
            return Ok(false);
        }
        let mut taken = 0;
        let mut flags = None;
        for &byte in buffer {
            taken += 1;
            // The three upper flags are reserved, and zero.
            if matched == GZIP.len() && byte & 0xe0 == 0 {
                flags = Some(byte);
                break;
            }
            matched = match GZIP.get(matched) {
                Some(&wanted) if wanted == byte => matched + 1,
                _ => usize::from(byte == GZIP[0]),
            };
        }
        packed.consume(taken);
        if let Some(flags) = flags {
            packed.count -= 4;
            packed.inner.put_back(vec![GZIP[0], GZIP[1], GZIP[2], flags]);
            return Ok(true);
        }
    }
}

/// The frames of a zstd file, one after the other. The decoder refuses windows of more than 128 MiB.
struct Zstd {
    packed: Counted,
    decoder: FrameDecoder,
    open: bool,
}

impl Unpack for Zstd {
    fn unpack(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let damaged = |error: String| io::Error::new(io::ErrorKind::InvalidData, error);
        while !into.is_empty() {
            if !self.open {
                if skip_zeros(&mut self.packed)?.is_none() {
                    return Ok(0);
                }
                match self.decoder.init(&mut self.packed) {
                    Ok(()) => self.open = true,
                    Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                        length, ..
                    })) => {
                        io::copy(&mut (&mut self.packed).take(length.into()), &mut io::sink())?;
                        continue;
                    }
                    Err(error) => return Err(damaged(error.to_string())),
                }
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let decoded = self.decoder.decode_blocks(&mut self.packed, BlockDecodingStrategy::UptoBlocks(1));
                decoded.map_err(|error| damaged(error.to_string()))?;
            }
            let read = self.decoder.read(into)?;
            if read > 0 {
                return Ok(read);
            }
            self.open = false;
            let (given, counted) = (self.decoder.get_checksum_from_data(), self.decoder.get_calculated_checksum());
            if given.is_some() && given != counted {
                return Err(damaged("a checksum is wrong".to_owned()));
            }
        }
        Ok(0)
    }

    fn packed(&self) -> u64 {
        self.packed.count
    }

    fn next_member(&mut self) -> io::Result<bool> {
        Ok(false)
    }
}

/// A decompressor with a buffer, and with a stop where it grows out of all proportion.
struct Unpacking<U> {
    inner: U,
    buffer: Box<[u8]>,
    at: usize,
    end: usize,
    limits: Limits,
    unpacked: u64,
    /// Compressed and decompressed bytes when the present stretch began.
    mark: (u64, u64),
}

impl<U: Unpack> Unpacking<U> {
    fn new(inner: U, limits: Limits) -> Self {
        let buffer = vec![0; 64 << 10].into_boxed_slice();
        Unpacking { inner, buffer, at: 0, end: 0, limits, unpacked: 0, mark: (0, 0) }
    }

    /// Looks at each stretch of `document_bytes` by itself, so that a bomb cannot hide behind much honest data.
    fn weigh(&mut self, read: u64) -> io::Result<()> {
        self.unpacked += read;
        if self.unpacked > self.limits.unpacked_bytes {
            let size = crate::limits::size(self.limits.unpacked_bytes);
            return Err(io::Error::other(format!("it unpacks to more than {size}")));
        }
        let unpacked = self.unpacked - self.mark.1;
        if unpacked > self.limits.document_bytes {
            let packed = self.inner.packed().saturating_sub(self.mark.0).max(1);
            if unpacked / packed > self.limits.ratio {
                return Err(io::Error::other(format!(
                    "it unpacks to more than {} times its size, as a decompression bomb does",
                    self.limits.ratio
                )));
            }
            self.mark = (self.inner.packed(), self.unpacked);
        }
        Ok(())
    }
}

impl<U: Unpack> Read for Unpacking<U> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        read_buffered(self, into)
    }
}

impl<U: Unpack> BufRead for Unpacking<U> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.end {
            self.at = 0;
            self.end = 0;
            let read = self.inner.unpack(&mut self.buffer)?;
            self.weigh(read as u64)?;
            self.end = read;
        }
        Ok(&self.buffer[self.at..self.end])
    }
    fn consume(&mut self, amount: usize) {
        self.at += amount;
    }
}

impl<U: Unpack> Unpacked for Unpacking<U> {
    fn next_member(&mut self) -> io::Result<bool> {
        self.at = self.end;
        let found = self.inner.next_member()?;
        self.mark = (self.inner.packed(), self.unpacked);
        Ok(found)
    }
}
