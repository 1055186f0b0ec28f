//! The answers: what of an extracted record the scores look at.

use crate::eval::lines::records;
use crate::failure::Failure;
use serde::Deserialize;
use std::collections::HashMap;
use std::path::Path;
use tocsin_record::{Document, Span, TextIndex};

/// One read page, as `tocsin extract` prints it.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Answer {
    /// Its id.
    #[serde(default)]
    id: serde_json::Value,
    /// Its title.
    #[serde(default)]
    pub title: Option<String>,
    /// Its authors.
    #[serde(default)]
    authors: Option<Vec<String>>,
    /// When it was published.
    #[serde(default)]
    published: Option<String>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    blocks: Option<Vec<Stretch>>,
}

/// A block of the text.
#[derive(Debug, Clone, Deserialize)]
struct Stretch {
    kind: String,
    start: u32,
    end: u32,
}

impl From<Document> for Answer {
    fn from(document: Document) -> Self {
        let stretch = |block: &tocsin_record::Block| Stretch {
            kind: block.kind.name().to_owned(),
            start: block.start,
            end: block.end,
        };
        Answer {
            id: document.id.as_str().into(),
            title: document.title,
            authors: Some(document.authors),
            published: document.published.map(String::from),
            blocks: Some(document.blocks.iter().map(stretch).collect()),
            text: Some(document.text),
        }
    }
}

impl Answer {
    /// Whether it answers the page called `id`.
    pub fn is_of(&self, id: &str) -> bool {
        self.id.as_str() == Some(id)
    }

    /// Its authors.
    pub fn authors(&self) -> &[String] {
        self.authors.as_deref().unwrap_or_default()
    }

    /// When it was published; "" when it does not say.
    pub fn published(&self) -> &str {
        self.published.as_deref().unwrap_or_default()
    }

    /// Kind and text of each block, in order.
    pub fn blocks(&self) -> Vec<(&str, &str)> {
        let text = self.text.as_deref().unwrap_or_default();
        let index = TextIndex::new(text);
        let blocks = self.blocks.iter().flatten();
        blocks
            .map(|block| {
                // An answer from elsewhere may turn a block round: then it holds nothing.
                let span = Span::new(block.start, block.end.max(block.start));
                (block.kind.as_str(), index.slice(text, span))
            })
            .collect()
    }
}

/// Reads answers by their ids; of two with one id the later counts.
///
/// # Errors
/// When the file cannot be read or a line is no extracted record.
pub fn read_answers(path: &Path) -> Result<HashMap<String, Answer>, Failure> {
    let answers: Vec<Answer> = records(path, "is no extracted record", "give what `tocsin extract` prints")?;
    let id = |answer: &Answer| match &answer.id {
        serde_json::Value::String(id) => id.clone(),
        other => other.to_string(),
    };
    Ok(answers.into_iter().map(|answer| (id(&answer), answer)).collect())
}
