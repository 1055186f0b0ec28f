//! "Code only what passes between these spans": the one most probable event between two given sides.

use crate::clause::Clause;
use crate::row::{Maker, Row};
use crate::rules::TriggerPart;
use crate::said::Said;
use crate::status::Reality;
use crate::trigger::{key, settle};
use std::ops::Range;
use tocsin_language::{Analysis, Rel, Upos};
use tocsin_record::{EventType, GivenSpans, Party, Span};

/// What stands between two sides where no word tells a type: the commonest of all.
const PRIOR: EventType = EventType::Consult;

/// The one event between the given sides. `None` only for a text without a word.
pub fn between(maker: &Maker<'_>, analysis: &Analysis<'_>, said: &[Said], given: &GivenSpans) -> Option<Row> {
    let sides = given.actor.iter().chain(&given.recipient);
    let sentence = sides.filter_map(|s| sentence_of(analysis, *s)).min().unwrap_or(0);
    let bytes = analysis.sentences.get(sentence)?.bytes.clone();
    let rows = maker.rows(analysis, said);
    let touches = |parties: &[Party], spans: &[Span]| {
        parties.iter().any(|p| p.span.is_some_and(|span| spans.iter().any(|s| s.overlaps(span))))
    };
    let fit = |row: &Row| {
        let both = touches(&row.actor, &given.actor) as u8 + touches(&row.recipient, &given.recipient) as u8;
        // Of a mutual event both stand on one side.
        let mutual = row.recipient.is_empty() && touches(&row.actor, &given.recipient);
        f64::from(both + u8::from(mutual)) + row.score + if row.sentence == sentence { 1.0 } else { 0.0 }
    };
    let best = rows.into_iter().max_by(|a, b| fit(a).total_cmp(&fit(b)).then_with(|| b.token.cmp(&a.token)));
    let mut row = match best.filter(|row| row.sentence == sentence || given.actor.is_empty()) {
        Some(row) => row,
        None => by_word(maker, analysis, sentence, given)?,
    };
    row.about.clear();
    row.actor = given.actor.iter().map(|s| party(maker, analysis, *s, &bytes)).collect();
    row.recipient = given.recipient.iter().map(|s| party(maker, analysis, *s, &bytes)).collect();
    Some(row)
}

fn sentence_of(analysis: &Analysis<'_>, span: Span) -> Option<usize> {
    let at = analysis.index.to_byte(analysis.text, span.start());
    let number = analysis.sentences.partition_point(|s| s.bytes.end <= at);
    (number < analysis.sentences.len()).then_some(number)
}

/// The party at a given span: the name or phrase that it holds, else its words.
fn party(maker: &Maker<'_>, analysis: &Analysis<'_>, span: Span, sentence: &Range<usize>) -> Party {
    let bytes = analysis.index.to_byte(analysis.text, span.start())..analysis.index.to_byte(analysis.text, span.end());
    let first = analysis.tokens.partition_point(|t| t.bytes.end <= bytes.start);
    let last = analysis.tokens.partition_point(|t| t.bytes.start < bytes.end);
    let found = (first..last)
        .rev()
        .filter(|&t| sentence.contains(&analysis.tokens[t].bytes.start))
        .flat_map(|t| maker.analyser.actors().parties(analysis, t))
        .find(|p| p.country.is_some() || p.sector.is_some());
    let text = analysis.text[bytes].to_owned();
    Party { span: Some(span), text: Some(text), ..found.unwrap_or_else(Party::unknown) }
}

/// Where no frame is met: the surest rule of any word of the sentence, nearest to the sides; else the commonest type, told
/// by the sentence's verb.
fn by_word(maker: &Maker<'_>, analysis: &Analysis<'_>, sentence: usize, given: &GivenSpans) -> Option<Row> {
    let clause = Clause::new(analysis, sentence)?;
    let anchor =
        given.recipient.first().or(given.actor.first()).map(|s| analysis.index.to_byte(analysis.text, s.start()));
    let mut best: Option<(f64, usize, EventType, Option<tocsin_record::Mode>, String)> = None;
    for node in 0..clause.len() {
        let token = clause.token(node);
        let part = match token.upos {
            Upos::Verb => TriggerPart::Verb,
            Upos::Noun | Upos::Propn => TriggerPart::Noun,
            Upos::Adj => TriggerPart::Adjective,
            _ => continue,
        };
        let far = anchor.map_or(0, |a| a.abs_diff(token.bytes.start)) as f64 / 400.0;
        for (_, rule) in maker.rules.of(&key(&clause, node)).filter(|(p, _)| *p == part) {
            let narrow = !rule.object.is_empty() || !rule.near.is_empty() || !rule.prep_noun.is_empty();
            let score = rule.confidence - far - if narrow { 0.25 } else { 0.0 };
            if best.as_ref().is_none_or(|b| score > b.0) {
                best = Some((score, node, rule.kind, rule.mode, rule.name.clone()));
            }
        }
    }
    let verb = || {
        let root = (0..clause.len()).find(|&n| clause.rel(n) == Rel::Root);
        root.or_else(|| (0..clause.len()).find(|&n| clause.is_verb(n))).unwrap_or(0)
    };
    let (score, node, kind, mode, rule) =
        best.unwrap_or_else(|| (0.1, verb(), PRIOR, None, "given:commonest".to_owned()));
    let Reality { status, by, condition, .. } = maker.status.reality(&clause, node);
    let (kind, status) = settle(kind, status);
    Some(Row {
        sentence,
        node,
        token: clause.token_number(node),
        lemma: key(&clause, node),
        object: None,
        kind,
        mode: mode.filter(|m| kind.modes().any(|k| k == *m)),
        status,
        announces: false,
        past: false,
        actor: Vec::new(),
        recipient: Vec::new(),
        actor_unknown: false,
        time: None,
        places: Vec::new(),
        counts: Vec::new(),
        voice: Vec::new(),
        condition,
        about: Vec::new(),
        more: Vec::new(),
        rule,
        status_by: by,
        score: score.clamp(0.05, 0.4),
    })
}
