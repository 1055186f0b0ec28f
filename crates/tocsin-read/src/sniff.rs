//! What the bytes are, by their beginning and the name's ending.

use crate::decode;

/// What an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A web page.
    Html,
    /// Plain text.
    Text,
    /// Text with Markdown marks.
    Markdown,
    /// One JSON document a line.
    Jsonl,
    /// One JSON document, or a list of them.
    Json,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// A table: CSV, or with tabulators or semicolons.
    Csv,
}

/// Endings of the names of inputs that are taken from a folder or an archive; `.gz` and `.zst` may follow.
pub const ENDINGS: &[&str] = &[
    "html", "htm", "xhtml", "shtml", "txt", "text", "md", "markdown", "rss", "atom", "rdf", "xml", "json", "jsonl",
    "ndjson", "csv", "tsv", "parquet", "warc", "tar", "tgz",
];

/// Beginnings of the names of files that tell about their folder and are no articles.
const ABOUT: &[&str] = &["README", "LICENSE", "NOTICE", "CHANGELOG"];

/// How a Parquet file begins, and ends.
pub(crate) const PARQUET: &[u8] = b"PAR1";

/// Whether a file of this name, with or without folders before it, is taken from a folder or an archive: by its ending,
/// and unless it is hidden or tells about its folder.
pub fn is_for_reading(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or_default();
    if file.starts_with('.') || ABOUT.iter().any(|about| file.starts_with(about)) {
        return false;
    }
    without_packing(file).rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending))
}

/// The endings, as a message names them.
pub(crate) fn endings() -> String {
    ENDINGS.join(", ")
}

/// A name in lower case, without the endings of compressed files.
pub(crate) fn without_packing(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    name.trim_end_matches(".gz").trim_end_matches(".zst").to_owned()
}

/// Whether a file of this name holds a record a line or a row.
pub(crate) fn ends_like_lines(name: &str) -> bool {
    let name = without_packing(name);
    [".jsonl", ".ndjson", ".csv", ".tsv"].iter().any(|ending| name.ends_with(ending))
}

/// The character that parts the cells of a table: the one that the line of names has most of.
pub(crate) fn delimiter(name: &str, head: &[u8]) -> u8 {
    if without_packing(name).ends_with(".tsv") {
        return b'\t';
    }
    let line = head.split(|b| *b == b'\n').next().unwrap_or_default();
    let count = |wanted: u8| line.iter().filter(|b| **b == wanted).count();
    // Of equals, the last one wins.
    [b';', b'\t', b','].into_iter().max_by_key(|wanted| count(*wanted)).unwrap_or(b',')
}

/// Whether the first line names the fields of a document.
fn names_fields(head: &[u8]) -> bool {
    let line = head.split(|b| *b == b'\n').next().unwrap_or_default();
    let parts = delimiter("", head);
    let names = line.split(|b| *b == parts).map(|name| {
        let name = String::from_utf8_lossy(name);
        name.trim().trim_matches('"').to_ascii_lowercase()
    });
    let names: Vec<String> = names.collect();
    let known = names.iter().filter(|name| crate::fieldmap::FIELDS.contains(&name.as_str())).count();
    known >= 2 && names.iter().any(|name| name == "text" || name == "html")
}

/// Whether bytes without any name are a web page.
pub(crate) fn is_page(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(8 << 10)];
    binary(head).is_none() && sniff("", head) == Format::Html
}

/// Binary formats people hand in by mistake, by their first bytes: what they are called in an error.
const BINARY: &[(&[u8], &str)] = &[
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive or office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a WebP image or a sound"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x7fELF", "a program"),
    (b"\x04\x22\x4d\x18", "an lz4 archive"),
    (b"SQLite format 3", "a SQLite database"),
    (b"ID3", "a sound"),
];

/// The name of a binary format, when `head` begins one or holds NUL bytes outside UTF-16 text.
pub(crate) fn binary(head: &[u8]) -> Option<&'static str> {
    if let Some((_, name)) = BINARY.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Some(name);
    }
    if decode::utf16(head).is_some() {
        return None;
    }
    // A page with a stray NUL is still a page; what has many, or other control characters as well, is none.
    let zeros = head.iter().filter(|b| **b == 0).count();
    let controls = head.iter().filter(|b| matches!(b, 1..=8 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f)).count();
    (zeros > 0 && (zeros + controls) * 200 > head.len()).then_some("a binary file")
}

/// Finds the format of an input called `name` that begins with `head` (up to 8 KiB).
pub(crate) fn sniff(name: &str, head: &[u8]) -> Format {
    let name = without_packing(name);
    let ends = |endings: &[&str]| endings.iter().any(|e| name.ends_with(e));
    let text = String::from_utf8_lossy(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head));
    let start = text.trim_start();
    let lower = start.to_ascii_lowercase();
    if ends(&[".jsonl", ".ndjson"]) {
        return Format::Jsonl;
    }
    if ends(&[".csv", ".tsv"]) {
        return Format::Csv;
    }
    let named_html = ends(&[".html", ".htm", ".xhtml", ".shtml"]);
    match start.as_bytes().first() {
        Some(b'{' | b'[') if named_html => return Format::Html,
        Some(b'{') if lower.contains("jsonfeed.org/version") => return Format::Feed,
        Some(b'{') => {
            let line = start.lines().next().unwrap_or_default();
            let first_record_ends = start.len() > line.len() || head.len() < 8 << 10;
            return match serde_json::from_str::<serde::de::IgnoredAny>(line) {
                Ok(_) if !ends(&[".json"]) || start[line.len()..].trim_start().starts_with('{') => Format::Jsonl,
                Ok(_) => Format::Json,
                Err(error) if error.is_eof() && !ends(&[".json"]) && !first_record_ends => Format::Jsonl,
                Err(error) if error.is_eof() || ends(&[".json"]) => Format::Json,
                Err(_) if looks_like_json(start) => Format::Jsonl,
                Err(_) => Format::Text,
            };
        }
        Some(b'[') if ends(&[".json"]) || start[1..].trim_start().starts_with('{') => return Format::Json,
        Some(b'<') => {
            let feed = ["<rss", "<feed", "<rdf:rdf"].iter().filter_map(|t| lower.find(t)).min();
            let html = ["<html", "<!doctype html", "<body"].iter().filter_map(|t| lower.find(t)).min();
            return match (feed, html) {
                (Some(feed), Some(html)) if feed < html => Format::Feed,
                (Some(_), None) => Format::Feed,
                _ if ends(&[".md", ".markdown"]) && html.is_none() => Format::Markdown,
                _ if html.is_some() || named_html || opens_tag(start) => Format::Html,
                _ => Format::Text,
            };
        }
        _ => {}
    }
    if named_html || lower.contains("<!doctype html") || lower.contains("<html") {
        Format::Html
    } else if ends(&[".md", ".markdown"]) {
        Format::Markdown
    } else if names_fields(start.as_bytes()) {
        Format::Csv
    } else {
        Format::Text
    }
}

/// A brace and then a quoted key.
fn looks_like_json(start: &str) -> bool {
    start[1..].trim_start().starts_with(['"', '}'])
}

/// Whether the text opens with a tag of HTML or a comment.
fn opens_tag(start: &str) -> bool {
    const TAGS: &[&str] = &[
        "head",
        "title",
        "meta",
        "div",
        "p",
        "article",
        "section",
        "main",
        "h1",
        "h2",
        "span",
        "table",
        "ul",
        "ol",
        "header",
        "script",
        "style",
        "link",
        "blockquote",
        "figure",
        "nav",
        "a",
        "b",
        "i",
        "em",
        "strong",
        "img",
        "br",
    ];
    if start.starts_with("<!--") || start.starts_with("<?xml") {
        return true;
    }
    let name: String = start[1..].chars().take_while(char::is_ascii_alphanumeric).collect();
    TAGS.contains(&name.to_ascii_lowercase().as_str())
}
