//! A text cut into numbers, words and marks, and what single tokens can be of a date.

use super::{MONTH_NUMBERS, Style};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A number and how many digits it has.
    Number(u32, u8),
    Word,
    Mark(char),
    Space,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
}

pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(24);
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let mut end = start + c.len_utf8();
        let kind = if c.is_ascii_digit() {
            let (mut value, mut digits) = (c as u32 - '0' as u32, 1u8);
            while let Some(&(at, c)) = chars.peek().filter(|(_, c)| c.is_ascii_digit()) {
                value = value.saturating_mul(10).saturating_add(c as u32 - '0' as u32);
                digits = digits.saturating_add(1);
                end = at + 1;
                chars.next();
            }
            Kind::Number(value, digits)
        } else if matches!(c, '年' | '月' | '日' | '号' | '號' | '년' | '월' | '일')
            && matches!(tokens.last().map(|t| t.kind), Some(Kind::Number(..)))
        {
            // The unit alone: text follows without a space.
            Kind::Word
        } else if c.is_alphabetic() {
            while let Some(&(at, c)) = chars.peek().filter(|(_, c)| c.is_alphabetic()) {
                end = at + c.len_utf8();
                chars.next();
            }
            Kind::Word
        } else if c.is_whitespace() {
            if matches!(tokens.last().map(|t| t.kind), Some(Kind::Space)) {
                continue;
            }
            Kind::Space
        } else {
            Kind::Mark(c)
        };
        tokens.push(Token { kind, start, end });
    }
    tokens
}

/// A text in tokens, read at one place after the other.
pub(super) struct Reader<'t> {
    pub text: &'t str,
    pub tokens: &'t [Token],
    pub style: Style,
}

impl Reader<'_> {
    pub(super) fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|t| t.kind)
    }

    pub(super) fn word(&self, at: usize) -> Option<&str> {
        self.tokens.get(at).filter(|t| t.kind == Kind::Word).map(|t| &self.text[t.start..t.end])
    }

    pub(super) fn is_mark(&self, at: usize, marks: &[char]) -> bool {
        matches!(self.kind(at), Some(Kind::Mark(c)) if marks.contains(&c))
    }

    pub(super) fn skip_space(&self, at: usize) -> usize {
        at + usize::from(self.kind(at) == Some(Kind::Space))
    }

    /// A day or month in one or two digits.
    pub(super) fn small(&self, at: usize) -> Option<i8> {
        match self.kind(at)? {
            Kind::Number(value @ 1..=31, 1 | 2) => Some(value as i8),
            _ => None,
        }
    }

    pub(super) fn year(&self, at: usize) -> Option<i16> {
        match self.kind(at)? {
            Kind::Number(value @ 1990..=2099, 4) => Some(value as i16),
            _ => None,
        }
    }

    pub(super) fn short_year(&self, at: usize) -> Option<i16> {
        match self.kind(at)? {
            Kind::Number(value @ 0..=69, 2) => Some(2000 + value as i16),
            Kind::Number(value @ 90..=99, 2) => Some(1900 + value as i16),
            _ => None,
        }
    }

    pub(super) fn month(&self, at: usize) -> Option<i8> {
        let word = self.word(at)?;
        // No month is named in one letter or in more than fourteen.
        if word.len() > 30 || (word.len() < 3 && word.is_ascii()) {
            return None;
        }
        MONTH_NUMBERS.get(word.to_lowercase().as_str()).copied()
    }
}
