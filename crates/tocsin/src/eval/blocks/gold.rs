//! The gold: one JSON object a line and page.

use super::source::text_of;
use crate::eval::lines::records;
use crate::failure::Failure;
use serde::Deserialize;
use std::path::Path;
use tocsin_record::{BlockKind, Span, TextIndex, text_sha256};

/// Which half of the gold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum GoldHalf {
    /// For developing and measuring.
    Dev,
    /// For developing and measuring, of a second draw; figures of the first still compare.
    Dev2,
    /// As the second, of a third draw.
    Dev3,
    /// For measuring only.
    HeldOut,
}

/// The blocks of one page.
#[derive(Debug, Deserialize)]
pub struct GoldPage {
    /// The set of pages.
    pub set: String,
    /// The page's id in it.
    pub id: String,
    /// sha256 of the page's characters, as UTF-8.
    sha256: String,
    /// Its half.
    pub half: GoldHalf,
    blocks: Vec<Stretch>,
}

/// A stretch of the page's source, in code points.
#[derive(Debug, Deserialize)]
struct Stretch {
    kind: BlockKind,
    start: u32,
    end: u32,
}

/// A block with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldBlock {
    /// What it is.
    pub kind: BlockKind,
    /// What it says.
    pub text: String,
    /// Whether careful readers could settle it otherwise.
    pub doubtful: bool,
}

/// A stretch that careful readers could settle otherwise: as another kind, or as no block.
#[derive(Debug, Deserialize)]
pub struct Doubtful {
    set: String,
    id: String,
    start: u32,
    end: u32,
    kind: KindOrNone,
    alt: KindOrNone,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(untagged)]
enum KindOrNone {
    Kind(BlockKind),
    Nothing(Nothing),
}

/// No block.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Nothing {
    None,
}

impl GoldPage {
    /// The blocks with their texts, from the page's source. Those of `doubtful` are marked; those of them that are no
    /// block in the gold stand at the end.
    ///
    /// # Errors
    /// When the source is not the one that the blocks were marked in.
    pub fn blocks(&self, source: &str, doubtful: &[Doubtful]) -> Result<Vec<GoldBlock>, Failure> {
        let place = format!("{}#{}", self.set, self.id);
        let other = |reason: &str| Failure::new(&place, reason, "use the pages that the gold was made with");
        if text_sha256(source) != self.sha256.to_ascii_lowercase() {
            return Err(other("the page is not the one in which the gold's blocks were marked"));
        }
        let index = TextIndex::new(source);
        let text = |start: u32, end: u32| {
            let span = Span::try_from([start, end]).ok()?;
            let is_inside = span.end() as usize <= index.len_chars();
            is_inside.then(|| text_of(index.slice(source, span))).filter(|text| !text.is_empty())
        };
        let nothing = || other("a gold block holds no text of it");
        let doubtful: Vec<&Doubtful> =
            doubtful.iter().filter(|stretch| stretch.set == self.set && stretch.id == self.id).collect();
        let mut blocks = Vec::with_capacity(self.blocks.len());
        for &Stretch { kind, start, end } in &self.blocks {
            let doubtful = doubtful.iter().any(|stretch| (stretch.start, stretch.end) == (start, end));
            blocks.push(GoldBlock { kind, text: text(start, end).ok_or_else(nothing)?, doubtful });
        }
        for stretch in doubtful {
            if let (KindOrNone::Nothing(_), KindOrNone::Kind(kind)) = (stretch.kind, stretch.alt) {
                let text = text(stretch.start, stretch.end).ok_or_else(nothing)?;
                blocks.push(GoldBlock { kind, text, doubtful: true });
            }
        }
        Ok(blocks)
    }
}

/// Reads the doubtful stretches of a gold of blocks.
///
/// # Errors
/// When the file cannot be read or a line is no such stretch.
pub fn read_doubtful(path: &Path) -> Result<Vec<Doubtful>, Failure> {
    records(path, "is no doubtful stretch", "give a file in the form of eval/blocks/README.md")
}

/// Reads a gold of blocks.
///
/// # Errors
/// When the file cannot be read or a line is no page of such a gold.
pub fn read_gold(path: &Path) -> Result<Vec<GoldPage>, Failure> {
    records(path, "is no page of a gold of blocks", "give a file in the form of eval/blocks/README.md")
}
