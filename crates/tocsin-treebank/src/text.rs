//! CoNLL-U files: annotated sentences, and the running text that they were made of.

use std::ops::Range;
use std::path::{Path, PathBuf};
use tocsin_record::{Block, BlockKind, Document, Span};

/// Largest file that is read.
const MOST_BYTES: u64 = 64 << 20;

/// Why a file gives no annotated texts.
#[derive(Debug, thiserror::Error)]
pub enum TreebankError {
    /// It cannot be read.
    #[error("{}: {error}", .path.display())]
    Reading {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// It is larger than is read.
    #[error("{}: is larger than {} MB; cut it into files of one document each", .0.display(), MOST_BYTES >> 20)]
    Size(PathBuf),
    /// A line is no annotated word.
    #[error("{}:{line}: {reason}; give a file of ten columns, as Universal Dependencies writes them", .path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// The line's number, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
}

/// One annotated word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Bytes of the document's text.
    pub bytes: Range<usize>,
    /// As written in the file.
    pub form: String,
    /// Dictionary form.
    pub lemma: String,
    /// Universal part of speech.
    pub upos: String,
    /// Penn tag.
    pub xpos: String,
    /// Number of its head in the sentence, from 0; `None` for the root.
    pub head: Option<usize>,
    /// Relation, with its subtype.
    pub rel: String,
    /// The last column.
    pub misc: String,
}

/// A text with its annotated sentences.
#[derive(Debug)]
pub struct Text {
    /// The running text, its paragraphs as blocks.
    pub document: Document,
    /// Words, sentence by sentence.
    pub sentences: Vec<Vec<Word>>,
}

/// Reads the documents of a CoNLL-U file.
///
/// # Errors
/// When it cannot be read, is too large, or a line is no annotated word.
pub fn read(path: &Path) -> Result<Vec<Text>, TreebankError> {
    let unread = |error| TreebankError::Reading { path: path.to_owned(), error };
    if std::fs::metadata(path).map_err(unread)?.len() > MOST_BYTES {
        return Err(TreebankError::Size(path.to_owned()));
    }
    let content = std::fs::read_to_string(path).map_err(unread)?;
    let name = path.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
    let mut texts = vec![Builder::new(&name)];
    let mut words = Vec::new();
    let (mut text, mut opens) = (None, true);
    for (number, line) in content.lines().chain([""]).enumerate() {
        if let Some(comment) = line.strip_prefix('#') {
            let (key, value) = comment.split_once('=').unwrap_or((comment, ""));
            match key.trim() {
                "newdoc id" if texts.last().is_some_and(|t| t.sentences.is_empty()) => {
                    texts.pop();
                    texts.push(Builder::new(value.trim()));
                }
                "newdoc id" => texts.push(Builder::new(value.trim())),
                "newpar" | "newpar_block" => opens = true,
                "text" => text = Some(value.trim().to_owned()),
                _ => {}
            }
        } else if line.trim().is_empty() {
            if !words.is_empty()
                && let Some(builder) = texts.last_mut()
            {
                builder.add(std::mem::take(&mut words), text.take(), opens);
                opens = false;
            }
        } else if let Some(word) =
            word(line).map_err(|reason| TreebankError::Line { path: path.to_owned(), line: number + 1, reason })?
        {
            words.push(word);
        }
    }
    Ok(texts.into_iter().map(Builder::finish).filter(|text| !text.sentences.is_empty()).collect())
}

/// The word of a line; none where the line tells a fused word or one left out.
fn word(line: &str) -> Result<Option<Word>, String> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [id, form, lemma, upos, xpos, _, head, rel, _, misc] = columns[..] else {
        return Err(format!("has {} columns", columns.len()));
    };
    if id.contains(['-', '.']) {
        return Ok(None);
    }
    let head: usize = head.parse().map_err(|_| format!("the head {head:?} is no number"))?;
    let [form, lemma, upos, xpos, rel, misc] = [form, lemma, upos, xpos, rel, misc].map(str::to_owned);
    Ok(Some(Word { bytes: 0..0, form, lemma, upos, xpos, head: head.checked_sub(1), rel, misc }))
}

struct Builder {
    name: String,
    text: String,
    paragraphs: Vec<Range<usize>>,
    sentences: Vec<Vec<Word>>,
}

impl Builder {
    fn new(name: &str) -> Self {
        Builder { name: name.to_owned(), text: String::new(), paragraphs: Vec::new(), sentences: Vec::new() }
    }

    fn add(&mut self, mut words: Vec<Word>, text: Option<String>, opens: bool) {
        let line = text.unwrap_or_else(|| words.iter().map(|w| w.form.as_str()).collect::<Vec<_>>().join(" "));
        if opens || self.paragraphs.is_empty() {
            if !self.text.is_empty() {
                self.text.push_str("\n\n");
            }
            self.paragraphs.push(self.text.len()..self.text.len());
        } else {
            self.text.push(' ');
        }
        let base = self.text.len();
        self.text.push_str(&line);
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.end = self.text.len();
        }
        let mut at = 0;
        for word in &mut words {
            // Where the file spells a word otherwise than the text, it stands for nothing there.
            word.bytes = match line[at..].find(word.form.as_str()) {
                Some(skipped) if line[at..at + skipped].chars().all(char::is_whitespace) => {
                    let start = at + skipped;
                    at = start + word.form.len();
                    base + start..base + at
                }
                _ => base + at..base + at,
            };
        }
        let count = words.len();
        for word in &mut words {
            word.head = word.head.filter(|&head| head < count);
        }
        self.sentences.push(words);
    }

    fn finish(self) -> Text {
        let mut document = Document::from_text(&self.name, &self.text);
        let chars = |byte: usize| self.text[..byte].chars().count() as u32;
        document.blocks = self
            .paragraphs
            .iter()
            .map(|p| Block::new(BlockKind::Paragraph, Span::new(chars(p.start), chars(p.end))))
            .collect();
        Text { document, sentences: self.sentences }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_the_running_text() {
        let line = |id: &str, form: &str, head: &str| format!("{id}\t{form}\t_\tX\tXX\t_\t{head}\tdep\t_\t_\n");
        let content = [
            "# newdoc id = one\n# newpar\n# text = He can't go.\n".to_owned(),
            line("1", "He", "4"),
            "2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\t_\n".to_owned(),
            line("2", "ca", "4"),
            line("3", "n't", "4"),
            line("4", "go", "0"),
            line("5", ".", "4"),
            "\n# text = Stay.\n".to_owned(),
            line("1", "Stay", "0"),
            line("2", ".", "1"),
            "\n# newdoc id = two\n# newpar\n# text = Yes\n".to_owned(),
            line("1", "Yes", "0"),
        ]
        .concat();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.conllu");
        std::fs::write(&path, content).unwrap();
        let texts = read(&path).unwrap();
        assert_eq!(texts.iter().map(|t| t.document.id.as_str()).collect::<Vec<_>>(), ["one", "two"]);
        assert_eq!(texts[0].document.text, "He can't go. Stay.");
        let words: Vec<&str> =
            texts[0].sentences.concat().iter().map(|w| &texts[0].document.text[w.bytes.clone()]).collect();
        assert_eq!(words, ["He", "ca", "n't", "go", ".", "Stay", "."]);
        assert_eq!(texts[0].sentences[0][3].head, None);
        std::fs::write(&path, "1\tword\n").unwrap();
        let failure = read(&path).unwrap_err().to_string();
        assert!(failure.contains("a.conllu:1: has 2 columns"), "{failure}");
    }
}
