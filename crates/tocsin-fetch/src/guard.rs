//! Which addresses lead out into the world, and which into somebody's own network.

use crate::error::{FetchError, FetchErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;
use url::{Host, Url};

/// A host that the user allows by name: `name`, `name:port`, `[::1]:port`. The name is compared letter for letter, case
/// aside; it stands for itself alone, not for the names below it. Without a port it stands for every port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllowedHost {
    host: Host<String>,
    port: Option<u16>,
}

impl FromStr for AllowedHost {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong =
            || format!("{text:?} is no host: give a name or an address, with a port if need be (127.0.0.1:8080)");
        let text = text.trim();
        let (name, port) = match text.rsplit_once(':') {
            // The colons of an address of version 6 without a port.
            Some((before, _)) if before.contains(':') && !before.ends_with(']') => (text, None),
            Some((before, port)) => (before, Some(port.parse().map_err(|_| wrong())?)),
            None => (text, None),
        };
        let bare = name.trim_start_matches('[').trim_end_matches(']');
        let host = match bare.parse::<Ipv6Addr>() {
            Ok(address) => Host::Ipv6(address),
            Err(_) => Host::parse(name).map_err(|_| wrong())?,
        };
        Ok(AllowedHost { host, port })
    }
}

impl AllowedHost {
    /// Whether `address` is on this host.
    pub fn covers(&self, address: &Url) -> bool {
        let port = self.port.is_none_or(|port| address.port_or_known_default() == Some(port));
        port && address.host().is_some_and(|host| host.to_owned() == self.host)
    }
}

/// Whether one of `hosts` covers `address`.
pub(crate) fn covered(hosts: &[AllowedHost], address: &Url) -> bool {
    hosts.iter().any(|host| host.covers(address))
}

/// Reads an address of the web.
pub(crate) fn parse(address: &str) -> Result<Url, FetchError> {
    let advice = "give an address that begins with http:// or https://";
    let url = Url::parse(address.trim()).map_err(|error| {
        FetchError::new(FetchErrorKind::Address, address, format!("is no address ({error})"), advice)
    })?;
    if !matches!(url.scheme(), "http" | "https") {
        let reason = format!("is no address of the web ({}:)", url.scheme());
        return Err(FetchError::new(FetchErrorKind::Address, address, reason, advice));
    }
    if !url.username().is_empty() || url.password().is_some() {
        // "https://bank.example@evil.example/": nobody writes that in good faith in a feed.
        let mut bare = url.clone();
        let _ = bare.set_username("").and_then(|()| bare.set_password(None));
        let advice = "give it without them";
        let reason = "carries a name or a password";
        return Err(FetchError::new(FetchErrorKind::Address, bare, reason, advice));
    }
    Ok(url)
}

/// Whether an address may be asked for, as far as its letters tell: the port, and a host that is written as a number. What
/// a name stands for is looked at when it is resolved.
pub(crate) fn check(url: &Url, allowed: &[AllowedHost]) -> Result<(), FetchError> {
    if covered(allowed, url) {
        return Ok(());
    }
    let refused = |reason: &str| FetchError::new(FetchErrorKind::Refused, url, reason, advice(url));
    let number = match url.host() {
        None => return Err(refused("names no host")),
        Some(Host::Domain(_)) => None,
        Some(Host::Ipv4(address)) => Some(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => Some(IpAddr::V6(address)),
    };
    if let Some(why) = number.and_then(refusal) {
        return Err(refused(&format!("leads to {why}")));
    }
    match url.port_or_known_default() {
        Some(80 | 443 | 1024..) => Ok(()),
        _ => Err(refused("names a port where no web server listens")),
    }
}

/// What to do when a host is refused.
pub(crate) fn advice(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("if you mean it, allow it with --allow-host {host}:{port}"),
        None => format!("if you mean it, allow it with --allow-host {host}"),
    }
}

/// Why an address is not public; `None` for one that is.
pub fn refusal(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => refusal_v4(address),
        IpAddr::V6(address) => refusal_v6(address),
    }
}

/// The platform's own server on machines in one large cloud: public by its number, and yet reachable only from within.
const PLATFORM: Ipv4Addr = Ipv4Addr::new(168, 63, 129, 16);

fn refusal_v4(address: Ipv4Addr) -> Option<&'static str> {
    let why = match address.octets() {
        [127, ..] => "this machine itself (a loopback address)",
        [0, ..] => "this machine itself (an unspecified address)",
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => "a private network",
        [169, 254, ..] => "the local link, where clouds keep their metadata",
        [100, 64..=127, ..] => "a carrier's inner network (RFC 6598)",
        [192, 0, 0, _] => "an address for protocols (RFC 6890)",
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => "an address for documentation",
        [192, 88, 99, _] => "a relay of the old 6to4",
        [198, 18..=19, ..] => "a network for measurements",
        [224..=239, ..] => "a multicast address",
        [240..=255, ..] => "a reserved address",
        _ if address == PLATFORM => "a cloud's metadata",
        _ => return None,
    };
    Some(why)
}

fn refusal_v6(address: Ipv6Addr) -> Option<&'static str> {
    let parts = address.segments();
    let low = u32::from(parts[6]) << 16 | u32::from(parts[7]);
    let embedded = Ipv4Addr::from(low);
    let why = match parts {
        [0, 0, 0, 0, 0, 0, 0, 0] => "this machine itself (an unspecified address)",
        [0, 0, 0, 0, 0, 0, 0, 1] => "this machine itself (a loopback address)",
        // An address of version 4 in the clothes of version 6, and one behind the translator that networks without
        // version 4 have: as good as what is inside.
        [0, 0, 0, 0, 0, 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => return refusal_v4(embedded),
        [0x64, 0xff9b, ..] => "a translator of a local network",
        [0xfe80..=0xfebf, ..] => "the local link",
        [0xfec0..=0xfeff, ..] | [0xfc00..=0xfdff, ..] => "a private network (a unique local address)",
        [0xff00..=0xffff, ..] => "a multicast address",
        [0x2001, 0x0db8, ..] | [0x3fff, 0..=0x0fff, ..] => "an address for documentation",
        [0x2001, 0, ..] => "a Teredo tunnel",
        [0x2001, 1..=0x01ff, ..] => "an address for protocols (RFC 6890)",
        [0x2002, ..] => "a 6to4 tunnel",
        // Tunnels inside one site (ISATAP).
        [_, _, _, _, 0 | 0x200, 0x5efe, ..] => return refusal_v4(embedded),
        [0x2000..=0x3fff, ..] => return None,
        _ => "a reserved address",
    };
    Some(why)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn no_hosts(address: &str) -> Result<(), FetchError> {
        check(&parse(address)?, &[])
    }

    #[test]
    fn what_is_not_public_is_refused_in_every_spelling() {
        for host in [
            "127.0.0.1",
            "127.1",
            "0177.0.0.1",
            "0x7f.1",
            "2130706433",
            "0x7f000001",
            "017700000001",
            "127.0.0.1.",
            "１２７.0.0.1",
            "127。0。0。1",
            "0",
            "0.0.0.0",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "0xa9fea9fe",
            "100.64.0.1",
            "100.100.100.200",
            "192.0.0.192",
            "192.0.2.1",
            "198.51.100.7",
            "203.0.113.9",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "240.0.0.1",
            "168.63.129.16",
            "192.88.99.1",
            "[::1]",
            "[::]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[::ffff:10.1.2.3]",
            "[::127.0.0.1]",
            "[64:ff9b::7f00:1]",
            "[64:ff9b::10.0.0.1]",
            "[64:ff9b:1::808:808]",
            "[2002:7f00:1::]",
            "[2002:c0a8:101::1]",
            "[2001:0:7f00:1::]",
            "[2001:db8::1]",
            "[3fff:1::1]",
            "[2001:2::1]",
            "[fe80::1]",
            "[fec0::1]",
            "[fc00::1]",
            "[fd00:ec2::254]",
            "[ff02::1]",
            "[2606:4700::5efe:10.0.0.1]",
            "[4000::1]",
        ] {
            let error = no_hosts(&format!("http://{host}/x")).expect_err(host);
            assert_eq!(error.kind, FetchErrorKind::Refused, "{host}: {error}");
            assert!(error.to_string().contains("--allow-host"), "{error}");
        }
    }

    #[test]
    fn what_is_public_passes() {
        for host in [
            "example.org",
            "93.184.216.34",
            "172.15.0.1",
            "172.32.0.1",
            "100.128.0.1",
            "[2606:4700::6810:84e5]",
            "8.8.8.8",
        ] {
            assert!(no_hosts(&format!("https://{host}/")).is_ok(), "{host}");
        }
        assert_eq!(refusal("64:ff9b::8.8.8.8".parse().expect("an address")), None, "a network without version 4");
        assert_eq!(refusal("::ffff:8.8.8.8".parse().expect("an address")), None);
    }

    #[test]
    fn only_addresses_of_the_web_without_names_in_them() {
        for address in
            ["ftp://example.org/", "file:///etc/passwd", "gopher://example.org/", "example.org", "", "http://"]
        {
            assert_eq!(no_hosts(address).expect_err(address).kind, FetchErrorKind::Address, "{address}");
        }
        let error = no_hosts("https://news.example:secret@127.0.0.1/").expect_err("a password");
        assert!(!error.to_string().contains("secret"), "{error}");
        for port in [22, 25, 110, 6] {
            assert!(no_hosts(&format!("http://example.org:{port}/")).is_err(), "{port}");
        }
        assert!(no_hosts("http://example.org:8080/").is_ok());
    }

    #[test]
    fn an_allowed_host_is_that_host_alone() {
        let allowed: AllowedHost = "127.0.0.1:8080".parse().expect("a host");
        let covers = |host: &AllowedHost, address: &str| host.covers(&Url::parse(address).expect("an address"));
        assert!(covers(&allowed, "http://127.0.0.1:8080/x") && covers(&allowed, "http://0x7f.1:8080/"));
        assert!(!covers(&allowed, "http://127.0.0.1:8081/") && !covers(&allowed, "http://127.0.0.1/"));
        assert!(!covers(&allowed, "http://127.0.0.2:8080/"));
        let named: AllowedHost = "Intranet.Example".parse().expect("a host");
        assert!(covers(&named, "https://intranet.example:8443/") && !covers(&named, "https://a.intranet.example/"));
        let six: AllowedHost = "[::1]:80".parse().expect("a host");
        assert!(covers(&six, "http://[::1]/") && !covers(&six, "https://[::1]/"));
        assert_eq!("::1".parse::<AllowedHost>().map(|host| covers(&host, "http://[::1]:99/")), Ok(true));
        for wrong in ["", "a:b", "a b", "http://x/", "x:99999"] {
            assert!(wrong.parse::<AllowedHost>().is_err(), "{wrong}");
        }
    }

    proptest::proptest! {
        /// Whatever is written: an address that passes as letters is a name, or a number that is public.
        #[test]
        fn no_spelling_of_a_number_slips_past(number in proptest::prelude::any::<u32>()) {
            let address = Ipv4Addr::from(number);
            let public = refusal_v4(address).is_none();
            for spelt in [format!("{number}"), format!("{number:#x}"), format!("{address}"), format!("0{number:o}"),
                          format!("[::ffff:{address}]"), format!("[64:ff9b::{address}]")] {
                proptest::prop_assert_eq!(no_hosts(&format!("http://{spelt}/")).is_ok(), public, "{}", spelt);
            }
        }
    }
}
