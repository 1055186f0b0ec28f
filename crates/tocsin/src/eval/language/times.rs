//! Time expressions against TimeML and MEANTIME, by the rules of the project's reference scorer (`measure times`): gold and answers are
//! paired one to one, largest overlap first; relaxed is any overlap, strict the same span, value relaxed and the same TIMEX3 value.

use super::{overlap, xml};
use crate::eval::archive::gold_files;
use crate::eval::{Figure, Score};
use crate::failure::Failure;
use roxmltree::Node;
use std::collections::HashMap;
use std::path::Path;
use tocsin_code::Coder;
use tocsin_record::{Document, Span};

/// The annotated part of a MEANTIME file: its headline, its date line and four sentences.
const LAST_SENTENCE: u32 = 5;

/// What is counted of each text, by place.
const GOLD: usize = 0;
const SAID: usize = 1;
const NAMES: [&str; 4] = ["strict", "relaxed", "type", "value"];
const LENGTH: usize = 2 + NAMES.len();

#[derive(Debug, Clone, PartialEq, Eq)]
struct Timex {
    span: Span,
    kind: String,
    value: String,
}

/// A text with its time expressions.
#[derive(Debug)]
pub struct Text {
    document: Document,
    gold: Vec<Timex>,
    /// The expression that says when the text was published; answers that touch it do not count.
    dated_by: Option<Span>,
}

/// Reads TempEval-3 (`.tml`) and MEANTIME (`.xml`) files: one, or those of a folder or an archive.
///
/// # Errors
/// When a file cannot be read or is none of these.
pub fn read(path: &Path) -> Result<Vec<Text>, Failure> {
    let files = gold_files(path, |name| name.ends_with(".tml") || name.ends_with(".xml"))?;
    let mut texts = Vec::new();
    for (name, bytes) in &files {
        let text = xml::text(path, name, bytes)?;
        let tree = xml::tree(path, name, text)?;
        let root = tree.root_element();
        let read = if name.ends_with(".tml") { timeml(name, root) } else { meantime(name, root) };
        texts.push(read.map_err(|reason| xml::broken(path, name, reason))?);
    }
    Ok(texts)
}

fn dated(name: &str, text: &str, day: Option<&str>) -> Result<Document, String> {
    let mut document = Document::from_text(name, text);
    document.lang = Some("en".to_owned());
    if let Some(day) = day.and_then(|day| day.get(..10)) {
        document.published = Some(day.parse().map_err(|error| format!("its day {day:?} is none ({error})"))?);
    }
    Ok(document)
}

fn timeml(name: &str, root: Node<'_, '_>) -> Result<Text, String> {
    fn walk(element: Node<'_, '_>, text: &mut String, at: &mut u32, gold: &mut Vec<Timex>) {
        let start = *at;
        for child in element.children() {
            if child.is_text() {
                let piece = child.text().unwrap_or("");
                text.push_str(piece);
                *at += piece.chars().count() as u32;
            } else if child.is_element() {
                walk(child, text, at, gold);
            }
        }
        if element.has_tag_name("TIMEX3") && *at > start {
            let of = |key| element.attribute(key).unwrap_or("").to_owned();
            gold.push(Timex { span: Span::new(start, *at), kind: of("type"), value: of("value") });
        }
    }
    let body = root.descendants().find(|n| n.has_tag_name("TEXT")).ok_or("has no TEXT")?;
    let (mut text, mut at, mut gold) = (String::new(), 0, Vec::new());
    walk(body, &mut text, &mut at, &mut gold);
    gold.sort_by_key(|timex| (timex.span.start(), timex.span.end()));
    let created = root
        .descendants()
        .find(|n| n.has_tag_name("TIMEX3") && n.attribute("functionInDocument") == Some("CREATION_TIME"))
        .and_then(|n| n.attribute("value"));
    Ok(Text { document: dated(name, &text, created)?, gold, dated_by: None })
}

fn meantime(name: &str, root: Node<'_, '_>) -> Result<Text, String> {
    let (mut text, mut length, mut last) = (String::new(), 0, None);
    let mut places: HashMap<&str, (Span, u32)> = HashMap::new();
    for token in root.descendants().filter(|n| n.has_tag_name("token")) {
        let sentence: u32 =
            token.attribute("sentence").and_then(|s| s.parse().ok()).ok_or("has a token without a sentence")?;
        if sentence > LAST_SENTENCE {
            break;
        }
        if let Some(last) = last {
            text.push(if last == sentence { ' ' } else { '\n' });
            length += 1;
        }
        last = Some(sentence);
        let word = token.text().unwrap_or("");
        let start = length;
        length += word.chars().count() as u32;
        text.push_str(word);
        places.insert(
            token.attribute("t_id").ok_or("has a token without a number")?,
            (Span::new(start, length), sentence),
        );
    }
    let (mut created, mut date_line, mut gold) = (None, None, Vec::new());
    for timex in root.descendants().filter(|n| n.has_tag_name("TIMEX3")) {
        let anchors: Option<Vec<(Span, u32)>> = timex
            .children()
            .filter(|n| n.has_tag_name("token_anchor"))
            .map(|n| n.attribute("t_id").and_then(|id| places.get(id)).copied())
            .collect();
        let Some(anchors) = anchors.filter(|anchors| !anchors.is_empty()) else { continue };
        let start = anchors.iter().map(|a| a.0.start()).min().unwrap_or(0);
        let end = anchors.iter().map(|a| a.0.end()).max().unwrap_or(0);
        let of = |key| timex.attribute(key).unwrap_or("").to_owned();
        let found = Timex { span: Span::new(start, end), kind: of("type"), value: of("value") };
        if timex.attribute("functionInDocument") == Some("CREATION_TIME") {
            created = Some(found.clone());
        } else if anchors.iter().all(|a| a.1 == 1) {
            date_line = Some(found.clone());
        }
        gold.push(found);
    }
    let day = created.or(date_line);
    gold.retain(|timex| Some(timex) != day.as_ref());
    let document = dated(name, &text, day.as_ref().map(|day| day.value.as_str()))?;
    Ok(Text { document, gold, dated_by: day.map(|day| day.span) })
}

/// Counts one text.
pub fn score(coder: &Coder, text: &Text) -> Score {
    let coding = coder.code(&text.document, 1);
    let said: Vec<_> =
        coding.times.iter().filter(|time| text.dated_by.is_none_or(|day| overlap(day, time.span) == 0)).collect();
    let mut pairs: Vec<(u32, usize, usize)> = Vec::new();
    for (g, gold) in text.gold.iter().enumerate() {
        let shared = said.iter().enumerate().map(|(s, said)| (overlap(gold.span, said.span), g, s));
        pairs.extend(shared.filter(|pair| pair.0 > 0));
    }
    pairs.sort_by_key(|&(shared, g, s)| (std::cmp::Reverse(shared), g, s));
    let (mut of_gold, mut used) = (vec![None; text.gold.len()], vec![false; said.len()]);
    for (_, g, s) in pairs {
        if of_gold[g].is_none() && !used[s] {
            (of_gold[g], used[s]) = (Some(s), true);
        }
    }
    let mut sums = vec![0.0; LENGTH];
    sums[GOLD] = text.gold.len() as f64;
    sums[SAID] = said.len() as f64;
    let mut misses = Vec::new();
    for (gold, answer) in text.gold.iter().zip(of_gold) {
        let answer = answer.map(|s| said[s]);
        let kind = |kind| serde_json::to_value(kind).is_ok_and(|kind| kind == gold.kind);
        let right = [
            answer.is_some_and(|a| a.span == gold.span),
            answer.is_some(),
            answer.is_some_and(|a| kind(a.kind)),
            answer.is_some_and(|a| a.value == gold.value),
        ];
        for (sum, right) in sums[2..].iter_mut().zip(right) {
            *sum += f64::from(u8::from(right));
        }
        if !right[3] {
            let words: String =
                text.document.text.chars().skip(gold.span.start() as usize).take(gold.span.len() as usize).collect();
            let answer = answer.map_or("nothing", |a| a.value.as_str());
            misses.push(format!("{} {words:?} {} said {answer}", text.document.id, gold.value));
        }
    }
    Score { sums, misses }
}

/// The lines of the report over the sums of texts.
pub fn figures(texts: usize, sums: &[f64]) -> Vec<Figure> {
    let number = |at: usize| sums.get(at).map_or(0, |&n| n as u64);
    let mut lines = vec![
        Figure::count("documents", texts as u64),
        Figure::count("times", number(GOLD)),
        Figure::count("times_said", number(SAID)),
    ];
    let f1 = |(n, name): (usize, &str)| {
        Figure::share(format!("{name}_f1"), 4, move |s: &[f64]| 2.0 * s[2 + n], |s: &[f64]| s[GOLD] + s[SAID])
    };
    lines.extend(NAMES.into_iter().enumerate().map(f1));
    lines
}
