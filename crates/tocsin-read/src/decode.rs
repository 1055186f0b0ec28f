//! Bytes to characters.
//!
//! Trusted in this order: a byte order mark, UTF-8 that is sound (whatever is declared), the charset of the server, that
//! of the page, a guess that knows the site's country. A declaration under which the text makes no sense is not followed.

use crate::mojibake;
use encoding_rs::{Encoding, ISO_2022_JP, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};
use std::collections::BTreeMap;
use std::io::{self, Read};

/// How far into a page a charset declaration is looked for, as HTML prescribes, with room for long heads.
const DECLARATION: usize = 4096;
/// How much of a text is looked at to guess its charset, or to see whether it makes sense.
const LOOK: usize = 1 << 20;

/// What is said of the bytes outside of them.
#[derive(Debug, Default)]
pub(crate) struct Declared {
    /// The charset that the server gave.
    pub charset: Option<String>,
    /// The host they come from.
    pub host: Option<String>,
}

/// Decodes a document. What is not plain UTF-8 comes with a warning.
pub(crate) fn decode(bytes: Vec<u8>, said: &Declared, warnings: &mut Vec<String>) -> String {
    let text = characters(bytes, said, true, warnings);
    let text = match mojibake::mend(&text) {
        Some(mended) => {
            warnings.push("encoding: the text was encoded twice, which is undone".to_owned());
            mended
        }
        None => text,
    };
    if !text.contains('\0') {
        return text;
    }
    let whole: String = text.chars().filter(|c| *c != '\0').collect();
    warnings.push(format!("encoding: {} NUL characters are left out", text.len() - whole.len()));
    whole
}

/// Decodes a line or a cell, which declares nothing. Its characters stay as they are given.
pub(crate) fn plain(bytes: Vec<u8>, warnings: &mut Vec<String>) -> String {
    characters(bytes, &Declared::default(), false, warnings)
}

/// Decodes the name of a column.
pub(crate) fn cell(bytes: &[u8]) -> String {
    plain(bytes.to_vec(), &mut Vec::new())
}

/// Decodes the cells of a row, all in one charset.
pub(crate) fn cells<K: Ord + Copy>(cells: BTreeMap<K, Vec<u8>>, warnings: &mut Vec<String>) -> BTreeMap<K, String> {
    let is_utf8 = cells.values().all(|cell| std::str::from_utf8(cell).is_ok());
    let mut all = Vec::new();
    if !is_utf8 {
        cells.values().for_each(|cell| all.extend_from_slice(cell));
    }
    let encoding = if is_utf8 || nearly_utf8(&all) { UTF_8 } else { guess(&all, None) };
    let mut broken = false;
    let decoded = cells.into_iter().map(|(key, cell)| {
        let text = String::from_utf8(cell).unwrap_or_else(|error| {
            let (text, has_broken) = encoding.decode_without_bom_handling(error.as_bytes());
            broken |= has_broken;
            text.into_owned()
        });
        (key, text)
    });
    let decoded = decoded.collect();
    if broken {
        warnings.push(broken_warning(encoding));
    } else if encoding != UTF_8 {
        warnings.push(undeclared_warning(encoding));
    }
    decoded
}

fn characters(bytes: Vec<u8>, said: &Declared, look_inside: bool, warnings: &mut Vec<String>) -> String {
    if let Some((encoding, length)) = Encoding::for_bom(&bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(&bytes[length..]);
        if broken {
            warnings.push(broken_warning(encoding));
        }
        return text.into_owned();
    }
    if let Some(encoding) = utf16(&bytes[..bytes.len().min(DECLARATION)]) {
        let (text, broken) = encoding.decode_without_bom_handling(&bytes);
        warnings.push(if broken { broken_warning(encoding) } else { undeclared_warning(encoding) });
        return text.into_owned();
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if is_escaped(text.as_bytes()) => text.into_bytes(),
        Ok(text) => return text,
        Err(error) => error.into_bytes(),
    };
    let bytes = match mojibake::join_surrogates(&bytes).map(String::from_utf8) {
        Some(Ok(text)) => {
            warnings.push("encoding: characters were written in halves, which are joined".to_owned());
            return text;
        }
        Some(Err(_)) | None => bytes,
    };
    let (encoding, declared) = choose(&bytes, said, look_inside);
    let (text, broken) = encoding.decode_without_bom_handling(&bytes);
    if broken {
        warnings.push(broken_warning(encoding));
    } else {
        match declared {
            Some(declared) if declared != encoding => warnings.push(format!(
                "encoding: declared as {}, but that makes no sense, read as {}",
                declared.name(),
                encoding.name()
            )),
            Some(_) => {}
            None => warnings.push(undeclared_warning(encoding)),
        }
    }
    text.into_owned()
}

/// The charset of bytes that are not sound UTF-8, and the one that is declared first.
fn choose(bytes: &[u8], said: &Declared, look_inside: bool) -> (&'static Encoding, Option<&'static Encoding>) {
    let of_server = said.charset.as_deref().and_then(by_label);
    let of_page = if look_inside { declared(bytes) } else { None };
    let first = of_server.or(of_page);
    if is_escaped(bytes) {
        return (ISO_2022_JP, first);
    }
    // A few bad bytes in a text that is UTF-8 otherwise (cut in the middle, one wrong comment) are no reason to read
    // all of it as something else, even if that is declared.
    let (good, bad) = utf8_parts(bytes);
    if good >= 3 && good >= bad * 9 {
        return (UTF_8, first);
    }
    let declared = [of_server, of_page].into_iter().flatten().filter(|encoding| *encoding != UTF_8);
    for encoding in declared.clone() {
        if makes_sense(bytes, encoding) {
            return (encoding, first);
        }
    }
    if nearly_utf8(bytes) && first.is_none_or(|first| first == UTF_8) {
        return (UTF_8, first);
    }
    let guess = guess(bytes, said.host.as_deref());
    let encoding = if makes_sense(bytes, guess) { guess } else { declared.into_iter().next().unwrap_or(guess) };
    (encoding, first)
}

/// The encoding of a label; not those that stand for "cannot be read".
fn by_label(label: &str) -> Option<&'static Encoding> {
    match Encoding::for_label(label.as_bytes()) {
        Some(encoding) if encoding == REPLACEMENT => None,
        Some(encoding) if encoding == X_USER_DEFINED => Some(WINDOWS_1252),
        found => found,
    }
}

fn broken_warning(encoding: &'static Encoding) -> String {
    format!("encoding: some bytes are not {} and were replaced", encoding.name())
}

fn undeclared_warning(encoding: &'static Encoding) -> String {
    format!("encoding: no charset is declared and it is not UTF-8, read as {}", encoding.name())
}

/// Japanese in seven bits: it looks like ASCII.
fn is_escaped(bytes: &[u8]) -> bool {
    memchr::memchr_iter(0x1b, bytes).any(|at| matches!(bytes[at + 1..], [b'$', b'@' | b'B', ..]))
}

/// UTF-16, by its byte order mark or by where its zeros stand.
pub(crate) fn utf16(head: &[u8]) -> Option<&'static Encoding> {
    match Encoding::for_bom(head) {
        Some((encoding, _)) if encoding == UTF_16LE || encoding == UTF_16BE => return Some(encoding),
        Some(_) => return None,
        None => {}
    }
    let (mut zeros, mut wrong) = ([0usize; 2], 0);
    for pair in head.chunks_exact(2) {
        match pair {
            [0, 0] => wrong += 1,
            [0, _] => zeros[0] += 1,
            [_, 0] => zeros[1] += 1,
            _ => {}
        }
    }
    let pairs = head.len() / 2;
    // Whatever the language, a text has spaces, digits and marks.
    let is = |zeros: usize, others: usize| pairs >= 8 && wrong == 0 && zeros * 4 >= pairs && others * 20 <= zeros;
    match zeros {
        [high, low] if is(low, high) => Some(UTF_16LE),
        [high, low] if is(high, low) => Some(UTF_16BE),
        _ => None,
    }
}

/// The charset of a `<meta charset>`, `<meta http-equiv>` or XML declaration.
pub(crate) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARATION)]).to_ascii_lowercase();
    for key in ["charset", "encoding"] {
        for (at, _) in head.match_indices(key) {
            let Some(rest) = head[at + key.len()..].trim_start().strip_prefix('=') else { continue };
            let label: String = rest
                .trim_start_matches([' ', '"', '\'', '\\'])
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || "-_.:".contains(*c))
                .collect();
            match by_label(&label) {
                // A declaration that can be read as ASCII is not in UTF-16.
                Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => return Some(UTF_8),
                Some(encoding) => return Some(encoding),
                None => {}
            }
        }
    }
    None
}

/// How many characters of more than one byte are sound, and how many places are not.
fn utf8_parts(bytes: &[u8]) -> (usize, usize) {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    (good, bad)
}

/// Whether at least nine in ten stretches of non-ASCII bytes are UTF-8.
fn nearly_utf8(bytes: &[u8]) -> bool {
    let (good, bad) = utf8_parts(bytes);
    bad == 1 || good >= bad * 9
}

fn guess(bytes: &[u8], host: Option<&str>) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new();
    detector.feed(&bytes[..bytes.len().min(LOOK)], true);
    let country = host.and_then(|host| host.rsplit('.').next()).filter(|label| {
        !label.is_empty() && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    });
    detector.guess(country.map(str::as_bytes), false)
}

/// Whether the bytes are sound in that charset, and give words. Charsets of one byte decode anything; but Cyrillic read
/// as Western European gives words of accented letters alone, and the other way round letters of two scripts in a word.
fn makes_sense(bytes: &[u8], encoding: &'static Encoding) -> bool {
    let (text, broken) = encoding.decode_without_bom_handling(&bytes[..bytes.len().min(LOOK)]);
    // The end of the look may cut a character in two.
    if broken && (bytes.len() <= LOOK || text.chars().filter(|c| *c == '\u{fffd}').count() > 1) {
        return false;
    }
    let (mut letters, mut mixed, mut in_runs, mut run) = (0usize, 0usize, 0usize, 0usize);
    let (mut controls, mut signs) = (0usize, 0usize);
    let mut before = Script::None;
    for c in text.chars() {
        let script = Script::of(c);
        controls += usize::from(('\u{80}'..'\u{a0}').contains(&c));
        // Signs that are rare in any text; French and Spanish have the others.
        signs += usize::from(
            ('\u{a2}'..='\u{be}').contains(&c) && !matches!(c, '£' | '§' | '©' | '«' | '®' | '°' | '·' | '»'),
        );
        letters += usize::from(!c.is_ascii() && script != Script::None);
        mixed +=
            usize::from(before != Script::None && script != Script::None && (before.is_latin() != script.is_latin()));
        if script == Script::Accented {
            run += 1;
        } else {
            in_runs += if run >= 4 { run } else { 0 };
            run = 0;
        }
        before = script;
    }
    in_runs += if run >= 4 { run } else { 0 };
    mixed * 2 <= letters && in_runs * 2 <= letters && signs * 3 <= letters.max(9) && controls * 10 <= letters.max(10)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    None,
    Latin,
    /// Latin letters outside ASCII.
    Accented,
    /// Greek, Cyrillic, Hebrew, Arabic and others that words do not mix with Latin.
    Other,
}

impl Script {
    fn of(c: char) -> Script {
        match c {
            'a'..='z' | 'A'..='Z' => Script::Latin,
            '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' if c.is_alphabetic() => Script::Accented,
            '\u{370}'..='\u{6ff}' if c.is_alphabetic() => Script::Other,
            _ => Script::None,
        }
    }

    fn is_latin(self) -> bool {
        matches!(self, Script::Latin | Script::Accented)
    }
}

/// Whether the bytes open like mark-up, and so are not compressed.
pub(crate) fn looks_like_markup(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    matches!(start, [b'<', second, ..] if second.is_ascii_alphabetic() || matches!(second, b'!' | b'?'))
}

/// Bytes of another charset, as UTF-8.
pub(crate) struct Transcoded<R> {
    source: R,
    decoder: encoding_rs::Decoder,
    text: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: Read> Transcoded<R> {
    pub fn new(source: R, encoding: &'static Encoding) -> Self {
        Transcoded { source, decoder: encoding.new_decoder_with_bom_removal(), text: Vec::new(), at: 0, ended: false }
    }
}

impl<R: Read> Read for Transcoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() && !self.ended {
            let mut bytes = [0; 16 << 10];
            let read = self.source.read(&mut bytes)?;
            self.ended = read == 0;
            let mut text = String::with_capacity(self.decoder.max_utf8_buffer_length(read).unwrap_or(64 << 10));
            let _ = self.decoder.decode_to_string(&bytes[..read], &mut text, self.ended);
            self.text = text.into_bytes();
            self.at = 0;
        }
        let length = into.len().min(self.text.len() - self.at);
        into[..length].copy_from_slice(&self.text[self.at..self.at + length]);
        self.at += length;
        Ok(length)
    }
}
