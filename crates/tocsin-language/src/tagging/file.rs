//! The model's file: a header, then sections whose lengths are given and checked.
//!
//! All numbers are little-endian. `TOCSYN` 0 2, then the FNV-1a hash of everything after it (8 bytes), then labels,
//! lexicon, lemmas, and the table of weights, which holds its rows by ascending key: the step from the last key as a LEB128
//! number, a count, the classes, the weights.

use super::{
    lexicon::{Known, Lexicon},
    table::{CLASSES, Row},
};
use crate::{Tag, Upos};

const MAGIC: &[u8; 8] = b"TOCSYN\x00\x02";
const MOST_ROWS: usize = 8_000_000;

/// A model as it is stored.
#[derive(Debug, Clone, Default)]
pub struct Stored {
    /// The tagger's labels, by number.
    pub labels: Vec<(Tag, Upos)>,
    /// Known forms.
    pub lexicon: Lexicon,
    /// Lemmas that no rule gives: form in lower case, tag, lemma.
    pub lemmas: Vec<(String, Tag, String)>,
    /// The tagger's weights.
    pub tagger: Vec<Row>,
}

/// Why a model could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// It does not begin as a model of this version.
    #[error("not a tagger of this version (it must begin with TOCSYN, version 2)")]
    Magic,
    /// Its bytes are not those that were written.
    #[error("the tagger is damaged: its checksum does not agree")]
    Checksum,
    /// It ends too early.
    #[error("the tagger is cut short in its {0}")]
    Short(&'static str),
    /// A number in it is out of range.
    #[error("the tagger holds an impossible value in its {0}")]
    Value(&'static str),
}

fn checksum(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut words = bytes.chunks_exact(8);
    for word in &mut words {
        let mut buffer = [0; 8];
        buffer.copy_from_slice(word);
        hash = (hash ^ u64::from_le_bytes(buffer)).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23);
    }
    words.remainder().iter().fold(hash, |h, &b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// The bytes of a model's file.
pub fn write(model: &Stored) -> Vec<u8> {
    let mut body = Vec::new();
    let number = |out: &mut Vec<u8>, n: usize| out.extend((n as u32).to_le_bytes());
    let text = |out: &mut Vec<u8>, text: &str| {
        let bytes = &text.as_bytes()[..text.len().min(255)];
        out.push(bytes.len() as u8);
        out.extend(bytes);
    };
    number(&mut body, model.labels.len());
    for &(tag, upos) in &model.labels {
        text(&mut body, tag.name());
        text(&mut body, upos.name());
    }
    let entries = model.lexicon.entries();
    number(&mut body, entries.len());
    for (form, known) in entries {
        body.extend(form.to_le_bytes());
        body.extend([known.class, known.cluster, known.certain]);
    }
    number(&mut body, model.lemmas.len());
    for (form, tag, lemma) in &model.lemmas {
        text(&mut body, form);
        text(&mut body, tag.name());
        text(&mut body, lemma);
    }
    let mut rows: Vec<_> = model.tagger.iter().collect();
    rows.sort_by_key(|r| r.0);
    number(&mut body, rows.len());
    let mut last = 0;
    for (key, weights) in rows {
        let mut step = key - last;
        last = *key;
        while step >= 0x80 {
            body.push(step as u8 | 0x80);
            step >>= 7;
        }
        body.push(step as u8);
        body.push(weights.len() as u8);
        body.extend(weights.iter().map(|w| w.0));
        body.extend(weights.iter().map(|w| w.1 as u8));
    }
    let mut out = MAGIC.to_vec();
    out.extend(checksum(&body).to_le_bytes());
    out.extend(body);
    out
}

struct Reader<'a> {
    bytes: &'a [u8],
    part: &'static str,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], ModelError> {
        let (head, tail) = self.bytes.split_at_checked(length).ok_or(ModelError::Short(self.part))?;
        self.bytes = tail;
        Ok(head)
    }

    fn byte(&mut self) -> Result<u8, ModelError> {
        Ok(self.take(1)?[0])
    }

    /// A count of entries that take at least `least` bytes each, so that no count asks for more room than there is.
    fn count(&mut self, least: usize) -> Result<usize, ModelError> {
        let head = self.take(4)?;
        let count = u32::from_le_bytes([head[0], head[1], head[2], head[3]]) as usize;
        if count.saturating_mul(least) > self.bytes.len() {
            return Err(ModelError::Short(self.part));
        }
        Ok(count)
    }

    fn text(&mut self) -> Result<&'a str, ModelError> {
        let length = self.byte()? as usize;
        std::str::from_utf8(self.take(length)?).map_err(|_| ModelError::Value(self.part))
    }

    fn named<T>(&mut self, from_name: impl Fn(&str) -> Option<T>) -> Result<T, ModelError> {
        from_name(self.text()?).ok_or(ModelError::Value(self.part))
    }

    fn rows(&mut self, classes: usize) -> Result<Vec<Row>, ModelError> {
        let count = self.count(2)?;
        if count > MOST_ROWS {
            return Err(ModelError::Value(self.part));
        }
        let mut rows = Vec::with_capacity(count);
        let mut last = 0_u32;
        for _ in 0..count {
            let mut step = 0_u32;
            let mut shift = 0;
            loop {
                let byte = self.byte()?;
                if shift > 28 {
                    return Err(ModelError::Value(self.part));
                }
                step |= u32::from(byte & 0x7f) << shift;
                shift += 7;
                if byte < 0x80 {
                    break;
                }
            }
            if step == 0 {
                return Err(ModelError::Value(self.part));
            }
            last = last.checked_add(step).ok_or(ModelError::Value(self.part))?;
            let length = self.byte()? as usize;
            let ids = self.take(length)?;
            let weights = self.take(length)?;
            if ids.iter().any(|&c| c as usize >= classes) {
                return Err(ModelError::Value(self.part));
            }
            rows.push((last, ids.iter().zip(weights).map(|(&c, &w)| (c, w as i8)).collect()));
        }
        Ok(rows)
    }
}

/// Reads a model's file.
///
/// # Errors
/// When the bytes are no model of this version, are damaged or end too early.
pub fn read(bytes: &[u8]) -> Result<Stored, ModelError> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(ModelError::Magic)?;
    let (sum, body) = rest.split_first_chunk::<8>().ok_or(ModelError::Short("header"))?;
    if checksum(body) != u64::from_le_bytes(*sum) {
        return Err(ModelError::Checksum);
    }
    let mut reader = Reader { bytes: body, part: "labels" };
    let mut model = Stored::default();
    for _ in 0..reader.count(2)? {
        model.labels.push((reader.named(Tag::from_name)?, reader.named(Upos::from_name)?));
    }
    if model.labels.is_empty() || model.labels.len() > CLASSES {
        return Err(ModelError::Value("labels"));
    }
    reader.part = "lexicon";
    let mut entries = Vec::new();
    for _ in 0..reader.count(7)? {
        let entry = reader.take(7)?;
        let known = Known { class: entry[4], cluster: entry[5], certain: entry[6] };
        if known.certain != u8::MAX && known.certain as usize >= model.labels.len() {
            return Err(ModelError::Value("lexicon"));
        }
        entries.push((u32::from_le_bytes([entry[0], entry[1], entry[2], entry[3]]), known));
    }
    model.lexicon = Lexicon::new(entries);
    reader.part = "lemmas";
    for _ in 0..reader.count(3)? {
        let form = reader.text()?.to_owned();
        model.lemmas.push((form, reader.named(Tag::from_name)?, reader.text()?.to_owned()));
    }
    reader.part = "tagger";
    model.tagger = reader.rows(model.labels.len())?;
    if reader.bytes.is_empty() { Ok(model) } else { Err(ModelError::Value("end")) }
}
