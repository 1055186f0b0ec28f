//! What the fields of an answer say about time.

use reqwest::header::{AGE, CACHE_CONTROL, HeaderMap, RETRY_AFTER};
use std::time::{Duration, SystemTime};

/// Nobody is waited for longer than this.
const LONGEST_WAIT: Duration = Duration::from_secs(7 * 24 * 3600);

/// When the host said one may come again: in so many seconds, or at a time.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = match text.parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) => LONGEST_WAIT,
        // A time that has passed is no wait.
        Err(_) => httpdate::parse_http_date(text).ok()?.duration_since(now).unwrap_or(Duration::ZERO),
    };
    Some(wait.min(LONGEST_WAIT))
}

/// For how long an answer stays fresh by `Cache-Control: max-age`, less the age it has already.
pub(crate) fn fresh_for(headers: &HeaderMap) -> Option<Duration> {
    let mut fresh = None;
    for field in headers.get_all(CACHE_CONTROL) {
        for part in field.to_str().ok()?.split(',') {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            match name.trim().to_ascii_lowercase().as_str() {
                "no-store" | "no-cache" => return None,
                "max-age" => fresh = value.trim().trim_matches('"').parse::<u64>().ok(),
                _ => {}
            }
        }
    }
    let age = headers.get(AGE).and_then(|age| age.to_str().ok()?.trim().parse().ok()).unwrap_or(0);
    Some(Duration::from_secs(fresh?.saturating_sub(age)).min(LONGEST_WAIT))
}

/// A field as text, if it is short enough to be kept.
pub(crate) fn kept(headers: &HeaderMap, name: reqwest::header::HeaderName) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?.trim();
    (!value.is_empty() && value.len() <= 1024).then(|| value.to_owned())
}

/// The charset of a content type.
pub(crate) fn charset(content_type: &str) -> Option<String> {
    let at = content_type.to_ascii_lowercase().find("charset=")?;
    let rest = content_type.get(at + "charset=".len()..)?.trim_start_matches(['"', '\'', ' ']);
    let label: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_.:".contains(*c)).collect();
    (!label.is_empty()).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(fields: &[(&'static str, &str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in fields {
            map.append(*name, value.parse().expect("a value"));
        }
        map
    }

    #[test]
    fn a_wait_is_told_in_seconds_or_as_a_time() {
        let now = httpdate::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").expect("a time");
        let wait = |value: &str| retry_after(&headers(&[("retry-after", value)]), now).map(|wait| wait.as_secs());
        assert_eq!(wait("120"), Some(120));
        assert_eq!(wait("Sun, 06 Nov 1994 08:51:37 GMT"), Some(120));
        assert_eq!(wait("Sunday, 06-Nov-94 08:51:37 GMT"), Some(120));
        assert_eq!(wait("Sun, 06 Nov 1994 08:00:00 GMT"), Some(0));
        assert_eq!(wait("99999999999999999999"), Some(LONGEST_WAIT.as_secs()));
        assert_eq!(wait("4294967296"), Some(LONGEST_WAIT.as_secs()));
        assert_eq!(wait("soon"), None);
        assert_eq!(wait("-5"), None);
    }

    #[test]
    fn freshness_counts_the_age_in() {
        let fresh = |fields: &[(&'static str, &str)]| fresh_for(&headers(fields)).map(|fresh| fresh.as_secs());
        assert_eq!(fresh(&[("cache-control", "public, max-age=600"), ("age", "100")]), Some(500));
        assert_eq!(fresh(&[("cache-control", "max-age=600, no-cache")]), None);
        assert_eq!(fresh(&[("cache-control", "private")]), None);
        assert_eq!(fresh(&[("cache-control", "max-age=x")]), None);
    }

    #[test]
    fn the_charset_is_found_in_any_dress() {
        assert_eq!(charset("text/html; charset=windows-1251").as_deref(), Some("windows-1251"));
        assert_eq!(charset("text/html;CHARSET=\"utf-8\"").as_deref(), Some("utf-8"));
        assert_eq!(charset("text/html"), None);
        assert_eq!(charset("text/html; charset="), None);
    }
}
