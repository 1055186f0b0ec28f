//! What a user types into a search box, as a full-text query that is always well formed.

/// The most words and quoted phrases that count.
const MOST_WORDS: usize = 64;
/// The most code points of what was typed that count.
const MOST_CHARS: usize = 4_000;

/// A full-text query: expressions in the language of FTS5 in which every word is quoted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words {
    /// What must occur; `None` when only exclusions were typed.
    pub all: Option<String>,
    /// What must not occur.
    pub none: Option<String>,
}

impl Words {
    /// Reads what was typed; `None` when it holds no word.
    pub(crate) fn parse(typed: &str) -> Option<Words> {
        let (mut all, mut none) = (Vec::new(), Vec::new());
        let mut rest: Vec<char> = typed.chars().take(MOST_CHARS).collect();
        rest.reverse();
        while all.len() + none.len() < MOST_WORDS {
            while rest.last().is_some_and(|c| c.is_whitespace()) {
                rest.pop();
            }
            let Some(first) = rest.last().copied() else { break };
            let excluded = first == '-';
            if excluded {
                rest.pop();
            }
            let quoted = rest.last().is_some_and(|c| is_quote(*c));
            if quoted {
                rest.pop();
            }
            let mut word = String::new();
            while let Some(c) = rest.last().copied() {
                if is_quote(c) || (!quoted && c.is_whitespace()) {
                    break;
                }
                word.push(c);
                rest.pop();
            }
            if quoted {
                rest.pop();
            }
            if word.chars().any(char::is_alphanumeric) {
                // Quotation marks ended the word above, so none is left inside; a NUL would end the expression.
                let quoted = format!("\"{}\"", word.replace('\0', " "));
                if excluded { none.push(quoted) } else { all.push(quoted) }
            }
        }
        if all.is_empty() && none.is_empty() {
            return None;
        }
        let join = |words: Vec<String>, with: &str| (!words.is_empty()).then(|| words.join(with));
        Some(Words { all: join(all, " AND "), none: join(none, " OR ") })
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_phrases_and_exclusions() {
        let parse = |typed| Words::parse(typed).map(|words| (words.all.unwrap_or_default(), words.none));
        assert_eq!(parse("boat strike"), Some((r#""boat" AND "strike""#.into(), None)));
        assert_eq!(parse(r#""boat strike" navy"#), Some((r#""boat strike" AND "navy""#.into(), None)));
        assert_eq!(parse("“boat strike"), Some((r#""boat strike""#.into(), None)));
        assert_eq!(parse("boat -ferry -\"coast guard\""), {
            Some((r#""boat""#.into(), Some(r#""ferry" OR "coast guard""#.into())))
        });
        assert_eq!(parse("AND NOT NEAR( * ^ :"), Some((r#""AND" AND "NOT" AND "NEAR(""#.into(), None)));
        assert_eq!(parse("well-known"), Some((r#""well-known""#.into(), None)));
        for nothing in ["", " ", "\"", "\"\"\"", "-", "- -", "*", "😀", "()"] {
            assert_eq!(parse(nothing), None, "{nothing}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_every_word_is_quoted(typed in "\\PC{0,200}") {
            if let Some(words) = Words::parse(&typed) {
                for expression in [words.all, words.none].into_iter().flatten() {
                    let quotes = expression.matches('"').count();
                    prop_assert_eq!(quotes % 2, 0);
                    let outside: String = expression.split('"').step_by(2).collect();
                    prop_assert!(outside.replace(" AND ", "").replace(" OR ", "").is_empty(), "{}", outside);
                }
            }
        }
    }
}
