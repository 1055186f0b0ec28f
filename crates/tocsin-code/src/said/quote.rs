//! Quotations: where they stand, which sentences carry on one, and speakers named by a colon or a dash.

use super::Said;
use std::ops::Range;
use tocsin_language::{Analysis, Upos};
use tocsin_record::Party;

/// How many sentences in a row a quotation may run on without a new cue.
const RUNS_ON: usize = 12;

/// Quotations that overlap a sentence, clipped to it.
pub(super) fn quoted(analysis: &Analysis<'_>, sentence: usize) -> Vec<Range<usize>> {
    let at = &analysis.sentences[sentence].bytes;
    let from = analysis.quotations.partition_point(|q| q.end <= at.start);
    analysis.quotations[from..]
        .iter()
        .take_while(|q| q.start < at.end)
        .map(|q| q.start.max(at.start)..q.end.min(at.end))
        .filter(|q| q.end > q.start)
        .collect()
}

/// The number of the quotation that holds byte `at`.
pub(super) fn quotation_at(analysis: &Analysis<'_>, at: usize) -> Option<usize> {
    let next = analysis.quotations.partition_point(|q| q.end <= at);
    analysis.quotations.get(next).filter(|q| q.contains(&at)).map(|_| next)
}

/// How many words a range of bytes holds, roughly.
pub(super) fn words_in(analysis: &Analysis<'_>, range: &Range<usize>) -> usize {
    analysis.text[range.clone()].split_whitespace().count()
}

/// The range with the quotation mark before and behind it.
pub(super) fn with_marks(analysis: &Analysis<'_>, range: Range<usize>) -> Range<usize> {
    const MARKS: &[char] = &['"', '“', '”', '«', '»', '‘', '’'];
    let before = analysis.text[..range.start].chars().next_back().filter(|c| MARKS.contains(c));
    let opens = analysis.quotations.binary_search_by_key(&range.start, |q| q.start).is_ok();
    let start = range.start - before.filter(|_| opens).map_or(0, char::len_utf8);
    let after = analysis.text[range.end..].chars().next().filter(|c| MARKS.contains(c));
    let next = analysis.quotations.partition_point(|q| q.end < range.end);
    let closes = analysis.quotations.get(next).is_some_and(|q| q.end == range.end);
    start..range.end + after.filter(|_| closes).map_or(0, char::len_utf8)
}

/// A sentence without a cue that carries on what the last speaker said: the same quotation, or one that follows it.
pub(super) fn runs_on(analysis: &Analysis<'_>, sentence: usize, all: &[Said]) -> Option<Said> {
    // The outermost of the last sentence's statements that is in the speaker's own words, else the outermost.
    let newest = all.last()?.sentence;
    let group = all.iter().rposition(|s| s.sentence != newest).map_or(0, |n| n + 1);
    let last = all[group..].iter().find(|s| s.direct).unwrap_or(&all[group]);
    let far = sentence - last.sentence;
    let at = &analysis.sentences[sentence];
    let before = &analysis.sentences[last.sentence];
    let content = quoted(analysis, sentence);
    let covered: usize = content.iter().map(|r| r.end - r.start).sum();
    let mostly = covered * 10 >= (at.bytes.end - at.bytes.start) * 7;
    let same = content.first().is_some_and(|first| {
        let here = quotation_at(analysis, first.start);
        here.is_some() && last.content.iter().any(|c| quotation_at(analysis, c.end.saturating_sub(1)) == here)
    });
    let near = at.block_number.abs_diff(before.block_number) <= 1;
    if !(same || far == 1 && near && mostly && words_in(analysis, content.first()?) >= 2) {
        return None;
    }
    let length = all.iter().rev().take_while(|s| s.continues).count();
    let content = content.into_iter().map(|c| with_marks(analysis, c)).collect();
    (length < RUNS_ON).then(|| continued(last, sentence, content))
}

/// What a speaker says in a further sentence.
pub(super) fn continued(of: &Said, sentence: usize, content: Vec<Range<usize>>) -> Said {
    Said {
        sentence,
        speakers: of.speakers.clone(),
        anonymous: of.anonymous,
        cue_token: None,
        cue: None,
        content,
        direct: true,
        continues: true,
        further: Vec::new(),
        addressee: None,
        venue: None,
    }
}

/// "Karoline Leavitt: ..." at the head of a line, and "..." — Matthew Ingram at its end.
pub(super) fn labelled(analysis: &Analysis<'_>, sentence: usize) -> Option<Said> {
    /// Words of a speaker's label.
    const LABEL: usize = 8;
    let s = &analysis.sentences[sentence];
    let quotes = quoted(analysis, sentence);
    let tokens = s.tokens.clone();
    let is_name = |from: usize, to: usize| {
        to > from
            && to - from <= LABEL
            && analysis.tokens[from..to].iter().any(|t| t.upos == Upos::Propn)
            && (from..to).all(|t| {
                matches!(analysis.tokens[t].upos, Upos::Propn | Upos::Punct | Upos::Adp | Upos::Noun | Upos::Adj)
                    && (analysis.tokens[t].upos == Upos::Punct
                        || analysis.tokens[t].upos == Upos::Adp
                        || analysis.word(t).starts_with(char::is_uppercase))
            })
    };
    let outside = |t: usize| quotation_at(analysis, analysis.tokens[t].bytes.start).is_none();
    let made = |name: Range<usize>, cue: usize, content: Vec<Range<usize>>| {
        let bytes = analysis.tokens[name.start].bytes.start..analysis.tokens[name.end - 1].bytes.end;
        let known = name.clone().find_map(|t| analysis.mention_at(t)).map(|m| m.party.clone());
        let text = analysis.text[bytes.clone()].to_owned();
        let party = known.unwrap_or_else(|| Party::named(text.clone()));
        Said {
            sentence,
            speakers: vec![Party { span: Some(analysis.span(bytes)), text: Some(text), ..party }],
            anonymous: false,
            cue_token: None,
            cue: Some(analysis.tokens[cue].bytes.clone()),
            direct: true,
            content,
            continues: false,
            further: Vec::new(),
            addressee: None,
            venue: None,
        }
    };
    let colon = tokens.clone().take(LABEL + 1).find(|&t| analysis.word(t) == ":");
    if let Some(colon) = colon.filter(|&c| c + 1 < tokens.end && outside(c) && is_name(tokens.start, c)) {
        let rest = analysis.tokens[colon + 1].bytes.start..s.bytes.end;
        let starts_line =
            analysis.text[..s.bytes.start].chars().next_back().is_none_or(|c| matches!(c, '\n' | '*' | '>'));
        let quote = quotes.first().is_some_and(|q| q.start <= rest.start + 4 && words_in(analysis, q) >= 3);
        if quote {
            return Some(made(tokens.start..colon, colon, quotes));
        }
        let shouted = (tokens.start..colon).all(|t| !analysis.word(t).contains(char::is_lowercase));
        if starts_line && shouted && words_in(analysis, &rest) >= 3 {
            return Some(made(tokens.start..colon, colon, vec![rest]));
        }
    }
    let dash = tokens.clone().rev().take(LABEL + 1).find(|&t| matches!(analysis.word(t), "—" | "–" | "-" | "--" | "―"));
    if let Some(dash) = dash.filter(|&d| d > tokens.start && outside(d)) {
        let end = if analysis.tokens[tokens.end - 1].upos == Upos::Punct { tokens.end - 1 } else { tokens.end };
        let quote = quotes
            .last()
            .filter(|q| analysis.tokens[dash].bytes.start.saturating_sub(q.end) <= 6 && words_in(analysis, q) >= 3);
        if quote.is_some() && dash + 1 < end && is_name(dash + 1, end) {
            return Some(made(dash + 1..end, dash, quotes));
        }
    }
    None
}
