//! Who wrote an article, as names.

use regex::Regex;
use std::sync::LazyLock;

/// More authors than this are a list of something else.
const MOST: usize = 20;

/// The names in a byline: without "By", addresses and handles, split at "and", commas and the like. The outlet's own
/// name is no author.
pub(crate) fn names(byline: &str, outlet: Option<&str>) -> Vec<String> {
    static LEAD: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^\s*(written by|story by|reported by|posted by|reporting by|text by|words by|by|von|por|par|di|text:|author:|authors:|von:|foto:)[\s:]+").expect("a fixed pattern")
    });
    static SPLIT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\s*[,;|&\n•·]\s*|\s+(?:and|und|et|y|og|och|with|mit)\s+|\s+/\s+|\s+–\s+|\s+-\s+")
            .expect("a fixed pattern")
    });
    static NO_NAME: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)@|https?:|www\.|\.com\b|\.org\b|\d|\bstaff$|^(staff|by|von|par|por|door|av|af|topics|themen|admin|editor|editors|author|unknown|none|null|default|guest|updated|published|reporter|correspondent|staff writer|staff reporter|contributor|subscribe|follow)s?$|(correspondent|editor|reporter|writer|bureau chief)\b|^(in|on|at|for|the) ").expect("a fixed pattern")
    });
    let byline = &byline[..crate::words::floor(byline, 600)];
    // "Jane Doe (Reuters)" and "Jane Doe <jane@example.org>" name Jane Doe.
    let mut plain = String::new();
    let mut inside = 0;
    for c in byline.chars() {
        match c {
            '(' | '<' | '[' => inside += 1,
            ')' | '>' | ']' if inside > 0 => inside -= 1,
            '\n' => plain.push('\n'),
            c if inside == 0 => plain.push(c),
            _ => {}
        }
    }
    let plain = LEAD.replace(&plain, "");
    let outlet = outlet.map(crate::words::key);
    let mut names: Vec<String> = Vec::new();
    for part in SPLIT.split(&plain) {
        let name = crate::words::squeeze(part);
        // "Jane Doe in Kyiv" names Jane Doe.
        let name = name.find(" in ").map_or(name.as_str(), |place| &name[..place]);
        let name = LEAD.replace(name, "").trim_matches(|c: char| !c.is_alphanumeric() && c != '.').to_owned();
        let length = name.chars().count();
        let key = crate::words::key(&name);
        let fits = (2..=60).contains(&length) && name.split(' ').count() <= 6;
        let capital = name.chars().next().is_some_and(|c| !c.is_lowercase()) || name.contains('/');
        let is_outlet = outlet.as_ref() == Some(&key);
        if fits
            && capital
            && !is_outlet
            && !NO_NAME.is_match(&name)
            && !names.iter().any(|n| crate::words::key(n) == key)
        {
            names.push(name);
        }
    }
    names.truncate(MOST);
    names
}

#[cfg(test)]
mod tests {
    use super::names;

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
            ("Von Ursula Beispiel", &["Ursula Beispiel"]),
            ("The Example Times", &[]),
            ("admin", &[]),
            ("Jane Doe in Mexico City", &["Jane Doe"]),
            ("Example staff", &[]),
        ];
        for (byline, wanted) in cases {
            assert_eq!(names(byline, Some("The Example Times")), *wanted, "{byline}");
        }
    }
}
