//! What lines and elements are by their words, from `knowledge/reading`.

use crate::words;
use aho_corasick::AhoCorasick;
use regex::{Regex, RegexBuilder};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};
use tocsin_record::BlockKind;

const LINES: &str = include_str!("../../../knowledge/reading/lines.toml");
const PAGE_LINES: &str = include_str!("../../../knowledge/reading/page-lines.toml");
const MARKUP: &str = include_str!("../../../knowledge/reading/markup.toml");

/// A longer line is running text, whatever its words.
const LONGEST: usize = 900;

/// What a line means for those around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Role {
    /// Links to other articles follow.
    List,
    /// Such links end here.
    Close,
    /// The article is over here.
    End,
    /// Who took a picture.
    Picture,
    /// Who wrote the text.
    Writer,
    /// When it was published.
    Stamp,
    /// The heading of a box that tells of the author.
    About,
    /// A part of a page's works: a button's label, the number of a picture.
    Control,
}

/// Where a rule looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Place {
    #[default]
    Anywhere,
    /// Above or below all running text.
    Edge,
    /// Next to a picture's credit.
    Beside,
}

/// What the words of a line say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    pub kind: BlockKind,
    pub role: Option<Role>,
}

#[derive(Deserialize)]
struct LineFile {
    #[serde(default)]
    parts: BTreeMap<String, String>,
    rule: Vec<LineRule>,
}

#[derive(Deserialize)]
struct LineRule {
    #[cfg_attr(not(test), allow(dead_code))]
    name: String,
    kind: BlockKind,
    role: Option<Role>,
    #[serde(default)]
    place: Place,
    longest: usize,
    needs: Option<String>,
    patterns: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    #[cfg(test)]
    yes: Vec<String>,
    #[cfg(test)]
    no: Vec<String>,
}

#[derive(Deserialize)]
struct MarkupRule {
    words: Vec<String>,
    #[cfg(test)]
    yes: Vec<String>,
    #[cfg(test)]
    no: Vec<String>,
}

/// A rule, ready to look at lines.
struct Rule {
    known: Known,
    longest: usize,
    /// Something that every line of this kind holds; cheap to look for.
    needs: Option<Regex>,
    patterns: Pattern,
    unless: Option<Pattern>,
}

/// A pattern that is built when it is first asked: most are large, and few texts hold what their rules need.
struct Pattern {
    text: String,
    built: OnceLock<Regex>,
}

impl Pattern {
    fn is_match(&self, text: &str) -> bool {
        self.built.get_or_init(|| build(&self.text)).is_match(text)
    }
}

fn build(pattern: &str) -> Regex {
    let mut regex = RegexBuilder::new(pattern);
    regex.case_insensitive(true).size_limit(64 << 20).dfa_size_limit(4 << 20).build().expect("lines.toml is tested")
}

/// The rules for one place, in the file's order.
fn compile(place: Place) -> Vec<Rule> {
    let file: LineFile = toml::from_str(LINES).expect("lines.toml is tested");
    ready(file.rule.iter().filter(|rule| rule.place == place), &file.parts)
}

/// The rules for lines of pages.
fn compile_for_pages() -> Vec<Rule> {
    let shared: LineFile = toml::from_str(LINES).expect("lines.toml is tested");
    let file: LineFile = toml::from_str(PAGE_LINES).expect("page-lines.toml is tested");
    ready(file.rule.iter(), &shared.parts)
}

fn ready<'r>(rules: impl Iterator<Item = &'r LineRule>, parts: &BTreeMap<String, String>) -> Vec<Rule> {
    let whole = |patterns: &[String]| {
        let all: Vec<String> = patterns.iter().map(|p| format!("(?:{})", with_parts(p, parts))).collect();
        Pattern { text: format!("^(?:{})$", all.join("|")), built: OnceLock::new() }
    };
    let ready = |rule: &LineRule| Rule {
        known: Known { kind: rule.kind, role: rule.role },
        longest: rule.longest,
        needs: rule.needs.as_deref().map(|needs| build(&with_parts(needs, parts))),
        patterns: whole(&rule.patterns),
        unless: (!rule.unless.is_empty()).then(|| whole(&rule.unless)),
    };
    rules.map(ready).collect()
}

/// The pattern with `{word}` replaced by the part of that name; parts may hold parts.
fn with_parts(pattern: &str, parts: &BTreeMap<String, String>) -> String {
    let mut pattern = pattern.to_owned();
    for _ in 0..4 {
        for (name, part) in parts {
            let place = format!("{{{name}}}");
            if pattern.contains(&place) {
                pattern = pattern.replace(&place, part);
            }
        }
    }
    in_ascii(&pattern)
}

/// Digits, word characters and the edges of words as ASCII knows them, letters and capitals by their ranges: nothing is lost on
/// these lines, and patterns are built and searched several times as fast.
fn in_ascii(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(at) = rest.find(['\\', '[']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = if rest.starts_with('[') { class_length(rest) } else { escape_length(rest) };
        let (token, after) = rest.split_at(length);
        match token {
            r"\b" => out.push_str(r"(?-u:\b)"),
            r"\d" | r"\w" | r"\p{L}" | r"\p{Lu}" => out.push_str(&class_in_ascii(&format!("[{token}]"))),
            class if class.starts_with('[') => out.push_str(&class_in_ascii(class)),
            other => out.push_str(other),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A class in brackets. One of all letters holds both cases: left to itself, the case of each would be looked up anew.
fn class_in_ascii(class: &str) -> String {
    let plain = class
        .replace(r"\d", "0-9")
        .replace(r"\w", "A-Za-z0-9_")
        .replace(r"\p{L}", words::LETTER)
        .replace(r"\p{Lu}", words::CAPITAL);
    if class.contains(r"\p{L}") { format!("(?-i:{plain})") } else { plain }
}

/// Bytes of the class that `text` begins with.
fn class_length(text: &str) -> usize {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|&(_, c)| {
        let ends = c == ']' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}

/// Bytes of the escape that `text` begins with.
fn escape_length(text: &str) -> usize {
    if text.starts_with(r"\p{") {
        return text.find('}').map_or(text.len(), |at| at + 1);
    }
    1 + text[1..].chars().next().map_or(0, char::len_utf8)
}

// The file is part of the program and is read by the tests below: it cannot fail at a user's.
static ANYWHERE: LazyLock<Vec<Rule>> = LazyLock::new(|| compile(Place::Anywhere));
static EDGE: LazyLock<Vec<Rule>> = LazyLock::new(|| compile(Place::Edge));
static BESIDE: LazyLock<Vec<Rule>> = LazyLock::new(|| compile(Place::Beside));
static PAGES: LazyLock<Vec<Rule>> = LazyLock::new(compile_for_pages);

fn ask(rules: &[Rule], text: &str) -> Option<Known> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let text: std::borrow::Cow<str> =
        if text.contains(['\n', '\u{a0}']) { text.replace(['\n', '\u{a0}'], " ").into() } else { text.into() };
    let length = text.chars().count();
    let knows = |rule: &&Rule| {
        length <= rule.longest
            && rule.needs.as_ref().is_none_or(|needs| needs.is_match(&text))
            && rule.patterns.is_match(&text)
            && !rule.unless.as_ref().is_some_and(|unless| unless.is_match(&text))
            // A byline's words must be names; letters alone cannot tell.
            && !(rule.known.role == Some(Role::Writer)
                && text.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by "))
                && !names_follow(&text))
    };
    rules.iter().find(knows).map(|rule| rule.known)
}

/// What a line is, when its words alone say that it is no running text.
pub(crate) fn known(text: &str) -> Option<Known> {
    ask(&ANYWHERE, text)
}

/// The kind of such a line.
pub(crate) fn line(text: &str) -> Option<BlockKind> {
    known(text).map(|known| known.kind)
}

/// What a line of a page is, as [`known`]; a line that belongs to the text is a paragraph.
pub(crate) fn in_page(text: &str) -> Option<Known> {
    ask(&PAGES, text).or_else(|| known(text))
}

/// What a line above or below all running text is.
pub(crate) fn at_edge(text: &str) -> Option<Known> {
    ask(&EDGE, text)
}

/// Whether a line next to a picture's credit tells what the picture shows.
pub(crate) fn shows_picture(text: &str) -> bool {
    ask(&BESIDE, text).is_some()
}

/// Whether what follows "By" is a name: each word in a capital or a particle, and no weekday or month.
fn names_follow(text: &str) -> bool {
    static NOT_NAMES: LazyLock<Regex> = LazyLock::new(|| {
        let words = r"^by (mon|tues|wednes|thurs|fri|satur|sun)day|^by (january|february|march|april|may|june|july|august|september|october|november|december|late|early|mid|the|then|now|contrast|comparison|noon|night|dawn|law)\b";
        RegexBuilder::new(words).case_insensitive(true).build().expect("a fixed pattern")
    });
    let small = text[3..].chars().next().is_some_and(char::is_lowercase);
    let collective = text.contains("staff") || text.contains("agencies");
    (collective || !small) && !NOT_NAMES.is_match(text)
}

/// What the class and id words of an element say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    pub caption: bool,
    pub credit: bool,
    pub related: bool,
    pub promo: bool,
    pub standfirst: bool,
    pub hidden: bool,
    pub consent: bool,
    pub comments: bool,
    pub navigation: bool,
    pub embedded: bool,
    pub card: bool,
    pub picture: bool,
    pub fineprint: bool,
    pub quote: bool,
    pub crosshead: bool,
}

impl Marks {
    /// Whether there is any that speaks against text.
    pub fn any(self) -> bool {
        self != Marks {
            standfirst: self.standfirst,
            embedded: self.embedded,
            card: self.card,
            picture: self.picture,
            fineprint: self.fineprint,
            quote: self.quote,
            crosshead: self.crosshead,
            ..Marks::default()
        }
    }

    fn set(&mut self, rule: &str) {
        let mark = match rule {
            "caption" => &mut self.caption,
            "credit" => &mut self.credit,
            "related" => &mut self.related,
            "promo" => &mut self.promo,
            "standfirst" => &mut self.standfirst,
            "hidden" => &mut self.hidden,
            "consent" => &mut self.consent,
            "comments" => &mut self.comments,
            "navigation" => &mut self.navigation,
            "embedded" => &mut self.embedded,
            "card" => &mut self.card,
            "picture" => &mut self.picture,
            "fineprint" => &mut self.fineprint,
            "quote" => &mut self.quote,
            "crosshead" => &mut self.crosshead,
            other => unreachable!("markup.toml is tested and has no rule {other}"),
        };
        *mark = true;
    }
}

/// All words of `markup.toml` at once, and for each the name of the rule it belongs to.
static MARKUP_WORDS: LazyLock<(AhoCorasick, Vec<String>)> = LazyLock::new(|| {
    let rules: BTreeMap<String, MarkupRule> = toml::from_str(MARKUP).expect("markup.toml is tested");
    let words = rules.into_iter().flat_map(|(name, rule)| {
        rule.words.into_iter().map(move |word| (format!(" {} ", word.replace('-', " ")), name.clone()))
    });
    let (words, names): (Vec<String>, Vec<String>) = words.unzip();
    (AhoCorasick::new(words).expect("markup.toml is tested"), names)
});

/// Reads the class and id of an element.
pub(crate) fn marks(class_and_id: &str) -> Marks {
    if class_and_id.trim().is_empty() {
        return Marks::default();
    }
    let words = words_of_marks(class_and_id);
    let mut marks = Marks::default();
    let (all, names) = &*MARKUP_WORDS;
    for found in all.find_overlapping_iter(&words) {
        marks.set(&names[found.pattern().as_usize()]);
    }
    marks
}

/// The words of a class and id in small letters, each between spaces.
fn words_of_marks(class_and_id: &str) -> String {
    let mut words = String::from(" ");
    for name in class_and_id.split_whitespace() {
        // What stands where readers do not agree is a notice all the same.
        let consent = name.to_ascii_lowercase().contains("consent");
        let (mut word, mut small) = (String::new(), false);
        for c in name.chars() {
            if (!c.is_alphabetic() || c.is_uppercase() && small) && !word.is_empty() {
                if tells_of_others(&word) && !consent {
                    break;
                }
                words.push_str(&word);
                words.push(' ');
                word.clear();
            }
            small = c.is_lowercase();
            word.extend(c.to_lowercase().filter(|c| c.is_alphabetic()));
        }
        if !word.is_empty() && (consent || !tells_of_others(&word)) {
            words.push_str(&word);
            words.push(' ');
        }
    }
    words
}

/// Whether what follows a word of a class says what stands inside an element or beside it, not what it is.
fn tells_of_others(word: &str) -> bool {
    matches!(word, "has" | "with" | "without" | "no" | "show" | "hide")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_rules_know_their_lines() {
        let file: LineFile = toml::from_str(LINES).unwrap();
        let mut wrong = Vec::new();
        for rule in &file.rule {
            assert!(!rule.yes.is_empty() && !rule.no.is_empty(), "{} needs cases both ways", rule.name);
            let asked: fn(&str) -> Option<Known> = match rule.place {
                Place::Anywhere => known,
                Place::Edge => at_edge,
                Place::Beside => |text| ask(&BESIDE, text),
            };
            for case in &rule.yes {
                if asked(case).map(|known| known.kind) != Some(rule.kind) {
                    wrong.push(format!("{}: {case:?} gives {:?}", rule.name, asked(case)));
                }
            }
            for case in &rule.no {
                if asked(case).is_some() {
                    wrong.push(format!("{}: {case:?} gives {:?}, should give nothing", rule.name, asked(case)));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn page_rules_know_their_lines() {
        let file: LineFile = toml::from_str(PAGE_LINES).unwrap();
        let mut wrong = Vec::new();
        for rule in &file.rule {
            assert!(!rule.yes.is_empty() && !rule.no.is_empty(), "{} needs cases both ways", rule.name);
            let known = Known { kind: rule.kind, role: rule.role };
            wrong.extend(rule.yes.iter().filter(|case| in_page(case) != Some(known)));
            wrong.extend(rule.no.iter().filter(|case| ask(&PAGES, case).is_some()));
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn markup_rules_know_their_words() {
        let rules: BTreeMap<String, MarkupRule> = toml::from_str(MARKUP).unwrap();
        let has = |name: &str, marks: Marks| match name {
            "caption" => marks.caption,
            "credit" => marks.credit,
            "related" => marks.related,
            "promo" => marks.promo,
            "standfirst" => marks.standfirst,
            "hidden" => marks.hidden,
            "consent" => marks.consent,
            "comments" => marks.comments,
            "navigation" => marks.navigation,
            "embedded" => marks.embedded,
            "card" => marks.card,
            "picture" => marks.picture,
            "fineprint" => marks.fineprint,
            "quote" => marks.quote,
            "crosshead" => marks.crosshead,
            other => panic!("markup.toml has a kind `{other}` that nothing reads"),
        };
        for (name, rule) in &rules {
            assert!(!rule.words.is_empty() && !rule.yes.is_empty() && !rule.no.is_empty());
            for case in &rule.yes {
                assert!(has(name, marks(case)), "{name} should know {case:?}");
            }
            for case in &rule.no {
                assert!(!has(name, marks(case)), "{name} should not know {case:?}");
            }
        }
    }
}
