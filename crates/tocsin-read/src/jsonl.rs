//! JSON documents: a line of JSONL, or the members of a JSON list.

use crate::error::ReadErrorKind;
use crate::raw::{Body, Given, Raw};
use crate::{Limits, ReadError};
use serde_json::{Map, Value};
use std::collections::VecDeque;
use tocsin_record::{GivenSpans, Published, Span};

/// A JSON document, taken apart.
pub(crate) struct Record {
    pub given: Given,
    pub text: Option<String>,
    pub html: Option<String>,
}

fn wrong(place: &str, reason: impl Into<String>, advice: impl Into<String>) -> ReadError {
    ReadError::new(ReadErrorKind::Record, place, reason, advice)
}

/// Parses one line. Bytes that are not UTF-8 are replaced, with a warning.
pub(crate) fn parse(place: &str, bytes: &[u8], warnings: &mut Vec<String>) -> Result<Value, ReadError> {
    let text = String::from_utf8_lossy(bytes);
    if matches!(text, std::borrow::Cow::Owned(_)) {
        warnings.push("encoding: some bytes are not UTF-8 and were replaced".to_owned());
    }
    serde_json::from_str(&text).map_err(|error| {
        let advice = "write one JSON object a line, as {\"text\": \"...\"}";
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or("broken");
        wrong(place, format!("no JSON ({message} at column {})", error.column()), advice)
    })
}

/// The members of a JSON file: the objects of a list, or the one object.
pub(crate) fn members(
    name: &str,
    bytes: Vec<u8>,
    limits: Limits,
    warnings: &[String],
) -> VecDeque<Result<Raw, ReadError>> {
    let mut warnings = warnings.to_vec();
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let raw = |input: String, value: Value, warnings: &[String]| {
        let body = Body::Member(value);
        Ok(Raw { place: input.clone(), input, body, limits, warnings: warnings.to_vec() })
    };
    match parse(name, bytes, &mut warnings) {
        Ok(Value::Array(members)) if members.is_empty() => VecDeque::from([Err(ReadError::empty(name))]),
        Ok(Value::Array(members)) => members
            .into_iter()
            .enumerate()
            .map(|(n, member)| raw(format!("{name}#{}", n + 1), member, &warnings))
            .collect(),
        Ok(value) => VecDeque::from([raw(name.to_owned(), value, &warnings)]),
        Err(mut error) => {
            error.advice = "give a JSON object with \"text\" or \"html\", a list of them, or one a line".to_owned();
            VecDeque::from([Err(error)])
        }
    }
}

/// Takes a document's fields out of `value`.
pub(crate) fn record(place: &str, value: Value, warnings: &mut Vec<String>) -> Result<Record, ReadError> {
    let Value::Object(mut fields) = value else {
        return Err(wrong(place, "the record is no JSON object", "write it as {\"text\": \"...\"}"));
    };
    let text = string(place, &mut fields, "text")?;
    let html = string(place, &mut fields, "html")?;
    let mut given = Given {
        id: identifier(place, &mut fields)?,
        url: string(place, &mut fields, "url")?,
        outlet: string(place, &mut fields, "outlet")?,
        title: string(place, &mut fields, "title")?,
        lang: string(place, &mut fields, "lang")?,
        ..Given::default()
    };
    if let Some(url) = given.url.as_deref()
        && crate::address::canonical(url).is_none()
    {
        warnings.push("url: the given url is no http or https address and is left out".to_owned());
        given.url = None;
    }
    match fields.remove("published") {
        None | Some(Value::Null) => {}
        Some(Value::String(date)) if date.trim().is_empty() => {}
        Some(Value::String(date)) => match date.parse::<Published>() {
            Ok(published) => given.published = Some(published),
            Err(error) => warnings.push(format!("date: published {error}")),
        },
        Some(other) => warnings.push(format!("date: published is {}, not text, and is left out", type_name(&other))),
    }
    given.synthetic = matches!(fields.get("synthetic"), Some(Value::Bool(true)));
    if let Some(spans) = fields.remove("given").filter(|v| !v.is_null()) {
        if html.is_some() && text.is_none() {
            let advice = "give the article as \"text\", which the offsets can point into";
            return Err(wrong(place, "given spans need a text", advice));
        }
        let length = text.as_deref().map_or(0, |t| t.chars().count());
        given.spans = Some(GivenSpans {
            actor: spans_of(place, &spans, "actor", length)?,
            recipient: spans_of(place, &spans, "recipient", length)?,
        });
    }
    Ok(Record { given, text, html })
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// A field that is text or absent; empty text counts as absent.
fn string(place: &str, fields: &mut Map<String, Value>, key: &str) -> Result<Option<String>, ReadError> {
    match fields.remove(key) {
        None | Some(Value::Null) => Ok(None),
        // An empty text is kept, so that the error can say that it is empty rather than missing.
        Some(Value::String(text)) if key == "text" || !text.trim().is_empty() => Ok(Some(text)),
        Some(Value::String(_)) => Ok(None),
        Some(other) => {
            let reason = format!("\"{key}\" is {}, not text", type_name(&other));
            Err(wrong(place, reason, format!("write \"{key}\" as text in quotation marks, or leave it out")))
        }
    }
}

/// An id may be a number.
fn identifier(place: &str, fields: &mut Map<String, Value>) -> Result<Option<String>, ReadError> {
    if let Some(Value::Number(number)) = fields.get("id") {
        return Ok(Some(number.to_string()));
    }
    string(place, fields, "id")
}

fn spans_of(place: &str, given: &Value, side: &str, length: usize) -> Result<Vec<Span>, ReadError> {
    let advice = format!("write given.{side} as [[start, end]] in code points of the text (it has {length})");
    let bad = || wrong(place, format!("given.{side} is no list of spans inside the text"), advice.clone());
    match given.get(side) {
        None | Some(Value::Null) if given.is_object() => Ok(Vec::new()),
        Some(Value::Array(spans)) => spans
            .iter()
            .map(|span| {
                let pair: [u32; 2] = serde_json::from_value(span.clone()).map_err(|_| bad())?;
                Span::try_from(pair).ok().filter(|s| !s.is_empty() && s.end() as usize <= length).ok_or_else(bad)
            })
            .collect(),
        _ => Err(bad()),
    }
}
