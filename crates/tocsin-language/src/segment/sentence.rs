//! Where sentences end.

use super::{
    abbreviation::{self, Stop},
    token::is_apostrophe,
};
use std::ops::Range;

/// Most tokens of a sentence: what is longer (tables, lists without marks) is cut, best at a comma or semicolon.
const MOST_TOKENS: usize = 300;

/// Verbs after a quoted question or call that belong to its sentence: "Why?" Smith asked.
const SAYING: &[&str] = &[
    "said",
    "says",
    "say",
    "asked",
    "asks",
    "told",
    "tells",
    "wrote",
    "writes",
    "added",
    "adds",
    "replied",
    "shouted",
    "chanted",
    "tweeted",
    "posted",
    "declared",
    "wondered",
    "quipped",
    "exclaimed",
    "cried",
    "yelled",
    "responded",
];

/// The sentences of one block as runs of its tokens; none is empty, together they hold all tokens.
pub(super) fn sentences(text: &str, tokens: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut soft = None;
    let wrap = wrap_width(text, tokens);
    let mut line = 0;
    for at in 0..tokens.len() {
        let context = Context { text, tokens, start };
        let gap = context.gap(at);
        if matches!(context.word(at), "," | ";" | ":" | "—" | "–" | "|") {
            soft = Some(at + 1);
        }
        let breaks = if at + 1 == tokens.len() {
            true
        } else if gap.contains(['\n', '\r', '\u{2028}', '\u{2029}']) {
            let ends = context.ends_line(at, gap, tokens[at].end - tokens[line].start, wrap) || context.ends(at);
            line = at + 1;
            ends
        } else {
            context.ends(at)
        };
        if breaks {
            found.push(start..at + 1);
            start = at + 1;
            soft = None;
        } else if at + 1 - start >= MOST_TOKENS {
            let cut = soft.filter(|&cut| cut > start + MOST_TOKENS / 2).unwrap_or(at + 1);
            found.push(start..cut);
            start = cut;
            soft = None;
        }
    }
    found
}

/// The width to which the block's lines are wrapped: that of its longest line, 0 where it has but one.
fn wrap_width(text: &str, tokens: &[Range<usize>]) -> usize {
    let mut widest = 0;
    let mut lines = 0;
    let mut line = 0;
    for at in 0..tokens.len() {
        let last = at + 1 == tokens.len();
        if last || text[tokens[at].end..tokens[at + 1].start].contains('\n') {
            widest = widest.max(tokens[at].end - tokens[line].start);
            lines += 1;
            line = at + 1;
        }
    }
    if lines > 1 { widest } else { 0 }
}

struct Context<'a> {
    text: &'a str,
    tokens: &'a [Range<usize>],
    /// First token of the sentence that is being read.
    start: usize,
}

impl<'a> Context<'a> {
    fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |t| &self.text[t.clone()])
    }

    /// What stands between token `at` and the next.
    fn gap(&self, at: usize) -> &'a str {
        self.tokens.get(at + 1).map_or("", |next| &self.text[self.tokens[at].end..next.start])
    }

    /// Whether the line end in `gap`, after token `at`, also ends the sentence.
    fn ends_line(&self, at: usize, gap: &str, length: usize, wrap: usize) -> bool {
        let lines = gap.matches('\n').count().max(gap.matches('\r').count());
        if lines > 1 || gap.contains('\u{2029}') {
            return true;
        }
        let next = self.word(at + 1);
        let after = self.gap(at + 1);
        // A list item or a heading on the next line.
        if matches!(next, "-" | "*" | "•" | "▪" | "◦" | "+" | "–") && after.starts_with([' ', '\t', '\u{a0}']) {
            return next != "–" || self.word(at).ends_with(['.', ':', ';', '!', '?']);
        }
        if next.starts_with('#') && next.bytes().all(|b| b == b'#') || self.word(self.start).starts_with("##") {
            return true;
        }
        if next.bytes().all(|b| b.is_ascii_digit())
            && matches!(self.word(at + 2), "." | ")")
            && self.gap(at + 1).is_empty()
            && !self.gap(at + 2).is_empty()
        {
            return true;
        }
        // A line that was ended although the next word had room: a heading, an address, a line of verse.
        let room = length + 1 + next.len() < wrap.min(400);
        room && starts_upper(next) && !matches!(self.word(at), "," | "—" | "–" | "-" | "&")
    }

    /// Whether a sentence ends after token `at`, going by its marks.
    fn ends(&self, at: usize) -> bool {
        let word = self.word(at);
        if is_mark(word) || is_short_form(word) {
            return !closes(self, at) && self.mark_ends(at, at);
        }
        // A closing sign after a mark: the sentence ends with the last of them.
        if !is_closer(word) || closes(self, at) {
            return false;
        }
        let mut mark = at;
        while mark > self.start && at - mark < 4 && is_closer(self.word(mark)) && self.gap(mark - 1).is_empty() {
            mark -= 1;
        }
        // "[4]" after a mark that it left open.
        if self.word(at) == "]" && at >= self.start + 3 && self.word(at - 2) == "[" {
            mark = at - 3;
            while mark > self.start && self.word(mark) == "]" && mark >= self.start + 3 && self.word(mark - 2) == "[" {
                mark -= 3;
            }
            while mark > self.start && is_quote(self.word(mark)) {
                mark -= 1;
            }
        }
        let found = self.word(mark);
        mark < at && (is_mark(found) || is_short_form(found)) && self.mark_ends(mark, at)
    }

    /// Whether the mark at `mark`, whose closing signs end at `last`, ends its sentence.
    fn mark_ends(&self, mark: usize, last: usize) -> bool {
        let word = self.word(mark);
        let gap = self.gap(last);
        let next = self.word(last + 1);
        let quoted = (mark + 1..=last).any(|at| is_quote(self.word(at)));
        if gap.is_empty() {
            // No space: "end.Next" or "end.”Next"; "example.com" and "3.5" are one token and do not come here.
            let before = self.word(mark.saturating_sub(1));
            let plain = before.len() > 2 && before.ends_with(|c: char| c.is_lowercase()) || quoted;
            return matches!(word, "." | "!" | "?") && plain && next.starts_with(char::is_uppercase);
        }
        // A reference to a note belongs to the sentence before it: "He died in 2014. [4] He".
        if next == "[" && self.word(last + 2).bytes().all(|b| b.is_ascii_digit()) && self.word(last + 3) == "]" {
            return false;
        }
        // What opens after the mark is passed over to see the next word.
        let mut ahead = last + 1;
        while ahead < last + 5 && is_opener(self.word(ahead)) {
            ahead += 1;
        }
        let opened = ahead > last + 1;
        let head = self.word(ahead);
        if head.starts_with(char::is_lowercase) && !is_trade_name(head) {
            return false;
        }
        if !starts_upper(head) && !is_bullet(head) {
            return false;
        }
        if matches!(word, "." | "!" | "?") || word.len() > 1 && word.bytes().all(|b| matches!(b, b'!' | b'?')) {
            // The number of a list item, and "I." at the head of a line.
            if word == "." && mark == self.start + 1 && last == mark && is_item_number(self.word(self.start)) {
                return false;
            }
            if word != "." && quoted && !opened && self.says(last + 1) {
                return false;
            }
            return true;
        }
        if word.starts_with('.') || word.starts_with('…') {
            // An ellipsis leaves the sentence open unless the next word begins one.
            return opened || quoted || abbreviation::is_starter(head) || starts_upper(head) && last > self.start + 1;
        }
        self.short_form_ends(mark, last, head, opened, quoted)
    }

    fn short_form_ends(&self, mark: usize, last: usize, head: &str, opened: bool, quoted: bool) -> bool {
        let form = self.word(mark);
        let bare = form.trim_end_matches('.');
        let digit = head.starts_with(|c: char| c.is_ascii_digit());
        let starter = abbreviation::is_starter(head) && head.starts_with(char::is_uppercase);
        if matches!(bare, "v" | "p") {
            return false;
        }
        if bare.chars().count() == 1 {
            // An initial: "J. D. Vance", "Robert F. Kennedy"; but "Plan B. The", "World War I. It".
            let name_before = mark > self.start && self.word(mark - 1).starts_with(char::is_uppercase);
            let article = matches!(head, "A" | "I");
            return starter && !article && head.len() > 1 && (!name_before || bare == "I") || quoted;
        }
        match abbreviation::stop_of(bare, digit) {
            Some(Stop::Never) => quoted && last > mark && opened,
            Some(Stop::BeforeNumber) => !digit && (starter || opened || quoted),
            Some(Stop::Maybe) => !digit && (starter || opened || quoted || is_bullet(head)),
            // Dotted forms: "U.S.", "a.m.", "D.C."
            None => {
                if bare.eq_ignore_ascii_case("a.m") || bare.eq_ignore_ascii_case("p.m") {
                    let zone = head.len() <= 4 && head.chars().all(char::is_uppercase) && head.len() > 1;
                    let day =
                        head.ends_with("day") || matches!(head, "Eastern" | "Central" | "Pacific" | "GMT" | "Local");
                    return !zone && !day && !digit;
                }
                starter && !matches!(head, "A" | "I" | "President") || opened && !head.starts_with('(') || quoted
            }
        }
    }

    /// Whether a speaker and a verb of saying follow from token `from`: "Why now?" Mr. Smith asked.
    fn says(&self, from: usize) -> bool {
        (from..from + 5).take_while(|&at| !is_mark(self.word(at))).any(|at| SAYING.contains(&self.word(at)))
    }
}

/// Whether a closing sign follows token `at` without a space.
fn closes(context: &Context<'_>, at: usize) -> bool {
    if !context.gap(at).is_empty() || at + 1 >= context.tokens.len() {
        return false;
    }
    let next = context.word(at + 1);
    if !is_closer(next) {
        return false;
    }
    // A straight mark or an asterisk with no space on either side closes; before a word, with a space in front, it opens.
    !matches!(next, "\"" | "'" | "*" | "**" | "_")
        || !starts_word(context.gap(at + 1), context.word(at + 2))
        || next == "\""
}

fn starts_word(gap: &str, next: &str) -> bool {
    gap.is_empty() && next.starts_with(char::is_alphanumeric)
}

fn is_mark(word: &str) -> bool {
    word.starts_with(['.', '!', '?', '…']) && word.chars().all(|c| matches!(c, '.' | '!' | '?' | '…'))
}

fn is_short_form(word: &str) -> bool {
    word.len() > 1 && word.ends_with('.') && word.starts_with(|c: char| c.is_alphanumeric())
}

fn is_quote(word: &str) -> bool {
    matches!(word, "\"" | "”" | "»" | "''" | "“") || word.chars().all(is_apostrophe) && !word.is_empty()
}

fn is_closer(word: &str) -> bool {
    matches!(word, ")" | "]" | "}" | "*" | "**" | "***" | "_" | "__") || is_quote(word) && word != "“"
}

fn is_opener(word: &str) -> bool {
    matches!(
        word,
        "\"" | "“" | "‘" | "'" | "«" | "„" | "(" | "[" | "{" | "*" | "**" | "***" | "_" | "$" | "¿" | "¡" | "``" | "`"
    )
}

fn is_bullet(word: &str) -> bool {
    matches!(word, "-" | "•" | "▪" | "◦" | "–" | "—" | "#" | "##" | "###" | "<" | ">" | "*" | "▶" | "|")
        || word.starts_with("http")
}

fn starts_upper(word: &str) -> bool {
    word.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || !c.is_lowercase() && c.is_alphabetic())
        || word.starts_with(['“', '"', '‘', '(', '[', '$', '€', '£', '@', '*', '#', '«', '§', '\''])
}

/// Names that begin in lower case and may begin a sentence.
fn is_trade_name(word: &str) -> bool {
    let mut letters = word.chars();
    matches!((letters.next(), letters.next()), (Some('i' | 'e'), Some(c)) if c.is_uppercase())
}

/// "1", "12", "a", "IV": what numbers a list item when a full stop follows at the head of a sentence.
fn is_item_number(word: &str) -> bool {
    word.len() <= 5 && word.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        || word.len() <= 4 && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X'))
        || word.len() == 1 && word.bytes().all(|b| b.is_ascii_lowercase())
}
