//! What the tagger sees of a token before anything is known about it.

use super::{hash, lexicon::Lexicon};

/// Most characters of a token that are looked at from either end.
const LOOK: usize = 40;

/// The features of one token's form.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Word {
    /// Hash of the lower-cased form; numbers share one, years another.
    pub form: u32,
    /// Hashes of the last 1, 2, 3 and 4 letters.
    pub suffix: [u32; 4],
    /// Hashes of the first 1, 2 and 3 letters.
    pub prefix: [u32; 3],
    /// Hash of the pattern of capitals, small letters, digits and signs.
    pub shape: u32,
    /// Which tags the form had in training: 0 for unknown words.
    pub class: u8,
    /// Distributional cluster, 0 for none.
    pub cluster: u8,
    /// The one label that the form always had in training, where it was common; else 255.
    pub certain: u8,
}

/// Fills `out` with the features of a sentence's words.
pub fn words<'t>(lexicon: &Lexicon, forms: impl Iterator<Item = &'t str> + Clone, out: &mut Vec<Word>) {
    out.clear();
    let capitals = capital_runs(forms.clone());
    let mut buffer = Vec::new();
    out.extend(forms.enumerate().map(|(at, form)| word(lexicon, form, capitals[at], &mut buffer)));
}

/// Whether each form stands in a run of words in capitals, whose case says nothing ("STRENGTHENING OUR PARTNERSHIP").
fn capital_runs<'t>(forms: impl Iterator<Item = &'t str>) -> Vec<bool> {
    // Some(true): letters, all capital, Some(false): letters, some small, None: no letters
    let case: Vec<(Option<bool>, usize)> = forms
        .map(|form| {
            let mut letters = form.chars().take(LOOK).filter(|c| c.is_alphabetic()).peekable();
            let some = letters.peek().is_some();
            (some.then(|| letters.all(|c| !c.is_lowercase())), form.len())
        })
        .collect();
    let mut out = vec![false; case.len()];
    let mut start = 0;
    while start < case.len() {
        if case[start].0 != Some(true) {
            start += 1;
            continue;
        }
        let mut end = start;
        let mut words = 0;
        let mut long = 0;
        let mut last = start;
        while end < case.len() && case[end].0 != Some(false) {
            if case[end].0 == Some(true) {
                words += 1;
                long += usize::from(case[end].1 > 4);
                last = end;
            }
            end += 1;
        }
        if words >= 3 && long >= 2 || words == case.len() && long >= 1 {
            out[start..=last].fill(true);
        }
        start = end;
    }
    out
}

fn word(lexicon: &Lexicon, form: &str, capitals: bool, buffer: &mut Vec<char>) -> Word {
    buffer.clear();
    let mut shape = Shape::new(capitals);
    let mut digits = 0;
    let mut others = 0;
    for c in form.chars().take(LOOK) {
        shape.take(c);
        match c {
            '0'..='9' => digits += 1,
            '.' | ',' | ':' | '/' | '-' => {}
            _ => others += 1,
        }
        match c {
            '’' | '‘' | '`' | 'ʼ' => buffer.push('\''),
            '“' | '”' | '«' | '»' | '„' => buffer.push('"'),
            '–' => buffer.push('-'),
            _ if c.is_ascii() => buffer.push(c.to_ascii_lowercase()),
            _ => buffer.extend(c.to_lowercase()),
        }
    }
    let number = digits > 0 && others == 0;
    let name = if number {
        let year = form.len() == 4 && digits == 4 && (form.starts_with("19") || form.starts_with("20"));
        hash::text(if year { *b"!year" } else { *b"!digs" })
    } else {
        of_chars(buffer)
    };
    let length = buffer.len();
    let suffix = |n: usize| if number || length < n { name } else { of_chars(&buffer[length - n..]) };
    let prefix = |n: usize| if number || length < n { 0 } else { of_chars(&buffer[..n]) };
    let known = lexicon.get(name);
    Word {
        form: name,
        suffix: [suffix(1), suffix(2), suffix(3), suffix(4)],
        prefix: [prefix(1), prefix(2), prefix(3)],
        shape: shape.hash(),
        class: known.class,
        cluster: known.cluster,
        certain: known.certain,
    }
}

/// Hash of the lower-cased form of a word, as in [`Word::form`].
pub fn form_hash(form: &str) -> u32 {
    word(&Lexicon::default(), form, false, &mut Vec::new()).form
}

fn of_chars(chars: &[char]) -> u32 {
    hash::text(chars.iter().flat_map(|&c| {
        let code = c as u32;
        [code as u8, (code >> 8) as u8].into_iter().take(if code < 256 { 1 } else { 2 })
    }))
}

/// The pattern of a form: runs of one kind count once or twice.
struct Shape {
    state: u64,
    last: u8,
    run: u8,
}

impl Shape {
    fn new(capitals: bool) -> Self {
        Shape { state: if capitals { 7 } else { 3 }, last: 0, run: 0 }
    }

    fn take(&mut self, c: char) {
        let kind = if c.is_lowercase() {
            b'x'
        } else if c.is_uppercase() {
            b'X'
        } else if c.is_numeric() {
            b'd'
        } else if c.is_alphabetic() {
            b'a'
        } else if c.is_ascii() {
            c as u8
        } else {
            128 + (c as u32 % 127) as u8
        };
        if kind == self.last {
            self.run += 1;
            if self.run > 2 {
                self.run = 2;
                return;
            }
        } else {
            self.last = kind;
            self.run = 1;
        }
        self.state = (self.state ^ u64::from(kind)).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(5);
    }

    fn hash(&self) -> u32 {
        hash::text(self.state.to_le_bytes())
    }
}
