//! What the templates show: rows and parties made ready to read. No HTML here; the templates escape everything.

use crate::links;
use crate::marks::{self, Mark, Piece, Role};
use crate::site::Site;
use jiff::civil::Date;
use std::borrow::Cow;
use tocsin_export::public_label;
use tocsin_record::{BlockKind, Event, EventTime, Party, Precision, Status, VoiceLink};
use tocsin_store::{DocumentHead, EventRow, Totals};

/// What stands around every page.
pub(crate) struct Shell {
    pub(crate) token: String,
    pub(crate) style: String,
    pub(crate) script: Option<String>,
    pub(crate) version: &'static str,
    /// Words in the search box.
    pub(crate) words: String,
}

impl Shell {
    pub(crate) fn new(site: &Site) -> Self {
        Shell {
            token: site.token().to_owned(),
            style: crate::assets::style_url(),
            script: crate::assets::script_url(),
            version: env!("CARGO_PKG_VERSION"),
            words: String::new(),
        }
    }
}

/// A party as a page shows it.
pub(crate) struct PartyView<'e> {
    pub(crate) label: Cow<'e, str>,
    /// Country or class and sector, as codes.
    pub(crate) code: String,
    pub(crate) title: Option<&'e str>,
    pub(crate) number: Option<u64>,
    pub(crate) alleged: bool,
    pub(crate) wikidata: Option<&'e str>,
    /// The words by which the text names it, where they differ.
    pub(crate) words: Option<&'e str>,
}

/// A party for a page; names of private persons are left out.
pub(crate) fn party(party: &Party) -> PartyView<'_> {
    let public = public_label(party);
    let named = public.is_some();
    let label = public.unwrap_or(Cow::Borrowed("not made clear"));
    let sectors = party.sector.iter().chain(&party.sectors).map(|sector| sector.code());
    let code = party.country.as_deref().into_iter().chain(sectors).collect::<Vec<_>>().join(" ");
    let words =
        party.text.as_deref().filter(|&words| named && party.name.as_deref() == Some(&*label) && words != label);
    PartyView {
        words,
        label,
        code,
        title: party.title.as_deref(),
        number: party.number,
        alleged: party.alleged,
        wikidata: party.wikidata.as_deref().filter(|id| is_wikidata(id)),
    }
}

fn is_wikidata(id: &str) -> bool {
    id.strip_prefix('Q').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

pub(crate) fn parties(list: &[Party]) -> Vec<PartyView<'_>> {
    list.iter().map(party).collect()
}

/// One link of the chain of voices: its sources in words.
pub(crate) struct Voice<'e> {
    pub(crate) sources: Vec<PartyView<'e>>,
    pub(crate) anonymous: bool,
}

pub(crate) fn voices(chain: &[VoiceLink]) -> Vec<Voice<'_>> {
    chain.iter().map(|link| Voice { sources: parties(&link.sources), anonymous: link.anonymous }).collect()
}

/// The days of an event in words: "2026-01-03", "2026-01", "2026-01-03 to 2026-01-09".
pub(crate) fn days(time: Option<&EventTime>) -> Option<String> {
    let time = time?;
    let unit = |day: Date| match time.precision {
        Precision::Year => day.strftime("%Y").to_string(),
        Precision::Month => day.strftime("%Y-%m").to_string(),
        _ => day.to_string(),
    };
    match (time.start.map(unit), time.end.map(unit)) {
        (Some(start), Some(end)) if start == end => Some(start),
        (Some(start), Some(end)) => Some(format!("{start} to {end}")),
        (Some(start), None) => Some(format!("since {start}")),
        (None, Some(end)) => Some(format!("until {end}")),
        (None, None) => None,
    }
}

/// The machine-readable day of an event, where it has a first one.
pub(crate) fn day_attribute(time: Option<&EventTime>) -> Option<String> {
    time.and_then(|time| time.start.or(time.end)).map(|day| day.to_string())
}

/// A name used in records, as words.
pub(crate) fn record_name<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name.replace('_', " "),
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

/// An event as a line of a list.
pub(crate) struct Line<'e> {
    pub(crate) id: &'e str,
    pub(crate) href: String,
    /// The article's page at the sentence.
    pub(crate) sentence_href: String,
    pub(crate) days: Option<String>,
    pub(crate) day: Option<String>,
    pub(crate) inferred: bool,
    pub(crate) kind: &'static str,
    pub(crate) mode: Option<&'static str>,
    pub(crate) quad: u8,
    pub(crate) quad_label: &'static str,
    pub(crate) status: &'static str,
    pub(crate) occurred: bool,
    pub(crate) historical: bool,
    pub(crate) actors: Vec<PartyView<'e>>,
    pub(crate) actor_unknown: bool,
    pub(crate) recipients: Vec<PartyView<'e>>,
    pub(crate) places: String,
    pub(crate) pieces: Vec<Piece<'e>>,
    pub(crate) voices: Vec<Voice<'e>>,
    pub(crate) caption: bool,
    pub(crate) confidence: String,
    pub(crate) percent: u32,
    pub(crate) reviewed: bool,
    pub(crate) document: Option<Head<'e>>,
}

/// A line for `event`; `version` is its document's.
pub(crate) fn line<'e>(event: &'e Event, document: &tocsin_record::DocumentId, version: u32) -> Line<'e> {
    let trigger = [Mark { span: event.evidence.trigger(), role: Role::Trigger }];
    Line {
        id: event.id.as_str(),
        href: links::event(&event.id),
        sentence_href: links::sentence(document, version, event.evidence.sentence()),
        days: days(event.time.as_ref()),
        day: day_attribute(event.time.as_ref()),
        inferred: event.time.as_ref().is_some_and(|time| time.inferred),
        kind: event.kind.name(),
        mode: event.mode.map(|mode| mode.name()),
        quad: event.quad.number(),
        quad_label: event.quad.label(),
        status: event.status.name(),
        occurred: event.status == Status::Occurred,
        historical: event.historical,
        actors: parties(&event.actor),
        actor_unknown: event.actor_unknown,
        recipients: parties(&event.recipient),
        places: event.places.iter().map(|place| place.name.as_str()).collect::<Vec<_>>().join(", "),
        pieces: marks::quoted(event, &trigger),
        voices: voices(&event.voice),
        caption: event.evidence.block() == BlockKind::Caption,
        confidence: format!("{:.2}", event.confidence),
        percent: (event.confidence.clamp(0.0, 1.0) * 100.0).round() as u32,
        reviewed: false,
        document: None,
    }
}

/// Lines with the documents they stand in.
pub(crate) fn lines(rows: &[EventRow]) -> Vec<Line<'_>> {
    rows.iter()
        .map(|row| Line {
            reviewed: row.reviewed,
            document: Some(head(&row.document)),
            ..line(&row.event, &row.document.id, row.document.version)
        })
        .collect()
}

/// A document as a list shows it.
pub(crate) struct Head<'d> {
    pub(crate) href: String,
    pub(crate) title: &'d str,
    pub(crate) outlet: Option<&'d str>,
    pub(crate) published: Option<&'d str>,
    pub(crate) published_shown: Option<String>,
    pub(crate) lang: Option<&'d str>,
    pub(crate) version: u32,
    pub(crate) translated: bool,
    pub(crate) synthetic: bool,
    pub(crate) silent: bool,
}

pub(crate) fn head(head: &DocumentHead) -> Head<'_> {
    Head {
        href: links::article(&head.id),
        title: head.title.as_deref().unwrap_or(head.id.as_str()),
        outlet: head.outlet.as_deref(),
        published: head.published.as_deref(),
        published_shown: head.published.as_deref().map(published),
        lang: language(head.lang.as_deref()),
        version: head.version,
        translated: head.translated,
        synthetic: head.synthetic,
        silent: head.silent,
    }
}

/// A language code fit for a `lang` attribute.
pub(crate) fn language(code: Option<&str>) -> Option<&str> {
    code.filter(|code| (2..=35).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
}

/// A publication date or time as shown: to the minute.
pub(crate) fn published(given: &str) -> String {
    let to_the_minute: String = given.chars().take(16).collect();
    to_the_minute.replace(['T', 't'], " ")
}

/// The line that stands on every list: how much there is and how it came about.
pub(crate) fn totals_line(totals: &Totals) -> String {
    let counted =
        |number: u64, one: &str, many: &str| format!("{} {}", thousands(number), if number == 1 { one } else { many });
    format!(
        "{} in {}, {} reviewed by a person; read by tocsin {}.",
        counted(totals.events, "event", "events"),
        counted(totals.documents, "document", "documents"),
        if totals.reviewed == 0 { "none".to_owned() } else { thousands(totals.reviewed) },
        env!("CARGO_PKG_VERSION"),
    )
}

/// A number with its thousands apart.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut shown = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_totals_read_well() {
        assert_eq!(thousands(7), "7");
        assert_eq!(thousands(1234567), "1,234,567");
        let totals = Totals { events: 1, documents: 2000, ..Totals::default() };
        assert!(
            totals_line(&totals).starts_with("1 event in 2,000 documents, none reviewed by a person; read by tocsin ")
        );
    }

    #[test]
    fn times_are_shown_in_the_unit_the_text_gives() {
        let day = |text: &str| Some(text.parse().unwrap());
        let time = |start, end, precision| EventTime { start, end, precision, inferred: false, span: None };
        let shown = |time: EventTime| days(Some(&time)).unwrap_or_default();
        assert_eq!(shown(time(day("2026-01-03"), day("2026-01-03"), Precision::Day)), "2026-01-03");
        assert_eq!(shown(time(day("2026-01-01"), day("2026-01-31"), Precision::Month)), "2026-01");
        assert_eq!(shown(time(day("2025-01-01"), day("2025-12-31"), Precision::Year)), "2025");
        assert_eq!(shown(time(day("2026-01-03"), day("2026-01-09"), Precision::Week)), "2026-01-03 to 2026-01-09");
        assert_eq!(shown(time(day("2026-01-03"), None, Precision::Range)), "since 2026-01-03");
        assert_eq!(days(None), None);
    }
}
