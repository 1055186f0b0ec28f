//! Tokens in the manner of the English Universal Dependencies treebanks: clitics, hyphens, slashes and signs stand alone.

use super::abbreviation;
use std::ops::Range;

/// Longest token in bytes; what is longer is cut, so that no later step meets a word of megabytes.
const LONGEST: usize = 200;

/// Prefixes that stay with their word when a hyphen follows.
const PREFIXES: &[&str] = &[
    "anti", "ante", "bi", "co", "counter", "cross", "de", "dis", "e", "ex", "extra", "hyper", "in", "inter", "intra",
    "mega", "meta", "micro", "mid", "mini", "mis", "multi", "neo", "non", "omni", "over", "para", "post", "pre", "pro",
    "proto", "pseudo", "quasi", "re", "semi", "sub", "super", "trans", "ultra", "un", "under", "vice",
];

/// Particles before a hyphen that belong to a name ("al-Qaeda", "el-Sisi", "as-Sahab").
const PARTICLES: &[&str] = &[
    "al", "el", "ul", "ar", "as", "ash", "ad", "an", "at", "az", "abd", "abu", "bin", "ibn", "ben", "bar", "bat",
    "hajj",
];

/// Second parts of East Asian given names ("Jong-un", "Jae-myung", "Ing-wen").
const GIVEN_NAMES: &[&str] = &[
    "un", "il", "eun", "hye", "bak", "wook", "jae", "yeol", "yong", "ho", "young", "hyun", "jin", "sung", "chul",
    "hwan", "myung", "kyu", "kyun", "soo", "sik", "hee", "jong", "sun", "kwan", "ryol", "hui", "nam", "joo", "jung",
    "woo", "min", "seok", "shik", "wen", "jeou", "chi", "te", "ching", "kyung", "hoon", "bum", "gil", "gyu", "wha",
    "hwa", "teh", "bin", "dong", "hong", "tae", "seon", "hae", "kun", "duk", "sang", "ryong", "chen", "yeh", "chang",
    "ping", "ju", "gun",
];

/// What follows a word after its last apostrophe and stands alone.
const CLITICS: &[&str] = &["s", "ll", "re", "ve", "d", "m"];

/// Words that are written as one and read as two, with the length of the first.
const FUSED: &[(&str, usize)] =
    &[("cannot", 3), ("gonna", 3), ("gotta", 3), ("wanna", 3), ("gimme", 3), ("lemme", 3), ("dunno", 3)];

/// Units that are cut from the number before them.
const UNITS: &[&str] = &[
    "am", "pm", "a.m", "p.m", "km", "kg", "mm", "cm", "m", "g", "k", "ft", "lb", "lbs", "mph", "kph", "mi", "bn", "tn",
    "mw", "gw", "kw", "kwh", "mwh", "hp", "hz", "khz", "mhz", "ghz", "gb", "mb", "tb", "b", "in", "kt", "kn", "nm",
    "sq",
];

/// Appends the tokens of `text[range]`, which holds no sentence mark of its own: tokens do not depend on sentences.
pub(super) fn tokens(text: &str, range: Range<usize>, out: &mut Vec<Range<usize>>) {
    let mut at = range.start;
    let end = range.end;
    while let Some(first) = text[at..end].chars().next() {
        if is_space(first) {
            at += first.len_utf8();
            continue;
        }
        let start = at;
        let stop = next_token(text, start, end);
        push(text, start..stop, out);
        at = stop;
    }
}

/// White space, and signs without width that stand between words.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}' | '\u{00ad}')
}

pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '`' | '‘')
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}' | '_')
}

/// Takes a token apart where it is two words, and cuts what is too long.
fn push(text: &str, token: Range<usize>, out: &mut Vec<Range<usize>>) {
    let word = &text[token.clone()];
    if word.len() > LONGEST {
        let mut start = token.start;
        while token.end - start > LONGEST {
            let mut cut = start + LONGEST;
            while !text.is_char_boundary(cut) {
                cut -= 1;
            }
            out.push(start..cut);
            start = cut;
        }
        out.push(start..token.end);
        return;
    }
    if (5..=6).contains(&word.len()) && word.is_ascii() {
        for &(fused, first) in FUSED {
            if word.eq_ignore_ascii_case(fused) {
                out.push(token.start..token.start + first);
                out.push(token.start + first..token.end);
                return;
            }
        }
    }
    // "don't", "can’t": the "n" goes with the "t".
    let mut back = word.char_indices().rev();
    if let (Some((_, t)), Some((_, a)), Some((n_at, n))) = (back.next(), back.next(), back.next())
        && matches!(t, 't' | 'T')
        && is_apostrophe(a)
        && matches!(n, 'n' | 'N')
        && n_at > 0
    {
        let cut = token.start + n_at;
        out.push(token.start..cut);
        out.push(cut..token.end);
        return;
    }
    out.push(token);
}

fn next_token(text: &str, start: usize, end: usize) -> usize {
    let rest = &text[start..end];
    let mut chars = rest.chars();
    let Some(first) = chars.next() else { return end };
    let second = chars.next();
    if let Some(length) = address(rest, text[..start].chars().next_back()) {
        return start + length;
    }
    if is_apostrophe(first) {
        return start + clitic(rest).unwrap_or(first.len_utf8());
    }
    if matches!(first, '.' | '…' | '-' | '*' | '#' | '=' | '~' | '!' | '?' | '<' | '>' | '+' | '|' | '_') {
        if matches!(first, '.' | '+') && second.is_some_and(|c| c.is_ascii_digit()) {
            return start + first.len_utf8() + number(&rest[1..]);
        }
        let same = |c: char| match first {
            '!' | '?' => matches!(c, '!' | '?'),
            '.' | '…' => matches!(c, '.' | '…'),
            _ => c == first,
        };
        return start + rest.find(|c| !same(c)).unwrap_or(rest.len());
    }
    if first.is_ascii_digit() {
        return start + number(rest);
    }
    if is_word(first) {
        return start + word(rest);
    }
    start + first.len_utf8()
}

/// Length of a web address, a mail address, a handle or a hashtag at the start of `rest`.
fn address(rest: &str, before: Option<char>) -> Option<usize> {
    let first = *rest.as_bytes().first()?;
    if matches!(first, b'@' | b'#') && !before.is_some_and(is_word) {
        let length = 1 + rest[1..].find(|c: char| !is_word(c)).unwrap_or(rest.len() - 1);
        return (length > 1 && rest[1..].chars().next().is_some_and(char::is_alphabetic)).then_some(length);
    }
    if !first.is_ascii_alphanumeric() || before.is_some_and(is_word) {
        return None;
    }
    let web = matches!(first, b'h' | b'H' | b'w' | b'W')
        && ["http://", "https://", "www."]
            .iter()
            .any(|p| rest.get(..p.len()).is_some_and(|r| r.eq_ignore_ascii_case(p)));
    let body = if web {
        rest.find(|c: char| is_space(c) || matches!(c, '<' | '>' | '"' | '”' | '“' | ')' | ']' | '}' | '|'))
            .unwrap_or(rest.len())
    } else {
        // A mail address: letters, "@", letters with a dot; looked for in a bounded stretch.
        let part = |from: usize| {
            let room = rest.len().min(from + 80);
            let bytes = &rest.as_bytes()[from..room];
            from + bytes
                .iter()
                .position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'+')))
                .unwrap_or(bytes.len())
        };
        let at = part(0);
        if rest.as_bytes().get(at) != Some(&b'@') {
            return None;
        }
        let close = part(at + 1);
        if !rest[at + 1..close].trim_end_matches('.').contains('.') {
            return None;
        }
        close
    };
    let length = rest[..body].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’', '*', '_']).len();
    (length > 4).then_some(length)
}

/// Length of a clitic at an apostrophe that begins `rest`.
fn clitic(rest: &str) -> Option<usize> {
    let mark = rest.chars().next()?.len_utf8();
    let tail = &rest[mark..];
    let length = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
    let word = &tail[..length];
    // "'90s"
    let digits = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
    if digits == 2 && tail[2..].starts_with('s') {
        return Some(mark + 3);
    }
    let next_is_letter = tail[length..].chars().next().is_some_and(is_word);
    if next_is_letter || length > 5 {
        return None;
    }
    let low = word.to_ascii_lowercase();
    if CLITICS.contains(&low.as_str()) || matches!(low.as_str(), "t" | "em" | "til" | "cause" | "tis") {
        return Some(mark + length);
    }
    None
}

/// Length of the number that begins `rest`: "2,261", "3.5", "10:30", "11/28/2000", "713-853-3989", "30th", "1990s".
fn number(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let digits = |from: usize| from + bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut at = digits(0);
    let mut groups = 1;
    let mut first_cut = None;
    while at + 1 < bytes.len() && at < LONGEST {
        let sign = bytes[at];
        if !bytes[at + 1].is_ascii_digit() || !matches!(sign, b'.' | b',' | b':' | b'/' | b'-') {
            break;
        }
        if sign == b'-' {
            first_cut.get_or_insert(at);
            groups += 1;
        }
        at = digits(at + 1);
    }
    // Two groups are a span ("2019-2020"), three a date or a telephone number.
    if groups == 2
        && let Some(cut) = first_cut
    {
        return cut;
    }
    let tail = &rest[at..];
    let letters = tail.find(|c: char| !is_word(c)).unwrap_or(tail.len());
    if letters == 0 {
        return at;
    }
    let low = if letters <= 4 { tail[..letters].to_lowercase() } else { String::new() };
    if UNITS.contains(&low.as_str()) || matches!(low.as_str(), "a" | "p") && tail[letters..].starts_with(".m") {
        return at;
    }
    at + letters
}

/// Length of the word that begins `rest`, with inner apostrophes, dots of short forms and the hyphens that stay.
fn word(rest: &str) -> usize {
    let mut at = run(rest, 0);
    // Dots inside: "U.S.", "a.m.", "Ph.D.", "example.com".
    if rest[at..].starts_with('.') {
        let dotted = dotted(rest, at);
        if dotted > at {
            return dotted;
        }
    }
    loop {
        let mut next = rest[at..].chars();
        let Some(sign) = next.next() else { return at };
        let tail = next.as_str();
        let inner = tail.chars().next();
        if at > LONGEST {
            return at;
        }
        if is_apostrophe(sign) && inner.is_some_and(is_word) {
            let cut = rest.len() - tail.len();
            let stop = run(rest, cut);
            let part = &rest[cut..stop];
            let low = if part.len() <= 3 { part.to_ascii_lowercase() } else { String::new() };
            if low == "t" && rest[..at].ends_with(['n', 'N']) {
                return stop;
            }
            if CLITICS.contains(&low.as_str()) {
                return at;
            }
            at = stop;
        } else if sign == '&' && at <= 3 && inner.is_some_and(char::is_alphabetic) && run(rest, at + 1) - at <= 4 {
            at = run(rest, at + 1);
        } else if sign == '-' && inner.is_some_and(is_word) {
            let stop = run(rest, at + 1);
            if !hyphen_stays(&rest[..at], &rest[at + 1..stop]) {
                return at;
            }
            at = stop;
        } else if sign == '$' && matches!(&rest[..at], "US" | "C" | "A" | "NZ" | "HK" | "R" | "S" | "CA" | "AU" | "U")
            || sign == '.' && at <= 12 && takes_stop(&rest[..at], tail)
        {
            return at + 1;
        } else {
            return at;
        }
    }
}

/// End of the run of word characters from `from`, at most a little longer than the longest token.
fn run(rest: &str, from: usize) -> usize {
    for (at, c) in rest[from..].char_indices() {
        if !is_word(c) || at > LONGEST {
            return from + at;
        }
    }
    rest.len()
}

/// End of a form with dots inside whose first dot stands at `at`, or `at`.
fn dotted(rest: &str, at: usize) -> usize {
    let mut end = at;
    let mut short = at <= 2 || rest[..at].eq_ignore_ascii_case("ph");
    let mut from = at;
    while rest[from..].starts_with('.') && from < LONGEST {
        let stop = run(rest, from + 1);
        let part = &rest[from + 1..stop];
        if part.is_empty() {
            break;
        }
        let initial = part.chars().count() == 1;
        if short && initial {
            end = stop;
        } else if !short || !initial {
            // An address or a file: the last part is in lower case or digits and short.
            let domain = part.len() <= 10 && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
            if !domain || initial && !rest[..at].chars().all(|c| c.is_ascii_digit()) {
                break;
            }
            short = false;
            end = stop;
        }
        from = stop;
    }
    if end == at {
        return at;
    }
    // The last dot of "U.S." belongs to it; that of "example.com." does not.
    if short && rest[end..].starts_with('.') && !rest[end..].starts_with("..") { end + 1 } else { end }
}

/// Whether the full stop after `word` belongs to it; `tail` is what follows the stop.
fn takes_stop(word: &str, tail: &str) -> bool {
    if tail.starts_with('.') || tail.chars().next().is_some_and(is_word) && word.chars().count() > 1 {
        return false;
    }
    let mut letters = word.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        // An initial; "I." after a pronoun is settled with the sentences.
        return letter.is_uppercase() && (letter != 'I' || followed_by_capital(tail))
            || letter == 'v' && followed_by_capital(tail)
            || letter == 'p' && tail.trim_start().starts_with(|c: char| c.is_ascii_digit());
    }
    let next = tail.trim_start_matches([' ', '\u{a0}']);
    let number = next.starts_with(|c: char| c.is_ascii_digit() || c == '#' || c == '§');
    abbreviation::stop_of(word, number).is_some()
}

fn followed_by_capital(tail: &str) -> bool {
    tail.trim_start().starts_with(char::is_uppercase)
}

/// Whether the hyphen between two parts stays inside one token.
fn hyphen_stays(left: &str, right: &str) -> bool {
    let capital = |s: &str| s.chars().next().is_some_and(char::is_uppercase);
    let last = left.rsplit('-').next().unwrap_or(left);
    if last.len() <= 7 {
        let low = last.to_lowercase();
        if PREFIXES.contains(&low.as_str()) {
            return !(low == "in" || low == "over" || low == "under" || low == "pro" || low == "cross" || low == "un")
                || matches!((low.as_str(), right.len()), ("pro" | "cross" | "un", 4..))
                || low == "over" && right.len() > 4;
        }
        if PARTICLES.contains(&low.as_str()) && capital(right) {
            return true;
        }
    }
    // "COVID-19", "MS-13", "F-16", "G-7"
    let digits = right.bytes().all(|b| b.is_ascii_digit());
    if digits && last.chars().all(char::is_uppercase) {
        return true;
    }
    // "Jong-un", "Jae-myung", "Ing-wen"
    capital(last) && !capital(right) && right.len() <= 6 && GIVEN_NAMES.contains(&right)
}
