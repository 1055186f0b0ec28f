//! Addresses of articles.

use ::url::Url;

/// Longer addresses are nothing a reader would follow.
const LONGEST: usize = 2048;

/// Query parameters that say how a reader came, not what he reads.
const TRACKING: &[&str] = &[
    "fbclid",
    "gclid",
    "dclid",
    "msclkid",
    "yclid",
    "igshid",
    "mc_cid",
    "mc_eid",
    "smid",
    "ocid",
    "xtor",
    "cmp",
    "cmpid",
    "ito",
    "ref",
    "ref_src",
    "ref_url",
    "referrer",
    "source",
    "traffic_source",
    "sref",
    "mod",
    "partner",
    "ncid",
    "cid",
    "share",
    "smtyp",
    "taid",
    "_ga",
    "_gl",
    "wt.mc",
    "wt_mc",
    "ns_campaign",
    "ns_mchannel",
    "ns_source",
    "at_medium",
    "at_campaign",
    "ft_orig",
    "sr_share",
    "utm",
    "rss",
    "feature",
    "ftag",
    "guccounter",
    "guce_referrer",
];

/// The canonical form of an address: http or https, without fragment, name, password and tracking parameters. `None`
/// for anything else.
pub fn canonical(address: &str) -> Option<String> {
    clean(Url::parse(bounded(address)?).ok()?)
}

/// The same for an address that may be relative to `base`.
pub(crate) fn resolve(address: &str, base: Option<&str>) -> Option<String> {
    let address = bounded(address)?;
    match base.and_then(|b| Url::parse(b.trim()).ok()) {
        Some(base) => clean(base.join(address).ok()?),
        None => canonical(address),
    }
}

/// The whole address as it is to be fetched, tracking and all, that may be relative to `base`; without fragment.
pub(crate) fn resolve_whole(address: &str, base: Option<&str>) -> Option<String> {
    let address = bounded(address)?;
    let mut url = match base.and_then(|b| Url::parse(b.trim()).ok()) {
        Some(base) => base.join(address).ok()?,
        None => Url::parse(address).ok()?,
    };
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return None;
    }
    url.set_fragment(None);
    Some(url.into())
}

fn bounded(address: &str) -> Option<&str> {
    let address = address.trim();
    (!address.is_empty() && address.len() <= LONGEST).then_some(address)
}

fn clean(mut url: Url) -> Option<String> {
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return None;
    }
    url.set_fragment(None);
    url.set_username("").ok()?;
    url.set_password(None).ok()?;
    if let Some(query) = url.query() {
        let kept: Vec<&str> = query
            .split('&')
            .filter(|pair| {
                let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
                !name.is_empty() && !name.starts_with("utm_") && !TRACKING.contains(&name.as_str())
            })
            .collect();
        let kept = kept.join("&");
        url.set_query((!kept.is_empty()).then_some(&kept));
    }
    Some(url.into())
}

/// Whether an address leads to a site's front page.
pub(crate) fn is_front(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| url.path().len() <= 1 && url.query().is_none())
}

/// The host without `www.`.
pub(crate) fn host(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let host = url.host_str()?.to_ascii_lowercase();
    Some(host.strip_prefix("www.").unwrap_or(&host).to_owned())
}

/// The label of a host that its owner chose, and what follows it: "example" and "example.co.uk" of "news.example.co.uk".
pub(crate) fn own_label(host: &str) -> Option<(&str, &str)> {
    let starts: Vec<usize> = std::iter::once(0).chain(host.match_indices('.').map(|(at, _)| at + 1)).collect();
    let count = starts.len();
    let label = |n: usize| host[starts[n]..].split('.').next().unwrap_or_default();
    let own = match count {
        0 | 1 => return None,
        2 => 0,
        // "example.co.uk", "example.com.br": the second level is the registry's.
        n if label(n - 1).len() == 2 && label(n - 2).len() <= 3 => n - 3,
        n => n - 2,
    };
    Some((label(own), &host[starts[own]..]))
}

/// Whether two addresses belong to one owner, by their hosts.
pub(crate) fn are_kin(a: &str, b: &str) -> bool {
    let (Some(a), Some(b)) = (host(a), host(b)) else { return false };
    a == b || own_label(&a).is_some_and(|(_, site)| own_label(&b).is_some_and(|(_, other)| site == other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tracking_goes_and_the_rest_stays() {
        let long = "https://Example.org/a/b?id=7&utm_source=rss&fbclid=x#top";
        assert_eq!(canonical(long).as_deref(), Some("https://example.org/a/b?id=7"));
        assert_eq!(canonical("https://example.org/a?utm_medium=x").as_deref(), Some("https://example.org/a"));
    }

    #[test]
    fn hosts_of_one_owner_are_kin() {
        assert!(are_kin("https://www.example.co.uk/a", "https://amp.example.co.uk/b"));
        assert!(!are_kin("https://example.co.uk/a", "https://other.co.uk/a"));
        assert!(!are_kin("https://a.example.org/", "https://a.example.com/"));
        assert_eq!(own_label("news.example.co.uk").map(|(l, _)| l), Some("example"));
        assert_eq!(own_label("localhost"), None);
    }

    #[test]
    fn only_web_addresses_are_kept() {
        for bad in ["javascript:alert(1)", "file:///etc/passwd", "ftp://example.org/a", "data:text/html,x", "", "a b"] {
            assert_eq!(canonical(bad), None, "{bad}");
        }
        assert_eq!(canonical("https://user:pw@example.org/").as_deref(), Some("https://example.org/"));
        assert_eq!(resolve("/x", Some("https://example.org/a/b")).as_deref(), Some("https://example.org/x"));
    }
}
