//! JSON as pages hold it: in comments or CDATA, with line ends inside texts, a comma too many, several objects in a row.

use serde_json::Value;

/// Parses what can be read without guessing at values; several values in a row become a list. What stands behind the
/// first fault that cannot be mended is left out.
pub(crate) fn parse(text: &str) -> Option<Value> {
    let text = bare(text);
    if text.is_empty() {
        return None;
    }
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    let mended = mend(text);
    let mut values: Vec<Value> =
        serde_json::Deserializer::from_str(&mended).into_iter().map_while(Result::ok).take(50).collect();
    match values.len() {
        0 => None,
        1 => values.pop(),
        _ => Some(Value::Array(values)),
    }
}

/// Without the comment or CDATA marks around it and the semicolon behind.
fn bare(text: &str) -> &str {
    let mut text = text.trim();
    loop {
        let before = text;
        for mark in ["<!--", "//<![CDATA[", "/*<![CDATA[*/", "<![CDATA[", "// <![CDATA["] {
            text = text.strip_prefix(mark).unwrap_or(text).trim_start();
        }
        for mark in ["-->", "//]]>", "/*]]>*/", "]]>", "// ]]>", "//", ";", ","] {
            text = text.strip_suffix(mark).unwrap_or(text).trim_end();
        }
        if text == before {
            return text;
        }
    }
}

/// One pass: control characters inside texts become spaces, escapes that JSON does not have lose their stroke, quotation
/// marks inside a text that cannot be its end are escaped, commas before a closing bracket, and comments, go.
fn mend(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let entities = !text.contains('"') && text.contains("&quot;");
    let text: std::borrow::Cow<str> =
        if entities { text.replace("&quot;", "\"").replace("&amp;", "&").into() } else { text.into() };
    let bytes = text.as_bytes();
    let mut inside = false;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if inside {
            match c {
                '\\' => {
                    // A stroke before anything else is dropped, what it stood before stays.
                    let known =
                        |&(_, c): &(usize, char)| matches!(c, '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u');
                    if let Some((_, next)) = chars.next_if(known) {
                        out.push('\\');
                        out.push(next);
                    }
                }
                '"' if ends_here(bytes, at + 1) => {
                    inside = false;
                    out.push('"');
                }
                '"' => out.push_str("\\\""),
                c if c.is_control() => out.push(' '),
                c => out.push(c),
            }
            continue;
        }
        match c {
            '"' => {
                inside = true;
                out.push('"');
            }
            '/' if bytes.get(at + 1) == Some(&b'*') => {
                let end = text[at + 2..].find("*/").map_or(text.len(), |e| at + 2 + e + 2);
                while chars.next_if(|(n, _)| *n < end).is_some() {}
            }
            '/' if bytes.get(at + 1) == Some(&b'/') => while chars.next_if(|(_, c)| *c != '\n').is_some() {},
            ',' if matches!(next_byte(bytes, at + 1), Some(b'}' | b']' | b',') | None) => {}
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

fn next_byte(bytes: &[u8], from: usize) -> Option<u8> {
    bytes[from..].iter().copied().find(|b| !b.is_ascii_whitespace())
}

/// Whether a quotation mark before `from` can end a text: a comma, colon or closing bracket follows.
fn ends_here(bytes: &[u8], from: usize) -> bool {
    matches!(next_byte(bytes, from), Some(b',' | b':' | b'}' | b']') | None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_pages_get_wrong_is_mended() {
        let cases = [
            ("<!-- {\"a\": 1} -->", json!({"a": 1})),
            ("//<![CDATA[\n{\"a\": 1}\n//]]>", json!({"a": 1})),
            ("/*<![CDATA[*/{\"a\": 1};/*]]>*/", json!({"a": 1})),
            ("{\"a\": [1, 2,], }", json!({"a": [1, 2]})),
            ("{\"a\": \"one\ntwo\tthree\"}", json!({"a": "one two three"})),
            ("{\"a\": \"it\\'s\"}", json!({"a": "it's"})),
            ("{\"a\": 1}{\"b\": 2}", json!([{"a": 1}, {"b": 2}])),
            ("{\"a\": \"the \"new\" plan\", \"b\": 2}", json!({"a": "the \"new\" plan", "b": 2})),
            ("{&quot;a&quot;: 1}", json!({"a": 1})),
            ("{\"a\": 1, /* none */ \"b\": \"http://x/y\"}", json!({"a": 1, "b": "http://x/y"})),
        ];
        for (given, wanted) in cases {
            assert_eq!(parse(given), Some(wanted), "{given}");
        }
    }

    #[test]
    fn what_is_no_json_gives_nothing() {
        for given in ["", "window.x = {}", "{\"a\"", "<!-- -->", "{a: 1}"] {
            assert_eq!(parse(given), None, "{given}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_left(text in "(\\PC|[\"\\\\{},:/*\\[\\]\n]){0,80}") {
            let _ = parse(&text);
        }
    }
}
