//! The answers: what of a coded record the scores look at.

use crate::failure::Failure;
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap};
use std::io::{BufRead, BufReader};
use std::path::Path;

/// One coded document, as `tocsin code` prints it.
#[derive(Debug, Default, Deserialize)]
pub struct CodedDocument {
    /// Its id.
    #[serde(default)]
    pub id: Option<String>,
    /// Its rows.
    #[serde(default)]
    pub events: Vec<CodedEvent>,
    /// Its statements.
    #[serde(default)]
    pub statements: Option<Vec<CodedSaying>>,
    /// Its predictions.
    #[serde(default)]
    pub predictions: Option<Vec<CodedSaying>>,
}

/// One coded row.
#[derive(Debug, Deserialize)]
pub struct CodedEvent {
    /// PLOVER type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Mode.
    #[serde(default)]
    pub mode: Option<String>,
    /// Status.
    pub status: String,
    /// The acting side.
    #[serde(default)]
    pub actor: Option<Vec<PartyView>>,
    /// The side acted on.
    #[serde(default)]
    pub recipient: Option<Vec<PartyView>>,
    /// When.
    #[serde(default)]
    pub time: Option<TimeView>,
    /// Where.
    #[serde(default)]
    pub place: Option<PlaceView>,
    /// Figures.
    #[serde(default)]
    pub counts: Option<Vec<Counted>>,
    /// The chain of voices; empty for the outlet.
    #[serde(default)]
    pub voice: serde_json::Value,
    /// The sentence.
    pub evidence: EvidenceView,
}

/// Country and sector of a party.
#[derive(Debug, Deserialize)]
pub struct PartyView {
    /// Country or class code.
    #[serde(default)]
    pub country: Option<String>,
    /// Sector code.
    #[serde(default)]
    pub sector: Option<String>,
}

/// A time's first day.
#[derive(Debug, Deserialize)]
pub struct TimeView {
    /// First day.
    #[serde(default)]
    pub start: Option<String>,
}

/// A place's country.
#[derive(Debug, Deserialize)]
pub struct PlaceView {
    /// Country code.
    #[serde(default)]
    pub country: Option<String>,
}

/// A figure.
#[derive(Debug, Deserialize)]
pub struct Counted {
    /// What is counted.
    #[serde(default)]
    pub what: Option<String>,
    /// Lower bound.
    #[serde(default)]
    pub low: Option<f64>,
    /// Best value.
    #[serde(default)]
    pub best: Option<f64>,
}

/// Where a row's sentence stands.
#[derive(Debug, Deserialize)]
pub struct EvidenceView {
    /// The sentence.
    pub sentence: [i64; 2],
    /// Further sentences.
    #[serde(default)]
    pub more: Option<Vec<[i64; 2]>>,
    /// The block's kind.
    #[serde(default)]
    pub block: Option<String>,
    /// The words of the sentence.
    #[serde(default)]
    pub exact: Option<String>,
}

/// A coded statement or prediction.
#[derive(Debug, Deserialize)]
pub struct CodedSaying {
    /// The words of a statement.
    #[serde(default)]
    pub content: Option<Vec<[i64; 2]>>,
    /// The words of a prediction.
    #[serde(default)]
    pub span: Option<[i64; 2]>,
    /// Who said it.
    #[serde(default)]
    pub speaker: Option<SpeakerView>,
}

/// A speaker's name.
#[derive(Debug, Deserialize)]
pub struct SpeakerView {
    /// Canonical name.
    #[serde(default)]
    pub name: Option<String>,
}

impl CodedSaying {
    /// The spans that were said.
    pub fn spans(&self) -> &[[i64; 2]] {
        match (&self.content, &self.span) {
            (Some(content), _) if !content.is_empty() => content,
            (_, Some(span)) => std::slice::from_ref(span),
            _ => &[],
        }
    }
}

/// A value that means something.
pub fn known(value: Option<&str>) -> Option<&str> {
    value.filter(|value| !value.is_empty() && *value != "UNK")
}

/// The countries of some parties.
pub fn countries<'p>(parties: impl IntoIterator<Item = &'p PartyView>) -> BTreeSet<&'p str> {
    parties.into_iter().filter_map(|party| known(party.country.as_deref())).collect()
}

/// The countries and sectors of some parties.
pub fn sectors<'p>(parties: impl IntoIterator<Item = &'p PartyView>) -> BTreeSet<(Option<&'p str>, Option<&'p str>)> {
    parties.into_iter().map(|party| (known(party.country.as_deref()), known(party.sector.as_deref()))).collect()
}

/// What is counted and the figure's best value, else its lower bound.
pub fn figures(counts: Option<&Vec<Counted>>) -> BTreeSet<(Option<&str>, Option<u64>)> {
    // Adding zero makes -0 and 0 one figure.
    let figure = |count: &Counted| count.best.or(count.low).map(|value| (value + 0.0).to_bits());
    counts.into_iter().flatten().map(|count| (count.what.as_deref(), figure(count))).collect()
}

/// Whether a value is neither null, false, zero nor empty.
pub fn truthy(value: &serde_json::Value) -> bool {
    use serde_json::Value;
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
    }
}

/// The first `most` code points.
pub fn first_chars(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end])
}

pub(super) fn open(path: &Path) -> Result<impl BufRead + use<>, Failure> {
    let file = std::fs::File::open(path).map_err(|error| Failure::reading(path, &error))?;
    Ok(BufReader::new(file))
}

/// Reads coded records, keeping those for which `wanted` says so; of two with one id the later counts.
///
/// # Errors
/// When the file cannot be read or a line is no coded record.
pub fn read_coded(path: &Path, wanted: impl Fn(&str) -> bool) -> Result<HashMap<String, CodedDocument>, Failure> {
    let mut documents = HashMap::new();
    for (number, line) in open(path)?.lines().enumerate() {
        let line = line.map_err(|error| Failure::reading(path, &error))?;
        if line.trim().is_empty() {
            continue;
        }
        let document: CodedDocument = serde_json::from_str(&line).map_err(|error| {
            let place = format!("{}:{}", path.display(), number + 1);
            Failure::new(place, format!("is no coded record ({error})"), "give what `tocsin code` prints")
        })?;
        if let Some(id) = document.id.clone().filter(|id| wanted(id)) {
            documents.insert(id, document);
        }
    }
    Ok(documents)
}
