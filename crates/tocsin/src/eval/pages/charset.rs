//! From the bytes of a stored page to characters, as the reference scorer does it: not as the reader would, so that a page
//! is the same for every reader that is scored.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use regex::bytes::Regex;
use std::sync::LazyLock;

/// How far into a page its charset is looked for.
const DECLARED_WITHIN: usize = 4096;

/// The characters of `raw`: UTF-16 by its mark, else UTF-8 if it is that, else what it declares, else Windows-1252. Bytes
/// that mean nothing become U+FFFD.
pub fn decode(raw: Vec<u8>) -> String {
    let with = |encoding: &'static Encoding, bytes: &[u8]| encoding.decode_without_bom_handling(bytes).0.into_owned();
    match raw.as_slice() {
        [0xFF, 0xFE, rest @ ..] => return with(UTF_16LE, rest),
        [0xFE, 0xFF, rest @ ..] => return with(UTF_16BE, rest),
        _ => {}
    }
    let raw = match String::from_utf8(raw) {
        Ok(text) => return text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned),
        Err(error) => error.into_bytes(),
    };
    match declared(&raw) {
        encoding if encoding == WINDOWS_1252 => {
            // Five bytes have no character there; the reference does not take them for control characters.
            let text = with(WINDOWS_1252, &raw);
            text.chars().map(|c| if ('\u{80}'..='\u{9f}').contains(&c) { '\u{fffd}' } else { c }).collect()
        }
        encoding => with(encoding, &raw),
    }
}

fn declared(raw: &[u8]) -> &'static Encoding {
    static CHARSET: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r#"(?i-u)charset\s*=\s*["']?\s*([\w-]+)"#).ok());
    let head = &raw[..raw.len().min(DECLARED_WITHIN)];
    let name = CHARSET.as_ref().and_then(|charset| charset.captures(head)).and_then(|found| found.get(1));
    let name = name.map_or(&b"windows-1252"[..], |name| name.as_bytes());
    match Encoding::for_label(name) {
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => UTF_8,
        Some(encoding) => encoding,
        None => WINDOWS_1252,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_of_telling_the_charset() {
        for (raw, text) in [
            (&b"\xff\xfea\0\xe9\0"[..], "aé"),
            (b"\xfe\xff\0a\0\xe9", "aé"),
            (b"\xef\xbb\xbfa\xc3\xa9", "aé"),
            (b"<meta charset=iso-8859-1>\xc3\xa9", "<meta charset=iso-8859-1>é"),
            (b"<meta charset=\"iso-8859-1\">\xe9\x80", "<meta charset=\"iso-8859-1\">é€"),
            (b"<meta charset=' Windows-1250'>\xb9", "<meta charset=' Windows-1250'>ą"),
            (b"<meta charset=UTF-8>\xe9.", "<meta charset=UTF-8>\u{fffd}."),
            (b"<meta charset=nonsense>\xe9\x81", "<meta charset=nonsense>é\u{fffd}"),
            (b"\xe9\x99", "é™"),
        ] {
            assert_eq!(decode(raw.to_vec()), text);
        }
    }
}
