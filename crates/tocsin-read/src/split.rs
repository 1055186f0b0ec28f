//! Cuts an input into records, in order and without reading more of them than is asked for.

use crate::compress::{Peeked, Plain, Source, decompress};
use crate::error::ReadErrorKind;
use crate::lines::Lines;
use crate::raw::{Body, Raw};
use crate::sniff::{self, Format, sniff};
use crate::tally::{PassedOver, Tally};
use crate::{FieldMap, Limits, ReadError, archive, columns, decode, feed, jsonl, table, warc};
use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::sync::Arc;

/// How an input is to be cut.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How much is taken.
    pub limits: Limits,
    /// Which fields and columns hold what; those of the contract where it says nothing.
    pub map: Arc<FieldMap>,
}

impl From<Limits> for Options {
    fn from(limits: Limits) -> Self {
        Options { limits, ..Options::default() }
    }
}

/// Splits the input called `name` (a path, an address, or `-`) into records, each to be read by [`Raw::read`].
///
/// gzip and zstd are undone by their magic bytes; the format is found by the beginning and the name's ending. JSONL,
/// tables and archives are cut as they stream, feeds into entries, a JSON list into its members; anything else is one
/// record. What is bad in one record is an error of its own, and the others still come.
///
/// A Parquet file needs [`split_file`] unless it is small: its table of contents stands at its end.
pub fn split(name: &str, reader: impl BufRead + Send + 'static, options: impl Into<Options>) -> Split {
    let context = Context::new(name, options.into());
    Split { state: State::New(Box::new(Plain(reader))), context }
}

/// Like [`split`], for an input in which one can go back and forth: a Parquet file of any size is read by its row groups
/// and columns, without being held. A file that turns out to be a pipe is read as [`split`] does.
pub fn split_file(name: &str, reader: impl Read + Seek + Send + 'static, options: impl Into<Options>) -> Split {
    let context = Context::new(name, options.into());
    Split { state: State::File(Box::new(reader)), context }
}

/// The records of one input; made by [`split`] and [`split_file`].
pub struct Split {
    context: Context,
    state: State,
}

/// What the splitters of all formats need.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    pub name: String,
    pub options: Options,
    /// Whether it comes from inside an archive.
    pub is_member: bool,
    pub passed_over: Tally,
}

impl Context {
    fn new(name: &str, options: Options) -> Context {
        Context { name: name.to_owned(), options, is_member: false, passed_over: Tally::default() }
    }

    pub fn limits(&self) -> Limits {
        self.options.limits
    }

    /// A member of the archive.
    pub fn member(&self, name: String) -> Context {
        Context { name, is_member: true, ..self.clone() }
    }

    pub fn raw(&self, body: Body, warnings: Vec<String>) -> Raw {
        Raw { input: self.name.clone(), place: self.name.clone(), body, limits: self.limits(), warnings }
    }
}

/// An input in which one can go back and forth.
pub(crate) trait ReadSeek: Read + Seek + Send {}
impl<R: Read + Seek + Send> ReadSeek for R {}

/// The records of an input whose format is known.
pub(crate) type Records = Box<dyn Iterator<Item = Result<Raw, ReadError>> + Send>;

enum State {
    New(Source),
    File(Box<dyn ReadSeek>),
    Open(Records),
    Done,
}

impl std::fmt::Debug for Split {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Split").field("name", &self.context.name).finish_non_exhaustive()
    }
}

impl Iterator for Split {
    type Item = Result<Raw, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        let opened = match std::mem::replace(&mut self.state, State::Done) {
            State::New(source) => open(&self.context, source),
            State::File(file) => open_file(&self.context, file),
            State::Open(records) => Ok(records),
            State::Done => return None,
        };
        match opened {
            Ok(mut records) => {
                let next = records.next();
                if next.is_some() {
                    self.state = State::Open(records);
                }
                next
            }
            Err(error) => Some(Err(error)),
        }
    }
}

impl Split {
    /// A member of an archive, as its bytes come.
    pub(crate) fn of_member(context: Context, source: Source) -> Split {
        Split { context, state: State::New(source) }
    }

    /// What the archive holds besides documents and has been passed over so far.
    pub fn passed_over(&self) -> PassedOver {
        self.context.passed_over.so_far()
    }
}

fn open_file(context: &Context, mut file: Box<dyn ReadSeek>) -> Result<Records, ReadError> {
    let io = |error: io::Error| ReadError::io(&context.name, &error);
    let mut head = Vec::new();
    (&mut file).take(sniff::PARQUET.len() as u64).read_to_end(&mut head).map_err(io)?;
    if head == sniff::PARQUET
        && let Ok(end) = file.seek(SeekFrom::End(0))
    {
        return columns::of_file(context, file, end);
    }
    // A pipe does not go back.
    open(context, Box::new(Plain(Cursor::new(head).chain(BufReader::with_capacity(64 << 10, file)))))
}

/// Finds out what the input is.
fn open(context: &Context, source: Source) -> Result<Records, ReadError> {
    let (name, limits) = (context.name.as_str(), context.limits());
    let io = |error: io::Error| ReadError::io(name, &error);
    let source = decompress(source, limits).map_err(io)?;
    let head = source.head();
    if head.starts_with(sniff::PARQUET) {
        return parquet_from_stream(context, source);
    }
    if archive::begins(name, head) {
        if context.is_member {
            let advice = "unpack it, and give what it holds";
            return Err(ReadError::new(ReadErrorKind::Archive, name, "is an archive inside an archive", advice));
        }
        return Ok(Box::new(archive::Tar::new(context, source)));
    }
    if warc::begins(head) {
        return Ok(Box::new(warc::Warc::new(context, source)));
    }
    if let Some(what) = sniff::binary(head) {
        let advice = "give it as text, HTML, JSONL, a table, an archive or a feed";
        return Err(ReadError::new(ReadErrorKind::Binary, name, format!("is {what}, not text"), advice));
    }
    let utf16 = decode::utf16(head);
    let source = match utf16 {
        // Lines and rows are found in UTF-8; single documents are decoded whole, later.
        Some(encoding) if sniff::ends_like_lines(name) => {
            let source = Plain(BufReader::with_capacity(64 << 10, decode::Transcoded::new(source, encoding)));
            Peeked::new(Box::new(source)).map_err(io)?
        }
        _ => source,
    };
    match sniff(name, source.head()) {
        Format::Jsonl => Ok(Box::new(Lines::new(context, source))),
        Format::Csv => table::rows(context, source),
        format => whole(context, format, source),
    }
}

/// A document, or a file of several that has to be held whole.
fn whole(context: &Context, format: Format, source: Peeked) -> Result<Records, ReadError> {
    let limits = context.limits();
    let limit = if format == Format::Html { limits.html_bytes } else { limits.document_bytes };
    let mut warnings = Vec::new();
    let bytes = to_end(&context.name, source, limit, &mut warnings)?;
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    if start.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::empty(&context.name));
    }
    let body = match format {
        Format::Feed => {
            return Ok(Box::new(feed::entries(&context.name, &bytes, limits, &warnings).into_iter()));
        }
        Format::Json => {
            let map = &context.options.map;
            return Ok(Box::new(jsonl::members(&context.name, bytes, map, limits, &warnings).into_iter()));
        }
        Format::Html => Body::Html(bytes),
        Format::Markdown => Body::Text { bytes, markdown: true },
        Format::Text | Format::Jsonl | Format::Csv => Body::Text { bytes, markdown: false },
    };
    Ok(Box::new(VecDeque::from([Ok(context.raw(body, warnings))]).into_iter()))
}

/// Everything to the end, up to `limit`. Where reading fails half-way, what came before is worth having.
fn to_end(name: &str, source: Peeked, limit: u64, warnings: &mut Vec<String>) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    if let Err(error) = source.take(limit.saturating_add(1)).read_to_end(&mut bytes) {
        if bytes.is_empty() || error.kind() == io::ErrorKind::Other {
            return Err(ReadError::io(name, &error));
        }
        warnings.push(format!("cut-off: the input breaks off ({error}), what came before it is read"));
    }
    if bytes.len() as u64 > limit {
        return Err(ReadError::too_large(name, "it", limit));
    }
    Ok(bytes)
}

/// A Parquet file that comes as a stream has to be held.
fn parquet_from_stream(context: &Context, source: Peeked) -> Result<Records, ReadError> {
    let (name, limit) = (context.name.as_str(), context.limits().document_bytes);
    let mut bytes = Vec::new();
    let read = source.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|error| ReadError::io(name, &error))?;
    if bytes.len() as u64 > limit {
        let size = crate::limits::size(limit);
        let reason = format!("is a Parquet file over {size}, which cannot be read from a stream or an archive");
        return Err(ReadError::new(ReadErrorKind::TooLarge, name, reason, "give it as a file of its own, unpacked"));
    }
    let end = bytes.len() as u64;
    columns::of_file(context, Box::new(Cursor::new(bytes)), end)
}
