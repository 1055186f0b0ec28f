//! tar archives, as a stream: each member is split again by its own name.
//!
//! A member's name is a name to tell it by and nothing else; links and devices are passed over. Only one archive deep.

use crate::compress::{Peeked, Plain};
use crate::error::ReadErrorKind;
use crate::raw::Raw;
use crate::split::{Context, Split};
use crate::{ReadError, sniff};
use std::io::{self, BufRead, BufReader, Read};
use std::sync::{Arc, Mutex, PoisonError};

const BLOCK: usize = 512;
/// The longest name that is taken from a header of its own.
const LONGEST_NAME: u64 = 64 << 10;
/// The most of a pax header.
const LONGEST_PAX: u64 = 1 << 20;
/// A name is shown up to here.
const SHOWN: usize = 200;

/// Whether an input called `name` that begins with `head` is a tar archive.
pub(crate) fn begins(name: &str, head: &[u8]) -> bool {
    let Some(block) = head.get(..BLOCK) else { return false };
    let named = sniff::without_packing(name).ends_with(".tar") || name.to_ascii_lowercase().ends_with(".tgz");
    (block[257..].starts_with(b"ustar") || named) && (is_sound(block) || named && block.iter().all(|b| *b == 0))
}

/// The members of an archive.
pub(crate) struct Tar {
    context: Context,
    inside: Arc<Mutex<Inside>>,
    member: Option<Split>,
    members: u64,
    found: bool,
    done: bool,
}

/// The archive's bytes, and how much of the present member is left.
struct Inside {
    source: Peeked,
    left: u64,
    padding: u64,
    at: u64,
    /// Whether a read has failed, which is said once.
    failed: bool,
}

/// What a header says.
struct Header {
    kind: u8,
    size: u64,
    name: Vec<u8>,
}

impl Tar {
    pub fn new(context: &Context, source: Peeked) -> Tar {
        let inside = Inside { source, left: 0, padding: 0, at: 0, failed: false };
        Tar {
            context: context.clone(),
            inside: Arc::new(Mutex::new(inside)),
            member: None,
            members: 0,
            found: false,
            done: false,
        }
    }

    /// Goes to the next member that is to be read; `None` at the end.
    fn advance(&mut self) -> Result<Option<Split>, ReadError> {
        let limits = self.context.limits();
        let name = self.context.name.clone();
        let inside = Arc::clone(&self.inside);
        let mut inside = inside.lock().unwrap_or_else(PoisonError::into_inner);
        let failed_before = inside.failed;
        let mut long_name: Option<Vec<u8>> = None;
        let mut long_size: Option<u64> = None;
        loop {
            let header = match inside.next_header() {
                Ok(header) => header,
                Err(_) if failed_before => {
                    // The member in which it failed has said so.
                    self.done = true;
                    return Ok(None);
                }
                Err(error) => {
                    self.done = error.kind() != io::ErrorKind::InvalidData;
                    let advice = "check that it is complete, or pack it again";
                    let reason = format!("cannot be read to its end ({error})");
                    return Err(ReadError::new(ReadErrorKind::Archive, &name, reason, advice));
                }
            };
            let Some(Header { kind, size, name: short }) = header else {
                self.done = true;
                return Ok(None);
            };
            self.members += 1;
            if self.members > limits.members {
                self.done = true;
                let reason = format!("holds more than {} members", limits.members);
                return Err(ReadError::new(ReadErrorKind::TooLarge, &name, reason, "split it"));
            }
            let io = |error: io::Error| ReadError::io(&name, &error);
            match kind {
                b'L' => long_name = Some(inside.take(LONGEST_NAME).map_err(io)?),
                b'x' => {
                    let pax = inside.take(LONGEST_PAX).map_err(io)?;
                    for (key, value) in pax_fields(&pax) {
                        match key {
                            b"path" => long_name = Some(value.to_vec()),
                            b"size" => long_size = std::str::from_utf8(value).ok().and_then(|v| v.parse().ok()),
                            _ => {}
                        }
                    }
                }
                b'K' | b'g' => {}
                b'0' | 0 | b'7' => {
                    if let Some(size) = long_size.take() {
                        inside.set_size(size);
                    }
                    let member = shown(&long_name.take().unwrap_or(short));
                    if member.ends_with('/') {
                        // How the oldest archives write a folder.
                        continue;
                    }
                    if !sniff::is_for_reading(&member) {
                        self.context.passed_over.add("members of other formats");
                        continue;
                    }
                    self.found = true;
                    let context = self.context.member(format!("{name}#{member}"));
                    drop(inside);
                    let source = BufReader::with_capacity(16 << 10, Member(Arc::clone(&self.inside)));
                    return Ok(Some(Split::of_member(context, Box::new(Plain(source)))));
                }
                b'5' => (long_name, long_size) = (None, None),
                _ => {
                    (long_name, long_size) = (None, None);
                    self.context.passed_over.add(if kind == b'S' { "sparse members" } else { "links and devices" });
                    // These have no content of their own, whatever their size says.
                    if matches!(kind, b'1'..=b'6') && size > 0 {
                        inside.set_size(0);
                    }
                }
            }
        }
    }
}

impl Iterator for Tar {
    type Item = Result<Raw, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(member) = &mut self.member {
                if let Some(record) = member.next() {
                    return Some(record);
                }
                self.member = None;
            }
            if self.done {
                return None;
            }
            match self.advance() {
                Ok(Some(member)) => self.member = Some(member),
                Ok(None) if !self.found => {
                    self.found = true;
                    let name = self.context.name.as_str();
                    let advice = format!("give an archive with files ending in {}", sniff::endings());
                    let reason = "the archive holds no file to read";
                    return Some(Err(ReadError::new(ReadErrorKind::Empty, name, reason, advice)));
                }
                Ok(None) => return None,
                Err(error) => {
                    self.found = true;
                    return Some(Err(error));
                }
            }
        }
    }
}

impl Inside {
    /// Passes over what is left of the present member and reads the next header; `None` at the end. An error of the
    /// kind `InvalidData` is damage behind which a sound header has been found.
    fn next_header(&mut self) -> io::Result<Option<Header>> {
        let rest = self.left.saturating_add(self.padding);
        (self.left, self.padding) = (0, 0);
        let skipped = io::copy(&mut (&mut self.source).take(rest), &mut io::sink())?;
        self.at += skipped;
        if skipped < rest {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "it breaks off inside a member"));
        }
        let start = self.at;
        let mut damaged = false;
        loop {
            let mut block = Vec::with_capacity(BLOCK);
            (&mut self.source).take(BLOCK as u64).read_to_end(&mut block)?;
            self.at += block.len() as u64;
            if block.len() < BLOCK {
                return match (block.is_empty(), damaged) {
                    (true, false) => Ok(None),
                    (_, true) => Err(io::Error::other(format!("it is damaged from byte {start} on"))),
                    (false, false) => Err(io::Error::new(io::ErrorKind::UnexpectedEof, "it breaks off in a header")),
                };
            }
            if block.iter().all(|b| *b == 0) {
                // Two of these end an archive; archives that were joined go on behind them.
                continue;
            }
            if !is_sound(&block) {
                damaged = true;
                continue;
            }
            if damaged {
                self.source.put_back(block);
                self.at -= BLOCK as u64;
                let message = format!("it is damaged between the bytes {start} and {}", self.at);
                return Err(io::Error::new(io::ErrorKind::InvalidData, message));
            }
            let header = tar::Header::from_byte_slice(&block);
            let size = header.entry_size()?;
            // The map of a sparse member goes on in blocks of its own.
            let mut has_more = header.as_gnu().is_some_and(tar::GnuHeader::is_extended);
            while has_more && header.entry_type().is_gnu_sparse() {
                let mut more = [0; BLOCK];
                self.source.read_exact(&mut more)?;
                self.at += BLOCK as u64;
                has_more = more[504] == 1;
            }
            self.set_size(size);
            let name = header.path_bytes().into_owned();
            return Ok(Some(Header { kind: header.entry_type().as_byte(), size, name }));
        }
    }

    fn set_size(&mut self, size: u64) {
        self.left = size;
        self.padding = (BLOCK as u64 - size % BLOCK as u64) % BLOCK as u64;
    }

    /// The content of a member that tells about the next one, if it is no longer than that.
    fn take(&mut self, limit: u64) -> io::Result<Vec<u8>> {
        let mut content = Vec::new();
        let wanted = self.left.min(limit);
        (&mut self.source).take(wanted).read_to_end(&mut content)?;
        self.left -= content.len() as u64;
        self.at += content.len() as u64;
        Ok(content)
    }
}

/// The bytes of the present member.
struct Member(Arc<Mutex<Inside>>);

impl Read for Member {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut inside = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let wanted = usize::try_from(inside.left).unwrap_or(usize::MAX).min(into.len());
        if wanted == 0 {
            return Ok(0);
        }
        match inside.source.fill_buf() {
            Ok([]) => {
                inside.failed = true;
                Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the archive breaks off"))
            }
            Ok(buffer) => {
                let read = buffer.len().min(wanted);
                into[..read].copy_from_slice(&buffer[..read]);
                inside.source.consume(read);
                inside.left -= read as u64;
                inside.at += read as u64;
                Ok(read)
            }
            Err(error) => {
                inside.failed = true;
                Err(error)
            }
        }
    }
}

/// Whether the block's checksum is that of a header.
fn is_sound(block: &[u8]) -> bool {
    let header = tar::Header::from_byte_slice(block);
    let sum = block.iter().enumerate().map(|(at, byte)| u32::from(if (148..156).contains(&at) { b' ' } else { *byte }));
    header.cksum().is_ok_and(|given| given == sum.sum::<u32>())
}

/// The fields of a pax header, "LENGTH KEY=VALUE\n" each, as far as they are whole.
fn pax_fields(mut content: &[u8]) -> Vec<(&[u8], &[u8])> {
    let mut fields = Vec::new();
    while let Some(space) = content.iter().position(|b| *b == b' ') {
        let length = std::str::from_utf8(&content[..space]).ok().and_then(|digits| digits.parse::<usize>().ok());
        let Some(line) = length.and_then(|length| content.get(space + 1..length)) else { break };
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        if let Some(equals) = line.iter().position(|b| *b == b'=') {
            fields.push((&line[..equals], &line[equals + 1..]));
        }
        content = &content[length.unwrap_or(content.len())..];
    }
    fields
}

/// A name as it is shown: without control characters, and not without end.
fn shown(name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name);
    let name = name.trim_end_matches('\0');
    let name = name.strip_prefix("./").unwrap_or(name);
    let whole: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match whole.char_indices().rev().nth(SHOWN) {
        // The ending tells the format.
        Some((at, _)) => format!("…{}", &whole[at..]),
        None => whole,
    }
}
