//! Cells of a CSV row.

use jiff::civil::Date;
use serde::Serialize;
use tocsin_record::{Count, EventTime, Evidence, Party, Sector, Span, TextIndex, VoiceLink};

/// The cells of one row. Parties given here are public already.
#[derive(Default)]
pub(crate) struct Cells(Vec<String>);

impl Cells {
    pub(crate) fn into_vec(self) -> Vec<String> {
        self.0
    }

    /// Text from outside, made harmless for spreadsheets.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        self.0.push(harmless(text));
        self
    }

    /// Text that may be unknown.
    pub(crate) fn maybe(&mut self, text: Option<&str>) -> &mut Self {
        self.text(text.unwrap_or_default())
    }

    /// A number or a truth value.
    pub(crate) fn value(&mut self, value: impl ToString) -> &mut Self {
        self.0.push(value.to_string());
        self
    }

    /// A number that may be unknown.
    pub(crate) fn maybe_value(&mut self, value: Option<impl ToString>) -> &mut Self {
        self.0.push(value.map_or_else(String::new, |value| value.to_string()));
        self
    }

    /// A list, as the crate's page says.
    pub(crate) fn list<'a>(&mut self, elements: impl IntoIterator<Item = Option<&'a str>>) -> &mut Self {
        let elements: Vec<String> =
            elements.into_iter().map(|element| element.unwrap_or_default().replace(';', ",")).collect();
        let known = elements.iter().any(|element| !element.is_empty());
        self.text(&if known { elements.join("; ") } else { String::new() })
    }

    /// Names, countries and sectors of one side.
    pub(crate) fn parties(&mut self, parties: &[&Party]) -> &mut Self {
        let sectors: Vec<String> = parties.iter().map(|party| sectors(party)).collect();
        self.list(parties.iter().map(|party| party.label()))
            .list(parties.iter().map(|party| party.country.as_deref()))
            .list(sectors.iter().map(|sectors| Some(sectors.as_str())))
    }

    /// Start, end, precision and whether it was inferred.
    pub(crate) fn time(&mut self, time: Option<&EventTime>) -> &mut Self {
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        self.maybe_value(time.and_then(|time| day(time.start)))
            .maybe_value(time.and_then(|time| day(time.end)))
            .maybe_value(time.map(|time| word(&time.precision)))
            .maybe_value(time.map(|time| time.inferred))
    }

    /// The chain of voices.
    pub(crate) fn voice(&mut self, voice: &[VoiceLink]) -> &mut Self {
        let link = |link: &VoiceLink| {
            let sources: Vec<&str> = link.sources.iter().filter_map(Party::label).collect();
            if sources.is_empty() { "anonymous".to_owned() } else { sources.join(" + ") }
        };
        self.text(&voice.iter().map(link).collect::<Vec<_>>().join(" > "))
    }

    /// Figures.
    pub(crate) fn counts(&mut self, counts: &[Count]) -> &mut Self {
        let counts: Vec<String> = counts.iter().map(count).collect();
        self.list(counts.iter().map(|count| Some(count.as_str())))
    }
}

fn sectors(party: &Party) -> String {
    let codes: Vec<&str> = party.sector.iter().chain(&party.sectors).map(|sector: &Sector| sector.code()).collect();
    codes.join("+")
}

fn count(count: &Count) -> String {
    let figure = match (count.low, count.best, count.high) {
        (Some(low), Some(best), Some(high)) => format!("={best}[{low}..{high}]"),
        (Some(low), None, Some(high)) => format!("=[{low}..{high}]"),
        (_, Some(best), _) => format!("={best}"),
        (Some(low), None, None) => format!(">={low}"),
        (None, None, Some(high)) => format!("<={high}"),
        (None, None, None) => String::new(),
    };
    let unit = count.unit.as_deref().map_or_else(String::new, |unit| format!(" {unit}"));
    let total = match (count.cumulative, count.as_of) {
        (true, Some(day)) => format!(" cumulative {day}"),
        (true, None) => " cumulative".to_owned(),
        (false, _) => String::new(),
    };
    format!("{}{figure}{unit}{total}", word(&count.what))
}

/// The name that a value has in records.
pub(crate) fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// The words of the evidence sentence that lie under `span`; none where it lies outside.
pub(crate) fn words_at(evidence: &Evidence, span: Span) -> &str {
    let (sentence, exact) = (evidence.sentence(), evidence.exact());
    let index = TextIndex::new(exact);
    let from = span.start().max(sentence.start()) - sentence.start();
    let to = span.end().min(sentence.end()).saturating_sub(sentence.start());
    if from < to { index.slice(exact, Span::new(from, to)) } else { "" }
}

/// A cell that no spreadsheet takes for a formula.
fn harmless(text: &str) -> String {
    let risky = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let number = || text.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b)) && text.parse::<f64>().is_ok();
    if risky && !number() { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused_and_numbers_are_not() {
        for (given, want) in [
            ("=1+1", "'=1+1"),
            ("+49 30", "'+49 30"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("-5", "-5"),
            ("-9.5e3", "-9.5e3"),
            ("-inf", "'-inf"),
            ("- a list item", "'- a list item"),
            ("plain = text", "plain = text"),
            ("'quoted'", "'quoted'"),
            ("", ""),
        ] {
            assert_eq!(harmless(given), want);
        }
    }

    #[test]
    fn lists_keep_their_places_and_their_separator() {
        let mut cells = Cells::default();
        cells.list([Some("a; b"), None, Some("c")]).list([None, None]).list([]).list([Some("=x")]);
        assert_eq!(cells.into_vec(), ["a, b; ; c", "", "", "'=x"]);
    }
}
