//! Why an input, or one record of it, gives no document.

/// What kind of trouble it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadErrorKind {
    /// The bytes could not be had.
    Io,
    /// Nothing to read: no bytes, or only white space.
    Empty,
    /// A known or unknown binary format.
    Binary,
    /// Over one of the [`Limits`](crate::Limits).
    TooLarge,
    /// A JSON record that is broken or lacks what a document needs.
    Record,
    /// A feed that cannot be read.
    Feed,
    /// A table or a Parquet file without the columns that it needs, or one that is damaged.
    Columns,
    /// An archive that is damaged, or a record of it that is.
    Archive,
    /// HTML without an article's text.
    NoArticle,
}

/// One line: what, where, why, and what to do.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{place}: {reason}; {advice}")]
pub struct ReadError {
    /// What kind of trouble it is.
    pub kind: ReadErrorKind,
    /// The input's name, with the line where there is one: `news.jsonl:17`.
    pub place: String,
    /// What is wrong.
    pub reason: String,
    /// What to do about it.
    pub advice: String,
}

impl ReadError {
    pub(crate) fn new(
        kind: ReadErrorKind,
        place: impl Into<String>,
        reason: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        // A foreign name or message must not break the line.
        let one_line =
            |text: String| -> String { text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect() };
        ReadError {
            kind,
            place: one_line(place.into()),
            reason: one_line(reason.into()),
            advice: one_line(advice.into()),
        }
    }

    pub(crate) fn empty(place: &str) -> Self {
        let advice = "give a file with an article's text, HTML, JSONL, a table, an archive or a feed";
        ReadError::new(ReadErrorKind::Empty, place, "holds no text", advice)
    }

    pub(crate) fn io(place: &str, error: &std::io::Error) -> Self {
        let advice = "check that it is complete and can be read, then try again";
        ReadError::new(ReadErrorKind::Io, place, format!("cannot be read to its end ({error})"), advice)
    }

    pub(crate) fn too_large(place: &str, what: &str, limit: u64) -> Self {
        let reason = format!("{what} is over the limit of {}", crate::limits::size(limit));
        ReadError::new(ReadErrorKind::TooLarge, place, reason, "split it into documents, or raise the limit")
    }
}
