//! JSON documents: a line of JSONL, or the members of a JSON list.

use crate::error::ReadErrorKind;
use crate::raw::{Body, Given, Raw};
use crate::{FieldMap, Limits, ReadError, datetext, decode};
use serde_json::{Map, Value};
use std::collections::VecDeque;
use tocsin_record::{GivenSpans, Published, Span};

/// A JSON document, taken apart.
pub(crate) struct Record {
    pub given: Given,
    pub text: Option<String>,
    pub html: Option<String>,
    /// What it has besides, by name: said where it has neither.
    pub others: Vec<String>,
}

fn wrong(place: &str, reason: impl Into<String>, advice: impl Into<String>) -> ReadError {
    ReadError::new(ReadErrorKind::Record, place, reason, advice)
}

/// Parses one line. Bytes that are not UTF-8 are replaced, with a warning.
pub(crate) fn parse(place: &str, bytes: &[u8], warnings: &mut Vec<String>) -> Result<Value, ReadError> {
    let text = decode::plain(bytes.to_vec(), warnings);
    let parsed = serde_json::from_str(&text);
    // Half a character is no text; it costs that character, not the record.
    let parsed = match parsed {
        Err(error) => match without_halves(&text) {
            Some(whole) => {
                warnings.push("encoding: halves of characters were replaced".to_owned());
                serde_json::from_str(&whole)
            }
            None => Err(error),
        },
        parsed => parsed,
    };
    parsed.map_err(|error| {
        let advice = "write one JSON object a line, as {\"text\": \"...\"}";
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or("broken");
        wrong(place, format!("no JSON ({message} at column {})", error.column()), advice)
    })
}

/// The text with U+FFFD for every `\\ud83d` that lacks its other half; `None` if there is none.
fn without_halves(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut from = 0;
    let bytes = text.as_bytes();
    let half = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok().filter(|code| (0xd800..0xe000).contains(code))
    };
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|b| *b == b'\\') {
        at += next;
        match (half(at), half(at + 6)) {
            (Some(0xd800..0xdc00), Some(0xdc00..0xe000)) => at += 12,
            (Some(_), _) => {
                out.push_str(&text[from..at]);
                out.push_str("\\ufffd");
                at += 6;
                from = at;
            }
            // An escaped character of another kind, which may be a backslash itself.
            (None, _) => at = (at + 2).min(bytes.len()),
        }
    }
    (from > 0).then(|| out + &text[from..])
}

/// The members of a JSON file: the objects of a list, or the one object.
pub(crate) fn members(
    name: &str,
    bytes: Vec<u8>,
    map: &FieldMap,
    limits: Limits,
    warnings: &[String],
) -> VecDeque<Result<Raw, ReadError>> {
    let mut warnings = warnings.to_vec();
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let raw = |input: String, mut value: Value, warnings: &[String]| {
        map.apply(&mut value);
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
    let others = fields.keys().cloned().collect();
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
    check_url(&mut given, warnings);
    match fields.remove("published") {
        None | Some(Value::Null) => {}
        Some(Value::String(date)) if date.trim().is_empty() => {}
        Some(Value::String(text)) => given.published = date(&text, warnings),
        Some(Value::Number(number)) => given.published = date(&number.to_string(), warnings),
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
    Ok(Record { given, text, html, others })
}

/// Leaves out a url that is none.
pub(crate) fn check_url(given: &mut Given, warnings: &mut Vec<String>) {
    if let Some(url) = given.url.as_deref()
        && crate::address::canonical(url).is_none()
    {
        warnings.push("url: the given url is no http or https address and is left out".to_owned());
        given.url = None;
    }
}

/// A publication time: as the contract writes it, as people do, or as seconds or milliseconds since 1970.
pub(crate) fn date(text: &str, warnings: &mut Vec<String>) -> Option<Published> {
    let error = match text.parse::<Published>() {
        Ok(published) => return Some(published),
        Err(error) => error,
    };
    if let Some(published) = since_1970(text.trim()) {
        warnings.push(format!("date: published {text} is read as a time since 1970, {}", published.as_str()));
        return Some(published);
    }
    let found = datetext::parse(text);
    if found.is_none() {
        warnings.push(format!("date: published {error}"));
    }
    found
}

/// Seconds, milliseconds, microseconds or nanoseconds since 1970, as far as they lie between 1990 and 2100.
fn since_1970(text: &str) -> Option<Published> {
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    if whole.len() < 9 || !text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return None;
    }
    let number: i128 = whole.parse().ok()?;
    let billion = 1_000_000_000;
    let nanoseconds = [billion, 1_000_000, 1_000, 1].into_iter().map(|unit| number.checked_mul(unit));
    let within = (631_152_000 * billion)..(4_102_444_800 * billion);
    let nanoseconds = nanoseconds.flatten().find(|time| within.contains(time))?;
    jiff::Timestamp::from_nanosecond(nanoseconds).ok()?.to_string().parse().ok()
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
