//! How much of a foreign input is taken.

/// Bounds on what one input may make the reader hold or do. Sizes are in bytes after decompression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// One document that is not HTML: a text, a JSON document, a whole feed; and what of a table or an archive has to
    /// be held at once. Default 64 MiB.
    pub document_bytes: u64,
    /// One HTML page; a tree costs some ten times its source. Default 16 MiB.
    pub html_bytes: u64,
    /// One line of JSONL, one row of a table. Default 64 MiB.
    pub line_bytes: u64,
    /// How many times larger than its compressed form an archive may be, looked at each time `document_bytes` have
    /// come out of it. Real text stays under 30, a decompression bomb reaches 1,000. Default 250.
    pub ratio: u64,
    /// All that may come out of one compressed input. Default 1 TiB.
    pub unpacked_bytes: u64,
    /// Members of one tar archive. Default 10 million.
    pub members: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            document_bytes: 64 << 20,
            html_bytes: 16 << 20,
            line_bytes: 64 << 20,
            ratio: 250,
            unpacked_bytes: 1 << 40,
            members: 10_000_000,
        }
    }
}

/// A size as people write it.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} bytes"),
        1024..1_048_576 => format!("{} KiB", bytes.div_ceil(1024)),
        1_048_576..1_073_741_824 => format!("{} MiB", bytes.div_ceil(1 << 20)),
        _ => format!("{} GiB", bytes.div_ceil(1 << 30)),
    }
}
