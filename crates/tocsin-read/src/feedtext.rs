//! The text of a feed before it is parsed: its dialect made one that the parser knows, stray marks mended, and a feed
//! that is past mending cut into its entries.

use crate::words;
use quick_xml::Reader;
use quick_xml::events::Event;
use regex::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

/// The head of a feed stands within this many bytes.
const HEAD: usize = 64 << 10;

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a fixed pattern")
}

/// Elements open at once. Feeds stay under 30, with whole articles in them as XHTML under 100.
const DEEPEST: usize = 500;

/// Whether a feed's elements nest deeper than the parser can count.
pub(crate) fn too_deep(text: &str) -> bool {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut depth = 0usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(_)) if depth == DEEPEST => return true,
            Ok(Event::Start(_)) => depth += 1,
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            // The parser stops where this one does.
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

/// The first version of RSS, and the namespace it is read by.
const NETSCAPE: [&str; 2] = ["http://my.netscape.com/rdf/simple/0.9/", "http://channel.netscape.com/rdf/simple/0.9/"];
const RSS_1: &str = "http://purl.org/rss/1.0/";

/// The text without its XML declaration (it is decoded already), and RSS of whatever version called by one that the
/// parser knows: all of them are read alike.
pub(crate) fn plain(text: &str) -> String {
    static DECLARATION: LazyLock<Regex> = LazyLock::new(|| pattern(r"^<\?xml\b[^>]*\?>"));
    static RSS: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)<rss\b([^>]*)>"));
    static VERSION: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?i)\bversion\s*=\s*["'][^"']*["']"#));
    let text = text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace() || c == '\0');
    let mut text = DECLARATION.replace(text, "");
    for netscape in NETSCAPE {
        if text[..words::floor(&text, HEAD)].contains(netscape) {
            text = text.replacen(netscape, RSS_1, 1).into();
        }
    }
    let head = &text[..words::floor(&text, HEAD)];
    let Some(found) = RSS.captures(head) else { return text.into_owned() };
    let (Some(tag), Some(attributes)) = (found.get(0), found.get(1)) else { return text.into_owned() };
    // Only the first element can be the root.
    if head[..tag.start()].contains("<channel") || head[..tag.start()].contains("<feed") {
        return text.into_owned();
    }
    let rest = VERSION.replace(attributes.as_str(), "");
    format!("{}<rss version=\"2.0\"{rest}>{}", &text[..tag.start()], &text[tag.end()..])
}

/// The text with every `&` that begins no reference written out, and without the characters that XML cannot hold.
pub(crate) fn mended(text: &str) -> String {
    static STRAY: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"<!\[CDATA\[(?s:.*?)\]\]>|&(?:#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)?")
    });
    let kept: Cow<'_, str> = if text.contains(is_foreign) { text.replace(is_foreign, "").into() } else { text.into() };
    let mended = STRAY.replace_all(&kept, |found: &regex::Captures<'_>| match &found[0] {
        "&" => "&amp;".to_owned(),
        reference if is_impossible(reference) => String::new(),
        other => other.to_owned(),
    });
    mended.into_owned()
}

fn is_foreign(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// Whether a reference names a character that XML cannot hold.
fn is_impossible(reference: &str) -> bool {
    let Some(number) = reference.strip_prefix("&#").and_then(|rest| rest.strip_suffix(';')) else { return false };
    let number = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    number.ok().and_then(char::from_u32).is_none_or(|c| c == '\0' || is_foreign(c))
}

/// How often a feed says it is updated (`sy:updatePeriod` and `sy:updateFrequency`), in seconds.
pub(crate) fn update_period(text: &str) -> Option<u64> {
    static PERIOD: LazyLock<Regex> = LazyLock::new(|| pattern(r"<\w+:updatePeriod>\s*(\w+)\s*<"));
    static FREQUENCY: LazyLock<Regex> = LazyLock::new(|| pattern(r"<\w+:updateFrequency>\s*(\d{1,6})\s*<"));
    let head = &text[..words::floor(text, HEAD)];
    let seconds = match &PERIOD.captures(head)?[1] {
        "hourly" => 3_600,
        "daily" => 86_400,
        "weekly" => 7 * 86_400,
        "monthly" => 30 * 86_400,
        "yearly" => 365 * 86_400,
        _ => return None,
    };
    let times: u64 = FREQUENCY.captures(head).and_then(|found| found[1].parse().ok()).unwrap_or(1);
    Some(seconds / times.max(1))
}

/// A feed cut into its head and its entries.
pub(crate) struct Pieces<'t> {
    head: &'t str,
    close: &'static str,
    /// What stands in for a head that is too long to be repeated.
    short: &'static str,
    entries: Vec<&'t str>,
}

/// Cuts a feed that cannot be parsed as a whole; `None` when it has no entries.
pub(crate) fn pieces(text: &str) -> Option<Pieces<'_>> {
    const KINDS: [(&str, &str, &str, &str, &str); 3] = [
        ("<rss", "<item", "</item>", "</channel></rss>", "<rss version=\"2.0\"><channel>"),
        ("<feed", "<entry", "</entry>", "</feed>", "<feed xmlns=\"http://www.w3.org/2005/Atom\">"),
        (
            "RDF",
            "<item",
            "</item>",
            "</rdf:RDF>",
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\">",
        ),
    ];
    let start = &text[..words::floor(text, HEAD)];
    let (_, open, end, close, short) = KINDS.into_iter().find(|(root, ..)| start.contains(root))?;
    let opens = |at: usize| {
        text[at..].match_indices(open).map(|(found, _)| at + found).find(|&found| {
            // "<items" is another element.
            text.as_bytes().get(found + open.len()).is_some_and(|b| matches!(b, b'>' | b' ' | b'\n' | b'\r' | b'\t'))
        })
    };
    let first = opens(0)?;
    let mut entries = Vec::new();
    let mut at = first;
    while let Some(begin) = opens(at) {
        // An entry that was cut off in the middle ends where the next one begins.
        let next = opens(begin + open.len());
        let stop = text[begin..].find(end).map(|found| begin + found + end.len());
        at = match (stop, next) {
            (Some(stop), Some(next)) if next < stop => next,
            (Some(stop), _) => {
                entries.push(&text[begin..stop]);
                stop
            }
            (None, Some(next)) => next,
            (None, None) => break,
        };
    }
    Some(Pieces { head: &text[..first], close, short, entries })
}

impl Pieces<'_> {
    /// The feed without its entries.
    pub fn head(&self) -> String {
        if self.head.len() <= HEAD {
            format!("{}{}", self.head, self.close)
        } else {
            self.short.to_owned() + self.close
        }
    }

    /// Each entry as a feed of its own.
    pub fn entries(&self) -> impl Iterator<Item = String> + '_ {
        // The root's own tag carries the namespaces, all of the head would be read as often as there are entries.
        let root = self.root();
        self.entries.iter().map(move |entry| format!("{root}{entry}{}", self.close))
    }

    fn root(&self) -> String {
        static ROOT: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?s)<(rss|feed|\w+:RDF|RDF)\b[^<>]*>"));
        let channel = if self.close.contains("channel") { "<channel>" } else { "" };
        match ROOT.find(&self.head[..words::floor(self.head, HEAD)]).filter(|root| root.len() <= 4_096) {
            Some(root) => format!("{}{channel}", root.as_str()),
            None => self.short.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rss_is_called_by_a_known_version() {
        for version in ["0.90", "0.91", "0.93", "1.0", "2.0.1", "2"] {
            let text =
                plain(&format!("\u{feff} <?xml version='1.0' encoding='x'?>\n<rss version='{version}' xmlns:a='b'>"));
            assert_eq!(text, "\n<rss version=\"2.0\"  xmlns:a='b'>", "{version}");
        }
        assert_eq!(plain("<rss>x"), "<rss version=\"2.0\">x");
        assert_eq!(plain("<feed><rss version='9'>"), "<feed><rss version='9'>");
    }

    #[test]
    fn stray_marks_are_mended_and_the_rest_stays() {
        assert_eq!(mended("AT&T & B &amp; &nbsp; &#38;"), "AT&amp;T &amp; B &amp; &nbsp; &#38;");
        assert_eq!(mended("<![CDATA[a & b]]> & <![CDATA[c]]>"), "<![CDATA[a & b]]> &amp; <![CDATA[c]]>");
        assert_eq!(mended("a\u{1}b &#x1; &#55296; &#0;c"), "ab   c");
    }

    #[test]
    fn update_periods_are_understood() {
        let period = |period: &str, frequency: &str| {
            update_period(&format!(
                "<sy:updatePeriod>\n{period}\t</sy:updatePeriod><sy:updateFrequency>{frequency}</sy:updateFrequency>"
            ))
        };
        assert_eq!(period("hourly", "2"), Some(1800));
        assert_eq!(period("daily", "0"), Some(86_400));
        assert_eq!(period("often", "1"), None);
        assert_eq!(update_period("<rss>"), None);
    }
}
