//! Text that was encoded twice: UTF-8 that somebody took for Windows-1252 and made UTF-8 of once more ("â€™" for "’").

/// The characters of Windows-1252 from 0x80 on that Latin-1 does not have there.
const WESTERN: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2c6}', '\u{2030}',
    '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}', '\u{90}', '\u{2018}', '\u{2019}', '\u{201c}',
    '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2dc}', '\u{2122}', '\u{161}', '\u{203a}', '\u{153}', '\u{9d}',
    '\u{17e}', '\u{178}',
];

/// The byte that a character was, if it was one above ASCII.
fn byte(c: char) -> Option<u8> {
    match c {
        '\u{80}'..='\u{ff}' => u8::try_from(u32::from(c)).ok(),
        _ if c.is_ascii() => None,
        _ => WESTERN.iter().position(|w| *w == c).and_then(|at| u8::try_from(at + 0x80).ok()),
    }
}

/// How telling a character is that comes out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// Quotation marks, dashes and the like: the three characters that stood for it never follow each other otherwise.
    Strong,
    /// An accented letter.
    Letter,
    /// A letter of another script, which only counts beside others of it.
    Foreign,
}

fn sign(c: char) -> Option<Sign> {
    match c {
        '\u{2010}'..='\u{2044}' | '\u{20ac}' | '\u{2122}' | '\u{2190}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}' => {
            Some(Sign::Strong)
        }
        '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => Some(Sign::Strong),
        '\u{a0}'..='\u{17f}' | '\u{218}'..='\u{21b}' => Some(Sign::Letter),
        '\u{370}'..='\u{6ff}' => Some(Sign::Foreign),
        _ => None,
    }
}

/// The text with that undone, if it is plain that it was encoded twice.
pub(crate) fn mend(text: &str) -> Option<String> {
    // What begins a character of more than one byte, as it looks then; spares nearly every text the search.
    if !text.contains(|c| ('\u{c2}'..='\u{f4}').contains(&c)) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut counts = Counts::default();
    let mut run: Vec<(char, u8)> = Vec::new();
    for c in text.chars() {
        if let Some(byte) = byte(c) {
            run.push((c, byte));
            continue;
        }
        undo(&run, &mut out, &mut counts);
        run.clear();
        counts.others += usize::from(!c.is_ascii() && c.is_alphabetic());
        out.push(c);
    }
    undo(&run, &mut out, &mut counts);
    let Counts { sure, letters, others } = counts;
    (sure >= 1 && (sure + letters) * 2 > others || letters >= 3 && letters > others * 2).then_some(out)
}

/// What speaks for a second encoding, and how many letters beyond ASCII do not.
#[derive(Default)]
struct Counts {
    sure: usize,
    letters: usize,
    others: usize,
}

/// Undoes a run of characters that all may have been bytes.
fn undo(run: &[(char, u8)], out: &mut String, counts: &mut Counts) {
    let bytes: Vec<u8> = run.iter().map(|(_, byte)| *byte).collect();
    let mut at = 0;
    let mut behind_foreign = None;
    while at < bytes.len() {
        let Some((c, length, sign)) = decoded(&bytes[at..]).and_then(|(c, length)| Some((c, length, sign(c)?))) else {
            let (c, _) = run[at];
            counts.others += usize::from(c.is_alphabetic());
            out.push(c);
            at += 1;
            continue;
        };
        match sign {
            Sign::Strong => counts.sure += 1,
            Sign::Letter => counts.letters += 1,
            // One alone may be chance; two together are not.
            Sign::Foreign if behind_foreign == Some(at) => counts.sure += 1,
            Sign::Foreign => {}
        }
        at += length;
        behind_foreign = (sign == Sign::Foreign).then_some(at);
        out.push(c);
    }
}

/// The character at the beginning of `bytes`, if it takes more than one.
fn decoded(bytes: &[u8]) -> Option<(char, usize)> {
    let length = match bytes.first()? {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let c = std::str::from_utf8(bytes.get(..length)?).ok()?.chars().next()?;
    Some((c, length))
}

/// UTF-8 in which characters beyond the first plane are written as two halves of three bytes, as some databases do;
/// here made whole. `None` where there are none.
pub(crate) fn join_surrogates(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut from = 0;
    for at in memchr::memchr_iter(0xed, bytes) {
        let Some(&[0xed, a @ 0xa0..=0xaf, b @ 0x80..=0xbf, 0xed, c @ 0xb0..=0xbf, d @ 0x80..=0xbf]) =
            bytes.get(at..at + 6)
        else {
            continue;
        };
        let half = |high: u8, low: u8| (u32::from(high & 0x0f) << 6) | u32::from(low & 0x3f);
        let whole = char::from_u32(0x10000 + (half(a, b) << 10) + half(c & 0x0f, d));
        let Some(whole) = whole.filter(|_| at >= from) else { continue };
        out.extend_from_slice(&bytes[from..at]);
        out.extend_from_slice(whole.encode_utf8(&mut [0; 4]).as_bytes());
        from = at + 6;
    }
    if from == 0 {
        return None;
    }
    out.extend_from_slice(&bytes[from..]);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What becomes of a text whose UTF-8 is taken for Windows-1252.
    fn twice(text: &str) -> String {
        text.bytes()
            .map(|b| if (0x80..0xa0).contains(&b) { WESTERN[usize::from(b - 0x80)] } else { char::from(b) })
            .collect()
    }

    #[test]
    fn what_was_encoded_twice_is_undone() {
        for text in [
            "The minister’s plan",
            "“No,” she said – twice",
            "Zoë, André et Noël à Orléans",
            "Путин и Зеленский",
            "Βενεζουέλα",
            "Łódź, Kraków, Gdańsk",
            "会談は決裂した",
            "one 😀 more",
            "5 € for “it”",
        ] {
            assert_eq!(mend(&twice(text)).as_deref(), Some(text), "{}", twice(text));
        }
        assert_eq!(mend("The ministerâ\u{80}\u{99}s plan").as_deref(), Some("The minister’s plan"));
        // Some of a page may be right.
        assert_eq!(mend("Zoë’s plan isnâ€™t").as_deref(), Some("Zoë’s plan isn’t"));
    }

    #[test]
    fn what_is_right_stays() {
        for text in [
            "The minister’s plan – “no”",
            "Zoë, André et Noël à Orléans",
            "Spaß“ und ÄRGER”",
            "SÃO PAULO",
            "MAÇÃ”",
            "Путин и Зеленский",
            "CAFÉ” and “CLICHÉ”",
            "会談は決裂した",
            "Â",
            "",
            "plain",
            "Ελλάδα",
            "Đặng Thị Ngọc Thịnh",
        ] {
            assert_eq!(mend(text), None, "{text}");
        }
    }

    #[test]
    fn halves_are_joined() {
        let halves = b"one \xed\xa0\xbd\xed\xb8\x80 more";
        assert_eq!(join_surrogates(halves).as_deref(), Some("one 😀 more".as_bytes()));
        assert_eq!(join_surrogates("one 😀 \u{d7a3}".as_bytes()), None);
        assert_eq!(join_surrogates(b"\xed\xa0\xbd alone"), None);
    }
}
