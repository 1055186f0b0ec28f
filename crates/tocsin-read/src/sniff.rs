//! What the bytes are, by their beginning and the name's ending.

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
    (b"SQLite format 3", "a SQLite database"),
    (b"ID3", "a sound"),
];

/// The name of a binary format, when `head` begins one or holds NUL bytes outside UTF-16 text.
pub(crate) fn binary(head: &[u8]) -> Option<&'static str> {
    if let Some((_, name)) = BINARY.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Some(name);
    }
    let utf16 = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    (!utf16 && head.contains(&0)).then_some("a binary file")
}

/// Finds the format of an input called `name` that begins with `head` (up to 8 KiB).
pub(crate) fn sniff(name: &str, head: &[u8]) -> Format {
    let name = name.to_ascii_lowercase();
    let name = name.trim_end_matches(".gz").trim_end_matches(".zst");
    let ends = |endings: &[&str]| endings.iter().any(|e| name.ends_with(e));
    let text = String::from_utf8_lossy(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head));
    let start = text.trim_start();
    let lower = start.to_ascii_lowercase();
    if ends(&[".jsonl", ".ndjson"]) {
        return Format::Jsonl;
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
