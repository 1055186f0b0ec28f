//! Who wrote an article, as names.

use crate::words;
use serde::Deserialize;
use std::collections::HashSet;
use std::sync::LazyLock;

const BYLINES: &str = include_str!("../../../knowledge/reading/bylines.toml");
/// More authors than this are a list of something else.
const MOST: usize = 20;
/// A name has no more words and characters.
const MOST_WORDS: usize = 6;
const LONGEST: usize = 60;

#[derive(Deserialize)]
struct Bylines {
    leads: Vec<String>,
    roles: Vec<String>,
    not_names: HashSet<String>,
    not_in_names: HashSet<String>,
    organisations: HashSet<String>,
    agencies: HashSet<String>,
}

/// The file is part of the program and is read by the tests below: it cannot fail at a user's.
static KNOWN: LazyLock<Bylines> = LazyLock::new(|| {
    let mut known: Bylines = toml::from_str(BYLINES).expect("bylines.toml is tested");
    // The longest that fits is taken.
    known.leads.sort_by_key(|lead| std::cmp::Reverse(lead.len()));
    known.roles.sort_by_key(|role| std::cmp::Reverse(role.len()));
    known
});

/// The names in a byline: without "By", offices, addresses and handles, split at "and", commas and the like. The
/// outlet's own name is no author.
pub(crate) fn names(byline: &str, outlet: Option<&str>) -> Vec<String> {
    // Addresses and handles are nobody's name.
    if ["http", "www.", "@", "/"].iter().any(|m| byline.trim_start().starts_with(m)) || byline.contains("://") {
        return Vec::new();
    }
    let outlet = outlet.map(words::key).filter(|o| !o.is_empty());
    let mut names: Vec<String> = Vec::new();
    for part in parts(&plain(byline)) {
        let Some(name) = name_of(&part) else { continue };
        let key = words::key(&name);
        let is_outlet = outlet.as_ref().is_some_and(|o| is_outlet(&key, o));
        if !is_outlet && !names.iter().any(|n| words::key(n) == key) {
            names.push(name);
        }
    }
    names.truncate(MOST);
    names
}

/// Whether a name is the outlet's: the same, or one begins with the other and both are long ("Example Times Online").
fn is_outlet(name: &str, outlet: &str) -> bool {
    let (short, long) = if name.len() < outlet.len() { (name, outlet) } else { (outlet, name) };
    short == long
        || short.len() >= 6 && (long.starts_with(short) || long.ends_with(short)) && long.len() - short.len() <= 8
}

/// Whether the text begins like a byline ("By", "Von"), and what follows; `None` where it does not.
pub(crate) fn after_lead(text: &str) -> Option<&str> {
    let lower = text.to_lowercase();
    // Lower case may change a text's length; then no lead is looked for.
    if lower.len() != text.len() {
        return None;
    }
    let lead = KNOWN.leads.iter().find(|lead| {
        lower.strip_prefix(lead.as_str()).is_some_and(|rest| {
            let glued = lead.chars().count() >= 5
                && text[lead.len()..].starts_with(char::is_uppercase)
                && text.starts_with(char::is_uppercase);
            rest.is_empty() || rest.starts_with([' ', ':', '\u{a0}', '：', '\n']) || glued
        })
    })?;
    Some(text[lead.len()..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '-' | '|')))
}

/// Whether it is worth looking for a lead at all: the first letters are some lead's.
pub(crate) fn after_lead_quick(text: &str) -> bool {
    static FIRST: LazyLock<HashSet<char>> =
        LazyLock::new(|| KNOWN.leads.iter().filter_map(|l| l.chars().next()).collect());
    let first = text.chars().next().and_then(|c| c.to_lowercase().next());
    first.is_some_and(|c| FIRST.contains(&c)) && after_lead(text).is_some()
}

/// Without what stands in brackets: "Jane Doe (Reuters)" and "Jane Doe <jane@example.org>" name Jane Doe.
fn plain(byline: &str) -> String {
    let byline = &byline[..words::floor(byline, 600)];
    let mut plain = String::with_capacity(byline.len());
    let mut inside = 0;
    for c in byline.chars() {
        match c {
            '(' | '<' | '[' => inside += 1,
            ')' | '>' | ']' if inside > 0 => inside -= 1,
            c if inside == 0 => plain.push(c),
            _ => {}
        }
    }
    plain
}

/// The byline cut at commas, dashes and words for "and".
fn parts(byline: &str) -> Vec<String> {
    const AND: [&str; 11] = ["and", "und", "et", "y", "og", "och", "with", "mit", "en", "oraz", "dan"];
    let mut parts = vec![String::new()];
    let words: Vec<&str> = byline.split(' ').collect();
    for (n, word) in words.iter().enumerate() {
        // "Jane Doe en Bogotá" names a place, "Jan Jansen en Piet Pietersen" two people: "en" stays for the place.
        let joins = AND.contains(&word.to_lowercase().as_str()) && *word != "en" && n > 0 && n + 1 < words.len();
        let dash = matches!(*word, "-" | "–" | "—" | "/" | "|" | "•" | "·" | "&" | "+");
        if joins || dash {
            parts.push(String::new());
            continue;
        }
        for (m, piece) in word.split([',', ';', '|', '&', '\n', '•', '·', '、', '，', '/']).enumerate() {
            if m > 0 {
                parts.push(String::new());
            }
            if let Some(part) = parts.last_mut() {
                part.push(' ');
                part.push_str(piece);
            }
        }
    }
    parts
}

/// The name in one part of a byline; `None` where there is none.
fn name_of(part: &str) -> Option<String> {
    let squeezed = words::squeeze(part);
    let mut name = squeezed.as_str();
    name = name.trim_start_matches(|c: char| !c.is_alphanumeric());
    while let Some(rest) = after_lead(name) {
        if rest.len() == name.len() {
            break;
        }
        name = rest;
    }
    // "Jane Doe in Kyiv", "Jane Doe on Monday", "Jane Doe am 3. Mai" name Jane Doe.
    for cut in
        [" in ", " aus ", " en ", " from ", " on ", " am ", " at ", " um ", " vor ", " le ", " el ", " | ", " – "]
    {
        if let Some((head, _)) = name.split_once(cut).filter(|(head, _)| head.contains(' ') || cut.trim() == "am") {
            name = head;
        }
    }
    // "Jane Doe Foto: John Roe": what follows the label is another's.
    if let Some((head, _)) = name.split_once(':') {
        name = head.rsplit_once(' ').map_or("", |(head, _)| head);
    }
    let mut name = trim_marks(name).to_owned();
    while let Some(shorter) = without_role(&name) {
        name = trim_marks(&shorter).to_owned();
    }
    let count = name.chars().count();
    let number = name.split(' ').count();
    let fits = (2..=LONGEST).contains(&count) && number <= MOST_WORDS && name.chars().any(char::is_alphabetic);
    let lower = name.to_lowercase();
    let capital = name.starts_with(|c: char| !c.is_lowercase()) || number == 1 || begins_with_particle(&name);
    let foreign = name.contains(['@', '{', '}', '=', '?', '!', '"', '“', '„', '#', '*', '_', '…'])
        || ["http", "www.", ".com", ".org", ".net", ".html", "://"].iter().any(|m| lower.contains(m))
        || name.chars().filter(char::is_ascii_digit).count() > if number == 1 { 4 } else { 0 }
        || KNOWN.not_names.contains(lower.as_str())
        || lower.ends_with(" staff")
        || lower.split(|c: char| !c.is_alphanumeric() && c != '-').any(|w| KNOWN.not_in_names.contains(w));
    let leads = ["in ", "on ", "at ", "for ", "the "].iter().any(|w| lower.starts_with(w))
        && name.starts_with(char::is_lowercase);
    (fits && capital && !foreign && !leads).then(|| recased(&name))
}

fn trim_marks(name: &str) -> &str {
    let inner = name.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
    let inner = inner.trim_start_matches(['.', ' ']);
    // A full stop ends an initial or a title, or nothing.
    let last = inner.rsplit(' ').next().unwrap_or_default();
    if inner.ends_with('.') && last.chars().count() > 4 { inner.trim_end_matches('.') } else { inner }
}

/// The name without an office before or behind it, where there is one.
fn without_role(name: &str) -> Option<String> {
    let lower = name.to_lowercase();
    if lower.len() != name.len() {
        return None;
    }
    KNOWN.roles.iter().find_map(|role| {
        if lower == *role {
            return Some(String::new());
        }
        let behind = lower.strip_suffix(role.as_str()).filter(|rest| rest.ends_with([' ', '-']));
        if let Some(rest) = behind {
            let rest = &name[..rest.len()];
            // "Online-Experte" is one word: all of it goes.
            let whole = if rest.ends_with('-') { rest.rfind(' ').map_or(0, |at| at) } else { rest.len() };
            return Some(rest[..whole].to_owned());
        }
        let before = lower
            .find(&format!("{role} "))
            .filter(|at| *at == 0 || lower[..*at].ends_with('-') && !lower[..*at].contains(' '));
        before.map(|at| name[at + role.len()..].trim_start().to_owned())
    })
}

fn begins_with_particle(name: &str) -> bool {
    let first = name.split(' ').next().unwrap_or_default();
    matches!(
        first,
        "de" | "van" | "von" | "der" | "den" | "la" | "le" | "al" | "el" | "da" | "dos" | "di" | "bin" | "ten"
    )
}

/// A name of two and more words all in capitals, as names are written elsewhere.
fn recased(name: &str) -> String {
    let shouted = name.contains(' ')
        && !name.chars().any(char::is_lowercase)
        && name.split(' ').all(|w| {
            w.chars().filter(|c| c.is_alphabetic()).count() > 3
                || w.ends_with('.')
                || w.chars().count() == 1
                || is_particle(w)
        });
    if !shouted || KNOWN.agencies.contains(name.to_lowercase().as_str()) {
        return name.to_owned();
    }
    let word = |word: &str| {
        if is_particle(word) {
            return word.to_lowercase();
        }
        let mut out = String::with_capacity(word.len());
        let mut start = true;
        for c in word.chars() {
            if start {
                out.push(c);
            } else {
                out.extend(c.to_lowercase());
            }
            start = !c.is_alphabetic();
            // O'Neil, McDonald
            start |= out == "Mc";
        }
        out
    };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn is_particle(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "de" | "del" | "der" | "den" | "van" | "von" | "da" | "dos" | "di" | "la" | "le" | "al" | "el" | "y" | "e"
    )
}

/// Whether every word of a name is written as names are: in a capital, or a particle.
pub(crate) fn is_written_like_a_name(name: &str) -> bool {
    let words = name.split(' ').filter(|w| !w.is_empty());
    let mut count = 0;
    words
        .inspect(|_| count += 1)
        .all(|w| w.starts_with(|c: char| !c.is_lowercase() && !c.is_ascii_digit()) || is_particle(w))
        && (2..=5).contains(&count)
}

/// Whether a name is an organisation's, by its words, or a domain.
pub(crate) fn is_organisation(name: &str) -> bool {
    let lower = name.to_lowercase();
    let domain = !lower.contains(' ')
        && lower.rsplit('.').next().is_some_and(|l| (2..=3).contains(&l.len()))
        && lower.contains('.');
    domain || lower.split([' ', '-', '/']).any(|w| KNOWN.organisations.contains(w))
}

/// Whether a name is a handle: one word that no name is written like.
pub(crate) fn is_handle(name: &str) -> bool {
    !name.contains(' ') && !name.chars().any(char::is_uppercase)
}

/// The newsroom or organisation that a text names as author, as it stands but for "By" and marks.
pub(crate) fn newsroom(text: &str) -> Option<String> {
    let squeezed = words::squeeze(&plain(text));
    let mut name = squeezed.as_str();
    while let Some(rest) = after_lead(name).filter(|rest| !rest.is_empty() && rest.len() < name.len()) {
        name = rest;
    }
    let name = trim_marks(name);
    let lower = name.to_lowercase();
    let fits = (2..=LONGEST).contains(&name.chars().count())
        && !lower.contains(['@', '{', '='])
        && !lower.contains("://")
        && !KNOWN.not_names.contains(lower.as_str());
    fits.then(|| name.to_owned())
}

/// Whether a name is a news agency's.
pub(crate) fn is_agency(name: &str) -> bool {
    KNOWN.agencies.contains(name.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byline_gives_names() {
        let cases: &[(&str, &[&str])] = &[
            ("By Jane Doe", &["Jane Doe"]),
            ("By Jane Doe and John Roe", &["Jane Doe", "John Roe"]),
            ("Jane Doe, John Roe & Ann O'Neil", &["Jane Doe", "John Roe", "Ann O'Neil"]),
            ("Jane Doe (jane.doe@example.org)", &["Jane Doe"]),
            ("jane.doe@example.org", &[]),
            ("https://example.org/authors/jane", &[]),
            ("Jane Doe, Diplomatic Correspondent", &["Jane Doe"]),
            ("Jane Doe Chefredakteurin", &["Jane Doe"]),
            ("Online-Experte Jan Beispiel", &["Jan Beispiel"]),
            ("Von Ursula Beispiel", &["Ursula Beispiel"]),
            ("AuthorJane Doe", &["Jane Doe"]),
            ("Post author By Jane Doe", &["Jane Doe"]),
            ("Autor: jdoe", &["jdoe"]),
            ("Veröffentlicht am", &[]),
            ("Hinterlasse einen Kommentar", &[]),
            ("Jane Doe sagt", &[]),
            ("The Example Times", &[]),
            ("Example Times Online", &[]),
            ("admin", &[]),
            ("Jane Doe in Mexico City", &["Jane Doe"]),
            ("Jane Doe am Samstag, 3. Mai", &["Jane Doe"]),
            ("Example staff", &[]),
            ("Reuters", &["Reuters"]),
            ("Jane Doe und dpa", &["Jane Doe", "dpa"]),
            ("JACOBO EJEMPLO PELÁEZ", &["Jacobo Ejemplo Peláez"]),
            ("MARY MCDONALD", &["Mary McDonald"]),
            ("APA", &["APA"]),
            ("Theo Samuel", &["Theo Samuel"]),
            ("Avery Byrd", &["Avery Byrd"]),
        ];
        for (byline, wanted) in cases {
            let outlet = if byline.starts_with("Example Times") { "Example Times" } else { "The Example Times" };
            assert_eq!(names(byline, Some(outlet)), *wanted, "{byline}");
        }
    }

    #[test]
    fn words_stand_in_lower_case() {
        let known = &*KNOWN;
        let all = known.leads.iter().chain(&known.roles).chain(&known.not_names).chain(&known.not_in_names);
        for word in all.chain(&known.agencies) {
            assert_eq!(*word, word.to_lowercase());
        }
    }

    #[test]
    fn leads_are_words_of_their_own() {
        assert_eq!(after_lead("By Jane"), Some("Jane"));
        assert_eq!(after_lead("Byron Smith"), None);
        assert_eq!(after_lead("Vondel Park"), None);
        assert_eq!(after_lead("Text: Jane"), Some("Jane"));
    }
}
