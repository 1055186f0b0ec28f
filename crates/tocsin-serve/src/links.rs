//! Addresses of pages. An id (a URL, a path, a hash) is one path segment, percent-encoded whole.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use tocsin_record::{DocumentId, EventId, Span};

/// Everything but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// In which form a page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A page to read.
    Html,
    /// The same rows as JSON.
    Json,
    /// The same rows as CSV.
    Csv,
}

impl Form {
    /// The ending of an address in this form.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Form::Html => "",
            Form::Json => ".json",
            Form::Csv => ".csv",
        }
    }
}

/// An id as one path segment. Its own ending `.json` or `.csv` is encoded, so that it is not taken for a form.
pub(crate) fn segment(id: &str) -> String {
    let mut segment = utf8_percent_encode(id, RESERVED).to_string();
    for ending in [".json", ".csv"] {
        if segment.ends_with(ending) {
            segment.replace_range(segment.len() - ending.len()..segment.len() - ending.len() + 1, "%2E");
        }
    }
    segment
}

/// The id and the form in the raw rest of a path; `None` where it is no valid percent-encoding of UTF-8 or empty.
pub(crate) fn read_segment(raw: &str) -> Option<(String, Form)> {
    let (raw, form) = match (raw.strip_suffix(".json"), raw.strip_suffix(".csv")) {
        (Some(raw), _) => (raw, Form::Json),
        (_, Some(raw)) => (raw, Form::Csv),
        _ => (raw, Form::Html),
    };
    let broken = raw.split('%').skip(1).any(|rest| !rest.get(..2).is_some_and(is_hex));
    let id = percent_decode_str(raw).decode_utf8().ok()?;
    (!broken && !id.is_empty()).then(|| (id.into_owned(), form))
}

fn is_hex(digits: &str) -> bool {
    digits.bytes().all(|b| b.is_ascii_hexdigit())
}

/// The page of an event.
pub(crate) fn event(id: &EventId) -> String {
    format!("/events/{}", segment(id.as_str()))
}

/// The page of a document.
pub(crate) fn article(id: &DocumentId) -> String {
    format!("/articles/{}", segment(id.as_str()))
}

/// The page of a version of a document.
pub(crate) fn article_version(id: &DocumentId, version: u32) -> String {
    format!("{}?version={version}", article(id))
}

/// The name of a sentence inside its article's page.
pub(crate) fn sentence_anchor(sentence: Span) -> String {
    format!("s{}", sentence.start())
}

/// The page of a document's version at a sentence.
pub(crate) fn sentence(id: &DocumentId, version: u32, sentence: Span) -> String {
    format!("{}#{}", article_version(id, version), sentence_anchor(sentence))
}

/// The address of a source, if it is one that a browser may be sent to: http or https, without a password.
pub(crate) fn outside(url: Option<&str>) -> Option<String> {
    let url = url::Url::parse(url?.trim()).ok()?;
    let plain = matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
    plain.then(|| url.into())
}

/// The address of a source at the words `exact` (a text fragment, which browsers scroll to).
pub(crate) fn outside_at(url: Option<&str>, exact: &str) -> Option<String> {
    let mut address = url::Url::parse(&outside(url)?).ok()?;
    address.set_fragment(None);
    let words: Vec<&str> = exact.split_whitespace().take(200).collect();
    // A comma, a hyphen and an ampersand have a meaning of their own inside a text directive; all are encoded.
    let encode = |words: &[&str]| utf8_percent_encode(&words.join(" "), NON_ALPHANUMERIC).to_string();
    let directive = match words.len() {
        0 => return Some(address.into()),
        1..=10 => encode(&words),
        n => format!("{},{}", encode(&words[..5]), encode(&words[n - 5..])),
    };
    Some(format!("{address}#:~:text={directive}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_ending_of_an_id_is_not_taken_for_a_form() {
        for id in ["https://a.example/feed.json", "a/b.csv", "x.json.csv", "50%.json", "ünï"] {
            let segment = segment(id);
            assert!(!segment.contains('/'));
            assert_eq!(read_segment(&segment), Some((id.to_owned(), Form::Html)), "{segment}");
            assert_eq!(read_segment(&format!("{segment}.json")), Some((id.to_owned(), Form::Json)));
        }
        assert_eq!(read_segment("https://a.example/1"), Some(("https://a.example/1".to_owned(), Form::Html)));
        for broken in ["", "%", "%4", "%zz", "%ff", ".json"] {
            assert_eq!(read_segment(broken), None, "{broken}");
        }
    }

    #[test]
    fn only_web_addresses_are_linked() {
        assert_eq!(outside(Some("https://a.example/x")).as_deref(), Some("https://a.example/x"));
        for bad in ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x", "https://a:b@c/", ""] {
            assert_eq!(outside(Some(bad)), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn any_id_comes_back(id in "\\PC{1,40}") {
            prop_assert_eq!(read_segment(&segment(&id)), Some((id, Form::Html)));
        }
    }
}
