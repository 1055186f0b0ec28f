//! The labels that the heads of the encoder choose from, in the order of their scores.

use crate::{NameKind, Rel, Tag, Upos};
use serde::Deserialize;

/// One step of a span's marking: outside, its first word, a later word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark<K> {
    /// Outside of every span.
    Outside,
    /// The first word of a span.
    Begin(K),
    /// A later word of a span.
    Inside(K),
}

/// All labels.
#[derive(Debug, Clone)]
pub struct Labels {
    /// Universal parts of speech.
    pub upos: Vec<Upos>,
    /// Penn tags.
    pub tags: Vec<Tag>,
    /// Dependency relations.
    pub rels: Vec<Rel>,
    /// Kinds of names, with which word of the name it is.
    pub names: Vec<Mark<NameKind>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    upos: Vec<String>,
    xpos: Vec<String>,
    rels: Vec<String>,
    names: Vec<String>,
}

impl Labels {
    /// Reads the labels' file.
    ///
    /// # Errors
    /// When it is no such file or holds a label that the program does not know.
    pub fn read(file: &str) -> Result<Self, String> {
        let file: File = toml::from_str(file).map_err(|e| e.to_string())?;
        fn all<T>(names: &[String], of: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, String> {
            names.iter().map(|name| of(name).ok_or_else(|| format!("there is no label {name}"))).collect()
        }
        Ok(Labels {
            upos: all(&file.upos, Upos::from_name)?,
            tags: all(&file.xpos, Tag::from_name)?,
            // A relation of a subtype that nothing reads is one of its type.
            rels: all(&file.rels, |name| {
                Rel::from_name(name).or_else(|| Rel::from_name(name.split(':').next().unwrap_or(name)))
            })?,
            names: all(&file.names, mark)?,
        })
    }
}

fn mark(name: &str) -> Option<Mark<NameKind>> {
    match name.split_once('-') {
        None => (name == "O").then_some(Mark::Outside),
        Some(("B", kind)) => NameKind::from_name(kind).map(Mark::Begin),
        Some(("I", kind)) => NameKind::from_name(kind).map(Mark::Inside),
        Some(_) => None,
    }
}

/// Spans of a marked sentence, as ranges of words: a span begins at every `Begin`, and at an `Inside` that continues none.
pub fn spans<K: Copy + PartialEq>(marks: impl IntoIterator<Item = Mark<K>>) -> Vec<(std::ops::Range<usize>, K)> {
    let mut out: Vec<(std::ops::Range<usize>, K)> = Vec::new();
    for (at, mark) in marks.into_iter().enumerate() {
        match mark {
            Mark::Outside => {}
            Mark::Inside(kind) if out.last().is_some_and(|(span, k)| span.end == at && *k == kind) => {
                if let Some((span, _)) = out.last_mut() {
                    span.end = at + 1;
                }
            }
            Mark::Begin(kind) | Mark::Inside(kind) => out.push((at..at + 1, kind)),
        }
    }
    out
}
