//! The analysis of a text for people: what the language layer makes of each word and name.

use crate::table::plain;
use std::fmt::Write;
use tocsin_language::{Analyser, Analysis, Mention, Number, Sentence};
use tocsin_record::{Document, Party, Place};
use unicode_width::UnicodeWidthStr;

/// The analysis of a document in lines.
pub fn print(analyser: &Analyser, document: &Document) -> Vec<u8> {
    let analysis = analyser.analyse(document);
    let mut out = String::new();
    head(&mut out, document, &analysis);
    for (number, sentence) in analysis.sentences.iter().enumerate() {
        self::sentence(&mut out, &analysis, number, sentence);
    }
    for warning in &analysis.warnings {
        line(&mut out, &["warning: ", warning]);
    }
    out.into_bytes()
}

fn line(out: &mut String, parts: &[&str]) {
    for part in parts {
        out.push_str(part);
    }
    out.truncate(out.trim_end_matches(' ').len());
    out.push('\n');
}

fn head(out: &mut String, document: &Document, analysis: &Analysis<'_>) {
    line(out, &[&plain(document.id.as_str())]);
    let published = match analysis.published {
        Some(days) if days.start == days.end => format!("published {}", days.start),
        Some(days) => format!("published between {} and {}", days.start, days.end),
        None => "publication day unknown: relative dates stay unresolved".to_owned(),
    };
    let publisher = analysis.publisher.as_ref().map_or(String::new(), |party| format!(", by {}", label(party)));
    line(out, &[&published, &publisher]);
}

fn sentence(out: &mut String, analysis: &Analysis<'_>, number: usize, sentence: &Sentence) {
    let span = analysis.span(sentence.bytes.clone());
    let part = if sentence.full { "" } else { ", no full sentence" };
    let kind = snake(&sentence.block);
    let place = format!("\n{} [{}, {}) {kind}{part}: ", number + 1, span.start(), span.end());
    line(out, &[&place, &plain(&analysis.text[sentence.bytes.clone()])]);
    words(out, analysis, sentence);
    let within =
        |bytes: &std::ops::Range<usize>| sentence.bytes.start <= bytes.start && bytes.start < sentence.bytes.end;
    let inside = |tokens: &std::ops::Range<usize>| sentence.tokens.contains(&tokens.start);
    for name in analysis.names.iter().filter(|name| inside(&name.tokens)) {
        told(out, "name", &plain(analysis.phrase(name.tokens.clone())), name.kind.name());
    }
    for mention in analysis.mentions.iter().filter(|mention| inside(&mention.tokens)) {
        told(out, "actor", &plain(analysis.phrase(mention.tokens.clone())), &actor(mention));
    }
    for toponym in analysis.toponyms.iter().filter(|toponym| within(&toponym.bytes)) {
        told(out, "place", &plain(&analysis.text[toponym.bytes.clone()]), &place_of(&toponym.place));
    }
    for time in analysis.times.iter().filter(|time| within(&time.bytes)) {
        let days = time.days.map_or(String::new(), |days| format!(", {} to {}", days.start, days.end));
        let value = format!("{} {}{days}", snake(&time.kind), time.value);
        told(out, "time", &plain(&analysis.text[time.bytes.clone()]), &value);
    }
    for count in analysis.numbers.iter().filter(|count| within(&count.bytes)) {
        told(out, "number", &plain(&analysis.text[count.bytes.clone()]), &number_of(count));
    }
    for reference in analysis.references.iter().filter(|reference| sentence.tokens.contains(&reference.anaphor)) {
        let to = format!("“{}” ({:.1})", plain(analysis.phrase(reference.tokens.clone())), reference.score);
        told(out, "refers to", &plain(analysis.word(reference.anaphor)), &to);
    }
    for quotation in analysis.quotations.iter().filter(|quotation| within(quotation)) {
        told(out, "quotation", &plain(&analysis.text[quotation.clone()]), "");
    }
}

fn told(out: &mut String, what: &str, words: &str, value: &str) {
    let arrow = if value.is_empty() { "" } else { "  → " };
    line(out, &[&format!("  {what:9} “{words}”"), arrow, value]);
}

/// Each word with its part of speech, its tag, its dictionary form, its relation and the word that it hangs on.
fn words(out: &mut String, analysis: &Analysis<'_>, sentence: &Sentence) {
    let tokens = sentence.tokens.clone();
    let of = |measure: &dyn Fn(usize) -> usize| tokens.clone().map(measure).max().unwrap_or(0).min(24);
    let written = |token: usize| plain(analysis.word(token));
    let lemma = |token: usize| plain(&analysis.tokens[token].lemma);
    let (wide, long) = (of(&|token| written(token).width()), of(&|token| lemma(token).width()));
    for (at, token) in tokens.clone().enumerate() {
        let word = &analysis.tokens[token];
        let mut row = format!("  {:3} ", at + 1);
        padded(&mut row, &written(token), wide);
        let _ = write!(row, "  {:5} {:5} ", word.upos.name(), word.tag.name());
        padded(&mut row, &lemma(token), long);
        if let Some(tree) = &sentence.tree {
            let head = tree.heads[at].map_or(String::new(), |head| {
                let head = head as usize;
                format!(" of {} {}", head + 1, written(tokens.start + head))
            });
            let _ = write!(row, "  {}{head}", tree.rels[at].name());
        }
        line(out, &[&row]);
    }
}

fn padded(out: &mut String, text: &str, width: usize) {
    out.push_str(text);
    out.extend(std::iter::repeat_n(' ', width.saturating_sub(text.width())));
}

fn label(party: &Party) -> String {
    let codes = [party.country.as_deref(), party.sector.map(|sector| sector.code())];
    let codes: Vec<&str> = codes.into_iter().flatten().collect();
    let name = plain(party.name.as_deref().unwrap_or("nobody known"));
    if codes.is_empty() { name } else { format!("{name} ({})", codes.join(" ")) }
}

fn actor(mention: &Mention) -> String {
    let title = mention.party.title.as_deref().map_or(String::new(), |title| format!(", {}", plain(title)));
    let source = if mention.source.is_empty() { String::new() } else { format!("  [{}]", plain(&mention.source)) };
    format!("{}{title}{source}", label(&mention.party))
}

fn place_of(place: &Place) -> String {
    let parts: Vec<&str> = [place.admin1.as_deref(), place.country.as_deref()].into_iter().flatten().collect();
    let point = place.lat.zip(place.lon).map_or(String::new(), |(lat, lon)| format!(" {lat:.2}, {lon:.2}"));
    format!("{}{point}, {}", plain(&parts.join(", ")), snake(&place.precision))
}

fn number_of(number: &Number) -> String {
    let show = |value: Option<f64>| value.map_or("?".to_owned(), |value| value.to_string());
    let value = match (number.low, number.best, number.high) {
        (low, Some(best), high) if low.is_none_or(|l| l == best) && high.is_none_or(|h| h == best) => best.to_string(),
        (low, best, high) => format!("{} (from {} to {})", show(best), show(low), show(high)),
    };
    let unit = number.unit.as_deref().map_or(String::new(), |unit| format!(" {}", plain(unit)));
    let ordinal = if number.ordinal { ", ordinal" } else { "" };
    let running = if number.cumulative { ", running total" } else { "" };
    format!("{value}{unit}{ordinal}{running}")
}

/// The name that the records use.
fn snake(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}
