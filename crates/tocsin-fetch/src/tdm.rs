//! The TDM Reservation Protocol: whether a publisher reserves text and data mining, by a file of the host or by a field
//! of the answer. The third place, a page's own `<meta>`, is for those who know what a page means.

use robotxt::{Robots, Rule};
use serde_json::Value;

/// Where the file lies.
pub(crate) const PATH: &str = "/.well-known/tdmrep.json";
/// The field of an answer.
pub(crate) const FIELD: &str = "tdm-reservation";
/// Rules that are read.
const MOST_RULES: usize = 5_000;

/// A host's `tdmrep.json`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reservations {
    rules: Vec<(Rule, bool)>,
}

impl Reservations {
    /// Reads the file. What does not follow the protocol counts as not being there, as the protocol says.
    pub fn parse(bytes: &[u8]) -> Self {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let rules = match serde_json::from_slice::<Value>(bytes) {
            Ok(Value::Array(rules)) => rules,
            // The brackets are often forgotten around a single rule.
            Ok(rule @ Value::Object(_)) => vec![rule],
            _ => Vec::new(),
        };
        Reservations { rules: rules.iter().take(MOST_RULES).filter_map(rule).collect() }
    }

    /// What the file says of a path with its query: the first rule that fits decides.
    pub fn of(&self, path: &str) -> Option<bool> {
        self.rules.iter().find(|(rule, _)| rule.is_match(path)).map(|(_, reserved)| *reserved)
    }
}

/// One rule: a pattern of robots.txt, and whether what it fits is reserved.
fn rule(value: &Value) -> Option<(Rule, bool)> {
    let reserved = match value.get(FIELD)? {
        Value::Number(number) => said(&number.to_string())?,
        Value::String(text) => said(text)?,
        _ => return None,
    };
    let location = value.get("location")?.as_str()?.trim();
    if location.is_empty() || location.chars().any(char::is_control) {
        return None;
    }
    // The patterns are those of robots.txt, where a # begins a comment.
    let line = format!("user-agent: *\nallow: {}\n", location.replace('#', "%23"));
    Robots::parse(line.as_bytes(), "*").rules().first().cloned().map(|rule| (rule, reserved))
}

/// The value of a reservation: 1 or 0; any other is none.
pub(crate) fn said(value: &str) -> Option<bool> {
    match value.trim() {
        "1" => Some(true),
        "0" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_rule_that_fits_decides() {
        let file = Reservations::parse(
            br#"[{"location": "/open/*.html$", "tdm-reservation": 0}, {"location": "/a#b", "tdm-reservation": "1"},
                {"location": "/open/", "tdm-reservation": 1, "tdm-policy": "https://x.example/p"}]"#,
        );
        assert_eq!(file.of("/open/x.html"), Some(false));
        assert_eq!(file.of("/open/x.html?a=1"), Some(true));
        assert_eq!(file.of("/a%23b"), Some(true));
        assert_eq!(file.of("/else"), None);
    }

    #[test]
    fn what_does_not_follow_the_protocol_says_nothing() {
        for bytes in [
            &b""[..],
            b"<html>not found</html>",
            b"[]",
            b"[1, null, {}]",
            br#"[{"location": "/", "tdm-reservation": 2}]"#,
            br#"[{"location": "", "tdm-reservation": 1}]"#,
            br#"[{"location": "/\nallow: /", "tdm-reservation": 1}]"#,
            br#"[{"tdm-reservation": 1}]"#,
        ] {
            assert_eq!(Reservations::parse(bytes).of("/"), None, "{}", String::from_utf8_lossy(bytes));
        }
        assert_eq!(Reservations::parse(br#"{"location": "/", "tdm-reservation": 1}"#).of("/x"), Some(true));
    }

    #[test]
    fn deep_nesting_does_no_harm() {
        assert_eq!(Reservations::parse("[".repeat(400_000).as_bytes()), Reservations::default());
    }
}
