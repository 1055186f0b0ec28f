//! Sentences and tokens.
//!
//! Tokens come first and do not depend on sentences: a full stop belongs to a short form or stands alone. Sentences
//! are then runs of tokens. Every step looks at a bounded stretch, so that the whole is linear in the text.

mod abbreviation;
mod sentence;
mod token;

use crate::{Analysis, Sentence, Tag, Token, Upos};
use std::ops::Range;
use tocsin_record::{Block, BlockKind};

/// Cuts the text of `blocks` into sentences and tokens. A document without blocks is one paragraph. Tokens are in text
/// order, do not overlap, hold every visible character and carry no part of speech yet; no sentence crosses a block.
pub fn segment(analysis: &mut Analysis<'_>, blocks: &[Block]) {
    let text = analysis.text;
    if blocks.is_empty() {
        block(analysis, 0..text.len(), BlockKind::Paragraph, 0);
        return;
    }
    let mut done = 0;
    for (number, part) in blocks.iter().enumerate() {
        // Blocks come from outside: one that reaches back into the last is cut where that ended.
        let start = analysis.index.to_byte(text, part.start).max(done);
        let end = analysis.index.to_byte(text, part.end);
        if start < end {
            block(analysis, start..end, part.kind, number);
            done = end;
        }
    }
}

fn block(analysis: &mut Analysis<'_>, bytes: Range<usize>, kind: BlockKind, number: usize) {
    let text = analysis.text;
    let mut tokens = Vec::new();
    token::tokens(text, bytes, &mut tokens);
    for run in sentence::sentences(text, &tokens) {
        let first = analysis.tokens.len();
        for token in &tokens[run.clone()] {
            analysis.tokens.push(Token { bytes: token.clone(), upos: Upos::X, tag: Tag::Xx, lemma: String::new() });
        }
        analysis.sentences.push(Sentence {
            bytes: tokens[run.start].start..tokens[run.end - 1].end,
            block: kind,
            block_number: number,
            tokens: first..analysis.tokens.len(),
            full: false,
            tree: None,
        });
    }
}
