//! A block as the finders of articles and entries see it.

use crate::phrases::{self, Known, Role};
use tocsin_record::BlockKind;

/// Running text is at least so long (code points).
const RUNNING: usize = 50;
/// A line of this length is running text even without an end mark (a text that was cut off, say).
const LONG: usize = 160;

/// A block of an article to be: what it is taken for so far, and its text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece<'a> {
    pub kind: BlockKind,
    pub text: &'a str,
    /// 1 to 6 for the headings of a page, else 0.
    pub level: u8,
    /// What its words alone say.
    pub known: Option<Known>,
    /// Code points of `text`.
    pub length: usize,
    /// Whether it ends as sentences do.
    pub ended: bool,
}

impl<'a> Piece<'a> {
    pub fn new(kind: BlockKind, text: &'a str, level: u8) -> Self {
        let length = text.chars().count();
        Piece { kind, text, level, known: phrases::known(text), length, ended: ends_sentence(text) }
    }

    pub fn has_role(&self, role: Role) -> bool {
        self.known.is_some_and(|known| known.role == Some(role))
    }

    /// Sentences that a reader reads through.
    pub fn is_running(&self) -> bool {
        let text =
            matches!(self.kind, BlockKind::Paragraph | BlockKind::Quote | BlockKind::List | BlockKind::Standfirst);
        text && self.known.is_none()
            && (self.length >= LONG
                || self.ended
                    && (self.length >= RUNNING || self.length >= 16 && self.text.ends_with(['。', '」', '！', '？'])))
            && !self.asks_or_breaks_off()
    }

    /// A short line that is no sentence and that no rule knows: a title, a crosshead, a name.
    pub fn is_label(&self) -> bool {
        let text = matches!(
            self.kind,
            BlockKind::Paragraph | BlockKind::Heading | BlockKind::Headline | BlockKind::List | BlockKind::Related
        );
        text && self.known.is_none() && self.length < LONG && (!self.ended || self.asks_or_breaks_off())
    }

    /// Titles may ask, shout or break off; so do they end without being sentences of a text.
    fn asks_or_breaks_off(&self) -> bool {
        self.length < 120
            && !self.text.contains(['“', '"', '„', '«'])
            && self.text.ends_with(['?', '!', '…']) | self.text.ends_with("...")
            && self.text.matches(['.', '?', '!', '…']).count() <= if self.text.ends_with("...") { 3 } else { 1 }
    }

    pub fn words(&self) -> usize {
        let spaced = self.text.split_whitespace().count();
        // Chinese and Japanese are written without spaces.
        let dense =
            self.text.chars().filter(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}')).count();
        spaced.max(dense / 2)
    }

    /// Letters, and all of them capitals.
    pub fn is_in_capitals(&self) -> bool {
        let mut capitals = 0;
        for c in self.text.chars() {
            if c.is_lowercase() {
                return false;
            }
            capitals += usize::from(c.is_uppercase());
        }
        capitals >= 4
    }

    /// Capitals but for a few short words ("TAYLOR GROUP CLEARED TO SELL AT AMAs").
    pub fn is_in_capitals_mostly(&self) -> bool {
        let shouted = |w: &&str| w.chars().all(|c| !c.is_lowercase());
        let words = self.words();
        self.text.split_whitespace().filter(shouted).count() * 10 >= words * 8
            && self.text.chars().filter(|c| c.is_uppercase()).count() >= 12
    }

    /// Two to four words in capitals, as the names of people are.
    pub fn is_like_name(&self) -> bool {
        let words = self.words();
        (2..=4).contains(&words)
            && self.text.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\'' | '’'))
            && self.text.split_whitespace().all(|w| {
                w.starts_with(char::is_uppercase)
                    || matches!(w, "de" | "da" | "van" | "von" | "der" | "bin" | "al" | "el" | "la" | "del" | "di")
            })
            && !self.is_in_capitals()
    }
}

/// Whether a text ends as sentences do, quotation marks and brackets aside.
fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['”', '"', '\'', '’', '»', '“', ')', ']', '」', '*', '_', ' ']);
    bare.ends_with(['.', '!', '?', '…', '。', '？', '！', '।', '؟', ':', ';', ','])
}
