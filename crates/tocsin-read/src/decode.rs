//! Bytes to characters.

use encoding_rs::{Encoding, UTF_8};

/// How far into a page a charset declaration is looked for, as HTML prescribes, with room for long heads.
const DECLARATION: usize = 4096;
/// How much of an undeclared text the guess looks at.
const GUESS: usize = 1 << 20;

/// Decodes `bytes`: by a byte order mark, as UTF-8 when it is that, by the charset that the text declares, else by a
/// guess. What is not plain UTF-8 comes with a warning.
pub(crate) fn decode(bytes: Vec<u8>, warnings: &mut Vec<String>) -> String {
    if let Some((encoding, length)) = Encoding::for_bom(&bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(&bytes[length..]);
        if broken {
            warnings.push(broken_warning(encoding));
        }
        return text.into_owned();
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return text,
        Err(error) => error.into_bytes(),
    };
    let declared = declared(&bytes);
    let encoding = match declared {
        Some(encoding) if encoding != UTF_8 => encoding,
        // A few bad bytes in a text that is UTF-8 otherwise (cut in the middle, one wrong comment) are no reason to
        // read all of it as something else.
        _ if nearly_utf8(&bytes) => UTF_8,
        _ => guess(&bytes),
    };
    let (text, broken) = encoding.decode_without_bom_handling(&bytes);
    if broken {
        warnings.push(broken_warning(encoding));
    } else if declared != Some(encoding) {
        warnings.push(format!("encoding: no charset is declared and it is not UTF-8, read as {}", encoding.name()));
    }
    text.into_owned()
}

fn broken_warning(encoding: &'static Encoding) -> String {
    format!("encoding: some bytes are not {} and were replaced", encoding.name())
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
            if let Some(encoding) = Encoding::for_label(label.as_bytes()) {
                return Some(encoding);
            }
        }
    }
    None
}

/// Whether at least nine in ten stretches of non-ASCII bytes are UTF-8.
fn nearly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes[..bytes.len().min(GUESS)].utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad == 1 || good >= bad * 9
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new();
    detector.feed(&bytes[..bytes.len().min(GUESS)], true);
    detector.guess(None, false)
}
