//! Text as readers see it: white space, words, comparison keys.

/// Letters for a class of a regular expression: beyond ASCII, whatever stands outside the blocks of marks and punctuation.
/// The exact class of Unicode makes a pattern that repeats it a hundred times as large.
pub(crate) const LETTER: &str = r"A-Za-z\u{aa}\u{b5}\u{ba}\u{c0}-\u{1fff}\u{2c00}-\u{2dff}\u{3040}-\u{10ffff}";

/// Capitals as the inside of a class: of the alphabets that news is written in, which is a fiftieth of all that Unicode has, and
/// patterns are built in a tenth of the time.
pub(crate) const CAPITAL: &str = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚΆΈ-ΊΌΎΏΑ-ΡΣ-ΫЀ-Я";

/// White space squeezed to single spaces and trimmed; characters that show nothing are left out.
pub(crate) fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        push(&mut out, c);
    }
    out.truncate(out.trim_end().len());
    out
}

/// Adds `c` to a text whose white space is squeezed.
pub(crate) fn push(out: &mut String, c: char) {
    if c.is_whitespace() {
        if !out.is_empty() && !out.ends_with([' ', '\n']) {
            out.push(' ');
        }
    } else if !is_unseen(c) {
        out.push(c);
    }
}

/// Characters that are no part of the words: soft hyphens, byte order marks, zero-width spaces, direction marks.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{202a}'..='\u{202e}')
        || c.is_control()
}

/// Text without tags and with its entities decoded, squeezed: for titles in feeds and metadata.
pub(crate) fn plain(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return squeeze(html);
    }
    let (page, _) = crate::page::Page::parse(html);
    page.text_of(0)
}

/// What two texts are compared by: their letters and digits in lower case.
pub(crate) fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// FNV-1a: the same on every machine and run.
pub(crate) fn hash(bytes: impl IntoIterator<Item = u8>) -> u64 {
    bytes.into_iter().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// Hashes of the words of a text (runs of letters and digits, in lower case, accents composed).
pub(crate) fn word_hashes(text: &str) -> Vec<u64> {
    use unicode_normalization::UnicodeNormalization;
    if text.chars().any(|c| ('\u{300}'..='\u{36f}').contains(&c)) {
        return hashes(&text.nfc().collect::<String>());
    }
    hashes(text)
}

fn hashes(text: &str) -> Vec<u64> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(|w| hash(w.to_lowercase().bytes()))
        .collect()
}

/// The byte length of `text`'s longest beginning that is at most `limit` bytes and ends between characters.
pub(crate) fn floor(text: &str, limit: usize) -> usize {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}

/// The first place at or after `from` that stands between characters.
pub(crate) fn ceil(text: &str, from: usize) -> usize {
    let mut at = from.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}
