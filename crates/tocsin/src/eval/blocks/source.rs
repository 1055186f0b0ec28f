//! The text of a stretch of HTML source.

use crate::eval::pages::squeeze;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::RefCell;

/// Elements whose content is no text of the page.
const UNSEEN: &[&str] = &["script", "style", "noscript", "template", "svg"];

/// Elements that stand in a line of text; every other tag ends one.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "button", "cite", "code", "data", "del", "dfn", "em", "font",
    "i", "img", "ins", "kbd", "label", "mark", "meter", "nobr", "output", "picture", "progress", "q", "rp", "rt",
    "ruby", "s", "samp", "small", "source", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];

/// The text that a reader of the page sees of `stretch`: without tags, comments and what is not shown, its entities
/// undone, its white space squeezed. A tag that ends a line counts as a space.
pub fn text_of(stretch: &str) -> String {
    let tokenizer = Tokenizer::new(Seen::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(stretch.into());
    // It would stop for a script to run only if `Seen` asked for it.
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    squeeze(&tokenizer.sink.text.take())
}

#[derive(Default)]
struct Seen {
    text: RefCell<String>,
    /// The unseen element that is open, and how often it is open inside itself.
    inside: RefCell<Option<(String, usize)>>,
}

impl Seen {
    fn tag(&self, tag: &Tag) -> TokenSinkResult<()> {
        let name = &*tag.name;
        let mut inside = self.inside.borrow_mut();
        if let Some((open, depth)) = &mut *inside {
            match tag.kind {
                TagKind::StartTag if name == open && !tag.self_closing => *depth += 1,
                TagKind::EndTag if name == open && *depth == 0 => *inside = None,
                TagKind::EndTag if name == open => *depth -= 1,
                _ => {}
            }
            return TokenSinkResult::Continue;
        }
        if tag.kind == TagKind::StartTag && UNSEEN.contains(&name) {
            if !(tag.self_closing && name == "svg") {
                *inside = Some((name.to_owned(), 0));
            }
            return match name {
                "script" => TokenSinkResult::RawData(RawKind::ScriptData),
                "style" => TokenSinkResult::RawData(RawKind::Rawtext),
                _ => TokenSinkResult::Continue,
            };
        }
        if !INLINE.contains(&name) {
            self.text.borrow_mut().push(' ');
        }
        TokenSinkResult::Continue
    }
}

impl TokenSink for Seen {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => return self.tag(&tag),
            Token::CharacterTokens(text) if self.inside.borrow().is_none() => self.text.borrow_mut().push_str(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_seen_is_text() {
        for (source, text) in [
            ("<em>Par</em>is &amp;&nbsp;Lyon<br>said<!-- not this --> so", "Paris & Lyon said so"),
            ("one</p>\n<p class=\"a>b\">two", "one two"),
            ("a<script>if (1 < 2) { \"</p>\" }</script>b<style>p > a {}</style>c", "abc"),
            ("a<noscript><img src=x>no</noscript> b<svg><svg/><text>x</text></svg>c", "a bc"),
            ("a <template>x<template>y</template>z</template>b<script>unfinished", "a b"),
            ("caf&eacute; &#8220;&hellip;&#x201d; 3 < 4", "café “...” 3 < 4"),
        ] {
            assert_eq!(text_of(source), text, "{source}");
        }
    }
}
